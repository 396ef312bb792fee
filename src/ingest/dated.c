/* What an option changes from its start day on. The contract's tables say when in four ways, and each
 * has its own form of "from that day on":
 *
 * - spans (status, permissions): a row that goes over the start day is cut in two, and the change is
 *   made in its later part; rows that end before it stay;
 * - points in time (supplies, population_changes, pledges, conditions): rows from that day on;
 * - capacities that hold on all days (KINDS): the larger number is entered, and shares in table status say
 *   what holds before and after. As the least of overlapping shares holds and all are scaled alike, each
 *   day's capacity is exactly its own number times its own share;
 * - definitions (items, construction, ...) hold for rows the option adds itself.
 *
 * A number that is said of all days over one of an option's takes its shares away again (dated_forget).
 *
 * A change of anything else holds on all days: then the option must start on day 0, and that is said.
 * O(changes * rows). Tests: tests/unit/test_options.c. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/build.h"
#include "ingest/overlay.h"

static const struct {
  const char *table, *from, *to; /* to NULL: a point in time */
} TIMES[] = {{"status", "from_day", "to_day"}, {"permissions", "from_day", "to_day"}, {"crews", "from_day", "to_day"},
             {"supplies", "day", NULL},        {"population_changes", "day", NULL},  {"pledges", "from_day", NULL}, {"conditions", "from_day", NULL}};
enum { N_TIMES = sizeof TIMES / sizeof TIMES[0] };

/* `alone`: a column that the same share would scale, too, if it is filled. */
static const struct {
  const char *table, *column, *subject, *alone;
} KINDS[] = {{"places", "trucks_per_day", "place", "water_yield_l_per_day"}, {"places", "water_yield_l_per_day", "place", "trucks_per_day"},
             {"fleets", "n_vehicles", "fleet", NULL},                        {"links", "vehicles_per_day", "link", "people_per_day"},
             {"crews", "n_workers", "crew", NULL}};
enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };

#define FROM_START "from the start day of set " /* source of the rows of status that say such shares; by it they are known again, in a plan that is read back, too */

bool layer_day(const lfl_tables *tables, const char *text, int blank, int *out) {
  long date, start;
  double number;
  *out = blank;
  if (!text) return true;
  if (parse_number(text, &number) && number == floor(number) && fabs(number) <= 100000) {
    *out = (int)number;
    return true;
  }
  const lfl_table *t = lfl_tables_find(tables, "scenario");
  const char *first = NULL;
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *key = lfl_table_get(t, i, "key");
    if (key && strcmp(key, "start_date") == 0) first = lfl_table_get(t, i, "value");
  }
  if (!parse_date(text, &date) || !first || !parse_date(first, &start) || labs(date - start) > 100000) return false;
  *out = (int)(date - start);
  return true;
}

/* Of a number that does not go with the day from which it holds. */
static void complain(layer *l, const change *ch, const char *column, const char *value, const char *expected) {
  lfl_diag d = {LFL_ERROR, DATED_ISSUE, ch->file, ch->row, column, value, expected, NULL};
  lfl_diags_add(l->diags, &d);
}

const char *dated_value(layer *l, const change *ch, lfl_table *t) {
  const lfl_table_schema *schema = lfl_schema_find(t->name);
  const lfl_column *column = schema ? lfl_schema_column(schema, ch->column) : NULL;
  if (!ch->value || !column || column->type != LFL_TYPE_DAY || strncmp(ch->value, "start", 5) != 0) return ch->value;
  double more = 0;
  bool is_fine = ch->terms && (!ch->value[5] || ((ch->value[5] == '+' || ch->value[5] == '-') && parse_number(ch->value + 6, &more) && more == floor(more) && fabs(more) <= 100000));
  if (!is_fine) {
    complain(l, ch, "value", ch->value, "start, start+14 or start-7 of a set that table options names");
    return ch->value;
  }
  const char *day = lfl_arena_printf(l->tables->arena, "%d", ch->terms->day + (int)(ch->value[5] == '-' ? -more : more));
  if (!day) l->failed = true;
  return day;
}

static int time_of(const char *table) {
  for (int k = 0; k < N_TIMES; k++)
    if (strcmp(TIMES[k].table, table) == 0) return k;
  return -1;
}

static int kind_of(const char *table, const char *column) {
  for (int k = 0; k < N_KINDS; k++)
    if (strcmp(KINDS[k].table, table) == 0 && strcmp(KINDS[k].column, column) == 0) return k;
  return -1;
}

static void *grow(layer *l, void *list, int n, int *capacity, size_t size) {
  if (n < *capacity) return list;
  int more = 2 * *capacity + 16;
  void *grown = lfl_arena_alloc(l->tables->arena, (size_t)more, size);
  if (!grown) l->failed = true;
  else if (n) memcpy(grown, list, (size_t)n * size);
  *capacity = grown ? more : *capacity;
  return grown ? grown : list;
}

static const char *day_text(layer *l, int day) {
  const char *text = lfl_arena_printf(l->tables->arena, "%d", day);
  if (!text) l->failed = true;
  return text;
}

const char *number_words(layer *l, double share) {
  lfl_buf text = {0};
  lfl_buf_number(&text, share);
  const char *copy = text.failed ? NULL : lfl_arena_strdup(l->tables->arena, text.text);
  if (!copy) l->failed = true;
  lfl_buf_clear(&text);
  return copy;
}

/* Day of a cell; cells that are no day are found by the reader. */
static int cell_at(const layer *l, const lfl_table *t, int row, const char *column, int blank) {
  int day;
  return layer_day(l->tables, lfl_table_get(t, row, column), blank, &day) ? day : blank;
}

/* The row that holds from `day` on: the row itself, its later part, or -1 if it has ended by then. */
static int later_part(layer *l, lfl_table *t, int row, int day) {
  for (int i = 0; i < l->n_splits; i++)
    if (l->splits[i].row == row && strcmp(l->splits[i].table, t->name) == 0) return l->splits[i].copy;
  if (cell_at(l, t, row, "to_day", INT_MAX) < day) return -1;
  if (cell_at(l, t, row, "from_day", 0) >= day) return row;
  int copy = layer_add_row(l, t);
  l->splits = grow(l, l->splits, l->n_splits, &l->splits_capacity, sizeof *l->splits);
  if (copy < 0 || l->failed) return -1;
  for (int c = 0; c < t->n_columns; c++) t->cells[copy][c] = t->cells[row][c];
  layer_put_named(l, t, copy, "from_day", day_text(l, day));
  layer_put_named(l, t, row, "to_day", day_text(l, day - 1));
  l->splits[l->n_splits++] = (split){t->name, row, copy};
  return copy;
}

static void apply_to_row(layer *l, const change *ch, lfl_table *t, int time, int row, int column, bool is_all) {
  const char *value = dated_value(l, ch, t);
  int day = ch->terms->day, from;
  if (l->failed) return;
  if (TIMES[time].to) {
    int part = later_part(l, t, row, day);
    if (part < 0 && !is_all && !ch->terms->is_delayed)
      complain(l, ch, "row_id", ch->row_id, "a row that does not end before the option's start day");
    else if (part >= 0) layer_put(l, t, part, layer_column(l, t, ch->column), value);
    return;
  }
  bool is_when = strcmp(ch->column, TIMES[time].from) == 0;
  if (is_when && layer_day(l->tables, value, INT_MAX, &from) && from < day) value = day_text(l, day);
  if (is_when || cell_at(l, t, row, TIMES[time].from, 0) >= day) layer_put(l, t, row, column, value);
  else if (!is_all && !ch->terms->is_delayed)
    complain(l, ch, "row_id", ch->row_id, "a row from the option's start day on: what is there before it stays");
}

/* A capacity from a day on: the larger number, and the shares of it that hold before and after. */
static void scale(layer *l, const change *ch, lfl_table *t, int kind, int row) {
  double before, after;
  const char *old = lfl_table_get(t, row, ch->column), *key = layer_key_column(t->name);
  bool is_fine = old && ch->value && parse_number(old, &before) && parse_number(ch->value, &after) && isfinite(before) && isfinite(after) && before >= 0 && after >= 0;
  double alone;
  const char *other = KINDS[kind].alone ? lfl_table_get(t, row, KINDS[kind].alone) : NULL;
  if (!is_fine) {
    complain(l, ch, "value", ch->value, "a number where there was a number: a capacity that begins or ends on a day; else say it in table status");
    return;
  }
  if (other && !(parse_number(other, &alone) && alone == 0)) {
    complain(l, ch, "column", ch->column, "a row of table status: the same share would change another number of this row, too");
    return;
  }
  double most = fmax(before, after);
  if (most == before && most == after) return;
  l->rescales = grow(l, l->rescales, l->n_rescales, &l->rescales_capacity, sizeof *l->rescales);
  if (l->failed) return;
  l->rescales[l->n_rescales++] = (rescale){ch, KINDS[kind].subject, lfl_table_get(t, row, key), before / most, after / most};
  layer_put(l, t, row, layer_column(l, t, ch->column), after > before ? ch->value : old);
}

void dated_apply(layer *l, const change *ch, lfl_table *t, int row, int column) {
  int time = time_of(t->name), kind = kind_of(t->name, ch->column), n = t->n_rows;
  bool is_crew_number = kind >= 0 && strcmp(t->name, "crews") == 0;
  if (strcmp(t->name, "crews") == 0 && !is_crew_number) time = -1; /* a crew cannot be cut in two: constructions name it */
  if (kind < 0 && time < 0) {
    complain(l, ch, "column", ch->column,
                   "something that can change on a day (status, permissions, supplies, population_changes, pledges, conditions, a number of trucks, vehicles, workers, or a yield): this one "
                   "holds on all days, so that the option must start on day 0");
    return;
  }
  for (int i = row < 0 ? 0 : row; i < n && (row < 0 || i == row); i++) {
    if (kind >= 0) scale(l, ch, t, kind, i);
    else apply_to_row(l, ch, t, time, i, column, row < 0);
  }
}

/* A new row of table status. */
static void add_status(layer *l, const change *ch, const char *subject, const char *subject_id, int from, int to, const char *status, double share) {
  lfl_table *t = layer_table(l, "status");
  int row = t ? layer_add_row(l, t) : -1;
  if (row < 0) return;
  layer_put_named(l, t, row, "subject", subject);
  layer_put_named(l, t, row, "subject_id", subject_id);
  layer_put_named(l, t, row, "from_day", day_text(l, from));
  if (to < INT_MAX) layer_put_named(l, t, row, "to_day", day_text(l, to));
  layer_put_named(l, t, row, "status", status);
  if (share < 1) layer_put_named(l, t, row, "capacity_share", number_words(l, share));
  layer_put_named(l, t, row, "source", lfl_arena_printf(l->tables->arena, FROM_START "%s (%s.%s)", ch->terms->set_id, ch->table, ch->column));
}

static bool is_about(const lfl_table *t, int row, const rescale *r) {
  const char *subject = lfl_table_get(t, row, "subject"), *id = lfl_table_get(t, row, "subject_id");
  return subject && id && strcmp(subject, r->subject) == 0 && strcmp(id, r->subject_id) == 0;
}

/* Shares that an option's start day has put in are taken out again of the rows of status that begin while a row of it holds. */
static void unscale(layer *l, lfl_table *t, const rescale *r, int scaled) {
  double factor, share;
  const char *text = lfl_table_get(t, scaled, "capacity_share");
  int from = cell_at(l, t, scaled, "from_day", 0), to = cell_at(l, t, scaled, "to_day", INT_MAX);
  if (!text || !parse_number(text, &factor) || !(factor > 0)) return;
  for (int i = 0; i < t->n_rows && !l->failed; i++) {
    int day = cell_at(l, t, i, "from_day", 0);
    const char *own = lfl_table_get(t, i, "capacity_share");
    if (i == scaled || !is_about(t, i, r) || day < from || day > to || !own || !parse_number(own, &share)) continue;
    layer_put_named(l, t, i, "capacity_share", share / factor < 1 ? number_words(l, share / factor) : NULL);
  }
  layer_put_named(l, t, scaled, "capacity_share", NULL);
}

/* What is not laid yet. */
static void drop_rescales(layer *l, const rescale *r) {
  int n = 0;
  for (int k = 0; k < l->n_rescales; k++) {
    const rescale *x = &l->rescales[k];
    if (strcmp(x->subject, r->subject) != 0 || strcmp(x->subject_id, r->subject_id) != 0 || strcmp(x->change->column, r->change->column) != 0) l->rescales[n++] = *x;
  }
  l->n_rescales = n;
}

static void forget_row(layer *l, const change *ch, int kind, const char *id) {
  const rescale r = {.change = ch, .subject = KINDS[kind].subject, .subject_id = id};
  drop_rescales(l, &r);
  lfl_table *t = lfl_tables_find(l->tables, "status") ? layer_table(l, "status") : NULL;
  const char *end = lfl_arena_printf(l->tables->arena, "(%s.%s)", KINDS[kind].table, ch->column);
  if (!end) l->failed = true;
  for (int i = 0; t && i < t->n_rows && !l->failed; i++) {
    const char *source = lfl_table_get(t, i, "source");
    size_t length = source ? strlen(source) : 0;
    bool is_scaled = length > strlen(end) && strncmp(source, FROM_START, strlen(FROM_START)) == 0 && strcmp(source + length - strlen(end), end) == 0;
    if (is_scaled && is_about(t, i, &r)) unscale(l, t, &r, i);
  }
}

void dated_forget(layer *l, const change *ch, const lfl_table *t, int row) {
  int kind = kind_of(t->name, ch->column), n = t->n_rows;
  for (int i = row < 0 ? 0 : row; kind >= 0 && i < n && (row < 0 || i == row); i++) {
    const char *id = lfl_table_get(t, i, layer_key_column(t->name));
    if (id) forget_row(l, ch, kind, id);
  }
}

static void finish_scale(layer *l, const rescale *r) {
  lfl_table *t = layer_table(l, "status");
  int n = t ? t->n_rows : 0, day = r->change->terms->day;
  for (int i = 0; i < n && !l->failed; i++)
    if (is_about(t, i, r)) later_part(l, t, i, day); /* now no row goes over the day */
  for (int i = 0; t && i < t->n_rows && !l->failed; i++) {
    double factor = cell_at(l, t, i, "from_day", 0) >= day ? r->after : r->before, share = 1;
    const char *text = lfl_table_get(t, i, "capacity_share");
    bool is_number = !text || parse_number(text, &share); /* else it is said when read */
    if (is_about(t, i, r) && is_number && factor < 1) layer_put_named(l, t, i, "capacity_share", number_words(l, share * factor));
  }
  if (r->before < 1) add_status(l, r->change, r->subject, r->subject_id, 0, day - 1, "open", r->before);
  if (r->after < 1) add_status(l, r->change, r->subject, r->subject_id, day, INT_MAX, "open", r->after);
}

/* A row that an option adds begins on its start day. */
static void finish_added(layer *l, const added *a) {
  const change *ch = a->change;
  lfl_table *t = layer_table(l, ch->table);
  static const char *const SUBJECTS[][2] = {{"places", "place"}, {"links", "link"}, {"fleets", "fleet"}};
  int time = time_of(ch->table), day = ch->terms->day;
  const char *key = layer_key_column(ch->table);
  if (time >= 0 && cell_at(l, t, a->row, TIMES[time].from, -1) < day) layer_put_named(l, t, a->row, TIMES[time].from, day_text(l, day));
  for (size_t k = 0; k < sizeof SUBJECTS / sizeof SUBJECTS[0]; k++) {
    const char *id = key ? lfl_table_get(t, a->row, key) : NULL;
    if (id && strcmp(SUBJECTS[k][0], ch->table) == 0) add_status(l, ch, SUBJECTS[k][1], id, 0, day - 1, "closed", 1);
  }
}

void dated_finish(layer *l) {
  for (int i = 0; i < l->n_added && !l->failed; i++)
    if (l->rows[i].change->terms && l->rows[i].change->terms->day > 0) finish_added(l, &l->rows[i]);
  for (int i = 0; i < l->n_rescales && !l->failed; i++) finish_scale(l, &l->rescales[i]);
}
