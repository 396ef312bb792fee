/* A bound, and where to look for the solution: goods of many places as one.
 *
 * Method: the rows that balance an item's stock at the places of a group on a day are summed into one, so that goods are wherever in
 * the group they are needed. That is a relaxation: what is best of it is no worse than any plan. Its prices, one for each item, group and day,
 * are prices of the whole, under which all trips that were left out are looked for as ever (pricing.c), so that the bound that follows is one over all
 * trips, and its multipliers prove it (multipliers.c). Nothing is gained by carrying goods within a group, and of trips to it that differ by their length only the shortest
 * counts, so that the problem is small and easy: the proved bound of the large made-up scenarios that could be solved as a whole, and of Rafah, is that of the optimum itself to
 * 1e-3 or better, in a fraction of the time (measured: docs/DECISIONS/0009). Where each place's goods come from is then for parts of the country to say (parts.c).
 *
 * At usual sizes water is left to each place: wells and tankers are of one place, and with water apart the pool's optimum was the whole's in all that was measured. Such a pool follows
 * the whole from solve to solve (pool_open, pool_solve), which is how repairs are decided (branch.c), and its solution is placed (pool_place) among the columns that cost nothing
 * under its prices: by complementary slackness every optimum of the whole is among them where the bound is its value.
 * O(a solve of the smaller problem, a round of pricing) each round. Tests: tests/unit/test_parts.c. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "engine/master.h"

struct pool {
  lfl_master *m;
  int *group_of;         /* [place] LFL_NO: on its own */
  bool is_water_apart;   /* water is each place's own */
  bool *is_limited;      /* [link] */
  int *row_to, n_rows;   /* [row of the whole] its row in the pool */
  bool *is_single;       /* [row of the whole] its row is no other's, too */
  int *stands_for;       /* [place] the first of its group, or itself */
  lfl_lp *lp;
  int *whole, n;         /* [column of the pool] its column in the whole */
  /* of one that follows the whole from solve to solve: */
  common_prices *prices;
  int n_columns;         /* of the whole, when last looked at */
  bool *is_in;           /* [n_columns] in the pool, or stood for there */
  long first_took;       /* iterations of its first solve; 0 before */
  double *x;             /* [columns of the whole] the last solution */
};

static void pool_clear(pool *p) {
  lfl_lp_destroy(p->lp);
  common_prices_destroy(p->prices);
  lfl_free(p->group_of);
  lfl_free(p->row_to);
  lfl_free(p->is_single);
  lfl_free(p->stands_for);
  lfl_free(p->is_limited);
  lfl_free(p->whole);
  lfl_free(p->is_in);
  lfl_free(p->x);
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

static bool is_apart(const pool *p, int item_i) { return p->is_water_apart && p->m->s->items[item_i].is_water; }

/* The row that stands for all of the group's: of the first place that has one. */
static void merge_rows(pool *p, int *leader) {
  const lfl_master *m = p->m;
  for (int j = 0; j < m->s->n_items; j++)
    for (int day = 0; day < m->T && !is_apart(p, j); day++) {
      for (int g = 0; g < m->s->n_places; g++) leader[g] = LFL_NO;
      for (int i = 0; i < m->s->n_places; i++) {
        int row = m->row_stock[at_item(m, i, j, day)], g = p->group_of[i];
        if (g < 0 || row < 0) continue;
        p->is_single[row] = leader[g] < 0; /* until another joins it */
        if (leader[g] < 0) leader[g] = row;
        else p->is_single[leader[g]] = false;
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
  for (int i = 0; is_fine && i < n; i++) {
    p->row_to[i] = i;
    p->is_single[i] = true;
  }
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

static bool pool_make(pool *p, lfl_master *m, const int *group_of, bool is_water_apart) {
  size_t n_places = (size_t)m->s->n_places;
  *p = (pool){.m = m, .is_water_apart = is_water_apart, .lp = lfl_lp_create(LFL_LP_CLP)};
  p->group_of = lfl_malloc((n_places + 1) * sizeof *p->group_of);
  p->row_to = lfl_malloc(((size_t)lfl_lp_n_rows(m->lp) + 1) * sizeof *p->row_to);
  p->is_single = lfl_malloc(((size_t)lfl_lp_n_rows(m->lp) + 1) * sizeof *p->is_single);
  p->stands_for = lfl_malloc((n_places + 1) * sizeof *p->stands_for);
  p->is_limited = lfl_malloc(((size_t)m->s->n_links + 1) * sizeof *p->is_limited);
  if (!p->lp || !p->group_of || !p->row_to || !p->is_single || !p->stands_for || !p->is_limited) return false;
  for (int k = 0; k < m->s->n_links; k++) p->is_limited[k] = is_limited_link(m->s, k);
  memcpy(p->group_of, group_of, n_places * sizeof *p->group_of);
  find_first(p);
  return make_rows(p);
}

/* ---- columns ---- */

/* What a trip is in the pool: those that are the same differ by their way only. */
enum { N_KEYS = 9 };
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

/* The way itself where it takes limited links; else one is as good as a shorter one, but for its length. */
static int way_key(const pool *p, const trip_column *t) {
  const lfl_way *way = &p->m->ways[t->way_i];
  for (int k = 0; k < way->n_links; k++)
    if (p->is_limited[way->link_i[k]]) return t->way_i;
  return LFL_NO;
}

static pooled_trip key_of(const pool *p, const trip_column *t) {
  int to_i = is_apart(p, t->item_i[0]) ? t->to_i : p->stands_for[t->to_i];
  return (pooled_trip){{t->from_i, to_i, t->day, t->arrive_day, t->fleet_i, t->item_i[0], t->item_i[1], t->class_i, way_key(p, t)}, t->column, p->m->ways[t->way_i].hours};
}

/* Goods are where they are needed in the group; water has to be fetched from its source. Where water is of a group, too, nothing is carried from one group to another:
 * it would take a place's own, and what is found for the groups would not be one for their places. */
static bool is_of_no_use(const pool *p, const trip_column *t) {
  int from = p->group_of[t->from_i], to = p->group_of[t->to_i];
  if (from < 0 || to < 0) return false;
  bool is_of_water = p->m->s->fleets[t->fleet_i].vehicle == LFL_TANKER;
  return p->is_water_apart ? from == to && !is_of_water : from != to || !is_of_water;
}

/* Of the trips of goods that are wanted [column], those that are of no use or the same as another are so no more. */
static bool leave_out_trips(const pool *p, bool *is_wanted) {
  const lfl_master *m = p->m;
  int n = 0;
  pooled_trip *trips = lfl_malloc(((size_t)m->n_trips + 1) * sizeof *trips);
  if (!trips) return false;
  for (int k = 0; k < m->n_trips; k++) {
    int column = m->trips[k].column;
    if (m->trips[k].is_move || !is_wanted[column]) continue;
    is_wanted[column] = false;
    if (!is_of_no_use(p, &m->trips[k])) trips[n++] = key_of(p, &m->trips[k]);
  }
  if (n) qsort(trips, (size_t)n, sizeof *trips, trip_order);
  for (int k = 0; k < n; k++)
    if (!k || key_order(trips[k - 1].key, trips[k].key, N_KEYS) != 0) is_wanted[trips[k].column] = true;
  lfl_free(trips);
  return true;
}

/* What is kept for later is kept at the first place where room is not short. */
static void leave_out_stocks(const pool *p, int item_i, int day, bool *has_room, bool *is_wanted) {
  const lfl_master *m = p->m;
  if (is_apart(p, item_i)) return;
  for (int i = 0; i < m->s->n_places; i++) has_room[i] = false; /* of a group */
  for (int i = 0; i < m->s->n_places; i++) {
    int column = m->col_stock[at_item(m, i, item_i, day)], group = p->group_of[i];
    if (group < 0 || column < 0 || m->row_storage[at_day(m, i, day)] >= 0) continue;
    is_wanted[column] = is_wanted[column] && !has_room[group];
    has_room[group] = true;
  }
}

/* The columns of the whole that are wanted [column] are put into the pool, but those of no use there. */
static bool add_columns(pool *p, bool *is_wanted, const double *cost) {
  lfl_master *m = p->m;
  int begun = p->n;
  long *first_entry = lfl_malloc(((size_t)m->n_columns + 2) * sizeof *first_entry);
  int *more = lfl_realloc_array(p->whole, (size_t)m->n_columns + 1, sizeof *more);
  if (more) p->whole = more;
  bool *has_room = lfl_malloc(((size_t)m->s->n_places + 1) * sizeof *has_room);
  bool is_fine = has_room && first_entry && more && lfl_lp_first_entries(m->lp, first_entry) && leave_out_trips(p, is_wanted);
  for (int j = 0; is_fine && !begun && j < m->s->n_items; j++)
    for (int day = 0; day < m->T; day++) leave_out_stocks(p, j, day, has_room, is_wanted);
  for (int j = 0; is_fine && j < m->n_columns; j++)
    if (is_wanted[j]) p->whole[p->n++] = j;
  lfl_lp_limits limits = lfl_lp_own_limits(m->lp);
  is_fine = is_fine && lfl_lp_add_merged(p->lp, m->lp, p->whole + begun, p->n - begun, &limits, first_entry, p->row_to, cost);
  lfl_free(first_entry);
  lfl_free(has_room);
  return is_fine;
}

/* Those from the first given on. */
static bool add_new_columns(pool *p, int first_column, const double *cost) {
  const lfl_master *m = p->m;
  bool *is_wanted = lfl_calloc((size_t)m->n_columns + 1, sizeof *is_wanted);
  for (int j = first_column; is_wanted && j < m->n_columns; j++) is_wanted[j] = true;
  bool is_fine = is_wanted && add_columns(p, is_wanted, cost);
  lfl_free(is_wanted);
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
  o.progress = report_progress;
  o.user = m;
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
static bool price_whole(lfl_master *m, common_prices *c, int cost_i, int *n_added, double *slack) {
  m->common = c;
  bool is_fine = price_columns(m, cost_i, n_added, slack) && master_flush(m);
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
  lfl_free(c->most);
  lfl_free(c->loads);
  c->n_loads = 0;
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
  int n_columns = 0, n_added = 0;
  long first_took = 0, before = m->iterations;
  c->bound = -(double)INFINITY;
  for (int round = 0; round < MOST_ROUNDS; round++) {
    int n_new = m->n_columns - n_columns;
    if (!add_new_columns(p, n_columns, m->cost[COST_SURVIVAL])) return false;
    n_columns = m->n_columns;
    lfl_lp_options first = {.method = LFL_LP_DUAL, .presolve = true};
    lfl_lp_result result = round ? solve_next(p, n_new, first_took, ends) : solve(p, first, ends);
    if (!round) first_took = m->iterations - before;
    if (result != LFL_LP_OPTIMAL) return true;
    double slack, value = lfl_lp_objective(p->lp) + m->constant[COST_SURVIVAL];
    know_prices(p, c);
    if (!price_whole(m, c, COST_SURVIVAL, &n_added, &slack)) return false;
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
  c->is_water_apart = p->is_water_apart;
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

/* Reduced costs of the columns that there are. */
static bool take_reduced(const lfl_master *m, const double *cost, common_prices *c) {
  double *reduced = lfl_realloc_array(c->reduced, (size_t)m->n_columns + 1, sizeof *reduced);
  if (!reduced) return false;
  c->reduced = reduced;
  c->n_reduced = m->n_columns;
  lfl_lp_reduced_at(m->lp, cost, c->duals, reduced);
  return true;
}

/* The solution's loads along every way along which they cost nothing, and the reduced cost of all columns. */
static bool complete(lfl_master *m, int cost_i, common_prices *c) {
  int n_added;
  double slack;
  c->takes_ties = true;
  if (!price_whole(m, c, cost_i, &n_added, &slack)) return false;
  c->takes_ties = false;
  return take_reduced(m, m->cost[cost_i], c);
}

/* Full loads of an item. */
typedef struct load_list {
  used_load *loads; /* NULL: only counted */
  int n;
} load_list;

bool is_loaded_with(const lfl_master *m, int from_i, int fleet_i, int day, int item_i) {
  bool is_tanker = m->s->fleets[fleet_i].vehicle == LFL_TANKER;
  if (m->s->items[item_i].is_water != is_tanker) return false;
  return is_tanker ? has_water_to_draw(m, from_i, day) : m->row_stock[at_item(m, from_i, item_i, day)] >= 0;
}

static void list_loads_of(const lfl_master *m, int from_i, int fleet_i, int day, load_list *l) {
  const lfl_fleet *fleet = &m->s->fleets[fleet_i];
  for (int j = 0; j < m->s->n_items; j++) {
    if (!is_loaded_with(m, from_i, fleet_i, day, j)) continue;
    if (l->loads) l->loads[l->n] = (used_load){from_i, fleet_i, day, {j, LFL_NO}, {full_load_units(&m->s->items[j], fleet->payload_kg, fleet->volume_m3), 0}};
    l->n++;
  }
}

/* Of all places where the group's goods do not lie, and of all wells. */
static void list_loads(const lfl_master *m, const common_prices *c, load_list *l) {
  const lfl_scenario *s = m->s;
  l->n = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int f = 0; f < s->n_fleets; f++) {
      bool is_tanker = s->fleets[f].vehicle == LFL_TANKER;
      if (!lfl_carries_goods(s->fleets[f].vehicle) || (!is_tanker && c->stands_for[i] != i)) continue;
      for (int day = 0; day < m->T; day++) list_loads_of(m, i, f, day, l);
    }
}

bool pool_add_ties(lfl_master *m, common_prices *c, const bool *to) {
  load_list all = {0};
  used_load *own = c->loads;
  int n_own = c->n_loads;
  list_loads(m, c, &all);
  if (!(all.loads = lfl_malloc(((size_t)all.n + 1) * sizeof *all.loads))) return false;
  list_loads(m, c, &all);
  c->loads = all.loads;
  c->n_loads = all.n;
  c->only_to = to;
  bool is_fine = complete(m, COST_SURVIVAL, c);
  c->only_to = NULL;
  c->loads = own;
  c->n_loads = n_own;
  lfl_free(all.loads);
  return is_fine;
}

bool pool_prices(lfl_master *m, const int *group_of, double ends, common_prices **prices) {
  pool p = {0};
  common_prices *c = pool_make(&p, m, group_of, false) ? new_prices(&p) : NULL;
  bool is_fine = c && solve_rounds(&p, c, ends);
  bool has_prices = is_fine && !m->is_stopped && c->is_solved; /* those of an early round prove little, and what follows takes long under them */
  *prices = NULL;
  if (has_prices) is_fine = keep_trips(&p, c);
  pool_clear(&p);
  if (has_prices && is_fine) is_fine = complete(m, COST_SURVIVAL, c);
  m->n_priced = INT_MAX; /* the whole's own prices are far off still */
  if (has_prices && is_fine) *prices = c;
  else common_prices_destroy(c);
  return is_fine;
}

void common_limit_journeys(const lfl_master *m, const common_prices *c, double *upper) {
  for (int k = 0; k < c->n_trips; k++) upper[m->trips[k].column] = fmin(upper[m->trips[k].column], c->most[k]);
}

/* Does the journey leave its group? */
static bool is_between_groups(const trip_column *t, const int *group_of) {
  return t->is_move && group_of[t->from_i] >= 0 && group_of[t->to_i] >= 0 && group_of[t->from_i] != group_of[t->to_i];
}

/* No more journeys than the prices' solution has: with all, CLP's dual takes ten times as long. may_leave: their group. */
static bool limit_journeys(pool *p, const common_prices *c, const int *group_of, bool may_leave) {
  lfl_master *m = p->m;
  double *upper = lfl_malloc(((size_t)m->n_columns + 1) * sizeof *upper);
  if (!upper) return false;
  memcpy(upper, m->upper, (size_t)m->n_columns * sizeof *upper);
  common_limit_journeys(m, c, upper);
  for (int k = 0; k < m->n_trips && !may_leave; k++)
    if (is_between_groups(&m->trips[k], group_of)) upper[m->trips[k].column] = m->lower[m->trips[k].column];
  for (int k = 0; k < p->n; k++)
    if (upper[p->whole[k]] < m->upper[p->whole[k]]) lfl_lp_set_column_bounds(p->lp, k, m->lower[p->whole[k]], upper[p->whole[k]]);
  lfl_free(upper);
  return true;
}

/* Columns that cost nothing under the prices. */
static bool add_tied_columns(pool *p, const common_prices *c) {
  const double TIE = 1e-6; /* person-days a trip, or whatever the column counts: nothing */
  const lfl_master *m = p->m;
  bool *is_wanted = lfl_calloc((size_t)m->n_columns + 1, sizeof *is_wanted);
  for (int j = 0; is_wanted && j < m->n_columns; j++) is_wanted[j] = !(c->reduced[j] > TIE);
  bool is_fine = is_wanted && add_columns(p, is_wanted, m->cost[COST_SURVIVAL]);
  lfl_free(is_wanted);
  return is_fine;
}

bool pool_solution(lfl_master *m, const int *group_of, const common_prices *c, bool may_leave, double ends, double *x, bool *is_merged, bool *is_found) {
  pool p = {0};
  *is_found = false;
  bool is_fine = pool_make(&p, m, group_of, false) && add_tied_columns(&p, c) && limit_journeys(&p, c, group_of, may_leave);
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

/* ---- one that follows the whole ---- */

static const double LEAST_GAIN = 1e-7; /* a column of less helps nothing */

pool *pool_open(lfl_master *m, bool is_by_ways) {
  pool *p = lfl_calloc(1, sizeof *p);
  int *group_of = lfl_malloc(((size_t)m->s->n_places + 1) * sizeof *group_of);
  bool is_fine = p && group_of && master_flush(m);
  if (is_fine && is_by_ways) is_fine = group_by_ways(m->s, group_of);
  else if (is_fine) group_all(m->s, group_of);
  is_fine = is_fine && pool_make(p, m, group_of, true) && (p->prices = new_prices(p));
  lfl_free(group_of);
  if (is_fine) return p;
  pool_close(p);
  return NULL;
}

void pool_close(pool *p) {
  if (!p) return;
  pool_clear(p);
  lfl_free(p);
}

const double *pool_values(const pool *p) { return p->x; }

/* Columns of the whole that are not in yet and are wanted: at first those that are no trips or are made in its last solution (all, before it has one; with
 * journeys among them CLP's dual takes twenty times as long); then new ones, and those that would help by the last prices. *n: how many. */
static bool take_columns(pool *p, int cost_i, const double *cost, int *n) {
  lfl_master *m = p->m;
  size_t n_columns = (size_t)m->n_columns + 1;
  bool *is_wanted = lfl_calloc(n_columns, sizeof *is_wanted), *is_in = lfl_realloc_array(p->is_in, n_columns, sizeof *is_in), is_first = !p->n;
  if (is_in) p->is_in = is_in;
  bool is_fine = is_wanted && is_in && (is_first || take_reduced(m, m->cost[cost_i], p->prices));
  double least = LEAST_GAIN * master_price_unit(m);
  for (int j = p->n_columns; is_fine && j < m->n_columns; j++) is_in[j] = false;
  for (int j = 0; is_fine && j < m->n_columns; j++) is_wanted[j] = !is_in[j] && (is_first || j >= p->n_columns || p->prices->reduced[j] < -least);
  const double *x = is_first && m->n_solves ? lfl_lp_values(m->lp) : NULL;
  for (int k = 0; is_fine && x && k < m->n_trips; k++) {
    int j = m->trips[k].column;
    is_wanted[j] = j < lfl_lp_n_columns(m->lp) && x[j] > m->lower[j] + 1e-9;
  }
  *n = 0;
  for (int j = 0; is_fine && j < m->n_columns; j++) {
    is_in[j] = is_in[j] || is_wanted[j];
    *n += is_wanted[j];
  }
  is_fine = is_fine && (*n == 0 || add_columns(p, is_wanted, cost));
  p->n_columns = m->n_columns;
  lfl_free(is_wanted);
  return is_fine;
}

/* Costs of the whole's columns as they are solved for; *own: what of that is the caller's, NULL nothing. NULL without memory. */
static const double *costs_now(const lfl_master *m, int cost_i, double **own) {
  *own = m->is_penalised ? penalty_costs(m) : NULL;
  return m->is_penalised ? *own : m->cost[cost_i];
}

/* Costs, bounds and columns of the pool as the whole has them now; rows that stand for several have never other limits. *n_new: columns. */
static bool follow(pool *p, int cost_i, int *n_new) {
  lfl_master *m = p->m;
  double *own, *cost = lfl_malloc(((size_t)m->n_columns + 1) * sizeof *cost);
  const double *from = costs_now(m, cost_i, &own);
  bool is_fine = cost && from && take_columns(p, cost_i, from, n_new);
  lfl_lp_limits now = lfl_lp_own_limits(m->lp);
  for (int k = 0; is_fine && k < p->n; k++) {
    cost[k] = from[p->whole[k]];
    lfl_lp_set_column_bounds(p->lp, k, now.lower[p->whole[k]], now.upper[p->whole[k]]);
  }
  if (is_fine) lfl_lp_set_costs(p->lp, cost);
  for (int i = 0; is_fine && i < lfl_lp_n_rows(m->lp); i++)
    if (p->is_single[i]) lfl_lp_set_row_bounds(p->lp, p->row_to[i], now.row_lower[i], now.row_upper[i]);
  lfl_free(own);
  lfl_free(cost);
  return is_fine;
}

/* From scratch at first; then, where bounds are others, by the dual, for half as long (the usual thousands fit in; as many as at first have been
 * minutes that were not enough: docs/DECISIONS/0009), and after new columns by the primal. */
static lfl_lp_result solve_after(pool *p, bool is_new_box, int n_new, double ends) {
  enum { MUCH = 1000, LEAST = 3000 };
  long before = p->m->iterations, allowed = is_new_box ? p->first_took / 2 : p->first_took, most = allowed > LEAST ? allowed : LEAST;
  lfl_lp_options afresh = {.method = LFL_LP_DUAL, .presolve = true, .from_scratch = p->first_took > 0}, next = {.method = LFL_LP_DUAL, .max_iterations = most};
  if (!is_new_box) next = (lfl_lp_options){.method = LFL_LP_PRIMAL, .presolve = n_new > MUCH, .perturb = n_new > MUCH, .max_iterations = most};
  lfl_lp_result result = p->first_took ? solve(p, next, ends) : LFL_LP_FAILED;
  if (result != LFL_LP_OPTIMAL && result != LFL_LP_STOPPED) result = solve(p, afresh, ends);
  if (!p->first_took) p->first_took = p->m->iterations - before + 1;
  return result;
}

static solve_result result_of(lfl_master *m, lfl_lp_result result, double ends) {
  if (result == LFL_LP_OPTIMAL) return SOLVE_OK;
  if (result == LFL_LP_STOPPED) return SOLVE_STOPPED;
  return lfl_now_s() >= ends || master_work_left(m) <= 0 ? master_run_out(m) : SOLVE_FAILED;
}

/* The last solution, of the whole's columns. */
static bool take_solution(pool *p) {
  const lfl_master *m = p->m;
  double *x = lfl_realloc_array(p->x, (size_t)m->n_columns + 1, sizeof *x);
  if (!x) return false;
  p->x = x;
  for (int j = 0; j < m->n_columns; j++) x[j] = m->lower[j];
  for (int k = 0; k < p->n; k++) x[p->whole[k]] = lfl_lp_values(p->lp)[k];
  return true;
}

static void find_prices(pool *p) {
  know_prices(p, p->prices);
  if (p->m->is_penalised) penalty_take_prices(p->m, p->prices->duals, &p->prices->objective);
}

/* What the level comes to at least, as the prices prove; *n_added trips would help, and are new in the whole. */
static bool find_bound(pool *p, int cost_i, double constant, int *n_added, double *bound) {
  double slack;
  if (!price_whole(p->m, p->prices, cost_i, n_added, &slack)) return false;
  *bound = fmax(*bound, p->prices->objective + constant - slack);
  return true;
}

solve_result pool_solve(pool *p, int cost_i, double constant, double *value, double *bound) {
  enum { MOST_ROUNDS = 200, MOST_IDLE = 3 /* where room is short everywhere, vehicles pass for it: trips that are of no use here would help */ };
  lfl_master *m = p->m;
  double begun = lfl_now_s(), ends = begun + m->seconds_left;
  int n_added = 1, n_new, n_idle = 0;
  solve_result result = SOLVE_OK;
  *bound = -(double)INFINITY;
  m->n_priced = INT_MAX; /* its prices are far off at first */
  for (int round = 0; round < MOST_ROUNDS && n_added > 0 && n_idle < MOST_IDLE; round++) {
    long before = m->iterations;
    if (!follow(p, cost_i, &n_new)) return SOLVE_MEMORY;
    if (round == 0 || n_new > 0) {
      result = result_of(m, solve_after(p, round == 0, n_new, ends), ends);
      if (result != SOLVE_OK) break;
      n_idle = round > 0 && m->iterations == before ? n_idle + 1 : 0;
      find_prices(p);
    } else if (!find_bound(p, cost_i, constant, &n_added, bound)) return SOLVE_MEMORY; /* of what there is nothing helps */
  }
  m->n_priced = INT_MAX; /* the whole's own prices are others */
  m->seconds_left -= lfl_now_s() - begun;
  if (result != SOLVE_OK) return result;
  if (!take_solution(p)) return SOLVE_MEMORY;
  *value = master_cost_of(m, cost_i, p->x) + constant;
  return SOLVE_OK;
}

/* The basis of the last solve is put back afterwards: what the next one begins from, and what its prices are, is the level's own (costs are set by each). */
solve_result pool_prefer(pool *p, int cost_i, const double *more) {
  enum { MOST = 2000 };
  lfl_master *m = p->m;
  double begun = lfl_now_s(), ends = begun + m->seconds_left, unit = master_price_unit(m), *own;
  const double *cost = costs_now(m, cost_i, &own);
  lfl_lp_start *start = lfl_lp_keep_start(p->lp);
  bool is_fine = cost && start;
  for (int k = 0; is_fine && k < p->n; k++)
    if (more[p->whole[k]] != 0) lfl_lp_set_cost(p->lp, k, cost[p->whole[k]] + more[p->whole[k]] / unit);
  solve_result result = is_fine ? result_of(m, solve(p, (lfl_lp_options){.method = LFL_LP_PRIMAL, .max_iterations = MOST}, ends), ends) : SOLVE_MEMORY;
  m->seconds_left -= lfl_now_s() - begun;
  if (result == SOLVE_OK) is_fine = take_solution(p);
  is_fine = is_fine && lfl_lp_use_start(p->lp, start);
  lfl_lp_start_destroy(start);
  lfl_free(own);
  return !is_fine ? SOLVE_MEMORY : result == SOLVE_FAILED ? SOLVE_OK : result;
}

solve_result pool_prove(pool *p, int cost_i, double constant, lfl_proof_kind kind, int subject_i, double *bound) {
  lfl_master *m = p->m;
  lfl_lp_options finely = {.method = LFL_LP_PRIMAL, .tolerance = 1e-9};
  double begun = lfl_now_s();
  int n_added;
  solve_result result = result_of(m, solve(p, finely, begun + m->seconds_left), begun + m->seconds_left);
  m->seconds_left -= lfl_now_s() - begun;
  if (result == SOLVE_OK) find_prices(p);
  if (result == SOLVE_OK && !find_bound(p, cost_i, constant, &n_added, bound)) return SOLVE_MEMORY;
  if (result == SOLVE_MEMORY || result == SOLVE_STOPPED) return result; /* else the prices before prove what they can */
  m->n_priced = INT_MAX;
  if (!take_reduced(m, m->cost[cost_i], p->prices)) return SOLVE_MEMORY;
  m->common = p->prices;
  bool is_fine = write_proof(m, cost_i, m->proofs, kind, subject_i);
  m->common = NULL;
  return is_fine ? SOLVE_OK : SOLVE_MEMORY;
}

/* Columns with a reduced cost stay where it holds them, so that what is left is all as good as the pool's solution; journeys that it does not make are shut (with
 * all, CLP's dual takes ten times as long). Where levels are held at a price only trips stay: all else can then do with less, so that there is a solution. */
static void keep_to_face(lfl_master *m, const common_prices *c) {
  double least = 1e-5 * master_price_unit(m);
  lfl_lp_limits now = lfl_lp_own_limits(m->lp);
  for (int k = 0; m->is_penalised && k < m->n_trips; k++) {
    int j = m->trips[k].column;
    if (c->reduced[j] > least && isfinite(now.lower[j])) lfl_lp_set_column_bounds(m->lp, j, now.lower[j], now.lower[j]);
  }
  for (int j = 0; !m->is_penalised && j < m->n_columns; j++) {
    if (c->reduced[j] > least && isfinite(now.lower[j])) lfl_lp_set_column_bounds(m->lp, j, now.lower[j], now.lower[j]);
    else if (c->reduced[j] < -least && isfinite(now.upper[j])) lfl_lp_set_column_bounds(m->lp, j, now.upper[j], now.upper[j]);
  }
  for (int k = 0; k < c->n_trips; k++) {
    int j = m->trips[k].column;
    if (m->trips[k].is_move && !(c->most[k] > m->lower[j])) lfl_lp_set_column_bounds(m->lp, j, m->lower[j], m->lower[j]);
  }
}

/* After the tankers' little costs, at the level's own: a short way, and where it is not (CLP's primal has been seen to leave the optimum for minutes) what was placed stands. */
static solve_result settle_face(lfl_master *m, int cost_i) {
  enum { MOST = 2500 };
  lfl_lp_start *placed = lfl_lp_keep_start(m->lp);
  if (!placed) return SOLVE_MEMORY;
  lfl_lp_set_costs(m->lp, m->cost[cost_i]);
  solve_result result = solve_once(m, PRIMAL, MOST);
  if (result == SOLVE_FAILED) result = lfl_lp_use_start(m->lp, placed) ? SOLVE_OK : SOLVE_MEMORY;
  lfl_lp_start_destroy(placed);
  return result;
}

/* From a placed solution of the same costs under other bounds, by the dual: columns of that face have prices still, and others are shut. SOLVE_FAILED, and back there, where it is farther than that. */
static solve_result follow_face(lfl_master *m) {
  enum { MOST = 3000 };
  lfl_lp_start *before = lfl_lp_keep_start(m->lp);
  if (!before) return SOLVE_MEMORY;
  solve_result result = solve_once(m, DUAL, MOST);
  if (result == SOLVE_FAILED && !lfl_lp_use_start(m->lp, before)) result = SOLVE_MEMORY;
  lfl_lp_start_destroy(before);
  return result;
}

/* The columns that are open, by the dual: at the first level all at once, in half as many to as many iterations as there are rows (where transport is scarce it has been
 * seen not to find its way along the face in minutes); later those that the last solution uses first. */
static solve_result solve_face(lfl_master *m, int cost_i, bool goes_on) {
  long before = m->iterations;
  bool is_first = !m->n_solves, is_biased = is_first && cost_i == COST_SURVIVAL;
  if (is_biased) pose_face(m);
  else lfl_lp_set_costs(m->lp, m->cost[cost_i]);
  solve_result result = goes_on && !is_first ? follow_face(m) : SOLVE_FAILED;
  if (result == SOLVE_FAILED) result = is_first ? solve_once(m, lfl_lp_iterations(m->lp) ? DUAL_FROM_SCRATCH : DUAL_PRESOLVED, lfl_lp_n_rows(m->lp)) : solve_sifted(m, m->cost[cost_i], true);
  if (is_first && result == SOLVE_OK) m->first_took = m->iterations - before;
  if (is_biased && result == SOLVE_OK) result = settle_face(m, cost_i);
  if (result != SOLVE_OK) return result;
  m->patience = LEAST_PATIENCE;
  master_count_solve(m, before);
  return SOLVE_OK;
}

solve_result pool_place(pool *p, int cost_i, bool goes_on) {
  lfl_master *m = p->m;
  if (!keep_trips(p, p->prices) || !complete(m, cost_i, p->prices)) return SOLVE_MEMORY;
  size_t n = (size_t)m->n_columns;
  double *limits = lfl_malloc((2 * n + 1) * sizeof *limits);
  if (!limits) return SOLVE_MEMORY;
  lfl_lp_limits before = lfl_lp_own_limits(m->lp);
  memcpy(limits, before.lower, n * sizeof *limits);
  memcpy(limits + n, before.upper, n * sizeof *limits);
  keep_to_face(m, p->prices);
  solve_result result = m->is_penalised ? penalty_solve(m, true) : solve_face(m, cost_i, goes_on);
  for (size_t j = 0; j < n; j++) lfl_lp_set_column_bounds(m->lp, (int)j, limits[j], limits[n + j]);
  lfl_free(limits);
  return result;
}

common_prices *pool_take_prices(pool *p) {
  common_prices *c = p->prices;
  p->prices = NULL;
  return c;
}
