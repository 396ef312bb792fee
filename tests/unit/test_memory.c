/* Planning without memory: allocation 0, 1, 2, ... is refused until planning, judging, proving, checking and
 * asking what-if succeed. Each refusal is a status, never a crash, and leaves nothing behind (the sanitizers see to
 * that). One thread, as the seam counts by thread; beyond the first allocations every n-th is refused.
 *
 * LIFELINE_MEMORY_STRIDE: that n (default 31, thorough 7, and 3 where a plan begins with another);
 * LIFELINE_MEMORY_FEW: how many are the first (default 100 and 166, thorough 300 and 500). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/alloc.h"
#include "case_runner.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "proof/proof.h"
#include "setting.h"

static const char SCENARIO[] =
    "given n_days 4\n"
    "given table places\n"
    "  place_id | kind | people | willing_share | usable_m2 | water_yield_l_per_day | shelter_places | trucks_per_day | lat_deg | lon_deg\n"
    "  TOWN | area | 100 | 0.5 | | 900 | 80 | | 10 | 20\n"
    "  SITE | site | 0 | | 5000 | 600 | 0 | | 10.1 | 20\n"
    "  GATE | crossing | | | | | | 2 | 10 | 20.1\n"
    "given table links\n"
    "  link_id | from_id | to_id | length_km | speed_km_per_h | people_per_day\n"
    "  GT | GATE | TOWN | 20 | 20 |\n"
    "  TS | TOWN | SITE | 15 | 20 | 40\n"
    "given table fleets\n"
    "  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | seats | hours_per_day | load_unload_h\n"
    "  T | truck | 2 | 5000 | 20 | | 8 | 2\n"
    "  B | bus | 1 | | | 20 | 8 | 1\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  RATION | food | 10 | 0.02 | 1 | 20\n"
    "  TENT | shelter | 50 | 0.3 | 5 |\n"
    "given table supplies\n"
    "  item_id | place_id | day | units | unit_price\n"
    "  RATION | GATE | 0 | 30 | 1\n"
    "  TENT | GATE | 0 | 4 | 300\n"
    "given table construction\n"
    "  construction_id | capacity | people_per_unit | worker_days_per_unit | m2_per_unit | crew_id\n"
    "  C | shelter | 5 | 1 | 100 | W\n"
    "given table construction_items\n"
    "  construction_id | item_id | units_per_unit\n"
    "  C | TENT | 1\n"
    "given table crews\n"
    "  crew_id | n_workers\n"
    "  W | 3\n"
    "given table targets\n"
    "  target_id | kind | place_id | need | tier | people | by_day\n"
    "  out | move_out | TOWN | | | 30 | 2\n"
    "  roof | served | | shelter | survival | 100 | 3\n";

static struct {
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *plan;
} F;

static lfl_plan_options options(void) {
  lfl_plan_options o = lfl_plan_options_default();
  o.n_threads = 1;
  return o;
}

static int setup(void **state) {
  (void)state;
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  bool is_fine = case_scenario(SCENARIO, &diags, &F.tables, &F.s);
  for (int i = 0; i < diags.n && !is_fine; i++) print_error("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
  assert_true(is_fine);
  lfl_plan_options o = options();
  lfl_status status = lfl_plan_make(F.s, &o, &F.plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  lfl_plan_destroy(F.plan);
  lfl_scenario_destroy(F.s);
  lfl_tables_destroy(F.tables);
  return 0;
}

typedef lfl_status (*task)(void);

/* near: by how much of itself the level may differ from that of the plan made at first. */
static lfl_status plan_with(const lfl_plan_options *o, double near) {
  lfl_plan *plan = NULL;
  lfl_status status = lfl_plan_make(F.s, o, &plan);
  if (status == LFL_OK || status == LFL_TARGET_NOT_MET) {
    assert_non_null(plan);
    assert_true(fabs(plan->levels[0].value - F.plan->levels[0].value) <= near * fabs(F.plan->levels[0].value));
  } else {
    assert_null(plan);
  }
  lfl_plan_destroy(plan);
  return status;
}

static lfl_status make_plan(void) {
  lfl_plan_options o = options();
  return plan_with(&o, 0);
}

/* From where another plan of it ended, and no more than its levels. */
static lfl_status begin_plan(void) {
  lfl_plan_options o = options();
  o.skip_targets = o.skip_binding = true;
  o.begin_with = F.plan;
  return plan_with(&o, 1e-9);
}

static lfl_status verify_plan(void) {
  lfl_diags diags;
  if (!lfl_diags_init(&diags)) return LFL_ERR_MEMORY;
  lfl_status status = lfl_plan_verify(F.s, F.plan, &diags);
  if (status == LFL_OK) status = lfl_plan_verify_findings(F.s, F.plan, &diags);
  if (status == LFL_OK && diags.failed) status = LFL_ERR_MEMORY;
  lfl_diags_clear(&diags);
  return status;
}

static lfl_status prove_plan(void) {
  for (int k = 0; k < F.plan->n_proofs; k++) {
    double bound;
    lfl_status status = lfl_plan_prove_one(F.plan, k, &bound);
    if (status != LFL_OK) return status;
  }
  return LFL_OK;
}

/* Refuses allocation 0, 1, 2 ... `few`, then every n-th, until the task succeeds. `thorough`: that n where it is not said otherwise. */
static void refuse_all(task run, long few, long thorough) {
  long stride = test_count("LIFELINE_MEMORY_STRIDE", 31, thorough);
  lfl_status status = LFL_ERR_MEMORY;
  long n = 0, n_refused = 0;
  for (; n < 10000000; n += n < few ? 1 : stride) {
    lfl_alloc_fail_after(n);
    status = run();
    bool is_refused = lfl_alloc_fail_after(-1) > n;
    if (status == LFL_OK || status == LFL_TARGET_NOT_MET) {
      if (!is_refused) break;
      continue; /* what was refused could be done without */
    }
    assert_int_equal(status, LFL_ERR_MEMORY);
    n_refused++;
  }
  print_message("%ld allocations refused one by one, of %ld\n", n_refused, n);
  assert_true(n_refused > 0 && n < 10000000);
}

/* The first allocations, each of which is refused. */
static long few(long thorough) { return test_count("LIFELINE_MEMORY_FEW", thorough / 3, thorough); }

static void planning(void **state) {
  (void)state;
  refuse_all(make_plan, few(300), 7);
}
static void beginning(void **state) {
  (void)state;
  assert_true(lfl_plan_may_begin_with(F.plan, F.s));
  refuse_all(begin_plan, few(300), 3);
}
static void checking(void **state) {
  (void)state;
  refuse_all(verify_plan, few(500), 7);
}
static void proving(void **state) {
  (void)state;
  refuse_all(prove_plan, few(500), 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(planning), cmocka_unit_test(beginning), cmocka_unit_test(checking), cmocka_unit_test(proving)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
