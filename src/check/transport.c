/* Checking transport and goods: ways, vehicles, links, handling, permissions, loads, stocks. */
#include <math.h>
#include <string.h>

#include "check/checker.h"

static int place_after(const lfl_scenario *s, const lfl_way *w, int k) {
  const lfl_link *link = &s->links[w->link_i[k]];
  return w->is_reverse[k] ? link->from_i : link->to_i;
}

/* A way leads from place to place over links in order, passes none twice and no group, and is as long as its links. */
static void check_ways(checker *c) {
  const lfl_scenario *s = c->s;
  for (int k = 0; k < c->plan->n_ways; k++) {
    const lfl_way *w = &c->plan->ways[k];
    double km = 0, hours = 0;
    int at = w->from_i;
    bool is_joined = true, is_simple = true, is_allowed = true, takes_part = !s->places[at].is_group;
    for (int i = 0; i < w->n_links; i++) {
      const lfl_link *link = &s->links[w->link_i[i]];
      is_joined = is_joined && at == (w->is_reverse[i] ? link->to_i : link->from_i);
      is_allowed = is_allowed && (link->two_way || !w->is_reverse[i]);
      at = place_after(s, w, i);
      is_simple = is_simple && at != w->from_i;
      takes_part = takes_part && !s->places[at].is_group;
      for (int j = 0; j < i; j++) is_simple = is_simple && at != place_after(s, w, j);
      km += link->length_km;
      hours += link->length_km / link->speed_km_per_h;
    }
    if (!is_joined || at != w->to_i || w->from_i == w->to_i) say(c, "ways", k, "links", k, "links that lead from %s to %s", s->places[w->from_i].id, s->places[w->to_i].id);
    if (!is_simple) say(c, "ways", k, "links", k, "no place twice");
    if (!takes_part) say(c, "ways", k, "links", k, "places that take part: a group only names a region");
    if (!is_allowed) say(c, "ways", k, "links", k, "one-way links in their direction only");
    if (!is_same(km, w->km)) say(c, "ways", k, "km", w->km, "%.6g km, the sum of the links", km);
    if (!is_same(hours, w->hours)) say(c, "ways", k, "hours", w->hours, "%.6g h, the sum of the links", hours);
  }
}

static bool is_open(const checker *c, const lfl_way *w, int day) {
  const lfl_scenario *s = c->s;
  if (s->place_access[lfl_at(s, w->from_i, day)] == LFL_CLOSED) return false;
  for (int i = 0; i < w->n_links; i++)
    if (s->link_access[lfl_at(s, w->link_i[i], day)] == LFL_CLOSED || s->place_access[lfl_at(s, place_after(s, w, i), day)] == LFL_CLOSED) return false;
  return true;
}

static bool passes(const checker *c, const lfl_way *w, const lfl_permission *p) {
  for (int i = 0; i < w->n_links; i++)
    if (p->subject == LFL_SUBJECT_LINK ? p->subject_i == w->link_i[i] : p->subject_i == place_after(c->s, w, i)) return true;
  return p->subject == LFL_SUBJECT_PLACE && p->subject_i == w->from_i;
}

typedef struct loads {
  double *fleet, *link, *walk, *handle, *permission, *escort;
} loads;

/* Counts the trips of one row against every limit on its day. */
static void count_trips(checker *c, loads *sum, int day, int fleet_i, int from_i, const lfl_way *w, double trips) {
  const lfl_scenario *s = c->s;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  for (int k = 0; day + k < c->T && lfl_vehicle_days_on(w->hours, fleet, k) > 0; k++)
    sum->fleet[in_days(c, fleet_i, day + k)] += trips * lfl_vehicle_days_on(w->hours, fleet, k);
  for (int i = 0; i < w->n_links; i++) {
    int forwards = 2 * w->link_i[i] + (w->is_reverse[i] ? 1 : 0), back = 2 * w->link_i[i] + (w->is_reverse[i] ? 0 : 1);
    sum->link[in_days(c, forwards, day)] += trips;
    if (s->links[w->link_i[i]].two_way) sum->link[in_days(c, back, day)] += trips;
  }
  sum->handle[in_days(c, from_i, day)] += trips;
  for (int k = 0; k < s->n_permissions; k++)
    if (s->permissions[k].from_day <= day && day <= s->permissions[k].to_day && passes(c, w, &s->permissions[k])) {
      sum->permission[in_days(c, k, day)] += trips;
      if (s->permissions[k].escort_i >= 0) sum->escort[in_days(c, s->permissions[k].escort_i, day)] += trips;
    }
  if (s->fuel_item_i >= 0 && fleet->fuel_place_i >= 0) c->driven_l[in_days(c, fleet->fuel_place_i, day)] += trips * 2 * w->km * fleet->fuel_l_per_km;
}

static bool is_on_link(const checker *c, const lfl_way *w, int link_i, int day) {
  (void)c, (void)day;
  for (int i = 0; i < w->n_links; i++)
    if (w->link_i[i] == link_i) return true;
  return false;
}

static bool is_under_permission(const checker *c, const lfl_way *w, int permission_i, int day) {
  const lfl_permission *p = &c->s->permissions[permission_i];
  return p->from_day <= day && day <= p->to_day && passes(c, w, p);
}

static bool is_with_escort(const checker *c, const lfl_way *w, int escort_i, int day) {
  for (int k = 0; k < c->s->n_permissions; k++)
    if (c->s->permissions[k].escort_i == escort_i && is_under_permission(c, w, k, day)) return true;
  return false;
}

static bool is_from_place(const checker *c, const lfl_way *w, int place_i, int day) {
  (void)c, (void)day;
  return w->from_i == place_i;
}

/* The table of the trips that a limit is about on the day: which of them are too many nobody can say. */
static const char *table_of(const checker *c, bool (*is_of)(const checker *, const lfl_way *, int, int), int subject_i, int day) {
  const lfl_plan *p = c->plan;
  for (int k = 0; k < p->n_deliveries; k++)
    if (p->deliveries[k].day == day && is_of(c, &p->ways[p->deliveries[k].way_i], subject_i, day)) return "deliveries";
  for (int k = 0; k < p->n_movements; k++)
    if (p->movements[k].day == day && p->movements[k].fleet_i >= 0 && is_of(c, &p->ways[p->movements[k].way_i], subject_i, day)) return "movements";
  return "referrals";
}

/* The table of what the fleet carries. */
static const char *table_of_fleet(const checker *c, int fleet_i) {
  for (int k = 0; k < c->plan->n_deliveries; k++)
    if (c->plan->deliveries[k].fleet_i == fleet_i) return "deliveries";
  for (int k = 0; k < c->plan->n_movements; k++)
    if (c->plan->movements[k].fleet_i == fleet_i) return "movements";
  return "referrals";
}

/* Fleets: vehicle-days used on a day <= vehicles on that day. */
static void check_vehicle_days(checker *c, const double *used, int day) {
  const lfl_scenario *s = c->s;
  for (int f = 0; f < s->n_fleets; f++)
    if (!at_most(used[in_days(c, f, day)], s->fleet_vehicles[lfl_at(s, f, day)]))
      say(c, table_of_fleet(c, f), -1, "trips", used[in_days(c, f, day)], "day %d: at most %.6g vehicle-days of %s", day, s->fleet_vehicles[lfl_at(s, f, day)], s->fleets[f].id);
}

/* vehicles_per_day * share of every link, in each direction. */
static void check_vehicles_per_day(checker *c, const double *used, int day) {
  const lfl_scenario *s = c->s;
  for (int l = 0; l < 2 * s->n_links; l++) {
    const lfl_link *link = &s->links[l / 2];
    double limit = (link->vehicles_per_day + restored(c, LFL_RESTORES_VEHICLES, l / 2, day)) * s->link_share[lfl_at(s, l / 2, day)];
    if (link->vehicles_per_day < (double)INFINITY && !at_most(used[in_days(c, l, day)], limit))
      say(c, table_of(c, is_on_link, l / 2, day), -1, "trips", used[in_days(c, l, day)], "day %d: at most %.6g vehicles on %s", day, limit, link->id);
  }
}

/* On foot: people on each link and direction and day <= people_per_day * share. */
static void check_people_per_day(checker *c, const double *used, int day) {
  const lfl_scenario *s = c->s;
  for (int l = 0; l < 2 * s->n_links; l++) {
    double limit = (s->links[l / 2].people_per_day + restored(c, LFL_RESTORES_WALKERS, l / 2, day)) * s->link_share[lfl_at(s, l / 2, day)];
    if (used[in_days(c, l, day)] > 0 && !at_most(used[in_days(c, l, day)], limit))
      say(c, "movements", -1, "people", used[in_days(c, l, day)], "day %d: at most %.6g people on foot on %s", day, limit, s->links[l / 2].id);
  }
}

/* trucks_per_day * share of hubs and crossings, for loaded trips that leave them. */
static void check_trucks_per_day(checker *c, const double *used, int day) {
  const lfl_scenario *s = c->s;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    double share = s->place_share[lfl_at(s, i, day)], limit = share > 0 ? (p->trucks_per_day + restored(c, LFL_RESTORES_TRUCKS, i, day)) * share : 0;
    if ((p->kind == LFL_HUB || p->kind == LFL_CROSSING) && !at_most(used[in_days(c, i, day)], limit))
      say(c, table_of(c, is_from_place, i, day), -1, "trips", used[in_days(c, i, day)], "day %d: at most %.6g loaded trips from %s", day, limit, p->id);
  }
}

/* Each permission is a limit of its own. */
static void check_permissions(checker *c, const double *used, int day) {
  const lfl_scenario *s = c->s;
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    const char *id = p->subject == LFL_SUBJECT_LINK ? s->links[p->subject_i].id : s->places[p->subject_i].id;
    if (!at_most(used[in_days(c, k, day)], p->trips_per_day))
      say(c, table_of(c, is_under_permission, k, day), -1, "trips", used[in_days(c, k, day)], "day %d: at most %.6g trips under the permission for %s", day, p->trips_per_day, id);
    if (used[in_days(c, k, day)] > 0 && day - p->notice_from_day < p->notice_days)
      say(c, table_of(c, is_under_permission, k, day), -1, "day", day, "no trip under the permission for %s before the %.6g days of its notice are over", id, p->notice_days);
  }
}

/* Escorts, over all permissions that name them; outside their days there are none. */
static void check_escorts(checker *c, const double *used, int day) {
  const lfl_scenario *s = c->s;
  for (int k = 0; k < s->n_escorts; k++) {
    const lfl_escort *e = &s->escorts[k];
    double limit = day < e->from_day || day > e->to_day ? 0 : e->vehicles_per_day;
    if (!at_most(used[in_days(c, k, day)], limit)) say(c, table_of(c, is_with_escort, k, day), -1, "trips", used[in_days(c, k, day)], "day %d: at most %.6g vehicles with escort %s", day, limit, e->id);
  }
}

/* A shipment: rows that stand together; its trips stand on the first. */
static void check_shipment(checker *c, int first, int last, loads *sum) {
  const lfl_scenario *s = c->s;
  const lfl_delivery_row *head = &c->plan->deliveries[first];
  const lfl_fleet *fleet = &s->fleets[head->fleet_i];
  const lfl_way *w = &c->plan->ways[head->way_i];
  double kg = 0, m3 = 0;
  if (!is_whole(head->trips) || head->trips < 1) say(c, "deliveries", first, "trips", head->trips, "a whole number of trips, at least 1");
  if (fleet->vehicle != LFL_TRUCK && fleet->vehicle != LFL_TANKER) say_text(c, "deliveries", first, "fleet_id", c->s->fleets[head->fleet_i].id, "trucks or tankers");
  if (!is_open(c, w, head->day)) say(c, "deliveries", first, "day", head->day, "a day on which the whole way is open");
  if (head->arrive_day != head->day + lfl_travel_days(w->hours, fleet)) say(c, "deliveries", first, "arrive_day", head->arrive_day, "day %d by the hours of the way", head->day + lfl_travel_days(w->hours, fleet));
  for (int k = first; k <= last; k++) {
    const lfl_delivery_row *r = &c->plan->deliveries[k];
    const lfl_item *item = &s->items[r->item_i];
    if (r->day != head->day || r->from_i != head->from_i || r->to_i != head->to_i || r->fleet_i != head->fleet_i || r->way_i != head->way_i || r->arrive_day != head->arrive_day)
      say(c, "deliveries", k, "shipment", r->shipment, "the same day, places, fleet and way as the first row of the shipment");
    if (k > first && r->trips != 0) say(c, "deliveries", k, "trips", r->trips, "0: the trips stand on the first row of the shipment");
    if (r->from_i != w->from_i || r->to_i != w->to_i) say(c, "deliveries", k, "way_no", r->way_i, "a way between its own places");
    if (!is_whole(r->units) || r->units <= 0) say(c, "deliveries", k, "units", r->units, "whole units, at least 1");
    if (item->is_water != (fleet->vehicle == LFL_TANKER)) say_text(c, "deliveries", k, "item_id", c->s->items[r->item_i].id, "water in tankers, all else on trucks");
    if (item->is_water && (!s->places[r->to_i].is_host || s->places[r->from_i].water_yield_l_per_day + restored(c, LFL_RESTORES_YIELD, r->from_i, r->day) <= 0)) say_text(c, "deliveries", k, "from_id", c->s->places[r->from_i].id, "water from a place with a yield to an area or site");
    kg += r->units * item->mass_kg;
    m3 += r->units * item->volume_m3;
    if (item->is_water) c->taken_l[in_days(c, r->from_i, r->day)] += r->units;
  }
  if (!at_most(kg, head->trips * fleet->payload_kg)) say(c, "deliveries", first, "units", kg, "at most %.6g kg on %.0f trips", head->trips * fleet->payload_kg, head->trips);
  if (!at_most(m3, head->trips * fleet->volume_m3)) say(c, "deliveries", first, "units", m3, "at most %.6g m3 on %.0f trips", head->trips * fleet->volume_m3, head->trips);
  count_trips(c, sum, head->day, head->fleet_i, head->from_i, w, head->trips);
}

static void check_movement(checker *c, int k, loads *sum) {
  const lfl_scenario *s = c->s;
  const lfl_movement_row *r = &c->plan->movements[k];
  const lfl_way *w = &c->plan->ways[r->way_i];
  if (!is_whole(r->people) || r->people < 1) say(c, "movements", k, "people", r->people, "a whole number of people, at least 1");
  if (r->from_i != w->from_i || r->to_i != w->to_i) say(c, "movements", k, "way_no", r->way_i, "a way between its own places");
  if (!s->places[r->from_i].is_host || !s->places[r->to_i].is_host) say_text(c, "movements", k, "to_id", c->s->places[r->to_i].id, "areas or sites");
  if (!is_open(c, w, r->day) || !is_open(c, w, r->arrive_day)) say(c, "movements", k, "day", r->day, "a way open on the days of departure and arrival");
  if (s->at_risk_from[lfl_at(s, r->to_i, r->arrive_day)]) say_text(c, "movements", k, "to_id", c->s->places[r->to_i].id, "a place not at risk on day %d or later", r->arrive_day);
  if (r->mode == LFL_MODE_FOOT) {
    bool is_walked = w->km <= lfl_walk_limit_km(s);
    for (int i = 0; i < w->n_links; i++) {
      is_walked = is_walked && s->links[w->link_i[i]].people_per_day + restored(c, LFL_RESTORES_WALKERS, w->link_i[i], r->day) > 0;
      sum->walk[in_days(c, 2 * w->link_i[i] + (w->is_reverse[i] ? 1 : 0), r->day)] += r->people;
    }
    if (!is_walked) say_text(c, "movements", k, "mode", lfl_mode_name(r->mode), "links with people_per_day, at most %.6g km in all", s->walk_limit_km);
    if (r->arrive_day != r->day || r->trips != 0) say(c, "movements", k, "arrive_day", r->arrive_day, "on foot: the same day and no trips");
    return;
  }
  const lfl_fleet *fleet = &s->fleets[r->fleet_i];
  if (fleet->vehicle != (r->mode == LFL_MODE_BUS ? LFL_BUS : LFL_ACCESSIBLE_BUS)) say_text(c, "movements", k, "fleet_id", c->s->fleets[r->fleet_i].id, "a fleet of that mode");
  if (r->arrive_day != r->day + lfl_travel_days(w->hours, fleet)) say(c, "movements", k, "arrive_day", r->arrive_day, "day %d by the hours of the way", r->day + lfl_travel_days(w->hours, fleet));
  if (!is_whole(r->trips) || r->people > r->trips * floor(fleet->seats + 1e-9) + 1e-6) say(c, "movements", k, "trips", r->trips, "whole trips with a seat for everyone");
  count_trips(c, sum, r->day, r->fleet_i, r->from_i, w, r->trips);
}

/* Patients: a road that is open, within the hours, to a place that is not at risk, there on the same day, seats for all. */
static void check_referral(checker *c, int k, loads *sum) {
  const lfl_scenario *s = c->s;
  const lfl_referral_row *r = &c->plan->referrals[k];
  const lfl_way *w = &c->plan->ways[r->way_i];
  const lfl_fleet *fleet = &s->fleets[r->fleet_i];
  const lfl_facility *f = &s->facilities[r->facility_i];
  if (r->place_i != w->from_i || f->place_i != w->to_i) say(c, "referrals", k, "way_no", r->way_i, "a way from %s to %s", s->places[r->place_i].id, f->id);
  if (!s->places[r->place_i].is_host) say_text(c, "referrals", k, "from_id", c->s->places[r->place_i].id, "an area or site");
  if (!is_open(c, w, r->day)) say(c, "referrals", k, "day", r->day, "a day on which the whole way is open");
  if (s->at_risk_from[lfl_at(s, w->to_i, r->day)]) say_text(c, "referrals", k, "facility_id", c->s->facilities[r->facility_i].id, "a place not at risk on day %d or later", r->day);
  if (fleet->vehicle != LFL_AMBULANCE && fleet->vehicle != LFL_ACCESSIBLE_BUS) say_text(c, "referrals", k, "fleet_id", c->s->fleets[r->fleet_i].id, "ambulances or accessible buses");
  if (w->hours > f->referral_h + 1e-6) say(c, "referrals", k, "way", w->hours, "at most %.6g h to %s", f->referral_h, f->id);
  if (lfl_travel_days(w->hours, fleet) > 0) say(c, "referrals", k, "way", w->hours, "less than the %.6g h of a working day", fleet->hours_per_day);
  if (!is_whole(r->trips) || r->trips < 1 || !at_most(r->patients, r->trips * floor(fleet->seats + 1e-9))) say(c, "referrals", k, "trips", r->trips, "whole trips with a seat for every patient");
  count_trips(c, sum, r->day, r->fleet_i, r->place_i, w, r->trips);
}

bool check_transport(checker *c) {
  const lfl_scenario *s = c->s;
  loads sum = {new_sums(c, (long)s->n_fleets * c->T), new_sums(c, 2L * s->n_links * c->T), new_sums(c, 2L * s->n_links * c->T),
               new_sums(c, (long)s->n_places * c->T), new_sums(c, (long)s->n_permissions * c->T), new_sums(c, (long)s->n_escorts * c->T)};
  if (!sum.fleet || !sum.link || !sum.walk || !sum.handle || !sum.permission || !sum.escort) return false;
  check_ways(c);
  for (int first = 0, last; first < c->plan->n_deliveries; first = last + 1) {
    for (last = first; last + 1 < c->plan->n_deliveries && c->plan->deliveries[last + 1].shipment == c->plan->deliveries[first].shipment;) last++;
    check_shipment(c, first, last, &sum);
  }
  for (int k = 0; k < c->plan->n_movements; k++) check_movement(c, k, &sum);
  for (int k = 0; k < c->plan->n_referrals; k++) check_referral(c, k, &sum);
  for (int day = 0; day < c->T; day++) {
    check_vehicle_days(c, sum.fleet, day);
    check_vehicles_per_day(c, sum.link, day);
    check_people_per_day(c, sum.walk, day);
    check_trucks_per_day(c, sum.handle, day);
    check_permissions(c, sum.permission, day);
    check_escorts(c, sum.escort, day);
  }
  return true;
}

/* Over all days from its day on, at most `units` of each supply are drawn. */
static bool check_draws(checker *c, double *change) {
  const lfl_scenario *s = c->s;
  double *drawn = new_sums(c, s->n_supplies);
  if (!drawn) return false;
  for (int k = 0; k < c->plan->n_draws; k++) {
    const lfl_draw_row *r = &c->plan->draws[k];
    const lfl_supply *supply = &s->supplies[r->supply_i];
    if (r->day < supply->day) say(c, "draws", k, "day", r->day, "day %d or later", supply->day);
    drawn[r->supply_i] += r->units;
    if (!at_most(drawn[r->supply_i], supply->units)) say(c, "draws", k, "units", drawn[r->supply_i], "at most the %.6g units supplied", supply->units);
    change[in_items(c, supply->place_i, supply->item_i, r->day)] += r->units;
  }
  return true;
}

/* `used` is for serving a need, for building, or fuel for pumping. */
static void check_use(checker *c, int k) {
  const lfl_use_row *r = &c->plan->uses[k];
  const lfl_item *item = &c->s->items[r->item_i];
  if (!(r->units > 0)) say(c, "uses", k, "units", r->units, "more than 0");
  if (!c->s->places[r->place_i].is_host && r->kind != LFL_USE_PUMP && r->kind != LFL_USE_DRIVE && r->kind != LFL_USE_CARE) say_text(c, "uses", k, "place_id", c->s->places[r->place_i].id, "an area or site");
  if (r->kind == LFL_USE_NEED && item->need_i < 0 && !item->is_water) say_text(c, "uses", k, "item_id", c->s->items[r->item_i].id, "an item that serves a need; %s does not", item->id);
  if (r->kind == LFL_USE_PUMP && r->item_i != c->s->fuel_item_i) say_text(c, "uses", k, "item_id", c->s->items[r->item_i].id, "fuel for pumping, not %s", item->id);
  if (r->kind == LFL_USE_CARE && r->item_i != c->s->fuel_item_i) say_text(c, "uses", k, "item_id", c->s->items[r->item_i].id, "fuel for facilities, not %s", item->id);
  if (r->kind == LFL_USE_DRIVE && r->item_i != c->s->fuel_item_i) say_text(c, "uses", k, "item_id", c->s->items[r->item_i].id, "fuel for driving, not %s", item->id);
}

/* What trips burn is used from the stock at their fleet's place, no more and no less. */
static void check_driving(checker *c) {
  const lfl_scenario *s = c->s;
  for (int i = 0; s->fuel_item_i >= 0 && i < s->n_places; i++)
    for (int day = 0; day < c->T; day++) {
      double asked = c->driven_l[in_days(c, i, day)], burnt = c->used[LFL_USE_DRIVE][in_items(c, i, s->fuel_item_i, day)];
      if (fabs(burnt - asked) > 1e-4 + 1e-6 * asked) say(c, "uses", -1, "units", burnt, "day %d: %.6g l of fuel for the trips that drive out of the stock at %s", day, asked, s->places[i].id);
    }
}

/* A kit is there once it is put together, where people live; just its parts are used up by that. */
static bool check_kits(checker *c, double *change) {
  const lfl_scenario *s = c->s;
  double *asked = new_sums(c, (long)s->n_places * s->n_items * c->T);
  if (!asked) return false;
  for (int k = 0; k < c->plan->n_kits; k++) {
    const lfl_kit_row *r = &c->plan->kits[k];
    const lfl_item *kit = &s->items[r->item_i];
    if (!kit->n_parts) say_text(c, "kits", k, "item_id", c->s->items[r->item_i].id, "a kit with modules; %s has none", kit->id);
    if (!s->places[r->place_i].is_host) say_text(c, "kits", k, "place_id", c->s->places[r->place_i].id, "an area or site");
    if (!(r->units > 0)) say(c, "kits", k, "units", r->units, "more than 0");
    change[in_items(c, r->place_i, r->item_i, r->day)] += r->units;
    for (int j = 0; j < kit->n_parts; j++) asked[in_items(c, r->place_i, kit->parts[j].item_i, r->day)] += r->units * kit->parts[j].units_per_unit;
  }
  for (int i = 0; i < s->n_places; i++)
    for (int j = 0; j < s->n_items; j++)
      for (int day = 0; day < c->T; day++) {
        double used = c->used[LFL_USE_KIT][in_items(c, i, j, day)], want = asked[in_items(c, i, j, day)];
        if (fabs(used - want) > 1e-6 + 1e-6 * want) say(c, "uses", -1, "units", used, "day %d: %.6g units of %s for the kits put together at %s", day, want, s->items[j].id, s->places[i].id);
      }
  return true;
}

/* Days left: the stock over the mean of what left on the day and the six before. */
static void check_days_left(checker *c, const double *left) {
  for (int k = 0; k < c->plan->n_stocks; k++) {
    const lfl_stock_row *r = &c->plan->stocks[k];
    double sum = 0;
    int n = 0;
    for (int day = r->day; day >= 0 && n < 7; day--, n++) sum += left[in_items(c, r->place_i, r->item_i, day)];
    if (sum > 0 ? !is_same(r->days_left, r->units * n / sum) : !isnan(r->days_left))
      say(c, "stocks", k, "days_left", r->days_left, "%.6g days at the mean use of the days before", sum > 0 ? r->units * n / sum : (double)NAN);
  }
}

/* Stocks follow from what is drawn, arrives, leaves and is used; none is ever below 0. */
bool check_stocks(checker *c) {
  const lfl_scenario *s = c->s;
  double *change = new_sums(c, (long)s->n_places * s->n_items * c->T), *published = new_sums(c, (long)s->n_places * s->n_items * c->T);
  double *left = new_sums(c, (long)s->n_places * s->n_items * c->T);
  if (!change || !published || !left) return false;
  if (!check_draws(c, change)) return false;
  for (int k = 0; k < c->plan->n_deliveries; k++) {
    const lfl_delivery_row *r = &c->plan->deliveries[k];
    double arrives = lfl_arriving_share(&s->places[r->from_i]);
    change[in_items(c, r->to_i, r->item_i, r->arrive_day)] += r->units * arrives;
    if (s->items[r->item_i].is_water) continue;
    change[in_items(c, r->from_i, r->item_i, r->day)] -= r->units;
    left[in_items(c, r->from_i, r->item_i, r->day)] += r->units;
  }
  for (int k = 0; k < c->plan->n_uses; k++) {
    const lfl_use_row *r = &c->plan->uses[k];
    check_use(c, k);
    c->used[r->kind][in_items(c, r->place_i, r->item_i, r->day)] += r->units;
    change[in_items(c, r->place_i, r->item_i, r->day)] -= r->units;
    left[in_items(c, r->place_i, r->item_i, r->day)] += r->units;
  }
  check_driving(c);
  if (!check_kits(c, change)) return false;
  for (int k = 0; k < c->plan->n_stocks; k++) {
    const lfl_stock_row *r = &c->plan->stocks[k];
    if (!(r->units > 0)) say(c, "stocks", k, "units", r->units, "more than 0: rows without stock are left out");
    published[in_items(c, r->place_i, r->item_i, r->day)] += r->units;
  }
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; day < c->T; day++) {
      double m3 = 0;
      for (int j = 0; j < s->n_items; j++) {
        long at = in_items(c, i, j, day);
        if (day > 0) change[at] += change[at - 1]; /* now the stock at the end of the day */
        if (change[at] < -1e-4) say(c, "stocks", -1, "units", change[at], "day %d: %s at %s not below 0", day, s->items[j].id, s->places[i].id);
        if (fabs(change[at] - published[at]) > 1e-4 + 1e-6 * fabs(change[at]))
          say(c, "stocks", -1, "units", published[at], "day %d: %.6g of %s at %s", day, change[at], s->items[j].id, s->places[i].id);
        m3 += fmax(0, change[at]) * s->items[j].volume_m3;
      }
      double room = s->places[i].storage_m3 + restored(c, LFL_RESTORES_STORAGE, i, day);
      if (!at_most(m3, room)) say(c, "stocks", -1, "units", m3, "day %d: at most %.6g m3 at %s", day, room, s->places[i].id);
    }
  check_days_left(c, left);
  return true;
}
