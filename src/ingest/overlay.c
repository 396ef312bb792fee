/* Laying other numbers over the tables: an assumption set, or assignments of a what-if. A copy
 * is made; the tables read stay as they are. A quantity may be named in another unit or as a count
 * (toilets for toilet_places): what the row says of it in other columns then goes blank.
 * O(cells + changes * rows). Limit: 20,000 changes. Tests: tests/unit/test_ingest_overlay.c. */
#include <stdlib.h>
#include <string.h>

#include "ingest/ingest.h"
#include "model/schema.h"

enum { SPARE_TABLES = 32 }; /* room for all tables of the contract that a scenario does not have */

typedef struct layer {
  lfl_tables *tables;
  lfl_diags *diags;
  int *capacity;  /* [n_tables + SPARE_TABLES] rows that a table's arrays have room for; 0: still the copy's own */
  long **numbers; /* [same] row numbers of tables that grew */
  bool failed;
} layer;

/* A deep copy of the tables' structure; texts are copied, too, so that the copy stands alone. */
static lfl_tables *copy_tables(const lfl_tables *from) {
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *to = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  if (!to) {
    lfl_arena_destroy(arena);
    return NULL;
  }
  *to = (lfl_tables){arena, lfl_arena_strdup(arena, from->name), from->n_tables,
                     lfl_arena_new(arena, (size_t)from->n_tables + SPARE_TABLES, lfl_table)};
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

static void complain(layer *l, const char *file, long row, const char *column, const char *value, const char *expected, const char *nearest) {
  lfl_diag d = {LFL_ERROR, "assumption", file, row, column, value, expected, nearest};
  lfl_diags_add(l->diags, &d);
}

static lfl_table *find_table(layer *l, const char *name) {
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
static int find_column(layer *l, lfl_table *t, const char *name) {
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

static int add_row(layer *l, lfl_table *t) {
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

/* Name of the key column: the first one where the schema says so; NULL if the table has none. */
static const char *key_column(const char *table) {
  const lfl_table_schema *schema = lfl_schema_find(table);
  if (!schema) return NULL;
  if (schema->columns[0].type == LFL_TYPE_KEY) return schema->columns[0].name;
  return strcmp(table, "standards") == 0 ? "indicator_id" : NULL;
}

typedef struct change {
  const char *table, *row_id, *column, *value;
  const char *file; /* where it was said */
  long row;
} change;

static void put(layer *l, lfl_table *t, int row, int column, const char *value) {
  const char *copy = value ? lfl_arena_strdup(l->tables->arena, value) : NULL;
  if (value && !copy) l->failed = true;
  const lfl_column *what = meaning(t, t->columns[column]);
  for (int c = 0; what && c < t->n_columns; c++) /* the same quantity in another unit */
    if (meaning(t, t->columns[c]) == what) t->cells[row][c] = NULL;
  t->cells[row][column] = copy;
}

static void put_all(layer *l, lfl_table *t, int column, const char *value) {
  for (int i = 0; i < t->n_rows; i++) put(l, t, i, column, value);
}

static int find_row(const lfl_table *t, const char *row_id, int n_before) {
  const char *key = key_column(t->name);
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

typedef struct added {
  const char *table, *name;
  int row;
} added;

static const char *nearest_key(const lfl_table *t, const char *row_id, lfl_arena *arena) {
  int c = key_column(t->name) ? lfl_table_column(t, key_column(t->name)) : -1;
  const char **names = lfl_arena_new(arena, (size_t)t->n_rows + 1, const char *);
  for (int i = 0; names && c >= 0 && i < t->n_rows; i++) names[i] = t->cells[i][c];
  return names && c >= 0 ? lfl_nearest_name(row_id, names, t->n_rows) : NULL;
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

static void apply(layer *l, const change *ch, added *rows, int *n_added, int n_before) {
  lfl_table *t = ch->table ? find_table(l, ch->table) : NULL;
  if (!t) {
    if (!l->failed) complain(l, ch->file, ch->row, "table", ch->table, "a table of the scenario", ch->table ? nearest_table(ch->table) : NULL);
    return;
  }
  int column = ch->column ? find_column(l, t, ch->column) : -1;
  if (column < 0) {
    if (!l->failed) complain(l, ch->file, ch->row, "column", ch->column, "a column of that table", ch->column ? nearest_column(t, ch->column) : NULL);
    return;
  }
  if (!ch->row_id) {
    complain(l, ch->file, ch->row, "row_id", NULL, "the key of a row, * for all, or +name for a new one", NULL);
    return;
  }
  if (strcmp(ch->row_id, "*") == 0) {
    put_all(l, t, column, ch->value);
    return;
  }
  int row = -1;
  if (ch->row_id[0] == '+') {
    for (int i = 0; i < *n_added; i++)
      if (strcmp(rows[i].table, ch->table) == 0 && strcmp(rows[i].name, ch->row_id) == 0) row = rows[i].row;
    if (row < 0 && (row = add_row(l, t)) >= 0) rows[(*n_added)++] = (added){ch->table, ch->row_id, row};
  } else {
    row = find_row(t, ch->row_id, n_before);
    const char *key = key_column(t->name);
    if (row < 0 && strcmp(t->name, "scenario") == 0 && (row = add_row(l, t)) >= 0) {
      int k = find_column(l, t, key); /* may come after `column` in a new table */
      if (k >= 0) put(l, t, row, k, ch->row_id);
      column = lfl_table_column(t, ch->column);
    }
    if (row < 0 && !l->failed)
      complain(l, ch->file, ch->row, "row_id", ch->row_id, key ? "a key of that table" : "the number of a data row (the first is 1)",
               nearest_key(t, ch->row_id, l->tables->arena));
  }
  if (row >= 0 && column >= 0) put(l, t, row, column, ch->value);
}

static lfl_status apply_all(const lfl_tables *tables, const change *changes, int n, lfl_diags *diags, lfl_tables **out) {
  *out = NULL;
  enum { MOST_CHANGES = 20000 };
  if (n > MOST_CHANGES) {
    lfl_diag d = {LFL_ERROR, "too-large", tables->name, 0, NULL, NULL, "at most 20,000 changes in a set", NULL};
    lfl_diags_add(diags, &d);
    return LFL_ERR_DATA;
  }
  layer l = {copy_tables(tables), diags, NULL, NULL, false};
  if (!l.tables) return LFL_ERR_MEMORY;
  l.capacity = lfl_arena_new(l.tables->arena, (size_t)tables->n_tables + SPARE_TABLES, int);
  l.numbers = lfl_arena_new(l.tables->arena, (size_t)tables->n_tables + SPARE_TABLES, long *);
  int n_errors = diags->n_errors, n_added = 0;
  added *rows = lfl_arena_new(l.tables->arena, (size_t)n + 1, added);
  if (!rows || !l.capacity || !l.numbers) l.failed = true;
  for (int i = 0; i < n && !l.failed; i++) {
    const lfl_table *before = changes[i].table ? lfl_tables_find(tables, changes[i].table) : NULL;
    apply(&l, &changes[i], rows, &n_added, before ? before->n_rows : 0);
  }
  if (!l.failed && diags->n_errors == n_errors) {
    *out = l.tables;
    return LFL_OK;
  }
  lfl_tables_destroy(l.tables);
  return l.failed ? LFL_ERR_MEMORY : LFL_ERR_DATA;
}

int lfl_tables_sets(const lfl_tables *tables, lfl_arena *arena, const char *const **out) {
  const lfl_table *t = lfl_tables_find(tables, "assumptions");
  int n = 0, n_rows = t ? t->n_rows : 0;
  const char **sets = lfl_arena_new(arena, (size_t)n_rows + 1, const char *);
  if (!sets) return -1;
  for (int i = 0; i < n_rows; i++) {
    const char *id = lfl_table_get(t, i, "set_id");
    bool is_known = !id;
    for (int k = 0; !is_known && k < n; k++) is_known = strcmp(sets[k], id) == 0;
    if (!is_known) sets[n++] = id;
  }
  *out = sets;
  return n;
}

lfl_status lfl_tables_overlay(const lfl_tables *tables, const char *set_id, lfl_diags *diags, lfl_tables **out) {
  *out = NULL;
  const lfl_table *t = lfl_tables_find(tables, "assumptions");
  lfl_arena *arena = lfl_arena_create();
  change *changes = arena ? lfl_arena_new(arena, t ? (size_t)t->n_rows + 1 : 1, change) : NULL;
  if (!changes) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  int n = 0;
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *id = lfl_table_get(t, i, "set_id");
    if (id && strcmp(id, set_id) == 0)
      changes[n++] = (change){lfl_table_get(t, i, "table"), lfl_table_get(t, i, "row_id"), lfl_table_get(t, i, "column"),
                              lfl_table_get(t, i, "value"), t->file, t->row_numbers[i]};
  }
  lfl_status status;
  if (!n) {
    const char *const *sets;
    int n_sets = lfl_tables_sets(tables, arena, &sets);
    lfl_diag d = {LFL_ERROR, "no-such-set", t ? t->file : tables->name, 0, "set_id", set_id, "a set of the table assumptions",
                  n_sets > 0 ? lfl_nearest_name(set_id, sets, n_sets) : NULL};
    lfl_diags_add(diags, &d);
    status = LFL_ERR_DATA;
  } else {
    status = apply_all(tables, changes, n, diags, out);
  }
  lfl_arena_destroy(arena);
  return status;
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
                  equals[1] ? lfl_arena_strdup(arena, equals + 1) : NULL, "--set", 0};
  return true;
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
  for (int i = 0; i < n_assignments; i++)
    if (!parse_assignment(assignments[i], arena, &changes[i])) {
      lfl_diag d = {LFL_ERROR, "assignment", "--set", 0, NULL, assignments[i], "table.row.column=value, as places.KS.trucks_per_day=200", NULL};
      lfl_diags_add(diags, &d);
    }
  lfl_status status = diags->n_errors > n_errors ? LFL_ERR_DATA : apply_all(tables, changes, n_assignments, diags, out);
  lfl_arena_destroy(arena);
  return status;
}
