/* The planner: from a scenario to a plan, level by level. */
#ifndef LFL_ENGINE_ENGINE_H
#define LFL_ENGINE_ENGINE_H
#include <stdbool.h>

#include "base/status.h"
#include "model/plan.h"
#include "model/scenario.h"

typedef struct lfl_progress {
  const char *phase; /* a level by its name ("survival", "fairness", ...), "proof of <level>", "what binds", "what other money would change", "later
                        levels" (all behind the first at once, of a large plan), "goods as one", "whole things", "what repairs buy"; "target <id>",
                        "why not <id>", "what <id> would take", "claim <id>"; of lfl_compare "shared decisions", too. The text holds during the call only */
  double work;       /* iterations so far of the problem at hand: it runs on from level to level, and a target, claim or set begins with 0 */
  double best;       /* of a level its value in the best plan so far; of "target <id>" the people, below 0; in other phases a figure of the problem at hand,
                        which is none of the plan's. NaN none yet */
  double bound;      /* of the same: nothing is less; NaN none yet. A level's that is below 0 says nothing */
  double gap;        /* their difference, relative to best, or to 1 if that is less; NaN unknown */
  bool is_last;      /* of a large plan, what its whole trips carry is being chosen: nothing is solved after it */
} lfl_progress;

/* Called now and then, never by two threads at once; true goes on, false stops the run with the
 * best plan so far. Once stopped it is called only where is_last, and false leaves that, too: trips carry what falls due. */
typedef bool (*lfl_progress_fn)(const lfl_progress *progress, void *user);

typedef struct lfl_plan_options {
  double gap;                /* relative gap asked for; default 1e-4 */
  double what_if_gap;        /* ... of the level in lfl_what_if; default 1e-7: points are compared with each other */
  long work_limit;           /* simplex iterations over the whole run; default 0: no limit */
  double time_limit_s;       /* wall clock; default 0: none. A plan stopped by it is marked so */
  bool skip_targets;         /* no verdicts beyond "met"; claims about days from this plan alone */
  bool skip_earliest;        /* verdicts without earliest days and without the answer for other willing shares */
  int n_threads;             /* 1, or 2: targets are judged beside the levels; the results are the same */
  long parts_from_rows; /* a problem with so many rows gets a first solution from parts of the country; 0: 200,000 */
  bool skip_binding;         /* no table of what binds */
  const lfl_plan *begin_with; /* the first level begins where this plan ended, if it tells (lfl_what_if: its own first level; a plan: all of them); NULL: none. Outlives the call */
  bool seek_earliest;        /* of lfl_what_if: earliest days of targets, too */
  bool skip_gains;           /* not what each repair buys */
  bool skip_proofs;          /* bounds as the planner knows them, with nothing to check them by */
  int n_levels;              /* solve only the first n levels; default 0: all */
  bool skip_plan;            /* optima, bounds and verdicts only: no decisions, nothing in whole things */
  int n_sets;                /* assumption sets to compare with; default 0 */
  const char *const *set_ids;                /* [n_sets] */
  const lfl_scenario *const *set_scenarios;  /* [n_sets] the scenario with the set's numbers; NULL: its numbers
                                                have errors. They outlive the call */
  lfl_progress_fn progress;  /* NULL: none */
  void *user;
} lfl_plan_options;

/* The options' defaults. */
lfl_plan_options lfl_plan_options_default(void);

/* Plans. The targets are judged and the sets compared (first level and targets under each set's
 * numbers, before rounding, into plan->sets, the scenario's own first) by a second thread if
 * there may be one. scenario outlives *out; options NULL = defaults. *out is set with LFL_OK,
 * LFL_TARGET_NOT_MET (written plan, a target not met) and LFL_STOPPED (best so far, maybe the
 * empty plan); owned by the caller (lfl_plan_destroy). */
lfl_status lfl_plan_make(const lfl_scenario *scenario, const lfl_plan_options *options, lfl_plan **out);

/* Can the scenario be planned from where the earlier plan's levels ended (options.begin_with)? Not where it does not tell (it was stopped, or large), the first level is no service, there are repairs, or days, places,
 * items, needs, what is built, roads or vehicles are others. O(things). */
bool lfl_plan_may_begin_with(const lfl_plan *earlier, const lfl_scenario *scenario);

/* Answers the scenario's claims from plan->builds, capacity, service, targets and claim_days into plan->claims. lfl_plan_make has done
 * so, unless it was to make no plan (skip_plan): for who changes any of these. */
lfl_status lfl_plan_answer_claims(lfl_plan *plan);

/* What plan->survival_share was, which is in no file: as its first set has it, else worked out of its first level. NaN: not known (days at risk count there, or it
 * is of something else). O(days * places * needs). */
double lfl_plan_survival_share(const lfl_plan *plan);

/* What a scenario with other numbers comes to, before rounding. */
typedef struct lfl_what_if_point {
  double unserved_person_days; /* the first level's value if it is survival; NaN: not solved */
  double bound_person_days;    /* at least so many, proved */
  double survival_share;       /* of survival person-days served, as lfl_plan has it; NaN: not solved */
  lfl_target_result *targets;  /* [n_targets] as asked for; no plan is made, so that no verdict is `met`; earliest_day -1: not sought
                                  (seek_earliest), or none */
  bool is_warm;                /* solved from the point before, or from where the plan ended, as only limits differ */
  bool is_open;                /* stopped, or a gap was asked for: the level's value lies between the two above (NaN: nothing found yet) */
} lfl_what_if_point;

/* What a plan tells of its first level, if it is survival, with other numbers, before anything is solved. */
typedef struct lfl_what_if_known {
  double bound; /* at least so many person-days stay unserved: the plan's own multipliers prove it; -INFINITY: nothing is known */
  double value; /* the plan leaves so many, and keeps the changed limits, none of which is tighter; NaN: one is */
  double survival_share; /* with `value`; NaN: the plan does not tell */
} lfl_what_if_known;

/* That, from the plan's proof over the changed numbers. Nothing is known where more than limits differs, of repairs, and of a plan
 * without proofs. O(proof). */
lfl_what_if_known lfl_what_if_knows(const lfl_plan *plan, const lfl_scenario *changed);

/* Do the two differ by limits only, none of which is tighter in b? Then what a plan serves in a, it serves in b. O(days * all that has limits). */
bool lfl_what_if_is_looser(const lfl_scenario *a, const lfl_scenario *b);

/* Solves the survival level (unless skip_level) and the targets for which wants_target holds (NULL:
 * none) for each scenario. All have the same targets. Where a scenario differs by limits only from the one
 * before, or from that of options.begin_with, from whose end each then begins, the problem is kept and only its bounds
 * change; the values are the same as when it is made anew. known [n]: what is known of each level (NULL: nothing); it is not solved where that is all, and no longer than
 * until it is at the bound. points [n] is the caller's; what it points to is of `arena`. LFL_STOPPED: some
 * points are open or NaN. options: gap, limits, progress and threads. */
lfl_status lfl_what_if(const lfl_scenario *const *scenarios, int n, bool skip_level, const lfl_what_if_known *known, const bool *wants_target,
                       const lfl_plan_options *options, lfl_arena *arena, lfl_what_if_point *points);

/* Is what the target can reach with the changed numbers known from the plan alone: the changed limits are nowhere tighter, and
 * the plan's own proof shows no more than it found to be reachable? Then *out, as lfl_what_if has it, but `met` where this plan
 * meets it, as it keeps the looser limits, too. earliest_day: 0 if it was, else -1 (it may be earlier now). False also where
 * that is not so, or the plan holds no proof of the target. O(proof). */
bool lfl_what_if_is_known(const lfl_plan *plan, const lfl_scenario *changed, int target_i, lfl_target_result *out);

/* What it took to solve a linear model. */
typedef struct lfl_model_facts {
  int n_rows, n_columns;
  long iterations;     /* of the LP solver, over all its solves */
  double value, bound; /* of the level, or people of the target: found, and proved */
} lfl_model_facts;

/* Writes the linear model of a level (index into the scenario's order), with those before it held, or of
 * a target as a free MPS file with readable names. Its optimum is the level's value, or between its bound and its value where these are as near
 * as gap allows (relative, > 0; 1e-9: solved out; a large problem's first level may be off by a hundred times that); of a target minus the most people that any plan reaches. facts: filled with LFL_OK; NULL is fine. LFL_ERR_USAGE: no such level or target, or
 * a later level of a problem too large for these to be solved; LFL_ERR_IO. */
lfl_status lfl_model_export_level(const lfl_scenario *scenario, int level_i, double gap, const char *path, lfl_model_facts *facts);
lfl_status lfl_model_export_target(const lfl_scenario *scenario, int target_i, const char *path, lfl_model_facts *facts);

#endif
