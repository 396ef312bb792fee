/* Files as people send them: byte order marks, separators, blank lines, HXL tags, wrong
 * encodings, tables and columns misnamed, lists of people. Each test writes a folder of CSV
 * files in memory and asks for the exact diagnostics. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "ingest/ingest.h"

static const char FOLDER[] = "/vsimem/case";
static const char PLACES[] = "place_id,kind,lat_deg,lon_deg,people,trucks_per_day\nA,area,10,20,1000,\nG,crossing,10,20.2,,50\n";

typedef struct reading {
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_status status;
} reading;

static void put_bytes(const char *name, const char *bytes, size_t n) {
  char path[200];
  VSIMkdir(FOLDER, 0700);
  snprintf(path, sizeof path, "%s/%s", FOLDER, name);
  VSILFILE *file = VSIFOpenL(path, "wb");
  assert_non_null(file);
  assert_int_equal(VSIFWriteL(bytes, 1, n, file), n);
  VSIFCloseL(file);
}

static void put(const char *name, const char *text) { put_bytes(name, text, strlen(text)); }

static reading read_case(void) {
  reading r = {.status = LFL_OK};
  assert_true(lfl_diags_init(&r.diags));
  r.status = lfl_scenario_read(FOLDER, NULL, &r.diags, &r.tables, &r.scenario);
  assert_true((r.scenario != NULL) == (r.status == LFL_OK));
  return r;
}

static void finish(reading *r) {
  lfl_scenario_destroy(r->scenario);
  lfl_tables_destroy(r->tables);
  lfl_diags_clear(&r->diags);
  VSIRmdirRecursive(FOLDER);
}

static bool says(const reading *r, const char *line) {
  for (int i = 0; i < r->diags.n; i++)
    if (strcmp(lfl_diag_format(&r->diags.items[i], r->diags.arena), line) == 0) return true;
  for (int i = 0; i < r->diags.n; i++) print_message("said: %s\n", lfl_diag_format(&r->diags.items[i], r->diags.arena));
  return false;
}

static int count_code(const reading *r, const char *code) {
  int n = 0;
  for (int i = 0; i < r->diags.n; i++) n += strcmp(r->diags.items[i].code, code) == 0;
  return n;
}

static void first_hour_needs_two_files(void **state) {
  (void)state;
  put("places.csv", PLACES);
  put("supplies.csv", "item_id,place_id,units\nfamily_tent,G,100\ngeneral_ration,G,5000\n");
  put("links.csv", "link_id,from_id,to_id\n"); /* an empty sheet of the template is no table */
  put("fleets.csv", "fleet_id,vehicle,n_vehicles\n");
  put("crews.csv", "");
  put("scenario.csv", "key,value\nn_workers,50\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_int_equal(r.scenario->n_links, 1);
  assert_true(r.scenario->links[0].made_by_default);
  assert_true(fabs(r.scenario->links[0].length_km - 1.3 * 21.9) < 0.1);
  assert_int_equal(r.scenario->n_fleets, 1);
  assert_true(r.scenario->fleets[0].n_vehicles == 50 && r.scenario->fleets[0].payload_kg == 20000);
  assert_int_equal(r.scenario->n_items, 3);
  assert_true(r.scenario->items[2].is_water);
  assert_int_equal(r.scenario->n_constructions, 2);
  assert_string_equal(r.scenario->constructions[0].id, "tent");
  assert_true(r.scenario->crews[0].n_workers == 50);
  assert_true(r.scenario->n_defaults > 8);
  for (int i = 1; i < r.scenario->n_defaults; i++) assert_true(r.scenario->defaults[i - 1].importance >= r.scenario->defaults[i].importance);
  bool has_detour = false;
  for (int i = 0; i < r.scenario->n_defaults; i++)
    has_detour = has_detour || (strcmp(r.scenario->defaults[i].column, "length_km") == 0 && r.scenario->defaults[i].importance == 1000);
  assert_true(has_detour);
  finish(&r);
}

/* Rows as an editor shows them, past blank lines and cells with line ends in them. */
static void row_numbers_are_the_editors(void **state) {
  (void)state;
  put("places.csv", "\xEF\xBB\xBFplace_id,name,kind,people,trucks_per_day\r\n\r\nA,\"Old\r\nTown\",area,1000,\r\n\r\n,,,,\r\nB,\"say \"\"B\"\"\",area,many,\r\nG,,crossing,,50\r\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 6, column people: 'many': a number with a decimal point and no unit"));
  assert_int_equal(r.diags.n_errors, 1);
  finish(&r);
}

/* A cell that is never closed takes the rest of the file into itself. */
static void open_quotes_are_named(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,trucks_per_day,source\nG,crossing,,50,x\nA,area,10,,\"a survey\nB,area,20,,y\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 3: a closing quotation mark: a cell that begins in this row has none"));
  finish(&r);
}

/* Fields behind the last column would be passed over unseen; empty ones, as spreadsheets leave them, are none. */
static void fields_without_a_column_are_named(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,trucks_per_day,source\nG,crossing,,50,\"x, y\",,\nA,area,10,,a survey, of May\nB,area,20,,y,\"\"\nC,area,20,,y,,,z");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 3: at most 5 fields, as in the header; a cell that holds a comma stands in quotation marks"));
  assert_true(says(&r, "error: case/places.csv, row 5: at most 5 fields, as in the header; a cell that holds a comma stands in quotation marks"));
  assert_int_equal(r.diags.n_errors, 2);
  finish(&r);
}

/* As with commas, where the header has one kind of separator only; decimal commas part nothing then. */
static void fields_between_other_separators_are_counted(void **state) {
  (void)state;
  put("places.csv", "place_id;kind;people;trucks_per_day;source\nG;crossing;;50;\"x; y\";;\nA;area;10;;a survey; of May\nB;area;20;;1,5, or so\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 3: at most 5 fields, as in the header; a cell that holds a semicolon stands in quotation marks"));
  assert_int_equal(r.diags.n_errors, 1);
  finish(&r);
  put("places.csv", "place_id\tkind\tpeople\ttrucks_per_day\nG\tcrossing\t\t50\nA\tarea\t10\t\tx\n");
  r = read_case();
  assert_true(says(&r, "error: case/places.csv, row 3: at most 4 fields, as in the header; a cell that holds a tab stands in quotation marks"));
  assert_int_equal(r.diags.n_errors, 1);
  finish(&r);
  put("places.csv", "place_id,kind,people,trucks_per_day,\"a; b\"\nG,crossing,,50,x; y\nA,area,10,,\n"); /* a quoted one is none */
  r = read_case();
  assert_int_equal(r.status, LFL_OK);
  finish(&r);
  put("places.csv", "sep=;\nplace_id;kind;people;trucks_per_day\nG;crossing;;50\nA;area;10;\n");
  r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_int_equal(count_code(&r, "too-many-fields"), 0);
  finish(&r);
}

/* A title above the names of the columns, with spaces that OGR takes for separators, and with empty cells behind it. */
static void titles_above_the_names_are_named(void **state) {
  (void)state;
  static const char *const TITLES[] = {"Places of the response\n", "Places of the response,,,,,\n\n"};
  for (int k = 0; k < 2; k++) {
    char text[400], line[200];
    snprintf(text, sizeof text, "%s%s", TITLES[k], PLACES);
    put("places.csv", text);
    put("links.csv", "link_id,from_id,to_id\nAG,A,G\n"); /* whose places are there all the same */
    reading r = read_case();
    assert_int_equal(r.status, LFL_ERR_DATA);
    assert_int_equal(r.diags.n, 1);
    snprintf(line, sizeof line, "error: case/places.csv, row 1: the names of the columns, which stand in row %d: what is above them is a title; delete it (the rest is looked at after that)", k == 1 ? 3 : 2);
    assert_true(says(&r, line));
    finish(&r);
  }
}

/* What follows a zero byte would be lost, as an empty cell is none. */
static void zero_bytes_are_refused(void **state) {
  (void)state;
  static const char PEOPLE[] = "place_id,kind,people,trucks_per_day\nG,crossing,,50\nA,area,1\0000,\nB,area,20,\n";
  put_bytes("places.csv", PEOPLE, sizeof PEOPLE - 1);
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 3: text without zero bytes, behind which a row is lost: save the file again as CSV in UTF-8"));
  assert_int_equal(r.diags.n_errors, 1);
  finish(&r);
}

/* With nearly all water lost nothing can be said of what is to be produced. */
static void losses_leave_something(void **state) {
  (void)state;
  static const char *const losses[] = {"0.99", "1", "0.98"};
  for (int i = 0; i < 3; i++) {
    char text[200];
    snprintf(text, sizeof text, "indicator_id,value,unit\nwater_losses,%s,share\n", losses[i]);
    put("places.csv", PLACES);
    put("standards.csv", text);
    reading r = read_case();
    assert_int_equal(r.status, i < 2 ? LFL_ERR_DATA : LFL_OK);
    if (i < 2) assert_string_equal(r.diags.items[0].code, "number-range");
    else assert_true(r.scenario->water_losses_share > 0.979);
    finish(&r);
  }
}

static void hxl_and_semicolons(void **state) {
  (void)state;
  put("places.csv", "Place ID;Kind;People ;Trucks per day\n#loc+code;#loc+type;#affected;#capacity\nA;area;1000;\nG;crossing;;50\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_int_equal(r.scenario->n_places, 2);
  assert_true(r.scenario->places[0].people == 1000);
  finish(&r);
}

/* A formula that fails is no HXL tag: rows of them would be passed over unseen. */
static void error_values_are_no_tags(void **state) {
  (void)state;
  put("places.csv", PLACES);
  put("population_changes.csv", "place_id,day,people\n#REF!,1,#REF!\n#n/a,2,#Value!\n#NV,3,5\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/population_changes.csv, row 2, column people: '#REF!': a value: this is what a spreadsheet shows where a formula fails"));
  assert_true(says(&r, "error: case/population_changes.csv, row 3, column place_id: '#n/a': a value: this is what a spreadsheet shows where a formula fails"));
  assert_int_equal(count_code(&r, "spreadsheet-error"), 5);
  assert_int_equal(r.diags.n_errors, 5);
  finish(&r);
}

/* A file in another encoding is bad data like any other, and no failure of the machine. */
static void utf16_is_refused(void **state) {
  (void)state;
  static const char WIDE[] = "\xFF\xFEp\0l\0a\0c\0e\0_\0i\0d\0\n\0A\0\n\0";
  put_bytes("places.csv", WIDE, sizeof WIDE - 1);
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv: text in UTF-8, which this is not (UTF-16): save the file as \"CSV UTF-8\""));
  finish(&r);
}

/* Nor is a table of one column, which OGR does not read. */
static void one_column_is_refused(void **state) {
  (void)state;
  static const char ONE[] = "place_id\nA\n";
  put_bytes("places.csv", ONE, sizeof ONE - 1);
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 1: a header of two columns or more, with commas or semicolons between them (a table of one column needs a second one, which may be blank, as source)"));
  finish(&r);
}

/* One row of tags at most: what looks like a second one are data. */
static void one_row_of_tags_is_passed_over(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,trucks_per_day\n#adm1 +code,#loc,#affected+f,#capacity\n#A,area,,\n#loc,#loc,1,\nG,crossing,,50\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 4, column kind: '#loc': one of area, site, hub, crossing"));
  assert_int_equal(r.diags.n_errors, 1);
  finish(&r);
}

/* Everyone's figures rest on the hours of each of three fleets: they are so many people, not three times as many. */
static void nobody_counts_twice_for_a_default(void **state) {
  (void)state;
  put("places.csv", PLACES);
  put("fleets.csv", "fleet_id,vehicle,n_vehicles\nA,truck,1\nB,truck,1\nC,tanker,1\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  bool has_hours = false;
  for (int i = 0; i < r.scenario->n_defaults; i++) {
    const lfl_default *d = &r.scenario->defaults[i];
    assert_true(d->importance <= 1000);
    has_hours = has_hours || (strcmp(d->column, "hours_per_day") == 0 && d->n_rows == 3 && d->importance == 1000);
  }
  assert_true(has_hours);
  finish(&r);
}

static const lfl_default *default_of(const reading *r, const char *table, const char *column, const char *value) {
  for (int i = 0; i < r->scenario->n_defaults; i++) {
    const lfl_default *d = &r->scenario->defaults[i];
    if (strcmp(d->table, table) == 0 && strcmp(d->column, column) == 0 && strcmp(d->value, value) == 0) return d;
  }
  fail_msg("no default %s.%s = %s", table, column, value);
  return NULL;
}

/* Nobody is in the camp on the first day, and all who come rest on what its row leaves blank. */
static void those_who_come_rest_on_defaults(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,trucks_per_day,shelter_places\nT,area,100,,100\nCAMP,site,0,,\nX,crossing,,10,\n");
  put("population_changes.csv", "place_id,day,people\nCAMP,2,60000\nCAMP,6,40000\nCAMP,7,-1000\n");
  put("fleets.csv", "fleet_id,vehicle,n_vehicles\nC,tanker,1\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_true(default_of(&r, "places", "shelter_places", "0")->importance == 100000);
  assert_true(default_of(&r, "places", "usable_m2", "0")->importance == 100000);
  assert_true(default_of(&r, "places", "people_in_need_share", "1")->importance == 100100);
  assert_true(default_of(&r, "places", "delivered_share", "1")->importance == 100100);
  assert_true(default_of(&r, "fleets", "hours_per_day", "8")->importance == 100100);
  assert_string_equal(default_of(&r, "fleets", "payload_kg", "15000")->unit, "kg");
  /* what the program takes a blank for has itself as source, with where that is said */
  assert_string_equal(default_of(&r, "places", "people_in_need_share", "1")->source, "Lifeline (docs/SCENARIO.md): what a blank means");
  for (int i = 0; i < r.scenario->n_defaults; i++) assert_null(strstr(r.scenario->defaults[i].source, "contract"));
  assert_true(default_of(&r, "places", "limited_mobility_share", "0")->importance == 0); /* nobody is recorded as willing: nobody boards a bus */
  finish(&r);
  put("places.csv", "place_id,kind,people,willing_share,shelter_places\nT,area,1000,0.3,100\nU,area,500,,100\nV,area,500,0,100\n");
  put("population_changes.csv", "place_id,day,people\n");
  r = read_case();
  assert_true(default_of(&r, "places", "limited_mobility_share", "0")->importance == 300);
  finish(&r);
}

static const lfl_default *find_default(const reading *r, const char *column, const char *value) {
  for (int i = 0; i < r->scenario->n_defaults; i++)
    if (strcmp(r->scenario->defaults[i].column, column) == 0 && strcmp(r->scenario->defaults[i].value, value) == 0) return &r->scenario->defaults[i];
  return NULL;
}

/* What roads and buildings leave blank is listed, and of which rows a default is where they are few. */
static void defaults_name_their_rows(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,trucks_per_day\nA,area,1000,\nB,area,10,\nG,crossing,,50\n");
  put("links.csv", "link_id,from_id,to_id,length_km,speed_km_per_h,vehicles_per_day,two_way\nAG,A,G,10,20,,\nAB,A,B,10,20,9,0\n");
  put("fleets.csv", "fleet_id,vehicle,n_vehicles,payload_kg\nT,truck,5,\nT2,truck,7,\nT3,truck,7,9000\nK,tanker,2,\n");
  put("crews.csv", "crew_id,n_workers\nC1,5\nC2,5\nC3,5\nC4,5\nC5,5\n");
  put("construction.csv", "construction_id,capacity,people_per_unit,settle_days,crew_id\nhut,shelter,5,,C1\nhouse,shelter,5,3,C1\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  const struct {
    const char *column, *value, *row_id;
    int n_rows;
    double people;
  } LISTED[] = {{"vehicles_per_day", "no limit", "AG", 1, 1010}, {"two_way", "1", "AG", 1, 0},        {"settle_days", "0", "hut", 1, 1010},
                {"payload_kg", "20000", "T, T2", 2, 1010},       {"payload_kg", "15000", "K", 1, 1010}, {"wage_per_worker_day", "0", "*", 5, 0}};
  for (size_t k = 0; k < sizeof LISTED / sizeof LISTED[0]; k++) {
    const lfl_default *d = find_default(&r, LISTED[k].column, LISTED[k].value);
    assert_non_null(d);
    assert_string_equal(d->row_id, LISTED[k].row_id);
    assert_int_equal(d->n_rows, LISTED[k].n_rows);
    assert_true(d->importance == LISTED[k].people);
  }
  finish(&r);
  put("places.csv", PLACES); /* roads that are guessed */
  r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_non_null(find_default(&r, "vehicles_per_day", "no limit"));
  finish(&r);
}

static void units_and_counts_stand_in(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,households,toilets,taps,health_centres,beds,water_yield_m3_per_day,usable_ha,willing_percent,trucks_per_week\n"
                    "A,site,200,10,4,1,3,30,2,25,\nG,crossing,,,,,,,,,70\n");
  put("items.csv", "item_id,need,mass_t,volume_l,people_served,duration_weeks\nkit,hygiene,0.005,20,5,4\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  const lfl_place *a = &r.scenario->places[0];
  assert_true(a->people == 1000 && a->capacity_people[LFL_TOILET] == 200 && a->capacity_people[LFL_TAP] == 1000);
  assert_true(fabs(a->capacity_people[LFL_BEDS] - 3000) < 1e-9); /* 10 beds for 10,000 people */
  assert_true(a->capacity_people[LFL_HEALTH] == 10000 && a->water_yield_l_per_day == 30000 && a->usable_m2 == 20000);
  assert_true(fabs(a->willing_share - 0.25) < 1e-12 && fabs(r.scenario->places[1].trucks_per_day - 10) < 1e-12);
  assert_true(r.scenario->items[0].mass_kg == 5 && r.scenario->items[0].volume_m3 == 0.02 && r.scenario->items[0].duration_days == 28);
  finish(&r);
}

static bool is_not_planned(const reading *r, const char *need) {
  bool is_so = false;
  for (int i = 0; i < r->scenario->n_not_planned; i++) is_so = is_so || strcmp(r->scenario->not_planned[i], need) == 0;
  return is_so;
}

/* Land that is said to have no limit is no need, and is not what nobody said anything of. */
static void land_without_limit_is_said(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,usable_m2\nA,site,10,\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_true(is_not_planned(&r, "space"));
  finish(&r);
  put("places.csv", "place_id,kind,people,usable_m2\nA,site,10,inf\n");
  r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_false(is_not_planned(&r, "space"));
  finish(&r);
}

/* Shelter at a hub serves nobody: it is a need as wherever a table says anything of one, and warned of. */
static void what_stands_at_a_hub_serves_nobody(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,shelter_places\nA,area,10,\nH,hub,,500\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_false(is_not_planned(&r, "shelter"));
  assert_int_equal(count_code(&r, "idle"), 1);
  finish(&r);
}

/* An item that only the library knows, and of which a unit serves nobody by itself, is named where it is supplied. */
static void a_module_alone_serves_nobody(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people\nA,area,10\n");
  put("supplies.csv", "item_id,place_id,units\niehk_malaria_module,A,5\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_true(says(&r, "warning: case/supplies.csv, row 2, column item_id: 'iehk_malaria_module': people whom a unit serves, above 0: without them no number of iehk_malaria_module serves anybody with medicine"));
  finish(&r);
}

/* A cell shown as 80 % holds 0.8: read as 0.8 % it would take nearly everyone out of need. */
static void shares_in_a_column_of_percent_are_named(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,people_in_need_percent,willing_pct,trucks_per_day\nA,area,1000,,0.5,\nB,area,1000,0,1,\nC,area,1000,0.8,20,\nD,area,10,1,,\nG,crossing,,,,50\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_int_equal(count_code(&r, "percent"), 1);
  assert_true(says(&r, "warning: case/places.csv, row 4, column people_in_need_percent: '0.8': percent, and no number of the column is above 1: "
                       "this is taken for 0.8 %; if 80 % is meant, write 80 (a cell that shows 80 % holds 0.8)"));
  finish(&r);
}

/* Keys that look alike, and one name at one point, at the row that fewer may see; but not numbered keys, the depot of a town, or one name at two points. */
static void places_that_stand_twice_are_named(void **state) {
  (void)state;
  put("places.csv", "place_id,name,kind,lat_deg,lon_deg,people,trucks_per_day,sensitivity\nOLD Town,Old,area,10,20,1000,,\nA,Spring,area,10,20.1,1000,,restricted\nold-town,Other,area,10,20.2,1000,\n"
                    "S-1-11,,site,10,20.3,10,\nS-11-1,,site,10,20.4,10,\nH,Spring,hub,10,20.1,,\nB,Spring,area,11,20.1,10,\nC,SPRING,site,10,20.1,10,\nG,,crossing,10,20.5,,50\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_int_equal(count_code(&r, "place-twice"), 2);
  assert_true(says(&r, "warning: case/places.csv, row 4, column place_id: 'old-town': each place once: the key 'OLD Town' in row 2 differs in case, spaces or hyphens only; "
                       "if it is the same place, it is counted twice"));
  assert_true(says(&r, "warning: case/places.csv, row 3, column name: 'Spring': each place once: the key 'C' in row 9 has the same name and position; if it is the same place, it is counted twice"));
  finish(&r);
}

/* A row of totals is a place with the people of all others. Of a place that is only called so it is asked. */
static void rows_of_totals_are_named(void **state) {
  (void)state;
  static const char SUM[] = "error: case/places.csv, row 5, column people: '%s': the people of one place: this row is the total of all others, and they would be counted twice; delete the row";
  const struct {
    const char *id, *name, *people;
    bool is_sum, is_asked;
  } ROWS[] = {{"TOTAL", "", "1500", true, false}, {"T", "Grand total:", "1500", true, false}, {"x", "gesamt", "1500", true, false}, {"الإجمالي", "", "1500", true, false},
              {"Total", "", "1400", false, true}, {"Totality", "", "1500", false, false}, {"D", "Sumy", "1500", false, false}, {"Total", "", "0", false, false}};
  for (size_t k = 0; k < sizeof ROWS / sizeof ROWS[0]; k++) {
    char places[200], said[300];
    snprintf(places, sizeof places, "place_id,name,kind,people,trucks_per_day\nA,,area,1000,\nB,,area,500,\nG,,crossing,,50\n%s,%s,area,%s,\n", ROWS[k].id, ROWS[k].name, ROWS[k].people);
    snprintf(said, sizeof said, SUM, ROWS[k].people);
    put("places.csv", places);
    reading r = read_case();
    assert_int_equal(r.status, ROWS[k].is_sum ? LFL_ERR_DATA : LFL_OK);
    assert_true(!ROWS[k].is_sum || says(&r, said));
    assert_int_equal(count_code(&r, "total-row"), ROWS[k].is_sum || ROWS[k].is_asked);
    finish(&r);
  }
}

/* Outlines are asked for only where there is a region that could have one. */
static void outlines_are_asked_for_of_regions(void **state) {
  (void)state;
  put("places.csv", PLACES);
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_int_equal(count_code(&r, "not-checked"), 0);
  finish(&r);
  put("places.csv", "place_id,kind,parent_id,lat_deg,lon_deg,people,trucks_per_day\nR,area,,,,,\nA,area,R,10,20,1000,\nG,crossing,,10,20.2,,50\n");
  r = read_case();
  assert_true(says(&r, "note: case/places.csv, column geometry_wkt: the outline of some group of places: without one, a place in the sea is not seen"));
  finish(&r);
}

static void a_quantity_may_stand_in_two_columns_but_once_a_row(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,toilets,toilet_places,trucks_per_day\nA,area,1000,10,,\nB,area,1000,,300,\nG,crossing,,,,50\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_true(r.scenario->places[0].capacity_people[LFL_TOILET] == 200 && r.scenario->places[1].capacity_people[LFL_TOILET] == 300);
  finish(&r);
  put("places.csv", "place_id,kind,people,toilets,toilet_places,trucks_per_day\nA,area,1000,10,200,\nG,crossing,,,,50\n");
  r = read_case();
  assert_true(says(&r, "error: case/places.csv, row 2, column toilet_places: '200': each quantity in one column only"));
  finish(&r);
}

static void misnamed_tables_and_columns(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,peopel,colour,trucks_per_day\nA,area,1000,red,\nG,crossing,,,50\n");
  put("suplies.csv", "item_id,place_id,units\n");
  put("weather.csv", "day,rain_mm\n1,3\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_true(says(&r, "warning: case/places.csv, row 1, column peopel: not a column of the contract: kept, not planned with (did you mean 'people'?)"));
  assert_true(says(&r, "note: case/places.csv, row 1, column colour: not a column of the contract: kept, not planned with"));
  assert_true(says(&r, "warning: case/suplies.csv: 'suplies': not a table of the contract: kept, not planned with (did you mean 'supplies'?)"));
  assert_int_equal(count_code(&r, "unknown-table"), 2);
  assert_int_equal(count_code(&r, "unknown-column"), 2);
  finish(&r);
}

/* Names that are part of the contract's, or one of several, are pointed at what is meant; where more than one may be, at none. */
static void parts_of_names_are_pointed_at(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,people_in_ned,water_yield,household,shelter,lat_,trucks_per_day\nA,area,1000,1,,,,,\nG,crossing,,,,,,,50\n");
  put("suply.csv", "item_id,place_id,units\n");
  put("Facility.csv", "facility_id,place_id\n");
  put("supplies.csv", "item_id,place_id,units,price\nration,G,5\ntents,G,5\nkit,G,5\nunit,G,5\n");
  put("fleets.csv", "fleet_id,vehicle,n_vehicles,cost\nT,truck,1,2\n");
  reading r = read_case();
  static const char *const POINTED[] = {
      "warning: case/places.csv, row 1, column people_in_ned: not a column of the contract: kept, not planned with (did you mean 'people_in_need_share'?)",
      "warning: case/places.csv, row 1, column water_yield: not a column of the contract: kept, not planned with (did you mean 'water_yield_l_per_day'?)",
      "warning: case/places.csv, row 1, column household: not a column of the contract: kept, not planned with (did you mean 'households'?)",
      "warning: case/places.csv, row 1, column shelter: not a column of the contract: kept, not planned with (did you mean 'shelter_places'?)",
      "warning: case/suply.csv: 'suply': not a table of the contract: kept, not planned with (did you mean 'supplies'?)",
      "warning: case/Facility.csv: 'facility': not a table of the contract: kept, not planned with (did you mean 'facilities'?)",
      "warning: case/supplies.csv, row 1, column price: not a column of the contract: kept, not planned with (did you mean 'unit_price'?)",
      "error: case/supplies.csv, row 2, column item_id: 'ration': a key of table items (did you mean 'general_ration'?)",
      "error: case/supplies.csv, row 3, column item_id: 'tents': a key of table items (did you mean 'family_tent'?)",
      "error: case/supplies.csv, row 5, column item_id: 'unit': a key of table items",
      "note: case/fleets.csv, row 1, column cost: not a column of the contract: kept, not planned with",
  };
  assert_int_equal(r.status, LFL_ERR_DATA);
  for (size_t k = 0; k < sizeof POINTED / sizeof POINTED[0]; k++) assert_true(says(&r, POINTED[k]));
  finish(&r);
}

/* An item of one's own has no figures of the library's, whose name it nearly has. */
static void items_like_the_library_are_pointed_at_it(void **state) {
  (void)state;
  put("places.csv", PLACES);
  put("items.csv", "item_id,need\nration,food\ncandle,household\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_true(says(&r, "warning: case/items.csv, row 2, column mass_kg: a mass or a volume: with neither, all that is supplied of it counts as one tonne; "
                       "general_ration of the item library has its figures: write that item_id if it is meant"));
  assert_true(says(&r, "warning: case/items.csv, row 3, column mass_kg: a mass or a volume: with neither, all that is supplied of it counts as one tonne"));
  finish(&r);
}

static void wrong_encoding_is_named(void **state) {
  (void)state;
  put("places.csv", "place_id,name,kind,people,trucks_per_day\nA,Ca\xF1on,area,1000,\nG,,crossing,,50\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/places.csv, row 2, column name: text in UTF-8: save the file as \"CSV UTF-8\""));
  finish(&r);
}

static void numbers_of_arabic_writing(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,people,trucks_per_day\nA,area,\xD9\xA1\xD9\xA0\xD9\xA0\xD9\xAB\xD9\xA5,\nG,crossing,,\xDB\xB5\xDB\xB0\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_true(r.scenario->places[0].people == 100.5 && r.scenario->places[1].trucks_per_day == 50);
  finish(&r);
}

static void too_much_is_refused(void **state) {
  (void)state;
  put("places.csv", PLACES);
  lfl_buf text = {0};
  for (int i = 0; i < 201; i++) lfl_buf_printf(&text, "c%d,", i);
  lfl_buf_puts(&text, "\n");
  put("wide.csv", text.text);
  lfl_buf_clear(&text);
  lfl_buf_puts(&text, "place_id,day,people,method\nA,1,5,");
  for (int i = 0; i < 100001; i++) lfl_buf_puts(&text, "x");
  put("population_changes.csv", text.text);
  lfl_buf_clear(&text);
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case/wide.csv: at most 200 columns in a table"));
  assert_true(says(&r, "error: case/population_changes.csv, row 2, column method: at most 100,000 characters in a cell (an outline: 10,000,000)"));
  finish(&r);
  put("scenario.csv", "key,value\nn_days,3660\n");
  lfl_buf_puts(&text, "place_id,kind,people\n");
  for (int i = 0; i < 3000; i++) lfl_buf_printf(&text, "A%d,area,1\n", i);
  put("places.csv", text.text);
  lfl_buf_clear(&text);
  r = read_case();
  assert_true(says(&r, "error: case/places.csv: '3000': at most 20,000 places, and 10,000,000 places times days"));
  finish(&r);
}

static void nothing_there(void **state) {
  (void)state;
  reading r = {.status = LFL_OK};
  assert_true(lfl_diags_init(&r.diags));
  assert_int_equal(lfl_scenario_read("/vsimem/none", NULL, &r.diags, &r.tables, &r.scenario), LFL_ERR_IO);
  assert_true(says(&r, "error: /vsimem/none: something that is there: a folder of CSV files, an .xlsx or .ods workbook, or a .gpkg"));
  assert_null(r.tables);
  finish(&r);
  put("readme.txt", "nothing");
  r = read_case();
  assert_int_equal(r.status, LFL_ERR_IO);
  finish(&r);
  put("places.csv", "");
  r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_true(says(&r, "error: case: a table places with at least one area that has people, and one crossing or hub"));
  finish(&r);
}

/* One list of issues may serve several scenarios: what was wrong with one is not held against the next. */
static void errors_of_before_are_not_counted(void **state) {
  (void)state;
  reading r = {.status = LFL_OK};
  assert_true(lfl_diags_init(&r.diags));
  assert_int_equal(lfl_tables_read("/vsimem/none", &r.diags, &r.tables), LFL_ERR_IO);
  assert_int_equal(r.diags.n_errors, 1);
  put("scenario.csv", "key,value\nn_days,3\n");
  put("places.csv", "place_id,kind,people\nA,area,100\n");
  assert_int_equal(lfl_tables_read(FOLDER, &r.diags, &r.tables), LFL_OK);
  assert_int_equal(lfl_scenario_build(r.tables, &r.diags, &r.scenario), LFL_OK);
  assert_int_equal(r.diags.n_errors, 1);
  finish(&r);
}

/* Keys of generated links stay apart where names with hyphens would collide. */
static void generated_links_join_all(void **state) {
  (void)state;
  put("places.csv", "place_id,kind,lat_deg,lon_deg,people,trucks_per_day\nA,area,10,20,10,\nA-B,area,10,20.1,10,\nB-C,area,10,20.2,10,\nC,area,10,20.3,10,\nG,crossing,10,20.4,,9\nX,area,,,10,\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_OK);
  assert_int_equal(r.scenario->n_links, 4);
  assert_true(says(&r, "warning: case/places.csv, column lat_deg: '1': a links table, or lat_deg and lon_deg of every place: places without them are reached by nothing"));
  assert_true(says(&r, "warning: case/places.csv, row 7, column place_id: 'X': a road from some hub, crossing or place with supplies: nothing can reach this place"));
  finish(&r);
}

/* Goods set out from where supplies lie, and water, where there are tankers, from where it is drawn. */
static void supplies_and_wells_are_sources(void **state) {
  (void)state;
  static const char *const NOT_REACHED = "row 3, column place_id: 'B': a road from some hub, crossing or place with supplies: nothing can reach this place";
  const struct {
    const char *supplies, *vehicle;
    bool is_reached;
  } CASES[] = {{NULL, "truck", false}, {"place_id,item_id,units\nA,family_tent,9\n", "truck", true}, {NULL, "tanker", true}};
  for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
    char fleets[100];
    snprintf(fleets, sizeof fleets, "fleet_id,vehicle,n_vehicles\nF,%s,1\n", CASES[k].vehicle);
    put("places.csv", "place_id,kind,people,water_yield_l_per_day\nA,site,0,9000\nB,area,10,\n");
    put("links.csv", "link_id,from_id,to_id,length_km,speed_km_per_h\nAB,A,B,10,20\n");
    put("fleets.csv", fleets);
    if (CASES[k].supplies) put("supplies.csv", CASES[k].supplies);
    reading r = read_case();
    assert_int_equal(r.status, LFL_OK);
    bool is_told = false;
    for (int i = 0; i < r.diags.n; i++) is_told = is_told || strstr(lfl_diag_format(&r.diags.items[i], r.diags.arena), NOT_REACHED);
    assert_true(is_told != CASES[k].is_reached);
    finish(&r);
  }
}

/* Each mistake once, in its own row, and nothing that only follows from it. */
static void mistakes_are_said_once(void **state) {
  (void)state;
  put("places.csv", PLACES);
  put("construction.csv", "construction_id,capacity,worker_hours_per_unit,worker_days_per_unit\nz-hut,shelter,8,0\na-tent,shelter,8,1\n");
  reading r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_int_equal(count_code(&r, "column-missing"), 1); /* people_per_unit */
  assert_int_equal(count_code(&r, "unknown-column"), 1);
  assert_int_equal(count_code(&r, "takes-nothing"), 1);
  assert_true(says(&r, "warning: case/construction.csv, row 2, column worker_days_per_unit: '0': work, land, a cost or items: what takes none of them is there at once, in any number"));
  finish(&r);
  put("places.csv", "place_id,kind,people\nA,area,1000\n");
  put("supplies.csv", "item_id,place_id,units\nfamily_tent,AA,100\n");
  r = read_case();
  assert_int_equal(r.status, LFL_ERR_DATA);
  assert_int_equal(count_code(&r, "no-such-key"), 1);
  assert_int_equal(count_code(&r, "implausible"), 0); /* that nothing can enter */
  finish(&r);
}

/* ---- lists of people ------------------------------------------------------------------------- */

typedef struct person_case {
  const char *file, *text;
  const char *what; /* NULL: must be let through */
} person_case;

static const person_case PERSONS[] = {
    {"list.csv", "first_name,age\nx,3\n", "names of people"},
    {"list.csv", "Full Name,town\nx,y\n", "names of people"},
    {"list.csv", "nombre,pueblo\nx,y\n", "names of people"},
    {"list.csv", "nom,ville\nx,y\n", "names of people"},
    {"list.csv", "\xD8\xA7\xD8\xB3\xD9\x85,x\na,b\n", "names of people"},
    {"list.csv", "Numéro de téléphone,x\na,b\n", "telephone numbers"},
    {"list.csv", "\xD8\xB1\xD9\x82\xD9\x85_\xD9\x87\xD8\xA7\xD8\xAA\xD9\x81,x\na,b\n", "telephone numbers"},
    {"list.csv", "Date of Birth,x\na,b\n", "dates of birth"},
    {"list.csv", "passport no,x\na,b\n", "identity numbers"},
    {"list.csv", "E-Mail,x\na,b\n", "e-mail addresses"},
    {"list.csv", "姓名,x\na,b\n", "names of people"},
    {"list.csv", "village,电话\na,b\n", "telephone numbers"},
    {"list.csv", "телефон,x\na,b\n", "telephone numbers"},
    {"list.csv", "رقم_الجوال,x\na,b\n", "telephone numbers"},
    {"list.csv", "تاریخ تولد,x\na,b\n", "dates of birth"},
    {"list.csv", "TC Kimlik,x\na,b\n", "identity numbers"},
    {"list.csv", "date de naissance,x\na,b\n", "dates of birth"},
    {"list.csv", "Siyati,x\na,b\n", "names of people"},
    {"list.csv", "नाम,x\na,b\n", "names of people"},
    {"list.csv", "মোবাইল,x\na,b\n", "telephone numbers"},
    {"beneficiaries.csv", "a,b\n1,2\n", "a list of people"},
    {"places.csv", "place_id,kind,people,trucks_per_day,ethnicity\nA,area,10,,x\nG,crossing,,5,\n", "a trait of people"},
    {"places.csv", "place_id,kind,people,trucks_per_day,Religion (main)\nA,area,10,,x\nG,crossing,,5,\n", "a trait of people"},
    {"places.csv", "place_id,kind,people,trucks_per_day,party\nA,area,10,,x\nG,crossing,,5,\n", "a trait of people"},
    {"places.csv", "place_id,kind,people,trucks_per_day,counted by party\nA,area,10,,x\nG,crossing,,5,\n", "a trait of people"},
    {"list.csv", "village,party\na,b\n", "a trait of people"},
    {"claims.csv", "claim_id,text,indicator,political_party\na,b,,c\n", "a trait of people"},
    {"claims.csv", "claim_id,text,indicator,party,telephone\na,b,,c,d\n", "telephone numbers"},
    {"places.csv", "place_id,kind,people,trucks_per_day,contact\nA,area,10,,0599-123 456\nB,area,1,,0599-123 457\nG,crossing,,5,+970 59 912 3459\n", "telephone numbers"},
    {"places.csv", "place_id,kind,people,trucks_per_day,contact\nA,area,10,,a@b.org\nB,area,1,,c@d.org\nG,crossing,,5,e@f.org\n", "e-mail addresses"},
    {"list.csv", "a,b\n1984-02-01,x\n1990-11-30,y\n2001-01-01,z\n1975-06-07,w\n", "dates of birth"},
    {"list.csv", "a,b\n01/02/1984,x\n30.11.1990,y\n1.1.2001,z\n7/6/1975,w\n", "dates of birth"},
    {"list.csv", "a,b\n905123451,x\n905123452,y\n905123453,z\n905123454,w\n", "identity numbers"},
    {"places.csv", "place_id,kind,people,trucks_per_day\n+970599123456,area,1,\n+970599123457,area,1,\n+970599123458,area,1,\nG,crossing,,5\n", "telephone numbers"},
    /* what is fine */
    {"places.csv", "place_id,name,kind,lat_deg,lon_deg,people,trucks_per_day,nom\nA,Ciudad,area,-12.0453211,-77.0311234,10,,Ville\n"
                   "B,Pueblo,area,-12.1453212,-77.1311235,10,,Village\nC,Aldea,area,-12.2453213,-77.2311236,10,,Hameau\nG,Puerta,crossing,-12.3453214,-77.3311237,,5,Porte\n", NULL},
    {"weather.csv", "day,seen\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n04/02/2024,4\n", NULL},
    {"budget.csv", "line,usd\na,12 345 678\nb,22 345 679\nc,32 345 670\n", NULL},
    {"pcodes.csv", "pcode,n\nSY010101,1\nSY010102,2\nSY010103,3\nSY010104,4\n", NULL},
    {"sexes.csv", "women,men,under_5\n1,2,3\n", NULL},
    {"pledges.csv", "pledge_id,donor,amount\nP,Some Agency,5\n", NULL},
    {"claims.csv", "claim_id,text,indicator,party,said_by_party\na,b,,c,d\n", NULL},
    {"options.csv", "set_id,kind,party\na,party,the authority\n", NULL},
    {"stages.csv", "set_id,place_id,step,stage,share,counted by party\n,G,1,crossed,1,the authority\n", NULL},
};

static void lists_of_people_are_refused(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof PERSONS / sizeof PERSONS[0]; i++) {
    const person_case *p = &PERSONS[i];
    put("places.csv", PLACES);
    put(p->file, p->text);
    reading r = read_case();
    if (!p->what) {
      if (r.status != LFL_OK) print_message("case %zu\n", i);
      assert_int_equal(r.status, LFL_OK);
    } else {
      char text[160];
      bool is_found = false;
      snprintf(text, sizeof text, "this looks like %s; Lifeline holds no personal data and no traits of people: give numbers by area or site", p->what);
      for (int k = 0; k < r.diags.n; k++)
        is_found = is_found || (strcmp(r.diags.items[k].code, "personal-data") == 0 && strcmp(r.diags.items[k].expected, text) == 0);
      if (!is_found) print_message("case %zu: %s\n", i, p->what);
      assert_true(is_found);
      assert_int_equal(r.status, LFL_ERR_DATA);
    }
    finish(&r);
  }
}

int main(void) {
  GDALAllRegister();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(first_hour_needs_two_files), cmocka_unit_test(errors_of_before_are_not_counted),
      cmocka_unit_test(row_numbers_are_the_editors),
      cmocka_unit_test(utf16_is_refused), cmocka_unit_test(one_column_is_refused), cmocka_unit_test(nobody_counts_twice_for_a_default), cmocka_unit_test(those_who_come_rest_on_defaults),
      cmocka_unit_test(open_quotes_are_named),
      cmocka_unit_test(fields_without_a_column_are_named),
      cmocka_unit_test(fields_between_other_separators_are_counted),
      cmocka_unit_test(titles_above_the_names_are_named),
      cmocka_unit_test(zero_bytes_are_refused),
      cmocka_unit_test(losses_leave_something),
      cmocka_unit_test(hxl_and_semicolons),
      cmocka_unit_test(error_values_are_no_tags),
      cmocka_unit_test(one_row_of_tags_is_passed_over),
      cmocka_unit_test(defaults_name_their_rows),
      cmocka_unit_test(units_and_counts_stand_in),
      cmocka_unit_test(land_without_limit_is_said),
      cmocka_unit_test(what_stands_at_a_hub_serves_nobody),
      cmocka_unit_test(a_module_alone_serves_nobody),
      cmocka_unit_test(places_that_stand_twice_are_named),
      cmocka_unit_test(rows_of_totals_are_named),
      cmocka_unit_test(outlines_are_asked_for_of_regions),
      cmocka_unit_test(shares_in_a_column_of_percent_are_named),
      cmocka_unit_test(a_quantity_may_stand_in_two_columns_but_once_a_row),
      cmocka_unit_test(misnamed_tables_and_columns),
      cmocka_unit_test(parts_of_names_are_pointed_at), cmocka_unit_test(items_like_the_library_are_pointed_at_it),
      cmocka_unit_test(wrong_encoding_is_named),
      cmocka_unit_test(numbers_of_arabic_writing),
      cmocka_unit_test(too_much_is_refused),
      cmocka_unit_test(nothing_there),
      cmocka_unit_test(generated_links_join_all), cmocka_unit_test(supplies_and_wells_are_sources), cmocka_unit_test(mistakes_are_said_once),
      cmocka_unit_test(lists_of_people_are_refused),
  };
  return cmocka_run_group_tests_name("ingest files", tests, NULL, NULL);
}
