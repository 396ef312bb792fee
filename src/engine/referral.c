/* Patients carried to hospitals, in the master problem and in whole things (docs/MODEL.md, "Referral").
 *
 * In the problem: a column for each facility, place, fleet and day counts full trips by the road of the day; each
 * takes what any trip takes of vehicles, roads, permissions, fuel and money, and lets so many people of the place count
 * on the facility's beds as send a tripful of patients. In whole things: as many whole trips as the linear solution has,
 * rounded up, where every limit of the day allows it, for the people that the solution has cared for and then for whoever
 * else there is without a bed. O(facilities * places * fleets * days).
 * Tests: tests/cases/referral.case, tests/unit/test_cross.c. */
#include <math.h>

#include "base/alloc.h"
#include "engine/columns.h"
#include "engine/round.h"
#include "engine/rows.h"

static const double EPS = 1e-7;

static bool keep_column(lfl_master *m, refer_column column) {
  if (m->n_refers == m->refers_capacity) {
    int capacity = m->refers_capacity ? 2 * m->refers_capacity : 256;
    refer_column *list = lfl_arena_new(m->arena, (size_t)capacity, refer_column);
    if (!list) return false;
    for (int k = 0; k < m->n_refers; k++) list[k] = m->refers[k];
    m->refers = list;
    m->refers_capacity = capacity;
  }
  m->refers[m->n_refers++] = column;
  return true;
}

static bool add_referral(lfl_master *m, int f, int r, int fleet_i, int day) {
  const lfl_scenario *s = m->s;
  const lfl_facility *facility = &s->facilities[f];
  const lfl_road *road = facility->refer_road[(long)r * m->T + day];
  int place_i = facility->refer_i[r], need_i = care_need(s, CARE_BEDS);
  int row = m->row_care[at_care(m, f, CARE_BEDS, day)];
  if (!road || row < 0 || !lfl_fleet_refers(&s->fleets[fleet_i], road) || !(s->fleet_vehicles[lfl_at(s, fleet_i, day)] > 0)) return true;
  int service = m->row_service[at_need(m, place_i, need_i, day)];
  if (service < 0) return true;
  lfl_cost cost = lfl_cost_of_referral(s, f);
  trip_column trip = {.day = day, .arrive_day = day, .from_i = place_i, .to_i = facility->place_i, .fleet_i = fleet_i, .item_i = {LFL_NO, LFL_NO},
                      .way_i = master_road(m, place_i, facility->place_i, road), .whole_trips = -1};
  trip.class_i = fleet_is_free(&s->fleets[fleet_i]) ? LFL_NO : money_class_of(m->money, &cost);
  if (trip.way_i < 0) return false;
  double people = lfl_people_a_referral(facility, &s->fleets[fleet_i]);
  column_entries c;
  entries_begin(&c, 0, care_serves(facility, CARE_BEDS) * s->facility_share[lfl_at(s, f, day)] / people);
  master_vehicle_entries(m, &trip, &c);
  entries_add(&c, row, people);
  entries_add(&c, service, -people);
  int column = master_add_column(m, &c);
  return column >= 0 && keep_column(m, (refer_column){f, place_i, fleet_i, day, trip.way_i, trip.class_i, column});
}

bool make_referrals(lfl_master *m) {
  bool is_fine = true;
  for (int day = 0; day < m->T; day++)
    for (int f = 0; f < m->s->n_facilities; f++)
      for (int r = 0; r < m->s->facilities[f].n_refer; r++)
        for (int k = 0; is_fine && k < m->s->n_fleets; k++) is_fine = add_referral(m, f, r, k, day);
  return is_fine;
}

/* ---- whole things ------------------------------------------------------------------------------------ */

static double in_solution(const run *r, const refer_column *c) { return r->x && c->column < lfl_lp_n_columns(r->m->lp) ? r->x[c->column] : 0; }

static lane lane_of(const run *r, const refer_column *c) {
  return (lane){.from_i = c->place_i, .to_i = r->s->facilities[c->facility_i].place_i, .way_i = c->way_i, .fleet_i = c->fleet_i, .class_i = c->class_i};
}

double run_referral_fuel(const run *r, int place_i, int day) {
  double litres = 0;
  for (int k = 0; k < r->m->n_refers; k++) {
    const refer_column *c = &r->m->refers[k];
    if (c->day == day && in_solution(r, c) > EPS && r->s->fleets[c->fleet_i].fuel_place_i == place_i)
      litres += ceil(in_solution(r, c) - EPS) * lfl_drive_fuel_l(r->s, c->fleet_i, r->m->ways[c->way_i].km);
  }
  return litres;
}

static double seats_of(const run *r, const refer_column *c) { return floor(r->s->fleets[c->fleet_i].seats + EPS); }

/* Most people whose patients find a seat on so many trips. */
static double people_on(const run *r, const refer_column *c, double trips) {
  return floor(trips * seats_of(r, c) / r->s->facilities[c->facility_i].patients_a_person + EPS);
}

static double patients_of(const run *r, const refer_column *c, double people) {
  return ceil(people * r->s->facilities[c->facility_i].patients_a_person - EPS);
}

void run_referrals(run *r, int day, double *left, bool is_first) {
  for (int k = 0; k < r->m->n_refers; k++) {
    const refer_column *c = &r->m->refers[k];
    double x = in_solution(r, c), all = c->day == day && x > EPS ? r->refer_people[k] : 0;
    if (c->day != day || !(x > EPS)) continue;
    double people = is_first ? floor(x * lfl_people_a_referral(&r->s->facilities[c->facility_i], &r->s->fleets[c->fleet_i]) + EPS)
                             : people_on(r, c, r->refer_trips[k]) - all;
    people = fmin(fmin(people, floor(left[c->facility_i] + EPS)), run_beds_wanted(r, c->place_i, day));
    if (people < 1) continue;
    if (is_first) {
      lane l = lane_of(r, c);
      double trips = ceil(patients_of(r, c, people) / seats_of(r, c) - EPS);
      int mark = run_hold(r);
      run_keep_care_fuel(r, day, r->s->fleets[c->fleet_i].fuel_place_i);
      trips = run_most_trips(r, &l, day, trips);
      run_release(r, mark);
      r->fuel_reserved_at = LFL_NO;
      people = fmin(people, people_on(r, c, trips));
      if (trips < 1 || people < 1) continue;
      lfl_cost cost = lfl_cost_of_referral(r->s, c->facility_i);
      r->refer_trips[k] = trips;
      run_use_trips(r, &l, day, trips);
      run_spend(r, &cost, day, trips * run_trip_cost(r, &l, day));
    }
    r->refer_people[k] += people;
    r->cared[(long)c->place_i * N_CARES + CARE_BEDS] += people;
    r->referred[c->facility_i] += people;
    left[c->facility_i] -= people;
  }
}

bool run_record_referrals(run *r, int day) {
  for (int k = 0; k < r->m->n_refers; k++) {
    const refer_column *c = &r->m->refers[k];
    if (c->day != day || r->refer_people[k] < 1) continue;
    lfl_referral_row *row = lfl_plan_add_referral(r->plan);
    if (!row) return false;
    *row = (lfl_referral_row){day, c->place_i, c->facility_i, c->fleet_i, run_plan_way(r, c->way_i), r->refer_people[k], patients_of(r, c, r->refer_people[k]), r->refer_trips[k]};
  }
  return !r->failed;
}
