/* The parts of a comparison, shared by compare.c, trace.c and shared.c. Internal to the engine. */
#ifndef LFL_ENGINE_COMPARE_PARTS_H
#define LFL_ENGINE_COMPARE_PARTS_H
#include "engine/compare.h"
#include "engine/master.h"

/* The least cost of the scenario as entered, with whose trips those of options begin. */
typedef struct least_cost {
  lfl_plan_options options;
  lfl_scenario posed;
  lfl_master *m; /* NULL: not solved, or nobody asks for it */
} least_cost;

/* Of a pair's topics one by which only limits differ: what is reached under a group of topics with the tighter ones can be with the looser. */
typedef struct limit_topic {
  unsigned long bit;     /* 0: there is none */
  bool is_second_looser; /* the second party's limits are */
} limit_topic;

typedef struct compare_run {
  const lfl_compare_input *in;
  lfl_plan_options options; /* one thread each; the callback is locked */
  lfl_comparison *c;
  lfl_scenario **scenarios; /* [c->n_sets] NULL: errors; the first is the caller's */
  lfl_tables **tables;
  int *alike;               /* [c->n_sets] the first set with the same tables: itself, or one that is solved for it, too */
  lfl_plan **plans;         /* [c->n_sets] NULL: none asked for */
  least_cost first_cost;
  limit_topic *limit_topics; /* [c->n_pairs] */
  double **group_levels;    /* [c->n_pairs][2^n_topics] survival under each group of topics, solved ahead; NaN: not; NULL: none are */
  void *lock;               /* of make and of the comparison's arena */
} compare_run;

/* The scenario with layers, made under the run's lock. */
lfl_status compare_make(const compare_run *run, const lfl_layer *layers, int n, lfl_scenario **scenario, lfl_tables **tables);

/* Survival levels of the scenario as entered, and of options and their later starts; targets of those with the same ones; the level and targets
 * of another set. (compare_sets.c) */
lfl_status compare_levels(compare_run *run);
lfl_status compare_targets(compare_run *run);
lfl_status compare_set(compare_run *run, int i);
/* Are the set's level and targets solved with the others'? */
bool compare_is_together(const compare_run *run, int i);
/* Is it one of two that are compared? Then a plan is made of it. */
bool compare_is_party(const compare_run *run, int i);
/* Is its level that of the plan which is made for it? So it is of parties, but where time or work is limited: there levels come before plans. */
bool compare_has_level_by_plan(const compare_run *run, int i);
/* That level, once the plan is made; NaN: it is not such a set's, or the plan does not say. */
double compare_level_by_plan(const compare_run *run, int i);
/* Is the set's least cost asked for, other than that of the scenario as entered: of an option, or of a party with an option's numbers? */
bool compare_is_costed(const compare_run *run, int i);
/* The least money with which as many can be served at survival. The scenario as entered (i = 0) comes first, alone; run->first_cost keeps it. */
lfl_status compare_cost(compare_run *run, int i);
void compare_forget_cost(least_cost *x);

/* A plan in whole things, its claims answered with the targets' best numbers. cost_like: whose trips its level of cost begins with; NULL: nobody's. */
lfl_status compare_plan(const compare_run *run, const lfl_scenario *s, lfl_master *cost_like, const double *best_people, lfl_plan **out);
/* What the first page says of a plan, and its needs and claims, into the set. */
void compare_take_plan(const lfl_plan *plan, lfl_compared_set *set);

/* What plans under groups of a pair's topics came to. */
enum { MOST_CACHED = 512 };
typedef struct plan_cache {
  lfl_arena *arena;
  int n;
  unsigned long masks[MOST_CACHED];
  lfl_compared_set sets[MOST_CACHED]; /* needs and claims only */
} plan_cache;

/* A conclusion traced to the topics of its pair, by values under groups of them. */
typedef struct trace {
  int pair, conclusion; /* indexes; the conclusion's target, or the survival level */
  lfl_status status;
  plan_cache *cache; /* of a conclusion that takes plans; else NULL */
  int n_topics;
  bool is_by_plan;
  double *shares, *errors; /* [n_topics] */
  int n_orders;            /* 0: exact */
  bool has_shares;
  bool has_errors; /* the numbers of some group of topics have: no shares, no groups */
  int n_groups;
  unsigned long groups[8];
  bool is_smallest;
} trace;
/* Are the survival levels of the pair's groups of topics solved ahead, each on its own? With repairs, which the pool decides sooner from nothing
 * than another group's end helps. */
bool trace_is_ahead(const compare_run *run, const lfl_pair *pair);
/* The first such topic of the pair. */
lfl_status trace_find_limit_topic(const compare_run *run, int pair_i, limit_topic *topic);
/* The set whose plan gives a level that trace_group of the group begins with; -1: none does. */
int trace_plan_for(const compare_run *run, int pair_i, unsigned long mask, const limit_topic *topic);
/* Survival unserved under the group, which is without the topic, and under that with it, into levels [2^n_topics]; not where it is all of a party's numbers. */
lfl_status trace_group(const compare_run *run, int pair_i, unsigned long mask, const limit_topic *topic, double *levels);
void trace_conclusion(compare_run *run, trace *t);

/* Decisions of the first n_days common to best plans of all scenarios, each of which is the first one up to its start
 * day; regret [n]. */
lfl_status find_shared(const lfl_scenario *const *scenarios, const int *start_days, int n, int n_days, const lfl_plan_options *options, lfl_arena *arena, double *regret,
                       lfl_shared_row **rows, int *n_rows);

#endif
