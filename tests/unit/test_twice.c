/* Money counted once: what links between pledges do to what each counts, and which rows are warned of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ingest/ingest.h"

enum { N_COLUMNS = 9 };

typedef struct row {
  const char *cells[N_COLUMNS];
} row;

/* A scenario of one place and these pledges; sector earmarks where earmark_id is given. A franc is worth 1.1 from day 0, 1.2 from day 2. */
static lfl_status build(const row *rows, int n, lfl_diags *diags, lfl_tables *tables, lfl_scenario **s) {
  lfl_arena *a = tables->arena = lfl_arena_create();
  static const char *const place_columns[] = {"place_id", "kind", "people"}, *const columns[] = {"pledge_id", "donor", "receiver", "amount", "currency", "from_day", "earmark_id", "passed_on_from", "repays_pledge_id", "earmark_kind"};
  tables->name = "made";
  tables->n_tables = 3;
  tables->tables = lfl_arena_new(a, 3, lfl_table);
  const char ***place = lfl_arena_new(a, 1, const char **), ***cells = lfl_arena_new(a, (size_t)n, const char **);
  place[0] = lfl_arena_new(a, 3, const char *);
  place[0][0] = "TOWN", place[0][1] = "area", place[0][2] = "100";
  long *numbers = lfl_arena_new(a, (size_t)n, long);
  for (int i = 0; i < n; i++) {
    numbers[i] = i + 2;
    cells[i] = lfl_arena_new(a, N_COLUMNS + 1, const char *);
    memcpy(cells[i], rows[i].cells, sizeof rows[i].cells);
    cells[i][N_COLUMNS] = cells[i][6] ? "sector" : NULL;
  }
  tables->tables[0] = (lfl_table){"places", "made/places.csv", 3, 1, place_columns, place, numbers, NULL};
  tables->tables[1] = (lfl_table){"pledges", "made/pledges.csv", N_COLUMNS + 1, n, columns, cells, numbers, NULL};
  static const char *const rate_columns[] = {"currency", "day", "rate"}, *early[] = {"CHF", "0", "1.1"}, *late[] = {"CHF", "2", "1.2"};
  static const char **rates[] = {early, late};
  static long rate_numbers[] = {2, 3};
  tables->tables[2] = (lfl_table){"rates", "made/rates.csv", 3, 2, rate_columns, rates, rate_numbers, NULL};
  assert_true(lfl_diags_init(diags));
  return lfl_scenario_build(tables, diags, s);
}

/* Builds the rows and hands over what each counts; diags to be cleared by the caller. */
static void count(const row *rows, int n, double *amounts, lfl_diags *diags) {
  lfl_tables tables;
  lfl_scenario *s = NULL;
  assert_int_equal(build(rows, n, diags, &tables, &s), LFL_OK);
  assert_int_equal(s->n_pledges, n);
  for (int i = 0; i < n; i++) {
    amounts[i] = s->pledges[i].amount;
    assert_true(s->pledges[i].counted_elsewhere >= 0 && amounts[i] >= 0);
  }
  lfl_scenario_destroy(s);
  lfl_arena_destroy(tables.arena);
}

static int count_code(const lfl_diags *diags, const char *code) {
  int n = 0;
  for (int i = 0; i < diags->n; i++) n += strcmp(diags->items[i].code, code) == 0;
  return n;
}

static void assert_amount(double found, double expected) { assert_true(fabs(found - expected) < 1e-9); }

/* Each of at most 8 rows counts so much, and so much is said with the code. */
static void assert_left(const row *rows, int n, const double *left, const char *code, int n_said) {
  double amount[8];
  lfl_diags diags;
  count(rows, n, amount, &diags);
  for (int i = 0; i < n; i++) assert_amount(amount[i], left[i]);
  assert_int_equal(count_code(&diags, code), n_said);
  lfl_diags_clear(&diags);
}

/* A gives 10, of which B passes on 4, of which C passes on 3: 10 in all. */
static void a_chain_counts_what_the_first_gave(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "10000000", "USD", "0", NULL, NULL, NULL}},
                      {{"B", "Y", NULL, "4000000", "USD", "3", "food", "A", NULL}},
                      {{"C", "Z", NULL, "3000000", "USD", "5", "food", "B", NULL}}};
  const double left[] = {6e6, 1e6, 3e6};
  assert_left(rows, 3, left, "counted-once", 2);
}

/* A gives nothing: B's 4 are other money, and no other pledge has passed anything on. */
static void nothing_is_passed_on_of_nothing(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "0", "USD", "0", NULL, NULL, NULL}}, {{"B", "Y", NULL, "4", "USD", "3", "food", "A", NULL}}};
  double amount[2];
  lfl_diags diags;
  int n_said = 0;
  count(rows, 2, amount, &diags);
  assert_amount(amount[1], 4);
  for (int i = 0; i < diags.n; i++) n_said += strcmp(diags.items[i].expected, "counted once: nothing is taken off A, which has nothing to pass on") == 0;
  assert_int_equal(n_said, 1);
  lfl_diags_clear(&diags);
}

/* Of 60 given 20 are passed on for security: 40 are left for relief; and of a loan for security 5 of 8 are paid back from relief money. */
static void money_for_security_is_counted_once(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "60", "USD", "0", NULL, NULL, NULL}},
                      {{"S", "Y", NULL, "20", "USD", "0", "security", "A", NULL}},
                      {{"L", "Z", NULL, "5", "USD", "0", "security", NULL, NULL}},
                      {{"R", "Z", NULL, "8", "USD", "0", NULL, NULL, "L"}}};
  const double left[] = {40, 5, 3, 20}; /* pledges are in the order of their keys */
  assert_left(rows, 4, left, "counted-once", 2);
}

/* 100 CHF at 1.1 passed on as 40 CHF at 1.2 leave 60 CHF; 10 CHF at 1.1 are paid back by 10 CHF at 1.2, of which nothing is left. */
static void one_currency_is_counted_in_that(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "100", "CHF", "0", NULL, NULL, NULL}},
                      {{"B", "Y", NULL, "40", "CHF", "3", "food", "A", NULL}},
                      {{"L", "Z", NULL, "10", "CHF", "0", NULL, NULL, NULL}},
                      {{"R", "Z", NULL, "10", "CHF", "3", NULL, NULL, "L"}}};
  const double left[] = {66, 48, 11, 0};
  assert_left(rows, 4, left, "passed-on", 0);
}

/* An advance of 5, paid back by an appeal's money of 3 on day 9 and 4 on day 4: the earlier one first. */
static void a_loan_is_paid_back_in_the_order_of_days(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "3", "USD", "9", NULL, NULL, "LOAN"}},
                      {{"B", "Y", NULL, "4", "USD", "4", NULL, NULL, "LOAN"}},
                      {{"LOAN", "Fund", NULL, "5", "USD", "0", NULL, NULL, NULL}}};
  double amount[3];
  lfl_diags diags;
  count(rows, 3, amount, &diags);
  assert_amount(amount[0], 2);
  assert_amount(amount[1], 0);
  assert_amount(amount[2], 5);
  assert_int_equal(count_code(&diags, "money-twice"), 0); /* it says that it is repaid */
  lfl_diags_clear(&diags);
}

static bool is_said(const lfl_diags *diags, const char *text) {
  for (int i = 0; i < diags->n; i++)
    if (strcmp(diags->items[i].code, "counted-once") == 0 && strcmp(diags->items[i].expected, text) == 0) return true;
  return false;
}

/* No line says more than there was: 11 of A, though B passes on 26 of it and C 5 more; a loan of 10 that two pay back, one of them with money that is passed on. */
static void no_more_is_said_than_there_was(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "10", "CHF", "0", NULL, NULL, NULL}},  {{"B", "Y", NULL, "26", "USD", "0", NULL, "A", NULL}},    {{"C", "Z", NULL, "5", "USD", "0", NULL, "A", NULL}},
                      {{"L", "Fund", NULL, "10", "USD", "0", NULL, NULL, NULL}}, {{"P", "V", NULL, "8", "USD", "1", NULL, NULL, "L"}},     {{"Q", "W", NULL, "8", "USD", "1", NULL, "P", NULL}},
                      {{"R", "S", NULL, "12", "USD", "2", NULL, NULL, "L"}},     {{"T", "S", NULL, "12", "USD", "3", NULL, NULL, "L"}}};
  static const char *const expected[] = {"counted once: 11 USD of A are counted here and no longer there", "counted once: nothing is taken off A here, as other pledges pass on all of it",
                                         "counted once: nothing of this pays back L, as other pledges pass on all of it", "counted once: 10 USD pay back L, which counts them",
                                         "counted once: nothing is left of L to pay back, as earlier pledges pay back all of it"};
  double amount[8];
  lfl_diags diags;
  count(rows, 8, amount, &diags);
  for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
    if (!is_said(&diags, expected[i])) print_error("not said: %s\n", expected[i]);
    assert_true(is_said(&diags, expected[i]));
  }
  assert_int_equal(count_code(&diags, "passed-on"), 1);
  lfl_diags_clear(&diags);
}

static void more_passed_on_than_given_is_said(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "10", "USD", "0", NULL, NULL, NULL}}, {{"B", "Y", NULL, "12.5", "USD", "0", NULL, "A", NULL}}};
  double amount[2];
  lfl_diags diags;
  count(rows, 2, amount, &diags);
  assert_amount(amount[0], 0);
  assert_amount(amount[1], 12.5);
  assert_int_equal(count_code(&diags, "passed-on"), 1);
  lfl_diags_clear(&diags);
}

/* A pledge in a currency without a rate is not counted: nothing is taken off for its sake. */
static void what_is_not_counted_takes_nothing_off(void **state) {
  (void)state;
  const row rows[] = {{{"A", "X", NULL, "10", "USD", "0", NULL, NULL, NULL}},
                      {{"B", "Y", NULL, "4", "XTS", "0", NULL, "A", NULL}},
                      {{"C", "Y", NULL, "4", "XTS", "1", NULL, NULL, NULL}},
                      {{"D", "Z", NULL, "7", "USD", "2", NULL, NULL, "C"}}};
  double amount[4];
  lfl_diags diags;
  count(rows, 4, amount, &diags);
  assert_amount(amount[0], 10);
  assert_amount(amount[3], 7);
  assert_int_equal(count_code(&diags, "counted-once"), 2);
  lfl_diags_clear(&diags);
}

static void links_that_make_no_sense_are_refused(void **state) {
  (void)state;
  static const struct {
    row rows[3];
    int n, n_errors;
    const char *code;
  } cases[] = {
      {{{{"A", "X", NULL, "1", "USD", "0", NULL, "A", NULL}}}, 1, 1, "pledge-itself"},
      {{{{"A", "X", NULL, "1", "USD", "0", NULL, "B", NULL}}, {{"B", "X", NULL, "2", "USD", "0", NULL, "C", NULL}}, {{"C", "X", NULL, "3", "USD", "0", NULL, "A", NULL}}}, 3, 3, "pledge-ring"},
      {{{{"A", "X", NULL, "1", "USD", "0", NULL, "B", NULL}}, {{"B", "X", NULL, "2", "USD", "0", NULL, "C", NULL}}, {{"C", "X", NULL, "3", "USD", "0", NULL, "B", NULL}}}, 3, 2, "pledge-ring"},
      {{{{"A", "X", NULL, "1", "USD", "0", NULL, NULL, "B"}}, {{"B", "X", NULL, "2", "USD", "0", NULL, NULL, "A"}}}, 2, 2, "pledge-ring"},
      {{{{"A", "X", NULL, "1", "USD", "0", NULL, "B", "B"}}, {{"B", "X", NULL, "2", "USD", "0", NULL, NULL, NULL}}}, 2, 1, "pledge-both"},
      {{{{"A", "X", NULL, "1", "USD", "0", NULL, "Q", NULL}}}, 1, 1, "no-such-key"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    lfl_diags diags;
    lfl_tables tables;
    lfl_scenario *s = NULL;
    assert_int_equal(build(cases[i].rows, cases[i].n, &diags, &tables, &s), LFL_ERR_DATA);
    assert_null(s);
    assert_int_equal(diags.n_errors, cases[i].n_errors);
    assert_int_equal(count_code(&diags, cases[i].code), cases[i].n_errors);
    lfl_diags_clear(&diags);
    lfl_arena_destroy(tables.arena);
  }
}

/* Rows that look like the same money are warned of, and counted in full. */
static void what_looks_like_the_same_money_is_warned_of(void **state) {
  (void)state;
  static const struct {
    row rows[3];
    int n, n_warnings;
  } cases[] = {
      {{{{"A", "Norland", NULL, "1000000", "USD", "3", NULL, NULL, NULL}}, {{"B", "norland", NULL, "1000000", "USD", "3", NULL, NULL, NULL}}}, 2, 1},   /* one row twice */
      {{{{"A", "Norland", NULL, "1000000", "USD", "3", "food", NULL, NULL}}, {{"B", "Norland", NULL, "1000000", "USD", "3", "water", NULL, NULL}}}, 2, 0}, /* halves of a gift */
      {{{{"A", "Norland", NULL, "1000000", "USD", "3", NULL, NULL, NULL}}, {{"B", "Souland", NULL, "1000000", "USD", "3", NULL, NULL, NULL}}}, 2, 0},   /* round figures of two donors */
      {{{{"A", "Norland", NULL, "1234567", "USD", "3", NULL, NULL, NULL}}, {{"B", "Agency", NULL, "1234567", "USD", "3", "food", NULL, NULL}}}, 2, 1},  /* no round one */
      {{{{"A", "Norland", NULL, "1234567", "XTS", "3", NULL, NULL, NULL}}, {{"B", "Agency", NULL, "1234567", "XTS", "3", "food", NULL, NULL}}}, 2, 1},  /* of unknown worth */
      {{{{"A", "Norland", NULL, "1234567", "USD", "3", NULL, NULL, NULL}}, {{"B", "Agency", NULL, "1234567", "USD", "4", "food", NULL, NULL}}}, 2, 0},  /* another day */
      {{{{"A", "Norland", NULL, "1234567", "USD", "3", NULL, NULL, NULL}}, {{"B", "Agency", NULL, "1234567", "USD", "3", "food", "A", NULL}}}, 2, 0},   /* it is said */
      {{{{"A", NULL, NULL, "1000000", "USD", "3", "food", NULL, NULL}}, {{"B", NULL, NULL, "1000000", "USD", "3", "food", NULL, NULL}}}, 2, 1},            /* no donor said, twice */
      {{{{"A", NULL, NULL, "1234567", "USD", "3", "food", NULL, NULL}}, {{"B", NULL, NULL, "1234567", "USD", "3", "water", NULL, NULL}}}, 2, 0},           /* halves of that */
      {{{{"A", NULL, NULL, "1234567", "USD", "3", "food", NULL, NULL}}, {{"B", "Agency", NULL, "1234567", "USD", "3", "water", NULL, NULL}}}, 2, 1},       /* one says whose */
      {{{{"A", "Norland", "Agency", "900", "USD", "3", NULL, NULL, NULL}}, {{"B", "Agency", NULL, "500", "USD", "8", "food", NULL, NULL}}}, 2, 1},     /* passed on? */
      {{{{"A", "Norland", "Agency", "900", "USD", "3", NULL, NULL, NULL}}, {{"B", "Agency", NULL, "500", "USD", "8", "food", "A", NULL}}}, 2, 0},      /* it is said */
      {{{{"A", "IFRC DREF", NULL, "700", "USD", "0", NULL, NULL, NULL}}, {{"B", "Appeal", NULL, "5000", "USD", "9", NULL, NULL, NULL}}}, 2, 1},        /* paid back? */
      {{{{"A", "IFRC DREF", NULL, "700", "USD", "0", NULL, NULL, NULL}}, {{"B", "Appeal", NULL, "5000", "USD", "9", NULL, NULL, "A"}}}, 2, 0},         /* it is said */
      {{{{"A", "IFRC DREF", NULL, "700", "USD", "0", NULL, NULL, NULL}}}, 1, 0},                                                                      /* by nothing */
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    double amount[3];
    lfl_diags diags;
    count(cases[i].rows, cases[i].n, amount, &diags);
    if (count_code(&diags, "money-twice") != cases[i].n_warnings) print_error("case %zu\n", i);
    assert_int_equal(count_code(&diags, "money-twice"), cases[i].n_warnings);
    lfl_diags_clear(&diags);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_chain_counts_what_the_first_gave), cmocka_unit_test(nothing_is_passed_on_of_nothing), cmocka_unit_test(money_for_security_is_counted_once), cmocka_unit_test(one_currency_is_counted_in_that),
                                     cmocka_unit_test(a_loan_is_paid_back_in_the_order_of_days),
                                     cmocka_unit_test(no_more_is_said_than_there_was),
                                     cmocka_unit_test(more_passed_on_than_given_is_said),
                                     cmocka_unit_test(what_is_not_counted_takes_nothing_off),
                                     cmocka_unit_test(links_that_make_no_sense_are_refused),
                                     cmocka_unit_test(what_looks_like_the_same_money_is_warned_of)};
  return cmocka_run_group_tests_name("money counted once", tests, NULL, NULL);
}
