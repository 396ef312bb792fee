/* Money in the master problem: which pledges may pay what. Internal to the engine.
 *
 * All pledges with one earmark are one *fund*: once they have come, their money is the same. Costs that the same
 * funds may pay are one *class*, and days between which no money comes are one *period*: who pays
 * for what is then a transport problem from funds to classes, period by period, with what is left
 * carried over. docs/DECISIONS/0006-money.md proves that neither joining leaves out a plan. Fund 0 is money without
 * earmark, there or not. O(places * items^2) to set up. Tests: tests/unit/test_money.c, test_cross.c. */
#ifndef LFL_ENGINE_MONEY_H
#define LFL_ENGINE_MONEY_H
#include <stdint.h>

#include "model/money.h"

enum { MOST_FUNDS = 256 };

/* A set of funds. */
typedef struct fund_set {
  uint64_t bits[MOST_FUNDS / 64];
} fund_set;

typedef struct money_model {
  const lfl_scenario *s;
  int n_funds, n_classes, n_periods;
  int *fund_of;       /* [pledge] -1: pays nothing */
  int *first_pledge;  /* [fund] one with its earmark; -1: fund 0 without any */
  int *period_of;     /* [day] */
  int *first_day;     /* [period] */
  double *come;       /* [fund, period] what comes in the period */
  fund_set any;       /* funds without earmark or, of trips, for logistics: they pay for every trip */
  fund_set *at_place; /* [place] funds for it or for what it lies in */
  fund_set *of_goods; /* [item] funds for the item or its sector */
  fund_set of_people; /* funds for movement */
  fund_set *classes;  /* [class] who may pay */
  int classes_capacity;
} money_model;

/* Of `arena`; NULL without memory. Without pledges there are no classes. More than MOST_FUNDS earmarks: the check
 * has refused them. extra_day: a period begins there, too (-1: none). */
money_model *money_create(const lfl_scenario *s, lfl_arena *arena, const int *extra_days, int n_extra_days);

static inline bool fund_is_in(const fund_set *set, int fund) { return set->bits[fund / 64] >> (fund % 64) & 1; }
bool funds_hold(const fund_set *set, const fund_set *part);

/* Who may pay. */
fund_set money_payers(const money_model *m, const lfl_cost *cost);
fund_set money_payers_of_load(const money_model *m, int to_i, const int *item_i, int n);

/* Index of the class; -1 where money is not limited. */
int money_class(const money_model *m, const fund_set *payers);
int money_class_of(const money_model *m, const lfl_cost *cost);
int money_class_of_load(const money_model *m, int to_i, const int item_i[2]);

/* May the item be on a load that is paid as the class says? */
bool money_lets_carry(const money_model *m, int class_i, int to_i, int item_i);

/* Is anything of the fund there on the day? */
bool money_has_come(const money_model *m, int fund, int day);

/* "food", "Camp 3", "item tent", "" for what is not earmarked. */
const char *money_fund_key(const money_model *m, int fund, lfl_arena *arena);
const char *money_fund_words(const money_model *m, int fund, lfl_arena *arena);

/* ---- whole things: a book of who has paid what, so that money never runs out unseen ---- */

typedef struct money_book money_book;

/* scale: 100 to count in whole cents. NULL without memory, or where money is not limited. */
money_book *book_create(const money_model *m, double scale);
void book_destroy(money_book *book); /* NULL is fine */
/* Pays up to `amount` for the class in the period, changing who pays for what was bought before if that helps (a
 * maximum flow by shortest augmenting paths); how much was paid. Periods come in order. */
double book_pay(money_book *book, int class_i, int period, double amount);
/* From here on payments are on trial: what was paid since is taken back by book_undo. Trials nest. */
int book_try(money_book *book);
void book_undo(money_book *book, int mark);
bool book_has_failed(const money_book *book); /* no memory for a trial */
/* What the fund pays of the class in the period. */
double book_paid(const money_book *book, int class_i, int fund, int period);

#endif
