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

#include "check/verify.h"
#include "engine/engine.h"
#include "folder_plan.h"
#include "ingest/ingest.h"
#include "model/redact.h"
#include "same_plan.h"
#include "sample_plan.h"
#include "store/parts.h"

static folder_plan F;

static const char *in_dir(const char *name) { return in_folder(&F, name); }

/* What this plan has none of, and numbers that decimal text is bad at. */
static void add_odd_rows(lfl_plan *plan) {
  lfl_movement_row *bus = lfl_plan_add_movement(plan), *walk = lfl_plan_add_movement(plan);
  assert_true(bus && walk);
  *bus = (lfl_movement_row){1, 1, plan->ways[0].from_i, plan->ways[0].to_i, LFL_MODE_BUS, 0, 0, 80, 2};
  *walk = (lfl_movement_row){2, 2, plan->ways[0].from_i, plan->ways[0].to_i, LFL_MODE_FOOT, -1, 0, 12, 0};
  lfl_binding_row *binding = lfl_plan_add_binding(plan);
  assert_non_null(binding);
  *binding = (lfl_binding_row){"crossing", "GATE", 0, 3, "truck a day", 0.1 + 0.2, 1, (double)NAN, "a \"quoted\" reason,\nin two lines", (double)NAN, -1};
  lfl_binding_row *of_target = lfl_plan_add_target_binding(plan);
  lfl_conflict_row *conflict = lfl_plan_add_conflict(plan);
  lfl_offer_row *offer = lfl_plan_add_offer(plan);
  assert_true(of_target && conflict && offer);
  *of_target = (lfl_binding_row){"fleet", "T", 1, 2, "vehicles", 0.1, 10, 2.5, "a fleet", 10, 0};
  *conflict = (lfl_conflict_row){0, 1, true, "fleet", "T", "a fleet"};
  *offer = (lfl_offer_row){0, 1, true, "fleets", "T", "n_vehicles", 10, 20, 3.5, 100, "ten more"};
  plan->targets[0].bound_people = (double)INFINITY;
  plan->targets[0].willing_missing = true;
  plan->levels[0].gap = 1e-300;
  plan->levels[0].value = 1.0 / 3.0;
  plan->stopped = "stopped by a test";
}

static int setup(void **state) {
  (void)state;
  folder_begin(&F);
  const char *path = LFL_SOURCE_DIR "/scenarios/two-sites";
  assert_int_equal(lfl_scenario_read(path, NULL, &F.diags, &F.tables, &F.scenario), LFL_OK);
  const char *const sets[] = {"second-count", "no-such-numbers"};
  lfl_tables *tables;
  lfl_scenario *other;
  assert_int_equal(lfl_scenario_read(path, "second-count", &F.diags, &tables, &other), LFL_OK);
  const lfl_scenario *const scenarios[] = {other, NULL};
  lfl_plan_options options = lfl_plan_options_default();
  options.n_sets = 2;
  options.set_ids = sets;
  options.set_scenarios = scenarios;
  lfl_status status = lfl_plan_make(F.scenario, &options, &F.plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  assert_true(F.plan->n_sets == 3 && F.plan->sets[1].n_levels == 1 && F.plan->sets[2].note && !F.plan->sets[1].note);
  lfl_scenario_destroy(other);
  lfl_tables_destroy(tables);
  add_odd_rows(F.plan);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  folder_end(&F);
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
    if (store_is_for_program(store_table_at(t))) continue;
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

/* ---- what is in the files ------------------------------------------------------------------------ */

static void begins_with(const char *path, const char *header) {
  size_t n;
  char *text = read_file(path, &n);
  if (strncmp(text, header, strlen(header)) != 0) fail_msg("%s begins with %.80s", path, text);
  assert_null(strchr(text, '\r'));
  free(text);
}

/* The contract's columns, in its order, come first (docs/SCENARIO.md, "Out"). */
static void test_columns_of_the_contract(void **state) {
  (void)state;
  static const char *const headers[][2] = {
      {"needs", "day,place_id,need,tier,people,quantity,unit,indicator_id,"}, {"service", "day,place_id,need,tier,people,served_people,"},
      {"people", "day,place_id,people,"}, {"movements", "day,from_id,to_id,mode,people,"},
      {"deliveries", "day,from_id,to_id,fleet_id,item_id,units,trips,"}, {"stocks", "day,place_id,item_id,units,days_left,"},
      {"builds", "day,place_id,construction_id,units,"}, {"capacity", "day,place_id,capacity,people,"}, {"projects", "project_id,"},
      {"spending", "day,line,pledge_id,amount,"}, {"targets", "target_id,verdict,people,by_day,best_people,bound_people,earliest_day,"},
      {"binding", "limit,subject_id,from_day,to_day,price,gain,"}, {"claims", "claim_id,"}};
  write_plan(F.plan, in_dir("columns"), LFL_RESTRICTED);
  for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
    char name[60];
    snprintf(name, sizeof name, "columns/tables/%s.csv", headers[i][0]);
    begins_with(in_dir(name), headers[i][1]);
  }
}

/* The rows that a default is of are named to those alone who may see all rows. */
static void test_rows_of_defaults(void **state) {
  (void)state;
  write_plan(F.plan, in_dir("rows_all"), LFL_RESTRICTED);
  assert_true(file_has(in_dir("rows_all/tables/defaults.csv"), "facilities,HOSPITAL,catchment_h"));
  lfl_plan *copy;
  assert_int_equal(lfl_plan_redact(F.plan, LFL_PARTNERS, &copy), LFL_OK);
  write_plan(copy, in_dir("rows_some"), LFL_PARTNERS);
  assert_true(file_has(in_dir("rows_some/tables/defaults.csv"), "facilities,*,catchment_h"));
  assert_false(file_has(in_dir("rows_some/tables/defaults.csv"), "facilities,HOSPITAL"));
  lfl_plan_destroy(copy);
}

static void test_csv_cells(void **state) {
  (void)state;
  static const struct {
    const char *text, *cell;
  } texts[] = {{"plain", "plain"}, {"a,b", "\"a,b\""}, {"say \"so\"", "\"say \"\"so\"\"\""}, {"two\nlines", "\"two\nlines\""},
               {" padded", "\" padded\""}, {"", "\"\""}, {"-link", "-link"}};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    lfl_buf buf = {0};
    lfl_buf_csv(&buf, texts[i].text);
    assert_string_equal(buf.text, texts[i].cell);
    lfl_buf_clear(&buf);
  }
  static const struct {
    double value;
    const char *exact, *rounded;
  } numbers[] = {{0.1 + 0.2, "0.30000000000000004", "0.3"}, {21259.99999999453, "21259.99999999453", "21260"}, {-3.3e-9, "-3.3e-09", "0"},
                 {1e6, "1000000", "1000000"}, {0.1, "0.1", "0.1"}, {123456789012.0, "123456789012", "123456789012"}, {0.00943, "0.00943", "0.00943"}};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    lfl_buf buf = {0};
    store_put_exact(&buf, numbers[i].value);
    assert_string_equal(buf.text, numbers[i].exact);
    buf.n = 0;
    lfl_buf_number(&buf, store_round(numbers[i].value));
    assert_string_equal(buf.text, numbers[i].rounded);
    lfl_buf_clear(&buf);
  }
  lfl_arena *arena = lfl_arena_create();
  assert_string_equal(store_clean(arena, "caf\xC3\xA9 \xFF\x01\tx", false), "caf\xC3\xA9 \xEF\xBF\xBD  x");
  assert_string_equal(store_clean(arena, "\xC0\xAF\xED\xA0\x80", true), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  assert_null(store_clean(arena, NULL, true));
  lfl_arena_destroy(arena);
}

static void test_summary(void **state) {
  (void)state;
  write_plan(F.plan, in_dir("summary"), LFL_RESTRICTED);
  json_error_t error;
  json_t *summary = json_load_file(in_dir("summary/summary.json"), JSON_REJECT_DUPLICATES, &error);
  if (!summary) fail_msg("summary.json: %s", error.text);
  static const char *const keys[] = {"title", "start_date", "n_days", "currency", "levels", "targets", "needs", "cost", "funds", "repairs", "not_planned", "n_defaults", "stopped"};
  assert_int_equal(json_object_size(summary), sizeof keys / sizeof keys[0]);
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
    if (!json_object_get(summary, keys[i])) fail_msg("no key %s", keys[i]);
  assert_int_equal(json_integer_value(json_object_get(summary, "n_days")), 12);
  assert_string_equal(json_string_value(json_object_get(summary, "stopped")), "stopped by a test");
  json_t *level = json_array_get(json_object_get(summary, "levels"), 0);
  assert_int_equal(json_object_size(level), 5);
  assert_string_equal(json_string_value(json_object_get(level, "level")), "survival");
  json_t *target = json_array_get(json_object_get(summary, "targets"), 0);
  assert_int_equal(json_object_size(target), 7);
  assert_true(json_is_null(json_object_get(target, "bound_people"))); /* infinity */
  /* person-days add up to those of the table */
  double served = 0, told = 0;
  for (int i = 0; i < F.plan->n_service; i++) served += F.plan->service[i].served_people;
  size_t index;
  json_t *need;
  json_array_foreach(json_object_get(summary, "needs"), index, need) told += json_number_value(json_object_get(need, "served_person_days"));
  assert_true(fabs(served - told) < 1e-6);
  json_decref(summary);
}

/* ---- the workbook ----------------------------------------------------------------------------------- */

static void test_workbook(void **state) {
  (void)state;
  static const char *const pages[] = {"Front page", "Shelter & sites", "Water & sanitation", "Food", "Health & medicine", "Building", "Repairs", "Logistics",
                                      "Stocks", "Fuel", "Care", "Movement", "Cost", "Budget", "Pledges", "Cost per person", "Data issues", "Defaults", "Sources"};
  write_plan(F.plan, in_dir("book"), LFL_RESTRICTED);
  static const char *const drivers[] = {"XLSX", NULL};
  GDALAllRegister();
  GDALDatasetH book = GDALOpenEx(in_dir("book/plan.xlsx"), GDAL_OF_VECTOR, drivers, NULL, NULL);
  assert_non_null(book);
  assert_int_equal(GDALDatasetGetLayerCount(book), sizeof pages / sizeof pages[0]);
  for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
    OGRLayerH page = GDALDatasetGetLayer(book, (int)i);
    assert_string_equal(OGR_L_GetName(page), pages[i]);
    assert_true(OGR_L_GetFeatureCount(page, true) >= 2);
  }
  /* title, note, header, then a line a delivery */
  assert_int_equal(OGR_L_GetFeatureCount(GDALDatasetGetLayerByName(book, "Logistics"), true), 3 + F.plan->n_deliveries);
  assert_int_equal(OGR_L_GetFeatureCount(GDALDatasetGetLayerByName(book, "Movement"), true), 3 + F.plan->n_movements);
  double paid = 0, told = -1;
  for (int i = 0; i < F.plan->n_spending; i++) paid += F.plan->spending[i].amount;
  OGRLayerH front = GDALDatasetGetLayerByName(book, "Front page");
  for (OGRFeatureH line = OGR_L_GetNextFeature(front); line; OGR_F_Destroy(line), line = OGR_L_GetNextFeature(front))
    if (strcmp(OGR_F_GetFieldAsString(line, 0), "all") == 0) told = OGR_F_GetFieldAsDouble(line, 1);
  assert_true(paid > 0 && fabs(told - paid) < 0.01);
  GDALClose(book);
}

/* Does the sentence on the front page say how many at most? It must be there. */
static bool says_at_most(const char *path) {
  static const char *const drivers[] = {"XLSX", NULL};
  GDALAllRegister();
  GDALDatasetH book = GDALOpenEx(path, GDAL_OF_VECTOR, drivers, NULL, NULL);
  assert_non_null(book);
  OGRLayerH front = GDALDatasetGetLayerByName(book, "Front page");
  int n = 0;
  bool is_said = false;
  for (OGRFeatureH line = OGR_L_GetNextFeature(front); line; OGR_F_Destroy(line), line = OGR_L_GetNextFeature(front)) {
    const char *text = OGR_F_GetFieldAsString(line, 0);
    if (!strstr(text, "people in need get")) continue;
    n++;
    is_said = strstr(text, ", at most ") != NULL;
  }
  GDALClose(book);
  assert_int_equal(n, 1);
  return is_said;
}

/* ---- audiences ------------------------------------------------------------------------------------------ */

static void test_public(void **state) {
  (void)state;
  lfl_diags problems;
  assert_true(lfl_diags_init(&problems));
  lfl_write_options options = {LFL_PUBLIC, false};
  assert_int_equal(lfl_plan_write(F.plan, in_dir("leak"), "", &F.diags, &options, &problems), LFL_ERR_USAGE); /* not redacted */
  assert_string_equal(problems.items[0].code, "not-redacted");
  lfl_plan *idle = lfl_plan_create(F.scenario); /* nothing is done in it that would tell of it */
  assert_non_null(idle);
  assert_int_equal(lfl_plan_write(idle, in_dir("leak"), "", &F.diags, &options, &problems), LFL_ERR_USAGE);
  lfl_plan_destroy(idle);
  lfl_diags_clear(&problems);
  lfl_plan *copy;
  assert_int_equal(lfl_plan_redact(F.plan, LFL_PUBLIC, &copy), LFL_OK);
  copy->targets[0].plan_people = 7; /* a few: not told */
  copy->targets[1].plan_people = 12;
  write_plan(copy, in_dir("public"), LFL_PUBLIC);
  lfl_plan_destroy(copy);
  static const char *const never[] = {"Depot", "20.13", "HUB", "TRUCK", "BUILD", "general_ration", "Donor A", "invented"};
  static const char *const files[] = {"public/plan.gpkg", "public/summary.json", "public/tables/needs.csv", "public/tables/service.csv",
                                      "public/tables/people.csv", "public/tables/targets.csv", "public/tables/issues.csv", "public/tables/claims.csv",
                                      "public/tables/ways.csv", "public/tables/binding.csv"};
  for (size_t f = 0; f < sizeof files / sizeof files[0]; f++)
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
      bool is_title = strcmp(never[i], "invented") == 0 && (f == 1 || f == 0); /* the title says so */
      if (!is_title && file_has(in_dir(files[f]), never[i])) fail_msg("%s holds %s", files[f], never[i]);
    }
  assert_false(file_has(in_dir("public/tables/targets.csv"), ",7,"));
  assert_true(file_has(in_dir("public/tables/targets.csv"), ",12,"));
  /* of a region nobody knows that it is the same people who get all, less even than of a place */
  write_plan(F.plan, in_dir("front"), LFL_RESTRICTED);
  assert_true(says_at_most(in_dir("public/plan.xlsx")));
  assert_false(says_at_most(in_dir("front/plan.xlsx")));
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  assert_true(lfl_diags_init(&problems));
  assert_int_equal(lfl_plan_read(in_dir("public"), &problems, &tables, &scenario, &plan), LFL_ERR_DATA);
  assert_string_equal(problems.items[0].code, "plan-cut");
  lfl_diags_clear(&problems);
}

/* ---- files that somebody altered ---------------------------------------------------------------------- */

static void alter(const char *path, const char *sql) {
  static const char *const drivers[] = {"GPKG", NULL};
  GDALAllRegister();
  GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, drivers, NULL, NULL);
  assert_non_null(dataset);
  OGRLayerH result = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
  if (result) GDALDatasetReleaseResultSet(dataset, result);
  GDALClose(dataset);
}

static void expect_refusal(const char *sql, const char *code, const char *column) {
  char command[700];
  snprintf(command, sizeof command, "cp '%s/whole/plan.gpkg' '%s/altered.gpkg'", F.dir, F.dir);
  assert_int_equal(system(command), 0);
  alter(in_dir("altered.gpkg"), sql);
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  lfl_status status = lfl_plan_read(in_dir("altered.gpkg"), &diags, &tables, &scenario, &plan);
  if (status != LFL_ERR_DATA) fail_msg("%s: status %d", sql, (int)status);
  assert_true(!tables && !scenario && !plan && diags.n_errors > 0);
  const lfl_diag *d = &diags.items[0];
  if (strcmp(d->code, code) != 0 || (column && (!d->column || strcmp(d->column, column) != 0)))
    fail_msg("%s: %s, column %s, not %s, column %s", sql, d->code, d->column ? d->column : "none", code, column ? column : "any");
  lfl_diags_clear(&diags);
}

static void test_altered_files(void **state) {
  (void)state;
  write_plan(F.plan, in_dir("whole"), LFL_RESTRICTED);
  expect_refusal("UPDATE plan_service SET place_id = 'ELSEWHERE' WHERE lfl_fid = 3", "no-such-key", "place_id");
  expect_refusal("UPDATE plan_service SET day = 12 WHERE lfl_fid = 3", "number-range", "day");
  expect_refusal("UPDATE plan_service SET day = NULL", "number-range", "day");
  expect_refusal("UPDATE plan_service SET served_people = NULL WHERE lfl_fid = 1", "number-expected", "served_people");
  expect_refusal("UPDATE plan_service SET served_people = 9e999", "number-expected", "served_people");
  expect_refusal("UPDATE plan_service SET tier = 'luxury'", "no-such-name", "tier");
  expect_refusal("UPDATE plan_deliveries SET way_no = 99", "number-range", "way_no");
  expect_refusal("UPDATE plan_deliveries SET fleet_id = NULL", "no-such-key", "fleet_id");
  expect_refusal("UPDATE plan_way_links SET step = 5", "order", "step");
  expect_refusal("UPDATE plan_way_links SET link_id = 'NO-ROAD'", "no-such-key", "link_id");
  expect_refusal("UPDATE plan_draws SET supply = supply + 1 WHERE lfl_fid = 1", "supply", "supply");
  expect_refusal("UPDATE plan_levels SET level = 'joy'", "no-such-name", "level");
  expect_refusal("INSERT INTO plan_levels (level, value) SELECT level, value FROM plan_levels", "too-many", "level");
  expect_refusal("UPDATE plan_sets SET set_no = -1", "number-range", "set_no");
  expect_refusal("UPDATE plan_targets SET verdict = 'maybe'", "no-such-name", "verdict");
  expect_refusal("DELETE FROM lifeline_metadata", "not-a-plan", NULL);
  expect_refusal("UPDATE lifeline_metadata SET value = '1' WHERE key = 'format'", "not-a-plan", NULL);
  expect_refusal("DELLAYER:plan_builds", "layer-missing", NULL);
  expect_refusal("ALTER TABLE plan_builds RENAME COLUMN units TO n", "column-missing", "units");
  expect_refusal("UPDATE scenario_places SET kind = 'castle'", "choice", "kind");
}

/* A view may cost anything to read: none is read. */
static void test_views_are_refused(void **state) {
  (void)state;
  write_plan(F.plan, in_dir("viewed"), LFL_RESTRICTED);
  const char *path = in_dir("viewed/plan.gpkg");
  alter(path, "DELETE FROM gpkg_contents WHERE table_name = 'scenario_claims'");
  alter(path, "ALTER TABLE scenario_claims RENAME TO other");
  alter(path, "CREATE VIEW scenario_claims AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS lfl_fid, i AS claim_id FROM n");
  alter(path, "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('scenario_claims', 'attributes', 'x')");
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  assert_int_equal(lfl_plan_read(path, &diags, &tables, &scenario, &plan), LFL_ERR_DATA);
  assert_string_equal(diags.items[0].code, "not-a-table");
  lfl_diags_clear(&diags);
  alter(path, "DROP VIEW scenario_claims"); /* nor is a virtual table, behind which other files may stand */
  alter(path, "CREATE VIRTUAL TABLE scenario_claims USING fts5(claim_id)");
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_plan_read(path, &diags, &tables, &scenario, &plan), LFL_ERR_DATA);
  assert_string_equal(diags.items[0].code, "not-a-table");
  lfl_diags_clear(&diags);
}

static void test_no_plan_at_all(void **state) {
  (void)state;
  FILE *file = fopen(in_dir("text.gpkg"), "w");
  assert_non_null(file);
  fputs("this is no GeoPackage", file);
  fclose(file);
  const struct {
    const char *path;
    lfl_status status;
  } cases[] = {{"text.gpkg", LFL_ERR_DATA}, {"nowhere.gpkg", LFL_ERR_IO}, {"", LFL_ERR_IO}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    lfl_tables *tables;
    lfl_scenario *scenario;
    lfl_plan *plan;
    assert_int_equal(lfl_plan_read(in_dir(cases[i].path), &diags, &tables, &scenario, &plan), cases[i].status);
    assert_int_equal(diags.n_errors, 1);
    lfl_diags_clear(&diags);
  }
}

/* ---- other circumstances ---------------------------------------------------------------------------------- */

static void test_foreign_locale(void **state) {
  (void)state;
  write_plan(F.plan, in_dir("plain"), LFL_RESTRICTED);
  static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "pt_BR.UTF-8"};
  const char *found = NULL;
  for (size_t i = 0; i < sizeof names / sizeof names[0] && !found; i++) found = setlocale(LC_ALL, names[i]);
  if (!found) skip(); /* no locale with a decimal comma is installed */
  write_plan(F.plan, in_dir("comma"), LFL_RESTRICTED);
  setlocale(LC_ALL, "C");
  same_folders(in_dir("plain"), in_dir("comma"));
}

/* Names that try to break out of CSV, JSON, XML and SQL; broken UTF-8; control characters. */
static void test_hostile_names(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, true));
  lfl_diags problems;
  assert_true(lfl_diags_init(&problems));
  lfl_write_options options = {LFL_RESTRICTED, false};
  lfl_status status = lfl_plan_write(sample.plan, in_dir("hostile"), "", &sample.diags, &options, &problems);
  show(&problems);
  assert_int_equal(status, LFL_OK);
  json_t *summary = json_load_file(in_dir("hostile/summary.json"), 0, NULL);
  assert_non_null(summary);
  json_decref(summary);
  GDALAllRegister();
  static const char *const files[] = {"hostile/plan.xlsx", "hostile/plan.gpkg"};
  for (size_t i = 0; i < 2; i++) {
    GDALDatasetH dataset = GDALOpenEx(in_dir(files[i]), GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (!dataset) fail_msg("%s cannot be opened", files[i]);
    for (int k = 0; k < GDALDatasetGetLayerCount(dataset); k++) {
      OGRLayerH layer = GDALDatasetGetLayer(dataset, k);
      OGR_L_ResetReading(layer);
      for (OGRFeatureH row; (row = OGR_L_GetNextFeature(layer)) != NULL; OGR_F_Destroy(row)) assert_true(OGR_F_GetFieldCount(row) >= 0);
    }
    GDALClose(dataset);
  }
  lfl_diags_clear(&problems);
  sample_plan_free(&sample);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_same_bytes),
      cmocka_unit_test(test_columns_of_the_contract),
      cmocka_unit_test(test_rows_of_defaults), cmocka_unit_test(test_csv_cells),
      cmocka_unit_test(test_summary),
      cmocka_unit_test(test_workbook),
      cmocka_unit_test(test_public),
      cmocka_unit_test(test_altered_files),
      cmocka_unit_test(test_views_are_refused),
      cmocka_unit_test(test_no_plan_at_all),
      cmocka_unit_test(test_foreign_locale),
      cmocka_unit_test(test_hostile_names),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
