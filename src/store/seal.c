/* The digests of all tables take a second where a plan has ten megabytes, most of it to write numbers as text; those of the
 * bytes take a tenth. So what reads a plan asks for the seal first, and for the tables' digests, which also
 * say where, only if it is broken.
 *
 * The seal is worked out with both places filled with dashes. What stands there is compared and not digested, so that no byte of the file is without.
 * Tests: tests/unit/test_tamper.c. */
#include "store/seal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/sha256.h"

enum { DIGITS = 64 };

typedef struct places {
  char *seal, *digest; /* DIGITS characters each */
} places;

/* Hexadecimal digits, or dashes. */
static bool is_place(const char *text) { return strspn(text, "0123456789abcdef-") >= DIGITS; }

/* The one place of each; false where there is none, or a second. */
static bool find_places(char *bytes, size_t n, places *found) {
  static const char KEY[] = STORE_SEAL, BEFORE[] = "digest ";
  const size_t key = sizeof KEY - 1, before = sizeof BEFORE - 1;
  *found = (places){0};
  for (char *at = bytes, *end = bytes + n; (at = memchr(at, KEY[0], (size_t)(end - at))) != NULL; at++) {
    if ((size_t)(end - at) < key + DIGITS || memcmp(at, KEY, key) != 0 || !is_place(at + key)) continue;
    bool is_digest = (size_t)(at - bytes) >= before && memcmp(at - before, BEFORE, before) == 0;
    char **place = is_digest ? &found->digest : &found->seal;
    if (*place) return false;
    *place = at + key;
  }
  return found->seal && found->digest;
}

/* All bytes, and a NUL behind them. NULL: not to be read, or no memory. The caller's. */
static char *read_bytes(const char *path, size_t *n) {
  struct stat is;
  FILE *file = fopen(path, "rb");
  char *bytes = file && fstat(fileno(file), &is) == 0 && is.st_size >= 0 ? lfl_malloc((size_t)is.st_size + 1) : NULL;
  *n = bytes ? fread(bytes, 1, (size_t)is.st_size, file) : 0;
  bool is_whole = bytes && *n == (size_t)is.st_size && fgetc(file) == EOF && !ferror(file);
  if (file) fclose(file);
  if (!is_whole) {
    lfl_free(bytes);
    return NULL;
  }
  bytes[*n] = 0;
  return bytes;
}

static bool write_at(FILE *file, long at, const char digits[DIGITS + 1]) { return fseek(file, at, SEEK_SET) == 0 && fwrite(digits, 1, DIGITS, file) == DIGITS; }

bool store_seal(const char *path) {
  size_t n;
  places found;
  char *bytes = read_bytes(path, &n), seal[DIGITS + 1], digest[DIGITS + 1];
  if (!bytes) return false;
  bool is_fine = true;
  if (find_places(bytes, n, &found)) {
    lfl_sha256_hex((const unsigned char *)bytes, n, seal);
    lfl_sha256_hex((const unsigned char *)seal, DIGITS, digest);
    FILE *file = fopen(path, "r+b");
    is_fine = file && write_at(file, found.seal - bytes, seal) && write_at(file, found.digest - bytes, digest);
    if (file && fclose(file) != 0) is_fine = false;
  }
  lfl_free(bytes);
  return is_fine;
}

bool store_is_seals_digest(const char *seal, const char *digest) {
  char own[DIGITS + 1];
  if (strcmp(seal, STORE_NO_DIGEST) == 0) return strcmp(digest, STORE_NO_DIGEST) == 0;
  lfl_sha256_hex((const unsigned char *)seal, strlen(seal), own);
  return strcmp(own, digest) == 0;
}

/* What SQLite has not yet written into the file stands beside it. */
static bool has_journal(const char *path) {
  static const char *const NAMES[] = {"-wal", "-journal"};
  bool is_there = false;
  for (int k = 0; k < 2; k++) {
    lfl_buf name = {0};
    struct stat is;
    lfl_buf_printf(&name, "%s%s", path, NAMES[k]);
    is_there = is_there || name.failed || stat(name.text, &is) == 0;
    lfl_buf_clear(&name);
  }
  return is_there;
}

bool store_is_as_sealed(const char *path) {
  size_t n;
  places found;
  char *bytes = has_journal(path) ? NULL : read_bytes(path, &n), own[DIGITS + 1], seal[DIGITS + 1] = "", digest[DIGITS + 1] = "";
  bool is_sealed = bytes && find_places(bytes, n, &found);
  if (is_sealed) {
    memcpy(seal, found.seal, DIGITS);
    memcpy(digest, found.digest, DIGITS);
    memcpy(found.seal, STORE_NO_DIGEST, DIGITS);
    memcpy(found.digest, STORE_NO_DIGEST, DIGITS);
    lfl_sha256_hex((const unsigned char *)bytes, n, own);
    is_sealed = strcmp(own, seal) == 0 && store_is_seals_digest(seal, digest);
  }
  lfl_free(bytes);
  return is_sealed;
}
