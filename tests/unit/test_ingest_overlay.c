/* Assumption sets and assignments laid over the tables: what they change, what they leave, and
 * what they refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/alloc.h"
#include "ingest/ingest.h"

static const char BASE[] = LFL_SOURCE_DIR "/tests/data/bad/base";

static lfl_tables *read_base(const char *path) {
  lfl_diags diags;
  lfl_tables *tables;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_read(path, &diags, &tables), LFL_OK);
  lfl_diags_clear(&diags);
  return tables;
}

static lfl_tables *set(const lfl_tables *tables, const char *const *changes, int n, lfl_status expected) {
  lfl_diags diags;
  lfl_tables *changed;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_set(tables, changes, n, &diags, &changed), expected);
  assert_true((diags.n_errors > 0) == (expected == LFL_ERR_DATA));
  assert_true((changed != NULL) == (expected == LFL_OK));
  lfl_diags_clear(&diags);
  return changed;
}

static const char *cell(const lfl_tables *tables, const char *table, const char *key, const char *column) {
  const lfl_table *t = lfl_tables_find(tables, table);
  for (int i = 0; t && i < t->n_rows; i++)
    if (t->cells[i][0] && strcmp(t->cells[i][0], key) == 0) return lfl_table_get(t, i, column);
  return NULL;
}

static void one_cell_changes_and_the_original_stays(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE);
  const char *changes[] = {"places.TOWN.people=7000", "scenario.walk_limit_km.value=3", "links.TOWN-CAMP.speed_km_per_h=12.5"};
  lfl_tables *changed = set(tables, changes, 3, LFL_OK);
  assert_string_equal(cell(changed, "places", "TOWN", "people"), "7000");
  assert_string_equal(cell(changed, "scenario", "walk_limit_km", "value"), "3");
  assert_string_equal(cell(changed, "links", "TOWN-CAMP", "speed_km_per_h"), "12.5");
  assert_string_equal(cell(changed, "places", "CAMP", "people"), "1000");
  assert_string_equal(cell(tables, "places", "TOWN", "people"), "5000");
  assert_null(cell(tables, "scenario", "walk_limit_km", "value"));
  lfl_tables_destroy(tables); /* the copy stands alone */
  assert_string_equal(cell(changed, "places", "DEPOT", "storage_m3"), "800");
  lfl_tables_destroy(changed);
}

static void all_rows_new_rows_and_blank(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE);
  const char *changes[] = {"places.*.willing_share=1", "places.+new.place_id=FIELD", "places.+new.kind=site", "places.+other.place_id=HILL",
                           "places.+new.people=12", "places.GATE.delivered_share=", "supplies.2.units=5", "supplies.+s.units=9"};
  lfl_tables *changed = set(tables, changes, 8, LFL_OK);
  const lfl_table *t = lfl_tables_find(changed, "places");
  assert_int_equal(t->n_rows, 7);
  assert_string_equal(cell(changed, "places", "TOWN", "willing_share"), "1");
  assert_string_equal(cell(changed, "places", "FIELD", "people"), "12");
  assert_string_equal(cell(changed, "places", "FIELD", "kind"), "site");
  assert_null(cell(changed, "places", "HILL", "kind"));
  assert_null(cell(changed, "places", "GATE", "delivered_share"));
  assert_int_equal(t->row_numbers[6], t->row_numbers[5] + 1);
  assert_string_equal(lfl_table_get(lfl_tables_find(changed, "supplies"), 1, "units"), "5");
  assert_int_equal(lfl_tables_find(changed, "supplies")->n_rows, 3);
  lfl_tables_destroy(changed);
  lfl_tables_destroy(tables);
}

/* What the planner takes from the standard set can be set though the table has no row of it: parties dispute such figures. */
static void standards_may_be_set(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE);
  const char *changes[] = {"standards.water_losses.value=0.3", "standards.water_survival.value=15", "standards.water_survival.source=a party"};
  lfl_tables *changed = set(tables, changes, 3, LFL_OK);
  const lfl_table *t = lfl_tables_find(changed, "standards");
  assert_int_equal(t->n_rows, 2);
  assert_string_equal(lfl_table_get(t, 1, "indicator_id"), "water_survival");
  assert_string_equal(lfl_table_get(t, 1, "source"), "a party");
  lfl_diags diags;
  lfl_scenario *scenario;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(changed, &diags, &scenario), LFL_OK);
  assert_true(scenario->water_losses_share == 0.3);
  assert_true(scenario->needs[0].quantity[LFL_SURVIVAL] == 15);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(changed);
  const char *wrong[] = {"standards.water_surival.value=15"};
  assert_int_equal(lfl_tables_set(tables, wrong, 1, &diags, &changed), LFL_ERR_DATA);
  assert_string_equal(diags.items[diags.n - 1].nearest, "water_survival");
  lfl_diags_clear(&diags);
  lfl_tables_destroy(tables);
}

/* A new row without its key is no row; how it is given is said. */
static void a_new_row_wants_its_key(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE), *changed;
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  const char *changes[] = {"places.+zz.people=5"};
  assert_int_equal(lfl_tables_set(tables, changes, 1, &diags, &changed), LFL_ERR_DATA);
  assert_int_equal(diags.n_errors, 1);
  assert_string_equal(lfl_diag_format(&diags.items[diags.n - 1], diags.arena), "error: --set, column row_id: '+zz': the new row's key as well: places.+zz.place_id=...");
  lfl_diags_clear(&diags);
  lfl_tables_destroy(tables);
}

/* The same quantity under another name replaces what the row said of it. */
static void other_units_replace(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE);
  const char *there[] = {"places.TOWN.water_yield_m3_per_day=90"}, *back[] = {"places.TOWN.water_yield_l_per_day=1000"};
  lfl_tables *changed = set(tables, there, 1, LFL_OK);
  assert_null(cell(changed, "places", "TOWN", "water_yield_l_per_day"));
  assert_string_equal(cell(changed, "places", "CAMP", "water_yield_l_per_day"), "20000");
  lfl_tables *again = set(changed, back, 1, LFL_OK);
  assert_null(cell(again, "places", "TOWN", "water_yield_m3_per_day"));
  assert_string_equal(cell(again, "places", "TOWN", "water_yield_l_per_day"), "1000");
  lfl_tables_destroy(again);
  lfl_tables_destroy(changed);
  lfl_tables_destroy(tables);
}

static void what_does_not_fit_is_refused(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE);
  static const char *const wrong[] = {"", "=", "a", "a.b", "a.b=c", ".=", "..=", "places..people=3", "places.NOWHERE.people=3", "places.TOWN.mood=3",
                                      "moods.TOWN.people=3", "supplies.0.units=3", "supplies.3.units=3", "supplies.x.units=3", "supplies.-1.units=3",
                                      "supplies.99999999999999999999.units=3"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) set(tables, &wrong[i], 1, LFL_ERR_DATA);
  const char *with_dots[] = {"places.TOWN.name=a.b=c.d"}; /* dots and equal signs in a value are text */
  lfl_tables *changed = set(tables, with_dots, 1, LFL_OK);
  assert_string_equal(cell(changed, "places", "TOWN", "name"), "a.b=c.d");
  lfl_tables_destroy(changed);
  lfl_tables_destroy(tables);
}

static void a_table_of_the_contract_may_be_begun(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE);
  lfl_table *t = tables->tables; /* without status */
  int n = 0;
  for (int i = 0; i < tables->n_tables; i++)
    if (strcmp(t[i].name, "status") != 0) t[n++] = t[i];
  tables->n_tables = n;
  const char *changes[] = {"status.+a.subject=place", "status.+a.subject_id=GATE", "status.+a.status=closed"};
  lfl_tables *changed = set(tables, changes, 3, LFL_OK);
  assert_int_equal(lfl_tables_find(changed, "status")->n_rows, 1);
  lfl_diags diags;
  lfl_scenario *scenario;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(changed, &diags, &scenario), LFL_OK);
  assert_int_equal(scenario->n_status_rows, 1);
  lfl_scenario_destroy(scenario);
  lfl_diags_clear(&diags);
  lfl_tables_destroy(changed);
  lfl_tables_destroy(tables);
}

static void sets_of_the_teaching_scenario(void **state) {
  (void)state;
  lfl_tables *tables = read_base(LFL_SOURCE_DIR "/scenarios/two-sites");
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  const char *const *sets;
  int n = lfl_tables_sets(tables, diags.arena, &sets);
  assert_true(n >= 4);
  assert_string_equal(sets[0], "customs"); /* those that table options names come first */
  for (int i = 0; i < n; i++) {
    lfl_tables *laid;
    lfl_scenario *scenario;
    assert_int_equal(lfl_tables_overlay(tables, sets[i], &diags, &laid), LFL_OK);
    assert_int_equal(lfl_scenario_build(laid, &diags, &scenario), LFL_OK);
    if (strcmp(sets[i], "rain") == 0) assert_int_equal(scenario->n_status_rows, 6);
    if (strcmp(sets[i], "tents-late") == 0) assert_string_equal(lfl_table_get(lfl_tables_find(laid, "supplies"), 3, "day"), "3");
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(laid);
  }
  lfl_tables *none;
  assert_int_equal(lfl_tables_overlay(tables, "rian", &diags, &none), LFL_ERR_DATA);
  assert_string_equal(diags.items[diags.n - 1].nearest, "rain");
  assert_null(none);
  lfl_diags_clear(&diags);
  lfl_tables_destroy(tables);
}

static void refused_memory_is_a_status(void **state) {
  (void)state;
  lfl_tables *tables = read_base(BASE);
  const char *changes[] = {"places.+new.place_id=FIELD", "supplies.*.day=3", "fleets.TRUCK.payload_t=7"};
  lfl_status status = LFL_ERR_MEMORY;
  int n = 0;
  for (; status != LFL_OK && n < 1000; n++) {
    lfl_diags diags;
    lfl_tables *changed;
    assert_true(lfl_diags_init(&diags));
    lfl_alloc_fail_after(n);
    status = lfl_tables_set(tables, changes, 3, &diags, &changed);
    lfl_alloc_fail_after(-1);
    assert_true(status == LFL_OK || (status == LFL_ERR_MEMORY && !changed));
    lfl_tables_destroy(changed);
    lfl_diags_clear(&diags);
  }
  assert_int_equal(status, LFL_OK);
  assert_true(n > 3);
  lfl_tables_destroy(tables);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_cell_changes_and_the_original_stays), cmocka_unit_test(all_rows_new_rows_and_blank),
      cmocka_unit_test(standards_may_be_set), cmocka_unit_test(a_new_row_wants_its_key), cmocka_unit_test(other_units_replace),                     cmocka_unit_test(what_does_not_fit_is_refused),
      cmocka_unit_test(a_table_of_the_contract_may_be_begun),    cmocka_unit_test(sets_of_the_teaching_scenario),
      cmocka_unit_test(refused_memory_is_a_status),
  };
  return cmocka_run_group_tests_name("ingest overlay", tests, NULL, NULL);
}
