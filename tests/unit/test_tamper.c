/* Single alterations of plan.gpkg, any cell of any table by one unit or one letter: none may be
 * accepted. How many are found out without the digests, by recomputing alone, is said, too.
 *
 * LIFELINE_TAMPER_N: alterations of each plan (default 60). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>

#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "proof/proof.h"
#include "random_scenario.h"
#include "store/store.h"

enum { LONG = 20000 };

/* splitmix64, as in tests/support/random_scenario.c */
static uint64_t draw(uint64_t *state, uint64_t below) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return below ? (z ^ z >> 31) % below : 0;
}

static bool ask(GDALDatasetH file, const char *sql, char *answer) {
  OGRLayerH result = GDALDatasetExecuteSQL(file, sql, NULL, NULL);
  OGRFeatureH row = result ? OGR_L_GetNextFeature(result) : NULL;
  bool is_there = row != NULL;
  if (is_there) snprintf(answer, LONG, "%s", OGR_F_GetFieldAsString(row, 0));
  if (row) OGR_F_Destroy(row);
  if (result) GDALDatasetReleaseResultSet(file, result);
  return is_there;
}

/* Another value, one step away: a number by one, a text by one letter, nothing by something. `value` is
 * as quote() of SQLite writes it. */
static void alter_value(const char *value, uint64_t *seed, char *to) {
  size_t n = strlen(value);
  snprintf(to, LONG, "%s", value);
  if (strcmp(value, "NULL") == 0) snprintf(to, LONG, "1");
  else if (value[0] == '\'' && draw(seed, 8) == 0) snprintf(to, LONG, "%s || char(0) || 'x'", value); /* behind the end of a C string */
  else if (value[0] == '\'' && n > 2) {
    size_t at = 1 + (size_t)draw(seed, n - 2);
    while (at > 1 && (to[at] == '\'' || (unsigned char)to[at] > 126)) at--;
    if (to[at] == '\'' || (unsigned char)to[at] > 126) snprintf(to, LONG, "'x'");
    else to[at] = to[at] == '9' ? '8' : to[at] == 'z' || to[at] == 'Z' ? 'q' : (char)(to[at] == ' ' ? '_' : to[at] == '&' ? '+' : to[at] + 1);
  } else if (value[0] == '\'') snprintf(to, LONG, "'x'");
  else if (value[0] == 'X') to[n - 3] = to[n - 3] == '0' ? '1' : '0';
  else if (draw(seed, 2)) snprintf(to, LONG, "%s + 1", value);
  else { /* a digit */
    size_t at = strcspn(to, "0123456789");
    if (at < n) to[at] = to[at] == '9' ? '1' : (char)(to[at] + 1);
  }
}

/* Alters one cell of the file; false if that changed nothing. `what` says which. */
static bool alter_file(const char *path, uint64_t *seed, char *what) {
  static char sql[2 * LONG], table[LONG], column[LONG], before[LONG], after[LONG], number[LONG];
  GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
  assert_non_null(file);
  static const char TABLES[] = "FROM sqlite_master WHERE type = 'table'";
  snprintf(sql, sizeof sql, "SELECT count(*) %s", TABLES);
  assert_true(ask(file, sql, number));
  snprintf(sql, sizeof sql, "SELECT name %s ORDER BY name LIMIT 1 OFFSET %d", TABLES, (int)draw(seed, (uint64_t)atol(number)));
  assert_true(ask(file, sql, table));
  snprintf(sql, sizeof sql, "SELECT count(*) FROM pragma_table_info('%.90s')", table);
  assert_true(ask(file, sql, number));
  snprintf(sql, sizeof sql, "SELECT name FROM pragma_table_info('%.90s') LIMIT 1 OFFSET %d", table, (int)draw(seed, (uint64_t)atol(number)));
  assert_true(ask(file, sql, column));
  snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%.90s\"", table);
  bool is_changed = ask(file, sql, number) && atol(number) > 0;
  if (is_changed) {
    int row = (int)draw(seed, (uint64_t)atol(number));
    snprintf(sql, sizeof sql, "SELECT quote(\"%.90s\") FROM \"%.90s\" ORDER BY rowid LIMIT 1 OFFSET %d", column, table, row);
    assert_true(ask(file, sql, before));
    alter_value(before, seed, after);
    snprintf(what, LONG, "%.90s, row %d, %.90s: %.80s -> %.80s", table, row + 1, column, before, after);
    char *update = CPLStrdup(CPLSPrintf("UPDATE \"%.90s\" SET \"%.90s\" = %s WHERE rowid = (SELECT rowid FROM \"%.90s\" ORDER BY rowid LIMIT 1 OFFSET %d)", table, column, after, table, row));
    OGRLayerH none = GDALDatasetExecuteSQL(file, update, NULL, NULL);
    if (none) GDALDatasetReleaseResultSet(file, none);
    CPLFree(update);
    is_changed = ask(file, sql, after) && strcmp(before, after) != 0;
  }
  GDALClose(file);
  return is_changed;
}

static bool is_accepted(const char *path, bool with_digests) {
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  lfl_plan *plan = NULL;
  assert_true(lfl_diags_init(&diags));
  bool is_fine = !with_digests || lfl_plan_check_file(path, &diags) == LFL_OK;
  is_fine = is_fine && lfl_plan_read(path, &diags, &tables, &scenario, &plan) == LFL_OK;
  is_fine = is_fine && lfl_plan_verify(scenario, plan, &diags) == LFL_OK && lfl_plan_verify_proofs(plan, NULL, &diags) == LFL_OK;
  if (!is_fine) assert_true(diags.n_errors > 0); /* it is said where */
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return is_fine;
}

static void write_plan(lfl_tables *tables, const char *folder) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  lfl_plan *plan = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  lfl_plan_options options = lfl_plan_options_default();
  lfl_status status = lfl_plan_make(s, &options, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_answer_claims(plan), LFL_OK);
  assert_int_equal(lfl_plan_verify(s, plan, &diags), LFL_OK);
  lfl_write_options write = {LFL_RESTRICTED, true}; /* a whole copy: rows of facilities are restricted where nobody says otherwise */
  assert_int_equal(lfl_plan_write(plan, folder, NULL, NULL, &write, &diags), LFL_OK);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_diags_clear(&diags);
}

static void tamper(lfl_tables *tables, uint64_t seed, int *n_made, int *n_accepted, int *n_found) {
  static char what[LONG];
  char folder[200], original[300], altered[300];
  const char *wanted = getenv("LIFELINE_TAMPER_N");
  int n = wanted && atoi(wanted) > 0 ? atoi(wanted) : 60;
  snprintf(folder, sizeof folder, "%s/tamper-%d", LFL_BINARY_DIR, (int)seed);
  snprintf(original, sizeof original, "%s/plan.gpkg", folder);
  snprintf(altered, sizeof altered, "%s/altered-%d.gpkg", LFL_BINARY_DIR, (int)seed);
  write_plan(tables, folder);
  assert_int_equal(CPLCopyFile(altered, original), 0);
  GDALClose(GDALOpenEx(altered, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL));
  assert_true(is_accepted(altered, true)); /* looking at it alters nothing */
  for (int made = 0, tried = 0; made < n && tried < 10 * n; tried++) {
    assert_int_equal(CPLCopyFile(altered, original), 0);
    if (!alter_file(altered, &seed, what)) continue;
    made++;
    ++*n_made;
    if (is_accepted(altered, true)) {
      ++*n_accepted;
      print_message("accepted: %s\n", what);
    }
    if (!is_accepted(altered, false)) ++*n_found;
  }
}

static void no_alteration_is_accepted(void **state) {
  (void)state;
  int n_made = 0, n_accepted = 0, n_found = 0;
  GDALAllRegister();
  CPLPushErrorHandler(CPLQuietErrorHandler); /* what cannot be altered is another cell's turn */
  lfl_diags diags;
  lfl_tables *tables = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_read(LFL_SOURCE_DIR "/scenarios/two-sites", &diags, &tables), LFL_OK);
  tamper(tables, 1000, &n_made, &n_accepted, &n_found);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  for (uint64_t seed = 1; seed <= 3; seed++) {
    assert_non_null(tables = seed % 2 ? random_tables(seed) : random_tables_with_repairs(seed));
    tamper(tables, seed, &n_made, &n_accepted, &n_found);
    lfl_tables_destroy(tables);
  }
  CPLPopErrorHandler();
  print_message("%d single alterations, %d accepted; %d found out by recomputing alone\n", n_made, n_accepted, n_found);
  assert_true(n_made > 150);
  assert_int_equal(n_accepted, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(no_alteration_is_accepted)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
