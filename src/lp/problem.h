/* The problem that both solvers share: bounds, costs and entries. Internal to lp. */
#ifndef LFL_LP_PROBLEM_H
#define LFL_LP_PROBLEM_H
#include "lp/lp.h"

typedef struct lp_entry {
  int row, column;
  double value;
} lp_entry;

/* Where a row or column is in a basis; the numbers are CLP's. */
enum { LP_BASIC = 1, LP_AT_UPPER = 2, LP_AT_LOWER = 3, LP_BETWEEN = 4 };

typedef struct lp_solver_calls {
  void (*destroy)(void *state);
  bool (*add_rows)(void *state, int n, const double *lower, const double *upper);
  bool (*add_columns)(void *state, int n, const double *cost, const double *lower, const double *upper, const int *start, const int *row, const double *value);
  bool (*add_row)(void *state, int n, const int *column, const double *value, double lower, double upper);
  void (*set_costs)(void *state, const double *cost);
  void (*set_cost)(void *state, int column, double cost);
  void (*set_column_bounds)(void *state, int column, double lower, double upper);
  void (*set_row_bounds)(void *state, int row, double lower, double upper);
  lfl_lp_result (*solve)(void *state, const lfl_lp *lp, const lfl_lp_options *options);
  const double *(*values)(const void *state);
  const double *(*duals)(const void *state);
  const double *(*reduced_costs)(const void *state);
  double (*objective)(const void *state);
  long (*iterations)(const void *state);
  /* The basis and values of rows, then of columns; NULL: the solver keeps none. */
  void (*get_start)(const void *state, unsigned char *status, double *value);
  bool (*set_start)(void *state, int n_rows, int n_columns, const unsigned char *status, const double *value);
} lp_solver_calls;

struct lfl_lp {
  int n_rows, n_columns, rows_capacity, columns_capacity;
  double *row_lower, *row_upper, *lower, *upper, *cost;
  lp_entry *entries;
  int n_entries, entries_capacity;
  const lp_solver_calls *calls;
  void *state;
};

/* A copy of the entries in the order of columns, those of a column as they stand; first [n_columns + 1]: where each column's begin. The caller's; NULL without memory. O(entries). */
lp_entry *lp_by_column(const lfl_lp *lp, long *first);

/* A solver's own state; NULL without memory. */
void *lp_clp_create(void);
void *lp_simplex_create(void);
extern const lp_solver_calls lp_clp_calls, lp_simplex_calls;

#endif
