/* One scenario through every container and in every order gives the same scenario; damaged
 * containers and refused memory give a status and no crash. */
#define _LARGEFILE64_SOURCE 1 /* VSIStatBufL is struct stat64 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <locale.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "ingest/ingest.h"
#include "scenario_text.h"
#include "write_container.h"

static const char TWO_SITES[] = LFL_SOURCE_DIR "/scenarios/two-sites";

static void print_errors(const lfl_diags *diags) {
  for (int i = 0; i < diags->n; i++)
    if (diags->items[i].severity == LFL_ERROR) print_message("%s\n", lfl_diag_format(&diags->items[i], diags->arena));
}

/* The scenario of a container as text; must be without errors. Freed by the caller. */
static char *read_text(const char *path) {
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_scenario_read(path, NULL, &diags, &tables, &scenario);
  print_errors(&diags);
  assert_int_equal(status, LFL_OK);
  lfl_buf out = {0};
  scenario_text(scenario, &out);
  assert_false(out.failed);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return out.text;
}

static lfl_tables *read_tables(const char *path) {
  lfl_diags diags;
  lfl_tables *tables;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_read(path, &diags, &tables), LFL_OK);
  lfl_diags_clear(&diags);
  return tables;
}

static const char *const KINDS[][2] = {{"XLSX", "two-sites.xlsx"}, {"ODS", "two-sites.ods"}, {"GPKG", "two-sites.gpkg"}};

static void all_containers_agree(void **state) {
  (void)state;
  char *expected = read_text(TWO_SITES);
  lfl_tables *tables = read_tables(TWO_SITES);
  for (int k = 0; k < 3; k++)
    for (int typed = 0; typed < 2; typed++) {
      char path[100];
      snprintf(path, sizeof path, "/vsimem/%s", KINDS[k][1]);
      assert_true(write_container(KINDS[k][0], path, tables, typed));
      char *text = read_text(path);
      assert_string_equal(text, expected);
      lfl_free(text);
      VSIUnlink(path);
    }
  lfl_tables_destroy(tables);
  lfl_free(expected);
}

static void put_file(const char *path, const char *text, size_t n) {
  VSILFILE *file = VSIFOpenL(path, "wb");
  assert_non_null(file);
  assert_int_equal(VSIFWriteL(text, 1, n, file), n);
  VSIFCloseL(file);
}

static void add_cell(lfl_buf *out, const char *cell, bool is_last, const char *end) {
  lfl_buf_puts(out, "\"");
  for (const char *c = cell ? cell : ""; *c; c++) {
    if (*c == '"') lfl_buf_puts(out, "\"");
    lfl_buf_add(out, c, 1);
  }
  lfl_buf_puts(out, is_last ? "\"" : "\",");
  if (is_last) lfl_buf_puts(out, end);
}

/* As CSV with rows and columns in an order drawn from `seed`, with a byte order mark, CRLF and
 * headers in capitals with spaces where is_odd. */
static void write_shuffled(const lfl_tables *tables, const char *folder, unsigned seed, bool is_odd) {
  for (int t = 0; t < tables->n_tables; t++) {
    const lfl_table *table = &tables->tables[t];
    int rows[300], columns[100];
    bool is_by_number = strcmp(table->name, "supplies") == 0; /* an assumption set counts its rows */
    assert_true(table->n_rows < 300 && table->n_columns < 100);
    for (int i = 0; i < table->n_rows; i++) rows[i] = i;
    for (int i = 0; i < table->n_columns; i++) columns[i] = i;
    for (int i = table->n_rows - 1; i > 0 && !is_by_number; i--) {
      seed = seed * 1103515245u + 12345u;
      int k = (int)((seed >> 16) % (unsigned)(i + 1)), x = rows[i];
      rows[i] = rows[k];
      rows[k] = x;
    }
    for (int i = table->n_columns - 1; i > 0; i--) {
      seed = seed * 1103515245u + 12345u;
      int k = (int)((seed >> 16) % (unsigned)(i + 1)), x = columns[i];
      columns[i] = columns[k];
      columns[k] = x;
    }
    lfl_buf out = {0};
    const char *end = is_odd ? "\r\n" : "\n";
    if (is_odd) lfl_buf_puts(&out, "\xEF\xBB\xBF");
    for (int c = 0; c < table->n_columns; c++) {
      char header[100];
      snprintf(header, sizeof header, is_odd ? " %s " : "%s", table->columns[columns[c]]);
      for (char *p = header; *p && is_odd; p++) *p = *p == '_' ? ' ' : *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
      add_cell(&out, header, c + 1 == table->n_columns, end);
    }
    for (int i = 0; i < table->n_rows; i++) {
      if (is_odd && i == 1) lfl_buf_puts(&out, end);
      for (int c = 0; c < table->n_columns; c++) add_cell(&out, table->cells[rows[i]][columns[c]], c + 1 == table->n_columns, end);
    }
    char path[200];
    snprintf(path, sizeof path, "%s/%s.%s", folder, table->name, is_odd ? "CSV" : "csv");
    put_file(path, out.text, out.n);
    lfl_buf_clear(&out);
  }
}

static void order_changes_nothing(void **state) {
  (void)state;
  char *expected = read_text(TWO_SITES);
  lfl_tables *tables = read_tables(TWO_SITES);
  for (unsigned seed = 1; seed <= 12; seed++) {
    assert_int_equal(VSIMkdir("/vsimem/shuffled", 0700), 0);
    write_shuffled(tables, "/vsimem/shuffled", seed, seed % 2);
    char *text = read_text("/vsimem/shuffled");
    assert_string_equal(text, expected);
    lfl_free(text);
    VSIRmdirRecursive("/vsimem/shuffled");
  }
  lfl_tables_destroy(tables);
  lfl_free(expected);
}

/* de_DE writes a decimal comma. Debian's slim images have no locales but may be able to make one. */
static void locale_changes_nothing(void **state) {
  (void)state;
  char folder[] = "/tmp/lfl_locale_XXXXXX", command[300];
  char *expected = read_text(TWO_SITES);
  bool is_german = setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
  if (!is_german) {
    assert_non_null(mkdtemp(folder));
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1", folder);
    if (system(command) == 0) {
      setenv("LOCPATH", folder, 1);
      is_german = setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
    }
  }
  char comma[20];
  snprintf(comma, sizeof comma, "%.1f", 0.5);
  if (is_german && strcmp(comma, "0,5") == 0) {
    char *text = read_text(TWO_SITES);
    assert_string_equal(text, expected);
    lfl_free(text);
  }
  setlocale(LC_ALL, "C");
  if (strcmp(folder, "/tmp/lfl_locale_XXXXXX") != 0) CPLUnlinkTree(folder);
  lfl_free(expected);
  if (!is_german) {
    print_message("skipped: no German locale here and none could be made (package locales)\n");
    skip();
  }
}

/* Cut at any length: no crash, and never a scenario with less in it taken for the whole. */
static void damaged_containers_are_refused(void **state) {
  (void)state;
  char *expected = read_text(TWO_SITES);
  lfl_tables *tables = read_tables(TWO_SITES);
  for (int k = 0; k < 3; k++) {
    char path[100];
    snprintf(path, sizeof path, "/vsimem/%s", KINDS[k][1]);
    assert_true(write_container(KINDS[k][0], path, tables, true));
    vsi_l_offset n;
    GByte *bytes = VSIGetMemFileBuffer(path, &n, TRUE);
    assert_non_null(bytes);
    int n_refused = 0;
    for (vsi_l_offset step = 1; step < 24; step++) {
      put_file(path, (char *)bytes, (size_t)(n * step / 24));
      lfl_diags diags;
      lfl_tables *cut;
      lfl_scenario *scenario;
      assert_true(lfl_diags_init(&diags));
      lfl_status status = lfl_scenario_read(path, NULL, &diags, &cut, &scenario);
      if (status == LFL_OK) {
        lfl_buf out = {0};
        scenario_text(scenario, &out);
        assert_string_equal(out.text, expected);
        lfl_buf_clear(&out);
      } else {
        assert_true(diags.n_errors > 0);
        n_refused++;
      }
      lfl_scenario_destroy(scenario);
      lfl_tables_destroy(cut);
      lfl_diags_clear(&diags);
      VSIUnlink(path);
    }
    assert_true(n_refused > 10);
    CPLFree(bytes);
  }
  lfl_tables_destroy(tables);
  lfl_free(expected);
}

/* The file of the workbook `from` in `to`; in `part`, from the first `begin` up to `end` behind it stands `text` instead, which goes
 * behind `begin` where `end` is NULL. */
static void copy_changed(const char *from, const char *to, const char *file, const char *part, const char *begin, const char *end, const char *text) {
  char path[300];
  snprintf(path, sizeof path, "/vsizip/{%s}/%s", from, file);
  VSIStatBufL stat;
  assert_int_equal(VSIStatL(path, &stat), 0);
  if (VSI_ISDIR(stat.st_mode)) return;
  GByte *bytes;
  vsi_l_offset n;
  assert_true(VSIIngestFile(NULL, path, &bytes, &n, -1));
  const char *all = (char *)bytes, *at = strcmp(file, part) == 0 ? strstr(all, begin) : NULL, *behind = at;
  if (at && end) behind = strstr(at, end) + strlen(end);
  else if (at) at = behind = strchr(at, '>') + 1;
  size_t n_before = at ? (size_t)(at - all) : 0, n_cut = at ? (size_t)(behind - at) : 0;
  if (strcmp(file, part) == 0) assert_non_null(at);
  snprintf(path, sizeof path, "/vsizip/%s/%s", to, file);
  VSILFILE *out = VSIFOpenL(path, "wb");
  assert_non_null(out);
  VSIFWriteL(bytes, 1, n_before, out);
  if (at) VSIFWriteL(text, 1, strlen(text), out);
  VSIFWriteL(bytes + n_before + n_cut, 1, (size_t)n - n_before - n_cut, out);
  VSIFCloseL(out);
  CPLFree(bytes);
}

/* Their dates would be read four years and a day too early. */
static void days_from_1904_are_refused(void **state) {
  (void)state;
  static const char *const SETTINGS[] = {"<workbookPr date1904=\"1\"/>", "<workbookPr codeName='x' date1904 = 'true' />", "<workbookPr date1904=\"0\"/>"};
  static const char FROM[] = "/vsimem/two-sites.xlsx", TO[] = "/vsimem/days.xlsx";
  lfl_tables *tables = read_tables(TWO_SITES);
  assert_true(write_container("XLSX", FROM, tables, true));
  char **files = VSIReadDirRecursive("/vsizip/{/vsimem/two-sites.xlsx}");
  for (int k = 0; k < 3; k++) {
    VSILFILE *zip = VSIFOpenL("/vsizip//vsimem/days.xlsx", "wb"); /* open until all files are in it */
    assert_non_null(zip);
    for (char **file = files; *file; file++) copy_changed(FROM, TO, *file, "xl/workbook.xml", "<workbook", NULL, SETTINGS[k]);
    VSIFCloseL(zip);
    lfl_diags diags;
    lfl_tables *read;
    assert_true(lfl_diags_init(&diags));
    assert_int_equal(lfl_tables_read(TO, &diags, &read), k < 2 ? LFL_ERR_DATA : LFL_OK);
    assert_int_equal(diags.n_errors, k < 2);
    if (k < 2) assert_string_equal(diags.items[0].code, "dates-1904");
    lfl_tables_destroy(read);
    lfl_diags_clear(&diags);
    VSIUnlink(TO);
  }
  CSLDestroy(files);
  lfl_tables_destroy(tables);
  VSIUnlink(FROM);
}

static int count_code(const lfl_diags *diags, const char *code) {
  int n = 0;
  for (int i = 0; i < diags->n; i++) n += strcmp(diags->items[i].code, code) == 0;
  return n;
}

/* Scripts write formulas and leave their results to a spreadsheet: OGR reads such a cell as blank, and people were gone without a word. */
static void formulas_without_results_are_refused(void **state) {
  (void)state;
  static const struct {
    const char *cell;
    bool is_refused;
    bool is_header; /* of what would be the people */
  } CELLS[] = {
      {"<c r=\"G3\"><f>1200+800</f></c>", true, false},
      {"<c r=\"G3\"><f>1200+800</f><v></v></c>", true, false},
      {"<c r=\"G3\"><f>IF(A1&gt;\"x>y\",1,2)</f><!-- it's --><v/></c>", true, false},
      {"<c r=\"G3\"><f t=\"shared\" si=\"0\"/></c>", true, false},
      {"<c><f>1200+800</f></c>", true, false}, /* the one behind F3, as nothing else is said */
      {"<c r=\"G3\"><f>1200+800</f><v>2000</v></c>", false, false},
      {"<c r=\"G3\" t=\"str\"><f>\"\"</f><v></v></c>", false, false},
      {"<c r=\"G1\"><f>\"people\"</f></c>", true, true},
  };
  static const char FROM[] = "/vsimem/two-sites.xlsx", TO[] = "/vsimem/formulas.xlsx";
  lfl_tables *tables = read_tables(TWO_SITES);
  assert_true(write_container("XLSX", FROM, tables, true));
  char part[60];
  for (int i = 0; i < tables->n_tables; i++)
    if (strcmp(tables->tables[i].name, "places") == 0) snprintf(part, sizeof part, "xl/worksheets/sheet%d.xml", i + 1);
  char **files = VSIReadDirRecursive("/vsizip/{/vsimem/two-sites.xlsx}");
  for (size_t k = 0; k < sizeof CELLS / sizeof CELLS[0]; k++) {
    VSILFILE *zip = VSIFOpenL("/vsizip//vsimem/formulas.xlsx", "wb"); /* open until all files are in it */
    assert_non_null(zip);
    for (char **file = files; *file; file++) copy_changed(FROM, TO, *file, part, CELLS[k].is_header ? "<c r=\"G1\"" : "<c r=\"G3\"", "</c>", CELLS[k].cell);
    VSIFCloseL(zip);
    lfl_diags diags;
    lfl_tables *read;
    lfl_scenario *scenario;
    assert_true(lfl_diags_init(&diags));
    assert_int_equal(lfl_scenario_read(TO, NULL, &diags, &read, &scenario), CELLS[k].is_refused ? LFL_ERR_DATA : LFL_OK);
    assert_int_equal(count_code(&diags, "formula-unstored"), CELLS[k].is_refused);
    for (int i = 0; i < diags.n && CELLS[k].is_refused; i++)
      if (strcmp(diags.items[i].code, "formula-unstored") == 0)
        assert_string_equal(lfl_diag_format(&diags.items[i], diags.arena),
                            CELLS[k].is_header ? "error: formulas.xlsx, sheet places, row 1: a value: the result of this formula is not stored; open the workbook in a spreadsheet and save it"
                                               : "error: formulas.xlsx, sheet places, row 3, column people: a value: the result of this formula is not stored; open the workbook in a spreadsheet and save it");
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(read);
    lfl_diags_clear(&diags);
    VSIUnlink(TO);
  }
  CSLDestroy(files);
  lfl_tables_destroy(tables);
  VSIUnlink(FROM);
}

static void refused_memory_is_a_status(void **state) {
  (void)state;
  long n = 0;
  lfl_status status = LFL_ERR_MEMORY;
  for (; status != LFL_OK && n < 100000; n++) {
    lfl_diags diags;
    lfl_tables *tables = NULL;
    lfl_scenario *scenario = NULL;
    assert_true(lfl_diags_init(&diags));
    lfl_alloc_fail_after(n);
    status = lfl_scenario_read(TWO_SITES, "rain", &diags, &tables, &scenario);
    lfl_alloc_fail_after(-1);
    if (status != LFL_OK) {
      assert_int_equal(status, LFL_ERR_MEMORY);
      assert_null(tables);
      assert_null(scenario);
    }
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
  }
  assert_int_equal(status, LFL_OK);
  print_message("%ld allocations refused one by one\n", n);
  assert_true(n > 10); /* some allocations there were */
}

/* Outlines in another system come out in WGS84. */
static void geometry_is_brought_to_wgs84(void **state) {
  (void)state;
  const char *path = "/vsimem/mercator.gpkg";
  GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
  OGRSpatialReferenceH mercator = OSRNewSpatialReference(NULL);
  OSRImportFromEPSG(mercator, 3857);
  OGRLayerH layer = GDALDatasetCreateLayer(dataset, "Places", mercator, wkbPolygon, NULL);
  OGRFieldDefnH id = OGR_Fld_Create("Place ID", OFTString), kind = OGR_Fld_Create("KIND", OFTString), people = OGR_Fld_Create("people", OFTInteger64);
  OGR_L_CreateField(layer, id, TRUE);
  OGR_L_CreateField(layer, kind, TRUE);
  OGR_L_CreateField(layer, people, TRUE);
  OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
  OGR_F_SetFieldString(feature, 0, "A");
  OGR_F_SetFieldString(feature, 1, "area");
  OGR_F_SetFieldInteger64(feature, 2, 1000);
  char wkt[] = "POLYGON ((2226389.816 1118889.975, 2337709.306 1118889.975, 2337709.306 1232106.802, 2226389.816 1118889.975))", *at = wkt;
  OGRGeometryH geometry;
  assert_int_equal(OGR_G_CreateFromWkt(&at, mercator, &geometry), OGRERR_NONE);
  OGR_F_SetGeometryDirectly(feature, geometry);
  assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
  OGR_F_Destroy(feature);
  OGR_Fld_Destroy(id);
  OGR_Fld_Destroy(kind);
  OGR_Fld_Destroy(people);
  OSRRelease(mercator);
  GDALClose(dataset);
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_scenario_read(path, NULL, &diags, &tables, &scenario);
  print_errors(&diags);
  assert_int_equal(status, LFL_OK);
  const lfl_outline *o = &scenario->places[0].outline;
  assert_int_equal(o->n_rings, 1);
  const double expected[] = {20, 10, 21, 10, 21, 11};
  for (int i = 0; i < 6; i++) assert_true(fabs(o->lon_lat[i] - expected[i]) < 1e-3);
  assert_true(fabs(scenario->places[0].lat_deg - 10.5) < 1e-3);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  VSIUnlink(path);
}

/* Runs a command of the throw-away cluster, not as root: PostgreSQL refuses that. */
static int as_user(const char *command) {
  char line[1200];
  if (geteuid() == 0) snprintf(line, sizeof line, "setpriv --reuid=postgres --regid=postgres --clear-groups sh -c '%s'", command);
  else snprintf(line, sizeof line, "sh -c '%s'", command);
  return system(line);
}

static void postgis_agrees(void **state) {
  (void)state;
  char folder[] = "/tmp/lfl_pg_XXXXXX", command[900], connection[200];
  if (system("ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1") != 0) {
    print_message("skipped: no PostgreSQL with PostGIS here (packages postgresql, postgis)\n");
    skip();
  }
  assert_non_null(mkdtemp(folder));
  if (geteuid() == 0) {
    snprintf(command, sizeof command, "chown postgres:postgres %s", folder);
    assert_int_equal(system(command), 0);
  }
  const char *bin = "B=$(ls -d /usr/lib/postgresql/*/bin | tail -1); cd /tmp; ";
  snprintf(command, sizeof command,
           "%s $B/initdb -D %s/data -A trust -U lifeline -E UTF8 --no-sync >/dev/null 2>&1 && "
           "$B/pg_ctl -D %s/data -w -t 60 -l %s/log -o \"-k %s -c listen_addresses= -c fsync=off\" start >/dev/null 2>&1",
           bin, folder, folder, folder, folder);
  assert_int_equal(as_user(command), 0);
  snprintf(command, sizeof command,
           "%s $B/psql -q -h %s -U lifeline -d postgres -c \"create extension postgis\" -c \"create schema two\" "
           "-c \"create schema other\" -c \"create table other.places(place_id text)\" >/dev/null 2>&1",
           bin, folder);
  int is_ready = as_user(command);
  snprintf(connection, sizeof connection, "PG:host=%s user=lifeline dbname=postgres active_schema=two", folder);
  char *expected = read_text(TWO_SITES), *text = NULL;
  lfl_tables *tables = read_tables(TWO_SITES);
  if (is_ready == 0) {
    GDALDatasetH dataset = GDALOpenEx(connection, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    assert_non_null(dataset);
    for (int i = 0; i < tables->n_tables; i++) assert_true(write_layer(dataset, &tables->tables[i], true));
    GDALClose(dataset);
    text = read_text(connection);
  }
  snprintf(command, sizeof command, "%s $B/pg_ctl -D %s/data -m immediate stop >/dev/null 2>&1; rm -rf %s/*", bin, folder, folder);
  as_user(command);
  rmdir(folder);
  assert_int_equal(is_ready, 0);
  /* the container's name is the title's default only: this scenario has a title */
  assert_string_equal(text, expected);
  lfl_free(text);
  lfl_free(expected);
  lfl_tables_destroy(tables);
}

static void example_scenarios_build(void **state) {
  (void)state;
  static const char *const names[] = {"two-sites", "rafah-2024", "south-sudan-2014"};
  for (int i = 0; i < 3; i++) {
    char path[300];
    snprintf(path, sizeof path, "%s/scenarios/%s", LFL_SOURCE_DIR, names[i]);
    char *text = read_text(path);
    assert_non_null(strstr(text, "need 'water'"));
    lfl_free(text);
  }
}

int main(void) {
  GDALAllRegister();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_containers_agree),       cmocka_unit_test(order_changes_nothing),
      cmocka_unit_test(locale_changes_nothing),     cmocka_unit_test(damaged_containers_are_refused),
      cmocka_unit_test(days_from_1904_are_refused), cmocka_unit_test(formulas_without_results_are_refused),
      cmocka_unit_test(refused_memory_is_a_status), cmocka_unit_test(geometry_is_brought_to_wgs84),
      cmocka_unit_test(postgis_agrees),             cmocka_unit_test(example_scenarios_build),
  };
  return cmocka_run_group_tests_name("ingest containers", tests, NULL, NULL);
}
