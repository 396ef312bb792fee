/* Proofs: what multipliers on the limits of docs/MODEL.md prove about every plan there can be.
 *
 * Method: weak duality. For any multipliers y of the right sign, every plan x within the limits
 * a x <= b has cost c x >= c x + y (a x - b), which is a sum over the decisions; each is taken at its
 * least within bounds that follow from the data, the trips by a search for the cheapest way. What
 * comes out is a bound whatever the multipliers are (Neumaier and Shcherbina 2004,
 * doi 10.1007/s10107-003-0433-3); good ones make it tight. No solver is asked, and nothing of the
 * engine is used. docs/PROOFS.md says it in plain words. */
#ifndef LFL_PROOF_PROOF_H
#define LFL_PROOF_PROOF_H
#include "base/diag.h"
#include "base/status.h"
#include "model/plan.h"

/* What each proof of the plan proves, into bounds [plan->n_proofs]: of a level the least value that
 * any plan can have (given those before it, held), of a target the most people that any plan can
 * reach. Rounded to the safe side; -INFINITY and INFINITY where nothing is proved. Rows that name no
 * limit prove nothing: then the bound is infinite and *bad_row (may be NULL) is the first such row of
 * plan->multipliers, else -1. LFL_ERR_MEMORY.
 * O(proofs * (places * days * (items + needs) + fleets * days * ways)). */
lfl_status lfl_plan_prove(const lfl_plan *plan, double *bounds, int *bad_row);

/* The same for the proof `proof_i` alone. */
lfl_status lfl_plan_prove_one(const lfl_plan *plan, int proof_i, double *bound);

/* Lowers the plan's bounds to what its proofs prove: each level's bound and gap, each target's
 * bound_people and willing_bound_people; NaN or INFINITY where there is no proof. LFL_ERR_MEMORY. */
lfl_status lfl_plan_state_bounds(lfl_plan *plan);

/* Are the bounds that the plan states proved? Each that is not, to 1e-9 of it, is an error in
 * `diags`, as in check/verify.h. bounds [plan->n_proofs] gets what is proved; may be NULL. LFL_OK or
 * LFL_TARGET_NOT_MET, LFL_ERR_MEMORY. A plan that was stopped may lack proofs where it states
 * no bound. */
lfl_status lfl_plan_verify_proofs(const lfl_plan *plan, double *bounds, lfl_diags *diags);

#endif
