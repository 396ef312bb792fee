/* The planner's front door: makes the master problem, solves its levels, turns the solution
 * into whole things and judges the targets, beside each other on two threads. Each part is
 * solved on its own, so that the result does not depend on the threads. */
#include "engine/engine.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "engine/claims.h"
#include "engine/in_turn.h"
#include "proof/proof.h"

lfl_plan_options lfl_plan_options_default(void) { return (lfl_plan_options){.gap = 1e-4, .what_if_gap = 1e-7, .n_threads = 2}; }

typedef struct judging {
  const lfl_scenario *scenario;
  lfl_plan_options options;
  lfl_target_result *results;
  lfl_plan *findings; /* what stands in the way of targets; NULL: not asked for */
  set_jobs *sets;
  lfl_plan *proofs; /* a plan that holds nothing else; NULL: not asked for */
  lfl_claim_days *claim_days; /* of the plan, which nobody else touches */
  const char *stopped;
  lfl_status status;
} judging;

static void *judge(void *user) {
  judging *j = user;
  j->status = judge_targets(j->scenario, &j->options, j->results, j->findings, j->proofs, &j->stopped);
  if (j->status == LFL_OK && !j->options.skip_targets) j->status = judge_claims(j->scenario, &j->options, j->claim_days, &j->stopped);
  if (j->status == LFL_OK) set_jobs_work(j->sets);
  return NULL;
}

static bool is_minimum_among(const lfl_scenario *s, int n_levels) {
  bool is_so = false;
  for (int k = 0; k < s->n_levels && k < n_levels; k++) is_so = is_so || s->order[k] == LFL_LEVEL_MINIMUM;
  return is_so;
}

static lfl_status make_plan(lfl_master *m, lfl_plan *plan) {
  int n_wanted = m->options->n_levels > 0 ? m->options->n_levels : LFL_N_LEVELS;
  m->is_survival_only = m->options->skip_plan && !is_minimum_among(m->s, n_wanted);
  if (m->options->time_limit_s > 0) m->seconds_left = m->options->time_limit_s;
  m->plan = m->options->skip_binding ? NULL : plan;
  m->proofs = m->options->skip_proofs ? NULL : plan;
  if (m->plan) m->money_days = money_extra_days(m->s, m->arena, &m->n_money_days);
  if (!master_fill(m)) return LFL_ERR_MEMORY;
  filled_size filled = master_filled_size(m);
  solve_result result = solve_levels(m, n_wanted, plan->levels, &plan->n_levels);
  if (result == SOLVE_MEMORY) return LFL_ERR_MEMORY;
  if (result == SOLVE_FAILED) return LFL_ERR_LIBRARY;
  if (plan->n_levels) plan->survival_share = master_survival_share(m, plan->levels, plan->n_levels);
  if (m->plan && result == SOLVE_OK && !m->is_stopped && !record_money_left(m, plan)) return LFL_ERR_MEMORY;
  bool has_end = result == SOLVE_OK && !m->is_stopped && !m->s->n_projects && !m->options->skip_plan && !m->is_first_taken;
  if (has_end && !start_keep(m, END_OF_LEVELS, &filled, plan)) return LFL_ERR_MEMORY;
  m->phase = "whole things";
  lfl_status status = m->options->skip_plan ? LFL_OK : round_plan(m, plan);
  if (status == LFL_OK && !join_rows(plan)) status = LFL_ERR_MEMORY;
  if (status == LFL_OK && !m->options->skip_plan && repairs_find_gains(m, plan) == SOLVE_MEMORY) status = LFL_ERR_MEMORY;
  if (status != LFL_OK) return status;
  if (!m->options->skip_plan) publish_levels(plan);
  if (m->is_stopped) plan->stopped = lfl_arena_strdup(plan->arena, m->stop_reason);
  return m->is_stopped ? LFL_STOPPED : LFL_OK;
}

/* Proofs of targets, behind those of the levels; then the plan states what is proved. */
static lfl_status prove(lfl_plan *plan, const lfl_plan *targets) {
  int n_levels = plan->n_proofs;
  for (int k = 0; k < targets->n_proofs; k++) {
    lfl_proof *proof = lfl_plan_add_proof(plan);
    if (!proof) return LFL_ERR_MEMORY;
    *proof = targets->proofs[k];
    if (!lfl_plan_copy_box(plan, proof)) return LFL_ERR_MEMORY;
  }
  for (int k = 0; k < targets->n_multipliers; k++) {
    lfl_multiplier_row *row = lfl_plan_add_multiplier(plan);
    if (!row) return LFL_ERR_MEMORY;
    *row = targets->multipliers[k];
    row->proof_i += n_levels;
  }
  return lfl_plan_state_bounds(plan);
}

/* Settles the targets and the sets once both threads are done. */
static lfl_status collect(judging *j, lfl_plan *plan, lfl_status status) {
  const lfl_scenario *s = plan->scenario;
  if (status != LFL_OK && status != LFL_STOPPED) return status;
  if (j->status != LFL_OK && j->status != LFL_STOPPED) return j->status;
  if (j->findings && !lfl_plan_copy_findings(j->findings, plan, LFL_RESTRICTED)) return LFL_ERR_MEMORY;
  if (s->n_targets) memcpy(plan->targets, j->results, (size_t)s->n_targets * sizeof *plan->targets);
  if (j->proofs && prove(plan, j->proofs) != LFL_OK) return LFL_ERR_MEMORY;
  settle_targets(plan);
  if (j->status == LFL_STOPPED) status = LFL_STOPPED;
  if (status == LFL_STOPPED && !plan->stopped) plan->stopped = lfl_arena_strdup(plan->arena, j->stopped ? j->stopped : "stopped");
  if (j->options.n_sets) {
    lfl_status compared = set_jobs_collect(j->sets, plan);
    if (compared != LFL_OK && compared != LFL_STOPPED) return compared;
    if (compared == LFL_STOPPED && !plan->stopped) plan->stopped = "stopped while the assumption sets were solved";
    if (compared == LFL_STOPPED) status = LFL_STOPPED;
  }
  for (int i = 0; status == LFL_OK && i < s->n_targets; i++)
    if (plan->targets[i].verdict != LFL_MET) status = LFL_TARGET_NOT_MET;
  return status;
}

static lfl_status make_and_judge(const lfl_scenario *scenario, const lfl_plan_options *o, lfl_master *cost_like, lfl_plan *plan, lfl_plan *proofs) {
  judging j = {.scenario = scenario, .options = *o, .proofs = proofs, .claim_days = plan->claim_days};
  j.options.begin_with = NULL; /* the plan's levels alone do */
  j.sets = set_jobs_create(&j.options);
  j.results = lfl_arena_new(plan->arena, (size_t)scenario->n_targets, lfl_target_result);
  if (!o->skip_binding) j.findings = lfl_plan_create(scenario);
  lfl_master *m = j.results && j.sets && (j.findings || o->skip_binding) ? master_create(scenario, o) : NULL;
  lfl_status status = LFL_ERR_MEMORY;
  if (m) {
    m->cost_like = cost_like;
    bool has_work = ((scenario->n_targets > 0 || scenario->n_claims > 0) && !o->skip_targets) || o->n_sets > 0;
    pthread_t second;
    bool has_second = o->n_threads > 1 && has_work && pthread_create(&second, NULL, judge, &j) == 0;
    status = make_plan(m, plan);
    master_destroy(m);
    if (has_second) {
      if (status == LFL_OK) set_jobs_work(j.sets);
      pthread_join(second, NULL);
    } else {
      if (status != LFL_OK) j.options.skip_targets = true; /* stopped: no more solving */
      if (status != LFL_OK) j.status = judge_targets(scenario, &j.options, j.results, j.findings, proofs, &j.stopped);
      else judge(&j);
    }
    status = collect(&j, plan, status);
  }
  lfl_plan_destroy(j.findings);
  set_jobs_destroy(j.sets);
  return status;
}

lfl_status lfl_plan_make(const lfl_scenario *scenario, const lfl_plan_options *options, lfl_plan **out) {
  lfl_status status = plan_make_like(scenario, options, NULL, out);
  if (!*out || (options && options->skip_plan) || lfl_plan_answer_claims(*out) == LFL_OK) return status;
  lfl_plan_destroy(*out);
  *out = NULL;
  return LFL_ERR_MEMORY;
}

lfl_status plan_make_like(const lfl_scenario *scenario, const lfl_plan_options *options, lfl_master *cost_like, lfl_plan **out) {
  *out = NULL;
  lfl_plan_options o = options ? *options : lfl_plan_options_default();
  if (o.skip_plan) o.skip_proofs = true; /* nothing is written that anybody could check */
  in_turn turn = {.progress = o.progress, .user = o.user};
  if (pthread_mutex_init(&turn.lock, NULL) != 0) return LFL_ERR_MEMORY;
  if (o.progress) {
    o.progress = tell_in_turn;
    o.user = &turn;
  }
  lfl_plan *plan = lfl_plan_create(scenario), *proofs = o.skip_proofs ? NULL : lfl_plan_create(scenario);
  lfl_status status = plan && (proofs || o.skip_proofs) ? make_and_judge(scenario, &o, cost_like, plan, proofs) : LFL_ERR_MEMORY;
  lfl_plan_destroy(proofs);
  pthread_mutex_destroy(&turn.lock);
  if (status == LFL_OK || status == LFL_TARGET_NOT_MET || status == LFL_STOPPED) {
    *out = plan;
    return status;
  }
  lfl_plan_destroy(plan);
  return status;
}
