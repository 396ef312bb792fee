/* Cells as the contract wants them: numbers in the model's units, days, choices, references,
 * each wrong one reported with file, row, column, value and what is expected. O(1) a cell after
 * O(rows log rows) to put the rows in order. Tests: test_ingest.c, tests/data/bad. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/ascii.h"
#include "ingest/build.h"
#include "ingest/sheet_error.h"
#include "model/redact.h"

static int schema_index(const cells *c, const char *name) {
  for (int i = 0; i < c->schema->n_columns; i++)
    if (strcmp(c->schema->columns[i].name, name) == 0) return i;
  int n;
  const lfl_column *common = lfl_schema_common(&n);
  for (int i = 0; i < n; i++)
    if (strcmp(common[i].name, name) == 0) return c->schema->n_columns + i;
  return -1;
}

static const lfl_column *schema_column(const cells *c, int i) {
  int n;
  return i < c->schema->n_columns ? &c->schema->columns[i] : &lfl_schema_common(&n)[i - c->schema->n_columns];
}

/* People whom one of them stands for: household_size, or the standard of the need (people_per_toilet ...). */
static double count_factor(builder *b, const char *count) {
  if (strcmp(count, "household") == 0) {
    b->has_households = true;
    return b->s->household_size;
  }
  const double PEOPLE = 10000;
  const standard *s = find_standard(b, count, "minimum");
  if (s && s->unit && strncmp(s->unit, "beds_per_10000_people", strlen("beds_per_10000_people")) == 0) return s->value > 0 ? PEOPLE / s->value : 1;
  return s ? s->value : 1;
}

static void report_unknown(cells *c, int column) {
  const char *names[MOST_SCHEMA_COLUMNS + LFL_MOST_COUNTS];
  int n = 0, n_common;
  const lfl_column *common = lfl_schema_common(&n_common);
  for (int i = 0; i < c->schema->n_columns; i++) names[n++] = c->schema->columns[i].name;
  for (int i = 0; i < n_common; i++) names[n++] = common[i].name;
  n += lfl_schema_counts(c->schema, names + n);
  const char *nearest = lfl_nearest_name(c->table->columns[column], names, n);
  lfl_diag d = {nearest ? LFL_WARNING : LFL_NOTE, "unknown-column", c->table->file, 1, c->table->columns[column], NULL,
                "not a column of the contract: kept, not planned with", nearest};
  lfl_diags_add(c->b->diags, &d);
}

static bool is_known(const cells *c, const char *name) {
  double factor;
  const char *count;
  return name && (lfl_schema_column(c->schema, name) || lfl_schema_alias(c->schema, name, &factor, &count));
}

/* Names of columns in a cell: a row may lie in it whole, as a title without commas parts a file by its spaces. */
static int names_in(const cells *c, const char *text) {
  int n = 0;
  for (size_t k = 0; text && *text; text += k + (text[k] != 0)) {
    k = strcspn(text, ",;\t|");
    n += is_known(c, lfl_arena_strndup(c->b->arena, text, k));
  }
  return n;
}

/* Where nothing in the first row is the name of a column, and names of columns stand further down, there is a title above them. */
static bool has_title(cells *c) {
  enum { LOOKED_AT = 10, NAMES = 2 };
  const lfl_table *t = c->table;
  for (int k = 0; k < t->n_columns; k++)
    if (is_known(c, t->columns[k])) return false;
  for (int i = 0; i < t->n_rows && i < LOOKED_AT; i++) {
    int n = 0;
    for (int k = 0; k < t->n_columns; k++) n += names_in(c, t->cells[i][k]);
    if (n < NAMES && n < t->n_columns) continue;
    lfl_diag d = {LFL_ERROR, "title-above", t->file, 1, NULL, NULL, NULL, NULL};
    d.expected = lfl_arena_printf(c->b->arena, "the names of the columns, which stand in row %ld: what is above them is a title; delete it (the rest is looked at after that)", t->row_numbers[i]);
    if (d.expected) lfl_diags_add(c->b->diags, &d);
    return true;
  }
  return false;
}

bool complain_of_titles(builder *b) {
  bool is_any = false;
  for (int i = 0; i < b->tables->n_tables; i++) {
    cells c = {.b = b, .table = &b->tables->tables[i], .schema = lfl_schema_find(b->tables->tables[i].name)};
    if (c.schema && has_title(&c)) is_any = true;
  }
  return is_any;
}

static void match_columns(cells *c) {
  for (int k = 0; k < c->table->n_columns; k++) {
    const char *name = c->table->columns[k];
    double factor = 1;
    const char *count = NULL;
    const lfl_column *column = lfl_schema_column(c->schema, name);
    if (!column && (column = lfl_schema_alias(c->schema, name, &factor, &count)) != NULL && count) factor = count_factor(c->b, count);
    if (!column) {
      if (*name) report_unknown(c, k);
      continue;
    }
    int i = schema_index(c, column->name);
    bool is_twin = c->n_raw[i] == MOST_TWINS;
    for (int t = 0; t < c->n_raw[i]; t++) is_twin = is_twin || strcmp(c->table->columns[c->raw[i][t]], name) == 0;
    if (is_twin) {
      lfl_diag d = {LFL_ERROR, "column-twice", c->table->file, 1, name, NULL, "each quantity in one column only", NULL};
      lfl_diags_add(c->b->diags, &d);
      continue;
    }
    c->raw[i][c->n_raw[i]] = k;
    c->factor[i][c->n_raw[i]++] = factor;
  }
  for (int i = 0; i < c->schema->n_columns; i++)
    if (c->schema->columns[i].is_required && !c->n_raw[i] && c->table->n_rows) {
      lfl_diag d = {LFL_ERROR, "column-missing", c->table->file, 1, c->schema->columns[i].name, NULL, "this column is required", NULL};
      lfl_diags_add(c->b->diags, &d);
    }
}

typedef struct sortable {
  const cells *c;
  int row;
} sortable;

static int by_column(const sortable *x, const sortable *y, int column) {
  const char *p = x->c->table->cells[x->row][column], *q = y->c->table->cells[y->row][column];
  return strcmp(p ? p : "", q ? q : "");
}

/* In the order of the contract's columns, the key first, so that neither the order of rows nor
 * that of columns matters. Of rows of one key, which is an error, the one that stands first is first. */
static int by_cells(const void *a, const void *b) {
  const sortable *x = a, *y = b;
  if (x->c->schema->columns[0].type == LFL_TYPE_KEY && x->c->n_raw[0]) {
    int order = by_column(x, y, x->c->raw[0][0]);
    if (order || x->c->table->cells[x->row][x->c->raw[0][0]]) return order ? order : x->row - y->row;
  }
  for (int i = 0; i < MOST_SCHEMA_COLUMNS; i++)
    for (int t = 0; t < x->c->n_raw[i]; t++) {
      int order = by_column(x, y, x->c->raw[i][t]);
      if (order) return order;
    }
  return x->row - y->row;
}

/* A quantity that stands in two columns must be blank in all but one of them. */
static void report_twin_cells(cells *c) {
  for (int i = 0; i < MOST_SCHEMA_COLUMNS; i++)
    for (int row = 0; c->n_raw[i] > 1 && row < c->table->n_rows; row++) {
      int n = 0, last = 0;
      for (int t = 0; t < c->n_raw[i]; t++)
        if (c->table->cells[row][c->raw[i][t]]) {
          n++;
          last = c->raw[i][t];
        }
      if (n < 2) continue;
      lfl_diag d = {LFL_ERROR, "column-twice", c->table->file, c->table->row_numbers[row], c->table->columns[last], c->table->cells[row][last],
                    "each quantity in one column only", NULL};
      lfl_diags_add(c->b->diags, &d);
    }
}

/* Once for each cell; what is read of them later is blank. */
static void report_sheet_errors(cells *c) {
  for (int i = 0; i < MOST_SCHEMA_COLUMNS; i++)
    for (int t = 0; t < c->n_raw[i]; t++)
      for (int row = 0; row < c->table->n_rows; row++) {
        const char *text = c->table->cells[row][c->raw[i][t]];
        bool is_unstored = text && is_unstored_formula(text);
        if (!text || (!is_unstored && !is_sheet_error(text))) continue;
        lfl_diag d = {LFL_ERROR, is_unstored ? "formula-unstored" : "spreadsheet-error", c->table->file, c->table->row_numbers[row], c->table->columns[c->raw[i][t]],
                      strcmp(text, UNSTORED_FORMULA) == 0 ? NULL : text, is_unstored ? STORED_RESULT : "a value: this is what a spreadsheet shows where a formula fails", NULL};
        lfl_diags_add(c->b->diags, &d);
      }
}

/* A spreadsheet stores 80 % as 0.8 and shows it as 80 %: a column of percent whose numbers are all from 0 to 1 is probably
 * of shares. */
static void warn_of_shares(cells *c, int column) {
  const lfl_table *t = c->table;
  int example = -1;
  double share = 0;
  for (int row = 0; row < t->n_rows; row++) {
    const char *text = t->cells[row][column];
    double value;
    if (!text || !parse_number(text, &value)) continue;
    if (value < 0 || value > 1) return;
    if (example >= 0 || value <= 0) continue;
    example = row;
    share = value;
  }
  if (example < 0) return;
  const char *cell = t->cells[example][column], *percent = number_text(c->b, round(share * 1e8) / 1e6);
  lfl_diag d = {LFL_WARNING, "percent", t->file, t->row_numbers[example], t->columns[column], cell, NULL, NULL};
  d.expected = sentence(c->b, "percent, and no number of the column is above 1: this is taken for %s %%; if %s %% is meant, write %s (a cell that shows %s %% holds %s)",
                        cell, percent, percent, percent, cell);
  lfl_diags_add(c->b->diags, &d);
}

static bool ends_in(const char *text, const char *end) {
  size_t n = strlen(text), k = strlen(end);
  return n >= k && strcmp(text + n - k, end) == 0;
}

static void check_percents(cells *c) {
  for (int i = 0; i < MOST_SCHEMA_COLUMNS; i++)
    for (int t = 0; t < c->n_raw[i]; t++) {
      const char *name = c->table->columns[c->raw[i][t]];
      if (ends_in(name, "_percent") || ends_in(name, "_pct")) warn_of_shares(c, c->raw[i][t]);
    }
}

void cells_open(cells *c, builder *b, const char *table) {
  memset(c, 0, sizeof *c);
  c->b = b;
  c->schema = lfl_schema_find(table);
  c->table = lfl_tables_find(b->tables, table);
  if (!c->table) return;
  match_columns(c);
  report_twin_cells(c);
  report_sheet_errors(c);
  check_percents(c);
  c->n_rows = c->table->n_rows;
  sortable *rows = NEW(b, c->n_rows, sortable);
  c->order = NEW(b, c->n_rows, int);
  if (!rows || !c->order) {
    b->failed = true;
    c->n_rows = 0;
    return;
  }
  for (int i = 0; i < c->n_rows; i++) rows[i] = (sortable){c, i};
  if (c->n_rows) qsort(rows, (size_t)c->n_rows, sizeof *rows, by_cells);
  for (int i = 0; i < c->n_rows; i++) c->order[i] = rows[i].row;
}

void cells_go(cells *c, int i) { c->row = c->order[i]; }

/* Which of the raw columns of schema column `i` holds the current row's value; the first where
 * all are blank; -1 where there is none. */
static int twin_of(const cells *c, int i) {
  if (i < 0 || !c->n_raw[i]) return -1;
  for (int t = 0; t < c->n_raw[i]; t++)
    if (c->table->cells[c->row][c->raw[i][t]]) return t;
  return 0;
}

static const char *raw(const cells *c, int i) {
  int t = twin_of(c, i);
  return t < 0 ? NULL : c->table->cells[c->row][c->raw[i][t]];
}

void cell_complain(cells *c, lfl_severity severity, const char *code, const char *column, const char *expected, const char *nearest) {
  int i = schema_index(c, column), t = twin_of(c, i);
  lfl_diag d = {severity, code, c->table->file, c->table->row_numbers[c->row], t >= 0 ? c->table->columns[c->raw[i][t]] : column,
                raw(c, i), expected, nearest};
  lfl_diags_add(c->b->diags, &d);
}

static const char *required(cells *c, int i) {
  const char *text = raw(c, i);
  if (text && (is_sheet_error(text) || is_unstored_formula(text))) return NULL; /* reported when the table was opened */
  if (!text && c->n_raw[i] && schema_column(c, i)->is_required)
    cell_complain(c, LFL_ERROR, "blank", schema_column(c, i)->name, "a value is required here", NULL);
  return text;
}

const char *cell_text(cells *c, const char *column) { return required(c, schema_index(c, column)); }

bool cell_is_blank(cells *c, const char *column) { return raw(c, schema_index(c, column)) == NULL; }

/* Value of the digit that `p` begins with, in Latin, Arabic-Indic or Persian writing, and its
 * length in bytes; -1 if it is none. */
static int digit_at(const char *p, int *length) {
  *length = 1;
  if (is_ascii_digit(*p)) return *p - '0';
  unsigned char a = (unsigned char)p[0], b = a ? (unsigned char)p[1] : 0;
  *length = 2;
  if (a == 0xD9 && b >= 0xA0 && b <= 0xA9) return b - 0xA0;
  return a == 0xDB && b >= 0xB0 && b <= 0xB9 ? b - 0xB0 : -1;
}

/* Decimal numbers only: no hexadecimal, no "nan", no locale. */
bool parse_number(const char *text, double *out) {
  if (strcmp(text, "inf") == 0) {
    *out = (double)INFINITY;
    return true;
  }
  const char *p = text;
  bool is_negative = *p == '-', has_point = false;
  if (*p == '-' || *p == '+') p++;
  enum { MOST_DIGITS = 300 };
  char digits[MOST_DIGITS + 40];
  int n = 0, exponent = 0, length;
  bool has_digits = false;
  for (;; p += length) {
    int digit = digit_at(p, &length);
    bool is_point = digit < 0 && (*p == '.' || ((unsigned char)p[0] == 0xD9 && (unsigned char)p[1] == 0xAB));
    if (digit < 0 && !is_point) break;
    if (is_point) {
      if (has_point) return false;
      has_point = true;
      length = *p == '.' ? 1 : 2;
      continue;
    }
    has_digits = true;
    if (has_point) exponent--;
    if (n == 0 && digit == 0) continue; /* leading zeros would use up the room */
    if (n < MOST_DIGITS) digits[n++] = (char)('0' + digit);
    else exponent++;
  }
  if (!has_digits) return false;
  if (*p == 'e' || *p == 'E') {
    p++;
    int sign = *p == '-' ? -1 : 1, e = 0, n_digits = 0;
    if (*p == '-' || *p == '+') p++;
    for (; is_ascii_digit(*p); p++, n_digits++)
      if (e < 10000) e = 10 * e + (*p - '0');
    if (!n_digits || e > 400) return false;
    exponent += sign * e;
  }
  if (*p) return false;
  if (n == 0) digits[n++] = '0';
  /* digits and a whole exponent hold no decimal point: strtod reads them alike in any locale */
  snprintf(digits + n, sizeof digits - (size_t)n, "e%d", exponent);
  double value = strtod(digits, NULL);
  if (isinf(value)) return false;
  *out = is_negative ? -value : value;
  return true;
}

const char *number_text(builder *b, double value) {
  lfl_buf buf = {0};
  lfl_buf_number(&buf, value);
  const char *text = lfl_arena_strdup(b->arena, buf.text ? buf.text : "");
  if (buf.failed || !text) b->failed = true;
  lfl_buf_clear(&buf);
  return text ? text : "";
}

const char *sentence(builder *b, const char *format, ...) {
  char text[400];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const char *copy = lfl_arena_strdup(b->arena, text);
  if (!copy) b->failed = true;
  return copy ? copy : "";
}

/* What numbers the column takes, in words and in the unit of the file (its figures times `factor`
 * are the contract's). */
static const char *range_text(builder *b, const lfl_column *schema, double factor) {
  if (schema->most < 1e299)
    return sentence(b, "a number from %s to %s", number_text(b, schema->least / factor), number_text(b, schema->most / factor));
  if (schema->least > 0) return "a number above 0";
  return schema->least > -1e299 ? sentence(b, "a number of at least %s", number_text(b, schema->least / factor)) : "a number below 1e15";
}

bool is_like_thousands(const char *text) {
  if (*text == '-' || *text == '+') text++;
  size_t n = strspn(text, "0123456789");
  return n >= 1 && n <= 3 && *text != '0' && text[n] == '.' && strspn(text + n + 1, "0123456789") == 3 && !text[n + 4];
}

/* Columns of things that are counted in whole ones, in all tables. */
static bool is_counted(const char *column) {
  static const char *const NAMES[] = {"people", "units", "n_vehicles", "n_workers", "seats", "beds", "trucks_per_day", "vehicles_per_day", "people_per_day",
                                      "shelter_places", "toilet_places", "tap_places", "health_places", "bed_places"};
  bool is_so = false;
  for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) is_so = is_so || strcmp(NAMES[i], column) == 0;
  return is_so;
}

/* Many languages write three thousand as 3.000. */
static void warn_of_thousands(cells *c, const char *column, const char *text, double value) {
  size_t n = strcspn(text, ".");
  cell_complain(c, LFL_WARNING, "thousands", column,
                sentence(c->b, "a whole number: this is read as %s; if %.*s%s is meant, write it without the point", number_text(c->b, value), (int)n, text, text + n + 1), NULL);
}

double cell_number(cells *c, const char *column, double blank) {
  int i = schema_index(c, column);
  const char *text = required(c, i);
  if (!text) return blank;
  const lfl_column *schema = schema_column(c, i);
  double value;
  if (!parse_number(text, &value)) {
    cell_complain(c, LFL_ERROR, "number-expected", column,
                  schema->has_no_limit ? "a number with a decimal point and no unit, or inf for no limit" : "a number with a decimal point and no unit", NULL);
    return blank;
  }
  if (isinf(value)) {
    if (schema->has_no_limit) return value;
    cell_complain(c, LFL_ERROR, "number-range", column, "a finite number", NULL);
    return blank;
  }
  if (is_counted(column) && is_like_thousands(text)) warn_of_thousands(c, column, text, value);
  double factor = c->factor[i][twin_of(c, i)];
  value *= factor;
  if (value < schema->least || value > schema->most || fabs(value) > 1e15) {
    bool is_in_range = value >= schema->least && (value <= schema->most || schema->most > 1e15); /* beyond which all is refused */
    cell_complain(c, LFL_ERROR, "number-range", column, is_in_range ? "a number below 1e15" : range_text(c->b, schema, factor), NULL);
    return blank;
  }
  if (schema->type == LFL_TYPE_WHOLE && value != floor(value)) {
    cell_complain(c, LFL_ERROR, "whole-expected", column, "a whole number", NULL);
    return blank;
  }
  return value;
}

bool parse_date(const char *text, long *days) {
  static const char form[] = "dddd-dd-dd";
  for (int i = 0; i < 10; i++)
    if (form[i] == 'd' ? !is_ascii_digit(text[i]) : text[i] != '-') return false;
  if (text[10] && text[10] != 'T' && text[10] != ' ') return false;
  int y = 1000 * (text[0] - '0') + 100 * (text[1] - '0') + 10 * (text[2] - '0') + (text[3] - '0');
  int m = 10 * (text[5] - '0') + (text[6] - '0'), d = 10 * (text[8] - '0') + (text[9] - '0');
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool is_leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  if (y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1 || d > lengths[m - 1] + (m == 2 && is_leap)) return false;
  /* Fliegel and Van Flandern 1968, doi 10.1145/364096.364097 */
  long a = (14 - m) / 12, yy = y + 4800 - a, mm = m + 12 * a - 3;
  *days = d + (153 * mm + 2) / 5 + 365 * yy + yy / 4 - yy / 100 + yy / 400 - 32045 - 2440588;
  return true;
}

bool parse_day(builder *b, const char *text, int blank, int *day) {
  long date, start = 0;
  double number;
  *day = blank;
  if (parse_date(text, &date)) {
    if (!b->s->start_date || !parse_date(b->s->start_date, &start)) {
      b->has_dates = true; /* reported once, for all of them */
      return true;
    }
    long days = date - start;
    *day = days < -100000 ? -100000 : days > 100000 ? 100000 : (int)days;
    return true;
  }
  if (!parse_number(text, &number) || number != floor(number) || fabs(number) > 100000) return false;
  *day = (int)number;
  return true;
}

/* The day of the plan that a number is as spreadsheets keep dates (days from 1899-12-30), where that is near the plan; -1: it is none. */
static int spreadsheet_day(const builder *b, const char *text) {
  enum { EPOCH = -25569, NEAR_DAYS = 1100, LATEST_DAY = 3660 };
  double number;
  long start;
  if (!b->s->start_date || !parse_date(b->s->start_date, &start) || !parse_number(text, &number) || number <= LATEST_DAY || number > 1e5) return -1;
  long day = (long)number + EPOCH - start;
  return day >= 0 && day <= NEAR_DAYS ? (int)day : -1;
}

int cell_day(cells *c, const char *column, int blank) {
  const char *text = required(c, schema_index(c, column));
  int day, meant;
  if (!text) return blank;
  if (!parse_day(c->b, text, blank, &day)) cell_complain(c, LFL_ERROR, "day-expected", column, "a day (0 is the first) or a date as 2024-05-31", NULL);
  else if ((meant = spreadsheet_day(c->b, text)) >= 0) {
    const char *date = lfl_day_date(c->b->s, meant, c->b->arena);
    day = meant; /* nothing more is said of it */
    if (!date) c->b->failed = true;
    else cell_complain(c, LFL_ERROR, "day-expected", column, sentence(c->b, "a day (0 is the first) or a date: so spreadsheets keep the date %s", date), NULL);
  }
  return day;
}

void cell_span(cells *c, int *from, int *to, const char *outside) {
  int n_days = c->b->s->n_days;
  *from = cell_day(c, "from_day", 0);
  *to = cell_day(c, "to_day", n_days - 1);
  if (!cell_is_blank(c, "to_day") && *to < *from) cell_complain(c, LFL_ERROR, "span", "to_day", "a day not before from_day", NULL);
  else if (*from >= n_days || *to < 0) cell_complain(c, LFL_NOTE, "day-range", "from_day", sentence(c->b, "days within those planned; %s", outside), NULL);
  if (*from < 0) *from = 0;
}

int cell_choice(cells *c, const char *column, int blank) {
  int i = schema_index(c, column);
  const char *text = required(c, i), *choices = schema_column(c, i)->choices;
  if (!text) return blank;
  const char *names[16];
  char copy[200];
  int n = 0;
  snprintf(copy, sizeof copy, "%s", choices);
  for (char *p = copy; p && n < 16;) {
    names[n++] = p;
    if ((p = strchr(p, '|')) != NULL) *p++ = 0;
  }
  for (int k = 0; k < n; k++)
    if (is_same_word(names[k], text)) return k;
  char expected[240] = "one of ";
  for (int k = 0; k < n; k++) {
    strncat(expected, k ? ", " : "", sizeof expected - strlen(expected) - 1);
    strncat(expected, names[k], sizeof expected - strlen(expected) - 1);
  }
  cell_complain(c, LFL_ERROR, "choice", column, expected, lfl_nearest_name(text, names, n));
  return blank;
}

bool cell_flag(cells *c, const char *column, bool blank) {
  const char *text = cell_text(c, column);
  if (!text) return blank;
  static const char *const yes[] = {"1", "yes", "true"}, *const no[] = {"0", "no", "false"};
  for (int i = 0; i < 3; i++) {
    if (is_same_word(yes[i], text)) return true;
    if (is_same_word(no[i], text)) return false;
  }
  cell_complain(c, LFL_ERROR, "flag-expected", column, "1 or 0", NULL);
  return blank;
}

const char *nearest_key(builder *b, const char *table, const char *text) {
  const lfl_table *t = lfl_tables_find(b->tables, table);
  const lfl_table_schema *schema = lfl_schema_find(table);
  int k = t && schema ? lfl_table_column(t, schema->columns[0].name) : -1;
  enum { MOST_LOOKED_AT = 5000 }; /* edit distances to more would take long where many keys are wrong */
  int n_rows = k >= 0 ? t->n_rows : 0, n = 0;
  bool is_items = strcmp(table, "items") == 0; /* those of the library may be named, too */
  const char **names = n_rows <= MOST_LOOKED_AT ? NEW(b, n_rows + b->n_library, const char *) : NULL;
  for (int i = 0; names && i < n_rows; i++)
    if (t->cells[i][k]) names[n++] = t->cells[i][k];
  for (int i = 0; names && is_items && i < b->n_library; i++) names[n++] = b->library[i].id;
  return names ? lfl_nearest_name(text, names, n) : NULL;
}

int cell_ref(cells *c, const char *column, const lfl_ids *ids) {
  int i = schema_index(c, column);
  const char *text = required(c, i);
  if (!text) return -1;
  int found = lfl_ids_get(ids, text);
  if (found >= 0) return found;
  const char *table = schema_column(c, i)->ref;
  cell_complain(c, LFL_ERROR, "no-such-key", column, sentence(c->b, "a key of table %s", table), nearest_key(c->b, table, text));
  return -1;
}

const char *cell_key(cells *c, lfl_ids *ids, int value) {
  const char *column = c->schema->columns[0].name, *text = cell_text(c, column);
  if (!text) return NULL;
  if (strlen(text) > 100) {
    cell_complain(c, LFL_ERROR, "key-too-long", column, "at most 100 characters", NULL);
    return NULL;
  }
  if (lfl_ids_get(ids, text) >= 0) {
    cell_complain(c, LFL_ERROR, "key-twice", column, sentence(c->b, "a key that no other row of the table has: row %ld has it, too", c->table->row_numbers[c->key_row]), NULL);
    return NULL;
  }
  c->key_row = c->row;
  if (!lfl_ids_put(ids, text, value)) c->b->failed = true;
  return text; /* of the raw tables, which outlive the map */
}

lfl_origin cell_origin(cells *c) {
  lfl_origin o = {.row_i = c->row, .sensitivity = LFL_PARTNERS};
  o.source = cell_text(c, "source");
  o.method = cell_text(c, "method");
  const char *date = cell_text(c, "observed_on");
  long days;
  if (date && !parse_date(date, &days)) cell_complain(c, LFL_ERROR, "date-expected", "observed_on", "a date as 2024-05-31", NULL);
  else if (date && !(o.observed_on = lfl_arena_strndup(c->b->arena, date, 10))) c->b->failed = true;
  int reliability = cell_choice(c, "reliability", -1), sensitivity = cell_choice(c, "sensitivity", (int)lfl_sensitivity_if_blank(c->schema->name));
  o.reliability = reliability < 0 ? LFL_RELIABILITY_UNKNOWN : (lfl_reliability)(reliability + 1);
  o.sensitivity = (lfl_sensitivity)sensitivity;
  return o;
}
