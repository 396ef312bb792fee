#ifndef LFL_LP_LP_H
#define LFL_LP_LP_H
#include <stdbool.h>
typedef struct lfl_lp lfl_lp;
typedef enum { LFL_LP_CLP, LFL_LP_SIMPLEX } lfl_lp_solver;
typedef enum { LFL_LP_OPTIMAL, LFL_LP_INFEASIBLE, LFL_LP_UNBOUNDED, LFL_LP_LIMIT, LFL_LP_STOPPED, LFL_LP_FAILED } lfl_lp_result;
typedef enum { LFL_LP_AUTO, LFL_LP_PRIMAL, LFL_LP_DUAL, LFL_LP_BARRIER } lfl_lp_method;
typedef struct { long max_iterations; double max_seconds; bool (*progress)(void *user, long iterations, double objective); void *user; int method; bool presolve; } lfl_lp_options;
lfl_lp *lfl_lp_create(lfl_lp_solver s); void lfl_lp_destroy(lfl_lp*);
bool lfl_lp_add_rows(lfl_lp*, int n, const double *lower, const double *upper);
bool lfl_lp_add_columns(lfl_lp*, int n, const double *cost, const double *lower, const double *upper, const int *start, const int *row, const double *value);
bool lfl_lp_add_row(lfl_lp*, int n, const int *column, const double *value, double lower, double upper);
void lfl_lp_set_costs(lfl_lp*, const double *cost);
void lfl_lp_set_cost(lfl_lp*, int column, double cost);
void lfl_lp_set_column_bounds(lfl_lp*, int column, double lower, double upper);
void lfl_lp_set_row_bounds(lfl_lp*, int row, double lower, double upper);
int lfl_lp_n_rows(const lfl_lp*); int lfl_lp_n_columns(const lfl_lp*);
lfl_lp_result lfl_lp_solve(lfl_lp*, const lfl_lp_options *options);
double lfl_lp_objective(const lfl_lp*); const double *lfl_lp_values(const lfl_lp*);
const double *lfl_lp_duals(const lfl_lp*); const double *lfl_lp_reduced_costs(const lfl_lp*); long lfl_lp_iterations(const lfl_lp*);
#endif
