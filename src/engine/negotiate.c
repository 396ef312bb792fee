/* What it would take: the cheapest changes, within what the table `negotiable` offers, that bring a
 * target within reach.
 *
 * Each offer is a whole number of steps that loosens a limit's bounds. Branch and bound over these
 * numbers with the linear program of the target in every node (trips are priced in every node, and
 * prices of steps do not matter to them, so that the optimum is over all trips): first the most that can
 * be reached with all steps that the node allows, to see whether it can be enough; then the least weight
 * with the target as a limit. More steps never make less reachable, so that a node's numbers rounded up
 * are a way, too (what served "before" anybody is moved is left as it is: water and land that talks add were not there
 * before, like what repairs restore). The next ways are the cheapest that leave out a change of each way before. Work
 * is counted in nodes (repairs are decided beforehand); a way that is not proved the cheapest for want of them is marked so.
 * Where limits none of which is negotiable keep the target out of reach by themselves (smallest.c), that is the answer, and
 * nothing is solved. Tests: tests/unit/test_negotiate.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/limits.h"

enum { MOST_OFFERS = 64, MOST_WAYS = 3, MOST_NODES = 150 };

typedef struct way_found {
  bool is_there, is_least;
  double steps[MOST_OFFERS];
  double weight, best_people;
} way_found;

typedef struct bargain {
  lfl_master *m;
  int by_day, n; /* offers */
  double asked;
  int column[MOST_OFFERS];
  double most[MOST_OFFERS]; /* steps */
  int reach_row;            /* of targets without col_reach */
  int n_nodes;              /* of the way at hand */
  double *cost;             /* workspace, as long as the LP's columns */
  int cost_capacity;
} bargain;

/* --- the steps as columns -------------------------------------------------------------------------- */

/* Rows that one step loosens; a column bound gets a row of its own. */
typedef struct loosened {
  int n, capacity;
  int *row;
  double *by;
  bool failed;
} loosened;

static void loosen_row(loosened *l, int row, double by) {
  if (row < 0 || !(by > 0) || isinf(by) || l->failed) return;
  if (l->n == l->capacity) {
    int capacity = l->capacity ? 2 * l->capacity : 256;
    int *rows = lfl_realloc_array(l->row, (size_t)capacity, sizeof *rows);
    if (rows) l->row = rows;
    double *bys = lfl_realloc_array(l->by, (size_t)capacity, sizeof *bys);
    if (bys) l->by = bys;
    if (!rows || !bys) {
      l->failed = true;
      return;
    }
    l->capacity = capacity;
  }
  l->row[l->n] = row;
  l->by[l->n++] = by;
}

/* A column's upper bound as a row. */
static int row_of_bound(lfl_master *m, int column, double upper) {
  double one = 1;
  if (!lfl_lp_add_row(m->lp, 1, &column, &one, -(double)INFINITY, upper)) return LFL_NO;
  lfl_lp_set_column_bounds(m->lp, column, 0, (double)INFINITY);
  return lfl_lp_n_rows(m->lp) - 1;
}

static void loosen_place(lfl_master *m, const lfl_negotiable *o, loosened *out) {
  const lfl_scenario *s = m->s;
  int i = o->subject_i;
  for (int day = 0; day < m->T; day++) {
    if (o->kind == LFL_LIMIT_CROSSING) loosen_row(out, m->row_handle[at_day(m, i, day)], o->step * s->place_share[lfl_at(s, i, day)]);
    if (o->kind == LFL_LIMIT_WATER) loosen_row(out, m->row_yield[at_day(m, i, day)], o->step * s->place_share[lfl_at(s, i, day)]);
    if (o->kind == LFL_LIMIT_STORAGE) loosen_row(out, m->row_storage[at_day(m, i, day)], o->step);
    for (int n = 0; o->kind == LFL_LIMIT_LAND && n < s->n_needs; n++)
      if (s->needs[n].kind == LFL_NEED_SPACE) loosen_row(out, m->row_service[at_need(m, i, n, day)], o->step);
  }
  if (o->kind == LFL_LIMIT_LAND) loosen_row(out, m->row_land[i], o->step);
}

static void find_loosened(lfl_master *m, const lfl_negotiable *o, loosened *out) {
  const lfl_scenario *s = m->s;
  int i = o->subject_i;
  loosen_place(m, o, out);
  for (int day = 0; day < m->T; day++) {
    if (o->kind == LFL_LIMIT_FLEET) loosen_row(out, m->row_fleet[at_day(m, i, day)], o->step * s->fleet_vehicles[lfl_at(s, i, day)] / s->fleets[i].n_vehicles);
    if (o->kind == LFL_LIMIT_CREW) loosen_row(out, m->row_crew[at_day(m, i, day)], o->step * s->crew_workers[lfl_at(s, i, day)] / s->crews[i].n_workers);
    for (int way = 0; o->kind == LFL_LIMIT_LINK && way < 2; way++)
      loosen_row(out, m->row_link[at_day(m, 2 * i + way, day)], o->step * s->link_share[lfl_at(s, i, day)]);
    if (o->kind == LFL_LIMIT_PERMISSION) loosen_row(out, m->row_permission[at_day(m, i, day)], o->step * lfl_permission_trips_of_convoy(&s->permissions[i], day));
    if (o->kind == LFL_LIMIT_ESCORT) loosen_row(out, m->row_escort[at_day(m, i, day)], o->step * (lfl_escort_vehicles(&s->escorts[i], day) > 0 ? s->escorts[i].vehicles_per_convoy : 0));
    if (o->kind == LFL_LIMIT_SUPPLY && m->col_draw[at_day(m, i, day)] >= 0)
      loosen_row(out, row_of_bound(m, m->col_draw[at_day(m, i, day)], s->supplies[i].units), o->step);
  }
  if (o->kind == LFL_LIMIT_SUPPLY) loosen_row(out, m->row_supply[i], o->step);
  if (o->kind == LFL_LIMIT_MONEY && s->pledges[i].from_day < m->T && m->money->n_classes)
    loosen_row(out, m->row_fund[at_fund(m, m->money->fund_of[i], m->money->period_of[s->pledges[i].from_day])], o->step * s->pledges[i].rate);
}

/* The number of steps as a column; more than a column holds goes to others that are tied to it. */
static bool add_steps(bargain *b, int k) {
  lfl_master *m = b->m;
  loosened l = {0};
  column_entries c;
  bool is_fine = true;
  find_loosened(m, &m->s->negotiables[k], &l);
  limit_loosen(m, m->s->negotiables[k].kind, m->s->negotiables[k].subject_i, true);
  for (int at = 0; is_fine && (at == 0 || at < l.n); at += MAX_ENTRIES) {
    entries_begin(&c, 0, b->most[k]);
    for (int j = at; j < l.n && j < at + MAX_ENTRIES; j++) entries_add(&c, l.row[j], -l.by[j]);
    int column = master_add_column(m, &c);
    is_fine = column >= 0 && master_flush(m);
    if (at == 0) b->column[k] = column;
    int pair[2] = {b->column[k], column};
    double tie[2] = {1, -1};
    if (is_fine && at > 0) is_fine = lfl_lp_add_row(m->lp, 2, pair, tie, 0, 0);
  }
  is_fine = is_fine && !l.failed;
  lfl_free(l.row);
  lfl_free(l.by);
  return is_fine;
}

/* A row that sums up the people of targets that have no column for them. */
static bool add_reach_row(bargain *b) {
  lfl_master *m = b->m;
  b->reach_row = LFL_NO;
  if (m->col_reach >= 0) return true;
  size_t most = 2 * (size_t)m->s->n_places + (size_t)m->s->n_projects + 2;
  int n = 0, *column = lfl_calloc(most, sizeof *column);
  double *one = lfl_calloc(most, sizeof *one);
  bool is_fine = column && one;
  if (is_fine && m->col_out[b->by_day] >= 0) {
    column[n] = m->col_out[b->by_day];
    one[n++] = 1;
  }
  for (int i = 0; is_fine && i < m->s->n_places; i++) {
    if (m->target->kind != LFL_TARGET_CAPACITY || !lfl_place_is_within(m->s, i, m->target->place_i)) continue;
    int counted[] = {m->col_built[at_capacity(m, i, (int)m->target->capacity, b->by_day)], m->col_existing[i]};
    for (int k = 0; k < 2; k++) {
      if (counted[k] < 0) continue;
      column[n] = counted[k];
      one[n++] = 1;
    }
  }
  for (int k = 0; is_fine && k < m->s->n_projects; k++) {
    int at = target_restored(m, k, b->by_day);
    if (at < 0) continue;
    column[n] = at;
    one[n++] = m->s->projects[k].amount;
  }
  is_fine = is_fine && lfl_lp_add_row(m->lp, n, column, one, -(double)INFINITY, (double)INFINITY);
  b->reach_row = lfl_lp_n_rows(m->lp) - 1;
  lfl_free(column);
  lfl_free(one);
  return is_fine;
}

/* --- nodes -------------------------------------------------------------------------------------------- */

static void set_steps(bargain *b, const double *least, const double *most) {
  for (int k = 0; k < b->n; k++) lfl_lp_set_column_bounds(b->m->lp, b->column[k], least[k], most[k]);
}

static solve_result most_people_with(bargain *b, const double *least, const double *most, double *people) {
  double bound;
  set_steps(b, least, most);
  solve_result result = target_most(b->m, b->by_day, people, &bound);
  if (result != SOLVE_FAILED || !b->m->is_decided) return result;
  *people = 0; /* the repairs decided cannot be carried out with so few steps */
  return SOLVE_OK;
}

static void ask_for_target(bargain *b, bool is_asked) {
  const lfl_master *m = b->m;
  const double NOTHING = -(double)INFINITY, share = 1 - 5e-7; /* inside lfl_target_is_enough */
  if (m->col_reach >= 0) lfl_lp_set_column_bounds(m->lp, m->col_reach, is_asked ? share : 0, m->upper[m->col_reach]);
  else lfl_lp_set_row_bounds(m->lp, b->reach_row, is_asked ? b->asked * share : NOTHING, (double)INFINITY);
}

/* Least weight with the steps between the bounds, as a linear program; steps [n] of the solution. */
static solve_result least_weight(bargain *b, const double *least, const double *most, double *weight, double *steps) {
  lfl_master *m = b->m;
  int n = m->n_columns;
  if (!b->cost || n > b->cost_capacity) {
    double *cost = lfl_realloc_array(b->cost, (size_t)n + 1, sizeof *cost);
    if (!cost) return SOLVE_MEMORY;
    b->cost = cost;
    b->cost_capacity = n;
  }
  memset(b->cost, 0, (size_t)n * sizeof *b->cost);
  for (int k = 0; k < b->n; k++) b->cost[b->column[k]] = m->s->negotiables[k].weight;
  set_steps(b, least, most);
  lfl_lp_set_costs(m->lp, b->cost);
  ask_for_target(b, true);
  double bound;
  solve_result result = solve_priced(m, LFL_NO, 0, weight, &bound);
  for (int k = 0; result == SOLVE_OK && k < b->n; k++) steps[k] = lfl_lp_values(m->lp)[b->column[k]];
  ask_for_target(b, false);
  return result;
}

static double weigh(const bargain *b, const double *steps) {
  double weight = 0;
  for (int k = 0; k < b->n; k++) weight += steps[k] * b->m->s->negotiables[k].weight;
  return weight;
}

/* The steps rounded up are a way; keeps it if it is the best so far. */
static void offer_way(bargain *b, const double *steps, way_found *best) {
  double up[MOST_OFFERS] = {0}, weight;
  for (int k = 0; k < b->n; k++) up[k] = ceil(steps[k] - 1e-6);
  weight = weigh(b, up);
  if (best->is_there && weight >= best->weight - 1e-9) return;
  best->is_there = true;
  best->weight = weight;
  memcpy(best->steps, up, sizeof best->steps);
}

/* Depth first, fewer steps before more. */
static solve_result branch(bargain *b, double *least, double *most, way_found *best) {
  double people, weight, steps[MOST_OFFERS] = {0};
  if (b->n_nodes++ >= MOST_NODES) {
    best->is_least = false;
    return SOLVE_OK;
  }
  solve_result result = most_people_with(b, least, most, &people);
  if (result != SOLVE_OK || !lfl_target_is_enough(people, b->asked)) return result;
  result = least_weight(b, least, most, &weight, steps);
  if (result != SOLVE_OK || (best->is_there && weight >= best->weight - 1e-9)) return result;
  offer_way(b, steps, best);
  int split = -1;
  double widest = 1e-6;
  for (int k = 0; k < b->n; k++) {
    double part = fabs(steps[k] - floor(steps[k] + 0.5));
    if (part > widest) {
      widest = part;
      split = k;
    }
  }
  if (split < 0) return SOLVE_OK;
  double low = least[split], high = most[split];
  most[split] = floor(steps[split]);
  result = branch(b, least, most, best);
  most[split] = high;
  least[split] = ceil(steps[split]);
  if (result == SOLVE_OK) result = branch(b, least, most, best);
  least[split] = low;
  return result;
}

/* Cheapest way without the banned offers, and what it reaches. */
static solve_result find_way(bargain *b, const bool *is_banned, way_found *best) {
  double least[MOST_OFFERS] = {0}, most[MOST_OFFERS] = {0};
  for (int k = 0; k < b->n; k++) most[k] = is_banned[k] ? 0 : b->most[k];
  *best = (way_found){.is_least = true};
  b->n_nodes = 0;
  solve_result result = branch(b, least, most, best);
  if (result == SOLVE_OK && best->is_there) result = most_people_with(b, best->steps, best->steps, &best->best_people);
  return result;
}

static bool is_same_way(const bargain *b, const way_found *x, const way_found *y) {
  for (int k = 0; k < b->n; k++)
    if (x->steps[k] != y->steps[k]) return false;
  return true;
}

/* The cheapest of the ways that leave out one change of each way before. */
static solve_result find_other(bargain *b, const way_found *ways, int n_ways, way_found *best) {
  bool is_banned[MOST_OFFERS] = {false};
  solve_result result = SOLVE_OK;
  bool is_least = true;
  *best = (way_found){0};
  for (int i = 0; i < b->n && result == SOLVE_OK; i++)
    for (int j = 0; j < (n_ways > 1 ? b->n : 1) && result == SOLVE_OK; j++) {
      if (!(ways[0].steps[i] > 0) || (n_ways > 1 && !(ways[1].steps[j] > 0))) continue;
      way_found found;
      is_banned[i] = true;
      if (n_ways > 1) is_banned[j] = true;
      result = find_way(b, is_banned, &found);
      is_least = is_least && (result == SOLVE_OK && found.is_least);
      if (result == SOLVE_OK && found.is_there && (!best->is_there || found.weight < best->weight - 1e-9)) *best = found;
      memset(is_banned, 0, sizeof is_banned);
    }
  best->is_least = is_least;
  for (int k = 0; k < n_ways; k++)
    if (best->is_there && is_same_way(b, best, &ways[k])) best->is_there = false;
  return result;
}

/* --- the answer ----------------------------------------------------------------------------------------- */

/* " from 5 May 2024 to 9 May 2024" where the row does not hold on all days planned, as another row of the same subject may hold on the
 * others; else "". NULL without memory. */
static const char *days_of_offer(const lfl_scenario *s, const lfl_negotiable *o, lfl_arena *arena) {
  int from_day = 0, to_day = s->n_days - 1;
  if (o->kind == LFL_LIMIT_PERMISSION) {
    from_day = s->permissions[o->subject_i].from_day;
    to_day = s->permissions[o->subject_i].to_day;
  } else if (o->kind == LFL_LIMIT_ESCORT) {
    from_day = s->escorts[o->subject_i].from_day;
    to_day = s->escorts[o->subject_i].to_day;
  } else if (o->kind == LFL_LIMIT_CREW) {
    from_day = s->crews[o->subject_i].from_day;
    to_day = s->crews[o->subject_i].to_day;
  } else if (o->kind == LFL_LIMIT_SUPPLY) {
    from_day = s->supplies[o->subject_i].day;
  } else if (o->kind == LFL_LIMIT_MONEY) {
    from_day = s->pledges[o->subject_i].from_day;
  }
  if (from_day <= 0 && to_day >= s->n_days - 1) return "";
  const char *from = day_words(s, from_day, arena), *to = day_words(s, to_day, arena);
  if (!from || !to) return NULL;
  if (to_day >= s->n_days - 1) return lfl_arena_printf(arena, " from %s on", from);
  return from_day == to_day ? lfl_arena_printf(arena, " on %s", from) : lfl_arena_printf(arena, " from %s to %s", from, to);
}

/* A row of supplies: an item may have several. */
static const char *supply_words(const lfl_scenario *s, const lfl_supply *supply, lfl_arena *arena) {
  return lfl_arena_printf(arena, "%s at %s", lfl_item_name(&s->items[supply->item_i]), lfl_place_name(&s->places[supply->place_i]));
}

static const char *offer_words(const lfl_scenario *s, const lfl_negotiable *o, double to, lfl_arena *arena) {
  const char *name = o->row_id;
  if (o->kind == LFL_LIMIT_CROSSING || o->kind == LFL_LIMIT_STORAGE || o->kind == LFL_LIMIT_LAND || o->kind == LFL_LIMIT_WATER) name = lfl_place_name(&s->places[o->subject_i]);
  if (o->kind == LFL_LIMIT_SUPPLY) name = supply_words(s, &s->supplies[o->subject_i], arena);
  if (o->kind == LFL_LIMIT_PERMISSION) {
    const lfl_permission *p = &s->permissions[o->subject_i];
    name = lfl_subject_id(s, p->subject, p->subject_i);
  }
  if (!name) return NULL;
  static const char *const units[LFL_N_LIMITS] = {[LFL_LIMIT_CROSSING] = "trucks a day", [LFL_LIMIT_STORAGE] = "m3 of storage", [LFL_LIMIT_LAND] = "m2 of land", [LFL_LIMIT_WATER] = "litres of water a day",
                                                  [LFL_LIMIT_FLEET] = "vehicles", [LFL_LIMIT_CREW] = "workers", [LFL_LIMIT_LINK] = "vehicles a day",
                                                  [LFL_LIMIT_SUPPLY] = "units", [LFL_LIMIT_PERMISSION] = "convoys a day", [LFL_LIMIT_ESCORT] = "convoys a day"};
  const char *days = days_of_offer(s, o, arena);
  const char *unit = o->kind == LFL_LIMIT_MONEY ? s->pledges[o->subject_i].currency : units[o->kind]; /* a pledge's own currency, as its table has it */
  return days ? lfl_arena_printf(arena, "%s: %.10g %s%s instead of %.10g (%.10g more)", name, to, unit ? unit : s->currency ? s->currency : "", days, o->value, to - o->value) : NULL;
}

static bool record(const bargain *b, const way_found *w, int number, lfl_plan *findings) {
  const lfl_scenario *s = b->m->s;
  for (int k = 0; k < b->n; k++) {
    const lfl_negotiable *o = &s->negotiables[k];
    if (!(w->steps[k] > 0)) continue;
    double to = o->value + w->steps[k] * o->step;
    lfl_offer_row *row = lfl_plan_add_offer(findings);
    if (!row) return false;
    *row = (lfl_offer_row){(int)(b->m->target - s->targets), number, w->is_least && !b->m->has_repairs, o->table, o->row_id, o->column, o->value, to,
                           w->steps[k] * o->weight, target_found_people(w->best_people, target_asked_people(b->m->s, b->m->target)), offer_words(s, o, to, findings->arena)};
    if (!row->text) return false;
  }
  return true;
}

/* The dearest of the repairs done that was not tried; LFL_NO: all were. */
static int dearest_done(const lfl_master *m, const bool *is_tried) {
  int dearest = LFL_NO;
  for (int k = 0; k < m->s->n_projects; k++)
    if (m->start[k] < m->T && !is_tried[k] && (dearest < 0 || m->s->projects[k].cost > m->s->projects[dearest].cost)) dearest = k;
  return dearest;
}

/* Repairs that the target is reached without are not paid for; the dearest are tried first. */
static solve_result drop_needless_repairs(bargain *b) {
  enum { MOST_TRIED = 40 };
  lfl_master *m = b->m;
  size_t n = (size_t)m->s->n_projects;
  bool *is_tried = lfl_calloc(n + 1, sizeof *is_tried);
  int *kept = lfl_calloc(n + 1, sizeof *kept);
  solve_result result = is_tried && kept ? SOLVE_OK : SOLVE_MEMORY;
  for (int tried = 0, k; result == SOLVE_OK && tried < MOST_TRIED && (k = dearest_done(m, is_tried)) >= 0; tried++) {
    double most;
    is_tried[k] = true;
    memcpy(kept, m->start, n * sizeof *kept);
    repairs_leave_out(m, k, m->start);
    repairs_fix(m);
    result = most_people_with(b, b->most, b->most, &most);
    if (result != SOLVE_OK || lfl_target_is_enough(most, b->asked)) continue;
    memcpy(m->start, kept, n * sizeof *kept);
    repairs_fix(m);
  }
  lfl_free(is_tried);
  lfl_free(kept);
  return result;
}

/* The repairs that are best for the target with these steps stay as they are. */
static solve_result decide_repairs(bargain *b, const double *steps, double *most) {
  b->m->is_decided = false;
  repairs_free(b->m);
  solve_result result = most_people_with(b, steps, steps, most);
  repairs_fix(b->m);
  b->m->is_decided = true;
  return result;
}

/* The cheapest way, with its repairs, which stay as they are. They are decided twice, as things stand and for all that is negotiable together: the ones may spare some of
 * that, the others may be what the target is not reached without. None of the ways that are looked for with these is proved the cheapest. */
static solve_result find_first_way(bargain *b, way_found *best) {
  const bool is_banned[MOST_OFFERS] = {false};
  const double none[MOST_OFFERS] = {0};
  lfl_master *m = b->m;
  size_t n = (size_t)m->s->n_projects;
  if (!m->has_repairs) return find_way(b, is_banned, best);
  int *start = lfl_arena_new(m->arena, n, int);
  double most;
  way_found other;
  solve_result result = start ? decide_repairs(b, none, &most) : SOLVE_MEMORY;
  if (result == SOLVE_OK) result = find_way(b, is_banned, &other);
  if (result == SOLVE_OK) memcpy(start, m->start, n * sizeof *start);
  if (result == SOLVE_OK) result = decide_repairs(b, b->most, &most);
  if (result == SOLVE_OK && lfl_target_is_enough(most, b->asked)) result = drop_needless_repairs(b);
  if (result == SOLVE_OK) result = find_way(b, is_banned, best);
  if (result != SOLVE_OK || !other.is_there || (best->is_there && best->weight <= other.weight + 1e-9)) return result;
  *best = other;
  memcpy(m->start, start, n * sizeof *start);
  repairs_fix(m);
  return SOLVE_OK;
}

static solve_result bargain_for(bargain *b, lfl_plan *findings) {
  way_found ways[MOST_WAYS];
  solve_result result = find_first_way(b, &ways[0]);
  if (result != SOLVE_OK) return result;
  if (!ways[0].is_there) { /* not even all of it */
    memcpy(ways[0].steps, b->most, sizeof ways[0].steps);
    result = most_people_with(b, b->most, b->most, &ways[0].best_people);
    return result == SOLVE_OK && !record(b, &ways[0], 0, findings) ? SOLVE_MEMORY : result;
  }
  if (!record(b, &ways[0], 1, findings)) return SOLVE_MEMORY;
  for (int n = 1; n < MOST_WAYS && result == SOLVE_OK; n++) {
    result = find_other(b, ways, n, &ways[n]);
    if (result != SOLVE_OK || !ways[n].is_there) break;
    if (!record(b, &ways[n], n + 1, findings)) return SOLVE_MEMORY;
  }
  return result;
}

/* --- where nothing negotiable can help ---------------------------------------------------------------- */

/* Does the row of a set stand for the limit that the offer loosens? */
static bool is_loosened_by(const lfl_scenario *s, const lfl_conflict_row *row, const lfl_negotiable *o, lfl_arena *arena) {
  bool is_hub = o->kind == LFL_LIMIT_CROSSING && strcmp(row->limit, lfl_limit_name(LFL_LIMIT_HUB)) == 0;
  if (strcmp(row->limit, lfl_limit_name(o->kind)) != 0 && !is_hub) return false;
  const char *id = o->row_id;
  if (o->kind == LFL_LIMIT_SUPPLY) id = s->items[s->supplies[o->subject_i].item_i].id;
  if (o->kind == LFL_LIMIT_MONEY) id = lfl_earmark_key(&s->pledges[o->subject_i], arena);
  if (o->kind == LFL_LIMIT_PERMISSION) {
    const lfl_permission *p = &s->permissions[o->subject_i];
    id = lfl_subject_id(s, p->subject, p->subject_i);
  }
  return id && strcmp(id, row->subject_id) == 0;
}

/* A set of limits that alone keep the target out of reach and none of which is negotiable; 0: none. */
static int find_hopeless(const lfl_scenario *s, int target_i, const lfl_plan *findings) {
  int hopeless = 0;
  for (int k = 0; k < findings->n_conflicts && !hopeless; k++) {
    if (findings->conflicts[k].target_i != target_i) continue;
    hopeless = findings->conflicts[k].set;
    for (int j = 0; j < findings->n_conflicts; j++)
      for (int i = 0; findings->conflicts[j].target_i == target_i && findings->conflicts[j].set == hopeless && i < s->n_negotiables; i++)
        if (is_loosened_by(s, &findings->conflicts[j], &s->negotiables[i], findings->arena)) hopeless = -1;
    if (hopeless < 0) hopeless = 0;
  }
  return hopeless;
}

static bool record_hopeless(const lfl_scenario *s, int target_i, int set, lfl_plan *findings) {
  const char *text = NULL;
  for (int k = 0, n = 1; k < findings->n_conflicts; k += n) {
    const lfl_conflict_row *c = &findings->conflicts[k];
    const char *words;
    n = lfl_conflict_words(findings, k, findings->arena, &words);
    if (c->target_i != target_i || c->set != set) continue;
    text = text ? lfl_arena_printf(findings->arena, "%s; %s", text, words) : words;
  }
  lfl_offer_row *row = s->n_negotiables ? lfl_plan_add_offer(findings) : NULL;
  if (!row) return false;
  *row = (lfl_offer_row){target_i, 0, true, "", "", "", (double)NAN, (double)NAN, (double)NAN, (double)NAN, text};
  return text != NULL;
}

solve_result negotiate_target(lfl_master *solved, double asked, const lfl_plan_options *options, lfl_plan *findings) {
  const lfl_scenario *s = solved->s;
  const lfl_target *target = solved->target;
  if (!s->n_negotiables) return SOLVE_OK;
  int hopeless = find_hopeless(s, (int)(target - s->targets), findings);
  if (hopeless) return record_hopeless(s, (int)(target - s->targets), hopeless, findings) ? SOLVE_OK : SOLVE_MEMORY;
  lfl_master *m = master_create(s, options);
  if (!m) return SOLVE_MEMORY;
  bargain b = {.m = m, .by_day = target_last_day(s, target), .asked = asked, .n = s->n_negotiables < MOST_OFFERS ? s->n_negotiables : MOST_OFFERS};
  target_prepare(m, target, asked);
  m->is_elastic = true;
  m->gap = -1; /* to the optimum over all trips, as limits move */
  m->phase = lfl_arena_printf(m->arena, "what %s would take", target->id);
  if (options->time_limit_s > 0) m->seconds_left = options->time_limit_s;
  bool is_fine = master_fill(m) && add_reach_row(&b);
  for (int k = 0; is_fine && k < b.n; k++) {
    const lfl_negotiable *o = &s->negotiables[k];
    b.most[k] = floor((o->at_most - o->value) / o->step + 1e-9);
    is_fine = add_steps(&b, k);
  }
  solve_result result = is_fine ? bargain_for(&b, findings) : SOLVE_MEMORY;
  if (m->is_stopped) {
    solved->is_stopped = true;
    solved->stop_reason = m->stop_reason;
  }
  lfl_free(b.cost);
  master_destroy(m);
  return result;
}
