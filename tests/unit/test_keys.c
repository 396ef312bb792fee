/* No table of a plan has two rows with the same key, on random scenarios (the cases of tests/cases are held to it, too).
 *
 * LIFELINE_KEYS_N: how many seeds (default 25, thorough 100). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "plan_keys.h"
#include "random_scenario.h"
#include "setting.h"

static const char *twins_of(uint64_t seed) {
  lfl_tables *tables = seed % 2 ? random_tables(seed) : random_tables_with_repairs(seed);
  lfl_diags diags;
  lfl_scenario *s = NULL;
  lfl_plan *plan = NULL;
  assert_non_null(tables);
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  lfl_plan_options o = lfl_plan_options_default();
  o.skip_targets = o.skip_proofs = o.skip_binding = true;
  lfl_status status = lfl_plan_make(s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  const char *twins = plan_table_with_twins(plan);
  assert_int_equal(lfl_plan_verify(s, plan, &diags), LFL_OK);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return twins;
}

static void no_key_stands_twice(void **state) {
  (void)state;
  long n = test_count("LIFELINE_KEYS_N", 25, 100);
  for (long seed = 1; seed <= n; seed++) {
    const char *twins = twins_of((uint64_t)seed);
    if (twins) fail_msg("seed %ld: two rows of %s have the same key", seed, twins);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(no_key_stands_twice)};
  return cmocka_run_group_tests_name("keys of a plan's tables", tests, NULL, NULL);
}
