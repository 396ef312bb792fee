/* The report: one HTML file that needs no network. */
#ifndef LFL_REPORT_REPORT_H
#define LFL_REPORT_REPORT_H
#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "model/needs.h"
#include "model/plan.h"

/* The front page in plain text (terminal): the sentence, then the five questions; all that the plan holds, so that a plan is cut down to
 * those who are to read it first. */
lfl_status lfl_report_front_page(const lfl_plan *plan, const lfl_needs *needs, const lfl_diags *diags, lfl_buf *out);

/* The whole report as HTML for an audience. LFL_ERR_USAGE: the plan holds what it may not see (lfl_plan_hides): rows of the scenario
 * for partners (lfl_plan_cut), all that was not made public for the public (lfl_plan_redact). diags: the data issues and notes (may be NULL).
 * `out` is added to; owned by the caller. */
lfl_status lfl_report_html(const lfl_plan *plan, const lfl_needs *needs, const lfl_diags *diags,
                           lfl_sensitivity audience, lfl_buf *out);

#endif
