/* Imports: what others publish, turned into tables of a scenario. */
#ifndef LFL_IMPORT_IMPORT_H
#define LFL_IMPORT_IMPORT_H
#include "base/diag.h"
#include "base/status.h"
#include "model/scenario.h"
#include "model/tables.h"

/* ---- IATI 2.03 activity files -> pledges and conditions (docs/IMPORT.md) -------------------------- */

typedef struct lfl_iati lfl_iati;

typedef struct lfl_iati_options {
  const char *country;          /* ISO 3166 code: only money for it; NULL: the files name at most one */
  const lfl_scenario *scenario; /* for its places, needs and first day; may be NULL. Must outlive the import */
} lfl_iati_options;

typedef struct lfl_iati_result {
  int n_activities, n_pledges, n_conditions;
  int n_left_out;   /* activities of which nothing is imported; why is said in diags */
  int n_not_mapped; /* amounts that could not be imported, or not all of them, each said in diags */
} lfl_iati_result;

/* An empty import; NULL without memory. `diags` gets everything that is said, and must outlive it. */
lfl_iati *lfl_iati_create(const lfl_iati_options *options, lfl_diags *diags);
void lfl_iati_destroy(lfl_iati *in);
/* Reads one file more. LFL_ERR_IO; LFL_ERR_DATA: not well-formed, hostile, or no IATI activity file of version 2 (in
 * diags, with line and column); LFL_ERR_MEMORY. What can be read and makes no sense is said and left out. O(bytes). */
lfl_status lfl_iati_add_file(lfl_iati *in, const char *path);
/* The same of a text in memory; `name` is what diagnostics call it. */
lfl_status lfl_iati_add_text(lfl_iati *in, const char *name, const char *text, size_t n);
/* Makes tables `pledges` and, where something has a condition, `conditions`. *out lives as long as the import.
 * LFL_ERR_DATA: several countries and none asked for. result may be NULL. */
lfl_status lfl_iati_finish(lfl_iati *in, const lfl_tables **out, lfl_iati_result *result);

/* What the check will say of the pledges once they are in the scenario (its tables; NULL: of them alone): money counted
 * once or perhaps twice, keys that are there already, earmarks that it does not know. Added to diags as warnings and notes,
 * never as errors; `name` is what the imported table is called there. LFL_ERR_MEMORY, or LFL_OK. */
lfl_status lfl_import_check(const lfl_tables *scenario, const lfl_tables *added, const char *name, lfl_diags *diags);

#endif
