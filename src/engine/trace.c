/* Which assumptions make the difference of a conclusion under two parties' numbers.
 *
 * The players are the pair's topics; a group of them has the second party's numbers, the others the first's;
 * its value is the figure that decides the conclusion, solved under those numbers: unserved survival person-days, the most
 * people of a target (of one that asks for all, those it does not reach), or what a plan in whole things comes to. Each group is solved once. Up to six topics all
 * groups are solved, in Gray order so that neighbours differ by one topic and a problem whose limits alone change is
 * kept (what_if.c), and the shares are exact; beyond, orders are sampled. Survival with repairs is the exception: its groups are
 * jobs of their own, on two threads (measured: docs/DECISIONS/0009). A group turns the conclusion if it
 * answers as all of the second party's numbers do. O(2^topics) solves, or O(orders * topics).
 * Tests: tests/unit/test_attribution.c, test_compare.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/attribution.h"
#include "engine/claims.h"
#include "engine/compare_parts.h"

enum { MOST_GROUPS = 4096, N_ORDERS = 8, BUDGET = 200 };
static const unsigned long SEED = 20240506;

typedef struct known {
  unsigned long mask;
  double value;
  int answer; /* what the conclusion is; comparable within a trace */
} known;

typedef struct tracer {
  compare_run *run;
  trace *t;
  const lfl_pair *pair;
  const lfl_conclusion_row *row;
  known *list;
  int n;
} tracer;

static const known *find(const tracer *x, unsigned long mask) {
  for (int k = 0; k < x->n; k++)
    if (x->list[k].mask == mask) return &x->list[k];
  return NULL;
}

/* The scenario in which the topics of `mask` have the second party's numbers. */
static lfl_status make_mixed(const compare_run *run, const lfl_pair *pair, unsigned long mask, lfl_scenario **s, lfl_tables **tables) {
  int n = pair->n_all_topics;
  lfl_layer *layers = lfl_calloc((size_t)n + 1, sizeof *layers);
  if (!layers) return LFL_ERR_MEMORY;
  for (int k = 0; k < n; k++) {
    bool is_second = k < pair->n_topics && (mask >> k & 1);
    layers[k] = (lfl_layer){run->c->sets[is_second ? pair->b : pair->a].set_id, pair->topics[k], 0};
  }
  lfl_status status = compare_make(run, layers, n, s, tables);
  lfl_free(layers);
  return status == LFL_OK && !*s ? LFL_ERR_DATA : status;
}

/* Does a figure of the first page differ by more than a hundredth? */
static bool is_other_figure(double a, double b) { return fabs(a - b) > 0.01 * fmax(1, fabs(a)); }

/* The target that decides the conclusion; -1: none does. */
static int target_of(const tracer *x) {
  const lfl_scenario *s = x->run->in->scenario;
  if (x->row->kind == LFL_CONCLUDE_TARGET) return x->row->subject_i;
  const char *indicator = x->row->kind == LFL_CONCLUDE_CLAIM ? s->claims[x->row->subject_i].indicator : NULL;
  for (int k = 0; indicator && strncmp(indicator, "target:", 7) == 0 && k < s->n_targets; k++)
    if (strcmp(indicator + 7, s->targets[k].id) == 0) return k;
  return -1;
}

/* What is shared out of a target. */
static double target_value(const tracer *x, double best, double asked) { return x->row->is_shared_by_unreached ? fmax(0, asked - best) : best; }

static known judge_point(const tracer *x, unsigned long mask, const lfl_what_if_point *p) {
  if (x->row->kind == LFL_CONCLUDE_SURVIVAL) return (known){mask, p->unserved_person_days, 0};
  const lfl_target_result *r = &p->targets[target_of(x)];
  if (x->row->kind == LFL_CONCLUDE_TARGET) return (known){mask, target_value(x, r->best_people, r->people), (int)target_can_be(r)};
  return (known){mask, r->best_people, (int)claim_weigh(&x->run->in->scenario->claims[x->row->subject_i], r->best_people, claim_most_people(r->best_people, r->bound_people))};
}

static known judge_plan(const tracer *x, unsigned long mask, const lfl_compared_set *set) {
  int i = x->row->subject_i;
  if (x->row->kind == LFL_CONCLUDE_CLAIM) return (known){mask, set->claim_figures[i], (int)set->claims[i]};
  if (x->row->kind == LFL_CONCLUDE_NEED) return (known){mask, set->need_served[i], set->need_served[i] >= set->need_asked[i] - 0.5};
  return (known){mask, set->served_people, !is_other_figure(x->row->figure[1], set->served_people)};
}

/* Solves groups as points of one what-if, of the target (LFL_NO: of survival, of which `told` is known; NULL: nothing), into points [n]. */
static lfl_status solve_points(const compare_run *run, const lfl_pair *pair, const unsigned long *masks, int n, int target_i, const lfl_what_if_known *told, lfl_arena *arena,
                               lfl_what_if_point *points) {
  lfl_scenario **made = lfl_arena_new(arena, (size_t)n, lfl_scenario *);
  const lfl_scenario **given = lfl_arena_new(arena, (size_t)n, const lfl_scenario *);
  lfl_tables **tables = lfl_arena_new(arena, (size_t)n, lfl_tables *);
  bool is_level = target_i < 0, *wants = lfl_arena_new(arena, (size_t)run->in->scenario->n_targets + 1, bool);
  lfl_status status = made && given && tables && wants ? LFL_OK : LFL_ERR_MEMORY;
  for (int k = 0; k < n && status == LFL_OK; k++) {
    status = make_mixed(run, pair, masks[k], &made[k], &tables[k]);
    given[k] = made[k];
  }
  if (status == LFL_OK && !is_level) wants[target_i] = true;
  if (status == LFL_OK) status = lfl_what_if(given, n, !is_level, told, is_level ? NULL : wants, &run->options, arena, points);
  for (int k = 0; k < n && made && tables; k++) {
    lfl_scenario_destroy(made[k]);
    lfl_tables_destroy(tables[k]);
  }
  return status;
}

static lfl_status solve_chain(tracer *x, const unsigned long *masks, int n) {
  lfl_arena *arena = lfl_arena_create();
  lfl_what_if_point *points = arena ? lfl_arena_new(arena, (size_t)n, lfl_what_if_point) : NULL;
  int target_i = x->row->kind == LFL_CONCLUDE_SURVIVAL ? LFL_NO : target_of(x);
  lfl_status status = points ? solve_points(x->run, x->pair, masks, n, target_i, NULL, arena, points) : LFL_ERR_MEMORY;
  for (int k = 0; k < n && status == LFL_OK; k++) x->list[x->n++] = judge_point(x, masks[k], &points[k]);
  lfl_arena_destroy(arena);
  return status;
}

/* A plan under the mixed numbers, kept for the pair's other conclusions. */
static lfl_status solve_plan(tracer *x, unsigned long mask) {
  plan_cache *cache = x->t->cache;
  const lfl_scenario *base = x->run->in->scenario;
  lfl_scenario *s = NULL;
  lfl_tables *tables = NULL;
  lfl_plan *plan = NULL;
  for (int k = 0; k < cache->n; k++)
    if (cache->masks[k] == mask) {
      x->list[x->n++] = judge_plan(x, mask, &cache->sets[k]);
      return LFL_OK;
    }
  if (cache->n == MOST_CACHED) return LFL_ERR_INTERNAL;
  lfl_compared_set set = {0};
  double *best = lfl_arena_new(cache->arena, (size_t)base->n_targets + 1, double);
  set.need_served = lfl_arena_new(cache->arena, (size_t)base->n_needs + 1, double);
  set.need_asked = lfl_arena_new(cache->arena, (size_t)base->n_needs + 1, double);
  set.claims = lfl_arena_new(cache->arena, (size_t)base->n_claims + 1, lfl_claim_answer);
  set.claim_figures = lfl_arena_new(cache->arena, (size_t)base->n_claims + 1, double);
  lfl_status status = best && set.need_served && set.need_asked && set.claims && set.claim_figures ? make_mixed(x->run, x->pair, mask, &s, &tables) : LFL_ERR_MEMORY;
  for (int k = 0; k < base->n_targets && best; k++) best[k] = (double)NAN; /* claims on targets are traced by the target */
  if (status == LFL_OK) status = compare_plan(x->run, s, NULL, best, &plan);
  if (status == LFL_OK) {
    compare_take_plan(plan, &set);
    cache->masks[cache->n] = mask;
    cache->sets[cache->n++] = set;
    x->list[x->n++] = judge_plan(x, mask, &set);
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  return status;
}

/* All the first party's numbers, and all the second's, are solved already. */
static void take_both_ends(tracer *x) {
  const lfl_comparison *c = x->run->c;
  unsigned long masks[2] = {0, (1UL << x->pair->n_topics) - 1};
  int i = x->row->subject_i;
  for (int side = 0; side < 2; side++) {
    const lfl_compared_set *set = &c->sets[side ? x->pair->b : x->pair->a];
    if (x->row->kind == LFL_CONCLUDE_SURVIVAL) x->list[x->n++] = (known){masks[side], set->unserved_person_days, 0};
    else if (x->row->kind == LFL_CONCLUDE_TARGET) x->list[x->n++] = (known){masks[side], target_value(x, set->best_people[i], set->all_people[i]), (int)set->verdicts[i]};
    else x->list[x->n++] = judge_plan(x, masks[side], set);
  }
}

bool trace_is_ahead(const compare_run *run, const lfl_pair *pair) {
  return pair->n_topics > 0 && pair->n_topics <= MOST_EXACT_PLAYERS && run->in->scenario->n_projects > 0;
}

/* Do two groups differ by limits only, none of which is tighter under one? *which: 1 it is b, -1 it is a, 0 they do not, or one has errors. */
static lfl_status find_looser(const compare_run *run, const lfl_pair *pair, unsigned long a, unsigned long b, int *which) {
  lfl_scenario *s[2] = {NULL, NULL};
  lfl_tables *tables[2] = {NULL, NULL};
  lfl_status status = make_mixed(run, pair, a, &s[0], &tables[0]);
  if (status == LFL_OK) status = make_mixed(run, pair, b, &s[1], &tables[1]);
  *which = status != LFL_OK ? 0 : lfl_what_if_is_looser(s[0], s[1]) ? 1 : lfl_what_if_is_looser(s[1], s[0]) ? -1 : 0;
  for (int k = 0; k < 2; k++) {
    lfl_scenario_destroy(s[k]);
    lfl_tables_destroy(tables[k]);
  }
  return status == LFL_ERR_DATA ? LFL_OK : status;
}

lfl_status trace_find_limit_topic(const compare_run *run, int pair_i, limit_topic *topic) {
  const lfl_pair *pair = &run->c->pairs[pair_i];
  lfl_status status = LFL_OK;
  *topic = (limit_topic){0};
  for (int k = 0; k < pair->n_topics && status == LFL_OK && !topic->bit; k++) {
    int which;
    status = find_looser(run, pair, 0, 1UL << k, &which);
    if (which) *topic = (limit_topic){1UL << k, which > 0};
  }
  return status;
}

/* All of a party's numbers: its own level. */
static bool is_end(const lfl_pair *pair, unsigned long mask) { return mask == 0 || mask == (1UL << pair->n_topics) - 1; }

static int set_of_end(const lfl_pair *pair, unsigned long mask) { return mask ? pair->b : pair->a; }

static double level_of_end(const compare_run *run, const lfl_pair *pair, unsigned long mask) {
  int i = set_of_end(pair, mask);
  double by_plan = compare_level_by_plan(run, i);
  return isnan(by_plan) ? run->c->sets[i].unserved_person_days : by_plan;
}

/* Of the group without the limit topic and that with it. */
static unsigned long tighter_of(unsigned long mask, const limit_topic *topic) { return topic->is_second_looser ? mask : mask | topic->bit; }
static unsigned long looser_of(unsigned long mask, const limit_topic *topic) { return topic->is_second_looser ? mask | topic->bit : mask; }

int trace_plan_for(const compare_run *run, int pair_i, unsigned long mask, const limit_topic *topic) {
  const lfl_pair *pair = &run->c->pairs[pair_i];
  unsigned long tighter = tighter_of(mask, topic);
  bool is_wanted = topic->bit && is_end(pair, tighter) && compare_has_level_by_plan(run, set_of_end(pair, tighter));
  return is_wanted ? set_of_end(pair, tighter) : -1;
}

lfl_status trace_group(const compare_run *run, int pair_i, unsigned long mask, const limit_topic *topic, double *levels) {
  const lfl_pair *pair = &run->c->pairs[pair_i];
  unsigned long in_turn[2] = {tighter_of(mask, topic), looser_of(mask, topic)};
  lfl_what_if_known told = {-(double)INFINITY, (double)NAN, (double)NAN};
  lfl_arena *arena = lfl_arena_create();
  lfl_status status = arena ? LFL_OK : LFL_ERR_MEMORY;
  for (int k = 0; k < (topic->bit ? 2 : 1) && status == LFL_OK; k++) {
    lfl_what_if_point point;
    int which = 1;
    if (is_end(pair, in_turn[k])) {
      if (k == 0) told.value = level_of_end(run, pair, in_turn[k]);
      continue;
    }
    if (k == 1) status = find_looser(run, pair, in_turn[0], in_turn[1], &which);
    if (which <= 0) told.value = (double)NAN; /* not with the group's other numbers */
    if (status == LFL_OK) status = solve_points(run, pair, &in_turn[k], 1, LFL_NO, &told, arena, &point);
    if (status == LFL_OK) levels[in_turn[k]] = told.value = point.unserved_person_days;
  }
  lfl_arena_destroy(arena);
  return status;
}

/* What is solved ahead. */
static void take_groups(tracer *x) {
  const double *levels = x->row->kind == LFL_CONCLUDE_SURVIVAL ? x->run->group_levels[x->t->pair] : NULL;
  for (unsigned long mask = 0; levels && mask < 1UL << x->pair->n_topics; mask++)
    if (!isnan(levels[mask])) x->list[x->n++] = (known){mask, levels[mask], 0};
}

static bool is_by_plan(const tracer *x) { return x->row->kind >= LFL_CONCLUDE_CLAIM && target_of(x) < 0; }

/* The group's value, solved if it is not known. */
static const known *evaluate(tracer *x, unsigned long mask) {
  const known *k = find(x, mask);
  if (k || x->t->status != LFL_OK) return k;
  if (x->n >= MOST_GROUPS) x->t->status = LFL_ERR_INTERNAL;
  else x->t->status = is_by_plan(x) ? solve_plan(x, mask) : solve_chain(x, &mask, 1);
  return find(x, mask);
}

static bool value_of(unsigned long mask, double *value, void *user) {
  const known *k = evaluate(user, mask);
  if (k) *value = k->value;
  return k && isfinite(k->value);
}

static bool turns(unsigned long mask, bool *it_does, void *user) {
  tracer *x = user;
  const known *k = evaluate(x, mask), *all = k ? evaluate(x, (1UL << x->pair->n_topics) - 1) : NULL;
  if (all) *it_does = k->answer == all->answer;
  return all != NULL;
}

void trace_conclusion(compare_run *run, trace *t) {
  tracer x = {run, t, &run->c->pairs[t->pair], &run->c->conclusions[t->conclusion], lfl_calloc(MOST_GROUPS + 1, sizeof(known)), 0};
  int n = x.pair->n_topics;
  t->status = x.list ? LFL_OK : LFL_ERR_MEMORY;
  if (n < 1 || n > MOST_PLAYERS || t->status != LFL_OK) {
    lfl_free(x.list);
    return;
  }
  take_both_ends(&x);
  take_groups(&x);
  bool is_exact = n <= MOST_EXACT_PLAYERS;
  if (is_exact && !is_by_plan(&x)) {
    unsigned long masks[1 << MOST_EXACT_PLAYERS];
    int n_masks = 0;
    for (unsigned long k = 0; k < 1UL << n; k++)
      if (!find(&x, k ^ k >> 1)) masks[n_masks++] = k ^ k >> 1;
    if (n_masks) t->status = solve_chain(&x, masks, n_masks);
  }
  if (t->status == LFL_OK) {
    t->n_orders = is_exact ? 0 : N_ORDERS;
    t->has_shares = is_exact ? shapley_exact(n, value_of, &x, t->shares) : shapley_sampled(n, value_of, &x, N_ORDERS, SEED, t->shares, t->errors);
  }
  if (t->status == LFL_OK && !x.row->holds && !smallest_groups(n, turns, &x, BUDGET, t->groups, (int)(sizeof t->groups / sizeof t->groups[0]), &t->n_groups, &t->is_smallest))
    t->n_groups = 0;
  if (t->status == LFL_ERR_DATA) { /* a road of one topic may lead to a place of another */
    t->has_errors = true;
    t->has_shares = false;
    t->status = LFL_OK;
  }
  lfl_free(x.list);
}
