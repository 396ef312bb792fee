/* A plan begun where an earlier one ended comes to what one made from nothing comes to, at every level, on random scenarios with some other number or a row less, whatever was
 * done to what the earlier plan tells; where nothing has changed it takes a fraction of the work; and it is said of which plans that cannot be.
 *
 * LIFELINE_BEGIN_WITH_N: how many seeds (default 8, thorough 60); LIFELINE_BEGIN_WITH_FROM: the first (default 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "check/verify.h"
#include "engine/master.h"
#include "ingest/ingest.h"
#include "random_scenario.h"
#include "sample/sample.h"
#include "setting.h"
#include "spoil_start.h"

static lfl_plan *plan_of(const lfl_scenario *s, const lfl_plan *earlier) {
  lfl_plan_options o = lfl_plan_options_default();
  o.gap = 1e-9;
  o.skip_targets = true;
  o.begin_with = earlier;
  lfl_plan *plan = NULL;
  lfl_status status = lfl_plan_make(s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  return plan;
}

static bool is_same_level(const lfl_level *a, const lfl_level *b) {
  double least = a->kind == LFL_LEVEL_MOVEMENT || a->kind == LFL_LEVEL_COST ? 1000 : a->kind == LFL_LEVEL_FAIRNESS ? 1 : 100; /* as in test_penalty.c */
  double near = a->kind == LFL_LEVEL_COST ? 1e-4 : 1e-5;
  return a->kind == b->kind && fabs(a->value - b->value) <= near * fmax(least, fabs(b->value));
}

static int compare(long seed, const char *how, const lfl_plan *warm, const lfl_plan *cold) {
  int n_failed = 0;
  assert_int_equal(warm->n_levels, cold->n_levels);
  for (int k = 0; k < cold->n_levels; k++) {
    if (is_same_level(&warm->levels[k], &cold->levels[k])) continue;
    print_error("seed %ld, %s, level %s: %.9g from the earlier plan, %.9g from nothing\n", seed, how, lfl_level_name(cold->levels[k].kind), warm->levels[k].value, cold->levels[k].value);
    n_failed++;
  }
  return n_failed;
}

static void check(const lfl_scenario *s, const lfl_plan *plan) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_plan_verify(s, plan, &diags), LFL_OK);
  lfl_diags_clear(&diags);
}

static void from_an_earlier_plan_and_from_nothing_agree(void **state) {
  (void)state;
  enum { N_OTHERS = 3 };
  long from = setting("LIFELINE_BEGIN_WITH_FROM", 1), n = test_count("LIFELINE_BEGIN_WITH_N", 8, 60);
  int n_failed = 0, n_begun = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *base = random_tables_mixed((uint64_t)seed);
    lfl_scenario *s = scenario_of(base);
    lfl_plan *earlier = plan_of(s, NULL);
    uint64_t draw = (uint64_t)seed;
    for (int i = 0; i < N_OTHERS; i++) {
      lfl_tables *tables;
      draw = draw * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX generator */
      lfl_scenario *other = random_other(base, draw >> 20, &tables);
      lfl_plan *cold = plan_of(other, NULL), *warm = plan_of(other, earlier);
      n_begun += lfl_plan_may_begin_with(earlier, other);
      check(other, warm);
      n_failed += compare(seed, "altered", warm, cold);
      lfl_plan_destroy(warm);
      if (earlier->n_start) spoil_start(earlier, draw >> 24);
      warm = plan_of(other, earlier);
      n_failed += compare(seed, "spoilt", warm, cold);
      lfl_plan_destroy(warm);
      lfl_plan_destroy(cold);
      lfl_scenario_destroy(other);
      lfl_tables_destroy(tables);
    }
    lfl_plan_destroy(earlier);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(base);
  }
  print_message("seeds %ld to %ld: %d plans begun\n", from, from + n - 1, n_begun);
  assert_int_equal(n_failed, 0);
  if (n >= 8) assert_true(n_begun >= n);
}

static long work_of_first_level(const lfl_scenario *s, const lfl_plan *earlier) {
  lfl_plan_options o = lfl_plan_options_default();
  lfl_level levels[LFL_N_LEVELS];
  int n_solved;
  o.begin_with = earlier;
  lfl_master *m = master_create(s, &o);
  assert_non_null(m);
  assert_true(master_fill(m));
  assert_int_equal(solve_levels(m, 1, levels, &n_solved), SOLVE_OK);
  assert_int_equal(n_solved, 1);
  long work = m->iterations;
  master_destroy(m);
  return work;
}

static void what_has_not_changed_takes_little(void **state) {
  (void)state;
  const lfl_sample_size size = {.n_places = 12, .n_days = 15, .n_goods = 3};
  lfl_tables *tables = lfl_sample_make(&size, 1);
  lfl_scenario *s = scenario_of(tables);
  lfl_plan *earlier = plan_of(s, NULL);
  long cold = work_of_first_level(s, NULL), warm = work_of_first_level(s, earlier);
  print_message("%d places: %ld iterations from nothing, %ld from the plan\n", s->n_places, cold, warm);
  assert_true(warm < cold / 4);
  lfl_plan_destroy(earlier);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
}

static void not_every_plan_can_be_begun_with(void **state) {
  (void)state;
  lfl_tables *base = random_tables_mixed(1), *other;
  lfl_scenario *s = scenario_of(base), *changed;
  lfl_plan *earlier = plan_of(s, NULL), *stopped = NULL;
  assert_true(lfl_plan_may_begin_with(earlier, s));
  const char *const longer[] = {"scenario.n_days.value=19"};
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_set(base, longer, 1, &diags, &other), LFL_OK);
  lfl_diags_clear(&diags);
  assert_non_null(changed = scenario_of(other));
  assert_true(changed->n_days != s->n_days);
  assert_false(lfl_plan_may_begin_with(earlier, changed));
  s->n_projects = 1;
  assert_false(lfl_plan_may_begin_with(earlier, s)); /* has repairs */
  s->n_projects = 0;
  lfl_plan *plan = plan_of(changed, earlier); /* from nothing */
  check(changed, plan);
  lfl_plan_options o = lfl_plan_options_default();
  o.work_limit = 1;
  assert_int_equal(lfl_plan_make(s, &o, &stopped), LFL_STOPPED);
  assert_false(lfl_plan_may_begin_with(stopped, s));
  lfl_plan_destroy(stopped);
  lfl_plan_destroy(plan);
  lfl_plan_destroy(earlier);
  lfl_scenario_destroy(changed);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(other);
  lfl_tables_destroy(base);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(from_an_earlier_plan_and_from_nothing_agree),
      cmocka_unit_test(what_has_not_changed_takes_little),
      cmocka_unit_test(not_every_plan_can_be_begun_with),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
