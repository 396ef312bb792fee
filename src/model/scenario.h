/* The scenario as the planner sees it: checked, in the model's units, with every blank
 * replaced by its default, and the calendar of every day worked out. Built by ingest from
 * raw tables; read by everyone else; never changed after. docs/MODEL.md says what each
 * field means to the plan.
 *
 * Units: l, kg, m3, m2, km, h, people, days from 0; money in the scenario's currency.
 * "No limit" is INFINITY. Indexes (`_i`) point into the scenario's arrays; -1 is "none".
 * Everything is owned by `arena`. */
#ifndef LFL_MODEL_SCENARIO_H
#define LFL_MODEL_SCENARIO_H
#include <stdbool.h>

#include "base/arena.h"
#include "model/tables.h"

typedef enum lfl_reliability { LFL_RELIABILITY_UNKNOWN, LFL_CONFIRMED, LFL_REPORTED, LFL_ASSUMED } lfl_reliability;
typedef enum lfl_sensitivity { LFL_PUBLIC, LFL_PARTNERS, LFL_RESTRICTED } lfl_sensitivity;

/* Where a row comes from. All of it may be unknown (NULL, -1). */
typedef struct lfl_origin {
  const char *source, *method;
  const char *observed_on; /* ISO date */
  lfl_reliability reliability;
  lfl_sensitivity sensitivity; /* blank: partners */
  int row_i;                   /* row in the raw table; -1 if made from defaults */
} lfl_origin;

typedef enum lfl_place_kind { LFL_AREA, LFL_SITE, LFL_HUB, LFL_CROSSING } lfl_place_kind;
typedef enum lfl_access { LFL_OPEN, LFL_AT_RISK, LFL_CLOSED } lfl_access;

/* What built or existing things give, counted in people at the minimum tier. */
typedef enum lfl_capacity { LFL_SHELTER, LFL_TOILET, LFL_TAP, LFL_HEALTH, LFL_BEDS, LFL_N_CAPACITIES } lfl_capacity;

/* Rings of a place's outline, or its single point: lon, lat in degrees, WGS84. */
typedef struct lfl_outline {
  int n_rings;           /* 0: none */
  const int *ring_start; /* [n_rings + 1] into points */
  const double *lon_lat; /* [2 * ring_start[n_rings]] */
} lfl_outline;

typedef struct lfl_place {
  const char *id, *name;
  lfl_place_kind kind;
  bool is_group; /* has children and no people of its own: names a region, takes no part */
  bool is_host;  /* area or site that is not a group: people can live there */
  int parent_i;
  double lat_deg, lon_deg;           /* NaN unknown */
  double people;                     /* before day 0's changes */
  double in_need_share;              /* 0..1 */
  double willing_share;              /* 0..1; 0 where not recorded */
  bool willing_recorded;
  double limited_mobility_share;     /* 0..1 */
  double usable_m2;                  /* INFINITY no limit */
  bool usable_m2_given;
  double water_yield_l_per_day;      /* 0 if blank */
  bool water_yield_given;
  double fuel_l_per_m3;              /* l of fuel to pump 1 m3 */
  double capacity_people[LFL_N_CAPACITIES]; /* existing, 0 if blank */
  bool capacity_given[LFL_N_CAPACITIES];
  double trucks_per_day;             /* crossing and hub; INFINITY no limit */
  double delivered_share;            /* crossing; 0..1 */
  double storage_m3;                 /* INFINITY no limit */
  lfl_outline outline;
  lfl_origin origin;
} lfl_place;

typedef struct lfl_population_change {
  int place_i, day;
  double people; /* signed */
  lfl_origin origin;
} lfl_population_change;

typedef struct lfl_link {
  const char *id;
  int from_i, to_i;
  double length_km, speed_km_per_h;
  double vehicles_per_day; /* each direction; INFINITY no limit */
  double people_per_day;   /* on foot, each direction; 0: nobody walks, INFINITY: no limit */
  bool two_way;
  bool made_by_default; /* from straight lines, no link table given */
  lfl_origin origin;
} lfl_link;

typedef enum lfl_vehicle { LFL_TRUCK, LFL_TANKER, LFL_BUS, LFL_ACCESSIBLE_BUS, LFL_AMBULANCE } lfl_vehicle;

typedef struct lfl_fleet {
  const char *id;
  lfl_vehicle vehicle;
  double n_vehicles, payload_kg, volume_m3, seats, hours_per_day, load_unload_h;
  double cost_per_km, cost_per_vehicle_day;
  double fuel_l_per_km; /* burnt out of the stock at fuel_place_i; 0: counts none */
  int fuel_place_i;     /* -1 where fuel_l_per_km is 0 */
  lfl_origin origin;
} lfl_fleet;

typedef enum lfl_facility_kind { LFL_HOSPITAL, LFL_HEALTH_CENTRE, LFL_HEALTH_POST } lfl_facility_kind;

/* Where people are cared for: it serves those of its catchment, the host places from which it is reached in time, and,
 * if it is a referral hospital, patients who are carried there from further away. */
typedef struct lfl_facility {
  const char *id, *name;
  int place_i;
  lfl_facility_kind kind;
  double functioning_share;        /* of its capacity, before the calendar */
  double serves[LFL_N_CAPACITIES]; /* people at the minimum tier when all of it works; health and beds only */
  double beds;
  double fuel_l_per_day;           /* when all of it works; 0 none */
  double catchment_h;              /* on foot to centres and posts, by vehicle to hospitals */
  double lat_deg, lon_deg;         /* NaN unknown */
  int n_reach;
  const int *reach_i;              /* [n_reach] host places that are in its catchment on some day, in order */
  const double *reach_h;           /* [n_reach * n_days] hours to it on the day; INFINITY: not to be reached in time */
  double referral_h;               /* patients are carried here from at most so far; 0: none are */
  double patients_a_person;        /* on a day, of the people of another place whom its beds serve; to be carried */
  int n_refer;
  const int *refer_i;              /* [n_refer] host places from which patients can be carried here on some day, in order */
  const bool *is_referred;         /* [n_refer * n_days] on that day? */
  lfl_origin origin;
} lfl_facility;

/* How a need is met. */
typedef enum lfl_need_kind {
  LFL_NEED_WATER,    /* yield, tankers, stock; r in litres produced a person-day */
  LFL_NEED_ITEM,     /* stock; r in person-days at the minimum tier */
  LFL_NEED_CAPACITY, /* existing and built; r in people at the minimum tier */
  LFL_NEED_SPACE     /* sites only; r in m2 a person */
} lfl_need_kind;

typedef enum lfl_tier { LFL_SURVIVAL, LFL_MINIMUM, LFL_N_TIERS } lfl_tier;

typedef struct lfl_need {
  const char *id; /* "water", "food", "shelter", ... */
  lfl_need_kind kind;
  lfl_capacity capacity; /* for LFL_NEED_CAPACITY */
  bool has_tier[LFL_N_TIERS];
  double r[LFL_N_TIERS]; /* a person-day, see lfl_need_kind; 0 where there is no such tier */
  double weight;         /* need_weight_<need>, default 1 */
  const char *indicator_id[LFL_N_TIERS];   /* the standard each tier rests on; NULL: none */
  double quantity[LFL_N_TIERS];            /* the standard's own value, for the needs table */
  const char *quantity_unit[LFL_N_TIERS];  /* unit of `quantity` as in the standard set */
  const char *indicator_kind[LFL_N_TIERS]; /* "standard", "assumption", "observed" */
  const char *indicator_source[LFL_N_TIERS];
} lfl_need;

/* So many units of an item in one unit of what is built, or of a kit. */
typedef struct lfl_construction_item {
  int item_i;
  double units_per_unit;
} lfl_construction_item;

typedef struct lfl_item {
  const char *id, *name;
  int need_i;     /* planned need that it serves as an item; -1: none (fuel, materials) */
  bool is_fuel;   /* need "fuel": litres for pumps and vehicles */
  bool is_water;  /* the pseudo-item of tankers, last in the list: unit litre */
  bool given_once;        /* blank duration: serves people_served from the day it is given on */
  const char *need_text;  /* as in the table */
  double mass_kg, volume_m3;
  double people_served, duration_days; /* duration 0 when given once */
  double person_days; /* a unit's person-days at the minimum tier: people_served * duration_days */
  bool is_part;       /* module of a kit: serves nothing by itself */
  int n_parts;        /* of a kit, that is put together where it is used; 0: none is */
  const lfl_construction_item *parts; /* one row an item, by item index */
  lfl_origin origin;
} lfl_item;

typedef struct lfl_supply {
  int item_i, place_i, day;
  double units, unit_price;
  lfl_origin origin;
} lfl_supply;

typedef struct lfl_construction {
  const char *id;
  lfl_capacity capacity;
  double people_per_unit, worker_days_per_unit, m2_per_unit, cost_per_unit;
  int crew_i; /* -1: no crew needed */
  int settle_days;
  int n_items;
  const lfl_construction_item *items; /* one row an item, by item index */
  lfl_origin origin;
} lfl_construction;

typedef struct lfl_crew {
  const char *id;
  double n_workers;
  int place_i; /* -1 anywhere */
  int from_day, to_day;
  double wage_per_worker_day;
  lfl_origin origin;
} lfl_crew;

/* Ids of the fleet and the crew that stand in where the scenario names none: "all workers", not "all workers of crew workers". */
#define LFL_DEFAULT_FLEET "trucks"
#define LFL_DEFAULT_CREW "workers"

/* What a repair gives back: a number of its place or link. The capacities are in their own order. */
typedef enum lfl_restored {
  LFL_RESTORES_NOTHING, /* but may be needed by others */
  LFL_RESTORES_SHELTER, LFL_RESTORES_TOILET, LFL_RESTORES_TAP, LFL_RESTORES_HEALTH, LFL_RESTORES_BEDS,
  LFL_RESTORES_YIELD, LFL_RESTORES_TRUCKS, LFL_RESTORES_STORAGE, LFL_RESTORES_LAND, /* of a place */
  LFL_RESTORES_VEHICLES, LFL_RESTORES_WALKERS,                                      /* of a link */
  LFL_N_RESTORED
} lfl_restored;

/* A repair: done once or not at all (docs/MODEL.md, "Repairs"). Its start day on a plan is a day, or
 * n_days for "not done". */
typedef struct lfl_project {
  const char *id;
  int place_i, link_i; /* one of them -1 */
  double worker_days;
  int crew_i; /* -1: no crew needed */
  double cost; /* paid on the day it starts */
  int min_days;
  lfl_restored restores;
  double amount;
  int needs_i; /* project to be finished before this one starts; -1 none */
  int n_days;  /* working days that it takes */
  double workers; /* of its crew, on each of them */
  const int *finish; /* [scenario->n_days] its last working day if it starts on that day; -1: it cannot (before the one it
                        needs can be done, too), or would give nothing any more */
  lfl_origin origin;
} lfl_project;

typedef enum lfl_subject { LFL_SUBJECT_PLACE, LFL_SUBJECT_LINK, LFL_SUBJECT_FLEET, LFL_SUBJECT_CREW, LFL_SUBJECT_FACILITY } lfl_subject;

typedef struct lfl_status_row {
  lfl_subject subject;
  int subject_i;
  int from_day, to_day;
  lfl_access access;
  double capacity_share;
  lfl_origin origin;
} lfl_status_row;

typedef struct lfl_permission {
  lfl_subject subject; /* place or link */
  int subject_i;
  int from_day, to_day;
  double trips_per_day; /* convoys_per_day * trucks_per_convoy * approval_share; INFINITY no limit */
  double convoys_per_day, trucks_per_convoy; /* submitted, or allowed */
  double approval_share; /* of what is submitted, 0..1 */
  int n_slots;
  const int *slot_min;  /* [n_slots] times of day at which convoys leave, minutes from midnight, rising; for the notification list */
  double notice_days;   /* from notice_from_day on; nothing passes before */
  int notice_from_day;  /* day on which notice is or was given; may lie before day 0 */
  int escort_i;         /* -1: none is needed */
  lfl_origin origin;
} lfl_permission;

/* Who goes with convoys; only where the scenario says so. One limit for all permissions that name it. */
typedef struct lfl_escort {
  const char *id;
  double vehicles_per_day; /* convoys_per_day * vehicles_per_convoy, outside its days 0 */
  double vehicles_per_convoy;
  int from_day, to_day;
  lfl_origin origin;
} lfl_escort;

typedef enum lfl_earmark { LFL_EARMARK_NONE, LFL_EARMARK_SECTOR, LFL_EARMARK_PLACE, LFL_EARMARK_ITEM } lfl_earmark;

typedef struct lfl_pledge {
  const char *id, *donor, *currency;
  double amount;       /* in the scenario's currency, whole cents; as given where no rate is known */
  double given_amount; /* as pledged, in `currency` */
  double rate;         /* the scenario's currency for one of `currency`; NaN: none known */
  int rate_day;        /* day of that rate */
  int from_day;        /* of the pledge and its condition, the later; n_days or more: never */
  int own_day;         /* of the pledge alone */
  const char *earmark_kind, *earmark_id, *condition_id;
  const char *receiver; /* NULL unknown */
  int passed_on_from_i, repays_i;        /* pledges; -1 none */
  double counted_elsewhere;              /* of what the row says: passed on as another pledge, or paid back; `amount` is without it */
  lfl_earmark earmark;
  int earmark_i;       /* place or item of the earmark, -1 none */
  const char *degree;  /* "unearmarked", "softly", "earmarked", "tightly"; NULL unknown. Told, not used */
  bool is_security;    /* for security forces: no relief money, pays nothing here and counts as nothing */
  bool counted;        /* relief money whose worth is known: it can pay, from its day on */
  lfl_origin origin;
} lfl_pledge;

/* What one unit of a currency is worth in the scenario's, from a day on. */
typedef struct lfl_rate {
  const char *currency;
  int day;
  double rate;
  lfl_origin origin;
} lfl_rate;

typedef enum lfl_target_kind { LFL_TARGET_MOVE_OUT, LFL_TARGET_SERVED, LFL_TARGET_CAPACITY } lfl_target_kind;

typedef struct lfl_target {
  const char *id;
  lfl_target_kind kind;
  int place_i;           /* -1 everywhere; a parent counts its descendants */
  int need_i;            /* -1: all planned needs that have the tier (served only) */
  lfl_capacity capacity; /* capacity targets: from `need` */
  lfl_tier tier;
  double people; /* INFINITY: all */
  int by_day;
  lfl_origin origin;
} lfl_target;

typedef struct lfl_claim {
  const char *id, *text, *source, *indicator;
  double value_low, value_high; /* NaN: open on that side */
  lfl_origin origin;
} lfl_claim;

/* Where a figure that nobody entered comes from; ranked by ingest, most important first. */
typedef struct lfl_default {
  const char *table, *row_id, *column; /* row_id "*": all rows of the table */
  const char *value, *unit;
  const char *source, *kind; /* "standard", "assumption", "observed", "default" */
  double low, high;          /* range where known, else NaN */
  int n_rows;                /* rows it was used for */
  double importance;         /* people whose figures rest on it, for ranking */
} lfl_default;

/* Kinds of limits as people think of them: what binds, what makes a target impossible, what may be
 * negotiated. */
typedef enum lfl_limit_kind {
  LFL_LIMIT_CROSSING, LFL_LIMIT_HUB, LFL_LIMIT_STORAGE, LFL_LIMIT_WATER, LFL_LIMIT_LAND, LFL_LIMIT_FLEET,
  LFL_LIMIT_CREW, LFL_LIMIT_LINK, LFL_LIMIT_WALK, LFL_LIMIT_PERMISSION, LFL_LIMIT_SUPPLY, LFL_LIMIT_WILLING,
  LFL_LIMIT_MONEY, LFL_LIMIT_ESCORT,
  LFL_LIMIT_SHELTER, LFL_LIMIT_TOILET, LFL_LIMIT_TAP, LFL_LIMIT_HEALTH, LFL_LIMIT_BEDS, /* what exists at a place, in lfl_capacity's order */
  LFL_N_LIMITS
} lfl_limit_kind;

/* A number that may be negotiated: `step` more of it at a time, at `weight` each. */
typedef struct lfl_negotiable {
  const char *table, *row_id, *column;
  lfl_limit_kind kind; /* LFL_LIMIT_CROSSING for hubs, too */
  int subject_i;       /* place, fleet, crew, link, permission, escort, supply (a row) or pledge */
  double value;        /* as the table has it */
  double step, weight, at_most;
  lfl_origin origin;
} lfl_negotiable;

/* Levels of the objective, in the contract's order. */
typedef enum lfl_level_kind {
  LFL_LEVEL_SURVIVAL, LFL_LEVEL_FAIRNESS, LFL_LEVEL_MINIMUM, LFL_LEVEL_MOVEMENT, LFL_LEVEL_COST, LFL_N_LEVELS
} lfl_level_kind;

typedef struct lfl_scenario {
  lfl_arena *arena;
  const lfl_tables *tables; /* raw, owned by the caller of the build; outlives the scenario */
  const char *title, *start_date /* ISO */, *currency, *standard_set, *data_date /* latest observed_on or NULL */;
  int n_days;
  double walk_limit_km, risk_weight;
  int n_levels;
  lfl_level_kind order[LFL_N_LEVELS];
  double water_losses_share, household_size;

  int n_places; lfl_place *places;
  int n_population_changes; lfl_population_change *population_changes;
  int n_links; lfl_link *links;
  int n_fleets; lfl_fleet *fleets;
  int n_items; lfl_item *items; /* the last one is the pseudo-item "water" (is_water) */
  int water_item_i, fuel_item_i; /* fuel -1 if no item has need fuel */
  int n_supplies; lfl_supply *supplies;
  int n_constructions; lfl_construction *constructions;
  int n_crews; lfl_crew *crews;
  int n_projects; lfl_project *projects;
  int n_facilities; lfl_facility *facilities;
  double walk_km_per_h; /* on foot to a health centre */
  int n_status_rows; lfl_status_row *status_rows;
  int n_permissions; lfl_permission *permissions;
  int n_escorts; lfl_escort *escorts;
  int n_rates; lfl_rate *rates;
  int n_pledges; lfl_pledge *pledges;
  bool has_pledges; /* a pledges table with rows: money is limited */
  int n_targets; lfl_target *targets;
  int n_claims; lfl_claim *claims;
  int n_negotiables; lfl_negotiable *negotiables;
  int n_needs; lfl_need *needs; /* planned ones only, in the order water, food, medicine, shelter,
                                   toilet, tap, health, space, then others by id */
  int n_not_planned; const char *const *not_planned; /* ids of known needs the tables say nothing of */
  int n_defaults; lfl_default *defaults;

  /* The calendar (model/calendar.c), [n * n_days], index i * n_days + day. */
  lfl_access *place_access, *link_access;
  double *place_share, *link_share;   /* capacity_share in force */
  double *fleet_vehicles;             /* vehicles on the day */
  double *crew_workers;               /* workers on the day, 0 outside from..to */
  double *facility_share;             /* of its capacity that can work */
  double *people_unplanned;           /* people at a place with nobody moved by the plan */
  bool *place_at_risk;                /* [place, day]: said to be at risk, open or closed */
  bool *at_risk_from;                 /* [place, day]: ... on that day or any later one */
} lfl_scenario;

/* Works out the calendar arrays, and what repairs take, from the rows. False if there is no memory. Overlapping
 * status rows: the worst access and the least share hold. */
bool lfl_scenario_make_calendar(lfl_scenario *scenario);

/* A copy of `arena` whose rows can be changed (places, fleets, crews, permissions, escorts, supplies, status, projects, facilities); it shares all else with the scenario,
 * which must outlive it. Its calendar is to be made anew once they are. NULL without memory. O(rows). */
lfl_scenario *lfl_scenario_copy(const lfl_scenario *scenario, lfl_arena *arena);

void lfl_scenario_destroy(lfl_scenario *scenario); /* NULL is fine; the raw tables stay */

/* Value at (i, day) of a calendar array. */
static inline long lfl_at(const lfl_scenario *scenario, int i, int day) {
  return (long)i * scenario->n_days + day;
}

/* Is place `i` the place `root_i` or below it? root_i -1 (everywhere) holds for all. */
bool lfl_place_is_within(const lfl_scenario *scenario, int i, int root_i);

/* ---- repairs (model/repairs.c); start: [n_projects] start days, n_days or more is "not done" ---- */

/* How long each repair takes and which days it may start on. Part of lfl_scenario_make_calendar. */
bool lfl_scenario_time_repairs(lfl_scenario *scenario);
/* Is the day one on which the repair's place or link is open and its crew has the workers? */
bool lfl_repair_works(const lfl_scenario *scenario, int project_i, int day);
/* Last working day of a repair that starts on the day; -1: none. */
int lfl_repair_finish(const lfl_scenario *scenario, int project_i, int start_day);
/* What the repairs done before `day` give of that number of the place or link; start NULL: nothing. */
double lfl_restored_on(const lfl_scenario *scenario, const int *start, lfl_restored what, int subject_i, int day);
/* What all repairs that can be done at all give of it. */
double lfl_restorable(const lfl_scenario *scenario, lfl_restored what, int subject_i);
/* As people call it: its name, or else its key. */
static inline const char *lfl_place_name(const lfl_place *place) { return place->name ? place->name : place->id; }
static inline const char *lfl_item_name(const lfl_item *item) { return item->name ? item->name : item->id; }
/* Share of what is loaded at the place that arrives where it goes. */
static inline double lfl_arriving_share(const lfl_place *from) { return from->kind == LFL_CROSSING ? from->delivered_share : 1; }
/* Can there ever be water at the place; can people ever walk on the link? */
static inline bool lfl_may_yield(const lfl_scenario *scenario, int place_i) {
  return scenario->places[place_i].water_yield_l_per_day > 0 || lfl_restorable(scenario, LFL_RESTORES_YIELD, place_i) > 0;
}
static inline bool lfl_may_walk(const lfl_scenario *scenario, int link_i) {
  return scenario->links[link_i].people_per_day > 0 || lfl_restorable(scenario, LFL_RESTORES_WALKERS, link_i) > 0;
}
/* The longest way on foot, a millimetre's part more: lengths that are entered with decimals and summed may miss it by a rounding. */
static inline double lfl_walk_limit_km(const lfl_scenario *scenario) { return scenario->walk_limit_km + 1e-9; }
/* Does the survival level count person-days in places at risk beside those without service: is there a weight on them, and any such place? O(places). */
bool lfl_counts_risk(const lfl_scenario *scenario);
/* The number that meets a need: places of a capacity, yield or land; LFL_RESTORES_NOTHING: none. */
lfl_restored lfl_restored_of_need(const lfl_need *need);
/* "water_yield_l_per_day", ...: column of places or links; NULL for nothing. */
const char *lfl_restored_column(lfl_restored what);

/* Loaded trips that may leave a hub or crossing on `day`: trucks_per_day times the share in force; INFINITY: no limit, but for a
 * share of 0, which lets none leave. */
double lfl_place_trucks(const lfl_scenario *scenario, int place_i, int day);

/* Local water on `day`: yield times the share in force, litres. */
double lfl_place_yield_l(const lfl_scenario *scenario, int place_i, int day);

/* Does the crew make fewer than ten units on every day, of more than a worker-day each or no whole number of them on some day? Then they are built in worker-days
 * over several days where need be, and serve once they are whole; others are begun and ended on one day. O(days). */
bool lfl_is_built_in_parts(const lfl_scenario *s, const lfl_construction *construction);

/* People in need at place with nobody moved. */
double lfl_place_in_need(const lfl_scenario *scenario, int place_i, int day);
/* Of so many people there: whole people in need, as a plan of whole things counts them. */
double lfl_whole_in_need(const lfl_place *place, double people);

/* People whom `need` already served there on day 0, its population changes included, at survival (docs/MODEL.md, "Nobody is
 * moved into worse"), as it counts on `day`. 0 for needs that do not bind movement. */
double lfl_place_served_before(const lfl_scenario *scenario, int place_i, int need_i, int day);

/* Before the changes of that day or after them, whichever are more. */
double lfl_place_people_of_day_0(const lfl_scenario *scenario, int place_i);

/* Of those, by how many each one of the place's people who has left makes fewer: whoever leaves was as likely served as
 * any other there. 0 to 1; 0 where nobody was there or the need does not bind movement. */
double lfl_place_served_before_each(const lfl_scenario *scenario, int place_i, int need_i, int day);

/* Those already served there who are still there on `day`, once so many people have left. */
double lfl_place_still_served(const lfl_scenario *scenario, int place_i, int need_i, int day, double left);

/* Does this need bind where people may be moved to (shelter, space, water, toilet)? */
bool lfl_need_binds_movement(const lfl_need *need);

/* Does `need` apply at the place (a host; space at sites only)? */
bool lfl_need_applies(const lfl_scenario *scenario, int need_i, int place_i);

/* Planned needs that have a survival tier and apply at the place. */
int lfl_place_n_survival_needs(const lfl_scenario *scenario, int place_i);

/* Planned needs that have a survival tier (the number that risk_weight multiplies). */
int lfl_n_survival_needs(const lfl_scenario *scenario);

/* The tier that sentences on everything planned are about: survival, unless no planned need has it. */
lfl_tier lfl_answer_tier(const lfl_scenario *scenario);

/* Is the r-th place of the facility's reach in its catchment on the day? */
bool lfl_is_in_catchment(const lfl_scenario *s, int facility_i, int r, int day);

/* Litres of fuel that the facility burns a day when all of it works; 0 where fuel is no item. */
double lfl_facility_fuel_l(const lfl_scenario *s, int facility_i);

/* The first planned need of that kind; -1 none. */
int lfl_need_of_kind(const lfl_scenario *s, lfl_need_kind kind);
/* The planned need of that capacity; -1 none. */
int lfl_need_of_capacity(const lfl_scenario *s, lfl_capacity capacity);

/* Works out every facility's catchment (model/care.c); part of the calendar. False without memory. */
bool lfl_scenario_make_catchments(lfl_scenario *scenario);

/* hours[n_places]: to the facility on the day, INFINITY where it is not reached in time. */
void lfl_facility_hours(const lfl_scenario *s, const lfl_facility *f, int day, double *hours);

/* Works out where patients can be carried from (model/referral.c); after the catchments. False without memory. */
bool lfl_scenario_make_referrals(lfl_scenario *scenario);
/* Can patients of the r-th place of the facility's refer_i be carried to it on the day, if vehicles are let through? */
bool lfl_is_referred(const lfl_scenario *s, int facility_i, int r, int day);
/* Can the fleet carry patients there by a way of so many hours, within referral_h and on the same day? */
bool lfl_fleet_refers(const lfl_fleet *fleet, const lfl_facility *facility, double hours);
/* People of a place whose patients one full trip of the fleet carries. */
double lfl_people_a_referral(const lfl_facility *facility, const lfl_fleet *fleet);

/* The working facility with that capacity that is quickest to reach from the place on the day; -1 none in time.
 * hours: to it (may be NULL). */
int lfl_nearest_facility(const lfl_scenario *s, int place_i, lfl_capacity capacity, int day, double *hours);

/* People whom facilities at the place itself can serve on the day at the minimum tier, fuel left aside. */
double lfl_place_facilities(const lfl_scenario *s, int place_i, lfl_capacity capacity, int day);

/* Does the vehicle move people who leave their place (buses)? Ambulances carry patients only. */
static inline bool lfl_moves_people(lfl_vehicle vehicle) { return vehicle == LFL_BUS || vehicle == LFL_ACCESSIBLE_BUS; }
static inline bool lfl_carries_patients(lfl_vehicle vehicle) { return vehicle == LFL_AMBULANCE || vehicle == LFL_ACCESSIBLE_BUS; }
static inline bool lfl_carries_goods(lfl_vehicle vehicle) { return vehicle < LFL_BUS; }

/* Round-trip vehicle-days of a way of `hours` one way, of which `k`-th day's part (k = 0 on
 * the day of departure); 0 when used up. */
double lfl_vehicle_days_on(double hours, const lfl_fleet *fleet, int k);
double lfl_vehicle_days(double hours, const lfl_fleet *fleet);
/* Litres of fuel that a round trip on a way of `km` one way burns at the fleet's fuel place; 0 where fuel is no
 * item or the fleet counts none. */
double lfl_drive_fuel_l(const lfl_scenario *scenario, int fleet_i, double km);
/* Days from departure to arrival. */
int lfl_travel_days(double hours, const lfl_fleet *fleet);

/* Is the permission asked for on the day? Outside its days none is needed. */
bool lfl_permission_holds(const lfl_permission *permission, int day);
/* Is the notice that it asks for over on the day? */
bool lfl_permission_is_noticed(const lfl_permission *permission, int day);
/* Loaded trips that it lets through on a day on which it holds: none before its notice is over. */
double lfl_permission_trips(const lfl_permission *permission, int day);
/* And those of one convoy more. */
double lfl_permission_trips_of_convoy(const lfl_permission *permission, int day);
/* Vehicles that it goes with on the day. */
double lfl_escort_vehicles(const lfl_escort *escort, int day);

/* ISO date of a day, written to the arena; NULL no memory. `day` may be below 0, n_days or more. */
const char *lfl_day_date(const lfl_scenario *scenario, int day, lfl_arena *arena);

/* "crossing", "hub", "storage", ...; a row's `limit` in the tables of what binds. */
const char *lfl_limit_name(lfl_limit_kind kind);
/* The kind of that name; -1: none, or NULL. */
int lfl_limit_called(const char *name);
/* What exists at a place, as people call it: "shelter", "toilets", ...; NULL: another kind of limit. */
const char *lfl_existing_words(lfl_limit_kind kind);
const char *lfl_capacity_name(lfl_capacity capacity);
/* The capacity of that name; -1: none. */
int lfl_capacity_called(const char *name);
const char *lfl_tier_name(lfl_tier tier);
const char *lfl_level_name(lfl_level_kind level);
const char *lfl_vehicle_name(lfl_vehicle vehicle);
/* Id of the place, link, fleet, crew or facility that is the subject of a row. */
const char *lfl_subject_id(const lfl_scenario *scenario, lfl_subject subject, int subject_i);
const char *lfl_place_kind_name(lfl_place_kind kind);
const char *lfl_access_name(lfl_access access);
const char *lfl_facility_kind_name(lfl_facility_kind kind);

#endif
