/* What if: a problem kept from one point to the next, with only its limits changed, comes to the same
 * as one made anew, on random scenarios; what a plan answers without solving is what solving says; and what is no limit
 * makes it anew, from where the one before it ended, which comes to the same as from nothing. The level solved without the minimum tier is that of a plan, and a level stopped on the way lies
 * between what is said of it.
 *
 * LIFELINE_WHAT_IF_N: how many seeds (default 10, of chains 40; thorough 40 to 60, of chains 240); LIFELINE_WHAT_IF_FIXED_N: how many
 * where the first is seed 1 in any case (default 15, thorough 20 and 40); LIFELINE_WHAT_IF_FROM: the first (default 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/master.h"
#include "ingest/ingest.h"
#include "random_scenario.h"
#include "sample/sample.h"
#include "setting.h"
#include "spoil_start.h"
#include "text_tables.h"

enum { N_POINTS = 4 };

/* The scenario with a change that depends on the point; point 0 is as it stands. */
static lfl_scenario *make_point(const lfl_tables *tables, int point, lfl_tables **out) {
  static const char *const CHANGES[N_POINTS][4] = {
      {"fleets.*.n_vehicles=2", "crews.*.n_workers=7"},
      {"fleets.*.n_vehicles=4", "crews.*.n_workers=7"},
      {"fleets.*.n_vehicles=4", "crews.*.n_workers=40", "supplies.1.units=77"},
      {"fleets.*.n_vehicles=1", "crews.*.n_workers=40", "supplies.1.units=7000"},
  };
  int n = 0;
  while (n < 4 && CHANGES[point][n]) n++;
  lfl_diags diags;
  lfl_scenario *s = NULL;
  for (; !s; n--) { /* some have no supplies, some no crews or fleets */
    assert_true(n >= 0 && lfl_diags_init(&diags));
    if (lfl_tables_set(tables, CHANGES[point], n, &diags, out) == LFL_OK) assert_int_equal(lfl_scenario_build(*out, &diags, &s), LFL_OK);
    lfl_diags_clear(&diags);
  }
  return s;
}

static void destroy_points(lfl_scenario *const *scenarios, lfl_tables *const *tables) {
  for (int i = 0; i < N_POINTS; i++) {
    lfl_scenario_destroy(scenarios[i]);
    lfl_tables_destroy(tables[i]);
  }
}

static bool is_same(double a, double b) { return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-6 * fmax(1, fabs(b)); }

static int compare(long seed, int point, const lfl_scenario *s, const lfl_what_if_point *warm, const lfl_what_if_point *cold) {
  int n_failed = 0;
  if (!is_same(warm->unserved_person_days, cold->unserved_person_days)) {
    print_error("seed %ld, point %d: %.9g kept, %.9g anew\n", seed, point, warm->unserved_person_days, cold->unserved_person_days);
    n_failed++;
  }
  for (int t = 0; t < s->n_targets; t++) {
    const lfl_target_result *a = &warm->targets[t], *b = &cold->targets[t];
    if (a->verdict == b->verdict && is_same(a->best_people, b->best_people) && a->earliest_day == b->earliest_day) continue;
    print_error("seed %ld, point %d, target %s: %s, %.9g from day %d kept; %s, %.9g from day %d anew\n", seed, point, s->targets[t].id, lfl_verdict_name(a->verdict),
                a->best_people, a->earliest_day, lfl_verdict_name(b->verdict), b->best_people, b->earliest_day);
    n_failed++;
  }
  return n_failed;
}

static void kept_and_made_anew_agree(void **state) {
  (void)state;
  long from = setting("LIFELINE_WHAT_IF_FROM", 1), n = test_count("LIFELINE_WHAT_IF_N", 10, 40);
  int n_failed = 0, n_warm = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *base = random_tables_mixed((uint64_t)seed), *tables[N_POINTS];
    lfl_scenario *scenarios[N_POINTS];
    const lfl_scenario *given[N_POINTS];
    lfl_arena *arena = lfl_arena_create();
    bool wants[8] = {true, true, true, true, true, true, true, true};
    lfl_what_if_point warm[N_POINTS], cold;
    lfl_plan_options o = lfl_plan_options_default();
    o.seek_earliest = seed % 2;
    assert_true(base && arena);
    for (int i = 0; i < N_POINTS; i++) given[i] = scenarios[i] = make_point(base, i, &tables[i]);
    assert_true(given[0]->n_targets <= 8);
    assert_int_equal(lfl_what_if(given, N_POINTS, false, NULL, wants, &o, arena, warm), LFL_OK);
    for (int i = 0; i < N_POINTS; i++) {
      n_warm += warm[i].is_warm;
      assert_int_equal(lfl_what_if(&given[i], 1, false, NULL, wants, &o, arena, &cold), LFL_OK);
      n_failed += compare(seed, i, given[i], &warm[i], &cold);
    }
    destroy_points(scenarios, tables);
    lfl_arena_destroy(arena);
    lfl_tables_destroy(base);
  }
  print_message("seeds %ld to %ld: %d points kept\n", from, from + n - 1, n_warm);
  assert_int_equal(n_failed, 0);
  if (n >= 10) assert_true(n_warm >= 2 * n);
}

/* Stopped by a limit of work or not, targets are told of alike by one thread and by two. */
static void threads_tell_the_same(void **state) {
  (void)state;
  static const long LIMITS[] = {0, 40, 12, 4};
  int n_solved = 0, n_stopped = 0;
  long n = test_count("LIFELINE_WHAT_IF_FIXED_N", 15, 40);
  for (long seed = 1; seed <= n; seed++) {
    lfl_tables *base = random_tables_mixed((uint64_t)seed), *own;
    lfl_scenario *s = make_point(base, 0, &own);
    lfl_arena *arena = lfl_arena_create();
    bool wants[8] = {true, true, true, true, true, true, true, true};
    for (size_t k = 0; k < sizeof LIMITS / sizeof LIMITS[0]; k++) {
      lfl_what_if_point one, two;
      const lfl_scenario *given = s;
      lfl_plan_options o = lfl_plan_options_default();
      o.work_limit = LIMITS[k];
      lfl_status both = lfl_what_if(&given, 1, true, NULL, wants, &o, arena, &two);
      o.n_threads = 1;
      assert_int_equal(lfl_what_if(&given, 1, true, NULL, wants, &o, arena, &one), both);
      n_stopped += both == LFL_STOPPED;
      for (int t = 0; t < s->n_targets; t++) {
        n_solved += !isnan(one.targets[t].best_people);
        assert_true(one.targets[t].verdict == two.targets[t].verdict && memcmp(&one.targets[t].best_people, &two.targets[t].best_people, sizeof(double)) == 0);
      }
    }
    lfl_scenario_destroy(s);
    lfl_tables_destroy(own);
    lfl_arena_destroy(arena);
    lfl_tables_destroy(base);
  }
  print_message("%d targets solved, %d runs stopped\n", n_solved, n_stopped);
  assert_true(n_solved > n && n_stopped > n / 4);
}

/* Points of a problem as large as is solved in parts: each from nothing, between what it is stated to be at least and at most. */
static void large_points_are_solved_in_parts(void **state) {
  (void)state;
  const double MOST = 1e-2, LEAST = 1e-6;
  int n_open = 0;
  for (long seed = 1; seed <= 60; seed++) {
    lfl_tables *base = random_tables_mixed((uint64_t)seed), *tables[N_POINTS];
    lfl_scenario *scenarios[N_POINTS];
    const lfl_scenario *given[N_POINTS];
    lfl_arena *arena = lfl_arena_create();
    lfl_what_if_point parts[N_POINTS], whole[N_POINTS];
    lfl_plan_options o = lfl_plan_options_default();
    assert_true(base && arena);
    for (int i = 0; i < N_POINTS; i++) given[i] = scenarios[i] = make_point(base, i, &tables[i]);
    assert_int_equal(lfl_what_if(given, N_POINTS, false, NULL, NULL, &o, arena, whole), LFL_OK);
    o.parts_from_rows = 1;
    assert_int_equal(lfl_what_if(given, N_POINTS, false, NULL, NULL, &o, arena, parts), LFL_OK);
    for (int i = 0; i < N_POINTS; i++) {
      double value = whole[i].unserved_person_days, least = LEAST * fmax(1, value);
      assert_false(parts[i].is_warm);
      if (parts[i].unserved_person_days < value - least || parts[i].bound_person_days > value + least || parts[i].unserved_person_days > value + MOST * fmax(1, value)) {
        print_error("seed %ld, point %d: %.9g, at least %.9g, in parts, %.9g as a whole\n", seed, i, parts[i].unserved_person_days, parts[i].bound_person_days, value);
        fail();
      }
      n_open += parts[i].is_open;
    }
    destroy_points(scenarios, tables);
    lfl_arena_destroy(arena);
    lfl_tables_destroy(base);
  }
  print_message("%d points in parts are stated with a gap\n", n_open);
  assert_true(n_open > 0);
}

/* What the plan of point 0 answers for the others without solving is what solving says. */
static void what_is_known_is_what_solving_says(void **state) {
  (void)state;
  long from = setting("LIFELINE_WHAT_IF_FROM", 1), n = test_count("LIFELINE_WHAT_IF_N", 10, 40);
  int n_failed = 0, n_known = 0, n_tighter = 0, n_met = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *base = random_tables((uint64_t)seed), *tables[N_POINTS];
    lfl_scenario *scenarios[N_POINTS];
    lfl_arena *arena = lfl_arena_create();
    lfl_plan_options o = lfl_plan_options_default();
    lfl_plan *plan = NULL;
    assert_true(base && arena);
    for (int i = 0; i < N_POINTS; i++) scenarios[i] = make_point(base, i, &tables[i]);
    o.n_levels = 1;
    o.skip_binding = o.skip_earliest = true;
    lfl_status status = lfl_plan_make(scenarios[0], &o, &plan);
    assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
    for (int i = 0; i < N_POINTS; i++)
      for (int t = 0; t < scenarios[0]->n_targets; t++) {
        bool wants[8] = {false};
        lfl_target_result known;
        lfl_what_if_point cold;
        const lfl_scenario *given = scenarios[i];
        if (!lfl_what_if_is_known(plan, given, t, &known)) continue;
        wants[t] = true;
        n_known += i > 0;
        n_tighter += i == 3; /* fewer vehicles than before */
        assert_int_equal(lfl_what_if(&given, 1, true, NULL, wants, NULL, arena, &cold), LFL_OK);
        bool is_met = known.verdict == LFL_MET; /* what this plan meets can be met */
        n_met += is_met && i > 0;
        assert_true(!is_met || plan->targets[t].plan_people >= known.people - 1e-6);
        assert_true(known.earliest_day <= 0);
        if ((is_met ? LFL_POSSIBLE : known.verdict) == cold.targets[t].verdict && is_same(known.best_people, cold.targets[t].best_people)) continue;
        print_error("seed %ld, point %d, target %s: %s, %.9g known; %s, %.9g solved\n", seed, i, given->targets[t].id, lfl_verdict_name(known.verdict),
                    known.best_people, lfl_verdict_name(cold.targets[t].verdict), cold.targets[t].best_people);
        n_failed++;
      }
    lfl_plan_destroy(plan);
    destroy_points(scenarios, tables);
    lfl_arena_destroy(arena);
    lfl_tables_destroy(base);
  }
  print_message("seeds %ld to %ld: %d targets known without solving\n", from, from + n - 1, n_known);
  assert_int_equal(n_failed, 0);
  assert_int_equal(n_tighter, 0);
  if (n >= 10) assert_true(n_known >= n / 4 && n_met > 0);
}

/* What a plan tells of its level with other numbers holds, and a level that was stopped lies between its bounds. */
static int judge_level(long seed, int point, const lfl_plan *plan, const lfl_scenario *s, int *n_told) {
  lfl_arena *arena = lfl_arena_create();
  lfl_what_if_known known = lfl_what_if_knows(plan, s);
  lfl_what_if_point cold, told, stopped;
  lfl_plan_options o = lfl_plan_options_default();
  int n_failed = 0;
  assert_non_null(arena);
  assert_int_equal(lfl_what_if(&s, 1, false, NULL, NULL, NULL, arena, &cold), LFL_OK);
  double v = cold.unserved_person_days, slack = 1e-6 * fmax(1, fabs(v));
  if (point == 0 && !is_same(plan->levels[0].value, v)) n_failed++; /* the level of a plan, which has the minimum tier, too */
  if (known.bound > v + slack || known.value < v - slack) n_failed++;
  assert_int_equal(lfl_what_if(&s, 1, false, &known, NULL, NULL, arena, &told), LFL_OK);
  if (!is_same(told.unserved_person_days, v) || told.bound_person_days > v + slack) n_failed++;
  *n_told += point > 0 && known.value - known.bound <= 1e-7 * fmax(1, fabs(known.value));
  o.work_limit = 1 + seed % 40;
  lfl_status status = lfl_what_if(&s, 1, false, &known, NULL, &o, arena, &stopped);
  if (stopped.is_open != (status == LFL_STOPPED) || stopped.bound_person_days > v + slack || stopped.unserved_person_days < v - slack) n_failed++;
  o = lfl_plan_options_default();
  o.what_if_gap = 0.5;
  assert_int_equal(lfl_what_if(&s, 1, false, &known, NULL, &o, arena, &stopped), LFL_OK);
  if (!(stopped.bound_person_days <= v + slack && stopped.unserved_person_days >= v - slack)) n_failed++;
  if (n_failed) print_error("seed %ld, point %d: %.9g solved; known %.9g and at least %.9g\n", seed, point, v, known.value, known.bound);
  lfl_arena_destroy(arena);
  return n_failed;
}

static void levels_lie_between_what_is_known(void **state) {
  (void)state;
  long from = setting("LIFELINE_WHAT_IF_FROM", 1), n = test_count("LIFELINE_WHAT_IF_N", 10, 40);
  int n_failed = 0, n_told = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *base = random_tables((uint64_t)seed), *tables[N_POINTS];
    lfl_scenario *scenarios[N_POINTS];
    lfl_plan_options o = lfl_plan_options_default();
    lfl_plan *plan = NULL;
    assert_non_null(base);
    for (int i = 0; i < N_POINTS; i++) scenarios[i] = make_point(base, i, &tables[i]);
    o.skip_binding = o.skip_targets = true;
    lfl_status status = lfl_plan_make(scenarios[0], &o, &plan);
    assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
    for (int i = 0; i < N_POINTS && plan->levels[0].kind == LFL_LEVEL_SURVIVAL; i++) n_failed += judge_level(seed, i, plan, scenarios[i], &n_told);
    lfl_plan_destroy(plan);
    destroy_points(scenarios, tables);
    lfl_tables_destroy(base);
  }
  print_message("seeds %ld to %ld: %d levels told without solving\n", from, from + n - 1, n_told);
  assert_int_equal(n_failed, 0);
  if (n >= 10) assert_true(n_told > 0);
}

/* With the plan's own numbers the earliest days are the plan's. */
static void earliest_days_are_those_of_a_plan(void **state) {
  (void)state;
  int n_later = 0;
  long n = test_count("LIFELINE_WHAT_IF_FIXED_N", 15, 20);
  for (long seed = 1; seed <= n; seed++) {
    lfl_tables *tables = random_tables((uint64_t)seed), *same;
    lfl_arena *arena = lfl_arena_create();
    lfl_plan_options o = lfl_plan_options_default();
    lfl_plan *plan = NULL;
    lfl_what_if_point point;
    bool wants[8] = {true, true, true, true, true, true, true, true};
    assert_true(tables && arena);
    lfl_scenario *s = make_point(tables, 0, &same);
    const lfl_scenario *given = s;
    o.n_levels = 1;
    o.skip_binding = o.skip_proofs = o.seek_earliest = true;
    lfl_status status = lfl_plan_make(s, &o, &plan);
    assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
    assert_int_equal(lfl_what_if(&given, 1, true, NULL, wants, &o, arena, &point), LFL_OK);
    for (int t = 0; t < s->n_targets; t++) {
      assert_int_equal(point.targets[t].earliest_day, plan->targets[t].earliest_day);
      n_later += point.targets[t].earliest_day > 0;
    }
    lfl_plan_destroy(plan);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(same);
    lfl_tables_destroy(tables);
    lfl_arena_destroy(arena);
  }
  assert_true(n_later > 0);
}

/* More people is no limit: the problem is made anew, and says so. */
static void what_is_no_limit_makes_it_anew(void **state) {
  (void)state;
  static const char *const MORE[] = {"places.AREA1.people=5000"};
  lfl_diags diags;
  lfl_tables *base = random_tables(3), *changed = NULL;
  lfl_scenario *s[2] = {NULL, NULL};
  lfl_arena *arena = lfl_arena_create();
  lfl_what_if_point points[2];
  assert_true(base && arena && lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_set(base, MORE, 1, &diags, &changed), LFL_OK);
  assert_int_equal(lfl_scenario_build(base, &diags, &s[0]), LFL_OK);
  assert_int_equal(lfl_scenario_build(changed, &diags, &s[1]), LFL_OK);
  const lfl_scenario *given[2] = {s[0], s[1]};
  assert_int_equal(lfl_what_if(given, 2, false, NULL, NULL, NULL, arena, points), LFL_OK);
  assert_false(points[1].is_warm);
  assert_true(points[1].unserved_person_days > points[0].unserved_person_days);
  lfl_scenario_destroy(s[0]);
  lfl_scenario_destroy(s[1]);
  lfl_tables_destroy(changed);
  lfl_tables_destroy(base);
  lfl_diags_clear(&diags);
  lfl_arena_destroy(arena);
}

/* ---- numbers that are no limits: each point begins where the one before it ended ---- */

enum { N_OTHERS = 6 };

static void begun_elsewhere_and_from_nothing_agree(void **state) {
  (void)state;
  long from = setting("LIFELINE_WHAT_IF_FROM", 1), n = test_count("LIFELINE_WHAT_IF_N", 40, 240);
  int n_failed = 0, n_other = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *base = random_tables_mixed((uint64_t)seed), *tables[N_OTHERS];
    lfl_scenario *scenarios[N_OTHERS];
    const lfl_scenario *given[N_OTHERS];
    lfl_arena *arena = lfl_arena_create();
    bool wants[8] = {true, true, true, true, true, true, true, true};
    lfl_what_if_point chained[N_OTHERS], alone;
    lfl_plan_options o = lfl_plan_options_default();
    uint64_t draw = (uint64_t)seed;
    assert_true(base && arena);
    for (int i = 0; i < N_OTHERS; i++) {
      draw = draw * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX generator */
      given[i] = scenarios[i] = random_other(base, i ? draw >> 20 : 2, &tables[i]);
      n_other += tables[i] != NULL;
    }
    assert_int_equal(lfl_what_if(given, N_OTHERS, false, NULL, wants, &o, arena, chained), LFL_OK);
    for (int i = 0; i < N_OTHERS; i++) {
      assert_int_equal(lfl_what_if(&given[i], 1, false, NULL, wants, &o, arena, &alone), LFL_OK);
      n_failed += compare(seed, i, given[i], &chained[i], &alone);
    }
    for (int i = 0; i < N_OTHERS; i++) {
      lfl_scenario_destroy(scenarios[i]);
      lfl_tables_destroy(tables[i]);
    }
    lfl_arena_destroy(arena);
    lfl_tables_destroy(base);
  }
  print_message("seeds %ld to %ld: %d points with other numbers\n", from, from + n - 1, n_other);
  assert_int_equal(n_failed, 0);
  if (n >= 10) assert_true(n_other >= n);
}

/* Begun where the plan ended, each point comes to the same as from nothing, whatever was done to what the plan tells of that. */
static void begun_with_a_plan_and_from_nothing_agree(void **state) {
  (void)state;
  enum { MOST_SPOILT = 3 };
  long from = setting("LIFELINE_WHAT_IF_FROM", 1), n = test_count("LIFELINE_WHAT_IF_N", 12, 60);
  int n_failed = 0, n_warm = 0, n_plans = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *base = random_tables_mixed((uint64_t)seed), *tables[N_POINTS], *own;
    lfl_scenario *scenarios[N_POINTS], *s = make_point(base, 0, &own);
    lfl_arena *arena = lfl_arena_create();
    lfl_plan *plan = NULL;
    lfl_what_if_point cold, warm, alone[N_POINTS], by_one[N_POINTS], by_two[N_POINTS];
    const lfl_scenario *all[N_POINTS];
    lfl_plan_options o = lfl_plan_options_default();
    uint64_t draw = (uint64_t)seed;
    o.n_levels = 1;
    o.skip_plan = o.skip_targets = o.skip_proofs = o.skip_gains = true;
    lfl_status status = lfl_plan_make(s, &o, &plan);
    assert_true(arena && (status == LFL_OK || status == LFL_TARGET_NOT_MET));
    n_plans += plan->n_start > 0;
    for (int i = 0; i < N_POINTS; i++) {
      scenarios[i] = make_point(base, i, &tables[i]);
      const lfl_scenario *given = scenarios[i];
      o.begin_with = NULL;
      assert_int_equal(lfl_what_if(&given, 1, false, NULL, NULL, &o, arena, &cold), LFL_OK);
      o.begin_with = plan;
      assert_int_equal(lfl_what_if(&given, 1, false, NULL, NULL, &o, arena, &warm), LFL_OK);
      n_warm += warm.is_warm;
      o.n_threads = 1;
      assert_int_equal(lfl_what_if(&given, 1, false, NULL, NULL, &o, arena, &alone[i]), LFL_OK);
      assert_memory_equal(&alone[i].unserved_person_days, &warm.unserved_person_days, sizeof(double));
      assert_memory_equal(&alone[i].bound_person_days, &warm.bound_person_days, sizeof(double));
      o.n_threads = 2;
      o.begin_with = NULL;
      assert_int_equal(lfl_what_if(&given, 1, false, NULL, NULL, &o, arena, &alone[i]), LFL_OK);
      assert_memory_equal(&alone[i].unserved_person_days, &cold.unserved_person_days, sizeof(double));
      o.begin_with = plan;
      alone[i] = warm;
      all[i] = given;
      n_failed += !is_same(warm.unserved_person_days, cold.unserved_person_days);
      if (!is_same(warm.unserved_person_days, cold.unserved_person_days)) print_error("seed %ld, point %d: %.9g from the plan, %.9g from nothing\n", seed, i, warm.unserved_person_days, cold.unserved_person_days);
    }
    assert_int_equal(lfl_what_if(all, N_POINTS, false, NULL, NULL, &o, arena, by_two), LFL_OK);
    o.n_threads = 1;
    assert_int_equal(lfl_what_if(all, N_POINTS, false, NULL, NULL, &o, arena, by_one), LFL_OK);
    for (int i = 0; i < N_POINTS; i++) {
      assert_memory_equal(&by_one[i].unserved_person_days, &by_two[i].unserved_person_days, sizeof(double));
      assert_true(is_same(by_one[i].unserved_person_days, alone[i].unserved_person_days));
      if (plan->n_start && by_one[i].is_warm != alone[i].is_warm) fail_msg("seed %ld point %d: %d %d", seed, i, by_one[i].is_warm, alone[i].is_warm);
    }
    for (int k = 0; k < MOST_SPOILT && plan->n_start; k++) {
      const lfl_scenario *given = scenarios[N_POINTS - 1];
      draw = draw * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX generator */
      spoil_start(plan, draw >> 20);
      assert_int_equal(lfl_what_if(&given, 1, false, NULL, NULL, &o, arena, &warm), LFL_OK);
      n_failed += !is_same(warm.unserved_person_days, cold.unserved_person_days);
      if (!is_same(warm.unserved_person_days, cold.unserved_person_days)) print_error("seed %ld, spoilt %d times: %.9g, %.9g from nothing\n", seed, k + 1, warm.unserved_person_days, cold.unserved_person_days);
    }
    lfl_plan_destroy(plan);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(own);
    destroy_points(scenarios, tables);
    lfl_arena_destroy(arena);
    lfl_tables_destroy(base);
  }
  print_message("seeds %ld to %ld: %d plans tell where they ended, %d points begun there\n", from, from + n - 1, n_plans, n_warm);
  assert_int_equal(n_failed, 0);
  if (n >= 10) assert_true(n_plans >= n / 2 && n_warm >= n);
}

/* A bound found beside is the same to the bit by one thread and two, no more than the level comes to, and mostly as much. */
static void what_is_found_beside_is_a_bound(void **state) {
  (void)state;
  long from = setting("LIFELINE_WHAT_IF_FROM", 1), n = test_count("LIFELINE_WHAT_IF_N", 12, 60), n_found = 0, n_tight = 0;
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *tables = random_tables_mixed((uint64_t)seed);
    lfl_scenario *s = scenario_of(tables);
    lfl_arena *arena = lfl_arena_create();
    lfl_what_if_point point;
    lfl_plan_options o = lfl_plan_options_default();
    const lfl_scenario *given = s;
    double bound[2];
    for (int k = 0; k < 2; k++) {
      lfl_master *m = master_create(s, &o);
      m->is_survival_only = true;
      bound_beside *b = bound_begin(m, k + 1);
      bound[k] = bound_await(b);
      assert_true(bound_await(b) == bound[k]);
      bound_end(b);
    }
    assert_memory_equal(&bound[0], &bound[1], sizeof(double));
    assert_int_equal(lfl_what_if(&given, 1, false, NULL, NULL, &o, arena, &point), LFL_OK);
    double near = 1e-6 * fmax(1, point.unserved_person_days);
    if (bound[0] > point.unserved_person_days + near) fail_msg("seed %ld: a bound of %.9g, a value of %.9g", seed, bound[0], point.unserved_person_days);
    n_found += isfinite(bound[0]);
    n_tight += point.unserved_person_days - bound[0] <= near;
    lfl_arena_destroy(arena);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
  }
  print_message("seeds %ld to %ld: %ld bounds, %ld of them what the level comes to\n", from, from + n - 1, n_found, n_tight);
  if (n >= 10) assert_true(n_tight >= n / 2);
  bound_end(bound_begin(NULL, 2));
}

/* Points that are the tables with some changes each, solved one after the other, and what each leaves unserved by hand. */
enum { MOST_CHANGES = 3, MOST_BY_HAND = 7 };
typedef struct by_hand {
  int n;
  lfl_tables *base, *tables[MOST_BY_HAND];
  lfl_scenario *s[MOST_BY_HAND];
  lfl_what_if_point points[MOST_BY_HAND];
  lfl_arena *arena;
} by_hand;

static by_hand solve_by_hand(const char *const *texts, int n_texts, const char *const (*changes)[MOST_CHANGES], const double *unserved, int n) {
  by_hand b = {.n = n, .base = text_tables(texts, n_texts), .arena = lfl_arena_create()};
  const lfl_scenario *given[MOST_BY_HAND];
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags) && b.arena && n <= MOST_BY_HAND);
  for (int i = 0; i < n; i++) {
    int n_changes = 0;
    while (n_changes < MOST_CHANGES && changes[i][n_changes]) n_changes++;
    assert_int_equal(lfl_tables_set(b.base, changes[i], n_changes, &diags, &b.tables[i]), LFL_OK);
    assert_int_equal(lfl_scenario_build(b.tables[i], &diags, &b.s[i]), LFL_OK);
    given[i] = b.s[i];
  }
  assert_int_equal(lfl_what_if(given, n, false, NULL, NULL, NULL, b.arena, b.points), LFL_OK);
  for (int i = 0; i < n; i++) {
    if (fabs(b.points[i].unserved_person_days - unserved[i]) > 1e-6) print_error("point %d: %.9g\n", i, b.points[i].unserved_person_days);
    assert_true(fabs(b.points[i].unserved_person_days - unserved[i]) <= 1e-6);
  }
  lfl_diags_clear(&diags);
  return b;
}

static void by_hand_clear(by_hand *b) {
  for (int i = 0; i < b->n; i++) {
    lfl_scenario_destroy(b->s[i]);
    lfl_tables_destroy(b->tables[i]);
  }
  lfl_tables_destroy(b->base);
  lfl_arena_destroy(b->arena);
}

/* A road that is shut and goods that are not there: what one point carries is not carried on in the next. 102 people get
 * rations by either road for six days; none where both are shut, or where all are at a port without a road. Water comes from the well; the spring's
 * 30 l a day, of which 15 % are lost, are enough for 3.4 people at 7.5 l. */
static void what_is_gone_is_not_carried_on(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,6\n", "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,100,0\nWELL,area,1,9000\nSPRING,area,1,30\nDEPOT,hub,,\nPORT,hub,,\n",
                                      "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nR,DEPOT,TOWN,8,20\nQ,DEPOT,TOWN,9,20\nW,WELL,TOWN,9,20\nS,SPRING,WELL,9,20\n",
                                      "fleets\nfleet_id,vehicle,n_vehicles,payload_kg,volume_m3\nT,truck,5,5000,20\nK,tanker,5,5000,20\n",
                                      "supplies\nitem_id,place_id,day,units\ngeneral_ration,DEPOT,0,600\ngeneral_ration,PORT,0,600\n",
                                      "status\nsubject,subject_id,from_day,to_day,status\nlink,R,0,5,open\nlink,Q,0,5,open\n"};
  static const char *const CHANGES[][MOST_CHANGES] = {{NULL}, {"status.1.status=closed"}, {"status.1.status=closed", "status.2.status=closed"}, {NULL}, {"supplies.1.place_id=PORT"}, {NULL}, {"places.WELL.water_yield_l_per_day=0"}};
  static const double UNSERVED[] = {0, 0, 612, 0, 612, 0, 612 - 6 * 3.4};
  by_hand b = solve_by_hand(TEXTS, sizeof TEXTS / sizeof TEXTS[0], CHANGES, UNSERVED, sizeof UNSERVED / sizeof UNSERVED[0]);
  by_hand_clear(&b);
}

/* Water for 100 at 7.5 l, or 50 at 15 l, from wells that nothing can change. The plan serves the minimum tier first; survival alone asks for nothing of that. */
static void survival_alone_comes_before_the_minimum(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,2\norder,minimum survival\n", "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,100,882.352941176471\n"};
  static const char *const CHANGES[][MOST_CHANGES] = {{NULL}, {"places.TOWN.people=200"}};
  static const double UNSERVED[] = {0, 200};
  by_hand b = solve_by_hand(TEXTS, sizeof TEXTS / sizeof TEXTS[0], CHANGES, UNSERVED, sizeof UNSERVED / sizeof UNSERVED[0]);
  by_hand_clear(&b);
}

/* Half rations for 1,000 through a gate of five trucks a day, 200 people's in each, for six days; water from wells. What is in force of the gate is its trucks and nothing else,
 * so that the problem is kept; of wells it is water, which is looked at anew: 7.5 l and the 15 % that are lost leave 500 of 1,000 with a quarter of 17,647 l. */
static void a_share_of_a_crossing_is_a_limit(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,6\n", "places\nplace_id,kind,people,water_yield_l_per_day,trucks_per_day\nTOWN,area,1000,17647.0588235294,\nGATE,crossing,,,5\n",
                                      "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nR,GATE,TOWN,10,20\n", "fleets\nfleet_id,vehicle,n_vehicles,payload_kg,volume_m3\nT,truck,50,55.5,10\n",
                                      "supplies\nitem_id,place_id,day,units\ngeneral_ration,GATE,0,100000\n",
                                      "status\nsubject,subject_id,from_day,to_day,status,capacity_share\nplace,GATE,0,5,open,1\nplace,TOWN,0,5,open,1\n"};
  static const char *const CHANGES[][MOST_CHANGES] = {{NULL}, {"status.1.capacity_share=0.8"}, {"status.1.capacity_share=0.5"}, {NULL}, {"status.2.capacity_share=0.25"}};
  static const double UNSERVED[] = {0, 200 * 6, 500 * 6, 0, 500 * 6};
  by_hand b = solve_by_hand(TEXTS, sizeof TEXTS / sizeof TEXTS[0], CHANGES, UNSERVED, sizeof UNSERVED / sizeof UNSERVED[0]);
  for (int i = 0; i < b.n; i++) assert_int_equal(b.points[i].is_warm, i > 0 && i < 4);
  assert_true(lfl_what_if_is_looser(b.s[2], b.s[1]) && lfl_what_if_is_looser(b.s[1], b.s[0]));
  assert_false(lfl_what_if_is_looser(b.s[0], b.s[1]) || lfl_what_if_is_looser(b.s[4], b.s[3])); /* a tighter gate; more than limits */
  by_hand_clear(&b);
}

/* Tankers bring 100 people's water from a well, until its pump takes fuel, of which there is none: trips that another point made are not carried over. */
static void no_tanker_leaves_a_well_without_fuel(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,2\n", "places\nplace_id,kind,people,water_yield_l_per_day,fuel_l_per_m3\nTOWN,area,100,,\nWELL,site,0,10000,0\n",
                                      "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nR,WELL,TOWN,10,20\n", "fleets\nfleet_id,vehicle,n_vehicles,payload_kg,volume_m3\nT,tanker,10,10000,10\n",
                                      "items\nitem_id,need,mass_kg,volume_m3,unit\nDIESEL,fuel,0.84,0.001,l\n"};
  static const char *const CHANGES[][MOST_CHANGES] = {{NULL}, {"places.WELL.fuel_l_per_m3=5"}, {NULL}};
  static const double UNSERVED[] = {0, 200, 0};
  by_hand b = solve_by_hand(TEXTS, sizeof TEXTS / sizeof TEXTS[0], CHANGES, UNSERVED, sizeof UNSERVED / sizeof UNSERVED[0]);
  lfl_plan *plan = NULL;
  assert_int_equal(lfl_plan_make(b.s[1], NULL, &plan), LFL_OK);
  assert_true(fabs(plan->levels[0].value - 200) < 1e-6 && fabs(plan->levels[0].bound - 200) < 1e-6); /* proved, too */
  lfl_plan_destroy(plan);
  by_hand_clear(&b);
}

/* 100 people have water, and of 100 who have none 40 can go to a camp with land for them, two days long: 400 person-days of water, 120 of which go unserved. The town is
 * declared at risk: with a weight its days count with the level, for water and land each, of all who stay there, and not with what is served. */
static void days_at_risk_are_no_service(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,2\nwalk_limit_km,20\n",
                                      "places\nplace_id,kind,people,willing_share,water_yield_l_per_day,usable_m2\nTOWN,area,100,1,0,\nWELLS,area,100,0,9000,\nCAMP,site,0,0,9000,1200\n",
                                      "links\nlink_id,from_id,to_id,length_km,speed_km_per_h,people_per_day\nR,TOWN,CAMP,5,20,500\n", "status\nsubject,subject_id,from_day,to_day,status,source\nplace,TOWN,0,1,at_risk,report\n"};
  static const char *const CHANGES[][MOST_CHANGES] = {{NULL}, {"scenario.risk_weight.value=1"}, {"scenario.risk_weight.value=7"}, {"scenario.risk_weight.value=1", "places.TOWN.willing_share=0"}};
  static const double UNSERVED[] = {120, 120 + 2 * 120, 120 + 7 * 2 * 120, 200 + 2 * 200}, SHARES[] = {0.7, 0.7, 0.7, 0.5};
  by_hand b = solve_by_hand(TEXTS, sizeof TEXTS / sizeof TEXTS[0], CHANGES, UNSERVED, sizeof UNSERVED / sizeof UNSERVED[0]);
  for (int i = 0; i < b.n; i++) assert_true(fabs(b.points[i].survival_share - SHARES[i]) < 1e-9);
  by_hand_clear(&b);
}

/* 100 people have no water where they are for two days: 200 person-days, if nobody moved. A camp has land (30 m2 each) for 40, or 80, who ask for land there, too: the share is
 * of the 200 all the same, so that it follows from what is left unserved, whoever moves. */
static void the_share_is_of_what_is_asked_where_nobody_moves(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,2\nwalk_limit_km,20\n",
                                      "places\nplace_id,kind,people,willing_share,water_yield_l_per_day,usable_m2\nTOWN,area,100,1,0,\nCAMP,site,0,0,9000,1200\n",
                                      "links\nlink_id,from_id,to_id,length_km,speed_km_per_h,people_per_day\nR,TOWN,CAMP,5,20,500\n"};
  static const char *const CHANGES[][MOST_CHANGES] = {{NULL}, {"places.CAMP.usable_m2=2400"}, {"places.TOWN.willing_share=0"}};
  static const double UNSERVED[] = {120, 40, 200}, SHARES[] = {0.4, 0.8, 0};
  by_hand b = solve_by_hand(TEXTS, sizeof TEXTS / sizeof TEXTS[0], CHANGES, UNSERVED, sizeof UNSERVED / sizeof UNSERVED[0]);
  for (int i = 0; i < b.n; i++) assert_true(fabs(b.points[i].survival_share - SHARES[i]) < 1e-9);
  by_hand_clear(&b);
}

static lfl_master *filled(const lfl_scenario *s, const lfl_plan_options *o) {
  lfl_master *m = master_create(s, o);
  assert_non_null(m);
  m->is_survival_only = true;
  assert_true(master_fill(m));
  return m;
}

/* Every trip that is made gets a second column, which makes half of it: the problem begun there has both, with what each brings. */
static void what_has_two_columns_is_begun_with_both(void **state) {
  (void)state;
  const lfl_sample_size size = {.n_places = 12, .n_days = 15, .n_goods = 3};
  lfl_plan_options o = lfl_plan_options_default();
  lfl_tables *tables = lfl_sample_make(&size, 1);
  lfl_scenario *s = scenario_of(tables);
  lfl_master *like = filled(s, &o), *m = filled(s, &o);
  double value, bound;
  assert_int_equal(solve_priced(like, COST_SURVIVAL, like->constant[COST_SURVIVAL], &value, &bound), SOLVE_OK);
  assert_true(master_flush(like));
  int n = like->n_trips, n_made = 0;
  for (int k = 0; k < n; k++) {
    int j = like->trips[k].column;
    double x = j < lfl_lp_n_columns(like->lp) ? lfl_lp_values(like->lp)[j] : 0;
    if (x < 1e-6) continue;
    trip_column again = like->trips[k];
    lfl_lp_set_column_bounds(like->lp, j, 0, x / 2);
    assert_true(master_add_trip(like, &again));
    n_made++;
  }
  assert_true(n_made > 50 && master_flush(like));
  assert_int_equal(solve_once(like, PRIMAL, 0), SOLVE_OK);
  assert_true(fabs(lfl_lp_objective(like->lp) + like->constant[COST_SURVIVAL] - value) < 1e-6 * value && master_keep_end(like));
  m->like = like;
  assert_true(master_flush(m) && master_begin_alike(m, true));
  assert_true(m->is_begun);
  lfl_lp_set_costs(m->lp, m->cost[COST_SURVIVAL]);
  assert_int_equal(solve_once(m, PRIMAL, 0), SOLVE_OK);
  print_message("%d trips twice: %ld iterations from there\n", n_made, lfl_lp_iterations(m->lp));
  assert_true(fabs(lfl_lp_objective(m->lp) + m->constant[COST_SURVIVAL] - value) < 1e-6 * value);
  assert_true(lfl_lp_iterations(m->lp) < n_made / 10);
  m->like = NULL;
  master_destroy(m);
  master_destroy(like);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(what_has_two_columns_is_begun_with_both), cmocka_unit_test(kept_and_made_anew_agree), cmocka_unit_test(threads_tell_the_same), cmocka_unit_test(large_points_are_solved_in_parts), cmocka_unit_test(what_is_known_is_what_solving_says),
                                     cmocka_unit_test(levels_lie_between_what_is_known),
                                     cmocka_unit_test(what_is_no_limit_makes_it_anew), cmocka_unit_test(begun_elsewhere_and_from_nothing_agree), cmocka_unit_test(what_is_found_beside_is_a_bound),
      cmocka_unit_test(begun_with_a_plan_and_from_nothing_agree), cmocka_unit_test(what_is_gone_is_not_carried_on), cmocka_unit_test(survival_alone_comes_before_the_minimum), cmocka_unit_test(a_share_of_a_crossing_is_a_limit), cmocka_unit_test(no_tanker_leaves_a_well_without_fuel), cmocka_unit_test(the_share_is_of_what_is_asked_where_nobody_moves), cmocka_unit_test(days_at_risk_are_no_service), cmocka_unit_test(earliest_days_are_those_of_a_plan)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
