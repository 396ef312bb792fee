/* Patients carried to hospitals, as columns of the master problem and in whole things (docs/MODEL.md, "Referral").
 *
 * In the problem: a column for a facility, place, fleet, day and way counts full trips; each takes what any trip takes of
 * vehicles, roads, permissions, fuel and money, and lets so many people of the place count on the facility's beds as send
 * a tripful of patients. Which ways there are columns for: refer_ways.c. In whole things: as many whole trips as the
 * linear solution has, rounded up, where every limit of the day allows it, for the people that the solution has cared for
 * and then for whoever else there is without a bed. O(columns * days).
 * Tests: tests/cases/referral.case, tests/unit/test_cross.c. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "engine/refer_ways.h"
#include "engine/round.h"
#include "engine/rows.h"

static const double EPS = 1e-7;

static bool keep_column(lfl_master *m, refer_column column) {
  if (m->n_refers == m->refers_capacity) {
    int capacity = m->refers_capacity ? 2 * m->refers_capacity : 256;
    refer_column *list = lfl_realloc_array(m->refers, (size_t)capacity, sizeof *list);
    if (!list) return false;
    m->refers = list;
    m->refers_capacity = capacity;
  }
  m->refers[m->n_refers++] = column;
  return true;
}

double refer_most_trips(const lfl_master *m, int facility_i, int fleet_i, int day) {
  const lfl_facility *f = &m->s->facilities[facility_i];
  return care_serves(f, CARE_BEDS) * m->s->facility_share[lfl_at(m->s, facility_i, day)] / lfl_people_a_referral(f, &m->s->fleets[fleet_i]);
}

bool add_referral(lfl_master *m, const refer_column *given) {
  const lfl_scenario *s = m->s;
  refer_column r = *given;
  const lfl_facility *f = &s->facilities[r.facility_i];
  lfl_cost cost = lfl_cost_of_referral(s, r.facility_i);
  trip_column trip = {.day = r.day, .arrive_day = r.day, .from_i = r.place_i, .to_i = f->place_i, .fleet_i = r.fleet_i, .item_i = {LFL_NO, LFL_NO},
                      .way_i = r.way_i, .whole_trips = -1};
  r.class_i = trip.class_i = fleet_is_free(&s->fleets[r.fleet_i]) ? LFL_NO : money_class_of(m->money, &cost);
  double people = lfl_people_a_referral(f, &s->fleets[r.fleet_i]);
  column_entries c;
  entries_begin(&c, 0, 2 * refer_most_trips(m, r.facility_i, r.fleet_i, r.day)); /* twice: the limit's price is in its row */
  master_vehicle_entries(m, &trip, &c);
  entries_add(&c, m->row_care[at_care(m, r.facility_i, CARE_BEDS, r.day)], people);
  entries_add(&c, m->row_service[at_need(m, r.place_i, care_need(s, CARE_BEDS), r.day)], -people);
  r.column = master_add_column(m, &c);
  return r.column >= 0 && keep_column(m, r);
}

bool copy_referrals(lfl_master *m, const lfl_master *from) {
  const double A_TRIP = 0.1; /* person-days: nobody is driven where as many are served without; a trip serves thousands */
  bool is_fine = true;
  for (int k = 0; is_fine && k < from->n_refers; k++) {
    is_fine = add_referral(m, &from->refers[k]);
    if (is_fine) m->cost[COST_MINIMUM][m->refers[m->n_refers - 1].column] += A_TRIP;
  }
  return is_fine;
}

/* By day, facility, place and fleet; of one pair and fleet the way that was found first. */
static int by_pair(const void *a, const void *b) {
  const refer_column *x = a, *y = b;
  const int keys[][2] = {{x->day, y->day}, {x->facility_i, y->facility_i}, {x->place_i, y->place_i}, {x->fleet_i, y->fleet_i}, {x->way_i, y->way_i}, {x->column, y->column}};
  for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
    if (keys[k][0] != keys[k][1]) return keys[k][0] < keys[k][1] ? -1 : 1;
  return 0;
}

void sort_referrals(lfl_master *m) {
  if (m->n_refers) qsort(m->refers, (size_t)m->n_refers, sizeof *m->refers, by_pair);
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
