/* Text buffer: doubling growth. */
#include "base/buf.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"

void lfl_buf_clear(lfl_buf *buf) {
  lfl_free(buf->text);
  memset(buf, 0, sizeof *buf);
}

static bool reserve(lfl_buf *buf, size_t more) {
  if (buf->failed) return false;
  if (buf->capacity - buf->n > more) return true;
  size_t capacity = buf->capacity ? buf->capacity : 256;
  while (capacity - buf->n <= more) {
    if (capacity > ((size_t)-1) / 4) {
      buf->failed = true;
      return false;
    }
    capacity *= 2;
  }
  char *text = lfl_realloc(buf->text, capacity);
  if (!text) {
    buf->failed = true;
    return false;
  }
  buf->text = text;
  buf->capacity = capacity;
  return true;
}

void lfl_buf_add(lfl_buf *buf, const char *bytes, size_t n) {
  if (!reserve(buf, n)) return;
  memcpy(buf->text + buf->n, bytes, n);
  buf->n += n;
  buf->text[buf->n] = 0;
}

void lfl_buf_puts(lfl_buf *buf, const char *text) { lfl_buf_add(buf, text, strlen(text)); }

void lfl_buf_printf(lfl_buf *buf, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (n >= 0 && reserve(buf, (size_t)n)) {
    vsnprintf(buf->text + buf->n, (size_t)n + 1, format, again);
    buf->n += (size_t)n;
  }
  va_end(again);
}

double lfl_round_to(double value, double parts) { return floor(value * parts + 0.5 + 1e-9) / parts; }

void lfl_buf_number(lfl_buf *buf, double value) {
  if (isnan(value)) return;
  if (isinf(value)) {
    lfl_buf_puts(buf, value > 0 ? "inf" : "-inf");
    return;
  }
  if (value == 0) value = 0; /* no minus zero */
  char text[40], best[40];
  snprintf(best, sizeof best, "%.15g", value);
  double want = strtod(best, NULL);
  for (int digits = 1; digits < 15; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == want) {
      memcpy(best, text, sizeof best);
      break;
    }
  }
  if (strchr(best, 'e') && fabs(value) < 1e15 && fabs(value) >= 1) snprintf(best, sizeof best, "%.0f", value);
  for (char *c = best; *c; c++)
    if (*c == ',') *c = '.'; /* the locale's decimal point */
  lfl_buf_puts(buf, best);
}

static bool write_into(const lfl_buf *buf, const char *path) {
  FILE *f = fopen(path, "wb");
  if (!f) return false;
  bool is_fine = fwrite(buf->text, 1, buf->n, f) == buf->n;
  return (fclose(f) == 0) && is_fine;
}

bool lfl_buf_write(const lfl_buf *buf, const char *path) {
  struct stat st;
  if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) return write_into(buf, path);
  lfl_buf temporary = {0};
  lfl_buf_printf(&temporary, "%s.part", path);
  if (temporary.failed) {
    errno = ENOMEM;
    return false;
  }
  bool is_fine = write_into(buf, temporary.text) && rename(temporary.text, path) == 0;
  int why = errno;
  if (!is_fine) remove(temporary.text);
  lfl_buf_clear(&temporary);
  errno = why;
  return is_fine;
}

void lfl_buf_csv(lfl_buf *buf, const char *text) {
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
