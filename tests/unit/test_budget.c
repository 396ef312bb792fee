/* What other money would change, held against the model written out in full (tests/support/naive_model.c)
 * with the pledge's day or amount changed in the scenario itself; and the sums of the budget, by hand.
 *
 * LIFELINE_BUDGET_N: how many seeds (default 20, thorough 60); LIFELINE_BUDGET_FROM: the first (default 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "folder_plan.h"
#include "ingest/ingest.h"
#include "model/budget.h"
#include "naive_model.h"
#include "random_scenario.h"
#include "setting.h"

#define assert_near(a, b, slack) assert_true(fabs((a) - (b)) <= (slack))

/* The pledge comes on the day, whatever its condition, by the tables themselves: so it counts what the day's rate makes of it. */
static void move_pledge(lfl_tables *tables, const char *id, int day) {
  const lfl_table *t = NULL;
  for (int k = 0; k < tables->n_tables; k++)
    if (strcmp(tables->tables[k].name, "pledges") == 0) t = &tables->tables[k];
  assert_non_null(t);
  int id_column = -1, day_column = -1, condition_column = -1;
  for (int c = 0; c < t->n_columns; c++) {
    if (strcmp(t->columns[c], "pledge_id") == 0) id_column = c;
    if (strcmp(t->columns[c], "from_day") == 0) day_column = c;
    if (strcmp(t->columns[c], "condition_id") == 0) condition_column = c;
  }
  assert_true(id_column >= 0 && day_column >= 0 && condition_column >= 0);
  for (int row = 0; row < t->n_rows; row++) {
    if (strcmp(t->cells[row][id_column], id) != 0) continue;
    t->cells[row][day_column] = lfl_arena_printf(tables->arena, "%d", day);
    t->cells[row][condition_column] = NULL;
  }
}

static double first_level(const lfl_scenario *plain, uint64_t seed, const lfl_money_gain_row *change) {
  lfl_diags diags;
  lfl_tables *tables = random_tables(seed);
  lfl_scenario *s = NULL;
  naive_result r;
  assert_non_null(tables);
  assert_true(lfl_diags_init(&diags));
  if (change && change->change != LFL_MONEY_MORE) {
    const lfl_pledge *p = &plain->pledges[change->pledge_i];
    move_pledge(tables, p->id, change->change == LFL_MONEY_EARLIER ? p->from_day - (int)change->by : change->change == LFL_MONEY_LATER ? p->from_day + (int)change->by : (int)change->by);
  }
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  if (change && change->change == LFL_MONEY_MORE) s->pledges[change->pledge_i].amount += change->by;
  double value = naive_solve(s, LFL_LP_CLP, 1e-9, NULL, &r) ? r.values[0] : (double)NAN;
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return value;
}

/* Whatever moves where: the sectors hold all that is spent, and so do places and what belongs to none. */
static void costs_add_up(const lfl_plan *plan) {
  int n;
  double spent = 0, sectors = 0, places = 0;
  const lfl_served_cost *costs = lfl_budget_by_person(plan, plan->arena, &n);
  assert_non_null(costs);
  for (int k = 0; k < plan->n_spending; k++) spent += plan->spending[k].amount;
  for (int i = 0; i < n; i++) *(costs[i].sector ? &sectors : &places) += costs[i].amount;
  assert_near(sectors, spent, 1e-6 * fmax(1, spent));
  assert_near(places, spent, 1e-6 * fmax(1, spent) + 0.005 * 5); /* others of less than half a cent are left out */
}

static int judge(long seed, int *n_held, int *n_not_0) {
  lfl_tables *tables = random_tables((uint64_t)seed);
  lfl_diags diags;
  lfl_scenario *s = NULL;
  lfl_plan *plan = NULL;
  int n_wrong = 0;
  assert_non_null(tables);
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  lfl_plan_options o = lfl_plan_options_default();
  o.n_levels = 1;
  o.gap = 1e-9;
  o.skip_targets = o.skip_proofs = true;
  if (s->has_pledges && s->order[0] == LFL_LEVEL_SURVIVAL) {
    lfl_status status = lfl_plan_make(s, &o, &plan);
    if (status != LFL_OK && status != LFL_TARGET_NOT_MET) print_message("seed %ld: %s\n", seed, lfl_status_text(status));
    assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
    double value = first_level(s, (uint64_t)seed, NULL);
    costs_add_up(plan);
    for (int k = 0; k < plan->n_money_gains; k++) {
      const lfl_money_gain_row *g = &plan->money_gains[k];
      bool is_simple = g->change != LFL_MONEY_WAITS && g->pledge_i >= 0 && (g->change != LFL_MONEY_MORE || s->pledges[g->pledge_i].from_day == 0);
      if (isnan(g->gain) || !is_simple) continue;
      double gain = value - first_level(s, (uint64_t)seed, g);
      ++*n_held;
      *n_not_0 += fabs(gain) > 1e-6;
      if (fabs(gain - g->gain) <= 1e-5 * fmax(1, fabs(value))) continue;
      print_message("seed %ld: %s %s by %g: gains %.9g, by the naive model %.9g\n", seed, lfl_money_change_name(g->change), s->pledges[g->pledge_i].id, g->by, g->gain, gain);
      n_wrong++;
    }
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return n_wrong;
}

static void gains_are_those_of_the_model(void **state) {
  (void)state;
  int n_wrong = 0, n_held = 0, n_not_0 = 0;
  long from = setting("LIFELINE_BUDGET_FROM", 1), n = test_count("LIFELINE_BUDGET_N", 20, 60);
  for (long seed = from; seed < from + n; seed++) n_wrong += judge(seed, &n_held, &n_not_0);
  print_message("seeds %ld to %ld: %d changes held against the model, %d of them change something\n", from, from + n - 1, n_held, n_not_0);
  assert_int_equal(n_wrong, 0);
  if (n >= 60) assert_true(n_held > 60 && n_not_0 > 10);
}

/* 200 people; food is paid, and one latrine for 50 of those 100 who have none. */
static const char TOWN[] =
    "given n_days 8\n"
    "given table places\n"
    "  place_id | kind | people | toilet_places\n"
    "  TOWN | area | 100 |\n"
    "  CAMP | area | 100 | 100\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  ration | food | 1 | 0.001 | 1 | 1\n"
    "given table supplies\n"
    "  item_id | place_id | units | unit_price\n"
    "  ration | TOWN | 1000 | 1\n"
    "  ration | CAMP | 1000 | 1\n"
    "given table construction\n"
    "  construction_id | capacity | people_per_unit | cost_per_unit\n"
    "  latrine | toilet | 20 | 100\n"
    "given table conditions\n"
    "  condition_id | text | from_day\n"
    "  NEVER | never |\n"
    "given table pledges\n"
    "  pledge_id | amount | currency | from_day | earmark_kind | earmark_id | condition_id\n"
    "  ANY | 100 | USD | 4 | none | |\n"
    "  FOOD | 50000 | USD | 0 | sector | food |\n"
    "  GUARDS | 777 | USD | 0 | sector | security |\n"
    "  WASH | 300 | USD | 0 | sector | wash | NEVER\n";

static double gain_of(const folder_plan *w, lfl_money_change change, const char *id) {
  for (int k = 0; k < w->plan->n_money_gains; k++) {
    const lfl_money_gain_row *g = &w->plan->money_gains[k];
    if (g->change == change && g->pledge_i >= 0 && strcmp(w->scenario->pledges[g->pledge_i].id, id) == 0) return g->gain;
  }
  return (double)NAN;
}

static void idle_money_is_said(void **state) {
  (void)state;
  folder_plan w;
  int n;
  folder_of_text(&w, TOWN);
  const char **words = lfl_budget_idle_words(w.plan, w.plan->arena, &n);
  assert_int_equal(n, 1);
  /* 200 people at minimum for 8 days: 1,600 rations of the 50,000 */
  assert_string_equal(words[0], "48.4 thousand USD pledged for food lie idle while toilets wait for about 100 USD.");
  assert_true(lfl_budget_security(w.scenario) == 777);
  /* two days without the 50 people of one latrine; two days of food for 200; six days of latrines for all 100 */
  assert_near(gain_of(&w, LFL_MONEY_EARLIER, "ANY"), 100, 1e-4);
  assert_near(gain_of(&w, LFL_MONEY_LATER, "ANY"), -100, 1e-4);
  assert_near(gain_of(&w, LFL_MONEY_LATER, "FOOD"), -400, 1e-4);
  assert_near(gain_of(&w, LFL_MONEY_CONDITION, "WASH"), 600, 1e-4);
  assert_near(gain_of(&w, LFL_MONEY_MORE, "FOOD"), 0, 0);
  folder_end(&w);
}

/* 100 people and a ration a day for each where it is paid: 50 dollars and 100 euros from day 2, worth 1, from day 4 on a half. */
static const char EUROS[] =
    "given n_days 8\n"
    "given table places\n"
    "  place_id | kind | people\n"
    "  A | area | 100\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  ration | food | 0.5 | 0.001 | 1 | 1\n"
    "given table supplies\n"
    "  item_id | place_id | units | unit_price\n"
    "  ration | A | 900 | 1\n"
    "given table conditions\n"
    "  condition_id | text | from_day\n"
    "  LATE | late | 5\n"
    "given table rates\n"
    "  currency | day | rate\n"
    "  EUR | 0 | 1\n"
    "  EUR | %d | 0.5\n"
    "given table pledges\n"
    "  pledge_id | amount | currency | from_day | repays_pledge_id | condition_id\n"
    "  P | 50 | USD | 0 | |\n";

static void begin_euros(folder_plan *w, int day, const char *pledges) {
  char text[1600];
  snprintf(text, sizeof text, EUROS, day);
  size_t n = strlen(text);
  snprintf(text + n, sizeof text - n, "%s", pledges);
  folder_of_text(w, text);
}

/* A ration serves two at survival. Two days later, on day 4, the euros buy 50 rations and not 100: 100 person-days fewer; where the rate falls on day 2 the
 * day before gains as much. */
static void another_day_has_its_rate(void **state) {
  (void)state;
  folder_plan w;
  begin_euros(&w, 4, "  E | 100 | EUR | 2 | |\n");
  assert_near(gain_of(&w, LFL_MONEY_LATER, "E"), -100, 1e-4);
  assert_near(gain_of(&w, LFL_MONEY_EARLIER, "E"), 0, 1e-4);
  folder_end(&w);
  begin_euros(&w, 2, "  E | 100 | EUR | 2 | |\n");
  assert_near(gain_of(&w, LFL_MONEY_LATER, "E"), 0, 1e-4);
  assert_near(gain_of(&w, LFL_MONEY_EARLIER, "E"), 100, 1e-4);
  folder_end(&w);
  begin_euros(&w, 4, "  E | 100 | EUR | 2 | | LATE\n"); /* from day 5 on, worth 50; met by day 2, 100; earlier by two days, on day 3, 100, too */
  assert_near(gain_of(&w, LFL_MONEY_EARLIER, "E"), 100, 1e-4);
  folder_end(&w);
}

/* 100 euros that pay back a loan of 30 dollars count 20 at a half and 70 two days earlier, at 1: 50 rations more, of two people each. */
static void what_is_paid_back_follows_the_rate(void **state) {
  (void)state;
  folder_plan w;
  begin_euros(&w, 4, "  LOAN | 30 | USD | 0 | |\n  R | 100 | EUR | 5 | LOAN |\n");
  assert_near(gain_of(&w, LFL_MONEY_EARLIER, "R"), 100, 1e-4);
  folder_end(&w);
}

/* Twelve towns, each with money of its own: of eleven 10 dollars for 100 people, whose every dollar more has a price, and of BIG more than its 100 people need from
 * day 0 on, at a price of 0. Two days later (a quarter of 8) nobody there eats on two days: 200 person-days, the most that any pledge changes, and it is solved. */
static void what_is_lost_later_is_solved_whatever_its_price(void **state) {
  (void)state;
  folder_plan w;
  char text[4000];
  size_t n = (size_t)snprintf(text, sizeof text, "given n_days 8\ngiven table places\n  place_id | kind | people\n  BIG | area | 100\n");
  for (int k = 0; k < 11; k++) n += (size_t)snprintf(text + n, sizeof text - n, "  T%d | area | 100\n", k);
  n += (size_t)snprintf(text + n, sizeof text - n, "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n  ration | food | 1 | 0.001 | 1 | 1\n"
                                                   "given table supplies\n  item_id | place_id | units | unit_price\n  ration | BIG | 2000 | 1\n");
  for (int k = 0; k < 11; k++) n += (size_t)snprintf(text + n, sizeof text - n, "  ration | T%d | 2000 | 1\n", k);
  n += (size_t)snprintf(text + n, sizeof text - n, "given table pledges\n  pledge_id | amount | currency | from_day | earmark_kind | earmark_id\n  P | 5000 | USD | 0 | place | BIG\n");
  for (int k = 0; k < 11; k++) n += (size_t)snprintf(text + n, sizeof text - n, "  P%d | 10 | USD | 0 | place | T%d\n", k, k);
  assert_true(n < sizeof text);
  folder_of_text(&w, text);
  assert_near(gain_of(&w, LFL_MONEY_LATER, "P"), -200, 1e-4);
  folder_end(&w);
}

static lfl_money_gain_row *left_of(const folder_plan *w, const char *id) {
  for (int k = 0; k < w->plan->n_money_gains; k++) {
    lfl_money_gain_row *g = &w->plan->money_gains[k];
    if (g->change == LFL_MONEY_LEFT && g->pledge_i >= 0 && strcmp(w->scenario->pledges[g->pledge_i].id, id) == 0) return g;
  }
  fail_msg("nothing is said of what is left of %s", id);
  return NULL;
}

/* What waits is of the linear model, and so is what lies idle beside it; other sums that whole things leave are said to be theirs. */
static void what_whole_things_leave_is_told_apart(void **state) {
  (void)state;
  folder_plan w;
  int n;
  folder_of_text(&w, TOWN);
  assert_near(left_of(&w, "FOOD")->by, 48400, 1e-3);
  assert_near(left_of(&w, "ANY")->by, 0, 1e-3);
  left_of(&w, "FOOD")->by = 40000;
  const char **words = lfl_budget_idle_words(w.plan, w.plan->arena, &n);
  assert_int_equal(n, 1);
  assert_string_equal(words[0], "40 thousand USD pledged for food lie idle (48.4 thousand USD with whole things) while toilets wait for about 100 USD.");
  left_of(&w, "FOOD")->by = 0;
  words = lfl_budget_idle_words(w.plan, w.plan->arena, &n);
  assert_int_equal(n, 1);
  assert_string_equal(words[0], "All money pledged for food is spent before things are made whole; with whole things 48.4 thousand USD of it are left.");
  folder_end(&w);
}

static void pledge(const folder_plan *w, const char *id, double amount) {
  for (int k = 0; k < w->scenario->n_pledges; k++)
    if (strcmp(w->scenario->pledges[k].id, id) == 0) w->scenario->pledges[k].amount = amount;
}

/* What whole things leave of any money is said where it is much, whatever waits; of less than one nothing is. */
static void much_that_whole_things_leave_is_said(void **state) {
  (void)state;
  folder_plan w;
  int n;
  folder_of_text(&w, TOWN);
  left_of(&w, "FOOD")->by = 0;
  pledge(&w, "FOOD", 1601); /* 1,600 of it are spent, and 100 of the other */
  pledge(&w, "ANY", 1100);
  const char **words = lfl_budget_idle_words(w.plan, w.plan->arena, &n);
  assert_int_equal(n, 2);
  assert_string_equal(words[0], "All money that is not earmarked is spent before things are made whole; with whole things 1000 USD of it are left.");
  assert_string_equal(words[1], "All money pledged for food is spent before things are made whole; with whole things 1 USD of it is left.");
  left_of(&w, "ANY")->by = 200;
  words = lfl_budget_idle_words(w.plan, w.plan->arena, &n);
  assert_string_equal(words[0], "Of the money that is not earmarked, 200 USD are left before things are made whole, and 1000 with whole things.");
  words = lfl_budget_answer(w.plan, w.plan->arena, &n);
  left_of(&w, "ANY")->by = 0;
  words = lfl_budget_answer(w.plan, w.plan->arena, &n);
  const char *begin = "Money not earmarked (pledge ANY) is short, though whole things spend 100 of its 1100 USD: ";
  assert_true(strncmp(words[0], begin, strlen(begin)) == 0);
  pledge(&w, "FOOD", 1600.5);
  pledge(&w, "ANY", 104);
  lfl_budget_idle_words(w.plan, w.plan->arena, &n);
  assert_int_equal(n, 0); /* half a dollar; four of a hundred */
  folder_end(&w);
}

static bool is_said(const char *const *words, int n, const char *text) {
  for (int k = 0; k < n; k++)
    if (strcmp(words[k], text) == 0) return true;
  print_message("not said: %s\n", text);
  return false;
}

static void what_lacks_is_answered(void **state) {
  (void)state;
  folder_plan w;
  int n;
  bool has_come;
  folder_of_text(&w, TOWN);
  const char **words = lfl_budget_answer(w.plan, w.plan->arena, &n);
  for (int k = 0; k < n; k++) print_message("%s\n", words[k]);
  assert_true(is_said(words, n, "48.4 thousand USD pledged for food lie idle while toilets wait for about 100 USD."));
  assert_true(is_said(words, n, "Pledge WASH waits for its condition: met by day 0 it serves 600 person-days more at the survival tier (solved again)."));
  assert_true(n >= 3 && strncmp(words[0], "Money not earmarked (pledge ANY) is short: ", 43) == 0);
  assert_string_equal(lfl_fund_words(w.scenario, "sector:wash", false, LFL_PARTNERS, w.plan->arena, &has_come), "for water and sanitation (pledge WASH)");
  assert_false(has_come);
  assert_string_equal(lfl_fund_words(w.scenario, "sector:wash", false, LFL_PUBLIC, w.plan->arena, &has_come), "for water and sanitation");
  assert_string_equal(lfl_fund_words(w.scenario, "place:CAMP", false, LFL_PARTNERS, w.plan->arena, &has_come), "not earmarked"); /* no such money */
  w.scenario->has_pledges = false;
  words = lfl_budget_answer(w.plan, w.plan->arena, &n);
  assert_true(n == 1 && strncmp(words[0], "Money is not limited here", 25) == 0);
  folder_end(&w);
}

/* 100 people with all rations they may want; a health post for 50 of them costs 100. */
static const char POSTS[] =
    "given n_days 2\n"
    "given table places\n"
    "  place_id | kind | people\n"
    "  TOWN | area | 100\n"
    "given table construction\n"
    "  construction_id | capacity | people_per_unit | cost_per_unit\n"
    "  post | health | 50 | 100\n";
static const char RATIONS[] =
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  ration | food | 1 | 0.001 | 1 | 1\n"
    "given table supplies\n"
    "  item_id | place_id | units\n"
    "  ration | TOWN | 1000\n";
static const char PLEDGED[] = "given table pledges\n  pledge_id | amount | currency\n  ANY | %d | USD\n";

static const char *first_answer(folder_plan *w, bool has_rations, int amount) {
  char text[1200], pledged[128];
  int n;
  snprintf(pledged, sizeof pledged, PLEDGED, amount);
  snprintf(text, sizeof text, "%s%s%s", POSTS, has_rations ? RATIONS : "", pledged);
  folder_of_text(w, text);
  const char **words = lfl_budget_answer(w->plan, w->plan->arena, &n);
  assert_true(n >= 1);
  return words[0];
}

/* More money is tried at the survival tier; of the minimum tier no more is said than is known. */
static void of_the_minimum_tier_nothing_is_claimed(void **state) {
  (void)state;
  folder_plan w;
  assert_string_equal(first_answer(&w, false, 100), "What more money would change was not examined: it is looked for at the survival tier, which no need here has.");
  for (int k = 0; k < w.plan->n_money_gains; k++) assert_int_equal(w.plan->money_gains[k].change, LFL_MONEY_LEFT);
  folder_end(&w);
  assert_string_equal(first_answer(&w, true, 100), "Nobody goes without survival service for want of money: more of no earmark serves anybody at that tier. What more would serve at the minimum tier was not examined.");
  folder_end(&w);
  assert_string_equal(first_answer(&w, true, 200), "Nobody goes without survival service for want of money: more of no earmark serves anybody at that tier.");
  folder_end(&w);
}

/* 100 people for 2 days: food, which has a survival tier; health, which has none, for the 50 of one post. */
static void a_need_without_survival_counts_at_the_minimum(void **state) {
  (void)state;
  folder_plan w;
  int n;
  first_answer(&w, true, 100);
  const lfl_served_cost *costs = lfl_budget_by_person(w.plan, w.plan->arena, &n);
  assert_non_null(costs);
  for (int i = 0; i < n; i++) {
    if (costs[i].sector && strcmp(costs[i].sector, "food") == 0) assert_near(costs[i].person_days, 200, 0);
    if (costs[i].sector && strcmp(costs[i].sector, "health") == 0) assert_near(costs[i].amount / costs[i].person_days, 1, 1e-9);
    if (costs[i].place_i >= 0) assert_near(costs[i].person_days, 300, 0);
  }
  folder_end(&w);
}

/* What other money would change is asked with the repairs as decided: of other repairs nothing is claimed. */
static void of_other_repairs_nothing_is_claimed(void **state) {
  (void)state;
  folder_plan w;
  char text[1600];
  int n;
  snprintf(text, sizeof text, "%s%sgiven table pledges\n  pledge_id | amount | currency\n  ANY | 200 | USD\n"
           "given table projects\n  project_id | place_id | column | amount | cost\n  ROOF | TOWN | shelter_places | 60 | 9000\n", POSTS, RATIONS);
  folder_of_text(&w, text);
  const char **words = lfl_budget_answer(w.plan, w.plan->arena, &n);
  assert_non_null(strstr(words[0], "With the repairs as decided more of no earmark serves anybody at survival. Which other or earlier repairs more money would pay for was not examined."));
  folder_end(&w);
}

/* 100 people for 4 days: 40 dollars for food, of which each buys a ration that serves two at survival, and latrines for all that are repaired for 20. */
static void begin_latrines(folder_plan *w, const char *wash, int from_day) {
  static const char LATRINES[] = "given n_days 4\n"
                                 "given table places\n  place_id | kind | people | toilet_places\n  TOWN | area | 100 | 0\n"
                                 "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n  ration | food | 1 | 0.001 | 1 | 1\n"
                                 "given table supplies\n  item_id | place_id | units | unit_price\n  ration | TOWN | 1000 | 1\n"
                                 "given table projects\n  project_id | place_id | cost | min_days | column | amount\n  LAT | TOWN | 20 | 1 | toilet_places | 40\n"
                                 "given table pledges\n  pledge_id | amount | currency | from_day | earmark_kind | earmark_id\n"
                                 "  FOOD | 40 | USD | 0 | sector | food\n  WASH | %s | USD | %d | sector | wash\n";
  char text[1200];
  snprintf(text, sizeof text, LATRINES, wash, from_day);
  folder_of_text(w, text);
}

/* Money for a repair that is done may not come later: that is said, and of all other money what it changes: 200 rations are wanted and 40 paid, 160 more of them serve two each. */
static void a_repair_is_paid_before_other_money_is_asked_about(void **state) {
  (void)state;
  for (int from_day = 0; from_day < 2; from_day++) { /* from day 1 on it can still be done in time */
    folder_plan w;
    int n;
    begin_latrines(&w, "20", from_day);
    assert_near(gain_of(&w, LFL_MONEY_MORE, "FOOD"), 320, 1e-4);
    assert_near(gain_of(&w, LFL_MONEY_MORE, "WASH"), 0, 0);
    assert_near(gain_of(&w, LFL_MONEY_LATER, "FOOD"), 0, 1e-4);
    assert_true(isnan(gain_of(&w, LFL_MONEY_LATER, "WASH")));
    const char **words = lfl_budget_answer(w.plan, w.plan->arena, &n);
    assert_true(is_said(words, n, "With pledge WASH 1 day later the repairs as decided could not be paid; what would be done then was not examined."));
    assert_true(is_said(words, n, "Money for food (pledge FOOD) is short: 1000 USD more of it from day 0 on serves 320 person-days more at the survival tier (solved again)."));
    assert_true((lfl_budget_repairs_words(w.plan, LFL_RESTRICTED, w.plan->arena) != NULL) == (from_day > 0)); /* it would be done sooner */
    folder_end(&w);
  }
}

/* More money for a repair that is not done gains nothing with the repairs as decided, which is said beside it: a cent short, or so late that latrines would be ready after the last day. */
static void that_repairs_are_as_decided_is_said(void **state) {
  (void)state;
  static const char WORDS[] = "What more money gains is found with the repairs as decided: whether it would pay for repair LAT, or for it sooner, was not examined; a what-if decides repairs again.";
  for (int is_late = 0; is_late < 2; is_late++) {
    folder_plan w;
    int n;
    begin_latrines(&w, is_late ? "20" : "19.99", is_late ? 3 : 0);
    assert_near(gain_of(&w, LFL_MONEY_MORE, "WASH"), 0, 0);
    const char **words = lfl_budget_answer(w.plan, w.plan->arena, &n);
    assert_true(is_said(words, n, "20 USD pledged for water and sanitation lie idle while food waits for about 160 USD."));
    assert_true(is_said(words, n, WORDS));
    w.scenario->projects[0].origin.sensitivity = LFL_RESTRICTED;
    assert_null(lfl_budget_repairs_words(w.plan, LFL_PARTNERS, w.plan->arena));
    folder_end(&w);
  }
}

/* 10 workers make 9.09 tents a day, of 1.1 worker-days at 7, 2 for each and 3 for what it is made of: 40 of them 308, 80 and 120, whatever the parts of a day. */
static void lines_come_to_what_whole_things_cost(void **state) {
  (void)state;
  static const char TENTS[] = "given n_days 10\n"
                              "given table places\n  place_id | kind | people | usable_m2\n  S | site | 1000 | 100000\n"
                              "given table crews\n  crew_id | n_workers | wage_per_worker_day\n  C | 10 | 7\n"
                              "given table items\n  item_id | need | mass_kg | volume_m3 | people_served\n  tt | shelter | 50 | 0.2 | 5\n"
                              "given table construction\n  construction_id | capacity | people_per_unit | worker_days_per_unit | m2_per_unit | crew_id | cost_per_unit\n  tent | shelter | 5 | 1.1 | 25 | C | 2\n"
                              "given table construction_items\n  construction_id | item_id | units_per_unit\n  tent | tt | 1\n"
                              "given table supplies\n  item_id | place_id | day | units | unit_price\n  tt | S | 0 | 40 | 3\n";
  static const struct {
    const char *line;
    double amount;
  } LINES[] = {{"construction", 80}, {"labour", 308}, {"supplies", 120}};
  folder_plan w;
  folder_of_text(&w, TENTS);
  for (int i = 0; i < 3; i++) {
    double sum = 0;
    for (int k = 0; k < w.plan->n_spending; k++)
      if (strcmp(w.plan->spending[k].line, LINES[i].line) == 0) sum += w.plan->spending[k].amount;
    assert_near(sum, LINES[i].amount, 1e-9);
  }
  folder_end(&w);
}

static void sums_are_those_of_the_spending(void **state) {
  (void)state;
  folder_plan w;
  int n;
  double spent = 0, months = 0;
  folder_of_text(&w, TOWN);
  const lfl_budget_row *rows = lfl_budget_by_month(w.plan, w.plan->arena, &n);
  for (int k = 0; k < n; k++) months += rows[k].amount;
  for (int k = 0; k < w.plan->n_spending; k++) spent += w.plan->spending[k].amount;
  assert_near(spent, 1700, 1e-6);
  assert_near(months, spent, 1e-6);
  assert_string_equal(rows[0].month, "2000-01");
  const lfl_fund *funds = lfl_budget_funds(w.plan, w.plan->arena, &n);
  assert_int_equal(n, 3); /* security is none */
  for (int i = 0; i < n; i++) {
    const char *id = w.scenario->pledges[funds[i].pledge_i].id;
    if (strcmp(id, "FOOD") == 0) assert_near(funds[i].idle, 48400, 1e-6);
    if (strcmp(id, "WASH") == 0) assert_near(funds[i].waiting, 300, 1e-6);
    if (strcmp(id, "ANY") == 0) assert_near(funds[i].spent, 100, 1e-6);
  }
  const lfl_served_cost *costs = lfl_budget_by_person(w.plan, w.plan->arena, &n);
  for (int i = 0; i < n; i++)
    if (costs[i].sector && strcmp(costs[i].sector, "food") == 0) assert_near(costs[i].amount / costs[i].person_days, 1, 1e-9);
  folder_end(&w);
}

static const char ROAD[] =
    "given n_days 4\n"
    "given table places\n"
    "  place_id | kind | people | trucks_per_day\n"
    "  GATE | crossing | | 10\n"
    "  HUB | hub | |\n"
    "  TOWN | area | 100 |\n"
    "  CAMP | area | 100 |\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  ration | food | 1 | 0.001 | 1 | 1\n"
    "given table supplies\n"
    "  item_id | place_id | units | unit_price\n"
    "  ration | GATE | 100 | 1\n"
    "  ration | HUB | 100 | 3\n";

static int place_of(const lfl_scenario *s, const char *id) {
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, id) == 0) return i;
  fail_msg("no place %s", id);
  return -1;
}

static double cost_of(const lfl_scenario *s, const lfl_served_cost *costs, int n, const char *place, const char *other) {
  for (int i = 0; i < n; i++)
    if (other ? costs[i].other && strcmp(costs[i].other, other) == 0 : costs[i].place_i >= 0 && strcmp(s->places[costs[i].place_i].id, place) == 0) return costs[i].amount;
  fail_msg("no cost of %s", other ? other : place);
  return (double)NAN;
}

/* On day 0 the 100 rations of the gate, at 1 each, come to the 100 of the hub, at 3: 2 a ration there. 50 go on to the town on the same day,
 * which eats 40 and sends 10 to the camp on day 1, and 100 from the hub come to the camp on day 2. 50 stay at the hub. The way to
 * the hub costs 7, the one to the camp 9, and work at the camp 5. */
static void goods_cost_where_they_are_delivered(void **state) {
  (void)state;
  folder_plan w;
  int n;
  folder_of_text(&w, ROAD);
  const lfl_scenario *s = w.scenario;
  lfl_plan *p = lfl_plan_create(s);
  assert_non_null(p);
  int gate = place_of(s, "GATE"), hub = place_of(s, "HUB"), town = place_of(s, "TOWN"), camp = place_of(s, "CAMP"), ration = -1;
  for (int k = 0; k < s->n_items; k++)
    if (strcmp(s->items[k].id, "ration") == 0) ration = k;
  for (int k = 0; k < s->n_supplies; k++) {
    *lfl_plan_add_draw(p) = (lfl_draw_row){0, k, 100};
    *lfl_plan_add_spending(p) = (lfl_spending_row){0, "supplies", -1, 100 * s->supplies[k].unit_price, "food", s->supplies[k].place_i, ration};
  }
  const lfl_delivery_row loads[] = {{0, 0, hub, town, 0, 0, 0, ration, 50, 1}, {0, 0, gate, hub, 0, 0, 1, ration, 100, 1}, {1, 1, town, camp, 0, 0, 2, ration, 10, 1}, {1, 2, hub, camp, 0, 0, 3, ration, 100, 1}};
  for (int k = 0; k < 4; k++) *lfl_plan_add_delivery(p) = loads[k];
  *lfl_plan_add_use(p) = (lfl_use_row){0, town, ration, LFL_USE_NEED, 40};
  *lfl_plan_add_use(p) = (lfl_use_row){2, camp, ration, LFL_USE_NEED, 60};
  *lfl_plan_add_spending(p) = (lfl_spending_row){0, "transport", -1, 7, "food", hub, ration};
  *lfl_plan_add_spending(p) = (lfl_spending_row){1, "transport", -1, 9, "food", camp, ration};
  *lfl_plan_add_spending(p) = (lfl_spending_row){2, "labour", -1, 5, "toilet", camp, -1};
  const lfl_served_cost *costs = lfl_budget_by_person(p, p->arena, &n);
  assert_non_null(costs);
  assert_near(cost_of(s, costs, n, "TOWN", NULL), 80, 1e-9);
  assert_near(cost_of(s, costs, n, "CAMP", NULL), 20 + 200 + 9 + 5, 1e-9);
  assert_near(cost_of(s, costs, n, NULL, "goods used or left at hubs and crossings"), 100, 1e-9);
  assert_near(cost_of(s, costs, n, NULL, "transport to hubs and crossings"), 7, 1e-9);
  costs_add_up(p);
  costs_add_up(w.plan); /* what the planner makes of it */
  lfl_plan_destroy(p);
  folder_end(&w);
}

static void money_in_few_figures(void **state) {
  (void)state;
  lfl_arena *arena = lfl_arena_create();
  assert_string_equal(lfl_money_words(12000000, arena), "12 m");
  assert_string_equal(lfl_money_words(999499, arena), "999 thousand");
  assert_string_equal(lfl_money_words(250, arena), "250");
  assert_string_equal(lfl_money_exact(499.5, arena), "499.50");
  assert_string_equal(lfl_money_exact(0.07, arena), "0.07");
  assert_string_equal(lfl_money_exact(12000, arena), "12000");
  assert_string_equal(lfl_money_exact(11999.999, arena), "12000");
  lfl_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(idle_money_is_said), cmocka_unit_test(what_is_lost_later_is_solved_whatever_its_price), cmocka_unit_test(another_day_has_its_rate), cmocka_unit_test(what_is_paid_back_follows_the_rate), cmocka_unit_test(what_whole_things_leave_is_told_apart), cmocka_unit_test(much_that_whole_things_leave_is_said), cmocka_unit_test(what_lacks_is_answered), cmocka_unit_test(of_the_minimum_tier_nothing_is_claimed), cmocka_unit_test(of_other_repairs_nothing_is_claimed), cmocka_unit_test(a_repair_is_paid_before_other_money_is_asked_about), cmocka_unit_test(that_repairs_are_as_decided_is_said), cmocka_unit_test(a_need_without_survival_counts_at_the_minimum), cmocka_unit_test(lines_come_to_what_whole_things_cost), cmocka_unit_test(sums_are_those_of_the_spending), cmocka_unit_test(goods_cost_where_they_are_delivered), cmocka_unit_test(money_in_few_figures),
                                     cmocka_unit_test(gains_are_those_of_the_model)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
