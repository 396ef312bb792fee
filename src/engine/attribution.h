/* Who makes the difference: players (assumptions) that are on one side's numbers or on the other's, and a
 * value of every group of them that is on the other side. Internal to the engine. */
#ifndef LFL_ENGINE_ATTRIBUTION_H
#define LFL_ENGINE_ATTRIBUTION_H
#include <stdbool.h>

enum { MOST_PLAYERS = 40, MOST_EXACT_PLAYERS = 6 };

/* Value of the players whose bits are set; false: not known (stopped, no memory). The same mask has the
 * same value. */
typedef bool (*group_value)(unsigned long mask, double *value, void *user);
/* Does the group turn the conclusion? False: not known. */
typedef bool (*group_turns)(unsigned long mask, bool *turns, void *user);

/* Each player's Shapley value (Shapley 1953): the mean over all orders of what the player adds to those
 * before it; their sum is value(all) - value(none). 2^n values. False as the callback. */
bool shapley_exact(int n, group_value value, void *user, double *shares);

/* The same as the mean over n_orders pseudo-random orders, each taken forwards and backwards as one sample (Castro, Gomez
 * and Tejada 2009, doi:10.1016/j.cor.2008.04.004; antithetic pairs of Mitchell et al. 2022, JMLR 23:43).
 * The sum is exact whatever the sample. errors: 1.96 standard errors of the mean over the samples. The same seed gives the
 * same orders. n_orders >= 2. At most 2 * n_orders * (n - 1) + 2 values. */
bool shapley_sampled(int n, group_value value, void *user, int n_orders, unsigned long seed, double *shares, double *errors);

/* Groups that turn a conclusion which none() does not turn and all() does: all of the least size, up to `most`, found by
 * size as long as no more than `budget` groups are asked for; else one from which no player can be left
 * out (deletion filter), and *is_smallest is false. Their number in *n_groups. False as the callback. */
bool smallest_groups(int n, group_turns turns, void *user, long budget, unsigned long *groups, int most, int *n_groups, bool *is_smallest);

#endif
