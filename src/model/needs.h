/* Needs, without the planner: what each place needs each day, and against it what enters. */
#ifndef LFL_MODEL_NEEDS_H
#define LFL_MODEL_NEEDS_H
#include "base/status.h"
#include "model/scenario.h"

typedef struct lfl_need_row {
  int day, place_i, need_i;
  lfl_tier tier;
  double people;   /* in need, nobody moved by the plan */
  double quantity;  /* in `unit` on the day: litres to supply with losses, kcal, toilets, m2, kits a day ... */
  const char *unit; /* of the total: "l_per_day", "kcal_per_day", "toilet", "m2", "kit_per_day", "person_days" */
  const char *indicator_id; /* the standard or assumption it rests on; NULL none */
} lfl_need_row;

/* A need over the whole scenario on a day: needed, there, entering. */
typedef struct lfl_pipeline_row {
  int day, need_i;
  double need_survival, need_minimum; /* person-days asked for on that day */
  double need_m3, need_t, need_trucks; /* at the minimum tier (survival where there is none), in the
                                          scenario's first item of the need and an average truck; of water m3 and t are all that is
                                          needed, trucks what local yields leave */
  double enters_person_days;          /* minimum-tier person-days becoming available that day (supplies, local yield) */
  double enters_m3, enters_t, enters_trucks;
  double stock_person_days;           /* left at the end of the day if used at the survival tier as far as it goes */
  double stock_days;                  /* for how many days, this one among them, what is there serves the survival need of those who are in need
                                         then, beyond what serves again each day; behind the days planned as on the last; INFINITY: none is left to serve; NaN: nothing of the need is kept in stock */
} lfl_pipeline_row;

typedef struct lfl_pipeline_break {
  int need_i;
  lfl_tier tier;
  int day;                /* first day on which stock and inflow do not cover the tier; -1 never */
  double short_people;    /* on that day */
} lfl_pipeline_break;

/* Trucks on a day, of all needs. */
typedef struct lfl_needs_trucks {
  int day;
  double survival, minimum; /* that bring the tier */
  double water[LFL_N_TIERS]; /* of these, with water that local yields leave */
  double let_in;            /* sum of crossings' trucks (lfl_crossing_trucks); INFINITY: one has no limit; NaN: there are crossings, and the audience may see none */
  double arrive;            /* of these, by each crossing's delivered_share: what is needed is held against them */
  bool is_let_in_cut;       /* let_in and arrive are without crossings, closures or permissions that the audience may not see */
} lfl_needs_trucks;

typedef struct lfl_needs {
  lfl_arena *arena;
  int n_rows; lfl_need_row *rows;            /* day, place, need, tier in order */
  int n_pipeline; lfl_pipeline_row *pipeline; /* day, need */
  int n_breaks; lfl_pipeline_break *breaks;  /* need, tier */
  lfl_needs_trucks first, most; /* day 0, and the first day on which the minimum tier takes most trucks, which may be day 0 */
} lfl_needs;

/* Computes all; LFL_ERR_MEMORY otherwise. *out owned by the caller (lfl_needs_destroy). */
lfl_status lfl_needs_compute(const lfl_scenario *scenario, lfl_needs **out);
/* Do fewer loads arrive than the crossings let in? */
bool lfl_needs_lose_loads(const lfl_needs_trucks *trucks);
/* How many of them carry water, to stand behind their number at one tier and at the other, which are written as those are: `first` and
 * `other`, of trucks->water; "" where none do, NULL without memory. */
const char *lfl_needs_water_words(const lfl_needs_trucks *trucks, const char *first, const char *other, lfl_arena *arena);
/* Is the crossing closed on the day, by the rows that the audience may see? O(status rows). */
bool lfl_crossing_is_closed(const lfl_scenario *scenario, int place_i, int day, lfl_sensitivity audience);
/* Loaded trips that the crossing lets in on the day, by the rows that the audience may see: its trucks_per_day as far as it is open, and no
 * more than permissions of its own let through, with their escorts; 0 where it is closed, or may not be seen itself. Permissions on the
 * roads behind it are not counted. O(status rows + permissions). */
double lfl_crossing_trucks(const lfl_scenario *scenario, int place_i, int day, lfl_sensitivity audience);
/* Counts let_in and arrive of trucks->day again, by the rows that the audience may see (lfl_crossing_trucks). What was left out before, of a
 * scenario that is cut by now, stays said. O(crossings * (status rows + permissions)). */
void lfl_needs_count_let_in(const lfl_scenario *scenario, lfl_sensitivity audience, lfl_needs_trucks *trucks);
/* What stands behind "the crossings let in": that it is of this copy's crossings, closures and permissions alone, where some are left out; else "". */
const char *lfl_needs_cut_words(const lfl_needs_trucks *trucks);
/* What stands behind it further: that permissions on roads are not counted, where any holds on the day (-1: on any day); else "". */
const char *lfl_needs_permission_words(const lfl_scenario *scenario, int day, lfl_sensitivity audience);
void lfl_needs_destroy(lfl_needs *needs);

#endif
