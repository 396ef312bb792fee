/* Shapley values against the mean over every order, written out; their axioms; sampled values within their
 * bound and exact in sum; smallest turning groups against enumeration of all groups. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "engine/attribution.h"

enum { MOST = 7 };

typedef struct game {
  int n;
  double value[1 << MOST];
  long n_asked;
  long fails_after; /* below 0: never */
} game;

static bool look_up(unsigned long mask, double *value, void *user) {
  game *g = user;
  if (g->fails_after == g->n_asked++) return false;
  *value = g->value[mask];
  return true;
}

static game random_game(int n, unsigned seed) {
  game g = {.n = n, .fails_after = -1};
  uint64_t state = seed;
  for (int k = 0; k < 1 << n; k++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    g.value[k] = (double)(state >> 40) - 5e6;
  }
  return g;
}

/* Every order of the players, by Heap's algorithm; what each adds to those before it. */
static void add_orders(const game *g, int *order, int k, double *sum, long *n_orders) {
  if (k == 1) {
    unsigned long mask = 0;
    for (int i = 0; i < g->n; i++) {
      sum[order[i]] += g->value[mask | 1UL << order[i]] - g->value[mask];
      mask |= 1UL << order[i];
    }
    (*n_orders)++;
    return;
  }
  for (int i = 0; i < k; i++) {
    add_orders(g, order, k - 1, sum, n_orders);
    int at = k % 2 ? 0 : i, kept = order[at];
    order[at] = order[k - 1];
    order[k - 1] = kept;
  }
}

static void exact_values_are_the_mean_over_all_orders(void **state) {
  (void)state;
  for (int n = 1; n <= MOST; n++)
    for (unsigned seed = 1; seed <= 20; seed++) {
      game g = random_game(n, seed);
      int order[MOST] = {0, 1, 2, 3, 4, 5, 6};
      double sum[MOST] = {0}, shares[MOST], all = 0;
      long n_orders = 0, expected = 1;
      for (int i = 2; i <= n; i++) expected *= i;
      add_orders(&g, order, n, sum, &n_orders);
      assert_int_equal(n_orders, expected);
      assert_true(shapley_exact(n, look_up, &g, shares));
      for (int i = 0; i < n; i++) {
        assert_true(fabs(shares[i] - sum[i] / (double)n_orders) < 1e-6);
        all += shares[i];
      }
      assert_true(fabs(all - (g.value[(1 << n) - 1] - g.value[0])) < 1e-6);
    }
}

/* Players 0 and 1 are worth the same in any company; player 3 adds nothing; player 2 adds 7 always. */
static void equals_get_the_same_and_idlers_nothing(void **state) {
  (void)state;
  game g = {.n = 4, .fails_after = -1};
  double shares[4], errors[4];
  for (int k = 0; k < 16; k++) g.value[k] = 10 * ((k & 1) && (k & 2)) + 3 * ((k & 1) || (k & 2)) + (k & 4 ? 7 : 0);
  assert_true(shapley_exact(4, look_up, &g, shares));
  assert_true(shares[0] == shares[1]);
  assert_true(fabs(shares[0] - 6.5) < 1e-12 && fabs(shares[2] - 7) < 1e-12 && shares[3] == 0);
  assert_true(shapley_sampled(4, look_up, &g, 50, 1, shares, errors));
  assert_true(fabs(shares[2] - 7) < 1e-12 && shares[3] == 0 && errors[2] < 1e-6 && errors[3] == 0);
}

static void sampled_values_lie_within_their_bound(void **state) {
  (void)state;
  int n_inside = 0, n_all = 0;
  for (unsigned seed = 1; seed <= 60; seed++) {
    game g = random_game(6, seed);
    double exact[6], shares[6], errors[6], again[6], sum = 0;
    assert_true(shapley_exact(6, look_up, &g, exact));
    assert_true(shapley_sampled(6, look_up, &g, 60, seed, shares, errors));
    assert_true(shapley_sampled(6, look_up, &g, 60, seed, again, errors));
    for (int i = 0; i < 6; i++) {
      n_inside += fabs(shares[i] - exact[i]) <= errors[i];
      n_all++;
      sum += shares[i];
      assert_true(shares[i] == again[i]); /* the same seed, the same bits */
    }
    assert_true(fabs(sum - (g.value[63] - g.value[0])) < 1e-3);
  }
  print_message("%d of %d sampled values within their 95 %% bound\n", n_inside, n_all);
  assert_true(n_inside >= n_all * 90 / 100);
}

static void a_value_that_fails_is_passed_on(void **state) {
  (void)state;
  game g = random_game(3, 1);
  double shares[3], errors[3];
  g.fails_after = 5;
  assert_false(shapley_exact(3, look_up, &g, shares));
  g.n_asked = 0;
  assert_false(shapley_sampled(3, look_up, &g, 4, 1, shares, errors));
}

typedef struct rule {
  unsigned char turns[1 << MOST];
  long n_asked;
} rule;

static bool ask(unsigned long mask, bool *turns, void *user) {
  rule *r = user;
  r->n_asked++;
  *turns = r->turns[mask];
  return true;
}

static int bits(unsigned long mask) {
  int n = 0;
  for (; mask; mask >>= 1) n += (int)(mask & 1);
  return n;
}

static void smallest_groups_are_those_of_the_enumeration(void **state) {
  (void)state;
  uint64_t random = 99;
  for (int trial = 0; trial < 300; trial++) {
    int n = 2 + trial % 5, size = n + 1, n_expected = 0, n_found;
    rule r = {.n_asked = 0};
    unsigned long groups[64];
    bool is_smallest;
    for (int k = 1; k < 1 << n; k++) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      r.turns[k] = random >> 61 == 0 || k == (1 << n) - 1;
    }
    for (int k = 1; k < 1 << n; k++)
      if (r.turns[k] && bits((unsigned long)k) < size) size = bits((unsigned long)k);
    for (int k = 1; k < 1 << n; k++) n_expected += r.turns[k] && bits((unsigned long)k) == size;
    assert_true(smallest_groups(n, ask, &r, 1000, groups, 64, &n_found, &is_smallest));
    assert_true(is_smallest);
    assert_int_equal(n_found, n_expected);
    for (int k = 0; k < n_found; k++) assert_true(r.turns[groups[k]] && bits(groups[k]) == size);
  }
}

/* Needs players 1, 3 and 4: with too small a budget a group is found from which none can be left out, and said so. */
static void a_small_budget_finds_a_group_without_idlers(void **state) {
  (void)state;
  rule r = {.n_asked = 0};
  unsigned long groups[4];
  bool is_smallest;
  int n_found;
  for (int k = 0; k < 1 << 6; k++) r.turns[k] = (k & 0x1a) == 0x1a;
  assert_true(smallest_groups(6, ask, &r, 3, groups, 4, &n_found, &is_smallest));
  assert_int_equal(n_found, 1);
  assert_false(is_smallest);
  assert_int_equal(groups[0], 0x1a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(exact_values_are_the_mean_over_all_orders), cmocka_unit_test(equals_get_the_same_and_idlers_nothing),
                                     cmocka_unit_test(sampled_values_lie_within_their_bound),     cmocka_unit_test(a_value_that_fails_is_passed_on),
                                     cmocka_unit_test(smallest_groups_are_those_of_the_enumeration), cmocka_unit_test(a_small_budget_finds_a_group_without_idlers)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
