/* Checking money: what everything cost, by day, line, need, place and item, is worked out anew from what was sent,
 * drawn and built, and held against the published amounts; each of them is whole cents from a pledge that
 * has come and whose earmark covers it, and no pledge pays more than it has. Sectors and earmarks are
 * read from docs/MODEL.md ("Money") here once more. O(rows log rows). Tests: tests/unit/test_verify.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"

static const char *const LINES[] = {"transport", "supplies", "construction", "labour", "repairs"};
enum { TRANSPORT, SUPPLIES, CONSTRUCTION, LABOUR, REPAIRS, N_LINES };

/* An amount by what it is for; row -1: as worked out here. */
typedef struct cost {
  int day, line, place_i, item_i, row;
  const char *need; /* "" for several */
  double amount;
} cost;

typedef struct ledger {
  cost *costs;
  int n;
} ledger;

static void add_cost(ledger *l, cost one) {
  if (one.amount > 0) l->costs[l->n++] = one;
}

static const char *sector_of(const char *need) {
  static const char *const parts[][2] = {{"space", "shelter"}, {"household", "shelter"}, {"water", "wash"}, {"toilet", "wash"},
                                         {"tap", "wash"}, {"hygiene", "wash"}, {"medicine", "health"}, {"health_beds", "health"}};
  for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
    if (strcmp(need, parts[k][0]) == 0) return parts[k][1];
  return need;
}

static const char *need_of_item(const lfl_item *item) {
  if (item->is_water) return "water";
  return item->need_text ? item->need_text : "";
}

/* What all on board have in common: a need, or else a sector. */
static const char *common_need(const lfl_scenario *s, const lfl_delivery_row *rows, int n) {
  const char *need = need_of_item(&s->items[rows[0].item_i]), *sector = sector_of(need);
  bool is_one_need = true, is_one_sector = true;
  for (int k = 1; k < n; k++) {
    const char *other = need_of_item(&s->items[rows[k].item_i]);
    is_one_need = is_one_need && strcmp(other, need) == 0;
    is_one_sector = is_one_sector && strcmp(sector_of(other), sector) == 0;
  }
  return is_one_need ? need : is_one_sector ? sector : "";
}

static double trip_cost(const checker *c, int way_i, const lfl_fleet *fleet, int day) {
  const lfl_way *way = &c->plan->ways[way_i];
  double round_trip = (2 * way->hours + fleet->load_unload_h) / fleet->hours_per_day;
  return 2 * way->km * fleet->cost_per_km + fmin(round_trip, c->T - day) * fleet->cost_per_vehicle_day;
}

static void count_transport(const checker *c, ledger *l) {
  const lfl_scenario *s = c->s;
  for (int k = 0, n; k < c->plan->n_deliveries; k += n) {
    const lfl_delivery_row *r = &c->plan->deliveries[k];
    bool is_one_item = true;
    for (n = 1; k + n < c->plan->n_deliveries && r[n].shipment == r->shipment; n++) is_one_item = is_one_item && r[n].item_i == r->item_i;
    double amount = r->trips * trip_cost(c, r->way_i, &s->fleets[r->fleet_i], r->day);
    add_cost(l, (cost){r->day, TRANSPORT, r->to_i, is_one_item ? r->item_i : -1, -1, common_need(s, r, n), amount});
  }
  for (int k = 0; k < c->plan->n_movements; k++) {
    const lfl_movement_row *r = &c->plan->movements[k];
    if (r->fleet_i < 0) continue;
    add_cost(l, (cost){r->day, TRANSPORT, r->to_i, -1, -1, "movement", r->trips * trip_cost(c, r->way_i, &s->fleets[r->fleet_i], r->day)});
  }
}

static void count_referrals(const checker *c, ledger *l) {
  for (int k = 0; k < c->plan->n_referrals; k++) {
    const lfl_referral_row *r = &c->plan->referrals[k];
    add_cost(l, (cost){r->day, TRANSPORT, c->s->facilities[r->facility_i].place_i, -1, -1, "health_beds", r->trips * trip_cost(c, r->way_i, &c->s->fleets[r->fleet_i], r->day)});
  }
}

static void count_goods_and_work(const checker *c, ledger *l) {
  const lfl_scenario *s = c->s;
  for (int k = 0; k < c->plan->n_draws; k++) {
    const lfl_draw_row *r = &c->plan->draws[k];
    const lfl_supply *supply = &s->supplies[r->supply_i];
    add_cost(l, (cost){r->day, SUPPLIES, supply->place_i, supply->item_i, -1, need_of_item(&s->items[supply->item_i]), r->units * supply->unit_price});
  }
  for (int k = 0; k < c->plan->n_builds; k++) {
    const lfl_build_row *r = &c->plan->builds[k];
    const lfl_construction *con = &s->constructions[r->construction_i];
    double wage = con->crew_i >= 0 ? s->crews[con->crew_i].wage_per_worker_day : 0;
    const char *need = lfl_capacity_name(con->capacity);
    add_cost(l, (cost){r->day, CONSTRUCTION, r->place_i, -1, -1, need, r->units * con->cost_per_unit});
    add_cost(l, (cost){r->day, LABOUR, r->place_i, -1, -1, need, r->units * con->worker_days_per_unit * wage});
  }
}

static void count_repairs(const checker *c, ledger *l) {
  static const char *const NEEDS[] = {"", "shelter", "toilet", "tap", "health", "health_beds", "water", "logistics", "logistics", "space", "logistics", "logistics"};
  const lfl_scenario *s = c->s;
  for (int k = 0; k < c->plan->n_repairs; k++) {
    const lfl_repair_row *r = &c->plan->repairs[k];
    const lfl_project *p = &s->projects[r->project_i];
    int place = p->place_i >= 0 ? p->place_i : s->links[p->link_i].from_i;
    const char *need = NEEDS[p->restores];
    if (r->start_day < 0) continue;
    add_cost(l, (cost){r->start_day, REPAIRS, place, -1, -1, need, p->cost});
    for (int day = 0; day < c->T; day++) add_cost(l, (cost){day, LABOUR, place, -1, -1, need, c->repair_wages[in_days(c, r->project_i, day)]});
  }
}

static bool covers(const lfl_scenario *s, const lfl_pledge *p, const cost *what) {
  const char *kind = p->earmark_kind ? p->earmark_kind : "none", *earmark = p->earmark_id ? p->earmark_id : "";
  const char *need = what->need ? what->need : "";
  if (strcmp(kind, "none") == 0) return true;
  if (strcmp(kind, "item") == 0) return what->item_i >= 0 && strcmp(s->items[what->item_i].id, earmark) == 0;
  if (strcmp(kind, "sector") == 0)
    return (what->line == TRANSPORT && strcmp(earmark, "logistics") == 0) ||
           (need[0] && (strcmp(earmark, need) == 0 || strcmp(earmark, sector_of(need)) == 0));
  for (int i = what->place_i, steps = 0; i >= 0 && steps <= s->n_places; i = s->places[i].parent_i, steps++)
    if (strcmp(s->places[i].id, earmark) == 0) return true;
  return false;
}

/* Who pays a published amount. */
static void check_payer(checker *c, const cost *what, double *paid) {
  const lfl_scenario *s = c->s;
  const lfl_spending_row *r = &c->plan->spending[what->row];
  if (!is_whole(r->amount * 100)) say(c, "spending", what->row, "amount", r->amount, "whole cents");
  if (r->pledge_i < 0) {
    if (s->has_pledges) say_text(c, "spending", what->row, "pledge_id", NULL, "a pledge that pays");
    return;
  }
  const lfl_pledge *p = &s->pledges[r->pledge_i];
  paid[r->pledge_i] += r->amount;
  if (!p->counted || p->from_day > r->day || strcmp(p->earmark_id ? p->earmark_id : "", "security") == 0)
    say_text(c, "spending", what->row, "pledge_id", p->id, "a pledge that has come by day %d", r->day);
  else if (!covers(s, p, what)) say_text(c, "spending", what->row, "pledge_id", p->id, "a pledge that covers this; %s is for %s %s", p->id, p->earmark_kind, p->earmark_id);
  if (!at_most(paid[r->pledge_i], p->amount)) say(c, "spending", what->row, "amount", paid[r->pledge_i], "at most the %.6g pledged by %s", p->amount, p->id);
}

static void read_published(checker *c, ledger *l, double *paid) {
  for (int k = 0; k < c->plan->n_spending; k++) {
    const lfl_spending_row *r = &c->plan->spending[k];
    int line = 0;
    while (line < N_LINES && strcmp(LINES[line], r->line) != 0) line++;
    if (line == N_LINES || !(r->amount > 0)) {
      if (line == N_LINES) say_text(c, "spending", k, "line", r->line, "transport, supplies, construction, labour or repairs");
      else say(c, "spending", k, "amount", r->amount, "an amount above 0");
      continue;
    }
    cost what = {r->day, line, r->place_i, r->item_i, k, r->need ? r->need : "", r->amount};
    add_cost(l, what);
    check_payer(c, &what, paid);
  }
}

static int by_subject(const cost *x, const cost *y) {
  if (x->day != y->day) return x->day - y->day;
  if (x->line != y->line) return x->line - y->line;
  if (x->place_i != y->place_i) return x->place_i - y->place_i;
  if (x->item_i != y->item_i) return x->item_i - y->item_i;
  return strcmp(x->need, y->need);
}

static int by_subject_and_row(const void *a, const void *b) {
  const cost *x = a, *y = b;
  int subject = by_subject(x, y);
  return subject ? subject : (x->row > y->row) - (x->row < y->row);
}

/* Amounts of one day, line, need, place and item: published as worked out, to the cent. */
static void compare(checker *c, const cost *costs, int n, double *rounded) {
  double due = 0, published = 0;
  int row = -1;
  for (int k = 0; k < n; k++) {
    if (costs[k].row < 0) due += costs[k].amount;
    else published += costs[k].amount, row = costs[k].row;
  }
  *rounded += published - due;
  if (fabs(published - due) <= 0.0100001 + 1e-6 * due) return;
  const cost *what = &costs[0];
  say(c, "spending", row, "amount", published, "day %d: %.6g for %s of %s at %s", what->day, due, LINES[what->line], what->need[0] ? what->need : "several needs",
      what->place_i >= 0 ? c->s->places[what->place_i].id : "no place");
}

bool check_money(checker *c) {
  long most = (long)c->plan->n_deliveries + c->plan->n_movements + c->plan->n_referrals + c->plan->n_draws + 2L * c->plan->n_builds + c->plan->n_spending + c->plan->n_repairs * (1L + c->T);
  double *paid = new_sums(c, c->s->n_pledges), rounded = 0, n_amounts = 0;
  ledger l = {lfl_arena_new(c->arena, (size_t)most + 1, cost), 0};
  if (!paid || !l.costs) return false;
  count_transport(c, &l);
  count_referrals(c, &l);
  count_goods_and_work(c, &l);
  count_repairs(c, &l);
  read_published(c, &l, paid);
  if (l.n) qsort(l.costs, (size_t)l.n, sizeof *l.costs, by_subject_and_row);
  for (int k = 0, n; k < l.n; k += n, n_amounts++) {
    for (n = 1; k + n < l.n && by_subject(&l.costs[k], &l.costs[k + n]) == 0;) n++;
    compare(c, &l.costs[k], n, &rounded);
  }
  /* cents are carried from day to day: they do not add up */
  if (fabs(rounded) > 0.01 * fmin(n_amounts, 500) + 1e-6) say(c, "spending", -1, "amount", rounded, "amounts that add up to what everything cost");
  return true;
}
