/* Writes down what proves a bound: from the duals of the last solution a multiplier for every limit
 * of docs/MODEL.md, those included that the master problem leaves out (master.h).
 *
 * Whatever is written here, what it proves is for src/proof to say; the better it is, the tighter.
 * So the duals are put right where rounding, or a limit left out, would cost the bound:
 * - a stock is never worth less than the day after (but for its place in the store);
 * - what serves is worth no more than the item used for it, and water no less than what it serves;
 * - service that was worked out beforehand gets the multiplier that proves it, found among the few
 *   at which its bound can be least;
 * - the limit of people in need takes up what serving one more would gain.
 * Values are rounded to 40 bits below the largest of their kind, so that equal days are one row.
 * O(places * days * (items + needs)). Tests: tests/unit/test_proof.c. */
#include <float.h>
#include <math.h>

#include "engine/master.h"
#include "engine/rows.h"
#include "model/multipliers.h"

typedef struct writer {
  lfl_master *m;
  const lfl_scenario *s;
  const double *duals;
  lfl_multipliers *y;
  int cost_i;                  /* the objective; LFL_NO: fairness or a target */
  double weight[LFL_N_LEVELS]; /* by kind: 1 the objective, or the multiplier of its hold */
  bool *is_supplied;           /* [item] */
} writer;

static double *at(const writer *w, lfl_row limit, int a, int b, int day) { return lfl_multiplier_at(w->y, limit, a, b, day); }

/* Of a limit from above; from below it is the dual itself. */
static double price(const writer *w, int row) { return row < 0 ? 0 : fmax(0, -w->duals[row]); }
static double price_below(const writer *w, int row) { return row < 0 ? 0 : fmax(0, w->duals[row]); }

/* Level of each cost array. */
static const lfl_level_kind KINDS[N_COSTS] = {LFL_LEVEL_SURVIVAL, LFL_LEVEL_MINIMUM, LFL_LEVEL_MOVEMENT, LFL_LEVEL_COST};

/* Holds of the level itself and of later ones have no price. */
static void copy_holds(writer *w) {
  for (int k = 0; k < w->m->n_holds; k++)
    if (w->m->hold_cost[k] != w->cost_i) *at(w, LFL_ROW_HOLD, (int)KINDS[w->m->hold_cost[k]], 0, 0) = price(w, w->m->hold_row[k]);
}

/* What each level counts: the objective 1, those held their multiplier. */
static void weigh_levels(writer *w) {
  for (int k = 0; k < N_COSTS; k++) w->weight[KINDS[k]] = k == w->cost_i ? 1 : *at(w, LFL_ROW_HOLD, (int)KINDS[k], 0, 0);
}

static void copy_places(writer *w) {
  const lfl_master *m = w->m;
  const lfl_scenario *s = w->s;
  const double *reduced = master_reduced(m);
  for (int i = 0; i < s->n_places; i++) {
    *at(w, LFL_ROW_LAND, i, 0, 0) = price(w, m->row_land[i]);
    *at(w, LFL_ROW_MOBILE, i, 0, 0) = price(w, m->row_mobile[i]);
    *at(w, LFL_ROW_WORST, i, 0, 0) = price_below(w, m->row_worst[i]);
    for (int day = 0; day < m->T; day++) {
      long k = at_day(m, i, day);
      /* who has left by a day is bounded by the willing on every day: one limit for all */
      if (m->col_left[k] >= 0) *at(w, LFL_ROW_WILLING, i, 0, 0) += fmax(0, -reduced[m->col_left[k]]);
      *at(w, LFL_ROW_STORAGE, i, 0, day) = price(w, m->row_storage[k]);
      *at(w, LFL_ROW_YIELD, i, 0, day) = price(w, m->row_yield[k]);
      *at(w, LFL_ROW_HANDLING, i, 0, day) = price(w, m->row_handle[k]);
      *at(w, LFL_ROW_GROUND, i, 0, day) = price(w, m->row_ground_limit[k]);
      *at(w, LFL_ROW_THERE, i, 0, day) = price_below(w, m->row_there[k]);
      for (int n = 0; n < s->n_needs; n++) {
        *at(w, LFL_ROW_PEOPLE, i, n, day) = price(w, m->row_people[at_need(m, i, n, day)]);
        *at(w, LFL_ROW_READY, i, n, day) = price(w, m->row_ready[at_need(m, i, n, day)]);
        *at(w, LFL_ROW_SERVICE, i, n, day) = price(w, m->row_service[at_need(m, i, n, day)]);
        *at(w, LFL_ROW_LEAST, i, n, day) = price(w, m->row_least[at_need(m, i, n, day)]);
      }
      for (int j = 0; j < s->n_items; j++) {
        int row = m->row_stock[at_item(m, i, j, day)];
        *at(w, LFL_ROW_STOCK, i, j, day) = row < 0 ? 0 : -w->duals[row];
      }
    }
  }
}

static void copy_rest(writer *w) {
  const lfl_master *m = w->m;
  const lfl_scenario *s = w->s;
  for (int day = 0; day < m->T; day++) {
    for (int k = 0; k < s->n_crews; k++) *at(w, LFL_ROW_CREW, k, 0, day) = price(w, m->row_crew[at_day(m, k, day)]);
    for (int k = 0; k < s->n_fleets; k++) *at(w, LFL_ROW_FLEET, k, 0, day) = price(w, m->row_fleet[at_day(m, k, day)]);
    for (int k = 0; k < s->n_projects; k++) *at(w, LFL_ROW_ORDER, k, 0, day) = price(w, m->row_order[at_day(m, k, day)]);
    for (int k = 0; k < s->n_permissions; k++) *at(w, LFL_ROW_PERMISSION, k, 0, day) = price(w, m->row_permission[at_day(m, k, day)]);
    for (int k = 0; k < s->n_facilities * N_CARES; k++)
      *at(w, k % N_CARES == CARE_HEALTH ? LFL_ROW_CARE : LFL_ROW_CARE_BEDS, k / N_CARES, 0, day) = price(w, m->row_care[at_care(m, k / N_CARES, k % N_CARES, day)]);
    for (int k = 0; k < s->n_escorts; k++) *at(w, LFL_ROW_ESCORT, k, 0, day) = price(w, m->row_escort[at_day(m, k, day)]);
    for (int k = 0; k < 2 * s->n_links; k++) {
      *at(w, k % 2 ? LFL_ROW_LINK_BACK : LFL_ROW_LINK, k / 2, 0, day) = price(w, m->row_link[at_day(m, k, day)]);
      *at(w, k % 2 ? LFL_ROW_WALK_BACK : LFL_ROW_WALK, k / 2, 0, day) = price(w, m->row_walk[at_day(m, k, day)]);
    }
    *at(w, LFL_ROW_REACH, 0, 0, day) = price_below(w, m->row_reach[day]);
  }
  for (int k = 0; m->money->n_classes && k < s->n_pledges; k++)
    if (m->money->fund_of[k] >= 0 && s->pledges[k].from_day < m->T)
      *at(w, LFL_ROW_MONEY, k, 0, 0) = price(w, m->row_fund[at_fund(m, m->money->fund_of[k], m->money->period_of[s->pledges[k].from_day])]);
}

/* ---- an earlier level's multipliers, too ---- */

/* Where service is worked out beforehand, one tier comes first. For that to be best, the earlier level of that tier has to count
 * enough against the other tier, and where the minimum comes first against the worst place, too. How much? */
static double weight_wanted(const writer *w, lfl_level_kind first) {
  const lfl_scenario *s = w->s;
  double most = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++) {
      const lfl_need *need = &s->needs[n];
      double rs = need->r[LFL_SURVIVAL], rm = need->r[LFL_MINIMUM];
      if (!w->m->is_fixed[(long)i * s->n_needs + n] || !need->has_tier[LFL_SURVIVAL] || !need->has_tier[LFL_MINIMUM]) continue;
      if (!(rm > rs) || !lfl_need_applies(s, n, i)) continue;
      if (first == LFL_LEVEL_SURVIVAL) most = fmax(most, rs / (rm - rs) * w->weight[LFL_LEVEL_MINIMUM]);
      else if (rs > 0 && need->weight > 0) most = fmax(most, (rm - rs) / rs * (w->weight[LFL_LEVEL_SURVIVAL] + *at(w, LFL_ROW_WORST, i, 0, 0) / need->weight));
    }
  return most;
}

/* Adds `times` the multipliers that prove the level, and as much of its hold: the sum proves as much
 * as before, less what the level is held above what was proved of it. */
static bool add_level(writer *w, const lfl_plan *proofs, int level_i, double times) {
  lfl_multipliers *more = lfl_multipliers_create(w->s);
  int proof_i = lfl_plan_find_proof_within(proofs, LFL_PROOF_LEVEL, level_i, w->m->box_least, w->m->box_most), bad_row;
  bool is_fine = more && proof_i >= 0 && lfl_multipliers_load(more, proofs, proof_i, &bad_row);
  for (int k = 0; is_fine && k < LFL_N_ROWS; k++) {
    lfl_row_shape shape = lfl_row_shape_of(w->s, (lfl_row)k);
    long n = (long)shape.n_a * shape.n_b * (shape.has_days ? w->m->T : 1);
    for (long i = 0; i < n; i++) w->y->value[k][i] += times * more->value[k][i];
  }
  if (is_fine) *at(w, LFL_ROW_HOLD, (int)w->s->order[level_i], 0, 0) += times;
  lfl_multipliers_destroy(more);
  return is_fine;
}

static bool add_first_tier(writer *w, const lfl_plan *proofs, int level_i) {
  lfl_level_kind first = is_minimum_first(w->m) ? LFL_LEVEL_MINIMUM : LFL_LEVEL_SURVIVAL;
  weigh_levels(w);
  double times = weight_wanted(w, first) - w->weight[first];
  for (int k = 0; times > 0 && k < level_i; k++)
    if (w->s->order[k] == first) return add_level(w, proofs, k, times);
  return true;
}

/* ---- rounding ---- */

/* To a multiple of 2^-40 of the power of two above `largest`. */
static double on_grid(double value, int exponent) { return ldexp(nearbyint(ldexp(value, 40 - exponent)), exponent - 40); }

static void round_limit(writer *w, lfl_row limit) {
  lfl_row_shape shape = lfl_row_shape_of(w->s, limit);
  int n = shape.has_days ? w->m->T : 1;
  for (int b = 0; b < shape.n_b; b++) {
    double largest = 0;
    int exponent;
    for (int a = 0; a < shape.n_a; a++)
      for (int day = 0; day < n; day++) largest = fmax(largest, fabs(*at(w, limit, a, b, day)));
    frexp(largest, &exponent);
    for (int a = 0; a < shape.n_a && largest > 0; a++)
      for (int day = 0; day < n; day++) *at(w, limit, a, b, day) = on_grid(*at(w, limit, a, b, day), exponent);
  }
}

/* A little more, a little less: beyond what the few roundings of a sum can have cost. */
static double above(double x) { return x + 8 * DBL_EPSILON * fabs(x); }
static double below(double x) { return x - 8 * DBL_EPSILON * fabs(x); }

/* ---- putting right ---- */

/* Is it a kit all of whose parts are supplied? */
static bool can_be_kitted(const writer *w, int item_i) {
  const lfl_item *kit = &w->s->items[item_i];
  bool is_fine = kit->n_parts > 0;
  for (int j = 0; j < kit->n_parts; j++) is_fine = is_fine && w->is_supplied[kit->parts[j].item_i];
  return is_fine;
}

/* What is in stock is worth at least nothing: nobody need draw it, or send it there. Where a store is full the master may
 * price it below that, which it can as well do without: with every stock at 0 or more, nothing gains that did
 * not before. (Below 0, fuel that is supplied would count against the proof as if all of it were burnt.) */
static void mend_stocks(writer *w) {
  for (int i = 0; i < w->s->n_places; i++)
    for (int j = 0; j < w->s->n_items; j++)
      for (int day = 0; day < w->m->T; day++) *at(w, LFL_ROW_STOCK, i, j, day) = fmax(0, *at(w, LFL_ROW_STOCK, i, j, day));
  for (int i = 0; i < w->s->n_places; i++)
    for (int j = 0; j < w->s->n_items; j++)
      for (int day = w->m->T - 2; day >= 0; day--) {
        double next = *at(w, LFL_ROW_STOCK, i, j, day + 1), room = *at(w, LFL_ROW_STORAGE, i, 0, day) * w->s->items[j].volume_m3;
        double *here = at(w, LFL_ROW_STOCK, i, j, day);
        if (*here < next - room) *here = room > 0 ? next - room + 8 * DBL_EPSILON * (fabs(next) + room) : next;
      }
}

/* A kit is worth no more than its parts where it can be put together of them. */
static void mend_kits(writer *w) {
  for (int i = 0; i < w->s->n_places; i++)
    for (int k = 0; w->s->places[i].is_host && k < w->s->n_items; k++) {
      const lfl_item *kit = &w->s->items[k];
      for (int day = 0; can_be_kitted(w, k) && day < w->m->T; day++) {
        double parts = 0, *y = at(w, LFL_ROW_STOCK, i, k, day);
        for (int j = 0; j < kit->n_parts; j++) parts += kit->parts[j].units_per_unit * *at(w, LFL_ROW_STOCK, i, kit->parts[j].item_i, day);
        *y = fmin(*y, below(parts));
      }
    }
}

/* The target's own limits: the days' multipliers sum up to one or a little more; the least of all
 * needs counts fully. */
static void mend_target(writer *w) {
  const lfl_master *m = w->m;
  const lfl_scenario *s = w->s;
  if (!m->target || m->target->kind != LFL_TARGET_SERVED) return;
  int by_day = m->target->by_day < m->T ? m->target->by_day : m->T - 1, dearest = by_day;
  double sum = 0;
  for (int day = 0; day < m->T; day++) {
    double *here = at(w, LFL_ROW_REACH, 0, 0, day);
    if (day < by_day) *here = 0;
    sum += *here;
    if (*here > *at(w, LFL_ROW_REACH, 0, 0, dearest)) dearest = day;
  }
  if (sum < 1) *at(w, LFL_ROW_REACH, 0, 0, dearest) += 1 - sum + 1e-15;
  for (int day = by_day; day < m->T; day++)
    for (int i = 0; i < s->n_places; i++) {
      double left = *at(w, LFL_ROW_REACH, 0, 0, day), least = (double)INFINITY;
      int need_i = -1; /* the one worked out beforehand that serves fewest, or the last */
      for (int n = 0; n < s->n_needs; n++) {
        if (!target_asks(s, m->target, n, i)) continue;
        left -= *at(w, LFL_ROW_LEAST, i, n, day);
        bool is_fixed = m->is_fixed[(long)i * s->n_needs + n];
        double served = is_fixed ? m->fixed_served[m->target->tier][at_need(m, i, n, day)] : (double)INFINITY;
        if (need_i >= 0 && !(served < least)) continue;
        need_i = n;
        least = served;
      }
      if (need_i >= 0 && left > 0) *at(w, LFL_ROW_LEAST, i, need_i, day) += left + 1e-15;
    }
}

/* The worst place's share: the multipliers may not ask for more of it than there is. */
static void mend_worst(writer *w, bool is_fairness) {
  double sum = 0;
  for (int i = 0; i < w->s->n_places; i++) {
    const lfl_place *p = &w->s->places[i];
    sum += *at(w, LFL_ROW_WORST, i, 0, 0) * p->people * p->in_need_share * w->m->T * lfl_place_n_survival_needs(w->s, i);
  }
  for (int i = 0; i < w->s->n_places && is_fairness && sum > 1 - 1e-14; i++) *at(w, LFL_ROW_WORST, i, 0, 0) *= (1 - 1e-13) / sum;
}

/* Without the multiplier of what serves: what one person served at survival gains, and what one at
 * minimum gains in addition. */
static void gains_of(const writer *w, int i, int n, int day, double *survival, double *minimum) {
  const lfl_need *need = &w->s->needs[n];
  const lfl_target *t = w->m->target;
  double least = t && target_asks(w->s, t, n, i) ? *at(w, LFL_ROW_LEAST, i, n, day) : 0;
  *survival = *minimum = 0;
  if (need->has_tier[LFL_SURVIVAL])
    *survival = w->weight[LFL_LEVEL_SURVIVAL] * need->weight + *at(w, LFL_ROW_WORST, i, 0, 0) + *at(w, LFL_ROW_READY, i, n, day) +
                (t && t->tier == LFL_SURVIVAL ? least : 0);
  if (need->has_tier[LFL_MINIMUM]) *minimum = w->weight[LFL_LEVEL_MINIMUM] * need->weight + (t && t->tier == LFL_MINIMUM ? least : 0);
}

/* What one person more in need gains, with the multiplier of what serves. */
static double gain_of_person(const writer *w, int i, int n, int day, double serves) {
  const lfl_need *need = &w->s->needs[n];
  double survival, minimum, best = 0;
  gains_of(w, i, n, day, &survival, &minimum);
  if (need->has_tier[LFL_SURVIVAL]) best = fmax(best, survival - serves * need->r[LFL_SURVIVAL]);
  if (need->has_tier[LFL_MINIMUM]) best = fmax(best, survival + minimum - serves * need->r[LFL_MINIMUM]);
  return best;
}

/* What is there of a need whose service was worked out beforehand. */
static double fixed_there(const writer *w, int i, int n, int day) {
  const lfl_need *need = &w->s->needs[n];
  const lfl_place *p = &w->s->places[i];
  if (need->kind == LFL_NEED_CAPACITY) return p->capacity_people[need->capacity];
  if (need->kind == LFL_NEED_SPACE) return p->usable_m2;
  bool needs_fuel = w->s->fuel_item_i >= 0 && p->fuel_l_per_m3 > 0;
  return need->kind == LFL_NEED_WATER && !needs_fuel ? lfl_place_yield_l(w->s, i, day) : 0;
}

/* The multiplier at which the bound of service worked out beforehand is tightest: that bound is
 * convex and has its corners where serving at one tier or both stops to gain. */
static double prove_fixed(const writer *w, int i, int n, int day) {
  const lfl_need *need = &w->s->needs[n];
  double survival, minimum, there = fixed_there(w, i, n, day), people = lfl_place_in_need(w->s, i, day);
  double rs = need->r[LFL_SURVIVAL], rm = need->r[LFL_MINIMUM];
  if (!(there < (double)INFINITY)) return 0;
  gains_of(w, i, n, day, &survival, &minimum);
  const double corners[] = {0, rs > 0 ? survival / rs : 0, rm > 0 ? (survival + minimum) / rm : 0, rm > rs ? minimum / (rm - rs) : 0};
  double best = 0, least = (double)INFINITY;
  for (int k = 0; k < 4; k++) {
    double bound = corners[k] * there + people * gain_of_person(w, i, n, day, corners[k]);
    if (bound < least * (1 - 1e-14)) {
      least = bound;
      best = corners[k];
    }
  }
  return best;
}

/* An item used is worth at least what it serves; else it would have no bound but its supply. */
static double most_by_items(const writer *w, int i, int n, int day, double serves) {
  const lfl_need *need = &w->s->needs[n];
  for (int j = 0; j < w->s->n_items; j++) {
    const lfl_item *item = &w->s->items[j];
    bool is_stock_water = item->is_water && need->kind == LFL_NEED_WATER && w->m->row_stock[at_item(w->m, i, j, day)] >= 0;
    if (!is_stock_water && (item->is_water || item->need_i != n || item->given_once || !w->is_supplied[j])) continue;
    double gives = is_stock_water ? 1 : item->person_days * (need->kind == LFL_NEED_WATER ? need->r[LFL_MINIMUM] : 1);
    if (gives > 0) serves = fmin(serves, fmax(0, below(*at(w, LFL_ROW_STOCK, i, j, day) / gives)));
  }
  return serves;
}

static void mend_service(writer *w, int i, int n, int day) {
  const lfl_master *m = w->m;
  const lfl_need *need = &w->s->needs[n];
  double *serves = at(w, LFL_ROW_SERVICE, i, n, day);
  bool is_fixed = m->is_fixed[(long)i * w->s->n_needs + n];
  int only = need->kind == LFL_NEED_ITEM ? only_item_of_need(m, n) : LFL_NO;
  if (is_fixed) *serves = prove_fixed(w, i, n, day);
  else if (m->row_service[at_need(m, i, n, day)] < 0 && only >= 0)
    *serves = fmax(0, *at(w, LFL_ROW_STOCK, i, only, day) / w->s->items[only].person_days);
  if (!is_fixed) *serves = most_by_items(w, i, n, day, *serves);
  if (need->kind == LFL_NEED_WATER && lfl_may_yield(w->s, i)) {
    double *yield = at(w, LFL_ROW_YIELD, i, 0, day), fuel = 0;
    bool needs_fuel = w->s->fuel_item_i >= 0 && w->s->places[i].fuel_l_per_m3 > 0;
    if (needs_fuel) fuel = *at(w, LFL_ROW_STOCK, i, w->s->fuel_item_i, day) * w->s->places[i].fuel_l_per_m3 / 1000;
    if (!needs_fuel || w->is_supplied[w->s->fuel_item_i]) *yield = fmax(*yield, needs_fuel ? above(*serves - fuel) : *serves);
  }
  double *people = at(w, LFL_ROW_PEOPLE, i, n, day);
  if (is_fixed) *people = 0; /* of an earlier level, with its multiplier of what serves */
  *people = fmax(*people, above(gain_of_person(w, i, n, day, *serves)));
}

/* Who is served by a facility is worth no more than its capacity; and its capacity no more than its fuel, where that
 * is short: else the share at work would have no bound but itself. */
static void mend_care(writer *w, int f, int day) {
  const lfl_scenario *s = w->s;
  for (int k = 0; k < N_CARES; k++) {
    int need_i = care_need(s, k);
    double *care = at(w, k == CARE_HEALTH ? LFL_ROW_CARE : LFL_ROW_CARE_BEDS, f, 0, day);
    for (int r = 0; need_i >= 0 && care_serves(&s->facilities[f], k) > 0 && r < s->facilities[f].n_reach; r++)
      if (lfl_is_in_catchment(s, f, r, day)) *care = fmax(*care, *at(w, LFL_ROW_SERVICE, s->facilities[f].reach_i[r], need_i, day));
  }
}

static void mend(writer *w, bool is_fairness) {
  const lfl_scenario *s = w->s;
  for (int k = 0; k < LFL_N_ROWS; k++) round_limit(w, (lfl_row)k);
  weigh_levels(w);
  mend_stocks(w);
  mend_kits(w);
  mend_worst(w, is_fairness);
  mend_target(w);
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++)
      for (int day = 0; lfl_need_applies(s, n, i) && day < w->m->T; day++) mend_service(w, i, n, day);
  for (int f = 0; f < s->n_facilities; f++)
    for (int day = 0; day < w->m->T; day++) mend_care(w, f, day);
}

bool write_proof(lfl_master *m, int cost_i, lfl_plan *to, lfl_proof_kind kind, int subject_i) {
  writer w = {.m = m, .s = m->s, .cost_i = cost_i, .duals = master_duals(m), .y = lfl_multipliers_create(m->s)};
  w.is_supplied = lfl_arena_new(m->arena, (size_t)m->s->n_items, bool);
  lfl_proof *proof = w.y && w.is_supplied ? lfl_plan_add_proof(to) : NULL;
  bool is_fine = proof != NULL;
  if (is_fine) {
    *proof = (lfl_proof){kind, subject_i, NULL, NULL};
    is_fine = !m->has_repairs || repairs_copy_box(m, to, proof);
    for (int k = 0; k < m->s->n_supplies; k++)
      if (m->s->supplies[k].units > 0 && m->s->supplies[k].day < m->T) w.is_supplied[m->s->supplies[k].item_i] = true;
    for (int j = 0; j < m->s->n_items; j++) w.is_supplied[j] = w.is_supplied[j] || can_be_kitted(&w, j);
    copy_holds(&w);
    copy_places(&w);
    copy_rest(&w);
    is_fine = is_fine && (kind != LFL_PROOF_LEVEL || add_first_tier(&w, m->known_proofs ? m->known_proofs : to, subject_i));
    mend(&w, kind == LFL_PROOF_LEVEL && cost_i < 0);
    is_fine = is_fine && lfl_multipliers_store(w.y, to, to->n_proofs - 1);
  }
  lfl_multipliers_destroy(w.y);
  return is_fine;
}
