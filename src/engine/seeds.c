/* First columns: full loads of every item, by every fleet, from the origins nearest to each place.
 *
 * Column generation takes a round of solving for each step that a plan gets better, so it pays to begin with
 * the trips that plans are made of: nearly all carry one item from one of the nearest places that have it,
 * and water from one of the nearest sources (measured on made-up scenarios, docs/DECISIONS). What else helps
 * is found by pricing; journeys, too: with them among the first columns CLP's dual did not find its way. O(days * origins * (links log places + places * items)). Tests: tests/unit/test_cross.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/refer_ways.h"

enum { NEAREST_SUPPLIES = 3, NEAREST_SOURCES = 6 };

/* For one kind of vehicle; what is known of a day holds for the next if the same is open and supplied. */
typedef struct seeder {
  lfl_master *m;
  bool is_water;
  int day;                  /* that the rest is of; -1: none yet */
  int *origins, n_origins;
  double *limit;            /* [n_origins] hours of the farthest place that the origin is among the nearest of */
  double *hours;            /* [n_origins, places] INFINITY: no way */
  bool *has_item;           /* [places, items] is any supplied there by the day? */
  bool *had_item;           /* [places, items] and by the day before? */
  double *farthest;         /* [places, items] hours of the last origin that is among the nearest; 0: not of this kind, or none */
  double *sorted;           /* [places] */
} seeder;

static bool search_from(lfl_master *m, int from_i, int day, double limit) {
  lfl_search_options o = {.from_i = from_i, .day = day, .other_day = day, .limit = limit};
  return lfl_search_ways(m->graph, &o, &m->search);
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static bool has(const seeder *k, int place_i, int item_i) { return k->has_item[place_i * k->m->s->n_items + item_i]; }

static size_t n_stocks(const seeder *k) { return (size_t)k->m->s->n_places * (size_t)k->m->s->n_items; }

static void find_stocked(seeder *k, int day) {
  const lfl_scenario *s = k->m->s;
  memcpy(k->had_item, k->has_item, n_stocks(k) * sizeof *k->has_item);
  memset(k->has_item, 0, n_stocks(k) * sizeof *k->has_item);
  if (k->is_water)
    for (int i = 0; i < s->n_places; i++) k->has_item[i * s->n_items + s->water_item_i] = has_water_to_draw(k->m, i, day);
  for (int j = 0; !k->is_water && j < s->n_supplies; j++)
    if (s->supplies[j].day <= day && s->supplies[j].units > 0) k->has_item[s->supplies[j].place_i * s->n_items + s->supplies[j].item_i] = true;
}

static bool same_closures(const lfl_access *access, long n, int n_days, int a, int b) {
  for (long i = 0; i < n; i++)
    if ((access[i * n_days + a] == LFL_CLOSED) != (access[i * n_days + b] == LFL_CLOSED)) return false;
  return true;
}

/* Are the same places supplied as on the day that is known, and the same ways open? */
static bool is_like_known(const seeder *k, int day) {
  const lfl_scenario *s = k->m->s;
  return k->day >= 0 && memcmp(k->had_item, k->has_item, n_stocks(k) * sizeof *k->has_item) == 0 &&
         same_closures(s->place_access, s->n_places, s->n_days, k->day, day) && same_closures(s->link_access, s->n_links, s->n_days, k->day, day);
}

/* Places that have anything to load on the day, and how far all others are from them. */
static bool find_origins(seeder *k, int day) {
  const lfl_scenario *s = k->m->s;
  k->n_origins = 0;
  for (int i = 0; i < s->n_places; i++) {
    bool has_any = false;
    for (int j = 0; j < s->n_items; j++) has_any = has_any || has(k, i, j);
    if (!has_any || s->places[i].is_group) continue;
    double *hours = k->hours + (size_t)k->n_origins * (size_t)s->n_places;
    for (int to = 0; to < s->n_places; to++) hours[to] = (double)INFINITY;
    if (!search_from(k->m, i, day, (double)INFINITY)) return false;
    for (int label = 1; label < k->m->search.n_kept; label++) {
      const lfl_label *at = &k->m->search.labels[k->m->search.kept[label]];
      if (at->place_i != i) hours[at->place_i] = fmin(hours[at->place_i], at->hours);
    }
    k->origins[k->n_origins++] = i;
  }
  return true;
}

static void find_farthest(seeder *k, int item_i, int nearest) {
  const lfl_scenario *s = k->m->s;
  for (int to = 0; to < s->n_places; to++) {
    int n = 0;
    for (int o = 0; o < k->n_origins; o++)
      if (has(k, k->origins[o], item_i)) k->sorted[n++] = k->hours[(size_t)o * (size_t)s->n_places + (size_t)to];
    qsort(k->sorted, (size_t)n, sizeof *k->sorted, ascending);
    k->farthest[to * s->n_items + item_i] = n > nearest ? k->sorted[nearest - 1] : (double)INFINITY;
  }
}

/* Nothing is loaded at the origin for a place beyond. */
static void find_limits(seeder *k) {
  const lfl_scenario *s = k->m->s;
  for (int o = 0; o < k->n_origins; o++) {
    const double *hours = k->hours + (size_t)o * (size_t)s->n_places;
    k->limit[o] = 0;
    for (int to = 0; to < s->n_places; to++)
      for (int i = 0; i < s->n_items && hours[to] < (double)INFINITY; i++)
        if (s->items[i].is_water == k->is_water && has(k, k->origins[o], i) && hours[to] <= k->farthest[to * s->n_items + i]) k->limit[o] = fmax(k->limit[o], hours[to]);
  }
}

/* What the seeder knows is of the day. False without memory. */
static bool know_day(seeder *k, int day) {
  const lfl_scenario *s = k->m->s;
  find_stocked(k, day);
  bool is_known = is_like_known(k, day);
  k->day = day;
  if (is_known) return true;
  if (!find_origins(k, day)) return false;
  for (int i = 0; i < s->n_items; i++)
    if (s->items[i].is_water == k->is_water) find_farthest(k, i, k->is_water ? NEAREST_SOURCES : NEAREST_SUPPLIES);
  find_limits(k);
  return true;
}

static bool add_loads(seeder *k, int fleet_i, int day, int from_i, int label) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  const lfl_label at = m->search.labels[m->search.kept[label]];
  int arrive = day + lfl_travel_days(at.hours, fleet);
  if (arrive >= m->T || at.place_i == from_i || !s->places[at.place_i].is_host) return true;
  for (int i = 0; i < s->n_items; i++) {
    if (!has(k, from_i, i) || at.hours > k->farthest[at.place_i * s->n_items + i] || m->row_stock[at_item(m, at.place_i, i, arrive)] < 0) continue;
    trip_column trip = {.day = day, .arrive_day = arrive, .from_i = from_i, .to_i = at.place_i, .fleet_i = fleet_i,
                        .whole_trips = -1, .item_i = {i, LFL_NO}};
    trip.units[0] = full_load_units(&s->items[i], fleet->payload_kg, fleet->volume_m3);
    if ((trip.way_i = master_way(m, &m->search, m->search.kept[label])) < 0 || !master_add_trip(m, &trip)) return false;
  }
  return true;
}

static bool seed_day(seeder *k, int day) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  bool is_fine = know_day(k, day);
  for (int o = 0; is_fine && o < k->n_origins; o++) {
    is_fine = search_from(m, k->origins[o], day, k->limit[o]);
    for (int f = 0; is_fine && f < s->n_fleets; f++) {
      if (s->fleets[f].vehicle != (k->is_water ? LFL_TANKER : LFL_TRUCK) || !(s->fleet_vehicles[lfl_at(s, f, day)] > 0)) continue;
      for (int label = 1; is_fine && label < m->search.n_kept; label++) is_fine = add_loads(k, f, day, k->origins[o], label);
    }
  }
  return is_fine;
}

static bool seeder_begin(seeder *k, lfl_master *m, bool is_water) {
  size_t n = (size_t)m->s->n_places, n_items = (size_t)m->s->n_items;
  *k = (seeder){.m = m, .is_water = is_water, .day = -1};
  k->origins = lfl_calloc(n + 1, sizeof *k->origins);
  k->limit = lfl_calloc(n + 1, sizeof *k->limit);
  k->hours = lfl_calloc(n * n + 1, sizeof *k->hours);
  k->has_item = lfl_calloc(n * n_items + 1, sizeof *k->has_item);
  k->had_item = lfl_calloc(n * n_items + 1, sizeof *k->had_item);
  k->farthest = lfl_calloc(n * n_items + 1, sizeof *k->farthest);
  k->sorted = lfl_calloc(n + 1, sizeof *k->sorted);
  return k->origins && k->limit && k->hours && k->has_item && k->had_item && k->farthest && k->sorted;
}

static void seeder_clear(seeder *k) {
  lfl_free(k->origins);
  lfl_free(k->limit);
  lfl_free(k->hours);
  lfl_free(k->has_item);
  lfl_free(k->had_item);
  lfl_free(k->farthest);
  lfl_free(k->sorted);
}

bool seed_columns(lfl_master *m) {
  seeder goods = {0}, water = {0};
  if (m->is_fixed_trips) return true;
  bool is_fine = seeder_begin(&goods, m, false) && seeder_begin(&water, m, true);
  for (int day = 0; is_fine && day < m->T; day++) {
    if (m->has_trucks) is_fine = seed_day(&goods, day);
    if (is_fine && m->has_tankers) is_fine = seed_day(&water, day);
  }
  seeder_clear(&goods);
  seeder_clear(&water);
  return is_fine && seed_referrals(m);
}

/* --- mixed loads ------------------------------------------------------------------------------------------ */

typedef struct lane_load {
  lane_day at;
  int item_i, trip_i;
} lane_load;

static int by_lane_and_day(const void *a, const void *b) {
  const lane_load *x = a, *y = b;
  int order = lane_day_order(&x->at, &y->at);
  if (order) return order;
  if (x->item_i != y->item_i) return x->item_i < y->item_i ? -1 : 1;
  return x->trip_i < y->trip_i ? -1 : x->trip_i > y->trip_i;
}

/* Adds the trip with the item beside what it carries, if they fill a vehicle together. */
static bool add_mixed(lfl_master *m, int trip_i, int item_i) {
  const lfl_scenario *s = m->s;
  trip_column trip = m->trips[trip_i];
  const lfl_fleet *fleet = &s->fleets[trip.fleet_i];
  double units[2];
  if (m->row_stock[at_item(m, trip.from_i, item_i, trip.day)] < 0 || m->row_stock[at_item(m, trip.to_i, item_i, trip.arrive_day)] < 0) return true;
  if (!mixed_load_units(&s->items[trip.item_i[0]], &s->items[item_i], fleet->payload_kg, fleet->volume_m3, units)) return true;
  trip.item_i[1] = item_i;
  trip.units[0] = units[0];
  trip.units[1] = units[1];
  return master_add_trip(m, &trip);
}

/* The loads first .. end - 1 are of one lane. */
static bool mix_lane(lfl_master *m, const lane_load *loads, int first, int end, bool *is_carried) {
  bool is_fine = true;
  memset(is_carried, 0, (size_t)m->s->n_items * sizeof *is_carried);
  for (int k = first; k < end; k++) is_carried[loads[k].item_i] = true;
  for (int k = first; k < end; k++)
    for (int j = 0; is_fine && j < m->s->n_items; j++) {
      bool is_other_there = false; /* on the same day: the pair is made once, by the lesser of the two */
      for (int i = k - 1; i >= first && loads[i].at.day == loads[k].at.day; i--) is_other_there = is_other_there || loads[i].item_i == j;
      if (is_carried[j] && j != loads[k].item_i && !is_other_there) is_fine = add_mixed(m, loads[k].trip_i, j);
    }
  return is_fine;
}

bool seed_mixed_loads(lfl_master *m) {
  const double *x = lfl_lp_values(m->lp);
  lane_load *loads = lfl_calloc((size_t)m->n_trips + 1, sizeof *loads);
  bool *is_carried = lfl_calloc((size_t)m->s->n_items + 1, sizeof *is_carried);
  bool is_fine = loads && is_carried;
  int n = 0;
  for (int k = 0; is_fine && k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    if (t->column >= lfl_lp_n_columns(m->lp) || !(x[t->column] > 1e-9) || t->is_move || t->item_i[1] >= 0) continue;
    if (m->s->items[t->item_i[0]].is_water) continue;
    loads[n++] = (lane_load){{t->way_i, t->fleet_i, LFL_NO, t->day}, t->item_i[0], k}; /* who pays depends on the whole load */
  }
  if (n) qsort(loads, (size_t)n, sizeof *loads, by_lane_and_day);
  for (int first = 0, end; is_fine && first < n; first = end) {
    for (end = first + 1; end < n && is_same_lane(&loads[first].at, &loads[end].at); end++) continue;
    is_fine = mix_lane(m, loads, first, end, is_carried);
  }
  lfl_free(loads);
  lfl_free(is_carried);
  return is_fine;
}
