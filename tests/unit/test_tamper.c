/* Single alterations of plan.gpkg, any cell of any table by one unit or one letter: none may be
 * accepted. How many are found out without the digests, by recomputing alone, is said, too.
 *
 * LIFELINE_TAMPER_N: alterations of each plan (default 5, thorough 60); LIFELINE_REFILL_N: of each column as if with digests refilled (default 1);
 * LIFELINE_TAMPER_STRIDE: such columns, and those made blank, are every n-th of all (default 7, thorough 1). */
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

#include "case_runner.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "proof/proof.h"
#include "random_scenario.h"
#include "setting.h"
#include "store/digest.h"
#include "store/parts.h"
#include "store/seal.h"
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

/* Is a diagnostic about that column of that table? NULL: about anything. */
static bool is_said_of(const lfl_diags *diags, const char *table, const char *column) {
  bool is_said = !table && diags->n_errors > 0;
  for (int k = 0; k < diags->n && table; k++) {
    const lfl_diag *d = &diags->items[k];
    is_said = is_said || (d->severity == LFL_ERROR && d->file && strstr(d->file, table) && d->column && strcmp(d->column, column) == 0 && d->row > 1 && d->expected);
  }
  return is_said;
}

/* Is the file taken for what it was written as? What is refused is said of the cell, if `table` is not NULL. */
static bool is_accepted_of(const char *path, bool with_digests, const char *table, const char *column) {
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  lfl_plan *plan = NULL;
  assert_true(lfl_diags_init(&diags));
  bool is_fine = !with_digests || lfl_plan_check_file(path, &diags) == LFL_OK;
  is_fine = is_fine && lfl_plan_read(path, &diags, &tables, &scenario, &plan) == LFL_OK;
  is_fine = is_fine && lfl_plan_verify(scenario, plan, &diags) == LFL_OK && lfl_plan_verify_findings(scenario, plan, &diags) == LFL_OK;
  is_fine = is_fine && lfl_plan_check_tables(path, plan, &diags) == LFL_OK && lfl_plan_verify_proofs(plan, NULL, &diags) == LFL_OK;
  if (!is_fine && !is_said_of(&diags, table, column)) { /* it is said where */
    for (int k = 0; k < diags.n; k++) print_error("  %s\n", lfl_diag_format(&diags.items[k], diags.arena));
    fail_msg("refused, but nothing is said of %s %s", table ? table : "anything", column ? column : "");
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return is_fine;
}

static bool is_accepted(const char *path, bool with_digests) { return is_accepted_of(path, with_digests, NULL, NULL); }

static void write_plan(lfl_tables *tables, const char *folder) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  lfl_plan *plan = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
  lfl_plan_options options = lfl_plan_options_default();
  lfl_status status = lfl_plan_make(s, &options, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_verify(s, plan, &diags), LFL_OK);
  lfl_write_options write = {LFL_RESTRICTED, true}; /* a whole copy: rows of facilities are restricted where nobody says otherwise */
  assert_int_equal(lfl_plan_write(plan, folder, NULL, NULL, &write, &diags), LFL_OK);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_diags_clear(&diags);
}

#define TWO_SITES LFL_BINARY_DIR "/tamper-two-sites"

/* The plan of two-sites, made once for all that alter copies of it. */
static void need_two_sites(lfl_tables *tables) {
  static bool is_there;
  if (!is_there) write_plan(tables, TWO_SITES);
  is_there = true;
}

static int alterations_wanted(void) { return (int)test_count("LIFELINE_TAMPER_N", 5, 60); }

/* The plan is in that folder. */
static void tamper(const char *folder, uint64_t seed, int *n_made, int *n_accepted, int *n_found) {
  static char what[LONG];
  char original[300], altered[300];
  int n = alterations_wanted();
  snprintf(original, sizeof original, "%s/plan.gpkg", folder);
  snprintf(altered, sizeof altered, "%s/altered-%d.gpkg", LFL_BINARY_DIR, (int)seed);
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
  need_two_sites(tables);
  tamper(TWO_SITES, 1000, &n_made, &n_accepted, &n_found);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  for (uint64_t seed = 1; seed <= 3; seed++) {
    assert_non_null(tables = seed % 2 ? random_tables(seed) : random_tables_with_repairs(seed));
    char folder[200];
    snprintf(folder, sizeof folder, "%s/tamper-%d", LFL_BINARY_DIR, (int)seed);
    write_plan(tables, folder);
    tamper(folder, seed, &n_made, &n_accepted, &n_found);
    lfl_tables_destroy(tables);
  }
  CPLPopErrorHandler();
  print_message("%d single alterations, %d accepted; %d found out by recomputing alone\n", n_made, n_accepted, n_found);
  assert_true(2 * n_made > 5 * alterations_wanted()); /* of four plans: some cells cannot be altered */
  assert_int_equal(n_accepted, 0);
}

/* ---- digests refilled ----
 *
 * What is altered and has its digests filled in anew is judged by everything but the digests, which are then as they should be: that they are is
 * looked at once. To fill them in and to look at them each time finds nothing, and takes half of the time. */

/* Of all columns every n-th is altered. */
static int stride_wanted(void) { return (int)test_count("LIFELINE_TAMPER_STRIDE", 7, 1); }

/* Columns for which nothing but the digest stands: docs/PROOFS.md, "Altered files", has the same list. "*": all of the table's. */
static const struct {
  const char *table, *columns[8];
} DIGEST_ONLY[] = {
    {"issues", {"*"}},
    {"money_gains", {"by", "price_person_days", "gain_person_days", "need", "change", "pledge_id"}},
    {"repair_gains", {"person_days", "from_day", "to_day", "most_people", "need", "tier", "project_id"}},
    {"projects", {"survival_person_days", "minimum_person_days"}},
    {"binding", {"price", "gain", "step", "holds_to", "text", "from_day", "to_day"}},
    {"conflicts", {"minimal", "text", "set_no"}},
    {"offers", {"least", "text", "best_people"}},
    {"claims", {"text"}},
    {"levels", {"value", "held_value"}},
    {"targets", {"best_people", "bound_people", "earliest_day", "willing_best_people", "willing_bound_people", "willing_earliest_day"}},
    {"sets", {"survival_share", "note", "survival", "n_levels"}},
    {"set_targets", {"best_people", "verdict", "set_id"}},
    {"proofs", {"*"}},
    {"proof_repairs", {"*"}},
    {"multipliers", {"*"}},
    {"deliveries", {"shipment"}},
};

static bool is_digest_only(const char *table, const char *column) {
  for (size_t k = 0; k < sizeof DIGEST_ONLY / sizeof DIGEST_ONLY[0]; k++)
    for (int i = 0; i < 8 && DIGEST_ONLY[k].columns[i] && strcmp(DIGEST_ONLY[k].table, table) == 0; i++)
      if (strcmp(DIGEST_ONLY[k].columns[i], "*") == 0 || strcmp(DIGEST_ONLY[k].columns[i], column) == 0) return true;
  return false;
}

/* All in one transaction: each digest by its own would be most of the time. */
static bool refill_digests(GDALDatasetH file, lfl_arena *arena) {
  return GDALDatasetStartTransaction(file, FALSE) == OGRERR_NONE && store_digest_fill(file, arena) && GDALDatasetCommitTransaction(file) == OGRERR_NONE;
}

/* Alters a cell of that column; false: there is none, or nothing changed. */
static bool alter_cell(const char *path, const char *table, const char *column, uint64_t *seed, char *what) {
  static char sql[2 * LONG], before[LONG], after[LONG], number[LONG];
  GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
  assert_non_null(file);
  snprintf(sql, sizeof sql, "SELECT count(*) FROM plan_%.90s", table);
  bool is_changed = ask(file, sql, number) && atol(number) > 0;
  if (is_changed) {
    int row = (int)draw(seed, (uint64_t)atol(number));
    snprintf(sql, sizeof sql, "SELECT quote(\"%.90s\") FROM plan_%.90s ORDER BY rowid LIMIT 1 OFFSET %d", column, table, row);
    assert_true(ask(file, sql, before));
    do alter_value(before, seed, after);
    while (strstr(after, "char(0)")); /* what stands behind a NUL only digests see */
    snprintf(what, LONG, "%.90s, row %d, %.90s: %.80s -> %.80s", table, row + 2, column, before, after);
    char *update = CPLStrdup(CPLSPrintf("UPDATE plan_%.90s SET \"%.90s\" = %s WHERE rowid = (SELECT rowid FROM plan_%.90s ORDER BY rowid LIMIT 1 OFFSET %d)", table, column, after, table, row));
    OGRLayerH none = GDALDatasetExecuteSQL(file, update, NULL, NULL);
    if (none) GDALDatasetReleaseResultSet(file, none);
    CPLFree(update);
    is_changed = ask(file, sql, after) && strcmp(before, after) != 0;
  }
  GDALClose(file);
  return is_changed;
}

/* Tables of decisions: what is wrong there shows in whatever follows from them. */
static bool is_decision(const char *table) {
  static const char *const TABLES[] = {"movements", "deliveries", "draws", "uses", "builds", "kits", "referrals", "care", "projects", "ways", "way_links", "service", "people", "stocks", "capacity", "spending", "levels"};
  for (size_t k = 0; k < sizeof TABLES / sizeof TABLES[0]; k++)
    if (strcmp(TABLES[k], table) == 0) return true;
  return false;
}

/* Does a draw say another supply of the same goods at the same place and price? Where that has enough left, the plan is as good (docs/PROOFS.md). */
static bool is_same_supply(const lfl_scenario *s, const char *what) {
  const char *values = strstr(what, "supply: ");
  int before, after;
  if (strncmp(what, "draws,", 6) != 0 || !values || sscanf(values, "supply: %d -> %d", &before, &after) != 2) return false;
  if (before < 0 || before >= s->n_supplies || after < 0 || after >= s->n_supplies) return false;
  const lfl_supply *a = &s->supplies[before], *b = &s->supplies[after];
  return a->item_i == b->item_i && a->place_i == b->place_i && a->unit_price == b->unit_price;
}

/* Every column but those that only digests hold: a cell of it altered, and the digests with it. */
static void refill(lfl_tables *tables, uint64_t seed, int *n_made, int *n_accepted) {
  static char what[LONG];
  static const char original[] = TWO_SITES "/plan.gpkg";
  char altered[300];
  int n = (int)setting("LIFELINE_REFILL_N", 1), stride = stride_wanted(), n_columns = 0;
  snprintf(altered, sizeof altered, "%s/refilled-%d.gpkg", LFL_BINARY_DIR, (int)seed);
  need_two_sites(tables);
  assert_true(is_accepted(original, true));
  lfl_diags diags;
  lfl_scenario *scenario = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(tables, &diags, &scenario), LFL_OK);
  for (int t = 0; t < store_n_tables(); t++)
    for (int k = 0; k < store_table_at(t)->n_columns; k++)
      for (int i = 0; i < n; i++) {
        const char *table = store_table_at(t)->name, *column = store_table_at(t)->columns[k].name;
        if (is_digest_only(table, column) || n_columns++ % stride) continue;
        assert_int_equal(CPLCopyFile(altered, original), 0);
        if (!alter_cell(altered, table, column, &seed, what)) continue;
        ++*n_made;
        if (!is_accepted_of(altered, false, is_decision(table) ? NULL : table, column)) continue;
        if (is_same_supply(scenario, what)) continue;
        ++*n_accepted;
        print_message("accepted: %s\n", what);
      }
  lfl_scenario_destroy(scenario);
  lfl_diags_clear(&diags);
}

static void what_is_recomputed_is_found_with_digests_refilled(void **state) {
  (void)state;
  int n_made = 0, n_accepted = 0;
  GDALAllRegister();
  CPLPushErrorHandler(CPLQuietErrorHandler);
  lfl_diags diags;
  lfl_tables *tables = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_read(LFL_SOURCE_DIR "/scenarios/two-sites", &diags, &tables), LFL_OK);
  refill(tables, 2000, &n_made, &n_accepted);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  CPLPopErrorHandler();
  print_message("%d alterations with digests refilled, %d accepted\n", n_made, n_accepted);
  assert_true(n_made > 100 / stride_wanted());
  assert_int_equal(n_accepted, 0);
}

/* Are the digests those of the file as it is? */
static bool has_its_digests(const char *path) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  bool has = lfl_plan_check_file(path, &diags) == LFL_OK;
  lfl_diags_clear(&diags);
  return has;
}

static void alter_by(const char *path, const char *sql, bool with_digests) {
  GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
  lfl_arena *arena = lfl_arena_create();
  assert_true(file && arena);
  OGRLayerH none = GDALDatasetExecuteSQL(file, sql, NULL, NULL);
  if (none) GDALDatasetReleaseResultSet(file, none);
  if (with_digests) assert_true(refill_digests(file, arena));
  lfl_arena_destroy(arena);
  GDALClose(file);
}

/* More than a step away, digests refilled: infinity, which any share of itself is as near to as it likes; words and fractions that
 * GDAL reads as the number that was there, and SQLite shows to others as they are; bytes that are no text; a bound taken away; a
 * row told twice. */
static void other_kinds_of_values_are_found(void **state) {
  (void)state;
  static const struct {
    const char *sql, *table, *column;
  } CASES[] = {{"UPDATE plan_budget SET amount = 9e999 WHERE amount > 0", "budget", "amount"},
               {"UPDATE plan_claims SET value_low = 9e999 WHERE value_low > 0", "claims", "value_low"},
               {"UPDATE plan_claims SET figure = 9e999 WHERE figure > 0", "claims", "figure"},
               {"UPDATE plan_binding SET holds_to = 9e999 WHERE holds_to > 0", "binding", "holds_to"},
               {"UPDATE plan_defaults SET high = 9e999 WHERE high > 0", "defaults", "high"},
               {"UPDATE plan_capacity SET people = 'none' WHERE people = 0", "capacity", "people"},
               {"UPDATE plan_builds SET day = day + 0.25", "builds", "day"},
               {"UPDATE plan_deliveries SET shipment = shipment + 0.25", "deliveries", "shipment"},
               {"UPDATE plan_levels SET bound = NULL", "levels", "gap"},
               {"UPDATE plan_targets SET willing_bound_people = -9e999", "targets", "willing_bound_people"},
               {"INSERT INTO plan_conflicts SELECT NULL, target_id, set_no, minimal, \"limit\", subject_id, text FROM plan_conflicts WHERE lfl_fid = 1", "conflicts", "target_id"},
               {"UPDATE plan_targets SET earliest_day = 4 WHERE target_id = 'town-water'", "targets", "earliest_day"}, /* met from day 0 on */
               {"UPDATE plan_targets SET earliest_day = NULL WHERE target_id = 'town-water'", "targets", "earliest_day"},
               {"UPDATE plan_projects SET survival_person_days = 1e9 WHERE start_day >= 0", "projects", "survival_person_days"},
               {"UPDATE plan_projects SET survival_person_days = 777 WHERE start_day IS NULL", "projects", "survival_person_days"},
               {"UPDATE plan_repair_gains SET person_days = 1e9", "repair_gains", "person_days"},
               {"UPDATE plan_repair_gains SET most_people = 1e9", "repair_gains", "most_people"},
               {"UPDATE plan_binding SET \"limit\" = 'fleet', subject_id = 'TRUCK', unit = 'vehicles' WHERE lfl_fid = 1", "binding", "text"},
               {"UPDATE plan_needs SET place_id = CAST(place_id AS BLOB) WHERE lfl_fid = 4", "needs", "place_id"}};
  lfl_diags diags;
  lfl_tables *tables = NULL;
  GDALAllRegister();
  CPLPushErrorHandler(CPLQuietErrorHandler);
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_read(LFL_SOURCE_DIR "/scenarios/two-sites", &diags, &tables), LFL_OK);
  need_two_sites(tables);
  for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
    static const char altered[] = LFL_BINARY_DIR "/altered-kinds.gpkg";
    assert_int_equal(CPLCopyFile(altered, TWO_SITES "/plan.gpkg"), 0);
    alter_by(altered, CASES[k].sql, k == 0);
    if (k == 0) assert_true(has_its_digests(altered));
    if (is_accepted_of(altered, false, CASES[k].table, CASES[k].column)) fail_msg("accepted: %s", CASES[k].sql);
  }
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  CPLPopErrorHandler();
}

/* Numbers that may be missing: what was not solved for is told by a blank cell (docs/PROOFS.md), of all rows at once or of one. */
static const struct {
  const char *table, *columns[8];
} MAY_BE_BLANK[] = {
    {"issues", {"*"}},
    {"money_gains", {"price_person_days", "gain_person_days"}},
    {"projects", {"survival_person_days", "minimum_person_days"}},
    {"targets", {"earliest_day", "willing_earliest_day", "willing_best_people", "willing_bound_people"}},
};

static bool may_be_blank(const char *table, const char *column) {
  for (size_t k = 0; k < sizeof MAY_BE_BLANK / sizeof MAY_BE_BLANK[0]; k++)
    for (int i = 0; i < 8 && MAY_BE_BLANK[k].columns[i] && strcmp(MAY_BE_BLANK[k].table, table) == 0; i++)
      if (strcmp(MAY_BE_BLANK[k].columns[i], "*") == 0 || strcmp(MAY_BE_BLANK[k].columns[i], column) == 0) return true;
  return false;
}

/* Every column of numbers made blank, in all its rows and in the first by itself, digests refilled: a comparison with what is no number is never true. */
static void numbers_taken_away_are_found(void **state) {
  (void)state;
  static const char original[] = TWO_SITES "/plan.gpkg", altered[] = LFL_BINARY_DIR "/altered-blank.gpkg";
  static char count[LONG];
  lfl_diags diags;
  lfl_tables *tables = NULL;
  int n_made = 0, n_accepted = 0, n_columns = 0;
  GDALAllRegister();
  CPLPushErrorHandler(CPLQuietErrorHandler);
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_read(LFL_SOURCE_DIR "/scenarios/two-sites", &diags, &tables), LFL_OK);
  need_two_sites(tables);
  for (int t = 0; t < store_n_tables(); t++)
    for (int k = 0; k < store_table_at(t)->n_columns; k++)
      for (int row = 0; row <= 1; row++) { /* 0: all */
        const store_column *column = &store_table_at(t)->columns[k];
        const char *table = store_table_at(t)->name;
        if (column->type == STORE_TEXT || column->type == STORE_DATE || may_be_blank(table, column->name) || (row == 0 ? n_columns++ : n_columns - 1) % stride_wanted()) continue;
        assert_int_equal(CPLCopyFile(altered, original), 0);
        char sql[400];
        snprintf(sql, sizeof sql, row ? "WHERE \"%.60s\" IS NOT NULL AND lfl_fid = %d" : "WHERE \"%.60s\" IS NOT NULL", column->name, row);
        GDALDatasetH file = GDALOpenEx(altered, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
        bool is_any = ask(file, CPLSPrintf("SELECT count(*) FROM plan_%s %s", table, sql), count) && atol(count) > 0;
        GDALClose(file);
        if (!is_any) continue;
        alter_by(altered, CPLSPrintf("UPDATE plan_%s SET \"%s\" = NULL %s", table, column->name, sql), false);
        n_made++;
        if (!is_accepted(altered, false)) continue;
        n_accepted++;
        print_message("accepted: %s, %s made blank, row %d\n", table, column->name, row);
      }
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  CPLPopErrorHandler();
  print_message("%d times numbers taken away, %d accepted\n", n_made, n_accepted);
  assert_true(n_made > 120 / stride_wanted());
  assert_int_equal(n_accepted, 0);
}

/* A scenario's own columns may be called anything: its table is read, and an altered cell is found, as in any other. */
static void a_column_called_virtual_hides_nothing(void **state) {
  (void)state;
  static const char file[] = LFL_BINARY_DIR "/tamper-virtual/plan.gpkg";
  case_text_world w;
  GDALAllRegister();
  assert_true(case_open(&w, "given table places\n place_id | kind | people | shelter_places | virtual_visits\n TOWN | area | 100 | 50 | 3\n"));
  write_plan(w.tables, LFL_BINARY_DIR "/tamper-virtual");
  assert_true(is_accepted(file, true));
  alter_by(file, "UPDATE scenario_places SET virtual_visits = '4'", false);
  assert_false(is_accepted(file, true));
  case_close(&w);
}

/* Whoever goes by what a plan says gets none of an altered one, and is told which table it is; digests refilled, only recomputing finds it. */
static void an_altered_plan_is_not_gone_by(void **state) {
  (void)state;
  static const char file[] = LFL_BINARY_DIR "/tamper-read/plan.gpkg";
  case_text_world w;
  GDALAllRegister();
  assert_true(case_open(&w, "given table places\n place_id | kind | people | shelter_places\n TOWN | area | 100 | 50\n"));
  write_plan(w.tables, LFL_BINARY_DIR "/tamper-read");
  for (int is_altered = 0; is_altered <= 1; is_altered++) {
    lfl_diags diags;
    lfl_tables *tables;
    lfl_scenario *scenario;
    lfl_plan *plan;
    assert_true(lfl_diags_init(&diags));
    if (is_altered) alter_by(file, "UPDATE plan_levels SET published_value = 7", false);
    assert_int_equal(lfl_plan_read_unaltered(file, &diags, &tables, &scenario, &plan), is_altered ? LFL_ERR_DATA : LFL_OK);
    assert_true(is_altered == !plan && is_altered == !scenario && is_altered == !tables && diags.n_errors == is_altered);
    if (is_altered) assert_non_null(strstr(diags.items[0].file, "plan_levels"));
    lfl_plan_destroy(plan);
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
  }
  case_close(&w);
}

static void change_byte(const char *file, long at, int by) {
  FILE *f = fopen(file, "r+b");
  assert_non_null(f);
  assert_int_equal(fseek(f, at, SEEK_SET), 0);
  int byte = fgetc(f);
  assert_true(byte != EOF && fseek(f, at, SEEK_SET) == 0);
  fputc(byte ^ by, f);
  assert_int_equal(fclose(f), 0);
}

static lfl_status check_file(const char *file) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_plan_check_file(file, &diags);
  lfl_diags_clear(&diags);
  return status;
}

/* A plan as it was written is known by its bytes alone, any of which breaks the seal; one that another program wrote anew, with
 * all that it holds, by its tables. */
static void a_seal_is_of_every_byte(void **state) {
  (void)state;
  static const char file[] = LFL_BINARY_DIR "/tamper-seal/plan.gpkg", journal[] = LFL_BINARY_DIR "/tamper-seal/plan.gpkg-wal";
  case_text_world w;
  char answer[LONG];
  uint64_t seed = 5;
  GDALAllRegister();
  assert_true(case_open(&w, "given table places\n place_id | kind | people | shelter_places\n TOWN | area | 100 | 50\n"));
  write_plan(w.tables, LFL_BINARY_DIR "/tamper-seal");
  assert_true(store_is_as_sealed(file));
  FILE *f = fopen(file, "rb");
  assert_true(f && fseek(f, 0, SEEK_END) == 0);
  long n_bytes = ftell(f);
  fclose(f);
  for (int k = 0; k < 200; k++) {
    long at = (long)draw(&seed, (uint64_t)n_bytes);
    int by = 1 << draw(&seed, 8);
    change_byte(file, at, by);
    assert_false(store_is_as_sealed(file));
    change_byte(file, at, by);
  }
  assert_true(store_is_as_sealed(file));
  assert_int_equal(fclose(fopen(journal, "w")), 0);
  assert_false(store_is_as_sealed(file));
  assert_int_equal(remove(journal), 0);
  GDALDatasetH dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
  assert_non_null(dataset);
  ask(dataset, "VACUUM", answer);
  ask(dataset, "UPDATE lifeline_metadata SET value = value WHERE key = 'version'", answer);
  GDALClose(dataset);
  assert_false(store_is_as_sealed(file));
  assert_int_equal(check_file(file), LFL_OK);
  alter_by(file, "UPDATE lifeline_metadata SET value = '-' || substr(value, 2) WHERE key = 'seal'", false);
  assert_int_equal(check_file(file), LFL_TARGET_NOT_MET);
  case_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(an_altered_plan_is_not_gone_by), cmocka_unit_test(no_alteration_is_accepted), cmocka_unit_test(what_is_recomputed_is_found_with_digests_refilled),
                                     cmocka_unit_test(other_kinds_of_values_are_found), cmocka_unit_test(numbers_taken_away_are_found),
                                     cmocka_unit_test(a_column_called_virtual_hides_nothing), cmocka_unit_test(a_seal_is_of_every_byte)};
  CPLSetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF"); /* files that nobody keeps need not be flushed */
  CPLSetConfigOption("OGR_SQLITE_JOURNAL", "MEMORY");
  return cmocka_run_group_tests(tests, NULL, NULL);
}
