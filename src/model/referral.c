/* Referral: from which places, and by which road, patients can be carried to a hospital on a day.
 *
 * Patients are carried to a facility with referral_h from host places outside its catchment of the day, on the quickest
 * road, if that takes at most referral_h. The road goes over links and places none of which is closed on the day,
 * through which any vehicle may pass on it as the tables stand: links with some vehicles_per_day * share, and
 * permissions and escorts that let anybody through. Repairs are left aside: a road that waits for one may never come. Of
 * roads that take equally long it is the one whose links, in order, stand first in the table. Nobody is carried into a
 * place that is at risk on the day or later.
 *
 * Hours are worked out backwards from the facility (Bellman and Ford), then the road is followed forwards, at every
 * fork by the first link on a quickest road. O(facilities * days * links * links of a road).
 * Tests: tests/cases/referral.case, tests/unit/test_cross.c (against all simple ways). */
#include <math.h>

#include "model/scenario.h"

static const double SAME_HOURS = 1e-9;

typedef struct finder {
  lfl_scenario *s;
  double *hours;       /* [places] to the facility; INFINITY not in time */
  bool *is_shut_place; /* [places] on the day */
  bool *is_shut_link;  /* [links] */
  int *next_link;      /* [links] workspace of a road */
  bool *next_reverse;
} finder;

static bool lets_through(const lfl_scenario *s, const lfl_permission *p, int day) {
  if (!(lfl_permission_trips(p, day) > 0)) return false;
  return p->escort_i < 0 || lfl_escort_vehicles(&s->escorts[p->escort_i], day) > 0;
}

/* What vehicles cannot pass on the day. */
static void find_shut(finder *x, int day) {
  const lfl_scenario *s = x->s;
  for (int i = 0; i < s->n_places; i++) x->is_shut_place[i] = s->places[i].is_group || s->place_access[lfl_at(s, i, day)] == LFL_CLOSED;
  for (int l = 0; l < s->n_links; l++)
    x->is_shut_link[l] = s->link_access[lfl_at(s, l, day)] == LFL_CLOSED ||
                         (s->links[l].vehicles_per_day < (double)INFINITY && !(s->links[l].vehicles_per_day * s->link_share[lfl_at(s, l, day)] > 0));
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    if (!lfl_permission_holds(p, day) || lets_through(s, p, day)) continue;
    if (p->subject == LFL_SUBJECT_PLACE) x->is_shut_place[p->subject_i] = true;
    else x->is_shut_link[p->subject_i] = true;
  }
}

static double link_hours(const lfl_link *link) { return link->length_km / link->speed_km_per_h; }

static void find_hours(finder *x, const lfl_facility *f) {
  const lfl_scenario *s = x->s;
  for (int i = 0; i < s->n_places; i++) x->hours[i] = (double)INFINITY;
  x->hours[f->place_i] = 0;
  bool is_quicker = !x->is_shut_place[f->place_i];
  while (is_quicker) {
    is_quicker = false;
    for (int l = 0; l < s->n_links; l++) {
      const lfl_link *link = &s->links[l];
      for (int back = 0; back <= link->two_way && !x->is_shut_link[l]; back++) {
        int from = back ? link->to_i : link->from_i, to = back ? link->from_i : link->to_i;
        double then = x->hours[to] + link_hours(link);
        if (!(then < x->hours[from] - SAME_HOURS) || then > f->referral_h + SAME_HOURS || x->is_shut_place[from]) continue;
        x->hours[from] = then;
        is_quicker = true;
      }
    }
  }
}

/* The first link at `at` that lies on a quickest road; -1: there is none. */
static int first_link(const finder *x, int at, int *to_i, bool *is_reverse) {
  const lfl_scenario *s = x->s;
  for (int l = 0; l < s->n_links; l++) {
    const lfl_link *link = &s->links[l];
    for (int back = 0; back <= link->two_way && !x->is_shut_link[l]; back++) {
      int from = back ? link->to_i : link->from_i, to = back ? link->from_i : link->to_i;
      bool is_nearer = x->hours[to] < x->hours[at] && x->hours[to] + link_hours(link) <= x->hours[at] + 2 * SAME_HOURS;
      if (from != at || !is_nearer) continue;
      *to_i = to;
      *is_reverse = back != 0;
      return l;
    }
  }
  return -1;
}

/* Of the arena; `before` if it is the same road. NULL without memory. */
static const lfl_road *follow(finder *x, const lfl_facility *f, int place_i, const lfl_road *before) {
  const lfl_scenario *s = x->s;
  int n = 0, at = place_i;
  double km = 0, hours = 0;
  while (at != f->place_i && n < s->n_links) {
    int to = at, l = first_link(x, at, &to, &x->next_reverse[n]);
    if (l < 0) break;
    x->next_link[n++] = l;
    km += s->links[l].length_km;
    hours += link_hours(&s->links[l]);
    at = to;
  }
  bool is_same = before && before->n_links == n;
  for (int k = 0; is_same && k < n; k++) is_same = before->link_i[k] == x->next_link[k] && before->is_reverse[k] == x->next_reverse[k];
  if (is_same) return before;
  lfl_road *road = lfl_arena_new(s->arena, 1, lfl_road);
  int *links = lfl_arena_new(s->arena, (size_t)n, int);
  bool *reverse = lfl_arena_new(s->arena, (size_t)n, bool);
  if (!road || !links || !reverse) return NULL;
  for (int k = 0; k < n; k++) {
    links[k] = x->next_link[k];
    reverse[k] = x->next_reverse[k];
  }
  *road = (lfl_road){n, links, reverse, km, hours};
  return road;
}

static bool is_near(const lfl_scenario *s, const lfl_facility *f, int place_i, int day) {
  for (int r = 0; r < f->n_reach; r++)
    if (f->reach_i[r] == place_i) return f->reach_h[(long)r * s->n_days + day] < (double)INFINITY;
  return false;
}

static bool is_referred(const finder *x, const lfl_facility *f, int place_i, int day) {
  return x->s->places[place_i].is_host && place_i != f->place_i && x->hours[place_i] < (double)INFINITY && !is_near(x->s, f, place_i, day);
}

static bool carries_anybody(const lfl_scenario *s, const lfl_facility *f) {
  bool has_vehicles = false;
  for (int k = 0; k < s->n_fleets; k++)
    has_vehicles = has_vehicles || (lfl_carries_patients(s->fleets[k].vehicle) && s->fleets[k].seats > 0);
  return has_vehicles && f->referral_h > 0 && f->serves[LFL_BEDS] > 0 && f->patients_a_person > 0;
}

static bool find_roads(finder *x, lfl_facility *f, const lfl_road **by_place) {
  lfl_scenario *s = x->s;
  int n = 0;
  long T = s->n_days;
  for (long i = 0; i < s->n_places * T; i++) by_place[i] = NULL;
  for (int day = 0; day < T; day++) {
    if (s->at_risk_from[lfl_at(s, f->place_i, day)]) continue;
    find_shut(x, day);
    find_hours(x, f);
    for (int i = 0; i < s->n_places; i++)
      if (is_referred(x, f, i, day) && !(by_place[i * T + day] = follow(x, f, i, day ? by_place[i * T + day - 1] : NULL))) return false;
  }
  int *places = lfl_arena_new(s->arena, (size_t)s->n_places, int);
  if (!places) return false;
  for (int i = 0; i < s->n_places; i++) {
    bool is_any = false;
    for (int day = 0; day < T; day++) is_any = is_any || by_place[i * T + day];
    if (is_any) places[n++] = i;
  }
  const lfl_road **roads = lfl_arena_new(s->arena, (size_t)n * (size_t)T, const lfl_road *);
  if (!roads) return false;
  for (int k = 0; k < n; k++)
    for (int day = 0; day < T; day++) roads[k * T + day] = by_place[places[k] * T + day];
  f->n_refer = n;
  f->refer_i = places;
  f->refer_road = roads;
  return true;
}

bool lfl_scenario_make_referrals(lfl_scenario *s) {
  bool is_asked = false;
  for (int k = 0; k < s->n_facilities; k++) is_asked = is_asked || carries_anybody(s, &s->facilities[k]);
  if (!is_asked) return true;
  lfl_arena *work = lfl_arena_create();
  if (!work) return false;
  finder x = {s, lfl_arena_new(work, (size_t)s->n_places, double), lfl_arena_new(work, (size_t)s->n_places, bool), lfl_arena_new(work, (size_t)s->n_links, bool),
              lfl_arena_new(work, (size_t)s->n_links + 1, int), lfl_arena_new(work, (size_t)s->n_links + 1, bool)};
  const lfl_road **by_place = lfl_arena_new(work, (size_t)s->n_places * (size_t)s->n_days, const lfl_road *);
  bool is_fine = x.hours && x.is_shut_place && x.is_shut_link && x.next_link && x.next_reverse && by_place;
  for (int k = 0; is_fine && k < s->n_facilities; k++)
    if (carries_anybody(s, &s->facilities[k])) is_fine = find_roads(&x, &s->facilities[k], by_place);
  lfl_arena_destroy(work);
  return is_fine;
}

bool lfl_fleet_refers(const lfl_fleet *fleet, const lfl_road *road) {
  return lfl_carries_patients(fleet->vehicle) && fleet->seats >= 1 && lfl_travel_days(road->hours, fleet) == 0;
}

double lfl_people_a_referral(const lfl_facility *facility, const lfl_fleet *fleet) { return fleet->seats / facility->patients_a_person; }
