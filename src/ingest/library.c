/* The library of standards, items and planning defaults that the program carries (standards/),
 * the standard set in force, and the needs that follow from the tables. O(rows).
 * Tests: tests/unit/test_ingest.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "ingest/build.h"
#include "ingest/indicators.h"

/* A line of an embedded CSV file (RFC 4180) as fields; the files are our own and well formed. */
typedef struct csv {
  const char *at;
  lfl_arena *arena;
  const char *field[16];
  int n;
} csv;

/* False at the end, and without memory: then there is something left at c->at. */
static bool csv_next(csv *c) {
  if (!*c->at) return false;
  c->n = 0;
  for (bool is_last = false; !is_last && c->n < 16;) {
    size_t room = strcspn(c->at, "\n") + 1;
    char *text = lfl_arena_alloc(c->arena, room + 1, 1), *to = text;
    if (!text) return false;
    if (*c->at == '"') {
      for (c->at++; *c->at && !(c->at[0] == '"' && c->at[1] != '"'); c->at++) {
        if (c->at[0] == '"') c->at++;
        *to++ = *c->at;
      }
      if (*c->at) c->at++;
    } else {
      while (*c->at && *c->at != ',' && *c->at != '\n' && *c->at != '\r') *to++ = *c->at++;
    }
    c->field[c->n++] = *text ? text : NULL;
    if (*c->at == ',') c->at++;
    else is_last = true;
  }
  while (*c->at == '\r' || *c->at == '\n') c->at++;
  return true;
}

static double number_or_nan(const char *text) {
  double value;
  return text && parse_number(text, &value) ? value : (double)NAN;
}

static int count_lines(const char *text) {
  int n = 0;
  for (; *text; text++) n += *text == '\n';
  return n + 1;
}

bool load_library(builder *b) {
  const char *items = (const char *)lfl_embed_items_csv, *planning = (const char *)lfl_embed_planning_defaults_csv;
  b->library = lfl_arena_new(b->arena, (size_t)count_lines(items), library_item);
  b->planning = lfl_arena_new(b->arena, (size_t)count_lines(planning), planning_default);
  if (!b->library || !b->planning) return false;
  csv c = {items, b->arena, {0}, 0};
  csv_next(&c);
  while (csv_next(&c))
    b->library[b->n_library++] = (library_item){c.field[0], c.field[1], c.field[2], c.field[8], c.field[9], number_or_nan(c.field[3]),
                                                number_or_nan(c.field[4]), number_or_nan(c.field[5]), number_or_nan(c.field[6]),
                                                number_or_nan(c.field[7])};
  if (*c.at) return false;
  c = (csv){planning, b->arena, {0}, 0};
  csv_next(&c);
  while (csv_next(&c))
    b->planning[b->n_planning++] = (planning_default){c.field[0], c.field[1], c.field[5], c.field[6], c.field[7],
                                                      number_or_nan(c.field[2]), number_or_nan(c.field[3]), number_or_nan(c.field[4])};
  return *c.at == 0;
}

const planning_default *find_planning(const builder *b, const char *id) {
  for (int i = 0; i < b->n_planning; i++)
    if (strcmp(b->planning[i].id, id) == 0) return &b->planning[i];
  return &b->planning[0];
}

const library_item *find_library(const builder *b, const char *id) {
  for (int i = 0; i < b->n_library; i++)
    if (strcmp(b->library[i].id, id) == 0) return &b->library[i];
  return NULL;
}

double use_planning(builder *b, const char *id, const char *table, const char *column, double importance) {
  const planning_default *p = find_planning(b, id);
  bool is_water = strcmp(p->unit, "m3") == 0 && strcmp(column, "payload_kg") == 0; /* what a tanker holds weighs a tonne a m3 */
  double factor = strcmp(p->unit, "t") == 0 || is_water ? 1000 : 1; /* payloads are given in tonnes */
  int n_before = b->n_defaults;
  use_default_number(b, table, column, p->value * factor, factor > 1 ? "kg" : p->unit, p->source, p->kind, p->low * factor, p->high * factor, importance);
  if (strncmp(p->unit, "USD", 3) == 0 && strcmp(b->s->currency, "USD") != 0 && b->n_defaults > n_before) /* once for all rows */
    say_of_row(b->tables, b->diags, LFL_WARNING, "currency", table, -1, column, number_text(b, p->value), sentence(b, "a price in %s: the default is in USD and is taken as it is", b->s->currency));
  return p->value * factor;
}

double use_planning_of_row(cells *c, const char *id, const char *column, double importance) {
  double value = use_planning(c->b, id, c->schema->name, column, importance);
  name_row_of_default(c);
  return value;
}

bool load_standards(builder *b, const char *set) {
  const char *text = (const char *)lfl_embed_standards_csv;
  const lfl_table *own = lfl_tables_find(b->tables, "standards");
  b->standards = lfl_arena_new(b->arena, (size_t)count_lines(text) + (own ? (size_t)own->n_rows : 0), standard);
  if (!b->standards) return false;
  csv c = {text, b->arena, {0}, 0};
  csv_next(&c);
  bool is_known = false;
  while (csv_next(&c)) {
    if (!c.field[0] || !c.field[1] || !c.field[2]) {
      b->failed = true; /* our own table is broken */
      return false;
    }
    if (strcmp(c.field[0], set) == 0) is_known = true;
    /* other sets stand on sphere-2018 and replace the lines they name */
    if (strcmp(c.field[0], "sphere-2018") != 0 && strcmp(c.field[0], set) != 0) continue;
    standard line = {c.field[1], c.field[2], c.field[3], c.field[5], c.field[6], c.field[7], number_or_nan(c.field[4]), false, -1, NULL};
    int at = b->n_standards;
    for (int i = 0; i < b->n_standards && strcmp(c.field[0], "sphere-2018") != 0; i++)
      if (strcmp(b->standards[i].need, line.need) == 0 && strcmp(b->standards[i].tier, line.tier) == 0) at = i;
    b->standards[at] = line;
    if (at == b->n_standards) b->n_standards++;
  }
  if (*c.at) b->failed = true;
  return is_known;
}

int indicator_names(lfl_arena *arena, const char ***out) {
  const char *text = (const char *)lfl_embed_standards_csv;
  int n = 0;
  *out = lfl_arena_new(arena, (size_t)count_lines(text), const char *);
  csv c = {text, arena, {0}, 0};
  csv_next(&c);
  while (*out && csv_next(&c)) (*out)[n++] = c.field[1];
  return *out && !*c.at ? n : -1;
}

const standard *find_standard(const builder *b, const char *need, const char *tier) {
  for (int i = 0; i < b->n_standards; i++)
    if (b->standards[i].need && strcmp(b->standards[i].need, need) == 0 && strcmp(b->standards[i].tier, tier) == 0 &&
        !isnan(b->standards[i].value))
      return &b->standards[i];
  return NULL;
}

/* "people per thing" and "person-months per kit" ask for more the smaller they are: people_per_toilet,
 * people_per_toilet_first_phase, unhcr_people_per_toilet_emergency, people_per_tap, unhcr_people_per_tap_post,
 * people_per_health_centre, kit_people_months, kit_people_months_survival. */
bool is_inverse_unit(const char *unit) {
  return unit && (strncmp(unit, "people_per_", 11) == 0 || strncmp(unit, "person_months_per_", 18) == 0);
}

typedef struct need_kind {
  const char *id;
  lfl_need_kind kind;
  lfl_capacity capacity;
} need_kind;

/* Order of the contract; other needs follow by id. */
static const need_kind KNOWN[] = {
    {"water", LFL_NEED_WATER, LFL_N_CAPACITIES}, {"food", LFL_NEED_ITEM, LFL_N_CAPACITIES},
    {"medicine", LFL_NEED_ITEM, LFL_N_CAPACITIES}, {"shelter", LFL_NEED_CAPACITY, LFL_SHELTER},
    {"toilet", LFL_NEED_CAPACITY, LFL_TOILET}, {"tap", LFL_NEED_CAPACITY, LFL_TAP},
    {"health", LFL_NEED_CAPACITY, LFL_HEALTH}, {"health_beds", LFL_NEED_CAPACITY, LFL_BEDS}, {"space", LFL_NEED_SPACE, LFL_N_CAPACITIES},
    {"hygiene", LFL_NEED_ITEM, LFL_N_CAPACITIES}, {"household", LFL_NEED_ITEM, LFL_N_CAPACITIES},
};
enum { N_KNOWN = sizeof KNOWN / sizeof KNOWN[0], N_FIRST = 9 };

bool is_need_of_model(const char *id) {
  bool is_so = false;
  for (int k = 0; k < N_KNOWN; k++) is_so = is_so || strcmp(KNOWN[k].id, id) == 0;
  return is_so;
}

static bool is_planned(const builder *b, const need_kind *k) {
  const lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_items; i++)
    if (!s->items[i].is_water && !s->items[i].is_part && s->items[i].need_text && strcmp(s->items[i].need_text, k->id) == 0) return true;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    if (k->kind == LFL_NEED_WATER && p->water_yield_given) return true;
    if (k->kind == LFL_NEED_CAPACITY && p->capacity_given[k->capacity]) return true;
    if (k->kind == LFL_NEED_SPACE && p->kind == LFL_SITE && p->usable_m2_given && p->usable_m2 < (double)INFINITY) return true;
  }
  for (int i = 0; i < s->n_facilities; i++)
    if (k->kind == LFL_NEED_CAPACITY && s->facilities[i].serves[k->capacity] > 0) return true;
  for (int i = 0; i < s->n_constructions; i++)
    if (k->kind == LFL_NEED_CAPACITY && s->constructions[i].capacity == k->capacity) return true;
  for (int i = 0; i < s->n_projects; i++) {
    if (k->kind == LFL_NEED_WATER && s->projects[i].restores == LFL_RESTORES_YIELD) return true;
    if (k->kind == LFL_NEED_CAPACITY && s->projects[i].restores == (lfl_restored)((int)LFL_RESTORES_SHELTER + (int)k->capacity)) return true;
  }
  return false;
}

static void set_tier(lfl_need *need, lfl_tier tier, const standard *line) {
  need->has_tier[tier] = true;
  if (!line) return;
  need->indicator_id[tier] = line->indicator_id;
  need->quantity[tier] = line->value;
  need->quantity_unit[tier] = line->unit;
  need->indicator_kind[tier] = line->kind;
  need->indicator_source[tier] = line->source;
}

/* r(need, tier) of docs/MODEL.md. Water in litres to supply, losses (water_losses) included: water_survival,
 * water_minimum, unhcr_water_post. Space in m2 a person: site_area_survival, site_area. All others as a share of
 * the minimum: covered_area_survival of covered_area, food_energy_reduced of food_energy, and those of is_inverse_unit;
 * soap has a minimum only. */
static lfl_need make_need(builder *b, const need_kind *k, double weight) {
  lfl_need need = {.id = k->id, .kind = k->kind, .capacity = k->capacity, .weight = weight};
  const standard *survival = find_standard(b, k->id, "survival"), *minimum = find_standard(b, k->id, "minimum");
  if (survival && survival->value > 0) set_tier(&need, LFL_SURVIVAL, survival);
  if (minimum && minimum->value > 0) set_tier(&need, LFL_MINIMUM, minimum);
  if (!need.has_tier[LFL_SURVIVAL] && !need.has_tier[LFL_MINIMUM]) {
    set_tier(&need, LFL_MINIMUM, NULL);
    use_default(b, "standards", k->id, "1", "person_days", "no standard of the set speaks of this need: people_served and duration_days of its items decide",
                "assumption", (double)NAN, (double)NAN, b->most_people);
  }
  double losses = 1 - b->s->water_losses_share;
  for (int tier = 0; tier < LFL_N_TIERS; tier++) {
    if (!need.has_tier[tier]) continue;
    if (k->kind == LFL_NEED_WATER) need.r[tier] = need.quantity[tier] / losses;
    else if (k->kind == LFL_NEED_SPACE) need.r[tier] = need.quantity[tier];
    else need.r[tier] = 1;
  }
  if (k->kind != LFL_NEED_WATER && k->kind != LFL_NEED_SPACE && need.has_tier[LFL_SURVIVAL] && need.has_tier[LFL_MINIMUM])
    need.r[LFL_SURVIVAL] = is_inverse_unit(survival->unit) ? minimum->value / survival->value : survival->value / minimum->value;
  return need;
}

static double need_weight(builder *b, const char *need) {
  const lfl_table *t = lfl_tables_find(b->tables, "scenario");
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *key = lfl_table_get(t, i, "key"), *value = lfl_table_get(t, i, "value");
    double weight;
    if (key && value && strncmp(key, "need_weight_", 12) == 0 && strcmp(key + 12, need) == 0 && parse_number(value, &weight) && weight >= 0)
      return weight;
  }
  return 1;
}

/* Figures of the set that are assumptions and on which a planned need rests. */
static void record_assumptions(builder *b) {
  const lfl_scenario *s = b->s;
  double people = b->most_people;
  for (int k = 0; k < b->n_standards; k++) {
    const standard *line = &b->standards[k];
    if (line->is_override || !line->kind || strcmp(line->kind, "standard") == 0) continue;
    bool is_used = line == b->household ? b->has_households : false;
    for (int i = 0; i < s->n_needs; i++) {
      bool is_losses = s->needs[i].kind == LFL_NEED_WATER && strcmp(line->need, "water") == 0 && strcmp(line->tier, "all") == 0;
      is_used = is_used || is_losses;
      for (int tier = 0; tier < LFL_N_TIERS; tier++) is_used = is_used || s->needs[i].indicator_id[tier] == line->indicator_id;
    }
    if (is_used)
      use_default_number(b, "standards", line->indicator_id, line->value, line->unit, line->source, line->kind, (double)NAN, (double)NAN, people);
  }
}

/* Land is no need where every site that says something of it says that it has no limit. */
static bool is_land_without_limit(const builder *b) {
  bool is_so = false;
  for (int i = 0; i < b->s->n_places; i++) is_so = is_so || (b->s->places[i].kind == LFL_SITE && b->s->places[i].usable_m2_given && b->s->places[i].usable_m2 == (double)INFINITY);
  return is_so;
}

void build_needs(builder *b) {
  lfl_scenario *s = b->s;
  s->needs = lfl_arena_new(b->arena, (size_t)(N_KNOWN + s->n_items), lfl_need);
  const char **not_planned = lfl_arena_new(b->arena, N_KNOWN, const char *);
  const char **others = lfl_arena_new(b->arena, (size_t)s->n_items + N_KNOWN, const char *);
  if (!s->needs || !not_planned || !others) {
    b->failed = true;
    return;
  }
  int n_others = 0;
  for (int i = 0; i < N_KNOWN; i++) {
    if (!is_planned(b, &KNOWN[i])) {
      if (KNOWN[i].kind != LFL_NEED_SPACE || !is_land_without_limit(b)) not_planned[s->n_not_planned++] = KNOWN[i].id;
    } else if (i < N_FIRST) s->needs[s->n_needs++] = make_need(b, &KNOWN[i], need_weight(b, KNOWN[i].id));
    else others[n_others++] = KNOWN[i].id;
  }
  s->not_planned = not_planned;
  for (int i = 0; i < s->n_items; i++) {
    const char *need = s->items[i].need_text;
    bool is_known = s->items[i].is_water || s->items[i].is_part || !need || strcmp(need, "fuel") == 0;
    for (int k = 0; !is_known && k < N_KNOWN; k++) is_known = strcmp(KNOWN[k].id, need) == 0;
    for (int k = 0; !is_known && k < n_others; k++) is_known = strcmp(others[k], need) == 0;
    if (!is_known) others[n_others++] = need;
  }
  for (int i = 0; i < n_others; i++) { /* by id */
    int least = i;
    for (int k = i + 1; k < n_others; k++)
      if (strcmp(others[k], others[least]) < 0) least = k;
    const char *id = others[least];
    others[least] = others[i];
    others[i] = id;
    s->needs[s->n_needs++] = make_need(b, &(need_kind){id, LFL_NEED_ITEM, LFL_N_CAPACITIES}, need_weight(b, id));
  }
  for (int i = 0; i < s->n_items; i++) {
    s->items[i].need_i = -1;
    for (int k = 0; k < s->n_needs; k++)
      if (!s->items[i].is_part && s->items[i].need_text && strcmp(s->needs[k].id, s->items[i].need_text) == 0 &&
          (s->needs[k].kind == LFL_NEED_ITEM || s->needs[k].kind == LFL_NEED_WATER))
        s->items[i].need_i = k;
  }
  record_assumptions(b);
}
