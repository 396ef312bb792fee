/* The digest of plan.gpkg: a SHA-256 of every table, kept in lifeline_metadata as "digest <table>", by
 * which an alteration shows that leaves everything true (a multiplier that proves less, a name).
 *
 * Rows are written before anything is counted, so that filling in the digests changes no other
 * table; lifeline_metadata's own leaves out the values of these rows, and the schema has one, too.
 * The digest is for accidents and clumsiness: who alters a plan and its digests alike is found out by
 * what can be recomputed (check, proof). O(cells). Tests: tests/unit/test_tamper.c. */
#define _LARGEFILE64_SOURCE 1 /* VSIStatBufL is struct stat64 */
#include "store/digest.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <ogr_api.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sha256.h"
#include "store/parts.h"
#include "store/seal.h"

static const char SCHEMA[] = "sqlite_master";

typedef struct names {
  int n;
  const char **name;
} names;

/* The first column of every row of a query, as text; false without memory. */
static bool query(GDALDatasetH dataset, const char *sql, lfl_arena *arena, names *out) {
  OGRLayerH result = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
  int room = 0;
  *out = (names){0};
  bool is_fine = true;
  for (OGRFeatureH row; result && is_fine && (row = OGR_L_GetNextFeature(result)) != NULL; OGR_F_Destroy(row)) {
    if (out->n == room) {
      int wanted = room ? 2 * room : 64;
      const char **more = lfl_arena_new(arena, (size_t)wanted, const char *);
      if (more && out->n) memcpy(more, out->name, (size_t)out->n * sizeof *more);
      is_fine = more != NULL;
      if (!is_fine) continue;
      out->name = more;
      room = wanted;
    }
    const char *text = OGR_F_IsFieldSetAndNotNull(row, 0) ? OGR_F_GetFieldAsString(row, 0) : "";
    out->name[out->n] = lfl_arena_strdup(arena, text);
    is_fine = out->name[out->n++] != NULL;
  }
  if (result) GDALDatasetReleaseResultSet(dataset, result);
  return is_fine;
}

static bool list_tables(GDALDatasetH dataset, lfl_arena *arena, names *out) {
  return query(dataset, "SELECT name FROM sqlite_master WHERE " STORE_REAL_TABLE " ORDER BY name", arena, out);
}

/* A name or text within the quotes of SQL. */
static void put_quoted(lfl_buf *sql, const char *text, char quote) {
  lfl_buf_add(sql, &quote, 1);
  for (const char *p = text; *p; p++) {
    if (*p == quote) lfl_buf_add(sql, &quote, 1);
    lfl_buf_add(sql, p, 1);
  }
  lfl_buf_add(sql, &quote, 1);
}

/* A cell as text, of text every byte: quote() ends at a NUL, behind which another reader may find more. */
static void put_cell(lfl_buf *sql, const char *column) {
  lfl_buf_puts(sql, "CASE typeof(");
  put_quoted(sql, column, '"');
  lfl_buf_puts(sql, ") WHEN 'text' THEN 'x' || hex(CAST(");
  put_quoted(sql, column, '"');
  lfl_buf_puts(sql, " AS BLOB)) ELSE quote(");
  put_quoted(sql, column, '"');
  lfl_buf_puts(sql, ") END");
}

/* The query whose rows are a table's rows as one text each, and NULL where there is no memory. */
static char *rows_query(GDALDatasetH dataset, const char *table, lfl_arena *arena) {
  lfl_buf sql = {0};
  names columns;
  if (strcmp(table, SCHEMA) == 0) return lfl_arena_strdup(arena, "SELECT quote(type) || ',' || quote(name) || ',' || quote(tbl_name) || ',' || quote(sql) FROM sqlite_master ORDER BY type, name");
  lfl_buf_puts(&sql, "SELECT name FROM pragma_table_info(");
  put_quoted(&sql, table, '\'');
  lfl_buf_puts(&sql, ") ORDER BY cid");
  bool is_fine = !sql.failed && query(dataset, sql.text, arena, &columns);
  bool is_own = strcmp(table, "lifeline_metadata") == 0;
  lfl_buf_clear(&sql);
  lfl_buf_puts(&sql, "SELECT ''");
  for (int k = 0; is_fine && k < columns.n; k++) {
    bool is_digest = is_own && strcmp(columns.name[k], "value") == 0;
    lfl_buf_puts(&sql, is_digest ? " || ',' || CASE WHEN key LIKE 'digest %' OR key = '" STORE_SEAL "' THEN '' ELSE " : " || ',' || ");
    put_cell(&sql, columns.name[k]);
    if (is_digest) lfl_buf_puts(&sql, " END");
  }
  lfl_buf_puts(&sql, " AS line FROM ");
  put_quoted(&sql, table, '"');
  lfl_buf_puts(&sql, " ORDER BY rowid");
  char *text = is_fine && !sql.failed ? lfl_arena_strdup(arena, sql.text) : NULL;
  lfl_buf_clear(&sql);
  return text;
}

static bool digest_table(GDALDatasetH dataset, const char *table, lfl_arena *arena, char digest[65]) {
  char *sql = rows_query(dataset, table, arena);
  lfl_buf text = {0};
  OGRLayerH result = sql ? GDALDatasetExecuteSQL(dataset, sql, NULL, NULL) : NULL;
  for (OGRFeatureH row; result && (row = OGR_L_GetNextFeature(result)) != NULL; OGR_F_Destroy(row)) {
    lfl_buf_puts(&text, OGR_F_GetFieldAsString(row, 0));
    lfl_buf_add(&text, "\n", 1);
  }
  if (result) GDALDatasetReleaseResultSet(dataset, result);
  bool is_fine = sql && !text.failed;
  if (is_fine) lfl_sha256_hex((const unsigned char *)text.text, text.n, digest);
  lfl_buf_clear(&text);
  return is_fine;
}

bool store_digest_list(GDALDatasetH dataset, lfl_arena *arena, const char *const **tables, int *n) {
  names all;
  if (!list_tables(dataset, arena, &all)) return false;
  const char **with_schema = lfl_arena_new(arena, (size_t)all.n + 1, const char *);
  if (!with_schema) return false;
  if (all.n) memcpy(with_schema, all.name, (size_t)all.n * sizeof *with_schema);
  with_schema[all.n] = SCHEMA;
  *tables = with_schema;
  *n = all.n + 1;
  return true;
}

bool store_digest_fill(GDALDatasetH dataset, lfl_arena *arena) {
  const char *const *tables;
  int n;
  if (!store_digest_list(dataset, arena, &tables, &n)) return false;
  bool is_fine = true;
  for (int k = 0; is_fine && k < n; k++) {
    char digest[65], key[300];
    is_fine = digest_table(dataset, tables[k], arena, digest);
    lfl_buf sql = {0};
    snprintf(key, sizeof key, "digest %.280s", tables[k]);
    lfl_buf_printf(&sql, "UPDATE lifeline_metadata SET value = '%s' WHERE key = ", is_fine ? digest : "");
    put_quoted(&sql, key, '\'');
    is_fine = is_fine && !sql.failed;
    if (is_fine) {
      OGRLayerH none = GDALDatasetExecuteSQL(dataset, sql.text, NULL, NULL);
      if (none) GDALDatasetReleaseResultSet(dataset, none);
    }
    lfl_buf_clear(&sql);
  }
  return is_fine;
}

/* ---- checking ---- */

static void CPL_STDCALL ignore(CPLErr severity, CPLErrorNum number, const char *message) {
  (void)severity;
  (void)number;
  (void)message; /* what GDAL dislikes shows in what cannot be read */
}

void store_hush_gdal(void) { CPLPushErrorHandler(ignore); }

static void complain(lfl_diags *diags, const char *file, const char *table, const char *value, const char *expected) {
  char where[200];
  snprintf(where, sizeof where, "%.90s, layer %.90s", file, table);
  lfl_diag d = {LFL_ERROR, "altered", where, 0, NULL, value, expected, NULL};
  lfl_diags_add(diags, &d);
}

/* What lifeline_metadata says under the key, row by row. False without memory. */
static bool read_stored(GDALDatasetH dataset, const char *key, lfl_arena *arena, names *out) {
  lfl_buf sql = {0};
  lfl_buf_puts(&sql, "SELECT value FROM lifeline_metadata WHERE key = ");
  put_quoted(&sql, key, '\'');
  bool is_fine = !sql.failed && query(dataset, sql.text, arena, out);
  lfl_buf_clear(&sql);
  return is_fine;
}

static lfl_status judge(GDALDatasetH dataset, const char *file, lfl_arena *arena, lfl_diags *diags) {
  const char *const *tables;
  names stored, seal;
  int n, n_wrong = 0;
  if (!store_digest_list(dataset, arena, &tables, &n)) return LFL_ERR_MEMORY;
  for (int k = 0; k < n; k++) {
    char digest[65], key[300];
    snprintf(key, sizeof key, "digest %.280s", tables[k]);
    if (!read_stored(dataset, key, arena, &stored) || !digest_table(dataset, tables[k], arena, digest)) return LFL_ERR_MEMORY;
    if (stored.n == 1 && strcmp(stored.name[0], digest) == 0) continue;
    n_wrong++;
    complain(diags, file, tables[k], NULL, stored.n == 1 ? "this table as lifeline plan wrote it: it was altered, or its digest in lifeline_metadata was"
                                                      : "one digest of this table in lifeline_metadata, as lifeline plan writes it");
  }
  if (!read_stored(dataset, STORE_SEAL, arena, &seal) || !read_stored(dataset, STORE_SEAL_DIGEST, arena, &stored)) return LFL_ERR_MEMORY;
  if (seal.n != 1 || stored.n != 1 || !store_is_seals_digest(seal.name[0], stored.name[0])) {
    n_wrong++;
    complain(diags, file, "lifeline_metadata", seal.n ? seal.name[0] : NULL, "one seal as lifeline plan wrote it, with its digest");
  }
  if (!query(dataset, "SELECT count(*) FROM lifeline_metadata WHERE key LIKE 'digest %'", arena, &stored)) return LFL_ERR_MEMORY;
  char count[24];
  snprintf(count, sizeof count, "%d", n + 1); /* with the seal's */
  if (stored.n != 1 || strcmp(stored.name[0], count) != 0) {
    n_wrong++;
    complain(diags, file, "lifeline_metadata", stored.n ? stored.name[0] : NULL, "a digest for each table of the file and no others");
  }
  return n_wrong ? LFL_TARGET_NOT_MET : LFL_OK;
}

lfl_status lfl_plan_check_file(const char *path, lfl_diags *diags) {
  static const char *const drivers[] = {"GPKG", NULL};
  lfl_arena *arena = lfl_arena_create();
  const char *file = arena ? store_find_plan(path, arena) : NULL;
  if (!file) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  if (store_is_as_sealed(file)) {
    lfl_arena_destroy(arena);
    return LFL_OK;
  }
  GDALAllRegister();
  store_hush_gdal();
  const char *slash = strrchr(file, '/');
  GDALDatasetH dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
  lfl_status status = LFL_ERR_IO;
  if (dataset) status = judge(dataset, slash ? slash + 1 : file, arena, diags);
  else {
    VSIStatBufL stat;
    bool is_file = VSIStatL(file, &stat) == 0;
    complain(diags, slash ? slash + 1 : file, "-", NULL, is_file ? "a GeoPackage that can be read" : "a plan.gpkg, or the folder that holds it");
    if (is_file) status = LFL_ERR_DATA;
  }
  if (dataset) GDALClose(dataset);
  CPLPopErrorHandler();
  lfl_arena_destroy(arena);
  return status;
}

struct lfl_file_check {
  const char *path;
  lfl_diags diags;
  lfl_status status;
  pthread_t thread;
  bool has_thread;
};

static void *check_beside(void *user) {
  lfl_file_check *check = user;
  check->status = lfl_plan_check_file(check->path, &check->diags);
  return NULL;
}

lfl_file_check *lfl_plan_check_begin(const char *path) {
  lfl_file_check *check = lfl_calloc(1, sizeof *check);
  if (!check || !lfl_diags_init(&check->diags)) {
    lfl_free(check);
    return NULL;
  }
  GDALAllRegister(); /* once, before two threads ask for it */
  check->path = path;
  check->has_thread = pthread_create(&check->thread, NULL, check_beside, check) == 0;
  return check;
}

lfl_status lfl_plan_check_end(lfl_file_check *check, lfl_diags *diags) {
  if (!check) return LFL_ERR_MEMORY;
  if (check->has_thread) pthread_join(check->thread, NULL);
  else check_beside(check);
  lfl_status status = check->status == LFL_TARGET_NOT_MET ? LFL_ERR_DATA : check->status;
  for (int i = 0; diags && i < check->diags.n; i++) lfl_diags_add(diags, &check->diags.items[i]);
  lfl_diags_clear(&check->diags);
  lfl_free(check);
  return status;
}

lfl_status lfl_plan_read_unaltered(const char *path, lfl_diags *diags, lfl_tables **out_tables, lfl_scenario **out_scenario, lfl_plan **out_plan) {
  lfl_file_check *check = lfl_plan_check_begin(path);
  lfl_status status = lfl_plan_read(path, diags, out_tables, out_scenario, out_plan), unaltered = lfl_plan_check_end(check, status == LFL_OK ? diags : NULL);
  if (status != LFL_OK) return status; /* what is no plan, or a cut copy, it says best */
  if (unaltered == LFL_OK) return LFL_OK;
  lfl_plan_destroy(*out_plan);
  lfl_scenario_destroy(*out_scenario);
  lfl_tables_destroy(*out_tables);
  *out_plan = NULL;
  *out_scenario = NULL;
  *out_tables = NULL;
  return unaltered;
}
