/* The book of who has paid what, in whole things (see money.h).
 *
 * A network of funds and classes by period: what comes enters at its fund and period, is carried over to later
 * ones or pays for a class there. A payment looks for the shortest way, over what may be taken back and paid by
 * another fund, to money that is left (Edmonds and Karp 1972, doi 10.1145/321694.321699; keeping money is no step of it), funds for few things
 * first, be their money of that period or of one before. In whole cents every amount stays whole. O(funds * classes * periods) a way.
 * Tests: tests/unit/test_money.c against an independent maximum flow. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/money.h"

static const double NOTHING = 1e-9;

typedef struct change {
  double *at, before;
} change;

struct money_book {
  const money_model *m;
  double *left;  /* [fund, period] of what comes in the period */
  double *carry; /* [fund, period] kept for the next period */
  double *paid;  /* [class, fund, period] */
  int *by_width; /* [fund] those that pay for fewest classes first */
  int *from;     /* [node] the node after it on the way to the payment; -1: not seen */
  int *queue;
  change *changes;
  int n_changes, changes_capacity;
  int n_trials;
  bool failed;
};

static int fund_node(const money_model *m, int fund, int period) { return fund * m->n_periods + period; }
static int class_node(const money_model *m, int class_i, int period) { return (m->n_funds + class_i) * m->n_periods + period; }
static double *cell(const money_book *b, int class_i, int fund, int period) {
  return &b->paid[((long)class_i * b->m->n_funds + fund) * b->m->n_periods + period];
}

static void order_funds(money_book *b) {
  const money_model *m = b->m;
  for (int f = 0; f < m->n_funds; f++) {
    int width = 0, k = f;
    for (int c = 0; c < m->n_classes; c++) width += fund_is_in(&m->classes[c], f);
    b->queue[f] = width;
    for (; k > 0 && b->queue[b->by_width[k - 1]] > width; k--) b->by_width[k] = b->by_width[k - 1];
    b->by_width[k] = f;
  }
}

money_book *book_create(const money_model *m, double scale) {
  if (!m->n_classes) return NULL;
  money_book *b = lfl_calloc(1, sizeof *b);
  if (!b) return NULL;
  size_t funds = (size_t)m->n_funds, periods = (size_t)m->n_periods, nodes = (funds + (size_t)m->n_classes) * periods;
  b->m = m;
  b->left = lfl_calloc(funds * periods, sizeof *b->left);
  b->carry = lfl_calloc(funds * periods, sizeof *b->carry);
  b->paid = lfl_calloc((size_t)m->n_classes * funds * periods, sizeof *b->paid);
  b->by_width = lfl_calloc(funds, sizeof *b->by_width);
  b->from = lfl_calloc(nodes, sizeof *b->from);
  b->queue = lfl_calloc(nodes, sizeof *b->queue);
  if (!b->left || !b->carry || !b->paid || !b->by_width || !b->from || !b->queue) {
    book_destroy(b);
    return NULL;
  }
  for (size_t k = 0; k < funds * periods; k++) b->left[k] = scale > 1 ? nearbyint(m->come[k] * scale) : m->come[k];
  order_funds(b);
  return b;
}

void book_destroy(money_book *b) {
  if (!b) return;
  lfl_free(b->left);
  lfl_free(b->carry);
  lfl_free(b->paid);
  lfl_free(b->by_width);
  lfl_free(b->from);
  lfl_free(b->queue);
  lfl_free(b->changes);
  lfl_free(b);
}

static void add_to(money_book *b, double *at, double amount) {
  if (b->n_trials) {
    if (b->n_changes == b->changes_capacity) {
      int capacity = b->changes_capacity ? 2 * b->changes_capacity : 256;
      change *changes = lfl_realloc_array(b->changes, (size_t)capacity, sizeof *changes);
      if (!changes) {
        b->failed = true;
        return;
      }
      b->changes = changes;
      b->changes_capacity = capacity;
    }
    b->changes[b->n_changes++] = (change){at, *at};
  }
  *at += amount;
}

static void see(money_book *b, int node, int from, int *n) {
  if (b->from[node] != -1) return;
  b->from[node] = from;
  b->queue[(*n)++] = node;
}

/* A fund that may pay, with what it has kept: before the next fund, however long it was kept. */
static void see_fund(money_book *b, int fund, int period, int node, int *n) {
  for (int k = period; k >= 0; k--) {
    see(b, fund_node(b->m, fund, k), node, n);
    node = fund_node(b->m, fund, k);
  }
}

/* Looks from the payment backwards for money that is left; the fund's node, or -1. */
static int look(money_book *b, int start) {
  const money_model *m = b->m;
  int n = 0, n_nodes = (m->n_funds + m->n_classes) * m->n_periods;
  for (int k = 0; k < n_nodes; k++) b->from[k] = -1;
  see(b, start, -2, &n);
  for (int k = 0; k < n; k++) {
    int node = b->queue[k], period = node % m->n_periods, i = node / m->n_periods;
    if (i >= m->n_funds) { /* a class: any fund that may pay for it */
      for (int j = 0; j < m->n_funds; j++)
        if (fund_is_in(&m->classes[i - m->n_funds], b->by_width[j])) see_fund(b, b->by_width[j], period, node, &n);
      continue;
    }
    if (b->left[node] > NOTHING) return node;
    if (period > 0) see(b, node - 1, node, &n);
    if (period + 1 < m->n_periods && b->carry[node] > NOTHING) see(b, node + 1, node, &n); /* less is kept for later */
    for (int c = 0; c < m->n_classes; c++) /* another fund pays what this one has paid */
      if (*cell(b, c, i, period) > NOTHING) see(b, class_node(m, c, period), node, &n);
  }
  return -1;
}

/* How much a step of the way carries, and carrying it: from `node` to the node after it. */
static double *step_cell(const money_book *b, int node, int next, double *sign) {
  const money_model *m = b->m;
  int period = node % m->n_periods, i = node / m->n_periods, j = next / m->n_periods;
  if (i >= m->n_funds) { /* taken back from the fund behind it */
    *sign = -1;
    return cell(b, i - m->n_funds, j, period);
  }
  *sign = next == node - 1 ? -1 : 1;
  if (j >= m->n_funds) return cell(b, j - m->n_funds, i, period);
  return next == node + 1 ? &b->carry[node] : &b->carry[next];
}

double book_pay(money_book *b, int class_i, int period, double amount) {
  double paid = 0, sign;
  if (class_i < 0) return 0;
  while (amount - paid > NOTHING) {
    int source = look(b, class_node(b->m, class_i, period));
    if (source < 0) break;
    double most = fmin(amount - paid, b->left[source]);
    for (int node = source; b->from[node] >= 0; node = b->from[node]) {
      const double *at = step_cell(b, node, b->from[node], &sign);
      if (sign < 0) most = fmin(most, *at);
    }
    add_to(b, &b->left[source], -most);
    for (int node = source; b->from[node] >= 0; node = b->from[node]) {
      double *at = step_cell(b, node, b->from[node], &sign);
      add_to(b, at, sign * most);
    }
    paid += most;
  }
  return paid;
}

int book_try(money_book *b) {
  b->n_trials++;
  return b->n_changes;
}

void book_undo(money_book *b, int mark) {
  while (b->n_changes > mark) {
    const change *c = &b->changes[--b->n_changes];
    *c->at = c->before;
  }
  if (--b->n_trials == 0) b->n_changes = 0;
}

bool book_has_failed(const money_book *b) { return b->failed; }

double book_paid(const money_book *b, int class_i, int fund, int period) { return *cell(b, class_i, fund, period); }
