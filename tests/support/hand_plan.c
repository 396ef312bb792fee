/* The hand-made plan. Two days; 100 people in TOWN, 20 in CAMP, 5 more come to CAMP on day 1.
 *
 * Ways. ROAD 20 km at 20 km/h: 1 h. LANE 4 km at 20 km/h: 0.2 h. All arrive on their day.
 * Vehicle-days of a round trip: TRUCK on ROAD (2 + 2) / 8 = 0.5, on LANE (0.4 + 2) / 8 = 0.3;
 * TANKER and BUS on LANE (0.4 + 1) / 8 = 0.175.
 *
 * People. Day 0: 6 by bus and 4 on foot from TOWN to CAMP: TOWN 90, CAMP 30, then 35.
 * Ready at CAMP: 20 were served there before (roofs 40, water 300 / 7.5 = 40, land 3000 / 30 =
 * 100, all above the 20 people), so 10 may come while 30 are served.
 *
 * Water, no losses: 7.5 and 15 l. Day 0: TOWN yields 1500, the tanker takes 200. 90 x 7.5 =
 * 675, and (1300 - 675) / 7.5 = 83.3 rise to the minimum: 83, which takes 1297.5. Fuel: 10 l a
 * m3 x 1.4975 = 14.975. CAMP: 300 pumped and 75 of the 200 brought are 375: 30 at survival (225),
 * 20 at the minimum (150); 125 left. Day 1: TOWN 90 x 15 = 1350, fuel 13.5. CAMP: 300 + 120 = 420:
 * 35 at survival (262.5), 21 at the minimum (157.5); 5 left.
 *
 * Food. Half of the 300 rations arrive: 150. Day 0: TOWN 90 whole ones, 60 left. Day 1: 20 go to
 * CAMP: 35 half ones (17.5) and 5 more halves (2.5). TOWN: 80 half ones of 40.
 *
 * Shelter. Two of four tents arrive: two huts, TOWN 60 + 10 = 70; CAMP 40. Blankets: 10, given on
 * day 0, serve 10 people on both days. Space at CAMP: 3000 m2 are enough for all at 45.
 *
 * Money. Day 0: trips 40 + 0.5 x 80 = 80, tanker 8, bus 8: 96. Goods: 300 x 0.5 + 4 x 100 + 15 x 1 +
 * 10 x 2 = 585. Huts 2 x 3 = 6, wages 2 x 1 x 7 = 14. Day 1: truck 8 + 0.3 x 80 = 32, fuel 14.
 *
 * Levels. Unserved at survival: day 0 TOWN roofs 20, CAMP food 30; day 1 TOWN food 10, roofs 20:
 * 80. Worst place: TOWN 50 / (100 x 2 x 3) = 0.083, CAMP 30 / (20 x 2 x 4) = 0.1875. At the minimum:
 * day 0 TOWN water 7, roofs 20, blankets 80, CAMP water 10, food 30, blankets 30; day 1 TOWN food 90,
 * roofs 20, blankets 80, CAMP water 14, food 30, blankets 35: 446. Movement 10 x 4 km. Cost 747. */
#include "hand_plan.h"

#include <math.h>
#include <string.h>

#include "case_runner.h"

static const char SCENARIO[] =
    "given n_days 2\n"
    "given walk_limit_km 5\n"
    "given table standards\n"
    "  indicator_id | value\n"
    "  water_losses | 0\n"
    "given table places\n"
    "  place_id | kind | people | willing_share | limited_mobility_share | trucks_per_day | delivered_share | storage_m3 | water_yield_l_per_day | fuel_l_per_m3 | shelter_places | usable_m2 | source | observed_on | method\n"
    "  GATE | crossing | | | | 5 | 0.5 | | | | | | invented | 2030-01-01 | invented\n"
    "  TOWN | area | 100 | 0.5 | 0.1 | | | 50 | 1500 | 10 | 60 | 500 | invented | 2030-01-01 | invented\n"
    "  CAMP | site | 20 | 0 | 0 | | | | 300 | 0 | 40 | 3000 | invented | 2030-01-01 | invented\n"
    "given table population_changes\n"
    "  place_id | day | people\n"
    "  CAMP | 1 | 5\n"
    "given table links\n"
    "  link_id | from_id | to_id | length_km | speed_km_per_h | vehicles_per_day | people_per_day\n"
    "  ROAD | GATE | TOWN | 20 | 20 | 10 |\n"
    "  LANE | TOWN | CAMP | 4 | 20 | 10 | 50\n"
    "given table fleets\n"
    "  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | seats | hours_per_day | load_unload_h | cost_per_km | cost_per_vehicle_day\n"
    "  TRUCK | truck | 2 | 1000 | 10 | | 8 | 2 | 1 | 80\n"
    "  TANKER | tanker | 1 | 1000 | 1 | | 8 | 1 | 1 | 0\n"
    "  BUS | bus | 1 | | | 10 | 8 | 1 | 1 | 0\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  ration | food | 1 | 0.001 | 1 | 1\n"
    "  tent | shelter | 50 | 0.5 | 5 |\n"
    "  diesel | fuel | 0.84 | 0.001 | |\n"
    "  blanket | household | 1.5 | 0.01 | 1 |\n"
    "given table supplies\n"
    "  item_id | place_id | day | units | unit_price\n"
    "  ration | GATE | 0 | 400 | 0.5\n"
    "  tent | GATE | 0 | 10 | 100\n"
    "  diesel | TOWN | 0 | 40 | 1\n"
    "  blanket | TOWN | 0 | 10 | 2\n"
    "given table construction\n"
    "  construction_id | capacity | people_per_unit | worker_days_per_unit | m2_per_unit | crew_id | cost_per_unit | settle_days\n"
    "  hut | shelter | 5 | 1 | 25 | BUILD | 3 | 0\n"
    "given table construction_items\n"
    "  construction_id | item_id | units_per_unit\n"
    "  hut | tent | 1\n"
    "given table crews\n"
    "  crew_id | n_workers | wage_per_worker_day\n"
    "  BUILD | 4 | 7\n"
    "given table permissions\n"
    "  subject | subject_id | convoys_per_day | trucks_per_convoy\n"
    "  link | ROAD | 1 | 3\n"
    "given table pledges\n"
    "  pledge_id | amount | currency | from_day\n"
    "  A | 5000 | USD | 0\n"
    "given table targets\n"
    "  target_id | kind | place_id | need | tier | people | by_day\n"
    "  fed | served | | food | survival | 115 | 1\n"
    "  out | move_out | TOWN | | | 12 | 1\n"
    "  roofs | capacity | | shelter | | 200 | 1\n"
    "  water | served | | water | survival | | 0\n";

typedef struct maker {
  const lfl_scenario *s;
  lfl_plan *plan;
  int gate, town, camp, road, lane, truck, tanker, bus, ration, tent, diesel, blanket, water;
  bool is_fine;
} maker;

#define FIND(k, list, name) find((k), (k)->s->n_##list, (k)->s->list, sizeof *(k)->s->list, name)

/* Structs with their id first. */
static int find(maker *k, int n, const void *list, size_t size, const char *name) {
  for (int i = 0; i < n; i++) {
    const char *id;
    memcpy(&id, (const char *)list + (size_t)i * size, sizeof id);
    if (strcmp(id, name) == 0) return i;
  }
  k->is_fine = false;
  return 0;
}

#define ADD(noun, ...)                                              \
  do {                                                              \
    void *row_ = lfl_plan_add_##noun(k->plan);                      \
    if (row_) memcpy(row_, &__VA_ARGS__, sizeof(__VA_ARGS__));      \
    else k->is_fine = false;                                        \
  } while (0)

static void add_way(maker *k, int from_i, int to_i, int link_i, double km, double hours) {
  int *links = lfl_arena_new(k->plan->arena, 1, int);
  bool *reverse = lfl_arena_new(k->plan->arena, 1, bool);
  lfl_way *way = lfl_plan_add_way(k->plan);
  k->is_fine = k->is_fine && links && reverse && way;
  if (!k->is_fine) return;
  links[0] = link_i;
  *way = (lfl_way){from_i, to_i, 1, links, reverse, km, hours};
}

static void add_transport(maker *k) {
  add_way(k, k->gate, k->town, k->road, 20, 1);
  add_way(k, k->town, k->camp, k->lane, 4, 0.2);
  ADD(delivery, ((lfl_delivery_row){0, 0, k->gate, k->town, k->truck, 0, 0, k->ration, 300, 1}));
  ADD(delivery, ((lfl_delivery_row){0, 0, k->gate, k->town, k->truck, 0, 0, k->tent, 4, 0}));
  ADD(delivery, ((lfl_delivery_row){0, 0, k->town, k->camp, k->tanker, 1, 1, k->water, 200, 1}));
  ADD(delivery, ((lfl_delivery_row){1, 1, k->town, k->camp, k->truck, 1, 2, k->ration, 20, 1}));
  ADD(movement, ((lfl_movement_row){0, 0, k->town, k->camp, LFL_MODE_BUS, k->bus, 1, 6, 1}));
  ADD(movement, ((lfl_movement_row){0, 0, k->town, k->camp, LFL_MODE_FOOT, -1, 1, 4, 0}));
  const int people[3][2] = {{0, 0}, {30, 35}, {90, 90}};
  for (int day = 0; day < 2; day++) {
    k->plan->people[lfl_at(k->s, k->gate, day)] = people[0][day];
    k->plan->people[lfl_at(k->s, k->camp, day)] = people[1][day];
    k->plan->people[lfl_at(k->s, k->town, day)] = people[2][day];
  }
}

static int supply_of(maker *k, int item_i) {
  for (int i = 0; i < k->s->n_supplies; i++)
    if (k->s->supplies[i].item_i == item_i) return i;
  k->is_fine = false;
  return 0;
}

static void add_goods(maker *k) {
  ADD(draw, ((lfl_draw_row){0, supply_of(k, k->ration), 300}));
  ADD(draw, ((lfl_draw_row){0, supply_of(k, k->tent), 4}));
  ADD(draw, ((lfl_draw_row){0, supply_of(k, k->diesel), 15}));
  ADD(draw, ((lfl_draw_row){0, supply_of(k, k->blanket), 10}));
  ADD(draw, ((lfl_draw_row){1, supply_of(k, k->diesel), 14}));
  ADD(use, ((lfl_use_row){0, k->camp, k->water, LFL_USE_NEED, 75}));
  ADD(use, ((lfl_use_row){0, k->town, k->blanket, LFL_USE_NEED, 10}));
  ADD(use, ((lfl_use_row){0, k->town, k->diesel, LFL_USE_PUMP, 14.975}));
  ADD(use, ((lfl_use_row){0, k->town, k->ration, LFL_USE_NEED, 90}));
  ADD(use, ((lfl_use_row){0, k->town, k->tent, LFL_USE_BUILD, 2}));
  ADD(use, ((lfl_use_row){1, k->camp, k->ration, LFL_USE_NEED, 20}));
  ADD(use, ((lfl_use_row){1, k->camp, k->water, LFL_USE_NEED, 120}));
  ADD(use, ((lfl_use_row){1, k->town, k->diesel, LFL_USE_PUMP, 13.5}));
  ADD(use, ((lfl_use_row){1, k->town, k->ration, LFL_USE_NEED, 40}));
  /* what is left, and for how many days at the mean of what left so far */
  ADD(stock, ((lfl_stock_row){0, k->camp, k->water, 125, 125.0 / 75}));
  ADD(stock, ((lfl_stock_row){0, k->town, k->diesel, 0.025, 0.025 / 14.975}));
  ADD(stock, ((lfl_stock_row){0, k->town, k->ration, 60, 60.0 / 90}));
  ADD(stock, ((lfl_stock_row){1, k->camp, k->water, 5, 5.0 / 97.5}));
  ADD(stock, ((lfl_stock_row){1, k->town, k->diesel, 0.525, 0.525 / 14.2375}));
}

static void serve(maker *k, int day, int place_i, const char *need, double people, double survival, double minimum) {
  int need_i = FIND(k, needs, need);
  if (survival >= 0) ADD(service, ((lfl_service_row){day, place_i, need_i, LFL_SURVIVAL, people, survival}));
  ADD(service, ((lfl_service_row){day, place_i, need_i, LFL_MINIMUM, people, minimum}));
}

static void add_service(maker *k) {
  ADD(build, ((lfl_build_row){0, k->town, FIND(k, constructions, "hut"), 2}));
  for (int day = 0; day < 2; day++) {
    double camp = day ? 35 : 30;
    ADD(capacity, ((lfl_capacity_row){day, k->camp, LFL_SHELTER, 40}));
    ADD(capacity, ((lfl_capacity_row){day, k->town, LFL_SHELTER, 70}));
    serve(k, day, k->camp, "water", camp, camp, day ? 21 : 20);
    serve(k, day, k->camp, "food", camp, day ? 35 : 0, day ? 5 : 0);
    serve(k, day, k->camp, "shelter", camp, camp, camp);
    serve(k, day, k->camp, "space", camp, camp, camp);
    serve(k, day, k->camp, "household", camp, -1, 0);
    serve(k, day, k->town, "water", 90, 90, day ? 90 : 83);
    serve(k, day, k->town, "food", 90, day ? 80 : 90, day ? 0 : 90);
    serve(k, day, k->town, "shelter", 90, 70, 70);
    serve(k, day, k->town, "household", 90, -1, 10);
  }
}

static void add_sums(maker *k) {
  ADD(spending, ((lfl_spending_row){0, "transport", 0, 80, NULL, k->town, -1}));
  ADD(spending, ((lfl_spending_row){0, "transport", 0, 8, "water", k->camp, k->water}));
  ADD(spending, ((lfl_spending_row){0, "transport", 0, 8, "movement", k->camp, -1}));
  ADD(spending, ((lfl_spending_row){0, "supplies", 0, 150, "food", k->gate, k->ration}));
  ADD(spending, ((lfl_spending_row){0, "supplies", 0, 400, "shelter", k->gate, k->tent}));
  ADD(spending, ((lfl_spending_row){0, "supplies", 0, 15, "fuel", k->town, k->diesel}));
  ADD(spending, ((lfl_spending_row){0, "supplies", 0, 20, "household", k->town, k->blanket}));
  ADD(spending, ((lfl_spending_row){0, "construction", 0, 6, "shelter", k->town, -1}));
  ADD(spending, ((lfl_spending_row){0, "labour", 0, 14, "shelter", k->town, -1}));
  ADD(spending, ((lfl_spending_row){1, "transport", 0, 32, "food", k->camp, k->ration}));
  ADD(spending, ((lfl_spending_row){1, "supplies", 0, 14, "fuel", k->town, k->diesel}));
  k->plan->n_levels = LFL_N_LEVELS;
  k->plan->levels[0] = (lfl_level){LFL_LEVEL_SURVIVAL, 64, 56, 0.125, 80, (double)NAN};
  k->plan->levels[1] = (lfl_level){LFL_LEVEL_FAIRNESS, 0.1, 0.1, 0, 30.0 / 160, (double)NAN};
  k->plan->levels[2] = (lfl_level){LFL_LEVEL_MINIMUM, 400, 400, 0, 446, (double)NAN};
  k->plan->levels[3] = (lfl_level){LFL_LEVEL_MOVEMENT, 40, 40, 0, 40, (double)NAN};
  k->plan->levels[4] = (lfl_level){LFL_LEVEL_COST, 700, 700, 0, 747, (double)NAN};
  const double none = (double)NAN;
  for (int i = 0; i < k->s->n_targets; i++) {
    const char *id = k->s->targets[i].id;
    lfl_target_result *r = &k->plan->targets[i];
    if (strcmp(id, "fed") == 0) *r = (lfl_target_result){i, LFL_MET, 115, 115, 120, 125, 1, false, none, none, -1};
    else if (strcmp(id, "out") == 0) *r = (lfl_target_result){i, LFL_POSSIBLE, 12, 10, 20, 20, 0, false, none, none, -1};
    else if (strcmp(id, "roofs") == 0) *r = (lfl_target_result){i, LFL_IMPOSSIBLE, 200, 110, 150, 150, -1, false, none, none, -1};
    /* all: of the 125 on day 1 nobody is unserved on either day */
    else *r = (lfl_target_result){i, LFL_MET, 125, 125, 125, 125, 0, false, none, none, -1};
  }
}

bool hand_plan_make(hand_plan *out, const char *more, lfl_diags *diags) {
  lfl_buf text = {0};
  lfl_buf_puts(&text, SCENARIO);
  lfl_buf_puts(&text, more ? more : "");
  bool is_fine = !text.failed && case_scenario(text.text, diags, &out->tables, &out->scenario);
  lfl_buf_clear(&text);
  if (!is_fine) return false;
  maker made = {.s = out->scenario, .plan = lfl_plan_create(out->scenario), .is_fine = true}, *k = &made;
  out->plan = made.plan;
  if (!made.plan) {
    hand_plan_free(out);
    return false;
  }
  k->gate = FIND(k, places, "GATE"), k->town = FIND(k, places, "TOWN"), k->camp = FIND(k, places, "CAMP");
  k->road = FIND(k, links, "ROAD"), k->lane = FIND(k, links, "LANE");
  k->truck = FIND(k, fleets, "TRUCK"), k->tanker = FIND(k, fleets, "TANKER"), k->bus = FIND(k, fleets, "BUS");
  k->ration = FIND(k, items, "ration"), k->tent = FIND(k, items, "tent"), k->diesel = FIND(k, items, "diesel");
  k->blanket = FIND(k, items, "blanket"), k->water = k->s->water_item_i;
  add_transport(k);
  add_goods(k);
  add_service(k);
  add_sums(k);
  if (!k->is_fine) hand_plan_free(out);
  return k->is_fine;
}

void hand_plan_free(hand_plan *hand) {
  lfl_plan_destroy(hand->plan);
  lfl_scenario_destroy(hand->scenario);
  lfl_tables_destroy(hand->tables);
  *hand = (hand_plan){0};
}
