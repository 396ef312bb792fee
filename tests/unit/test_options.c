/* What an option changes from a day on, table by table; a party's stages; the ledger; and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ingest/ingest.h"
#include "text_tables.h"

#define PLACES "places\nplace_id,kind,people,trucks_per_day,delivered_share,water_yield_l_per_day\nTOWN,area,1000,,,5000\nGATE,crossing,,10,0.9,\n"
#define STAGED "places\nplace_id,kind,people,trucks_per_day,delivered_share,water_yield_l_per_day\nTOWN,area,1000,,,5000\nGATE,crossing,,20,,\n"
#define SCENARIO "scenario\nkey,value\nstart_date,2030-01-01\nn_days,20\n"
#define LINKS "links\nlink_id,from_id,to_id,length_km,vehicles_per_day,people_per_day\nL,GATE,TOWN,10,40,\nW,GATE,TOWN,12,40,500\n"
#define FLEETS "fleets\nfleet_id,vehicle,n_vehicles\nT,truck,8\n"
#define SUPPLIES "supplies\nitem_id,place_id,day,units\ngeneral_ration,GATE,0,100\ngeneral_ration,GATE,2030-01-11,200\n"
#define STATUS "status\nsubject,subject_id,from_day,to_day,status,capacity_share\nplace,GATE,2,12,open,0.5\nplace,GATE,13,14,closed,\n"

static lfl_scenario *build(const lfl_tables *tables, const lfl_layer *layers, int n, lfl_tables **laid) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_tables_lay(tables, layers, n, &diags, laid);
  if (status == LFL_OK) status = lfl_scenario_build(*laid, &diags, &s);
  for (int i = 0; i < diags.n && status != LFL_OK; i++)
    if (diags.items[i].severity == LFL_ERROR) print_message("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  assert_int_equal(status, LFL_OK);
  lfl_diags_clear(&diags);
  return s;
}

/* The first error when the set is laid over; "" if there is none. */
static void first_error(const lfl_tables *tables, const char *set_id, char *text, size_t size) {
  lfl_diags diags;
  lfl_tables *laid = NULL;
  lfl_scenario *s = NULL;
  lfl_layer layer = {set_id, NULL, 0};
  text[0] = 0;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_tables_lay(tables, &layer, 1, &diags, &laid);
  if (status == LFL_OK) lfl_scenario_build(laid, &diags, &s);
  for (int i = diags.n - 1; i >= 0; i--)
    if (diags.items[i].severity == LFL_ERROR) snprintf(text, size, "%s: %s: %s", diags.items[i].column ? diags.items[i].column : "", diags.items[i].value ? diags.items[i].value : "", diags.items[i].expected);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(laid);
  lfl_diags_clear(&diags);
}

static double trucks_on(const lfl_scenario *s, int day) {
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, "GATE") == 0) return s->place_access[lfl_at(s, i, day)] == LFL_CLOSED ? 0 : s->places[i].trucks_per_day * s->place_share[lfl_at(s, i, day)];
  return -1;
}

/* 10 trucks a day, half of it on days 2 to 12, closed on 13 and 14. The option: 30 a day from day 8 on. Every day's number is
 * its own number times its own share: 5 until day 7, 15 on days 8 to 12, 0, then 30. Delayed by a week: from day 15. */
static void a_capacity_changes_on_its_day(void **state) {
  (void)state;
  static const char *const TEXTS[] = {PLACES, SCENARIO, LINKS, FLEETS, SUPPLIES, STATUS, "options\nset_id,kind,from_day\nmore,option,2030-01-09\n",
                                      "assumptions\nset_id,table,row_id,column,value\nmore,places,GATE,trucks_per_day,30\nmore,fleets,T,n_vehicles,2\n"};
  lfl_tables *tables = text_tables(TEXTS, 8), *laid;
  for (int delay = 0; delay <= 7; delay += 7) {
    lfl_layer layer = {"more", NULL, delay};
    lfl_scenario *s = build(tables, &layer, 1, &laid);
    for (int day = 0; day < 20; day++) {
      double number = day >= 8 + delay ? 30 : 10, share = day >= 2 && day <= 12 ? 0.5 : day == 13 || day == 14 ? 0 : 1;
      assert_true(fabs(trucks_on(s, day) - number * share) < 1e-9);
      assert_true(fabs(s->fleet_vehicles[day] - (day >= 8 + delay ? 2 : 8)) < 1e-9);
    }
    lfl_scenario_destroy(s);
    lfl_tables_destroy(laid);
  }
  lfl_tables_destroy(tables);
}

/* A number that another set says of all days holds on all of them, over the option's, laid in one go and over what was laid before; shares that are not the option's stay. Once 6 trucks
 * came to 2 on the days before the option's start. */
static void a_number_over_an_option_holds_on_all_days(void **state) {
  (void)state;
  static const char *const TEXTS[] = {PLACES, SCENARIO, LINKS, FLEETS, SUPPLIES, STATUS, "options\nset_id,kind,from_day\nmore,option,2030-01-09\nless,party,\n",
                                      "assumptions\nset_id,table,row_id,column,value\nmore,places,GATE,trucks_per_day,30\nmore,fleets,T,n_vehicles,2\nless,places,GATE,trucks_per_day,6\n"};
  lfl_tables *tables = text_tables(TEXTS, 8), *laid, *over;
  lfl_layer both[] = {{"more", NULL, 0}, {"less", NULL, 0}};
  for (int is_apart = 0; is_apart < 2; is_apart++) {
    lfl_scenario *s = build(tables, both, is_apart ? 1 : 2, &laid);
    over = laid;
    if (is_apart) {
      lfl_scenario_destroy(s);
      s = build(laid, &both[1], 1, &over);
    }
    for (int day = 0; day < 20; day++) {
      double share = day >= 2 && day <= 12 ? 0.5 : day == 13 || day == 14 ? 0 : 1;
      assert_true(fabs(trucks_on(s, day) - 6 * share) < 1e-9);
      assert_true(fabs(s->fleet_vehicles[day] - (day >= 8 ? 2 : 8)) < 1e-9);
    }
    lfl_scenario_destroy(s);
    if (over != laid) lfl_tables_destroy(over);
    lfl_tables_destroy(laid);
  }
  lfl_tables_destroy(tables);
}

/* A row over the start day is cut in two; supplies from that day on change; new rows begin on it; start+2 counts from it. */
static void spans_and_days_change_from_the_start_on(void **state) {
  (void)state;
  static const char *const TEXTS[] = {PLACES, SCENARIO, LINKS, FLEETS, SUPPLIES, STATUS, "options\nset_id,kind,from_day\no,option,6\n",
                                      "assumptions\nset_id,table,row_id,column,value\no,status,1,capacity_share,1\no,supplies,*,units,999\n"
                                      "o,supplies,+s,item_id,general_ration\no,supplies,+s,place_id,GATE\no,supplies,+s,units,7\no,supplies,+s,day,start+2\n"
                                      "o,status,+r,subject,link\no,status,+r,subject_id,L\no,status,+r,status,closed\no,status,+r,to_day,9\n"
                                      "o,links,+n,link_id,N\no,links,+n,from_id,GATE\no,links,+n,to_id,TOWN\no,links,+n,length_km,5\n"};
  lfl_tables *tables = text_tables(TEXTS, 8), *laid;
  lfl_layer layer = {"o", NULL, 0};
  lfl_scenario *s = build(tables, &layer, 1, &laid);
  for (int day = 0; day < 13; day++) assert_true(fabs(trucks_on(s, day) - (day >= 2 && day < 6 ? 5 : 10)) < 1e-9);
  int l = -1, n = -1;
  for (int i = 0; i < s->n_links; i++) {
    if (strcmp(s->links[i].id, "L") == 0) l = i;
    if (strcmp(s->links[i].id, "N") == 0) n = i;
  }
  for (int day = 0; day < 20; day++) {
    assert_int_equal(s->link_access[lfl_at(s, l, day)] == LFL_CLOSED, day >= 6 && day <= 9);
    assert_int_equal(s->link_access[lfl_at(s, n, day)] == LFL_CLOSED, day < 6);
  }
  double by_day[20] = {0};
  for (int i = 0; i < s->n_supplies; i++) by_day[s->supplies[i].day] += s->supplies[i].units;
  assert_true(by_day[0] == 100 && by_day[10] == 999 && by_day[8] == 7);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(laid);
  lfl_tables_destroy(tables);
}

static bool is_planned(const lfl_tables *tables) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  assert_true(lfl_diags_init(&diags));
  bool is_so = lfl_scenario_build(tables, &diags, &s) == LFL_OK;
  lfl_scenario_destroy(s);
  lfl_diags_clear(&diags);
  return is_so;
}

static void what_cannot_change_on_a_day_is_said(void **state) {
  (void)state;
  static const struct {
    const char *change, *expected;
  } CASES[] = {{"o,places,TOWN,people,5", "column: people: something that can change"},
               {"o,status,1,capacity_share,1", ""},
               {"o,status,9,capacity_share,1", "row_id: 9: the number of a data row"},
               {"o,supplies,1,units,5", "row_id: 1: a row from the option's start day on"},
               {"o,places,GATE,trucks_per_day,inf", "value: inf: a number where there was a number"},
               {"o,places,TOWN,trucks_per_day,3", "value: 3: a number where there was a number"},
               {"o,links,W,vehicles_per_day,3", "column: vehicles_per_day: a row of table status"},
               {"o,crews,*,wage_per_worker_day,3", "column: wage_per_worker_day: something that can change"},
               {"o,supplies,2,day,begin+3", "day: begin+3: a day (0 is the first)"},
               {"o,supplies,2,day,start+x", "value: start+x: start, start+14 or start-7"}};
  char assumptions[300], text[400];
  for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
    snprintf(assumptions, sizeof assumptions, "assumptions\nset_id,table,row_id,column,value\n%s\n", CASES[k].change);
    const char *const TEXTS[] = {PLACES, SCENARIO, LINKS, FLEETS, SUPPLIES, STATUS, "options\nset_id,kind,from_day\no,option,6\n", assumptions};
    lfl_tables *tables = text_tables(TEXTS, 8);
    first_error(tables, "o", text, sizeof text);
    bool is_of_day = CASES[k].expected[0] && strncmp(CASES[k].expected, "row_id: 9", 9) != 0; /* the scenario itself is planned with all the same */
    if (is_planned(tables) != (is_of_day || !CASES[k].expected[0])) fail_msg("%s: the scenario is%s planned", CASES[k].change, is_of_day ? " not" : "");
    if (strncmp(text, CASES[k].expected, strlen(CASES[k].expected)) != 0 || (!CASES[k].expected[0] && text[0])) fail_msg("%s gives '%s'", CASES[k].change, text);
    lfl_tables_destroy(tables);
  }
}

/* Day on which the pledge on condition C comes under an option from day 6 that waits for so long, where the scenario has C met on `own`. */
static int pledged_from(const char *own, int delay_days) {
  char conditions[100];
  snprintf(conditions, sizeof conditions, "conditions\ncondition_id,text,from_day\nC,an agreement,%s\n", own);
  const char *const TEXTS[] = {PLACES, SCENARIO, LINKS, FLEETS, SUPPLIES, "options\nset_id,kind,from_day,condition_id\no,option,6,C\n", conditions,
                               "pledges\npledge_id,amount,condition_id\nP,500,C\n"};
  lfl_tables *tables = text_tables(TEXTS, 8), *laid;
  lfl_layer layer = {"o", NULL, delay_days < 0 ? 0 : delay_days};
  lfl_scenario *s = build(tables, &layer, delay_days < 0 ? 0 : 1, &laid);
  int day = s->pledges[0].from_day;
  lfl_scenario_destroy(s);
  lfl_tables_destroy(laid);
  lfl_tables_destroy(tables);
  return day;
}

/* A condition's pledges open with the option, not before; an option that waits does not shut what is open without it. */
static void the_condition_is_met_on_the_first_day(void **state) {
  (void)state;
  enum { WITHOUT = -1 };
  assert_true(pledged_from("", WITHOUT) >= 13);
  assert_int_equal(pledged_from("", 0), 6);
  assert_int_equal(pledged_from("", 7), 13);
  assert_int_equal(pledged_from("4", WITHOUT), 4);
  assert_int_equal(pledged_from("4", 0), 4);
  assert_int_equal(pledged_from("4", 7), 4);
  assert_int_equal(pledged_from("9", 0), 6);
  assert_int_equal(pledged_from("9", 7), 9);
}

#define STAGES "stages\nset_id,place_id,step,stage,share,trucks_per_day,source\n,GATE,1,submitted,,,\n,GATE,2,screened,0.8,20,office list\n,GATE,3,collected,0.9,,\n,GATE,4,delivered,0.5,,\np,GATE,3,collected,0.3,,seen at the gate\np,GATE,4,delivered,0.6,,\n"

/* 20 screened trucks, of which 0.9 x 0.5 arrive; by the party 0.3 x 0.6. Submitted: 20 / 0.8 = 25. */
static void stages_say_what_a_crossing_lets_in_and_delivers(void **state) {
  (void)state;
  static const char *const TEXTS[] = {STAGED, SCENARIO, LINKS, FLEETS, SUPPLIES, "options\nset_id,kind\np,party\n", STAGES};
  lfl_tables *tables = text_tables(TEXTS, 7), *laid;
  lfl_layer layer = {"p", NULL, 0};
  lfl_arena *arena = lfl_arena_create();
  lfl_stage_row *rows;
  const char *const *topics;
  int n, n_all;
  for (int side = 0; side < 2; side++) {
    lfl_scenario *s = build(tables, &layer, side, &laid);
    for (int i = 0; i < s->n_places; i++)
      if (strcmp(s->places[i].id, "GATE") == 0) {
        assert_true(s->places[i].trucks_per_day == 20);
        assert_true(fabs(s->places[i].delivered_share - (side ? 0.18 : 0.45)) < 1e-12);
      }
    lfl_scenario_destroy(s);
    lfl_tables_destroy(laid);
  }
  assert_int_equal(lfl_tables_stages(tables, "", "p", arena, &rows, &n), LFL_OK);
  assert_int_equal(n, 4);
  assert_true(fabs(rows[0].trucks[0] - 25) < 1e-9 && fabs(rows[3].trucks[0] - 9) < 1e-9 && fabs(rows[3].trucks[1] - 3.6) < 1e-9);
  assert_true(rows[2].is_main && !rows[3].is_main);
  assert_true(fabs(rows[2].part - log(3) / log(2.5)) < 1e-9 && fabs(rows[0].part + rows[1].part + rows[2].part + rows[3].part - 1) < 1e-9);
  assert_string_equal(rows[2].source[1], "seen at the gate");
  assert_int_equal(lfl_tables_topics(tables, "", "p", arena, &topics, &n_all), 2);
  assert_string_equal(topics[0], "collected at GATE");
  /* one stage only from the party */
  lfl_layer one = {"p", "collected at GATE", 0};
  lfl_scenario *s = build(tables, &one, 1, &laid);
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, "GATE") == 0) assert_true(fabs(s->places[i].delivered_share - 0.15) < 1e-12);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(laid);
  lfl_arena_destroy(arena);
  lfl_tables_destroy(tables);
}

#define NAMED_APART "stages\nset_id,place_id,step,stage,share,trucks_per_day,source\nr,GATE,1,searched within,0.1,,\np,GATE,1,screened,0.8,1,\nq,GATE,1,screened,0.4,2,\np,GATE,2,delivered,0.5,,\nq,GATE,2,delivered,0.1,,\n"

/* A step that a third party calls otherwise goes by its number between two: whose name it is may not be for those who read of the two. */
static void a_step_has_the_name_that_all_have_for_it(void **state) {
  (void)state;
  static const char *const TEXTS[] = {STAGED, SCENARIO, LINKS, FLEETS, SUPPLIES, "options\nset_id,kind\np,party\nq,party\nr,party\n", NAMED_APART};
  lfl_tables *tables = text_tables(TEXTS, 7);
  lfl_arena *arena = lfl_arena_create();
  const char *const *topics;
  int n_all;
  assert_int_equal(lfl_tables_topics(tables, "p", "q", arena, &topics, &n_all), 2);
  assert_string_equal(topics[0], "step 1 at GATE");
  assert_string_equal(topics[1], "delivered at GATE");
  lfl_arena_destroy(arena);
  lfl_tables_destroy(tables);
}

#define BOTH_STAGED "stages\nset_id,place_id,step,stage,share,trucks_per_day,source\n,GATE,1,submitted,,,\n,GATE,2,screened,0.8,20,office list\n,GATE,3,collected,0.9,,\n,GATE,4,delivered,0.5,,\np,GATE,3,collected,0.3,,\nq,GATE,2,searched,0.8,10,search log\nq,GATE,4,delivered,0.6,,\n"

/* p counts 20 screened, of which 0.3 x 0.5 arrive, q 10 and 0.9 x 0.6; the cells of the crossing say 7 and 0.99, and are neither's. Any group of the three stages
 * in which they differ goes by stages: those of q in the group, those of p (the scenario's, where p says nothing) outside. q calls the first something else. */
static void groups_of_stages_never_go_by_the_cells(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"places\nplace_id,kind,people,trucks_per_day,delivered_share\nTOWN,area,1000,,\nGATE,crossing,,7,0.99\n", SCENARIO, LINKS, FLEETS, SUPPLIES,
                                      "options\nset_id,kind\np,party\nq,party\n", BOTH_STAGED};
  static const char *const TOPICS[] = {"screened at GATE", "collected at GATE", "delivered at GATE"};
  lfl_tables *tables = text_tables(TEXTS, 7), *laid;
  lfl_arena *arena = lfl_arena_create();
  const char *const *topics;
  int n_all;
  assert_int_equal(lfl_tables_topics(tables, "p", "q", arena, &topics, &n_all), 3);
  lfl_ledger_row *rows; /* figures that differ: p's collected, q's count at the second step and share delivered */
  int n_rows;
  assert_int_equal(lfl_tables_ledger(tables, "p", "q", arena, &rows, &n_rows), LFL_OK);
  static const char *const LEDGER[][5] = {{"collected at GATE", "share", "step 3", "0.3", "0.9"}, {"screened at GATE", "trucks_per_day", "step 2", "20", "10"}, {"delivered at GATE", "share", "step 4", "0.5", "0.6"}};
  assert_int_equal(n_rows, 3);
  for (int k = 0; k < 3; k++) {
    const char *const said[5] = {rows[k].topic, rows[k].column, rows[k].what, rows[k].value[0], rows[k].value[1]};
    for (int i = 0; i < 5; i++) assert_string_equal(said[i], LEDGER[k][i]);
    assert_string_equal(rows[k].row_id, "GATE");
  }
  assert_true(rows[0].is_own[0] && !rows[0].is_own[1] && !rows[1].is_own[0] && rows[1].is_own[1]);
  assert_string_equal(rows[1].source[1], "search log");
  assert_string_equal(rows[1].source[0], "office list");
  for (int group = 0; group < 8; group++) {
    lfl_layer layers[3];
    for (int k = 0; k < 3; k++) layers[k] = (lfl_layer){group >> k & 1 ? "q" : "p", TOPICS[k], 0};
    double trucks = group & 1 ? 10 : 20, share = (group & 2 ? 0.9 : 0.3) * (group & 4 ? 0.6 : 0.5);
    lfl_scenario *s = build(tables, layers, 3, &laid);
    for (int i = 0; i < s->n_places; i++)
      if (strcmp(s->places[i].id, "GATE") == 0) assert_true(s->places[i].trucks_per_day == trucks && fabs(s->places[i].delivered_share - share) < 1e-12);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(laid);
  }
  lfl_arena_destroy(arena);
  lfl_tables_destroy(tables);
}

#define COUNTED "stages\nset_id,place_id,step,stage,share,trucks_per_day\n,GATE,1,crossed,,4\n,GATE,2,collected,,\n,GATE,3,delivered,0.8,\n"

/* Which stage of three the dispute is about, by the party's rows; -1: none. */
static int main_stage(const char *partys_rows) {
  char stages[400];
  snprintf(stages, sizeof stages, "%s%s", COUNTED, partys_rows);
  const char *const texts[] = {STAGED, SCENARIO, LINKS, FLEETS, SUPPLIES, "options\nset_id,kind\np,party\n", stages};
  lfl_tables *tables = text_tables(texts, 7);
  lfl_arena *arena = lfl_arena_create();
  lfl_stage_row *rows;
  int n, found = -1, n_main = 0;
  assert_int_equal(lfl_tables_stages(tables, "", "p", arena, &rows, &n), LFL_OK);
  assert_int_equal(n, 3);
  for (int k = 0; k < n; k++)
    if (rows[k].is_main) found = k, n_main++;
  assert_true(n_main <= 1);
  lfl_arena_destroy(arena);
  lfl_tables_destroy(tables);
  return found;
}

/* 9 cross, not 4, and yet fewer arrive: 9 x 0.5 x 0.4 = 1.8, not 3.2. The count goes against the difference, however large it is. */
static void the_dispute_is_about_what_makes_the_difference(void **state) {
  (void)state;
  assert_int_equal(main_stage("p,GATE,1,crossed,,9\np,GATE,2,collected,0.5,\np,GATE,3,delivered,0.4,\n"), 1);
  assert_int_equal(main_stage("p,GATE,1,crossed,,40\np,GATE,2,collected,0.5,\n"), 0);
  assert_int_equal(main_stage("p,GATE,1,crossed,,2\np,GATE,3,delivered,0,\n"), 2);
  assert_int_equal(main_stage("p,GATE,1,crossed,,8\np,GATE,2,collected,0.5,\n"), -1); /* as many arrive */
}

/* The ledger has what differs, with both sources, and nothing else; what both change alike is no difference. */
static void the_ledger_lists_what_differs(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"places\nplace_id,kind,people,trucks_per_day,delivered_share,water_yield_l_per_day,source,sensitivity\nTOWN,area,1000,,,5000,census,public\nGATE,crossing,,10,0.9,,office,restricted\n",
                                      SCENARIO, LINKS, FLEETS, SUPPLIES, STATUS, "options\nset_id,kind\na,party\nb,party\n",
                                      "assumptions\nset_id,table,row_id,column,value,source,topic\na,places,TOWN,people,1100,camp list,\nb,places,TOWN,people,1100.0,meal count,\n"
                                      "b,places,TOWN,water_yield_l_per_day,4000,meter,wells\na,status,1,capacity_share,0.4,guards,trucks\nb,status,+x,subject,place,b,trucks\nb,status,+x,subject_id,GATE,b,trucks\n"
                                      "b,status,+x,status,open,b,trucks\nb,status,+x,capacity_share,0.9,b,trucks\na,places,GATE,trucks_per_day,8,guards,trucks\n"};
  lfl_tables *tables = text_tables(TEXTS, 8);
  lfl_arena *arena = lfl_arena_create();
  lfl_ledger_row *rows;
  const char *const *topics;
  int n, n_all;
  assert_int_equal(lfl_tables_ledger(tables, "a", "b", arena, &rows, &n), LFL_OK);
  assert_int_equal(n, 4);
  assert_string_equal(rows[0].column, "water_yield_l_per_day");
  assert_string_equal(rows[0].value[0], "5000");
  assert_string_equal(rows[0].source[0], "census");
  assert_string_equal(rows[0].value[1], "4000");
  assert_string_equal(rows[0].source[1], "meter");
  assert_true(!rows[0].is_own[0] && rows[0].is_own[1] && rows[0].sensitivity == LFL_PARTNERS);
  assert_string_equal(rows[1].what, "GATE, from 2 to 12");
  assert_string_equal(rows[1].value[1], "0.5");
  assert_null(rows[2].value[0]);
  assert_string_equal(rows[2].value[1], "subject place, subject_id GATE, status open, capacity_share 0.9");
  assert_int_equal(rows[3].sensitivity, LFL_RESTRICTED);
  assert_int_equal(lfl_tables_topics(tables, "a", "b", arena, &topics, &n_all), 2);
  assert_string_equal(topics[0], "wells");
  assert_string_equal(topics[1], "trucks");
  assert_int_equal(n_all, 3);
  assert_string_equal(topics[2], "places.people");
  lfl_arena_destroy(arena);
  lfl_tables_destroy(tables);
}

static void bad_rows_are_named(void **state) {
  (void)state;
  static const struct {
    const char *table, *expected;
  } CASES[] = {{"options\nset_id,kind\no,choice\n", "kind: choice: one of party, option"},
               {"options\nset_id,kind,from_day\no,option,25\n", "from_day: 25: a day within the days planned"},
               {"options\nset_id,kind,from_day\no,party,3\n", "from_day: 3: blank for a party"},
               {"options\nset_id,kind,condition_id\no,option,NONE\n", "condition_id: NONE: a key of table conditions"},
               {"options\nset_id,kind\no,option\no,party\n", "set_id: o: "},
               {"stages\nset_id,place_id,step,stage,share\n,TOWN,1,a,1\n", "place_id: TOWN: a crossing"},
               {"stages\nset_id,place_id,step,stage,share\n,GATE,1,a,1.5\n", "share: 1.5: a number from 0 to 1"},
               {"stages\nset_id,place_id,step,stage,share\n,GATE,1,a,1\n,GATE,1,b,1\n", "step: 1: each step of a crossing once"},
               {"stages\nset_id,place_id,step,stage,trucks_per_day\n,GATE,1,a,5\n,GATE,2,b,6\n", "trucks_per_day: 6: trucks counted at one stage"},
               {"stages\nset_id,place_id,step,stage,share\nwho,GATE,1,a,1\n", "set_id: who: a set of table options"},
               {"stages\nset_id,place_id,step,stage,share\n,GATE,1,,1\n", "stage: : a value is required"}};
  char text[400];
  for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
    const char *const TEXTS[] = {PLACES, SCENARIO, LINKS, FLEETS, SUPPLIES, CASES[k].table};
    lfl_tables *tables = text_tables(TEXTS, 6);
    first_error(tables, "", text, sizeof text);
    if (strncmp(text, CASES[k].expected, strlen(CASES[k].expected)) != 0) fail_msg("%s gives '%s'", CASES[k].table, text);
    lfl_tables_destroy(tables);
  }
}

static double convoys_on(const lfl_scenario *s, int day) {
  for (int k = 0; k < s->n_permissions; k++)
    if (s->permissions[k].from_day <= day && day <= s->permissions[k].to_day) return s->permissions[k].trips_per_day;
  return -1;
}

/* One option cuts the row in two that the other changes, too, and then ends before that one's day: of two options that are never laid together no error. */
static void two_options_change_one_row(void **state) {
  (void)state;
  static const char *const TEXTS[] = {PLACES, SCENARIO, LINKS, FLEETS, SUPPLIES, "permissions\nsubject,subject_id,from_day,to_day,convoys_per_day,trucks_per_convoy\nplace,GATE,0,,1,1\n",
                                      "options\nset_id,kind,from_day\nsoon,option,2\nlater,option,5\n",
                                      "assumptions\nset_id,table,row_id,column,value\nsoon,permissions,1,convoys_per_day,2\nlater,permissions,1,convoys_per_day,3\n"};
  static const struct {
    const char *set_id;
    int from_day;
    double convoys;
  } OPTIONS[] = {{"soon", 2, 2}, {"later", 5, 3}};
  lfl_tables *tables = text_tables(TEXTS, 8), *laid;
  for (size_t k = 0; k < 2; k++) {
    lfl_layer layer = {OPTIONS[k].set_id, NULL, 0};
    lfl_scenario *s = build(tables, &layer, 1, &laid);
    for (int day = 0; day < 20; day++) assert_true(convoys_on(s, day) == (day < OPTIONS[k].from_day ? 1 : OPTIONS[k].convoys));
    lfl_scenario_destroy(s);
    lfl_tables_destroy(laid);
  }
  lfl_tables_destroy(tables);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_capacity_changes_on_its_day), cmocka_unit_test(a_number_over_an_option_holds_on_all_days), cmocka_unit_test(spans_and_days_change_from_the_start_on),
                                     cmocka_unit_test(what_cannot_change_on_a_day_is_said), cmocka_unit_test(the_condition_is_met_on_the_first_day),
                                     cmocka_unit_test(stages_say_what_a_crossing_lets_in_and_delivers), cmocka_unit_test(a_step_has_the_name_that_all_have_for_it), cmocka_unit_test(groups_of_stages_never_go_by_the_cells), cmocka_unit_test(the_dispute_is_about_what_makes_the_difference), cmocka_unit_test(the_ledger_lists_what_differs),
                                     cmocka_unit_test(bad_rows_are_named), cmocka_unit_test(two_options_change_one_row)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
