/* Goods of many places as one: on random scenarios the bound is never above survival's optimum over all trips, and mostly that; a level begun with it comes to the
 * optimum of rounds in the whole, with and without repairs in parts; a pool that follows the whole into another box comes to what a new one does.
 *
 * LIFELINE_POOL_N: how many seeds (default 50, thorough 150); LIFELINE_POOL_FROM: the first (default 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "engine/master.h"
#include "random_scenario.h"
#include "setting.h"

static lfl_plan_options options; /* of every master below */

static lfl_master *pose(const lfl_scenario *s) {
  options = lfl_plan_options_default();
  lfl_master *m = master_create(s, &options);
  assert_non_null(m);
  assert_true(master_fill(m));
  m->gap = 1e-9;
  return m;
}

static double by_rounds(const lfl_scenario *s) {
  lfl_master *m = pose(s);
  double value, bound;
  assert_int_equal(solve_priced(m, COST_SURVIVAL, m->constant[COST_SURVIVAL], &value, &bound), SOLVE_OK);
  master_destroy(m);
  return value;
}

static void levels_begun_with_goods_as_one_are_optimal(void **state) {
  (void)state;
  long from = setting("LIFELINE_POOL_FROM", 1), n = test_count("LIFELINE_POOL_N", 50, 150), n_failed = 0, n_tight = 0, n_placed = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *tables = random_tables_mixed((uint64_t)seed);
    lfl_scenario *s = scenario_of(tables);
    assert_non_null(s);
    lfl_master *m = pose(s);
    pool *p = pool_open(m, seed % 2 == 0);
    assert_non_null(p);
    double optimum = by_rounds(s), near = 1e-6 * fmax(1, fabs(optimum)), value, bound;
    assert_int_equal(pool_solve(p, COST_SURVIVAL, m->constant[COST_SURVIVAL], &value, &bound), SOLVE_OK);
    if (bound > optimum + near || value < bound - near) {
      print_error("seed %ld: goods as one come to %.9g and prove %.9g; the optimum is %.9g\n", seed, value, bound, optimum);
      n_failed++;
    }
    n_tight += bound >= optimum - near;
    assert_int_equal(solve_by_pool(m, p, COST_SURVIVAL, true, &value, &bound), SOLVE_OK);
    n_placed += m->level_prices != NULL;
    if (fabs(value - optimum) > near || bound > optimum + near) {
      print_error("seed %ld: begun with goods as one %.9g (bound %.9g), by rounds %.9g\n", seed, value, bound, optimum);
      n_failed++;
    }
    pool_close(p);
    master_destroy(m);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
  }
  print_message("seeds %ld to %ld: %ld of %ld bounds are the optimum, %ld solutions placed at no loss\n", from, from + n - 1, n_tight, n, n_placed);
  assert_int_equal(n_failed, 0);
  if (n >= 50) assert_true(10 * n_tight > 8 * n && 2 * n_placed > n);
}

/* Nothing done, all done at first if it can be, and nothing again: by one pool, and each by a pool of its own. */
static void a_pool_follows_the_whole(void **state) {
  (void)state;
  long n_boxes = 0, n_other = 0;
  for (long seed = 3; seed <= 180; seed += 3) {
    lfl_tables *tables = random_tables_with_repairs((uint64_t)seed);
    lfl_scenario *s = scenario_of(tables);
    assert_non_null(s);
    lfl_master *m = pose(s);
    int *least = calloc((size_t)s->n_projects + 1, sizeof *least), *most = calloc((size_t)s->n_projects + 1, sizeof *most);
    assert_true(least && most);
    pool *p = pool_open(m, seed % 2 == 0);
    assert_non_null(p);
    double nothing = 0;
    for (int k = 0; k < 3 && m->has_repairs; k++) {
      for (int i = 0; i < s->n_projects; i++) {
        most[i] = m->T;
        least[i] = k == 1 ? 0 : m->T;
      }
      repairs_set_box(m, least, most, true);
      double value, bound, own_value, own_bound, constant = m->constant[COST_SURVIVAL];
      pool *own = pool_open(m, seed % 2 == 0);
      assert_non_null(own);
      assert_int_equal(pool_solve(p, COST_SURVIVAL, constant, &value, &bound), SOLVE_OK);
      assert_int_equal(pool_solve(own, COST_SURVIVAL, constant, &own_value, &own_bound), SOLVE_OK);
      pool_close(own);
      assert_true(fabs(value - own_value) <= 1e-6 * fmax(1, fabs(value)));
      if (k == 0) nothing = value;
      if (k == 1) n_other += value < nothing - 1;
      if (k == 2) assert_true(fabs(value - nothing) <= 1e-6 * fmax(1, fabs(value)));
      n_boxes++;
    }
    pool_close(p);
    free(least);
    free(most);
    master_destroy(m);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
  }
  print_message("%ld boxes, repairs help in %ld of %ld\n", n_boxes, n_other, n_boxes / 3);
  assert_true(n_boxes > 60 && n_other > 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(levels_begun_with_goods_as_one_are_optimal), cmocka_unit_test(a_pool_follows_the_whole)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
