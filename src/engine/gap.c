/* Closing the gap of a large problem's first level: where its solution from parts is worse than the bound, and what is solved again to mend that.
 *
 * Under the bound's prices what the solution is worse is a sum over rows and columns, by complementary slackness (lost_by), so that it can be seen at which places it is lost. Around
 * the worst of them the country is solved again, with all else as it is: first the places nearest to it, which may have what it lacks. What is lost then mostly hangs on single days of what is
 * joint (a crossing, a road), which others use who could as well use another day. What such a day is worth to the place is its dual in what was just solved; so next come those whose use of it all would
 * not be worth that (measured: docs/DECISIONS/0009).
 * O(columns + rows, and the solve of a part) for each. Tests: tests/unit/test_parts.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/parts.h"

/* What is lost by a row or column that is not at the limit that its price asks for. */
static double lost_by(double price, double value, double lower, double upper) {
  double limit = price > 0 ? lower : upper;
  return price != 0 && isfinite(limit) ? price * (value - limit) : 0;
}

/* What is known while the gap is closed. */
typedef struct closing {
  division alone, around; /* each place a part; those around one are the first part, all others the second */
  double *loss;           /* [place] */
  double *use;            /* [place] */
  bool *is_given_up;      /* [place] nothing is gained around it */
  bool *is_reached;       /* [place] has its trips that cost nothing */
  double least;           /* what matters of a loss */
} closing;

enum { NEAR, REST, N_PARTS }; /* of the division around a place */

static bool closing_begin(whole *w, closing *c) {
  size_t n = (size_t)w->m->s->n_places + 1;
  *c = (closing){.loss = lfl_arena_new(w->arena, n, double), .use = lfl_arena_new(w->arena, n, double), .is_given_up = lfl_arena_new(w->arena, n, bool), .is_reached = lfl_arena_new(w->arena, n, bool)};
  c->alone.of_place = lfl_arena_new(w->arena, n, int);
  c->around.of_place = lfl_arena_new(w->arena, n, int);
  w->duals = lfl_arena_new(w->arena, (size_t)lfl_lp_n_rows(w->m->lp) + 1, double);
  if (!c->loss || !c->use || !c->is_given_up || !c->is_reached || !c->alone.of_place || !c->around.of_place || !w->duals) return false;
  group_all(w->m->s, c->alone.of_place);
  for (int i = 0; i < w->m->s->n_places; i++) c->alone.of_place[i] = c->alone.of_place[i] < 0 ? ALL : i;
  return parts_know_columns(w, &c->alone) && parts_make_columns(w, &c->around);
}

/* The place whose the column is; of a trip, that to which it goes; ALL: none's. */
static int place_of(const closing *c, int column) { return c->alone.of_column[column] == BETWEEN ? c->alone.into[column] : c->alone.of_column[column]; }

/* ---- where ---- */

/* What the value is above the bound, by the places whose rows and columns lack of complementary slackness under its prices; what is joint comes on top. */
static bool find_losses(const whole *w, closing *c) {
  const lfl_master *m = w->m;
  const common_prices *prices = m->first_prices;
  lfl_lp_limits all = lfl_lp_own_limits(m->lp);
  int n_rows = lfl_lp_n_rows(m->lp);
  double *activity = lfl_malloc(((size_t)n_rows + 1) * sizeof *activity);
  if (!activity) return false;
  lfl_lp_activity_at(m->lp, w->x, activity);
  for (int i = 0; i < m->s->n_places; i++) c->loss[i] = 0;
  for (int i = 0; i < n_rows; i++)
    if (c->alone.of_row[i] != ALL) c->loss[c->alone.of_row[i]] += lost_by(prices->duals[i], activity[i], all.row_lower[i], all.row_upper[i]);
  for (int j = 0; j < m->n_columns && j < prices->n_reduced; j++)
    if (place_of(c, j) != ALL) c->loss[place_of(c, j)] += lost_by(prices->reduced[j], w->x[j], m->lower[j], m->upper[j]);
  lfl_free(activity);
  return true;
}

/* The place that loses most, of those that are not given up; LFL_NO: none loses what matters. */
static int worst_of(const whole *w, const closing *c) {
  int worst = LFL_NO;
  for (int i = 0; i < w->m->s->n_places; i++)
    if (!c->is_given_up[i] && c->loss[i] > c->least && (worst < 0 || c->loss[i] > c->loss[worst])) worst = i;
  return worst;
}

/* ---- around it ---- */

/* Trips that cost nothing to the places that lose what matters and have not been reached: of what is worth nothing in sum, as water mostly is, the prices' solution carries any,
 * and what it carries does not reach everybody. */
static bool reach(whole *w, closing *c) {
  lfl_master *m = w->m;
  bool *to = lfl_calloc((size_t)m->s->n_places + 1, sizeof *to);
  for (int i = 0; to && i < m->s->n_places; i++) {
    to[i] = c->loss[i] > c->least && !c->is_reached[i];
    c->is_reached[i] = c->is_reached[i] || to[i];
  }
  bool is_fine = to && pool_add_ties(m, m->first_prices, to);
  lfl_free(to);
  return is_fine && parts_make_room(w) && parts_know_columns(w, &c->alone) && parts_make_columns(w, &c->around);
}

/* Nobody is around the place yet. */
static void begin_around(const whole *w, closing *c) {
  const lfl_master *m = w->m;
  group_all(m->s, c->around.of_place);
  for (int i = 0; i < m->s->n_places; i++) c->around.of_place[i] = c->around.of_place[i] < 0 ? ALL : REST;
  c->around.n_parts = N_PARTS;
}

static bool take_near(const whole *w, closing *c, int centre_i, int size) {
  begin_around(w, c);
  return parts_take_nearest(w->m, &c->around, centre_i, size, REST, NEAR);
}

/* What each place does at less than it costs where what is joint is worth what the last part solved had of it: under these prices instead of the bound's. */
static bool find_use(const whole *w, closing *c) {
  const lfl_master *m = w->m;
  int n_rows = lfl_lp_n_rows(m->lp);
  double *more = lfl_malloc(((size_t)n_rows + 1) * sizeof *more), *none = lfl_calloc((size_t)m->n_columns + 1, sizeof *none), *change = lfl_malloc(((size_t)m->n_columns + 1) * sizeof *change);
  bool is_fine = more && none && change;
  for (int i = 0; is_fine && i < n_rows; i++) more[i] = c->alone.of_row[i] == ALL ? w->duals[i] - m->first_prices->duals[i] : 0;
  if (is_fine) lfl_lp_reduced_at(m->lp, none, more, change);
  for (int i = 0; i < m->s->n_places; i++) c->use[i] = 0;
  for (int j = 0; is_fine && j < m->n_columns; j++)
    if (change[j] > 0 && place_of(c, j) != ALL) c->use[place_of(c, j)] += change[j] * w->x[j];
  lfl_free(more);
  lfl_free(none);
  lfl_free(change);
  return is_fine;
}

/* The place, and those that use most of what it would have of what is joint; the nearest, where there are not so many. */
static bool take_users(const whole *w, closing *c, int centre_i, int size) {
  if (!find_use(w, c)) return false;
  begin_around(w, c);
  int *of_place = c->around.of_place, taken = 1;
  of_place[centre_i] = NEAR;
  for (; taken < size; taken++) {
    int most = LFL_NO;
    for (int i = 0; i < w->m->s->n_places; i++)
      if (of_place[i] == REST && c->use[i] > c->least && (most < 0 || c->use[i] > c->use[most])) most = i;
    if (most < 0) break;
    of_place[most] = NEAR;
  }
  return parts_take_nearest(w->m, &c->around, centre_i, size - taken, REST, NEAR);
}

static double value_now(const whole *w) { return master_cost_of(w->m, COST_SURVIVAL, w->x) + w->m->constant[COST_SURVIVAL]; }

/* Solves the country again around the place, as it was taken. */
static bool solve_around(whole *w, closing *c) {
  for (int i = 0; i < lfl_lp_n_rows(w->m->lp); i++) w->duals[i] = w->m->first_prices->duals[i]; /* of what nobody there has anything to do with */
  parts_divide_columns(w, &c->around);
  w->d = &c->around;
  bool is_fine = parts_improve(w, 1);
  w->m->best = value_now(w);
  return is_fine;
}

/* Those near the place, then, while that gains something, those who use what it lacks. */
static bool mend(whole *w, closing *c, int worst_i, int size) {
  enum { OF_USERS = 4 }; /* they have less to do with each other, so that a solve takes longer, and few have much to spare (measured: docs/DECISIONS/0009) */
  const double MUCH = 0.1; /* of what is lost */
  const lfl_master *m = w->m;
  double before = m->best, lost = c->loss[worst_i];
  bool is_fine = take_near(w, c, worst_i, size) && solve_around(w, c);
  for (double last = (double)INFINITY; is_fine && !w->is_stopped && !is_first_near(m) && m->best < last;) {
    if (!find_losses(w, c)) return false;
    if (c->loss[worst_i] <= c->least) break;
    last = m->best - MUCH * c->loss[worst_i];
    is_fine = take_users(w, c, worst_i, size / OF_USERS + 2) && solve_around(w, c);
  }
  c->is_given_up[worst_i] = !(m->best < before - MUCH * lost);
  return is_fine;
}

bool parts_close_gap(whole *w, int size) {
  enum { MOST_IDLE = 8 };
  const double LEAST = 1e-3, LITTLE = 1e-2; /* of the gap: what matters of a loss, and of what is gained */
  lfl_master *m = w->m;
  closing c;
  division *own = w->d;
  int n_idle = 0; /* places in a row around which little was gained */
  bool is_fine = closing_begin(w, &c);
  m->best = value_now(w);
  while (is_fine && !w->is_stopped && !is_first_near(m) && n_idle < MOST_IDLE) {
    double before = m->best, gap = before - m->first_prices->bound;
    c.least = LEAST * gap;
    is_fine = find_losses(w, &c);
    int worst_i = is_fine ? worst_of(w, &c) : LFL_NO;
    if (worst_i < 0) break;
    if (!c.is_reached[worst_i]) is_fine = reach(w, &c);
    is_fine = is_fine && mend(w, &c, worst_i, size);
    n_idle = before - m->best < LITTLE * gap ? n_idle + 1 : 0;
  }
  w->d = own;
  w->duals = NULL;
  return is_fine;
}
