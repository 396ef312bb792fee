/* Whole things built, and people served from what is there: one day of each.
 *
 * Building follows the linear solution's sum so far, in whole units; a part that it ends with becomes one more, where round.c
 * finds that to serve more. Serving gives survival to
 * as many as what is there allows; what lifts people to the minimum tier uses no more stock so
 * far than the linear solution has used, so that tomorrow's survival is not eaten today. Where the
 * scenario has the minimum first, survival is given from what it leaves.
 * O(places * (constructions + needs * items)) a day. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "engine/rows.h"
#include "engine/round.h"

static const double EPS = 1e-7;

static bool add_use(run *r, int day, int place_i, int item_i, lfl_use_kind kind, double units) {
  if (units <= 0) return true;
  lfl_use_row *row = lfl_plan_add_use(r->plan);
  if (!row) {
    r->failed = true;
    return false;
  }
  *row = (lfl_use_row){day, place_i, item_i, kind, units};
  run_take(r, place_i, item_i, day, units);
  return true;
}

/* Is there money for so many units, with their materials? */
static bool can_pay(const run *r, int place_i, const lfl_construction *c, int day, double n, int class_i, double cost) {
  int mark = run_hold(r);
  bool is_paid = run_reserve(r, class_i, day, cost) >= cost - EPS;
  for (int k = 0; k < c->n_items && is_paid; k++) {
    double draws = run_draw_cost(r, place_i, c->items[k].item_i, day, n * c->items[k].units_per_unit);
    is_paid = run_reserve(r, run_supply_class(r, place_i, c->items[k].item_i), day, draws) >= draws - EPS;
  }
  run_release(r, mark);
  return is_paid;
}

/* How units may be built in parts. */
typedef struct grain {
  double built; /* so far */
  double steps; /* of a unit: 1: it is built whole; 0: any part */
} grain;

/* Of `n` units as much as ends units; below 0 where that is none. */
static double ending_units(grain g, double n) { return floor(g.built + n + 1e-6) - g.built; }

/* No more than `n`, in steps, or as much as ends units. */
static double in_grain(grain g, double n) {
  double part = g.steps > 0 ? floor(n * g.steps + EPS) / g.steps : n;
  return fmax(0, fmax(part, ending_units(g, n)));
}

/* How much of `wanted` units can be built on the day. */
static double most_units(const run *r, int place_i, const lfl_construction *c, int day, double wanted, grain g) {
  const double LEAST = 1e-6;
  const lfl_scenario *s = r->s;
  double n = wanted, cost = c->cost_per_unit;
  lfl_cost what = {LFL_LINE_CONSTRUCTION, lfl_capacity_name(c->capacity), place_i, -1};
  int class_i = money_class_of(r->m->money, &what);
  if (c->crew_i >= 0 && c->worker_days_per_unit > 0) {
    double workers = s->crew_workers[lfl_at(s, c->crew_i, day)] - r->crew_used[at_day(r->m, c->crew_i, day)];
    n = fmin(n, workers / c->worker_days_per_unit);
    cost += c->worker_days_per_unit * s->crews[c->crew_i].wage_per_worker_day;
  }
  if (c->m2_per_unit > 0) n = fmin(n, (run_land_m2(r, place_i, day) - r->land_used[place_i]) / c->m2_per_unit);
  for (int k = 0; k < c->n_items; k++)
    if (c->items[k].units_per_unit > 0) n = fmin(n, run_available(r, place_i, c->items[k].item_i, day) / c->items[k].units_per_unit);
  n = in_grain(g, n);
  if (n > 0 && r->book && cost > 0) n = fmin(n, in_grain(g, run_money(r, class_i, day, n * cost) / cost));
  while (n > LEAST && r->book && !can_pay(r, place_i, c, day, n, class_i, n * cost)) {
    double ends = ending_units(g, n); /* first without a part that ends no unit */
    n = ends > LEAST && ends < n - LEAST ? ends : in_grain(g, n / 2);
  }
  return n > LEAST ? n : 0;
}

/* Of a unit that goes on over the night, as much as keeps up with the linear solution, in whole worker-days where the crew is a whole number,
 * and only of as many units as that finishes in the end. */
static double part_to_build(const run *r, int place_i, int construction_i, int day, double in_all, double due) {
  const lfl_construction *con = &r->s->constructions[construction_i];
  double built = r->built[(long)place_i * r->s->n_constructions + construction_i], wanted = fmin(in_all, due) - built;
  if (!(wanted > 1e-9)) return 0;
  double workers = r->s->crew_workers[lfl_at(r->s, con->crew_i, day)], steps = con->worker_days_per_unit;
  bool is_whole_crew = !(workers > floor(workers));
  double asked = is_whole_crew ? ceil(wanted * steps - 1e-6) / steps : wanted;
  /* the last worker-day of a unit may be a part of one */
  asked = fmin(asked, fmax(wanted, floor(built + 1e-6) + 1 - built));
  return most_units(r, place_i, con, day, asked, (grain){built, is_whole_crew ? steps : 0});
}

static void build(run *r, int day, int place_i, int construction_i, double n) {
  const lfl_scenario *s = r->s;
  const lfl_construction *con = &s->constructions[construction_i];
  long at = (long)place_i * s->n_constructions + construction_i;
  lfl_build_row *row = lfl_plan_add_build(r->plan);
  if (!row) {
    r->failed = true;
    return;
  }
  *row = (lfl_build_row){day, place_i, construction_i, n};
  for (int k = 0; k < con->n_items; k++)
    add_use(r, day, place_i, con->items[k].item_i, LFL_USE_BUILD, n * con->items[k].units_per_unit);
  if (con->crew_i >= 0) {
    r->crew_used[at_day(r->m, con->crew_i, day)] += n * con->worker_days_per_unit;
    lfl_cost wages = {LFL_LINE_LABOUR, lfl_capacity_name(con->capacity), place_i, -1};
    run_spend(r, &wages, day, n * con->worker_days_per_unit * s->crews[con->crew_i].wage_per_worker_day);
  }
  lfl_cost cost = {LFL_LINE_CONSTRUCTION, lfl_capacity_name(con->capacity), place_i, -1};
  run_spend(r, &cost, day, n * con->cost_per_unit);
  double finished = floor(r->built[at] + n + 1e-6) - floor(r->built[at] + 1e-6);
  r->built[at] += n;
  r->land_used[place_i] += n * con->m2_per_unit;
  if (con->capacity != LFL_SHELTER) r->area_used[place_i] += n * con->m2_per_unit;
  for (int k = day + con->settle_days; k < r->T; k++)
    r->usable[at_capacity(r->m, place_i, (int)con->capacity, k)] += finished * con->people_per_unit;
}

/* Builds what is owed of the construction at the place: `in_all` whole units over all days, of which `due` by today. */
static void build_owed(run *r, int day, int place_i, int construction_i, double in_all, double due) {
  const lfl_construction *con = &r->s->constructions[construction_i];
  double owed = floor(due - r->built[(long)place_i * r->s->n_constructions + construction_i] + 1e-6), n = 0;
  if (lfl_is_built_in_parts(r->s, con)) n = part_to_build(r, place_i, construction_i, day, in_all, due);
  else if (owed >= 1) n = most_units(r, place_i, con, day, owed, (grain){0, 1});
  if (n > 0) build(r, day, place_i, construction_i, n);
}

/* Can workers still finish what is to be built of a unit, so that it can be used? What others build meanwhile is not known. */
static bool can_be_finished(const run *r, int place_i, int construction_i, int day) {
  const lfl_construction *con = &r->s->constructions[construction_i];
  double built = r->built[(long)place_i * r->s->n_constructions + construction_i], worker_days = 0;
  if (con->crew_i < 0 || !(con->worker_days_per_unit > 0)) return true;
  for (int k = day; k < r->T; k++)
    if (can_build_on(r->m, place_i, construction_i, k)) worker_days += r->s->crew_workers[lfl_at(r->s, con->crew_i, k)] - r->crew_used[at_day(r->m, con->crew_i, k)];
  return worker_days >= (floor(built + 1e-6) + 1 - built) * con->worker_days_per_unit - EPS;
}

static const double LEAST_PART = 1e-3; /* of a unit: less is what the solver's tolerances leave */

double run_whole_units(const run *r, long at) { return ceil(r->build_in_all[at] - LEAST_PART); }

/* A unit of which the linear solution builds a part. */
typedef struct last_part {
  int place_i, construction_i;
  bool is_survival;  /* of a need with a survival tier */
  double people;     /* now without, whom one unit would serve */
} last_part;

/* Survival first, then whatever serves most people. */
static int by_people(const void *a, const void *b) {
  const last_part *x = a, *y = b;
  if (x->is_survival != y->is_survival) return x->is_survival ? -1 : 1;
  if (x->people != y->people) return x->people > y->people ? -1 : 1;
  return x->place_i != y->place_i ? x->place_i - y->place_i : x->construction_i - y->construction_i;
}

static bool has_survival(const lfl_scenario *s, lfl_capacity capacity) {
  int need_i = lfl_need_of_capacity(s, capacity);
  return need_i >= 0 && s->needs[need_i].has_tier[LFL_SURVIVAL];
}

/* Once all that the linear solution builds has fallen due, one whole unit stands for its part, if people at the place are
 * without and it can still be finished. */
static bool is_wanted(const run *r, int day, int place_i, int construction_i, last_part *out) {
  const lfl_construction *con = &r->s->constructions[construction_i];
  long at = (long)place_i * r->s->n_constructions + construction_i;
  double people = lfl_whole_in_need(&r->s->places[place_i], r->plan->people[lfl_at(r->s, place_i, day)]);
  double without = people - r->usable[at_capacity(r->m, place_i, (int)con->capacity, r->T - 1)];
  *out = (last_part){place_i, construction_i, has_survival(r->s, con->capacity), fmin(without, con->people_per_unit)};
  bool is_due = r->due_built[at] >= r->build_in_all[at] - 1e-6 && r->built[at] < run_whole_units(r, at) - 1e-6;
  return is_due && without > EPS && can_build_on(r->m, place_i, construction_i, day) && can_be_finished(r, place_i, construction_i, day);
}

/* The linear solution may end with a part of a unit, as there are people for no more, or for want of something. */
static void build_last_parts(run *r, int day) {
  int n = 0;
  last_part *list = lfl_calloc((size_t)r->s->n_places * (size_t)r->s->n_constructions + 1, sizeof *list);
  if (!list) r->failed = true;
  for (int i = 0; list && i < r->s->n_places; i++)
    for (int c = 0; c < r->s->n_constructions; c++)
      if (is_wanted(r, day, i, c, &list[n])) n++;
  if (n) qsort(list, (size_t)n, sizeof *list, by_people);
  for (int k = 0; k < n && !r->failed; k++) {
    double whole = run_whole_units(r, (long)list[k].place_i * r->s->n_constructions + list[k].construction_i);
    last_part now; /* another construction may have served them meanwhile */
    if (is_wanted(r, day, list[k].place_i, list[k].construction_i, &now)) build_owed(r, day, list[k].place_i, list[k].construction_i, whole, whole);
  }
  lfl_free(list);
}

/* What a place has begun or is still to build of something. */
typedef struct owed_build {
  int place_i, construction_i;
  double left; /* worker-days that a unit that is begun still takes; 0: none is */
  double owed; /* units */
} owed_build;

/* Those begun first, the nearest to its end before others; then whatever is owed most. */
static int by_end(const void *a, const void *b) {
  const owed_build *x = a, *y = b;
  if ((x->left > 0) != (y->left > 0)) return x->left > 0 ? -1 : 1;
  if (x->left < y->left || x->left > y->left) return x->left < y->left ? -1 : 1;
  if (x->owed < y->owed || x->owed > y->owed) return x->owed > y->owed ? -1 : 1;
  return x->place_i != y->place_i ? x->place_i - y->place_i : x->construction_i - y->construction_i;
}

static owed_build owed_of(const run *r, int place_i, int construction_i) {
  long at = (long)place_i * r->s->n_constructions + construction_i;
  double built = r->built[at], begun = built - floor(built + 1e-6);
  return (owed_build){place_i, construction_i, begun > 1e-6 ? (1 - begun) * r->s->constructions[construction_i].worker_days_per_unit : 0, r->due_built[at] - built};
}

/* hurries: units of more work than a day has are finished one after the other, ahead of the linear solution, which builds at all places by turns. */
static void build_due(run *r, int day, const owed_build *o) {
  long at = (long)o->place_i * r->s->n_constructions + o->construction_i;
  bool is_ahead = r->hurries && lfl_is_built_in_parts(r->s, &r->s->constructions[o->construction_i]);
  double due = r->due_built[at], next = floor(r->built[at] + 1e-6) + 1;
  build_owed(r, day, o->place_i, o->construction_i, floor(r->build_in_all[at] + LEAST_PART), is_ahead ? fmax(due, next) : due);
}

/* First what is owed in whole units, everywhere, in the tables' order, or by what is nearest to its end, so that nothing waits behind another day after day; parts take what is then left of the day. */
void run_builds(run *r, int day) {
  const lfl_scenario *s = r->s;
  int n = 0;
  owed_build *list = lfl_calloc((size_t)s->n_places * (size_t)s->n_constructions + 1, sizeof *list);
  if (!list) r->failed = true;
  for (int i = 0; list && i < s->n_places; i++)
    for (int c = 0; c < s->n_constructions; c++) {
      int column = r->m->col_build[at_build(r->m, i, c, day)];
      if (column >= 0 && r->x) r->due_built[(long)i * s->n_constructions + c] += r->x[column];
      if (can_build_on(r->m, i, c, day)) list[n++] = owed_of(r, i, c);
    }
  if (n && r->hurries) qsort(list, (size_t)n, sizeof *list, by_end);
  for (int k = 0; k < n && !r->failed; k++) build_due(r, day, &list[k]);
  lfl_free(list);
  if (r->ends_parts) build_last_parts(r, day);
}

typedef struct serving {
  double survival, minimum; /* people */
} serving;

/* Where the minimum tier stands first in the order of levels: as many at it as `for_both` allows, then survival for others. */
static serving serve_minimum_first(double rs, double rm, double people, double there, double for_both) {
  serving v = {0, rm > 0 ? floor(fmin(people, fmin(there, for_both) / rm) + EPS) : people};
  double left = there == (double)INFINITY ? there : there - rm * v.minimum;
  v.survival = v.minimum + (rs > 0 ? floor(fmin(people - v.minimum, fmax(0, left) / rs) + EPS) : people - v.minimum);
  return v;
}

/* How many can be served from `there`, of which the minimum tier may draw up to `for_minimum`
 * beyond what survival takes. */
static serving serve(const run *r, const lfl_need *need, double people, double there, double for_minimum) {
  serving v = {0, 0};
  double rs = need->r[LFL_SURVIVAL], rm = need->r[LFL_MINIMUM];
  people = floor(people + EPS);
  if (is_one_variable(need)) {
    v.minimum = rm > 0 ? floor(fmin(people, there / rm) + EPS) : people;
    v.survival = v.minimum;
    return v;
  }
  v.survival = rs > 0 ? floor(fmin(people, there / rs) + EPS) : people;
  if (!need->has_tier[LFL_MINIMUM]) return v;
  if (r->is_minimum_first) return serve_minimum_first(rs, rm, people, there, for_minimum + rs * v.survival);
  double left = fmin(there == (double)INFINITY ? there : there - rs * v.survival, for_minimum);
  v.minimum = rm > rs ? floor(fmin(v.survival, fmax(0, left) / (rm - rs)) + EPS) : v.survival;
  return v;
}

static double asks(const lfl_need *need, serving v) {
  if (is_one_variable(need)) return need->r[LFL_MINIMUM] * v.minimum;
  return need->r[LFL_SURVIVAL] * v.survival + (need->r[LFL_MINIMUM] - need->r[LFL_SURVIVAL]) * v.minimum;
}

static void record(run *r, int day, int place_i, int need_i, double people, serving v) {
  const lfl_need *need = &r->s->needs[need_i];
  for (int tier = 0; tier < LFL_N_TIERS; tier++) {
    if (!need->has_tier[tier]) continue;
    lfl_service_row *row = lfl_plan_add_service(r->plan);
    if (row) *row = (lfl_service_row){day, place_i, need_i, (lfl_tier)tier, floor(people + EPS), tier == LFL_SURVIVAL ? v.survival : v.minimum};
    else r->failed = true;
  }
}

static double units_per(const lfl_need *need, const lfl_item *item) {
  if (item->is_water) return 1;
  return item->person_days * (need->kind == LFL_NEED_WATER ? need->r[LFL_MINIMUM] : 1);
}

static bool serves(const lfl_item *item, int need_i, const lfl_need *need) {
  if (item->is_water) return need->kind == LFL_NEED_WATER;
  return item->need_i == need_i && !item->given_once && item->person_days > 0;
}

/* What the linear solution has used of an item for its need at a place on the day. */
static double due_use(const run *r, int place_i, int item_i, int need_i, int day) {
  if (!r->x) return 0;
  int use = r->m->col_use[at_item(r->m, place_i, item_i, day)];
  if (use >= 0) return r->x[use];
  const lfl_need *need = &r->s->needs[need_i];
  if (need->kind != LFL_NEED_ITEM || only_item_of_need(r->m, need_i) != item_i) return 0;
  long at = at_need(r->m, place_i, need_i, day);
  double ask = 0;
  if (r->m->col_both[at] >= 0) ask += need->r[LFL_MINIMUM] * r->x[r->m->col_both[at]];
  if (r->m->col_more[at] >= 0) ask += need->r[LFL_SURVIVAL] * r->x[r->m->col_more[at]];
  return ask / r->s->items[item_i].person_days;
}

/* Does the linear solution send the item on from here, today or later? */
static bool is_sent_on(const run *r, int place_i, int item_i, int day) {
  for (int i = 0; i < r->n_lanes; i++) {
    const lane *l = &r->lanes[i];
    if (l->from_i != place_i || l->is_move) continue;
    if (r->due_units[(long)i * r->s->n_items + item_i] - r->sent_units[(long)i * r->s->n_items + item_i] >= 1) return true;
    for (int k = l->next; k < l->first + l->n; k++)
      if (r->entries[k].day > day && (r->entries[k].item_i[0] == item_i || r->entries[k].item_i[1] == item_i)) return true;
  }
  return false;
}

/* Where money is saved, no more of an item is bought for people than the linear solution has bought for them by then; what lies in stock is paid, and on the last day there is
 * nothing to save for. */
static double most_to_use(const run *r, int place_i, int item_i, int day) {
  long at = (long)place_i * r->s->n_items + item_i;
  if (!r->saves || day == r->T - 1) return (double)INFINITY;
  return fmax(r->stock[at], r->due_for_need[at] - r->used_for_need[at]);
}

/* Gives out things that are given once, as long as they serve people not yet served by them. */
static void give_things(run *r, int day, int place_i, int need_i, double people) {
  const lfl_scenario *s = r->s;
  double *given = &r->given[(long)place_i * s->n_needs + need_i];
  for (int j = 0; j < s->n_items; j++) {
    const lfl_item *item = &s->items[j];
    if (item->need_i != need_i || !item->given_once || !(item->people_served > 0)) continue;
    double wanted = ceil((people - *given) / item->people_served - EPS);
    long at = (long)place_i * s->n_items + j;
    int column = r->m->col_give[at_item(r->m, place_i, j, day)];
    if (column >= 0 && r->x) r->due_for_need[at] += r->x[column];
    if (wanted < 1) continue;
    double there = floor(run_available(r, place_i, j, day) + EPS);
    if (is_sent_on(r, place_i, j, day)) there = fmin(there, floor(r->due_for_need[at] - r->used_for_need[at] + 1e-6));
    there = fmin(there, floor(most_to_use(r, place_i, j, day) + 1e-6));
    double n = fmax(0, fmin(wanted, there));
    n = floor(run_affordable(r, place_i, j, day, n) + EPS);
    if (n < 1 || !add_use(r, day, place_i, j, LFL_USE_NEED, n)) continue;
    r->used_for_need[at] += n;
    *given += n * item->people_served;
  }
}

/* Local water of the day, pumped as far as it serves and fuel allows. */
static double water_to_pump(const run *r, int place_i, int day) {
  double left = run_yield_l(r, place_i, day) - r->taken[place_i];
  double fuel_l = r->s->places[place_i].fuel_l_per_m3 / 1000;
  int fuel = r->s->fuel_item_i;
  if (fuel >= 0 && fuel_l > 0) left = fmin(left, run_affordable(r, place_i, fuel, day, fmin(left * fuel_l, most_to_use(r, place_i, fuel, day))) / fuel_l);
  return fmax(0, left);
}

/* No more at the minimum by what could be kept than is to be; free: as many are at it by what cannot. */
static void keep_to_most(run *r, int day, int place_i, int need_i, double free, serving *v) {
  long at = at_need(r->m, place_i, need_i, day);
  double *so_far = &r->minimum_so_far[(long)place_i * r->s->n_needs + need_i], kept = fmax(0, fmin(v->minimum - free, r->minimum_most[at] - *so_far));
  v->minimum = fmin(v->minimum, free + kept);
  *so_far += kept;
  r->from_stock[at] = kept;
}

/* Service of a need that draws on stocks. */
static void serve_from_stock(run *r, int day, int place_i, int need_i, double people) {
  const lfl_scenario *s = r->s;
  const lfl_need *need = &s->needs[need_i];
  double fuel_l = need->kind == LFL_NEED_WATER && s->fuel_item_i >= 0 ? s->places[place_i].fuel_l_per_m3 / 1000 : 0;
  int column = r->m->col_pumped[at_day(r->m, place_i, day)];
  double due_to_pump = column >= 0 && r->x ? r->x[column] : 0;
  if (fuel_l > 0) r->due_for_need[(long)place_i * s->n_items + s->fuel_item_i] += due_to_pump * fuel_l;
  double pumped = need->kind == LFL_NEED_WATER ? water_to_pump(r, place_i, day) : 0;
  double free_there = pumped + (need->kind == LFL_NEED_ITEM ? r->given[(long)place_i * s->n_needs + need_i] : 0);
  double stock_there = 0, may_use = 0;
  int mark = run_hold(r);
  if (fuel_l > 0) run_reserve(r, run_supply_class(r, place_i, s->fuel_item_i), day, run_draw_cost(r, place_i, s->fuel_item_i, day, pumped * fuel_l));
  for (int j = 0; j < s->n_items; j++) {
    const lfl_item *item = &s->items[j];
    if (!serves(item, need_i, need) || r->m->row_stock[at_item(r->m, place_i, j, 0)] < 0) continue;
    long at = (long)place_i * s->n_items + j;
    r->due_for_need[at] += due_use(r, place_i, j, need_i, day);
    double there = run_available(r, place_i, j, day), due = fmax(0, r->due_for_need[at] - r->used_for_need[at]);
    if (is_sent_on(r, place_i, j, day)) there = fmin(there, due);
    there = fmin(there, most_to_use(r, place_i, j, day));
    there = run_affordable(r, place_i, j, day, there);
    run_reserve(r, run_supply_class(r, place_i, j), day, run_draw_cost(r, place_i, j, day, there));
    r->may_serve[j] = there;
    stock_there += there * units_per(need, item);
    may_use += fmin(there, due) * units_per(need, item);
  }
  run_release(r, mark);
  /* Where pumping burns fuel, lifting people to minimum waits for the linear solution, too. */
  double for_minimum = may_use;
  double free_for_minimum = fuel_l > 0 ? fmin(pumped, due_to_pump) : free_there;
  double survival_ask = need->r[LFL_SURVIVAL] * floor(fmin(people, (free_there + stock_there) / fmax(1e-12, need->r[LFL_SURVIVAL])) + EPS);
  serving v = serve(r, need, people, free_there + stock_there, fmax(0, free_for_minimum + for_minimum - survival_ask));
  if (r->minimum_most && !is_one_variable(need)) keep_to_most(r, day, place_i, need_i, serve(r, need, people, free_there + stock_there, fuel_l > 0 ? 0 : fmax(0, free_there - survival_ask)).minimum, &v);
  double ask = asks(need, v), from_free = fmin(ask, free_there);
  if (fuel_l > 0 && add_use(r, day, place_i, s->fuel_item_i, LFL_USE_PUMP, from_free * fuel_l)) r->used_for_need[(long)place_i * s->n_items + s->fuel_item_i] += from_free * fuel_l;
  ask -= from_free;
  /* of items that stand in for each other, as the linear solution has them; then what else is there */
  for (int pass = 0; pass < 2; pass++)
    for (int j = 0; j < s->n_items && ask > 1e-9; j++) {
      const lfl_item *item = &s->items[j];
      if (!serves(item, need_i, need) || r->m->row_stock[at_item(r->m, place_i, j, 0)] < 0) continue;
      long at = (long)place_i * s->n_items + j;
      double units = fmin(r->may_serve[j], ask / units_per(need, item));
      if (pass == 0) units = fmin(units, r->due_for_need[at] - r->used_for_need[at]);
      if (units <= 0 || !add_use(r, day, place_i, j, LFL_USE_NEED, units)) continue;
      r->may_serve[j] -= units;
      r->used_for_need[at] += units;
      ask -= units * units_per(need, item);
    }
  record(r, day, place_i, need_i, people, v);
}

/* Most units of the kit that the parts to be had and paid for give. */
static double most_kits(const run *r, int place_i, const lfl_item *kit, int day, double units) {
  int mark = run_hold(r);
  for (int j = 0; j < kit->n_parts && units > 0; j++) {
    int part = kit->parts[j].item_i;
    double each = kit->parts[j].units_per_unit;
    units = fmin(units, fmin(run_available(r, place_i, part, day), run_affordable(r, place_i, part, day, units * each)) / each);
    run_reserve(r, run_supply_class(r, place_i, part), day, run_draw_cost(r, place_i, part, day, units * each));
  }
  run_release(r, mark);
  return units;
}

/* Kits that are given once are given whole, to those who have none; those that are built with are built in whole, and what
 * may not be used today needs room for the night. */
static double whole_kits(const run *r, int place_i, const lfl_item *kit, int item_i, int day, double units) {
  const lfl_scenario *s = r->s;
  if (kit->need_i >= 0 && !kit->given_once) return units;
  units = floor(units + EPS);
  double stock = floor(r->stock[(long)place_i * s->n_items + item_i] + EPS), room = run_storage_m3(r, place_i, day), each = kit->volume_m3;
  if (kit->need_i >= 0 && kit->people_served > 0) {
    double people = r->plan->people[lfl_at(s, place_i, day)] * s->places[place_i].in_need_share - r->given[(long)place_i * s->n_needs + kit->need_i];
    return fmax(0, fmin(units, ceil(people / kit->people_served - EPS) - stock));
  }
  room -= run_stock_m3(r, place_i);
  for (int j = 0; j < kit->n_parts; j++) each -= kit->parts[j].units_per_unit * s->items[kit->parts[j].item_i].volume_m3;
  return each > 0 ? fmax(0, fmin(units, floor(room / each + EPS))) : units;
}

/* Kits as the linear solution has them so far, as far as their parts are there: a part of a kit serves a part of its people. */
void run_kits(run *r, int day) {
  const lfl_scenario *s = r->s;
  for (int i = 0; i < s->n_places; i++)
    for (int k = 0; k < s->n_items; k++) {
      const lfl_item *kit = &s->items[k];
      int column = kit->n_parts ? r->m->col_kit[at_item(r->m, i, k, day)] : LFL_NO;
      if (column < 0 || !r->x) continue;
      long at = (long)i * s->n_items + k;
      r->kits_due[at] += r->x[column];
      double units = whole_kits(r, i, kit, k, day, most_kits(r, i, kit, day, r->kits_due[at] - r->kits_done[at]));
      if (units < 1e-6) continue;
      lfl_kit_row *row = lfl_plan_add_kit(r->plan);
      if (!row) {
        r->failed = true;
        return;
      }
      *row = (lfl_kit_row){day, i, k, units};
      for (int j = 0; j < kit->n_parts; j++) add_use(r, day, i, kit->parts[j].item_i, LFL_USE_KIT, units * kit->parts[j].units_per_unit);
      r->kits_done[at] += units;
      r->stock[at] += units;
    }
}

/* Parts of a unit that whole loads and whole people leave over, where they may not lie overnight. */
static void give_leftovers(run *r, int day) {
  const lfl_scenario *s = r->s;
  for (int i = 0; i < s->n_places; i++) {
    double over = run_stock_m3(r, i) - run_storage_m3(r, i, day);
    for (int j = 0; j < s->n_items && over > 1e-9; j++) {
      double units = r->stock[(long)i * s->n_items + j], m3 = s->items[j].volume_m3;
      bool has_need = s->items[j].is_water ? s->places[i].is_host : s->items[j].need_i >= 0 && !s->items[j].given_once && s->places[i].is_host;
      if (!has_need || !(m3 > 0) || units <= 0) continue;
      double n = fmin(units, over / m3);
      if (add_use(r, day, i, j, LFL_USE_NEED, n)) over -= n * m3;
    }
  }
}

void run_services(run *r, int day) {
  const lfl_scenario *s = r->s;
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++) {
      if (!lfl_need_applies(s, n, i)) continue;
      const lfl_need *need = &s->needs[n];
      double people = r->plan->people[lfl_at(s, i, day)] * s->places[i].in_need_share, there = 0;
      switch (need->kind) {
        case LFL_NEED_CAPACITY:
          there = r->usable[at_capacity(r->m, i, (int)need->capacity, day)];
          for (int k = 0; k < N_CARES; k++)
            if (care_need(s, k) == n) there += r->cared[(long)i * N_CARES + k];
          break;
        case LFL_NEED_SPACE:
          there = run_land_m2(r, i, day) - r->area_used[i];
          break;
        case LFL_NEED_ITEM:
          give_things(r, day, i, n, people);
          serve_from_stock(r, day, i, n, people);
          continue;
        case LFL_NEED_WATER:
          serve_from_stock(r, day, i, n, people);
          continue;
      }
      record(r, day, i, n, people, serve(r, need, people, there, (double)INFINITY));
    }
  give_leftovers(r, day);
}
