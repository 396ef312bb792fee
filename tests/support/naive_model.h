/* The planning model of docs/MODEL.md written out in full, as a second formulation to hold the
 * engine against: every simple way, every trip with its loads, every row. Slow on purpose.
 * Tests: tests/unit/test_naive.c (answers worked out by hand), test_cross.c (the engine). */
#ifndef LFL_TESTS_NAIVE_MODEL_H
#define LFL_TESTS_NAIVE_MODEL_H
#include <stdbool.h>

#include "lp/lp.h"
#include "model/scenario.h"

enum { NAIVE_MOST_TARGETS = 16 };

typedef struct naive_result {
  int n_levels;
  double values[LFL_N_LEVELS]; /* in the scenario's order, each with those before it held */
  int n_targets;
  double best[NAIVE_MOST_TARGETS]; /* most people, each target alone; INFINITY: no limit. Of a
                                      served target with people "all": NaN */
  int n_rows, n_columns;
  int n_eased; /* times that holds were made ten times wider, as the solver found them infeasible */
} naive_result;

/* Solves levels and targets. `hold`: a level stays within hold * max(1, value) while later ones
 * are solved; with `at` the values of that result are held instead of those found here, which
 * gives what each level could be with so much slack in those before it. False: out of memory or
 * the solver failed. Ways: all of them, so the places must be few. */
bool naive_solve(const lfl_scenario *scenario, lfl_lp_solver solver, double hold, const naive_result *at, naive_result *result);

#endif
