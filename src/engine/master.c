/* The master problem: its life, its columns, and the entries of a trip. A trip's entries are
 * those of docs/MODEL.md: vehicle-days on each day, links both ways, handling, permissions,
 * what is loaded and what arrives. O(days of the round trip + links) a trip. */
#include "engine/master.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "engine/columns.h"
#include "engine/rows.h"

lfl_master *master_create(const lfl_scenario *s, const lfl_plan_options *options) {
  lfl_arena *arena = lfl_arena_create();
  lfl_master *m = arena ? lfl_arena_new(arena, 1, lfl_master) : NULL;
  if (!m) {
    lfl_arena_destroy(arena);
    return NULL;
  }
  m->arena = arena;
  m->s = s;
  m->T = s->n_days;
  m->options = options;
  m->gap = options->gap;
  m->fairness_column = LFL_NO;
  m->known_bound = -(double)INFINITY;
  m->known_value = (double)NAN;
  m->proof_kind = LFL_PROOF_TARGET;
  m->worst_place = (double)NAN;
  m->seconds_left = (double)INFINITY;
  m->best = m->bound = m->goal = (double)NAN;
  m->lp = lfl_lp_create(LFL_LP_CLP);
  m->graph = lfl_graph_create(s);
  m->way_ids = lfl_ids_create();
  m->is_loose = lfl_arena_new(arena, (size_t)(s->n_links + s->n_permissions + s->n_escorts) + 1, bool);
  return m;
}

lfl_master *master_create_beside(const lfl_master *m, const lfl_scenario *s) {
  lfl_master *own = master_create(s, m->options);
  if (!own) return NULL;
  own->money_days = m->money_days;
  own->n_money_days = m->n_money_days;
  own->iterations = m->iterations;
  own->seconds_left = m->seconds_left;
  return own;
}

bool master_fill(lfl_master *m) {
  double begun = lfl_now_s();
  bool is_fine = m->lp && m->graph && m->way_ids && m->is_loose && master_make_rows(m) && master_make_columns(m) && seed_columns(m) &&
                 master_flush(m);
  m->seconds_left -= lfl_now_s() - begun; /* half a minute for 1,000 places and 180 days */
  return is_fine;
}

void master_destroy(lfl_master *m) {
  if (!m) return;
  branch_destroy(m);
  lfl_lp_start_destroy(m->end.start);
  lfl_lp_start_destroy(m->first_solution);
  common_prices_destroy(m->first_prices);
  common_prices_destroy(m->level_prices);
  lfl_lp_destroy(m->lp);
  lfl_graph_destroy(m->graph);
  lfl_ids_destroy(m->way_ids);
  lfl_search_clear(&m->search);
  for (int i = 0; i < N_COSTS; i++) lfl_free(m->cost[i]);
  lfl_free(m->lower);
  lfl_free(m->upper);
  lfl_free(m->face);
  lfl_free(m->penalty_duals);
  lfl_free(m->trips);
  lfl_free(m->refers);
  lfl_free(m->ways);
  lfl_free(m->pending.lower);
  lfl_free(m->pending.upper);
  lfl_free(m->pending.value);
  lfl_free(m->pending.zero);
  lfl_free(m->pending.start);
  lfl_free(m->pending.row);
  lfl_arena_destroy(m->arena);
}

double master_cost_of(const lfl_master *m, int cost_i, const double *x) {
  double sum = 0;
  for (int j = 0; j < lfl_lp_n_columns(m->lp); j++) sum += m->cost[cost_i][j] * x[j];
  return sum;
}

double *master_weighted_costs(const lfl_master *m, const double *weight) {
  double *cost = lfl_calloc((size_t)m->n_columns + 1, sizeof *cost);
  for (int i = 0; cost && i < N_COSTS; i++)
    for (int j = 0; j < m->n_columns; j++) cost[j] += weight[i] * m->cost[i][j];
  return cost;
}

int cost_of_level(lfl_level_kind level) {
  switch (level) {
    case LFL_LEVEL_SURVIVAL: return COST_SURVIVAL;
    case LFL_LEVEL_MINIMUM: return COST_MINIMUM;
    case LFL_LEVEL_MOVEMENT: return COST_MOVEMENT;
    case LFL_LEVEL_COST: return COST_MONEY;
    case LFL_LEVEL_FAIRNESS:
    case LFL_N_LEVELS: break;
  }
  return LFL_NO;
}

void entries_begin(column_entries *c, double lower, double upper) {
  c->n = 0;
  c->lower = lower;
  c->upper = upper;
  memset(c->cost, 0, sizeof c->cost);
}

void entries_add(column_entries *c, int row, double value) {
  if (row < 0 || value == 0) return;
  for (int i = 0; i < c->n; i++)
    if (c->row[i] == row) {
      c->value[i] += value;
      return;
    }
  if (c->n < MAX_ENTRIES) {
    c->row[c->n] = row;
    c->value[c->n++] = value;
  }
}

void entries_spend(column_entries *c, const lfl_master *m, int class_i, int day, double amount) {
  c->cost[COST_MONEY] += amount;
  if (class_i >= 0) entries_add(c, m->row_spend[at_class(m, class_i, m->money->period_of[day])], amount);
}

/* Makes room for `more` elements behind `n`; keeps the old memory on failure. */
static bool reserve(void *list, int n, int more, int *capacity, size_t size) {
  if (n + more <= *capacity) return true;
  int wanted = *capacity ? 2 * *capacity : 4096;
  while (wanted < n + more) wanted *= 2;
  void *old, *grown;
  memcpy(&old, list, sizeof old);
  grown = lfl_realloc_array(old, (size_t)wanted, size);
  if (!grown) return false;
  memcpy(list, &grown, sizeof grown);
  *capacity = wanted;
  return true;
}

static bool reserve_pending(lfl_master *m, int n_entries) {
  int c = m->pending.capacity, e = m->pending.entries_capacity, k;
  k = c;
  if (!reserve(&m->pending.lower, m->pending.n, 2, &k, sizeof(double))) return false;
  k = c;
  if (!reserve(&m->pending.upper, m->pending.n, 2, &k, sizeof(double))) return false;
  k = c;
  if (!reserve(&m->pending.zero, m->pending.n, 2, &k, sizeof(double))) return false;
  k = c;
  if (!reserve(&m->pending.start, m->pending.n, 2, &k, sizeof(int))) return false;
  m->pending.capacity = k;
  k = e;
  if (!reserve(&m->pending.row, m->pending.n_entries, n_entries, &k, sizeof(int))) return false;
  k = e;
  if (!reserve(&m->pending.value, m->pending.n_entries, n_entries, &k, sizeof(double))) return false;
  m->pending.entries_capacity = k;
  return true;
}

static bool reserve_costs(lfl_master *m) {
  int capacity = m->cost_capacity;
  for (int i = 0; i < N_COSTS; i++) {
    capacity = m->cost_capacity;
    if (!reserve(&m->cost[i], m->n_columns, 1, &capacity, sizeof(double))) return false;
  }
  capacity = m->cost_capacity;
  if (!reserve(&m->lower, m->n_columns, 1, &capacity, sizeof(double))) return false;
  capacity = m->cost_capacity;
  if (!reserve(&m->upper, m->n_columns, 1, &capacity, sizeof(double))) return false;
  capacity = m->cost_capacity;
  if (!reserve(&m->face, m->n_columns, 1, &capacity, sizeof *m->face)) return false;
  m->cost_capacity = capacity;
  return true;
}

int master_add_column(lfl_master *m, const column_entries *c) {
  if (!reserve_pending(m, c->n + LFL_N_LEVELS) || !reserve_costs(m)) return LFL_NO;
  int at = m->pending.n++;
  m->pending.lower[at] = c->lower;
  m->pending.upper[at] = c->upper;
  m->pending.zero[at] = 0;
  m->pending.start[at] = m->pending.n_entries;
  for (int i = 0; i < c->n; i++) {
    if (c->value[i] == 0) continue;
    m->pending.row[m->pending.n_entries] = c->row[i];
    m->pending.value[m->pending.n_entries++] = c->value[i];
  }
  for (int i = 0; i < m->n_holds; i++)
    if (c->cost[m->hold_cost[i]] != 0) {
      m->pending.row[m->pending.n_entries] = m->hold_row[i];
      m->pending.value[m->pending.n_entries++] = c->cost[m->hold_cost[i]];
    }
  m->pending.start[at + 1] = m->pending.n_entries;
  for (int i = 0; i < N_COSTS; i++) m->cost[i][m->n_columns] = c->cost[i];
  m->lower[m->n_columns] = c->lower;
  m->upper[m->n_columns] = c->upper;
  m->face[m->n_columns] = 0;
  return m->n_columns++;
}

bool master_flush(lfl_master *m) {
  if (!m->pending.n) return true;
  bool is_done = lfl_lp_add_columns(m->lp, m->pending.n, m->pending.zero, m->pending.lower, m->pending.upper,
                                    m->pending.start, m->pending.row, m->pending.value);
  m->pending.n = m->pending.n_entries = 0;
  return is_done;
}

/* Puts a link behind the n characters of a way's key; how many there are then. */
static int key_link(char *text, int size, int n, int link_i, bool is_reverse) {
  return n < size - 24 ? n + snprintf(text + n, (size_t)(size - n), "%x%c", (unsigned)link_i, is_reverse ? '-' : '+') : n;
}

/* A way that is new; its index, LFL_NO without memory. */
static int keep_way(lfl_master *m, const char *key, lfl_way way) {
  int capacity = m->ways_capacity;
  if (!reserve(&m->ways, m->n_ways, 1, &capacity, sizeof *m->ways)) return LFL_NO;
  m->ways_capacity = capacity;
  if (!lfl_ids_put(m->way_ids, key, m->n_ways)) return LFL_NO;
  m->ways[m->n_ways] = way;
  return m->n_ways++;
}

enum { MOST_KEY = 4096 };

/* Key of a way: its ends and links, so that equal ways are one. */
static char *way_key(lfl_master *m, const lfl_search *search, int label, int *n_links) {
  char text[MOST_KEY];
  int n = 0;
  *n_links = 0;
  for (int i = label; search->labels[i].pred >= 0; i = search->labels[i].pred) {
    const lfl_label *l = &search->labels[i];
    n = key_link(text, sizeof text, n, l->link_i, l->is_reverse);
    ++*n_links;
  }
  snprintf(text + n, sizeof text - (size_t)n, ".%x", (unsigned)search->labels[label].place_i);
  return lfl_arena_strdup(m->arena, text);
}

int master_way(lfl_master *m, const lfl_search *search, int label) {
  int n_links;
  char *key = way_key(m, search, label, &n_links);
  if (!key) return LFL_NO;
  int known = lfl_ids_get(m->way_ids, key);
  if (known >= 0) return known;
  int *links = lfl_arena_new(m->arena, (size_t)n_links, int);
  bool *reverse = lfl_arena_new(m->arena, (size_t)n_links, bool);
  if (!links || !reverse) return LFL_NO;
  lfl_way way = {0, search->labels[label].place_i, n_links, links, reverse, search->labels[label].km, 0};
  int k = n_links, i = label;
  for (; search->labels[i].pred >= 0; i = search->labels[i].pred) {
    links[--k] = search->labels[i].link_i;
    reverse[k] = search->labels[i].is_reverse;
  }
  way.from_i = search->labels[i].place_i;
  for (k = 0; k < n_links; k++) way.hours += m->s->links[links[k]].length_km / m->s->links[links[k]].speed_km_per_h;
  return keep_way(m, key, way);
}

static void key_of_way(const lfl_way *way, char text[MOST_KEY]) {
  int n = 0;
  for (int k = way->n_links - 1; k >= 0; k--) n = key_link(text, MOST_KEY, n, way->link_i[k], way->is_reverse[k]);
  snprintf(text + n, (size_t)(MOST_KEY - n), ".%x", (unsigned)way->to_i);
}

int master_known_way(const lfl_master *m, const lfl_way *other) {
  char text[MOST_KEY];
  key_of_way(other, text);
  return lfl_ids_get(m->way_ids, text);
}

int master_way_like(lfl_master *m, const lfl_way *other) {
  char text[MOST_KEY];
  int known = master_known_way(m, other);
  if (known >= 0) return known;
  key_of_way(other, text);
  const char *key = lfl_arena_strdup(m->arena, text);
  int *links = lfl_arena_new(m->arena, (size_t)other->n_links, int);
  bool *reverse = lfl_arena_new(m->arena, (size_t)other->n_links, bool);
  if (!key || !links || !reverse) return LFL_NO;
  for (int k = 0; k < other->n_links; k++) {
    links[k] = other->link_i[k];
    reverse[k] = other->is_reverse[k];
  }
  lfl_way way = *other;
  way.link_i = links;
  way.is_reverse = reverse;
  return keep_way(m, key, way);
}

int lane_day_order(const lane_day *a, const lane_day *b) {
  if (a->way_i != b->way_i) return a->way_i < b->way_i ? -1 : 1;
  if (a->fleet_i != b->fleet_i) return a->fleet_i < b->fleet_i ? -1 : 1;
  if (a->class_i != b->class_i) return a->class_i < b->class_i ? -1 : 1;
  return a->day < b->day ? -1 : a->day > b->day;
}

bool is_same_lane(const lane_day *a, const lane_day *b) { return a->way_i == b->way_i && a->fleet_i == b->fleet_i && a->class_i == b->class_i; }

bool is_way_open(const lfl_scenario *s, const lfl_way *way, int day) {
  if (s->place_access[lfl_at(s, way->from_i, day)] == LFL_CLOSED) return false;
  for (int k = 0; k < way->n_links; k++) {
    const lfl_link *link = &s->links[way->link_i[k]];
    int at = way->is_reverse[k] ? link->from_i : link->to_i;
    if (s->link_access[lfl_at(s, way->link_i[k], day)] == LFL_CLOSED || s->place_access[lfl_at(s, at, day)] == LFL_CLOSED) return false;
  }
  return true;
}

int drive_row(const lfl_master *m, int fleet_i, int day) {
  const lfl_fleet *fleet = &m->s->fleets[fleet_i];
  return m->s->fuel_item_i < 0 || fleet->fuel_place_i < 0 ? LFL_NO : m->row_stock[at_item(m, fleet->fuel_place_i, m->s->fuel_item_i, day)];
}

static void add_vehicle_entries(const lfl_master *m, const trip_column *trip, const lfl_way *way, column_entries *c) {
  const lfl_scenario *s = m->s;
  const lfl_fleet *fleet = &s->fleets[trip->fleet_i];
  double vehicle_days = 0;
  for (int k = 0; trip->day + k < m->T && lfl_vehicle_days_on(way->hours, fleet, k) > 0; k++) {
    vehicle_days += lfl_vehicle_days_on(way->hours, fleet, k);
    entries_add(c, m->row_fleet[at_day(m, trip->fleet_i, trip->day + k)], lfl_vehicle_days_on(way->hours, fleet, k));
  }
  for (int k = 0; k < way->n_links; k++) {
    int i = 2 * way->link_i[k];
    entries_add(c, m->row_link[at_day(m, i + way->is_reverse[k], trip->day)], 1);
    if (s->links[way->link_i[k]].two_way) entries_add(c, m->row_link[at_day(m, i + !way->is_reverse[k], trip->day)], 1);
  }
  entries_add(c, m->row_handle[at_day(m, trip->from_i, trip->day)], 1);
  for (int k = 0; k < s->n_permissions; k++) {
    if (!lfl_permission_holds(&s->permissions[k], trip->day) || !lfl_way_is_under(s, way, &s->permissions[k])) continue;
    entries_add(c, m->row_permission[at_day(m, k, trip->day)], 1);
    if (s->permissions[k].escort_i >= 0) entries_add(c, m->row_escort[at_day(m, s->permissions[k].escort_i, trip->day)], 1);
  }
  entries_add(c, drive_row(m, trip->fleet_i, trip->day), lfl_drive_fuel_l(s, trip->fleet_i, way->km));
  entries_spend(c, m, trip->class_i, trip->day, 2 * way->km * fleet->cost_per_km + vehicle_days * fleet->cost_per_vehicle_day);
}

void master_vehicle_entries(const lfl_master *m, const trip_column *trip, column_entries *c) { add_vehicle_entries(m, trip, &m->ways[trip->way_i], c); }

static void add_load_entries(const lfl_master *m, const trip_column *trip, column_entries *c) {
  const lfl_scenario *s = m->s;
  for (int k = 0; k < 2; k++) {
    if (trip->item_i[k] < 0) continue;
    const lfl_place *from = &s->places[trip->from_i];
    double arrives = lfl_arriving_share(from);
    if (s->items[trip->item_i[k]].is_water) {
      entries_add(c, m->row_yield[at_day(m, trip->from_i, trip->day)], trip->units[k]);
      if (s->fuel_item_i >= 0)
        entries_add(c, m->row_stock[at_item(m, trip->from_i, s->fuel_item_i, trip->day)],
                    trip->units[k] * from->fuel_l_per_m3 / 1000);
    } else {
      entries_add(c, m->row_stock[at_item(m, trip->from_i, trip->item_i[k], trip->day)], trip->units[k]);
    }
    entries_add(c, m->row_stock[at_item(m, trip->to_i, trip->item_i[k], trip->arrive_day)], -trip->units[k] * arrives);
  }
}

/* Unserved needs of a person on the way, for each whole day. */
static double needs_weight(const lfl_master *m, int place_i, lfl_tier tier) {
  double weight = 0;
  for (int n = 0; n < m->s->n_needs; n++)
    if (m->s->needs[n].has_tier[tier] && lfl_need_applies(m->s, n, place_i)) weight += m->s->needs[n].weight;
  return weight * m->s->places[place_i].in_need_share;
}

double master_on_the_way(const lfl_master *m, const trip_column *trip) {
  const lfl_place *from = &m->s->places[trip->from_i];
  double people = trip->fleet_i >= 0 ? m->s->fleets[trip->fleet_i].seats : 1;
  return people * (trip->arrive_day - trip->day) * from->in_need_share * lfl_place_n_survival_needs(m->s, trip->from_i);
}

static void add_move_entries(const lfl_master *m, const trip_column *trip, const lfl_way *way, column_entries *c) {
  double people = trip->fleet_i >= 0 ? m->s->fleets[trip->fleet_i].seats : 1;
  entries_add(c, m->row_left[at_day(m, trip->from_i, trip->day)], -people);
  entries_add(c, m->row_received[at_day(m, trip->to_i, trip->arrive_day)], -people);
  if (target_counts_move(m, trip->from_i, trip->to_i)) entries_add(c, m->row_out[trip->day], -people);
  if (trip->fleet_i < 0 || m->s->fleets[trip->fleet_i].vehicle == LFL_BUS)
    entries_add(c, m->row_mobile[trip->from_i], people);
  if (trip->fleet_i < 0)
    for (int k = 0; k < way->n_links; k++)
      entries_add(c, m->row_walk[at_day(m, 2 * way->link_i[k] + way->is_reverse[k], trip->day)], 1);
  int days = trip->arrive_day - trip->day;
  entries_add(c, m->row_worst[trip->from_i], -master_on_the_way(m, trip));
  c->cost[COST_SURVIVAL] += people * days * needs_weight(m, trip->from_i, LFL_SURVIVAL);
  c->cost[COST_MINIMUM] += people * days * needs_weight(m, trip->from_i, LFL_MINIMUM);
  c->cost[COST_MOVEMENT] += people * way->km;
}

/* A bound on how often a trip can be made, from its fleet's or origin's limits. */
static double most_trips(const lfl_master *m, const trip_column *trip, const lfl_way *way) {
  if (m->is_elastic) return (double)INFINITY;
  if (trip->fleet_i < 0) return m->s->places[trip->from_i].people * m->s->places[trip->from_i].willing_share;
  double share = lfl_vehicle_days_on(way->hours, &m->s->fleets[trip->fleet_i], 0);
  double vehicles = m->s->fleet_vehicles[lfl_at(m->s, trip->fleet_i, trip->day)];
  return share > 0 ? vehicles / share : (double)INFINITY;
}

static bool keep_trip(lfl_master *m, const trip_column *trip, const column_entries *c) {
  int capacity = m->trips_capacity;
  if (!reserve(&m->trips, m->n_trips, 1, &capacity, sizeof *m->trips)) return false;
  m->trips_capacity = capacity;
  m->trips[m->n_trips] = *trip;
  m->trips[m->n_trips].column = master_add_column(m, c);
  return m->trips[m->n_trips++].column >= 0;
}

double full_load_units(const lfl_item *item, double payload_kg, double volume_m3) {
  const double MOST_UNITS = 1e9;
  double by_mass = item->mass_kg > 0 ? payload_kg / item->mass_kg : (double)INFINITY;
  double by_volume = item->volume_m3 > 0 ? volume_m3 / item->volume_m3 : (double)INFINITY;
  return fmin(fmin(by_mass, by_volume), MOST_UNITS);
}

bool mixed_load_units(const lfl_item *a, const lfl_item *b, double payload_kg, double volume_m3, double units[2]) {
  double det = a->mass_kg * b->volume_m3 - b->mass_kg * a->volume_m3;
  if (det == 0) return false;
  units[0] = (payload_kg * b->volume_m3 - b->mass_kg * volume_m3) / det;
  units[1] = (a->mass_kg * volume_m3 - payload_kg * a->volume_m3) / det;
  return units[0] > 0 && units[1] > 0;
}

bool master_add_load(lfl_master *m, const trip_column *trip, int mass_row, int volume_row) {
  column_entries c;
  const lfl_item *item = &m->s->items[trip->item_i[0]];
  const lfl_fleet *fleet = &m->s->fleets[trip->fleet_i];
  double most = 1e9; /* an item with neither mass nor volume */
  if (item->mass_kg > 0) most = fmin(most, trip->whole_trips * fleet->payload_kg / item->mass_kg);
  if (item->volume_m3 > 0) most = fmin(most, trip->whole_trips * fleet->volume_m3 / item->volume_m3);
  entries_begin(&c, 0, most);
  entries_add(&c, mass_row, item->mass_kg);
  entries_add(&c, volume_row, item->volume_m3);
  add_load_entries(m, trip, &c);
  return keep_trip(m, trip, &c);
}

/* Who may pay for the trip: by what it carries, or people, and where to. */
static int class_of_trip(const lfl_master *m, const trip_column *trip) {
  if (trip->fleet_i < 0 || fleet_is_free(&m->s->fleets[trip->fleet_i])) return LFL_NO;
  if (!trip->is_move) return money_class_of_load(m->money, trip->to_i, trip->item_i);
  lfl_cost cost = {LFL_LINE_TRANSPORT, LFL_SECTOR_MOVEMENT, trip->to_i, -1};
  return money_class_of(m->money, &cost);
}

void master_trip_entries(const lfl_master *m, trip_column *trip, column_entries *c) {
  const lfl_way *way = &m->ways[trip->way_i];
  trip->class_i = class_of_trip(m, trip);
  entries_begin(c, 0, most_trips(m, trip, way));
  if (trip->fleet_i >= 0) add_vehicle_entries(m, trip, way, c);
  if (trip->is_move) add_move_entries(m, trip, way, c);
  else add_load_entries(m, trip, c);
}

bool master_add_trip(lfl_master *m, const trip_column *given) {
  column_entries c;
  trip_column trip = *given;
  master_trip_entries(m, &trip, &c);
  return keep_trip(m, &trip, &c);
}
