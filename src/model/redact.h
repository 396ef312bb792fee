/* Who may see what: a plan cut down to an audience (PRODUCT.md, "It leaks nothing by default"). */
#ifndef LFL_MODEL_REDACT_H
#define LFL_MODEL_REDACT_H
#include "base/status.h"
#include "model/plan.h"

/* A copy of `plan` for an audience. LFL_RESTRICTED: all. LFL_PARTNERS: rows about places, links
 * and fleets marked restricted are summed into their parent or left out. LFL_PUBLIC: area totals
 * by parent place only, by whole weeks, no counts below 10 (left out), no deliveries, movements,
 * stocks, draws, uses, builds or ways (docs/DATA_RESPONSIBILITY.md says each rule and why).
 * *out owned by the caller; it shares the scenario. */
lfl_status lfl_plan_redact(const lfl_plan *plan, lfl_sensitivity audience, lfl_plan **out);

/* May the audience see this row's details? */
bool lfl_may_see(const lfl_origin *origin, lfl_sensitivity audience);

#endif
