/* Pricing of patients' trips: by which ways, of all that MODEL.md allows, carrying patients would help under the prices of the
 * last solution ("Referral").
 *
 * Method: as for loads (pricing.c), from each place from which patients can be carried on the day ways are searched with the
 * prices of links, permissions, fuel and money, as far as the facilities' hours go: one that is limited is left for another as soon
 * as its price says so. The best way of each facility and place enters. What those left out can still gain is bounded by the
 * facilities' beds, or by the fleet's vehicles, whichever is less. Patients arrive on the same day, so that no slower way is
 * ever worth more. O(fleets * days * prices of money * places * ways). Tests: tests/cases/referral.case, tests/unit/test_cross.c. */
#include <math.h>

#include "engine/refer_ways.h"
#include "engine/rows.h"

/* Can patients of the place be carried to the facility on the day, and count there in this problem? */
static bool is_served_so(const lfl_master *m, int f, int place_i, int day) {
  const lfl_facility *facility = &m->s->facilities[f];
  int need_i = care_need(m->s, CARE_BEDS);
  if (need_i < 0 || m->row_care[at_care(m, f, CARE_BEDS, day)] < 0 || m->row_service[at_need(m, place_i, need_i, day)] < 0) return false;
  for (int r = 0; r < facility->n_refer; r++)
    if (facility->refer_i[r] == place_i) return lfl_is_referred(m->s, f, r, day);
  return false;
}

static bool may_drive(const lfl_scenario *s, int fleet_i, int day) {
  return lfl_carries_patients(s->fleets[fleet_i].vehicle) && s->fleets[fleet_i].seats >= 1 && s->fleet_vehicles[lfl_at(s, fleet_i, day)] > 0;
}

static double farthest_h(const lfl_scenario *s) {
  double hours = 0;
  for (int f = 0; f < s->n_facilities; f++) hours = fmax(hours, s->facilities[f].referral_h);
  return hours * (1 + 1e-9) + 1e-9; /* rounding: lfl_fleet_refers says what is too far */
}

/* ---- first columns ---- */

static bool seed_from(lfl_master *m, int place_i, int day) {
  const lfl_scenario *s = m->s;
  bool is_fine = true;
  for (int f = 0; is_fine && f < s->n_facilities; f++) {
    if (!is_served_so(m, f, place_i, day)) continue;
    for (int k = 1; is_fine && k < m->search.n_kept; k++) {
      const lfl_label *label = &m->search.labels[m->search.kept[k]];
      for (int v = 0; is_fine && label->place_i == s->facilities[f].place_i && v < s->n_fleets; v++) {
        if (!may_drive(s, v, day) || !lfl_fleet_refers(&s->fleets[v], &s->facilities[f], label->hours)) continue;
        refer_column r = {.facility_i = f, .place_i = place_i, .fleet_i = v, .day = day, .way_i = master_way(m, &m->search, m->search.kept[k])};
        is_fine = r.way_i >= 0 && add_referral(m, &r);
      }
    }
  }
  return is_fine;
}

static bool is_any_served_so(const lfl_master *m, int place_i, int day) {
  bool is_any = false;
  for (int f = 0; !is_any && f < m->s->n_facilities; f++) is_any = is_served_so(m, f, place_i, day);
  return is_any;
}

bool seed_referrals(lfl_master *m) {
  bool is_fine = true;
  for (int day = 0; day < m->T; day++)
    for (int i = 0; is_fine && i < m->s->n_places; i++) {
      if (!is_any_served_so(m, i, day)) continue;
      lfl_search_options o = {.from_i = i, .day = day, .other_day = day, .limit = farthest_h(m->s)};
      is_fine = lfl_search_ways(m->graph, &o, &m->search) && seed_from(m, i, day);
    }
  return is_fine;
}

/* ---- pricing ---- */

typedef struct look { /* at a fleet on a day */
  int fleet_i, day;
  double farthest_h;     /* no facility takes patients from further away */
  double by_beds;        /* what trips left out can gain, by the beds they may fill */
  double a_vehicle_day;  /* the least reduced cost of a vehicle-day */
} look;

/* Price of the facility's money for the fleet; INFINITY: nobody may pay. */
static double money_price(const pricer *p, int f, int fleet_i, int day) {
  if (!p->m->money->n_classes || fleet_is_free(&p->m->s->fleets[fleet_i])) return 0;
  lfl_cost cost = lfl_cost_of_referral(p->m->s, f);
  fund_set payers = money_payers(p->m->money, &cost);
  return pricer_cheapest_of(p, &payers, day);
}

/* The best of the ways just searched from the place to the facility. */
static bool price_pair(pricer *p, look *at, int f, int place_i) {
  lfl_master *m = p->m;
  const lfl_facility *facility = &m->s->facilities[f];
  const lfl_fleet *fleet = &m->s->fleets[at->fleet_i];
  double worth = lfl_people_a_referral(facility, fleet) * (price(p, m->row_service[at_need(m, place_i, care_need(m->s, CARE_BEDS), at->day)]) - price(p, m->row_care[at_care(m, f, CARE_BEDS, at->day)]));
  double best = 0;
  int label_i = LFL_NO;
  for (int k = 1; worth > 0 && k < m->search.n_kept; k++) {
    const lfl_label *label = &m->search.labels[m->search.kept[k]];
    if (label->place_i != facility->place_i || !lfl_fleet_refers(fleet, facility, label->hours)) continue;
    double reduced = label->price + pricer_price_vehicle(p, at->fleet_i, place_i, at->day, label->hours) - worth;
    if (!(reduced < -p->tolerance * fmax(p->least, worth))) continue;
    double share = lfl_vehicle_days_on(label->hours, fleet, 0);
    at->a_vehicle_day = share > 0 ? fmin(at->a_vehicle_day, reduced / share) : -(double)INFINITY;
    if (reduced >= best) continue;
    best = reduced;
    label_i = m->search.kept[k];
  }
  if (label_i < 0) return true;
  at->by_beds -= best * refer_most_trips(m, f, at->fleet_i, at->day);
  if (!p->adds) return true;
  refer_column r = {.facility_i = f, .place_i = place_i, .fleet_i = at->fleet_i, .day = at->day, .way_i = master_way(m, &m->search, label_i)};
  p->n_added++;
  return r.way_i >= 0 && add_referral(m, &r);
}

/* From the place to all facilities whose money has the price at hand. */
static bool price_origin(pricer *p, look *at, int place_i) {
  const lfl_master *m = p->m;
  bool is_searched = false;
  for (int f = 0; f < m->s->n_facilities; f++) {
    if (!is_served_so(m, f, place_i, at->day) || money_price(p, f, at->fleet_i, at->day) != p->money_price) continue;
    lfl_search_options o = pricer_search_options(p, place_i, at->day, at->day, false);
    o.limit = at->farthest_h;
    if (!is_searched && !lfl_search_ways(m->graph, &o, &p->m->search)) return false;
    is_searched = true;
    if (!price_pair(p, at, f, place_i)) return false;
  }
  return true;
}

bool price_referrals(pricer *p, int fleet_i, int day, double *slack) {
  const lfl_scenario *s = p->m->s;
  look at = {fleet_i, day, farthest_h(s), 0, 0};
  bool is_fine = true;
  if (!may_drive(s, fleet_i, day)) return true;
  for (int f = 0; is_fine && f < s->n_facilities; f++) {
    double money = money_price(p, f, fleet_i, day);
    bool is_first = s->facilities[f].n_refer > 0 && money < (double)INFINITY;
    for (int g = 0; g < f && is_first; g++) is_first = !(s->facilities[g].n_refer > 0) || money_price(p, g, fleet_i, day) != money;
    if (!is_first) continue;
    p->money_price = money;
    pricer_price_network(p, fleet_i, day, false);
    for (int i = 0; is_fine && i < s->n_places; i++) is_fine = price_origin(p, &at, i);
  }
  *slack += fmin(at.by_beds, -at.a_vehicle_day * s->fleet_vehicles[lfl_at(s, fleet_i, day)]);
  return is_fine;
}
