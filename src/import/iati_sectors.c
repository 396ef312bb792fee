/* Sector codes -> what Lifeline calls them: standards/iati_sectors.csv, which says the reason for each line, too.
 * O(lines) a code. Tests: tests/unit/test_iati.c. */
#include <string.h>

#include "base/embed.h"
#include "import/iati.h"

enum { N_FIELDS = 5 };

/* The next field of our own file, which has neither quotes nor commas in fields; NULL: blank. `*at` goes behind it. */
static const char *next_field(lfl_iati *in, const char **at) {
  size_t n = strcspn(*at, ",\n");
  const char *field = n ? lfl_arena_strndup(in->arena, *at, n) : NULL;
  if (n && !field) in->failed = true;
  *at += n;
  if (**at == ',') ++*at;
  return field;
}

bool iati_load_sectors(lfl_iati *in) {
  const char *at = (const char *)lfl_embed_iati_sectors_csv;
  int n = 0;
  for (const char *c = at; *c; c++) n += *c == '\n';
  in->sectors = lfl_arena_new(in->arena, (size_t)n + 1, iati_sector);
  if (!in->sectors) return false;
  for (at += strcspn(at, "\n"); *at == '\n' && at[1];) {
    at++;
    const char *fields[N_FIELDS];
    for (int k = 0; k < N_FIELDS; k++) fields[k] = next_field(in, &at);
    in->sectors[in->n_sectors++] = (iati_sector){fields[0], fields[1], fields[2], fields[3], fields[4]};
  }
  return !in->failed;
}

const iati_sector *iati_find_sector(const lfl_iati *in, const char *vocabulary, const char *code) {
  for (int i = 0; i < in->n_sectors; i++)
    if (strcmp(in->sectors[i].vocabulary, vocabulary) == 0 && iati_is_same_word(in->sectors[i].code, code)) return &in->sectors[i];
  return NULL;
}
