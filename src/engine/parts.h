/* Solving parts of the country apart (parts.c), and what of it closing the gap (gap.c) goes by. Internal to these two. */
#ifndef LFL_ENGINE_PARTS_H
#define LFL_ENGINE_PARTS_H

#include <pthread.h>
#include <stdbool.h>

#include "engine/master.h"

enum { ALL = -1, BETWEEN = -2 }; /* a place, or column, of all parts; a trip from one part to another */

typedef struct division {
  int n_parts;
  int *of_place;  /* [place] its part; ALL */
  int *of_column; /* [column] its part; ALL; BETWEEN */
  int *into;      /* [column] of a trip between parts: the one it goes to */
  int *takes_of;  /* [column] ... and that whose goods or water it takes; ALL: none's */
  int *leaves;    /* [column] place whose people who have left it counts; LFL_NO: none */
  int *of_row;    /* [row] its part; ALL */
  double *share;  /* [part] of what is joint */
} division;

typedef struct whole {
  lfl_master *m;
  lfl_arena *arena;
  division *d;
  long *first_entry;
  double *x;
  double *duals; /* [row] of the part that was solved last, where it has the row; NULL: not asked for */
  int n_columns; /* that x has room for */
  double **copy; /* [part] values of the columns of all parts, in order */
  int next;      /* the part to be taken next */
  double ends;   /* on the clock; INFINITY: no limit */
  long iterations, work_left; /* 0: no limit */
  bool failed;   /* no memory */
  const double *order[LFL_N_LEVELS]; /* [column] each level's costs: what makes an earlier one worse is not taken */
  int n_order;                       /* 0: one level is solved for */
  const bool *is_loose; /* [row] x need not keep it yet: goods of several places are one there; NULL: all are kept */
  bool is_stopped, is_user; /* by a limit; by the user */
  bool is_partial; /* a part's share was not solved: nothing is done there */
  bool is_lost;  /* a part cannot keep what is loose: what others did stands in its way */
  pthread_mutex_t lock;
} whole;

/* Of the places that are of one part the `size` nearest to the first along the roads are of another then. False without memory. O(size * places + a search). */
bool parts_take_nearest(const lfl_master *m, division *d, int first_i, int size, int from_part, int to_part);
/* Room for what is known of columns and rows, of as many as there are now; it is the arena's. False without memory. */
bool parts_make_columns(const whole *w, division *d);
/* Which part each column and row is of, by that of its place. O(columns + rows). */
void parts_divide_columns(const whole *w, division *d);
/* Both. */
bool parts_know_columns(const whole *w, division *d);
/* x and the entries for the columns that there are now; of those that there were, x stays. False without memory. O(columns + entries). */
bool parts_make_room(whole *w);
/* Solves the first so many parts again, one after the other, each with what the rest leaves; x gets no worse. False without memory. */
bool parts_improve(whole *w, int n_parts);

/* What x lacks of the bound under the first level's prices is looked for where it is lost, in neighbourhoods of so many places, until the gap that is asked for
 * is reached or nothing is gained; m->best: what x comes to then. Trips may be added. False without memory. (gap.c) */
bool parts_close_gap(whole *w, int size);

#endif
