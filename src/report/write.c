/* Writing the page: every text that comes from a scenario is escaped here and nowhere else, and
 * numbers look alike everywhere: thin no-break spaces between thousands, no false precision, a
 * decimal point whatever the locale. O(length). Tests: tests/unit/test_report.c. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "report/page.h"

#define THIN "\xe2\x80\xaf" /* U+202F narrow no-break space */

/* Characters that turn the reading direction could make a name look like another one. */
static bool is_hidden(unsigned c) {
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

void put_escaped(lfl_buf *out, const char *text) {
  if (!text) return;
  for (const char *p = text; *p;) {
    unsigned c;
    int n = lfl_utf8_decode(p, &c);
    if (!n) {
      lfl_buf_puts(out, "\xef\xbf\xbd");
      p++;
      continue;
    }
    if (c == '&') lfl_buf_puts(out, "&amp;");
    else if (c == '<') lfl_buf_puts(out, "&lt;");
    else if (c == '>') lfl_buf_puts(out, "&gt;");
    else if (c == '"') lfl_buf_puts(out, "&quot;");
    else if (c == '\'') lfl_buf_puts(out, "&#39;");
    else if (!is_hidden(c)) lfl_buf_add(out, p, (size_t)n);
    p += n;
  }
}

void put_json_text(lfl_buf *out, const char *text) {
  lfl_buf_puts(out, "\"");
  for (const char *p = text ? text : ""; *p;) {
    unsigned c;
    int n = lfl_utf8_decode(p, &c);
    if (!n) {
      lfl_buf_puts(out, "\\ufffd");
      p++;
      continue;
    }
    if (is_hidden(c)) c = 0; /* left out */
    else if (c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == '\'' || c == 0x2028 || c == 0x2029)
      lfl_buf_printf(out, "\\u%04x", c);
    else lfl_buf_add(out, p, (size_t)n);
    p += n;
  }
  lfl_buf_puts(out, "\"");
}

/* Whole number with thin spaces. */
static void put_grouped(lfl_buf *out, double value) {
  char digits[400];
  if (value < 0) lfl_buf_puts(out, "\xe2\x88\x92"); /* a minus sign, not a hyphen */
  int n = snprintf(digits, sizeof digits, "%.0f", fabs(value));
  for (int i = 0; i < n && i < (int)sizeof digits - 1; i++) {
    if (i && (n - i) % 3 == 0 && n > 3) lfl_buf_puts(out, THIN);
    lfl_buf_add(out, digits + i, 1);
  }
}

static bool put_special(lfl_buf *out, double value) {
  if (isnan(value)) lfl_buf_puts(out, "not known");
  else if (isinf(value)) lfl_buf_puts(out, value > 0 ? "no limit" : "none");
  else return false;
  return true;
}

void put_count(lfl_buf *out, double value) {
  if (put_special(out, value)) return;
  double whole = floor(fabs(value) + 0.5);
  put_grouped(out, value < 0 ? -whole : whole + 0.0);
}

void put_quantity(lfl_buf *out, double value) {
  if (put_special(out, value)) return;
  double size = fabs(value);
  if (size >= 1000) {
    double unit = pow(10, floor(log10(size)) - 2);
    put_grouped(out, floor(value / unit + 0.5) * unit);
  } else if (size >= 99.95 || size == 0) {
    put_grouped(out, floor(value + 0.5) + 0.0);
  } else {
    double unit = size >= 9.995 ? 10 : size >= 0.9995 ? 100 : 1000;
    if (size * unit < 0.5) lfl_buf_puts(out, value < 0 ? "just below 0" : "under 0.001");
    else lfl_buf_number(out, lfl_round_to(value, unit));
  }
}

/* A number that somebody gave, or that decides what he said, is quoted as it is. */
static void put_given(lfl_buf *out, double value) {
  if (isfinite(value) && value != floor(value)) lfl_buf_number(out, value);
  else put_count(out, value);
}

void put_share(lfl_buf *out, double share) {
  if (put_special(out, share)) return;
  double percent = floor(share * 100 + 0.5);
  if (share > 0 && percent < 1) lfl_buf_puts(out, "under 1");
  else if (share < 1 && percent >= 100) lfl_buf_puts(out, "over 99");
  else put_grouped(out, percent + 0.0);
  lfl_buf_puts(out, THIN "%");
}

void put_coordinate(lfl_buf *out, double value) { lfl_buf_number(out, isfinite(value) ? floor(value * 10 + 0.5) / 10 + 0.0 : 0); }

static const char *month_name(int month, bool is_short) {
  static const char *const names[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  static const char *const shorts[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (month < 1 || month > 12) return "?";
  return is_short ? shorts[month - 1] : names[month - 1];
}

/* Reads an ISO date without the locale. */
static bool read_iso(const char *text, int *y, int *m, int *d) {
  if (!text) return false;
  int part[3] = {0, 0, 0}, k = 0, n = 0;
  for (const char *p = text; *p && k < 3; p++) {
    if (*p >= '0' && *p <= '9' && n < 6) part[k] = part[k] * 10 + (*p - '0'), n++;
    else if (*p == '-' && n > 0 && k < 2) k++, n = 0;
    else if (k == 2 && n > 0 && (*p == 'T' || *p == ' ')) break;
    else return false;
  }
  *y = part[0], *m = part[1], *d = part[2];
  return k == 2 && n > 0;
}

const char *iso_date_text(report *r, const char *iso) {
  int y, m, d;
  if (!read_iso(iso, &y, &m, &d)) return iso ? iso : "";
  const char *text = lfl_arena_printf(r->arena, "%d %s %d", d, month_name(m, false), y);
  return text ? text : "";
}

const char *date_text(report *r, int day, bool is_short) {
  int y, m, d;
  const char *text = NULL;
  if (read_iso(r->s->start_date, &y, &m, &d) && read_iso(lfl_day_date(r->s, day, r->arena), &y, &m, &d))
    text = is_short ? lfl_arena_printf(r->arena, "%d %s", d, month_name(m, true))
                    : lfl_arena_printf(r->arena, "%d %s %d", d, month_name(m, false), y);
  else text = lfl_arena_printf(r->arena, "day %d", day);
  if (!text) r->failed = true;
  return text ? text : "";
}

const char *unit_words(report *r, const char *unit, bool is_total) {
  lfl_buf text = {0};
  for (const char *p = unit ? unit : ""; *p; p++) {
    if (is_total && strncmp(p, "_per_", 5) == 0) break;
    if (p[0] == 'm' && (p[1] == '2' || p[1] == '3') && (p == unit || p[-1] == '_') && (!p[2] || p[2] == '_')) {
      lfl_buf_puts(&text, p[1] == '2' ? "m²" : "m³");
      p++;
    } else {
      lfl_buf_add(&text, *p == '_' ? " " : p, 1);
    }
  }
  const char *copy = lfl_arena_strdup(r->arena, text.text ? text.text : "");
  if (!copy || text.failed) r->failed = true;
  lfl_buf_clear(&text);
  return copy ? copy : "";
}

const char *people_words(report *r, double people) {
  lfl_buf text = {0};
  if (people >= 999999.5 && isfinite(people)) {
    double millions = people / 1e6, unit = millions >= 9.995 ? 10 : 100;
    lfl_buf_number(&text, floor(millions * unit + 0.5) / unit);
    lfl_buf_puts(&text, THIN "million");
  } else {
    put_count(&text, people);
  }
  const char *copy = lfl_arena_strdup(r->arena, text.text ? text.text : "");
  if (!copy || text.failed) r->failed = true;
  lfl_buf_clear(&text);
  return copy ? copy : "";
}

const char *never_words(report *r, int n_days) { return put_text(r, "not within %d day%r", n_days, n_days == 1 ? "" : "s"); }

static void put_directives(report *r, lfl_buf *out, bool escapes, const char *format, va_list args) {
  for (const char *p = format; *p; p++) {
    const char *stop = strchr(p, '%');
    if (!stop || !stop[1]) {
      lfl_buf_puts(out, p);
      return;
    }
    lfl_buf_add(out, p, (size_t)(stop - p));
    p = stop + 1;
    switch (*p) {
      case 's': {
        const char *text = va_arg(args, const char *);
        if (escapes) put_escaped(out, text);
        else if (text) lfl_buf_puts(out, text);
        break;
      }
      case 'r': {
        const char *text = va_arg(args, const char *);
        if (text) lfl_buf_puts(out, text);
        break;
      }
      case 'd':
        lfl_buf_printf(out, "%d", va_arg(args, int));
        break;
      case 'n':
        put_count(out, va_arg(args, double));
        break;
      case 'q':
        put_quantity(out, va_arg(args, double));
        break;
      case 'g':
        put_given(out, va_arg(args, double));
        break;
      case 'f':
        put_coordinate(out, va_arg(args, double));
        break;
      case 'p':
        put_share(out, va_arg(args, double));
        break;
      case 'D':
        lfl_buf_puts(out, date_text(r, va_arg(args, int), false));
        break;
      case 'S':
        lfl_buf_puts(out, date_text(r, va_arg(args, int), true));
        break;
      default:
        lfl_buf_add(out, p, 1);
    }
  }
}

void put(report *r, const char *format, ...) {
  va_list args;
  va_start(args, format);
  put_directives(r, r->out, true, format, args);
  va_end(args);
}

static const char *keep(report *r, lfl_buf *text) {
  const char *copy = lfl_arena_strdup(r->arena, text->text ? text->text : "");
  if (!copy || text->failed) r->failed = true;
  lfl_buf_clear(text);
  return copy ? copy : "";
}

const char *put_text(report *r, const char *format, ...) {
  lfl_buf text = {0};
  va_list args;
  va_start(args, format);
  put_directives(r, &text, true, format, args);
  va_end(args);
  return keep(r, &text);
}

const char *plain_text(report *r, const char *format, ...) {
  lfl_buf text = {0};
  va_list args;
  va_start(args, format);
  put_directives(r, &text, false, format, args);
  va_end(args);
  return keep(r, &text);
}
