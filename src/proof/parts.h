/* The proof at hand, shared by the files of src/proof. Internal. */
#ifndef LFL_PROOF_PARTS_H
#define LFL_PROOF_PARTS_H
#include "model/money.h"
#include "model/multipliers.h"
#include "proof/exact.h"
#include "proof/proof.h"

typedef struct proof_case {
  const lfl_scenario *s; /* with the willing shares of the proof */
  lfl_arena *arena;
  int T;
  const lfl_multipliers *y;
  const int *least, *most;           /* [project] start days that the proof is about; NULL: all */
  const lfl_target *target;          /* NULL: a level */
  double weight[LFL_N_LEVELS];       /* by kind: 1 the objective, the multiplier of its hold, or 0 */
  double held[LFL_N_LEVELS];         /* by kind; only where a hold has a multiplier */
  bool is_fairness;                  /* the objective is the worst place's share */
  bool is_empty;                     /* no decision on repairs in the box can be carried out: there is no plan in it */
  bool is_broken;                    /* data that the method does not cover: nothing is proved */
  double *supplied;                  /* [item] units there can ever be, rounded up */
  double *can_leave;                 /* [place] people who may leave, rounded up */
  double leave_in_all;               /* their sum, rounded up */
  int *first_arrival;                /* [place] a day by which somebody can surely arrive; T: none */
  int *first_possible;               /* [place] before that day surely nobody can arrive; T: never */
  double *leave;                     /* [place, day] what one who leaves on the day changes, rounded down */
  double *arrive;                    /* [place, day] one who arrives, rounded down */
  exact e;                           /* the bound so far is in e.sum */
  exact d;                           /* a column's reduced cost */
} proof_case;

static inline double y_at(const proof_case *c, lfl_row limit, int a, int b, int day) { return *lfl_multiplier_at(c->y, limit, a, b, day); }
/* Multiplier of a one-sided limit: of the wrong sign it counts as 0. */
static inline double price_at(const proof_case *c, lfl_row limit, int a, int b, int day) {
  double y = y_at(c, limit, a, b, day);
  return y > 0 ? y : 0;
}

/* Ends a sum; one that is worth nothing breaks the proof. */
static inline void proof_close(proof_case *c, exact *e) {
  c->is_broken = c->is_broken || e->is_infinite;
  exact_end(e);
}

/* Does the served target ask for the need at the place? */
bool proof_asks(const proof_case *c, int place_i, int need_i);
/* Does the target count movements, and of these one from here to there on the day? */
bool proof_counts_move(const proof_case *c, int from_i, int to_i, int day);

/* Units of a kit that can ever be put together of what is supplied of its parts, rounded up; 0 of what is no kit. */
double proof_most_kits(const proof_case *c, int item_i);

/* limits.c: adds the limits' own part and that of all decisions but trips to c->e. */
bool proof_add_limits(proof_case *c);
bool proof_add_columns(proof_case *c);
/* repairs.c: subtracts what repairs can at most gain, each decided as is best within the proof's start days. */
void proof_add_repairs(proof_case *c);
/* Vehicles a day of a link with every repair that can be done before the day by these start days. */
double proof_most_vehicles(const proof_case *c, int link_i, int day);
/* Do the proofs' start days, disjoint, hold every decision that there is? */
bool proof_covers(const lfl_scenario *s, const lfl_proof *const *proofs, int n);

/* What a unit of money spent so on the day counts at least, beside the level of cost; INFINITY where no pledge
 * may pay, so that nothing can be spent. */
double proof_money_price(const proof_case *c, const lfl_cost *cost, int day);

/* trips.c: subtracts what trips and walks can at most gain. False without memory. */
bool proof_add_trips(proof_case *c);
/* First arrivals, from the scenario alone. */
bool proof_find_arrivals(proof_case *c);

/* ---- ways.c: the cheapest ways from a place on a day, by hours ---- */

/* A way that no other beats both in hours and in price; both rounded down. */
typedef struct proof_label {
  int place_i;
  double hours, price;
} proof_label;

typedef struct proof_search proof_search;

proof_search *proof_search_create(const lfl_scenario *s);
void proof_search_destroy(proof_search *search);

typedef struct proof_search_question {
  int from_i, day, other_day; /* links and places closed on either day are not used */
  bool on_foot;
  const double *link_price;   /* [2 * links] forwards 2i, backwards 2i + 1; at least 0 */
  const double *place_price;  /* [places] */
} proof_search_question;

/* Labels in order of hours, the origin's own left out; *labels belongs to the search. Number of
 * them, -1 without memory. */
int proof_search_ways(proof_search *search, const proof_search_question *question, const proof_label **labels);

/* May there be a simple way to the place that takes hours in from .. to (rounded outwards by the
 * caller) and costs less than `price`? True also where that takes too many steps to find out. */
bool proof_find_slow_way(const proof_search *search, const proof_search_question *question, int to_i, double from, double to, double price);

/* Is there surely one, at whatever price? The caller rounds from .. to inwards. */
bool proof_has_slow_way(const proof_search *search, const proof_search_question *question, int to_i, double from, double to);

/* No simple way from the one place to the other takes more hours: [place, place], of `arena`; NULL
 * without memory. Ways are followed one by one as far as a fixed number of steps allows, beyond that it
 * is half the two slowest links of every place. */
double *proof_longest_ways(const proof_search *search, lfl_arena *arena);

#endif
