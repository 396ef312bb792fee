#include "folder_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "case_runner.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "model/redact.h"
#include "report/report.h"
#include "same_plan.h"
#include "store/cut.h"
#include "store/store.h"

void folder_begin(folder_plan *f) {
  *f = (folder_plan){0};
  strcpy(f->dir, "/tmp/lfl_test_XXXXXX");
  assert_non_null(mkdtemp(f->dir));
  assert_int_equal(mkdir(in_folder(f, "s"), 0755), 0);
  assert_true(lfl_diags_init(&f->diags));
}

const char *in_folder(const folder_plan *f, const char *name) {
  static char path[8][256];
  static int i;
  i = (i + 1) % 8;
  snprintf(path[i], sizeof path[i], "%s/%s", f->dir, name);
  return path[i];
}

void folder_write(const folder_plan *f, const char *name, const char *text) {
  FILE *file = fopen(in_folder(f, name), "wb");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

void folder_make(folder_plan *f) {
  assert_int_equal(lfl_scenario_read(in_folder(f, "s"), NULL, &f->diags, &f->tables, &f->scenario), LFL_OK);
  lfl_plan_options options = lfl_plan_options_default();
  options.skip_targets = options.skip_binding = true;
  assert_int_equal(lfl_plan_make(f->scenario, &options, &f->plan), LFL_OK);
}

void folder_of_text(folder_plan *f, const char *text) {
  *f = (folder_plan){0};
  assert_true(lfl_diags_init(&f->diags));
  assert_true(case_scenario(text, &f->diags, &f->tables, &f->scenario));
  assert_non_null(f->scenario);
  assert_int_equal(lfl_plan_make(f->scenario, NULL, &f->plan), LFL_OK);
}

void remove_all(const char *path) {
  struct stat st;
  if (lstat(path, &st) != 0) return;
  DIR *dir = S_ISDIR(st.st_mode) ? opendir(path) : NULL;
  for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
    char inner[512];
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    assert_true(snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) < (int)sizeof inner);
    remove_all(inner);
  }
  if (dir) closedir(dir);
  assert_int_equal(remove(path), 0);
}

void folder_end(folder_plan *f) {
  lfl_plan_destroy(f->plan);
  lfl_scenario_destroy(f->scenario);
  lfl_tables_destroy(f->tables);
  lfl_diags_clear(&f->diags);
  if (f->dir[0]) remove_all(f->dir);
}

bool folder_holds(const folder_plan *f, const char *about) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  bool is_fine = lfl_plan_verify(f->scenario, f->plan, &diags) == LFL_OK, is_said = about == NULL;
  for (int i = 0; i < diags.n && !is_said; i++) is_said = strstr(diags.items[i].expected, about) != NULL;
  if (!is_said) print_message("not said: %s (%s)\n", about, diags.n ? diags.items[0].expected : "nothing");
  assert_true(is_said);
  lfl_diags_clear(&diags);
  return is_fine;
}

void folder_write_for(folder_plan *f, lfl_sensitivity audience, const char *name) {
  lfl_plan *seen;
  lfl_needs *needs;
  lfl_buf html = {0};
  const lfl_plan *from = f->plan;
  lfl_cut cut = {0};
  if (audience == LFL_PARTNERS) {
    assert_int_equal(lfl_plan_cut(f->plan, audience, &f->diags, &cut), LFL_OK);
    from = cut.plan;
  }
  assert_int_equal(lfl_plan_redact(from, audience, &seen), LFL_OK);
  assert_int_equal(lfl_needs_compute(from->scenario, &needs), LFL_OK);
  assert_int_equal(lfl_report_html(seen, needs, &f->diags, audience, &html), LFL_OK);
  lfl_write_options o = {audience, false};
  assert_int_equal(lfl_plan_write(seen, in_folder(f, name), html.text, &f->diags, &o, &f->diags), LFL_OK);
  lfl_buf_clear(&html);
  lfl_needs_destroy(needs);
  lfl_plan_destroy(seen);
  lfl_cut_clear(&cut);
}

void folder_read_back(folder_plan *f, const char *name) {
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  assert_int_equal(lfl_plan_read(in_folder(f, name), &f->diags, &tables, &scenario, &plan), LFL_OK);
  assert_int_equal(lfl_plan_verify(scenario, plan, &f->diags), LFL_OK);
  assert_same_plan(f->plan, plan);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
}

char *read_file(const char *path, size_t *n) {
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("%s is missing", path);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  *n = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*n + 1);
  assert_non_null(bytes);
  assert_int_equal(fread(bytes, 1, *n, file), *n);
  bytes[*n] = 0;
  fclose(file);
  return bytes;
}

bool file_has(const char *path, const char *text) {
  size_t n, length = strlen(text);
  char *bytes = read_file(path, &n);
  bool is_there = false;
  for (size_t i = 0; !is_there && i + length <= n; i++) is_there = memcmp(bytes + i, text, length) == 0;
  free(bytes);
  return is_there;
}
