/* Closures, places at risk, notice, and the days of escorts and crews as limits that people name: the rows of `status` about one
 * subject that shut it, or that say a place is at risk, are one; so are the permissions of one place or road with notice.
 * Internal to the engine. */
#ifndef LFL_ENGINE_CLOSURES_H
#define LFL_ENGINE_CLOSURES_H
#include "model/scenario.h"

typedef enum closure_what {
  CLOSURE_RISK,
  CLOSURE_SHUT,
  CLOSURE_NOTICE, /* of a permission of the subject, not over yet */
  CLOSURE_ESCORT, /* days on which the escort is not there */
  CLOSURE_CREW    /* days on which the crew is not there */
} closure_what;

typedef struct closure {
  closure_what what;
  lfl_subject subject; /* of risk, shut, notice */
  int subject_i;       /* of an escort or crew that one */
} closure;

typedef struct closure_list {
  closure *closures; /* of the arena */
  int n, n_risks;    /* risks first */
} closure_list;

/* False without memory. */
bool closures_find(const lfl_scenario *s, lfl_arena *arena, closure_list *out);

/* The scenario without those lifted, all else shared; of `arena`, NULL without memory. A place that is no longer shut
 * or at risk has the share that its other rows say. O(days * (places + links)). */
const lfl_scenario *closures_lift(const lfl_scenario *s, const closure_list *list, const bool *is_lifted, lfl_arena *arena);

/* "closure" or "risk", or the name of the limit that it goes with (permission, escort, crew); the subject's id; one sentence (NULL
 * without memory). */
const char *closure_kind(const closure *c);
const char *closure_id(const lfl_scenario *s, const closure *c);
const char *closure_words(const lfl_scenario *s, const closure *c, lfl_arena *arena);

#endif
