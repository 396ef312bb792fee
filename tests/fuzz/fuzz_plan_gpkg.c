/* Fuzzer of lfl_plan_read: bytes as a file, bytes laid over a real plan.gpkg, and cells of a real
 * one changed by SQL. Whatever comes, the reader answers with a status and says why. The first
 * byte picks the way. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>

#include "check/verify.h"
#include "engine/engine.h"
#include "fuzz.h"
#include "ingest/ingest.h"
#include "store/parts.h"

static uint8_t *plan_bytes; /* a plan.gpkg, made once */
static vsi_l_offset n_plan_bytes;

static void make_plan(void) {
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  store_context *c;
  lfl_plan_options options = lfl_plan_options_default();
  options.n_levels = 1;
  options.skip_targets = options.skip_binding = true;
  if (!lfl_diags_init(&diags)) abort();
  if (lfl_scenario_read(LFL_SOURCE_DIR "/scenarios/two-sites", NULL, &diags, &tables, &scenario) != LFL_OK) abort();
  lfl_plan_make(scenario, &options, &plan);
  if (!plan || store_context_create(plan, NULL, LFL_RESTRICTED, &c) != LFL_OK) abort();
  char path[] = "/tmp/lfl_fuzz_XXXXXX";
  int fd = mkstemp(path);
  char file[64];
  snprintf(file, sizeof file, "%s.gpkg", path);
  if (fd < 0 || store_write_gpkg(c, file, NULL) != LFL_OK || !VSIIngestFile(NULL, file, &plan_bytes, &n_plan_bytes, -1)) abort();
  close(fd);
  remove(file);
  remove(path);
  store_context_destroy(c);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

static void read_back(const char *path) {
  lfl_diags diags;
  if (!lfl_diags_init(&diags)) abort();
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  lfl_status status = lfl_plan_read(path, &diags, &tables, &scenario, &plan);
  if (status == LFL_ERR_INTERNAL || (status == LFL_OK) != (plan != NULL) || (status == LFL_ERR_DATA && diags.n_errors == 0)) abort();
  if (plan && lfl_plan_verify(scenario, plan, &diags) == LFL_OK) {
    int n_before = diags.n_errors;
    lfl_status findings = lfl_plan_verify_findings(scenario, plan, &diags), tables_said = lfl_plan_check_tables(path, plan, &diags);
    if ((findings != LFL_OK || tables_said != LFL_OK) && diags.n_errors == n_before) abort(); /* refused, and nothing said */
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

static void put_file(const char *path, const uint8_t *bytes, size_t n) {
  VSILFILE *file = VSIFOpenL(path, "wb");
  if (!file) abort();
  if (n) VSIFWriteL(bytes, 1, n, file);
  VSIFCloseL(file);
}

/* Pairs of a place in the file (3 bytes) and a byte to put there. */
static void patch(uint8_t *bytes, size_t n, const uint8_t *data, size_t size) {
  for (; size >= 4; data += 4, size -= 4) bytes[(((size_t)data[0] << 16) | ((size_t)data[1] << 8) | data[2]) % n] = data[3];
}

/* Sets a column of a table of the plan to a text or number from the input. */
static void change_cells(const char *path, const uint8_t *data, size_t size) {
  if (size < 4) return;
  const store_table *table = store_table_at(data[0] % store_n_tables());
  char value[64], sql[256];
  size_t n = size - 3 < 40 ? size - 3 : 40, k = 0;
  for (size_t i = 0; i < n; i++)
    if (data[3 + i] != '\'' && data[3 + i] != 0) value[k++] = (char)data[3 + i];
  value[k] = 0;
  snprintf(sql, sizeof sql, "UPDATE plan_%s SET \"%s\" = %s%s%s WHERE lfl_fid %% %d = 0", table->name, table->columns[data[1] % table->n_columns].name,
           data[2] & 1 ? "'" : "CAST('", value, data[2] & 1 ? "'" : "' AS REAL)", 1 + (data[2] >> 1) % 8);
  static const char *const drivers[] = {"GPKG", NULL};
  GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, drivers, NULL, NULL);
  if (!dataset) return;
  OGRLayerH result = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
  if (result) GDALDatasetReleaseResultSet(dataset, result);
  GDALClose(dataset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char path[] = "/vsimem/fuzz_plan.gpkg";
  if (size < 1) return 0;
  GDALAllRegister();
  CPLPushErrorHandler(CPLQuietErrorHandler);
  if (!plan_bytes) make_plan();
  int way = data[0] % 3;
  if (way == 0) {
    put_file(path, data + 1, size - 1);
  } else {
    uint8_t *copy = malloc((size_t)n_plan_bytes);
    if (!copy) abort();
    memcpy(copy, plan_bytes, (size_t)n_plan_bytes);
    if (way == 1) patch(copy, (size_t)n_plan_bytes, data + 1, size - 1);
    put_file(path, copy, (size_t)n_plan_bytes);
    free(copy);
    if (way == 2) change_cells(path, data + 1, size - 1);
  }
  read_back(path);
  VSIUnlink(path);
  CPLPopErrorHandler();
  return 0;
}

uint8_t *fuzz_seed(int i, size_t *size) {
  static const struct {
    size_t n;
    const char *bytes;
  } seeds[] = {
      {17, "\0SQLite format 3\0"},
      {9, "\1\0\0\30\0\0\1\20\7"},       /* the file's header */
      {13, "\1\1\20\3\377\2\40\4\200\3\60\5\0"}, /* pages of tables */
      {9, "\2\1\0\1" "1e999"},            /* service: day */
      {6, "\2\22\1\0" "-1"},               /* ways */
  };
  if (i < 0 || i >= (int)(sizeof seeds / sizeof seeds[0])) return NULL;
  uint8_t *copy = malloc(seeds[i].n);
  if (!copy) return NULL;
  memcpy(copy, seeds[i].bytes, seeds[i].n);
  *size = seeds[i].n;
  return copy;
}
