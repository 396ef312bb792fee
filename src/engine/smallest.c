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
 *
 * Closures, places at risk, notice, and the days of escorts and crews (closures.h) stay in force meanwhile, as they decide which trips there are. With each
 * set they are then lifted all together, in a problem made anew; if the target is within reach now, some belong to the
 * set, and are found by halves: a part that can be lifted without opening the target is lifted for good, one that
 * cannot is looked into. Limits of the set stay needed, as with fewer closures more can be reached.
 *
 * What is no limit here stays in force: distances, facilities, what does not exist at all, who lives where, and
 * that nobody is moved into worse. Tests: tests/unit/test_why.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/closures.h"
#include "engine/limits.h"

enum { MOST_SETS = 3, MOST_SOLVES = 40, MOST_PROBLEMS = 24 /* made anew, of a target's sets */ };
static const long MOST_ITERATIONS = 60000; /* of a target's sets: some ten solves of Rafah's largest */

typedef struct set_search {
  lfl_master *m;
  limit_list limits;
  int by_day;
  double asked, most; /* people asked for; reached by the last that was out of reach */
  double most_short;  /* no try that fell short could have reached more */
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
  closure_list closures;
  bool *needs_closure;         /* [MOST_SETS * closures] */
  int n_problems;
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
  *can = lfl_target_is_enough(best, f->asked);
  if (!is_any_left) f->can_without_limits = *can;
  if (*can) return SOLVE_OK;
  f->most = best;
  f->most_short = fmax(f->most_short, bound);
  price_limits(f);
  lfl_lp_start_destroy(f->last);
  f->last = lfl_lp_keep_start(f->m->lp);
  return f->last ? SOLVE_OK : SOLVE_MEMORY;
}

/* Back to a solution found before, under the limits that were in force then. */
static solve_result go_back(set_search *f, const lfl_lp_start *start) {
  return master_flush(f->m) && lfl_lp_use_start(f->m->lp, start) ? SOLVE_OK : SOLVE_MEMORY;
}

/* The limit in force with the least price that was not yet tried, what exists before all else, so that a set names it only where
 * it has to; -1: all were. */
static int next_to_try(const set_search *f, const bool *is_tried) {
  int next = -1;
  for (int i = 0; i < f->limits.n; i++) {
    if (f->is_lifted[i] || is_tried[i]) continue;
    bool exists = limit_is_existing(f->limits.limits[i].kind), exists_next = next >= 0 && limit_is_existing(f->limits.limits[next].kind);
    if (next < 0 || (exists == exists_next ? f->price[i] < f->price[next] : exists)) next = i;
  }
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

/* What counts for a capacity target in any number is in every set. */
static bool is_needed_anyway(const set_search *f, int i) {
  const limit *l = &f->limits.limits[i];
  const lfl_target *t = f->m->target;
  return t->kind == LFL_TARGET_CAPACITY && limit_is_existing(l->kind) && (int)l->kind - LFL_LIMIT_SHELTER == (int)t->capacity && f->m->col_existing[l->subject_i] >= 0;
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
    if (is_needed_anyway(f, i)) continue;
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

/* ---- closures and risk ---- */

/* Is the limit, of another problem of the target, in the set? */
static bool is_in_set(const set_search *f, int set, const limit *l) {
  for (int i = 0; i < f->limits.n; i++)
    if (f->limits.limits[i].kind == l->kind && f->limits.limits[i].subject_i == l->subject_i) return f->sets[set * f->limits.n + i];
  return false; /* it stands only where closures are lifted */
}

/* The target's problem over another calendar; its scenario is in `arena`. */
typedef struct other_problem {
  lfl_arena *arena;
  set_search f;
} other_problem;

static void close_other(other_problem *o) {
  limits_clear(&o->f.limits);
  lfl_free(o->f.is_lifted);
  lfl_free(o->f.price);
  lfl_lp_start_destroy(o->f.last);
  master_destroy(o->f.m);
  lfl_arena_destroy(o->arena);
  *o = (other_problem){0};
}

static solve_result open_other(set_search *f, const bool *is_lifted, other_problem *o) {
  *o = (other_problem){.arena = lfl_arena_create()};
  const lfl_scenario *s = o->arena ? closures_lift(f->m->s, &f->closures, is_lifted, o->arena) : NULL;
  lfl_master *m = s ? master_create(s, f->m->options) : NULL;
  o->f = (set_search){.m = m, .by_day = f->by_day, .asked = f->asked, .can_without_limits = -1};
  if (!m) return SOLVE_MEMORY;
  target_prepare(m, f->m->target, f->asked);
  m->is_elastic = m->is_verdict_only = true;
  m->gap = -1;
  m->phase = f->m->phase;
  f->n_problems++;
  if (!master_fill(m) || !limits_find(m, &o->f.limits)) return SOLVE_MEMORY;
  o->f.is_lifted = lfl_calloc((size_t)o->f.limits.n + 1, sizeof *o->f.is_lifted);
  o->f.price = lfl_calloc((size_t)o->f.limits.n + 1, sizeof *o->f.price);
  return o->f.is_lifted && o->f.price ? SOLVE_OK : SOLVE_MEMORY;
}

/* With no limits in force but the set's: can the target be reached? */
static solve_result ask_other(set_search *f, other_problem *o, int set, bool *can) {
  for (int i = 0; i < o->f.limits.n; i++) lift(&o->f, i, !is_in_set(f, set, &o->f.limits.limits[i]));
  o->f.m->seconds_left = f->m->seconds_left;
  o->f.can_without_limits = -1;
  solve_result result = ask(&o->f, can);
  if (result == SOLVE_OK && !*can) f->most = o->f.most;
  f->most_short = fmax(f->most_short, o->f.most_short);
  if (o->f.m->is_stopped) {
    f->m->is_stopped = true;
    f->m->stop_reason = o->f.m->stop_reason;
  }
  f->m->seconds_left = o->f.m->seconds_left;
  return result;
}

/* Tries to lift the closures from..to-1 on top of those lifted, and keeps them lifted if the target stays out of reach. */
static solve_result try_lifting(set_search *f, int set, bool *is_lifted, int from, int to, bool *can) {
  other_problem o;
  for (int i = from; i < to; i++) is_lifted[i] = true;
  solve_result result = open_other(f, is_lifted, &o);
  if (result == SOLVE_OK) result = ask_other(f, &o, set, can);
  for (int i = from; i < to && (result != SOLVE_OK || *can); i++) is_lifted[i] = false;
  close_other(&o);
  return result;
}

/* Lifts as many of from..to-1 as leave the target out of reach; all of them do not. */
static solve_result lift_by_halves(set_search *f, int set, bool *is_lifted, int from, int to) {
  int parts[3] = {from, from < f->closures.n_risks && f->closures.n_risks < to ? f->closures.n_risks : (from + to) / 2, to};
  solve_result result = SOLVE_OK;
  if (to - from < 2) return result;
  for (int k = 0; k < 2 && result == SOLVE_OK; k++) {
    bool can;
    if (f->n_problems >= MOST_PROBLEMS) {
      f->is_minimal[set] = false;
      return result;
    }
    result = try_lifting(f, set, is_lifted, parts[k], parts[k + 1], &can);
    if (result == SOLVE_OK && can) result = lift_by_halves(f, set, is_lifted, parts[k], parts[k + 1]);
  }
  return result;
}

/* Which closures each set needs. One problem without any closure serves all sets. */
static solve_result find_closures(set_search *f) {
  int n = f->closures.n;
  bool *is_lifted = lfl_calloc((size_t)n + 1, sizeof *is_lifted);
  other_problem open = {0};
  solve_result result = is_lifted ? SOLVE_OK : SOLVE_MEMORY;
  if (result == SOLVE_OK && n && f->n_sets) {
    memset(is_lifted, true, (size_t)n * sizeof *is_lifted);
    result = open_other(f, is_lifted, &open);
  }
  for (int set = 0; set < f->n_sets && n && result == SOLVE_OK; set++) {
    bool can;
    result = ask_other(f, &open, set, &can);
    if (result != SOLVE_OK || !can) continue;
    memset(is_lifted, false, (size_t)n * sizeof *is_lifted);
    result = lift_by_halves(f, set, is_lifted, 0, n);
    for (int i = 0; i < n; i++) f->needs_closure[set * n + i] = !is_lifted[i];
  }
  close_other(&open);
  lfl_free(is_lifted);
  return result;
}

/* ---- the answer ---- */

static bool is_anyone_willing_to(const lfl_scenario *s, const lfl_target *t) {
  bool is_anyone = t->kind != LFL_TARGET_MOVE_OUT;
  for (int i = 0; i < s->n_places; i++)
    if (lfl_place_is_within(s, i, t->place_i)) is_anyone = is_anyone || s->places[i].people * s->places[i].willing_share > 0;
  return is_anyone;
}

/* What the target falls short with: out of a place, in it, served or with room. */
static const char *most_words(const lfl_scenario *s, const lfl_target *t, double most, lfl_arena *arena) {
  const char *place = t->place_i < 0 ? NULL : lfl_place_name(&s->places[t->place_i]);
  static const char *const CAPACITIES[LFL_N_CAPACITIES] = {"shelter", "toilets", "taps", "health care", "hospital beds"};
  most = floor(most + 1e-6) + 0.0;
  switch (t->kind) {
    case LFL_TARGET_MOVE_OUT:
      return place ? lfl_arena_printf(arena, "no more than %.0f people can be moved out of %s", most, place) : lfl_arena_printf(arena, "no more than %.0f people can be moved", most);
    case LFL_TARGET_SERVED:
      return lfl_arena_printf(arena, "no more than %.0f people can be served so %s%s", most, place ? "in " : "anywhere", place ? place : "");
    case LFL_TARGET_CAPACITY:
      return lfl_arena_printf(arena, "no more than %.0f people can have %s %s%s", most, CAPACITIES[t->capacity], place ? "in " : "anywhere", place ? place : "");
  }
  return NULL;
}

/* What is no limit, and so may stand in the way where none does. */
static const char *no_limits_words(const lfl_master *m, lfl_arena *arena) {
  bool is_move = m->target->kind == LFL_TARGET_MOVE_OUT, is_served = m->target->kind == LFL_TARGET_SERVED;
  bool may_walk = false;
  for (int l = 0; l < m->s->n_links; l++) may_walk = may_walk || lfl_may_walk(m->s, l);
  const char *on_foot = is_move && may_walk ? lfl_arena_printf(arena, ", the walking limit of %g km", m->s->walk_limit_km) : "";
  if (!on_foot) return NULL;
  return lfl_arena_printf(arena, "Roads, what is not there%s%s%s%s and who lives where", on_foot, m->has_repairs ? ", how long repairs take" : "",
                          is_served && m->s->n_facilities ? ", how many facilities can take" : "", is_move ? ", that nobody is moved into worse" : "");
}

/* No limit stands in the way: what is no limit does. */
static bool record_none(const lfl_master *m, double most, lfl_plan *findings) {
  const lfl_target *t = m->target;
  lfl_conflict_row *row = lfl_plan_add_conflict(findings);
  if (!row) return false;
  const char *place = t->place_i < 0 ? NULL : lfl_place_name(&m->s->places[t->place_i]);
  bool is_anyone_willing = is_anyone_willing_to(m->s, t);
  /* without anybody who is willing it is not known whether more would have to be lifted, buses that are not there for one */
  *row = (lfl_conflict_row){(int)(t - m->s->targets), 1, is_anyone_willing, is_anyone_willing ? "none" : "willing", t->place_i < 0 ? "" : m->s->places[t->place_i].id, NULL};
  if (is_anyone_willing) {
    const char *reached = most_words(m->s, t, most, findings->arena), *others = no_limits_words(m, findings->arena);
    row->text = reached && others ? lfl_arena_printf(findings->arena, "%s: with every limit, closure and risk lifted %s", others, reached) : NULL;
  } else {
    row->text = lfl_arena_printf(findings->arena, "Nobody %s%s is recorded as willing to leave", place ? "in " : "anywhere", place ? place : "");
  }
  return row->text != NULL;
}

static bool record_row(const set_search *f, int set, const char *kind, const char *subject_id, const char *text, lfl_plan *findings) {
  lfl_conflict_row *row = lfl_plan_add_conflict(findings);
  if (!row) return false;
  *row = (lfl_conflict_row){(int)(f->m->target - f->m->s->targets), set + 1, f->is_minimal[set], kind, lfl_arena_strdup(findings->arena, subject_id), text};
  return row->subject_id && row->text;
}

/* A permission's notice, or the days of an escort or crew, beside its number, are one row: the sentence of both. */
static bool join_row(int from, const char *kind, const char *subject_id, const char *text, lfl_plan *findings, bool *is_joined) {
  *is_joined = false;
  for (int k = from; k < findings->n_conflicts && !*is_joined; k++) {
    lfl_conflict_row *row = &findings->conflicts[k];
    if (strcmp(row->limit, kind) != 0 || strcmp(row->subject_id, subject_id) != 0) continue;
    *is_joined = true;
    row->text = text ? lfl_arena_printf(findings->arena, "%s; %s", row->text, text) : NULL;
    if (!row->text) return false;
  }
  return true;
}

static bool record_closure(const set_search *f, int set, int first_row, const closure *c, lfl_plan *findings) {
  const char *text = closure_words(f->m->s, c, findings->arena), *id = closure_id(f->m->s, c);
  bool is_joined;
  return join_row(first_row, closure_kind(c), id, text, findings, &is_joined) && (is_joined || record_row(f, set, closure_kind(c), id, text, findings));
}

static bool record(const set_search *f, lfl_plan *findings) {
  int n_before = findings->n_conflicts;
  for (int k = 0; k < f->n_sets; k++) {
    int first_row = findings->n_conflicts;
    for (int i = 0; i < f->limits.n; i++) {
      const limit *l = &f->limits.limits[i];
      if (f->sets[k * f->limits.n + i] && !record_row(f, k, lfl_limit_name(l->kind), l->subject_id, limit_summary(f->m, &f->limits, l, findings->arena), findings)) return false;
    }
    for (int i = 0; i < f->closures.n; i++)
      if (f->needs_closure[k * f->closures.n + i] && !record_closure(f, k, first_row, &f->closures.closures[i], findings)) return false;
  }
  return findings->n_conflicts > n_before || !f->n_sets || record_none(f->m, f->most, findings);
}

solve_result find_smallest(lfl_master *m, int by_day, double asked, lfl_plan *findings, double *most_short) {
  set_search f = {.m = m, .by_day = by_day, .asked = asked, .begun = m->iterations, .can_without_limits = -1};
  if (!limits_find(m, &f.limits)) return SOLVE_MEMORY;
  size_t n = (size_t)f.limits.n + 1;
  f.is_lifted = lfl_calloc(n, sizeof *f.is_lifted);
  f.is_banned = lfl_calloc(n, sizeof *f.is_banned);
  f.price = lfl_calloc(n, sizeof *f.price);
  f.sets = lfl_calloc(n * MOST_SETS, sizeof *f.sets);
  bool has_closures = closures_find(m->s, m->arena, &f.closures);
  f.needs_closure = lfl_calloc((size_t)f.closures.n * MOST_SETS + 1, sizeof *f.needs_closure);
  f.begun_at = master_flush(m) ? lfl_lp_keep_start(m->lp) : NULL;
  solve_result result = f.is_lifted && f.is_banned && f.price && f.sets && has_closures && f.needs_closure && f.begun_at ? SOLVE_OK : SOLVE_MEMORY;
  double gap = m->gap;
  m->is_verdict_only = true;
  m->gap = -1; /* to the optimum over all trips: the bound on those left out rests on limits in force */
  if (result == SOLVE_OK) result = find_set(&f);
  if (result == SOLVE_OK && f.n_sets == 1) result = find_others(&f);
  for (int i = 0; f.is_lifted && i < f.limits.n; i++) lift(&f, i, false);
  m->gap = gap;
  m->is_verdict_only = false;
  if (result == SOLVE_OK) result = go_back(&f, f.begun_at);
  if (result == SOLVE_OK) result = find_closures(&f);
  if (result == SOLVE_OK && !record(&f, findings)) result = SOLVE_MEMORY;
  *most_short = f.most_short;
  limits_clear(&f.limits);
  lfl_free(f.is_lifted);
  lfl_free(f.is_banned);
  lfl_free(f.price);
  lfl_free(f.sets);
  lfl_free(f.needs_closure);
  lfl_lp_start_destroy(f.begun_at);
  lfl_lp_start_destroy(f.last);
  return result;
}
