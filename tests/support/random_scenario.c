/* Small random scenarios: each feature of the model is thrown in with some chance, and numbers
 * are chosen so that vehicles, supplies, land, crews and money are now short and now plenty.
 * Random numbers: splitmix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195), so that
 * a seed gives the same tables everywhere. */
#include "random_scenario.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/ingest.h"

enum { MOST_ROWS = 40, MOST_TABLES = 25, MOST_COLUMNS = 24, MOST_PLACES = 7 };

typedef struct maker {
  lfl_arena *arena;
  lfl_tables *tables;
  uint64_t state;
  int n_days, n_places, n_hosts, n_links, n_fleets, n_crews, n_conditions;
  bool has_walks, has_tent, has_slab, has_group;
  double people; /* in all places */
  const char *place[MOST_PLACES];
  const char *fuel_place; /* of some fleet; NULL: none counts fuel */
  bool is_host[MOST_PLACES];
  const char *item[12];
  double item_people[12]; /* person-days of a unit, roughly */
  int n_items, n_put;
} maker;

static uint64_t draw(maker *m) {
  uint64_t z = (m->state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static double unit(maker *m) { return (double)(draw(m) >> 11) / 9007199254740992.0; }
static bool chance(maker *m, double p) { return unit(m) < p; }
static int below(maker *m, int n) { return (int)(draw(m) % (uint64_t)n); }
static int between(maker *m, int low, int high) { return low + below(m, high - low + 1); }

/* What was added to the maker later draws from a stream of its own, so that a seed's other tables stay
 * as they were. The state to go on with afterwards. */
static uint64_t begin_aside(maker *m, uint64_t number) {
  uint64_t before = m->state;
  m->state = before * 0xD1342543DE82EF95u + number;
  return before;
}

/* One of the numbers given, as text. */
static const char *one_of(maker *m, int n, const char *const *texts) { return texts[below(m, n)]; }
#define ONE_OF(m, ...) one_of(m, (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)), (const char *const[]){__VA_ARGS__})
/* `text` with chance p, else blank. */
static const char *perhaps(maker *m, double p, const char *text) { return chance(m, p) ? text : ""; }

__attribute__((format(printf, 2, 3))) static const char *text_of(maker *m, const char *format, ...) {
  char text[200];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const char *copy = lfl_arena_strdup(m->arena, text);
  return copy ? copy : "";
}

/* Cuts "a|b||c" into cells; an empty one is blank. */
static int cut(lfl_arena *arena, const char *line, const char **cells, int most) {
  int n = 0;
  for (const char *from = line; n < most; n++) {
    size_t length = strcspn(from, "|");
    cells[n] = length ? lfl_arena_strndup(arena, from, length) : NULL;
    if (!from[length]) return n + 1;
    from += length + 1;
  }
  return n;
}

static void begin_table(maker *m, const char *name, const char *columns) {
  lfl_table *t = &m->tables->tables[m->tables->n_tables++];
  const char **names = lfl_arena_new(m->arena, MOST_COLUMNS, const char *);
  t->name = name;
  t->file = text_of(m, "random/%s.csv", name);
  t->n_columns = cut(m->arena, columns, names, MOST_COLUMNS);
  t->columns = names;
  t->cells = lfl_arena_new(m->arena, MOST_ROWS, const char **);
  long *numbers = lfl_arena_new(m->arena, MOST_ROWS, long);
  for (int i = 0; i < MOST_ROWS; i++) numbers[i] = i + 2;
  t->row_numbers = numbers;
}

/* A row of text cut into cells; what `format` prints must not draw more than one random number,
 * as the order in which a call's arguments are worked out is the compiler's. */
__attribute__((format(printf, 2, 3))) static void add_row(maker *m, const char *format, ...) {
  char line[600];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line, format, args);
  va_end(args);
  lfl_table *t = &m->tables->tables[m->tables->n_tables - 1];
  if (t->n_rows == MOST_ROWS) return;
  const char **cells = lfl_arena_new(m->arena, (size_t)t->n_columns, const char *);
  cut(m->arena, line, cells, t->n_columns);
  t->cells[t->n_rows++] = cells;
  m->n_put = 0;
}

/* Adds cells to the row that add_row began, one call a random number. */
static void put(maker *m, const char *text) {
  lfl_table *t = &m->tables->tables[m->tables->n_tables - 1];
  const char **cells = t->cells[t->n_rows - 1];
  int at = 0;
  while (at < t->n_columns && (cells[at] || at < m->n_put)) at++;
  if (at == t->n_columns) return;
  cells[at] = text[0] ? text : NULL;
  m->n_put = at + 1;
}

static void make_settings(maker *m) {
  static const char *const NEEDS[] = {"water", "food", "medicine", "shelter", "toilet", "hygiene", "household"};
  begin_table(m, "scenario", "key|value|unit");
  m->n_days = between(m, 3, 6) + (chance(m, 0.1) ? 1 : 0);
  add_row(m, "n_days|%d|", m->n_days);
  add_row(m, "start_date|2030-03-01|");
  m->has_walks = chance(m, 0.5);
  if (m->has_walks) add_row(m, "walk_limit_km|%s|", ONE_OF(m, "8", "15", "40"));
  if (chance(m, 0.3)) add_row(m, "risk_weight|%s|", ONE_OF(m, "0.1", "1", "2"));
  for (size_t k = 0; k < sizeof NEEDS / sizeof NEEDS[0]; k++)
    if (chance(m, 0.12)) add_row(m, "need_weight_%s|%s|", NEEDS[k], ONE_OF(m, "0", "0.5", "2", "3"));
  if (chance(m, 0.12))
    add_row(m, "order|%s|", ONE_OF(m, "survival minimum cost", "fairness survival minimum movement cost", "survival fairness cost movement minimum",
                                   "minimum survival fairness", "survival cost"));
}

static void make_place(maker *m, const char *id, const char *kind) {
  bool is_host = strcmp(kind, "area") == 0 || strcmp(kind, "site") == 0, is_site = strcmp(kind, "site") == 0;
  const char *people = "", *capacity[4] = {"", "", "", ""}, *trucks = "", *land = "", *parent = "";
  if (is_host) {
    int n = is_site && chance(m, 0.6) ? 0 : 20 * between(m, 3, 60);
    m->people += n;
    people = text_of(m, "%d", n);
    for (int k = 0; k < 4; k++)
      if (chance(m, k < 2 ? 0.45 : 0.2)) capacity[k] = text_of(m, "%d", 10 * between(m, 0, 80));
    if (is_site || chance(m, 0.25)) land = chance(m, 0.15) ? "inf" : text_of(m, "%d", 500 * between(m, 1, 60));
    if (m->has_group && chance(m, 0.6)) parent = "REGION";
  } else if (strcmp(kind, "crossing") == 0 || chance(m, 0.5)) {
    trucks = ONE_OF(m, "1", "2", "3.5", "6", "20", "inf");
  }
  add_row(m, "%s|%s", id, kind);
  put(m, parent);
  put(m, people);
  put(m, is_host ? perhaps(m, 0.3, ONE_OF(m, "0.5", "0.8", "1", "0")) : "");
  put(m, is_host ? perhaps(m, 0.7, ONE_OF(m, "0.2", "0.5", "1")) : "");
  put(m, is_host ? perhaps(m, 0.35, ONE_OF(m, "0.1", "0.3", "1")) : "");
  put(m, land);
  put(m, perhaps(m, is_host ? 0.65 : 0.15, text_of(m, "%d", 500 * between(m, 0, 20))));
  put(m, perhaps(m, 0.4, ONE_OF(m, "0.5", "2")));
  for (int k = 0; k < 4; k++) put(m, capacity[k]);
  put(m, trucks);
  put(m, strcmp(kind, "crossing") == 0 ? perhaps(m, 0.4, ONE_OF(m, "0.5", "0.9")) : "");
  put(m, perhaps(m, 0.3, ONE_OF(m, "0", "2", "10", "50")));
  m->is_host[m->n_places] = is_host;
  m->place[m->n_places++] = id;
}

static void make_places(maker *m) {
  begin_table(m, "places",
              "place_id|kind|parent_id|people|people_in_need_share|willing_share|limited_mobility_share|usable_m2|water_yield_l_per_day|fuel_l_per_m3|"
              "shelter_places|toilet_places|tap_places|health_places|trucks_per_day|delivered_share|storage_m3");
  int n_areas = between(m, 1, 2), n_sites = between(m, 0, 2), n_hubs = chance(m, 0.4), n_crossings = chance(m, 0.85);
  if (n_crossings && chance(m, 0.15)) n_crossings = 2;
  if (n_areas + n_sites + n_hubs + n_crossings < 2) n_hubs = 1;
  m->has_group = chance(m, 0.15);
  if (m->has_group) add_row(m, "REGION|area");
  for (int i = 0; i < n_areas; i++) make_place(m, text_of(m, "AREA%d", i + 1), "area");
  for (int i = 0; i < n_sites; i++) make_place(m, text_of(m, "SITE%d", i + 1), "site");
  m->n_hosts = m->n_places;
  for (int i = 0; i < n_hubs; i++) make_place(m, "HUB", "hub");
  for (int i = 0; i < n_crossings; i++) make_place(m, text_of(m, "GATE%d", i + 1), "crossing");
  begin_table(m, "population_changes", "place_id|day|people");
  for (int i = 0; i < m->n_hosts; i++)
    if (chance(m, 0.2)) {
      add_row(m, "%s|%d", m->place[i], below(m, m->n_days));
      put(m, text_of(m, "%d", 10 * between(m, 0, 40)));
    }
  if (chance(m, 0.15)) { /* people leave by themselves: never more than came on the day before */
    add_row(m, "%s|0|100", m->place[0]);
    add_row(m, "%s|%d", m->place[0], between(m, 1, m->n_days - 1));
    put(m, text_of(m, "-%d", 10 * between(m, 1, 10)));
  }
}

static void make_link(maker *m, int from, int to) {
  bool is_long = chance(m, 0.15);
  add_row(m, "L%d|%s|%s", ++m->n_links, m->place[from], m->place[to]);
  put(m, is_long ? ONE_OF(m, "200", "320") : ONE_OF(m, "5", "10", "20", "30", "60"));
  put(m, ONE_OF(m, "10", "20", "30", "40"));
  put(m, perhaps(m, 0.35, ONE_OF(m, "0", "1", "2", "4", "10")));
  put(m, m->has_walks ? perhaps(m, 0.7, ONE_OF(m, "20", "100", "500")) : "");
  put(m, chance(m, 0.2) ? "0" : "");
}

static void make_network(maker *m) {
  begin_table(m, "links", "link_id|from_id|to_id|length_km|speed_km_per_h|vehicles_per_day|people_per_day|two_way");
  for (int i = 1; i < m->n_places; i++) {
    int other = below(m, i);
    if (chance(m, 0.5)) make_link(m, i, other);
    else make_link(m, other, i);
  }
  for (int k = between(m, 0, 2); k > 0; k--) { /* may lie beside another link */
    int from = below(m, m->n_places), to = below(m, m->n_places);
    if (from != to) make_link(m, from, to);
  }
  begin_table(m, "fleets", "fleet_id|vehicle|n_vehicles|payload_kg|volume_m3|seats|hours_per_day|load_unload_h|cost_per_km|cost_per_vehicle_day|fuel_l_per_km|fuel_place_id");
  const struct {
    const char *vehicle;
    double p;
  } kinds[] = {{"truck", 0.95}, {"truck", 0.25}, {"tanker", 0.5}, {"bus", 0.6}, {"accessible_bus", 0.4}};
  enum { N_KINDS = sizeof kinds / sizeof kinds[0] };
  for (int k = 0; k < N_KINDS; k++) {
    if (!chance(m, kinds[k].p) && (m->n_fleets || k + 1 < N_KINDS)) continue;
    bool is_bus = k >= 3;
    add_row(m, "F%d|%s", ++m->n_fleets, kinds[k].vehicle);
    put(m, ONE_OF(m, "1", "2", "3", "5", "0.5", "12"));
    put(m, is_bus ? "" : ONE_OF(m, "400", "1000", "3000", "10000"));
    put(m, is_bus ? "" : ONE_OF(m, "2", "5", "20", "40"));
    put(m, is_bus ? ONE_OF(m, "10", "30", "50") : "");
    put(m, ONE_OF(m, "8", "10", "24"));
    put(m, ONE_OF(m, "0", "1", "3", "6"));
    put(m, ONE_OF(m, "0", "0.5", "2"));
    put(m, perhaps(m, 0.5, ONE_OF(m, "20", "50")));
    uint64_t before = begin_aside(m, 3);
    if (chance(m, 0.35)) {
      put(m, ONE_OF(m, "0.1", "0.3", "1"));
      m->fuel_place = m->place[below(m, m->n_places)];
      put(m, m->fuel_place);
    }
    m->state = before;
  }
}

static const struct {
  const char *id, *need;
  double p;
  const char *kg[2], *m3[2];
  double people;
  const char *days[2];
} ITEMS[] = {
    {"ration", "food", 0.75, {"0.5", "2"}, {"0.001", "0.01"}, 1, {"1", "1"}},
    {"foodbox", "food", 0.25, {"8", "20"}, {"0.02", "0.1"}, 5, {"3", "7"}},
    {"drug", "medicine", 0.25, {"10", "10"}, {"0.1", "0.1"}, 10, {"5", "30"}},
    {"bottle", "water", 0.2, {"8", "8"}, {"0.01", "0.01"}, 1, {"1", "2"}},
    {"soap", "hygiene", 0.2, {"1", "1"}, {"0.005", "0.005"}, 2, {"10", "10"}},
    {"blanket", "household", 0.25, {"2", "2"}, {"0.02", "0.02"}, 2, {"", ""}},
    {"vaccine", "medicine", 0.08, {"0.1", "0.1"}, {"0.001", "0.001"}, 3, {"", ""}},
    {"stove", "cooking", 0.08, {"5", "5"}, {"0.05", "0.05"}, 5, {"", "10"}},
    {"tent", "shelter", 0.4, {"50", "50"}, {"0.3", "0.3"}, 5, {"", ""}},
    {"slab", "toilet", 0.25, {"60", "60"}, {"0.25", "0.25"}, 20, {"", ""}},
    {"diesel", "fuel", 0.35, {"0.8", "0.8"}, {"0.001", "0.001"}, 0, {"", ""}},
};

static void make_goods(maker *m) {
  begin_table(m, "items", "item_id|need|mass_kg|volume_m3|people_served|duration_days");
  for (size_t k = 0; k < sizeof ITEMS / sizeof ITEMS[0]; k++) {
    if (!chance(m, ITEMS[k].p)) continue;
    add_row(m, "%s|%s", ITEMS[k].id, ITEMS[k].need);
    put(m, chance(m, 0.08) ? "0" : ITEMS[k].kg[below(m, 2)]);
    put(m, chance(m, 0.08) ? "" : ITEMS[k].m3[below(m, 2)]);
    put(m, text_of(m, "%g", ITEMS[k].people));
    put(m, ITEMS[k].days[below(m, 2)]);
    m->has_tent = m->has_tent || strcmp(ITEMS[k].id, "tent") == 0;
    m->has_slab = m->has_slab || strcmp(ITEMS[k].id, "slab") == 0;
    m->item_people[m->n_items] = ITEMS[k].people;
    m->item[m->n_items++] = ITEMS[k].id;
  }
  begin_table(m, "supplies", "item_id|place_id|day|units|unit_price");
  for (int i = 0; i < m->n_items; i++)
    for (int k = 1 + chance(m, 0.4); k > 0; k--) {
      double whole = m->people * m->n_days, want = m->item_people[i] > 0 ? whole / m->item_people[i] : 60;
      double units = want * (0.05 + unit(m) * 0.9);
      if (m->item_people[i] > 1 && chance(m, 0.6)) units /= 4;
      int place = chance(m, 0.6) ? m->n_places - 1 : below(m, m->n_places); /* the last is a gate where there is one */
      add_row(m, "%s|%s", m->item[i], m->place[place]);
      put(m, text_of(m, "%d", chance(m, 0.5) ? 0 : below(m, m->n_days)));
      put(m, text_of(m, "%d", (int)units + 1));
      put(m, perhaps(m, 0.5, ONE_OF(m, "0.5", "3", "10")));
    }
  uint64_t before = begin_aside(m, 4);
  for (int i = 0; m->fuel_place && i < m->n_items; i++)
    if (strcmp(m->item[i], "diesel") == 0) { /* a depot that has none sends nobody for it */
      add_row(m, "diesel|%s|0", m->fuel_place);
      put(m, text_of(m, "%d", 5 * between(m, 1, 20)));
      put(m, perhaps(m, 0.3, "1"));
    }
  m->state = before;
}

static void row_of(maker *m, const char *table, const char *text) {
  lfl_table *last = &m->tables->tables[m->tables->n_tables - 1];
  for (int t = 0; t < m->tables->n_tables; t++) {
    if (strcmp(m->tables->tables[t].name, table) != 0) continue;
    lfl_table keep = *last; /* rows go to the table that was begun last */
    *last = m->tables->tables[t];
    add_row(m, "%s", text);
    m->tables->tables[t] = *last;
    *last = keep;
    return;
  }
}

/* A kit of two or three modules, here and there also supplied whole. */
static void make_kits(maker *m) {
  uint64_t before = begin_aside(m, 11);
  begin_table(m, "kit_items", "kit_id|item_id|units_per_kit");
  if (chance(m, 0.3)) {
    int n = between(m, 2, 3);
    row_of(m, "items", text_of(m, "kit|%s|12|0.2|%d|%s", ONE_OF(m, "medicine", "medicine", "food", "cooking"), between(m, 5, 30), ONE_OF(m, "5", "10", "")));
    for (int k = 1; k <= n; k++) {
      row_of(m, "items", text_of(m, "module%d|medicine|%s|%s", k, ONE_OF(m, "2", "5", "0"), ONE_OF(m, "0.02", "0.1")));
      add_row(m, "kit|module%d|%s", k, ONE_OF(m, "1", "1", "2", "10"));
      row_of(m, "supplies", text_of(m, "module%d|%s|%d|%d|%s", k, m->place[below(m, m->n_places)], below(m, m->n_days), between(m, 1, 60), ONE_OF(m, "0", "1", "5")));
    }
    if (chance(m, 0.3)) row_of(m, "supplies", text_of(m, "kit|%s|0|%d", m->place[below(m, m->n_places)], between(m, 1, 5)));
  }
  m->state = before;
}

static void make_building(maker *m) {
  static const struct {
    const char *id, *capacity, *people;
  } KINDS[] = {{"shed", "shelter", "5"}, {"latrine", "toilet", "20"}, {"tapstand", "tap", "250"}, {"post", "health", "400"}};
  begin_table(m, "construction", "construction_id|capacity|people_per_unit|worker_days_per_unit|m2_per_unit|crew_id|cost_per_unit|settle_days");
  m->n_crews = between(m, 0, 2);
  const double chances[4] = {m->has_tent ? 1 : 0.2, m->has_slab ? 1 : 0.25, 0.15, 0.12};
  bool is_built[4];
  for (int k = 0; k < 4; k++) {
    is_built[k] = chance(m, chances[k]);
    if (!is_built[k]) continue;
    add_row(m, "%s|%s|%s", KINDS[k].id, KINDS[k].capacity, KINDS[k].people);
    put(m, ONE_OF(m, "0", "0.5", "2", "5"));
    put(m, perhaps(m, 0.7, ONE_OF(m, "10", "25", "40")));
    put(m, m->n_crews && chance(m, 0.8) ? text_of(m, "C%d", between(m, 1, m->n_crews)) : "");
    put(m, perhaps(m, 0.4, ONE_OF(m, "30", "100")));
    put(m, perhaps(m, 0.4, ONE_OF(m, "1", "2")));
  }
  begin_table(m, "construction_items", "construction_id|item_id|units_per_unit");
  if (m->has_tent) add_row(m, "shed|tent|%s", ONE_OF(m, "1", "2"));
  if (m->has_slab) add_row(m, "latrine|slab|1");
  for (int k = 2; k < 4; k++)
    if (is_built[k] && m->n_items && chance(m, 0.3)) add_row(m, "%s|%s|3", KINDS[k].id, m->item[below(m, m->n_items)]);
  begin_table(m, "crews", "crew_id|n_workers|place_id|from_day|to_day|wage_per_worker_day");
  for (int k = 0; k < m->n_crews; k++) {
    int from = below(m, m->n_days);
    add_row(m, "C%d|%s", k + 1, ONE_OF(m, "2", "5", "20", "100"));
    put(m, perhaps(m, 0.25, m->place[below(m, m->n_hosts)]));
    put(m, perhaps(m, 0.3, text_of(m, "%d", from)));
    put(m, perhaps(m, 0.3, text_of(m, "%d", between(m, from, m->n_days - 1))));
    put(m, perhaps(m, 0.5, ONE_OF(m, "5", "10")));
  }
}

static void make_rules(maker *m) {
  bool has_any = false;
  begin_table(m, "status", "source|subject|subject_id|from_day|to_day|status|capacity_share");
  for (int k = chance(m, 0.6) ? between(m, 1, 3) : 0; k > 0; k--) {
    int from = below(m, m->n_days), to = between(m, from, m->n_days - 1), kind = below(m, 8);
    const char *days = text_of(m, "%d|%s", from, perhaps(m, 0.7, text_of(m, "%d", to)));
    const char *state = ONE_OF(m, "open", "closed", "closed"), *share = "";
    if (strcmp(state, "open") == 0) share = ONE_OF(m, "0", "0.5", "0.25");
    if (kind < 3) add_row(m, "report|place|%s|%s|%s|%s", m->place[below(m, m->n_places)], days, state, share);
    else if (kind < 5) add_row(m, "report|place|%s|%s|at_risk|%s", m->place[below(m, m->n_hosts)], days, share);
    else if (kind < 6 && m->n_links) add_row(m, "report|link|L%d|%s|%s|%s", between(m, 1, m->n_links), days, state, share);
    else if (kind < 7 && m->n_fleets) add_row(m, "report|fleet|F%d|%s|%s|%s", between(m, 1, m->n_fleets), days, state, share);
    else if (m->n_crews) add_row(m, "report|crew|C%d|%s|%s|%s", between(m, 1, m->n_crews), days, state, share);
  }
  begin_table(m, "permissions", "subject|subject_id|from_day|to_day|convoys_per_day|trucks_per_convoy|approval_share|notice_days|notice_from_day|escort_id");
  for (int k = chance(m, 0.35) ? between(m, 1, 2) : 0; k > 0; k--) {
    int from = chance(m, 0.6) ? 0 : below(m, m->n_days);
    bool is_link = m->n_links && chance(m, 0.5);
    add_row(m, "%s", is_link ? "link" : "place");
    put(m, is_link ? text_of(m, "L%d", between(m, 1, m->n_links)) : m->place[below(m, m->n_places)]);
    put(m, text_of(m, "%d", from));
    put(m, perhaps(m, 0.3, text_of(m, "%d", between(m, from, m->n_days - 1))));
    put(m, ONE_OF(m, "0", "1", "2"));
    put(m, ONE_OF(m, "1", "3", "8"));
    put(m, perhaps(m, 0.4, ONE_OF(m, "0.5", "0.65")));
    uint64_t before = begin_aside(m, 1);
    put(m, perhaps(m, 0.4, ONE_OF(m, "0.5", "1", "2")));
    put(m, perhaps(m, 0.3, ONE_OF(m, "-1", "1")));
    put(m, perhaps(m, 0.5, "ESCORT"));
    m->state = before;
    has_any = true;
  }
  begin_table(m, "escorts", "escort_id|convoys_per_day|vehicles_per_convoy|from_day|to_day");
  uint64_t before = begin_aside(m, 2);
  if (has_any) {
    add_row(m, "ESCORT|%s", ONE_OF(m, "0.5", "1", "3"));
    put(m, ONE_OF(m, "1", "2", "5"));
    put(m, perhaps(m, 0.2, "1"));
    put(m, perhaps(m, 0.2, text_of(m, "%d", m->n_days - 1)));
  }
  m->state = before;
}

/* Kind and subject: nothing, or what some costs of the scenario are for. */
static void put_earmark(maker *m) {
  uint64_t before = begin_aside(m, 5);
  int kind = below(m, 8);
  if (kind < 3) put(m, ""), put(m, "");
  else if (kind < 6) put(m, "sector"), put(m, ONE_OF(m, "food", "wash", "shelter", "water", "toilet", "fuel", "logistics", "movement", "health"));
  else if (kind < 7 || !m->n_items) put(m, "place"), put(m, m->has_group && chance(m, 0.3) ? "REGION" : m->place[below(m, m->n_places)]);
  else put(m, "item"), put(m, m->item[below(m, m->n_items)]);
  m->state = before;
}

static void put_currency(maker *m) {
  bool is_unknown = chance(m, 0.1);
  uint64_t before = begin_aside(m, 6);
  put(m, is_unknown ? "XYZ" : perhaps(m, 0.15, "EUR"));
  m->state = before;
}

static void make_pledge(maker *m, int number) {
  add_row(m, "P%d|donor|%s", number, ONE_OF(m, "0", "100", "500", "2000", "20000"));
  put_currency(m);
  put(m, perhaps(m, 0.4, text_of(m, "%d", below(m, m->n_days))));
  put_earmark(m);
  put(m, perhaps(m, 0.25, ONE_OF(m, "SOON", "NEVER")));
}

/* A fleet more, for patients only. */
static void make_ambulances(maker *m) {
  uint64_t before = begin_aside(m, 10);
  const char *fuel = m->fuel_place && chance(m, 0.4) ? text_of(m, "|0.2|%s", m->fuel_place) : "";
  const char *row = text_of(m, "AMB|ambulance|%s|0|0|%s|8|%s", ONE_OF(m, "1", "2", "5"), ONE_OF(m, "1", "2", "4"), ONE_OF(m, "0", "0.5", "2"));
  row_of(m, "fleets", text_of(m, "%s|%s|%s%s", row, ONE_OF(m, "0", "1"), ONE_OF(m, "0", "30"), fuel));
  m->state = before;
}

static void make_facilities(maker *m) {
  uint64_t before = begin_aside(m, 8);
  begin_table(m, "facilities", "facility_id|kind|status|place_id|functioning_share|people_capacity|beds|fuel_l_per_day|catchment_h|referral_h|patients_per_10000_per_day");
  int n = chance(m, 0.35) ? between(m, 1, 3) : 0;
  for (int k = 1; k <= n; k++) {
    add_row(m, "H%d|%s", k, ONE_OF(m, "hospital", "hospital", "health_centre", "health_post"));
    put(m, ONE_OF(m, "functioning", "partly", "functioning", "not"));
    put(m, m->place[below(m, m->n_places)]);
    put(m, "");
    put(m, perhaps(m, 0.7, ONE_OF(m, "50", "200", "700")));
    put(m, perhaps(m, 0.6, ONE_OF(m, "0.2", "0.5", "1")));
    put(m, perhaps(m, 0.5, ONE_OF(m, "2", "10", "40")));
    put(m, perhaps(m, 0.6, ONE_OF(m, "0", "0.5", "1", "3")));
    uint64_t now = begin_aside(m, 9);
    if (chance(m, 0.9)) {
      put(m, ONE_OF(m, "3", "10", "24"));
      put(m, perhaps(m, 0.8, ONE_OF(m, "100", "300", "900")));
    }
    m->state = now;
  }
  if (n) make_ambulances(m);
  if (n && chance(m, 0.3)) {
    lfl_table *last = &m->tables->tables[m->tables->n_tables - 1];
    for (int t = 0; t < m->tables->n_tables; t++) {
      if (strcmp(m->tables->tables[t].name, "status") != 0) continue;
      lfl_table keep = *last; /* rows go to the table that was begun last */
      *last = m->tables->tables[t];
      const char *state = ONE_OF(m, "open|0.5", "closed|");
      add_row(m, "report|facility|H1|%d||%s", below(m, m->n_days), state);
      m->tables->tables[t] = *last;
      *last = keep;
    }
  }
  m->state = before;
}

static void make_money(maker *m) {
  bool has_pledges = chance(m, 0.35);
  begin_table(m, "pledges", "pledge_id|donor|amount|currency|from_day|earmark_kind|earmark_id|condition_id");
  for (int k = has_pledges ? between(m, 1, 3) : 0; k > 0; k--) make_pledge(m, k);
  uint64_t before = begin_aside(m, 7);
  if (has_pledges || chance(m, 0.25))
    for (int k = between(m, 1, 3); k > 0; k--) make_pledge(m, 3 + k);
  begin_table(m, "rates", "currency|day|rate");
  add_row(m, "EUR|0|1.25");
  if (chance(m, 0.5)) add_row(m, "EUR|2|0.5");
  m->state = before;
  begin_table(m, "conditions", "condition_id|text|from_day");
  add_row(m, "NEVER|never|");
  add_row(m, "SOON|soon|%d", has_pledges ? below(m, m->n_days) : 1);
  begin_table(m, "standards", "standard_set|indicator_id|need|tier|value|unit|kind");
  if (chance(m, 0.4)) add_row(m, "sphere-2018|water_losses|water|all|0|share|assumption");
  begin_table(m, "targets", "target_id|kind|place_id|need|tier|people|by_day");
  for (int k = between(m, 0, 2); k > 0; k--) {
    int kind = below(m, 3), by_day = below(m, m->n_days);
    const char *place = perhaps(m, 0.7, m->has_group && chance(m, 0.3) ? "REGION" : m->place[below(m, m->n_hosts)]);
    const char *people = perhaps(m, 0.75, text_of(m, "%d", 10 * between(m, 1, 60)));
    if (kind == 0) add_row(m, "T%d|move_out|%s|||%s|%d", k, place[0] ? place : m->place[0], people, by_day);
    else if (kind == 1) add_row(m, "T%d|served|%s||%s|%s|%d", k, place, perhaps(m, 0.3, "minimum"), people, by_day);
    else add_row(m, "T%d|capacity|%s|%s||%s|%d", k, place, ONE_OF(m, "shelter", "toilet"), people, by_day);
  }
}

/* Something to restore: a number of a place, or of a link. */
static void restore_something(maker *m) {
  if (m->n_links && chance(m, 0.3)) {
    put(m, "");
    put(m, text_of(m, "L%d", between(m, 1, m->n_links)));
    bool is_walk = m->has_walks && chance(m, 0.4);
    put(m, is_walk ? "people_per_day" : "vehicles_per_day");
    put(m, ONE_OF(m, "1", "3", "20"));
    return;
  }
  bool is_gate = m->n_places > m->n_hosts && chance(m, 0.25);
  int place = is_gate ? m->n_hosts + below(m, m->n_places - m->n_hosts) : below(m, m->n_hosts);
  const char *column = is_gate && !m->is_host[place] ? "trucks_per_day"
                                                     : ONE_OF(m, "water_yield_l_per_day", "shelter_places", "toilet_places", "health_places", "storage_m3", "usable_m2", "tap_places");
  put(m, m->place[place]);
  put(m, "");
  put(m, column);
  put(m, strcmp(column, "trucks_per_day") == 0 || strcmp(column, "storage_m3") == 0 ? ONE_OF(m, "1", "2", "10") : ONE_OF(m, "30", "120", "500"));
}

static bool works_anywhere(const maker *m, int crew) {
  for (int k = 0; k < m->tables->n_tables; k++)
    if (strcmp(m->tables->tables[k].name, "crews") == 0) return !m->tables->tables[k].cells[crew - 1][2];
  return false;
}

/* With few of them anything goes; many take their crew for most of the time. */
static void make_repairs(maker *m) {
  int n = chance(m, 0.4) ? between(m, 1, 4) : between(m, 5, 12);
  begin_table(m, "projects", "project_id|crew_id|place_id|link_id|column|amount|worker_days|min_days|cost|needs_project_id");
  for (int k = 1; k <= n; k++) {
    int crew = m->n_crews ? between(m, 1, m->n_crews) : 0;
    bool has_crew = crew && works_anywhere(m, crew) && (k > 2 || chance(m, 0.6));
    if (!has_crew && k > 3) return;
    add_row(m, "R%d", k);
    put(m, has_crew ? text_of(m, "C%d", crew) : "");
    restore_something(m);
    put(m, n > 4 || chance(m, 0.7) ? text_of(m, "%d", between(m, 4, 24)) : "");
    int days = n > 6 ? between(m, (m->n_days + 1) / 2, m->n_days - 1) : between(m, 0, m->n_days - 1);
    put(m, text_of(m, "%d", days));
    put(m, perhaps(m, 0.6, ONE_OF(m, "50", "400", "3000")));
    put(m, k > 1 && chance(m, 0.25) ? text_of(m, "R%d", between(m, 1, k - 1)) : "");
  }
}

static lfl_tables *make_tables(uint64_t seed, bool has_repairs) {
  maker m = {.arena = lfl_arena_create(), .state = seed * 0xD1342543DE82EF95u + 7};
  if (!m.arena) return NULL;
  m.tables = lfl_arena_new(m.arena, 1, lfl_tables);
  m.tables->arena = m.arena;
  m.tables->name = "random";
  m.tables->tables = lfl_arena_new(m.arena, MOST_TABLES, lfl_table);
  make_settings(&m);
  make_places(&m);
  make_network(&m);
  make_goods(&m);
  make_kits(&m);
  make_building(&m);
  make_rules(&m);
  make_facilities(&m);
  make_money(&m);
  if (has_repairs) make_repairs(&m);
  return m.tables;
}

lfl_tables *random_tables(uint64_t seed) { return make_tables(seed, false); }
lfl_tables *random_tables_with_repairs(uint64_t seed) { return make_tables(seed, true); }

lfl_tables *tables_without(const lfl_tables *tables, int table, int row, int column) {
  lfl_arena *arena = lfl_arena_create();
  if (!arena) return NULL;
  lfl_tables *out = lfl_arena_new(arena, 1, lfl_tables);
  *out = (lfl_tables){.arena = arena, .name = "random", .n_tables = tables->n_tables, .tables = lfl_arena_new(arena, (size_t)tables->n_tables, lfl_table)};
  for (int k = 0; k < tables->n_tables; k++) {
    const lfl_table *t = &tables->tables[k];
    lfl_table *o = &out->tables[k];
    *o = *t;
    const char **columns = lfl_arena_new(arena, (size_t)t->n_columns, const char *);
    long *numbers = lfl_arena_new(arena, (size_t)t->n_rows, long);
    for (int j = 0; j < t->n_columns; j++) columns[j] = lfl_arena_strdup(arena, t->columns[j]);
    o->columns = columns;
    o->name = lfl_arena_strdup(arena, t->name);
    o->file = lfl_arena_strdup(arena, t->file);
    o->row_numbers = numbers;
    o->cells = lfl_arena_new(arena, (size_t)t->n_rows, const char **);
    o->n_rows = 0;
    for (int i = 0; i < t->n_rows; i++) {
      if (k == table && i == row && column < 0) continue;
      const char **cells = lfl_arena_new(arena, (size_t)t->n_columns, const char *);
      for (int j = 0; j < t->n_columns; j++)
        cells[j] = k == table && i == row && j == column ? NULL : lfl_arena_strdup(arena, t->cells[i][j]);
      numbers[o->n_rows] = o->n_rows + 2;
      o->cells[o->n_rows++] = cells;
    }
  }
  return out;
}

bool write_tables(const lfl_tables *tables, const char *folder) {
  bool is_fine = true;
  for (int k = 0; k < tables->n_tables; k++) {
    const lfl_table *t = &tables->tables[k];
    if (!t->n_rows) continue;
    lfl_buf out = {0}, path = {0};
    for (int j = 0; j < t->n_columns; j++) lfl_buf_printf(&out, "%s%s", j ? "," : "", t->columns[j]);
    for (int i = 0; i < t->n_rows; i++)
      for (int j = 0; j < t->n_columns; j++) lfl_buf_printf(&out, "%s%s", j ? "," : "\n", t->cells[i][j] ? t->cells[i][j] : "");
    lfl_buf_puts(&out, "\n");
    lfl_buf_printf(&path, "%s/%s.csv", folder, t->name);
    FILE *f = out.failed || path.failed ? NULL : fopen(path.text, "wb");
    is_fine = f && fwrite(out.text, 1, out.n, f) == out.n && is_fine;
    if (f && fclose(f) != 0) is_fine = false;
    lfl_buf_clear(&out);
    lfl_buf_clear(&path);
  }
  return is_fine;
}

lfl_tables *random_tables_mixed(uint64_t seed) { return seed % 3 ? random_tables(seed) : random_tables_with_repairs(seed); }

lfl_scenario *scenario_of(const lfl_tables *tables) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  if (!tables || !lfl_diags_init(&diags)) return NULL;
  bool is_built = lfl_scenario_build(tables, &diags, &s) == LFL_OK;
  lfl_diags_clear(&diags);
  if (is_built) return s;
  lfl_scenario_destroy(s);
  return NULL;
}

lfl_scenario *random_other(const lfl_tables *base, uint64_t draw, lfl_tables **out) {
  static const char *const TABLES[] = {"status", "supplies", "permissions", "crews", "constructions", "status", "supplies", "pledges"};
  static const char *const SETS[] = {"places.*.people=900", "fleets.*.payload_kg=3000", "places.*.delivered_share=0.5", "links.*.vehicles_per_day=", "places.*.usable_m2=300", "items.*.mass_kg=900", "places.*.fuel_l_per_m3=3"};
  const char *const sets[] = {SETS[draw / 16 % (sizeof SETS / sizeof SETS[0])]};
  lfl_diags diags;
  lfl_scenario *s = NULL;
  *out = NULL;
  if (!lfl_diags_init(&diags)) return NULL;
  if (draw % 3 == 0) {
    if (lfl_tables_set(base, sets, 1, &diags, out) != LFL_OK) *out = NULL;
  } else if (draw % 3 == 1) {
    const lfl_table *table = lfl_tables_find(base, TABLES[draw / 16 % (sizeof TABLES / sizeof TABLES[0])]);
    if (table && table->n_rows) *out = tables_without(base, (int)(table - base->tables), (int)(draw / 256 % (uint64_t)table->n_rows), -1);
  }
  if (*out && lfl_scenario_build(*out, &diags, &s) != LFL_OK) {
    lfl_tables_destroy(*out);
    *out = NULL;
    s = NULL;
  }
  lfl_diags_clear(&diags);
  return s ? s : scenario_of(base);
}
