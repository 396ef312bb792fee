/* What other money would change at the first level: more of each earmark, each pledge earlier or later, a
 * condition met, and which needs wait for money that is not bound.
 *
 * A pledge on another day counts what it does at that day's rate, and so do pledges linked to it (model/worth.h). The optimum
 * is convex in when and how much money comes. So the duals bound every change from the side that
 * matters: with a price of 0 no change gains anything, which is then said without solving where it loses nothing, either: where no
 * money comes later or is less, or where what comes still pays for what the level's solution buys (a maximum flow). The others
 * are solved again from the level's own solution, MOST_SOLVES of each kind: what may gain the dearest first, what comes later by
 * how much of what the level buys it leaves unpaid, as a price says little of a loss (no less is lost); what is not solved is NaN.
 * Repairs are as decided: what comes so late that they could not be paid is no problem to solve, and said to be so.
 * What waits: the level is solved once more with money without earmark as it is wanted, each person-day worth a
 * thousandth of all that was pledged over all that is asked for at most; what then is spent more on a need is what it
 * waits for. O(solves). Tests: tests/unit/test_budget.c, tests/cases/money.case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"
#include "model/worth.h"

enum { MOST_SOLVES = 10, MOST_NEEDS = 64 };

/* Kinds of changes that do not compete for being solved: more money, money sooner, money later. */
typedef enum kind { KIND_MORE, KIND_SOONER, KIND_LATER, N_KINDS } kind;

typedef struct question {
  lfl_money_gain_row row;
  double missing; /* of what the level's own solution spends, what could not be paid */
} question;

typedef struct asker {
  lfl_master *m;
  int cost_i, n_rows;
  double value;
  double *price;         /* [fund, period] */
  double *spent;         /* [class, period] by the level's own solution */
  double *on_repairs;    /* [class, period] by the repairs as decided */
  double *more;          /* [fund, period] that comes with the change at hand; below 0: less */
  lfl_worth *worths;     /* [pledge] */
  lfl_repayment *order;  /* [pledge] */
  lfl_lp_start *start;
  question *rows;
} asker;

int money_shift_days(const lfl_scenario *s) {
  int quarter = s->n_days / 4;
  return quarter < 1 ? 1 : quarter > 14 ? 14 : quarter;
}

int *money_extra_days(const lfl_scenario *s, lfl_arena *arena, int *n) {
  int *days = lfl_arena_new(arena, 3 * (size_t)s->n_pledges + 1, int), shift = money_shift_days(s);
  *n = 0;
  for (int k = 0; days && k < s->n_pledges; k++) {
    const lfl_pledge *p = &s->pledges[k];
    if (!p->counted) continue;
    if (p->from_day >= s->n_days) days[(*n)++] = p->own_day;
    else if (p->from_day > 0) days[(*n)++] = p->from_day - shift > 0 ? p->from_day - shift : 0;
    if (p->from_day < s->n_days) days[(*n)++] = p->from_day + shift;
  }
  return days;
}

/* The day on which the row's pledge comes. */
static int day_of(const asker *a, const lfl_money_gain_row *r) {
  int from = a->m->s->pledges[r->pledge_i].from_day;
  return r->change == LFL_MONEY_EARLIER ? from - (int)r->by : r->change == LFL_MONEY_LATER ? from + (int)r->by : (int)r->by;
}

static void let_come(asker *a, int pledge_i, int day, double amount) {
  const money_model *money = a->m->money;
  if (day < a->m->T && money->fund_of[pledge_i] >= 0) a->more[money->fund_of[pledge_i] * money->n_periods + money->period_of[day]] += amount;
}

/* Another day's rate, or another order of those that repay a loan, changes what pledges count. */
static void count_moved(asker *a, int pledge_i, int day) {
  const lfl_scenario *s = a->m->s;
  const lfl_pledge *moved = &s->pledges[pledge_i];
  bool is_as_before = moved->repays_i < 0 && !(fabs(lfl_worth_on(s, moved, day).rate - moved->rate) > 0);
  if (!is_as_before) lfl_count_pledges(s, pledge_i, day, a->worths, a->order);
  for (int k = 0; k < s->n_pledges; k++) {
    const lfl_pledge *p = &s->pledges[k];
    double amount = is_as_before ? p->amount : a->worths[k].rest;
    if (!p->counted || (k != pledge_i && !(fabs(amount - p->amount) > 0))) continue;
    let_come(a, k, p->from_day, -p->amount);
    let_come(a, k, k == pledge_i ? day : p->from_day, amount);
  }
}

/* What comes with the row's change, in `more`. */
static void change_money(asker *a, const lfl_money_gain_row *r) {
  const money_model *money = a->m->money;
  memset(a->more, 0, (size_t)(money->n_funds * money->n_periods) * sizeof *a->more);
  if (r->change != LFL_MONEY_MORE) count_moved(a, r->pledge_i, day_of(a, r));
  else a->more[(r->pledge_i < 0 ? 0 : money->fund_of[r->pledge_i]) * money->n_periods] = r->by;
}

/* Is there on no day less money of any fund than without the change (sign 1), on no day more (-1)? */
static bool is_never_less(const asker *a, int sign) {
  const money_model *money = a->m->money;
  bool is_so = true;
  for (int f = 0; f < money->n_funds && is_so; f++) {
    double sum = 0;
    for (int q = 0; q < money->n_periods; q++) {
      sum += sign * a->more[f * money->n_periods + q];
      is_so = is_so && sum > -1e-6;
    }
  }
  return is_so;
}

/* What of all that is spent [class, period] could not be paid with what comes with the change at hand, in `missing`; less than solving rounds is nothing. */
static solve_result find_missing(const asker *a, const double *all_spent, double *missing) {
  money_model changed = *a->m->money;
  int n = changed.n_funds * changed.n_periods;
  changed.come = lfl_calloc((size_t)n + 1, sizeof *changed.come);
  if (!changed.come) return SOLVE_MEMORY;
  for (int k = 0; k < n; k++) changed.come[k] = fmax(0, a->m->money->come[k] + a->more[k]);
  money_book *book = book_create(&changed, 1);
  double all = 1;
  *missing = 0;
  for (int q = 0; q < changed.n_periods && book; q++)
    for (int c = 0; c < changed.n_classes; c++) {
      double spent = fmax(0, all_spent[at_class(a->m, c, q)]);
      all += spent;
      *missing += spent - book_pay(book, c, q, spent);
    }
  if (*missing <= 1e-9 * all) *missing = 0;
  solve_result result = book ? SOLVE_OK : SOLVE_MEMORY;
  book_destroy(book);
  lfl_free(changed.come);
  return result;
}

static bool may_gain(const asker *a, const lfl_money_gain_row *r) { return r->price > 1e-6 && !is_never_less(a, -1); }

static solve_result add_row(asker *a, lfl_money_change change, int pledge_i, double by) {
  question *q = &a->rows[a->n_rows++];
  lfl_money_gain_row *r = &q->row;
  *r = (lfl_money_gain_row){change, pledge_i, NULL, by, 0, (double)NAN};
  q->missing = 0;
  change_money(a, r);
  for (int k = 0; k < a->m->money->n_funds * a->m->money->n_periods; k++) r->price += a->more[k] * a->price[k];
  bool may_lose = !is_never_less(a, 1);
  if (!may_lose && !(r->price > 1e-6)) r->price = r->gain = 0;
  if (!may_lose) return SOLVE_OK;
  double unpaid = 0;
  solve_result result = find_missing(a, a->spent, &q->missing);
  if (result == SOLVE_OK && q->missing > 0) result = find_missing(a, a->on_repairs, &unpaid);
  if (unpaid > 0 && change == LFL_MONEY_LATER) r->change = LFL_MONEY_UNPAID;
  if (!(q->missing > 0) && !may_gain(a, r)) r->gain = 0;
  return result;
}

static solve_result find_rows(asker *a) {
  const lfl_scenario *s = a->m->s;
  const money_model *money = a->m->money;
  int shift = money_shift_days(s);
  solve_result result = SOLVE_OK;
  for (int f = 0; f < money->n_funds && result == SOLVE_OK; f++) {
    double all = 0;
    for (int q = 0; q < money->n_periods; q++) all += money->come[f * money->n_periods + q];
    result = add_row(a, LFL_MONEY_MORE, money->first_pledge[f], fmax(1000, floor(all / 10)));
  }
  for (int k = 0; k < s->n_pledges && result == SOLVE_OK; k++) {
    const lfl_pledge *p = &s->pledges[k];
    if (!p->counted || !(p->amount > 0)) continue;
    if (p->from_day >= s->n_days) {
      if (p->own_day < s->n_days) result = add_row(a, LFL_MONEY_CONDITION, k, p->own_day);
      continue;
    }
    if (p->from_day > 0) result = add_row(a, LFL_MONEY_EARLIER, k, p->from_day < shift ? p->from_day : shift);
    if (result == SOLVE_OK) result = add_row(a, LFL_MONEY_LATER, k, shift);
  }
  return result;
}

static void set_come(const asker *a, int at, double more) {
  lfl_lp_set_row_bounds(a->m->lp, a->m->row_fund[at], -(double)INFINITY, a->m->money->come[at] + more);
}

static solve_result solve_from_start(asker *a, double *value) {
  double bound;
  if (!lfl_lp_use_start(a->m->lp, a->start)) return SOLVE_MEMORY;
  return solve_priced(a->m, a->cost_i, 0, value, &bound);
}

/* What the level's own solution spends, by class and period. */
static bool find_spent(asker *a) {
  const lfl_master *m = a->m;
  const money_model *money = m->money;
  const double *x = lfl_lp_values(m->lp);
  double *activity = lfl_calloc((size_t)lfl_lp_n_rows(m->lp) + 1, sizeof *activity);
  if (!activity) return false;
  lfl_lp_row_activity(m->lp, activity);
  for (int c = 0; c < money->n_classes; c++)
    for (int q = 0; q < money->n_periods; q++) {
      int at = at_class(m, c, q);
      a->spent[at] = activity[m->row_spend[at]];
      for (int f = 0; f < money->n_funds; f++) {
        int j = m->col_pay[((long)c * money->n_funds + f) * money->n_periods + q];
        if (j >= 0) a->spent[at] += x[j];
      }
    }
  lfl_free(activity);
  return true;
}

/* The repairs as decided are paid, whatever else is. */
static void find_on_repairs(asker *a) {
  const lfl_master *m = a->m;
  const lfl_scenario *s = m->s;
  for (int k = 0; m->has_repairs && k < s->n_projects; k++) {
    const lfl_project *p = &s->projects[k];
    if (m->start[k] >= m->T) continue;
    lfl_cost cost = lfl_cost_of_repair(s, k, LFL_LINE_REPAIRS);
    int class_i = money_class_of(m->money, &cost);
    for (int day = m->start[k]; day <= p->finish[m->start[k]]; day++) a->on_repairs[at_class(m, class_i, m->money->period_of[day])] += repairs_money(s, k, m->start[k], day);
  }
}

static solve_result solve_row(asker *a, lfl_money_gain_row *r) {
  int n = a->m->money->n_funds * a->m->money->n_periods;
  change_money(a, r);
  bool may_lose = !is_never_less(a, 1);
  for (int k = 0; k < n; k++)
    if (fabs(a->more[k]) > 0) set_come(a, k, a->more[k]);
  a->m->is_near = true;
  double value;
  solve_result result = solve_from_start(a, &value);
  a->m->is_near = false;
  for (int k = 0; k < n; k++)
    if (fabs(a->more[k]) > 0) set_come(a, k, 0);
  if (result != SOLVE_OK) return result;
  r->gain = a->value - value;
  if (!may_lose) r->gain = fmax(0, r->gain);
  if (!may_gain(a, r)) r->gain = fmin(0, r->gain);
  return SOLVE_OK;
}

static kind kind_of(const question *q) {
  switch (q->row.change) {
    case LFL_MONEY_MORE: return KIND_MORE;
    case LFL_MONEY_LATER:
    case LFL_MONEY_UNPAID: return KIND_LATER;
    default: return KIND_SOONER;
  }
}

/* Dearest first; those said without solving last. */
static int by_price(const void *x, const void *y) {
  const lfl_money_gain_row *a = &((const question *)x)->row, *b = &((const question *)y)->row;
  if (fabs(a->price) != fabs(b->price)) return fabs(a->price) > fabs(b->price) ? -1 : 1;
  if (a->change != b->change) return a->change < b->change ? -1 : 1;
  return a->pledge_i - b->pledge_i;
}

/* The order of solving: of what comes later what leaves most unpaid first, of others the dearest. */
static int by_missing(const void *x, const void *y) {
  const question *a = x, *b = y;
  if (kind_of(a) == KIND_LATER && kind_of(b) == KIND_LATER && (a->missing > b->missing || a->missing < b->missing)) return a->missing > b->missing ? -1 : 1;
  if (kind_of(a) != kind_of(b)) return kind_of(a) < kind_of(b) ? -1 : 1;
  return by_price(x, y);
}

static bool is_to_solve(const question *q) { return isnan(q->row.gain) && q->row.change != LFL_MONEY_UNPAID; }

/* Solves the first of each kind again. One that rounding leaves without an answer is not solved, and the others are. */
static solve_result solve_rows(asker *a) {
  int n_solved[N_KINDS] = {0};
  solve_result result = SOLVE_OK;
  if (a->n_rows) qsort(a->rows, (size_t)a->n_rows, sizeof *a->rows, by_missing);
  for (int k = 0; k < a->n_rows && result == SOLVE_OK; k++) {
    if (is_to_solve(&a->rows[k]) && n_solved[kind_of(&a->rows[k])]++ < MOST_SOLVES) result = solve_row(a, &a->rows[k].row);
    if (result == SOLVE_FAILED) result = SOLVE_OK;
  }
  if (a->n_rows) qsort(a->rows, (size_t)a->n_rows, sizeof *a->rows, by_price);
  return result;
}

/* ---- what waits ---- */

typedef struct sums {
  const char *need[MOST_NEEDS];
  double before[MOST_NEEDS], after[MOST_NEEDS];
  int n;
} sums;

static void add_to(sums *all, const char *need, double amount, bool is_after) {
  int k = 0;
  while (k < all->n && !(all->need[k] == need || (all->need[k] && need && strcmp(all->need[k], need) == 0))) k++;
  if (k == MOST_NEEDS) return;
  if (k == all->n) {
    all->need[k] = need;
    all->before[k] = all->after[k] = 0;
    all->n++;
  }
  if (is_after) all->after[k] += amount;
  else all->before[k] += amount;
}

static void add_up(const lfl_master *m, sums *all, bool is_after) {
  const lfl_scenario *s = m->s;
  const double *x = lfl_lp_values(m->lp), *money = m->cost[COST_MONEY];
  for (int day = 0; day < m->T; day++) {
    for (int k = 0; k < s->n_supplies; k++) {
      int j = m->col_draw[at_day(m, k, day)];
      if (j >= 0) add_to(all, lfl_item_cost_need(&s->items[s->supplies[k].item_i]), x[j] * money[j], is_after);
    }
    for (int i = 0; i < s->n_places; i++)
      for (int c = 0; c < s->n_constructions; c++) {
        int j = m->col_build[at_build(m, i, c, day)];
        if (j >= 0) add_to(all, lfl_capacity_name(s->constructions[c].capacity), x[j] * money[j], is_after);
      }
  }
  for (int k = 0; k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    if (t->column >= lfl_lp_n_columns(m->lp) || t->fleet_i < 0) continue;
    lfl_cost cost = {LFL_LINE_TRANSPORT, LFL_SECTOR_MOVEMENT, t->to_i, -1};
    if (!t->is_move) cost = lfl_cost_of_trip(s, t->to_i, t->item_i[0]);
    if (!t->is_move && t->item_i[1] >= 0) lfl_cost_add_item(s, &cost, t->item_i[1]);
    add_to(all, cost.need, x[t->column] * money[t->column], is_after);
  }
}

/* Solves with money without earmark as it is wanted; other trips than those found are not looked for. */
static solve_result find_waiting(asker *a, lfl_plan *plan) {
  lfl_master *m = a->m;
  sums all = {.n = 0};
  double pledged = 1, asked = fmax(1, m->constant[COST_SURVIVAL]), value;
  if (!lfl_lp_use_start(m->lp, a->start)) return SOLVE_MEMORY;
  bool was_known = m->is_known;
  m->is_fixed_trips = m->is_known = true;
  solve_result result = solve_from_start(a, &value); /* the level's own solution */
  if (result == SOLVE_OK) add_up(m, &all, false);
  for (int k = 0; k < m->money->n_funds * m->money->n_periods; k++) pledged += m->money->come[k];
  double weight = 1e-3 * asked / pledged;
  for (int j = 0; j < m->n_columns; j++) m->cost[a->cost_i][j] += weight * m->cost[COST_MONEY][j];
  int now = at_fund(m, 0, m->money->period_of[0]); /* of day 0, without earmark */
  set_come(a, now, (double)INFINITY);
  if (result == SOLVE_OK) result = solve_from_start(a, &value);
  set_come(a, now, 0);
  for (int j = 0; j < m->n_columns; j++) m->cost[a->cost_i][j] -= weight * m->cost[COST_MONEY][j];
  m->is_fixed_trips = false;
  m->is_known = was_known;
  if (result != SOLVE_OK) return result;
  add_up(m, &all, true);
  for (int told = 0; told < all.n; told++) { /* most first */
    int best = -1;
    for (int k = 0; k < all.n; k++)
      if (all.after[k] - all.before[k] > 1 && (best < 0 || all.after[k] - all.before[k] > all.after[best] - all.before[best])) best = k;
    if (best < 0) break;
    lfl_money_gain_row *row = lfl_plan_add_money_gain(plan);
    if (!row) return SOLVE_MEMORY;
    *row = (lfl_money_gain_row){LFL_MONEY_WAITS, -1, all.need[best], floor(all.after[best] - all.before[best] + 0.5), (double)NAN, (double)NAN};
    all.after[best] = all.before[best];
  }
  return SOLVE_OK;
}

/* What each fund pays of what is spent, as the book shares it out: the model's own payments may be more than is spent. */
static bool add_left(const asker *a, const money_book *book, lfl_plan *plan) {
  const money_model *money = a->m->money;
  for (int f = 0; f < money->n_funds; f++) {
    double left = 0;
    if (money->first_pledge[f] < 0) continue;
    for (int q = 0; q < money->n_periods; q++) {
      left += money->come[f * money->n_periods + q];
      for (int c = 0; c < money->n_classes; c++) left -= book_paid(book, c, f, q);
    }
    lfl_money_gain_row *row = lfl_plan_add_money_gain(plan);
    if (!row) return false;
    *row = (lfl_money_gain_row){LFL_MONEY_LEFT, money->first_pledge[f], NULL, fmax(0, round(left * 100) / 100), (double)NAN, (double)NAN};
  }
  return true;
}

bool record_money_left(lfl_master *m, lfl_plan *plan) {
  const money_model *money = m->money;
  if (!money->n_classes) return true;
  asker a = {.m = m, .spent = lfl_calloc((size_t)(money->n_classes * money->n_periods) + 1, sizeof *a.spent)};
  money_book *book = book_create(money, 1);
  bool is_fine = a.spent && book && find_spent(&a);
  for (int q = 0; is_fine && q < money->n_periods; q++)
    for (int c = 0; c < money->n_classes; c++) book_pay(book, c, q, fmax(0, a.spent[at_class(m, c, q)]));
  is_fine = is_fine && add_left(&a, book, plan);
  book_destroy(book);
  lfl_free(a.spent);
  return is_fine;
}

solve_result find_money_gains(lfl_master *m, int cost_i, lfl_plan *plan) {
  const money_model *money = m->money;
  if (!money->n_classes) return SOLVE_OK;
  asker a = {.m = m, .cost_i = cost_i, .value = lfl_lp_objective(m->lp)};
  int n = money->n_funds * money->n_periods;
  a.price = lfl_calloc((size_t)n + 1, sizeof *a.price);
  a.rows = lfl_calloc((size_t)money->n_funds + 2 * (size_t)m->s->n_pledges + 1, sizeof *a.rows);
  a.more = lfl_calloc((size_t)n + 1, sizeof *a.more);
  a.worths = lfl_calloc((size_t)m->s->n_pledges + 1, sizeof *a.worths);
  a.order = lfl_calloc((size_t)m->s->n_pledges + 1, sizeof *a.order);
  a.start = lfl_lp_keep_start(m->lp);
  a.spent = lfl_calloc((size_t)(money->n_classes * money->n_periods) + 1, sizeof *a.spent);
  a.on_repairs = lfl_calloc((size_t)(money->n_classes * money->n_periods) + 1, sizeof *a.on_repairs);
  solve_result result = a.price && a.rows && a.more && a.worths && a.order && a.start && a.spent && a.on_repairs && find_spent(&a) ? SOLVE_OK : SOLVE_MEMORY;
  for (int k = 0; k < n && result == SOLVE_OK; k++) a.price[k] = fmax(0, -lfl_lp_duals(m->lp)[m->row_fund[k]]);
  if (result == SOLVE_OK) {
    find_on_repairs(&a);
    result = find_rows(&a);
  }
  if (result == SOLVE_OK) result = solve_rows(&a);
  bool is_short = false;
  for (int k = 0; k < a.n_rows && result == SOLVE_OK; k++) {
    lfl_money_gain_row *told = lfl_plan_add_money_gain(plan), *r = &a.rows[k].row;
    is_short = is_short || (r->change == LFL_MONEY_MORE && r->price > 0);
    if (isnan(r->gain)) r->price = (double)NAN; /* what is not confirmed is not told */
    if (told) *told = *r;
    else result = SOLVE_MEMORY;
  }
  if (result == SOLVE_OK && is_short) result = find_waiting(&a, plan);
  if (a.start && (!master_flush(m) || !lfl_lp_use_start(m->lp, a.start))) result = SOLVE_MEMORY;
  lfl_lp_start_destroy(a.start);
  lfl_free(a.price);
  lfl_free(a.spent);
  lfl_free(a.on_repairs);
  lfl_free(a.more);
  lfl_free(a.worths);
  lfl_free(a.order);
  lfl_free(a.rows);
  return result;
}
