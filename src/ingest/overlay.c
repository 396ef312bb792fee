/* Laying other numbers over the tables: assumption sets, or assignments of a what-if. A copy
 * is made; the tables read stay as they are. A quantity may be named in another unit or as a count
 * (toilets for toilet_places): what the row says of it in other columns then goes blank. What an
 * option changes from a day on is in dated.c, a party's stages in stages.c.
 * O(cells + changes * rows). Limit: 20,000 changes. Tests: tests/unit/test_ingest_overlay.c. */
#include <stdlib.h>
#include <string.h>

#include "ingest/overlay.h"
#include "ingest/indicators.h"
#include "model/schema.h"

/* A deep copy of the tables' structure; texts are copied, too, so that the copy stands alone. */
static lfl_tables *copy_tables(const lfl_tables *from) {
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *to = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  if (!to) {
    lfl_arena_destroy(arena);
    return NULL;
  }
  *to = (lfl_tables){arena, lfl_arena_strdup(arena, from->name), from->n_tables,
                     lfl_arena_new(arena, (size_t)from->n_tables + SPARE_TABLES, lfl_table), from->state};
  bool is_fine = to->name && to->tables;
  for (int t = 0; is_fine && t < from->n_tables; t++) {
    const lfl_table *a = &from->tables[t];
    lfl_table *b = &to->tables[t];
    size_t n = (size_t)a->n_rows;
    const char **columns = lfl_arena_new(arena, (size_t)a->n_columns, const char *);
    const char ***cells = lfl_arena_new(arena, n, const char **);
    long *numbers = lfl_arena_new(arena, n, long);
    const char **wkt = a->wkt ? lfl_arena_new(arena, n, const char *) : NULL;
    is_fine = columns && cells && numbers && (wkt || !a->wkt);
    for (int c = 0; is_fine && c < a->n_columns; c++) is_fine = (columns[c] = lfl_arena_strdup(arena, a->columns[c])) != NULL;
    for (size_t i = 0; is_fine && i < n; i++) {
      cells[i] = lfl_arena_new(arena, (size_t)a->n_columns, const char *);
      is_fine = cells[i] != NULL;
      numbers[i] = a->row_numbers[i];
      for (int c = 0; is_fine && c < a->n_columns; c++)
        is_fine = !a->cells[i][c] || (cells[i][c] = lfl_arena_strdup(arena, a->cells[i][c])) != NULL;
      if (is_fine && wkt) is_fine = !a->wkt[i] || (wkt[i] = lfl_arena_strdup(arena, a->wkt[i])) != NULL;
    }
    *b = (lfl_table){lfl_arena_strdup(arena, a->name), lfl_arena_strdup(arena, a->file), a->n_columns, a->n_rows, columns, cells, numbers, wkt};
    is_fine = is_fine && b->name && b->file;
  }
  if (is_fine) return to;
  lfl_arena_destroy(arena);
  return NULL;
}

void layer_complain(layer *l, const char *file, long row, const char *column, const char *value, const char *expected, const char *nearest) {
  lfl_diag d = {LFL_ERROR, "assumption", file, row, column, value, expected, nearest};
  lfl_diags_add(l->diags, &d);
}

lfl_table *layer_table(layer *l, const char *name) {
  for (int i = 0; i < l->tables->n_tables; i++)
    if (strcmp(l->tables->tables[i].name, name) == 0) return &l->tables->tables[i];
  if (!lfl_schema_find(name)) return NULL;
  /* a table of the contract that the scenario does not have yet (room for all was made) */
  lfl_table *t = &l->tables->tables[l->tables->n_tables];
  char *file = lfl_arena_printf(l->tables->arena, "%s, %s", l->tables->name, name);
  if (!file) {
    l->failed = true;
    return NULL;
  }
  *t = (lfl_table){lfl_arena_strdup(l->tables->arena, name), file, 0, 0, NULL, NULL, NULL, NULL};
  if (!t->name) l->failed = true;
  l->tables->n_tables++;
  return t->name ? t : NULL;
}

/* The contract's column that a header stands for, NULL if it is none. */
static const lfl_column *meaning(const lfl_table *t, const char *header) {
  const lfl_table_schema *schema = lfl_schema_find(t->name);
  double factor;
  const char *count;
  const lfl_column *column = schema ? lfl_schema_column(schema, header) : NULL;
  return column || !schema ? column : lfl_schema_alias(schema, header, &factor, &count);
}

/* Column's index, added if the contract has it or its quantity; -1 if it does not. */
int layer_column(layer *l, lfl_table *t, const char *name) {
  int c = lfl_table_column(t, name);
  if (c >= 0 || !meaning(t, name)) return c;
  lfl_arena *arena = l->tables->arena;
  const char **columns = lfl_arena_new(arena, (size_t)t->n_columns + 1, const char *);
  if (!columns || !(columns[t->n_columns] = lfl_arena_strdup(arena, name))) {
    l->failed = true;
    return -1;
  }
  for (int k = 0; k < t->n_columns; k++) columns[k] = t->columns[k];
  for (int i = 0; i < t->n_rows; i++) {
    const char **cells = lfl_arena_new(arena, (size_t)t->n_columns + 1, const char *);
    if (!cells) {
      l->failed = true;
      return -1;
    }
    for (int k = 0; k < t->n_columns; k++) cells[k] = t->cells[i][k];
    t->cells[i] = cells;
  }
  t->columns = columns;
  return t->n_columns++;
}

/* Room for one more row, doubled when it is used up. */
static bool reserve_row(layer *l, lfl_table *t) {
  int *capacity = &l->capacity[t - l->tables->tables];
  if (t->cells && t->n_rows < *capacity) return true;
  lfl_arena *arena = l->tables->arena;
  size_t n = t->cells ? (size_t)t->n_rows : 0, more = 2 * n + 8;
  const char ***cells = lfl_arena_new(arena, more, const char **);
  long *numbers = lfl_arena_new(arena, more, long);
  const char **wkt = t->wkt ? lfl_arena_new(arena, more, const char *) : NULL;
  if (!cells || !numbers || (t->wkt && !wkt)) return false;
  for (size_t i = 0; i < n; i++) {
    cells[i] = t->cells[i];
    numbers[i] = t->row_numbers[i];
    if (wkt) wkt[i] = t->wkt[i];
  }
  t->cells = cells;
  t->row_numbers = l->numbers[t - l->tables->tables] = numbers;
  t->wkt = wkt;
  *capacity = (int)more;
  return true;
}

int layer_add_row(layer *l, lfl_table *t) {
  const char **cells = reserve_row(l, t) ? lfl_arena_new(l->tables->arena, (size_t)t->n_columns + 1, const char *) : NULL;
  if (!cells) {
    l->failed = true;
    return -1;
  }
  long *numbers = l->numbers[t - l->tables->tables];
  t->cells[t->n_rows] = cells;
  numbers[t->n_rows] = t->n_rows ? numbers[t->n_rows - 1] + 1 : 2;
  return t->n_rows++;
}

/* Name of the column that says which row is meant; NULL if the table has none. */
const char *layer_key_column(const char *table) {
  const char *key = lfl_schema_key(table);
  return !key && strcmp(table, "standards") == 0 ? "indicator_id" : key;
}

void layer_put(layer *l, lfl_table *t, int row, int column, const char *value) {
  const char *copy = value ? lfl_arena_strdup(l->tables->arena, value) : NULL;
  if (value && !copy) l->failed = true;
  const lfl_column *what = meaning(t, t->columns[column]);
  for (int c = 0; what && c < t->n_columns; c++) /* the same quantity in another unit */
    if (meaning(t, t->columns[c]) == what) t->cells[row][c] = NULL;
  t->cells[row][column] = copy;
}

static void put_all(layer *l, lfl_table *t, int column, const char *value) {
  for (int i = 0; i < t->n_rows; i++) layer_put(l, t, i, column, value);
}

int layer_find_row(const lfl_table *t, const char *row_id, int n_before) {
  const char *key = layer_key_column(t->name);
  if (!key) { /* number of the data row, from 1; rows that the set adds do not count */
    char *end;
    long n = strtol(row_id, &end, 10);
    return *end == 0 && n >= 1 && n <= n_before ? (int)n - 1 : -1;
  }
  int c = lfl_table_column(t, key);
  for (int i = 0; c >= 0 && i < t->n_rows; i++)
    if (t->cells[i][c] && strcmp(t->cells[i][c], row_id) == 0) return i;
  return -1;
}

/* Indicators of the standard sets that a table may speak of: none but of `standards`. */
static int known_indicators(layer *l, const lfl_table *t, const char ***names) {
  *names = NULL;
  if (strcmp(t->name, "standards") != 0) return 0;
  int n = indicator_names(l->tables->arena, names);
  if (n < 0) l->failed = true;
  return n < 0 ? 0 : n;
}

static const char *nearest_key(layer *l, const lfl_table *t, const char *row_id) {
  const char **indicators;
  int c = layer_key_column(t->name) ? lfl_table_column(t, layer_key_column(t->name)) : -1, n = 0, n_indicators = known_indicators(l, t, &indicators);
  const char **names = lfl_arena_new(l->tables->arena, (size_t)t->n_rows + (size_t)n_indicators + 1, const char *);
  for (int i = 0; names && c >= 0 && i < t->n_rows; i++) names[n++] = t->cells[i][c];
  for (int i = 0; names && i < n_indicators; i++) names[n++] = indicators[i];
  return names ? lfl_nearest_name(row_id, names, n) : NULL;
}

static const char *nearest_table(const char *name) {
  const char *names[40];
  int n = 0;
  for (; n < lfl_schema_n_tables() && n < 40; n++) names[n] = lfl_schema_table(n)->name;
  return lfl_nearest_name(name, names, n);
}

static const char *nearest_column(const lfl_table *t, const char *name) {
  const lfl_table_schema *schema = lfl_schema_find(t->name);
  const char *names[64];
  int n = 0;
  for (; schema && n < schema->n_columns && n < 64; n++) names[n] = schema->columns[n].name;
  return lfl_nearest_name(name, names, n);
}

void layer_put_named(layer *l, lfl_table *t, int row, const char *column, const char *value) {
  int c = layer_column(l, t, column);
  if (c >= 0) layer_put(l, t, row, c, value);
}

static void add_to_row(layer *l, const change *ch, lfl_table *t, int column, const char *value) {
  int row = -1;
  for (int i = 0; i < l->n_added; i++) {
    const change *first = l->rows[i].change;
    bool is_same_set = (first->terms ? first->terms->set_id : NULL) == (ch->terms ? ch->terms->set_id : NULL);
    if (is_same_set && strcmp(first->table, ch->table) == 0 && strcmp(first->row_id, ch->row_id) == 0) row = l->rows[i].row;
  }
  if (row < 0 && (row = layer_add_row(l, t)) >= 0) l->rows[l->n_added++] = (added){ch, row};
  if (row >= 0) layer_put(l, t, row, column, value);
}

/* Settings, and figures that come of the standard set, hold though no row says them: their row is begun. */
static bool may_begin(layer *l, const lfl_table *t, const char *id) {
  const char **indicators;
  bool is_so = strcmp(t->name, "scenario") == 0;
  for (int i = known_indicators(l, t, &indicators) - 1; i >= 0 && !is_so; i--) is_so = strcmp(indicators[i], id) == 0;
  return is_so;
}

/* The row named, -1 (and an issue) if there is none. */
static int named_row(layer *l, const change *ch, lfl_table *t, int n_before) {
  int row = layer_find_row(t, ch->row_id, n_before);
  const char *key = layer_key_column(t->name);
  if (row < 0 && may_begin(l, t, ch->row_id) && (row = layer_add_row(l, t)) >= 0) layer_put_named(l, t, row, key, ch->row_id);
  if (row < 0 && !l->failed)
    layer_complain(l, ch->file, ch->row, "row_id", ch->row_id, key ? "a key of that table" : "the number of a data row (the first is 1)", nearest_key(l, t, ch->row_id));
  return row;
}

/* A row that was added has the key that its table wants. */
static void judge_added(layer *l) {
  for (int i = 0; i < l->n_added && !l->failed; i++) {
    const change *ch = l->rows[i].change;
    const lfl_table *t = layer_table(l, ch->table);
    const char *key = layer_key_column(ch->table);
    if (!t || !key || lfl_table_get(t, l->rows[i].row, key)) continue;
    const char *expected = lfl_arena_printf(l->diags->arena, "the new row's key as well: %s.%s.%s=...", ch->table, ch->row_id, key);
    if (expected) layer_complain(l, ch->file, ch->row, "row_id", ch->row_id, expected, NULL);
    else l->failed = true;
  }
}

static void apply(layer *l, const change *ch, int n_before) {
  lfl_table *t = ch->table ? layer_table(l, ch->table) : NULL;
  if (!t) {
    if (!l->failed) layer_complain(l, ch->file, ch->row, "table", ch->table, "a table of the scenario", ch->table ? nearest_table(ch->table) : NULL);
    return;
  }
  int column = ch->column ? layer_column(l, t, ch->column) : -1;
  if (column < 0) {
    if (!l->failed) layer_complain(l, ch->file, ch->row, "column", ch->column, "a column of that table", ch->column ? nearest_column(t, ch->column) : NULL);
    return;
  }
  if (!ch->row_id) {
    layer_complain(l, ch->file, ch->row, "row_id", NULL, "the key of a row, * for all, or +name for a new one", NULL);
    return;
  }
  const char *value = dated_value(l, ch, t);
  bool is_dated = ch->terms && ch->terms->day > 0, is_all = strcmp(ch->row_id, "*") == 0;
  if (ch->row_id[0] == '+') {
    add_to_row(l, ch, t, column, value);
    return;
  }
  int row = is_all ? -1 : named_row(l, ch, t, n_before);
  if (row < 0 && !is_all) return;
  column = layer_column(l, t, ch->column); /* may have moved in a table just begun */
  if (!is_dated) dated_forget(l, ch, t, row);
  if (is_dated) dated_apply(l, ch, t, row, column);
  else if (is_all) put_all(l, t, column, value);
  else layer_put(l, t, row, column, value);
}

/* Rows of a set that was laid over whole are no other numbers any more: a plan made so is read back as it is. */
static void drop_set(layer *l, const char *table, const char *set_id) {
  lfl_table *t = NULL;
  for (int i = 0; i < l->tables->n_tables; i++)
    if (strcmp(l->tables->tables[i].name, table) == 0) t = &l->tables->tables[i];
  int set = t ? lfl_table_column(t, "set_id") : -1, kept = 0;
  long *numbers = set < 0 ? NULL : lfl_arena_new(l->tables->arena, (size_t)t->n_rows + 1, long);
  const char ***cells = set < 0 ? NULL : lfl_arena_new(l->tables->arena, (size_t)t->n_rows + 1, const char **);
  const char **wkt = set >= 0 && t->wkt ? lfl_arena_new(l->tables->arena, (size_t)t->n_rows + 1, const char *) : NULL;
  if (set < 0) return;
  if (!numbers || !cells || (t->wkt && !wkt)) {
    l->failed = true;
    return;
  }
  for (int i = 0; i < t->n_rows; i++) {
    if (t->cells[i][set] && strcmp(t->cells[i][set], set_id) == 0) continue;
    numbers[kept] = t->row_numbers[i];
    if (wkt) wkt[kept] = t->wkt[i];
    cells[kept++] = t->cells[i];
  }
  t->n_rows = kept;
  t->cells = cells;
  t->row_numbers = numbers;
  t->wkt = wkt;
}

static void drop_laid(layer *l, const lfl_layer *laid) {
  drop_set(l, "stages", REPLACED_SET);
  if (laid->topic || !laid->set_id[0]) return;
  drop_set(l, "assumptions", laid->set_id);
  drop_set(l, "options", laid->set_id);
}

lfl_status layer_apply(const lfl_tables *tables, const change *changes, int n, const lfl_layer *layers, int n_layers, lfl_diags *diags, lfl_tables **out) {
  *out = NULL;
  enum { MOST_CHANGES = 20000 };
  if (n > MOST_CHANGES) {
    lfl_diag d = {LFL_ERROR, "too-large", tables->name, 0, NULL, NULL, "at most 20,000 changes in a set", NULL};
    lfl_diags_add(diags, &d);
    return LFL_ERR_DATA;
  }
  layer l = {.tables = copy_tables(tables), .before = tables, .diags = diags};
  if (!l.tables) return LFL_ERR_MEMORY;
  l.capacity = lfl_arena_new(l.tables->arena, (size_t)tables->n_tables + SPARE_TABLES, int);
  l.numbers = lfl_arena_new(l.tables->arena, (size_t)tables->n_tables + SPARE_TABLES, long *);
  l.rows = lfl_arena_new(l.tables->arena, (size_t)n + 1, added);
  int n_errors = diags->n_errors;
  if (!l.rows || !l.capacity || !l.numbers) l.failed = true;
  for (int i = 0; i < n && !l.failed; i++) {
    const lfl_table *before = changes[i].table ? lfl_tables_find(tables, changes[i].table) : NULL;
    apply(&l, &changes[i], before ? before->n_rows : 0);
  }
  judge_added(&l);
  if (!l.failed) dated_finish(&l);
  for (int i = 0; i < n_layers && !l.failed; i++) stages_lay(&l, layers[i].set_id, layers[i].topic);
  if (!l.failed) stages_hold(&l, layers, n_layers);
  for (int i = 0; i < n_layers && !l.failed; i++) drop_laid(&l, &layers[i]);
  if (n_layers > 0 && tables->state == LFL_TABLES_ENTERED) l.tables->state = LFL_TABLES_LAID;
  if (!l.failed && diags->n_errors == n_errors) {
    *out = l.tables;
    return LFL_OK;
  }
  lfl_tables_destroy(l.tables);
  return l.failed ? LFL_ERR_MEMORY : LFL_ERR_DATA;
}

/* "table.row_id.column=value": the table is up to the first dot, the column from the last dot
 * before "=", so that keys may hold dots. */
static bool parse_assignment(const char *text, lfl_arena *arena, change *out) {
  const char *equals = strchr(text, '='), *first = strchr(text, '.'), *last = NULL;
  if (!equals || !first || first > equals) return false;
  for (const char *c = first + 1; c < equals; c++)
    if (*c == '.') last = c;
  if (!last) return false;
  *out = (change){lfl_arena_strndup(arena, text, (size_t)(first - text)),
                  lfl_arena_strndup(arena, first + 1, (size_t)(last - first - 1)),
                  lfl_arena_strndup(arena, last + 1, (size_t)(equals - last - 1)),
                  equals[1] ? lfl_arena_strdup(arena, equals + 1) : NULL, "--set", 0, NULL};
  return true;
}

bool change_is_of_same(const change *a, const change *b) {
  return lfl_same_text(a->table, b->table) && lfl_same_text(a->row_id, b->row_id) && lfl_same_text(a->column, b->column);
}

/* An earlier one of the same number, which would be lost; -1: none. ("*" and then one row is no mistake, as they stand in an order.) */
static int set_before(const change *changes, int i) {
  bool is_of_all = lfl_same_text(changes[i].row_id, "*");
  for (int k = 0; k < i; k++) {
    bool is_same_column = lfl_same_text(changes[k].table, changes[i].table) && lfl_same_text(changes[k].column, changes[i].column);
    if (changes[k].table && (change_is_of_same(&changes[k], &changes[i]) || (is_of_all && is_same_column))) return k;
  }
  return -1;
}

static void complain_of_assignment(lfl_diags *diags, const char *text, const char *expected) {
  lfl_diag d = {LFL_ERROR, "assignment", "--set", 0, NULL, text, expected, NULL};
  lfl_diags_add(diags, &d);
}

lfl_status lfl_tables_set(const lfl_tables *tables, const char *const *assignments, int n_assignments, lfl_diags *diags,
                          lfl_tables **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  change *changes = arena ? lfl_arena_new(arena, (size_t)n_assignments + 1, change) : NULL;
  if (!changes) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  int n_errors = diags->n_errors;
  for (int i = 0; i < n_assignments; i++) {
    if (!parse_assignment(assignments[i], arena, &changes[i])) {
      complain_of_assignment(diags, assignments[i], "table.row.column=value, as places.KS.trucks_per_day=200");
      continue;
    }
    int before = set_before(changes, i);
    const char *said = before < 0 ? NULL : lfl_arena_printf(arena, "each number set once, and before it is %s", assignments[before]);
    if (said) complain_of_assignment(diags, assignments[i], said);
  }
  lfl_status status = diags->n_errors > n_errors ? LFL_ERR_DATA : layer_apply(tables, changes, n_assignments, NULL, 0, diags, out);
  lfl_arena_destroy(arena);
  return status;
}
