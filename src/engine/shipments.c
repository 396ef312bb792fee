/* Whole trips, and what they carry. The linear solution's trips are summed along each lane
 * (fleet and way): a trip leaves as soon as more than a share of one is owed, or that share of all that a lane with less than
 * one trip is to have, if every limit
 * of the day allows it, so that goods come rather earlier than later and the number of trips
 * stays near the solution's. Room on it takes what would be due later, as far as that is there. Then the problem is solved once more with these trips given and
 * their loads free, for the levels of service: what is where when is again a best plan, now
 * of whole trips. O(lanes * days) plus the solve. Tests: every plan a test makes is verified. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/refer_ways.h"
#include "engine/round.h"
#include "engine/rows.h"

static const double EPS = 1e-7;

typedef struct shipment {
  int lane_i, day;
  double trips;
} shipment;

typedef struct shipments {
  shipment *list;
  int n, capacity;
  double *cost; /* [class, period] of transport */
  double *fuel_l; /* [place, day] burnt by the trips */
} shipments;

static bool add_shipment(shipments *all, shipment one) {
  if (all->n == all->capacity) {
    int capacity = all->capacity ? 2 * all->capacity : 1024;
    shipment *list = lfl_realloc_array(all->list, (size_t)capacity, sizeof *list);
    if (!list) return false;
    all->list = list;
    all->capacity = capacity;
  }
  all->list[all->n++] = one;
  return true;
}

typedef struct owed {
  double trips;
  int lane_i;
} owed;

static int by_owed(const void *a, const void *b) {
  const owed *x = a, *y = b;
  if (x->trips != y->trips) return x->trips > y->trips ? -1 : 1;
  return x->lane_i - y->lane_i;
}

/* What the lane owes before a trip leaves: `share` of one, or of all that it is to have, as a first trip that is the only one does
 * not wait until others would have been owed. Lanes of no more than that share of a trip in all are strays of the linear solution and stay
 * at home, but where nothing else brings an item: of each place and item the lane of the most trips is none. O(entries). */
static bool find_least_owed(run *r, double share) {
  int n = r->s->n_places * r->s->n_items, *most = lfl_calloc((size_t)n + 1, sizeof *most); /* [place, item] lane, 1 more; 0: none */
  for (int i = 0; most && i < r->n_lanes; i++) {
    const lane *l = &r->lanes[i];
    for (int e = l->first; !l->is_move && e < l->first + l->n; e++)
      for (int j = 0; j < 2; j++) {
        int item = r->entries[e].item_i[j], *at = item < 0 ? NULL : &most[l->to_i * r->s->n_items + item];
        if (at && (!*at || l->in_all > r->lanes[*at - 1].in_all)) *at = i + 1;
      }
  }
  for (int i = 0; i < r->n_lanes; i++) r->lanes[i].least_owed = r->lanes[i].in_all > share ? share * fmin(1, r->lanes[i].in_all) : share;
  for (int k = 0; most && k < n; k++)
    if (most[k]) r->lanes[most[k] - 1].least_owed = share * fmin(1, r->lanes[most[k] - 1].in_all);
  lfl_free(most);
  return most != NULL;
}

/* What trips chosen so far are taken to carry: first what is due, then, where they have room, what would be due later and is there already. */
typedef struct loads {
  double *early;    /* [entry] trips of it that have gone before their day */
  double *due;      /* [lane, item] units due that have not gone */
  double *come;     /* [place, item] units that have come so far: by supplies, kits and trips */
  double *promised; /* [place, item] of them gone or due to go */
  double *arriving; /* [place, item, day] by the trips chosen */
  bool is_trusting; /* all that is due later is taken to be there already, and to have room */
} loads;

static bool loads_begin(const run *r, loads *w) {
  size_t items = (size_t)r->s->n_items, stocks = (size_t)r->s->n_places * items;
  w->early = lfl_calloc((size_t)r->n_entries + 1, sizeof *w->early);
  w->due = lfl_calloc((size_t)r->n_lanes * items + 1, sizeof *w->due);
  w->come = lfl_calloc(stocks + 1, sizeof *w->come);
  w->promised = lfl_calloc(stocks + 1, sizeof *w->promised);
  w->arriving = lfl_calloc(stocks * (size_t)r->T + 1, sizeof *w->arriving);
  return w->early && w->due && w->come && w->promised && w->arriving;
}

static void loads_end(loads *w) {
  lfl_free(w->early);
  lfl_free(w->due);
  lfl_free(w->come);
  lfl_free(w->promised);
  lfl_free(w->arriving);
}

/* [place, item] or [lane, item] */
static long at_pair(const run *r, int i, int item_i) { return (long)i * r->s->n_items + item_i; }

/* What comes on the day. */
static void let_come(const run *r, loads *w, int day) {
  const lfl_scenario *s = r->s;
  for (int k = 0; k < s->n_supplies; k++)
    if (s->supplies[k].day == day) w->come[at_pair(r, s->supplies[k].place_i, s->supplies[k].item_i)] += s->supplies[k].units;
  for (int i = 0; i < s->n_places; i++)
    for (int j = 0; j < s->n_items; j++) {
      int kit = r->m->col_kit[at_item(r->m, i, j, day)];
      w->come[at_pair(r, i, j)] += w->arriving[at_item(r->m, i, j, day)] + (kit >= 0 ? r->x[kit] : 0);
    }
}

/* So many trips' worth of an entry leave: what arrives of it, and when. */
static void let_arrive(const run *r, loads *w, const lane *l, int day, int item_i, double units) {
  int arrive = run_arrival(r, l, day);
  units *= lfl_arriving_share(&r->s->places[l->from_i]);
  if (arrive == day) w->come[at_pair(r, l->to_i, item_i)] += units;
  else if (arrive < r->T) w->arriving[at_item(r->m, l->to_i, item_i, arrive)] += units;
}

/* What of the day's entries has not gone early. */
static void fall_due_for_trips(run *r, loads *w, lane *l, int day) {
  for (; l->next < l->first + l->n && r->entries[l->next].day <= day; l->next++) {
    const lane_entry *e = &r->entries[l->next];
    double trips = fmax(0, e->trips - w->early[l->next]);
    l->due += trips;
    for (int j = 0; j < 2 && e->trips > 0; j++) {
      if (e->item_i[j] < 0) continue;
      double units = e->units[j] * trips / e->trips;
      w->due[at_pair(r, e->lane_i, e->item_i[j])] += units;
      w->promised[at_pair(r, l->from_i, e->item_i[j])] += units;
    }
  }
}

/* Of an entry that is not due yet, trips that can go now: of what is there, and of what has room at the other end. */
static double early_trips(const run *r, const loads *w, const lane *l, const lane_entry *e, double trips, double room_m3) {
  if (w->is_trusting) return trips;
  double volume = 0;
  for (int j = 0; j < 2; j++) {
    if (e->item_i[j] < 0 || !(e->units[j] > 0)) continue;
    const lfl_item *item = &r->s->items[e->item_i[j]];
    double each = e->units[j] / e->trips;
    long at = at_pair(r, l->from_i, e->item_i[j]);
    if (!item->is_water) trips = fmin(trips, fmax(0, w->come[at] - w->promised[at]) / each);
    volume += each * item->volume_m3;
  }
  return volume > 0 ? fmin(trips, room_m3 / volume) : trips;
}

/* What trips on the day have room for beyond what is due: of later days, but no further than money is there for. */
static void load_early(const run *r, loads *w, const lane *l, int day, double trips) {
  const double LEAST = 1e-9;
  const money_model *money = r->m->money;
  double room_m3 = run_storage_m3(r, l->to_i, day);
  for (int k = l->next; k < l->first + l->n && trips > LEAST; k++) {
    const lane_entry *e = &r->entries[k];
    if (!w->is_trusting && money->n_classes && money->period_of[e->day] != money->period_of[day]) return;
    if (!(e->trips > 0)) continue;
    double n = early_trips(r, w, l, e, fmin(trips, e->trips - w->early[k]), room_m3);
    if (n <= LEAST) continue;
    w->early[k] += n;
    trips -= n;
    for (int j = 0; j < 2; j++) {
      if (e->item_i[j] < 0) continue;
      double units = e->units[j] * n / e->trips;
      w->promised[at_pair(r, l->from_i, e->item_i[j])] += units;
      let_arrive(r, w, l, day, e->item_i[j], units);
      room_m3 -= units * r->s->items[e->item_i[j]].volume_m3;
    }
  }
}

/* So many trips of the lane leave. */
static void load_trips(const run *r, loads *w, int lane_i, int day, double trips) {
  lane *l = &r->lanes[lane_i];
  double due_trips = l->due - l->done, share = due_trips > 0 ? fmin(1, trips / due_trips) : 0;
  for (int j = 0; j < r->s->n_items; j++) {
    double *due = &w->due[at_pair(r, lane_i, j)];
    let_arrive(r, w, l, day, j, share * *due);
    *due -= share * *due;
  }
  l->done += fmin(trips, due_trips);
  if (trips > due_trips) load_early(r, w, l, day, trips - due_trips);
}

/* At most so many trips of a lane leave on the day, as the day's limits allow. */
static bool let_leave(run *r, loads *w, shipments *all, int lane_i, int day, double wanted) {
  const lane *l = &r->lanes[lane_i];
  double trips = run_most_trips(r, l, day, wanted);
  if (trips < 1) return true;
  run_use_trips(r, l, day, trips);
  double fuel = trips * lfl_drive_fuel_l(r->s, l->fleet_i, r->m->ways[l->way_i].km);
  if (fuel > 0) all->fuel_l[at_day(r->m, r->s->fleets[l->fleet_i].fuel_place_i, day)] += fuel;
  if (r->book && l->class_i >= 0) {
    double cost = trips * run_trip_cost(r, l, day);
    all->cost[at_class(r->m, l->class_i, r->m->money->period_of[day])] += cost;
    book_pay(r->book, l->class_i, r->m->money->period_of[day], cost);
  }
  load_trips(r, w, lane_i, day, trips);
  return add_shipment(all, (shipment){lane_i, day, trips});
}

/* Those that owe most first. is_part: what is owed of a trip, too; else half of the whole trips that each owes, as no lane's last trip is to take the place of another's first.
 * *has_left: any have. */
static bool let_owed_leave(run *r, loads *w, shipments *all, owed *list, int day, bool is_part, bool *has_left) {
  int n = 0, n_before = all->n;
  bool is_fine = true;
  for (int i = 0; i < r->n_lanes; i++) {
    const lane *l = &r->lanes[i];
    double trips = l->due - l->done;
    if (l->is_move || !(trips > l->least_owed) || (!is_part && trips < 1 - EPS) || !run_may_leave(r, l, day)) continue;
    list[n++] = (owed){trips, i};
  }
  if (n) qsort(list, (size_t)n, sizeof *list, by_owed);
  for (int k = 0; is_fine && k < n; k++)
    is_fine = let_leave(r, w, all, list[k].lane_i, day, is_part ? ceil(list[k].trips - r->lanes[list[k].lane_i].least_owed) : ceil(floor(list[k].trips + EPS) / 2));
  *has_left = all->n > n_before;
  return is_fine;
}

/* Whole trips of water that did not leave are owed no more: it has run off, and who went without needs no more of it later. */
static void forget_water(run *r) {
  for (int i = 0; i < r->n_lanes; i++) {
    lane *l = &r->lanes[i];
    double trips = l->due - l->done;
    if (!l->is_move && trips >= 1 && r->s->fleets[l->fleet_i].vehicle == LFL_TANKER) l->done += floor(trips + EPS);
  }
}

static bool choose(run *r, const trip_choice *how, shipments *all) {
  owed *list = lfl_calloc((size_t)r->n_lanes + 1, sizeof *list);
  loads w = {.is_trusting = how->is_trusting};
  bool is_fine = list && loads_begin(r, &w) && find_least_owed(r, how->share);
  for (int day = 0; is_fine && day < r->T; day++) {
    run_repairs(r, day);
    let_come(r, &w, day);
    for (int i = 0; i < r->n_lanes; i++)
      if (!r->lanes[i].is_move) fall_due_for_trips(r, &w, &r->lanes[i], day);
    for (bool has_left = how->is_even; is_fine && has_left;) is_fine = let_owed_leave(r, &w, all, list, day, false, &has_left);
    bool has_left;
    is_fine = is_fine && let_owed_leave(r, &w, all, list, day, true, &has_left);
    forget_water(r);
  }
  lfl_free(list);
  loads_end(&w);
  return is_fine;
}

/* Rows of the shipments' mass and volume; the first of 2n. */
static int add_load_rows(lfl_master *m, const run *r, const shipments *all) {
  int first = lfl_lp_n_rows(m->lp);
  double *lower = lfl_calloc(2 * (size_t)all->n + 1, sizeof *lower), *upper = lfl_calloc(2 * (size_t)all->n + 1, sizeof *upper);
  bool is_fine = lower && upper;
  for (int k = 0; is_fine && k < all->n; k++) {
    const lfl_fleet *fleet = &m->s->fleets[r->lanes[all->list[k].lane_i].fleet_i];
    lower[2 * k] = lower[2 * k + 1] = -(double)INFINITY;
    upper[2 * k] = all->list[k].trips * fleet->payload_kg;
    upper[2 * k + 1] = all->list[k].trips * fleet->volume_m3;
  }
  is_fine = is_fine && lfl_lp_add_rows(m->lp, 2 * all->n, lower, upper);
  lfl_free(lower);
  lfl_free(upper);
  return is_fine ? first : -1;
}

static bool add_loads(lfl_master *m, const run *r, const shipments *all) {
  const lfl_scenario *s = m->s;
  int first = add_load_rows(m, r, all);
  m->shipment_to = lfl_arena_new(m->arena, (size_t)all->n + 1, int);
  if (first < 0 || !m->shipment_to) return false;
  m->row_shipments = first;
  m->n_shipments = all->n;
  for (int k = 0; k < all->n; k++) m->shipment_to[k] = r->lanes[all->list[k].lane_i].to_i;
  for (int k = 0; k < all->n; k++) {
    const lane *l = &r->lanes[all->list[k].lane_i];
    const lfl_fleet *fleet = &s->fleets[l->fleet_i];
    trip_column trip = {.day = all->list[k].day, .from_i = l->from_i, .to_i = l->to_i, .fleet_i = l->fleet_i, .way_i = l->way_i,
                        .class_i = l->class_i, .item_i = {LFL_NO, LFL_NO}, .units = {1, 0}, .whole_trips = all->list[k].trips};
    trip.arrive_day = trip.day + lfl_travel_days(m->ways[l->way_i].hours, fleet);
    for (int i = 0; i < s->n_items; i++) {
      const lfl_item *item = &s->items[i];
      if (item->is_water != (fleet->vehicle == LFL_TANKER) || m->row_stock[at_item(m, l->to_i, i, trip.arrive_day)] < 0) continue;
      if (!item->is_water && m->row_stock[at_item(m, l->from_i, i, trip.day)] < 0) continue;
      if (!money_lets_carry(m->money, l->class_i, l->to_i, i)) continue;
      trip.item_i[0] = i;
      if (!master_add_load(m, &trip, first + 2 * k, first + 2 * k + 1)) return false;
    }
  }
  return true;
}

/* Person-days that a unit may serve: what is given out, pumped with it or, a day's worth, built of it. */
static double worth_of(const lfl_scenario *s, int item_i) {
  double most = s->items[item_i].person_days;
  for (int i = 0; item_i == s->fuel_item_i && i < s->n_places; i++)
    for (int n = 0; n < s->n_needs && s->places[i].fuel_l_per_m3 > 0; n++)
      if (s->needs[n].kind == LFL_NEED_WATER && s->needs[n].r[LFL_MINIMUM] > 0) most = fmax(most, 1000 / s->places[i].fuel_l_per_m3 / s->needs[n].r[LFL_MINIMUM]);
  for (int c = 0; c < s->n_constructions; c++)
    for (int k = 0; k < s->constructions[c].n_items; k++)
      if (s->constructions[c].items[k].item_i == item_i && s->constructions[c].items[k].units_per_unit > 0)
        most = fmax(most, s->constructions[c].people_per_unit / s->constructions[c].items[k].units_per_unit);
  return most;
}

/* Of loads that are worth as much, the earlier: one that comes as late as it can is late altogether when whole units are short of
 * the linear solution's. A thousandth of what a load serves for the last day, in proportion for those before. */
static bool prefer_early(lfl_master *m) {
  const double LAST_DAY = 1e-3;
  double *worth = lfl_calloc((size_t)m->s->n_items + 1, sizeof *worth);
  for (int i = 0; worth && i < m->s->n_items; i++) worth[i] = worth_of(m->s, i);
  for (int k = 0; worth && k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    if (!t->is_move && t->item_i[0] >= 0) m->cost[COST_SURVIVAL][t->column] += LAST_DAY * t->units[0] * worth[t->item_i[0]] * t->day / m->T;
  }
  lfl_free(worth);
  return worth != NULL;
}

/* Journeys as the linear solution has them, at most. */
static bool add_moves(lfl_master *m, const lfl_master *from, const double *x) {
  for (int i = 0; i < from->n_trips; i++)
    if (from->trips[i].column < lfl_lp_n_columns(from->lp) && from->trips[i].is_move && x[from->trips[i].column] > 1e-9) {
      if (!master_add_trip(m, &from->trips[i]) || !master_flush(m)) return false;
      lfl_lp_set_column_bounds(m->lp, m->trips[m->n_trips - 1].column, 0, x[from->trips[i].column]);
    }
  return true;
}

/* Money that the trips cost is paid, too. */
static void take_money(lfl_master *m, const shipments *all) {
  for (int c = 0; c < m->money->n_classes; c++)
    for (int q = 0; q < m->money->n_periods; q++) {
      int at = at_class(m, c, q);
      lfl_lp_set_row_bounds(m->lp, m->row_spend[at], -(double)INFINITY, -all->cost[at]);
    }
}

/* Fuel that the trips burn is gone, too. Whole trips may burn a little more than there is: what is short of it
 * is then a column of its own, dearer than anybody unserved, and the trips that it would take stay at home
 * when the days are run. */
static bool take_fuel(lfl_master *m, const shipments *all) {
  const double A_LITRE_SHORT = 100;
  const lfl_scenario *s = m->s;
  for (int i = 0; s->fuel_item_i >= 0 && i < s->n_places; i++)
    for (int day = 0; day < m->T; day++) {
      double litres = all->fuel_l[at_day(m, i, day)];
      int row = m->row_stock[at_item(m, i, s->fuel_item_i, day)];
      if (!(litres > 0) || row < 0) continue;
      lfl_lp_set_row_bounds(m->lp, row, -litres, -litres);
      column_entries c;
      entries_begin(&c, 0, litres);
      entries_add(&c, row, -1);
      c.cost[COST_SURVIVAL] = c.cost[COST_MINIMUM] = A_LITRE_SHORT;
      if (master_add_column(m, &c) < 0) return false;
    }
  return true;
}

void take_back(lfl_master *m, const lfl_master *fixed) {
  m->iterations = fixed->iterations;
  m->seconds_left = fixed->seconds_left;
  m->seconds_kept = 0;
  if (!fixed->is_stopped || m->is_stopped) return;
  m->is_stopped = true;
  m->stop_reason = fixed->stop_reason;
}

lfl_master *fix_trips(lfl_master *m, const trip_choice *how, solve_result *result) {
  *result = SOLVE_OK;
  if (!m->n_solves) return NULL;
  lfl_plan *scratch = lfl_plan_create(m->s); /* the choice of trips needs a run's arrays */
  run r = {.m = m, .s = m->s, .T = m->T, .plan = scratch, .is_choosing = true};
  shipments all = {0};
  all.cost = lfl_calloc((size_t)m->money->n_classes * (size_t)m->money->n_periods + 1, sizeof *all.cost);
  all.fuel_l = lfl_calloc((size_t)m->s->n_places * (size_t)m->T + 1, sizeof *all.fuel_l);
  lfl_master *fixed = master_create_beside(m, m->s);
  bool is_fine = scratch && all.cost && all.fuel_l && fixed && run_begin(&r) && choose(&r, how, &all);
  if (is_fine) {
    fixed->is_fixed_trips = true;
    fixed->phase = m->phase;
    fixed->ways = lfl_calloc((size_t)m->n_ways + 1, sizeof *fixed->ways);
    if (fixed->ways && m->n_ways) memcpy(fixed->ways, m->ways, (size_t)m->n_ways * sizeof *fixed->ways);
    fixed->n_ways = fixed->ways_capacity = m->n_ways;
    is_fine = fixed->ways && master_fill(fixed) && add_loads(fixed, &r, &all) && add_moves(fixed, m, lfl_lp_values(m->lp)) && copy_referrals(fixed, m) && take_fuel(fixed, &all) && master_flush(fixed) && prefer_early(fixed);
  }
  if (is_fine) {
    repairs_fix_as(fixed, m);
    take_money(fixed, &all);
    fixed->seconds_left = fmax(0, fixed->seconds_left) + m->seconds_kept;
    bool is_asked = !m->is_stopped || is_in_parts(fixed); /* else no more solving: loads as they fall due */
    if (is_asked) *result = solve_service_at_once(fixed, m->options->n_levels > 0 ? m->options->n_levels : LFL_N_LEVELS, m->worst_place);
    take_back(m, fixed);
    is_fine = is_asked && *result != SOLVE_STOPPED;
    if (*result == SOLVE_STOPPED) *result = SOLVE_OK; /* the last solution still guides */
  }
  lfl_free(all.list);
  lfl_free(all.cost);
  lfl_free(all.fuel_l);
  run_end(&r);
  lfl_plan_destroy(scratch);
  if (is_fine && *result == SOLVE_OK) return fixed;
  if (!is_fine && !m->is_stopped) *result = SOLVE_MEMORY;
  master_destroy(fixed);
  return NULL;
}
