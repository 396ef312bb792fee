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
  solve_result result = solve_once(m, DUAL, most);
  if (result == SOLVE_OK) return SOLVE_OK;
  for (int i = 0; i < n; i++) bound(m, &list[i], list[i].least, list[i].most);
  return lfl_lp_use_start(m->lp, before) ? result : SOLVE_MEMORY;
}

/* Makes up to n of the loads whole; of those that cannot be so together, the first alone; a load that cannot be rounded up is rounded down. */
static solve_result make_whole(lfl_master *m, const part_load *list, int n, long most) {
  lfl_lp_start *before = lfl_lp_keep_start(m->lp);
  if (!before) return SOLVE_MEMORY;
  solve_result result = round_up(m, list, n, before, most);
  if (result == SOLVE_FAILED && n > 1) result = round_up(m, list, 1, before, most);
  if (result == SOLVE_FAILED) {
    bound(m, &list[0], list[0].least, floor(list[0].units + A_TRACE));
    result = solve_once(m, DUAL, most);
    if (result != SOLVE_OK && !lfl_lp_use_start(m->lp, before)) result = SOLVE_MEMORY;
  }
  lfl_lp_start_destroy(before);
  return result;
}

bool make_loads_whole(lfl_master *m, bool *is_any) {
  enum { MOST_ROUNDS = 200, MOST_SOLVES = 10, A_SHARE = 10 };
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
    int n = find_parts(m, is_asked, list), n_now = 0;
    if (!n) break;
    while (n_now < n && (n_now == 0 || (n_now < n / A_SHARE && list[n_now].part >= 0.5))) n_now++;
    *is_any = true;
    result = make_whole(m, list, n_now, most);
  }
  lfl_free(list);
  lfl_free(is_asked);
  return result != SOLVE_MEMORY;
}
