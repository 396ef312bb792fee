/* COIN-OR CLP behind the interface, through its C API.
 *
 * Solves without presolve run in slices of iterations so that the caller can be asked and limits hold; the basis
 * is kept from slice to slice; CLP's presolve being the quicker the fewer columns there are, and no other solve knowing that a column is
 * fixed, those that are fixed where they stand are left out of them: a model of the rest is solved in their place (measured: docs/DECISIONS/0009).
 * CLP is given no clock unless a time limit is asked for, and one thread, so that the same steps give the same bits (tests/unit/test_lp.c). */
#include <coin/Clp_C_Interface.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "lp/problem.h"

enum { SLICE_ITERATIONS = 10000 };

typedef struct clp_state {
  Clp_Simplex *model;
  double *scratch[2];
  int scratch_capacity;
  long iterations;
  double objective; /* of the last solve */
  double aside;     /* what columns cost that the model at hand is without */
} clp_state;

static void clp_destroy(void *state) {
  clp_state *s = state;
  if (!s) return;
  if (s->model) Clp_deleteModel(s->model);
  lfl_free(s->scratch[0]);
  lfl_free(s->scratch[1]);
  lfl_free(s);
}

void *lp_clp_create(void) {
  clp_state *s = lfl_calloc(1, sizeof *s);
  if (!s) return NULL;
  s->model = Clp_newModel();
  if (!s->model) {
    clp_destroy(s);
    return NULL;
  }
  Clp_setLogLevel(s->model, 0);
  return s;
}

static double to_clp(double bound) { return bound == (double)INFINITY ? DBL_MAX : bound == -(double)INFINITY ? -DBL_MAX : bound; }

/* CLP's infinity is DBL_MAX: both bounds are copied with it. */
static bool convert(clp_state *s, int n, const double *lower, const double *upper) {
  if (n > s->scratch_capacity) {
    for (int k = 0; k < 2; k++) {
      double *more = lfl_realloc_array(s->scratch[k], (size_t)n, sizeof *more);
      if (!more) return false;
      s->scratch[k] = more;
    }
    s->scratch_capacity = n;
  }
  for (int i = 0; i < n; i++) {
    s->scratch[0][i] = to_clp(lower[i]);
    s->scratch[1][i] = to_clp(upper[i]);
  }
  return true;
}

static bool clp_add_rows(void *state, int n, const double *lower, const double *upper) {
  clp_state *s = state;
  int *start = lfl_calloc((size_t)n + 1, sizeof *start);
  bool is_fine = start && convert(s, n, lower, upper);
  if (is_fine) Clp_addRows(s->model, n, s->scratch[0], s->scratch[1], start, NULL, NULL);
  lfl_free(start);
  return is_fine;
}

static bool clp_add_columns(void *state, int n, const double *cost, const double *lower, const double *upper, const int *start,
                            const int *row, const double *value) {
  clp_state *s = state;
  if (!convert(s, n, lower, upper)) return false;
  Clp_addColumns(s->model, n, s->scratch[0], s->scratch[1], cost, start, row, value);
  return true;
}

static bool clp_add_row(void *state, int n, const int *column, const double *value, double lower, double upper) {
  clp_state *s = state;
  int start[2] = {0, n};
  double low = to_clp(lower), high = to_clp(upper);
  Clp_addRows(s->model, 1, &low, &high, start, column, value);
  return true;
}

static void clp_set_costs(void *state, const double *cost) { Clp_chgObjCoefficients(((clp_state *)state)->model, cost); }
static void clp_set_cost(void *state, int column, double cost) { Clp_objective(((clp_state *)state)->model)[column] = cost; }

static void clp_set_column_bounds(void *state, int column, double lower, double upper) {
  clp_state *s = state;
  Clp_columnLower(s->model)[column] = to_clp(lower);
  Clp_columnUpper(s->model)[column] = to_clp(upper);
}

static void clp_set_row_bounds(void *state, int row, double lower, double upper) {
  clp_state *s = state;
  Clp_rowLower(s->model)[row] = to_clp(lower);
  Clp_rowUpper(s->model)[row] = to_clp(upper);
}

enum { IF_DEGENERATE = 50, NEVER = 100 /* CLP's own default, with which the dual takes two to nine times as long on Rafah */ };

static double tolerance_of(const lfl_lp_options *o) { return o->tolerance > 0 ? o->tolerance : 1e-7; }

/* What the presolved problem's solution misses by is small, but grows as CLP puts the problem together again, and CLP's dual, which then cleans up,
 * has been seen to wander at the optimum for half a minute, after a solve of two seconds. So the presolved problem is solved with more
 * tolerance, which leaves that dual next to nothing, and the primal, from values, cleans up to what was asked for. */
static void run_presolved(clp_state *s, const lfl_lp_options *o, int most) {
  const double ROUGHLY = 1e-5;
  bool is_rough = o->tolerance <= 0 && o->method == LFL_LP_DUAL;
  Clp_Solve *how = ClpSolve_new();
  ClpSolve_setSolveType(how, o->method == LFL_LP_DUAL ? 0 : o->method == LFL_LP_PRIMAL ? 1 : 5, -1);
  ClpSolve_setPresolveType(how, 0, -1);
  if (is_rough) Clp_setPrimalTolerance(s->model, ROUGHLY);
  Clp_initialSolveWithOptions(s->model, how);
  ClpSolve_delete(how);
  if (!is_rough) return;
  Clp_setPrimalTolerance(s->model, tolerance_of(o));
  int taken = Clp_numberIterations(s->model);
  if (Clp_status(s->model) != 0 || taken >= most) return;
  s->iterations += taken;
  Clp_setMaximumIterations(s->model, most - taken);
  Clp_setPerturbation(s->model, NEVER);
  Clp_primal(s->model, 1);
}

static void run_slice(clp_state *s, const lfl_lp_options *o, int most, bool from_values) {
  Clp_setMaximumIterations(s->model, most);
  Clp_setPerturbation(s->model, o->method == LFL_LP_DUAL || o->perturb ? IF_DEGENERATE : NEVER);
  if (o->presolve) run_presolved(s, o, most);
  else if (o->method == LFL_LP_DUAL) Clp_dual(s->model, 0);
  else Clp_primal(s->model, from_values);
}

/* Every row basic, every column at a bound. */
static void forget_basis(clp_state *s) {
  const double *lower = Clp_columnLower(s->model);
  for (int j = 0; j < Clp_numberColumns(s->model); j++) Clp_setColumnStatus(s->model, j, lower[j] > -1e30 ? LP_AT_LOWER : LP_AT_UPPER);
  for (int i = 0; i < Clp_numberRows(s->model); i++) Clp_setRowStatus(s->model, i, LP_BASIC);
}

/* By how much rows and columns miss their bounds in the problem's own units, as a share of the
 * tolerance, where a miss of a large bound counts by its size. CLP judges its scaled problem. */
static double worst_miss(const clp_state *s, double tolerance) {
  const double *value[] = {Clp_primalRowSolution(s->model), Clp_primalColumnSolution(s->model)};
  const double *lower[] = {Clp_rowLower(s->model), Clp_columnLower(s->model)}, *upper[] = {Clp_rowUpper(s->model), Clp_columnUpper(s->model)};
  const int n[] = {Clp_numberRows(s->model), Clp_numberColumns(s->model)};
  double worst = 0;
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < n[k]; i++) {
      if (isnan(value[k][i])) return (double)INFINITY;
      if (value[k][i] < lower[k][i]) worst = fmax(worst, (lower[k][i] - value[k][i]) / fmax(1, fabs(lower[k][i])));
      if (value[k][i] > upper[k][i]) worst = fmax(worst, (value[k][i] - upper[k][i]) / fmax(1, fabs(upper[k][i])));
    }
  return worst / tolerance;
}

/* How a solve goes on when CLP's answer cannot stand: from the basis it has, first without
 * presolve, then on the unscaled problem, then there by the other algorithm. */
typedef enum clp_care { CARE_NONE, CARE_NO_PRESOLVE, CARE_UNSCALED, CARE_OTHER, CARE_GIVEN_UP } clp_care;

static void take_care(clp_state *s, lfl_lp_options *o, clp_care care) {
  enum { NO_SCALING = 0 };
  o->presolve = false;
  if (care >= CARE_UNSCALED) Clp_scaling(s->model, NO_SCALING);
  o->method = care == CARE_OTHER ? LFL_LP_DUAL : LFL_LP_PRIMAL;
}

static lfl_lp_result solve_with_care(clp_state *s, lfl_lp_options o, clp_care *care) {
  enum { MISSES = 100 }; /* tolerances that CLP's unscaled answer may miss by: its own habit is some ten */
  double begun = o.max_seconds > 0 ? lfl_now_s() : 0, tolerance = tolerance_of(&o);
  for (;;) {
    /* with presolve, a slice would throw away what the solve has learnt (measured: 80 times slower) */
    long most = o.presolve ? INT_MAX : SLICE_ITERATIONS;
    if (o.max_iterations > 0 && o.max_iterations - s->iterations < most) most = o.max_iterations - s->iterations;
    if (most <= 0) return LFL_LP_LIMIT;
    if (o.max_seconds > 0) {
      double left = o.max_seconds - (lfl_now_s() - begun);
      if (left <= 0) return LFL_LP_LIMIT;
      Clp_setMaximumSeconds(s->model, left);
    }
    /* from the last values as well as the basis: after presolve the basis alone may stand for other values,
       some of them far out of bounds (measured: seconds become minutes) */
    run_slice(s, &o, (int)most, *care == CARE_NONE);
    s->iterations += Clp_numberIterations(s->model);
    int status = Clp_status(s->model);
    bool can_stand = status == 0 ? worst_miss(s, tolerance) <= MISSES : status == 2;
    if (status == 1 && o.is_trial) return LFL_LP_INFEASIBLE;
    if (can_stand) return status == 0 ? LFL_LP_OPTIMAL : LFL_LP_UNBOUNDED;
    if (status != 3) {
      if (*care == CARE_NONE && !o.presolve) *care = CARE_NO_PRESOLVE;
      if (++*care == CARE_GIVEN_UP) return status == 1 ? LFL_LP_INFEASIBLE : LFL_LP_FAILED;
      take_care(s, &o, *care);
    }
    if (o.progress && !o.progress(o.user, s->iterations, Clp_objectiveValue(s->model) + s->aside)) return LFL_LP_STOPPED;
  }
}

/* ---- without the columns that are fixed ---- */

/* The whole while a model of some of its columns is solved in its place. */
typedef struct clp_rest {
  Clp_Simplex *whole;
  int *columns, n;  /* of the whole, in order: those of the model */
  double *activity; /* [row] what the others come to */
} clp_rest;

static bool is_left_out(Clp_Simplex *whole, int j) { return Clp_columnLower(whole)[j] == Clp_columnUpper(whole)[j] && Clp_getColumnStatus(whole, j) != LP_BASIC; }

static int count_kept(Clp_Simplex *whole) {
  int n = 0;
  for (int j = 0; j < Clp_numberColumns(whole); j++) n += !is_left_out(whole, j);
  return n;
}

/* What a model is made of. */
typedef struct clp_parts {
  lp_entry *entries; /* by column, of the whole */
  long *first;
  int *start, *row;
  double *value, *lower, *upper, *cost, *row_lower, *row_upper;
  unsigned char *status; /* of columns, then of rows */
} clp_parts;

static bool parts_make(const lfl_lp *lp, int n, clp_parts *p) {
  size_t columns = (size_t)n + 1, rows = (size_t)lp->n_rows + 1, entries = (size_t)lp->n_entries + 1;
  *p = (clp_parts){.first = lfl_malloc(((size_t)lp->n_columns + 1) * sizeof *p->first), .start = lfl_malloc(columns * sizeof *p->start), .row = lfl_malloc(entries * sizeof *p->row),
                   .value = lfl_malloc(entries * sizeof *p->value), .lower = lfl_malloc(columns * sizeof *p->lower), .upper = lfl_malloc(columns * sizeof *p->upper),
                   .cost = lfl_malloc(columns * sizeof *p->cost), .row_lower = lfl_malloc(rows * sizeof *p->row_lower), .row_upper = lfl_malloc(rows * sizeof *p->row_upper),
                   .status = lfl_malloc(columns + rows)};
  p->entries = p->first ? lp_by_column(lp, p->first) : NULL;
  return p->entries && p->start && p->row && p->value && p->lower && p->upper && p->cost && p->row_lower && p->row_upper && p->status;
}

static void parts_clear(clp_parts *p) {
  lfl_free(p->entries);
  lfl_free(p->first);
  lfl_free(p->start);
  lfl_free(p->row);
  lfl_free(p->value);
  lfl_free(p->lower);
  lfl_free(p->upper);
  lfl_free(p->cost);
  lfl_free(p->row_lower);
  lfl_free(p->row_upper);
  lfl_free(p->status);
}

static void keep_column(const lfl_lp *lp, clp_rest *r, clp_parts *p, int j, int *n_entries) {
  int k = r->n++;
  r->columns[k] = j;
  p->start[k] = *n_entries;
  p->lower[k] = to_clp(lp->lower[j]);
  p->upper[k] = to_clp(lp->upper[j]);
  p->cost[k] = lp->cost[j];
  p->status[k] = (unsigned char)Clp_getColumnStatus(r->whole, j);
  for (long e = p->first[j]; e < p->first[j + 1]; e++) {
    p->row[*n_entries] = p->entries[e].row;
    p->value[(*n_entries)++] = p->entries[e].value;
  }
}

static void leave_out(clp_state *s, const lfl_lp *lp, clp_rest *r, const clp_parts *p, int j) {
  double x = lp->lower[j];
  if (x == 0) return;
  s->aside += lp->cost[j] * x;
  for (long e = p->first[j]; e < p->first[j + 1]; e++) r->activity[p->entries[e].row] += p->entries[e].value * x;
}

static void take_rows(const lfl_lp *lp, const clp_rest *r, clp_parts *p) {
  for (int i = 0; i < lp->n_rows; i++) {
    p->row_lower[i] = to_clp(lp->row_lower[i] - r->activity[i]);
    p->row_upper[i] = to_clp(lp->row_upper[i] - r->activity[i]);
    p->status[r->n + i] = (unsigned char)Clp_getRowStatus(r->whole, i);
  }
}

static void load(clp_state *s, const lfl_lp *lp, const clp_rest *r, const clp_parts *p) {
  Clp_setLogLevel(s->model, 0);
  Clp_loadProblem(s->model, r->n, lp->n_rows, p->start, p->row, p->value, p->lower, p->upper, p->cost, p->row_lower, p->row_upper);
  Clp_copyinStatus(s->model, p->status);
  double *x = Clp_primalColumnSolution(s->model), *activity = Clp_primalRowSolution(s->model);
  const double *whole_x = Clp_primalColumnSolution(r->whole), *whole_activity = Clp_primalRowSolution(r->whole);
  for (int k = 0; k < r->n; k++) x[k] = whole_x[r->columns[k]];
  for (int i = 0; i < lp->n_rows; i++) activity[i] = whole_activity[i] - r->activity[i];
}

static void rest_clear(clp_rest *r) {
  lfl_free(r->columns);
  lfl_free(r->activity);
}

/* A model without the columns that are fixed and in no basis, where they are many, in the whole's place until put_back. False without memory. */
static bool set_aside(clp_state *s, const lfl_lp *lp, clp_rest *r) {
  enum { LEAST = 1000, SHARE = 8 }; /* so many, and no fewer than every eighth */
  int n_all = lp->n_columns, n_kept = n_all, n_entries = 0;
  *r = (clp_rest){.whole = s->model};
  if (n_all >= LEAST && Clp_statusExists(s->model)) n_kept = count_kept(s->model);
  if (n_kept == 0 || n_all - n_kept < LEAST || n_all - n_kept < n_all / SHARE) return true;
  clp_parts p;
  bool is_fine = parts_make(lp, n_kept, &p);
  r->columns = lfl_malloc(((size_t)n_kept + 1) * sizeof *r->columns);
  r->activity = lfl_calloc((size_t)lp->n_rows + 1, sizeof *r->activity);
  is_fine = is_fine && r->columns && r->activity;
  for (int j = 0; is_fine && j < n_all; j++) {
    if (is_left_out(r->whole, j)) leave_out(s, lp, r, &p, j);
    else keep_column(lp, r, &p, j, &n_entries);
  }
  if (is_fine) {
    p.start[r->n] = n_entries;
    take_rows(lp, r, &p);
    is_fine = (s->model = Clp_newModel()) != NULL;
    if (is_fine) load(s, lp, r, &p);
    else s->model = r->whole;
  }
  parts_clear(&p);
  if (!is_fine) rest_clear(r);
  return is_fine;
}

/* The solution and its basis into the whole. */
static bool put_back(clp_state *s, const lfl_lp *lp, clp_rest *r) {
  Clp_Simplex *part = s->model, *whole = r->whole;
  s->objective = Clp_objectiveValue(part) + s->aside;
  if (!r->activity) return true; /* nothing was set aside */
  unsigned char *status = lfl_malloc((size_t)lp->n_columns + (size_t)lp->n_rows + 1); /* of columns, then of rows */
  double *x = Clp_primalColumnSolution(whole), *activity = Clp_primalRowSolution(whole), *duals = Clp_dualRowSolution(whole), *reduced = Clp_dualColumnSolution(whole);
  for (int i = 0; status && i < lp->n_rows; i++) {
    activity[i] = Clp_primalRowSolution(part)[i] + r->activity[i];
    duals[i] = Clp_dualRowSolution(part)[i];
    status[lp->n_columns + i] = (unsigned char)Clp_getRowStatus(part, i);
  }
  if (status) lfl_lp_reduced_at(lp, lp->cost, duals, reduced); /* of those that were left out; of the others CLP has its own */
  for (int j = 0, k = 0; status && j < lp->n_columns; j++) {
    bool is_kept = k < r->n && r->columns[k] == j;
    x[j] = is_kept ? Clp_primalColumnSolution(part)[k] : lp->lower[j];
    if (is_kept) reduced[j] = Clp_dualColumnSolution(part)[k];
    status[j] = (unsigned char)(is_kept ? Clp_getColumnStatus(part, k) : Clp_getColumnStatus(whole, j));
    k += is_kept;
  }
  if (status) Clp_copyinStatus(whole, status);
  Clp_deleteModel(part);
  s->model = whole;
  rest_clear(r);
  bool is_fine = status != NULL;
  lfl_free(status);
  return is_fine;
}

static lfl_lp_result clp_solve(void *state, const lfl_lp *lp, const lfl_lp_options *options) {
  clp_state *s = state;
  clp_care care = CARE_NONE;
  clp_rest rest = {.whole = s->model};
  int scaling = Clp_scalingFlag(s->model);
  s->iterations = 0;
  s->aside = 0;
  if (options->from_scratch) forget_basis(s);
  if (!options->presolve && !set_aside(s, lp, &rest)) return LFL_LP_FAILED;
  Clp_setPrimalTolerance(s->model, tolerance_of(options));
  Clp_setDualTolerance(s->model, tolerance_of(options));
  lfl_lp_result result = solve_with_care(s, *options, &care);
  if (care >= CARE_UNSCALED) Clp_scaling(s->model, scaling);
  return put_back(s, lp, &rest) ? result : LFL_LP_FAILED;
}

static const double *clp_values(const void *state) { return Clp_primalColumnSolution(((const clp_state *)state)->model); }
static const double *clp_duals(const void *state) { return Clp_dualRowSolution(((const clp_state *)state)->model); }
static const double *clp_reduced(const void *state) { return Clp_dualColumnSolution(((const clp_state *)state)->model); }
static double clp_objective(const void *state) { return ((const clp_state *)state)->objective; }
static long clp_iterations(const void *state) { return ((const clp_state *)state)->iterations; }

static void clp_get_start(const void *state, unsigned char *status, double *value) {
  Clp_Simplex *model = ((const clp_state *)state)->model;
  int n_rows = Clp_numberRows(model), n_columns = Clp_numberColumns(model);
  for (int i = 0; i < n_rows; i++) status[i] = (unsigned char)Clp_getRowStatus(model, i);
  for (int j = 0; j < n_columns; j++) status[n_rows + j] = (unsigned char)Clp_getColumnStatus(model, j);
  if (n_rows) memcpy(value, Clp_primalRowSolution(model), (size_t)n_rows * sizeof *value);
  if (n_columns) memcpy(value + n_rows, Clp_primalColumnSolution(model), (size_t)n_columns * sizeof *value);
}

/* Columns added since are where new ones begin: at their lower bound. False without memory. */
static bool clp_set_start(void *state, int n_rows, int n_columns, const unsigned char *status, const double *value) {
  Clp_Simplex *model = ((clp_state *)state)->model;
  int n_all = Clp_numberColumns(model);
  double *rows = Clp_primalRowSolution(model), *columns = Clp_primalColumnSolution(model);
  const double *lower = Clp_columnLower(model);
  unsigned char *all = lfl_malloc((size_t)n_all + (size_t)n_rows + 1); /* columns first; a problem that was never solved has none */
  if (!all) return false;
  for (int j = 0; j < n_all; j++) {
    all[j] = j < n_columns ? status[n_rows + j] : LP_AT_LOWER;
    columns[j] = j < n_columns ? value[n_rows + j] : lower[j];
  }
  if (n_rows) memcpy(all + n_all, status, (size_t)n_rows);
  if (n_rows) memcpy(rows, value, (size_t)n_rows * sizeof *value);
  Clp_copyinStatus(model, all);
  lfl_free(all);
  return true;
}

const lp_solver_calls lp_clp_calls = {clp_destroy, clp_add_rows, clp_add_columns, clp_add_row, clp_set_costs, clp_set_cost,
                                      clp_set_column_bounds, clp_set_row_bounds, clp_solve, clp_values, clp_duals,
                                      clp_reduced, clp_objective, clp_iterations, clp_get_start, clp_set_start};
