/* Figures that are given and can do nothing, as another that they need was left blank or does not fit them, and the blanks
 * that make it so. All are warnings. O(rows + items * (fleets + construction + supplies) + (places + links + fleets) * days).
 * Tests: tests/cases/idle.case, tests/data/bad. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ingest/build.h"

static void record_setting(builder *b, const char *key, const char *unit, const bool *rests, const char *source) {
  double people = 0;
  for (int i = 0; i < b->s->n_places; i++) people += rests[i] ? b->most_there[i] : 0;
  use_default_number(b, "scenario", key, 0, unit, source, "default", (double)NAN, (double)NAN, people);
}

static void mark_ends(const lfl_link *link, bool *rests) { rests[link->from_i] = rests[link->to_i] = true; }

/* People on foot: nobody is planned to walk unless it is said how far. */
static void check_walk_limit(builder *b) {
  const lfl_scenario *s = b->s;
  bool *rests = NEW(b, s->n_places + 1, bool), is_any = false;
  const lfl_link *first = NULL;
  int n = 0;
  if (!rests) b->failed = true;
  if (!rests || b->has_walk_limit) return;
  for (int l = 0; l < s->n_links; l++) {
    if (!(s->links[l].people_per_day > 0)) continue;
    if (n++ == 0) first = &s->links[l];
    mark_ends(&s->links[l], rests);
  }
  for (int k = 0; k < s->n_projects; k++) {
    if (s->projects[k].restores != LFL_RESTORES_WALKERS || s->projects[k].link_i < 0) continue;
    is_any = true;
    mark_ends(&s->links[s->projects[k].link_i], rests);
  }
  if (first || is_any) record_setting(b, "walk_limit_km", "km", rests, OWN_DEFAULT ": nobody is planned to walk");
  if (first)
    warn_of_row(s, b->diags, "walk-limit", "links", &first->origin, "people_per_day", NULL,
                sentence(b, "a walk_limit_km in table scenario as well%s: blank is 0, and nobody is planned to walk (a 0 there says that it is meant so)", n > 1 ? sentence(b, " (so in %d rows)", n) : ""));
}

/* Days in places at risk count as nothing unless it is said how much. */
static void check_risk_weight(builder *b) {
  const lfl_scenario *s = b->s;
  bool *rests = NEW(b, s->n_places + 1, bool), is_any = false;
  if (!rests) b->failed = true;
  for (int k = 0; rests && k < s->n_status_rows; k++) {
    const lfl_status_row *r = &s->status_rows[k];
    if (r->subject != LFL_SUBJECT_PLACE || r->access != LFL_AT_RISK || !s->places[r->subject_i].is_host || r->from_day >= s->n_days || r->to_day < 0) continue;
    rests[r->subject_i] = is_any = true;
  }
  if (is_any && !b->has_risk_weight) record_setting(b, "risk_weight", "", rests, OWN_DEFAULT ": a day in a place at risk counts as any other");
}

/* Of an item, in its own row or, where only the library has it, in that of its first supply; silent of one that is nowhere. */
static void warn_of_item(builder *b, int item_i, const char *code, const char *column, const char *expected) {
  const lfl_scenario *s = b->s;
  const lfl_item *item = &s->items[item_i];
  if (item->origin.row_i >= 0) {
    const char *value = lfl_table_get(lfl_tables_find(b->tables, "items"), item->origin.row_i, column);
    warn_of_row(s, b->diags, code, "items", &item->origin, column, value, expected);
    return;
  }
  for (int k = 0; k < s->n_supplies; k++) {
    if (s->supplies[k].item_i != item_i) continue;
    warn_of_row(s, b->diags, code, "supplies", &s->supplies[k].origin, "item_id", item->id, expected);
    return;
  }
}

static bool is_built_in(const lfl_scenario *s, int item_i) {
  bool is_so = false;
  for (int k = 0; k < s->n_constructions; k++)
    for (int j = 0; j < s->constructions[k].n_items; j++) is_so = is_so || s->constructions[k].items[j].item_i == item_i;
  return is_so;
}

/* Goods of which a unit serves nobody serve nobody, however many come. */
static void check_served(builder *b) {
  const lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_items; i++)
    if (s->items[i].need_i >= 0 && !(s->items[i].people_served > 0) && !is_built_in(s, i))
      warn_of_item(b, i, "serves-nobody", "people_served",
                   sentence(b, "people whom a unit serves, above 0: without them no number of %s serves anybody with %s", s->items[i].id, s->needs[s->items[i].need_i].id));
}

/* The truck that comes nearest to carrying a unit; NULL: there is none, or one carries it. */
static const lfl_fleet *too_small(const lfl_scenario *s, const lfl_item *item) {
  const lfl_fleet *largest = NULL;
  double most = 0;
  for (int f = 0; f < s->n_fleets; f++) {
    const lfl_fleet *fleet = &s->fleets[f];
    if (fleet->vehicle != LFL_TRUCK || !(fleet->payload_kg > 0) || !(fleet->volume_m3 > 0)) continue;
    double part = fmin(item->mass_kg > 0 ? fleet->payload_kg / item->mass_kg : 1, item->volume_m3 > 0 ? fleet->volume_m3 / item->volume_m3 : 1);
    if (part >= 1) return NULL;
    if (part > most) most = part, largest = fleet;
  }
  return largest;
}

static bool comes_by_road(const lfl_scenario *s, int item_i) {
  bool is_so = false;
  for (int k = 0; k < s->n_supplies; k++) is_so = is_so || (s->supplies[k].item_i == item_i && !s->places[s->supplies[k].place_i].is_host);
  return is_so;
}

/* A unit that no truck can take is planned in parts, as a share of it each. */
static void check_unit_sizes(builder *b) {
  const lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_items; i++) {
    const lfl_item *item = &s->items[i];
    const lfl_fleet *truck = item->is_water || item->is_fuel || item->n_parts || !comes_by_road(s, i) ? NULL : too_small(s, item);
    if (!truck) continue;
    bool is_heavy = item->mass_kg > truck->payload_kg;
    warn_of_item(b, i, "too-large", is_heavy ? "mass_kg" : "volume_m3",
                 sentence(b, "a unit that a truck can carry: one of %s has %s %s, and no truck takes that (%s: %s %s); it is planned in parts", item->id,
                          number_text(b, is_heavy ? item->mass_kg : item->volume_m3), is_heavy ? "kg" : "m3", truck->id,
                          number_text(b, is_heavy ? truck->payload_kg : truck->volume_m3), is_heavy ? "kg" : "m3"));
  }
}

/* Vehicles that are given, and none of them for goods that have a way to go. */
static void check_trucks(builder *b) {
  const lfl_scenario *s = b->s;
  const lfl_table *t = lfl_tables_find(b->tables, "fleets");
  bool has_trucks = !t || !t->n_rows, has_goods = false;
  for (int f = 0; f < s->n_fleets; f++) has_trucks = has_trucks || s->fleets[f].vehicle == LFL_TRUCK;
  for (int k = 0; k < s->n_supplies; k++) has_goods = has_goods || (s->supplies[k].units > 0 && !s->places[s->supplies[k].place_i].is_host);
  if (has_trucks || !has_goods) return;
  lfl_diag d = {LFL_WARNING, "no-truck", t->file, 0, "vehicle", NULL, "a truck: only trucks carry goods, so that what is supplied at hubs and crossings stays there", NULL};
  lfl_diags_add(b->diags, &d);
}

void check_idle(builder *b) {
  check_walk_limit(b);
  check_risk_weight(b);
  check_served(b);
  check_unit_sizes(b);
  check_trucks(b);
}

/* ---- once the days are known ---- */

/* The most of a day, of which `most_of_days` is known without the repairs that raise it. */
static double with_repairs(const lfl_scenario *s, double most_of_days, lfl_restored what, int subject_i) {
  return most_of_days < 1 ? most_of_days + lfl_restorable(s, what, subject_i) : most_of_days;
}

/* Vehicles and people are whole: `most` of them on any day, of `given` in the table. */
static void warn_of_parts(const lfl_scenario *s, lfl_diags *diags, const char *table, const lfl_origin *origin, const char *column, double given, double most, const char *what) {
  const double ROUNDING = 1e-9;
  char value[32], expected[240];
  if (!(most > 0) || !(most < 1 - ROUNDING) || origin->row_i < 0) return;
  snprintf(value, sizeof value, "%.10g", given);
  snprintf(expected, sizeof expected, "%s: it is %.10g on the day of most, %s", what, most, strcmp(table, "fleets") == 0 ? "and a round trip that takes more of a day is never made in a plan of whole things" : "so that none ever goes in a plan of whole things");
  warn_of_row(s, diags, "no-vehicle", table, origin, column, value, expected);
}

static void check_places_parts(const lfl_scenario *s, lfl_diags *diags) {
  for (int i = 0; i < s->n_places; i++) {
    double most = 0;
    if (s->places[i].kind != LFL_CROSSING && s->places[i].kind != LFL_HUB) continue;
    for (int day = 0; day < s->n_days; day++)
      if (s->place_access[lfl_at(s, i, day)] != LFL_CLOSED) most = fmax(most, lfl_place_trucks(s, i, day));
    warn_of_parts(s, diags, "places", &s->places[i].origin, "trucks_per_day", s->places[i].trucks_per_day, with_repairs(s, most, LFL_RESTORES_TRUCKS, i), "at least one whole truck a day");
  }
}

static void check_links_parts(const lfl_scenario *s, lfl_diags *diags) {
  for (int l = 0; l < s->n_links; l++) {
    const lfl_link *link = &s->links[l];
    double share = 0;
    for (int day = 0; day < s->n_days; day++)
      if (s->link_access[lfl_at(s, l, day)] != LFL_CLOSED) share = fmax(share, s->link_share[lfl_at(s, l, day)]);
    if (!(share > 0)) continue;
    warn_of_parts(s, diags, "links", &link->origin, "vehicles_per_day", link->vehicles_per_day, with_repairs(s, link->vehicles_per_day * share, LFL_RESTORES_VEHICLES, l), "at least one whole vehicle a day");
    warn_of_parts(s, diags, "links", &link->origin, "people_per_day", link->people_per_day, with_repairs(s, link->people_per_day * share, LFL_RESTORES_WALKERS, l), "at least one person a day");
  }
}

void check_parts_of_things(const lfl_scenario *s, lfl_diags *diags) {
  check_places_parts(s, diags);
  check_links_parts(s, diags);
  for (int f = 0; f < s->n_fleets; f++) {
    double most = 0;
    for (int day = 0; day < s->n_days; day++) most = fmax(most, s->fleet_vehicles[lfl_at(s, f, day)]);
    warn_of_parts(s, diags, "fleets", &s->fleets[f].origin, "n_vehicles", s->fleets[f].n_vehicles, most, "at least one whole vehicle");
  }
}
