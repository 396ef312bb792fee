/* Options, waiting, shared decisions and disputed numbers: sets of other numbers compared. */
#ifndef LFL_ENGINE_COMPARE_H
#define LFL_ENGINE_COMPARE_H
#include "engine/engine.h"
#include "model/comparison.h"
#include "model/layer.h"

/* Makes the scenario with the layers laid over, and the tables it rests on; *scenario NULL with LFL_OK: its numbers
 * have errors. Called by one thread at a time. */
typedef lfl_status (*lfl_scenario_maker)(const lfl_layer *layers, int n, void *user, lfl_scenario **scenario, lfl_tables **tables);

/* Two parties and what they differ about. */
typedef struct lfl_pair_input {
  int a, b;        /* of the sets; -1: the scenario as entered */
  int n_topics, n_all_topics;
  const char *const *topics; /* those they differ about first */
} lfl_pair_input;

typedef struct lfl_compare_input {
  const lfl_scenario *scenario; /* as entered; outlives the comparison */
  int n_sets;
  const char *const *set_ids;   /* [n_sets], without the scenario itself */
  const lfl_set_terms *terms;   /* [n_sets] */
  int n_pairs;
  const lfl_pair_input *pairs;
  int first_days;               /* period of the shared decisions */
  int n_weeks;                  /* how many weeks of waiting are tried */
  const lfl_plan *plan;         /* of the scenario as entered, its claims answered: that of parties with the same numbers, too; NULL: made here */
  bool is_thorough;             /* conclusions that need a plan in whole things are traced to assumptions, too */
  lfl_scenario_maker make;      /* not NULL, also where there are no sets: the scenario as entered is made by it, too (n 0) */
  void *user;                   /* of make */
} lfl_compare_input;

/* The defaults: a week of shared decisions, four weeks of waiting. */
lfl_compare_input lfl_compare_input_default(void);

/* Compares. options: gap, limits, progress, threads (two share the work; the results are the same). *out
 * is set with LFL_OK and LFL_STOPPED (what was done so far); owned by the caller (lfl_comparison_destroy); its texts are copies,
 * but for those of `terms`, which must outlive it. Ledger and stages are the caller's to add. LFL_ERR_USAGE: no scenario or no maker. */
lfl_status lfl_compare(const lfl_compare_input *input, const lfl_plan_options *options, lfl_comparison **out);

#endif
