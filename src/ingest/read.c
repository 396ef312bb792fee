/* Reading a container of tables through GDAL/OGR: a folder of CSV files, a workbook (XLSX, ODS),
 * a GeoPackage or a PostGIS schema, all into the same raw tables. Everything is read as text;
 * what it means is decided later (build.c). O(cells). Limits: 200 columns and 200,000 rows a
 * table, 100,000 characters a cell; beyond, the table is refused. Tests: tests/unit/test_ingest.c,
 * fuzzers in tests/fuzz. */
#define _LARGEFILE64_SOURCE 1 /* VSIStatBufL is struct stat64 */
#include <ctype.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "ingest/ingest.h"
#include "ingest/person.h"
#include "model/schema.h"

enum { MOST_COLUMNS = 200, MOST_ROWS = 200000, MOST_TABLES = 200 };
static const size_t LONGEST_CELL = 100000;

typedef struct reader {
  lfl_diags *diags;
  lfl_tables *tables;
  lfl_arena *arena;
  int capacity;
  const char *prefix;    /* of layer names, stripped; other layers are passed over; NULL none */
  bool failed;           /* no memory */
} reader;

/* GDAL's own messages become diagnostics instead of lines on stderr. */
static void CPL_STDCALL hear(CPLErr severity, CPLErrorNum number, const char *message) {
  (void)number;
  lfl_diags *diags = CPLGetErrorHandlerUserData();
  if (severity < CE_Warning || !diags) return;
  lfl_diag d = {.severity = LFL_NOTE, .code = "file-library", .expected = message};
  lfl_diags_add(diags, &d);
}

/* Trimmed text in the arena; NULL for blank. White space includes the no-break space. */
static const char *trimmed(lfl_arena *arena, const char *text) {
  if (!text) return NULL;
  size_t n = strlen(text);
  for (;;) {
    if (n && isspace((unsigned char)*text)) {
      text++;
      n--;
    } else if (n >= 2 && memcmp(text, "\xC2\xA0", 2) == 0) {
      text += 2;
      n -= 2;
    } else if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
      text += 3;
      n -= 3;
    } else {
      break;
    }
  }
  for (;;) {
    if (n && isspace((unsigned char)text[n - 1])) n--;
    else if (n >= 2 && memcmp(text + n - 2, "\xC2\xA0", 2) == 0) n -= 2;
    else break;
  }
  return n ? lfl_arena_strndup(arena, text, n) : NULL;
}

/* A header as a column name: lower case, spaces and hyphens as underscores. */
static const char *header_name(lfl_arena *arena, const char *text) {
  const char *name = trimmed(arena, text);
  char *copy = lfl_arena_strdup(arena, name ? name : "");
  for (char *c = copy; c && *c; c++)
    *c = (char)(*c == ' ' || *c == '-' ? '_' : tolower((unsigned char)*c));
  return copy;
}

static const char *field_text(reader *r, OGRFeatureH feature, int i, OGRFieldType type) {
  if (!OGR_F_IsFieldSetAndNotNull(feature, i)) return NULL;
  if (type == OFTReal) {
    lfl_buf buf = {0};
    lfl_buf_number(&buf, OGR_F_GetFieldAsDouble(feature, i));
    const char *text = lfl_arena_strdup(r->arena, buf.text ? buf.text : "");
    if (buf.failed || !text) r->failed = true;
    lfl_buf_clear(&buf);
    return text && *text ? text : NULL;
  }
  if (type == OFTDate || type == OFTDateTime) {
    int y, m, d, h, min, s, zone;
    if (!OGR_F_GetFieldAsDateTime(feature, i, &y, &m, &d, &h, &min, &s, &zone)) return NULL;
    return lfl_arena_printf(r->arena, "%04d-%02d-%02d", y, m, d);
  }
  return trimmed(r->arena, OGR_F_GetFieldAsString(feature, i));
}

static const char *geometry_wkt(reader *r, OGRFeatureH feature, OGRCoordinateTransformationH to_wgs84) {
  OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
  if (!geometry || OGR_G_IsEmpty(geometry)) return NULL;
  OGRGeometryH copy = OGR_G_Clone(geometry);
  const char *text = NULL;
  char *wkt = NULL;
  if (copy && (!to_wgs84 || OGR_G_Transform(copy, to_wgs84) == OGRERR_NONE) && OGR_G_ExportToWkt(copy, &wkt) == OGRERR_NONE)
    text = lfl_arena_strdup(r->arena, wkt);
  CPLFree(wkt);
  OGR_G_DestroyGeometry(copy);
  return text;
}

static OGRCoordinateTransformationH transform_of(OGRLayerH layer, OGRSpatialReferenceH *wgs84) {
  OGRSpatialReferenceH own = OGR_L_GetSpatialRef(layer);
  *wgs84 = NULL;
  if (!own) return NULL;
  *wgs84 = OSRNewSpatialReference(NULL);
  OSRImportFromEPSG(*wgs84, 4326);
  OSRSetAxisMappingStrategy(*wgs84, OAMS_TRADITIONAL_GIS_ORDER);
  OSRSetAxisMappingStrategy(own, OAMS_TRADITIONAL_GIS_ORDER);
  return OSRIsSame(own, *wgs84) ? NULL : OCTNewCoordinateTransformation(own, *wgs84);
}

/* HXL tags stand below the header: at least half of the cells that say anything begin with #. */
static bool is_hxl(const char *const *cells, int n) {
  int n_tags = 0, n_filled = 0;
  for (int i = 0; i < n; i++) {
    n_filled += cells[i] != NULL;
    n_tags += cells[i] && cells[i][0] == '#' && isalpha((unsigned char)cells[i][1]);
  }
  return n_tags > 0 && 2 * n_tags >= n_filled;
}

static void refuse_table(reader *r, const char *file, const char *value, const char *expected) {
  lfl_diag d = {.severity = LFL_ERROR, .code = "table-too-large", .file = file, .value = value, .expected = expected};
  lfl_diags_add(r->diags, &d);
}

static lfl_table *new_table(reader *r) {
  if (r->tables->n_tables == r->capacity) {
    int capacity = r->capacity ? 2 * r->capacity : 32;
    lfl_table *more = lfl_arena_new(r->arena, (size_t)capacity, lfl_table);
    if (!more) {
      r->failed = true;
      return NULL;
    }
    if (r->tables->n_tables) memcpy(more, r->tables->tables, (size_t)r->tables->n_tables * sizeof *more);
    r->tables->tables = more;
    r->capacity = capacity;
  }
  return &r->tables->tables[r->tables->n_tables++];
}

typedef struct rows {
  const char ***cells;
  long *numbers;
  const char **wkt;
  int n, capacity;
} rows;

static bool reserve_row(reader *r, rows *list) {
  if (list->n < list->capacity) return true;
  int capacity = list->capacity ? 2 * list->capacity : 64;
  const char ***cells = lfl_arena_new(r->arena, (size_t)capacity, const char **);
  long *numbers = lfl_arena_new(r->arena, (size_t)capacity, long);
  const char **wkt = lfl_arena_new(r->arena, (size_t)capacity, const char *);
  if (!cells || !numbers || !wkt) return false;
  if (list->n) {
    memcpy(cells, list->cells, (size_t)list->n * sizeof *cells);
    memcpy(numbers, list->numbers, (size_t)list->n * sizeof *numbers);
    memcpy(wkt, list->wkt, (size_t)list->n * sizeof *wkt);
  }
  *list = (rows){cells, numbers, wkt, list->n, capacity};
  return true;
}

static void read_layer(reader *r, OGRLayerH layer, const char *name, const char *file, bool has_row_ids) {
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  int n_columns = OGR_FD_GetFieldCount(definition);
  if (n_columns > MOST_COLUMNS) {
    refuse_table(r, file, NULL, "at most 200 columns in a table");
    return;
  }
  lfl_table *table = new_table(r);
  const char **columns = lfl_arena_new(r->arena, (size_t)n_columns, const char *);
  if (!table || !columns) {
    r->failed = true;
    return;
  }
  for (int i = 0; i < n_columns; i++) {
    columns[i] = header_name(r->arena, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)));
    if (!columns[i]) r->failed = true;
  }
  OGRSpatialReferenceH wgs84;
  OGRCoordinateTransformationH to_wgs84 = transform_of(layer, &wgs84);
  rows list = {0};
  bool has_geometry = false, is_too_long = false;
  long number = 1;
  OGR_L_ResetReading(layer);
  for (OGRFeatureH feature; !r->failed && (feature = OGR_L_GetNextFeature(layer)) != NULL; OGR_F_Destroy(feature)) {
    number = has_row_ids ? (long)OGR_F_GetFID(feature) : number + 1;
    const char **cells = lfl_arena_new(r->arena, (size_t)n_columns, const char *);
    if (!cells || !reserve_row(r, &list)) {
      r->failed = true;
      OGR_F_Destroy(feature);
      break;
    }
    bool is_blank = true;
    for (int i = 0; i < n_columns; i++) {
      cells[i] = field_text(r, feature, i, OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, i)));
      is_blank = is_blank && !cells[i];
      if (cells[i] && strlen(cells[i]) > LONGEST_CELL) is_too_long = true;
    }
    const char *wkt = geometry_wkt(r, feature, to_wgs84);
    if ((is_blank && !wkt) || (list.n == 0 && is_hxl(cells, n_columns))) continue;
    has_geometry = has_geometry || wkt;
    list.cells[list.n] = cells;
    list.numbers[list.n] = number;
    list.wkt[list.n++] = wkt;
    if (list.n > MOST_ROWS || is_too_long) {
      OGR_F_Destroy(feature);
      break;
    }
  }
  if (to_wgs84) OCTDestroyCoordinateTransformation(to_wgs84);
  if (wgs84) OSRDestroySpatialReference(wgs84);
  if (list.n > MOST_ROWS) refuse_table(r, file, NULL, "at most 200,000 rows in a table");
  if (is_too_long) refuse_table(r, file, NULL, "at most 100,000 characters in a cell");
  *table = (lfl_table){name, file, n_columns, list.n > MOST_ROWS || is_too_long ? 0 : list.n, columns, list.cells, list.numbers,
                       has_geometry ? list.wkt : NULL};
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* Reads every layer of an open dataset. only_name: the table's name where the file has one. */
static void read_dataset(reader *r, GDALDatasetH dataset, const char *container, const char *only_name, bool has_row_ids) {
  int n = GDALDatasetGetLayerCount(dataset);
  for (int i = 0; i < n && r->tables->n_tables < MOST_TABLES && !r->failed; i++) {
    OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
    const char *name = header_name(r->arena, only_name ? only_name : OGR_L_GetName(layer));
    if (!name) {
      r->failed = true;
      return;
    }
    if (r->prefix) {
      size_t k = strlen(r->prefix);
      if (strncmp(name, r->prefix, k) != 0) continue;
      name += k;
    }
    const char *dot = strrchr(name, '.'); /* PostGIS gives "schema.table" */
    if (dot && !only_name) name = dot + 1;
    const char *file = only_name ? lfl_arena_printf(r->arena, "%s/%s.csv", container, only_name)
                                 : lfl_arena_printf(r->arena, "%s, %s %s", container, has_row_ids ? "sheet" : "layer", name);
    if (strcmp(name, "start_here") == 0) continue; /* the workbook's own page of help */
    if (!file) r->failed = true;
    else read_layer(r, layer, name, file, has_row_ids);
  }
}

static void cannot_open(reader *r, const char *file, const char *expected) {
  lfl_diag d = {.severity = LFL_ERROR, .code = "cannot-open", .file = file, .expected = expected};
  lfl_diags_add(r->diags, &d);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static lfl_status read_folder(reader *r, const char *path) {
  char **names = VSIReadDir(path);
  int n = CSLCount(names), n_read = 0;
  if (n) qsort(names, (size_t)n, sizeof *names, by_text);
  static const char *const drivers[] = {"CSV", NULL};
  static const char *const options[] = {"AUTODETECT_TYPE=NO", "HEADERS=YES", "EMPTY_STRING_AS_NULL=YES", NULL};
  lfl_status status = LFL_OK;
  for (int i = 0; i < n && !r->failed; i++) {
    size_t k = strlen(names[i]);
    if (k < 5 || strcmp(names[i] + k - 4, ".csv") != 0 || names[i][0] == '.') continue;
    char *file = lfl_arena_printf(r->arena, "%s/%s", path, names[i]);
    char *table = lfl_arena_strndup(r->arena, names[i], k - 4);
    VSIStatBufL stat;
    if (!file || !table) {
      r->failed = true;
      break;
    }
    n_read++;
    if (VSIStatL(file, &stat) == 0 && stat.st_size == 0) continue; /* an empty file is an empty table */
    GDALDatasetH dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
    if (!dataset) {
      cannot_open(r, file, "a readable CSV file with a header");
      status = LFL_ERR_IO;
      continue;
    }
    read_dataset(r, dataset, r->tables->name, table, false);
    GDALClose(dataset);
  }
  CSLDestroy(names);
  if (!n_read && status == LFL_OK) {
    cannot_open(r, path, "a folder with the scenario's tables as CSV files (places.csv, supplies.csv, ...)");
    return LFL_ERR_IO;
  }
  return status;
}

static lfl_status read_file(reader *r, const char *path) {
  static const char *const drivers[] = {"XLSX", "ODS", "GPKG", "PostgreSQL", NULL};
  bool is_database = strncmp(path, "PG:", 3) == 0 || strncmp(path, "postgresql:", 11) == 0;
  CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE");
  CPLSetThreadLocalConfigOption("OGR_XLSX_FIELD_TYPES", "STRING");
  CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", "FORCE");
  CPLSetThreadLocalConfigOption("OGR_ODS_FIELD_TYPES", "STRING");
  GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
  lfl_status status = LFL_OK;
  if (!dataset) {
    cannot_open(r, is_database ? "PostGIS" : path,
                is_database ? "a database that can be reached, as \"PG:dbname=... active_schema=...\""
                            : "a folder of CSV files, an .xlsx or .ods workbook, or a .gpkg");
    status = LFL_ERR_IO;
  } else {
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    read_dataset(r, dataset, r->tables->name, NULL, strcmp(driver, "XLSX") == 0 || strcmp(driver, "ODS") == 0);
    GDALClose(dataset);
  }
  CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", NULL);
  CPLSetThreadLocalConfigOption("OGR_XLSX_FIELD_TYPES", NULL);
  CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", NULL);
  CPLSetThreadLocalConfigOption("OGR_ODS_FIELD_TYPES", NULL);
  return status;
}

/* Contract order, then unknown tables by name. */
static int table_rank(const lfl_table *table) {
  for (int i = 0; i < lfl_schema_n_tables(); i++)
    if (strcmp(lfl_schema_table(i)->name, table->name) == 0) return i;
  return lfl_schema_n_tables();
}

static int by_rank(const void *a, const void *b) {
  int ra = table_rank(a), rb = table_rank(b);
  return ra != rb ? ra - rb : strcmp(((const lfl_table *)a)->name, ((const lfl_table *)b)->name);
}

static void report_twins(reader *r) {
  for (int i = 1; i < r->tables->n_tables; i++)
    if (strcmp(r->tables->tables[i].name, r->tables->tables[i - 1].name) == 0) {
      lfl_diag d = {.severity = LFL_ERROR, .code = "table-twice", .file = r->tables->tables[i].file, .expected = "each table once"};
      lfl_diags_add(r->diags, &d);
    }
}

lfl_status tables_read_prefixed(const char *path, const char *prefix, lfl_diags *diags, lfl_tables **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *tables = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  if (!tables) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  tables->arena = arena;
  size_t n = strlen(path);
  while (n > 1 && path[n - 1] == '/') n--;
  char *clean = lfl_arena_strndup(arena, path, n);
  tables->name = clean ? (strncmp(path, "PG:", 3) == 0 ? "database" : base_name(clean)) : NULL;
  reader r = {diags, tables, arena, 0, prefix, !tables->name};
  lfl_status status = LFL_OK;
  if (!r.failed) {
    GDALAllRegister();
    CPLPushErrorHandlerEx(hear, diags);
    VSIStatBufL stat;
    bool is_folder = VSIStatL(clean, &stat) == 0 && VSI_ISDIR(stat.st_mode);
    status = is_folder ? read_folder(&r, clean) : read_file(&r, clean);
    CPLPopErrorHandler();
  }
  if (r.failed || diags->failed) status = LFL_ERR_MEMORY;
  if (status == LFL_OK) {
    if (tables->n_tables) qsort(tables->tables, (size_t)tables->n_tables, sizeof *tables->tables, by_rank);
    report_twins(&r);
    refuse_persons(tables, diags);
    if (diags->n_errors) status = LFL_ERR_DATA;
  }
  if (status != LFL_OK && status != LFL_ERR_DATA) {
    lfl_tables_destroy(tables);
    return status;
  }
  *out = tables;
  return status;
}

lfl_status lfl_tables_read(const char *path, lfl_diags *diags, lfl_tables **out) {
  return tables_read_prefixed(path, NULL, diags, out);
}
