/* Small random scenarios as raw tables, for holding the engine against a second formulation.
 * Tests: tests/unit/test_cross.c. */
#ifndef LFL_TESTS_RANDOM_SCENARIO_H
#define LFL_TESTS_RANDOM_SCENARIO_H
#include <stdbool.h>
#include <stdint.h>

#include "model/scenario.h"
#include "model/tables.h"

/* Tables of a scenario of 2 to 7 places and 3 to 7 days, without errors: the same seed gives the
 * same tables. Each feature of docs/MODEL.md is there in some share of the seeds. NULL without
 * memory. Owned by the caller (lfl_tables_destroy). */
lfl_tables *random_tables(uint64_t seed);

/* The same tables with 1 to 12 repairs, of which, where there are many, a crew can do few in time. */
lfl_tables *random_tables_with_repairs(uint64_t seed);

/* Those with repairs for every third seed, those without for others. */
lfl_tables *random_tables_mixed(uint64_t seed);

/* The scenario, or one without some row or with another number, by `draw`; the scenario itself, with *tables NULL, where that has errors. The caller's. */
lfl_scenario *random_other(const lfl_tables *base, uint64_t draw, lfl_tables **tables);

/* What the tables say; NULL where they are NULL or have errors, or without memory. Owned by the caller (lfl_scenario_destroy); the tables outlive it. */
lfl_scenario *scenario_of(const lfl_tables *tables);

/* A copy of `tables` without row `row` of table `table`, or, with column >= 0, with that cell
 * blank. For shrinking a scenario. NULL without memory. */
lfl_tables *tables_without(const lfl_tables *tables, int table, int row, int column);

/* Writes every table that has rows as a CSV file into `folder`, which exists. */
bool write_tables(const lfl_tables *tables, const char *folder);

#endif
