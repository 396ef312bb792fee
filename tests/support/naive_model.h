/* The planning model of docs/MODEL.md written out in full, as a second formulation to hold the
 * engine against: every simple way, every trip with its loads, every row. Slow on purpose.
 * Its parts share naive_parts.h. Tests: tests/unit/test_cross.c (the engine), test_repairs.c, test_verdicts.c. */
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
  double best[NAIVE_MOST_TARGETS]; /* most people, each target alone; INFINITY: no limit */
  int n_rows, n_columns;
  int n_eased; /* times that holds were made ten times wider, as the solver found them infeasible */
} naive_result;

/* Solves levels and targets. `hold`: a level stays within hold * max(1, value) while later ones
 * are solved; with `at` the values of that result are held instead of those found here, which
 * gives what each level could be with so much slack in those before it; has it fewer levels than the scenario, only so many are
 * solved, and no targets. False: out of memory or
 * the solver failed. Ways: all of them, so the places must be few. */
bool naive_solve(const lfl_scenario *scenario, lfl_lp_solver solver, double hold, const naive_result *at, naive_result *result);

/* The same with repairs decided: start [n_projects], n_days or more: not done; NULL: none is. False also
 * where its crew is too small for the decision, or money. */
bool naive_solve_decided(const lfl_scenario *scenario, const int *start, lfl_lp_solver solver, double hold, const naive_result *at, naive_result *result);

/* One problem for many decisions: the first level and targets, warm from one to the next. */
typedef struct naive_decider naive_decider;
naive_decider *naive_open(const lfl_scenario *scenario);
void naive_close(naive_decider *decider);
bool naive_first_level(naive_decider *decider, const int *start, double *value);
bool naive_target(naive_decider *decider, const int *start, int target, double *people);

/* Repairs by the words of docs/MODEL.md (naive_repairs.c). */
bool naive_repair_works(const lfl_scenario *scenario, int project_i, int day, double workers);
/* Last working day if it starts on the day, -1 if it cannot; *workers on each of its days. */
int naive_repair_finish(const lfl_scenario *scenario, int project_i, int start_day, double *workers);
/* Can it be done at all, and in time to give anything? */
bool naive_repair_can(const lfl_scenario *scenario, int project_i);

/* The best over every decision that can be carried out, each level with those before it held. */
typedef struct naive_best {
  long n_decisions;
  int n_levels;                /* compared: later ones only where few decisions are as good */
  double values[LFL_N_LEVELS];
  double people[NAIVE_MOST_TARGETS];
  int start[32];               /* a best decision of the first level */
} naive_best;
/* False: more than `most` decisions, or the solver failed. */
bool naive_enumerate(const lfl_scenario *scenario, long most, naive_best *best);

#endif
