#include "text_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ingest/ingest.h"

lfl_tables *text_tables(const char *const *texts, int n) {
  char folder[] = "/tmp/lifeline-options-XXXXXX", path[200];
  lfl_diags diags;
  lfl_tables *tables = NULL;
  assert_non_null(mkdtemp(folder));
  for (int i = 0; i < n; i++) {
    int length = (int)strcspn(texts[i], "\n");
    snprintf(path, sizeof path, "%s/%.*s.csv", folder, length, texts[i]);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(texts[i] + length + 1, f);
    fclose(f);
  }
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_tables_read(folder, &diags, &tables);
  for (int i = 0; i < diags.n; i++) print_message("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  assert_int_equal(status, LFL_OK);
  lfl_diags_clear(&diags);
  for (int i = 0; i < n; i++) {
    snprintf(path, sizeof path, "%s/%.*s.csv", folder, (int)strcspn(texts[i], "\n"), texts[i]);
    remove(path);
  }
  rmdir(folder);
  return tables;
}
