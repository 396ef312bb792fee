/* Repairs: on random small scenarios of up to 12 projects the engine's decision against every decision
 * there is, each solved with the model written out in full (tests/support/naive_repairs.c); the same for
 * targets; every plan passes the checker, and every bound is proved.
 *
 * LIFELINE_REPAIRS_N: how many scenarios (default 60; the whole check takes 200); LIFELINE_REPAIRS_FROM:
 * the first seed (default 1). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "naive_model.h"
#include "proof/proof.h"
#include "random_scenario.h"

enum { SAY = 900, MOST_DECISIONS = 4000 };
static const double TOLERANCE = 1e-6;

__attribute__((format(printf, 2, 3))) static void say(char *text, const char *format, ...) {
  va_list args;
  size_t n = strlen(text);
  va_start(args, format);
  if (n < SAY) vsnprintf(text + n, SAY - n, format, args);
  va_end(args);
}

static double slack_at(const lfl_scenario *s, lfl_level_kind kind, double value) {
  double people = 0, km = 0;
  if (kind == LFL_LEVEL_COST) return 1e-5 * fmax(1000, fabs(value));
  if (kind != LFL_LEVEL_MOVEMENT) return TOLERANCE * fmax(1, fabs(value));
  for (int i = 0; i < s->n_places; i++) people += s->places[i].people;
  for (int i = 0; i < s->n_links; i++) km += s->links[i].length_km / s->n_links;
  return TOLERANCE * fmax(people * km, fabs(value));
}

static void compare(const lfl_scenario *s, const lfl_plan *plan, const naive_best *best, char *text) {
  for (int k = 0; k < plan->n_levels && k < best->n_levels; k++) {
    const lfl_level *level = &plan->levels[k];
    double slack = slack_at(s, level->kind, best->values[k]);
    const char *name = lfl_level_name(level->kind);
    if (fabs(level->value - best->values[k]) > slack) say(text, "%s: engine %.9g, best %.9g; ", name, level->value, best->values[k]);
    if (level->bound > best->values[k] + slack) say(text, "%s: bound %.9g above %.9g; ", name, level->bound, best->values[k]);
    if (k == 0 && !(level->value - level->bound <= slack)) say(text, "%s: value %.9g, proved only %.9g; ", name, level->value, level->bound);
  }
  for (int k = 0; k < s->n_targets && k < NAIVE_MOST_TARGETS; k++) {
    const lfl_target_result *r = &plan->targets[k];
    double people = best->people[k], slack = TOLERANCE * fmax(10, fabs(people));
    if (s->targets[k].kind == LFL_TARGET_SERVED && !(s->targets[k].people < (double)INFINITY)) continue; /* the naive model has no such objective */
    if (!(people < (double)INFINITY)) continue;
    if (r->bound_people < people - slack) say(text, "target %s: bound %.9g, possible %.9g; ", s->targets[k].id, r->bound_people, people);
    if (r->best_people > people + slack) say(text, "target %s: best %.9g, possible %.9g; ", s->targets[k].id, r->best_people, people);
    if (r->best_people < floor(people - slack)) say(text, "target %s: best %.9g only, possible %.9g; ", s->targets[k].id, r->best_people, people);
    if (r->verdict == LFL_IMPOSSIBLE && people > r->people + slack) say(text, "target %s: called impossible; ", s->targets[k].id);
  }
}

static void verify(const lfl_scenario *s, const lfl_plan *plan, char *text) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  if (lfl_plan_verify(s, plan, &diags) != LFL_OK) say(text, "plan does not hold; ");
  if (lfl_plan_verify_proofs(plan, NULL, &diags) != LFL_OK) say(text, "proofs do not hold; ");
  for (int i = 0; i < diags.n && i < 2; i++) say(text, "%s; ", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
}

/* "" if all is well. *n_projects of the scenario; 0: too many decisions, not counted. */
static void hold_against(const lfl_tables *tables, char *text, int *n_projects) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  naive_best best;
  text[0] = 0;
  *n_projects = 0;
  assert_true(lfl_diags_init(&diags));
  if (lfl_scenario_build(tables, &diags, &s) != LFL_OK)
    for (int i = 0; i < diags.n; i++)
      if (diags.items[i].severity == LFL_ERROR) say(text, "%s; ", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
  if (!s) return;
  if (naive_enumerate(s, MOST_DECISIONS, &best)) {
    *n_projects = s->n_projects;
    lfl_plan_options options = lfl_plan_options_default();
    options.gap = 1e-9;
    options.skip_binding = true;
    lfl_plan *plan = NULL;
    lfl_status status = lfl_plan_make(s, &options, &plan);
    if (status != LFL_OK && status != LFL_TARGET_NOT_MET) say(text, "engine: %s; ", lfl_status_text(status));
    if (plan) {
      compare(s, plan, &best, text);
      verify(s, plan, text);
    }
    if (text[0]) say(text, "(%ld decisions)", best.n_decisions);
    lfl_plan_destroy(plan);
  }
  lfl_scenario_destroy(s);
}

static long setting(const char *name, long usual) {
  const char *text = getenv(name);
  return text && atol(text) > 0 ? atol(text) : usual;
}

static void decisions_are_best_of_all(void **state) {
  (void)state;
  char text[SAY + 1];
  long n = setting("LIFELINE_REPAIRS_N", 60), from = setting("LIFELINE_REPAIRS_FROM", 1);
  int n_failed = 0, n_many = 0, n_seen = 0;
  for (long seed = from; n_seen < n && seed < from + 20 * n; seed++) {
    lfl_tables *tables = random_tables_with_repairs((uint64_t)seed);
    int n_projects;
    assert_non_null(tables);
    hold_against(tables, text, &n_projects);
    n_seen += n_projects > 0;
    n_many += n_projects >= 8;
    if (text[0]) {
      print_message("seed %ld, %d projects: %s\n", seed, n_projects, text);
      n_failed++;
    }
    lfl_tables_destroy(tables);
  }
  assert_int_equal(n_seen, n);
  if (n >= 60) assert_true(n_many >= n / 10);
  assert_int_equal(n_failed, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(decisions_are_best_of_all)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
