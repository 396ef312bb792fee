/* Text on its way out: valid UTF-8, numbers that read back the same, cells of CSV and JSON.
 * Everything here is O(length) and independent of the locale. Tests: tests/unit/test_store.c. */
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/parts.h"

/* Length of the UTF-8 character at `p`, 0 if it is none (RFC 3629: no surrogates, no overlong forms). */
static int measure_character(const unsigned char *p) {
  if (p[0] < 0x80) return 1;
  int n = p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : p[0] >= 0xF0 && p[0] < 0xF5 ? 4 : 0;
  for (int i = 1; i < n; i++)
    if ((p[i] & 0xC0) != 0x80) return 0;
  if (n == 3 && ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F))) return 0;
  if (n == 4 && ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))) return 0;
  return n;
}

const char *store_clean(lfl_arena *arena, const char *text, bool keep_lines) {
  if (!text) return NULL;
  bool is_clean = true;
  size_t n = 0;
  for (const unsigned char *p = (const unsigned char *)text; *p;) {
    int k = measure_character(p);
    bool is_odd = k == 0 || (k == 1 && (*p < 0x20 || *p == 0x7F)) || (k == 3 && p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE);
    is_clean = is_clean && !is_odd;
    n += is_odd ? 3 : (size_t)k;
    p += k ? k : 1;
  }
  if (is_clean) return text;
  char *copy = lfl_arena_new(arena, n + 1, char), *to = copy;
  if (!copy) return NULL;
  for (const unsigned char *p = (const unsigned char *)text; *p;) {
    int k = measure_character(p);
    if (k == 1 && (*p == '\n' || *p == '\t')) *to++ = keep_lines ? (char)*p : ' ';
    else if (k == 1 && (*p < 0x20 || *p == 0x7F)) *to++ = ' ';
    else if (k == 0 || (k == 3 && p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE)) { /* U+FFFE and U+FFFF are no XML */
      memcpy(to, "\xEF\xBF\xBD", 3);
      to += 3;
    } else {
      memcpy(to, p, (size_t)k);
      to += k;
    }
    p += k ? k : 1;
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

void store_put_csv(lfl_buf *buf, const char *text) {
  if (!text) return;
  size_t n = strlen(text);
  bool needs_quotes = n == 0 || strpbrk(text, ",\"\r\n") || text[0] == ' ' || text[n - 1] == ' ';
  if (!needs_quotes) {
    lfl_buf_add(buf, text, n);
    return;
  }
  lfl_buf_add(buf, "\"", 1);
  for (const char *p = text; *p; p++) lfl_buf_add(buf, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
  lfl_buf_add(buf, "\"", 1);
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
