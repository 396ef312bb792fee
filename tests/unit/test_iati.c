/* IATI activities -> pledges: what of an activity counts, to what it is bound, what is passed on, and what is said of the
 * rest. Each case is an activity in the words of the standard and the rows expected of it. */
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

#include "base/alloc.h"
#include "base/buf.h"
#include "import/import.h"
#include "ingest/ingest.h"
#include "store/store.h"

#define FILE_OF(activities) "<iati-activities version=\"2.03\">" activities "</iati-activities>"
#define ACTIVITY(id, inside) "<iati-activity default-currency=\"USD\" humanitarian=\"1\"><iati-identifier>" id "</iati-identifier>" inside "</iati-activity>"
#define PAYS(type, date, amount, inside) "<transaction><transaction-type code=\"" type "\"/><transaction-date iso-date=\"" date "\"/><value value-date=\"" date "\">" amount "</value>" inside "</transaction>"
#define PLAN(element, attributes, start, end, amount) "<" element " " attributes "><period-start iso-date=\"" start "\"/><period-end iso-date=\"" end "\"/><value>" amount "</value></" element ">"
#define PARTLY(vocabulary, code, percent) "<sector vocabulary=\"" vocabulary "\" code=\"" code "\" percentage=\"" percent "\"/>"
#define SECTOR(code) "<sector code=\"" code "\"/>"
#define FROM(activity) "<provider-org provider-activity-id=\"" activity "\"/>"
#define TO(activity) "<receiver-org receiver-activity-id=\"" activity "\"/>"
#define DAY "2030-03-05"

/* Rows as "id|amount currency day kind:earmark[ <id passed on from]" lines. */
static void put_rows(const lfl_tables *tables, lfl_buf *out) {
  const lfl_table *t = lfl_tables_find(tables, "pledges");
  for (int i = 0; i < t->n_rows; i++) {
    const char *earmark = lfl_table_get(t, i, "earmark_id"), *from = lfl_table_get(t, i, "passed_on_from"), *condition = lfl_table_get(t, i, "condition_id");
    lfl_buf_printf(out, "%s|%s %s %s %s:%s%s%s%s%s\n", lfl_table_get(t, i, "pledge_id"), lfl_table_get(t, i, "amount"), lfl_table_get(t, i, "currency"),
                   lfl_table_get(t, i, "from_day"), lfl_table_get(t, i, "earmark_kind"), earmark ? earmark : "", condition ? " if " : "", condition ? condition : "",
                   from ? " <" : "", from ? from : "");
  }
}

static int count_code(const lfl_diags *diags, const char *code) {
  int n = 0;
  for (int i = 0; i < diags->n; i++) n += strcmp(diags->items[i].code, code) == 0;
  return n;
}

typedef struct example {
  const char *name, *xml, *rows;
  const char *code; /* of a diagnostic that must be there; NULL: none need */
} example;

static void check_example(const example *e, const lfl_iati_options *options) {
  lfl_diags diags;
  const lfl_tables *tables = NULL;
  lfl_iati_result result;
  lfl_buf rows = {0};
  assert_true(lfl_diags_init(&diags));
  lfl_iati *in = lfl_iati_create(options, &diags);
  assert_non_null(in);
  assert_int_equal(lfl_iati_add_text(in, "a.xml", e->xml, strlen(e->xml)), LFL_OK);
  assert_int_equal(lfl_iati_finish(in, &tables, &result), LFL_OK);
  put_rows(tables, &rows);
  if (strcmp(rows.text ? rows.text : "", e->rows) != 0) print_error("%s\n", e->name);
  assert_string_equal(rows.text ? rows.text : "", e->rows);
  if (e->code && !count_code(&diags, e->code)) print_error("%s: no %s\n", e->name, e->code);
  assert_true(!e->code || count_code(&diags, e->code));
  assert_int_equal(diags.n_errors, 0);
  assert_int_equal(result.n_pledges, lfl_tables_find(tables, "pledges")->n_rows);
  lfl_buf_clear(&rows);
  lfl_iati_destroy(in);
  lfl_diags_clear(&diags);
}

static void each_sum_counts_once(void **state) {
  (void)state;
  static const example cases[] = {
      {"a commitment", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "500", ""))), "A/11-2030-03-05|500 USD 2030-03-05 none:\n", NULL},
      {"a commitment and what was paid of it", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "500", "") PAYS("1", "2030-03-07", "300", ""))), "A/11-2030-03-05|500 USD 2030-03-05 none:\n", "iati-counted"},
      {"paid more than was committed", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "500", "") PAYS("1", "2030-03-07", "800", ""))), "A/1-2030-03-07|800 USD 2030-03-07 none:\n", NULL},
      {"in and out", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "500", "") PAYS("2", DAY, "400", "") PAYS("3", DAY, "300", ""))), "A/11-2030-03-05|500 USD 2030-03-05 none:\n", NULL},
      {"more out than in", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "500", "") PAYS("2", DAY, "900", ""))), "A/2-2030-03-05|900 USD 2030-03-05 none:\n", NULL},
      {"several currencies: incoming commitments first",
       FILE_OF(ACTIVITY("A", PAYS("2", DAY, "900", "") "<transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value currency=\"EUR\">5</value></transaction>")),
       "A/11-2030-03-05|5 EUR 2030-03-05 none:\n", NULL},
      {"pledges that bind nobody, only without firm money", FILE_OF(ACTIVITY("A", PAYS("13", DAY, "700", "") PAYS("12", DAY, "900", ""))), "A/13-2030-03-05|700 USD 2030-03-05 none:\n", NULL},
      {"a pledge made firm", FILE_OF(ACTIVITY("A", PAYS("13", DAY, "700", "") PAYS("11", DAY, "400", ""))), "A/11-2030-03-05|400 USD 2030-03-05 none:\n", NULL},
      {"a budget that is committed", FILE_OF(ACTIVITY("A", PLAN("budget", "status=\"2\"", "2030-01-01", "2030-12-31", "60"))), "A/budget-2030-01-01|60 USD 2030-01-01 none:\n", NULL},
      {"a budget that is indicative", FILE_OF(ACTIVITY("A", PLAN("budget", "status=\"1\"", "2030-01-01", "2030-12-31", "60"))), "", "iati-counted"},
      {"a revised budget", FILE_OF(ACTIVITY("A", PLAN("budget", "type=\"1\" status=\"2\"", "2030-01-01", "2030-12-31", "60") PLAN("budget", "type=\"2\" status=\"2\"", "2030-01-01", "2030-12-31", "45"))),
       "A/budget-2030-01-01|45 USD 2030-01-01 none:\n", NULL},
      {"a budget of another year", FILE_OF(ACTIVITY("A", PLAN("budget", "type=\"1\" status=\"2\"", "2029-01-01", "2029-12-31", "60") PLAN("budget", "type=\"2\" status=\"2\"", "2030-01-01", "2030-12-31", "45"))),
       "A/budget-2029-01-01|60 USD 2029-01-01 none:\nA/budget-2030-01-01|45 USD 2030-01-01 none:\n", NULL},
      {"a plan of payments: at the end of its period", FILE_OF(ACTIVITY("A", PLAN("planned-disbursement", "", "2030-03-01", "2030-03-31", "60"))), "A/planned-2030-03-31|60 USD 2030-03-31 none:\n", NULL},
      {"spent money is gone, the earliest first", FILE_OF(ACTIVITY("A", PAYS("11", "2030-03-09", "500", "") PAYS("11", DAY, "200", "") PAYS("4", "2030-03-10", "300", ""))),
       "A/11-2030-03-09|400 USD 2030-03-09 none:\n", "iati-spent"},
      {"taken back", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "500", "") PAYS("2", "2030-03-06", "-120", ""))), "A/2-2030-03-05|380 USD 2030-03-05 none:\n", "iati-spent"},
      {"all spent, and more", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "500", "") PAYS("4", DAY, "600", ""))), "", "iati-over"},
      {"the same day twice", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "1", "") PAYS("11", DAY, "2", ""))), "A/11-2030-03-05|1 USD 2030-03-05 none:\nA/11-2030-03-05-2|2 USD 2030-03-05 none:\n", NULL},
      {"closed", FILE_OF(ACTIVITY("A", "<activity-status code=\"4\"/>" PAYS("11", DAY, "500", ""))), "", "iati-left-out"},
      {"cancelled", FILE_OF(ACTIVITY("A", "<activity-status code=\"5\"/>" PAYS("11", DAY, "500", ""))), "", "iati-left-out"},
      {"finishing", FILE_OF(ACTIVITY("A", "<activity-status code=\"3\"/>" PAYS("11", DAY, "500", ""))), "", "iati-left-out"},
      {"in the pipeline", FILE_OF(ACTIVITY("A", "<activity-status code=\"1\"/>" PAYS("11", DAY, "500", ""))), "A/11-2030-03-05|500 USD 2030-03-05 none: if A\n", NULL},
      {"suspended", FILE_OF(ACTIVITY("A", "<activity-status code=\"6\"/>" PAYS("11", DAY, "500", ""))), "A/11-2030-03-05|500 USD 2030-03-05 none: if A\n", NULL},
      {"conditions", FILE_OF(ACTIVITY("A", "<conditions attached=\"1\"/>" PAYS("11", DAY, "500", ""))), "A/11-2030-03-05|500 USD 2030-03-05 none: if A\n", NULL},
      {"no conditions", FILE_OF(ACTIVITY("A", "<conditions attached=\"0\"/>" PAYS("11", DAY, "500", ""))), "A/11-2030-03-05|500 USD 2030-03-05 none:\n", NULL},
      {"no relief", FILE_OF("<iati-activity default-currency=\"USD\"><iati-identifier>A</iati-identifier>" SECTOR("11220") PAYS("11", DAY, "500", "") "</iati-activity>"), "", "iati-left-out"},
      {"relief by its sector", FILE_OF("<iati-activity default-currency=\"USD\"><iati-identifier>A</iati-identifier>" SECTOR("72040") PAYS("11", DAY, "500", "") "</iati-activity>"),
       "A/11-2030-03-05:food|500 USD 2030-03-05 sector:food\n", NULL},
      {"an identifier twice, the later one counts",
       FILE_OF(ACTIVITY("A", PAYS("11", DAY, "1", "")) "<iati-activity default-currency=\"USD\" humanitarian=\"1\" last-updated-datetime=\"2030-02-01T00:00:00Z\"><iati-identifier>B</iati-identifier>" PAYS("11", DAY, "2", "")
               "</iati-activity><iati-activity default-currency=\"USD\" humanitarian=\"1\" last-updated-datetime=\"2030-03-01T00:00:00Z\"><iati-identifier>B</iati-identifier>" PAYS("11", DAY, "3", "") "</iati-activity>"),
       "A/11-2030-03-05|1 USD 2030-03-05 none:\nB/11-2030-03-05|3 USD 2030-03-05 none:\n", "iati-twice"},
      {"no sense in it", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "1,000", "") PAYS("11", DAY, "1e3", "") PAYS("11", "5 May", "7", "") PAYS("19", DAY, "7", "") PAYS("11", DAY, "8", ""))), "A/11-2030-03-05|8 USD 2030-03-05 none:\n", "iati-value"},
      {"an identifier that a spreadsheet would work out", FILE_OF(ACTIVITY("=+cmd|x", PAYS("11", DAY, "500", ""))), "cmd|x/11-2030-03-05|500 USD 2030-03-05 none:\n", NULL},
      {"no currency", FILE_OF("<iati-activity humanitarian=\"1\"><iati-identifier>A</iati-identifier>" PAYS("11", DAY, "7", "") "</iati-activity>"), "", "iati-value"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check_example(&cases[i], NULL);
}

static void sectors_and_countries_part_it(void **state) {
  (void)state;
  static const example cases[] = {
      {"clusters before DAC codes", FILE_OF(ACTIVITY("A", PARTLY("10", "6", "40") PARTLY("10", "WSH", "60") PARTLY("1", "72011", "100") PAYS("11", DAY, "100", ""))),
       "A/11-2030-03-05:food|40 USD 2030-03-05 sector:food\nA/11-2030-03-05:wash|60 USD 2030-03-05 sector:wash\n", NULL},
      {"two codes of one need", FILE_OF(ACTIVITY("A", SECTOR("72040") SECTOR("52010") PAYS("11", DAY, "100", ""))), "A/11-2030-03-05:food|100 USD 2030-03-05 sector:food\n", NULL},
      {"no percentages", FILE_OF(ACTIVITY("A", SECTOR("72040") SECTOR("72011") PAYS("11", DAY, "100", ""))), "", "iati-not-mapped"},
      {"too many percent", FILE_OF(ACTIVITY("A", PARTLY("1", "72040", "70") PARTLY("1", "72011", "60") PAYS("11", DAY, "100", ""))), "", "iati-not-mapped"},
      {"thirds", FILE_OF(ACTIVITY("A", PARTLY("1", "72040", "33.3") PARTLY("1", "72011", "33.3") PARTLY("1", "14031", "33.3") PAYS("11", DAY, "300", ""))),
       "A/11-2030-03-05:food|100 USD 2030-03-05 sector:food\nA/11-2030-03-05:health|100 USD 2030-03-05 sector:health\nA/11-2030-03-05:water|100 USD 2030-03-05 sector:water\n", NULL},
      {"what percentages leave open", FILE_OF(ACTIVITY("A", PARTLY("1", "72040", "70") PAYS("11", DAY, "100", ""))), "A/11-2030-03-05:food|70 USD 2030-03-05 sector:food\n", "iati-not-mapped"},
      {"the transaction's own sector", FILE_OF(ACTIVITY("A", SECTOR("72040") PAYS("11", DAY, "100", SECTOR("72011")))), "A/11-2030-03-05:health|100 USD 2030-03-05 sector:health\n", NULL},
      {"security forces", FILE_OF(ACTIVITY("A", SECTOR("15210") PAYS("11", DAY, "100", ""))), "", "iati-not-mapped"},
      {"an unknown sector", FILE_OF(ACTIVITY("A", PARTLY("99", "X", "100") PAYS("11", DAY, "100", ""))), "", "iati-not-mapped"},
      {"education, which nobody plans", FILE_OF(ACTIVITY("A", SECTOR("72012") PAYS("11", DAY, "100", ""))), "", "iati-not-mapped"},
      {"relief of any kind", FILE_OF(ACTIVITY("A", SECTOR("72010") PAYS("11", DAY, "100", ""))), "A/11-2030-03-05|100 USD 2030-03-05 none:\n", "iati-broad"},
      {"unearmarked whatever the sector", FILE_OF(ACTIVITY("A", "<default-aid-type vocabulary=\"2\" code=\"1\"/>" SECTOR("15210") PAYS("11", DAY, "100", ""))), "A/11-2030-03-05|100 USD 2030-03-05 none:\n", NULL},
      {"bound, nobody says to what", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "<aid-type vocabulary=\"2\" code=\"4\"/>"))), "", "iati-not-mapped"},
      {"bound by the Grand Bargain's letter", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "<aid-type vocabulary=\"3\" code=\"I\"/>"))), "", "iati-not-mapped"},
      {"half for another country", FILE_OF(ACTIVITY("A", "<recipient-country code=\"XA\" percentage=\"50\"/><recipient-country code=\"XB\" percentage=\"50\"/>" PAYS("11", DAY, "100", ""))),
       "A/11-2030-03-05|50 USD 2030-03-05 none:\n", "iati-elsewhere"},
      {"a part for a region", FILE_OF(ACTIVITY("A", "<recipient-country code=\"XA\" percentage=\"20\"/><recipient-region code=\"489\" percentage=\"80\"/>" PAYS("11", DAY, "100", ""))),
       "A/11-2030-03-05|20 USD 2030-03-05 none:\n", "iati-elsewhere"},
      {"the country's half of what one that is closed was given",
       FILE_OF(ACTIVITY("A", "<recipient-country code=\"XA\"/>" PAYS("2", DAY, "100", TO("B")))
                   ACTIVITY("B", "<activity-status code=\"4\"/><recipient-country code=\"XA\" percentage=\"50\"/><recipient-country code=\"XB\" percentage=\"50\"/>" PAYS("11", DAY, "40", FROM("A")))),
       "A/2-2030-03-05|80 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"countries without shares", FILE_OF(ACTIVITY("A", "<recipient-country code=\"XA\"/><recipient-country code=\"XB\"/>" PAYS("11", DAY, "100", ""))), "", "iati-not-mapped"},
      {"no country at all", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", ""))), "", "iati-not-mapped"},
      {"the transaction's own country", FILE_OF(ACTIVITY("A", "<recipient-country code=\"XB\"/>" PAYS("11", DAY, "100", "<recipient-country code=\"xa\"/>"))), "A/11-2030-03-05|100 USD 2030-03-05 none:\n", NULL},
      {"rounded down to cents", FILE_OF(ACTIVITY("A", PARTLY("1", "72040", "50") PARTLY("1", "72011", "50") PAYS("11", DAY, "0.25", ""))),
       "A/11-2030-03-05:food|0.12 USD 2030-03-05 sector:food\nA/11-2030-03-05:health|0.12 USD 2030-03-05 sector:health\n", NULL},
  };
  const lfl_iati_options one = {.country = "XA"};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    bool needs_country = strstr(cases[i].xml, "recipient-") || strcmp(cases[i].name, "no country at all") == 0;
    check_example(&cases[i], needs_country ? &one : NULL);
  }
}

/* A percentage that cannot be read is said with its sum, and never taken for all of it. */
static void what_is_no_percentage_is_not_guessed(void **state) {
  (void)state;
  static const struct {
    const char *inside, *said;
  } cases[] = {
      {"<recipient-country code=\"XA\" percentage=\"50%\"/>", "a percentage from 0 to 100 for each recipient country and region: 100 USD of A are not imported"},
      {"<recipient-country code=\"XA\" percentage=\"-50\"/>", "a percentage from 0 to 100 for each recipient country and region: 100 USD of A are not imported"},
      {"<recipient-country code=\"XA\" percentage=\"33,3\"/><recipient-country code=\"XB\" percentage=\"66,7\"/>", "a percentage from 0 to 100 for each recipient country and region: 100 USD of A are not imported"},
      {"<recipient-country code=\"XA\" percentage=\"33\"/><recipient-region code=\"489\" percentage=\"the rest\"/>", "a percentage from 0 to 100 for each recipient country and region: 100 USD of A are not imported"},
      {"<recipient-country code=\"XA\"/>" PARTLY("1", "72040", "50%"), "a percentage from 0 to 100 for each sector, not '50%' for 72040: 100 USD of A are not imported"},
      {"<recipient-country code=\"XA\"/>" PARTLY("1", "72040", "40") PARTLY("1", "72011", "160"), "a percentage from 0 to 100 for each sector, not '160' for 72011: 100 USD of A are not imported"},
      {"<recipient-country code=\"XA\"/>" PARTLY("1", "72040", "half") PARTLY("1", "52010", "half"), "a percentage from 0 to 100 for each sector, not 'half' for 72040: 100 USD of A are not imported"},
  };
  const lfl_iati_options one = {.country = "XA"};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char xml[900];
    lfl_diags diags;
    const lfl_tables *tables = NULL;
    lfl_iati_result result;
    snprintf(xml, sizeof xml, FILE_OF(ACTIVITY("A", "%s" PAYS("11", DAY, "100", ""))), cases[i].inside);
    assert_true(lfl_diags_init(&diags));
    lfl_iati *in = lfl_iati_create(&one, &diags);
    assert_int_equal(lfl_iati_add_text(in, "a.xml", xml, strlen(xml)), LFL_OK);
    assert_int_equal(lfl_iati_finish(in, &tables, &result), LFL_OK);
    assert_int_equal(result.n_pledges, 0);
    assert_int_equal(result.n_not_mapped, 1);
    assert_true(count_code(&diags, "iati-value") >= 1);
    for (int k = 0; k < diags.n; k++)
      if (strcmp(diags.items[k].code, "iati-not-mapped") == 0) assert_string_equal(diags.items[k].expected, cases[i].said);
    lfl_iati_destroy(in);
    lfl_diags_clear(&diags);
  }
}

static void what_is_passed_on_is_linked(void **state) {
  (void)state;
  static const example cases[] = {
      {"said where it comes in", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "")) ACTIVITY("B", PAYS("11", DAY, "40", FROM("A")))),
       "A/11-2030-03-05|100 USD 2030-03-05 none:\nB/11-2030-03-05|40 USD 2030-03-05 none: <A/11-2030-03-05\n", NULL},
      {"said where it goes out", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "100", TO("B"))) ACTIVITY("B", PAYS("11", DAY, "100", ""))),
       "A/2-2030-03-05|100 USD 2030-03-05 none:\nB/11-2030-03-05|100 USD 2030-03-05 none: <A/2-2030-03-05\n", NULL},
      {"commitment and payment to B are one sum", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "60", TO("B")) PAYS("3", DAY, "60", TO("B"))) ACTIVITY("B", PAYS("11", DAY, "100", ""))),
       "A/2-2030-03-05|60 USD 2030-03-05 none:\nB/11-2030-03-05|60 USD 2030-03-05 none: <A/2-2030-03-05\nB/11-2030-03-05-2|40 USD 2030-03-05 none:\n", NULL},
      {"by two sectors, cut in two", FILE_OF(ACTIVITY("A", PARTLY("10", "6", "50") PARTLY("10", "11", "50") PAYS("11", DAY, "60", "")) ACTIVITY("B", SECTOR("72040") PAYS("11", DAY, "40", FROM("A")))),
       "A/11-2030-03-05:food|30 USD 2030-03-05 sector:food\nA/11-2030-03-05:wash|30 USD 2030-03-05 sector:wash\n"
       "B/11-2030-03-05:food|30 USD 2030-03-05 sector:food <A/11-2030-03-05:food\nB/11-2030-03-05:food-2|10 USD 2030-03-05 sector:food <A/11-2030-03-05:wash\n", NULL},
      {"water out of wash", FILE_OF(ACTIVITY("A", PARTLY("10", "6", "50") PARTLY("10", "11", "50") PAYS("11", DAY, "60", "")) ACTIVITY("B", SECTOR("14031") PAYS("11", DAY, "20", FROM("A")))),
       "A/11-2030-03-05:food|30 USD 2030-03-05 sector:food\nA/11-2030-03-05:wash|30 USD 2030-03-05 sector:wash\nB/11-2030-03-05:water|20 USD 2030-03-05 sector:water <A/11-2030-03-05:wash\n", NULL},
      {"more than there was", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "30", "")) ACTIVITY("B", PAYS("11", DAY, "40", FROM("A")))),
       "A/11-2030-03-05|30 USD 2030-03-05 none:\nB/11-2030-03-05|30 USD 2030-03-05 none: <A/11-2030-03-05\nB/11-2030-03-05-2|10 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"a chain, its middle cut", FILE_OF(ACTIVITY("C", PAYS("11", DAY, "45", FROM("B"))) ACTIVITY("B", PAYS("11", DAY, "50", FROM("A"))) ACTIVITY("A", PAYS("11", DAY, "20", "") PAYS("11", "2030-03-06", "40", ""))),
       "A/11-2030-03-05|20 USD 2030-03-05 none:\nA/11-2030-03-06|40 USD 2030-03-06 none:\n"
       "B/11-2030-03-05|20 USD 2030-03-05 none: <A/11-2030-03-05\nC/11-2030-03-05|20 USD 2030-03-05 none: <B/11-2030-03-05\n"
       "B/11-2030-03-05-2|30 USD 2030-03-05 none: <A/11-2030-03-06\nC/11-2030-03-05-2|25 USD 2030-03-05 none: <B/11-2030-03-05-2\n", NULL},
      {"a chain said where the money goes out, its middle cut",
       FILE_OF(ACTIVITY("B", PAYS("11", DAY, "60", "") PAYS("3", DAY, "50", TO("C"))) ACTIVITY("C", PAYS("11", DAY, "50", "")) ACTIVITY("D", PAYS("11", DAY, "20", "") PAYS("11", "2030-03-06", "40", "") PAYS("3", DAY, "60", TO("B")))),
       "B/11-2030-03-05|20 USD 2030-03-05 none: <D/11-2030-03-05\nC/11-2030-03-05|20 USD 2030-03-05 none: <B/11-2030-03-05\n"
       "D/11-2030-03-05|20 USD 2030-03-05 none:\nD/11-2030-03-06|40 USD 2030-03-06 none:\n"
       "B/11-2030-03-05-2|40 USD 2030-03-05 none: <D/11-2030-03-06\nC/11-2030-03-05-2|30 USD 2030-03-05 none: <B/11-2030-03-05-2\n", NULL},
      {"of two that pay", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "60", TO("B"))) ACTIVITY("B", PAYS("11", DAY, "100", "")) ACTIVITY("C", PAYS("2", DAY, "40", TO("B")))),
       "A/2-2030-03-05|60 USD 2030-03-05 none:\nB/11-2030-03-05|60 USD 2030-03-05 none: <A/2-2030-03-05\nC/2-2030-03-05|40 USD 2030-03-05 none:\n"
       "B/11-2030-03-05-2|40 USD 2030-03-05 none: <C/2-2030-03-05\n", NULL},
      {"in a ring, which is cut", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "10", FROM("B"))) ACTIVITY("B", PAYS("11", DAY, "10", FROM("A")))),
       "A/11-2030-03-05|10 USD 2030-03-05 none:\nB/11-2030-03-05|10 USD 2030-03-05 none: <A/11-2030-03-05\n", "iati-passed-on"},
      {"from the only funding activity", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "10", "")) ACTIVITY("B", "<participating-org role=\"1\" activity-id=\"A\"/>" PAYS("1", DAY, "10", ""))),
       "A/11-2030-03-05|10 USD 2030-03-05 none:\nB/1-2030-03-05|10 USD 2030-03-05 none: <A/11-2030-03-05\n", NULL},
      {"of another donor", FILE_OF(ACTIVITY("A", "<reporting-org ref=\"X-1\"/>" PAYS("2", DAY, "10", TO("B"))) ACTIVITY("B", PAYS("11", DAY, "10", "<provider-org ref=\"X-2\"/>"))),
       "A/2-2030-03-05|10 USD 2030-03-05 none:\nB/11-2030-03-05|10 USD 2030-03-05 none:\n", NULL},
      {"in another currency",
       FILE_OF(ACTIVITY("A", PAYS("11", DAY, "10", "")) ACTIVITY("B", "<transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value currency=\"EUR\">8</value>" FROM("A") "</transaction>")),
       "A/11-2030-03-05|10 USD 2030-03-05 none:\nB/11-2030-03-05|8 EUR 2030-03-05 none: <A/11-2030-03-05\n", "iati-passed-on"},
      {"a part of a parent, only warned of", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "10", "")) ACTIVITY("B", "<related-activity type=\"1\" ref=\"A\"/>" PAYS("11", DAY, "10", ""))),
       "A/11-2030-03-05|10 USD 2030-03-05 none:\nB/11-2030-03-05|10 USD 2030-03-05 none:\n", "iati-parent"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check_example(&cases[i], NULL);
}

/* What a partner has spent, or was given for something that is not planned, counts neither with it nor with those who gave it. */
static void what_is_gone_counts_nowhere(void **state) {
  (void)state;
  static const example cases[] = {
      {"all passed on and spent", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "100", TO("B"))) ACTIVITY("B", PAYS("11", DAY, "100", FROM("A")) PAYS("4", DAY, "100", ""))), "", "iati-passed-on"},
      {"60 passed on, 25 of it spent", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "100", TO("B"))) ACTIVITY("B", PAYS("11", DAY, "60", FROM("A")) PAYS("4", DAY, "25", ""))),
       "A/2-2030-03-05|75 USD 2030-03-05 none:\nB/11-2030-03-05|35 USD 2030-03-05 none: <A/2-2030-03-05\n", "iati-passed-on"},
      {"60 paid on, all of it spent, said where it goes out", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "") PAYS("3", DAY, "60", TO("B"))) ACTIVITY("B", PAYS("1", DAY, "60", "") PAYS("4", DAY, "60", ""))),
       "A/11-2030-03-05|40 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"with one that is closed", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "100", TO("B"))) ACTIVITY("B", "<activity-status code=\"4\"/>" PAYS("11", DAY, "70", FROM("A")) PAYS("4", DAY, "70", ""))),
       "A/2-2030-03-05|30 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"with one that is cancelled: what it did not spend never left", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "100", TO("B"))) ACTIVITY("B", "<activity-status code=\"5\"/>" PAYS("11", DAY, "70", FROM("A")) PAYS("4", DAY, "10", ""))),
       "A/2-2030-03-05|90 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"through one that is closed, to one that goes on", FILE_OF(ACTIVITY("A", PAYS("2", DAY, "100", TO("B"))) ACTIVITY("B", "<activity-status code=\"4\"/>" PAYS("11", DAY, "100", FROM("A"))) ACTIVITY("C", PAYS("11", DAY, "60", FROM("B")))),
       "C/11-2030-03-05|60 USD 2030-03-05 none:\n", NULL},
      {"spent at the end of a chain", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "")) ACTIVITY("B", PAYS("11", DAY, "80", FROM("A"))) ACTIVITY("C", PAYS("11", DAY, "50", FROM("B")) PAYS("4", DAY, "30", ""))),
       "A/11-2030-03-05|70 USD 2030-03-05 none:\nB/11-2030-03-05|50 USD 2030-03-05 none: <A/11-2030-03-05\nC/11-2030-03-05|20 USD 2030-03-05 none: <B/11-2030-03-05\n", NULL},
      {"a chain said from its end, where the money goes out", FILE_OF(ACTIVITY("B", PAYS("11", DAY, "80", "") PAYS("3", DAY, "50", TO("C"))) ACTIVITY("C", PAYS("11", DAY, "50", "") PAYS("4", DAY, "30", "")) ACTIVITY("D", PAYS("2", DAY, "100", TO("B")))),
       "B/11-2030-03-05|50 USD 2030-03-05 none: <D/2-2030-03-05\nC/11-2030-03-05|20 USD 2030-03-05 none: <B/11-2030-03-05\nD/2-2030-03-05|70 USD 2030-03-05 none:\n", NULL},
      {"of the same sector", FILE_OF(ACTIVITY("A", PARTLY("10", "6", "50") PARTLY("10", "11", "50") PAYS("11", DAY, "60", "")) ACTIVITY("B", SECTOR("14030") PAYS("11", DAY, "20", FROM("A")) PAYS("4", DAY, "20", ""))),
       "A/11-2030-03-05:food|30 USD 2030-03-05 sector:food\nA/11-2030-03-05:wash|10 USD 2030-03-05 sector:wash\n", NULL},
      {"more than there was", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "30", "")) ACTIVITY("B", PAYS("11", DAY, "40", FROM("A")) PAYS("4", DAY, "40", ""))), "", NULL},
      {"for what is not planned", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "")) ACTIVITY("B", PARTLY("1", "15210", "50") PARTLY("1", "72040", "50") PAYS("11", DAY, "60", FROM("A")))),
       "A/11-2030-03-05|70 USD 2030-03-05 none:\nB/11-2030-03-05:food|30 USD 2030-03-05 sector:food <A/11-2030-03-05\n", "iati-not-mapped"},
      {"for what cannot be told", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "")) ACTIVITY("B", SECTOR("72040") SECTOR("72011") PAYS("11", DAY, "60", FROM("A")))), "A/11-2030-03-05|40 USD 2030-03-05 none:\n", "iati-not-mapped"},
      {"in another currency, which is said",
       FILE_OF(ACTIVITY("A", PAYS("11", DAY, "10", "")) ACTIVITY("B", "<activity-status code=\"4\"/><transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value currency=\"EUR\">8</value>" FROM("A") "</transaction>")),
       "A/11-2030-03-05|10 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"with its condition", FILE_OF(ACTIVITY("A", "<conditions attached=\"1\"/>" PAYS("2", DAY, "100", TO("B")) PAYS("2", "2030-03-06", "9", "")) ACTIVITY("B", PAYS("11", DAY, "100", FROM("A")) PAYS("4", DAY, "100", ""))),
       "A/2-2030-03-06|9 USD 2030-03-06 none: if A\n", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check_example(&cases[i], NULL);
}

/* One identifier in a.xml (100) and b.xml (250), read in either order. */
static void assert_version_read(const char *a_root, const char *a_updated, const char *b_root, const char *b_updated, const char *amount, const char *said) {
  char texts[2][700];
  const char *const roots[] = {a_root, b_root}, *const updated[] = {a_updated, b_updated}, *const amounts[] = {"100", "250"}, *const names[] = {"a.xml", "b.xml"};
  for (int i = 0; i < 2; i++)
    snprintf(texts[i], sizeof texts[i], "<iati-activities version=\"2.03\" %s><iati-activity default-currency=\"USD\" humanitarian=\"1\" %s><iati-identifier>A</iati-identifier>" PAYS("11", DAY, "%s", "") "</iati-activity></iati-activities>",
             roots[i], updated[i], amounts[i]);
  for (int first = 0; first < 2; first++) {
    lfl_diags diags;
    const lfl_tables *tables = NULL;
    assert_true(lfl_diags_init(&diags));
    lfl_iati *in = lfl_iati_create(NULL, &diags);
    for (int k = 0; k < 2; k++) {
      int i = k ? 1 - first : first;
      assert_int_equal(lfl_iati_add_text(in, names[i], texts[i], strlen(texts[i])), LFL_OK);
    }
    assert_int_equal(lfl_iati_finish(in, &tables, NULL), LFL_OK);
    assert_string_equal(lfl_table_get(lfl_tables_find(tables, "pledges"), 0, "amount"), amount);
    assert_int_equal(count_code(&diags, "iati-twice"), 1);
    for (int i = 0; i < diags.n; i++) assert_true(strcmp(diags.items[i].code, "iati-twice") != 0 || strstr(diags.items[i].expected, said));
    lfl_iati_destroy(in);
    lfl_diags_clear(&diags);
  }
}

#define UPDATED(when) "last-updated-datetime=\"" when "\""
#define MADE(when) "generated-datetime=\"" when "\""

static void the_version_that_was_updated_last_counts(void **state) {
  (void)state;
  static const char later[] = "as it was updated later", not_said[] = "does not say when", tie[] = "its file's name comes first";
  assert_version_read("", UPDATED("2030-03-01T10:00:00Z"), "", UPDATED("2030-03-01T23:00:00Z"), "250", later);
  assert_version_read("", UPDATED("2030-03-01T10:00:00Z"), "", UPDATED("2030-03-01T12:00:00+05:00"), "100", later);
  assert_version_read("", UPDATED("2030-03-01T23:30:00-01:30"), "", UPDATED("2030-03-02T00:59:59Z"), "100", later);
  assert_version_read("", UPDATED("2030-03-01T10:00:00.2Z"), "", UPDATED("2030-03-01T10:00:00.25Z"), "250", later);
  assert_version_read("", UPDATED("2030-03-01"), "", UPDATED("2030-03-01T00:01"), "250", later);
  assert_version_read("", UPDATED("2030-03-01T77:00:00Z"), "", UPDATED("2030-03-01T00:01:00Z"), "250", later);
  assert_version_read("", "", "", UPDATED("2030-03-01"), "250", not_said);
  assert_version_read("", UPDATED("soon"), "", UPDATED("2030-03-01"), "250", not_said);
  assert_version_read("", UPDATED("2030-03-01T10:00:00Z"), MADE("2030-03-01T11:00:00Z"), "", "250", later);
  assert_version_read(MADE("2030-03-01T12:00:00Z"), "", MADE("2030-03-01T11:00:00Z"), "", "100", later);
  assert_version_read("", "", "", "", "100", tie);
  assert_version_read("", UPDATED("2030-03-01T10:00:00Z"), "", UPDATED("2030-03-01T12:00:00+02:00"), "100", tie);
}

static void several_countries_ask_which(void **state) {
  (void)state;
  static const char xml[] = FILE_OF(ACTIVITY("A", "<recipient-country code=\"XA\"/>" PAYS("11", DAY, "1", "")) ACTIVITY("B", "<recipient-country code=\"XB\"/>" PAYS("11", DAY, "1", "")));
  lfl_diags diags;
  const lfl_tables *tables = NULL;
  assert_true(lfl_diags_init(&diags));
  lfl_iati *in = lfl_iati_create(NULL, &diags);
  assert_int_equal(lfl_iati_add_text(in, "a.xml", xml, strlen(xml)), LFL_OK);
  assert_int_equal(lfl_iati_finish(in, &tables, NULL), LFL_ERR_DATA);
  assert_null(tables);
  assert_int_equal(count_code(&diags, "iati-country"), 1);
  lfl_iati_destroy(in);
  lfl_diags_clear(&diags);
}

typedef struct world {
  lfl_diags diags, scenario_diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_iati *in;
  const lfl_tables *out;
  lfl_iati_result result;
} world;

/* The example of docs/IMPORT.md, read into the scenario that it is for. */
static void begin(world *w, bool is_reversed) {
  static const char *const files[] = {LFL_SOURCE_DIR "/scenarios/two-sites/iati/agency.xml", LFL_SOURCE_DIR "/scenarios/two-sites/iati/helpers.xml"};
  *w = (world){.out = NULL};
  assert_true(lfl_diags_init(&w->diags) && lfl_diags_init(&w->scenario_diags));
  assert_int_equal(lfl_scenario_read(LFL_SOURCE_DIR "/scenarios/two-sites", NULL, &w->scenario_diags, &w->tables, &w->scenario), LFL_OK);
  const lfl_iati_options options = {.country = "XA", .scenario = w->scenario};
  w->in = lfl_iati_create(&options, &w->diags);
  for (int i = 0; i < 2; i++) assert_int_equal(lfl_iati_add_file(w->in, files[is_reversed ? 1 - i : i]), LFL_OK);
  assert_int_equal(lfl_iati_finish(w->in, &w->out, &w->result), LFL_OK);
}

static void end(world *w) {
  lfl_iati_destroy(w->in);
  lfl_scenario_destroy(w->scenario);
  lfl_tables_destroy(w->tables);
  lfl_diags_clear(&w->diags);
  lfl_diags_clear(&w->scenario_diags);
}

#define PAYS_EUROS(amount, from) "<transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value currency=\"EUR\">" amount "</value>" FROM(from) "</transaction>"

/* Day 4 of the scenario: a euro is 1.5 dollars. */
static void what_is_gone_in_another_currency_is_taken_off_by_the_rates(void **state) {
  (void)state;
  static const example cases[] = {
      {"8 euros are 12 dollars", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "20", "")) ACTIVITY("B", "<activity-status code=\"4\"/>" PAYS_EUROS("8", "A"))), "A/11-2030-03-05|8 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"more than there was", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "10", "")) ACTIVITY("B", "<activity-status code=\"4\"/>" PAYS_EUROS("8", "A"))), "", "iati-passed-on"},
      {"4 of 8 euros, at the end of a chain", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "20", "")) ACTIVITY("B", PAYS_EUROS("8", "A")) ACTIVITY("C", "<activity-status code=\"4\"/>" PAYS_EUROS("4", "B"))),
       "A/11-2030-03-05|14 USD 2030-03-05 none:\nB/11-2030-03-05|4 EUR 2030-03-05 none: <A/11-2030-03-05\n", "iati-passed-on"},
      {"without a rate", FILE_OF(ACTIVITY("A", PAYS("11", DAY, "20", "")) ACTIVITY("B", "<activity-status code=\"4\" />" "<transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value currency=\"CHF\">8</value>" FROM("A") "</transaction>")),
       "A/11-2030-03-05|20 USD 2030-03-05 none:\n", "iati-passed-on"},
      {"of 9 francs without a rate and 8 euros off the euros", FILE_OF(ACTIVITY("A", "<transaction ref=\"1\"><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value currency=\"CHF\">9</value></transaction>"
       "<transaction ref=\"2\"><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value currency=\"EUR\">8</value></transaction>") ACTIVITY("B", "<activity-status code=\"4\"/>" "<transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"" DAY "\"/><value>6</value>" FROM("A") "</transaction>")),
       "A/1|9 CHF 2030-03-05 none:\nA/2|4 EUR 2030-03-05 none:\n", "iati-passed-on"},
  };
  lfl_rate rates[] = {{.currency = "EUR", .day = 0, .rate = 1.25}, {.currency = "EUR", .day = 2, .rate = 1.5}};
  world w = {.out = NULL};
  assert_true(lfl_diags_init(&w.scenario_diags));
  assert_int_equal(lfl_scenario_read(LFL_SOURCE_DIR "/scenarios/two-sites", NULL, &w.scenario_diags, &w.tables, &w.scenario), LFL_OK);
  w.scenario->rates = rates;
  w.scenario->n_rates = 2;
  const lfl_iati_options options = {.scenario = w.scenario};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check_example(&cases[i], &options);
  lfl_scenario_destroy(w.scenario);
  lfl_tables_destroy(w.tables);
  lfl_diags_clear(&w.scenario_diags);
}

static void the_example_comes_out_as_documented(void **state) {
  (void)state;
  world w, reversed;
  lfl_buf rows = {0}, again = {0};
  begin(&w, false);
  put_rows(w.out, &rows);
  assert_string_equal(rows.text, "XX-AGENCY-RELIEF/C-1:food|108000 USD 2030-02-20 sector:food\n"
                                 "XX-AGENCY-RELIEF/C-1:wash|54000 USD 2030-02-20 sector:wash\n"
                                 "XX-AGENCY-RELIEF/C-2:food|100000 EUR 2030-03-03 sector:food\n"
                                 "XX-HELPERS-LATRINES/11-2030-02-27:toilet|30000 USD 2030-02-27 sector:toilet if XX-HELPERS-LATRINES <XX-AGENCY-RELIEF/C-1:wash\n"
                                 "XX-HELPERS-TOWN/2-2030-03-10:OLD|30000 USD 2030-03-10 place:OLD if XX-HELPERS-TOWN\n");
  const lfl_table *conditions = lfl_tables_find(w.out, "conditions"), *pledges = lfl_tables_find(w.out, "pledges");
  assert_int_equal(conditions->n_rows, 2);
  assert_string_equal(lfl_table_get(conditions, 0, "text"), "performance: Plans of the latrines are agreed with the town.");
  assert_null(lfl_table_get(conditions, 0, "from_day"));
  assert_string_equal(lfl_table_get(pledges, 0, "earmarking"), "softly");
  assert_string_equal(lfl_table_get(pledges, 2, "earmarking"), "earmarked");
  assert_string_equal(lfl_table_get(pledges, 0, "donor"), "Norland");
  assert_string_equal(lfl_table_get(pledges, 0, "receiver"), "Example Agency");
  assert_int_equal(count_code(&w.diags, "iati-contacts"), 1);
  for (int t = 0; t < w.out->n_tables; t++) /* nothing of the contact comes through */
    for (int i = 0; i < w.out->tables[t].n_rows; i++)
      for (int k = 0; k < w.out->tables[t].n_columns; k++) {
        const char *cell = w.out->tables[t].cells[i][k];
        assert_true(!cell || (!strstr(cell, "Person") && !strstr(cell, "555") && !strchr(cell, '@')));
      }
  begin(&reversed, true);
  put_rows(reversed.out, &again);
  assert_string_equal(again.text, rows.text);
  lfl_buf_clear(&rows);
  lfl_buf_clear(&again);
  end(&reversed);
  end(&w);
}

/* What the check will say: the latrines' money is the agency's; in the scenario, a clash of keys. */
static void the_import_is_held_against_the_scenario(void **state) {
  (void)state;
  world w;
  begin(&w, false);
  int before = w.diags.n_errors;
  assert_int_equal(lfl_import_check(w.tables, w.out, "out.csv", &w.diags), LFL_OK);
  assert_int_equal(count_code(&w.diags, "counted-once"), 1);
  assert_int_equal(w.diags.n_errors, before); /* never an error */
  bool is_named = false;
  for (int i = 0; i < w.diags.n; i++) is_named = is_named || (strcmp(w.diags.items[i].code, "counted-once") == 0 && strcmp(w.diags.items[i].file, "out.csv") == 0 && w.diags.items[i].row == 5);
  assert_true(is_named);
  assert_int_equal(lfl_import_check(NULL, w.out, "out.csv", &w.diags), LFL_OK);
  assert_int_equal(count_code(&w.diags, "counted-once"), 2);
  static const char *const columns[] = {"pledge_id", "amount"};
  static const char *cells[] = {"A", "1"};
  static const char **rows[] = {cells};
  static const long numbers[] = {2};
  lfl_table clash = {"pledges", "x", 2, 1, columns, rows, numbers, NULL};
  const lfl_tables clashing = {.name = "x", .n_tables = 1, .tables = &clash};
  assert_int_equal(lfl_import_check(w.tables, &clashing, "out.csv", &w.diags), LFL_OK);
  assert_int_equal(count_code(&w.diags, "import-there"), 1);
  assert_int_equal(w.diags.n_errors, before);
  end(&w);
}

static int count_twins(const char *xml) {
  lfl_diags diags;
  const lfl_tables *tables = NULL;
  assert_true(lfl_diags_init(&diags));
  lfl_iati *in = lfl_iati_create(NULL, &diags);
  assert_int_equal(lfl_iati_add_text(in, "a.xml", xml, strlen(xml)), LFL_OK);
  assert_int_equal(lfl_iati_finish(in, &tables, NULL), LFL_OK);
  assert_int_equal(lfl_import_check(NULL, tables, "out.csv", &diags), LFL_OK);
  int n = count_code(&diags, "money-twice");
  lfl_iati_destroy(in);
  lfl_diags_clear(&diags);
  return n;
}

/* Of what is one transaction nobody is told to delete a row; two that look alike are warned of, whether or not they name a donor. */
static void parts_of_one_amount_are_no_twins(void **state) {
  (void)state;
  assert_int_equal(count_twins(FILE_OF(ACTIVITY("A", PARTLY("1", "72040", "33.3") PARTLY("1", "14030", "33.3") PARTLY("1", "12220", "33.3") PAYS("11", DAY, "100", "")))), 0);
  assert_int_equal(count_twins(FILE_OF(ACTIVITY("A", PARTLY("10", "6", "50") PARTLY("10", "11", "50") PAYS("11", DAY, "200", ""))
                                           ACTIVITY("B", SECTOR("72040") PAYS("11", "2030-03-06", "200", FROM("A"))))), 0); /* cut in two of 100 */
  assert_int_equal(count_twins(FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "")) ACTIVITY("B", SECTOR("72040") PAYS("11", "2030-03-06", "200", FROM("A"))))), 0); /* 100 of it are beyond A */
  assert_int_equal(count_twins(FILE_OF(ACTIVITY("A", SECTOR("72040") PAYS("11", DAY, "100", "") PAYS("11", DAY, "100", "")))), 1);
  assert_int_equal(count_twins(FILE_OF(ACTIVITY("A", PAYS("11", DAY, "100", "<provider-org><narrative>N</narrative></provider-org>") PAYS("11", DAY, "100", "<provider-org><narrative>N</narrative></provider-org>")))), 1);
}

static bool is_there(const char *dir, const char *name) {
  char path[300];
  struct stat st;
  snprintf(path, sizeof path, "%s/%s", dir, name);
  return lstat(path, &st) == 0;
}

static void files_are_written_all_or_nothing(void **state) {
  (void)state;
  world w;
  char dir[] = "/tmp/lfl_iati_XXXXXX", path[300];
  lfl_diags problems;
  begin(&w, false);
  assert_non_null(mkdtemp(dir));
  assert_true(lfl_diags_init(&problems));
  snprintf(path, sizeof path, "%s/conditions.csv", dir);
  FILE *taken = fopen(path, "w");
  assert_non_null(taken);
  fclose(taken);
  snprintf(path, sizeof path, "%s/p.csv", dir);
  assert_int_equal(lfl_tables_write_files(w.out, path, &problems), LFL_ERR_USAGE); /* the other file is taken */
  assert_false(is_there(dir, "p.csv"));
  snprintf(path, sizeof path, "%s/conditions.csv", dir);
  assert_int_equal(remove(path), 0);
  snprintf(path, sizeof path, "%s/p.csv", dir);
  assert_int_equal(lfl_tables_write_files(w.out, path, &problems), LFL_OK);
  assert_true(is_there(dir, "p.csv") && is_there(dir, "conditions.csv"));
  assert_int_equal(lfl_tables_write_files(w.out, path, &problems), LFL_ERR_USAGE); /* nothing is replaced */
  snprintf(path, sizeof path, "%s/no/p.csv", dir);
  assert_int_equal(lfl_tables_write_files(w.out, path, &problems), LFL_ERR_IO);
  static const char *const made[] = {"p.csv", "conditions.csv"};
  for (int i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/%s", dir, made[i]);
    assert_int_equal(remove(path), 0);
  }
  assert_int_equal(rmdir(dir), 0); /* nothing else was left there */
  lfl_diags_clear(&problems);
  end(&w);
}

/* Whichever allocation fails: no memory is the answer, nothing is lost and nothing crashes. */
static void every_allocation_may_fail(void **state) {
  (void)state;
  static const char xml[] = FILE_OF(ACTIVITY("A", PARTLY("10", "6", "50") PARTLY("10", "11", "50") "<conditions attached=\"1\"/><location><name><narrative>T</narrative></name></location>" PAYS("11", DAY, "60", ""))
                                        ACTIVITY("B", PAYS("11", DAY, "40", FROM("A")) PAYS("4", DAY, "35", "")) "<oddity/>");
  bool was_fine = false;
  long n = 0;
  for (; !was_fine && n < 2000; n++) {
    lfl_diags diags;
    const lfl_tables *tables = NULL;
    assert_true(lfl_diags_init(&diags));
    lfl_alloc_fail_after(n);
    lfl_iati *in = lfl_iati_create(NULL, &diags);
    lfl_status status = in ? lfl_iati_add_text(in, "a.xml", xml, strlen(xml)) : LFL_ERR_MEMORY;
    if (status == LFL_OK) status = lfl_iati_finish(in, &tables, NULL);
    if (status == LFL_OK) status = lfl_import_check(NULL, tables, "out.csv", &diags);
    lfl_alloc_fail_after(-1);
    assert_true(status == LFL_OK || status == LFL_ERR_MEMORY);
    was_fine = status == LFL_OK;
    lfl_iati_destroy(in);
    lfl_diags_clear(&diags);
  }
  assert_true(was_fine && n > 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(each_sum_counts_once),
                                     cmocka_unit_test(sectors_and_countries_part_it),
                                     cmocka_unit_test(what_is_no_percentage_is_not_guessed),
                                     cmocka_unit_test(what_is_passed_on_is_linked),
                                     cmocka_unit_test(what_is_gone_in_another_currency_is_taken_off_by_the_rates),
      cmocka_unit_test(what_is_gone_counts_nowhere),
                                     cmocka_unit_test(the_version_that_was_updated_last_counts),
                                     cmocka_unit_test(several_countries_ask_which),
                                     cmocka_unit_test(the_example_comes_out_as_documented),
                                     cmocka_unit_test(the_import_is_held_against_the_scenario),
                                     cmocka_unit_test(parts_of_one_amount_are_no_twins),
                                     cmocka_unit_test(files_are_written_all_or_nothing),
                                     cmocka_unit_test(every_allocation_may_fail)};
  return cmocka_run_group_tests_name("iati", tests, NULL, NULL);
}
