/* What each pledge counts on the day on which it comes, and what others pass on of it or it pays back (docs/MODEL.md,
 * "Money"), with the days as the scenario has them, or one pledge on another day. Tests: tests/unit/test_twice.c, test_budget.c. */
#ifndef LFL_MODEL_WORTH_H
#define LFL_MODEL_WORTH_H
#include "model/scenario.h"

typedef struct lfl_worth {
  double rate;    /* the scenario's currency for one of the pledge's; NaN: none known */
  int rate_day;   /* day of that rate; of the scenario's own currency the pledge's */
  double whole;   /* of all of it, in whole cents of the scenario's currency; as given where no rate is known */
  double claimed; /* what others say that they pass on of it, which may be more than all of it */
  double passed;  /* of passed_on_from, what is counted with this pledge */
  double repaid;  /* of this pledge, what pays back its loan and is counted there */
  double rest;    /* what it counts */
} lfl_worth;

/* The scenario's currency for one of `currency` on the day; NaN: none known. rate_day (NULL: not asked): of that rate, else the day. O(rates). */
double lfl_rate_on(const lfl_scenario *s, const char *currency, int day, int *rate_day);

/* rate, rate_day and whole alone, coming on the day: the last rate from that day or before, else the first later one. O(rates). */
lfl_worth lfl_worth_on(const lfl_scenario *s, const lfl_pledge *p, int day);

/* May two pledges be taken off each other: are both rates known? */
static inline bool lfl_are_worths_known(const lfl_worth *a, const lfl_worth *b) { return a->rate > 0 && b->rate > 0; }

typedef struct lfl_repayment {
  int loan_i, day, pledge_i;
} lfl_repayment;

/* Pledges that pay back a loan, by loan, then by day, then by key: as loans are paid back. order: [n_pledges]; how many.
 * moved_i (-1 none): a pledge that comes on `day` instead. O(n log n). */
int lfl_order_repayments(const lfl_scenario *s, int moved_i, int day, lfl_repayment *order);

/* Of every pledge, moved_i (-1 none) coming on `day` instead. worths, order: [n_pledges]. O(n (rates + log n)). */
void lfl_count_pledges(const lfl_scenario *s, int moved_i, int day, lfl_worth *worths, lfl_repayment *order);

#endif
