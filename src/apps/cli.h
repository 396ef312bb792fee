/* The program `lifeline`: a table of commands, one parser of options, one file a group of
 * commands. The apps are thin: what they print comes from the library's structs. */
#ifndef LFL_APPS_CLI_H
#define LFL_APPS_CLI_H
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/status.h"
#include "engine/compare.h"
#include "ingest/ingest.h"

enum { MOST_ASSIGNMENTS = 64, MOST_OPERANDS = 256 };

typedef struct cli {
  const char *operand[MOST_OPERANDS];
  int n_operands;
  const char *out, *like, *set_id, *sets, *sweep, *targets, *mps, *level, *target, *scenario, *country, *begin_with;
  const char *assignments[MOST_ASSIGNMENTS];
  int n_assignments;
  lfl_sensitivity audience;
  bool has_audience, is_json, is_quiet, is_overwrite, no_targets, no_sets, no_binding;
  bool is_earliest;           /* of what-if */
  bool is_thorough;           /* of compare */
  long first_days, n_weeks;   /* of compare */
  double gap, time_limit_s;
  long work_limit;
} cli;

/* What a command read: freed by loaded_clear. */
typedef struct loaded {
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
} loaded;

/* lfl_what_if with the command's options, watched: progress on stderr, stopped by Ctrl-C. */
lfl_status solve_what_if(const cli *c, const lfl_plan *plan, const lfl_scenario *const *scenarios, int n, const lfl_what_if_known *known, const bool *wants_target, lfl_arena *arena,
                         lfl_what_if_point *points);

/* A comparison as JSON, and on the terminal (compare_print.c). */
json_t *comparison_json(const lfl_comparison *c);
lfl_status print_comparison(const lfl_comparison *c);

/* The same for lfl_compare. */
lfl_status solve_comparison(const cli *c, const lfl_compare_input *input, lfl_comparison **out);
/* Plans the scenario as the command asks. *plan: NULL where there is none to deliver; LFL_STOPPED and LFL_TARGET_NOT_MET have one. */
lfl_status make_plan(const cli *c, const loaded *in, lfl_plan **plan);
/* Checks the plan and writes it into the folder asked for. */
lfl_status deliver_plan(const cli *c, const loaded *in, lfl_plan *plan);
/* Reads the scenario after judging what needs no solving: may the folder be written? */
lfl_status prepare_plan(const cli *c, loaded *in);
/* Every name of --sets is a set of the scenario; says which is not. */
lfl_status judge_sets(const cli *c, const loaded *in);
/* Is the set in the list of --sets (NULL: all are)? */
bool set_is_wanted(const char *list, const char *set);

/* Reads the scenario with --set-id and --set laid over. Diagnostics stay in `in`. */
lfl_status load_scenario(const cli *c, loaded *in);
void loaded_clear(loaded *in);

/* Prints an answer on standard output and frees it; NULL: there was no memory for it. */
lfl_status print_json(json_t *answer);
/* With --json: an empty answer with the exit code, if none was printed. */
void finish_json(int code);
json_t *diag_json(const lfl_diag *diag);
json_t *number_json(double value); /* null if it is not finite: unknown, or no limit */

/* Prints diagnostics of at least `least` severity, one a line; with --json they are the answer,
 * a JSON object on standard output. */
void print_diags(const cli *c, const lfl_diags *diags, lfl_severity least, FILE *to);

/* The same, always one a line. */
void print_diag_lines(const lfl_diags *diags, lfl_severity least, FILE *to);

/* Says on standard output, as JSON, which file was written (only with --json). */
lfl_status print_written(const cli *c, const char *path);

/* A last word on stderr for a status that is no success; its exit code. */
int finish(lfl_status status);

int cmd_new(const cli *c);
int cmd_check(const cli *c);
int cmd_needs(const cli *c);
int cmd_plan(const cli *c);
int cmd_verify(const cli *c);
int cmd_why(const cli *c);
int cmd_what_if(const cli *c);
int cmd_compare(const cli *c);
int cmd_export(const cli *c);
int cmd_notify(const cli *c);
int cmd_import(const cli *c);
int cmd_bench_scenario(const cli *c);

#endif
