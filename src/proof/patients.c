/* A proof's trips that carry patients to hospitals (docs/MODEL.md, "Referral"): what all of them can at most gain under the
 * multipliers.
 *
 * A full trip gains what its patients' people gain who count on the facility's beds, less what its way and vehicle count. Ways are
 * not listed: the cheapest for each number of hours stand for all (ways.c), and patients are there on the same day, so that a
 * slower one is worth no more. Of each facility and place the best way is taken as often as the beds allow; or the fleet's
 * vehicle-days are made so dear that no such trip gains, whichever costs the bound less. Rounded to the safe side (exact.h).
 * O(days * fleets * facilities * places * labels). Tests: tests/unit/test_proof.c, test_cross.c. */
#include "proof/tripper.h"

typedef struct gains { /* of a fleet's patients' trips on a day; all rounded up */
  double by_beds;       /* each as often as the beds allow */
  double a_vehicle_day; /* the most that a vehicle-day gains; INFINITY: some take no time */
} gains;

/* What money for the facility's trips counts on the day; INFINITY: nobody may pay for them. */
static double money_price(const tripper *x, int f, const lfl_fleet *fleet, int day) {
  bool costs = fleet->cost_per_km > 0 || fleet->cost_per_vehicle_day > 0;
  lfl_cost what = lfl_cost_of_referral(x->c->s, f);
  return costs ? proof_money_price(x->c, &what, day) : 0;
}

static bool is_carried(const lfl_scenario *s, int f, int place_i, int day) {
  for (int r = 0; r < s->facilities[f].n_refer; r++)
    if (s->facilities[f].refer_i[r] == place_i) return lfl_is_referred(s, f, r, day);
  return false;
}

/* What one person more of the place who counts on the facility's beds gains, rounded up. */
static double worth_of_person(const proof_case *c, int f, int place_i, int need_i, int day) {
  return add_up(price_at(c, LFL_ROW_SERVICE, place_i, need_i, day), -price_at(c, LFL_ROW_CARE_BEDS, f, 0, day));
}

static void judge_pair(const tripper *x, gains *most, int f, int fleet_i, int place_i, int day, const proof_label *labels, int n) {
  const lfl_scenario *s = x->c->s;
  const lfl_facility *facility = &s->facilities[f];
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  double a_person = worth_of_person(x->c, f, place_i, lfl_need_of_capacity(s, LFL_BEDS), day), least = 0;
  if (!(a_person > 0)) return;
  double worth = mul_up(div_up(fleet->seats, facility->patients_a_person), a_person);
  for (int k = 0; k < n; k++) {
    if (labels[k].place_i != facility->place_i || !lfl_fleet_refers(fleet, facility, labels[k].hours * (1 - 1e-12))) continue;
    double reduced = add_down(add_down(labels[k].price, tripper_price_vehicle(x, fleet_i, place_i, day, labels[k].hours)), -worth);
    if (!(reduced < 0)) continue;
    double share = fmin(1, tripper_vehicle_days(fleet, labels[k].hours));
    most->a_vehicle_day = share > 0 ? fmax(most->a_vehicle_day, div_up(-reduced, share)) : (double)INFINITY;
    least = fmin(least, reduced);
  }
  double beds = mul_up(facility->serves[LFL_BEDS], s->facility_share[lfl_at(s, f, day)]);
  most->by_beds = add_up(most->by_beds, mul_up(-least, div_up(beds, div_down(fleet->seats, facility->patients_a_person))));
}

/* From the place to all facilities whose money counts as much. */
static bool judge_origin(tripper *x, gains *most, int fleet_i, int place_i, int day) {
  const lfl_scenario *s = x->c->s;
  const proof_label *labels = NULL;
  int n = 0;
  bool is_searched = false;
  for (int f = 0; f < s->n_facilities; f++) {
    if (!is_carried(s, f, place_i, day) || money_price(x, f, &s->fleets[fleet_i], day) != x->payer) continue;
    proof_search_question q = {place_i, day, day, false, x->link_price, x->place_price};
    if (!is_searched) n = proof_search_ways(x->search, &q, &labels);
    is_searched = true;
    if (n < 0) return false;
    judge_pair(x, most, f, fleet_i, place_i, day, labels, n);
  }
  return true;
}

bool judge_patients(tripper *x, int fleet_i, int day) {
  const lfl_scenario *s = x->c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  gains most = {0, 0};
  bool is_fine = true;
  if (!(fleet->seats >= 1) || lfl_need_of_capacity(s, LFL_BEDS) < 0) return true;
  for (int f = 0; is_fine && f < s->n_facilities; f++) {
    double money = money_price(x, f, fleet, day);
    bool is_first = s->facilities[f].n_refer > 0 && money < (double)INFINITY;
    for (int g = 0; g < f && is_first; g++) is_first = !(s->facilities[g].n_refer > 0) || money_price(x, g, fleet, day) != money;
    if (!is_first) continue;
    x->payer = money;
    x->money = fmax(0, add_down(x->c->weight[LFL_LEVEL_COST], money));
    tripper_price_ways(x, fleet_i, day, 0);
    for (int i = 0; is_fine && i < s->n_places; i++)
      if (s->places[i].is_host) is_fine = judge_origin(x, &most, fleet_i, i, day);
  }
  double vehicles = s->fleet_vehicles[lfl_at(s, fleet_i, day)];
  if (mul_up(most.a_vehicle_day, vehicles) < most.by_beds) exact_add2(&x->c->e, -most.a_vehicle_day, vehicles);
  else exact_add(&x->c->e, -most.by_beds);
  return is_fine;
}
