/* Exported problems: every row and column has a name of its own, also where ids and the signs between them meet. The
 * exported worst place is the proved one.
 *
 * LIFELINE_EXPORT_PLACES: in how many places that is looked at (default 12, thorough 30); LIFELINE_EXPORT_NEAR_PLACES: and how near a level is to
 * what is asked for (default 14, thorough 20). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ids.h"
#include "case_runner.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "sample/sample.h"
#include "setting.h"

/* stock_A_B_C_0 is item C at A_B as well as item B_C at A. */
static const char TEXT[] = "given n_days 2\n"
                           "given table places\n"
                           "  place_id | kind     | people | trucks_per_day\n"
                           "  GATE     | crossing |        | 10\n"
                           "  A        | area     | 100    |\n"
                           "  A_B      | area     | 200    |\n"
                           "given table links\n"
                           "  link_id | from_id | to_id | length_km | speed_km_per_h\n"
                           "  ONE     | GATE    | A     | 20        | 20\n"
                           "  TWO     | GATE    | A_B   | 20        | 20\n"
                           "given table fleets\n"
                           "  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3\n"
                           "  TRUCK    | truck   | 8          | 300        | 10\n"
                           "given table items\n"
                           "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
                           "  C       | food | 1       | 0.001     | 1             | 1\n"
                           "  B_C     | food | 1       | 0.001     | 1             | 1\n"
                           "given table supplies\n"
                           "  item_id | place_id | units\n"
                           "  C       | GATE     | 400\n"
                           "  B_C     | GATE     | 200\n";

static void names_are_told_apart(void **state) {
  (void)state;
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *s = NULL;
  const char *path = LFL_BINARY_DIR "/names.mps";
  static char line[400], names[4000][200];
  int n = 0, n_met = 0;
  assert_true(lfl_diags_init(&diags));
  assert_true(case_scenario(TEXT, &diags, &tables, &s));
  assert_int_equal(lfl_model_export_level(s, 0, 1e-9, path, NULL), LFL_OK);
  FILE *f = fopen(path, "rb");
  lfl_ids *ids = lfl_ids_create();
  assert_true(f && ids);
  while (fgets(line, sizeof line, f) && strncmp(line, "COLUMNS", 7) != 0) {
    assert_true(n < 4000);
    if (line[0] != ' ' || sscanf(line, " %*s %199s", names[n]) != 1) continue;
    assert_true(lfl_ids_put(ids, names[n], n));
    n_met += strncmp(names[n], "stock_A_B_C_0", 13) == 0;
    n++;
  }
  assert_int_equal(n_met, 2);
  fclose(f);
  lfl_ids_destroy(ids);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

/* What each of thousands of trips may miss must not add up: a ratio below 1 was 0.03 % too high. */
static void the_worst_place_is_the_proved_one(void **state) {
  (void)state;
  const lfl_sample_size size = {(int)test_count("LIFELINE_EXPORT_PLACES", 12, 30), 15, 4};
  lfl_diags diags;
  lfl_tables *tables = lfl_sample_make(&size, 1);
  lfl_scenario *s = NULL;
  lfl_plan *plan = NULL;
  lfl_model_facts facts;
  lfl_plan_options o = lfl_plan_options_default();
  assert_true(tables && lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  o.n_levels = 2;
  o.skip_targets = o.skip_binding = true;
  lfl_status status = lfl_plan_make(s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  assert_int_equal(plan->levels[1].kind, LFL_LEVEL_FAIRNESS);
  assert_int_equal(lfl_model_export_level(s, 1, 1e-9, LFL_BINARY_DIR "/fairness.mps", &facts), LFL_OK);
  double bound = plan->levels[1].bound;
  assert_true(bound > 0 && fabs(facts.value - bound) <= 1e-5 * bound && facts.bound <= facts.value);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

/* A level that need not be solved out lies between what is stated of it. */
static void a_level_is_as_near_as_is_asked_for(void **state) {
  (void)state;
  const lfl_sample_size size = {(int)test_count("LIFELINE_EXPORT_NEAR_PLACES", 14, 20), 20, 4};
  const double GAP = 0.05;
  lfl_diags diags;
  lfl_tables *tables = lfl_sample_make(&size, 1);
  lfl_scenario *s = NULL;
  lfl_model_facts exact, near;
  assert_true(tables && lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  assert_int_equal(lfl_model_export_level(s, 0, 1e-9, LFL_BINARY_DIR "/exact.mps", &exact), LFL_OK);
  assert_int_equal(lfl_model_export_level(s, 0, GAP, LFL_BINARY_DIR "/near.mps", &near), LFL_OK);
  double least = 1e-6 * exact.value;
  assert_true(exact.value - exact.bound <= least);
  assert_true(near.value - near.bound <= GAP * near.value && near.bound <= exact.value + least && near.value >= exact.value - least);
  assert_true(near.value - near.bound > least && near.iterations < exact.iterations);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_told_apart), cmocka_unit_test(the_worst_place_is_the_proved_one), cmocka_unit_test(a_level_is_as_near_as_is_asked_for)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
