/* The contract's tables and columns (docs/SCENARIO.md is checked against this file).
 * Tests: tests/unit/test_units.c. */
#include "model/schema.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "units/units.h"

#define ANY (-1e300), 1e300
#define POSITIVE 1e-9, 1e300
#define NONNEGATIVE 0.0, 1e300
#define SHARE 0.0, 1.0
#define TEXT(name, blank, note) {name, LFL_TYPE_TEXT, NULL, ANY, false, false, NULL, NULL, blank, note}
#define TEXT_REQUIRED(name, note) {name, LFL_TYPE_TEXT, NULL, ANY, true, false, NULL, NULL, NULL, note}
#define KEY(name, note) {name, LFL_TYPE_KEY, NULL, ANY, true, false, NULL, NULL, NULL, note}
#define NUMBER(name, unit, range, blank, note) {name, LFL_TYPE_NUMBER, unit, range, false, false, NULL, NULL, blank, note}
#define NUMBER_REQUIRED(name, unit, range, note) {name, LFL_TYPE_NUMBER, unit, range, true, false, NULL, NULL, NULL, note}
#define LIMIT(name, unit, blank, note) {name, LFL_TYPE_NUMBER, unit, NONNEGATIVE, false, true, NULL, NULL, blank, note}
#define WHOLE(name, blank, note) {name, LFL_TYPE_WHOLE, NULL, NONNEGATIVE, false, false, NULL, NULL, blank, note}
#define DAY(name, blank, note) {name, LFL_TYPE_DAY, NULL, ANY, false, false, NULL, NULL, blank, note}
#define DAY_REQUIRED(name, note) {name, LFL_TYPE_DAY, NULL, ANY, true, false, NULL, NULL, NULL, note}
#define FLAG(name, blank, note) {name, LFL_TYPE_FLAG, NULL, ANY, false, false, NULL, NULL, blank, note}
#define CHOICE(name, choices, note) {name, LFL_TYPE_CHOICE, NULL, ANY, true, false, choices, NULL, NULL, note}
#define CHOICE_OR(name, choices, blank, note) {name, LFL_TYPE_CHOICE, NULL, ANY, false, false, choices, NULL, blank, note}
#define REF(name, table, note) {name, LFL_TYPE_REF, NULL, ANY, true, false, NULL, table, NULL, note}
#define REF_OR(name, table, blank, note) {name, LFL_TYPE_REF, NULL, ANY, false, false, NULL, table, blank, note}

static const lfl_column SCENARIO[] = {
    KEY("key", "what is set"),
    TEXT("value", "the key's default", "its value"),
    TEXT("unit", "the key's own unit", "unit of the value"),
};
static const lfl_column PLACES[] = {
    KEY("place_id", "P-code where one exists, else any short name used once"),
    TEXT("name", "the place_id", "name as people say it"),
    CHOICE("kind", "area|site|hub|crossing", "area: where people live; site: can be opened; hub: store; crossing: entry point"),
    REF_OR("parent_id", "places", "belongs to none", "place that it is a part of; a parent counts its children"),
    {"lat_deg", LFL_TYPE_NUMBER, "deg", -90, 90, false, false, NULL, NULL, "not on the map, and no roads are guessed", "latitude, WGS84"},
    {"lon_deg", LFL_TYPE_NUMBER, "deg", -180, 180, false, false, NULL, NULL, "not on the map, and no roads are guessed", "longitude, WGS84"},
    NUMBER("people", NULL, NONNEGATIVE, "nobody", "people there on day 0"),
    NUMBER("people_in_need_share", "share", SHARE, "1: all", "share of them in need"),
    NUMBER("willing_share", "share", SHARE, "not recorded: nobody is planned to move", "share who said they wish to leave; needs source, date and method"),
    NUMBER("limited_mobility_share", "share", SHARE, "0", "share who can only travel by accessible bus"),
    LIMIT("usable_m2", "m2", "area: no limit; site: 0", "land that can be built on or lived on"),
    NUMBER("water_yield_l_per_day", "l_per_day", NONNEGATIVE, "0", "water that can be drawn there each day"),
    NUMBER("fuel_l_per_m3", "l_per_m3", NONNEGATIVE, "0: needs no fuel", "fuel to pump one cubic metre"),
    NUMBER("shelter_places", NULL, NONNEGATIVE, "0", "people whom existing shelter serves at the minimum tier"),
    NUMBER("toilet_places", NULL, NONNEGATIVE, "0", "people whom existing toilets serve at the minimum tier"),
    NUMBER("tap_places", NULL, NONNEGATIVE, "0", "people whom existing taps serve at the minimum tier"),
    NUMBER("health_places", NULL, NONNEGATIVE, "0", "people whom existing health posts serve at the minimum tier"),
    NUMBER("bed_places", NULL, NONNEGATIVE, "0", "people whom existing hospital beds serve at the minimum tier"),
    LIMIT("trucks_per_day", "per_day", "a crossing must say; a hub has no limit", "loaded vehicles that may leave on a day"),
    NUMBER("delivered_share", "share", SHARE, "1, reported", "crossing: share of what is loaded that arrives"),
    LIMIT("storage_m3", "m3", "no limit", "volume that can lie there overnight"),
    TEXT("geometry_wkt", "a point at lat, lon", "outline as WKT in WGS84 (lon lat)"),
};
static const lfl_column POPULATION_CHANGES[] = {
    REF("place_id", "places", "place"),
    DAY_REQUIRED("day", "day or date"),
    NUMBER_REQUIRED("people", NULL, ANY, "people who come (+) or leave (-), planned by nobody"),
};
static const lfl_column STATUS[] = {
    CHOICE("subject", "place|link|fleet|crew|facility", "what the row is about"),
    TEXT_REQUIRED("subject_id", "its key"),
    DAY("from_day", "0", "first day"),
    DAY("to_day", "to the end", "last day"),
    CHOICE("status", "open|at_risk|closed", "in the words of whoever declared it"),
    NUMBER("capacity_share", "share", SHARE, "1", "scales yield, handling, link capacity or number; 0 is nothing, also of what has no limit"),
};
static const lfl_column LINKS[] = {
    KEY("link_id", "any short name used once"),
    REF("from_id", "places", "one end"),
    REF("to_id", "places", "other end"),
    NUMBER("length_km", "km", POSITIVE, "straight line times the detour ratio", "length"),
    NUMBER("speed_km_per_h", "km_per_h", POSITIVE, "default speed", "speed of a loaded truck"),
    LIMIT("vehicles_per_day", "per_day", "no limit", "loaded vehicles a day in each direction"),
    LIMIT("people_per_day", "per_day", "nobody walks", "people a day on foot in each direction"),
    FLAG("two_way", "1", "1: both ways, 0: only from from_id to to_id"),
};
static const lfl_column FLEETS[] = {
    KEY("fleet_id", "any short name used once"),
    CHOICE("vehicle", "truck|tanker|bus|accessible_bus|ambulance", "kind of vehicle; ambulances carry patients only"),
    NUMBER_REQUIRED("n_vehicles", NULL, NONNEGATIVE, "vehicles fit for work"),
    NUMBER("payload_kg", "kg", NONNEGATIVE, "default payload", "load of one vehicle by mass"),
    NUMBER("volume_m3", "m3", NONNEGATIVE, "default volume", "load of one vehicle by volume"),
    NUMBER("seats", NULL, NONNEGATIVE, "default seats of a bus or ambulance", "people in one bus, patients in one ambulance"),
    {"hours_per_day", LFL_TYPE_NUMBER, NULL, 0.1, 24, false, false, NULL, NULL, "8", "hours of work a day"},
    NUMBER("load_unload_h", "h", NONNEGATIVE, "default hours", "loading and unloading for one round trip"),
    NUMBER("cost_per_km", NULL, NONNEGATIVE, "default cost", "cost of a kilometre driven"),
    NUMBER("cost_per_vehicle_day", NULL, NONNEGATIVE, "0", "cost of a vehicle for a day"),
    NUMBER("fuel_l_per_km", NULL, NONNEGATIVE, "0: its fuel is not counted", "fuel that a vehicle burns on a kilometre"),
    REF_OR("fuel_place_id", "places", "required where fuel_l_per_km is above 0", "place out of whose stock of fuel it drives"),
};
static const lfl_column ITEMS[] = {
    KEY("item_id", "any short name; one of the item library brings its figures"),
    TEXT("name", "the item_id", "name as people say it"),
    TEXT("need", "the item library's; required of any other item", "need that it serves (food, medicine, hygiene, household, shelter, ...) or fuel"),
    NUMBER("mass_kg", "kg", NONNEGATIVE, "the item library's figure, else 0 and said so", "mass of a unit"),
    NUMBER("volume_m3", "m3", NONNEGATIVE, "the item library's figure, else 0 and said so", "volume of a unit"),
    NUMBER("people_served", NULL, NONNEGATIVE, "the item library's figure, else 0", "people whom a unit serves"),
    NUMBER("duration_days", "days", POSITIVE, "given once: serves from that day on", "days for which a unit serves them"),
};
static const lfl_column SUPPLIES[] = {
    REF("item_id", "items", "item"),
    REF("place_id", "places", "where it is or arrives"),
    DAY("day", "0", "day from which it is there"),
    NUMBER_REQUIRED("units", NULL, NONNEGATIVE, "how many units"),
    NUMBER("unit_price", NULL, NONNEGATIVE, "0: already owned", "price of a unit"),
};
static const lfl_column CONSTRUCTION[] = {
    KEY("construction_id", "any short name used once"),
    CHOICE("capacity", "shelter|toilet|tap|health|health_beds", "what it gives"),
    NUMBER_REQUIRED("people_per_unit", NULL, POSITIVE, "people served by one at the minimum tier"),
    NUMBER("worker_days_per_unit", NULL, NONNEGATIVE, "default work", "work to build one"),
    NUMBER("m2_per_unit", "m2", NONNEGATIVE, "0", "land under one"),
    REF_OR("crew_id", "crews", "needs no crew: work takes no time and no wages", "crew that builds it"),
    NUMBER("cost_per_unit", NULL, NONNEGATIVE, "0", "cost of one, without its items and wages"),
    WHOLE("settle_days", "0", "days from built to usable"),
};
static const lfl_column KIT_ITEMS[] = {
    REF("kit_id", "items", "kit that the module is part of"),
    REF("item_id", "items", "module; serves nothing without the others"),
    NUMBER_REQUIRED("units_per_kit", NULL, POSITIVE, "units of the module in one kit"),
};
static const lfl_column CONSTRUCTION_ITEMS[] = {
    REF("construction_id", "construction", "what is built"),
    REF("item_id", "items", "item built in"),
    NUMBER_REQUIRED("units_per_unit", NULL, NONNEGATIVE, "units of the item in one"),
};
static const lfl_column CREWS[] = {
    KEY("crew_id", "any short name used once"),
    NUMBER_REQUIRED("n_workers", NULL, NONNEGATIVE, "workers on a day"),
    REF_OR("place_id", "places", "works anywhere", "works only there"),
    DAY("from_day", "0", "first day"),
    DAY("to_day", "to the end", "last day"),
    NUMBER("wage_per_worker_day", NULL, NONNEGATIVE, "0", "cost of a worker for a day"),
};
static const lfl_column FACILITIES[] = {
    KEY("facility_id", "any short name used once"),
    TEXT("name", "the facility_id", "name as people say it"),
    REF("place_id", "places", "where it stands"),
    CHOICE("kind", "hospital|health_centre|health_post", "hospital: reached by vehicle; centre, post: on foot"),
    CHOICE("status", "functioning|partly|not", "does it work"),
    NUMBER("functioning_share", "share", SHARE, "functioning: 1; partly: default share; not: 0", "share of its capacity that works"),
    NUMBER("people_capacity", NULL, NONNEGATIVE, "a centre: the standard's people for one; others: 0", "people whom it serves (need health) when all of it works"),
    NUMBER("beds", NULL, NONNEGATIVE, "0", "beds (need health_beds) when all of it works"),
    NUMBER("fuel_l_per_day", "l_per_day", NONNEGATIVE, "0: needs no fuel", "fuel out of the stock at its place when all of it works"),
    NUMBER("catchment_h", "h", NONNEGATIVE, "default hours of its kind", "how long people may take to reach it"),
    NUMBER("referral_h", "h", NONNEGATIVE, "0: nobody is carried there", "how long patients from outside the catchment may be on the road in an ambulance or accessible bus"),
    NUMBER("patients_per_10000_per_day", NULL, NONNEGATIVE, "default rate", "of the people whom its beds serve elsewhere, patients to be carried there"),
    {"lat_deg", LFL_TYPE_NUMBER, "deg", -90, 90, false, false, NULL, NULL, "not on the map", "latitude, WGS84"},
    {"lon_deg", LFL_TYPE_NUMBER, "deg", -180, 180, false, false, NULL, NULL, "not on the map", "longitude, WGS84"},
};
static const lfl_column PROJECTS[] = {
    KEY("project_id", "any short name used once"),
    REF_OR("place_id", "places", "see link_id", "place repaired"),
    REF_OR("link_id", "links", "see place_id", "link repaired"),
    NUMBER("worker_days", NULL, NONNEGATIVE, "0", "work, the same number of workers on each of its days"),
    REF_OR("crew_id", "crews", "needs no crew: work takes no time and no wages", "crew that does it; shared with what is built on the same days"),
    NUMBER("cost", NULL, NONNEGATIVE, "0", "cost without wages, paid on the day it starts"),
    WHOLE("min_days", "0", "days it takes at least, however many workers there are"),
    TEXT("column", "restores nothing, but others may need it", "number that it raises from the day after it is finished: of places shelter_places, toilet_places, tap_places, health_places, bed_places, water_yield_l_per_day, trucks_per_day, storage_m3 or usable_m2; of links vehicles_per_day or people_per_day"),
    NUMBER("amount", NULL, NONNEGATIVE, "an error where there is a column", "by how much; above 0"),
    REF_OR("needs_project_id", "projects", "needs none", "project to be done first"),
};
static const lfl_column PERMISSIONS[] = {
    CHOICE("subject", "place|link", "what the row is about"),
    TEXT_REQUIRED("subject_id", "its key"),
    DAY("from_day", "0", "first day"),
    DAY("to_day", "to the end", "last day"),
    {"convoys_per_day", LFL_TYPE_NUMBER, NULL, NONNEGATIVE, true, true, NULL, NULL, NULL, "convoys asked for or allowed on a day"},
    NUMBER("trucks_per_convoy", NULL, NONNEGATIVE, "default convoy", "vehicles in one"),
    NUMBER("approval_share", "share", SHARE, "1", "share of the convoys asked for that is let through"),
    TEXT("slots", "not told", "times of day at which convoys leave, as 06:00; 10:30, for the notification list"),
    NUMBER("notice_days", "days", NONNEGATIVE, "0", "days of notice: nothing passes before they are over"),
    DAY("notice_from_day", "0: the day of the decision", "day on which notice is given; may lie before day 0"),
    REF_OR("escort_id", "escorts", "none is needed", "escort without which nothing passes"),
};
static const lfl_column ESCORTS[] = {
    KEY("escort_id", "any short name used once"),
    NUMBER_REQUIRED("convoys_per_day", NULL, NONNEGATIVE, "convoys that it can go with on a day, over all permissions that name it"),
    NUMBER("vehicles_per_convoy", NULL, NONNEGATIVE, "default convoy", "vehicles in one"),
    DAY("from_day", "0", "first day"),
    DAY("to_day", "to the end", "last day"),
};
static const lfl_column PLEDGES[] = {
    KEY("pledge_id", "any short name used once"),
    TEXT("donor", "unknown", "who pays"),
    NUMBER_REQUIRED("amount", NULL, NONNEGATIVE, "how much"),
    TEXT("currency", "the scenario's", "of the amount"),
    DAY("from_day", "0", "day from which it can be spent"),
    CHOICE_OR("earmark_kind", "none|sector|place|item", "none", "what it is bound to"),
    TEXT("earmark_id", "none", "the sector (a need, shelter, wash, food, health, logistics, movement; security pays no relief), place or item"),
    REF_OR("condition_id", "conditions", "none", "condition on it"),
    TEXT("receiver", "unknown", "organisation that receives it"),
    REF_OR("passed_on_from", "pledges", "own money", "pledge of which this one passes on a part: the part is counted here and no longer there"),
    REF_OR("repays_pledge_id", "pledges", "repays none", "loan or advance that is paid back from this money: what is paid back is counted there only"),
    CHOICE_OR("earmarking", "unearmarked|softly|earmarked|tightly", "unknown", "how narrowly the donor says it is bound (IATI, Grand Bargain)"),
};
static const lfl_column RATES[] = {
    TEXT_REQUIRED("currency", "code of a currency that pledges are in, as EUR"),
    DAY("day", "0", "day from which the rate holds"),
    NUMBER_REQUIRED("rate", NULL, NONNEGATIVE, "units of the scenario's currency for one of it"),
};
static const lfl_column CONDITIONS[] = {
    KEY("condition_id", "any short name used once"),
    TEXT("text", "none", "the condition in words"),
    DAY("from_day", "never met", "day from which it is taken as met"),
};
static const lfl_column STANDARDS[] = {
    TEXT("standard_set", "the scenario's", "set that the row belongs to"),
    {"indicator_id", LFL_TYPE_TEXT, NULL, ANY, true, false, NULL, NULL, NULL, "indicator overridden"},
    TEXT("need", "as in the set", "need"),
    CHOICE_OR("tier", "survival|minimum|all", "as in the set", "tier; all: of no tier, as losses of water are"),
    NUMBER_REQUIRED("value", NULL, NONNEGATIVE, "value"),
    TEXT("unit", "as in the set", "unit of the value"),
    CHOICE_OR("kind", "standard|assumption|observed", "assumption", "what the value is"),
    TEXT("note", "none", "remark"),
};
static const lfl_column TARGETS[] = {
    KEY("target_id", "any short name used once"),
    CHOICE("kind", "move_out|served|capacity", "what is asked for"),
    REF_OR("place_id", "places", "everywhere", "place; a parent counts its children"),
    TEXT("need", "all planned needs", "need (served) or capacity"),
    CHOICE_OR("tier", "survival|minimum", "survival", "tier (served)"),
    LIMIT("people", NULL, "all", "how many people"),
    DAY_REQUIRED("by_day", "day or date"),
};
static const lfl_column ASSUMPTIONS[] = {
    TEXT_REQUIRED("set_id", "name of the set: a party or an option"),
    TEXT_REQUIRED("table", "table changed"),
    TEXT_REQUIRED("row_id", "key of the row; its number where there is no key; * for all; +name for a new row"),
    TEXT_REQUIRED("column", "column changed"),
    TEXT("value", "makes the cell blank", "other value; in a day column of an option also start, start+14, start-7"),
    TEXT("topic", "table and column", "what the number is about: numbers of one topic are one assumption when parties differ"),
};
static const lfl_column OPTIONS[] = {
    KEY("set_id", "the set: its numbers are the rows of assumptions with this set_id (none: the scenario's own)"),
    CHOICE("kind", "party|option", "party: whose numbers; option: an arrangement that may be agreed"),
    TEXT("name", "the set_id", "name as people say it"),
    TEXT("description", "none", "what is meant, in words, without how likely it is"),
    DAY("from_day", "0", "day from which an option's changes hold"),
    REF_OR("condition_id", "conditions", "none", "condition on it, taken as met on its first day: pledges on the same condition open then"),
    TEXT("run_by", "not said", "who runs the crossing"),
    TEXT("secured_by", "not said", "who secures distribution"),
};
static const lfl_column STAGES[] = {
    TEXT("set_id", "the scenario's own", "party that sees it so"),
    REF("place_id", "places", "crossing"),
    {"step", LFL_TYPE_WHOLE, NULL, 1, 100, true, false, NULL, NULL, NULL, "1 for the first stage, and so on"},
    TEXT_REQUIRED("stage", "submitted, screened, crossed, collected, delivered, or as people say"),
    NUMBER("share", "share", SHARE, "1: all", "share of the stage before, in full loads, that passes (trucks half filled: 0.5)"),
    NUMBER("trucks_per_day", "per_day", NONNEGATIVE, "not counted here", "trucks counted at this stage when all is open; at one stage of a crossing only"),
};
static const lfl_column CLAIMS[] = {
    KEY("claim_id", "any short name used once"),
    TEXT("text", "none", "the statement, in your own words"),
    TEXT("indicator", "nothing decides it", "figure that decides it, see docs/SCENARIO.md"),
    NUMBER("value_low", NULL, ANY, "open", "true if the figure is at least this"),
    NUMBER("value_high", NULL, ANY, "open", "true if the figure is at most this"),
};
static const lfl_column NEGOTIABLE[] = {
    TEXT_REQUIRED("table", "table of the number: places, fleets, crews, links, permissions, escorts, supplies or pledges"),
    TEXT_REQUIRED("row_id", "key of its row; the number of the row in tables without a key"),
    TEXT_REQUIRED("column", "the number: trucks_per_day, storage_m3, usable_m2, water_yield_l_per_day, n_vehicles, n_workers, vehicles_per_day, convoys_per_day, units or amount"),
    NUMBER_REQUIRED("step", NULL, NONNEGATIVE, "how much more of it at a time"),
    NUMBER("weight", NULL, NONNEGATIVE, "1", "price of a step, or how hard it is to get: the least sum is looked for"),
    NUMBER("at_most", NULL, NONNEGATIVE, "100 steps more", "highest value that can be hoped for"),
};
static const lfl_column COMMON[] = {
    TEXT("source", "unknown", "who says so, where"),
    {"observed_on", LFL_TYPE_DATE, NULL, ANY, false, false, NULL, NULL, "unknown", "date of the observation"},
    TEXT("method", "unknown", "how it was found out"),
    CHOICE_OR("reliability", "confirmed|reported|assumed", "unknown", "how sure it is"),
    CHOICE_OR("sensitivity", "public|partners|restricted", "partners; in facilities: restricted", "who may see it"),
};

#define TABLE(name, columns, note) {name, note, columns, (int)(sizeof columns / sizeof columns[0])}
static const lfl_table_schema TABLES[] = {
    TABLE("scenario", SCENARIO, "settings of the whole scenario"),
    TABLE("places", PLACES, "areas, sites, hubs and crossings"),
    TABLE("population_changes", POPULATION_CHANGES, "people who come or leave, planned by nobody"),
    TABLE("status", STATUS, "what is open, at risk or closed, and when"),
    TABLE("links", LINKS, "roads between places"),
    TABLE("fleets", FLEETS, "vehicles"),
    TABLE("items", ITEMS, "goods"),
    TABLE("supplies", SUPPLIES, "stock and pipeline"),
    TABLE("construction", CONSTRUCTION, "what can be built"),
    TABLE("kit_items", KIT_ITEMS, "modules of kits"),
    TABLE("construction_items", CONSTRUCTION_ITEMS, "items built in"),
    TABLE("crews", CREWS, "who builds"),
    TABLE("facilities", FACILITIES, "hospitals, health centres and posts"),
    TABLE("projects", PROJECTS, "repairs"),
    TABLE("permissions", PERMISSIONS, "what convoys are let through"),
    TABLE("escorts", ESCORTS, "who goes with convoys, only where the scenario says so"),
    TABLE("pledges", PLEDGES, "money promised"),
    TABLE("conditions", CONDITIONS, "conditions on money"),
    TABLE("rates", RATES, "what other currencies are worth"),
    TABLE("standards", STANDARDS, "overrides of the standard set"),
    TABLE("targets", TARGETS, "what is asked for"),
    TABLE("assumptions", ASSUMPTIONS, "other numbers of a party or an option"),
    TABLE("options", OPTIONS, "parties and options: what the sets of assumptions are"),
    TABLE("stages", STAGES, "what becomes of trucks from submitted to delivered"),
    TABLE("claims", CLAIMS, "statements to hold against the plan"),
    TABLE("negotiable", NEGOTIABLE, "numbers that talks could change"),
};
enum { N_TABLES = sizeof TABLES / sizeof TABLES[0] };

static const lfl_key_schema KEYS[] = {
    {"title", NULL, "the container's name", "title of the plan", LFL_TYPE_TEXT, ANY, NULL},
    {"start_date", NULL, "required if any date is given, else 2000-01-01", "date of day 0", LFL_TYPE_DATE, ANY, NULL},
    {"n_days", "days", "30", "days planned", LFL_TYPE_WHOLE, 1, 3660, NULL},
    {"currency", NULL, "USD", "currency of all prices", LFL_TYPE_TEXT, ANY, NULL},
    {"standard_set", NULL, "sphere-2018", "set of standards", LFL_TYPE_TEXT, ANY, NULL},
    {"walk_limit_km", "km", "0: nobody is planned to walk", "longest way on foot", LFL_TYPE_NUMBER, 0, 100, NULL},
    {"risk_weight", NULL, "0", "weight of a day in a place at risk", LFL_TYPE_NUMBER, 0, 1e6, NULL},
    {"order", NULL, "survival fairness minimum movement cost", "levels of the objective, first to last", LFL_TYPE_TEXT, ANY, NULL},
    {"n_trucks", NULL, "as many as carry what the crossings let in; where these set no number, what is of use on a day", "trucks, where no fleets are given", LFL_TYPE_NUMBER, 0, 1e6, NULL},
    {"n_workers", NULL, "0: nothing is built", "workers, where no crews are given", LFL_TYPE_NUMBER, 0, 1e7, NULL},
    {"need_weight_", NULL, "1", "weight of a need (need_weight_water, ...)", LFL_TYPE_NUMBER, 0, 1e6, NULL},
};

int lfl_schema_n_tables(void) { return N_TABLES; }

const lfl_table_schema *lfl_schema_table(int i) { return i >= 0 && i < N_TABLES ? &TABLES[i] : NULL; }

const lfl_table_schema *lfl_schema_find(const char *name) {
  for (int i = 0; i < N_TABLES; i++)
    if (strcmp(TABLES[i].name, name) == 0) return &TABLES[i];
  return NULL;
}

const char *lfl_schema_key(const char *name) {
  const lfl_table_schema *table = lfl_schema_find(name);
  return table && table->columns[0].type == LFL_TYPE_KEY ? table->columns[0].name : NULL; /* a key stands first */
}

const lfl_column *lfl_schema_column(const lfl_table_schema *table, const char *name) {
  for (int i = 0; i < table->n_columns; i++)
    if (strcmp(table->columns[i].name, name) == 0) return &table->columns[i];
  for (size_t i = 0; i < sizeof COMMON / sizeof COMMON[0]; i++)
    if (strcmp(COMMON[i].name, name) == 0) return &COMMON[i];
  return NULL;
}

const lfl_column *lfl_schema_common(int *n) {
  *n = (int)(sizeof COMMON / sizeof COMMON[0]);
  return COMMON;
}

const lfl_key_schema *lfl_schema_keys(int *n) {
  *n = (int)(sizeof KEYS / sizeof KEYS[0]);
  return KEYS;
}

/* Counts that stand in for people served. */
static const struct {
  const char *table, *header, *column, *count;
} COUNTS[] = {
    {"places", "toilets", "toilet_places", "toilet"},
    {"places", "taps", "tap_places", "tap"},
    {"places", "health_centres", "health_places", "health"},
    {"places", "beds", "bed_places", "health_beds"},
    {"places", "households", "people", "household"},
    {"population_changes", "households", "people", "household"},
    {"targets", "households", "people", "household"},
};

int lfl_schema_counts(const lfl_table_schema *table, const char **headers) {
  int n = 0;
  for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++)
    if (strcmp(COUNTS[i].table, table->name) == 0) headers[n++] = COUNTS[i].header;
  return n;
}

const lfl_column *lfl_schema_alias(const lfl_table_schema *table, const char *header, double *factor, const char **count) {
  *factor = 1;
  *count = NULL;
  for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++)
    if (strcmp(COUNTS[i].table, table->name) == 0 && strcmp(COUNTS[i].header, header) == 0) {
      *count = COUNTS[i].count;
      return lfl_schema_column(table, COUNTS[i].column);
    }
  int base;
  const char *unit = lfl_unit_of_name(header, &base);
  for (int i = 0; unit && i < table->n_columns; i++) {
    int own_base;
    const char *own = lfl_unit_of_name(table->columns[i].name, &own_base);
    if (!own || own_base != base || strncmp(header, table->columns[i].name, (size_t)base) != 0) continue;
    *factor = lfl_unit_factor(unit, own);
    if (*factor > 0) return &table->columns[i];
  }
  return NULL;
}
