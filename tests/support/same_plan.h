/* Are two plans the same, field by field? For tests. */
#ifndef LFL_TESTS_SAME_PLAN_H
#define LFL_TESTS_SAME_PLAN_H
#include "model/plan.h"

/* Fails the running test at the first field that differs. Numbers must be equal, NaN to NaN. */
void assert_same_plan(const lfl_plan *a, const lfl_plan *b);
/* Names, columns and cells of raw tables; not the files and row numbers that diagnostics use. */
void assert_same_tables(const lfl_tables *a, const lfl_tables *b);

#endif
