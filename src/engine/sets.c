/* What holds in all assumption sets: the first level and the targets under each set's numbers,
 * side by side, before rounding. Threads share the work; every level and target is solved on its own, so the
 * results do not depend on which thread took it. Tests: tests/unit/test_store.c, tools/repeatable.sh. */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"

typedef struct job {
  const lfl_scenario *scenario; /* NULL: its numbers have errors */
  lfl_target_result *targets;   /* [scenario->n_targets] */
  double movable; /* people */
  double first_level, survival_share;
  const char *stopped;
  lfl_status status; /* the first that is not LFL_OK */
  int n_parts, n_done;
} job;

/* What one thread takes at a time: a set's first level, or one of its targets. */
typedef struct part {
  int job_i, target_i; /* LFL_NO: the first level */
} part;

struct set_jobs {
  const lfl_plan_options *options;
  lfl_arena *arena;
  job *list;
  int n;
  part *parts; /* in which they are taken */
  int n_parts, next;
  bool is_stopped;
  pthread_mutex_t lock;
};

double movable_people(const lfl_scenario *s) {
  double people = 0;
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].is_host) people += s->places[i].people * s->places[i].willing_share;
  return people;
}

static void add_parts(set_jobs *jobs, int job_i) {
  job *j = &jobs->list[job_i];
  if (!j->scenario) return;
  int first = jobs->n_parts;
  jobs->parts[jobs->n_parts++] = (part){job_i, LFL_NO};
  for (int k = 0; k < j->scenario->n_targets && !jobs->options->skip_targets; k++)
    if (target_first_alike(j->scenario, k) == k) jobs->parts[jobs->n_parts++] = (part){job_i, k};
  j->n_parts = jobs->n_parts - first;
}

/* The longest first, so that no thread is left waiting for it in the end: the more people may move, the longer a set takes
 * (measured on Rafah: one in which everyone may takes as long as four others). */
static void order_parts(set_jobs *jobs, int *order) {
  for (int k = 0; k < jobs->n; k++) {
    int at = k;
    for (; at > 0 && jobs->list[order[at - 1]].movable < jobs->list[k].movable; at--) order[at] = order[at - 1];
    order[at] = k;
  }
  for (int k = 0; k < jobs->n; k++) add_parts(jobs, order[k]);
}

set_jobs *set_jobs_create(const lfl_plan_options *o) {
  lfl_arena *arena = lfl_arena_create();
  set_jobs *jobs = arena ? lfl_arena_new(arena, 1, set_jobs) : NULL;
  if (jobs) *jobs = (set_jobs){.options = o, .arena = arena, .n = o->n_sets, .list = lfl_arena_new(arena, (size_t)o->n_sets, job)};
  bool is_fine = jobs && jobs->list;
  size_t n_parts = 0;
  for (int k = 0; is_fine && k < jobs->n; k++) {
    job *j = &jobs->list[k];
    j->scenario = o->set_scenarios[k];
    j->first_level = j->survival_share = (double)NAN;
    if (!j->scenario) continue;
    j->movable = movable_people(j->scenario);
    n_parts += 1 + (size_t)j->scenario->n_targets;
    is_fine = (j->targets = lfl_arena_new(arena, (size_t)j->scenario->n_targets, lfl_target_result)) != NULL;
    if (is_fine) targets_begin(j->scenario, j->targets);
  }
  int *order = is_fine ? lfl_arena_new(arena, (size_t)jobs->n, int) : NULL;
  is_fine = order && (jobs->parts = lfl_arena_new(arena, n_parts, part)) != NULL;
  if (is_fine) order_parts(jobs, order);
  if (is_fine && pthread_mutex_init(&jobs->lock, NULL) == 0) return jobs;
  lfl_arena_destroy(arena);
  return NULL;
}

void set_jobs_destroy(set_jobs *jobs) {
  if (!jobs) return;
  pthread_mutex_destroy(&jobs->lock);
  lfl_arena_destroy(jobs->arena);
}

static lfl_status solve_first_level(job *j, const lfl_plan_options *o, const char **stopped) {
  lfl_level levels[LFL_N_LEVELS];
  int n_solved = 0;
  lfl_master *m = master_create(j->scenario, o);
  solve_result result = SOLVE_MEMORY;
  if (m) {
    if (o->time_limit_s > 0) m->seconds_left = o->time_limit_s;
    m->is_survival_only = j->scenario->order[0] == LFL_LEVEL_SURVIVAL;
    if (master_fill(m)) result = solve_levels(m, 1, levels, &n_solved);
    if (n_solved) {
      j->first_level = levels[0].value;
      j->survival_share = master_survival_share(m, levels, n_solved);
    }
    *stopped = m->stop_reason;
  }
  master_destroy(m);
  return solve_status(result);
}

void set_jobs_work(set_jobs *jobs) {
  lfl_plan_options o = *jobs->options;
  o.skip_binding = o.skip_earliest = true;
  for (;;) {
    pthread_mutex_lock(&jobs->lock);
    int k = jobs->is_stopped ? jobs->n_parts : jobs->next++;
    pthread_mutex_unlock(&jobs->lock);
    if (k >= jobs->n_parts) return;
    const part *p = &jobs->parts[k];
    job *j = &jobs->list[p->job_i];
    const char *stopped = NULL;
    lfl_status status = p->target_i < 0 ? solve_first_level(j, &o, &stopped) : judge_one_target(j->scenario, p->target_i, &o, j->targets, &stopped);
    pthread_mutex_lock(&jobs->lock);
    j->n_done++;
    if (status != LFL_OK && j->status == LFL_OK) j->status = status;
    if (stopped) j->stopped = stopped;
    if (status != LFL_OK) jobs->is_stopped = true;
    pthread_mutex_unlock(&jobs->lock);
  }
}

static bool begin_result(lfl_plan *plan, lfl_set_result *result, const char *set_id) {
  size_t n = (size_t)plan->scenario->n_targets;
  result->set_id = lfl_arena_strdup(plan->arena, set_id);
  result->verdicts = lfl_arena_new(plan->arena, n, lfl_verdict);
  result->best_people = lfl_arena_new(plan->arena, n, double);
  result->earliest_days = lfl_arena_new(plan->arena, n, int);
  if (!result->set_id || !result->verdicts || !result->best_people || !result->earliest_days) return false;
  result->n_targets = plan->scenario->n_targets;
  result->survival_share = (double)NAN;
  for (int k = 0; k < LFL_N_LEVELS; k++) result->level_values[k] = (double)NAN;
  for (int k = 0; k < result->n_targets; k++) {
    result->verdicts[k] = LFL_VERDICT_UNKNOWN;
    result->best_people[k] = (double)NAN;
    result->earliest_days[k] = -1;
  }
  return true;
}

/* A set may add or drop targets: matched by id. */
static void take_targets(const lfl_scenario *s, const job *j, lfl_set_result *result) {
  for (int k = 0; k < s->n_targets; k++)
    for (int i = 0; i < j->scenario->n_targets; i++) {
      const lfl_target *target = &j->scenario->targets[i];
      if (strcmp(s->targets[k].id, target->id) != 0) continue;
      lfl_target_result one = j->targets[i];
      one.people = target_asked_people(j->scenario, target);
      result->verdicts[k] = target_can_be(&one);
      result->best_people[k] = target_found_people(one.best_people, one.people);
    }
}

lfl_status set_jobs_collect(const set_jobs *jobs, lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  plan->sets = lfl_arena_new(plan->arena, (size_t)jobs->n + 1, lfl_set_result);
  if (!plan->sets || !begin_result(plan, &plan->sets[0], "")) return LFL_ERR_MEMORY;
  lfl_set_result *own = &plan->sets[0];
  own->n_levels = plan->n_levels;
  own->survival_share = plan->survival_share;
  for (int k = 0; k < plan->n_levels; k++) own->level_values[plan->levels[k].kind] = plan->levels[k].value;
  for (int k = 0; k < s->n_targets; k++) {
    own->verdicts[k] = target_can_be(&plan->targets[k]);
    own->best_people[k] = plan->targets[k].best_people;
    own->earliest_days[k] = plan->targets[k].earliest_day;
  }
  for (int i = 0; i < jobs->n; i++) {
    const job *j = &jobs->list[i];
    lfl_set_result *result = &plan->sets[i + 1];
    if (!begin_result(plan, result, jobs->options->set_ids[i])) return LFL_ERR_MEMORY;
    bool is_done = j->n_done == j->n_parts || (j->n_done > 0 && j->status == LFL_STOPPED);
    result->note = !j->scenario ? "not planned: its numbers have errors" : !is_done ? "not solved" : NULL;
    if (is_done && j->stopped) result->note = lfl_arena_strdup(plan->arena, j->stopped);
    if (!j->scenario || !is_done) continue;
    result->n_levels = isnan(j->first_level) ? 0 : 1;
    if (result->n_levels) result->level_values[s->order[0]] = j->first_level;
    result->survival_share = j->survival_share;
    take_targets(s, j, result);
  }
  plan->n_sets = jobs->n + 1;
  for (int i = 0; i < jobs->n; i++)
    if (jobs->list[i].status != LFL_OK) return jobs->list[i].status;
  return LFL_OK;
}
