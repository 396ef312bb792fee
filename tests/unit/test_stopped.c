/* A run that is stopped, at whatever moment, makes a plan that holds: small random scenarios are stopped at every time that the
 * engine asks whether to go on, and two-sites at some.
 *
 * LIFELINE_STOPPED_N: random scenarios (default 8, thorough 40); LIFELINE_STOPPED_PART: two-sites is stopped each time later by this part of when it was
 * before (default 3, thorough 12). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "proof/proof.h"
#include "random_scenario.h"
#include "setting.h"
#include "text_tables.h"

/* Stops at the time when nothing is left. */
static bool go_on(const lfl_progress *progress, void *user) {
  int *n_left = user;
  (void)progress;
  return --*n_left > 0;
}

static void hold(const char *what, const lfl_scenario *s, const lfl_plan *plan, int n) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_plan_verify(s, plan, &diags);
  if (status != LFL_OK) print_error("%s, stopped at %d\n", what, n);
  for (int i = 0; i < diags.n && i < 10; i++) print_error("  %s\n", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
  assert_int_equal(status, LFL_OK);
}

/* Is there a target with nothing but a bound? */
static bool has_bound_alone(const lfl_scenario *s, const lfl_plan *plan) {
  bool is_one = false;
  for (int k = 0; k < s->n_targets; k++) is_one = is_one || (isnan(plan->targets[k].best_people) && isfinite(plan->targets[k].bound_people));
  return is_one;
}

/* Stops at 1, then later each time by one and an n-th of what it was (0: by one) until the run ends. is_all: with what binds and proofs. How often it was stopped; *n_alone: with a bound alone. */
static int stop_everywhere(const char *what, const lfl_scenario *s, bool is_all, int part, int *n_alone) {
  lfl_plan_options o = lfl_plan_options_default();
  o.skip_binding = o.skip_proofs = !is_all;
  o.n_threads = 1; /* so that it is asked in the same order each time */
  o.progress = go_on;
  int n_stopped = 0;
  bool is_ended = false;
  for (int n = 1; !is_ended; n += 1 + (part ? n / part : 0)) {
    int n_left = n;
    lfl_plan *plan = NULL;
    o.user = &n_left;
    lfl_status status = lfl_plan_make(s, &o, &plan);
    is_ended = status != LFL_STOPPED;
    n_stopped += !is_ended;
    if (status == LFL_ERR_DATA) break;
    assert_non_null(plan);
    hold(what, s, plan, n);
    *n_alone += has_bound_alone(s, plan);
    lfl_plan_destroy(plan);
  }
  return n_stopped;
}

/* Those stopped at a target's bound, before it was known how many can be reached, were refused as altered. */
static void random_scenarios(void **state) {
  (void)state;
  int n_wanted = (int)test_count("LIFELINE_STOPPED_N", 8, 40), n_stopped = 0, n_alone = 0;
  for (int seed = 0; seed < n_wanted; seed++) {
    char what[30];
    lfl_tables *tables = random_tables_mixed((uint64_t)seed);
    lfl_scenario *s = scenario_of(tables);
    snprintf(what, sizeof what, "seed %d", seed);
    if (s) n_stopped += stop_everywhere(what, s, seed % 8 == 0, 0, &n_alone);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
  }
  print_message("stopped %d times, with a bound alone %d times\n", n_stopped, n_alone);
  assert_true(n_stopped > n_wanted && n_alone > 0);
}

/* Stops where something of that name is begun. */
static bool go_on_to(const lfl_progress *progress, void *user) { return strncmp(progress->phase, user, strlen(user)) != 0; }

/* What binds, and what it would take, are asked when the first level is solved: it stands, whoever stops them. */
static void stopped_behind_the_first_level(void **state) {
  (void)state;
  static char *const PHASES[] = {"what binds", "what other money"};
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *first = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_read(LFL_SOURCE_DIR "/scenarios/two-sites", NULL, &diags, &tables, &s), LFL_OK);
  lfl_diags_clear(&diags);
  lfl_plan_options o = lfl_plan_options_default();
  o.n_threads = o.n_levels = 1;
  o.skip_plan = o.skip_targets = o.skip_binding = true;
  assert_int_equal(lfl_plan_make(s, &o, &first), LFL_TARGET_NOT_MET);
  o = lfl_plan_options_default();
  o.progress = go_on_to;
  for (size_t k = 0; k < sizeof PHASES / sizeof PHASES[0]; k++) {
    lfl_plan *plan = NULL;
    o.user = PHASES[k];
    o.n_threads = 1;
    assert_int_equal(lfl_plan_make(s, &o, &plan), LFL_STOPPED);
    assert_string_equal(plan->stopped, "stopped by the user");
    assert_true(plan->n_levels >= 1 && fabs(plan->levels[0].value - first->levels[0].value) <= 1e-6 * first->levels[0].value);
    assert_true(isnan(plan->levels[0].held_value));
    hold(PHASES[k], s, plan, 0);
    lfl_plan_destroy(plan);
  }
  lfl_plan_destroy(first);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
}

/* Why a run was stopped is said wherever that was. */
static void stopped_while_talks_are_looked_for(void **state) {
  (void)state;
  static const char *const TEXTS[] = {
      "scenario\nkey,value\nn_days,3\n",
      "places\nplace_id,kind,people,usable_m2,water_yield_l_per_day\nCAMP,site,100,2250,600\n",
      "targets\ntarget_id,kind,need,tier,people,by_day\nroom,served,space,survival,85,0\n",
      "negotiable\ntable,row_id,column,step,weight,at_most\nplaces,CAMP,usable_m2,200,3,4000\n",
  };
  char phase[] = "what room would take";
  lfl_tables *tables = text_tables(TEXTS, sizeof TEXTS / sizeof TEXTS[0]);
  lfl_scenario *s = scenario_of(tables);
  lfl_plan *plan = NULL;
  lfl_plan_options o = lfl_plan_options_default();
  o.progress = go_on_to;
  o.user = phase;
  assert_non_null(s);
  assert_int_equal(lfl_plan_make(s, &o, &plan), LFL_STOPPED);
  assert_string_equal(plan->stopped, "stopped by the user");
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
}

/* One stopped within a level, whose gap was not said, was refused. */
static void two_sites(void **state) {
  (void)state;
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *s;
  int n_alone = 0;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_read(LFL_SOURCE_DIR "/scenarios/two-sites", NULL, &diags, &tables, &s), LFL_OK);
  lfl_diags_clear(&diags);
  assert_true(stop_everywhere("two-sites", s, false, (int)test_count("LIFELINE_STOPPED_PART", 3, 12), &n_alone) > 10);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_scenarios),
      cmocka_unit_test(stopped_behind_the_first_level),
      cmocka_unit_test(stopped_while_talks_are_looked_for),
      cmocka_unit_test(two_sites),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
