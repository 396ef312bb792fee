/* A level or target as a standard MPS file that other solvers read: the master problem with every
 * trip that pricing has found to help, rows and columns named after what they are, earlier levels
 * held by rows, repairs fixed as they are decided. Its optimum is the level's value, or minus the people that the target reaches: free MPS
 * has no constant, so that stands as a column fixed at 1. O(rows + columns).
 * Tests: tools/mps.sh solves them with other solvers. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/master.h"

typedef struct names {
  const char **rows, **columns;
  lfl_arena *arena;
  bool failed;
} names;

static void name_one(names *n, const char **list, int index, const char *what, const char *a, const char *b, int day) {
  if (index < 0) return;
  char *text = lfl_arena_printf(n->arena, "%s_%s%s%s_%d", what, a, b ? "_" : "", b ? b : "", day);
  for (char *p = text; p && *p; p++)
    if (*p == ' ' || *p == '\t') *p = '-'; /* no spaces in free MPS */
  list[index] = text;
  if (!list[index]) n->failed = true;
}

static void name_places(const lfl_master *m, names *n) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++) {
    const char *id = s->places[i].id;
    name_one(n, n->rows, m->row_land[i], "land", id, NULL, 0);
    name_one(n, n->rows, m->row_mobile[i], "mobile", id, NULL, 0);
    for (int day = 0; day < m->T; day++) {
      long at = at_day(m, i, day);
      const struct {
        const int *index;
        const char *what;
        bool is_row;
      } all[] = {{m->row_yield, "yield", true}, {m->row_area, "area", true}, {m->row_handle, "handle", true}, {m->row_storage, "storage", true},
                 {m->row_received, "received", true}, {m->row_left, "left", true}, {m->row_there, "there", true},
                 {m->col_pumped, "pumped", false}, {m->col_area, "area", false}, {m->col_received, "received", false}, {m->col_left, "left", false}};
      for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) name_one(n, all[k].is_row ? n->rows : n->columns, all[k].index[at], all[k].what, id, NULL, day);
      for (int j = 0; j < s->n_items; j++) {
        const char *item = s->items[j].id;
        name_one(n, n->rows, m->row_stock[at_item(m, i, j, day)], "stock", id, item, day);
        name_one(n, n->rows, m->row_given[at_item(m, i, j, day)], "given", id, item, day);
        name_one(n, n->columns, m->col_stock[at_item(m, i, j, day)], "stock", id, item, day);
        name_one(n, n->columns, m->col_given[at_item(m, i, j, day)], "given", id, item, day);
        name_one(n, n->columns, m->col_give[at_item(m, i, j, day)], "give", id, item, day);
        name_one(n, n->columns, m->col_use[at_item(m, i, j, day)], "use", id, item, day);
        name_one(n, n->columns, m->col_kit[at_item(m, i, j, day)], "kit", id, item, day);
      }
      for (int j = 0; j < s->n_needs; j++) {
        const char *need = s->needs[j].id;
        name_one(n, n->rows, m->row_service[at_need(m, i, j, day)], "service", id, need, day);
        name_one(n, n->rows, m->row_people[at_need(m, i, j, day)], "people", id, need, day);
        name_one(n, n->rows, m->row_ready[at_need(m, i, j, day)], "ready", id, need, day);
        name_one(n, n->columns, m->col_both[at_need(m, i, j, day)], "minimum", id, need, day);
        name_one(n, n->columns, m->col_more[at_need(m, i, j, day)], "survival", id, need, day);
      }
      for (int j = 0; j < LFL_N_CAPACITIES; j++) {
        name_one(n, n->rows, m->row_built[at_capacity(m, i, j, day)], "built", id, lfl_capacity_name((lfl_capacity)j), day);
        name_one(n, n->columns, m->col_built[at_capacity(m, i, j, day)], "built", id, lfl_capacity_name((lfl_capacity)j), day);
      }
      for (int j = 0; j < s->n_constructions; j++)
        name_one(n, n->columns, m->col_build[at_build(m, i, j, day)], "build", id, s->constructions[j].id, day);
    }
  }
}

static void name_money(const lfl_master *m, names *n) {
  const money_model *money = m->money;
  for (int q = 0; money->n_classes && q < money->n_periods; q++) {
    int day = money->first_day[q];
    for (int f = 0; f < money->n_funds; f++) {
      const char *fund = money_fund_key(money, f, n->arena);
      name_one(n, n->rows, m->row_fund[at_fund(m, f, q)], "fund", fund, NULL, day);
      name_one(n, n->columns, m->col_carry[at_fund(m, f, q)], "keep", fund, NULL, day);
      for (int c = 0; c < money->n_classes; c++) {
        char number[16];
        snprintf(number, sizeof number, "%d", c + 1);
        if (f == 0) name_one(n, n->rows, m->row_spend[at_class(m, c, q)], "spend", number, NULL, day);
        name_one(n, n->columns, m->col_pay[((long)c * money->n_funds + f) * money->n_periods + q], "pay", number, fund, day);
      }
    }
  }
}

static void name_rest(const lfl_master *m, names *n) {
  const lfl_scenario *s = m->s;
  for (int day = 0; day < m->T; day++) {
    for (int k = 0; k < s->n_crews; k++) name_one(n, n->rows, m->row_crew[at_day(m, k, day)], "crew", s->crews[k].id, NULL, day);
    for (int k = 0; k < s->n_fleets; k++) name_one(n, n->rows, m->row_fleet[at_day(m, k, day)], "fleet", s->fleets[k].id, NULL, day);
    for (int k = 0; k < 2 * s->n_links; k++) {
      name_one(n, n->rows, m->row_link[at_day(m, k, day)], k % 2 ? "linkback" : "link", s->links[k / 2].id, NULL, day);
      name_one(n, n->rows, m->row_walk[at_day(m, k, day)], k % 2 ? "walkback" : "walk", s->links[k / 2].id, NULL, day);
    }
    for (int k = 0; k < s->n_permissions; k++) {
      char number[16];
      snprintf(number, sizeof number, "%d", k + 1);
      name_one(n, n->rows, m->row_permission[at_day(m, k, day)], "permission", number, NULL, day);
    }
    for (int k = 0; k < s->n_facilities; k++) {
      name_one(n, n->columns, m->col_work[at_day(m, k, day)], "work", s->facilities[k].id, NULL, day);
      for (int c = 0; c < N_CARES; c++) name_one(n, n->rows, m->row_care[at_care(m, k, c, day)], c == CARE_HEALTH ? "care" : "care_beds", s->facilities[k].id, NULL, day);
      for (int c = 0; c < N_CARES; c++)
        for (int r = 0; r < s->facilities[k].n_reach; r++)
          name_one(n, n->columns, m->col_care[at_care_of(m, k, c, r, day)], c == CARE_HEALTH ? "cared" : "cared_beds", s->facilities[k].id, s->places[s->facilities[k].reach_i[r]].id, day);
    }
    for (int k = 0; k < s->n_escorts; k++) name_one(n, n->rows, m->row_escort[at_day(m, k, day)], "escort", s->escorts[k].id, NULL, day);
    for (int k = 0; k < s->n_supplies; k++) {
      char number[16];
      snprintf(number, sizeof number, "%d", k + 1);
      name_one(n, n->columns, m->col_draw[at_day(m, k, day)], "draw", number, s->items[s->supplies[k].item_i].id, day);
      if (day == 0) name_one(n, n->rows, m->row_supply[k], "supply", number, NULL, 0);
    }
  }
  name_money(m, n);
  for (int k = 0; k < s->n_projects; k++) {
    const char *id = s->projects[k].id;
    name_one(n, n->rows, m->row_once[k], "once", id, NULL, 0);
    name_one(n, n->columns, m->col_undone[k], "undone", id, NULL, 0);
    for (int day = 0; day < m->T; day++) {
      name_one(n, n->rows, m->row_done[at_day(m, k, day)], "done", id, NULL, day);
      name_one(n, n->rows, m->row_order[at_day(m, k, day)], "order", id, NULL, day);
      name_one(n, n->columns, m->col_start[at_day(m, k, day)], "start", id, NULL, day);
      name_one(n, n->columns, m->col_done[at_day(m, k, day)], "done", id, NULL, day);
    }
  }
  for (int k = 0; k < m->n_refers; k++) {
    const refer_column *c = &m->refers[k];
    name_one(n, n->columns, c->column, "refer", lfl_arena_printf(n->arena, "%s_%s", s->fleets[c->fleet_i].id, s->places[c->place_i].id),
             lfl_arena_printf(n->arena, "%s_%d", s->facilities[c->facility_i].id, c->way_i), c->day);
  }
  for (int k = 0; k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    char way[32];
    snprintf(way, sizeof way, "%d_%d", t->way_i, k);
    name_one(n, n->columns, t->column, t->fleet_i < 0 ? "walk" : s->fleets[t->fleet_i].id, s->places[t->from_i].id,
             lfl_arena_printf(n->arena, "%s_%s", s->places[t->to_i].id, way), t->day);
  }
}

static void row_name(void *user, int index, char *text, size_t size) {
  const names *n = user;
  if (n->rows[index]) snprintf(text, size, "%.180s", n->rows[index]);
  else snprintf(text, size, "R%d", index + 1);
}

static void column_name(void *user, int index, char *text, size_t size) {
  const names *n = user;
  if (n->columns[index]) snprintf(text, size, "%.180s", n->columns[index]);
  else snprintf(text, size, "C%d", index + 1);
}

static void name_holds(const lfl_master *m, names *n) {
  for (int k = 0; k < m->n_holds; k++) {
    static const char *const KINDS[N_COSTS] = {"survival", "minimum", "movement", "cost"};
    name_one(n, n->rows, m->hold_row[k], "hold", KINDS[m->hold_cost[k]], NULL, 0);
  }
  name_one(n, n->columns, m->fairness_column, "worst", "share", NULL, 0);
  name_one(n, n->columns, m->col_reach, "reached", "share", NULL, 0);
  for (int i = 0; i < m->s->n_places; i++) {
    const char *id = m->s->places[i].id;
    name_one(n, n->rows, m->row_worst[i], "worst", id, NULL, 0);
    name_one(n, n->columns, m->col_existing[i], "existing", id, NULL, 0);
    for (int day = 0; day < m->T; day++) {
      name_one(n, n->columns, m->col_least[at_day(m, i, day)], "least", id, NULL, day);
      if (i == 0) {
        name_one(n, n->rows, m->row_reach[day], "reach", "people", NULL, day);
        name_one(n, n->rows, m->row_out[day], "out", "people", NULL, day);
        name_one(n, n->columns, m->col_out[day], "out", "people", NULL, day);
      }
      for (int j = 0; j < m->s->n_needs; j++) name_one(n, n->rows, m->row_least[at_need(m, i, j, day)], "least", id, m->s->needs[j].id, day);
    }
  }
}

/* Names made of ids with signs between may meet: A_B and C, A and B_C. Then the later has its number behind it. */
static bool tell_apart(names *n, const char **list, int count) {
  lfl_ids *ids = lfl_ids_create();
  for (int k = 0; ids && !n->failed && k < count; k++) {
    if (!list[k]) continue;
    while (list[k] && lfl_ids_get(ids, list[k]) >= 0) list[k] = lfl_arena_printf(n->arena, "%s.%d", list[k], k + 1);
    if (!list[k] || !lfl_ids_put(ids, list[k], k)) n->failed = true;
  }
  bool is_fine = ids && !n->failed;
  lfl_ids_destroy(ids);
  return is_fine;
}

/* Writes the problem at hand with its costs; `constant` is what the objective has beside the columns. */
static lfl_status write_problem(lfl_master *m, double constant, const char *path) {
  column_entries c;
  entries_begin(&c, 1, 1);
  int column = master_add_column(m, &c);
  if (column < 0 || !master_flush(m)) return LFL_ERR_MEMORY;
  lfl_lp_set_cost(m->lp, column, constant);
  names n = {.arena = m->arena};
  n.rows = lfl_arena_new(m->arena, (size_t)lfl_lp_n_rows(m->lp), const char *);
  n.columns = lfl_arena_new(m->arena, (size_t)lfl_lp_n_columns(m->lp), const char *);
  if (!n.rows || !n.columns) return LFL_ERR_MEMORY;
  name_places(m, &n);
  name_rest(m, &n);
  name_holds(m, &n);
  name_one(&n, n.columns, column, "constant", "objective", NULL, 0);
  if (n.failed || !tell_apart(&n, n.rows, lfl_lp_n_rows(m->lp)) || !tell_apart(&n, n.columns, lfl_lp_n_columns(m->lp))) return LFL_ERR_MEMORY;
  return lfl_lp_write_mps(m->lp, path, row_name, column_name, &n) ? LFL_OK : LFL_ERR_IO;
}

static void tell_facts(const lfl_master *m, double value, double bound, lfl_model_facts *facts) {
  if (facts) *facts = (lfl_model_facts){lfl_lp_n_rows(m->lp), lfl_lp_n_columns(m->lp), m->iterations, value, bound};
}

lfl_status lfl_model_export_level(const lfl_scenario *scenario, int level_i, double gap, const char *path, lfl_model_facts *facts) {
  lfl_plan_options o = lfl_plan_options_default();
  o.gap = gap;
  lfl_level levels[LFL_N_LEVELS];
  int n_solved = 0;
  if (level_i < 0 || level_i >= scenario->n_levels) return LFL_ERR_USAGE;
  lfl_master *m = master_create(scenario, &o);
  if (!m) return LFL_ERR_MEMORY;
  int cost_i = cost_of_level(scenario->order[level_i]);
  double value, bound, constant = cost_i >= 0 ? m->constant[cost_i] : 0;
  solve_result result = master_fill(m) ? solve_levels(m, level_i + 1, levels, &n_solved) : SOLVE_MEMORY;
  if (result == SOLVE_OK && m->is_first_taken && level_i > 0) { /* what is before it is not solved */
    master_destroy(m);
    return LFL_ERR_USAGE;
  }
  if (result == SOLVE_OK && !pose_level(m, levels, n_solved, level_i)) result = SOLVE_MEMORY;
  if (cost_i >= 0) constant = m->constant[cost_i];
  repairs_fix(m); /* as decided */
  if (result == SOLVE_OK && m->is_first_taken) { /* as near as is asked for: as a whole it would not be solved */
    value = levels[0].value;
    bound = levels[0].bound;
  } else if (result == SOLVE_OK) result = solve_priced(m, cost_i, constant, &value, &bound);
  lfl_status status = solve_status(result);
  if (status == LFL_OK) status = write_problem(m, constant, path);
  if (status == LFL_OK) tell_facts(m, fmax(value, 0), fmax(bound, 0), facts); /* no level is below 0; a solver's answer may be, a little */
  master_destroy(m);
  return status;
}

lfl_status lfl_model_export_target(const lfl_scenario *scenario, int target_i, const char *path, lfl_model_facts *facts) {
  lfl_plan_options o = lfl_plan_options_default();
  o.gap = 1e-9;
  if (target_i < 0 || target_i >= scenario->n_targets) return LFL_ERR_USAGE;
  const lfl_target *target = &scenario->targets[target_i];
  lfl_master *m = master_create(scenario, &o);
  if (!m) return LFL_ERR_MEMORY;
  double best, bound;
  target_prepare(m, target, target_asked_people(scenario, target));
  solve_result result = master_fill(m) ? target_most(m, target->by_day < m->T ? target->by_day : m->T - 1, &best, &bound) : SOLVE_MEMORY;
  if (result == SOLVE_OK && m->has_repairs) { /* as they are best for the target */
    m->is_decided = true;
    repairs_fix(m);
    result = target_most(m, target->by_day < m->T ? target->by_day : m->T - 1, &best, &bound);
  }
  lfl_status status = solve_status(result);
  /* the objective is minus the people reached, what stands already among them */
  if (status == LFL_OK) status = write_problem(m, 0, path);
  if (status == LFL_OK) tell_facts(m, best, bound, facts);
  master_destroy(m);
  return status;
}
