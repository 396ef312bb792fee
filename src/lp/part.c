/* Parts of a linear program: some of its columns, and the rows in which they are, as they are or several made one. Tests: tests/unit/test_parts.c. */
#include "base/alloc.h"
#include "lp/problem.h"

bool lfl_lp_first_entries(const lfl_lp *lp, long *first_entry) {
  int column = -1;
  for (long k = 0; k < lp->n_entries; k++) {
    if (lp->entries[k].column < column) return false;
    while (column < lp->entries[k].column) first_entry[++column] = k;
  }
  while (column < lp->n_columns) first_entry[++column] = lp->n_entries;
  return true;
}

void lfl_lp_activity_at(const lfl_lp *lp, const double *x, double *activity) {
  for (int i = 0; i < lp->n_rows; i++) activity[i] = 0;
  for (long k = 0; k < lp->n_entries; k++) activity[lp->entries[k].row] += lp->entries[k].value * x[lp->entries[k].column];
}

void lfl_lp_add_activity(const lfl_lp *lp, const double *x, const int *columns, int n, const long *first_entry, double times, double *activity) {
  for (int j = 0; j < n; j++)
    for (long k = first_entry[columns[j]]; k < first_entry[columns[j] + 1]; k++) activity[lp->entries[k].row] += times * lp->entries[k].value * x[columns[j]];
}

lfl_lp_limits lfl_lp_own_limits(const lfl_lp *lp) { return (lfl_lp_limits){lp->row_lower, lp->row_upper, lp->lower, lp->upper}; }

typedef struct taking {
  int *start, *row, *rows, n_rows; /* rows: index in the whole of each of the part */
  double *value, *cost, *lower, *upper, *row_lower, *row_upper;
} taking;

static bool take(const lfl_lp *lp, const int *columns, int n_columns, const lfl_lp_limits *limits, const long *first_entry, int *row_to, taking *t, lfl_lp *out) {
  int n = 0;
  for (int j = 0; j < n_columns; j++) {
    int from = columns[j];
    t->start[j] = n;
    t->cost[j] = lp->cost[from];
    t->lower[j] = limits->lower[from];
    t->upper[j] = limits->upper[from];
    for (long k = first_entry[from]; k < first_entry[from + 1]; k++) {
      int row = lp->entries[k].row;
      if (row_to[row] < 0) {
        row_to[row] = t->n_rows;
        t->rows[t->n_rows] = row;
        t->row_lower[t->n_rows] = limits->row_lower[row];
        t->row_upper[t->n_rows++] = limits->row_upper[row];
      }
      t->row[n] = row_to[row];
      t->value[n++] = lp->entries[k].value;
    }
  }
  t->start[n_columns] = n;
  for (int i = 0; i < t->n_rows; i++) row_to[t->rows[i]] = -1;
  return lfl_lp_add_rows(out, t->n_rows, t->row_lower, t->row_upper) && lfl_lp_add_columns(out, n_columns, t->cost, t->lower, t->upper, t->start, t->row, t->value);
}

lfl_lp *lfl_lp_part(const lfl_lp *lp, const int *columns, int n, const lfl_lp_limits *limits, const long *first_entry, int *row_to) {
  size_t entries = 1, m = (size_t)n + 1;
  for (int j = 0; j < n; j++) entries += (size_t)(first_entry[columns[j] + 1] - first_entry[columns[j]]);
  size_t rows = entries < (size_t)lp->n_rows ? entries : (size_t)lp->n_rows + 1;
  taking t = {lfl_calloc(m, sizeof *t.start), lfl_calloc(entries, sizeof *t.row), lfl_calloc(rows, sizeof *t.rows), 0, lfl_calloc(entries, sizeof *t.value),
              lfl_calloc(m, sizeof *t.cost), lfl_calloc(m, sizeof *t.lower), lfl_calloc(m, sizeof *t.upper), lfl_calloc(rows, sizeof *t.row_lower),
              lfl_calloc(rows, sizeof *t.row_upper)};
  lfl_lp *out = lfl_lp_create(LFL_LP_CLP);
  bool is_fine = out && t.start && t.row && t.rows && t.value && t.cost && t.lower && t.upper && t.row_lower && t.row_upper &&
                 take(lp, columns, n, limits, first_entry, row_to, &t, out);
  int *ints[] = {t.start, t.row, t.rows};
  double *doubles[] = {t.value, t.cost, t.lower, t.upper, t.row_lower, t.row_upper};
  for (size_t k = 0; k < sizeof ints / sizeof ints[0]; k++) lfl_free(ints[k]);
  for (size_t k = 0; k < sizeof doubles / sizeof doubles[0]; k++) lfl_free(doubles[k]);
  if (is_fine) return out;
  lfl_lp_destroy(out);
  return NULL;
}

void lfl_lp_reduced_at(const lfl_lp *lp, const double *cost, const double *duals, double *reduced) {
  for (int j = 0; j < lp->n_columns; j++) reduced[j] = cost[j];
  for (long k = 0; k < lp->n_entries; k++) reduced[lp->entries[k].column] -= duals[lp->entries[k].row] * lp->entries[k].value;
}

/* Columns under construction. */
typedef struct merging {
  int *start, *row, n;
  double *value, *cost, *lower, *upper;
} merging;

static void merge_entry(merging *g, int begun, int row, double value) {
  int at = begun;
  while (at < g->n && g->row[at] != row) at++;
  if (at == g->n) {
    g->row[g->n] = row;
    g->value[g->n++] = 0;
  }
  g->value[at] += value;
}

bool lfl_lp_add_merged(lfl_lp *to, const lfl_lp *from, const int *columns, int n, const long *first_entry, const int *row_to, const double *cost) {
  size_t entries = 1, m = (size_t)n + 1;
  for (int j = 0; j < n; j++) entries += (size_t)(first_entry[columns[j] + 1] - first_entry[columns[j]]);
  merging g = {lfl_calloc(m, sizeof *g.start), lfl_calloc(entries, sizeof *g.row), 0, lfl_calloc(entries, sizeof *g.value), lfl_calloc(m, sizeof *g.cost),
               lfl_calloc(m, sizeof *g.lower), lfl_calloc(m, sizeof *g.upper)};
  bool is_fine = g.start && g.row && g.value && g.cost && g.lower && g.upper;
  for (int j = 0; is_fine && j < n; j++) {
    int column = columns[j], begun = g.n;
    g.start[j] = begun;
    g.cost[j] = cost[column];
    g.lower[j] = from->lower[column];
    g.upper[j] = from->upper[column];
    for (long k = first_entry[column]; k < first_entry[column + 1]; k++) merge_entry(&g, begun, row_to[from->entries[k].row], from->entries[k].value);
  }
  if (is_fine) g.start[n] = g.n;
  is_fine = is_fine && lfl_lp_add_columns(to, n, g.cost, g.lower, g.upper, g.start, g.row, g.value);
  lfl_free(g.start);
  lfl_free(g.row);
  lfl_free(g.value);
  lfl_free(g.cost);
  lfl_free(g.lower);
  lfl_free(g.upper);
  return is_fine;
}
