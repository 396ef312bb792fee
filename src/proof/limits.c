/* A proof's sum without the trips: what the limits themselves give (multiplier times limit), and
 * every decision but trips at its least within its bounds. All of it exact.
 *
 * Decisions that belong together are taken at their least together, as docs/PROOFS.md says: those
 * served at survival and at minimum (0 <= minimum <= survival <= people), and the days on which one
 * supply is drawn or one thing is given. Counts that only sum up others (people so far, units built
 * so far) are no decisions: a journey or a build counts on every day on which it is in such a sum.
 * O(places * days * (items + needs) + builds * days). Tests: tests/unit/test_proof.c. */
#include "model/willing.h"
#include "proof/parts.h"

static bool has(const lfl_need *need, lfl_tier tier) { return need->has_tier[tier]; }

bool proof_asks(const proof_case *c, int place_i, int need_i) {
  const lfl_target *t = c->target;
  if (!t || t->kind != LFL_TARGET_SERVED || !lfl_need_applies(c->s, need_i, place_i) || !lfl_place_is_within(c->s, place_i, t->place_i)) return false;
  return c->s->needs[need_i].has_tier[t->tier] && (t->need_i < 0 || t->need_i == need_i);
}

bool proof_counts_move(const proof_case *c, int from_i, int to_i, int day) {
  const lfl_target *t = c->target;
  return t && day <= t->by_day && lfl_target_counts_move(c->s, t, from_i, to_i);
}

/* Is the place one of those whose people in need a target for all counts? */
static bool counts_people(const proof_case *c, int place_i) {
  if (!c->target || c->target->people < (double)INFINITY) return false;
  for (int n = 0; n < c->s->n_needs; n++)
    if (proof_asks(c, place_i, n)) return true;
  return false;
}

/* Everyone in need there on the fullest day from by_day on, nobody moved: exact, into e->sum. */
static void sum_all_asked(const proof_case *c, exact *e) {
  mpq_t most;
  mpq_init(most);
  for (int day = c->target->by_day; day < c->T; day++) {
    exact_zero(e);
    for (int i = 0; i < c->s->n_places; i++)
      if (c->s->places[i].is_host && lfl_place_is_within(c->s, i, c->target->place_i))
        exact_add2(e, c->s->people_unplanned[lfl_at(c->s, i, day)], c->s->places[i].in_need_share);
    if (mpq_cmp(e->sum, most) > 0) mpq_set(most, e->sum);
  }
  mpq_set(e->sum, most);
  mpq_clear(most);
}

/* ---- what a person at a place counts ---- */

static double weight_of_tier(const proof_case *c, lfl_tier tier) { return c->weight[tier == LFL_SURVIVAL ? LFL_LEVEL_SURVIVAL : LFL_LEVEL_MINIMUM]; }

/* Into e->sum: the part of the sum that is there for each person at the place on the day. */
static void count_person(const proof_case *c, int i, int day, exact *e) {
  const lfl_scenario *s = c->s;
  double share = s->places[i].in_need_share;
  exact_zero(e);
  for (int n = 0; n < s->n_needs; n++) {
    if (!lfl_need_applies(s, n, i)) continue;
    const lfl_need *need = &s->needs[n];
    for (int tier = 0; tier < LFL_N_TIERS; tier++)
      if (need->has_tier[tier]) exact_add3(e, weight_of_tier(c, (lfl_tier)tier), need->weight, share);
    if (has(need, LFL_SURVIVAL)) exact_add2(e, price_at(c, LFL_ROW_WORST, i, 0, 0), share);
    exact_add2(e, -price_at(c, LFL_ROW_PEOPLE, i, n, day), share);
  }
  if (s->place_at_risk[lfl_at(s, i, day)]) exact_add3(e, c->weight[LFL_LEVEL_SURVIVAL], s->risk_weight, lfl_n_survival_needs(s));
  exact_add(e, -price_at(c, LFL_ROW_THERE, i, 0, day));
  if (counts_people(c, i) && day >= c->target->by_day) exact_add2(e, price_at(c, LFL_ROW_REACH, 0, 0, day), share);
}

/* On a day on which people can have been received: multipliers on being ready for them. */
static double ready_price(const proof_case *c, int i, int n, int day) {
  if (!lfl_need_binds_movement(&c->s->needs[n]) || !lfl_need_applies(c->s, n, i) || c->first_arrival[i] > day) return 0;
  return price_at(c, LFL_ROW_READY, i, n, day);
}

static bool count_people(proof_case *c) {
  const lfl_scenario *s = c->s;
  exact sum;
  mpq_t ready; /* on this day and all later ones: of whoever has come */
  exact freed; /* and of whoever has left */
  exact_begin(&sum);
  exact_begin(&freed);
  mpq_init(ready);
  for (int i = 0; i < s->n_places; i++) {
    if (!s->places[i].is_host) continue;
    exact_zero(&sum);
    exact_zero(&freed);
    mpq_set_ui(ready, 0, 1);
    for (int day = c->T - 1; day >= 0; day--) {
      long at = lfl_at(s, i, day);
      count_person(c, i, day, &c->d);
      exact_add_q(&c->e, s->people_unplanned[at], c->d.sum);
      mpq_add(sum.sum, sum.sum, c->d.sum);
      exact_zero(&c->d);
      for (int n = 0; n < s->n_needs; n++) {
        double price = ready_price(c, i, n, day);
        exact_add(&c->d, price);
        if (!(price > 0)) continue;
        double before = lfl_place_served_before(s, i, n, day);
        exact_add2(&c->e, price, before);
        double of_day_0 = lfl_place_people_of_day_0(s, i);
        if (of_day_0 > 0) exact_add2(&freed, price, div_up(before, of_day_0));
      }
      mpq_add(ready, ready, c->d.sum);
      mpq_add(c->d.sum, sum.sum, ready);
      c->arrive[at] = q_down(c->d.sum);
      mpq_add(c->d.sum, sum.sum, freed.sum);
      c->leave[at] = -q_up(c->d.sum);
    }
  }
  mpq_clear(ready);
  proof_close(c, &freed);
  proof_close(c, &sum);
  return true;
}

/* ---- the limits' own part ---- */

/* -= multiplier * limit; a limit that is not there has no multiplier. */
static void limit(proof_case *c, double price, double most) {
  if (price > 0 && most < (double)INFINITY) exact_add2(&c->e, -price, most);
  else if (price > 0) c->is_broken = true;
}

/* The same where the limit is a product. */
static void limit2(proof_case *c, double price, double most, double share) {
  if (price > 0 && most < (double)INFINITY) exact_add3(&c->e, -price, most, share);
  else if (price > 0) c->is_broken = true;
}

static void limit_places(proof_case *c) {
  const lfl_scenario *s = c->s;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    limit(c, price_at(c, LFL_ROW_LAND, i, 0, 0), add_up(p->usable_m2, lfl_restorable(s, LFL_RESTORES_LAND, i)));
    limit2(c, price_at(c, LFL_ROW_WILLING, i, 0, 0), p->willing_share, p->people);
    limit(c, price_at(c, LFL_ROW_MOBILE, i, 0, 0), p->people);
    exact_add3(&c->e, price_at(c, LFL_ROW_MOBILE, i, 0, 0), p->people, p->limited_mobility_share);
    for (int day = 0; day < c->T; day++) {
      double share = s->place_share[lfl_at(s, i, day)];
      bool is_gate = p->kind == LFL_HUB || p->kind == LFL_CROSSING;
      limit(c, price_at(c, LFL_ROW_GROUND, i, 0, day), p->usable_m2);
      limit(c, price_at(c, LFL_ROW_STORAGE, i, 0, day), p->storage_m3);
      limit2(c, price_at(c, LFL_ROW_YIELD, i, 0, day), p->water_yield_l_per_day, share);
      limit2(c, price_at(c, LFL_ROW_HANDLING, i, 0, day), !is_gate ? (double)INFINITY : share > 0 ? p->trucks_per_day : 0, share);
    }
  }
}

static void limit_network(proof_case *c) {
  const lfl_scenario *s = c->s;
  for (int l = 0; l < s->n_links; l++)
    for (int day = 0; day < c->T; day++) {
      const lfl_link *link = &s->links[l];
      double share = s->link_share[lfl_at(s, l, day)];
      for (int back = 0; back < 2; back++) {
        double vehicles = price_at(c, back ? LFL_ROW_LINK_BACK : LFL_ROW_LINK, l, 0, day);
        double people = price_at(c, back ? LFL_ROW_WALK_BACK : LFL_ROW_WALK, l, 0, day);
        limit2(c, vehicles, back && !link->two_way ? (double)INFINITY : link->vehicles_per_day, share);
        limit2(c, people, back && !link->two_way ? (double)INFINITY : link->people_per_day, share);
      }
    }
  for (int day = 0; day < c->T; day++) {
    for (int f = 0; f < s->n_fleets; f++) limit(c, price_at(c, LFL_ROW_FLEET, f, 0, day), s->fleet_vehicles[lfl_at(s, f, day)]);
    for (int k = 0; k < s->n_crews; k++) limit(c, price_at(c, LFL_ROW_CREW, k, 0, day), s->crew_workers[lfl_at(s, k, day)]);
    for (int k = 0; k < s->n_permissions; k++) {
      bool is_in = lfl_permission_holds(&s->permissions[k], day);
      limit(c, price_at(c, LFL_ROW_PERMISSION, k, 0, day), is_in ? lfl_permission_trips(&s->permissions[k], day) : (double)INFINITY);
    }
    for (int k = 0; k < s->n_escorts; k++) limit(c, price_at(c, LFL_ROW_ESCORT, k, 0, day), lfl_escort_vehicles(&s->escorts[k], day));
  }
}

/* No pledge pays more than it has. */
static void limit_money(proof_case *c) {
  const lfl_scenario *s = c->s;
  for (int k = 0; k < s->n_pledges; k++)
    if (s->pledges[k].counted) exact_add2(&c->e, -price_at(c, LFL_ROW_MONEY, k, 0, 0), s->pledges[k].amount);
}

/* A unit of money spent counts at least what the cheapest pledge counts that may pay it. */
double proof_money_price(const proof_case *c, const lfl_cost *cost, int day) {
  double least = c->s->has_pledges ? (double)INFINITY : 0;
  for (int k = 0; k < c->s->n_pledges; k++) {
    const lfl_pledge *p = &c->s->pledges[k];
    if (p->counted && p->amount > 0 && p->from_day <= day && price_at(c, LFL_ROW_MONEY, k, 0, 0) < least && lfl_pledge_covers(c->s, p, cost)) least = price_at(c, LFL_ROW_MONEY, k, 0, 0);
  }
  return least;
}

/* Into e->sum: people in need there on day 0, times days, times survival needs. */
static void sum_asked(const proof_case *c, int i, exact *e) {
  const lfl_place *p = &c->s->places[i];
  exact_zero(e);
  exact_add3(e, p->people, p->in_need_share, (double)c->T * lfl_place_n_survival_needs(c->s, i));
}

/* The worst place: its share is the objective, or is held. */
static void limit_worst(proof_case *c) {
  exact left; /* what is left of the share's own weight */
  exact_begin(&left);
  exact_add(&left, c->is_fairness ? 1 : 0);
  for (int i = 0; i < c->s->n_places; i++) {
    double price = price_at(c, LFL_ROW_WORST, i, 0, 0);
    if (!(price > 0)) continue;
    bool is_limit = c->s->places[i].is_host && (c->is_fairness || isfinite(c->held[LFL_LEVEL_FAIRNESS]));
    sum_asked(c, i, &c->d);
    if (!is_limit || mpq_sgn(c->d.sum) <= 0) c->is_broken = true;
    else if (c->is_fairness) exact_add_q(&left, -price, c->d.sum);
    else {
      mpq_set_d(c->e.term, price);
      mpq_mul(c->d.sum, c->d.sum, c->e.term);
      exact_add_q(&c->e, -c->held[LFL_LEVEL_FAIRNESS], c->d.sum);
    }
  }
  if (c->is_fairness && mpq_sgn(left.sum) < 0) c->is_broken = true; /* the share would have no bound */
  proof_close(c, &left);
}

/* Levels held: their cost is at most what they are held to. */
static void limit_holds(proof_case *c) {
  for (int k = 0; k < LFL_N_LEVELS; k++) {
    double price = price_at(c, LFL_ROW_HOLD, k, 0, 0);
    if (!(price > 0)) continue;
    if (k == LFL_LEVEL_FAIRNESS || !isfinite(c->held[k])) c->is_broken = true;
    else exact_add2(&c->e, -price, c->held[k]);
  }
}

/* People reached of a served target: on every day from by_day on at most those served, or, where all
 * are asked for, all less those in need and not served. Those reached are to be as many as can be. */
static void limit_reach(proof_case *c) {
  bool is_served = c->target && c->target->kind == LFL_TARGET_SERVED;
  exact left;
  exact_begin(&left);
  exact_add(&left, is_served ? -1 : 0);
  for (int day = 0; day < c->T; day++) {
    double price = price_at(c, LFL_ROW_REACH, 0, 0, day);
    if (!(price > 0)) continue;
    if (!is_served || day < c->target->by_day) {
      c->is_broken = true;
      continue;
    }
    exact_add(&left, price);
    if (c->target->people < (double)INFINITY) continue;
    sum_all_asked(c, &c->d);
    exact_add_q(&c->e, -price, c->d.sum);
  }
  if (is_served && mpq_sgn(left.sum) < 0) c->is_broken = true; /* those reached would have no bound */
  proof_close(c, &left);
}

static void limit_existing(proof_case *c) {
  const lfl_scenario *s = c->s;
  for (int i = 0; i < s->n_places; i++) {
    if (c->target && c->target->kind == LFL_TARGET_CAPACITY && s->places[i].is_host && lfl_place_is_within(s, i, c->target->place_i))
      exact_add(&c->e, -s->places[i].capacity_people[c->target->capacity]);
    for (int n = 0; n < s->n_needs; n++)
      for (int day = 0; day < c->T; day++) {
        double price = price_at(c, LFL_ROW_SERVICE, i, n, day), people = price_at(c, LFL_ROW_PEOPLE, i, n, day);
        if (!lfl_need_applies(s, n, i)) {
          if (price > 0 || people > 0) c->is_broken = true;
          continue;
        }
        if (s->needs[n].kind == LFL_NEED_CAPACITY) limit(c, price, s->places[i].capacity_people[s->needs[n].capacity]);
        if (s->needs[n].kind == LFL_NEED_SPACE) limit(c, price, s->places[i].usable_m2);
      }
  }
}

bool proof_add_limits(proof_case *c) {
  limit_places(c);
  limit_network(c);
  limit_money(c);
  limit_worst(c);
  limit_holds(c);
  limit_reach(c);
  limit_existing(c);
  return count_people(c);
}
