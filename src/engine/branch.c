/* Deciding repairs: branch and bound over whole decisions, with the linear program of the level or target
 * (trips priced) in every node.
 *
 * A node is a box: each repair starts on a day from least to most, where the day T says "not done". Its
 * linear program counts repairs in parts and so bounds every decision in the box. Where it starts a repair
 * on several days, the box is cut in two between them (choose_split). The half with the better bound is looked at
 * first, until the solution is whole; then the best of all nodes that are left (Land and Doig 1960,
 * doi 10.2307/1910129). For a target or a single level, a half is not solved where the other is as good as the whole box, whose proof it takes. A repair that a box asks for, and a level that is held, may be missed at a price
 * above all that is at stake, so that every node has a solution and prices: these prove that a box holds
 * nothing better.
 *
 * Levels share one tree: a leaf that cannot keep a level at its held value is closed, and what proves that
 * closes it for later levels, too. The leaves of a tree cover all decisions, each with its own proof
 * (docs/PROOFS.md). Work is counted in nodes and iterations. Tests: tests/unit/test_repairs.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"
#include "proof/proof.h"

/* To the last digit for as much work; then to a millionth, then to the gap asked for; then the gap is said. */
enum { EXACT_NODES = 120, NEAR_NODES = 400, MOST_NODES = 2000 };
static const long EXACT_ITERATIONS = 20000, NEAR_ITERATIONS = 60000, EXACT_OF_MONEY = 2000; /* of money the last digits are not worth minutes */
static const double EXACT = 1e-9, NEAR = 1e-6;

typedef struct repair_leaf {
  int *least, *most; /* [n_projects]; one block */
  double value;      /* no decision in it has less */
  int split_project, split_day; /* where to cut; LFL_NO: the solution is whole */
  lfl_plan *proof;   /* of its last solve, or of the box that it was cut from; NULL none */
  bool is_solved;    /* for the objective at hand */
  bool is_closed;    /* by a level before */
  bool is_whole;     /* its solution was tried as a decision */
  int n_raised;      /* times that missing what is asked for was made dearer for it */
  bool is_plain;     /* one without repairs that nobody needs has not been as good: it is cut by its solution as it is */
  bool is_of_pool;   /* its value was found in the pool */
  int proof_i;       /* of the level, in the plan; LFL_NO none */
} repair_leaf;

typedef struct repair_tree {
  repair_leaf *list;
  int n, capacity;
} repair_tree;

typedef struct quest {
  lfl_master *m;
  repair_tree *tree;
  int cost_i, subject_i;
  double constant, enough;
  double best;    /* value of the best decision; INFINITY none */
  int *start;     /* it; one block with a workspace of the same length */
  int n_nodes;
  long begun, most_iterations;
  double penalty; /* of a repair asked for and not done */
  double held_penalty[LFL_N_LEVELS + 1]; /* of a unit beyond a held level; the last: of the worst place */
  bool is_limited;
  bool is_lazy;   /* only the best decision is wanted: a box is solved when it is looked at */
  pool *pool;     /* in which boxes and decisions are solved; NULL: in the whole */
  bool is_free;   /* nothing costs less than 0, and the decision before costs that */
  bool is_elsewhere; /* the whole has been solved, for boxes and decisions */
  bool has_better;   /* a decision has been found that is better than what the search began with */
  bool is_at_best;   /* the whole's solution is its */
} quest;

static bool is_open(const quest *q, int i);

/* ---- leaves ---- */

static repair_leaf *add_leaf(repair_tree *tree, int n_projects) {
  if (tree->n == tree->capacity) {
    int capacity = tree->capacity ? 2 * tree->capacity : 32;
    repair_leaf *list = lfl_realloc_array(tree->list, (size_t)capacity, sizeof *list);
    if (!list) return NULL;
    tree->list = list;
    tree->capacity = capacity;
  }
  repair_leaf *leaf = &tree->list[tree->n];
  *leaf = (repair_leaf){.value = -(double)INFINITY, .split_project = LFL_NO};
  if (!(leaf->least = lfl_calloc(2 * (size_t)n_projects + 1, sizeof *leaf->least))) return NULL;
  leaf->most = leaf->least + n_projects;
  tree->n++;
  return leaf;
}

static bool add_root(repair_tree *tree, const lfl_master *m) {
  repair_leaf *root = add_leaf(tree, m->s->n_projects);
  for (int k = 0; root && k < m->s->n_projects; k++) {
    root->least[k] = m->box_least[k];
    root->most[k] = m->box_most[k];
  }
  return root != NULL;
}

static void clear_tree(repair_tree *tree) {
  for (int i = 0; tree && i < tree->n; i++) {
    lfl_free(tree->list[i].least);
    lfl_plan_destroy(tree->list[i].proof);
  }
  if (tree) lfl_free(tree->list);
}

void branch_destroy(lfl_master *m) {
  clear_tree(m->tree);
  lfl_free(m->tree);
  m->tree = NULL;
}

/* ---- prices of what is missed ---- */

static void set_penalty(lfl_master *m, int cost_i, int column, double penalty, bool is_open) {
  if (column < 0) return;
  if (is_open) lfl_lp_set_column_bounds(m->lp, column, 0, (double)INFINITY);
  if (cost_i >= 0) m->cost[cost_i][column] = penalty;
  lfl_lp_set_cost(m->lp, column, penalty);
}

static void set_penalties(quest *q, bool is_open) {
  lfl_master *m = q->m;
  for (int k = 0; k < m->s->n_projects; k++) set_penalty(m, q->cost_i, m->col_undone[k], is_open ? q->penalty : 0, false);
  for (int k = 0; k < LFL_N_LEVELS; k++) set_penalty(m, q->cost_i, m->col_hold_over[k], is_open ? q->held_penalty[k] : 0, is_open);
  set_penalty(m, q->cost_i, m->col_worst_over, is_open ? q->held_penalty[LFL_N_LEVELS] : 0, is_open);
  for (int k = 0; !is_open && k < LFL_N_LEVELS; k++)
    if (m->col_hold_over[k] >= 0) lfl_lp_set_column_bounds(m->lp, m->col_hold_over[k], 0, 0);
  if (!is_open && m->col_worst_over >= 0) lfl_lp_set_column_bounds(m->lp, m->col_worst_over, 0, 0);
}

/* From what the decision is about: `stake`, the most that can be won by deciding otherwise. */
static void choose_penalties(quest *q, double stake) {
  const double TIMES = 10, SHARE = 1e-3; /* to miss a held level by a thousandth costs as much as a repair */
  const lfl_master *m = q->m;
  q->penalty = TIMES * fmax(stake, 1e-6);
  for (int k = 0; k < m->n_holds; k++) q->held_penalty[k] = q->penalty / (SHARE * fmax(1, fabs(m->held_value[k])));
  if (!isnan(m->worst_place)) q->held_penalty[LFL_N_LEVELS] = q->penalty / (SHARE * fmax(0.1, m->worst_place));
}

/* Columns that let a held level be missed; closed until wanted. False without memory. */
static bool make_over_columns(lfl_master *m) {
  column_entries c;
  for (int k = 0; k < m->n_holds; k++) {
    if (m->col_hold_over[k] >= 0) continue;
    entries_begin(&c, 0, 0);
    entries_add(&c, m->hold_row[k], -1);
    if ((m->col_hold_over[k] = master_add_column(m, &c)) < 0) return false;
  }
  if (m->fairness_column >= 0 && !isnan(m->worst_place) && !master_add_worst_over(m)) return false;
  return master_flush(m);
}

/* ---- one node ---- */

static double tolerance(const quest *q) {
  long taken = q->m->iterations - q->begun;
  bool is_money = q->cost_i == COST_MONEY, is_exact = q->n_nodes <= EXACT_NODES && taken <= (is_money ? EXACT_OF_MONEY : EXACT_ITERATIONS);
  bool is_near = !is_money && q->n_nodes <= NEAR_NODES && taken <= NEAR_ITERATIONS;
  double asked = fmax(EXACT, q->m->options->gap), gap = is_exact ? EXACT : is_near ? fmin(NEAR, asked) : asked;
  return q->best < (double)INFINITY ? gap * fmax(1, fabs(q->best)) : 0;
}

/* Of the last box or decision. */
static const double *solution(const quest *q) { return q->pool ? pool_values(q->pool) : lfl_lp_values(q->m->lp); }

/* Is what is missed too little to be anything but rounding? */
static bool is_missed(const quest *q) {
  const lfl_master *m = q->m;
  const double *x = solution(q);
  for (int k = 0; k < m->s->n_projects; k++)
    if (m->col_undone[k] >= 0 && x[m->col_undone[k]] > 1e-6) return true;
  if (!penalty_is_enough(m, x)) return true;
  for (int k = 0; k < LFL_N_LEVELS; k++)
    if (m->col_hold_over[k] >= 0 && k < m->n_holds && x[m->col_hold_over[k]] > 1e-7 * fmax(1, fabs(m->held_value[k]))) return true;
  return m->col_worst_over >= 0 && x[m->col_worst_over] > 1e-7;
}

/* How much of the repair starts on the day in the solution; on day T: how much of it is not done. */
static double share_on(const lfl_master *m, const repair_leaf *leaf, const double *x, int k, int day) {
  if (day < m->T) return m->col_start[at_day(m, k, day)] >= 0 ? x[m->col_start[at_day(m, k, day)]] : 0;
  double sum = 0;
  for (int t = 0; t < m->T; t++) sum += share_on(m, leaf, x, k, t);
  return leaf->most[k] < m->T ? 0 : fmax(0, 1 - sum);
}

/* Where the repair starts in the solution: the mean day, and how far it is from whole. */
static double mean_start(const lfl_master *m, const repair_leaf *leaf, const double *x, int k, double *parted) {
  double sum = 0, days = 0, largest = 0;
  for (int day = 0; day <= m->T; day++) {
    double share = share_on(m, leaf, x, k, day);
    sum += share;
    days += share * day;
    largest = fmax(largest, share);
  }
  *parted = sum > 1e-9 ? 1 - largest / sum : 1;
  return sum > 1e-9 ? days / sum : (leaf->least[k] + leaf->most[k]) / 2.0;
}

/* The day before the widest gap between days on which it starts, weighed by what there is on the smaller side. Programs start a little early, as much as is needed, and the rest
 * as late as may be: with all of it early or none the bound is that of a decision at once, where halves at the mean day come to it one by one. */
static int day_before_gap(const lfl_master *m, const repair_leaf *leaf, const double *x, int k) {
  const double SEEN = 1e-6;
  double all = 0, sum = 0, widest = 0;
  int last = LFL_NO, before = leaf->least[k];
  for (int day = 0; day <= m->T; day++) all += share_on(m, leaf, x, k, day);
  for (int day = 0; day <= m->T; day++) {
    double share = share_on(m, leaf, x, k, day);
    if (share <= SEEN) continue;
    double gap = (day - last) * fmin(sum, all - sum);
    if (last >= 0 && gap > widest) {
      widest = gap;
      before = last;
    }
    sum += share;
    last = day;
  }
  return before;
}

/* Cuts at the repair that is least whole; if all are, and `anyway`, at the widest of the box. Once late halves have been cut off early ones, at the mean day: before gaps it could take as many cuts as there are days. */
static void choose_split(const quest *q, repair_leaf *leaf, const double *x, bool anyway) {
  const lfl_master *m = q->m;
  double most_parted = q->pool && !leaf->is_plain ? 1e-2 : 1e-6; /* of a repair there may be splinters that save a hundredth of a person-day */
  int day = 0;
  leaf->split_project = LFL_NO;
  for (int k = 0; k < m->s->n_projects; k++) {
    if (m->row_once[k] < 0 || leaf->least[k] == leaf->most[k]) continue;
    double parted, mean = mean_start(m, leaf, x, k, &parted);
    if (parted <= most_parted) continue;
    most_parted = parted;
    leaf->split_project = k;
    day = leaf->least[k] == 0 ? day_before_gap(m, leaf, x, k) : (int)floor(mean + 1e-9);
  }
  for (int k = 0, widest = 0; anyway && leaf->split_project < 0 && k < m->s->n_projects; k++) {
    if (m->row_once[k] < 0 || leaf->most[k] - leaf->least[k] <= widest) continue;
    widest = leaf->most[k] - leaf->least[k];
    leaf->split_project = k;
    day = (leaf->least[k] + leaf->most[k]) / 2;
  }
  int k = leaf->split_project;
  if (k >= 0) leaf->split_day = day < leaf->least[k] ? leaf->least[k] : day >= leaf->most[k] ? leaf->most[k] - 1 : day;
}

/* Where nothing costs less than 0, prices of 0 prove it. */
static solve_result prove_free(lfl_master *m, int cost_i, lfl_proof_kind kind, int subject_i) {
  double *none = lfl_calloc((size_t)lfl_lp_n_rows(m->lp) + 1, sizeof *none);
  common_prices prices = {.duals = none, .reduced = m->cost[cost_i], .n_reduced = m->n_columns};
  m->common = &prices;
  bool is_fine = none && write_proof(m, cost_i, m->proofs, kind, subject_i);
  m->common = NULL;
  lfl_free(none);
  return is_fine ? SOLVE_OK : SOLVE_MEMORY;
}

/* Its prices as a proof of its own. */
static solve_result prove_leaf(quest *q, repair_leaf *leaf, double *bound) {
  lfl_master *m = q->m;
  lfl_plan *proofs = m->proofs;
  lfl_plan_destroy(leaf->proof);
  if (!(leaf->proof = lfl_plan_create(m->s))) return SOLVE_MEMORY;
  m->known_proofs = proofs;
  m->proofs = leaf->proof;
  lfl_proof_kind kind = q->subject_i < 0 ? LFL_PROOF_LEVEL : m->proof_kind;
  int subject_i = q->subject_i < 0 ? -1 - q->subject_i : q->subject_i;
  solve_result result = q->is_free ? prove_free(m, q->cost_i, kind, subject_i)
                        : q->pool ? pool_prove(q->pool, q->cost_i, q->constant, kind, subject_i, bound)
                                  : prove_solved(m, q->cost_i, kind, subject_i);
  m->proofs = proofs;
  m->known_proofs = NULL;
  return result;
}

/* The problem with the box that is set. */
static solve_result solve_box(quest *q, double *value, double *bound) {
  q->is_at_best = false;
  if (q->pool) return pool_solve(q->pool, q->cost_i, q->constant, value, bound);
  q->is_elsewhere = true;
  master_drop_prices(q->m);
  return solve_priced(q->m, q->cost_i, q->constant, value, bound);
}

/* Of the pool's best solutions one in which no repair is done that nobody needs: it would be cut for, and paid for. */
static solve_result spare_repairs(quest *q) {
  const double LITTLE = 1e-6; /* of all that is asked for, if all repairs are done; a hundredth of that is within what solving rounds, where what is held has a price */
  const lfl_master *m = q->m;
  double money = 0, *more = lfl_calloc((size_t)m->n_columns + 1, sizeof *more);
  if (!more) return SOLVE_MEMORY;
  for (int k = 0; k < m->s->n_projects; k++) money += m->s->projects[k].cost;
  for (int k = 0; k < m->s->n_projects && money > 0; k++)
    for (int day = 0; day < m->T; day++) {
      int column = m->col_start[at_day(m, k, day)];
      if (column >= 0) more[column] = LITTLE * fmax(1, fabs(q->constant)) * m->s->projects[k].cost / money;
    }
  solve_result result = pool_prefer(q->pool, q->cost_i, more);
  lfl_free(more);
  return result;
}

/* Bound of the box, with repairs in parts; where it is cut next. */
static solve_result solve_leaf(quest *q, int i) {
  lfl_master *m = q->m;
  repair_leaf *leaf = &q->tree->list[i];
  double value = 0, bound = 0;
  repairs_set_box(m, leaf->least, leaf->most, true);
  m->is_branching = m->n_solves > 0 && q->n_nodes > 0;
  bool was_known = m->is_known; /* what the caller knows of the root holds for it (smallest.c) */
  m->is_known = m->n_solves > 0 && q->n_nodes == 0 && (was_known || q->best < (double)INFINITY); /* but for repairs in parts */
  q->n_nodes++;
  solve_result result = solve_box(q, &value, &bound);
  m->is_branching = false;
  m->is_known = was_known;
  if (result == SOLVE_OK && m->proofs) result = prove_leaf(q, leaf, &bound);
  if (result != SOLVE_OK) return result;
  leaf->is_of_pool = q->pool != NULL;
  leaf->value = fmax(leaf->is_solved ? leaf->value : -(double)INFINITY, bound);
  leaf->is_solved = true;
  leaf->is_whole = false;
  if (q->pool && !leaf->is_plain && is_open(q, i) && (result = spare_repairs(q)) != SOLVE_OK) return result;
  choose_split(q, leaf, solution(q), is_missed(q));
  return SOLVE_OK;
}

/* The value of a decision; INFINITY where it cannot be. */
static solve_result solve_decision(quest *q, const int *start, double *value) {
  lfl_master *m = q->m;
  double bound;
  *value = (double)INFINITY;
  set_penalties(q, false);
  repairs_set_box(m, start, start, false);
  m->is_branching = true;
  solve_result result = solve_box(q, value, &bound);
  m->is_branching = false;
  set_penalties(q, true);
  if (result == SOLVE_FAILED || (result == SOLVE_OK && q->pool && is_missed(q))) {
    *value = (double)INFINITY;
    return SOLVE_OK;
  }
  if (q->pool) *value = bound; /* as boxes are measured, by what is held at its price */
  if (result == SOLVE_OK && *value < q->best) {
    q->best = *value;
    memcpy(q->start, start, (size_t)m->s->n_projects * sizeof *q->start);
    q->has_better = q->is_at_best = true;
  }
  return result;
}

/* The leaf's solution, whole, as a decision. */
static solve_result try_whole(quest *q, int i) {
  const lfl_master *m = q->m;
  int *start = q->start + m->s->n_projects;
  const double *x = solution(q);
  for (int k = 0; k < m->s->n_projects; k++) {
    start[k] = m->T;
    for (int day = 0; day < m->T; day++) {
      int column = m->col_start[at_day(m, k, day)];
      if (column >= 0 && x[column] > 0.5) start[k] = day;
    }
  }
  double value;
  repair_leaf *leaf = &q->tree->list[i];
  leaf->is_whole = true;
  solve_result result = solve_decision(q, start, &value);
  if (result != SOLVE_OK || !q->pool || leaf->is_plain || value <= leaf->value + tolerance(q)) return result;
  leaf->is_plain = true;
  leaf->is_whole = false;
  return is_open(q, i) ? solve_leaf(q, i) : SOLVE_OK;
}

/* Nothing done: room for a decision behind the best one. */
static int *nothing_done(const quest *q) {
  int n = q->m->s->n_projects, *start = q->start + n;
  for (int k = 0; k < n; k++) start[k] = q->m->T;
  return start;
}

/* A decision from the solution at hand, unless its solve stalls; then the solution's basis is put back. */
static solve_result attempt(quest *q, const int *start) {
  double value;
  if (q->pool) return solve_decision(q, start, &value);
  lfl_lp_start *from = lfl_lp_keep_start(q->m->lp);
  if (!from) return SOLVE_MEMORY;
  q->m->is_attempt = true;
  solve_result result = solve_decision(q, start, &value);
  q->m->is_attempt = false;
  bool is_back = result != SOLVE_OK || q->best < (double)INFINITY || lfl_lp_use_start(q->m->lp, from);
  lfl_lp_start_destroy(from);
  return is_back ? result : SOLVE_MEMORY;
}

/* A first decision, and what is at stake: what is near the root's solution; if that cannot be, nothing done at all. Where both take
 * long (few trucks: minutes on Rafah) the search finds one of its own. */
static solve_result try_first(quest *q) {
  const double STAKE = 1e-3;
  lfl_master *m = q->m;
  double root = q->tree->list[0].value, least = 1e-6 * fmax(1, fabs(root));
  int *start = q->start + m->s->n_projects;
  repairs_round(m, solution(q), start);
  solve_result result = attempt(q, start);
  if (result == SOLVE_OK && !(q->best < (double)INFINITY)) result = attempt(q, nothing_done(q));
  choose_penalties(q, q->best < (double)INFINITY ? fmax(q->best - root, least) : STAKE * fmax(1, fabs(root)));
  return result;
}

/* Where the search has come to none: nothing done. */
static solve_result decide_at_last(quest *q) {
  double value;
  return q->best < (double)INFINITY ? SOLVE_OK : solve_decision(q, nothing_done(q), &value);
}

/* ---- the search ---- */

/* What proves the box that a leaf was cut from proves as much of the leaf. Takes the proof. */
static bool take_proof(repair_leaf *leaf, lfl_plan *proof) {
  leaf->proof = proof;
  if (!proof || !proof->n_proofs) return true;
  proof->proofs[0].least = leaf->least;
  proof->proofs[0].most = leaf->most;
  return lfl_plan_copy_box(proof, &proof->proofs[0]);
}

/* A leaf whose early half could not be solved is whole again, with its proof; its late half is the last of the tree. */
static void put_together(repair_tree *tree, int i, lfl_plan *proof) {
  repair_leaf *leaf = &tree->list[i], *half = &tree->list[--tree->n];
  leaf->most[leaf->split_project] = half->most[leaf->split_project];
  lfl_plan_destroy(leaf->proof);
  leaf->proof = proof;
  lfl_free(half->least);
}

static solve_result cut(quest *q, int i, int *first_child) {
  int n = q->m->s->n_projects;
  repair_leaf *half = add_leaf(q->tree, n), *leaf = &q->tree->list[i];
  if (!half) return SOLVE_MEMORY;
  memcpy(half->least, leaf->least, 2 * (size_t)n * sizeof *half->least);
  int k = leaf->split_project, other = q->tree->n - 1;
  half->least[k] = leaf->split_day + 1;
  leaf->most[k] = leaf->split_day;
  half->value = leaf->value;
  half->is_solved = true; /* with the bound of the box that it is cut from, and its proof */
  double before = leaf->value;
  lfl_plan *proof = leaf->proof;
  leaf->proof = NULL;
  solve_result result = solve_leaf(q, i);
  if (result != SOLVE_OK) {
    put_together(q->tree, i, proof);
    return result;
  }
  if (!take_proof(&q->tree->list[other], proof)) return SOLVE_MEMORY;
  bool is_as_good = q->tree->list[i].value <= before + EXACT * fmax(1, fabs(before)); /* the other can hold nothing better */
  if (q->is_lazy && is_as_good) {
    *first_child = i;
    return SOLVE_OK;
  }
  result = solve_leaf(q, other);
  *first_child = q->tree->list[i].value <= q->tree->list[other].value ? i : other;
  return result;
}

/* What the last box pays for missing what is held, or a repair asked for. */
static double paid_for_missing(const quest *q) {
  const lfl_master *m = q->m;
  const double *x = solution(q);
  double paid = m->col_worst_over >= 0 ? q->held_penalty[LFL_N_LEVELS] * x[m->col_worst_over] : 0;
  for (int k = 0; k < m->s->n_projects; k++)
    if (m->col_undone[k] >= 0) paid += q->penalty * x[m->col_undone[k]];
  for (int k = 0; k < LFL_N_LEVELS; k++)
    if (m->col_hold_over[k] >= 0) paid += q->held_penalty[k] * x[m->col_hold_over[k]];
  return paid;
}

/* A decision that its box alone holds, and that is missed at no less than the best: dearer. */
static solve_result raise_penalties(quest *q, int i) {
  enum { TIMES = 1000 };
  q->penalty *= TIMES;
  for (int k = 0; k <= LFL_N_LEVELS; k++) q->held_penalty[k] *= TIMES;
  set_penalties(q, true);
  return solve_leaf(q, i);
}

/* Is the leaf's value the pool's still, where the search is in the whole? To a millionth it is as good as its own. */
static bool is_rough(const quest *q, const repair_leaf *leaf) { return leaf->is_of_pool && !q->pool; }

static bool is_open(const quest *q, int i) {
  const repair_leaf *leaf = &q->tree->list[i];
  double near = NEAR * fmax(1, fabs(q->best)) + (q->cost_i == COST_MINIMUM ? q->m->penalty_slack : 0);
  double least = is_rough(q, leaf) ? fmax(tolerance(q), near) : tolerance(q);
  bool is_tried = leaf->is_whole && leaf->split_project < 0 && !is_rough(q, leaf);
  return !leaf->is_closed && !is_tried && leaf->value < q->best - least;
}

static int best_open(const quest *q) {
  int best = LFL_NO;
  for (int i = 0; i < q->tree->n; i++)
    if (is_open(q, i) && (best < 0 || q->tree->list[i].value < q->tree->list[best].value)) best = i;
  return best;
}

static double bound_of(const quest *q) {
  double bound = q->best;
  for (int i = 0; i < q->tree->n; i++)
    if (!q->tree->list[i].is_closed) bound = fmin(bound, q->tree->list[i].value);
  return bound;
}

static bool is_settled(quest *q) {
  if (isfinite(q->enough) && (q->best <= q->enough || bound_of(q) > q->enough)) return true;
  q->is_limited = q->n_nodes >= MOST_NODES || q->m->iterations - q->begun > q->most_iterations;
  return q->is_limited;
}

/* A whole solution as a decision. Where it is worse than its box, which missed what is held by no more than rounding and still gains by it, that was too cheap
 * (a hair of survival can be worth much to the worst place), and the box's bound too low: dearer. */
static solve_result try_at_its_price(quest *q, int i) {
  enum { MOST_RAISED = 2 };
  bool is_cheap = !q->pool && paid_for_missing(q) > tolerance(q);
  solve_result result = try_whole(q, i);
  if (result != SOLVE_OK || !is_cheap || q->tree->list[i].n_raised == MOST_RAISED || q->tree->list[i].value >= q->best - tolerance(q)) return result;
  q->tree->list[i].n_raised++;
  return raise_penalties(q, i);
}

/* Looks at a leaf: a whole solution is tried, others are cut. *next: the child to go on with. */
static solve_result look_at(quest *q, int i, int *next) {
  repair_leaf *leaf = &q->tree->list[i];
  solve_result result;
  *next = LFL_NO;
  if (is_rough(q, leaf)) return solve_leaf(q, i);
  if (leaf->split_project >= 0) return cut(q, i, next);
  size_t size = (size_t)q->m->s->n_projects * sizeof *leaf->least;
  if (memcmp(q->m->box_least, leaf->least, size) != 0 || memcmp(q->m->box_most, leaf->most, size) != 0) { /* the last solution is another's */
    if ((result = solve_leaf(q, i)) != SOLVE_OK || q->tree->list[i].split_project >= 0) return result;
  }
  bool missed = is_missed(q);
  if (!missed) return try_at_its_price(q, i);
  for (int times = 0; !q->pool && times < 2 && missed; times++) { /* a box of one decision */
    if ((result = raise_penalties(q, i)) != SOLVE_OK || !is_open(q, i) || q->tree->list[i].split_project >= 0) return result;
    missed = is_missed(q);
  }
  q->tree->list[i].is_whole = true; /* its bound is what it is */
  return SOLVE_OK;
}

static solve_result search(quest *q) {
  solve_result result = SOLVE_OK;
  for (int i = 0; i < q->tree->n && result == SOLVE_OK; i++)
    if (!q->tree->list[i].is_closed && !q->tree->list[i].is_solved) result = solve_leaf(q, i);
  int next = LFL_NO;
  while (result == SOLVE_OK && !is_settled(q)) {
    if (next < 0 || !is_open(q, next)) next = best_open(q);
    if (next < 0) break;
    int at = next;
    result = look_at(q, at, &next);
    if (next < 0 && is_open(q, at) && !q->tree->list[at].is_whole) next = at;
  }
  return result;
}

static bool begin(quest *q, lfl_master *m) {
  q->m = m;
  q->best = (double)INFINITY;
  q->begun = m->iterations;
  q->enough = -(double)INFINITY;
  q->start = lfl_calloc(2 * (size_t)m->s->n_projects + 1, sizeof *q->start);
  return q->start != NULL;
}

/* Iterations for deciding: some times what the level's first solves took. */
static void allow_work(quest *q, long first) {
  enum { LEAST = 20000, TIMES = 2 };
  q->most_iterations = TIMES * first > LEAST ? TIMES * first : LEAST;
}

/* The whole box, and a first decision. */
static solve_result begin_at_root(quest *q) {
  lfl_master *m = q->m;
  solve_result result = solve_leaf(q, 0);
  allow_work(q, m->iterations - q->begun);
  bool is_out_of_reach = isfinite(q->enough) && q->tree->list[0].value > q->enough;
  if (result == SOLVE_OK && !is_out_of_reach) result = try_first(q);
  set_penalties(q, true);
  return result;
}

/* ---- levels ---- */

/* Copies each leaf's proof of the level; a closed leaf's stands with the level that closed it. */
static bool keep_proofs(const quest *q, lfl_plan *to) {
  for (int i = 0; i < q->tree->n; i++) {
    repair_leaf *leaf = &q->tree->list[i];
    leaf->proof_i = LFL_NO;
    if (leaf->is_closed || !leaf->proof || !leaf->proof->n_proofs) continue;
    lfl_proof *proof = lfl_plan_add_proof(to);
    if (!proof) return false;
    leaf->proof_i = to->n_proofs - 1;
    *proof = leaf->proof->proofs[0];
    if (!lfl_plan_copy_box(to, proof)) return false;
    for (int k = 0; k < leaf->proof->n_multipliers; k++) {
      lfl_multiplier_row *row = lfl_plan_add_multiplier(to);
      if (!row) return false;
      *row = leaf->proof->multipliers[k];
      row->proof_i = to->n_proofs - 1;
    }
  }
  return true;
}

/* What the level is held to is no less than is proved of it; then the leaves that cannot keep it are
 * closed: by what is proved of them, where there are proofs. */
static bool hold_and_close(const quest *q, lfl_level *level) {
  const double CLEAR = 1e-8;
  const lfl_plan *proofs = q->m->proofs;
  double least = (double)INFINITY;
  for (int i = 0; proofs && i < q->tree->n; i++) {
    repair_leaf *leaf = &q->tree->list[i];
    if (leaf->is_closed) continue;
    leaf->value = -(double)INFINITY;
    if (leaf->proof_i >= 0 && lfl_plan_prove_one(proofs, leaf->proof_i, &leaf->value) != LFL_OK) return false;
    least = fmin(least, leaf->value);
  }
  if (isfinite(least) && least > level->value) level->value = least; /* found below what there is, by the solver's tolerance */
  if (!isnan(level->held_value) && isfinite(least)) level->held_value = fmax(level->held_value, least + 1e-9 * fmax(1, fabs(least)));
  double held = level->held_value + CLEAR * fmax(1, fabs(level->held_value));
  for (int i = 0; i < q->tree->n; i++) {
    repair_leaf *leaf = &q->tree->list[i];
    if (leaf->is_closed) continue;
    leaf->is_closed = leaf->value > held; /* not where nothing is held */
    leaf->is_solved = leaf->is_whole = leaf->is_plain = false;
    leaf->value = -(double)INFINITY;
  }
  return true;
}

/* How the search of a level begins: with what is decided, where it is solved for that already; else with the whole box. */
static solve_result begin_level(quest *q, const lfl_level *level) {
  const lfl_master *m = q->m;
  if (isnan(level->value)) return begin_at_root(q);
  q->best = level->value;
  memcpy(q->start, m->start, (size_t)m->s->n_projects * sizeof *q->start);
  choose_penalties(q, fmax(1, fabs(q->best)));
  set_penalties(q, true);
  return SOLVE_OK;
}

/* The decision, if it is another, and a face that is not its. */
static void take_decision(lfl_master *m, const int *start) {
  size_t size = (size_t)m->s->n_projects * sizeof *start;
  if (memcmp(m->start, start, size) == 0) return;
  memset(m->face, 0, (size_t)m->n_columns * sizeof *m->face);
  memcpy(m->start, start, size);
}

/* The decision is kept, and its solution put back, which at the last level need not be solved again: it is there, or was before the search. The level's value is that of what is kept: a node's may be
 * better by what its solution misses limits by. */
static solve_result keep_decision(quest *q, lfl_level *level, const lfl_lp_start *before, bool is_last) {
  lfl_master *m = q->m;
  bool is_other = memcmp(m->start, q->start, (size_t)m->s->n_projects * sizeof *q->start) != 0;
  bool is_there = (is_last && q->is_at_best) || (!is_other && !q->is_elsewhere); /* what later levels begin with keeps the face, too */
  double value, bound;
  set_penalties(q, false);
  if (!is_there || is_other) master_drop_prices(m);
  take_decision(m, q->start);
  prove_fix_face(m);
  repairs_fix(m);
  if (is_there) return SOLVE_OK;
  if (is_last && before && !q->has_better) return lfl_lp_use_start(m->lp, before) ? SOLVE_OK : SOLVE_MEMORY;
  m->is_known = true;
  solve_result result = solve_priced(m, q->cost_i, q->constant, &value, &bound);
  if (result == SOLVE_OK && value > level->value + NEAR * fmax(1, fabs(level->value))) { /* for what levels before had fixed: they are held by their rows alone from here on */
    memset(m->face, 0, (size_t)m->n_columns * sizeof *m->face);
    prove_free_columns(m);
    repairs_fix(m);
    result = solve_priced(m, q->cost_i, q->constant, &value, &bound);
  }
  m->is_known = false;
  if (result == SOLVE_OK && value > level->value) level->value = value;
  return result;
}

static solve_result end_level(quest *q, lfl_level *level, const lfl_lp_start *before, bool is_last) {
  lfl_master *m = q->m;
  level->value = fmax(0, q->best);
  level->bound = fmin(level->value, bound_of(q));
  solve_result result = keep_decision(q, level, before, is_last);
  if (!is_last) level->held_value = level->value + level_slack(m, q->cost_i, level->value);
  if ((m->proofs && !keep_proofs(q, m->proofs)) || !hold_and_close(q, level)) return SOLVE_MEMORY;
  if (q->cost_i >= 0) return result;
  m->worst_place = level->value;
  lfl_lp_set_column_bounds(m->lp, m->fairness_column, 0, is_last ? m->upper[m->fairness_column] : level->held_value);
  return result;
}

/* All that is left of the tree is as good as the decision before. */
static solve_result settle_free(quest *q) {
  lfl_master *m = q->m;
  solve_result result = SOLVE_OK;
  for (int i = 0; i < q->tree->n && result == SOLVE_OK; i++) {
    repair_leaf *leaf = &q->tree->list[i];
    if (leaf->is_closed) continue;
    leaf->value = q->best;
    leaf->is_solved = true;
    repairs_set_box(m, leaf->least, leaf->most, true);
    if (m->proofs) result = prove_leaf(q, leaf, &leaf->value);
  }
  return result;
}

static bool begin_tree(lfl_master *m) {
  if (m->tree) return true;
  repairs_free(m);
  m->tree = lfl_calloc(1, sizeof *m->tree);
  return m->tree && add_root(m->tree, m);
}

static solve_result begin_quest(quest *q, lfl_master *m, const lfl_level *levels, int level_i) {
  *q = (quest){.cost_i = cost_of_level(levels[level_i].kind), .subject_i = -1 - level_i};
  bool is_fine = begin_tree(m) && begin(q, m) && make_over_columns(m) && pose_level(m, levels, level_i + 1, level_i);
  q->tree = m->tree;
  q->constant = q->cost_i >= 0 ? m->constant[q->cost_i] : 0;
  return is_fine ? SOLVE_OK : SOLVE_MEMORY;
}

/* How the search of a later level begins in the pool: with what levels before have decided, which keeps what they hold by a price that is enough for that. */
static solve_result begin_as_decided(quest *q) {
  const double STAKE = 1e-3; /* of all that is asked for, as no more is known */
  lfl_master *m = q->m;
  double value;
  choose_penalties(q, STAKE * fmax(1, fabs(q->constant)));
  solve_result result = solve_decision(q, m->start, &value);
  while (result == SOLVE_OK && !isfinite(value) && penalty_raise(m)) result = solve_decision(q, m->start, &value);
  allow_work(q, m->iterations - q->begun);
  set_penalties(q, true);
  return result;
}

/* Is the level one that the pool is for? Movement is not: what service is worth to it leaves no digit for the kilometres. */
static bool is_for_pool(const lfl_level *level, int level_i) {
  return level_i == 0 ? level->kind == LFL_LEVEL_SURVIVAL : level->kind == LFL_LEVEL_MINIMUM;
}

solve_result branch_ahead(lfl_master *m, const lfl_level *levels, int level_i, pool **decided) {
  quest q;
  *decided = NULL;
  if (!is_for_pool(&levels[level_i], level_i)) return SOLVE_OK;
  solve_result result = begin_quest(&q, m, levels, level_i);
  if (result == SOLVE_OK) penalty_begin(m, q.cost_i);
  if (result == SOLVE_OK && (level_i == 0 || m->is_penalised)) {
    q.pool = pool_open(m, level_i > 0); /* at survival limited ways do not bind the more for it, and apart the search takes twice as long (Rafah) */
    result = !q.pool ? SOLVE_MEMORY : level_i == 0 ? begin_at_root(&q) : begin_as_decided(&q);
    if (result == SOLVE_OK) result = search(&q);
    set_penalties(&q, false);
    if (result == SOLVE_OK && q.best < (double)INFINITY) {
      *decided = q.pool;
      take_decision(m, q.start);
    } else {
      pool_close(q.pool);
    }
    if (result == SOLVE_FAILED) result = SOLVE_OK; /* what there is in the tree stands */
  }
  penalty_end(m);
  prove_fix_face(m);
  if (*decided || level_i > 0) repairs_fix(m);
  lfl_free(q.start);
  return result;
}

/* Stopped within a level after the first: what was decided stands, with the solution it had; what else there may be is not known. */
static bool go_back(quest *q, lfl_level *level, const lfl_lp_start *before) {
  level->bound = level->gap = (double)NAN;
  set_penalties(q, false);
  prove_fix_face(q->m);
  repairs_fix(q->m);
  return lfl_lp_use_start(q->m->lp, before);
}

solve_result branch_level(lfl_master *m, lfl_level *levels, int level_i, bool is_last, bool is_free) {
  quest q;
  solve_result result = begin_quest(&q, m, levels, level_i);
  lfl_lp_start *before = level_i > 0 && result == SOLVE_OK ? lfl_lp_keep_start(m->lp) : NULL;
  if (level_i > 0 && result == SOLVE_OK && !before) result = SOLVE_MEMORY;
  allow_work(&q, m->iterations - m->level_begun);
  if (result == SOLVE_OK) result = begin_level(&q, &levels[level_i]);
  q.is_free = is_free;
  if (result == SOLVE_OK) result = is_free ? settle_free(&q) : search(&q);
  if (result == SOLVE_OK) result = decide_at_last(&q);
  if (result == SOLVE_OK) result = end_level(&q, &levels[level_i], before, is_last);
  else if (result == SOLVE_STOPPED && before) result = go_back(&q, &levels[level_i], before) ? SOLVE_STOPPED : SOLVE_MEMORY;
  else if (result == SOLVE_STOPPED && q.best < (double)INFINITY) {
    take_decision(m, q.start);
    repairs_fix(m);
  }
  lfl_lp_start_destroy(before);
  lfl_free(q.start);
  return result;
}

/* ---- targets and single questions ---- */

/* Survival decided in the pool and solved in the whole as decided, which is most often all: what is left of the tree is said to be open only where it may hold better. */
static solve_result begin_in_pool(quest *q) {
  lfl_master *m = q->m;
  double value = (double)INFINITY, bound;
  if (!(q->pool = pool_open(m, false))) return SOLVE_MEMORY;
  solve_result result = begin_at_root(q);
  if (result == SOLVE_OK) result = search(q);
  bool is_decided = result == SOLVE_OK && q->best < (double)INFINITY;
  set_penalties(q, false);
  m->is_by_known = is_decided && bound_of(q) >= m->known_value - EXACT * fmax(1, fabs(m->known_value));
  if (m->is_by_known) {
    value = m->known_value;
  } else if (is_decided) {
    repairs_set_box(m, q->start, q->start, false);
    result = solve_by_pool(m, q->pool, q->cost_i, true, &value, &bound);
    master_drop_prices(m);
  }
  pool_close(q->pool);
  q->pool = NULL;
  q->best = result == SOLVE_OK ? value : (double)INFINITY;
  set_penalties(q, true);
  return result == SOLVE_FAILED ? SOLVE_OK : result;
}

solve_result branch_once(lfl_master *m, int cost_i, double constant, double enough, int subject_i, double *value, double *bound) {
  repair_tree tree = {0};
  quest q = {.tree = &tree, .cost_i = cost_i, .subject_i = subject_i, .constant = constant, .is_lazy = true};
  solve_result result = begin(&q, m) && add_root(&tree, m) ? SOLVE_OK : SOLVE_MEMORY;
  q.enough = enough;
  bool is_for_pool = cost_i == COST_SURVIVAL && !isfinite(enough) && !master_may_begin_alike(m) /* a short way */ && !is_in_parts(m);
  if (result == SOLVE_OK) result = is_for_pool ? begin_in_pool(&q) : begin_at_root(&q);
  *bound = tree.n && tree.list[0].is_solved ? bound_of(&q) : -(double)INFINITY;
  if (result == SOLVE_OK && !(isfinite(enough) && *bound > enough)) {
    result = search(&q);
    if (result == SOLVE_OK && !(isfinite(enough) && bound_of(&q) > enough)) result = decide_at_last(&q);
    *bound = bound_of(&q);
  }
  /* that none is as good as `enough` is all that is wanted: the bound says it */
  *value = q.best < (double)INFINITY ? q.best : result == SOLVE_OK && isfinite(enough) ? *bound : (double)NAN;
  if (q.best < (double)INFINITY) memcpy(m->start, q.start, (size_t)m->s->n_projects * sizeof *q.start);
  if (result == SOLVE_OK && m->proofs && subject_i >= 0 && !keep_proofs(&q, m->proofs)) result = SOLVE_MEMORY;
  set_penalties(&q, false);
  repairs_free(m);
  clear_tree(&tree);
  lfl_free(q.start);
  return result;
}
