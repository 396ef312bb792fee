/* Diagnostics: a growing list of copied items, and the search for the nearest name by
 * Levenshtein distance with transposition (optimal string alignment). */
#include "base/diag.h"

#include <ctype.h>
#include <string.h>

#include "base/alloc.h"

bool lfl_diags_init(lfl_diags *diags) {
  memset(diags, 0, sizeof *diags);
  diags->arena = lfl_arena_create();
  return diags->arena != NULL;
}

void lfl_diags_clear(lfl_diags *diags) {
  if (!diags) return;
  lfl_arena_destroy(diags->arena);
  lfl_free(diags->items);
  memset(diags, 0, sizeof *diags);
}

void lfl_diags_add(lfl_diags *diags, const lfl_diag *diag) {
  if (diags->n == diags->capacity) {
    int capacity = diags->capacity ? 2 * diags->capacity : 16;
    lfl_diag *items = lfl_realloc_array(diags->items, (size_t)capacity, sizeof *items);
    if (!items) {
      diags->failed = true;
      return;
    }
    diags->items = items;
    diags->capacity = capacity;
  }
  lfl_diag *d = &diags->items[diags->n++];
  *d = *diag;
  d->code = lfl_arena_strdup(diags->arena, diag->code);
  d->file = lfl_arena_strdup(diags->arena, diag->file);
  d->column = lfl_arena_strdup(diags->arena, diag->column);
  d->value = lfl_arena_strdup(diags->arena, diag->value);
  d->expected = lfl_arena_strdup(diags->arena, diag->expected);
  d->nearest = lfl_arena_strdup(diags->arena, diag->nearest);
  if (diag->severity == LFL_ERROR) diags->n_errors++;
  else if (diag->severity == LFL_WARNING) diags->n_warnings++;
  else diags->n_notes++;
}

char *lfl_diag_format(const lfl_diag *d, lfl_arena *arena) {
  static const char *const words[] = {"note", "warning", "error"};
  const char *row = d->row ? lfl_arena_printf(arena, ", row %ld", d->row) : "";
  const char *column = d->column ? lfl_arena_printf(arena, ", column %s", d->column) : "";
  const char *value = d->value ? lfl_arena_printf(arena, ": '%s'", d->value) : "";
  const char *nearest = d->nearest ? lfl_arena_printf(arena, " (did you mean '%s'?)", d->nearest) : "";
  if (!row || !column || !value || !nearest) return NULL;
  return lfl_arena_printf(arena, "%s: %s%s%s%s: %s%s", words[d->severity], d->file ? d->file : "scenario",
                          row, column, value, d->expected ? d->expected : "", nearest);
}

static int least(int a, int b, int c) {
  int ab = a < b ? a : b;
  return ab < c ? ab : c;
}

enum { LONGEST_NAME = 64 };

static int distance(const char *a, const char *b) {
  int na = (int)strlen(a), nb = (int)strlen(b);
  if (na > LONGEST_NAME || nb > LONGEST_NAME) return LONGEST_NAME;
  int d[3][LONGEST_NAME + 1];
  for (int j = 0; j <= nb; j++) d[0][j] = j;
  for (int i = 1; i <= na; i++) {
    int *row = d[i % 3];
    const int *above = d[(i + 2) % 3], *above2 = d[(i + 1) % 3];
    row[0] = i;
    for (int j = 1; j <= nb; j++) {
      int ca = tolower((unsigned char)a[i - 1]), cb = tolower((unsigned char)b[j - 1]);
      row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (ca != cb));
      if (i > 1 && j > 1 && ca == tolower((unsigned char)b[j - 2]) &&
          tolower((unsigned char)a[i - 2]) == cb && above2[j - 2] + 1 < row[j])
        row[j] = above2[j - 2] + 1;
    }
  }
  return d[na % 3][nb];
}

const char *lfl_nearest_name(const char *word, const char *const *names, int n) {
  int limit = (int)strlen(word) / 3;
  if (limit < 1) limit = 1;
  if (limit > 4) limit = 4;
  const char *best = NULL;
  for (int i = 0; i < n; i++) {
    if (!names[i]) continue;
    int k = distance(word, names[i]);
    if (k <= limit) {
      best = names[i];
      limit = k - 1;
    }
  }
  return best;
}
