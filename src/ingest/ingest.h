/* Reading a scenario: container -> raw tables -> (assumptions laid over) -> scenario.
 * Every reader lists all issues at once and goes on; none crashes on any input. LFL_ERR_DATA goes by the errors that the call itself adds
 * to diags, not by those that were there before. */
#ifndef LFL_INGEST_INGEST_H
#define LFL_INGEST_INGEST_H
#include "base/diag.h"
#include "base/status.h"
#include "model/comparison.h"
#include "model/layer.h"
#include "model/scenario.h"
#include "model/tables.h"

/* Reads all tables of a container: a folder of CSV files, one .xlsx or .ods workbook, a
 * .gpkg, or a PostGIS connection string ("PG:..." with optional schema). A row of HXL tags
 * below the header is skipped. Inputs that look like lists of people are refused.
 * path: UTF-8, not NULL. diags: added to. *out: owned by the caller (lfl_tables_destroy);
 * NULL unless LFL_OK or LFL_ERR_DATA (then what could be read).
 * Errors: LFL_ERR_IO (no such file, unreadable; also in diags), LFL_ERR_DATA, LFL_ERR_MEMORY. */
lfl_status lfl_tables_read(const char *path, lfl_diags *diags, lfl_tables **out);

/* A copy of `tables` with the rows of assumption set `set_id` laid over (docs/SCENARIO.md,
 * assumptions: row_id is the key, a row number where there is no key, "*" for all rows, or
 * "+NAME" for a new row). LFL_ERR_DATA: no such set, row or column, listed in diags. */
lfl_status lfl_tables_overlay(const lfl_tables *tables, const char *set_id, lfl_diags *diags, lfl_tables **out);

/* A copy of `tables` with assignments "table.row_id.column=value" laid over, each of another number (row_id "*" apart).
 * LFL_ERR_DATA: listed in diags. */
lfl_status lfl_tables_set(const lfl_tables *tables, const char *const *assignments, int n_assignments,
                          lfl_diags *diags, lfl_tables **out);

/* The same for several sets or parts of sets, one over the other; an option's changes hold from its start
 * day on (docs/SCENARIO.md, options). n 0: a copy. */
lfl_status lfl_tables_lay(const lfl_tables *tables, const lfl_layer *layers, int n, lfl_diags *diags, lfl_tables **out);

/* What two parties differ about, each topic once, in order of first appearance (docs/SCENARIO.md,
 * assumptions: topic), then up to *n_all the topics of either that they agree on; "" stands for the scenario as
 * entered. Texts and array are of `arena`. Returns how many they differ about, -1 without memory. O(rows squared). */
int lfl_tables_topics(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, const char *const **out, int *n_all);

/* Every figure in which two parties differ, with both sources; rows [*n] are of `arena`. LFL_ERR_MEMORY. */
lfl_status lfl_tables_ledger(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, lfl_ledger_row **rows, int *n);

/* The two parties' stages at each crossing where either has any; rows [*n] are of `arena`. LFL_ERR_MEMORY. */
lfl_status lfl_tables_stages(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, lfl_stage_row **rows, int *n);

/* What the table options says of a set, texts of `tables`; a set without a row is of kind
 * LFL_SET_NUMBERS. */
lfl_set_terms lfl_tables_terms(const lfl_tables *tables, const char *set_id);

/* Ids of the assumption sets, in order of first appearance in options, assumptions and stages; texts belong to
 * `tables`. The array is of `arena`. Returns their number, -1 without memory. */
int lfl_tables_sets(const lfl_tables *tables, lfl_arena *arena, const char *const **out);

/* Interprets the tables: types, units, ranges, references, defaults, needs, calendar, and
 * plausibility (as warnings). `tables` must outlive *out. *out is NULL unless LFL_OK; with
 * any error the status is LFL_ERR_DATA. Tables that could be read in part only (LFL_ERR_DATA of lfl_tables_read) can be built from: what is missing may be
 * what their errors are about, so that only lfl_scenario_read, which stops at either, is for planning. Deterministic: rows of every table are put
 * in order of their key (or of all their cells), so that row order changes nothing. */
lfl_status lfl_scenario_build(const lfl_tables *tables, lfl_diags *diags, lfl_scenario **out);

/* Read and build at once, with set_id laid over (NULL: none). *out_tables is owned by the
 * caller and must outlive *out. */
lfl_status lfl_scenario_read(const char *path, const char *set_id, lfl_diags *diags,
                             lfl_tables **out_tables, lfl_scenario **out);

#endif
