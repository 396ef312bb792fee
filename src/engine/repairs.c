/* Repairs in the master problem: which start days are allowed, and what each repair that is done buys.
 * Rows and columns: rows.c, columns.c; deciding: branch.c. O(projects * days) a change of the box. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"

double repairs_most_vehicles(const lfl_master *m, int link_i, int day) {
  const lfl_scenario *s = m->s;
  double most = s->links[link_i].vehicles_per_day;
  for (int k = 0; k < s->n_projects; k++)
    if (s->projects[k].restores == LFL_RESTORES_VEHICLES && s->projects[k].link_i == link_i && m->box_done[k] <= day) most += s->projects[k].amount;
  return most * s->link_share[lfl_at(s, link_i, day)];
}

void repairs_set_box(lfl_master *m, const int *least, const int *most, bool is_soft) {
  for (int k = 0; k < m->s->n_projects; k++) {
    m->box_least[k] = least[k];
    m->box_most[k] = most[k];
    m->box_done[k] = m->T;
    if (m->row_once[k] < 0) continue;
    for (int day = m->T - 1; day >= 0; day--) {
      int column = m->col_start[at_day(m, k, day)];
      bool is_in = column >= 0 && least[k] <= day && day <= most[k];
      if (is_in && m->s->projects[k].finish[day] + 1 < m->box_done[k]) m->box_done[k] = m->s->projects[k].finish[day] + 1;
      if (column >= 0) lfl_lp_set_column_bounds(m->lp, column, 0, is_in ? 1 : 0);
    }
    bool is_asked = most[k] < m->T;
    lfl_lp_set_row_bounds(m->lp, m->row_once[k], is_asked ? 1 : -(double)INFINITY, 1);
    lfl_lp_set_column_bounds(m->lp, m->col_undone[k], 0, is_asked && is_soft ? 1 : 0);
  }
}

void repairs_free(lfl_master *m) {
  int *least = lfl_arena_new(m->arena, 2 * (size_t)m->s->n_projects + 1, int);
  if (!least) return; /* the box stays: what is found is within it */
  for (int k = 0; k < m->s->n_projects; k++) least[m->s->n_projects + k] = m->T;
  repairs_set_box(m, least, least + m->s->n_projects, false);
}

void repairs_fix(lfl_master *m) {
  if (m->has_repairs) repairs_set_box(m, m->start, m->start, false);
}

void repairs_fix_as(lfl_master *m, const lfl_master *decided) {
  if (m->has_repairs) memcpy(m->start, decided->start, (size_t)m->s->n_projects * sizeof *m->start);
  repairs_fix(m);
}

double repairs_wages(const lfl_scenario *s, int project_i, int day) {
  const lfl_project *p = &s->projects[project_i];
  return p->crew_i >= 0 && lfl_repair_works(s, project_i, day) ? p->workers * s->crews[p->crew_i].wage_per_worker_day : 0;
}

double repairs_money(const lfl_scenario *s, int project_i, int start_day, int day) {
  return (day == start_day ? s->projects[project_i].cost : 0) + repairs_wages(s, project_i, day);
}

/* From that day on, the first on which it can start; T: none. */
static int next_start(const lfl_master *m, int project_i, int day) {
  while (day < m->T && m->col_start[at_day(m, project_i, day)] < 0) day++;
  return day;
}

void repairs_round(const lfl_master *m, const double *x, int *start) {
  const lfl_scenario *s = m->s;
  for (int k = 0; k < s->n_projects; k++) {
    double share = 0, days = 0;
    for (int day = 0; day < m->T; day++) {
      int column = m->col_start[at_day(m, k, day)];
      if (column < 0) continue;
      share += x[column];
      days += x[column] * day;
    }
    start[k] = share > 0.5 ? next_start(m, k, (int)floor(days / share + 0.5)) : m->T;
  }
  for (int pass = 0; pass < s->n_projects; pass++) /* chains: each pass settles one more */
    for (int k = 0; k < s->n_projects; k++) {
      int needs = s->projects[k].needs_i;
      if (needs < 0 || start[k] >= m->T) continue;
      int after = start[needs] < m->T ? s->projects[needs].finish[start[needs]] + 1 : m->T;
      if (start[k] < after) start[k] = next_start(m, k, after);
    }
}

bool repairs_copy_box(const lfl_master *m, lfl_plan *to, lfl_proof *proof) {
  size_t n = (size_t)m->s->n_projects;
  int *least = lfl_arena_new(to->arena, n, int), *most = lfl_arena_new(to->arena, n, int);
  if (!least || !most) return false;
  memcpy(least, m->box_least, n * sizeof *least);
  memcpy(most, m->box_most, n * sizeof *most);
  proof->least = least;
  proof->most = most;
  return true;
}

/* ---- what each buys ---- */

/* Survival before minimum, in one solve: what is served with one repair fewer. */
static const double NEXT = 1e-3;

/* People served of a need and tier on a day, all places together. */
static double served_on(const lfl_master *m, const double *x, int need_i, lfl_tier tier, int day) {
  double sum = 0;
  for (int i = 0; i < m->s->n_places; i++) {
    if (!lfl_need_applies(m->s, need_i, i)) continue;
    long at = at_need(m, i, need_i, day);
    if (m->is_fixed[(long)i * m->s->n_needs + need_i]) {
      sum += m->fixed_served[tier][at];
      continue;
    }
    if (m->col_both[at] >= 0) sum += x[m->col_both[at]];
    if (tier == LFL_SURVIVAL && m->col_more[at] >= 0) sum += x[m->col_more[at]];
  }
  return sum;
}

static void sum_served(const lfl_master *m, double *served) {
  const double *x = lfl_lp_values(m->lp);
  for (int n = 0; n < m->s->n_needs; n++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++)
      for (int day = 0; day < m->T; day++)
        served[(n * LFL_N_TIERS + tier) * m->T + day] = m->s->needs[n].has_tier[tier] ? served_on(m, x, n, (lfl_tier)tier, day) : 0;
}

/* The survival costs take in a little of the minimum's; columns made later have survival's alone. */
static int mix_costs(lfl_master *m) {
  for (int j = 0; j < m->n_columns; j++) m->cost[COST_SURVIVAL][j] += NEXT * m->cost[COST_MINIMUM][j];
  return m->n_columns;
}

/* Unserved person-days by tier, of the last solution. */
static void sum_unserved(const lfl_master *m, int n_mixed, double unserved[LFL_N_TIERS]) {
  const double *x = lfl_lp_values(m->lp);
  unserved[LFL_SURVIVAL] = m->constant[COST_SURVIVAL];
  unserved[LFL_MINIMUM] = m->constant[COST_MINIMUM];
  for (int j = 0; j < m->n_columns && j < lfl_lp_n_columns(m->lp); j++) {
    unserved[LFL_SURVIVAL] += (m->cost[COST_SURVIVAL][j] - (j < n_mixed ? NEXT * m->cost[COST_MINIMUM][j] : 0)) * x[j];
    unserved[LFL_MINIMUM] += m->cost[COST_MINIMUM][j] * x[j];
  }
}

/* With the goods of many places as one, where there is a pool and its solution can be placed at no loss; else with all, from what was placed at some, or the solution before. */
static solve_result solve_service(lfl_master *m, pool *p, const int *start, bool is_first) {
  double value = (double)NAN, bound;
  bool is_best = false;
  solve_result result = SOLVE_OK;
  repairs_set_box(m, start, start, false);
  if (p) result = solve_placed(m, p, COST_SURVIVAL, !is_first, &value, &bound, &is_best);
  if (result != SOLVE_OK || is_best) return result;
  m->is_begun = !isnan(value); /* a solution already: the primal goes on */
  m->is_branching = !is_first; /* only bounds change */
  result = solve_priced(m, COST_SURVIVAL, m->constant[COST_SURVIVAL], &value, &bound);
  m->is_branching = false;
  return result;
}

/* People more from the day after it is finished; person-days over all days, as what is saved may be used before. */
static bool record_gains(const lfl_master *m, lfl_plan *plan, int project_i, const double *with, const double *without) {
  const double SEEN = 1e-6; /* of those served: more than the solver's tolerance */
  for (int n = 0; n < m->s->n_needs; n++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      lfl_repair_gain_row row = {.project_i = project_i, .need_i = n, .tier = (lfl_tier)tier, .from_day = -1, .to_day = -1};
      for (int day = 0; day < m->T; day++) {
        long at = (n * LFL_N_TIERS + tier) * m->T + day;
        double more = with[at] - without[at];
        row.person_days += more;
        if (day > plan->repairs[project_i].finish_day && more > fmax(0.5, SEEN * with[at])) {
          if (row.from_day < 0) row.from_day = day;
          row.to_day = day;
          row.most_people = fmax(row.most_people, more);
        }
      }
      if (fabs(row.person_days) < 1) continue;
      lfl_repair_gain_row *to = lfl_plan_add_repair_gain(plan);
      if (!to) return false;
      *to = row;
    }
  return true;
}

void repairs_leave_out(const lfl_master *m, int project_i, int *start) {
  start[project_i] = m->T;
  for (int pass = 0; pass < m->s->n_projects; pass++)
    for (int k = 0; k < m->s->n_projects; k++)
      if (m->s->projects[k].needs_i >= 0 && start[m->s->projects[k].needs_i] >= m->T) start[k] = m->T;
}

static bool add_rows(const lfl_master *m, lfl_plan *plan) {
  for (int k = 0; k < m->s->n_projects; k++) {
    lfl_repair_row *row = lfl_plan_add_repair(plan);
    if (!row) return false;
    bool is_done = m->start[k] < m->T;
    *row = (lfl_repair_row){k, is_done ? m->start[k] : -1, is_done ? m->s->projects[k].finish[m->start[k]] : -1,
                            is_done ? m->s->projects[k].workers : 0, {(double)NAN, (double)NAN}};
  }
  return true;
}

static bool lift_levels(lfl_master *m) {
  if (!master_flush(m)) return false;
  close_unused_trips(m, NULL); /* those of the cost level are in the way */
  prove_free_columns(m);
  for (int k = 0; k < m->n_holds; k++) lfl_lp_set_row_bounds(m->lp, m->hold_row[k], -(double)INFINITY, (double)INFINITY);
  m->n_holds = 0;
  m->gap = fmin(m->options->gap, 1e-7); /* what a repair buys is a difference of two solutions */
  return true;
}

solve_result repairs_find_gains(lfl_master *m, lfl_plan *plan) {
  const lfl_scenario *s = m->s;
  if (!add_rows(m, plan)) return SOLVE_MEMORY;
  if (!m->has_repairs || m->is_stopped || m->options->skip_gains) return SOLVE_OK;
  size_t n = (size_t)(s->n_needs * LFL_N_TIERS) * (size_t)m->T + 1;
  double *with = lfl_calloc(n, sizeof *with), *without = lfl_calloc(n, sizeof *without), unserved[LFL_N_TIERS];
  int *start = lfl_calloc((size_t)s->n_projects + 1, sizeof *start);
  solve_result result = with && without && start ? SOLVE_OK : SOLVE_MEMORY;
  m->phase = "what repairs buy";
  if (result == SOLVE_OK && !lift_levels(m)) result = SOLVE_MEMORY;
  int n_mixed = result == SOLVE_OK ? mix_costs(m) : 0;
  bool has_pool = !is_in_parts(m) && !m->like;
  pool *p = result == SOLVE_OK && has_pool ? pool_open(m, true) : NULL;
  if (result == SOLVE_OK && has_pool && !p) result = SOLVE_MEMORY;
  if (result == SOLVE_OK) result = solve_service(m, p, m->start, true);
  if (result == SOLVE_OK) {
    sum_served(m, with);
    sum_unserved(m, n_mixed, unserved);
  }
  for (int k = 0; k < s->n_projects && result == SOLVE_OK; k++) {
    if (m->start[k] >= m->T) continue;
    memcpy(start, m->start, (size_t)s->n_projects * sizeof *start);
    repairs_leave_out(m, k, start);
    result = solve_service(m, p, start, false);
    if (result != SOLVE_OK) break;
    double other[LFL_N_TIERS];
    sum_served(m, without);
    sum_unserved(m, n_mixed, other);
    for (int tier = 0; tier < LFL_N_TIERS; tier++) plan->repairs[k].gain_person_days[tier] = other[tier] - unserved[tier];
    if (!record_gains(m, plan, k, with, without)) result = SOLVE_MEMORY;
  }
  pool_close(p);
  repairs_fix(m);
  lfl_free(with);
  lfl_free(without);
  lfl_free(start);
  return result == SOLVE_STOPPED || result == SOLVE_FAILED ? SOLVE_OK : result; /* what was found stands */
}
