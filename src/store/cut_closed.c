/* Limits of rows that have no key (a permission, a status, a supply, a stage): nothing that is said of them names the row, so that no word gives
 * them away; the tables that make each kind of limit are looked into instead. Tests: tests/unit/test_cut.c. */
#include "store/cut_closed.h"

#include <string.h>

#include "model/schema.h"
#include "model/tables.h"

enum { MOST_TABLES = 3 };

/* Tables whose rows make a limit, beside the one that its subject stands in. */
static const struct {
  const char *limit, *tables[MOST_TABLES];
} MADE_BY[] = {
    {"crossing", {"status", "stages", "projects"}}, {"hub", {"status", "projects"}}, {"storage", {"projects"}}, {"water", {"status", "projects"}}, {"land", {"projects"}},
    {"fleet", {"status"}}, {"crew", {"status"}}, {"link", {"status", "projects"}}, {"walk", {"status", "projects"}}, {"permission", {"permissions"}},
    {"escort", {"permissions"}}, {"supply", {"supplies"}}, {"shelter", {"projects"}}, {"toilet", {"projects"}}, {"tap", {"projects"}},
    {"health", {"facilities", "status", "projects"}}, {"health_beds", {"facilities", "status", "projects"}}, {"closure", {"status"}}, {"risk", {"status"}},
    {"none", {"permissions", "status"}}, /* what is no limit */
};

static bool has_row(const lfl_table *table, long number) {
  for (int i = 0; table && i < table->n_rows; i++)
    if (table->row_numbers[i] == number) return true;
  return false;
}

/* Does the row hold the key in a column of keys? */
static bool holds_key(const lfl_table *table, int row, const char *key) {
  for (int k = 0; k < table->n_columns; k++) {
    const char *value = table->cells[row][k];
    size_t n = strlen(table->columns[k]);
    if (value && n > 3 && strcmp(table->columns[k] + n - 3, "_id") == 0 && strcmp(value, key) == 0) return true;
  }
  return false;
}

static bool is_any_gone(const lfl_scenario *whole, const lfl_scenario *left, const char *name, const char *key) {
  const lfl_table *all = lfl_tables_find(whole->tables, name), *kept = lfl_tables_find(left->tables, name);
  for (int i = 0; all && i < all->n_rows; i++)
    if (holds_key(all, i, key) && !has_row(kept, all->row_numbers[i])) return true;
  return false;
}

/* Of care at a place also what is said of its facilities. */
static bool is_any_of_facilities_gone(const lfl_scenario *whole, const lfl_scenario *left, const char *place_id) {
  for (int k = 0; k < whole->n_facilities; k++) {
    const lfl_facility *f = &whole->facilities[k];
    if (strcmp(whole->places[f->place_i].id, place_id) == 0 && is_any_gone(whole, left, "status", f->id)) return true;
  }
  return false;
}

bool store_limit_rests_on_gone(const lfl_scenario *whole, const lfl_scenario *left, const char *limit, const char *subject_id) {
  static const char *const OWN[] = {"places", "links", "fleets", "crews", "items", "escorts"}; /* short keys are not looked for in words */
  for (size_t k = 0; k < sizeof OWN / sizeof OWN[0]; k++) {
    const lfl_table *all = lfl_tables_find(whole->tables, OWN[k]), *kept = lfl_tables_find(left->tables, OWN[k]);
    const char *key = lfl_schema_key(OWN[k]);
    for (int i = 0; all && key && i < all->n_rows; i++) {
      const char *own = lfl_table_get(all, i, key);
      if (own && strcmp(own, subject_id) == 0 && !has_row(kept, all->row_numbers[i])) return true;
    }
  }
  bool is_of_care = strcmp(limit, "health") == 0 || strcmp(limit, "health_beds") == 0;
  if (is_of_care && is_any_of_facilities_gone(whole, left, subject_id)) return true;
  for (size_t k = 0; k < sizeof MADE_BY / sizeof MADE_BY[0]; k++)
    for (int i = 0; strcmp(MADE_BY[k].limit, limit) == 0 && i < MOST_TABLES && MADE_BY[k].tables[i]; i++)
      if (is_any_gone(whole, left, MADE_BY[k].tables[i], subject_id)) return true;
  return false;
}
