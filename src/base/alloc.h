/* The allocator seam: all heap memory of Lifeline's own code goes through these, so that
 * tests can make any one allocation fail. */
#ifndef LFL_BASE_ALLOC_H
#define LFL_BASE_ALLOC_H
#include <stddef.h>

/* As malloc, calloc, realloc and free of the C library. */
void *lfl_malloc(size_t size);
void *lfl_calloc(size_t n, size_t size);
void *lfl_realloc(void *memory, size_t size);
void lfl_free(void *memory);
/* A copy of `text` on the heap; NULL if `text` is NULL or there is no memory. */
char *lfl_strdup(const char *text);

/* realloc to `n` elements of `size` bytes, checked for overflow; NULL leaves `memory` as it was. */
void *lfl_realloc_array(void *memory, size_t n, size_t size);

/* For tests: the allocation after `n` more successful ones, of this thread, fails once;
 * a negative n means none fails. Returns how many were made since the last call. */
long lfl_alloc_fail_after(long n);

#endif
