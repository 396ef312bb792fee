/* Items, filled up from the item library, and supplies. O(rows * library).
 * Tests: tests/unit/test_ingest_bad.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/ascii.h"
#include "ingest/build.h"

static double from_library(builder *b, double value, double figure, const library_item *lib, const char *column, double blank) {
  if (!isnan(value)) return value;
  if (lib && !isnan(figure)) {
    use_default_number(b, "items", column, figure, lib->id, lib->source, "observed", (double)NAN, (double)NAN, b->most_people);
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

/* A need as the standards write it: lower case, spaces and hyphens as underscores. */
static const char *need_word(builder *b, const char *text) {
  char *word = lfl_arena_strdup(b->arena, text);
  if (text && !word) b->failed = true;
  for (char *p = word; p && *p; p++) *p = *p == ' ' || *p == '-' ? '_' : to_ascii_lower(*p);
  return word;
}

/* Any word is a need; one that nearly is a need of the contract is probably mistyped. */
static void check_need(cells *c, const char *need) {
  static const char *const known[] = {"water", "food", "medicine", "shelter", "toilet", "tap", "health", "health_beds", "hygiene", "household", "fuel"};
  enum { N_KNOWN = sizeof known / sizeof known[0] };
  for (int i = 0; i < N_KNOWN && need; i++)
    if (strcmp(known[i], need) == 0) return;
  const char *nearest = need ? lfl_nearest_name(need, known, N_KNOWN) : NULL;
  if (nearest) cell_complain(c, LFL_WARNING, "need", "need", "a need of the standard set; this one is planned as a need of its own", nearest);
  else if (need && strcmp(need, "space") == 0) cell_complain(c, LFL_ERROR, "need", "need", "a need that goods can meet: space is land", NULL);
}

static const char *nearest_library(builder *b, const char *id) {
  const char **names = NEW(b, b->n_library, const char *);
  for (int i = 0; names && i < b->n_library; i++) names[i] = b->library[i].id;
  return names ? lfl_nearest_name(id, names, b->n_library) : NULL;
}

/* An item of one's own without mass and volume may be one of the library that is called otherwise there. */
static void warn_of_weightless(cells *c, const lfl_item *item, const library_item *lib) {
  const char *like = item->id && !lib ? nearest_library(c->b, item->id) : NULL, *means = "a mass or a volume: with neither, all that is supplied of it counts as one tonne";
  if (like) means = sentence(c->b, "%s; %s of the item library has its figures: write that item_id if it is meant", means, like);
  cell_complain(c, LFL_WARNING, "blank", "mass_kg", means, NULL);
}

static void read_item(cells *c, lfl_item *item, int index) {
  builder *b = c->b;
  item->id = cell_key(c, b->items, index);
  if (item->id && strcmp(item->id, "water") == 0)
    cell_complain(c, LFL_ERROR, "item-water", "item_id", "another item_id: 'water' is the water that tankers carry", NULL);
  const library_item *lib = item->id ? find_library(b, item->id) : NULL;
  item->name = cell_text(c, "name");
  if (!item->name) item->name = lib ? lib->name : item->id;
  item->need_text = need_word(b, lib && cell_is_blank(c, "need") ? lib->need : cell_text(c, "need"));
  if (item->need_text) check_need(c, item->need_text);
  else cell_complain(c, LFL_ERROR, "blank", "need", "a need, as this is no item of the item library", item->id ? nearest_library(b, item->id) : NULL);
  item->mass_kg = from_library(b, cell_number(c, "mass_kg", (double)NAN), lib ? lib->mass_kg : 0, lib, "mass_kg", (double)NAN);
  item->volume_m3 = from_library(b, cell_number(c, "volume_m3", (double)NAN), lib ? lib->volume_m3 : 0, lib, "volume_m3", (double)NAN);
  bool is_served_blank = cell_is_blank(c, "people_served");
  item->people_served = from_library(b, cell_number(c, "people_served", (double)NAN), lib ? lib->people_served : 0, lib, "people_served", 0);
  item->duration_days = cell_number(c, "duration_days", (double)NAN);
  if (isnan(item->duration_days)) item->duration_days = is_served_blank && lib && !isnan(lib->duration_days) ? lib->duration_days : 0;
  bool is_used_up = item->need_text && (strcmp(item->need_text, "food") == 0 || strcmp(item->need_text, "water") == 0 ||
                                        strcmp(item->need_text, "medicine") == 0 || strcmp(item->need_text, "hygiene") == 0);
  if (is_used_up && cell_is_blank(c, "duration_days") && item->duration_days == 0 && item->people_served > 0)
    cell_complain(c, LFL_WARNING, "implausible", "duration_days", "days that a unit lasts: a blank says that one unit serves to the end", NULL);
  item->origin = cell_origin(c);
  if (isnan(item->mass_kg) && isnan(item->volume_m3))
    warn_of_weightless(c, item, lib);
  else if (isnan(item->mass_kg))
    use_default(b, "items", "mass_kg", "0", "kg", "blank: counts no mass", "assumption", (double)NAN, (double)NAN, b->most_people);
  else if (isnan(item->volume_m3))
    use_default(b, "items", "volume_m3", "0", "m3", "blank: counts no volume", "assumption", (double)NAN, (double)NAN, b->most_people);
  if (isnan(item->mass_kg)) item->mass_kg = 0;
  if (isnan(item->volume_m3)) item->volume_m3 = 0;
  finish_item(item);
}

/* Items that the column names and only the library knows. */
static int count_missing(builder *b, const char *table, const char *column, lfl_item *into, int n) {
  const lfl_table *t = lfl_tables_find(b->tables, table);
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *id = lfl_table_get(t, i, column);
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
    use_default(b, "items", item->id, "item library", "", lib->source, "observed", (double)NAN, (double)NAN, b->most_people);
    n++;
  }
  return n;
}

static int by_item_id(const void *a, const void *b) { return strcmp(((const lfl_item *)a)->id, ((const lfl_item *)b)->id); }

void read_items(builder *b) {
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
  n = count_missing(b, "supplies", "item_id", s->items, n);
  n = count_missing(b, "construction_items", "item_id", s->items, n);
  n = count_missing(b, "kit_items", "item_id", s->items, n);
  n = count_missing(b, "kit_items", "kit_id", s->items, n);
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
  s->n_items = n + 1;
}

/* Adds a part to a kit, in the order of the items. */
static void add_part(cells *c, lfl_item *kit, int item_i, double units) {
  lfl_construction_item *parts = lfl_arena_new(c->b->arena, (size_t)kit->n_parts + 1, lfl_construction_item);
  if (!parts) {
    c->b->failed = true;
    return;
  }
  int n = 0;
  for (int j = 0; j < kit->n_parts; j++) {
    if (kit->parts[j].item_i == item_i) cell_complain(c, LFL_ERROR, "key-twice", "item_id", "each module once for a kit", NULL);
    if (kit->parts[j].item_i < item_i) parts[n++] = kit->parts[j];
  }
  parts[n++] = (lfl_construction_item){item_i, units};
  for (int j = 0; j < kit->n_parts; j++)
    if (kit->parts[j].item_i >= item_i) parts[n++] = kit->parts[j];
  kit->parts = parts;
  kit->n_parts = n;
}

/* Modules of kits. None is a kit itself, so that a kit is put together at once. */
void read_kit_items(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "kit_items");
  for (int i = 0; i < c.n_rows && !b->failed; i++) {
    cells_go(&c, i);
    int kit = cell_ref(&c, "kit_id", b->items), item = cell_ref(&c, "item_id", b->items);
    double units = cell_number(&c, "units_per_kit", 0);
    cell_origin(&c);
    if (kit < 0 || item < 0) continue;
    if (kit == item || s->items[item].n_parts || s->items[kit].is_part) cell_complain(&c, LFL_ERROR, "kit-of-kits", "item_id", "a module that is no kit itself, of a kit that is no module", NULL);
    else if (s->items[item].is_fuel || s->items[kit].is_fuel) cell_complain(&c, LFL_ERROR, "need", "item_id", "goods: fuel is no part of a kit", NULL);
    else {
      s->items[item].is_part = true;
      add_part(&c, &s->items[kit], item, units);
    }
  }
}

/* Once for all of them, at the first. */
static void warn_of_earlier(cells *c, int n, int first) {
  if (!n) return;
  cells_go(c, first);
  cell_complain(c, LFL_WARNING, "supply-before", "day",
                sentence(c->b, "day 0 or later: what came before is taken as there in full on day 0 (%d %s); give what is left of it", n, n > 1 ? "rows" : "row"), NULL);
}

void read_supplies(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "supplies");
  s->supplies = NEW(b, c.n_rows + 1, lfl_supply);
  if (!s->supplies) {
    b->failed = true;
    return;
  }
  int n_earlier = 0, first = -1;
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_supply *p = &s->supplies[s->n_supplies];
    p->item_i = cell_ref(&c, "item_id", b->items);
    p->place_i = cell_ref(&c, "place_id", b->places);
    p->day = cell_day(&c, "day", 0);
    p->units = cell_number(&c, "units", 0);
    p->unit_price = number_or(&c, "unit_price", 0, "money", 0);
    p->origin = cell_origin(&c);
    if (p->day < 0 && n_earlier++ == 0) first = i;
    p->day = p->day < 0 ? 0 : p->day;
    if (p->item_i < 0 || p->place_i < 0) continue;
    complain_of_group(&c, "place_id", p->place_i);
    if (p->day >= s->n_days) {
      cell_complain(&c, LFL_NOTE, "day-range", "day", "a day within the days planned; this supply comes too late", NULL);
      continue;
    }
    s->n_supplies++;
  }
  warn_of_earlier(&c, n_earlier, first);
}

