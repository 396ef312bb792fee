/* plan.xlsx from the inside: formats, cells and tables of sheets. Internal to src/store. */
#ifndef LFL_STORE_WORKBOOK_H
#define LFL_STORE_WORKBOOK_H
#include <xlsxwriter.h>

#include "store/parts.h"

typedef enum sheet_kind { SHEET_TEXT, SHEET_COUNT, SHEET_QUANTITY, SHEET_SHARE, SHEET_DATE, SHEET_N_KINDS } sheet_kind;

typedef struct sheet_column {
  const char *header; /* with the unit */
  double width;       /* characters */
  sheet_kind kind;
} sheet_column;

typedef struct book {
  const store_context *c;
  lfl_arena *arena;
  lxw_workbook *file;
  lxw_format *title, *heading, *answer, *note, *warning, *header, *header_side;
  lxw_format *cell[SHEET_N_KINDS];
  lxw_format *bad, *poor, *good; /* fills of conditional formats */
  bool no_memory;
} book;

/* A table on a sheet: where its header stands and which row is next. */
typedef struct sheet {
  book *b;
  lxw_worksheet *page;
  const sheet_column *columns;
  int n_columns;
  lxw_row_t header, row;
  bool is_full; /* Excel's last row is reached */
} sheet;

/* Formats of a new workbook. */
void book_make_formats(book *b);
/* A page in A4 landscape, one page wide; NULL without memory. */
lxw_worksheet *book_add_page(book *b, const char *name);
/* Text as a spreadsheet takes it: clean, no longer than a cell may be. */
const char *book_text(book *b, const char *text);

/* printf into the book's arena; NULL without memory, which the book remembers. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
const char *book_words(book *b, const char *format, ...);

/* Cells; blank for NULL, NaN; "no limit" for infinity; dates from days. */
void book_put_text(book *b, lxw_worksheet *page, lxw_row_t row, int column, const char *text, lxw_format *format);
void book_put_number(book *b, lxw_worksheet *page, lxw_row_t row, int column, double value, sheet_kind kind);
void book_put_date(book *b, lxw_worksheet *page, lxw_row_t row, int column, const char *iso, lxw_format *format);
void book_put_day(book *b, lxw_worksheet *page, lxw_row_t row, int column, int day, lxw_format *format);

/* Begins a table with its header at `row`; the columns' widths are set if is_wide. */
sheet sheet_begin(book *b, lxw_worksheet *page, lxw_row_t row, const sheet_column *columns, int n_columns, bool is_wide);
/* Next row; false when the sheet is full (then a last line says where the rest is). */
bool sheet_next(sheet *s, const char *csv_name);
void sheet_text(sheet *s, int column, const char *text);
void sheet_number(sheet *s, int column, double value);
void sheet_day(sheet *s, int column, int day);
/* Filter, frozen header and repeated header for a sheet with one table. */
void sheet_finish(sheet *s, int frozen_columns);

/* Writes a book of whatever `pages` puts into it (formats first). Errors: LFL_ERR_IO (with a diagnostic), LFL_ERR_MEMORY. */
lfl_status store_write_book(const store_context *c, const char *path, void (*pages)(book *b, const void *user), const void *user, lfl_diags *problems);

/* The pages (workbook_front.c, workbook_sectors.c, workbook_lists.c). */
void book_write_front(book *b);
void book_write_sectors(book *b);
void book_write_logistics(book *b);
void book_write_movement(book *b);
void book_write_building(book *b);
void book_write_repairs(book *b);
void book_write_stocks(book *b);
void book_write_fuel(book *b);
void book_write_care(book *b);
void book_write_referrals(book *b);
void book_write_cost(book *b);
void book_write_budget(book *b);
void book_write_issues(book *b);
void book_write_comparison(book *b);
void book_write_defaults(book *b);
void book_write_sources(book *b);

#endif
