/* Who may see what (docs/DATA_RESPONSIBILITY.md): what a public copy of a plan holds, and what it
 * must not. Also through the files that are written for the public. */
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
#include <unistd.h>

#include "base/alloc.h"
#include "case_runner.h"
#include "model/needs.h"
#include "model/redact.h"
#include "report/report.h"
#include "same_plan.h"
#include "store/store.h"

/* 16 days: whole weeks end on days 6 and 13, the last day is 15. */
static const char SCENARIO[] =
    "given n_days 16\n"
    "given table places\n"
    "  place_id | kind | parent_id | people | shelter_places | trucks_per_day | lat_deg | lon_deg | sensitivity\n"
    "  REGION | area | | | | | 10 | 20 |\n"
    "  DISTRICT | area | REGION | | | | 10 | 20 |\n"
    "  TOWN | area | DISTRICT | 1000 | 500 | | 10.1 | 20.1 | public\n"
    "  HIDDEN-CAMP | site | REGION | 300 | 0 | | 10.7654321 | 20.7654321 | restricted\n"
    "  CLOSED-REGION | area | | | | | 11 | 21 | restricted\n"
    "  VALLEY | area | CLOSED-REGION | 700 | 0 | | 11.1 | 21.1 | public\n"
    "  ALONE-OPEN | area | | 400 | 0 | | 12 | 22 | public\n"
    "  ALONE-PARTNERS | area | | 500 | 0 | | 13 | 23 |\n"
    "  ALONE-CLOSED | site | | 600 | 0 | | 14.7654321 | 24 | restricted\n"
    "  SMALL | area | | | | | 15 | 25 |\n"
    "  HAMLET | area | SMALL | 12 | 5 | | 15 | 25 |\n"
    "  SECRET-GATE | crossing | | | | 5 | 16.7654321 | 26 | restricted\n"
    "given table links\n"
    "  link_id | from_id | to_id | length_km | speed_km_per_h\n"
    "  SECRET-ROAD | SECRET-GATE | TOWN | 999 | 20\n"
    "given table fleets\n"
    "  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n"
    "  SECRET-FLEET | truck | 1 | 1000 | 10 | 8 | 2\n"
    "given table supplies\n"
    "  item_id | place_id | units\n"
    "  general_ration | SECRET-GATE | 100\n"
    "given table pledges\n"
    "  pledge_id | amount | currency | from_day\n"
    "  SECRET-DONOR | 1000 | USD | 0\n"
    "given table targets\n"
    "  target_id | kind | place_id | people | by_day | sensitivity\n"
    "  few | move_out | TOWN | 9 | 3 | public\n"
    "  nearly | move_out | TOWN | 100 | 3 | public\n"
    "  many | move_out | TOWN | 100 | 3 | public\n"
    "given table claims\n"
    "  claim_id | text | indicator | value_low | value_high | sensitivity\n"
    "  a-few | invented | served_people:shelter:survival:6 | 1 | | public\n"
    "  b-days | invented | days_to_build:shelter:100 | 1 | | public\n"
    "  c-many | invented | served_people:shelter:survival:6 | 1 | | public\n"
    "  d-closed | invented | served_people:shelter:survival:6 | 1 | | restricted\n";

typedef struct world {
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *plan;
} world;

static int place(const world *w, const char *id) {
  for (int i = 0; i < w->s->n_places; i++)
    if (strcmp(w->s->places[i].id, id) == 0) return i;
  fail_msg("no place %s", id);
  return -1;
}

/* Every list has rows; half of those in need are served on each day. */
static world make(void) {
  world w = {0};
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  if (!case_scenario(SCENARIO, &diags, &w.tables, &w.s))
    for (int i = 0; i < diags.n; i++) print_error("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
  assert_non_null(w.s);
  lfl_plan *p = w.plan = lfl_plan_create(w.s);
  assert_non_null(p);
  int gate = place(&w, "SECRET-GATE"), town = place(&w, "TOWN");
  int *links = lfl_arena_new(p->arena, 1, int);
  bool *reverse = lfl_arena_new(p->arena, 1, bool);
  *lfl_plan_add_way(p) = (lfl_way){gate, town, 1, links, reverse, 999, 49.95};
  for (int day = 0; day < 16; day++)
    for (int i = 0; i < w.s->n_places; i++)
      for (int n = 0; n < w.s->n_needs; n++)
        for (int tier = 0; tier < LFL_N_TIERS; tier++) {
          if (!lfl_need_applies(w.s, n, i) || !w.s->needs[n].has_tier[tier]) continue;
          double people = lfl_place_in_need(w.s, i, day);
          *lfl_plan_add_service(p) = (lfl_service_row){day, i, n, (lfl_tier)tier, people, floor(people / 2)};
        }
  *lfl_plan_add_movement(p) = (lfl_movement_row){0, 0, town, place(&w, "HIDDEN-CAMP"), LFL_MODE_FOOT, -1, 0, 5, 0};
  *lfl_plan_add_delivery(p) = (lfl_delivery_row){0, 6, gate, town, 0, 0, 0, 0, 100, 1};
  *lfl_plan_add_draw(p) = (lfl_draw_row){0, 0, 100};
  *lfl_plan_add_use(p) = (lfl_use_row){7, town, 0, LFL_USE_NEED, 100};
  *lfl_plan_add_stock(p) = (lfl_stock_row){6, town, 0, 100, 3};
  *lfl_plan_add_capacity(p) = (lfl_capacity_row){0, town, LFL_SHELTER, 500};
  *lfl_plan_add_build(p) = (lfl_build_row){0, town, 0, 1}; /* of a construction that is not there: nobody looks */
  *lfl_plan_add_spending(p) = (lfl_spending_row){0, "transport", 0, 100, "food", 0, 0};
  *lfl_plan_add_spending(p) = (lfl_spending_row){3, "transport", 0, 50, "food", 0, 0};
  *lfl_plan_add_spending(p) = (lfl_spending_row){3, "supplies", 0, 7, "food", 0, 0};
  *lfl_plan_add_binding(p) = (lfl_binding_row){"crossing", "SECRET-GATE", 0, 3, "truck a day", 1, 1, 1, "one truck more at SECRET-GATE", 1, -1};
  p->n_levels = 1;
  p->levels[0] = (lfl_level){LFL_LEVEL_SURVIVAL, 5, 5, 0, 6, (double)NAN};
  const double none = (double)NAN;
  for (int i = 0; i < w.s->n_targets; i++) {
    const char *id = w.s->targets[i].id;
    double asked = strcmp(id, "few") == 0 ? 9 : 100, found = strcmp(id, "few") == 0 ? 4 : strcmp(id, "nearly") == 0 ? 95 : 50;
    p->targets[i] = (lfl_target_result){i, LFL_POSSIBLE, asked, found, found < 10 ? 7 : 120, found < 10 ? 8 : 130, 2, false, none, none, -1};
  }
  static const double FIGURES[] = {7, 7, 5000, 5000}; /* claims in order of their key */
  for (int i = 0; i < w.s->n_claims; i++) p->claims[i] = (lfl_claim_result){i, LFL_CLAIM_CONFIRMED, FIGURES[i], "so many people"};
  p->sets = lfl_arena_new(p->arena, 1, lfl_set_result);
  p->n_sets = 1;
  p->sets[0] = (lfl_set_result){.set_id = "", .n_targets = w.s->n_targets};
  p->sets[0].verdicts = lfl_arena_new(p->arena, 3, lfl_verdict);
  p->sets[0].best_people = lfl_arena_new(p->arena, 3, double);
  p->sets[0].earliest_days = lfl_arena_new(p->arena, 3, int);
  p->sets[0].best_people[0] = 7;
  p->sets[0].best_people[1] = 70;
  return w;
}

static void clear(world *w) {
  lfl_plan_destroy(w->plan);
  lfl_scenario_destroy(w->s);
  lfl_tables_destroy(w->tables);
}

static void the_restricted_and_partners_get_all_of_it(void **state) {
  (void)state;
  world w = make();
  for (int audience = LFL_PARTNERS; audience <= LFL_RESTRICTED; audience++) {
    lfl_plan *copy;
    assert_int_equal(lfl_plan_redact(w.plan, (lfl_sensitivity)audience, &copy), LFL_OK);
    assert_same_plan(w.plan, copy);
    lfl_plan_destroy(copy);
  }
  clear(&w);
}

static void the_public_gets_no_decisions(void **state) {
  (void)state;
  world w = make();
  lfl_plan *copy;
  assert_int_equal(lfl_plan_redact(w.plan, LFL_PUBLIC, &copy), LFL_OK);
  assert_int_equal(copy->n_ways + copy->n_movements + copy->n_deliveries + copy->n_draws + copy->n_uses + copy->n_stocks + copy->n_builds + copy->n_capacity + copy->n_binding, 0);
  assert_int_equal(copy->n_spending, 2);
  assert_string_equal(copy->spending[0].line, "transport");
  assert_true(copy->spending[0].amount == 150 && copy->spending[0].pledge_i == -1 && copy->spending[0].day == 15);
  assert_string_equal(copy->spending[1].line, "supplies");
  assert_true(copy->spending[1].amount == 7);
  assert_int_equal(copy->n_levels, 1);
  lfl_plan_destroy(copy);
  clear(&w);
}

static void the_public_gets_regions_by_week(void **state) {
  (void)state;
  world w = make();
  lfl_plan *copy;
  assert_int_equal(lfl_plan_redact(w.plan, LFL_PUBLIC, &copy), LFL_OK);
  int region = place(&w, "REGION"), alone = place(&w, "ALONE-OPEN");
  int n_region = 0, n_alone = 0;
  for (int i = 0; i < copy->n_service; i++) {
    const lfl_service_row *r = &copy->service[i];
    assert_true(r->day == 6 || r->day == 13 || r->day == 15);
    assert_true(r->place_i == region || r->place_i == alone);
    if (r->place_i == region && w.s->needs[r->need_i].kind == LFL_NEED_CAPACITY) {
      assert_true(r->people == 1300 && r->served_people == 650); /* TOWN and HIDDEN-CAMP */
      n_region++;
    }
    if (r->place_i == alone && w.s->needs[r->need_i].kind == LFL_NEED_CAPACITY) {
      assert_true(r->people == 400 && r->served_people == 200);
      n_alone++;
    }
  }
  assert_int_equal(n_region, 3 * 2); /* days, tiers */
  assert_int_equal(n_alone, 3 * 2);
  for (int i = 0; i < w.s->n_places; i++)
    for (int day = 0; day < 16; day++) {
      double people = copy->people[lfl_at(w.s, i, day)];
      bool is_day = day == 6 || day == 13 || day == 15;
      double wanted = !is_day ? 0 : i == region ? 1300 : i == alone ? 400 : i == place(&w, "SMALL") ? 12 : 0;
      assert_true(people == wanted);
    }
  lfl_plan_destroy(copy);
  clear(&w);
}

static void no_figure_tells_of_few(void **state) {
  (void)state;
  world w = make();
  lfl_plan *copy;
  assert_int_equal(lfl_plan_redact(w.plan, LFL_PUBLIC, &copy), LFL_OK);
  for (int i = 0; i < w.s->n_targets; i++) {
    const lfl_target_result *r = &copy->targets[i];
    bool is_nearly = strcmp(w.s->targets[i].id, "nearly") == 0, is_many = strcmp(w.s->targets[i].id, "many") == 0;
    assert_int_equal(r->verdict, LFL_POSSIBLE);
    if (is_many) assert_true(r->plan_people == 50 && r->best_people == 120 && r->bound_people == 130);
    else if (is_nearly) assert_true(isnan(r->plan_people) && r->best_people == 120); /* 95 of 100 tells of five */
    else assert_true(isnan(r->people) && isnan(r->plan_people) && isnan(r->best_people) && isnan(r->bound_people));
  }
  for (int i = 0; i < w.s->n_claims; i++) {
    const lfl_claim_result *r = &copy->claims[i];
    bool is_shown = strcmp(w.s->claims[i].id, "b-days") == 0 || strcmp(w.s->claims[i].id, "c-many") == 0;
    assert_int_equal(r->answer, LFL_CLAIM_CONFIRMED);
    assert_true(isnan(r->figure) == !is_shown);
    assert_string_equal(r->text, is_shown ? "so many people" : "Not in a public copy.");
  }
  assert_true(isnan(copy->sets[0].best_people[0]) && copy->sets[0].best_people[1] == 70);
  lfl_plan_destroy(copy);
  clear(&w);
}

static uint64_t next_random(uint64_t *seed) {
  uint64_t z = (*seed += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static bool is_few(double people) { return people > 0 && people < 10; }

static void whatever_is_served_no_count_is_small(void **state) {
  (void)state;
  const char *text = getenv("LIFELINE_SEED");
  uint64_t seed = text ? strtoull(text, NULL, 10) : 7;
  print_message("seed %llu (LIFELINE_SEED)\n", (unsigned long long)seed);
  world w = make();
  int n_rows = 0;
  for (int k = 0; k < 200; k++) {
    for (int i = 0; i < w.plan->n_service; i++) {
      lfl_service_row *r = &w.plan->service[i];
      r->people = (double)(next_random(&seed) % 30);
      r->served_people = (double)(next_random(&seed) % (uint64_t)(r->people + 1));
    }
    for (int i = 0; i < w.s->n_places * w.s->n_days; i++) w.plan->people[i] = (double)(next_random(&seed) % 14);
    lfl_plan *copy;
    assert_int_equal(lfl_plan_redact(w.plan, LFL_PUBLIC, &copy), LFL_OK);
    for (int i = 0; i < copy->n_service; i++) {
      const lfl_service_row *r = &copy->service[i];
      assert_false(r->people < 10 || is_few(r->served_people) || is_few(r->people - r->served_people));
    }
    for (int i = 0; i < w.s->n_places * w.s->n_days; i++) assert_false(is_few(copy->people[i]));
    n_rows += copy->n_service;
    lfl_plan_destroy(copy);
  }
  assert_true(n_rows > 1000); /* not by hiding all */
  clear(&w);
}

/* Few served of many in need leave no sum of 0 behind: the page says that they are fewer than 10; few who are not served do not. */
static void of_few_served_the_page_says_so(void **state) {
  (void)state;
  world w = make();
  int town = place(&w, "TOWN"), hidden = place(&w, "HIDDEN-CAMP"), region = place(&w, "REGION");
  for (int i = 0; i < w.plan->n_service; i++) {
    lfl_service_row *r = &w.plan->service[i];
    if (r->place_i == town || r->place_i == hidden) r->served_people = r->day != 15 ? r->people - (r->place_i == town ? 4 : 0) : r->place_i == town ? 4 : 0;
  }
  lfl_plan *copy;
  lfl_buf page = {0};
  assert_int_equal(lfl_plan_redact(w.plan, LFL_PUBLIC, &copy), LFL_OK);
  for (int n = 0; n < w.s->n_needs; n++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++)
      if (w.s->needs[n].has_tier[tier] && lfl_need_applies(w.s, n, town)) assert_true(lfl_lacks_few(copy, region, n, (lfl_tier)tier, 15) && !lfl_lacks_few(copy, region, n, (lfl_tier)tier, 13));
  assert_int_equal(lfl_report_front_page(copy, NULL, NULL, &page), LFL_OK);
  assert_non_null(strstr(page.text, "without 1 region in which fewer than 10 do."));
  assert_non_null(strstr(page.text, "(without 1 region in which fewer than 10 are) served at"));
  assert_null(strstr(page.text, "no limits listed"));
  lfl_buf_clear(&page);
  lfl_plan_destroy(copy);
  clear(&w);
}

/* A public copy is no more open about money than one for partners: with a restricted pledge no sum of them is told. */
static void the_public_gets_no_sum_with_restricted_pledges(void **state) {
  (void)state;
  static const char LACK[] = "Restricted pledges are left out of this copy";
  for (int is_closed = 0; is_closed < 2; is_closed++) {
    world w = make();
    lfl_plan *copy;
    lfl_buf page = {0};
    w.s->pledges[0].origin.sensitivity = is_closed ? LFL_RESTRICTED : LFL_PARTNERS;
    assert_int_equal(lfl_plan_redact(w.plan, LFL_PUBLIC, &copy), LFL_OK);
    assert_true(copy->lacks_pledges == is_closed);
    assert_int_equal(lfl_report_front_page(copy, NULL, NULL, &page), LFL_OK);
    assert_true((strstr(page.text, LACK) != NULL) == is_closed && (strstr(page.text, "pledged 1") == NULL) == is_closed);
    lfl_buf_clear(&page);
    lfl_plan_destroy(copy);
    clear(&w);
  }
}

static void a_copy_of_the_copy_is_the_same(void **state) {
  (void)state;
  world w = make();
  lfl_plan *copy, *again;
  assert_int_equal(lfl_plan_redact(w.plan, LFL_PUBLIC, &copy), LFL_OK);
  assert_int_equal(lfl_plan_redact(copy, LFL_PUBLIC, &again), LFL_OK);
  assert_same_plan(copy, again);
  lfl_plan_destroy(again);
  lfl_plan_destroy(copy);
  clear(&w);
}

/* --- files --------------------------------------------------------------------------------------------- */

static bool holds(const char *path, const char *wanted) {
  enum { LARGEST = 4000000 };
  static char bytes[LARGEST];
  FILE *file = fopen(path, "rb");
  size_t n = file ? fread(bytes, 1, LARGEST, file) : 0, length = strlen(wanted);
  if (file) fclose(file);
  for (size_t i = 0; i + length <= n; i++)
    if (memcmp(bytes + i, wanted, length) == 0) return true;
  return false;
}

/* Writes for the audience; returns how many of the words stand in some file that is not packed. */
static int write_and_look(const world *w, lfl_sensitivity audience, const char *dir, const char *const *words, int n_words) {
  lfl_plan *copy;
  lfl_needs *needs;
  lfl_diags diags;
  lfl_buf html = {0};
  lfl_write_options options = {audience, false};
  char pattern[300];
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_plan_redact(w->plan, audience, &copy), LFL_OK);
  assert_int_equal(lfl_needs_compute(w->s, &needs), LFL_OK);
  assert_int_equal(lfl_report_html(copy, needs, &diags, audience, &html), LFL_OK);
  lfl_status status = lfl_plan_write(copy, dir, html.text, &diags, &options, &diags);
  for (int i = 0; i < diags.n && status != LFL_OK; i++) print_error("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  assert_int_equal(status, LFL_OK);
  int n_found = 0, n_files = 0;
  static const char *const PLACES[] = {"*", "tables/*"};
  for (int k = 0; k < 2; k++) {
    glob_t files;
    snprintf(pattern, sizeof pattern, "%s/%s", dir, PLACES[k]);
    if (glob(pattern, 0, NULL, &files) != 0) continue;
    for (size_t f = 0; f < files.gl_pathc; f++) {
      n_files++;
      for (int i = 0; i < n_words; i++)
        if (holds(files.gl_pathv[f], words[i])) {
          n_found++;
          if (audience == LFL_PUBLIC) print_error("%s holds %s\n", files.gl_pathv[f], words[i]);
        }
    }
    globfree(&files);
  }
  assert_true(n_files > 10);
  lfl_buf_clear(&html);
  lfl_needs_destroy(needs);
  lfl_plan_destroy(copy);
  lfl_diags_clear(&diags);
  return n_found;
}

static void files_for_the_public_hold_nothing_restricted(void **state) {
  (void)state;
  static const char *const WORDS[] = {"HIDDEN-CAMP", "CLOSED-REGION", "ALONE-PARTNERS", "ALONE-CLOSED", "SECRET-GATE", "SECRET-ROAD",
                                      "SECRET-FLEET", "SECRET-DONOR", "7654321"};
  enum { N = sizeof WORDS / sizeof WORDS[0] };
  world w = make();
  w.plan->n_builds = 0; /* of no construction: the files would have to name it */
  char dir[] = "/tmp/lfl_redact_XXXXXX", open[64], closed[64], command[128];
  assert_non_null(mkdtemp(dir));
  snprintf(open, sizeof open, "%s/public", dir);
  snprintf(closed, sizeof closed, "%s/restricted", dir);
  int n_public = write_and_look(&w, LFL_PUBLIC, open, WORDS, N);
  int n_restricted = write_and_look(&w, LFL_RESTRICTED, closed, WORDS, N);
  snprintf(command, sizeof command, "rm -r '%s'", dir);
  assert_int_equal(system(command), 0);
  assert_true(n_restricted > N); /* the words would be found */
  assert_int_equal(n_public, 0);
  clear(&w);
}

static void who_may_see_a_row(void **state) {
  (void)state;
  for (int row = LFL_PUBLIC; row <= LFL_RESTRICTED; row++)
    for (int audience = LFL_PUBLIC; audience <= LFL_RESTRICTED; audience++) {
      lfl_origin origin = {.sensitivity = (lfl_sensitivity)row};
      assert_true(lfl_may_see(&origin, (lfl_sensitivity)audience) == (row <= audience));
    }
}

static void memory_that_fails_is_said_so(void **state) {
  (void)state;
  world w = make();
  for (int audience = LFL_PUBLIC; audience <= LFL_PARTNERS; audience++) {
    bool has_failed = false, is_done = false;
    for (long n = 0; !is_done && n < 1000; n++) {
      lfl_plan *copy = NULL;
      lfl_alloc_fail_after(n);
      lfl_status status = lfl_plan_redact(w.plan, (lfl_sensitivity)audience, &copy);
      lfl_alloc_fail_after(-1);
      is_done = status == LFL_OK;
      has_failed = has_failed || status == LFL_ERR_MEMORY;
      assert_true(is_done || (status == LFL_ERR_MEMORY && !copy));
      lfl_plan_destroy(copy);
    }
    assert_true(is_done && has_failed);
  }
  clear(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_restricted_and_partners_get_all_of_it),
      cmocka_unit_test(the_public_gets_no_decisions),
      cmocka_unit_test(the_public_gets_regions_by_week),
      cmocka_unit_test(no_figure_tells_of_few),
      cmocka_unit_test(whatever_is_served_no_count_is_small),
      cmocka_unit_test(of_few_served_the_page_says_so),
      cmocka_unit_test(the_public_gets_no_sum_with_restricted_pledges),
      cmocka_unit_test(a_copy_of_the_copy_is_the_same),
      cmocka_unit_test(files_for_the_public_hold_nothing_restricted),
      cmocka_unit_test(who_may_see_a_row),
      cmocka_unit_test(memory_that_fails_is_said_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
