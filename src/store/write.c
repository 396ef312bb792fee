/* lfl_plan_write: every file of a plan, all or nothing. The folder is made by folder.c; this file
 * says what goes into it. Tests: tests/unit/test_store.c, test_store_folder.c. */
#include <string.h>

#include "store/parts.h"

static lfl_status write_files(store_context *c, const char *dir, const char *html, lfl_diags *problems) {
  const char *gpkg = lfl_arena_printf(c->arena, "%s/plan.gpkg", dir);
  const char *tables = lfl_arena_printf(c->arena, "%s/tables", dir);
  const char *summary = lfl_arena_printf(c->arena, "%s/summary.json", dir);
  const char *report = lfl_arena_printf(c->arena, "%s/report.html", dir);
  const char *workbook = lfl_arena_printf(c->arena, "%s/plan.xlsx", dir);
  if (!gpkg || !tables || !summary || !report || !workbook) return LFL_ERR_MEMORY;
  lfl_status status = store_write_csvs(c, tables, problems);
  if (status == LFL_OK) status = store_write_gpkg(c, gpkg, problems);
  if (status == LFL_OK) status = store_write_workbook(c, workbook, problems);
  if (status == LFL_OK && html) status = store_write_text(report, html, strlen(html), problems);
  if (status == LFL_OK) status = store_write_summary(c, summary, problems);
  return status;
}

lfl_status lfl_plan_write(const lfl_plan *plan, const char *out_dir, const char *html, const lfl_diags *diags,
                          const lfl_write_options *options, lfl_diags *problems) {
  lfl_write_options o = options ? *options : (lfl_write_options){LFL_PARTNERS, false};
  store_folder folder;
  lfl_status status = store_folder_begin(out_dir, o.overwrite, &folder, problems);
  store_context *c = NULL;
  if (status == LFL_OK) status = store_context_create(plan, diags, o.audience, &c);
  const char *leak = status == LFL_OK ? store_leak(plan, o.audience) : NULL;
  if (leak) {
    store_complain(problems, "not-redacted", leak, "a plan that lfl_plan_redact (public) or lfl_plan_cut (partners) has cut down to this audience");
    status = LFL_ERR_USAGE;
  }
  if (status == LFL_OK) status = write_files(c, folder.temp, html, problems);
  if (status == LFL_OK) status = store_folder_commit(&folder, problems);
  store_context_destroy(c);
  store_folder_end(&folder);
  return status;
}
