/* Raw tables without the rows that an audience may not see, as if nobody had entered them.
 *
 * A row goes if its own sensitivity is closed to the audience, or if it names a row that went (a road to a
 * closed depot, the closure of that road, an assumption about it), again and again until no more go.
 * A closed parent is left blank: its children stay. Free text that holds the name or key of what went,
 * as a word of its own, is replaced by a remark. Roads that were guessed from coordinates are
 * written down, as other roads would be guessed without the places that went.
 * The plan's rows: cut_plan.c. O(cells * rows that went). Tests: tests/unit/test_cut.c. */
#include <string.h>

#include "base/ids.h"
#include "model/redact.h"
#include "model/schema.h"
#include "store/cut.h"
#include "store/parts.h"

enum { SHORTEST_WORD = 3 }; /* shorter keys would be found in any sentence */
static const char REMARK[] = "(left out: it names what this copy leaves out)";

typedef struct cutter {
  const lfl_tables *from;
  lfl_sensitivity audience;
  lfl_arena *arena;
  bool **gone;  /* [tables][rows] */
  int *n_gone;  /* [tables] */
  lfl_ids *ids; /* "table key" and " key" of what went */
  const char **words;
  int n_words;
  bool failed;
} cutter;

/* ---- which rows go ------------------------------------------------------------------------------ */

static bool is_gone_key(cutter *c, const char *table, const char *key) {
  lfl_buf text = {0};
  lfl_buf_printf(&text, "%s %s", table, key);
  bool is_gone = text.failed ? false : lfl_ids_get(c->ids, text.text) >= 0;
  if (text.failed) c->failed = true;
  lfl_buf_clear(&text);
  return is_gone;
}

static void remember(cutter *c, const char *table, const char *key) {
  const char *own = lfl_arena_printf(c->arena, "%s %s", table, key), *any = lfl_arena_printf(c->arena, " %s", key);
  if (!own || !any) c->failed = true;
  else {
    if (lfl_ids_get(c->ids, own) < 0 && !lfl_ids_put(c->ids, own, 1)) c->failed = true;
    if (lfl_ids_get(c->ids, any) < 0 && !lfl_ids_put(c->ids, any, 1)) c->failed = true;
  }
}

static const lfl_column *column_of(const lfl_table *table, int k) {
  const lfl_table_schema *schema = lfl_schema_find(table->name);
  return schema ? lfl_schema_column(schema, table->columns[k]) : NULL;
}

static bool is_parent(const lfl_table *table, int k) { return strcmp(table->name, "places") == 0 && strcmp(table->columns[k], "parent_id") == 0; }

/* Is the row named by its number in a table that lost rows? Then it is another row now. */
static bool is_miscounted(const cutter *c, const lfl_table *table, int row, const char *value) {
  const char *of = lfl_table_get(table, row, "table");
  for (int t = 0; of && t < c->from->n_tables; t++)
    if (strcmp(c->from->tables[t].name, of) == 0) return c->n_gone[t] > 0 && strspn(value, "0123456789") == strlen(value);
  return false;
}

static bool names_what_went(cutter *c, const lfl_table *table, int row) {
  for (int k = 0; k < table->n_columns; k++) {
    const char *value = table->cells[row][k], *name = table->columns[k];
    const lfl_column *column = column_of(table, k);
    if (!value || is_parent(table, k) || (column && column->type == LFL_TYPE_KEY)) continue;
    size_t n = strlen(name);
    bool is_key = n > 3 && strcmp(name + n - 3, "_id") == 0;
    if (column && column->type == LFL_TYPE_REF ? is_gone_key(c, column->ref, value) : is_key && is_gone_key(c, "", value)) return true;
    if (strcmp(name, "row_id") == 0 && is_miscounted(c, table, row, value)) return true;
  }
  return false;
}

static void take_out(cutter *c, int t, int row) {
  const lfl_table *table = &c->from->tables[t];
  c->gone[t][row] = true;
  c->n_gone[t]++;
  for (int k = 0; k < table->n_columns; k++) {
    const char *value = table->cells[row][k];
    const lfl_column *column = column_of(table, k);
    bool is_key = column && column->type == LFL_TYPE_KEY, is_name = strcmp(table->columns[k], "name") == 0;
    if (!value || (!is_key && !is_name)) continue;
    if (is_key) remember(c, table->name, value);
    if (strlen(value) >= SHORTEST_WORD) c->words[c->n_words++] = value;
  }
}

static void choose_rows(cutter *c) {
  bool is_news = true;
  while (is_news && !c->failed) {
    is_news = false;
    for (int t = 0; t < c->from->n_tables; t++)
      for (int i = 0; i < c->from->tables[t].n_rows && !c->failed; i++) {
        const lfl_table *table = &c->from->tables[t];
        if (c->gone[t][i] || (lfl_row_sensitivity(table, i) <= c->audience && !names_what_went(c, table, i))) continue;
        take_out(c, t, i);
        is_news = true;
      }
  }
}

/* ---- what is left --------------------------------------------------------------------------------- */

static const char **copy_row(cutter *c, const lfl_table *table, int row) {
  const char **cells = lfl_arena_new(c->arena, (size_t)table->n_columns, const char *);
  if (!cells) c->failed = true;
  for (int k = 0; cells && k < table->n_columns; k++) {
    const lfl_column *column = column_of(table, k);
    const char *value = table->cells[row][k];
    bool is_text = !column || column->type == LFL_TYPE_TEXT;
    if (value && is_parent(table, k) && is_gone_key(c, "places", value)) value = NULL;
    else if (is_text && lfl_holds_any_word(value, c->words, c->n_words)) value = REMARK;
    cells[k] = value;
  }
  return cells;
}

static void copy_table(cutter *c, int t, lfl_table *to) {
  const lfl_table *table = &c->from->tables[t];
  size_t n = (size_t)(table->n_rows - c->n_gone[t]);
  const char ***cells = lfl_arena_new(c->arena, n, const char **);
  long *numbers = lfl_arena_new(c->arena, n, long);
  const char **wkt = table->wkt ? lfl_arena_new(c->arena, n, const char *) : NULL;
  *to = *table;
  to->n_rows = 0;
  if (!cells || !numbers || (table->wkt && !wkt)) {
    c->failed = true;
    return;
  }
  for (int i = 0; i < table->n_rows && !c->failed; i++) {
    if (c->gone[t][i]) continue;
    cells[to->n_rows] = copy_row(c, table, i);
    numbers[to->n_rows] = table->row_numbers[i];
    if (wkt) wkt[to->n_rows] = table->wkt[i];
    to->n_rows++;
  }
  to->cells = cells;
  to->row_numbers = numbers;
  to->wkt = wkt;
}

static const char *number_text(cutter *c, double value) {
  lfl_buf buf = {0};
  store_put_exact(&buf, value);
  const char *text = lfl_arena_strdup(c->arena, buf.failed ? NULL : buf.text);
  if (!text) c->failed = true;
  lfl_buf_clear(&buf);
  return text;
}

/* Roads that nobody gave: the table that the reader worked out, without those to what went. */
static void write_links(cutter *c, const lfl_scenario *s, lfl_table *to) {
  static const char *const columns[] = {"link_id", "from_id", "to_id", "length_km", "speed_km_per_h", "source"};
  enum { N = sizeof columns / sizeof columns[0] };
  const char ***cells = lfl_arena_new(c->arena, (size_t)s->n_links, const char **);
  long *numbers = lfl_arena_new(c->arena, (size_t)s->n_links, long);
  if (!cells || !numbers) {
    c->failed = true;
    return;
  }
  int n = 0;
  for (int i = 0; i < s->n_links && !c->failed; i++) {
    const lfl_link *link = &s->links[i];
    const char *from = s->places[link->from_i].id, *end = s->places[link->to_i].id;
    if (is_gone_key(c, "places", from) || is_gone_key(c, "places", end)) continue;
    const char **row = cells[n] = lfl_arena_new(c->arena, N, const char *);
    if (!row) {
      c->failed = true;
      return;
    }
    row[0] = link->id;
    row[1] = from;
    row[2] = end;
    row[3] = number_text(c, link->length_km);
    row[4] = number_text(c, link->speed_km_per_h);
    row[5] = "default: straight line times the detour ratio";
    numbers[n++] = i + 2;
  }
  *to = (lfl_table){"links", "links", N, n, columns, cells, numbers, NULL};
}

/* A need that facilities alone made a planned one stays one: some place says that none are served there. */
static void keep_need(cutter *c, lfl_table *places, const char *column) {
  int k = lfl_table_column(places, column);
  size_t n_columns = (size_t)places->n_columns + (k < 0);
  if (k < 0) {
    const char **columns = lfl_arena_new(c->arena, n_columns, const char *);
    for (int i = 0; columns && i < places->n_columns; i++) columns[i] = places->columns[i];
    if (columns) columns[places->n_columns] = column;
    else c->failed = true;
    for (int i = 0; i < places->n_rows && !c->failed; i++) {
      const char **cells = lfl_arena_new(c->arena, n_columns, const char *);
      for (int j = 0; cells && j < places->n_columns; j++) cells[j] = places->cells[i][j];
      if (!cells) c->failed = true;
      else places->cells[i] = cells;
    }
    if (c->failed) return;
    places->columns = columns;
    k = places->n_columns++;
  }
  for (int i = 0; i < places->n_rows; i++) {
    const char *kind = lfl_table_get(places, i, "kind");
    if (!kind || (strcmp(kind, "area") != 0 && strcmp(kind, "site") != 0) || places->cells[i][k]) continue;
    places->cells[i][k] = "0";
    return;
  }
}

static void keep_needs(cutter *c, const lfl_scenario *s, lfl_tables *copy) {
  bool is_gone = false, has_health = false, has_beds = false;
  for (int t = 0; t < c->from->n_tables; t++) is_gone = is_gone || (strcmp(c->from->tables[t].name, "facilities") == 0 && c->n_gone[t] > 0);
  for (int k = 0; k < s->n_facilities; k++) {
    has_health = has_health || s->facilities[k].serves[LFL_HEALTH] > 0;
    has_beds = has_beds || s->facilities[k].serves[LFL_BEDS] > 0;
  }
  for (int t = 0; is_gone && t < copy->n_tables && !c->failed; t++) {
    if (strcmp(copy->tables[t].name, "places") != 0) continue;
    if (has_health) keep_need(c, &copy->tables[t], "health_places");
    if (has_beds && !c->failed) keep_need(c, &copy->tables[t], "bed_places");
  }
}

static bool begin(cutter *c) {
  size_t n = 0, n_tables = (size_t)c->from->n_tables;
  c->ids = lfl_ids_create();
  c->gone = lfl_arena_new(c->arena, n_tables, bool *);
  c->n_gone = lfl_arena_new(c->arena, n_tables, int);
  if (!c->ids || !c->gone || !c->n_gone) return false;
  for (size_t t = 0; t < n_tables; t++) {
    n += (size_t)c->from->tables[t].n_rows;
    c->gone[t] = lfl_arena_new(c->arena, (size_t)c->from->tables[t].n_rows, bool);
    if (!c->gone[t]) return false;
  }
  c->words = lfl_arena_new(c->arena, 2 * n, const char *);
  return c->words != NULL;
}

lfl_status store_cut_tables(const lfl_scenario *s, lfl_sensitivity audience, lfl_tables **out, const char *const **words, int *n_words) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *copy = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  cutter c = {.from = s->tables, .audience = audience, .arena = arena};
  c.failed = !copy || !begin(&c);
  if (!c.failed) {
    *copy = (lfl_tables){arena, c.from->name, 0, lfl_arena_new(arena, (size_t)c.from->n_tables + 1, lfl_table), LFL_TABLES_OF_PLAN};
    c.failed = copy->tables == NULL;
  }
  if (!c.failed) choose_rows(&c);
  bool has_links = false, is_guessed = s->n_links > 0 && s->links[0].made_by_default;
  for (int t = 0; !c.failed && t < c.from->n_tables; t++) {
    bool is_links = strcmp(c.from->tables[t].name, "links") == 0;
    has_links = has_links || is_links;
    if (is_links && is_guessed) write_links(&c, s, &copy->tables[copy->n_tables++]);
    else copy_table(&c, t, &copy->tables[copy->n_tables++]);
  }
  if (!c.failed && !has_links && is_guessed) write_links(&c, s, &copy->tables[copy->n_tables++]);
  if (!c.failed) keep_needs(&c, s, copy);
  lfl_ids_destroy(c.ids);
  if (c.failed) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  *out = copy;
  *words = c.words;
  *n_words = c.n_words;
  return LFL_OK;
}
