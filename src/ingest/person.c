/* Refusing lists of people: PRODUCT.md, "It holds no personal data" and "It keeps no columns of
 * ethnicity, religion, party". A column is judged by its header, in some languages of the field,
 * and by its values: most of them look like telephone numbers, e-mail addresses or dates of
 * birth, or long numbers that are all different. Contract columns are judged by their values only,
 * and those of numbers, days and choices not at all: their type is checked later. A plain word for
 * "name" is fine in tables whose rows are no people, and "party" in those of what parties to a dispute say. O(cells) and O(rows^2) of a suspect column,
 * which is looked at for its first 300 rows. Tests: tests/unit/test_ingest_files.c. */
#include "ingest/person.h"

#include <string.h>

#include "ingest/ascii.h"
#include "model/schema.h"

enum { MOST_LOOKED_AT = 300, FEWEST = 3 };

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
    {"apellido", "names of people"}, {"apellidos", "names of people"},
    {"prenom", "names of people"}, {"pr\xC3\xA9nom", "names of people"}, {"nom_complet", "names of people"},
    {"nachname", "names of people"}, {"vorname", "names of people"}, {"nom_de_famille", "names of people"},
    {"beneficiaire", "names of people"}, {"b\xC3\xA9n\xC3\xA9" "ficiaire", "names of people"}, {"beneficiario", "names of people"},
    {"\xD8\xA7\xD9\x84\xD8\xA7\xD8\xB3\xD9\x85_\xD8\xA7\xD9\x84\xD9\x83\xD8\xA7\xD9\x85\xD9\x84", "names of people"},
    {"\xD1\x84\xD0\xB0\xD0\xBC\xD0\xB8\xD0\xBB\xD0\xB8\xD1\x8F", "names of people"}, {"soyad", "names of people"},
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
    {"gps_of_household", "where people live"}, {"home_address", "where people live"}, {"residence_address", "where people live"},
    {"age", "a trait of people"}, {"sex", "a trait of people"}, {"gender", "a trait of people"}, {"edad", "a trait of people"},
    {"sexo", "a trait of people"}, {"sexe", "a trait of people"}, {"geschlecht", "a trait of people"},
    {"marital_status", "a trait of people"}, {"disability", "a trait of people"}, {"diagnosis", "a trait of people"},
    {"\xD8\xA7\xD9\x84\xD8\xAC\xD9\x86\xD8\xB3", "a trait of people"}, {"\xD8\xA7\xD9\x84\xD8\xB9\xD9\x85\xD8\xB1", "a trait of people"},
    {"ethnicity", "a trait of people"}, {"ethnie", "a trait of people"}, {"etnia", "a trait of people"},
    {"religi\xC3\xB3n", "a trait of people"}, {"parti_politique", "a trait of people"}, {"partido", "a trait of people"},
    {"\xD8\xA7\xD9\x84\xD8\xAF\xD9\x8A\xD9\x86", "a trait of people"}, {"\xD8\xA7\xD9\x84\xD8\xB7\xD8\xA7\xD8\xA6\xD9\x81\xD8\xA9", "a trait of people"}, {"ethnic_group", "a trait of people"}, {"tribe", "a trait of people"},
    {"clan", "a trait of people"}, {"religion", "a trait of people"}, {"confession", "a trait of people"},
    {"sect", "a trait of people"}, {"political_party", "a trait of people"}, {"party", "a trait of people"},
    {"race", "a trait of people"}, {"caste", "a trait of people"}, {"nationality", "a trait of people"},
    /* Chinese, Russian, Ukrainian, Dari and Persian, Arabic, Turkish, Swahili, Somali, Portuguese, French, Spanish,
     * Haitian Creole, Indonesian, Hindi, Bengali, Amharic, Burmese */
    {"\xE5\xA7\x93\xE5\x90\x8D", "names of people"}, {"\xE7\x94\xB5\xE8\xAF\x9D", "telephone numbers"},
    {"\xE6\x89\x8B\xE6\x9C\xBA", "telephone numbers"}, {"\xE8\xBA\xAB\xE4\xBB\xBD\xE8\xAF\x81", "identity numbers"},
    {"\xE8\xBA\xAB\xE4\xBB\xBD\xE8\xAF\x81\xE5\x8F\xB7", "identity numbers"},
    {"\xE5\x87\xBA\xE7\x94\x9F\xE6\x97\xA5\xE6\x9C\x9F", "dates of birth"},
    {"\xD1\x82\xD0\xB5\xD0\xBB\xD0\xB5\xD1\x84\xD0\xBE\xD0\xBD", "telephone numbers"},
    {"\xD0\xBF\xD0\xB0\xD1\x81\xD0\xBF\xD0\xBE\xD1\x80\xD1\x82", "identity numbers"},
    {"\xD0\xB4\xD0\xB0\xD1\x82\xD0\xB0_\xD1\x80\xD0\xBE\xD0\xB6\xD0\xB4\xD0\xB5\xD0\xBD\xD0\xB8\xD1\x8F", "dates of birth"},
    {"\xD0\xB4\xD0\xB0\xD1\x82\xD0\xB0_\xD0\xBD\xD0\xB0\xD1\x80\xD0\xBE\xD0\xB4\xD0\xB6\xD0\xB5\xD0\xBD\xD0\xBD\xD1\x8F", "dates of birth"},
    {"\xD0\xBF\xD1\x80\xD1\x96\xD0\xB7\xD0\xB2\xD0\xB8\xD1\x89\xD0\xB5", "names of people"},
    {"\xD1\x84\xD0\xB8\xD0\xBE", "names of people"},
    {"\xD9\x86\xD8\xA7\xD9\x85_\xD8\xAE\xD8\xA7\xD9\x86\xD9\x88\xD8\xA7\xD8\xAF\xDA\xAF\xDB\x8C", "names of people"},
    {"\xD8\xAA\xD9\x84\xD9\x81\xD9\x86", "telephone numbers"},
    {"\xD8\xAA\xD8\xA7\xD8\xB1\xDB\x8C\xD8\xAE_\xD8\xAA\xD9\x88\xD9\x84\xD8\xAF", "dates of birth"},
    {"\xD8\xAA\xD8\xA7\xD8\xB1\xD9\x8A\xD8\xAE_\xD8\xA7\xD9\x84\xD9\x85\xD9\x8A\xD9\x84\xD8\xA7\xD8\xAF", "dates of birth"},
    {"\xD8\xB1\xD9\x82\xD9\x85_\xD8\xA7\xD9\x84\xD9\x87\xD8\xA7\xD8\xAA\xD9\x81", "telephone numbers"},
    {"\xD8\xA7\xD9\x84\xD8\xAC\xD9\x88\xD8\xA7\xD9\x84", "telephone numbers"},
    {"\xD8\xB1\xD9\x82\xD9\x85_\xD8\xA7\xD9\x84\xD8\xAC\xD9\x88\xD8\xA7\xD9\x84", "telephone numbers"},
    {"tc_kimlik", "identity numbers"}, {"kimlik_no", "identity numbers"}, {"dogum_tarihi", "dates of birth"},
    {"do\xC4\x9Fum_tarihi", "dates of birth"}, {"simu", "telephone numbers"}, {"taleefan", "telephone numbers"},
    {"telefone", "telephone numbers"}, {"sobrenome", "names of people"}, {"data_de_nascimento", "dates of birth"},
    {"date_de_naissance", "dates of birth"}, {"fecha_de_nacimiento", "dates of birth"},
    {"cedula", "identity numbers"}, {"c\xC3\xA9" "dula", "identity numbers"}, {"dni", "identity numbers"},
    {"siyati", "names of people"}, {"dat_nesans", "dates of birth"}, {"nama_lengkap", "names of people"},
    {"tanggal_lahir", "dates of birth"}, {"\xE0\xA4\xAB\xE0\xA4\xBC\xE0\xA5\x8B\xE0\xA4\xA8", "telephone numbers"},
    {"\xE0\xA4\xAB\xE0\xA5\x8B\xE0\xA4\xA8", "telephone numbers"},
    {"\xE0\xA6\xAB\xE0\xA7\x8B\xE0\xA6\xA8", "telephone numbers"},
    {"\xE0\xA6\xAE\xE0\xA7\x8B\xE0\xA6\xAC\xE0\xA6\xBE\xE0\xA6\x87\xE0\xA6\xB2", "telephone numbers"},
    {"\xE1\x88\xB5\xE1\x88\x8D\xE1\x8A\xAD", "telephone numbers"},
    {"\xE1\x80\x94\xE1\x80\xAC\xE1\x80\x99\xE1\x80\x8A\xE1\x80\xBA", "names of people"},
};

/* Words for "name" alone: of a place or an item in the contract's tables, of a person elsewhere. */
static const char *const NAMES[] = {"name", "nom", "nombre", "nome", "naam", "isim", "jina", "magac",
                                    "\xD8\xA7\xD8\xB3\xD9\x85", "\xD8\xA7\xD9\x84\xD8\xA7\xD8\xB3\xD9\x85", "\xD8\xA7\xD9\x84\xD8\xA5\xD8\xB3\xD9\x85",
                                    "\xD9\x86\xD8\xA7\xD9\x85", "\xD0\xB8\xD0\xBC\xD1\x8F", "\xD1\x96\xD0\xBC'\xD1\x8F",
                                    "nama", "\xE0\xA4\xA8\xE0\xA4\xBE\xE0\xA4\xAE", "\xE0\xA6\xA8\xE0\xA6\xBE\xE0\xA6\xAE", "\xE1\x88\xB5\xE1\x88\x9D", "\xE5\x90\x8D\xE5\xAD\x97", "emri"};

/* Tables whose name says that each row is a person. */
static const char *const LISTS[] = {"beneficiaries", "beneficiary_list", "individuals", "persons", "patients", "registrations",
                                    "refugees", "beneficiaires", "beneficiarios", "personas", "personnes"};

static bool is_one_of(const char *word, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(word, list[i]) == 0) return true;
  return false;
}

/* Part of a word: letters, digits and all of UTF-8 beyond ASCII. */
static bool is_word(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || (c & '\x80'); }

/* Tables whose rows are what somebody says, wants or disputes: a party there is who says it. A political party is none, wherever it stands. */
static const char *const OF_PARTIES[] = {"assumptions", "claims", "options", "stages"};

static bool is_partys_word(const char *word, const char *table) { return strcmp(word, "party") == 0 && is_one_of(table, OF_PARTIES, sizeof OF_PARTIES / sizeof OF_PARTIES[0]); }

static const char *trait_of_header(const char *header, const char *table, bool is_contract_table) {
  for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
    if (is_partys_word(WORDS[i].word, table)) continue;
    size_t n = strlen(WORDS[i].word);
    for (const char *at = header; (at = strstr(at, WORDS[i].word)) != NULL; at++)
      if ((at == header || !is_word(at[-1])) && !is_word(at[n])) return WORDS[i].what;
  }
  if (!is_contract_table && is_one_of(header, NAMES, sizeof NAMES / sizeof NAMES[0])) return "names of people";
  return NULL;
}

static bool looks_like_email(const char *v) {
  const char *at = strchr(v, '@');
  return at && at > v && strchr(at, '.') && !strchr(v, ' ') && !strchr(v, '/');
}

/* Year of a date written as 1984-05-31, 31.05.1984 or 5/31/1984; 0 if it is none. */
static int year_of(const char *v) {
  int part[3] = {0}, digits[3] = {0}, k = 0;
  for (; *v; v++) {
    if (is_ascii_digit(*v) && digits[k] < 4) {
      part[k] = 10 * part[k] + (*v - '0');
      digits[k]++;
    } else if ((*v == '-' || *v == '/' || *v == '.') && digits[k] && k < 2) {
      k++;
    } else {
      return 0;
    }
  }
  if (k != 2 || !digits[2]) return 0;
  if (digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2) return part[0];
  return digits[2] == 4 && digits[0] <= 2 && digits[1] <= 2 ? part[2] : 0;
}

/* "12 345 678": a number in groups of thousands. */
static bool is_grouped_number(const char *v) {
  int digits = 0, n_groups = 0;
  if (*v == '-') v++;
  for (;; v++) {
    if (is_ascii_digit(*v)) digits++;
    else if (*v == ' ' || *v == '.' || *v == 0) {
      if (digits == 0 || digits > 3 || (n_groups && digits != 3)) return false;
      n_groups++;
      digits = 0;
      if (!*v) return n_groups > 1;
    } else {
      return false;
    }
  }
}

/* 8 to 15 digits with spaces, hyphens or brackets between them that begin as an international or
 * a national number does or are set in groups as one is; no date and no number. */
static bool looks_like_phone(const char *v) {
  int digits = 0, marks = 0, points = 0;
  bool is_international = v[0] == '+' || (v[0] == '0' && v[1] == '0');
  if (v[0] == '-' || year_of(v) || (is_grouped_number(v) && v[0] != '0')) return false;
  for (const char *c = v + (v[0] == '+'); *c; c++) {
    if (is_ascii_digit(*c)) digits++;
    else if (*c == '.') points++;
    else if (strchr(" -()/", *c)) marks++;
    else return false;
  }
  if (digits < 8 || digits > 15 || (points == 1 && !marks)) return false;
  return is_international || v[0] == '0' || v[0] == '(' || marks + points >= 2;
}

static bool looks_like_birth(const char *v) { return year_of(v) >= 1900 && year_of(v) < 2010; }

/* 9 to 18 digits, or one or two letters and 6 to 9 digits, as identity cards and passports have. */
static bool looks_like_identity(const char *v) {
  size_t letters = 0, digits = 0;
  while (is_ascii_letter(v[letters])) letters++;
  while (is_ascii_digit(v[letters + digits])) digits++;
  if (v[letters + digits]) return false;
  return letters == 0 ? digits >= 9 && digits <= 18 : letters <= 2 && digits >= 7 && digits <= 9;
}

/* Do at least nine in ten of the column's first values stand there once only? */
static bool are_distinct(const lfl_table *table, int column) {
  int n = 0, n_twins = 0;
  for (int i = 0; i < table->n_rows && i < MOST_LOOKED_AT; i++) {
    const char *v = table->cells[i][column];
    if (!v) continue;
    n++;
    for (int k = 0; k < i; k++)
      if (table->cells[k][column] && strcmp(table->cells[k][column], v) == 0) {
        n_twins++;
        break;
      }
  }
  return 10 * n_twins <= n;
}

/* known: a text or key of the contract, where long codes and old dates may stand for a reason. */
static const char *trait_of_values(const lfl_table *table, int column, bool known) {
  int n = 0, emails = 0, phones = 0, births = 0, identities = 0;
  for (int i = 0; i < table->n_rows; i++) {
    const char *v = table->cells[i][column];
    if (!v) continue;
    n++;
    emails += looks_like_email(v);
    phones += looks_like_phone(v);
    births += looks_like_birth(v);
    identities += looks_like_identity(v);
  }
  if (n < FEWEST) return NULL;
  if (2 * emails > n) return "e-mail addresses";
  if (2 * phones > n) return "telephone numbers";
  if (known || n <= FEWEST || !are_distinct(table, column)) return NULL;
  if (2 * births > n) return "dates of birth";
  return 2 * identities > n ? "identity numbers" : NULL;
}

static bool is_judged_by_values(const lfl_column *known) {
  return !known || known->type == LFL_TYPE_TEXT || known->type == LFL_TYPE_KEY || known->type == LFL_TYPE_REF;
}

static void refuse(const lfl_table *table, const char *column, const char *what, lfl_diags *diags) {
  char text[200] = "this looks like ";
  strncat(text, what, 40);
  strncat(text, "; Lifeline holds no personal data and no traits of people: give numbers by area or site", 120);
  lfl_diag d = {.severity = LFL_ERROR, .code = "personal-data", .file = table->file, .row = column ? 1 : 0, .column = column, .expected = text};
  lfl_diags_add(diags, &d);
}

void refuse_persons(const lfl_tables *tables, lfl_diags *diags) {
  for (int t = 0; t < tables->n_tables; t++) {
    const lfl_table *table = &tables->tables[t];
    const lfl_table_schema *schema = lfl_schema_find(table->name);
    if (!schema && is_one_of(table->name, LISTS, sizeof LISTS / sizeof LISTS[0])) refuse(table, NULL, "a list of people", diags);
    for (int c = 0; c < table->n_columns; c++) {
      double factor;
      const char *count;
      const lfl_column *known = schema ? lfl_schema_column(schema, table->columns[c]) : NULL;
      if (schema && !known) known = lfl_schema_alias(schema, table->columns[c], &factor, &count);
      const char *what = known ? NULL : trait_of_header(table->columns[c], table->name, schema != NULL);
      if (!what && is_judged_by_values(known)) what = trait_of_values(table, c, known != NULL);
      if (what) refuse(table, table->columns[c], what, diags);
    }
  }
}
