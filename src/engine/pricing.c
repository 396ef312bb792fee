/* Pricing: which trips and journeys, of all that MODEL.md allows, would help under the prices
 * of the last solution.
 *
 * Method: for each fleet, day and origin, ways are searched with the prices of links, permissions
 * and money on that day (net/ways.h); a load's worth is that of the best vertex of {mass <=
 * payload, volume <= limit}, so one or two items. All are looked at; the best of each
 * destination, day, fleet and leading item enter, and when few do, the best of each origin,
 * too. What all columns left out could still gain is
 * bounded twice, and the better bound counts (Lagrange bound of column generation, Luebbecke and
 * Desrosiers 2005, doi 10.1287/opre.1050.0234):
 * - by vehicles: of each fleet and day, the least reduced cost for a vehicle-day times the vehicles;
 * - by supplies: each item is made so much dearer wherever it is supplied that no trip from there
 *   to elsewhere gains any more, which costs that much for every unit of its supplies; then the
 *   trips that still gain are bounded by vehicles.
 * A way that is both slower and dearer than another is looked for last (price_slow_ways): only when nothing else helps, and
 * only where a later arrival is worth more. Where money is short, a kilometre has a
 * price that depends on who may pay for the trip: ways are looked for with each such price of the day, and the
 * loads that it may pay for. O(prices of money * origins * days * fleets *
 * (ways + places * items^2)). Tests: tests/unit/test_cross.c, test_verdicts.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/refer_ways.h"

/* Price of a link or permission that lets nobody through: a way over it must not hide one that is open. */
static const double NO_WAY = 1e15;

/* Weight of each cost array under the level at hand and the levels held. */
static void weigh_costs(pricer *p, int cost_i) {
  double weight[N_COSTS] = {0};
  if (cost_i >= 0) weight[cost_i] = 1;
  for (int k = 0; k < p->m->n_holds; k++) weight[p->m->hold_cost[k]] += price(p, p->m->hold_row[k]);
  p->km_weight = weight[COST_MOVEMENT];
  p->money_weight = weight[COST_MONEY];
  p->wait_survival = weight[COST_SURVIVAL];
  p->wait_minimum = weight[COST_MINIMUM];
}

static double at_least_0(double x) { return x > 0 ? x : 0; }

/* --- money: a trip is paid by the cheapest fund that covers all it carries ------------------------- */

/* Price of a fund's money on the day; INFINITY before anything of it has come. (An elastic problem may lift it, and
 * where other days are tried, too, it may come before.) */
static double fund_price(const pricer *p, int fund, int day) {
  const lfl_master *m = p->m;
  if (!m->is_elastic && !m->n_money_days && !money_has_come(m->money, fund, day)) return (double)INFINITY;
  return at_least_0(price(p, m->row_fund[at_fund(m, fund, m->money->period_of[day])]));
}

static double cheapest_of(const pricer *p, const fund_set *funds, const fund_set *more, int day) {
  double least = (double)INFINITY;
  for (int f = 0; f < p->m->money->n_funds; f++)
    if (fund_is_in(funds, f) || (more && fund_is_in(more, f))) least = fmin(least, fund_price(p, f, day));
  return least;
}

double pricer_cheapest_of(const pricer *p, const fund_set *funds, int day) { return cheapest_of(p, funds, NULL, day); }

static void note_price(pricer *p, double a) {
  for (int k = 0; k < p->n_money_prices; k++)
    if (p->money_prices[k] == a) return;
  if (a < (double)INFINITY) p->money_prices[p->n_money_prices++] = a;
}

/* Is there an item that the fund pays for and the place's own funds do not pay as cheaply? */
static bool is_fund_for_goods(const lfl_master *m, int fund) {
  for (int i = 0; i < m->s->n_items; i++)
    if (fund_is_in(&m->money->of_goods[i], fund)) return true;
  return false;
}

/* Prices of money for trips of the day: ways are looked for with each. */
void pricer_find_money_prices(pricer *p, int fleet_i, int day, bool is_move) {
  const lfl_master *m = p->m;
  p->n_money_prices = 0;
  if (!m->money->n_classes || fleet_i < 0 || fleet_is_free(&m->s->fleets[fleet_i])) {
    for (int i = 0; i < m->s->n_places; i++) p->wide_price[i] = 0;
    note_price(p, 0);
    return;
  }
  double any = cheapest_of(p, &m->money->any, is_move ? &m->money->of_people : NULL, day), widest = 0;
  for (int i = 0; i < m->s->n_places; i++) {
    p->wide_price[i] = fmin(any, cheapest_of(p, &m->money->at_place[i], NULL, day));
    widest = fmax(widest, p->wide_price[i]);
    note_price(p, p->wide_price[i]);
  }
  for (int f = 0; f < m->money->n_funds && !is_move; f++)
    if (fund_price(p, f, day) < widest && is_fund_for_goods(m, f)) note_price(p, fund_price(p, f, day));
}

/* Let the link, the permission and its escort (-1: none), as loosened just now, anything through on the day? */
static bool is_link_passable(const lfl_master *m, int link_i, int day) { return m->is_loose[link_i] || !(repairs_most_vehicles(m, link_i, day) <= 0); }

static bool is_permission_passable(const lfl_master *m, int permission_i, int day) {
  const lfl_scenario *s = m->s;
  const lfl_permission *p = &s->permissions[permission_i];
  const lfl_escort *escort = p->escort_i >= 0 ? &s->escorts[p->escort_i] : NULL;
  if (!lfl_permission_is_noticed(p, day) || !(p->trips_per_day > 0 || m->is_loose[s->n_links + permission_i])) return false;
  return !escort || (escort->from_day <= day && day <= escort->to_day && (escort->vehicles_per_day > 0 || m->is_loose[s->n_links + s->n_permissions + p->escort_i]));
}

bool master_is_way_passable(const lfl_master *m, const lfl_way *way, int day) {
  const lfl_scenario *s = m->s;
  if (!is_way_open(s, way, day)) return false;
  for (int k = 0; k < way->n_links; k++)
    if (!is_link_passable(m, way->link_i[k], day)) return false;
  for (int k = 0; k < s->n_permissions; k++)
    if (lfl_permission_holds(&s->permissions[k], day) && lfl_way_is_under(s, way, &s->permissions[k]) && !is_permission_passable(m, k, day)) return false;
  return true;
}

static bool takes_ties(const pricer *p) { return p->m->common && p->m->common->takes_ties; }

/* Prices of every link and place for one loaded trip of the fleet on the day. */
void pricer_price_network(pricer *p, int fleet_i, int day, bool is_move) {
  lfl_master *m = p->m;
  const lfl_scenario *s = m->s;
  const lfl_fleet *fleet = fleet_i >= 0 ? &s->fleets[fleet_i] : NULL;
  double a_km = fleet ? 2 * fleet->cost_per_km * (p->money_weight + p->money_price) : 0;
  if (fleet) a_km += lfl_drive_fuel_l(s, fleet_i, 1) * price(p, drive_row(m, fleet_i, day));
  if (is_move) a_km += p->km_weight * (fleet ? fleet->seats : 1);
  memset(m->link_price, 0, 2 * (size_t)s->n_links * sizeof *m->link_price);
  memset(m->place_price, 0, (size_t)s->n_places * sizeof *m->place_price);
  p->is_free_of_prices = !(a_km > 0);
  for (int l = 0; l < s->n_links; l++)
    for (int way = 0; way <= s->links[l].two_way; way++) {
      double *at = &m->link_price[2 * l + way];
      *at = at_least_0(a_km) * s->links[l].length_km;
      if (fleet) {
        if (!is_link_passable(m, l, day)) *at += NO_WAY;
        *at += at_least_0(price(p, m->row_link[at_day(m, 2 * l + way, day)]));
        if (s->links[l].two_way) *at += at_least_0(price(p, m->row_link[at_day(m, 2 * l + !way, day)]));
      } else {
        *at += at_least_0(price(p, m->row_walk[at_day(m, 2 * l + way, day)]));
      }
    }
  for (int k = 0; fleet && k < s->n_permissions; k++) {
    if (!lfl_permission_holds(&s->permissions[k], day)) continue;
    int escort_i = s->permissions[k].escort_i;
    double a_trip = at_least_0(price(p, m->row_permission[at_day(m, k, day)])) + (is_permission_passable(m, k, day) ? 0 : NO_WAY);
    if (escort_i >= 0) a_trip += at_least_0(price(p, m->row_escort[at_day(m, escort_i, day)]));
    if (s->permissions[k].subject == LFL_SUBJECT_PLACE) {
      m->place_price[s->permissions[k].subject_i] += a_trip;
    } else {
      m->link_price[2 * s->permissions[k].subject_i] += a_trip;
      m->link_price[2 * s->permissions[k].subject_i + 1] += a_trip;
    }
  }
  for (int l = 0; p->is_free_of_prices && l < 2 * s->n_links; l++) p->is_free_of_prices = !(m->link_price[l] > 0);
  for (int i = 0; p->is_free_of_prices && i < s->n_places; i++) p->is_free_of_prices = !(m->place_price[i] > 0);
}

double pricer_price_vehicle(pricer *p, int fleet_i, int from_i, int day, double hours) {
  lfl_master *m = p->m;
  const lfl_fleet *fleet = &m->s->fleets[fleet_i];
  double total = 0, share, days = 0;
  for (int k = 0; day + k < m->T && (share = lfl_vehicle_days_on(hours, fleet, k)) > 0; k++) {
    total += share * price(p, m->row_fleet[at_day(m, fleet_i, day + k)]);
    days += share;
  }
  total += price(p, m->row_handle[at_day(m, from_i, day)]);
  return total + days * fleet->cost_per_vehicle_day * (p->money_weight + p->money_price);
}

/* Destination whose best trip is wanted: where goods are worth as much all over a group, one place of it is as good as another. */
static int destination(const pricer *p, const trip_column *trip) {
  const common_prices *c = p->m->common;
  bool is_common = c && !trip->is_move && !(c->is_water_apart && p->m->s->items[trip->item_i[0]].is_water);
  return is_common ? c->stands_for[trip->to_i] : trip->to_i;
}

/* Keeps the trip if it is the best so far of its destination and leading item. first_day: its
 * share of a vehicle-day on the day it leaves. */
static void offer(pricer *p, const trip_column *trip, double reduced_cost, double first_day) {
  if (p->is_probing) {
    p->probed = fmin(p->probed, reduced_cost);
    return;
  }
  if (reduced_cost < p->least_cost) p->least_cost = reduced_cost;
  p->least_for_vehicle = first_day > 0 ? fmin(p->least_for_vehicle, reduced_cost / first_day) : -(double)INFINITY;
  int lead = trip->is_move ? 0 : trip->item_i[0];
  if (!trip->is_move && p->is_source[trip->from_i * p->m->s->n_items + lead] && !p->is_source[trip->to_i * p->m->s->n_items + lead])
    p->dearer[lead] = fmax(p->dearer[lead], -reduced_cost / trip->units[0]);
  int at = destination(p, trip) * p->m->s->n_items + lead;
  if (reduced_cost < p->best_cost[at]) {
    p->best_cost[at] = reduced_cost;
    p->best[at] = *trip;
  }
}

/* Best load by worth under the truck's two limits; returns its worth. */
static double best_load(const double *worth, const lfl_item *items, int n, double payload, double volume,
                        int item_i[2], double units[2]) {
  double best = 0;
  item_i[0] = item_i[1] = LFL_NO;
  units[0] = units[1] = 0;
  for (int i = 0; i < n; i++) {
    if (!(worth[i] > 0)) continue;
    double full = full_load_units(&items[i], payload, volume);
    if (worth[i] * full > best) {
      best = worth[i] * full;
      item_i[0] = i;
      units[0] = full;
      item_i[1] = LFL_NO;
      units[1] = 0;
    }
    for (int j = 0; j < i; j++) { /* both limits tight: the other vertex with two items */
      if (!(worth[j] > 0)) continue;
      double mixed[2];
      if (!mixed_load_units(&items[i], &items[j], payload, volume, mixed)) continue;
      double xi = mixed[0], xj = mixed[1];
      if (worth[i] * xi + worth[j] * xj <= best * (1 + 1e-12)) continue;
      best = worth[i] * xi + worth[j] * xj;
      bool i_leads = worth[i] * xi >= worth[j] * xj;
      item_i[0] = i_leads ? i : j;
      item_i[1] = i_leads ? j : i;
      units[0] = i_leads ? xi : xj;
      units[1] = i_leads ? xj : xi;
    }
  }
  return best;
}

/* Of the loads of goods as one, those that cost nothing along the way: added at once. */
static void add_ties(pricer *p, const trip_column *like, double resources) {
  lfl_master *m = p->m;
  int n, way_i = LFL_NO;
  if (m->common->only_to && !m->common->only_to[like->to_i]) return;
  const used_load *loads = common_loads(m->common, like->from_i, like->fleet_i, like->day, &n);
  for (int k = 0; k < n && !p->has_failed; k++) {
    double load = 0;
    trip_column trip = *like;
    for (int i = 0; i < 2; i++) {
      trip.item_i[i] = loads[k].item_i[i];
      trip.units[i] = loads[k].units[i];
      if (trip.item_i[i] >= 0) load += p->worth[trip.item_i[i]] * trip.units[i];
    }
    if (resources - load > p->tolerance * fmax(p->least, load)) continue;
    if (way_i < 0) way_i = master_way(m, &m->search, -2 - like->way_i);
    trip.way_i = way_i;
    p->has_failed = way_i < 0 || !master_add_trip(m, &trip);
    p->n_added++;
  }
}

/* The best load that `fund` may pay for (LFL_NO: whatever it carries). */
static void price_load_of(pricer *p, int fleet_i, int day, int from_i, const lfl_label *label, int way_i, int fund) {
  lfl_master *m = p->m;
  const lfl_scenario *s = m->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  int to_i = label->place_i, arrive = day + lfl_travel_days(label->hours, fleet);
  if (arrive >= m->T) return;
  double arrives = lfl_arriving_share(&s->places[from_i]);
  double *worth = p->worth;
  int n = s->n_items;
  bool has_worth = false;
  for (int i = 0; i < n; i++) {
    worth[i] = 0;
    bool is_tanker_load = fleet->vehicle == LFL_TANKER;
    if (s->items[i].is_water != is_tanker_load || (fund >= 0 && !fund_is_in(&m->money->of_goods[i], fund))) continue;
    int there = m->row_stock[at_item(m, to_i, i, arrive)];
    if (there < 0) continue;
    double taken;
    if (is_tanker_load) {
      taken = price(p, m->row_yield[at_day(m, from_i, day)]); /* there is water to draw, or the origin is passed over */
      if (s->fuel_item_i >= 0 && s->places[from_i].fuel_l_per_m3 > 0)
        taken += price(p, m->row_stock[at_item(m, from_i, s->fuel_item_i, day)]) * s->places[from_i].fuel_l_per_m3 / 1000;
    } else {
      int here = m->row_stock[at_item(m, from_i, i, day)];
      if (here < 0) continue;
      taken = price(p, here);
    }
    worth[i] = arrives * price(p, there) - taken;
    has_worth = has_worth || worth[i] > 0;
  }
  double resources = pricer_price_vehicle(p, fleet_i, from_i, day, label->hours) + label->price;
  if (!has_worth && !(takes_ties(p) && m->common->only_to)) return;
  trip_column trip = {.day = day, .arrive_day = arrive, .from_i = from_i, .to_i = to_i, .fleet_i = fleet_i, .way_i = way_i, .whole_trips = -1};
  if (takes_ties(p)) {
    add_ties(p, &trip, resources);
    return;
  }
  double load = best_load(worth, s->items, n, fleet->payload_kg, fleet->volume_m3, trip.item_i, trip.units);
  if (trip.item_i[0] < 0) return;
  if (resources - load < -p->tolerance * fmax(p->least, load)) offer(p, &trip, resources - load, lfl_vehicle_days_on(label->hours, fleet, 0));
}

/* Under the price of money at hand: paid by what covers any trip there, or by a fund for the goods. */
void pricer_price_load(pricer *p, int fleet_i, int day, int from_i, const lfl_label *label, int way_i) {
  double wide = p->wide_price[label->place_i];
  if (p->money_price == wide) price_load_of(p, fleet_i, day, from_i, label, way_i, LFL_NO);
  for (int f = 1; p->money_price < wide && f < p->m->money->n_funds; f++)
    if (p->money_price == fund_price(p, f, day) && is_fund_for_goods(p->m, f)) price_load_of(p, fleet_i, day, from_i, label, way_i, f);
}

void pricer_price_move(pricer *p, int fleet_i, int day, int from_i, const lfl_label *label, int way_i) {
  lfl_master *m = p->m;
  const lfl_scenario *s = m->s;
  const lfl_fleet *fleet = fleet_i >= 0 ? &s->fleets[fleet_i] : NULL;
  int to_i = label->place_i, arrive = day + (fleet ? lfl_travel_days(label->hours, fleet) : 0);
  if (arrive >= m->T || m->receive_from[to_i] > arrive || p->wide_price[to_i] != p->money_price) return;
  double people = fleet ? fleet->seats : 1;
  double worth = price(p, m->row_left[at_day(m, from_i, day)]) + price(p, m->row_received[at_day(m, to_i, arrive)]);
  if (target_counts_move(m, from_i, to_i)) worth += price(p, m->row_out[day]);
  double resources = label->price + (fleet ? pricer_price_vehicle(p, fleet_i, from_i, day, label->hours) : 0);
  if (!fleet || fleet->vehicle == LFL_BUS) resources += people * price(p, m->row_mobile[from_i]);
  for (int n = 0; n < s->n_needs && arrive > day; n++) {
    if (!lfl_need_applies(s, n, from_i)) continue;
    double a_day = people * (arrive - day) * s->needs[n].weight * s->places[from_i].in_need_share;
    if (s->needs[n].has_tier[LFL_SURVIVAL]) resources += a_day * p->wait_survival;
    if (s->needs[n].has_tier[LFL_MINIMUM]) resources += a_day * p->wait_minimum;
  }
  trip_column trip = {.day = day, .arrive_day = arrive, .from_i = from_i, .to_i = to_i, .fleet_i = fleet_i,
                      .way_i = way_i, .whole_trips = -1, .is_move = true, .item_i = {LFL_NO, LFL_NO}};
  resources -= master_on_the_way(m, &trip) * price(p, m->row_worst[from_i]); /* a limit from below */
  double reduced = resources - people * worth;
  if (reduced < -p->tolerance * fmax(p->least, fabs(people * worth))) offer(p, &trip, reduced, fleet ? lfl_vehicle_days_on(label->hours, fleet, 0) : 1);
}

bool pricer_settle(pricer *p, int from_i) {
  lfl_master *m = p->m;
  for (int k = 0; k < m->s->n_places * m->s->n_items; k++) {
    if (p->best_cost[k] >= 0 || p->best[k].way_i >= -1 || p->best[k].from_i != from_i) continue;
    int way_i = master_way(m, &m->search, -2 - p->best[k].way_i);
    if (way_i < 0) return false;
    p->best[k].way_i = way_i;
  }
  return true;
}

static void forget_best_trips(pricer *p) {
  for (int k = 0; k < p->m->s->n_places * p->m->s->n_items; k++) p->best_cost[k] = 0;
}

lfl_search_options pricer_search_options(const pricer *p, int from_i, int day, int other_day, bool on_foot) {
  const lfl_master *m = p->m;
  return (lfl_search_options){.from_i = from_i, .day = day, .other_day = other_day, .on_foot = on_foot,
                              .limit = on_foot ? lfl_walk_limit_km(m->s) : (double)INFINITY,
                              .link_price = p->is_free_of_prices ? NULL : m->link_price,
                              .place_price = p->is_free_of_prices ? NULL : m->place_price};
}

static bool search(pricer *p, int from_i, int day, int other_day, bool on_foot) {
  lfl_search_options o = pricer_search_options(p, from_i, day, other_day, on_foot);
  return lfl_search_ways(p->m->graph, &o, &p->m->search);
}

/* Ends the look at an origin: where every origin counts, what was found there enters. */
static bool end_origin(pricer *p, int from_i) {
  if (p->has_failed) return false;
  if (!pricer_settle(p, from_i)) return false;
  if (!p->takes_every_origin) return true;
  if (p->adds && !pricer_add_best(p)) return false;
  forget_best_trips(p);
  return true;
}

static bool price_origin_goods(pricer *p, int fleet_i, int day, int from_i) {
  lfl_master *m = p->m;
  if (m->s->fleets[fleet_i].vehicle == LFL_TANKER && !has_water_to_draw(m, from_i, day)) return true;
  if (!search(p, from_i, day, day, false)) return false;
  for (int k = 1; k < m->search.n_kept; k++)
    if (m->search.labels[m->search.kept[k]].place_i != from_i)
      pricer_price_load(p, fleet_i, day, from_i, &m->search.labels[m->search.kept[k]], pending_way(m->search.kept[k]));
  return end_origin(p, from_i);
}

/* People need the way open on the day of arrival, too: one search for each such day, up to the last on which a way found is there (beyond: slow_ways.c). */
static bool price_origin_people(pricer *p, int fleet_i, int day, int from_i) {
  lfl_master *m = p->m;
  const lfl_fleet *fleet = fleet_i >= 0 ? &m->s->fleets[fleet_i] : NULL;
  int last = day;
  for (int arrive = day; arrive <= last && arrive < m->T; arrive++) {
    if (!search(p, from_i, day, arrive, !fleet)) return false;
    for (int k = 1; k < m->search.n_kept; k++) {
      const lfl_label *label = &m->search.labels[m->search.kept[k]];
      int days = fleet ? lfl_travel_days(label->hours, fleet) : 0;
      if (day + days > last) last = day + days;
      if (label->place_i != from_i && m->s->places[label->place_i].is_host && day + days == arrive)
        pricer_price_move(p, fleet_i, day, from_i, label, pending_way(m->search.kept[k]));
    }
    if (!end_origin(p, from_i)) return false;
  }
  return true;
}

void pricer_forget_best(pricer *p) {
  p->least_cost = p->least_for_vehicle = 0;
  forget_best_trips(p);
}

bool pricer_add_best(pricer *p) {
  for (int k = 0; k < p->m->s->n_places * p->m->s->n_items; k++)
    if (p->best_cost[k] < 0) {
      if (!master_add_trip(p->m, &p->best[k])) return false;
      p->n_added++;
    }
  return true;
}

/* Most vehicle-days of the fleet (-1: people on foot) on the day. */
double pricer_most_of(const lfl_master *m, int fleet_i, int day) {
  if (fleet_i >= 0) return m->s->fleet_vehicles[lfl_at(m->s, fleet_i, day)];
  double people = 0;
  for (int i = 0; i < m->s->n_places; i++)
    if (m->can_leave[i]) people += m->s->places[i].people * m->s->places[i].willing_share;
  return people;
}

bool pricer_price_origins(pricer *p, int fleet_i, int day, bool is_move, origin_fn price_origin) {
  const lfl_scenario *s = p->m->s;
  bool is_fine = true;
  for (int i = 0; is_fine && i < s->n_places; i++) {
    if (s->places[i].is_group || (is_move && !p->m->can_leave[i])) continue;
    if (is_move && fleet_i >= 0 && !(s->fleets[fleet_i].seats > 0)) continue;
    is_fine = price_origin(p, fleet_i, day, i);
  }
  return is_fine;
}

/* Looks at all trips under the prices; adds the best if p->adds. *slack: the bound by vehicles.
 *
 * While prices are far off, one trip a destination is enough: more make solves longer. Near the end one origin
 * after the other would have its turn, a round each: then all have (measured on Rafah: its minimum takes 5 rounds instead
 * of 27, its cost 11 instead of 26, each as long as before; with journeys so from the first round, solves take ten times as long). */
static bool look_at_all(pricer *p, double *slack) {
  enum { FEW_LOADS = 8000, FEW_JOURNEYS = 500 };
  lfl_master *m = p->m;
  const lfl_scenario *s = m->s;
  bool is_fine = true;
  *slack = 0;
  for (int f = -1; is_fine && f < s->n_fleets; f++) {
    bool is_move = f < 0 || lfl_moves_people(s->fleets[f].vehicle);
    for (int day = 0; f >= 0 && is_fine && day < m->T; day++) is_fine = price_referrals(p, f, day, slack);
    if (f >= 0 && !is_move && !lfl_carries_goods(s->fleets[f].vehicle)) continue; /* ambulances */
    if (f < 0 && !(s->walk_limit_km > 0)) continue;
    if (is_move && takes_ties(p)) continue;
    p->takes_every_origin = m->n_priced < (is_move ? FEW_JOURNEYS : FEW_LOADS);
    for (int day = 0; is_fine && day < m->T; day++) {
      if (f >= 0 && !(s->fleet_vehicles[lfl_at(s, f, day)] > 0)) continue;
      pricer_find_money_prices(p, f, day, is_move);
      pricer_forget_best(p);
      for (int k = 0; is_fine && k < p->n_money_prices; k++) {
        p->money_price = p->money_prices[k];
        pricer_price_network(p, f, day, is_move);
        is_fine = pricer_price_origins(p, f, day, is_move, is_move ? price_origin_people : price_origin_goods);
      }
      if (p->adds) is_fine = is_fine && pricer_add_best(p);
      if (p->least_for_vehicle < 0) *slack -= p->least_for_vehicle * pricer_most_of(m, f, day);
    }
  }
  return is_fine;
}

/* Prices under which supplies are dearer by p->dearer; what that costs in all. */
static double make_dearer(const pricer *p, const bool *is_source, double *duals) {
  const lfl_master *m = p->m;
  const lfl_scenario *s = m->s;
  double total = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int k = 0; k < s->n_items; k++)
      for (int day = 0; is_source[i * s->n_items + k] && day < m->T; day++) {
        int row = m->row_stock[at_item(m, i, k, day)];
        if (row >= 0) duals[row] -= p->dearer[k];
      }
  for (int k = 0; k < s->n_supplies; k++) {
    if (m->row_supply[k] >= 0) duals[m->row_supply[k]] -= p->dearer[s->supplies[k].item_i];
    total += s->supplies[k].units * p->dearer[s->supplies[k].item_i];
  }
  return total;
}

static bool price_all(pricer *p, bool *is_source, double *duals, double *slack) {
  const lfl_master *m = p->m;
  const lfl_scenario *s = m->s;
  double by_supplies;
  for (int k = 0; k < s->n_supplies; k++) is_source[s->supplies[k].place_i * s->n_items + s->supplies[k].item_i] = true;
  p->adds = true;
  if (!look_at_all(p, slack)) return false;
  if (!(*slack > 0) || m->are_supplies_open) return true;
  memcpy(duals, p->duals, (size_t)lfl_lp_n_rows(m->lp) * sizeof *duals);
  double cost = make_dearer(p, is_source, duals);
  if (cost >= *slack) return true;
  p->duals = duals;
  p->adds = false;
  if (!look_at_all(p, &by_supplies)) return false;
  *slack = fmin(*slack, cost + by_supplies);
  return true;
}

/* Is what was found the last that is looked for, but for slow ways? */
static bool is_last_look(const lfl_master *m, int cost_i, int n_added, double slack) {
  double value = master_objective(m) + (cost_i >= 0 ? m->constant[cost_i] : 0);
  return n_added == 0 || slack <= m->gap * fabs(value) || value - slack > m->goal;
}

bool price_columns(lfl_master *m, int cost_i, int *n_added, double *slack) {
  const lfl_scenario *s = m->s;
  *n_added = 0;
  *slack = 0;
  if (m->is_fixed_trips) return true;
  size_t n_best = (size_t)s->n_places * (size_t)s->n_items;
  pricer p = {.m = m, .duals = master_duals(m), .tolerance = 1e-7, .least = master_price_unit(m)};
  bool *is_source = lfl_calloc(n_best + 1, sizeof *is_source);
  double *duals = lfl_calloc((size_t)lfl_lp_n_rows(m->lp) + 1, sizeof *duals);
  p.is_source = is_source;
  p.best = lfl_calloc(n_best + 1, sizeof *p.best);
  p.best_cost = lfl_calloc(n_best + 1, sizeof *p.best_cost);
  p.worth = lfl_calloc((size_t)s->n_items + 1, sizeof *p.worth);
  p.dearer = lfl_calloc((size_t)s->n_items + 1, sizeof *p.dearer);
  p.wide_price = lfl_calloc((size_t)s->n_places + 1, sizeof *p.wide_price);
  p.money_prices = lfl_calloc((size_t)s->n_places + (size_t)m->money->n_funds + 2, sizeof *p.money_prices);
  bool is_fine = is_source && duals && p.best && p.best_cost && p.worth && p.dearer && p.wide_price && p.money_prices;
  if (is_fine) {
    weigh_costs(&p, cost_i);
    is_fine = price_all(&p, is_source, duals, slack);
    if (is_fine && !takes_ties(&p) && is_last_look(m, cost_i, p.n_added, *slack)) {
      p.duals = master_duals(m); /* without what made supplies dearer for the bound */
      is_fine = price_slow_ways(&p, slack);
    }
  }
  *n_added = m->n_priced = p.n_added;
  lfl_free(is_source);
  lfl_free(duals);
  lfl_free(p.best);
  lfl_free(p.best_cost);
  lfl_free(p.worth);
  lfl_free(p.dearer);
  lfl_free(p.wide_price);
  lfl_free(p.money_prices);
  return is_fine;
}

/* Can a journey that leaves on the day or later bring anybody to a place earlier than those found? */
static bool is_earlier_possible(const lfl_master *m, const int *first, int day) {
  for (int i = 0; i < m->s->n_places; i++)
    if (m->receive_from[i] < m->T && first[i] > (day > m->receive_from[i] ? day : m->receive_from[i])) return true;
  return false;
}

/* May nobody arrive by the way on the day on which it is there, as something of it is closed then or its end at risk? */
static bool is_shut_on_arrival(const lfl_master *m, const lfl_label *label, int arrive) {
  const lfl_scenario *s = m->s;
  if (arrive >= m->T || m->receive_from[label->place_i] >= m->T) return false; /* nobody ever may */
  if (m->receive_from[label->place_i] > arrive) return true;
  for (; label->pred >= 0; label = &m->search.labels[label->pred])
    if (s->link_access[lfl_at(s, label->link_i, arrive)] == LFL_CLOSED || s->place_access[lfl_at(s, label->place_i, arrive)] == LFL_CLOSED) return true;
  return s->place_access[lfl_at(s, label->place_i, arrive)] == LFL_CLOSED;
}

/* Into first: where the fleet (-1: on foot) brings people to that leave on the day, if no earlier arrival is known. */
static bool find_arrivals(pricer *p, int from_i, int day, int fleet_i, int *first) {
  lfl_master *m = p->m;
  bool may_slow_come = false;
  for (int arrive = day, last = day; arrive <= last && arrive < m->T; arrive++) {
    if (!search(p, from_i, day, arrive, fleet_i < 0)) return false;
    for (int k = 1; k < m->search.n_kept; k++) {
      const lfl_label *label = &m->search.labels[m->search.kept[k]];
      int days = fleet_i < 0 ? 0 : lfl_travel_days(label->hours, &m->s->fleets[fleet_i]), to = label->place_i;
      if (day + days > last) last = day + days;
      if (to != from_i && day + days == arrive && m->receive_from[to] <= arrive && arrive < first[to]) first[to] = arrive;
      if (fleet_i >= 0 && arrive == day && day + days < first[to]) may_slow_come = may_slow_come || is_shut_on_arrival(m, label, day + days);
    }
  }
  return !may_slow_come || find_slow_arrivals(p, from_i, day, &m->s->fleets[fleet_i], first);
}

/* First day on which each place can receive anybody: by some fleet or on foot, from another
 * place that people may leave, by a way open on both days, and not at risk from then on. */
bool find_receivers(lfl_master *m) {
  const lfl_scenario *s = m->s;
  pricer p = {.m = m, .is_free_of_prices = true};
  int *first = lfl_arena_new(m->arena, (size_t)s->n_places, int);
  bool is_fine = true;
  if (!first) return false;
  for (int i = 0; i < s->n_places; i++) first[i] = m->T;
  for (int day = 0; is_fine && day < m->T && is_earlier_possible(m, first, day); day++)
    for (int f = -1; is_fine && f < s->n_fleets; f++) {
      if (f < 0 ? !(s->walk_limit_km > 0) : !lfl_moves_people(s->fleets[f].vehicle) || !(s->fleets[f].seats > 0)) continue;
      if (f >= 0 && !(s->fleet_vehicles[lfl_at(s, f, day)] > 0)) continue;
      bool is_aided = f >= 0 && s->fleets[f].vehicle == LFL_ACCESSIBLE_BUS;
      for (int i = 0; is_fine && i < s->n_places; i++)
        if (m->can_leave[i] && (is_aided || s->places[i].limited_mobility_share < 1)) is_fine = find_arrivals(&p, i, day, f, first);
    }
  slow_ways_end(&p);
  for (int i = 0; i < s->n_places; i++) m->receive_from[i] = first[i] > m->receive_from[i] ? first[i] : m->receive_from[i];
  return is_fine;
}
