/* Decisions of the first days that are part of a best plan under every option, so that they can be taken
 * before anybody knows which option comes.
 *
 * Each option's problem is solved to the least unserved survival person-days v_k. Best plans are many. Of an option's own
 * the one of least effort is taken (kilometres of its trips and walks, worker-days of what it builds), so that it has no trip
 * there and back that serves nobody, and of those the one that does most in the period. So that arbitrary choices hide nothing,
 * one of these plans is taken as it is and every other option, held at its v_k, is solved again for the most that it has in common with it and those before (tonnes delivered, tens of people moved or built
 * for); each plan is tried as the one to begin with, and the most common kept. What is left is, of every
 * delivery, building and movement of the period, the least over all these plans, in whole units. Each of
 * these plans is a proof for its option: it does at least the common part and still comes to v_k. As a check
 * every option is then solved once more with the common part as a limit from below; what it loses is
 * the regret given, found and not only argued. Trips may differ in day and vehicle within the period.
 * Trips that one option's solution looked at are offered to the others on days before either starts, when all is
 * the same for both. Repairs are common where every option's own solution starts them in the period. Limits:
 * trips that none looked at are not made, and repairs not decided together, so that more may be common than is found.
 * O(options^2) solves, most of them short. Tests: tests/unit/test_compare.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "engine/compare.h"
#include "engine/compare_parts.h"

typedef struct decision {
  lfl_shared_kind kind;
  const char *key; /* kind and ids */
  const char *from_id, *to_id, *what_id;
  double weight;
  double common;   /* least over the plans so far */
  double best;     /* of the best plan to begin with */
  lfl_sensitivity sensitivity;
} decision;

typedef struct entry {
  int decision, column;
  double units;
} entry;

/* One option's problem. */
typedef struct side {
  lfl_master *m;
  double value;
  int n_trips;      /* of its own */
  entry *entries;
  int n_entries, capacity;
  int column;       /* of the first decision's common part */
  int hold_row;     /* keeps the level at its value */
  double hold_most;
  int start_day;    /* from then on it differs from the scenario as entered */
  double *own;      /* [decisions] what its own plan does of each */
} side;

typedef struct search {
  lfl_arena *arena;
  lfl_ids *ids;
  decision *decisions;
  int n, capacity, n_days;
  bool failed;
} search;

static lfl_sensitivity higher(lfl_sensitivity a, lfl_sensitivity b) { return a > b ? a : b; }

/* Index of the decision, made if it is new; -1 without memory. */
static int find_decision(search *f, const lfl_scenario *s, lfl_shared_kind kind, int from_i, int to_i, int what_i) {
  bool is_link = kind == LFL_SHARED_REPAIR && to_i < 0;
  const char *from = from_i >= 0 ? s->places[from_i].id : "", *to = is_link ? s->links[s->projects[what_i].link_i].id : s->places[to_i].id;
  const char *what = kind == LFL_SHARED_REPAIR ? s->projects[what_i].id : kind == LFL_SHARED_DELIVERY ? s->items[what_i].id : kind == LFL_SHARED_BUILD ? s->constructions[what_i].id : "";
  const char *key = lfl_arena_printf(f->arena, "%d\n%s\n%s\n%s", (int)kind, from, to, what);
  int i = key ? lfl_ids_get(f->ids, key) : -1;
  if (i >= 0) return i;
  if (f->n == f->capacity) {
    int more = 2 * f->capacity + 64;
    decision *grown = key ? lfl_realloc_array(f->decisions, (size_t)more, sizeof *grown) : NULL;
    if (!grown) {
      f->failed = true;
      return -1;
    }
    f->decisions = grown;
    f->capacity = more;
  }
  lfl_sensitivity who = higher(is_link ? s->links[s->projects[what_i].link_i].origin.sensitivity : s->places[to_i].origin.sensitivity, from_i >= 0 ? s->places[from_i].origin.sensitivity : LFL_PUBLIC);
  double weight = kind == LFL_SHARED_DELIVERY ? fmax(s->items[what_i].mass_kg, 1e-3) / 1000 : kind == LFL_SHARED_BUILD ? s->constructions[what_i].people_per_unit / 10 : kind == LFL_SHARED_REPAIR ? 100 : 0.1;
  f->decisions[f->n] = (decision){kind, key, lfl_arena_strdup(f->arena, from), lfl_arena_strdup(f->arena, to), *what ? lfl_arena_strdup(f->arena, what) : NULL, weight, 0, 0, who};
  if (!f->decisions[f->n].to_id || !lfl_ids_put(f->ids, key, f->n)) f->failed = true;
  return f->n++;
}

static void add_entry(search *f, side *o, int decision_i, int column, double units) {
  if (decision_i < 0 || column < 0 || !(units > 0)) return;
  if (o->n_entries == o->capacity) {
    int more = 2 * o->capacity + 256;
    entry *grown = lfl_realloc_array(o->entries, (size_t)more, sizeof *grown);
    if (!grown) {
      f->failed = true;
      return;
    }
    o->entries = grown;
    o->capacity = more;
  }
  o->entries[o->n_entries++] = (entry){decision_i, column, units};
}

static int by_decision(const void *a, const void *b) {
  const entry *x = a, *y = b;
  if (x->decision != y->decision) return x->decision < y->decision ? -1 : 1;
  return (x->column > y->column) - (x->column < y->column);
}

/* Who may know of the trip: a row is as closed as the most closed one it rests on, be it a permission that it goes under. */
static lfl_sensitivity sensitivity_of_trip(const lfl_scenario *s, const trip_column *t, const lfl_way *way) {
  lfl_sensitivity who = t->fleet_i >= 0 ? s->fleets[t->fleet_i].origin.sensitivity : LFL_PUBLIC;
  for (int k = 0; k < way->n_links; k++) who = higher(who, s->links[way->link_i[k]].origin.sensitivity);
  for (int k = 0; k < s->n_permissions && t->fleet_i >= 0; k++) {
    const lfl_permission *p = &s->permissions[k];
    if (lfl_permission_holds(p, t->day) && lfl_way_is_under(s, way, p)) who = higher(who, p->escort_i >= 0 ? higher(p->origin.sensitivity, s->escorts[p->escort_i].origin.sensitivity) : p->origin.sensitivity);
  }
  return who;
}

static void add_trip(search *f, side *o, int decision_i, const trip_column *t, double units) {
  add_entry(f, o, decision_i, t->column, units);
  if (f->decisions && decision_i >= 0) f->decisions[decision_i].sensitivity = higher(f->decisions[decision_i].sensitivity, sensitivity_of_trip(o->m->s, t, &o->m->ways[t->way_i]));
}

/* The columns of an option's problem that are decisions of the period, by decision. */
static void list_entries(search *f, side *o) {
  o->n_entries = 0;
  const lfl_master *m = o->m;
  const lfl_scenario *s = m->s;
  for (int i = 0; i < m->n_trips && !f->failed; i++) {
    const trip_column *t = &m->trips[i];
    if (t->day >= f->n_days) continue;
    if (t->is_move) {
      add_trip(f, o, find_decision(f, s, LFL_SHARED_MOVEMENT, t->from_i, t->to_i, -1), t, t->fleet_i >= 0 ? s->fleets[t->fleet_i].seats : 1);
      continue;
    }
    for (int k = 0; k < 2; k++)
      if (t->item_i[k] >= 0) add_trip(f, o, find_decision(f, s, LFL_SHARED_DELIVERY, t->from_i, t->to_i, t->item_i[k]), t, t->units[k]);
  }
  for (int i = 0; i < s->n_places && !f->failed; i++)
    for (int c = 0; c < s->n_constructions; c++)
      for (int day = 0; day < f->n_days && day < m->T; day++) {
        int column = m->col_build[at_build(m, i, c, day)];
        if (column >= 0) add_entry(f, o, find_decision(f, s, LFL_SHARED_BUILD, -1, i, c), column, 1);
      }
  for (int k = 0; m->has_repairs && k < s->n_projects && !f->failed; k++) {
    int day = m->start[k];
    if (day < f->n_days) add_entry(f, o, find_decision(f, s, LFL_SHARED_REPAIR, -1, s->projects[k].place_i, k), m->col_start[at_day(m, k, day)], 1);
  }
  if (o->n_entries) qsort(o->entries, (size_t)o->n_entries, sizeof *o->entries, by_decision);
}

/* What the last solution does of each decision, into units [n]. */
static void total(const search *f, const side *o, double *units) {
  const double *x = lfl_lp_values(o->m->lp);
  for (int k = 0; k < f->n; k++) units[k] = 0;
  for (int k = 0; k < o->n_entries; k++) units[o->entries[k].decision] += o->entries[k].units * fmax(0, x[o->entries[k].column]);
}

/* Rows "done in the period - common part >= 0", with a column for each common part. */
static bool add_common_rows(search *f, side *o) {
  size_t n = (size_t)f->n;
  double *zero = lfl_calloc(n + 1, sizeof *zero);
  int *start = lfl_calloc(n + 2, sizeof *start), *column = lfl_calloc((size_t)o->n_entries + n + 1, sizeof *column);
  double *value = lfl_calloc((size_t)o->n_entries + n + 1, sizeof *value);
  bool is_fine = zero && start && column && value;
  o->column = lfl_lp_n_columns(o->m->lp);
  is_fine = is_fine && lfl_lp_add_columns(o->m->lp, f->n, zero, zero, zero, start, start, zero);
  for (int k = 0, e = 0; is_fine && k < f->n; k++) {
    int m = 0;
    for (; e < o->n_entries && o->entries[e].decision == k; e++) {
      column[m] = o->entries[e].column;
      value[m++] = o->entries[e].units;
    }
    column[m] = o->column + k;
    value[m++] = -1;
    is_fine = lfl_lp_add_row(o->m->lp, m, column, value, 0, (double)INFINITY);
  }
  lfl_free(zero);
  lfl_free(start);
  lfl_free(column);
  lfl_free(value);
  return is_fine;
}

/* Adds a row that keeps the sum of the columns' costs to so much at most. */
static bool add_cost_row(lfl_master *m, const double *cost, double most) {
  int n = 0, *column = lfl_calloc((size_t)m->n_columns + 1, sizeof *column);
  double *costs = lfl_calloc((size_t)m->n_columns + 1, sizeof *costs);
  bool is_fine = column && costs;
  for (int j = 0; is_fine && j < m->n_columns; j++)
    if (cost[j] != 0) {
      column[n] = j;
      costs[n++] = cost[j];
    }
  is_fine = is_fine && lfl_lp_add_row(m->lp, n, column, costs, -(double)INFINITY, most);
  lfl_free(column);
  lfl_free(costs);
  return is_fine;
}

/* Holds the option's level at its value by a row. */
static bool hold(side *o) {
  const lfl_master *m = o->m;
  o->hold_most = o->value + 1e-8 * fmax(1, fabs(o->value)) - m->constant[COST_SURVIVAL];
  bool is_fine = add_cost_row(o->m, m->cost[COST_SURVIVAL], o->hold_most);
  o->hold_row = lfl_lp_n_rows(m->lp) - 1;
  return is_fine;
}

static bool solve_as_it_is(lfl_master *m) {
  lfl_lp_options o = {.method = LFL_LP_PRIMAL};
  if (lfl_lp_solve(m->lp, &o) == LFL_LP_OPTIMAL) return true;
  o = (lfl_lp_options){.method = LFL_LP_DUAL, .from_scratch = true};
  return lfl_lp_solve(m->lp, &o) == LFL_LP_OPTIMAL;
}

/* What a plan's trips and buildings take, so that none is made for nothing: a kilometre or a worker-day counts one, and so
 * does each trip and unit by itself. Those after the period count like those in it, or all would be put off. */
static void set_effort(const lfl_master *m, double *cost) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < m->n_trips; i++) cost[m->trips[i].column] = 1 + m->ways[m->trips[i].way_i].km;
  for (int i = 0; i < s->n_places; i++)
    for (int c = 0; c < s->n_constructions; c++)
      for (int day = 0; day < m->T; day++) {
        int column = m->col_build[at_build(m, i, c, day)];
        if (column >= 0) cost[column] = 1 + s->constructions[c].worker_days_per_unit;
      }
}

/* Holds the effort at the last solution's, which is the least, by a row. */
static bool hold_effort(lfl_master *m, const double *cost) {
  double least = lfl_lp_objective(m->lp);
  return add_cost_row(m, cost, least + 1e-9 * fmax(1, least));
}

/* The option's own plan: of its best ones that of least effort, which does most in the period. The others' plans
 * are not held to that: what one option forces, another can do, too, as long as it loses nobody. Least effort is looked for
 * among few trips first: with all of them CLP's primal takes four times as long. */
static bool solve_own(search *f, side *o) {
  lfl_master *m = o->m;
  size_t n_all = (size_t)m->n_columns;
  double *effort = lfl_calloc(n_all + 1, sizeof *effort), *gain = lfl_calloc(n_all + 1, sizeof *gain);
  o->own = lfl_calloc((size_t)f->n + 1, sizeof *o->own);
  bool is_fine = effort && gain && o->own;
  if (is_fine) {
    set_effort(m, effort);
    lfl_lp_set_costs(m->lp, effort);
  }
  if (is_fine && m->n_trips > 0 && solve_sifted(m, effort, true) == SOLVE_MEMORY) is_fine = false;
  is_fine = is_fine && solve_as_it_is(m) && hold_effort(m, effort);
  for (int k = 0; is_fine && k < o->n_entries; k++) gain[o->entries[k].column] -= f->decisions[o->entries[k].decision].weight * o->entries[k].units;
  if (is_fine) lfl_lp_set_costs(m->lp, gain);
  is_fine = is_fine && solve_as_it_is(m);
  if (is_fine) {
    total(f, o, o->own);
    lfl_lp_set_row_bounds(m->lp, lfl_lp_n_rows(m->lp) - 1, -(double)INFINITY, (double)INFINITY);
  }
  lfl_free(effort);
  lfl_free(gain);
  return is_fine;
}

/* The option's best plan that has most in common with those before, looked for among few trips first; the common part shrinks to it. */
static bool agree(search *f, side *o) {
  lfl_master *m = o->m;
  size_t n = (size_t)f->n, n_all = (size_t)lfl_lp_n_columns(m->lp);
  double *cost = lfl_calloc(n_all + 1, sizeof *cost), *units = lfl_calloc(n + 1, sizeof *units);
  bool is_fine = cost && units;
  for (size_t k = 0; is_fine && k < n; k++) {
    cost[(size_t)o->column + k] = -f->decisions[k].weight;
    lfl_lp_set_column_bounds(m->lp, o->column + (int)k, 0, f->decisions[k].common);
  }
  if (is_fine) lfl_lp_set_costs(m->lp, cost);
  if (is_fine && m->n_trips > 0 && solve_sifted_plainly(m, cost, 1e-7) == SOLVE_MEMORY) is_fine = false;
  is_fine = is_fine && solve_as_it_is(m);
  if (is_fine) total(f, o, units);
  for (size_t k = 0; is_fine && k < n; k++) f->decisions[k].common = fmin(f->decisions[k].common, units[k]);
  lfl_free(cost);
  lfl_free(units);
  return is_fine;
}

/* ---- trips that another option looked at ------------------------------------------------------------ */

static const char *trip_key(search *f, const lfl_master *m, const trip_column *t) {
  const lfl_scenario *s = m->s;
  lfl_buf key = {0};
  lfl_buf_printf(&key, "%d %d %s %s %s", t->day, (int)t->is_move, s->places[t->from_i].id, s->places[t->to_i].id, t->fleet_i >= 0 ? s->fleets[t->fleet_i].id : "");
  for (int k = 0; k < m->ways[t->way_i].n_links; k++) lfl_buf_printf(&key, " %s", s->links[m->ways[t->way_i].link_i[k]].id);
  for (int k = 0; k < 2 && !t->is_move; k++)
    if (t->item_i[k] >= 0) lfl_buf_printf(&key, " %s %.9g", s->items[t->item_i[k]].id, t->units[k]);
  const char *copy = key.failed || !key.text ? NULL : lfl_arena_strdup(f->arena, key.text);
  lfl_buf_clear(&key);
  if (!copy) f->failed = true;
  return copy;
}

/* Index of `id` in the other scenario's array of things whose first member is their id; -1: not there. */
static int find_id(const void *list, int n, size_t size, const char *id) {
  for (int i = 0; i < n; i++) {
    const char *other;
    memcpy(&other, (const char *)list + (size_t)i * size, sizeof other);
    if (strcmp(other, id) == 0) return i;
  }
  return -1;
}

static int find_way(const lfl_master *m, const lfl_master *from, const lfl_way *way) {
  for (int i = 0; i < m->n_ways; i++) {
    const lfl_way *w = &m->ways[i];
    bool is_same = w->n_links == way->n_links && strcmp(m->s->places[w->from_i].id, from->s->places[way->from_i].id) == 0;
    for (int k = 0; k < w->n_links && is_same; k++)
      is_same = w->is_reverse[k] == way->is_reverse[k] && strcmp(m->s->links[w->link_i[k]].id, from->s->links[way->link_i[k]].id) == 0;
    if (is_same) return i;
  }
  return -1;
}

/* The trip in the other problem's indexes; false if it has not all of it. */
static bool translate(const lfl_master *from, const trip_column *t, const lfl_master *m, trip_column *out) {
  const lfl_scenario *a = from->s, *b = m->s;
  *out = *t;
  out->from_i = find_id(b->places, b->n_places, sizeof *b->places, a->places[t->from_i].id);
  out->to_i = find_id(b->places, b->n_places, sizeof *b->places, a->places[t->to_i].id);
  out->fleet_i = t->fleet_i < 0 ? -1 : find_id(b->fleets, b->n_fleets, sizeof *b->fleets, a->fleets[t->fleet_i].id);
  out->way_i = find_way(m, from, &from->ways[t->way_i]);
  bool is_there = out->from_i >= 0 && out->to_i >= 0 && (t->fleet_i < 0 || out->fleet_i >= 0) && out->way_i >= 0;
  for (int k = 0; k < 2; k++)
    if (t->item_i[k] >= 0 && (out->item_i[k] = find_id(b->items, b->n_items, sizeof *b->items, a->items[t->item_i[k]].id)) < 0) is_there = false;
  if (is_there && t->is_move) is_there = t->arrive_day == t->day && m->can_leave[out->from_i] && m->receive_from[out->to_i] <= t->day;
  return is_there;
}

/* Trips of the period that others have are offered, on days on which both are as entered. */
static bool offer_trips(search *f, side *sides, int n) {
  for (int k = 0; k < n && !f->failed; k++) {
    lfl_ids *known = lfl_ids_create();
    bool is_fine = known != NULL;
    for (int i = 0; i < sides[k].m->n_trips && is_fine && !f->failed; i++)
      if (sides[k].m->trips[i].day < f->n_days) lfl_ids_put(known, trip_key(f, sides[k].m, &sides[k].m->trips[i]), i);
    for (int j = 0; j < n && is_fine && !f->failed; j++) {
      int last = sides[j].start_day < sides[k].start_day ? sides[j].start_day : sides[k].start_day;
      for (int i = 0; i < sides[j].n_trips && j != k && is_fine && !f->failed; i++) {
        const trip_column *t = &sides[j].m->trips[i];
        trip_column own;
        if (t->day >= f->n_days || t->day >= last) continue;
        const char *key = trip_key(f, sides[j].m, t);
        if (!key || lfl_ids_get(known, key) >= 0 || !translate(sides[j].m, t, sides[k].m, &own)) continue;
        is_fine = lfl_ids_put(known, key, i) && master_add_trip(sides[k].m, &own);
      }
    }
    lfl_ids_destroy(known);
    if (!is_fine || !master_flush(sides[k].m)) return false;
  }
  return !f->failed;
}

/* Many units are known to what the effort is held to. */
static double whole(const decision *d) { return floor(d->best + 1e-6 + 1e-7 * d->best); }

/* What the option loses if it must do the common part: solved again with it as a limit from below. */
static bool confirm(search *f, side *o, double *regret) {
  lfl_master *m = o->m;
  lfl_lp_set_row_bounds(m->lp, o->hold_row, -(double)INFINITY, (double)INFINITY);
  size_t n_all = (size_t)lfl_lp_n_columns(m->lp);
  double *cost = lfl_calloc(n_all + 1, sizeof *cost);
  if (!cost) return false;
  for (int j = 0; j < m->n_columns; j++) cost[j] = m->cost[COST_SURVIVAL][j];
  lfl_lp_set_costs(m->lp, cost);
  lfl_free(cost);
  for (int k = 0; k < f->n; k++) {
    double best = f->decisions[k].best;
    lfl_lp_set_column_bounds(m->lp, o->column + k, fmin(whole(&f->decisions[k]), best), best);
  }
  if (!solve_as_it_is(m)) return false;
  *regret = lfl_lp_objective(m->lp) + m->constant[COST_SURVIVAL] - o->value;
  if (fabs(*regret) <= 1e-6 * fmax(1, fabs(o->value))) *regret = 0;
  return true;
}

/* Is the solution at hand one of the repairs as decided, which comes to the value? */
static bool is_at_decision(const lfl_master *m, double value) {
  const double ROUNDING = 1e-9;
  if (lfl_lp_n_columns(m->lp) != m->n_columns) return false;
  const double *x = lfl_lp_values(m->lp);
  for (int k = 0; k < m->s->n_projects; k++)
    for (int day = 0; day < m->T; day++) {
      int column = m->col_start[at_day(m, k, day)];
      if (column >= 0 && fabs(x[column] - (m->start[k] == day ? 1 : 0)) > ROUNDING) return false;
    }
  return fabs(master_cost_of(m, COST_SURVIVAL, x) + m->constant[COST_SURVIVAL] - value) <= ROUNDING * fmax(1, fabs(value));
}

static lfl_status open_side(side *o, const lfl_scenario *s, lfl_master *first, const lfl_plan_options *options) {
  double bound;
  o->m = master_create(s, options);
  if (!o->m) return LFL_ERR_MEMORY;
  o->m->gap = fmin(o->m->gap, 1e-9);
  o->m->phase = "shared decisions";
  o->m->is_survival_only = true;
  if (options->time_limit_s > 0) o->m->seconds_left = options->time_limit_s;
  if (!master_fill(o->m)) return LFL_ERR_MEMORY;
  solve_result result = SOLVE_OK;
  bool is_there = false;
  o->m->like = first;
  if (o->m->has_repairs) { /* decided once, by the option's own solution; then as they are */
    result = branch_once(o->m, COST_SURVIVAL, o->m->constant[COST_SURVIVAL], -(double)INFINITY, LFL_NO, &o->value, &bound);
    if (result == SOLVE_OK) repairs_fix(o->m);
    is_there = result == SOLVE_OK && is_at_decision(o->m, o->value);
    o->m->is_branching = true; /* the last solve was of another decision, or of this one: only bounds differ */
  }
  if (result == SOLVE_OK && !is_there) result = solve_priced(o->m, COST_SURVIVAL, o->m->constant[COST_SURVIVAL], &o->value, &bound);
  o->m->is_branching = false;
  if (result == SOLVE_OK && !first && !master_keep_end(o->m)) result = SOLVE_MEMORY;
  o->n_trips = o->m->n_trips;
  return solve_status(result);
}

/* What each option's own solution does, and the rows for what is common. */
static lfl_status prepare(search *f, side *sides, int n) {
  if (!offer_trips(f, sides, n)) return LFL_ERR_MEMORY;
  for (int k = 0; k < n && !f->failed; k++) list_entries(f, &sides[k]); /* all decisions are known before rows are made of them */
  for (int k = 0; k < n; k++)
    if (f->failed || !hold(&sides[k])) return LFL_ERR_MEMORY;
  for (int k = 0; k < n; k++)
    if (!solve_own(f, &sides[k])) return LFL_ERR_LIBRARY;
  for (int k = 0; k < n; k++)
    if (!add_common_rows(f, &sides[k])) return LFL_ERR_MEMORY;
  return LFL_OK;
}

/* With each option's own plan to begin with: the most that can be common. */
static lfl_status try_all(search *f, side *sides, int n) {
  double most = -1;
  for (int first = 0; first < n; first++) {
    double weight = 0;
    for (int k = 0; k < f->n; k++) f->decisions[k].common = sides[first].own[k];
    for (int k = 0; k < n; k++)
      if (k != first && !agree(f, &sides[k])) return LFL_ERR_LIBRARY;
    for (int k = 0; k < f->n; k++) weight += f->decisions[k].weight * floor(f->decisions[k].common + 1e-6);
    if (weight <= most * (1 + 1e-9)) continue;
    most = weight;
    for (int k = 0; k < f->n; k++) f->decisions[k].best = f->decisions[k].common;
  }
  return LFL_OK;
}

static int by_key(const void *a, const void *b) {
  const lfl_shared_row *x = a, *y = b;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  int order = strcmp(x->from_id, y->from_id);
  if (!order) order = strcmp(x->to_id, y->to_id);
  return order ? order : strcmp(x->what_id ? x->what_id : "", y->what_id ? y->what_id : "");
}

static lfl_status collect(const search *f, lfl_arena *arena, lfl_shared_row **rows, int *n) {
  *n = 0;
  *rows = lfl_arena_new(arena, (size_t)f->n, lfl_shared_row);
  if (!*rows) return LFL_ERR_MEMORY;
  for (int k = 0; k < f->n; k++) {
    const decision *d = &f->decisions[k];
    if (whole(d) < 1) continue;
    lfl_shared_row *row = &(*rows)[(*n)++];
    *row = (lfl_shared_row){d->kind, lfl_arena_strdup(arena, d->from_id), lfl_arena_strdup(arena, d->to_id), d->what_id ? lfl_arena_strdup(arena, d->what_id) : NULL, whole(d), d->sensitivity};
    if (!row->from_id || !row->to_id || (d->what_id && !row->what_id)) return LFL_ERR_MEMORY;
  }
  if (*n) qsort(*rows, (size_t)*n, sizeof **rows, by_key);
  return LFL_OK;
}

lfl_status find_shared(const lfl_scenario *const *scenarios, const int *start_days, int n, int n_days, const lfl_plan_options *options, lfl_arena *arena, double *regret, lfl_shared_row **rows,
                       int *n_rows) {
  search f = {.arena = lfl_arena_create(), .ids = lfl_ids_create(), .n_days = n_days};
  side *sides = lfl_calloc((size_t)n + 1, sizeof *sides);
  lfl_status status = f.arena && f.ids && sides ? LFL_OK : LFL_ERR_MEMORY;
  for (int k = 0; k < n && status == LFL_OK; k++) {
    sides[k].start_day = start_days[k];
    status = open_side(&sides[k], scenarios[k], k ? sides[0].m : NULL, options);
  }
  if (status == LFL_OK) status = prepare(&f, sides, n);
  if (status == LFL_OK) status = try_all(&f, sides, n);
  for (int k = 0; k < n && status == LFL_OK; k++)
    if (!confirm(&f, &sides[k], &regret[k])) status = LFL_ERR_LIBRARY;
  if (status == LFL_OK) status = collect(&f, arena, rows, n_rows);
  for (int k = 0; sides && k < n; k++) {
    master_destroy(sides[k].m);
    lfl_free(sides[k].entries);
    lfl_free(sides[k].own);
  }
  lfl_free(sides);
  lfl_free(f.decisions);
  lfl_ids_destroy(f.ids);
  lfl_arena_destroy(f.arena);
  return status;
}
