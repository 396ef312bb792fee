/* The ledger of two parties: every figure in which they differ, with both sources, and the stages at
 * crossings as each sees them. A party that says nothing of a figure holds the scenario's. New rows of a
 * party are one figure each. The difference of what two parties see delivered is a product of counts and shares, so that
 * its logarithm splits over the stages without any order. O(rows squared). Tests: tests/unit/test_options.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/build.h"
#include "ingest/overlay.h"

static bool is_of(const lfl_table *t, int row, const char *set_id) { return lfl_same_text(lfl_table_get(t, row, "set_id"), set_id) && set_id[0]; }

static lfl_sensitivity row_sensitivity(const lfl_table *t, int row) {
  const char *text = lfl_table_get(t, row, "sensitivity");
  if (!text && strcmp(t->name, "facilities") == 0) return LFL_RESTRICTED; /* where nobody says otherwise */
  return !text ? LFL_PARTNERS : strcmp(text, "public") == 0 ? LFL_PUBLIC : strcmp(text, "restricted") == 0 ? LFL_RESTRICTED : LFL_PARTNERS;
}

static void raise(lfl_sensitivity *to, lfl_sensitivity by) {
  if (by > *to) *to = by;
}

/* Do two rows of assumptions speak of the same cell (of new rows: of the same row)? */
static bool same_figure(const lfl_table *t, int a, int b) {
  const char *row_id = lfl_table_get(t, a, "row_id");
  bool is_new = row_id && row_id[0] == '+';
  return lfl_same_text(lfl_table_get(t, a, "table"), lfl_table_get(t, b, "table")) && lfl_same_text(row_id, lfl_table_get(t, b, "row_id")) &&
         (is_new || lfl_same_text(lfl_table_get(t, a, "column"), lfl_table_get(t, b, "column")));
}

/* The scenario's row that an assumption changes; -1: none, or more than one. */
static int base_row(const lfl_tables *tables, const lfl_table *t, int row, const lfl_table **out) {
  const char *table = lfl_table_get(t, row, "table"), *row_id = lfl_table_get(t, row, "row_id");
  *out = table ? lfl_tables_find(tables, table) : NULL;
  return !*out || !row_id || *row_id == '+' || *row_id == '*' ? -1 : layer_find_row(*out, row_id, (*out)->n_rows);
}

/* "place_id KS, day 4, people -50000": a new row of a set in words. */
static const char *new_row_words(const lfl_table *t, int row, const char *set_id, lfl_arena *arena) {
  lfl_buf text = {0};
  for (int i = 0; i < t->n_rows; i++)
    if (is_of(t, i, set_id) && same_figure(t, row, i))
      lfl_buf_printf(&text, "%s%s %s", text.n ? ", " : "", lfl_table_get(t, i, "column") ? lfl_table_get(t, i, "column") : "", lfl_table_get(t, i, "value") ? lfl_table_get(t, i, "value") : "blank");
  const char *copy = text.failed || !text.text ? NULL : lfl_arena_strdup(arena, text.text);
  lfl_buf_clear(&text);
  return copy;
}

/* What a row without a key is about: its first filled cells that name something. */
static const char *row_words(const lfl_table *base, int row, lfl_arena *arena) {
  static const char *const NAMES[] = {"subject_id", "item_id", "place_id", "construction_id", "from_day", "to_day", "day", "standard_set"};
  lfl_buf text = {0};
  for (size_t k = 0; k < sizeof NAMES / sizeof NAMES[0]; k++) {
    const char *cell = lfl_table_get(base, row, NAMES[k]);
    if (cell) lfl_buf_printf(&text, "%s%s%s", text.n ? (strcmp(NAMES[k], "to_day") == 0 ? " to " : ", ") : "", strcmp(NAMES[k], "from_day") == 0 ? "from " : "", cell);
  }
  const char *copy = text.failed || !text.text ? NULL : lfl_arena_strdup(arena, text.text);
  lfl_buf_clear(&text);
  return copy;
}

/* What one side says of the figure: its own row of assumptions (the last), or the scenario's. */
static void take_side(const lfl_tables *tables, const lfl_table *t, int row, const char *set_id, int side, lfl_arena *arena, lfl_ledger_row *out) {
  const lfl_table *base;
  int found = -1, at = base_row(tables, t, row, &base);
  const char *row_id = lfl_table_get(t, row, "row_id"), *column = lfl_table_get(t, row, "column");
  for (int i = 0; i < t->n_rows; i++)
    if (is_of(t, i, set_id) && same_figure(t, row, i)) found = i;
  out->is_own[side] = found >= 0;
  if (found >= 0) {
    out->value[side] = row_id && *row_id == '+' ? new_row_words(t, found, set_id, arena) : lfl_table_get(t, found, "value");
    out->source[side] = lfl_table_get(t, found, "source");
    raise(&out->sensitivity, row_sensitivity(t, found));
  } else if (at >= 0) {
    out->value[side] = lfl_table_get(base, at, column);
    out->source[side] = lfl_table_get(base, at, "source");
  } else if (row_id && *row_id == '*') {
    out->value[side] = "as entered, row by row";
  } else if (!(row_id && *row_id == '+') && out->table && strcmp(out->table, "standards") == 0) {
    out->value[side] = "as in the standard set";
  }
  if (at >= 0) raise(&out->sensitivity, row_sensitivity(base, at));
}

static bool same_value(const char *a, const char *b) {
  double x, y;
  return lfl_same_text(a, b) || (a && b && parse_number(a, &x) && parse_number(b, &y) && x == y);
}

/* The figures of assumptions in which the two differ, into the ledger. */
static lfl_status list_assumptions(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, lfl_ledger_row *rows, int *n) {
  const lfl_table *t = lfl_tables_find(tables, "assumptions");
  int *first = lfl_arena_new(arena, t ? (size_t)t->n_rows + 1 : 1, int);
  if (!first) return LFL_ERR_MEMORY;
  for (int i = 0; t && i < t->n_rows; i++) {
    if (!is_of(t, i, set_a) && !is_of(t, i, set_b)) continue;
    bool is_listed = false;
    for (int k = *n - 1; k >= 0 && !is_listed; k--) is_listed = same_figure(t, first[k], i);
    if (is_listed || !lfl_table_get(t, i, "table") || !lfl_table_get(t, i, "row_id") || !lfl_table_get(t, i, "column")) continue;
    const lfl_table *base;
    int at = base_row(tables, t, i, &base);
    const char *row_id = lfl_table_get(t, i, "row_id");
    lfl_ledger_row *out = &rows[*n];
    *out = (lfl_ledger_row){.topic = assumption_topic(t, i, arena), .table = lfl_table_get(t, i, "table"), .row_id = row_id,
                            .column = *row_id == '+' ? "new row" : lfl_table_get(t, i, "column"), .sensitivity = LFL_PUBLIC};
    if (at >= 0 && !layer_key_column(out->table)) out->what = row_words(base, at, arena);
    if (at < 0 && strcmp(out->table, "facilities") == 0) raise(&out->sensitivity, LFL_RESTRICTED);
    take_side(tables, t, i, set_a, 0, arena, out);
    take_side(tables, t, i, set_b, 1, arena, out);
    if (!out->topic) return LFL_ERR_MEMORY;
    first[*n] = i;
    if (!same_value(out->value[0], out->value[1])) (*n)++;
  }
  return LFL_OK;
}

/* Row of the step for a party: its own, else the scenario's; -1: none. */
static int step_row(const lfl_table *t, int like, const char *set_id) {
  int own = -1, common = -1;
  for (int i = 0; i < t->n_rows; i++) {
    if (!lfl_same_text(lfl_table_get(t, i, "place_id"), lfl_table_get(t, like, "place_id")) || !lfl_same_text(lfl_table_get(t, i, "step"), lfl_table_get(t, like, "step"))) continue;
    if (is_of(t, i, set_id)) own = i;
    else if (!lfl_table_get(t, i, "set_id")) common = i;
  }
  return own >= 0 ? own : common;
}

static double cell_value(const lfl_table *t, int row, const char *column, double blank) {
  double value;
  const char *text = row < 0 ? NULL : lfl_table_get(t, row, column);
  return text && parse_number(text, &value) ? value : blank;
}

/* What a party's row of the step says in the column; a blank share is all. NULL: nothing, or no such step. */
static const char *step_text(const lfl_table *t, int row, const char *column) {
  const char *text = row < 0 ? NULL : lfl_table_get(t, row, column);
  return text || row < 0 || strcmp(column, "share") != 0 ? text : "1";
}

/* Do the parties' rows of a step say otherwise in the column? A step that a party does not have passes all, as one that says nothing. */
static bool step_differs(const lfl_table *t, int a, int b, const char *column) {
  if (strcmp(column, "share") == 0) return cell_value(t, a, column, 1) != cell_value(t, b, column, 1);
  return !same_value(step_text(t, a, column), step_text(t, b, column));
}

/* As closed as the crossing and any of its stages as the two see them: one share beside others tells what a closed one passes. */
static lfl_sensitivity crossing_sensitivity(const lfl_tables *tables, const lfl_table *t, const char *place, const char *set_a, const char *set_b) {
  const lfl_table *places = lfl_tables_find(tables, "places");
  int at = places && place ? layer_find_row(places, place, places->n_rows) : -1;
  lfl_sensitivity found = at >= 0 ? row_sensitivity(places, at) : LFL_PUBLIC;
  for (int i = 0; i < t->n_rows; i++) {
    bool is_seen = !lfl_table_get(t, i, "set_id") || is_of(t, i, set_a) || is_of(t, i, set_b);
    if (is_seen && lfl_same_text(lfl_table_get(t, i, "place_id"), place)) raise(&found, row_sensitivity(t, i));
  }
  return found;
}

/* The step's figure of that column, by the parties' rows. False without memory. */
static bool take_stage(const lfl_table *t, const int row[2], int own, const char *column, lfl_arena *arena, lfl_ledger_row *out) {
  const char *step = lfl_table_get(t, own, "step");
  *out = (lfl_ledger_row){.topic = stages_topic(t, own, arena), .table = "stages", .row_id = lfl_table_get(t, own, "place_id"), .column = column, .what = lfl_arena_printf(arena, "step %s", step ? step : "blank")};
  for (int side = 0; side < 2; side++) {
    out->value[side] = step_text(t, row[side], column);
    out->source[side] = row[side] < 0 ? NULL : lfl_table_get(t, row[side], "source");
    out->is_own[side] = row[side] >= 0 && lfl_table_get(t, row[side], "set_id");
  }
  return out->topic && out->what;
}

/* The same of stages at crossings. */
static lfl_status list_stages(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, lfl_ledger_row *rows, int *n) {
  static const char *const COLUMNS[] = {"share", "trucks_per_day"};
  const lfl_table *t = lfl_tables_find(tables, "stages");
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *place = lfl_table_get(t, i, "place_id");
    const int row[2] = {step_row(t, i, set_a), step_row(t, i, set_b)};
    int other = row[is_of(t, i, set_a) ? 1 : 0];
    bool is_listed = other >= 0 && other < i && lfl_table_get(t, other, "set_id"); /* with the other's row of the step */
    if (!place || is_listed || (!is_of(t, i, set_a) && !is_of(t, i, set_b))) continue;
    for (int k = 0; k < 2; k++) {
      if (!step_differs(t, row[0], row[1], COLUMNS[k])) continue;
      if (!take_stage(t, row, i, COLUMNS[k], arena, &rows[*n])) return LFL_ERR_MEMORY;
      rows[(*n)++].sensitivity = crossing_sensitivity(tables, t, place, set_a, set_b);
    }
  }
  return LFL_OK;
}

lfl_status lfl_tables_ledger(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, lfl_ledger_row **rows, int *n) {
  const lfl_table *changes = lfl_tables_find(tables, "assumptions"), *stages = lfl_tables_find(tables, "stages");
  *n = 0;
  *rows = lfl_arena_new(arena, (changes ? (size_t)changes->n_rows : 0) + (stages ? 2 * (size_t)stages->n_rows : 0) + 1, lfl_ledger_row);
  if (!*rows) return LFL_ERR_MEMORY;
  lfl_status status = list_assumptions(tables, set_a, set_b, arena, *rows, n);
  return status == LFL_OK ? list_stages(tables, set_a, set_b, arena, *rows, n) : status;
}

/* ---- stages ------------------------------------------------------------------------------------- */

static int by_place_and_step(const void *a, const void *b) {
  const lfl_stage_row *x = a, *y = b;
  int order = strcmp(x->place_id, y->place_id);
  return order ? order : (x->step > y->step) - (x->step < y->step);
}

/* Trucks at every stage of a crossing, by the party's own count and shares. */
static void follow(lfl_stage_row *list, int n, int side) {
  int counted = -1;
  for (int k = 0; k < n; k++) {
    list[k].trucks[side] = (double)NAN;
    if (!isnan(list[k].counted[side])) counted = k;
  }
  if (counted < 0) return;
  list[counted].trucks[side] = list[counted].counted[side];
  for (int k = counted + 1; k < n; k++) list[k].trucks[side] = list[k - 1].trucks[side] * list[k].share[side];
  for (int k = counted - 1; k >= 0; k--) list[k].trucks[side] = list[k + 1].share[side] > 0 ? list[k + 1].trucks[side] / list[k + 1].share[side] : (double)NAN;
}

/* Which stage the dispute is about: each stage's part of the logarithm of what is delivered, and of those that go with the difference
 * the largest; one that passes nothing by one party has all of it. The count's part is what the first stage's trucks differ by. */
static void divide(lfl_stage_row *list, int n) {
  double all = log(list[n - 1].trucks[1] / list[n - 1].trucks[0]), most = 1e-12, direction = all > 0 ? 1 : -1;
  int main = -1;
  for (int k = 0; k < n; k++) {
    double ratio = k ? list[k].share[1] / list[k].share[0] : list[0].trucks[1] / list[0].trucks[0];
    list[k].part = isfinite(all) && fabs(all) > 1e-12 ? log(ratio) / all + 0.0 : (double)NAN; /* + 0.0: no -0 */
    if (fabs(all) > 1e-12 && direction * log(ratio) > most) {
      most = direction * log(ratio) + 1e-12;
      main = k;
    }
  }
  if (main >= 0) list[main].is_main = true;
}

lfl_status lfl_tables_stages(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, lfl_stage_row **rows, int *n) {
  const lfl_table *t = lfl_tables_find(tables, "stages");
  *n = 0;
  *rows = lfl_arena_new(arena, t ? (size_t)t->n_rows + 1 : 1, lfl_stage_row);
  if (!*rows) return LFL_ERR_MEMORY;
  for (int i = 0; t && i < t->n_rows; i++) {
    const char *place = lfl_table_get(t, i, "place_id");
    bool is_listed = !place || (lfl_table_get(t, i, "set_id") && !is_of(t, i, set_a) && !is_of(t, i, set_b));
    int step = (int)cell_value(t, i, "step", 0);
    for (int k = 0; k < *n && !is_listed; k++) is_listed = strcmp((*rows)[k].place_id, place) == 0 && (*rows)[k].step == step;
    if (is_listed) continue;
    lfl_stage_row *out = &(*rows)[(*n)++];
    *out = (lfl_stage_row){.place_id = place, .name = lfl_table_get(t, i, "stage"), .step = step, .part = (double)NAN, .sensitivity = LFL_PUBLIC};
    for (int side = 0; side < 2; side++) {
      int row = step_row(t, i, side ? set_b : set_a);
      out->share[side] = cell_value(t, row, "share", 1);
      out->counted[side] = cell_value(t, row, "trucks_per_day", (double)NAN);
      out->source[side] = row < 0 ? NULL : lfl_table_get(t, row, "source");
      if (row >= 0) raise(&out->sensitivity, row_sensitivity(t, row));
    }
  }
  if (*n) qsort(*rows, (size_t)*n, sizeof **rows, by_place_and_step);
  for (int first = 0, i = 1; i <= *n; i++)
    if (i == *n || strcmp((*rows)[i].place_id, (*rows)[first].place_id) != 0) {
      for (int side = 0; side < 2; side++) follow(&(*rows)[first], i - first, side);
      divide(&(*rows)[first], i - first);
      first = i;
    }
  return LFL_OK;
}

/* ---- topics ------------------------------------------------------------------------------------- */

static bool add_topic(const char **list, int *n, const char *topic) {
  for (int k = 0; topic && k < *n; k++)
    if (strcmp(list[k], topic) == 0) return true;
  if (topic) list[(*n)++] = topic;
  return topic != NULL;
}

int lfl_tables_topics(const lfl_tables *tables, const char *set_a, const char *set_b, lfl_arena *arena, const char *const **out, int *n_all) {
  lfl_ledger_row *rows;
  int n_rows, n = 0;
  const lfl_table *t = lfl_tables_find(tables, "stages"), *changes = lfl_tables_find(tables, "assumptions");
  if (lfl_tables_ledger(tables, set_a, set_b, arena, &rows, &n_rows) != LFL_OK) return -1;
  const char **list = lfl_arena_new(arena, (t ? (size_t)t->n_rows : 0) + (changes ? (size_t)changes->n_rows : 0) + 1, const char *);
  if (!list) return -1;
  for (int i = 0; i < n_rows; i++)
    if (!add_topic(list, &n, rows[i].topic)) return -1;
  int n_differing = n; /* and those that both change alike */
  for (int i = 0; changes && i < changes->n_rows; i++)
    if ((is_of(changes, i, set_a) || is_of(changes, i, set_b)) && !add_topic(list, &n, assumption_topic(changes, i, arena))) return -1;
  for (int i = 0; t && i < t->n_rows; i++)
    if ((is_of(t, i, set_a) || is_of(t, i, set_b)) && !add_topic(list, &n, stages_topic(t, i, arena))) return -1;
  *out = list;
  *n_all = n;
  return n_differing;
}
