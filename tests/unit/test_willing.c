/* Movement targets over a region and everywhere: which moves count, for whom willingness is recorded and for whom not. By hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "case_runner.h"
#include "engine/engine.h"
#include "model/plan.h"
#include "model/willing.h"

/* A region of seven villages: one recorded, one recorded as 0, five not; a camp that is ready for all outside it. */
#define REGION                                                                                              \
  "given n_days 4\n"                                                                                        \
  "given table places\n"                                                                                    \
  " place_id | name | kind | parent_id | people | willing_share | shelter_places | usable_m2\n"             \
  " REG | North Region | area | | | | |\n"                                                                  \
  " V1 | First | area | REG | 100 | 0.3 | |\n"                                                              \
  " V2 | Second | area | REG | 10 | | |\n"                                                                  \
  " V3 | Third | area | REG | 10 | | |\n"                                                                   \
  " V4 | Fourth | area | REG | 10 | | |\n"                                                                  \
  " V5 | Fifth | area | REG | 10 | | |\n"                                                                   \
  " V6 | Sixth | area | REG | 10 | | |\n"                                                                   \
  " V7 | Seventh | area | REG | 50 | 0 | |\n"                                                               \
  " CAMP | Camp | site | | 20 | 0 | 300 | 20000\n"                                                          \
  "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n"                            \
  " A | V1 | CAMP | 5 | 10\n B | V2 | CAMP | 5 | 10\n C | V3 | CAMP | 5 | 10\n"                             \
  "given table fleets\n fleet_id | vehicle | n_vehicles | seats | hours_per_day | load_unload_h\n BUS | bus | 9 | 10 | 8 | 1\n" \
  "given table targets\n target_id | kind | place_id | people | by_day\n"                                   \
  " region | move_out | REG | 35 | 3\n everywhere | move_out | | 35 | 3\n camp | move_out | CAMP | 5 | 3\n"

typedef case_text_world world;

static void open_world(world *w) {
  if (!case_open(w, REGION)) fail_msg("%s", lfl_diag_format(&w->diags.items[0], w->diags.arena));
}

static int target_named(const lfl_scenario *s, const char *id) {
  for (int k = 0; k < s->n_targets; k++)
    if (strcmp(s->targets[k].id, id) == 0) return k;
  fail_msg("no target %s", id);
  return 0;
}

static int place_named(const lfl_scenario *s, const char *id) {
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, id) == 0) return i;
  fail_msg("no place %s", id);
  return 0;
}

static void those_recorded_and_those_not(void **state) {
  (void)state;
  world w;
  open_world(&w);
  lfl_willing of;
  assert_true(lfl_target_willing(w.s, &w.s->targets[target_named(w.s, "region")], NULL, w.s->arena, &of));
  assert_true(of.n_recorded == 2 && of.n_missing == 5);
  assert_true(of.recorded_people == 150 && of.willing_people == 30 && of.missing_people == 50);
  assert_string_equal(of.recorded_names, "First; Seventh");
  assert_string_equal(of.missing_names, "Second; Third; Fourth; Fifth and 1 more place");
  bool is_shown[16] = {false};
  is_shown[place_named(w.s, "V3")] = true;
  assert_true(lfl_target_willing(w.s, &w.s->targets[target_named(w.s, "region")], is_shown, w.s->arena, &of));
  assert_string_equal(of.missing_names, "Third and 4 more places");
  assert_string_equal(of.recorded_names, "2 places");
  assert_true(lfl_target_willing(w.s, &w.s->targets[target_named(w.s, "everywhere")], NULL, w.s->arena, &of));
  assert_true(of.n_recorded == 3 && of.n_missing == 5);
  assert_true(lfl_target_willing(w.s, &w.s->targets[target_named(w.s, "camp")], NULL, w.s->arena, &of));
  assert_true(of.n_recorded == 1 && of.n_missing == 0);
  assert_string_equal(of.missing_names, "");
  case_close(&w);
}

static void moves_that_count(void **state) {
  (void)state;
  world w;
  open_world(&w);
  const lfl_target *region = &w.s->targets[target_named(w.s, "region")], *everywhere = &w.s->targets[target_named(w.s, "everywhere")];
  int first = place_named(w.s, "V1"), second = place_named(w.s, "V2"), camp = place_named(w.s, "CAMP");
  assert_true(lfl_target_counts_move(w.s, region, first, camp) && !lfl_target_counts_move(w.s, region, first, second) && !lfl_target_counts_move(w.s, region, camp, first));
  assert_true(lfl_target_counts_move(w.s, everywhere, first, camp) && lfl_target_counts_move(w.s, everywhere, first, second));
  case_close(&w);
}

/* 30 of the first village wish to leave; with a share of 1 where it is not recorded, two more villages have a road: 50. The
 * bounds are proved. */
static void what_is_planned_and_what_could_be(void **state) {
  (void)state;
  world w;
  lfl_plan *plan = NULL;
  lfl_plan_options o = lfl_plan_options_default();
  open_world(&w);
  lfl_status status = lfl_plan_make(w.s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  const char *const ids[] = {"region", "everywhere"};
  for (int k = 0; k < 2; k++) {
    const lfl_target_result *r = &plan->targets[target_named(w.s, ids[k])];
    assert_true(r->willing_missing);
    assert_int_equal(r->verdict, LFL_IMPOSSIBLE);
    assert_true(fabs(r->best_people - 30) < 1e-6 && fabs(r->bound_people - 30) < 1e-3);
    assert_true(fabs(r->willing_best_people - 50) < 1e-6 && fabs(r->willing_bound_people - 50) < 1e-3);
    assert_true(r->willing_earliest_day == 0);
  }
  assert_false(plan->targets[target_named(w.s, "camp")].willing_missing);
  lfl_plan_destroy(plan);
  case_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(those_recorded_and_those_not), cmocka_unit_test(moves_that_count),
                                     cmocka_unit_test(what_is_planned_and_what_could_be)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
