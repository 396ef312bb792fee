/* Proofs held against the model written out in full (tests/support/naive_model.c), on random small
 * scenarios: what is proved is never more than the best there is (sound), and hardly less (tight).
 *
 * LIFELINE_CROSS_N: how many seeds (default 30, thorough 150); LIFELINE_CROSS_FROM: the first (default 1). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "naive_model.h"
#include "proof/proof.h"
#include "random_scenario.h"
#include "setting.h"
#include "text_tables.h"

static double slack_at(lfl_level_kind kind, double value) {
  return 1e-6 * fmax(kind == LFL_LEVEL_MOVEMENT || kind == LFL_LEVEL_COST ? 100 : 1, fabs(value));
}

/* Seeds whose proofs are valid and not tight, with the reason. A seed that is not here must be. */
static bool is_loose(long seed, lfl_proof_kind kind) {
  /* building that nothing limits */
  static const long UNLIMITED[] = {75};
  /* the LP solver's tolerance of 1e-7 at a level held to 1e-9 */
  static const long OTHER[] = {64, 120, 140};
  if (kind == LFL_PROOF_TARGET) return seed == UNLIMITED[0];
  for (size_t k = 0; k < sizeof OTHER / sizeof OTHER[0]; k++)
    if (seed == OTHER[k]) return true;
  return false;
}

static int judge_level(long seed, const lfl_level *level, double proved, double best) {
  const char *name = lfl_level_name(level->kind);
  double slack = slack_at(level->kind, level->value);
  /* the naive model's holds may have been eased; costs are sensitive to that */
  if (proved > best + slack * (level->kind >= LFL_LEVEL_MOVEMENT ? 10 : 1)) {
    print_message("seed %ld: %s: proved %.10g, the naive model has %.10g\n", seed, name, proved, best);
    return 1;
  }
  if (proved >= level->value - slack || is_loose(seed, LFL_PROOF_LEVEL)) return 0;
  print_message("seed %ld: %s: proved %.10g of %.10g\n", seed, name, proved, level->value);
  return 1;
}

static int judge_target(long seed, const char *id, const lfl_target_result *r, double proved, double best) {
  if (proved < best - 1e-6 * fmax(10, best)) { /* the naive model counts people to 1e-5 */
    print_message("seed %ld: %s: proved %.10g, the naive model reaches %.10g\n", seed, id, proved, best);
    return 1;
  }
  /* best_people is whole */
  if (proved <= r->best_people + 1 + 1e-6 * r->best_people || is_loose(seed, LFL_PROOF_TARGET)) return 0;
  print_message("seed %ld: %s: proved %.10g, the engine reaches %.10g\n", seed, id, proved, r->best_people);
  return 1;
}

static int judge_seed(long seed) {
  lfl_tables *tables = random_tables((uint64_t)seed);
  assert_non_null(tables);
  lfl_scenario *s = scenario_of(tables);
  assert_non_null(s);
  naive_result naive;
  bool has_naive = naive_solve(s, LFL_LP_CLP, 1e-11, NULL, &naive);
  lfl_plan_options options = lfl_plan_options_default();
  options.gap = 1e-9;
  options.skip_binding = true;
  lfl_plan *plan = NULL;
  int n_wrong = 0;
  lfl_status status = lfl_plan_make(s, &options, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  double bounds[64];
  assert_true(plan->n_proofs <= 64);
  assert_int_equal(lfl_plan_prove(plan, bounds, NULL), LFL_OK);
  for (int k = 0; k < plan->n_proofs; k++) {
    const lfl_proof *p = &plan->proofs[k];
    int i = p->subject_i;
    double best = (double)NAN; /* of the naive model, as far as it agrees in what went before */
    if (p->kind == LFL_PROOF_LEVEL) {
      if (has_naive && i < naive.n_levels) best = naive.values[i];
      n_wrong += judge_level(seed, &plan->levels[i], bounds[k], best);
      if (!(fabs(plan->levels[i].value - best) <= slack_at(plan->levels[i].kind, best))) has_naive = false;
    } else if (p->kind == LFL_PROOF_TARGET) {
      if (i < naive.n_targets) best = naive.best[i];
      n_wrong += judge_target(seed, s->targets[i].id, &plan->targets[i], bounds[k], best);
    }
  }
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_status verified = lfl_plan_verify_proofs(plan, NULL, &diags);
  for (int i = 0; i < diags.n; i++) print_message("seed %ld: %s\n", seed, lfl_diag_format(&diags.items[i], diags.arena));
  assert_int_equal(verified, LFL_OK);
  lfl_diags_clear(&diags);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  return n_wrong;
}

static void proofs_are_sound_and_tight(void **state) {
  (void)state;
  int n_wrong = 0;
  long from = setting("LIFELINE_CROSS_FROM", 1), n = test_count("LIFELINE_CROSS_N", 30, 150);
  for (long seed = from; seed < from + n; seed++) n_wrong += judge_seed(seed);
  assert_int_equal(n_wrong, 0);
}

/* A repair of one day that costs 100, with money from day 2 on, of 4 days. */
static void a_box_without_a_decision_holds_no_plan(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,4\ncurrency,USD\n", "places\nplace_id,kind,people\nTOWN,area,100\n",
                                      "projects\nproject_id,place_id,min_days,cost,column,amount\nROOFS,TOWN,1,100,shelter_places,100\n",
                                      "pledges\npledge_id,amount,currency,from_day\nLATE,100,USD,2\n"};
  static const struct {
    int least, most;
    bool is_empty;
  } boxes[] = {{0, 1, true}, {0, 2, false}, {2, 2, false}, {3, 3, true}, {3, 4, false}}; /* on day 3 it is finished too late; 4: not done */
  lfl_tables *tables = text_tables(TEXTS, sizeof TEXTS / sizeof TEXTS[0]);
  lfl_scenario *s = scenario_of(tables);
  lfl_plan_options options = lfl_plan_options_default();
  lfl_plan *plan = NULL;
  assert_int_equal(lfl_plan_make(s, &options, &plan), LFL_OK);
  assert_true(fabs(plan->levels[0].value - 300) < 1e-6);
  assert_true(fabs(plan->levels[0].bound - 300) < 1e-6);
  for (size_t k = 0; k < sizeof boxes / sizeof boxes[0]; k++) {
    lfl_proof *proof = lfl_plan_add_proof(plan);
    double bound;
    assert_non_null(proof);
    *proof = (lfl_proof){LFL_PROOF_LEVEL, 0, &boxes[k].least, &boxes[k].most};
    assert_int_equal(lfl_plan_prove_one(plan, plan->n_proofs - 1, &bound), LFL_OK);
    assert_int_equal(isinf(bound) && bound > 0, boxes[k].is_empty);
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(proofs_are_sound_and_tight), cmocka_unit_test(a_box_without_a_decision_holds_no_plan)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
