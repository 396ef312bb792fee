/* Diagnostics: a growing list of copied items, and the search for the nearest name by
 * Levenshtein distance with transposition (optimal string alignment), else by a part of a name. */
#include "base/diag.h"

#include <ctype.h>
#include <stdio.h>
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

/* "ies" of a plural as "y", any other "s" dropped: of supply and supplies half of the letters differ. */
static void take_stem(const char *word, char stem[LONGEST_NAME + 1]) {
  size_t n = strlen(word);
  if (n > LONGEST_NAME) n = LONGEST_NAME;
  memcpy(stem, word, n);
  stem[n] = 0;
  if (n > 4 && strcmp(stem + n - 3, "ies") == 0) memcpy(stem + n - 3, "y", 2);
  else if (n > 3 && stem[n - 1] == 's') stem[n - 1] = 0;
}

static bool ends_word(char c) { return !c || c == '_' || c == '-' || c == ' '; }

/* The distance of `stem` to the run of `length` letters; LONGEST_NAME where they are too many or too few for the limit. */
static int distance_to_run(const char *stem, int n, const char *run, int length, int limit) {
  enum { MOST_OF_PLURAL = 2 }; /* letters that a stem is shorter by */
  char text[LONGEST_NAME + 1], run_stem[LONGEST_NAME + 1];
  if (length < n - limit || length > n + limit + MOST_OF_PLURAL || length > LONGEST_NAME) return LONGEST_NAME;
  snprintf(text, sizeof text, "%.*s", length, run);
  take_stem(text, run_stem);
  return distance(stem, run_stem);
}

/* The one name that is nearest so far; NULL where several are. */
typedef struct nearest_part {
  const char *name;
  int distance;
} nearest_part;

static void offer_part(nearest_part *best, const char *name, int k) {
  if (k < best->distance) *best = (nearest_part){name, k};
  else if (k == best->distance && best->name && strcmp(best->name, name) != 0) best->name = NULL;
}

/* The one name whose words, at its beginning or else anywhere, are the word: people_in_ned of people_in_need_share, ration of
 * general_ration. NULL where several are: the first of them would be a guess. */
static const char *name_with_part(const char *word, const char *const *names, int n) {
  enum { SHORTEST = 3, LETTERS_FOR_ONE = 5, MOST_WRONG = 2 };
  char stem[LONGEST_NAME + 1];
  take_stem(word, stem);
  int length = (int)strlen(stem), limit = length / LETTERS_FOR_ONE < MOST_WRONG ? length / LETTERS_FOR_ONE : MOST_WRONG;
  nearest_part at_beginning = {NULL, limit + 1}, anywhere = {NULL, limit + 1};
  for (int i = 0; i < n && length >= SHORTEST; i++) {
    int least_begun = limit + 1, least_within = limit + 1;
    for (const char *from = names[i]; from && *from; from++) {
      if (from > names[i] && !ends_word(from[-1])) continue;
      for (const char *to = from + 1;; to++) {
        int k = ends_word(*to) ? distance_to_run(stem, length, from, (int)(to - from), limit) : LONGEST_NAME;
        int *best = from == names[i] ? &least_begun : &least_within;
        if (k < *best) *best = k;
        if (!*to || to - from > LONGEST_NAME) break;
      }
    }
    if (least_begun <= limit) offer_part(&at_beginning, names[i], least_begun);
    if (least_within <= limit) offer_part(&anywhere, names[i], least_within);
  }
  return at_beginning.distance <= limit ? at_beginning.name : anywhere.name;
}

/* The names of tables, columns, settings and the library are fewer; keys of a scenario's own may be thousands, and every part of each takes time. */
enum { MOST_FOR_PARTS = 300 };

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
  return best || n > MOST_FOR_PARTS ? best : name_with_part(word, names, n);
}
