/* Fuzzer: the bytes of a GeoPackage. Reading them ends with a status, and bad data always says why. */
#include <cpl_vsi.h>
#include <gdal.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "ingest/ingest.h"
#include "write_container.h"

static const char PATH[] = "/vsimem/fuzz.gpkg";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  GDALAllRegister();
  VSILFILE *file = VSIFOpenL(PATH, "wb");
  if (!file) abort();
  VSIFWriteL(data, 1, size, file);
  VSIFCloseL(file);
  if (!lfl_diags_init(&diags)) abort();
  lfl_status status = lfl_scenario_read(PATH, NULL, &diags, &tables, &scenario);
  if ((status == LFL_OK) != (scenario != NULL)) abort();
  if (status != LFL_OK && status != LFL_ERR_MEMORY && diags.n_errors == 0) abort();
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  VSIUnlink(PATH);
  return 0;
}

/* The base of the bad-data table, once as text and once with numbers and dates. */
uint8_t *fuzz_seed(int i, size_t *size) {
  lfl_diags diags;
  lfl_tables *tables = NULL;
  if (i > 1 || !lfl_diags_init(&diags)) return NULL;
  uint8_t *copy = NULL;
  if (lfl_tables_read(LFL_SOURCE_DIR "/tests/data/bad/base", &diags, &tables) == LFL_OK && write_container("GPKG", PATH, tables, i == 1)) {
    vsi_l_offset n;
    GByte *bytes = VSIGetMemFileBuffer(PATH, &n, TRUE);
    *size = (size_t)n;
    copy = bytes ? malloc(*size + 1) : NULL;
    if (copy) memcpy(copy, bytes, *size);
    VSIFree(bytes);
  }
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return copy;
}
