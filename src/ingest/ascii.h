/* Character classes of ASCII, the same in every locale: the C library's depend on it and take
 * bytes of UTF-8 for letters or spaces under Latin-1. Internal to ingest. */
#ifndef LFL_INGEST_ASCII_H
#define LFL_INGEST_ASCII_H
#include <stdbool.h>

static inline bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline char to_ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }
static inline char to_ascii_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }
/* The same word, in capitals or not; NULL is none. */
static inline bool is_same_word(const char *a, const char *b) {
  if (!a || !b) return false;
  while (*a && to_ascii_lower(*a) == to_ascii_lower(*b)) a++, b++;
  return *a == *b;
}

#endif
