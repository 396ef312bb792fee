/* Runs every tests/cases/ *.case, and wants a case for each indicator of the standard sets that
 * the planner uses. Also: what the case language answers to lines that nobody can read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_runner.h"

static const char CASES[] = LFL_SOURCE_DIR "/tests/cases", SCENARIOS[] = LFL_SOURCE_DIR "/scenarios";

static void runs_and_holds(void **state) {
  case_report report = {0};
  assert_true(case_run_file(*state, SCENARIOS, &report));
  if (report.text.text) fputs(report.text.text, stderr); /* print_error cuts at 1,024 bytes */
  lfl_buf_clear(&report.text);
  assert_true(report.n_cases > 0);
  assert_true(report.n_expects >= report.n_cases);
  assert_int_equal(report.n_failed, 0);
}

/* --- every indicator has a case ------------------------------------------------------------------------- */

static bool is_named(const glob_t *files, const char *indicator) {
  char line[1000], wanted[200];
  size_t length = (size_t)snprintf(wanted, sizeof wanted, "# indicator %s", indicator);
  bool found = false;
  for (size_t i = 0; i < files->gl_pathc && !found; i++) {
    FILE *file = fopen(files->gl_pathv[i], "r");
    assert_non_null(file);
    while (!found && fgets(line, sizeof line, file)) found = strncmp(line, wanted, length) == 0 && strchr("\n ", line[length]);
    fclose(file);
  }
  return found;
}

/* A scenario that says something of every need of the contract. */
#define EVERYTHING                                                                                        \
  "given table places\n"                                                                                  \
  "  place_id | kind | people | usable_m2 | water_yield_l_per_day | shelter_places | toilet_places | tap_places | health_places | bed_places\n" \
  "  S | site | 10 | 900 | 150 | 10 | 10 | 10 | 10 | 10\n"                                                \
  "given table supplies\n"                                                                                \
  "  item_id | place_id | units\n"                                                                        \
  "  general_ration | S | 1\n"                                                                            \
  "  iehk_2017 | S | 1\n"                                                                                 \
  "  hygiene_kit | S | 1\n"                                                                               \
  "  blanket | S | 1\n"

static void wants_cases_of(const char *set, const char *text) {
  /* not of a need and a tier, and used all the same */
  static const char *const OTHERS[] = {"water_losses", "household_size", "movement_consent"};
  glob_t files;
  assert_int_equal(glob(LFL_SOURCE_DIR "/tests/cases/*.case", 0, NULL, &files), 0);
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  assert_true(lfl_diags_init(&diags));
  if (!case_scenario(text, &diags, &tables, &scenario)) print_error("%s\n", diags.n ? diags.items[0].expected : "no memory");
  assert_non_null(scenario);
  int n_missing = 0, n_used = 0;
  for (int i = 0; i < scenario->n_needs; i++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      const char *indicator = scenario->needs[i].indicator_id[tier];
      if (!indicator) continue;
      n_used++;
      if (is_named(&files, indicator)) continue;
      n_missing++;
      print_error("standard set %s: no case names '# indicator %s'\n", set, indicator);
    }
  for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
    if (!is_named(&files, OTHERS[i])) {
      n_missing++;
      print_error("no case names '# indicator %s'\n", OTHERS[i]);
    }
  assert_int_equal(scenario->n_not_planned, 0);
  assert_true(n_used >= 14); /* water, food, medicine, shelter, toilet and space twice; tap, health, hygiene once */
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  globfree(&files);
  assert_int_equal(n_missing, 0);
}

static void every_indicator_has_a_case(void **state) {
  (void)state;
  wants_cases_of("sphere-2018", EVERYTHING);
  wants_cases_of("unhcr", "given standard_set unhcr\n" EVERYTHING);
}

/* --- lines that nobody can read --------------------------------------------------------------------------- */

#define ONE_PLACE "case one\ngiven n_days 1\ngiven table places\n  place_id | kind | people | shelter_places\n  TOWN | area | 10 | 10\n"

static void says_what_is_wrong(void **state) {
  (void)state;
  static const struct {
    const char *text, *wanted; /* NULL: nothing is wrong */
  } TABLE[] = {
      {ONE_PLACE "expect served_people TOWN shelter survival 10\n", NULL},
      {ONE_PLACE "expect served_people TOWN shelter survival 9\n", "x:6: served_people: 9 is expected and 10 was found on day 0"},
      {ONE_PLACE "expect served_people TOWN shelter survival >=9\n", NULL},
      {ONE_PLACE "expect served_people TOWN shelter survival <=9\n", "x:6:"},
      {ONE_PLACE "expect served_people TOWN shelter survival 9 tolerance 1\n", NULL},
      {ONE_PLACE "expect served_people TOWN shelter survival ten\n", "x:6: a number is expected, not 'ten'"},
      {ONE_PLACE "expect served_people TOWM shelter survival 10\n", "x:6: there is no place 'TOWM'; did you mean TOWN"},
      {ONE_PLACE "expect served_people TOWN roof survival 10\n", "x:6: there is no need 'roof'"},
      {ONE_PLACE "expect served_people TOWN shelter minimun 10\n", "did you mean minimum"},
      {ONE_PLACE "expect served_people TOWN shelter survival 10 day 1\n", "x:6: there are 1 days, from 0"},
      {ONE_PLACE "expect served TOWN shelter survival 10\n", "x:6: nothing is known of 'expect served'"},
      {ONE_PLACE "expect served_people TOWN 10\n", "x:6: 'expect served_people PLACE NEED TIER PEOPLE [day D]' is expected"},
      {ONE_PLACE "expect issue places 2 people\n", "an issue of the data is expected, and there is none"},
      {ONE_PLACE "set places.TOWN.people = -1\nexpect issue places 2 people\n", NULL},
      {ONE_PLACE "set places.TOWN.people = -1\nexpect issue places 3 people\n", "no issue was found for table places, row 3, column people"},
      {ONE_PLACE "set places.TOWN.people = -1\nexpect people TOWN 10\n", "the scenario has issues"},
      {ONE_PLACE "set places.TOWN.people = -1\nexpect issue places 2 people\nexpect people TOWN 10\n", "has no plan to look at"},
      {ONE_PLACE "set places.TOWN people\nexpect people TOWN 10\n", "x:6: 'set table.row.column = value' is expected"},
      {ONE_PLACE "set places.TOWM.people = 5\nexpect people TOWN 10\n", "a 'set' line cannot be laid over the tables"},
      {ONE_PLACE, "a case expects something"},
      {ONE_PLACE "given nonsense\nexpect people TOWN 10\n", "x:6: 'given scenario NAME'"},
      {ONE_PLACE "given table place\n  a | b\nexpect people TOWN 10\n", "a table of the contract is expected, not 'place'; did you mean places"},
      {ONE_PLACE "given table links\nexpect people TOWN 10\n", "x:6: indented lines are expected below"},
      {ONE_PLACE "  stray | row\nexpect people TOWN 10\n", "x:6: 4 cells are expected, as in the header; these are 2"},
      {ONE_PLACE "\n  stray\nexpect people TOWN 10\n", "x:7: an indented line is expected"},
      {ONE_PLACE "expect people TOWN 10\n  stray\n", "x:7: an indented line is expected below 'given table' only"},
      {ONE_PLACE "hope people TOWN 10\nexpect people TOWN 10\n", "x:6: 'case', 'given', 'set' or 'expect' is expected at the beginning of a line, not 'hope'"},
      {ONE_PLACE "given scenario nowhere\nexpect people TOWN 10\n", "the scenario given cannot be read"},
      {"given n_days 1\n", "x:1: a line 'case TITLE' is expected"},
      {"", "x:1: a line 'case TITLE' is expected"},
      {"case none\nexpect a b c d e f g h i j k l m n o p q r s t u v w x y z\n", "at most 24 words are expected"},
  };
  for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
    case_report report = {0};
    assert_true(case_run_text("x", TABLE[i].text, SCENARIOS, &report));
    bool is_fine = TABLE[i].wanted ? report.n_failed > 0 && report.text.text && strstr(report.text.text, TABLE[i].wanted) : report.n_failed == 0;
    if (!is_fine) print_error("text %zu:\n%swanted: %s\nfound: %s\n", i, TABLE[i].text, TABLE[i].wanted ? TABLE[i].wanted : "nothing", report.text.text ? report.text.text : "nothing");
    lfl_buf_clear(&report.text);
    assert_true(is_fine);
  }
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

int main(int argc, char **argv) {
  enum { MOST_FILES = 100 };
  static struct CMUnitTest tests[MOST_FILES + 2];
  glob_t files = {0};
  size_t n = 0;
  char pattern[4096];
  snprintf(pattern, sizeof pattern, "%s/*.case", CASES);
  if (glob(argc > 1 ? argv[1] : pattern, 0, NULL, &files) != 0) return 1; /* no cases: that is a failure, too */
  for (size_t i = 0; i < files.gl_pathc && n < MOST_FILES; i++)
    tests[n++] = (struct CMUnitTest){base_name(files.gl_pathv[i]), runs_and_holds, NULL, NULL, files.gl_pathv[i]};
  if (argc <= 1) {
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(every_indicator_has_a_case);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(says_what_is_wrong);
  }
  int failed = _cmocka_run_group_tests("cases", tests, n, NULL, NULL);
  globfree(&files);
  return failed;
}
