/* What a person served costs, by sector and place (see budget.h).
 *
 * Goods are paid where they are taken up, often at a crossing that serves nobody. So that a place's cost holds what it gets, the
 * cost of goods follows them: what leaves a stock, to be used or sent on, takes the mean cost of a unit of it (the weighted
 * average of stock accounts), a load its whole cost, also where part of it is lost on the way, and a kit that of
 * its parts. Goods that lie at a place where people are in the end are the place's. On a day each stock takes in what was
 * there, drawn and arrived before anything leaves it; as goods may pass several places on a day, mean costs are found by going
 * round the places until they stand. Amounts only move, so that their sum is kept whatever the means are. All else that is spent
 * (trips, what is built, wages, repairs) is the place's that MODEL.md, "Money", names. Tests: tests/unit/test_budget.c. */
#include <math.h>
#include <string.h>

#include "model/budget.h"

enum { FUEL_DRIVEN, TO_HUBS, AT_HUBS, WORK_AT_HUBS, NOT_TOLD, N_OTHERS };

/* Goods of one item from one stock to another (a load, parts of a kit), or out (to -1). */
typedef struct flow {
  int from, to;         /* stocks */
  double units, more;   /* that leave; that arrive */
  double value;
  int arrive_day;       /* what leaves on a day before comes in on it */
  int next;             /* of those that leave, then arrive, on the same day; -1 the last */
} flow;

/* Rows of a table by their day. */
typedef struct day_rows {
  int *first, *next; /* [days]; [rows]; -1: none */
} day_rows;

typedef struct accounts {
  lfl_arena *arena;
  const lfl_plan *plan;
  const lfl_scenario *s;
  int n_stocks;                  /* [place, item] */
  double *units, *value, *price; /* [stocks] on the day at hand, before anything leaves; what a unit costs there */
  double *place, other[N_OTHERS];
  flow *flows;
  int n_flows;
  int *leaving, *arriving;       /* [days] first flow */
  day_rows draws, uses, spending;
} accounts;

/* first_day: the `day` of the first row; size: of a row. Rows keep their order. Both lists NULL without memory. */
static day_rows by_day(const accounts *a, const int *first_day, size_t size, int n) {
  day_rows rows = {lfl_arena_new(a->arena, (size_t)a->s->n_days + 1, int), lfl_arena_new(a->arena, (size_t)n + 1, int)};
  if (!rows.first || !rows.next) return (day_rows){NULL, NULL};
  for (int day = 0; day < a->s->n_days; day++) rows.first[day] = -1;
  for (int k = n - 1; k >= 0; k--) {
    int day;
    memcpy(&day, (const char *)first_day + (size_t)k * size, sizeof day);
    rows.next[k] = rows.first[day];
    rows.first[day] = k;
  }
  return rows;
}

static bool index_rows(accounts *a) {
  const lfl_plan *p = a->plan;
  static const int NONE = 0;
  a->draws = by_day(a, p->n_draws ? &p->draws[0].day : &NONE, sizeof *p->draws, p->n_draws);
  a->uses = by_day(a, p->n_uses ? &p->uses[0].day : &NONE, sizeof *p->uses, p->n_uses);
  a->spending = by_day(a, p->n_spending ? &p->spending[0].day : &NONE, sizeof *p->spending, p->n_spending);
  return a->draws.first && a->uses.first && a->spending.first;
}

static int stock_of(const accounts *a, int place_i, int item_i) {
  bool is_there = place_i >= 0 && place_i < a->s->n_places && item_i >= 0;
  return is_there ? place_i * a->s->n_items + item_i : -1;
}

static void add_flow(accounts *a, flow f, int day) {
  if (f.from < 0 || !(f.units > 0)) return;
  f.next = a->leaving[day];
  a->leaving[day] = a->n_flows;
  a->flows[a->n_flows++] = f;
}

/* Where a use's cost goes: the place's, or none's. */
static double *user(accounts *a, int place_i, lfl_use_kind kind) {
  if (kind == LFL_USE_DRIVE) return &a->other[FUEL_DRIVEN];
  return a->s->places[place_i].is_host ? &a->place[place_i] : &a->other[AT_HUBS];
}

static bool list_flows(accounts *a) {
  const lfl_plan *p = a->plan;
  size_t n = (size_t)p->n_deliveries + 1;
  for (int k = 0; k < p->n_kits; k++) n += (size_t)a->s->items[p->kits[k].item_i].n_parts;
  if (!(a->flows = lfl_arena_new(a->arena, n, flow))) return false;
  for (int k = 0; k < p->n_deliveries; k++) {
    const lfl_delivery_row *r = &p->deliveries[k];
    double share = r->from_i >= 0 ? lfl_arriving_share(&a->s->places[r->from_i]) : 1;
    add_flow(a, (flow){stock_of(a, r->from_i, r->item_i), stock_of(a, r->to_i, r->item_i), r->units, r->units * share, 0, r->arrive_day, -1}, r->day);
  }
  for (int k = 0; k < p->n_kits; k++) {
    const lfl_kit_row *r = &p->kits[k];
    const lfl_item *kit = &a->s->items[r->item_i];
    for (int j = 0; j < kit->n_parts; j++) { /* the first part brings the kit's units, all bring their cost */
      int from = stock_of(a, r->place_i, kit->parts[j].item_i), to = stock_of(a, r->place_i, r->item_i);
      add_flow(a, (flow){from, to, r->units * kit->parts[j].units_per_unit, j == 0 ? r->units : 0, 0, r->day, -1}, r->day);
    }
  }
  return true;
}

/* What is there on the day but for what comes on it from elsewhere: stock, loads of days before, what is drawn and paid. */
static void take_in(accounts *a, int day) {
  const lfl_plan *p = a->plan;
  for (int k = a->arriving[day]; k >= 0; k = a->flows[k].next) {
    a->units[a->flows[k].to] += a->flows[k].more;
    a->value[a->flows[k].to] += a->flows[k].value;
  }
  for (int k = a->draws.first[day]; k >= 0; k = a->draws.next[k]) {
    const lfl_supply *supply = &a->s->supplies[p->draws[k].supply_i];
    a->units[stock_of(a, supply->place_i, supply->item_i)] += p->draws[k].units;
  }
}

static double mean(double value, double units) { return units > 1e-9 ? value / units : 0; }

/* A unit's cost in each stock, with what comes to it on the same day. */
static void find_prices(accounts *a, int day, double *units, double *value) {
  const int MOST_ROUNDS = 200; /* a day's goods pass few places; where they go in circles the mean is close long before */
  bool is_same_day = false;
  for (int i = 0; i < a->n_stocks; i++) units[i] = a->units[i];
  for (int k = a->leaving[day]; k >= 0; k = a->flows[k].next)
    if (a->flows[k].arrive_day == day && a->flows[k].to >= 0) {
      units[a->flows[k].to] += a->flows[k].more;
      is_same_day = true;
    }
  for (int i = 0; i < a->n_stocks; i++) a->price[i] = mean(a->value[i], units[i]);
  double most_moved = 1;
  for (int round = 0; is_same_day && round < MOST_ROUNDS && most_moved > 1e-12; round++) {
    most_moved = 0;
    for (int i = 0; i < a->n_stocks; i++) value[i] = a->value[i];
    for (int k = a->leaving[day]; k >= 0; k = a->flows[k].next)
      if (a->flows[k].arrive_day == day && a->flows[k].to >= 0) value[a->flows[k].to] += a->price[a->flows[k].from] * a->flows[k].units;
    for (int i = 0; i < a->n_stocks; i++) {
      double price = mean(value[i], units[i]);
      most_moved = fmax(most_moved, fabs(price - a->price[i]) / fmax(1e-6, price));
      a->price[i] = price;
    }
  }
}

/* Everything that leaves takes its cost along. */
static void send_out(accounts *a, int day) {
  const lfl_plan *p = a->plan;
  for (int k = a->leaving[day], next; k >= 0; k = next) {
    flow *f = &a->flows[k];
    next = f->next;
    f->value = a->price[f->from] * f->units;
    a->units[f->from] -= f->units;
    a->value[f->from] -= f->value;
    if (f->to < 0) { /* to a place that this copy leaves out */
      a->other[NOT_TOLD] += f->value;
    } else if (f->arrive_day > day && f->arrive_day < a->s->n_days) {
      f->next = a->arriving[f->arrive_day];
      a->arriving[f->arrive_day] = k;
    } else {
      a->units[f->to] += f->more;
      a->value[f->to] += f->value;
    }
  }
  for (int k = a->uses.first[day]; k >= 0; k = a->uses.next[k]) {
    const lfl_use_row *r = &p->uses[k];
    int stock = r->kind != LFL_USE_KIT ? stock_of(a, r->place_i, r->item_i) : -1;
    if (stock < 0) continue;
    double value = a->price[stock] * r->units;
    a->units[stock] -= r->units;
    a->value[stock] -= value;
    *user(a, r->place_i, r->kind) += value;
  }
  for (int i = 0; i < a->n_stocks; i++) a->units[i] = fmax(0, a->units[i]);
}

/* What is spent on a day: goods go into the stock they are taken up in, the rest to the place that it is booked at. */
static void spend(accounts *a, int day) {
  const lfl_plan *p = a->plan;
  for (int k = a->spending.first[day]; k >= 0; k = a->spending.next[k]) {
    const lfl_spending_row *r = &p->spending[k];
    int stock = strcmp(r->line, lfl_line_name(LFL_LINE_SUPPLIES)) == 0 ? stock_of(a, r->place_i, r->item_i) : -1;
    if (stock >= 0) a->value[stock] += r->amount;
    else if (r->place_i < 0) a->other[NOT_TOLD] += r->amount;
    else if (a->s->places[r->place_i].is_host) a->place[r->place_i] += r->amount;
    else a->other[strcmp(r->line, lfl_line_name(LFL_LINE_TRANSPORT)) == 0 ? TO_HUBS : WORK_AT_HUBS] += r->amount;
  }
}

static bool follow_goods(accounts *a) {
  const lfl_scenario *s = a->s;
  size_t n = (size_t)s->n_places * (size_t)s->n_items, n_days = (size_t)s->n_days;
  a->n_stocks = (int)n;
  double *units = lfl_arena_new(a->arena, n + 1, double), *value = lfl_arena_new(a->arena, n + 1, double);
  a->units = lfl_arena_new(a->arena, n + 1, double);
  a->value = lfl_arena_new(a->arena, n + 1, double);
  a->price = lfl_arena_new(a->arena, n + 1, double);
  a->place = lfl_arena_new(a->arena, (size_t)s->n_places + 1, double);
  a->leaving = lfl_arena_new(a->arena, n_days + 1, int);
  a->arriving = lfl_arena_new(a->arena, n_days + 1, int);
  if (!units || !value || !a->units || !a->value || !a->price || !a->place || !a->leaving || !a->arriving) return false;
  for (size_t day = 0; day < n_days; day++) a->leaving[day] = a->arriving[day] = -1;
  if (!list_flows(a) || !index_rows(a)) return false;
  for (int day = 0; day < s->n_days; day++) {
    take_in(a, day);
    spend(a, day);
    find_prices(a, day, units, value);
    send_out(a, day);
  }
  for (int i = 0; i < s->n_places; i++)
    for (int j = 0; j < s->n_items; j++) *user(a, i, LFL_USE_NEED) += a->value[stock_of(a, i, j)];
  return true;
}

/* Person-days of a need at its wider tier. */
static bool is_counted(const lfl_scenario *s, const lfl_service_row *r) {
  return r->tier == LFL_SURVIVAL || !s->needs[r->need_i].has_tier[LFL_SURVIVAL];
}

static lfl_served_cost *find_sector(lfl_served_cost *rows, int *n, const char *sector) {
  int i = 0;
  while (i < *n && strcmp(rows[i].sector, sector) != 0) i++;
  if (i == *n) rows[(*n)++] = (lfl_served_cost){.sector = sector, .place_i = -1};
  return &rows[i];
}

/* What a copy without some of the trips tells of neither sectors nor places. */
static const char LACKING[] = "transport, and goods of trips left out of this copy";

/* Sectors of the needs first, then those that only money is spent on. What a public copy's totals are for is not told. */
static void add_sectors(const lfl_plan *plan, lfl_served_cost *rows, int *n) {
  const lfl_scenario *s = plan->scenario;
  for (int k = 0; k < s->n_needs; k++) find_sector(rows, n, lfl_sector_of(s->needs[k].id));
  for (int k = 0; k < plan->n_service; k++) {
    const lfl_service_row *r = &plan->service[k];
    if (is_counted(s, r)) find_sector(rows, n, lfl_sector_of(s->needs[r->need_i].id))->person_days += r->served_people;
  }
  for (int k = 0; k < plan->n_spending; k++) {
    const lfl_spending_row *r = &plan->spending[k];
    find_sector(rows, n, lfl_spending_is_sum(plan, r) ? LACKING : lfl_sector_of_cost(r->line, r->need))->amount += r->amount;
  }
}

static const char *other_words(const lfl_plan *plan, int other) {
  static const char *const words[N_OTHERS] = {"fuel that vehicles burn", "transport to hubs and crossings", "goods used or left at hubs and crossings", "work and repairs at hubs and crossings",
                                              "places left out of this copy"};
  if (other == NOT_TOLD && plan->lacks_trips) return "transport, goods of trips left out of this copy, and places left out of it";
  return other == AT_HUBS && plan->is_cut ? "goods used or left at hubs and crossings, or sent to places left out of this copy" : words[other];
}

lfl_served_cost *lfl_budget_by_person(const lfl_plan *plan, lfl_arena *arena, int *n) {
  const lfl_scenario *s = plan->scenario;
  accounts a = {.arena = arena, .plan = plan, .s = s};
  size_t most = (size_t)s->n_needs + (size_t)plan->n_spending + (size_t)s->n_places + N_OTHERS;
  lfl_served_cost *rows = lfl_arena_new(arena, most + 1, lfl_served_cost);
  double *person_days = lfl_arena_new(arena, (size_t)s->n_places + 1, double);
  *n = 0;
  if (!rows || !person_days || !follow_goods(&a)) return NULL;
  add_sectors(plan, rows, n);
  for (int k = 0; k < plan->n_service; k++)
    if (is_counted(s, &plan->service[k])) person_days[plan->service[k].place_i] += plan->service[k].served_people;
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].is_host) rows[(*n)++] = (lfl_served_cost){.place_i = i, .amount = a.place[i], .person_days = person_days[i]};
  for (int k = 0; k < N_OTHERS; k++)
    if (fabs(a.other[k]) >= 0.005) rows[(*n)++] = (lfl_served_cost){.place_i = -1, .other = other_words(plan, k), .amount = a.other[k]};
  return rows;
}
