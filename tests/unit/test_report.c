/* The report: what it says, that nothing of a scenario breaks out of it, what an audience does not
 * get to see, and that damaged plans and lost memory end in a status. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "folder_plan.h"
#include "model/budget.h"
#include "model/redact.h"
#include "report/page.h"
#include "sample_plan.h"

#define THIN "\xe2\x80\xaf"

/* As the program makes it: of a copy of the plan for the audience. */
static lfl_buf make_html(const sample_plan *sample, lfl_sensitivity audience) {
  lfl_buf out = {0};
  lfl_plan *copy = NULL;
  if (audience == LFL_PUBLIC) assert_int_equal(lfl_plan_redact(sample->plan, audience, &copy), LFL_OK);
  assert_int_equal(lfl_report_html(copy ? copy : sample->plan, sample->needs, &sample->diags, audience, &out), LFL_OK);
  assert_non_null(out.text);
  lfl_plan_destroy(copy);
  return out;
}

static int count_of(const char *text, const char *part) {
  int n = 0;
  for (const char *p = strstr(text, part); p; p = strstr(p + strlen(part), part)) n++;
  return n;
}

#define assert_has(text, part)                               \
  do {                                                       \
    if (!strstr((text), (part))) fail_msg("not found: %s", (part)); \
  } while (0)
#define assert_has_not(text, part)                           \
  do {                                                       \
    if (strstr((text), (part))) fail_msg("found: %s", (part)); \
  } while (0)

static const char *with(void (*fn)(lfl_buf *, double), double value) {
  static char text[64];
  lfl_buf out = {0};
  fn(&out, value);
  snprintf(text, sizeof text, "%s", out.text ? out.text : "");
  lfl_buf_clear(&out);
  return text;
}

static void test_numbers(void **state) {
  (void)state;
  assert_string_equal(with(put_count, 1234567), "1" THIN "234" THIN "567");
  assert_string_equal(with(put_count, 999.6), "1" THIN "000");
  assert_string_equal(with(put_count, 12), "12");
  assert_string_equal(with(put_count, -1500), "\xe2\x88\x92" "1" THIN "500");
  assert_string_equal(with(put_count, (double)NAN), "not known");
  assert_string_equal(with(put_count, (double)INFINITY), "no limit");
  assert_string_equal(with(put_quantity, 12345), "12" THIN "300");
  assert_string_equal(with(put_quantity, 12.345), "12.3");
  assert_string_equal(with(put_quantity, 9.999), "10");
  assert_string_equal(with(put_quantity, 35.05), "35.1");
  assert_true(lfl_round_to(35.05, 10) == 35.1 && lfl_round_to(35.05 - 1e-13, 10) == 35.1 && lfl_round_to(35.0499, 10) == 35); /* as printf does not: 35.05 lies just below */
  assert_string_equal(with(put_quantity, 0.0456), "0.046");
  assert_string_equal(with(put_quantity, 0.0001), "under 0.001");
  assert_string_equal(with(put_quantity, 0), "0");
  assert_string_equal(with(put_share, 0.001), "under 1" THIN "%");
  assert_string_equal(with(put_share, 0.9999), "over 99" THIN "%");
  assert_string_equal(with(put_share, 1), "100" THIN "%");
  assert_string_equal(with(put_share, 0), "0" THIN "%");
}

/* Whole up to a million, as in the tables below. */
static void test_people(void **state) {
  (void)state;
  report r = {.arena = lfl_arena_create()};
  assert_non_null(r.arena);
  assert_string_equal(people_words(&r, 100100), "100" THIN "100");
  assert_string_equal(people_words(&r, 999999), "999" THIN "999");
  assert_string_equal(people_words(&r, 2213456), "2.21" THIN "million");
  assert_string_equal(people_words(&r, 45), "45");
  assert_false(r.failed);
  lfl_arena_destroy(r.arena);
}

static void test_escapes(void **state) {
  (void)state;
  lfl_buf out = {0};
  put_escaped(&out, "<a href=\"x\" id='y'>&\x01\x7f\xff\xc0\xaf\xed\xa0\x80 \xe2\x80\xae" "z\xd9\x85");
  assert_string_equal(out.text, "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd z\xd9\x85");
  lfl_buf_clear(&out);
  put_json_text(&out, "</script>\n\"\\\xe2\x80\xa8&'\x02");
  assert_string_equal(out.text, "\"\\u003c/script\\u003e\\u000a\\u0022\\u005c\\u2028\\u0026\\u0027\"");
  lfl_buf_clear(&out);
  put_json_text(&out, NULL);
  assert_string_equal(out.text, "\"\"");
  lfl_buf_clear(&out);
}

/* FIPS 180-4 examples, and lengths around the ends of blocks. */
static void test_sha256(void **state) {
  (void)state;
  const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  char text[45];
  unsigned char many[119];
  memset(many, 'a', sizeof many);
  sha256_base64((const unsigned char *)"", 0, text);
  assert_string_equal(text, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  sha256_base64((const unsigned char *)"abc", 3, text);
  assert_string_equal(text, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  sha256_base64((const unsigned char *)two, strlen(two), text);
  assert_string_equal(text, "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
  sha256_base64(many, 64, text);
  assert_string_equal(text, "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs=");
  sha256_base64(many, 119, text);
  assert_string_equal(text, "MeulHDE6XAgiat8Y1KNZz9/Y0ugWsT9K+VL36mWE3Ps=");
}

static void test_sentence(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf text = {0};
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, &sample.diags, &text), LFL_OK);
  /* last day: Town, the least of water 960, food 500, shelter 600 -> 500; Camp 240, Hill 300, Nowhere 40 */
  assert_has(text.text, "By 10 March 2030, 1" THIN "080 of 1" THIN "540 people in need get survival service in everything planned.");
  assert_has(text.text, "Bottleneck: Border Gate lets in too few trucks.");
  assert_has(text.text, "Next decision: more trucks a day through Border Gate, now (1 March 2030).");
  assert_has(text.text, "Water at survival: breaks 1 March 2030, short for 740 people");
  assert_has(text.text, "Food at survival: holds to the end");
  assert_has(text.text, "900 people out of Town by 7 March 2030: Not possible; at most 500");
  assert_has(text.text, "900 people out of Town by 7 March 2030: Not possible; at most 500 of 900\n"); /* short: of those asked for */
  assert_has(text.text, ": Possible, not met; at most 320; earliest 7 March 2030\n");
  assert_has(text.text, "If everyone there wished to, and elsewhere as many as recorded: at most 720 people by then, and all asked for by 9 March 2030 at the earliest.");
  assert_has(text.text, "Required by this plan 2" THIN "900; pledged 70" THIN "000; usable now 20" THIN "000; usable by the end 20" THIN "000; gap 0");
  assert_has(text.text, "fewer-trucks");
  lfl_buf_clear(&text);
  sample_plan_free(&sample);
}

/* What whole trips leave is the difference of the two figures beside it, and a bound is never told higher than it is. */
static void test_distance_adds_up(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf text = {0};
  sample.plan->levels[0] = (lfl_level){LFL_LEVEL_SURVIVAL, 120200.7, 120200.7, 0, 121490.2, (double)NAN};
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, &sample.diags, &text), LFL_OK);
  assert_has(text.text, "The plan leaves 121" THIN "490 person-days");
  assert_has(text.text, "no plan leaves fewer than 120" THIN "200. Of the difference 1" THIN "290 are left as trips, units and people are made whole");
  lfl_buf_clear(&text);
  sample.plan->stopped = "time limit"; /* then the stop leaves them, as far as anybody knows */
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, &sample.diags, &text), LFL_OK);
  assert_has(text.text, "no plan leaves fewer than 120" THIN "200.");
  assert_has_not(text.text, "made whole");
  sample.plan->stopped = NULL;
  lfl_buf_clear(&text);
  sample.plan->levels[0] = (lfl_level){LFL_LEVEL_SURVIVAL, 386790, 386789.999, 0, 386790, (double)NAN};
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, &sample.diags, &text), LFL_OK);
  assert_has(text.text, "The plan leaves 386" THIN "790 person-days");
  assert_has(text.text, "no plan leaves fewer than 386" THIN "790.");
  lfl_buf_clear(&text);
  sample_plan_free(&sample);
}

/* A search that ended with a gap: the page says of which level, and how much at most. Within 1e-4 it says nothing. */
static void test_gaps_of_later_levels(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  for (int has_gap = 0; has_gap < 2; has_gap++) {
    lfl_buf text = {0};
    double bound = has_gap ? 897.3 : 899.91;
    sample.plan->n_levels = 2;
    sample.plan->levels[1] = (lfl_level){LFL_LEVEL_MINIMUM, 900, bound, (900 - bound) / 900, 900, (double)NAN};
    lfl_buf html = make_html(&sample, LFL_RESTRICTED);
    assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, &sample.diags, &text), LFL_OK);
    if (has_gap) {
      assert_has(html.text, "minimum service by at most 0.3 % (before");
      assert_has(text.text, "minimum service by at most 0.3 % (before");
    } else {
      assert_has_not(html.text, "Not proved to be the best there is");
      assert_has_not(text.text, "Not proved to be the best there is");
    }
    lfl_buf_clear(&html);
    lfl_buf_clear(&text);
  }
  sample_plan_free(&sample);
}

/* A country too large for its later levels: the page says of what nothing is proved. */
static void test_open_levels(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf text = {0};
  for (int is_open = 0; is_open < 2; is_open++) {
    sample.plan->n_levels = 2;
    sample.plan->levels[1] = (lfl_level){LFL_LEVEL_MINIMUM, 900, is_open ? (double)NAN : 900, is_open ? (double)NAN : 0, 900, (double)NAN};
    lfl_buf html = make_html(&sample, LFL_RESTRICTED);
    assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, &sample.diags, &text), LFL_OK);
    if (is_open) {
      assert_has(html.text, "<b>Proved for survival alone.</b>");
      assert_has(text.text, "Proved for survival alone; what the plan does beyond it");
      assert_has(text.text, "proved: no plan leaves fewer than 5" THIN "000.");
    } else {
      assert_has_not(html.text, "Proved for survival alone");
      assert_has_not(text.text, "Proved for survival alone");
    }
    lfl_buf_clear(&html);
    lfl_buf_clear(&text);
  }
  sample_plan_free(&sample);
}

/* The front page of the sample has the words. */
static void assert_front_page_has(const sample_plan *sample, const char *words) {
  lfl_buf text = {0};
  assert_int_equal(lfl_report_front_page(sample->plan, sample->needs, NULL, &text), LFL_OK);
  assert_has(text.text, words);
  lfl_buf_clear(&text);
}

/* Money is named with those of its pledges that come; what never comes, or is not there, is not used up. */
static void test_money_is_named(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_scenario *s = sample.scenario;
  const char *const said[] = {"Bottleneck: Money not earmarked (pledge A) is short.", "Bottleneck: Money not earmarked (pledges A, B) does not come in these days.",
                              "Bottleneck: No money without earmark is pledged."};
  bool has_come;
  assert_string_equal(lfl_fund_words(s, "none", true, LFL_RESTRICTED, sample.plan->arena, &has_come), "not earmarked (pledges A, B)");
  sample.plan->binding[0].limit = "money";
  sample.plan->binding[0].subject_id = "none";
  for (int k = 0; k < 3; k++) {
    if (k == 1) s->pledges[0].from_day = s->n_days; /* like B, whose condition is never met */
    if (k == 2) s->pledges[0].counted = s->pledges[1].counted = false;
    assert_front_page_has(&sample, said[k]);
  }
  sample_plan_free(&sample);
}

/* Money that limits is used up only where the linear model spends all of it; what is left though it limits has come late; what
 * only whole things leave is told. Pledge A: 20,000, of which the plan spends 2,900. */
static void test_money_is_used_up_or_late(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_plan *plan = sample.plan;
  const char *const said[] = {"is used up before things are made whole, though whole things spend 2900 of its 20 thousand USD.", "comes late.", "is used up, but for 100 USD that whole things leave.", "is used up."};
  plan->binding[0].limit = "money";
  plan->binding[0].subject_id = "none";
  lfl_money_gain_row *left = lfl_plan_add_money_gain(plan);
  *left = (lfl_money_gain_row){.change = LFL_MONEY_LEFT, .pledge_i = 0};
  for (int k = 0; k < 4; k++) {
    plan->money_gains[0].by = k == 1 ? 5000 : 0;
    if (k >= 2) plan->spending[0].amount += k == 2 ? 17000 : 99.5; /* half a unit is left at the end: no sentence is about that */
    assert_front_page_has(&sample, "Bottleneck: Money not earmarked (pledge A)");
    assert_front_page_has(&sample, said[k]);
  }
  sample_plan_free(&sample);
}

/* Of 500 who are willing to leave whole trips may carry fewer, though in the linear model all go; of a copy without some movements nobody can say. */
static void test_willing_who_stay(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_plan *plan = sample.plan;
  const char *const said[] = {"Bottleneck: All who are recorded as willing to leave Town do before trips are made whole; in whole trips and people 490 of 500 do.", "Bottleneck: All who are recorded as willing to leave Town do.",
                              "Bottleneck: No more are recorded as willing to leave Town."};
  plan->binding[0].limit = "willing";
  plan->binding[0].subject_id = "TOWN";
  for (int k = 0; k < plan->n_movements; k++) plan->movements[k].people = 0;
  for (int k = 0; k < 3; k++) {
    plan->movements[0].people = k == 0 ? 490 : 500;
    plan->is_cut = k == 2;
    assert_front_page_has(&sample, said[k]);
  }
  sample_plan_free(&sample);
}

/* Where no need has a survival tier the page is about the minimum: what the plan leaves and what is proved, too. */
static void test_minimum_alone(void **state) {
  (void)state;
  folder_plan w;
  lfl_buf text = {0}, html = {0};
  folder_of_text(&w, "given n_days 2\ngiven table places\n  place_id | kind | people | lat_deg | lon_deg\n  TOWN | area | 9000 | 10 | 20\n  FAR | area | 2000 | 11 | 20\n"
                     "given table facilities\n  facility_id | place_id | kind | status | sensitivity\n  CLINIC | TOWN | health_centre | functioning | partners\n");
  assert_int_equal(lfl_report_front_page(w.plan, NULL, NULL, &text), LFL_OK);
  assert_has(text.text, "The plan leaves 4" THIN "000 person-days of minimum service unserved, each need counted; proved: no plan leaves fewer than 4" THIN "000.");
  assert_has(text.text, "Bottleneck: not looked for, as no need here has a survival tier.");
  assert_has(text.text, "No need here has a survival tier, and what binds is looked for at no other.");
  assert_int_equal(lfl_report_html(w.plan, NULL, NULL, LFL_RESTRICTED, &html), LFL_OK);
  assert_has(html.text, "The plan leaves 4" THIN "000 person-days of minimum service unserved");
  assert_has(html.text, "<title>FAR: 2" THIN "000 in need; worst is health care, 0" THIN "% served at the minimum</title>");
  assert_has(html.text, "People served at the minimum tier of those in need");
  assert_has_not(html.text, "served at survival</title>");
  lfl_buf_clear(&html);
  lfl_buf_clear(&text);
  folder_end(&w);
}

/* The earliest date decides; without a limit the pipeline; without a break, the first construction. */
static void test_next_decision(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf text = {0};
  sample.plan->binding[0].from_day = 4; /* water breaks on day 0, before the limit */
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "Next decision: more water before stock and inflow fall short, now");
  lfl_buf_clear(&text);
  sample.needs->breaks[0].day = -1; /* a limit that was not tried decides only where none was */
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "Next decision: more trucks a day through Border Gate, by 5 March 2030");
  assert_has(text.text, "+10 m3 was not tried\n");
  lfl_buf_clear(&text);
  sample.plan->n_binding = 0;
  sample.needs->n_breaks = 0;
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "Next decision: start of construction at Camp, by 3 March 2030");
  assert_has(text.text, "Bottleneck: not looked for in this plan.");
  lfl_buf_clear(&text);
  sample.plan->is_binding_sought = true;
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "Bottleneck: no limit of which more would serve anybody by itself at the survival tier.");
  assert_has(text.text, "More of no limit by itself serves anybody at the survival tier; what exists at places (shelter, toilets, taps, health care, hospital beds) and the notice of permissions are none of the limits that are looked at.");
  lfl_buf_clear(&text);
  sample_plan_free(&sample);
}

/* Where the rows that are left are of people served, a copy that leaves others out does not say that everyone is, nor does a plan whose limits were not looked for say that none costs service. */
static void test_everyone_is_served(void **state) {
  (void)state;
  static const char EVERYONE[] = "Everyone is served at the survival tier: no limit costs service.";
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_plan *plan = sample.plan;
  plan->n_binding = 0;
  for (int k = 0; k < plan->n_service; k++) plan->service[k].served_people = plan->service[k].people;
  for (int k = 0; k < plan->n_movements; k++) plan->movements[k].arrive_day = plan->movements[k].day;
  for (int is_sought = 0; is_sought < 2; is_sought++)
    for (int is_cut = 0; is_cut < 2; is_cut++) {
      lfl_buf text = {0};
      plan->is_binding_sought = is_sought, plan->is_cut = is_cut;
      assert_int_equal(lfl_report_front_page(plan, sample.needs, NULL, &text), LFL_OK);
      assert_int_equal(strstr(text.text, EVERYONE) != NULL, is_sought && !is_cut);
      assert_has(text.text, !is_cut ? "Bottleneck: none found" : is_sought ? "Bottleneck: no limit of which more would serve anybody by itself" : "Bottleneck: not looked for");
      lfl_buf_clear(&text);
    }
  lfl_buf text = {0};
  plan->is_cut = false;
  for (int k = 0; k < plan->n_service; k++) /* what binds is looked for at survival, and no more is claimed */
    if (plan->service[k].tier == LFL_MINIMUM) plan->service[k].served_people = 0;
  assert_int_equal(lfl_report_front_page(plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "Bottleneck: none found at the survival tier.");
  assert_has(text.text, "Everyone is served at the survival tier: no limit costs service there. What binds at the minimum tier is not looked for.");
  lfl_buf_clear(&text);
  sample_plan_free(&sample);
}

/* A permission is to be asked for as many days before as its notice: ten thousand come on day 4, when it begins to bind; where that has passed, now. */
static void test_notice_comes_before(void **state) {
  (void)state;
  static const char *const SAID[] = {"by 3 January 2000", "now (1 January 2000)"};
  for (int k = 0; k < 2; k++) {
    char tables[2000];
    folder_plan w;
    lfl_buf text = {0}, html = {0};
    snprintf(tables, sizeof tables,
             "given n_days 8\ngiven table places\n  place_id | kind | people | trucks_per_day | delivered_share\n  TOWN | area | 0 | |\n  GATE | crossing | | 100 | 1\n"
             "given table population_changes\n  place_id | day | people\n  TOWN | 4 | 10000\n"
             "given table links\n  link_id | from_id | to_id | length_km | speed_km_per_h\n  ROAD | GATE | TOWN | 20 | 20\n"
             "given table fleets\n  fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n  TR | truck | 50 | 1000 | 10 | 8 | 2\n"
             "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n  ration | food | 1 | 0.001 | 1 | 1\n"
             "given table supplies\n  item_id | place_id | day | units\n  ration | GATE | 4 | 99000\n"
             "given table permissions\n  subject | subject_id | convoys_per_day | trucks_per_convoy | approval_share | notice_days\n  link | ROAD | 1 | 2 | 1 | %s\n", k ? "4.5" : "2");
    folder_of_text(&w, tables);
    assert_int_equal(lfl_report_front_page(w.plan, NULL, NULL, &text), LFL_OK);
    assert_has(text.text, "Next decision: more permitted trips through the road");
    assert_has(text.text, SAID[k]);
    assert_int_equal(lfl_report_html(w.plan, NULL, NULL, LFL_RESTRICTED, &html), LFL_OK);
    assert_has(html.text, k ? "the notice of 5 days counts back from 6 January 2000, from when on this limit costs people survival service"
                            : "the notice of 2 days counts back from 5 January 2000, from when on this limit costs people survival service");
    lfl_buf_clear(&html);
    lfl_buf_clear(&text);
    folder_end(&w);
  }
}

static void test_html(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  static const char *const parts[] = {"id=\"front\"", "id=\"stay\"", "id=\"days\"", "id=\"sectors\"", "id=\"targets\"", "id=\"sets\"", "id=\"issues\"", "id=\"sources\"",
                                      "Content-Security-Policy", "declared at risk by <bdi>the district office</bdi>",
                                      /* people of Town open their row; quantities their standard; blanks their default */
                                      "id=\"r-places-1\"", "href=\"#r-places-1\"", "id=\"s-0-1\"", "id=\"d-0\"", "If everyone there wished to, and elsewhere as many as recorded: at most 720 people by then",
                                      "15" THIN "000&#8239;l",
                                      "person-days of survival service, of the minimum where a need has no survival tier (of all needs of the sector",
                                      "If people stay: of 960 in need in <bdi>Town</bdi> on 7 March 2030 this plan serves at survival 960 with water, 960 with food, 600 with shelter."};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) assert_has(html.text, parts[i]);
  assert_int_equal(count_of(html.text, "<script"), 2); /* data and the script */
  assert_int_equal(count_of(html.text, "</script>"), 2);
  assert_int_equal(count_of(html.text, "http"), count_of(html.text, "http-equiv") + 1); /* and the script's name of SVG */
  assert_has_not(html.text, " style=\"");
  assert_has_not(html.text, "onclick");
  static const char *const wrong_words[] = {"voluntar", "safe zone", " dual", "slack", " lane"};
  for (size_t i = 0; i < sizeof wrong_words / sizeof wrong_words[0]; i++) assert_has_not(html.text, wrong_words[i]);
  lfl_buf again = make_html(&sample, LFL_RESTRICTED);
  assert_string_equal(html.text, again.text);
  lfl_buf_clear(&again);
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

/* The day of most trucks stands beside the first, where it is another. */
static void test_day_of_most(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf text = {0};
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "  Trucks on 1 March 2030: 4.8 needed at minimum, 2.5 at survival; crossings let in 4\n\n");
  lfl_buf_clear(&text);
  sample.needs->most = (lfl_needs_trucks){.day = 4, .survival = 45.5, .minimum = 91.3, .let_in = 10, .arrive = 10};
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "  Trucks on 5 March 2030, the day of most: 91.3 needed at minimum, 45.5 at survival; crossings let in 10\n");
  lfl_buf_clear(&text);
  sample.needs->most.arrive = 9.5;
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "crossings let in 10, of which 9.5 arrive\n");
  lfl_buf_clear(&text);
  sample.needs->most.water[LFL_SURVIVAL] = 30, sample.needs->most.water[LFL_MINIMUM] = 60;
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "91.3 needed at minimum, 45.5 at survival, of which 60 and 30 carry water, which passes a crossing only where it is supplied there; crossings let in 10");
  lfl_buf_clear(&text);
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  assert_has(html.text, "against what comes in on 5 March 2030, the day of most trucks");
  assert_has(html.text, ">Comes in, m³</th>");
  assert_has(html.text, "against what is at hand on 1 March 2030, before anything is planned");
  assert_has_not(html.text, "is at hand on 5 March 2030");
  assert_has(html.text, "the crossings let in <b>10</b>, of which <b>9.5</b> arrive.</p>");
  assert_has(html.text, "<b>91.3</b> trucks on 5 March 2030 for the minimum tier, <b>45.5</b> for survival, of which 60 and 30 carry water, which");
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

/* A need that nobody has on the last day, as of room on sites where nobody is, has no line; nothing that is carried, no trucks. */
static void test_nobody_asks(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  for (int k = 0; k < sample.plan->n_service; k++)
    if (strcmp(sample.scenario->needs[sample.plan->service[k].need_i].id, "shelter") == 0) sample.plan->service[k].people = sample.plan->service[k].served_people = 0;
  for (int k = 0; k < sample.plan->n_movements; k++) sample.plan->movements[k].arrive_day = sample.plan->movements[k].day;
  for (int k = 0; k < sample.needs->n_pipeline; k++)
    sample.needs->pipeline[k] = (lfl_pipeline_row){.day = sample.needs->pipeline[k].day, .need_i = sample.needs->pipeline[k].need_i};
  lfl_buf text = {0};
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, NULL, &text), LFL_OK);
  assert_has(text.text, "  Water: ");
  assert_has_not(text.text, "  Shelter: ");
  assert_has_not(text.text, "Trucks on");
  lfl_buf_clear(&text);
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  assert_has_not(html.text, "0 of 0");
  assert_has_not(html.text, "trucks on");
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

/* The answers with risk weight 0 and 1 are to stand side by side: the one that is missing is asked for. */
static void test_risk_sides(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  assert_has(html.text, "The answer with <i>risk weight</i> 1 was not solved beside this one, which has 0. It takes an assumption set with the one row <code>scenario, risk_weight, value, 1</code>.");
  lfl_buf_clear(&html);
  sample.scenario->risk_weight = 1;
  html = make_html(&sample, LFL_RESTRICTED);
  assert_has(html.text, "The answer with <i>risk weight</i> 0 was not solved beside this one, which has 1. It takes an assumption set with the one row <code>scenario, risk_weight, value, 0</code>.");
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

static const char *const RISKS =
    "given n_days 2\ngiven table places\n  place_id | kind | people | people_in_need_share | shelter_places | usable_m2\n  A | site | 1000 | 0.5 | 500 | 90000\n  B | site | 400 | 1 | 400 | 90000\n"
    "given table status\n  subject | subject_id | status | source\n  place | A | at_risk | declared at risk by the ministry\n"
    "given table assumptions\n  set_id | table | row_id | column | value\n  risky | scenario | risk_weight | value | 1\n";

/* Shelter places stand against the people in need who are there, and a set that the scenario has is not asked for, only not solved here. */
static void test_people_in_need_and_sets(void **state) {
  (void)state;
  folder_plan w;
  lfl_buf html = {0};
  folder_of_text(&w, RISKS);
  assert_int_equal(lfl_report_html(w.plan, NULL, NULL, LFL_RESTRICTED, &html), LFL_OK);
  assert_has(html.text, "On 2 Jan: <b>900</b> places for <b>900</b> people in need.");
  if (w.plan->n_sets < 2) {
    assert_has(html.text, "The scenario has an assumption set for it, <bdi>risky</bdi>: <code>lifeline plan</code> solves it beside the plan.");
    assert_int_equal(count_of(html.text, "The scenario's other sets of assumptions were not solved with this plan."), 2);
  }
  assert_has(html.text, "This plan moves nobody.");
  assert_has(html.text, "This plan builds nothing and delivers nothing.");
  assert_has_not(html.text, "in this copy");
  lfl_buf_clear(&html);
  folder_end(&w);
}

/* The map with a slider, cut out. */
static const char *map_of(const char *html) {
  static char map[100000];
  const char *start = strstr(html, "id=\"map-day\""), *end = start ? strstr(start, "</svg>") : NULL;
  assert_non_null(end);
  assert_true((size_t)(end - start) < sizeof map);
  memcpy(map, start, (size_t)(end - start));
  map[end - start] = 0;
  return map;
}

/* The map is coloured by those without, and so are its labels. */
static void test_map_labels(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  assert_has(map_of(html.text), "48" THIN "% without food</tspan>"); /* Town: 500 of 960 are served */
  assert_has(html.text, "without <span class=\"tier\">survival</span> service, <span class=\"worst\">in the worst of the needs planned at that tier</span>:");
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

/* A public copy does not send anybody to the limits that it leaves out. */
static void test_public_money(void **state) {
  (void)state;
  static const char UNDONE[] = "what it leaves undone for want of money shows under question 3";
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf all = make_html(&sample, LFL_RESTRICTED), open = make_html(&sample, LFL_PUBLIC);
  assert_has(all.text, UNDONE);
  assert_has(open.text, "The plan spends no more than what is usable on each day. Required is");
  assert_has_not(open.text, UNDONE);
  lfl_buf_clear(&all);
  lfl_buf_clear(&open);
  sample_plan_free(&sample);
}

/* Every link within the page has its end. */
static void test_links(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  for (int audience = LFL_PUBLIC; audience <= LFL_RESTRICTED; audience += LFL_RESTRICTED - LFL_PUBLIC) {
    lfl_buf html = make_html(&sample, (lfl_sensitivity)audience);
    int n = 0;
    for (const char *p = strstr(html.text, "href=\"#"); p; p = strstr(p + 1, "href=\"#"), n++) {
      char target[80], id[96];
      size_t length = strcspn(p + 7, "\"");
      assert_true(length > 0 && length < sizeof target);
      memcpy(target, p + 7, length);
      target[length] = 0;
      snprintf(id, sizeof id, " id=\"%s\"", target);
      if (!strstr(html.text, id)) fail_msg("no end of link #%s for audience %d", target, audience);
    }
    assert_true(n > 10);
    lfl_buf_clear(&html);
  }
  sample_plan_free(&sample);
}

static void test_audience(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_buf all = make_html(&sample, LFL_RESTRICTED), none = {0}, open = make_html(&sample, LFL_PUBLIC);
  assert_has(all.text, "Warehouse seven");
  assert_has(all.text, "HUB-7");
  assert_has(all.text, "Warehouse seven (restricted)"); /* marked for those who read it */
  assert_int_equal(lfl_report_html(sample.plan, sample.needs, &sample.diags, LFL_PARTNERS, &none), LFL_ERR_USAGE); /* to be cut first */
  assert_int_equal(lfl_report_html(sample.plan, sample.needs, &sample.diags, LFL_PUBLIC, &none), LFL_ERR_USAGE); /* to be redacted first */
  assert_null(none.text);
  assert_has(map_of(all.text), "Warehouse seven");
  /* what stands in the way of a target: a price beside the gain, sets, ways; nothing of it in public */
  assert_has(all.text, "Border Gate lets in 40 trucks a day</bdi></th><td>+10 trucks a day</td><td class=\"num\">250</td><td class=\"fine\">its price, 30 for each one more, was not seen to hold");
  assert_has(all.text, "<td class=\"num\" data-v=\"120\">120</td><td class=\"fine\">12 for each one more, up to 1 more at least</td>"); /* of the first level */
  assert_has(all.text, "<td>–</td><td class=\"num\" data-v=\"-1\">–</td><td class=\"fine\">not tried</td>"); /* whatever its price */
  assert_has_not(all.text, "0.4 for one more");
  /* under other numbers a target can be met or not; what this plan meets is known under its own */
  assert_has(all.text, "<td><span class=\"v v-met\">Met</span><span class=\"when\">at most 1" THIN "540; earliest 6 Mar</span></td><td><span class=\"v v-maybe\">Can be met</span>");
  assert_has(all.text, "<td><span class=\"v v-maybe\">Possible, not met</span><span class=\"when\">at most 320; earliest 7 Mar</span></td><td class=\"turned\"><span class=\"v v-no\">Not possible</span>");
  assert_has(all.text, "(roof: <em>Not possible</em> instead of <em>Can be met</em>)");
  assert_has(all.text, "By this alone it is impossible, whatever else is lifted:</p><ul><li><bdi>Border Gate lets in 40 trucks a day at most</bdi></li></ul>");
  assert_has(all.text, "The cheapest change (weight 2 in all) reaches 905 people:</p><ul><li><bdi>Border Gate: 60 trucks a day instead of 40</bdi></li></ul>");
  assert_has(all.text, "That it is met follows from the first alone.</p>");
  assert_has(all.text, "<code>lifeline export SCENARIO --mps FILE --target <bdi>roof</bdi></code> writes the problem for any other solver.</p>");
  assert_has(all.text, "finds no proof of the upper bound in this plan"); /* the sample holds none */
  assert_has_not(all.text, "follows from the bound");
  assert_has_not(open.text, "To check it: <code>"); /* it cannot be verified */
  assert_has(open.text, "those who hold the whole plan can");
  assert_has_not(open.text, "40 trucks a day");
  assert_has_not(open.text, "What stands in the way is not in a public copy."); /* of the two that are told of nothing stands in the way */
  assert_has_not(open.text, "HUB-7");
  assert_has_not(open.text, "20.1777"); /* positions of rows in the tables */
  assert_has_not(open.text, "invented warehouse list");
  assert_has(all.text, "sample/places.csv");
  assert_has_not(open.text, "sample/places.csv"); /* issues name rows */
  lfl_buf_clear(&all);
  lfl_buf_clear(&open);
  sample_plan_free(&sample);
}

/* Of a target out of reach of which no limit is told: was none looked for, or is there none? */
static void test_limits_not_looked_for(void **state) {
  (void)state;
  static const char NONE[] = "No limit that binds this target is in this plan: none was looked for";
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_plan *plan = sample.plan;
  lfl_buf told = make_html(&sample, LFL_RESTRICTED);
  assert_has_not(told.text, NONE);
  plan->n_target_binding = 0;
  lfl_buf sets = make_html(&sample, LFL_RESTRICTED); /* the smallest sets were looked for behind what binds */
  assert_has_not(sets.text, NONE);
  plan->n_conflicts = plan->n_offers = 0;
  lfl_buf unsought = make_html(&sample, LFL_RESTRICTED);
  assert_has(unsought.text, NONE);
  plan->is_binding_sought = true;
  lfl_buf sought = make_html(&sample, LFL_RESTRICTED);
  assert_has_not(sought.text, NONE);
  plan->stopped = "time limit";
  lfl_buf stopped = make_html(&sample, LFL_RESTRICTED);
  assert_has(stopped.text, NONE);
  lfl_buf *const pages[] = {&told, &sets, &unsought, &sought, &stopped};
  for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) lfl_buf_clear(pages[i]);
  sample_plan_free(&sample);
}

/* A public copy as the program makes it: regions, whole weeks, and the same figures from them. */
static void test_public_copy(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_plan *copy = NULL;
  assert_int_equal(lfl_plan_redact(sample.plan, LFL_PUBLIC, &copy), LFL_OK);
  lfl_buf html = {0};
  assert_int_equal(lfl_report_html(copy, sample.needs, &sample.diags, LFL_PUBLIC, &html), LFL_OK);
  assert_has(html.text, "By 10 March 2030, <strong>at most 1" THIN "080 of 1" THIN "540 people</strong>");
  assert_has(html.text, "Bottleneck: <strong>not in a public copy</strong>");
  assert_has(html.text, "<bdi>North Region</bdi> as a whole, 1" THIN "540 in need");
  assert_has(map_of(html.text), "North Region");
  assert_has_not(map_of(html.text), "Town"); /* summed into its region */
  assert_has_not(html.text, "HUB-7");
  assert_has(html.text, "\"dayNumbers\":[6,9]");
  assert_has(html.text, "\"moves\":[],\"trips\":[],\"moved\":[],\"loaded\":[]");
  lfl_buf_clear(&html);
  lfl_plan_destroy(copy);
  sample_plan_free(&sample);
}

/* What the verdict hangs on is not rounded away. */
static void test_a_person_short(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  sample.plan->targets[1].people = 12201;
  sample.plan->targets[1].best_people = 12200;
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  assert_has(html.text, "12" THIN "200 of 12" THIN "201");
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

/* Asked, found and proved are whole people by one rule: those who are enough are no fewer than those asked for, those who are not are fewer. */
static void test_parts_of_people(void **state) {
  (void)state;
  assert_true(lfl_target_whole(950.55, 950.55) == 951 && lfl_target_whole(950.55 - 1e-4, 950.55) == 951 && lfl_target_whole(900.55, 950.55) == 900);
  assert_true(lfl_target_whole(950, 950.45) == 950 && lfl_target_whole(950.45, 950.45) == 951 && lfl_target_whole(999.9999, 1000) == 1000 && lfl_target_whole(3163.4, 2600) == 3163);
  assert_true(lfl_target_whole(3.7, (double)NAN) == 3 && isnan(lfl_target_whole((double)NAN, 5)) && isinf(lfl_target_whole((double)INFINITY, 5)) && !signbit(lfl_target_whole(0, 0)));
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_target_result *t = &sample.plan->targets[0];
  *t = (lfl_target_result){.verdict = LFL_IMPOSSIBLE, .people = 950.55, .plan_people = 900.55, .best_people = 900.55, .bound_people = 900.7, .earliest_day = -1};
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  assert_has(html.text, "the proved most is 900 of 951 people.");
  assert_has(html.text, "<dt>Asked for</dt><dd>951 people");
  assert_has(html.text, "<dt>Most any plan found</dt><dd>900 people");
  assert_has(html.text, "<dt>Proved upper bound</dt><dd>900 people");
  lfl_buf_clear(&html);
  t->verdict = LFL_MET, t->plan_people = t->best_people = t->bound_people = 950.55;
  html = make_html(&sample, LFL_RESTRICTED);
  assert_has(html.text, "<dt>This plan reaches</dt><dd>951 people");
  assert_has(html.text, "<dt>Most any plan found</dt><dd>951 people");
  assert_has(html.text, "<dt>Proved upper bound</dt><dd>951 people");
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

/* What a public copy tells of targets and claims, on its page and on the terminal: targets of what it names that are not restricted, the words of public claims, the answer of others. */
static void test_public_answers(void **state) {
  (void)state;
  static const char SAID[] = "900 people will have left within a week", HIDDEN[] = "A claim whose words are not in a public copy";
  static const lfl_sensitivity MARKED[] = {LFL_PUBLIC, LFL_PARTNERS, LFL_RESTRICTED};
  for (size_t k = 0; k < 3; k++) {
    sample_plan sample;
    assert_true(sample_plan_make(&sample, false));
    lfl_target *target = &sample.scenario->targets[1];
    target->place_i = SAMPLE_REGION;
    target->origin.sensitivity = sample.scenario->claims[0].origin.sensitivity = MARKED[k];
    target->origin.source = "asked in a letter";
    lfl_plan *copy = NULL;
    assert_int_equal(lfl_plan_redact(sample.plan, LFL_PUBLIC, &copy), LFL_OK);
    lfl_buf html = {0}, text = {0};
    assert_int_equal(lfl_report_html(copy, sample.needs, &sample.diags, LFL_PUBLIC, &html), LFL_OK);
    assert_int_equal(lfl_report_front_page(copy, sample.needs, &sample.diags, &text), LFL_OK);
    bool is_target_told = MARKED[k] != LFL_RESTRICTED;
    assert_int_equal(strstr(html.text, "asked in a letter") != NULL, MARKED[k] == LFL_PUBLIC);
    assert_int_equal(strstr(html.text, "What stands in the way is not in a public copy.") != NULL, is_target_told);
    assert_int_equal(strstr(text.text, "out of North Region") != NULL, is_target_told);
    assert_has_not(html.text, "shelter in Camp"); /* a site's */
    assert_int_equal(strstr(html.text, SAID) != NULL, MARKED[k] == LFL_PUBLIC);
    assert_int_equal(strstr(text.text, SAID) != NULL, MARKED[k] == LFL_PUBLIC);
    assert_int_equal(strstr(html.text, "a spokesman") != NULL, MARKED[k] == LFL_PUBLIC);
    assert_int_equal(strstr(html.text, HIDDEN) != NULL, MARKED[k] == LFL_PARTNERS);
    assert_int_equal(strstr(text.text, HIDDEN) != NULL, MARKED[k] == LFL_PARTNERS);
    lfl_buf_clear(&html);
    lfl_buf_clear(&text);
    lfl_plan_destroy(copy);
    sample_plan_free(&sample);
  }
}

static void test_hostile(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, true));
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  assert_int_equal(count_of(html.text, "<script"), 2);
  assert_int_equal(count_of(html.text, "</script>"), 2);
  assert_has_not(html.text, "<img");
  assert_has(html.text, "&lt;img src=x onerror=&quot;window.hacked=1&quot;&gt;");
  static const char *const hidden[] = {"\xe2\x80\xae", "\x1b", "\x01", "\xff"};
  for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) assert_has_not(html.text, hidden[i]);
  lfl_buf_clear(&html);
  lfl_buf text = {0};
  assert_int_equal(lfl_report_front_page(sample.plan, sample.needs, &sample.diags, &text), LFL_OK);
  assert_has_not(text.text, "\x1b");
  assert_has(text.text, "<script>"); /* plain text shows what is there */
  lfl_buf_clear(&text);
  sample_plan_free(&sample);
}

static void test_empty(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_plan *made = lfl_plan_create(sample.scenario), *empty = NULL;
  assert_non_null(made);
  assert_int_equal(lfl_plan_redact(made, LFL_PUBLIC, &empty), LFL_OK);
  lfl_buf out = {0};
  assert_int_equal(lfl_report_html(empty, NULL, NULL, LFL_PUBLIC, &out), LFL_OK);
  assert_has(out.text, "holds no day on which service was counted");
  lfl_buf_clear(&out);
  assert_int_equal(lfl_report_front_page(made, NULL, NULL, &out), LFL_OK);
  assert_has(out.text, "This plan holds no list of limits that cost service.");
  lfl_buf_clear(&out);
  lfl_plan_destroy(empty);
  lfl_plan_destroy(made);
  sample.plan->service[3].place_i = 99;
  assert_int_equal(lfl_report_html(sample.plan, NULL, NULL, LFL_RESTRICTED, &out), LFL_ERR_DATA);
  lfl_buf_clear(&out);
  sample_plan_free(&sample);
}

/* Positions that are no numbers, no dates, no names: still a page. */
static void test_odd_places(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  double *points = lfl_arena_new(sample.scenario->arena, 10, double);
  assert_non_null(points);
  for (int i = 0; i < 10; i++) points[i] = i % 3 ? (double)NAN : 1e300;
  sample.scenario->places[SAMPLE_TOWN].outline.lon_lat = points;
  sample.scenario->places[SAMPLE_HILL].lat_deg = (double)INFINITY;
  sample.scenario->places[SAMPLE_CAMP].lon_deg = 1e9;
  sample.scenario->start_date = NULL;
  sample.scenario->title = NULL;
  sample.scenario->data_date = "yesterday";
  lfl_buf html = make_html(&sample, LFL_RESTRICTED);
  static const char *const wrong[] = {"Mnan", "Lnan", "\"nan", "\"inf", " inf", "e+"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) assert_has_not(html.text, wrong[i]);
  assert_has(html.text, "day 9");
  lfl_buf_clear(&html);
  sample_plan_free(&sample);
}

/* Each allocation in turn fails: a status, never a crash, and in the end success. */
static void test_memory(void **state) {
  (void)state;
  sample_plan sample;
  assert_true(sample_plan_make(&sample, false));
  lfl_status status = LFL_ERR_MEMORY;
  long n = 0;
  for (; status != LFL_OK && n < 20000; n++) {
    lfl_buf out = {0};
    lfl_alloc_fail_after(n);
    status = lfl_report_html(sample.plan, sample.needs, &sample.diags, LFL_RESTRICTED, &out);
    lfl_alloc_fail_after(-1);
    if (status != LFL_OK) assert_int_equal(status, LFL_ERR_MEMORY);
    lfl_buf_clear(&out);
  }
  assert_int_equal(status, LFL_OK);
  assert_true(n > 5);
  sample_plan_free(&sample);
}

static void write_page(const char *folder, const char *name, const lfl_buf *html) {
  char path[1000];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(html->text, 1, html->n, f), html->n);
  assert_int_equal(fclose(f), 0);
}

/* The size of the page; and, where LFL_REPORT_OUT names a folder, the pages for tests/browser. */
static void test_pages(void **state) {
  (void)state;
  const char *folder = getenv("LFL_REPORT_OUT");
  for (int is_hostile = 0; is_hostile < 2; is_hostile++) {
    sample_plan sample;
    assert_true(sample_plan_make(&sample, is_hostile));
    lfl_buf html = make_html(&sample, LFL_RESTRICTED);
    assert_true(html.n > 20000 && html.n < 400000);
    if (folder) write_page(folder, is_hostile ? "hostile.html" : "sample.html", &html);
    lfl_buf_clear(&html);
    sample_plan_free(&sample);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers),       cmocka_unit_test(test_people), cmocka_unit_test(test_escapes), cmocka_unit_test(test_sha256),     cmocka_unit_test(test_sentence), cmocka_unit_test(test_distance_adds_up), cmocka_unit_test(test_gaps_of_later_levels), cmocka_unit_test(test_open_levels),
      cmocka_unit_test(test_money_is_named), cmocka_unit_test(test_money_is_used_up_or_late), cmocka_unit_test(test_willing_who_stay), cmocka_unit_test(test_minimum_alone), cmocka_unit_test(test_next_decision), cmocka_unit_test(test_everyone_is_served), cmocka_unit_test(test_notice_comes_before), cmocka_unit_test(test_html),    cmocka_unit_test(test_day_of_most), cmocka_unit_test(test_nobody_asks), cmocka_unit_test(test_risk_sides), cmocka_unit_test(test_people_in_need_and_sets), cmocka_unit_test(test_map_labels), cmocka_unit_test(test_public_money), cmocka_unit_test(test_links),      cmocka_unit_test(test_audience),
      cmocka_unit_test(test_public_copy), cmocka_unit_test(test_limits_not_looked_for), cmocka_unit_test(test_a_person_short), cmocka_unit_test(test_parts_of_people), cmocka_unit_test(test_public_answers), cmocka_unit_test(test_hostile), cmocka_unit_test(test_empty),   cmocka_unit_test(test_odd_places), cmocka_unit_test(test_memory),
      cmocka_unit_test(test_pages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
