/* Reading cases: lines of words, tables of cells between bars. O(size). */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "case_parts.h"
#include "model/schema.h"

enum { MOST_TABLES = 64 };

void case_fail(case_text *c, int number, const char *format, ...) {
  char text[1200];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  lfl_buf_printf(&c->report->text, "%s:%d: %s\n", c->name, number, text);
  c->report->n_failed++;
}

bool case_begin(case_text *c, const char *name, case_report *report, int n_lines) {
  *c = (case_text){.arena = lfl_arena_create(), .name = name, .title = "", .report = report, .n_lines_left = n_lines};
  if (!c->arena) return false;
  size_t n = (size_t)n_lines + 1;
  c->tables = lfl_arena_new(c->arena, 1, lfl_tables);
  c->sets = lfl_arena_new(c->arena, n, const char *);
  c->set_numbers = lfl_arena_new(c->arena, n, int);
  c->expects.lines = lfl_arena_new(c->arena, n, case_line);
  if (!c->tables || !c->sets || !c->set_numbers || !c->expects.lines) return false;
  *c->tables = (lfl_tables){.arena = c->arena, .name = "case", .tables = lfl_arena_new(c->arena, MOST_TABLES, lfl_table)};
  return c->tables->tables != NULL;
}

/* The text without blanks at both ends, NULL if nothing is left. */
static char *trim(char *text) {
  while (isspace((unsigned char)*text)) text++;
  size_t n = strlen(text);
  while (n && isspace((unsigned char)text[n - 1])) text[--n] = 0;
  return n ? text : NULL;
}

/* The next line as a copy, without a comment; NULL at the end. A "#" begins a comment at the
 * line's beginning or behind a blank. */
static char *next_line(case_text *c, const char **at) {
  if (!**at) return NULL;
  size_t n = strcspn(*at, "\n");
  char *line = lfl_arena_strndup(c->arena, *at, n);
  *at += n + ((*at)[n] == '\n');
  if (!line) {
    c->failed = true;
    return NULL;
  }
  for (char *p = line; *p; p++)
    if (*p == '#' && (p == line || isspace((unsigned char)p[-1]))) *p = 0;
  return line;
}

static bool read_number(const char *text, double *out) {
  char *end;
  *out = strtod(text, &end); /* tests run in the C locale */
  return end != text && *end == 0;
}

/* Splits a line into words and takes the options out of them. */
static void split_words(case_text *c, char *text, case_line *line) {
  line->day = -1;
  line->tolerance = (double)NAN;
  for (char *at = strtok(text, " \t"); at; at = strtok(NULL, " \t")) {
    if (line->n == CASE_MOST_WORDS) {
      case_fail(c, line->number, "at most %d words are expected in a line", CASE_MOST_WORDS);
      return;
    }
    line->word[line->n++] = at;
  }
  int n = 0;
  for (int i = 0; i < line->n; i++) {
    const char *word = line->word[i], *next = i + 1 < line->n ? line->word[i + 1] : NULL;
    double value;
    if (i > 1 && strcmp(word, "on") == 0 && next && strcmp(next, "day") == 0) continue;
    if (i > 1 && strcmp(word, "day") == 0 && next && read_number(next, &value) && value >= 0) line->day = (int)value, i++;
    else if (i > 1 && strcmp(word, "tolerance") == 0 && next && read_number(next, &value) && value >= 0) line->tolerance = value, i++;
    else if (i > 1 && strcmp(word, "by") == 0 && next) line->mode = next, i++;
    else line->word[n++] = word;
  }
  line->n = n;
}

static lfl_table *find_table(case_text *c, const char *name) {
  for (int i = 0; i < c->tables->n_tables; i++)
    if (strcmp(c->tables->tables[i].name, name) == 0) return &c->tables->tables[i];
  return NULL;
}

static lfl_table *new_table(case_text *c, const char *name) {
  lfl_table *t = find_table(c, name);
  if (t) *t = (lfl_table){.name = t->name, .file = t->file};
  if (t || c->tables->n_tables == MOST_TABLES) return t;
  char *file = lfl_arena_printf(c->arena, "case, %s", name), *own = lfl_arena_strdup(c->arena, name);
  if (!file || !own) {
    c->failed = true;
    return NULL;
  }
  t = &c->tables->tables[c->tables->n_tables++];
  *t = (lfl_table){.name = own, .file = file};
  return t;
}

/* Cells between bars; NULL is blank. */
static const char **split_cells(case_text *c, char *line, int *n) {
  *n = 1;
  for (const char *p = line; *p; p++) *n += *p == '|';
  const char **cells = lfl_arena_new(c->arena, (size_t)*n, const char *);
  if (!cells) {
    c->failed = true;
    return NULL;
  }
  for (int i = 0; i < *n; i++) {
    char *end = line + strcspn(line, "|"), *next = end + (*end != 0);
    *end = 0;
    cells[i] = trim(line);
    line = next;
  }
  return cells;
}

/* Indented lines below a `given table` line: a header, then rows. */
static void read_rows(case_text *c, lfl_table *t, const char **at, int *number) {
  size_t room = 1;
  for (const char *p = *at; *p; p++) room += *p == '\n';
  const char ***cells = lfl_arena_new(c->arena, room, const char **);
  long *numbers = lfl_arena_new(c->arena, room, long);
  if (!cells || !numbers) {
    c->failed = true;
    return;
  }
  while (**at == ' ' || **at == '\t') {
    char *line = next_line(c, at);
    ++*number;
    if (!line) return;
    if (!line[strspn(line, " \t\r")]) continue;
    int n;
    const char **row = split_cells(c, line, &n);
    if (!row) return;
    if (!t->columns) {
      t->columns = row;
      t->n_columns = n;
      for (int i = 0; i < n; i++)
        if (!row[i]) case_fail(c, *number, "a name for each column is expected");
      continue;
    }
    if (n != t->n_columns) {
      case_fail(c, *number, "%d cells are expected, as in the header; these are %d", t->n_columns, n);
      continue;
    }
    cells[t->n_rows] = row;
    numbers[t->n_rows] = t->n_rows + 2;
    t->n_rows++;
  }
  for (int i = 0; i < t->n_columns; i++)
    if (!t->columns[i]) t->n_columns = 0, t->n_rows = 0; /* already said */
  t->cells = cells;
  t->row_numbers = numbers;
}

/* `given n_days 3`: a key of table scenario; said again, it replaces what was said above. */
static void add_key(case_text *c, const case_line *line) {
  static const char *const COLUMNS[] = {"key", "value"};
  lfl_table *t = find_table(c, "scenario");
  if (!t) t = new_table(c, "scenario");
  size_t n = t ? (size_t)t->n_rows : 0;
  const char ***cells = lfl_arena_new(c->arena, n + 1, const char **);
  long *numbers = lfl_arena_new(c->arena, n + 1, long);
  const char **row = lfl_arena_new(c->arena, 2, const char *);
  lfl_buf value = {0};
  for (int i = 2; i < line->n; i++) lfl_buf_printf(&value, "%s%s", i > 2 ? " " : "", line->word[i]);
  if (!t || !cells || !numbers || !row || !(row[1] = lfl_arena_strdup(c->arena, value.text))) {
    c->failed = true;
    lfl_buf_clear(&value);
    return;
  }
  lfl_buf_clear(&value);
  row[0] = line->word[1];
  for (size_t i = 0; i < n; i++)
    if (strcmp(t->cells[i][0], row[0]) == 0) {
      t->cells[i] = row;
      return;
    }
  for (size_t i = 0; i < n; i++) cells[i] = t->cells[i], numbers[i] = t->row_numbers[i];
  cells[n] = row;
  numbers[n] = (long)n + 2;
  t->columns = COLUMNS;
  t->n_columns = 2;
  t->cells = cells;
  t->row_numbers = numbers;
  t->n_rows++;
}

static bool is_key(const char *word) {
  int n;
  const lfl_key_schema *keys = lfl_schema_keys(&n);
  for (int i = 0; i < n; i++) {
    size_t length = strlen(keys[i].key);
    if (strcmp(keys[i].key, word) == 0 || (keys[i].key[length - 1] == '_' && strncmp(keys[i].key, word, length) == 0)) return true;
  }
  return false;
}

static void read_given(case_text *c, const case_line *line, const char **at, int *number) {
  if (line->n == 3 && strcmp(line->word[1], "scenario") == 0) {
    c->scenario = line->word[2];
  } else if (line->n == 3 && strcmp(line->word[1], "table") == 0) {
    if (!lfl_schema_find(line->word[2])) {
      const char *names[64];
      int n = 0;
      for (; n < lfl_schema_n_tables() && n < 64; n++) names[n] = lfl_schema_table(n)->name;
      const char *near = lfl_nearest_name(line->word[2], names, n);
      case_fail(c, line->number, "a table of the contract is expected, not '%s'%s%s", line->word[2], near ? "; did you mean " : "", near ? near : "");
    }
    lfl_table *t = new_table(c, line->word[2]);
    if (t) read_rows(c, t, at, number);
    if (t && !t->n_columns) case_fail(c, line->number, "indented lines are expected below: a header, then rows, cells between bars");
  } else if (line->n >= 3 && is_key(line->word[1])) {
    add_key(c, line);
  } else {
    case_fail(c, line->number, "'given scenario NAME', 'given table NAME' or 'given KEY VALUE' with a key of table scenario is expected");
  }
}

/* `set places.TOWN.people = 5`: for lfl_tables_set, without the blanks about "=". */
static void read_set(case_text *c, char *rest, int number) {
  char *equals = strchr(rest, '=');
  if (!equals) {
    case_fail(c, number, "'set table.row.column = value' is expected");
    return;
  }
  *equals = 0;
  char *name = trim(rest), *value = trim(equals + 1);
  char *text = lfl_arena_printf(c->arena, "%s=%s", name ? name : "", value ? value : "");
  if (!text) c->failed = true;
  else c->set_numbers[c->n_sets] = number, c->sets[c->n_sets++] = text;
}

void case_read(case_text *c, const char **at, int *number) {
  while (**at && !c->failed) {
    const char *begin = *at;
    char *text = next_line(c, at);
    ++*number;
    if (!text) return;
    bool is_indented = *text == ' ' || *text == '\t';
    char *trimmed = trim(text);
    if (!trimmed) continue;
    if (is_indented) {
      case_fail(c, *number, "an indented line is expected below 'given table' only");
      continue;
    }
    if (strncmp(trimmed, "case ", 5) == 0) {
      if (c->number) { /* the next one: put it back */
        *at = begin;
        --*number;
        return;
      }
      c->number = *number;
      c->title = trimmed + 5;
      continue;
    }
    if (strncmp(trimmed, "set ", 4) == 0) {
      read_set(c, trimmed + 4, *number);
      continue;
    }
    case_line line = {.number = *number};
    split_words(c, trimmed, &line);
    if (!line.n) continue;
    if (strcmp(line.word[0], "given") == 0) read_given(c, &line, at, number);
    else if (strcmp(line.word[0], "expect") == 0 && line.n > 1) c->expects.lines[c->expects.n++] = line;
    else case_fail(c, *number, "'case', 'given', 'set' or 'expect' is expected at the beginning of a line, not '%s'", line.word[0]);
  }
}
