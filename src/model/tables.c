/* Raw tables: look-ups. Linear searches; there are some twenty tables of some twenty columns. */
#include "model/tables.h"

#include <stddef.h>
#include <string.h>

void lfl_tables_destroy(lfl_tables *tables) {
  if (tables) lfl_arena_destroy(tables->arena); /* the arena holds the struct itself */
}

const lfl_table *lfl_tables_find(const lfl_tables *tables, const char *name) {
  for (int i = 0; tables && i < tables->n_tables; i++)
    if (strcmp(tables->tables[i].name, name) == 0) return &tables->tables[i];
  return NULL;
}

int lfl_table_column(const lfl_table *table, const char *column) {
  for (int i = 0; table && i < table->n_columns; i++)
    if (strcmp(table->columns[i], column) == 0) return i;
  return -1;
}

const char *lfl_table_get(const lfl_table *table, int row, const char *column) {
  int c = lfl_table_column(table, column);
  return c < 0 || row < 0 || row >= table->n_rows ? NULL : table->cells[row][c];
}

bool lfl_same_text(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

static bool is_same_table(const lfl_table *a, const lfl_table *b) {
  bool is_same = strcmp(a->name, b->name) == 0 && a->n_columns == b->n_columns && a->n_rows == b->n_rows && !a->wkt == !b->wkt;
  for (int c = 0; is_same && c < a->n_columns; c++) is_same = strcmp(a->columns[c], b->columns[c]) == 0;
  for (int i = 0; is_same && i < a->n_rows; i++) {
    is_same = !a->wkt || lfl_same_text(a->wkt[i], b->wkt[i]);
    for (int c = 0; is_same && c < a->n_columns; c++) is_same = lfl_same_text(a->cells[i][c], b->cells[i][c]);
  }
  return is_same;
}

/* Index of the next table, from i on, that is about the scenario itself. */
static int next_table(const lfl_tables *tables, int i) {
  while (i < tables->n_tables && (strcmp(tables->tables[i].name, "assumptions") == 0 || strcmp(tables->tables[i].name, "options") == 0)) i++;
  return i;
}

bool lfl_tables_say_same(const lfl_tables *a, const lfl_tables *b) {
  int i = next_table(a, 0), k = next_table(b, 0);
  while (i < a->n_tables && k < b->n_tables && is_same_table(&a->tables[i], &b->tables[k])) {
    i = next_table(a, i + 1);
    k = next_table(b, k + 1);
  }
  return i == a->n_tables && k == b->n_tables;
}
