/* Targets: whether this plan meets each, whether any plan can, and from which day on.
 *
 * Each target is a linear program of its own: the same limits, with the people reached as the
 * objective. Needs that do not matter to it are left out: for people moved out, all that do not
 * bind where people may be moved to; for people served, all that are not asked for; those that bind
 * movement stay wherever people may be received. The earliest day is found by bisection, from the last basis. The bound is the
 * solution's value and what columns left out could add (pricing.c).
 * Tests: tests/unit/test_known.c, test_verdicts.c, tests/cases. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"

bool target_asks(const lfl_scenario *s, const lfl_target *t, int need_i, int place_i) {
  if (t->kind != LFL_TARGET_SERVED || !lfl_need_applies(s, need_i, place_i) || !lfl_place_is_within(s, place_i, t->place_i))
    return false;
  return t->need_i >= 0 ? need_i == t->need_i : s->needs[need_i].has_tier[t->tier];
}

bool target_wants(const lfl_master *m, int place_i, int need_i) {
  if (!m->target || target_asks(m->s, m->target, need_i, place_i)) return true;
  return m->receive_from[place_i] < m->T && lfl_need_binds_movement(&m->s->needs[need_i]);
}

int target_restored(const lfl_master *m, int project_i, int by_day) {
  const lfl_project *p = &m->s->projects[project_i];
  bool is_counted = m->target->kind == LFL_TARGET_CAPACITY && p->place_i >= 0 && lfl_place_is_within(m->s, p->place_i, m->target->place_i) &&
                    (int)p->restores == (int)LFL_RESTORES_SHELTER + (int)m->target->capacity;
  return is_counted ? m->col_done[at_day(m, project_i, by_day)] : LFL_NO;
}

/* Sets the objective for the day: columns whose sum is to be as large as can be. */
static bool set_objective(lfl_master *m, int by_day) {
  const lfl_scenario *s = m->s;
  double *cost = lfl_calloc((size_t)m->n_columns + 1, sizeof *cost);
  if (!cost) return false;
  for (int i = 0; i < s->n_places; i++) {
    if (!lfl_place_is_within(s, i, m->target->place_i)) continue;
    int column = LFL_NO;
    if (m->target->kind == LFL_TARGET_MOVE_OUT) column = m->col_left[at_day(m, i, by_day)];
    if (m->target->kind == LFL_TARGET_CAPACITY) column = m->col_built[at_capacity(m, i, (int)m->target->capacity, by_day)];
    if (column >= 0) cost[column] = -1;
  }
  for (int k = 0; k < s->n_projects; k++) {
    int column = target_restored(m, k, by_day);
    if (column >= 0) cost[column] = -s->projects[k].amount;
  }
  if (m->col_reach >= 0) {
    cost[m->col_reach] = -m->asked;
    for (int day = 0; day < m->T; day++)
      lfl_lp_set_row_bounds(m->lp, m->row_reach[day], day >= by_day ? m->reach_lower[day] : -(double)INFINITY, (double)INFINITY);
  }
  lfl_lp_set_costs(m->lp, cost);
  lfl_free(cost);
  return true;
}

double target_existing(const lfl_scenario *s, const lfl_target *t) {
  double people = 0;
  for (int i = 0; t->kind == LFL_TARGET_CAPACITY && i < s->n_places; i++)
    if (s->places[i].is_host && lfl_place_is_within(s, i, t->place_i)) people += s->places[i].capacity_people[t->capacity];
  return people;
}

typedef struct reach {
  double best, bound; /* people */
} reach;

solve_result target_most(lfl_master *m, int by_day, double *best, double *bound) {
  double value = 0, at_least = -(double)INFINITY, existing = target_existing(m->s, m->target);
  *best = (double)NAN;
  *bound = (double)INFINITY;
  if (!set_objective(m, by_day)) return SOLVE_MEMORY;
  m->best = m->bound = (double)NAN;
  double enough = m->is_verdict_only ? existing - (m->asked - 1e-6 * fmax(1, m->asked)) : -(double)INFINITY;
  if (m->is_verdict_only && !m->has_repairs) m->goal = enough;
  solve_result result = m->has_repairs && !m->is_decided ? branch_once(m, LFL_NO, 0, enough, (int)(m->target - m->s->targets), &value, &at_least)
                                                         : solve_priced(m, LFL_NO, 0, &value, &at_least);
  m->goal = (double)NAN;
  if (result == SOLVE_OK) *best = existing - value;
  if (at_least > -(double)INFINITY) *bound = existing - at_least;
  return result;
}

double target_whole_people(double people) {
  double nearest = nearbyint(people);
  const double LEAST_PART = 0.01; /* of a person: of half a million, a millionth is half a one, and more than is proved */
  return fabs(people - nearest) <= fmin(LEAST_PART, 1e-6 * fmax(1, people)) ? nearest : floor(people);
}

bool target_is_enough(double people, double asked) { return people >= asked - 1e-6 * fmax(1, asked); }

static solve_result find_earliest(lfl_master *m, double asked, const reach *at_day, int by_day, int *earliest) {
  int low = 0, high; /* the earliest day, if any, lies in low .. high */
  *earliest = -1;
  m->is_verdict_only = true;
  reach r;
  if (target_is_enough(at_day->best, asked)) {
    high = by_day;
  } else {
    low = by_day + 1;
    high = m->T - 1;
    if (low > high) return SOLVE_OK;
    solve_result result = target_most(m, high, &r.best, &r.bound);
    if (result != SOLVE_OK) return result;
    if (!target_is_enough(r.best, asked)) return SOLVE_OK;
  }
  while (low < high) {
    int middle = (low + high) / 2;
    solve_result result = target_most(m, middle, &r.best, &r.bound);
    if (result != SOLVE_OK) return result;
    if (target_is_enough(r.best, asked)) high = middle;
    else low = middle + 1;
  }
  *earliest = high;
  return SOLVE_OK;
}

enum { NOT_SOUGHT = -2 };

/* Do two targets ask for the same, but for the day? Then they have one earliest day. */
static bool is_same_but_day(const lfl_scenario *s, const lfl_target *a, const lfl_target *b) {
  if (a->kind != b->kind || a->place_i != b->place_i) return false;
  if (a->kind == LFL_TARGET_SERVED && (a->need_i != b->need_i || a->tier != b->tier)) return false;
  if (a->kind == LFL_TARGET_CAPACITY && a->capacity != b->capacity) return false;
  /* all are asked for: of people served, those in need on the fullest day from the target's own on */
  bool is_all = !(a->people < (double)INFINITY) || !(b->people < (double)INFINITY);
  return !is_all && target_asked_people(s, a) == target_asked_people(s, b);
}

/* What stands in the way of the solution at hand: what binds, the smallest sets, what it would take. */
static solve_result explain_target(lfl_master *m, int by_day, double asked, lfl_plan *findings, const lfl_plan_options *options) {
  const char *phase = m->phase;
  m->phase = lfl_arena_printf(m->arena, "why not %s", m->target->id);
  if (m->has_repairs) { /* what binds, binds with the repairs as they are best */
    double best, bound;
    m->is_decided = true;
    repairs_fix(m);
    solve_result decided = target_most(m, by_day, &best, &bound);
    if (decided != SOLVE_OK) return decided;
  }
  lfl_status status = find_binding(m, LFL_NO, (int)(m->target - m->s->targets), findings);
  solve_result result = status == LFL_ERR_MEMORY ? SOLVE_MEMORY : m->is_stopped ? SOLVE_STOPPED : SOLVE_OK;
  if (m->has_repairs) {
    m->is_decided = false;
    repairs_free(m);
  }
  if (result == SOLVE_OK) result = find_smallest(m, by_day, asked, findings);
  if (result == SOLVE_OK) result = negotiate_target(m->s, m->target, asked, options, findings);
  m->phase = phase;
  return result;
}

void target_prepare(lfl_master *m, const lfl_target *target, double asked) {
  m->target = target;
  m->asked = asked;
  m->is_all = !(target->people < (double)INFINITY);
  m->build_everywhere = target->kind == LFL_TARGET_CAPACITY;
}

/* Solves one target over a scenario (which may have other willing shares). *earliest: NOT_SOUGHT, or the answer
 * if it is known already. */
static lfl_status solve_target(const lfl_scenario *s, const lfl_target *target, double asked,
                               const lfl_plan_options *options, reach *out, int *earliest, lfl_plan *findings,
                               lfl_plan *proofs, const char **stopped) {
  lfl_master *m = master_create(s, options);
  if (!m) return LFL_ERR_MEMORY;
  int by_day = target->by_day >= s->n_days ? s->n_days - 1 : target->by_day;
  target_prepare(m, target, asked);
  m->is_elastic = findings != NULL;
  if (findings) m->gap = fmin(m->gap, 1e-7); /* gains are differences of two solutions */
  m->phase = lfl_arena_printf(m->arena, "target %s", target->id);
  if (options->time_limit_s > 0) m->seconds_left = options->time_limit_s;
  out->best = (double)NAN;
  out->bound = (double)INFINITY;
  solve_result result = master_fill(m) ? SOLVE_OK : SOLVE_MEMORY;
  lfl_proof_kind kind = proofs && s != proofs->scenario ? LFL_PROOF_TARGET_ALL_WILLING : LFL_PROOF_TARGET;
  m->proof_kind = kind;
  m->proofs = proofs; /* with repairs a proof for each leaf of the search */
  if (result == SOLVE_OK) result = target_most(m, by_day, &out->best, &out->bound);
  if (result == SOLVE_OK && proofs && !m->has_repairs) result = prove_solved(m, LFL_NO, kind, (int)(target - s->targets));
  m->proofs = NULL;
  if (result == SOLVE_OK && findings && !target_is_enough(out->best, asked)) result = explain_target(m, by_day, asked, findings, options);
  if (result == SOLVE_OK && !options->skip_earliest && *earliest == NOT_SOUGHT) result = find_earliest(m, asked, out, by_day, earliest);
  if (*earliest == NOT_SOUGHT) *earliest = -1;
  if (result == SOLVE_STOPPED) *stopped = m->stop_reason;
  master_destroy(m);
  if (result == SOLVE_MEMORY) return LFL_ERR_MEMORY;
  if (result == SOLVE_FAILED) return LFL_ERR_LIBRARY;
  return result == SOLVE_STOPPED ? LFL_STOPPED : LFL_OK;
}

/* The scenario with everyone willing where it is not recorded; shares all else. */
static const lfl_scenario *with_all_willing(const lfl_scenario *s, lfl_arena *arena) {
  lfl_scenario *copy = lfl_arena_new(arena, 1, lfl_scenario);
  lfl_place *places = lfl_arena_new(arena, (size_t)s->n_places, lfl_place);
  if (!copy || !places) return NULL;
  *copy = *s;
  memcpy(places, s->places, (size_t)s->n_places * sizeof *places);
  for (int i = 0; i < s->n_places; i++)
    if (!places[i].willing_recorded) places[i].willing_share = 1;
  copy->places = places;
  return copy;
}

/* Does the target rest on people whose willingness nobody has recorded? */
static bool is_willing_missing(const lfl_scenario *s, const lfl_target *t) {
  for (int i = 0; i < s->n_places && t->kind == LFL_TARGET_MOVE_OUT; i++)
    if (s->places[i].is_host && s->places[i].people > 0 && !s->places[i].willing_recorded && lfl_place_is_within(s, i, t->place_i))
      return true;
  return false;
}

lfl_status judge_targets(const lfl_scenario *s, const lfl_plan_options *options, lfl_target_result *results, lfl_plan *findings,
                         lfl_plan *proofs, const char **stopped) {
  lfl_arena *arena = lfl_arena_create();
  const lfl_scenario *willing = arena ? with_all_willing(s, arena) : NULL;
  lfl_status status = willing ? LFL_OK : LFL_ERR_MEMORY;
  *stopped = NULL;
  for (int k = 0; k < s->n_targets; k++)
    results[k] = (lfl_target_result){.target_i = k, .best_people = (double)NAN, .bound_people = (double)INFINITY, .earliest_day = -1,
                                     .willing_best_people = (double)NAN, .willing_bound_people = (double)INFINITY, .willing_earliest_day = -1,
                                     .willing_missing = is_willing_missing(s, &s->targets[k])};
  for (int k = 0; k < s->n_targets && status == LFL_OK && !options->skip_targets; k++) {
    const lfl_target *target = &s->targets[k];
    lfl_target_result *result = &results[k];
    reach r = {(double)NAN, (double)INFINITY};
    double asked = target_asked_people(s, target);
    result->earliest_day = result->willing_earliest_day = NOT_SOUGHT;
    for (int j = 0; j < k && !options->skip_earliest; j++)
      if (is_same_but_day(s, target, &s->targets[j])) {
        result->earliest_day = results[j].earliest_day;
        if (result->willing_missing) result->willing_earliest_day = results[j].willing_earliest_day;
      }
    status = solve_target(s, target, asked, options, &r, &result->earliest_day, findings, proofs, stopped);
    result->best_people = r.best;
    result->bound_people = r.bound;
    if (!result->willing_missing || options->skip_earliest || status != LFL_OK) {
      result->willing_earliest_day = -1;
      continue;
    }
    status = solve_target(willing, target, asked, options, &r, &result->willing_earliest_day, NULL, proofs, stopped);
    result->willing_best_people = target_whole_people(r.best);
    result->willing_bound_people = r.bound;
  }
  lfl_arena_destroy(arena);
  return status;
}

lfl_verdict target_can_be(const lfl_target_result *r) {
  if (isnan(r->best_people)) return LFL_VERDICT_UNKNOWN;
  if (target_is_enough(r->best_people, r->people)) return LFL_POSSIBLE;
  return target_is_enough(r->bound_people, r->people) ? LFL_VERDICT_UNKNOWN : LFL_IMPOSSIBLE;
}

void settle_targets(lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  for (int k = 0; k < s->n_targets; k++) {
    lfl_target_result *result = &plan->targets[k];
    double best = result->best_people;
    result->target_i = k;
    result->people = target_asked_people(s, &s->targets[k]);
    result->plan_people = target_plan_people(plan, &s->targets[k]);
    result->verdict = result->plan_people >= result->people - 1e-6 ? LFL_MET : target_can_be(result);
    if (isnan(best)) continue;
    result->best_people = fmax(target_whole_people(best), result->plan_people);
    result->bound_people = fmax(result->bound_people, result->best_people);
  }
}
