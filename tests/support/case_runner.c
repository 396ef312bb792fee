/* Running cases: scenario, plan, check, then what is expected. Each case stands alone; lines
 * above the first case of a file hold for all of them. */
#include "case_runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "case_parts.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "plan_keys.h"

static void fail_with_diags(case_text *c, int number, const char *what, const lfl_diags *diags) {
  case_fail(c, number, "%s", what);
  for (int i = 0, shown = 0; i < diags->n && shown < 6; i++) {
    if (diags->items[i].severity != LFL_ERROR) continue;
    lfl_buf_printf(&c->report->text, "    %s\n", lfl_diag_format(&diags->items[i], c->arena));
    shown++;
  }
}

/* The tables of a folder with those given in the case in place of its own. */
static bool join_tables(case_text *c, const char *scenarios_dir, case_world *w, lfl_tables *joined) {
  *joined = *c->tables;
  if (!c->scenario) return true;
  char *path = lfl_arena_printf(c->arena, "%s/%s", scenarios_dir ? scenarios_dir : ".", c->scenario);
  if (!path || !scenarios_dir || lfl_tables_read(path, &w->diags, &w->read) != LFL_OK) {
    fail_with_diags(c, c->number, "the scenario given cannot be read", &w->diags);
    return false;
  }
  joined->tables = lfl_arena_new(c->arena, (size_t)(w->read->n_tables + c->tables->n_tables) + 1, lfl_table);
  if (!joined->tables) return false;
  joined->n_tables = 0;
  joined->name = w->read->name;
  for (int i = 0; i < w->read->n_tables; i++)
    if (!lfl_tables_find(c->tables, w->read->tables[i].name)) joined->tables[joined->n_tables++] = w->read->tables[i];
  for (int i = 0; i < c->tables->n_tables; i++) joined->tables[joined->n_tables++] = c->tables->tables[i];
  return true;
}

static bool build(case_text *c, const char *scenarios_dir, case_world *w) {
  lfl_tables joined;
  if (!join_tables(c, scenarios_dir, w, &joined)) return false;
  if (lfl_tables_set(&joined, c->sets, c->n_sets, &w->diags, &w->tables) != LFL_OK) {
    fail_with_diags(c, c->n_sets ? c->set_numbers[0] : c->number, "a 'set' line cannot be laid over the tables", &w->diags);
    return false;
  }
  lfl_scenario_build(w->tables, &w->diags, &w->scenario);
  return true;
}

static void plan(case_text *c, case_world *w) {
  static const char *const TARGET_WORDS[] = {"verdict", "best", "bound", "earliest", "claim"};
  lfl_plan_options o = lfl_plan_options_default();
  o.skip_binding = !case_expects_word(c, "binding");
  o.skip_targets = true;
  for (size_t i = 0; i < sizeof TARGET_WORDS / sizeof TARGET_WORDS[0]; i++)
    if (case_expects_word(c, TARGET_WORDS[i])) o.skip_targets = false;
  lfl_status status = lfl_plan_make(w->scenario, &o, &w->plan);
  if (!w->plan) {
    case_fail(c, c->number, "no plan was made: %s", lfl_status_text(status));
    return;
  }
  if (lfl_plan_answer_claims(w->plan) != LFL_OK) c->failed = true;
  const char *twins = plan_table_with_twins(w->plan);
  if (twins) case_fail(c, c->number, "two rows of %s have the same key", twins);
  lfl_diags issues;
  if (!lfl_diags_init(&issues)) {
    c->failed = true;
    return;
  }
  if (lfl_plan_verify(w->scenario, w->plan, &issues) != LFL_OK) fail_with_diags(c, c->number, "the plan does not pass the checker", &issues);
  lfl_diags_clear(&issues);
}

static void run_case(case_text *c, const char *scenarios_dir) {
  case_world w = {0};
  bool wants_issue = false;
  int failed_before = c->report->n_failed;
  for (int i = 0; i < c->expects.n; i++) wants_issue = wants_issue || case_expects_issue(&c->expects.lines[i]);
  if (!c->expects.n) case_fail(c, c->number, "a case expects something: 'expect ...' lines are missing");
  if (lfl_diags_init(&w.diags) && build(c, scenarios_dir, &w)) {
    if (!w.scenario && !wants_issue) fail_with_diags(c, c->number, "the scenario has issues", &w.diags);
    if (w.scenario && wants_issue) case_fail(c, c->number, "an issue of the data is expected, and there is none");
    if (w.scenario && !wants_issue) {
      if (lfl_needs_compute(w.scenario, &w.needs) != LFL_OK) c->failed = true;
      plan(c, &w);
    }
    bool can_check = (w.plan && w.needs) || (wants_issue && !w.scenario);
    for (int i = 0; i < c->expects.n && can_check; i++) case_check(c, &w, &c->expects.lines[i]);
  }
  if (c->report->n_failed > failed_before) lfl_buf_printf(&c->report->text, "  in case '%s'\n", c->title);
  c->report->n_cases++;
  lfl_plan_destroy(w.plan);
  lfl_needs_destroy(w.needs);
  lfl_scenario_destroy(w.scenario);
  lfl_tables_destroy(w.tables);
  lfl_tables_destroy(w.read);
  lfl_diags_clear(&w.diags);
}

static int count_lines(const char *text) {
  int n = 1;
  for (; *text; text++) n += *text == '\n';
  return n;
}

bool case_run_text(const char *name, const char *text, const char *scenarios_dir, case_report *report) {
  /* Lines above the first case are read again before each case. */
  const char *first = text;
  while (*first && strncmp(first, "case ", 5) != 0) {
    const char *end = strchr(first, '\n');
    first = end ? end + 1 : first + strlen(first);
  }
  const char *at = first;
  int number = 0;
  for (const char *p = text; p < first; p++) number += *p == '\n';
  bool is_fine = true;
  if (!*first) {
    lfl_buf_printf(&report->text, "%s:1: a line 'case TITLE' is expected\n", name);
    report->n_failed++;
  }
  while (is_fine && *at) {
    case_text c;
    is_fine = case_begin(&c, name, report, count_lines(text));
    char *background = is_fine ? lfl_arena_strndup(c.arena, text, (size_t)(first - text)) : NULL;
    const char *above = background;
    int above_number = 0;
    if (background) {
      case_read(&c, &above, &above_number);
      case_read(&c, &at, &number);
      if (!c.failed) run_case(&c, scenarios_dir);
    }
    is_fine = is_fine && background && !c.failed && !report->text.failed;
    lfl_arena_destroy(c.arena);
  }
  return is_fine;
}

bool case_run_file(const char *path, const char *scenarios_dir, case_report *report) {
  enum { LARGEST = 1000000 };
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  FILE *file = fopen(path, "rb");
  char *text = file ? lfl_malloc(LARGEST + 1) : NULL;
  bool is_fine = !file || text;
  if (!file) {
    lfl_buf_printf(&report->text, "%s:0: the file cannot be read\n", name);
    report->n_failed++;
  } else if (text) {
    text[fread(text, 1, LARGEST, file)] = 0;
    is_fine = case_run_text(name, text, scenarios_dir, report);
  }
  if (file) fclose(file);
  lfl_free(text);
  return is_fine;
}

bool case_scenario(const char *text, lfl_diags *diags, lfl_tables **tables, lfl_scenario **scenario) {
  case_report report = {0};
  case_text c;
  case_world w = {0};
  int number = 0;
  bool is_fine = case_begin(&c, "text", &report, count_lines(text)) && lfl_diags_init(&w.diags);
  if (is_fine) {
    case_read(&c, &text, &number);
    is_fine = !report.n_failed && build(&c, NULL, &w) && w.scenario;
  }
  for (int i = 0; i < w.diags.n; i++) lfl_diags_add(diags, &w.diags.items[i]);
  if (report.text.text) {
    lfl_diag d = {.severity = LFL_ERROR, .code = "case", .expected = report.text.text};
    lfl_diags_add(diags, &d);
  }
  if (!is_fine) {
    lfl_scenario_destroy(w.scenario);
    lfl_tables_destroy(w.tables);
    w.scenario = NULL;
    w.tables = NULL;
  }
  *tables = w.tables; /* a copy that stands alone: `set` makes one even of no assignments */
  *scenario = w.scenario;
  lfl_diags_clear(&w.diags);
  lfl_buf_clear(&report.text);
  lfl_arena_destroy(c.arena);
  return is_fine;
}

bool case_open(case_text_world *w, const char *text) {
  *w = (case_text_world){0};
  return lfl_diags_init(&w->diags) && case_scenario(text, &w->diags, &w->tables, &w->s);
}

void case_close(case_text_world *w) {
  lfl_plan_destroy(w->plan);
  lfl_scenario_destroy(w->s);
  lfl_tables_destroy(w->tables);
  lfl_diags_clear(&w->diags);
}
