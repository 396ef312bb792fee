/* Movement targets: which moves count, and on whose willingness to leave they rest. */
#ifndef LFL_MODEL_WILLING_H
#define LFL_MODEL_WILLING_H
#include "model/scenario.h"

/* Does a move from one place to another count for the movement target? From the target's place or one below it to a place that
 * is neither; for a target of no place (everywhere) any move. */
bool lfl_target_counts_move(const lfl_scenario *s, const lfl_target *t, int from_i, int to_i);

/* Are there people at the place whom the movement target may move? */
bool lfl_target_has_people_of(const lfl_scenario *s, const lfl_target *t, int place_i);

/* Does the target rest on people whose willingness nobody has recorded? */
bool lfl_target_is_willing_missing(const lfl_scenario *s, const lfl_target *t);

typedef struct lfl_willing {
  int n_recorded, n_missing;       /* places whose people's willingness is recorded, and is not */
  double recorded_people, willing_people, missing_people; /* on day 0; willing: of those recorded */
  const char *recorded_names, *missing_names; /* "Town; Camp and 3 more places"; "" none */
} lfl_willing;

/* Of a movement target. is_shown [n_places]: which may be named (NULL: all); the others are counted. False without memory. */
bool lfl_target_willing(const lfl_scenario *s, const lfl_target *t, const bool *is_shown, lfl_arena *arena, lfl_willing *out);

#endif
