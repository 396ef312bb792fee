/* Whole trips: on each day every lane (fleet and way) is owed the whole trips chosen for it
 * (shipments.c) and the units that the solution puts on them; what could not leave stays owed.
 * Nothing leaves that a limit of docs/MODEL.md forbids. O(lanes * items) a day. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/round.h"

static const double EPS = 1e-7;

/* Room for so much more of something limited, as a whole number of `each`. */
static double whole_room(double limit, double used, double each, double most) {
  if (each <= 0 || limit == (double)INFINITY) return most;
  return fmin(most, floor((limit - used) / each + EPS));
}

static bool passes(const lfl_scenario *s, const lfl_permission *permission, const lfl_way *way) {
  int at = way->from_i;
  if (permission->subject == LFL_SUBJECT_PLACE && permission->subject_i == at) return true;
  for (int k = 0; k < way->n_links; k++) {
    const lfl_link *link = &s->links[way->link_i[k]];
    at = way->is_reverse[k] ? link->from_i : link->to_i;
    if (permission->subject == LFL_SUBJECT_PLACE ? permission->subject_i == at : permission->subject_i == way->link_i[k])
      return true;
  }
  return false;
}

/* Times that a trip on the way counts against the escort on the day: once for each permission that names it. */
static double escorted(const lfl_scenario *s, int escort_i, const lfl_way *way, int day) {
  double n = 0;
  for (int k = 0; k < s->n_permissions; k++)
    if (s->permissions[k].escort_i == escort_i && lfl_permission_holds(&s->permissions[k], day) && passes(s, &s->permissions[k], way)) n++;
  return n;
}

double run_trip_cost(const run *r, const lane *l, int day) {
  const lfl_way *way = &r->m->ways[l->way_i];
  const lfl_fleet *fleet = &r->s->fleets[l->fleet_i];
  double days = 0;
  for (int k = 0; day + k < r->T && lfl_vehicle_days_on(way->hours, fleet, k) > 0; k++)
    days += lfl_vehicle_days_on(way->hours, fleet, k);
  return 2 * way->km * fleet->cost_per_km + days * fleet->cost_per_vehicle_day;
}

double run_trips_filled(const lfl_fleet *fleet, double mass_kg, double volume_m3) {
  return fmax(fleet->payload_kg > 0 ? mass_kg / fleet->payload_kg : 0, fleet->volume_m3 > 0 ? volume_m3 / fleet->volume_m3 : 0);
}

/* Most whole trips that every limit on vehicles, links, handling, permissions, money and fuel allows. */
double run_most_trips(const run *r, const lane *l, int day, double wanted) {
  const lfl_scenario *s = r->s;
  const lfl_way *way = &r->m->ways[l->way_i];
  const lfl_fleet *fleet = &s->fleets[l->fleet_i];
  double n = wanted;
  for (int k = 0; day + k < r->T && lfl_vehicle_days_on(way->hours, fleet, k) > 0; k++)
    n = whole_room(s->fleet_vehicles[lfl_at(s, l->fleet_i, day + k)], r->fleet_used[at_day(r->m, l->fleet_i, day + k)],
                   lfl_vehicle_days_on(way->hours, fleet, k), n);
  for (int k = 0; k < way->n_links; k++) {
    const lfl_link *link = &s->links[way->link_i[k]];
    double limit = (link->vehicles_per_day + lfl_restored_on(s, r->m->start, LFL_RESTORES_VEHICLES, way->link_i[k], day)) * s->link_share[lfl_at(s, way->link_i[k], day)];
    for (int back = 0; back <= link->two_way && link->vehicles_per_day < (double)INFINITY; back++)
      n = whole_room(limit, r->link_used[at_day(r->m, 2 * way->link_i[k] + (way->is_reverse[k] != (back != 0)), day)], 1, n);
  }
  const lfl_place *from = &s->places[l->from_i];
  double restored = lfl_restored_on(s, r->m->start, LFL_RESTORES_TRUCKS, l->from_i, day) * s->place_share[lfl_at(s, l->from_i, day)];
  if (from->kind == LFL_HUB || from->kind == LFL_CROSSING)
    n = whole_room(lfl_place_trucks(s, l->from_i, day) + restored, r->handle_used[at_day(r->m, l->from_i, day)], 1, n);
  for (int k = 0; k < s->n_permissions; k++)
    if (lfl_permission_holds(&s->permissions[k], day) && passes(s, &s->permissions[k], way))
      n = whole_room(lfl_permission_trips(&s->permissions[k], day), r->permission_used[at_day(r->m, k, day)], 1, n);
  for (int k = 0; k < s->n_escorts; k++)
    n = whole_room(lfl_escort_vehicles(&s->escorts[k], day), r->escort_used[at_day(r->m, k, day)], escorted(s, k, way, day), n);
  double each = run_trip_cost(r, l, day), fuel = lfl_drive_fuel_l(s, l->fleet_i, way->km);
  if (n < 1) return 0;
  n = fmax(0, whole_room(run_money(r, l->class_i, day, n * each), 0, each, n));
  if (!(fuel > 0) || r->is_choosing || n < 1) return n;
  int mark = run_hold(r);
  run_reserve(r, l->class_i, day, n * each);
  n = fmin(n, floor(run_affordable(r, fleet->fuel_place_i, s->fuel_item_i, day, n * fuel) / fuel + EPS));
  run_release(r, mark);
  return n;
}

void run_burn(run *r, int place_i, int day, lfl_use_kind kind, double litres) {
  run_take(r, place_i, r->s->fuel_item_i, day, litres);
  lfl_use_row *use = lfl_plan_add_use(r->plan);
  if (use) *use = (lfl_use_row){day, place_i, r->s->fuel_item_i, kind, litres};
  else r->failed = true;
}

void run_use_trips(run *r, const lane *l, int day, double n) {
  const lfl_scenario *s = r->s;
  const lfl_way *way = &r->m->ways[l->way_i];
  const lfl_fleet *fleet = &s->fleets[l->fleet_i];
  for (int k = 0; day + k < r->T && lfl_vehicle_days_on(way->hours, fleet, k) > 0; k++)
    r->fleet_used[at_day(r->m, l->fleet_i, day + k)] += n * lfl_vehicle_days_on(way->hours, fleet, k);
  for (int k = 0; k < way->n_links; k++)
    for (int back = 0; back <= s->links[way->link_i[k]].two_way; back++)
      r->link_used[at_day(r->m, 2 * way->link_i[k] + (way->is_reverse[k] != (back != 0)), day)] += n;
  r->handle_used[at_day(r->m, l->from_i, day)] += n;
  for (int k = 0; k < s->n_permissions; k++)
    if (lfl_permission_holds(&s->permissions[k], day) && passes(s, &s->permissions[k], way))
      r->permission_used[at_day(r->m, k, day)] += n;
  for (int k = 0; k < s->n_escorts; k++) r->escort_used[at_day(r->m, k, day)] += n * escorted(s, k, way, day);
  double fuel = n * lfl_drive_fuel_l(s, l->fleet_i, way->km);
  if (fuel > 0 && !r->is_choosing) run_burn(r, fleet->fuel_place_i, day, LFL_USE_DRIVE, fuel);
}

int run_plan_way(run *r, int way_i) {
  if (r->plan_way[way_i] >= 0) return r->plan_way[way_i];
  const lfl_way *from = &r->m->ways[way_i];
  lfl_way *to = lfl_plan_add_way(r->plan);
  int *links = lfl_arena_new(r->plan->arena, (size_t)from->n_links, int);
  bool *reverse = lfl_arena_new(r->plan->arena, (size_t)from->n_links, bool);
  if (!to || !links || !reverse) {
    r->failed = true;
    return 0;
  }
  *to = *from;
  memcpy(links, from->link_i, (size_t)from->n_links * sizeof *links);
  memcpy(reverse, from->is_reverse, (size_t)from->n_links * sizeof *reverse);
  to->link_i = links;
  to->is_reverse = reverse;
  return r->plan_way[way_i] = r->plan->n_ways - 1;
}

typedef struct load {
  double mass_left, volume_left;
  double *units; /* [items] */
  bool is_any;
} load;

static double water_left(const run *r, int place_i, int day) {
  double left = run_yield_l(r, place_i, day) - r->taken[place_i];
  double fuel_l = r->s->places[place_i].fuel_l_per_m3 / 1000;
  if (r->s->fuel_item_i >= 0 && fuel_l > 0) left = fmin(left, run_affordable(r, place_i, r->s->fuel_item_i, day, left * fuel_l) / fuel_l);
  return fmax(0, left);
}

static double there_is(const run *r, int place_i, int item_i, int day) {
  return r->s->items[item_i].is_water ? water_left(r, place_i, day) : run_available(r, place_i, item_i, day);
}

static double arriving_share(const run *r, const lane *l) { return lfl_arriving_share(&r->s->places[l->from_i]); }

/* What leaves the place by the end of the day in the linear solution and has not left yet, m3. */
static double passing_m3(const run *r, int place_i, int day) {
  double volume = 0;
  for (int i = 0; r->due_out && i < r->s->n_items; i++)
    volume += fmax(0, r->due_out[at_item(r->m, place_i, i, day)] - r->gone_out[(long)place_i * r->s->n_items + i]) * r->s->items[i].volume_m3;
  return r->due_out ? fmin(volume, r->passing_most[at_day(r->m, place_i, day)]) : 0;
}

/* Room where the lane ends for what is loaded besides `on` and arrives on the day, m3, by the end of that day and of each on which more is to come: what leaves by then takes none. *plain: as if nothing left. */
static double room_for(const run *r, const lane *l, int day, int arrive, const load *on, double *plain) {
  const lfl_scenario *s = r->s;
  double volume = run_stock_m3(r, l->to_i), room = (double)INFINITY;
  for (int i = 0; i < s->n_items; i++) volume += on->units[i] * arriving_share(r, l) * s->items[i].volume_m3;
  *plain = (double)INFINITY;
  for (int k = day; k < r->T; k++) {
    double comes = 0;
    for (int i = 0; i < s->n_items; i++) comes += r->arriving[at_item(r->m, l->to_i, i, k)] * s->items[i].volume_m3;
    volume += comes;
    if (k < arrive || (k > arrive && comes <= 0)) continue;
    double left = run_storage_m3(r, l->to_i, k) - volume;
    room = fmin(room, left + passing_m3(r, l->to_i, k));
    *plain = fmin(*plain, left);
  }
  return room;
}

/* Puts up to `wanted` whole units of an item on the load. */
static void load_item(run *r, const lane *l, int day, int item_i, double wanted, load *on) {
  const lfl_item *item = &r->s->items[item_i];
  double there = there_is(r, l->from_i, item_i, day) - on->units[item_i];
  double n = fmin(ceil(wanted - EPS), floor(there + EPS));
  if (item->mass_kg > 0) n = fmin(n, floor(on->mass_left / item->mass_kg + EPS));
  if (item->volume_m3 > 0) n = fmin(n, floor(on->volume_left / item->volume_m3 + EPS));
  if (!money_lets_carry(r->m->money, l->class_i, l->to_i, item_i)) return;
  if (!item->is_water && n > 0) n = fmin(n, floor(run_affordable(r, l->from_i, item_i, day, n) + EPS));
  double each = item->volume_m3 * arriving_share(r, l), beyond = 0;
  int arrive = run_arrival(r, l, day);
  if (run_is_short_of_room(r->s, l->to_i) && each > 0) n = fmin(n, floor(room_for(r, l, day, arrive, on, &beyond) / each + EPS));
  if (n <= 0) return;
  double fuel = item->is_water && r->s->fuel_item_i >= 0 ? n * r->s->places[l->from_i].fuel_l_per_m3 / 1000 : 0;
  if (fuel > 0) run_reserve(r, run_supply_class(r, l->from_i, r->s->fuel_item_i), day, run_draw_cost(r, l->from_i, r->s->fuel_item_i, day, fuel));
  else if (!item->is_water) run_reserve(r, run_supply_class(r, l->from_i, item_i), day, run_draw_cost(r, l->from_i, item_i, day, n));
  if (r->has_passed && n * each > beyond + 1e-9) r->has_passed[at_day(r->m, l->to_i, arrive)] = true;
  on->units[item_i] += n;
  on->mass_left -= n * item->mass_kg;
  on->volume_left -= n * item->volume_m3;
  on->is_any = true;
}

static void load_due_item(run *r, int lane_i, int day, int item_i, load *on) {
  long at = (long)lane_i * r->s->n_items + item_i;
  double due = r->due_units[at] - r->sent_units[at];
  if (due > EPS) load_item(r, &r->lanes[lane_i], day, item_i, due - on->units[item_i], on);
}

/* Litres are small: on a trip that others' goods fill, those that the next trips burn would never leave. */
static void load_due(run *r, int lane_i, int day, load *on) {
  const lane *l = &r->lanes[lane_i];
  bool brings_fuel = r->fuel_brought_to == l->to_i;
  r->has_brought_fuel = r->has_brought_fuel || brings_fuel;
  if (brings_fuel && r->is_fuel_first) load_due_item(r, lane_i, day, r->s->fuel_item_i, on);
  for (int k = 0; k < r->s->n_items; k++) load_due_item(r, lane_i, day, r->load_order[(long)l->fleet_i * r->s->n_items + k], on);
}

/* A trip's cost belongs to all that is on board. */
static void spend_on_trips(run *r, const lane *l, int day, double n, const double *units) {
  lfl_cost cost = {0};
  bool is_any = false;
  for (int i = 0; i < r->s->n_items; i++) {
    if (units[i] <= 0) continue;
    if (!is_any) cost = lfl_cost_of_trip(r->s, l->to_i, i);
    else lfl_cost_add_item(r->s, &cost, i);
    is_any = true;
  }
  run_spend(r, &cost, day, n * run_trip_cost(r, l, day));
}

/* At most n trips of the lane with what is due; how many left. */
static double send(run *r, int lane_i, int day, double n, load *on) {
  const lane *l = &r->lanes[lane_i];
  const lfl_fleet *fleet = &r->s->fleets[l->fleet_i];
  r->fuel_brought_to = run_brings_fuel(r, lane_i) ? l->to_i : LFL_NO;
  n = run_most_trips(r, l, day, n);
  if (n < 1) return 0;
  memset(on->units, 0, (size_t)r->s->n_items * sizeof *on->units);
  on->is_any = false;
  on->mass_left = n * fleet->payload_kg;
  on->volume_left = n * fleet->volume_m3;
  double fuel = n * lfl_drive_fuel_l(r->s, l->fleet_i, r->m->ways[l->way_i].km);
  int mark = run_hold(r);
  run_reserve(r, l->class_i, day, n * run_trip_cost(r, l, day));
  if (fuel > 0) run_reserve(r, run_supply_class(r, fleet->fuel_place_i, r->s->fuel_item_i), day, run_draw_cost(r, fleet->fuel_place_i, r->s->fuel_item_i, day, fuel));
  r->fuel_reserved_at = fuel > 0 ? fleet->fuel_place_i : LFL_NO;
  r->fuel_reserved_l = fuel;
  load_due(r, lane_i, day, on);
  r->fuel_reserved_at = LFL_NO;
  run_release(r, mark);
  if (!on->is_any) return 0;
  n = fmin(n, fmax(1, ceil(run_trips_filled(fleet, n * fleet->payload_kg - on->mass_left, n * fleet->volume_m3 - on->volume_left) - EPS)));

  const lfl_place *from = &r->s->places[l->from_i];
  int arrive = run_arrival(r, l, day), way_i = run_plan_way(r, l->way_i);
  double arrives = arriving_share(r, l);
  run_use_trips(r, l, day, n);
  spend_on_trips(r, l, day, n, on->units);
  bool is_first = true;
  for (int i = 0; i < r->s->n_items; i++) {
    if (on->units[i] <= 0) continue;
    lfl_delivery_row *row = lfl_plan_add_delivery(r->plan);
    if (!row) {
      r->failed = true;
      return 0;
    }
    *row = (lfl_delivery_row){day, arrive, l->from_i, l->to_i, l->fleet_i, way_i, r->shipment, i, on->units[i], is_first ? n : 0};
    is_first = false;
    if (r->s->items[i].is_water) {
      r->taken[l->from_i] += on->units[i];
      double pumping = on->units[i] * from->fuel_l_per_m3 / 1000;
      if (r->s->fuel_item_i >= 0 && pumping > 0) run_burn(r, l->from_i, day, LFL_USE_PUMP, pumping);
    } else {
      run_take(r, l->from_i, i, day, on->units[i]);
    }
    if (arrive == day) r->stock[(long)l->to_i * r->s->n_items + i] += on->units[i] * arrives;
    else r->arriving[at_item(r->m, l->to_i, i, arrive)] += on->units[i] * arrives;
    r->sent_units[(long)lane_i * r->s->n_items + i] += on->units[i];
  }
  r->shipment++;
  return n;
}

int run_arrival(const run *r, const lane *l, int day) {
  const lfl_fleet *fleet = l->fleet_i >= 0 ? &r->s->fleets[l->fleet_i] : NULL;
  return day + (fleet ? lfl_travel_days(r->m->ways[l->way_i].hours, fleet) : 0);
}

bool run_may_leave(const run *r, const lane *l, int day) { return run_arrival(r, l, day) < r->T && is_way_open(r->s, &r->m->ways[l->way_i], day); }

static void fall_due(run *r, int day) {
  for (int i = 0; i < r->n_lanes; i++) {
    lane *l = &r->lanes[i];
    l->today = 0;
    for (; l->next < l->first + l->n && r->entries[l->next].day <= day; l->next++) {
      const lane_entry *e = &r->entries[l->next];
      l->due += e->trips;
      l->today += e->trips;
      for (int j = 0; j < 2; j++)
        if (e->item_i[j] >= 0) r->due_units[(long)i * r->s->n_items + e->item_i[j]] += e->units[j];
    }
  }
}

/* Trips that what is due on the lane, not sent, and there would fill; 0: less than a tenth of one, which stays. */
static double trips_behind(const run *r, int lane_i, int day) {
  const double A_TENTH = 0.1;
  const lane *l = &r->lanes[lane_i];
  const lfl_fleet *fleet = &r->s->fleets[l->fleet_i];
  double mass = 0, volume = 0;
  for (int i = 0; i < r->s->n_items; i++) {
    const lfl_item *item = &r->s->items[i];
    long at = (long)lane_i * r->s->n_items + i;
    double units = r->due_units[at] - r->sent_units[at];
    if (units <= EPS) continue;
    units = fmin(units, there_is(r, l->from_i, i, day));
    mass += units * item->mass_kg;
    volume += units * item->volume_m3;
  }
  double trips = run_trips_filled(fleet, mass, volume);
  return trips >= A_TENTH ? ceil(trips - EPS) : 0;
}

/* What trips have left behind, as it was not there when they left: by trips of its own, with the vehicles that the day's have left. (A place whose
 * fuel came short once stood without water for a month.) */
static void catch_up(run *r, int day, load *on) {
  for (int i = 0; i < r->n_lanes; i++) {
    const lane *l = &r->lanes[i];
    double n = l->is_move || l->due - l->done >= 1 - EPS || !run_may_leave(r, l, day) ? 0 : trips_behind(r, i, day);
    if (n > 0) send(r, i, day, n, on); /* is none of the lane's own trips */
    r->fuel_brought_to = LFL_NO;
  }
}

/* Trips that lanes owe: of today's alone, or with those that have not left before. One that an earlier day's loads had no use for is still
 * owed, and must not take the place of one that today's fill. */
static void send_owed(run *r, int day, bool is_today, load *on) {
  for (int i = 0; i < r->n_lanes; i++) {
    lane *l = &r->lanes[i];
    double owed = l->due - l->done, n = floor((is_today ? fmin(owed, l->today) : owed) + EPS);
    if (l->is_move || n < 1 || !run_may_leave(r, l, day)) continue;
    n = send(r, i, day, n, on);
    l->done += n;
    l->today -= n;
    r->fuel_brought_to = LFL_NO;
  }
}

void run_goods(run *r, int day) {
  enum { PASSES = 3 }; /* goods may change vehicles twice in a day */
  fall_due(r, day);
  run_keep_fuel(r);
  for (int i = 0; i < r->s->n_places; i++) r->taken[i] = 0;
  load on = {0};
  on.units = lfl_calloc((size_t)r->s->n_items + 1, sizeof *on.units);
  if (!on.units) r->failed = true;
  for (int pass = 0; on.units && pass < 2 * PASSES; pass++) send_owed(r, day, pass < PASSES, &on);
  if (on.units && r->catches_up) catch_up(r, day, &on);
  run_keep_fuel(r); /* for one that has come nothing more is kept today */
  lfl_free(on.units);
}

/* People who may still leave, and be received, on this lane today. */
static double most_movers(const run *r, const lane *l, int day, int arrive) {
  const lfl_scenario *s = r->s;
  const lfl_place *from = &s->places[l->from_i];
  double left = r->gone[at_day(r->m, l->from_i, r->T - 1)], n = from->people * from->willing_share - left;
  if (l->fleet_i < 0 || s->fleets[l->fleet_i].vehicle == LFL_BUS)
    n = fmin(n, from->people * (1 - from->limited_mobility_share) - r->left_unaided[l->from_i]);
  for (int k = day; k < r->T; k++) n = fmin(n, s->people_unplanned[lfl_at(s, l->from_i, k)] - left);
  double received = 0;
  for (int k = 0; k < r->T; k++) {
    received += r->received[at_day(r->m, l->to_i, k)];
    if (k >= arrive) n = fmin(n, r->received_limit[at_day(r->m, l->to_i, k)] - received);
  }
  return floor(n + EPS);
}

static bool may_move(const run *r, const lane *l, int day, int arrive) {
  const lfl_scenario *s = r->s;
  const lfl_way *way = &r->m->ways[l->way_i];
  return arrive < r->T && !s->at_risk_from[lfl_at(s, l->to_i, arrive)] && is_way_open(s, way, day) && is_way_open(s, way, arrive);
}

static double most_walkers(const run *r, const lane *l, int day, double wanted) {
  const lfl_way *way = &r->m->ways[l->way_i];
  for (int k = 0; k < way->n_links; k++) {
    const lfl_link *link = &r->s->links[way->link_i[k]];
    double limit = (link->people_per_day + lfl_restored_on(r->s, r->m->start, LFL_RESTORES_WALKERS, way->link_i[k], day)) * r->s->link_share[lfl_at(r->s, way->link_i[k], day)];
    wanted = whole_room(limit, r->walk_used[at_day(r->m, 2 * way->link_i[k] + way->is_reverse[k], day)], 1, wanted);
  }
  return wanted;
}

static double seats_of(const run *r, const lane *l) {
  const lfl_fleet *fleet = l->fleet_i >= 0 ? &r->s->fleets[l->fleet_i] : NULL; /* NULL: on foot */
  return fleet ? fleet->seats : 1;
}

static void find_owed_people(run *r) {
  for (int i = 0; i < r->s->n_places; i++) r->owed_people[i] = 0;
  for (int i = 0; i < r->n_lanes; i++) {
    const lane *l = &r->lanes[i];
    if (l->is_move) r->owed_people[l->from_i] += (l->due - l->done) * seats_of(r, l);
  }
}

/* Whole people of those whom the lane owes; its last part of one counts as one where those of all lanes from the place make up one, so that nobody is left behind between two ways. */
static double whole_people(const run *r, const lane *l, double wanted) {
  const double PART = 1e-5;
  double whole = floor(wanted + PART);
  return wanted - whole > PART && r->owed_people[l->from_i] >= whole + 1 - PART ? whole + 1 : whole;
}

/* Of so many people those who leave by whole trips of the lane's buses. One that is not full goes only when nothing more will be due on the lane (with seats left, but where they are filled), or is_full: fills up with those who are due later. At most so many in all. */
static double by_bus(const run *r, const lane *l, int day, double people, double most, bool is_full, double *trips) {
  double seats = floor(seats_of(r, l) + EPS);
  bool is_last = l->next >= l->first + l->n, fills_up = is_full && !is_last;
  *trips = 0;
  if (seats < 1) return 0;
  *trips = run_most_trips(r, l, day, is_last || fills_up ? ceil(people / seats - EPS) : floor(people / seats + EPS));
  if (!fills_up) return fmin(is_last && r->fills_seats ? most : people, *trips * seats);
  double all = r->fills_seats ? most : fmin(most, floor((l->in_all - l->done) * seats_of(r, l) + 1e-5));
  return all >= *trips * seats ? *trips * seats : 0;
}

/* is_full: buses fill up with those who are due later. */
static void move_owed(run *r, int day, bool is_full) {
  const lfl_scenario *s = r->s;
  for (int i = 0; i < r->n_lanes; i++) {
    lane *l = &r->lanes[i];
    double wanted = l->due - l->done;
    if (!l->is_move || wanted < EPS) continue;
    const lfl_fleet *fleet = l->fleet_i >= 0 ? &s->fleets[l->fleet_i] : NULL;
    const lfl_way *way = &r->m->ways[l->way_i];
    int arrive = run_arrival(r, l, day);
    if (!may_move(r, l, day, arrive)) continue;
    double most = most_movers(r, l, day, arrive), people = fmin(whole_people(r, l, wanted * seats_of(r, l)), most), trips = 0;
    if (fleet) {
      people = by_bus(r, l, day, people, most, is_full, &trips);
    } else {
      people = most_walkers(r, l, day, people);
    }
    if (people < 1) continue;
    lfl_movement_row *row = lfl_plan_add_movement(r->plan);
    if (!row) {
      r->failed = true;
      return;
    }
    lfl_mode mode = !fleet ? LFL_MODE_FOOT : fleet->vehicle == LFL_BUS ? LFL_MODE_BUS : LFL_MODE_ACCESSIBLE_BUS;
    *row = (lfl_movement_row){day, arrive, l->from_i, l->to_i, mode, l->fleet_i, run_plan_way(r, l->way_i), people, trips};
    if (fleet) {
      trips = ceil(people / floor(fleet->seats + EPS) - EPS);
      row->trips = trips;
      r->has_left_seats = r->has_left_seats || people < trips * floor(fleet->seats + EPS) - EPS;
      lfl_cost cost = {LFL_LINE_TRANSPORT, LFL_SECTOR_MOVEMENT, l->to_i, -1};
      run_use_trips(r, l, day, trips);
      run_spend(r, &cost, day, trips * run_trip_cost(r, l, day));
    } else {
      for (int k = 0; k < way->n_links; k++)
        r->walk_used[at_day(r->m, 2 * way->link_i[k] + way->is_reverse[k], day)] += people;
    }
    l->done += people / seats_of(r, l);
    r->owed_people[l->from_i] -= people;
    if (mode != LFL_MODE_ACCESSIBLE_BUS) r->left_unaided[l->from_i] += people;
    r->received[at_day(r->m, l->to_i, arrive)] += people;
    for (int k = day; k < r->T; k++) {
      r->gone[at_day(r->m, l->from_i, k)] += people;
      r->plan->people[lfl_at(s, l->from_i, k)] -= people;
    }
    for (int k = arrive; k < r->T; k++) r->plan->people[lfl_at(s, l->to_i, k)] += people;
  }
}

void run_moves(run *r, int day) {
  find_owed_people(r);
  move_owed(r, day, false);
  if (r->hurries) move_owed(r, day, true);
}
