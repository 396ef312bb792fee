/* Parts of a linear program: some of its columns, and the rows in which they are, as they are or several made one. Tests: tests/unit/test_parts.c. */
#include <string.h>

#include "base/alloc.h"
#include "lp/problem.h"

lp_entry *lp_by_column(const lfl_lp *lp, long *first) {
  lp_entry *sorted = lfl_malloc(((size_t)lp->n_entries + 1) * sizeof *sorted);
  if (!sorted) return NULL;
  for (int j = 0; j <= lp->n_columns; j++) first[j] = 0;
  for (long k = 0; k < lp->n_entries; k++) first[lp->entries[k].column]++;
  for (int j = 1; j <= lp->n_columns; j++) first[j] += first[j - 1]; /* where each ends */
  for (long k = lp->n_entries - 1; k >= 0; k--) sorted[--first[lp->entries[k].column]] = lp->entries[k];
  return sorted;
}

bool lfl_lp_first_entries(lfl_lp *lp, long *first_entry) {
  int column = -1;
  for (long k = 0; k < lp->n_entries; k++) {
    if (lp->entries[k].column < column) {
      lp_entry *sorted = lp_by_column(lp, first_entry);
      if (sorted) memcpy(lp->entries, sorted, (size_t)lp->n_entries * sizeof *sorted);
      bool is_fine = sorted != NULL;
      lfl_free(sorted);
      return is_fine;
    }
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

static size_t count_entries(const int *columns, int n, const long *first_entry) {
  size_t entries = 0;
  for (int j = 0; j < n; j++) entries += (size_t)(first_entry[columns[j] + 1] - first_entry[columns[j]]);
  return entries;
}

bool lfl_lp_add_merged(lfl_lp *to, const lfl_lp *from, const int *columns, int n, const lfl_lp_limits *limits, const long *first_entry, const int *row_to, const double *cost) {
  size_t entries = count_entries(columns, n, first_entry) + 1, m = (size_t)n + 1;
  merging g = {lfl_calloc(m, sizeof *g.start), lfl_calloc(entries, sizeof *g.row), 0, lfl_calloc(entries, sizeof *g.value), lfl_calloc(m, sizeof *g.cost),
               lfl_calloc(m, sizeof *g.lower), lfl_calloc(m, sizeof *g.upper)};
  bool is_fine = g.start && g.row && g.value && g.cost && g.lower && g.upper;
  for (int j = 0; is_fine && j < n; j++) {
    int column = columns[j], begun = g.n;
    g.start[j] = begun;
    g.cost[j] = cost[column];
    g.lower[j] = limits->lower[column];
    g.upper[j] = limits->upper[column];
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

/* The rows in which the columns are, numbered in row_to as they come up; rows [as many as there can be]: which they are. How many there are. */
static int number_rows(const lfl_lp *lp, const int *columns, int n, const long *first_entry, int *row_to, int *rows) {
  int n_rows = 0;
  for (int j = 0; j < n; j++)
    for (long k = first_entry[columns[j]]; k < first_entry[columns[j] + 1]; k++) {
      int row = lp->entries[k].row;
      if (row_to[row] >= 0) continue;
      row_to[row] = n_rows;
      rows[n_rows++] = row;
    }
  return n_rows;
}

lfl_lp *lfl_lp_part(const lfl_lp *lp, const int *columns, int n, const lfl_lp_limits *limits, const long *first_entry, int *row_to) {
  size_t entries = count_entries(columns, n, first_entry), most = entries < (size_t)lp->n_rows ? entries : (size_t)lp->n_rows;
  int *rows = lfl_calloc(most + 1, sizeof *rows), n_rows = 0;
  double *lower = lfl_calloc(most + 1, sizeof *lower), *upper = lfl_calloc(most + 1, sizeof *upper);
  lfl_lp *out = lfl_lp_create(LFL_LP_CLP);
  bool is_fine = out && rows && lower && upper;
  if (is_fine) n_rows = number_rows(lp, columns, n, first_entry, row_to, rows);
  for (int i = 0; i < n_rows; i++) {
    lower[i] = limits->row_lower[rows[i]];
    upper[i] = limits->row_upper[rows[i]];
  }
  is_fine = is_fine && lfl_lp_add_rows(out, n_rows, lower, upper) && lfl_lp_add_merged(out, lp, columns, n, limits, first_entry, row_to, lp->cost);
  for (int i = 0; i < n_rows; i++) row_to[rows[i]] = -1;
  lfl_free(rows);
  lfl_free(lower);
  lfl_free(upper);
  if (is_fine) return out;
  lfl_lp_destroy(out);
  return NULL;
}

bool lfl_lp_part_duals(const lfl_lp *lp, const lfl_lp *part, const int *columns, int n, const long *first_entry, int *row_to, double *duals) {
  int *rows = lfl_calloc((size_t)lfl_lp_n_rows(part) + 1, sizeof *rows);
  if (!rows) return false;
  int n_rows = number_rows(lp, columns, n, first_entry, row_to, rows);
  for (int i = 0; i < n_rows; i++) {
    duals[rows[i]] = lfl_lp_duals(part)[i];
    row_to[rows[i]] = -1;
  }
  lfl_free(rows);
  return true;
}
