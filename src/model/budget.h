/* The plan's money added up for those who answer for it: by month, and fund by fund (all pledges with one
 * earmark). For reports and tables; nothing is decided here. O(spending rows * rows added up).
 * Tests: tests/unit/test_budget.c. */
#ifndef LFL_MODEL_BUDGET_H
#define LFL_MODEL_BUDGET_H
#include "model/money.h"
#include "model/plan.h"

typedef struct lfl_budget_row {
  const char *month;  /* "2024-05"; static storage of the arena */
  const char *line, *sector; /* sector NULL: not told */
  int place_i, item_i, pledge_i;
  double amount;
} lfl_budget_row;

/* Spending by month, line, sector, place, item and pledge, in that order; NULL without memory. Of `arena`. */
lfl_budget_row *lfl_budget_by_month(const lfl_plan *plan, lfl_arena *arena, int *n);

typedef struct lfl_fund {
  int pledge_i;        /* first of them */
  int n_pledges;
  double pledged;      /* relief money in all, whose worth is known */
  double usable_now, usable_end; /* by day 0; by the last day */
  double waiting;      /* its condition is not taken as met, or it comes later */
  double spent;
  double idle;         /* usable_end - spent */
  double left;         /* the same of the linear model, before things are made whole; NaN: not known */
  double most_by;      /* what changes with more of it: the row `more` of plan->money_gains; NaN none */
  double most_gain;
} lfl_fund;

/* Funds in the order of their first pledge; none of a copy that lacks pledges, where no sum would be whole. NULL without memory. */
lfl_fund *lfl_budget_funds(const lfl_plan *plan, lfl_arena *arena, int *n);
/* The one of the earmark's key among them; NULL: none, no key, or no memory. Of `arena`: keys. O(n). */
const lfl_fund *lfl_fund_of_key(const lfl_fund *funds, int n, const lfl_scenario *s, const char *key, lfl_arena *arena);
/* Does the linear model spend all of it (but for what no figure shows)? False where that is not known. */
bool lfl_fund_is_used_up(const lfl_fund *f);
/* Do whole things leave so much more of it than the linear model that it is to be said? False where that is not known. */
bool lfl_fund_is_left_by_whole(const lfl_fund *f);

/* Money for security, in the scenario's currency: apart from all else. */
double lfl_budget_security(const lfl_scenario *s);

typedef struct lfl_served_cost {
  const char *sector;  /* NULL: of a place, all sectors, or of none */
  int place_i;         /* -1: of a sector, all places, or of no place */
  const char *other;   /* what is at no place where people are served, in words; NULL: a sector's or a place's */
  double amount;
  double person_days;  /* served at survival (at minimum where a need has no survival tier), needs of the sector added up */
} lfl_served_cost;

/* Cost for a person-day served (served_cost.c): sectors, those in which nobody is served (logistics, fuel) with 0 person-days; then
 * places where people are; then what belongs to no place, row by row. The sectors' amounts are all that is spent, and so are the
 * places' and the others' together. Goods count where they are delivered to, at the mean cost of the stock they come from.
 * NULL without memory. O(days * places * items + deliveries). */
lfl_served_cost *lfl_budget_by_person(const lfl_plan *plan, lfl_arena *arena, int *n);

/* What cannot be paid though money exists, in sentences; n may be 0. NULL without memory. */
const char **lfl_budget_idle_words(const lfl_plan *plan, lfl_arena *arena, int *n);
/* That what money gains is asked with the repairs as decided, where it might pay for one of those that the audience may see that is not
 * done, or for one earlier. NULL: nothing was asked of other money, pledges are left out, or no memory. */
const char *lfl_budget_repairs_words(const lfl_plan *plan, lfl_sensitivity audience, lfl_arena *arena);
/* What lacks and what would help, in sentences: money that is short, that lies idle, that does not come, and what it changes
 * if it comes at another time, each solved again. n is at least 1. NULL without memory. */
const char **lfl_budget_answer(const lfl_plan *plan, lfl_arena *arena, int *n);
/* "not earmarked (pledges CERF, FLASH)", "for food (pledge EU)": the money of an earmark's key with its pledges that the
 * audience may see; only those that come on a day planned, if any does (has_come) and not all are asked for. There may be no such money at all (NULL: no memory). */
const char *lfl_fund_words(const lfl_scenario *s, const char *key, bool is_all, lfl_sensitivity audience, lfl_arena *arena, bool *has_come);
/* "12 m", "3.4 k", "250": money in few figures. */
const char *lfl_money_words(double amount, lfl_arena *arena);
/* "499.50", "250": all of it, with cents where there are some. */
const char *lfl_money_exact(double amount, lfl_arena *arena);

#endif
