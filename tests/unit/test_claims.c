/* Claims where what decides them is known in part only: an answer must hold for every number that it can be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "text_tables.h"

/* The plan digs first (see tests/cases/claims.case): 100 more have a roof after four days, and after two in another plan. */
static const char *const TEXTS[] = {
    "scenario\nkey,value\nn_days,6\n",
    "places\nplace_id,kind,people,shelter_places,toilet_places\nTOWN,area,1000,700,0\n",
    "construction\nconstruction_id,capacity,people_per_unit,worker_days_per_unit,crew_id\ntent,shelter,5,1,BUILD\nlatrine,toilet,20,1,BUILD\n",
    "crews\ncrew_id,n_workers\nBUILD,10\n",
    "targets\ntarget_id,kind,need,tier,people,by_day\nroofs,served,shelter,survival,900,4\n",
    "claims\nclaim_id,text,indicator,value_low,value_high\n"
    "a-three,,days_to_build:shelter:100,3,\nb-four,,days_to_build:shelter:100,,4\nc-five,,days_to_build:shelter:100,5,\nd-never,,days_to_build:shelter:301,7,\n"
    "e-150,,target:roofs,150,\nf-201,,target:roofs,201,\ng-most-99,,target:roofs,,99\nh-most-200,,target:roofs,,200\ni-none,said,,1,2\n",
};

static lfl_plan *make(lfl_tables **tables, lfl_scenario **s, bool skip_targets) {
  lfl_diags diags;
  lfl_plan_options o = lfl_plan_options_default();
  lfl_plan *plan = NULL;
  o.skip_targets = skip_targets;
  *tables = text_tables(TEXTS, sizeof TEXTS / sizeof TEXTS[0]);
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(*tables, &diags, s), LFL_OK);
  lfl_diags_clear(&diags);
  lfl_status status = lfl_plan_make(*s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  return plan;
}

static void clear(lfl_tables *tables, lfl_scenario *s, lfl_plan *plan) {
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
}

static void expect(const lfl_plan *plan, int claim_i, lfl_claim_answer answer, double figure, const char *text) {
  const lfl_claim_result *r = &plan->claims[claim_i];
  if (r->answer != answer || r->figure != figure || strcmp(r->text, text) != 0)
    fail_msg("claim %s: %s by %g: %s", plan->scenario->claims[claim_i].id, lfl_claim_answer_name(r->answer), r->figure, r->text);
}

static void the_fastest_plan_decides_and_this_one_is_told(void **state) {
  (void)state;
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *plan = make(&tables, &s, false);
  assert_true(plan->claim_days[0].least == 2 && plan->claim_days[0].most == 2 && plan->claim_days[3].least == 7 && plan->claim_days[3].most == 0);
  static const char TWO[] = "2 days at the earliest, in any plan; this plan takes 4 days.";
  expect(plan, 0, LFL_CLAIM_CONTRADICTED, 2, TWO);
  expect(plan, 1, LFL_CLAIM_CONFIRMED, 2, TWO);
  expect(plan, 3, LFL_CLAIM_CONFIRMED, 7, "No plan gets there within the 6 days planned.");
  assert_true(plan->claims[8].answer == LFL_CLAIM_OPEN && isnan(plan->claims[8].figure));
  assert_string_equal(plan->claims[8].text, "No figure decides it: the claim names no indicator.");
  clear(tables, s, plan);
}

/* Nothing was solved for it: it can be done in four days, as this plan does; whether in fewer nobody knows. */
static void without_a_solve_this_plan_shows_what_is_enough(void **state) {
  (void)state;
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *plan = make(&tables, &s, true);
  static const char FOUR[] = "This plan takes 4 days; whether another takes fewer was not looked for.";
  expect(plan, 0, LFL_CLAIM_OPEN, 4, FOUR);
  expect(plan, 1, LFL_CLAIM_CONFIRMED, 4, FOUR);
  expect(plan, 2, LFL_CLAIM_CONTRADICTED, 4, FOUR);
  expect(plan, 3, LFL_CLAIM_OPEN, 1, "This plan does not get there; whether another does was not looked for.");
  clear(tables, s, plan);
}

/* Some plan reaches 100 people, none is proved to reach more than 200: the numbers between may be true or not. */
static void what_is_not_proved_stays_open(void **state) {
  (void)state;
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *plan = make(&tables, &s, true);
  static const char RANGE[] = "100 to 200 people at most, in any plan.";
  plan->targets[0].best_people = 100;
  plan->targets[0].bound_people = 200.25;
  plan->claim_days[0] = (lfl_claim_days){2, 3};
  plan->claim_days[3] = (lfl_claim_days){5, 0};
  assert_int_equal(lfl_plan_answer_claims(plan), LFL_OK);
  expect(plan, 0, LFL_CLAIM_OPEN, 3, "At the earliest 2 to 3 days, in any plan; this plan takes 4 days.");
  expect(plan, 3, LFL_CLAIM_OPEN, 5, "No plan takes fewer than 5 days; none was found that gets there.");
  expect(plan, 4, LFL_CLAIM_OPEN, 100, RANGE);
  expect(plan, 5, LFL_CLAIM_CONTRADICTED, 200, RANGE);
  expect(plan, 6, LFL_CLAIM_CONTRADICTED, 100, RANGE);
  expect(plan, 7, LFL_CLAIM_CONFIRMED, 100, RANGE);
  clear(tables, s, plan);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_fastest_plan_decides_and_this_one_is_told), cmocka_unit_test(without_a_solve_this_plan_shows_what_is_enough),
                                     cmocka_unit_test(what_is_not_proved_stays_open)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
