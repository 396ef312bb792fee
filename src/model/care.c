/* Catchments: who can reach which facility in time on which day.
 *
 * Hours to a facility are those of the quickest way to it over links and places none of which is closed on the
 * day: to hospitals at the links' speeds, to centres and posts on foot at walk_km_per_h. Those who live at its own
 * place are there (0 h), also when the place is closed: what is there serves on. Ways are worked out backwards
 * from the facility as far as its catchment goes (Bellman and Ford: links are gone through until nothing gets
 * quicker), and again only on days on which what is open differs from the day before.
 * O(facilities * different days * links * roads of a way). Tests: tests/unit/test_calendar.c, tests/cases/health.case. */
#include <math.h>

#include "model/scenario.h"

/* Hours over a link for those who go to the facility. */
static double link_hours(const lfl_scenario *s, const lfl_facility *f, const lfl_link *link) {
  return link->length_km / (f->kind == LFL_HOSPITAL ? link->speed_km_per_h : s->walk_km_per_h);
}

static bool is_shut(const lfl_scenario *s, int place_i, int day) {
  return s->places[place_i].is_group || s->place_access[lfl_at(s, place_i, day)] == LFL_CLOSED;
}

static bool is_same_day(const lfl_scenario *s, int a, int b) {
  for (int i = 0; i < s->n_places; i++)
    if ((s->place_access[lfl_at(s, i, a)] == LFL_CLOSED) != (s->place_access[lfl_at(s, i, b)] == LFL_CLOSED)) return false;
  for (int l = 0; l < s->n_links; l++)
    if ((s->link_access[lfl_at(s, l, a)] == LFL_CLOSED) != (s->link_access[lfl_at(s, l, b)] == LFL_CLOSED)) return false;
  return true;
}

void lfl_facility_hours(const lfl_scenario *s, const lfl_facility *f, int day, double *hours) {
  for (int i = 0; i < s->n_places; i++) hours[i] = (double)INFINITY;
  hours[f->place_i] = 0;
  bool is_quicker = !is_shut(s, f->place_i, day);
  while (is_quicker) {
    is_quicker = false;
    for (int l = 0; l < s->n_links; l++) {
      const lfl_link *link = &s->links[l];
      if (s->link_access[lfl_at(s, l, day)] == LFL_CLOSED) continue;
      double step = link_hours(s, f, link);
      for (int back = 0; back <= link->two_way; back++) { /* from where one comes, to where one goes */
        int from = back ? link->to_i : link->from_i, to = back ? link->from_i : link->to_i;
        double then = hours[to] + step;
        if (!(then < hours[from]) || then > f->catchment_h + 1e-9 || is_shut(s, from, day)) continue;
        hours[from] = then;
        is_quicker = true;
      }
    }
  }
}

static bool make_catchment(lfl_scenario *s, lfl_facility *f, double *hours, bool *is_in, const bool *is_as_before) {
  int n = 0;
  for (int i = 0; i < s->n_places; i++) is_in[i] = false;
  for (int day = 0; day < s->n_days; day++) {
    if (is_as_before[day]) continue;
    lfl_facility_hours(s, f, day, hours);
    for (int i = 0; i < s->n_places; i++) is_in[i] = is_in[i] || (s->places[i].is_host && hours[i] < (double)INFINITY);
  }
  for (int i = 0; i < s->n_places; i++) n += is_in[i];
  int *reach = lfl_arena_new(s->arena, (size_t)n, int);
  double *reach_h = lfl_arena_new(s->arena, (size_t)n * (size_t)s->n_days, double);
  if (!reach || !reach_h) return false;
  n = 0;
  for (int i = 0; i < s->n_places; i++)
    if (is_in[i]) reach[n++] = i;
  for (int day = 0; day < s->n_days; day++) {
    if (!is_as_before[day]) lfl_facility_hours(s, f, day, hours);
    for (int r = 0; r < n; r++) reach_h[(long)r * s->n_days + day] = hours[reach[r]];
  }
  f->n_reach = n;
  f->reach_i = reach;
  f->reach_h = reach_h;
  return true;
}

bool lfl_scenario_make_catchments(lfl_scenario *s) {
  if (!s->n_facilities) return true;
  lfl_arena *work = lfl_arena_create();
  double *hours = work ? lfl_arena_new(work, (size_t)s->n_places, double) : NULL;
  bool *is_in = work ? lfl_arena_new(work, (size_t)s->n_places, bool) : NULL, *is_as_before = work ? lfl_arena_new(work, (size_t)s->n_days, bool) : NULL;
  bool is_fine = hours && is_in && is_as_before;
  for (int day = 1; is_fine && day < s->n_days; day++) is_as_before[day] = is_same_day(s, day - 1, day);
  for (int k = 0; is_fine && k < s->n_facilities; k++) is_fine = make_catchment(s, &s->facilities[k], hours, is_in, is_as_before);
  lfl_arena_destroy(work);
  return is_fine;
}

bool lfl_is_in_catchment(const lfl_scenario *s, int facility_i, int r, int day) {
  return s->facilities[facility_i].reach_h[(long)r * s->n_days + day] < (double)INFINITY;
}

double lfl_facility_fuel_l(const lfl_scenario *s, int facility_i) { return s->fuel_item_i < 0 ? 0 : s->facilities[facility_i].fuel_l_per_day; }

int lfl_need_of_kind(const lfl_scenario *s, lfl_need_kind kind) {
  for (int n = 0; n < s->n_needs; n++)
    if (s->needs[n].kind == kind) return n;
  return -1;
}

int lfl_need_of_capacity(const lfl_scenario *s, lfl_capacity capacity) {
  for (int n = 0; n < s->n_needs; n++)
    if (s->needs[n].kind == LFL_NEED_CAPACITY && s->needs[n].capacity == capacity) return n;
  return -1;
}

int lfl_nearest_facility(const lfl_scenario *s, int place_i, lfl_capacity capacity, int day, double *hours) {
  int nearest = -1;
  double least = (double)INFINITY;
  for (int k = 0; k < s->n_facilities; k++)
    for (int r = 0; r < s->facilities[k].n_reach; r++) {
      double h = s->facilities[k].reach_h[(long)r * s->n_days + day];
      if (s->facilities[k].reach_i[r] != place_i || !(s->facilities[k].serves[capacity] * s->facility_share[lfl_at(s, k, day)] > 0) || !(h < least)) continue;
      least = h;
      nearest = k;
    }
  if (hours) *hours = least;
  return nearest;
}

double lfl_place_facilities(const lfl_scenario *s, int place_i, lfl_capacity capacity, int day) {
  double people = 0;
  for (int k = 0; k < s->n_facilities; k++)
    if (s->facilities[k].place_i == place_i) people += s->facilities[k].serves[capacity] * s->facility_share[lfl_at(s, k, day)];
  return people;
}

const char *lfl_facility_kind_name(lfl_facility_kind kind) {
  static const char *const names[] = {"hospital", "health_centre", "health_post"};
  return kind <= LFL_HEALTH_POST ? names[kind] : "unknown";
}
