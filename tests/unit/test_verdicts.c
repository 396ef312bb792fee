/* Verdicts at the edge: on random small scenarios the model written out in full (tests/support/
 * naive_model.c, which shares nothing with the engine) says how many people can be reached. Asked
 * for that many, a target must never be called impossible; asked for one more, never possible.
 *
 * No seed is left out: the model written out takes every simple way but those that docs/MODEL.md ("Tie of
 * any simple way") leaves out, found by comparing each way with every other.
 *
 * LIFELINE_VERDICT_N: how many seeds (default 40, thorough 150); LIFELINE_VERDICT_FROM: the first (default 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "naive_model.h"
#include "random_scenario.h"
#include "setting.h"

typedef struct tally {
  int n_asked, n_reached, n_beyond, n_failed;
} tally;

/* The scenario with other numbers asked for; NULL if they are none (nobody asked for). */
static lfl_scenario *ask(const lfl_tables *tables, const lfl_scenario *s, const double *people, lfl_tables **out) {
  char text[NAIVE_MOST_TARGETS][96];
  const char *changes[NAIVE_MOST_TARGETS];
  int n = 0;
  for (int k = 0; k < s->n_targets && k < NAIVE_MOST_TARGETS; k++) {
    if (!(people[k] >= 1) || !(people[k] < 1e9)) continue;
    snprintf(text[n], sizeof text[n], "targets.%s.people=%.0f", s->targets[k].id, people[k]);
    changes[n] = text[n];
    n++;
  }
  *out = NULL;
  if (!n) return NULL;
  lfl_diags diags;
  lfl_scenario *asked = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_set(tables, changes, n, &diags, out), LFL_OK);
  assert_int_equal(lfl_scenario_build(*out, &diags, &asked), LFL_OK);
  lfl_diags_clear(&diags);
  return asked;
}

static void judge(long seed, const lfl_tables *tables, const lfl_scenario *s, const double *people, const double *best, bool can, tally *t) {
  lfl_tables *changed;
  lfl_scenario *asked = ask(tables, s, people, &changed);
  if (!asked) return;
  lfl_plan_options o = lfl_plan_options_default();
  lfl_plan *plan = NULL;
  o.n_levels = 1;
  o.skip_binding = o.skip_earliest = true;
  lfl_status status = lfl_plan_make(asked, &o, &plan);
  if (status != LFL_OK && status != LFL_TARGET_NOT_MET) {
    print_error("seed %ld: %s\n", seed, lfl_status_text(status));
    t->n_failed++;
  }
  for (int k = 0; plan && k < asked->n_targets && k < NAIVE_MOST_TARGETS; k++) {
    const lfl_target_result *r = &plan->targets[k];
    if (!(people[k] >= 1) || !(people[k] < 1e9)) continue;
    t->n_asked++;
    if (can) t->n_reached++;
    else t->n_beyond++;
    bool is_right = can ? r->verdict == LFL_MET || r->verdict == LFL_POSSIBLE : r->verdict == LFL_IMPOSSIBLE;
    if (is_right) continue;
    print_error("seed %ld, target %s: %.0f people of at most %.9g are called %s (best %.9g, bound %.9g)\n", seed, asked->targets[k].id, people[k],
                best[k], lfl_verdict_name(r->verdict), r->best_people, r->bound_people);
    t->n_failed++;
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(asked);
  lfl_tables_destroy(changed);
}

/* Asks for a number first, as the model written out does not answer "all". */
static void try_seed(long seed, tally *t) {
  lfl_tables *tables = random_tables((uint64_t)seed), *numbered = NULL;
  lfl_diags diags;
  lfl_scenario *s = NULL;
  assert_non_null(tables);
  assert_true(lfl_diags_init(&diags));
  if (lfl_scenario_build(tables, &diags, &s) == LFL_OK && s->n_targets) {
    double some[NAIVE_MOST_TARGETS], at[NAIVE_MOST_TARGETS], beyond[NAIVE_MOST_TARGETS];
    for (int k = 0; k < NAIVE_MOST_TARGETS; k++) some[k] = 10;
    lfl_scenario *base = ask(tables, s, some, &numbered);
    naive_result naive;
    if (naive_solve(base, LFL_LP_CLP, 1e-9, NULL, &naive)) {
      for (int k = 0; k < base->n_targets && k < NAIVE_MOST_TARGETS; k++) {
        double whole = floor(naive.best[k] + 1e-4);
        bool is_clear = isfinite(naive.best[k]) && (naive.best[k] >= whole + 1e-4 || fabs(naive.best[k] - whole) < 1e-7);
        at[k] = is_clear ? whole : 0;
        beyond[k] = is_clear ? whole + 1 : 0;
      }
      judge(seed, numbered, base, at, naive.best, true, t);
      judge(seed, numbered, base, beyond, naive.best, false, t);
    }
    lfl_scenario_destroy(base);
    lfl_tables_destroy(numbered);
  }
  lfl_scenario_destroy(s);
  lfl_diags_clear(&diags);
  lfl_tables_destroy(tables);
}

static void verdicts_hold_at_the_edge(void **state) {
  (void)state;
  long from = setting("LIFELINE_VERDICT_FROM", 1), n = test_count("LIFELINE_VERDICT_N", 40, 150);
  tally t = {0};
  for (long seed = from; seed < from + n; seed++)
    try_seed(seed, &t);
  print_message("seeds %ld to %ld: %d targets asked for what can be had, %d for one more\n", from, from + n - 1, t.n_reached, t.n_beyond);
  assert_int_equal(t.n_failed, 0);
  if (n >= 50) assert_true(t.n_reached > n / 10 && t.n_beyond > n / 10);
}

/* Seeds on which something once went wrong. 1507: a price stood on a bound of who is served in all needs
 * at once, and was lost; 1565, 4011, 4578: a long way round a limited road, arriving later, was in the proof and not in
 * the plan; 1528, 2885: a long way round to a place without a roof; 2210: the model written out
 * drove 420 km instead of 10 to arrive a day later; 6076: it received people by buses that are not there; 7449:
 * what is built with was worth less than nothing; 7640: a target at survival got what the order of the levels
 * leaves of water, where the minimum comes first; 20425: fuel in a store without room was worth less than nothing. */
static void seeds_that_went_wrong(void **state) {
  (void)state;
  static const long SEEDS[] = {4, 1507, 1528, 1565, 2210, 2885, 4011, 4578, 6076, 7449, 7640, 20425};
  tally t = {0};
  for (size_t k = 0; k < sizeof SEEDS / sizeof SEEDS[0]; k++) try_seed(SEEDS[k], &t);
  assert_int_equal(t.n_failed, 0);
  assert_true(t.n_reached > 4 && t.n_beyond > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(seeds_that_went_wrong), cmocka_unit_test(verdicts_hold_at_the_edge)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
