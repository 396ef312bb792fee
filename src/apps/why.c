/* The command `why`: what stands in the way of the first level or of a target, as the plan has it:
 * what binds with price and gain, the smallest sets of limits that make a target impossible, and what
 * it would take; or of money: which is short, lies idle or does not come, and what that changes. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "apps/cli.h"
#include "model/budget.h"
#include "model/willing.h"
#include "store/store.h"

static json_t *binding_json(const lfl_binding_row *b) {
  lfl_price_check check = lfl_binding_price_check(b);
  return json_pack("{s:s,s:s,s:i,s:i,s:s,s:o,s:s,s:o,s:o,s:o,s:s}", "limit", b->limit, "subject_id", b->subject_id, "from_day", b->from_day, "to_day",
                   b->to_day, "unit", b->unit, "price", number_json(check == LFL_PRICE_NOT_TRIED ? (double)NAN : b->price), "price_check", lfl_price_check_name(check), "step", number_json(b->step), "gain", number_json(b->gain), "holds_to",
                   number_json(b->holds_to), "text", b->text ? b->text : "");
}

/* Four digits, and all of those before the point. */
static const char *amount_words(double value, char text[32]) {
  snprintf(text, 32, fabs(value) >= 1000 ? "%.0f" : "%.4g", value);
  return text;
}

/* A price is never quoted alone: it is a remark on the gain, and says how far it was seen to hold. */
static void print_price(const lfl_binding_row *b) {
  char price[32], range[32];
  amount_words(b->price, price);
  amount_words(b->holds_to, range);
  switch (lfl_binding_price_check(b)) {
    case LFL_PRICE_HOLDS:
      printf("      (%s for each one more, up to %s more at least)\n", price, range);
      return;
    case LFL_PRICE_HOLDS_IN_PART:
      if (b->holds_to < 1) printf("      (%s for one more by its price, seen to hold for %s more only)\n", price, range);
      else printf("      (%s for each one more at first, seen up to %s more; the last of them gain less)\n", price, range);
      return;
    case LFL_PRICE_DIFFERS:
      printf("      (its price, %s for each one more, was not seen to hold)\n", price);
      return;
    case LFL_PRICE_NOT_TRIED:
      return;
  }
}

/* What a reader is to do with a limit: begin there; know that it is not enough by itself; ask for a trial. */
typedef enum part { PART_GAINS, PART_NOT_ALONE, PART_NOT_TRIED, N_PARTS } part;

static part part_of(const lfl_binding_row *b) { return isnan(b->gain) ? PART_NOT_TRIED : lfl_binding_gains(b) ? PART_GAINS : PART_NOT_ALONE; }

static void print_limit(const lfl_binding_row *b, part of, const char *what) {
  char step[32];
  printf("  - %s\n", b->text ? b->text : b->subject_id);
  if (of == PART_GAINS) {
    printf("      %s %s more: %.0f %s\n", amount_words(b->step, step), b->unit, b->gain, what);
    print_price(b);
  } else if (of == PART_NOT_ALONE) {
    printf("      %s %s more: %s\n", amount_words(b->step, step), b->unit, b->gain > 1e-6 ? "less than one" : "none");
  }
}

/* Limits of the first level (target_i -1) or of a target, those first of which a bit more gains most. */
static int print_limits(const lfl_binding_row *rows, int n_rows, int target_i, const char *what) {
  static const char *const HEADS[N_PARTS] = {[PART_GAINS] = "What binds, and what a bit more of each limit alone gains (found by solving again):",
                                             [PART_NOT_ALONE] = "Used up as well, but more of any one of these alone gains nothing (found by solving again):",
                                             [PART_NOT_TRIED] = "Used up as well; what more of these gains was not tried, as others came first by what they promise:"};
  int n = 0;
  for (part of = PART_GAINS; of < N_PARTS; of++) {
    bool has_head = false;
    for (int i = 0; i < n_rows; i++) {
      if (rows[i].target_i != target_i || part_of(&rows[i]) != of) continue;
      if (!has_head) printf("%s%s\n", n ? "\n" : "", HEADS[of]);
      has_head = true;
      print_limit(&rows[i], of, what);
      n++;
    }
  }
  return n;
}

/* Places of a movement target of which it is not recorded who wishes to leave, and what could be reached if all there did. */
static void put_willing_json(const lfl_plan *plan, int t, json_t *o) {
  const lfl_target_result *r = &plan->targets[t];
  const lfl_scenario *s = plan->scenario;
  if (!r->willing_missing) return;
  json_t *missing = json_array();
  for (int i = 0; i < s->n_places; i++)
    if (!s->places[i].willing_recorded && lfl_target_has_people_of(s, &s->targets[t], i)) json_array_append_new(missing, json_string(s->places[i].id));
  json_object_set_new(o, "willing_not_recorded", missing);
  json_object_set_new(o, "willing_best_people", number_json(r->willing_best_people));
  json_object_set_new(o, "willing_bound_people", number_json(r->willing_bound_people));
  json_object_set_new(o, "willing_earliest_day", r->willing_earliest_day < 0 ? json_null() : json_integer(r->willing_earliest_day));
}

static json_t *target_json(const lfl_plan *plan, int t) {
  const lfl_target_result *r = &plan->targets[t];
  json_t *binding = json_array(), *conflicts = json_array(), *offers = json_array();
  for (int i = 0; i < plan->n_target_binding; i++)
    if (plan->target_binding[i].target_i == t) json_array_append_new(binding, binding_json(&plan->target_binding[i]));
  for (int i = 0; i < plan->n_conflicts; i++) {
    const lfl_conflict_row *c = &plan->conflicts[i];
    if (c->target_i == t)
      json_array_append_new(conflicts, json_pack("{s:i,s:b,s:s,s:s,s:s}", "set_no", c->set, "minimal", c->is_minimal, "limit", c->limit ? c->limit : "", "subject_id",
                                                 c->subject_id ? c->subject_id : "", "text", c->text ? c->text : ""));
  }
  for (int i = 0; i < plan->n_offers; i++) {
    const lfl_offer_row *o = &plan->offers[i];
    if (o->target_i == t)
      json_array_append_new(offers, json_pack("{s:i,s:b,s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:s}", "way_no", o->way, "least", o->is_least, "table", o->table ? o->table : "", "row_id",
                                              o->row_id ? o->row_id : "", "column", o->column ? o->column : "", "from_value", number_json(o->from_value),
                                              "to_value", number_json(o->to_value), "weight", number_json(o->weight), "best_people",
                                              number_json(o->best_people), "text", o->text ? o->text : ""));
  }
  json_t *o = json_pack("{s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "target_id", plan->scenario->targets[t].id, "verdict", lfl_verdict_name(r->verdict), "people",
                   number_json(r->people), "best_people", number_json(r->best_people), "bound_people", number_json(r->bound_people), "earliest_day",
                   r->earliest_day < 0 ? json_null() : json_integer(r->earliest_day), "binding", binding, "conflicts", conflicts, "offers", offers);
  if (o) put_willing_json(plan, t, o);
  return o;
}

static json_t *repair_json(const lfl_plan *plan, int i) {
  const lfl_repair_row *r = &plan->repairs[i];
  json_t *gains = json_array();
  for (int k = 0; k < plan->n_repair_gains; k++) {
    const lfl_repair_gain_row *g = &plan->repair_gains[k];
    if (g->project_i == r->project_i)
      json_array_append_new(gains, json_pack("{s:s,s:s,s:o,s:o,s:o,s:o}", "need", plan->scenario->needs[g->need_i].id, "tier", lfl_tier_name(g->tier), "person_days",
                                             number_json(g->person_days), "from_day", g->from_day < 0 ? json_null() : json_integer(g->from_day), "to_day",
                                             g->to_day < 0 ? json_null() : json_integer(g->to_day), "most_people", number_json(g->most_people)));
  }
  return json_pack("{s:s,s:o,s:o,s:o,s:o,s:o}", "project_id", plan->scenario->projects[r->project_i].id, "start_day",
                   r->start_day < 0 ? json_null() : json_integer(r->start_day), "done_day", r->finish_day < 0 ? json_null() : json_integer(r->finish_day),
                   "survival_person_days", number_json(r->gain_person_days[LFL_SURVIVAL]), "minimum_person_days", number_json(r->gain_person_days[LFL_MINIMUM]),
                   "gains", gains);
}

static void print_repair(const lfl_plan *plan, int i) {
  const lfl_repair_row *r = &plan->repairs[i];
  const char *id = plan->scenario->projects[r->project_i].id;
  if (r->start_day < 0) {
    printf("%s: not done\n", id);
    return;
  }
  printf("%s: from day %d to day %d", id, r->start_day, r->finish_day);
  const double survival = round(r->gain_person_days[LFL_SURVIVAL]), minimum = round(r->gain_person_days[LFL_MINIMUM]);
  if (isnan(survival)) printf("; what it buys was not solved\n");
  else
    printf("; without it %.0f person-days %s served at survival, %.0f %s at minimum (solved again)\n", fabs(survival), survival < 0 ? "more" : "fewer", fabs(minimum),
           minimum < 0 ? "more" : "fewer");
  for (int k = 0; k < plan->n_repair_gains; k++) {
    const lfl_repair_gain_row *g = &plan->repair_gains[k];
    if (g->project_i != r->project_i) continue;
    if (g->person_days < 0) printf("    %s at %s: %.0f person-days fewer, as others get more\n", plan->scenario->needs[g->need_i].id, lfl_tier_name(g->tier), -g->person_days);
    else if (g->from_day >= 0) printf("    %s at %s: on average %.0f people more a day, days %d to %d\n", plan->scenario->needs[g->need_i].id, lfl_tier_name(g->tier), lfl_repair_mean_people(g), g->from_day,
           g->to_day);
  }
}

/* For whom it is recorded that they wish to leave, for whom it is not, and what could be reached if all of those did. */
static void print_willing(const lfl_plan *plan, int t) {
  const lfl_target_result *r = &plan->targets[t];
  lfl_arena *arena = lfl_arena_create();
  lfl_willing w;
  if (!arena || !lfl_target_willing(plan->scenario, &plan->scenario->targets[t], NULL, arena, &w)) {
    lfl_arena_destroy(arena);
    return;
  }
  if (w.n_recorded)
    printf("    Recorded as wishing to leave: %.0f of %.0f people of %s; this plan moves %.0f in all for this target.\n", floor(w.willing_people + 1e-6), w.recorded_people,
           w.recorded_names, r->plan_people);
  printf("    Whether people wish to leave is not recorded for %s, and so nobody is planned to move from there.\n", w.n_missing ? w.missing_names : "some places");
  printf("    If everyone there wished to%s: ", w.n_recorded ? ", and elsewhere as many as recorded" : "");
  if (isnan(r->willing_best_people)) printf("not solved.\n");
  else printf("at most %.0f people by then", lfl_target_whole(r->willing_best_people, r->people));
  if (!isnan(r->willing_best_people) && r->willing_earliest_day >= 0) printf(", and all asked for from day %d on.\n", r->willing_earliest_day);
  else if (!isnan(r->willing_best_people)) printf("; not all asked for within the days planned.\n");
  lfl_arena_destroy(arena);
}

static void print_verdict(const lfl_plan *plan, int t) {
  const lfl_target_result *r = &plan->targets[t];
  int by_day = plan->scenario->targets[t].by_day;
  lfl_arena *arena = lfl_arena_create();
  const char *by = arena ? lfl_day_date(plan->scenario, by_day, arena) : NULL, *from = arena && r->earliest_day >= 0 ? lfl_day_date(plan->scenario, r->earliest_day, arena) : NULL;
  printf("%s: %s. Asked for %.0f people by %s (day %d); this plan reaches %.0f", plan->scenario->targets[t].id, lfl_verdict_name(r->verdict), lfl_target_whole(r->people, r->people), by ? by : "then", by_day, lfl_target_whole(r->plan_people, r->people));
  if (isfinite(r->best_people)) printf(", the best plan %.0f", lfl_target_whole(r->best_people, r->people));
  if (isfinite(r->bound_people)) printf(", none more than %.0f", lfl_target_whole(r->bound_people, r->people));
  if (r->earliest_day >= 0) printf("; possible from %s (day %d)", from ? from : "then", r->earliest_day);
  printf(".\n");
  lfl_arena_destroy(arena);
  if (r->willing_missing) print_willing(plan, t);
}

static void print_conflicts(const lfl_plan *plan, int t) {
  int last = 0;
  lfl_arena *arena = lfl_arena_create();
  for (int i = 0, n = 1; arena && i < plan->n_conflicts; i += n) {
    const lfl_conflict_row *c = &plan->conflicts[i];
    const char *text;
    n = lfl_conflict_words(plan, i, arena, &text);
    if (c->target_i != t) continue;
    if (c->set != last && lfl_conflict_is_alone(plan, i)) printf("\nImpossible by this alone, whatever else is lifted%s:\n", lfl_repairs_take_as_long(plan->scenario));
    else if (c->set != last) printf("\nImpossible by these alone, whatever else is lifted%s (%s):\n", lfl_repairs_take_as_long(plan->scenario), c->is_minimal ? "none of them can be left out" : "a small set; not all were tried");
    last = c->set;
    printf("  - %s%s\n", text ? text : c->subject_id ? c->subject_id : "", n > 1 ? " (--json names them)" : "");
  }
  lfl_arena_destroy(arena);
}

static void print_target(const lfl_plan *plan, int t) {
  print_verdict(plan, t);
  int last = -1;
  bool is_any = false;
  for (int i = 0; i < plan->n_target_binding; i++) is_any = is_any || plan->target_binding[i].target_i == t;
  if (is_any) printf("\n");
  print_limits(plan->target_binding, plan->n_target_binding, t, "more people reached");
  print_conflicts(plan, t);
  for (int i = 0; i < plan->n_offers; i++) {
    const lfl_offer_row *o = &plan->offers[i];
    if (o->target_i != t) continue;
    if (o->way != last && o->way == 0 && isnan(o->best_people)) printf("\nNothing that is negotiable is enough%s; what keeps it out of reach by itself is not among it:\n", lfl_repairs_take_as_long(plan->scenario));
    else if (o->way != last && o->way == 0) printf("\nNot even all that is negotiable is enough%s (%.0f people):\n", lfl_repairs_take_as_long(plan->scenario), lfl_target_whole(o->best_people, plan->targets[t].people));
    else if (o->way != last) printf("\nWhat it would take, way %d (weight %.10g in all%s):\n", o->way, lfl_offer_way_weight(plan, i), o->is_least ? "" : ", perhaps not the cheapest");
    last = o->way;
    printf("  - %s\n", o->text ? o->text : "");
  }
  if (plan->targets[t].verdict != LFL_IMPOSSIBLE || is_any) return;
  if (lfl_is_target_binding_sought(plan, t)) printf("Of the limits that there are, more of any one alone gains nothing.\n");
  else printf(LFL_TARGET_NOT_SOUGHT_WORDS "\n");
}

static void print_fund(const lfl_fund *f, const char *fund, lfl_arena *arena) {
  const double amounts[] = {f->pledged, f->usable_now, f->usable_end, f->spent, f->idle};
  const char *words[5];
  for (int k = 0; k < 5; k++) {
    words[k] = lfl_money_exact(amounts[k], arena);
    if (!words[k]) words[k] = "";
  }
  printf("  %s: pledged %s, usable now %s and by the end %s, spent %s, left %s\n", fund ? fund : "", words[0], words[1], words[2], words[3], words[4]);
}

static lfl_status print_money(const cli *c, const lfl_plan *plan) {
  lfl_arena *arena = lfl_arena_create();
  int n = 0, n_funds = 0;
  const lfl_fund *funds = arena ? lfl_budget_funds(plan, arena, &n_funds) : NULL;
  const char **words = arena ? lfl_budget_answer(plan, arena, &n) : NULL;
  lfl_status status = funds && words ? LFL_OK : LFL_ERR_MEMORY;
  const lfl_scenario *s = plan->scenario;
  json_t *list = json_array(), *sums = json_array();
  for (int k = 0; status == LFL_OK && k < n; k++) {
    json_array_append_new(list, json_string(words[k]));
    if (!c->is_json) printf("%s\n", words[k]);
  }
  for (int k = 0; status == LFL_OK && k < n_funds; k++) {
    bool has_come;
    const char *key = lfl_earmark_key(&s->pledges[funds[k].pledge_i], arena), *fund = lfl_fund_words(s, key, true, LFL_RESTRICTED, arena, &has_come);
    json_array_append_new(sums, json_pack("{s:s,s:o,s:o,s:o,s:o,s:o}", "earmark", key ? key : "", "pledged", number_json(funds[k].pledged), "usable_now", number_json(funds[k].usable_now),
                                          "usable_end", number_json(funds[k].usable_end), "spent", number_json(funds[k].spent), "idle", number_json(funds[k].idle)));
    if (!c->is_json && k == 0) printf("\nMoney, %s:\n", s->currency);
    if (!c->is_json) print_fund(&funds[k], fund, arena);
  }
  if (c->is_json && status == LFL_OK) {
    status = print_json(json_pack("{s:o,s:o}", "answers", list, "funds", sums));
  } else {
    json_decref(list);
    json_decref(sums);
  }
  lfl_arena_destroy(arena);
  return status;
}

static lfl_status print_level(const cli *c, const lfl_plan *plan) {
  if (c->is_json) {
    json_t *list = json_array(), *targets = json_array();
    for (int i = 0; i < plan->n_binding; i++) json_array_append_new(list, binding_json(&plan->binding[i]));
    for (int t = 0; t < plan->scenario->n_targets; t++) json_array_append_new(targets, target_json(plan, t));
    json_t *repairs = json_array();
    for (int i = 0; i < plan->n_repairs; i++) json_array_append_new(repairs, repair_json(plan, i));
    return print_json(json_pack("{s:o,s:o,s:o}", "binding", list, "targets", targets, "repairs", repairs));
  }
  print_limits(plan->binding, plan->n_binding, -1, "more person-days served at survival");
  bool is_none = !plan->n_binding && plan->is_binding_sought;
  if (is_none && lfl_answer_tier(plan->scenario) != LFL_SURVIVAL) printf(LFL_NO_SURVIVAL_WORDS "\n");
  else if (is_none && !plan->is_cut) printf("No limit binds the survival level: more of none of them serves anybody at that tier; " LFL_NOT_A_LIMIT_WORDS ".\n");
  else if (!plan->n_binding) printf("No limit that binds the first level is in this plan: " LFL_NOT_SOUGHT_WORDS ".\n");
  const char *money = lfl_budget_repairs_words(plan, LFL_RESTRICTED, plan->arena);
  if (money) printf("%s\n", money);
  const int *order = lfl_plan_repairs_in_order(plan, plan->arena);
  if (!order) return LFL_ERR_MEMORY;
  for (int i = 0; i < plan->n_repairs; i++) {
    if (i == 0) printf("\nRepairs in the order in which work begins, and what each buys:\n");
    print_repair(plan, order[i]);
  }
  for (int t = 0; t < plan->scenario->n_targets; t++) {
    if (t == 0) printf("\nTargets (lifeline why PLAN TARGET says more):\n");
    print_verdict(plan, t);
  }
  return LFL_OK;
}

static lfl_status answer(const cli *c, const lfl_plan *plan) {
  if (c->n_operands < 2) return print_level(c, plan);
  const lfl_scenario *s = plan->scenario;
  lfl_arena *arena = lfl_arena_create();
  const char **ids = arena ? lfl_arena_new(arena, (size_t)s->n_targets + 1, const char *) : NULL;
  lfl_status status = ids ? LFL_ERR_USAGE : LFL_ERR_MEMORY;
  for (int t = 0; ids && t < s->n_targets; t++) {
    ids[t] = s->targets[t].id;
    if (strcmp(ids[t], c->operand[1]) != 0) continue;
    status = LFL_OK;
    if (c->is_json) status = print_json(target_json(plan, t));
    else print_target(plan, t);
  }
  if (status == LFL_ERR_USAGE && strcmp(c->operand[1], "money") == 0) status = print_money(c, plan);
  if (status == LFL_ERR_USAGE) {
    const char *nearest = lfl_nearest_name(c->operand[1], ids, s->n_targets);
    fprintf(stderr, "lifeline: no such target: %s%s%s\n", c->operand[1], nearest ? ", did you mean " : "", nearest ? nearest : "");
  }
  lfl_arena_destroy(arena);
  return status;
}

int cmd_why(const cli *c) {
  lfl_diags diags;
  if (!lfl_diags_init(&diags)) return finish(LFL_ERR_MEMORY);
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  lfl_plan *plan = NULL;
  lfl_status status = lfl_plan_read_unaltered(c->operand[0], &diags, &tables, &scenario, &plan);
  if (status == LFL_OK) status = answer(c, plan);
  else print_diags(c, &diags, LFL_ERROR, stderr);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return finish(status);
}
