/* Checking levels and targets: the sums that a plan is judged by. */
#include <math.h>

#include "check/checker.h"
#include "model/willing.h"

/* People in need there on the day: whole ones, as the plan's figures count them, or with parts of people, as bounds do. */
static double in_need(const checker *c, int place_i, int day, bool is_whole) {
  double people = c->people[in_days(c, place_i, day)];
  return is_whole ? lfl_whole_in_need(&c->s->places[place_i], people) : people * c->s->places[place_i].in_need_share;
}

static double unserved_weighted(const checker *c, lfl_tier tier, bool is_whole) {
  const lfl_scenario *s = c->s;
  double sum = 0;
  for (int n = 0; n < s->n_needs; n++) {
    double people = 0;
    for (int i = 0; i < s->n_places; i++)
      for (int day = 0; s->needs[n].has_tier[tier] && lfl_need_applies(s, n, i) && day < c->T; day++)
        people += in_need(c, i, day, is_whole) - c->served[in_needs(c, i, n, (int)tier, day)];
    for (int k = 0; s->needs[n].has_tier[tier] && k < c->plan->n_movements; k++) {
      const lfl_movement_row *r = &c->plan->movements[k];
      if (lfl_need_applies(s, n, r->from_i)) people += r->people * s->places[r->from_i].in_need_share * (r->arrive_day - r->day);
    }
    sum += s->needs[n].weight * people;
  }
  return sum;
}

static double level_value(const checker *c, lfl_level_kind kind, bool is_whole) {
  const lfl_scenario *s = c->s;
  double value = 0;
  switch (kind) {
    case LFL_LEVEL_SURVIVAL:
      value = unserved_weighted(c, LFL_SURVIVAL, is_whole);
      for (int i = 0; i < s->n_places; i++)
        for (int day = 0; s->places[i].is_host && day < c->T; day++)
          if (s->place_at_risk[lfl_at(s, i, day)]) value += s->risk_weight * lfl_n_survival_needs(s) * c->people[in_days(c, i, day)];
      return value;
    case LFL_LEVEL_FAIRNESS:
      for (int i = 0; i < s->n_places; i++) {
        double people = is_whole ? lfl_whole_in_need(&s->places[i], s->places[i].people) : s->places[i].people * s->places[i].in_need_share;
        double asked = people * c->T * lfl_place_n_survival_needs(s, i), short_of = 0;
        if (!s->places[i].is_host || !(asked > 0)) continue;
        for (int n = 0; n < s->n_needs; n++)
          for (int day = 0; s->needs[n].has_tier[LFL_SURVIVAL] && lfl_need_applies(s, n, i) && day < c->T; day++)
            short_of += in_need(c, i, day, is_whole) - c->served[in_needs(c, i, n, LFL_SURVIVAL, day)];
        for (int k = 0; k < c->plan->n_movements; k++) {
          const lfl_movement_row *r = &c->plan->movements[k];
          if (r->from_i == i) short_of += lfl_place_n_survival_needs(s, i) * s->places[i].in_need_share * r->people * (r->arrive_day - r->day);
        }
        value = fmax(value, short_of / asked);
      }
      return value;
    case LFL_LEVEL_MINIMUM:
      return unserved_weighted(c, LFL_MINIMUM, is_whole);
    case LFL_LEVEL_MOVEMENT:
      for (int k = 0; k < c->plan->n_movements; k++) value += c->plan->movements[k].people * c->plan->ways[c->plan->movements[k].way_i].km;
      return value;
    case LFL_LEVEL_COST:
      for (int k = 0; k < c->plan->n_spending; k++) value += c->plan->spending[k].amount;
      return value;
    case LFL_N_LEVELS:
      break;
  }
  return value;
}

/* No value lies below its bound, nor does the plan of whole things where survival comes first (in
 * another order the linear model keeps what served before anybody came, a plan need not); the gap
 * is what lies between, over the value. NaN: not solved. */
static void check_bound(checker *c, int k) {
  const lfl_level *level = &c->plan->levels[k];
  if (isnan(level->value) && !isnan(level->bound)) say(c, "levels", k, "value", level->value, "a number, as there is a bound");
  if (isnan(level->value) || isnan(level->bound)) {
    if (!isnan(level->gap)) say(c, "levels", k, "gap", level->gap, "a blank cell, as value or bound is");
    return;
  }
  double gap = level->value - level->bound;
  if (fabs(level->value) >= 1e-6) gap /= fabs(level->value);
  if (!at_most(level->bound, level->value)) say(c, "levels", k, "bound", level->bound, "a bound of at most %.10g", level->value);
  double reached = k == 0 && level->kind == LFL_LEVEL_SURVIVAL && !isnan(level->published_value) ? level_value(c, level->kind, false) : (double)INFINITY;
  if (!at_most(level->bound, reached)) say(c, "levels", k, "bound", level->bound, "a bound of at most %.10g, which the plan reaches", reached);
  const double ROUNDINGS = 1e-15, PART = 1e-9;
  if (!(fabs(level->gap - gap) <= ROUNDINGS + PART * fabs(gap))) say(c, "levels", k, "gap", level->gap, "%.6g by value and bound", gap);
}

bool check_levels(checker *c) {
  for (int k = 0; k < c->plan->n_levels; k++) {
    const lfl_level *level = &c->plan->levels[k];
    double value = level_value(c, level->kind, true);
    if (!(fabs(value - level->published_value) <= 1e-3 + 1e-9 * fabs(value))) say(c, "levels", k, "published_value", level->published_value, "%.10g by the plan's own tables", value);
    check_bound(c, k);
    if (c->s->n_levels <= k || c->s->order[k] != level->kind) say_text(c, "levels", k, "level", lfl_level_name(level->kind), "the scenario's own order of levels");
  }
  return true;
}

static double everyone_on(const checker *c, const lfl_target *t, int day) {
  double people = 0;
  for (int i = 0; i < c->s->n_places; i++)
    if (c->s->places[i].is_host && lfl_place_is_within(c->s, i, t->place_i)) people += lfl_place_in_need(c->s, i, day);
  return people;
}

static double served_on(const checker *c, const lfl_target *t, int day, double *in_need) {
  const lfl_scenario *s = c->s;
  double people = 0;
  *in_need = 0;
  for (int i = 0; i < s->n_places; i++) {
    if (!s->places[i].is_host || !lfl_place_is_within(s, i, t->place_i)) continue;
    double least = (double)INFINITY;
    for (int n = 0; n < s->n_needs; n++)
      if (lfl_need_applies(s, n, i) && s->needs[n].has_tier[t->tier] && (t->need_i < 0 || t->need_i == n)) least = fmin(least, c->served[in_needs(c, i, n, (int)t->tier, day)]);
    if (least < (double)INFINITY) people += least;
    *in_need += lfl_whole_in_need(&s->places[i], c->people[in_days(c, i, day)]);
  }
  return people;
}

/* People whom the plan reaches for the target, and those asked for ("all": everyone). */
static double reached(const checker *c, const lfl_target *t, double *asked) {
  const lfl_scenario *s = c->s;
  double people = 0, in_need = 0, all = 0;
  bool is_all = !(t->people < (double)INFINITY);
  switch (t->kind) {
    case LFL_TARGET_MOVE_OUT:
      for (int i = 0; i < s->n_places; i++)
        if (s->places[i].is_host && lfl_place_is_within(s, i, t->place_i)) all += s->places[i].people;
      for (int k = 0; k < c->plan->n_movements; k++) {
        const lfl_movement_row *r = &c->plan->movements[k];
        if (r->day <= t->by_day && lfl_target_counts_move(s, t, r->from_i, r->to_i)) people += r->people;
      }
      break;
    case LFL_TARGET_CAPACITY:
      all = everyone_on(c, t, t->by_day);
      for (int i = 0; i < s->n_places; i++)
        if (s->places[i].is_host && lfl_place_is_within(s, i, t->place_i))
          people += s->places[i].capacity_people[t->capacity] + restored_capacity(c, t->capacity, i, t->by_day) + c->built_people[((long)i * LFL_N_CAPACITIES + (int)t->capacity) * c->T + t->by_day];
      break;
    case LFL_TARGET_SERVED:
      for (int day = t->by_day; day < c->T; day++) all = fmax(all, everyone_on(c, t, day));
      people = (double)INFINITY;
      for (int day = t->by_day; day < c->T; day++) {
        double served = served_on(c, t, day, &in_need);
        people = fmin(people, is_all ? all - fmax(0, in_need - served) : served);
      }
      people = fmax(0, people);
      break;
  }
  *asked = is_all ? all : t->people;
  return people;
}

/* The verdict follows from what was reached, found and proved, and so does the earliest day. */
static void check_verdict(checker *c, int k, double people, double asked) {
  const lfl_target_result *r = &c->plan->targets[k];
  int by_day = c->s->targets[k].by_day;
  if ((int)r->verdict < 0 || r->verdict > LFL_IMPOSSIBLE) say_text(c, "targets", k, "verdict", lfl_verdict_name(r->verdict), "unknown, met, possible or impossible");
  bool is_met = people >= asked - 1e-6, can_be = r->verdict == LFL_MET || r->verdict == LFL_POSSIBLE;
  if (is_met != (r->verdict == LFL_MET)) say_text(c, "targets", k, "verdict", lfl_verdict_name(r->verdict), is_met ? "met: %.6g of %.6g people" : "not met: %.6g of %.6g people", people, asked);
  if (r->verdict == LFL_POSSIBLE && !at_most(floor(asked), r->best_people)) say_text(c, "targets", k, "verdict", lfl_verdict_name(r->verdict), "a plan found that reaches %.6g people", asked);
  if (r->verdict == LFL_IMPOSSIBLE && !(r->bound_people < asked)) say_text(c, "targets", k, "verdict", lfl_verdict_name(r->verdict), "a bound below the %.6g people asked for", asked);
  if (r->verdict == LFL_VERDICT_UNKNOWN && r->best_people >= asked) say_text(c, "targets", k, "verdict", lfl_verdict_name(r->verdict), "possible: a plan was found that reaches %.6g people", r->best_people);
  if (r->verdict == LFL_VERDICT_UNKNOWN && !isnan(r->best_people) && r->bound_people < asked - 1e-6 * fmax(1, asked)) say_text(c, "targets", k, "verdict", lfl_verdict_name(r->verdict), "impossible: no more than %.6g people are proved", r->bound_people);
  if (r->earliest_day < -1 || r->earliest_day >= c->T) say(c, "targets", k, "earliest_day", r->earliest_day, "a day planned, or none");
  if (can_be && r->earliest_day > by_day) say(c, "targets", k, "earliest_day", r->earliest_day, "day %d or before, as it can be had by then", by_day);
  if (r->verdict == LFL_IMPOSSIBLE && r->earliest_day >= 0 && r->earliest_day <= by_day) say(c, "targets", k, "earliest_day", r->earliest_day, "after day %d, by which it cannot be had", by_day);
}

/* The first day from which on this plan reaches those asked for, which no target can be later than; -1: none. */
static int own_day(const checker *c, const lfl_target *t, double asked) {
  lfl_target by = *t;
  for (by.by_day = 0; by.by_day < c->T; by.by_day++) {
    double then, people = reached(c, &by, &then);
    if (people >= fmax(asked, then) - 1e-6) return by.by_day;
  }
  return -1;
}

static void check_not_later(checker *c, int k, const char *column, int earliest, int own) {
  if (own >= 0 && earliest > own) say(c, "targets", k, column, earliest, "day %d or before, from which on this plan reaches so many", own);
}

/* What was found and what is proved stand together, and so does what is known of a plan that meets the target. */
static void check_numbers(checker *c, int k, int own) {
  const lfl_target_result *r = &c->plan->targets[k];
  /* a run that is stopped may know what cannot be exceeded, or the day of a target that is the same, before it knows how many can be */
  bool is_found = !isnan(r->best_people), is_complete = !c->plan->stopped, is_sought = is_found && is_complete;
  if (isnan(r->bound_people)) say(c, "targets", k, "bound_people", r->bound_people, "a number, or infinity where nothing is proved");
  if (r->willing_missing && isnan(r->willing_bound_people)) say(c, "targets", k, "willing_bound_people", r->willing_bound_people, "a number, or infinity where nothing is proved");
  if (!is_found && is_complete && (isfinite(r->bound_people) || r->earliest_day >= 0)) say(c, "targets", k, "best_people", r->best_people, "a number, as a bound or a day was found");
  if (r->willing_missing && isnan(r->willing_best_people) && is_complete && (isfinite(r->willing_bound_people) || r->willing_earliest_day >= 0)) say(c, "targets", k, "willing_best_people", r->willing_best_people, "a number, as a bound or a day was found");
  if (r->verdict == LFL_MET && is_sought && r->earliest_day < 0 && own >= 0) say(c, "targets", k, "earliest_day", r->earliest_day, "day %d or before, from which on this plan reaches so many", own);
  check_not_later(c, k, "earliest_day", r->earliest_day, own);
  check_not_later(c, k, "willing_earliest_day", r->willing_earliest_day, own);
}

bool check_targets(checker *c) {
  for (int k = 0; k < c->s->n_targets; k++) {
    const lfl_target_result *r = &c->plan->targets[k];
    double asked, people = reached(c, &c->s->targets[k], &asked);
    if (!is_same(people, r->plan_people)) say(c, "targets", k, "plan_people", r->plan_people, "%.6g people by the plan's own tables", people);
    if (!is_same(asked, r->people)) say(c, "targets", k, "people", r->people, "%.6g people asked for", asked);
    check_verdict(c, k, people, asked);
    check_numbers(c, k, own_day(c, &c->s->targets[k], asked));
    if (!isnan(r->best_people) && !isnan(r->bound_people) && !at_most(r->best_people, r->bound_people)) say(c, "targets", k, "bound_people", r->bound_people, "at least the %.6g that a plan reaches", r->best_people);
    if (!isnan(r->best_people) && !at_most(r->plan_people, r->best_people)) say(c, "targets", k, "best_people", r->best_people, "at least what this plan reaches");
  }
  return true;
}
