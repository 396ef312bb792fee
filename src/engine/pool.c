/* A bound, and where to look for the solution, of a large problem: goods of many places as one.
 *
 * Method: the rows that balance an item's stock at the places of a group on a day are summed into one, so that goods are wherever in
 * the group they are needed. That is a relaxation: what is best of it is no worse than any plan. Its prices, one for each item, group and day,
 * are prices of the whole, under which all trips that were left out are looked for as ever (pricing.c), so that the bound that follows is one over all
 * trips, and its multipliers prove it (multipliers.c). Nothing is gained by carrying goods within a group, and of trips to it that differ by their length only the shortest
 * counts, so that the problem is small and easy: the proved bound of the large made-up scenarios that could be solved as a whole, and of Rafah, is that of the optimum itself to
 * 1e-3 or better, in a fraction of the time (measured: docs/DECISIONS/0009). Where each place's goods come from is then for parts of the country to say (parts.c).
 * O(a solve of the smaller problem, a round of pricing) each round. Tests: tests/unit/test_parts.c. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "engine/master.h"

typedef struct pool {
  lfl_master *m;
  const int *group_of;   /* [place] LFL_NO: on its own */
  int *row_to, n_rows;   /* [row of the whole] its row in the pool */
  int *stands_for;       /* [place] the first of its group, or itself */
  lfl_lp *lp;
  int *whole, n, capacity; /* [column of the pool] its column in the whole */
} pool;

static void pool_clear(pool *p) {
  lfl_lp_destroy(p->lp);
  lfl_free(p->row_to);
  lfl_free(p->stands_for);
  lfl_free(p->whole);
}

/* ---- rows ---- */

static void find_first(pool *p) {
  for (int i = 0; i < p->m->s->n_places; i++) {
    int k = i;
    if (p->group_of[i] >= 0)
      for (k = 0; p->group_of[k] != p->group_of[i]; k++) continue;
    p->stands_for[i] = k;
  }
}

/* The row that stands for all of the group's: of the first place that has one. */
static void merge_rows(pool *p, int *leader) {
  const lfl_master *m = p->m;
  for (int j = 0; j < m->s->n_items; j++)
    for (int day = 0; day < m->T; day++) {
      for (int g = 0; g < m->s->n_places; g++) leader[g] = LFL_NO;
      for (int i = 0; i < m->s->n_places; i++) {
        int row = m->row_stock[at_item(m, i, j, day)], g = p->group_of[i];
        if (g < 0 || row < 0) continue;
        if (leader[g] < 0) leader[g] = row;
        p->row_to[row] = leader[g];
      }
    }
}

static bool make_rows(pool *p) {
  int n = lfl_lp_n_rows(p->m->lp);
  lfl_lp_limits all = lfl_lp_own_limits(p->m->lp);
  int *leader = lfl_malloc(((size_t)p->m->s->n_places + 1) * sizeof *leader), *index = lfl_malloc(((size_t)n + 1) * sizeof *index);
  double *lower = lfl_calloc((size_t)n + 1, sizeof *lower), *upper = lfl_calloc((size_t)n + 1, sizeof *upper);
  bool is_fine = leader && index && lower && upper;
  for (int i = 0; is_fine && i < n; i++) p->row_to[i] = i;
  if (is_fine) merge_rows(p, leader);
  for (int i = 0; is_fine && i < n; i++) index[i] = p->row_to[i] == i ? p->n_rows++ : LFL_NO;
  for (int i = 0; is_fine && i < n; i++) {
    p->row_to[i] = index[p->row_to[i]];
    lower[p->row_to[i]] += all.row_lower[i];
    upper[p->row_to[i]] += all.row_upper[i];
  }
  is_fine = is_fine && lfl_lp_add_rows(p->lp, p->n_rows, lower, upper);
  lfl_free(leader);
  lfl_free(index);
  lfl_free(lower);
  lfl_free(upper);
  return is_fine;
}

static bool pool_make(pool *p, lfl_master *m, const int *group_of) {
  *p = (pool){.m = m, .group_of = group_of, .lp = lfl_lp_create(LFL_LP_CLP)};
  p->row_to = lfl_malloc(((size_t)lfl_lp_n_rows(m->lp) + 1) * sizeof *p->row_to);
  p->stands_for = lfl_malloc(((size_t)m->s->n_places + 1) * sizeof *p->stands_for);
  if (!p->lp || !p->row_to || !p->stands_for) return false;
  find_first(p);
  return make_rows(p);
}

/* ---- columns ---- */

/* What a trip is in the pool: those that are the same differ by their way only. */
enum { N_KEYS = 8 };
typedef struct pooled_trip {
  int key[N_KEYS], column;
  double hours;
} pooled_trip;

static int key_order(const int *a, const int *b, int n) {
  for (int k = 0; k < n; k++)
    if (a[k] != b[k]) return a[k] < b[k] ? -1 : 1;
  return 0;
}

static int trip_order(const void *a, const void *b) {
  const pooled_trip *x = a, *y = b;
  int order = key_order(x->key, y->key, N_KEYS);
  if (order) return order;
  if (x->hours != y->hours) return x->hours < y->hours ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

static pooled_trip key_of(const pool *p, const trip_column *t) {
  return (pooled_trip){{t->from_i, p->stands_for[t->to_i], t->day, t->arrive_day, t->fleet_i, t->item_i[0], t->item_i[1], t->class_i}, t->column, p->m->ways[t->way_i].hours};
}

/* Goods are where they are needed in the group; water has to be fetched from its source. From one group to another nothing is carried: where it takes a place's
 * own water, what is found for the groups would not be one for their places. */
static bool is_of_no_use(const pool *p, const trip_column *t) {
  int from = p->group_of[t->from_i], to = p->group_of[t->to_i];
  return from >= 0 && to >= 0 && (from != to || p->m->s->fleets[t->fleet_i].vehicle != LFL_TANKER);
}

/* Of trips of goods from `first` on, those that are not wanted. */
static bool leave_out_trips(const pool *p, int first, bool *is_out) {
  const lfl_master *m = p->m;
  int n = 0;
  pooled_trip *trips = lfl_malloc(((size_t)(m->n_trips - first) + 1) * sizeof *trips);
  if (!trips) return false;
  for (int k = first; k < m->n_trips; k++) {
    if (m->trips[k].is_move) continue;
    is_out[m->trips[k].column] = true;
    if (!is_of_no_use(p, &m->trips[k])) trips[n++] = key_of(p, &m->trips[k]);
  }
  if (n) qsort(trips, (size_t)n, sizeof *trips, trip_order);
  for (int k = 0; k < n; k++)
    if (!k || key_order(trips[k - 1].key, trips[k].key, N_KEYS) != 0) is_out[trips[k].column] = false;
  lfl_free(trips);
  return true;
}

/* What is kept for later is kept at the first place where room is not short. */
static void leave_out_stocks(const pool *p, int item_i, int day, bool *has_room, bool *is_out) {
  const lfl_master *m = p->m;
  for (int i = 0; i < m->s->n_places; i++) has_room[i] = false; /* of a group */
  for (int i = 0; i < m->s->n_places; i++) {
    int column = m->col_stock[at_item(m, i, item_i, day)], group = p->group_of[i];
    if (group < 0 || column < 0 || m->row_storage[at_day(m, i, day)] >= 0) continue;
    is_out[column] = has_room[group];
    has_room[group] = true;
  }
}

/* Columns and trips of the whole from the first given on are put into the pool, but those whose reduced cost [columns] is above `most` (NULL: any). */
static bool add_columns(pool *p, int first_column, int first_trip, const double *reduced, double most) {
  lfl_master *m = p->m;
  int begun = p->n;
  bool *is_out = lfl_calloc((size_t)m->n_columns + 1, sizeof *is_out);
  long *first_entry = lfl_malloc(((size_t)m->n_columns + 2) * sizeof *first_entry);
  int *more = lfl_realloc_array(p->whole, (size_t)m->n_columns + 1, sizeof *more);
  if (more) p->whole = more;
  bool *has_room = lfl_malloc(((size_t)m->s->n_places + 1) * sizeof *has_room);
  bool is_fine = is_out && has_room && first_entry && more && lfl_lp_first_entries(m->lp, first_entry);
  is_fine = is_fine && leave_out_trips(p, first_trip, is_out);
  for (int j = 0; is_fine && !first_column && j < m->s->n_items; j++)
    for (int day = 0; day < m->T; day++) leave_out_stocks(p, j, day, has_room, is_out);
  for (int j = first_column; is_fine && j < m->n_columns; j++)
    if (!is_out[j] && !(reduced && reduced[j] > most)) p->whole[p->n++] = j;
  lfl_lp_limits limits = lfl_lp_own_limits(m->lp);
  is_fine = is_fine && lfl_lp_add_merged(p->lp, m->lp, p->whole + begun, p->n - begun, &limits, first_entry, p->row_to, m->cost[COST_SURVIVAL]);
  lfl_free(is_out);
  lfl_free(has_room);
  lfl_free(first_entry);
  return is_fine;
}

/* ---- solving ---- */

/* Within the limits of time and work. */
static lfl_lp_result solve(pool *p, lfl_lp_options o, double ends) {
  lfl_master *m = p->m;
  if (ends < (double)INFINITY && (o.max_seconds = ends - lfl_now_s()) <= 0) return LFL_LP_LIMIT;
  long left = master_work_left(m);
  if (left <= 0) return LFL_LP_LIMIT;
  if (left < LONG_MAX && (!o.max_iterations || left < o.max_iterations)) o.max_iterations = left;
  lfl_lp_result result = lfl_lp_solve(p->lp, &o);
  m->iterations += lfl_lp_iterations(p->lp);
  return result;
}

/* After new columns by the primal from where the last solve ended; where that takes long, from scratch by the dual. */
static lfl_lp_result solve_next(pool *p, int n_new, long first_took, double ends) {
  enum { MUCH = 1000, LEAST = 30000 }; /* from scratch, with journeys, the dual takes ten times as long as without */
  long most = first_took;
  lfl_lp_options next = {.method = LFL_LP_PRIMAL, .presolve = n_new > MUCH, .perturb = true, .max_iterations = most > LEAST ? most : LEAST};
  lfl_lp_options afresh = {.method = LFL_LP_DUAL, .presolve = true, .from_scratch = true};
  lfl_lp_result result = solve(p, next, ends);
  return result == LFL_LP_OPTIMAL ? result : solve(p, afresh, ends);
}

static void know_prices(pool *p, common_prices *c) {
  const double *duals = lfl_lp_duals(p->lp);
  for (int i = 0; i < lfl_lp_n_rows(p->m->lp); i++) c->duals[i] = duals[p->row_to[i]];
  c->objective = lfl_lp_objective(p->lp);
}

/* Prices the trips of the whole under the prices; *n_added of them are new. False without memory. */
static bool price_whole(lfl_master *m, common_prices *c, int *n_added, double *slack) {
  m->common = c;
  bool is_fine = price_columns(m, COST_SURVIVAL, n_added, slack) && master_flush(m);
  m->common = NULL;
  return is_fine;
}

static int load_order(const void *a, const void *b) {
  const used_load *x = a, *y = b;
  enum { N_LOAD_KEYS = 5 };
  int one[N_LOAD_KEYS] = {x->from_i, x->fleet_i, x->day, x->item_i[0], x->item_i[1]}, other[N_LOAD_KEYS] = {y->from_i, y->fleet_i, y->day, y->item_i[0], y->item_i[1]};
  return key_order(one, other, N_LOAD_KEYS);
}

/* Journeys as the pool has them are the most that are made; its loads are what trips carry. */
static bool keep_trips(const pool *p, common_prices *c) {
  const double LEAST = 1e-9;
  const lfl_master *m = p->m;
  const double *values = lfl_lp_values(p->lp);
  double *x = lfl_calloc((size_t)m->n_columns + 1, sizeof *x);
  int n = 0;
  c->most = lfl_malloc(((size_t)m->n_trips + 1) * sizeof *c->most);
  c->loads = lfl_malloc(((size_t)m->n_trips + 1) * sizeof *c->loads);
  bool is_fine = x && c->most && c->loads;
  for (int k = 0; is_fine && k < p->n; k++) x[p->whole[k]] = values[k];
  for (int k = 0; is_fine && k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    c->most[k] = t->is_move ? fmax(x[t->column], m->lower[t->column]) : (double)INFINITY; /* not below by rounding */
    if (!t->is_move && x[t->column] > LEAST) c->loads[n++] = (used_load){t->from_i, t->fleet_i, t->day, {t->item_i[0], t->item_i[1]}, {t->units[0], t->units[1]}};
  }
  if (n) qsort(c->loads, (size_t)n, sizeof *c->loads, load_order);
  for (int k = 0; k < n; k++) /* those that differ by where they go are one */
    if (!k || load_order(&c->loads[k - 1], &c->loads[k]) != 0) c->loads[c->n_loads++] = c->loads[k];
  c->n_trips = m->n_trips;
  lfl_free(x);
  return is_fine;
}

static bool solve_rounds(pool *p, common_prices *c, double ends) {
  enum { MOST_ROUNDS = 60 };
  lfl_master *m = p->m;
  int n_columns = 0, n_trips = 0, n_added = 0;
  long first_took = 0, before = m->iterations;
  c->bound = -(double)INFINITY;
  for (int round = 0; round < MOST_ROUNDS; round++) {
    int n_new = m->n_columns - n_columns;
    if (!add_columns(p, n_columns, n_trips, NULL, 0)) return false;
    n_columns = m->n_columns;
    n_trips = m->n_trips;
    lfl_lp_options first = {.method = LFL_LP_DUAL, .presolve = true};
    lfl_lp_result result = round ? solve_next(p, n_new, first_took, ends) : solve(p, first, ends);
    if (!round) first_took = m->iterations - before;
    if (result != LFL_LP_OPTIMAL) return true;
    double slack, value = lfl_lp_objective(p->lp) + m->constant[COST_SURVIVAL];
    know_prices(p, c);
    if (!price_whole(m, c, &n_added, &slack)) return false;
    c->bound = value - slack; /* the last one counts: slow ways are looked for only then */
    m->bound = isfinite(c->bound) ? c->bound : (double)NAN;
    c->is_solved = n_added == 0;
    if (!report_progress(m, 0, 0) || c->is_solved) break;
  }
  return true;
}

void common_prices_destroy(common_prices *c) {
  if (!c) return;
  lfl_free(c->stands_for);
  lfl_free(c->duals);
  lfl_free(c->reduced);
  lfl_free(c->most);
  lfl_free(c->loads);
  lfl_free(c);
}

/* Without prices yet, for the pool's groups. NULL without memory. */
static common_prices *new_prices(const pool *p) {
  size_t n_places = (size_t)p->m->s->n_places, n_rows = (size_t)lfl_lp_n_rows(p->m->lp);
  common_prices *c = lfl_calloc(1, sizeof *c);
  if (!c) return NULL;
  c->duals = lfl_calloc(n_rows + 1, sizeof *c->duals);
  c->stands_for = lfl_malloc((n_places + 1) * sizeof *c->stands_for);
  if (!c->duals || !c->stands_for) {
    common_prices_destroy(c);
    return NULL;
  }
  memcpy(c->stands_for, p->stands_for, n_places * sizeof *c->stands_for);
  return c;
}

const used_load *common_loads(const common_prices *c, int from_i, int fleet_i, int day, int *n) {
  const used_load first = {.from_i = from_i, .fleet_i = fleet_i, .day = day, .item_i = {LFL_NO - 1, LFL_NO - 1}};
  int low = 0, high = c->n_loads;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (load_order(&c->loads[middle], &first) < 0) low = middle + 1;
    else high = middle;
  }
  for (*n = 0; low + *n < c->n_loads; ++*n) {
    const used_load *l = &c->loads[low + *n];
    if (l->from_i != from_i || l->fleet_i != fleet_i || l->day != day) break;
  }
  return c->loads + low;
}

/* The solution's loads along every way along which they cost nothing, and the reduced cost of all columns. */
static bool complete(lfl_master *m, common_prices *c) {
  int n_added;
  double slack;
  c->takes_ties = true;
  if (!price_whole(m, c, &n_added, &slack)) return false;
  c->takes_ties = false;
  c->reduced = lfl_malloc(((size_t)m->n_columns + 1) * sizeof *c->reduced);
  if (!c->reduced) return false;
  lfl_lp_reduced_at(m->lp, m->cost[COST_SURVIVAL], c->duals, c->reduced);
  return true;
}

bool pool_prices(lfl_master *m, const int *group_of, double ends, common_prices **prices) {
  pool p = {0};
  common_prices *c = pool_make(&p, m, group_of) ? new_prices(&p) : NULL;
  bool is_fine = c && solve_rounds(&p, c, ends);
  bool has_prices = is_fine && !m->is_stopped && c->is_solved; /* those of an early round prove little, and what follows takes long under them */
  *prices = NULL;
  if (has_prices) is_fine = keep_trips(&p, c);
  pool_clear(&p);
  if (has_prices && is_fine) is_fine = complete(m, c);
  m->n_priced = INT_MAX; /* the whole's own prices are far off still */
  if (has_prices && is_fine) *prices = c;
  else common_prices_destroy(c);
  return is_fine;
}

void common_limit_journeys(const lfl_master *m, const common_prices *c, double *upper) {
  for (int k = 0; k < c->n_trips; k++) upper[m->trips[k].column] = fmin(upper[m->trips[k].column], c->most[k]);
}

/* No more journeys than the prices' solution has: with all, CLP's dual takes ten times as long. */
static bool limit_journeys(pool *p, const common_prices *c) {
  lfl_master *m = p->m;
  double *upper = lfl_malloc(((size_t)m->n_columns + 1) * sizeof *upper);
  if (!upper) return false;
  memcpy(upper, m->upper, (size_t)m->n_columns * sizeof *upper);
  common_limit_journeys(m, c, upper);
  for (int k = 0; k < p->n; k++)
    if (upper[p->whole[k]] < m->upper[p->whole[k]]) lfl_lp_set_column_bounds(p->lp, k, m->lower[p->whole[k]], upper[p->whole[k]]);
  lfl_free(upper);
  return true;
}

bool pool_solution(lfl_master *m, const int *group_of, const common_prices *c, double ends, double *x, bool *is_merged, bool *is_found) {
  const double TIE = 1e-6; /* person-days a trip, or whatever the column counts: nothing */
  pool p = {0};
  *is_found = false;
  bool is_fine = pool_make(&p, m, group_of) && add_columns(&p, 0, 0, c->reduced, TIE) && limit_journeys(&p, c);
  lfl_lp_options first = {.method = LFL_LP_DUAL, .presolve = true};
  if (is_fine && solve(&p, first, ends) == LFL_LP_OPTIMAL) {
    const double *values = lfl_lp_values(p.lp);
    for (int j = 0; j < m->n_columns; j++) x[j] = m->lower[j];
    for (int k = 0; k < p.n; k++) x[p.whole[k]] = values[k];
    for (int i = 0; i < lfl_lp_n_rows(m->lp); i++) is_merged[i] = false;
    for (int i = 0; i < m->s->n_places; i++)
      for (int j = 0; group_of[i] >= 0 && j < m->s->n_items; j++)
        for (int day = 0; day < m->T; day++) {
          int row = m->row_stock[at_item(m, i, j, day)];
          if (row >= 0) is_merged[row] = true;
        }
    *is_found = true;
  }
  pool_clear(&p);
  return is_fine;
}
