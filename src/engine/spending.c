/* Money of a run in whole things: what can still be paid, what was spent on what, and in the end who
 * has paid it, in whole cents.
 *
 * While the days are run a book (book.c) keeps who could have paid for everything so far, so that
 * nothing is bought that nobody may pay. In the end amounts are put into whole cents: of each class's line the sum so far,
 * rounded down, so that no class ever has spent more than it did but for the noise of sums; then a maximum flow in whole cents says who pays, and it
 * exists, as every limit of that flow is whole (docs/DECISIONS/0006-money.md). Within a fund pledges pay
 * in the order of their days. O(costs * ways of the book). Tests: every plan a test makes is verified. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/round.h"

/* An amount as it was spent. */
typedef struct spent {
  lfl_cost cost;
  int class_i, day;
  double amount; /* later in cents */
} spent;

double run_money(const run *r, int class_i, int day, double wanted) {
  if (!r->book || class_i < 0 || !(wanted > 0)) return (double)INFINITY;
  int mark = book_try(r->book);
  double paid = book_pay(r->book, class_i, r->m->money->period_of[day], wanted);
  book_undo(r->book, mark);
  return paid;
}

int run_supply_class(const run *r, int place_i, int item_i) {
  lfl_cost cost = {LFL_LINE_SUPPLIES, lfl_item_cost_need(&r->s->items[item_i]), place_i, item_i};
  return r->book ? money_class_of(r->m->money, &cost) : LFL_NO;
}

int run_hold(const run *r) { return r->book ? book_try(r->book) : 0; }

double run_reserve(const run *r, int class_i, int day, double amount) {
  if (!r->book || class_i < 0 || !(amount > 0)) return amount;
  return book_pay(r->book, class_i, r->m->money->period_of[day], amount);
}

void run_release(const run *r, int mark) {
  if (r->book) book_undo(r->book, mark);
}

static bool is_same_cost(const lfl_cost *a, const lfl_cost *b) {
  bool is_same_need = a->need == b->need || (a->need && b->need && strcmp(a->need, b->need) == 0);
  return a->line == b->line && a->place_i == b->place_i && a->item_i == b->item_i && is_same_need;
}

void run_spend(run *r, const lfl_cost *cost, int day, double amount) {
  if (!(amount > 0)) return;
  if (r->book) book_pay(r->book, money_class_of(r->m->money, cost), r->m->money->period_of[day], amount);
  run_note_spending(r, cost, day, amount);
}

void run_note_spending(run *r, const lfl_cost *cost, int day, double amount) {
  int class_i = r->book ? money_class_of(r->m->money, cost) : LFL_NO;
  if (!(amount > 0)) return;
  /* every cost has a class: else ours is the mistake */
  r->failed = r->failed || (r->book && (class_i < 0 || book_has_failed(r->book)));
  if (r->failed) return;
  for (int k = r->n_spending - 1; k >= 0 && r->spending[k].day == day; k--)
    if (is_same_cost(&r->spending[k].cost, cost)) {
      r->spending[k].amount += amount;
      return;
    }
  if (r->n_spending == r->spending_capacity) {
    int capacity = r->spending_capacity ? 2 * r->spending_capacity : 256;
    spent *list = lfl_realloc_array(r->spending, (size_t)capacity, sizeof *list);
    if (!list) {
      r->failed = true;
      return;
    }
    r->spending = list;
    r->spending_capacity = capacity;
  }
  r->spending[r->n_spending++] = (spent){*cost, class_i, day, amount};
}

static int by_text(const char *a, const char *b) { return a == b ? 0 : !a ? -1 : !b ? 1 : strcmp(a, b); }

static int by_day(const void *a, const void *b) {
  const spent *x = a, *y = b;
  if (x->day != y->day) return x->day - y->day;
  if (x->cost.line != y->cost.line) return x->cost.line < y->cost.line ? -1 : 1;
  if (x->cost.place_i != y->cost.place_i) return x->cost.place_i - y->cost.place_i;
  int need = by_text(x->cost.need, y->cost.need);
  return need ? need : x->cost.item_i - y->cost.item_i;
}

/* Amounts become whole cents: of each class's line the difference of its sums so far, rounded down, so that a line's rows come to what its whole things cost. What building in parts
 * leaves short of a cent is one; over all sums it is less than a cent, so that whole pledges still pay for it (0006). */
static bool count_cents(run *r) {
  int n_sums = (r->m->money->n_classes + 1) * LFL_N_LINES; /* the last class: money is not limited */
  double *so_far = lfl_calloc((size_t)n_sums, sizeof *so_far), *cents = lfl_calloc((size_t)n_sums, sizeof *cents), noise = fmin(0.05, 0.5 / n_sums);
  for (int k = 0; so_far && cents && k < r->n_spending; k++) {
    int class_i = r->spending[k].class_i >= 0 ? r->spending[k].class_i : r->m->money->n_classes, c = class_i * LFL_N_LINES + (int)r->spending[k].cost.line;
    so_far[c] += r->spending[k].amount;
    double all = floor(so_far[c] * 100 * (1 + 1e-13) + noise);
    r->spending[k].amount = all - cents[c];
    cents[c] = all;
  }
  bool is_fine = so_far && cents;
  lfl_free(so_far);
  lfl_free(cents);
  return is_fine;
}

static void add_row(run *r, const spent *what, int pledge_i, double cents) {
  if (!(cents > 0)) return;
  lfl_spending_row *row = lfl_plan_add_spending(r->plan);
  if (!row) {
    r->failed = true;
    return;
  }
  const lfl_cost *cost = &what->cost;
  *row = (lfl_spending_row){what->day, lfl_line_name(cost->line), pledge_i, cents / 100, cost->need, cost->place_i, cost->item_i};
}

/* Pledges of a fund pay in the order of their days: which one is next, and what is left of it. */
typedef struct purse {
  int pledge_i;
  double left;
} purse;

static int next_pledge(const run *r, int fund, int after) {
  const lfl_scenario *s = r->s;
  int next = LFL_NO;
  for (int k = 0; k < s->n_pledges; k++) {
    if (r->m->money->fund_of[k] != fund) continue;
    bool is_after = after < 0 || s->pledges[k].from_day > s->pledges[after].from_day || (s->pledges[k].from_day == s->pledges[after].from_day && k > after);
    if (is_after && (next < 0 || s->pledges[k].from_day < s->pledges[next].from_day)) next = k;
  }
  return next;
}

static void pay_from(run *r, purse *p, int fund, const spent *what, double cents) {
  while (cents > 0) {
    if (!(p->left > 0)) {
      int next = next_pledge(r, fund, p->pledge_i);
      if (next < 0) return;
      *p = (purse){next, nearbyint(r->s->pledges[next].amount * 100)};
      continue;
    }
    double part = fmin(cents, p->left);
    add_row(r, what, p->pledge_i, part);
    p->left -= part;
    cents -= part;
  }
}

/* Amounts of one period, class by class: each fund pays its part of the class's amounts in their order. */
static void attribute_period(run *r, money_book *book, double *paid, purse *purses, int first, int n, int period) {
  const money_model *money = r->m->money;
  for (int c = 0; c < money->n_classes; c++)
    for (int f = 0; f < money->n_funds; f++) paid[c * money->n_funds + f] = book_paid(book, c, f, period);
  for (int k = first; k < first + n; k++) {
    const spent *what = &r->spending[k];
    double left = what->amount;
    for (int f = 0; f < money->n_funds && left > 0; f++) {
      double *there = &paid[what->class_i * money->n_funds + f], part = fmin(left, *there);
      pay_from(r, &purses[f], f, what, part);
      *there -= part;
      left -= part;
    }
  }
}

static bool attribute(run *r) {
  const money_model *money = r->m->money;
  money_book *book = book_create(money, 100);
  double *paid = lfl_calloc((size_t)money->n_classes * (size_t)money->n_funds, sizeof *paid);
  purse *purses = lfl_calloc((size_t)money->n_funds, sizeof *purses);
  bool is_fine = book && paid && purses;
  for (int f = 0; is_fine && f < money->n_funds; f++) purses[f].pledge_i = LFL_NO;
  for (int k = 0; is_fine && k < r->n_spending; k++) book_pay(book, r->spending[k].class_i, money->period_of[r->spending[k].day], r->spending[k].amount);
  for (int k = 0, n; is_fine && k < r->n_spending; k += n) {
    int period = money->period_of[r->spending[k].day];
    for (n = 1; k + n < r->n_spending && money->period_of[r->spending[k + n].day] == period;) n++;
    attribute_period(r, book, paid, purses, k, n, period);
  }
  book_destroy(book);
  lfl_free(paid);
  lfl_free(purses);
  return is_fine;
}

void run_record_spending(run *r) {
  if (r->n_spending) qsort(r->spending, (size_t)r->n_spending, sizeof *r->spending, by_day);
  if (!count_cents(r)) {
    r->failed = true;
    return;
  }
  if (r->m->money->n_classes) {
    if (!attribute(r)) r->failed = true;
    return;
  }
  for (int k = 0; k < r->n_spending; k++) add_row(r, &r->spending[k], -1, r->spending[k].amount);
}
