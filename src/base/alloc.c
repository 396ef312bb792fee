/* The allocator seam. The counters are per thread and only tests set them: the one
 * exception to "no globals", kept so that no signature has to carry an allocator. */
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local long fail_after = -1;
static _Thread_local long n_made = 0;

static int refuse(void) {
  if (fail_after == 0) {
    fail_after = -1;
    return 1;
  }
  if (fail_after > 0) fail_after--;
  n_made++;
  return 0;
}

void *lfl_malloc(size_t size) { return refuse() ? NULL : malloc(size ? size : 1); }

void *lfl_calloc(size_t n, size_t size) {
  return refuse() ? NULL : calloc(n ? n : 1, size ? size : 1);
}

void *lfl_realloc(void *memory, size_t size) {
  return refuse() ? NULL : realloc(memory, size ? size : 1);
}

void lfl_free(void *memory) { free(memory); }

char *lfl_strdup(const char *text) {
  if (!text) return NULL;
  size_t n = strlen(text) + 1;
  char *copy = lfl_malloc(n);
  if (copy) memcpy(copy, text, n);
  return copy;
}

void *lfl_realloc_array(void *memory, size_t n, size_t size) {
  if (size && n > SIZE_MAX / size) return NULL;
  return lfl_realloc(memory, n * size);
}

long lfl_alloc_fail_after(long n) {
  long made = n_made;
  fail_after = n;
  n_made = 0;
  return made;
}
