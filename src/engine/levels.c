/* Levels of the objective, one after the other: each is solved with pricing, then held by a
 * row (fairness: by its variable's bound) while the next is solved. The basis is kept from
 * one to the next. Tests: tests/unit/test_cross.c. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "engine/limits.h"

/* The progress callback of the LP solver: tells the caller's, and asks whether to go on. */
bool report_progress(void *user, long iterations, double objective) {
  lfl_master *m = user;
  (void)objective;
  if (!m->options->progress) return true;
  lfl_progress progress = {m->phase, (double)(m->iterations + iterations), m->best, m->bound, (double)NAN, false};
  if (!isnan(m->best) && !isnan(m->bound)) progress.gap = fabs(m->best - m->bound) / fmax(1, fabs(m->best));
  bool goes_on = m->options->progress(&progress, m->options->user);
  if (!goes_on) {
    m->is_stopped = true;
    m->stop_reason = "stopped by the user";
  }
  return goes_on;
}

/* Is the least ratio of the worst place what is looked for? */
static bool is_fairness_sought(const lfl_master *m) { return m->fairness_column >= 0 && isnan(m->worst_place) && !m->target && !m->is_fixed_trips; }

/* A ratio is below 1, and what each of thousands of trips may be off adds up: to 1e-7 the worst place was found 2 % worse than it need be
 * at 50 x 30 x 5. (Pricing to 1e-9, too, takes ten times as long there, for the same value.) */
static const double FAIRNESS_TOLERANCE = 1e-9;

double *master_fairness_costs(const lfl_master *m) {
  double *cost = lfl_calloc((size_t)m->n_columns + 1, sizeof *cost);
  if (cost) cost[m->fairness_column] = 1;
  return cost;
}

solve_result master_run_out(lfl_master *m) {
  m->is_stopped = true;
  m->stop_reason = master_work_left(m) <= 0 ? "work limit reached" : "time limit reached";
  return SOLVE_STOPPED;
}

solve_result solve_once(lfl_master *m, way_to_solve way, long most) {
  lfl_lp_options o = {0};
  o.progress = report_progress;
  o.user = m;
  o.method = way <= PRIMAL_PERTURBED ? LFL_LP_PRIMAL : LFL_LP_DUAL;
  o.presolve = way == PRIMAL_PRESOLVED || way == PRIMAL_PERTURBED || way >= DUAL_PRESOLVED;
  o.perturb = way == PRIMAL_PERTURBED;
  o.from_scratch = way == DUAL_FROM_SCRATCH;
  o.is_trial = way == DUAL_TRIED;
  o.max_iterations = most;
  if (is_fairness_sought(m)) o.tolerance = FAIRNESS_TOLERANCE;
  long left = master_work_left(m);
  if (left <= 0 || m->seconds_left <= 0) return master_run_out(m);
  if (left < LONG_MAX && (!most || left < most)) o.max_iterations = left;
  double begun = lfl_now_s();
  if (m->seconds_left < (double)INFINITY) o.max_seconds = m->seconds_left;
  lfl_lp_result result = lfl_lp_solve(m->lp, &o);
  m->iterations += lfl_lp_iterations(m->lp);
  m->seconds_left -= lfl_now_s() - begun;
  switch (result) {
    case LFL_LP_OPTIMAL: return SOLVE_OK;
    case LFL_LP_LIMIT:
      if (most && o.max_iterations == most && lfl_lp_iterations(m->lp) >= most) return SOLVE_FAILED;
      return master_run_out(m);
    case LFL_LP_STOPPED: return SOLVE_STOPPED;
    case LFL_LP_INFEASIBLE:
    case LFL_LP_UNBOUNDED:
    case LFL_LP_FAILED: break;
  }
  return SOLVE_FAILED;
}

/* By how much a held level may be worse: `share` of its value. Kilometres and money count some
 * hundreds for a person, whom the LP counts to 1e-7. */
static double slack_of(int cost_i, double value, double share) {
  double least = cost_i == COST_MOVEMENT || cost_i == COST_MONEY ? 500 : 1;
  return share * fmax(least, fabs(value));
}

/* Far inside the 1e-6 that MODEL.md allows, above the LP's tolerance. */
static const double HELD = 1e-9;

/* Survival person-days that are asked for at a place. */
double master_asked(const lfl_master *m, int place_i) {
  const lfl_place *place = &m->s->places[place_i];
  return place->people * place->in_need_share * m->T * lfl_place_n_survival_needs(m->s, place_i);
}

double master_most_asked(const lfl_master *m) {
  double most = 0;
  for (int i = 0; i < m->s->n_places; i++) most = fmax(most, master_asked(m, i));
  return most;
}

/* A ratio is rounded the more, the more is asked for at a place: rows of a hundred million person-days made later levels of
 * Rafah with repairs infeasible by rounding. */
static double ratio_slack(const lfl_master *m) {
  const double A_PERSON_DAY = 1e-15, MOST = 5e-7;
  return fmin(MOST, fmax(HELD, A_PERSON_DAY * master_most_asked(m)));
}

double level_slack(const lfl_master *m, int cost_i, double value) {
  return cost_i < 0 ? ratio_slack(m) * fmax(1, value) : slack_of(cost_i, value, HELD);
}

/* Iterations of the dual from a solution that is near, and where repairs are decided (some tens to a thousand are usual; beyond, it has
 * been seen to wander for minutes where the primal then took half a one: Rafah with repairs and few trucks); how many take as long as
 * one of the primal; those of the primal from where the dual was given up near the optimum (some thousands are usual; 30,000 took a minute). */
enum { MOST_OF_NEAR = 4000, MOST_OF_BRANCHING = 1500, MOST_OF_ATTEMPT = 500, DUAL_TO_PRIMAL = 8, MOST_FROM_THERE = 12000 };

/* How a problem is solved at first; *most: iterations after which the dual from scratch takes over (0: never). A
 * target's problem is as quickly solved from scratch; a later level's is not. */
static way_to_solve first_way(const lfl_master *m, long *most) {
  enum { LEVELS_PATIENCE = 2, LEAST_OF_TARGET = 3000, MOST_OF_BEGUN = 4000 };
  long of_target = m->first_took / DUAL_TO_PRIMAL;
  *most = 0;
  if (m->is_begun) {
    *most = MOST_OF_BEGUN;
    return PRIMAL;
  }
  if (m->n_solves == 0) return lfl_lp_iterations(m->lp) ? DUAL_FROM_SCRATCH : DUAL_PRESOLVED; /* something was given up */
  if (m->is_branching) {
    *most = m->is_attempt ? MOST_OF_ATTEMPT : MOST_OF_BRANCHING;
    return DUAL;
  }
  if (m->is_near) {
    *most = MOST_OF_NEAR;
    return DUAL;
  }
  if (m->target) *most = of_target > LEAST_OF_TARGET ? of_target : LEAST_OF_TARGET;
  else if (!m->is_known) *most = LEVELS_PATIENCE * m->patience;
  /* after the service before it, little is left to do for fairness */
  return m->is_known || is_fairness_sought(m) ? PRIMAL : PRIMAL_PRESOLVED;
}

static bool is_service(int cost_i) { return cost_i == COST_SURVIVAL || cost_i == COST_MINIMUM; }

/* Minimises the sum of all costs, each by its weight. False without memory. */
static bool set_weighted_costs(lfl_master *m, const double *weight) {
  double *cost = master_weighted_costs(m, weight);
  if (!cost) return false;
  lfl_lp_set_costs(m->lp, cost);
  lfl_free(cost);
  return true;
}

/* Weights of the levels up to this one: a later one a tenth of the one before, kilometres and money a thousandth of
 * that. False where their sum would not lead to the level, as service comes after something else. */
static bool weigh_levels(const lfl_master *m, int cost_i, double *weight) {
  const double NEXT = 0.1, OF_MONEY = 1e-3;
  double at = 1;
  bool is_service_over = false;
  for (int k = 0; k < m->s->n_levels; k++) {
    int i = cost_of_level(m->s->order[k]);
    if (i < 0) continue;
    if (is_service_over && is_service(i)) return false;
    is_service_over = !is_service(i);
    weight[i] = is_service(i) ? at : OF_MONEY * at;
    at *= NEXT;
    if (i == cost_i) return true;
  }
  return false;
}

/* A later level from scratch: at first the sum of all levels so far, with nothing held, by the dual; its solution is
 * near one of the level's, if it is not one. Where pledges limit money the primal from the last basis takes a
 * minute, the dual of the level with those before it held 40 s, and this 15 s (Rafah's minimum level). */
static solve_result solve_by_guide(lfl_master *m, int cost_i) {
  const double MOST_OF_FIRST = 1.5; /* beyond that the dual has been seen to wander at the optimum for minutes */
  double weight[N_COSTS] = {0}, most[LFL_N_LEVELS] = {0};
  if (!weigh_levels(m, cost_i, weight)) return SOLVE_FAILED;
  if (!set_weighted_costs(m, weight)) return SOLVE_MEMORY;
  for (int k = 0; k < m->n_holds; k++) {
    most[k] = lfl_lp_row_upper(m->lp, m->hold_row[k]);
    lfl_lp_set_row_bounds(m->lp, m->hold_row[k], -(double)INFINITY, (double)INFINITY);
  }
  solve_result result = solve_once(m, DUAL_FROM_SCRATCH, (long)(MOST_OF_FIRST * (double)m->first_took));
  for (int k = 0; k < m->n_holds; k++) lfl_lp_set_row_bounds(m->lp, m->hold_row[k], -(double)INFINITY, most[k]);
  lfl_lp_set_costs(m->lp, m->cost[cost_i]);
  /* not ended, it is near enough: the level's own solve goes on from there */
  return result == SOLVE_OK || result == SOLVE_FAILED ? solve_once(m, PRIMAL_PRESOLVED, MOST_FROM_THERE) : result;
}

/* From nothing by the dual. Where that takes longer than the first solve of all did, it is most often at the optimum, and has been seen to wander there for
 * minutes: the primal goes on from there, some thousands of iterations. (Rafah with repairs, what binds with more trucks: 144 s by the dual alone.) */
static solve_result solve_from_scratch(lfl_master *m) {
  enum { LEAST = 10000 };
  long most = m->first_took == 0 || m->first_took > LEAST ? m->first_took : LEAST;
  solve_result result = solve_once(m, DUAL_FROM_SCRATCH, most);
  if (result != SOLVE_FAILED || !most || lfl_lp_iterations(m->lp) < most) return result;
  result = solve_once(m, PRIMAL, MOST_FROM_THERE);
  return result == SOLVE_FAILED ? solve_once(m, DUAL_FROM_SCRATCH, 0) : result;
}

/* After new columns, from the last basis. Presolve pays where there is much to do and much is new (after few new columns it has
 * been seen to take ten times as long), and perturbing where nothing is held (rows that hold levels have been seen to make it
 * wander). Where everyone may move it wanders, too: 11,000 iterations of the plain algorithm took 32 s, 25,000 perturbed ones 170 s;
 * so it goes on without once it has taken long. */
static solve_result solve_next(lfl_master *m) {
  enum { MUCH = 1000, MOST_PERTURBED = 8000 };
  bool is_much = m->n_last > MUCH && m->n_columns - m->n_columns_last > MUCH, is_perturbed = is_much && !m->n_holds && !m->is_plain;
  if (!is_perturbed) return solve_once(m, is_much && m->n_holds ? PRIMAL_PRESOLVED : PRIMAL, m->patience);
  solve_result result = solve_once(m, PRIMAL_PERTURBED, MOST_PERTURBED);
  if (result != SOLVE_FAILED) return result;
  m->is_plain = true;
  return solve_once(m, PRIMAL, m->patience);
}

/* The worst place's ratio from where the service before it ended: of its trips most help no place that is worse off, and make each iteration longer. */
static solve_result solve_worst_place(lfl_master *m) {
  double *cost = master_fairness_costs(m);
  if (!cost) return SOLVE_MEMORY;
  solve_result result = solve_sifted_plainly(m, cost, FAIRNESS_TOLERANCE);
  lfl_free(cost);
  return result;
}

/* The dual goes a short way quickly; what is farther is sooner there from nothing (measured: docs/DECISIONS/0009). */
static solve_result solve_new_limits(lfl_master *m) {
  enum { MOST = 1500 };
  solve_result result = solve_once(m, DUAL, MOST);
  return result == SOLVE_FAILED && !m->is_attempt ? solve_from_scratch(m) : result;
}

/* From the last basis by the primal algorithm; where that stalls (it takes longer than the first
 * solve: new columns of equal worth, or limits put back, can lead it astray) from scratch by the dual. A held
 * level may come out infeasible by the LP solver's own tolerance: then the other algorithm, and
 * then a little more slack, still within MODEL.md's 1e-6. */
static solve_result solve_stubbornly(lfl_master *m, int cost_i, bool is_first) {
  long before = m->iterations;
  solve_result result;
  if (is_first && m->has_new_limits) {
    m->has_new_limits = false;
    result = solve_new_limits(m);
    if (result == SOLVE_FAILED && m->is_attempt) return result;
  } else if (is_first) {
    bool is_dual = m->n_solves == 0 && !m->is_begun;
    long most;
    way_to_solve way = first_way(m, &most);
    bool is_level = way == PRIMAL_PRESOLVED && cost_i >= 0 && m->n_holds && !m->target;
    if (way == PRIMAL && !m->is_begun && is_fairness_sought(m) && !m->is_known) result = solve_worst_place(m);
    else result = is_level && m->money->n_classes ? SOLVE_FAILED : solve_once(m, way, most);
    bool is_guided = is_level && result == SOLVE_FAILED;
    if (is_guided) result = solve_by_guide(m, cost_i);
    bool is_wandering = most && result == SOLVE_FAILED && (!m->is_branching || m->iterations - before >= most);
    if (result == SOLVE_FAILED && m->is_attempt) return result;
    if (is_wandering && (m->is_branching || m->is_near)) result = solve_once(m, PRIMAL, m->is_near ? MOST_FROM_THERE : LEAST_PATIENCE);
    if (is_wandering && result == SOLVE_FAILED) result = solve_from_scratch(m);
    long taken = m->iterations - before;
    if (is_dual || is_guided) taken /= DUAL_TO_PRIMAL;
    m->patience = taken > LEAST_PATIENCE ? taken : LEAST_PATIENCE;
    if (is_dual) m->first_took = m->iterations - before;
  } else {
    result = is_fairness_sought(m) && !m->is_known ? solve_worst_place(m) : solve_next(m);
    if (result == SOLVE_FAILED && m->is_attempt) return result;
    if (result == SOLVE_FAILED) result = solve_from_scratch(m);
  }
  if (result == SOLVE_FAILED) result = solve_once(m, is_first && !m->is_branching ? DUAL : DUAL_PRESOLVED, 0);
  m->is_begun = false;
  if (m->is_branching) { /* a decision that cannot be: nothing held is eased for it */
    m->n_solves++;
    m->n_last = m->iterations - before;
    return result;
  }
  bool is_fair = m->fairness_column >= 0 && !isnan(m->worst_place);
  for (double share = 1e-8; result == SOLVE_FAILED && (m->n_holds || is_fair) && share < 2e-6; share *= 10) {
    if (is_fair) lfl_lp_set_column_bounds(m->lp, m->fairness_column, 0, m->worst_place + fmax(share, 2 * ratio_slack(m)) * fmax(1, m->worst_place));
    for (int k = 0; k < m->n_holds; k++)
      lfl_lp_set_row_bounds(m->lp, m->hold_row[k], -(double)INFINITY,
                            m->held_value[k] + slack_of(m->hold_cost[k], m->held_value[k], share) - m->constant[m->hold_cost[k]]);
    result = solve_once(m, PRIMAL_PRESOLVED, 0);
  }
  master_count_solve(m, before);
  return result;
}

void master_drop_prices(lfl_master *m) {
  common_prices_destroy(m->level_prices);
  m->level_prices = NULL;
}

/* Columns that the level holds at a bound, by their reduced cost, stay there: every plan that
 * is best at this level has them so. The problem shrinks from level to level. */
static void keep_face(lfl_master *m) {
  const double LEAST = 1e-5;
  const double *reduced = m->level_prices ? m->level_prices->reduced : lfl_lp_reduced_costs(m->lp), *x = lfl_lp_values(m->lp);
  int n = m->level_prices ? m->level_prices->n_reduced : m->n_columns; /* what has come since has not been looked at */
  for (int j = 0; j < lfl_lp_n_columns(m->lp) && j < n; j++) {
    double width = fmax(1, fabs(m->upper[j]));
    if (reduced[j] > LEAST && x[j] <= m->lower[j] + 1e-9 * width) m->face[j] = -1;
    else if (reduced[j] < -LEAST && x[j] >= m->upper[j] - 1e-9 * width) m->face[j] = 1;
    else continue;
    double at = m->face[j] < 0 ? m->lower[j] : m->upper[j];
    lfl_lp_set_column_bounds(m->lp, j, at, at);
  }
}

/* The first solve of service, from nothing. */
static bool is_first_of_all(const lfl_master *m, int cost_i) {
  return m->n_solves == 0 && cost_i == COST_SURVIVAL && !m->target && !m->is_fixed_trips && !m->is_begun;
}

/* Of water brought on many days and from many sources to the same end, little and late is taken: each vehicle-day of a tanker costs so many person-days, the earlier the more. All
 * sources being worth the same, CLP ends anywhere among them (measured: docs/DECISIONS/0009). Trucks too: twice as long where they are scarce. */
static void prefer_late_water(lfl_master *m, double a_vehicle_day) {
  lfl_lp_set_costs(m->lp, m->cost[COST_SURVIVAL]);
  for (int k = 0; k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    if (t->fleet_i < 0 || m->s->fleets[t->fleet_i].vehicle != LFL_TANKER) continue;
    double days = lfl_vehicle_days(m->ways[t->way_i].hours, &m->s->fleets[t->fleet_i]);
    lfl_lp_set_cost(m->lp, t->column, m->cost[COST_SURVIVAL][t->column] + a_vehicle_day * days * (1 + (double)(m->T - t->day) / m->T));
  }
}

/* Next solves, with what pricing adds, would go a long way back. */
void pose_first(lfl_master *m) { prefer_late_water(m, 0.2); }

/* A twentieth of it: what is placed is held against the pool's value, to a hundred-millionth. */
void pose_face(lfl_master *m) { prefer_late_water(m, 0.01); }

/* What the parts came to is the level's solution where the first solve was stopped on its way (the dual's values are none); the value and the bound
 * that were found with it are then stated, and the bound proved. It is done with in any case. */
static bool settle_first(lfl_master *m, bool is_taken) {
  bool is_fine = !is_taken || lfl_lp_use_start(m->lp, m->first_solution);
  if (is_taken && !m->n_solves) m->n_solves = 1;
  if (is_taken && m->first_prices && m->is_first_solution) {
    m->is_first_taken = true;
    m->common = m->first_prices;
    is_fine = is_fine && (!m->proofs || write_proof(m, COST_SURVIVAL, m->proofs, LFL_PROOF_LEVEL, 0));
    m->common = NULL;
  }
  lfl_lp_start_destroy(m->first_solution);
  common_prices_destroy(m->first_prices);
  m->first_solution = NULL;
  m->first_prices = NULL;
  return is_fine;
}

/* first_values, of the columns that there are now. */
static void take_first_values(const lfl_master *m, double *x) {
  for (int j = 0; j < m->n_columns; j++) x[j] = j < m->n_first_values ? m->first_values[j] : m->lower[j];
}

/* The solution that the parts came to, for what is stopped in a level behind it: where that stands is no solution. False without memory. */
static bool fall_back_on_first(lfl_master *m) {
  if (!master_flush(m)) return false;
  double *x = lfl_malloc(((size_t)m->n_columns + 1) * sizeof *x);
  if (x) take_first_values(m, x);
  lfl_lp_start *start = x ? lfl_lp_start_at(m->lp, x) : NULL;
  bool is_fine = start && lfl_lp_use_start(m->lp, start);
  lfl_lp_start_destroy(start);
  lfl_free(x);
  return is_fine;
}

void close_column(lfl_master *m, int j) {
  m->upper[j] = m->lower[j];
  lfl_lp_set_column_bounds(m->lp, j, m->lower[j], m->upper[j]);
}

/* goes_on: from a solution near the optimum. */
static solve_result solve_in_rounds(lfl_master *m, int cost_i, double constant, bool goes_on, double *value, double *bound) {
  enum { MOST_ROUNDS = 1000, MOST_IDLE = 2 /* what is added helps by less than CLP's tolerance: 200 such rounds have been seen */ };
  double best_bound = m->known_bound;
  int n_idle = 0, n_before = m->n_columns; /* idle rounds in a row; columns of the solve before */
  m->n_priced = INT_MAX;
  for (int round = 0; round < MOST_ROUNDS; round++) {
    if (!master_flush(m) || (m->n_solves == 0 && !master_begin_alike(m, false))) return SOLVE_MEMORY;
    bool is_biased = round == 0 && is_first_of_all(m, cost_i); /* nothing is proved by it, and it is not the end */
    if (is_biased) pose_first(m);
    else if (cost_i >= 0 && !m->is_penalised) lfl_lp_set_costs(m->lp, m->cost[cost_i]);
    if (is_biased && !solve_in_parts(m)) return SOLVE_MEMORY;
    if (m->first_prices) best_bound = fmax(best_bound, m->first_prices->bound);
    bool is_closed = m->first_prices && m->is_first_solution && is_first_done(m);
    solve_result result = m->is_stopped ? SOLVE_STOPPED : is_closed ? SOLVE_OK : m->is_penalised ? penalty_solve(m, round == 0) : solve_stubbornly(m, cost_i, round == 0 && !goes_on);
    bool is_first = m->first_solution || m->first_prices;
    if (is_first && !settle_first(m, m->first_solution && (is_closed || result == SOLVE_STOPPED))) return SOLVE_MEMORY;
    if (is_first && m->is_first_taken) *value = m->best;
    if (result != SOLVE_OK || is_closed) {
      *bound = is_first && m->is_first_taken ? fmin(best_bound, *value) : best_bound;
      return result;
    }
    int n_added, n_solved = m->n_columns;
    double slack;
    if (!price_columns(m, cost_i, &n_added, &slack)) return SOLVE_MEMORY;
    if (is_biased) {
      *value = master_cost_of(m, cost_i, lfl_lp_values(m->lp)) + constant;
      lfl_lp_set_costs(m->lp, m->cost[cost_i]);
    } else {
      *value = (m->is_penalised ? master_cost_of(m, cost_i, lfl_lp_values(m->lp)) : lfl_lp_objective(m->lp)) + constant;
      best_bound = fmax(best_bound, master_objective(m) + constant - slack);
    }
    *bound = fmin(best_bound, *value);
    m->best = *value;
    m->bound = isfinite(*bound) ? *bound : (double)NAN; /* nothing is proved yet */
    if (!report_progress(m, 0, 0)) return SOLVE_STOPPED;
    if (m->beside && !is_biased && *value - *bound > m->gap * fabs(*value)) {
      best_bound = fmax(best_bound, bound_await(m->beside));
      *bound = fmin(best_bound, *value);
      m->bound = isfinite(*bound) ? *bound : (double)NAN;
      if (!report_progress(m, 0, 0)) return SOLVE_STOPPED;
    }
    if (*value - *bound <= m->gap * fabs(*value) || *value <= m->goal || (!m->are_vehicles_open && *bound > m->goal)) return SOLVE_OK;
    n_idle = m->n_last == 0 && (round > 0 || !goes_on) ? n_idle + 1 : 0; /* what it goes on from had been solved */
    for (int j = n_before; j < n_solved && n_idle; j++) close_column(m, j); /* they would be in the way of all later solves */
    n_before = n_solved;
    if ((n_added == 0 || n_idle == MOST_IDLE) && !is_biased) return SOLVE_OK;
  }
  return SOLVE_OK;
}

solve_result solve_priced(lfl_master *m, int cost_i, double constant, double *value, double *bound) {
  penalty_begin(m, cost_i);
  solve_result result = solve_in_rounds(m, cost_i, constant, false, value, bound);
  bool has_failed = m->is_penalised && (result == SOLVE_FAILED || (result == SOLVE_OK && !penalty_is_enough(m, lfl_lp_values(m->lp))));
  penalty_end(m);
  if (!has_failed) return result;
  m->n_penalties_failed++; /* the rows hold after all */
  return solve_in_rounds(m, cost_i, constant, result == SOLVE_OK, value, bound);
}

solve_result solve_placed(lfl_master *m, pool *p, int cost_i, bool goes_on, double *value, double *bound, bool *is_best) {
  const double NEAR = 1e-8;
  double constant = m->constant[cost_i], most;
  *is_best = false;
  *bound = -(double)INFINITY;
  penalty_begin(m, cost_i);
  solve_result result = pool_solve(p, cost_i, constant, &most, bound);
  while (result == SOLVE_OK && !penalty_is_enough(m, pool_values(p)) && penalty_raise(m)) result = pool_solve(p, cost_i, constant, &most, bound);
  if (result == SOLVE_OK) result = pool_place(p, cost_i, goes_on);
  bool is_placed = result == SOLVE_OK && penalty_is_enough(m, lfl_lp_values(m->lp));
  double slack = m->is_penalised ? m->penalty_slack : 0;
  if (is_placed) *value = master_cost_of(m, cost_i, lfl_lp_values(m->lp)) + constant;
  *is_best = is_placed && *value - *bound <= slack + fmax(m->gap, NEAR) * fmax(1, fabs(*value));
  penalty_end(m);
  return result == SOLVE_FAILED ? SOLVE_OK : result;
}

/* Of a level that is solved: trips that help under the whole's own prices, and these. The solution stays, so that each solve is short; where one is not (CLP's primal has been seen to leave the
 * optimum for minutes, for what its solution misses of some row), it and the pool's prices stand. */
static solve_result find_more_trips(lfl_master *m, int cost_i, double *value, double *bound) {
  enum { MOST = 2500 };
  double solved = *value, proved = *bound;
  bool is_plain = m->is_plain;
  lfl_lp_start *placed = lfl_lp_keep_start(m->lp);
  if (!placed) return SOLVE_MEMORY;
  m->is_plain = m->is_attempt = true;
  m->patience = MOST;
  solve_result result = solve_in_rounds(m, cost_i, m->constant[cost_i], true, value, bound);
  m->is_plain = is_plain;
  m->is_attempt = false;
  m->patience = LEAST_PATIENCE;
  if (result == SOLVE_OK) master_drop_prices(m);
  if (result == SOLVE_FAILED) {
    *value = solved;
    *bound = proved;
    result = lfl_lp_use_start(m->lp, placed) ? SOLVE_OK : SOLVE_MEMORY;
  }
  lfl_lp_start_destroy(placed);
  return result;
}

/* Survival goes on in the whole though it is solved where other levels follow, as its trips are too few for fairness (measured: 250 s of rounds instead of 25 s). */
solve_result solve_by_pool(lfl_master *m, pool *p, int cost_i, bool is_last, double *value, double *bound) {
  double constant = m->constant[cost_i];
  bool is_best;
  solve_result result = solve_placed(m, p, cost_i, false, value, bound, &is_best);
  if (result != SOLVE_OK) return result;
  if (!is_best) {
    double known = m->known_bound;
    m->known_bound = fmax(known, *bound);
    result = solve_priced(m, cost_i, constant, value, bound);
    m->known_bound = known;
    return result;
  }
  m->best = *value;
  m->bound = *bound = fmin(*bound, *value);
  m->level_prices = pool_take_prices(p);
  if (!report_progress(m, 0, 0)) return SOLVE_STOPPED;
  return is_last || cost_i != COST_SURVIVAL ? SOLVE_OK : find_more_trips(m, cost_i, value, bound);
}

/* Holds the level's cost to `most`; `value` is what was found. */
static bool hold_level(lfl_master *m, int cost_i, double value, double most) {
  int n = 0;
  if (!master_flush(m)) return false; /* the row has entries of all columns, also of those that were found last */
  int *column = lfl_calloc((size_t)m->n_columns + 1, sizeof *column);
  double *entry = lfl_calloc((size_t)m->n_columns + 1, sizeof *entry);
  bool is_fine = column && entry;
  for (int j = 0; is_fine && j < m->n_columns; j++)
    if (m->cost[cost_i][j] != 0) {
      column[n] = j;
      entry[n++] = m->cost[cost_i][j];
    }
  m->held_value[m->n_holds] = value;
  m->hold_cost[m->n_holds] = cost_i;
  is_fine = is_fine && lfl_lp_add_row(m->lp, n, column, entry, -(double)INFINITY, most - m->constant[cost_i]);
  m->hold_row[m->n_holds++] = lfl_lp_n_rows(m->lp) - 1;
  lfl_free(column);
  lfl_free(entry);
  return is_fine;
}

/* The fairness variable Z >= unserved survival person-days of each place, those of its people on the way included, / what it asked for. */
bool master_add_fairness(lfl_master *m) {
  const lfl_scenario *s = m->s;
  column_entries c;
  if (m->fairness_column >= 0) return true;
  entries_begin(&c, 0, 1e6);
  m->fairness_column = master_add_column(m, &c);
  if (m->fairness_column < 0 || !master_flush(m)) return false;
  size_t size = (size_t)(2 * s->n_needs + 2) * (size_t)m->T + (size_t)m->n_trips + 1;
  int *column = lfl_calloc(size, sizeof *column);
  double *entry = lfl_calloc(size, sizeof *entry);
  bool is_fine = column && entry;
  for (int i = 0; is_fine && i < s->n_places; i++) {
    const lfl_place *place = &s->places[i];
    double asked = master_asked(m, i), constant = 0;
    if (!place->is_host || !(asked > 0)) continue;
    int n = 0, n_needs = lfl_place_n_survival_needs(s, i);
    column[n] = m->fairness_column;
    entry[n++] = asked;
    for (int day = 0; day < m->T; day++) {
      constant += n_needs * lfl_place_in_need(s, i, day);
      for (int k = 0; k < s->n_needs; k++) {
        if (!lfl_need_applies(s, k, i) || !s->needs[k].has_tier[LFL_SURVIVAL]) continue;
        long at = at_need(m, i, k, day);
        if (m->is_fixed[(long)i * s->n_needs + k]) constant -= m->fixed_served[LFL_SURVIVAL][at];
        int served[2] = {m->col_both[at], m->col_more[at]};
        for (int j = 0; j < 2; j++)
          if (served[j] >= 0) {
            column[n] = served[j];
            entry[n++] = 1;
          }
      }
      int counts[2] = {m->col_received[at_day(m, i, day)], m->col_left[at_day(m, i, day)]};
      for (int j = 0; j < 2; j++)
        if (counts[j] >= 0 && n_needs) {
          column[n] = counts[j];
          entry[n++] = (j == 0 ? -1 : 1) * n_needs * place->in_need_share;
        }
    }
    for (int k = 0; k < m->n_trips; k++) {
      const trip_column *trip = &m->trips[k];
      if (!trip->is_move || trip->from_i != i || trip->arrive_day == trip->day || !n_needs) continue;
      column[n] = trip->column;
      entry[n++] = -master_on_the_way(m, trip);
    }
    is_fine = lfl_lp_add_row(m->lp, n, column, entry, constant, (double)INFINITY);
    m->row_worst[i] = lfl_lp_n_rows(m->lp) - 1;
  }
  lfl_free(column);
  lfl_free(entry);
  return is_fine;
}

static solve_result solve_fairness(lfl_master *m, double *value, double *bound) {
  double *cost = master_add_fairness(m) ? master_fairness_costs(m) : NULL;
  if (!cost) return SOLVE_MEMORY;
  lfl_lp_set_costs(m->lp, cost);
  lfl_free(cost);
  solve_result result = solve_priced(m, LFL_NO, 0, value, bound);
  if (result == SOLVE_OK) {
    lfl_lp_set_column_bounds(m->lp, m->fairness_column, 0, *value + level_slack(m, LFL_NO, *value));
    m->worst_place = *value;
  }
  return result;
}

bool master_add_worst_over(lfl_master *m) {
  column_entries c;
  if (m->col_worst_over >= 0) return true;
  entries_begin(&c, 0, 0);
  for (int i = 0; i < m->s->n_places; i++) entries_add(&c, m->row_worst[i], master_asked(m, i));
  m->col_worst_over = master_add_column(m, &c);
  return m->col_worst_over >= 0;
}

/* The worst place is worse only where it must: a share of it costs as much as the same share of all that is asked for. (Whole trips
 * may not bring what the level counts on; as a limit that cannot be kept this took three solves.) */
static bool keep_worst(lfl_master *m, double worst) {
  if (!master_add_fairness(m) || !master_add_worst_over(m) || !master_flush(m)) return false;
  double all = 0;
  for (int i = 0; i < m->s->n_places; i++)
    if (m->row_worst[i] >= 0) all += master_asked(m, i);
  lfl_lp_set_column_bounds(m->lp, m->fairness_column, 0, worst + HELD);
  lfl_lp_set_column_bounds(m->lp, m->col_worst_over, 0, m->upper[m->fairness_column]);
  m->cost[COST_SURVIVAL][m->col_worst_over] = all;
  return true;
}

solve_result solve_service_at_once(lfl_master *m, int n_levels, double worst) {
  const double NEXT = 1e-2;
  double weight[N_COSTS] = {0}, at = 1;
  for (int k = 0; k < m->s->n_levels && k < n_levels; k++) {
    int cost_i = cost_of_level(m->s->order[k]);
    if (cost_i != COST_SURVIVAL && cost_i != COST_MINIMUM) continue;
    weight[cost_i] = at;
    at *= NEXT;
  }
  bool is_large = is_in_parts(m), is_found;
  if (!is_large && !isnan(worst) && !keep_worst(m, worst)) return SOLVE_MEMORY;
  if (!set_weighted_costs(m, weight) || !solve_loads_in_parts(m, &is_found)) return SOLVE_MEMORY;
  if (is_found) {
    m->n_solves++;
    return SOLVE_OK;
  }
  double value, bound;
  return solve_priced(m, LFL_NO, 0, &value, &bound);
}

/* Before the last level looks for cheaper ones, for instance: most are of no use to it, and all make its solves longer (measured: by a half). */
void close_unused_trips(lfl_master *m, const bool *is_kept) {
  const double *x = lfl_lp_values(m->lp);
  for (int k = 0; k < m->n_trips; k++) {
    int j = m->trips[k].column;
    if (j < lfl_lp_n_columns(m->lp) && x[j] <= m->lower[j] + 1e-9 && !(is_kept && is_kept[k])) close_column(m, j);
  }
}

/* The trips that least cost begins with. False without memory. */
static bool begin_cost(lfl_master *m) {
  bool *is_kept;
  if (!master_take_trips(m, &is_kept)) return false;
  close_unused_trips(m, is_kept);
  lfl_free(is_kept);
  return seed_mixed_loads(m);
}

static solve_result explain_money(lfl_master *m, int cost_i) {
  double value, bound;
  m->phase = "what other money would change";
  solve_result result = solve_priced(m, cost_i, 0, &value, &bound);
  return result == SOLVE_OK ? find_money_gains(m, cost_i, m->plan) : result;
}

/* What binds the level is asked of a problem of its own, as for targets: elastic, so that no gain is capped by a column's bound that
 * repeats a limit, and apart, so that the plan does not end at another of the best solutions because somebody asked. Repairs are as
 * decided. */
static solve_result explain_binding_of(lfl_master *m, const lfl_scenario *s, int cost_i, bool is_kept, bool is_asked) {
  double value, bound;
  lfl_master *own = master_create_beside(m, s);
  if (!own) return SOLVE_MEMORY;
  own->is_elastic = own->is_survival_only = true;
  own->gap = m->gap;
  own->phase = "what binds";
  solve_result result = master_fill(own) ? SOLVE_OK : SOLVE_MEMORY;
  filled_size filled = result == SOLVE_OK ? master_filled_size(own) : (filled_size){0};
  if (result == SOLVE_OK) repairs_fix_as(own, m);
  if (result == SOLVE_OK) result = solve_priced(own, cost_i, own->constant[cost_i], &value, &bound);
  if (result == SOLVE_OK && is_kept && !start_keep(own, END_OF_BINDING, &filled, m->plan)) result = SOLVE_MEMORY;
  if (result == SOLVE_OK && is_asked && find_binding(own, cost_i, -1, m->plan) != LFL_OK) result = SOLVE_MEMORY;
  m->iterations = own->iterations;
  m->seconds_left = own->seconds_left;
  if (own->is_stopped) {
    m->is_stopped = true;
    m->stop_reason = own->stop_reason;
    if (result == SOLVE_OK) result = SOLVE_STOPPED;
  }
  master_destroy(own);
  return result;
}

/* What stands at 0 binds, too, in a problem that has a trace of it; what-ifs begin with the one without (start.c). */
static solve_result explain_binding(lfl_master *m, int cost_i) {
  lfl_arena *arena = lfl_arena_create();
  const lfl_scenario *s = arena ? limits_with_traces(m->s, NULL, arena) : NULL;
  bool is_kept = !m->s->n_projects;
  solve_result result = s ? SOLVE_OK : SOLVE_MEMORY;
  if (result == SOLVE_OK && s != m->s && is_kept) result = explain_binding_of(m, m->s, cost_i, true, false);
  if (result == SOLVE_OK) result = explain_binding_of(m, s, cost_i, is_kept && s == m->s, true);
  m->plan->is_binding_sought = result == SOLVE_OK;
  lfl_arena_destroy(arena);
  return result;
}

/* After the first level: what binds it, and what other money would change. For that the level's own solution is put back, and trips that
 * only help with other money are taken out again, as they make all later solves longer (measured: by a half). */
static solve_result explain(lfl_master *m, int cost_i) {
  double value, bound;
  const char *phase = m->phase;
  int n_columns = m->n_columns;
  solve_result result = explain_binding(m, cost_i);
  if (result != SOLVE_OK || !m->money->n_classes || !lfl_n_survival_needs(m->s)) return result; /* no gain of a tier that no need has */
  result = explain_money(m, cost_i);
  m->phase = phase;
  if (result == SOLVE_MEMORY || !master_flush(m)) return SOLVE_MEMORY;
  for (int j = n_columns; j < m->n_columns; j++) close_column(m, j);
  return m->is_stopped ? SOLVE_STOPPED : solve_priced(m, cost_i, 0, &value, &bound);
}

/* Does the solution at hand cost nothing, where nothing costs less than that? Then it is one of the best of the level, as where
 * nobody need be moved. (Solved all the same, Rafah's movement level with pledges and repairs was not done in two minutes.) */
static bool is_at_no_cost(const lfl_master *m, int cost_i) {
  const double ROUNDING = 1e-9;
  const double *x = lfl_lp_values(m->lp);
  double cost = 0;
  bool is_none = lfl_lp_n_columns(m->lp) == m->n_columns;
  for (int j = 0; is_none && j < m->n_columns; j++) {
    cost += m->cost[cost_i][j] * x[j];
    is_none = m->cost[cost_i][j] >= 0 && cost <= ROUNDING;
  }
  return is_none;
}

/* first_values with the worst place's ratio as it is, whose column and rows are added. False without memory. */
static bool state_worst_place(lfl_master *m) {
  if (!master_add_fairness(m)) return false;
  int n_rows = lfl_lp_n_rows(m->lp), n = m->n_columns;
  lfl_lp_limits all = lfl_lp_own_limits(m->lp);
  double *activity = lfl_malloc(((size_t)n_rows + 1) * sizeof *activity), *x = lfl_arena_new(m->arena, (size_t)n + 1, double);
  bool is_fine = activity && x;
  if (is_fine) {
    take_first_values(m, x);
    x[m->fairness_column] = 0;
    lfl_lp_activity_at(m->lp, x, activity);
    for (int i = 0; i < m->s->n_places; i++)
      if (m->row_worst[i] >= 0) x[m->fairness_column] = fmax(x[m->fairness_column], (all.row_lower[m->row_worst[i]] - activity[m->row_worst[i]]) / master_asked(m, i));
    m->first_values = x;
    m->n_first_values = n;
  }
  lfl_free(activity);
  return is_fine;
}

/* The levels behind a first one that was solved in parts: improved in parts, too, and stated as found, without a bound. The first is what they leave of it. */
static solve_result state_later(lfl_master *m, int n_levels, lfl_level *levels, int *n_solved) {
  m->phase = "later levels";
  m->best = m->bound = (double)NAN;
  if (!state_worst_place(m) || !solve_later_in_parts(m) || !fall_back_on_first(m)) return SOLVE_MEMORY;
  const double *x = lfl_lp_values(m->lp);
  for (int k = 0; k < m->s->n_levels && k < n_levels; k++) {
    int cost_i = cost_of_level(m->s->order[k]);
    double value = cost_i < 0 ? x[m->fairness_column] : fmax(0, master_cost_of(m, cost_i, x) + m->constant[cost_i]);
    if (k > 0) levels[k] = (lfl_level){.kind = m->s->order[k], .bound = (double)NAN, .gap = (double)NAN, .published_value = (double)NAN, .held_value = (double)NAN};
    levels[k].value = k > 0 ? value : fmax(value, levels[k].bound);
    if (k == 0) levels[k].held_value = fmax(levels[k].held_value, levels[k].value);
    if (k > 0 && m->is_stopped) break; /* not what it could be */
    *n_solved = k + 1;
  }
  return m->is_stopped ? SOLVE_STOPPED : SOLVE_OK;
}

static solve_result solve_in_order(lfl_master *m, int n_levels, lfl_level *levels, int *n_solved) {
  *n_solved = 0;
  for (int k = 0; k < m->s->n_levels && k < n_levels; k++) {
    lfl_level *level = &levels[k];
    int cost_i = cost_of_level(m->s->order[k]);
    if (k > 0 && m->is_first_taken) return state_later(m, n_levels, levels, n_solved);
    level->kind = m->s->order[k];
    level->value = level->bound = level->gap = level->published_value = level->held_value = (double)NAN;
    m->phase = lfl_level_name(level->kind);
    m->level_begun = m->iterations;
    /* Levels that others follow are solved out: their face makes the next problem small. */
    m->gap = k + 1 < m->s->n_levels && k + 1 < n_levels ? fmin(m->options->gap, 1e-9) : m->options->gap;
    m->best = m->bound = (double)NAN;
    bool is_last = k + 1 == m->s->n_levels;
    solve_result result = SOLVE_OK;
    master_drop_prices(m);
    bool is_there = k > 0 && cost_i >= 0 && is_at_no_cost(m, cost_i);
    bool is_begun = false;
    if (k == 0 && m->options->begin_with && !is_in_parts(m)) result = start_begin(m, cost_i, m->options->begin_with, &is_begun);
    pool *ahead = NULL; /* only where there are repairs: without, rounds in the whole are as quick, and where transport is scarce the solution cannot be placed */
    if (m->has_repairs && !is_there && cost_i >= 0 && !m->like && !is_in_parts(m)) result = branch_ahead(m, levels, k, &ahead);
    if (result != SOLVE_OK) return result;
    if (m->has_repairs && k == 0 && !ahead) { /* solved with its repairs below */
      if (cost_i < 0 && !master_add_fairness(m)) return SOLVE_MEMORY;
    } else if (cost_i < 0) {
      result = solve_fairness(m, &level->value, &level->bound);
      if (!is_last) level->held_value = level->value + level_slack(m, cost_i, level->value);
    } else {
      if (cost_i == COST_MONEY && k > 0 && is_last && !begin_cost(m)) return SOLVE_MEMORY;
      if (is_there) level->value = level->bound = m->constant[cost_i];
      else if (ahead) result = solve_by_pool(m, ahead, cost_i, k + 1 == n_levels || is_last, &level->value, &level->bound);
      else if (is_begun) result = solve_in_rounds(m, cost_i, m->constant[cost_i], true, &level->value, &level->bound);
      else result = solve_priced(m, cost_i, m->constant[cost_i], &level->value, &level->bound);
      pool_close(ahead);
      if (result == SOLVE_STOPPED && k == 0 && m->is_first_taken) {
        *n_solved = 1;
        return result;
      }
      level->value = fmax(level->value, 0); /* people, kilometres and money are not negative; an LP's answer may be, a little */
      if (!is_last) level->held_value = level->value + level_slack(m, cost_i, level->value);
    }
    if (result == SOLVE_OK && m->has_repairs) {
      *n_solved = k + 1; /* what is proved is said of a level of the plan */
      result = branch_level(m, levels, k, is_last, is_there);
      if (result != SOLVE_OK && isnan(level->value)) *n_solved = k;
    }
    if (result == SOLVE_OK && k == 0 && m->plan && level->kind == LFL_LEVEL_SURVIVAL && !m->is_first_taken) { /* the whole would not be solved in time */
      result = explain(m, cost_i);
      if (result == SOLVE_STOPPED) { /* it was solved before */
        level->held_value = (double)NAN;
        *n_solved = 1;
      }
    }
    if (result != SOLVE_OK) return result;
    *n_solved = k + 1;
    bool is_taken = k == 0 && m->is_first_taken; /* proved already, by the prices of goods as one */
    if (m->proofs && !m->has_repairs && !is_taken) result = prove_level(m, levels, k);
    if (result == SOLVE_MEMORY || result == SOLVE_STOPPED) return result; /* otherwise the level stands, with what bound is proved */
    if (cost_i >= 0 && !is_last && !hold_level(m, cost_i, level->value, level->held_value)) return SOLVE_MEMORY;
    if (!is_there && !is_taken && (m->has_repairs || level->value - level->bound <= 1e-9 * fmax(1, fabs(level->value)))) keep_face(m);
  }
  return SOLVE_OK;
}

solve_result solve_levels(lfl_master *m, int n_levels, lfl_level *levels, int *n_solved) {
  const double NOTHING = 1e-6; /* of what is so little the gap is not relative */
  solve_result result = solve_in_order(m, n_levels, levels, n_solved);
  for (int k = 0; k < *n_solved; k++) {
    double value = levels[k].value, gap = value - levels[k].bound;
    levels[k].gap = fabs(value) < NOTHING ? gap : gap / fabs(value);
  }
  return result;
}
