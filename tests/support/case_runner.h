/* Cases that a coordinator can read and write (docs/CASES.md says the language). A case gives
 * a small scenario, lets the planner work and says what must come of it; every plan made on the
 * way must pass the checker. */
#ifndef LFL_TESTS_CASE_RUNNER_H
#define LFL_TESTS_CASE_RUNNER_H
#include "base/buf.h"
#include "base/diag.h"
#include "model/plan.h"

typedef struct case_report {
  int n_cases, n_expects; /* run */
  int n_failed;           /* expectations that did not hold, lines that could not be read */
  lfl_buf text;           /* one line for each failure: file, line, what was found */
} case_report;

/* Runs every case of `text`; `name` is what messages call it. scenarios_dir: where `given
 * scenario` looks, with no slash at the end. False without memory. */
bool case_run_text(const char *name, const char *text, const char *scenarios_dir, case_report *report);

/* The same for a file; a file that cannot be read is a failure in the report. */
bool case_run_file(const char *path, const char *scenarios_dir, case_report *report);

/* The scenario of a text of `given` and `set` lines alone, for tests that plan by hand. What is
 * wrong with it goes to `diags`. *tables outlives *scenario; both are the caller's. */
bool case_scenario(const char *text, lfl_diags *diags, lfl_tables **tables, lfl_scenario **scenario);

/* Such a scenario with all that belongs to it, and a plan of it that the test makes (NULL: none). */
typedef struct case_text_world {
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *plan;
} case_text_world;

/* False where the text is wrong, which diags says; to be closed either way. */
bool case_open(case_text_world *world, const char *text);
void case_close(case_text_world *world);

#endif
