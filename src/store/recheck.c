/* Do the tables of plan.gpkg say what follows from its scenario and its plan? Each table is filled once more from what was read
 * (plan_tables.c) and held cell by cell against the file: tables that are only derived (needs, budget, dry), and columns that repeat
 * what stands elsewhere (dates, days and names of targets and claims, keys of supplies, roads in words), are found out so even
 * where their digests were refilled.
 *
 * What was read from a column stands in the plan as it was, so that its own cells agree whatever they say: those are for
 * lfl_plan_verify and the proofs. Not held against anything: issues (they speak of the files that were read when planning), the
 * maps, tables of a comparison, row numbers. Numbers may differ by a billionth, as another build may round a sum
 * otherwise. O(cells). Tests: tests/unit/test_tamper.c. */
#include <cpl_error.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

#include "store/parts.h"

enum { MOST_ERRORS = 100 };

typedef struct rechecker {
  lfl_diags *diags;
  const char *file;
  store_context *c;
  const store_table *table;
  int n_wrong;
  bool no_memory;
} rechecker;

/* row 0: the table as a whole. */
static void complain(rechecker *r, long row, const char *column, const char *value, const char *expected) {
  if (r->n_wrong++ >= MOST_ERRORS) return;
  char where[200];
  snprintf(where, sizeof where, "%.90s, layer plan_%.90s", r->file, r->table->name);
  lfl_diag d = {LFL_ERROR, "derived", where, row, column, value, expected, NULL};
  lfl_diags_add(r->diags, &d);
}

static bool is_same_number(double a, double b) {
  const double PART = 1e-9;
  if (a == b || (isnan(a) && isnan(b))) return true;
  return isfinite(a) && isfinite(b) && fabs(a - b) <= PART * fmax(fabs(a), fabs(b)); /* a share of infinity is infinite */
}

/* NULL: blank. */
static const char *cell_text(OGRFeatureH feature, int field) { return field < 0 || !OGR_F_IsFieldSetAndNotNull(feature, field) ? NULL : OGR_F_GetFieldAsString(feature, field); }

static void compare_text(rechecker *r, long row, const char *column, const char *found, const char *wanted) {
  if (found && wanted && strcmp(found, wanted) == 0) return;
  const char *clean = store_clean(r->c->arena, wanted, true); /* as it is written */
  r->no_memory = r->no_memory || (wanted && !clean);
  if (r->no_memory) return;
  if (found && clean ? strcmp(found, clean) == 0 : found == clean) return;
  char expected[200];
  snprintf(expected, sizeof expected, clean ? "%.120s, by the scenario and the plan" : "a blank cell, by the scenario and the plan", clean ? clean : "");
  complain(r, row, column, found, expected);
}

static void compare_cell(rechecker *r, OGRFeatureH feature, int field, long row, const store_column *column, const store_cell *wanted) {
  if (column->type == STORE_TEXT || column->type == STORE_DATE) {
    compare_text(r, row, column->name, cell_text(feature, field), wanted->text);
    return;
  }
  double number = field < 0 || !OGR_F_IsFieldSetAndNotNull(feature, field) ? (double)NAN : OGR_F_GetFieldAsDouble(feature, field);
  if (is_same_number(number, wanted->number)) return;
  lfl_buf expected = {0}, found = {0};
  if (isnan(wanted->number)) lfl_buf_puts(&expected, "a blank cell");
  else lfl_buf_number(&expected, wanted->number);
  lfl_buf_puts(&expected, ", by the scenario and the plan");
  if (!isnan(number)) lfl_buf_number(&found, number);
  complain(r, row, column->name, found.text, expected.text);
  lfl_buf_clear(&expected);
  lfl_buf_clear(&found);
}

static void compare_table(rechecker *r, OGRLayerH layer) {
  const store_table *table = r->table;
  int field[STORE_MOST_COLUMNS] = {0}, n = table->count(r->c), i = 0;
  for (int k = 0; k < table->n_columns; k++) field[k] = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), table->columns[k].name);
  OGR_L_ResetReading(layer);
  for (OGRFeatureH feature; r->n_wrong < MOST_ERRORS && (feature = OGR_L_GetNextFeature(layer)) != NULL; OGR_F_Destroy(feature)) {
    if (i++ >= n) continue;
    store_row row;
    store_table_fill(table, r->c, i - 1, &row);
    for (int k = 0; k < table->n_columns; k++) compare_cell(r, feature, field[k], i + 1, &table->columns[k], &row.cells[k]);
  }
  if (i == n || r->n_wrong >= MOST_ERRORS) return;
  char found[40], expected[80];
  snprintf(found, sizeof found, "%d rows", i);
  snprintf(expected, sizeof expected, "%d rows, by the scenario and the plan", n);
  complain(r, 0, NULL, found, expected);
}

/* Is it a table, and no view, which could run for ever? */
static bool is_real_table(rechecker *r, GDALDatasetH dataset) {
  lfl_buf sql = {0};
  lfl_buf_printf(&sql, "SELECT count(*) FROM sqlite_master WHERE %s AND name = 'plan_%s'", STORE_REAL_TABLE, r->table->name);
  OGRLayerH result = sql.failed ? NULL : GDALDatasetExecuteSQL(dataset, sql.text, NULL, NULL);
  OGRFeatureH row = result ? OGR_L_GetNextFeature(result) : NULL;
  bool is_one = row && OGR_F_GetFieldAsInteger(row, 0) == 1;
  r->no_memory = r->no_memory || sql.failed;
  if (row) OGR_F_Destroy(row);
  if (result) GDALDatasetReleaseResultSet(dataset, result);
  lfl_buf_clear(&sql);
  return is_one;
}

/* The table's columns in its rows' order, dates as the text that stands there: GDAL takes what is no date for blank. NULL: no
 * such table. */
static OGRLayerH open_table(rechecker *r, GDALDatasetH dataset) {
  lfl_buf sql = {0};
  if (!is_real_table(r, dataset)) return NULL;
  for (int k = 0; k < r->table->n_columns; k++) {
    const char *name = r->table->columns[k].name;
    lfl_buf_printf(&sql, r->table->columns[k].type == STORE_DATE ? "%s CAST(\"%s\" AS TEXT) AS \"%s\"" : "%s \"%s\"", k ? "," : "SELECT", name, name);
  }
  lfl_buf_printf(&sql, " FROM \"plan_%s\" ORDER BY rowid", r->table->name);
  OGRLayerH layer = sql.failed ? NULL : GDALDatasetExecuteSQL(dataset, sql.text, NULL, NULL);
  r->no_memory = r->no_memory || sql.failed;
  lfl_buf_clear(&sql);
  return layer;
}

/* SQLite keeps any kind of value in any column, and GDAL reads a word as 0 and 3.5 as 3 where a whole number is to be: other
 * readers of the file would see something else than what was held against the scenario. */
static const char *kinds_of(store_type type) {
  switch (type) {
    case STORE_INT: return "'integer', 'null'";
    case STORE_REAL:
    case STORE_EXACT: return "'real', 'integer', 'null'";
    case STORE_TEXT:
    case STORE_DATE: break;
  }
  return "'text', 'null'";
}

static const char *kind_words(store_type type) {
  return type == STORE_INT ? "a whole number or a blank cell" : type == STORE_REAL || type == STORE_EXACT ? "a number or a blank cell" : "text or a blank cell";
}

/* The first cell whose value is of another kind than its column's. */
static void check_kinds(rechecker *r, GDALDatasetH dataset) {
  const store_table *table = r->table;
  lfl_buf sql = {0};
  lfl_buf_printf(&sql, "SELECT (SELECT count(*) FROM \"plan_%s\" AS b WHERE b.rowid < t.rowid) AS above, CASE", table->name);
  for (int k = 0; k < table->n_columns; k++) lfl_buf_printf(&sql, " WHEN typeof(\"%s\") NOT IN (%s) THEN %d", table->columns[k].name, kinds_of(table->columns[k].type), k);
  lfl_buf_puts(&sql, " ELSE -1 END AS odd, CASE");
  for (int k = 0; k < table->n_columns; k++)
    lfl_buf_printf(&sql, " WHEN typeof(\"%s\") NOT IN (%s) THEN CAST(\"%s\" AS TEXT)", table->columns[k].name, kinds_of(table->columns[k].type), table->columns[k].name);
  lfl_buf_printf(&sql, " END AS found FROM \"plan_%s\" AS t WHERE odd >= 0 ORDER BY rowid LIMIT 1", table->name);
  OGRLayerH layer = sql.failed ? NULL : GDALDatasetExecuteSQL(dataset, sql.text, NULL, NULL);
  OGRFeatureH odd = layer ? OGR_L_GetNextFeature(layer) : NULL;
  int k = odd ? OGR_F_GetFieldAsInteger(odd, 1) : -1;
  if (k >= 0 && k < table->n_columns) complain(r, OGR_F_GetFieldAsInteger(odd, 0) + 2, table->columns[k].name, cell_text(odd, 2), kind_words(table->columns[k].type));
  r->no_memory = r->no_memory || sql.failed;
  if (odd) OGR_F_Destroy(odd);
  if (layer) GDALDatasetReleaseResultSet(dataset, layer);
  lfl_buf_clear(&sql);
}

static void compare_all(rechecker *r, GDALDatasetH dataset) {
  for (int t = 0; t < store_n_tables(); t++) {
    r->table = store_table_at(t);
    if (strcmp(r->table->name, "issues") == 0) continue;
    OGRLayerH layer = open_table(r, dataset);
    if (layer) {
      check_kinds(r, dataset);
      compare_table(r, layer);
      GDALDatasetReleaseResultSet(dataset, layer);
    } else complain(r, 0, NULL, NULL, "this layer with these columns, as lifeline plan writes it");
  }
}

lfl_status lfl_plan_check_tables(const char *path, const lfl_plan *plan, lfl_diags *diags) {
  static const char *const drivers[] = {"GPKG", NULL};
  rechecker r = {.diags = diags};
  lfl_status status = store_context_create(plan, NULL, plan->audience, &r.c);
  if (status != LFL_OK) return status;
  const char *file = store_find_plan(path, r.c->arena), *slash = file ? strrchr(file, '/') : NULL;
  r.file = slash ? slash + 1 : file;
  GDALAllRegister();
  store_hush_gdal();
  GDALDatasetH dataset = file ? GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL) : NULL;
  if (dataset) compare_all(&r, dataset);
  if (dataset) GDALClose(dataset);
  CPLPopErrorHandler();
  store_context_destroy(r.c);
  if (!file || diags->failed || r.no_memory) return LFL_ERR_MEMORY;
  return !dataset ? LFL_ERR_IO : r.n_wrong ? LFL_TARGET_NOT_MET : LFL_OK;
}
