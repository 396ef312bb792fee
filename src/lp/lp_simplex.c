/* A small solver of our own, for tests: primal simplex with bounded variables and an explicit
 * inverse, its logic independent of CLP's.
 *
 * Rows become A x - s = 0 with row_lower <= s <= row_upper, so that the slacks are the first
 * basis (each with the column -1). Infeasible basics are priced by how they miss their bounds
 * (composite phase one); entering by Dantzig's rule, by Bland's once the objective has not
 * improved for long, so that it ends. O(rows^2 + entries) an iteration; meant for some hundred
 * rows. Method: Chvatal 1983, chapters 7 and 8. Tests: tests/unit/test_lp.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "lp/problem.h"

static const double TOLERANCE = 1e-9;

typedef struct simplex {
  double *x, *y, *d; /* values [n + m], duals [m], reduced costs [n] */
  double objective;
  long iterations;
} simplex;

typedef struct work {
  const lfl_lp *lp;
  int n, m;
  double *x, *lower, *upper, *inverse; /* [n + m], inverse [m * m] */
  int *basis, *place;                  /* column at each row; row of each column or -1 */
  int *start, *row;
  double *value, *y, *w, *cost;
} work;

static bool no_rows(void *state, int n, const double *lower, const double *upper) {
  (void)state, (void)n, (void)lower, (void)upper;
  return true;
}
static bool no_columns(void *state, int n, const double *cost, const double *lower, const double *upper, const int *start, const int *row, const double *value) {
  (void)state, (void)n, (void)cost, (void)lower, (void)upper, (void)start, (void)row, (void)value;
  return true;
}
static bool no_row(void *state, int n, const int *column, const double *value, double lower, double upper) {
  (void)state, (void)n, (void)column, (void)value, (void)lower, (void)upper;
  return true;
}
static void no_costs(void *state, const double *cost) { (void)state, (void)cost; }
static void no_cost(void *state, int column, double cost) { (void)state, (void)column, (void)cost; }
static void no_bounds(void *state, int index, double lower, double upper) { (void)state, (void)index, (void)lower, (void)upper; }

void *lp_simplex_create(void) { return lfl_calloc(1, sizeof(simplex)); }

static void simplex_destroy(void *state) {
  simplex *s = state;
  if (!s) return;
  lfl_free(s->x);
  lfl_free(s->y);
  lfl_free(s->d);
  lfl_free(s);
}

static double column_times(const work *k, const double *y, int j) {
  if (j >= k->n) return -y[j - k->n];
  double sum = 0;
  for (int e = k->start[j]; e < k->start[j + 1]; e++) sum += y[k->row[e]] * k->value[e];
  return sum;
}

/* w = inverse * column j */
static void ftran(work *k, int j) {
  memset(k->w, 0, (size_t)k->m * sizeof *k->w);
  if (j >= k->n) {
    for (int i = 0; i < k->m; i++) k->w[i] = -k->inverse[(long)i * k->m + (j - k->n)];
    return;
  }
  for (int e = k->start[j]; e < k->start[j + 1]; e++)
    for (int i = 0; i < k->m; i++) k->w[i] += k->inverse[(long)i * k->m + k->row[e]] * k->value[e];
}

static double miss(const work *k, int j) {
  if (k->x[j] < k->lower[j] - TOLERANCE * fmax(1, fabs(k->lower[j]))) return -1;
  if (k->x[j] > k->upper[j] + TOLERANCE * fmax(1, fabs(k->upper[j]))) return 1;
  return 0;
}

/* Values of the basics from those of the rest: B x_B = -N x_N. */
static void compute_values(work *k) {
  double *rhs = k->w;
  memset(rhs, 0, (size_t)k->m * sizeof *rhs);
  for (int j = 0; j < k->n + k->m; j++) {
    if (k->place[j] >= 0 || k->x[j] == 0) continue;
    if (j >= k->n) rhs[j - k->n] += k->x[j];
    else
      for (int e = k->start[j]; e < k->start[j + 1]; e++) rhs[k->row[e]] -= k->value[e] * k->x[j];
  }
  for (int i = 0; i < k->m; i++) {
    double sum = 0;
    for (int r = 0; r < k->m; r++) sum += k->inverse[(long)i * k->m + r] * rhs[r];
    k->x[k->basis[i]] = sum;
  }
}

static bool price_basis(work *k, bool *is_feasible) {
  *is_feasible = true;
  for (int i = 0; i < k->m; i++) *is_feasible = *is_feasible && miss(k, k->basis[i]) == 0;
  for (int r = 0; r < k->m; r++) {
    double sum = 0;
    for (int i = 0; i < k->m; i++) sum += (*is_feasible ? k->cost[k->basis[i]] : miss(k, k->basis[i])) * k->inverse[(long)i * k->m + r];
    k->y[r] = sum;
  }
  return *is_feasible;
}

static int choose_entering(const work *k, bool is_feasible, bool is_bland, double *sign) {
  int best = -1;
  double most = 1e-9;
  for (int j = 0; j < k->n + k->m; j++) {
    if (k->place[j] >= 0 || k->lower[j] == k->upper[j]) continue;
    double d = (is_feasible ? k->cost[j] : 0) - column_times(k, k->y, j);
    bool at_lower = k->x[j] <= k->lower[j], at_upper = k->x[j] >= k->upper[j];
    double gain = (d < 0 && !at_upper) ? -d : (d > 0 && !at_lower) ? d : 0;
    if (gain <= most) continue;
    best = j;
    *sign = d < 0 ? 1 : -1;
    if (is_bland) return best;
    most = gain;
  }
  return best;
}

/* How far the entering column can go, and which row stops it (-1: its own other bound). */
static double ratio_test(const work *k, int entering, double sign, int *leaving, double *to) {
  double step = k->upper[entering] - k->lower[entering];
  *leaving = -1;
  for (int i = 0; i < k->m; i++) {
    double move = -sign * k->w[i];
    if (fabs(move) < 1e-9) continue;
    int j = k->basis[i];
    double side = miss(k, j), target;
    if (move > 0) target = side < 0 ? k->lower[j] : k->upper[j];
    else target = side > 0 ? k->upper[j] : k->lower[j];
    if ((side > 0 && move > 0) || (side < 0 && move < 0) || !isfinite(target)) continue; /* gets no worse in kind */
    double room = fmax(0, (target - k->x[j]) / move);
    if (room < step - 1e-12 || (room < step + 1e-12 && *leaving >= 0 && j < k->basis[*leaving])) {
      step = room;
      *leaving = i;
      *to = target;
    }
  }
  return step;
}

static void pivot(work *k, int entering, int leaving) {
  double *line = &k->inverse[(long)leaving * k->m], by = k->w[leaving];
  for (int r = 0; r < k->m; r++) line[r] /= by;
  for (int i = 0; i < k->m; i++) {
    if (i == leaving || k->w[i] == 0) continue;
    double *other = &k->inverse[(long)i * k->m];
    for (int r = 0; r < k->m; r++) other[r] -= k->w[i] * line[r];
  }
  k->place[k->basis[leaving]] = -1;
  k->basis[leaving] = entering;
  k->place[entering] = leaving;
}

static lfl_lp_result iterate(work *k, const lfl_lp_options *o, long *iterations) {
  enum { STALLED_AFTER = 200 };
  double best = (double)INFINITY;
  int stalled = 0;
  for (*iterations = 0;; ++*iterations) {
    bool is_feasible;
    compute_values(k);
    price_basis(k, &is_feasible);
    double now = 0;
    for (int j = 0; j < k->n + k->m; j++) now += is_feasible ? k->cost[j] * k->x[j] : fabs(miss(k, j)) * fmin(fabs(k->x[j] - k->lower[j]), fabs(k->x[j] - k->upper[j]));
    if (now < best - 1e-9 * fmax(1, fabs(now))) {
      best = now;
      stalled = 0;
    } else if (++stalled > 20 * STALLED_AFTER + 20 * (k->n + k->m)) {
      return LFL_LP_FAILED;
    }
    double sign = 1, to = 0;
    int leaving, entering = choose_entering(k, is_feasible, stalled > STALLED_AFTER, &sign);
    if (entering < 0) return is_feasible ? LFL_LP_OPTIMAL : LFL_LP_INFEASIBLE;
    if (o->max_iterations > 0 && *iterations >= o->max_iterations) return LFL_LP_LIMIT;
    if (o->progress && *iterations % 1000 == 999 && !o->progress(o->user, *iterations, now)) return LFL_LP_STOPPED;
    ftran(k, entering);
    double step = ratio_test(k, entering, sign, &leaving, &to);
    if (!isfinite(step)) return is_feasible ? LFL_LP_UNBOUNDED : LFL_LP_FAILED;
    k->x[entering] += sign * step;
    if (leaving < 0) {
      k->x[entering] = sign > 0 ? k->upper[entering] : k->lower[entering];
      continue;
    }
    int gone = k->basis[leaving];
    pivot(k, entering, leaving);
    k->x[gone] = to;
  }
}

static bool begin(work *k, const lfl_lp *lp) {
  size_t n = (size_t)lp->n_columns, m = (size_t)lp->n_rows, all = n + m + 1;
  *k = (work){.lp = lp, .n = lp->n_columns, .m = lp->n_rows};
  k->x = lfl_calloc(all, sizeof(double));
  k->lower = lfl_calloc(all, sizeof(double));
  k->upper = lfl_calloc(all, sizeof(double));
  k->cost = lfl_calloc(all, sizeof(double));
  k->inverse = lfl_calloc(m * m + 1, sizeof(double));
  k->basis = lfl_calloc(m + 1, sizeof(int));
  k->place = lfl_calloc(all, sizeof(int));
  k->start = lfl_calloc(n + 2, sizeof(int));
  k->row = lfl_calloc((size_t)lp->n_entries + 1, sizeof(int));
  k->value = lfl_calloc((size_t)lp->n_entries + 1, sizeof(double));
  k->y = lfl_calloc(m + 1, sizeof(double));
  k->w = lfl_calloc(m + 1, sizeof(double));
  if (!k->x || !k->lower || !k->upper || !k->cost || !k->inverse || !k->basis || !k->place || !k->start || !k->row || !k->value || !k->y || !k->w)
    return false;
  for (int e = 0; e < lp->n_entries; e++) k->start[lp->entries[e].column + 2]++;
  for (int j = 0; j < k->n; j++) k->start[j + 2] += k->start[j + 1];
  for (int e = 0; e < lp->n_entries; e++) {
    int at = k->start[lp->entries[e].column + 1]++;
    k->row[at] = lp->entries[e].row;
    k->value[at] = lp->entries[e].value;
  }
  for (int j = 0; j < k->n + k->m; j++) {
    k->lower[j] = j < k->n ? lp->lower[j] : lp->row_lower[j - k->n];
    k->upper[j] = j < k->n ? lp->upper[j] : lp->row_upper[j - k->n];
    k->cost[j] = j < k->n ? lp->cost[j] : 0;
    k->place[j] = j < k->n ? -1 : j - k->n;
    k->x[j] = j >= k->n ? 0 : isfinite(k->lower[j]) ? k->lower[j] : isfinite(k->upper[j]) ? k->upper[j] : 0;
  }
  for (int i = 0; i < k->m; i++) {
    k->basis[i] = k->n + i;
    k->inverse[(long)i * k->m + i] = -1;
  }
  return true;
}

static lfl_lp_result simplex_solve(void *state, const lfl_lp *lp, const lfl_lp_options *options) {
  simplex *s = state;
  work k;
  lfl_lp_result result = LFL_LP_FAILED;
  if (begin(&k, lp)) {
    result = iterate(&k, options, &s->iterations);
    lfl_free(s->x);
    lfl_free(s->y);
    lfl_free(s->d);
    s->x = k.x;
    s->y = k.y;
    s->d = lfl_calloc((size_t)k.n + 1, sizeof(double));
    s->objective = 0;
    for (int j = 0; s->d && j < k.n; j++) {
      s->d[j] = k.cost[j] - column_times(&k, k.y, j);
      s->objective += k.cost[j] * k.x[j];
    }
    if (!s->d) result = LFL_LP_FAILED;
    k.x = k.y = NULL;
  }
  double *all[] = {k.x, k.lower, k.upper, k.cost, k.inverse, k.value, k.y, k.w};
  int *ints[] = {k.basis, k.place, k.start, k.row};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) lfl_free(all[i]);
  for (size_t i = 0; i < sizeof ints / sizeof ints[0]; i++) lfl_free(ints[i]);
  return result;
}

static const double *simplex_values(const void *state) { return ((const simplex *)state)->x; }
static const double *simplex_duals(const void *state) { return ((const simplex *)state)->y; }
static const double *simplex_reduced(const void *state) { return ((const simplex *)state)->d; }
static double simplex_objective(const void *state) { return ((const simplex *)state)->objective; }
static long simplex_iterations(const void *state) { return ((const simplex *)state)->iterations; }

const lp_solver_calls lp_simplex_calls = {simplex_destroy, no_rows, no_columns, no_row, no_costs, no_cost, no_bounds, no_bounds,
                                          simplex_solve, simplex_values, simplex_duals, simplex_reduced, simplex_objective,
                                          simplex_iterations, NULL, NULL};
