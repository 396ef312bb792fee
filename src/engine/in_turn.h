/* A caller's callback told by several threads. Internal to the engine. */
#ifndef LFL_ENGINE_IN_TURN_H
#define LFL_ENGINE_IN_TURN_H
#include <pthread.h>

#include "engine/engine.h"

typedef struct in_turn {
  pthread_mutex_t lock;
  lfl_progress_fn progress;
  void *user;
  bool is_stopped; /* the callback said so: it is asked again of what is last alone */
} in_turn;

/* The callback, one thread at a time; for lfl_plan_options, with the in_turn as its user. */
static inline bool tell_in_turn(const lfl_progress *progress, void *user) {
  in_turn *t = user;
  pthread_mutex_lock(&t->lock);
  bool is_asked = !t->is_stopped || progress->is_last, goes_on = is_asked && t->progress(progress, t->user);
  if (!goes_on) t->is_stopped = true;
  pthread_mutex_unlock(&t->lock);
  return goes_on;
}

#endif
