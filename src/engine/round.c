/* Whole things: runs the days one after the other with whole trips, builds and people, guided
 * by the linear solution and held by every limit of docs/MODEL.md. Where people moved into a
 * place turn out worse served than the model allows, the run is repeated with fewer of them.
 * O(days * (lanes + places * needs * items)). Tests: every plan a test makes is verified. */
#include "engine/round.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/rows.h"

static const double EPS = 1e-7;

/* What a decided repair costs on the day: the cost itself where it starts, and wages. */
static void cost_of_repair(const run *r, int project_i, int day, double *cost, double *wages) {
  int start = r->m->start[project_i];
  *cost = *wages = 0;
  if (day < start || day > lfl_repair_finish(r->s, project_i, start)) return;
  if (day == start) *cost = r->s->projects[project_i].cost;
  *wages = repairs_wages(r->s, project_i, day);
}

/* Repairs are decided: their money is paid before anything else. */
static void set_aside_for_repairs(run *r) {
  double cost, wages;
  for (int k = 0; r->book && k < r->s->n_projects; k++) {
    lfl_cost what = lfl_cost_of_repair(r->s, k, LFL_LINE_REPAIRS);
    for (int day = 0; day < r->T; day++) {
      cost_of_repair(r, k, day, &cost, &wages);
      run_reserve(r, money_class_of(r->m->money, &what), day, cost + wages);
    }
  }
}

void run_repairs(run *r, int day) {
  const lfl_scenario *s = r->s;
  double cost, wages;
  for (int k = 0; k < s->n_projects; k++) {
    const lfl_project *p = &s->projects[k];
    int start = r->m->start[k];
    lfl_cost repair = lfl_cost_of_repair(s, k, LFL_LINE_REPAIRS), labour = lfl_cost_of_repair(s, k, LFL_LINE_LABOUR);
    cost_of_repair(r, k, day, &cost, &wages);
    run_note_spending(r, &repair, day, cost);
    run_note_spending(r, &labour, day, wages);
    if (p->crew_i >= 0 && day >= start && day <= lfl_repair_finish(s, k, start) && lfl_repair_works(s, k, day)) r->crew_used[at_day(r->m, p->crew_i, day)] += p->workers;
  }
}

double run_yield_l(const run *r, int place_i, int day) {
  return lfl_place_yield_l(r->s, place_i, day) +
         lfl_restored_on(r->s, r->m->start, LFL_RESTORES_YIELD, place_i, day) * r->s->place_share[lfl_at(r->s, place_i, day)];
}

double run_storage_m3(const run *r, int place_i, int day) {
  return r->s->places[place_i].storage_m3 + lfl_restored_on(r->s, r->m->start, LFL_RESTORES_STORAGE, place_i, day);
}

double run_stock_m3(const run *r, int place_i) {
  double volume = 0;
  for (int i = 0; i < r->s->n_items; i++) volume += r->stock[(long)place_i * r->s->n_items + i] * r->s->items[i].volume_m3;
  return volume;
}

static bool is_over(const run *r, int place_i, int day) { return run_is_short_of_room(r->s, place_i) && run_stock_m3(r, place_i) > run_storage_m3(r, place_i, day) + 1e-6; }

double run_land_m2(const run *r, int place_i, int day) {
  return r->s->places[place_i].usable_m2 + lfl_restored_on(r->s, r->m->start, LFL_RESTORES_LAND, place_i, day);
}

/* Fuel at the place that the trips being loaded burn themselves, and what is kept there for one that brings more. */
static double reserved_fuel(const run *r, int place_i, int item_i) {
  if (item_i != r->s->fuel_item_i) return 0;
  return (place_i == r->fuel_reserved_at ? r->fuel_reserved_l : 0) + (place_i == r->fuel_brought_to ? 0 : r->fuel_kept_l[place_i]);
}

double run_available(const run *r, int place_i, int item_i, int day) {
  double units = r->stock[(long)place_i * r->s->n_items + item_i];
  for (int k = 0; k < r->s->n_supplies; k++)
    if (r->s->supplies[k].place_i == place_i && r->s->supplies[k].item_i == item_i && r->s->supplies[k].day <= day)
      units += r->supply_left[k];
  return fmax(0, units - reserved_fuel(r, place_i, item_i));
}

/* Cheapest supply of an item at a place that has come and is not used up; LFL_NO none. */
static int cheapest(const run *r, const double *left, int place_i, int item_i, int day) {
  int best = LFL_NO;
  for (int k = 0; k < r->s->n_supplies; k++) {
    const lfl_supply *supply = &r->s->supplies[k];
    if (supply->place_i != place_i || supply->item_i != item_i || supply->day > day || left[k] <= 0) continue;
    if (best < 0 || supply->unit_price < r->s->supplies[best].unit_price) best = k;
  }
  return best;
}

/* Are whole units drawn, and is what is not used of them kept? Not of litres, nor where room is short. */
static bool is_drawn_whole(const run *r, int place_i, int item_i) {
  bool is_litres = item_i == r->s->fuel_item_i || r->s->items[item_i].is_water;
  return !is_litres && !run_is_short_of_room(r->s, place_i);
}

/* Walks up the prices of the supplies of an item at a place: what `units` cost, of which at most
 * `money` is spent; *bought: how many that gives. */
static double buy(const run *r, int place_i, int item_i, int day, double units, double money, double *bought) {
  double reserved = reserved_fuel(r, place_i, item_i); /* is bought first */
  units += reserved;
  double cost = 0, wanted = units, stock = r->stock[(long)place_i * r->s->n_items + item_i];
  bool is_whole = is_drawn_whole(r, place_i, item_i);
  *bought = fmin(units, stock);
  if (is_whole && units > stock) units = stock + ceil(units - stock - 1e-9);
  double passed = -1; /* prices up to here are counted */
  while (*bought < units) {
    double price = (double)INFINITY, there = 0;
    for (int k = 0; k < r->s->n_supplies; k++) {
      const lfl_supply *supply = &r->s->supplies[k];
      if (supply->place_i != place_i || supply->item_i != item_i || supply->day > day || r->supply_left[k] <= 0) continue;
      if (supply->unit_price > passed && supply->unit_price < price) {
        price = supply->unit_price;
        there = 0;
      }
      if (supply->unit_price == price) there += r->supply_left[k];
    }
    if (there <= 0) break;
    double n = fmin(units - *bought, there);
    bool is_last = price > 0 && cost + n * price > money;
    if (is_last) n = fmax(0, (money - cost) / price);
    cost += n * price;
    *bought += n;
    if (is_last) break;
    passed = price;
  }
  if (is_whole && *bought > stock && *bought < units) *bought = stock + floor(*bought - stock + 1e-9);
  *bought = fmax(0, fmin(*bought, wanted) - reserved);
  return cost;
}

double run_draw_cost(const run *r, int place_i, int item_i, int day, double units) {
  double bought;
  return buy(r, place_i, item_i, day, units, (double)INFINITY, &bought);
}

double run_affordable(const run *r, int place_i, int item_i, int day, double units) {
  double bought, cost = buy(r, place_i, item_i, day, units, (double)INFINITY, &bought);
  if (!r->book || !(cost > 0)) return bought;
  double money = run_money(r, run_supply_class(r, place_i, item_i), day, cost);
  if (money < cost) buy(r, place_i, item_i, day, units, money, &bought);
  return bought;
}

void run_take(run *r, int place_i, int item_i, int day, double units) {
  double *stock = &r->stock[(long)place_i * r->s->n_items + item_i];
  while (units > *stock + 1e-9) {
    int k = cheapest(r, r->supply_left, place_i, item_i, day);
    if (k < 0) break;
    double n = units - *stock;
    if (is_drawn_whole(r, place_i, item_i)) n = ceil(n - 1e-9);
    n = fmin(r->supply_left[k], n);
    lfl_draw_row *row = lfl_plan_add_draw(r->plan);
    if (!row) {
      r->failed = true;
      return;
    }
    *row = (lfl_draw_row){day, k, n};
    r->supply_left[k] -= n;
    *stock += n;
    lfl_cost cost = {LFL_LINE_SUPPLIES, lfl_item_cost_need(&r->s->items[item_i]), place_i, item_i};
    run_spend(r, &cost, day, n * r->s->supplies[k].unit_price);
  }
  *stock = fmax(0, *stock - units);
  if (r->gone_out) r->gone_out[(long)place_i * r->s->n_items + item_i] += units;
}

/* A trip of the linear solution; sorted so that those of one lane stand together, by day. */
typedef struct used_trip {
  lane_day at;
  int index;
  double trips;
} used_trip;

static int by_lane(const void *a, const void *b) {
  const used_trip *x = a, *y = b;
  int order = lane_day_order(&x->at, &y->at);
  if (order) return order;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* Trips of an entry: given with a shipment, on the first of its items; else the solution's. */
static double whole_or(const trip_column *trip, const used_trip *used, int i) {
  if (trip->whole_trips < 0) return used[i].trips;
  bool is_first = i == 0 || lane_day_order(&used[i].at, &used[i - 1].at) != 0;
  return is_first ? trip->whole_trips : 0;
}

/* Person-days that what the trips of the linear solution carry could serve; a litre of water no more than one; a unit of what is given once, or serves through others (fuel, material, a kit's modules), may be many. */
static double worth_of(const run *r, const lane_entry *e) {
  const double SERVED_IN_ALL = 1e5; /* person-days */
  double worth = 0;
  for (int j = 0; j < 2; j++) {
    const lfl_item *item = e->item_i[j] < 0 ? NULL : &r->s->items[e->item_i[j]];
    if (item) worth += e->units[j] * (item->person_days > 0 ? item->person_days : item->is_water ? 1 : SERVED_IN_ALL);
  }
  return worth;
}

/* Levels are held but for a billionth, of which the level after them makes a load that serves nobody for a minute. No truck leaves with it. */
static void drop_dust(run *r) {
  const double LEAST_WORTH = 1e-2; /* person-days of a lane in all */
  for (int i = 0; i < r->n_lanes; i++) {
    lane *l = &r->lanes[i];
    double worth = 0;
    for (int e = l->first; e < l->first + l->n; e++) worth += worth_of(r, &r->entries[e]);
    if (l->is_move || worth >= LEAST_WORTH) continue;
    l->n = 0;
    l->in_all = 0;
  }
}

static bool gather_lanes(run *r) {
  const lfl_master *m = r->m;
  int n = 0;
  used_trip *used = lfl_calloc((size_t)m->n_trips + 1, sizeof *used);
  if (!used) return false;
  for (int i = 0; i < m->n_trips && r->x; i++)
    if (m->trips[i].column < lfl_lp_n_columns(m->lp) && r->x[m->trips[i].column] > 1e-9)
      used[n++] = (used_trip){{m->trips[i].way_i, m->trips[i].fleet_i, m->trips[i].class_i, m->trips[i].day}, i, r->x[m->trips[i].column]};
  qsort(used, (size_t)n, sizeof *used, by_lane);
  r->entries = lfl_arena_new(r->plan->arena, (size_t)n, lane_entry);
  r->lanes = lfl_arena_new(r->plan->arena, (size_t)n, lane);
  bool is_fine = r->entries && r->lanes;
  for (int i = 0; is_fine && i < n; i++) {
    const trip_column *trip = &m->trips[used[i].index];
    if (i == 0 || !is_same_lane(&used[i].at, &used[i - 1].at))
      r->lanes[r->n_lanes++] = (lane){.from_i = trip->from_i, .to_i = trip->to_i, .way_i = trip->way_i, .fleet_i = trip->fleet_i, .class_i = trip->class_i,
                                    .is_move = trip->is_move, .first = i, .next = i};
    r->lanes[r->n_lanes - 1].n++;
    r->entries[i] = (lane_entry){r->n_lanes - 1, trip->day, whole_or(trip, used, i),
                                 {trip->item_i[0], trip->item_i[1]},
                                 {trip->units[0] * used[i].trips, trip->units[1] * used[i].trips}};
    r->lanes[r->n_lanes - 1].in_all += r->entries[i].trips;
  }
  r->n_entries = n;
  if (is_fine && !r->m->n_shipments) drop_dust(r);
  lfl_free(used);
  return is_fine;
}

static double *days(run *r, long n) { return lfl_arena_new(r->plan->arena, (size_t)n, double); }

static bool allocate(run *r) {
  const lfl_scenario *s = r->s;
  long T = r->T, places = s->n_places;
  r->due_units = days(r, (long)r->n_lanes * s->n_items);
  r->sent_units = days(r, (long)r->n_lanes * s->n_items);
  r->plan_way = lfl_arena_new(r->plan->arena, (size_t)r->m->n_ways, int);
  r->load_order = lfl_arena_new(r->plan->arena, (size_t)s->n_fleets * (size_t)s->n_items, int);
  r->stock = days(r, places * s->n_items);
  r->arriving = days(r, places * s->n_items * T);
  r->supply_left = days(r, s->n_supplies);
  r->fleet_used = days(r, s->n_fleets * T);
  r->link_used = days(r, 2 * s->n_links * T);
  r->walk_used = days(r, 2 * s->n_links * T);
  r->handle_used = days(r, places * T);
  r->permission_used = days(r, s->n_permissions * T);
  r->escort_used = days(r, s->n_escorts * T);
  r->crew_used = days(r, s->n_crews * T);
  r->taken = days(r, places);
  r->land_used = days(r, places);
  r->area_used = days(r, places);
  r->may_serve = days(r, s->n_items);
  r->built = days(r, places * s->n_constructions);
  r->due_built = days(r, places * s->n_constructions);
  r->build_in_all = days(r, places * s->n_constructions);
  r->usable = days(r, places * LFL_N_CAPACITIES * T);
  r->given = days(r, places * s->n_needs);
  r->cared = days(r, places * N_CARES);
  r->care_of = days(r, r->m->n_care_pairs);
  r->at_work = days(r, s->n_facilities);
  r->referred = days(r, s->n_facilities);
  r->beds_left = days(r, s->n_facilities);
  r->fuel_kept_l = days(r, places);
  r->refer_people = days(r, r->m->n_refers);
  r->refer_trips = days(r, r->m->n_refers);
  r->used_for_need = days(r, places * s->n_items);
  r->minimum_so_far = days(r, places * s->n_needs);
  r->kits_done = days(r, places * s->n_items);
  r->kits_due = days(r, places * s->n_items);
  r->due_for_need = days(r, places * s->n_items);
  r->gone = days(r, places * T);
  r->left_unaided = days(r, places);
  r->owed_people = days(r, places);
  r->received = days(r, places * T);
  r->book = book_create(r->m->money, 1);
  return r->due_units && r->sent_units && r->plan_way && r->load_order && r->stock && r->arriving && r->supply_left && r->fleet_used &&
         r->link_used && r->walk_used && r->handle_used && r->permission_used && r->escort_used && r->crew_used && r->taken &&
         r->land_used && r->area_used && r->may_serve && r->kits_done && r->kits_due && r->built && r->due_built && r->build_in_all && r->usable && r->given && r->cared && r->care_of && r->at_work && r->referred && r->beds_left && r->refer_people && r->refer_trips && r->fuel_kept_l && r->used_for_need && r->minimum_so_far &&
         r->due_for_need && r->gone && r->left_unaided && r->owed_people && r->received && (r->book || !r->m->money->n_classes);
}

static void add_up_builds(run *r) {
  for (int i = 0; r->x && i < r->s->n_places; i++)
    for (int c = 0; c < r->s->n_constructions; c++)
      for (int day = 0; day < r->T; day++) {
        int column = r->m->col_build[at_build(r->m, i, c, day)];
        if (column >= 0) r->build_in_all[(long)i * r->s->n_constructions + c] += r->x[column];
      }
}

static double unit_size(const lfl_item *item, const lfl_fleet *fleet) { return run_trips_filled(fleet, item->mass_kg, item->volume_m3); }

/* What is largest is loaded first, as small units fit into what it leaves: a ration more once left a health kit for a thousand people behind. */
static void order_loads(run *r) {
  const lfl_scenario *s = r->s;
  for (int f = 0; f < s->n_fleets; f++) {
    int *order = &r->load_order[(long)f * s->n_items];
    for (int n = 0; n < s->n_items; n++) {
      int at = n;
      for (; at > 0 && unit_size(&s->items[n], &s->fleets[f]) > unit_size(&s->items[order[at - 1]], &s->fleets[f]); at--) order[at] = order[at - 1];
      order[at] = n;
    }
  }
}

/* Room binds at the end of the day, and most of what comes to a small store or a tank is used on the day that it comes: how much has left by then in the linear solution is
 * what has come, been drawn or been put together until then, less what lies there. */
static bool find_due_out(run *r) {
  const lfl_master *m = r->m;
  const lfl_scenario *s = r->s;
  bool is_any = false;
  for (int i = 0; i < s->n_places; i++) is_any = is_any || run_is_short_of_room(s, i);
  if (!is_any || !r->x || !r->passing_most) return true;
  r->due_out = days(r, (long)s->n_places * s->n_items * r->T);
  r->gone_out = days(r, (long)s->n_places * s->n_items);
  r->has_passed = lfl_arena_new(r->plan->arena, (size_t)s->n_places * (size_t)r->T, bool);
  r->is_over = lfl_arena_new(r->plan->arena, (size_t)s->n_places * (size_t)r->T, bool);
  if (!r->due_out || !r->gone_out || !r->has_passed || !r->is_over) return false;
  for (int k = 0; k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    if (t->is_move || t->column >= lfl_lp_n_columns(m->lp) || !run_is_short_of_room(s, t->to_i) || r->x[t->column] <= 0) continue;
    double arrives = lfl_arriving_share(&s->places[t->from_i]);
    for (int j = 0; j < 2; j++)
      if (t->item_i[j] >= 0) r->due_out[at_item(m, t->to_i, t->item_i[j], t->arrive_day)] += t->units[j] * r->x[t->column] * arrives;
  }
  for (int k = 0; k < s->n_supplies; k++)
    for (int day = 0; day < r->T; day++) {
      int column = m->col_draw[(long)k * r->T + day];
      if (column >= 0) r->due_out[at_item(m, s->supplies[k].place_i, s->supplies[k].item_i, day)] += r->x[column];
    }
  for (int i = 0; i < s->n_places; i++)
    for (int j = 0; j < s->n_items; j++) {
      double in = 0;
      for (int day = 0; day < r->T; day++) {
        long at = at_item(m, i, j, day);
        in += r->due_out[at] + (m->col_kit[at] >= 0 ? r->x[m->col_kit[at]] : 0);
        r->due_out[at] = in - (m->col_stock[at] >= 0 ? r->x[m->col_stock[at]] : 0);
      }
    }
  return true;
}

bool run_begin(run *r) {
  r->is_minimum_first = is_level_before(r->s, LFL_LEVEL_MINIMUM, LFL_LEVEL_SURVIVAL);
  r->fuel_reserved_at = r->fuel_brought_to = LFL_NO;
  r->x = r->m->n_solves ? lfl_lp_values(r->m->lp) : NULL;
  if (!gather_lanes(r) || !allocate(r)) return false;
  order_loads(r);
  add_up_builds(r);
  set_aside_for_repairs(r);
  return find_due_out(r);
}

void run_end(run *r) {
  book_destroy(r->book);
  lfl_free(r->spending);
  r->book = NULL;
  r->spending = NULL;
}

static void record_stocks(run *r, int day) {
  const lfl_scenario *s = r->s;
  for (int i = 0; i < s->n_places; i++)
    for (int j = 0; j < s->n_items; j++) {
      double units = r->stock[(long)i * s->n_items + j];
      if (units <= 1e-6) continue;
      lfl_stock_row *row = lfl_plan_add_stock(r->plan);
      if (row) *row = (lfl_stock_row){day, i, j, units, (double)NAN};
      else r->failed = true;
    }
}

static void record_capacity(run *r) {
  const lfl_scenario *s = r->s;
  for (int day = 0; day < r->T; day++)
    for (int i = 0; i < s->n_places; i++)
      for (int n = 0; n < s->n_needs; n++) {
        if (s->needs[n].kind != LFL_NEED_CAPACITY || !s->places[i].is_host) continue;
        int cap = (int)s->needs[n].capacity;
        lfl_capacity_row *row = lfl_plan_add_capacity(r->plan);
        if (row) *row = (lfl_capacity_row){day, i, (lfl_capacity)cap, r->usable[at_capacity(r->m, i, cap, day)]};
        else r->failed = true;
      }
}

/* Days of stock left at the mean use (needs, building, pumping and sending) of the last days. */
static void record_days_left(lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  enum { MEAN_OVER_DAYS = 7 };
  size_t n = (size_t)s->n_places * (size_t)s->n_items * (size_t)s->n_days;
  double *used = lfl_calloc(n + 1, sizeof *used);
  if (!used) return;
  for (int k = 0; k < plan->n_uses; k++)
    used[((long)plan->uses[k].place_i * s->n_items + plan->uses[k].item_i) * s->n_days + plan->uses[k].day] += plan->uses[k].units;
  for (int k = 0; k < plan->n_deliveries; k++)
    if (!s->items[plan->deliveries[k].item_i].is_water)
      used[((long)plan->deliveries[k].from_i * s->n_items + plan->deliveries[k].item_i) * s->n_days + plan->deliveries[k].day] += plan->deliveries[k].units;
  for (int k = 0; k < plan->n_stocks; k++) {
    lfl_stock_row *row = &plan->stocks[k];
    double sum = 0;
    int count = 0;
    for (int day = row->day; day >= 0 && day > row->day - MEAN_OVER_DAYS; day--, count++)
      sum += used[((long)row->place_i * s->n_items + row->item_i) * s->n_days + day];
    if (sum > 0) row->days_left = row->units / (sum / count);
  }
  lfl_free(used);
}

static void empty_plan(lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  plan->n_ways = plan->n_service = plan->n_movements = plan->n_deliveries = plan->n_draws = plan->n_uses = 0;
  plan->n_stocks = plan->n_builds = plan->n_capacity = plan->n_care = plan->n_referrals = plan->n_kits = plan->n_spending = 0;
  memcpy(plan->people, s->people_unplanned, (size_t)s->n_places * (size_t)s->n_days * sizeof *plan->people);
}

/* Runs all days once. */
static void run_days(run *r) {
  const lfl_scenario *s = r->s;
  empty_plan(r->plan);
  for (int i = 0; i < r->m->n_ways; i++) r->plan_way[i] = LFL_NO;
  for (int k = 0; k < s->n_supplies; k++) r->supply_left[k] = s->supplies[k].units;
  for (int i = 0; i < s->n_places; i++)
    for (int cap = 0; cap < LFL_N_CAPACITIES; cap++)
      for (int day = 0; day < r->T; day++) 
        r->usable[at_capacity(r->m, i, cap, day)] =
            s->places[i].capacity_people[cap] + lfl_restored_on(s, r->m->start, (lfl_restored)((int)LFL_RESTORES_SHELTER + cap), i, day);
  for (int day = 0; day < r->T && !r->failed; day++) {
    for (int i = 0; i < s->n_places; i++)
      for (int j = 0; j < s->n_items; j++) r->stock[(long)i * s->n_items + j] += r->arriving[at_item(r->m, i, j, day)];
    for (int i = 0; i < s->n_places; i++)
      for (int j = 0; j < s->n_items; j++) r->arriving[at_item(r->m, i, j, day)] = 0;
    run_repairs(r, day);
    run_goods(r, day);
    run_moves(r, day);
    run_kits(r, day);
    run_builds(r, day);
    run_care(r, day);
    run_services(r, day);
    for (int i = 0; r->is_over && i < s->n_places; i++) r->is_over[at_day(r->m, i, day)] = is_over(r, i, day);
    record_stocks(r, day);
  }
  record_capacity(r);
  run_record_spending(r);
}

/* Lowers the limits on people received where the run serves them worse than before; true if
 * any limit had to fall. */
static bool lower_limits(run *r, double *limit, bool to_zero) {
  const lfl_scenario *s = r->s;
  bool has_fallen = false;
  size_t n = (size_t)s->n_places * (size_t)r->T;
  double *ready = lfl_calloc(n + 1, sizeof *ready);
  if (!ready) {
    r->failed = true;
    return false;
  }
  for (size_t i = 0; i < n; i++) ready[i] = (double)INFINITY;
  for (int k = 0; k < r->plan->n_service; k++) {
    const lfl_service_row *row = &r->plan->service[k];
    if (row->tier != LFL_SURVIVAL || !lfl_need_binds_movement(&s->needs[row->need_i])) continue;
    double *at = &ready[at_day(r->m, row->place_i, row->day)];
    double before = lfl_place_still_served(s, row->place_i, row->need_i, row->day, r->gone[at_day(r->m, row->place_i, row->day)]);
    *at = fmin(*at, floor(row->served_people - before + EPS));
  }
  for (int i = 0; i < s->n_places; i++) {
    double so_far = 0, total = 0;
    for (int day = 0; day < r->T; day++) total += r->received[at_day(r->m, i, day)];
    if (total <= 0) continue;
    for (int day = r->T - 2; day >= 0; day--)
      ready[at_day(r->m, i, day)] = fmin(ready[at_day(r->m, i, day)], ready[at_day(r->m, i, day + 1)]);
    for (int day = 0; day < r->T; day++) {
      so_far += r->received[at_day(r->m, i, day)];
      if (so_far <= ready[at_day(r->m, i, day)] + EPS || so_far <= 0) continue;
      has_fallen = true;
      limit[at_day(r->m, i, day)] = to_zero ? 0 : fmax(0, fmin(limit[at_day(r->m, i, day)], ready[at_day(r->m, i, day)]));
      for (int before = 0; to_zero && before < r->T; before++) limit[at_day(r->m, i, before)] = 0;
    }
  }
  lfl_free(ready);
  return has_fallen;
}

/* What came beyond the room there was and has not left by the end of the day may not come so; true if any is so. from_all: nor on any other day. */
static bool lower_passing(run *r, bool from_all) {
  bool has_fallen = false;
  for (int i = 0; r->has_passed && i < r->s->n_places; i++)
    for (int day = 0; day < r->T; day++) {
      long at = at_day(r->m, i, day);
      if (!r->is_over[at]) continue;
      for (int k = from_all ? r->T - 1 : day; k >= 0; k--) {
        if (!r->has_passed[at_day(r->m, i, k)]) continue;
        has_fallen = true;
        r->passing_most[at_day(r->m, i, k)] = 0;
        if (!from_all) break;
      }
    }
  return has_fallen;
}

/* Does the linear solution build a part of a unit that the run has left? */
static bool leaves_parts(const run *r) {
  bool is_any = false;
  for (long k = 0; k < (long)r->s->n_places * r->s->n_constructions; k++) is_any = is_any || r->built[k] < run_whole_units(r, k) - EPS;
  return is_any;
}

/* How the days are run: whole units instead of the parts with which the linear solution ends; trips for what others have left behind; what is begun ahead of the linear solution; money kept for what it buys later; a depot's fuel loaded first; seats left on buses filled. */
typedef struct manner {
  bool ends_parts, catches_up, hurries, saves, is_fuel_first, fills_seats;
} manner;

/* What of a run says which other manners may make a difference. */
typedef struct run_told {
  bool has_left_parts;   /* of units, the last run */
  bool has_brought_fuel; /* any run, by a trip to the depot out of which it drives */
  bool has_left_seats;   /* any run, on a bus */
} run_told;

/* What is kept for survival: all [place, need, day], made and freed together. */
typedef struct keeping {
  size_t n;
  double *from_stock; /* people at the minimum by what could be kept, of the last run */
  double *lacking;    /* of each need at survival, in its quantity */
  double *before;     /* [place, need] the same in all, before anything was kept */
  double *most;       /* as in run */
} keeping;

/* All days, until nobody is moved into worse. told: NULL: not asked. kept: what is kept for survival (NULL: nothing). */
static lfl_status run_until_held(lfl_master *m, lfl_plan *plan, manner how, const keeping *kept, run_told *told) {
  enum { MOST_RUNS = 12, RUNS_BEFORE_ZERO = 8 };
  size_t n = (size_t)m->s->n_places * (size_t)m->T;
  double *limit = lfl_calloc(n + 1, sizeof *limit), *passing = lfl_calloc(n + 1, sizeof *passing);
  lfl_status status = limit && passing ? LFL_OK : LFL_ERR_MEMORY;
  for (size_t i = 0; status == LFL_OK && i < n; i++) limit[i] = passing[i] = (double)INFINITY;
  for (int round = 0; round < MOST_RUNS && status == LFL_OK; round++) {
    run r = {.m = m, .s = m->s, .T = m->T, .plan = plan, .received_limit = limit, .passing_most = passing, .ends_parts = how.ends_parts, .catches_up = how.catches_up, .hurries = how.hurries, .saves = how.saves, .is_fuel_first = how.is_fuel_first, .fills_seats = how.fills_seats, .minimum_most = kept ? kept->most : NULL, .from_stock = kept ? kept->from_stock : NULL};
    if (!run_begin(&r)) {
      run_end(&r);
      status = LFL_ERR_MEMORY;
      break;
    }
    run_days(&r);
    run_end(&r);
    if (told) *told = (run_told){leaves_parts(&r), told->has_brought_fuel || r.has_brought_fuel, told->has_left_seats || r.has_left_seats};
    bool has_stayed = lower_passing(&r, round >= RUNS_BEFORE_ZERO), is_worse = !r.failed && lower_limits(&r, limit, round >= RUNS_BEFORE_ZERO);
    if (r.failed) status = LFL_ERR_MEMORY;
    else if (!has_stayed && !is_worse) break;
    else if (round == MOST_RUNS - 2) /* who does not leave one place may shut the next, and so on: then nobody is moved, and nothing comes beyond the room there is */
      for (size_t i = 0; i < n; i++) limit[i] = passing[i] = 0;
    else if (round == MOST_RUNS - 1) status = LFL_ERR_INTERNAL;
  }
  lfl_free(limit);
  lfl_free(passing);
  return status;
}

/* Is the plan better than one with these values: at the first level of service, in the scenario's order, at which they differ? */
static bool serves_more(const lfl_plan *plan, const double *values) {
  for (int k = 0; k < plan->n_levels; k++) {
    lfl_level_kind kind = plan->levels[k].kind;
    double more = values[k] - plan->levels[k].published_value;
    if (kind == LFL_LEVEL_MOVEMENT || kind == LFL_LEVEL_COST || fabs(more) <= 1e-9 * fmax(1, fabs(values[k]))) continue;
    return more > 0;
  }
  return false;
}

/* The best plan so far: of which trips and loads, how its days are run, and what it comes to at the levels. */
typedef struct best_run {
  lfl_master *m; /* NULL: none yet */
  bool is_whole; /* loads of what serves many */
  manner how;
  double values[LFL_N_LEVELS];
} best_run;

/* A plan that serves no more than the best so far changes nothing in *best. */
static lfl_status try_manner(lfl_master *m, bool is_whole, manner how, lfl_plan *plan, best_run *best, run_told *told) {
  lfl_status status = run_until_held(m, plan, how, NULL, told);
  if (status == LFL_ERR_MEMORY || (status != LFL_OK && !best->m)) return status;
  if (status != LFL_OK) return LFL_OK;
  publish_levels(plan);
  if (best->m && !serves_more(plan, best->values)) return LFL_OK;
  *best = (best_run){.m = m, .is_whole = is_whole, .how = how};
  for (int i = 0; i < plan->n_levels; i++) best->values[i] = plan->levels[i].published_value;
  return LFL_OK;
}

/* Is anything bought, with money that is limited, where people are? */
static bool may_save(const lfl_master *m) {
  bool is_any = false;
  for (int k = 0; k < m->s->n_supplies && m->money->n_classes > 0; k++) is_any = is_any || (m->s->supplies[k].unit_price > 0 && m->s->places[m->s->supplies[k].place_i].is_host);
  return is_any;
}

/* In each manner in turn. */
static lfl_status try_each(lfl_master *m, bool is_whole, bool is_fuel_first, lfl_plan *plan, best_run *best, run_told *told) {
  static const manner MANNERS[] = {{.ends_parts = false}, {.ends_parts = true}, {.catches_up = true}, {.ends_parts = true, .catches_up = true}, {.catches_up = true, .hurries = true}, {.ends_parts = true, .catches_up = true, .hurries = true},
                                    {.catches_up = true, .hurries = true, .fills_seats = true}, {.ends_parts = true, .catches_up = true, .hurries = true, .fills_seats = true}};
  enum { N_MANNERS = sizeof MANNERS / sizeof MANNERS[0] };
  for (int k = 0; k < N_MANNERS; k++) {
    manner how = MANNERS[k];
    if ((how.ends_parts && !told->has_left_parts) || (how.fills_seats && !told->has_left_seats)) continue;
    how.is_fuel_first = is_fuel_first;
    lfl_status status = try_manner(m, is_whole, how, plan, best, how.ends_parts ? NULL : told);
    if (status != LFL_OK) return status;
  }
  return LFL_OK;
}

/* In each manner, with fuel first, too, where trips bring a depot its own; then the best of them with money saved. */
static lfl_status try_manners(lfl_master *m, bool is_whole, lfl_plan *plan, best_run *best) {
  run_told told = {.has_brought_fuel = false};
  lfl_status status = try_each(m, is_whole, false, plan, best, &told);
  if (status == LFL_OK && told.has_brought_fuel) status = try_each(m, is_whole, true, plan, best, &told);
  if (status != LFL_OK) return status;
  if (best->m != m || best->is_whole != is_whole || !may_save(m)) return LFL_OK;
  manner saving = best->how;
  saving.saves = true;
  return try_manner(m, is_whole, saving, plan, best, NULL);
}

/* Loads as they are solved, then those of what serves many in whole units. The problem ends with those of the best, if one of them is. */
static lfl_status try_loads(lfl_master *fixed, lfl_plan *plan, best_run *best) {
  bool is_any;
  lfl_lp_start *in_parts = lfl_lp_keep_start(fixed->lp);
  lfl_status status = in_parts ? try_manners(fixed, false, plan, best) : LFL_ERR_MEMORY;
  if (status == LFL_OK && !make_loads_whole(fixed, &is_any)) status = LFL_ERR_MEMORY;
  if (status == LFL_OK && is_any) status = try_manners(fixed, true, plan, best);
  if (status == LFL_OK && best->m == fixed && !best->is_whole && !lfl_lp_use_start(fixed->lp, in_parts)) status = LFL_ERR_MEMORY;
  lfl_lp_start_destroy(in_parts);
  return status;
}

static bool keeping_begin(const lfl_master *m, keeping *k) {
  size_t n = (size_t)m->s->n_places * (size_t)m->s->n_needs;
  *k = (keeping){.n = n * (size_t)m->T};
  k->from_stock = lfl_calloc(k->n + 1, sizeof *k->from_stock);
  k->lacking = lfl_calloc(k->n + 1, sizeof *k->lacking);
  k->before = lfl_calloc(n + 1, sizeof *k->before);
  k->most = lfl_calloc(k->n + 1, sizeof *k->most);
  for (size_t i = 0; k->most && i < k->n; i++) k->most[i] = (double)INFINITY;
  return k->from_stock && k->lacking && k->before && k->most;
}

static void keeping_end(keeping *k) {
  lfl_free(k->from_stock);
  lfl_free(k->lacking);
  lfl_free(k->before);
  lfl_free(k->most);
}

static void find_lacking(const lfl_master *m, const lfl_plan *plan, keeping *k) {
  for (size_t i = 0; i < k->n; i++) k->lacking[i] = 0;
  for (int i = 0; i < plan->n_service; i++) {
    const lfl_service_row *row = &plan->service[i];
    if (row->tier == LFL_SURVIVAL) k->lacking[at_need(m, row->place_i, row->need_i, row->day)] = m->s->needs[row->need_i].r[LFL_SURVIVAL] * (row->people - row->served_people);
  }
}

static double lacking_at(const lfl_master *m, const keeping *k, long i) {
  double all = 0;
  for (long at = i * m->T; at < (i + 1) * m->T; at++) all += k->lacking[at];
  return all;
}

/* Of a need at a place as much of the minimum is taken back, the latest first, as survival lacks later. False: nothing is. */
static bool keep_at(const lfl_master *m, keeping *k, long i) {
  const lfl_need *need = &m->s->needs[i % m->s->n_needs];
  double each = need->r[LFL_MINIMUM] - need->r[LFL_SURVIVAL], wanted = 0, taken = 0, so_far = 0;
  long first = i * m->T, end = first;
  for (long at = first + m->T - 1; at >= first; at--) {
    wanted += k->lacking[at];
    if (wanted > 0 && end == first) end = at + 1;
    double people = each > 0 ? fmin(k->from_stock[at], ceil(wanted / each - EPS)) : 0;
    wanted = fmax(0, wanted - people * each);
    taken += people;
    k->most[at] = k->from_stock[at] - people;
  }
  for (long at = first; at < first + m->T; at++) {
    so_far += k->most[at];
    k->most[at] = taken > 0 && at < end ? so_far : (double)INFINITY;
  }
  return taken > 0;
}

/* Where keeping it has not helped survival, the minimum is as it was. False: it has helped everywhere. */
static bool give_back(const lfl_master *m, keeping *k) {
  bool is_any = false;
  for (long i = 0; i < (long)m->s->n_places * m->s->n_needs; i++) {
    if (!isfinite(k->most[i * m->T]) || lacking_at(m, k, i) < k->before[i] - EPS) continue;
    for (long at = i * m->T; at < (i + 1) * m->T; at++) k->most[at] = (double)INFINITY;
    is_any = true;
  }
  return is_any;
}

/* Whole trips bring less than the linear solution counts on, and what is served at the minimum as it has it is gone when survival needs it. So the best plan, whose days are run
 * again to know what of it could have been kept, is made once more with what survival lacks kept for it; the plan is the better one then. */
static lfl_status serve_survival_first(lfl_plan *plan, const best_run *best) {
  lfl_master *m = best->m;
  keeping k;
  bool is_kept = false;
  lfl_status status = keeping_begin(m, &k) ? run_until_held(m, plan, best->how, &k, NULL) : LFL_ERR_MEMORY;
  if (status == LFL_OK) find_lacking(m, plan, &k);
  for (long i = 0; status == LFL_OK && i < (long)m->s->n_places * m->s->n_needs; i++) {
    k.before[i] = lacking_at(m, &k, i);
    is_kept = keep_at(m, &k, i) || is_kept;
  }
  if (is_kept) {
    status = run_until_held(m, plan, best->how, &k, NULL);
    if (status == LFL_OK) find_lacking(m, plan, &k);
    if (status == LFL_OK && give_back(m, &k)) status = run_until_held(m, plan, best->how, &k, NULL);
    if (status == LFL_OK) publish_levels(plan);
    if (status != LFL_ERR_MEMORY && (status != LFL_OK || !serves_more(plan, best->values))) status = run_until_held(m, plan, best->how, NULL, NULL);
  }
  keeping_end(&k);
  return status;
}

/* A trip that leaves early brings early what one that waits brings more of, one that leaves again for what comes in lots takes a vehicle from others, and where roads are full those with little to bring wait long behind others' first trips: which serves more differs. On the real
 * scenarios it is the first; there each of the others takes ten seconds to try (docs/DECISIONS/0009-engine.md). Where money is limited, trips that leave early on a part of what they
 * carry have spent what a later one would cost, and it may be the one with the fuel: so the last of these is of trips that are nearly full. */
static const trip_choice CHOICES[] = {{0.02, false, false}, {0.1, false, false}, {0.02, true, false}, {0.02, false, true}, {0.98, false, false}};
enum { N_CHOICES = sizeof CHOICES / sizeof CHOICES[0] };

static int n_choices(const lfl_master *m) { return m->money->n_classes > 0 ? N_CHOICES : N_CHOICES - 1; }

static bool is_worth_another(const lfl_master *m, const lfl_master *fixed) {
  enum { MOST_ROWS = 20000 };
  return !m->is_stopped && fixed && !is_in_parts(fixed) && fixed->n_shipments > 0 && lfl_lp_n_rows(fixed->lp) <= MOST_ROWS;
}

lfl_status round_plan(lfl_master *m, lfl_plan *plan) {
  lfl_master *fixed[N_CHOICES] = {NULL};
  best_run best = {.m = NULL};
  lfl_status status = LFL_OK;
  sort_referrals(m);
  for (int k = 0; k < n_choices(m) && status == LFL_OK; k++) {
    solve_result result = SOLVE_OK;
    if (k > 0 && !is_worth_another(m, fixed[0])) break;
    fixed[k] = fix_trips(m, &CHOICES[k], &result);
    status = result == SOLVE_MEMORY ? LFL_ERR_MEMORY : result == SOLVE_FAILED ? LFL_ERR_LIBRARY : LFL_OK;
    if (status != LFL_OK) break;
    if (!fixed[k] && k > 0) break;
    bool is_free = fixed[k] && !is_in_parts(fixed[k]);
    status = is_free ? try_loads(fixed[k], plan, &best) : try_manners(fixed[k] ? fixed[k] : m, false, plan, &best);
    if (is_free) take_back(m, fixed[k]);
  }
  if (status == LFL_OK) status = serve_survival_first(plan, &best);
  for (int k = 0; k < N_CHOICES; k++) master_destroy(fixed[k]);
  if (status == LFL_OK) record_days_left(plan);
  return status;
}
