/* Units of column names: every suffix, every contract column, and factors known by definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/schema.h"
#include "units/units.h"

static void factors_are_the_defined_ones(void **state) {
  (void)state;
  static const struct {
    const char *from, *to;
    double factor;
  } known[] = {
      {"m3_per_day", "l_per_day", 1000}, {"l_per_s", "l_per_day", 86400}, {"m3_per_h", "l_per_day", 24000},
      {"l_per_week", "l_per_day", 1.0 / 7}, {"ha", "m2", 10000}, {"km2", "m2", 1e6}, {"dunum", "m2", 1000},
      {"acres", "m2", 4046.8564224}, {"ft2", "m2", 0.3048 * 0.3048}, {"l", "m3", 0.001}, {"ft3", "m3", 0.3048 * 0.3048 * 0.3048},
      {"mi", "km", 1.609344}, {"m", "km", 0.001}, {"t", "kg", 1000}, {"g", "kg", 0.001}, {"lb", "kg", 0.45359237},
      {"weeks", "days", 7}, {"h", "days", 1.0 / 24}, {"min", "h", 1.0 / 60}, {"percent", "share", 0.01},
      {"per_h", "per_day", 24}, {"per_week", "per_day", 1.0 / 7}, {"m_per_s", "km_per_h", 3.6}, {"mi_per_h", "km_per_h", 1.609344},
      {"ml_per_l", "l_per_m3", 1}, {"gal_per_day", "l_per_day", 231 * 0.0254 * 0.0254 * 0.0254 * 1000},
  };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    double there = lfl_unit_factor(known[i].from, known[i].to), back = lfl_unit_factor(known[i].to, known[i].from);
    assert_true(fabs(there / known[i].factor - 1) < 1e-12);
    assert_true(fabs(there * back - 1) < 1e-12);
  }
}

static void other_dimensions_do_not_convert(void **state) {
  (void)state;
  assert_true(lfl_unit_factor("kg", "km") == 0);
  assert_true(lfl_unit_factor("l", "l_per_day") == 0);
  assert_true(lfl_unit_factor("none", "kg") == 0);
  assert_true(lfl_unit_factor("", "") == 0);
}

static void the_longest_unit_of_a_name_counts(void **state) {
  (void)state;
  int base = -1;
  assert_string_equal(lfl_unit_of_name("water_yield_l_per_day", &base), "l_per_day");
  assert_int_equal(base, 11);
  assert_string_equal(lfl_unit_of_name("trucks_per_day", &base), "per_day");
  assert_string_equal(lfl_unit_of_name("fuel_l_per_m3", &base), "l_per_m3");
  assert_null(lfl_unit_of_name("people", &base));
  assert_null(lfl_unit_of_name("kg", &base)); /* a unit of nothing */
  assert_null(lfl_unit_of_name("_kg", &base));
  assert_null(lfl_unit_of_name("", &base));
}

/* Each column that ends in its unit is found under every other unit of its dimension. */
static void every_column_is_found_in_other_units(void **state) {
  (void)state;
  static const char *const units[] = {"l_per_day", "m3_per_day", "l_per_m3", "km_per_h", "m_per_s", "m2", "ha", "m3", "l", "km", "m", "kg", "t", "h",
                                      "min", "days", "weeks", "share", "percent", "per_day", "per_week", "deg"};
  int n_found = 0;
  for (int t = 0; t < lfl_schema_n_tables(); t++) {
    const lfl_table_schema *table = lfl_schema_table(t);
    for (int c = 0; c < table->n_columns; c++) {
      const lfl_column *column = &table->columns[c];
      size_t n = strlen(column->name), k = column->unit ? strlen(column->unit) : n;
      if (n < k + 2 || strcmp(column->name + n - k, column->unit) != 0) continue; /* m2_per_unit, and those without */
      for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
        double factor, expected = lfl_unit_factor(units[u], column->unit);
        const char *count;
        char header[100];
        snprintf(header, sizeof header, "%.*s%s", (int)(n - k), column->name, units[u]);
        const lfl_column *found = lfl_schema_alias(table, header, &factor, &count);
        if (expected == 0) continue;
        assert_ptr_equal(found, column);
        assert_true(factor == expected);
        n_found++;
      }
    }
  }
  assert_true(n_found > 50);
}

static void counts_are_found(void **state) {
  (void)state;
  double factor;
  const char *count;
  const lfl_table_schema *places = lfl_schema_find("places");
  assert_string_equal(lfl_schema_alias(places, "toilets", &factor, &count)->name, "toilet_places");
  assert_string_equal(count, "toilet");
  assert_string_equal(lfl_schema_alias(places, "households", &factor, &count)->name, "people");
  assert_null(lfl_schema_alias(places, "tents", &factor, &count));
  assert_null(lfl_schema_alias(lfl_schema_find("links"), "toilets", &factor, &count));
}

/* What the reader and the workbook rely on. */
static void the_schema_is_sound(void **state) {
  (void)state;
  assert_true(lfl_schema_n_tables() >= 21);
  assert_null(lfl_schema_table(-1));
  assert_null(lfl_schema_table(lfl_schema_n_tables()));
  assert_null(lfl_schema_find("nothing"));
  int n_common;
  lfl_schema_common(&n_common);
  for (int t = 0; t < 19; t++) {
    const lfl_table_schema *table = lfl_schema_table(t);
    assert_true(table->n_columns > 0 && table->n_columns + n_common <= 48); /* build.h, MOST_SCHEMA_COLUMNS */
    for (int c = 0; c < table->n_columns; c++) {
      const lfl_column *column = &table->columns[c];
      assert_true(column->least <= column->most);
      assert_non_null(column->note);
      assert_true(column->is_required || column->blank); /* a blank says something or is refused */
      assert_true((column->type == LFL_TYPE_CHOICE) == (column->choices != NULL));
      assert_true((column->type == LFL_TYPE_REF) == (column->ref != NULL));
      if (column->ref) assert_non_null(lfl_schema_find(column->ref));
      for (int k = 0; k < c; k++) assert_string_not_equal(column->name, table->columns[k].name);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(factors_are_the_defined_ones),        cmocka_unit_test(other_dimensions_do_not_convert),
      cmocka_unit_test(the_longest_unit_of_a_name_counts),   cmocka_unit_test(every_column_is_found_in_other_units),
      cmocka_unit_test(counts_are_found),                    cmocka_unit_test(the_schema_is_sound),
  };
  return cmocka_run_group_tests_name("units and schema", tests, NULL, NULL);
}
