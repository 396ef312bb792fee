/* A clock for time limits and progress; no result depends on it but one that a time limit stopped. */
#ifndef LFL_BASE_CLOCK_H
#define LFL_BASE_CLOCK_H

/* Seconds since a moment that is the same for the whole run, never going back (CLOCK_MONOTONIC). */
double lfl_now_s(void);

#endif
