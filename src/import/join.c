/* What an import and a scenario are together: the imported rows are laid below the scenario's own, taking the place of those with
 * the same key; the whole is built as a scenario, and what that says of pledges is handed on. O(rows log rows). Tests: tests/unit/test_iati.c. */
#include <string.h>

#include "base/ids.h"
#include "import/import.h"
#include "ingest/ingest.h"

enum { FIRST_ADDED = 1000000000 }; /* row numbers from here on are those of imported rows */

static int add_column(const char **columns, int n, const char *name) {
  for (int i = 0; i < n; i++)
    if (strcmp(columns[i], name) == 0) return n;
  columns[n] = name;
  return n + 1;
}

/* Rows of `from` below those of `to`, without those whose key `taken` has. */
static bool add_rows(lfl_arena *arena, lfl_table *to, long *numbers, const lfl_table *from, const lfl_ids *taken, bool is_added) {
  for (int i = 0; from && i < from->n_rows; i++) {
    if (lfl_ids_get(taken, lfl_table_get(from, i, to->columns[0])) >= 0) continue;
    const char **cells = lfl_arena_new(arena, (size_t)to->n_columns, const char *);
    if (!cells) return false;
    for (int k = 0; k < to->n_columns; k++) cells[k] = lfl_table_get(from, i, to->columns[k]);
    to->cells[to->n_rows] = cells;
    numbers[to->n_rows++] = from->row_numbers[i] + (is_added ? FIRST_ADDED : 0);
  }
  return true;
}

/* Both below each other, with the columns of both. The geometry of `own` is not kept. */
static bool join_table(lfl_arena *arena, const lfl_table *own, const lfl_table *added, lfl_table *out) {
  int n_rows = (own ? own->n_rows : 0) + added->n_rows, n = 0;
  const char **columns = lfl_arena_new(arena, (size_t)((own ? own->n_columns : 0) + added->n_columns), const char *);
  const char ***cells = lfl_arena_new(arena, (size_t)n_rows + 1, const char **);
  long *numbers = lfl_arena_new(arena, (size_t)n_rows + 1, long);
  if (!columns || !cells || !numbers) return false;
  for (int k = 0; k < added->n_columns; k++) n = add_column(columns, n, added->columns[k]); /* the key first */
  for (int k = 0; own && k < own->n_columns; k++) n = add_column(columns, n, own->columns[k]);
  *out = (lfl_table){added->name, own ? own->file : added->file, n, 0, columns, cells, numbers, NULL};
  lfl_ids *keys = lfl_ids_create();
  for (int i = 0; keys && i < added->n_rows; i++) lfl_ids_put(keys, added->cells[i][0], i);
  bool is_fine = keys && add_rows(arena, out, numbers, own, keys, false) && add_rows(arena, out, numbers, added, NULL, true);
  lfl_ids_destroy(keys);
  return is_fine;
}

static lfl_tables *join(const lfl_tables *tables, const lfl_tables *added) {
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *all = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  lfl_table *list = all ? lfl_arena_new(arena, (size_t)(tables->n_tables + added->n_tables), lfl_table) : NULL;
  bool is_fine = list != NULL;
  if (is_fine) *all = (lfl_tables){arena, tables->name, 0, list, tables->state};
  for (int i = 0; is_fine && i < tables->n_tables; i++)
    if (!lfl_tables_find(added, tables->tables[i].name)) list[all->n_tables++] = tables->tables[i];
  for (int i = 0; is_fine && i < added->n_tables; i++)
    is_fine = join_table(arena, lfl_tables_find(tables, added->tables[i].name), &added->tables[i], &list[all->n_tables++]);
  if (is_fine) return all;
  lfl_arena_destroy(arena);
  return NULL;
}

/* The least that pledges need around them: a place, the earliest of their days, the first one's currency. */
static lfl_tables *make_surroundings(const lfl_tables *added) {
  static const char *const keys[] = {"key", "value"}, *const place[] = {"place_id", "kind"};
  static const char *place_cells[] = {"SOMEWHERE", "area"};
  static const char **place_rows[] = {place_cells};
  static const long numbers[] = {2, 3};
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *t = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  lfl_table *list = t ? lfl_arena_new(arena, 2, lfl_table) : NULL;
  const char ***rows = list ? lfl_arena_new(arena, 2, const char **) : NULL;
  for (int i = 0; rows && i < 2; i++)
    if (!(rows[i] = lfl_arena_new(arena, 2, const char *))) rows = NULL;
  if (!rows) {
    lfl_arena_destroy(arena);
    return NULL;
  }
  const lfl_table *pledges = lfl_tables_find(added, "pledges");
  const char *first = NULL;
  for (int i = 0; pledges && i < pledges->n_rows; i++) {
    const char *day = lfl_table_get(pledges, i, "from_day");
    if (day && (!first || strcmp(day, first) < 0)) first = day;
  }
  rows[0][0] = "start_date", rows[0][1] = first ? first : "2000-01-01";
  rows[1][0] = "currency", rows[1][1] = lfl_table_get(pledges, 0, "currency");
  list[0] = (lfl_table){"scenario", "scenario", 2, 2, keys, rows, numbers, NULL};
  list[1] = (lfl_table){"places", "places", 2, 1, place, place_rows, numbers, NULL};
  *t = (lfl_tables){arena, "import", 2, list, LFL_TABLES_ENTERED};
  return t;
}

static bool is_about_money(const lfl_diag *d) {
  static const char *const codes[] = {"money-twice", "counted-once", "passed-on"};
  for (size_t i = 0; d->code && i < sizeof codes / sizeof codes[0]; i++)
    if (strcmp(d->code, codes[i]) == 0) return true;
  return false;
}

/* Hands on what is said of money and of imported rows. */
static void hand_on(const lfl_diags *found, bool is_alone, const char *name, lfl_diags *diags) {
  for (int i = 0; i < found->n; i++) {
    lfl_diag d = found->items[i];
    bool is_added = d.row >= FIRST_ADDED;
    if (!is_about_money(&d) && (!is_added || is_alone)) continue;
    if (is_added) {
      d.row -= FIRST_ADDED;
      d.file = name;
    }
    if (d.severity == LFL_ERROR) d.severity = LFL_WARNING; /* it is nothing that keeps the import from being written */
    lfl_diags_add(diags, &d);
  }
}

/* Pledges that the scenario has already. */
static void say_replaced(const lfl_tables *scenario, const lfl_tables *added, const char *name, lfl_diags *diags) {
  const lfl_table *own = lfl_tables_find(scenario, "pledges"), *new_ones = lfl_tables_find(added, "pledges");
  lfl_ids *keys = own && new_ones ? lfl_ids_create() : NULL;
  for (int i = 0; keys && i < own->n_rows; i++) {
    const char *key = lfl_table_get(own, i, "pledge_id");
    if (key) lfl_ids_put(keys, key, i);
  }
  for (int i = 0; keys && i < new_ones->n_rows; i++) {
    const char *key = lfl_table_get(new_ones, i, "pledge_id");
    if (lfl_ids_get(keys, key) < 0) continue;
    lfl_diag d = {LFL_WARNING, "import-there", name, new_ones->row_numbers[i], "pledge_id", key, "a pledge that the scenario does not have yet: this row is to take the place of its row", NULL};
    lfl_diags_add(diags, &d);
  }
  lfl_ids_destroy(keys);
}

lfl_status lfl_import_check(const lfl_tables *scenario, const lfl_tables *added, const char *name, lfl_diags *diags) {
  lfl_tables *around = scenario ? NULL : make_surroundings(added), *all = NULL;
  lfl_scenario *s = NULL;
  lfl_diags found;
  lfl_status status = LFL_ERR_MEMORY;
  bool has_diags = (scenario || around) && lfl_diags_init(&found);
  if (has_diags && (all = join(scenario ? scenario : around, added)) != NULL) {
    status = lfl_scenario_build(all, &found, &s);
    lfl_scenario_destroy(s);
    if (status == LFL_ERR_DATA) status = LFL_OK; /* what is wrong is handed on */
    if (status == LFL_OK) say_replaced(scenario, added, name, diags);
    if (status == LFL_OK) hand_on(&found, !scenario, name, diags);
  }
  if (has_diags) lfl_diags_clear(&found);
  lfl_tables_destroy(all);
  lfl_tables_destroy(around);
  return diags->failed ? LFL_ERR_MEMORY : status;
}
