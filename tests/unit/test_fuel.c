/* Where fuel runs dry, and what it takes down: small scenarios whose every figure stands beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "hand_plan.h"
#include "model/fuel.h"

/* The hand-made plan: TOWN pumps 1.4975 m3 with 14.975 l on day 0 and 1.35 m3 with 13.5 l on day 1; 40 l are
 * supplied there, 15 drawn on day 0 and 14 on day 1. */
static lfl_dry *find(hand_plan *hand, const char *more) {
  lfl_diags diags;
  lfl_dry *dry = NULL;
  assert_true(lfl_diags_init(&diags));
  if (!hand_plan_make(hand, more, &diags)) fail_msg("no plan: %s", diags.n ? diags.items[0].expected : "");
  assert_int_equal(lfl_dry_find(hand->plan, &dry), LFL_OK);
  lfl_diags_clear(&diags);
  return dry;
}

static void nothing_is_dry_where_fuel_is_left(void **state) {
  (void)state;
  hand_plan hand;
  lfl_dry *dry = find(&hand, NULL);
  assert_int_equal(dry->n, 0);
  lfl_dry_destroy(dry);
  hand_plan_free(&hand);
}

/* All 29 l that are supplied are drawn, and 0.525 l are left after day 1: water for seven people more. With 0.02 l
 * left there is none for even one (7.5 l x 10 l a m3 = 0.075 l), but everyone has some. */
static void a_pump_is_dry_only_where_people_lack_water(void **state) {
  (void)state;
  hand_plan hand;
  lfl_dry *dry = find(&hand, "set supplies.3.units = 29\n");
  assert_int_equal(dry->n, 0);
  lfl_dry_destroy(dry);
  const lfl_scenario *s = hand.scenario;
  for (int k = 0; k < hand.plan->n_stocks; k++)
    if (hand.plan->stocks[k].day == 1 && hand.plan->stocks[k].item_i == s->fuel_item_i) hand.plan->stocks[k].units = 0.02;
  assert_int_equal(lfl_dry_find(hand.plan, &dry), LFL_OK);
  assert_int_equal(dry->n, 0);
  lfl_dry_destroy(dry);
  int town = -1;
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, "TOWN") == 0) town = i;
  for (int k = 0; k < hand.plan->n_service; k++) /* ten people without water there on day 1 */
    if (hand.plan->service[k].place_i == town && hand.plan->service[k].day == 1 && s->needs[hand.plan->service[k].need_i].kind == LFL_NEED_WATER)
      hand.plan->service[k].served_people -= 10;
  assert_int_equal(lfl_dry_find(hand.plan, &dry), LFL_OK);
  assert_int_equal(dry->n, 1);
  assert_int_equal(dry->rows[0].user, LFL_FUEL_PUMP);
  assert_int_equal(dry->rows[0].place_i, town);
  assert_int_equal(dry->rows[0].from_day, 1);
  assert_int_equal(dry->rows[0].to_day, 1);
  assert_true(fabs(dry->rows[0].people - 10) < 1e-9);
  assert_true(fabs(dry->rows[0].used_l - 13.5) < 1e-9);
  lfl_dry_destroy(dry);
  hand_plan_free(&hand);
}

/* TRUCK drives on ROAD (40 km there and back) on day 0 and on LANE (8 km) on day 1: with 1 l a km its shortest trip
 * takes 8 l. TOWN has 0.525 l left on day 1 with 29 l supplied, one of two trucks is idle, people go without
 * food: the fleet stands still. On day 0 there are 0.025 l and 14 not yet drawn, enough for a trip. */
static void a_fleet_is_dry_when_not_even_its_shortest_trip_is_left(void **state) {
  (void)state;
  hand_plan hand;
  lfl_dry *dry = find(&hand, "set supplies.3.units = 29\nset fleets.TRUCK.fuel_l_per_km = 1\nset fleets.TRUCK.fuel_place_id = TOWN\n");
  assert_int_equal(dry->n, 1);
  assert_int_equal(dry->rows[0].user, LFL_FUEL_FLEET);
  assert_int_equal(dry->rows[0].from_day, 1);
  assert_int_equal(dry->rows[0].to_day, 1);
  assert_true(fabs(dry->rows[0].used_l - 8) < 1e-9);
  assert_string_equal(lfl_fuel_user_name(dry->rows[0].user), "fleet");
  lfl_dry_destroy(dry);
  hand_plan_free(&hand);
  dry = find(&hand, "set supplies.3.units = 29\nset fleets.TRUCK.fuel_l_per_km = 2\nset fleets.TRUCK.fuel_place_id = TOWN\n");
  assert_int_equal(dry->n, 1); /* its shortest trip takes 16 l: it stands from day 0 on */
  assert_int_equal(dry->rows[0].from_day, 0);
  assert_int_equal(dry->rows[0].to_day, 1);
  lfl_dry_destroy(dry);
  hand_plan_free(&hand);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_is_dry_where_fuel_is_left), cmocka_unit_test(a_pump_is_dry_only_where_people_lack_water),
      cmocka_unit_test(a_fleet_is_dry_when_not_even_its_shortest_trip_is_left),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
