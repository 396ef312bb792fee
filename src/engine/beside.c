/* A bound found beside the rounds of a level: goods of many places as one (pool.c), on another thread.
 *
 * A level far from anything known is often at its optimum after two solves, and then takes as many rounds again to prove it (measured: docs/DECISIONS/0009). Goods as one mostly prove as much, in the
 * time of the first solve. The level waits for that bound at one place, whoever is first, so that threads change nothing; without another thread it is found there. The problem is the
 * caller's to make once more, as the level's own changes meanwhile. O(a solve of the smaller problem, some rounds of pricing). Tests: tests/unit/test_what_if.c. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/alloc.h"
#include "engine/master.h"

struct bound_beside {
  lfl_master *m;
  const lfl_plan_options *caller;
  lfl_plan_options options; /* its own: it stops, too, when nobody waits any more */
  atomic_bool is_over;
  pthread_t thread;
  bool has_thread, is_done;
  double bound;
};

static bool goes_on(const lfl_progress *progress, void *user) {
  bound_beside *b = user;
  return !b->is_over && (!b->caller->progress || b->caller->progress(progress, b->caller->user));
}

static void find(bound_beside *b) {
  double value, bound;
  pool *p = master_fill(b->m) ? pool_open(b->m, false) : NULL;
  if (p && pool_solve(p, COST_SURVIVAL, b->m->constant[COST_SURVIVAL], &value, &bound) == SOLVE_OK) b->bound = bound;
  pool_close(p);
}

static void *work(void *user) {
  find(user);
  return NULL;
}

bound_beside *bound_begin(lfl_master *own, int n_threads) {
  bound_beside *b = own ? lfl_calloc(1, sizeof *b) : NULL;
  if (!b) {
    master_destroy(own);
    return NULL;
  }
  b->m = own;
  b->caller = own->options;
  b->options = *own->options;
  b->options.progress = goes_on;
  b->options.user = b;
  own->options = &b->options;
  own->phase = "goods as one";
  b->bound = -(double)INFINITY;
  b->has_thread = n_threads > 1 && pthread_create(&b->thread, NULL, work, b) == 0;
  return b;
}

double bound_await(bound_beside *b) {
  if (!b->is_done && b->has_thread) pthread_join(b->thread, NULL);
  else if (!b->is_done) find(b);
  b->is_done = true;
  return b->bound;
}

void bound_end(bound_beside *b) {
  if (!b) return;
  b->is_over = true;
  if (b->has_thread) bound_await(b);
  master_destroy(b->m);
  lfl_free(b);
}
