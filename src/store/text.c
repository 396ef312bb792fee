/* Text on its way out: valid UTF-8, numbers that read back the same, cells of CSV and JSON.
 * Everything here is O(length) and independent of the locale. Tests: tests/unit/test_store.c. */
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "store/parts.h"

enum { BROKEN = 0xFFFD };

/* The sign at p, and its length in bytes; BROKEN for a byte that is none, and for U+FFFE and U+FFFF, which no XML may hold. */
static int measure(const char *p, unsigned *sign) {
  int n = lfl_utf8_decode(p, sign);
  if (n == 0 || *sign == 0xFFFE || *sign == 0xFFFF) *sign = BROKEN;
  return n ? n : 1;
}

static bool is_control(unsigned sign) { return sign < 0x20 || sign == 0x7F; }

const char *store_clean(lfl_arena *arena, const char *text, bool keep_lines) {
  if (!text) return NULL;
  bool is_clean = true;
  size_t n = 0;
  unsigned sign;
  for (const char *p = text; *p;) {
    int k = measure(p, &sign);
    is_clean = is_clean && sign != BROKEN && !is_control(sign);
    n += sign == BROKEN ? 3 : (size_t)k;
    p += k;
  }
  if (is_clean) return text;
  char *copy = lfl_arena_new(arena, n + 1, char), *to = copy;
  if (!copy) return NULL;
  for (const char *p = text; *p;) {
    int k = measure(p, &sign);
    if (is_control(sign)) *to++ = keep_lines && (*p == '\n' || *p == '\t') ? *p : ' ';
    else if (sign == BROKEN) {
      memcpy(to, "\xEF\xBF\xBD", 3);
      to += 3;
    } else {
      memcpy(to, p, (size_t)k);
      to += k;
    }
    p += k;
  }
  *to = 0;
  return copy;
}

void store_put_exact(lfl_buf *buf, double value) {
  if (!isfinite(value)) {
    lfl_buf_number(buf, value);
    return;
  }
  char text[40];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) < value || strtod(text, NULL) > value) continue;
    if (digits == 15) {
      lfl_buf_number(buf, value);
      return;
    }
    for (char *c = text; *c; c++)
      if (*c == ',') *c = '.';
    lfl_buf_puts(buf, text);
    return;
  }
}

double store_round(double value) {
  if (!isfinite(value)) return value;
  if (fabs(value) < 1e-8) return 0;
  char text[40];
  snprintf(text, sizeof text, "%.12g", value);
  return strtod(text, NULL);
}

void store_put_json_text(lfl_buf *buf, const char *text) {
  if (!text) {
    lfl_buf_puts(buf, "null");
    return;
  }
  lfl_buf_add(buf, "\"", 1);
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\') lfl_buf_printf(buf, "\\%c", *p);
    else if (*p == '\n') lfl_buf_puts(buf, "\\n");
    else if ((unsigned char)*p < 0x20) lfl_buf_printf(buf, "\\u%04x", (unsigned)*p);
    else lfl_buf_add(buf, p, 1);
  }
  lfl_buf_add(buf, "\"", 1);
}

void store_put_json_number(lfl_buf *buf, double value) {
  if (isfinite(value)) lfl_buf_number(buf, store_round(value));
  else lfl_buf_puts(buf, "null");
}

void *store_locale_begin(void) {
  locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
  if (!plain) return NULL;
  return (void *)uselocale(plain);
}

void store_locale_end(void *before) {
  if (!before) return;
  locale_t plain = uselocale((locale_t)before);
  if (plain != (locale_t)before && plain != LC_GLOBAL_LOCALE) freelocale(plain);
}
