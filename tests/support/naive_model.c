/* The model of docs/MODEL.md, written from its text alone and section by section, with nothing
 * taken from the engine and none of the model layer's formulas: one column for each decision
 * on each day, one row for each sentence. No reduction, no pricing. Here it is put together and solved; its sections are
 * in naive_base.c, naive_trips.c, naive_goods.c and naive_life.c. */
#include "naive_parts.h"

/* ---- Solving. ---- */

static void formulate(naive *m, int *reached) {
  const lfl_scenario *s = m->s;
  m->T = s->n_days;
  for (int p = 0; p < s->n_places; p++) {
    way start = {.from = p, .place = {p}};
    if (takes_part(m, p)) naive_walk_on(m, &start);
  }
  m->pledge_row = naive_indexes(m, s->n_pledges);
  for (int j = 0; j < s->n_pledges; j++) m->pledge_row[j] = at_most(m, s->pledges[j].amount);
  naive_add_repair_money(m);
  naive_add_trips(m);
  naive_add_referrals(m);
  naive_limit_fleets(m);
  naive_limit_links(m);
  naive_limit_handling(m);
  naive_limit_escorts(m);
  naive_add_stocks(m);
  naive_add_kits(m);
  int *water_row = naive_indexes(m, 2L * s->n_places * m->T), *pumped = naive_indexes(m, (long)s->n_places * m->T), *area_row = naive_indexes(m, (long)s->n_places * m->T);
  naive_add_water(m, water_row, pumped);
  naive_add_loads(m, water_row);
  for (int p = 0; p < s->n_places; p++)
    for (int t = 0; s->places[p].is_host && t < m->T; t++) {
      area_row[of_day(m, p, t)] = at_most(m, s->places[p].usable_m2);
      naive_restores(m, area_row[of_day(m, p, t)], LFL_RESTORES_LAND, p, t, 1);
    }
  naive_add_people(m);
  naive_add_building(m, area_row);
  naive_add_facilities(m);
  naive_add_service(m, pumped, area_row);
  naive_add_not_into_worse(m);
  for (int k = 0; k < s->n_targets && k < NAIVE_MOST_TARGETS; k++) reached[k] = naive_add_target(m, &s->targets[k]);
}

static lfl_lp *load(naive *m, lfl_lp_solver solver) {
  lfl_lp *lp = lfl_lp_create(solver);
  int *start = naive_indexes(m, m->n_columns + 2), *row = naive_indexes(m, m->n_entries);
  double *value = lfl_arena_new(m->arena, (size_t)m->n_entries + 1, double), *zero = lfl_arena_new(m->arena, (size_t)m->n_columns + 1, double);
  int *last = naive_indexes(m, m->n_rows), *place = naive_indexes(m, m->n_rows);
  if (!lp || !value || !zero) abort();
  for (int j = 0; j <= m->n_columns + 1; j++) start[j] = 0;
  for (int k = 0; k < m->n_entries; k++) start[m->entries[k].column + 1]++;
  for (int j = 0; j < m->n_columns; j++) start[j + 1] += start[j];
  int *by_column = naive_indexes(m, m->n_entries), *fill = naive_indexes(m, m->n_columns), n = 0;
  for (int j = 0; j < m->n_columns; j++) fill[j] = start[j];
  for (int k = 0; k < m->n_entries; k++) by_column[fill[m->entries[k].column]++] = k;
  for (int j = 0, from = 0; j < m->n_columns; j++) { /* entries said twice are one */
    int to = start[j + 1];
    start[j] = n;
    for (int k = from; k < to; k++) {
      const entry *e = &m->entries[by_column[k]];
      if (last[e->row] == j) {
        value[place[e->row]] += e->value;
        continue;
      }
      last[e->row] = j;
      place[e->row] = n;
      row[n] = e->row;
      value[n++] = e->value;
    }
    from = to;
    if (j + 1 == m->n_columns) start[j + 1] = n;
  }
  if (!lfl_lp_add_rows(lp, m->n_rows, m->row_lower, m->row_upper) || !lfl_lp_add_columns(lp, m->n_columns, zero, m->lower, m->upper, start, row, value)) abort();
  return lp;
}

/* What a held level may rise by. People are counted to 1e-9 by the solver, so kilometres and
 * money, some hundreds a person, are held as if of a larger value. */
static double held(lfl_level_kind kind, double value, double hold) {
  double least = kind == LFL_LEVEL_MOVEMENT || kind == LFL_LEVEL_COST ? 1000 : 1;
  return value + hold * fmax(least, fabs(value));
}

/* Solves at the costs set. Where one algorithm loses its way, another is asked; a level held to
 * less than the solver's tolerance may look infeasible to all: then the holds are eased
 * tenfold, five times at most. */
static bool solve_held(naive *m, lfl_lp *lp, const naive_result *at, naive_result *r, double hold) {
  const lfl_lp_options ways[] = {{.method = LFL_LP_PRIMAL, .tolerance = 1e-9},
                                 {.method = LFL_LP_DUAL, .tolerance = 1e-9},
                                 {.method = LFL_LP_DUAL, .tolerance = 1e-9, .presolve = true},
                                 {.method = LFL_LP_PRIMAL, .tolerance = 1e-9, .presolve = true}};
  for (int eased = 0; eased < 6; eased++, hold *= 10) {
    for (int k = 0; eased && k < r->n_levels; k++) lfl_lp_set_row_bounds(lp, m->n_rows + k, -INF, held(m->s->order[k], at->values[k], hold));
    if (eased > r->n_eased) r->n_eased = eased;
    for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++)
      if (lfl_lp_solve(lp, &ways[k]) == LFL_LP_OPTIMAL) return true;
  }
  return false;
}

/* Every plan that is best at a level has the columns of nonzero reduced cost at their bounds
 * (complementary slackness). Without this, what the solver's tolerance leaves free of one level
 * can be worth much in a later one. */
static void keep_face(const naive *m, lfl_lp *lp) {
  const double *reduced = lfl_lp_reduced_costs(lp), *x = lfl_lp_values(lp);
  for (int j = 0; j < m->n_columns; j++) {
    if (reduced[j] > 1e-6 && x[j] <= m->lower[j] + 1e-9) lfl_lp_set_column_bounds(lp, j, m->lower[j], m->lower[j]);
    if (reduced[j] < -1e-6 && x[j] >= m->upper[j] - 1e-9) lfl_lp_set_column_bounds(lp, j, m->upper[j], m->upper[j]);
  }
}

static bool solve_levels(naive *m, lfl_lp *lp, int n_levels, double hold, const naive_result *at, naive_result *result) {
  int *column = naive_indexes(m, m->n_columns);
  double *value = lfl_arena_new(m->arena, (size_t)m->n_columns + 1, double);
  for (int k = 0; k < n_levels; k++) {
    const double *cost = m->cost[m->s->order[k]];
    lfl_lp_set_costs(lp, cost);
    if (!solve_held(m, lp, at, result, hold)) return false;
    double best = lfl_lp_objective(lp);
    result->values[result->n_levels++] = best;
    if (at == result) keep_face(m, lp);
    int n = 0;
    for (int j = 0; j < m->n_columns; j++)
      if (cost[j] != 0) {
        column[n] = j;
        value[n++] = cost[j];
      }
    if (!lfl_lp_add_row(lp, n, column, value, -INF, held(m->s->order[k], at->values[k], hold))) return false;
  }
  return true;
}

/* The most by either algorithm, the second from scratch: what either reaches within all limits can be had.
 * INF: no bound; NaN: neither ended. */
static double solve_most(lfl_lp *lp) {
  const lfl_lp_options ways[] = {{.method = LFL_LP_PRIMAL, .tolerance = 1e-9}, {.method = LFL_LP_DUAL, .tolerance = 1e-9, .from_scratch = true}};
  double most = (double)NAN;
  for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++) {
    lfl_lp_result status = lfl_lp_solve(lp, &ways[k]);
    if (status == LFL_LP_UNBOUNDED) return INF;
    if (status == LFL_LP_OPTIMAL) most = fmax(most, -lfl_lp_objective(lp));
  }
  return most;
}

static bool solve_targets(naive *m, lfl_lp *lp, const int *reached, naive_result *result) {
  double *cost = lfl_arena_new(m->arena, (size_t)m->n_columns + 1, double);
  for (int k = 0; k < m->s->n_levels; k++) lfl_lp_set_row_bounds(lp, m->n_rows + k, -INF, INF);
  for (int j = 0; j < m->n_columns; j++) lfl_lp_set_column_bounds(lp, j, m->lower[j], m->upper[j]);
  for (int k = 0; k < m->s->n_targets && k < NAIVE_MOST_TARGETS; k++) {
    cost[reached[k]] = -1;
    lfl_lp_set_costs(lp, cost);
    double most = solve_most(lp);
    if (isnan(most)) return false;
    result->best[result->n_targets++] = most;
    cost[reached[k]] = 0;
  }
  return true;
}

/* Limits with the repairs of the decision done; what they cost is spent. False: their crew is too small. */
static bool decide(naive *m, const int *start, double *cost) {
  const lfl_scenario *s = m->s;
  bool is_fine = true;
  *cost = 0;
  memcpy(m->row_lower, m->base_lower, (size_t)m->n_rows * sizeof *m->row_lower);
  memcpy(m->row_upper, m->base_upper, (size_t)m->n_rows * sizeof *m->row_upper);
  for (int k = 0; k < s->n_projects; k++) {
    const lfl_project *p = &s->projects[k];
    if (start[k] >= m->T) continue;
    double workers, wage = p->crew_i >= 0 ? s->crews[p->crew_i].wage_per_worker_day : 0;
    int finish = naive_repair_finish(s, k, start[k], &workers);
    for (int t = start[k]; t <= finish; t++) {
      double spent = t == start[k] ? p->cost : 0;
      if (naive_repair_works(s, k, t, workers)) {
        spent += workers * wage;
        if (workers > 0) m->row_upper[m->crew_row[of_day(m, p->crew_i, t)]] -= workers;
        if (workers > 0) is_fine = is_fine && m->row_upper[m->crew_row[of_day(m, p->crew_i, t)]] >= -1e-9;
      }
      if (s->has_pledges) m->row_lower[m->repair_row[of_day(m, k, t)]] = m->row_upper[m->repair_row[of_day(m, k, t)]] = spent;
      *cost += spent;
    }
    for (int i = 0; i < m->n_effects; i++)
      if (m->effects[i].project == k && m->effects[i].day > finish) m->row_upper[m->effects[i].row] += m->effects[i].by;
  }
  for (int i = 0; i < s->n_crews; i++)
    for (int t = 0; t < m->T; t++) m->row_upper[m->crew_row[of_day(m, i, t)]] = fmax(0, m->row_upper[m->crew_row[of_day(m, i, t)]]);
  return is_fine;
}

static bool formulate_whole(naive *m, int *reached) {
  formulate(m, reached);
  m->base_lower = lfl_arena_new(m->arena, (size_t)m->n_rows + 1, double);
  m->base_upper = lfl_arena_new(m->arena, (size_t)m->n_rows + 1, double);
  if (!m->base_lower || !m->base_upper || m->failed) return false;
  memcpy(m->base_lower, m->row_lower, (size_t)m->n_rows * sizeof *m->row_lower);
  memcpy(m->base_upper, m->row_upper, (size_t)m->n_rows * sizeof *m->row_upper);
  return true;
}

bool naive_solve_decided(const lfl_scenario *scenario, const int *start, lfl_lp_solver solver, double hold, const naive_result *at, naive_result *result) {
  *result = (naive_result){0};
  naive m = {.s = scenario, .arena = lfl_arena_create()};
  if (!m.arena) return false;
  int reached[NAIVE_MOST_TARGETS] = {0};
  bool is_fine = formulate_whole(&m, reached);
  result->n_rows = m.n_rows;
  result->n_columns = m.n_columns;
  double cost = 0;
  if (is_fine && start) is_fine = decide(&m, start, &cost);
  if (is_fine) {
    int fixed = naive_add_column(&m, 1); /* what repairs cost, whatever else is done */
    m.lower[fixed] = 1;
    m.cost[LFL_LEVEL_COST][fixed] = cost;
    lfl_lp *lp = load(&m, solver);
    int n_levels = at && at->n_levels < scenario->n_levels ? at->n_levels : scenario->n_levels;
    is_fine = solve_levels(&m, lp, n_levels, hold, at ? at : result, result);
    if (is_fine && n_levels == scenario->n_levels) is_fine = solve_targets(&m, lp, reached, result);
    lfl_lp_destroy(lp);
  }
  lfl_arena_destroy(m.arena);
  return is_fine;
}

bool naive_solve(const lfl_scenario *scenario, lfl_lp_solver solver, double hold, const naive_result *at, naive_result *result) {
  return naive_solve_decided(scenario, NULL, solver, hold, at, result);
}

/* ---- One problem for many decisions ---- */

struct naive_decider {
  naive m;
  int reached[NAIVE_MOST_TARGETS];
  double *cost;
};

naive_decider *naive_open(const lfl_scenario *scenario) {
  lfl_arena *arena = lfl_arena_create();
  naive_decider *d = arena ? lfl_arena_new(arena, 1, naive_decider) : NULL;
  if (!d) return NULL;
  d->m = (naive){.s = scenario, .arena = arena};
  bool is_fine = formulate_whole(&d->m, d->reached);
  d->cost = lfl_arena_new(arena, (size_t)d->m.n_columns + 1, double);
  if (is_fine && d->cost) d->m.lp = load(&d->m, LFL_LP_CLP);
  return d;
}

void naive_close(naive_decider *d) {
  lfl_lp_destroy(d->m.lp);
  lfl_arena_destroy(d->m.arena);
}

/* The least of a cost under a decision; false: it cannot be, or the solver failed. */
static bool least_cost(naive_decider *d, const int *start, const double *cost, double *value) {
  const lfl_lp_options ways[] = {{.method = LFL_LP_DUAL, .tolerance = 1e-9}, {.method = LFL_LP_PRIMAL, .tolerance = 1e-9, .presolve = true}};
  double spent;
  if (!decide(&d->m, start, &spent)) return false;
  for (int i = 0; i < d->m.n_rows; i++) lfl_lp_set_row_bounds(d->m.lp, i, d->m.row_lower[i], d->m.row_upper[i]);
  lfl_lp_set_costs(d->m.lp, cost);
  for (int k = 0; k < 2; k++) {
    lfl_lp_result result = lfl_lp_solve(d->m.lp, &ways[k]);
    *value = result == LFL_LP_UNBOUNDED ? -INF : lfl_lp_objective(d->m.lp);
    if (result == LFL_LP_OPTIMAL || result == LFL_LP_UNBOUNDED) return true;
  }
  return false;
}

bool naive_first_level(naive_decider *d, const int *start, double *value) { return least_cost(d, start, d->m.cost[d->m.s->order[0]], value); }

bool naive_target(naive_decider *d, const int *start, int target, double *people) {
  d->cost[d->reached[target]] = -1;
  bool is_fine = least_cost(d, start, d->cost, people);
  d->cost[d->reached[target]] = 0;
  *people = -*people;
  return is_fine;
}
