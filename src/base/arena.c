/* Arena: blocks of growing size in a list; an allocation that fits no block gets its own.
 * Amortised O(1) a call apart from clearing. Tests: tests/unit/test_base.c. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

enum { FIRST_BLOCK_BYTES = 1 << 14, LARGEST_BLOCK_BYTES = 1 << 22 };

typedef struct block {
  struct block *next;
  size_t used, size;
  max_align_t data[];
} block;

struct lfl_arena {
  block *head;
  size_t next_size;
};

lfl_arena *lfl_arena_create(void) {
  lfl_arena *arena = lfl_calloc(1, sizeof *arena);
  if (arena) arena->next_size = FIRST_BLOCK_BYTES;
  return arena;
}

void lfl_arena_destroy(lfl_arena *arena) {
  if (!arena) return;
  for (block *b = arena->head; b;) {
    block *next = b->next;
    lfl_free(b);
    b = next;
  }
  lfl_free(arena);
}

void *lfl_arena_alloc(lfl_arena *arena, size_t n, size_t size) {
  if (size && n > (SIZE_MAX / 2) / size) return NULL;
  size_t bytes = n * size;
  if (bytes > SIZE_MAX / 2) return NULL;
  bytes = (bytes + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
  block *b = arena->head;
  if (!b || b->size - b->used < bytes) {
    size_t block_size = arena->next_size > bytes ? arena->next_size : bytes;
    b = lfl_malloc(sizeof *b + block_size);
    if (!b) return NULL;
    b->used = 0;
    b->size = block_size;
    if (arena->head && block_size == bytes && bytes > arena->next_size / 2) {
      b->next = arena->head->next; /* a big piece of its own: the head still has room */
      arena->head->next = b;
    } else {
      b->next = arena->head;
      arena->head = b;
    }
    if (arena->next_size < LARGEST_BLOCK_BYTES) arena->next_size *= 2;
  }
  void *piece = (char *)b->data + b->used;
  b->used += bytes;
  memset(piece, 0, bytes);
  return piece;
}

void *lfl_arena_copy(lfl_arena *arena, const void *list, int n, size_t size) {
  void *copy = lfl_arena_alloc(arena, (size_t)n, size);
  return copy && n ? memcpy(copy, list, (size_t)n * size) : copy;
}

char *lfl_arena_strndup(lfl_arena *arena, const char *text, size_t n) {
  if (!text) return NULL;
  char *copy = lfl_arena_alloc(arena, n + 1, 1);
  if (copy) memcpy(copy, text, n);
  return copy;
}

char *lfl_arena_strdup(lfl_arena *arena, const char *text) {
  return text ? lfl_arena_strndup(arena, text, strlen(text)) : NULL;
}

char *lfl_arena_printf(lfl_arena *arena, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *text = n < 0 ? NULL : lfl_arena_alloc(arena, (size_t)n + 1, 1);
  if (text) vsnprintf(text, (size_t)n + 1, format, again);
  va_end(again);
  return text;
}
