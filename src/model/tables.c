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
