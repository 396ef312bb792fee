/* IATI files that are broken, wrong or meant to harm: each is refused with what is wrong, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "import/import.h"

#define ROOT "<iati-activities version=\"2.03\">"
#define END "</iati-activities>"
#define WHOLE "<iati-activity><iati-identifier>A</iati-identifier></iati-activity>"

typedef struct refusal {
  const char *name, *xml, *code;
  long line;
  const char *column; /* NULL: none */
} refusal;

/* Reads the text; the first error's place and code, and nothing read of a file that is refused. */
static void check_refusal(const refusal *r, size_t n) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_iati *in = lfl_iati_create(NULL, &diags);
  assert_non_null(in);
  lfl_status status = lfl_iati_add_text(in, "h.xml", r->xml, n);
  if (status != LFL_ERR_DATA || diags.n_errors != 1 || strcmp(diags.items[diags.n - 1].code, r->code) != 0)
    print_error("%s: status %d, %s\n", r->name, (int)status, diags.n ? diags.items[diags.n - 1].code : "nothing said");
  assert_int_equal(status, LFL_ERR_DATA);
  assert_int_equal(diags.n_errors, 1);
  const lfl_diag *d = &diags.items[diags.n - 1];
  assert_string_equal(d->code, r->code);
  assert_string_equal(d->file, "h.xml");
  assert_non_null(d->expected);
  if (r->line) assert_int_equal(d->row, r->line);
  if (r->column) assert_string_equal(d->column, r->column);
  lfl_iati_destroy(in);
  lfl_diags_clear(&diags);
}

static void what_is_no_iati_file_is_refused(void **state) {
  (void)state;
  static const refusal cases[] = {
      {"entity bomb", "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n" ROOT "&c;" END, "xml-doctype", 2, NULL},
      {"external entity", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" ROOT "<iati-activity><iati-identifier>&a;</iati-identifier></iati-activity>" END, "xml-doctype", 1, NULL},
      {"external subset", "<!DOCTYPE x SYSTEM \"http://example.org/x.dtd\">" ROOT END, "xml-doctype", 1, NULL},
      {"public identifier", "<!DOCTYPE x PUBLIC \"-//X//Y\" \"http://example.org/x.dtd\">" ROOT END, "xml-doctype", 1, NULL},
      {"parameter entity", "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://example.org/p\">%p;]>" ROOT END, "xml-doctype", 1, NULL},
      {"empty document type", "\n\n<!DOCTYPE x>" ROOT END, "xml-doctype", 3, NULL},
      {"entity without a declaration", ROOT "\n<iati-activity><iati-identifier>&a;</iati-identifier></iati-activity>" END, "xml", 2, "33"},
      {"nothing", "", "xml", 1, NULL},
      {"spaces", "  \n ", "xml", 0, NULL},
      {"text", "pledge_id,donor,amount\nA,B,5\n", "xml", 1, "1"},
      {"cut in a tag", ROOT "<iati-act", "xml", 1, NULL},
      {"cut in text", ROOT "<iati-activity><iati-identifier>A", "xml", 1, NULL},
      {"cut after an activity", ROOT WHOLE, "xml", 1, NULL},
      {"crossed tags", ROOT "\n<iati-activity>\n</iati-identifier></iati-activity>" END, "xml", 3, "3"},
      {"two roots", ROOT END "\n" ROOT END, "xml", 2, "1"},
      {"attribute twice", "<iati-activities version=\"2.03\" version=\"2.03\"/>", "xml", 1, NULL},
      {"not the encoding that is said", ROOT "<iati-activity><iati-identifier>\xE9t\xE9</iati-identifier></iati-activity>" END, "xml", 1, "65"},
      {"overlong UTF-8", ROOT "<iati-activity><iati-identifier>\xC0\xAF</iati-identifier></iati-activity>" END, "xml", 1, "65"},
      {"an encoding that is not read", "<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?>" ROOT END, "xml", 1, NULL},
      {"said to be UTF-16", "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" ROOT END, "xml", 1, NULL},
      {"a control character", ROOT "<iati-activity>\x01</iati-activity>" END, "xml", 1, "48"},
      {"a character that is none", ROOT "<iati-activity><iati-identifier>&#0;</iati-identifier></iati-activity>" END, "xml", 1, NULL},
      {"another root", "<html/>", "iati-root", 1, NULL},
      {"organisations", "<iati-organisations version=\"2.03\"/>", "iati-root", 1, NULL},
      {"version 1", "<iati-activities version=\"1.05\"/>", "iati-root", 1, NULL},
      {"version 3", "<iati-activities version=\"3.01\"/>", "iati-root", 1, NULL},
      {"no version", "<iati-activities/>", "iati-root", 1, NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check_refusal(&cases[i], strlen(cases[i].xml));
}

/* `n` copies of `text`, with something before and after. */
static void repeat(lfl_buf *out, const char *before, const char *text, size_t n, const char *after) {
  lfl_buf_puts(out, before);
  for (size_t i = 0; i < n; i++) lfl_buf_puts(out, text);
  lfl_buf_puts(out, after);
  assert_false(out->failed);
}

static void what_is_too_large_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *name, *before, *text, *after, *code;
    size_t n;
  } cases[] = {
      {"a hundred thousand elements deep", ROOT, "<a>", "", "xml-depth", 100000},
      {"deep within a kept element", ROOT "<iati-activity><transaction>", "<a>", "", "xml-depth", 100000},
      {"a text without end", ROOT "<iati-activity><iati-identifier>", "aaaaaaaaaa", "</iati-identifier></iati-activity>" END, "xml-text", 20000},
      {"a tag without end", ROOT "<iati-activity ", "x=\"y\" ", "", "xml-markup", 1000000},
      {"an attribute without end", ROOT "<iati-activity x=\"", "aaaaaaaaaa", "", "xml-markup", 1000000},
      {"a comment without end", ROOT "<!--", "aaaaaaaaaa", "", "xml-markup", 1000000},
      {"a million elements in one activity", ROOT "<iati-activity><location>", "<name/>", "</location></iati-activity>" END, "xml-size", 1100000},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    lfl_buf xml = {0};
    repeat(&xml, cases[i].before, cases[i].text, cases[i].n, cases[i].after);
    const refusal r = {cases[i].name, xml.text, cases[i].code, 0, NULL};
    check_refusal(&r, xml.n);
    lfl_buf_clear(&xml);
  }
}

/* Attributes that are all different, as hash tables fear them, and a long plan of payments: read in good time. */
static void many_parts_take_no_ages(void **state) {
  (void)state;
  lfl_buf xml = {0};
  lfl_diags diags;
  const lfl_tables *tables;
  repeat(&xml, ROOT "<iati-activity humanitarian=\"1\" default-currency=\"USD\"><iati-identifier>A</iati-identifier>",
         "<budget type=\"2\" status=\"2\"><period-start iso-date=\"2030-01-01\"/><period-end iso-date=\"2030-01-01\"/><value>1</value></budget>", 20000, "");
  repeat(&xml, "", "<transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"2030-01-01\"/><value>1</value><receiver-org receiver-activity-id=\"A\"/></transaction>", 20000,
         "</iati-activity>" END);
  assert_true(lfl_diags_init(&diags));
  lfl_iati *in = lfl_iati_create(NULL, &diags);
  assert_int_equal(lfl_iati_add_text(in, "h.xml", xml.text, xml.n), LFL_OK);
  assert_int_equal(lfl_iati_finish(in, &tables, NULL), LFL_OK);
  assert_int_equal(tables->tables[0].n_rows, 20000);
  lfl_iati_destroy(in);
  lfl_diags_clear(&diags);
  lfl_buf_clear(&xml);
}

/* The example cut after each byte is refused, whole it is read. */
static void a_file_cut_anywhere_is_refused(void **state) {
  (void)state;
  FILE *file = fopen(LFL_SOURCE_DIR "/scenarios/two-sites/iati/helpers.xml", "rb");
  static char text[20000];
  assert_non_null(file);
  size_t n = fread(text, 1, sizeof text, file);
  fclose(file);
  while (n && text[n - 1] != '>') n--;
  assert_true(n > 1000 && n < sizeof text);
  for (size_t cut = 0; cut <= n; cut++) {
    lfl_diags diags;
    assert_true(lfl_diags_init(&diags));
    lfl_iati *in = lfl_iati_create(NULL, &diags);
    lfl_status status = lfl_iati_add_text(in, "h.xml", text, cut);
    assert_int_equal(status, cut == n ? LFL_OK : LFL_ERR_DATA);
    assert_int_equal(diags.n_errors, cut == n ? 0 : 1);
    lfl_iati_destroy(in);
    lfl_diags_clear(&diags);
  }
}

/* UTF-16 with its mark, and ISO-8859-1 as said, are read like UTF-8. */
static void other_encodings_are_read(void **state) {
  (void)state;
  static const char latin[] = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" ROOT "<iati-activity humanitarian=\"1\" default-currency=\"USD\"><iati-identifier>\xE9</iati-identifier>"
                              "<transaction><transaction-type code=\"11\"/><transaction-date iso-date=\"2030-01-01\"/><value>1</value></transaction></iati-activity>" END;
  char wide[2 * sizeof latin + 2] = "\xFF\xFE";
  size_t n_wide = 2;
  for (const char *c = strstr(latin, "?>") + 2; *c; c++) {
    wide[n_wide++] = *c;
    wide[n_wide++] = 0;
  }
  for (int k = 0; k < 2; k++) {
    lfl_diags diags;
    const lfl_tables *tables;
    assert_true(lfl_diags_init(&diags));
    lfl_iati *in = lfl_iati_create(NULL, &diags);
    assert_int_equal(lfl_iati_add_text(in, "h.xml", k ? wide : latin, k ? n_wide : strlen(latin)), LFL_OK);
    assert_int_equal(lfl_iati_finish(in, &tables, NULL), LFL_OK);
    assert_int_equal(tables->tables[0].n_rows, 1);
    assert_string_equal(tables->tables[0].cells[0][0], "\xC3\xA9/11-2030-01-01");
    lfl_iati_destroy(in);
    lfl_diags_clear(&diags);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_no_iati_file_is_refused), cmocka_unit_test(what_is_too_large_is_refused), cmocka_unit_test(many_parts_take_no_ages),
                                     cmocka_unit_test(a_file_cut_anywhere_is_refused), cmocka_unit_test(other_encodings_are_read)};
  return cmocka_run_group_tests_name("hostile iati", tests, NULL, NULL);
}
