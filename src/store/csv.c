/* The plan's tables as CSV (RFC 4180, UTF-8, line feed, decimal point), one file a table,
 * for people: numbers of twelve digits. O(cells). Tests: tests/unit/test_store.c. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "store/parts.h"

static void put_header(lfl_buf *buf, const store_table *table) {
  for (int k = 0; k < table->n_columns; k++) {
    if (k) lfl_buf_add(buf, ",", 1);
    lfl_buf_csv(buf, table->columns[k].name);
  }
  lfl_buf_add(buf, "\n", 1);
}

static void put_row(lfl_buf *buf, const store_table *table, const store_row *row, lfl_arena *arena) {
  for (int k = 0; k < table->n_columns; k++) {
    const store_cell *cell = &row->cells[k];
    if (k) lfl_buf_add(buf, ",", 1);
    bool is_text = table->columns[k].type == STORE_TEXT || table->columns[k].type == STORE_DATE;
    const char *text = is_text ? store_clean(arena, cell->text, true) : NULL;
    if (is_text && cell->text && !text) buf->failed = true;
    if (is_text) lfl_buf_csv(buf, text);
    else if (table->columns[k].type == STORE_EXACT) store_put_exact(buf, cell->number);
    else lfl_buf_number(buf, store_round(cell->number));
  }
  lfl_buf_add(buf, "\n", 1);
}

lfl_status store_write_csvs(const store_context *c, const char *dir, lfl_diags *problems) {
  if (mkdir(dir, 0777) != 0) {
    store_complain(problems, "cannot-write", dir, strerror(errno));
    return LFL_ERR_IO;
  }
  lfl_buf buf = {0};
  lfl_status status = LFL_OK;
  int n_tables = store_n_tables(), n_all = n_tables + (c->plan->comparison ? store_n_compare_tables() : 0);
  for (int t = 0; t < n_all && status == LFL_OK; t++) {
    const store_table *table = t < n_tables ? store_table_at(t) : store_compare_table(t - n_tables);
    if (store_is_for_program(table)) continue;
    buf.n = 0;
    put_header(&buf, table);
    int n = table->count(c);
    for (int i = 0; i < n && !buf.failed; i++) {
      store_row row;
      store_table_fill(table, c, i, &row);
      put_row(&buf, table, &row, c->arena);
    }
    char *path = lfl_arena_printf(c->arena, "%s/%s.csv", dir, table->name);
    if (buf.failed || !path) status = LFL_ERR_MEMORY;
    else status = store_write_text(path, buf.text, buf.n, problems);
  }
  lfl_buf_clear(&buf);
  return status;
}
