/* What a plan of whole things comes to: rows that are one joined, the published value of each level, and the people it
 * reaches for a target, from the plan's own tables. O(rows log rows). Tests: tests/unit/test_keys.c, every case. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"
#include "model/willing.h"

/* Rows of one kind: their key is their first fields, and the numbers from units_at on are added up. */
typedef struct row_kind {
  size_t size, key_size, units_at, n_units;
} row_kind;

typedef struct keyed_row {
  const row_kind *kind;
  char *row;
} keyed_row;

static int by_key(const void *a, const void *b) {
  const keyed_row *x = a, *y = b;
  int order = memcmp(x->row, y->row, x->kind->key_size);
  return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static void add_units(const row_kind *kind, char *to, const char *row) {
  for (size_t at = kind->units_at; at < kind->units_at + kind->n_units * sizeof(double); at += sizeof(double)) {
    double sum, more;
    memcpy(&sum, to + at, sizeof sum);
    memcpy(&more, row + at, sizeof more);
    sum += more;
    memcpy(to + at, &sum, sizeof sum);
  }
}

/* Of rows with one key the first has the units of all, and the others go. */
static bool join_rows_of(const row_kind *kind, void *rows, int *n) {
  keyed_row *list = lfl_calloc((size_t)*n + 1, sizeof *list);
  bool *is_joined = lfl_calloc((size_t)*n + 1, sizeof *is_joined);
  bool is_fine = list && is_joined;
  for (int k = 0; is_fine && k < *n; k++) list[k] = (keyed_row){kind, (char *)rows + (size_t)k * kind->size};
  if (is_fine && *n) qsort(list, (size_t)*n, sizeof *list, by_key);
  for (int k = 1, first = 0; is_fine && k < *n; k++) {
    if (memcmp(list[first].row, list[k].row, kind->key_size) != 0) {
      first = k;
      continue;
    }
    add_units(kind, list[first].row, list[k].row);
    is_joined[(size_t)(list[k].row - (char *)rows) / kind->size] = true;
  }
  int n_left = 0;
  for (int k = 0; is_fine && k < *n; k++)
    if (!is_joined[k]) memmove((char *)rows + (size_t)n_left++ * kind->size, (char *)rows + (size_t)k * kind->size, kind->size);
  if (is_fine) *n = n_left;
  lfl_free(list);
  lfl_free(is_joined);
  return is_fine;
}

#define KEYED_BY(row, last_of_key, first_units, n_units) {sizeof(row), offsetof(row, last_of_key) + sizeof((row){0}.last_of_key), offsetof(row, first_units), n_units}

bool join_rows(lfl_plan *plan) {
  static const row_kind MOVEMENT = KEYED_BY(lfl_movement_row, way_i, people, 2), DRAW = KEYED_BY(lfl_draw_row, supply_i, units, 1),
                        USE = KEYED_BY(lfl_use_row, kind, units, 1), BUILD = KEYED_BY(lfl_build_row, construction_i, units, 1);
  return join_rows_of(&MOVEMENT, plan->movements, &plan->n_movements) && join_rows_of(&DRAW, plan->draws, &plan->n_draws) &&
         join_rows_of(&USE, plan->uses, &plan->n_uses) && join_rows_of(&BUILD, plan->builds, &plan->n_builds);
}

/* Days on the way, unserved: weight * people * days over the movements. */
static double on_the_way(const lfl_plan *plan, lfl_tier tier) {
  const lfl_scenario *s = plan->scenario;
  double sum = 0;
  for (int k = 0; k < plan->n_movements; k++) {
    const lfl_movement_row *row = &plan->movements[k];
    double weight = 0;
    for (int n = 0; n < s->n_needs; n++)
      if (s->needs[n].has_tier[tier] && lfl_need_applies(s, n, row->from_i)) weight += s->needs[n].weight;
    sum += weight * s->places[row->from_i].in_need_share * row->people * (row->arrive_day - row->day);
  }
  return sum;
}

/* People in need are whole here, as those served are: no part of one goes unserved where all others are served. */
static double unserved(const lfl_plan *plan, lfl_tier tier) {
  const lfl_scenario *s = plan->scenario;
  double sum = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++)
      for (int day = 0; lfl_need_applies(s, n, i) && s->needs[n].has_tier[tier] && day < s->n_days; day++)
        sum += s->needs[n].weight * lfl_whole_in_need(&s->places[i], plan->people[lfl_at(s, i, day)]);
  for (int k = 0; k < plan->n_service; k++)
    if (plan->service[k].tier == tier) sum -= s->needs[plan->service[k].need_i].weight * plan->service[k].served_people;
  return sum + on_the_way(plan, tier);
}

static double at_risk(const lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  double sum = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; s->places[i].is_host && day < s->n_days; day++)
      if (s->place_at_risk[lfl_at(s, i, day)]) sum += plan->people[lfl_at(s, i, day)];
  return s->risk_weight * lfl_n_survival_needs(s) * sum;
}

static double worst_place(const lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  double worst = 0;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *place = &s->places[i];
    int n_needs = lfl_place_n_survival_needs(s, i);
    double asked = lfl_whole_in_need(place, place->people) * s->n_days * n_needs, sum = 0;
    if (!place->is_host || !(asked > 0)) continue;
    for (int day = 0; day < s->n_days; day++) sum += n_needs * lfl_whole_in_need(place, plan->people[lfl_at(s, i, day)]);
    for (int k = 0; k < plan->n_service; k++)
      if (plan->service[k].place_i == i && plan->service[k].tier == LFL_SURVIVAL) sum -= plan->service[k].served_people;
    for (int k = 0; k < plan->n_movements; k++) {
      const lfl_movement_row *row = &plan->movements[k];
      if (row->from_i == i) sum += n_needs * place->in_need_share * row->people * (row->arrive_day - row->day);
    }
    worst = fmax(worst, sum / asked);
  }
  return worst;
}

void publish_levels(lfl_plan *plan) {
  for (int k = 0; k < plan->n_levels; k++) {
    double value = 0;
    switch (plan->levels[k].kind) {
      case LFL_LEVEL_SURVIVAL:
        value = unserved(plan, LFL_SURVIVAL) + at_risk(plan);
        break;
      case LFL_LEVEL_FAIRNESS:
        value = worst_place(plan);
        break;
      case LFL_LEVEL_MINIMUM:
        value = unserved(plan, LFL_MINIMUM);
        break;
      case LFL_LEVEL_MOVEMENT:
        for (int i = 0; i < plan->n_movements; i++) value += plan->movements[i].people * plan->ways[plan->movements[i].way_i].km;
        break;
      case LFL_LEVEL_COST:
        for (int i = 0; i < plan->n_spending; i++) value += plan->spending[i].amount;
        break;
      case LFL_N_LEVELS:
        break;
    }
    plan->levels[k].published_value = value;
  }
}

static bool is_asked(const lfl_scenario *s, const lfl_target *target, int need_i) {
  return target->need_i >= 0 ? need_i == target->need_i : s->needs[need_i].has_tier[target->tier];
}

int target_last_day(const lfl_scenario *s, const lfl_target *target) { return target->by_day < s->n_days ? target->by_day : s->n_days - 1; }

double target_in_need(const lfl_scenario *s, const lfl_target *target, int day) {
  double people = 0;
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].is_host && lfl_place_is_within(s, i, target->place_i)) people += lfl_place_in_need(s, i, day);
  return people;
}

/* On the fullest day from by_day on. */
static double all_in_need(const lfl_scenario *s, const lfl_target *target) {
  double most = 0;
  for (int day = target->by_day; day < s->n_days; day++) most = fmax(most, target_in_need(s, target, day));
  return most;
}

double target_asked_people(const lfl_scenario *s, const lfl_target *target) {
  if (target->people < (double)INFINITY) return target->people;
  if (target->kind == LFL_TARGET_SERVED) return all_in_need(s, target);
  if (target->kind == LFL_TARGET_CAPACITY) return target_in_need(s, target, target_last_day(s, target));
  double people = 0;
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].is_host && lfl_place_is_within(s, i, target->place_i)) people += s->places[i].people;
  return people;
}

/* The least number served over the days from by_day on. For "all", unserved people count
 * against everyone in need on the fullest day. */
static double served_people(const lfl_plan *plan, const lfl_target *target) {
  const lfl_scenario *s = plan->scenario;
  size_t n = (size_t)s->n_places * (size_t)s->n_days;
  double *least = lfl_calloc(n + 1, sizeof *least);
  if (!least) return 0;
  for (size_t i = 0; i < n; i++) least[i] = (double)INFINITY;
  for (int k = 0; k < plan->n_service; k++) {
    const lfl_service_row *row = &plan->service[k];
    if (row->tier == target->tier && is_asked(s, target, row->need_i))
      least[lfl_at(s, row->place_i, row->day)] = fmin(least[lfl_at(s, row->place_i, row->day)], row->served_people);
  }
  double fewest = (double)INFINITY, all = target_asked_people(s, target);
  for (int day = target->by_day; day < s->n_days; day++) {
    double served = 0, people = 0;
    for (int i = 0; i < s->n_places; i++) {
      if (!s->places[i].is_host || !lfl_place_is_within(s, i, target->place_i)) continue;
      people += lfl_whole_in_need(&s->places[i], plan->people[lfl_at(s, i, day)]);
      if (least[lfl_at(s, i, day)] < (double)INFINITY) served += least[lfl_at(s, i, day)];
    }
    if (!(target->people < (double)INFINITY)) served = people - served > 0 ? all - (people - served) : all;
    fewest = fmin(fewest, served);
  }
  lfl_free(least);
  return fewest < (double)INFINITY ? fmax(0, fewest) : 0;
}

double target_plan_people(const lfl_plan *plan, const lfl_target *target) {
  const lfl_scenario *s = plan->scenario;
  double people = 0;
  switch (target->kind) {
    case LFL_TARGET_MOVE_OUT:
      for (int k = 0; k < plan->n_movements; k++)
        if (plan->movements[k].day <= target->by_day && lfl_target_counts_move(s, target, plan->movements[k].from_i, plan->movements[k].to_i))
          people += plan->movements[k].people;
      return people;
    case LFL_TARGET_SERVED:
      return served_people(plan, target);
    case LFL_TARGET_CAPACITY:
      for (int k = 0; k < plan->n_capacity; k++)
        if (plan->capacity[k].day == target->by_day && plan->capacity[k].capacity == target->capacity &&
            lfl_place_is_within(s, plan->capacity[k].place_i, target->place_i))
          people += plan->capacity[k].people;
      return people;
  }
  return people;
}

/* What survival asks for if nobody moves, weighted as the level weighs it. */
static double survival_asked(const lfl_scenario *s) {
  double sum = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; s->places[i].is_host && day < s->n_days; day++)
      for (int n = 0; n < s->n_needs; n++)
        if (lfl_need_applies(s, n, i) && s->needs[n].has_tier[LFL_SURVIVAL]) sum += s->needs[n].weight * lfl_place_in_need(s, i, day);
  return sum;
}

static double share_of_asked(double asked, double unserved) { return asked > 0 ? fmin(1, fmax(0, 1 - unserved / asked)) : 1; }

static double more_or_fewer(const int *columns, long k, const double *x) { return columns[k] >= 0 ? x[columns[k]] : 0; }

/* The part of the survival level that is days at risk: in the solution x, or with NULL if nobody moves. */
static double level_at_risk(const lfl_master *m, const double *x) {
  const lfl_scenario *s = m->s;
  double people = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; s->places[i].is_host && day < s->n_days; day++) {
      long k = lfl_at(s, i, day);
      if (!s->place_at_risk[k]) continue;
      people += s->people_unplanned[k] + (x ? more_or_fewer(m->col_received, k, x) - more_or_fewer(m->col_left, k, x) : 0);
    }
  return s->risk_weight * lfl_n_survival_needs(s) * people;
}

/* What is asked for is of where people are at first: of plans that leave as little, one may have moved more of them to where more is asked for. Days at risk are no
 * service: with them a scenario that weighs them more would seem to serve fewer. */
double survival_share_at(const lfl_master *m, double level) {
  const double NEAR = 1e-6; /* levels are held, not met to the last digit */
  double asked = survival_asked(m->s), unserved = level;
  if (lfl_counts_risk(m->s)) { /* where repairs are decided the solution at hand may be another */
    const double *x = lfl_lp_values(m->lp);
    bool is_at_hand = fabs(master_cost_of(m, COST_SURVIVAL, x) + m->constant[COST_SURVIVAL] - level) <= NEAR * fmax(1, fabs(level));
    unserved -= level_at_risk(m, is_at_hand ? x : NULL);
  }
  return share_of_asked(asked, unserved);
}

double lfl_plan_survival_share(const lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  bool is_survival = plan->n_levels && plan->levels[0].kind == LFL_LEVEL_SURVIVAL;
  if (plan->n_sets) return plan->sets[0].survival_share;
  return is_survival && !lfl_counts_risk(s) ? share_of_asked(survival_asked(s), plan->levels[0].value) : (double)NAN;
}

double master_survival_share(const lfl_master *m, const lfl_level *levels, int n_levels) {
  for (int k = 0; k < n_levels; k++)
    if (levels[k].kind == LFL_LEVEL_SURVIVAL) return survival_share_at(m, levels[k].value);
  return survival_share_at(m, master_cost_of(m, COST_SURVIVAL, lfl_lp_values(m->lp)) + m->constant[COST_SURVIVAL]);
}
