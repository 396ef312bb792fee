/* Where what binds the first level ended, kept in the plan, so that what-ifs begin there and not with an empty problem.
 *
 * Kept as text (lfl_start_row), in the order of the rows and columns that master_fill makes of the plan's scenario: how each stands at the end,
 * and of the trips that pricing made those that are in the basis, by day, fleet, items and links. A trip is made anew from these, and only if the model
 * lets it leave, so that whatever the text says the problem that begins there is the scenario's own; what does not fit it, is not gone by. Journeys are left out: pricing finds
 * those that help. O(rows + columns). Tests: tests/unit/test_what_if.c. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"

static const char SIZE[] = "size", ROWS[] = "rows", COLUMNS[] = "columns", TRIP[] = "trip";

/* ---- written ---- */

static bool put(lfl_plan *plan, const char *part, lfl_buf *text) {
  lfl_start_row *row = lfl_plan_add_start(plan);
  const char *kept = row && !text->failed ? lfl_arena_strdup(plan->arena, text->text ? text->text : "") : NULL;
  if (row) *row = (lfl_start_row){part, kept};
  text->n = 0;
  return kept != NULL;
}

/* Day, fleet, items and links, from 1, those below 0 driven backwards. */
static void write_trip(const lfl_master *m, const trip_column *t, lfl_buf *text) {
  const lfl_way *way = &m->ways[t->way_i];
  lfl_buf_printf(text, "%d %d %d %d", t->day, t->fleet_i, t->item_i[0], t->item_i[1]);
  for (int k = 0; k < way->n_links; k++) lfl_buf_printf(text, " %d", way->is_reverse[k] ? -1 - way->link_i[k] : 1 + way->link_i[k]);
}

bool start_keep(const lfl_master *m, int n_columns, int n_trips, lfl_plan *plan) {
  int n = lfl_lp_n_columns(m->lp), n_kept = 0;
  if (!lfl_lp_n_rows(m->lp) || !n_columns) return true; /* nothing was solved */
  lfl_lp_start *end = lfl_lp_keep_start(m->lp);
  bool *is_left_out = lfl_calloc((size_t)n + 1, sizeof *is_left_out), is_fine = end && is_left_out;
  lfl_buf text = {0}, columns = {0};
  for (int j = n_columns; is_fine && j < n; j++) is_left_out[j] = true;
  for (int k = n_trips; is_fine && k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    if (t->is_move || !lfl_lp_start_is_basic(end, t->column)) continue;
    is_left_out[t->column] = false;
    n_kept++;
  }
  if (is_fine) {
    lfl_buf_printf(&text, "%d %d %d %ld", lfl_lp_n_rows(m->lp), n_columns, n_kept, m->first_took);
    is_fine = put(plan, SIZE, &text);
  }
  if (is_fine) {
    lfl_lp_start_write(end, is_left_out, &text, &columns);
    is_fine = put(plan, ROWS, &text) && put(plan, COLUMNS, &columns);
  }
  for (int k = n_trips; is_fine && k < m->n_trips; k++) {
    if (m->trips[k].column >= n || is_left_out[m->trips[k].column]) continue;
    write_trip(m, &m->trips[k], &text);
    is_fine = put(plan, TRIP, &text);
  }
  lfl_lp_start_destroy(end);
  lfl_free(is_left_out);
  lfl_buf_clear(&text);
  lfl_buf_clear(&columns);
  return is_fine;
}

/* ---- read ---- */

/* The next whole number of the text within least .. most, and the text behind it; false if there is none. */
static bool read_number(const char **text, long least, long most, long *number) {
  char *end;
  *number = strtol(*text, &end, 10);
  if (end == *text || *number < least || *number > most) return false;
  *text = end;
  return true;
}

enum { MOST_LINKS = 256 };

/* The way that the links make; false where they make none. */
static bool read_way(const lfl_scenario *s, const char *text, int *link, bool *is_reverse, lfl_way *way) {
  long number;
  *way = (lfl_way){.from_i = -1, .link_i = link, .is_reverse = is_reverse};
  while (*text) {
    if (way->n_links == MOST_LINKS || !read_number(&text, -s->n_links, s->n_links, &number) || number == 0) return false;
    int k = way->n_links++;
    is_reverse[k] = number < 0;
    link[k] = (int)(number < 0 ? -number : number) - 1;
    const lfl_link *l = &s->links[link[k]];
    int from = is_reverse[k] ? l->to_i : l->from_i, to = is_reverse[k] ? l->from_i : l->to_i;
    if ((is_reverse[k] && !l->two_way) || (k > 0 && way->to_i != from) || s->places[from].is_group || s->places[to].is_group) return false;
    if (k == 0) way->from_i = from;
    way->to_i = to;
    way->km += l->length_km;
    way->hours += l->length_km / l->speed_km_per_h;
  }
  return way->n_links > 0 && way->from_i != way->to_i;
}

/* Is the item one that the fleet may take from there on the day, and is there use for it where it arrives? */
static bool may_carry(const lfl_master *m, const trip_column *t, int item_i) {
  const lfl_scenario *s = m->s;
  bool takes_fuel = s->items[item_i].is_water && s->fuel_item_i >= 0 && s->places[t->from_i].fuel_l_per_m3 > 0;
  return is_loaded_with(m, t->from_i, t->fleet_i, t->day, item_i) && m->row_stock[at_item(m, t->to_i, item_i, t->arrive_day)] >= 0 &&
         (!takes_fuel || m->row_stock[at_item(m, t->from_i, s->fuel_item_i, t->day)] >= 0);
}

/* The trip that the text tells of, full, if the model lets it leave; false: none. */
static bool read_trip(lfl_master *m, const char *text, trip_column *t) {
  const lfl_scenario *s = m->s;
  int link[MOST_LINKS];
  bool is_reverse[MOST_LINKS];
  lfl_way way;
  long day, fleet_i, item[2];
  if (!read_number(&text, 0, m->T - 1, &day) || !read_number(&text, 0, s->n_fleets - 1, &fleet_i) || !read_number(&text, 0, s->n_items - 1, &item[0]) ||
      !read_number(&text, LFL_NO, s->n_items - 1, &item[1]) || item[0] == item[1] || !read_way(s, text, link, is_reverse, &way))
    return false;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  *t = (trip_column){.day = (int)day, .from_i = way.from_i, .to_i = way.to_i, .fleet_i = (int)fleet_i, .item_i = {(int)item[0], (int)item[1]}, .whole_trips = -1};
  t->arrive_day = t->day + lfl_travel_days(way.hours, fleet);
  bool is_driven = lfl_carries_goods(fleet->vehicle) && s->fleet_vehicles[lfl_at(s, t->fleet_i, t->day)] > 0;
  if (!is_driven || t->arrive_day >= m->T || !master_is_way_passable(m, &way, t->day)) return false;
  for (int k = 0; k < 2; k++)
    if (t->item_i[k] >= 0 && !may_carry(m, t, t->item_i[k])) return false;
  t->units[0] = full_load_units(&s->items[item[0]], fleet->payload_kg, fleet->volume_m3);
  if (item[1] >= 0 && !mixed_load_units(&s->items[item[0]], &s->items[item[1]], fleet->payload_kg, fleet->volume_m3, t->units)) return false;
  t->way_i = master_way_like(m, &way);
  return t->way_i >= 0;
}

static const lfl_start_row *find_part(const lfl_plan *plan, const char *part) {
  for (int k = 0; k < plan->n_start; k++)
    if (strcmp(plan->start[k].part, part) == 0) return &plan->start[k];
  return NULL;
}

/* Makes the trips; false where one cannot be, or there are not as many. */
static bool make_trips(lfl_master *m, const lfl_plan *plan, long n) {
  trip_column t;
  for (int k = 0; k < plan->n_start; k++) {
    if (strcmp(plan->start[k].part, TRIP) != 0) continue;
    if (n-- == 0 || !read_trip(m, plan->start[k].text, &t) || !master_add_trip(m, &t)) return false;
  }
  return n == 0 && master_flush(m);
}

bool start_use(lfl_master *m, const lfl_plan *plan) {
  const lfl_start_row *size = find_part(plan, SIZE), *rows = find_part(plan, ROWS), *columns = find_part(plan, COLUMNS);
  long n_rows, n_columns, n_trips, first_took;
  const char *text = size ? size->text : "";
  if (!rows || !columns || !read_number(&text, 0, INT_MAX, &n_rows) || !read_number(&text, 0, INT_MAX, &n_columns) || !read_number(&text, 0, INT_MAX, &n_trips) ||
      !read_number(&text, 0, LONG_MAX, &first_took) || !master_flush(m) || n_rows != lfl_lp_n_rows(m->lp) || n_columns != m->n_columns || !make_trips(m, plan, n_trips))
    return false;
  lfl_lp_start *start = lfl_lp_start_read(m->lp, rows->text, columns->text);
  bool is_fine = start && lfl_lp_use_start(m->lp, start);
  lfl_lp_start_destroy(start);
  m->n_solves = 1;
  m->first_took = first_took;
  m->patience = LEAST_PATIENCE;
  m->n_columns_last = m->n_columns;
  return is_fine;
}
