/* The planner's front door: makes the master problem, solves its levels, turns the solution
 * into whole things and judges the targets. */
#include "engine/engine.h"

#include <math.h>

#include "engine/master.h"

lfl_plan_options lfl_plan_options_default(void) { return (lfl_plan_options){.gap = 1e-4}; }

static lfl_status make_plan(lfl_master *m, lfl_plan *plan) {
  int n_wanted = m->options->n_levels > 0 ? m->options->n_levels : LFL_N_LEVELS;
  if (m->options->time_limit_s > 0) m->seconds_left = m->options->time_limit_s;
  m->plan = m->options->skip_binding ? NULL : plan;
  if (!master_fill(m)) return LFL_ERR_MEMORY;
  solve_result result = solve_levels(m, n_wanted, plan->levels, &plan->n_levels);
  if (result == SOLVE_MEMORY) return LFL_ERR_MEMORY;
  if (result == SOLVE_FAILED) return LFL_ERR_LIBRARY;
  m->phase = "whole things";
  lfl_status status = round_plan(m, plan);
  if (status != LFL_OK) return status;
  publish_levels(plan);
  if (m->is_stopped) plan->stopped = lfl_arena_strdup(plan->arena, m->stop_reason);
  return m->is_stopped ? LFL_STOPPED : LFL_OK;
}

lfl_status lfl_plan_make(const lfl_scenario *scenario, const lfl_plan_options *options, lfl_plan **out) {
  *out = NULL;
  lfl_plan_options o = options ? *options : lfl_plan_options_default();
  lfl_plan *plan = lfl_plan_create(scenario);
  lfl_master *m = plan ? master_create(scenario, &o) : NULL;
  lfl_status status = m ? make_plan(m, plan) : LFL_ERR_MEMORY;
  double seconds_left = m ? m->seconds_left : 0;
  master_destroy(m);
  if (status == LFL_OK || status == LFL_STOPPED) {
    if (o.time_limit_s > 0) o.time_limit_s = fmax(1e-3, seconds_left);
    lfl_status judged = judge_targets(scenario, &o, plan);
    if (judged != LFL_OK && judged != LFL_STOPPED) {
      status = judged;
    } else {
      if (judged == LFL_STOPPED) status = LFL_STOPPED;
      for (int i = 0; status == LFL_OK && i < scenario->n_targets; i++)
        if (plan->targets[i].verdict != LFL_MET) status = LFL_TARGET_NOT_MET;
    }
  }
  if (status == LFL_OK || status == LFL_TARGET_NOT_MET || status == LFL_STOPPED) {
    *out = plan;
    return status;
  }
  lfl_plan_destroy(plan);
  return status;
}
