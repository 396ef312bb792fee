/* Numbers that a long run of a test is given from outside: how many seeds, and the first. */
#ifndef LFL_TESTS_SETTING_H
#define LFL_TESTS_SETTING_H

/* The environment's whole number of that name; `usual` where it is not set or not above 0. */
long setting(const char *name, long usual);

#endif
