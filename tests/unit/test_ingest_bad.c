/* Each bad cell of tests/data/bad/cells.txt, put into a sound scenario, gives exactly the
 * diagnostics listed there, word for word, and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/ingest.h"

enum { MOST_CHANGES = 10, LONGEST_LINE = 500 };

static bool is_known(const lfl_diags *known, const char *text) {
  for (int i = 0; i < known->n; i++)
    if (strcmp(lfl_diag_format(&known->items[i], known->arena), text) == 0) return true;
  return false;
}

/* Lays the changes (separated by ";") over the tables and lists what is new, as in the file. */
static void diagnose(const lfl_tables *tables, const lfl_diags *known, const char *line, lfl_buf *out) {
  char copy[LONGEST_LINE];
  const char *changes[MOST_CHANGES];
  int n = 0;
  lfl_diags diags;
  lfl_tables *changed;
  lfl_scenario *scenario = NULL;
  snprintf(copy, sizeof copy, "%s", line);
  for (char *at = strtok(copy, ";"); at && n < MOST_CHANGES; at = strtok(NULL, ";")) changes[n++] = at;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_tables_set(tables, changes, n, &diags, &changed);
  if (changed) status = lfl_scenario_build(changed, &diags, &scenario);
  assert_int_equal(status, diags.n_errors ? LFL_ERR_DATA : LFL_OK);
  assert_true((scenario != NULL) == (status == LFL_OK));
  lfl_buf_printf(out, "%s\n", line);
  for (int i = 0; i < diags.n; i++) {
    const char *text = lfl_diag_format(&diags.items[i], diags.arena);
    assert_non_null(text);
    if (!is_known(known, text)) lfl_buf_printf(out, "    [%s] %s\n", diags.items[i].code, text);
  }
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(changed);
  lfl_diags_clear(&diags);
}

static void bad_cells_are_named(void **state) {
  (void)state;
  lfl_diags known;
  lfl_tables *tables;
  lfl_scenario *scenario;
  assert_true(lfl_diags_init(&known));
  assert_int_equal(lfl_tables_read(LFL_SOURCE_DIR "/tests/data/bad/base", &known, &tables), LFL_OK);
  assert_int_equal(lfl_scenario_build(tables, &known, &scenario), LFL_OK);
  lfl_scenario_destroy(scenario);
  FILE *file = fopen(LFL_SOURCE_DIR "/tests/data/bad/cells.txt", "r");
  assert_non_null(file);
  char line[LONGEST_LINE];
  lfl_buf expected = {0}, found = {0};
  int n_cases = 0;
  for (bool is_more = true; is_more;) {
    is_more = fgets(line, sizeof line, file) != NULL;
    if (is_more && line[0] == '#') continue;
    bool is_change = is_more && line[0] != ' ';
    if ((is_change || !is_more) && n_cases) {
      assert_true(strchr(expected.text, '\n')[1] != 0); /* each case expects something */
      assert_string_equal(found.text, expected.text);
      lfl_buf_clear(&expected);
      lfl_buf_clear(&found);
    }
    if (!is_more) break;
    lfl_buf_puts(&expected, line);
    if (!is_change) continue;
    line[strcspn(line, "\n")] = 0;
    diagnose(tables, &known, line, &found);
    n_cases++;
  }
  fclose(file);
  assert_true(n_cases >= 150);
  lfl_buf_clear(&expected);
  lfl_buf_clear(&found);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&known);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bad_cells_are_named)};
  return cmocka_run_group_tests_name("ingest bad data", tests, NULL, NULL);
}
