/* Linear programs: the problem itself, safe bounds, and MPS files. O(entries) each.
 * Tests: tests/unit/test_lp.c. */
#include "lp/lp.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "lp/problem.h"

lfl_lp *lfl_lp_create(lfl_lp_solver solver) {
  lfl_lp *lp = lfl_calloc(1, sizeof *lp);
  if (!lp) return NULL;
  lp->calls = solver == LFL_LP_CLP ? &lp_clp_calls : &lp_simplex_calls;
  lp->state = solver == LFL_LP_CLP ? lp_clp_create() : lp_simplex_create();
  if (lp->state) return lp;
  lfl_free(lp);
  return NULL;
}

void lfl_lp_destroy(lfl_lp *lp) {
  if (!lp) return;
  lp->calls->destroy(lp->state);
  lfl_free(lp->row_lower);
  lfl_free(lp->row_upper);
  lfl_free(lp->lower);
  lfl_free(lp->upper);
  lfl_free(lp->cost);
  lfl_free(lp->entries);
  lfl_free(lp);
}

static bool grow(double **list, int capacity) {
  double *more = lfl_realloc_array(*list, (size_t)capacity, sizeof *more);
  if (more) *list = more;
  return more != NULL;
}

static int grown(int wanted, int capacity) {
  if (!capacity) capacity = 1024;
  while (capacity < wanted) capacity *= 2;
  return capacity;
}

static bool reserve_rows(lfl_lp *lp, int n) {
  if (lp->n_rows + n <= lp->rows_capacity) return true;
  int capacity = grown(lp->n_rows + n, lp->rows_capacity);
  if (!grow(&lp->row_lower, capacity) || !grow(&lp->row_upper, capacity)) return false;
  lp->rows_capacity = capacity;
  return true;
}

static bool reserve_columns(lfl_lp *lp, int n) {
  if (lp->n_columns + n <= lp->columns_capacity) return true;
  int capacity = grown(lp->n_columns + n, lp->columns_capacity);
  if (!grow(&lp->lower, capacity) || !grow(&lp->upper, capacity) || !grow(&lp->cost, capacity)) return false;
  lp->columns_capacity = capacity;
  return true;
}

static bool reserve_entries(lfl_lp *lp, int n) {
  if (lp->n_entries + n <= lp->entries_capacity) return true;
  int capacity = grown(lp->n_entries + n, lp->entries_capacity);
  lp_entry *more = lfl_realloc_array(lp->entries, (size_t)capacity, sizeof *more);
  if (!more) return false;
  lp->entries = more;
  lp->entries_capacity = capacity;
  return true;
}

bool lfl_lp_add_rows(lfl_lp *lp, int n, const double *lower, const double *upper) {
  if (!n) return true;
  if (!reserve_rows(lp, n) || !lp->calls->add_rows(lp->state, n, lower, upper)) return false;
  memcpy(lp->row_lower + lp->n_rows, lower, (size_t)n * sizeof *lower);
  memcpy(lp->row_upper + lp->n_rows, upper, (size_t)n * sizeof *upper);
  lp->n_rows += n;
  return true;
}

bool lfl_lp_add_columns(lfl_lp *lp, int n, const double *cost, const double *lower, const double *upper, const int *start,
                        const int *row, const double *value) {
  if (!n) return true;
  if (!reserve_columns(lp, n) || !reserve_entries(lp, start[n])) return false;
  if (!lp->calls->add_columns(lp->state, n, cost, lower, upper, start, row, value)) return false;
  for (int j = 0; j < n; j++) {
    for (int k = start[j]; k < start[j + 1]; k++) lp->entries[lp->n_entries++] = (lp_entry){row[k], lp->n_columns + j, value[k]};
    lp->lower[lp->n_columns + j] = lower[j];
    lp->upper[lp->n_columns + j] = upper[j];
    lp->cost[lp->n_columns + j] = cost[j];
  }
  lp->n_columns += n;
  return true;
}

bool lfl_lp_add_row(lfl_lp *lp, int n, const int *column, const double *value, double lower, double upper) {
  if (!reserve_rows(lp, 1) || !reserve_entries(lp, n) || !lp->calls->add_row(lp->state, n, column, value, lower, upper)) return false;
  for (int k = 0; k < n; k++) lp->entries[lp->n_entries++] = (lp_entry){lp->n_rows, column[k], value[k]};
  lp->row_lower[lp->n_rows] = lower;
  lp->row_upper[lp->n_rows++] = upper;
  return true;
}

void lfl_lp_set_cost(lfl_lp *lp, int column, double cost) {
  lp->cost[column] = cost;
  lp->calls->set_cost(lp->state, column, cost);
}

void lfl_lp_set_costs(lfl_lp *lp, const double *cost) {
  if (lp->n_columns) memcpy(lp->cost, cost, (size_t)lp->n_columns * sizeof *cost);
  lp->calls->set_costs(lp->state, cost);
}

void lfl_lp_set_column_bounds(lfl_lp *lp, int column, double lower, double upper) {
  lp->lower[column] = lower;
  lp->upper[column] = upper;
  lp->calls->set_column_bounds(lp->state, column, lower, upper);
}

void lfl_lp_set_row_bounds(lfl_lp *lp, int row, double lower, double upper) {
  lp->row_lower[row] = lower;
  lp->row_upper[row] = upper;
  lp->calls->set_row_bounds(lp->state, row, lower, upper);
}

double lfl_lp_row_upper(const lfl_lp *lp, int row) { return lp->row_upper[row]; }

int lfl_lp_n_rows(const lfl_lp *lp) { return lp->n_rows; }
int lfl_lp_n_columns(const lfl_lp *lp) { return lp->n_columns; }

struct lfl_lp_start {
  int n_rows, n_columns;
  unsigned char *status;
  double *value;
};

void lfl_lp_start_destroy(lfl_lp_start *start) {
  if (!start) return;
  lfl_free(start->status);
  lfl_free(start->value);
  lfl_free(start);
}

static lfl_lp_start *new_start(const lfl_lp *lp) {
  lfl_lp_start *start = lfl_calloc(1, sizeof *start);
  size_t n = (size_t)lp->n_rows + (size_t)lp->n_columns + 1;
  if (!start) return NULL;
  *start = (lfl_lp_start){lp->n_rows, lp->n_columns, lfl_malloc(n), lfl_malloc(n * sizeof(double))};
  if (start->status && start->value) return start;
  lfl_lp_start_destroy(start);
  return NULL;
}

lfl_lp_start *lfl_lp_keep_start(const lfl_lp *lp) {
  lfl_lp_start *start = new_start(lp);
  if (start && lp->calls->get_start) lp->calls->get_start(lp->state, start->status, start->value);
  return start;
}

lfl_lp_start *lfl_lp_start_at(const lfl_lp *lp, const double *x) {
  lfl_lp_start *start = new_start(lp);
  if (!start) return NULL;
  lfl_lp_activity_at(lp, x, start->value);
  for (int i = 0; i < lp->n_rows; i++) start->status[i] = LP_BASIC;
  for (int j = 0; j < lp->n_columns; j++) {
    double near = 1e-9 * fmax(1, fabs(x[j]));
    start->status[lp->n_rows + j] = x[j] <= lp->lower[j] + near ? LP_AT_LOWER : x[j] >= lp->upper[j] - near ? LP_AT_UPPER : LP_BETWEEN;
    start->value[lp->n_rows + j] = fmin(fmax(x[j], lp->lower[j]), lp->upper[j]);
  }
  return start;
}

lfl_lp_start *lfl_lp_start_like(const lfl_lp *lp, const lfl_lp_start *other, const int *row_from, const int *column_from) {
  lfl_lp_start *start = new_start(lp);
  if (!start) return NULL;
  for (int i = 0; i < lp->n_rows; i++) {
    int from = row_from[i] < other->n_rows ? row_from[i] : -1;
    start->status[i] = from >= 0 ? other->status[from] : LP_BASIC;
    start->value[i] = from >= 0 ? other->value[from] : 0;
  }
  for (int j = 0; j < lp->n_columns; j++) {
    int from = column_from[j] < other->n_columns ? column_from[j] : -1;
    start->status[lp->n_rows + j] = from >= 0 ? other->status[other->n_rows + from] : LP_AT_LOWER;
    start->value[lp->n_rows + j] = from >= 0 ? other->value[other->n_rows + from] : lp->lower[j];
  }
  return start;
}

void lfl_lp_start_put_at_upper(lfl_lp_start *start, int column) {
  if (column < start->n_columns && start->status[start->n_rows + column] != LP_BASIC) start->status[start->n_rows + column] = LP_AT_UPPER;
}

bool lfl_lp_start_is_basic(const lfl_lp_start *start, int column) { return column < start->n_columns && start->status[start->n_rows + column] == LP_BASIC; }

bool lfl_lp_start_is_made(const lfl_lp_start *start, int column) {
  return column < start->n_columns && (lfl_lp_start_is_basic(start, column) || start->value[start->n_rows + column] != 0);
}

static const char LETTERS[] = "nbulsx"; /* by status: free, basic, at upper, at lower, between, fixed */
enum { N_STATUSES = sizeof LETTERS - 1 };

static void write_run(lfl_buf *out, int n, unsigned char status) {
  if (n > 1) lfl_buf_printf(out, "%d", n);
  if (n > 0) lfl_buf_add(out, &LETTERS[status < N_STATUSES ? status : LP_AT_LOWER], 1);
}

static void write_runs(const unsigned char *status, int n, const bool *is_left_out, lfl_buf *out) {
  int run = 0;
  unsigned char last = LP_AT_LOWER;
  for (int i = 0; i < n; i++) {
    if (is_left_out && is_left_out[i]) continue;
    if (run && status[i] != last) {
      write_run(out, run, last);
      run = 0;
    }
    last = status[i];
    run++;
  }
  write_run(out, run, last);
}

void lfl_lp_start_write(const lfl_lp_start *start, int n_rows, const bool *is_left_out, lfl_buf *rows, lfl_buf *columns) {
  write_runs(start->status, n_rows, NULL, rows);
  write_runs(start->status + start->n_rows, start->n_columns, is_left_out, columns);
}

void lfl_lp_start_write_values(const lfl_lp_start *start, const bool *is_left_out, lfl_buf *values) {
  const double NOTHING = 1e-9;
  int n_zeros = 0;
  for (int j = 0; j < start->n_columns; j++) {
    double x = start->value[start->n_rows + j];
    if (is_left_out[j] || start->status[start->n_rows + j] != LP_BASIC) continue;
    if (fabs(x) <= NOTHING) {
      n_zeros++;
      continue;
    }
    if (n_zeros) lfl_buf_printf(values, "%dz", n_zeros);
    lfl_buf_printf(values, "%.12g ", x);
    n_zeros = 0;
  }
}

/* False where the text is no such runs of n in all. */
static bool read_runs(const char *text, int n, unsigned char *status) {
  int at = 0;
  while (*text) {
    long run = 1;
    char *end;
    if (*text >= '0' && *text <= '9') {
      run = strtol(text, &end, 10);
      text = end;
    }
    const char *letter = *text ? strchr(LETTERS, *text) : NULL;
    if (!letter || run < 1 || run > n - at) return false;
    for (; run > 0; run--) status[at++] = (unsigned char)(letter - LETTERS);
    text++;
  }
  return at == n;
}

/* What is at a limit has its value; all else is for the solver to find. */
static double value_at(unsigned char status, double lower, double upper) {
  double at = status == LP_AT_UPPER ? upper : lower;
  return isfinite(at) ? at : isfinite(lower) ? lower : isfinite(upper) ? upper : 0;
}

/* Values of the columns in the basis, in their order; behind the last that the text tells of they are 0. False where the text is no such list. */
static bool read_values(const char *text, lfl_lp_start *start) {
  const double MOST = 1e15; /* sums of more are no numbers to go by */
  long n_zeros = 0;
  for (int j = 0; j < start->n_columns; j++) {
    if (start->status[start->n_rows + j] != LP_BASIC) continue;
    char *end = NULL;
    double *x = &start->value[start->n_rows + j];
    *x = 0;
    if (n_zeros > 0 && --n_zeros >= 0) continue;
    if (!*text) continue;
    double number = strtod(text, &end);
    if (end == text || !(fabs(number) <= MOST)) return false;
    text = end + 1;
    if (*end == ' ') *x = number;
    else if (*end == 'z' && number >= 1 && number <= start->n_columns) n_zeros = (long)number - 1;
    else return false;
  }
  return !*text;
}

bool lfl_lp_start_read_values(const lfl_lp *lp, const char *values, lfl_lp_start *start) {
  if (!read_values(values, start)) return false;
  lfl_lp_activity_at(lp, start->value + start->n_rows, start->value);
  return true;
}

lfl_lp_start *lfl_lp_start_read(const lfl_lp *lp, const char *rows, const char *columns) {
  lfl_lp_start *start = new_start(lp);
  if (!start) return NULL;
  if (!read_runs(rows, lp->n_rows, start->status) || !read_runs(columns, lp->n_columns, start->status + lp->n_rows)) {
    lfl_lp_start_destroy(start);
    return NULL;
  }
  for (int i = 0; i < lp->n_rows; i++) start->value[i] = value_at(start->status[i], lp->row_lower[i], lp->row_upper[i]);
  for (int j = 0; j < lp->n_columns; j++) start->value[lp->n_rows + j] = value_at(start->status[lp->n_rows + j], lp->lower[j], lp->upper[j]);
  return start;
}

bool lfl_lp_use_start(lfl_lp *lp, const lfl_lp_start *start) {
  if (start->n_rows != lp->n_rows || start->n_columns > lp->n_columns) return false;
  return !lp->calls->set_start || lp->calls->set_start(lp->state, start->n_rows, start->n_columns, start->status, start->value);
}

lfl_lp_result lfl_lp_solve(lfl_lp *lp, const lfl_lp_options *options) {
  lfl_lp_options none = {0};
  return lp->calls->solve(lp->state, lp, options ? options : &none);
}

double lfl_lp_objective(const lfl_lp *lp) { return lp->calls->objective(lp->state); }
const double *lfl_lp_values(const lfl_lp *lp) { return lp->calls->values(lp->state); }
const double *lfl_lp_duals(const lfl_lp *lp) { return lp->calls->duals(lp->state); }
const double *lfl_lp_reduced_costs(const lfl_lp *lp) { return lp->calls->reduced_costs(lp->state); }
long lfl_lp_iterations(const lfl_lp *lp) { return lp->calls->iterations(lp->state); }

/* Sums are made in long double; each keeps the sum of its terms' sizes, and its error is at
 * most (number of operations) * LDBL_EPSILON times that (Higham 2002, section 4.2). */
typedef struct bounded_sum {
  long double sum, size;
  long n;
} bounded_sum;

static void add_term(bounded_sum *s, long double term) {
  s->sum += term;
  s->size += fabsl(term);
  s->n += 2;
}

static long double error_of(const bounded_sum *s) {
  const long double epsilon = 1.0842021724855044e-19L; /* 2^-63 */
  return (long double)(s->n + 4) * epsilon * s->size;
}

void lfl_lp_row_activity(const lfl_lp *lp, double *activity) {
  lfl_lp_activity_at(lp, lfl_lp_values(lp), activity);
}

double lfl_lp_safe_bound(const lfl_lp *lp, const double *duals) {
  bounded_sum *d = lfl_calloc((size_t)lp->n_columns + 1, sizeof *d), total = {0, 0, 0};
  double *y = lfl_calloc((size_t)lp->n_rows + 1, sizeof *y);
  bool is_finite = d && y;
  for (int i = 0; is_finite && i < lp->n_rows; i++) {
    double side = duals[i] > 0 ? lp->row_lower[i] : lp->row_upper[i];
    y[i] = isfinite(side) && isfinite(duals[i]) ? duals[i] : 0;
    if (y[i] != 0) add_term(&total, (long double)y[i] * (long double)side);
  }
  for (int j = 0; is_finite && j < lp->n_columns; j++) add_term(&d[j], (long double)lp->cost[j]);
  for (int k = 0; is_finite && k < lp->n_entries; k++)
    add_term(&d[lp->entries[k].column], -(long double)y[lp->entries[k].row] * (long double)lp->entries[k].value);
  for (int j = 0; is_finite && j < lp->n_columns; j++) {
    long double low = d[j].sum - error_of(&d[j]), high = d[j].sum + error_of(&d[j]);
    /* the least of d * x for d in [low, high], x in [lower, upper]: at a corner */
    long double least = 0;
    bool is_set = false;
    for (int corner = 0; corner < 4; corner++) {
      long double c = corner & 1 ? high : low;
      double x = corner & 2 ? lp->upper[j] : lp->lower[j];
      if (c == 0) continue;
      if (!isfinite(x)) {
        if ((c > 0) == (x < 0)) is_finite = false;
        continue;
      }
      long double term = c * (long double)x;
      if (!is_set || term < least) least = term;
      is_set = true;
    }
    if (is_set) add_term(&total, least);
  }
  double bound = is_finite ? (double)(total.sum - error_of(&total)) : -(double)INFINITY;
  lfl_free(d);
  lfl_free(y);
  return is_finite ? nextafter(bound, -(double)INFINITY) : bound;
}

static void name_of(lfl_lp_namer namer, void *user, char letter, int index, char *text, size_t size) {
  if (namer) namer(user, index, text, size);
  else snprintf(text, size, "%c%d", letter, index + 1);
}

static char row_type(const lfl_lp *lp, int i) {
  double lower = lp->row_lower[i], upper = lp->row_upper[i];
  if (lower == upper) return 'E';
  if (isfinite(upper)) return 'L';
  return isfinite(lower) ? 'G' : 'N';
}

enum { LONGEST_NAME = 200 };

static void mps_columns(const lfl_lp *lp, lfl_buf *out, const long *start, const lp_entry *sorted, lfl_lp_namer row_name, lfl_lp_namer column_name, void *user) {
  char column[LONGEST_NAME], row[LONGEST_NAME];
  lfl_buf_puts(out, "COLUMNS\n");
  for (int j = 0; j < lp->n_columns; j++) {
    name_of(column_name, user, 'C', j, column, sizeof column);
    lfl_buf_printf(out, " %s COST ", column);
    lfl_buf_number(out, lp->cost[j]);
    lfl_buf_puts(out, "\n");
    for (long k = start[j]; k < start[j + 1]; k++) {
      if (sorted[k].value == 0) continue;
      name_of(row_name, user, 'R', sorted[k].row, row, sizeof row);
      lfl_buf_printf(out, " %s %s ", column, row);
      lfl_buf_number(out, sorted[k].value);
      lfl_buf_puts(out, "\n");
    }
  }
}

static void mps_sides(const lfl_lp *lp, lfl_buf *out, lfl_lp_namer row_name, lfl_lp_namer column_name, void *user) {
  char name[LONGEST_NAME];
  lfl_buf_puts(out, "RHS\n");
  for (int i = 0; i < lp->n_rows; i++) {
    double side = row_type(lp, i) == 'G' ? lp->row_lower[i] : lp->row_upper[i];
    if (row_type(lp, i) == 'N' || side == 0) continue;
    name_of(row_name, user, 'R', i, name, sizeof name);
    lfl_buf_printf(out, " RHS %s ", name);
    lfl_buf_number(out, side);
    lfl_buf_puts(out, "\n");
  }
  lfl_buf_puts(out, "RANGES\n");
  for (int i = 0; i < lp->n_rows; i++) {
    if (row_type(lp, i) != 'L' || !isfinite(lp->row_lower[i])) continue;
    name_of(row_name, user, 'R', i, name, sizeof name);
    lfl_buf_printf(out, " RANGE %s ", name);
    lfl_buf_number(out, lp->row_upper[i] - lp->row_lower[i]);
    lfl_buf_puts(out, "\n");
  }
  lfl_buf_puts(out, "BOUNDS\n");
  for (int j = 0; j < lp->n_columns; j++) {
    name_of(column_name, user, 'C', j, name, sizeof name);
    bool is_free = !isfinite(lp->lower[j]);
    if (is_free) lfl_buf_printf(out, " MI BND %s\n", name);
    else if (lp->lower[j] != 0) {
      lfl_buf_printf(out, " LO BND %s ", name);
      lfl_buf_number(out, lp->lower[j]);
      lfl_buf_puts(out, "\n");
    }
    if (!isfinite(lp->upper[j])) continue;
    lfl_buf_printf(out, " UP BND %s ", name);
    lfl_buf_number(out, lp->upper[j]);
    lfl_buf_puts(out, "\n");
  }
  lfl_buf_puts(out, "ENDATA\n");
}

bool lfl_lp_write_mps(const lfl_lp *lp, const char *path, lfl_lp_namer row_name, lfl_lp_namer column_name, void *user) {
  long *start = lfl_calloc((size_t)lp->n_columns + 1, sizeof *start);
  lp_entry *sorted = start ? lp_by_column(lp, start) : NULL;
  lfl_buf out = {0};
  bool is_fine = sorted != NULL;
  if (is_fine) {
    char name[LONGEST_NAME];
    lfl_buf_puts(&out, "NAME LIFELINE FREE\nROWS\n N COST\n");
    for (int i = 0; i < lp->n_rows; i++) {
      name_of(row_name, user, 'R', i, name, sizeof name);
      lfl_buf_printf(&out, " %c %s\n", row_type(lp, i), name);
    }
    mps_columns(lp, &out, start, sorted, row_name, column_name, user);
    mps_sides(lp, &out, row_name, column_name, user);
    is_fine = !out.failed && lfl_buf_write(&out, path);
  }
  lfl_free(start);
  lfl_free(sorted);
  lfl_buf_clear(&out);
  return is_fine;
}
