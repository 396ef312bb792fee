/* Plans written and read back: same fields, same bytes, nothing above the audience, and files
 * that somebody altered are refused with a reason. Scenario: two-sites, planned once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gdal.h>
#include <jansson.h>
#include <ogr_api.h>

#include "base/alloc.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "model/redact.h"
#include "same_plan.h"
#include "store/parts.h"

static struct {
  char dir[64];
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
} F;

static const char *in_dir(const char *name) {
  static char path[8][256];
  static int i;
  i = (i + 1) % 8;
  snprintf(path[i], sizeof path[i], "%s/%s", F.dir, name);
  return path[i];
}

/* What this plan has none of, and numbers that decimal text is bad at. */
static void add_odd_rows(lfl_plan *plan) {
  lfl_movement_row *bus = lfl_plan_add_movement(plan), *walk = lfl_plan_add_movement(plan);
  assert_true(bus && walk);
  *bus = (lfl_movement_row){1, 1, plan->ways[0].from_i, plan->ways[0].to_i, LFL_MODE_BUS, 0, 0, 80, 2};
  *walk = (lfl_movement_row){2, 2, plan->ways[0].from_i, plan->ways[0].to_i, LFL_MODE_FOOT, -1, 0, 12, 0};
  lfl_binding_row *binding = lfl_plan_add_binding(plan);
  assert_non_null(binding);
  *binding = (lfl_binding_row){"crossing", "GATE", 0, 3, "truck a day", 0.1 + 0.2, 1, (double)NAN, "a \"quoted\" reason,\nin two lines"};
  plan->targets[0].bound_people = (double)INFINITY;
  plan->targets[0].willing_missing = true;
  plan->levels[0].gap = 1e-300;
  plan->levels[0].value = 1.0 / 3.0;
  plan->stopped = "stopped by a test";
}

static int setup(void **state) {
  (void)state;
  strcpy(F.dir, "/tmp/lfl_store_XXXXXX");
  assert_non_null(mkdtemp(F.dir));
  assert_true(lfl_diags_init(&F.diags));
  const char *path = LFL_SOURCE_DIR "/scenarios/two-sites";
  assert_int_equal(lfl_scenario_read(path, NULL, &F.diags, &F.tables, &F.scenario), LFL_OK);
  lfl_status status = lfl_plan_make(F.scenario, NULL, &F.plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_answer_claims(F.plan), LFL_OK);
  const char *const sets[] = {"second-count", "no-such-numbers"};
  lfl_tables *tables;
  lfl_scenario *other;
  assert_int_equal(lfl_scenario_read(path, "second-count", &F.diags, &tables, &other), LFL_OK);
  const lfl_scenario *const scenarios[] = {other, NULL};
  assert_int_equal(lfl_plan_compare_sets(F.plan, sets, scenarios, 2, NULL), LFL_OK);
  lfl_scenario_destroy(other);
  lfl_tables_destroy(tables);
  add_odd_rows(F.plan);
  return 0;
}

static void remove_all(const char *path) {
  char command[400];
  snprintf(command, sizeof command, "rm -rf '%s'", path);
  assert_int_equal(system(command), 0);
}

static int teardown(void **state) {
  (void)state;
  lfl_plan_destroy(F.plan);
  lfl_scenario_destroy(F.scenario);
  lfl_tables_destroy(F.tables);
  lfl_diags_clear(&F.diags);
  remove_all(F.dir);
  return 0;
}

static void show(const lfl_diags *diags) {
  lfl_arena *arena = lfl_arena_create();
  for (int i = 0; i < diags->n; i++) fprintf(stderr, "  %s\n", lfl_diag_format(&diags->items[i], arena));
  lfl_arena_destroy(arena);
}

static void write_plan(const lfl_plan *plan, const char *dir, lfl_sensitivity audience) {
  lfl_diags problems;
  assert_true(lfl_diags_init(&problems));
  lfl_write_options options = {audience, false};
  lfl_status status = lfl_plan_write(plan, dir, "<!doctype html>", &F.diags, &options, &problems);
  if (status != LFL_OK) show(&problems);
  assert_int_equal(status, LFL_OK);
  lfl_diags_clear(&problems);
}

/* NUL-ended; freed by the caller. */
static char *read_file(const char *path, size_t *n) {
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("%s is missing", path);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  *n = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*n + 1);
  assert_non_null(bytes);
  assert_int_equal(fread(bytes, 1, *n, file), *n);
  bytes[*n] = 0;
  fclose(file);
  return bytes;
}

static void same_file(const char *one, const char *other) {
  size_t n, k;
  char *a = read_file(one, &n), *b = read_file(other, &k);
  if (n != k || memcmp(a, b, n) != 0) fail_msg("%s and %s differ", one, other);
  free(a);
  free(b);
}

static void same_folders(const char *one, const char *other) {
  static const char *const files[] = {"plan.gpkg", "plan.xlsx", "summary.json", "report.html"};
  char a[300], b[300];
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    snprintf(a, sizeof a, "%s/%s", one, files[i]);
    snprintf(b, sizeof b, "%s/%s", other, files[i]);
    same_file(a, b);
  }
  for (int t = 0; t < store_n_tables(); t++) {
    snprintf(a, sizeof a, "%s/tables/%s.csv", one, store_table_at(t)->name);
    snprintf(b, sizeof b, "%s/tables/%s.csv", other, store_table_at(t)->name);
    same_file(a, b);
  }
}

/* ---- there and back ---------------------------------------------------------------------------- */

static void test_round_trip(void **state) {
  (void)state;
  const lfl_plan *p = F.plan; /* every table must hold something, or the comparison would say little */
  assert_true(p->n_service && p->n_deliveries && p->n_movements && p->n_draws && p->n_uses && p->n_stocks && p->n_builds);
  assert_true(p->n_capacity && p->n_spending && p->n_ways && p->n_binding && p->n_sets == 3 && p->n_levels);
  write_plan(F.plan, in_dir("round"), LFL_RESTRICTED);
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  lfl_status status = lfl_plan_read(in_dir("round/"), &diags, &tables, &scenario, &plan);
  show(&diags);
  assert_int_equal(status, LFL_OK);
  assert_int_equal(diags.n, 0);
  assert_same_tables(F.tables, tables);
  assert_same_plan(F.plan, plan);
  write_plan(plan, in_dir("again"), LFL_RESTRICTED);
  same_file(in_dir("round/plan.gpkg"), in_dir("again/plan.gpkg"));
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

static void test_same_bytes(void **state) {
  (void)state;
  write_plan(F.plan, in_dir("first"), LFL_RESTRICTED);
  write_plan(F.plan, in_dir("second"), LFL_RESTRICTED);
  same_folders(in_dir("first"), in_dir("second"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_same_bytes),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
