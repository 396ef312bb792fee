/* A small scenario with a plan, made by hand: every list of the plan has rows, every figure can
 * be checked by eye, and no reader and no planner is needed. For tests of what shows or writes
 * plans. It is no solution of anything: the checker is not meant to pass it. */
#ifndef LFL_TESTS_SAMPLE_PLAN_H
#define LFL_TESTS_SAMPLE_PLAN_H
#include "base/diag.h"
#include "model/needs.h"
#include "model/plan.h"

/* Ten days from 1 March 2030. Region REGION (a group) with Town (1000 people, area with an
 * outline, at risk from day 4), Camp (200, site with an outline, empty land), Hill (300, area, a
 * point only) and Nowhere (40, no position); HUB, restricted; GATE, a crossing. Needs: water,
 * food, shelter at both tiers, health at minimum only. */
enum { SAMPLE_DAYS = 10, SAMPLE_REGION = 0, SAMPLE_TOWN, SAMPLE_CAMP, SAMPLE_HILL, SAMPLE_NOWHERE, SAMPLE_HUB, SAMPLE_GATE, SAMPLE_PLACES };

typedef struct sample_plan {
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  lfl_needs *needs;
  lfl_diags diags;
} sample_plan;

/* Makes all of it. is_hostile: names and texts that try to break out of HTML, JSON and scripts,
 * with control characters, broken UTF-8 and characters that turn the reading direction. False
 * without memory (then nothing is to be freed). */
bool sample_plan_make(sample_plan *out, bool is_hostile);
void sample_plan_free(sample_plan *sample);

#endif
