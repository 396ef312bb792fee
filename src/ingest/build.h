/* Building a scenario from raw tables: shared between the files of ingest. Internal. */
#ifndef LFL_INGEST_BUILD_H
#define LFL_INGEST_BUILD_H
#include "base/ids.h"
#include "ingest/ingest.h"
#include "model/schema.h"

enum { MOST_SCHEMA_COLUMNS = 40 };

/* A line of the standard set in force. */
typedef struct standard {
  const char *indicator_id, *need, *tier, *unit, *kind, *source;
  double value;
  bool is_override;
} standard;

/* A figure of standards/planning_defaults.csv. */
typedef struct planning_default {
  const char *id, *what, *unit, *kind, *source;
  double value, low, high;
} planning_default;

typedef struct library_item {
  const char *id, *name, *need, *currency, *source;
  double mass_kg, volume_m3, people_served, duration_days, price; /* NaN blank */
} library_item;

typedef struct builder {
  const lfl_tables *tables;
  lfl_diags *diags;
  lfl_arena *arena; /* the scenario's */
  lfl_scenario *s;
  lfl_ids *places, *links, *fleets, *items, *constructions, *crews, *conditions;
  standard *standards;
  int n_standards;
  planning_default *planning;
  int n_planning;
  library_item *library;
  int n_library;
  lfl_default *defaults;
  int n_defaults, defaults_capacity;
  double n_trucks, n_workers; /* NaN not given */
  bool has_dates;             /* a date was given for a day */
  bool failed;
} builder;

/* A table with its columns matched to the contract's, and one of its rows. */
typedef struct cells {
  builder *b;
  const lfl_table *table; /* NULL: no such table */
  const lfl_table_schema *schema;
  int column[MOST_SCHEMA_COLUMNS + 8]; /* raw column of each schema column, -1 none */
  double factor[MOST_SCHEMA_COLUMNS + 8];
  int *order; /* rows by key, or by all their cells */
  int n_rows, row; /* row: raw index of the current one */
} cells;

/* Matches columns, reports unknown ones, and puts the rows in order. */
void cells_open(cells *c, builder *b, const char *table);
/* Goes to the i-th row in order. */
void cells_go(cells *c, int i);

/* Cell of the current row as what the schema says; each reports what is wrong and answers
 * with the given value for blank or wrong cells. */
const char *cell_text(cells *c, const char *column);
double cell_number(cells *c, const char *column, double blank);
int cell_day(cells *c, const char *column, int blank);
int cell_choice(cells *c, const char *column, int blank); /* index in choices */
bool cell_flag(cells *c, const char *column, bool blank);
int cell_ref(cells *c, const char *column, const lfl_ids *ids); /* -1 blank or wrong */
bool cell_is_blank(cells *c, const char *column);
lfl_origin cell_origin(cells *c);
/* Row key, put into ids with value; NULL (and an error) if blank or used twice. */
const char *cell_key(cells *c, lfl_ids *ids, int value);
void cell_complain(cells *c, lfl_severity severity, const char *code, const char *column, const char *expected, const char *nearest);

/* Number from text with a decimal point; false if it is none. "inf" is INFINITY. */
bool parse_number(const char *text, double *out);
/* Days from start_date to an ISO date; false if it is none. */
bool parse_date(const char *text, long *days_since_1970);

/* A default that was used once more; low, high may be NaN. */
void use_default(builder *b, const char *table, const char *column, const char *value, const char *unit,
                 const char *source, const char *kind, double low, double high, double importance);
void use_default_number(builder *b, const char *table, const char *column, double value, const char *unit,
                        const char *source, const char *kind, double low, double high, double importance);
/* The planning default with this id; never NULL for ids of the shipped file. */
const planning_default *find_planning(const builder *b, const char *id);
double use_planning(builder *b, const char *id, const char *table, const char *column, double importance);
const library_item *find_library(const builder *b, const char *id);
double total_people(const lfl_scenario *s);

bool load_library(builder *b);                 /* standards/ *.csv */
bool load_standards(builder *b, const char *set);
const standard *find_standard(const builder *b, const char *need, const char *tier);
void build_needs(builder *b);
void fill_defaults(builder *b);                /* links, fleets, crews, construction where none are given */
void check_plausible(builder *b);
double distance_km(double lat1, double lon1, double lat2, double lon2);
bool add_outline(builder *b, lfl_place *place, const char *wkt);

#endif
