/* The notification list: who must be told of what, and by when. From the plan made by hand, whose every
 * figure can be checked by eye (hand_plan.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder_plan.h"
#include "hand_plan.h"
#include "store/notices.h"
#include "store/store.h"

static char folder[64];

static int setup(void **state) {
  (void)state;
  strcpy(folder, "/tmp/lfl_notices_XXXXXX");
  return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state) {
  (void)state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static const char *path_of(const char *name) {
  static char path[4][160];
  static int i;
  i = (i + 1) % 4;
  snprintf(path[i], sizeof path[i], "%s/%s", folder, name);
  return path[i];
}

/* The list of the hand-made plan under other lines of the scenario; to be freed. */
static char *list_of(const char *more) {
  hand_plan hand;
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  if (!hand_plan_make(&hand, more, &diags)) fail_msg("no plan: %s", diags.n ? diags.items[0].expected : "");
  const char *path = path_of("list.csv");
  remove(path);
  assert_int_equal(lfl_notices_write(hand.plan, path, &diags), LFL_OK);
  hand_plan_free(&hand);
  lfl_diags_clear(&diags);
  FILE *f = fopen(path, "rb");
  assert_non_null(f);
  char *text = calloc(1, 65536);
  assert_non_null(text);
  assert_true(fread(text, 1, 65535, f) > 0);
  fclose(f);
  return text;
}

static int count(const char *text, const char *what) {
  int n = 0;
  for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what)) n++;
  return n;
}

static void every_convoy_and_site_is_on_it_once(void **state) {
  (void)state;
  char *text = list_of(NULL);
  hand_plan hand;
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  assert_true(hand_plan_make(&hand, NULL, &diags));
  const lfl_plan *p = hand.plan;
  int n_sites = 0, n_convoys = 0;
  for (int i = 0; i < p->scenario->n_places; i++) {
    bool is_used = false;
    for (int k = 0; k < p->n_deliveries; k++) is_used = is_used || p->deliveries[k].from_i == i || p->deliveries[k].to_i == i;
    for (int k = 0; k < p->n_movements; k++) is_used = is_used || p->movements[k].from_i == i || p->movements[k].to_i == i;
    for (int k = 0; k < p->n_builds; k++) is_used = is_used || p->builds[k].place_i == i;
    n_sites += is_used;
  }
  for (int k = 0; k < p->n_deliveries + p->n_movements; k++) {
    int n = p->n_deliveries, is_new = 1;
    for (int j = 0; j < k; j++) {
      int same_day = (j < n ? p->deliveries[j].day : p->movements[j - n].day) == (k < n ? p->deliveries[k].day : p->movements[k - n].day);
      int same_way = (j < n ? p->deliveries[j].way_i : p->movements[j - n].way_i) == (k < n ? p->deliveries[k].way_i : p->movements[k - n].way_i);
      int same_fleet = (j < n ? p->deliveries[j].fleet_i : p->movements[j - n].fleet_i) == (k < n ? p->deliveries[k].fleet_i : p->movements[k - n].fleet_i);
      if (same_day && same_way && same_fleet) is_new = 0;
    }
    n_convoys += is_new;
  }
  assert_true(n_sites > 0 && n_convoys > 0);
  assert_int_equal(count(text, "\nsite,"), n_sites);
  assert_int_equal(count(text, "\nconvoy,"), n_convoys);
  assert_int_equal(count(text, ",restricted\r\n"), n_sites + n_convoys);
  hand_plan_free(&hand);
  lfl_diags_clear(&diags);
  free(text);
}

/* The list of the hand-made plan where TOWN is called so. */
static char *list_with_name(const char *name) {
  char more[200];
  snprintf(more, sizeof more, "set places.TOWN.name = %s\n", name);
  return list_of(more);
}

/* A spreadsheet runs no text of the list, and taking one apostrophe off gives every text back; a number stays one. */
static void no_name_is_a_formula(void **state) {
  (void)state;
  static const char *const NAMED[][2] = {{"=HYPERLINK(1)", "TOWN,'=HYPERLINK(1),"}, {"-2+3", "TOWN,'-2+3,"}, {"@now", "TOWN,'@now,"}, {"'t Zand", "TOWN,''t Zand,"}, {"+4.5", "TOWN,+4.5,"}, {"Town-by-Sea", "TOWN,Town-by-Sea,"}};
  for (size_t k = 0; k < sizeof NAMED / sizeof NAMED[0]; k++) {
    char *text = list_with_name(NAMED[k][0]);
    if (!count(text, NAMED[k][1])) fail_msg("the list has no %s", NAMED[k][1]);
    free(text);
  }
}

/* How many people move is nobody's business who is told of a convoy. */
static void it_holds_no_counts_of_people(void **state) {
  (void)state;
  char *text = list_of(NULL);
  assert_null(strstr(text, "people_"));
  char header[512];
  snprintf(header, sizeof header, "%.*s", (int)strcspn(text, "\r"), text);
  assert_string_equal(header, "kind,announce_by,from_date,to_date,place_id,name,lat_deg,lon_deg,to_place_id,fleet_id,vehicle,n_vehicles,hours_one_way,activity,departs_at,n_to_submit,permission_ids,escort_ids,sensitivity");
  free(text);
}

/* Announced as many days before as the longest notice asks for. */
static void notice_comes_before_the_convoy(void **state) {
  (void)state;
  char *plain = list_of(NULL), *noticed = list_of(
      "set permissions.+n.subject = place\nset permissions.+n.subject_id = CAMP\nset permissions.+n.convoys_per_day = inf\n"
      "set permissions.+n.notice_days = 1.5\nset permissions.+n.notice_from_day = -9\n");
  for (char *line = strtok(plain, "\r\n"); line; line = strtok(NULL, "\r\n")) {
    char announced[16], from[16];
    if (sscanf(line, "convoy,%10[0-9-],%10[0-9-]", announced, from) == 2) assert_string_equal(announced, from);
  }
  int n_before = 0;
  for (char *line = strtok(noticed, "\r\n"); line; line = strtok(NULL, "\r\n")) {
    int y, m, d, fy, fm, fd;
    if (sscanf(line, "convoy,%d-%d-%d,%d-%d-%d", &y, &m, &d, &fy, &fm, &fd) != 6) continue;
    n_before += m != fm || d != fd;
    if (m == fm && d != fd) assert_int_equal(fd - d, 2); /* a day and a half: two days before */
  }
  assert_true(n_before > 0);
  free(plain);
  free(noticed);
}

/* Convoys leave at the times told, and more is submitted than driven where not all is let through. */
static void convoys_leave_in_slots(void **state) {
  (void)state;
  char *plain = list_of(NULL), *text = list_of(
      "set permissions.+n.subject = place\nset permissions.+n.subject_id = CAMP\nset permissions.+n.convoys_per_day = 40\n"
      "set permissions.+n.trucks_per_convoy = 1\nset permissions.+n.approval_share = 0.4\nset permissions.+n.slots = 06:00; 9:30\n");
  int n_timed = 0, n_plain = 0, vehicles = 0, before = 0;
  struct { char date[16]; int vehicles, submitted; } days[8] = {{"", 0, 0}};
  int n_days = 0;
  for (char *line = strtok(text, "\r\n"); line; line = strtok(NULL, "\r\n")) {
    if (strncmp(line, "convoy,", 7) != 0) continue;
    char *cell[20] = {line};
    int n = 1;
    for (char *at = line; *at && n < 20; at++) /* no cell of these rows is quoted */
      if (*at == ',') *at = 0, cell[n++] = at + 1;
    assert_int_equal(n, 19);
    vehicles += atoi(cell[11]);
    if (!*cell[14]) {
      n_plain++;
      assert_true(!*cell[15] || atoi(cell[15]) == atoi(cell[11])); /* everything is let through */
      continue;
    }
    n_timed++;
    assert_true(strcmp(cell[14], "06:00") == 0 || strcmp(cell[14], "09:30") == 0);
    int k = 0;
    while (k < n_days && strcmp(days[k].date, cell[2]) != 0) k++;
    assert_true(k < 8);
    if (k == n_days) snprintf(days[n_days++].date, sizeof days[0].date, "%s", cell[2]);
    days[k].vehicles += atoi(cell[11]);
    days[k].submitted += atoi(cell[15]);
  }
  for (int k = 0; k < n_days; k++) assert_int_equal(days[k].submitted, (5 * days[k].vehicles + 1) / 2); /* over 0.4, of a day rounded up once */
  for (char *line = strtok(plain, "\r\n"); line; line = strtok(NULL, "\r\n")) {
    if (strncmp(line, "convoy,", 7) != 0) continue;
    for (int k = 0; k < 11 && line; k++) line = strchr(line, ',') + 1;
    before += atoi(line);
  }
  assert_true(n_timed > 0 && n_plain > 0);
  assert_int_equal(vehicles, before); /* none is lost by parting */
  free(plain);
  free(text);
}

/* To CAMP go a tanker and a bus on day 0 and a truck on day 1: two convoys of one in two slots, then one. */
static void vehicles_fill_convoys(void **state) {
  (void)state;
  char *text = list_of(
      "set permissions.+n.subject = place\nset permissions.+n.subject_id = CAMP\nset permissions.+n.convoys_per_day = 2\n"
      "set permissions.+n.trucks_per_convoy = 1\nset permissions.+n.slots = 06:00;09:30\n");
  assert_int_equal(count(text, ",06:00,1,CAMP,,restricted"), 2);
  assert_int_equal(count(text, ",09:30,1,CAMP,,restricted"), 1);
  free(text);
}

/* A town that takes all it can get by trucks of a tonne, under the permission of the line, with an escort for `escorted` vehicles a day. */
static char *list_under(const char *permission, int escorted) {
  char text[1600];
  folder_plan w;
  size_t n;
  snprintf(text, sizeof text,
           "given n_days 2\ngiven table places\n  place_id | kind | people | trucks_per_day | delivered_share\n  TOWN | area | 10000 | |\n  GATE | crossing | | 20 | 1\n"
           "given table links\n  link_id | from_id | to_id | length_km | speed_km_per_h\n  ROAD | GATE | TOWN | 60 | 30\n"
           "given table fleets\n  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n  TR | truck | 10 | 1000 | 10 | 8 | 2\n"
           "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n  ration | food | 1 | 0.001 | 1 | 1\n"
           "given table supplies\n  item_id | place_id | units\n  ration | GATE | 200000\n"
           "given table escorts\n  escort_id | convoys_per_day | vehicles_per_convoy\n  ESC | 1 | %d\n"
           "given table permissions\n  subject | subject_id | convoys_per_day | trucks_per_convoy | approval_share | slots | escort_id\n  link | ROAD | %s | ESC\n", escorted, permission);
  folder_of_text(&w, text);
  const char *path = path_of("asked.csv");
  remove(path);
  assert_int_equal(lfl_notices_write(w.plan, path, &w.diags), LFL_OK);
  folder_end(&w);
  return read_file(path, &n);
}

/* No more is submitted than convoys_per_day of trucks_per_convoy, and those submitted fill the convoys: 2 convoys of 2 of which 0.8 pass
 * are 3 planned and 4 submitted; 2 of 5 of which half pass, with an escort for 4, are 4 planned and 8 submitted, 5 of them at first. */
static void what_is_submitted_fills_convoys(void **state) {
  (void)state;
  char *text = list_under("2 | 2 | 0.8 | 06:00; 12:00", 10);
  assert_int_equal(count(text, ",TR,truck,2,2,goods,06:00,2,ROAD,ESC,restricted\r\n"), 2);
  assert_int_equal(count(text, ",TR,truck,1,2,goods,12:00,2,ROAD,ESC,restricted\r\n"), 2);
  assert_int_equal(count(text, "\nconvoy,"), 4);
  free(text);
  text = list_under("2 | 5 | 0.5 | 06:00; 10:30", 4);
  assert_int_equal(count(text, ",TR,truck,3,2,goods,06:00,5,ROAD,ESC,restricted\r\n"), 2);
  assert_int_equal(count(text, ",TR,truck,1,2,goods,10:30,3,ROAD,ESC,restricted\r\n"), 2);
  free(text);
  text = list_under("2 | 2 | 0.8 |", 10); /* no times told: one row a day */
  assert_int_equal(count(text, ",TR,truck,3,2,goods,,4,ROAD,ESC,restricted\r\n"), 2);
  free(text);
  text = list_under("inf | 1 | 1 | 06:00; 12:00", 5); /* convoys take turns, and each time has one row */
  assert_int_equal(count(text, ",TR,truck,3,2,goods,06:00,3,ROAD,ESC,restricted\r\n"), 2);
  assert_int_equal(count(text, ",TR,truck,2,2,goods,12:00,2,ROAD,ESC,restricted\r\n"), 2);
    free(text);
}

/* The list of a plan for TOWN and VILLAGE, fed through HUB by trucks of a tonne; *warned: what is said of it, by code. */
static char *list_beyond_hub(int n_trucks, int village, const char *permissions, char *warned, size_t n_warned) {
  char text[2400];
  folder_plan w;
  size_t n;
  snprintf(text, sizeof text,
           "given n_days 2\ngiven table places\n  place_id | kind | people | trucks_per_day | delivered_share\n  TOWN | area | 3000 | |\n  VILLAGE | area | %d | |\n  HUB | hub | | |\n  GATE | crossing | | 20 | 1\n"
           "given table links\n  link_id | from_id | to_id | length_km | speed_km_per_h\n  R1 | GATE | HUB | 30 | 30\n  R2 | HUB | TOWN | 30 | 30\n  R3 | HUB | VILLAGE | 30 | 30\n"
           "given table fleets\n  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n  TR | truck | %d | 1000 | 10 | 8 | 2\n"
           "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n  ration | food | 1 | 0.001 | 1 | 1\n"
           "given table supplies\n  item_id | place_id | units\n  ration | GATE | 200000\n"
           "given table escorts\n  escort_id | convoys_per_day | vehicles_per_convoy\n  ESC | 9 | 9\n  GUIDE | 9 | 9\n"
           "given table permissions\n  subject | subject_id | convoys_per_day | trucks_per_convoy | approval_share | slots | escort_id\n%s", village, n_trucks, permissions);
  folder_of_text(&w, text);
  const char *path = path_of("beyond.csv");
  remove(path);
  int before = w.diags.n;
  assert_int_equal(lfl_notices_write(w.plan, path, &w.diags), LFL_OK);
  *warned = 0;
  for (int k = before; k < w.diags.n; k++) {
    size_t at = strlen(warned);
    assert_int_equal(w.diags.items[k].severity, LFL_WARNING);
    snprintf(warned + at, n_warned - at, "%s %s;", w.diags.items[k].code, w.diags.items[k].value);
  }
  folder_end(&w);
  return read_file(path, &n);
}

/* The cell of the line; "" if there are fewer. */
static const char *cell_at(const char *line, int column) {
  for (; column > 0 && line; column--) line = strchr(line, ',') ? strchr(line, ',') + 1 : NULL;
  return line ? line : "";
}

/* Vehicles in a column of the convoys that leave at the time, over both days. */
static int sum_at(const char *text, const char *time, int column) {
  int sum = 0;
  for (const char *line = strstr(text, "\nconvoy,"); line; line = strstr(line + 1, "\nconvoy,"))
    if (strncmp(cell_at(line, 14), time, strlen(time)) == 0) sum += atoi(cell_at(line, column));
  return sum;
}

/* Three trucks a day for TOWN and one for VILLAGE, of which 0.75 and half pass: 4 and 2 submitted, in two convoys of three, of each of which
 * two are planned, whatever they are for. Each row names the escorts of its own way. */
static void slots_share_what_is_planned_for_all_ways(void **state) {
  (void)state;
  char warned[200];
  char *text = list_beyond_hub(10, 1000, "  link | R1 | 2 | 3 | 0.75 | 06:00; 14:00 | ESC\n  place | VILLAGE | 1 | 2 | 0.5 | | GUIDE\n", warned, sizeof warned);
  assert_string_equal(warned, "");
  assert_int_equal(sum_at(text, "06:00", 11), 4);
  assert_int_equal(sum_at(text, "14:00", 11), 4);
  assert_int_equal(sum_at(text, "06:00", 15), 6);
  assert_int_equal(sum_at(text, "14:00", 15), 6);
  assert_true(count(text, ",R1; VILLAGE,ESC; GUIDE,restricted\r\n") >= 2);
  assert_true(count(text, ",R1,ESC,restricted\r\n") >= 2);
  free(text);
}

/* GATE lets 3 convoys of 2 through, HUB 2 of 3 of which half pass: 3 are planned and 6 submitted a day, at HUB's two times, which is a convoy more at GATE
 * than it lets through, and more than four trucks can do. */
static void the_fewest_convoys_give_the_slots(void **state) {
  (void)state;
  char warned[200];
  char *text = list_beyond_hub(4, 0, "  place | GATE | 3 | 2 | 0.9 | 05:00; 10:00; 15:00 | ESC\n  place | HUB | 2 | 3 | 0.5 | 06:00; 12:00 | ESC\n", warned, sizeof warned);
  assert_string_equal(warned, "convoys GATE;vehicles TR;");
  assert_int_equal(count(text, "\nconvoy,"), 4);
  assert_int_equal(count(text, ",TR,truck,2,2,goods,06:00,3,HUB; GATE,ESC,restricted\r\n"), 2);
  assert_int_equal(count(text, ",TR,truck,1,2,goods,12:00,3,HUB; GATE,ESC,restricted\r\n"), 2);
  free(text);
  /* one convoy of six at HUB, which tells no time: one at GATE, too */
  text = list_beyond_hub(10, 0, "  place | GATE | 3 | 2 | 0.9 | 05:00; 10:00; 15:00 | ESC\n  place | HUB | 1 | 6 | 0.5 | | ESC\n", warned, sizeof warned);
  assert_string_equal(warned, "");
  assert_int_equal(count(text, ",TR,truck,3,2,goods,05:00,6,GATE; HUB,ESC,restricted\r\n"), 2);
  free(text);
}

/* An escort goes with two convoys of four: of half of what passes eight are planned and sixteen to be submitted, which take four of its convoys, whatever the permission lets be one. Where
 * another permission on the way names it, too, four are planned and eight to be submitted, in two convoys under each. */
static void an_escort_has_its_own_convoys(void **state) {
  (void)state;
  static const char *const OTHERS[] = {"FREE", "ESC"};
  for (int k = 0; k < 2; k++) {
    char warned[200], text[2000];
    folder_plan w;
    snprintf(text, sizeof text, "given n_days 1\ngiven table places\n  place_id | kind | people | trucks_per_day | delivered_share\n  TOWN | area | 30000 | |\n  GATE | crossing | | 100 | 1\n"
                                "given table links\n  link_id | from_id | to_id | length_km | speed_km_per_h\n  R | GATE | TOWN | 20 | 20\n"
                                "given table fleets\n  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n  TR | truck | 50 | 1000 | 10 | 8 | 2\n"
                                "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n  ration | food | 1 | 0.001 | 1 | 1\n"
                                "given table supplies\n  item_id | place_id | units\n  ration | GATE | 200000\n"
                                "given table escorts\n  escort_id | convoys_per_day | vehicles_per_convoy\n  ESC | 2 | 4\n  FREE | 9 | 20\n"
                                "given table permissions\n  subject | subject_id | convoys_per_day | trucks_per_convoy | approval_share | slots | escort_id\n"
                                "  link | R | 1 | 20 | 0.5 | 07:00 | ESC\n  place | TOWN | 9 | 20 | 1 | | %s\n", OTHERS[k]);
    folder_of_text(&w, text);
    const char *path = path_of("escort.csv");
    remove(path);
    int before = w.diags.n;
    assert_int_equal(lfl_notices_write(w.plan, path, &w.diags), LFL_OK);
    assert_int_equal(w.diags.n, before + 1);
    const lfl_diag *told = &w.diags.items[before];
    snprintf(warned, sizeof warned, "%s %s %s", told->code, told->column, told->value);
    assert_string_equal(warned, "convoys escort_ids ESC");
    assert_non_null(strstr(told->expected, "at most 2 convoys of 4 vehicles a day, as its row in escorts has them: on "));
    assert_non_null(strstr(told->expected, " what is to be submitted takes 4; agree on other convoys or slots with those who send the escort"));
    folder_end(&w);
  }
}

static void it_replaces_nothing_and_knows_its_endings(void **state) {
  (void)state;
  hand_plan hand;
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  assert_true(hand_plan_make(&hand, NULL, &diags));
  const char *book = path_of("list.xlsx");
  assert_int_equal(lfl_notices_write(hand.plan, book, &diags), LFL_OK);
  struct stat st;
  assert_int_equal(stat(book, &st), 0);
  assert_true(st.st_size > 1000);
  assert_int_equal(lfl_notices_write(hand.plan, book, &diags), LFL_ERR_USAGE);
  assert_int_equal(lfl_notices_write(hand.plan, path_of("list.txt"), &diags), LFL_ERR_USAGE);
  assert_int_not_equal(stat(path_of("list.txt"), &st), 0);
  assert_int_equal(lfl_notices_write(hand.plan, path_of("no/such/list.csv"), &diags), LFL_ERR_IO);
  hand_plan_free(&hand);
  lfl_diags_clear(&diags);
}

/* A file says for whom it was written: a list of convoys is made of restricted ones only (apps/notify.c). */
static void a_plan_read_back_knows_its_audience(void **state) {
  (void)state;
  const lfl_sensitivity audiences[] = {LFL_PARTNERS, LFL_RESTRICTED};
  for (int k = 0; k < 2; k++) {
    hand_plan hand;
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    assert_true(hand_plan_make(&hand, NULL, &diags));
    const char *path = path_of(k ? "restricted" : "partners");
    lfl_write_options o = {audiences[k], false};
    assert_int_equal(lfl_plan_write(hand.plan, path, "<html></html>", NULL, &o, &diags), LFL_OK);
    hand_plan_free(&hand);
    lfl_tables *tables;
    lfl_scenario *scenario;
    lfl_plan *plan;
    assert_int_equal(lfl_plan_read(path, &diags, &tables, &scenario, &plan), LFL_OK);
    assert_int_equal(plan->audience, audiences[k]);
    lfl_plan_destroy(plan);
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_convoy_and_site_is_on_it_once),      cmocka_unit_test(no_name_is_a_formula), cmocka_unit_test(it_holds_no_counts_of_people),
      cmocka_unit_test(notice_comes_before_the_convoy),           cmocka_unit_test(it_replaces_nothing_and_knows_its_endings),
      cmocka_unit_test(a_plan_read_back_knows_its_audience),      cmocka_unit_test(convoys_leave_in_slots),
      cmocka_unit_test(vehicles_fill_convoys),                    cmocka_unit_test(what_is_submitted_fills_convoys),
      cmocka_unit_test(slots_share_what_is_planned_for_all_ways), cmocka_unit_test(the_fewest_convoys_give_the_slots), cmocka_unit_test(an_escort_has_its_own_convoys),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
