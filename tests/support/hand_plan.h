/* A plan made by hand, for testing the checker: every list has rows, and every figure follows
 * from the scenario by arithmetic that stands beside it (hand_plan.c). No planner is needed. */
#ifndef LFL_TESTS_HAND_PLAN_H
#define LFL_TESTS_HAND_PLAN_H
#include "base/diag.h"
#include "model/plan.h"

typedef struct hand_plan {
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
} hand_plan;

/* Makes scenario and plan. more: lines of the case language (docs/CASES.md) behind the
 * scenario's own, to change a limit under the plan; may be NULL. False with the reason in diags. */
bool hand_plan_make(hand_plan *out, const char *more, lfl_diags *diags);
void hand_plan_free(hand_plan *hand);

#endif
