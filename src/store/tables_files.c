/* A raw table as a CSV file, others of the same import beside it under their own names: all or nothing. Each is written and
 * flushed under a name of its own, then all get their names; nothing that exists is replaced. The first
 * table comes last, so that it is never there without those that it names. O(cells). Tests: tests/unit/test_iati.c. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/parts.h"

enum { MOST_FILES = 8 };

typedef struct files {
  int n, n_placed;
  lfl_buf target[MOST_FILES], temp[MOST_FILES];
} files;

static lfl_status name_files(const lfl_tables *tables, const char *path, files *f, lfl_diags *problems) {
  const char *slash = strrchr(path, '/');
  int n_folder = slash ? (int)(slash - path) + 1 : 0;
  for (; f->n < tables->n_tables && f->n < MOST_FILES; f->n++) {
    lfl_buf *target = &f->target[f->n], *temp = &f->temp[f->n];
    if (f->n == 0) lfl_buf_puts(target, path);
    else lfl_buf_printf(target, "%.*s%s.csv", n_folder, path, tables->tables[f->n].name);
    if (!target->failed) lfl_buf_printf(temp, "%.*s.%s.lifeline-%ld", n_folder, path, target->text + n_folder, (long)getpid());
    if (target->failed || temp->failed) return LFL_ERR_MEMORY;
    struct stat st;
    if (lstat(target->text, &st) == 0 || (f->n && strcmp(target->text, path) == 0)) {
      store_complain(problems, "file-exists", target->text, "a file that does not exist yet: nothing is replaced");
      return LFL_ERR_USAGE;
    }
  }
  return LFL_OK;
}

lfl_status lfl_tables_write_files(const lfl_tables *tables, const char *path, lfl_diags *problems) {
  files f = {0};
  lfl_status status = name_files(tables, path, &f, problems);
  for (int i = 0; status == LFL_OK && i < f.n; i++) status = store_write_table(&tables->tables[i], f.temp[i].text, problems);
  for (int i = f.n - 1; status == LFL_OK && i >= 0; i--) {
    status = store_place_file(f.temp[i].text, f.target[i].text, problems);
    f.n_placed += status == LFL_OK;
  }
  for (int i = f.n - f.n_placed; status != LFL_OK && i < f.n; i++) unlink(f.target[i].text);
  for (int i = 0; i < MOST_FILES; i++) {
    if (f.temp[i].text) unlink(f.temp[i].text);
    lfl_buf_clear(&f.target[i]);
    lfl_buf_clear(&f.temp[i]);
  }
  return status;
}
