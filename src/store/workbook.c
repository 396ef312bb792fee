/* plan.xlsx: the plan as a workbook that a coordinator can use, through libxlsxwriter. A front
 * page with the answer, a page a sector with everyone unserved by day, the lists of what is to
 * be done, data issues, defaults and sources. This file: the book, its formats, its cells.
 *
 * Numbers are numbers, units stand in the headers, no author, no date of making: the same plan
 * gives the same bytes. Texts are never formulas. A list longer than a sheet ends with a line
 * that names the CSV file with the rest. O(cells). Tests: tests/unit/test_store.c. */
#include "store/workbook.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LAST_ROW = 1048575, LONGEST_TEXT = 32000 };

static lxw_format *make_format(book *b) {
  lxw_format *format = workbook_add_format(b->file);
  if (!format) b->no_memory = true;
  return format;
}

static lxw_format *make_fill(book *b, lxw_color_t fill, lxw_color_t font) {
  lxw_format *format = make_format(b);
  if (!format) return NULL;
  format_set_bg_color(format, fill);
  format_set_font_color(format, font);
  return format;
}

static lxw_format *make_text(book *b, double size, bool is_bold, lxw_color_t color, bool wraps) {
  lxw_format *format = make_format(b);
  if (!format) return NULL;
  format_set_font_size(format, size);
  if (is_bold) format_set_bold(format);
  format_set_font_color(format, color);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (wraps) format_set_text_wrap(format);
  return format;
}

static lxw_format *make_header(book *b) {
  lxw_format *format = make_fill(b, 0x1F3A5F, 0xFFFFFF);
  if (!format) return NULL;
  format_set_bold(format);
  format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  format_set_border(format, LXW_BORDER_THIN);
  format_set_border_color(format, 0xFFFFFF);
  return format;
}

void book_make_formats(book *b) {
  static const char *const numbers[] = {
      [SHEET_TEXT] = NULL, [SHEET_COUNT] = "#,##0", [SHEET_QUANTITY] = "#,##0.0", [SHEET_SHARE] = "0%", [SHEET_DATE] = "d mmm yyyy"};
  b->title = make_text(b, 18, true, 0x1F3A5F, false);
  b->heading = make_text(b, 13, true, 0x1F3A5F, false);
  b->answer = make_text(b, 13, false, 0x111111, true);
  b->note = make_text(b, 10, false, 0x555555, true);
  b->warning = make_text(b, 12, true, 0xB00020, true);
  b->header = make_header(b);
  b->header_side = make_header(b);
  if (b->header_side) {
    format_set_rotation(b->header_side, 90);
    format_set_num_format(b->header_side, "d mmm");
  }
  for (int k = 0; k < SHEET_N_KINDS; k++) {
    b->cell[k] = make_text(b, 10, false, 0x111111, k == SHEET_TEXT);
    if (b->cell[k] && numbers[k]) format_set_num_format(b->cell[k], numbers[k]);
    if (b->cell[k] && k == SHEET_DATE) format_set_align(b->cell[k], LXW_ALIGN_LEFT);
  }
  b->bad = make_fill(b, 0xF8CBAD, 0x7A1F00);
  b->poor = make_fill(b, 0xFFE699, 0x5F4700);
  b->good = make_fill(b, 0xD5E8D4, 0x1E4620);
}

lxw_worksheet *book_add_page(book *b, const char *name) {
  lxw_worksheet *page = b->no_memory ? NULL : workbook_add_worksheet(b->file, name);
  if (!page) {
    b->no_memory = true;
    return NULL;
  }
  worksheet_set_landscape(page);
  worksheet_set_paper(page, 9); /* A4 */
  worksheet_fit_to_pages(page, 1, 0);
  worksheet_set_margins(page, 0.4, 0.4, 0.6, 0.6);
  worksheet_set_footer(page, "&L&A&RPage &P of &N");
  return page;
}

const char *book_words(book *b, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *words = n < 0 ? NULL : lfl_arena_new(b->arena, (size_t)n + 1, char);
  if (words) vsnprintf(words, (size_t)n + 1, format, again);
  else b->no_memory = true;
  va_end(again);
  return words;
}

const char *book_text(book *b, const char *text) {
  const char *clean = store_clean(b->arena, text, true);
  if (text && !clean) b->no_memory = true;
  if (!clean || strlen(clean) <= LONGEST_TEXT) return clean;
  size_t n = LONGEST_TEXT;
  while (n > 0 && ((unsigned char)clean[n] & 0xC0) == 0x80) n--; /* not within a character */
  return book_words(b, "%.*s ...", (int)n, clean);
}

void book_put_text(book *b, lxw_worksheet *page, lxw_row_t row, int column, const char *text, lxw_format *format) {
  const char *clean = book_text(b, text);
  if (!page || !clean || !*clean) return;
  if (worksheet_write_string(page, row, (lxw_col_t)column, clean, format) == LXW_ERROR_MEMORY_MALLOC_FAILED) b->no_memory = true;
}

void book_put_number(book *b, lxw_worksheet *page, lxw_row_t row, int column, double value, sheet_kind kind) {
  if (!page || isnan(value)) return;
  if (isinf(value)) book_put_text(b, page, row, column, value > 0 ? "no limit" : "none", b->cell[SHEET_TEXT]);
  else worksheet_write_number(page, row, (lxw_col_t)column, store_round(value), b->cell[kind]);
}

/* Days since 1899-12-30, as spreadsheets count; -1 for what they cannot show. */
static double date_serial(const char *iso) {
  int y, m, d;
  if (!iso || sscanf(iso, "%4d-%2d-%2d", &y, &m, &d) != 3 || y < 1901 || y > 9999) return -1;
  /* days from civil date: H. Hinnant, "chrono-compatible low-level date algorithms" */
  int year = m <= 2 ? y - 1 : y, era = year / 400, of_era = year - era * 400;
  int of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  int serial = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 + 25569;
  return serial;
}

void book_put_date(book *b, lxw_worksheet *page, lxw_row_t row, int column, const char *iso, lxw_format *format) {
  double serial = date_serial(iso);
  if (serial < 0) book_put_text(b, page, row, column, iso, format);
  else if (page) worksheet_write_number(page, row, (lxw_col_t)column, serial, format);
}

void book_put_day(book *b, lxw_worksheet *page, lxw_row_t row, int column, int day, lxw_format *format) {
  book_put_date(b, page, row, column, store_date(b->c, day), format);
}

sheet sheet_begin(book *b, lxw_worksheet *page, lxw_row_t row, const sheet_column *columns, int n_columns, bool is_wide) {
  sheet s = {.b = b, .page = page, .columns = columns, .n_columns = n_columns, .header = row, .row = row};
  if (!page) return s;
  worksheet_set_row(page, row, 32, NULL);
  for (int k = 0; k < n_columns; k++) {
    if (is_wide) worksheet_set_column(page, (lxw_col_t)k, (lxw_col_t)k, columns[k].width, NULL);
    book_put_text(b, page, row, k, columns[k].header, b->header);
  }
  return s;
}

bool sheet_next(sheet *s, const char *csv_name) {
  if (!s->page || s->is_full || s->b->no_memory) return false;
  s->row++;
  if (s->row < LAST_ROW) return true;
  s->is_full = true;
  const char *text = book_words(s->b, "A sheet holds no more rows: all of them are in tables/%s.csv", csv_name);
  book_put_text(s->b, s->page, s->row, 0, text, s->b->warning);
  return false;
}

void sheet_text(sheet *s, int column, const char *text) { book_put_text(s->b, s->page, s->row, column, text, s->b->cell[SHEET_TEXT]); }
void sheet_number(sheet *s, int column, double value) {
  sheet_kind kind = s->columns[column].kind;
  book_put_number(s->b, s->page, s->row, column, value, kind == SHEET_TEXT ? SHEET_COUNT : kind);
}
void sheet_day(sheet *s, int column, int day) { book_put_day(s->b, s->page, s->row, column, day, s->b->cell[SHEET_DATE]); }

void sheet_finish(sheet *s, int frozen_columns) {
  if (!s->page) return;
  if (s->row > s->header) worksheet_autofilter(s->page, s->header, 0, s->row, (lxw_col_t)(s->n_columns - 1));
  else book_put_text(s->b, s->page, s->header + 1, 0, "none", s->b->note);
  worksheet_freeze_panes(s->page, s->header + 1, (lxw_col_t)frozen_columns);
  worksheet_repeat_rows(s->page, s->header, s->header);
}

static void write_pages(book *b, const void *user) {
  (void)user;
  book_make_formats(b);
  book_write_front(b);
  book_write_sectors(b);
  book_write_building(b);
  book_write_repairs(b);
  book_write_logistics(b);
  book_write_stocks(b);
  book_write_fuel(b);
  book_write_care(b);
  book_write_referrals(b);
  book_write_movement(b);
  book_write_cost(b);
  book_write_budget(b);
  book_write_comparison(b);
  book_write_issues(b);
  book_write_defaults(b);
  book_write_sources(b);
}

lfl_status store_write_book(const store_context *c, const char *path, void (*pages)(book *b, const void *user), const void *user, lfl_diags *problems) {
  lfl_status status = store_write_text(path, "", 0, problems); /* libxlsxwriter would say on stderr why it cannot */
  if (status != LFL_OK) return status;
  book b = {.c = c, .arena = c->arena};
  const char *slash = strrchr(path, '/');
  char *dir = slash ? lfl_arena_strndup(c->arena, path, (size_t)(slash - path)) : NULL;
  lxw_workbook_options options = {.constant_memory = LXW_FALSE, .tmpdir = dir}; /* the disk that must hold it anyway */
  lxw_doc_properties properties = {.created = 946684800}; /* 2000-01-01: no date of making */
  void *locale = store_locale_begin();
  b.file = workbook_new_opt(path, &options);
  status = b.file ? LFL_OK : LFL_ERR_MEMORY;
  if (b.file) {
    workbook_set_properties(b.file, &properties);
    pages(&b, user);
    lxw_error error = workbook_close(b.file); /* frees, whatever it answers */
    if (b.no_memory || error == LXW_ERROR_MEMORY_MALLOC_FAILED) status = LFL_ERR_MEMORY;
    else if (error != LXW_NO_ERROR) {
      store_complain(problems, "cannot-write", path, lxw_strerror(error));
      status = LFL_ERR_IO;
    }
  }
  store_locale_end(locale);
  return status == LFL_OK ? store_flush(path, problems) : status;
}

lfl_status store_write_workbook(const store_context *c, const char *path, lfl_diags *problems) { return store_write_book(c, path, write_pages, NULL, problems); }
