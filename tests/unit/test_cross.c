/* The engine against the model written out in full (tests/support/naive_model.c), on random small
 * scenarios: the same value at every level, targets on the right side of the best, and every
 * plan passes the checker.
 *
 * LIFELINE_CROSS_N: how many seeds (default 30 and, of what nobody supplies, 20; thorough 150 and 100); LIFELINE_CROSS_FROM: the first (default
 * 100, from where on patients are carried and kits put together soon; thorough 1).
 * LIFELINE_CROSS_SHRINK=FOLDER: the first seed that fails is cut down as far as it still fails
 * and written there as CSV, ready for the program. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "naive_model.h"
#include "random_scenario.h"
#include "setting.h"

static const double TOLERANCE = 1e-6;

enum { SAY = 600, QUICK_FROM = 100 };

static double slack_of(double value) { return TOLERANCE * fmax(1, fabs(value)); }

/* The LP solver keeps rows to 1e-7 people of each place and day, which costs some hundred units of
 * money, and people may be moved along the network to serve a millionth more: all of them once
 * over its mean link is the scale of the movement level. */
static double slack_at(const lfl_scenario *s, lfl_level_kind kind, double value) {
  double people = 0, km = 0;
  if (kind == LFL_LEVEL_COST) return TOLERANCE * fmax(1000, fabs(value));
  if (kind != LFL_LEVEL_MOVEMENT) return slack_of(value);
  for (int i = 0; i < s->n_places; i++) people += s->places[i].people;
  for (int i = 0; i < s->n_links; i++) km += s->links[i].length_km / s->n_links;
  return TOLERANCE * fmax(people * km, fabs(value));
}

__attribute__((format(printf, 2, 3))) static void say(char *text, const char *format, ...) {
  va_list args;
  size_t n = strlen(text);
  va_start(args, format);
  if (n < SAY) vsnprintf(text + n, SAY - n, format, args);
  va_end(args);
}

/* Each level is compared under the same earlier levels. The engine may use what earlier levels
 * leave free, 1e-6 of them (`loose`), and where it found an earlier level better by less than that,
 * a later one costs more (`given`: the model with the engine's own levels held). */
static void compare_levels(const lfl_scenario *s, const lfl_plan *plan, const naive_result *tight, char *text) {
  if (plan->n_levels != tight->n_levels) say(text, "levels: %d of %d; ", plan->n_levels, tight->n_levels);
  naive_result loose = {0}, given = {0}, engine = {.n_levels = plan->n_levels};
  for (int k = 0; k < plan->n_levels; k++) engine.values[k] = plan->levels[k].value;
  int before = (int)strlen(text);
  for (int k = 0; k < plan->n_levels && k < tight->n_levels; k++) {
    const lfl_level *level = &plan->levels[k];
    const char *name = lfl_level_name(level->kind);
    double want = tight->values[k], least = want, most = want, slack = slack_at(s, level->kind, want);
    if (level->value < want - slack && !loose.n_levels && !naive_solve(s, LFL_LP_CLP, 1.01e-6, tight, &loose)) say(text, "naive model (loose) not solved; ");
    if (fmax(level->value, level->bound) > want + slack && k && !given.n_levels && !naive_solve(s, LFL_LP_CLP, 1e-9, &engine, &given))
      say(text, "naive model (given) not solved; ");
    if (loose.n_levels > k) least = fmin(loose.values[k], want);
    if (given.n_levels > k) most = fmax(given.values[k], want);
    if (level->value < least - slack) say(text, "%s: engine %.9g below %.9g; ", name, level->value, want);
    if (level->value > most + slack) say(text, "%s: engine %.9g above %.9g; ", name, level->value, most);
    if (level->bound > most + slack) say(text, "%s: bound %.9g above %.9g; ", name, level->bound, most);
  }
  if ((int)strlen(text) > before && tight->n_eased) say(text, "(eased %d) ", tight->n_eased);
}

/* People are counted to a hundred-thousandth: the solver's tolerance times the rows they pass. */
static void compare_targets(const lfl_scenario *s, const lfl_plan *plan, const naive_result *naive, char *text) {
  for (int k = 0; k < s->n_targets && k < naive->n_targets; k++) {
    const lfl_target_result *r = &plan->targets[k];
    double best = naive->best[k];
    if (isnan(best)) continue;
    const char *id = s->targets[k].id;
    if (r->bound_people < best - slack_of(fmax(10, best))) say(text, "target %s: bound %.9g, possible %.9g; ", id, r->bound_people, best);
    if (r->best_people > best + slack_of(fmax(10, best))) say(text, "target %s: best %.9g, possible %.9g; ", id, r->best_people, best);
    if (r->verdict == LFL_IMPOSSIBLE && best > r->people + slack_of(r->people)) say(text, "target %s of %.9g: called impossible, possible %.9g; ", id, r->people, best);
    if ((r->verdict == LFL_MET || r->verdict == LFL_POSSIBLE) && best < r->people - slack_of(r->people))
      say(text, "target %s of %.9g: called %s, at most %.9g; ", id, r->people, lfl_verdict_name(r->verdict), best);
  }
}

static void verify_plan(const lfl_scenario *s, const lfl_plan *plan, char *text) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  if (lfl_plan_verify(s, plan, &diags) != LFL_OK || lfl_plan_verify_findings(s, plan, &diags) != LFL_OK) {
    say(text, "plan does not hold");
    for (int i = 0; i < diags.n && i < 2; i++) say(text, ": %s", lfl_diag_format(&diags.items[i], diags.arena));
    say(text, "; ");
  }
  lfl_diags_clear(&diags);
}

static long n_with_referrals, n_with_kits; /* scenarios in whose plan patients are carried, kits put together */

/* What is wrong with the scenario's plan, "" if nothing; false if the tables are no scenario. */
static bool hold_against(const lfl_tables *tables, char *text) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  text[0] = 0;
  assert_true(lfl_diags_init(&diags));
  bool is_scenario = lfl_scenario_build(tables, &diags, &s) == LFL_OK;
  for (int i = 0; !is_scenario && i < diags.n; i++)
    if (diags.items[i].severity == LFL_ERROR) say(text, "%s; ", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
  if (!is_scenario) return false;
  naive_result naive;
  if (!naive_solve(s, LFL_LP_CLP, 1e-11, NULL, &naive)) say(text, "naive model not solved; ");
  lfl_plan_options options = lfl_plan_options_default();
  options.gap = 1e-9;
  options.skip_binding = true;
  lfl_plan *plan = NULL;
  lfl_status status = lfl_plan_make(s, &options, &plan);
  if (status != LFL_OK && status != LFL_TARGET_NOT_MET) say(text, "engine: %s; ", lfl_status_text(status));
  if (plan && !text[0]) {
    compare_levels(s, plan, &naive, text);
    compare_targets(s, plan, &naive, text);
    verify_plan(s, plan, text);
  }
  n_with_referrals += plan && plan->n_referrals > 0;
  n_with_kits += plan && plan->n_kits > 0;
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  return true;
}

/* Do both messages begin with the same complaint, whatever the figures? */
static bool is_alike(const char *a, const char *b) {
  const char *figures = "0123456789.e-+";
  while (*a && *b && *a != ';' && *b != ';') {
    a += strspn(a, figures);
    b += strspn(b, figures);
    if (*a != *b) return false;
    if (*a) a++, b++;
  }
  return true;
}

/* Cuts rows, then cells, as long as the scenario still fails in the same way. */
static lfl_tables *shrink(lfl_tables *tables, const char *like) {
  char text[SAY + 1];
  for (bool is_smaller = true; is_smaller;) {
    is_smaller = false;
    for (int k = 0; k < tables->n_tables; k++)
      for (int i = tables->tables[k].n_rows - 1; i >= 0; i--)
        for (int j = -1; j < tables->tables[k].n_columns && i < tables->tables[k].n_rows; j++) {
          if (j >= 0 && !tables->tables[k].cells[i][j]) continue;
          lfl_tables *less = tables_without(tables, k, i, j);
          assert_non_null(less);
          bool still = hold_against(less, text) && text[0] && is_alike(text, like);
          lfl_tables_destroy(still ? tables : less);
          if (!still) continue;
          tables = less;
          is_smaller = true;
          if (j < 0) break;
        }
  }
  return tables;
}

static void engine_and_model_agree(void **state) {
  (void)state;
  char text[SAY + 1], first[SAY + 1] = "";
  long from = test_count("LIFELINE_CROSS_FROM", QUICK_FROM, 1), n = test_count("LIFELINE_CROSS_N", 30, 150);
  int n_failed = 0;
  const char *folder = getenv("LIFELINE_CROSS_SHRINK");
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *tables = random_tables((uint64_t)seed);
    assert_non_null(tables);
    bool is_scenario = hold_against(tables, text);
    if (!is_scenario || text[0]) {
      print_message("seed %ld: %s%s\n", seed, is_scenario ? "" : "no scenario: ", text);
      if (is_scenario && folder && !first[0]) {
        memcpy(first, text, sizeof first);
        assert_true(write_tables(tables, folder)); /* whole, should the cutting be broken off */
        tables = shrink(tables, first);
        assert_true(hold_against(tables, text));
        print_message("shrunk, in %s: %s\n", folder, text);
        assert_true(write_tables(tables, folder));
      }
      n_failed++;
    }
    lfl_tables_destroy(tables);
  }
  assert_int_equal(n_failed, 0);
  if (n >= 150 || (n >= 30 && from == QUICK_FROM)) assert_true(n_with_referrals > 0 && n_with_kits > 0);
  if (n_with_referrals || n_with_kits) print_message("patients are carried in %ld of %ld plans, kits put together in %ld\n", n_with_referrals, n, n_with_kits);
}

/* The tables without what is supplied of the item; the given ones are gone. */
static lfl_tables *unsupplied(lfl_tables *tables, const char *item) {
  const lfl_table *supplies = lfl_tables_find(tables, "supplies");
  for (int i = supplies ? supplies->n_rows - 1 : -1; i >= 0; i--) {
    if (!supplies->cells[i][0] || strcmp(supplies->cells[i][0], item) != 0) continue;
    lfl_tables *less = tables_without(tables, (int)(supplies - tables->tables), i, -1);
    assert_non_null(less);
    lfl_tables_destroy(tables);
    tables = less;
    supplies = lfl_tables_find(tables, "supplies");
  }
  return tables;
}

/* The same where nothing at all is supplied of one of the items: what takes it, cannot be. */
static void what_nobody_supplies(void **state) {
  (void)state;
  long from = test_count("LIFELINE_CROSS_FROM", QUICK_FROM, 1), n = test_count("LIFELINE_CROSS_N", 20, 100);
  int n_failed = 0;
  for (long seed = from; seed < from + n; seed++) {
    char text[SAY + 1];
    lfl_tables *tables = random_tables((uint64_t)seed);
    const lfl_table *items = lfl_tables_find(tables, "items");
    if (items && items->n_rows) {
      int i = items->n_rows - 1 - (int)(seed / 2 % items->n_rows) * (int)(seed % 2); /* every other one the last: fuel, where there is any */
      char item[64];
      snprintf(item, sizeof item, "%s", items->cells[i][0]);
      tables = unsupplied(tables, item);
      if (hold_against(tables, text) && text[0]) {
        print_message("seed %ld without %s: %s\n", seed, item, text);
        n_failed++;
      }
    }
    lfl_tables_destroy(tables);
  }
  assert_int_equal(n_failed, 0);
}

/* Making the problem counts against a time limit: nothing is solved any more, and there is a plan that holds. */
static void a_time_limit_counts_the_making(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    char text[4000] = "";
    lfl_tables *tables = random_tables(seed);
    lfl_scenario *s = NULL;
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
    lfl_diags_clear(&diags);
    lfl_plan_options options = lfl_plan_options_default();
    options.time_limit_s = 1e-9;
    lfl_plan *plan = NULL;
    assert_int_equal(lfl_plan_make(s, &options, &plan), LFL_STOPPED);
    assert_non_null(plan);
    assert_string_equal(plan->stopped, "time limit reached");
    verify_plan(s, plan, text);
    if (text[0]) print_message("seed %ld: %s\n", (long)seed, text);
    assert_string_equal(text, "");
    lfl_plan_destroy(plan);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(engine_and_model_agree), cmocka_unit_test(what_nobody_supplies), cmocka_unit_test(a_time_limit_counts_the_making)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
