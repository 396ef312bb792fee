/* Checking what a plan says of itself and of its targets beside what is decided: answers to claims, the answer for everyone willing,
 * and the assumption sets. Each figure that another table or the scenario gives is worked out from there.
 * docs/PROOFS.md lists what is not. O(rows of the plan) a claim, O(sets * targets). Tests: tests/unit/test_findings.c, test_tamper.c. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "model/willing.h"

static bool is_enough(double people, double asked) { return people >= asked - 1e-6 * fmax(1, asked); }

/* People are whole; a number that misses one by the planner's tolerance is that one. */
static double whole_people(double people) {
  const double LEAST_PART = 0.01;
  double nearest = nearbyint(people);
  return fabs(people - nearest) <= fmin(LEAST_PART, 1e-6 * fmax(1, people)) ? nearest : floor(people);
}

/* ---- claims ---- */

enum { MOST_PARTS = 5, LONGEST_PART = 96 };

typedef struct question {
  int n;
  char part[MOST_PARTS][LONGEST_PART];
} question;

/* "served_people:water:survival:4" in its parts; n 0: too long to be any. */
static question ask(const char *indicator) {
  question q = {0};
  for (const char *at = indicator; at && q.n < MOST_PARTS; at = strchr(at, ':') ? strchr(at, ':') + 1 : NULL) {
    size_t length = strcspn(at, ":");
    if (length >= LONGEST_PART) return (question){0};
    memcpy(q.part[q.n], at, length);
    q.part[q.n++][length] = 0;
  }
  return q;
}

static bool is_asking(const question *q, const char *word, int n) { return q->n == n && strcmp(q->part[0], word) == 0; }

/* Whole units of the construction finished at the place by the end of the day. */
static double finished_by(const checker *c, int place_i, int construction_i, int day) {
  double units = 0;
  for (int k = 0; k < c->plan->n_builds; k++) {
    const lfl_build_row *r = &c->plan->builds[k];
    if (r->place_i == place_i && r->construction_i == construction_i && r->day <= day) units += r->units;
  }
  return floor(units + 1e-6);
}

static double built_units(const checker *c, const char *construction_id) {
  double units = (double)NAN;
  for (int k = 0; k < c->s->n_constructions; k++) {
    if (strcmp(c->s->constructions[k].id, construction_id) != 0) continue;
    units = 0;
    for (int i = 0; i < c->s->n_places; i++) units += finished_by(c, i, k, c->T - 1);
  }
  return units;
}

/* Days that this plan takes until so many people have new capacity, which repairs count towards; 0: it does not get there. */
static int own_days(const checker *c, int kind, double wanted) {
  double before = 0;
  for (int i = 0; i < c->s->n_places; i++)
    if (c->s->places[i].is_host) before += c->s->places[i].capacity_people[kind];
  for (int day = 0; day < c->T; day++) {
    double ready = 0;
    for (int k = 0; k < c->plan->n_capacity; k++)
      if (c->plan->capacity[k].day == day && (int)c->plan->capacity[k].capacity == kind) ready += c->plan->capacity[k].people;
    if (is_enough(ready, before + wanted)) return day + 1;
  }
  return 0;
}

static double served_on_day(const checker *c, const question *q) {
  double people = (double)NAN;
  for (int k = 0; k < c->plan->n_service; k++) {
    const lfl_service_row *r = &c->plan->service[k];
    if (r->day != (int)strtol(q->part[3], NULL, 10) || strcmp(c->s->needs[r->need_i].id, q->part[1]) != 0 || strcmp(lfl_tier_name(r->tier), q->part[2]) != 0) continue;
    people = (isnan(people) ? 0 : people) + r->served_people;
  }
  return people;
}

static double capacity_on_day(const checker *c, const char *capacity, const char *day_text) {
  int kind = lfl_capacity_called(capacity), day = (int)strtol(day_text, NULL, 10);
  if (kind < 0 || day < 0 || day >= c->T) return (double)NAN;
  double people = 0;
  for (int k = 0; k < c->plan->n_capacity; k++)
    if (c->plan->capacity[k].day == day && (int)c->plan->capacity[k].capacity == kind) people += c->plan->capacity[k].people;
  return people;
}

/* What decides a claim lies between two numbers. */
typedef struct range {
  double low, high;   /* NaN: no table gives one */
  bool is_known_in_part; /* it lies somewhere there: what any plan can do was solved, and no table has it */
} range;

static range of_one(double figure) { return (range){figure, figure, false}; }

/* The most people that any plan gets to the target: found, and proved. */
static range range_of_target(const checker *c, const char *id) {
  for (int k = 0; k < c->s->n_targets; k++) {
    const lfl_target_result *r = &c->plan->targets[k];
    if (strcmp(c->s->targets[k].id, id) != 0) continue;
    return (range){r->best_people, isnan(r->best_people) ? r->best_people : fmax(r->best_people, whole_people(r->bound_people)), false};
  }
  return of_one((double)NAN);
}

/* No plan takes more days than this one. */
static range range_of_days(const checker *c, const question *q) {
  int kind = lfl_capacity_called(q->part[1]);
  double wanted = strtod(q->part[2], NULL);
  if (kind < 0 || !(wanted > 0)) return of_one((double)NAN);
  int own = own_days(c, kind, wanted);
  return (range){1, own ? own : (double)INFINITY, true};
}

static range range_of(const checker *c, const char *indicator) {
  question q = ask(indicator);
  if (is_asking(&q, "built_units", 2)) return of_one(built_units(c, q.part[1]));
  if (is_asking(&q, "served_people", 4)) return of_one(served_on_day(c, &q));
  if (is_asking(&q, "capacity_people", 3)) return of_one(capacity_on_day(c, q.part[1], q.part[2]));
  if (is_asking(&q, "days_to_build", 3)) return range_of_days(c, &q);
  if (is_asking(&q, "target", 2)) return range_of_target(c, q.part[1]);
  return of_one((double)NAN);
}

static lfl_claim_answer answer_of(const lfl_claim *claim, double low, double high) {
  if (isnan(low) || (isnan(claim->value_low) && isnan(claim->value_high))) return LFL_CLAIM_OPEN;
  if ((!isnan(claim->value_low) && high < claim->value_low) || (!isnan(claim->value_high) && low > claim->value_high)) return LFL_CLAIM_CONTRADICTED;
  bool is_within = (isnan(claim->value_low) || low >= claim->value_low) && (isnan(claim->value_high) || high <= claim->value_high);
  return is_within ? LFL_CLAIM_CONFIRMED : LFL_CLAIM_OPEN;
}

/* The end of the range that contradicts the claim, else the lower one. */
static double figure_of(const lfl_claim *claim, const range *r) {
  return !isnan(claim->value_low) && r->high < claim->value_low ? r->high : r->low;
}

/* The sentence begins with the figure; of a range with one of its ends, in whatever words. */
static bool says_figure(const char *text, const range *r) {
  char begins[40];
  if (!text) return false;
  if (isnan(r->low)) return strncmp(text, "No figure ", 10) == 0;
  if (r->is_known_in_part) return text[0] != 0;
  snprintf(begins, sizeof begins, "%.0f ", r->low);
  return strncmp(text, begins, strlen(begins)) == 0;
}

static bool says_never(const char *text) { return text && strncmp(text, "No plan gets there ", 19) == 0; }

/* Does the sentence say the number of days? More than are planned: that no plan gets there. */
static bool says_days(const checker *c, const char *text, double days) {
  char number[40];
  bool is_never = says_never(text);
  if (text && strstr(text, " was not looked for.")) return true; /* a run that was stopped */
  if (is_never || days > c->T) return is_never && days > c->T && days <= c->T + 1;
  snprintf(number, sizeof number, "%.0f", days);
  size_t length = strlen(number);
  for (const char *at = text; at && (at = strstr(at, number)) != NULL; at++)
    if ((at == text || !isdigit((unsigned char)at[-1])) && !isdigit((unsigned char)at[length])) return true;
  return false;
}

/* What the sentence says of the days: one number; or that no plan gets there within those planned, whatever would come after them. */
static range said_days(const checker *c, const lfl_claim_result *r) {
  return says_never(r->text) ? (range){c->T + 1, (double)INFINITY, true} : of_one(r->figure);
}

/* A figure that other plans give: no more than this plan shows, in its sentence, and never against the answer. Where two of them
 * disagree, either may be wrong. */
static void check_part(checker *c, int k, const range *known) {
  const lfl_claim *claim = &c->s->claims[k];
  const lfl_claim_result *r = &c->plan->claims[k];
  if (!says_days(c, r->text, r->figure)) {
    say(c, "claims", k, "figure", r->figure, "the days that its sentence says");
    say_text(c, "claims", k, "text", r->text, "a sentence that says the figure");
  }
  if (!(r->figure >= known->low && r->figure <= known->high)) say(c, "claims", k, "figure", r->figure, "from %.0f to %.0f, as this plan shows", known->low, known->high);
  range said = said_days(c, r);
  lfl_claim_answer answer = answer_of(claim, said.low, said.high);
  bool is_settled = r->text && (strstr(r->text, " at the earliest, ") || says_never(r->text)); /* nothing is left to be found */
  if (r->answer == answer || (r->answer == LFL_CLAIM_OPEN && !is_settled)) return;
  say_text(c, "claims", k, "answer", lfl_claim_answer_name(r->answer), is_settled ? "%s, as figure and claim are" : "%s or open, as figure and claim are", lfl_claim_answer_name(answer));
  say(c, "claims", k, "figure", r->figure, "a figure for which the claim is %s", lfl_claim_answer_name(r->answer));
}

static void check_claims(checker *c) {
  for (int k = 0; k < c->s->n_claims; k++) {
    const lfl_claim *claim = &c->s->claims[k];
    const lfl_claim_result *r = &c->plan->claims[k];
    range known = range_of(c, claim->indicator);
    double figure = figure_of(claim, &known);
    lfl_claim_answer answer = answer_of(claim, known.low, known.high);
    if (!says_figure(r->text, &known)) say_text(c, "claims", k, "text", r->text, isnan(figure) ? "a sentence that there is no figure" : "a sentence that begins with %.0f", figure);
    if (known.is_known_in_part) {
      check_part(c, k, &known);
      continue;
    }
    if (isnan(figure) ? !isnan(r->figure) : !is_same(figure, r->figure)) say(c, "claims", k, "figure", r->figure, isnan(figure) ? "no figure: no table of the plan gives one" : "%.10g by the plan's own tables", figure);
    if (answer != r->answer) say_text(c, "claims", k, "answer", lfl_claim_answer_name(r->answer), "%s, as figure and claim are", lfl_claim_answer_name(answer));
  }
}

/* ---- targets, were all willing ---- */

/* A day by which so many can be had lies before or after the day asked for. */
static void check_earliest(checker *c, int k, const char *column, int earliest, double best, double asked, int by_day) {
  if (isnan(best) || earliest < 0) return;
  if (is_enough(best, asked) && earliest > by_day) say(c, "targets", k, column, earliest, "day %d or before, as %.6g people can be had by then", by_day, best);
  if (!is_enough(best, floor(asked)) && earliest <= by_day) say(c, "targets", k, column, earliest, "after day %d, by which no more than %.6g people are found", by_day, best);
}

static void check_targets_answers(checker *c) {
  for (int k = 0; k < c->s->n_targets; k++) {
    const lfl_target_result *r = &c->plan->targets[k];
    const lfl_target *t = &c->s->targets[k];
    bool is_missing = lfl_target_is_willing_missing(c->s, t);
    if (is_missing != r->willing_missing) say(c, "targets", k, "willing_missing", r->willing_missing, "%d, by what is recorded of the places", is_missing);
    if (!is_missing && !isnan(r->willing_best_people)) say(c, "targets", k, "willing_best_people", r->willing_best_people, "a blank cell, as willingness is recorded or does not matter");
    if (!is_missing && isfinite(r->willing_bound_people)) say(c, "targets", k, "willing_bound_people", r->willing_bound_people, "no bound, as willingness is recorded or does not matter");
    if (!is_missing && r->willing_earliest_day >= 0) say(c, "targets", k, "willing_earliest_day", r->willing_earliest_day, "a blank cell, as willingness is recorded or does not matter");
    if (!isnan(r->willing_best_people) && !isnan(r->willing_bound_people) && !at_most(r->willing_best_people, r->willing_bound_people + 1))
      say(c, "targets", k, "willing_best_people", r->willing_best_people, "at most the %.6g people that are proved", r->willing_bound_people);
    check_earliest(c, k, "earliest_day", r->earliest_day, r->best_people, r->people, t->by_day);
    check_earliest(c, k, "willing_earliest_day", r->willing_earliest_day, r->willing_best_people, r->people, t->by_day);
  }
}

/* ---- assumption sets ---- */

/* What can be known of the target by the two numbers, whatever this plan does. */
static lfl_verdict verdict_of(double best, double bound, double asked) {
  if (isnan(best)) return LFL_VERDICT_UNKNOWN;
  if (is_enough(best, asked)) return LFL_POSSIBLE;
  return is_enough(bound, asked) ? LFL_VERDICT_UNKNOWN : LFL_IMPOSSIBLE;
}

/* Row of a target of a set in table set_targets. */
static int row_of(const checker *c, int set, int target) { return set * c->s->n_targets + target; }

/* What survival asks for if nobody moves, weighted as the level weighs it. */
static double asked_at_survival(const checker *c) {
  const lfl_scenario *s = c->s;
  double sum = 0;
  for (int i = 0; i < s->n_places; i++) {
    double weight = 0;
    for (int n = 0; n < s->n_needs; n++)
      if (s->needs[n].has_tier[LFL_SURVIVAL] && lfl_need_applies(s, n, i)) weight += s->needs[n].weight;
    for (int day = 0; day < c->T && s->places[i].is_host; day++) sum += s->people_unplanned[in_days(c, i, day)] * weight * s->places[i].in_need_share;
  }
  return sum;
}

/* The most that days at risk can be of the survival level, as nobody moves to where risk is, and the least: all who are willing have left. */
static void risk_range(const checker *c, double *least, double *most) {
  const lfl_scenario *s = c->s;
  double weight = s->risk_weight * lfl_n_survival_needs(s);
  *least = *most = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; day < c->T && s->places[i].is_host; day++) {
      if (!s->place_at_risk[in_days(c, i, day)]) continue;
      double people = s->people_unplanned[in_days(c, i, day)];
      *most += weight * people;
      *least += weight * fmax(0, people - s->places[i].people * s->places[i].willing_share);
    }
}

/* The share served at survival is what the survival level leaves of what is asked for; how much of the level is days at risk no table says. */
static void check_own_share(checker *c) {
  const double NEAR = 1e-6; /* levels are held, not met to the last digit */
  const lfl_set_result *r = &c->plan->sets[0];
  double asked = asked_at_survival(c), level = r->level_values[LFL_LEVEL_SURVIVAL], own = r->survival_share, least_risk, most_risk;
  risk_range(c, &least_risk, &most_risk);
  double least = asked > 0 ? fmin(1, fmax(0, 1 - (level - least_risk) / asked)) : 1, most = asked > 0 ? fmin(1, fmax(0, 1 - (level - most_risk) / asked)) : 1;
  if (isnan(own) != (r->n_levels == 0)) say(c, "sets", 0, "survival_share", own, "a share where a level is solved, else a blank cell");
  else if (own < -NEAR || own > 1 + NEAR) say(c, "sets", 0, "survival_share", own, "a share from 0 to 1");
  else if (!isnan(level) && (own < least - NEAR || own > most + NEAR))
    say(c, "sets", 0, "survival_share", own, most - least > NEAR ? "%.8g to %.8g, by what the survival level leaves, without days at risk" : "%.8g, by what the survival level leaves", least, most);
}

/* The scenario as it stands says what the plan says. */
static void check_own_set(checker *c) {
  const lfl_set_result *r = &c->plan->sets[0];
  if (r->set_id[0]) say_text(c, "sets", 0, "set_id", r->set_id, "a blank cell: the scenario as it stands comes first");
  if (r->n_levels != c->plan->n_levels) say(c, "sets", 0, "n_levels", r->n_levels, "%d, as in table levels", c->plan->n_levels);
  for (int kind = 0; kind < LFL_N_LEVELS; kind++) {
    double value = (double)NAN;
    for (int k = 0; k < c->plan->n_levels; k++)
      if ((int)c->plan->levels[k].kind == kind) value = c->plan->levels[k].value;
    if (isnan(value) ? !isnan(r->level_values[kind]) : !is_same(value, r->level_values[kind]))
      say(c, "sets", 0, lfl_level_name((lfl_level_kind)kind), r->level_values[kind], isnan(value) ? "a blank cell, as in table levels" : "%.10g, as in table levels", value);
  }
  check_own_share(c);
  for (int k = 0; k < c->s->n_targets; k++) {
    const lfl_target_result *t = &c->plan->targets[k];
    lfl_verdict verdict = verdict_of(t->best_people, t->bound_people, t->people);
    if (r->verdicts[k] != verdict) say_text(c, "set_targets", row_of(c, 0, k), "verdict", lfl_verdict_name(r->verdicts[k]), "%s, by table targets", lfl_verdict_name(verdict));
    if (isnan(t->best_people) ? !isnan(r->best_people[k]) : !is_same(t->best_people, r->best_people[k])) say(c, "set_targets", row_of(c, 0, k), "best_people", r->best_people[k], "%.10g, as in table targets", t->best_people);
    if (r->earliest_days[k] != t->earliest_day) say(c, "set_targets", row_of(c, 0, k), "earliest_day", r->earliest_days[k], "%d, as in table targets (-1: a blank cell)", t->earliest_day);
  }
}

/* Does the set ask for other targets? Then its numbers are not those of the table targets. */
static bool changes_targets(const checker *c, const char *set_id) {
  const lfl_table *table = lfl_tables_find(c->s->tables, "assumptions");
  for (int i = 0; table && i < table->n_rows; i++) {
    const char *set = lfl_table_get(table, i, "set_id"), *of = lfl_table_get(table, i, "table");
    if (set && of && strcmp(set, set_id) == 0 && strcmp(of, "targets") == 0) return true;
  }
  return false;
}

/* Another set: its first level alone is solved, and each target for what can be had by its day. */
static void check_set(checker *c, int i) {
  const lfl_set_result *r = &c->plan->sets[i];
  int first = c->s->n_levels ? (int)c->s->order[0] : -1;
  if (r->n_levels < 0 || r->n_levels > 1) say(c, "sets", i, "n_levels", r->n_levels, "0 or 1: of another set the first level is solved");
  for (int kind = 0; kind < LFL_N_LEVELS; kind++)
    if (isnan(r->level_values[kind]) == (kind == first && r->n_levels == 1)) say(c, "sets", i, lfl_level_name((lfl_level_kind)kind), r->level_values[kind], "a number of the first level, if n_levels is 1, and a blank cell else");
  if (isnan(r->survival_share) != (r->n_levels == 0)) say(c, "sets", i, "survival_share", r->survival_share, "a share where a level is solved, else a blank cell");
  for (int kind = 0; kind < LFL_N_LEVELS; kind++)
    if (r->level_values[kind] < -1e-6) say(c, "sets", i, lfl_level_name((lfl_level_kind)kind), r->level_values[kind], "no less than 0");
  for (int k = 0; k < c->s->n_targets; k++) {
    double asked = c->s->targets[k].people, best = r->best_people[k];
    if (best < -1e-6) say(c, "set_targets", row_of(c, i, k), "best_people", best, "no fewer than 0");
    bool is_known = asked < (double)INFINITY && !changes_targets(c, r->set_id);
    lfl_verdict said = r->verdicts[k];
    if (said == LFL_MET) say_text(c, "set_targets", row_of(c, i, k), "verdict", lfl_verdict_name(said), "possible, impossible or unknown: no plan is made of a set");
    else if (isnan(best) != (said == LFL_VERDICT_UNKNOWN) && isnan(best)) say_text(c, "set_targets", row_of(c, i, k), "verdict", lfl_verdict_name(said), "unknown, as no number was found");
    else if (is_known && is_enough(best, asked) != (said == LFL_POSSIBLE) && (said == LFL_POSSIBLE ? !is_enough(best, floor(asked)) : true))
      say_text(c, "set_targets", row_of(c, i, k), "verdict", lfl_verdict_name(said), is_enough(best, asked) ? "possible: %.10g of %.10g people can be had" : "not possible: %.10g of %.10g people can be had", best, asked);
    if (r->earliest_days[k] >= 0) say(c, "set_targets", row_of(c, i, k), "earliest_day", r->earliest_days[k], "a blank cell: it is not looked for in other sets");
  }
}

static void check_sets(checker *c) {
  for (int i = 0; i < c->plan->n_sets; i++) {
    const lfl_set_result *r = &c->plan->sets[i];
    if (!isnan(r->survival_share) && !(r->survival_share >= 0 && r->survival_share <= 1 + 1e-9)) say(c, "sets", i, "survival_share", r->survival_share, "a share from 0 to 1");
    if (r->n_targets != c->s->n_targets) say(c, "sets", i, "set_id", r->n_targets, "an answer for each target");
    else if (i == 0) check_own_set(c);
    else check_set(c, i);
  }
}

lfl_status lfl_plan_verify_findings(const lfl_scenario *scenario, const lfl_plan *plan, lfl_diags *diags) {
  checker c = {.s = scenario, .plan = plan, .diags = diags, .arena = lfl_arena_create(), .T = scenario->n_days};
  if (!c.arena) return LFL_ERR_MEMORY;
  check_claims(&c);
  check_targets_answers(&c);
  check_sets(&c);
  check_barriers(&c);
  check_repair_gains(&c);
  lfl_arena_destroy(c.arena);
  return diags->failed || c.no_memory ? LFL_ERR_MEMORY : c.n_issues ? LFL_TARGET_NOT_MET : LFL_OK;
}
