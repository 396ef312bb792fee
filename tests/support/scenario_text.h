/* A scenario as text, every field of it, so that tests can compare two. */
#ifndef LFL_TESTS_SCENARIO_TEXT_H
#define LFL_TESTS_SCENARIO_TEXT_H
#include "base/buf.h"
#include "model/scenario.h"

/* Everything but where it was read from (tables, row_i), one line an element. */
void scenario_text(const lfl_scenario *scenario, lfl_buf *out);

#endif
