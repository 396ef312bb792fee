/* A proof's trips: what all that MODEL.md allows can at most gain under the multipliers.
 *
 * A trip's reduced cost is what its way, vehicles and handling count, less what its load or its
 * people are worth. Ways are not listed: the cheapest for each number of hours stand for all
 * (ways.c). A load is worth at most payload * a + volume * b for any a, b >= 0 with which every item is
 * worth at most mass * a + volume * b. Where a trip's reduced cost is still below 0, the fleet's
 * vehicle-days of that day are made dearer until none is: as trips that leave on a day use at most
 * the vehicles there are, that costs the bound as much as the price times the vehicles. Walks: the
 * same with the people who may leave. Everything is rounded to the safe side (exact.h).
 *
 * Slower ways than the quickest may arrive on a later day. If that day is worth more, a way that
 * takes just as long as it must to arrive then stands for all of them.
 * O(fleets * days * origins * labels * items). Tests: tests/unit/test_proof.c. */
#include <string.h>

#include "base/alloc.h"
#include "proof/tripper.h"

/* ---- what a way and its vehicles count ---- */

/* Has it come, for some goods only? */
static bool is_for_goods(const lfl_pledge *p, int day) { return p->counted && p->amount > 0 && p->from_day <= day && (p->earmark == LFL_EARMARK_SECTOR || p->earmark == LFL_EARMARK_ITEM); }

static void note_payer(tripper *x, double price) {
  for (int k = 0; k < x->n_payers; k++)
    if (x->payers[k] == price) return;
  if (price < (double)INFINITY) x->payers[x->n_payers++] = price;
}

/* Prices of payers for trips of the day; ways are looked for with each. */
static void find_payers(tripper *x, const lfl_fleet *fleet, int day, bool moves) {
  const proof_case *c = x->c;
  bool is_free = !(fleet->cost_per_km > 0) && !(fleet->cost_per_vehicle_day > 0);
  double widest = 0;
  x->n_payers = 0;
  for (int i = 0; i < c->s->n_places; i++) {
    lfl_cost cost = {LFL_LINE_TRANSPORT, moves ? LFL_SECTOR_MOVEMENT : NULL, i, -1};
    x->wide[i] = is_free ? 0 : proof_money_price(c, &cost, day);
    widest = fmax(widest, x->wide[i]);
    note_payer(x, x->wide[i]);
  }
  for (int k = 0; k < c->s->n_pledges && !moves; k++)
    if (is_for_goods(&c->s->pledges[k], day) && price_at(c, LFL_ROW_MONEY, k, 0, 0) < widest) note_payer(x, price_at(c, LFL_ROW_MONEY, k, 0, 0));
}

static void take_payer(tripper *x, int k) {
  x->payer = x->payers[k];
  x->money = fmax(0, add_down(x->c->weight[LFL_LEVEL_COST], x->payer));
}

/* A limit of 0 lets nobody through whatever its multiplier: it may as well be as dear as this. */
static const double NO_WAY = 1e200;

/* Fuel for a kilometre there and back. Fuel that is worth less than nothing (its room in a store is dear) makes no
 * trip cheaper here: all that is ever supplied of it, burnt on this day, is taken off the sum instead. */
static double price_driving(tripper *x, int fleet_i, int day) {
  proof_case *c = x->c;
  const lfl_scenario *s = c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  if (s->fuel_item_i < 0 || fleet->fuel_place_i < 0) return 0;
  double litre = y_at(c, LFL_ROW_STOCK, fleet->fuel_place_i, s->fuel_item_i, day);
  if (litre < 0) exact_add2(&c->e, litre, c->supplied[s->fuel_item_i]);
  return litre > 0 ? mul_down(mul_down(2, fleet->fuel_l_per_km), litre) : 0;
}

void tripper_price_ways(tripper *x, int fleet_i, int day, double people_km) {
  const proof_case *c = x->c;
  const lfl_scenario *s = c->s;
  const lfl_fleet *fleet = fleet_i >= 0 ? &s->fleets[fleet_i] : NULL;
  double a_km = add_down(fleet ? mul_down(2 * fleet->cost_per_km, x->money) : 0, people_km);
  if (fleet) a_km = add_down(a_km, x->driving);
  memset(x->place_price, 0, (size_t)s->n_places * sizeof *x->place_price);
  for (int l = 0; l < s->n_links; l++)
    for (int back = 0; back < 2; back++) {
      double price = mul_down(a_km, s->links[l].length_km);
      if (fleet && proof_most_vehicles(c, l, day) <= 0) price = NO_WAY;
      if (fleet) { /* there, and back empty */
        price = add_down(price, price_at(c, back ? LFL_ROW_LINK_BACK : LFL_ROW_LINK, l, 0, day));
        if (s->links[l].two_way) price = add_down(price, price_at(c, back ? LFL_ROW_LINK : LFL_ROW_LINK_BACK, l, 0, day));
      } else {
        price = add_down(price, price_at(c, back ? LFL_ROW_WALK_BACK : LFL_ROW_WALK, l, 0, day));
      }
      x->link_price[2 * l + back] = fmax(0, price);
    }
  for (int k = 0; fleet && k < s->n_permissions; k++) {
    if (!lfl_permission_holds(&s->permissions[k], day)) continue;
    double price = price_at(c, LFL_ROW_PERMISSION, k, 0, day);
    int i = s->permissions[k].subject_i, escort_i = s->permissions[k].escort_i;
    if (escort_i >= 0) price = add_down(price, price_at(c, LFL_ROW_ESCORT, escort_i, 0, day));
    if (lfl_permission_trips(&s->permissions[k], day) <= 0 || (escort_i >= 0 && lfl_escort_vehicles(&s->escorts[escort_i], day) <= 0)) price = NO_WAY;
    if (!(price > 0)) continue;
    if (s->permissions[k].subject == LFL_SUBJECT_PLACE) x->place_price[i] = fmax(0, add_down(x->place_price[i], price));
    else
      for (int back = 0; back < 2; back++) x->link_price[2 * i + back] = fmax(0, add_down(x->link_price[2 * i + back], price));
  }
}

double tripper_vehicle_days(const lfl_fleet *fleet, double hours) {
  return fmax(0, div_down(add_down(2 * hours, fleet->load_unload_h), fleet->hours_per_day));
}

double tripper_price_vehicle(const tripper *x, int fleet_i, int from_i, int day, double hours) {
  const proof_case *c = x->c;
  const lfl_fleet *fleet = &c->s->fleets[fleet_i];
  double all = tripper_vehicle_days(fleet, hours), counted = 0, price = price_at(c, LFL_ROW_HANDLING, from_i, 0, day);
  for (int k = 0; day + k < c->T && all > k; k++) {
    double share = fmin(1, add_down(all, -k));
    counted = add_down(counted, share);
    price = add_down(price, mul_down(share, price_at(c, LFL_ROW_FLEET, fleet_i, 0, day + k)));
  }
  return add_down(price, mul_down(mul_down(counted, fleet->cost_per_vehicle_day), x->money));
}

/* Days from departure to arrival: the fewest and the most that the hours, rounded down, allow. */
static int whole_days(double days) { return days < 1e6 ? (int)floor(days) : 1000000; }
static int fewest_days(const lfl_fleet *fleet, double hours) { return whole_days(hours / fleet->hours_per_day + 1e-9 - 1e-12); }
static int most_days(const lfl_fleet *fleet, double hours) { return whole_days(hours / fleet->hours_per_day * (1 + 1e-12) + 1e-9 + 1e-12); }
/* A way that takes so many days takes at least so many hours. */
static double hours_of_days(const lfl_fleet *fleet, int days) { return fmax(0, (days - 2e-9) * fleet->hours_per_day * (1 - 1e-12)); }

/* The last day on which a simple way to the place can arrive; to_i -1: to any. */
static int slowest_day(const tripper *x, const lfl_fleet *fleet, int from_i, int to_i, int day) {
  int n = x->c->s->n_places;
  double hours = 0;
  for (int i = to_i < 0 ? 0 : to_i; i <= (to_i < 0 ? n - 1 : to_i); i++) hours = fmax(hours, x->longest_h[from_i * n + i]);
  return day + most_days(fleet, hours);
}

/* Is the trip one that only a way slower than the label's own makes, and is there none such? */
static bool is_phantom(tripper *x, const lfl_fleet *fleet, const proof_search_question *q, const proof_label *label, int arrive, double reduced) {
  int days = arrive - q->day;
  if (days <= most_days(fleet, label->hours)) return false;
  return !proof_find_slow_way(x->search, q, label->place_i, hours_of_days(fleet, days), hours_of_days(fleet, days + 1) * (1 + 1e-8) + 1e-6,
                              label->price - reduced);
}

/* The trip gains something: its fleet's vehicle-days of the day must be dearer. */
static void make_dearer(tripper *x, int fleet_i, double hours, double reduced) {
  double share = fmin(1, tripper_vehicle_days(&x->c->s->fleets[fleet_i], hours));
  if (share > 0) x->dearest = fmax(x->dearest, div_up(-reduced, share));
  else x->c->is_broken = true; /* trips that take no time have no bound */
}

/* ---- loads ---- */

/* The least that bounds the worth of any load, for items worth worth[] > 0 a unit; rounded up.
 * Minimises payload * a + volume * max over items of (worth - mass * a) / volume of a unit, a convex
 * function of a, by its lines from the left and the right. */
static double bound_load(const tripper *x, double payload, double volume) {
  const lfl_scenario *s = x->c->s;
  double least_a = 0, unlimited = 0;
  bool has_payload = payload < (double)INFINITY, has_volume = volume < (double)INFINITY;
  for (int i = 0; i < s->n_items; i++) {
    double mass = has_payload ? s->items[i].mass_kg : 0, room = has_volume ? s->items[i].volume_m3 : 0;
    if (!(x->worth[i] > 0) || room > 0) continue;
    if (mass > 0) least_a = fmax(least_a, div_up(x->worth[i], mass));
    else unlimited = add_up(unlimited, mul_up(x->worth[i], x->c->supplied[i]));
  }
  double a = least_a, left_slope = 0, left_at0 = 0, right_slope = has_payload ? payload : 0, right_at0 = 0;
  bool has_left = false;
  for (int step = 0; step < 60; step++) {
    double top = -(double)INFINITY, slope = 0, at0 = 0;
    for (int i = -1; i < s->n_items; i++) { /* -1: nothing more is worth room */
      double worth = i < 0 ? 0 : x->worth[i], room = i < 0 || !has_volume ? 0 : s->items[i].volume_m3;
      if (i >= 0 && (!(worth > 0) || !(room > 0))) continue;
      double line_at0 = i < 0 ? 0 : volume * worth / room, line_slope = (has_payload ? payload : 0) - (i < 0 || !has_payload ? 0 : volume * s->items[i].mass_kg / room);
      if (line_at0 + a * line_slope <= top) continue;
      top = line_at0 + a * line_slope;
      slope = line_slope;
      at0 = line_at0;
    }
    if (!has_left) {
      if (slope >= 0) break;
      has_left = true;
      left_slope = slope;
      left_at0 = at0;
    } else {
      double here = left_at0 + a * left_slope;
      if (top <= here + 1e-13 * fabs(here)) break;
      if (slope < 0) left_slope = slope, left_at0 = at0;
      else right_slope = slope, right_at0 = at0;
    }
    if (!(right_slope > left_slope)) break;
    a = fmax(least_a, (left_at0 - right_at0) / (right_slope - left_slope));
  }
  double b = 0;
  for (int i = 0; i < s->n_items && has_volume; i++)
    if (x->worth[i] > 0 && s->items[i].volume_m3 > 0)
      b = fmax(b, div_up(add_up(x->worth[i], has_payload ? -mul_down(a, s->items[i].mass_kg) : 0), s->items[i].volume_m3));
  return add_up(unlimited, add_up(has_payload ? mul_up(a, payload) : 0, has_volume ? mul_up(b, volume) : 0));
}

/* Worth of a unit of each item there less here, rounded up; false if nothing gains. With a pledge: of what it
 * pays for. */
static bool weigh_items(tripper *x, bool is_tanker, int from_i, int day, int to_i, int arrive, const lfl_pledge *pledge) {
  const proof_case *c = x->c;
  const lfl_scenario *s = c->s;
  const lfl_place *from = &s->places[from_i];
  double delivered = lfl_arriving_share(from);
  bool gains = false, has_no_fuel = s->fuel_item_i >= 0 && from->fuel_l_per_m3 > 0 && !(c->supplied[s->fuel_item_i] > 0);
  if (is_tanker && has_no_fuel) return false; /* there is never a litre for the pump */
  for (int i = 0; i < s->n_items; i++) {
    x->worth[i] = 0;
    lfl_cost cost = lfl_cost_of_trip(s, to_i, i);
    if (s->items[i].is_water != is_tanker || (pledge && !lfl_pledge_covers(s, pledge, &cost))) continue;
    double there = y_at(c, LFL_ROW_STOCK, to_i, i, arrive), taken = is_tanker ? price_at(c, LFL_ROW_YIELD, from_i, 0, day) : y_at(c, LFL_ROW_STOCK, from_i, i, day);
    if (is_tanker && s->fuel_item_i >= 0) taken = add_down(taken, mul_down(y_at(c, LFL_ROW_STOCK, from_i, s->fuel_item_i, day), from->fuel_l_per_m3 / 1000));
    x->worth[i] = add_up(mul_up(there, delivered), -taken);
    gains = gains || x->worth[i] > 0;
  }
  return gains;
}

static void judge_load_of(tripper *x, int fleet_i, const proof_search_question *q, const proof_label *label, int arrive, const lfl_pledge *pledge) {
  int from_i = q->from_i, day = q->day;
  const lfl_fleet *fleet = &x->c->s->fleets[fleet_i];
  if (!weigh_items(x, fleet->vehicle == LFL_TANKER, from_i, day, label->place_i, arrive, pledge)) return;
  double hours = fmax(label->hours, hours_of_days(fleet, arrive - day));
  double cost = add_down(label->price, tripper_price_vehicle(x, fleet_i, from_i, day, hours));
  double reduced = add_down(cost, -bound_load(x, fleet->payload_kg, fleet->volume_m3));
  if (reduced < 0 && !is_phantom(x, fleet, q, label, arrive, reduced)) make_dearer(x, fleet_i, hours, reduced);
}

/* Loads whose payer is the one at hand: for whatever goes there, or a pledge for some goods. */
static void judge_load(tripper *x, int fleet_i, const proof_search_question *q, const proof_label *label, int arrive) {
  const proof_case *c = x->c;
  double wide = x->wide[label->place_i];
  if (wide == x->payer) judge_load_of(x, fleet_i, q, label, arrive, NULL);
  for (int k = 0; x->payer < wide && k < c->s->n_pledges; k++)
    if (is_for_goods(&c->s->pledges[k], q->day) && price_at(c, LFL_ROW_MONEY, k, 0, 0) == x->payer) judge_load_of(x, fleet_i, q, label, arrive, &c->s->pledges[k]);
}

static bool judge_loads(tripper *x, int fleet_i, int from_i, int day) {
  const lfl_scenario *s = x->c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  const proof_label *labels;
  proof_search_question q = {from_i, day, day, false, x->link_price, x->place_price};
  int n = proof_search_ways(x->search, &q, &labels);
  for (int k = 0; k < n; k++) {
    int to = labels[k].place_i, first = day + fewest_days(fleet, labels[k].hours);
    if (fleet->vehicle == LFL_TANKER && !s->places[to].is_host) continue;
    int certain = day + most_days(fleet, labels[k].hours), last = slowest_day(x, fleet, from_i, to, day);
    for (int arrive = first; arrive < x->c->T && arrive <= last; arrive++) {
      if (arrive > certain && x->is_falling[lfl_at(s, to, certain)]) break; /* later is worth no more */
      judge_load(x, fleet_i, &q, &labels[k], arrive);
    }
  }
  return n >= 0;
}

/* ---- people ---- */

/* What one person moved counts, but for the way's own price; rounded down. */
static double weigh_person(const tripper *x, int from_i, int to_i, int day, int arrive, bool is_accessible) {
  const proof_case *c = x->c;
  double worth = add_down(c->leave[lfl_at(c->s, from_i, day)], c->arrive[lfl_at(c->s, to_i, arrive)]);
  worth = add_down(worth, price_at(c, LFL_ROW_WILLING, from_i, 0, 0));
  if (!is_accessible) worth = add_down(worth, price_at(c, LFL_ROW_MOBILE, from_i, 0, 0));
  if (arrive > day) worth = add_down(worth, mul_down(x->wait_people, arrive - day));
  return add_down(worth, proof_counts_move(c, from_i, to_i, day) ? -1 : 0);
}

/* Weighed needs that a person on the way goes without for a day, those of the worst place included. */
static double weigh_waiting(proof_case *c, int from_i) {
  const lfl_scenario *s = c->s;
  exact_zero(&c->d);
  for (int n = 0; n < s->n_needs; n++) {
    if (!lfl_need_applies(s, n, from_i)) continue;
    if (s->needs[n].has_tier[LFL_SURVIVAL]) {
      exact_add3(&c->d, c->weight[LFL_LEVEL_SURVIVAL], s->needs[n].weight, s->places[from_i].in_need_share);
      exact_add2(&c->d, price_at(c, LFL_ROW_WORST, from_i, 0, 0), s->places[from_i].in_need_share);
    }
    if (s->needs[n].has_tier[LFL_MINIMUM]) exact_add3(&c->d, c->weight[LFL_LEVEL_MINIMUM], s->needs[n].weight, s->places[from_i].in_need_share);
  }
  return q_down(c->d.sum);
}

static void judge_journey(tripper *x, int fleet_i, const proof_search_question *q, const proof_label *label) {
  int from_i = q->from_i, day = q->day, arrive = q->other_day;
  const lfl_fleet *fleet = &x->c->s->fleets[fleet_i];
  double a_person = weigh_person(x, from_i, label->place_i, day, arrive, fleet->vehicle == LFL_ACCESSIBLE_BUS);
  if (!(a_person < 0)) return;
  double hours = fmax(label->hours, hours_of_days(fleet, arrive - day));
  double cost = add_down(label->price, tripper_price_vehicle(x, fleet_i, from_i, day, hours));
  double reduced = add_down(cost, mul_down(fleet->seats, a_person));
  if (reduced < 0 && !is_phantom(x, fleet, q, label, arrive, reduced)) make_dearer(x, fleet_i, hours, reduced);
}

static bool may_end(const lfl_scenario *s, int to_i, int arrive) { return s->places[to_i].is_host && !s->at_risk_from[lfl_at(s, to_i, arrive)]; }

static bool is_built(const lfl_scenario *s, lfl_capacity capacity) {
  for (int k = 0; k < s->n_constructions; k++)
    if (s->constructions[k].capacity == capacity && s->constructions[k].people_per_unit > 0) return true;
  return false;
}

/* Nobody can ever be received where there is no roof, no toilet or no ground at all, and none can be
 * built: as many as are received there are to be served. Then no multiplier is needed to say so. */
static bool has_room(const lfl_scenario *s, int to_i) {
  const lfl_place *place = &s->places[to_i];
  for (int k = 0; k < s->n_projects; k++)
    if (s->projects[k].place_i == to_i) return true; /* a repair may give it */
  for (int n = 0; n < s->n_needs; n++) {
    const lfl_need *need = &s->needs[n];
    if (!lfl_need_binds_movement(need) || !lfl_need_applies(s, n, to_i) || !(need->r[LFL_SURVIVAL] > 0)) continue;
    if (need->kind == LFL_NEED_CAPACITY && !(place->capacity_people[need->capacity] > 0) && !is_built(s, need->capacity)) return false;
    if (need->kind == LFL_NEED_SPACE && !(place->usable_m2 > 0)) return false;
  }
  return true;
}

/* People need the way open on the day of arrival, too: a search for each such day. */
static bool judge_journeys(tripper *x, int fleet_i, int from_i, int day) {
  const lfl_scenario *s = x->c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  const proof_label *labels;
  int last = slowest_day(x, fleet, from_i, -1, day);
  x->wait_people = weigh_waiting(x->c, from_i);
  for (int arrive = day; arrive < x->c->T && arrive <= last; arrive++) {
    proof_search_question q = {from_i, day, arrive, false, x->link_price, x->place_price};
    int n = proof_search_ways(x->search, &q, &labels);
    if (n < 0) return false;
    for (int k = 0; k < n; k++)
      if (may_end(s, labels[k].place_i, arrive) && x->has_room[labels[k].place_i] && x->wide[labels[k].place_i] == x->payer && day + fewest_days(fleet, labels[k].hours) <= arrive &&
          arrive <= slowest_day(x, fleet, from_i, labels[k].place_i, day))
        judge_journey(x, fleet_i, &q, &labels[k]);
  }
  return true;
}

/* Walks from a place: the most that one person can gain, times those who may leave. */
static bool judge_walks(tripper *x, int from_i) {
  const lfl_scenario *s = x->c->s;
  const proof_label *labels;
  double best = 0;
  for (int day = 0; day < x->c->T; day++) {
    tripper_price_ways(x, -1, day, x->c->weight[LFL_LEVEL_MOVEMENT]);
    proof_search_question q = {from_i, day, day, true, x->link_price, NULL};
    int n = proof_search_ways(x->search, &q, &labels);
    if (n < 0) return false;
    for (int k = 0; k < n; k++)
      if (may_end(s, labels[k].place_i, day) && x->has_room[labels[k].place_i])
        best = fmin(best, add_down(labels[k].price, weigh_person(x, from_i, labels[k].place_i, day, day, false)));
  }
  exact_add2(&x->c->e, best, x->c->can_leave[from_i]);
  return true;
}

/* ---- all of them ---- */

static void find_falling(tripper *x) {
  const proof_case *c = x->c;
  for (int i = 0; i < c->s->n_places; i++)
    for (int day = c->T - 1; day >= 0; day--) {
      bool is_falling = day == c->T - 1 || x->is_falling[lfl_at(c->s, i, day + 1)];
      for (int k = 0; is_falling && day + 1 < c->T && k < c->s->n_items; k++)
        is_falling = y_at(c, LFL_ROW_STOCK, i, k, day) >= y_at(c, LFL_ROW_STOCK, i, k, day + 1);
      x->is_falling[lfl_at(c->s, i, day)] = is_falling;
    }
}

static bool tripper_begin(tripper *x, proof_case *c) {
  const lfl_scenario *s = c->s;
  *x = (tripper){.c = c, .search = proof_search_create(s)};
  x->link_price = lfl_arena_new(c->arena, 2 * (size_t)s->n_links, double);
  x->place_price = lfl_arena_new(c->arena, (size_t)s->n_places, double);
  x->worth = lfl_arena_new(c->arena, (size_t)s->n_items, double);
  x->is_falling = lfl_arena_new(c->arena, (size_t)s->n_places * (size_t)c->T, bool);
  x->has_room = lfl_arena_new(c->arena, (size_t)s->n_places, bool);
  x->wide = lfl_arena_new(c->arena, (size_t)s->n_places, double);
  x->payers = lfl_arena_new(c->arena, (size_t)s->n_places + (size_t)s->n_pledges + 1, double);
  if (!x->search || !x->link_price || !x->place_price || !x->worth || !x->is_falling || !x->has_room || !x->wide || !x->payers) return false;
  for (int i = 0; i < s->n_places; i++) x->has_room[i] = has_room(s, i);
  x->longest_h = proof_longest_ways(x->search, c->arena);
  if (!x->longest_h) return false;
  find_falling(x);
  return true;
}

static bool is_move(const lfl_fleet *fleet) { return fleet->vehicle == LFL_BUS || fleet->vehicle == LFL_ACCESSIBLE_BUS; }

/* Has the place anybody who can take these buses (NULL: walk)? */
static bool may_board(const lfl_scenario *s, int from_i, const lfl_fleet *fleet) {
  return (fleet && fleet->vehicle == LFL_ACCESSIBLE_BUS) || s->places[from_i].limited_mobility_share < 1;
}

static bool judge_origins(tripper *x, int fleet_i, int day, bool moves) {
  const lfl_scenario *s = x->c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  bool is_fine = true;
  for (int i = 0; i < s->n_places && is_fine; i++) {
    if (s->places[i].is_group) continue;
    if (moves && (!(x->c->can_leave[i] > 0) || !may_board(s, i, fleet))) continue;
    if (fleet->vehicle == LFL_TANKER && !lfl_may_yield(s, i)) continue;
    is_fine = moves ? judge_journeys(x, fleet_i, i, day) : judge_loads(x, fleet_i, i, day);
  }
  return is_fine;
}

static bool judge_fleet(tripper *x, int fleet_i, int day) {
  const proof_case *c = x->c;
  const lfl_scenario *s = c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  double vehicles = s->fleet_vehicles[lfl_at(s, fleet_i, day)];
  bool moves = is_move(fleet), is_fine = true;
  if (!(vehicles > 0) || (moves && !(fleet->seats > 0))) return true;
  x->dearest = 0;
  x->driving = price_driving(x, fleet_i, day);
  if (lfl_carries_patients(fleet->vehicle)) is_fine = judge_patients(x, fleet_i, day);
  if (!moves && !lfl_carries_goods(fleet->vehicle)) return is_fine; /* ambulances */
  find_payers(x, fleet, day, moves);
  for (int k = 0; k < x->n_payers && is_fine; k++) {
    take_payer(x, k);
    tripper_price_ways(x, fleet_i, day, moves ? mul_down(c->weight[LFL_LEVEL_MOVEMENT], fleet->seats) : 0);
    is_fine = judge_origins(x, fleet_i, day, moves);
  }
  exact_add2(&x->c->e, -x->dearest, vehicles);
  return is_fine;
}

bool proof_add_trips(proof_case *c) {
  tripper x;
  bool is_fine = tripper_begin(&x, c);
  for (int f = 0; f < c->s->n_fleets; f++)
    for (int day = 0; is_fine && day < c->T; day++) is_fine = judge_fleet(&x, f, day);
  for (int i = 0; is_fine && i < c->s->n_places; i++)
    if (c->s->walk_limit_km > 0 && c->can_leave[i] > 0 && may_board(c->s, i, NULL)) is_fine = judge_walks(&x, i);
  proof_search_destroy(x.search);
  return is_fine;
}

/* ---- who can arrive where, and when ---- */

static void note_arrival(proof_case *c, int to_i, int first, int certain, int last) {
  for (int arrive = first; arrive < c->T && arrive <= last; arrive++) {
    if (!may_end(c->s, to_i, arrive)) continue;
    if (arrive < c->first_possible[to_i]) c->first_possible[to_i] = arrive;
    if (first == certain && arrive == first && arrive < c->first_arrival[to_i]) c->first_arrival[to_i] = arrive;
  }
}

/* Does a slow way, where people may not arrive by a quick one on its day, surely bring somebody on the day? */
static void note_slow_arrival(tripper *x, const lfl_fleet *fleet, const proof_search_question *q, const proof_label *label) {
  const double FEWEST = 0.5e-9, MOST = 5e-9; /* days; surely within the rounding of lfl_travel_days */
  int to_i = label->place_i, days = q->other_day - q->day;
  if (q->day + most_days(fleet, label->hours) >= q->other_day || q->other_day >= x->c->first_arrival[to_i] || !may_end(x->c->s, to_i, q->other_day)) return;
  if (proof_has_slow_way(x->search, q, to_i, (days - FEWEST) * fleet->hours_per_day, (days + 1 - MOST) * fleet->hours_per_day)) x->c->first_arrival[to_i] = q->other_day;
}

static bool arrive_by_bus(tripper *x, int fleet_i, int from_i, int day) {
  const lfl_scenario *s = x->c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  const proof_label *labels;
  int last = slowest_day(x, fleet, from_i, -1, day);
  for (int arrive = day; arrive < x->c->T && arrive <= last; arrive++) {
    proof_search_question q = {from_i, day, arrive, false, NULL, NULL};
    int n = proof_search_ways(x->search, &q, &labels);
    if (n < 0) return false;
    for (int k = 0; k < n; k++) {
      int first = day + fewest_days(fleet, labels[k].hours), certain = day + most_days(fleet, labels[k].hours);
      if (first <= arrive && arrive <= slowest_day(x, fleet, from_i, labels[k].place_i, day)) note_arrival(x->c, labels[k].place_i, arrive, first == arrive && certain == arrive ? arrive : -1, arrive);
      note_slow_arrival(x, fleet, &q, &labels[k]);
    }
  }
  return true;
}

static bool arrive_on_foot(tripper *x, int from_i, int day) {
  const proof_label *labels;
  proof_search_question q = {from_i, day, day, true, NULL, NULL};
  int n = proof_search_ways(x->search, &q, &labels);
  for (int k = 0; k < n; k++) note_arrival(x->c, labels[k].place_i, day, day, day);
  return n >= 0;
}

bool proof_find_arrivals(proof_case *c) {
  const lfl_scenario *s = c->s;
  tripper x;
  bool is_fine = tripper_begin(&x, c);
  for (int i = 0; i < s->n_places; i++) c->first_arrival[i] = c->first_possible[i] = c->T;
  for (int i = 0; i < s->n_places && is_fine; i++) {
    for (int day = 0; is_fine && c->can_leave[i] > 0 && day < c->T; day++) {
      for (int f = 0; is_fine && f < s->n_fleets; f++) {
        const lfl_fleet *fleet = &s->fleets[f];
        if (!is_move(fleet) || !(fleet->seats > 0) || !(s->fleet_vehicles[lfl_at(s, f, day)] > 0)) continue;
        if (may_board(s, i, fleet)) is_fine = arrive_by_bus(&x, f, i, day);
      }
      if (is_fine && may_board(s, i, NULL) && s->walk_limit_km > 0) is_fine = arrive_on_foot(&x, i, day);
    }
  }
  proof_search_destroy(x.search);
  return is_fine;
}
