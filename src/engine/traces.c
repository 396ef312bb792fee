/* What stands at 0 as a limit: no buses yet, no crew yet, no permission yet is what talks are about.
 *
 * Where there is nothing of a limit a problem has no trips and no work that would need it, so that its bound cannot be loosened.
 * With a trace of it, which serves nobody, the problem is the same, and has all that more of the limit would open.
 * Not of what does not exist at a place (water that nobody says can be had, shelter), nor of willing people, but for those whom
 * a movement target counts, where somebody else of it is willing. O(rows + days * (places + links)). Tests: tests/unit/test_why.c,
 * test_negotiate.c. */
#include "engine/limits.h"

#include <math.h>

#include "model/willing.h"

/* Vehicles, workers, trips, units, litres, people: so little that it serves nobody, and so much that a solver takes it for more than 0. */
static const double TRACE = 1e-6;

/* A trace of what there is none of; true if there was none. */
static bool leave_trace(double *amount) {
  if (*amount > 0) return false;
  *amount = TRACE;
  return true;
}

static bool is_anybody_willing(const lfl_scenario *s, const lfl_target *t) {
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].willing_share > 0 && lfl_target_has_people_of(s, t, i)) return true;
  return false;
}

static bool trace_places(const lfl_scenario *s, const lfl_target *target, lfl_place *places) {
  bool is_any = false, is_move = target && target->kind == LFL_TARGET_MOVE_OUT && is_anybody_willing(s, target);
  for (int i = 0; is_move && i < s->n_places; i++)
    if (lfl_target_has_people_of(s, target, i) && !(places[i].willing_share > 0)) {
      places[i].willing_share = fmin(1, TRACE / places[i].people);
      is_any = true;
    }
  for (int k = 0; k < s->n_negotiables; k++)
    if (s->negotiables[k].kind == LFL_LIMIT_WATER) is_any = leave_trace(&places[s->negotiables[k].subject_i].water_yield_l_per_day) || is_any;
  return is_any;
}

const lfl_scenario *limits_with_traces(const lfl_scenario *s, const lfl_target *target, lfl_arena *arena) {
  lfl_scenario *copy = lfl_scenario_copy(s, arena);
  if (!copy) return NULL;
  bool is_any = trace_places(s, target, copy->places);
  for (int k = 0; k < s->n_fleets; k++) is_any = leave_trace(&copy->fleets[k].n_vehicles) || is_any;
  for (int k = 0; k < s->n_crews; k++) is_any = leave_trace(&copy->crews[k].n_workers) || is_any;
  for (int k = 0; k < s->n_permissions; k++) is_any = leave_trace(&copy->permissions[k].trips_per_day) || is_any;
  for (int k = 0; k < s->n_escorts; k++) is_any = leave_trace(&copy->escorts[k].vehicles_per_day) || is_any;
  for (int k = 0; k < s->n_supplies; k++) is_any = leave_trace(&copy->supplies[k].units) || is_any;
  if (!is_any) return s;
  return lfl_scenario_make_calendar(copy) ? copy : NULL;
}
