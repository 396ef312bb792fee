/* The first hour: what nobody entered is filled in so that three tables give a first plan.
 *
 * - Links, where there is no links table: between places i and j unless some third place k is
 *   nearer to both (relative neighbourhood graph, Toussaint 1980, doi 10.1016/0031-3203(80)90066-7):
 *   always connected, road-like, no long shortcuts. Length = straight line * link_detour.
 * - Fleets, where there is no fleets table: n_trucks trucks if the key is given, else as many as
 *   make one round trip a day with all that the crossings let in, repairs done; where these set no number, with all
 *   that could be of use on one day.
 * - Crews and construction, where there are none and n_workers is given and not 0: one crew; a tent for
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

static bool is_on_map(const lfl_place *p) { return !p->is_group && !isnan(p->lat_deg) && !isnan(p->lon_deg); }

/* Ids may hold hyphens, so that two pairs could give the same name. */
static const char *new_link_id(builder *b, int i, int j) {
  const lfl_scenario *s = b->s;
  const char *id = lfl_arena_printf(b->arena, "%s-%s", s->places[i].id, s->places[j].id);
  for (int n = 2; id && lfl_ids_get(b->links, id) >= 0; n++)
    id = lfl_arena_printf(b->arena, "%s-%s-%d", s->places[i].id, s->places[j].id, n);
  if (!id || !lfl_ids_put(b->links, id, s->n_links)) b->failed = true;
  return id;
}

static void make_links(builder *b) {
  enum { MOST_PLACES = 2000 };
  lfl_scenario *s = b->s;
  if (has_rows(b, "links")) return;
  bool is_small = s->n_places <= MOST_PLACES;
  double people = b->most_people;
  for (int i = 0; i < s->n_places && is_small; i++) {
    for (int j = i + 1; j < s->n_places && s->n_links < 8 * s->n_places && is_on_map(&s->places[i]) && !b->failed; j++) {
      if (!is_on_map(&s->places[j]) || !are_neighbours(s, i, j)) continue;
      double importance = s->n_links ? 0 : people; /* the figure stands for all links: its people count once */
      double detour = use_planning(b, "link_detour", "links", "length_km", importance);
      double speed = use_planning(b, "link_speed", "links", "speed_km_per_h", importance);
      use_default_number(b, "links", "vehicles_per_day", (double)INFINITY, "vehicles", OWN_DEFAULT ": a road that nobody entered has no limit", "default", (double)NAN, (double)NAN, importance);
      lfl_link link = {.id = new_link_id(b, i, j), .from_i = i, .to_i = j, .length_km = fmax(0.1, detour * between(s, i, j)),
                       .speed_km_per_h = speed, .vehicles_per_day = (double)INFINITY, .two_way = true, .made_by_default = true, .origin = ASSUMED};
      s->links[s->n_links++] = link;
    }
  }
  int n_off_map = 0;
  for (int i = 0; i < s->n_places; i++) n_off_map += !s->places[i].is_group && !is_on_map(&s->places[i]);
  if (n_off_map || (!is_small && s->n_links == 0)) {
    const lfl_table *t = lfl_tables_find(b->tables, "places");
    lfl_diag d = {LFL_WARNING, "no-links", t ? t->file : b->tables->name, 0, "lat_deg", is_small ? number_text(b, n_off_map) : NULL,
                  is_small ? "a links table, or lat_deg and lon_deg of every place: places without them are reached by nothing"
                           : "a links table: roads are guessed for at most 2,000 places", NULL};
    lfl_diags_add(b->diags, &d);
  }
}

static void make_fleets(builder *b) {
  lfl_scenario *s = b->s;
  if (has_rows(b, "fleets")) return;
  double people = b->most_people;
  lfl_fleet *f = &s->fleets[s->n_fleets++];
  *f = (lfl_fleet){.id = LFL_DEFAULT_FLEET, .vehicle = LFL_TRUCK, .n_vehicles = isnan(b->n_trucks) ? 0 : b->n_trucks, .origin = ASSUMED};
  f->payload_kg = use_planning(b, "truck_payload", "fleets", "payload_kg", people);
  f->volume_m3 = use_planning(b, "truck_volume", "fleets", "volume_m3", people);
  f->hours_per_day = 8;
  use_default(b, "fleets", "hours_per_day", "8", "h", OWN_DEFAULT ": a working day", "assumption", (double)NAN, (double)NAN, people);
  f->load_unload_h = use_planning(b, "load_unload", "fleets", "load_unload_h", people);
  f->cost_per_km = use_planning(b, "trucking_cost", "fleets", "cost_per_km", 0);
  if (!lfl_ids_put(b->fleets, f->id, 0)) b->failed = true;
}

/* Trucks a day that the crossings let in once all their repairs are done. */
static double most_let_in(const lfl_scenario *s) {
  double trucks = 0;
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].kind == LFL_CROSSING) trucks += s->places[i].trucks_per_day;
  for (int k = 0; k < s->n_projects; k++)
    if (s->projects[k].restores == LFL_RESTORES_TRUCKS && s->places[s->projects[k].place_i].kind == LFL_CROSSING) trucks += s->projects[k].amount;
  return trucks;
}

/* Units of an item that could be of use on one day: of goods what everyone uses then, of all else what is supplied. */
static double units_a_day(const builder *b, int item_i) {
  const lfl_scenario *s = b->s;
  const lfl_item *item = &s->items[item_i];
  double supplied = 0, served = item->given_once ? item->people_served : item->person_days;
  for (int k = 0; k < s->n_supplies; k++)
    if (s->supplies[k].item_i == item_i) supplied += s->supplies[k].units;
  return item->need_i >= 0 && served > 0 ? fmin(supplied, ceil(b->most_people / served)) : supplied;
}

/* Trucks that carry all that could be of use on one day, in one round trip each; one for each place where people live, as no load is shared. */
static double trucks_of_use(const builder *b, const lfl_fleet *truck) {
  double kg = 0, m3 = 0, n_places = 0;
  for (int i = 0; i < b->s->n_places; i++) n_places += b->most_there[i] > 0;
  for (int i = 0; i < b->s->n_items; i++) {
    double units = units_a_day(b, i);
    kg += units * b->s->items[i].mass_kg;
    m3 += units * b->s->items[i].volume_m3;
  }
  return fmax(n_places, ceil(fmax(kg / truck->payload_kg, m3 / truck->volume_m3)));
}

/* After the needs: what is of use rests on them. A crossing without a limit, or at 0 with what a set may open, says nothing of the trucks. */
void count_default_trucks(builder *b) {
  static const char LET_IN[] = "one round trip a day for each truck that the crossings let in, once repaired where repairs may raise that",
                    OF_USE[] = "the crossings set no number: as many as carry what is supplied in one round trip each, of goods what everyone uses on one day; at least one for each place where people live";
  if (has_rows(b, "fleets") || !isnan(b->n_trucks) || !b->s->n_fleets) return;
  lfl_fleet *f = &b->s->fleets[0];
  double let_in = most_let_in(b->s);
  bool is_said = let_in > 0 && let_in < (double)INFINITY;
  f->n_vehicles = is_said ? fmax(1, let_in) : trucks_of_use(b, f);
  use_default_number(b, "fleets", "n_vehicles", f->n_vehicles, "trucks", is_said ? LET_IN : OF_USE, "assumption", (double)NAN, (double)NAN, b->most_people);
}

static int item_index(const builder *b, const char *id) { return lfl_ids_get(b->items, id); }

static void make_construction(builder *b) {
  lfl_scenario *s = b->s;
  double people = b->most_people;
  if (!has_rows(b, "crews") && b->n_workers > 0) {
    lfl_crew *k = &s->crews[s->n_crews];
    *k = (lfl_crew){.id = LFL_DEFAULT_CREW, .n_workers = b->n_workers, .place_i = -1, .from_day = 0, .to_day = s->n_days - 1, .origin = ASSUMED};
    if (!lfl_ids_put(b->crews, k->id, s->n_crews++)) b->failed = true;
  }
  int tent = item_index(b, "family_tent");
  if (has_rows(b, "construction") || tent < 0) return;
  if (!s->n_crews) { /* without workers nothing would be built, in silence */
    if (isnan(b->n_workers)) use_default(b, "scenario", "n_workers", "0", "workers", OWN_DEFAULT ": no crews are given, nothing is built", "default", (double)NAN, (double)NAN, people);
    return;
  }
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
