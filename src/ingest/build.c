/* From raw tables to the scenario: each table read once, in the contract's order, every wrong
 * cell reported. Rows are taken in the order of their keys, so that shuffled files give the
 * same scenario. Here: settings and the order of work; the tables are in build_*.c.
 * O(cells * log rows). Tests: tests/unit/test_ingest*.c. */
#include "ingest/build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "units/units.h"

bool has_rows(const builder *b, const char *table) {
  const lfl_table *t = lfl_tables_find(b->tables, table);
  return t && t->n_rows > 0;
}

void use_default(builder *b, const char *table, const char *column, const char *value, const char *unit,
                 const char *source, const char *kind, double low, double high, double importance) {
  for (int i = 0; i < b->n_defaults; i++)
    if (strcmp(b->defaults[i].table, table) == 0 && strcmp(b->defaults[i].column, column) == 0 &&
        strcmp(b->defaults[i].value, value) == 0) {
      b->last_default = i;
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
  b->last_default = b->n_defaults;
  b->defaults[b->n_defaults++] = (lfl_default){lfl_arena_strdup(b->arena, table), "*", lfl_arena_strdup(b->arena, column),
                                               lfl_arena_strdup(b->arena, value), lfl_arena_strdup(b->arena, unit ? unit : ""),
                                               source, kind, low, high, 1, importance};
}

void name_row_of_default(cells *c) {
  enum { MOST_NAMED = 4 };
  builder *b = c->b;
  const char *column = lfl_schema_key(c->schema->name), *key = column && !cell_is_blank(c, column) ? cell_text(c, column) : NULL; /* a blank one is reported where it is read */
  if (b->last_default >= b->n_defaults) return; /* without memory */
  lfl_default *d = &b->defaults[b->last_default];
  if (!key || d->n_rows > MOST_NAMED) d->row_id = "*";
  else if (d->n_rows == 1) d->row_id = key;
  else if (strcmp(d->row_id, "*") != 0) d->row_id = sentence(b, "%s, %s", d->row_id, key);
}

void use_default_number(builder *b, const char *table, const char *column, double value, const char *unit,
                        const char *source, const char *kind, double low, double high, double importance) {
  bool is_limit = !isinf(value);
  use_default(b, table, column, is_limit ? number_text(b, value) : "no limit", is_limit ? unit : "", source, kind, low, high, importance);
}

double number_or(cells *c, const char *column, double blank, const char *unit, double importance) {
  if (cell_is_blank(c, column)) {
    use_default_number(c->b, c->schema->name, column, blank, unit, OWN_DEFAULT ": what blank means", "default", (double)NAN, (double)NAN, importance);
    name_row_of_default(c);
    return blank;
  }
  return cell_number(c, column, blank);
}

bool flag_or(cells *c, const char *column, bool blank) {
  if (!cell_is_blank(c, column)) return cell_flag(c, column, blank);
  use_default(c->b, c->schema->name, column, blank ? "1" : "0", "", OWN_DEFAULT ": what blank means", "default", (double)NAN, (double)NAN, 0);
  name_row_of_default(c);
  return blank;
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
    if (strcmp(key, "need_weight_") == 0) cell_complain(c, LFL_WARNING, "unknown-key", "key", "need_weight_ and a need, as need_weight_water; this one is not used", NULL);
    else cell_complain(c, LFL_WARNING, "unknown-key", "key", "a setting of the contract; this one is not used", lfl_nearest_name(key, names, n < 16 ? n : 16));
    return;
  }
  if (!value) return;
  if (schema->type == LFL_TYPE_NUMBER || schema->type == LFL_TYPE_WHOLE) {
    const char *unit = schema->unit ? cell_text(c, "unit") : NULL;
    double factor = unit ? lfl_unit_factor(unit, schema->unit) : 1;
    if (factor <= 0) factor = lfl_unit_factor(sentence(b, "%ss", unit), schema->unit); /* a day, a week */
    if (factor <= 0) {
      cell_complain(c, LFL_ERROR, "unit", "unit", sentence(b, "%s, or a unit of the same kind", schema->unit), NULL);
      return;
    }
    bool is_number = parse_number(value, &number);
    number *= factor;
    if (!is_number || number < schema->least || number > schema->most || (schema->type == LFL_TYPE_WHOLE && number != floor(number))) {
      cell_complain(c, LFL_ERROR, "number-range", "value", sentence(b, "a %snumber from %s to %s", schema->type == LFL_TYPE_WHOLE ? "whole " : "",
                                                                    number_text(b, schema->least), number_text(b, schema->most)), NULL);
      return;
    }
  }
  if (strcmp(key, "title") == 0) s->title = value;
  else if (strcmp(key, "currency") == 0) s->currency = currency_code(b, value);
  else if (strcmp(key, "standard_set") == 0) s->standard_set = value;
  else if (strcmp(key, "order") == 0) read_order(c, value);
  else if (strcmp(key, "n_days") == 0) s->n_days = (int)number;
  else if (strcmp(key, "walk_limit_km") == 0) {
    s->walk_limit_km = number;
    b->has_walk_limit = true;
  } else if (strcmp(key, "risk_weight") == 0) {
    s->risk_weight = number;
    b->has_risk_weight = true;
  } else if (strcmp(key, "n_trucks") == 0) {
    b->n_trucks = number;
    if (has_rows(b, "fleets")) cell_complain(c, LFL_WARNING, "idle", "value", "n_vehicles of table fleets, or no such table: where there is one, n_trucks is not used", NULL);
  } else if (strcmp(key, "n_workers") == 0) {
    b->n_workers = number;
    if (has_rows(b, "crews")) cell_complain(c, LFL_WARNING, "idle", "value", "n_workers of table crews, or no such table: where there is one, this n_workers is not used", NULL);
  } else if (strcmp(key, "start_date") == 0) {
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
  const char *before = NULL;
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    const char *key = cell_text(&c, "key");
    if (key && lfl_same_text(key, before)) cell_complain(&c, LFL_ERROR, "key-twice", "key", sentence(b, "each setting once: row %ld has it, too", c.table->row_numbers[c.key_row]), NULL);
    else if (key) {
      c.key_row = c.row;
      read_key(&c, key, cell_text(&c, "value"));
    }
    before = key;
  }
  if (!s->title) s->title = b->tables->name;
  if (!s->currency) {
    s->currency = "USD";
    use_default(b, "scenario", "currency", "USD", "", OWN_DEFAULT, "default", (double)NAN, (double)NAN, 0);
  }
  if (!s->n_days) {
    s->n_days = 30;
    use_default(b, "scenario", "n_days", "30", "days", OWN_DEFAULT, "default", (double)NAN, (double)NAN, 0);
  }
  if (!load_library(b)) b->failed = true;
  else if (!load_standards(b, s->standard_set) && !b->failed) {
    lfl_diag d = {LFL_ERROR, "standard-set", c.table ? c.table->file : b->tables->name, 0, "standard_set", s->standard_set, STANDARD_SETS_WORDS,
                  lfl_nearest_name(s->standard_set, STANDARD_SETS, N_STANDARD_SETS)};
    lfl_diags_add(b->diags, &d);
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

static const char *latest_date(builder *b) {
  const lfl_tables *tables = b->tables;
  const char *latest = NULL;
  for (int t = 0; t < tables->n_tables; t++) {
    int c = lfl_table_column(&tables->tables[t], "observed_on");
    long days;
    for (int i = 0; c >= 0 && i < tables->tables[t].n_rows; i++) {
      const char *date = tables->tables[t].cells[i][c];
      if (date && parse_date(date, &days) && (!latest || strncmp(date, latest, 10) > 0)) latest = date;
    }
  }
  const char *day = latest ? lfl_arena_strndup(b->arena, latest, 10) : NULL;
  if (latest && !day) b->failed = true;
  return day;
}

static int by_importance(const void *a, const void *b) {
  const lfl_default *x = a, *y = b;
  if (x->importance != y->importance) return x->importance > y->importance ? -1 : 1;
  int order = strcmp(x->table, y->table);
  if (!order) order = strcmp(x->column, y->column);
  return order ? order : strcmp(x->value, y->value);
}

/* Weights of needs that no table says anything of would change nothing, unseen. */
static void check_weights(builder *b) {
  const lfl_table *t = lfl_tables_find(b->tables, "scenario");
  int n_needs = b->s->n_needs;
  const char **names = NEW(b, n_needs + 1, const char *);
  if (!names) b->failed = true;
  for (int i = 0; names && i < n_needs; i++) names[i] = b->s->needs[i].id;
  for (int i = 0; names && t && i < t->n_rows; i++) {
    const char *key = lfl_table_get(t, i, "key");
    bool is_used = !key || strncmp(key, "need_weight_", 12) != 0 || !key[12]; /* that one is unknown */
    for (int k = 0; k < n_needs; k++) is_used = is_used || strcmp(names[k], key + 12) == 0;
    if (is_used) continue;
    lfl_diag d = {LFL_WARNING, "need", t->file, t->row_numbers[i], "key", key,
                  "need_weight_ and a need that the tables say something of; this weight is not used", lfl_nearest_name(key + 12, names, n_needs)};
    lfl_diags_add(b->diags, &d);
  }
}

/* A date that cannot be read was said of its own cell. */
static bool is_start_given(const builder *b) {
  const lfl_table *t = lfl_tables_find(b->tables, "scenario");
  bool is_given = false;
  for (int i = 0; t && i < t->n_rows; i++) is_given = is_given || (lfl_same_text(lfl_table_get(t, i, "key"), "start_date") && lfl_table_get(t, i, "value"));
  return is_given;
}

static void set_dates(builder *b) {
  lfl_scenario *s = b->s;
  s->data_date = latest_date(b);
  if (s->start_date) {
    check_observed(b);
    return;
  }
  if (b->has_dates && !is_start_given(b)) {
    lfl_diag d = {LFL_ERROR, "start-date", b->tables->name, 0, "start_date", NULL, "a start_date in table scenario: some days are given as dates", NULL};
    lfl_diags_add(b->diags, &d);
  }
  s->start_date = "2000-01-01";
  use_default(b, "scenario", "start_date", s->start_date, "", OWN_DEFAULT, "default", (double)NAN, (double)NAN, 0);
}

/* What has neither mass nor volume needs a truck, too: all that is supplied of it weighs a tonne. */
static void weigh_the_weightless(builder *b) {
  const double KG = 1000;
  lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_items; i++) {
    double units = 0;
    for (int k = 0; k < s->n_supplies; k++)
      if (s->supplies[k].item_i == i) units += s->supplies[k].units;
    if (units > 0 && !(s->items[i].mass_kg > 0) && !(s->items[i].volume_m3 > 0)) s->items[i].mass_kg = KG / units;
  }
}

static void build_all(builder *b) {
  lfl_scenario *s = b->s;
  report_unknown_tables(b);
  if (complain_of_titles(b)) return; /* nothing of such a table is known: what is said of the others would mislead */
  void (*const steps[])(builder *) = {read_scenario, read_standards, read_places, read_stages, read_population_changes, read_items, read_kit_items, read_supplies,
                                      read_links, read_fleets, read_crews, read_construction, fill_defaults, weigh_the_weightless, read_facilities, read_status,
                                      read_escorts, read_permissions, read_pledges, read_projects, build_needs, record_nones, count_default_trucks, check_weights, read_targets, read_claims, read_negotiable,
                                      check_options, check_assumptions, set_dates, check_plausible, check_idle, check_places_twice, check_prices,
                                      check_unmarked};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !b->failed; i++) steps[i](b);
  if (b->n_defaults) qsort(b->defaults, (size_t)b->n_defaults, sizeof *b->defaults, by_importance);
  for (int i = 0; i < b->n_defaults; i++) /* of several rows each had them all: nobody counts twice */
    b->defaults[i].importance = fmin(b->defaults[i].importance, b->most_people);
  s->defaults = b->defaults;
  s->n_defaults = b->n_defaults;
}

/* The header and cell in which the table itself says `column`, perhaps in another unit; -1 none. */
static int raw_column(const lfl_table *t, int row_i, const char *column) {
  const lfl_table_schema *schema = lfl_schema_find(t->name);
  const lfl_column *what = schema ? lfl_schema_column(schema, column) : NULL;
  for (int c = 0; what && c < t->n_columns; c++) {
    double factor;
    const char *count;
    if (t->cells[row_i][c] && lfl_schema_alias(schema, t->columns[c], &factor, &count) == what) return c;
  }
  return -1;
}

void say_of_row(const lfl_tables *tables, lfl_diags *diags, lfl_severity severity, const char *code, const char *table, int row_i, const char *column, const char *value, const char *expected) {
  const lfl_table *t = lfl_tables_find(tables, table);
  bool is_there = t && row_i >= 0 && row_i < t->n_rows;
  int c = is_there ? raw_column(t, row_i, column) : -1;
  lfl_diag d = {severity, code, t ? t->file : table, is_there ? t->row_numbers[row_i] : 0, column, value, expected, NULL};
  if (c >= 0) {
    d.column = t->columns[c];
    d.value = t->cells[row_i][c];
  }
  lfl_diags_add(diags, &d);
}

void warn_of_row(const lfl_scenario *s, lfl_diags *diags, const char *code, const char *table, const lfl_origin *origin, const char *column, const char *value, const char *expected) {
  say_of_row(s->tables, diags, LFL_WARNING, code, table, origin->row_i, column, value, expected);
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
  builder b = {.tables = tables, .diags = diags, .arena = arena, .s = s, .n_trucks = (double)NAN, .n_workers = (double)NAN, .n_errors_before = n_errors};
  lfl_ids **ids[] = {&b.places, &b.links, &b.fleets, &b.items, &b.constructions, &b.crews, &b.conditions, &b.pledges, &b.targets,
                     &b.claims, &b.projects, &b.escorts, &b.facilities};
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
    if (!(*ids[i] = lfl_ids_create())) b.failed = true;
  if (!b.failed) build_all(&b);
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) lfl_ids_destroy(*ids[i]);
  lfl_status status = b.failed || diags->failed ? LFL_ERR_MEMORY : diags->n_errors > n_errors ? LFL_ERR_DATA : LFL_OK;
  if (status == LFL_OK && !lfl_scenario_make_calendar(s)) status = LFL_ERR_MEMORY;
  if (status == LFL_OK) check_project_times(s, diags);
  if (status == LFL_OK) check_parts_of_things(s, diags);
  bool is_whole = tables->state != LFL_TABLES_OF_PLAN; /* a copy may leave people and closures out */
  if (status == LFL_OK && is_whole && !check_ways_to_hospitals(s, diags)) status = LFL_ERR_MEMORY;
  if (status == LFL_OK && is_whole && !check_target_people(s, diags)) status = LFL_ERR_MEMORY;
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
