/* The checker: a plan made by hand holds; any figure altered is refused and named; each limit of
 * docs/MODEL.md, tightened under the plan, is the one that is named; plans out of a nightmare are
 * refused and crash nothing; memory that fails is said so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "hand_plan.h"
#include "ingest/ingest.h"

static lfl_status verify(const lfl_scenario *s, const lfl_plan *plan, lfl_diags *diags) {
  assert_true(lfl_diags_init(diags));
  return lfl_plan_verify(s, plan, diags);
}

static void print_diags(const lfl_diags *diags) {
  for (int i = 0; i < diags->n && i < 10; i++) print_error("  %s\n", lfl_diag_format(&diags->items[i], diags->arena));
}

static hand_plan make(const char *more) {
  hand_plan hand = {0};
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  bool is_fine = hand_plan_make(&hand, more, &diags);
  if (!is_fine) print_diags(&diags);
  lfl_diags_clear(&diags);
  assert_true(is_fine);
  return hand;
}

static void a_plan_by_hand_holds(void **state) {
  (void)state;
  hand_plan hand = make(NULL);
  lfl_diags diags;
  lfl_status status = verify(hand.scenario, hand.plan, &diags);
  print_diags(&diags);
  assert_int_equal(status, LFL_OK);
  assert_int_equal(diags.n, 0);
  lfl_diags_clear(&diags);
  hand_plan_free(&hand);
}

/* --- figures ------------------------------------------------------------------------------------ */

typedef enum figure_type { INT, DOUBLE } figure_type;
typedef struct figure {
  const char *table, *column;
  int row;
  figure_type type;
  void *at;
} figure;

typedef struct figures {
  figure list[400];
  int n;
} figures;

static void add(figures *f, const char *table, const char *column, int row, figure_type type, void *at) {
  assert_true(f->n < (int)(sizeof f->list / sizeof f->list[0]));
  f->list[f->n++] = (figure){table, column, row, type, at};
}

#define EACH(table, type, column) \
  for (int i = 0; i < p->n_##table; i++) add(f, #table, #column, i, type, &p->table[i].column);

/* Every number of the plan that follows from others or from the scenario. Left out: shipment, a
 * label; level's value and target's bounds, which only the solver knows (they have their own
 * tests); what stands in rows of binding, claims and sets. */
static void gather(lfl_plan *p, figures *f) {
  f->n = 0;
  EACH(ways, INT, from_i) EACH(ways, INT, to_i) EACH(ways, DOUBLE, km) EACH(ways, DOUBLE, hours)
  EACH(movements, INT, day) EACH(movements, INT, arrive_day) EACH(movements, INT, from_i) EACH(movements, INT, to_i)
  EACH(movements, INT, fleet_i) EACH(movements, INT, way_i) EACH(movements, DOUBLE, people) EACH(movements, DOUBLE, trips)
  EACH(deliveries, INT, day) EACH(deliveries, INT, arrive_day) EACH(deliveries, INT, from_i) EACH(deliveries, INT, to_i)
  EACH(deliveries, INT, fleet_i) EACH(deliveries, INT, way_i) EACH(deliveries, INT, item_i) EACH(deliveries, DOUBLE, units) EACH(deliveries, DOUBLE, trips)
  EACH(draws, INT, day) EACH(draws, INT, supply_i) EACH(draws, DOUBLE, units)
  EACH(uses, INT, day) EACH(uses, INT, place_i) EACH(uses, INT, item_i) EACH(uses, DOUBLE, units)
  EACH(stocks, INT, day) EACH(stocks, INT, place_i) EACH(stocks, INT, item_i) EACH(stocks, DOUBLE, units) EACH(stocks, DOUBLE, days_left)
  EACH(builds, INT, day) EACH(builds, INT, place_i) EACH(builds, INT, construction_i) EACH(builds, DOUBLE, units)
  EACH(capacity, INT, day) EACH(capacity, INT, place_i) EACH(capacity, DOUBLE, people)
  EACH(service, INT, day) EACH(service, INT, place_i) EACH(service, INT, need_i) EACH(service, DOUBLE, people) EACH(service, DOUBLE, served_people)
  EACH(spending, INT, day) EACH(spending, INT, pledge_i) EACH(spending, DOUBLE, amount) EACH(spending, INT, place_i) EACH(spending, INT, item_i)
  EACH(levels, DOUBLE, published_value) EACH(levels, DOUBLE, gap)
  for (int i = 0; i < p->scenario->n_targets; i++) {
    add(f, "targets", "target_i", i, INT, &p->targets[i].target_i);
    add(f, "targets", "people", i, DOUBLE, &p->targets[i].people);
    add(f, "targets", "plan_people", i, DOUBLE, &p->targets[i].plan_people);
  }
  for (int i = 0; i < p->scenario->n_places * p->scenario->n_days; i++) add(f, "people", "people", i, DOUBLE, &p->people[i]);
}

/* Alters one figure, wants it refused with an issue that names a table, and puts it back. */
static bool is_refused(const hand_plan *hand, const figure *f, double by) {
  int old_int = 0;
  double old_double = 0;
  if (f->type == INT) {
    memcpy(&old_int, f->at, sizeof old_int);
    int altered = old_int + (int)by;
    memcpy(f->at, &altered, sizeof altered);
  } else {
    memcpy(&old_double, f->at, sizeof old_double);
    double altered = old_double + by;
    memcpy(f->at, &altered, sizeof altered);
  }
  lfl_diags diags;
  lfl_status status = verify(hand->scenario, hand->plan, &diags);
  bool is_named = status == LFL_TARGET_NOT_MET && diags.n_errors > 0;
  for (int i = 0; i < diags.n; i++) is_named = is_named && diags.items[i].file && diags.items[i].expected && diags.items[i].expected[0];
  lfl_diags_clear(&diags);
  if (f->type == INT) memcpy(f->at, &old_int, sizeof old_int);
  else memcpy(f->at, &old_double, sizeof old_double);
  if (!is_named) print_error("%s, row %d, %s altered by %g: not refused (status %d)\n", f->table, f->row, f->column, by, (int)status);
  return is_named;
}

static void any_figure_altered_by_one_is_refused(void **state) {
  (void)state;
  hand_plan hand = make(NULL);
  static figures f;
  gather(hand.plan, &f);
  assert_true(f.n > 300);
  int n_passed = 0;
  for (int i = 0; i < f.n; i++)
    for (int sign = -1; sign <= 1; sign += 2) n_passed += !is_refused(&hand, &f.list[i], sign);
  lfl_diags diags;
  assert_int_equal(verify(hand.scenario, hand.plan, &diags), LFL_OK); /* all put back */
  lfl_diags_clear(&diags);
  hand_plan_free(&hand);
  assert_int_equal(n_passed, 0);
}

static uint64_t next_random(uint64_t *seed) { /* splitmix64, Steele et al. 2014, doi 10.1145/2714064.2660195 */
  uint64_t z = (*seed += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static uint64_t the_seed(void) {
  const char *text = getenv("LIFELINE_SEED");
  return text ? strtoull(text, NULL, 10) : 20240213;
}

static void a_thousand_alterations_are_refused(void **state) {
  (void)state;
  uint64_t seed = the_seed();
  print_message("seed %llu (LIFELINE_SEED)\n", (unsigned long long)seed);
  hand_plan hand = make(NULL);
  static figures f;
  gather(hand.plan, &f);
  int n_passed = 0;
  for (int k = 0; k < 1000; k++) {
    const figure *one = &f.list[next_random(&seed) % (uint64_t)f.n];
    double by = (double)(1 + next_random(&seed) % 40) * (next_random(&seed) % 2 ? 1 : -1);
    if (one->type == DOUBLE && next_random(&seed) % 2) by /= 7;
    n_passed += !is_refused(&hand, one, by);
  }
  hand_plan_free(&hand);
  assert_int_equal(n_passed, 0);
}

static void a_missing_or_second_row_is_refused(void **state) {
  (void)state;
  hand_plan hand = make(NULL);
  lfl_plan *p = hand.plan;
  int *const counts[] = {&p->n_movements, &p->n_deliveries, &p->n_draws, &p->n_uses, &p->n_stocks, &p->n_builds, &p->n_capacity, &p->n_service, &p->n_spending};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    --*counts[i]; /* the last row is gone */
    lfl_diags diags;
    lfl_status status = verify(hand.scenario, p, &diags);
    lfl_diags_clear(&diags);
    ++*counts[i];
    if (status != LFL_TARGET_NOT_MET) print_error("list %zu without its last row: status %d\n", i, (int)status);
    assert_int_equal(status, LFL_TARGET_NOT_MET);
  }
  *lfl_plan_add_service(p) = p->service[0];
  lfl_diags diags;
  assert_int_equal(verify(hand.scenario, p, &diags), LFL_TARGET_NOT_MET);
  lfl_diags_clear(&diags);
  p->n_service--;
  *lfl_plan_add_capacity(p) = p->capacity[0];
  assert_int_equal(verify(hand.scenario, p, &diags), LFL_TARGET_NOT_MET);
  lfl_diags_clear(&diags);
  hand_plan_free(&hand);
}

/* --- limits: the scenario is changed under the plan, and the broken limit is named --------------------- */

static const struct {
  const char *more, *table, *wanted; /* lines of the scenario; file and part of the sentence */
} LIMITS[] = {
    /* Time, places, ways */
    {"set fleets.TRUCK.n_vehicles = 0.4\n", "deliveries", "at most 0.4 vehicle-days of TRUCK"},
    {"set fleets.BUS.n_vehicles = 0.1\n", "movements", "at most 0.1 vehicle-days of BUS"},
    /* (2 + 30) / 8 h keeps the truck of day 0 busy on day 1 */
    {"set fleets.TRUCK.n_vehicles = 1\nset fleets.TRUCK.load_unload_h = 30\n", "deliveries", "day 1: at most 1 vehicle-days of TRUCK"},
    {"set status.+x.subject = fleet\nset status.+x.subject_id = TANKER\nset status.+x.status = closed\n", "deliveries", "at most 0 vehicle-days of TANKER"},
    {"set links.ROAD.vehicles_per_day = 0\n", "deliveries", "at most 0 vehicles on ROAD"},
    {"set links.LANE.vehicles_per_day = 1\n", "deliveries", "at most 1 vehicles on LANE"},
    {"set status.+x.subject = link\nset status.+x.subject_id = ROAD\nset status.+x.status = open\nset status.+x.capacity_share = 0.05\n", "deliveries", "at most 0.5 vehicles on ROAD"},
    {"set links.LANE.people_per_day = 3\n", "movements", "at most 3 people on foot on LANE"},
    {"set links.LANE.people_per_day =\n", "movements", "links with people_per_day"},
    {"given walk_limit_km 3\n", "movements", "at most 3 km"},
    {"set places.GATE.trucks_per_day = 0\n", "deliveries", "at most 0 loaded trips from GATE"},
    {"set permissions.1.approval_share = 0.2\n", "deliveries", "at most 0.6 trips under the permission for ROAD"},
    {"set permissions.1.notice_days = 1\n", "deliveries", "before the 1 days of its notice are over"},
    {"given table escorts\n  escort_id | convoys_per_day | vehicles_per_convoy\n  E | 0.1 | 5\nset permissions.1.escort_id = E\n", "deliveries", "at most 0.5 vehicles with escort E"},
    {"given table escorts\n  escort_id | convoys_per_day | vehicles_per_convoy | from_day\n  E | 1 | 5 | 1\nset permissions.1.escort_id = E\n", "deliveries", "at most 0 vehicles with escort E"},
    {"set permissions.1.subject = place\nset permissions.1.subject_id = CAMP\nset permissions.1.trucks_per_convoy = 1\n", "deliveries", "at most 1 trips under the permission for CAMP"},
    {"set status.+x.subject = link\nset status.+x.subject_id = ROAD\nset status.+x.to_day = 0\nset status.+x.status = closed\n", "deliveries", "the whole way is open"},
    {"set status.+x.subject = place\nset status.+x.subject_id = CAMP\nset status.+x.status = closed\n", "movements", "a way open"},
    {"set links.ROAD.two_way = 0\nset links.ROAD.from_id = TOWN\nset links.ROAD.to_id = GATE\n", "ways", "links that lead from GATE to TOWN"},
    {"set links.ROAD.length_km = 21\n", "ways", "21 km, the sum of the links"},
    {"set links.ROAD.speed_km_per_h = 10\n", "ways", "2 h, the sum of the links"},
    {"set fleets.TRUCK.hours_per_day = 0.9\n", "deliveries", "day 1 by the hours of the way"},
    {"set fleets.BUS.hours_per_day = 0.1\n", "movements", "day 2 by the hours of the way"},
    {"set fleets.TRUCK.payload_kg = 499\n", "deliveries", "at most 499 kg on 1 trips"},
    {"set fleets.TRUCK.volume_m3 = 2.2\n", "deliveries", "at most 2.2 m3 on 1 trips"},
    {"set fleets.TANKER.payload_kg = 199\n", "deliveries", "at most 199 kg"},
    {"set fleets.TRUCK.vehicle = tanker\n", "deliveries", "water in tankers"},
    {"set fleets.TRUCK.vehicle = bus\n", "deliveries", "trucks or tankers"},
    {"set fleets.BUS.vehicle = truck\n", "movements", "a fleet of that mode"},
    {"set fleets.BUS.seats = 5\n", "movements", "a seat for everyone"},
    /* Goods */
    {"set supplies.1.units = 299\n", "draws", "at most the 299 units supplied"},
    {"set supplies.1.day = 1\n", "draws", "day 1 or later"},
    {"set places.GATE.delivered_share = 0.4\n", "stocks", "of ration at TOWN"},
    {"set places.TOWN.storage_m3 = 0.05\n", "stocks", "at most 0.05 m3 at TOWN"},
    {"set places.CAMP.storage_m3 = 0.1\n", "stocks", "at most 0.1 m3 at CAMP"},
    /* Water */
    {"set places.TOWN.water_yield_l_per_day = 1490\n", "service", "at most the 1490 l that TOWN yields"},
    {"set places.TOWN.fuel_l_per_m3 = 11\n", "uses", "at least 16.4725 l of fuel to pump at TOWN"},
    {"set places.TOWN.water_yield_l_per_day = 0\n", "deliveries", "water from a place with a yield"},
    {"set standards.water_losses.value = 0.1\n", "service", "that TOWN yields"},
    /* Service and capacity */
    {"set places.CAMP.shelter_places = 29\n", "service", "at most 29 of shelter at CAMP"},
    {"set places.CAMP.shelter_places = 41\n", "capacity", "41 people"},
    {"set places.CAMP.usable_m2 = 1000\n", "service", "at most 1000 of space at CAMP"},
    {"set items.blanket.people_served = 0.5\n", "service", "at most 5 of household at TOWN"},
    {"set items.ration.duration_days = 0.9\n", "service", "of food at"},
    {"set places.TOWN.people_in_need_share = 0.5\n", "service", "45 people in need"},
    {"set construction.hut.settle_days = 1\n", "capacity", "60 people"},
    {"set construction.hut.people_per_unit = 4\n", "capacity", "68 people"},
    /* Construction */
    {"set crews.BUILD.n_workers = 1\n", "builds", "at most 1 workers of BUILD"},
    {"set crews.BUILD.from_day = 1\n", "builds", "at most 0 workers of BUILD"},
    {"set crews.BUILD.place_id = CAMP\n", "builds", "the crew's own place, CAMP"},
    {"set construction.hut.worker_days_per_unit = 3\n", "builds", "at most 4 workers"},
    {"set places.TOWN.usable_m2 = 49\n", "builds", "at most 49 m2 of land at TOWN"},
    {"set construction_items.1.units_per_unit = 2\n", "uses", "4 of tent for building at TOWN"},
    {"set status.+x.subject = place\nset status.+x.subject_id = TOWN\nset status.+x.status = closed\n", "builds", "not closed"},
    /* People */
    {"set places.TOWN.willing_share = 0.09\n", "movements", "at most 9 willing people leave TOWN"},
    {"set places.TOWN.willing_share =\n", "movements", "at most 0 willing people leave TOWN"},
    {"set places.TOWN.limited_mobility_share = 0.95\n", "movements", "at most 5 people leave TOWN by bus and on foot"},
    {"set population_changes.1.people = 6\n", "people", "day 1: 36 at CAMP"},
    {"set places.TOWN.people = 101\n", "people", "day 0: 91 at TOWN"},
    {"set population_changes.1.place_id = TOWN\nset population_changes.1.people = -95\n", "people", "not below 0 at TOWN"},
    {"set status.+x.subject = place\nset status.+x.subject_id = CAMP\nset status.+x.from_day = 1\nset status.+x.status = at_risk\nset status.+x.source = invented\n", "movements", "not at risk on day 0 or later"},
    /* 21 were served before, and of 31 people 30 are */
    {"set places.CAMP.people = 21\n", "movements", "at most 9 received at CAMP"},
    /* Money */
    {"set pledges.A.amount = 746\n", "spending", "at most the 746"},
    {"set pledges.A.from_day = 1\n", "spending", "a pledge that has come by day 0"},
    {"set pledges.A.currency = EUR\n", "spending", "a pledge that has come"},
    {"set fleets.TRUCK.cost_per_km = 2\n", "spending", "120 for transport"},
    {"set fleets.TRUCK.cost_per_vehicle_day = 90\n", "spending", "85 for transport"},
    {"set supplies.1.unit_price = 1\n", "spending", "300 for supplies"},
    {"set construction.hut.cost_per_unit = 4\n", "spending", "8 for construction"},
    {"set crews.BUILD.wage_per_worker_day = 8\n", "spending", "16 for labour"},
    /* Levels */
    {"given need_weight_food 2\n", "levels", "120 by the plan's own tables"},
    {"given risk_weight 1\nset status.+x.subject = place\nset status.+x.subject_id = TOWN\nset status.+x.status = at_risk\nset status.+x.source = invented\n", "levels", "800 by the plan's own tables"},
    {"given order minimum survival fairness movement cost\n", "levels", "the scenario's own order"},
    /* Targets */
    {"set targets.fed.people = 116\n", "targets", "not met: 115 of 116 people"},
    {"set targets.fed.by_day = 0\n", "targets", "90 people by the plan's own tables"},
    {"set targets.out.people = 10\n", "targets", "met: 10 of 10 people"},
    {"set targets.out.people = 21\n", "targets", "a plan found that reaches 21 people"},
    {"set targets.roofs.people = 150\n", "targets", "a bound below the 150 people"},
    {"set targets.roofs.place_id = TOWN\n", "targets", "70 people by the plan's own tables"},
};

static void the_broken_limit_is_named(void **state) {
  (void)state;
  int n_failed = 0;
  for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++) {
    hand_plan hand = {0};
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    if (!hand_plan_make(&hand, LIMITS[i].more, &diags)) {
      print_error("limit %zu: %s", i, LIMITS[i].more);
      print_diags(&diags);
      lfl_diags_clear(&diags);
      n_failed++;
      continue;
    }
    lfl_diags_clear(&diags);
    lfl_status status = verify(hand.scenario, hand.plan, &diags);
    bool is_named = false;
    for (int k = 0; k < diags.n; k++)
      is_named = is_named || (strcmp(diags.items[k].file, LIMITS[i].table) == 0 && strstr(diags.items[k].expected, LIMITS[i].wanted));
    if (status != LFL_TARGET_NOT_MET || !is_named) {
      print_error("limit %zu: %swanted: %s: %s\n", i, LIMITS[i].more, LIMITS[i].table, LIMITS[i].wanted);
      print_diags(&diags);
      n_failed++;
    }
    lfl_diags_clear(&diags);
    hand_plan_free(&hand);
  }
  assert_int_equal(n_failed, 0);
}

/* --- what only the solver knows ------------------------------------------------------------------------- */

static void bounds_and_verdicts_agree(void **state) {
  (void)state;
  hand_plan hand = make(NULL);
  lfl_plan *p = hand.plan;
  const lfl_level level = p->levels[0];
  const struct {
    lfl_level level;
    bool holds;
  } LEVELS[] = {
      {{LFL_LEVEL_SURVIVAL, 64, 56, 0.125, 80, (double)NAN}, true},
      {{LFL_LEVEL_SURVIVAL, 64, 64, 0, 80, (double)NAN}, true},
      {{LFL_LEVEL_SURVIVAL, (double)NAN, (double)NAN, (double)NAN, 80, (double)NAN}, true}, /* stopped before */
      {{LFL_LEVEL_SURVIVAL, 64, 65, -0.015625, 80, (double)NAN}, false},                      /* a bound above the value */
      {{LFL_LEVEL_SURVIVAL, 90, 81, 0.1, 80, (double)NAN}, false},                            /* the plan lies below the bound */
      {{LFL_LEVEL_SURVIVAL, 64, 56, 0.1, 80, (double)NAN}, false},                            /* another gap */
      {{LFL_LEVEL_MINIMUM, 64, 56, 0.125, 446, (double)NAN}, false},                          /* another order */
      {{(lfl_level_kind)77, 64, 56, 0.125, 80, (double)NAN}, false},
  };
  for (size_t i = 0; i < sizeof LEVELS / sizeof LEVELS[0]; i++) {
    lfl_diags diags;
    p->levels[0] = LEVELS[i].level;
    lfl_status status = verify(hand.scenario, p, &diags);
    if ((status == LFL_OK) != LEVELS[i].holds) print_error("level %zu\n", i);
    assert_int_equal(status, LEVELS[i].holds ? LFL_OK : LFL_TARGET_NOT_MET);
    lfl_diags_clear(&diags);
  }
  p->levels[0] = level;
  int out = 0;
  while (strcmp(hand.scenario->targets[out].id, "out") != 0) out++;
  const double none = (double)NAN, no_limit = (double)INFINITY;
  const struct {
    lfl_target_result result;
    bool holds;
  } TARGETS[] = { /* 10 of 12 people by day 1 */
      {{out, LFL_POSSIBLE, 12, 10, 20, 20, 0, false, none, none, -1}, true},
      {{out, LFL_IMPOSSIBLE, 12, 10, 10, 11.5, -1, false, none, none, -1}, true},
      {{out, LFL_VERDICT_UNKNOWN, 12, 10, none, no_limit, -1, false, none, none, -1}, true},
      {{out, LFL_MET, 12, 10, 20, 20, 0, false, none, none, -1}, false},
      {{out, LFL_POSSIBLE, 12, 10, 11, 20, 0, false, none, none, -1}, false},   /* none found */
      {{out, LFL_IMPOSSIBLE, 12, 10, 10, 12, -1, false, none, none, -1}, false}, /* not proved */
      {{out, LFL_POSSIBLE, 12, 10, 20, 19, 0, false, none, none, -1}, false},    /* found above the bound */
      {{out, LFL_IMPOSSIBLE, 12, 10, 9, 11, -1, false, none, none, -1}, false},  /* found less than this plan */
      {{out, LFL_POSSIBLE, 12, 10, 20, 20, 2, false, none, none, -1}, false},    /* behind the last day */
      {{out, LFL_POSSIBLE, 12, 10, 20, 20, -2, false, none, none, -1}, false},
      {{out, LFL_POSSIBLE, 12, 10, none, 20, 0, false, none, none, -1}, false},  /* a bound, and nothing found */
      {{out, LFL_POSSIBLE, 12, 10, 20, none, 0, false, none, none, -1}, false},
      {{out, LFL_IMPOSSIBLE, 12, 10, 10, 11, 1, false, none, none, -1}, false},  /* by the day that it cannot be had by */
      {{out, (lfl_verdict)9, 12, 10, 20, 20, 0, false, none, none, -1}, false},
  };
  for (size_t i = 0; i < sizeof TARGETS / sizeof TARGETS[0]; i++) {
    lfl_diags diags;
    p->targets[out] = TARGETS[i].result;
    lfl_status status = verify(hand.scenario, p, &diags);
    if ((status == LFL_OK) != TARGETS[i].holds) print_error("target %zu\n", i);
    assert_int_equal(status, TARGETS[i].holds ? LFL_OK : LFL_TARGET_NOT_MET);
    lfl_diags_clear(&diags);
  }
  hand_plan_free(&hand);
}

/* --- plans out of a nightmare ------------------------------------------------------------------------------ */

static void nothing_crashes(void **state) {
  (void)state;
  static const int INTS[] = {INT_MIN, -2, -1, 2, 3, 5, 1000000, INT_MAX};
  static const double DOUBLES[] = {-1e300, -1, -0.5, 1e-300, 1e15, 1e300};
  const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
  uint64_t seed = the_seed();
  hand_plan hand = make(NULL);
  static figures f;
  gather(hand.plan, &f);
  int n_held = 0;
  for (int k = 0; k < 3000; k++) {
    figure changed[5];
    union { int i; double d; } old[5];
    for (int j = 0; j < 5; j++) {
      changed[j] = f.list[next_random(&seed) % (uint64_t)f.n];
      uint64_t pick = next_random(&seed);
      if (changed[j].type == INT) {
        memcpy(&old[j].i, changed[j].at, sizeof(int));
        memcpy(changed[j].at, &INTS[pick % (sizeof INTS / sizeof INTS[0])], sizeof(int));
      } else {
        memcpy(&old[j].d, changed[j].at, sizeof(double));
        memcpy(changed[j].at, pick % 3 ? &DOUBLES[pick % (sizeof DOUBLES / sizeof DOUBLES[0])] : &odd[pick % 9 / 3], sizeof(double));
      }
    }
    lfl_diags diags;
    lfl_status status = verify(hand.scenario, hand.plan, &diags);
    n_held += status == LFL_OK;
    assert_true(diags.n <= 1000); /* a plan so broken needs no longer list */
    lfl_diags_clear(&diags);
    for (int j = 4; j >= 0; j--) memcpy(changed[j].at, &old[j], changed[j].type == INT ? sizeof(int) : sizeof(double));
  }
  assert_int_equal(n_held, 0);
  hand.plan->spending[0].line = NULL;
  hand.plan->ways[0].link_i = NULL;
  lfl_diags diags;
  assert_int_equal(verify(hand.scenario, hand.plan, &diags), LFL_TARGET_NOT_MET);
  assert_true(diags.n_errors >= 2);
  lfl_diags_clear(&diags);
  hand_plan_free(&hand);
}

static void memory_that_fails_is_said_so(void **state) {
  (void)state;
  hand_plan hand = make(NULL);
  bool has_failed = false, has_held = false;
  for (long n = 0; !has_held && n < 1000; n++) {
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    lfl_alloc_fail_after(n);
    lfl_status status = lfl_plan_verify(hand.scenario, hand.plan, &diags);
    lfl_alloc_fail_after(-1);
    has_held = status == LFL_OK;
    has_failed = has_failed || status == LFL_ERR_MEMORY;
    assert_true(has_held || status == LFL_ERR_MEMORY);
    lfl_diags_clear(&diags);
  }
  assert_true(has_failed && has_held);
  hand_plan_free(&hand);
}

/* --- the planner's own plan ------------------------------------------------------------------------------------ */

static void the_planners_plan_holds_and_its_alterations_do_not(void **state) {
  (void)state;
  lfl_diags diags;
  hand_plan made = {0};
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_read(LFL_SOURCE_DIR "/scenarios/two-sites", NULL, &diags, &made.tables, &made.scenario), LFL_OK);
  lfl_diags_clear(&diags);
  lfl_plan_options o = lfl_plan_options_default();
  o.skip_binding = true;
  lfl_plan_make(made.scenario, &o, &made.plan);
  assert_non_null(made.plan);
  lfl_status status = verify(made.scenario, made.plan, &diags);
  print_diags(&diags);
  lfl_diags_clear(&diags);
  assert_int_equal(status, LFL_OK);
  lfl_plan *p = made.plan;
  uint64_t seed = the_seed();
  int n_passed = 0;
  for (int k = 0; k < 300; k++) {
    uint64_t pick = next_random(&seed);
    int i = (int)(pick >> 8 & 0xffffff), by = pick & 1 ? 1 : -1;
    figure one = {NULL, NULL, 0, DOUBLE, NULL};
#define PICK(number, list_name, field)                                     \
  case number:                                                             \
    if (!p->n_##list_name) continue;                                       \
    one = (figure){#list_name, #field, i % p->n_##list_name, DOUBLE, &p->list_name[i % p->n_##list_name].field}; \
    break;
    switch (pick >> 40 & 7) {
      PICK(0, service, served_people)
      PICK(1, deliveries, units)
      PICK(2, draws, units)
      PICK(3, uses, units)
      PICK(4, stocks, units)
      PICK(5, capacity, people)
      PICK(6, spending, amount)
      PICK(7, builds, units)
      default: continue;
    }
    n_passed += !is_refused(&made, &one, by);
  }
  hand_plan_free(&made);
  assert_int_equal(n_passed, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plan_by_hand_holds),
      cmocka_unit_test(any_figure_altered_by_one_is_refused),
      cmocka_unit_test(a_thousand_alterations_are_refused),
      cmocka_unit_test(a_missing_or_second_row_is_refused),
      cmocka_unit_test(the_broken_limit_is_named),
      cmocka_unit_test(bounds_and_verdicts_agree),
      cmocka_unit_test(nothing_crashes),
      cmocka_unit_test(memory_that_fails_is_said_so),
      cmocka_unit_test(the_planners_plan_holds_and_its_alterations_do_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
