/* Building a scenario from raw tables: shared between the files of ingest. Internal. */
#ifndef LFL_INGEST_BUILD_H
#define LFL_INGEST_BUILD_H
#include "base/ids.h"
#include "ingest/ingest.h"
#include "model/schema.h"

enum { MOST_SCHEMA_COLUMNS = 48, MOST_TWINS = 3 };

#define NEW(b, n, type) lfl_arena_new((b)->arena, (size_t)(n), type)

/* A line of the standard set in force. */
typedef struct standard {
  const char *indicator_id, *need, *tier, *unit, *kind, *source;
  double value;
  bool is_override; /* by the scenario's own row_i */
  int row_i;
  const char *replaced_id; /* of the set's indicator whose place it took; NULL: of none */
} standard;

enum { N_STANDARD_SETS = 2 };
extern const char *const STANDARD_SETS[N_STANDARD_SETS]; /* of standards/standards.csv */
#define STANDARD_SETS_WORDS "sphere-2018 or unhcr"

/* A figure of standards/planning_defaults.csv. */
typedef struct planning_default {
  const char *id, *what, *unit, *kind, *source;
  double value, low, high;
} planning_default;

typedef struct library_item {
  const char *id, *name, *need, *currency, *source;
  double mass_kg, volume_m3, people_served, duration_days, price; /* NaN blank */
} library_item;

/* What a place's row leaves blank. */
typedef struct place_blanks {
  bool in_need_share, limited_mobility_share, delivered_share;
} place_blanks;

typedef struct builder {
  const lfl_tables *tables;
  lfl_diags *diags;
  lfl_arena *arena; /* the scenario's */
  lfl_scenario *s;
  lfl_ids *places, *links, *fleets, *items, *constructions, *crews, *conditions, *pledges, *targets, *claims, *projects, *escorts, *facilities;
  bool *has_parts; /* [places] others name it as parent */
  standard *standards;
  int n_standards;
  planning_default *planning;
  int n_planning;
  library_item *library;
  int n_library;
  lfl_default *defaults;
  int n_defaults, defaults_capacity;
  int last_default; /* used last */
  double n_trucks, n_workers; /* NaN not given */
  place_blanks *blanks;       /* [n_places] */
  double *most_there;         /* [n_places] the most people of any day; from the population's changes on */
  double most_people;         /* the same over all places */
  bool has_dates;             /* a date was given for a day, and there is no start_date */
  const standard *household;  /* its line, NULL none */
  bool has_walk_limit, has_risk_weight; /* given */
  bool has_households;        /* some people were counted as households */
  int n_errors_before;        /* in diags when the build began */
  bool failed;
} builder;

/* A table with its columns matched to the contract's, and one of its rows. */
typedef struct cells {
  builder *b;
  const lfl_table *table; /* NULL: no such table */
  const lfl_table_schema *schema;
  int n_raw[MOST_SCHEMA_COLUMNS];              /* raw columns of each schema column, then of each common one */
  int raw[MOST_SCHEMA_COLUMNS][MOST_TWINS];    /* more than one where a quantity stands in several units */
  double factor[MOST_SCHEMA_COLUMNS][MOST_TWINS];
  int *order; /* rows by key, or by all their cells */
  int n_rows, row; /* row: raw index of the current one */
  int key_row;     /* of the last key that was new: rows of one key follow each other */
} cells;

/* Errors of tables with a title above the names of their columns; false if there are none. */
bool complain_of_titles(builder *b);
/* Matches columns, reports unknown ones, and puts the rows in order. */
void cells_open(cells *c, builder *b, const char *table);
/* Goes to the i-th row in order. */
void cells_go(cells *c, int i);

/* Cell of the current row as what the schema says; each reports what is wrong and answers
 * with the given value for blank or wrong cells. */
const char *cell_text(cells *c, const char *column);
double cell_number(cells *c, const char *column, double blank); /* warns where a count looks like thousands */
/* 3.000, 12.500: a point and three digits, as many languages write thousands. */
bool is_like_thousands(const char *text);
int cell_day(cells *c, const char *column, int blank);
/* from_day and to_day, the first and the last day planned where blank. `outside`: what is so of a row of which no day is planned. */
void cell_span(cells *c, int *from, int *to, const char *outside);
int cell_choice(cells *c, const char *column, int blank); /* index in choices */
bool cell_flag(cells *c, const char *column, bool blank);
int cell_ref(cells *c, const char *column, const lfl_ids *ids); /* -1 blank or wrong */
bool cell_is_blank(cells *c, const char *column);
lfl_origin cell_origin(cells *c);
/* Row key, put into ids with value; NULL (and an error) if blank or used twice. */
const char *cell_key(cells *c, lfl_ids *ids, int value);
void cell_complain(cells *c, lfl_severity severity, const char *code, const char *column, const char *expected, const char *nearest);

/* Complains of a place (-1: none) that only names a region, and says which places are in it: what is said of a region holds for
 * none of them. */
void complain_of_group(cells *c, const char *column, int place_i);

/* Notes of a place with people of its own in which others lie that what is said of it holds for none of these. */
void note_parts(cells *c, const char *column, int place_i);

/* A code of a currency (ISO 4217: three letters) in capitals, as it is the same whatever its case; any other text as it is. NULL stays NULL. */
const char *currency_code(builder *b, const char *text);

/* The key of `table` nearest to `text`; NULL if none is near. */
const char *nearest_key(builder *b, const char *table, const char *text);

/* Number from text with a decimal point; false if it is none. "inf" is INFINITY. */
bool parse_number(const char *text, double *out);
/* Days since 1970-01-01 of an ISO date (a time of day behind it is passed over); false if it is none. */
bool parse_date(const char *text, long *days_since_1970);
/* A day of the plan from its number or an ISO date, `blank` for a date where there is no start_date; false if it is neither. */
bool parse_day(builder *b, const char *text, int blank, int *day);
/* `value` in the arena with a decimal point whatever the locale; "" without memory. */
const char *number_text(builder *b, double value);
/* printf into the arena for the sentence of a diagnostic; numbers as "%s" of number_text. "" without memory. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
const char *sentence(builder *b, const char *format, ...);
/* A number whose blank has a default that the contract states; recorded when used. */
double number_or(cells *c, const char *column, double blank, const char *unit, double importance);
/* The same of a flag: a road goes both ways as a rule, so that no figures are said to rest on it. */
bool flag_or(cells *c, const char *column, bool blank);

/* Source of what the program itself takes a blank for; the document says of each column what that is. */
#define OWN_DEFAULT "Lifeline (docs/SCENARIO.md)"

/* A default that was used once more; low, high may be NaN. */
void use_default(builder *b, const char *table, const char *column, const char *value, const char *unit,
                 const char *source, const char *kind, double low, double high, double importance);
void use_default_number(builder *b, const char *table, const char *column, double value, const char *unit,
                        const char *source, const char *kind, double low, double high, double importance);
/* Names the current row among those that the default used last is of: its key, or "*" of a table without keys and of many rows. */
void name_row_of_default(cells *c);
/* The planning default with this id; never NULL for ids of the shipped file. */
const planning_default *find_planning(const builder *b, const char *id);
double use_planning(builder *b, const char *id, const char *table, const char *column, double importance);
/* The same for a blank cell of the current row. */
double use_planning_of_row(cells *c, const char *id, const char *column, double importance);
const library_item *find_library(const builder *b, const char *id);

void read_standards(builder *b); /* build_standards.c */
void read_places(builder *b);
void read_population_changes(builder *b);
void read_items(builder *b);
void read_kit_items(builder *b);
void read_supplies(builder *b);
void read_links(builder *b);
void read_fleets(builder *b);
void read_crews(builder *b);
void read_construction(builder *b);
void read_status(builder *b);
void read_permissions(builder *b);
void read_escorts(builder *b);
void read_facilities(builder *b);
void read_pledges(builder *b);
void count_money_once(builder *b, cells *pledges); /* build_twice.c */
void read_targets(builder *b);
void read_claims(builder *b);
void read_projects(builder *b);
/* Says of row row_i of the table (-1: of none), column and value as the table itself has them, perhaps in another unit, if it does. */
void say_of_row(const lfl_tables *tables, lfl_diags *diags, lfl_severity severity, const char *code, const char *table, int row_i, const char *column, const char *value, const char *expected);
/* Warns so of the row that something came from; once there is no builder any more, too. */
void warn_of_row(const lfl_scenario *s, lfl_diags *diags, const char *code, const char *table, const lfl_origin *origin, const char *column, const char *value, const char *expected);
/* Says of projects that cannot be done in time; after the calendar is made. */
void check_project_times(const lfl_scenario *s, lfl_diags *diags);
/* Warns of roads over which people come to hospitals though no vehicle passes; after the calendar is made. False without memory. */
bool check_ways_to_hospitals(const lfl_scenario *s, lfl_diags *diags);
/* Warns of targets that ask for more people served than are in need anywhere; after the calendar is made. O(places * days). False without memory. */
bool check_target_people(const lfl_scenario *s, lfl_diags *diags);
void read_negotiable(builder *b);
void check_assumptions(builder *b);
void check_options(builder *b);                /* table options */
void read_stages(builder *b);                  /* after places: do stages say the same of the crossings? */
bool has_stages(const builder *b, const char *place_id); /* has the crossing stages of the scenario's own? */

bool load_library(builder *b);                 /* standards/ *.csv */
bool load_standards(builder *b, const char *set);
/* Line of the set in force for a need and tier; NULL if there is none. */
const standard *find_standard(const builder *b, const char *need, const char *tier);
/* Is it a need that the model knows by itself (docs/MODEL.md)? Any other is planned only where an item has it. */
bool is_need_of_model(const char *id);
/* Does a figure in this unit ask for more the smaller it is, as people for one toilet do? NULL: no. */
bool is_inverse_unit(const char *unit);
void build_needs(builder *b);
void fill_defaults(builder *b);                /* links, fleets, crews, construction where none are given */
void record_nones(builder *b);                 /* places that have none of what meets a planned need; after the needs */
void count_default_trucks(builder *b);         /* of the fleet that fill_defaults made; after the needs and projects */
void check_plausible(builder *b);
void check_observed(builder *b); /* plausible.c: dates of observation against the start, where it is given */
void check_places_twice(builder *b); /* places_twice.c */
void check_unmarked(builder *b); /* unmarked.c */
void check_idle(builder *b);     /* idle.c: figures that can do nothing */
/* Warns of vehicles and people a day that are less than a whole one on all days; after the calendar is made. O((places + links + fleets) * days). */
void check_parts_of_things(const lfl_scenario *s, lfl_diags *diags);
void check_prices(builder *b);   /* prices.c */
double distance_km(double lat1, double lon1, double lat2, double lon2);
bool add_outline(builder *b, lfl_place *place, const char *wkt);
/* Has the scenario a table of this name with at least one row? */
bool has_rows(const builder *b, const char *table);

#endif
