/* Care by facilities in the master problem and in whole things (docs/MODEL.md, "Facilities").
 *
 * In the problem: for each facility, need and day a row says that no more are served than its share at work
 * can; a column for each place of its catchment serves people there; where it burns fuel a column says how
 * much of it works. In whole things: each day every facility serves the people that the linear solution has it
 * serve, then whoever of its catchment is still without care, in the places' order, as far as its share at work
 * goes, and burns what that takes. O(facilities * places of a catchment * days).
 * Tests: tests/cases/health.case, tests/unit/test_cross.c. */
#include <math.h>

#include "engine/columns.h"
#include "engine/round.h"
#include "engine/rows.h"

static const double EPS = 1e-7;

int care_need(const lfl_scenario *s, int k) { return lfl_need_of_capacity(s, k == CARE_HEALTH ? LFL_HEALTH : LFL_BEDS); }
double care_serves(const lfl_facility *f, int k) { return f->serves[k == CARE_HEALTH ? LFL_HEALTH : LFL_BEDS]; }

bool is_cared_for(const lfl_scenario *s, int place_i, int need_i) {
  for (int k = 0; k < N_CARES; k++) {
    if (care_need(s, k) != need_i) continue;
    for (int f = 0; f < s->n_facilities; f++) {
      const lfl_facility *facility = &s->facilities[f];
      for (int r = 0; care_serves(facility, k) > 0 && r < facility->n_reach; r++)
        if (facility->reach_i[r] == place_i) return true;
      for (int r = 0; k == CARE_BEDS && r < facility->n_refer; r++)
        if (facility->refer_i[r] == place_i) return true;
    }
  }
  return false;
}

/* Does anybody of the catchment, or whose patients are carried there, count on the facility on the day? */
static bool is_asked_for(const lfl_master *m, int f, int k, int need_i, int day) {
  const lfl_facility *facility = &m->s->facilities[f];
  for (int r = 0; r < facility->n_reach; r++)
    if (lfl_is_in_catchment(m->s, f, r, day) && m->row_service[at_need(m, facility->reach_i[r], need_i, day)] >= 0) return true;
  for (int r = 0; k == CARE_BEDS && r < facility->n_refer; r++)
    if (lfl_is_referred(m->s, f, r, day) && m->row_service[at_need(m, facility->refer_i[r], need_i, day)] >= 0) return true;
  return false;
}

double care_row_upper(const lfl_master *m, int f, int k, int day) {
  const lfl_scenario *s = m->s;
  if (!(care_serves(&s->facilities[f], k) > 0) || !(s->facility_share[lfl_at(s, f, day)] > 0)) return -1;
  int need_i = care_need(s, k);
  if (need_i < 0 || !is_asked_for(m, f, k, need_i, day)) return -1;
  return lfl_facility_fuel_l(s, f) > 0 ? 0 : care_serves(&s->facilities[f], k) * s->facility_share[lfl_at(s, f, day)];
}

/* How much of the facility works, where it takes fuel. */
static bool add_work(lfl_master *m, int f, int day) {
  const lfl_scenario *s = m->s;
  const lfl_facility *facility = &s->facilities[f];
  column_entries c;
  entries_begin(&c, 0, s->facility_share[lfl_at(s, f, day)]);
  for (int k = 0; k < N_CARES; k++) entries_add(&c, m->row_care[at_care(m, f, k, day)], -care_serves(facility, k));
  if (!c.n) return true;
  int fuel = m->row_stock[at_item(m, facility->place_i, s->fuel_item_i, day)];
  if (fuel < 0) c.upper = 0;
  entries_add(&c, fuel, facility->fuel_l_per_day);
  return (m->col_work[at_day(m, f, day)] = master_add_column(m, &c)) >= 0;
}

static bool add_care(lfl_master *m, int f, int k, int day) {
  const lfl_facility *facility = &m->s->facilities[f];
  int row = m->row_care[at_care(m, f, k, day)], need_i = care_need(m->s, k);
  for (int r = 0; row >= 0 && r < facility->n_reach; r++) {
    int service = m->row_service[at_need(m, facility->reach_i[r], need_i, day)];
    if (service < 0 || !lfl_is_in_catchment(m->s, f, r, day)) continue;
    column_entries c;
    entries_begin(&c, 0, care_serves(facility, k) * m->s->facility_share[lfl_at(m->s, f, day)]);
    entries_add(&c, row, 1);
    entries_add(&c, service, -1);
    if ((m->col_care[at_care_of(m, f, k, r, day)] = master_add_column(m, &c)) < 0) return false;
  }
  return true;
}

bool make_care(lfl_master *m) {
  bool is_fine = true;
  for (int f = 0; f < m->s->n_facilities; f++)
    for (int day = 0; is_fine && day < m->T; day++) {
      if (lfl_facility_fuel_l(m->s, f) > 0) is_fine = add_work(m, f, day);
      for (int k = 0; is_fine && k < N_CARES; k++) is_fine = add_care(m, f, k, day);
    }
  return is_fine;
}

/* ---- whole things ------------------------------------------------------------------------------------ */

typedef struct ward { /* one facility on one day */
  int f, day;
  double left[N_CARES]; /* people it can still serve */
} ward;

static double served_by(const run *r, int f, int k) {
  double people = k == CARE_BEDS ? r->referred[f] : 0;
  for (int i = 0; i < r->s->facilities[f].n_reach; i++) people += r->care_of[care_pair(r->m, f, k, i)];
  return people;
}

static double wanted(const run *r, int place_i, int need_i, int k, int day) {
  const lfl_scenario *s = r->s;
  double people = lfl_whole_in_need(&s->places[place_i], r->plan->people[lfl_at(s, place_i, day)]);
  double most = fmax(s->needs[need_i].r[LFL_MINIMUM], s->needs[need_i].r[LFL_SURVIVAL]) * people;
  double there = r->usable[at_capacity(r->m, place_i, (int)s->needs[need_i].capacity, day)] + r->cared[(long)place_i * N_CARES + k];
  return fmax(0, ceil(most - there - EPS));
}

double run_beds_wanted(const run *r, int place_i, int day) {
  int need_i = care_need(r->s, CARE_BEDS);
  return need_i < 0 ? 0 : wanted(r, place_i, need_i, CARE_BEDS, day);
}

/* First as the linear solution has it, then whoever is still without. */
static void serve_ward(run *r, ward *w, bool is_first) {
  const lfl_facility *facility = &r->s->facilities[w->f];
  for (int k = 0; k < N_CARES; k++) {
    int need_i = care_need(r->s, k);
    for (int i = 0; need_i >= 0 && i < facility->n_reach; i++) {
      if (!lfl_is_in_catchment(r->s, w->f, i, w->day)) continue;
      int column = r->m->col_care[at_care_of(r->m, w->f, k, i, w->day)], place_i = facility->reach_i[i];
      double people = !is_first ? w->left[k] : column >= 0 && r->x ? floor(r->x[column] + 1e-6) : 0;
      double n = fmin(fmin(people, floor(w->left[k] + EPS)), wanted(r, place_i, need_i, k, w->day));
      if (n < 1) continue;
      w->left[k] -= n;
      r->cared[(long)place_i * N_CARES + k] += floor(n);
      r->care_of[care_pair(r->m, w->f, k, i)] += floor(n);
    }
  }
}

/* Share at work that the fuel left and the linear solution allow, beside the facilities that come before. */
static double share_at_work(run *r, int f, int day) {
  const lfl_scenario *s = r->s;
  int place_i = s->facilities[f].place_i;
  double share = s->facility_share[lfl_at(s, f, day)], fuel = lfl_facility_fuel_l(s, f), before = run_referral_fuel(r, place_i, day);
  if (!(fuel > 0) || !(share > 0)) return share;
  int column = r->m->col_work[at_day(r->m, f, day)];
  if (column >= 0 && r->x) share = fmin(share, r->x[column]);
  for (int g = 0; g < f; g++)
    if (s->facilities[g].place_i == place_i) before += r->at_work[g] * lfl_facility_fuel_l(s, g);
  share = fmax(0, fmin(share, (run_affordable(r, place_i, s->fuel_item_i, day, before + share * fuel) - before) / fuel));
  if (share > 0) run_reserve(r, run_supply_class(r, place_i, s->fuel_item_i), day, run_draw_cost(r, place_i, s->fuel_item_i, day, before + share * fuel));
  return share;
}

void run_keep_care_fuel(run *r, int day, int fuel_place_i) {
  const lfl_scenario *s = r->s;
  r->fuel_reserved_at = fuel_place_i;
  r->fuel_reserved_l = 0;
  for (int f = 0; f < s->n_facilities; f++) {
    double litres = r->at_work[f] * lfl_facility_fuel_l(s, f);
    int place_i = s->facilities[f].place_i;
    if (place_i == fuel_place_i) r->fuel_reserved_l += litres;
    else if (litres > 0) run_reserve(r, run_supply_class(r, place_i, s->fuel_item_i), day, run_draw_cost(r, place_i, s->fuel_item_i, day, litres));
  }
}

static bool record_ward(run *r, int f, int day) {
  const lfl_facility *facility = &r->s->facilities[f];
  double at_work = 0;
  for (int k = 0; k < N_CARES; k++) {
    for (int i = 0; i < facility->n_reach; i++) {
      double people = r->care_of[care_pair(r->m, f, k, i)];
      if (people < 1) continue;
      lfl_care_row *row = lfl_plan_add_care(r->plan);
      if (!row) return false;
      *row = (lfl_care_row){day, facility->reach_i[i], f, care_need(r->s, k), people};
    }
    if (care_serves(facility, k) > 0) at_work = fmax(at_work, served_by(r, f, k) / care_serves(facility, k));
  }
  double litres = at_work * lfl_facility_fuel_l(r->s, f);
  if (litres > 0) run_burn(r, facility->place_i, day, LFL_USE_CARE, litres);
  return !r->failed;
}

void run_care(run *r, int day) {
  const lfl_scenario *s = r->s;
  if (!s->n_facilities) return;
  for (long i = 0; i < (long)s->n_places * N_CARES; i++) r->cared[i] = 0;
  for (long i = 0; i < r->m->n_care_pairs; i++) r->care_of[i] = 0;
  for (int f = 0; f < s->n_facilities; f++) r->referred[f] = 0;
  int mark = run_hold(r);
  for (int f = 0; f < s->n_facilities; f++) r->at_work[f] = share_at_work(r, f, day);
  run_release(r, mark);
  for (int pass = 0; pass < 2; pass++) {
    for (int f = 0; f < s->n_facilities; f++) {
      ward w = {f, day, {0, 0}};
      for (int k = 0; k < N_CARES; k++) w.left[k] = r->at_work[f] * care_serves(&s->facilities[f], k) - served_by(r, f, k);
      serve_ward(r, &w, pass == 0);
    }
    for (int f = 0; f < s->n_facilities; f++) r->beds_left[f] = r->at_work[f] * care_serves(&s->facilities[f], CARE_BEDS) - served_by(r, f, CARE_BEDS);
    run_referrals(r, day, r->beds_left, pass == 0);
  }
  for (int f = 0; f < s->n_facilities && !r->failed; f++)
    if (!record_ward(r, f, day)) r->failed = true;
  if (!r->failed && !run_record_referrals(r, day)) r->failed = true;
}
