/* What rests on rows that a copy leaves out though it does not name them (inner part of cut_plan.c). */
#ifndef LFL_STORE_CUT_CLOSED_H
#define LFL_STORE_CUT_CLOSED_H
#include "model/plan.h"

/* Does a limit of that kind and subject (lfl_binding_row) come, alone or with others, of a row of `whole` that is not in `left`: a permission on the road, a status of the gate?
 * Rows are told apart by their numbers. O(rows of the tables that make the limit). */
bool store_limit_rests_on_gone(const lfl_scenario *whole, const lfl_scenario *left, const char *limit, const char *subject_id);

#endif
