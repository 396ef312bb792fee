/* The minimum tier, movement and money with what is held before them at a price instead of in a row.
 *
 * The row that holds a level has an entry for everybody who may be served and leaves no room: CLP's primal takes minutes to
 * go along it. Instead, what may not be lost costs many times what may be gained by it. Where that is enough (an exact
 * penalty: Nocedal and Wright, Numerical Optimization, 2006, 17.2), the solution keeps the row, the price is the row's, and the bound is that
 * of the problem with the row; where not, the row holds after all, from there. Of the trips only those are open at first that the last solution
 * makes or pricing has just added, then those that would help by the prices found, until that gains nothing.
 * Measured: docs/DECISIONS/0009. Tests: tests/unit/test_cross.c, whose optima are those of a model of its own; tests/unit/test_penalty.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"

/* Prices of a person-day at survival and at the minimum, in what the level counts: person-days at the minimum, kilometres travelled, or money. Where they are not
 * enough (goods for many at the minimum take the place of survival's for a few), ten times as much, up to the last. Money: a person-day at the minimum costs cents to some units, a kilometre some. */
static const double SURVIVAL = 100, MOST_SURVIVAL = 1e4, MINIMUM_KM = 1e3, SURVIVAL_KM = 1e5, MINIMUM_MONEY = 3, KM_MONEY = 100, MOST_MONEY = 1e6;
static const double GAIN = 1e-9;      /* of the objective: less is none */
static const double MONEY_GAIN = 1e-6; /* of what is paid, which is a small part of the objective */

/* What a unit of the cost array costs while the level's are counted; 0: it has no price. */
static double price_of(const lfl_master *m, int level_cost_i, int cost_i) {
  if (cost_i == level_cost_i) return 1;
  if (level_cost_i == COST_MINIMUM) return cost_i == COST_SURVIVAL ? m->survival_price : 0;
  if (level_cost_i == COST_MOVEMENT) return cost_i == COST_SURVIVAL ? SURVIVAL_KM : cost_i == COST_MINIMUM ? MINIMUM_KM : 0;
  if (level_cost_i != COST_MONEY) return 0;
  return m->money_factor * (cost_i == COST_SURVIVAL ? MINIMUM_MONEY * m->survival_price : cost_i == COST_MINIMUM ? MINIMUM_MONEY : cost_i == COST_MOVEMENT ? KM_MONEY : 0);
}

/* Has all that is held a price, and is it held just now? */
static bool can_be_priced(const lfl_master *m, int cost_i) {
  for (int k = 0; k < m->n_holds; k++)
    if (!(price_of(m, cost_i, m->hold_cost[k]) > 0) || !isfinite(lfl_lp_row_upper(m->lp, m->hold_row[k]))) return false;
  return m->n_holds > 0;
}

static void scale_prices(lfl_master *m) {
  m->penalty_scale = 1;
  m->penalty_slack = 0;
  for (int k = 0; k < m->n_penalised; k++) {
    double price = price_of(m, m->penalised_cost, m->hold_cost[k]);
    m->penalty_scale = fmin(m->penalty_scale, 1 / price);
    m->penalty_slack += price * (m->hold_most[k] + m->constant[m->hold_cost[k]] - m->held_value[k]);
  }
}

/* So has the worst place's ratio, at the minimum tier, where there is a column for it: what CLP's dual needs a minute and more to prove infeasible, among few trips, it solves in seconds so. */
static bool is_worst_priced(const lfl_master *m) { return m->is_penalised && m->penalised_cost == COST_MINIMUM && m->col_worst_over >= 0 && !isnan(m->worst_place); }

/* price: 0: the ratio holds again. */
static void price_worst(lfl_master *m, double price) {
  if (!is_worst_priced(m)) return;
  m->cost[COST_MINIMUM][m->col_worst_over] = price;
  lfl_lp_set_column_bounds(m->lp, m->col_worst_over, 0, price > 0 ? (double)INFINITY : 0);
}

/* Of the ratio: ten times what a person-day at survival costs, at the place that asks for most. */
static double worst_price(const lfl_master *m) { return 10 * m->survival_price * master_most_asked(m); }

/* What is known is solved again by its rows, whose prices prove it; but money, where nothing is to be proved: from a solution at prices, rows took 17 s of the agencies' box of all repairs, prices 5 s. */
static bool is_for_rows(const lfl_master *m, int cost_i) { return m->is_known && (cost_i != COST_MONEY || m->proofs); }

void penalty_begin(lfl_master *m, int cost_i) {
  m->survival_price = fmax(m->survival_price, SURVIVAL);
  m->money_factor = 1;
  if (m->holds_by_rows || !can_be_priced(m, cost_i) || m->target || m->is_branching || m->is_fixed_trips || m->is_elastic || is_for_rows(m, cost_i)) return;
  for (int k = 0; k < m->n_holds; k++) {
    m->hold_most[k] = lfl_lp_row_upper(m->lp, m->hold_row[k]);
    lfl_lp_set_row_bounds(m->lp, m->hold_row[k], -(double)INFINITY, (double)INFINITY);
  }
  m->n_penalised = m->n_holds;
  m->is_penalised = true;
  m->n_penalties++;
  m->penalised_cost = cost_i;
  scale_prices(m);
  price_worst(m, worst_price(m));
}

bool penalty_raise(lfl_master *m) {
  enum { TIMES = 10 };
  bool is_money = m->penalised_cost == COST_MONEY;
  if (!m->is_penalised || (!is_money && m->penalised_cost != COST_MINIMUM)) return false;
  if (TIMES * price_of(m, m->penalised_cost, COST_SURVIVAL) > (is_money ? MOST_MONEY : MOST_SURVIVAL)) return false;
  *(is_money ? &m->money_factor : &m->survival_price) *= TIMES;
  scale_prices(m);
  price_worst(m, worst_price(m));
  return true;
}

void penalty_end(lfl_master *m) {
  if (!m->is_penalised) return;
  price_worst(m, 0);
  m->is_penalised = false;
  for (int k = 0; k < m->n_penalised; k++) lfl_lp_set_row_bounds(m->lp, m->hold_row[k], -(double)INFINITY, m->hold_most[k]);
  lfl_lp_set_costs(m->lp, m->cost[m->penalised_cost]);
}

/* Scaled so that the dearest is 1: by a hundred times as much CLP's primal goes astray. */
double *penalty_costs(const lfl_master *m) {
  double weight[N_COSTS] = {0};
  weight[m->penalised_cost] = m->penalty_scale;
  for (int k = 0; k < m->n_penalised; k++) weight[m->hold_cost[k]] = m->penalty_scale * price_of(m, m->penalised_cost, m->hold_cost[k]);
  return master_weighted_costs(m, weight);
}

void penalty_take_prices(const lfl_master *m, double *duals, double *objective) {
  for (int i = 0; i < lfl_lp_n_rows(m->lp); i++) duals[i] /= m->penalty_scale;
  *objective /= m->penalty_scale;
  for (int k = 0; k < m->n_penalised; k++) {
    double each = price_of(m, m->penalised_cost, m->hold_cost[k]);
    duals[m->hold_row[k]] = -each;
    *objective -= each * m->hold_most[k];
  }
}

/* Prices of the problem with the rows, from the last solve; false without memory. */
static bool take_prices(lfl_master *m) {
  size_t n_rows = (size_t)lfl_lp_n_rows(m->lp);
  double *duals = lfl_realloc_array(m->penalty_duals, n_rows + 1, sizeof *duals);
  if (!duals) return false;
  m->penalty_duals = duals;
  memcpy(duals, lfl_lp_duals(m->lp), n_rows * sizeof *duals);
  m->penalty_objective = lfl_lp_objective(m->lp);
  penalty_take_prices(m, duals, &m->penalty_objective);
  return true;
}

bool penalty_is_enough(const lfl_master *m, const double *x) {
  const double NEAR = 1e-8; /* as far as a level that cannot be held is eased at first */
  bool is_enough = true;
  for (int k = 0; m->is_penalised && k < m->n_penalised; k++) {
    double most = m->hold_most[k];
    is_enough = is_enough && master_cost_of(m, m->hold_cost[k], x) <= most + NEAR * fmax(1, fabs(m->held_value[k]));
  }
  return is_enough && (!is_worst_priced(m) || x[m->col_worst_over] <= level_slack(m, LFL_NO, m->worst_place));
}

typedef struct sieve {
  bool *is_shut, *is_new; /* [column]; opened last */
  const double *cost;     /* [column] */
  double *reduced, *upper; /* [column]; bounds to go back to */
} sieve;

static void sieve_clear(sieve *v) {
  lfl_free(v->is_shut);
  lfl_free(v->is_new);
  lfl_free(v->reduced);
  lfl_free(v->upper);
}

/* Shuts the trips that there were at the last solve and that its solution does not make. */
static bool sieve_make(lfl_master *m, const double *cost, sieve *v) {
  size_t n = (size_t)lfl_lp_n_columns(m->lp) + 1; /* what options have in common has columns that are not m's (shared.c) */
  const double *x = lfl_lp_values(m->lp);
  *v = (sieve){lfl_calloc(n, sizeof *v->is_shut), lfl_calloc(n, sizeof *v->is_new), cost, lfl_malloc(n * sizeof *v->reduced), lfl_malloc(n * sizeof *v->upper)};
  if (!v->is_shut || !v->is_new || !v->reduced || !v->upper) return false;
  memcpy(v->upper, lfl_lp_own_limits(m->lp).upper, (size_t)m->n_columns * sizeof *v->upper);
  for (int k = 0; k < m->n_trips; k++) {
    int j = m->trips[k].column;
    v->is_shut[j] = v->upper[j] > m->lower[j] && j < m->n_columns_last && x[j] <= m->lower[j] + 1e-9;
  }
  for (int j = 0; j < m->n_columns; j++)
    if (v->is_shut[j]) lfl_lp_set_column_bounds(m->lp, j, m->lower[j], m->lower[j]);
  return true;
}

/* Opens those that would help by more than `least` each, by the last solve's prices; how many. */
static int sieve_open(lfl_master *m, sieve *v, double least) {
  int n = 0;
  lfl_lp_reduced_at(m->lp, v->cost, lfl_lp_duals(m->lp), v->reduced);
  for (int j = 0; j < m->n_columns; j++) {
    v->is_new[j] = v->is_shut[j] && v->reduced[j] < -least;
    if (!v->is_new[j]) continue;
    v->is_shut[j] = false;
    lfl_lp_set_column_bounds(m->lp, j, m->lower[j], v->upper[j]);
    n++;
  }
  return n;
}

static void sieve_open_all(lfl_master *m, const sieve *v) {
  for (int j = 0; j < m->n_columns; j++)
    if (v->is_shut[j]) lfl_lp_set_column_bounds(m->lp, j, m->lower[j], v->upper[j]);
}

/* Those that were opened last are shut, and the solution before is there again. */
static solve_result sieve_go_back(lfl_master *m, sieve *v, const lfl_lp_start *before) {
  for (int j = 0; j < m->n_columns; j++) {
    if (!v->is_new[j]) continue;
    v->is_shut[j] = true;
    lfl_lp_set_column_bounds(m->lp, j, m->lower[j], m->lower[j]);
  }
  return lfl_lp_use_start(m->lp, before) ? solve_once(m, PRIMAL, 0) : SOLVE_MEMORY;
}

/* What the sieve lets through, by the primal, perturbed; where that takes long, by the dual from scratch, which is quick while most trips are shut. */
static solve_result solve_base(lfl_master *m, long most) {
  solve_result result = solve_once(m, PRIMAL_PERTURBED, most);
  return result == SOLVE_FAILED ? solve_once(m, DUAL_FROM_SCRATCH, 0) : result;
}

/* The level's first, from scratch; where that takes longer than the first level did it has been seen to wander for minutes, and the primal goes on from where that ended (agencies' minimum tier: 154 s,
 * and 21 s). */
static solve_result solve_base_afresh(lfl_master *m) {
  const double MOST_OF_FIRST = 1.5;
  enum { LEAST = 20000, TIMES = 4 };
  lfl_lp_start *start = lfl_lp_keep_start(m->lp);
  if (!start) return SOLVE_MEMORY;
  long of_first = (long)(MOST_OF_FIRST * (double)m->first_took), most = of_first > LEAST ? of_first : LEAST, before = m->iterations;
  solve_result result = solve_once(m, DUAL_FROM_SCRATCH, most);
  bool is_wandering = result == SOLVE_FAILED && m->iterations - before >= most;
  if (is_wandering) result = lfl_lp_use_start(m->lp, start) ? solve_base(m, TIMES * most) : SOLVE_MEMORY;
  lfl_lp_start_destroy(start);
  return result;
}

solve_result solve_sifted(lfl_master *m, const double *cost, bool is_first) {
  const double LEAST = 1e-7;
  enum { MOST_AT_FIRST = 12000, MOST_LATER = 4000 };
  long most = is_first ? MOST_AT_FIRST : MOST_LATER;
  sieve v;
  bool is_made = sieve_make(m, cost, &v);
  solve_result result = !is_made ? SOLVE_MEMORY : is_first ? solve_base_afresh(m) : solve_base(m, most);
  bool goes_on = true;
  while (result == SOLVE_OK && goes_on && sieve_open(m, &v, LEAST) > 0) {
    lfl_lp_start *start = lfl_lp_keep_start(m->lp);
    double before = lfl_lp_objective(m->lp);
    result = start ? solve_once(m, PRIMAL_PERTURBED, most) : SOLVE_MEMORY;
    goes_on = result == SOLVE_OK && before - lfl_lp_objective(m->lp) > GAIN * fabs(before); /* else what is left has prices of nearly 0 */
    if (result == SOLVE_FAILED) result = sieve_go_back(m, &v, start);
    lfl_lp_start_destroy(start);
  }
  if (is_made) sieve_open_all(m, &v);
  sieve_clear(&v);
  return result;
}

solve_result solve_sifted_plainly(lfl_master *m, const double *cost, double least) {
  sieve v;
  bool is_made = sieve_make(m, cost, &v);
  solve_result result = is_made ? solve_once(m, PRIMAL, 0) : SOLVE_MEMORY;
  bool goes_on = true;
  while (result == SOLVE_OK && goes_on && sieve_open(m, &v, least) > 0) {
    result = solve_once(m, PRIMAL, 0);
    goes_on = lfl_lp_iterations(m->lp) > 0; /* else what is left helps by less than CLP tells from nothing */
  }
  if (is_made) sieve_open_all(m, &v);
  sieve_clear(&v);
  return result;
}

/* From where the last solve ended, which keeps all that is held: from scratch, with money in it, the dual takes four times as long. Perturbed it is mostly quicker, and has been seen not to end;
 * with survival alone held it often does not, once new columns have come. There, and with the trips of a problem alike, as much is to be changed, the dual from scratch is quicker at first. */
static solve_result solve_money(lfl_master *m, bool is_first) {
  enum { MOST_AT_FIRST = 60000, MOST_LATER = 20000, MOST_PLAIN = 30000, MOST_FROM_SCRATCH = 150000 };
  bool is_perturbed = is_first || m->n_penalised > 1;
  lfl_lp_start *start = lfl_lp_keep_start(m->lp);
  if (!start) return SOLVE_MEMORY;
  bool is_from_scratch = is_first && (m->has_trips_alike || m->n_penalised == 1) && !m->is_known;
  solve_result result = is_from_scratch ? solve_once(m, DUAL_FROM_SCRATCH, MOST_FROM_SCRATCH) : SOLVE_FAILED;
  if (is_from_scratch && result == SOLVE_FAILED && !lfl_lp_use_start(m->lp, start)) result = SOLVE_MEMORY;
  if (result == SOLVE_FAILED && is_perturbed) result = solve_once(m, PRIMAL_PERTURBED, is_first ? MOST_AT_FIRST : MOST_LATER);
  if (result == SOLVE_FAILED) result = lfl_lp_use_start(m->lp, start) ? solve_once(m, PRIMAL, MOST_PLAIN) : SOLVE_MEMORY;
  lfl_lp_start_destroy(start);
  return result == SOLVE_FAILED ? solve_once(m, DUAL_FROM_SCRATCH, 0) : result;
}

solve_result penalty_solve(lfl_master *m, bool is_first) {
  enum { MUCH = 1000, MOST_OF_FEW = 2000 };
  long before = m->iterations;
  double last = is_first ? (double)INFINITY : lfl_lp_objective(m->lp);
  double *cost = penalty_costs(m);
  if (!cost) return SOLVE_MEMORY;
  lfl_lp_set_costs(m->lp, cost);
  bool is_little = is_first ? m->is_known : m->n_last <= MUCH || m->n_columns - m->n_columns_last <= MUCH || m->is_standing;
  bool is_money = m->penalised_cost == COST_MONEY;
  solve_result result = is_little ? solve_once(m, PRIMAL, MOST_OF_FEW) : SOLVE_FAILED;
  if (result == SOLVE_FAILED) result = is_money ? solve_money(m, is_first) : solve_sifted(m, cost, is_first);
  lfl_free(cost);
  master_count_solve(m, before);
  double least_gain = is_money ? MONEY_GAIN * m->penalty_scale * fabs(m->best) : GAIN * fabs(last);
  m->is_standing = result == SOLVE_OK && !is_first && last - lfl_lp_objective(m->lp) <= least_gain;
  if (result == SOLVE_OK && is_money && !penalty_is_enough(m, lfl_lp_values(m->lp)) && penalty_raise(m)) return penalty_solve(m, is_first);
  if (result == SOLVE_OK && !take_prices(m)) return SOLVE_MEMORY;
  return result;
}
