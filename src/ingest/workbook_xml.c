/* An .xlsx workbook's own text, for what OGR does not tell: it reads a formula whose result is not stored as a blank cell, and
 * counts days from 1900 in any workbook. (In an .ods workbook OGR works out what it can of such a formula and gives the rest as
 * its text.) Programs that write workbooks leave results out; a spreadsheet stores them when it saves. The text is read tag by tag
 * through a buffer of fixed size, so that a small file cannot swell: O(length). Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.2.28
 * (date1904). Limits: no more of a tag is kept than 4,096 characters. Tests: tests/unit/test_ingest_containers.c. */
#define _LARGEFILE64_SOURCE 1 /* VSIStatBufL is struct stat64 */
#include "ingest/workbook_xml.h"

#include <cpl_vsi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/ascii.h"

enum { LONGEST_TAG = 4096, LONGEST_NAME = 512 };

/* A part of the workbook, tag by tag. */
typedef struct xml {
  VSILFILE *file; /* NULL: it is not there, and has no tags */
  char bytes[16384];
  size_t n, at;
  char tag[LONGEST_TAG]; /* without < and >; cut where it is longer */
  size_t length;         /* of the tag as it stands in the file */
  bool is_empty;         /* the tag closes itself */
  bool has_text;         /* other than white space stood before it */
} xml;

static void open_part(xml *x, const char *path, const char *part) {
  char name[4096];
  *x = (xml){0};
  if (snprintf(name, sizeof name, "/vsizip/{%s}/%s", path, part) < (int)sizeof name) x->file = VSIFOpenL(name, "rb");
}

static void close_part(xml *x) {
  if (x->file) VSIFCloseL(x->file);
}

static int next_char(xml *x) {
  if (x->at == x->n) {
    if (!x->file) return EOF;
    x->n = VSIFReadL(x->bytes, 1, sizeof x->bytes, x->file);
    x->at = 0;
  }
  return x->at < x->n ? (unsigned char)x->bytes[x->at++] : EOF;
}

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

/* Text that stands between marks of its own is over where its mark is, a tag at a > outside quotation marks. */
static bool is_over(const xml *x, char quote, const char last[2]) {
  if (begins(x->tag, "!--")) return last[0] == '-' && last[1] == '-' && x->length >= strlen("!----");
  if (begins(x->tag, "![CDATA[")) return last[0] == ']' && last[1] == ']';
  return !quote;
}

/* What stands up to the end of what a < begins. False at the end of the file. */
static bool read_tag(xml *x) {
  char quote = 0, last[2] = {0};
  x->length = 0;
  x->tag[0] = 0;
  for (int c; (c = next_char(x)) != EOF;) {
    if (c == '>' && is_over(x, quote, last)) {
      x->is_empty = last[1] == '/';
      return true;
    }
    if (quote ? c == quote : c == '"' || c == '\'') quote = quote ? 0 : (char)c;
    if (x->length < sizeof x->tag - 1) {
      x->tag[x->length] = (char)c;
      x->tag[x->length + 1] = 0;
    }
    x->length++;
    last[0] = last[1];
    last[1] = (char)c;
  }
  return false;
}

static bool next_tag(xml *x) {
  x->has_text = false;
  for (int c; (c = next_char(x)) != EOF;) {
    if (c != '<') {
      x->has_text = x->has_text || !is_ascii_space((char)c);
      continue;
    }
    if (!read_tag(x)) return false;
    if (begins(x->tag, "![CDATA[")) x->has_text = true;
    else if (!begins(x->tag, "!") && !begins(x->tag, "?")) return true;
  }
  return false;
}

/* Of an element, whatever its prefix; "/name" where it closes. */
static bool is_tag(const xml *x, const char *name) {
  bool is_close = *name == '/';
  if (is_close != (x->tag[0] == '/')) return false;
  const char *own = x->tag + is_close, *wanted = name + is_close;
  size_t n = strcspn(own, " \t\r\n/");
  const char *colon = memchr(own, ':', n);
  if (colon) n -= (size_t)(colon + 1 - own), own = colon + 1;
  return n == strlen(wanted) && strncmp(own, wanted, n) == 0;
}

/* The attribute's value as it stands there; false where there is none, or it is too long. */
static bool get_attribute(const xml *x, const char *name, char out[LONGEST_NAME]) {
  const char *p = x->tag + strcspn(x->tag, " \t\r\n");
  for (;;) {
    p += strspn(p, " \t\r\n");
    size_t n = strcspn(p, " \t\r\n=");
    bool is_it = n == strlen(name) && strncmp(p, name, n) == 0;
    p += n;
    p += strspn(p, " \t\r\n=");
    if (*p != '"' && *p != '\'') return false;
    const char *end = strchr(p + 1, *p);
    if (!end) return false;
    n = (size_t)(end - p) - 1;
    if (is_it && n < LONGEST_NAME) {
      memcpy(out, p + 1, n);
      out[n] = 0;
      return true;
    }
    p = end + 1;
  }
}

bool xlsx_counts_from_1904(const char *path) {
  xml x;
  char value[LONGEST_NAME];
  bool is_1904 = false;
  open_part(&x, path, "xl/workbook.xml");
  while (!is_1904 && next_tag(&x))
    is_1904 = is_tag(&x, "workbookPr") && get_attribute(&x, "date1904", value) && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
  close_part(&x);
  return is_1904;
}

/* The attribute `wanted` of the first such element whose attribute `key` is `value`. */
static bool look_up(const char *path, const char *part, const char *element, const char *key, const char *value, const char *wanted, char out[LONGEST_NAME]) {
  xml x;
  bool is_found = false;
  open_part(&x, path, part);
  while (!is_found && next_tag(&x))
    is_found = is_tag(&x, element) && get_attribute(&x, key, out) && strcmp(out, value) == 0 && get_attribute(&x, wanted, out);
  close_part(&x);
  return is_found;
}

/* Which part of the workbook the sheet is. */
static void open_sheet(xml *x, const char *path, const char *name) {
  *x = (xml){0};
  char id[LONGEST_NAME], target[LONGEST_NAME], part[LONGEST_NAME + 8];
  if (!look_up(path, "xl/workbook.xml", "sheet", "name", name, "r:id", id) ||
      !look_up(path, "xl/_rels/workbook.xml.rels", "Relationship", "Id", id, "Target", target))
    return;
  snprintf(part, sizeof part, "%s%s", target[0] == '/' ? "" : "xl/", target + (target[0] == '/'));
  open_part(x, path, part);
}

static bool add_cell(sheet_formulas *list, sheet_cell cell, int most, lfl_arena *arena) {
  list->is_cut = list->n == most;
  if (list->is_cut) return true;
  if (list->n == list->capacity) {
    int capacity = list->capacity ? 2 * list->capacity : 64;
    sheet_cell *more = lfl_arena_new(arena, (size_t)capacity, sheet_cell);
    if (!more) return false;
    if (list->n) memcpy(more, list->cells, (size_t)list->n * sizeof *more);
    list->cells = more;
    list->capacity = capacity;
  }
  list->cells[list->n++] = cell;
  return true;
}

/* A cell as far as it has been read. Its result is stored where its value says something, or is an empty text (t="str"). */
typedef struct open_cell {
  sheet_cell at;
  bool is_text, has_formula, is_stored;
} open_cell;

static void begin_cell(const xml *x, open_cell *cell) {
  char text[LONGEST_NAME];
  int column = 0;
  if (get_attribute(x, "r", text))
    for (const char *c = text; is_ascii_letter(*c) && column < 1000000; c++) column = 26 * column + (to_ascii_lower(*c) - 'a' + 1);
  *cell = (open_cell){.at = {cell->at.row, column ? column - 1 : cell->at.column + 1}};
  cell->is_text = get_attribute(x, "t", text) && strcmp(text, "str") == 0;
}

static bool is_unstored_at(const xml *x, open_cell *cell) {
  if (is_tag(x, "c")) begin_cell(x, cell);
  else if (is_tag(x, "f")) cell->has_formula = true;
  else if (is_tag(x, "is") || (is_tag(x, "v") && cell->is_text) || (is_tag(x, "/v") && x->has_text)) cell->is_stored = true;
  return is_tag(x, "/c") && cell->has_formula && !cell->is_stored;
}

static void begin_row(const xml *x, open_cell *cell) {
  char text[LONGEST_NAME];
  long row = get_attribute(x, "r", text) ? strtol(text, NULL, 10) : 0;
  *cell = (open_cell){.at = {row > 0 ? row : cell->at.row + 1, -1}};
}

static int by_cell(const void *a, const void *b) {
  const sheet_cell *x = a, *y = b;
  if (x->row != y->row) return x->row < y->row ? -1 : 1;
  return (x->column > y->column) - (x->column < y->column);
}

bool xlsx_unstored_formulas(const char *path, const char *name, int most, lfl_arena *arena, sheet_formulas *out) {
  *out = (sheet_formulas){0};
  xml x;
  open_cell cell = {0};
  bool is_fine = true;
  open_sheet(&x, path, name);
  while (is_fine && !out->is_cut && next_tag(&x)) {
    if (is_tag(&x, "row")) begin_row(&x, &cell);
    else if (is_unstored_at(&x, &cell)) is_fine = add_cell(out, cell.at, most, arena);
  }
  close_part(&x);
  if (out->n) qsort(out->cells, (size_t)out->n, sizeof *out->cells, by_cell);
  return is_fine;
}

bool has_formula(const sheet_formulas *list, long row, int column) {
  sheet_cell wanted = {row, column};
  return list->n && bsearch(&wanted, list->cells, (size_t)list->n, sizeof *list->cells, by_cell);
}
