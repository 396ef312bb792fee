/* What is laid over the tables: whole sets or single topics of them, an option from its start day on. And
 * what sets there are. O(cells + changes * rows). Tests: tests/unit/test_ingest_overlay.c, test_options.c. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/overlay.h"
#include "model/schema.h"

int options_row(const lfl_tables *tables, const char *set_id) {
  const lfl_table *t = lfl_tables_find(tables, "options");
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *id = lfl_table_get(t, i, "set_id");
    if (id && strcmp(id, set_id) == 0) return i;
  }
  return -1;
}

static bool is_word(const char *text, const char *word) {
  for (; text && *text && *word; text++, word++)
    if ((*text | 0x20) != *word) return false;
  return text && !*text && !*word;
}

lfl_set_terms lfl_tables_terms(const lfl_tables *tables, const char *set_id) {
  lfl_set_terms said = {.kind = set_id[0] ? LFL_SET_NUMBERS : LFL_SET_AS_ENTERED, .sensitivity = LFL_PARTNERS};
  const lfl_table *t = lfl_tables_find(tables, "options");
  int row = options_row(tables, set_id);
  if (row < 0 || !set_id[0]) return said;
  const char *kind = lfl_table_get(t, row, "kind"), *who = lfl_table_get(t, row, "sensitivity");
  said = (lfl_set_terms){.kind = is_word(kind, "party") ? LFL_SET_PARTY : LFL_SET_OPTION,
                          .name = lfl_table_get(t, row, "name"), .description = lfl_table_get(t, row, "description"),
                          .condition_id = lfl_table_get(t, row, "condition_id"), .run_by = lfl_table_get(t, row, "run_by"),
                          .secured_by = lfl_table_get(t, row, "secured_by"), .source = lfl_table_get(t, row, "source"),
                          .sensitivity = is_word(who, "public") ? LFL_PUBLIC : is_word(who, "restricted") ? LFL_RESTRICTED : LFL_PARTNERS};
  layer_day(tables, lfl_table_get(t, row, "from_day"), 0, &said.from_day);
  const lfl_table *conditions = lfl_tables_find(tables, "conditions");
  int condition = conditions && said.condition_id ? layer_find_row(conditions, said.condition_id, conditions->n_rows) : -1;
  if (condition >= 0) said.condition_text = lfl_table_get(conditions, condition, "text");
  return said;
}

int lfl_tables_sets(const lfl_tables *tables, lfl_arena *arena, const char *const **out) {
  static const char *const NAMES[] = {"options", "assumptions", "stages"};
  enum { N_NAMES = sizeof NAMES / sizeof NAMES[0] };
  int n = 0;
  size_t n_rows = 0;
  for (int k = 0; k < N_NAMES; k++)
    if (lfl_tables_find(tables, NAMES[k])) n_rows += (size_t)lfl_tables_find(tables, NAMES[k])->n_rows;
  const char **sets = lfl_arena_new(arena, n_rows + 1, const char *);
  if (!sets) return -1;
  for (int t = 0; t < N_NAMES; t++) {
    const lfl_table *table = lfl_tables_find(tables, NAMES[t]);
    for (int i = 0; table && i < table->n_rows; i++) {
      const char *id = lfl_table_get(table, i, "set_id");
      bool is_known = !id;
      for (int k = n - 1; !is_known && k >= 0; k--) is_known = strcmp(sets[k], id) == 0;
      if (!is_known) sets[n++] = id;
    }
  }
  *out = sets;
  return n;
}

const char *assumption_topic(const lfl_table *t, int row, lfl_arena *arena) {
  const char *topic = lfl_table_get(t, row, "topic"), *table = lfl_table_get(t, row, "table"), *row_id = lfl_table_get(t, row, "row_id");
  const char *column = lfl_table_get(t, row, "column");
  if (topic) return lfl_arena_strdup(arena, topic);
  if (row_id && row_id[0] == '+') return lfl_arena_printf(arena, "%s added", table ? table : "");
  if (table && (strcmp(table, "scenario") == 0 || strcmp(table, "standards") == 0)) return lfl_arena_strdup(arena, row_id ? row_id : table);
  return lfl_arena_printf(arena, "%s.%s", table ? table : "", column ? column : "");
}

/* Does the scenario itself take the condition as met by the day? An option opens it then at the latest: it does not shut it again. */
static bool is_met_by(const lfl_tables *tables, const char *condition_id, int day) {
  const lfl_table *t = lfl_tables_find(tables, "conditions");
  int row = t ? layer_find_row(t, condition_id, t->n_rows) : -1, own;
  return row >= 0 && layer_day(tables, lfl_table_get(t, row, "from_day"), INT_MAX, &own) && own <= day;
}

/* What the layer changes, from the table assumptions; the option's condition first, its rows from *first_row on. False without memory. */
static bool gather(const lfl_tables *tables, const lfl_layer *laid, lfl_arena *arena, change *changes, int *n, int *first_row) {
  const lfl_table *t = lfl_tables_find(tables, "assumptions"), *options = lfl_tables_find(tables, "options");
  int row = options_row(tables, laid->set_id);
  terms *when = NULL;
  if (row >= 0) {
    lfl_set_terms said = lfl_tables_terms(tables, laid->set_id);
    if (!(when = lfl_arena_new(arena, 1, terms))) return false;
    long day = (long)said.from_day + laid->delay_days;
    *when = (terms){laid->set_id, day < 0 ? 0 : day > 100000 ? 100000 : (int)day, laid->delay_days > 0};
    if (said.condition_id && !is_met_by(tables, said.condition_id, when->day)) changes[(*n)++] = (change){"conditions", said.condition_id, "from_day", "start", options->file, options->row_numbers[row], when};
  }
  *first_row = *n;
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *id = lfl_table_get(t, i, "set_id");
    if (!id || strcmp(id, laid->set_id) != 0) continue;
    const char *topic = laid->topic ? assumption_topic(t, i, arena) : NULL;
    if (laid->topic && !topic) return false;
    if (laid->topic && strcmp(topic, laid->topic) != 0) continue;
    changes[(*n)++] = (change){lfl_table_get(t, i, "table"), lfl_table_get(t, i, "row_id"), lfl_table_get(t, i, "column"),
                               lfl_table_get(t, i, "value"), t->file, t->row_numbers[i], when};
  }
  return true;
}

static bool is_of_all(const change *ch) { return strcmp(ch->row_id, "*") == 0; }

static bool is_same_column(const change *a, const change *b) { return strcmp(a->table, b->table) == 0 && strcmp(a->column, b->column) == 0; }

/* Does what is said of all rows change the number, too? Rows that the set adds behind it have their own. */
static bool is_within(const change *ch, const change *all) { return is_same_column(ch, all) && (ch->row_id[0] != '+' || ch < all); }

/* By what they change, of a column that of all rows first, then as they stand. */
static int by_number(const void *a, const void *b) {
  const change *x = *(const change *const *)a, *y = *(const change *const *)b;
  int order = strcmp(x->table, y->table);
  if (!order) order = strcmp(x->column, y->column);
  if (!order) order = is_of_all(y) - is_of_all(x);
  if (!order) order = strcmp(x->row_id, y->row_id);
  return order ? order : (x > y) - (x < y);
}

/* A set says of each number what it is once: of two the later would hold, and nobody be told. (first: of its rows; what goes before is an option's condition, which they may say otherwise.)
 * False without memory. */
static bool are_said_once(const change *changes, int first, int n, lfl_arena *arena, lfl_diags *diags) {
  const change **list = lfl_arena_new(arena, (size_t)n + 1, const change *), *all = NULL;
  int n_whole = 0;
  if (!list) return false;
  for (int i = first; i < n; i++)
    if (changes[i].table && changes[i].row_id && changes[i].column) list[n_whole++] = &changes[i];
  if (n_whole) qsort(list, (size_t)n_whole, sizeof *list, by_number);
  for (int i = 0; i < n_whole; i++) {
    const change *y = list[i], *x = i && change_is_of_same(list[i - 1], y) ? list[i - 1] : all && is_within(y, all) ? all : NULL;
    if (is_of_all(y)) all = y;
    if (!x || lfl_same_text(x->value, y->value)) continue;
    const char *expected = lfl_arena_printf(arena, "as in row %ld%s: a set gives each number once", x->row, is_of_all(x) && !is_of_all(y) ? ", which is of all rows" : "");
    if (!expected) return false;
    lfl_diag d = {LFL_ERROR, "set-twice", y->file, y->row, "value", y->value, expected, NULL};
    lfl_diags_add(diags, &d);
  }
  return true;
}

/* Sets are laid over the scenario as it is read, and not over one another: a change of them would be lost. */
static void refuse_changed_sets(const change *changes, int first, int n, lfl_diags *diags) {
  for (int i = first; i < n; i++) {
    const char *table = changes[i].table;
    if (!table || (strcmp(table, "assumptions") != 0 && strcmp(table, "options") != 0)) continue;
    lfl_diag d = {LFL_ERROR, "assumption", changes[i].file, changes[i].row, "table", table, "a table that is planned with, as places, links or supplies: any but assumptions and options, which only say what sets are", NULL};
    lfl_diags_add(diags, &d);
  }
}

/* Is every layer's set one of the scenario's? */
static bool are_known(const lfl_tables *tables, const lfl_layer *layers, int n, lfl_arena *arena, lfl_diags *diags) {
  const char *const *sets;
  int n_sets = lfl_tables_sets(tables, arena, &sets);
  bool is_fine = true;
  const lfl_table *t = lfl_tables_find(tables, "assumptions");
  for (int i = 0; i < n && n_sets >= 0; i++) {
    bool is_known = !layers[i].set_id[0];
    for (int k = 0; k < n_sets; k++) is_known = is_known || strcmp(sets[k], layers[i].set_id) == 0;
    if (is_known) continue;
    lfl_diag d = {LFL_ERROR, "no-such-set", t ? t->file : tables->name, 0, "set_id", layers[i].set_id, "a set of the table assumptions, options or stages",
                  n_sets > 0 ? lfl_nearest_name(layers[i].set_id, sets, n_sets) : NULL};
    lfl_diags_add(diags, &d);
    is_fine = false;
  }
  return is_fine && n_sets >= 0;
}

lfl_status lfl_tables_lay(const lfl_tables *tables, const lfl_layer *layers, int n, lfl_diags *diags, lfl_tables **out) {
  *out = NULL;
  const lfl_table *t = lfl_tables_find(tables, "assumptions");
  lfl_arena *arena = lfl_arena_create();
  size_t most = (size_t)n * ((t ? (size_t)t->n_rows : 0) + 1) + 1;
  change *changes = arena ? lfl_arena_new(arena, most, change) : NULL;
  int n_changes = 0;
  lfl_status status = changes ? LFL_OK : LFL_ERR_MEMORY;
  if (status == LFL_OK && !are_known(tables, layers, n, arena, diags)) status = LFL_ERR_DATA;
  int n_errors = diags->n_errors;
  for (int i = 0; i < n && status == LFL_OK; i++) {
    int first;
    if (!gather(tables, &layers[i], arena, changes, &n_changes, &first) || !are_said_once(changes, first, n_changes, arena, diags)) status = LFL_ERR_MEMORY;
    else refuse_changed_sets(changes, first, n_changes, diags);
  }
  if (status == LFL_OK && diags->n_errors > n_errors) status = LFL_ERR_DATA;
  if (status == LFL_OK) status = layer_apply(tables, changes, n_changes, layers, n, diags, out);
  lfl_arena_destroy(arena);
  return status;
}

lfl_status lfl_tables_overlay(const lfl_tables *tables, const char *set_id, lfl_diags *diags, lfl_tables **out) {
  lfl_layer whole = {set_id, NULL, 0};
  return lfl_tables_lay(tables, &whole, 1, diags, out);
}
