/* Reading plan.gpkg back: the raw tables, the scenario built from them, and the plan's tables
 * turned into rows again, keys into indexes.
 *
 * The file is not trusted. Layers must be real tables (a view could run for ever), every key
 * must exist, every day lie within the days planned, every number be one; each thing that does
 * not fit is a diagnostic with layer, row (as a table view shows it, the header is row 1) and
 * column, at most MOST_ERRORS of them. Whether the plan holds is for lfl_plan_verify to say.
 * Derived tables (needs, issues, defaults, map_*) are not read. O(cells).
 * Tests: tests/unit/test_store.c, tests/fuzz/fuzz_plan_gpkg.c. */
#define _LARGEFILE64_SOURCE 1 /* VSIStatBufL is struct stat64 */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <limits.h>
#include <math.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

#include "base/ids.h"
#include "ingest/ingest.h"
#include "ingest/person.h"
#include "model/multipliers.h"
#include "store/parts.h"

enum { MOST_ERRORS = 100, MOST_SETS = 1000, MOST_LEVELS = LFL_N_LEVELS };

typedef struct loader {
  lfl_diags *diags;
  const char *file;
  GDALDatasetH dataset;
  const lfl_scenario *s;
  lfl_plan *plan;
  lfl_ids *places, *links, *fleets, *items, *needs, *constructions, *pledges, *targets, *claims, *crews, *escorts, *facilities, *projects;
  int *box; /* of the last proof of some start days only */
  bool no_memory;
  int n_errors;

  /* the layer and row being read */
  const store_table *table;
  OGRFeatureH feature;
  int column[STORE_MOST_COLUMNS]; /* field of each column, -1 none */
  long row;
} loader;

static void complain(loader *l, const char *code, const char *column, const char *value, const char *expected) {
  if (l->n_errors++ >= MOST_ERRORS) return;
  char file[160];
  snprintf(file, sizeof file, "%.60s%s%s", l->file, l->table ? ", layer plan_" : "", l->table ? l->table->name : "");
  lfl_diag d = {LFL_ERROR, code, file, l->row, column, value, expected, NULL};
  lfl_diags_add(l->diags, &d);
}

/* ---- cells ------------------------------------------------------------------------------------- */

static int find_column(const loader *l, const char *name) {
  for (int k = 0; k < l->table->n_columns; k++)
    if (strcmp(l->table->columns[k].name, name) == 0) return k;
  return -1;
}

static const char *get_text(loader *l, const char *name) {
  int k = find_column(l, name), field = k < 0 ? -1 : l->column[k];
  return field < 0 || !OGR_F_IsFieldSetAndNotNull(l->feature, field) ? NULL : OGR_F_GetFieldAsString(l->feature, field);
}

static const char *keep_text(loader *l, const char *name) {
  const char *text = get_text(l, name);
  const char *copy = text ? lfl_arena_strdup(l->plan->arena, text) : NULL;
  if (text && !copy) l->no_memory = true;
  return copy;
}

/* NaN for blank. */
static double get_number(loader *l, const char *name) {
  int k = find_column(l, name), field = k < 0 ? -1 : l->column[k];
  return field < 0 || !OGR_F_IsFieldSetAndNotNull(l->feature, field) ? (double)NAN : OGR_F_GetFieldAsDouble(l->feature, field);
}

/* A finite number that must be there; 0 where it is not. */
static double need_number(loader *l, const char *name) {
  double value = get_number(l, name);
  if (isfinite(value)) return value;
  complain(l, "number-expected", name, get_text(l, name), "a number");
  return 0;
}

/* A whole number within least .. most; blank: -1 if that is allowed. */
static int get_whole(loader *l, const char *name, int least, int most, bool may_be_blank) {
  double value = get_number(l, name);
  if (isnan(value) && may_be_blank) return -1;
  if (value >= least && value <= most && value == floor(value)) return (int)value;
  char expected[80];
  snprintf(expected, sizeof expected, "a whole number from %d to %d%s", least, most, may_be_blank ? ", or blank" : "");
  complain(l, "number-range", name, get_text(l, name), expected);
  return least;
}

static int get_day(loader *l, const char *name) { return get_whole(l, name, 0, l->s->n_days - 1, false); }

/* Index of a key, -1 (and an error unless blank is allowed) if there is none. */
static int get_key(loader *l, const char *name, const lfl_ids *ids, const char *what, bool may_be_blank) {
  const char *text = get_text(l, name);
  int i = text ? lfl_ids_get(ids, text) : -1;
  if (i < 0 && !(may_be_blank && !text)) complain(l, "no-such-key", name, text, what);
  return i;
}
static int get_place(loader *l, const char *name) { return get_key(l, name, l->places, "a place_id of the scenario", false); }

static int get_name(loader *l, const char *column, const char *(*name_of)(int), int n) {
  const char *text = get_text(l, column);
  for (int i = 0; text && i < n; i++)
    if (strcmp(text, name_of(i)) == 0) return i;
  complain(l, "no-such-name", column, text, "one of the names that a plan uses here");
  return -1;
}
static const char *tier_name(int i) { return lfl_tier_name((lfl_tier)i); }
static const char *mode_name(int i) { return lfl_mode_name((lfl_mode)i); }
static const char *capacity_name(int i) { return lfl_capacity_name((lfl_capacity)i); }
static const char *level_name(int i) { return lfl_level_name((lfl_level_kind)i); }
static const char *verdict_name(int i) { return lfl_verdict_name((lfl_verdict)i); }
static const char *answer_name(int i) { return lfl_claim_answer_name((lfl_claim_answer)i); }
static const char *limit_name(int i) { return lfl_row_name((lfl_row)i); }
static const char *proof_name(int i) { return lfl_proof_kind_name((lfl_proof_kind)i); }
static const char *use_name(int i) { return lfl_use_kind_name((lfl_use_kind)i); }
static int or_first(int i) { return i < 0 ? 0 : i; }

/* ---- layers ------------------------------------------------------------------------------------------ */

/* Is there such a table, and is it one (no view, no virtual table)? */
static bool is_real_table(loader *l, const char *name) {
  char *sql = lfl_arena_printf(l->diags->arena, "SELECT count(*) FROM sqlite_master WHERE %s AND name = '%s'", STORE_REAL_TABLE, name);
  if (!sql) {
    l->no_memory = true;
    return false;
  }
  OGRLayerH result = GDALDatasetExecuteSQL(l->dataset, sql, NULL, NULL);
  OGRFeatureH row = result ? OGR_L_GetNextFeature(result) : NULL;
  bool yes = row && OGR_F_GetFieldAsInteger(row, 0) == 1;
  if (row) OGR_F_Destroy(row);
  if (result) GDALDatasetReleaseResultSet(l->dataset, result);
  return yes;
}

/* Calls `read` for each row of a table of the plan. */
static void read_table(loader *l, const char *name, void (*read)(loader *)) {
  l->table = store_table_find(name);
  l->row = 0;
  char layer_name[64];
  snprintf(layer_name, sizeof layer_name, "plan_%s", name);
  OGRLayerH layer = is_real_table(l, layer_name) ? GDALDatasetGetLayerByName(l->dataset, layer_name) : NULL;
  if (!layer) {
    complain(l, "layer-missing", NULL, NULL, "this layer, as lifeline plan writes it");
    return;
  }
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  for (int k = 0; k < l->table->n_columns; k++) {
    const store_column *column = &l->table->columns[k];
    l->column[k] = OGR_FD_GetFieldIndex(definition, column->name);
    OGRFieldType type = l->column[k] < 0 ? OFTString : OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, l->column[k]));
    bool is_number = type == OFTInteger || type == OFTInteger64 || type == OFTReal;
    if (l->column[k] < 0) complain(l, "column-missing", column->name, NULL, "this column, as lifeline plan writes it");
    else if ((column->type == STORE_INT || column->type == STORE_REAL || column->type == STORE_EXACT) && !is_number) {
      complain(l, "column-type", column->name, NULL, "a column of numbers");
      l->column[k] = -1;
    }
  }
  OGR_L_ResetReading(layer);
  l->row = 1;
  while (!l->no_memory && l->n_errors < MOST_ERRORS && (l->feature = OGR_L_GetNextFeature(layer)) != NULL) {
    l->row++;
    read(l);
    OGR_F_Destroy(l->feature);
  }
}

#define ADD(l, row, adder)       \
  adder((l)->plan);              \
  if (!(row)) {                  \
    (l)->no_memory = true;       \
    return;                      \
  }

static void read_way(loader *l) {
  lfl_way *way = ADD(l, way, lfl_plan_add_way);
  if (get_whole(l, "way_no", 0, INT_MAX, false) != l->plan->n_ways - 1) complain(l, "order", "way_no", get_text(l, "way_no"), "ways numbered from 0, in order");
  way->from_i = get_place(l, "from_id");
  way->to_i = get_place(l, "to_id");
  way->km = need_number(l, "km");
  way->hours = get_number(l, "hours");
}

/* The links of a way stand together and in order: a way grows by doubling in the arena. */
static void read_way_link(loader *l) {
  int i = get_whole(l, "way_no", 0, l->plan->n_ways - 1, false);
  if (i < 0 || i >= l->plan->n_ways) return;
  lfl_way *way = &l->plan->ways[i];
  if (get_whole(l, "step", 0, INT_MAX, false) != way->n_links) {
    complain(l, "order", "step", get_text(l, "step"), "the links of each way in order, counted from 0");
    return;
  }
  int n = way->n_links;
  bool is_full = (n & (n - 1)) == 0; /* sizes are powers of two */
  if (is_full) {
    size_t room = n ? 2 * (size_t)n : 1;
    int *links = lfl_arena_new(l->plan->arena, room, int);
    bool *reverse = lfl_arena_new(l->plan->arena, room, bool);
    if (!links || !reverse) {
      l->no_memory = true;
      return;
    }
    if (n) {
      memcpy(links, way->link_i, (size_t)n * sizeof *links);
      memcpy(reverse, way->is_reverse, (size_t)n * sizeof *reverse);
    }
    way->link_i = links;
    way->is_reverse = reverse;
  }
  ((int *)(size_t)way->link_i)[n] = get_key(l, "link_id", l->links, "a link_id of the scenario", false);
  ((bool *)(size_t)way->is_reverse)[n] = get_whole(l, "is_reverse", 0, 1, false) == 1;
  way->n_links++;
}

static int get_way(loader *l) { return l->plan->n_ways ? get_whole(l, "way_no", 0, l->plan->n_ways - 1, false) : get_whole(l, "way_no", INT_MAX, INT_MAX, false); }

static void read_service(loader *l) {
  lfl_service_row *r = ADD(l, r, lfl_plan_add_service);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "place_id");
  r->need_i = get_key(l, "need", l->needs, "a need that is planned", false);
  r->tier = (lfl_tier)or_first(get_name(l, "tier", tier_name, LFL_N_TIERS));
  r->people = need_number(l, "people");
  r->served_people = need_number(l, "served_people");
}

static void read_people(loader *l) {
  int day = get_day(l, "day"), place_i = get_place(l, "place_id");
  double people = need_number(l, "people");
  if (place_i >= 0) l->plan->people[lfl_at(l->s, place_i, day)] = people;
}

static void read_movement(loader *l) {
  lfl_movement_row *r = ADD(l, r, lfl_plan_add_movement);
  r->day = get_day(l, "day");
  r->arrive_day = get_day(l, "arrive_day");
  r->from_i = get_place(l, "from_id");
  r->to_i = get_place(l, "to_id");
  r->mode = (lfl_mode)or_first(get_name(l, "mode", mode_name, LFL_MODE_FOOT + 1));
  r->fleet_i = get_key(l, "fleet_id", l->fleets, "a fleet_id of the scenario; blank on foot", r->mode == LFL_MODE_FOOT);
  r->way_i = get_way(l);
  r->people = need_number(l, "people");
  r->trips = need_number(l, "trips");
}

static void read_delivery(loader *l) {
  lfl_delivery_row *r = ADD(l, r, lfl_plan_add_delivery);
  r->day = get_day(l, "day");
  r->arrive_day = get_day(l, "arrive_day");
  r->from_i = get_place(l, "from_id");
  r->to_i = get_place(l, "to_id");
  r->fleet_i = get_key(l, "fleet_id", l->fleets, "a fleet_id of the scenario", false);
  r->way_i = get_way(l);
  r->shipment = get_whole(l, "shipment", 0, INT_MAX, false);
  r->item_i = get_key(l, "item_id", l->items, "an item_id of the scenario", false);
  r->units = need_number(l, "units");
  r->trips = need_number(l, "trips");
}

static void read_draw(loader *l) {
  lfl_draw_row *r = ADD(l, r, lfl_plan_add_draw);
  r->day = get_day(l, "day");
  r->supply_i = get_whole(l, "supply", 0, l->s->n_supplies - 1, false);
  r->units = need_number(l, "units");
  if (r->supply_i < 0 || r->supply_i >= l->s->n_supplies) return;
  const lfl_supply *supply = &l->s->supplies[r->supply_i];
  if (get_key(l, "item_id", l->items, "the item of this supply", false) != supply->item_i || get_place(l, "place_id") != supply->place_i)
    complain(l, "supply", "supply", get_text(l, "supply"), "the number of a supply of this item at this place, counted from 0 in the order of its cells");
}

static void read_use(loader *l) {
  lfl_use_row *r = ADD(l, r, lfl_plan_add_use);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "place_id");
  r->item_i = get_key(l, "item_id", l->items, "an item_id of the scenario", false);
  r->kind = (lfl_use_kind)or_first(get_name(l, "kind", use_name, LFL_N_USES));
  r->units = need_number(l, "units");
}

static void read_stock(loader *l) {
  lfl_stock_row *r = ADD(l, r, lfl_plan_add_stock);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "place_id");
  r->item_i = get_key(l, "item_id", l->items, "an item_id of the scenario", false);
  r->units = need_number(l, "units");
  r->days_left = get_number(l, "days_left");
}

static void read_build(loader *l) {
  lfl_build_row *r = ADD(l, r, lfl_plan_add_build);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "place_id");
  r->construction_i = get_key(l, "construction_id", l->constructions, "a construction_id of the scenario", false);
  r->units = need_number(l, "units");
}

static void read_capacity(loader *l) {
  lfl_capacity_row *r = ADD(l, r, lfl_plan_add_capacity);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "place_id");
  r->capacity = (lfl_capacity)or_first(get_name(l, "capacity", capacity_name, LFL_N_CAPACITIES));
  r->people = need_number(l, "people");
}

static void read_repair(loader *l) {
  int latest = l->s->n_days - 1;
  lfl_repair_row *r = ADD(l, r, lfl_plan_add_repair);
  r->project_i = get_key(l, "project_id", l->projects, "a project_id of the scenario", false);
  r->start_day = get_whole(l, "start_day", 0, latest, true);
  r->finish_day = get_whole(l, "done_day", 0, latest, true);
  r->workers = need_number(l, "workers");
  r->gain_person_days[LFL_SURVIVAL] = get_number(l, "survival_person_days");
  r->gain_person_days[LFL_MINIMUM] = get_number(l, "minimum_person_days");
}

static void read_repair_gain(loader *l) {
  int latest = l->s->n_days - 1;
  lfl_repair_gain_row *r = ADD(l, r, lfl_plan_add_repair_gain);
  r->project_i = get_key(l, "project_id", l->projects, "a project_id of the scenario", false);
  r->need_i = get_key(l, "need", l->needs, "a need that is planned", false);
  r->tier = (lfl_tier)or_first(get_name(l, "tier", tier_name, LFL_N_TIERS));
  r->person_days = need_number(l, "person_days");
  r->from_day = get_whole(l, "from_day", 0, latest, true);
  r->to_day = get_whole(l, "to_day", 0, latest, true);
  r->most_people = need_number(l, "most_people");
}

static void read_care(loader *l) {
  lfl_care_row *r = ADD(l, r, lfl_plan_add_care);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "place_id");
  r->facility_i = get_key(l, "facility_id", l->facilities, "a facility_id of the scenario", false);
  r->need_i = get_key(l, "need", l->needs, "a need that is planned", false);
  r->people = need_number(l, "people");
}

static void read_kit(loader *l) {
  lfl_kit_row *r = ADD(l, r, lfl_plan_add_kit);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "place_id");
  r->item_i = get_key(l, "item_id", l->items, "an item_id of the scenario", false);
  r->units = need_number(l, "units");
}

static void read_referral(loader *l) {
  lfl_referral_row *r = ADD(l, r, lfl_plan_add_referral);
  r->day = get_day(l, "day");
  r->place_i = get_place(l, "from_id");
  r->facility_i = get_key(l, "facility_id", l->facilities, "a facility_id of the scenario; blank in a copy that leaves it out", true);
  bool is_told = r->facility_i >= 0;
  r->fleet_i = get_key(l, "fleet_id", l->fleets, "a fleet_id of the scenario", !is_told);
  r->way_i = is_told ? get_way(l) : -1;
  r->patients = need_number(l, "people");
  r->people = need_number(l, "people_served");
  r->trips = is_told ? need_number(l, "trips") : get_number(l, "trips");
}

static void read_spending(loader *l) {
  lfl_spending_row *r = ADD(l, r, lfl_plan_add_spending);
  r->day = get_day(l, "day");
  r->line = keep_text(l, "line");
  if (!r->line) complain(l, "blank", "line", NULL, "a line of the budget");
  if (!r->line) r->line = "";
  r->pledge_i = get_key(l, "pledge_id", l->pledges, "a pledge_id of the scenario, or blank", true);
  r->amount = need_number(l, "amount");
  r->need = keep_text(l, "need");
  r->place_i = get_key(l, "place_id", l->places, "a place_id of the scenario, or blank", true);
  r->item_i = get_key(l, "item_id", l->items, "an item_id of the scenario, or blank", true);
}

static const char *money_change_name(int k) { return lfl_money_change_name((lfl_money_change)k); }
static void read_money_gain(loader *l) {
  lfl_money_gain_row *r = ADD(l, r, lfl_plan_add_money_gain);
  r->change = (lfl_money_change)or_first(get_name(l, "change", money_change_name, LFL_N_MONEY_CHANGES));
  r->pledge_i = get_key(l, "pledge_id", l->pledges, "a pledge_id of the scenario, or blank", true);
  r->need = keep_text(l, "need");
  r->by = need_number(l, "by");
  r->price = get_number(l, "price_person_days");
  r->gain = get_number(l, "gain_person_days");
}

static void read_target(loader *l) {
  int i = get_key(l, "target_id", l->targets, "a target_id of the scenario", false), latest = l->s->n_days - 1;
  if (i < 0) return;
  lfl_target_result *r = &l->plan->targets[i];
  r->verdict = (lfl_verdict)or_first(get_name(l, "verdict", verdict_name, LFL_IMPOSSIBLE + 1));
  r->people = get_number(l, "people");
  r->plan_people = get_number(l, "plan_people");
  r->best_people = get_number(l, "best_people");
  r->bound_people = get_number(l, "bound_people");
  r->earliest_day = get_whole(l, "earliest_day", 0, latest, true);
  r->willing_missing = get_whole(l, "willing_missing", 0, 1, false) == 1;
  r->willing_best_people = get_number(l, "willing_best_people");
  r->willing_bound_people = get_number(l, "willing_bound_people");
  r->willing_earliest_day = get_whole(l, "willing_earliest_day", 0, latest, true);
}

static void read_binding(loader *l) {
  int target_i = get_key(l, "target_id", l->targets, "a target_id of the scenario", true);
  if (target_i < 0 && get_text(l, "target_id")) return; /* complained of */
  lfl_binding_row *r = target_i < 0 ? lfl_plan_add_binding(l->plan) : lfl_plan_add_target_binding(l->plan);
  if (!r) {
    l->no_memory = true;
    return;
  }
  r->limit = keep_text(l, "limit");
  r->subject_id = keep_text(l, "subject_id");
  r->from_day = get_whole(l, "from_day", 0, l->s->n_days - 1, true);
  r->to_day = get_whole(l, "to_day", 0, l->s->n_days - 1, true);
  r->price = get_number(l, "price");
  r->gain = get_number(l, "gain");
  r->unit = keep_text(l, "unit");
  r->step = get_number(l, "step");
  r->text = keep_text(l, "text");
  r->holds_to = get_number(l, "holds_to");
  r->target_i = target_i;
}

enum { MOST_ALTERNATIVES = 99 };

static void read_conflict(loader *l) {
  int target_i = get_key(l, "target_id", l->targets, "a target_id of the scenario", false);
  if (target_i < 0) return;
  lfl_conflict_row *r = ADD(l, r, lfl_plan_add_conflict);
  r->target_i = target_i;
  r->set = get_whole(l, "set_no", 1, MOST_ALTERNATIVES, false);
  r->is_minimal = get_whole(l, "minimal", 0, 1, false) == 1;
  r->limit = keep_text(l, "limit");
  r->subject_id = keep_text(l, "subject_id");
  r->text = keep_text(l, "text");
}

static void read_offer(loader *l) {
  int target_i = get_key(l, "target_id", l->targets, "a target_id of the scenario", false);
  if (target_i < 0) return;
  lfl_offer_row *r = ADD(l, r, lfl_plan_add_offer);
  r->target_i = target_i;
  r->way = get_whole(l, "way_no", 0, MOST_ALTERNATIVES, false);
  r->is_least = get_whole(l, "least", 0, 1, false) == 1;
  r->table = keep_text(l, "table");
  r->row_id = keep_text(l, "row_id");
  r->column = keep_text(l, "column");
  r->from_value = get_number(l, "from_value");
  r->to_value = get_number(l, "to_value");
  r->weight = get_number(l, "weight");
  r->best_people = get_number(l, "best_people");
  r->text = keep_text(l, "text");
}

static void read_claim(loader *l) {
  int i = get_key(l, "claim_id", l->claims, "a claim_id of the scenario", false);
  if (i < 0) return;
  lfl_claim_result *r = &l->plan->claims[i];
  r->answer = (lfl_claim_answer)or_first(get_name(l, "answer", answer_name, LFL_CLAIM_CONTRADICTED + 1));
  r->figure = get_number(l, "figure");
  r->text = keep_text(l, "text");
}

static void read_level(loader *l) {
  int kind = get_name(l, "level", level_name, LFL_N_LEVELS);
  if (l->plan->n_levels == MOST_LEVELS) complain(l, "too-many", "level", get_text(l, "level"), "each level once");
  if (kind < 0 || l->plan->n_levels == MOST_LEVELS) return;
  l->plan->levels[l->plan->n_levels++] = (lfl_level){(lfl_level_kind)kind, get_number(l, "value"), get_number(l, "bound"),
                                                     get_number(l, "gap"), get_number(l, "published_value"),
                                                     get_number(l, "held_value")};
}

static void read_set(loader *l) {
  lfl_plan *plan = l->plan;
  int i = get_whole(l, "set_no", 0, MOST_SETS - 1, false);
  if (i != plan->n_sets || i >= MOST_SETS) {
    complain(l, "order", "set_no", get_text(l, "set_no"), "sets numbered from 0, in order");
    return;
  }
  size_t n = (size_t)l->s->n_targets;
  if (!plan->sets) plan->sets = lfl_arena_new(plan->arena, MOST_SETS, lfl_set_result);
  lfl_set_result *r = plan->sets ? &plan->sets[i] : NULL;
  if (r) *r = (lfl_set_result){.set_id = keep_text(l, "set_id"), .n_targets = l->s->n_targets, .verdicts = lfl_arena_new(plan->arena, n, lfl_verdict),
                               .best_people = lfl_arena_new(plan->arena, n, double), .earliest_days = lfl_arena_new(plan->arena, n, int)};
  if (!r || !r->verdicts || !r->best_people || !r->earliest_days) {
    l->no_memory = true;
    return;
  }
  if (!r->set_id) r->set_id = "";
  for (int k = 0; k < r->n_targets; k++) {
    r->best_people[k] = (double)NAN;
    r->earliest_days[k] = -1;
  }
  for (int k = 0; k < LFL_N_LEVELS; k++) r->level_values[k] = get_number(l, lfl_level_name((lfl_level_kind)k));
  r->survival_share = get_number(l, "survival_share");
  r->n_levels = get_whole(l, "n_levels", 0, LFL_N_LEVELS, false);
  r->note = keep_text(l, "note");
  plan->n_sets++;
}

static void read_set_target(loader *l) {
  int i = get_whole(l, "set_no", 0, l->plan->n_sets - 1, false), k = get_key(l, "target_id", l->targets, "a target_id of the scenario", false);
  if (k < 0 || i < 0 || i >= l->plan->n_sets) return;
  lfl_set_result *r = &l->plan->sets[i];
  r->verdicts[k] = (lfl_verdict)or_first(get_name(l, "verdict", verdict_name, LFL_IMPOSSIBLE + 1));
  r->best_people[k] = get_number(l, "best_people");
  r->earliest_days[k] = get_whole(l, "earliest_day", 0, l->s->n_days - 1, true);
}

/* Permissions have no key: they are numbered from 1 in the scenario's order. */
static int get_permission(loader *l) {
  const char *text = get_text(l, "subject_id");
  for (int k = 0; text && k < l->s->n_permissions; k++) {
    char number[16];
    snprintf(number, sizeof number, "%d", k + 1);
    if (strcmp(text, number) == 0) return k;
  }
  complain(l, "no-such-key", "subject_id", text, "the number of a permission, counted from 1 in the order of its cells");
  return -1;
}

static void read_proof(loader *l) {
  lfl_proof *r = ADD(l, r, lfl_plan_add_proof);
  if (get_whole(l, "proof_no", 0, INT_MAX, false) != l->plan->n_proofs - 1) complain(l, "order", "proof_no", get_text(l, "proof_no"), "proofs numbered from 0, in order");
  r->kind = (lfl_proof_kind)or_first(get_name(l, "kind", proof_name, LFL_PROOF_TARGET_ALL_WILLING + 1));
  r->subject_i = -1;
  if (r->kind != LFL_PROOF_LEVEL) {
    r->subject_i = get_key(l, "subject_id", l->targets, "a target_id of the scenario", false);
    return;
  }
  int level = get_name(l, "subject_id", level_name, LFL_N_LEVELS);
  for (int k = 0; k < l->plan->n_levels; k++)
    if ((int)l->plan->levels[k].kind == level) r->subject_i = k;
  if (r->subject_i < 0) complain(l, "no-such-key", "subject_id", get_text(l, "subject_id"), "a level of the plan");
}

/* Rows of one proof stand together; repairs without a row may start whenever they can. */
static void read_proof_repair(loader *l) {
  int proof = get_whole(l, "proof_no", 0, l->plan->n_proofs - 1, false), k = get_key(l, "project_id", l->projects, "a project_id of the scenario", false), n = l->s->n_projects;
  if (k < 0 || proof < 0 || proof >= l->plan->n_proofs) return;
  lfl_proof *r = &l->plan->proofs[proof];
  if (!r->least) {
    l->box = lfl_arena_new(l->plan->arena, 2 * (size_t)n + 1, int);
    if (!l->box) {
      l->no_memory = true;
      return;
    }
    for (int i = 0; i < n; i++) l->box[n + i] = l->s->n_days;
    r->least = l->box;
    r->most = l->box + n;
  }
  if (r->least != l->box || l->box[k] > 0 || l->box[n + k] < l->s->n_days) {
    complain(l, "order", "proof_no", get_text(l, "proof_no"), "the rows of a proof together, each project once");
    return;
  }
  l->box[k] = get_whole(l, "from_start_day", 0, l->s->n_days, false);
  l->box[n + k] = get_whole(l, "to_start_day", l->box[k], l->s->n_days, false);
}

/* The one column that says what a limit counts beside places, by the limit. */
static int get_limit_subject(loader *l, lfl_row limit) {
  switch (limit) {
    case LFL_ROW_STOCK: return get_key(l, "subject_id", l->items, "an item_id of the scenario", false);
    case LFL_ROW_SERVICE:
    case LFL_ROW_PEOPLE:
    case LFL_ROW_READY:
    case LFL_ROW_LEAST: return get_key(l, "subject_id", l->needs, "a need that is planned", false);
    case LFL_ROW_CREW: return get_key(l, "subject_id", l->crews, "a crew_id of the scenario", false);
    case LFL_ROW_FLEET: return get_key(l, "subject_id", l->fleets, "a fleet_id of the scenario", false);
    case LFL_ROW_LINK:
    case LFL_ROW_LINK_BACK:
    case LFL_ROW_WALK:
    case LFL_ROW_WALK_BACK: return get_key(l, "subject_id", l->links, "a link_id of the scenario", false);
    case LFL_ROW_MONEY: return get_key(l, "subject_id", l->pledges, "a pledge_id of the scenario", false);
    case LFL_ROW_PERMISSION: return get_permission(l);
    case LFL_ROW_CARE:
    case LFL_ROW_CARE_BEDS: return get_key(l, "subject_id", l->facilities, "a facility_id of the scenario", false);
    case LFL_ROW_ESCORT: return get_key(l, "subject_id", l->escorts, "an escort_id of the scenario", false);
    case LFL_ROW_ORDER: return get_key(l, "subject_id", l->projects, "a project_id of the scenario", false);
    case LFL_ROW_HOLD: return get_name(l, "subject_id", level_name, LFL_N_LEVELS);
    default: break;
  }
  if (get_text(l, "subject_id")) complain(l, "not-blank", "subject_id", get_text(l, "subject_id"), "a blank cell: this limit counts nothing beside its place");
  return 0;
}

static void read_multiplier(loader *l) {
  lfl_multiplier_row *r = ADD(l, r, lfl_plan_add_multiplier);
  r->proof_i = get_whole(l, "proof_no", 0, l->plan->n_proofs - 1, false);
  r->limit = (lfl_row)or_first(get_name(l, "limit", limit_name, LFL_N_ROWS));
  lfl_row_shape shape = lfl_row_shape_of(l->s, r->limit);
  int subject = get_limit_subject(l, r->limit);
  r->a = shape.has_place ? get_place(l, "place_id") : subject;
  r->b = shape.has_place ? subject : 0;
  if (!shape.has_place && get_text(l, "place_id")) complain(l, "not-blank", "place_id", get_text(l, "place_id"), "a blank cell: this limit is of no place");
  int latest = l->s->n_days - 1;
  r->from_day = shape.has_days ? get_day(l, "from_day") : get_whole(l, "from_day", latest + 1, latest, true);
  r->to_day = shape.has_days ? get_day(l, "to_day") : get_whole(l, "to_day", latest + 1, latest, true);
  r->value = need_number(l, "multiplier");
}

/* What of it makes no sense is not gone by (engine/start.c). */
static void read_start(loader *l) {
  const char *part = keep_text(l, "part"), *text = keep_text(l, "text");
  if (!part || !text) {
    if (!l->no_memory) complain(l, "text-expected", "text", NULL, "text, as lifeline plan writes it");
    return;
  }
  lfl_start_row *r = ADD(l, r, lfl_plan_add_start);
  *r = (lfl_start_row){part, text};
}

static void read_plan(loader *l) {
  static const struct {
    const char *table;
    void (*read)(loader *);
  } steps[] = {{"ways", read_way}, {"way_links", read_way_link}, {"service", read_service}, {"people", read_people},
               {"movements", read_movement}, {"deliveries", read_delivery}, {"draws", read_draw}, {"uses", read_use},
               {"stocks", read_stock}, {"builds", read_build}, {"capacity", read_capacity}, {"care", read_care}, {"referrals", read_referral}, {"kits", read_kit}, {"spending", read_spending}, {"money_gains", read_money_gain},
               {"targets", read_target}, {"binding", read_binding}, {"conflicts", read_conflict}, {"offers", read_offer}, {"claims", read_claim}, {"levels", read_level},
               {"sets", read_set}, {"set_targets", read_set_target}, {"proofs", read_proof}, {"proof_repairs", read_proof_repair},
               {"projects", read_repair}, {"repair_gains", read_repair_gain}, {"multipliers", read_multiplier}, {"start", read_start}};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !l->no_memory && l->n_errors < MOST_ERRORS; i++)
    read_table(l, steps[i].table, steps[i].read);
  l->table = NULL;
  l->row = 0;
}

/* ---- the file ------------------------------------------------------------------------------------------- */

typedef struct metadata {
  const char *format, *version, *name, *audience, *stopped, *binding_sought, *is_whole;
} metadata;

static void read_metadata(loader *l, lfl_arena *arena, metadata *m) {
  *m = (metadata){0};
  OGRLayerH layer = is_real_table(l, "lifeline_metadata") ? GDALDatasetGetLayerByName(l->dataset, "lifeline_metadata") : NULL;
  if (!layer) return;
  int key = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), "key"), value = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), "value");
  if (key < 0 || value < 0) return;
  const struct {
    const char *key;
    const char **to;
  } wanted[] = {{"format", &m->format}, {"version", &m->version}, {"name", &m->name}, {"audience", &m->audience},
                {"stopped", &m->stopped}, {"binding_sought", &m->binding_sought}, {"is_whole", &m->is_whole}};
  OGR_L_ResetReading(layer);
  for (int n = 0; n < 100; n++) {
    OGRFeatureH row = OGR_L_GetNextFeature(layer);
    if (!row) break;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
      if (strcmp(OGR_F_GetFieldAsString(row, key), wanted[i].key) == 0 && OGR_F_IsFieldSetAndNotNull(row, value)) {
        *wanted[i].to = lfl_arena_strdup(arena, OGR_F_GetFieldAsString(row, value));
        if (!*wanted[i].to) l->no_memory = true;
      }
    OGR_F_Destroy(row);
  }
}

/* No scenario layer may be a view: the reader of tables takes what the file lists. */
static bool has_only_tables(loader *l) {
  int n = GDALDatasetGetLayerCount(l->dataset);
  for (int i = 0; i < n && !l->no_memory; i++) {
    const char *name = OGR_L_GetName(GDALDatasetGetLayer(l->dataset, i));
    if (strncmp(name, "scenario_", 9) != 0) continue;
    bool is_odd = strpbrk(name, "'\"\\%") != NULL;
    if (!is_odd && is_real_table(l, name)) continue;
    complain(l, "not-a-table", NULL, name, "a table as lifeline plan writes it, not a view");
    return false;
  }
  return true;
}

static lfl_ids *index_keys(loader *l, int n, const char *(*key_of)(const lfl_scenario *, int)) {
  lfl_ids *ids = lfl_ids_create();
  for (int i = 0; ids && i < n; i++) {
    const char *key = key_of(l->s, i);
    if (key && !lfl_ids_put(ids, key, i) && lfl_ids_get(ids, key) < 0) l->no_memory = true;
  }
  if (!ids) l->no_memory = true;
  return ids;
}
static const char *place_key(const lfl_scenario *s, int i) { return s->places[i].id; }
static const char *link_key(const lfl_scenario *s, int i) { return s->links[i].id; }
static const char *fleet_key(const lfl_scenario *s, int i) { return s->fleets[i].id; }
static const char *item_key(const lfl_scenario *s, int i) { return s->items[i].id; }
static const char *need_key(const lfl_scenario *s, int i) { return s->needs[i].id; }
static const char *construction_key(const lfl_scenario *s, int i) { return s->constructions[i].id; }
static const char *crew_key(const lfl_scenario *s, int i) { return s->crews[i].id; }
static const char *escort_key(const lfl_scenario *s, int i) { return s->escorts[i].id; }
static const char *project_key(const lfl_scenario *s, int i) { return s->projects[i].id; }
static const char *facility_key(const lfl_scenario *s, int i) { return s->facilities[i].id; }
static const char *pledge_key(const lfl_scenario *s, int i) { return s->pledges[i].id; }
static const char *target_key(const lfl_scenario *s, int i) { return s->targets[i].id; }
static const char *claim_key(const lfl_scenario *s, int i) { return s->claims[i].id; }

static void load_rows(loader *l) {
  const lfl_scenario *s = l->s;
  l->places = index_keys(l, s->n_places, place_key);
  l->links = index_keys(l, s->n_links, link_key);
  l->fleets = index_keys(l, s->n_fleets, fleet_key);
  l->items = index_keys(l, s->n_items, item_key);
  l->needs = index_keys(l, s->n_needs, need_key);
  l->constructions = index_keys(l, s->n_constructions, construction_key);
  l->pledges = index_keys(l, s->n_pledges, pledge_key);
  l->projects = index_keys(l, s->n_projects, project_key);
  l->targets = index_keys(l, s->n_targets, target_key);
  l->claims = index_keys(l, s->n_claims, claim_key);
  l->crews = index_keys(l, s->n_crews, crew_key);
  l->escorts = index_keys(l, s->n_escorts, escort_key);
  l->facilities = index_keys(l, s->n_facilities, facility_key);
  if (!l->no_memory) read_plan(l);
  lfl_ids *const all[] = {l->places, l->links, l->fleets, l->items, l->needs, l->constructions, l->pledges, l->targets, l->claims, l->crews, l->escorts, l->facilities, l->projects};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) lfl_ids_destroy(all[i]);
}

const char *store_find_plan(const char *path, lfl_arena *arena) {
  VSIStatBufL stat;
  if (VSIStatL(path, &stat) != 0 || !VSI_ISDIR(stat.st_mode)) return path;
  size_t n = strlen(path);
  while (n > 1 && path[n - 1] == '/') n--;
  return lfl_arena_printf(arena, "%.*s/plan.gpkg", (int)n, path);
}

/* For whom the file was written; what is no audience is taken for the widest. */
static lfl_sensitivity audience_of(const char *text) {
  static const char *const names[] = {"public", "partners", "restricted"};
  for (int k = 0; text && k < 3; k++)
    if (strcmp(names[k], text) == 0) return (lfl_sensitivity)k;
  return LFL_PUBLIC;
}

/* Is this a file of a plan, and a whole one? */
static lfl_status judge_metadata(loader *l, const metadata *m) {
  if (l->no_memory) return LFL_ERR_MEMORY;
  if (!m->format || strcmp(m->format, STORE_FORMAT) != 0) {
    complain(l, "not-a-plan", NULL, m->format, "a plan.gpkg written by this version of lifeline plan, in format " STORE_FORMAT);
    return LFL_ERR_DATA;
  }
  if (!m->is_whole || strcmp(m->is_whole, "1") != 0) {
    complain(l, "plan-cut", NULL, m->audience,
             "a whole copy: this one leaves out what its readers may not see, so it cannot be re-opened or verified; one made with --for restricted can (docs/DECISIONS/0003-audiences.md)");
    return LFL_ERR_DATA;
  }
  return LFL_OK;
}

static lfl_status open_and_judge(loader *l, const char *path, lfl_arena *arena, metadata *m) {
  static const char *const drivers[] = {"GPKG", NULL};
  l->dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
  if (!l->dataset) {
    VSIStatBufL stat;
    bool is_file = VSIStatL(path, &stat) == 0;
    complain(l, "cannot-open", NULL, NULL, is_file ? "a GeoPackage that can be read" : "a plan.gpkg, or the folder that holds it");
    return is_file ? LFL_ERR_DATA : LFL_ERR_IO;
  }
  read_metadata(l, arena, m);
  lfl_status status = judge_metadata(l, m);
  if (status == LFL_OK && !has_only_tables(l)) status = LFL_ERR_DATA;
  return l->no_memory ? LFL_ERR_MEMORY : status;
}

lfl_status lfl_plan_read(const char *path, lfl_diags *diags, lfl_tables **out_tables, lfl_scenario **out_scenario, lfl_plan **out_plan) {
  *out_tables = NULL;
  *out_scenario = NULL;
  *out_plan = NULL;
  lfl_arena *arena = lfl_arena_create();
  const char *file = arena ? store_find_plan(path, arena) : NULL;
  if (!file) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  GDALAllRegister();
  store_hush_gdal();
  const char *slash = strrchr(file, '/');
  loader l = {.diags = diags, .file = slash ? slash + 1 : file};
  metadata m;
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  lfl_diags found = {0}; /* of the scenario: only errors matter here, the rest was said when it was planned */
  lfl_status status = open_and_judge(&l, file, arena, &m);
  if (status == LFL_OK && !lfl_diags_init(&found)) status = LFL_ERR_MEMORY;
  if (status == LFL_OK) status = tables_read_prefixed(file, "scenario_", &found, &tables);
  if (status == LFL_OK && m.name && !(tables->name = lfl_arena_strdup(tables->arena, m.name))) status = LFL_ERR_MEMORY;
  if (status == LFL_OK) tables->state = LFL_TABLES_OF_PLAN;
  if (status == LFL_OK) status = lfl_scenario_build(tables, &found, &scenario);
  for (int i = 0; i < found.n; i++)
    if (found.items[i].severity == LFL_ERROR) lfl_diags_add(diags, &found.items[i]);
  if (status == LFL_OK) {
    l.s = scenario;
    l.plan = lfl_plan_create(scenario);
    if (!l.plan) l.no_memory = true;
    else load_rows(&l);
    if (l.plan) l.plan->audience = audience_of(m.audience);
    if (l.plan) l.plan->is_binding_sought = m.binding_sought && strcmp(m.binding_sought, "1") == 0;
    if (l.plan && m.version) l.plan->version = lfl_arena_strdup(l.plan->arena, m.version);
    if (l.plan && m.stopped) l.plan->stopped = lfl_arena_strdup(l.plan->arena, m.stopped);
    if (l.plan && (!l.plan->version || (m.stopped && !l.plan->stopped))) l.no_memory = true;
    status = l.no_memory || diags->failed ? LFL_ERR_MEMORY : l.n_errors ? LFL_ERR_DATA : LFL_OK;
  }
  if (l.dataset) GDALClose(l.dataset);
  CPLPopErrorHandler();
  lfl_diags_clear(&found);
  lfl_arena_destroy(arena);
  if (status != LFL_OK) {
    lfl_plan_destroy(l.plan);
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(tables);
    return status;
  }
  *out_tables = tables;
  *out_scenario = scenario;
  *out_plan = l.plan;
  return LFL_OK;
}
