/* What holds in all assumption sets: the first level and the targets under each set's numbers,
 * side by side. Two threads share the work; every set is solved on its own, so the results
 * do not depend on which thread took it. Tests: tests/unit/test_engine.c. */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"

typedef struct job {
  const lfl_scenario *scenario;
  lfl_plan *plan; /* result; NULL: failed */
  lfl_status status;
} job;

typedef struct jobs {
  job *list;
  int n, next;
  lfl_plan_options options;
  pthread_mutex_t lock;
  bool is_stopped;
} jobs;

/* The callback of the caller is not asked by two threads at once. */
static bool relay(const lfl_progress *progress, void *user) {
  jobs *all = user;
  pthread_mutex_lock(&all->lock);
  bool goes_on = !all->is_stopped;
  const lfl_plan_options *o = &all->options;
  if (goes_on && o->progress && !o->progress(progress, o->user)) {
    all->is_stopped = true;
    goes_on = false;
  }
  pthread_mutex_unlock(&all->lock);
  return goes_on;
}

static void *work(void *user) {
  jobs *all = user;
  for (;;) {
    pthread_mutex_lock(&all->lock);
    int k = all->is_stopped ? all->n : all->next++;
    pthread_mutex_unlock(&all->lock);
    if (k >= all->n) return NULL;
    job *j = &all->list[k];
    if (!j->scenario) continue;
    lfl_plan_options o = all->options;
    o.skip_binding = true;
    o.n_levels = 1;
    o.skip_earliest = true;
    o.n_threads = 1;
    o.progress = relay;
    o.user = all;
    j->status = lfl_plan_make(j->scenario, &o, &j->plan);
  }
}

static double survival_share(const lfl_plan *plan) {
  double people = 0, served = 0;
  for (int k = 0; k < plan->n_service; k++)
    if (plan->service[k].tier == LFL_SURVIVAL) {
      people += plan->service[k].people;
      served += plan->service[k].served_people;
    }
  return people > 0 ? served / people : 1;
}

static bool fill_result(lfl_plan *into, lfl_set_result *result, const char *set_id, const lfl_plan *from, const char *note) {
  const lfl_scenario *s = into->scenario;
  size_t n = (size_t)s->n_targets;
  result->set_id = lfl_arena_strdup(into->arena, set_id);
  result->verdicts = lfl_arena_new(into->arena, n, lfl_verdict);
  result->best_people = lfl_arena_new(into->arena, n, double);
  result->earliest_days = lfl_arena_new(into->arena, n, int);
  if (!result->set_id || !result->verdicts || !result->best_people || !result->earliest_days) return false;
  result->n_targets = s->n_targets;
  result->survival_share = (double)NAN;
  for (int k = 0; k < LFL_N_LEVELS; k++) result->level_values[k] = (double)NAN;
  for (int k = 0; k < s->n_targets; k++) {
    result->best_people[k] = (double)NAN;
    result->earliest_days[k] = -1;
  }
  result->note = note;
  if (!from) return true;
  result->n_levels = from->n_levels;
  for (int k = 0; k < from->n_levels; k++) result->level_values[from->levels[k].kind] = from->levels[k].value;
  result->survival_share = survival_share(from);
  for (int k = 0; k < s->n_targets; k++) /* a set may add or drop targets: matched by id */
    for (int j = 0; j < from->scenario->n_targets; j++)
      if (strcmp(s->targets[k].id, from->scenario->targets[j].id) == 0) {
        result->verdicts[k] = from->targets[j].verdict;
        result->best_people[k] = from->targets[j].best_people;
        result->earliest_days[k] = from->targets[j].earliest_day;
      }
  if (from->stopped && !note) result->note = lfl_arena_strdup(into->arena, from->stopped);
  return true;
}

lfl_status lfl_plan_compare_sets(lfl_plan *plan, const char *const *set_ids, const lfl_scenario *const *scenarios,
                                 int n_sets, const lfl_plan_options *options) {
  jobs all = {.n = n_sets, .options = options ? *options : lfl_plan_options_default()};
  all.list = lfl_calloc((size_t)n_sets + 1, sizeof *all.list);
  plan->sets = lfl_arena_new(plan->arena, (size_t)n_sets + 1, lfl_set_result);
  if (!all.list || !plan->sets || pthread_mutex_init(&all.lock, NULL) != 0) {
    lfl_free(all.list);
    return LFL_ERR_MEMORY;
  }
  for (int k = 0; k < n_sets; k++) all.list[k].scenario = scenarios[k];
  pthread_t second;
  bool has_second = n_sets > 1 && pthread_create(&second, NULL, work, &all) == 0;
  work(&all);
  if (has_second) pthread_join(second, NULL);
  pthread_mutex_destroy(&all.lock);

  bool is_fine = fill_result(plan, &plan->sets[0], "", plan, NULL);
  plan->n_sets = 1;
  for (int k = 0; k < n_sets; k++) {
    const char *note = !scenarios[k] ? "not planned: its numbers have errors"
                       : all.list[k].plan ? NULL
                                          : "not solved";
    is_fine = is_fine && fill_result(plan, &plan->sets[plan->n_sets++], set_ids[k], all.list[k].plan, note);
    lfl_plan_destroy(all.list[k].plan);
  }
  lfl_free(all.list);
  if (!is_fine) return LFL_ERR_MEMORY;
  return all.is_stopped ? LFL_STOPPED : LFL_OK;
}
