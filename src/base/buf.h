/* Text buffer: a string that grows. A failed allocation is remembered and everything
 * after it does nothing, so callers check once, at the end. */
#ifndef LFL_BASE_BUF_H
#define LFL_BASE_BUF_H
#include <stdbool.h>
#include <stddef.h>

typedef struct lfl_buf {
  char *text; /* NUL-ended once anything was added; NULL before */
  size_t n, capacity;
  bool failed;
} lfl_buf;

/* {0} is an empty buffer. Frees the text and empties the buffer. */
void lfl_buf_clear(lfl_buf *buf);
void lfl_buf_add(lfl_buf *buf, const char *bytes, size_t n);
void lfl_buf_puts(lfl_buf *buf, const char *text);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void lfl_buf_printf(lfl_buf *buf, const char *format, ...);
/* `value` with the fewest digits (at most 15) that read back as it rounded to 15 digits,
 * with a decimal point whatever the locale; "inf", "-inf" and "" (NaN: blank). */
void lfl_buf_number(lfl_buf *buf, double value);
/* A cell of a CSV file, quoted where RFC 4180 wants it; nothing for NULL. */
void lfl_buf_csv(lfl_buf *buf, const char *text);
/* `value` in whole parts of one (10: tenths), the same wherever it is shown: halves up, also those whose binary number lies just below. */
double lfl_round_to(double value, double parts);
/* Writes the text to a file, all or nothing: into PATH.part beside it, which then takes its place. Into what is no regular file (a
 * device, a pipe) it is written as it is: that must not be replaced. False with errno. */
bool lfl_buf_write(const lfl_buf *buf, const char *path);

#endif
