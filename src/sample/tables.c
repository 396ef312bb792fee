/* A made-up country as the tables of a scenario: people and what is left standing, what arrives
 * and when, vehicles, builders, and a calendar of closures.
 *
 * Everything is scarce by a stated share: supplies, trucks, crossings, tankers, buses and crews each
 * give some 60 to 90 % of what serving everyone would take, so that each of them binds somewhere on
 * some day. Not in it: money (costs are counted, not limited), walking, repairs, assumption sets.
 * Figures of goods and works are those of scenarios/rafah-2024. Whole numbers throughout.
 * O(places + supplies). Tests: tests/unit/test_sample.c. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sample/parts.h"

enum { MOST_TABLES = 16, MOST_COLUMNS = 24 };
static const char START_DATE[] = "2030-03-01", SOURCE[] = "made up by lifeline bench-scenario";

typedef struct good {
  const char *id, *row; /* name, need, mass_kg, volume_m3, people_served, duration_days */
  int64_t mass_g;
  int64_t arrives_percent; /* of what all would need */
} good;

enum { RATION, TENT, HEALTH_KIT, SLAB, HYGIENE_KIT, BLANKET, FUEL, BISCUITS };
static const good GOODS[LFL_SAMPLE_MOST_GOODS] = {
    [RATION] = {"general_ration", "general food ration, one person-day|food|0.555|0.00085|1|1", 555, 85},
    [TENT] = {"family_tent", "family tent with vestibules|shelter|55|0.282|5|", 55000, 80},
    [HEALTH_KIT] = {"health_kit_part", "health kit part for 1000 people and 90 days|medicine|125|0.715|1000|90", 125000, 80},
    [SLAB] = {"latrine_slab", "latrine slab and superstructure|toilet|60|0.25|20|", 60000, 80},
    [HYGIENE_KIT] = {"hygiene_kit", "hygiene and dignity kit|hygiene|5.61|0.0262|5|30", 5610, 70},
    [BLANKET] = {"blanket", "blanket|household|1.5|0.01|1|", 1500, 60},
    [FUEL] = {"fuel", "diesel for pumps, one litre|fuel|0.84|0.001||", 840, 75},
    [BISCUITS] = {"biscuits", "high-energy biscuits, one person-day|food|0.4|0.0008|1|1", 400, 8},
};

typedef struct maker {
  sample_land land;
  lfl_tables *tables;
  int capacity;               /* rows of the table at hand */
  bool failed;
  int64_t people, in_need;    /* all hosts */
  int64_t shelter_gap, toilet_gap, tap_gap, fuel_l, water_gap_l; /* the last two a day */
  int64_t round_trip_h;       /* crossing to a host and back, about */
  int64_t willing;
} maker;

/* ---- rows and cells ------------------------------------------------------------------------------ */

__attribute__((format(printf, 2, 3))) static const char *text_of(maker *m, const char *format, ...) {
  char text[200];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const char *copy = lfl_arena_strdup(m->land.arena, text);
  if (!copy) m->failed = true;
  return copy;
}

/* Cuts "a|b||c" into cells; an empty one is blank. */
static int cut(maker *m, const char *line, const char **cells, int most) {
  int n = 0;
  for (const char *from = line; n < most; n++) {
    size_t length = strcspn(from, "|");
    cells[n] = length ? lfl_arena_strndup(m->land.arena, from, length) : NULL;
    if (length && !cells[n]) m->failed = true;
    from += length;
    if (!*from++) return n + 1;
  }
  return n;
}

static lfl_table *table_at_hand(maker *m) { return &m->tables->tables[m->tables->n_tables - 1]; }

/* Every table has a column `source` behind those named. */
static void begin_table(maker *m, const char *name, const char *columns) {
  if (m->failed) return;
  const char **names = lfl_arena_new(m->land.arena, MOST_COLUMNS, const char *);
  lfl_table *t = &m->tables->tables[m->tables->n_tables++];
  *t = (lfl_table){.name = name, .file = text_of(m, "%s.csv", name), .columns = names};
  if (!names) m->failed = true;
  else names[t->n_columns = cut(m, columns, names, MOST_COLUMNS - 1)] = "source";
  t->n_columns++;
  m->capacity = 0;
}

static bool make_room(maker *m, lfl_table *t) {
  if (t->n_rows < m->capacity) return true;
  m->capacity = m->capacity ? 2 * m->capacity : 16;
  const char ***cells = lfl_arena_new(m->land.arena, (size_t)m->capacity, const char **);
  long *numbers = lfl_arena_new(m->land.arena, (size_t)m->capacity, long);
  if (!cells || !numbers) return false;
  if (t->n_rows) memcpy(cells, t->cells, (size_t)t->n_rows * sizeof *cells);
  for (int i = 0; i < m->capacity; i++) numbers[i] = i + 2;
  t->cells = cells;
  t->row_numbers = numbers;
  return true;
}

/* A row whose first cells are those of the line "a|b||c". */
__attribute__((format(printf, 2, 3))) static void add_row(maker *m, const char *format, ...) {
  char line[400];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line, format, args);
  va_end(args);
  if (m->failed) return;
  lfl_table *t = table_at_hand(m);
  const char **cells = lfl_arena_new(m->land.arena, MOST_COLUMNS, const char *);
  if (!cells || !make_room(m, t)) {
    m->failed = true;
    return;
  }
  cut(m, line, cells, t->n_columns);
  cells[t->n_columns - 1] = SOURCE;
  t->cells[t->n_rows++] = cells;
}

/* A cell of the last row. */
static void set_text(maker *m, const char *column, const char *text) {
  if (m->failed) return;
  lfl_table *t = table_at_hand(m);
  int at = lfl_table_column(t, column);
  if (at >= 0) t->cells[t->n_rows - 1][at] = text;
}
static void set_whole(maker *m, const char *column, int64_t value) { set_text(m, column, text_of(m, "%" PRId64, value)); }
static void set_percent(maker *m, const char *column, int64_t percent) {
  set_text(m, column, text_of(m, "%" PRId64 ".%02" PRId64, percent / 100, percent % 100));
}

static const char *place_id(maker *m, const sample_place *p) {
  return text_of(m, "%s-%04d", lfl_place_kind_name(p->kind), p->number);
}
static const char *road_id(maker *m, const sample_road *r) {
  return text_of(m, "%s--%s", place_id(m, &m->land.places[r->from]), place_id(m, &m->land.places[r->to]));
}

static int64_t between(maker *m, int64_t low, int64_t high) { return sample_between(&m->land, low, high); }
static bool chance(maker *m, int percent) { return sample_chance(&m->land, percent); }
static int64_t at_least(int64_t least, int64_t value) { return value > least ? value : least; }
static bool is_host(const sample_place *p) { return p->kind == LFL_AREA || p->kind == LFL_SITE; }
static int n_hosts_before(const maker *m) { return m->land.n_crossings + m->land.n_hubs; }
static const sample_place *site(const maker *m, int i) { return &m->land.places[n_hosts_before(m) + i]; }
static const sample_place *area(const maker *m, int i) { return &m->land.places[n_hosts_before(m) + m->land.n_sites + i]; }
static int n_areas(const maker *m) { return m->land.size.n_places - n_hosts_before(m) - m->land.n_sites; }

/* ---- places -------------------------------------------------------------------------------------- */

/* People and what is left standing. Towns first, the first the greatest. */
static void settle_host(maker *m, sample_place *p) {
  bool is_town = p->kind == LFL_AREA && p->number <= m->land.n_regions;
  int64_t need_percent = 100;
  if (is_town) p->people = 240000 / (p->number + 1) + between(m, 8000, 20000);
  else if (p->kind == LFL_AREA) p->people = chance(m, 15) ? between(m, 10000, 30000) : between(m, 1500, 9000);
  else p->people = chance(m, 40) ? 0 : between(m, 500, 6000);
  if (p->kind == LFL_AREA) need_percent = between(m, 6, 20) * 5;
  p->in_need = p->people * need_percent / 100;
  int64_t counted = p->in_need;
  if (p->kind == LFL_SITE) counted += (p->room = between(m, 1, 6) * 2500);
  p->yield_l = chance(m, 12) ? 0 : counted * between(m, 5, 22);
  p->shelter = p->in_need * between(m, 35, 95) / 100;
  p->toilet = p->in_need * between(m, 15, 60) / 100;
  p->tap = p->in_need * between(m, 20, 80) / 100;
  p->health = p->in_need * between(m, 30, 90) / 100;
  m->people += p->people;
  m->in_need += p->in_need;
  m->shelter_gap += p->in_need - p->shelter;
  m->toilet_gap += p->in_need - p->toilet;
  m->tap_gap += p->in_need - p->tap;
  m->fuel_l += p->yield_l / 4000;
  m->water_gap_l += at_least(0, 15 * p->in_need - p->yield_l);
}

static void add_host(maker *m, sample_place *p) {
  settle_host(m, p);
  bool is_recorded = p->kind == LFL_AREA && p->region == 0 && p->people > 0;
  set_whole(m, "people", p->people);
  if (p->people) set_percent(m, "people_in_need_share", p->in_need * 100 / p->people);
  if (is_recorded) {
    int64_t willing = between(m, 2, 10) * 5;
    set_percent(m, "willing_share", willing);
    set_text(m, "method", "made-up survey of households");
    m->willing += p->people * willing / 100;
  }
  set_text(m, "limited_mobility_share", "0.05");
  if (p->kind == LFL_SITE) set_whole(m, "usable_m2", (p->people + p->room) * 45);
  set_whole(m, "water_yield_l_per_day", p->yield_l);
  if (m->land.size.n_goods > FUEL) set_text(m, "fuel_l_per_m3", text_of(m, "0.%d", (int)between(m, 1, 4)));
  set_whole(m, "shelter_places", p->shelter);
  set_whole(m, "toilet_places", p->toilet);
  set_whole(m, "tap_places", p->tap);
  set_whole(m, "health_places", p->health);
}

/* Hosts first, as crossings let in a share of what hosts need; regions are groups. */
static void add_places(maker *m) {
  const int64_t LAT_SOUTH = 8000000, LON_WEST = 30000000; /* of the corner, in millionths of a degree */
  const int64_t M_PER_DEGREE_LAT = 110600, M_PER_DEGREE_LON = 110000;
  begin_table(m, "places", "place_id|kind|parent_id|lat_deg|lon_deg|people|people_in_need_share|willing_share|limited_mobility_share|"
                           "usable_m2|water_yield_l_per_day|fuel_l_per_m3|shelter_places|toilet_places|tap_places|health_places|"
                           "trucks_per_day|delivered_share|storage_m3|observed_on|method");
  for (int r = 0; r < m->land.n_regions; r++) add_row(m, "region-%03d|area", r + 1);
  for (int i = m->land.size.n_places - 1; i >= 0; i--) {
    sample_place *p = &m->land.places[i];
    int64_t lat = LAT_SOUTH + p->y_m * 1000000 / M_PER_DEGREE_LAT, lon = LON_WEST + p->x_m * 1000000 / M_PER_DEGREE_LON;
    add_row(m, "%s|%s|region-%03d|%" PRId64 ".%06" PRId64 "|%" PRId64 ".%06" PRId64, place_id(m, p), lfl_place_kind_name(p->kind), p->region + 1,
            lat / 1000000, lat % 1000000, lon / 1000000, lon % 1000000);
    set_text(m, "observed_on", START_DATE);
    if (is_host(p)) {
      add_host(m, p);
    } else if (p->kind == LFL_HUB) {
      set_whole(m, "trucks_per_day", between(m, 3, 8) * 10);
      set_whole(m, "storage_m3", between(m, 2, 16) * 1000);
    } else {
      set_percent(m, "delivered_share", between(m, 94, 100));
    }
  }
}

/* Units of a good that all would need over the whole time. */
static int64_t wanted_units(const maker *m, int good_i) {
  int64_t days = m->land.size.n_days;
  switch (good_i) {
    case RATION: case BISCUITS: return m->in_need * days;
    case TENT: return m->shelter_gap / 5;
    case HEALTH_KIT: return m->in_need * days / 90000 + 1;
    case SLAB: return m->toilet_gap / 20;
    case HYGIENE_KIT: return m->in_need * days / 150;
    case BLANKET: return m->in_need;
    default: return m->fuel_l * days;
  }
}

static int64_t trucks_wanted_a_day(const maker *m) {
  const int64_t MEAN_LOAD_G = 15000000; /* of trucks of 20 and of 8 t, some full by volume */
  int64_t grams = 0;
  for (int i = 0; i < m->land.size.n_goods; i++) grams += wanted_units(m, i) * GOODS[i].mass_g * GOODS[i].arrives_percent / 100;
  return grams / m->land.size.n_days / MEAN_LOAD_G + 1;
}

/* Crossings let in nine tenths of what is on its way, unequally. */
static void limit_crossings(maker *m) {
  int64_t share = trucks_wanted_a_day(m) * 90 / 100 / m->land.n_crossings;
  if (m->failed) return;
  lfl_table *t = table_at_hand(m);
  int at = lfl_table_column(t, "trucks_per_day");
  for (int i = 0; i < m->land.n_crossings; i++) {
    int64_t percent = between(m, 50, 150);
    t->cells[t->n_rows - 1 - i][at] = text_of(m, "%" PRId64, at_least(3, share * percent / 100));
  }
}

/* ---- goods, vehicles, works ---------------------------------------------------------------------- */

static void add_supply(maker *m, int good_i, const sample_place *p, int64_t day, int64_t units) {
  if (units > 0) add_row(m, "%s|%s|%" PRId64 "|%" PRId64, GOODS[good_i].id, place_id(m, p), day, units);
}

/* A sixth lies in the hubs on day 0; the rest arrives at the crossings every week or so. */
static void add_goods(maker *m) {
  const sample_land *land = &m->land;
  begin_table(m, "items", "item_id|name|need|mass_kg|volume_m3|people_served|duration_days");
  for (int i = 0; i < land->size.n_goods; i++) add_row(m, "%s|%s", GOODS[i].id, GOODS[i].row);
  begin_table(m, "supplies", "item_id|place_id|day|units");
  for (int i = 0; i < land->size.n_goods; i++) {
    int64_t units = wanted_units(m, i) * GOODS[i].arrives_percent / 100 + 1, rest = units - units / 6;
    for (int h = 0; h < land->n_hubs; h++) add_supply(m, i, &land->places[land->n_crossings + h], 0, units / 6 / land->n_hubs);
    for (int c = 0; c < land->n_crossings; c++) {
      int64_t step = between(m, 5, 9), n = (land->size.n_days - 1) / step + 1;
      for (int64_t k = 0; k < n; k++) {
        int64_t percent = between(m, 60, 140);
        add_supply(m, i, &land->places[c], k * step, rest / land->n_crossings / n * percent / 100);
      }
    }
  }
}

static void add_fleets(maker *m) {
  int64_t days = m->land.size.n_days, trips = trucks_wanted_a_day(m), vehicle_days = trips * m->round_trip_h / 9 + trips;
  begin_table(m, "fleets", "fleet_id|vehicle|n_vehicles|payload_kg|volume_m3|seats|hours_per_day|load_unload_h|cost_per_km|cost_per_vehicle_day");
  add_row(m, "heavy-trucks|truck|%" PRId64 "|20000|55||9|4|3|250", at_least(2, vehicle_days * 50 / 100));
  add_row(m, "light-trucks|truck|%" PRId64 "|8000|30||9|2|2|150", at_least(2, vehicle_days * 30 / 100));
  add_row(m, "tankers|tanker|%" PRId64 "|10000|10||9|2|4|150", at_least(1, m->water_gap_l / 10000 / 3 * 60 / 100));
  add_row(m, "buses|bus|%" PRId64 "|||42|9|2|3|200", at_least(1, m->willing / 42 / days * 70 / 100));
  add_row(m, "accessible-buses|accessible_bus|%" PRId64 "|||10|9|2|3|200", at_least(1, m->willing / 420 / days));
}

static void add_works(maker *m) {
  int64_t days = m->land.size.n_days;
  int n_goods = m->land.size.n_goods;
  begin_table(m, "crews", "crew_id|n_workers|place_id|from_day|to_day|wage_per_worker_day");
  add_row(m, "shelter-crews|%" PRId64 "||0||15", at_least(5, m->shelter_gap / 5 * 11 / 10 * 3 / 2 / days));
  add_row(m, "watsan-crews|%" PRId64 "||0||15", at_least(5, m->toilet_gap / 20 * 4 * 3 / 2 / days + m->tap_gap / 250 * 4 / days));
  add_row(m, "health-crews|%" PRId64 "||0||20", at_least(5, m->in_need / 2 / 10000 * 60 / days));
  begin_table(m, "construction", "construction_id|capacity|people_per_unit|worker_days_per_unit|m2_per_unit|crew_id|cost_per_unit|settle_days");
  if (n_goods > TENT) add_row(m, "tent|shelter|5|1.1|23|shelter-crews|10|0");
  if (n_goods > SLAB) add_row(m, "latrine|toilet|20|4|6|watsan-crews|150|2");
  add_row(m, "tapstand|tap|250|4|20|watsan-crews|400|1");
  if (n_goods > HEALTH_KIT) add_row(m, "health-post|health|10000|60|400|health-crews|8000|3");
  begin_table(m, "construction_items", "construction_id|item_id|units_per_unit");
  if (n_goods > TENT) add_row(m, "tent|family_tent|1");
  if (n_goods > SLAB) add_row(m, "latrine|latrine_slab|1");
  if (n_goods > HEALTH_KIT) add_row(m, "health-post|family_tent|8");
}

/* ---- roads and the calendar ---------------------------------------------------------------------- */

static void add_links(maker *m) {
  begin_table(m, "links", "link_id|from_id|to_id|length_km|speed_km_per_h|vehicles_per_day");
  for (int k = 0; k < m->land.n_roads; k++) {
    const sample_road *r = &m->land.roads[k];
    int64_t speed = r->is_main ? between(m, 7, 11) * 5 : between(m, 3, 7) * 5;
    add_row(m, "%s|%s|%s|%" PRId64 ".%" PRId64 "|%" PRId64, road_id(m, r), place_id(m, &m->land.places[r->from]),
            place_id(m, &m->land.places[r->to]), r->length_m / 1000, r->length_m % 1000 / 100, speed);
    if (chance(m, 8)) set_whole(m, "vehicles_per_day", between(m, 2, 12) * 10); /* a bridge, a ferry */
  }
}

static void add_status(maker *m, const char *subject, const char *id, int64_t from_day, int64_t n_days, const char *status, int64_t percent) {
  int64_t last = m->land.size.n_days - 1, to_day = from_day + n_days - 1;
  if (from_day > last || n_days <= 0) return;
  add_row(m, "%s|%s|%" PRId64, subject, id, from_day);
  if (to_day < last) set_whole(m, "to_day", to_day);
  set_text(m, "status", status);
  if (percent != 100) set_percent(m, "capacity_share", percent);
}

/* Fighting comes to the first region: its villages are at risk, some closed for a time. */
static void add_fighting(maker *m) {
  int64_t days = m->land.size.n_days, from = days / 4;
  for (int i = m->land.n_regions; i < n_areas(m); i++) {
    if (area(m, i)->region != 0 || !chance(m, 60)) continue;
    int64_t day = from + between(m, 0, days / 6), closed = chance(m, 35) ? between(m, 2, days / 6 + 2) : 0;
    add_status(m, "place", place_id(m, area(m, i)), day, days, "at_risk", 100);
    add_status(m, "place", place_id(m, area(m, i)), day + 1, closed, "closed", 100);
  }
}

static void add_calendar(maker *m) {
  const sample_land *land = &m->land;
  int64_t days = land->size.n_days;
  begin_table(m, "status", "subject|subject_id|from_day|to_day|status|capacity_share");
  add_fighting(m);
  for (int k = 0; k < land->n_roads; k++) { /* closed for a time; rains in the last third */
    const sample_road *r = &land->roads[k];
    if (chance(m, 6)) {
      int64_t from = between(m, 0, days - 1), length = between(m, 2, days / 8 + 2);
      add_status(m, "link", road_id(m, r), from, length, "closed", 100);
    }
    if (!r->is_main && chance(m, 10)) {
      int64_t from = days * 2 / 3 + between(m, 0, days / 12);
      add_status(m, "link", road_id(m, r), from, days, "closed", 100);
    }
  }
  for (int c = 0; c < land->n_crossings; c++) {
    int64_t from = between(m, 0, days - 1), length = between(m, 1, days / 10 + 1), percent = between(m, 5, 9) * 10;
    add_status(m, "place", place_id(m, &land->places[c]), from, length, "closed", 100);
    add_status(m, "place", place_id(m, &land->places[c]), days / 2, days, "open", percent);
  }
  for (int i = 0; i < n_areas(m); i++) /* wells fall dry */
    if (chance(m, 12)) {
      int64_t from = between(m, days / 2, days - 1), percent = between(m, 4, 8) * 10;
      add_status(m, "place", place_id(m, area(m, i)), from, days, "open", percent);
    }
  add_status(m, "fleet", "light-trucks", days / 2, days, "open", 80); /* worn out */
}

static void add_permissions(maker *m) {
  int64_t days = m->land.size.n_days;
  int left = 2 + m->land.size.n_places / 200;
  begin_table(m, "permissions", "subject|subject_id|from_day|to_day|convoys_per_day|trucks_per_convoy|approval_share|notice_days");
  for (int k = 0; k < m->land.n_roads && left; k++) {
    if (!m->land.roads[k].is_main || !chance(m, 15)) continue;
    left--;
    for (int64_t half = 0; half < 2; half++) {
      int64_t convoys = between(m, 2, 4), percent = between(m, 8, 18) * 5;
      add_row(m, "link|%s|%" PRId64 "|%" PRId64 "|%" PRId64 "|15", road_id(m, &m->land.roads[k]), half ? days / 2 : 0, half ? days - 1 : days / 2 - 1,
              convoys);
      set_percent(m, "approval_share", percent);
      set_text(m, "notice_days", "1");
    }
  }
}

/* People flee from villages to towns and sites, in three days each; nobody plans it. */
static void add_displacement(maker *m) {
  int64_t days = m->land.size.n_days;
  begin_table(m, "population_changes", "place_id|day|people");
  for (int i = m->land.n_regions; i < n_areas(m); i++) {
    const sample_place *from = area(m, i);
    if (!chance(m, from->region == 0 ? 50 : 6)) continue;
    const sample_place *to = chance(m, 50) ? area(m, (int)between(m, 0, m->land.n_regions - 1)) : site(m, (int)between(m, 0, m->land.n_sites - 1));
    int64_t day = between(m, 1, days - 3), people = from->people * between(m, 2, 9) / 100;
    for (int64_t k = 0; k < 3; k++) {
      add_row(m, "%s|%" PRId64 "|-%" PRId64, place_id(m, from), day + k, people);
      add_row(m, "%s|%" PRId64 "|%" PRId64, place_id(m, to), day + k, people);
    }
  }
}

static void add_targets(maker *m) {
  int64_t days = m->land.size.n_days;
  begin_table(m, "targets", "target_id|kind|place_id|need|tier|people|by_day");
  add_row(m, "out|move_out|region-001||||%" PRId64, days / 2);
  set_whole(m, "people", m->willing / 2);
  add_row(m, "water|served||water|survival||%" PRId64, days / 3);
  add_row(m, "shelter|capacity|region-002|shelter|||%" PRId64, days * 3 / 4);
  int64_t sheltered = 0; /* what is there and half of what is missing */
  for (int i = n_hosts_before(m); i < m->land.size.n_places; i++) {
    const sample_place *p = &m->land.places[i];
    if (p->region == 1) sheltered += p->shelter + (p->in_need - p->shelter) / 2;
  }
  set_whole(m, "people", at_least(1, sheltered));
}

static void add_settings(maker *m, uint64_t seed) {
  const lfl_sample_size *size = &m->land.size;
  begin_table(m, "scenario", "key|value|unit");
  add_row(m, "title|Made up: %d places, %d days, %d goods, seed %" PRIu64 "|", size->n_places, size->n_days, size->n_goods, seed);
  add_row(m, "start_date|%s|date", START_DATE);
  add_row(m, "n_days|%d|days", size->n_days);
  add_row(m, "currency|USD|");
  add_row(m, "standard_set|sphere-2018|");
}

lfl_tables *lfl_sample_make(const lfl_sample_size *size, uint64_t seed) {
  bool is_possible = size->n_places >= LFL_SAMPLE_LEAST_PLACES && size->n_places <= LFL_SAMPLE_MOST_PLACES &&
                     size->n_days >= LFL_SAMPLE_LEAST_DAYS && size->n_days <= LFL_SAMPLE_MOST_DAYS && size->n_goods >= 1 &&
                     size->n_goods <= LFL_SAMPLE_MOST_GOODS;
  lfl_arena *arena = is_possible ? lfl_arena_create() : NULL;
  if (!arena) return NULL;
  maker m = {.land = {.arena = arena, .size = *size, .state = seed}};
  m.tables = lfl_arena_new(arena, 1, lfl_tables);
  if (m.tables) *m.tables = (lfl_tables){.arena = arena, .name = "made-up", .tables = lfl_arena_new(arena, MOST_TABLES, lfl_table)};
  if (!m.tables || !m.tables->tables || !sample_make_land(&m.land)) {
    lfl_arena_destroy(arena);
    return NULL;
  }
  m.round_trip_h = 4 + 2 * m.land.width_m / 3 / 30000;
  add_settings(&m, seed);
  add_places(&m);
  limit_crossings(&m);
  add_links(&m);
  add_fleets(&m);
  add_goods(&m);
  add_works(&m);
  add_calendar(&m);
  add_permissions(&m);
  add_displacement(&m);
  add_targets(&m);
  if (!m.failed) return m.tables;
  lfl_arena_destroy(arena);
  return NULL;
}
