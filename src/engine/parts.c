/* A first solution of a large problem, from parts of the country solved apart.
 *
 * Places are divided by nearness along the roads. Hubs, crossings and wherever goods are supplied belong to all parts: each
 * has a copy of them, and of all that is joint (vehicles, roads, crews, permissions, money), with its share of every limit, by the people in need. What the parts do adds up to a
 * solution of the whole. Then the country is divided otherwise, and each part solved again with all that the rest leaves, one after the other: what
 * one part has to spare another takes, and by the costs at hand nothing gets worse. Trips between two places of different parts are made only then.
 * Where there is time, a better value and its bound follow: goods of all places are one, which gives a bound and prices (pool.c), then those of each part
 * are; what that comes to for the parts is what they begin with. What the solution then lacks of the bound is lost at few places, as complementary slackness shows; around each of these the country
 * is solved again (gap.c). Where the two are then as near as is asked for, the level is done. A part that is stopped does nothing, and the sum is then a guide for whole things, no solution. A part is as small as solves fast: CLP's time grows with the square of the rows (measured: docs/DECISIONS/0009), and that of all
 * parts with their number. Two threads solve the shares; each part's solution depends on nothing else, so that one gives the same.
 * What whole trips carry (shipments.c) is found in the same way where there are as many rows; so much of a limit is kept for it.
 * Tests: tests/unit/test_parts.c. */
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "engine/parts.h"

/* ---- dividing ---- */

/* Kilometres from the place to every other, along links whether open or not; O(places^2 + places * links of a place). */
static void find_distances(const lfl_master *m, int from_i, double *km, bool *is_done) {
  int n = m->s->n_places;
  for (int i = 0; i < n; i++) {
    km[i] = (double)INFINITY;
    is_done[i] = false;
  }
  km[from_i] = 0;
  for (;;) {
    int at = LFL_NO;
    for (int i = 0; i < n; i++)
      if (!is_done[i] && km[i] < (double)INFINITY && (at < 0 || km[i] < km[at])) at = i;
    if (at < 0) return;
    is_done[at] = true;
    const lfl_arc *arcs;
    int n_arcs = lfl_graph_arcs(m->graph, at, &arcs);
    for (int k = 0; k < n_arcs; k++) km[arcs[k].to_i] = fmin(km[arcs[k].to_i], km[at] + m->s->links[arcs[k].link_i].length_km);
  }
}

/* Of the places that are of one part the `size` nearest to the first are of another then. False without memory. */
bool parts_take_nearest(const lfl_master *m, division *d, int first_i, int size, int from_part, int to_part) {
  double *km = lfl_calloc((size_t)m->s->n_places + 1, sizeof *km);
  bool *is_done = lfl_calloc((size_t)m->s->n_places + 1, sizeof *is_done), is_fine = km && is_done;
  if (is_fine) find_distances(m, first_i, km, is_done);
  for (int taken = 0; is_fine && taken < size; taken++) {
    int nearest = LFL_NO;
    for (int i = 0; i < m->s->n_places; i++)
      if (d->of_place[i] == from_part && (nearest < 0 || km[i] < km[nearest])) nearest = i;
    if (nearest < 0) break;
    d->of_place[nearest] = to_part;
  }
  lfl_free(km);
  lfl_free(is_done);
  return is_fine;
}

/* Parts of `size` places each, every one the nearest that are left around one; from the first place on, or from the last. */
static bool divide_places(whole *w, division *d, int size, bool is_backwards) {
  int n = w->m->s->n_places;
  for (int k = 0; k < n; k++) {
    int first = is_backwards ? n - 1 - k : k;
    if (d->of_place[first] == BETWEEN && !parts_take_nearest(w->m, d, first, size, BETWEEN, d->n_parts++)) return false;
  }
  return true;
}

static bool share_out(whole *w, division *d) {
  const lfl_scenario *s = w->m->s;
  double all = 0;
  d->share = lfl_arena_new(w->arena, (size_t)d->n_parts + 1, double);
  if (!d->share) return false;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; day < s->n_days && d->of_place[i] >= 0; day++) d->share[d->of_place[i]] += lfl_place_in_need(s, i, day);
  for (int p = 0; p < d->n_parts; p++) all += d->share[p];
  for (int p = 0; p < d->n_parts; p++) d->share[p] = all > 0 ? d->share[p] / all : 1.0 / d->n_parts;
  return true;
}

static void divide_trip(division *d, const trip_column *t) {
  int from = d->of_place[t->from_i], to = d->of_place[t->to_i];
  d->of_column[t->column] = to == ALL ? from : from == ALL || from == to ? to : BETWEEN;
  d->into[t->column] = to;
  d->takes_of[t->column] = t->is_move ? ALL : from;
}

bool parts_make_columns(const whole *w, division *d) {
  const lfl_master *m = w->m;
  d->of_column = lfl_arena_new(w->arena, (size_t)m->n_columns + 1, int);
  d->into = lfl_arena_new(w->arena, (size_t)m->n_columns + 1, int);
  d->takes_of = lfl_arena_new(w->arena, (size_t)m->n_columns + 1, int);
  d->leaves = lfl_arena_new(w->arena, (size_t)m->n_columns + 1, int);
  d->of_row = lfl_arena_new(w->arena, (size_t)lfl_lp_n_rows(m->lp) + 1, int);
  return d->of_column && d->into && d->takes_of && d->leaves && d->of_row;
}

void parts_divide_columns(const whole *w, division *d) {
  lfl_master *m = w->m;
  for (int j = 0; j < m->n_columns; j++) d->of_column[j] = d->into[j] = d->takes_of[j] = d->leaves[j] = ALL;
  for (int i = 0; i < lfl_lp_n_rows(m->lp); i++) d->of_row[i] = ALL;
  master_index list[MOST_INDEXES];
  int n = master_indexes(m, list);
  for (int k = 0; k < n; k++)
    for (long i = 0; list[k].thing == THING_PLACE && i < m->s->n_places; i++)
      for (long e = 0; e < list[k].n_each && d->of_place[i] >= 0; e++) {
        int at = (*list[k].index)[i * list[k].n_each + e];
        if (at < 0) continue;
        *(list[k].is_row ? &d->of_row[at] : &d->of_column[at]) = d->of_place[i];
      }
  for (int f = 0; f < m->s->n_facilities; f++)
    for (int care = 0; care < N_CARES; care++)
      for (int r = 0; r < m->s->facilities[f].n_reach; r++)
        for (int day = 0; day < m->T; day++) {
          int at = m->col_care[at_care_of(m, f, care, r, day)];
          if (at >= 0) d->of_column[at] = d->of_place[m->s->facilities[f].reach_i[r]];
        }
  for (int k = 0; k < m->n_refers; k++) d->of_column[m->refers[k].column] = d->of_place[m->refers[k].place_i];
  for (int i = 0; i < m->s->n_places; i++)
    for (int day = 0; day < m->T; day++)
      if (m->col_left[at_day(m, i, day)] >= 0) d->leaves[m->col_left[at_day(m, i, day)]] = i;
  for (int k = 0; k < m->n_trips; k++) divide_trip(d, &m->trips[k]);
  for (int k = 0; k < m->n_shipments; k++)
    d->of_row[m->row_shipments + 2 * k] = d->of_row[m->row_shipments + 2 * k + 1] = d->of_place[m->shipment_to[k]];
}

/* Of the columns that there are now. */
bool parts_know_columns(const whole *w, division *d) {
  if (!parts_make_columns(w, d)) return false;
  parts_divide_columns(w, d);
  return true;
}

static bool divide(whole *w, division *d, int size, bool is_backwards) {
  d->of_place = lfl_arena_new(w->arena, (size_t)w->m->s->n_places + 1, int);
  if (!d->of_place) return false;
  group_all(w->m->s, d->of_place);
  for (int i = 0; i < w->m->s->n_places; i++) d->of_place[i] = d->of_place[i] < 0 ? ALL : BETWEEN;
  return divide_places(w, d, size, is_backwards) && share_out(w, d);
}

/* ---- solving a part ---- */

/* Room of one thread. */
typedef struct bench {
  double *row_lower, *row_upper, *lower, *upper; /* limits of the part */
  int *columns, *row_to;
  bool *is_origin; /* [place] */
} bench;

static void bench_clear(bench *b) {
  double *doubles[] = {b->row_lower, b->row_upper, b->lower, b->upper};
  for (size_t k = 0; k < sizeof doubles / sizeof doubles[0]; k++) lfl_free(doubles[k]);
  lfl_free(b->columns);
  lfl_free(b->row_to);
  lfl_free(b->is_origin);
}

static double *copy_of(const double *list, size_t n) {
  double *copy = lfl_malloc((n + 1) * sizeof *copy);
  if (copy && n) memcpy(copy, list, n * sizeof *copy);
  return copy;
}

static bool bench_make(const whole *w, bench *b) {
  size_t rows = (size_t)lfl_lp_n_rows(w->m->lp), columns = (size_t)w->m->n_columns;
  lfl_lp_limits all = lfl_lp_own_limits(w->m->lp);
  *b = (bench){copy_of(all.row_lower, rows), copy_of(all.row_upper, rows), copy_of(all.lower, columns), copy_of(all.upper, columns),
               lfl_calloc(columns + 1, sizeof(int)), lfl_malloc((rows + 1) * sizeof(int)),
               lfl_calloc((size_t)w->m->s->n_places + 1, sizeof(bool))};
  for (size_t i = 0; b->row_to && i < rows; i++) b->row_to[i] = -1;
  if (b->upper && w->m->first_prices) common_limit_journeys(w->m, w->m->first_prices, b->upper);
  return b->row_lower && b->row_upper && b->lower && b->upper && b->columns && b->row_to && b->is_origin;
}

static double share_of(double limit, double share) { return isfinite(limit) ? share * limit : limit; }

/* The part's share of what is joint. */
static void limit_to_share(const whole *w, bench *b, double share) {
  const division *d = w->d;
  lfl_lp_limits all = lfl_lp_own_limits(w->m->lp);
  for (int i = 0; i < lfl_lp_n_rows(w->m->lp); i++) {
    if (d->of_row[i] != ALL) continue;
    b->row_lower[i] = share_of(all.row_lower[i], share);
    b->row_upper[i] = share_of(all.row_upper[i], share);
  }
  for (int j = 0; j < w->m->n_columns; j++) {
    if (d->of_column[j] != ALL) continue;
    b->lower[j] = share_of(all.lower[j], share);
    b->upper[j] = share_of(all.upper[j], share);
  }
}

/* Is it a trip to the part from another? While goods are one, none that takes what a part may need whose turn has not come. */
static bool is_brought(const whole *w, int p, int j) {
  const division *d = w->d;
  return d->of_column[j] == BETWEEN && d->into[j] == p && !(w->is_loose && d->takes_of[j] > p);
}

/* Places of other parts from which people may be moved to this one: of these, fewer may leave. */
static void find_origins(const whole *w, const bench *b, int p, bool *is_origin) {
  const lfl_master *m = w->m;
  for (int i = 0; i < m->s->n_places; i++) is_origin[i] = false;
  for (int k = 0; k < m->n_trips; k++) {
    int j = m->trips[k].column;
    if (m->trips[k].is_move && w->d->of_column[j] == BETWEEN && w->d->into[j] == p && b->upper[j] > b->lower[j]) is_origin[m->trips[k].from_i] = true;
  }
}

static int list_columns(const whole *w, bench *b, int p, bool with_between) {
  const division *d = w->d;
  int n = 0;
  if (with_between) find_origins(w, b, p, b->is_origin);
  for (int j = 0; j < w->m->n_columns; j++)
    if (d->of_column[j] == p || d->of_column[j] == ALL || (with_between && (is_brought(w, p, j) || (d->leaves[j] >= 0 && b->is_origin[d->leaves[j]])))) b->columns[n++] = j;
  return n;
}

/* Tells of a part that is done; the caller's callback is asked by one thread at a time. */
static void tell(whole *w) {
  const lfl_master *m = w->m;
  pthread_mutex_lock(&w->lock);
  lfl_progress progress = {m->phase, (double)(m->iterations + w->iterations), m->best, m->bound, (double)NAN, m->is_fixed_trips};
  if (m->options->progress && !w->is_user && !m->options->progress(&progress, m->options->user)) w->is_user = w->is_stopped = true;
  pthread_mutex_unlock(&w->lock);
}

/* Solves the columns under the limits, in so many iterations at most (0: any number). False without memory; *result: how it ended; *part,
 * NULL before: what was solved, the caller's, NULL where there was nothing to solve, or no time. */
static bool solve_columns(whole *w, const bench *b, int n, long most, lfl_lp **part, lfl_lp_result *result) {
  lfl_lp_options o = {.method = LFL_LP_DUAL, .presolve = true, .max_iterations = most};
  *result = n ? LFL_LP_LIMIT : LFL_LP_OPTIMAL;
  if (!n) return true;
  if (w->ends < (double)INFINITY) {
    o.max_seconds = w->ends - lfl_now_s();
    if (o.max_seconds <= 0) return true;
  }
  lfl_lp_limits limits = {b->row_lower, b->row_upper, b->lower, b->upper};
  *part = lfl_lp_part(w->m->lp, b->columns, n, &limits, w->first_entry, b->row_to);
  if (*part) *result = lfl_lp_solve(*part, &o);
  return *part != NULL;
}

/* ---- shares, on two threads ---- */

static void solve_share(whole *w, bench *b, int p) {
  lfl_lp *part = NULL;
  lfl_lp_result result;
  limit_to_share(w, b, w->d->share[p]);
  long most = w->work_left / w->d->n_parts; /* each as many, so that it does not matter who was first */
  int n = list_columns(w, b, p, false);
  bool is_fine = solve_columns(w, b, n, w->work_left && !most ? 1 : most, &part, &result);
  const double *x = part && result == LFL_LP_OPTIMAL ? lfl_lp_values(part) : NULL;
  pthread_mutex_lock(&w->lock);
  if (part) w->iterations += lfl_lp_iterations(part);
  w->failed = w->failed || !is_fine;
  w->is_partial = w->is_partial || !x;
  w->is_stopped = w->is_stopped || (result == LFL_LP_LIMIT && !w->work_left);
  for (int j = 0, k = 0; x && j < n; j++)
    if (w->d->of_column[b->columns[j]] == ALL) w->copy[p][k++] = x[j];
    else w->x[b->columns[j]] = x[j];
  pthread_mutex_unlock(&w->lock);
  lfl_lp_destroy(part);
  tell(w);
}

static void *work(void *user) {
  whole *w = user;
  bench b = {0};
  bool is_fine = bench_make(w, &b);
  pthread_mutex_lock(&w->lock);
  w->failed = w->failed || !is_fine;
  pthread_mutex_unlock(&w->lock);
  while (is_fine) {
    pthread_mutex_lock(&w->lock);
    int p = w->is_stopped || w->failed ? w->d->n_parts : w->next++;
    pthread_mutex_unlock(&w->lock);
    if (p >= w->d->n_parts) break;
    solve_share(w, &b, p);
  }
  bench_clear(&b);
  return NULL;
}

static bool solve_shares(whole *w, int n_threads) {
  pthread_t second;
  int n_all = 0;
  for (int j = 0; j < w->m->n_columns; j++) n_all += w->d->of_column[j] == ALL;
  w->copy = lfl_arena_new(w->arena, (size_t)w->d->n_parts + 1, double *);
  for (int p = 0; w->copy && p < w->d->n_parts; p++)
    if (!(w->copy[p] = lfl_arena_new(w->arena, (size_t)n_all + 1, double))) return false;
  if (!w->copy) return false;
  bool has_second = n_threads > 1 && pthread_create(&second, NULL, work, w) == 0;
  work(w);
  if (has_second) pthread_join(second, NULL);
  for (int j = 0, k = 0; j < w->m->n_columns; j++) {
    if (w->d->of_column[j] != ALL) continue;
    w->x[j] = 0; /* in the order of parts, whoever was first */
    for (int p = 0; p < w->d->n_parts; p++) w->x[j] += w->copy[p][k];
    k++;
  }
  return !w->failed;
}

/* ---- what the rest leaves, one part after the other ---- */

/* Limits of the part's rows without what all other columns come to (activity: all columns); never tighter than what it does now, where that is kept. */
static void limit_to_rest(const whole *w, bench *b, const double *activity, int n) {
  lfl_lp_limits all = lfl_lp_own_limits(w->m->lp);
  int n_rows = lfl_lp_n_rows(w->m->lp);
  for (int i = 0; i < n_rows; i++) b->row_upper[i] = 0; /* what the part comes to */
  lfl_lp_add_activity(w->m->lp, w->x, b->columns, n, w->first_entry, 1, b->row_upper);
  for (int i = 0; i < n_rows; i++) {
    double own = b->row_upper[i], rest = activity[i] - own;
    bool is_kept = !w->is_loose || !w->is_loose[i];
    b->row_lower[i] = is_kept ? fmin(all.row_lower[i] - rest, own) : all.row_lower[i] - rest;
    b->row_upper[i] = is_kept ? fmax(all.row_upper[i] - rest, own) : all.row_upper[i] - rest;
  }
}

/* By the levels' order, is the part's solution no worse than what is done in it now? */
static bool is_no_worse(const whole *w, const bench *b, int n, const double *x) {
  const double NOTHING = 1e-7, ROUNDING = 1e-6; /* of the costs; what CLP counts to */
  for (int k = 0; k < w->n_order; k++) {
    const double *cost = w->order[k];
    double change = 0, all = 0;
    for (int j = 0; j < n; j++) {
      change += cost[b->columns[j]] * (x[j] - w->x[b->columns[j]]);
      all += fabs(cost[b->columns[j]] * x[j]);
    }
    if (fabs(change) > NOTHING * all + ROUNDING) return change < 0;
  }
  return true;
}

/* Of the part and those after it, nothing is done. */
static void do_nothing_from(whole *w, int first) {
  for (int j = 0; j < w->m->n_columns; j++)
    if (w->d->of_column[j] >= first || (w->d->of_column[j] == BETWEEN && w->d->into[j] >= first)) w->x[j] = w->m->lower[j];
}

/* Iterations in which goods are placed, if they can be (a fourth to a third as many as there are columns, at 200 places): that they cannot CLP's dual was seen to say after four times as many. */
static long patience_for(int n_columns) {
  enum { LEAST = 20000, SHARE = 2 };
  return n_columns / SHARE > LEAST ? n_columns / SHARE : LEAST;
}

/* The first so many parts, one after the other. */
bool parts_improve(whole *w, int n_parts) {
  bench b = {0};
  double *activity = lfl_malloc(((size_t)lfl_lp_n_rows(w->m->lp) + 1) * sizeof *activity);
  bool is_fine = bench_make(w, &b) && activity;
  if (is_fine) lfl_lp_activity_at(w->m->lp, w->x, activity);
  int n_done = 0;
  for (int p = 0; p < n_parts && is_fine && !w->is_stopped && !w->is_lost; p++) {
    lfl_lp *part = NULL;
    int n = list_columns(w, &b, p, true);
    limit_to_rest(w, &b, activity, n);
    lfl_lp_result result;
    long left = w->work_left ? w->work_left - w->iterations : LONG_MAX, patience = w->is_loose ? patience_for(n) : LONG_MAX, most = left < patience ? left : patience;
    if (most <= 0) break;
    is_fine = solve_columns(w, &b, n, most < LONG_MAX ? most : 0, &part, &result);
    bool is_given_up = result == LFL_LP_LIMIT && patience < left && part && lfl_lp_iterations(part) >= patience;
    const double *x = part && result == LFL_LP_OPTIMAL ? lfl_lp_values(part) : NULL;
    if (x && is_no_worse(w, &b, n, x)) {
      if (w->duals) is_fine = lfl_lp_part_duals(w->m->lp, part, b.columns, n, w->first_entry, b.row_to, w->duals);
      lfl_lp_add_activity(w->m->lp, w->x, b.columns, n, w->first_entry, -1, activity);
      for (int j = 0; j < n; j++) w->x[b.columns[j]] = x[j];
      lfl_lp_add_activity(w->m->lp, w->x, b.columns, n, w->first_entry, 1, activity);
    }
    if (part) w->iterations += lfl_lp_iterations(part);
    w->is_stopped = w->is_stopped || (result == LFL_LP_LIMIT && !is_given_up);
    w->is_lost = w->is_loose && !x && !w->is_stopped;
    n_done = x ? p + 1 : p;
    lfl_lp_destroy(part);
    tell(w);
  }
  if (w->is_loose && n_done < n_parts) do_nothing_from(w, n_done);
  bench_clear(&b);
  lfl_free(activity);
  return is_fine;
}

/* Places of a part, so that it has about so many rows. */
static int places_of(const lfl_master *m, double rows) {
  double size = rows * m->s->n_places / fmax(1, lfl_lp_n_rows(m->lp));
  return size < 1 ? 1 : size > m->s->n_places ? m->s->n_places : (int)size;
}

/* ---- goods as one, then placed ---- */

static void count_work_left(whole *w) {
  long left = master_work_left(w->m);
  w->work_left = left == LONG_MAX ? 0 : left > 0 ? left : 1;
}

/* Costs as for the first solve; and no more is pumped than is used, as what is pumped for nobody is lost to all others. */
static void pose_sparing(lfl_master *m) {
  const double A_LITRE = 1e-5; /* person-days; one at survival takes some litres */
  pose_first(m);
  for (int i = 0; i < m->s->n_places; i++)
    for (int day = 0; day < m->T; day++) {
      int column = m->col_pumped[at_day(m, i, day)];
      if (column >= 0) lfl_lp_set_cost(m->lp, column, m->cost[COST_SURVIVAL][column] + A_LITRE);
    }
}

/* What goods are worth where those of all places but the joint ones are one: prices of the whole, with the bound that they prove. Trips are added. */
static bool find_prices(whole *w) {
  enum { MOST_ROWS = 2000000 };       /* beyond, its first solve takes longer than all parts */
  const double OF_TIME = 0.5; /* where time is short, parts are what matters */
  lfl_master *m = w->m;
  int *group_of = lfl_arena_new(w->arena, (size_t)m->s->n_places + 1, int);
  if (!group_of) return false;
  if (m->has_repairs || m->is_elastic || m->like || lfl_lp_n_rows(m->lp) > MOST_ROWS) return true;
  group_all(m->s, group_of);
  double now = lfl_now_s();
  if (!pool_prices(m, group_of, now + OF_TIME * (w->ends - now), &m->first_prices)) return false;
  w->is_user = w->is_stopped = m->is_stopped;
  count_work_left(w);
  pose_sparing(m);
  return true;
}

/* What the parts took counts as the problem's, so that what is left is known to others. */
static void hand_over_work(whole *w) {
  w->m->iterations += w->iterations;
  w->iterations = 0;
}

/* A solution with the goods of each part as one, then part by part with what the rest leaves. may_leave: people their part, to begin with. */
static bool place_once(whole *w, bool may_leave, bool *is_merged, bool *is_found) {
  lfl_master *m = w->m;
  const double OF_TIME = 0.5;
  double now = lfl_now_s();
  hand_over_work(w);
  w->is_lost = false;
  if (!pool_solution(m, w->d->of_place, m->first_prices, may_leave, now + OF_TIME * (w->ends - now), w->x, is_merged, is_found)) return false;
  count_work_left(w);
  if (!*is_found) return true;
  w->is_loose = is_merged;
  bool is_fine = parts_improve(w, w->d->n_parts);
  w->is_loose = NULL;
  *is_found = !w->is_lost;
  for (int j = 0; w->is_lost && j < m->n_columns; j++) w->x[j] = m->lower[j];
  return is_fine;
}

/* Who has left for another part must find there what the part's goods as one provide, and may not once they are placed: then with journeys within parts alone to begin with. */
static bool place_goods(whole *w, bool *is_found) {
  bool *is_merged = lfl_arena_new(w->arena, (size_t)lfl_lp_n_rows(w->m->lp) + 1, bool);
  if (!is_merged || !place_once(w, true, is_merged, is_found)) return false;
  return !w->is_lost || w->is_stopped || place_once(w, false, is_merged, is_found);
}

/* For the columns that there are now; of those that there were, x stays. */
bool parts_make_room(whole *w) {
  const double *before = w->x;
  int n = w->m->n_columns;
  w->x = lfl_arena_new(w->arena, (size_t)n + 1, double);
  w->first_entry = lfl_arena_new(w->arena, (size_t)n + 2, long);
  if (!w->x || !w->first_entry) return false;
  if (before) memcpy(w->x, before, (size_t)w->n_columns * sizeof *before);
  w->n_columns = n;
  return lfl_lp_first_entries(w->m->lp, w->first_entry);
}

/* Does x keep every row, as well as CLP's solutions do? A sum of parts that were stopped may not. */
static bool is_solution(const whole *w, bool *is_so) {
  const double MOST = 1e-5;
  lfl_lp_limits all = lfl_lp_own_limits(w->m->lp);
  int n_rows = lfl_lp_n_rows(w->m->lp);
  double *activity = lfl_malloc(((size_t)n_rows + 1) * sizeof *activity);
  *is_so = true;
  if (!activity) return false;
  lfl_lp_activity_at(w->m->lp, w->x, activity);
  for (int i = 0; i < n_rows && *is_so; i++) {
    double near = MOST * fmax(1, fabs(activity[i]));
    *is_so = activity[i] >= all.row_lower[i] - near && activity[i] <= all.row_upper[i] + near;
  }
  lfl_free(activity);
  return true;
}

/* The country divided twice. */
typedef struct divisions {
  division shares, other;
} divisions;

/* What one part has to spare another takes, until that gains little; the value then. */
static bool improve_by_turns(whole *w, divisions *d, double *least) {
  enum { MOST_PASSES = 4 };
  const double LEAST_GAIN = 5e-3;
  lfl_master *m = w->m;
  double value = master_cost_of(m, COST_SURVIVAL, w->x);
  for (int pass = 0; pass < MOST_PASSES && !w->is_stopped; pass++) {
    double before = value;
    m->best = value + m->constant[COST_SURVIVAL];
    w->d = pass % 2 ? &d->shares : &d->other;
    if (!parts_improve(w, w->d->n_parts)) return false;
    value = master_cost_of(m, COST_SURVIVAL, w->x);
    if (before - value < LEAST_GAIN * fabs(value)) break;
  }
  *least = value + m->constant[COST_SURVIVAL];
  return true;
}

/* x as the first solution. */
static bool keep_first(const whole *w) {
  lfl_master *m = w->m;
  for (int j = 0; j < m->n_columns; j++) w->x[j] = fmin(fmax(w->x[j], m->lower[j]), m->upper[j]); /* CLP may miss a bound a little */
  m->first_solution = lfl_lp_start_at(m->lp, w->x);
  m->first_values = lfl_arena_new(m->arena, (size_t)m->n_columns + 1, double);
  m->n_first_values = m->n_columns;
  if (m->first_values) memcpy(m->first_values, w->x, (size_t)m->n_columns * sizeof *w->x);
  return m->first_solution && m->first_values;
}

/* Goods as one, then placed: the level's bound, and a solution, which is kept if it is better than that of the shares, or if that is none. */
static bool solve_as_one(whole *w, divisions *d, int size) {
  lfl_master *m = w->m;
  double of_shares = m->best;
  bool is_found = false, is_so;
  hand_over_work(w);
  if (!find_prices(w)) return false;
  if (!m->first_prices || w->is_stopped) return true;
  if (!parts_make_room(w) || !parts_know_columns(w, &d->shares) || !parts_know_columns(w, &d->other)) return false;
  w->d = &d->shares;
  if (!place_goods(w, &is_found)) return false;
  if (!is_found) return true;
  if (!parts_close_gap(w, size) || !is_solution(w, &is_so)) return false;
  bool is_better = is_so && (!m->is_first_solution || m->best < of_shares);
  if (!is_better) m->best = of_shares;
  m->is_first_solution = m->is_first_solution || is_so;
  if (!is_better) return true;
  lfl_lp_start_destroy(m->first_solution);
  return keep_first(w);
}

/* Of what is left of a limit when the shares are there, this much is kept for what whole trips carry: as much as shares and two passes of it take, but no
 * more than half, as the passes still to come are worth as much; none where it would not be enough for shares. took: what the shares took. */
static double keep_of(double left, double took) {
  const double LEAST = 1.2, MOST = 3;
  return left >= LEAST * took ? fmax(LEAST * took, fmin(MOST * took, left / 2)) : 0;
}

static void keep_for_loads(whole *w, double begun) {
  lfl_master *m = w->m;
  double now = lfl_now_s();
  if (m->options->skip_plan) return;
  if (isfinite(w->ends)) m->seconds_kept = keep_of(w->ends - now, now - begun);
  if (w->work_left) m->work_kept = (long)keep_of((double)(w->work_left - w->iterations), (double)w->iterations);
  w->ends -= m->seconds_kept;
  w->work_left -= m->work_kept;
}

/* The country divided for parts of so many rows; the other way round, too. *is_some: there is something to divide, and no rows that belong to no part. */
static bool divide_twice(whole *w, double rows, divisions **out, bool *is_some) {
  lfl_master *m = w->m;
  divisions *d = *out = lfl_arena_new(w->arena, 1, divisions);
  int size = places_of(m, rows);
  if (!d || !divide(w, &d->shares, size, false) || !divide(w, &d->other, size, true)) return false;
  if (!parts_make_room(w) || !parts_know_columns(w, &d->shares) || !parts_know_columns(w, &d->other)) return false;
  w->d = &d->shares;
  *is_some = d->shares.n_parts > 1;
  return true;
}

/* By shares first: what they come to is there soon. */
static bool solve_all(whole *w, double rows) {
  lfl_master *m = w->m;
  divisions *d;
  bool is_some;
  double value, begun = lfl_now_s();
  if (!divide_twice(w, rows, &d, &is_some)) return false;
  if (!is_some) return true;
  if (!solve_shares(w, m->options->n_threads)) return false;
  keep_for_loads(w, begun);
  if (!improve_by_turns(w, d, &value)) return false;
  m->best = value;
  return keep_first(w) && is_solution(w, &m->is_first_solution) && (w->is_stopped || solve_as_one(w, d, places_of(m, rows)));
}

/* Where a part's share is not solved, what is meant for it would stay at home: then there is nothing to go by. */
static bool solve_loads(whole *w, double rows, bool *is_found) {
  divisions *d;
  bool is_some;
  double value;
  if (!divide_twice(w, rows, &d, &is_some)) return false;
  if (!is_some) return true;
  if (!solve_shares(w, w->m->options->n_threads)) return false;
  if (w->is_partial || w->is_user) return true;
  *is_found = true;
  return improve_by_turns(w, d, &value) && keep_first(w) && lfl_lp_use_start(w->m->lp, w->m->first_solution);
}

/* ---- the levels behind a first one that is done so ---- */

/* What is solved for: service, the minimum tier at a tenth of survival, and the worst place's ratio as much as a tenth of what a place asks for. Not money or kilometres: of a solution that spares them whole
 * trips serve less (200 places, 60 days, 5 goods: 46.9 instead of 45.6 million person-days unserved at survival). The caller's; NULL without memory. */
static double *later_costs(const lfl_master *m, const double *of_worst) {
  const double OF_MINIMUM = 0.1, OF_A_PLACE = 0.1;
  double weight[N_COSTS] = {[COST_SURVIVAL] = 1}, asked = 0;
  int n = 0;
  for (int k = 0; k < m->s->n_levels; k++)
    if (cost_of_level(m->s->order[k]) == COST_MINIMUM) weight[COST_MINIMUM] = OF_MINIMUM;
  for (int i = 0; i < m->s->n_places; i++) {
    asked += master_asked(m, i);
    n += master_asked(m, i) > 0;
  }
  double *cost = master_weighted_costs(m, weight);
  for (int j = 0; cost && n && j < m->n_columns; j++) cost[j] += OF_A_PLACE * asked / n * of_worst[j];
  return cost;
}

/* All at once, from first_values, in one pass by smaller parts (a quarter as large: at that size 49 s instead of some six minutes; a second pass took longer than that for a twelfth of
 * what the first gains); what would make an earlier level worse is not taken. */
static bool solve_later(whole *w, double rows) {
  const double OF_ROWS = 0.25;
  lfl_master *m = w->m;
  division *d = w->d = lfl_arena_new(w->arena, 1, division);
  bool is_so;
  double *of_worst = master_fairness_costs(m), *cost = of_worst ? later_costs(m, of_worst) : NULL;
  w->x = m->first_values;
  w->n_columns = m->n_first_values;
  bool is_fine = d && cost && divide(w, d, places_of(m, OF_ROWS * rows), false) && parts_make_room(w) && parts_know_columns(w, d);
  for (int k = 0; k < m->s->n_levels; k++) {
    int cost_i = cost_of_level(m->s->order[k]);
    w->order[w->n_order++] = cost_i < 0 ? of_worst : m->cost[cost_i];
  }
  if (is_fine) lfl_lp_set_costs(m->lp, cost);
  is_fine = is_fine && parts_improve(w, d->n_parts) && is_solution(w, &is_so);
  lfl_free(of_worst);
  lfl_free(cost);
  if (!is_fine || !is_so) return is_fine;
  lfl_lp_start_destroy(m->first_solution);
  return keep_first(w);
}

/* Rows of a part: as many as solve in a second; fewer where that would be too many parts for a coffee break. 0: the problem is not large. */
static double rows_of_part(const lfl_master *m) {
  enum { LARGE = 200000 };
  const double OF_LARGE = 0.2, LEAST = 0.04, SMALLER_FROM = 1.5;
  long large = m->options->parts_from_rows > 0 ? m->options->parts_from_rows : LARGE;
  int n_rows = lfl_lp_n_rows(m->lp);
  return n_rows < large ? 0 : (double)large * fmax(LEAST, OF_LARGE * fmin(1, SMALLER_FROM * (double)large / n_rows));
}

bool is_in_parts(const lfl_master *m) { return rows_of_part(m) > 0; }

/* Is the parts' solution within so many gaps of the bound? */
static bool is_first_within(const lfl_master *m, double gaps) { return m->best - m->first_prices->bound <= gaps * m->options->gap * fmax(1, fabs(m->best)); }

bool is_first_near(const lfl_master *m) { return is_first_within(m, 1); }

bool is_first_done(const lfl_master *m) {
  const double MANY = 100; /* beyond, the whole is worth trying */
  return is_first_within(m, MANY);
}

/* Room to work, until `ends`. */
static bool open_work(lfl_master *m, double ends, whole *w) {
  *w = (whole){.m = m, .arena = lfl_arena_create(), .ends = ends};
  if (!w->arena || pthread_mutex_init(&w->lock, NULL) != 0) {
    lfl_arena_destroy(w->arena);
    return false;
  }
  count_work_left(w);
  return true;
}

static void close_work(whole *w, double begun) {
  lfl_master *m = w->m;
  hand_over_work(w);
  m->seconds_left -= lfl_now_s() - begun;
  if (w->is_user) {
    m->is_stopped = true;
    m->stop_reason = "stopped by the user";
  }
  pthread_mutex_destroy(&w->lock);
  lfl_arena_destroy(w->arena);
}

bool solve_in_parts(lfl_master *m) {
  whole w;
  double rows = rows_of_part(m), begun = lfl_now_s();
  if (!(rows > 0)) return true;
  if (!open_work(m, begun + m->seconds_left, &w)) return false;
  bool is_fine = solve_all(&w, rows);
  close_work(&w, begun);
  m->seconds_left -= m->seconds_kept;
  return is_fine;
}

bool solve_later_in_parts(lfl_master *m) {
  whole w;
  double begun = lfl_now_s();
  if (!open_work(m, begun + m->seconds_left, &w)) return false;
  bool is_fine = solve_later(&w, rows_of_part(m));
  close_work(&w, begun);
  if (w.is_stopped && !w.is_user) master_run_out(m);
  return is_fine;
}

bool solve_loads_in_parts(lfl_master *m, bool *is_found) {
  whole w;
  double rows = rows_of_part(m), begun = lfl_now_s();
  *is_found = false;
  if (!(rows > 0) || m->seconds_left <= 0 || master_work_left(m) <= 0) return true;
  if (!open_work(m, begun + m->seconds_left, &w)) return false;
  bool is_fine = solve_loads(&w, rows, is_found);
  close_work(&w, begun);
  return is_fine;
}
