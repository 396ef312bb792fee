/* What OGR does not tell of a workbook, read from its own text: formulas whose result is not stored, days counted from 1904.
 * Internal to ingest. */
#ifndef LFL_INGEST_WORKBOOK_XML_H
#define LFL_INGEST_WORKBOOK_XML_H
#include <stdbool.h>

#include "base/arena.h"

typedef struct sheet_cell {
  long row;   /* from 1 */
  int column; /* from 0 */
} sheet_cell;

/* Cells of a sheet that have a formula and no result, by row and column. */
typedef struct sheet_formulas {
  sheet_cell *cells;
  int n, capacity;
  bool is_cut; /* there are more than are listed */
} sheet_formulas;

/* Those of the sheet `name` of an .xlsx workbook, at most `most`; none where it cannot be read. False without memory. */
bool xlsx_unstored_formulas(const char *path, const char *name, int most, lfl_arena *arena, sheet_formulas *out);
bool has_formula(const sheet_formulas *list, long row, int column);
/* Does the .xlsx workbook count its days from 1904? */
bool xlsx_counts_from_1904(const char *path);

#endif
