/* The checker's own view of a plan: what its decisions add up to. Internal to check. */
#ifndef LFL_CHECK_CHECKER_H
#define LFL_CHECK_CHECKER_H
#include "check/verify.h"

enum { LFL_MOST_ISSUES = 1000 }; /* a plan so broken needs no longer list */

typedef struct checker {
  const lfl_scenario *s;
  const lfl_plan *plan;
  lfl_diags *diags;
  lfl_arena *arena;
  int T, n_issues;
  bool no_memory;       /* something could not be worked out */
  double *used[LFL_N_USES]; /* [place, item, day] by lfl_use_kind */
  double *cared;        /* [place, need, day] people whom facilities serve */
  double *care_l;       /* [place, day] fuel that facilities there burn */
  double *driven_l;     /* [place, day] fuel that trips burn out of the stock there */
  double *taken_l;      /* [place, day] water loaded into tankers */
  double *people;       /* [place, day] recomputed */
  double *received;     /* [place, day] so far */
  double *gone;         /* [place, day] people who have left so far */
  double *built_people; /* [place, capacity, day] usable */
  double *area_m2;      /* [place, day] land under construction that is not shelter, so far */
  double *served;       /* [place, need, tier, day] as published; NaN: no row */
  double *repair_workers; /* [crew, day] */
  double *repair_wages; /* [project, day] */
  int *finished;        /* [project] last working day of its repair; -1 not done */
} checker;

static inline long in_days(const checker *c, int i, int day) { return (long)i * c->T + day; }
static inline long in_items(const checker *c, int place_i, int item_i, int day) {
  return ((long)place_i * c->s->n_items + item_i) * c->T + day;
}
static inline long in_needs(const checker *c, int place_i, int need_i, int tier, int day) {
  return (((long)place_i * c->s->n_needs + need_i) * LFL_N_TIERS + tier) * c->T + day;
}

/* Says that a row of a plan's table (0-based; -1: the table as a whole) is wrong. */
void say(checker *c, const char *table, int row, const char *column, double value, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 6, 7)))
#endif
    ;
/* The same of a text, NULL for a blank cell. */
void say_text(checker *c, const char *table, int row, const char *column, const char *value, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 6, 7)))
#endif
    ;
/* Is a at most b, within a millionth of b and of one? */
bool at_most(double a, double b);
bool is_same(double a, double b);
bool is_whole(double a);
/* What the repairs finished before the day give of a number of the place or link (after check_repairs). */
double restored(const checker *c, lfl_restored what, int subject_i, int day);
double restored_capacity(const checker *c, lfl_capacity capacity, int place_i, int day);
double *new_sums(checker *c, long n);

/* Each checks one theme and adds what later ones need; false without memory. */
bool check_indexes(checker *c); /* false also where indexes are wrong: nothing else can be checked */
bool check_repairs(checker *c);
bool check_transport(checker *c);
bool check_stocks(checker *c);
bool check_people(checker *c);
bool check_builds(checker *c);
bool check_care(checker *c);
bool check_service(checker *c);
bool check_ready(checker *c);
bool check_money(checker *c);
bool check_levels(checker *c);
bool check_targets(checker *c);
void check_barriers(checker *c); /* what binds, sets, what it would take */
void check_repair_gains(checker *c); /* what each repair buys, as far as plain sums can refuse it */

#endif
