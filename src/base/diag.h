/* Diagnostics: what is wrong or remarkable in somebody's data, said so that they can mend
 * it: file or layer, row as an editor shows it, column, value, what is expected, and the
 * nearest valid name. Readers add to a list and go on; nothing is printed here. */
#ifndef LFL_BASE_DIAG_H
#define LFL_BASE_DIAG_H
#include <stdbool.h>

#include "base/arena.h"

typedef enum lfl_severity {
  LFL_NOTE,    /* worth knowing: an unknown column, a default used */
  LFL_WARNING, /* implausible; the plan goes on with it */
  LFL_ERROR    /* cannot be planned with */
} lfl_severity;

typedef struct lfl_diag {
  lfl_severity severity;
  const char *code;     /* stable short name, e.g. "number-expected" */
  const char *file;     /* container and table, e.g. "rafah-2024/places.csv"; NULL if none */
  long row;             /* 1-based, as an editor shows it (the header is row 1); 0 if none */
  const char *column;   /* NULL if none */
  const char *value;    /* as found; NULL if none */
  const char *expected; /* one sentence: what is expected instead */
  const char *nearest;  /* nearest valid name; NULL if none */
} lfl_diag;

typedef struct lfl_diags {
  lfl_arena *arena; /* owns the texts */
  lfl_diag *items;  /* n of them, in the order found */
  int n, capacity;
  int n_errors, n_warnings, n_notes;
  bool failed; /* an item was lost because there was no memory */
} lfl_diags;

/* Makes an empty list; false if there is no memory. Freed by lfl_diags_clear. */
bool lfl_diags_init(lfl_diags *diags);
/* Frees all; the list may be NULL or already empty. */
void lfl_diags_clear(lfl_diags *diags);
/* Adds a copy of `diag` (texts copied). O(1) amortised. */
void lfl_diags_add(lfl_diags *diags, const lfl_diag *diag);

/* `diag` as one line of English without a line end, written to the arena. NULL: no memory. */
char *lfl_diag_format(const lfl_diag *diag, lfl_arena *arena);

/* Nearest of `n` names to `word` by edit distance without regard to case, within a third of the word's length (at least 1, at most 4);
 * where none is, and there are not more than 300 names, the only one with words (parted by _, - or space) that nearly are `word`, at its beginning or else anywhere: ration of
 * general_ration. NULL if there is none. O(n * length^3). */
const char *lfl_nearest_name(const char *word, const char *const *names, int n);

#endif
