/* Fuzzer: a folder of CSV files. The input is the files one after the other, each headed by a line
 * "=== name.csv". Whatever it is, reading ends with a status, and bad data always says why. */
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "ingest/ingest.h"

static const char FOLDER[] = "/vsimem/fuzz-csv";

static void put(const char *name, size_t n_name, const uint8_t *bytes, size_t n) {
  char path[200];
  snprintf(path, sizeof path, "%s/%.*s", FOLDER, (int)n_name, name);
  VSILFILE *file = VSIFOpenL(path, "wb");
  if (!file) return;
  VSIFWriteL(bytes, 1, n, file);
  VSIFCloseL(file);
}

/* Writes the files of the input; names that are no plain file names are passed over. */
static void put_files(const uint8_t *data, size_t size) {
  static const char mark[] = "=== ";
  const uint8_t *end = data + size, *at = data;
  while (at < end) {
    const uint8_t *line = memchr(at, '\n', (size_t)(end - at));
    bool is_head = line && (size_t)(line - at) > 4 && memcmp(at, mark, 4) == 0;
    const uint8_t *next = line ? line + 1 : end;
    while (next < end && !((size_t)(end - next) > 4 && memcmp(next, mark, 4) == 0)) {
      const uint8_t *nl = memchr(next, '\n', (size_t)(end - next));
      next = nl ? nl + 1 : end;
    }
    size_t n_name = is_head ? (size_t)(line - at) - 4 : 0;
    bool is_plain = n_name > 0 && n_name < 60;
    for (size_t i = 0; i < n_name && is_plain; i++) is_plain = at[4 + i] > ' ' && at[4 + i] < 127 && at[4 + i] != '/';
    if (is_plain && at[4] != '.') put((const char *)at + 4, n_name, line + 1, (size_t)(next - line - 1));
    at = next;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  GDALAllRegister();
  VSIMkdir(FOLDER, 0700);
  put_files(data, size);
  if (!lfl_diags_init(&diags)) abort();
  lfl_status status = lfl_scenario_read(FOLDER, NULL, &diags, &tables, &scenario);
  if ((status == LFL_OK) != (scenario != NULL)) abort();
  if (status == LFL_ERR_DATA && diags.n_errors == 0) abort();
  if (status == LFL_OK && diags.n_errors > 0) abort();
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  VSIRmdirRecursive(FOLDER);
  return 0;
}

uint8_t *fuzz_seed(int i, size_t *size) {
  static const char *const folders[] = {LFL_SOURCE_DIR "/tests/data/bad/base", LFL_SOURCE_DIR "/scenarios/two-sites"};
  if (i > 1) return NULL;
  lfl_buf out = {0};
  char **names = VSIReadDir(folders[i]);
  for (int k = 0; names && names[k]; k++) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folders[i], names[k]);
    GByte *bytes = NULL;
    vsi_l_offset n = 0;
    if (!strstr(names[k], ".csv") || !VSIIngestFile(NULL, path, &bytes, &n, 1 << 20)) continue;
    lfl_buf_printf(&out, "=== %s\n", names[k]);
    lfl_buf_add(&out, (const char *)bytes, (size_t)n);
    VSIFree(bytes);
  }
  CSLDestroy(names);
  *size = out.n;
  return (uint8_t *)out.text;
}
