/* lifeline new: a workbook to fill in, made from the contract's tables (model/schema.h) so that it
 * can never disagree with the reader. A first page of help, a sheet a table with a note on
 * every column, lists to choose from, and, with a preset, example rows marked as assumptions.
 * The first three tables are the green ones: with them alone a plan can be made.
 *
 * Text columns are formatted as text so that P-codes keep their leading zeros. References are
 * offered as lists and a value outside them is only warned about, as ids may be pasted first.
 * O(columns). Tests: tests/unit/test_template.c. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/alloc.h"
#include "model/schema.h"
#include "store/parts.h"
#include "store/template.h"

enum { LAST_INPUT_ROW = 2000, MOST_SHEETS = 32 };

typedef struct template_book {
  lfl_arena *arena;
  lxw_workbook *file;
  lxw_format *title, *heading, *text, *note, *header, *header_required, *example, *example_number, *input_text, *link, *cell;
  lxw_worksheet *start;
  lxw_worksheet *sheets[MOST_SHEETS]; /* by table of the schema */
  int which;                          /* preset */
  bool no_memory;
} template_book;

static lxw_format *make_format(template_book *b, lxw_color_t fill, bool is_bold, bool wraps) {
  lxw_format *format = workbook_add_format(b->file);
  if (!format) {
    b->no_memory = true;
    return NULL;
  }
  if (fill) format_set_bg_color(format, fill);
  if (is_bold) format_set_bold(format);
  if (wraps) format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  return format;
}

static void make_formats(template_book *b) {
  b->title = make_format(b, 0, true, false);
  b->heading = make_format(b, 0, true, false);
  b->text = make_format(b, 0, false, true);
  b->note = make_format(b, 0xF2F2F2, false, true);
  b->header = make_format(b, 0x1F3A5F, true, true);
  b->header_required = make_format(b, 0x2E6B34, true, true);
  b->example = make_format(b, 0xFFF2CC, false, false);
  b->example_number = make_format(b, 0xFFF2CC, false, false);
  b->input_text = make_format(b, 0, false, false);
  b->link = make_format(b, 0, false, false);
  b->cell = make_format(b, 0, false, true);
  if (b->no_memory) return;
  format_set_font_size(b->title, 18);
  format_set_font_size(b->heading, 13);
  format_set_font_color(b->header, 0xFFFFFF);
  format_set_font_color(b->header_required, 0xFFFFFF);
  format_set_num_format(b->example, "@");
  format_set_num_format(b->input_text, "@");
  format_set_font_color(b->link, 0x0563C1);
  format_set_underline(b->link, LXW_UNDERLINE_SINGLE);
}

static bool is_core(const char *table) { return strcmp(table, "places") == 0 || strcmp(table, "supplies") == 0 || strcmp(table, "scenario") == 0; }

/* Columns of a table's sheet: its own, then those that every table may have and that it has not. */
static const lfl_column *column_at(const lfl_table_schema *table, int i) {
  if (i < table->n_columns) return &table->columns[i];
  int n, left = i - table->n_columns;
  const lfl_column *common = lfl_schema_common(&n);
  for (int k = 0; k < n; k++) {
    bool is_own = false;
    for (int j = 0; j < table->n_columns; j++) is_own = is_own || strcmp(table->columns[j].name, common[k].name) == 0;
    if (!is_own && left-- == 0) return &common[k];
  }
  return NULL;
}

static bool is_text_type(const lfl_column *c) {
  return c->type == LFL_TYPE_TEXT || c->type == LFL_TYPE_KEY || c->type == LFL_TYPE_REF || c->type == LFL_TYPE_CHOICE;
}

/* ---- words about a column -------------------------------------------------------------------- */

static const char *choices_words(template_book *b, const char *choices) {
  char *words = lfl_arena_strdup(b->arena, choices);
  for (char *p = words; p && *p; p++)
    if (*p == '|') *p = ',';
  if (!words) b->no_memory = true;
  return words;
}

static const char *unit_words(template_book *b, const char *unit) {
  char *words = lfl_arena_strdup(b->arena, unit);
  for (char *p = words; p && *p; p++)
    if (*p == '_') *p = ' ';
  if (!words) b->no_memory = true;
  return words;
}

static const char *entry_words(template_book *b, const lfl_column *c) {
  switch (c->type) {
    case LFL_TYPE_CHOICE: return lfl_arena_printf(b->arena, "one of: %s", choices_words(b, c->choices));
    case LFL_TYPE_REF: return lfl_arena_printf(b->arena, "a key of the sheet %s", c->ref);
    case LFL_TYPE_KEY: return "text, each used once";
    case LFL_TYPE_FLAG: return "1 or 0";
    case LFL_TYPE_DAY: return "a day (0 is start_date) or a date as 2024-05-31";
    case LFL_TYPE_DATE: return "a date as 2024-05-31";
    case LFL_TYPE_WHOLE: return "a whole number";
    case LFL_TYPE_NUMBER: {
      const char *unit = c->unit ? unit_words(b, c->unit) : NULL;
      return lfl_arena_printf(b->arena, "a number%s%s%s", unit ? " in " : "", unit ? unit : "", c->has_no_limit ? "; inf: no limit" : "");
    }
    case LFL_TYPE_TEXT: return "text";
  }
  return "text";
}

static const char *blank_words(const lfl_column *c) { return c->is_required ? "must be filled" : c->blank ? c->blank : "unknown"; }

/* ---- a sheet a table ---------------------------------------------------------------------------- */

static void add_list(lxw_worksheet *page, int column, char **list, const char *range, bool is_strict) {
  lxw_data_validation v = {.validate = range ? LXW_VALIDATION_TYPE_LIST_FORMULA : LXW_VALIDATION_TYPE_LIST,
                           .ignore_blank = LXW_VALIDATION_ON,
                           .dropdown = LXW_VALIDATION_ON,
                           .show_input = LXW_VALIDATION_OFF,
                           .show_error = LXW_VALIDATION_ON,
                           .error_type = is_strict ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING,
                           .error_title = "Lifeline",
                           .error_message = is_strict ? "Please choose from the list." : "There is no such key yet. Enter it in its sheet, too."};
  if (range) v.value_formula = (char *)(size_t)range;
  else v.value_list = list;
  worksheet_data_validation_range(page, 1, (lxw_col_t)column, LAST_INPUT_ROW, (lxw_col_t)column, &v);
}

static void add_choices(template_book *b, lxw_worksheet *page, int column, const char *choices) {
  enum { MOST = 16 };
  char *list[MOST + 1] = {NULL};
  int n = 0;
  char *copy = lfl_arena_strdup(b->arena, choices), *rest = copy;
  if (!copy) {
    b->no_memory = true;
    return;
  }
  for (char *word; n < MOST && (word = strtok_r(rest, "|", &rest)) != NULL;) list[n++] = word;
  add_list(page, column, list, NULL, true);
}

static void add_reference(template_book *b, lxw_worksheet *page, int column, const char *table) {
  const char *range = lfl_arena_printf(b->arena, "=%s!$A$2:$A$%d", table, LAST_INPUT_ROW + 1);
  if (range) add_list(page, column, NULL, range, false);
  else b->no_memory = true;
}

static void add_range(lxw_worksheet *page, int column, const lfl_column *c) {
  bool is_whole = c->type == LFL_TYPE_WHOLE, is_open = c->most > 1e100;
  if (c->has_no_limit || c->least < -1e100) return; /* "inf" is a word; anything goes */
  lxw_data_validation v = {.validate = is_whole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL,
                           .criteria = is_open ? LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO : LXW_VALIDATION_CRITERIA_BETWEEN,
                           .ignore_blank = LXW_VALIDATION_ON,
                           .show_error = LXW_VALIDATION_ON,
                           .error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
                           .error_title = "Lifeline",
                           .value_number = c->least,
                           .minimum_number = c->least,
                           .maximum_number = c->most,
                           .error_message = is_open ? "A number, not below 0." : "A number within the range of this column (a share: 0 to 1)."};
  worksheet_data_validation_range(page, 1, (lxw_col_t)column, LAST_INPUT_ROW, (lxw_col_t)column, &v);
}

static void add_validation(template_book *b, lxw_worksheet *page, const lfl_table_schema *table, int column, const lfl_column *c) {
  if (c->type == LFL_TYPE_CHOICE) add_choices(b, page, column, c->choices);
  else if (c->type == LFL_TYPE_REF) add_reference(b, page, column, c->ref);
  else if (c->type == LFL_TYPE_FLAG) add_choices(b, page, column, "1|0");
  else if (c->type == LFL_TYPE_NUMBER || c->type == LFL_TYPE_WHOLE) add_range(page, column, c);
  else if (strcmp(table->name, "assumptions") == 0 && strcmp(c->name, "table") == 0) {
    lfl_buf names = {0};
    for (int i = 0; i < lfl_schema_n_tables() && names.n < 230; i++) /* a list may hold 255 characters */
      if (strcmp(lfl_schema_table(i)->name, "assumptions") != 0) lfl_buf_printf(&names, "%s%s", names.n ? "|" : "", lfl_schema_table(i)->name);
    if (names.text && names.n <= 250) add_choices(b, page, column, names.text);
    lfl_buf_clear(&names);
  }
}

static void add_comment(template_book *b, lxw_worksheet *page, int column, const lfl_column *c) {
  const char *text = lfl_arena_printf(b->arena, "%s\n\nEnter: %s.\nBlank: %s.", c->note ? c->note : c->name, entry_words(b, c), blank_words(c));
  if (!text) {
    b->no_memory = true;
    return;
  }
  lxw_comment_options options = {.width = 300, .height = (uint16_t)(60 + 16 * (strlen(text) / 40)), .font_size = 9};
  worksheet_write_comment_opt(page, 0, (lxw_col_t)column, text, &options);
}

static void write_header(template_book *b, lxw_worksheet *page, const lfl_table_schema *table) {
  const lfl_column *c;
  worksheet_set_row(page, 0, 34, NULL);
  for (int k = 0; (c = column_at(table, k)) != NULL; k++) {
    double width = (double)strlen(c->name) + 3;
    bool is_long = strcmp(c->name, "source") == 0 || strcmp(c->name, "text") == 0 || strcmp(c->name, "name") == 0;
    worksheet_set_column(page, (lxw_col_t)k, (lxw_col_t)k, is_long ? 36 : fmax(11, width), is_text_type(c) ? b->input_text : NULL);
    worksheet_write_string(page, 0, (lxw_col_t)k, c->name, c->is_required ? b->header_required : b->header);
    add_comment(b, page, k, c);
    add_validation(b, page, table, k, c);
  }
  worksheet_freeze_panes(page, 1, 1);
  worksheet_set_landscape(page);
  worksheet_set_paper(page, 9);
  worksheet_fit_to_pages(page, 1, 0);
  worksheet_repeat_rows(page, 0, 0);
}

/* ---- rows filled in ------------------------------------------------------------------------------- */

/* Value of a column in "column=value|column=value", copied; NULL if it is not there. */
static const char *cell_of(template_book *b, const char *cells, const char *column) {
  size_t n = strlen(column);
  for (const char *p = cells; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
    if (strncmp(p, column, n) == 0 && p[n] == '=') return lfl_arena_strndup(b->arena, p + n + 1, strcspn(p + n + 1, "|"));
  return NULL;
}

static void write_cell(template_book *b, lxw_worksheet *page, lxw_row_t row, int column, const lfl_column *c, const char *text, bool is_example) {
  double number;
  bool is_number = !is_text_type(c) && sscanf(text, "%lf", &number) == 1;
  lxw_format *format = !is_example ? NULL : is_number ? b->example_number : b->example;
  if (is_number) worksheet_write_number(page, row, (lxw_col_t)column, number, format);
  else worksheet_write_string(page, row, (lxw_col_t)column, text, format);
}

static void write_examples(template_book *b, lxw_worksheet *page, const lfl_table_schema *table) {
  lxw_row_t row = 1;
  const char *source = lfl_arena_printf(b->arena, "assumed: preset %s; replace by your own figure", preset_name_of(b->which));
  if (!source) b->no_memory = true;
  for (int i = 0; i < preset_n_rows() && !b->no_memory; i++) {
    const preset_row *from = preset_row_at(i);
    if (!(from->presets & b->which) || strcmp(from->table, table->name) != 0) continue;
    const lfl_column *c;
    for (int k = 0; (c = column_at(table, k)) != NULL; k++) {
      const char *text = strcmp(c->name, "source") == 0 ? source : strcmp(c->name, "reliability") == 0 ? "assumed" : cell_of(b, from->cells, c->name);
      if (text) write_cell(b, page, row, k, c, text, true);
    }
    row++;
  }
}

static const char *preset_setting(template_book *b, const char *key, const char *column) {
  for (int i = 0; i < preset_n_rows(); i++) {
    const preset_row *row = preset_row_at(i);
    if (!(row->presets & b->which) || strcmp(row->table, "scenario") != 0) continue;
    const char *own = cell_of(b, row->cells, "key");
    if (own && strcmp(own, key) == 0) return cell_of(b, row->cells, column);
  }
  return NULL;
}

/* Every setting stands there with what a blank means; need weights on demand. */
static void write_settings(template_book *b, lxw_worksheet *page) {
  int n;
  const lfl_key_schema *keys = lfl_schema_keys(&n);
  lxw_row_t row = 1;
  for (int i = 0; i < n; i++) {
    if (keys[i].key[strlen(keys[i].key) - 1] == '_') continue;
    const char *value = b->which ? preset_setting(b, keys[i].key, "value") : NULL;
    worksheet_write_string(page, row, 0, keys[i].key, value ? b->example : b->input_text);
    if (value) {
      double number;
      bool is_number = keys[i].type == LFL_TYPE_NUMBER || keys[i].type == LFL_TYPE_WHOLE;
      if (is_number && sscanf(value, "%lf", &number) == 1) worksheet_write_number(page, row, 1, number, b->example_number);
      else worksheet_write_string(page, row, 1, value, b->example);
      worksheet_write_string(page, row, 3, "assumed: preset; replace by your own", b->example);
    }
    if (keys[i].unit) worksheet_write_string(page, row, 2, keys[i].unit, value ? b->example : b->input_text);
    const char *note = lfl_arena_printf(b->arena, "%s\n\nBlank: %s.", keys[i].note, keys[i].blank);
    if (!note) b->no_memory = true;
    else worksheet_write_comment(page, row, 0, note);
    row++;
  }
  worksheet_set_column(page, 0, 0, 18, b->input_text);
  worksheet_set_column(page, 1, 1, 40, NULL);
}

/* ---- the page of help ------------------------------------------------------------------------------ */

static lxw_row_t put_paragraph(template_book *b, lxw_row_t row, const char *text, lxw_format *format, double height) {
  worksheet_merge_range(b->start, row, 0, row, 5, text, format);
  worksheet_set_row(b->start, row, height, NULL);
  return row + 1;
}

static lxw_row_t write_steps(template_book *b, lxw_row_t row) {
  static const struct {
    const char *sheet, *what;
  } steps[] = {
      {"places", "1. Places where people are: place_id, kind (area or site), people, lat_deg and lon_deg. A rough number with its source is better than none."},
      {"places", "2. Crossings through which goods enter: kind crossing, trucks_per_day, lat_deg and lon_deg."},
      {"supplies", "3. Supplies: item_id (general_ration, family_tent, iehk_2017 and others are known already), place_id where they are or enter, units, day."},
      {"scenario", "Then set start_date, and run: lifeline check THIS-FILE.xlsx, and lifeline plan THIS-FILE.xlsx -o PLAN."},
  };
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    const char *url = lfl_arena_printf(b->arena, "internal:'%s'!A1", steps[i].sheet);
    if (url) worksheet_write_url_opt(b->start, row, 0, url, b->link, steps[i].sheet, NULL);
    worksheet_merge_range(b->start, row, 1, row, 5, steps[i].what, b->text);
    worksheet_set_row(b->start, row, 32, NULL);
    row++;
  }
  return row;
}

static lxw_row_t write_rules(template_book *b, lxw_row_t row) {
  static const char *const rules[] = {
      "Blank means unknown, and each column's note says what is then assumed. Every default used is listed with the plan. Empty sheets may stay as they are.",
      "Never enter lists of people: no names, telephone or identity numbers, no ethnicity, religion or party. The smallest unit is a place. Such a file is refused.",
      "Who says so? Fill source, observed_on and reliability: the plan shows what rests on assumptions. sensitivity says who may see a row (blank: partners).",
      "Nobody is planned to move without a recorded willing_share. Staying and being served is always planned.",
      "Numbers use a decimal point. Days count from 0 at start_date; a date does as well. inf means no limit, said on purpose.",
      "Another unit is fine: name the column with it, as water_yield_m3_per_day, mass_t, usable_ha; or count toilets, taps, households instead of people.",
  };
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) row = put_paragraph(b, row, rules[i], b->text, 32);
  return row;
}

static void write_dictionary(template_book *b, lxw_row_t row) {
  static const char *const headers[] = {"Sheet", "Column", "Meaning", "Enter", "Blank means", ""};
  row = put_paragraph(b, row, "All sheets and columns", b->heading, 20);
  for (int k = 0; k < 5; k++) worksheet_write_string(b->start, row, (lxw_col_t)k, headers[k], b->header);
  for (int t = 0; t < lfl_schema_n_tables(); t++) {
    const lfl_table_schema *table = lfl_schema_table(t);
    const char *url = lfl_arena_printf(b->arena, "internal:'%s'!A1", table->name);
    row++;
    if (url) worksheet_write_url_opt(b->start, row, 0, url, b->link, table->name, NULL);
    else b->no_memory = true;
    worksheet_merge_range(b->start, row, 1, row, 4, table->note ? table->note : "", b->note);
    for (int k = 0; k < table->n_columns; k++) {
      const lfl_column *c = &table->columns[k];
      row++;
      worksheet_write_string(b->start, row, 1, c->name, b->cell);
      worksheet_write_string(b->start, row, 2, c->note ? c->note : "", b->cell);
      worksheet_write_string(b->start, row, 3, entry_words(b, c), b->cell);
      worksheet_write_string(b->start, row, 4, blank_words(c), b->cell);
    }
  }
}

static void write_start(template_book *b) {
  static const double widths[] = {16, 24, 52, 38, 38, 10};
  for (int k = 0; k < 6; k++) worksheet_set_column(b->start, (lxw_col_t)k, (lxw_col_t)k, widths[k], NULL);
  lxw_row_t row = put_paragraph(b, 0, "Start here", b->title, 28);
  if (b->which) {
    row = put_paragraph(b, row, preset_note(b->which), b->text, 20);
    row = put_paragraph(b, row, "Yellow rows are assumptions to begin with, not facts: replace them by your own figures, or delete them.", b->example, 20);
  }
  row = put_paragraph(b, row + 1, "Three things are enough for a first plan", b->heading, 20);
  row = write_steps(b, row);
  if (b->which == PRESET_SIEGE)
    row = put_paragraph(b, row, "For a closed area also fill permissions (convoys_per_day, trucks_per_convoy, approval_share at each crossing) and status (what is closed or at risk, and who says so).", b->text, 32);
  if (b->which == PRESET_INFLUX) row = put_paragraph(b, row, "For an influx also fill population_changes: who is expected where and when.", b->text, 20);
  row = put_paragraph(b, row + 1, "Rules", b->heading, 20);
  row = write_rules(b, row);
  write_dictionary(b, row + 1);
  worksheet_activate(b->start);
  worksheet_set_landscape(b->start);
  worksheet_set_paper(b->start, 9);
  worksheet_fit_to_pages(b->start, 1, 0);
}

/* ---- the file -------------------------------------------------------------------------------------- */

static void add_sheet(template_book *b, int t) {
  const lfl_table_schema *table = lfl_schema_table(t);
  lxw_worksheet *page = workbook_add_worksheet(b->file, table->name);
  if (!page) {
    b->no_memory = true;
    return;
  }
  b->sheets[t] = page;
  worksheet_set_tab_color(page, is_core(table->name) ? 0x2E6B34 : 0xBFBFBF);
  write_header(b, page, table);
  if (strcmp(table->name, "scenario") == 0) write_settings(b, page);
  else if (b->which) write_examples(b, page, table);
}

static void write_book(template_book *b) {
  make_formats(b);
  b->start = b->no_memory ? NULL : workbook_add_worksheet(b->file, "Start here");
  if (!b->start) {
    b->no_memory = true;
    return;
  }
  static const char *const first[] = {"places", "supplies", "scenario"};
  for (size_t i = 0; i < 3; i++)
    for (int t = 0; t < lfl_schema_n_tables(); t++)
      if (strcmp(lfl_schema_table(t)->name, first[i]) == 0) add_sheet(b, t);
  for (int t = 0; t < lfl_schema_n_tables() && t < MOST_SHEETS && !b->no_memory; t++)
    if (!is_core(lfl_schema_table(t)->name)) add_sheet(b, t);
  if (!b->no_memory) write_start(b);
}

static lfl_status write_file(const char *path, int which, lfl_diags *problems) {
  lfl_status status = store_write_text(path, "", 0, problems); /* libxlsxwriter would say on stderr why it cannot */
  if (status != LFL_OK) return status;
  template_book b = {.arena = lfl_arena_create(), .which = which};
  if (!b.arena) return LFL_ERR_MEMORY;
  lxw_doc_properties properties = {.created = 946684800}; /* 2000-01-01: no date of making */
  void *locale = store_locale_begin();
  b.file = workbook_new(path);
  status = b.file ? LFL_OK : LFL_ERR_MEMORY;
  if (b.file) {
    workbook_set_properties(b.file, &properties);
    write_book(&b);
    lxw_error error = workbook_close(b.file);
    if (b.no_memory || error == LXW_ERROR_MEMORY_MALLOC_FAILED) status = LFL_ERR_MEMORY;
    else if (error != LXW_NO_ERROR) {
      store_complain(problems, "cannot-write", path, lxw_strerror(error));
      status = LFL_ERR_IO;
    }
  }
  store_locale_end(locale);
  lfl_arena_destroy(b.arena);
  return status == LFL_OK ? store_flush(path, problems) : status;
}

static lfl_status judge_call(const char *path, int which, const char *like, lfl_diags *problems) {
  size_t n = strlen(path);
  if (which < 0) {
    const char *names[8] = {NULL};
    int k = 0;
    while (k < 8 && (names[k] = preset_name(k)) != NULL) k++;
    lfl_diag d = {LFL_ERROR, "no-such-preset", NULL, 0, "like", like, "earthquake, influx, siege or flood", lfl_nearest_name(like, names, k)};
    if (problems) lfl_diags_add(problems, &d);
    return LFL_ERR_USAGE;
  }
  if (n < 6 || strcmp(path + n - 5, ".xlsx") != 0) {
    store_complain(problems, "file-name", path, "the name of a workbook to write, ending in .xlsx");
    return LFL_ERR_USAGE;
  }
  if (access(path, F_OK) == 0 || errno == ELOOP) {
    store_complain(problems, "file-exists", path, "a file that does not exist yet: nothing is replaced");
    return LFL_ERR_USAGE;
  }
  return LFL_OK;
}

lfl_status lfl_template_write(const char *path, const char *like, lfl_diags *problems) {
  int which = preset_find(like);
  lfl_status status = judge_call(path, which, like, problems);
  if (status != LFL_OK) return status;
  size_t n = strlen(path);
  char *temp = lfl_malloc(n + 32);
  if (!temp) return LFL_ERR_MEMORY;
  snprintf(temp, n + 32, "%.*s.%ld.part", (int)n, path, (long)getpid());
  status = write_file(temp, which, problems);
  if (status == LFL_OK) status = store_place_file(temp, path, problems);
  unlink(temp); /* is there only if something failed */
  lfl_free(temp);
  return status;
}
