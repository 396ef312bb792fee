/* Shapley values and smallest turning groups. Exact values go over all groups, each weighted by the
 * share of orders in which it stands before the player; sums run in the order of the masks, so that the same
 * values give the same bits. Sampled orders are Fisher and Yates shuffles from SplitMix64 (Steele, Lea and Flood 2014,
 * doi:10.1145/2660193.2660195). Tests: tests/unit/test_attribution.c (brute force over orders, enumeration). */
#include "engine/attribution.h"

#include <math.h>
#include <stdint.h>

static int count_bits(unsigned long mask) {
  int n = 0;
  for (; mask; mask &= mask - 1) n++;
  return n;
}

bool shapley_exact(int n, group_value value, void *user, double *shares) {
  double weight[MOST_PLAYERS], v, with; /* by the size of the group before the player: size! (n - size - 1)! / n! */
  if (n < 1 || n > MOST_PLAYERS) return n == 0;
  weight[0] = 1.0 / n;
  for (int size = 1; size < n; size++) weight[size] = weight[size - 1] * size / (n - size);
  for (int i = 0; i < n; i++) shares[i] = 0;
  for (unsigned long mask = 0; mask < 1UL << n; mask++) {
    if (!value(mask, &v, user)) return false;
    int size = count_bits(mask);
    for (int i = 0; i < n; i++) {
      if (mask >> i & 1) continue;
      if (!value(mask | 1UL << i, &with, user)) return false;
      shares[i] += weight[size] * (with - v);
    }
  }
  return true;
}

static uint64_t next_random(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

/* What each player adds in the order, forwards or backwards, added to `gain`. */
static bool walk(int n, const int *order, bool is_backwards, group_value value, void *user, double *gain) {
  unsigned long mask = 0;
  double before, after;
  if (!value(0, &before, user)) return false;
  for (int k = 0; k < n; k++) {
    int player = order[is_backwards ? n - 1 - k : k];
    mask |= 1UL << player;
    if (!value(mask, &after, user)) return false;
    gain[player] += after - before;
    before = after;
  }
  return true;
}

bool shapley_sampled(int n, group_value value, void *user, int n_orders, unsigned long seed, double *shares, double *errors) {
  int order[MOST_PLAYERS];
  double sum[MOST_PLAYERS] = {0}, squares[MOST_PLAYERS] = {0};
  uint64_t state = seed;
  if (n < 1 || n > MOST_PLAYERS || n_orders < 2) return n == 0;
  for (int sample = 0; sample < n_orders; sample++) {
    double gain[MOST_PLAYERS] = {0};
    for (int i = 0; i < n; i++) order[i] = i;
    for (int i = n - 1; i > 0; i--) {
      int j = (int)(next_random(&state) % (uint64_t)(i + 1)), kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    if (!walk(n, order, false, value, user, gain) || !walk(n, order, true, value, user, gain)) return false;
    for (int i = 0; i < n; i++) {
      sum[i] += gain[i] / 2;
      squares[i] += gain[i] / 2 * (gain[i] / 2);
    }
  }
  for (int i = 0; i < n; i++) {
    double mean = sum[i] / n_orders, variance = (squares[i] - n_orders * mean * mean) / (n_orders - 1);
    shares[i] = mean;
    errors[i] = 1.96 * sqrt(fmax(0, variance) / n_orders);
  }
  return true;
}

/* The next mask with as many bits (Gosper's hack, HAKMEM item 175). */
static unsigned long next_of_size(unsigned long mask) {
  unsigned long lowest = mask & (~mask + 1), ripple = mask + lowest;
  return (((ripple ^ mask) >> 2) / lowest) | ripple;
}

/* One group from which nobody can be left out. */
static bool filter(int n, group_turns turns, void *user, unsigned long *group) {
  *group = n < 64 ? (1UL << n) - 1 : ~0UL;
  for (int i = 0; i < n; i++) {
    bool still;
    if (!turns(*group & ~(1UL << i), &still, user)) return false;
    if (still) *group &= ~(1UL << i);
  }
  return true;
}

bool smallest_groups(int n, group_turns turns, void *user, long budget, unsigned long *groups, int most, int *n_groups, bool *is_smallest) {
  *n_groups = 0;
  *is_smallest = true;
  if (n < 1 || n > MOST_PLAYERS) return false;
  unsigned long end = 1UL << n;
  for (int size = 1; size <= n && !*n_groups; size++)
    for (unsigned long mask = (1UL << size) - 1; mask < end; mask = next_of_size(mask)) {
      bool it_does = false;
      if (budget-- <= 0) {
        *is_smallest = false;
        *n_groups = 1;
        return filter(n, turns, user, &groups[0]);
      }
      if (!turns(mask, &it_does, user)) return false;
      if (it_does && *n_groups < most) groups[(*n_groups)++] = mask;
    }
  return *n_groups > 0;
}
