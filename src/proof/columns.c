/* A proof's decisions other than trips, each at its least within bounds that follow from the data:
 * who is served, what is used, pumped, kept, drawn, given and built. Exact; bounds are rounded up.
 * O(places * days * (items + needs) + builds * days). Tests: tests/unit/test_proof.c. */
#include "proof/parts.h"

/* e += most * least, where the reduced cost in c->d is below 0. */
static void take_least(proof_case *c, double most) {
  if (mpq_sgn(c->d.sum) >= 0) return;
  if (most < (double)INFINITY) exact_add_q(&c->e, most, c->d.sum);
  else c->is_broken = true;
}

/* ---- service: 0 <= s_minimum <= s_survival <= people in need, as a pair ---- */

/* More people than can ever be in need there, rounded up. */
static double most_in_need(const proof_case *c, int i, int day) {
  double come = c->first_possible[i] <= day ? c->leave_in_all : 0;
  return mul_up(add_up(fmax(0, c->s->people_unplanned[lfl_at(c->s, i, day)]), come), c->s->places[i].in_need_share);
}

static void serve(proof_case *c, int i, int n, int day) {
  const lfl_need *need = &c->s->needs[n];
  bool has_survival = need->has_tier[LFL_SURVIVAL], has_minimum = need->has_tier[LFL_MINIMUM];
  double price = price_at(c, LFL_ROW_SERVICE, i, n, day), rs = need->r[LFL_SURVIVAL], rm = need->r[LFL_MINIMUM];
  double least = proof_asks(c, i, n) && day >= c->target->by_day ? price_at(c, LFL_ROW_LEAST, i, n, day) : 0;
  exact *d = &c->d;
  exact_zero(d);
  exact_add(d, price_at(c, LFL_ROW_PEOPLE, i, n, day)); /* of the wider tier: everyone served is in it */
  if (has_survival) {
    exact_add2(d, -c->weight[LFL_LEVEL_SURVIVAL], need->weight);
    exact_add(d, -price_at(c, LFL_ROW_WORST, i, 0, 0));
    exact_add2(d, price, rs);
    if (lfl_need_binds_movement(need) && c->first_arrival[i] <= day) exact_add(d, -price_at(c, LFL_ROW_READY, i, n, day));
    if (c->target && c->target->tier == LFL_SURVIVAL) exact_add(d, -least);
  }
  mpq_t survival; /* served at survival only; d goes on to served at both */
  mpq_init(survival);
  mpq_set(survival, d->sum);
  if (has_minimum) {
    exact_add2(d, -c->weight[LFL_LEVEL_MINIMUM], need->weight);
    exact_add2(d, price, rm);
    if (has_survival) exact_add2(d, -price, rs);
    if (c->target && c->target->tier == LFL_MINIMUM) exact_add(d, -least);
    if (has_survival && mpq_cmp(survival, d->sum) < 0) mpq_set(d->sum, survival);
  }
  if (has_survival || has_minimum) take_least(c, most_in_need(c, i, day));
  mpq_clear(survival);
}

/* The least served in all needs asked for: below each of them, and counted on its day. */
static void count_least(proof_case *c, int i, int day) {
  exact_zero(&c->d);
  bool is_in = false;
  for (int n = 0; n < c->s->n_needs; n++)
    if (proof_asks(c, i, n)) {
      is_in = true;
      exact_add(&c->d, price_at(c, LFL_ROW_LEAST, i, n, day));
    }
  if (!is_in || day < c->target->by_day) return;
  exact_add(&c->d, -price_at(c, LFL_ROW_REACH, 0, 0, day));
  take_least(c, most_in_need(c, i, day));
}

/* ---- goods ---- */

/* Units of the need's measure that one unit of the item gives where it is used. */
static void give_worth(const proof_case *c, const lfl_item *item, double *worth, double *times) {
  const lfl_need *need = &c->s->needs[item->need_i];
  *worth = item->given_once ? item->people_served : item->person_days;
  *times = need->kind == LFL_NEED_WATER ? need->r[LFL_MINIMUM] : 1;
}

static void use_item(proof_case *c, int i, int item_i, int day) {
  const lfl_scenario *s = c->s;
  const lfl_item *item = &s->items[item_i];
  for (int n = 0; n < s->n_needs; n++) {
    if (!lfl_need_applies(s, n, i)) continue;
    bool is_stock_water = item->is_water && s->needs[n].kind == LFL_NEED_WATER;
    if (!is_stock_water && (item->is_water || item->need_i != n || item->given_once)) continue;
    double price = price_at(c, LFL_ROW_SERVICE, i, n, day), worth = 1, times = 1;
    if (!is_stock_water) give_worth(c, item, &worth, &times);
    exact_zero(&c->d);
    exact_add(&c->d, y_at(c, LFL_ROW_STOCK, i, item_i, day));
    exact_add3(&c->d, -price, worth, times);
    take_least(c, c->supplied[item_i]);
  }
}

/* Given once at the place: on whichever day gains most; it serves from that day on. */
static void give_item(proof_case *c, int i, int item_i) {
  const lfl_item *item = &c->s->items[item_i];
  if (!item->given_once || item->need_i < 0 || !lfl_need_applies(c->s, item->need_i, i)) return;
  double worth, times;
  mpq_t best;
  exact served;
  give_worth(c, item, &worth, &times);
  mpq_init(best);
  exact_begin(&served);
  for (int day = c->T - 1; day >= 0; day--) {
    exact_add3(&served, -price_at(c, LFL_ROW_SERVICE, i, item->need_i, day), worth, times);
    exact_zero(&c->d);
    exact_add(&c->d, y_at(c, LFL_ROW_STOCK, i, item_i, day));
    mpq_add(c->d.sum, c->d.sum, served.sum);
    if (mpq_cmp(c->d.sum, best) < 0) mpq_set(best, c->d.sum);
  }
  mpq_set(c->d.sum, best);
  take_least(c, c->supplied[item_i]);
  proof_close(c, &served);
  mpq_clear(best);
}

static void keep_item(proof_case *c, int i, int item_i, int day) {
  exact_zero(&c->d);
  exact_add(&c->d, y_at(c, LFL_ROW_STOCK, i, item_i, day));
  if (day + 1 < c->T) exact_add(&c->d, -y_at(c, LFL_ROW_STOCK, i, item_i, day + 1));
  exact_add2(&c->d, price_at(c, LFL_ROW_STORAGE, i, 0, day), c->s->items[item_i].volume_m3);
  take_least(c, c->supplied[item_i]);
}

double proof_most_kits(const proof_case *c, int item_i) {
  const lfl_item *kit = &c->s->items[item_i];
  double most = kit->n_parts ? (double)INFINITY : 0;
  for (int j = 0; j < kit->n_parts; j++) most = fmin(most, div_up(c->supplied[kit->parts[j].item_i], kit->parts[j].units_per_unit));
  return most;
}

static void put_together(proof_case *c, int i, int item_i, int day) {
  const lfl_item *kit = &c->s->items[item_i];
  if (!kit->n_parts || !c->s->places[i].is_host) return;
  exact_zero(&c->d);
  exact_add(&c->d, -y_at(c, LFL_ROW_STOCK, i, item_i, day));
  for (int j = 0; j < kit->n_parts; j++) exact_add2(&c->d, kit->parts[j].units_per_unit, y_at(c, LFL_ROW_STOCK, i, kit->parts[j].item_i, day));
  take_least(c, proof_most_kits(c, item_i));
}

/* A supply is drawn on whichever day gains most, at most all of it. */
static void draw(proof_case *c, int k) {
  const lfl_supply *supply = &c->s->supplies[k];
  if (c->s->places[supply->place_i].is_group) return;
  mpq_t best;
  lfl_cost cost = {LFL_LINE_SUPPLIES, lfl_item_cost_need(&c->s->items[supply->item_i]), supply->place_i, supply->item_i};
  mpq_init(best);
  for (int day = supply->day < 0 ? 0 : supply->day; day < c->T; day++) {
    double money = supply->unit_price > 0 ? proof_money_price(c, &cost, day) : 0;
    if (!(money < (double)INFINITY)) continue;
    exact_zero(&c->d);
    exact_add2(&c->d, supply->unit_price, c->weight[LFL_LEVEL_COST]);
    exact_add2(&c->d, supply->unit_price, money);
    exact_add(&c->d, -y_at(c, LFL_ROW_STOCK, supply->place_i, supply->item_i, day));
    if (mpq_cmp(c->d.sum, best) < 0) mpq_set(best, c->d.sum);
  }
  mpq_set(c->d.sum, best);
  take_least(c, supply->units);
  mpq_clear(best);
}

static void pump(proof_case *c, int i, int n, int day) {
  const lfl_scenario *s = c->s;
  const lfl_place *p = &s->places[i];
  double most = mul_up(add_up(p->water_yield_l_per_day, lfl_restorable(s, LFL_RESTORES_YIELD, i)), s->place_share[lfl_at(s, i, day)]);
  exact_zero(&c->d);
  exact_add(&c->d, price_at(c, LFL_ROW_YIELD, i, 0, day));
  exact_add(&c->d, -price_at(c, LFL_ROW_SERVICE, i, n, day));
  if (s->fuel_item_i >= 0 && p->fuel_l_per_m3 > 0) { /* litres of fuel a litre of water */
    double fuel = p->fuel_l_per_m3 / 1000;
    exact_add2(&c->d, fuel, y_at(c, LFL_ROW_STOCK, i, s->fuel_item_i, day));
    most = fmin(most, div_up(c->supplied[s->fuel_item_i], round_down(fuel)));
  }
  take_least(c, round_up(most));
}

/* ---- building ---- */

/* Units that can be built there on the day; INFINITY without a limit. */
static double most_units(const proof_case *c, int i, const lfl_construction *con, int day) {
  const lfl_scenario *s = c->s;
  double most = (double)INFINITY;
  if (con->crew_i >= 0 && con->worker_days_per_unit > 0)
    most = div_up(s->crew_workers[lfl_at(s, con->crew_i, day)], con->worker_days_per_unit);
  if (con->m2_per_unit > 0) most = fmin(most, div_up(add_up(s->places[i].usable_m2, lfl_restorable(s, LFL_RESTORES_LAND, i)), con->m2_per_unit));
  for (int k = 0; k < con->n_items; k++)
    if (con->items[k].units_per_unit > 0) most = fmin(most, div_up(c->supplied[con->items[k].item_i], con->items[k].units_per_unit));
  if (most < (double)INFINITY || (c->target && c->target->kind == LFL_TARGET_CAPACITY)) return most;
  /* Nothing limits it: more than serves everyone who can ever be there never helps. */
  double people = 0, r = 1;
  for (int t = 0; t < c->T; t++) people = fmax(people, most_in_need(c, i, t));
  for (int n = 0; n < s->n_needs; n++) r = fmax(r, fmax(s->needs[n].r[LFL_SURVIVAL], s->needs[n].r[LFL_MINIMUM]));
  return con->people_per_unit > 0 ? div_up(mul_up(people, r), con->people_per_unit) : 0;
}

static void build(proof_case *c, int i, int k) {
  const lfl_scenario *s = c->s;
  const lfl_construction *con = &s->constructions[k];
  const lfl_crew *crew = con->crew_i >= 0 ? &s->crews[con->crew_i] : NULL;
  if (crew && crew->place_i >= 0 && crew->place_i != i) return;
  lfl_cost what = {LFL_LINE_CONSTRUCTION, lfl_capacity_name(con->capacity), i, -1};
  exact served, area, money; /* what it serves from each day on, the land it takes, what it costs */
  exact_begin(&served);
  exact_begin(&area);
  exact_begin(&money);
  exact_add(&money, con->cost_per_unit);
  if (crew) exact_add2(&money, con->worker_days_per_unit, crew->wage_per_worker_day);
  for (int day = c->T - 1; day >= 0; day--) {
    int usable = day + con->settle_days;
    for (int n = 0; n < s->n_needs; n++) {
      if (!lfl_need_applies(s, n, i)) continue;
      if (s->needs[n].kind == LFL_NEED_CAPACITY && s->needs[n].capacity == con->capacity && usable < c->T)
        exact_add2(&served, -price_at(c, LFL_ROW_SERVICE, i, n, usable), con->people_per_unit);
      if (s->needs[n].kind == LFL_NEED_SPACE && con->capacity != LFL_SHELTER)
        exact_add2(&area, price_at(c, LFL_ROW_SERVICE, i, n, day), con->m2_per_unit);
    }
    exact_add2(&area, price_at(c, LFL_ROW_GROUND, i, 0, day), con->m2_per_unit); /* on this day and every later one */
    if (s->place_access[lfl_at(s, i, day)] == LFL_CLOSED) continue;
    double a_unit = mpq_sgn(money.sum) > 0 ? proof_money_price(c, &what, day) : 0;
    if (!(a_unit < (double)INFINITY)) continue;
    exact_zero(&c->d);
    mpq_add(c->d.sum, served.sum, area.sum);
    exact_add_q(&c->d, c->weight[LFL_LEVEL_COST], money.sum);
    exact_add_q(&c->d, a_unit, money.sum);
    exact_add2(&c->d, price_at(c, LFL_ROW_LAND, i, 0, 0), con->m2_per_unit);
    if (crew) exact_add2(&c->d, price_at(c, LFL_ROW_CREW, con->crew_i, 0, day), con->worker_days_per_unit);
    for (int j = 0; j < con->n_items; j++) exact_add2(&c->d, y_at(c, LFL_ROW_STOCK, i, con->items[j].item_i, day), con->items[j].units_per_unit);
    if (c->target && c->target->kind == LFL_TARGET_CAPACITY && con->capacity == c->target->capacity && usable <= c->target->by_day &&
        lfl_place_is_within(s, i, c->target->place_i))
      exact_add(&c->d, -con->people_per_unit);
    if (mpq_sgn(c->d.sum) < 0) take_least(c, most_units(c, i, con, day));
  }
  proof_close(c, &served);
  proof_close(c, &area);
  proof_close(c, &money);
}

/* ---- facilities ---- */

/* Whom a facility serves, and how much of it works: each at its least. */
static void care(proof_case *c, int f, int day) {
  static const struct {
    lfl_row row;
    lfl_capacity capacity;
  } kinds[] = {{LFL_ROW_CARE, LFL_HEALTH}, {LFL_ROW_CARE_BEDS, LFL_BEDS}};
  const lfl_scenario *s = c->s;
  const lfl_facility *facility = &s->facilities[f];
  double share = s->facility_share[lfl_at(s, f, day)];
  exact work;
  exact_begin(&work);
  if (s->fuel_item_i >= 0) exact_add2(&work, facility->fuel_l_per_day, y_at(c, LFL_ROW_STOCK, facility->place_i, s->fuel_item_i, day));
  for (int k = 0; k < 2; k++) {
    double price = price_at(c, kinds[k].row, f, 0, day), serves = facility->serves[kinds[k].capacity];
    int need_i = lfl_need_of_capacity(s, kinds[k].capacity);
    exact_add2(&work, -price, serves);
    for (int r = 0; need_i >= 0 && serves > 0 && r < facility->n_reach; r++) {
      if (!lfl_is_in_catchment(s, f, r, day)) continue;
      exact_zero(&c->d);
      exact_add(&c->d, price);
      exact_add(&c->d, -price_at(c, LFL_ROW_SERVICE, facility->reach_i[r], need_i, day));
      take_least(c, mul_up(serves, share));
    }
  }
  mpq_set(c->d.sum, work.sum);
  take_least(c, share);
  proof_close(c, &work);
}

bool proof_add_columns(proof_case *c) {
  const lfl_scenario *s = c->s;
  for (int i = 0; i < s->n_places; i++) {
    if (s->places[i].is_group) continue;
    for (int day = 0; day < c->T; day++) {
      for (int n = 0; n < s->n_needs; n++) {
        if (!lfl_need_applies(s, n, i)) continue;
        serve(c, i, n, day);
        if (s->needs[n].kind == LFL_NEED_WATER && lfl_may_yield(s, i)) pump(c, i, n, day);
      }
      count_least(c, i, day);
      for (int k = 0; k < s->n_items; k++) {
        use_item(c, i, k, day);
        keep_item(c, i, k, day);
        put_together(c, i, k, day);
      }
    }
    for (int k = 0; k < s->n_items; k++) give_item(c, i, k);
    for (int k = 0; s->places[i].is_host && k < s->n_constructions; k++) build(c, i, k);
  }
  for (int k = 0; k < s->n_supplies; k++) draw(c, k);
  for (int f = 0; f < s->n_facilities; f++)
    for (int day = 0; day < c->T; day++) care(c, f, day);
  return true;
}
