/* What each set of a comparison achieves: survival levels with an option's later starts, targets and least costs. Of levels and targets the
 * scenario as entered and options differ by little, and are solved one after the other, each from where the one before ended (alike.c); a party's
 * numbers differ by much, and are solved alone: targets here, the level mostly by its plan. Tests: tests/unit/test_compare.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/compare_parts.h"

/* What a run that was stopped has not solved out stays unsaid. */
static bool is_solved(const lfl_what_if_point *point, lfl_status status) { return !isnan(point->unserved_person_days) && (status == LFL_OK || !point->is_open); }

static void take_level(const lfl_what_if_point *point, lfl_compared_set *set) {
  set->unserved_person_days = point->unserved_person_days;
  set->bound_person_days = point->bound_person_days;
  set->survival_share = point->survival_share;
}

/* A set may add or drop targets: matched by id. */
static void take_targets(const lfl_scenario *base, const lfl_scenario *s, const lfl_what_if_point *point, lfl_compared_set *set) {
  for (int k = 0; k < base->n_targets; k++)
    for (int t = 0; t < s->n_targets; t++) {
      if (strcmp(base->targets[k].id, s->targets[t].id) != 0 || isnan(point->targets[t].best_people)) continue;
      set->verdicts[k] = target_can_be(&point->targets[t]);
      set->best_people[k] = point->targets[t].best_people;
      set->bound_people[k] = point->targets[t].bound_people;
      if (!(s->targets[t].people < (double)INFINITY)) set->all_people[k] = point->targets[t].people;
    }
}

static bool is_in_chain(const compare_run *run, int i) {
  return run->scenarios[i] && run->alike[i] == i && (i == 0 || run->c->sets[i].terms.kind == LFL_SET_OPTION);
}

/* The scenario as entered and every option with its later starts, each from where one before it ended. */
lfl_status compare_levels(compare_run *run) {
  lfl_comparison *c = run->c;
  int n = 0, most = c->n_sets + c->n_waiting + 1;
  lfl_arena *arena = lfl_arena_create();
  const lfl_scenario **given = arena ? lfl_arena_new(arena, (size_t)most, const lfl_scenario *) : NULL;
  lfl_scenario **made = arena ? lfl_arena_new(arena, (size_t)most, lfl_scenario *) : NULL;
  lfl_tables **tables = arena ? lfl_arena_new(arena, (size_t)most, lfl_tables *) : NULL;
  lfl_what_if_point *points = arena ? lfl_arena_new(arena, (size_t)most, lfl_what_if_point) : NULL;
  int *row_of = arena ? lfl_arena_new(arena, (size_t)most, int) : NULL; /* of waiting; below 0: -1 - set */
  lfl_status status = given && made && tables && points && row_of ? LFL_OK : LFL_ERR_MEMORY;
  for (int i = 0; i < c->n_sets && status == LFL_OK; i++) {
    if (is_in_chain(run, i)) {
      row_of[n] = -1 - i;
      given[n++] = run->scenarios[i];
    }
    for (int k = 0; k < c->n_waiting && status == LFL_OK; k++) {
      lfl_layer layer = {c->sets[i].set_id, NULL, 7 * c->waiting[k].weeks};
      if (c->waiting[k].set_i != i) continue;
      status = compare_make(run, &layer, 1, &made[n], &tables[n]);
      if (status != LFL_OK || !made[n]) {
        if (status == LFL_OK) c->sets[i].note = "later starts are not solved: its numbers do not go with them (one that holds on all days, a row from before, a day behind the last)";
        lfl_tables_destroy(tables[n]);
        continue;
      }
      row_of[n] = k;
      given[n] = made[n];
      n++;
    }
  }
  if (status == LFL_OK) status = lfl_what_if(given, n, false, NULL, NULL, &run->options, arena, points);
  for (int k = 0; k < n && (status == LFL_OK || status == LFL_STOPPED); k++) {
    if (!is_solved(&points[k], status)) continue;
    if (row_of[k] < 0) take_level(&points[k], &c->sets[-1 - row_of[k]]);
    else c->waiting[row_of[k]].unserved_person_days = points[k].unserved_person_days;
  }
  for (int k = 0; made && tables && k < n; k++) {
    lfl_scenario_destroy(made[k]);
    lfl_tables_destroy(tables[k]);
  }
  lfl_arena_destroy(arena);
  return status;
}

static bool same_targets(const lfl_scenario *a, const lfl_scenario *b) {
  bool is_same = a->n_targets == b->n_targets;
  for (int k = 0; is_same && k < a->n_targets; k++) is_same = strcmp(a->targets[k].id, b->targets[k].id) == 0;
  return is_same;
}

/* Are the set's targets solved with those of the scenario as entered? */
bool compare_is_together(const compare_run *run, int i) { return is_in_chain(run, i) && same_targets(run->in->scenario, run->scenarios[i]); }

/* Targets of the scenario as entered and of options that have the same, each from where that of the one before ended. */
lfl_status compare_targets(compare_run *run) {
  lfl_comparison *c = run->c;
  lfl_arena *arena = lfl_arena_create();
  const lfl_scenario **given = arena ? lfl_arena_new(arena, (size_t)c->n_sets, const lfl_scenario *) : NULL;
  lfl_what_if_point *points = arena ? lfl_arena_new(arena, (size_t)c->n_sets, lfl_what_if_point) : NULL;
  bool *wants = arena ? lfl_arena_new(arena, (size_t)run->in->scenario->n_targets + 1, bool) : NULL;
  lfl_status status = given && points && wants ? LFL_OK : LFL_ERR_MEMORY;
  int n = 0;
  for (int k = 0; wants && k < run->in->scenario->n_targets; k++) wants[k] = true;
  for (int i = 0; i < c->n_sets && status == LFL_OK; i++)
    if (compare_is_together(run, i)) given[n++] = run->scenarios[i];
  if (status == LFL_OK) status = lfl_what_if(given, n, true, NULL, wants, &run->options, arena, points);
  n = 0;
  for (int i = 0; i < c->n_sets && (status == LFL_OK || status == LFL_STOPPED); i++)
    if (compare_is_together(run, i)) take_targets(run->in->scenario, run->scenarios[i], &points[n++], &c->sets[i]);
  lfl_arena_destroy(arena);
  return status;
}

bool compare_is_party(const compare_run *run, int i) {
  for (int k = 0; k < run->c->n_pairs; k++)
    if (run->c->pairs[k].a == i || run->c->pairs[k].b == i) return true;
  return false;
}

bool compare_has_level_by_plan(const compare_run *run, int i) {
  bool is_first = run->scenarios[i] && run->scenarios[i]->n_levels > 0 && run->scenarios[i]->order[0] == LFL_LEVEL_SURVIVAL;
  return is_first && compare_is_party(run, i) && run->alike[i] == i && !is_in_chain(run, i) && !(run->options.time_limit_s > 0) && run->options.work_limit <= 0;
}

double compare_level_by_plan(const compare_run *run, int i) {
  const lfl_plan *plan = run->plans[i];
  bool is_said = plan && compare_has_level_by_plan(run, i) && plan->n_levels >= (plan->stopped ? 2 : 1); /* what one that was stopped has not solved out is not */
  return is_said ? plan->levels[0].value : (double)NAN;
}

/* The level and targets of a set that are not solved with others'. */
lfl_status compare_set(compare_run *run, int i) {
  const lfl_scenario *s = run->scenarios[i];
  lfl_arena *arena = lfl_arena_create();
  bool *wants = arena ? lfl_arena_new(arena, (size_t)s->n_targets + 1, bool) : NULL;
  lfl_what_if_point point;
  lfl_status status = wants ? LFL_OK : LFL_ERR_MEMORY;
  for (int k = 0; wants && k < s->n_targets; k++) wants[k] = !run->options.skip_targets;
  bool has_level = is_in_chain(run, i) || compare_has_level_by_plan(run, i); /* solved elsewhere */
  if (status == LFL_OK) status = lfl_what_if(&s, 1, has_level, NULL, wants, &run->options, arena, &point);
  if (status == LFL_OK && !has_level) take_level(&point, &run->c->sets[i]);
  if (status == LFL_OK && !run->options.skip_targets) take_targets(run->in->scenario, s, &point, &run->c->sets[i]);
  lfl_arena_destroy(arena);
  return status;
}

bool compare_is_costed(const compare_run *run, int i) {
  bool is_so = false;
  for (int k = 1; k < run->c->n_sets && run->scenarios[i]; k++) is_so = is_so || (run->scenarios[k] && run->alike[k] == i && run->c->sets[k].terms.kind == LFL_SET_OPTION);
  return is_so && run->scenarios[i] && run->alike[i] == i;
}

/* Survival from nothing; then, of an option, with the trips of the solution that the scenario as entered came to. (Begun where another ended, with all its trips,
 * it takes longer: docs/DECISIONS/0009.) */
static lfl_status solve_cost(const compare_run *run, int i, least_cost *x) {
  lfl_level levels[LFL_N_LEVELS];
  int n = 0;
  x->options = run->options;
  x->options.skip_targets = x->options.skip_binding = x->options.skip_proofs = x->options.skip_plan = true;
  x->options.gap = fmax(x->options.gap, 1e-3);
  x->posed = *run->scenarios[i];
  x->posed.n_levels = 2;
  x->posed.order[0] = LFL_LEVEL_SURVIVAL;
  x->posed.order[1] = LFL_LEVEL_COST;
  x->m = master_create(&x->posed, &x->options);
  if (!x->m) return LFL_ERR_MEMORY;
  x->m->is_survival_only = true;
  x->m->cost_like = i > 0 ? run->first_cost.m : NULL;
  if (x->options.time_limit_s > 0) x->m->seconds_left = x->options.time_limit_s;
  solve_result result = master_fill(x->m) ? solve_levels(x->m, 2, levels, &n) : SOLVE_MEMORY;
  bool is_least = result == SOLVE_OK && n == 2 && isfinite(levels[1].bound); /* not so where it is as it comes, as in a country too large */
  if (is_least) run->c->sets[i].least_cost = levels[1].value;
  return solve_status(result);
}

void compare_forget_cost(least_cost *x) {
  master_destroy(x->m);
  x->m = NULL;
}

lfl_status compare_cost(compare_run *run, int i) {
  least_cost own = {.m = NULL}, *x = i == 0 ? &run->first_cost : &own;
  lfl_status status = solve_cost(run, i, x);
  if (i > 0 || status != LFL_OK) compare_forget_cost(x);
  return status;
}
