/* The proof at hand is set up from the plan, and its sum made; the bounds that a plan states are
 * held against what is proved. Tests: tests/unit/test_proof.c. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "proof/parts.h"

/* What a bound may be off: it is written as a double, and so is what it is held against. */
static const double TOLERANCE = 1e-9;

/* The scenario with everyone willing where it is not recorded; shares all else. */
static const lfl_scenario *with_all_willing(const lfl_scenario *s, lfl_arena *arena) {
  lfl_scenario *copy = lfl_arena_new(arena, 1, lfl_scenario);
  lfl_place *places = lfl_arena_new(arena, (size_t)s->n_places, lfl_place);
  if (!copy || !places) return NULL;
  *copy = *s;
  if (s->n_places) memcpy(places, s->places, (size_t)s->n_places * sizeof *places);
  for (int i = 0; i < s->n_places; i++)
    if (!places[i].willing_recorded) places[i].willing_share = 1;
  copy->places = places;
  return copy;
}

/* Units there can ever be of each item: supplied, or, of water, what all yields give to tankers. */
static void find_supplied(proof_case *c) {
  const lfl_scenario *s = c->s;
  bool has_tankers = false;
  for (int k = 0; k < s->n_supplies; k++)
    if (s->supplies[k].day < c->T) c->supplied[s->supplies[k].item_i] = add_up(c->supplied[s->supplies[k].item_i], s->supplies[k].units);
  for (int k = 0; k < s->n_items; k++) c->supplied[k] = add_up(c->supplied[k], proof_most_kits(c, k)); /* parts are no kits themselves */
  for (int f = 0; f < s->n_fleets; f++)
    for (int day = 0; day < c->T; day++) has_tankers = has_tankers || (s->fleets[f].vehicle == LFL_TANKER && s->fleet_vehicles[lfl_at(s, f, day)] > 0);
  for (int i = 0; has_tankers && i < s->n_places; i++)
    for (int day = 0; day < c->T; day++)
      c->supplied[s->water_item_i] = add_up(c->supplied[s->water_item_i], mul_up(add_up(s->places[i].water_yield_l_per_day, lfl_restorable(s, LFL_RESTORES_YIELD, i)), s->place_share[lfl_at(s, i, day)]));
}

static void find_leavers(proof_case *c) {
  const lfl_scenario *s = c->s;
  for (int i = 0; i < s->n_places; i++) {
    c->can_leave[i] = s->places[i].is_host ? mul_up(s->places[i].people, s->places[i].willing_share) : 0;
    c->leave_in_all = add_up(c->leave_in_all, c->can_leave[i]);
  }
}

/* The objective, and the levels held before it. False if the plan has no such level or target. */
static bool set_subject(proof_case *c, const lfl_plan *plan, const lfl_proof *proof) {
  for (int k = 0; k < LFL_N_LEVELS; k++) c->held[k] = (double)NAN;
  if (proof->kind != LFL_PROOF_LEVEL) {
    if (proof->subject_i < 0 || proof->subject_i >= c->s->n_targets) return false;
    lfl_target *target = lfl_arena_new(c->arena, 1, lfl_target);
    if (!target) return false;
    *target = c->s->targets[proof->subject_i];
    if (target->by_day >= c->T) target->by_day = c->T - 1;
    if (target->by_day < 0) target->by_day = 0;
    c->target = target;
    return true;
  }
  if (proof->subject_i < 0 || proof->subject_i >= plan->n_levels) return false;
  for (int k = 0; k < proof->subject_i; k++) {
    lfl_level_kind kind = plan->levels[k].kind;
    c->held[kind] = plan->levels[k].held_value;
    if (kind != LFL_LEVEL_FAIRNESS && isfinite(c->held[kind])) c->weight[kind] = price_at(c, LFL_ROW_HOLD, (int)kind, 0, 0);
  }
  lfl_level_kind kind = plan->levels[proof->subject_i].kind;
  c->is_fairness = kind == LFL_LEVEL_FAIRNESS;
  if (!c->is_fairness) c->weight[kind] = 1;
  return true;
}

static bool allocate(proof_case *c) {
  size_t places = (size_t)c->s->n_places, T = (size_t)c->T;
  c->supplied = lfl_arena_new(c->arena, (size_t)c->s->n_items, double);
  c->can_leave = lfl_arena_new(c->arena, places, double);
  c->first_arrival = lfl_arena_new(c->arena, places, int);
  c->first_possible = lfl_arena_new(c->arena, places, int);
  c->leave = lfl_arena_new(c->arena, places * T, double);
  c->arrive = lfl_arena_new(c->arena, places * T, double);
  return c->supplied && c->can_leave && c->first_arrival && c->first_possible && c->leave && c->arrive;
}

/* The sum: a lower bound of the objective, rounded down; -INFINITY where there is none, INFINITY where there is no plan to bound. */
static bool sum_up(proof_case *c, double *bound) {
  exact_begin(&c->e);
  exact_begin(&c->d);
  find_supplied(c);
  find_leavers(c);
  bool is_fine = proof_find_arrivals(c) && proof_add_limits(c) && proof_add_columns(c) && proof_add_trips(c);
  if (is_fine) proof_add_repairs(c);
  *bound = is_fine && !c->is_broken && !c->e.is_infinite && !c->d.is_infinite ? q_down(c->e.sum) : -(double)INFINITY;
  if (is_fine && c->is_empty) *bound = (double)INFINITY;
  exact_end(&c->e);
  exact_end(&c->d);
  return is_fine;
}

/* What one proof proves: of a level a lower, of a target an upper bound. No level is ever below 0. */
static lfl_status prove_one(const lfl_plan *plan, int proof_i, double *bound, int *bad_row) {
  const lfl_proof *proof = &plan->proofs[proof_i];
  lfl_status status = LFL_ERR_MEMORY;
  lfl_multipliers *y = lfl_multipliers_create(plan->scenario);
  lfl_arena *arena = lfl_arena_create();
  int bad = -1;
  *bound = proof->kind == LFL_PROOF_LEVEL ? -(double)INFINITY : (double)INFINITY;
  const lfl_scenario *s = !arena || proof->kind != LFL_PROOF_TARGET_ALL_WILLING ? plan->scenario : with_all_willing(plan->scenario, arena);
  if (y && arena && s) {
    proof_case c = {.s = s, .arena = arena, .T = s->n_days, .y = y, .least = proof->least, .most = proof->most};
    status = LFL_OK;
    double sum;
    if (!lfl_multipliers_load(y, plan, proof_i, &bad)) *bad_row = *bad_row < 0 ? bad : *bad_row;
    else if (set_subject(&c, plan, proof)) {
      if (!allocate(&c) || !sum_up(&c, &sum)) status = LFL_ERR_MEMORY;
      else *bound = proof->kind != LFL_PROOF_LEVEL ? -sum : sum > -(double)INFINITY ? fmax(0, sum) : sum;
    }
  }
  lfl_multipliers_destroy(y);
  lfl_arena_destroy(arena);
  return status;
}

lfl_status lfl_plan_prove_one(const lfl_plan *plan, int proof_i, double *bound) {
  int bad = -1;
  return prove_one(plan, proof_i, bound, &bad);
}

lfl_status lfl_plan_prove(const lfl_plan *plan, double *bounds, int *bad_row) {
  lfl_status status = LFL_OK;
  int bad = -1;
  for (int k = 0; k < plan->n_proofs && status == LFL_OK; k++) status = prove_one(plan, k, &bounds[k], &bad);
  if (bad_row) *bad_row = bad;
  return status;
}

/* ---- stating ---- */

/* Does the proof show that with its start days an earlier level would be missed? Then there is nothing to
 * say of later ones. */
static bool is_closing(const lfl_plan *plan, const double *bounds, int k, int level_i) {
  const lfl_proof *p = &plan->proofs[k];
  if (p->kind != LFL_PROOF_LEVEL || p->subject_i < 0 || p->subject_i >= level_i || !p->least) return false;
  return bounds[k] > plan->levels[p->subject_i].held_value;
}

/* Of a level the least, of a target the most of its proofs, if with those that close earlier levels they
 * hold for every decision on repairs; else nothing is proved. */
static double proved(const lfl_plan *plan, const double *bounds, lfl_proof_kind kind, int subject_i) {
  double none = kind == LFL_PROOF_LEVEL ? -(double)INFINITY : (double)INFINITY, bound = -none;
  const lfl_proof **list = lfl_calloc((size_t)plan->n_proofs + 1, sizeof *list);
  int n = 0;
  bool is_any = false;
  for (int k = 0; list && k < plan->n_proofs; k++) {
    bool is_of = plan->proofs[k].kind == kind && plan->proofs[k].subject_i == subject_i;
    if (!is_of && !(kind == LFL_PROOF_LEVEL && is_closing(plan, bounds, k, subject_i))) continue;
    list[n++] = &plan->proofs[k];
    if (!is_of) continue;
    is_any = true;
    bound = kind == LFL_PROOF_LEVEL ? fmin(bound, bounds[k]) : fmax(bound, bounds[k]);
  }
  bool is_proved = is_any && proof_covers(plan->scenario, list, n);
  lfl_free(list);
  return is_proved ? bound : none;
}

lfl_status lfl_plan_state_bounds(lfl_plan *plan) {
  lfl_arena *arena = lfl_arena_create();
  double *bounds = arena ? lfl_arena_new(arena, (size_t)plan->n_proofs + 1, double) : NULL;
  lfl_status status = bounds ? lfl_plan_prove(plan, bounds, NULL) : LFL_ERR_MEMORY;
  for (int k = 0; status == LFL_OK && k < plan->n_levels; k++) {
    lfl_level *level = &plan->levels[k];
    double bound = proved(plan, bounds, LFL_PROOF_LEVEL, k);
    level->bound = isfinite(bound) ? fmin(bound, level->value) : (double)NAN;
    double gap = level->value - level->bound;
    level->gap = fabs(level->value) < 1e-6 ? gap : gap / fabs(level->value);
  }
  for (int k = 0; status == LFL_OK && k < plan->scenario->n_targets; k++) {
    lfl_target_result *r = &plan->targets[k];
    r->bound_people = proved(plan, bounds, LFL_PROOF_TARGET, k);
    r->willing_bound_people = proved(plan, bounds, LFL_PROOF_TARGET_ALL_WILLING, k);
  }
  lfl_arena_destroy(arena);
  return status;
}

/* ---- verifying ---- */

typedef struct judge {
  lfl_diags *diags;
  bool is_wrong;
} judge;

__attribute__((format(printf, 6, 7))) static void say(judge *j, const char *table, int row, const char *column, double value, const char *format, ...) {
  char expected[200];
  va_list args;
  va_start(args, format);
  vsnprintf(expected, sizeof expected, format, args);
  va_end(args);
  lfl_buf number = {0};
  if (!isnan(value)) lfl_buf_number(&number, value); /* else a blank cell */
  lfl_diag d = {LFL_ERROR, "proof", table, row < 0 ? 0 : row + 2, column, number.text, expected, NULL};
  lfl_diags_add(j->diags, &d);
  lfl_buf_clear(&number);
  j->is_wrong = true;
}

static double slack(double a) { return TOLERANCE * fmax(1, fabs(a)); }

/* A later level rests on what earlier ones were held to: within a millionth of their value, and not below
 * what is proved of them, as of plans that there cannot be anything could be proved. */
static void judge_held(judge *j, const lfl_plan *plan, int k, double least) {
  const lfl_level *level = &plan->levels[k];
  bool is_needed = false;
  for (int later = k + 1; later < plan->n_levels; later++) is_needed = is_needed || !isnan(plan->levels[later].bound);
  if (isnan(level->held_value)) {
    if (is_needed) say(j, "levels", k, "held_value", level->held_value, "a number, as bounds of later levels rest on it");
    return;
  }
  double most = level->value + 1e-6 * fmax(1, fabs(level->value));
  if (!(level->held_value >= level->value - slack(level->value)) || !(level->held_value <= most))
    say(j, "levels", k, "held_value", level->held_value, "between the level's value and %.10g", most);
  if (level->held_value < least) say(j, "levels", k, "held_value", level->held_value, "at least the %.12g that the multipliers prove", least);
}

static void judge_bounds(judge *j, const lfl_plan *plan, const double *bounds) {
  for (int k = 0; k < plan->n_levels; k++) {
    double bound = plan->levels[k].bound, least = proved(plan, bounds, LFL_PROOF_LEVEL, k);
    judge_held(j, plan, k, least);
    if (!isnan(bound) && !(bound <= least + slack(bound))) say(j, "levels", k, "bound", bound, "at most the %.12g that the multipliers prove", least);
  }
  for (int k = 0; k < plan->scenario->n_targets; k++) {
    const lfl_target_result *r = &plan->targets[k];
    const struct {
      double stated;
      lfl_proof_kind kind;
      const char *column;
    } all[] = {{r->bound_people, LFL_PROOF_TARGET, "bound_people"}, {r->willing_bound_people, LFL_PROOF_TARGET_ALL_WILLING, "willing_bound_people"}};
    for (int i = 0; i < 2; i++) {
      double most = proved(plan, bounds, all[i].kind, k);
      if (all[i].stated < (double)INFINITY && !(all[i].stated >= most - slack(most))) say(j, "targets", k, all[i].column, all[i].stated, "at least the %.12g that the multipliers prove", most);
    }
  }
}

static void judge_subjects(judge *j, const lfl_plan *plan) {
  for (int k = 0; k < plan->n_proofs; k++) {
    const lfl_proof *p = &plan->proofs[k];
    int n = p->kind == LFL_PROOF_LEVEL ? plan->n_levels : plan->scenario->n_targets;
    bool is_again = false; /* of a subject, each for other start days */
    for (int i = 0; i < k; i++)
      is_again = is_again || (plan->proofs[i].kind == p->kind && plan->proofs[i].subject_i == p->subject_i && (!p->least || !plan->proofs[i].least));
    bool is_known = (int)p->kind >= 0 && p->kind <= LFL_PROOF_TARGET_ALL_WILLING && p->subject_i >= 0 && p->subject_i < n;
    if (!is_known || is_again) say(j, "proofs", k, "subject", p->subject_i, "a level or target of the plan, each once");
  }
  for (int k = 0; k < plan->n_multipliers; k++)
    if (plan->multipliers[k].proof_i < 0 || plan->multipliers[k].proof_i >= plan->n_proofs) {
      say(j, "multipliers", k, "proof_id", plan->multipliers[k].proof_i, "a proof of the plan");
      return;
    }
}

lfl_status lfl_plan_verify_proofs(const lfl_plan *plan, double *bounds, lfl_diags *diags) {
  judge j = {.diags = diags};
  lfl_arena *arena = lfl_arena_create();
  int bad_row = -1;
  if (arena && !bounds) bounds = lfl_arena_new(arena, (size_t)plan->n_proofs + 1, double);
  lfl_status status = arena && bounds ? LFL_OK : LFL_ERR_MEMORY;
  if (status == LFL_OK) {
    judge_subjects(&j, plan);
    status = lfl_plan_prove(plan, bounds, &bad_row);
  }
  if (status == LFL_OK) {
    if (bad_row >= 0) say(&j, "multipliers", bad_row, "multiplier", plan->multipliers[bad_row].value, "a number on a limit of the scenario that no other row speaks of");
    judge_bounds(&j, plan, bounds);
  }
  lfl_arena_destroy(arena);
  return status == LFL_OK && j.is_wrong ? LFL_TARGET_NOT_MET : status;
}
