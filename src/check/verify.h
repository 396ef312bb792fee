/* Verifying: recomputes every figure of a plan from the scenario, with code that shares
 * nothing with the engine but the model structs, and says which limit is broken where. */
#ifndef LFL_CHECK_VERIFY_H
#define LFL_CHECK_VERIFY_H
#include "base/diag.h"
#include "base/status.h"
#include "model/plan.h"

/* Checks every limit of docs/MODEL.md on the published plan (whole things; tolerance for
 * other quantities 1e-6 relative to the limit), that every derived table (service, people,
 * stocks, capacity, spending, levels' published values, targets met, whole numbers) is what
 * follows from the decisions (movements, deliveries, draws, uses, builds). Each broken limit
 * is an error in diags: file = table of the plan, row = its row there (header 1), value, and
 * what would hold. LFL_OK: the plan holds. LFL_TARGET_NOT_MET (exit code 1): it does not.
 * O(rows of the plan + places * days * needs). */
lfl_status lfl_plan_verify(const lfl_scenario *scenario, const lfl_plan *plan, lfl_diags *diags);

/* Checks what else the plan says, after lfl_plan_verify has held and claims are answered: that answers to claims follow from its
 * tables, that targets, sets, what binds, smallest sets and what it would take agree with each other and speak of rows, days and
 * numbers of the scenario (docs/PROOFS.md, "Altered files", lists what is worked out and what is not). Statuses and
 * diagnostics as above. O(rows of the plan * (claims + rows of the scenario)). */
lfl_status lfl_plan_verify_findings(const lfl_scenario *scenario, const lfl_plan *plan, lfl_diags *diags);

#endif
