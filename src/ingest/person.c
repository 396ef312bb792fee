/* Refusing lists of people: PRODUCT.md, "It holds no personal data" and "It keeps no columns of
 * ethnicity, religion, party". A column is judged by its header, in some languages of the field,
 * and by its values: most of them look like telephone numbers, e-mail addresses or dates of
 * birth. Contract columns are judged by their values only. O(cells). Tests: test_ingest.c. */
#include "ingest/person.h"

#include <ctype.h>
#include <string.h>

#include "model/schema.h"

typedef struct trait {
  const char *word;  /* lower case, part of a header between non-letters unless is_part */
  const char *what;
} trait;

static const trait WORDS[] = {
    {"first_name", "names of people"}, {"firstname", "names of people"}, {"last_name", "names of people"},
    {"lastname", "names of people"}, {"surname", "names of people"}, {"full_name", "names of people"},
    {"fullname", "names of people"}, {"given_name", "names of people"}, {"family_name", "names of people"},
    {"beneficiary", "names of people"}, {"beneficiary_name", "names of people"}, {"head_of_household", "names of people"},
    {"hoh", "names of people"}, {"father_name", "names of people"}, {"mother_name", "names of people"},
    {"nombre", "names of people"}, {"apellido", "names of people"}, {"apellidos", "names of people"},
    {"prenom", "names of people"}, {"pr\xC3\xA9nom", "names of people"}, {"nom_complet", "names of people"},
    {"nachname", "names of people"}, {"vorname", "names of people"}, {"\xD8\xA7\xD8\xB3\xD9\x85", "names of people"},
    {"\xD8\xA7\xD9\x84\xD8\xA7\xD8\xB3\xD9\x85", "names of people"}, {"\xD0\xB8\xD0\xBC\xD1\x8F", "names of people"},
    {"phone", "telephone numbers"}, {"telephone", "telephone numbers"}, {"t\xC3\xA9l\xC3\xA9phone", "telephone numbers"},
    {"telefono", "telephone numbers"}, {"tel\xC3\xA9" "fono", "telephone numbers"}, {"telefon", "telephone numbers"},
    {"mobile", "telephone numbers"}, {"mobile_number", "telephone numbers"}, {"whatsapp", "telephone numbers"},
    {"msisdn", "telephone numbers"}, {"tel", "telephone numbers"}, {"phone_number", "telephone numbers"},
    {"\xD9\x87\xD8\xA7\xD8\xAA\xD9\x81", "telephone numbers"}, {"email", "e-mail addresses"}, {"e_mail", "e-mail addresses"},
    {"national_id", "identity numbers"}, {"id_number", "identity numbers"}, {"id_no", "identity numbers"},
    {"passport", "identity numbers"}, {"passport_no", "identity numbers"}, {"ssn", "identity numbers"},
    {"registration_number", "identity numbers"}, {"unhcr_id", "identity numbers"}, {"progres_id", "identity numbers"},
    {"case_number", "identity numbers"}, {"ration_card", "identity numbers"}, {"iban", "bank accounts"},
    {"\xD8\xB1\xD9\x82\xD9\x85_\xD8\xA7\xD9\x84\xD9\x87\xD9\x88\xD9\x8A\xD8\xA9", "identity numbers"},
    {"date_of_birth", "dates of birth"}, {"birth_date", "dates of birth"}, {"birthdate", "dates of birth"},
    {"dob", "dates of birth"}, {"birthday", "dates of birth"}, {"date_naissance", "dates of birth"},
    {"fecha_nacimiento", "dates of birth"}, {"geburtsdatum", "dates of birth"},
    {"fingerprint", "biometric data"}, {"biometric", "biometric data"}, {"iris", "biometric data"},
    {"ethnicity", "a trait of people"}, {"ethnic_group", "a trait of people"}, {"tribe", "a trait of people"},
    {"clan", "a trait of people"}, {"religion", "a trait of people"}, {"confession", "a trait of people"},
    {"sect", "a trait of people"}, {"political_party", "a trait of people"}, {"party", "a trait of people"},
    {"race", "a trait of people"}, {"caste", "a trait of people"}, {"nationality", "a trait of people"},
};

static const char *trait_of_header(const char *header) {
  for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
    const char *at = header;
    size_t n = strlen(WORDS[i].word);
    while ((at = strstr(at, WORDS[i].word)) != NULL) {
      bool is_start = at == header || !isalnum((unsigned char)at[-1]);
      bool is_end = !isalnum((unsigned char)at[n]) && !((unsigned char)at[n] & 0x80);
      if (is_start && is_end) return WORDS[i].what;
      at++;
    }
  }
  return NULL;
}

static bool looks_like_email(const char *v) {
  const char *at = strchr(v, '@');
  return at && at > v && strchr(at, '.') && !strchr(v, ' ') && !strchr(v, '/');
}

/* + or 00 and 8 to 15 digits, with spaces, dots, hyphens or brackets between them. */
static bool looks_like_phone(const char *v) {
  int digits = 0, marks = 0;
  bool is_international = v[0] == '+' || (v[0] == '0' && v[1] == '0');
  for (const char *c = v + (v[0] == '+'); *c; c++) {
    if (isdigit((unsigned char)*c)) digits++;
    else if (strchr(" .-()/", *c)) marks++;
    else return false;
  }
  return digits >= 8 && digits <= 15 && (is_international || (v[0] == '0' && !strchr(v, '.')) || marks >= 2);
}

/* Year of an ISO date; 0 if it is none. */
static int year_of(const char *v) {
  int y = 0;
  if (strlen(v) != 10 || v[4] != '-' || v[7] != '-') return 0;
  for (int i = 0; i < 10; i++) {
    if (i == 4 || i == 7) continue;
    if (!isdigit((unsigned char)v[i])) return 0;
    if (i < 4) y = 10 * y + (v[i] - '0');
  }
  return y;
}

static bool looks_like_birth(const char *v) { return year_of(v) >= 1900 && year_of(v) < 2010; }

static const char *trait_of_values(const lfl_table *table, int column, bool is_date_column) {
  int n = 0, emails = 0, phones = 0, births = 0;
  for (int i = 0; i < table->n_rows; i++) {
    const char *v = table->cells[i][column];
    if (!v) continue;
    n++;
    emails += looks_like_email(v);
    phones += looks_like_phone(v) && !year_of(v);
    births += looks_like_birth(v);
  }
  if (n < 3) return NULL;
  if (2 * emails > n) return "e-mail addresses";
  if (2 * phones > n) return "telephone numbers";
  if (!is_date_column && 2 * births > n) return "dates of birth";
  return NULL;
}

void refuse_persons(const lfl_tables *tables, lfl_diags *diags) {
  for (int t = 0; t < tables->n_tables; t++) {
    const lfl_table *table = &tables->tables[t];
    const lfl_table_schema *schema = lfl_schema_find(table->name);
    for (int c = 0; c < table->n_columns; c++) {
      const lfl_column *known = schema ? lfl_schema_column(schema, table->columns[c]) : NULL;
      const char *what = known ? NULL : trait_of_header(table->columns[c]);
      bool is_date = known && (known->type == LFL_TYPE_DATE || known->type == LFL_TYPE_DAY);
      if (!what) what = trait_of_values(table, c, is_date || known);
      if (!what) continue;
      lfl_diag d = {.severity = LFL_ERROR, .code = "personal-data", .file = table->file, .row = 1, .column = table->columns[c]};
      char text[200];
      size_t n = 0;
      const char *parts[] = {"this looks like ", what,
                             "; Lifeline holds no personal data and no traits of people: give numbers by area or site"};
      for (int i = 0; i < 3; i++)
        for (const char *p = parts[i]; *p && n + 1 < sizeof text; p++) text[n++] = *p;
      text[n] = 0;
      d.expected = text;
      lfl_diags_add(diags, &d);
    }
  }
}
