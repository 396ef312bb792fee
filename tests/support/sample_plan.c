/* The sample plan: structs filled by hand (sample_plan.h). */
#include "sample_plan.h"

#include <math.h>
#include <string.h>

static const double NONE = (double)NAN, NO_LIMIT = (double)INFINITY;

static const lfl_origin PUBLIC_ROW = {.source = "invented", .observed_on = "2030-02-20", .reliability = LFL_ASSUMED, .sensitivity = LFL_PUBLIC};
static const lfl_origin CLOSED_ROW = {.source = "invented warehouse list", .reliability = LFL_REPORTED, .sensitivity = LFL_RESTRICTED, .row_i = 5};

#define EVIL_1 "</script><script>window.hacked=1</script>"
#define EVIL_2 "<img src=x onerror=\"window.hacked=1\">"
#define EVIL_3 "a\"b'c&d\\e\x01\x1b[31m \xff\xfe \xe2\x80\xae evil \xe2\x80\xa8"

static void set_outline(lfl_arena *arena, lfl_place *place, double lon0, double lat0, double lon1, double lat1) {
  int *start = lfl_arena_new(arena, 2, int);
  double *points = lfl_arena_new(arena, 10, double);
  if (!start || !points) return;
  start[1] = 5;
  const double corners[10] = {lon0, lat0, lon1, lat0, lon1, lat1, lon0, lat1, lon0, lat0};
  memcpy(points, corners, sizeof corners);
  place->outline = (lfl_outline){1, start, points};
}

static lfl_place make_place(const char *id, const char *name, lfl_place_kind kind, double people, double lat, double lon, int row) {
  lfl_place p = {.id = id, .name = name, .kind = kind, .parent_i = row ? SAMPLE_REGION : -1, .lat_deg = lat, .lon_deg = lon, .people = people,
                 .in_need_share = 1, .usable_m2 = NO_LIMIT, .trucks_per_day = NO_LIMIT, .delivered_share = 1, .storage_m3 = NO_LIMIT, .origin = PUBLIC_ROW};
  p.origin.row_i = row;
  p.is_host = row && (kind == LFL_AREA || kind == LFL_SITE);
  return p;
}

static void make_places(lfl_scenario *s, bool is_hostile) {
  lfl_place *p = s->places;
  p[SAMPLE_REGION] = make_place("REGION", "North Region", LFL_AREA, 0, 10.05, 20.05, 0);
  p[SAMPLE_REGION].is_group = true;
  p[SAMPLE_TOWN] = make_place("TOWN", is_hostile ? EVIL_1 : "Town", LFL_AREA, 1000, 10.02, 20.02, 1);
  p[SAMPLE_CAMP] = make_place("CAMP", is_hostile ? EVIL_2 : "Camp", LFL_SITE, 200, 10.07, 20.07, 2);
  p[SAMPLE_HILL] = make_place("HILL", is_hostile ? EVIL_3 : "Hill", LFL_AREA, 300, 10.02, 20.09, 3);
  p[SAMPLE_NOWHERE] = make_place("NOWHERE", NULL, LFL_AREA, 40, NONE, NONE, 4);
  p[SAMPLE_HUB] = make_place("HUB-7", "Warehouse seven", LFL_HUB, 0, 10.0333, 20.1777, 5);
  p[SAMPLE_HUB].origin = CLOSED_ROW;
  p[SAMPLE_GATE] = make_place("GATE", "Border Gate", LFL_CROSSING, 0, 10.02, 20.3, 6);
  p[SAMPLE_GATE].trucks_per_day = 4;
  p[SAMPLE_GATE].delivered_share = 0.9;
  p[SAMPLE_TOWN].willing_share = 0.5, p[SAMPLE_TOWN].willing_recorded = true;
  p[SAMPLE_TOWN].water_yield_l_per_day = 6000, p[SAMPLE_TOWN].water_yield_given = true;
  p[SAMPLE_CAMP].usable_m2 = 30000, p[SAMPLE_CAMP].usable_m2_given = true;
  set_outline(s->arena, &p[SAMPLE_REGION], 20, 10, 20.1, 10.1);
  set_outline(s->arena, &p[SAMPLE_TOWN], 20, 10, 20.04, 10.04);
  set_outline(s->arena, &p[SAMPLE_CAMP], 20.05, 10.05, 20.09, 10.09);
}

static lfl_need make_need(const char *id, lfl_need_kind kind, lfl_capacity capacity, double survival, double minimum, const char *unit) {
  lfl_need n = {.id = id, .kind = kind, .capacity = capacity, .weight = 1};
  n.has_tier[LFL_SURVIVAL] = survival > 0;
  n.has_tier[LFL_MINIMUM] = true;
  n.r[LFL_SURVIVAL] = n.quantity[LFL_SURVIVAL] = survival;
  n.r[LFL_MINIMUM] = n.quantity[LFL_MINIMUM] = minimum;
  for (int tier = 0; tier < LFL_N_TIERS; tier++) {
    n.indicator_id[tier] = tier ? "minimum_figure" : "survival_figure";
    n.quantity_unit[tier] = unit;
    n.indicator_kind[tier] = tier ? "standard" : "assumption";
    n.indicator_source[tier] = tier ? "Sphere Handbook 2018" : "planning rule";
  }
  return n;
}

static bool make_lists(lfl_scenario *s) {
  lfl_arena *a = s->arena;
  s->n_places = SAMPLE_PLACES, s->places = lfl_arena_new(a, SAMPLE_PLACES, lfl_place);
  s->n_needs = 4, s->needs = lfl_arena_new(a, 4, lfl_need);
  s->n_links = 3, s->links = lfl_arena_new(a, 3, lfl_link);
  s->n_fleets = 2, s->fleets = lfl_arena_new(a, 2, lfl_fleet);
  s->n_items = 3, s->items = lfl_arena_new(a, 3, lfl_item);
  s->n_supplies = 2, s->supplies = lfl_arena_new(a, 2, lfl_supply);
  s->n_constructions = 1, s->constructions = lfl_arena_new(a, 1, lfl_construction);
  s->n_crews = 1, s->crews = lfl_arena_new(a, 1, lfl_crew);
  s->n_status_rows = 1, s->status_rows = lfl_arena_new(a, 1, lfl_status_row);
  s->n_pledges = 3, s->pledges = lfl_arena_new(a, 3, lfl_pledge);
  s->n_targets = 3, s->targets = lfl_arena_new(a, 3, lfl_target);
  s->n_claims = 1, s->claims = lfl_arena_new(a, 1, lfl_claim);
  s->n_defaults = 2, s->defaults = lfl_arena_new(a, 2, lfl_default);
  return s->places && s->needs && s->links && s->fleets && s->items && s->supplies && s->constructions && s->crews && s->status_rows &&
         s->pledges && s->targets && s->claims && s->defaults;
}

static void fill_lists(lfl_scenario *s, bool is_hostile) {
  s->needs[0] = make_need("water", LFL_NEED_WATER, LFL_SHELTER, 7.5, 15, "l_per_person_day");
  s->needs[1] = make_need("food", LFL_NEED_ITEM, LFL_SHELTER, 0.5, 1, "kcal_per_person_day");
  s->needs[2] = make_need("shelter", LFL_NEED_CAPACITY, LFL_SHELTER, 1, 1, "m2_per_person");
  s->needs[3] = make_need("health", LFL_NEED_CAPACITY, LFL_HEALTH, 0, 1, "people_per_facility");
  static const int ends[3][2] = {{SAMPLE_GATE, SAMPLE_HUB}, {SAMPLE_HUB, SAMPLE_TOWN}, {SAMPLE_TOWN, SAMPLE_CAMP}};
  static const char *const link_ids[3] = {"GATE-HUB", "HUB-TOWN", "TOWN-CAMP"};
  for (int i = 0; i < 3; i++)
    s->links[i] = (lfl_link){.id = link_ids[i], .from_i = ends[i][0], .to_i = ends[i][1], .length_km = 8, .speed_km_per_h = 20,
                             .vehicles_per_day = NO_LIMIT, .two_way = true, .origin = PUBLIC_ROW};
  s->fleets[0] = (lfl_fleet){.id = "TRUCK", .vehicle = LFL_TRUCK, .n_vehicles = 4, .payload_kg = 5000, .volume_m3 = 20, .hours_per_day = 8, .origin = PUBLIC_ROW};
  s->fleets[1] = (lfl_fleet){.id = "BUS", .vehicle = LFL_BUS, .n_vehicles = 2, .seats = 40, .hours_per_day = 8, .origin = PUBLIC_ROW};
  s->items[0] = (lfl_item){.id = "ration", .name = is_hostile ? EVIL_2 : "food ration", .need_i = 1, .need_text = "food", .mass_kg = 0.5, .volume_m3 = 0.001, .people_served = 1, .duration_days = 1, .person_days = 1, .origin = PUBLIC_ROW};
  s->items[1] = (lfl_item){.id = "tent", .name = "tent", .need_i = -1, .need_text = "shelter", .mass_kg = 55, .volume_m3 = 0.3, .people_served = 5, .given_once = true, .origin = PUBLIC_ROW};
  s->items[2] = (lfl_item){.id = "water", .name = "water", .need_i = 0, .is_water = true, .mass_kg = 1, .volume_m3 = 0.001, .origin = PUBLIC_ROW};
  s->water_item_i = 2, s->fuel_item_i = -1;
  s->supplies[0] = (lfl_supply){.item_i = 0, .place_i = SAMPLE_GATE, .units = 12000, .unit_price = 0.5, .origin = PUBLIC_ROW};
  s->supplies[1] = (lfl_supply){.item_i = 1, .place_i = SAMPLE_HUB, .units = 40, .unit_price = 300, .origin = CLOSED_ROW};
  s->constructions[0] = (lfl_construction){.id = "tent", .capacity = LFL_SHELTER, .people_per_unit = 5, .worker_days_per_unit = 1, .m2_per_unit = 25, .crew_i = 0, .settle_days = 1, .origin = PUBLIC_ROW};
  s->crews[0] = (lfl_crew){.id = "BUILD", .n_workers = 8, .place_i = -1, .to_day = SAMPLE_DAYS - 1, .origin = PUBLIC_ROW};
  s->status_rows[0] = (lfl_status_row){.subject = LFL_SUBJECT_PLACE, .subject_i = SAMPLE_TOWN, .from_day = 4, .to_day = SAMPLE_DAYS - 1, .access = LFL_AT_RISK, .capacity_share = 1, .origin = PUBLIC_ROW};
  s->status_rows[0].origin.source = is_hostile ? EVIL_1 : "declared at risk by the district office";
  s->has_pledges = true;
  s->pledges[0] = (lfl_pledge){.id = "A", .donor = is_hostile ? EVIL_2 : "Donor A", .currency = "USD", .amount = 20000, .counted = true, .origin = PUBLIC_ROW};
  s->pledges[1] = (lfl_pledge){.id = "B", .donor = "Donor B", .currency = "USD", .amount = 50000, .from_day = SAMPLE_DAYS, .condition_id = "NEVER", .counted = true, .origin = PUBLIC_ROW};
  s->pledges[2] = (lfl_pledge){.id = "C", .donor = "Donor C", .currency = "EUR", .amount = 1000, .origin = PUBLIC_ROW};
  s->targets[0] = (lfl_target){.id = "water-all", .kind = LFL_TARGET_SERVED, .place_i = -1, .need_i = 0, .tier = LFL_SURVIVAL, .people = NO_LIMIT, .by_day = 5, .origin = PUBLIC_ROW};
  s->targets[1] = (lfl_target){.id = "out-900", .kind = LFL_TARGET_MOVE_OUT, .place_i = SAMPLE_TOWN, .need_i = -1, .people = 900, .by_day = 6, .origin = PUBLIC_ROW};
  s->targets[2] = (lfl_target){.id = "roof", .kind = LFL_TARGET_CAPACITY, .place_i = SAMPLE_CAMP, .need_i = 2, .capacity = LFL_SHELTER, .tier = LFL_MINIMUM, .people = 300, .by_day = 9, .origin = PUBLIC_ROW};
  s->claims[0] = (lfl_claim){.id = "said", .text = is_hostile ? EVIL_1 : "900 people will have left within a week", .source = "a spokesman", .indicator = "target:out-900", .value_low = 900, .value_high = NONE, .origin = PUBLIC_ROW};
  s->defaults[0] = (lfl_default){.table = "links", .row_id = "HUB-7-TOWN", .column = "speed_km_per_h", .value = "20", .unit = "km/h", .source = is_hostile ? EVIL_2 : "planning figure", .kind = "assumption", .low = 10, .high = 40, .n_rows = 2, .importance = 1500};
  s->defaults[1] = (lfl_default){.table = "fleets", .row_id = "*", .column = "hours_per_day", .value = "8", .unit = "h", .source = "planning figure", .kind = "assumption", .low = NONE, .high = NONE, .n_rows = 2, .importance = 10};
}

/* A raw table of places, as a reader would leave it. */
static bool make_tables(sample_plan *out, bool is_hostile) {
  static const char *const columns[] = {"place_id", "name", "kind", "lat_deg", "lon_deg", "people", "source", "reliability", "sensitivity"};
  enum { N = 9 };
  lfl_arena *a = lfl_arena_create();
  out->tables = a ? lfl_arena_new(a, 1, lfl_tables) : NULL;
  if (!out->tables) {
    lfl_arena_destroy(a);
    return false;
  }
  out->tables->arena = a;
  out->tables->name = "sample";
  lfl_table *t = lfl_arena_new(a, 1, lfl_table);
  const char ***cells = lfl_arena_new(a, SAMPLE_PLACES, const char **);
  long *numbers = lfl_arena_new(a, SAMPLE_PLACES, long);
  if (!t || !cells || !numbers) return false;
  static const char *const ids[SAMPLE_PLACES] = {"REGION", "TOWN", "CAMP", "HILL", "NOWHERE", "HUB-7", "GATE"};
  static const char *const people[SAMPLE_PLACES] = {NULL, "1000", "200", "300", "40", NULL, NULL};
  static const char *const kinds[SAMPLE_PLACES] = {"area", "area", "site", "area", "area", "hub", "crossing"};
  for (int i = 0; i < SAMPLE_PLACES; i++) {
    cells[i] = lfl_arena_new(a, N, const char *);
    if (!cells[i]) return false;
    const char *row[N] = {ids[i], i == SAMPLE_CAMP && is_hostile ? EVIL_2 : ids[i], kinds[i], "10.0333", "20.1777", people[i], is_hostile ? EVIL_1 : "invented", i == SAMPLE_HUB ? "reported" : "assumed", i == SAMPLE_HUB ? "restricted" : "public"};
    memcpy(cells[i], row, sizeof row);
    numbers[i] = i + 2;
  }
  *t = (lfl_table){.name = "places", .file = "sample/places.csv", .n_columns = N, .n_rows = SAMPLE_PLACES, .columns = columns, .cells = cells, .row_numbers = numbers};
  out->tables->n_tables = 1;
  out->tables->tables = t;
  return true;
}

static bool make_scenario(sample_plan *out, bool is_hostile) {
  lfl_arena *a = lfl_arena_create();
  lfl_scenario *s = a ? lfl_arena_new(a, 1, lfl_scenario) : NULL;
  if (!s) {
    lfl_arena_destroy(a);
    return false;
  }
  out->scenario = s;
  s->arena = a;
  s->tables = out->tables;
  s->title = is_hostile ? EVIL_1 : "A sample";
  s->start_date = "2030-03-01", s->currency = "USD", s->standard_set = "sphere-2018", s->data_date = "2030-02-20";
  s->n_days = SAMPLE_DAYS;
  s->water_losses_share = 0.15, s->household_size = 5;
  static const char *const not_planned[] = {"hygiene"};
  s->not_planned = not_planned, s->n_not_planned = 1;
  if (!make_lists(s)) return false;
  make_places(s, is_hostile);
  fill_lists(s, is_hostile);
  return lfl_scenario_make_calendar(s);
}

/* Served in Town: water 800 of 1000 at survival until day 4, then all; food in full until day 6,
 * then half; shelter 600. Elsewhere all are served at survival, nobody at minimum. */
static double served(int place_i, int need_i, int tier, int day, double people) {
  if (tier == LFL_MINIMUM && need_i != 3) return 0;
  if (need_i == 3) return place_i == SAMPLE_TOWN ? people : 0;
  if (place_i != SAMPLE_TOWN) return people;
  if (need_i == 0) return day < 5 ? 800 : people;
  if (need_i == 1) return day < 7 ? people : 500;
  return 600;
}

static bool add_service(lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  for (int day = 0; day < SAMPLE_DAYS; day++)
    for (int i = SAMPLE_TOWN; i <= SAMPLE_NOWHERE; i++)
      for (int need_i = 0; need_i < 4; need_i++)
        for (int tier = 0; tier < LFL_N_TIERS; tier++) {
          if (!s->needs[need_i].has_tier[tier]) continue;
          double people = plan->people[lfl_at(s, i, day)];
          lfl_service_row *row = lfl_plan_add_service(plan);
          if (!row) return false;
          *row = (lfl_service_row){day, i, need_i, (lfl_tier)tier, people, served(i, need_i, tier, day, people)};
        }
  return true;
}

static bool add_decisions(lfl_plan *plan, bool is_hostile) {
  lfl_way *way = lfl_plan_add_way(plan);
  lfl_movement_row *move = lfl_plan_add_movement(plan);
  lfl_delivery_row *load = lfl_plan_add_delivery(plan);
  lfl_draw_row *draw = lfl_plan_add_draw(plan);
  lfl_use_row *use = lfl_plan_add_use(plan);
  lfl_stock_row *stock = lfl_plan_add_stock(plan);
  lfl_build_row *build = lfl_plan_add_build(plan);
  lfl_spending_row *spend = lfl_plan_add_spending(plan);
  lfl_binding_row *binding = lfl_plan_add_binding(plan), *priced = binding ? lfl_plan_add_binding(plan) : NULL;
  if (!way || !move || !load || !draw || !use || !stock || !build || !spend || !priced) return false;
  int *links = lfl_arena_new(plan->arena, 1, int);
  bool *reverse = lfl_arena_new(plan->arena, 1, bool);
  if (!links || !reverse) return false;
  links[0] = 2;
  *way = (lfl_way){.from_i = SAMPLE_TOWN, .to_i = SAMPLE_CAMP, .n_links = 1, .link_i = links, .is_reverse = reverse, .km = 8, .hours = 0.4};
  *move = (lfl_movement_row){.day = 3, .arrive_day = 3, .from_i = SAMPLE_TOWN, .to_i = SAMPLE_CAMP, .mode = LFL_MODE_BUS, .fleet_i = 1, .people = 40, .trips = 1};
  *load = (lfl_delivery_row){.day = 1, .arrive_day = 1, .from_i = SAMPLE_GATE, .to_i = SAMPLE_HILL, .item_i = 0, .units = 1000, .trips = 2};
  *draw = (lfl_draw_row){.day = 1, .supply_i = 0, .units = 1000};
  *use = (lfl_use_row){.day = 1, .place_i = SAMPLE_HILL, .item_i = 0, .kind = LFL_USE_NEED, .units = 300};
  *stock = (lfl_stock_row){.day = 1, .place_i = SAMPLE_HILL, .item_i = 0, .units = 600, .days_left = 2};
  *build = (lfl_build_row){.day = 2, .place_i = SAMPLE_CAMP, .construction_i = 0, .units = 8};
  *spend = (lfl_spending_row){.day = 1, .line = "supplies", .pledge_i = 0, .amount = 2900};
  binding = &plan->binding[0];
  *binding = (lfl_binding_row){"crossing", "GATE", 0, 9, "trucks a day", 12, 1, 120, is_hostile ? EVIL_1 : "Border Gate lets in too few trucks", 1, -1};
  *priced = (lfl_binding_row){"storage", "HUB-7", 2, 6, "m3", 0.4, 10, NONE, "Storage at Warehouse seven is full", NONE, -1};
  lfl_binding_row *of_target = lfl_plan_add_target_binding(plan);
  lfl_conflict_row *conflict = lfl_plan_add_conflict(plan);
  lfl_offer_row *offer = lfl_plan_add_offer(plan);
  if (!of_target || !conflict || !offer) return false;
  *of_target = (lfl_binding_row){"crossing", "GATE", 1, 6, "trucks a day", 30, 10, 250, is_hostile ? EVIL_1 : "Border Gate lets in 40 trucks a day", 0, 1};
  *conflict = (lfl_conflict_row){1, 1, true, "crossing", "GATE", is_hostile ? EVIL_1 : "Border Gate lets in 40 trucks a day at most"};
  *offer = (lfl_offer_row){1, 1, true, "places", "GATE", "trucks_per_day", 40, 60, 2, 905, is_hostile ? EVIL_1 : "Border Gate: 60 trucks a day instead of 40"};
  for (int day = 0; day < SAMPLE_DAYS; day++) {
    lfl_capacity_row *row = lfl_plan_add_capacity(plan);
    if (!row) return false;
    *row = (lfl_capacity_row){day, SAMPLE_CAMP, LFL_SHELTER, day < 3 ? 200 : 240};
    for (int i = SAMPLE_TOWN; i <= SAMPLE_CAMP; i++) plan->people[lfl_at(plan->scenario, i, day)] += day < 3 ? 0 : i == SAMPLE_TOWN ? -40 : 40;
  }
  return true;
}

static bool add_answers(lfl_plan *plan, bool is_hostile) {
  plan->targets[0] = (lfl_target_result){.target_i = 0, .verdict = LFL_MET, .people = 1540, .plan_people = 1540, .best_people = 1540, .bound_people = 1540, .earliest_day = 5, .willing_best_people = NONE, .willing_bound_people = NO_LIMIT, .willing_earliest_day = -1};
  plan->targets[1] = (lfl_target_result){.target_i = 1, .verdict = LFL_IMPOSSIBLE, .people = 900, .plan_people = 40, .best_people = 500, .bound_people = 500.4, .earliest_day = -1, .willing_missing = true, .willing_best_people = 720, .willing_bound_people = 720, .willing_earliest_day = 8};
  plan->targets[2] = (lfl_target_result){.target_i = 2, .verdict = LFL_POSSIBLE, .people = 300, .plan_people = 240, .best_people = 320, .bound_people = 400, .earliest_day = 6, .willing_best_people = NONE, .willing_bound_people = NO_LIMIT, .willing_earliest_day = -1};
  plan->claims[0] = (lfl_claim_result){0, LFL_CLAIM_CONTRADICTED, 500, "At most 500 people can leave by then."};
  plan->n_levels = 1;
  plan->levels[0] = (lfl_level){LFL_LEVEL_SURVIVAL, 5000, 5000, 0, 5000, (double)NAN};
  plan->sets = lfl_arena_new(plan->arena, 2, lfl_set_result);
  if (!plan->sets) return false;
  plan->n_sets = 2;
  for (int i = 0; i < 2; i++) {
    lfl_set_result *set = &plan->sets[i];
    *set = (lfl_set_result){.set_id = i ? (is_hostile ? EVIL_2 : "fewer-trucks") : "", .n_levels = 1, .survival_share = i ? 0.7 : 0.8, .n_targets = 3};
    set->verdicts = lfl_arena_new(plan->arena, 3, lfl_verdict);
    set->best_people = lfl_arena_new(plan->arena, 3, double);
    set->earliest_days = lfl_arena_new(plan->arena, 3, int);
    if (!set->verdicts || !set->best_people || !set->earliest_days) return false;
    for (int k = 0; k < 3; k++) {
      set->verdicts[k] = i && k == 2 ? LFL_IMPOSSIBLE : plan->targets[k].verdict == LFL_MET ? LFL_POSSIBLE : plan->targets[k].verdict; /* as the planner has it */
      set->best_people[k] = plan->targets[k].best_people;
      set->earliest_days[k] = plan->targets[k].earliest_day;
    }
    for (int k = 0; k < LFL_N_LEVELS; k++) set->level_values[k] = k ? NONE : 5000;
  }
  return true;
}

static bool make_needs(sample_plan *out) {
  lfl_arena *a = lfl_arena_create();
  lfl_needs *n = a ? lfl_arena_new(a, 1, lfl_needs) : NULL;
  if (!n) {
    lfl_arena_destroy(a);
    return false;
  }
  out->needs = n;
  n->arena = a;
  n->rows = lfl_arena_new(a, SAMPLE_DAYS * 4, lfl_need_row);
  n->pipeline = lfl_arena_new(a, 2, lfl_pipeline_row);
  n->breaks = lfl_arena_new(a, 4, lfl_pipeline_break);
  if (!n->rows || !n->pipeline || !n->breaks) return false;
  for (int day = 0; day < SAMPLE_DAYS; day++)
    for (int i = SAMPLE_TOWN; i <= SAMPLE_NOWHERE; i++)
      n->rows[n->n_rows++] = (lfl_need_row){day, i, 0, LFL_MINIMUM, out->scenario->places[i].people, 15 * out->scenario->places[i].people, "l", "minimum_figure"};
  n->n_pipeline = 2;
  n->pipeline[0] = (lfl_pipeline_row){.need_i = 0, .need_survival = 1540, .need_minimum = 1540, .need_m3 = 23.1, .need_t = 23.1, .need_trucks = 4.6, .enters_m3 = 6, .enters_t = 6};
  n->pipeline[1] = (lfl_pipeline_row){.need_i = 1, .need_survival = 1540, .need_minimum = 1540, .need_m3 = 1.54, .need_t = 0.77, .need_trucks = 0.2, .enters_m3 = 12, .enters_t = 6, .stock_days = 7.5};
  n->n_breaks = 4;
  n->breaks[0] = (lfl_pipeline_break){0, LFL_SURVIVAL, 0, 740};
  n->breaks[1] = (lfl_pipeline_break){0, LFL_MINIMUM, 0, 1140};
  n->breaks[2] = (lfl_pipeline_break){1, LFL_SURVIVAL, -1, 0};
  n->breaks[3] = (lfl_pipeline_break){1, LFL_MINIMUM, 7, 300};
  n->first = n->most = (lfl_needs_trucks){.survival = 2.5, .minimum = 4.8, .let_in = 4, .arrive = 4};
  return true;
}

bool sample_plan_make(sample_plan *out, bool is_hostile) {
  memset(out, 0, sizeof *out);
  bool is_fine = lfl_diags_init(&out->diags) && make_tables(out, is_hostile) && make_scenario(out, is_hostile) && make_needs(out);
  out->plan = is_fine ? lfl_plan_create(out->scenario) : NULL;
  is_fine = out->plan && add_decisions(out->plan, is_hostile) && add_service(out->plan) && add_answers(out->plan, is_hostile);
  if (!is_fine) {
    sample_plan_free(out);
    return false;
  }
  lfl_diags_add(&out->diags, &(lfl_diag){LFL_WARNING, "implausible", "sample/places.csv", 3, "people", is_hostile ? EVIL_1 : "1000", "a smaller number", NULL});
  lfl_diags_add(&out->diags, &(lfl_diag){LFL_NOTE, "unknown-column", "sample/places.csv", 0, "colour", NULL, "a column of the contract", "source"});
  return true;
}

void sample_plan_free(sample_plan *sample) {
  lfl_plan_destroy(sample->plan);
  if (sample->needs) lfl_arena_destroy(sample->needs->arena);
  lfl_scenario_destroy(sample->scenario);
  lfl_tables_destroy(sample->tables);
  lfl_diags_clear(&sample->diags);
  memset(sample, 0, sizeof *sample);
}
