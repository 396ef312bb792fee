/* Files: a plan written whole or not at all, and read back. */
#ifndef LFL_STORE_STORE_H
#define LFL_STORE_STORE_H
#include "base/diag.h"
#include "base/status.h"
#include "model/plan.h"
#include "model/tables.h"

typedef struct lfl_write_options {
  lfl_sensitivity audience; /* default LFL_PARTNERS */
  bool overwrite;           /* an existing plan folder is replaced (moved aside, then removed) */
} lfl_write_options;

/* Writes plan.gpkg, tables/ *.csv, plan.xlsx, report.html, summary.json into folder `out_dir`
 * (made; written beside it first, flushed, then renamed). Nothing half-written stays, and an
 * old plan stays intact on any failure. `diags` holds the data issues for the workbook and the
 * report (may be NULL). `html` is the report's text. Errors: LFL_ERR_IO (with a diagnostic in
 * `problems`), LFL_ERR_MEMORY, LFL_ERR_USAGE (out_dir exists and is no plan folder; the plan holds what the
 * audience may not see: lfl_plan_cut for partners, lfl_plan_redact for the public). */
lfl_status lfl_plan_write(const lfl_plan *plan, const char *out_dir, const char *html, const lfl_diags *diags,
                          const lfl_write_options *options, lfl_diags *problems);

/* Could lfl_plan_write put a plan there, as things stand? Asked before planning, so that nobody
 * waits for a plan that cannot be written. Writes nothing; the same statuses and diagnostics. */
lfl_status lfl_plan_check_target(const char *out_dir, bool overwrite, lfl_diags *problems);

/* Reads plan.gpkg (or the folder that holds it): the raw tables of the scenario as read, and
 * the plan's tables. *out_tables, *out_scenario, *out_plan are owned by the caller, and are to be
 * destroyed in the order plan, scenario, tables. Bad or altered files: LFL_ERR_DATA and diags. */
lfl_status lfl_plan_read(const char *path, lfl_diags *diags, lfl_tables **out_tables,
                         lfl_scenario **out_scenario, lfl_plan **out_plan);

/* Is plan.gpkg (or the one in the folder) as it was written? Every table's digest is held against the
 * one kept in the file. LFL_OK; LFL_TARGET_NOT_MET: altered, each table in diags; LFL_ERR_DATA, LFL_ERR_IO:
 * no such file can be read; LFL_ERR_MEMORY. O(cells). */
lfl_status lfl_plan_check_file(const char *path, lfl_diags *diags);

/* lfl_plan_check_file on a thread of its own, where one is to be had, beside reading and solving: on a large plan it takes longer than a
 * what-if. `path` must live until the end. NULL: no memory. */
typedef struct lfl_file_check lfl_file_check;
lfl_file_check *lfl_plan_check_begin(const char *path);
/* Waits for it and frees it; as lfl_plan_check_file, but LFL_ERR_DATA for what is altered. diags NULL: nothing is said. check NULL: LFL_ERR_MEMORY. */
lfl_status lfl_plan_check_end(lfl_file_check *check, lfl_diags *diags);

/* lfl_plan_read for who goes by what the plan says: an altered file is refused (LFL_ERR_DATA, nothing is given), each altered table in diags. */
lfl_status lfl_plan_read_unaltered(const char *path, lfl_diags *diags, lfl_tables **out_tables,
                                   lfl_scenario **out_scenario, lfl_plan **out_plan);

/* Do the tables of plan.gpkg (or of the one in the folder) say what follows from its scenario and its plan, as lfl_plan_read read
 * them and lfl_plan_verify holds them? Tables that are only derived, and columns that repeat what stands elsewhere, are worked out
 * again (docs/PROOFS.md, "Altered files"). LFL_OK; LFL_TARGET_NOT_MET: each cell that does not is in diags, with what it should
 * say; LFL_ERR_IO, LFL_ERR_MEMORY. O(cells). */
lfl_status lfl_plan_check_tables(const char *path, const lfl_plan *plan, lfl_diags *diags);

/* Writes the raw tables as a scenario's folder of CSV files (made; all or nothing). Refuses a folder
 * that exists (LFL_ERR_USAGE). Outlines of places are not written. Errors: LFL_ERR_IO (with a
 * diagnostic in `problems`), LFL_ERR_MEMORY. O(cells). */
lfl_status lfl_tables_write(const lfl_tables *tables, const char *folder, lfl_diags *problems);

/* Writes the first raw table as CSV file `path` and the others beside it as NAME.csv, all or nothing. Refuses to replace
 * a file (LFL_ERR_USAGE). Errors as above. O(cells). */
lfl_status lfl_tables_write_files(const lfl_tables *tables, const char *path, lfl_diags *problems);

/* Writes a workbook to fill in (lifeline new). like: NULL, "earthquake", "influx", "siege" or
 * "flood". Refuses to replace an existing file (LFL_ERR_USAGE). */
lfl_status lfl_template_write(const char *path, const char *like, lfl_diags *problems);

#endif
