/* Where a plan's solves ended, kept in the plan, so that others begin there and not with an empty problem: what-ifs where what binds the first level
 * ended, a plan of the scenario as it stands now (lifeline plan --begin-with) where the earlier one's levels ended.
 *
 * Kept as text (lfl_start_row), in the order of the rows and columns that master_fill makes of the plan's scenario: how each stands at the end,
 * and of the trips that pricing made those that are in the basis, by day, fleet, items and links. A trip is made anew from these, and only if the model
 * lets it leave, so that whatever the text says the problem that begins there is the scenario's own; what does not fit it, is not gone by. Of what binds journeys are left out: pricing
 * finds those that help. O(rows + columns). Tests: tests/unit/test_what_if.c, test_begin_with.c. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "engine/master.h"

typedef struct part_names {
  const char *size, *rows, *columns, *trip, *values /* NULL: not kept, as the dual begins with the basis alone */;
} part_names;

static const part_names PARTS[] = {[END_OF_BINDING] = {"size", "rows", "columns", "trip", NULL}, [END_OF_LEVELS] = {"end size", "end rows", "end columns", "end trip", "end values"}};

filled_size master_filled_size(const lfl_master *m) { return (filled_size){lfl_lp_n_rows(m->lp), m->n_columns, m->n_trips}; }

/* ---- written ---- */

static bool put(lfl_plan *plan, const char *part, lfl_buf *text) {
  lfl_start_row *row = lfl_plan_add_start(plan);
  const char *kept = row && !text->failed ? lfl_arena_strdup(plan->arena, text->text ? text->text : "") : NULL;
  if (row) *row = (lfl_start_row){part, kept};
  text->n = 0;
  return kept != NULL;
}

/* Day, fleet (-1 on foot), items (none of a journey) and links, from 1, those below 0 the other way. */
static void write_trip(const lfl_master *m, const trip_column *t, lfl_buf *text) {
  const lfl_way *way = &m->ways[t->way_i];
  lfl_buf_printf(text, "%d %d %d %d", t->day, t->fleet_i, t->item_i[0], t->item_i[1]);
  for (int k = 0; k < way->n_links; k++) lfl_buf_printf(text, " %d", way->is_reverse[k] ? -1 - way->link_i[k] : 1 + way->link_i[k]);
}

bool start_keep(const lfl_master *m, start_kind kind, const filled_size *filled, lfl_plan *plan) {
  const part_names *names = &PARTS[kind];
  int n = lfl_lp_n_columns(m->lp), n_kept = 0;
  if (!filled->n_rows || !filled->n_columns) return true; /* nothing was solved */
  lfl_lp_start *end = lfl_lp_keep_start(m->lp);
  const double *x = lfl_lp_values(m->lp);
  bool *is_left_out = lfl_calloc((size_t)n + 1, sizeof *is_left_out), is_fine = end && is_left_out;
  lfl_buf text = {0}, columns = {0};
  for (int j = filled->n_columns; is_fine && j < n; j++) is_left_out[j] = true;
  for (int j = 0; is_fine && j < n; j++)
    if (m->face[j] > 0 && x[j] > m->lower[j]) lfl_lp_start_put_at_upper(end, j);
  for (int k = filled->n_trips; is_fine && k < m->n_trips; k++) {
    const trip_column *t = &m->trips[k];
    if ((t->is_move && kind == END_OF_BINDING) || t->column >= n || (!lfl_lp_start_is_basic(end, t->column) && !(names->values && x[t->column] > m->lower[t->column] + 1e-9))) continue;
    is_left_out[t->column] = false;
    n_kept++;
  }
  if (is_fine) {
    lfl_buf_printf(&text, "%d %d %d %ld %d", filled->n_rows, filled->n_columns, n_kept, m->first_took, m->n_money_days > 0);
    is_fine = put(plan, names->size, &text);
  }
  if (is_fine) {
    lfl_lp_start_write(end, filled->n_rows, is_left_out, &text, &columns);
    is_fine = put(plan, names->rows, &text) && put(plan, names->columns, &columns);
  }
  if (is_fine && names->values) {
    lfl_lp_start_write_values(end, is_left_out, &text);
    is_fine = put(plan, names->values, &text);
  }
  for (int k = filled->n_trips; is_fine && k < m->n_trips; k++) {
    if (m->trips[k].column >= n || is_left_out[m->trips[k].column]) continue;
    write_trip(m, &m->trips[k], &text);
    is_fine = put(plan, names->trip, &text);
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

enum { MOST_LINKS = 256, MOST_TOOK = 10000000 /* iterations of a first solve: limits of later ones are so many times that */ };

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

bool master_may_carry(const lfl_master *m, const trip_column *t, int item_i) {
  return is_loaded_with(m, t->from_i, t->fleet_i, t->day, item_i) && m->row_stock[at_item(m, t->to_i, item_i, t->arrive_day)] >= 0;
}

bool master_may_move(const lfl_master *m, const lfl_way *way, int fleet_i, int day, int arrive_day) {
  const lfl_scenario *s = m->s;
  if (!m->can_leave[way->from_i] || !s->places[way->to_i].is_host || arrive_day >= m->T || m->receive_from[way->to_i] > arrive_day) return false;
  if (fleet_i >= 0) {
    const lfl_fleet *fleet = &s->fleets[fleet_i];
    bool is_driven = lfl_moves_people(fleet->vehicle) && fleet->seats > 0 && s->fleet_vehicles[lfl_at(s, fleet_i, day)] > 0;
    return is_driven && master_is_way_passable(m, way, day) && is_way_open(s, way, arrive_day);
  }
  bool can_be_walked = way->km <= lfl_walk_limit_km(s) && is_way_open(s, way, day);
  for (int k = 0; k < way->n_links; k++) can_be_walked = can_be_walked && lfl_may_walk(s, way->link_i[k]);
  return can_be_walked;
}

/* The journey, if the model lets it be made. */
static bool read_journey(lfl_master *m, const lfl_way *way, int fleet_i, trip_column *t) {
  int arrive_day = t->day + (fleet_i >= 0 ? lfl_travel_days(way->hours, &m->s->fleets[fleet_i]) : 0);
  if (!master_may_move(m, way, fleet_i, t->day, arrive_day)) return false;
  *t = (trip_column){.day = t->day, .arrive_day = arrive_day, .from_i = way->from_i, .to_i = way->to_i, .fleet_i = fleet_i, .is_move = true, .item_i = {LFL_NO, LFL_NO}, .whole_trips = -1};
  t->way_i = master_way_like(m, way);
  return t->way_i >= 0;
}

/* The trip that the text tells of, full, if the model lets it leave; false: none. */
static bool read_trip(lfl_master *m, const char *text, trip_column *t) {
  const lfl_scenario *s = m->s;
  int link[MOST_LINKS];
  bool is_reverse[MOST_LINKS];
  lfl_way way;
  long day, fleet_i, item[2];
  if (!read_number(&text, 0, m->T - 1, &day) || !read_number(&text, LFL_NO, s->n_fleets - 1, &fleet_i) || !read_number(&text, LFL_NO, s->n_items - 1, &item[0]) ||
      !read_number(&text, LFL_NO, s->n_items - 1, &item[1]) || !read_way(s, text, link, is_reverse, &way))
    return false;
  t->day = (int)day;
  if (item[0] < 0) return read_journey(m, &way, (int)fleet_i, t);
  if (fleet_i < 0 || item[0] == item[1]) return false;
  const lfl_fleet *fleet = &s->fleets[fleet_i];
  *t = (trip_column){.day = (int)day, .from_i = way.from_i, .to_i = way.to_i, .fleet_i = (int)fleet_i, .item_i = {(int)item[0], (int)item[1]}, .whole_trips = -1};
  t->arrive_day = t->day + lfl_travel_days(way.hours, fleet);
  bool is_driven = lfl_carries_goods(fleet->vehicle) && s->fleet_vehicles[lfl_at(s, t->fleet_i, t->day)] > 0;
  if (!is_driven || t->arrive_day >= m->T || !master_is_way_passable(m, &way, t->day)) return false;
  for (int k = 0; k < 2; k++)
    if (t->item_i[k] >= 0 && !master_may_carry(m, t, t->item_i[k])) return false;
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

bool start_is_kept(const lfl_plan *plan, start_kind kind) { return find_part(plan, PARTS[kind].size) != NULL; }

/* Makes the trips; false where one cannot be, or there are not as many. */
static bool make_trips(lfl_master *m, const lfl_plan *plan, const char *part, long n) {
  trip_column t;
  for (int k = 0; k < plan->n_start; k++) {
    if (strcmp(plan->start[k].part, part) != 0) continue;
    if (n-- == 0 || !read_trip(m, plan->start[k].text, &t) || !master_add_trip(m, &t)) return false;
  }
  return n == 0 && master_flush(m);
}

/* What is said of the whole: has_money_days, whether periods of money are those of what binds (plans of before say nothing of it). */
typedef struct start_size {
  long n_rows, n_columns, n_trips, first_took, has_money_days;
} start_size;

static bool read_size(const lfl_plan *plan, start_kind kind, start_size *size) {
  const lfl_start_row *row = find_part(plan, PARTS[kind].size);
  const char *text = row ? row->text : "";
  size->has_money_days = 0;
  return read_number(&text, 0, INT_MAX, &size->n_rows) && read_number(&text, 0, INT_MAX, &size->n_columns) && read_number(&text, 0, INT_MAX, &size->n_trips) &&
         read_number(&text, 0, MOST_TOOK, &size->first_took) && (!*text || read_number(&text, 0, 1, &size->has_money_days));
}

bool start_use(lfl_master *m, start_kind kind, const lfl_plan *plan) {
  const part_names *names = &PARTS[kind];
  const lfl_start_row *rows = find_part(plan, names->rows), *columns = find_part(plan, names->columns);
  start_size size;
  if (!rows || !columns || !read_size(plan, kind, &size) || !master_flush(m) || size.n_rows != lfl_lp_n_rows(m->lp) || size.n_columns != m->n_columns || !make_trips(m, plan, names->trip, size.n_trips))
    return false;
  lfl_lp_start *start = lfl_lp_start_read(m->lp, rows->text, columns->text);
  const lfl_start_row *values = names->values ? find_part(plan, names->values) : NULL;
  bool is_fine = start && (!names->values || (values && lfl_lp_start_read_values(m->lp, values->text, start))) && lfl_lp_use_start(m->lp, start);
  lfl_lp_start_destroy(m->end.start);
  m->end = (level_end){start, m->n_trips};
  m->n_solves = 1;
  m->first_took = size.first_took;
  m->patience = LEAST_PATIENCE;
  m->n_columns_last = m->n_columns;
  return is_fine;
}

/* ---- a plan from an earlier one ---- */

bool lfl_plan_may_begin_with(const lfl_plan *earlier, const lfl_scenario *s) {
  return start_is_kept(earlier, END_OF_LEVELS) && s->n_levels > 0 && cost_of_level(s->order[0]) >= 0 && !s->n_projects && !earlier->scenario->n_projects && has_same_things(s, earlier->scenario);
}

/* The earlier plan's problem, as it stood when its levels were solved; NULL: the plan does not tell, or there is no memory. */
static lfl_master *earlier_problem(const lfl_plan *earlier, const lfl_plan_options *options) {
  start_size size;
  lfl_master *m = read_size(earlier, END_OF_LEVELS, &size) ? master_create(earlier->scenario, options) : NULL;
  if (m && size.has_money_days) m->money_days = money_extra_days(m->s, m->arena, &m->n_money_days);
  if (m && master_fill(m) && start_use(m, END_OF_LEVELS, earlier)) return m;
  master_destroy(m);
  return NULL;
}

solve_result start_begin(lfl_master *m, int cost_i, const lfl_plan *earlier, bool *is_begun) {
  enum { MOST = 2000 /* some hundreds where little has changed; what is farther is sooner solved from nothing */ };
  *is_begun = false;
  if (!lfl_plan_may_begin_with(earlier, m->s)) return SOLVE_OK;
  int n_trips = m->n_trips;
  long before = m->iterations;
  double begun = lfl_now_s();
  m->like = earlier_problem(earlier, m->options);
  if (!m->like) return SOLVE_OK;
  bool is_fine = master_flush(m) && master_begin_alike(m, true);
  master_destroy(m->like);
  m->like = NULL;
  if (!is_fine) return SOLVE_MEMORY;
  m->seconds_left -= lfl_now_s() - begun;
  lfl_lp_set_costs(m->lp, m->cost[cost_i]);
  solve_result result = solve_once(m, PRIMAL, MOST);
  m->is_begun = false;
  m->patience = LEAST_PATIENCE;
  if (result == SOLVE_OK) master_count_solve(m, before);
  *is_begun = result == SOLVE_OK;
  if (result != SOLVE_FAILED) return result;
  for (int k = n_trips; k < m->n_trips; k++) close_column(m, m->trips[k].column);
  m->first_took = 0;
  return SOLVE_OK;
}
