/* The workbook to fill in: it reads without a complaint but the one that matters, becomes a
 * scenario once three tables are filled, and its examples agree with the item library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gdal.h>
#include <ogr_api.h>

#include "ingest/ingest.h"
#include "model/schema.h"
#include "store/store.h"
#include "store/template.h"

static char dir[64];

static const char *in_dir(const char *name) {
  static char path[8][160];
  static int i;
  i = (i + 1) % 8;
  snprintf(path[i], sizeof path[i], "%s/%s", dir, name);
  return path[i];
}

static int setup(void **state) {
  (void)state;
  strcpy(dir, "/tmp/lfl_template_XXXXXX");
  return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state) {
  (void)state;
  char command[100];
  snprintf(command, sizeof command, "rm -rf '%s'", dir);
  return system(command);
}

static void write_template(const char *path, const char *like) {
  lfl_diags problems;
  assert_true(lfl_diags_init(&problems));
  lfl_status status = lfl_template_write(path, like, &problems);
  if (status != LFL_OK && problems.n) fail_msg("%s", problems.items[0].expected);
  assert_int_equal(status, LFL_OK);
  lfl_diags_clear(&problems);
}

/* NULL, then each preset. */
static const char *like_at(int i) { return i == 0 ? NULL : preset_name(i - 1); }
enum { N_LIKES = 5 };

/* Whoever declares a place unsafe is not to steer a first plan to empty it: the weight of risk is set by nobody but the user. */
static void test_no_preset_weighs_risk(void **state) {
  (void)state;
  for (int i = 0; i < preset_n_rows(); i++) assert_null(strstr(preset_row_at(i)->cells, "risk_weight"));
}

/* ---- untouched ------------------------------------------------------------------------------------ */

static void test_untouched_says_what_is_missing(void **state) {
  (void)state;
  for (int i = 0; i < N_LIKES; i++) {
    char name[40];
    snprintf(name, sizeof name, "untouched%d.xlsx", i);
    const char *path = in_dir(name);
    write_template(path, like_at(i));
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    lfl_tables *tables;
    assert_int_equal(lfl_tables_read(path, &diags, &tables), LFL_OK);
    assert_int_equal(diags.n, 0); /* no column that the reader does not know, no table either */
    assert_int_equal(tables->n_tables, lfl_schema_n_tables());
    lfl_scenario *scenario;
    assert_int_equal(lfl_scenario_build(tables, &diags, &scenario), LFL_ERR_DATA);
    assert_null(scenario);
    assert_int_equal(diags.n_errors, 1);
    bool says_places = false;
    for (int k = 0; k < diags.n; k++)
      says_places = says_places || (diags.items[k].severity == LFL_ERROR && strstr(diags.items[k].expected, "at least one area that has people"));
    assert_true(says_places);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
  }
}

static void test_every_column_is_there(void **state) {
  (void)state;
  const char *path = in_dir("columns.xlsx");
  write_template(path, NULL);
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_tables *tables;
  assert_int_equal(lfl_tables_read(path, &diags, &tables), LFL_OK);
  int n_common;
  const lfl_column *common = lfl_schema_common(&n_common);
  for (int t = 0; t < lfl_schema_n_tables(); t++) {
    const lfl_table_schema *schema = lfl_schema_table(t);
    const lfl_table *table = lfl_tables_find(tables, schema->name);
    if (!table) fail_msg("no sheet %s", schema->name);
    for (int k = 0; k < schema->n_columns; k++)
      if (lfl_table_column(table, schema->columns[k].name) < 0) fail_msg("%s has no column %s", schema->name, schema->columns[k].name);
    for (int k = 0; k < n_common; k++)
      if (lfl_table_column(table, common[k].name) < 0) fail_msg("%s has no column %s", schema->name, common[k].name);
  }
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

/* ---- three tables are enough -------------------------------------------------------------------------- */

/* A sheet anew, as a user would leave it: rows of cells between bars, the header first. GDAL takes
 * the header of an empty sheet for data, so rows cannot simply be added. */
static void fill_sheet(GDALDatasetH book, const char *name, const char *const *rows) {
  for (int i = 0; i < GDALDatasetGetLayerCount(book); i++)
    if (strcmp(OGR_L_GetName(GDALDatasetGetLayer(book, i)), name) == 0) {
      assert_int_equal(GDALDatasetDeleteLayer(book, i), OGRERR_NONE);
      break;
    }
  OGRLayerH layer = GDALDatasetCreateLayer(book, name, NULL, wkbNone, NULL);
  assert_non_null(layer);
  for (int i = 0; rows[i]; i++) {
    char copy[200], *rest = copy;
    snprintf(copy, sizeof copy, "%s", rows[i]);
    OGRFeatureH row = i ? OGR_F_Create(OGR_L_GetLayerDefn(layer)) : NULL;
    for (int k = 0; rest; k++) {
      char *cell = rest, *bar = strchr(rest, '|');
      rest = bar ? bar + 1 : NULL;
      if (bar) *bar = 0;
      if (row && *cell) OGR_F_SetFieldString(row, k, cell);
      if (row) continue;
      OGRFieldDefnH field = OGR_Fld_Create(cell, OFTString);
      assert_int_equal(OGR_L_CreateField(layer, field, true), OGRERR_NONE);
      OGR_Fld_Destroy(field);
    }
    if (!row) continue;
    assert_int_equal(OGR_L_CreateFeature(layer, row), OGRERR_NONE);
    OGR_F_Destroy(row);
  }
}

static void fill_three_tables(const char *path) {
  static const char *const places[] = {"place_id|kind|people|lat_deg|lon_deg|trucks_per_day", "TOWN|area|5000|10|20|", "GATE|crossing||10.2|20|10", NULL};
  static const char *const supplies[] = {"item_id|place_id|units|day", "general_ration|GATE|100000|0", NULL};
  static const char *const drivers[] = {"XLSX", NULL};
  GDALAllRegister();
  GDALDatasetH book = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, drivers, NULL, NULL);
  assert_non_null(book);
  fill_sheet(book, "places", places);
  fill_sheet(book, "supplies", supplies);
  GDALClose(book);
}

static void test_three_tables_are_enough(void **state) {
  (void)state;
  for (int i = 0; i < N_LIKES; i++) {
    char name[40];
    snprintf(name, sizeof name, "filled%d.xlsx", i);
    const char *path = in_dir(name);
    write_template(path, like_at(i));
    fill_three_tables(path);
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    lfl_tables *tables;
    lfl_scenario *scenario;
    lfl_status status = lfl_scenario_read(path, NULL, &diags, &tables, &scenario);
    for (int k = 0; k < diags.n; k++)
      if (diags.items[k].severity == LFL_ERROR) fail_msg("%s: %s", diags.items[k].file, diags.items[k].expected);
    assert_int_equal(status, LFL_OK);
    assert_int_equal(scenario->n_places, 2);
    assert_int_equal(scenario->n_links, 1); /* guessed */
    assert_true(scenario->n_fleets > 0 && scenario->n_needs > 0);
    bool has_truck = false;
    for (int k = 0; k < scenario->n_fleets; k++) has_truck = has_truck || scenario->fleets[k].vehicle == LFL_TRUCK;
    assert_true(has_truck);
    if (i) assert_true(scenario->n_constructions > 0 && scenario->n_targets == 2 && scenario->n_days == (i == 2 ? 90 : 30));
    else assert_int_equal(scenario->n_days, 30);
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
  }
}

/* ---- examples --------------------------------------------------------------------------------------------- */

static lfl_tables *read_tables(const char *path) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_tables *tables;
  assert_int_equal(lfl_tables_read(path, &diags, &tables), LFL_OK);
  lfl_diags_clear(&diags);
  return tables;
}

/* Every example says that it is assumed, and after which preset. */
static void test_examples_are_marked(void **state) {
  (void)state;
  for (int i = 1; i < N_LIKES; i++) {
    char name[40], source[80];
    snprintf(name, sizeof name, "marked%d.xlsx", i);
    snprintf(source, sizeof source, "assumed: preset %s", like_at(i));
    const char *path = in_dir(name);
    write_template(path, like_at(i));
    lfl_tables *tables = read_tables(path);
    int n = 0;
    for (int t = 0; t < tables->n_tables; t++) {
      const lfl_table *table = &tables->tables[t];
      bool is_empty = strcmp(table->name, "places") == 0 || strcmp(table->name, "supplies") == 0;
      if (is_empty) assert_int_equal(table->n_rows, 0);
      for (int row = 0; row < table->n_rows; row++) {
        const char *is_setting = lfl_table_get(table, row, "key"), *value = lfl_table_get(table, row, "value");
        if (is_setting && !value) continue;
        const char *own = lfl_table_get(table, row, "source");
        if (!own || strncmp(own, is_setting ? "assumed: preset" : source, is_setting ? 15 : strlen(source)) != 0)
          fail_msg("%s row %ld: source %s", table->name, table->row_numbers[row], own ? own : "blank");
        if (!is_setting) assert_string_equal(lfl_table_get(table, row, "reliability"), "assumed");
        n++;
      }
    }
    assert_true(n > 10);
    lfl_tables_destroy(tables);
  }
}

/* Figures of goods in the presets are those of the item library. */
static void test_examples_agree_with_the_library(void **state) {
  (void)state;
  lfl_tables *library = read_tables(LFL_SOURCE_DIR "/standards");
  const lfl_table *known = lfl_tables_find(library, "items");
  static const char *const columns[] = {"name", "need", "mass_kg", "volume_m3", "people_served", "duration_days"};
  int n = 0;
  for (int i = 1; i < N_LIKES; i++) {
    char name[40];
    snprintf(name, sizeof name, "library%d.xlsx", i);
    const char *path = in_dir(name);
    write_template(path, like_at(i));
    lfl_tables *tables = read_tables(path);
    const lfl_table *items = lfl_tables_find(tables, "items");
    for (int row = 0; row < items->n_rows; row++)
      for (int k = 0; k < known->n_rows; k++) {
        if (strcmp(lfl_table_get(known, k, "item_id"), lfl_table_get(items, row, "item_id")) != 0) continue;
        for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
          const char *a = lfl_table_get(known, k, columns[c]), *b = lfl_table_get(items, row, columns[c]);
          bool is_same = strcmp(a ? a : "", b ? b : "") == 0 || (a && b && fabs(atof(a) - atof(b)) < 1e-12 && atof(a) > 0); /* 0.00943 is 0.009429999999999999 in a sheet */
          if (!is_same) fail_msg("%s %s: %s is not %s", lfl_table_get(items, row, "item_id"), columns[c], b, a);
        }
        n++;
      }
    lfl_tables_destroy(tables);
  }
  assert_true(n >= 4 * 3);
  lfl_tables_destroy(library);
}

/* ---- wrong use ------------------------------------------------------------------------------------------------ */

static void expect_refusal(const char *path, const char *like, lfl_status expected, const char *code) {
  lfl_diags problems;
  assert_true(lfl_diags_init(&problems));
  assert_int_equal(lfl_template_write(path, like, &problems), expected);
  assert_int_equal(problems.n_errors, 1);
  assert_string_equal(problems.items[0].code, code);
  lfl_diags_clear(&problems);
}

static void test_refusals(void **state) {
  (void)state;
  const char *path = in_dir("there.xlsx");
  FILE *file = fopen(path, "w");
  fputs("mine", file);
  fclose(file);
  expect_refusal(path, NULL, LFL_ERR_USAGE, "file-exists");
  char text[8] = "";
  file = fopen(path, "r");
  assert_non_null(fgets(text, sizeof text, file));
  fclose(file);
  assert_string_equal(text, "mine");
  expect_refusal(in_dir("x.xlsx"), "erthquake", LFL_ERR_USAGE, "no-such-preset");
  expect_refusal(in_dir("x.csv"), NULL, LFL_ERR_USAGE, "file-name");
  expect_refusal(in_dir("no/such/folder/x.xlsx"), NULL, LFL_ERR_IO, "cannot-write");
  const char *link = in_dir("link.xlsx");
  assert_int_equal(symlink("/nowhere/at/all", link), 0);
  expect_refusal(link, NULL, LFL_ERR_USAGE, "file-exists");
  /* nothing half-written is left */
  char command[200];
  snprintf(command, sizeof command, "ls '%s' | grep -q part", dir);
  assert_int_not_equal(system(command), 0);
}

static void test_same_bytes(void **state) {
  (void)state;
  const char *a = in_dir("same1.xlsx"), *b = in_dir("same2.xlsx");
  write_template(a, "siege");
  write_template(b, "siege");
  char command[400];
  snprintf(command, sizeof command, "cmp -s '%s' '%s'", a, b);
  assert_int_equal(system(command), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_no_preset_weighs_risk),
      cmocka_unit_test(test_untouched_says_what_is_missing),
      cmocka_unit_test(test_every_column_is_there),
      cmocka_unit_test(test_three_tables_are_enough),
      cmocka_unit_test(test_examples_are_marked),
      cmocka_unit_test(test_examples_agree_with_the_library),
      cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_same_bytes),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
