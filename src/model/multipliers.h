/* Multipliers on the limits of docs/MODEL.md: what a proof consists of. A multiplier says how much
 * the objective of the proof would change with one unit more of its limit. Two forms: rows of a
 * plan (spans of days with the same value) and one dense list a limit, for those who write and
 * those who check them. docs/PROOFS.md says what each limit is in words. */
#ifndef LFL_MODEL_MULTIPLIERS_H
#define LFL_MODEL_MULTIPLIERS_H
#include "model/plan.h"

/* Which scenario indexes `a` and `b` of a limit count, and whether it has days. */
typedef struct lfl_row_shape {
  int n_a, n_b;  /* 1 where there is none */
  bool has_days;
  bool has_place; /* a is a place */
} lfl_row_shape;

lfl_row_shape lfl_row_shape_of(const lfl_scenario *scenario, lfl_row limit);

/* "stock", "storage", ...; stable, as written in the tables. */
const char *lfl_row_name(lfl_row limit);
const char *lfl_proof_kind_name(lfl_proof_kind kind);

typedef struct lfl_multipliers {
  lfl_arena *arena;
  const lfl_scenario *scenario;
  double *value[LFL_N_ROWS]; /* [a, b, day] */
} lfl_multipliers;

/* All zero; NULL without memory. O(limits). Owned by the caller. */
lfl_multipliers *lfl_multipliers_create(const lfl_scenario *scenario);
void lfl_multipliers_destroy(lfl_multipliers *multipliers); /* NULL is fine */

/* The multiplier of a limit; day 0 for one without days. Indexes must be within the shape. */
double *lfl_multiplier_at(const lfl_multipliers *multipliers, lfl_row limit, int a, int b, int day);

/* Appends those not 0 to the plan as rows of proof `proof_i`, equal days in a row as one span.
 * False without memory. */
bool lfl_multipliers_store(const lfl_multipliers *multipliers, lfl_plan *plan, int proof_i);

/* Fills from the plan's rows of proof `proof_i`. A row whose indexes or days are not of the
 * scenario, whose value is no number, or that speaks of what another row spoke of: *bad_row is
 * its index and the answer false. */
bool lfl_multipliers_load(lfl_multipliers *multipliers, const lfl_plan *plan, int proof_i, int *bad_row);

#endif
