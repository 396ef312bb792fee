/* From raw tables to the scenario: each table read once, in the contract's order, every wrong
 * cell reported. Rows are taken in the order of their keys, so that shuffled files give the
 * same scenario. O(cells * log rows). Tests: tests/unit/test_ingest.c, tests/data/bad. */
#include "ingest/build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define NEW(b, n, type) lfl_arena_new((b)->arena, (size_t)(n), type)

double total_people(const lfl_scenario *s) {
  double people = 0;
  for (int i = 0; i < s->n_places; i++) people += s->places[i].people;
  return people;
}

void use_default(builder *b, const char *table, const char *column, const char *value, const char *unit,
                 const char *source, const char *kind, double low, double high, double importance) {
  for (int i = 0; i < b->n_defaults; i++)
    if (strcmp(b->defaults[i].table, table) == 0 && strcmp(b->defaults[i].column, column) == 0 &&
        strcmp(b->defaults[i].value, value) == 0) {
      b->defaults[i].n_rows++;
      b->defaults[i].importance += importance;
      return;
    }
  if (b->n_defaults == b->defaults_capacity) {
    int capacity = b->defaults_capacity ? 2 * b->defaults_capacity : 64;
    lfl_default *more = NEW(b, capacity, lfl_default);
    if (!more) {
      b->failed = true;
      return;
    }
    if (b->n_defaults) memcpy(more, b->defaults, (size_t)b->n_defaults * sizeof *more);
    b->defaults = more;
    b->defaults_capacity = capacity;
  }
  b->defaults[b->n_defaults++] = (lfl_default){lfl_arena_strdup(b->arena, table), "*", lfl_arena_strdup(b->arena, column),
                                               lfl_arena_strdup(b->arena, value), lfl_arena_strdup(b->arena, unit ? unit : ""),
                                               source, kind, low, high, 1, importance};
}

void use_default_number(builder *b, const char *table, const char *column, double value, const char *unit,
                        const char *source, const char *kind, double low, double high, double importance) {
  char text[40];
  if (isinf(value)) snprintf(text, sizeof text, "no limit");
  else snprintf(text, sizeof text, "%.10g", value);
  for (char *c = text; *c; c++)
    if (*c == ',') *c = '.';
  use_default(b, table, column, text, unit, source, kind, low, high, importance);
}

/* A number whose blank has a default that the contract states; recorded when used. */
static double number_or(cells *c, const char *column, double blank, const char *unit, double importance) {
  if (cell_is_blank(c, column)) {
    use_default_number(c->b, c->schema->name, column, blank, unit, "contract: what blank means", "contract", (double)NAN, (double)NAN, importance);
    return blank;
  }
  return cell_number(c, column, blank);
}

/* ---- scenario ---------------------------------------------------------------------------- */

static const lfl_key_schema *find_key(const char *key) {
  int n;
  const lfl_key_schema *keys = lfl_schema_keys(&n);
  for (int i = 0; i < n; i++) {
    size_t length = strlen(keys[i].key);
    bool is_prefix = keys[i].key[length - 1] == '_';
    if (is_prefix ? strncmp(keys[i].key, key, length) == 0 && key[length] : strcmp(keys[i].key, key) == 0) return &keys[i];
  }
  return NULL;
}

static void read_order(cells *c, const char *text) {
  lfl_scenario *s = c->b->s;
  lfl_level_kind order[LFL_N_LEVELS];
  bool is_used[LFL_N_LEVELS] = {false};
  int n = 0;
  char word[32];
  for (const char *p = text; *p;) {
    size_t skip = strspn(p, " ,;>"), length = strcspn(p + skip, " ,;>");
    if (!length) break;
    snprintf(word, sizeof word, "%.*s", (int)(length < 31 ? length : 31), p + skip);
    int found = -1;
    for (int k = 0; k < LFL_N_LEVELS; k++)
      if (strcmp(word, lfl_level_name((lfl_level_kind)k)) == 0 && !is_used[k]) found = k;
    if (found < 0) {
      cell_complain(c, LFL_ERROR, "order", "value", "levels, each once: survival, fairness, minimum, movement, cost", NULL);
      return;
    }
    is_used[found] = true;
    order[n++] = (lfl_level_kind)found;
    p += skip + length;
  }
  if (!n) return;
  s->n_levels = n;
  memcpy(s->order, order, sizeof order);
}

static void read_key(cells *c, const char *key, const char *value) {
  builder *b = c->b;
  lfl_scenario *s = b->s;
  const lfl_key_schema *schema = find_key(key);
  double number = 0;
  long date;
  if (!schema) {
    const char *names[16];
    int n;
    const lfl_key_schema *keys = lfl_schema_keys(&n);
    for (int i = 0; i < n && i < 16; i++) names[i] = keys[i].key;
    cell_complain(c, LFL_WARNING, "unknown-key", "key", "a setting of the contract; this one is not used", lfl_nearest_name(key, names, n < 16 ? n : 16));
    return;
  }
  if (!value) return;
  if (schema->type == LFL_TYPE_NUMBER || schema->type == LFL_TYPE_WHOLE) {
    if (!parse_number(value, &number) || number < schema->least || number > schema->most ||
        (schema->type == LFL_TYPE_WHOLE && number != floor(number))) {
      char expected[120];
      snprintf(expected, sizeof expected, "a %snumber from %g to %g", schema->type == LFL_TYPE_WHOLE ? "whole " : "", schema->least, schema->most);
      cell_complain(c, LFL_ERROR, "number-range", "value", expected, NULL);
      return;
    }
  }
  if (strcmp(key, "title") == 0) s->title = value;
  else if (strcmp(key, "currency") == 0) s->currency = value;
  else if (strcmp(key, "standard_set") == 0) s->standard_set = value;
  else if (strcmp(key, "order") == 0) read_order(c, value);
  else if (strcmp(key, "n_days") == 0) s->n_days = (int)number;
  else if (strcmp(key, "walk_limit_km") == 0) s->walk_limit_km = number;
  else if (strcmp(key, "risk_weight") == 0) s->risk_weight = number;
  else if (strcmp(key, "n_trucks") == 0) b->n_trucks = number;
  else if (strcmp(key, "n_workers") == 0) b->n_workers = number;
  else if (strcmp(key, "start_date") == 0) {
    if (parse_date(value, &date)) s->start_date = lfl_arena_strndup(b->arena, value, 10);
    else cell_complain(c, LFL_ERROR, "date-expected", "value", "a date as 2024-05-31", NULL);
  }
}

static void read_scenario(builder *b) {
  lfl_scenario *s = b->s;
  s->standard_set = "sphere-2018";
  s->water_losses_share = 0;
  s->household_size = 5;
  static const lfl_level_kind order[] = {LFL_LEVEL_SURVIVAL, LFL_LEVEL_FAIRNESS, LFL_LEVEL_MINIMUM, LFL_LEVEL_MOVEMENT, LFL_LEVEL_COST};
  memcpy(s->order, order, sizeof order);
  s->n_levels = LFL_N_LEVELS;
  cells c;
  cells_open(&c, b, "scenario");
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    const char *key = cell_text(&c, "key");
    bool is_twice = false;
    if (i > 0 && key) {
      int now = c.row;
      cells_go(&c, i - 1);
      const char *before = cell_text(&c, "key");
      is_twice = before && strcmp(before, key) == 0;
      c.row = now;
    }
    if (is_twice) cell_complain(&c, LFL_ERROR, "key-twice", "key", "each setting once", NULL);
    else if (key) read_key(&c, key, cell_text(&c, "value"));
  }
  if (!s->title) s->title = b->tables->name;
  if (!s->currency) {
    s->currency = "USD";
    use_default(b, "scenario", "currency", "USD", "", "contract", "contract", (double)NAN, (double)NAN, 0);
  }
  if (!s->n_days) {
    s->n_days = 30;
    use_default(b, "scenario", "n_days", "30", "days", "contract", "contract", (double)NAN, (double)NAN, 0);
  }
  if (!load_library(b)) b->failed = true;
  else if (!load_standards(b, s->standard_set) && !b->failed) {
    lfl_diag d = {LFL_ERROR, "standard-set", c.table ? c.table->file : b->tables->name, 0, "standard_set", s->standard_set, "sphere-2018 or unhcr", NULL};
    lfl_diags_add(b->diags, &d);
  }
}

static void read_standards(builder *b) {
  cells c;
  cells_open(&c, b, "standards");
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    const char *id = cell_text(&c, "indicator_id"), *set = cell_text(&c, "standard_set"), *need = cell_text(&c, "need"), *tier = cell_text(&c, "tier");
    double value = cell_number(&c, "value", (double)NAN);
    cell_origin(&c);
    if (!id || isnan(value) || (set && strcmp(set, b->s->standard_set) != 0)) continue;
    standard *line = NULL;
    for (int k = 0; k < b->n_standards; k++)
      if (strcmp(b->standards[k].indicator_id, id) == 0) line = &b->standards[k];
    if (!line && (!need || !tier)) {
      const char **names = NEW(b, b->n_standards + 1, const char *);
      for (int k = 0; names && k < b->n_standards; k++) names[k] = b->standards[k].indicator_id;
      cell_complain(&c, LFL_ERROR, "no-such-indicator", "indicator_id", "an indicator of the standard set, or need and tier of a new one",
                    names ? lfl_nearest_name(id, names, b->n_standards) : NULL);
      continue;
    }
    if (line && line->value > 0 && (value > 1.9 * line->value || value < line->value / 1.9)) {
      char expected[120];
      snprintf(expected, sizeof expected, "about %g %s, as in the standard set: is the unit right (a day, a week)?", line->value, line->unit);
      cell_complain(&c, LFL_WARNING, "implausible", "value", expected, NULL);
    }
    if (!line) {
      line = &b->standards[b->n_standards++];
      *line = (standard){.indicator_id = id, .need = need, .tier = tier};
    }
    const char *unit = cell_text(&c, "unit"), *kind = cell_text(&c, "kind"), *source = cell_text(&c, "source");
    line->value = value;
    line->is_override = true;
    if (unit) line->unit = unit;
    line->kind = kind ? kind : "assumption";
    line->source = source ? source : "the scenario's own standards table";
  }
  const standard *losses = find_standard(b, "water", "all"), *household = NULL;
  for (int k = 0; k < b->n_standards; k++)
    if (strcmp(b->standards[k].indicator_id, "household_size") == 0) household = &b->standards[k];
  if (losses && losses->value < 0.99) b->s->water_losses_share = losses->value;
  if (household && household->value > 0) b->s->household_size = household->value;
  for (int k = 0; k < b->n_standards; k++)
    if (!b->standards[k].is_override && b->standards[k].kind && strcmp(b->standards[k].kind, "assumption") == 0)
      use_default_number(b, "standards", b->standards[k].indicator_id, b->standards[k].value, b->standards[k].unit, b->standards[k].source,
                         "assumption", (double)NAN, (double)NAN, 0);
}

/* ---- places and people --------------------------------------------------------------------- */

static void read_place(cells *c, lfl_place *p, int index) {
  builder *b = c->b;
  p->id = cell_key(c, b->places, index);
  p->name = cell_text(c, "name");
  if (!p->name) p->name = p->id ? p->id : "";
  p->kind = (lfl_place_kind)cell_choice(c, "kind", 0);
  p->lat_deg = cell_number(c, "lat_deg", (double)NAN);
  p->lon_deg = cell_number(c, "lon_deg", (double)NAN);
  bool is_host = p->kind == LFL_AREA || p->kind == LFL_SITE;
  p->people = cell_number(c, "people", 0);
  p->is_group = is_host && cell_is_blank(c, "people"); /* decided when the parents are known */
  if (!is_host && p->people > 0) cell_complain(c, LFL_ERROR, "people", "people", "people live in areas and sites only: blank here", NULL);
  p->in_need_share = p->people > 0 ? number_or(c, "people_in_need_share", 1, "share", p->people) : cell_number(c, "people_in_need_share", 1);
  p->willing_recorded = !cell_is_blank(c, "willing_share");
  p->willing_share = cell_number(c, "willing_share", 0);
  if (!p->willing_recorded && p->people > 0)
    use_default(b, "places", "willing_share", "not recorded (0)", "share", "contract: nobody is planned to move", "contract", 0, 1, p->people);
  p->limited_mobility_share = p->people > 0 ? number_or(c, "limited_mobility_share", 0, "share", p->people * 0.05) : cell_number(c, "limited_mobility_share", 0);
  p->usable_m2_given = !cell_is_blank(c, "usable_m2");
  p->usable_m2 = cell_number(c, "usable_m2", p->kind == LFL_SITE ? 0 : (double)INFINITY);
  if (!p->usable_m2_given && p->kind == LFL_SITE)
    use_default(b, "places", "usable_m2", "0", "m2", "contract: a site's blank is 0", "contract", (double)NAN, (double)NAN, p->people);
  p->water_yield_given = !cell_is_blank(c, "water_yield_l_per_day");
  p->water_yield_l_per_day = cell_number(c, "water_yield_l_per_day", 0);
  if (!p->water_yield_given && p->people > 0)
    use_default(b, "places", "water_yield_l_per_day", "0", "l_per_day", "contract: blank is no water", "contract", (double)NAN, (double)NAN, p->people);
  p->fuel_l_per_m3 = cell_number(c, "fuel_l_per_m3", 0);
  static const char *const columns[] = {"shelter_places", "toilet_places", "tap_places", "health_places"};
  for (int k = 0; k < LFL_N_CAPACITIES; k++) {
    p->capacity_given[k] = !cell_is_blank(c, columns[k]);
    p->capacity_people[k] = cell_number(c, columns[k], 0);
    if (!p->capacity_given[k] && p->people > 0 && is_host)
      use_default(b, "places", columns[k], "0", "people", "contract: blank is none", "contract", (double)NAN, (double)NAN, p->people);
  }
  p->trucks_per_day = cell_number(c, "trucks_per_day", (double)INFINITY);
  if (p->kind == LFL_CROSSING && cell_is_blank(c, "trucks_per_day"))
    cell_complain(c, LFL_ERROR, "blank", "trucks_per_day", "a crossing must say how many trucks a day it lets in (or inf)", NULL);
  p->delivered_share = cell_number(c, "delivered_share", 1);
  if (p->kind == LFL_CROSSING && cell_is_blank(c, "delivered_share"))
    use_default(b, "places", "delivered_share", "1", "share", "contract: all of it arrives", "contract", (double)NAN, (double)NAN, total_people(b->s));
  p->storage_m3 = cell_number(c, "storage_m3", (double)INFINITY);
  p->origin = cell_origin(c);
  const char *wkt = cell_text(c, "geometry_wkt");
  if (!wkt && c->table->wkt) wkt = c->table->wkt[c->row];
  if (wkt && !add_outline(b, p, wkt)) cell_complain(c, LFL_ERROR, "geometry", "geometry_wkt", "a point or polygon as WKT, lon lat in WGS84", NULL);
}

static void read_places(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "places");
  s->places = NEW(b, c.n_rows + 1, lfl_place);
  if (!s->places) {
    b->failed = true;
    return;
  }
  if (!c.n_rows) {
    lfl_diag d = {LFL_ERROR, "no-places", c.table ? c.table->file : b->tables->name, 0, NULL, NULL,
                  "a table places with at least one area that has people, and one crossing or hub", NULL};
    lfl_diags_add(b->diags, &d);
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    read_place(&c, &s->places[i], i);
    s->n_places++;
  }
  bool *has_children = NEW(b, s->n_places + 1, bool);
  if (!has_children) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < s->n_places; i++) {
    cells_go(&c, i);
    s->places[i].parent_i = cell_ref(&c, "parent_id", b->places);
    if (s->places[i].parent_i >= 0) has_children[s->places[i].parent_i] = true;
  }
  for (int i = 0; i < s->n_places; i++) {
    lfl_place *p = &s->places[i];
    int steps = 0;
    for (int at = i; at >= 0 && steps <= s->n_places; at = s->places[at].parent_i) steps++;
    if (steps > s->n_places) {
      cells_go(&c, i);
      cell_complain(&c, LFL_ERROR, "parent-circle", "parent_id", "parents that do not lead back to the place itself", NULL);
      p->parent_i = -1;
    }
    p->is_group = p->is_group && has_children[i];
    p->is_host = (p->kind == LFL_AREA || p->kind == LFL_SITE) && !p->is_group;
    if (!p->id) p->id = "";
  }
}

static void read_population_changes(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "population_changes");
  s->population_changes = NEW(b, c.n_rows + 1, lfl_population_change);
  double *people = NEW(b, (size_t)s->n_places * (size_t)s->n_days + 1, double);
  if (!s->population_changes || !people) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_population_change *p = &s->population_changes[s->n_population_changes];
    *p = (lfl_population_change){cell_ref(&c, "place_id", b->places), cell_day(&c, "day", 0), cell_number(&c, "people", 0), cell_origin(&c)};
    if (p->place_i < 0) continue;
    if (!s->places[p->place_i].is_host) cell_complain(&c, LFL_ERROR, "people", "place_id", "an area or site with people of its own", NULL);
    if (p->day < 0 || p->day >= s->n_days) {
      cell_complain(&c, LFL_WARNING, "day-range", "day", "a day within the days planned; this row is not used", NULL);
      continue;
    }
    people[(long)p->place_i * s->n_days + p->day] += p->people;
    s->n_population_changes++;
  }
  for (int i = 0; i < s->n_places; i++) {
    double there = s->places[i].people;
    for (int day = 0; day < s->n_days; day++) {
      there += people[(long)i * s->n_days + day];
      if (there >= -1e-6) continue;
      char expected[160], value[40];
      snprintf(expected, sizeof expected, "at %s more people leave by day %d than are there", s->places[i].id, day);
      snprintf(value, sizeof value, "%.0f", there);
      lfl_diag d = {LFL_ERROR, "people-below-0", c.table ? c.table->file : NULL, 0, "people", value, expected, NULL};
      lfl_diags_add(b->diags, &d);
      break;
    }
  }
}

/* ---- goods --------------------------------------------------------------------------------- */

static double from_library(builder *b, double value, double figure, const library_item *lib, const char *column, double blank) {
  if (!isnan(value)) return value;
  if (lib && !isnan(figure)) {
    use_default_number(b, "items", column, figure, lib->id, lib->source, "observed", (double)NAN, (double)NAN, total_people(b->s));
    return figure;
  }
  return blank;
}

static void finish_item(lfl_item *item) {
  item->is_fuel = item->need_text && strcmp(item->need_text, "fuel") == 0;
  item->given_once = !(item->duration_days > 0);
  item->person_days = item->given_once ? 0 : item->people_served * item->duration_days;
  item->need_i = -1;
}

static void read_item(cells *c, lfl_item *item, int index) {
  builder *b = c->b;
  item->id = cell_key(c, b->items, index);
  const library_item *lib = item->id ? find_library(b, item->id) : NULL;
  item->name = cell_text(c, "name");
  if (!item->name) item->name = lib ? lib->name : item->id;
  item->need_text = cell_text(c, "need");
  if (!item->need_text && lib) item->need_text = lib->need;
  item->mass_kg = from_library(b, cell_number(c, "mass_kg", (double)NAN), lib ? lib->mass_kg : 0, lib, "mass_kg", (double)NAN);
  item->volume_m3 = from_library(b, cell_number(c, "volume_m3", (double)NAN), lib ? lib->volume_m3 : 0, lib, "volume_m3", (double)NAN);
  bool is_served_blank = cell_is_blank(c, "people_served");
  item->people_served = from_library(b, cell_number(c, "people_served", (double)NAN), lib ? lib->people_served : 0, lib, "people_served", 0);
  item->duration_days = cell_number(c, "duration_days", (double)NAN);
  if (isnan(item->duration_days)) item->duration_days = is_served_blank && lib && !isnan(lib->duration_days) ? lib->duration_days : 0;
  item->origin = cell_origin(c);
  if (isnan(item->mass_kg) && isnan(item->volume_m3))
    cell_complain(c, LFL_WARNING, "blank", "mass_kg", "a mass or a volume: with neither, any number fits on a truck", NULL);
  else if (isnan(item->mass_kg))
    use_default(b, "items", "mass_kg", "0", "kg", "blank: counts no mass", "assumption", (double)NAN, (double)NAN, total_people(b->s));
  else if (isnan(item->volume_m3))
    use_default(b, "items", "volume_m3", "0", "m3", "blank: counts no volume", "assumption", (double)NAN, (double)NAN, total_people(b->s));
  if (isnan(item->mass_kg)) item->mass_kg = 0;
  if (isnan(item->volume_m3)) item->volume_m3 = 0;
  finish_item(item);
}

/* Items that supplies or construction name and only the library knows. */
static int count_missing(builder *b, const char *table, lfl_item *into, int n) {
  const lfl_table *t = lfl_tables_find(b->tables, table);
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *id = lfl_table_get(t, i, "item_id");
    const library_item *lib = id ? find_library(b, id) : NULL;
    if (!lib || lfl_ids_get(b->items, id) >= 0) continue;
    lfl_item *item = &into[n];
    *item = (lfl_item){.id = lib->id, .name = lib->name, .need_text = lib->need,
                       .mass_kg = isnan(lib->mass_kg) ? 0 : lib->mass_kg, .volume_m3 = isnan(lib->volume_m3) ? 0 : lib->volume_m3,
                       .people_served = isnan(lib->people_served) ? 0 : lib->people_served,
                       .duration_days = isnan(lib->duration_days) ? 0 : lib->duration_days,
                       .origin = {.source = lib->source, .reliability = LFL_REPORTED, .sensitivity = LFL_PUBLIC, .row_i = -1}};
    finish_item(item);
    if (!lfl_ids_put(b->items, item->id, n)) b->failed = true;
    use_default(b, "items", item->id, "item library", "", lib->source, "observed", (double)NAN, (double)NAN, total_people(b->s));
    n++;
  }
  return n;
}

static int by_item_id(const void *a, const void *b) { return strcmp(((const lfl_item *)a)->id, ((const lfl_item *)b)->id); }

static void read_items(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "items");
  s->items = NEW(b, c.n_rows + b->n_library + 2, lfl_item);
  if (!s->items) {
    b->failed = true;
    return;
  }
  int n = 0;
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    read_item(&c, &s->items[n], n);
    if (s->items[n].id) n++;
  }
  n = count_missing(b, "supplies", s->items, n);
  n = count_missing(b, "construction_items", s->items, n);
  if (n) qsort(s->items, (size_t)n, sizeof *s->items, by_item_id);
  lfl_ids_destroy(b->items); /* the order has changed: keys anew */
  b->items = lfl_ids_create();
  s->fuel_item_i = -1;
  for (int i = 0; i < n; i++) {
    if (!b->items || !lfl_ids_put(b->items, s->items[i].id, i)) b->failed = true;
    if (s->items[i].is_fuel && s->fuel_item_i < 0) s->fuel_item_i = i;
  }
  s->water_item_i = n;
  s->items[n] = (lfl_item){.id = "water", .name = "water in tankers", .need_i = -1, .is_water = true, .mass_kg = 1, .volume_m3 = 0.001,
                           .origin = {.row_i = -1, .sensitivity = LFL_PUBLIC}};
  if (lfl_ids_get(b->items, "water") >= 0) {
    lfl_diag d = {LFL_ERROR, "item-water", c.table ? c.table->file : NULL, 0, "item_id", "water", "another item_id: 'water' is the water that tankers carry", NULL};
    lfl_diags_add(b->diags, &d);
  }
  s->n_items = n + 1;
}

static void read_supplies(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "supplies");
  s->supplies = NEW(b, c.n_rows + 1, lfl_supply);
  if (!s->supplies) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_supply *p = &s->supplies[s->n_supplies];
    p->item_i = cell_ref(&c, "item_id", b->items);
    p->place_i = cell_ref(&c, "place_id", b->places);
    p->day = cell_day(&c, "day", 0);
    p->units = cell_number(&c, "units", 0);
    p->unit_price = number_or(&c, "unit_price", 0, "money", 0);
    p->origin = cell_origin(&c);
    if (p->day < 0) p->day = 0;
    if (p->item_i < 0 || p->place_i < 0) continue;
    if (s->places[p->place_i].is_group) cell_complain(&c, LFL_ERROR, "group", "place_id", "a place, not a group of places", NULL);
    if (p->day >= s->n_days) {
      cell_complain(&c, LFL_NOTE, "day-range", "day", "a day within the days planned; this supply comes too late", NULL);
      continue;
    }
    s->n_supplies++;
  }
}

/* ---- roads, vehicles, building --------------------------------------------------------------- */

static void read_links(builder *b) {
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
    l->vehicles_per_day = cell_number(&c, "vehicles_per_day", (double)INFINITY);
    l->people_per_day = cell_number(&c, "people_per_day", 0);
    l->two_way = cell_flag(&c, "two_way", true);
    l->origin = cell_origin(&c);
    if (!l->id || l->from_i < 0 || l->to_i < 0) continue;
    const lfl_place *from = &s->places[l->from_i], *to = &s->places[l->to_i];
    if (l->from_i == l->to_i) {
      cell_complain(&c, LFL_ERROR, "link", "to_id", "another place than from_id", NULL);
      continue;
    }
    if (from->is_group || to->is_group) cell_complain(&c, LFL_ERROR, "group", from->is_group ? "from_id" : "to_id", "a place, not a group of places", NULL);
    double straight = distance_km(from->lat_deg, from->lon_deg, to->lat_deg, to->lon_deg);
    if (isnan(l->length_km)) {
      if (isnan(straight)) {
        cell_complain(&c, LFL_ERROR, "blank", "length_km", "a length, or lat_deg and lon_deg of both ends", NULL);
        continue;
      }
      l->length_km = fmax(0.1, straight * use_planning(b, "link_detour", "links", "length_km", total_people(s)));
    } else if (straight > 0.5 && l->length_km < 0.98 * straight) {
      char expected[100];
      snprintf(expected, sizeof expected, "at least the straight line of %.1f km", straight);
      cell_complain(&c, LFL_WARNING, "implausible", "length_km", expected, NULL);
    }
    if (isnan(l->speed_km_per_h)) l->speed_km_per_h = use_planning(b, "link_speed", "links", "speed_km_per_h", total_people(s));
    else if (l->speed_km_per_h > 130) cell_complain(&c, LFL_WARNING, "implausible", "speed_km_per_h", "a truck's speed, at most 130", NULL);
    s->n_links++;
  }
}

static void read_fleets(builder *b) {
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
    double all = total_people(s);
    f->id = cell_key(&c, b->fleets, s->n_fleets);
    f->vehicle = (lfl_vehicle)cell_choice(&c, "vehicle", 0);
    f->n_vehicles = cell_number(&c, "n_vehicles", 0);
    bool is_bus = f->vehicle >= LFL_BUS;
    f->payload_kg = cell_is_blank(&c, "payload_kg") && !is_bus
                        ? (f->vehicle == LFL_TANKER ? 1000 * use_planning(b, "tanker_volume", "fleets", "payload_kg", all)
                                                    : use_planning(b, "truck_payload", "fleets", "payload_kg", all))
                        : cell_number(&c, "payload_kg", 0);
    f->volume_m3 = cell_is_blank(&c, "volume_m3") && !is_bus
                       ? use_planning(b, f->vehicle == LFL_TANKER ? "tanker_volume" : "truck_volume", "fleets", "volume_m3", all)
                       : cell_number(&c, "volume_m3", 0);
    f->seats = cell_is_blank(&c, "seats") && is_bus ? use_planning(b, "bus_seats", "fleets", "seats", all) : cell_number(&c, "seats", 0);
    f->hours_per_day = number_or(&c, "hours_per_day", 8, "h", all);
    f->load_unload_h = cell_is_blank(&c, "load_unload_h") ? use_planning(b, "load_unload", "fleets", "load_unload_h", all) : cell_number(&c, "load_unload_h", 0);
    f->cost_per_km = cell_is_blank(&c, "cost_per_km") ? use_planning(b, "trucking_cost", "fleets", "cost_per_km", 0) : cell_number(&c, "cost_per_km", 0);
    f->cost_per_vehicle_day = number_or(&c, "cost_per_vehicle_day", 0, "money", 0);
    f->origin = cell_origin(&c);
    if (f->payload_kg > 60000 && !is_bus) cell_complain(&c, LFL_WARNING, "implausible", "payload_kg", "a vehicle's load, at most 60,000 kg", NULL);
    if (f->id) s->n_fleets++;
  }
}

static void read_crews(builder *b) {
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
    k->from_day = cell_day(&c, "from_day", 0);
    k->to_day = cell_day(&c, "to_day", s->n_days - 1);
    k->wage_per_worker_day = number_or(&c, "wage_per_worker_day", 0, "money", 0);
    k->origin = cell_origin(&c);
    if (k->id) s->n_crews++;
  }
}

static void read_construction(builder *b) {
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
      k->worker_days_per_unit = use_planning(b, k->capacity == LFL_SHELTER ? "tent_crew" : "latrine_work", "construction", "worker_days_per_unit", total_people(s));
    else k->worker_days_per_unit = number_or(&c, "worker_days_per_unit", 0, "worker_days", total_people(s));
    k->m2_per_unit = number_or(&c, "m2_per_unit", 0, "m2", 0);
    k->crew_i = cell_ref(&c, "crew_id", b->crews);
    k->cost_per_unit = number_or(&c, "cost_per_unit", 0, "money", 0);
    k->settle_days = (int)fmin(100000, cell_number(&c, "settle_days", 0));
    k->origin = cell_origin(&c);
    if (k->id) s->n_constructions++;
  }
  cells_open(&c, b, "construction_items");
  for (int k = 0; k < s->n_constructions && !b->failed; k++) {
    lfl_construction_item *items = NEW(b, c.n_rows + 1, lfl_construction_item);
    if (!items) b->failed = true;
    s->constructions[k].items = items;
  }
  for (int i = 0; i < c.n_rows && !b->failed; i++) {
    cells_go(&c, i);
    int k = cell_ref(&c, "construction_id", b->constructions), item = cell_ref(&c, "item_id", b->items);
    double units = cell_number(&c, "units_per_unit", 0);
    cell_origin(&c);
    if (k < 0 || item < 0) continue;
    lfl_construction *con = &s->constructions[k];
    lfl_construction_item *items = lfl_arena_new(b->arena, (size_t)con->n_items + 1, lfl_construction_item);
    if (!items) {
      b->failed = true;
      return;
    }
    int n = 0; /* by item index */
    for (int j = 0; j < con->n_items; j++) {
      if (con->items[j].item_i == item) cell_complain(&c, LFL_ERROR, "key-twice", "item_id", "each item once for a construction", NULL);
      if (con->items[j].item_i < item) items[n++] = con->items[j];
    }
    items[n++] = (lfl_construction_item){item, units};
    for (int j = 0; j < con->n_items; j++)
      if (con->items[j].item_i >= item) items[n++] = con->items[j];
    con->items = items;
    con->n_items = n;
  }
}

/* ---- calendar --------------------------------------------------------------------------------- */

static int subject_index(cells *c, int subject) {
  builder *b = c->b;
  const char *id = cell_text(c, "subject_id");
  if (!id || subject < 0) return -1;
  const lfl_ids *ids[] = {b->places, b->links, b->fleets, b->crews};
  static const char *const tables[] = {"places", "links", "fleets", "crews"};
  int found = lfl_ids_get(ids[subject], id);
  if (found >= 0) return found;
  const lfl_table *t = lfl_tables_find(b->tables, tables[subject]);
  const char **names = t ? NEW(b, t->n_rows + 1, const char *) : NULL;
  for (int i = 0; names && i < t->n_rows; i++) names[i] = t->n_columns ? lfl_table_get(t, i, lfl_schema_find(tables[subject])->columns[0].name) : NULL;
  char expected[60];
  snprintf(expected, sizeof expected, "a key of table %s", tables[subject]);
  cell_complain(c, LFL_ERROR, "no-such-key", "subject_id", expected, names ? lfl_nearest_name(id, names, t->n_rows) : NULL);
  return -1;
}

static void read_span(cells *c, int *from, int *to) {
  int n_days = c->b->s->n_days;
  *from = cell_day(c, "from_day", 0);
  *to = cell_day(c, "to_day", n_days - 1);
  if (!cell_is_blank(c, "to_day") && *to < *from) cell_complain(c, LFL_ERROR, "span", "to_day", "a day not before from_day", NULL);
  else if (*from >= n_days || *to < 0) cell_complain(c, LFL_NOTE, "day-range", "from_day", "days within those planned; this row changes nothing", NULL);
  if (*from < 0) *from = 0;
}

static void read_status(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "status");
  s->status_rows = NEW(b, c.n_rows + 1, lfl_status_row);
  if (!s->status_rows) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_status_row *r = &s->status_rows[s->n_status_rows];
    int subject = cell_choice(&c, "subject", -1);
    r->subject_i = subject_index(&c, subject);
    read_span(&c, &r->from_day, &r->to_day);
    r->access = (lfl_access)cell_choice(&c, "status", 0);
    r->capacity_share = cell_number(&c, "capacity_share", 1);
    r->origin = cell_origin(&c);
    if (r->access == LFL_AT_RISK && !r->origin.source)
      cell_complain(&c, LFL_ERROR, "blank", "source", "who judged it at risk: required for at_risk", NULL);
    if (subject < 0 || r->subject_i < 0) continue;
    r->subject = (lfl_subject)subject;
    s->n_status_rows++;
  }
}

static void read_permissions(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "permissions");
  s->permissions = NEW(b, c.n_rows + 1, lfl_permission);
  if (!s->permissions) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_permission *p = &s->permissions[s->n_permissions];
    int subject = cell_choice(&c, "subject", -1);
    p->subject_i = subject_index(&c, subject);
    read_span(&c, &p->from_day, &p->to_day);
    double convoys = cell_number(&c, "convoys_per_day", 0);
    double trucks = cell_is_blank(&c, "trucks_per_convoy") ? use_planning(b, "convoy_trucks", "permissions", "trucks_per_convoy", total_people(s))
                                                           : cell_number(&c, "trucks_per_convoy", 0);
    p->trips_per_day = convoys * trucks * number_or(&c, "approval_share", 1, "share", total_people(s));
    p->notice_days = cell_number(&c, "notice_days", 0);
    p->origin = cell_origin(&c);
    if (subject < 0 || p->subject_i < 0) continue;
    p->subject = (lfl_subject)subject;
    s->n_permissions++;
  }
}

/* ---- money, targets, claims -------------------------------------------------------------------- */

static void read_pledges(builder *b) {
  lfl_scenario *s = b->s;
  cells k, c;
  cells_open(&k, b, "conditions");
  int *met = NEW(b, k.n_rows + 1, int);
  cells_open(&c, b, "pledges");
  s->pledges = NEW(b, c.n_rows + 1, lfl_pledge);
  if (!met || !s->pledges) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < k.n_rows; i++) {
    cells_go(&k, i);
    cell_key(&k, b->conditions, i);
    cell_text(&k, "text");
    met[i] = cell_day(&k, "from_day", s->n_days + 100000);
    cell_origin(&k);
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_pledge *p = &s->pledges[s->n_pledges];
    p->id = cell_key(&c, b->conditions, k.n_rows + i); /* pledges and conditions share no keys */
    p->donor = cell_text(&c, "donor");
    p->amount = cell_number(&c, "amount", 0);
    p->currency = cell_text(&c, "currency");
    if (!p->currency) p->currency = s->currency;
    p->from_day = cell_day(&c, "from_day", 0);
    static const char *const kinds[] = {"none", "sector", "place", "item"};
    p->earmark_kind = kinds[cell_choice(&c, "earmark_kind", 0)];
    p->earmark_id = cell_text(&c, "earmark_id");
    p->condition_id = cell_text(&c, "condition_id");
    int condition = cell_ref(&c, "condition_id", b->conditions);
    if (condition >= 0 && condition < k.n_rows && met[condition] > p->from_day) p->from_day = met[condition];
    if (p->from_day < 0) p->from_day = 0;
    p->counted = strcmp(p->currency, s->currency) == 0;
    p->origin = cell_origin(&c);
    if (!p->counted) cell_complain(&c, LFL_WARNING, "currency", "currency", "the scenario's currency: this pledge is not counted", s->currency);
    if (strcmp(p->earmark_kind, "none") != 0)
      cell_complain(&c, LFL_WARNING, "earmark", "earmark_kind", "earmarks are recorded and not yet enforced: the plan may spend this on anything", NULL);
    if (p->id) s->n_pledges++;
  }
  s->has_pledges = s->n_pledges > 0;
}

static int need_index(const lfl_scenario *s, const char *need) {
  for (int i = 0; i < s->n_needs; i++)
    if (strcmp(s->needs[i].id, need) == 0) return i;
  return -1;
}

static void read_targets(builder *b, lfl_ids *ids) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "targets");
  s->targets = NEW(b, c.n_rows + 1, lfl_target);
  if (!s->targets) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_target *t = &s->targets[s->n_targets];
    t->id = cell_key(&c, ids, i);
    t->kind = (lfl_target_kind)cell_choice(&c, "kind", 0);
    t->place_i = cell_ref(&c, "place_id", b->places);
    bool is_place_wrong = t->place_i < 0 && !cell_is_blank(&c, "place_id");
    t->tier = (lfl_tier)cell_choice(&c, "tier", 0);
    t->people = cell_number(&c, "people", (double)INFINITY);
    t->by_day = cell_day(&c, "by_day", 0);
    t->origin = cell_origin(&c);
    t->need_i = -1;
    t->capacity = LFL_N_CAPACITIES;
    const char *need = cell_text(&c, "need");
    bool is_need_wrong = false;
    const char *names[64];
    int n = 0;
    for (; n < s->n_needs && n < 60; n++) names[n] = s->needs[n].id;
    if (t->kind == LFL_TARGET_CAPACITY) {
      for (int k = 0; need && k < LFL_N_CAPACITIES; k++)
        if (strcmp(need, lfl_capacity_name((lfl_capacity)k)) == 0) t->capacity = (lfl_capacity)k;
      is_need_wrong = t->capacity == LFL_N_CAPACITIES;
      if (is_need_wrong) cell_complain(&c, LFL_ERROR, "need", "need", "shelter, toilet, tap or health", need ? lfl_nearest_name(need, names, n) : NULL);
    } else if (need && t->kind == LFL_TARGET_SERVED) {
      t->need_i = need_index(s, need);
      is_need_wrong = t->need_i < 0;
      if (is_need_wrong)
        cell_complain(&c, LFL_ERROR, "need", "need", "a planned need (the tables must say something of it)", lfl_nearest_name(need, names, n));
      else if (!s->needs[t->need_i].has_tier[t->tier]) {
        is_need_wrong = true;
        cell_complain(&c, LFL_ERROR, "tier", "tier", "a tier that this need has in the standard set", NULL);
      }
    }
    if (t->by_day < 0 || t->by_day >= s->n_days) {
      cell_complain(&c, LFL_ERROR, "day-range", "by_day", "a day within the days planned", NULL);
      continue;
    }
    if (t->id && !is_need_wrong && !is_place_wrong) s->n_targets++;
  }
}

static void read_claims(builder *b, lfl_ids *ids) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "claims");
  s->claims = NEW(b, c.n_rows + 1, lfl_claim);
  if (!s->claims) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_claim *k = &s->claims[s->n_claims];
    *k = (lfl_claim){cell_key(&c, ids, i), cell_text(&c, "text"), cell_text(&c, "source"), cell_text(&c, "indicator"),
                     cell_number(&c, "value_low", (double)NAN), cell_number(&c, "value_high", (double)NAN), cell_origin(&c)};
    if (k->id) s->n_claims++;
  }
}

/* Tables whose cells are only checked: projects are planned by no one yet. */
static void check_projects(builder *b, lfl_ids *ids) {
  cells c;
  cells_open(&c, b, "projects");
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    cell_key(&c, ids, i);
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    cell_ref(&c, "place_id", b->places);
    cell_ref(&c, "link_id", b->links);
    cell_ref(&c, "crew_id", b->crews);
    cell_ref(&c, "needs_project_id", ids);
    cell_number(&c, "worker_days", 0);
    cell_number(&c, "cost", 0);
    cell_number(&c, "min_days", 0);
    cell_number(&c, "amount", 0);
    cell_origin(&c);
    if (i == 0) cell_complain(&c, LFL_WARNING, "projects", "project_id", "repairs are read and checked, and not yet planned", NULL);
  }
}

static void check_assumptions(builder *b) {
  cells c;
  cells_open(&c, b, "assumptions");
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    cell_text(&c, "set_id");
    cell_text(&c, "table");
    cell_text(&c, "row_id");
    cell_text(&c, "column");
  }
}

static void report_unknown_tables(builder *b) {
  const char *names[64];
  int n = lfl_schema_n_tables();
  for (int i = 0; i < n && i < 64; i++) names[i] = lfl_schema_table(i)->name;
  for (int i = 0; i < b->tables->n_tables; i++) {
    const lfl_table *t = &b->tables->tables[i];
    if (lfl_schema_find(t->name)) continue;
    const char *nearest = lfl_nearest_name(t->name, names, n);
    lfl_diag d = {nearest ? LFL_WARNING : LFL_NOTE, "unknown-table", t->file, 0, NULL, t->name, "not a table of the contract: kept, not planned with", nearest};
    lfl_diags_add(b->diags, &d);
  }
}

static const char *latest_date(const lfl_tables *tables) {
  const char *latest = NULL;
  for (int t = 0; t < tables->n_tables; t++) {
    int c = lfl_table_column(&tables->tables[t], "observed_on");
    long days;
    for (int i = 0; c >= 0 && i < tables->tables[t].n_rows; i++) {
      const char *date = tables->tables[t].cells[i][c];
      if (date && parse_date(date, &days) && (!latest || strcmp(date, latest) > 0)) latest = date;
    }
  }
  return latest;
}

static int by_importance(const void *a, const void *b) {
  const lfl_default *x = a, *y = b;
  if (x->importance != y->importance) return x->importance > y->importance ? -1 : 1;
  int order = strcmp(x->table, y->table);
  return order ? order : strcmp(x->column, y->column);
}

static void build_all(builder *b) {
  lfl_scenario *s = b->s;
  lfl_ids *targets = lfl_ids_create(), *claims = lfl_ids_create(), *projects = lfl_ids_create();
  if (!targets || !claims || !projects) b->failed = true;
  report_unknown_tables(b);
  void (*const steps[])(builder *) = {read_scenario, read_standards, read_places, read_population_changes, read_items, read_supplies,
                                      read_links, read_fleets, read_crews, read_construction, fill_defaults, read_status,
                                      read_permissions, read_pledges, build_needs};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !b->failed; i++) steps[i](b);
  if (!b->failed) read_targets(b, targets);
  if (!b->failed) read_claims(b, claims);
  if (!b->failed) check_projects(b, projects);
  if (!b->failed) check_assumptions(b);
  if (!b->failed && !s->start_date) {
    if (b->has_dates) {
      lfl_diag d = {LFL_ERROR, "start-date", b->tables->name, 0, "start_date", NULL, "a start_date in table scenario: some days are given as dates", NULL};
      lfl_diags_add(b->diags, &d);
    }
    s->start_date = "2000-01-01";
    use_default(b, "scenario", "start_date", s->start_date, "", "contract", "contract", (double)NAN, (double)NAN, 0);
  }
  s->data_date = latest_date(b->tables);
  if (!b->failed) check_plausible(b);
  if (b->n_defaults) qsort(b->defaults, (size_t)b->n_defaults, sizeof *b->defaults, by_importance);
  s->defaults = b->defaults;
  s->n_defaults = b->n_defaults;
  lfl_ids_destroy(targets);
  lfl_ids_destroy(claims);
  lfl_ids_destroy(projects);
}

lfl_status lfl_scenario_build(const lfl_tables *tables, lfl_diags *diags, lfl_scenario **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  lfl_scenario *s = arena ? lfl_arena_new(arena, 1, lfl_scenario) : NULL;
  if (!s) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  s->arena = arena;
  s->tables = tables;
  int n_errors = diags->n_errors;
  builder b = {.tables = tables, .diags = diags, .arena = arena, .s = s, .n_trucks = (double)NAN, .n_workers = (double)NAN};
  lfl_ids **ids[] = {&b.places, &b.links, &b.fleets, &b.items, &b.constructions, &b.crews, &b.conditions};
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
    if (!(*ids[i] = lfl_ids_create())) b.failed = true;
  if (!b.failed) build_all(&b);
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) lfl_ids_destroy(*ids[i]);
  lfl_status status = b.failed || diags->failed ? LFL_ERR_MEMORY : diags->n_errors > n_errors ? LFL_ERR_DATA : LFL_OK;
  if (status == LFL_OK && !lfl_scenario_make_calendar(s)) status = LFL_ERR_MEMORY;
  if (status == LFL_OK) *out = s;
  else lfl_arena_destroy(arena);
  return status;
}

lfl_status lfl_scenario_read(const char *path, const char *set_id, lfl_diags *diags, lfl_tables **out_tables, lfl_scenario **out) {
  *out = NULL;
  lfl_status status = lfl_tables_read(path, diags, out_tables);
  if (!*out_tables) return status;
  if (set_id && status == LFL_OK) {
    lfl_tables *laid = NULL;
    status = lfl_tables_overlay(*out_tables, set_id, diags, &laid);
    lfl_tables_destroy(*out_tables);
    *out_tables = laid;
  }
  lfl_status built = *out_tables ? lfl_scenario_build(*out_tables, diags, out) : status;
  if (status == LFL_OK) status = built;
  if (status != LFL_OK) {
    lfl_scenario_destroy(*out);
    *out = NULL;
    lfl_tables_destroy(*out_tables);
    *out_tables = NULL;
  }
  return status;
}
