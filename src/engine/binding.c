/* What binds: limits with a price, grouped by subject and span of days, and for the dearest of them
 * the gain of a sensible bit more, found by solving again.
 *
 * A price is the sum over the span's days of the bounds' duals: how much better the objective gets
 * (unserved survival person-days fewer, or people of a target more) for one unit more on every day of the
 * span. Degenerate solutions have several sets of duals, so a price only chooses what to try, and
 * stands beside the gain found. The optimum is concave in a limit, so that a gain that is still the
 * price times so much shows that the price holds for everything up to there. Where it is at the step, four
 * times the step is tried; where it is not, the range ends before gain / price, which is tried, and less. Work is counted in
 * iterations: the dearest are always tried, the others and the ranges as long as some are left. A limit that was not
 * tried gets no price. O(rows) plus the solves. Tests: tests/unit/test_why.c, tests/cases. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/limits.h"

/* A limit over a span of days in which it has a price. */
typedef struct span {
  const limit *limit;
  int from_day, to_day;
  double price;
} span;

typedef struct finder {
  lfl_master *m;
  limit_list limits;
  double *duals, *reduced; /* copies: solving again changes the LP's own */
  double *activity;        /* [rows] at the solution */
  lfl_lp_start *start;     /* the solution itself: every trial goes on from it */
  double *prices;          /* [T] of the limit at hand */
  bool *is_tight;          /* [T] all of it is used, with a price or without */
  span *spans;
  int n_spans, spans_capacity;
} finder;

static span *add_span(finder *f) {
  if (f->n_spans == f->spans_capacity) {
    int capacity = f->spans_capacity ? 2 * f->spans_capacity : 64;
    span *spans = lfl_realloc_array(f->spans, (size_t)capacity, sizeof *spans);
    if (!spans) return NULL;
    f->spans = spans;
    f->spans_capacity = capacity;
  }
  return &f->spans[f->n_spans++];
}

/* Is the limit one over all days, whatever the day its bound is written on? */
static bool is_total(lfl_limit_kind kind) {
  return kind == LFL_LIMIT_LAND || kind == LFL_LIMIT_SUPPLY || kind == LFL_LIMIT_WILLING || kind == LFL_LIMIT_MONEY;
}

static bool is_part_tight(const finder *f, const limit_part *part) {
  return part->row >= 0 && part->upper > 0 && f->activity[part->row] >= part->upper * (1 - 1e-6);
}

/* Day from which the land is built on altogether, else from which those who live there have all of it. */
static int full_from(const finder *f, const limit *l) {
  const lfl_master *m = f->m;
  const double *x = lfl_lp_values(m->lp);
  double used = 0;
  for (int day = 0; day < m->T; day++) {
    for (int c = 0; c < m->s->n_constructions; c++) {
      int column = m->col_build[at_build(m, l->subject_i, c, day)];
      if (column >= 0) used += x[column] * m->s->constructions[c].m2_per_unit;
    }
    if (used >= m->s->places[l->subject_i].usable_m2 * (1 - 1e-6)) return day;
  }
  int first = m->T;
  for (int k = l->first; k < l->first + l->n; k++) {
    const limit_part *part = &f->limits.parts[k];
    if (part->row != m->row_land[l->subject_i] && part->day < first && is_part_tight(f, part)) first = part->day;
  }
  return first < m->T ? first : 0;
}

/* Spans of days on which all of the limit is used, some of them with a price: which days of a span
 * have it is often the solver's choice. Days on which something is left split a span only if there are
 * more than two of them. */
static bool find_spans(finder *f, const limit *l) {
  enum { GAP_DAYS = 2 };
  const double LEAST_PRICE = 1e-6;
  span *open = NULL;
  int T = f->m->T;
  memset(f->prices, 0, (size_t)T * sizeof *f->prices);
  memset(f->is_tight, 0, (size_t)T * sizeof *f->is_tight);
  for (int k = l->first; k < l->first + l->n; k++) {
    const limit_part *part = &f->limits.parts[k];
    f->prices[is_total(l->kind) ? 0 : part->day] += limit_part_price(part, f->duals, f->reduced);
    if (is_part_tight(f, part)) f->is_tight[part->day] = true;
  }
  for (int day = 0; day < T; day++) {
    bool is_priced = f->prices[day] > LEAST_PRICE;
    if (!is_priced && (!f->is_tight[day] || is_total(l->kind))) continue;
    if (!open || day - open->to_day > GAP_DAYS + 1) {
      if (open && !(open->price > 0)) f->n_spans--; /* used up, and nothing lost by it */
      if (!(open = add_span(f))) return false;
      *open = (span){l, day, day, 0};
    }
    open->to_day = day;
    if (is_priced) open->price += f->prices[day];
  }
  if (open && !(open->price > 0)) {
    f->n_spans--;
    open = NULL;
  }
  if (open && is_total(l->kind)) {
    open->from_day = l->kind == LFL_LIMIT_LAND ? full_from(f, l) : 0;
    open->to_day = last_day_that_counts(f->m);
    if (open->from_day > open->to_day) open->from_day = open->to_day;
  }
  return true;
}

static int by_worth(const void *a, const void *b) {
  const span *x = a, *y = b;
  double wx = x->price * x->limit->step, wy = y->price * y->limit->step;
  bool ex = limit_is_existing(x->limit->kind), ey = limit_is_existing(y->limit->kind);
  if (ex != ey) return ex - ey; /* what can be brought, built or agreed on is tried before more of what exists */
  if (wx != wy) return wx > wy ? -1 : 1;
  if (x->limit != y->limit) return x->limit < y->limit ? -1 : 1; /* the list's own order */
  return x->from_day - y->from_day;
}

static void loosen(finder *f, const span *p, double more) {
  bool is_all = is_total(p->limit->kind); /* whatever the day its bound is written on */
  limit_set(f->m, &f->limits, p->limit, is_all ? 0 : p->from_day, is_all ? f->m->T - 1 : p->to_day, more);
}

static int by_gain(const void *a, const void *b) {
  const lfl_binding_row *x = a, *y = b;
  double gx = isnan(x->gain) ? -1 : x->gain, gy = isnan(y->gain) ? -1 : y->gain;
  if (gx != gy) return gx > gy ? -1 : 1;
  if (x->price * x->step != y->price * y->step) return x->price * x->step > y->price * y->step ? -1 : 1;
  int by_limit = strcmp(x->limit, y->limit);
  if (by_limit) return by_limit;
  int by_id = strcmp(x->subject_id, y->subject_id);
  return by_id ? by_id : x->from_day - y->from_day;
}

/* Gain of so much more; NaN where the run was stopped. */
static solve_result try_more(finder *f, const span *p, int cost_i, double value, double more, double *gain) {
  double found = 0, bound = 0;
  if (!lfl_lp_use_start(f->m->lp, f->start)) return SOLVE_MEMORY;
  loosen(f, p, more);
  f->m->is_near = true;
  solve_result result = solve_priced(f->m, cost_i, 0, &found, &bound);
  f->m->is_near = false;
  loosen(f, p, 0);
  *gain = result == SOLVE_OK ? fmax(0, value - found) : (double)NAN;
  return result;
}

static lfl_status record(finder *f, lfl_plan *plan, int target_i, const span *p, double gain, double holds_to) {
  lfl_binding_row *row = target_i < 0 ? lfl_plan_add_binding(plan) : lfl_plan_add_target_binding(plan);
  if (!row) return LFL_ERR_MEMORY;
  const limit *l = p->limit;
  *row = (lfl_binding_row){lfl_limit_name(l->kind), lfl_arena_strdup(plan->arena, l->subject_id), p->from_day, p->to_day, l->unit,
                           p->price, l->step, gain, limit_words(f->m, &f->limits, l, p->from_day, p->to_day, plan->arena), holds_to, target_i};
  return row->text && row->subject_id ? LFL_OK : LFL_ERR_MEMORY;
}

static bool is_as_priced(const span *p, double more, double gain) { return gain >= 0.99 * p->price * more; }

/* How many units more the price is seen to hold for, from the gain of the step; 0: none seen. */
static solve_result find_range(finder *f, const span *p, int cost_i, double value, double gain, double *holds_to) {
  enum { MOST_NEARER = 3 };
  const double LEAST_PART = 1e-3; /* of a step: what is less is noise */
  double step = p->limit->step, more = 4 * step, found = 0;
  solve_result result = SOLVE_OK;
  if (is_as_priced(p, step, gain)) {
    *holds_to = step;
    result = try_more(f, p, cost_i, value, more, &found);
    if (result == SOLVE_OK && is_as_priced(p, more, found)) *holds_to = more;
    return result;
  }
  for (int k = 0; k < MOST_NEARER && result == SOLVE_OK && !(*holds_to > 0); k++) {
    more = gain / p->price;
    if (k == MOST_NEARER - 1) more = fmax(more / 8, fmin(more, 1)); /* it falls off slowly: how far exactly is not looked for; one whole unit is */
    if (!(more > LEAST_PART * step)) break;
    result = try_more(f, p, cost_i, value, more, &found);
    if (result == SOLVE_OK && is_as_priced(p, more, found)) *holds_to = more;
    gain = found;
  }
  return result;
}

/* Solves again with a bit more of each of the dearest spans. */
static lfl_status try_spans(finder *f, int cost_i, int target_i, lfl_plan *plan) {
  enum { MOST_ROWS = 40, LEAST_TRIED = 6, MOST_ITERATIONS = 10000 };
  lfl_master *m = f->m;
  double value = lfl_lp_objective(m->lp);
  long begun = m->iterations;
  lfl_status status = LFL_OK;
  if (f->n_spans) qsort(f->spans, (size_t)f->n_spans, sizeof *f->spans, by_worth);
  int first = target_i < 0 ? plan->n_binding : plan->n_target_binding;
  for (int k = 0; k < f->n_spans && k < MOST_ROWS && status == LFL_OK; k++) {
    const span *p = &f->spans[k];
    double gain = (double)NAN, holds_to = (double)NAN;
    bool has_work_left = m->iterations - begun < MOST_ITERATIONS;
    if (k >= LEAST_TRIED && limit_is_existing(p->limit->kind)) continue; /* of many places, and nothing found out */
    if ((k < LEAST_TRIED || has_work_left) && !m->is_stopped) {
      solve_result result = try_more(f, p, cost_i, value, p->limit->step, &gain);
      if (result == SOLVE_OK) holds_to = is_as_priced(p, p->limit->step, gain) ? p->limit->step : 0;
      if (result == SOLVE_OK && has_work_left) result = find_range(f, p, cost_i, value, gain, &holds_to);
      if (result == SOLVE_MEMORY) return LFL_ERR_MEMORY;
    }
    status = record(f, plan, target_i, p, gain, holds_to);
  }
  lfl_binding_row *rows = target_i < 0 ? plan->binding : plan->target_binding;
  int n = target_i < 0 ? plan->n_binding : plan->n_target_binding;
  if (n > first) qsort(rows + first, (size_t)(n - first), sizeof *rows, by_gain);
  for (int k = first; k < n; k++)
    if (isnan(rows[k].gain)) rows[k].price = (double)NAN; /* it chose the order; what is not confirmed is not told */
  return status;
}

lfl_status find_binding(lfl_master *m, int cost_i, int target_i, lfl_plan *plan) {
  finder f = {.m = m};
  size_t n_rows = (size_t)lfl_lp_n_rows(m->lp), n_columns = (size_t)lfl_lp_n_columns(m->lp);
  f.duals = lfl_malloc((n_rows + 1) * sizeof *f.duals);
  f.reduced = lfl_malloc((n_columns + 1) * sizeof *f.reduced);
  f.prices = lfl_calloc((size_t)m->T + 1, sizeof *f.prices);
  f.activity = lfl_malloc((n_rows + 1) * sizeof *f.activity);
  f.is_tight = lfl_calloc((size_t)m->T + 1, sizeof *f.is_tight);
  f.start = lfl_lp_keep_start(m->lp);
  bool is_fine = f.start && f.duals && f.reduced && f.prices && f.activity && f.is_tight && limits_find(m, &f.limits);
  if (is_fine) {
    if (n_rows) memcpy(f.duals, lfl_lp_duals(m->lp), n_rows * sizeof *f.duals);
    lfl_lp_row_activity(m->lp, f.activity);
    if (n_columns) memcpy(f.reduced, lfl_lp_reduced_costs(m->lp), n_columns * sizeof *f.reduced);
  }
  for (int k = 0; is_fine && k < f.limits.n; k++) is_fine = find_spans(&f, &f.limits.limits[k]);
  lfl_status status = is_fine ? try_spans(&f, cost_i, target_i, plan) : LFL_ERR_MEMORY;
  if (f.start && master_flush(m) && !lfl_lp_use_start(m->lp, f.start)) status = LFL_ERR_MEMORY;
  lfl_lp_start_destroy(f.start);
  limits_clear(&f.limits);
  lfl_free(f.duals);
  lfl_free(f.reduced);
  lfl_free(f.prices);
  lfl_free(f.activity);
  lfl_free(f.is_tight);
  lfl_free(f.spans);
  return status;
}
