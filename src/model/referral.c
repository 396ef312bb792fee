/* Referral: from which places patients can be carried to a hospital on a day.
 *
 * Patients are carried to a facility with referral_h from host places outside its catchment of the day, by any way that
 * takes at most referral_h over links and places none of which is closed on the day. Nobody is carried into a
 * place that is at risk on the day or later. Here only the places are found; ways, and what limits them, are for the
 * plan (engine/refer_ways.c), so that one that is shut to vehicles until it is repaired counts, too.
 *
 * Hours are worked out backwards from the facility (Bellman and Ford). O(facilities * days * links * links of a way).
 * Tests: tests/cases/referral.case, tests/unit/test_cross.c (against all simple ways). */
#include <math.h>

#include "model/scenario.h"

static const double SAME_HOURS = 1e-9;

static bool is_shut(const lfl_scenario *s, int place_i, int day) {
  return s->places[place_i].is_group || s->place_access[lfl_at(s, place_i, day)] == LFL_CLOSED;
}

/* hours[place]: to the facility on the day, INFINITY where it is not reached in time. */
static void find_hours(const lfl_scenario *s, const lfl_facility *f, int day, double *hours) {
  for (int i = 0; i < s->n_places; i++) hours[i] = (double)INFINITY;
  hours[f->place_i] = 0;
  bool is_quicker = !is_shut(s, f->place_i, day);
  while (is_quicker) {
    is_quicker = false;
    for (int l = 0; l < s->n_links; l++) {
      const lfl_link *link = &s->links[l];
      bool is_closed = s->link_access[lfl_at(s, l, day)] == LFL_CLOSED;
      for (int back = 0; back <= link->two_way && !is_closed; back++) {
        int from = back ? link->to_i : link->from_i, to = back ? link->from_i : link->to_i;
        double then = hours[to] + link->length_km / link->speed_km_per_h;
        if (!(then < hours[from]) || then > f->referral_h + SAME_HOURS || is_shut(s, from, day)) continue;
        hours[from] = then;
        is_quicker = true;
      }
    }
  }
}

static bool is_near(const lfl_scenario *s, const lfl_facility *f, int place_i, int day) {
  for (int r = 0; r < f->n_reach; r++)
    if (f->reach_i[r] == place_i) return f->reach_h[(long)r * s->n_days + day] < (double)INFINITY;
  return false;
}

static bool carries_anybody(const lfl_scenario *s, const lfl_facility *f) {
  bool has_vehicles = false;
  for (int k = 0; k < s->n_fleets; k++)
    has_vehicles = has_vehicles || (lfl_carries_patients(s->fleets[k].vehicle) && s->fleets[k].seats >= 1);
  return has_vehicles && f->referral_h > 0 && f->serves[LFL_BEDS] > 0 && f->patients_a_person > 0;
}

/* is_from: [place, day] workspace. */
static bool find_places(lfl_scenario *s, lfl_facility *f, double *hours, bool *is_from) {
  int n = 0;
  long T = s->n_days;
  int *places = lfl_arena_new(s->arena, (size_t)s->n_places, int);
  for (int day = 0; day < T; day++) {
    bool is_safe = !s->at_risk_from[lfl_at(s, f->place_i, day)];
    if (is_safe) find_hours(s, f, day, hours);
    for (int i = 0; i < s->n_places; i++)
      is_from[i * T + day] = is_safe && s->places[i].is_host && i != f->place_i && hours[i] < (double)INFINITY && !is_near(s, f, i, day);
  }
  for (int i = 0; places && i < s->n_places; i++) {
    bool is_any = false;
    for (int day = 0; day < T; day++) is_any = is_any || is_from[i * T + day];
    if (is_any) places[n++] = i;
  }
  bool *is_on = lfl_arena_new(s->arena, (size_t)n * (size_t)T, bool);
  if (!places || !is_on) return false;
  for (int r = 0; r < n; r++)
    for (int day = 0; day < T; day++) is_on[r * T + day] = is_from[places[r] * T + day];
  f->n_refer = n;
  f->refer_i = places;
  f->is_referred = is_on;
  return true;
}

bool lfl_scenario_make_referrals(lfl_scenario *s) {
  bool is_asked = false;
  for (int k = 0; k < s->n_facilities; k++) is_asked = is_asked || carries_anybody(s, &s->facilities[k]);
  if (!is_asked) return true;
  lfl_arena *work = lfl_arena_create();
  double *hours = work ? lfl_arena_new(work, (size_t)s->n_places, double) : NULL;
  bool *is_from = work ? lfl_arena_new(work, (size_t)s->n_places * (size_t)s->n_days, bool) : NULL;
  bool is_fine = hours && is_from;
  for (int k = 0; is_fine && k < s->n_facilities; k++)
    if (carries_anybody(s, &s->facilities[k])) is_fine = find_places(s, &s->facilities[k], hours, is_from);
  lfl_arena_destroy(work);
  return is_fine;
}

bool lfl_is_referred(const lfl_scenario *s, int facility_i, int r, int day) { return s->facilities[facility_i].is_referred[(long)r * s->n_days + day]; }

bool lfl_fleet_refers(const lfl_fleet *fleet, const lfl_facility *facility, double hours) {
  return lfl_carries_patients(fleet->vehicle) && fleet->seats >= 1 && hours <= facility->referral_h + SAME_HOURS && lfl_travel_days(hours, fleet) == 0;
}

double lfl_people_a_referral(const lfl_facility *facility, const lfl_fleet *fleet) { return fleet->seats / facility->patients_a_person; }
