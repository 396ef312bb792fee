/* The multipliers of levels. While levels are solved, those before leave columns fixed that cannot
 * change any more, and these have no price. So each level, once solved, is solved again as MODEL.md
 * has it, with nothing fixed and the levels before it held: its solution is known, so that only the
 * prices are left to find. Tests: tests/unit/test_proof.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"
#include "proof/proof.h"

void prove_free_columns(lfl_master *m) {
  for (int j = 0; j < m->n_columns; j++) lfl_lp_set_column_bounds(m->lp, j, m->lower[j], m->upper[j]);
}

/* Holds the levels before `level_i`, and no others of the n. */
void prove_hold_before(lfl_master *m, const lfl_level *levels, int n_levels, int level_i) {
  for (int k = 0, hold = 0; k < n_levels; k++) {
    int cost_i = cost_of_level(levels[k].kind);
    bool is_held = k < level_i;
    if (cost_i < 0) {
      if (m->fairness_column >= 0) lfl_lp_set_column_bounds(m->lp, m->fairness_column, 0, is_held ? levels[k].held_value : m->upper[m->fairness_column]);
    } else if (hold < m->n_holds) {
      lfl_lp_set_row_bounds(m->lp, m->hold_row[hold], -(double)INFINITY, is_held ? levels[k].held_value - m->constant[cost_i] : (double)INFINITY);
      hold++;
    }
  }
}

static bool set_fairness_cost(lfl_master *m) {
  double *cost = master_fairness_costs(m);
  if (!cost) return false;
  lfl_lp_set_costs(m->lp, cost);
  lfl_free(cost);
  return true;
}

/* Solves what is solved already to the finest tolerance and as it stands: a solver that reduces the
 * problem beforehand gives the right solution, and prices of limits that it has taken out at random. */
static solve_result solve_finely(lfl_master *m, int cost_i, bool *is_solved) {
  enum { MOST_ROUNDS = 20 };
  lfl_lp_options o = {.method = LFL_LP_PRIMAL, .tolerance = 1e-9, .progress = report_progress, .user = m};
  int n_added = 1;
  *is_solved = false;
  for (int round = 0; round < MOST_ROUNDS && n_added > 0; round++) {
    double slack;
    if (!master_flush(m)) return SOLVE_MEMORY;
    if (cost_i >= 0) lfl_lp_set_costs(m->lp, m->cost[cost_i]);
    if (m->seconds_left < (double)INFINITY) o.max_seconds = fmax(m->seconds_left, 1e-3);
    lfl_lp_result result = lfl_lp_solve(m->lp, &o);
    m->iterations += lfl_lp_iterations(m->lp);
    if (result == LFL_LP_STOPPED || result == LFL_LP_LIMIT) return SOLVE_STOPPED;
    *is_solved = result == LFL_LP_OPTIMAL;
    if (!*is_solved) return SOLVE_OK; /* what duals there are prove what they can */
    if (!price_columns(m, cost_i, &n_added, &slack)) return SOLVE_MEMORY;
    if (slack <= m->gap * fabs(lfl_lp_objective(m->lp) + (cost_i >= 0 ? m->constant[cost_i] : 0))) return SOLVE_OK;
  }
  return SOLVE_OK;
}

solve_result prove_solved(lfl_master *m, int cost_i, lfl_proof_kind kind, int subject_i) {
  bool is_solved;
  solve_result result = solve_finely(m, cost_i, &is_solved);
  return result == SOLVE_OK && !write_proof(m, cost_i, m->proofs, kind, subject_i) ? SOLVE_MEMORY : result;
}

bool pose_level(lfl_master *m, const lfl_level *levels, int n_levels, int level_i) {
  int cost_i = cost_of_level(levels[level_i].kind);
  if (!master_flush(m)) return false;
  prove_free_columns(m);
  prove_hold_before(m, levels, n_levels, level_i);
  if (cost_i < 0) return set_fairness_cost(m);
  lfl_lp_set_costs(m->lp, m->cost[cost_i]);
  return true;
}

/* The solver may find a value below what there is, by its tolerance. Held to that, there would be no plan
 * at all, and anything could be proved of the levels after it. */
static bool hold_above_proof(lfl_master *m, lfl_level *level) {
  double bound;
  if (isnan(level->held_value)) return true;
  if (lfl_plan_prove_one(m->proofs, m->proofs->n_proofs - 1, &bound) != LFL_OK) return false;
  level->held_value = fmax(level->held_value, bound + 1e-9 * fmax(1, fabs(bound)));
  return true;
}

/* The level's value to the finest tolerance. */
static void state_value(const lfl_master *m, lfl_level *level, int cost_i) {
  double before = level->value;
  level->value = fmax(0, lfl_lp_objective(m->lp) + (cost_i >= 0 ? m->constant[cost_i] : 0));
  level->held_value += level->value - before;
  /* better than with what levels before had fixed: they are held by their rows alone from here on */
  if (level->value < before - 1e-9 * fmax(1, fabs(before))) memset(m->face, 0, (size_t)m->n_columns * sizeof *m->face);
}

/* Columns as they were made, or as the last level left them (levels.c: keep_face). */
void prove_fix_face(lfl_master *m) {
  for (int j = 0; j < m->n_columns; j++)
    if (m->face[j]) lfl_lp_set_column_bounds(m->lp, j, m->face[j] < 0 ? m->lower[j] : m->upper[j], m->face[j] < 0 ? m->lower[j] : m->upper[j]);
}

solve_result prove_level(lfl_master *m, lfl_level *levels, int level_i) {
  const char *phase = m->phase;
  int cost_i = cost_of_level(levels[level_i].kind);
  double value, bound;
  m->phase = lfl_arena_printf(m->arena, "proof of %s", phase);
  if (!pose_level(m, levels, level_i + 1, level_i)) return SOLVE_MEMORY;
  m->is_known = true;
  solve_result result = solve_priced(m, cost_i, cost_i >= 0 ? m->constant[cost_i] : 0, &value, &bound);
  bool is_solved = false;
  if (result == SOLVE_OK) result = solve_finely(m, cost_i, &is_solved);
  if (is_solved) state_value(m, &levels[level_i], cost_i);
  if (result == SOLVE_OK && !write_proof(m, cost_i, m->proofs, LFL_PROOF_LEVEL, level_i)) result = SOLVE_MEMORY;
  if (result == SOLVE_OK && !hold_above_proof(m, &levels[level_i])) result = SOLVE_MEMORY;
  m->is_known = false;
  prove_fix_face(m);
  prove_hold_before(m, levels, level_i + 1, level_i + 1);
  m->phase = phase;
  return result;
}
