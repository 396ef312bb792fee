/* Reading a container of tables through GDAL/OGR: a folder of CSV files, a workbook (XLSX, ODS),
 * a GeoPackage or a PostGIS schema, all into the same raw tables. Everything is read as text;
 * what it means is decided later (build.c). O(cells). Limits: 200 columns and 200,000 rows a
 * table, 100,000 characters a cell (10,000,000 an outline); beyond, the table is refused. Tests: tests/unit/test_ingest.c,
 * fuzzers in tests/fuzz. */
#define _LARGEFILE64_SOURCE 1 /* VSIStatBufL is struct stat64 */
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
#include "ingest/ascii.h"
#include "ingest/ingest.h"
#include "ingest/person.h"
#include "ingest/sheet_error.h"
#include "ingest/workbook_xml.h"
#include "model/schema.h"

enum { MOST_COLUMNS = 200, MOST_ROWS = 200000, MOST_TABLES = 200 };
static const size_t LONGEST_CELL = 100000, LONGEST_OUTLINE = 10000000;

typedef struct reader {
  lfl_diags *diags;
  lfl_tables *tables;
  lfl_arena *arena;
  int capacity;
  const char *prefix;    /* of layer names, stripped; other layers are passed over; NULL none */
  bool failed;           /* no memory */
} reader;

/* GDAL's own messages become diagnostics instead of lines on stderr. A failure while reading
 * means that rows may be lost: an error. */
static void CPL_STDCALL hear(CPLErr severity, CPLErrorNum number, const char *message) {
  (void)number;
  lfl_diags *diags = CPLGetErrorHandlerUserData();
  if (severity < CE_Warning || !diags) return;
  char text[300];
  size_t n = strlen(message) < sizeof text - 1 ? strlen(message) : sizeof text - 1;
  for (size_t i = 0; i < n; i++) text[i] = message[i] >= ' ' && message[i] < 127 ? message[i] : '?'; /* may echo damaged bytes */
  text[n] = 0;
  bool is_failure = severity >= CE_Failure;
  lfl_diag d = {.severity = is_failure ? LFL_ERROR : LFL_NOTE, .code = is_failure ? "file-damaged" : "file-library", .expected = text};
  lfl_diags_add(diags, &d);
}

/* Bytes of the white space or invisible mark (no-break space, byte order mark, direction marks)
 * that `text` begins with; 0 if none. */
static size_t blank_at(const char *text, size_t n) {
  if (n && is_ascii_space(*text)) return 1;
  if (n >= 2 && memcmp(text, "\xC2\xA0", 2) == 0) return 2;
  if (n < 3) return 0;
  unsigned char third = (unsigned char)text[2];
  if (memcmp(text, "\xE2\x80", 2) == 0 && (third <= 0x8F || (third >= 0xA8 && third <= 0xAF))) return 3;
  if (memcmp(text, "\xE2\x81\xA0", 3) == 0 || memcmp(text, "\xEF\xBB\xBF", 3) == 0 || memcmp(text, "\xE3\x80\x80", 3) == 0) return 3;
  return 0;
}

/* Trimmed text in the arena, control characters as spaces; NULL for blank. */
static const char *trimmed(lfl_arena *arena, const char *text, bool *failed) {
  if (!text) return NULL;
  size_t n = strlen(text), k;
  while ((k = blank_at(text, n)) > 0) {
    text += k;
    n -= k;
  }
  for (bool is_more = true; is_more;) {
    is_more = false;
    for (size_t back = 1; back <= 3 && back <= n && !is_more; back++)
      if (blank_at(text + n - back, back) == back) {
        n -= back;
        is_more = true;
      }
  }
  if (!n) return NULL;
  char *copy = lfl_arena_strndup(arena, text, n);
  if (!copy) *failed = true;
  for (size_t i = 0; copy && i < n; i++)
    if (((unsigned char)copy[i] < ' ' && copy[i] != '\n' && copy[i] != '\t') || copy[i] == 127) copy[i] = ' ';
  return copy;
}

/* A header as a column name: lower case, spaces and hyphens as underscores. */
static const char *header_name(lfl_arena *arena, const char *text) {
  bool failed = false;
  const char *name = trimmed(arena, text, &failed);
  char *copy = failed ? NULL : lfl_arena_strdup(arena, name ? name : "");
  bool is_utf8 = !copy || CPLIsUTF8(copy, -1);
  for (char *c = copy; c && *c; c++)
    *c = is_ascii_space(*c) || *c == '-' ? '_' : *c & '\x80' && !is_utf8 ? '?' : to_ascii_lower(*c);
  return copy;
}

/* Workbooks give a date cell as "2030/02/28" or "2030/02/28 00:00:00": as an ISO date; NULL for
 * any other text. */
static const char *workbook_date(lfl_arena *arena, const char *text) {
  static const char form[] = "dddd/dd/dd";
  size_t n = strlen(text);
  if (n != 10 && n != 19) return NULL;
  for (size_t i = 0; i < 10; i++)
    if (form[i] == 'd' ? !is_ascii_digit(text[i]) : text[i] != '/') return NULL;
  if (n == 19 && (text[10] != ' ' || text[13] != ':' || text[16] != ':')) return NULL;
  return lfl_arena_printf(arena, "%.4s-%.2s-%.2s", text, text + 5, text + 8);
}

/* Workbooks may give a whole number as "101.0000000000000000"; keys and flags are such numbers, too. */
static const char *workbook_whole(lfl_arena *arena, const char *text) {
  enum { FEWEST_ZEROS = 8 };
  size_t n = strspn(text + (*text == '-'), "0123456789") + (*text == '-');
  size_t zeros = text[n] == '.' ? strspn(text + n + 1, "0") : 0;
  if (zeros < FEWEST_ZEROS || text[n + 1 + zeros] || n == 0) return NULL;
  return lfl_arena_strndup(arena, text, n);
}

static const char *field_text(reader *r, OGRFeatureH feature, int i, OGRFieldType type, bool is_workbook) {
  if (!OGR_F_IsFieldSetAndNotNull(feature, i)) return NULL;
  if (type == OFTReal) {
    lfl_buf buf = {0};
    lfl_buf_number(&buf, OGR_F_GetFieldAsDouble(feature, i));
    const char *text = lfl_arena_strdup(r->arena, buf.text ? buf.text : "");
    if (buf.failed || !text) r->failed = true;
    lfl_buf_clear(&buf);
    return text && *text ? text : NULL;
  }
  const char *text;
  if (type == OFTDate || type == OFTDateTime) {
    int y, m, d, h, min, s, zone;
    if (!OGR_F_GetFieldAsDateTime(feature, i, &y, &m, &d, &h, &min, &s, &zone)) return NULL;
    text = lfl_arena_printf(r->arena, "%04d-%02d-%02d", y, m, d);
    if (!text) r->failed = true;
    return text;
  }
  text = trimmed(r->arena, OGR_F_GetFieldAsString(feature, i), &r->failed);
  const char *better = is_workbook && text ? workbook_date(r->arena, text) : NULL;
  if (is_workbook && text && !better) better = workbook_whole(r->arena, text);
  return better ? better : text;
}

static const char *geometry_wkt(reader *r, OGRFeatureH feature, OGRCoordinateTransformationH to_wgs84) {
  OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
  if (!geometry || OGR_G_IsEmpty(geometry)) return NULL;
  OGRGeometryH copy = OGR_G_Clone(geometry);
  const char *text = NULL;
  char *wkt = NULL;
  if (copy && (!to_wgs84 || OGR_G_Transform(copy, to_wgs84) == OGRERR_NONE) && OGR_G_ExportToWkt(copy, &wkt) == OGRERR_NONE &&
      !(text = lfl_arena_strdup(r->arena, wkt)))
    r->failed = true;
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

/* An HXL tag with its attributes: #adm1+name, #affected +f. */
static bool is_hxl_tag(const char *text) {
  if (text[0] != '#' || !is_ascii_letter(text[1]) || is_sheet_error(text)) return false;
  for (const char *c = text + 1; *c; c++)
    if (!is_ascii_letter(*c) && !is_ascii_digit(*c) && !strchr("_+ ", *c)) return false;
  return true;
}

/* HXL tags stand below the header: at least half of the cells that say anything are tags. */
static bool is_hxl(const char *const *cells, int n) {
  int n_tags = 0, n_filled = 0;
  for (int i = 0; i < n; i++) {
    n_filled += cells[i] != NULL;
    n_tags += cells[i] && is_hxl_tag(cells[i]);
  }
  return n_tags > 0 && 2 * n_tags >= n_filled;
}

static void complain(reader *r, lfl_severity severity, const char *code, const char *file, long row, const char *column, const char *expected) {
  lfl_diag d = {.severity = severity, .code = code, .file = file, .row = row, .column = column, .expected = expected};
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
  bool has_tags; /* the row of HXL tags was passed over: there is one at most */
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
  *list = (rows){cells, numbers, wkt, list->n, capacity, list->has_tags};
  return true;
}

/* Where a layer's rows stand in its container. */
typedef struct source {
  const char *file;   /* as diagnostics call it */
  bool is_workbook;   /* feature ids are row numbers */
  const long *lines;  /* CSV: row numbers of the records that are not blank, the header's first; NULL else */
  long n_lines;
  const char *xlsx;   /* the workbook's path, where it is one of Excel's */
  sheet_formulas unstored; /* of the sheet, .xlsx: blank to OGR */
} source;

static long row_number(const source *from, OGRFeatureH feature, long n_before) {
  if (from->is_workbook) return (long)OGR_F_GetFID(feature);
  return n_before + 1 < from->n_lines ? from->lines[n_before + 1] : n_before + 2;
}

/* One record into the list; false when the table is to be given up. */
static bool read_row(reader *r, OGRFeatureDefnH definition, OGRFeatureH feature, const source *from, const char *const *columns,
                     OGRCoordinateTransformationH to_wgs84, long number, rows *list) {
  int n_columns = OGR_FD_GetFieldCount(definition);
  const char **cells = lfl_arena_new(r->arena, (size_t)n_columns, const char *);
  if (!cells || !reserve_row(r, list)) {
    r->failed = true;
    return false;
  }
  bool is_blank = true;
  for (int i = 0; i < n_columns; i++) {
    cells[i] = field_text(r, feature, i, OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, i)), from->is_workbook);
    if (!cells[i] && has_formula(&from->unstored, number, i)) cells[i] = UNSTORED_FORMULA;
    if (!cells[i]) continue;
    is_blank = false;
    size_t n = strlen(cells[i]);
    if (n > (strcmp(columns[i], "geometry_wkt") == 0 ? LONGEST_OUTLINE : LONGEST_CELL)) {
      complain(r, LFL_ERROR, "cell-too-long", from->file, number, columns[i], "at most 100,000 characters in a cell (an outline: 10,000,000)");
      return false;
    }
    if (!CPLIsUTF8(cells[i], (int)n)) {
      complain(r, LFL_ERROR, "not-utf8", from->file, number, columns[i], "text in UTF-8: save the file as \"CSV UTF-8\"");
      cells[i] = NULL;
    }
  }
  const char *wkt = geometry_wkt(r, feature, to_wgs84);
  OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
  if (!wkt && geometry && !OGR_G_IsEmpty(geometry))
    complain(r, LFL_ERROR, "geometry", from->file, number, NULL, "a geometry that can be brought to WGS84");
  if (is_blank && !wkt) return true;
  if (list->n == 0 && !list->has_tags && is_hxl(cells, n_columns)) {
    list->has_tags = true;
    return true;
  }
  if (list->n == MOST_ROWS) {
    complain(r, LFL_ERROR, "table-too-large", from->file, number, NULL, "at most 200,000 rows in a table");
    return false;
  }
  list->cells[list->n] = cells;
  list->numbers[list->n] = number;
  list->wkt[list->n++] = wkt;
  return true;
}

/* GDAL takes the header of a sheet that has nothing below it for its only row. */
static void take_header(reader *r, lfl_table *table, const char **columns) {
  for (int i = 0; i < table->n_columns; i++) {
    columns[i] = header_name(r->arena, table->cells[0][i] ? table->cells[0][i] : "");
    if (!columns[i]) r->failed = true;
  }
  table->n_rows = 0;
}

/* Of cells see cells.c: there it is known which columns are the contract's. A header without its name is none of them. */
static void report_formulas(reader *r, const char *name, const source *from, int n_columns) {
  if (!lfl_schema_find(name)) return;
  for (int i = 0; i < n_columns; i++)
    if (has_formula(&from->unstored, 1, i)) complain(r, LFL_ERROR, "formula-unstored", from->file, 1, NULL, STORED_RESULT);
  if (from->unstored.is_cut) complain(r, LFL_ERROR, "table-too-large", from->file, 0, NULL, "at most 200,000 formulas in a sheet whose results are not stored");
}

static void read_layer(reader *r, OGRLayerH layer, const char *name, const source *from) {
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  int n_columns = OGR_FD_GetFieldCount(definition);
  if (n_columns > MOST_COLUMNS || r->tables->n_tables == MOST_TABLES) {
    complain(r, LFL_ERROR, "table-too-large", from->file, 0, NULL, n_columns > MOST_COLUMNS ? "at most 200 columns in a table" : "at most 200 tables");
    return;
  }
  lfl_table *table = new_table(r);
  const char **columns = lfl_arena_new(r->arena, (size_t)n_columns, const char *);
  for (int i = 0; columns && i < n_columns; i++)
    if (!(columns[i] = header_name(r->arena, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i))))) r->failed = true;
  if (!table || !columns || r->failed) {
    r->failed = true;
    return;
  }
  report_formulas(r, name, from, n_columns);
  OGRSpatialReferenceH wgs84;
  OGRCoordinateTransformationH to_wgs84 = transform_of(layer, &wgs84);
  rows list = {0};
  bool is_fine = true, has_geometry = false;
  long n_before = 0;
  OGR_L_ResetReading(layer);
  for (OGRFeatureH feature; is_fine && (feature = OGR_L_GetNextFeature(layer)) != NULL; OGR_F_Destroy(feature))
    is_fine = read_row(r, definition, feature, from, columns, to_wgs84, row_number(from, feature, n_before++), &list);
  for (int i = 0; i < list.n; i++) has_geometry = has_geometry || list.wkt[i];
  if (to_wgs84) OCTDestroyCoordinateTransformation(to_wgs84);
  if (wgs84) OSRDestroySpatialReference(wgs84);
  *table = (lfl_table){name, from->file, n_columns, is_fine ? list.n : 0, columns, list.cells, list.numbers, has_geometry ? list.wkt : NULL};
  if (from->is_workbook && table->n_rows == 1 && table->row_numbers[0] == 1) take_header(r, table, columns);
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* Reads every layer of an open dataset. from: for a CSV file its only layer, file set. */
static void read_dataset(reader *r, GDALDatasetH dataset, const char *only_name, source from) {
  int n = GDALDatasetGetLayerCount(dataset);
  bool is_database = strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), "PostgreSQL") == 0;
  for (int i = 0; i < n && !r->failed; i++) {
    OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
    const char *name = header_name(r->arena, only_name ? only_name : OGR_L_GetName(layer));
    if (!name) {
      r->failed = true;
      return;
    }
    if (is_database && strchr(name, '.')) continue; /* "schema.table": not of the active schema */
    if (r->prefix) {
      size_t k = strlen(r->prefix);
      if (strncmp(name, r->prefix, k) != 0) continue;
      name += k;
    }
    if (strcmp(name, "start_here") == 0) continue; /* the workbook's own page of help */
    if (!only_name) from.file = lfl_arena_printf(r->arena, "%s, %s %s", r->tables->name, from.is_workbook ? "sheet" : "layer", name);
    if (!from.file || (from.xlsx && !xlsx_unstored_formulas(from.xlsx, OGR_L_GetName(layer), MOST_ROWS, r->arena, &from.unstored))) r->failed = true;
    else read_layer(r, layer, name, &from);
  }
}

/* Separators outside quotation marks in a record; is_beyond: there is text behind more of them than the header has. */
typedef struct fields {
  char separator; /* of the header; 0 none, or several kinds, of which OGR picks one: nothing is counted then */
  bool is_mixed, is_below_header;
  char before; /* the header's last character */
  int n, of_header;
  bool is_beyond;
} fields;

static bool is_separator(char c) { return c == ',' || c == ';' || c == '\t' || c == '|'; }

/* "sep=;" in the first row tells Excel the separator and is no header. */
static void count_in_header(fields *f, char c) {
  if (is_separator(c)) {
    f->is_mixed = f->is_mixed || f->before == '=' || (f->separator && f->separator != c);
    f->separator = c;
    f->of_header++;
  }
  f->before = c;
}

static void count_field(fields *f, char c, bool is_quoted) {
  if (!f->is_below_header) {
    if (!is_quoted) count_in_header(f, c);
    return;
  }
  if (!f->separator) return;
  if (!is_quoted && c == f->separator) f->n++;
  else f->is_beyond = f->is_beyond || (f->n > f->of_header && c != '"' && c != ' ' && c != '\r');
}

/* A record is over. OGR passes over fields that the header has no name for: half a cell, as a rule, that holds a separator. */
static void end_record(reader *r, fields *f, const char *name, long record) {
  if (!f->is_below_header && f->is_mixed) f->separator = 0;
  f->is_below_header = true;
  if (f->is_beyond) {
    const char *what = f->separator == ',' ? "comma" : f->separator == ';' ? "semicolon" : f->separator == '\t' ? "tab" : "bar";
    const char *expected = lfl_arena_printf(r->arena, "at most %d fields, as in the header; a cell that holds a %s stands in quotation marks", f->of_header + 1, what);
    if (expected) complain(r, LFL_ERROR, "too-many-fields", name, record, NULL, expected);
    else r->failed = true;
  }
  f->n = 0;
  f->is_beyond = false;
}

/* Row numbers, as an editor shows them, of the records of a CSV file that are not blank: OGR
 * passes over blank lines, and a quoted cell may hold line ends. Names what OGR would lose unseen: rows in a cell that
 * is never closed, fields behind the last column, what follows a zero byte. NULL: unreadable. */
static const long *count_records(reader *r, const char *path, const char *name, long *n) {
  VSILFILE *file = VSIFOpenL(path, "rb");
  *n = 0;
  if (!file) return NULL;
  long *lines = NULL, capacity = 0, record = 1;
  bool is_quoted = false, is_blank = true, is_end = false;
  long with_nul = 0; /* the last record that has one */
  fields found = {0};
  char bytes[16384];
  while (!is_end) {
    size_t got = VSIFReadL(bytes, 1, sizeof bytes, file);
    is_end = got < sizeof bytes;
    for (size_t i = 0; i <= got; i++) {
      bool is_last = i == got;
      if (is_last && !is_end) break;
      char c = is_last ? '\n' : bytes[i];
      if (c == '"') is_quoted = !is_quoted;
      if (!c && with_nul != record) complain(r, LFL_ERROR, "nul", name, with_nul = record, NULL, "text without zero bytes, behind which a row is lost: save the file again as CSV in UTF-8");
      if (is_last && is_quoted) /* everything after it would be one cell, and its rows lost unseen */
        complain(r, LFL_ERROR, "quote-open", name, record, NULL, "a closing quotation mark: a cell that begins in this row has none");
      if (c != '\n' && c != '\r') is_blank = false;
      if (c != '\n') count_field(&found, c, is_quoted);
      if (c != '\n' || (is_quoted && !is_last)) continue;
      if (!is_blank) end_record(r, &found, name, record);
      if (!is_blank && *n == capacity) {
        long more = capacity ? 2 * capacity : 256;
        bool is_enough = *n > 2L * MOST_ROWS;
        long *longer = is_enough ? NULL : lfl_arena_new(r->arena, (size_t)more, long);
        if (!longer) {
          r->failed = r->failed || !is_enough;
          VSIFCloseL(file);
          return lines;
        }
        if (*n) memcpy(longer, lines, (size_t)*n * sizeof *lines);
        lines = longer;
        capacity = more;
      }
      if (!is_blank) lines[(*n)++] = record;
      record++;
      is_blank = true;
    }
  }
  VSIFCloseL(file);
  return lines;
}

static void cannot_open(reader *r, const char *file, const char *expected) {
  lfl_diag d = {.severity = LFL_ERROR, .code = "cannot-open", .file = file, .expected = expected};
  lfl_diags_add(r->diags, &d);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool may_be_read(const char *path) {
  VSILFILE *file = VSIFOpenL(path, "rb");
  if (file) VSIFCloseL(file);
  return file != NULL;
}

/* Does the file begin with the mark of UTF-16? OGR does not open it. */
static bool is_utf16(const char *path) {
  unsigned char mark[2] = {0};
  VSILFILE *file = VSIFOpenL(path, "rb");
  if (!file) return false;
  size_t n = VSIFReadL(mark, 1, sizeof mark, file);
  VSIFCloseL(file);
  return n == sizeof mark && ((mark[0] == 0xFF && mark[1] == 0xFE) || (mark[0] == 0xFE && mark[1] == 0xFF));
}

static lfl_status read_folder(reader *r, const char *path) {
  char **names = VSIReadDir(path);
  int n = CSLCount(names), n_read = 0;
  if (n) qsort(names, (size_t)n, sizeof *names, by_text);
  static const char *const drivers[] = {"CSV", NULL};
  static const char *const options[] = {"AUTODETECT_TYPE=NO", "HEADERS=YES", "EMPTY_STRING_AS_NULL=YES", NULL};
  lfl_status status = LFL_OK;
  for (int i = 0; i < n && !r->failed; i++) {
    size_t k = strlen(names[i]);
    if (k < 5 || !EQUAL(names[i] + k - 4, ".csv") || names[i][0] == '.') continue;
    char *file = lfl_arena_printf(r->arena, "%s/%s", path, names[i]);
    char *table = lfl_arena_strndup(r->arena, names[i], k - 4);
    VSIStatBufL stat;
    if (!file || !table) {
      r->failed = true;
      break;
    }
    n_read++;
    if (VSIStatL(file, &stat) == 0 && stat.st_size == 0) continue; /* an empty file is an empty table */
    source from = {.file = lfl_arena_printf(r->arena, "%s/%s", r->tables->name, names[i])};
    if (is_utf16(file)) {
      complain(r, LFL_ERROR, "not-utf8", from.file, 0, NULL, "text in UTF-8, which this is not (UTF-16): save the file as \"CSV UTF-8\"");
      continue;
    }
    GDALDatasetH dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
    if (!dataset && may_be_read(file)) {
      complain(r, LFL_ERROR, "not-csv", from.file, 1, NULL, "a header of two columns or more, with commas or semicolons between them (a table of one column needs a second one, which may be blank, as source)");
      continue;
    }
    if (!dataset) {
      cannot_open(r, file, "a CSV file that may be read");
      status = LFL_ERR_IO;
      continue;
    }
    from.lines = count_records(r, file, from.file, &from.n_lines);
    read_dataset(r, dataset, table, from);
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
  VSIStatBufL stat;
  CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE");
  CPLSetThreadLocalConfigOption("OGR_XLSX_FIELD_TYPES", "STRING");
  CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", "FORCE");
  CPLSetThreadLocalConfigOption("OGR_ODS_FIELD_TYPES", "STRING");
  static const char *const all_tables[] = {"LIST_ALL_TABLES=YES", NULL}; /* else only those with geometry */
  GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, is_database ? all_tables : NULL, NULL);
  lfl_status status = LFL_OK;
  if (!dataset) {
    cannot_open(r, is_database ? "PostGIS" : path,
                is_database ? "a database that can be reached, as \"PG:dbname=... active_schema=...\""
                : VSIStatL(path, &stat) != 0 ? "something that is there: a folder of CSV files, an .xlsx or .ods workbook, or a .gpkg"
                                             : "a folder of CSV files, an .xlsx or .ods workbook, or a .gpkg");
    status = LFL_ERR_IO;
  } else if (!r->prefix && GDALDatasetGetLayerByName(dataset, "scenario_places")) {
    cannot_open(r, path, "a scenario: this is a plan, for verify, why, what-if and notify");
    GDALClose(dataset);
    status = LFL_ERR_DATA;
  } else {
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    if (strcmp(driver, "XLSX") == 0 && xlsx_counts_from_1904(path))
      complain(r, LFL_ERROR, "dates-1904", path, 0, NULL,
               "dates counted from 1900: in Excel, Options, Advanced, switch off the 1904 date system; the dates then move back by four years and a day, so write them again");
    read_dataset(r, dataset, NULL, (source){.is_workbook = strcmp(driver, "XLSX") == 0 || strcmp(driver, "ODS") == 0, .xlsx = strcmp(driver, "XLSX") == 0 ? path : NULL});
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
  int n_errors = diags->n_errors;
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
    if (diags->n_errors > n_errors) status = LFL_ERR_DATA;
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
