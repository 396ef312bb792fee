/* The smallest sets of limits that make a target impossible: sets that alone, with every other limit
 * lifted, still keep any plan from reaching it.
 *
 * Method: the limits with a price in the solution prove its bound, and so are such a set already (up
 * to tolerances, so that it is solved for). From it a deletion filter (Chinneck and Dravnieks 1991,
 * doi 10.1287/ijoc.3.2.157) over limits as people name them: each is lifted in turn, cheapest first, and stays lifted if
 * the target is still out of reach; lifting more never makes it less reachable, so that what is left
 * is minimal. A different set is one that lacks a limit of each set found: those limits are lifted
 * for good, and if the target is still out of reach, the filter runs again. Work is counted in solves and
 * iterations, not in seconds; a set whose filter ran out of them is small, not minimal, and is marked so.
 * What is no limit here stays in force: closures, risk, distances, what exists, who lives where, and
 * that nobody is moved into worse. Tests: tests/unit/test_why.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/limits.h"

enum { MOST_SETS = 3, MOST_SOLVES = 40 };
static const long MOST_ITERATIONS = 60000; /* of a target's sets: some ten solves of Rafah's largest */

typedef struct set_search {
  lfl_master *m;
  limit_list limits;
  int by_day;
  double asked, most; /* people asked for; reached by the last that was out of reach */
  int n_solves;
  long begun; /* iterations of the master before */
  bool *is_lifted, *is_banned; /* [limits] banned: lifted for good while this set is looked for */
  double *price;               /* [limits] of the last solution out of reach */
  lfl_lp_start *begun_at;      /* the solution with every limit in force */
  lfl_lp_start *last;          /* the last solution out of reach: what is lifted next goes on from it */
  int can_without_limits;      /* with every limit lifted: 1 it can be reached, 0 it cannot, -1 not known yet */
  bool *sets;                  /* [MOST_SETS * limits] */
  bool is_minimal[MOST_SETS];
  int n_sets;
} set_search;

static void lift(set_search *f, int i, bool is_lifted) {
  if (f->is_lifted[i] == is_lifted) return;
  f->is_lifted[i] = is_lifted;
  limit_set(f->m, &f->limits, &f->limits.limits[i], 0, f->m->T - 1, is_lifted ? (double)INFINITY : 0);
}

static void price_limits(set_search *f) {
  const double *duals = lfl_lp_duals(f->m->lp), *reduced = lfl_lp_reduced_costs(f->m->lp);
  for (int i = 0; i < f->limits.n; i++) {
    const limit *l = &f->limits.limits[i];
    f->price[i] = 0;
    for (int k = l->first; k < l->first + l->n; k++) f->price[i] += limit_part_price(&f->limits.parts[k], duals, reduced) * fmax(1, f->limits.parts[k].upper);
  }
}

static bool is_worked_out(const set_search *f) { return f->n_solves >= MOST_SOLVES || f->m->iterations - f->begun >= MOST_ITERATIONS; }

/* That the target cannot be reached is shown by the bound on the trips left out, which rests on the vehicles
 * there are, on the people who may walk, and on the supplies. */
static void note_what_is_open(set_search *f) {
  f->m->are_supplies_open = f->m->are_vehicles_open = false;
  for (int i = 0; i < f->limits.n; i++) {
    lfl_limit_kind kind = f->limits.limits[i].kind;
    if (!f->is_lifted[i]) continue;
    if (kind == LFL_LIMIT_FLEET || kind == LFL_LIMIT_WILLING) f->m->are_vehicles_open = true;
    if (kind == LFL_LIMIT_SUPPLY) f->m->are_supplies_open = true;
  }
}

/* Can the target be reached as things stand? Prices are those of the last time it could not. What was the
 * solution before stays within limits that are lifted, so that little is left to do. */
static solve_result ask(set_search *f, bool *can) {
  double best, bound;
  bool is_any_left = false, was_known = f->m->is_known;
  for (int i = 0; i < f->limits.n; i++) is_any_left = is_any_left || !f->is_lifted[i];
  *can = true;
  if (!is_any_left && f->can_without_limits > 0) return SOLVE_OK;
  f->n_solves++;
  f->m->is_known = true;
  note_what_is_open(f);
  solve_result result = target_most(f->m, f->by_day, &best, &bound);
  f->m->is_known = was_known;
  f->m->are_supplies_open = f->m->are_vehicles_open = false;
  if (result != SOLVE_OK) return result;
  *can = target_is_enough(best, f->asked);
  if (!is_any_left) f->can_without_limits = *can;
  if (*can) return SOLVE_OK;
  f->most = best;
  price_limits(f);
  lfl_lp_start_destroy(f->last);
  f->last = lfl_lp_keep_start(f->m->lp);
  return f->last ? SOLVE_OK : SOLVE_MEMORY;
}

/* Back to a solution found before, under the limits that were in force then. */
static solve_result go_back(set_search *f, const lfl_lp_start *start) {
  return master_flush(f->m) && lfl_lp_use_start(f->m->lp, start) ? SOLVE_OK : SOLVE_MEMORY;
}

/* The limit in force with the least price that was not yet tried; -1: all were. */
static int next_to_try(const set_search *f, const bool *is_tried) {
  int next = -1;
  for (int i = 0; i < f->limits.n; i++)
    if (!f->is_lifted[i] && !is_tried[i] && (next < 0 || f->price[i] < f->price[next])) next = i;
  return next;
}

/* Lifts all without a price; if that opens the target (tolerances), puts them back. */
static solve_result lift_unpriced(set_search *f) {
  bool can = false;
  int n = 0;
  bool *lifted = lfl_calloc((size_t)f->limits.n + 1, sizeof *lifted);
  if (!lifted) return SOLVE_MEMORY;
  for (int i = 0; i < f->limits.n; i++)
    if (!f->is_lifted[i] && !(f->price[i] > 1e-7)) {
      lift(f, i, true);
      lifted[i] = true;
      n++;
    }
  solve_result result = n ? ask(f, &can) : SOLVE_OK;
  for (int i = 0; result == SOLVE_OK && can && i < f->limits.n; i++)
    if (lifted[i]) lift(f, i, false);
  lfl_free(lifted);
  return result == SOLVE_OK && can ? go_back(f, f->last) : result;
}

/* From limits in force that keep the target out of reach to a minimal set of them; false in
 * *is_minimal if the solves ran out. */
static solve_result filter(set_search *f, bool *is_minimal) {
  bool *is_tried = lfl_calloc((size_t)f->limits.n + 1, sizeof *is_tried), can;
  if (!is_tried) return SOLVE_MEMORY;
  solve_result result = lift_unpriced(f);
  *is_minimal = true;
  for (int i; result == SOLVE_OK && (i = next_to_try(f, is_tried)) >= 0;) {
    if (is_worked_out(f)) {
      *is_minimal = false;
      break;
    }
    is_tried[i] = true;
    lift(f, i, true);
    result = ask(f, &can);
    if (result != SOLVE_OK || !can) continue;
    lift(f, i, false);
    result = go_back(f, f->last);
  }
  lfl_free(is_tried);
  return result;
}

static bool is_known(const set_search *f) {
  for (int k = 0; k < f->n_sets; k++) {
    bool is_same = true;
    for (int i = 0; i < f->limits.n; i++) is_same = is_same && f->sets[k * f->limits.n + i] == !f->is_lifted[i];
    if (is_same) return true;
  }
  return false;
}

/* With the banned limits lifted and all others in force: a set, if the target is still out of reach. */
static solve_result find_set(set_search *f) {
  bool can;
  for (int i = 0; i < f->limits.n; i++) lift(f, i, f->is_banned[i]);
  solve_result result = go_back(f, f->begun_at);
  if (result == SOLVE_OK) result = ask(f, &can);
  if (result != SOLVE_OK || can) return result;
  bool is_minimal;
  result = filter(f, &is_minimal);
  if (result != SOLVE_OK || is_known(f)) return result;
  for (int i = 0; i < f->limits.n; i++) f->sets[f->n_sets * f->limits.n + i] = !f->is_lifted[i];
  f->is_minimal[f->n_sets++] = is_minimal;
  return SOLVE_OK;
}

/* Sets that lack a limit of each one found. With one set, each of its limits is banned in turn;
 * with two, each pair. */
static solve_result find_others(set_search *f) {
  solve_result result = SOLVE_OK;
  int n = f->limits.n;
  for (int i = 0; i < n && f->n_sets == 1 && result == SOLVE_OK && !is_worked_out(f); i++) {
    if (!f->sets[i]) continue;
    f->is_banned[i] = true;
    result = find_set(f);
    f->is_banned[i] = false;
  }
  for (int i = 0; i < n && f->n_sets == 2; i++)
    for (int j = 0; j < n && f->n_sets == 2 && f->sets[i] && result == SOLVE_OK && !is_worked_out(f); j++) {
      if (!f->sets[n + j]) continue;
      f->is_banned[i] = f->is_banned[j] = true;
      result = find_set(f);
      f->is_banned[i] = f->is_banned[j] = false;
    }
  return result;
}

/* No limit stands in the way: what is no limit does. */
static bool record_none(const lfl_master *m, double most, lfl_plan *findings) {
  const lfl_target *t = m->target;
  lfl_conflict_row *row = lfl_plan_add_conflict(findings);
  if (!row) return false;
  const char *place = t->place_i < 0 ? "the whole area" : m->s->places[t->place_i].name ? m->s->places[t->place_i].name : m->s->places[t->place_i].id;
  bool is_anyone_willing = t->kind != LFL_TARGET_MOVE_OUT;
  for (int i = 0; i < m->s->n_places; i++)
    if (lfl_place_is_within(m->s, i, t->place_i)) is_anyone_willing = is_anyone_willing || m->s->places[i].people * m->s->places[i].willing_share > 0;
  *row = (lfl_conflict_row){(int)(t - m->s->targets), 1, true, is_anyone_willing ? "none" : "willing", t->place_i < 0 ? "" : m->s->places[t->place_i].id, NULL};
  row->text = is_anyone_willing
                  ? lfl_arena_printf(findings->arena, "Closures, risk, roads, what exists%s and who lives where: with every limit lifted no more than %.0f people in %s", m->has_repairs ? ", how long repairs take" : "",
                                    floor(most + 1e-6), place)
                  : lfl_arena_printf(findings->arena, "Nobody in %s is recorded as willing to leave", place);
  return row->text != NULL;
}

static bool record(const set_search *f, lfl_plan *findings) {
  bool is_empty = true;
  for (int k = 0; k < f->n_sets; k++)
    for (int i = 0; i < f->limits.n; i++) {
      if (!f->sets[k * f->limits.n + i]) continue;
      const limit *l = &f->limits.limits[i];
      lfl_conflict_row *row = lfl_plan_add_conflict(findings);
      if (!row) return false;
      is_empty = false;
      *row = (lfl_conflict_row){(int)(f->m->target - f->m->s->targets), k + 1, f->is_minimal[k], lfl_limit_name(l->kind),
                                lfl_arena_strdup(findings->arena, l->subject_id), limit_summary(f->m, &f->limits, l, findings->arena)};
      if (!row->subject_id || !row->text) return false;
    }
  return !is_empty || !f->n_sets || record_none(f->m, f->most, findings);
}

solve_result find_smallest(lfl_master *m, int by_day, double asked, lfl_plan *findings) {
  set_search f = {.m = m, .by_day = by_day, .asked = asked, .begun = m->iterations, .can_without_limits = -1};
  if (!limits_find(m, &f.limits)) return SOLVE_MEMORY;
  size_t n = (size_t)f.limits.n + 1;
  f.is_lifted = lfl_calloc(n, sizeof *f.is_lifted);
  f.is_banned = lfl_calloc(n, sizeof *f.is_banned);
  f.price = lfl_calloc(n, sizeof *f.price);
  f.sets = lfl_calloc(n * MOST_SETS, sizeof *f.sets);
  f.begun_at = master_flush(m) ? lfl_lp_keep_start(m->lp) : NULL;
  solve_result result = f.is_lifted && f.is_banned && f.price && f.sets && f.begun_at ? SOLVE_OK : SOLVE_MEMORY;
  double gap = m->gap;
  m->is_verdict_only = true;
  m->gap = -1; /* to the optimum over all trips: the bound on those left out rests on limits in force */
  if (result == SOLVE_OK) result = find_set(&f);
  if (result == SOLVE_OK && f.n_sets == 1) result = find_others(&f);
  for (int i = 0; f.is_lifted && i < f.limits.n; i++) lift(&f, i, false);
  m->gap = gap;
  m->is_verdict_only = false;
  if (result == SOLVE_OK) result = go_back(&f, f.begun_at);
  if (result == SOLVE_OK && !record(&f, findings)) result = SOLVE_MEMORY;
  limits_clear(&f.limits);
  lfl_free(f.is_lifted);
  lfl_free(f.is_banned);
  lfl_free(f.price);
  lfl_free(f.sets);
  lfl_lp_start_destroy(f.begun_at);
  lfl_lp_start_destroy(f.last);
  return result;
}
