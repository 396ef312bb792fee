/* Where fuel runs dry, and what it takes down with it: read off a plan. */
#ifndef LFL_MODEL_FUEL_H
#define LFL_MODEL_FUEL_H
#include "base/status.h"
#include "model/plan.h"

typedef enum lfl_fuel_user { LFL_FUEL_PUMP, LFL_FUEL_FLEET, LFL_FUEL_FACILITY, LFL_N_FUEL_USERS } lfl_fuel_user;

/* A span of days on which one user of a place's fuel could do more and lacks the fuel for it. */
typedef struct lfl_dry_row {
  int place_i;        /* whose stock it is */
  lfl_fuel_user user;
  int subject_i;      /* the pumps' place, the fleet, the facility */
  int from_day, to_day;
  double people;      /* the most people without on one of the days: pumps: water there; a facility: its care in its
                         catchment, as far as it could serve them; a fleet: NaN */
  double used_l;      /* burnt on the days all the same */
} lfl_dry_row;

typedef struct lfl_dry {
  lfl_arena *arena;
  int n;
  lfl_dry_row *rows; /* by place, user, subject and day */
} lfl_dry;

/* A plan cut down for the public tells nothing of stocks: no rows; of a cut copy what the whole plan's rows may tell (plan->dry). *out is owned by the caller. LFL_ERR_MEMORY. */
lfl_status lfl_dry_find(const lfl_plan *plan, lfl_dry **out);
void lfl_dry_destroy(lfl_dry *dry); /* NULL is fine */

const char *lfl_fuel_user_name(lfl_fuel_user user);

#endif
