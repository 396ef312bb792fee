/* A problem begun where another, alike, ended: the same scenario with some other numbers.
 *
 * Rows and columns are matched by what they stand for, trips by day, ends, roads, fleet and load; trips that only the
 * other problem had looked at are made here, too, if they may be made at all. What has no match begins as in an empty problem. Whatever
 * is matched, the solve ends at this problem's own optimum: the start only decides how soon (measured: docs/DECISIONS/0009).
 * O(rows + columns log trips). Tests: tests/unit/test_what_if.c. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"
#include "model/tables.h"

typedef struct matching {
  lfl_master *m, *like;
  const level_end *end;
  int *row_from, *column_from; /* of m: index in `like`, LFL_NO none */
  int *row_to;                 /* of like: index in m */
  int *way_to;                 /* of like; LFL_NO where m has no such way */
  bool with_journeys;          /* made here, too */
} matching;

/* ---- are the scenarios lists of the same things? ---- */

bool is_same_road(const lfl_link *a, const lfl_link *b) {
  return a->from_i == b->from_i && a->to_i == b->to_i && a->length_km == b->length_km && a->speed_km_per_h == b->speed_km_per_h && a->two_way == b->two_way;
}

bool is_same_vehicle(const lfl_fleet *a, const lfl_fleet *b) {
  return a->vehicle == b->vehicle && a->payload_kg == b->payload_kg && a->volume_m3 == b->volume_m3 && a->seats == b->seats &&
         a->hours_per_day == b->hours_per_day && a->load_unload_h == b->load_unload_h;
}

bool is_same_load(const lfl_item *a, const lfl_item *b) {
  return lfl_same_text(a->id, b->id) && a->is_water == b->is_water && a->mass_kg == b->mass_kg && a->volume_m3 == b->volume_m3;
}

bool has_same_things(const lfl_scenario *a, const lfl_scenario *b) {
  if (a->n_days != b->n_days || a->n_places != b->n_places || a->n_items != b->n_items || a->n_needs != b->n_needs ||
      a->n_constructions != b->n_constructions || a->n_links != b->n_links || a->n_fleets != b->n_fleets)
    return false;
  for (int i = 0; i < a->n_places; i++)
    if (!lfl_same_text(a->places[i].id, b->places[i].id)) return false;
  for (int i = 0; i < a->n_items; i++) /* trips are carried over as they are loaded */
    if (!is_same_load(&a->items[i], &b->items[i])) return false;
  for (int i = 0; i < a->n_needs; i++)
    if (!lfl_same_text(a->needs[i].id, b->needs[i].id)) return false;
  for (int i = 0; i < a->n_links; i++)
    if (!is_same_road(&a->links[i], &b->links[i])) return false;
  for (int i = 0; i < a->n_fleets; i++)
    if (!is_same_vehicle(&a->fleets[i], &b->fleets[i])) return false;
  return true;
}

/* ---- rows and columns that are no trips ---- */

static void match_one(matching *x, bool is_row, int own, int other) {
  if (own < 0 || other < 0) return;
  if (!is_row) {
    x->column_from[own] = other;
    return;
  }
  x->row_from[own] = other;
  x->row_to[other] = own;
}

static void match_list(matching *x, bool is_row, const int *own, const int *other, long n) {
  for (long k = 0; k < n; k++) match_one(x, is_row, own[k], other[k]);
}

/* Pledges and what they may pay for are the same in number, or nothing of money is matched. */
static void match_money(matching *x) {
  const money_model *a = x->m->money, *b = x->like->money;
  if (a->n_classes != b->n_classes || a->n_funds != b->n_funds || a->n_periods != b->n_periods) return;
  long classes = (long)a->n_classes * a->n_periods, funds = (long)a->n_funds * a->n_periods;
  match_list(x, true, x->m->row_spend, x->like->row_spend, classes);
  match_list(x, false, x->m->col_pay, x->like->col_pay, classes * a->n_funds);
  match_list(x, true, x->m->row_fund, x->like->row_fund, funds);
  match_list(x, false, x->m->col_carry, x->like->col_carry, funds);
}

/* Is the other scenario's thing the same? Places, links and fleets are (has_same_things). */
static bool is_same(const matching *x, master_thing thing, int own, int other) {
  const lfl_scenario *a = x->m->s, *b = x->like->s;
  switch (thing) {
    case THING_CREW: return lfl_same_text(a->crews[own].id, b->crews[other].id);
    case THING_ESCORT: return lfl_same_text(a->escorts[own].id, b->escorts[other].id);
    case THING_PROJECT: return lfl_same_text(a->projects[own].id, b->projects[other].id);
    case THING_FACILITY: return a->facilities[own].place_i == b->facilities[other].place_i && a->facilities[own].kind == b->facilities[other].kind;
    case THING_PERMISSION:
      return a->permissions[own].subject == b->permissions[other].subject && a->permissions[own].subject_i == b->permissions[other].subject_i &&
             a->permissions[own].from_day == b->permissions[other].from_day;
    case THING_SUPPLY:
      return a->supplies[own].item_i == b->supplies[other].item_i && a->supplies[own].place_i == b->supplies[other].place_i && a->supplies[own].day == b->supplies[other].day;
    case THING_PLACE: case THING_FLEET: case THING_LINK: case THING_CARE_PAIR: case THING_PLAN: case N_THINGS: break;
  }
  return own == other;
}

/* For each thing of m the other's that it is, LFL_NO none; those of a kind come in the same order, with some more in one list. NULL without
 * memory. O(things^2), at worst. */
static int *match_things(const matching *x, master_thing thing) {
  int n = (int)master_n_things(x->m, thing), n_other = (int)master_n_things(x->like, thing), next = 0;
  int *other_of = lfl_calloc((size_t)n + 1, sizeof *other_of);
  for (int i = 0; other_of && i < n; i++) {
    int k = next;
    while (k < n_other && !is_same(x, thing, i, k)) k++;
    other_of[i] = k < n_other ? k : LFL_NO;
    if (k < n_other) next = k + 1;
  }
  return other_of;
}

static bool match_rest(matching *x) {
  master_index own[MOST_INDEXES], other[MOST_INDEXES];
  int *other_of[N_THINGS], n = master_indexes(x->m, own);
  bool is_fine = true;
  master_indexes(x->like, other);
  for (master_thing t = 0; t < N_THINGS; t++) is_fine = (other_of[t] = match_things(x, t)) != NULL && is_fine;
  for (int k = 0; k < n && is_fine; k++)
    for (long i = 0; i < master_n_things(x->m, own[k].thing); i++) {
      int to = other_of[own[k].thing][i];
      if (to >= 0) match_list(x, own[k].is_row, *own[k].index + i * own[k].n_each, *other[k].index + to * own[k].n_each, own[k].n_each);
    }
  for (master_thing t = 0; t < N_THINGS; t++) lfl_free(other_of[t]);
  if (!is_fine) return false;
  match_money(x);
  match_one(x, false, x->m->col_reach, x->like->col_reach);
  return true;
}

/* ---- trips ---- */

typedef struct trip_key {
  uint64_t hash;
  int i; /* index of the trip in m */
} trip_key;

static uint64_t mix(uint64_t hash, uint64_t x) { /* FNV-1a's prime, by words (Fowler, Noll and Vo, IETF draft) */
  return (hash ^ x) * 0x100000001b3u;
}

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* What a trip is, its way by m's index. */
static uint64_t hash_of(const trip_column *t, int way_i) {
  uint64_t hash = 0xcbf29ce484222325u;
  hash = mix(hash, (uint64_t)t->day << 32 | (uint32_t)way_i);
  hash = mix(hash, (uint64_t)(unsigned)(t->fleet_i + 1) << 32 | (uint32_t)t->is_move);
  for (int k = 0; k < 2; k++) hash = mix(mix(hash, (uint64_t)(unsigned)(t->item_i[k] + 1)), t->item_i[k] < 0 ? 0 : bits_of(t->units[k]));
  return hash;
}

static int key_order(const void *a, const void *b) {
  const trip_key *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return (x->i > y->i) - (x->i < y->i);
}

static bool is_same_trip(const trip_column *own, const trip_column *other, int way_i) {
  if (own->day != other->day || own->way_i != way_i || own->fleet_i != other->fleet_i || own->is_move != other->is_move) return false;
  for (int k = 0; k < 2; k++)
    if (own->item_i[k] != other->item_i[k] || (own->item_i[k] >= 0 && own->units[k] != other->units[k])) return false;
  return true;
}

/* Index in m of the other problem's trip; LFL_NO: m has not looked at it. */
static int find_trip(const matching *x, const trip_key *keys, int n, const trip_column *t) {
  int way_i = x->way_to[t->way_i], low = 0, high = n;
  if (way_i < 0) return LFL_NO;
  uint64_t hash = hash_of(t, way_i);
  while (low < high) {
    int mid = low + (high - low) / 2;
    if (keys[mid].hash < hash) low = mid + 1;
    else high = mid;
  }
  for (; low < n && keys[low].hash == hash; low++)
    if (is_same_trip(&x->m->trips[keys[low].i], t, way_i)) return keys[low].i;
  return LFL_NO;
}

/* May the vehicle leave with these goods, on the other problem's way? */
static bool may_leave(const matching *x, const trip_column *t) {
  for (int k = 0; k < 2; k++)
    if (t->item_i[k] >= 0 && !master_may_carry(x->m, t, t->item_i[k])) return false;
  return t->fleet_i >= 0 && master_is_way_passable(x->m, &x->like->ways[t->way_i], t->day) && x->m->s->fleet_vehicles[lfl_at(x->m->s, t->fleet_i, t->day)] > 0;
}

/* May a trip of the other problem be made here as well? It takes and brings the same: all rows of it are here, too (more that limit
 * it do no harm), and its way is open. */
static bool may_be_made(const matching *x, const trip_column *t, trip_column *own) {
  column_entries there, here;
  trip_column other = *t;
  if (t->is_move ? !x->with_journeys || !master_may_move(x->m, &x->like->ways[t->way_i], t->fleet_i, t->day, t->arrive_day) : !may_leave(x, t)) return false;
  *own = *t;
  own->way_i = master_way_like(x->m, &x->like->ways[t->way_i]);
  if (own->way_i < 0) return false;
  x->way_to[t->way_i] = own->way_i;
  master_trip_entries(x->like, &other, &there);
  master_trip_entries(x->m, own, &here);
  if (!(here.upper > 0)) return false;
  for (int k = 0; k < there.n; k++)
    if (x->row_to[there.row[k]] < 0) return false;
  return true;
}

/* ---- the start ---- */

/* Room for n indexes, none of them a match; NULL without memory. */
static int *new_matches(int n) {
  int *list = lfl_malloc(((size_t)n + 1) * sizeof *list);
  for (int i = 0; list && i < n; i++) list[i] = LFL_NO;
  return list;
}

/* Keys of the trips that m has, in their order; NULL without memory. */
static trip_key *list_keys(const lfl_master *m) {
  trip_key *keys = lfl_calloc((size_t)m->n_trips + 1, sizeof *keys);
  for (int k = 0; k < m->n_trips && keys; k++) keys[k] = (trip_key){hash_of(&m->trips[k], m->trips[k].way_i), k};
  if (keys && m->n_trips) qsort(keys, (size_t)m->n_trips, sizeof *keys, key_order);
  return keys;
}

/* Index in m of the other problem's trip, made here if it may be; LFL_NO: it may not be. False without memory. */
static bool find_or_make_trip(matching *x, const trip_key *keys, int n_keys, const trip_column *t, int *i) {
  trip_column own;
  *i = find_trip(x, keys, n_keys, t);
  if (*i >= 0 || !may_be_made(x, t, &own)) return true;
  if (!master_add_trip(x->m, &own)) return false;
  *i = x->m->n_trips - 1;
  return true;
}

/* A trip of which the other problem has two columns, as when it was added for a load that goes everywhere, has them here, too, if both are made there: what one of them stood at
 * would be lost, and what it brings with it. i: the trip here. False without memory. */
static bool match_column(matching *x, const trip_column *t, int i) {
  int *from = &x->column_from[x->m->trips[i].column];
  if (*from >= 0 && !lfl_lp_start_is_made(x->end->start, t->column)) return true;
  if (*from >= 0 && lfl_lp_start_is_made(x->end->start, *from)) {
    trip_column again = x->m->trips[i];
    if (!master_add_trip(x->m, &again)) return false;
    from = &x->column_from[x->m->trips[x->m->n_trips - 1].column];
  }
  *from = t->column;
  return true;
}

static bool match_trips(matching *x) {
  lfl_master *m = x->m;
  int n = m->n_trips, i;
  trip_key *keys = list_keys(m);
  bool is_fine = keys != NULL;
  for (int k = 0; k < x->end->n_trips && is_fine; k++) {
    const trip_column *t = &x->like->trips[k];
    is_fine = find_or_make_trip(x, keys, n, t, &i);
    if (is_fine && i >= 0) is_fine = match_column(x, t, i);
  }
  lfl_free(keys);
  return is_fine && master_flush(m);
}

/* Rows and columns that are no trips, and ways; room for `more` columns. False without memory; match_clear in any case. */
static bool match_make(matching *x, int more) {
  x->row_from = new_matches(lfl_lp_n_rows(x->m->lp));
  x->column_from = new_matches(x->m->n_columns + more);
  x->row_to = new_matches(lfl_lp_n_rows(x->like->lp));
  x->way_to = new_matches(x->like->n_ways);
  bool is_fine = x->row_from && x->column_from && x->row_to && x->way_to;
  for (int i = 0; is_fine && i < x->like->n_ways; i++) x->way_to[i] = master_known_way(x->m, &x->like->ways[i]);
  return is_fine && match_rest(x);
}

static void match_clear(matching *x) {
  lfl_free(x->row_from);
  lfl_free(x->row_to);
  lfl_free(x->way_to);
  lfl_free(x->column_from);
}

bool master_take_trips(lfl_master *m, bool **is_kept) {
  lfl_master *like = m->cost_like;
  *is_kept = NULL;
  if (!like || !has_same_things(m->s, like->s)) return true;
  matching x = {.m = m, .like = like};
  int n = m->n_trips, i;
  bool is_fine = match_make(&x, 0), *kept = lfl_calloc((size_t)(n + like->n_trips) + 1, sizeof *kept);
  trip_key *keys = list_keys(m);
  const double *times = lfl_lp_values(like->lp);
  is_fine = is_fine && kept && keys;
  for (int k = 0; k < like->n_trips && is_fine; k++) {
    const trip_column *t = &like->trips[k];
    if (t->column >= lfl_lp_n_columns(like->lp) || !(times[t->column] > 1e-9)) continue;
    is_fine = find_or_make_trip(&x, keys, n, t, &i);
    if (!is_fine || i < 0) continue;
    kept[i] = m->has_trips_alike = true;
  }
  match_clear(&x);
  lfl_free(keys);
  if (is_fine) *is_kept = kept;
  else lfl_free(kept);
  return is_fine;
}

bool master_keep_end(lfl_master *m) {
  lfl_lp_start_destroy(m->end.start);
  m->end = (level_end){lfl_lp_keep_start(m->lp), m->n_trips};
  return m->end.start != NULL;
}

bool master_may_begin_alike(const lfl_master *m) { return m->like && m->like->end.start && has_same_things(m->s, m->like->s); }

bool master_begin_alike(lfl_master *m, bool with_journeys) {
  lfl_master *like = m->like;
  m->is_begun = false;
  if (!master_may_begin_alike(m)) return true;
  matching x = {.m = m, .like = like, .end = &like->end, .with_journeys = with_journeys};
  bool is_fine = match_make(&x, like->end.n_trips) && match_trips(&x); /* with those that are made here */
  lfl_lp_start *start = is_fine ? lfl_lp_start_like(m->lp, x.end->start, x.row_from, x.column_from) : NULL;
  is_fine = start && lfl_lp_use_start(m->lp, start);
  m->is_begun = is_fine;
  m->first_took = like->first_took;
  lfl_lp_start_destroy(start);
  match_clear(&x);
  return is_fine;
}
