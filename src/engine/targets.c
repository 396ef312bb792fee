/* Targets: whether this plan meets each, whether any plan can, and from which day on.
 *
 * Each target is a linear program of its own: the same limits, with the people reached as the
 * objective. Needs that do not matter to it are left out: for people moved out, all that do not
 * bind where people may be moved to; for people served, all that are not asked for; those that bind
 * movement stay wherever people may be received. The earliest day is found by bisection, from the last basis. The bound is the
 * solution's value and what columns left out could add (pricing.c). Targets that differ in the number of people alone are
 * one problem, solved once.
 * Tests: tests/unit/test_known.c, test_verdicts.c, tests/cases. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/limits.h"
#include "model/willing.h"

bool target_asks(const lfl_scenario *s, const lfl_target *t, int need_i, int place_i) {
  if (t->kind != LFL_TARGET_SERVED || !lfl_need_applies(s, need_i, place_i) || !lfl_place_is_within(s, place_i, t->place_i))
    return false;
  return t->need_i >= 0 ? need_i == t->need_i : s->needs[need_i].has_tier[t->tier];
}

bool is_need_wanted(const lfl_master *m, int place_i, int need_i) {
  if (m->target ? target_asks(m->s, m->target, need_i, place_i) : !m->is_survival_only || m->s->needs[need_i].has_tier[LFL_SURVIVAL]) return true;
  return m->receive_from[place_i] < m->T && lfl_need_binds_movement(&m->s->needs[need_i]);
}

bool target_counts_move(const lfl_master *m, int from_i, int to_i) {
  return m->target && lfl_target_counts_move(m->s, m->target, from_i, to_i);
}

int target_restored(const lfl_master *m, int project_i, int by_day) {
  const lfl_project *p = &m->s->projects[project_i];
  bool is_counted = m->target->kind == LFL_TARGET_CAPACITY && p->place_i >= 0 && lfl_place_is_within(m->s, p->place_i, m->target->place_i) &&
                    (int)p->restores == (int)LFL_RESTORES_SHELTER + (int)m->target->capacity;
  return is_counted ? m->col_done[at_day(m, project_i, by_day)] : LFL_NO;
}

double reach_unit(const lfl_master *m) { return m->asked > 0 ? m->asked : 1; }

/* Sets the objective for the day: columns whose sum is to be as large as can be. */
static bool set_objective(lfl_master *m, int by_day) {
  const lfl_scenario *s = m->s;
  double *cost = lfl_calloc((size_t)m->n_columns + 1, sizeof *cost);
  if (!cost) return false;
  if (m->col_out[by_day] >= 0) cost[m->col_out[by_day]] = -1;
  for (int i = 0; i < s->n_places; i++) {
    if (m->target->kind != LFL_TARGET_CAPACITY || !lfl_place_is_within(s, i, m->target->place_i)) continue;
    int column = m->col_built[at_capacity(m, i, (int)m->target->capacity, by_day)];
    if (column >= 0) cost[column] = -1;
    if (m->col_existing[i] >= 0) cost[m->col_existing[i]] = -1;
  }
  for (int k = 0; k < s->n_projects; k++) {
    int column = target_restored(m, k, by_day);
    if (column >= 0) cost[column] = -s->projects[k].amount;
  }
  if (m->col_reach >= 0) {
    double most = m->upper[m->col_reach];
    cost[m->col_reach] = -reach_unit(m);
    /* before the day asked for more may go unserved than are all from that day on */
    lfl_lp_set_column_bounds(m->lp, m->col_reach, m->is_all && by_day < target_last_day(s, m->target) ? -most : 0, most);
    for (int day = 0; day < m->T; day++)
      lfl_lp_set_row_bounds(m->lp, m->row_reach[day], day >= by_day ? m->reach_lower[day] : -(double)INFINITY, (double)INFINITY);
  }
  lfl_lp_set_costs(m->lp, cost);
  lfl_free(cost);
  return true;
}

typedef struct reach {
  double best, bound; /* people */
} reach;

solve_result target_most(lfl_master *m, int by_day, double *best, double *bound) {
  double value = 0, at_least = -(double)INFINITY;
  *best = (double)NAN;
  *bound = (double)INFINITY;
  if (!set_objective(m, by_day)) return SOLVE_MEMORY;
  m->best = m->bound = (double)NAN;
  double enough = m->is_verdict_only ? -(m->enough - 1e-6 * fmax(1, m->enough)) : -(double)INFINITY;
  if (m->is_verdict_only && !m->has_repairs) m->goal = enough;
  solve_result result = m->has_repairs && !m->is_decided ? branch_once(m, LFL_NO, 0, enough, (int)(m->target - m->s->targets), &value, &at_least)
                                                         : solve_priced(m, LFL_NO, 0, &value, &at_least);
  m->goal = (double)NAN;
  if (result == SOLVE_OK) *best = 0 - value; /* not -0 */
  if (at_least > -(double)INFINITY) *bound = 0 - at_least;
  return result;
}

double target_found_people(double people, double asked) { return lfl_target_is_enough(people, asked) ? fmax(lfl_whole_people(people), asked) : lfl_whole_people(people); }

static solve_result bisect_days(lfl_master *m, double asked, double best, int by_day, int *earliest) {
  int low = 0, high; /* the earliest day, if any, lies in low .. high */
  reach r;
  if (lfl_target_is_enough(best, asked)) {
    high = by_day;
  } else {
    low = by_day + 1;
    high = m->T - 1;
    if (low > high) return SOLVE_OK;
    solve_result result = target_most(m, high, &r.best, &r.bound);
    if (result != SOLVE_OK) return result;
    if (!lfl_target_is_enough(r.best, asked)) return SOLVE_OK;
  }
  while (low < high) {
    int middle = (low + high) / 2;
    solve_result result = target_most(m, middle, &r.best, &r.bound);
    if (result != SOLVE_OK) return result;
    if (lfl_target_is_enough(r.best, asked)) high = middle;
    else low = middle + 1;
  }
  *earliest = high;
  return SOLVE_OK;
}

solve_result target_earliest(lfl_master *m, double asked, double best, int by_day, int *earliest) {
  *earliest = -1;
  m->is_verdict_only = true;
  solve_result result = bisect_days(m, asked, best, by_day, earliest);
  m->is_verdict_only = false;
  return result;
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

/* Is "all" of the target the same number on every day, where nobody moves? */
static bool is_all_a_number(const lfl_scenario *s, const lfl_target *t) {
  double asked = target_asked_people(s, t);
  for (int day = 0; day < s->n_days; day++)
    if (target_in_need(s, t, day) != asked) return false;
  return true;
}

/* Do two targets ask for the same service but for how many people? Then as many can be reached by both. */
static bool is_same_but_number(const lfl_scenario *s, const lfl_target *a, const lfl_target *b) {
  if (a->kind != LFL_TARGET_SERVED || b->kind != LFL_TARGET_SERVED || a->place_i != b->place_i || a->need_i != b->need_i || a->tier != b->tier) return false;
  if (target_last_day(s, a) != target_last_day(s, b) || s->n_projects > 0) return false;
  bool are_all[] = {!(a->people < (double)INFINITY), !(b->people < (double)INFINITY)};
  return are_all[0] == are_all[1] || (!(movable_people(s) > 0) && is_all_a_number(s, are_all[0] ? a : b));
}

int target_first_alike(const lfl_scenario *s, int target_i) {
  for (int k = 0; k < target_i; k++)
    if (is_same_but_number(s, &s->targets[k], &s->targets[target_i])) return k;
  return target_i;
}

/* What stands in the way of a target that is explained already. */
typedef struct explained {
  int target_i; /* LFL_NO: none is */
  double asked, most_short; /* the smallest sets are those of every number between the two */
} explained;

/* What binds two targets that are one problem is the same. */
static solve_result copy_binding(lfl_plan *findings, int from_target_i, int to_target_i) {
  for (int k = 0, n = findings->n_target_binding; k < n; k++) {
    if (findings->target_binding[k].target_i != from_target_i) continue;
    lfl_binding_row *row = lfl_plan_add_target_binding(findings);
    if (!row) return SOLVE_MEMORY;
    *row = findings->target_binding[k];
    row->target_i = to_target_i;
  }
  return SOLVE_OK;
}

static solve_result copy_smallest(lfl_plan *findings, int from_target_i, int to_target_i) {
  for (int k = 0, n = findings->n_conflicts; k < n; k++) {
    if (findings->conflicts[k].target_i != from_target_i) continue;
    lfl_conflict_row *row = lfl_plan_add_conflict(findings);
    if (!row) return SOLVE_MEMORY;
    *row = findings->conflicts[k];
    row->target_i = to_target_i;
  }
  return SOLVE_OK;
}

/* What stands in the way of the solution at hand: what binds, the smallest sets, what it would take. *e: what is known of
 * a target that is the same problem; then of this one. */
static solve_result explain_target(lfl_master *m, int by_day, double asked, explained *e, lfl_plan *findings, const lfl_plan_options *options) {
  const char *phase = m->phase;
  int target_i = (int)(m->target - m->s->targets);
  m->phase = lfl_arena_printf(m->arena, "why not %s", m->target->id);
  if (m->has_repairs) { /* what binds, binds with the repairs as they are best */
    double best, bound;
    m->is_decided = m->is_known = true;
    repairs_fix(m);
    solve_result decided = target_most(m, by_day, &best, &bound);
    m->is_known = false;
    if (decided != SOLVE_OK) return decided;
  }
  solve_result result;
  if (e->target_i >= 0) {
    result = copy_binding(findings, e->target_i, target_i);
  } else {
    lfl_status status = find_binding(m, LFL_NO, target_i, findings);
    result = status == LFL_ERR_MEMORY ? SOLVE_MEMORY : m->is_stopped ? SOLVE_STOPPED : SOLVE_OK;
  }
  if (m->has_repairs) {
    m->is_decided = false;
    repairs_free(m);
  }
  bool has_sets = e->target_i >= 0 && asked <= e->asked && !lfl_target_is_enough(e->most_short, asked);
  if (result == SOLVE_OK && has_sets) {
    result = copy_smallest(findings, e->target_i, target_i);
  } else if (result == SOLVE_OK) {
    *e = (explained){.target_i = target_i, .asked = asked};
    result = find_smallest(m, by_day, asked, findings, &e->most_short);
  }
  if (result == SOLVE_OK) result = negotiate_target(m, asked, options, findings);
  m->phase = phase;
  return result;
}

/* The same, of the problem that has a trace of what stands at 0, where something does. */
static solve_result explain_with_traces(lfl_master *m, int by_day, double asked, explained *e, lfl_plan *findings, const lfl_plan_options *options) {
  lfl_arena *arena = lfl_arena_create();
  const lfl_scenario *s = arena ? limits_with_traces(m->s, m->target, arena) : NULL;
  double best, bound;
  solve_result result = SOLVE_MEMORY;
  if (s && s == m->s) {
    result = explain_target(m, by_day, asked, e, findings, options);
  } else {
    lfl_master *own = s ? master_create_beside(m, s) : NULL;
    if (own) {
      target_prepare(own, m->target, asked);
      own->is_elastic = true;
      own->gap = m->gap;
      own->phase = m->phase;
      if (master_fill(own)) result = target_most(own, by_day, &best, &bound);
    }
    if (result == SOLVE_OK) result = explain_target(own, by_day, asked, e, findings, options);
    if (own) m->seconds_left = own->seconds_left;
    if (own && own->is_stopped) {
      m->is_stopped = true;
      m->stop_reason = own->stop_reason;
    }
    master_destroy(own);
  }
  lfl_arena_destroy(arena);
  return result;
}

void target_prepare(lfl_master *m, const lfl_target *target, double asked) {
  m->target = target;
  m->asked = m->enough = asked;
  m->is_all = !(target->people < (double)INFINITY);
  m->build_everywhere = target->kind == LFL_TARGET_CAPACITY;
}

/* Over one scenario (the plan's, or one with other willing shares). */
typedef struct asking {
  const lfl_scenario *s;
  const lfl_plan_options *options;
  lfl_plan *findings, *proofs; /* NULL: not asked for */
  reach *reach;                /* [targets] */
  int *earliest;               /* [targets] NOT_SOUGHT, or the answer if it is known already; -1: none */
  int *alike;                  /* [targets] the first that is the same problem */
  const char **stopped;
} asking;

/* What stands in the way of the target, and from which day on it can be reached; its problem is solved. */
static solve_result explain_solved(const asking *a, lfl_master *m, int target_i, explained *e) {
  int by_day = target_last_day(a->s, m->target), *earliest = &a->earliest[target_i];
  double asked = m->enough;
  const reach *r = &a->reach[target_i];
  solve_result result = SOLVE_OK;
  if (a->findings && !lfl_target_is_enough(r->best, asked)) result = explain_with_traces(m, by_day, asked, e, a->findings, a->options);
  if (result == SOLVE_OK && !a->options->skip_earliest && *earliest == NOT_SOUGHT) result = target_earliest(m, asked, r->best, by_day, earliest);
  return result;
}

/* The targets after target_i that are the same problem, from its master, solved and explained. */
static solve_result solve_alike(const asking *a, lfl_master *m, int target_i, explained *e) {
  solve_result result = SOLVE_OK;
  for (int k = target_i + 1; k < a->s->n_targets && result == SOLVE_OK; k++) {
    if (a->alike[k] != target_i) continue;
    double best, bound;
    m->target = &a->s->targets[k];
    m->enough = target_asked_people(a->s, m->target);
    m->phase = lfl_arena_printf(m->arena, "target %s", m->target->id);
    a->reach[k] = a->reach[target_i];
    if (a->findings || !a->options->skip_earliest) result = target_most(m, target_last_day(a->s, m->target), &best, &bound); /* back to where it was */
    if (result == SOLVE_OK) result = explain_solved(a, m, k, e);
  }
  return result;
}

static solve_result prove_target(const asking *a, lfl_master *m, lfl_proof_kind kind, int target_i) {
  if (!a->proofs || m->has_repairs) return SOLVE_OK;
  solve_result result = prove_solved(m, LFL_NO, kind, target_i);
  for (int k = target_i + 1; k < a->s->n_targets && result == SOLVE_OK; k++)
    if (a->alike[k] == target_i && !write_proof(m, LFL_NO, m->proofs, kind, k)) result = SOLVE_MEMORY;
  return result;
}

/* Solves a target, and those alike. */
static lfl_status solve_target(const asking *a, int target_i) {
  const lfl_target *target = &a->s->targets[target_i];
  reach *r = &a->reach[target_i];
  lfl_master *m = master_create(a->s, a->options);
  if (!m) return LFL_ERR_MEMORY;
  target_prepare(m, target, target_asked_people(a->s, target));
  m->is_elastic = a->findings != NULL;
  if (a->findings) m->gap = fmin(m->gap, 1e-7); /* gains are differences of two solutions */
  m->phase = lfl_arena_printf(m->arena, "target %s", target->id);
  if (a->options->time_limit_s > 0) m->seconds_left = a->options->time_limit_s;
  solve_result result = master_fill(m) ? SOLVE_OK : SOLVE_MEMORY;
  lfl_proof_kind kind = a->proofs && a->s != a->proofs->scenario ? LFL_PROOF_TARGET_ALL_WILLING : LFL_PROOF_TARGET;
  m->proof_kind = kind;
  m->proofs = a->proofs; /* with repairs a proof for each leaf of the search */
  if (result == SOLVE_OK) result = target_most(m, target_last_day(a->s, target), &r->best, &r->bound);
  if (result == SOLVE_OK) result = prove_target(a, m, kind, target_i);
  m->proofs = NULL;
  explained e = {.target_i = LFL_NO};
  if (result == SOLVE_OK) result = explain_solved(a, m, target_i, &e);
  if (result == SOLVE_OK) result = solve_alike(a, m, target_i, &e);
  for (int k = target_i; k < a->s->n_targets; k++)
    if (a->alike[k] == target_i && a->earliest[k] == NOT_SOUGHT) a->earliest[k] = -1;
  if (result == SOLVE_STOPPED) *a->stopped = m->stop_reason;
  master_destroy(m);
  if (result == SOLVE_MEMORY) return LFL_ERR_MEMORY;
  if (result == SOLVE_FAILED) return LFL_ERR_LIBRARY;
  return result == SOLVE_STOPPED ? LFL_STOPPED : LFL_OK;
}

/* The scenario with everyone willing where it is not recorded; shares all else. */
static const lfl_scenario *with_all_willing(const lfl_scenario *s, lfl_arena *arena) {
  lfl_scenario *copy = lfl_scenario_copy(s, arena);
  for (int i = 0; copy && i < s->n_places; i++)
    if (!copy->places[i].willing_recorded) copy->places[i].willing_share = 1;
  return copy;
}

void targets_begin(const lfl_scenario *s, lfl_target_result *results) {
  for (int k = 0; k < s->n_targets; k++)
    results[k] = (lfl_target_result){.target_i = k, .best_people = (double)NAN, .bound_people = (double)INFINITY, .earliest_day = -1,
                                     .willing_best_people = (double)NAN, .willing_bound_people = (double)INFINITY, .willing_earliest_day = -1,
                                     .willing_missing = lfl_target_is_willing_missing(s, &s->targets[k])};
}

/* The target as the scenario has it, and with everyone willing where nobody has recorded it. */
static lfl_status judge_target(const asking *own, const asking *all_willing, int target_i, lfl_target_result *results) {
  const lfl_scenario *s = own->s;
  for (int k = target_i; k < s->n_targets && !own->options->skip_earliest; k++)
    for (int j = 0; j < target_i && own->alike[k] == target_i; j++)
      if (is_same_but_day(s, &s->targets[k], &s->targets[j])) {
        own->earliest[k] = results[j].earliest_day;
        if (results[k].willing_missing) all_willing->earliest[k] = results[j].willing_earliest_day;
      }
  lfl_status status = solve_target(own, target_i);
  for (int k = target_i; k < s->n_targets; k++) {
    if (own->alike[k] != target_i) continue;
    results[k].best_people = own->reach[k].best;
    results[k].bound_people = own->reach[k].bound;
    results[k].earliest_day = own->earliest[k];
  }
  lfl_target_result *result = &results[target_i];
  if (!result->willing_missing || own->options->skip_earliest || status != LFL_OK) return status;
  status = solve_target(all_willing, target_i);
  result->willing_best_people = target_found_people(all_willing->reach[target_i].best, target_asked_people(own->s, &own->s->targets[target_i]));
  result->willing_bound_people = all_willing->reach[target_i].bound;
  result->willing_earliest_day = all_willing->earliest[target_i];
  return status;
}

static bool begin_asking(asking *a, lfl_arena *arena) {
  size_t n = (size_t)a->s->n_targets + 1;
  a->reach = lfl_arena_new(arena, n, reach);
  a->earliest = lfl_arena_new(arena, n, int);
  a->alike = lfl_arena_new(arena, n, int);
  if (!a->reach || !a->earliest || !a->alike) return false;
  for (int k = 0; k < a->s->n_targets; k++) {
    a->reach[k] = (reach){(double)NAN, (double)INFINITY};
    a->earliest[k] = NOT_SOUGHT;
    a->alike[k] = target_first_alike(a->s, k);
  }
  return true;
}

/* only_i: that target, and those alike; LFL_NO: all. */
static lfl_status judge(const lfl_scenario *s, int only_i, const lfl_plan_options *options, lfl_target_result *results, lfl_plan *findings,
                        lfl_plan *proofs, const char **stopped) {
  lfl_arena *arena = lfl_arena_create();
  asking own = {.s = s, .options = options, .findings = findings, .proofs = proofs, .stopped = stopped};
  asking all_willing = {.s = arena ? with_all_willing(s, arena) : NULL, .options = options, .proofs = proofs, .stopped = stopped};
  lfl_status status = all_willing.s && begin_asking(&own, arena) && begin_asking(&all_willing, arena) ? LFL_OK : LFL_ERR_MEMORY;
  for (int k = 0; k < s->n_targets && status == LFL_OK && !options->skip_targets; k++)
    if ((only_i < 0 || k == only_i) && own.alike[k] == k) status = judge_target(&own, &all_willing, k, results);
  lfl_arena_destroy(arena);
  return status;
}

lfl_status judge_targets(const lfl_scenario *s, const lfl_plan_options *options, lfl_target_result *results, lfl_plan *findings,
                         lfl_plan *proofs, const char **stopped) {
  *stopped = NULL;
  targets_begin(s, results);
  return judge(s, LFL_NO, options, results, findings, proofs, stopped);
}

lfl_status judge_one_target(const lfl_scenario *s, int target_i, const lfl_plan_options *options, lfl_target_result *results, const char **stopped) {
  return judge(s, target_i, options, results, NULL, NULL, stopped);
}

lfl_verdict target_can_be(const lfl_target_result *r) {
  if (isnan(r->best_people)) return LFL_VERDICT_UNKNOWN;
  if (lfl_target_is_enough(r->best_people, r->people)) return LFL_POSSIBLE;
  return lfl_target_is_enough(r->bound_people, r->people) ? LFL_VERDICT_UNKNOWN : LFL_IMPOSSIBLE;
}

/* The first day from which on the plan reaches those asked for; LFL_NO: none. */
static int plan_day(const lfl_plan *plan, const lfl_target *target, double asked) {
  lfl_target by = *target;
  for (by.by_day = 0; by.by_day < plan->scenario->n_days; by.by_day++)
    if (target_plan_people(plan, &by) >= fmax(asked, target_asked_people(plan->scenario, &by)) - 1e-6) return by.by_day;
  return LFL_NO;
}

/* A linear problem misses by a tolerance what the plan of whole things shows: then the plan counts. */
static int no_later(int earliest, int own) { return own >= 0 && earliest > own ? own : earliest; }

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
    int own = plan_day(plan, &s->targets[k], result->people);
    bool is_missed = result->earliest_day < 0 && result->verdict == LFL_MET && !lfl_target_is_enough(best, result->people);
    result->earliest_day = is_missed ? own : no_later(result->earliest_day, own);
    result->willing_earliest_day = no_later(result->willing_earliest_day, own);
    result->best_people = fmax(target_found_people(best, result->people), result->plan_people);
    result->bound_people = fmax(result->bound_people, result->best_people);
  }
}
