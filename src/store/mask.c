/* The raw tables as an audience may have them in plan.gpkg (docs/DECISIONS/0003-audiences.md).
 *
 * Restricted: as read. Partners: all rows, as a plan can only be verified with all of them; but
 * places marked restricted lose their coordinates, their outline and every column that the
 * contract does not know. Lengths of links that were worked out from such coordinates are
 * written down instead, so that the same scenario is built again. Public: no rows at all.
 * Distances to known places still tell roughly where a place is: what must not be known to
 * partners at all does not belong into a plan for them. O(cells). Tests: tests/unit/test_store.c. */
#include <string.h>

#include "model/redact.h"
#include "model/schema.h"
#include "store/parts.h"

typedef struct mask {
  const lfl_scenario *s;
  lfl_arena *arena;
  lfl_tables *to;
  bool failed;
} mask;

static const char **copy_row(mask *m, const lfl_table *table, int row, int n_more) {
  size_t n = (size_t)table->n_columns;
  const char **cells = lfl_arena_new(m->arena, n + (size_t)n_more, const char *);
  if (!cells) m->failed = true;
  else if (n) memcpy(cells, table->cells[row], n * sizeof *cells);
  return cells;
}

static bool is_masked(const lfl_scenario *s, int place_i) {
  return place_i >= 0 && !lfl_may_see(&s->places[place_i].origin, LFL_PARTNERS);
}

/* Does the column say where a place is, or may it, being unknown? */
static bool tells_where(const char *name) {
  const lfl_table_schema *schema = lfl_schema_find("places");
  double factor;
  const char *count;
  const lfl_column *column = lfl_schema_column(schema, name);
  if (!column) column = lfl_schema_alias(schema, name, &factor, &count);
  return !column || strcmp(column->name, "lat_deg") == 0 || strcmp(column->name, "lon_deg") == 0 || strcmp(column->name, "geometry_wkt") == 0;
}

static void mask_places(mask *m, lfl_table *table) {
  size_t n = (size_t)table->n_rows;
  const char ***cells = lfl_arena_new(m->arena, n, const char **);
  const char **wkt = table->wkt ? lfl_arena_new(m->arena, n, const char *) : NULL;
  if (!cells || (table->wkt && !wkt)) {
    m->failed = true;
    return;
  }
  if (n) memcpy(cells, table->cells, n * sizeof *cells);
  if (n && wkt) memcpy(wkt, table->wkt, n * sizeof *wkt);
  for (int i = 0; i < m->s->n_places && !m->failed; i++) {
    int row = m->s->places[i].origin.row_i;
    if (!is_masked(m->s, i) || row < 0 || row >= table->n_rows) continue;
    const char **own = copy_row(m, table, row, 0);
    for (int k = 0; k < table->n_columns && own; k++)
      if (tells_where(table->columns[k])) own[k] = NULL;
    cells[row] = own;
    if (wkt) wkt[row] = NULL;
  }
  table->cells = cells;
  table->wkt = wkt;
}

static const char *number_text(mask *m, double value) {
  lfl_buf buf = {0};
  store_put_exact(&buf, value);
  const char *text = lfl_arena_strdup(m->arena, buf.failed ? NULL : buf.text);
  if (!text) m->failed = true;
  lfl_buf_clear(&buf);
  return text;
}

static bool rests_on_masked(const mask *m, const lfl_link *link) { return is_masked(m->s, link->from_i) || is_masked(m->s, link->to_i); }

/* Column of the links' length, in whatever unit, and what turns it into km; -1 if there is none. */
static int find_length(const lfl_table *table, double *factor) {
  const lfl_table_schema *schema = lfl_schema_find("links");
  for (int k = 0; k < table->n_columns; k++) {
    const char *count;
    *factor = 1;
    const lfl_column *column = lfl_schema_column(schema, table->columns[k]);
    if (!column) column = lfl_schema_alias(schema, table->columns[k], factor, &count);
    if (column && strcmp(column->name, "length_km") == 0) return k;
  }
  *factor = 1;
  return -1;
}

/* Links given in a table without a length: it is written into the row. */
static void write_lengths(mask *m, lfl_table *table) {
  double factor;
  int column = find_length(table, &factor);
  bool is_new = column < 0;
  if (is_new) column = table->n_columns;
  size_t n = (size_t)table->n_rows, n_columns = (size_t)table->n_columns + is_new;
  const char ***cells = lfl_arena_new(m->arena, n, const char **);
  const char **columns = lfl_arena_new(m->arena, n_columns, const char *);
  if (!cells || !columns) {
    m->failed = true;
    return;
  }
  for (int k = 0; k < table->n_columns; k++) columns[k] = table->columns[k];
  if (is_new) columns[column] = "length_km";
  for (int i = 0; i < table->n_rows && !m->failed; i++) cells[i] = copy_row(m, table, i, is_new);
  for (int i = 0; i < m->s->n_links && !m->failed; i++) {
    const lfl_link *link = &m->s->links[i];
    int row = link->origin.row_i;
    if (row < 0 || row >= table->n_rows || !rests_on_masked(m, link) || cells[row][column]) continue;
    cells[row][column] = number_text(m, link->length_km / factor);
  }
  table->cells = cells;
  table->columns = columns;
  table->n_columns = (int)n_columns;
}

/* Links that nobody gave: the table that the reader worked out. */
static void write_links(mask *m, lfl_table *table) {
  static const char *const columns[] = {"link_id", "from_id", "to_id", "length_km", "speed_km_per_h", "source"};
  enum { N = sizeof columns / sizeof columns[0] };
  size_t n = (size_t)m->s->n_links;
  const char ***cells = lfl_arena_new(m->arena, n, const char **);
  long *numbers = lfl_arena_new(m->arena, n, long);
  if (!cells || !numbers) {
    m->failed = true;
    return;
  }
  for (int i = 0; i < m->s->n_links && !m->failed; i++) {
    const lfl_link *link = &m->s->links[i];
    cells[i] = lfl_arena_new(m->arena, N, const char *);
    numbers[i] = i + 2;
    if (!cells[i]) {
      m->failed = true;
      return;
    }
    cells[i][0] = link->id;
    cells[i][1] = m->s->places[link->from_i].id;
    cells[i][2] = m->s->places[link->to_i].id;
    cells[i][3] = number_text(m, link->length_km);
    cells[i][4] = number_text(m, link->speed_km_per_h);
    cells[i][5] = "default: straight line times the detour ratio";
  }
  *table = (lfl_table){"links", "links", N, m->s->n_links, columns, cells, numbers, NULL};
}

static void mask_for_partners(mask *m) {
  bool has_masked = false, has_links = false;
  for (int i = 0; i < m->s->n_places; i++) has_masked = has_masked || is_masked(m->s, i);
  if (!has_masked) return;
  for (int t = 0; t < m->to->n_tables && !m->failed; t++) {
    lfl_table *table = &m->to->tables[t];
    if (strcmp(table->name, "places") == 0) mask_places(m, table);
    if (strcmp(table->name, "links") != 0) continue;
    has_links = true;
    if (table->n_rows) write_lengths(m, table);
    else write_links(m, table);
  }
  if (!has_links && m->s->n_links) write_links(m, &m->to->tables[m->to->n_tables++]);
}

lfl_status store_mask_tables(const lfl_scenario *s, lfl_sensitivity audience, lfl_tables **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *copy = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  if (!copy) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  const lfl_tables *from = s->tables;
  *copy = (lfl_tables){arena, from->name, 0, lfl_arena_new(arena, (size_t)from->n_tables + 1, lfl_table)};
  mask m = {s, arena, copy, copy->tables == NULL};
  for (int t = 0; t < from->n_tables && !m.failed && audience != LFL_PUBLIC; t++) copy->tables[copy->n_tables++] = from->tables[t];
  if (audience == LFL_PARTNERS && !m.failed) mask_for_partners(&m);
  if (m.failed) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  *out = copy;
  return LFL_OK;
}

const char *store_leak(const lfl_plan *p, lfl_sensitivity audience) {
  if (audience != LFL_PUBLIC) return NULL;
  if (p->n_deliveries) return "deliveries";
  if (p->n_movements) return "movements";
  if (p->n_ways) return "ways";
  if (p->n_stocks) return "stocks";
  if (p->n_draws) return "draws";
  if (p->n_uses) return "uses";
  if (p->n_binding || p->n_target_binding) return "binding";
  if (p->n_conflicts) return "conflicts";
  if (p->n_offers) return "offers";
  if (p->n_proofs || p->n_multipliers) return "proofs";
  return p->n_builds ? "builds" : NULL;
}
