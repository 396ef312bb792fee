/* Signs of a UTF-8 text. Tests: tests/unit/test_report.c, test_store.c, test_cut.c. */
#include "base/utf8.h"

int lfl_utf8_decode(const char *text, unsigned *code) {
  const unsigned char *p = (const unsigned char *)text;
  int n = p[0] < 0x80 ? 1 : p[0] >= 0xc2 && p[0] < 0xe0 ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 : p[0] >= 0xf0 && p[0] < 0xf5 ? 4 : 0;
  if (n == 0) return 0;
  if (n == 1) {
    *code = p[0];
    return n;
  }
  unsigned c = p[0] & (0x7fU >> n);
  for (int i = 1; i < n; i++) {
    if ((p[i] & 0xc0) != 0x80) return 0;
    c = c << 6 | (p[i] & 0x3f);
  }
  static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < least[n] || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff) return 0;
  *code = c;
  return n;
}
