/* The first hour: what nobody entered is filled in so that three tables give a first plan.
 *
 * - Links, where there is no links table: between places i and j unless some third place k is
 *   nearer to both (relative neighbourhood graph, Toussaint 1980, doi 10.1016/0031-3203(80)90066-7):
 *   always connected, road-like, no long shortcuts. Length = straight line * link_detour.
 * - Fleets, where there is no fleets table: n_trucks trucks if the key is given, else as many as
 *   make one round trip a day with all that the crossings let in.
 * - Crews and construction, where there are none and n_workers is given: one crew; a tent for
 *   family_tent, a latrine, by the item library and the standard set.
 * Each is recorded as a default with its source. O(places^3). Tests: tests/unit/test_ingest.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ingest/build.h"

static const lfl_origin ASSUMED = {.source = "default", .reliability = LFL_ASSUMED, .sensitivity = LFL_PUBLIC, .row_i = -1};

static double between(const lfl_scenario *s, int i, int j) {
  return distance_km(s->places[i].lat_deg, s->places[i].lon_deg, s->places[j].lat_deg, s->places[j].lon_deg);
}

static bool are_neighbours(const lfl_scenario *s, int i, int j) {
  double d = between(s, i, j);
  for (int k = 0; k < s->n_places; k++) {
    if (k == i || k == j || s->places[k].is_group || isnan(s->places[k].lat_deg)) continue;
    double far = fmax(between(s, i, k), between(s, j, k));
    if (far < d || (far == d && k < i)) return false;
  }
  return true;
}

static void make_links(builder *b) {
  lfl_scenario *s = b->s;
  if (s->n_links || lfl_tables_find(b->tables, "links") || s->n_places > 2000) return;
  double detour = find_planning(b, "link_detour")->value, speed = find_planning(b, "link_speed")->value;
  for (int i = 0; i < s->n_places; i++) {
    if (s->places[i].is_group || isnan(s->places[i].lat_deg) || isnan(s->places[i].lon_deg)) continue;
    for (int j = i + 1; j < s->n_places && s->n_links < 8 * s->n_places; j++) {
      if (s->places[j].is_group || isnan(s->places[j].lat_deg) || isnan(s->places[j].lon_deg) || !are_neighbours(s, i, j)) continue;
      char *id = lfl_arena_printf(b->arena, "%s-%s", s->places[i].id, s->places[j].id);
      if (!id || !lfl_ids_put(b->links, id, s->n_links)) {
        b->failed = b->failed || !id;
        continue;
      }
      s->links[s->n_links++] = (lfl_link){.id = id, .from_i = i, .to_i = j, .length_km = fmax(0.1, detour * between(s, i, j)),
                                          .speed_km_per_h = speed, .vehicles_per_day = (double)INFINITY, .two_way = true,
                                          .made_by_default = true, .origin = ASSUMED};
      use_planning(b, "link_detour", "links", "length_km", i + j == 1 ? total_people(s) : 0);
      use_planning(b, "link_speed", "links", "speed_km_per_h", i + j == 1 ? total_people(s) : 0);
    }
  }
  if (s->n_links == 0 && s->n_places > 1) {
    lfl_diag d = {LFL_WARNING, "no-links", b->tables->name, 0, "lat_deg", NULL, "a links table, or lat_deg and lon_deg of places, so that roads can be guessed: nothing can be moved", NULL};
    lfl_diags_add(b->diags, &d);
  }
}

static void make_fleets(builder *b) {
  lfl_scenario *s = b->s;
  if (lfl_tables_find(b->tables, "fleets")) return;
  double let_in = 0, people = total_people(s);
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].kind == LFL_CROSSING && s->places[i].trucks_per_day < (double)INFINITY) let_in += s->places[i].trucks_per_day;
  double n = isnan(b->n_trucks) ? let_in : b->n_trucks;
  if (isnan(b->n_trucks))
    use_default_number(b, "fleets", "n_vehicles", n, "trucks", "one round trip a day for each truck that the crossings let in", "assumption", (double)NAN, (double)NAN, people);
  lfl_fleet *f = &s->fleets[s->n_fleets++];
  *f = (lfl_fleet){.id = "trucks", .vehicle = LFL_TRUCK, .n_vehicles = n, .origin = ASSUMED};
  f->payload_kg = use_planning(b, "truck_payload", "fleets", "payload_kg", people);
  f->volume_m3 = use_planning(b, "truck_volume", "fleets", "volume_m3", people);
  f->hours_per_day = 8;
  use_default(b, "fleets", "hours_per_day", "8", "h", "contract", "assumption", (double)NAN, (double)NAN, people);
  f->load_unload_h = use_planning(b, "load_unload", "fleets", "load_unload_h", people);
  f->cost_per_km = use_planning(b, "trucking_cost", "fleets", "cost_per_km", 0);
  if (!lfl_ids_put(b->fleets, f->id, 0)) b->failed = true;
}

static int item_index(const builder *b, const char *id) { return lfl_ids_get(b->items, id); }

static void make_construction(builder *b) {
  lfl_scenario *s = b->s;
  double people = total_people(s);
  if (!lfl_tables_find(b->tables, "crews") && !isnan(b->n_workers)) {
    lfl_crew *k = &s->crews[s->n_crews];
    *k = (lfl_crew){.id = "workers", .n_workers = b->n_workers, .place_i = -1, .from_day = 0, .to_day = s->n_days - 1, .origin = ASSUMED};
    if (!lfl_ids_put(b->crews, k->id, s->n_crews++)) b->failed = true;
  }
  int tent = item_index(b, "family_tent");
  if (lfl_tables_find(b->tables, "construction") || tent < 0 || !s->n_crews) return;
  lfl_construction *c = &s->constructions[s->n_constructions];
  lfl_construction_item *material = lfl_arena_new(b->arena, 1, lfl_construction_item);
  if (!material) {
    b->failed = true;
    return;
  }
  *material = (lfl_construction_item){tent, 1};
  *c = (lfl_construction){.id = "tent", .capacity = LFL_SHELTER, .people_per_unit = s->items[tent].people_served, .crew_i = 0,
                          .n_items = 1, .items = material, .origin = ASSUMED};
  c->worker_days_per_unit = use_planning(b, "tent_crew", "construction", "worker_days_per_unit", people);
  if (c->people_per_unit > 0 && lfl_ids_put(b->constructions, c->id, s->n_constructions)) s->n_constructions++;
  const standard *toilet = find_standard(b, "toilet", "minimum");
  if (!toilet) return;
  c = &s->constructions[s->n_constructions];
  *c = (lfl_construction){.id = "latrine", .capacity = LFL_TOILET, .people_per_unit = toilet->value, .crew_i = 0, .origin = ASSUMED};
  c->worker_days_per_unit = use_planning(b, "latrine_work", "construction", "worker_days_per_unit", people);
  c->cost_per_unit = use_planning(b, "latrine_cost", "construction", "cost_per_unit", 0);
  if (lfl_ids_put(b->constructions, c->id, s->n_constructions)) s->n_constructions++;
}

void fill_defaults(builder *b) {
  make_links(b);
  make_fleets(b);
  make_construction(b);
}
