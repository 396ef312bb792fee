/* Warehouses, sites, convoys and roads about which nobody has said who may see them: a note a table, as partners will
 * see them (docs/DATA_RESPONSIBILITY.md). O(rows). Tests: tests/unit/test_ingest_files.c. */
#include <string.h>

#include "ingest/ascii.h"
#include "ingest/build.h"

static bool is_delicate(const lfl_table *table, int row) {
  if (strcmp(table->name, "permissions") == 0) return true;
  const char *kind = lfl_table_get(table, row, "kind");
  return kind && (is_same_word(kind, "hub") || is_same_word(kind, "site"));
}

static void note_table(builder *b, const char *name, const char *what) {
  const lfl_table *table = lfl_tables_find(b->tables, name);
  int n = 0;
  for (int i = 0; table && i < table->n_rows; i++) n += is_delicate(table, i) && !lfl_table_get(table, i, "sensitivity");
  if (!n) return;
  const char *value = lfl_arena_printf(b->arena, "blank in %d row%s", n, n == 1 ? "" : "s");
  const char *expected = lfl_arena_printf(b->arena, "%s: restricted where partners must not know of them; blank means partners", what);
  if (!value || !expected) {
    b->failed = true;
    return;
  }
  lfl_diag d = {LFL_NOTE, "sensitivity-blank", table->file, 0, "sensitivity", value, expected, NULL};
  lfl_diags_add(b->diags, &d);
}

void check_unmarked(builder *b) {
  note_table(b, "places", "who may see these warehouses and sites");
  note_table(b, "permissions", "who may see these convoys and their routes");
}
