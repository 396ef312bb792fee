/* What a case expects: each word looks up a figure of the plan and compares. Figures of a state
 * (people, stocks) hold on every day unless one is named; figures of a flow (trips, cost) are
 * summed over all days or taken on the one named. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_parts.h"

typedef struct checking {
  case_text *c;
  const case_world *w;
  const lfl_scenario *s;
  const lfl_plan *plan;
  const case_line *line;
  bool failed; /* already said */
} checking;

#define FIND(list, n_list, what)                                                                    \
  static int find_##what(checking *k, int i) {                                                      \
    const char *names[256];                                                                         \
    int n = 0;                                                                                      \
    for (; n < k->s->n_list && n < 256; n++) {                                                      \
      names[n] = k->s->list[n].id;                                                                  \
      if (strcmp(names[n], k->line->word[i]) == 0) return n;                                        \
    }                                                                                               \
    const char *near = lfl_nearest_name(k->line->word[i], names, n);                                \
    case_fail(k->c, k->line->number, "there is no " #what " '%s'%s%s", k->line->word[i], near ? "; did you mean " : "", near ? near : ""); \
    k->failed = true;                                                                               \
    return -1;                                                                                      \
  }
FIND(places, n_places, place)
FIND(needs, n_needs, need)
FIND(items, n_items, item)
FIND(fleets, n_fleets, fleet)
FIND(constructions, n_constructions, construction)
FIND(targets, n_targets, target)
FIND(claims, n_claims, claim)
FIND(facilities, n_facilities, facility)

/* Index of the word in `n` names that `name` gives; -1 and said if it is none. */
static int find_name(checking *k, int i, const char *what, const char *const *names, int n) {
  for (int j = 0; j < n; j++)
    if (strcmp(names[j], k->line->word[i]) == 0) return j;
  const char *near = lfl_nearest_name(k->line->word[i], names, n);
  case_fail(k->c, k->line->number, "there is no %s '%s'%s%s", what, k->line->word[i], near ? "; did you mean " : "", near ? near : "");
  k->failed = true;
  return -1;
}

static int find_tier(checking *k, int i) {
  static const char *const NAMES[] = {"survival", "minimum"};
  return find_name(k, i, "tier", NAMES, 2);
}

static int find_capacity(checking *k, int i) {
  static const char *const NAMES[] = {"shelter", "toilet", "tap", "health", "health_beds"};
  return find_name(k, i, "capacity", NAMES, 5);
}

static int find_level(checking *k, int i) {
  static const char *const NAMES[] = {"survival", "fairness", "minimum", "movement", "cost"};
  int kind = find_name(k, i, "level", NAMES, 5);
  for (int j = 0; kind >= 0 && j < k->plan->n_levels; j++)
    if ((int)k->plan->levels[j].kind == kind) return j;
  if (kind >= 0) case_fail(k->c, k->line->number, "the plan was not asked for level %s", NAMES[kind]);
  k->failed = true;
  return -1;
}

static bool is_day(const checking *k, int day) { return k->line->day < 0 || day == k->line->day; }

/* Compares with the number in word `i`, which may begin with >= or <=. */
static void compare(checking *k, int i, double found, int day) {
  const char *text = k->line->word[i];
  int sign = strncmp(text, ">=", 2) == 0 ? 1 : strncmp(text, "<=", 2) == 0 ? -1 : 0;
  char *end;
  double wanted = strtod(text + (sign ? 2 : 0), &end), off = found - wanted;
  if (end == text || *end) {
    case_fail(k->c, k->line->number, "a number is expected, not '%s'", text);
    k->failed = true;
    return;
  }
  double tolerance = isnan(k->line->tolerance) ? 1e-6 * fmax(1, fabs(wanted)) : k->line->tolerance;
  bool is_fine = isinf(wanted) ? found == wanted : sign > 0 ? off >= -tolerance : sign < 0 ? off <= tolerance : fabs(off) <= tolerance;
  if (is_fine || k->failed) return;
  char when[32] = "";
  if (day >= 0) snprintf(when, sizeof when, " on day %d", day);
  case_fail(k->c, k->line->number, "%s: %.10g is expected and %.10g was found%s", k->line->word[1], wanted, found, when);
  k->failed = true; /* one line says it */
}

/* --- states: one figure a day ------------------------------------------------------------------ */

typedef double (*state_fn)(checking *k, const int *at, int day);

static double served_on(checking *k, const int *at, int day) {
  for (int i = 0; i < k->plan->n_service; i++) {
    const lfl_service_row *r = &k->plan->service[i];
    if (r->day == day && r->place_i == at[0] && r->need_i == at[1] && (int)r->tier == at[2]) return r->served_people;
  }
  return (double)NAN;
}
static double people_on(checking *k, const int *at, int day) { return k->plan->people[lfl_at(k->s, at[0], day)]; }
static double stock_on(checking *k, const int *at, int day) {
  double units = 0;
  for (int i = 0; i < k->plan->n_stocks; i++)
    if (k->plan->stocks[i].day == day && k->plan->stocks[i].place_i == at[0] && k->plan->stocks[i].item_i == at[1]) units += k->plan->stocks[i].units;
  return units;
}
static double capacity_on(checking *k, const int *at, int day) {
  for (int i = 0; i < k->plan->n_capacity; i++)
    if (k->plan->capacity[i].day == day && k->plan->capacity[i].place_i == at[0] && (int)k->plan->capacity[i].capacity == at[1]) return k->plan->capacity[i].people;
  return (double)NAN;
}

static void check_state(checking *k, state_fn figure, const int *at, int value_word) {
  if (k->failed) return;
  if (k->line->day >= k->s->n_days) {
    case_fail(k->c, k->line->number, "there are %d days, from 0", k->s->n_days);
    return;
  }
  for (int day = 0; day < k->s->n_days && !k->failed; day++)
    if (is_day(k, day)) compare(k, value_word, figure(k, at, day), day);
}

static void expect_served(checking *k) {
  int at[] = {find_place(k, 2), find_need(k, 3), find_tier(k, 4)};
  check_state(k, served_on, at, 5);
}
static void expect_people(checking *k) {
  int at[] = {find_place(k, 2)};
  check_state(k, people_on, at, 3);
}
static void expect_stock(checking *k) {
  int at[] = {find_place(k, 2), find_item(k, 3)};
  check_state(k, stock_on, at, 4);
}
static void expect_capacity(checking *k) {
  int at[] = {find_place(k, 2), find_capacity(k, 3)};
  check_state(k, capacity_on, at, 4);
}

/* --- flows: sums over rows ---------------------------------------------------------------------- */

static void expect_sent(checking *k) {
  int from = find_place(k, 2), to = find_place(k, 3), item = find_item(k, 4);
  double sum = 0;
  for (int i = 0; i < k->plan->n_deliveries; i++) {
    const lfl_delivery_row *r = &k->plan->deliveries[i];
    if (is_day(k, r->day) && r->from_i == from && r->to_i == to && r->item_i == item) sum += r->units;
  }
  compare(k, 5, sum, k->line->day);
}

static void expect_trips(checking *k) {
  int fleet = find_fleet(k, 2);
  double sum = 0;
  for (int i = 0; i < k->plan->n_deliveries; i++)
    if (is_day(k, k->plan->deliveries[i].day) && k->plan->deliveries[i].fleet_i == fleet) sum += k->plan->deliveries[i].trips;
  for (int i = 0; i < k->plan->n_movements; i++)
    if (is_day(k, k->plan->movements[i].day) && k->plan->movements[i].fleet_i == fleet) sum += k->plan->movements[i].trips;
  for (int i = 0; i < k->plan->n_referrals; i++)
    if (is_day(k, k->plan->referrals[i].day) && k->plan->referrals[i].fleet_i == fleet) sum += k->plan->referrals[i].trips;
  compare(k, 3, sum, k->line->day);
}

static void expect_moved(checking *k) {
  static const char *const MODES[] = {"bus", "accessible_bus", "foot"};
  int from = find_place(k, 2), to = find_place(k, 3), mode = -1;
  for (int i = 0; i < 3 && k->line->mode; i++)
    if (strcmp(MODES[i], k->line->mode) == 0) mode = i;
  if (k->line->mode && mode < 0) {
    case_fail(k->c, k->line->number, "by bus, by accessible_bus or by foot is expected, not '%s'", k->line->mode);
    return;
  }
  double sum = 0;
  for (int i = 0; i < k->plan->n_movements; i++) {
    const lfl_movement_row *r = &k->plan->movements[i];
    if (is_day(k, r->day) && r->from_i == from && r->to_i == to && (mode < 0 || (int)r->mode == mode)) sum += r->people;
  }
  compare(k, 4, sum, k->line->day);
}

static void expect_referred(checking *k) {
  int from = find_place(k, 2), facility = find_facility(k, 3);
  double sum = 0;
  for (int i = 0; i < k->plan->n_referrals; i++) {
    const lfl_referral_row *r = &k->plan->referrals[i];
    if (is_day(k, r->day) && r->place_i == from && r->facility_i == facility) sum += r->patients;
  }
  compare(k, 4, sum, k->line->day);
}

static void expect_built(checking *k) {
  int place = find_place(k, 2), construction = find_construction(k, 3);
  double sum = 0;
  for (int i = 0; i < k->plan->n_builds; i++) {
    const lfl_build_row *r = &k->plan->builds[i];
    if (is_day(k, r->day) && r->place_i == place && r->construction_i == construction) sum += r->units;
  }
  compare(k, 4, sum, k->line->day);
}

static void expect_used(checking *k) {
  static const char *const KINDS[LFL_N_USES] = {"need", "build", "pump", "drive", "care", "kit"};
  int place = find_place(k, 2), item = find_item(k, 3), kind = find_name(k, 4, "use", KINDS, LFL_N_USES);
  double sum = 0;
  for (int i = 0; i < k->plan->n_uses; i++) {
    const lfl_use_row *r = &k->plan->uses[i];
    if (is_day(k, r->day) && r->place_i == place && r->item_i == item && (int)r->kind == kind) sum += r->units;
  }
  compare(k, 5, sum, k->line->day);
}

/* Of the repair in the words of the line; NULL (and a failure) if there is none. */
static const lfl_repair_row *find_repair(checking *k) {
  for (int i = 0; i < k->plan->n_repairs; i++)
    if (strcmp(k->s->projects[k->plan->repairs[i].project_i].id, k->line->word[2]) == 0) return &k->plan->repairs[i];
  case_fail(k->c, k->line->number, "there is no project %s", k->line->word[2]);
  return NULL;
}

/* repair PROJECT START DONE, or: repair PROJECT none */
static void expect_repair(checking *k) {
  const lfl_repair_row *r = find_repair(k);
  if (!r) return;
  bool is_none = strcmp(k->line->word[3], "none") == 0;
  if (is_none != (k->line->n == 4)) case_fail(k->c, k->line->number, "none, or the days of start and end are expected");
  else if (is_none && r->start_day >= 0) case_fail(k->c, k->line->number, "%s is not expected to be done and starts on day %d", k->line->word[2], r->start_day);
  else if (!is_none) {
    compare(k, 3, r->start_day, -1);
    compare(k, 4, r->finish_day, -1);
  }
}

static void expect_buys(checking *k) {
  const lfl_repair_row *r = find_repair(k);
  int tier = find_tier(k, 3);
  if (r && tier >= 0) compare(k, 4, r->gain_person_days[tier], -1);
}

static void expect_drawn(checking *k) {
  int place = find_place(k, 2), item = find_item(k, 3);
  double sum = 0;
  for (int i = 0; i < k->plan->n_draws; i++) {
    const lfl_supply *supply = &k->s->supplies[k->plan->draws[i].supply_i];
    if (is_day(k, k->plan->draws[i].day) && supply->place_i == place && supply->item_i == item) sum += k->plan->draws[i].units;
  }
  compare(k, 4, sum, k->line->day);
}

static void expect_cost(checking *k) {
  static const char *const LINES[] = {"transport", "supplies", "construction", "labour", "repairs"};
  int line = k->line->n == 4 ? find_name(k, 2, "line of cost", LINES, 5) : -1;
  double sum = 0;
  for (int i = 0; i < k->plan->n_spending; i++) {
    const lfl_spending_row *r = &k->plan->spending[i];
    if (is_day(k, r->day) && (line < 0 || strcmp(LINES[line], r->line) == 0)) sum += r->amount;
  }
  compare(k, k->line->n - 1, sum, k->line->day);
}

static void expect_paid(checking *k) {
  const char *id = k->line->word[2];
  double sum = 0;
  bool is_known = false;
  for (int i = 0; i < k->s->n_pledges; i++) is_known = is_known || strcmp(k->s->pledges[i].id, id) == 0;
  for (int i = 0; i < k->plan->n_spending; i++) {
    const lfl_spending_row *r = &k->plan->spending[i];
    if (is_day(k, r->day) && r->pledge_i >= 0 && strcmp(k->s->pledges[r->pledge_i].id, id) == 0) sum += r->amount;
  }
  if (is_known) compare(k, 3, sum, k->line->day);
  else case_fail(k->c, k->line->number, "there is no pledge '%s'", id);
}

/* --- sums and verdicts ----------------------------------------------------------------------------- */

static void expect_level(checking *k) {
  int level = find_level(k, 2);
  if (level >= 0) compare(k, 3, k->plan->levels[level].value, -1);
}
static void expect_published(checking *k) {
  int level = find_level(k, 2);
  if (level >= 0) compare(k, 3, k->plan->levels[level].published_value, -1);
}

static void expect_proved(checking *k) {
  int level = find_level(k, 2);
  if (level >= 0) compare(k, 3, k->plan->levels[level].bound, -1);
}

static void expect_verdict(checking *k) {
  static const char *const NAMES[] = {"unknown", "met", "possible", "impossible"};
  int target = find_target(k, 2), verdict = find_name(k, 3, "verdict", NAMES, 4);
  if (k->failed || (int)k->plan->targets[target].verdict == verdict) return;
  const lfl_target_result *r = &k->plan->targets[target];
  case_fail(k->c, k->line->number, "%s is expected for %s and %s was found: %.10g of %.10g people, best %.10g, bound %.10g", NAMES[verdict],
            k->line->word[2], lfl_verdict_name(r->verdict), r->plan_people, r->people, r->best_people, r->bound_people);
}
static void expect_reached(checking *k) {
  int target = find_target(k, 2);
  if (target >= 0) compare(k, 3, k->plan->targets[target].plan_people, -1);
}
static void expect_asked(checking *k) {
  int target = find_target(k, 2);
  if (target >= 0) compare(k, 3, k->plan->targets[target].people, -1);
}
static void expect_best(checking *k) {
  int target = find_target(k, 2);
  if (target >= 0) compare(k, 3, k->plan->targets[target].best_people, -1);
}
static void expect_bound(checking *k) {
  int target = find_target(k, 2);
  if (target >= 0) compare(k, 3, k->plan->targets[target].bound_people, -1);
}
static void expect_earliest(checking *k) {
  int target = find_target(k, 2);
  if (target < 0) return;
  int found = k->plan->targets[target].earliest_day;
  if (strcmp(k->line->word[3], "none") != 0) compare(k, 3, found, -1);
  else if (found >= 0) case_fail(k->c, k->line->number, "no day is expected for %s and day %d was found", k->line->word[2], found);
}

static void expect_claim(checking *k) {
  static const char *const NAMES[] = {"open", "confirmed", "contradicted"};
  int claim = find_claim(k, 2), answer = find_name(k, 3, "answer", NAMES, 3);
  if (k->failed) return;
  if ((int)k->plan->claims[claim].answer == answer) {
    if (k->line->n > 4) compare(k, 4, k->plan->claims[claim].figure, -1);
    return;
  }
  case_fail(k->c, k->line->number, "%s is expected for %s and %s was found: %.10g; %s", NAMES[answer], k->line->word[2],
            lfl_claim_answer_name(k->plan->claims[claim].answer), k->plan->claims[claim].figure, k->plan->claims[claim].text ? k->plan->claims[claim].text : "");
}

static void expect_binding(checking *k) {
  for (int i = 0; i < k->plan->n_binding; i++)
    if (strcmp(k->plan->binding[i].limit, k->line->word[2]) == 0 && strcmp(k->plan->binding[i].subject_id, k->line->word[3]) == 0 && is_day(k, k->plan->binding[i].from_day)) {
      if (k->line->n == 5) compare(k, 4, k->plan->binding[i].gain, -1);
      return;
    }
  case_fail(k->c, k->line->number, "%s of %s is expected to bind and does not; %d limits do%s%s", k->line->word[2], k->line->word[3],
            k->plan->n_binding, k->plan->n_binding ? ", first " : "", k->plan->n_binding ? k->plan->binding[0].subject_id : "");
}

/* --- needs, without the planner ---------------------------------------------------------------------- */

static void expect_need(checking *k) {
  int place = find_place(k, 2), need = find_need(k, 3), tier = find_tier(k, 4);
  bool is_there = false;
  for (int i = 0; i < k->w->needs->n_rows && !k->failed; i++) {
    const lfl_need_row *r = &k->w->needs->rows[i];
    if (!is_day(k, r->day) || r->place_i != place || r->need_i != need || (int)r->tier != tier) continue;
    is_there = true;
    compare(k, 5, r->quantity, r->day);
    if (k->line->n == 7 && (!r->unit || strcmp(r->unit, k->line->word[6]) != 0)) {
      case_fail(k->c, k->line->number, "the unit %s is expected and %s was found", k->line->word[6], r->unit ? r->unit : "none");
      k->failed = true;
    }
  }
  if (!is_there && !k->failed) case_fail(k->c, k->line->number, "there is no such need there");
}

static void expect_rests_on(checking *k) {
  int need = find_need(k, 2), tier = find_tier(k, 3);
  if (k->failed) return;
  const char *found = k->s->needs[need].indicator_id[tier];
  if (!found || strcmp(found, k->line->word[4]) != 0)
    case_fail(k->c, k->line->number, "the indicator %s is expected and %s was found", k->line->word[4], found ? found : "none");
}

static void expect_not_planned(checking *k) {
  for (int i = 0; i < k->s->n_not_planned; i++)
    if (strcmp(k->s->not_planned[i], k->line->word[2]) == 0) return;
  case_fail(k->c, k->line->number, "%s is planned, or no need of the contract", k->line->word[2]);
}

static void expect_default(checking *k) {
  for (int i = 0; i < k->s->n_defaults; i++)
    if (strcmp(k->s->defaults[i].table, k->line->word[2]) == 0 && strcmp(k->s->defaults[i].column, k->line->word[3]) == 0) return;
  case_fail(k->c, k->line->number, "no default was used for %s.%s", k->line->word[2], k->line->word[3]);
}

/* --- issues of the data ------------------------------------------------------------------------------ */

static void expect_diag(checking *k, lfl_severity severity) {
  const char *table = k->line->word[2], *column = k->line->word[4];
  long row = strcmp(k->line->word[3], "*") == 0 ? -1 : strtol(k->line->word[3], NULL, 10);
  for (int i = 0; i < k->w->diags.n; i++) {
    const lfl_diag *d = &k->w->diags.items[i];
    if (d->severity == severity && d->file && strstr(d->file, table) && (row < 0 || d->row == row) && d->column && strcmp(d->column, column) == 0) return;
  }
  case_fail(k->c, k->line->number, "no %s was found for table %s, row %s, column %s", severity == LFL_ERROR ? "issue" : "warning", table, k->line->word[3], column);
  for (int i = 0; i < k->w->diags.n && i < 8; i++)
    if (k->w->diags.items[i].severity >= LFL_WARNING) lfl_buf_printf(&k->c->report->text, "    found: %s\n", lfl_diag_format(&k->w->diags.items[i], k->c->arena));
}
static void expect_issue(checking *k) { expect_diag(k, LFL_ERROR); }
static void expect_warning(checking *k) { expect_diag(k, LFL_WARNING); }

/* --- the words ------------------------------------------------------------------------------------------ */

static const struct {
  const char *word, *form;
  int least, most; /* words of the line */
  bool is_of_data; /* needs no plan */
  void (*check)(checking *k);
} WORDS[] = {
    {"served_people", "PLACE NEED TIER PEOPLE [day D]", 6, 6, false, expect_served},
    {"people", "PLACE PEOPLE [day D]", 4, 4, false, expect_people},
    {"stock", "PLACE ITEM UNITS [day D]", 5, 5, false, expect_stock},
    {"capacity", "PLACE CAPACITY PEOPLE [day D]", 5, 5, false, expect_capacity},
    {"sent", "FROM TO ITEM UNITS [day D]", 6, 6, false, expect_sent},
    {"trips", "FLEET TRIPS [day D]", 4, 4, false, expect_trips},
    {"moved", "FROM TO PEOPLE [by MODE] [day D]", 5, 5, false, expect_moved},
    {"built", "PLACE CONSTRUCTION UNITS [day D]", 5, 5, false, expect_built},
    {"referred", "FROM FACILITY PATIENTS [day D]", 5, 5, false, expect_referred},
    {"used", "PLACE ITEM need|build|pump|drive|care|kit UNITS [day D]", 6, 6, false, expect_used},
    {"repair", "PROJECT none | START DONE", 4, 5, false, expect_repair},
    {"buys", "PROJECT TIER PERSON_DAYS", 5, 5, false, expect_buys},
    {"drawn", "PLACE ITEM UNITS [day D]", 5, 5, false, expect_drawn},
    {"cost", "[LINE] AMOUNT [day D]", 3, 4, false, expect_cost},
    {"paid", "PLEDGE AMOUNT [day D]", 4, 4, false, expect_paid},
    {"level", "LEVEL VALUE", 4, 4, false, expect_level},
    {"published", "LEVEL VALUE", 4, 4, false, expect_published},
    {"proved", "LEVEL BOUND", 4, 4, false, expect_proved},
    {"verdict", "TARGET VERDICT", 4, 4, false, expect_verdict},
    {"reached", "TARGET PEOPLE", 4, 4, false, expect_reached},
    {"asked", "TARGET PEOPLE", 4, 4, false, expect_asked},
    {"best", "TARGET PEOPLE", 4, 4, false, expect_best},
    {"bound", "TARGET PEOPLE", 4, 4, false, expect_bound},
    {"earliest", "TARGET DAY|none", 4, 4, false, expect_earliest},
    {"claim", "CLAIM ANSWER [FIGURE]", 4, 5, false, expect_claim},
    {"binding", "LIMIT SUBJECT [GAIN] [day FROM]", 4, 5, false, expect_binding},
    {"need", "PLACE NEED TIER QUANTITY [UNIT] [day D]", 6, 7, false, expect_need},
    {"rests_on", "NEED TIER INDICATOR", 5, 5, false, expect_rests_on},
    {"not_planned", "NEED", 3, 3, false, expect_not_planned},
    {"default", "TABLE COLUMN", 4, 4, false, expect_default},
    {"issue", "TABLE ROW COLUMN", 5, 5, true, expect_issue},
    {"warning", "TABLE ROW COLUMN", 5, 5, true, expect_warning},
};
enum { N_WORDS = sizeof WORDS / sizeof WORDS[0] };

bool case_expects_issue(const case_line *line) { return strcmp(line->word[1], "issue") == 0; }

bool case_expects_word(const case_text *c, const char *word) {
  for (int i = 0; i < c->expects.n; i++)
    if (strcmp(c->expects.lines[i].word[1], word) == 0) return true;
  return false;
}

void case_check(case_text *c, const case_world *w, const case_line *line) {
  checking k = {c, w, w->scenario, w->plan, line, false};
  const char *names[N_WORDS];
  c->report->n_expects++;
  for (int i = 0; i < N_WORDS; i++) {
    names[i] = WORDS[i].word;
    if (strcmp(WORDS[i].word, line->word[1]) != 0) continue;
    if (line->n < WORDS[i].least || line->n > WORDS[i].most) case_fail(c, line->number, "'expect %s %s' is expected", WORDS[i].word, WORDS[i].form);
    else if (!w->plan && !WORDS[i].is_of_data) case_fail(c, line->number, "a case that expects an issue has no plan to look at");
    else WORDS[i].check(&k);
    return;
  }
  const char *near = lfl_nearest_name(line->word[1], names, N_WORDS);
  case_fail(c, line->number, "nothing is known of 'expect %s'%s%s", line->word[1], near ? "; did you mean " : "", near ? near : "");
}
