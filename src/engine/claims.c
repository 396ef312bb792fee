/* Claims: statements held against the plan. An indicator says in a small language which figure
 * decides (scenarios/rafah-2024/README.md lists the words). What a plan holds is looked up in its own tables; what is
 * possible at all (targets, days to build) comes from what was solved for it and may be known as a range only: then a claim is
 * open unless all of the range confirms or contradicts it. O(rows of the plan) a claim. Tests: tests/cases/claims.case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/claims.h"

/* What decides a claim lies between two numbers, which are one where it is known. */
typedef struct figure {
  double low, high; /* NaN: nothing decides; high INFINITY: no end is known */
  const char *text; /* one sentence */
} figure;

static const figure NOTHING = {(double)NAN, (double)NAN, NULL};

static figure known(const lfl_plan *plan, double value, const char *what) {
  return (figure){value, value, lfl_arena_printf(plan->arena, "%.0f %s.", value, what)};
}

/* Whole units of the construction finished by the last day, over all places. */
static figure built_units(const lfl_plan *plan, const char *id) {
  const lfl_scenario *s = plan->scenario;
  for (int c = 0; c < s->n_constructions; c++) {
    if (strcmp(s->constructions[c].id, id) != 0) continue;
    double *built = lfl_arena_new(plan->arena, (size_t)s->n_places, double), finished = 0;
    if (!built) return NOTHING;
    for (int k = 0; k < plan->n_builds; k++)
      if (plan->builds[k].construction_i == c) built[plan->builds[k].place_i] += plan->builds[k].units;
    for (int i = 0; i < s->n_places; i++) finished += floor(built[i] + 1e-6);
    return known(plan, finished, "built by the last day");
  }
  return NOTHING;
}

/* Days that this plan takes until so many people have new capacity; 0: it does not get there. */
static int plan_days(const lfl_plan *plan, int capacity, double wanted) {
  const lfl_scenario *s = plan->scenario;
  double *ready = lfl_arena_new(plan->arena, (size_t)s->n_days, double), existing = claim_existing(s, capacity);
  for (int k = 0; ready && k < plan->n_capacity; k++)
    if ((int)plan->capacity[k].capacity == capacity) ready[plan->capacity[k].day] += plan->capacity[k].people;
  for (int day = 0; ready && day < s->n_days; day++)
    if (lfl_target_is_enough(ready[day], existing + wanted)) return day + 1;
  return 0;
}

static const char *count_days(const lfl_plan *plan, int days) { return lfl_arena_printf(plan->arena, "%d day%s", days, days == 1 ? "" : "s"); }

/* What takes fewest days decides, whichever plan does it; this plan shows that no more are needed. */
static figure days_to_build(const lfl_plan *plan, const lfl_claim_days *any, int capacity, double wanted) {
  int own = plan_days(plan, capacity, wanted), n_days = plan->scenario->n_days, least = any->least > 1 ? any->least : 1;
  int most = own && (!any->most || own < any->most) ? own : any->most;
  const char *here = own ? lfl_arena_printf(plan->arena, "this plan takes %s", count_days(plan, own)) : "this plan does not get there";
  const char *text;
  if (!any->least) text = lfl_arena_printf(plan->arena, "%c%s; whether another %s was not looked for.", here[0] - 'a' + 'A', here + 1, own ? "takes fewer" : "does");
  else if (!most && least > n_days) text = lfl_arena_printf(plan->arena, "No plan gets there within the %d days planned.", n_days);
  else if (!most) text = lfl_arena_printf(plan->arena, "No plan takes fewer than %s; none was found that gets there.", count_days(plan, least));
  else if (most == least) text = lfl_arena_printf(plan->arena, "%s at the earliest, in any plan; %s.", count_days(plan, least), here);
  else text = lfl_arena_printf(plan->arena, "At the earliest %d to %s, in any plan; %s.", least, count_days(plan, most), here);
  return (figure){least, most ? most : (double)INFINITY, text};
}

/* People are whole; what is proved is no less than what is found. */
static figure target_figure(const lfl_plan *plan, const char *id) {
  const lfl_scenario *s = plan->scenario;
  for (int k = 0; k < s->n_targets; k++) {
    if (strcmp(s->targets[k].id, id) != 0) continue;
    double best = plan->targets[k].best_people, most = claim_most_people(best, plan->targets[k].bound_people);
    if (isnan(best)) return NOTHING;
    if (most == best) return known(plan, best, "people at most, in any plan");
    return (figure){best, most, most < (double)INFINITY ? lfl_arena_printf(plan->arena, "%.0f to %.0f people at most, in any plan.", best, most)
                                                       : lfl_arena_printf(plan->arena, "%.0f people at least can be reached.", best)};
  }
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
  return is_known ? known(plan, people, "people served on that day") : NOTHING;
}

static figure capacity_people(const lfl_plan *plan, const char *name, const char *day_text) {
  int capacity = lfl_capacity_called(name), day = (int)strtol(day_text, NULL, 10);
  if (capacity < 0 || day < 0 || day >= plan->scenario->n_days) return NOTHING;
  double people = 0;
  for (int k = 0; k < plan->n_capacity; k++)
    if (plan->capacity[k].day == day && (int)plan->capacity[k].capacity == capacity) people += plan->capacity[k].people;
  return known(plan, people, "people with capacity on that day");
}

static figure find_figure(const lfl_plan *plan, int claim_i) {
  const lfl_claim *claim = &plan->scenario->claims[claim_i];
  claim_words w = claim_split(claim->indicator);
  int capacity;
  double people;
  if (w.n == 2 && strcmp(w.word[0], "built_units") == 0) return built_units(plan, w.word[1]);
  if (claim_asks_days(claim, &capacity, &people)) return days_to_build(plan, &plan->claim_days[claim_i], capacity, people);
  if (w.n == 2 && strcmp(w.word[0], "target") == 0) return target_figure(plan, w.word[1]);
  if (w.n == 4 && strcmp(w.word[0], "served_people") == 0) return served_people(plan, w.word[1], w.word[2], w.word[3]);
  if (w.n == 3 && strcmp(w.word[0], "capacity_people") == 0) return capacity_people(plan, w.word[1], w.word[2]);
  return NOTHING;
}

double claim_most_people(double best, double bound) {
  double most = lfl_whole_people(bound);
  return isnan(most) || most < best ? best : most;
}

/* Every number that it can be, or none, lies within what the claim says; else it is open. */
lfl_claim_answer claim_weigh(const lfl_claim *claim, double low, double high) {
  if (isnan(low) || (isnan(claim->value_low) && isnan(claim->value_high))) return LFL_CLAIM_OPEN;
  double least = isnan(claim->value_low) ? -(double)INFINITY : claim->value_low, most = isnan(claim->value_high) ? (double)INFINITY : claim->value_high;
  if (high < least || low > most) return LFL_CLAIM_CONTRADICTED;
  return low >= least && high <= most ? LFL_CLAIM_CONFIRMED : LFL_CLAIM_OPEN;
}

/* The end of the range that decides; where neither does, what is found to be possible. */
static double deciding(const lfl_claim *claim, const figure *f, bool is_fewest_wanted) {
  if (!isnan(claim->value_low) && f->high < claim->value_low) return f->high;
  if (!isnan(claim->value_high) && f->low > claim->value_high) return f->low;
  return is_fewest_wanted && f->high < (double)INFINITY ? f->high : f->low;
}

lfl_status lfl_plan_answer_claims(lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  for (int k = 0; k < s->n_claims; k++) {
    const lfl_claim *claim = &s->claims[k];
    figure f = find_figure(plan, k);
    int capacity;
    double people;
    if (isnan(f.low)) f.text = claim->indicator ? lfl_arena_printf(plan->arena, "No figure of the plan answers '%s'.", claim->indicator) : "No figure decides it: the claim names no indicator.";
    plan->claims[k] = (lfl_claim_result){k, claim_weigh(claim, f.low, f.high), deciding(claim, &f, claim_asks_days(claim, &capacity, &people)), f.text};
    if (!f.text) return LFL_ERR_MEMORY;
  }
  return LFL_OK;
}
