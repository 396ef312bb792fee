/* What it would take: the cheapest ways against every combination of steps tried one by one with the
 * numbers changed in the tables; and rows of the table `negotiable` that name no limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_runner.h"
#include "engine/engine.h"
#include "ingest/ingest.h"

/* 100 people ask for 100 rations a day; a truck carries 20. Two gates of 2 and 1 trucks a day, a fleet
 * of 3 with a trip a day each: 60. Five trucks are needed. */
#define TWO_GATES                                                                                        \
  "given n_days 3\n"                                                                                     \
  "given table places\n place_id | name | kind | people | trucks_per_day\n"                              \
  " EAST | East Gate | crossing | | 2\n WEST | West Gate | crossing | | 1\n TOWN | Town | area | 100 |\n" \
  "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h | vehicles_per_day\n"      \
  " ROAD | EAST | TOWN | 20 | 10 |\n LANE | WEST | TOWN | 20 | 10 | 2\n"                                 \
  "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 3 | 20 | 9 | 8 | 4\n" \
  "given table items\n item_id | need | mass_kg | volume_m3 | people_served | duration_days\n ration | food | 1 | 0 | 1 | 1\n" \
  "given table supplies\n item_id | place_id | units\n ration | EAST | 4000\n ration | WEST | 4000\n"    \
  "given table targets\n target_id | kind | need | tier | people | by_day\n fed | served | food | minimum | 100 | 0\n" \
  "given table negotiable\n table | row_id | column | step | weight | at_most\n"

typedef case_text_world world;

static lfl_plan *plan_of(const lfl_scenario *s, bool skip_binding) {
  lfl_plan_options o = lfl_plan_options_default();
  lfl_plan *plan = NULL;
  o.n_levels = 1;
  o.skip_earliest = o.skip_plan = o.skip_proofs = true;
  o.skip_binding = skip_binding;
  o.n_threads = 1;
  lfl_status status = lfl_plan_make(s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  return plan;
}

/* Is the target possible with these steps, written into the tables? */
static bool is_possible_with(const world *w, const int *steps) {
  char text[16][96];
  const char *changes[16];
  for (int k = 0; k < w->s->n_negotiables; k++) {
    const lfl_negotiable *o = &w->s->negotiables[k];
    snprintf(text[k], sizeof text[k], "%s.%s.%s=%g", o->table, o->row_id, o->column, o->value + steps[k] * o->step);
    changes[k] = text[k];
  }
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *s = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_set(w->tables, changes, w->s->n_negotiables, &diags, &tables), LFL_OK);
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  lfl_plan *plan = plan_of(s, true);
  bool is_possible = plan->targets[0].verdict == LFL_POSSIBLE || plan->targets[0].verdict == LFL_MET;
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return is_possible;
}

/* Every combination of steps; INFINITY: none is enough. banned: bit k: without offer k. */
static double least_by_trying(const world *w, unsigned banned) {
  int n = w->s->n_negotiables, steps[16] = {0};
  double best = (double)INFINITY;
  for (;;) {
    double weight = 0;
    bool is_allowed = true;
    for (int k = 0; k < n; k++) {
      weight += steps[k] * w->s->negotiables[k].weight;
      is_allowed = is_allowed && !(steps[k] && (banned >> k & 1));
    }
    if (is_allowed && weight < best && is_possible_with(w, steps)) best = weight;
    int k = 0;
    while (k < n && ++steps[k] > (int)((w->s->negotiables[k].at_most - w->s->negotiables[k].value) / w->s->negotiables[k].step + 1e-9)) steps[k++] = 0;
    if (k == n) return best;
  }
}

static double weight_of_way(const lfl_plan *plan, int way) {
  double weight = (double)NAN;
  for (int k = 0; k < plan->n_offers; k++)
    if (plan->offers[k].way == way) weight = (isnan(weight) ? 0 : weight) + plan->offers[k].weight;
  return weight;
}

static void the_cheapest_way_is_the_cheapest_of_all(void **state) {
  (void)state;
  world w;
  assert_true(case_open(&w, TWO_GATES " places | EAST | trucks_per_day | 1 | 4 | 6\n places | WEST | trucks_per_day | 2 | 5 | 5\n"
                                       " fleets | TRUCK | n_vehicles | 1 | 3 | 6\n links | LANE | vehicles_per_day | 1 | 0.5 | 4\n"));
  w.plan = plan_of(w.s, false);
  /* a step at WEST (3 trucks, over a road for 3) and two trucks: 5 + 0.5 + 6; or two steps at EAST: 8 + 6 */
  assert_true(fabs(least_by_trying(&w, 0) - 11.5) < 1e-9);
  assert_true(fabs(weight_of_way(w.plan, 1) - 11.5) < 1e-9);
  assert_true(fabs(weight_of_way(w.plan, 2) - 14) < 1e-9);
  for (int k = 0; k < w.plan->n_offers; k++) {
    const lfl_offer_row *o = &w.plan->offers[k];
    assert_true(o->is_least && o->best_people >= 100 && o->target_i == 0);
    if (o->way == 2 && strcmp(o->row_id, "EAST") == 0) assert_string_equal(o->text, "East Gate: 4 trucks a day instead of 2 (2 more)");
  }
  case_close(&w);
}

/* 100 people in need on a site: 2,250 m2 are room for 75 at survival (30 m2 each), 600 l water for 80 (7.5 l each); 45 m2 are
 * a latrine's. Asked for both together, steps of land and water are needed together. */
static void land_under_people_and_water(void **state) {
  (void)state;
  static const char SITE[] =
      "given n_days 3\n"
      "given table places\n place_id | name | kind | people | usable_m2 | water_yield_l_per_day\n CAMP | Camp | site | 100 | 2250 | 600\n"
      "given table standards\n standard_set | indicator_id | need | tier | value | unit | kind\n sphere-2018 | water_losses | water | all | 0 | share | assumption\n"
      "given table targets\n target_id | kind | need | tier | people | by_day\n room | served | %s | survival | %d | 0\n"
      "given table negotiable\n table | row_id | column | step | weight | at_most\n"
      " places | CAMP | usable_m2 | 200 | 3 | 4000\n places | CAMP | water_yield_l_per_day | 60 | 2 | 1200\n";
  static const struct {
    const char *need;
    int people;
    double weight; /* 85 people: 2550 m2, two steps; 637.5 l, one; 100: 3000 m2, four; 750 l, three */
  } ASKED[] = {{"space", 85, 6}, {"water", 85, 2}, {"", 85, 8}, {"", 100, 18}, {"space", 100, 12}};
  for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
    char text[3000];
    world w;
    snprintf(text, sizeof text, SITE, ASKED[i].need, ASKED[i].people);
    assert_true(case_open(&w, text));
    w.plan = plan_of(w.s, false);
    assert_true(fabs(weight_of_way(w.plan, 1) - ASKED[i].weight) < 1e-9);
    assert_true(fabs(least_by_trying(&w, 0) - ASKED[i].weight) < 1e-9);
    for (int k = 0; i == 1 && k < w.plan->n_offers; k++)
      if (w.plan->offers[k].way == 1) assert_string_equal(w.plan->offers[k].text, "Camp: 660 litres of water a day instead of 600 (60 more)");
    case_close(&w);
  }
}

/* People may come only where those there already keep what served them. Water that talks add is for those who come: what
 * served before stays what it was, 80 people. */
static void added_water_did_not_serve_before(void **state) {
  (void)state;
  world w;
  assert_true(case_open(&w,
      "given n_days 3\n"
      "given table places\n place_id | kind | people | willing_share | water_yield_l_per_day | usable_m2\n TOWN | area | 200 | 1 | 10000 | \n CAMP | site | 100 | | 600 | 90000\n"
      "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n ROAD | TOWN | CAMP | 5 | 20\n"
      "given table fleets\n fleet_id | vehicle | n_vehicles | seats | hours_per_day | load_unload_h\n BUS | bus | 9 | 50 | 8 | 1\n"
      "given table standards\n standard_set | indicator_id | need | tier | value | unit | kind\n sphere-2018 | water_losses | water | all | 0 | share | assumption\n"
      "given table targets\n target_id | kind | place_id | people | by_day\n out | move_out | TOWN | 40 | 2\n"
      "given table negotiable\n table | row_id | column | step | weight | at_most\n places | CAMP | water_yield_l_per_day | 75 | 1 | 1200\n"));
  w.plan = plan_of(w.s, false);
  assert_int_equal(w.plan->targets[0].verdict, LFL_IMPOSSIBLE);
  /* 40 people need 300 l: four steps. (With the table changed to 900 l, all 100 were served before, and none may come.) */
  assert_true(fabs(weight_of_way(w.plan, 1) - 4) < 1e-9);
  int steps[1] = {4};
  assert_false(is_possible_with(&w, steps));
  case_close(&w);
}

/* Weights and steps at random: always the least of all combinations. */
static void random_weights_agree_with_trying(void **state) {
  (void)state;
  uint64_t dice = 88172645463325252u;
  for (int round = 0; round < 12; round++) {
    int r[6];
    for (int k = 0; k < 6; k++) {
      dice ^= dice << 13;
      dice ^= dice >> 7;
      dice ^= dice << 17;
      r[k] = (int)(dice % 9) + 1;
    }
    char text[3000];
    snprintf(text, sizeof text, "%s places | EAST | trucks_per_day | %g | %d | 7\n places | WEST | trucks_per_day | %g | %d | 5\n fleets | TRUCK | n_vehicles | %g | %d | 8\n",
             TWO_GATES, r[0] % 3 + 0.5, r[1], r[2] % 2 + 1.0, r[3], r[4] % 3 + 0.7, r[5]);
    world w;
    assert_true(case_open(&w, text));
    w.plan = plan_of(w.s, false);
    double least = least_by_trying(&w, 0), found = weight_of_way(w.plan, 1);
    if (isinf(least) ? w.plan->offers[0].way != 0 : fabs(found - least) > 1e-6) fail_msg("round %d: %g found, %g by trying all", round, found, least);
    case_close(&w);
  }
}

/* No trucks yet, no convoys yet, no goods yet, no source yet are what talks are about: steps from 0 are whole steps, too. */
static void what_stands_at_0_can_be_had(void **state) {
  (void)state;
  static const char *const AT_0[] = {
      " places | EAST | trucks_per_day | 1 | 4 | 6\n fleets | TRUCK | n_vehicles | 1 | 3 | 6\n"
      "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 0 | 20 | 9 | 8 | 4\n",
      " permissions | 1 | convoys_per_day | 1 | 3 | 6\n fleets | TRUCK | n_vehicles | 1 | 3 | 6\n places | EAST | trucks_per_day | 1 | 4 | 6\n"
      "given table permissions\n subject | subject_id | from_day | convoys_per_day | trucks_per_convoy | approval_share\n link | ROAD | 0 | 0 | 3 | 0.5\n",
      " escorts | GUARD | convoys_per_day | 1 | 3 | 6\n fleets | TRUCK | n_vehicles | 1 | 3 | 6\n places | EAST | trucks_per_day | 1 | 4 | 6\n"
      "given table escorts\n escort_id | convoys_per_day | vehicles_per_convoy\n GUARD | 0 | 2\n"
      "given table permissions\n subject | subject_id | from_day | convoys_per_day | trucks_per_convoy | escort_id\n link | ROAD | 0 | 9 | 9 | GUARD\n",
      " supplies | 1 | units | 40 | 2 | 400\n supplies | 2 | units | 30 | 1 | 300\n"
      "given table places\n place_id | name | kind | people | trucks_per_day\n EAST | East Gate | crossing | | 9\n WEST | West Gate | crossing | | 9\n TOWN | Town | area | 100 |\n"
      "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n ROAD | EAST | TOWN | 20 | 10\n LANE | WEST | TOWN | 20 | 10\n"
      "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 30 | 20 | 9 | 8 | 4\n"
      "given table supplies\n item_id | place_id | units\n ration | EAST | 0\n ration | WEST | 0\n",
  };
  static const double WEIGHTS[] = {23, 23, 20, 10}; /* gate 2 and trucks 5; gate 2, trucks 2 and three convoys of one and a half, or two of two; ten times 30 rations */
  for (size_t i = 0; i < sizeof AT_0 / sizeof AT_0[0]; i++) {
    char text[4000];
    world w;
    snprintf(text, sizeof text, "%s%s", TWO_GATES, AT_0[i]);
    assert_true(case_open(&w, text));
    w.plan = plan_of(w.s, false);
    double least = least_by_trying(&w, 0), found = weight_of_way(w.plan, 1);
    if (!(fabs(found - least) < 1e-9) || !(fabs(found - WEIGHTS[i]) < 1e-9)) fail_msg("%zu: %g found, %g by trying all, %g by hand", i, found, least, WEIGHTS[i]);
    case_close(&w);
  }
}

/* Offers name their row as its table has it: a pledge in its own currency, supplies of one item by place and day. */
static void an_offer_names_its_row(void **state) {
  (void)state;
  static const char RATIONS[] =
      "given n_days 1\ngiven currency USD\n"
      "given table places\n place_id | name | kind | people\n TOWN | Town | area | 1000\n"
      "given table items\n item_id | need | mass_kg | volume_m3 | people_served | duration_days\n ration | food | 1 | 0 | 1 | 1\n"
      "given table supplies\n item_id | place_id | day | units | unit_price\n ration | TOWN | 0 | 600 | 1\n ration | TOWN | 0 | 400 | 1\n"
      "given table rates\n currency | day | rate\n EUR | 0 | 1.25\n"
      "given table pledges\n pledge_id | donor | amount | currency | from_day | earmark_kind | earmark_id\n EU | X | %s | EUR | 0 | none |\n"
      "given table targets\n target_id | kind | need | tier | people | by_day\n fed | served | food | minimum | %s | 0\n"
      "given table negotiable\n table | row_id | column | step | weight | at_most\n %s\n";
  static const char *const OF[][4] = {{"400", "1000", "pledges | EU | amount | 100 | 1 |", "EU: 800 EUR instead of 400 (400 more)"},
                                      {"9000", "1000", "supplies | 2 | units | 50 | 1 |", "ration at Town: 500 units instead of 300 (200 more)"}};
  for (size_t i = 0; i < sizeof OF / sizeof OF[0]; i++) {
    char text[3000];
    world w;
    snprintf(text, sizeof text, RATIONS, OF[i][0], OF[i][1], OF[i][2]);
    if (i == 1) memcpy(strstr(text, "| 400 | 1"), "| 300 | 1", 9);
    if (i == 1) memcpy(strstr(text, "| 600 | 1"), "| 500 | 1", 9);
    assert_true(case_open(&w, text));
    w.plan = plan_of(w.s, false);
    assert_int_equal(w.plan->n_offers, 1);
    assert_string_equal(w.plan->offers[0].text, OF[i][3]);
    case_close(&w);
  }
}

/* Two roofs for 60 each, of 200 and 400, are paid for; the toilets of 5000 do nothing for shelter. */
static void a_repair_without_effect_is_not_paid_for(void **state) {
  (void)state;
  world w;
  assert_true(case_open(&w, "given n_days 8\n"
                            "given table places\n place_id | kind | people | shelter_places | toilet_places\n A | area | 120 | 0 | 0\n"
                            "given table projects\n project_id | place_id | column | amount | cost\n ROOF | A | shelter_places | 60 | 200\n ROOF2 | A | shelter_places | 60 | 400\n DEAR | A | toilet_places | 60 | 5000\n"
                            "given table pledges\n pledge_id | donor | amount | from_day | earmark_kind | earmark_id\n P | X | 300 | 0 | none |\n"
                            "given table targets\n target_id | kind | place_id | need | people | by_day\n roofs | capacity | A | shelter | 120 | 4\n"
                            "given table negotiable\n table | row_id | column | step | weight | at_most\n pledges | P | amount | 100 | 2 | 9000\n"));
  w.plan = plan_of(w.s, false);
  assert_int_equal(w.plan->n_offers, 1);
  assert_true(w.plan->offers[0].to_value == 600);
  assert_true(lfl_offer_way_weight(w.plan, 0) == 6);
  case_close(&w);
}

/* 750 l are water for 100 of 200 asked for. The well's repair gives 500 l for nothing: three steps of 100 l are enough, not eight. The other well's 250 l would
 * cost 100, which talks have dearer than these steps. */
static void a_repair_for_nothing_spares_what_is_negotiable(void **state) {
  (void)state;
  world w;
  assert_true(case_open(&w, "given n_days 8\n"
                            "given table places\n place_id | kind | people | water_yield_l_per_day\n A | area | 300 | 750\n"
                            "given table standards\n standard_set | indicator_id | need | tier | value | unit | kind\n sphere-2018 | water_losses | water | all | 0 | share | assumption\n"
                            "given table projects\n project_id | place_id | column | amount | min_days | cost\n WELL | A | water_yield_l_per_day | 500 | 1 |\n DEAR | A | water_yield_l_per_day | 250 | 1 | 100\n"
                            "given table pledges\n pledge_id | donor | amount | from_day | earmark_kind | earmark_id\n P | X | 0 | 0 | none |\n"
                            "given table targets\n target_id | kind | place_id | need | tier | people | by_day\n drink | served | A | water | survival | 200 | 4\n"
                            "given table negotiable\n table | row_id | column | step | weight | at_most\n places | A | water_yield_l_per_day | 100 | 4 | 9000\n pledges | P | amount | 100 | 50 | 900\n"));
  w.plan = plan_of(w.s, false);
  assert_true(w.plan->n_offers >= 1 && w.plan->offers[0].way == 1);
  assert_true(fabs(weight_of_way(w.plan, 1) - 12) < 1e-9);
  case_close(&w);
}

/* A crew and land that are not there yet: a pitch for five is a worker-day and 10 m2. */
static void a_crew_and_land_from_0(void **state) {
  (void)state;
  world w;
  assert_true(case_open(&w, "given n_days 2\n"
                            "given table places\n place_id | name | kind | people | usable_m2\n CAMP | Camp | site | 100 | 0\n"
                            "given table crews\n crew_id | n_workers\n CREW | 0\n"
                            "given table construction\n construction_id | capacity | people_per_unit | worker_days_per_unit | m2_per_unit | crew_id | settle_days\n pitch | shelter | 5 | 1 | 10 | CREW | 0\n"
                            "given table targets\n target_id | kind | place_id | need | people | by_day\n roofs | capacity | CAMP | shelter | 60 | 0\n"
                            "given table negotiable\n table | row_id | column | step | weight | at_most\n places | CAMP | usable_m2 | 50 | 2 | 400\n crews | CREW | n_workers | 5 | 1 | 40\n"));
  w.plan = plan_of(w.s, false);
  assert_true(fabs(weight_of_way(w.plan, 1) - 9) < 1e-9); /* 12 pitches: three steps of land, three of workers */
  assert_true(fabs(least_by_trying(&w, 0) - 9) < 1e-9);
  case_close(&w);
}

static void not_even_all_is_said(void **state) {
  (void)state;
  world w;
  assert_true(case_open(&w, TWO_GATES " places | EAST | trucks_per_day | 1 | 4 | 3\n fleets | TRUCK | n_vehicles | 1 | 3 | 9\n"));
  w.plan = plan_of(w.s, false);
  assert_int_equal(w.plan->n_offers, 2);
  for (int k = 0; k < 2; k++) { /* three trucks by East, one by West */
    const lfl_offer_row *o = &w.plan->offers[k];
    assert_true(o->way == 0 && o->best_people == 80 && o->to_value == (strcmp(o->table, "fleets") == 0 ? 9 : 3));
  }
  case_close(&w);
}

/* The fleet's three trucks alone keep it out of reach, and nobody talks about them. */
static void what_is_beyond_talks_is_said(void **state) {
  (void)state;
  world w;
  assert_true(case_open(&w, TWO_GATES " places | EAST | trucks_per_day | 1 | 4 | 9\n"));
  w.plan = plan_of(w.s, false);
  assert_int_equal(w.plan->n_offers, 1);
  assert_int_equal(w.plan->offers[0].way, 0);
  assert_true(isnan(w.plan->offers[0].best_people));
  assert_string_equal(w.plan->offers[0].text, "Fleet TRUCK has 3 vehicles");
  case_close(&w);
}

/* Shelter for 500 of 700 asked for; a pitch for five takes 1,000 m2, and there are 36,200: 40 pitches, four steps of land. What
 * exists itself is nothing that talks change: where nothing can be built, it is beyond them. */
static void what_exists_counts_and_is_not_offered(void **state) {
  (void)state;
  static const char BEDS[] =
      "given n_days 4\n"
      "given table places\n place_id | name | kind | people | usable_m2 | shelter_places\n CAMP | Camp | site | 800 | 36200 | 500\n"
      "%sgiven table targets\n target_id | kind | place_id | need | tier | people | by_day\n beds | %s | CAMP | shelter | minimum | 700 | 2\n"
      "given table negotiable\n table | row_id | column | step | weight | at_most\n places | CAMP | usable_m2 | 1000 | 3 | 50000\n";
  static const char PITCH[] = "given table crews\n crew_id | n_workers\n CREW | 100\n"
                              "given table construction\n construction_id | capacity | people_per_unit | worker_days_per_unit | m2_per_unit | crew_id | settle_days\n pitch | shelter | 5 | 1 | 1000 | CREW | 0\n";
  static const char *const KINDS[] = {"capacity", "served"};
  for (int k = 0; k < 4; k++) {
    char text[3000];
    world w;
    snprintf(text, sizeof text, BEDS, k < 2 ? PITCH : "", KINDS[k % 2]);
    assert_true(case_open(&w, text));
    w.plan = plan_of(w.s, false);
    if (k < 2) {
      assert_true(fabs(least_by_trying(&w, 0) - 12) < 1e-9);
      assert_true(fabs(weight_of_way(w.plan, 1) - 12) < 1e-9);
      assert_true(w.plan->offers[0].best_people == 701);
    } else {
      assert_int_equal(w.plan->n_offers, 1);
      assert_true(w.plan->offers[0].way == 0 && isnan(w.plan->offers[0].best_people));
      assert_string_equal(w.plan->offers[0].text, "Existing shelter at Camp: 500 places");
    }
    case_close(&w);
  }
}

static void what_is_no_limit_is_said(void **state) {
  (void)state;
  static const struct {
    const char *row, *column;
    bool is_left_out; /* with a warning: a number of a set or a what-if may be so */
  } BAD[] = {{" places | TOWN | willing_share | 0.1 | 1 | 1\n", "column", false}, {" places | NORTH | trucks_per_day | 1 | 1 | 9\n", "row_id", false},
             {" places | TOWN | shelter_places | 1 | 1 | 9\n", "column", false},
             {" fleets | TRUCK | n_vehicles | 0 | 1 | 9\n", "step", false},       {" fleets | TRUCK | n_vehicles | 1 | 1 | 2\n", "at_most", true},
             {" claims | X | value_low | 1 | 1 | 2\n", "table", false},           {" supplies | 9 | units | 1 | 1 | 9000\n", "row_id", false},
             {" places | TOWN | trucks_per_day | 1 | 1 | 9\n", "row_id", true},   {" places | TOWN | water_yield_l_per_day | 1 | 1 | 9\n", "row_id", true}};
  for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
    char text[3000];
    world w;
    bool is_said = false;
    snprintf(text, sizeof text, "%s%s", TWO_GATES, BAD[i].row);
    bool is_read = case_open(&w, text);
    if (is_read != BAD[i].is_left_out) fail_msg("%s is%s read", BAD[i].row, is_read ? "" : " not");
    if (is_read) assert_int_equal(w.s->n_negotiables, 0);
    for (int k = 0; k < w.diags.n; k++)
      is_said = is_said || (w.diags.items[k].severity == (BAD[i].is_left_out ? LFL_WARNING : LFL_ERROR) && w.diags.items[k].column && strcmp(w.diags.items[k].column, BAD[i].column) == 0);
    if (!is_said) fail_msg("nothing is said of%s", BAD[i].row);
    case_close(&w);
  }
}

/* Two rows of one road are two offers: the days tell which is meant. 40 people a day take two trucks of 20 rations, one is let through. */
static void offers_of_some_days_say_which(void **state) {
  (void)state;
  world w;
  int n = 0;
  assert_true(case_open(&w, "given n_days 4\ngiven table places\n place_id | name | kind | people | trucks_per_day | delivered_share\n GATE | Gate | crossing | | 9 | 1\n TOWN | Town | area | 40 | |\n"
                            "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n ROAD | GATE | TOWN | 20 | 20\n"
                            "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 9 | 20 | 9 | 8 | 2\n"
                            "given table items\n item_id | need | mass_kg | volume_m3 | people_served | duration_days\n ration | food | 1 | 0 | 1 | 1\n"
                            "given table supplies\n item_id | place_id | units\n ration | GATE | 999\n"
                            "given table permissions\n subject | subject_id | from_day | to_day | convoys_per_day | trucks_per_convoy\n link | ROAD | 0 | 1 | 1 | 1\n link | ROAD | 2 | | 1 | 1\n"
                            "given table targets\n target_id | kind | need | tier | people | by_day\n fed | served | food | minimum | 40 | 0\n"
                            "given table negotiable\n table | row_id | column | step\n permissions | 1 | convoys_per_day | 1\n permissions | 2 | convoys_per_day | 1\n"));
  w.plan = plan_of(w.s, false);
  for (int k = 0; k < w.plan->n_offers; k++) {
    const lfl_offer_row *o = &w.plan->offers[k];
    if (o->way != 1) continue;
    n++;
    assert_string_equal(o->text, strcmp(o->row_id, "1") == 0 ? "ROAD: 2 convoys a day from 1 January 2000 to 2 January 2000 instead of 1 (1 more)" : "ROAD: 2 convoys a day from 3 January 2000 on instead of 1 (1 more)");
  }
  assert_int_equal(n, 2);
  case_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_cheapest_way_is_the_cheapest_of_all), cmocka_unit_test(random_weights_agree_with_trying),
                                     cmocka_unit_test(land_under_people_and_water), cmocka_unit_test(added_water_did_not_serve_before),
                                     cmocka_unit_test(what_stands_at_0_can_be_had), cmocka_unit_test(a_crew_and_land_from_0), cmocka_unit_test(an_offer_names_its_row),
                                     cmocka_unit_test(a_repair_without_effect_is_not_paid_for), cmocka_unit_test(a_repair_for_nothing_spares_what_is_negotiable), cmocka_unit_test(not_even_all_is_said), cmocka_unit_test(what_exists_counts_and_is_not_offered), cmocka_unit_test(what_is_beyond_talks_is_said), cmocka_unit_test(offers_of_some_days_say_which),
                                     cmocka_unit_test(what_is_no_limit_is_said)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
