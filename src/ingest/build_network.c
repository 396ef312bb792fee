/* Roads, vehicles, crews and what can be built. O(rows log rows); items of a construction are
 * kept in the order of the items, O(rows * items of a construction).
 * Tests: tests/unit/test_ingest_bad.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/ascii.h"
#include "ingest/build.h"
#include "model/money.h"

void read_links(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "links");
  s->links = NEW(b, c.n_rows + 8 * s->n_places + 1, lfl_link);
  if (!s->links) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_link *l = &s->links[s->n_links];
    l->id = cell_key(&c, b->links, s->n_links);
    l->from_i = cell_ref(&c, "from_id", b->places);
    l->to_i = cell_ref(&c, "to_id", b->places);
    l->length_km = cell_number(&c, "length_km", (double)NAN);
    l->speed_km_per_h = cell_number(&c, "speed_km_per_h", (double)NAN);
    l->vehicles_per_day = number_or(&c, "vehicles_per_day", (double)INFINITY, "vehicles", b->most_people);
    l->people_per_day = cell_number(&c, "people_per_day", 0);
    l->two_way = flag_or(&c, "two_way", true);
    l->origin = cell_origin(&c);
    if (!l->id || l->from_i < 0 || l->to_i < 0) continue;
    const lfl_place *from = &s->places[l->from_i], *to = &s->places[l->to_i];
    if (l->from_i == l->to_i) {
      cell_complain(&c, LFL_ERROR, "link", "to_id", "another place than from_id", NULL);
      continue;
    }
    complain_of_group(&c, from->is_group ? "from_id" : "to_id", from->is_group ? l->from_i : l->to_i);
    double straight = distance_km(from->lat_deg, from->lon_deg, to->lat_deg, to->lon_deg);
    if (isnan(l->length_km)) {
      if (isnan(straight)) {
        cell_complain(&c, LFL_ERROR, "blank", "length_km", "a length, or lat_deg and lon_deg of both ends", NULL);
        continue;
      }
      l->length_km = fmax(0.1, straight * use_planning_of_row(&c, "link_detour", "length_km", b->most_people));
    } else if (straight > 0.5 && l->length_km < 0.98 * straight) {
      cell_complain(&c, LFL_WARNING, "implausible", "length_km",
                    sentence(b, "at least the straight line of %s km", number_text(b, floor(10 * straight) / 10)), NULL);
    }
    if (isnan(l->speed_km_per_h)) l->speed_km_per_h = use_planning_of_row(&c, "link_speed", "speed_km_per_h", b->most_people);
    else if (l->speed_km_per_h > 130 || l->speed_km_per_h < 1)
      cell_complain(&c, LFL_WARNING, "implausible", "speed_km_per_h", "a truck's speed, from 1 to 130", NULL);
    s->n_links++;
  }
  enum { MOST_LINK_DAYS = 10000000 };
  if ((long)s->n_links * s->n_days <= MOST_LINK_DAYS) return;
  lfl_diag d = {LFL_ERROR, "too-large", c.table->file, 0, NULL, number_text(b, s->n_links), "at most 10,000,000 links times days", NULL};
  lfl_diags_add(b->diags, &d);
}

/* Fuel comes out of a stock somewhere: a fleet that burns some without saying whose would drive on nothing. */
static void read_driving_fuel(cells *c, lfl_fleet *f) {
  const lfl_scenario *s = c->b->s;
  f->fuel_l_per_km = cell_number(c, "fuel_l_per_km", 0);
  f->fuel_place_i = cell_ref(c, "fuel_place_id", c->b->places);
  if (f->fuel_l_per_km > 5) cell_complain(c, LFL_WARNING, "implausible", "fuel_l_per_km", "litres a kilometre, seldom above 1: is the unit right?", NULL);
  if (f->fuel_l_per_km > 0 && f->fuel_place_i < 0 && cell_is_blank(c, "fuel_place_id"))
    cell_complain(c, LFL_ERROR, "blank", "fuel_place_id", "the place out of whose stock it drives: required where fuel_l_per_km is above 0", NULL);
  complain_of_group(c, "fuel_place_id", f->fuel_place_i);
  if (f->fuel_l_per_km > 0 && s->fuel_item_i < 0)
    cell_complain(c, LFL_WARNING, "no-fuel", "fuel_l_per_km", "an item with need fuel: without one no fuel is counted", NULL);
  if (!(f->fuel_l_per_km > 0)) f->fuel_place_i = -1;
}

void read_fleets(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "fleets");
  s->fleets = NEW(b, c.n_rows + 4, lfl_fleet);
  if (!s->fleets) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_fleet *f = &s->fleets[s->n_fleets];
    f->id = cell_key(&c, b->fleets, s->n_fleets);
    f->vehicle = (lfl_vehicle)cell_choice(&c, "vehicle", 0);
    double all = f->vehicle == LFL_AMBULANCE ? 0 : b->most_people; /* on an ambulance's figures rests who is referred, which facilities say */
    f->n_vehicles = cell_number(&c, "n_vehicles", 0);
    bool is_bus = !lfl_carries_goods(f->vehicle), is_ambulance = f->vehicle == LFL_AMBULANCE;
    f->payload_kg = cell_is_blank(&c, "payload_kg") && !is_bus
                        ? use_planning_of_row(&c, f->vehicle == LFL_TANKER ? "tanker_volume" : "truck_payload", "payload_kg", all)
                        : cell_number(&c, "payload_kg", 0);
    f->volume_m3 = cell_is_blank(&c, "volume_m3") && !is_bus
                       ? use_planning_of_row(&c, f->vehicle == LFL_TANKER ? "tanker_volume" : "truck_volume", "volume_m3", all)
                       : cell_number(&c, "volume_m3", 0);
    f->seats = cell_is_blank(&c, "seats") && is_bus ? use_planning_of_row(&c, is_ambulance ? "ambulance_seats" : "bus_seats", "seats", all) : cell_number(&c, "seats", 0);
    f->hours_per_day = number_or(&c, "hours_per_day", 8, "h", all);
    f->load_unload_h = cell_is_blank(&c, "load_unload_h") ? use_planning_of_row(&c, is_ambulance ? "ambulance_turn" : "load_unload", "load_unload_h", all) : cell_number(&c, "load_unload_h", 0);
    f->cost_per_km = cell_is_blank(&c, "cost_per_km") ? use_planning_of_row(&c, "trucking_cost", "cost_per_km", 0) : cell_number(&c, "cost_per_km", 0);
    f->cost_per_vehicle_day = number_or(&c, "cost_per_vehicle_day", 0, "money", 0);
    read_driving_fuel(&c, f);
    f->origin = cell_origin(&c);
    bool has_load = f->payload_kg > 0 && f->volume_m3 > 0;
    if (!is_bus && !has_load) cell_complain(&c, LFL_ERROR, "number-range", f->payload_kg > 0 ? "volume_m3" : "payload_kg", "a load above 0", NULL);
    if (is_bus && !(f->seats > 0)) cell_complain(&c, LFL_ERROR, "number-range", "seats", "seats above 0", NULL);
    if (is_ambulance && f->seats > 20) cell_complain(&c, LFL_WARNING, "implausible", "seats", "patients in one ambulance, at most 20", NULL);
    if (is_ambulance && f->seats > 0 && f->seats < 1) cell_complain(&c, LFL_ERROR, "number-range", "seats", "at least one whole seat", NULL);
    if (is_bus && f->seats > 120) cell_complain(&c, LFL_WARNING, "implausible", "seats", "people in one bus, at most 120", NULL);
    if (f->volume_m3 > 150 && !is_bus) cell_complain(&c, LFL_WARNING, "implausible", "volume_m3", "a vehicle's load, at most 150 m3", NULL);
    if (f->load_unload_h > 48) cell_complain(&c, LFL_WARNING, "implausible", "load_unload_h", "hours for one round trip, at most 48", NULL);
    if (f->payload_kg > 60000 && !is_bus) cell_complain(&c, LFL_WARNING, "implausible", "payload_kg", "a vehicle's load, at most 60,000 kg", NULL);
    if (f->id) s->n_fleets++;
  }
}

void read_crews(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "crews");
  s->crews = NEW(b, c.n_rows + 2, lfl_crew);
  if (!s->crews) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_crew *k = &s->crews[s->n_crews];
    k->id = cell_key(&c, b->crews, s->n_crews);
    k->n_workers = cell_number(&c, "n_workers", 0);
    k->place_i = cell_ref(&c, "place_id", b->places);
    complain_of_group(&c, "place_id", k->place_i);
    cell_span(&c, &k->from_day, &k->to_day, "this crew never works");
    k->wage_per_worker_day = number_or(&c, "wage_per_worker_day", 0, "money", 0);
    k->origin = cell_origin(&c);
    if (k->id) s->n_crews++;
  }
}

/* What takes nothing at all is there at once, as often as anybody may want it. */
static void warn_of_what_is_free(cells *c) {
  const lfl_scenario *s = c->b->s;
  for (int k = 0; k < s->n_constructions; k++) {
    const lfl_construction *con = &s->constructions[k];
    bool takes_items = false;
    for (int j = 0; j < con->n_items; j++) takes_items = takes_items || con->items[j].units_per_unit > 0;
    if (takes_items || con->worker_days_per_unit > 0 || con->m2_per_unit > 0 || con->cost_per_unit > 0) continue;
    c->row = con->origin.row_i;
    cell_complain(c, LFL_WARNING, "takes-nothing", "worker_days_per_unit", "work, land, a cost or items: what takes none of them is there at once, in any number", NULL);
  }
}

/* (Pledges are read later.) Money for security pays for no relief. */
static bool has_money_by_sector(const builder *b) {
  const lfl_table *t = lfl_tables_find(b->tables, "pledges");
  for (int i = 0; t && i < t->n_rows; i++)
    if (is_same_word(lfl_table_get(t, i, "earmark_kind"), "sector") && !is_same_word(lfl_table_get(t, i, "earmark_id"), "security")) return true;
  return false;
}

/* An item is paid as its need is, whatever is built of it. */
static void warn_of_other_sector(cells *c, const lfl_construction *con, const lfl_item *item) {
  const char *paid = lfl_item_cost_need(item), *built = lfl_capacity_name(con->capacity);
  if (!paid || lfl_same_text(lfl_sector_of(paid), lfl_sector_of(built))) return;
  cell_complain(c, LFL_WARNING, "other-sector", "item_id",
                sentence(c->b, "an item whose need is of the sector that %s is of: money by sector pays for this one as %s, not as %s; for each an item of its own", built, paid, built), NULL);
}

void read_construction(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "construction");
  s->constructions = NEW(b, c.n_rows + 4, lfl_construction);
  if (!s->constructions) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_construction *k = &s->constructions[s->n_constructions];
    k->id = cell_key(&c, b->constructions, s->n_constructions);
    k->capacity = (lfl_capacity)cell_choice(&c, "capacity", 0);
    k->people_per_unit = cell_number(&c, "people_per_unit", 1);
    if (cell_is_blank(&c, "worker_days_per_unit") && (k->capacity == LFL_SHELTER || k->capacity == LFL_TOILET))
      k->worker_days_per_unit = use_planning_of_row(&c, k->capacity == LFL_SHELTER ? "tent_crew" : "latrine_work", "worker_days_per_unit", b->most_people);
    else k->worker_days_per_unit = number_or(&c, "worker_days_per_unit", 0, "worker_days", b->most_people);
    k->m2_per_unit = number_or(&c, "m2_per_unit", 0, "m2", 0);
    k->crew_i = cell_ref(&c, "crew_id", b->crews);
    if (cell_is_blank(&c, "crew_id") && !cell_is_blank(&c, "worker_days_per_unit") && k->worker_days_per_unit > 0)
      cell_complain(&c, LFL_WARNING, "crew", "crew_id", "the crew that works the worker_days_per_unit: without one they take no time and cost no wages", NULL);
    k->cost_per_unit = number_or(&c, "cost_per_unit", 0, "money", 0);
    double most = k->capacity == LFL_HEALTH || k->capacity == LFL_BEDS ? 1000000 : k->capacity == LFL_TAP ? 5000 : k->capacity == LFL_TOILET ? 500 : 1000;
    if (k->people_per_unit > most)
      cell_complain(&c, LFL_WARNING, "implausible", "people_per_unit", sentence(b, "people served by one, seldom above %s", number_text(b, most)), NULL);
    k->settle_days = (int)fmin(100000, number_or(&c, "settle_days", 0, "days", b->most_people));
    if (k->settle_days >= s->n_days)
      cell_complain(&c, LFL_NOTE, "day-range", "settle_days", sentence(b, "fewer than the %d days planned: what is built would be usable after the last of them, and none is", s->n_days), NULL);
    k->origin = cell_origin(&c);
    if (k->id) s->n_constructions++;
  }
  cells parts;
  cells_open(&parts, b, "construction_items");
  bool is_money_by_sector = has_money_by_sector(b);
  for (int k = 0; k < s->n_constructions && !b->failed; k++)
    if (!(s->constructions[k].items = NEW(b, 0, lfl_construction_item))) b->failed = true;
  for (int i = 0; i < parts.n_rows && !b->failed; i++) {
    cells_go(&parts, i);
    int k = cell_ref(&parts, "construction_id", b->constructions), item = cell_ref(&parts, "item_id", b->items);
    double units = cell_number(&parts, "units_per_unit", 0);
    cell_origin(&parts);
    if (k < 0 || item < 0) continue;
    lfl_construction *con = &s->constructions[k];
    if (is_money_by_sector) warn_of_other_sector(&parts, con, &s->items[item]);
    lfl_construction_item *items = lfl_arena_new(b->arena, (size_t)con->n_items + 1, lfl_construction_item);
    if (!items) {
      b->failed = true;
      return;
    }
    int n = 0; /* by item index */
    for (int j = 0; j < con->n_items; j++) {
      if (con->items[j].item_i == item) cell_complain(&parts, LFL_ERROR, "key-twice", "item_id", "each item once for a construction", NULL);
      if (con->items[j].item_i < item) items[n++] = con->items[j];
    }
    items[n++] = (lfl_construction_item){item, units};
    for (int j = 0; j < con->n_items; j++)
      if (con->items[j].item_i >= item) items[n++] = con->items[j];
    con->items = items;
    con->n_items = n;
  }
  if (!b->failed) warn_of_what_is_free(&c);
}

