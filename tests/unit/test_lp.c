/* The LP interface: both solvers on problems with known answers, against each other on random
 * ones, safe bounds, repeatability, MPS. */
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lp/lp.h"

static const double INF = (double)INFINITY;

static double uniform(uint64_t *state) { /* xorshift64*, Vigna 2016 */
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (double)((*state * 2685821657736338717u) >> 11) / 9007199254740992.0;
}

/* max 3x + 2y; x + y <= 4, x + 3y <= 9, x <= 3: x = 3, y = 1, value 11. */
static lfl_lp *small(lfl_lp_solver solver) {
  lfl_lp *lp = lfl_lp_create(solver);
  double lower[] = {-INF, -INF}, upper[] = {4, 9}, cost[] = {-3, -2}, zero[] = {0, 0}, most[] = {3, 100}, value[] = {1, 1, 1, 3};
  int start[] = {0, 2, 4}, row[] = {0, 1, 0, 1};
  assert_true(lfl_lp_add_rows(lp, 2, lower, upper));
  assert_true(lfl_lp_add_columns(lp, 2, cost, zero, most, start, row, value));
  return lp;
}

static void known_answers(void **state) {
  (void)state;
  for (int solver = 0; solver < 2; solver++) {
    lfl_lp *lp = small((lfl_lp_solver)solver);
    assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_OPTIMAL);
    assert_true(fabs(lfl_lp_objective(lp) + 11) < 1e-7);
    assert_true(fabs(lfl_lp_values(lp)[0] - 3) < 1e-7 && fabs(lfl_lp_values(lp)[1] - 1) < 1e-7);
    assert_true(fabs(lfl_lp_duals(lp)[0] + 2) < 1e-7); /* one more of the first row: 2 better */
    assert_true(fabs(lfl_lp_safe_bound(lp, lfl_lp_duals(lp)) + 11) < 1e-6);
    int both[] = {0, 1};
    double one[] = {1, 1};
    assert_true(lfl_lp_add_row(lp, 2, both, one, -INF, 3)); /* now x + y <= 3: x = 3, y = 0 */
    assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_OPTIMAL);
    assert_true(fabs(lfl_lp_objective(lp) + 9) < 1e-7);
    lfl_lp_set_row_bounds(lp, 2, 5, 6); /* x + y >= 5 against x + y <= 4 */
    assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_INFEASIBLE);
    lfl_lp_options trial = {.method = LFL_LP_DUAL, .is_trial = true};
    assert_int_equal(lfl_lp_solve(lp, &trial), LFL_LP_INFEASIBLE);
    lfl_lp_set_row_bounds(lp, 2, -INF, 3); /* and back */
    assert_int_equal(lfl_lp_solve(lp, &trial), LFL_LP_OPTIMAL);
    assert_true(fabs(lfl_lp_objective(lp) + 9) < 1e-7);
    lfl_lp_destroy(lp);
  }
}

/* A start kept and given back: the first answer again, also after a limit was loosened, a column added
 * and the problem solved in between; with CLP without a step. A row added since is refused. */
static void goes_on_from_a_start(void **state) {
  (void)state;
  for (int solver = 0; solver < 2; solver++) {
    lfl_lp *lp = small((lfl_lp_solver)solver);
    assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_OPTIMAL);
    lfl_lp_start *start = lfl_lp_keep_start(lp);
    assert_non_null(start);
    double cost = -10, zero = 0, most = 1, one = 1;
    int first[] = {0, 1}, row = 1, both[] = {0, 1};
    assert_true(lfl_lp_add_columns(lp, 1, &cost, &zero, &most, first, &row, &one));
    lfl_lp_set_row_bounds(lp, 0, -INF, 5);
    assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_OPTIMAL);
    assert_true(fabs(lfl_lp_objective(lp) + 9 + 10 / 3.0 + 10) < 1e-7); /* x = 3, y = 5/3, z = 1 */
    lfl_lp_set_row_bounds(lp, 0, -INF, 4);
    lfl_lp_set_column_bounds(lp, 2, 0, 0);
    assert_true(lfl_lp_use_start(lp, start));
    const lfl_lp_options primal = {.method = LFL_LP_PRIMAL};
    assert_int_equal(lfl_lp_solve(lp, &primal), LFL_LP_OPTIMAL);
    assert_true(fabs(lfl_lp_objective(lp) + 11) < 1e-7);
    if (solver == LFL_LP_CLP) assert_int_equal(lfl_lp_iterations(lp), 0);
    assert_true(lfl_lp_add_row(lp, 2, both, (double[]){1, 1}, -INF, 3));
    assert_false(lfl_lp_use_start(lp, start));
    lfl_lp_start_destroy(start);
    lfl_lp_start_destroy(NULL);
    lfl_lp_destroy(lp);
  }
}

/* A start written as text and read by another problem of the same rows and columns: with its values CLP's primal is there at once, and what is no such text is refused. */
static void goes_on_from_a_written_start(void **state) {
  (void)state;
  const bool left_out[] = {false, false};
  const char *const not_values[] = {"3", "1 2 3 ", "x", "0z", "9999999999z", "nan ", "1e999 ", "1e16 ", "2  ", "1z1z1z"};
  lfl_buf rows = {0}, columns = {0}, values = {0};
  lfl_lp *lp = small(LFL_LP_CLP), *other = small(LFL_LP_CLP);
  assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_OPTIMAL);
  lfl_lp_start *start = lfl_lp_keep_start(lp), *read;
  lfl_lp_start_write(start, lfl_lp_n_rows(lp), left_out, &rows, &columns);
  lfl_lp_start_write_values(start, left_out, &values);
  assert_non_null(read = lfl_lp_start_read(other, rows.text, columns.text));
  assert_true(lfl_lp_start_read_values(other, values.text, read) && lfl_lp_use_start(other, read));
  const lfl_lp_options primal = {.method = LFL_LP_PRIMAL};
  assert_int_equal(lfl_lp_solve(other, &primal), LFL_LP_OPTIMAL);
  assert_true(fabs(lfl_lp_objective(other) - lfl_lp_objective(lp)) < 1e-9);
  assert_int_equal(lfl_lp_iterations(other), 0);
  for (size_t k = 0; k < sizeof not_values / sizeof not_values[0]; k++)
    if (lfl_lp_start_read_values(other, not_values[k], read)) fail_msg("taken: %s", not_values[k]);
  assert_null(lfl_lp_start_read(other, "b", columns.text));
  lfl_lp_start_destroy(start);
  lfl_lp_start_destroy(read);
  lfl_lp_destroy(lp);
  lfl_lp_destroy(other);
  lfl_buf_clear(&rows);
  lfl_buf_clear(&columns);
  lfl_buf_clear(&values);
}

static void unbounded_and_free(void **state) {
  (void)state;
  for (int solver = 0; solver < 2; solver++) {
    lfl_lp *lp = lfl_lp_create((lfl_lp_solver)solver);
    double lower[] = {-5}, upper[] = {INF}, cost[] = {1}, free_lower[] = {-INF}, free_upper[] = {INF}, value[] = {1};
    int start[] = {0, 1}, row[] = {0};
    assert_true(lfl_lp_add_rows(lp, 1, lower, upper));
    assert_true(lfl_lp_add_columns(lp, 1, cost, free_lower, free_upper, start, row, value));
    assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_OPTIMAL);
    assert_true(fabs(lfl_lp_objective(lp) + 5) < 1e-7);
    lfl_lp_set_row_bounds(lp, 0, -INF, INF);
    assert_int_equal(lfl_lp_solve(lp, NULL), LFL_LP_UNBOUNDED);
    lfl_lp_destroy(lp);
  }
}

/* A random problem that has a solution: sides are put around the rows of a random point. */
static void random_pair(uint64_t seed, lfl_lp *out[2]) {
  enum { MOST = 14 };
  uint64_t rng = seed * 2654435761u + 88172645463325252u;
  int m = 1 + (int)(uniform(&rng) * (MOST - 1)), n = 1 + (int)(uniform(&rng) * (MOST - 1)), k = 0;
  double lower[MOST], upper[MOST], row_lower[MOST], row_upper[MOST], cost[MOST], x[MOST], value[MOST * MOST], activity[MOST] = {0};
  int start[MOST + 1], row[MOST * MOST];
  for (int j = 0; j < n; j++) {
    start[j] = k;
    cost[j] = floor(uniform(&rng) * 21) - 10;
    lower[j] = uniform(&rng) < 0.2 ? -10 : 0;
    upper[j] = uniform(&rng) < 0.1 ? lower[j] : lower[j] + floor(uniform(&rng) * 20);
    x[j] = lower[j] + uniform(&rng) * (upper[j] - lower[j]);
    for (int i = 0; i < m; i++) {
      if (uniform(&rng) > 0.5) continue;
      row[k] = i;
      value[k] = floor(uniform(&rng) * 11) - 5;
      activity[i] += value[k] * x[j];
      k++;
    }
  }
  start[n] = k;
  for (int i = 0; i < m; i++) {
    double kind = uniform(&rng);
    row_lower[i] = kind < 0.5 ? -INF : activity[i] - (kind < 0.7 ? 0 : 2);
    row_upper[i] = kind > 0.9 ? INF : kind >= 0.5 && kind < 0.7 ? activity[i] : activity[i] + 3;
  }
  for (int solver = 0; solver < 2; solver++) {
    out[solver] = lfl_lp_create((lfl_lp_solver)solver);
    assert_true(lfl_lp_add_rows(out[solver], m, row_lower, row_upper));
    assert_true(lfl_lp_add_columns(out[solver], n, cost, lower, upper, start, row, value));
  }
}

static void solvers_agree(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 400; seed++) {
    lfl_lp *lp[2];
    random_pair(seed, lp);
    for (int solver = 0; solver < 2; solver++)
      if (lfl_lp_solve(lp[solver], NULL) != LFL_LP_OPTIMAL) fail_msg("seed %d: solver %d", (int)seed, solver);
    double a = lfl_lp_objective(lp[0]), b = lfl_lp_objective(lp[1]);
    if (fabs(a - b) > 1e-6 * fmax(1, fabs(a))) fail_msg("seed %d: CLP %.10g, simplex %.10g", (int)seed, a, b);
    for (int solver = 0; solver < 2; solver++) {
      double bound = lfl_lp_safe_bound(lp[solver], lfl_lp_duals(lp[solver]));
      if (bound > a + 1e-9 * fmax(1, fabs(a)) || bound < a - 1e-6 * fmax(1, fabs(a))) fail_msg("seed %d: safe bound %.17g of %.17g", (int)seed, bound, a);
      double wrong[16]; /* any duals at all give a bound that holds */
      for (int i = 0; i < lfl_lp_n_rows(lp[solver]); i++) wrong[i] = 1.5 * lfl_lp_duals(lp[solver])[i] - 0.3;
      assert_true(lfl_lp_safe_bound(lp[solver], wrong) <= a + 1e-9 * fmax(1, fabs(a)));
      lfl_lp_destroy(lp[solver]);
    }
  }
}

static void repeats_to_the_bit(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    lfl_lp *a[2], *b[2];
    random_pair(seed, a);
    random_pair(seed, b);
    lfl_lp_options o = {.presolve = true, .method = LFL_LP_DUAL};
    assert_int_equal(lfl_lp_solve(a[0], &o), lfl_lp_solve(b[0], &o));
    assert_memory_equal(lfl_lp_values(a[0]), lfl_lp_values(b[0]), (size_t)lfl_lp_n_columns(a[0]) * sizeof(double));
    for (int k = 0; k < 2; k++) {
      lfl_lp_destroy(a[k]);
      lfl_lp_destroy(b[k]);
    }
  }
}

enum { ROWS = 6, OPEN = 10, FIXED = 1500 };

/* Columns of the second kind are many and small, so that each changes the answer little. */
static void many_columns(uint64_t *rng, double *cost, double *upper, double *value) {
  for (int j = 0; j < OPEN + FIXED; j++) {
    cost[j] = floor(uniform(rng) * 21) - 12;
    upper[j] = j < OPEN ? 5 : 0.1;
    for (int i = 0; i < ROWS; i++) value[j * ROWS + i] = floor(uniform(rng) * 9) - 3;
  }
}

static lfl_lp *some_columns(lfl_lp_solver solver, int n, const double *cost, const double *upper, const double *value, const double *row_upper) {
  lfl_lp *lp = lfl_lp_create(solver);
  int start[OPEN + FIXED + 1], row[(OPEN + FIXED) * ROWS];
  double lower[OPEN + FIXED] = {0}, row_lower[ROWS];
  for (int k = 0; k <= n; k++) start[k] = k * ROWS;
  for (int k = 0; k < n * ROWS; k++) row[k] = k % ROWS;
  for (int i = 0; i < ROWS; i++) row_lower[i] = -INF;
  assert_true(lfl_lp_add_rows(lp, ROWS, row_lower, row_upper));
  assert_true(lfl_lp_add_columns(lp, n, cost, lower, upper, start, row, value));
  return lp;
}

/* Fixed columns, which CLP is not shown: the answer is that of the problem in which they are taken from the sides, with their values, costs and prices in it. */
static void leaves_out_what_is_fixed(void **state) {
  (void)state;
  const lfl_lp_options primal = {.method = LFL_LP_PRIMAL}, dual = {.method = LFL_LP_DUAL};
  double cost[OPEN + FIXED], upper[OPEN + FIXED], value[(OPEN + FIXED) * ROWS], reduced[OPEN + FIXED];
  for (uint64_t seed = 1; seed <= 30; seed++) {
    uint64_t rng = seed * 2654435761u + 88172645463325252u;
    double side[ROWS] = {40, 45, 50, 55, 60, 65}, left[ROWS], fixed_cost = 0;
    many_columns(&rng, cost, upper, value);
    lfl_lp *lp = some_columns(LFL_LP_CLP, OPEN + FIXED, cost, upper, value, side);
    assert_int_equal(lfl_lp_solve(lp, &primal), LFL_LP_OPTIMAL);
    double open_objective = lfl_lp_objective(lp);
    memcpy(left, side, sizeof left);
    for (int j = OPEN; j < OPEN + FIXED; j++) {
      double x = uniform(&rng) < 0.7 ? 0 : 0.02; /* those that are basic stay in it */
      lfl_lp_set_column_bounds(lp, j, x, x);
      fixed_cost += x * cost[j];
      for (int i = 0; i < ROWS; i++) left[i] -= x * value[j * ROWS + i];
    }
    lfl_lp *rest = some_columns(LFL_LP_SIMPLEX, OPEN, cost, upper, value, left);
    lfl_lp_result known = lfl_lp_solve(rest, NULL), found = lfl_lp_solve(lp, seed % 2 ? &primal : &dual);
    if (found != known) fail_msg("seed %d: %d instead of %d", (int)seed, (int)found, (int)known);
    if (found == LFL_LP_OPTIMAL) {
      double expected = lfl_lp_objective(rest) + fixed_cost, bound = lfl_lp_safe_bound(lp, lfl_lp_duals(lp));
      if (fabs(lfl_lp_objective(lp) - expected) > 1e-6 * fmax(1, fabs(expected))) fail_msg("seed %d: %.10g instead of %.10g", (int)seed, lfl_lp_objective(lp), expected);
      if (fabs(bound - expected) > 1e-6 * fmax(1, fabs(expected))) fail_msg("seed %d: bound %.10g instead of %.10g", (int)seed, bound, expected);
      lfl_lp_reduced_at(lp, cost, lfl_lp_duals(lp), reduced);
      for (int j = 0; j < OPEN + FIXED; j++) assert_true(fabs(lfl_lp_reduced_costs(lp)[j] - reduced[j]) < 1e-7);
      for (int j = OPEN; j < OPEN + FIXED; j++) assert_true(lfl_lp_values(lp)[j] == lfl_lp_own_limits(lp).lower[j]);
      assert_int_equal(lfl_lp_solve(lp, &primal), LFL_LP_OPTIMAL);
      assert_int_equal(lfl_lp_iterations(lp), 0); /* its basis is the whole's */
      for (int j = OPEN; j < OPEN + FIXED; j++) lfl_lp_set_column_bounds(lp, j, 0, upper[j]);
      assert_int_equal(lfl_lp_solve(lp, &primal), LFL_LP_OPTIMAL);
      assert_true(fabs(lfl_lp_objective(lp) - open_objective) < 1e-6 * fmax(1, fabs(open_objective)));
    }
    lfl_lp_destroy(lp);
    lfl_lp_destroy(rest);
  }
}

static bool refuse(void *user, long iterations, double objective) {
  (void)iterations, (void)objective;
  ++*(int *)user;
  return false;
}

static void limits_hold(void **state) {
  (void)state;
  lfl_lp *lp = small(LFL_LP_CLP);
  lfl_lp_options o = {.max_iterations = 1, .method = LFL_LP_PRIMAL};
  lfl_lp_result result = lfl_lp_solve(lp, &o);
  assert_true(result == LFL_LP_LIMIT || lfl_lp_iterations(lp) <= 1);
  int asked = 0;
  o = (lfl_lp_options){.max_iterations = 1, .method = LFL_LP_PRIMAL, .progress = refuse, .user = &asked};
  lfl_lp_solve(lp, &o);
  assert_true(asked <= 1);
  lfl_lp_destroy(lp);
}

static void writes_mps(void **state) {
  (void)state;
  lfl_lp *lp = small(LFL_LP_CLP);
  const char *path = LFL_BINARY_DIR "/small.mps";
  assert_true(lfl_lp_write_mps(lp, path, NULL, NULL, NULL));
  char text[2000] = {0};
  FILE *f = fopen(path, "rb");
  assert_non_null(f);
  assert_true(fread(text, 1, sizeof text - 1, f) > 100);
  fclose(f);
  assert_non_null(strstr(text, " L R1\n L R2\n"));
  assert_non_null(strstr(text, " C1 COST -3\n C1 R1 1\n C1 R2 1\n C2 COST -2\n"));
  assert_non_null(strstr(text, " UP BND C1 3\n"));
  const char *pipe = LFL_BINARY_DIR "/small.pipe"; /* no regular file: written into, not replaced */
  struct stat st;
  unlink(pipe);
  assert_int_equal(mkfifo(pipe, 0600), 0);
  int reader = open(pipe, O_RDONLY | O_NONBLOCK);
  assert_true(reader >= 0);
  assert_true(lfl_lp_write_mps(lp, pipe, NULL, NULL, NULL));
  assert_true(lstat(pipe, &st) == 0 && S_ISFIFO(st.st_mode));
  char first[5] = "";
  assert_int_equal(read(reader, first, 4), 4);
  assert_string_equal(first, "NAME");
  close(reader);
  unlink(pipe);
  assert_false(lfl_lp_write_mps(lp, "/nonexistent/folder/x.mps", NULL, NULL, NULL));
  lfl_lp_destroy(lp);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(known_answers), cmocka_unit_test(goes_on_from_a_start), cmocka_unit_test(goes_on_from_a_written_start), cmocka_unit_test(unbounded_and_free), cmocka_unit_test(solvers_agree),
                                     cmocka_unit_test(repeats_to_the_bit), cmocka_unit_test(leaves_out_what_is_fixed), cmocka_unit_test(limits_hold), cmocka_unit_test(writes_mps)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
