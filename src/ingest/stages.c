/* The table stages: what becomes of trucks from submitted to delivered at a crossing, as shares of the
 * stage before. A party's rows stand beside those of the scenario (set_id blank) and take their place step
 * by step when its set is laid over: then the crossing's trucks_per_day becomes what is counted at a stage, and its
 * delivered_share what the stages behind it pass. Without a set the crossing's own cells hold, and the check says where
 * stages and cells differ. O(rows squared). Tests: tests/unit/test_options.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/build.h"
#include "ingest/overlay.h"

/* Do two rows speak of the same step at the same crossing? */
static bool same_step(const lfl_table *t, int a, int b) {
  return lfl_same_text(lfl_table_get(t, a, "place_id"), lfl_table_get(t, b, "place_id")) && lfl_same_text(lfl_table_get(t, a, "step"), lfl_table_get(t, b, "step"));
}

/* The scenario's name for the step, else the one that all sets have for it; NULL: none, or each its own, which may not be for all to read. */
static const char *step_name(const lfl_table *t, int row) {
  const char *name = lfl_table_get(t, row, "stage");
  bool is_one = true;
  for (int i = 0; i < t->n_rows; i++) {
    if (!same_step(t, i, row)) continue;
    const char *other = lfl_table_get(t, i, "stage");
    if (!lfl_table_get(t, i, "set_id")) return other;
    is_one = is_one && lfl_same_text(name, other);
  }
  return is_one ? name : NULL;
}

/* Two who call a step otherwise speak of one thing. */
const char *stages_topic(const lfl_table *t, int row, lfl_arena *arena) {
  const char *name = step_name(t, row), *place = lfl_table_get(t, row, "place_id"), *step = lfl_table_get(t, row, "step");
  if (!place) place = "a crossing";
  if (name) return lfl_arena_printf(arena, "%s at %s", name, place);
  return lfl_arena_printf(arena, "step %s at %s", step ? step : "blank", place);
}

static double number_at(const lfl_table *t, int row, const char *column, double blank) {
  double value;
  const char *text = lfl_table_get(t, row, column);
  return text && parse_number(text, &value) ? value : blank; /* a wrong number is said when it is read */
}

/* What the stages now say of the crossing that row `like` is about, into its row of places. */
static void put_crossing(layer *l, const lfl_table *t, int like, int set) {
  lfl_table *places = layer_table(l, "places");
  const char *place = lfl_table_get(t, like, "place_id");
  int row = places && place ? layer_find_row(places, place, places->n_rows) : -1, counted = 0;
  double share = 1, trucks = (double)NAN;
  for (int pass = 0; pass < 2 && row >= 0; pass++)
    for (int i = 0; i < t->n_rows; i++) {
      if (t->cells[i][set] || !lfl_same_text(lfl_table_get(t, i, "place_id"), place)) continue;
      int step = (int)number_at(t, i, "step", 0);
      double count = number_at(t, i, "trucks_per_day", (double)NAN);
      if (pass == 0 && !isnan(count)) {
        counted = step;
        trucks = count;
      }
      if (pass == 1 && step > counted) share *= number_at(t, i, "share", 1);
    }
  if (row < 0) return; /* said when it is read */
  const char *texts[2] = {number_words(l, share), isnan(trucks) ? NULL : number_words(l, trucks)};
  layer_put_named(l, places, row, "delivered_share", texts[0]);
  if (texts[1]) layer_put_named(l, places, row, "trucks_per_day", texts[1]);
}

void stages_lay(layer *l, const char *set_id, const char *topic) {
  const lfl_table *before = lfl_tables_find(l->before, "stages");
  lfl_table *t = before ? layer_table(l, "stages") : NULL;
  int set = t ? lfl_table_column(t, "set_id") : -1;
  for (int i = 0; set >= 0 && i < before->n_rows; i++) {
    const char *own = lfl_table_get(before, i, "set_id"), *what = topic ? stages_topic(before, i, l->tables->arena) : NULL;
    if (topic && !what) l->failed = true;
    if (!own || strcmp(own, set_id) != 0 || (topic && (!what || strcmp(what, topic) != 0))) continue;
    for (int k = 0; k < t->n_rows; k++) /* what was said of this step is said otherwise */
      if (!t->cells[k][set] && same_step(t, k, i)) layer_put(l, t, k, set, REPLACED_SET);
    layer_put(l, t, i, set, NULL);
    put_crossing(l, t, i, set);
  }
}

/* Has each of two or more sets, of which topics are laid, stages at the crossing? */
static bool is_by_stages(const lfl_table *before, const char *place, const lfl_layer *layers, int n) {
  bool is_mixed = false;
  for (int k = 0; k < n; k++) {
    bool has_any = false;
    for (int i = 0; layers[k].topic && i < before->n_rows && !has_any; i++)
      has_any = lfl_same_text(lfl_table_get(before, i, "set_id"), layers[k].set_id) && lfl_same_text(lfl_table_get(before, i, "place_id"), place);
    if (!has_any) return false;
    is_mixed = is_mixed || strcmp(layers[k].set_id, layers[0].set_id) != 0;
  }
  return is_mixed;
}

void stages_hold(layer *l, const lfl_layer *layers, int n) {
  const lfl_table *before = lfl_tables_find(l->before, "stages");
  lfl_table *t = before ? layer_table(l, "stages") : NULL;
  int set = t ? lfl_table_column(t, "set_id") : -1;
  for (int i = 0; set >= 0 && i < before->n_rows; i++)
    if (is_by_stages(before, lfl_table_get(before, i, "place_id"), layers, n)) put_crossing(l, t, i, set);
}

/* ---- reading --------------------------------------------------------------------------------------- */

typedef struct stage {
  int place_i, step;
  double share, trucks_per_day; /* NaN: not counted */
  int row;
} stage;

static int by_place_and_step(const void *a, const void *b) {
  const stage *x = a, *y = b;
  if (x->place_i != y->place_i) return x->place_i < y->place_i ? -1 : 1;
  return (x->step > y->step) - (x->step < y->step);
}

/* The crossing's stages in order: what it lets in and what arrives. */
static void settle(builder *b, cells *c, const stage *list, int n) {
  lfl_place *p = &b->s->places[list[0].place_i];
  int counted = -1;
  for (int k = 0; k < n; k++) {
    if (isnan(list[k].trucks_per_day)) continue;
    c->row = list[k].row;
    if (counted >= 0) cell_complain(c, LFL_ERROR, "stages", "trucks_per_day", "trucks counted at one stage only: what the others see follows from the shares", NULL);
    counted = k;
  }
  for (int k = 1; k < n; k++) {
    c->row = list[k].row;
    if (list[k].step == list[k - 1].step) cell_complain(c, LFL_ERROR, "stages", "step", "each step of a crossing once in a set", NULL);
  }
  double share = 1;
  for (int k = counted < 0 ? 0 : counted + 1; k < n; k++) share *= list[k].share;
  c->row = list[0].row;
  if (!lfl_table_get(lfl_tables_find(b->tables, "places"), p->origin.row_i, "delivered_share")) p->delivered_share = share;
  if (fabs(p->delivered_share - share) > 1e-9)
    cell_complain(c, LFL_WARNING, "stages", "share", sentence(b, "shares behind the count that come to %s, the delivered_share of the crossing, which holds", number_text(b, p->delivered_share)), NULL);
  if (counted < 0) return;
  c->row = list[counted].row;
  if (p->trucks_per_day != list[counted].trucks_per_day)
    cell_complain(c, LFL_WARNING, "stages", "trucks_per_day", sentence(b, "%s, the trucks_per_day of the crossing, which holds", number_text(b, p->trucks_per_day)), NULL);
}

/* Is the set told of in assumptions or options? A name with only stages is most likely mistyped. */
static bool is_set(const builder *b, const char *set_id) {
  static const char *const NAMES[] = {"assumptions", "options"};
  for (int t = 0; t < 2; t++) {
    const lfl_table *table = lfl_tables_find(b->tables, NAMES[t]);
    for (int i = 0; table && i < table->n_rows; i++)
      if (lfl_same_text(lfl_table_get(table, i, "set_id"), set_id)) return true;
  }
  return false;
}

bool has_stages(const builder *b, const char *place_id) {
  const lfl_table *t = lfl_tables_find(b->tables, "stages");
  for (int i = 0; t && i < t->n_rows; i++)
    if (!lfl_table_get(t, i, "set_id") && lfl_same_text(lfl_table_get(t, i, "place_id"), place_id)) return true;
  return false;
}

void read_stages(builder *b) {
  cells c;
  cells_open(&c, b, "stages");
  stage *list = NEW(b, c.n_rows + 1, stage);
  int n = 0;
  if (!list) b->failed = true;
  for (int i = 0; list && i < c.n_rows; i++) {
    cells_go(&c, i);
    const char *set = cell_text(&c, "set_id");
    stage s = {cell_ref(&c, "place_id", b->places), (int)cell_number(&c, "step", 0), cell_number(&c, "share", 1), cell_number(&c, "trucks_per_day", (double)NAN), c.row};
    cell_text(&c, "stage");
    cell_origin(&c);
    if (set && !is_set(b, set)) cell_complain(&c, LFL_ERROR, "no-such-set", "set_id", "a set of table options or assumptions; blank for all", NULL);
    if (s.place_i >= 0 && b->s->places[s.place_i].kind != LFL_CROSSING) {
      cell_complain(&c, LFL_ERROR, "stages", "place_id", "a crossing", NULL);
      s.place_i = -1;
    }
    if (!set && s.place_i >= 0) list[n++] = s;
  }
  if (n) qsort(list, (size_t)n, sizeof *list, by_place_and_step);
  for (int first = 0, i = 1; i <= n; i++)
    if (i == n || list[i].place_i != list[first].place_i) {
      settle(b, &c, &list[first], i - first);
      first = i;
    }
}

/* Parties and options: the row of each set; stages of an option hold on all days. */
void check_options(builder *b) {
  cells c;
  cells_open(&c, b, "options");
  lfl_ids *ids = lfl_ids_create();
  if (!ids) b->failed = true;
  const lfl_table *stages = lfl_tables_find(b->tables, "stages"), *assumptions = lfl_tables_find(b->tables, "assumptions");
  for (int i = 0; ids && i < c.n_rows; i++) {
    cells_go(&c, i);
    const char *set = cell_key(&c, ids, i);
    int kind = cell_choice(&c, "kind", -1), day = cell_day(&c, "from_day", 0), n_stages = 0, n_changes = 0;
    static const char *const TEXTS[] = {"name", "description", "run_by", "secured_by"};
    for (size_t k = 0; k < sizeof TEXTS / sizeof TEXTS[0]; k++) cell_text(&c, TEXTS[k]);
    cell_ref(&c, "condition_id", b->conditions);
    cell_origin(&c);
    for (int k = 0; stages && set && k < stages->n_rows; k++) n_stages += lfl_same_text(lfl_table_get(stages, k, "set_id"), set);
    for (int k = 0; assumptions && set && k < assumptions->n_rows; k++) n_changes += lfl_same_text(lfl_table_get(assumptions, k, "set_id"), set);
    if (day < 0 || day >= b->s->n_days) cell_complain(&c, LFL_ERROR, "day-range", "from_day", "a day within the days planned", NULL);
    if (kind == 0 && day > 0) cell_complain(&c, LFL_ERROR, "options", "from_day", "blank for a party: its numbers hold on all days", NULL);
    if (kind == 1 && day > 0 && n_stages) cell_complain(&c, LFL_ERROR, "options", "from_day", "0, as the stages of this set hold on all days", NULL);
    if (kind == 1 && !n_stages && !n_changes && cell_is_blank(&c, "condition_id"))
      cell_complain(&c, LFL_WARNING, "options", "set_id", "rows of assumptions with this set_id, or a condition: this option changes nothing", NULL);
  }
  lfl_ids_destroy(ids);
}
