/* A proof's repairs: each is started on whichever day of the proof's box counts least, or left undone
 * where the box lets it be. What it uses (crew, money, the order of repairs) and what it restores stand in
 * limits with multipliers; so, given these, each repair stands alone, and whole decisions need no
 * solver: they are looked at one by one. Exact.
 *
 * With several proofs of one subject, each for a box of start days: the boxes are disjoint and hold as
 * many decisions as there are in all, so that every decision lies in one of them.
 * O(projects * days * (days + needs)) a proof. Tests: tests/unit/test_repairs.c, test_proof.c. */
#include "proof/parts.h"

static bool is_allowed(const proof_case *c, int k, int day) {
  return c->s->projects[k].finish[day] >= 0 && (!c->least || (c->least[k] <= day && day <= c->most[k]));
}

double proof_most_vehicles(const proof_case *c, int link_i, int day) {
  const lfl_scenario *s = c->s;
  double most = s->links[link_i].vehicles_per_day;
  for (int k = 0; k < s->n_projects; k++) {
    const lfl_project *p = &s->projects[k];
    bool can = false;
    if (p->restores != LFL_RESTORES_VEHICLES || p->link_i != link_i) continue;
    for (int start = 0; start < day; start++) can = can || (is_allowed(c, k, start) && p->finish[start] < day);
    if (can) most = add_up(most, p->amount);
  }
  return most * s->link_share[lfl_at(s, link_i, day)];
}

/* -= what the repair restores on the day. */
static void restore(const proof_case *c, int k, int day, exact *e) {
  const lfl_scenario *s = c->s;
  const lfl_project *p = &s->projects[k];
  double here = p->place_i >= 0 ? s->place_share[lfl_at(s, p->place_i, day)] : 0, along = p->link_i >= 0 ? s->link_share[lfl_at(s, p->link_i, day)] : 0;
  if (p->restores == LFL_RESTORES_YIELD) exact_add3(e, -price_at(c, LFL_ROW_YIELD, p->place_i, 0, day), p->amount, here);
  if (p->restores == LFL_RESTORES_TRUCKS) exact_add3(e, -price_at(c, LFL_ROW_HANDLING, p->place_i, 0, day), p->amount, here);
  if (p->restores == LFL_RESTORES_STORAGE) exact_add2(e, -price_at(c, LFL_ROW_STORAGE, p->place_i, 0, day), p->amount);
  if (p->restores == LFL_RESTORES_LAND) exact_add2(e, -price_at(c, LFL_ROW_GROUND, p->place_i, 0, day), p->amount);
  for (int n = 0; n < s->n_needs && p->place_i >= 0; n++)
    if (p->restores != LFL_RESTORES_NOTHING && p->restores != LFL_RESTORES_YIELD && lfl_restored_of_need(&s->needs[n]) == p->restores)
      exact_add2(e, -price_at(c, LFL_ROW_SERVICE, p->place_i, n, day), p->amount);
  for (int back = 0; back < 2 && p->link_i >= 0; back++) {
    if (p->restores == LFL_RESTORES_VEHICLES) exact_add3(e, -price_at(c, back ? LFL_ROW_LINK_BACK : LFL_ROW_LINK, p->link_i, 0, day), p->amount, along);
    if (p->restores == LFL_RESTORES_WALKERS) exact_add3(e, -price_at(c, back ? LFL_ROW_WALK_BACK : LFL_ROW_WALK, p->link_i, 0, day), p->amount, along);
  }
  for (int j = 0; j < s->n_projects; j++) /* others may be started */
    if (s->projects[j].needs_i == k) exact_add(e, -price_at(c, LFL_ROW_ORDER, j, 0, day));
}

/* What a target counts of the capacity that is there on its day. */
static void count_for_target(const proof_case *c, const lfl_project *p, int finish, exact *e) {
  const lfl_target *t = c->target;
  bool is_counted = t && t->kind == LFL_TARGET_CAPACITY && p->place_i >= 0 && c->s->places[p->place_i].is_host &&
                    (int)p->restores == (int)LFL_RESTORES_SHELTER + (int)t->capacity && lfl_place_is_within(c->s, p->place_i, t->place_i);
  if (is_counted && finish < t->by_day) exact_add(e, -p->amount);
}

/* Into c->d.sum, too: what is paid on the day; false if nobody may pay it. */
static bool pay_on(proof_case *c, const lfl_cost *cost, int day, double amount, double times) {
  if (!(amount > 0) || !(times > 0)) return true;
  double price = proof_money_price(c, cost, day);
  if (!(price < (double)INFINITY)) return false;
  exact_add3(&c->d, amount, times, c->weight[LFL_LEVEL_COST]);
  exact_add3(&c->d, amount, times, price);
  return true;
}

/* Into c->d.sum: all that starting on the day counts; false if it cannot be paid. restored: [day] what is restored from that day on. */
static bool start_on(proof_case *c, int k, int day, mpq_t *restored) {
  const lfl_scenario *s = c->s;
  const lfl_project *p = &s->projects[k];
  int finish = p->finish[day];
  exact_zero(&c->d);
  lfl_cost cost = lfl_cost_of_repair(s, k, LFL_LINE_REPAIRS);
  if (!pay_on(c, &cost, day, p->cost, 1)) return false;
  for (int t = day; p->crew_i >= 0 && t <= finish; t++) {
    if (!lfl_repair_works(s, k, t)) continue;
    exact_add2(&c->d, price_at(c, LFL_ROW_CREW, p->crew_i, 0, t), p->workers);
    if (!pay_on(c, &cost, t, s->crews[p->crew_i].wage_per_worker_day, p->workers)) return false;
  }
  for (int t = day; p->needs_i >= 0 && t < c->T; t++) exact_add(&c->d, price_at(c, LFL_ROW_ORDER, k, 0, t));
  mpq_add(c->d.sum, c->d.sum, restored[finish + 1]);
  count_for_target(c, p, finish, &c->d);
  return true;
}

void proof_add_repairs(proof_case *c) {
  const lfl_scenario *s = c->s;
  mpq_t least, *restored = lfl_arena_new(c->arena, (size_t)c->T + 1, mpq_t);
  if (!restored) {
    c->is_broken = c->is_broken || s->n_projects > 0;
    return;
  }
  exact sum;
  exact_begin(&sum);
  mpq_init(least);
  for (int day = 0; day <= c->T; day++) mpq_init(restored[day]);
  for (int k = 0; k < s->n_projects; k++) {
    bool is_any = !c->most || c->most[k] >= c->T; /* left undone: counts nothing */
    mpq_set_ui(least, 0, 1);
    exact_zero(&sum);
    for (int day = c->T - 1; day >= 0; day--) {
      restore(c, k, day, &sum);
      mpq_set(restored[day], sum.sum);
    }
    for (int day = 0; day < c->T; day++) {
      if (!is_allowed(c, k, day)) continue;
      if (!start_on(c, k, day, restored)) continue;
      if (!is_any || mpq_cmp(c->d.sum, least) < 0) mpq_set(least, c->d.sum);
      is_any = true;
    }
    if (is_any) mpq_add(c->e.sum, c->e.sum, least);
    else c->is_empty = true;
  }
  for (int day = 0; day <= c->T; day++) mpq_clear(restored[day]);
  mpq_clear(least);
  proof_close(c, &sum);
}

/* ---- boxes ---- */

static bool is_disjoint(const lfl_scenario *s, const lfl_proof *a, const lfl_proof *b) {
  for (int k = 0; k < s->n_projects; k++)
    if (a->most[k] < b->least[k] || b->most[k] < a->least[k]) return true;
  return false;
}

/* Decisions in the box, those included that cannot be carried out. */
static void count_decisions(const lfl_scenario *s, const lfl_proof *proof, mpz_t n) {
  mpz_set_ui(n, 1);
  for (int k = 0; k < s->n_projects; k++) {
    int width = proof->most[k] - proof->least[k] + 1;
    bool is_fine = proof->least[k] >= 0 && width > 0 && proof->most[k] <= s->n_days;
    mpz_mul_ui(n, n, is_fine ? (unsigned long)width : 0);
  }
}

bool proof_covers(const lfl_scenario *s, const lfl_proof *const *proofs, int n) {
  for (int i = 0; i < n; i++)
    if (!proofs[i]->least) return true; /* of all decisions */
  for (int i = 0; i < n; i++)
    for (int j = 0; j < i; j++)
      if (!is_disjoint(s, proofs[i], proofs[j])) return false;
  mpz_t all, sum, one;
  mpz_inits(all, sum, one, NULL);
  mpz_ui_pow_ui(all, (unsigned long)s->n_days + 1, (unsigned long)s->n_projects);
  for (int i = 0; i < n; i++) {
    count_decisions(s, proofs[i], one);
    mpz_add(sum, sum, one);
  }
  bool is_all = mpz_cmp(sum, all) == 0;
  mpz_clears(all, sum, one, NULL);
  return is_all;
}
