/* Arena: memory that is given out piece by piece and freed all at once. One arena a
 * scenario, one a solve. Not safe for use by two threads at once. */
#ifndef LFL_BASE_ARENA_H
#define LFL_BASE_ARENA_H
#include <stddef.h>

typedef struct lfl_arena lfl_arena;

/* A new, empty arena; NULL if there is no memory. Owned by the caller (lfl_arena_destroy). */
lfl_arena *lfl_arena_create(void);

/* Frees the arena and all memory given out from it. NULL is fine. */
void lfl_arena_destroy(lfl_arena *arena);

/* `n` elements of `size` bytes, all zero, aligned for any type; freed with the arena.
 * NULL if there is no memory or n * size overflows. n or size 0 gives a valid pointer
 * to no bytes. O(n * size). */
void *lfl_arena_alloc(lfl_arena *arena, size_t n, size_t size);

/* A copy of `n` elements of `size` bytes, n >= 0; NULL if there is no memory. O(n * size). */
void *lfl_arena_copy(lfl_arena *arena, const void *list, int n, size_t size);

/* A copy of the first `n` bytes of `text` with a NUL behind; NULL if there is no memory
 * or `text` is NULL. */
char *lfl_arena_strndup(lfl_arena *arena, const char *text, size_t n);

/* A copy of `text`; NULL if there is no memory or `text` is NULL. */
char *lfl_arena_strdup(lfl_arena *arena, const char *text);

/* printf into the arena; NULL if there is no memory. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
char *lfl_arena_printf(lfl_arena *arena, const char *format, ...);

/* Typed allocation: lfl_arena_new(arena, n, type). */
#define lfl_arena_new(arena, n, type) ((type *)lfl_arena_alloc((arena), (n), sizeof(type)))

#endif
