/* A plan without the rows that an audience may not see (docs/DATA_RESPONSIBILITY.md). */
#ifndef LFL_STORE_CUT_H
#define LFL_STORE_CUT_H
#include "base/diag.h"
#include "base/status.h"
#include "model/fuel.h"
#include "model/needs.h"
#include "model/plan.h"
#include "model/tables.h"

/* The scenario and the plan as if what the audience may not see had never been entered: rows that are
 * closed to it, rows that name such a row, and words that do. What is planned at a closed place counts
 * in the nearest place above it that is open (people, service); what names it, passes it or uses it
 * is left out. The copy cannot be verified (plan->is_cut); its bounds stand without their proofs. diags: issues of the copy's own tables.
 * The needs are those of the whole scenario, by the places left: what runs out when is no other for other eyes; so is
 * where fuel runs dry, as far as whose fuel it is and who lacks it are left.
 * Texts of all are the whole scenario's, which must outlive them. LFL_ERR_DATA: what is left is no scenario (in
 * diags); LFL_ERR_MEMORY. O(cells + rows). */
typedef struct lfl_cut {
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_needs *needs;
  lfl_dry *dry;
  lfl_plan *plan;
} lfl_cut;

lfl_status lfl_plan_cut(const lfl_plan *plan, lfl_sensitivity audience, lfl_diags *diags, lfl_cut *out);
/* Frees all of it; {0} is fine. */
void lfl_cut_clear(lfl_cut *cut);

#endif
