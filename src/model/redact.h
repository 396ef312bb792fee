/* Who may see what: a plan cut down to an audience (PRODUCT.md, "It leaks nothing by default"). */
#ifndef LFL_MODEL_REDACT_H
#define LFL_MODEL_REDACT_H
#include "base/status.h"
#include "model/plan.h"

/* A copy of `plan` for an audience. LFL_RESTRICTED and LFL_PARTNERS: all of it; what is hidden from
 * partners stands in the scenario's tables, not in the plan (docs/DECISIONS/0003-audiences.md).
 * LFL_PUBLIC: totals by region, by whole weeks, no counts of 1 to 9 people (rows left out, single
 * figures NaN), no deliveries, movements, stocks, draws, uses, builds, capacities, ways or what binds
 * (docs/DATA_RESPONSIBILITY.md says each rule and why). The copy of a copy is the same again.
 * *out owned by the caller; it shares the scenario. LFL_ERR_MEMORY. O(rows + places * needs * days). */
lfl_status lfl_plan_redact(const lfl_plan *plan, lfl_sensitivity audience, lfl_plan **out);

/* The region that a public copy names for a place: the topmost place above it, which may be the
 * place itself; -1: none, all of it is left out (a restricted region; a place that belongs to none
 * and is not public itself). O(depth). */
int lfl_public_region(const lfl_scenario *scenario, int place_i);

/* May the audience see this row's details? */
bool lfl_may_see(const lfl_origin *origin, lfl_sensitivity audience);

#endif
