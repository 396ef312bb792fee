/* The list for those who must be told of sites and convoys beforehand. */
#ifndef LFL_STORE_NOTICES_H
#define LFL_STORE_NOTICES_H
#include "base/diag.h"
#include "base/status.h"
#include "model/plan.h"

/* Writes it to `path`, which ends in .csv or .xlsx (else LFL_ERR_USAGE) and must not exist
 * (LFL_ERR_USAGE). The list is restricted whatever the plan's rows say. The caller makes sure that it is
 * not for others. Errors: LFL_ERR_IO (with a diagnostic in `problems`, which may be NULL), LFL_ERR_MEMORY. A list that was written and asks
 * for more convoys than a permission lets through, or for more vehicles than a fleet has, is warned of in `problems`. */
lfl_status lfl_notices_write(const lfl_plan *plan, const char *path, lfl_diags *problems);

#endif
