/* Whole units of what serves many at once, for given trips. In the linear solution a health kit for a thousand people
 * travels in parts, a tenth of it to each of ten places; in whole things the first place would get all of it and nine
 * nothing. So loads of such items are made whole one after the other, those that lack least of a unit first, and the
 * problem is solved again after each few of them: what is left of it knows which kits are where. (Diving: Achterberg 2007,
 * "Constraint Integer Programming", chapter 9, doi:10.14279/depositonce-1634.) Where a unit more cannot be carried, the
 * load is rounded down for good. One short solve for some loads; what is not whole when work ends is rounded by the run.
 * Tests: tests/cases/whole.case. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "engine/master.h"

static const double A_TRACE = 1e-6; /* of a unit: what the solver's tolerances leave */

typedef struct part_load {
  int trip_i;
  double units, part;
  double least, most; /* bounds so far */
} part_load;

/* Most people whom a unit serves, by itself or in a kit. */
static double serves_people(const lfl_scenario *s, int item_i) {
  double most = s->items[item_i].people_served;
  for (int i = 0; i < s->n_items; i++)
    for (int k = 0; k < s->items[i].n_parts; k++)
      if (s->items[i].parts[k].item_i == item_i && s->items[i].parts[k].units_per_unit > 0) most = fmax(most, s->items[i].people_served / s->items[i].parts[k].units_per_unit);
  return most;
}

/* Those that lack least of a unit first. */
static int by_part(const void *a, const void *b) {
  const part_load *x = a, *y = b;
  if (x->part != y->part) return x->part > y->part ? -1 : 1;
  return x->trip_i - y->trip_i;
}

/* Loads that are not whole, in the order in which they are to be; how many. */
static int find_parts(const lfl_master *m, const bool *is_asked, part_load *list) {
  const double *x = lfl_lp_values(m->lp);
  lfl_lp_limits now = lfl_lp_own_limits(m->lp);
  int n = 0;
  for (int k = 0; k < m->n_trips; k++) {
    if (!is_asked[k]) continue;
    int column = m->trips[k].column;
    double units = x[column], part = units - floor(units + A_TRACE);
    if (part > A_TRACE) list[n++] = (part_load){k, units, part, now.lower[column], now.upper[column]};
  }
  qsort(list, (size_t)n, sizeof *list, by_part);
  return n;
}

static void bound(lfl_master *m, const part_load *load, double least, double most) { lfl_lp_set_column_bounds(m->lp, m->trips[load->trip_i].column, least, most); }

/* Iterations of one solve. It takes some tens; one that takes thousands goes nowhere (seen on rafah-2024: 5,000, in 48 s), but where
 * they cost nothing some of those arrive. */
static long most_iterations(const lfl_master *m) { return 300 + 10000000 / (lfl_lp_n_rows(m->lp) + 1); }

/* The first n of the loads as whole units, the next more; as they were `before`, where they cannot be so together. */
static solve_result round_up(lfl_master *m, const part_load *list, int n, const lfl_lp_start *before, long most) {
  for (int i = 0; i < n; i++) bound(m, &list[i], ceil(list[i].units - A_TRACE), list[i].most);
  solve_result result = solve_once(m, DUAL_TRIED, most);
  if (result == SOLVE_OK) return SOLVE_OK;
  for (int i = 0; i < n; i++) bound(m, &list[i], list[i].least, list[i].most);
  return lfl_lp_use_start(m->lp, before) ? result : SOLVE_MEMORY;
}

/* The load as so many units less than one more. */
static solve_result round_down(lfl_master *m, const part_load *load, const lfl_lp_start *before, long most) {
  bound(m, load, load->least, floor(load->units + A_TRACE));
  solve_result result = solve_once(m, DUAL_TRIED, most);
  if (result != SOLVE_OK && !lfl_lp_use_start(m->lp, before)) return SOLVE_MEMORY;
  return result;
}

/* Does the load leave a place whose people the unit may serve, too? */
static bool is_carried_on(const lfl_master *m, const part_load *load) { return m->s->places[m->trips[load->trip_i].from_i].is_host; }

/* One load whole: up, but if it cannot be or if it is taken from people whom the unit serves more (a camp's only kit, carried on to where nobody is yet). From a depot
 * it goes up in any case, as a load rounded down is found again in parts elsewhere, which count as much while they are parts. */
static solve_result round_one(lfl_master *m, const part_load *load, double value, const lfl_lp_start *before, long most) {
  double tolerance = 1e-9 * fmax(1, fabs(value));
  solve_result up = round_up(m, load, 1, before, most);
  if (up == SOLVE_FAILED) return round_down(m, load, before, most);
  if (up != SOLVE_OK || !is_carried_on(m, load) || lfl_lp_objective(m->lp) <= value + tolerance) return up;
  double value_up = lfl_lp_objective(m->lp);
  lfl_lp_start *after = lfl_lp_keep_start(m->lp);
  if (!after) return SOLVE_MEMORY;
  bound(m, load, load->least, load->most);
  solve_result down = lfl_lp_use_start(m->lp, before) ? round_down(m, load, before, most) : SOLVE_MEMORY;
  if (down == SOLVE_FAILED || (down == SOLVE_OK && lfl_lp_objective(m->lp) >= value_up - tolerance)) {
    bound(m, load, ceil(load->units - A_TRACE), load->most);
    down = !lfl_lp_use_start(m->lp, after) ? SOLVE_MEMORY : solve_once(m, DUAL, most);
  }
  lfl_lp_start_destroy(after);
  return down;
}

/* Makes up to n of the loads whole; of those that cannot be so together, the first alone. */
static solve_result make_whole(lfl_master *m, const part_load *list, int n, long most) {
  lfl_lp_start *before = lfl_lp_keep_start(m->lp);
  if (!before) return SOLVE_MEMORY;
  double value = lfl_lp_objective(m->lp);
  solve_result result = n > 1 ? round_up(m, list, n, before, most) : SOLVE_FAILED;
  if (result == SOLVE_FAILED) result = round_one(m, list, value, before, most);
  lfl_lp_start_destroy(before);
  return result;
}

/* How many of the n loads are made whole at once: a share of them, as far as each is half of a unit or more and none is carried on; the first in any case. */
static int n_at_once(const lfl_master *m, const part_load *list, int n) {
  enum { A_SHARE = 10 };
  int k = 1;
  if (is_carried_on(m, &list[0])) return k;
  while (k < n / A_SHARE && list[k].part >= 0.5 && !is_carried_on(m, &list[k])) k++;
  return k;
}

bool make_loads_whole(lfl_master *m, bool *is_any) {
  enum { MOST_ROUNDS = 200, MOST_SOLVES = 10 };
  const double MANY = 100;
  part_load *list = lfl_calloc((size_t)m->n_trips + 1, sizeof *list);
  bool *is_asked = lfl_calloc((size_t)m->n_trips + 1, sizeof *is_asked);
  solve_result result = list && is_asked ? SOLVE_OK : SOLVE_MEMORY;
  long begun = m->iterations, most = most_iterations(m);
  *is_any = false;
  for (int k = 0; is_asked && k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    is_asked[k] = !t->is_move && t->item_i[0] >= 0 && serves_people(m->s, t->item_i[0]) >= MANY;
  }
  for (int round = 0; result == SOLVE_OK && round < MOST_ROUNDS && m->iterations - begun < MOST_SOLVES * most; round++) {
    int n = find_parts(m, is_asked, list);
    if (!n) break;
    *is_any = true;
    result = make_whole(m, list, n_at_once(m, list, n), most);
  }
  lfl_free(list);
  lfl_free(is_asked);
  return result != SOLVE_MEMORY;
}
