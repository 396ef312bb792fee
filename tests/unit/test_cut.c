/* What partners get where rows are restricted: not a word of them in any file, and the rest as it was.
 * Scenario: two-sites with its depot, a road, a claim and a pledge closed, planned once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gdal.h>
#include <ogr_api.h>

#include "base/alloc.h"
#include "case_runner.h"
#include "engine/engine.h"
#include "folder_plan.h"
#include "ingest/ingest.h"
#include "model/budget.h"
#include "model/redact.h"
#include "report/report.h"
#include "store/cut.h"
#include "store/parts.h"

static struct {
  char dir[64];
  lfl_diags diags;
  lfl_tables *read, *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  lfl_cut cut;
} F;

static const char *const CLOSED[] = {"places.HUB.sensitivity=restricted", "claims.week.sensitivity=restricted", "places.OLD.source=told at the Depot by radio",
                                     "places.SOUTH.parent_id=OLD", "places.SOUTH.people=500", "places.SOUTH.sensitivity=restricted"};
/* What a copy must not hold: keys, names and positions of what is closed, and words about it. */
static const char *const SECRETS[] = {"HUB", "Depot", "SOUTH", "South Field", "20.13", "9.928", "takes about a week"};
enum { N_CLOSED = sizeof CLOSED / sizeof CLOSED[0], N_SECRETS = sizeof SECRETS / sizeof SECRETS[0] };

static int setup(void **state) {
  (void)state;
  strcpy(F.dir, "/tmp/lfl_cut_XXXXXX");
  assert_non_null(mkdtemp(F.dir));
  assert_true(lfl_diags_init(&F.diags));
  assert_int_equal(lfl_tables_read(LFL_SOURCE_DIR "/scenarios/two-sites", &F.diags, &F.read), LFL_OK);
  assert_int_equal(lfl_tables_set(F.read, CLOSED, N_CLOSED, &F.diags, &F.tables), LFL_OK);
  assert_int_equal(lfl_scenario_build(F.tables, &F.diags, &F.scenario), LFL_OK);
  lfl_status status = lfl_plan_make(F.scenario, NULL, &F.plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_cut(F.plan, LFL_PARTNERS, &F.diags, &F.cut), LFL_OK);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  char command[200];
  snprintf(command, sizeof command, "rm -rf '%s'", F.dir);
  assert_int_equal(system(command), 0);
  lfl_cut_clear(&F.cut);
  lfl_plan_destroy(F.plan);
  lfl_scenario_destroy(F.scenario);
  lfl_tables_destroy(F.tables);
  lfl_tables_destroy(F.read);
  lfl_diags_clear(&F.diags);
  return 0;
}

static int place(const lfl_scenario *s, const char *id) {
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, id) == 0) return i;
  return -1;
}

static bool holds(const char *path, const char *secret) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  static char bytes[1 << 24];
  size_t n = fread(bytes, 1, sizeof bytes, file), k = strlen(secret);
  fclose(file);
  assert_true(n < sizeof bytes);
  bool is_found = false;
  for (size_t i = 0; i + k <= n && !is_found; i++) is_found = memcmp(bytes + i, secret, k) == 0;
  return is_found;
}

static lfl_status write_copy(const lfl_plan *plan, const char *name, lfl_sensitivity audience, char *path, size_t size) {
  lfl_buf html = {0};
  lfl_status status = lfl_report_html(plan, plan->needs, NULL, audience, &html);
  lfl_write_options options = {audience, false};
  snprintf(path, size, "%s/%s", F.dir, name);
  if (status == LFL_OK) status = lfl_plan_write(plan, path, html.text, NULL, &options, &F.diags);
  lfl_buf_clear(&html);
  return status;
}

static void no_file_names_what_is_closed(void **state) {
  (void)state;
  char path[128], pattern[160];
  assert_int_equal(write_copy(F.cut.plan, "partners", LFL_PARTNERS, path, sizeof path), LFL_OK);
  static const char *const patterns[] = {"*.*", "tables/*"};
  int n_files = 0;
  for (int k = 0; k < 2; k++) {
    glob_t files;
    snprintf(pattern, sizeof pattern, "%s/%s", path, patterns[k]);
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++, n_files++)
      for (int s = 0; s < N_SECRETS; s++)
        if (holds(files.gl_pathv[i], SECRETS[s])) fail_msg("%s holds %s", files.gl_pathv[i], SECRETS[s]);
    globfree(&files);
  }
  assert_true(n_files > 20);
  /* the test can fail: the whole plan does hold them */
  assert_int_equal(write_copy(F.plan, "restricted", LFL_RESTRICTED, path, sizeof path), LFL_OK);
  snprintf(pattern, sizeof pattern, "%s/report.html", path);
  for (int s = 0; s < 4; s++) assert_true(holds(pattern, SECRETS[s]));
}

static void what_is_closed_counts_in_what_is_above_it(void **state) {
  (void)state;
  int old = place(F.scenario, "OLD"), south = place(F.scenario, "SOUTH"), left = place(F.cut.scenario, "OLD");
  assert_true(old >= 0 && south >= 0 && left >= 0);
  double moved = 0;
  for (int day = 0; day < F.scenario->n_days; day++) {
    double there = F.plan->people[lfl_at(F.scenario, south, day)];
    moved += there;
    assert_true(F.cut.plan->people[lfl_at(F.cut.scenario, left, day)] == F.plan->people[lfl_at(F.scenario, old, day)] + there);
  }
  assert_true(moved > 0); /* somebody lives in the closed site */
  double whole = 0, shown = 0;
  for (int i = 0; i < F.plan->n_service; i++) whole += F.plan->service[i].served_people;
  for (int i = 0; i < F.cut.plan->n_service; i++) shown += F.cut.plan->service[i].served_people;
  assert_true(whole == shown);
}

static void what_names_or_passes_it_is_left_out(void **state) {
  (void)state;
  assert_true(F.plan->n_deliveries > F.cut.plan->n_deliveries && F.cut.plan->n_deliveries > 0);
  assert_true(F.plan->n_proofs > 0 && F.cut.plan->n_proofs == 0 && F.cut.plan->n_multipliers == 0 && F.cut.plan->n_start == 0);
  assert_true(F.cut.plan->n_levels == F.plan->n_levels && F.cut.plan->levels[0].value == F.plan->levels[0].value);
  for (int i = 0; i < F.cut.scenario->n_links; i++)
    assert_true(F.cut.scenario->links[i].from_i >= 0 && strstr(F.cut.scenario->links[i].id, "HUB") == NULL);
  for (int i = 0; i < F.cut.plan->n_stocks; i++) assert_true(F.cut.plan->stocks[i].place_i < F.cut.scenario->n_places);
  const lfl_place *old = &F.cut.scenario->places[place(F.cut.scenario, "OLD")];
  assert_true(old->lat_deg == F.scenario->places[place(F.scenario, "OLD")].lat_deg);
}

/* A pipeline runs out when it runs out, whoever looks at it. */
static void the_pipeline_is_the_same(void **state) {
  (void)state;
  lfl_needs *needs;
  assert_int_equal(lfl_needs_compute(F.scenario, &needs), LFL_OK);
  assert_int_equal(needs->n_breaks, F.cut.needs->n_breaks);
  for (int i = 0; i < needs->n_breaks; i++) assert_int_equal(needs->breaks[i].day, F.cut.needs->breaks[i].day);
  double whole = 0, shown = 0;
  for (int i = 0; i < needs->n_rows; i++) whole += needs->rows[i].quantity;
  for (int i = 0; i < F.cut.needs->n_rows; i++) shown += F.cut.needs->rows[i].quantity;
  assert_true(fabs(whole - shown) < 1e-9 * whole);
  lfl_needs_destroy(needs);
}

static lfl_buf page_of(const lfl_plan *plan, lfl_sensitivity audience) {
  lfl_buf html = {0};
  assert_int_equal(lfl_report_html(plan, plan->needs, NULL, audience, &html), LFL_OK);
  return html;
}

/* How many cells of the only crossing's row in the page's table of crossings are not told: what is used, the days on which it is closed. */
static int n_untold_of_crossing(const char *html) {
  const char *table = strstr(html, "<caption>Crossings: "), *row = table ? strstr(table, "<tbody>") : NULL, *end = row ? strstr(row, "</tbody>") : NULL;
  assert_non_null(end);
  int n = 0;
  for (const char *at = strstr(row, ">not told<"); at && at < end; at = strstr(at + 1, ">not told<")) n++;
  return n;
}

/* No sum of trips stands as the plan's where trips are left out: two-sites sends all by the depot, 39 loaded trips. */
static void sums_of_trips_are_not_told_of_a_part(void **state) {
  (void)state;
  lfl_plan *open = NULL;
  assert_int_equal(lfl_plan_redact(F.plan, LFL_PUBLIC, &open), LFL_OK);
  assert_true(F.cut.plan->lacks_trips);
  lfl_buf whole = page_of(F.plan, LFL_RESTRICTED), cut = page_of(F.cut.plan, LFL_PARTNERS), public = page_of(open, LFL_PUBLIC);
  /* of partners the days on which it is closed, too: a status of the road to SOUTH is left out */
  assert_true(n_untold_of_crossing(whole.text) == 0 && n_untold_of_crossing(cut.text) == 2 && n_untold_of_crossing(public.text) == 1);
  assert_true(strstr(whole.text, " trips in all<") && !strstr(whole.text, "in this copy<"));
  assert_true(strstr(cut.text, " trips in this copy<") && strstr(cut.text, " tonnes in this copy<") && !strstr(cut.text, " in all</figcaption>"));
  assert_non_null(strstr(cut.text, "by the trips that this copy holds"));
  assert_true(strstr(whole.text, "\"isCut\":false") && strstr(cut.text, "\"isCut\":true"));
  assert_true(strstr(whole.text, "loaded trips on that day") && !strstr(public.text, "loaded trips on that day") && !strstr(public.text, "people moved on that day"));
  double trips = 0, told = 0; /* the page's sums by day are of all trips, with positions or without */
  for (int k = 0; k < F.plan->n_deliveries; k++) trips += F.plan->deliveries[k].trips;
  const char *at = strstr(whole.text, "\"loaded\":[");
  assert_non_null(at);
  at += strlen("\"loaded\":[");
  for (char *end; *at != ']'; at = *end == ',' ? end + 1 : end) told += strtod(at, &end);
  assert_true(trips > 0 && fabs(told - trips) < 0.5);
  lfl_buf_clear(&whole);
  lfl_buf_clear(&cut);
  lfl_buf_clear(&public);
  lfl_plan_destroy(open);
}

static void an_uncut_plan_is_refused(void **state) {
  (void)state;
  char path[128];
  lfl_buf html = {0};
  assert_int_equal(lfl_report_html(F.plan, NULL, NULL, LFL_PARTNERS, &html), LFL_ERR_USAGE);
  lfl_write_options options = {LFL_PARTNERS, false};
  snprintf(path, sizeof path, "%s/uncut", F.dir);
  assert_int_equal(lfl_plan_write(F.plan, path, "<!doctype html>", NULL, &options, &F.diags), LFL_ERR_USAGE);
  assert_false(lfl_scenario_hides(F.scenario, LFL_PUBLIC) || lfl_scenario_hides(F.scenario, LFL_RESTRICTED) || lfl_scenario_hides(F.cut.scenario, LFL_PARTNERS));
}

static void a_copy_that_was_cut_says_so(void **state) {
  (void)state;
  char path[128];
  assert_int_equal(write_copy(F.cut.plan, "cut", LFL_PARTNERS, path, sizeof path), LFL_OK);
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  assert_int_equal(lfl_plan_read(path, &diags, &tables, &scenario, &plan), LFL_ERR_DATA);
  assert_string_equal(diags.items[0].code, "plan-cut");
  lfl_diags_clear(&diags);
}

/* Roads guessed from coordinates stay those that were planned with. */
static void guessed_roads_stay(void **state) {
  (void)state;
  lfl_tables *tables = NULL, *cut = NULL;
  lfl_scenario *scenario = NULL, *again = NULL;
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_set(F.read, CLOSED, 1, &diags, &tables), LFL_OK);
  for (int t = 0; t < tables->n_tables; t++) /* no roads, and nothing that speaks of roads */
    if (strcmp(tables->tables[t].name, "links") == 0 || strcmp(tables->tables[t].name, "status") == 0 || strcmp(tables->tables[t].name, "permissions") == 0 ||
        strcmp(tables->tables[t].name, "projects") == 0 || strcmp(tables->tables[t].name, "assumptions") == 0)
      tables->tables[t].n_rows = 0;
  assert_int_equal(lfl_scenario_build(tables, &diags, &scenario), LFL_OK);
  const char *const *words;
  int n_words, hub = place(scenario, "HUB"), n_open = 0;
  assert_int_equal(store_cut_tables(scenario, LFL_PARTNERS, &cut, &words, &n_words), LFL_OK);
  assert_int_equal(lfl_scenario_build(cut, &diags, &again), LFL_OK);
  for (int i = 0; i < scenario->n_links; i++) {
    const lfl_link *link = &scenario->links[i];
    if (link->from_i == hub || link->to_i == hub) continue;
    int k = 0;
    while (k < again->n_links && strcmp(again->links[k].id, link->id) != 0) k++;
    assert_true(k < again->n_links && fabs(again->links[k].length_km - link->length_km) < 1e-12 * link->length_km);
    n_open++;
  }
  assert_true(n_open > 0 && n_open == again->n_links);
  lfl_scenario_destroy(again);
  lfl_tables_destroy(cut);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

static void words_are_whole(void **state) {
  (void)state;
  static const char *const words[] = {"HUB", "Camp 3"};
  assert_true(lfl_holds_any_word("from HUB on", words, 2) && lfl_holds_any_word("(HUB)", words, 2) && lfl_holds_any_word("see Camp 3.", words, 2));
  assert_false(lfl_holds_any_word("HUBS", words, 2) || lfl_holds_any_word("Camp 31", words, 2) || lfl_holds_any_word("", words, 2) || lfl_holds_any_word(NULL, words, 2));
}

/* Names as people write them: between quotation marks of any kind, with other capitals, blanks and dashes, with marks that are not seen; a part of another word is none. */
static void words_are_found_as_they_are_read(void **state) {
  (void)state;
  static const char *const WORDS[] = {"Depot Mike", "Склад Київ", "مستودع الزيتون", "Saint-Élie", "mike5"};
  static const char *const HELD[] = {"queue at “Depot Mike”", "Depot Mike’s office", "next to Depot Mike–A", "DEPOT MIKE", "at Depot\u00a0 Mike", "De\u00adpot Mike", "підрахунок біля «Склад Київ»", "склад київ, 3", "مستودع الزيتون، June",
                                     "\u200fمستودعُ الزيتون", "SAINT‑ÉLIE", "mike5 yard", "Mike5yard"};
  static const char *const FREE[] = {"Depot Mikey", "a Depot", "Склад Києва", "mike51", "Saint Élie", "", "\xff\xfe Depo"};
  for (size_t k = 0; k < sizeof HELD / sizeof HELD[0]; k++)
    if (!lfl_holds_any_word(HELD[k], WORDS, 5)) fail_msg("not found in '%s'", HELD[k]);
  for (size_t k = 0; k < sizeof FREE / sizeof FREE[0]; k++)
    if (lfl_holds_any_word(FREE[k], WORDS, 5)) fail_msg("found in '%s'", FREE[k]);
  assert_false(lfl_holds_word("text", ""));
}

/* Refusing allocation 0, 1, 2, ... until it succeeds leaves nothing behind (sanitizers see to that). */
static void without_memory(void **state) {
  (void)state;
  lfl_status status = LFL_ERR_MEMORY;
  long n = 0;
  for (; status != LFL_OK && n < 100000; n += n < 400 ? 1 : 53) {
    lfl_diags diags;
    lfl_cut cut;
    assert_true(lfl_diags_init(&diags));
    lfl_alloc_fail_after(n);
    status = lfl_plan_cut(F.plan, LFL_PARTNERS, &diags, &cut);
    lfl_alloc_fail_after(-1);
    assert_true(status == LFL_OK || status == LFL_ERR_MEMORY);
    assert_true(status == LFL_OK ? cut.plan != NULL : cut.plan == NULL);
    lfl_cut_clear(&cut);
    lfl_diags_clear(&diags);
  }
  assert_int_equal(status, LFL_OK);
  assert_true(n > 10);
}

enum { COUNTED = 7, LEFT_AT_THE_END = 11 };

/* What the sheet Pledges of a workbook says of the pledge in that column; 0: nothing. */
static double said_in(const char *path, const char *pledge_id, int column) {
  static const char *const drivers[] = {"XLSX", NULL};
  double said = -1;
  GDALAllRegister();
  GDALDatasetH book = GDALOpenEx(path, GDAL_OF_VECTOR, drivers, NULL, NULL);
  assert_non_null(book);
  OGRLayerH page = GDALDatasetGetLayerByName(book, "Pledges");
  assert_non_null(page);
  for (OGRFeatureH line = OGR_L_GetNextFeature(page); line; OGR_F_Destroy(line), line = OGR_L_GetNextFeature(page))
    if (strcmp(OGR_F_GetFieldAsString(line, 0), pledge_id) == 0) said = OGR_F_GetFieldAsDouble(line, column);
  GDALClose(book);
  assert_true(said >= 0);
  return said;
}

/* Of AID's 2,000 EUR at 1.2, 400 USD are passed on, and nobody but those who carry it out may see to whom. */
static const char PASSED_ON[] =
    "given n_days 4\n"
    "given table places\n"
    "  place_id | kind | people\n"
    "  TOWN | area | 1000\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  ration | food | 1 | 0.001 | 1 | 1\n"
    "given table supplies\n"
    "  item_id | place_id | units | unit_price\n"
    "  ration | TOWN | 9000 | 2\n"
    "given table rates\n"
    "  currency | day | rate\n"
    "  EUR | 0 | 1.2\n"
    "given table pledges\n"
    "  pledge_id | amount | currency | from_day | earmark_kind | earmark_id | passed_on_from | sensitivity\n"
    "  AID | 2000 | EUR | 1 | none | | |\n"
    "  GUARDS | 700 | USD | 0 | sector | security | |\n"
    "  LATE | 500 | USD | 9 | none | | |\n"
    "  QUIET | 400 | USD | 0 | sector | food | AID | %s\n";

static bool page_says(const lfl_plan *plan, const char *what) {
  lfl_buf text = {0}, html = {0};
  assert_int_equal(lfl_report_front_page(plan, plan->needs, NULL, &text), LFL_OK);
  assert_int_equal(lfl_report_html(plan, plan->needs, NULL, LFL_PARTNERS, &html), LFL_OK);
  bool is_said = strstr(text.text, what) && strstr(html.text, what);
  lfl_buf_clear(&html);
  lfl_buf_clear(&text);
  return is_said;
}

/* No sum of money is told where pledges are left out: neither what would tell of them nor what would be wrong. */
static void sums_of_money_are_left_out_with_pledges(void **state) {
  (void)state;
  for (int is_closed = 0; is_closed < 2; is_closed++) {
    char text[1400];
    folder_plan w;
    lfl_cut cut;
    int n_funds;
    snprintf(text, sizeof text, PASSED_ON, is_closed ? "restricted" : "partners");
    folder_of_text(&w, text);
    assert_int_equal(lfl_plan_cut(w.plan, LFL_PARTNERS, &w.diags, &cut), LFL_OK);
    assert_true(cut.plan->lacks_pledges == is_closed);
    assert_non_null(lfl_budget_funds(cut.plan, cut.plan->arena, &n_funds));
    assert_true((n_funds == 0) == is_closed && (cut.plan->n_money_gains == 0) == is_closed);
    assert_true(page_says(cut.plan, "what is pledged, usable, idle or missing is not told.") == is_closed);
    if (is_closed) assert_false(page_says(cut.plan, "700 USD for security"));
    char path[128], book[160];
    lfl_buf html = {0};
    assert_int_equal(lfl_report_html(cut.plan, cut.plan->needs, NULL, LFL_PARTNERS, &html), LFL_OK);
    assert_true((strstr(html.text, "<th scope=\"row\">Gap</th>") == NULL) == is_closed);
    lfl_buf_clear(&html);
    assert_int_equal(write_copy(cut.plan, is_closed ? "money_closed" : "money_open", LFL_PARTNERS, path, sizeof path), LFL_OK);
    snprintf(book, sizeof book, "%s/plan.xlsx", path);
    assert_true((said_in(book, "AID", COUNTED) > 0) == !is_closed);
    if (!is_closed) assert_true(said_in(book, "LATE", COUNTED) > 0 && !(said_in(book, "LATE", LEFT_AT_THE_END) > 0)); /* nothing of it is there */
    lfl_cut_clear(&cut);
    folder_end(&w);
  }
}

/* A village reached under a permission, and a road on which half the vehicles pass: rows without a key of their own, open or restricted. */
static const char UNDER_PERMISSION[] =
    "given n_days 4\n"
    "given table places\n"
    "  place_id | kind | people | trucks_per_day\n"
    "  GATE | crossing | | 20\n"
    "  DEPOT | hub | | \n"
    "  TOWN | area | 6000 | \n"
    "  VILLAGE | area | 3000 | \n"
    "given table links\n"
    "  link_id | from_id | to_id | length_km | speed_km_per_h | vehicles_per_day\n"
    "  R1 | GATE | DEPOT | 20 | 20 | \n"
    "  R2 | DEPOT | TOWN | 20 | 20 | 2\n"
    "  R3 | DEPOT | VILLAGE | 20 | 20 | \n"
    "given table fleets\n"
    "  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h | cost_per_km | cost_per_vehicle_day\n"
    "  TRUCK | truck | 40 | 1000 | 10 | 8 | 2 | 1 | 80\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n"
    "  ration | food | 1 | 0.001 | 1 | 1\n"
    "given table supplies\n"
    "  item_id | place_id | units | unit_price\n"
    "  ration | GATE | 99000 | 2\n"
    "given table status\n"
    "  subject | subject_id | from_day | to_day | status | capacity_share | sensitivity\n"
    "  link | R2 | 0 | 3 | open | 0.5 | %s\n"
    "given table permissions\n"
    "  subject | subject_id | from_day | convoys_per_day | trucks_per_convoy | approval_share | sensitivity\n"
    "  link | R1 | 0 | 9 | 2 | 1 |\n"
    "  place | VILLAGE | 0 | 1 | 1 | 1 | %s\n"
    "given table negotiable\n"
    "  table | row_id | column | step | weight | at_most\n"
    "  permissions | 2 | convoys_per_day | 1 | 1 | 6\n"
    "  links | R2 | vehicles_per_day | 1 | 1 | 9\n"
    "given table targets\n"
    "  target_id | kind | place_id | need | tier | people | by_day\n"
    "  VFED | served | VILLAGE | food | survival | 3000 | 1\n"
    "  TFED | served | TOWN | food | survival | 6000 | 1\n";

/* How many limits, members of sets and changes of that kind and subject the plan tells. */
static int limits_of(const lfl_plan *p, const char *limit, const char *subject_id) {
  int n = 0;
  for (int k = 0; k < p->n_binding; k++) n += strcmp(p->binding[k].limit, limit) == 0 && strcmp(p->binding[k].subject_id, subject_id) == 0;
  for (int k = 0; k < p->n_target_binding; k++) n += strcmp(p->target_binding[k].limit, limit) == 0 && strcmp(p->target_binding[k].subject_id, subject_id) == 0;
  for (int k = 0; k < p->n_conflicts; k++) n += strcmp(p->conflicts[k].limit, limit) == 0 && strcmp(p->conflicts[k].subject_id, subject_id) == 0;
  return n;
}

static int offers_of(const lfl_plan *p, const char *table) {
  int n = 0;
  for (int k = 0; k < p->n_offers; k++) n += strcmp(p->offers[k].table, table) == 0;
  return n;
}

static int deliveries_to(const lfl_plan *p, const char *id) {
  int n = 0;
  for (int k = 0; k < p->n_deliveries; k++) n += strcmp(p->scenario->places[p->deliveries[k].to_i].id, id) == 0;
  return n;
}

static void begin_under_permission(folder_plan *w, lfl_cut *cut, const char *of_status, const char *of_permission) {
  char text[2600];
  snprintf(text, sizeof text, UNDER_PERMISSION, of_status, of_permission);
  *w = (folder_plan){0};
  assert_true(lfl_diags_init(&w->diags) && case_scenario(text, &w->diags, &w->tables, &w->scenario) && w->scenario);
  assert_int_equal(lfl_plan_make(w->scenario, NULL, &w->plan), LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_cut(w->plan, LFL_PARTNERS, &w->diags, cut), LFL_OK);
}

/* What a restricted permission or status makes short is told by no list, as no word of these lists names the row. */
static void limits_are_as_closed_as_their_rows(void **state) {
  (void)state;
  static const char *const SAYS[] = {"", "restricted"};
  for (int is_road = 0; is_road < 2; is_road++)
    for (int is_village = 0; is_village < 2; is_village++) {
      folder_plan w;
      lfl_cut cut;
      begin_under_permission(&w, &cut, SAYS[is_road], SAYS[is_village]);
      assert_true(limits_of(w.plan, "permission", "VILLAGE") > 0 && limits_of(w.plan, "link", "R2") > 0 && offers_of(w.plan, "permissions") > 0 && offers_of(w.plan, "links") > 0);
      assert_true((limits_of(cut.plan, "permission", "VILLAGE") == 0) == is_village && (offers_of(cut.plan, "permissions") == 0) == is_village);
      assert_true((limits_of(cut.plan, "link", "R2") == 0) == is_road && (offers_of(cut.plan, "links") == 0) == is_road);
      assert_true(cut.plan->lacks_limits == (is_road || is_village) && cut.plan->lacks_calendar == is_road);
      assert_true(page_says(cut.plan, "Limits that rest on what is restricted are left out of this copy.") == (is_road || is_village));
      lfl_buf html = {0};
      assert_int_equal(lfl_report_html(cut.plan, cut.plan->needs, NULL, LFL_PARTNERS, &html), LFL_OK);
      assert_true((strstr(html.text, "No source that this copy may name declares a place at risk.") != NULL) == is_road && (strstr(html.text, "No source in the data") == NULL) == is_road);
      assert_int_equal(n_untold_of_crossing(html.text), is_road + is_village); /* days on which the gate is closed; trucks used there */
      assert_true((strstr(html.text, "transport, and goods of trips left out of this copy") != NULL) == is_village);
      lfl_buf_clear(&html);
      if (is_road && is_village) {
        lfl_buf page = {0};
        assert_int_equal(lfl_report_front_page(cut.plan, cut.plan->needs, NULL, &page), LFL_OK);
        assert_true(cut.plan->lacks_bottleneck && strstr(page.text, "Bottleneck: not in this copy.") && !strstr(page.text, "no limits listed"));
        lfl_buf_clear(&page);
      }
      lfl_cut_clear(&cut);
      folder_end(&w);
    }
}

/* A set or a way of which one part goes is told by no other part. */
static void sets_and_ways_are_told_whole(void **state) {
  (void)state;
  folder_plan w;
  lfl_cut cut;
  begin_under_permission(&w, &cut, "", "restricted");
  for (int k = 0; k < cut.plan->n_conflicts; k++) {
    int n_told = 0, n_all = 0;
    const lfl_conflict_row *r = &cut.plan->conflicts[k];
    for (int i = 0; i < cut.plan->n_conflicts; i++) n_told += cut.plan->conflicts[i].target_i == r->target_i && cut.plan->conflicts[i].set == r->set;
    for (int i = 0; i < w.plan->n_conflicts; i++) n_all += w.plan->conflicts[i].target_i == r->target_i && w.plan->conflicts[i].set == r->set;
    assert_int_equal(n_told, n_all);
  }
  lfl_cut_clear(&cut);
  folder_end(&w);
}

static double spent_on(const lfl_plan *p, const char *line, int *n) {
  double sum = 0;
  *n = 0;
  for (int k = 0; k < p->n_spending; k++)
    if (!line || strcmp(p->spending[k].line, line) == 0) ++*n, sum += p->spending[k].amount;
  return sum;
}

/* Trips under a restricted permission are as closed as that, and what they cost and carry is read from no row of money, draws or stocks; the plan's sums stay. */
static void trips_are_as_closed_as_their_permission(void **state) {
  (void)state;
  folder_plan w;
  lfl_cut cut;
  int n, n_whole;
  begin_under_permission(&w, &cut, "", "restricted");
  assert_true(deliveries_to(w.plan, "VILLAGE") > 0 && deliveries_to(cut.plan, "VILLAGE") == 0 && deliveries_to(cut.plan, "TOWN") == deliveries_to(w.plan, "TOWN"));
  assert_true(cut.plan->lacks_trips && w.plan->n_draws > 0 && cut.plan->n_draws == 0); /* all rations are drawn at the gate, for the village, too */
  for (int k = 0; k < cut.plan->n_ways; k++) assert_true(strcmp(cut.scenario->places[cut.plan->ways[k].to_i].id, "VILLAGE") != 0);
  for (int k = 0; k < cut.plan->n_stocks; k++) assert_true(strcmp(cut.scenario->places[cut.plan->stocks[k].place_i].id, "VILLAGE") != 0);
  assert_true(fabs(spent_on(cut.plan, NULL, &n) - spent_on(w.plan, NULL, &n_whole)) < 0.005 && n == 2 && n_whole > 2);
  assert_true(fabs(spent_on(cut.plan, "transport", &n) - spent_on(w.plan, "transport", &n_whole)) < 0.005 && n == 1 && lfl_spending_is_sum(cut.plan, &cut.plan->spending[0]));
  lfl_cut_clear(&cut);
  folder_end(&w);
  begin_under_permission(&w, &cut, "restricted", "");
  assert_true(!cut.plan->lacks_trips && cut.plan->n_deliveries == w.plan->n_deliveries && cut.plan->n_draws == w.plan->n_draws && cut.plan->n_spending == w.plan->n_spending);
  lfl_cut_clear(&cut);
  folder_end(&w);
}

/* A hospital in the village burns 40 l a day of what lies at a place; the town's wells, and in one case the village's, are pumped with fuel, too. */
static const char FUEL[] =
    "given n_days 2\n"
    "given table places\n"
    "  place_id | kind | people | water_yield_l_per_day | fuel_l_per_m3\n"
    "  TOWN | area | 1000 | 20000 | 1\n"
    "  VILLAGE | area | 1000 | %s | 1\n"
    "given table links\n"
    "  link_id | from_id | to_id | length_km | speed_km_per_h\n"
    "  R | TOWN | VILLAGE | 40 | 40\n"
    "given table fleets\n"
    "  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h | cost_per_km\n"
    "  TRUCK | truck | 40 | 1000 | 10 | 8 | 2 | 1\n"
    "given table items\n"
    "  item_id | need | mass_kg | volume_m3\n"
    "  diesel | fuel | 0.84 | 0.001\n"
    "given table supplies\n"
    "  item_id | place_id | units | unit_price\n"
    "  diesel | TOWN | 999 | %s\n"
    "  diesel | %s | 999 | %s\n"
    "given table facilities\n"
    "  facility_id | place_id | kind | status | beds | fuel_l_per_day | sensitivity\n"
    "  CLINIC | VILLAGE | hospital | functioning | 2 | 40 | %s\n"
    "  POST | VILLAGE | hospital | functioning | 1 | 0 | restricted\n"; /* which burns nothing that could tell of it */

/* Rows of fuel that the copy tells at the place: drawn, burnt, in stock, brought or bought. */
static int fuel_rows_at(const lfl_plan *p, const char *id) {
  const lfl_scenario *s = p->scenario;
  int n = 0, at = place(s, id);
  for (int k = 0; k < p->n_draws; k++) n += s->supplies[p->draws[k].supply_i].place_i == at;
  for (int k = 0; k < p->n_uses; k++) n += p->uses[k].place_i == at && p->uses[k].item_i == s->fuel_item_i;
  for (int k = 0; k < p->n_stocks; k++) n += p->stocks[k].place_i == at && p->stocks[k].item_i == s->fuel_item_i;
  for (int k = 0; k < p->n_spending; k++) n += p->spending[k].place_i == at && p->spending[k].item_i == s->fuel_item_i;
  return n + deliveries_to(p, id);
}

static int uses_of(const lfl_plan *p, lfl_use_kind kind) {
  int n = 0;
  for (int k = 0; k < p->n_uses; k++) n += p->uses[k].kind == kind;
  return n;
}

static bool is_said(const lfl_diags *diags, const char *code) {
  bool is_so = false;
  for (int k = 0; k < diags->n; k++) is_so = is_so || strcmp(diags->items[k].code, code) == 0;
  return is_so;
}

/* Of what a copy leaves out it is not said that it is not so: that a permission is asked for on some days only, or that people take a road that a closed row closes. */
static void a_copy_does_not_know_what_is_not_there(void **state) {
  (void)state;
  static const char *const CODES[] = {"permission-days", "hospital-way"};
  folder_plan w;
  folder_of_text(&w, "given n_days 3\ngiven table places\n  place_id | kind | people\n  TOWN | area | 1000\n  VILLAGE | area | 1000\n"
                     "given table links\n  link_id | from_id | to_id | length_km | speed_km_per_h | vehicles_per_day\n  R | TOWN | VILLAGE | 40 | 40 | 0\n"
                     "given table facilities\n  facility_id | place_id | kind | status | beds\n  CLINIC | VILLAGE | hospital | functioning | 2\n"
                     "given table permissions\n  subject | subject_id | from_day | to_day | convoys_per_day | trucks_per_convoy\n  link | R | 0 | 1 | 1 | 1\n");
  for (int k = 0; k < 2; k++) {
    lfl_diags diags;
    lfl_scenario *s = NULL;
    assert_true(lfl_diags_init(&diags));
    w.tables->state = k ? LFL_TABLES_OF_PLAN : LFL_TABLES_ENTERED;
    assert_int_equal(lfl_scenario_build(w.tables, &diags, &s), LFL_OK);
    for (int i = 0; i < 2; i++) assert_true(is_said(&diags, CODES[i]) == (k == 0));
    lfl_scenario_destroy(s);
    lfl_diags_clear(&diags);
  }
  folder_end(&w);
}

/* What a facility burns tells where it stands: it goes with the draws, stocks, trips and costs by which it could be worked out. */
static void fuel_is_as_closed_as_who_burns_it(void **state) {
  (void)state;
  static const struct {
    const char *yield, *price, *lies_at, *sensitivity;
    bool is_closed, is_mixed, is_carried;
  } CASES[] = {
      {"", "0", "VILLAGE", "partners", false, false, false}, {"", "0", "VILLAGE", "", true, false, false}, {"", "3", "VILLAGE", "", true, false, false},
      {"", "0", "TOWN", "", true, false, true}, {"20000", "0", "VILLAGE", "", true, true, false}, {"20000", "3", "VILLAGE", "", true, true, false},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
    char text[2000];
    folder_plan w;
    lfl_cut cut;
    int n;
    snprintf(text, sizeof text, FUEL, CASES[i].yield, CASES[i].price, CASES[i].lies_at, CASES[i].price, CASES[i].sensitivity);
    folder_of_text(&w, text);
    assert_int_equal(lfl_plan_cut(w.plan, LFL_PARTNERS, &w.diags, &cut), LFL_OK);
    assert_true(uses_of(w.plan, LFL_USE_CARE) == 2 && fuel_rows_at(w.plan, "VILLAGE") > 2 && (deliveries_to(w.plan, "VILLAGE") > 0) == CASES[i].is_carried);
    assert_true(cut.plan->lacks_fuel == CASES[i].is_closed && uses_of(cut.plan, LFL_USE_CARE) == (CASES[i].is_closed ? 0 : 2));
    assert_int_equal(uses_of(cut.plan, LFL_USE_PUMP), uses_of(w.plan, LFL_USE_PUMP));
    if (CASES[i].is_closed) assert_int_equal(fuel_rows_at(cut.plan, "VILLAGE"), CASES[i].is_mixed ? uses_of(w.plan, LFL_USE_PUMP) / 2 : 0);
    else assert_int_equal(fuel_rows_at(cut.plan, "VILLAGE"), fuel_rows_at(w.plan, "VILLAGE"));
    if (CASES[i].is_mixed) assert_int_equal(cut.plan->n_draws + cut.plan->n_stocks, 0); /* a gap in the village alone would tell */
    else if (!CASES[i].is_carried) assert_int_equal(fuel_rows_at(cut.plan, "TOWN"), fuel_rows_at(w.plan, "TOWN"));
    assert_true(fabs(spent_on(cut.plan, NULL, &n) - spent_on(w.plan, NULL, &n)) < 0.005);
    lfl_buf html = {0};
    assert_int_equal(lfl_report_html(cut.plan, cut.plan->needs, NULL, LFL_PARTNERS, &html), LFL_OK);
    assert_true((strstr(html.text, "Trips, or facilities that burn fuel, are left out of this copy") != NULL) == cut.plan->lacks_trips);
    lfl_buf_clear(&html);
    lfl_cut_clear(&cut);
    folder_end(&w);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_file_names_what_is_closed),
      cmocka_unit_test(what_is_closed_counts_in_what_is_above_it),
      cmocka_unit_test(what_names_or_passes_it_is_left_out),
      cmocka_unit_test(the_pipeline_is_the_same),
      cmocka_unit_test(sums_of_trips_are_not_told_of_a_part), cmocka_unit_test(an_uncut_plan_is_refused),
      cmocka_unit_test(a_copy_that_was_cut_says_so),
      cmocka_unit_test(guessed_roads_stay),
      cmocka_unit_test(words_are_whole), cmocka_unit_test(words_are_found_as_they_are_read),
      cmocka_unit_test(sums_of_money_are_left_out_with_pledges),
      cmocka_unit_test(limits_are_as_closed_as_their_rows),
      cmocka_unit_test(sets_and_ways_are_told_whole),
      cmocka_unit_test(trips_are_as_closed_as_their_permission),
      cmocka_unit_test(fuel_is_as_closed_as_who_burns_it), cmocka_unit_test(a_copy_does_not_know_what_is_not_there),
      cmocka_unit_test(without_memory),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
