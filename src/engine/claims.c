/* Claims: statements held against the plan. An indicator says in a small language which figure
 * decides (scenarios/rafah-2024/README.md lists the words); the figure is looked up in the
 * plan's own tables. O(rows of the plan) a claim. Tests: tests/unit/test_engine.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/master.h"

enum { MOST_WORDS = 5, LONGEST_WORD = 96 };

typedef struct words {
  int n;
  char word[MOST_WORDS][LONGEST_WORD];
} words;

static words split(const char *text) {
  words w = {0};
  while (text && w.n < MOST_WORDS) {
    size_t length = strcspn(text, ":");
    if (length >= LONGEST_WORD) return (words){0};
    memcpy(w.word[w.n], text, length);
    w.word[w.n++][length] = 0;
    if (!text[length]) break;
    text += length + 1;
  }
  return w;
}

typedef struct figure {
  double value;     /* NaN: nothing decides */
  bool at_least;    /* the value is only known to be at least this */
  const char *what; /* in words */
} figure;

static const figure NOTHING = {(double)NAN, false, NULL};

static int capacity_by_name(const char *name) {
  for (int k = 0; k < LFL_N_CAPACITIES; k++)
    if (strcmp(name, lfl_capacity_name((lfl_capacity)k)) == 0) return k;
  return -1;
}

/* Whole units of a construction finished by the end of each day, over all places, into [n_days]. */
static bool finished_units(const lfl_plan *plan, int construction_i, double *finished) {
  const lfl_scenario *s = plan->scenario;
  double *parts = lfl_arena_new(plan->arena, (size_t)s->n_places * (size_t)s->n_days, double);
  if (!parts) return false;
  for (int k = 0; k < plan->n_builds; k++)
    if (plan->builds[k].construction_i == construction_i) parts[lfl_at(s, plan->builds[k].place_i, plan->builds[k].day)] += plan->builds[k].units;
  for (int i = 0; i < s->n_places; i++) {
    double built = 0;
    for (int day = 0; day < s->n_days; day++) {
      built += parts[lfl_at(s, i, day)];
      finished[day] += floor(built + 1e-6);
    }
  }
  return true;
}

static figure built_units(const lfl_plan *plan, const char *id) {
  const lfl_scenario *s = plan->scenario;
  for (int c = 0; c < s->n_constructions; c++) {
    if (strcmp(s->constructions[c].id, id) != 0) continue;
    double *finished = lfl_arena_new(plan->arena, (size_t)s->n_days, double);
    if (!finished || !finished_units(plan, c, finished)) return NOTHING;
    return (figure){finished[s->n_days - 1], false, "built by the last day"};
  }
  return NOTHING;
}

static figure days_to_build(const lfl_plan *plan, const char *name, const char *people_text) {
  const lfl_scenario *s = plan->scenario;
  int capacity = capacity_by_name(name);
  double wanted = strtod(people_text, NULL);
  if (capacity < 0 || !(wanted > 0)) return NOTHING;
  double *ready = lfl_arena_new(plan->arena, (size_t)s->n_days, double);
  if (!ready) return NOTHING;
  for (int c = 0; c < s->n_constructions; c++) {
    const lfl_construction *con = &s->constructions[c];
    double *finished = lfl_arena_new(plan->arena, (size_t)s->n_days, double);
    if ((int)con->capacity != capacity) continue;
    if (!finished || !finished_units(plan, c, finished)) return NOTHING;
    for (int day = con->settle_days; day < s->n_days; day++) ready[day] += finished[day - con->settle_days] * con->people_per_unit;
  }
  for (int day = 0; day < s->n_days; day++)
    if (ready[day] >= wanted) return (figure){day + 1, false, "days until so much is built"};
  return (figure){s->n_days + 1, true, "days at least until so much is built"};
}

static figure target_figure(const lfl_plan *plan, const char *id) {
  const lfl_scenario *s = plan->scenario;
  for (int k = 0; k < s->n_targets; k++)
    if (strcmp(s->targets[k].id, id) == 0) return (figure){plan->targets[k].best_people, false, "people at most, in any plan"};
  return NOTHING;
}

static figure served_people(const lfl_plan *plan, const char *need, const char *tier, const char *day_text) {
  int day = (int)strtol(day_text, NULL, 10);
  double people = 0;
  bool is_known = false;
  for (int k = 0; k < plan->n_service; k++) {
    const lfl_service_row *row = &plan->service[k];
    if (row->day != day || strcmp(plan->scenario->needs[row->need_i].id, need) != 0 || strcmp(lfl_tier_name(row->tier), tier) != 0) continue;
    people += row->served_people;
    is_known = true;
  }
  return is_known ? (figure){people, false, "people served on that day"} : NOTHING;
}

static figure capacity_people(const lfl_plan *plan, const char *name, const char *day_text) {
  int capacity = capacity_by_name(name), day = (int)strtol(day_text, NULL, 10);
  if (capacity < 0 || day < 0 || day >= plan->scenario->n_days) return NOTHING;
  double people = 0;
  for (int k = 0; k < plan->n_capacity; k++)
    if (plan->capacity[k].day == day && (int)plan->capacity[k].capacity == capacity) people += plan->capacity[k].people;
  return (figure){people, false, "people with capacity on that day"};
}

static figure find_figure(const lfl_plan *plan, const char *indicator) {
  words w = split(indicator);
  if (w.n == 2 && strcmp(w.word[0], "built_units") == 0) return built_units(plan, w.word[1]);
  if (w.n == 3 && strcmp(w.word[0], "days_to_build") == 0) return days_to_build(plan, w.word[1], w.word[2]);
  if (w.n == 2 && strcmp(w.word[0], "target") == 0) return target_figure(plan, w.word[1]);
  if (w.n == 4 && strcmp(w.word[0], "served_people") == 0) return served_people(plan, w.word[1], w.word[2], w.word[3]);
  if (w.n == 3 && strcmp(w.word[0], "capacity_people") == 0) return capacity_people(plan, w.word[1], w.word[2]);
  return NOTHING;
}

static lfl_claim_answer weigh(const lfl_claim *claim, figure f) {
  if (isnan(f.value) || (isnan(claim->value_low) && isnan(claim->value_high))) return LFL_CLAIM_OPEN;
  bool is_low = !isnan(claim->value_low) && f.value < claim->value_low;
  bool is_high = !isnan(claim->value_high) && f.value > claim->value_high;
  if (f.at_least && is_low) return LFL_CLAIM_OPEN;
  if (f.at_least && !isnan(claim->value_high) && !is_high) return LFL_CLAIM_OPEN;
  return is_low || is_high ? LFL_CLAIM_CONTRADICTED : LFL_CLAIM_CONFIRMED;
}

lfl_claim_answer claim_weigh(const lfl_claim *claim, double figure_value) { return weigh(claim, (figure){figure_value, false, NULL}); }

lfl_status lfl_plan_answer_claims(lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  for (int k = 0; k < s->n_claims; k++) {
    figure f = find_figure(plan, s->claims[k].indicator);
    lfl_claim_result *result = &plan->claims[k];
    *result = (lfl_claim_result){k, weigh(&s->claims[k], f), f.value, NULL};
    result->text = isnan(f.value) ? lfl_arena_printf(plan->arena, "No figure of the plan answers '%s'.",
                                                     s->claims[k].indicator ? s->claims[k].indicator : "")
                                  : lfl_arena_printf(plan->arena, "%.0f %s.", f.value, f.what);
    if (!result->text) return LFL_ERR_MEMORY;
  }
  return LFL_OK;
}
