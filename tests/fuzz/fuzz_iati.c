/* Fuzzer: an IATI activity file. Whatever it is, reading ends with a status; bad data always says why; what comes out fits
 * the contract: keys once, amounts above 0, and no pledge counts more than it says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ids.h"
#include "fuzz.h"
#include "import/import.h"
#include "ingest/build.h"

static void check_tables(const lfl_tables *tables) {
  const lfl_table *t = lfl_tables_find(tables, "pledges");
  lfl_ids *keys = lfl_ids_create();
  if (!t || !keys) abort();
  for (int i = 0; i < t->n_rows; i++) {
    const char *key = lfl_table_get(t, i, "pledge_id"), *amount = lfl_table_get(t, i, "amount"), *day = lfl_table_get(t, i, "from_day");
    double value;
    long days;
    if (!key || strlen(key) > 100 || !lfl_ids_put(keys, key, i)) abort();
    if (!amount || !parse_number(amount, &value) || !(value > 0)) abort();
    if (!day || !parse_date(day, &days)) abort();
  }
  for (int i = 0; i < t->n_rows; i++) {
    const char *from = lfl_table_get(t, i, "passed_on_from");
    if (from && lfl_ids_get(keys, from) < 0) abort();
  }
  lfl_ids_destroy(keys);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lfl_diags diags;
  const lfl_tables *tables = NULL;
  if (!lfl_diags_init(&diags)) abort();
  lfl_iati *in = lfl_iati_create(NULL, &diags);
  if (!in) abort();
  lfl_status status = lfl_iati_add_text(in, "fuzz.xml", (const char *)data, size);
  if (status == LFL_ERR_DATA && diags.n_errors == 0) abort();
  if (status == LFL_OK) status = lfl_iati_finish(in, &tables, NULL);
  if ((status == LFL_OK) != (tables != NULL)) abort();
  if (status == LFL_OK && diags.n_errors > 0) abort();
  if (status == LFL_OK) {
    check_tables(tables);
    if (lfl_import_check(NULL, tables, "out.csv", &diags) != LFL_OK || diags.n_errors) abort();
    for (int i = 0; i < diags.n; i++)
      if (strcmp(diags.items[i].code, "pledge-ring") == 0) abort();
  }
  lfl_iati_destroy(in);
  lfl_diags_clear(&diags);
  return 0;
}

uint8_t *fuzz_seed(int i, size_t *size) {
  static const char *const files[] = {LFL_SOURCE_DIR "/scenarios/two-sites/iati/agency.xml", LFL_SOURCE_DIR "/scenarios/two-sites/iati/helpers.xml"};
  enum { MOST = 1 << 16 };
  if (i > 1) return NULL;
  FILE *file = fopen(files[i], "rb");
  uint8_t *bytes = malloc(MOST);
  if (!file || !bytes) abort();
  *size = fread(bytes, 1, MOST, file);
  fclose(file);
  return bytes;
}
