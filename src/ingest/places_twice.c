/* Places that stand in the table twice: keys that differ in nothing that a reader sees, or one name at one point. Their people
 * would be counted twice. Warnings only: two rows may well be two places. A row of totals is an error where its people are those of
 * all other rows, as no place has both that name and just so many people. O(rows log rows). Tests: tests/unit/test_ingest_files.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/ascii.h"
#include "ingest/build.h"

static bool is_separator(char c) { return is_ascii_space(c) || c == '-' || c == '_'; }

/* In lower case, without spaces and hyphens, but for those that part two numbers: 1-11 is not 11-1. */
static const char *plain(builder *b, const char *text) {
  char *out = lfl_arena_strdup(b->arena, text);
  size_t n = 0;
  bool is_parted = false;
  if (!out) {
    b->failed = true;
    return "";
  }
  for (const char *c = text; *c; c++) {
    if (is_separator(*c)) {
      is_parted = true;
      continue;
    }
    if (is_parted && n && is_ascii_digit(out[n - 1]) && is_ascii_digit(*c)) out[n++] = '-';
    is_parted = false;
    out[n++] = to_ascii_lower(*c);
  }
  out[n] = 0;
  return out;
}

typedef struct named {
  const char *key, *name; /* plain */
  const lfl_place *p;
} named;

static int by_row(const named *x, const named *y) { return x->p->origin.row_i - y->p->origin.row_i; }

static int by_key(const void *a, const void *b) {
  const named *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : by_row(x, y);
}

static int by_number(double x, double y) { return (x > y) - (x < y); }

/* Those of one name, of one kind and at one point stand side by side. A depot may bear the name of the town it stands in, and
 * counts nobody again. */
static int by_name_at_point(const named *x, const named *y) {
  int order = strcmp(x->name, y->name);
  if (!order) order = (x->p->is_host ? -1 : (int)x->p->kind) - (y->p->is_host ? -1 : (int)y->p->kind);
  if (!order) order = by_number(x->p->lat_deg, y->p->lat_deg);
  return order ? order : by_number(x->p->lon_deg, y->p->lon_deg);
}

static int by_name(const void *a, const void *b) {
  int order = by_name_at_point(a, b);
  return order ? order : by_row(a, b);
}

/* At the row that fewer may see, as the message names the other one, too; else at the later one. */
static void warn_of_pair(builder *b, const lfl_place *p, const lfl_place *other, const char *column, const char *how) {
  const lfl_table *t = lfl_tables_find(b->tables, "places");
  if (other->origin.sensitivity > p->origin.sensitivity) {
    const lfl_place *swap = p;
    p = other;
    other = swap;
  }
  lfl_diag d = {LFL_WARNING, "place-twice", t->file, t->row_numbers[p->origin.row_i], column, strcmp(column, "name") == 0 ? p->name : p->id, NULL, NULL};
  d.expected = sentence(b, "each place once: the key '%s' in row %ld %s; if it is the same place, it is counted twice", other->id, t->row_numbers[other->origin.row_i], how);
  lfl_diags_add(b->diags, &d);
}

static void warn_of_keys(builder *b, named *list, int n) {
  if (n) qsort(list, (size_t)n, sizeof *list, by_key);
  for (int i = 1; i < n; i++)
    if (strcmp(list[i].key, list[i - 1].key) == 0) warn_of_pair(b, list[i].p, list[i - 1].p, "place_id", "differs in case, spaces or hyphens only");
}

/* But those whose keys have been named. */
static void warn_of_names(builder *b, named *list, int n) {
  if (n) qsort(list, (size_t)n, sizeof *list, by_name);
  for (int i = 1; i < n; i++)
    if (by_name_at_point(&list[i], &list[i - 1]) == 0 && strcmp(list[i].key, list[i - 1].key) != 0)
      warn_of_pair(b, list[i].p, list[i - 1].p, "name", "has the same name and position");
}

/* A word that rows of totals bear, in the languages of field offices; what stands behind a word (a colon, a full stop) is passed over. */
static bool is_total_word(const char *text) {
  static const char *const WORDS[] = {"total", "totals", "grand total", "overall total", "sub total", "subtotal", "sub-total", "sum", "total général", "total general", "total geral", "somme",
                                      "summe", "gesamt", "insgesamt", "gesamtsumme", "totale", "totaal", "toplam", "genel toplam", "итого", "Итого", "ИТОГО", "всего", "Всего", "ВСЕГО",
                                      "усього", "Усього", "УСЬОГО", "разом", "Разом", "РАЗОМ", "المجموع", "الإجمالي", "الاجمالي", "مجموع", "合计", "总计"};
  char word[40] = "";
  size_t n = strlen(text);
  while (n && strchr(":. ", text[n - 1])) n--;
  if (n >= sizeof word) return false;
  memcpy(word, text, n);
  word[n] = 0;
  for (size_t k = 0; k < sizeof WORDS / sizeof WORDS[0]; k++)
    if (is_same_word(WORDS[k], word)) return true;
  return false;
}

static bool is_total(const lfl_place *p) { return p->people > 0 && (is_total_word(p->id) || is_total_word(p->name)); }

/* Two rows of totals (a sum and a grand total) are none of the others to each other. */
static void complain_of_totals(builder *b) {
  const lfl_scenario *s = b->s;
  double people = 0;
  for (int i = 0; i < s->n_places; i++) people += is_total(&s->places[i]) ? 0 : s->places[i].people;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    if (!is_total(p)) continue;
    bool is_sum = fabs(p->people - people) < 0.5;
    say_of_row(b->tables, b->diags, is_sum ? LFL_ERROR : LFL_WARNING, "total-row", "places", p->origin.row_i, "people", number_text(b, p->people),
               is_sum ? "the people of one place: this row is the total of all others, and they would be counted twice; delete the row"
                      : "the people of one place: if this row is a total of others, they are counted twice; delete it then");
  }
}

void check_places_twice(builder *b) {
  const lfl_scenario *s = b->s;
  complain_of_totals(b);
  named *list = NEW(b, s->n_places + 1, named);
  int n = 0, n_at_points = 0;
  if (!list) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < s->n_places; i++)
    if (*s->places[i].id) list[n++] = (named){plain(b, s->places[i].id), plain(b, s->places[i].name), &s->places[i]}; /* without a key: said */
  warn_of_keys(b, list, n);
  for (int i = 0; i < n; i++) /* a group may bear the name of its chief place, and counts nobody */
    if (!list[i].p->is_group && !isnan(list[i].p->lat_deg) && !isnan(list[i].p->lon_deg)) list[n_at_points++] = list[i];
  warn_of_names(b, list, n_at_points);
}
