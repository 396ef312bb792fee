/* Linear programs: one interface, two solvers behind it (lp_clp.c: COIN-OR CLP; lp_simplex.c:
 * a small dense one of our own, for tests).
 *
 *   minimise cost x   with   row_lower <= A x <= row_upper,   lower <= x <= upper
 *
 * Bounds may be INFINITY or -INFINITY. Duals y have the sign in which the reduced cost of
 * column j is d_j = cost_j - sum_i y_i a_ij. A problem is used by one thread at a time. */
#ifndef LFL_LP_LP_H
#define LFL_LP_LP_H
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

typedef struct lfl_lp lfl_lp;

typedef enum lfl_lp_solver { LFL_LP_CLP, LFL_LP_SIMPLEX } lfl_lp_solver;

typedef enum lfl_lp_result {
  LFL_LP_OPTIMAL,
  LFL_LP_INFEASIBLE,
  LFL_LP_UNBOUNDED,
  LFL_LP_LIMIT,   /* iterations or seconds */
  LFL_LP_STOPPED, /* by the progress callback */
  LFL_LP_FAILED   /* the solver gave up, or there is no memory */
} lfl_lp_result;

typedef enum lfl_lp_method { LFL_LP_AUTO, LFL_LP_PRIMAL, LFL_LP_DUAL } lfl_lp_method;

typedef struct lfl_lp_options {
  long max_iterations; /* 0: no limit */
  double max_seconds;  /* 0: no limit */
  /* Asked every some thousand iterations; false stops. NULL: none. */
  bool (*progress)(void *user, long iterations, double objective);
  void *user;
  int method;    /* lfl_lp_method */
  bool from_scratch; /* forget the basis of the last solve (CLP only) */
  bool presolve; /* reduce the problem before solving (CLP only) */
  bool perturb;  /* primal: shift costs and bounds a little on the way, as the dual always does, where many
                    solutions are equally good; the answer is that of the problem itself (CLP only) */
  bool is_trial; /* that there is no solution is taken from CLP as it first says so; else that is made sure of, unscaled and by the other algorithm, which takes some
                    ten times as long (CLP only) */
  double tolerance; /* by which rows, bounds and signs of reduced costs may be missed; 0: 1e-7
                       (the small solver: always 1e-9) */
} lfl_lp_options;

/* A new, empty problem; NULL without memory. Owned by the caller. */
lfl_lp *lfl_lp_create(lfl_lp_solver solver);
void lfl_lp_destroy(lfl_lp *lp); /* NULL is fine */

/* Adds n rows without entries. False without memory. */
bool lfl_lp_add_rows(lfl_lp *lp, int n, const double *lower, const double *upper);

/* Adds n columns; entries start[j] .. start[j + 1] - 1 of row[] and value[] are column j's; no
 * row twice in a column. start has n + 1 elements. False without memory. */
bool lfl_lp_add_columns(lfl_lp *lp, int n, const double *cost, const double *lower, const double *upper,
                        const int *start, const int *row, const double *value);

/* Adds one row with n entries in columns that exist. False without memory. */
bool lfl_lp_add_row(lfl_lp *lp, int n, const int *column, const double *value, double lower, double upper);

void lfl_lp_set_cost(lfl_lp *lp, int column, double cost);
void lfl_lp_set_costs(lfl_lp *lp, const double *cost); /* [n_columns] */
void lfl_lp_set_column_bounds(lfl_lp *lp, int column, double lower, double upper);
void lfl_lp_set_row_bounds(lfl_lp *lp, int row, double lower, double upper);
double lfl_lp_row_upper(const lfl_lp *lp, int row);

int lfl_lp_n_rows(const lfl_lp *lp);
int lfl_lp_n_columns(const lfl_lp *lp);

/* Solves, from the last basis if there is one (also after rows or columns were added).
 * options NULL: none. The same problem solved in the same steps gives the same bits. */
lfl_lp_result lfl_lp_solve(lfl_lp *lp, const lfl_lp_options *options);

/* Of the last solve; arrays belong to the problem and hold until it is changed. */
double lfl_lp_objective(const lfl_lp *lp);
const double *lfl_lp_values(const lfl_lp *lp);        /* [n_columns] */
const double *lfl_lp_duals(const lfl_lp *lp);         /* [n_rows] */
const double *lfl_lp_reduced_costs(const lfl_lp *lp); /* [n_columns] */
/* What every row comes to at the last solution, into activity [n_rows]. O(entries). */
void lfl_lp_row_activity(const lfl_lp *lp, double *activity);
long lfl_lp_iterations(const lfl_lp *lp);             /* of the last solve */

/* Where a solve ended: its basis and values. Given back to the problem after bounds and costs were changed and
 * columns added, the next solve goes on from there (with a solver that has no such thing: from its last end).
 * NULL, false: no memory, or rows were added since. */
typedef struct lfl_lp_start lfl_lp_start;
lfl_lp_start *lfl_lp_keep_start(const lfl_lp *lp);
bool lfl_lp_use_start(lfl_lp *lp, const lfl_lp_start *start);
void lfl_lp_start_destroy(lfl_lp_start *start); /* NULL is fine */
/* A start of `lp`, which need not have been solved, with the columns at x [n_columns]; no basis. NULL without memory. */
lfl_lp_start *lfl_lp_start_at(const lfl_lp *lp, const double *x);
/* A start of `lp`, whose problem need not have been solved, made of another problem's: row i is as that one's row row_from[i], column j as its column column_from[j]; below 0: a
 * row of its own, whose limit does not bind, or a column at its lower bound. Any start is one that a solve can go on from; how
 * near it is depends on how alike the two are. row_from [n_rows], column_from [n_columns] of lp. NULL without memory. O(rows + columns). */
lfl_lp_start *lfl_lp_start_like(const lfl_lp *lp, const lfl_lp_start *other, const int *row_from, const int *column_from);

/* A start as text that another run can read (base/buf.h): how the first n_rows rows stand, and every column j for which is_left_out[j] does not hold, as a letter for each run of
 * those that stand alike, with how many they are: "12l3bu" are twelve at their lower limits, three in the basis, one at its upper limit. O(rows + columns). */
void lfl_lp_start_write(const lfl_lp_start *start, int n_rows, const bool *is_left_out, lfl_buf *rows, lfl_buf *columns);
/* The values of those of these columns that are in the basis, in their order: "3z12.5 2 " are three zeros, 12.5 and 2. From them and the basis the primal goes on with
 * nothing lost; from the basis alone, where rows or columns are others, it begins far outside of all limits. O(columns). */
void lfl_lp_start_write_values(const lfl_lp_start *start, const bool *is_left_out, lfl_buf *values);
/* ... into a start of `lp` just read; false where the text is no such list. O(entries). */
bool lfl_lp_start_read_values(const lfl_lp *lp, const char *values, lfl_lp_start *start);
/* The start of `lp` that the two texts tell of; NULL: no memory, or they do not tell of as many rows and columns as it has. */
lfl_lp_start *lfl_lp_start_read(const lfl_lp *lp, const char *rows, const char *columns);
bool lfl_lp_start_is_basic(const lfl_lp_start *start, int column);
/* Is the column in the basis there, or not at 0? Not, of one that was added since. */
bool lfl_lp_start_is_made(const lfl_lp_start *start, int column);
/* The column is at its upper bound there, if it is not in the basis: of one that was held at it by bounds that are no more, a start does not tell. */
void lfl_lp_start_put_at_upper(lfl_lp_start *start, int column);

/* Limits of rows and bounds of columns: the whole's own, or as a part is to have them. */
typedef struct lfl_lp_limits {
  const double *row_lower, *row_upper; /* [n_rows] of the whole */
  const double *lower, *upper;         /* [n_columns] */
} lfl_lp_limits;

/* A problem of n columns of another, in the order given, with every row in which one of them is; costs are the whole's, limits as given.
 * first_entry [n_columns + 1]: from lfl_lp_first_entries. row_to [n_rows] of the whole: room, all -1, and again so afterwards. Owned by the
 * caller; NULL without memory. O(n, rows and entries of the part). */
lfl_lp *lfl_lp_part(const lfl_lp *lp, const int *columns, int n, const lfl_lp_limits *limits, const long *first_entry, int *row_to);
/* The duals of a part that was made so of the same columns, and solved, into those of the whole's rows [n_rows] that it has; all others stay. row_to: as for
 * lfl_lp_part. False without memory. O(entries of the part). */
bool lfl_lp_part_duals(const lfl_lp *lp, const lfl_lp *part, const int *columns, int n, const long *first_entry, int *row_to, double *duals);
/* Where the entries of each column begin, into first_entry [n_columns + 1]; entries are put in the order of columns first where they are not (rows were
 * added behind columns). False without memory. O(entries). */
bool lfl_lp_first_entries(lfl_lp *lp, long *first_entry);
/* What rows come to at x [n_columns], into activity [n_rows]. O(entries). */
void lfl_lp_activity_at(const lfl_lp *lp, const double *x, double *activity);
/* ... what some of the columns come to, so many times (1, -1), added to activity. O(their entries). */
void lfl_lp_add_activity(const lfl_lp *lp, const double *x, const int *columns, int n, const long *first_entry, double times, double *activity);
/* Reduced costs under these costs and duals, into reduced [n_columns]: cost_j - sum_i duals_i a_ij. O(entries). */
void lfl_lp_reduced_at(const lfl_lp *lp, const double *cost, const double *duals, double *reduced);
/* Adds n columns of another problem, with these costs [n_columns of from] and the bounds of limits, to one that has the rows: row i of the other is row row_to[i] here, where several may
 * be one (entries of a column that meet are summed). first_entry: from lfl_lp_first_entries. False without memory. O(their entries). */
bool lfl_lp_add_merged(lfl_lp *to, const lfl_lp *from, const int *columns, int n, const lfl_lp_limits *limits, const long *first_entry, const int *row_to, const double *cost);
/* The problem's own; they belong to it and hold until rows or columns are added. */
lfl_lp_limits lfl_lp_own_limits(const lfl_lp *lp);

/* A lower bound of the minimum that holds whatever the duals are (Neumaier and Shcherbina 2004,
 * doi 10.1007/s10107-003-0433-3): sum_i of the least y_i * row_i plus sum_j of the least d_j * x_j
 * over the bounds, with the rounding error of every sum bounded and taken off. Duals of the
 * wrong sign for a one-sided row count as 0. -INFINITY where a column without a bound has a
 * reduced cost of the wrong sign. duals: [n_rows]. O(entries). */
double lfl_lp_safe_bound(const lfl_lp *lp, const double *duals);

/* Names for a file: written into text (size bytes), unique, without spaces. */
typedef void (*lfl_lp_namer)(void *user, int index, char *text, size_t size);

/* Writes the problem as free MPS, all or nothing (a file beside it, then renamed). NULL namers
 * give R1, R2, ... and C1, C2, .... False if the file cannot be written or memory is out. */
bool lfl_lp_write_mps(const lfl_lp *lp, const char *path, lfl_lp_namer row_name, lfl_lp_namer column_name, void *user);

#endif
