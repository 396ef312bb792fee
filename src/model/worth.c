/* What pledges count (see worth.h).
 *
 * A pledge in another currency is worth its amount times the rate in force on the day it comes, in whole cents, rounded down.
 * It counts that less what others pass on of it, less what it pays back; so the sum over a chain of donors is what the first gave,
 * and an appeal that repays an emergency fund's advance adds only what it leaves. A loan that several repay is taken off
 * them in the order of their days. Between two pledges of the same currency what is passed on or paid back is so much of that,
 * whatever the rate of the day. A pledge in a currency without a rate takes nothing off and has nothing taken off. */
#include "model/worth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The rate in force on the day; NULL: none known. */
static const lfl_rate *rate_on(const lfl_scenario *s, const char *currency, int day) {
  const lfl_rate *last = NULL, *first = NULL;
  for (int k = 0; k < s->n_rates; k++) {
    const lfl_rate *r = &s->rates[k];
    if (strcmp(r->currency, currency) != 0) continue;
    if (r->day <= day && (!last || r->day > last->day)) last = r;
    if (!first || r->day < first->day) first = r;
  }
  return last ? last : first;
}

double lfl_rate_on(const lfl_scenario *s, const char *currency, int day, int *rate_day) {
  bool is_own = strcmp(currency, s->currency) == 0;
  const lfl_rate *r = is_own ? NULL : rate_on(s, currency, day);
  if (rate_day) *rate_day = r ? r->day : day;
  return is_own ? 1 : r ? r->rate : (double)NAN;
}

lfl_worth lfl_worth_on(const lfl_scenario *s, const lfl_pledge *p, int day) {
  lfl_worth w = {0};
  w.rate = lfl_rate_on(s, p->currency, day, &w.rate_day);
  w.whole = isnan(w.rate) ? p->given_amount : floor(p->given_amount * w.rate * 100 + 1e-6) / 100;
  return w;
}

/* What one of p's is worth where it is one of q's: of the same currency as much of that. */
static double worth_at(const lfl_scenario *s, const lfl_worth *worths, int p, int q) {
  return strcmp(s->pledges[p].currency, s->pledges[q].currency) == 0 ? worths[q].rate / worths[p].rate : 1;
}

/* What is passed on is counted where it was passed to. */
static void take_off_passed(const lfl_scenario *s, lfl_worth *worths) {
  for (int i = 0; i < s->n_pledges; i++) {
    int from = s->pledges[i].passed_on_from_i;
    if (from < 0 || !lfl_are_worths_known(&worths[i], &worths[from])) continue;
    double amount = worths[i].whole * worth_at(s, worths, i, from);
    worths[i].passed = fmin(amount, fmax(worths[from].whole - worths[from].claimed, 0));
    worths[from].claimed += amount;
  }
  for (int i = 0; i < s->n_pledges; i++) worths[i].rest = worths[i].whole - fmin(worths[i].claimed, worths[i].whole);
}

static int by_loan_and_day(const void *a, const void *b) {
  const lfl_repayment *x = a, *y = b;
  if (x->loan_i != y->loan_i) return x->loan_i < y->loan_i ? -1 : 1;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x->pledge_i < y->pledge_i ? -1 : x->pledge_i > y->pledge_i;
}

int lfl_order_repayments(const lfl_scenario *s, int moved_i, int day, lfl_repayment *order) {
  int n = 0;
  for (int i = 0; i < s->n_pledges; i++)
    if (s->pledges[i].repays_i >= 0) order[n++] = (lfl_repayment){s->pledges[i].repays_i, i == moved_i ? day : s->pledges[i].from_day, i};
  if (n) qsort(order, (size_t)n, sizeof *order, by_loan_and_day);
  return n;
}

/* What pays a loan back is counted with the loan. */
static void take_off_repaid(const lfl_scenario *s, const lfl_repayment *order, int n, lfl_worth *worths) {
  double owed = 0;
  for (int k = 0; k < n; k++) {
    int i = order[k].pledge_i, loan = order[k].loan_i;
    if (k == 0 || order[k - 1].loan_i != loan) owed = worths[loan].whole;
    if (!lfl_are_worths_known(&worths[i], &worths[loan])) continue;
    double worth = worth_at(s, worths, i, loan);
    worths[i].repaid = fmin(owed / worth, worths[i].rest);
    worths[i].rest -= worths[i].repaid;
    owed -= worths[i].repaid * worth;
  }
}

/* Of cents the rest is cents. */
static double in_cents(double amount) {
  double cents = round(amount * 100) / 100;
  return fabs(amount - cents) < 1e-6 ? cents : amount;
}

void lfl_count_pledges(const lfl_scenario *s, int moved_i, int day, lfl_worth *worths, lfl_repayment *order) {
  for (int i = 0; i < s->n_pledges; i++) worths[i] = lfl_worth_on(s, &s->pledges[i], i == moved_i ? day : s->pledges[i].from_day);
  take_off_passed(s, worths);
  take_off_repaid(s, order, lfl_order_repayments(s, moved_i, day, order), worths);
  for (int i = 0; i < s->n_pledges; i++) worths[i].rest = in_cents(worths[i].rest);
}
