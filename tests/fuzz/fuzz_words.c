/* Fuzzer: numbers, dates and units of column names. A number that is read must be what the C
 * library reads, and must come back from its own text; a date lies in the years allowed. */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "fuzz.h"
#include "ingest/build.h"
#include "units/units.h"

static void check_number(const char *text) {
  double value, again, factor;
  if (!parse_number(text, &value)) return;
  if (isnan(value)) abort();
  if (strspn(text, "0123456789.eE+-") == strlen(text)) {
    double expected = strtod(text, NULL); /* the tests run in the C locale */
    if (isinf(expected) || fabs(expected - value) > 1e-14 * fabs(expected)) abort();
  }
  if (fabs(value) > 1e300) return; /* 15 digits may round beyond the largest number */
  lfl_buf buf = {0};
  lfl_buf_number(&buf, value);
  if (!buf.text || !parse_number(buf.text, &again)) abort();
  if (value != again && fabs(value - again) > 1e-14 * fabs(value)) abort();
  lfl_buf_clear(&buf);
  factor = lfl_unit_factor(text, "kg");
  if (factor != 0) abort(); /* no number is a unit */
}

static void check_names(const char *text) {
  int base = -1;
  const char *unit = lfl_unit_of_name(text, &base);
  if (unit && (base < 1 || (size_t)base + 1 + strlen(unit) != strlen(text))) abort();
  for (int t = 0; t < lfl_schema_n_tables(); t++) {
    double factor;
    const char *count;
    const lfl_column *column = lfl_schema_alias(lfl_schema_table(t), text, &factor, &count);
    if (column && !(factor > 0)) abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  if (!text) abort();
  memcpy(text, data, size);
  text[size] = 0;
  long days;
  if (parse_date(text, &days) && (days < -25567 || days > 84370)) abort(); /* 1900-01-01 to 2200-12-31 */
  check_number(text);
  check_names(text);
  free(text);
  return 0;
}

uint8_t *fuzz_seed(int i, size_t *size) {
  static const char *const seeds[] = {"0", "-12.50", "1e6", "+.5E-3", "00000123456789.987654321", "inf", "\xD9\xA1\xD9\xAB\xD9\xA5", "2024-02-29",
                                      "2030-12-31T10:00", "water_yield_m3_per_day", "usable_ha", "toilets", "4.9406564584124654e-324",
                                      "1.7976931348623157e308", "9007199254740993",
                                      ("00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                                      "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                                      "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000012.5")};
  if (i >= (int)(sizeof seeds / sizeof seeds[0])) return NULL;
  *size = strlen(seeds[i]);
  uint8_t *copy = malloc(*size + 1);
  if (copy) memcpy(copy, seeds[i], *size + 1);
  return copy;
}
