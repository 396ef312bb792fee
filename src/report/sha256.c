/* SHA-256 in base64, so that the page's policy names the one script and the one style sheet that
 * may run: a script smuggled in by a name in the data has another hash and is refused.
 * O(n). Tests: tests/unit/test_report.c (FIPS examples). */
#include <stdint.h>

#include "base/sha256.h"
#include "report/page.h"

static void encode(const unsigned char *bytes, char out[45]) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int i = 0; i < 33; i += 3) { /* the 33rd byte is padding */
    uint32_t v = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | bytes[i + 2];
    for (int k = 0; k < 4; k++) out[i / 3 * 4 + k] = letters[v >> (18 - 6 * k) & 63];
  }
  out[43] = '=';
  out[44] = 0;
}

void sha256_base64(const unsigned char *bytes, size_t n, char out[45]) {
  unsigned char sum[33] = {0};
  lfl_sha256(bytes, n, sum);
  encode(sum, out);
}
