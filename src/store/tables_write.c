/* Raw tables as a folder of CSV files (RFC 4180, UTF-8, line feed), which every reader of scenarios
 * takes. Cells are written as they are. O(cells). Tests: tests/unit/test_sample.c. */
#include <sys/stat.h>

#include "base/alloc.h"
#include "store/parts.h"

lfl_status store_write_table(const lfl_table *t, const char *path, lfl_diags *problems) {
  lfl_buf out = {0};
  for (int i = -1; i < t->n_rows; i++) {
    for (int j = 0; j < t->n_columns; j++) {
      if (j) lfl_buf_puts(&out, ",");
      const char *text = i < 0 ? t->columns[j] : t->cells[i][j];
      if (text) lfl_buf_csv(&out, text);
    }
    lfl_buf_puts(&out, "\n");
  }
  lfl_status status = out.failed ? LFL_ERR_MEMORY : store_write_text(path, out.text, out.n, problems);
  lfl_buf_clear(&out);
  return status;
}

static lfl_status write_one(const lfl_table *t, const char *folder, lfl_diags *problems) {
  lfl_buf path = {0};
  lfl_buf_printf(&path, "%s/%s.csv", folder, t->name);
  lfl_status status = path.failed ? LFL_ERR_MEMORY : store_write_table(t, path.text, problems);
  lfl_buf_clear(&path);
  return status;
}

lfl_status lfl_tables_write(const lfl_tables *tables, const char *folder, lfl_diags *problems) {
  struct stat st;
  if (lstat(folder, &st) == 0) {
    store_complain(problems, "folder-exists", folder, "a folder that does not exist yet: nothing is replaced");
    return LFL_ERR_USAGE;
  }
  store_folder made;
  lfl_status status = store_folder_begin(folder, false, &made, problems);
  for (int k = 0; status == LFL_OK && k < tables->n_tables; k++)
    if (tables->tables[k].n_rows) status = write_one(&tables->tables[k], made.temp, problems);
  if (status == LFL_OK) status = store_folder_commit(&made, problems);
  store_folder_end(&made);
  return status;
}
