/* Cells as the contract wants them: numbers in the model's units, days, choices, references,
 * each wrong one reported with file, row, column, value and what is expected. O(1) a cell after
 * O(rows log rows) to put the rows in order. Tests: test_ingest.c, tests/data/bad. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/build.h"

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

static double count_factor(const builder *b, const char *count) {
  if (strcmp(count, "household") == 0) return b->s->household_size;
  const standard *s = find_standard(b, count, "minimum");
  return s ? s->value : 1;
}

static void report_unknown(cells *c, int column) {
  const char *names[MOST_SCHEMA_COLUMNS + 8];
  int n = 0, n_common;
  const lfl_column *common = lfl_schema_common(&n_common);
  for (int i = 0; i < c->schema->n_columns; i++) names[n++] = c->schema->columns[i].name;
  for (int i = 0; i < n_common; i++) names[n++] = common[i].name;
  const char *nearest = lfl_nearest_name(c->table->columns[column], names, n);
  lfl_diag d = {nearest ? LFL_WARNING : LFL_NOTE, "unknown-column", c->table->file, 1, c->table->columns[column], NULL,
                "not a column of the contract: kept, not planned with", nearest};
  lfl_diags_add(c->b->diags, &d);
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
    if (c->column[i] >= 0) {
      lfl_diag d = {LFL_ERROR, "column-twice", c->table->file, 1, name, NULL, "each quantity in one column only", NULL};
      lfl_diags_add(c->b->diags, &d);
      continue;
    }
    c->column[i] = k;
    c->factor[i] = factor;
  }
  for (int i = 0; i < c->schema->n_columns; i++)
    if (c->schema->columns[i].is_required && c->column[i] < 0 && c->table->n_rows) {
      lfl_diag d = {LFL_ERROR, "column-missing", c->table->file, 1, c->schema->columns[i].name, NULL, "this column is required", NULL};
      lfl_diags_add(c->b->diags, &d);
    }
}

typedef struct sortable {
  const lfl_table *table;
  int row, key;
} sortable;

static int by_cells(const void *a, const void *b) {
  const sortable *x = a, *y = b;
  for (int pass = x->key >= 0 ? 0 : 1; pass < 2; pass++)
    for (int c = pass == 0 ? x->key : 0; c < (pass == 0 ? x->key + 1 : x->table->n_columns); c++) {
      const char *p = x->table->cells[x->row][c], *q = y->table->cells[y->row][c];
      int order = strcmp(p ? p : "", q ? q : "");
      if (order) return order;
    }
  return x->row - y->row;
}

void cells_open(cells *c, builder *b, const char *table) {
  memset(c, 0, sizeof *c);
  c->b = b;
  c->schema = lfl_schema_find(table);
  c->table = lfl_tables_find(b->tables, table);
  for (int i = 0; i < MOST_SCHEMA_COLUMNS + 8; i++) c->column[i] = -1;
  if (!c->table) return;
  match_columns(c);
  c->n_rows = c->table->n_rows;
  sortable *rows = lfl_arena_new(b->arena, (size_t)c->n_rows, sortable);
  c->order = lfl_arena_new(b->arena, (size_t)c->n_rows, int);
  if (!rows || !c->order) {
    b->failed = true;
    c->n_rows = 0;
    return;
  }
  int key = c->schema->columns[0].type == LFL_TYPE_KEY ? c->column[0] : -1;
  for (int i = 0; i < c->n_rows; i++) rows[i] = (sortable){c->table, i, key};
  if (c->n_rows) qsort(rows, (size_t)c->n_rows, sizeof *rows, by_cells);
  for (int i = 0; i < c->n_rows; i++) c->order[i] = rows[i].row;
}

void cells_go(cells *c, int i) { c->row = c->order[i]; }

static const char *raw(cells *c, int i) { return i < 0 || c->column[i] < 0 ? NULL : c->table->cells[c->row][c->column[i]]; }

void cell_complain(cells *c, lfl_severity severity, const char *code, const char *column, const char *expected, const char *nearest) {
  int i = schema_index(c, column);
  lfl_diag d = {severity, code, c->table->file, c->table->row_numbers[c->row],
                i >= 0 && c->column[i] >= 0 ? c->table->columns[c->column[i]] : column, raw(c, i), expected, nearest};
  lfl_diags_add(c->b->diags, &d);
}

static const char *required(cells *c, int i) {
  const char *text = raw(c, i);
  if (!text && c->column[i] >= 0 && schema_column(c, i)->is_required)
    cell_complain(c, LFL_ERROR, "blank", schema_column(c, i)->name, "a value is required here", NULL);
  return text;
}

const char *cell_text(cells *c, const char *column) { return required(c, schema_index(c, column)); }

bool cell_is_blank(cells *c, const char *column) { return raw(c, schema_index(c, column)) == NULL; }

/* Decimal numbers only: no hexadecimal, no "nan", no locale. */
bool parse_number(const char *text, double *out) {
  if (strcmp(text, "inf") == 0) {
    *out = (double)INFINITY;
    return true;
  }
  const char *p = text;
  bool is_negative = *p == '-';
  if (*p == '-' || *p == '+') p++;
  int n_digits = 0, exponent = 0;
  char digits[400];
  int n = 0, point = 0;
  for (; isdigit((unsigned char)*p) || *p == '.'; p++) {
    if (*p == '.') {
      if (point) return false;
      point = 1;
      continue;
    }
    n_digits++;
    if (point) exponent--;
    if (n < 300) digits[n++] = *p;
    else exponent++;
  }
  if (!n_digits) return false;
  if (*p == 'e' || *p == 'E') {
    char *end;
    long e = strtol(p + 1, &end, 10);
    if (end == p + 1 || e > 400 || e < -400) return false;
    exponent += (int)e;
    p = end;
  }
  if (*p) return false;
  /* digits and a whole exponent hold no decimal point: strtod reads them alike in any locale */
  snprintf(digits + n, sizeof digits - (size_t)n, "e%d", exponent);
  double value = strtod(digits, NULL);
  if (isinf(value)) return false;
  *out = is_negative ? -value : value;
  return true;
}

double cell_number(cells *c, const char *column, double blank) {
  int i = schema_index(c, column);
  const char *text = required(c, i);
  if (!text) return blank;
  const lfl_column *schema = schema_column(c, i);
  double value;
  char expected[160];
  if (!parse_number(text, &value)) {
    snprintf(expected, sizeof expected, "a number with a decimal point and no unit%s", schema->has_no_limit ? ", or inf for no limit" : "");
    cell_complain(c, LFL_ERROR, "number-expected", column, expected, NULL);
    return blank;
  }
  if (isinf(value)) {
    if (schema->has_no_limit) return value;
    cell_complain(c, LFL_ERROR, "number-range", column, "a finite number", NULL);
    return blank;
  }
  value *= c->factor[i];
  if (value < schema->least || value > schema->most) {
    if (schema->most < 1e299) snprintf(expected, sizeof expected, "a number from %g to %g", schema->least, schema->most);
    else snprintf(expected, sizeof expected, schema->least > 0 ? "a number above 0" : "a number of at least %g", schema->least);
    for (char *p = expected; *p; p++)
      if (*p == ',') *p = '.';
    cell_complain(c, LFL_ERROR, "number-range", column, expected, NULL);
    return blank;
  }
  if (schema->type == LFL_TYPE_WHOLE && value != floor(value)) {
    cell_complain(c, LFL_ERROR, "whole-expected", column, "a whole number", NULL);
    return blank;
  }
  if (fabs(value) > 1e15) {
    cell_complain(c, LFL_ERROR, "number-range", column, "a number below 1e15", NULL);
    return blank;
  }
  return value;
}

bool parse_date(const char *text, long *days) {
  int y, m, d, n = 0;
  if (strlen(text) < 10 || sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &n) != 3 || n != 10) return false;
  if (text[10] && text[10] != 'T' && text[10] != ' ') return false;
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool is_leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  if (y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1 || d > lengths[m - 1] + (m == 2 && is_leap)) return false;
  /* Fliegel and Van Flandern 1968, doi 10.1145/364096.364097 */
  long a = (14 - m) / 12, yy = y + 4800 - a, mm = m + 12 * a - 3;
  *days = d + (153 * mm + 2) / 5 + 365 * yy + yy / 4 - yy / 100 + yy / 400 - 32045 - 2440588;
  return true;
}

int cell_day(cells *c, const char *column, int blank) {
  const char *text = required(c, schema_index(c, column));
  if (!text) return blank;
  long date, start = 0;
  double number;
  if (parse_date(text, &date)) {
    c->b->has_dates = true;
    if (c->b->s->start_date) parse_date(c->b->s->start_date, &start);
    long day = date - start;
    return day < -100000 ? -100000 : day > 100000 ? 100000 : (int)day;
  }
  if (parse_number(text, &number) && number == floor(number) && fabs(number) <= 100000) return (int)number;
  cell_complain(c, LFL_ERROR, "day-expected", column, "a day (0 is the first) or a date as 2024-05-31", NULL);
  return blank;
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
    if (strcmp(names[k], text) == 0) return k;
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
  static const char *const yes[] = {"1", "yes", "true", "TRUE", "Yes"}, *const no[] = {"0", "no", "false", "FALSE", "No"};
  for (int i = 0; i < 5; i++) {
    if (strcmp(text, yes[i]) == 0) return true;
    if (strcmp(text, no[i]) == 0) return false;
  }
  cell_complain(c, LFL_ERROR, "flag-expected", column, "1 or 0", NULL);
  return blank;
}

/* All keys of the referenced table, for the nearest name. */
static const char *nearest_ref(cells *c, const char *table, const char *text) {
  const lfl_table *t = lfl_tables_find(c->b->tables, table);
  const lfl_table_schema *schema = lfl_schema_find(table);
  int k = t && schema ? lfl_table_column(t, schema->columns[0].name) : -1;
  const char **names = k >= 0 ? lfl_arena_new(c->b->arena, (size_t)t->n_rows + 1, const char *) : NULL;
  for (int i = 0; names && i < t->n_rows; i++) names[i] = t->cells[i][k];
  return names ? lfl_nearest_name(text, names, t->n_rows) : NULL;
}

int cell_ref(cells *c, const char *column, const lfl_ids *ids) {
  int i = schema_index(c, column);
  const char *text = required(c, i);
  if (!text) return -1;
  int found = lfl_ids_get(ids, text);
  if (found >= 0) return found;
  char expected[80];
  snprintf(expected, sizeof expected, "a key of table %s", schema_column(c, i)->ref);
  cell_complain(c, LFL_ERROR, "no-such-key", column, expected, nearest_ref(c, schema_column(c, i)->ref, text));
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
    cell_complain(c, LFL_ERROR, "key-twice", column, "a key that no other row of the table has", NULL);
    return NULL;
  }
  if (!lfl_ids_put(ids, text, value)) c->b->failed = true;
  return text;
}

lfl_origin cell_origin(cells *c) {
  lfl_origin o = {.row_i = c->row, .sensitivity = LFL_PARTNERS};
  o.source = cell_text(c, "source");
  o.method = cell_text(c, "method");
  const char *date = cell_text(c, "observed_on");
  long days;
  if (date && !parse_date(date, &days)) cell_complain(c, LFL_ERROR, "date-expected", "observed_on", "a date as 2024-05-31", NULL);
  else o.observed_on = date;
  int reliability = cell_choice(c, "reliability", -1), sensitivity = cell_choice(c, "sensitivity", 1);
  o.reliability = reliability < 0 ? LFL_RELIABILITY_UNKNOWN : (lfl_reliability)(reliability + 1);
  o.sensitivity = (lfl_sensitivity)sensitivity;
  return o;
}
