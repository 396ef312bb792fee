/* Raw tables: the scenario as it was read, text by text, before anything is interpreted.
 * Assumption sets and what-ifs are laid over these; plan.gpkg stores them as they are. */
#ifndef LFL_MODEL_TABLES_H
#define LFL_MODEL_TABLES_H
#include <stdbool.h>

#include "base/arena.h"

typedef struct lfl_table {
  const char *name;           /* lower case, as in the contract where it is one of it */
  const char *file;           /* what diagnostics call it, e.g. "rafah-2024/places.csv" */
  int n_columns, n_rows;
  const char *const *columns; /* [n_columns], lower case, trimmed */
  const char ***cells;        /* [n_rows][n_columns], trimmed UTF-8; NULL = blank */
  const long *row_numbers;    /* [n_rows] as an editor shows them: the header is row 1 */
  const char *const *wkt;     /* [n_rows] geometry as WKT in WGS84 lon lat, NULL where none;
                                 NULL when the table has no geometry at all */
} lfl_table;

/* As entered; with sets of other numbers laid over; or those that a plan holds. */
typedef enum lfl_tables_state { LFL_TABLES_ENTERED, LFL_TABLES_LAID, LFL_TABLES_OF_PLAN } lfl_tables_state;

typedef struct lfl_tables {
  lfl_arena *arena; /* owns everything */
  const char *name; /* of the container, without folders, e.g. "rafah-2024" */
  int n_tables;
  lfl_table *tables; /* [n_tables], in contract order, then unknown ones by name */
  lfl_tables_state state;
} lfl_tables;

/* Frees all of it; NULL is fine. */
void lfl_tables_destroy(lfl_tables *tables);
/* Are both NULL, or the same? */
bool lfl_same_text(const char *a, const char *b);
/* Table called `name`, or NULL. */
const lfl_table *lfl_tables_find(const lfl_tables *tables, const char *name);
/* Column's index by name, or -1. table may be NULL. */
int lfl_table_column(const lfl_table *table, const char *column);
/* Text of a cell, NULL if blank or there is no such column. table may be NULL. */
const char *lfl_table_get(const lfl_table *table, int row, const char *column);
/* Do the two say the same: tables, columns, rows, texts and outlines, in the same order? What may be laid over them (assumptions,
 * options) is left aside. Both not NULL. */
bool lfl_tables_say_same(const lfl_tables *a, const lfl_tables *b);

#endif
