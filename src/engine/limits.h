/* Limits of a master problem as people think of them: a crossing, a fleet, a crew, land at a place,
 * an item's supply, ..., each with the rows and columns in which it stands. They can be read (price),
 * loosened, lifted and put back. Internal to the engine. */
#ifndef LFL_ENGINE_LIMITS_H
#define LFL_ENGINE_LIMITS_H
#include "engine/master.h"

/* Where a limit stands in the problem on a day: a row's or a column's upper bound. */
typedef struct limit_part {
  int row, column; /* LFL_NO for the other one */
  int day;
  double upper;    /* its bound as the scenario has it */
  double share;    /* of one unit more of the limit, what this bound gets */
} limit_part;

typedef struct limit {
  lfl_limit_kind kind;
  int subject_i;           /* place, fleet, crew, 2 * link + reverse, permission, item, fund */
  const char *subject_id;
  const char *unit;        /* of one more */
  double step;             /* a sensible bit more */
  int first, n;            /* its parts, by day */
} limit;

typedef struct limit_list {
  limit *limits;
  limit_part *parts;
  int n, n_parts, capacity, parts_capacity;
  bool failed;
} limit_list;

/* All limits that stand in the problem, in a fixed order. False without memory. The list holds as
 * long as no rows are taken out; columns may be added. O(rows). */
bool limits_find(const lfl_master *m, limit_list *out);
void limits_clear(limit_list *list); /* an empty list is fine */

/* The scenario in which limits that stand at 0 are limits, too, for what is asked about them: for a target, or NULL for a level. `s`
 * itself where none stands at 0; else a copy of `arena` that shares all else. NULL without memory. */
const lfl_scenario *limits_with_traces(const lfl_scenario *s, const lfl_target *target, lfl_arena *arena);

/* Bounds of the limit's parts from `from_day` to `to_day` become those of the scenario plus `more`
 * of its units: 0 puts it back, INFINITY lifts it. */
void limit_set(lfl_master *m, const limit_list *list, const limit *l, int from_day, int to_day, double more);

/* Says whether the limit lets more through than the scenario says: trips are looked for over what is 0 there. Done by
 * limit_set; for those who set bounds themselves. */
void limit_loosen(lfl_master *m, lfl_limit_kind kind, int subject_i, bool is_loose);

/* Is it what exists at a place: shelter, toilets, taps, health care or beds? */
bool limit_is_existing(lfl_limit_kind kind);

/* Price of one unit more on one part: how much the objective falls, by the duals; >= 0. */
double limit_part_price(const limit_part *part, const double *duals, const double *reduced_costs);

/* One sentence: what the limit is, between the days. NULL without memory. */
const char *limit_words(const lfl_master *m, const limit_list *list, const limit *l, int from_day, int to_day, lfl_arena *arena);

/* One sentence: what the limit is, over all days. NULL without memory. */
const char *limit_summary(const lfl_master *m, const limit_list *list, const limit *l, lfl_arena *arena);

/* The last day that counts for what is solved: service goes on to the end, people moved and capacity are asked for by a day. */
int last_day_that_counts(const lfl_master *m);

/* Name of the limit's subject as people know it. */
const char *limit_subject_name(const lfl_scenario *s, const limit *l, lfl_arena *arena);

/* "12 May 2024"; NULL without memory. */
const char *day_words(const lfl_scenario *s, int day, lfl_arena *arena);

#endif
