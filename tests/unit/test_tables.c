/* docs/TABLES.md names every table and column that a plan writes, and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder_plan.h"
#include "store/parts.h"

static char *page; /* the document */

static void read_page(void) {
  size_t n;
  page = read_file(LFL_SOURCE_DIR "/docs/TABLES.md", &n);
  assert_non_null(page);
}

/* Where a table's section begins; NULL: there is none. */
static const char *section_of(const char *table) {
  char heading[100];
  snprintf(heading, sizeof heading, "\n### `%s`\n", table);
  const char *at = strstr(page, heading);
  return at ? at + strlen(heading) : NULL;
}

static size_t length_of(const char *section) {
  const char *end = strstr(section, "\n#");
  return end ? (size_t)(end - section) : strlen(section);
}

/* The columns of a section, in its order: each row begins with its name. */
static int count_columns(const char *section) {
  int n = 0;
  for (const char *at = section, *end = section + length_of(section); (at = strstr(at, "\n| `")) != NULL && at < end; at++) n++;
  return n;
}

static int check_table(const store_table *table) {
  const char *section = section_of(table->name);
  int n_missing = 0;
  if (!section) {
    print_error("no section: %s\n", table->name);
    return 1;
  }
  for (int k = 0; k < table->n_columns; k++) {
    char row[100];
    snprintf(row, sizeof row, "\n| `%s` |", table->columns[k].name);
    const char *at = strstr(section, row);
    if (at && at < section + length_of(section)) continue;
    print_error("missing: %s, %s\n", table->name, table->columns[k].name);
    n_missing++;
  }
  if (count_columns(section) != table->n_columns) {
    print_error("%s: %d columns written, %d described\n", table->name, table->n_columns, count_columns(section));
    n_missing++;
  }
  return n_missing;
}

static void every_table_and_column_is_described(void **state) {
  (void)state;
  int n_missing = 0, n_sections = 0, n_tables = store_n_tables() + store_n_compare_tables();
  read_page();
  for (int i = 0; i < store_n_tables(); i++) n_missing += check_table(store_table_at(i));
  for (int i = 0; i < store_n_compare_tables(); i++) n_missing += check_table(store_compare_table(i));
  for (const char *at = page; (at = strstr(at, "\n### `")) != NULL; at++) n_sections++;
  assert_int_equal(n_missing, 0);
  assert_int_equal(n_sections, n_tables);
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_table_and_column_is_described)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
