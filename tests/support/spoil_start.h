/* Damage to what a plan tells of where it ended. */
#ifndef LFL_TESTS_SPOIL_START_H
#define LFL_TESTS_SPOIL_START_H
#include <stdint.h>

#include "model/plan.h"

/* One row of it altered by what was drawn: another part, nothing, a sign more or less or another, or another row's text. The plan has such a row. */
void spoil_start(lfl_plan *plan, uint64_t draw);

#endif
