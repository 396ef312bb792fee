/* Needs without the planner: the sizes of a large crisis by hand, when supplies run out, what the
 * crossings let in, and that it is fast. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "case_runner.h"
#include "model/needs.h"

typedef struct world {
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_needs *needs;
} world;

static world make(const char *text) {
  world w = {0};
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  if (!case_scenario(text, &diags, &w.tables, &w.scenario))
    for (int i = 0; i < diags.n; i++) print_error("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
  assert_non_null(w.scenario);
  assert_int_equal(lfl_needs_compute(w.scenario, &w.needs), LFL_OK);
  return w;
}

static void clear(world *w) {
  lfl_needs_destroy(w->needs);
  lfl_scenario_destroy(w->scenario);
  lfl_tables_destroy(w->tables);
}

static int need_of(const world *w, const char *id) {
  for (int i = 0; i < w->scenario->n_needs; i++)
    if (strcmp(w->scenario->needs[i].id, id) == 0) return i;
  fail_msg("no need %s", id);
  return -1;
}

static const lfl_need_row *row_of(const world *w, const char *need, lfl_tier tier, int day) {
  int need_i = need_of(w, need);
  for (int i = 0; i < w->needs->n_rows; i++)
    if (w->needs->rows[i].need_i == need_i && w->needs->rows[i].tier == tier && w->needs->rows[i].day == day) return &w->needs->rows[i];
  fail_msg("no row of %s", need);
  return NULL;
}

static const lfl_pipeline_row *pipeline_of(const world *w, const char *need, int day) {
  int need_i = need_of(w, need);
  for (int i = 0; i < w->needs->n_pipeline; i++)
    if (w->needs->pipeline[i].need_i == need_i && w->needs->pipeline[i].day == day) return &w->needs->pipeline[i];
  fail_msg("no pipeline of %s", need);
  return NULL;
}

static const lfl_pipeline_break *break_of(const world *w, const char *need, lfl_tier tier) {
  int need_i = need_of(w, need);
  for (int i = 0; i < w->needs->n_breaks; i++)
    if (w->needs->breaks[i].need_i == need_i && w->needs->breaks[i].tier == tier) return &w->needs->breaks[i];
  fail_msg("no break of %s", need);
  return NULL;
}

static void assert_near(double found, double wanted) {
  if (isinf(wanted) ? found == wanted : fabs(found - wanted) <= 1e-6 * fmax(1, fabs(wanted))) return;
  fail_msg("%.10g is expected and %.10g was found", wanted, found);
}

/* 1.3 million people, everything said of them, one day. */
#define MILLION                                                                                                         \
  "given n_days 1\n"                                                                                                    \
  "given table standards\n  indicator_id | value\n  water_losses | 0\n"                                                 \
  "given table places\n"                                                                                                \
  "  place_id | kind | people | usable_m2 | water_yield_l_per_day | toilets | taps | health_centres\n"                  \
  "  S | site | 1300000 | 0 | 0 | 0 | 0 | 0\n"                                                                          \
  "given table crews\n  crew_id | n_workers\n  ALL | 1\n"                                                               \
  "given table construction\n  construction_id | capacity | people_per_unit | crew_id | worker_days_per_unit\n  tent | shelter | 5 | ALL | 1\n" \
  "given table construction_items\n  construction_id | item_id | units_per_unit\n  tent | family_tent | 1\n"            \
  "given table fleets\n  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n  T | truck | 10 | 20000 | 55 | 8 | 4\n" \
  "given table supplies\n  item_id | place_id | units\n  general_ration | S | 0\n  iehk_2017 | S | 0\n  hygiene_kit | S | 0\n  family_tent | S | 0\n"

static void sizes_of_a_large_crisis(void **state) {
  (void)state;
  world w = make(MILLION);
  static const struct {
    const char *need;
    lfl_tier tier;
    double quantity;
    const char *unit, *indicator;
  } ROWS[] = {
      {"water", LFL_MINIMUM, 19500000, "l_per_day", "water_minimum"},                 /* 15 l: 19,500 m3 */
      {"water", LFL_SURVIVAL, 9750000, "l_per_day", "water_survival"},                /* 7.5 l */
      {"toilet", LFL_MINIMUM, 65000, "toilet", "people_per_toilet"},                  /* 1 for 20 */
      {"toilet", LFL_SURVIVAL, 26000, "toilet", "people_per_toilet_first_phase"},     /* 1 for 50 */
      {"tap", LFL_MINIMUM, 5200, "tap", "people_per_tap"},                            /* 1 for 250 */
      {"health", LFL_MINIMUM, 130, "facility", "people_per_health_centre"},           /* 1 for 10,000 */
      {"food", LFL_MINIMUM, 2730e6, "kcal_per_day", "food_energy"},                   /* 2,100 kcal */
      {"shelter", LFL_MINIMUM, 4550000, "m2", "covered_area"},                        /* 3.5 m2 */
      {"space", LFL_MINIMUM, 58500000, "m2", "site_area"},                            /* 45 m2: 58.5 km2 */
      {"medicine", LFL_MINIMUM, 1300000 * 12 / 365.25 / 30000, "kit_per_day", "kit_people_months"}, /* 130 a quarter */
      {"hygiene", LFL_MINIMUM, 1300000 * 0.45 * 12 / 365.25, "kg_per_day", "soap"},
  };
  for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
    const lfl_need_row *r = row_of(&w, ROWS[i].need, ROWS[i].tier, 0);
    assert_near(r->people, 1300000);
    assert_near(r->quantity, ROWS[i].quantity);
    assert_string_equal(r->unit, ROWS[i].unit);
    assert_string_equal(r->indicator_id, ROWS[i].indicator);
  }
  assert_near(row_of(&w, "medicine", LFL_MINIMUM, 0)->quantity * 365.25 / 4, 130);
  const lfl_pipeline_row *food = pipeline_of(&w, "food", 0), *tents = pipeline_of(&w, "shelter", 0), *water = pipeline_of(&w, "water", 0);
  assert_near(food->need_t, 721.5);           /* 0.555 kg */
  assert_near(food->need_trucks, 721.5 / 20); /* by mass */
  assert_near(tents->need_t, 14300);          /* 260,000 x 55 kg */
  assert_near(tents->need_m3, 73320);         /* x 0.282 m3 */
  assert_near(tents->need_trucks, 73320.0 / 55);
  assert_near(water->need_m3, 19500);
  assert_near(water->need_trucks, 975);
  for (int i = 0; i < w.needs->n_breaks; i++) assert_int_equal(w.needs->breaks[i].day, 0); /* nothing is there */
  assert_near(break_of(&w, "food", LFL_SURVIVAL)->short_people, 1300000);
  clear(&w);
}

static void losses_are_produced_as_well(void **state) {
  (void)state;
  world w = make("given n_days 1\ngiven table places\n  place_id | kind | people | water_yield_l_per_day\n  T | area | 1300000 | 0\n");
  assert_near(row_of(&w, "water", LFL_MINIMUM, 0)->quantity, 19500000 / 0.85);
  assert_near(pipeline_of(&w, "water", 0)->need_m3, 19500 / 0.85);
  clear(&w);
}

static void supplies_run_out_on_a_day(void **state) {
  (void)state;
  /* 100 people; 120 rations at a crossing that loses half of them, 40 more on day 3: 60 arrive, half
   * rations are 50 a day. Day 0: 10 left; day 1 short of 40 half-person-days, 80 people. At the
   * minimum 100 a day: short on day 0 by 40. */
  world w = make("given n_days 5\n"
                 "given table places\n  place_id | kind | people | trucks_per_day | delivered_share\n"
                 "  G | crossing | | 5 | 0.5\n  T | area | 100 | |\n"
                 "given table supplies\n  item_id | place_id | day | units\n  general_ration | G | 0 | 120\n  general_ration | T | 3 | 40\n");
  const lfl_pipeline_break *survival = break_of(&w, "food", LFL_SURVIVAL), *minimum = break_of(&w, "food", LFL_MINIMUM);
  assert_int_equal(survival->day, 1);
  assert_near(survival->short_people, 80);
  assert_int_equal(minimum->day, 0);
  assert_near(minimum->short_people, 40);
  assert_near(pipeline_of(&w, "food", 0)->enters_person_days, 60);
  assert_near(pipeline_of(&w, "food", 0)->stock_person_days, 10);
  assert_near(pipeline_of(&w, "food", 0)->stock_days, 1.2);
  assert_near(pipeline_of(&w, "food", 1)->stock_person_days, 0);
  assert_near(pipeline_of(&w, "food", 3)->enters_person_days, 40);
  assert_near(pipeline_of(&w, "food", 0)->enters_t, 120 * 0.555 / 1000);
  clear(&w);
}

static void what_is_given_once_serves_on(void **state) {
  (void)state;
  /* a blanket for each of 100 people: enough to the end */
  world w = make("given n_days 4\ngiven table places\n  place_id | kind | people\n  T | area | 100\n"
                 "given table supplies\n  item_id | place_id | day | units\n  blanket | T | 0 | 100\n");
  assert_int_equal(break_of(&w, "household", LFL_MINIMUM)->day, -1);
  assert_true(isnan(pipeline_of(&w, "household", 0)->stock_days));
  clear(&w);
  /* 60 on day 0, 50 more on day 2: short by 40 until then */
  w = make("given n_days 4\ngiven table places\n  place_id | kind | people\n  T | area | 100\n"
           "given table supplies\n  item_id | place_id | day | units\n  blanket | T | 0 | 60\n  blanket | T | 2 | 50\n");
  assert_int_equal(break_of(&w, "household", LFL_MINIMUM)->day, 0);
  assert_near(break_of(&w, "household", LFL_MINIMUM)->short_people, 40);
  clear(&w);
}

static void bottled_water_keeps_and_yields_do_not(void **state) {
  (void)state;
  /* 100 people need 750 l at survival, 500 are pumped; 40 bottles of a person-day (15 l) are 600 l:
   * 250 a day from them, on days 0 and 1; on day 2 100 are left: short of 150 l, 20 people. The
   * place next door has far too much, which nobody carries. */
  world w = make("given n_days 4\ngiven table standards\n  indicator_id | value\n  water_losses | 0\n"
                 "given table places\n  place_id | kind | people | water_yield_l_per_day\n  T | area | 100 | 500\n  U | area | 10 | 99999\n"
                 "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n  bottles | water | 15 | 0.015 | 1 | 1\n"
                 "given table supplies\n  item_id | place_id | units\n  bottles | T | 40\n");
  const lfl_pipeline_break *survival = break_of(&w, "water", LFL_SURVIVAL);
  assert_int_equal(survival->day, 2);
  assert_near(survival->short_people, 20);
  assert_near(pipeline_of(&w, "water", 0)->stock_days, 600.0 / 250);
  assert_int_equal(break_of(&w, "water", LFL_MINIMUM)->day, 0); /* 1000 more l wanted, 600 there */
  assert_near(break_of(&w, "water", LFL_MINIMUM)->short_people, 400.0 / 15);
  clear(&w);
}

static void trucks_bring_what_a_tier_lacks(void **state) {
  (void)state;
  /* T's well gives 10 l each of 7.5 and 15: 5,000 l short at the minimum alone; U has none: 750 l at survival, 1,500 l at the minimum. By trucks of 20 t. */
  world w = make("given n_days 2\ngiven table standards\n  indicator_id | value\n  water_losses | 0\n"
                 "given table places\n  place_id | kind | people | water_yield_l_per_day\n  T | area | 1000 | 10000\n  U | area | 100 | 0\n");
  assert_near(w.needs->first.survival, 0.75 / 20);
  assert_near(w.needs->first.minimum, 6.5 / 20);
  clear(&w);
}

static void those_who_come_are_reckoned_with(void **state) {
  (void)state;
  /* 100 people have 500 rations, of which survival takes half a one a day; 1,900 more come on day 2 and 1,000 leave on day 4. Days 0 and 1
   * take 50 each, and the 400 left serve 0.4 of day 2. Water at the minimum: 15 l, no yield: 2,000 x 15 l = 30 t on days 2 and 3, with 2 t of
   * rations, by trucks of 20 t. */
  world w = make("given n_days 6\ngiven table standards\n  indicator_id | value\n  water_losses | 0\n"
                 "given table places\n  place_id | kind | people | water_yield_l_per_day | trucks_per_day\n  X | crossing |  |  | 3\n  T | area | 100 | 0 |\n"
                 "given table population_changes\n  place_id | day | people\n  T | 2 | 1900\n  T | 4 | -1000\n"
                 "given table items\n  item_id | name | need | mass_kg | people_served | duration_days\n  ration | ration | food | 1 | 1 | 1\n"
                 "given table supplies\n  place_id | item_id | units\n  T | ration | 500\n");
  assert_near(pipeline_of(&w, "food", 0)->stock_days, 2.4);
  assert_near(pipeline_of(&w, "food", 2)->stock_days, 0.4);
  assert_near(w.needs->first.minimum, (1.5 + 0.1) / 20);
  assert_int_equal(w.needs->most.day, 2);
  assert_near(w.needs->most.minimum, (30.0 + 2) / 20);
  assert_near(w.needs->most.survival, (15.0 + 1) / 20);
  assert_near(w.needs->most.water[LFL_SURVIVAL], 15.0 / 20);
  assert_near(w.needs->most.water[LFL_MINIMUM], 30.0 / 20);
  assert_string_equal(lfl_needs_water_words(&w.needs->most, "1.5", "0.75", w.needs->arena), ", of which 1.5 and 0.75 carry water, which passes a crossing only where it is supplied there");
  assert_near(w.needs->most.let_in, 3);
  clear(&w);
}

static void capacity_counts_where_it_stands(void **state) {
  (void)state;
  /* far more than enough in A serve nobody in B */
  world w = make("given n_days 2\ngiven table places\n  place_id | kind | people | toilet_places\n  A | area | 100 | 4000\n  B | area | 50 | 0\n");
  assert_int_equal(break_of(&w, "toilet", LFL_SURVIVAL)->day, 0);
  assert_near(break_of(&w, "toilet", LFL_SURVIVAL)->short_people, 50);
  clear(&w);
}

static void people_who_come_are_needed_for(void **state) {
  (void)state;
  world w = make("given n_days 2\ngiven table places\n  place_id | kind | people | people_in_need_share | shelter_places\n  A | area | 100 | 0.5 | 60\n"
                 "given table population_changes\n  place_id | day | people\n  A | 1 | 40\n");
  assert_near(row_of(&w, "shelter", LFL_MINIMUM, 0)->people, 50);
  assert_near(row_of(&w, "shelter", LFL_MINIMUM, 1)->people, 70);
  assert_int_equal(break_of(&w, "shelter", LFL_MINIMUM)->day, 1);
  assert_near(break_of(&w, "shelter", LFL_MINIMUM)->short_people, 10);
  clear(&w);
}

/* Of half of 33 and of 1901 people 16 and 950 are in need: where there is nothing for the 33, it is short for 16. */
static void whole_people_are_in_need(void **state) {
  (void)state;
  world w = make("given n_days 2\ngiven table places\n  place_id | kind | people | people_in_need_share | shelter_places\n  X | area | 33 | 0.5 | 0\n  Y | area | 1901 | 0.5 | 2000\n");
  assert_near(break_of(&w, "shelter", LFL_SURVIVAL)->short_people, 16);
  assert_near(pipeline_of(&w, "shelter", 0)->need_survival, 966);
  clear(&w);
}

#define CROSSINGS "given n_days 2\ngiven table places\n  place_id | kind | people | trucks_per_day\n  G | crossing | | 10\n  H | crossing | | 6\n  T | area | 100 |\n"

static void crossings_let_in_what_is_open(void **state) {
  (void)state;
  world w = make(CROSSINGS "given table status\n  subject | subject_id | status | capacity_share\n  place | G | open | 0.5\n");
  assert_near(w.needs->first.let_in, 11);
  clear(&w);
  w = make(CROSSINGS "given table status\n  subject | subject_id | status\n  place | H | closed\n");
  assert_near(w.needs->first.let_in, 10);
  clear(&w);
  w = make(CROSSINGS "set places.H.trucks_per_day = inf\n");
  assert_near(w.needs->first.let_in, (double)INFINITY);
  clear(&w);
}

/* A crossing of 10 under a permission of 2 convoys of 3 trucks, half of them let through, after a day's notice, with an escort of 2
 * vehicles; a road under another is not counted, and it is said. What the audience may not see is not counted, either. */
static void permissions_of_a_crossing_count(void **state) {
  (void)state;
  static const char PERMITTED[] = CROSSINGS "given table links\n  link_id | from_id | to_id | length_km\n  G-T | G | T | 5\n"
                                  "given table permissions\n  subject | subject_id | convoys_per_day | trucks_per_convoy | approval_share | notice_days | sensitivity\n"
                                  "  place | G | 2 | 3 | 0.5 | 1 | restricted\n";
  world w = make(PERMITTED);
  assert_near(w.needs->first.let_in, 6); /* H alone: the notice is not over */
  assert_near(lfl_crossing_trucks(w.scenario, 0, 1, LFL_RESTRICTED), 3);
  assert_near(lfl_crossing_trucks(w.scenario, 0, 1, LFL_PARTNERS), 10);
  lfl_needs_count_let_in(w.scenario, LFL_PARTNERS, &w.needs->first);
  assert_near(w.needs->first.let_in, 16);
  assert_string_equal(lfl_needs_permission_words(w.scenario, 0, LFL_RESTRICTED), "");
  w.scenario->place_access[lfl_at(w.scenario, 0, 1)] = LFL_CLOSED;
  assert_near(lfl_crossing_trucks(w.scenario, 0, 1, LFL_RESTRICTED), 0);
  clear(&w);
  w = make(CROSSINGS "given table links\n  link_id | from_id | to_id | length_km\n  G-T | G | T | 5\n"
           "given table permissions\n  subject | subject_id | from_day | convoys_per_day | trucks_per_convoy\n  link | G-T | 1 | 1 | 1\n");
  assert_near(w.needs->first.let_in, 16);
  assert_string_equal(lfl_needs_permission_words(w.scenario, 0, LFL_RESTRICTED), "");
  assert_string_equal(lfl_needs_permission_words(w.scenario, -1, LFL_RESTRICTED), " (permissions on roads and at places behind them are not counted)");
  assert_string_equal(lfl_needs_permission_words(w.scenario, 1, LFL_RESTRICTED), " (permissions on roads and at places behind them are not counted)");
  clear(&w);
}

/* G, with 10, is restricted; H, with 6, for partners, and half open or closed by restricted rows. The public may see neither. */
static void what_may_not_be_seen_lets_nothing_in(void **state) {
  (void)state;
  world w = make(CROSSINGS "set places.G.sensitivity = restricted\ngiven table status\n  subject | subject_id | from_day | to_day | status | capacity_share | sensitivity\n"
                           "  place | H | 0 | 0 | open | 0.5 | restricted\n  place | H | 1 | 1 | closed |  | restricted\n");
  assert_near(w.needs->first.let_in, 13);
  assert_string_equal(lfl_needs_cut_words(&w.needs->first), "");
  lfl_needs_count_let_in(w.scenario, LFL_PARTNERS, &w.needs->first);
  assert_near(w.needs->first.let_in, 6);
  assert_near(w.needs->first.arrive, 6);
  assert_string_equal(lfl_needs_cut_words(&w.needs->first), " (of the crossings in this copy, by the closures and permissions in it)");
  assert_near(lfl_crossing_trucks(w.scenario, 1, 1, LFL_RESTRICTED), 0);
  assert_near(lfl_crossing_trucks(w.scenario, 1, 1, LFL_PARTNERS), 6);
  assert_false(lfl_crossing_is_closed(w.scenario, 1, 1, LFL_PARTNERS));
  lfl_needs_count_let_in(w.scenario, LFL_PUBLIC, &w.needs->first);
  assert_true(isnan(w.needs->first.let_in));
  clear(&w);
}

/* What is needed is held against the loads that arrive: 10 x 0.5 + 6 x 1; of no limit, nothing where its share is 0. */
static void of_those_let_in_a_share_arrives(void **state) {
  (void)state;
  world w = make(CROSSINGS);
  assert_near(w.needs->first.arrive, 16);
  assert_false(lfl_needs_lose_loads(&w.needs->first));
  clear(&w);
  w = make(CROSSINGS "set places.G.delivered_share = 0.5\n");
  assert_near(w.needs->first.let_in, 16);
  assert_near(w.needs->first.arrive, 11);
  assert_true(lfl_needs_lose_loads(&w.needs->first));
  clear(&w);
  w = make(CROSSINGS "set places.G.delivered_share = 0\nset places.G.trucks_per_day = inf\n");
  assert_near(w.needs->first.arrive, 6);
  assert_true(lfl_needs_lose_loads(&w.needs->first));
  clear(&w);
}

static void rows_come_by_day_place_need_and_tier(void **state) {
  (void)state;
  world w = make(MILLION "given n_days 3\n");
  for (int i = 1; i < w.needs->n_rows; i++) {
    const lfl_need_row *a = &w.needs->rows[i - 1], *b = &w.needs->rows[i];
    int order = a->day != b->day ? a->day - b->day : a->place_i != b->place_i ? a->place_i - b->place_i : a->need_i != b->need_i ? a->need_i - b->need_i : (int)a->tier - (int)b->tier;
    assert_true(order < 0);
  }
  assert_int_equal(w.needs->n_rows % 3, 0);
  assert_int_equal(w.needs->n_pipeline, 3 * w.scenario->n_needs);
  clear(&w);
}

/* Slower under the sanitizers, which are not what the limit is about. */
#if defined(__SANITIZE_ADDRESS__)
enum { SLOWER = 10 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SLOWER = 10 };
#else
enum { SLOWER = 1 };
#endif
#else
enum { SLOWER = 1 };
#endif

static void a_country_takes_a_tenth_of_a_second(void **state) {
  (void)state;
  lfl_buf text = {0};
  lfl_buf_puts(&text, "given n_days 180\ngiven table places\n"
                      "  place_id | kind | people | usable_m2 | water_yield_l_per_day | shelter_places | toilets | taps | health_centres\n");
  for (int i = 0; i < 50; i++) lfl_buf_printf(&text, "  P%d | site | 20000 | 900000 | 90000 | 500 | 20 | 3 | 1\n", i);
  lfl_buf_puts(&text, "given table supplies\n  item_id | place_id | day | units\n");
  for (int i = 0; i < 400; i++) lfl_buf_printf(&text, "  %s | P%d | %d | 1000\n", i % 4 == 0 ? "general_ration" : i % 4 == 1 ? "iehk_2017" : i % 4 == 2 ? "hygiene_kit" : "blanket", i % 50, i % 180);
  world w = make(text.text);
  assert_true(w.scenario->n_needs >= 10);
  double best = 1;
  for (int k = 0; k < 3; k++) {
    lfl_needs *again;
    clock_t begun = clock();
    assert_int_equal(lfl_needs_compute(w.scenario, &again), LFL_OK);
    best = fmin(best, (double)(clock() - begun) / CLOCKS_PER_SEC);
    lfl_needs_destroy(again);
  }
  print_message("50 places, 180 days, %d needs: %.0f ms\n", w.scenario->n_needs, 1000 * best);
  assert_true(best < 0.1 * SLOWER);
  clear(&w);
  lfl_buf_clear(&text);
}

static void memory_that_fails_is_said_so(void **state) {
  (void)state;
  world w = make(MILLION);
  bool has_failed = false, is_done = false;
  for (long n = 0; !is_done && n < 100; n++) {
    lfl_needs *again = NULL;
    lfl_alloc_fail_after(n);
    lfl_status status = lfl_needs_compute(w.scenario, &again);
    lfl_alloc_fail_after(-1);
    is_done = status == LFL_OK;
    has_failed = has_failed || status == LFL_ERR_MEMORY;
    assert_true(is_done || (status == LFL_ERR_MEMORY && !again));
    lfl_needs_destroy(again);
  }
  assert_true(is_done && has_failed);
  clear(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sizes_of_a_large_crisis),
      cmocka_unit_test(losses_are_produced_as_well),
      cmocka_unit_test(supplies_run_out_on_a_day),
      cmocka_unit_test(what_is_given_once_serves_on),
      cmocka_unit_test(bottled_water_keeps_and_yields_do_not),
      cmocka_unit_test(trucks_bring_what_a_tier_lacks), cmocka_unit_test(those_who_come_are_reckoned_with), cmocka_unit_test(capacity_counts_where_it_stands),
      cmocka_unit_test(people_who_come_are_needed_for), cmocka_unit_test(whole_people_are_in_need),
      cmocka_unit_test(crossings_let_in_what_is_open),
      cmocka_unit_test(permissions_of_a_crossing_count), cmocka_unit_test(what_may_not_be_seen_lets_nothing_in),
      cmocka_unit_test(of_those_let_in_a_share_arrives),
      cmocka_unit_test(rows_come_by_day_place_need_and_tier),
      cmocka_unit_test(a_country_takes_a_tenth_of_a_second),
      cmocka_unit_test(memory_that_fails_is_said_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
