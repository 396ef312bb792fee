/* Numbers that a run of a test is given from outside: how many seeds, alterations or mutations, and the first of them. */
#ifndef LFL_TESTS_SETTING_H
#define LFL_TESTS_SETTING_H

#include <stdbool.h>

/* The environment's whole number of that name; `usual` where it is not set or not above 0. */
long setting(const char *name, long usual);

/* Is the run to be as thorough as a test goes by itself? LIFELINE_THOROUGH is set and neither empty nor 0: ./check does so once;
 * whoever builds and tests again and again does not. */
bool is_thorough(void);

/* How many of something, or how far apart, a test takes: the environment's whole number of that name, where it is not set or not
 * above 0 `thorough` if the run is to be that, else `quick`. Both above 0; what a test asserts must hold for either. */
long test_count(const char *name, long quick, long thorough);

#endif
