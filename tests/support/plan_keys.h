/* Has a table of the plan two rows with the same key? A look-up by key would read one of them. */
#ifndef LFL_TESTS_PLAN_KEYS_H
#define LFL_TESTS_PLAN_KEYS_H
#include "model/plan.h"

/* The first such table; NULL: none. O(rows of a day squared). */
const char *plan_table_with_twins(const lfl_plan *plan);

#endif
