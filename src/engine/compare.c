/* Comparing sets of other numbers: what each achieves and by when it can, at what cost, on what it depends, what
 * waiting costs, which decisions they share, and what parties' numbers turn.
 *
 * The work is a list of jobs (a set's level and targets, its least cost, its plan, an option's later
 * starts, the shared decisions, then a trace for each conclusion or group of topics), each solved on its own, or in a
 * fixed order within one job, from its own copy of the scenario, so that two threads give the same bytes as one. How each figure is defined:
 * docs/COMPARE.md. Cost: some 3 solves a set, one a week of waiting and option, 2^topics a traced conclusion.
 * Tests: tests/unit/test_compare.c. */
#include "engine/compare.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/attribution.h"
#include "engine/claims.h"
#include "engine/compare_parts.h"

typedef enum job_kind { JOB_SET, JOB_COST, JOB_PLAN, JOB_LEVELS, JOB_TARGETS, JOB_SHARED, JOB_GROUP, JOB_TRACE, JOB_TRACE_PLANS } job_kind;

typedef struct job {
  job_kind kind;
  int i; /* set; of JOB_TRACE the trace, of JOB_GROUP and JOB_TRACE_PLANS the pair */
  unsigned long mask; /* of JOB_GROUP: topics */
  bool is_awaited; /* others are added once it has ended, with all such */
} job;

typedef struct run_state {
  compare_run run;
  job *jobs;
  int n_jobs, next, n_awaited;
  lfl_status (*add_rest)(struct run_state *r); /* adds what follows; NULL: nothing does */
  trace *traces;
  int n_traces;
  lfl_status status; /* the first that is not fine; an error comes before a stop */
  bool *has_ended;   /* [c->n_sets] the set's plan: made, or given up */
  int n_threads;
  pthread_mutex_t jobs_lock, make_lock, progress_lock;
  pthread_cond_t job_ended;
  lfl_progress_fn progress;
  void *user;
  bool is_stopped;
} run_state;

lfl_compare_input lfl_compare_input_default(void) { return (lfl_compare_input){.first_days = 7, .n_weeks = 4}; }

static bool relay(const lfl_progress *progress, void *user) {
  run_state *r = user;
  pthread_mutex_lock(&r->progress_lock);
  if (!r->is_stopped && r->progress && !r->progress(progress, r->user)) r->is_stopped = true;
  bool goes_on = !r->is_stopped;
  pthread_mutex_unlock(&r->progress_lock);
  return goes_on;
}

lfl_status compare_make(const compare_run *run, const lfl_layer *layers, int n, lfl_scenario **scenario, lfl_tables **tables) {
  pthread_mutex_lock(run->lock);
  lfl_status status = run->in->make(layers, n, run->in->user, scenario, tables);
  pthread_mutex_unlock(run->lock);
  return status;
}

/* ---- plans --------------------------------------------------------------------------------------- */

lfl_status compare_plan(const compare_run *run, const lfl_scenario *s, lfl_master *cost_like, const double *best_people, lfl_plan **out) {
  lfl_plan_options o = run->options;
  o.skip_targets = o.skip_binding = o.skip_gains = o.skip_proofs = true;
  lfl_status status = plan_make_like(s, &o, cost_like, out);
  if (status == LFL_TARGET_NOT_MET) status = LFL_OK;
  if (status != LFL_OK) return status;
  for (int k = 0; k < s->n_targets; k++) (*out)->targets[k].best_people = best_people[k];
  const char *stopped;
  if (!run->options.skip_targets) status = judge_claims(s, &o, (*out)->claim_days, &stopped);
  return status == LFL_OK ? lfl_plan_answer_claims(*out) : status;
}

void compare_take_plan(const lfl_plan *plan, lfl_compared_set *set) {
  const lfl_scenario *s = plan->scenario;
  int last = plan->n_service ? plan->service[plan->n_service - 1].day : -1, first = plan->n_service; /* rows are in order of days */
  while (first > 0 && plan->service[first - 1].day == last) first--;
  set->has_plan = true;
  set->plan_cost = 0;
  for (int k = 0; k < plan->n_spending; k++) set->plan_cost += plan->spending[k].amount;
  for (int k = 0; k < s->n_needs; k++) set->need_served[k] = set->need_asked[k] = 0;
  set->served_people = set->in_need_people = 0;
  for (int i = 0; i < s->n_places; i++) {
    double least = (double)INFINITY, people = 0;
    for (int k = first; k < plan->n_service; k++) {
      const lfl_service_row *r = &plan->service[k];
      if (r->place_i != i) continue;
      people = fmax(people, r->people);
      bool is_first = r->tier == LFL_SURVIVAL || !s->needs[r->need_i].has_tier[LFL_SURVIVAL];
      if (is_first) {
        set->need_served[r->need_i] += r->served_people;
        set->need_asked[r->need_i] += r->people;
      }
      if (r->tier == LFL_SURVIVAL) least = fmin(least, r->served_people);
    }
    set->in_need_people += people;
    if (least < (double)INFINITY) set->served_people += least;
  }
  for (int k = 0; k < s->n_claims; k++) {
    set->claims[k] = plan->claims[k].answer;
    set->claim_figures[k] = plan->claims[k].figure;
  }
}

/* ---- jobs ---------------------------------------------------------------------------------------- */

/* Under the numbers as entered with the trips of the least cost that was solved with them. (Under others' numbers they gain nothing: docs/DECISIONS/0009.) */
static lfl_status solve_plan(compare_run *run, int i) {
  lfl_scenario *s = run->scenarios[i];
  lfl_master *cost_like = run->alike[i] == 0 ? run->first_cost.m : NULL;
  double *best = lfl_calloc((size_t)s->n_targets + 1, sizeof *best);
  if (!best) return LFL_ERR_MEMORY;
  for (int k = 0; k < s->n_targets; k++) best[k] = (double)NAN;
  lfl_status status = compare_plan(run, s, cost_like, best, &run->plans[i]);
  lfl_free(best);
  return status;
}

/* The scenario as entered (no agreement) and every option; a set with errors has no say. */
static lfl_status solve_shared(compare_run *run) {
  lfl_comparison *c = run->c;
  int n = 0, *at = lfl_calloc((size_t)c->n_sets + 1, sizeof *at), *start = lfl_calloc((size_t)c->n_sets + 1, sizeof *start);
  const lfl_scenario **list = lfl_calloc((size_t)c->n_sets + 1, sizeof *list);
  double *regret = lfl_calloc((size_t)c->n_sets + 1, sizeof *regret);
  lfl_arena *own = lfl_arena_create();
  lfl_shared_row *rows = NULL;
  int n_rows = 0;
  lfl_status status = at && start && list && regret && own ? LFL_OK : LFL_ERR_MEMORY;
  for (int i = 0; status == LFL_OK && i < c->n_sets; i++)
    if (run->scenarios[i] && (i == 0 || c->sets[i].terms.kind == LFL_SET_OPTION)) {
      list[n] = run->scenarios[i];
      start[n] = i ? c->sets[i].terms.from_day : run->in->scenario->n_days;
      at[n++] = i;
    }
  if (status == LFL_OK) status = find_shared(list, start, n, c->first_days, &run->options, own, regret, &rows, &n_rows);
  pthread_mutex_lock(run->lock); /* the comparison's arena is the threads' in common */
  if (status == LFL_OK) c->shared = lfl_arena_new(c->arena, (size_t)n_rows, lfl_shared_row);
  for (int k = 0; status == LFL_OK && k < n_rows; k++) {
    c->shared[k] = rows[k];
    c->shared[k].from_id = lfl_arena_strdup(c->arena, rows[k].from_id);
    c->shared[k].to_id = lfl_arena_strdup(c->arena, rows[k].to_id);
    c->shared[k].what_id = rows[k].what_id ? lfl_arena_strdup(c->arena, rows[k].what_id) : NULL;
    if (!c->shared[k].from_id || !c->shared[k].to_id) status = LFL_ERR_MEMORY;
    c->n_shared = k + 1;
  }
  pthread_mutex_unlock(run->lock);
  for (int k = 0; status == LFL_OK && k < n; k++) c->shared_regret[at[k]] = regret[k];
  lfl_arena_destroy(own);
  lfl_free(at);
  lfl_free(start);
  lfl_free(list);
  lfl_free(regret);
  return status;
}

/* The pair's conclusions that take plans, one after the other, with the plans in common. */
static lfl_status trace_by_plans(run_state *r, int pair) {
  plan_cache *cache = lfl_calloc(1, sizeof *cache);
  lfl_status status = cache && (cache->arena = lfl_arena_create()) ? LFL_OK : LFL_ERR_MEMORY;
  for (int i = 0; i < r->n_traces && status == LFL_OK; i++) {
    trace *t = &r->traces[i];
    if (t->pair != pair || !t->is_by_plan) continue;
    t->cache = cache;
    trace_conclusion(&r->run, t);
    t->cache = NULL;
    status = t->status;
  }
  if (cache) lfl_arena_destroy(cache->arena);
  lfl_free(cache);
  return status;
}

/* A group of topics, once the plan is there whose level it takes: plans come before groups, so that one thread has made it, and of two the other is at it. */
static lfl_status do_group(run_state *r, const job *j) {
  int i = trace_plan_for(&r->run, j->i, j->mask, &r->run.limit_topics[j->i]);
  pthread_mutex_lock(&r->jobs_lock);
  while (i >= 0 && !r->has_ended[i]) pthread_cond_wait(&r->job_ended, &r->jobs_lock);
  pthread_mutex_unlock(&r->jobs_lock);
  lfl_status status = trace_group(&r->run, j->i, j->mask, &r->run.limit_topics[j->i], r->run.group_levels[j->i]);
  return status == LFL_ERR_DATA ? LFL_OK : status; /* the trace will come to it, and say so */
}

static lfl_status do_job(run_state *r, const job *j) {
  switch (j->kind) {
    case JOB_SET: return compare_set(&r->run, j->i);
    case JOB_COST: return compare_cost(&r->run, j->i);
    case JOB_PLAN: return solve_plan(&r->run, j->i);
    case JOB_LEVELS: return compare_levels(&r->run);
    case JOB_TARGETS: return compare_targets(&r->run);
    case JOB_SHARED: return solve_shared(&r->run);
    case JOB_GROUP: return do_group(r, j);
    case JOB_TRACE: trace_conclusion(&r->run, &r->traces[j->i]); return r->traces[j->i].status;
    case JOB_TRACE_PLANS: return trace_by_plans(r, j->i);
  }
  return LFL_ERR_INTERNAL;
}

static bool is_asked_to_stop(run_state *r) {
  pthread_mutex_lock(&r->progress_lock);
  bool is_asked = r->is_stopped;
  pthread_mutex_unlock(&r->progress_lock);
  return is_asked;
}

/* A limit of work is each job's own: what is done must not depend on which of two threads came to it first. */
static bool takes_more_jobs(run_state *r) { return r->status == LFL_OK || (r->status == LFL_STOPPED && r->run.options.work_limit > 0 && !is_asked_to_stop(r)); }

static void note_status(run_state *r, lfl_status status) {
  if (status != LFL_OK && (r->status == LFL_OK || r->status == LFL_STOPPED)) r->status = status;
}

/* The next job, under the lock, once there is one; -1: there is none left. */
static int take_job(run_state *r) {
  while (takes_more_jobs(r)) {
    if (r->next < r->n_jobs) return r->next++;
    if (!r->add_rest || r->status != LFL_OK) return -1;
    if (r->n_awaited > 0) {
      pthread_cond_wait(&r->job_ended, &r->jobs_lock);
      continue;
    }
    lfl_status (*add_rest)(run_state *) = r->add_rest;
    r->add_rest = NULL;
    note_status(r, add_rest(r));
    pthread_cond_broadcast(&r->job_ended);
  }
  return -1;
}

static void *work(void *user) {
  run_state *r = user;
  pthread_mutex_lock(&r->jobs_lock);
  for (int k; (k = take_job(r)) >= 0;) {
    job j = r->jobs[k];
    pthread_mutex_unlock(&r->jobs_lock);
    lfl_status status = do_job(r, &j);
    pthread_mutex_lock(&r->jobs_lock);
    note_status(r, status);
    r->n_awaited -= j.is_awaited;
    if (j.kind == JOB_PLAN) r->has_ended[j.i] = true;
    pthread_cond_broadcast(&r->job_ended);
  }
  pthread_mutex_unlock(&r->jobs_lock);
  return NULL;
}

/* Does the jobs of the list on one thread or two, and then what `add_rest` adds once those that are awaited have ended (NULL: nothing). */
static void do_jobs(run_state *r, lfl_status (*add_rest)(run_state *)) {
  pthread_t second;
  r->next = 0;
  r->add_rest = add_rest;
  bool has_second = r->n_threads > 1 && (r->n_jobs > 1 || add_rest) && pthread_create(&second, NULL, work, r) == 0;
  work(r);
  if (has_second) pthread_join(second, NULL);
  r->n_jobs = r->n_awaited = 0;
}

static void add_job(run_state *r, job_kind kind, int i) { r->jobs[r->n_jobs++] = (job){.kind = kind, .i = i}; }

static void add_awaited(run_state *r, job_kind kind, int i) {
  add_job(r, kind, i);
  r->jobs[r->n_jobs - 1].is_awaited = true;
  r->n_awaited++;
}

static bool has_options(const run_state *r) {
  bool has_any = false;
  for (int i = 1; i < r->run.c->n_sets; i++) has_any = has_any || (r->run.c->sets[i].terms.kind == LFL_SET_OPTION && r->run.scenarios[i]);
  return has_any;
}

/* Are the set's numbers those of the plan that is given? */
static bool has_given_plan(const compare_run *run, int i) { return run->in->plan && run->alike[i] == 0; }

/* Is a plan made of the set? */
static bool is_planned(const compare_run *run, int i) { return run->scenarios[i] && compare_is_party(run, i) && !has_given_plan(run, i); }

/* Is it made beside levels and targets, as it takes as long as all else? Not with one thread or where time or work is limited: these come first then. Nor under the numbers as entered: that plan
 * begins with the trips of their least cost. */
static bool is_planned_early(const run_state *r, int i) {
  const lfl_plan_options *o = &r->run.options;
  return is_planned(&r->run, i) && r->run.alike[i] != 0 && r->n_threads > 1 && !(o->time_limit_s > 0) && o->work_limit <= 0;
}

/* Levels and targets; they are short, and say which others are wanted. Beside them the least cost with which those of options begin. */
static void add_levels_and_targets(run_state *r) {
  const lfl_comparison *c = r->run.c;
  bool is_costed = has_options(r), is_late = r->run.options.time_limit_s > 0; /* it takes as long as all others here, which say more where time is short */
  add_awaited(r, JOB_LEVELS, 0); /* first, so that a run that is stopped has something to say */
  for (int i = 0; i < c->n_sets; i++)
    if (is_planned_early(r, i)) add_job(r, JOB_PLAN, i);
  if (is_costed && !is_late) add_awaited(r, JOB_COST, 0);
  if (!r->run.options.skip_targets) add_awaited(r, JOB_TARGETS, 0);
  for (int i = 0; i < c->n_sets; i++)
    if (r->run.scenarios[i] && r->run.alike[i] == i && !compare_is_together(&r->run, i)) add_awaited(r, JOB_SET, i);
  if (is_costed && is_late) add_awaited(r, JOB_COST, 0);
}

static bool has_level(const lfl_compared_set *set) { return !isnan(set->unserved_person_days); }
static bool is_same_level(double a, double b) { return fabs(a - b) <= 1e-6 * fmax(1, fabs(a)); }

/* Survival under each group of the pair's topics, where it differs between the two, as jobs of their own: those that differ by limits alone are one's. */
static lfl_status add_groups(run_state *r, int pair_i) {
  const lfl_comparison *c = r->run.c;
  const lfl_pair *pair = &c->pairs[pair_i];
  const lfl_compared_set *a = &c->sets[pair->a], *b = &c->sets[pair->b];
  bool is_level_known = has_level(a) && has_level(b), is_to_come = compare_has_level_by_plan(&r->run, pair->a) || compare_has_level_by_plan(&r->run, pair->b);
  if (!trace_is_ahead(&r->run, pair) || (!is_level_known && !is_to_come) || (is_level_known && is_same_level(a->unserved_person_days, b->unserved_person_days))) return LFL_OK;
  unsigned long n = 1UL << pair->n_topics;
  double *levels = r->run.group_levels[pair_i] = lfl_arena_new(c->arena, n, double);
  if (!levels) return LFL_ERR_MEMORY;
  limit_topic *topic = &r->run.limit_topics[pair_i];
  lfl_status status = trace_find_limit_topic(&r->run, pair_i, topic);
  for (unsigned long mask = 0; mask < n; mask++) {
    bool is_end = mask == 0 || mask == n - 1;
    levels[mask] = (double)NAN;
    if (status == LFL_OK && !(mask & topic->bit) && (topic->bit || !is_end)) r->jobs[r->n_jobs++] = (job){.kind = JOB_GROUP, .i = pair_i, .mask = mask};
  }
  return status;
}

/* What is found of a set holds for those with the same numbers. */
static void copy_alike(const compare_run *run) {
  for (int i = 0; i < run->c->n_sets; i++) {
    lfl_compared_set *to = &run->c->sets[i];
    const lfl_compared_set *from = &run->c->sets[run->alike[i]];
    if (to == from) continue;
    to->unserved_person_days = from->unserved_person_days;
    to->bound_person_days = from->bound_person_days;
    to->survival_share = from->survival_share;
    for (int k = 0; k < run->in->scenario->n_targets; k++) {
      to->verdicts[k] = from->verdicts[k];
      to->best_people[k] = from->best_people[k];
      to->bound_people[k] = from->bound_people[k];
      to->all_people[k] = from->all_people[k];
    }
  }
}

/* What takes long: plans, what options share, least costs; then what is short, so that two threads end together. */
static lfl_status add_plans_and_costs(run_state *r) {
  const lfl_comparison *c = r->run.c;
  bool has_any = has_options(r);
  copy_alike(&r->run);
  for (int i = 0; i < c->n_sets; i++)
    if (is_planned(&r->run, i) && !is_planned_early(r, i)) add_job(r, JOB_PLAN, i);
  if (has_any && c->first_days > 0) add_job(r, JOB_SHARED, 0);
  for (int i = 1; i < c->n_sets && has_any; i++)
    if (compare_is_costed(&r->run, i)) add_job(r, JOB_COST, i);
  lfl_status status = LFL_OK;
  for (int k = 0; k < c->n_pairs && status == LFL_OK; k++) status = add_groups(r, k);
  return status;
}

/* Levels that plans are made with. */
static void take_levels_of_plans(const compare_run *run) {
  for (int i = 0; i < run->c->n_sets; i++) {
    const lfl_plan *plan = run->plans[i];
    lfl_compared_set *set = &run->c->sets[i];
    double level = compare_level_by_plan(run, i);
    if (isnan(level)) continue;
    set->unserved_person_days = level;
    set->bound_person_days = plan->levels[0].bound;
    set->survival_share = plan->survival_share;
  }
}

/* The same of least costs; a party's is not asked for. */
static void copy_costs(const compare_run *run) {
  lfl_compared_set *sets = run->c->sets;
  for (int i = 1; i < run->c->n_sets; i++)
    if (sets[i].terms.kind == LFL_SET_OPTION) sets[i].least_cost = sets[run->alike[i]].least_cost;
  for (int i = 1; i < run->c->n_sets; i++)
    if (sets[i].terms.kind != LFL_SET_OPTION) sets[i].least_cost = (double)NAN;
}

/* ---- what is known before anything is solved ------------------------------------------------------- */

static lfl_status begin_set(run_state *r, int i, const char *set_id, const lfl_set_terms *terms) {
  const lfl_scenario *s = r->run.in->scenario;
  lfl_arena *arena = r->run.c->arena;
  lfl_compared_set *set = &r->run.c->sets[i];
  if (!lfl_compared_set_begin(set, s, arena) || !(set->set_id = lfl_arena_strdup(arena, set_id))) return LFL_ERR_MEMORY;
  if (terms) set->terms = *terms;
  else set->terms.sensitivity = LFL_PUBLIC;
  lfl_layer whole = {set_id, NULL, 0};
  lfl_status status = compare_make(&r->run, &whole, set_id[0] ? 1 : 0, &r->run.scenarios[i], &r->run.tables[i]);
  r->run.alike[i] = i;
  for (int k = i - 1; k >= 0 && status == LFL_OK && r->run.scenarios[i]; k--)
    if (r->run.scenarios[k] && lfl_tables_say_same(r->run.tables[k], r->run.tables[i])) r->run.alike[i] = k;
  set->has_errors = status == LFL_OK && !r->run.scenarios[i];
  if (set->has_errors) set->note = "not solved: its numbers have errors";
  return status;
}

static int set_index(const lfl_compare_input *in, int i) { return i < 0 || i >= in->n_sets ? 0 : i + 1; }

/* Names by which the comparison is shown. False without memory. */
static bool take_names(const lfl_scenario *s, lfl_comparison *c) {
  lfl_arena *a = c->arena;
  c->n_days = s->n_days;
  c->n_targets = s->n_targets;
  c->n_claims = s->n_claims;
  c->n_needs = s->n_needs;
  c->currency = lfl_arena_strdup(a, s->currency);
  c->start_date = lfl_arena_strdup(a, s->start_date);
  c->target_ids = lfl_arena_new(a, (size_t)s->n_targets, const char *);
  c->claim_ids = lfl_arena_new(a, (size_t)s->n_claims, const char *);
  c->claim_texts = lfl_arena_new(a, (size_t)s->n_claims, const char *);
  c->claim_is_of_days = lfl_arena_new(a, (size_t)s->n_claims, bool);
  c->need_ids = lfl_arena_new(a, (size_t)s->n_needs, const char *);
  bool is_fine = c->currency && c->start_date && c->target_ids && c->claim_ids && c->claim_texts && c->claim_is_of_days && c->need_ids;
  for (int k = 0; is_fine && k < s->n_targets; k++) is_fine = (c->target_ids[k] = lfl_arena_strdup(a, s->targets[k].id)) != NULL;
  for (int k = 0; is_fine && k < s->n_claims; k++) {
    c->claim_is_of_days[k] = lfl_claim_is_of_days(&s->claims[k]);
    c->claim_texts[k] = s->claims[k].text ? lfl_arena_strdup(a, s->claims[k].text) : NULL;
    is_fine = (c->claim_ids[k] = lfl_arena_strdup(a, s->claims[k].id)) != NULL;
  }
  for (int k = 0; is_fine && k < s->n_needs; k++) is_fine = (c->need_ids[k] = lfl_arena_strdup(a, s->needs[k].id)) != NULL;
  return is_fine;
}

static lfl_status begin_comparison(run_state *r) {
  const lfl_compare_input *in = r->run.in;
  lfl_comparison *c = r->run.c;
  size_t n = (size_t)in->n_sets + 1;
  c->sets = lfl_arena_new(c->arena, n, lfl_compared_set);
  c->shared_regret = lfl_arena_new(c->arena, n, double);
  c->pairs = lfl_arena_new(c->arena, (size_t)in->n_pairs, lfl_pair);
  c->waiting = lfl_arena_new(c->arena, n * (size_t)in->n_weeks, lfl_waiting_row);
  r->run.scenarios = lfl_arena_new(c->arena, n, lfl_scenario *);
  r->run.tables = lfl_arena_new(c->arena, n, lfl_tables *);
  r->run.plans = lfl_arena_new(c->arena, n, lfl_plan *);
  r->has_ended = lfl_arena_new(c->arena, n, bool);
  r->run.alike = lfl_arena_new(c->arena, n, int);
  r->run.group_levels = lfl_arena_new(c->arena, (size_t)in->n_pairs, double *);
  r->run.limit_topics = lfl_arena_new(c->arena, (size_t)in->n_pairs, limit_topic);
  if (!c->sets || !c->shared_regret || !c->pairs || !c->waiting || !r->run.scenarios || !r->run.tables || !r->run.plans || !r->has_ended || !r->run.alike || !r->run.group_levels || !r->run.limit_topics) return LFL_ERR_MEMORY;
  c->n_sets = (int)n;
  if (!take_names(in->scenario, c)) return LFL_ERR_MEMORY;
  c->n_weeks = in->n_weeks;
  c->first_days = in->first_days < in->scenario->n_days ? in->first_days : in->scenario->n_days;
  lfl_status status = LFL_OK;
  for (size_t i = 0; i < n && status == LFL_OK; i++) {
    c->shared_regret[i] = (double)NAN;
    status = begin_set(r, (int)i, i ? in->set_ids[i - 1] : "", i ? &in->terms[i - 1] : NULL);
    for (int week = 1; status == LFL_OK && week <= in->n_weeks && r->run.scenarios[i] && c->sets[i].terms.kind == LFL_SET_OPTION; week++) {
      int day = c->sets[i].terms.from_day + 7 * week;
      if (day < in->scenario->n_days) c->waiting[c->n_waiting++] = (lfl_waiting_row){(int)i, week, day, (double)NAN, (double)NAN, (double)NAN};
    }
  }
  for (int k = 0; k < in->n_pairs && status == LFL_OK; k++) {
    const lfl_pair_input *pair = &in->pairs[k];
    const char **topics = lfl_arena_new(c->arena, (size_t)pair->n_all_topics, const char *);
    for (int t = 0; topics && t < pair->n_all_topics; t++)
      if (!(topics[t] = lfl_arena_strdup(c->arena, pair->topics[t]))) return LFL_ERR_MEMORY;
    if (!topics) return LFL_ERR_MEMORY;
    c->pairs[c->n_pairs++] = (lfl_pair){set_index(in, pair->a), set_index(in, pair->b), pair->n_topics, pair->n_all_topics, topics};
  }
  return status;
}

/* Conditions and pledges on which an option rests, and who runs and secures it. */
static lfl_status list_depends(run_state *r) {
  lfl_comparison *c = r->run.c;
  size_t most = 0;
  for (int i = 0; i < c->n_sets; i++) most += 3 + (r->run.scenarios[i] ? (size_t)r->run.scenarios[i]->n_pledges : 0);
  c->depends = lfl_arena_new(c->arena, most, lfl_depends_row);
  if (!c->depends) return LFL_ERR_MEMORY;
  for (int i = 1; i < c->n_sets; i++) {
    const lfl_compared_set *set = &c->sets[i];
    const lfl_scenario *s = r->run.scenarios[i];
    if (set->terms.kind != LFL_SET_OPTION) continue;
    if (set->terms.condition_id)
      c->depends[c->n_depends++] = (lfl_depends_row){i, "condition", set->terms.condition_id, set->terms.condition_text, (double)NAN, NULL, set->terms.from_day, set->terms.sensitivity};
    if (set->terms.run_by) c->depends[c->n_depends++] = (lfl_depends_row){i, "run by", NULL, set->terms.run_by, (double)NAN, NULL, -1, set->terms.sensitivity};
    if (set->terms.secured_by) c->depends[c->n_depends++] = (lfl_depends_row){i, "secured by", NULL, set->terms.secured_by, (double)NAN, NULL, -1, set->terms.sensitivity};
    for (int k = 0; s && k < s->n_pledges; k++) { /* those that open with it, or that only it has */
      const lfl_pledge *p = &s->pledges[k];
      bool is_on_it = set->terms.condition_id && p->condition_id && strcmp(p->condition_id, set->terms.condition_id) == 0, is_new = true;
      for (int j = 0; j < r->run.in->scenario->n_pledges; j++) is_new = is_new && strcmp(r->run.in->scenario->pledges[j].id, p->id) != 0;
      if (!is_on_it && !is_new) continue;
      c->depends[c->n_depends++] = (lfl_depends_row){i, "pledge", lfl_arena_strdup(c->arena, p->id), p->donor ? lfl_arena_strdup(c->arena, p->donor) : NULL, p->given_amount,
                                                     p->currency ? lfl_arena_strdup(c->arena, p->currency) : NULL, p->from_day, p->origin.sensitivity};
    }
  }
  return LFL_OK;
}

/* ---- conclusions ----------------------------------------------------------------------------------- */

static lfl_conclusion_row *conclude(lfl_comparison *c, int pair, lfl_conclusion_kind kind, int subject_i, const char *a, const char *b, double figure_a, double figure_b, bool holds) {
  lfl_conclusion_row *row = &c->conclusions[c->n_conclusions++];
  *row = (lfl_conclusion_row){.pair = pair, .kind = kind, .subject_i = subject_i, .answer = {a, b}, .figure = {figure_a, figure_b}, .holds = holds};
  if (!lfl_conclusion_is_decided(row)) row->note = "open under both, and not counted";
  return row;
}

/* Where both ask for all, more people in need are more to be reached, not more that can be. */
static void conclude_target(lfl_comparison *c, int pair, int k) {
  const lfl_compared_set *a = &c->sets[c->pairs[pair].a], *b = &c->sets[c->pairs[pair].b];
  lfl_conclusion_row *row = conclude(c, pair, LFL_CONCLUDE_TARGET, k, lfl_verdict_name(a->verdicts[k]), lfl_verdict_name(b->verdicts[k]), a->best_people[k], b->best_people[k], a->verdicts[k] == b->verdicts[k]);
  row->is_shared_by_unreached = !isnan(a->all_people[k]) && !isnan(b->all_people[k]);
}

static const char *met_word(const lfl_compared_set *set, int k) { return set->need_served[k] >= set->need_asked[k] - 0.5 ? "met" : "not met"; }

static void conclude_pair(const lfl_scenario *s, lfl_comparison *c, int pair) {
  const lfl_compared_set *a = &c->sets[c->pairs[pair].a], *b = &c->sets[c->pairs[pair].b];
  if (!has_level(a) || !has_level(b)) return;
  conclude(c, pair, LFL_CONCLUDE_SURVIVAL, -1, "", "", a->unserved_person_days, b->unserved_person_days, is_same_level(a->unserved_person_days, b->unserved_person_days));
  for (int k = 0; k < s->n_targets; k++) conclude_target(c, pair, k);
  if (!a->has_plan || !b->has_plan) return;
  for (int k = 0; k < s->n_claims; k++)
    conclude(c, pair, LFL_CONCLUDE_CLAIM, k, lfl_claim_answer_name(a->claims[k]), lfl_claim_answer_name(b->claims[k]), a->claim_figures[k], b->claim_figures[k], a->claims[k] == b->claims[k]);
  for (int k = 0; k < s->n_needs; k++)
    conclude(c, pair, LFL_CONCLUDE_NEED, k, met_word(a, k), met_word(b, k), a->need_served[k], b->need_served[k], strcmp(met_word(a, k), met_word(b, k)) == 0);
  conclude(c, pair, LFL_CONCLUDE_SENTENCE, -1, "", "", a->served_people, b->served_people, fabs(a->served_people - b->served_people) <= 0.01 * fmax(1, fabs(a->served_people)));
}

/* Plans give claims, needs and the sentence once the targets' numbers are there. */
static lfl_status settle_plans(run_state *r) {
  lfl_status status = LFL_OK;
  for (int i = 0; i < r->run.c->n_sets && status == LFL_OK; i++) {
    lfl_plan *plan = r->run.plans[i];
    lfl_compared_set *set = &r->run.c->sets[i];
    const lfl_scenario *s = r->run.in->scenario;
    bool is_alike = plan && plan->scenario->n_needs == s->n_needs && plan->scenario->n_claims == s->n_claims && plan->scenario->n_targets == s->n_targets;
    if (plan && !is_alike) set->note = "its plan is not compared: the set changes which needs, targets or claims there are";
    if (has_given_plan(&r->run, i) && compare_is_party(&r->run, i)) compare_take_plan(r->run.in->plan, set);
    if (!is_alike) continue;
    for (int k = 0; k < s->n_targets; k++) {
      plan->targets[k].best_people = set->best_people[k];
      plan->targets[k].bound_people = set->bound_people[k];
    }
    status = lfl_plan_answer_claims(plan);
    if (status == LFL_OK) compare_take_plan(plan, set);
  }
  return status;
}

static lfl_status draw_conclusions(run_state *r) {
  const lfl_scenario *s = r->run.in->scenario;
  lfl_comparison *c = r->run.c;
  c->conclusions = lfl_arena_new(c->arena, (size_t)c->n_pairs * ((size_t)s->n_targets + (size_t)s->n_claims + (size_t)s->n_needs + 2), lfl_conclusion_row);
  if (!c->conclusions) return LFL_ERR_MEMORY;
  for (int k = 0; k < c->n_pairs; k++) conclude_pair(s, c, k);
  return LFL_OK;
}

/* Does the trace need a plan for every group of topics? */
static bool needs_plans(const lfl_scenario *s, const lfl_conclusion_row *row) {
  if (row->kind < LFL_CONCLUDE_CLAIM) return false;
  const char *indicator = row->kind == LFL_CONCLUDE_CLAIM ? s->claims[row->subject_i].indicator : NULL;
  return !indicator || strncmp(indicator, "target:", 7) != 0;
}

/* Less than a billionth of the figures is what solving rounds. */
static double no_noise(double share, const lfl_conclusion_row *row) { return fabs(share) <= 1e-9 * fmax(fabs(row->figure[0]), fabs(row->figure[1])) ? 0 : share; }

static lfl_status trace_all(run_state *r) {
  lfl_comparison *c = r->run.c;
  r->traces = lfl_arena_new(c->arena, (size_t)c->n_conclusions, trace);
  if (!r->traces) return LFL_ERR_MEMORY;
  int n = 0;
  for (int k = 0; k < c->n_conclusions; k++) {
    lfl_conclusion_row *row = &c->conclusions[k];
    size_t n_topics = (size_t)c->pairs[row->pair].n_topics;
    if (row->holds || isnan(row->figure[0]) || isnan(row->figure[1])) continue;
    if (needs_plans(r->run.in->scenario, row) && !r->run.in->is_thorough) {
      row->note = "not traced to assumptions: it takes a plan for every group of them (--thorough)";
      continue;
    }
    trace *t = &r->traces[n];
    *t = (trace){.pair = row->pair, .conclusion = k, .n_topics = (int)n_topics, .shares = lfl_arena_new(c->arena, n_topics, double), .errors = lfl_arena_new(c->arena, n_topics, double)};
    if (!t->shares || !t->errors) return LFL_ERR_MEMORY;
    t->is_by_plan = needs_plans(r->run.in->scenario, row);
    if (!t->is_by_plan) add_job(r, JOB_TRACE, n);
    r->n_traces = ++n;
  }
  for (int k = 0; k < c->n_pairs && r->run.in->is_thorough; k++) add_job(r, JOB_TRACE_PLANS, k);
  do_jobs(r, NULL);
  size_t n_shares = 0, n_turning = 0;
  for (int i = 0; i < n; i++) {
    if (r->traces[i].has_errors) c->conclusions[r->traces[i].conclusion].note = "not traced to assumptions: the numbers of some groups of them have errors without the others'";
    n_shares += (size_t)r->traces[i].n_topics;
    n_turning += (size_t)r->traces[i].n_topics * (size_t)r->traces[i].n_groups;
  }
  c->shares = lfl_arena_new(c->arena, n_shares, lfl_share_row);
  c->turning = lfl_arena_new(c->arena, n_turning, lfl_turning_row);
  if (!c->shares || !c->turning) return LFL_ERR_MEMORY;
  for (int i = 0; i < n; i++) {
    const trace *t = &r->traces[i];
    for (int k = 0; t->has_shares && k < t->n_topics; k++)
      c->shares[c->n_shares++] = (lfl_share_row){t->pair, t->conclusion, c->pairs[t->pair].topics[k], no_noise(t->shares[k], &c->conclusions[t->conclusion]), t->n_orders ? t->errors[k] : 0, t->n_orders};
    bool can_turn = c->conclusions[t->conclusion].kind != LFL_CONCLUDE_SURVIVAL;
    for (int g = 0; can_turn && g < t->n_groups; g++)
      for (int k = 0; k < t->n_topics; k++)
        if (t->groups[g] >> k & 1) c->turning[c->n_turning++] = (lfl_turning_row){t->pair, t->conclusion, g + 1, t->is_smallest, c->pairs[t->pair].topics[k]};
  }
  return LFL_OK;
}

static void settle_waiting(lfl_comparison *c) {
  for (int k = 0; k < c->n_waiting; k++) {
    lfl_waiting_row *row = &c->waiting[k];
    double none = c->sets[row->set_i].unserved_person_days;
    double before = k > 0 && c->waiting[k - 1].set_i == row->set_i ? c->waiting[k - 1].unserved_person_days : none;
    row->more_person_days = row->unserved_person_days - none;
    row->more_than_week_before = row->unserved_person_days - before;
    if (fabs(row->more_person_days) < 1e-6 * fmax(1, fabs(none))) row->more_person_days = 0;
    if (fabs(row->more_than_week_before) < 1e-6 * fmax(1, fabs(none))) row->more_than_week_before = 0;
  }
}

static lfl_status run_all(run_state *r) {
  lfl_status status = begin_comparison(r);
  if (status == LFL_OK) status = list_depends(r);
  if (status != LFL_OK) return status;
  lfl_comparison *c = r->run.c;
  r->jobs = lfl_arena_new(c->arena, 8 * (size_t)c->n_sets + 8 + (size_t)c->n_pairs * (size_t)(r->run.in->scenario->n_targets + r->run.in->scenario->n_claims + r->run.in->scenario->n_needs + 2 + (1 << MOST_EXACT_PLAYERS)), job);
  if (!r->jobs) return LFL_ERR_MEMORY;
  add_levels_and_targets(r);
  do_jobs(r, add_plans_and_costs);
  status = r->status;
  take_levels_of_plans(&r->run);
  copy_alike(&r->run);
  settle_waiting(c);
  copy_costs(&r->run);
  if (status == LFL_OK) status = settle_plans(r);
  if (status == LFL_OK) status = draw_conclusions(r);
  if (status == LFL_OK) status = trace_all(r);
  return status == LFL_OK ? r->status : status;
}

lfl_status lfl_compare(const lfl_compare_input *input, const lfl_plan_options *options, lfl_comparison **out) {
  *out = NULL;
  if (!input->scenario || !input->make) return LFL_ERR_USAGE;
  lfl_arena *arena = lfl_arena_create();
  run_state r = {.run = {.in = input, .options = options ? *options : lfl_plan_options_default(), .c = arena ? lfl_arena_new(arena, 1, lfl_comparison) : NULL}};
  r.n_threads = r.run.options.n_threads;
  if (!r.run.c || pthread_mutex_init(&r.jobs_lock, NULL) != 0) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  pthread_cond_init(&r.job_ended, NULL);
  pthread_mutex_init(&r.make_lock, NULL);
  pthread_mutex_init(&r.progress_lock, NULL);
  r.run.c->arena = arena;
  r.run.lock = &r.make_lock;
  r.progress = r.run.options.progress;
  r.user = r.run.options.user;
  r.run.options.n_threads = 1;
  if (r.progress) {
    r.run.options.progress = relay;
    r.run.options.user = &r;
  }
  lfl_status status = run_all(&r);
  compare_forget_cost(&r.run.first_cost);
  for (int i = 0; i < r.run.c->n_sets && r.run.plans; i++) {
    lfl_plan_destroy(r.run.plans[i]);
    lfl_scenario_destroy(r.run.scenarios[i]);
    lfl_tables_destroy(r.run.tables[i]);
  }
  pthread_cond_destroy(&r.job_ended);
  pthread_mutex_destroy(&r.jobs_lock);
  pthread_mutex_destroy(&r.make_lock);
  pthread_mutex_destroy(&r.progress_lock);
  if (status == LFL_STOPPED) r.run.c->stopped = "stopped before everything was compared";
  if (status == LFL_OK || status == LFL_STOPPED) *out = r.run.c;
  else lfl_arena_destroy(arena);
  return status;
}
