/* What binds: limits with a price in the first level, grouped by subject and span of days, and
 * for the dearest of them the gain of a sensible bit more, found by solving again.
 *
 * A price is the sum over the span's days of the rows' duals: unserved survival person-days
 * fewer for one unit more on every day of the span, as far as it holds. Degenerate solutions
 * have several sets of duals, so prices are only used to choose what to try. O(rows) plus the
 * solves. Tests: tests/unit/test_engine.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/master.h"

typedef struct group {
  const char *limit, *subject_id, *unit;
  int from_day, to_day;
  double price, step;
  int n_rows, first; /* rows in the list */
} group;

typedef struct finder {
  lfl_master *m;
  double *duals; /* copy: solving again changes the LP's own */
  group *groups;
  int n_groups, groups_capacity;
  int *rows;
  double *upper;
  int n_rows, rows_capacity;
  bool failed;
} finder;

static bool reserve_group(finder *f) {
  if (f->n_groups == f->groups_capacity) {
    int capacity = f->groups_capacity ? 2 * f->groups_capacity : 256;
    group *groups = lfl_realloc_array(f->groups, (size_t)capacity, sizeof *groups);
    if (!groups) return false;
    f->groups = groups;
    f->groups_capacity = capacity;
  }
  return true;
}

static void add_row(finder *f, int row, double upper) {
  if (f->n_rows == f->rows_capacity) {
    int capacity = f->rows_capacity ? 2 * f->rows_capacity : 1024;
    int *rows = lfl_realloc_array(f->rows, (size_t)capacity, sizeof *rows);
    if (rows) f->rows = rows;
    double *uppers = lfl_realloc_array(f->upper, (size_t)capacity, sizeof *uppers);
    if (uppers) f->upper = uppers;
    if (!rows || !uppers) {
      f->failed = true;
      return;
    }
    f->rows_capacity = capacity;
  }
  f->rows[f->n_rows] = row;
  f->upper[f->n_rows++] = upper;
}

/* Groups the days on which the rows of one subject have a price; days without one in between
 * split a span only if there are more than two of them. */
static void group_days(finder *f, const char *limit, const char *subject_id, const char *unit, double step,
                       const int *rows, const double *uppers) {
  enum { GAP_DAYS = 2 };
  const double LEAST_PRICE = 1e-6;
  group *open = NULL;
  for (int day = 0; day < f->m->T; day++) {
    double price = rows[day] < 0 ? 0 : -f->duals[rows[day]];
    if (!(price > LEAST_PRICE)) continue;
    if (!open || day - open->to_day > GAP_DAYS + 1) {
      if (!reserve_group(f)) {
        f->failed = true;
        return;
      }
      open = &f->groups[f->n_groups++];
      *open = (group){limit, subject_id, unit, day, day, 0, step, 0, f->n_rows};
    }
    for (int between = open->n_rows ? open->to_day + 1 : day; between <= day; between++)
      if (rows[between] >= 0) {
        add_row(f, rows[between], uppers[between]);
        open->n_rows++;
      }
    open->to_day = day;
    open->price += price;
  }
}

/* A tenth more, at least `least`, as people would say it. */
static double a_bit(double limit, double least) {
  double tenth = limit < (double)INFINITY ? floor(limit / 10) : 0;
  return fmax(least, tenth);
}

static void find_groups(finder *f, int *rows, double *uppers) {
  lfl_master *m = f->m;
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++) {
    for (int day = 0; day < m->T; day++) {
      rows[day] = m->row_handle[at_day(m, i, day)];
      uppers[day] = s->places[i].trucks_per_day * s->place_share[lfl_at(s, i, day)];
    }
    group_days(f, s->places[i].kind == LFL_CROSSING ? "crossing" : "hub", s->places[i].id, "trucks a day",
               a_bit(s->places[i].trucks_per_day, 1), rows, uppers);
    for (int day = 0; day < m->T; day++) {
      rows[day] = m->row_storage[at_day(m, i, day)];
      uppers[day] = s->places[i].storage_m3;
    }
    group_days(f, "storage", s->places[i].id, "m3", a_bit(s->places[i].storage_m3, 10), rows, uppers);
    for (int day = 0; day < m->T; day++) {
      rows[day] = m->row_yield[at_day(m, i, day)];
      uppers[day] = lfl_place_yield_l(s, i, day);
    }
    group_days(f, "water", s->places[i].id, "litres a day", a_bit(s->places[i].water_yield_l_per_day, 1000), rows, uppers);
    for (int day = 0; day < m->T; day++) rows[day] = day == 0 ? m->row_land[i] : LFL_NO;
    uppers[0] = s->places[i].usable_m2;
    int n = f->n_groups;
    group_days(f, "land", s->places[i].id, "m2", a_bit(s->places[i].usable_m2, 10000), rows, uppers);
    if (f->n_groups > n) f->groups[n].to_day = m->T - 1;
  }
  for (int k = 0; k < s->n_fleets; k++) {
    for (int day = 0; day < m->T; day++) {
      rows[day] = m->row_fleet[at_day(m, k, day)];
      uppers[day] = s->fleet_vehicles[lfl_at(s, k, day)];
    }
    group_days(f, "fleet", s->fleets[k].id, "vehicles", a_bit(s->fleets[k].n_vehicles, 1), rows, uppers);
  }
  for (int k = 0; k < s->n_crews; k++) {
    for (int day = 0; day < m->T; day++) {
      rows[day] = m->row_crew[at_day(m, k, day)];
      uppers[day] = s->crew_workers[lfl_at(s, k, day)];
    }
    group_days(f, "crew", s->crews[k].id, "workers", a_bit(s->crews[k].n_workers, 10), rows, uppers);
  }
  for (int k = 0; k < 2 * s->n_links; k++) {
    const lfl_link *link = &s->links[k / 2];
    for (int day = 0; day < m->T; day++) {
      rows[day] = m->row_link[at_day(m, k, day)];
      uppers[day] = link->vehicles_per_day * s->link_share[lfl_at(s, k / 2, day)];
    }
    group_days(f, "link", link->id, "vehicles a day", a_bit(link->vehicles_per_day, 1), rows, uppers);
  }
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    for (int day = 0; day < m->T; day++) {
      rows[day] = m->row_permission[at_day(m, k, day)];
      uppers[day] = p->trips_per_day;
    }
    group_days(f, "permission", p->subject == LFL_SUBJECT_PLACE ? s->places[p->subject_i].id : s->links[p->subject_i].id,
               "trips a day", a_bit(p->trips_per_day, 1), rows, uppers);
  }
}

/* An item's supplies: their price is that of the stock they enter, or of their own row. */
static void find_supplies(finder *f) {
  lfl_master *m = f->m;
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_items; i++) {
    double price = 0, units = 0;
    int first = -1, last = -1;
    for (int k = 0; k < s->n_supplies; k++) {
      if (s->supplies[k].item_i != i) continue;
      int row = m->row_supply[k];
      int day = s->supplies[k].day < 0 ? 0 : s->supplies[k].day;
      if (day >= m->T) continue;
      int stock = m->row_stock[at_item(m, s->supplies[k].place_i, i, day)];
      double p = row >= 0 ? -f->duals[row] : stock >= 0 ? -f->duals[stock] : 0;
      /* a stock row's dual is negative where one unit more in stock helps */
      if (p > 1e-9) {
        price += p * s->supplies[k].units;
        if (first < 0) first = day;
        last = day;
      }
      units += s->supplies[k].units;
    }
    if (!(price > 1e-6) || !(units > 0) || !reserve_group(f)) continue;
    f->groups[f->n_groups++] = (group){"supply", s->items[i].id, "units", first, last, price / units, a_bit(units, 1), 0, -1 - i};
  }
}

static int by_worth(const void *a, const void *b) {
  const group *x = a, *y = b;
  double wx = x->price * x->step, wy = y->price * y->step;
  if (wx != wy) return wx > wy ? -1 : 1;
  int by_limit = strcmp(x->limit, y->limit);
  if (by_limit) return by_limit;
  int by_id = strcmp(x->subject_id, y->subject_id);
  return by_id ? by_id : x->from_day - y->from_day;
}

/* Gives (or takes back) a bit more of the group's limits. */
static void set_group(finder *f, const group *g, bool more) {
  lfl_master *m = f->m;
  const lfl_scenario *s = m->s;
  if (g->first >= 0) {
    for (int k = 0; k < g->n_rows; k++)
      lfl_lp_set_row_bounds(m->lp, f->rows[g->first + k], -(double)INFINITY, f->upper[g->first + k] + (more ? g->step : 0));
    return;
  }
  int item_i = -1 - g->first;
  double units = 0;
  for (int k = 0; k < s->n_supplies; k++)
    if (s->supplies[k].item_i == item_i) units += s->supplies[k].units;
  for (int k = 0; k < s->n_supplies; k++) {
    if (s->supplies[k].item_i != item_i) continue;
    double limit = s->supplies[k].units * (more ? 1 + g->step / units : 1);
    if (m->row_supply[k] >= 0) lfl_lp_set_row_bounds(m->lp, m->row_supply[k], -(double)INFINITY, limit);
    for (int day = 0; day < m->T; day++)
      if (m->col_draw[at_day(m, k, day)] >= 0) lfl_lp_set_column_bounds(m->lp, m->col_draw[at_day(m, k, day)], 0, limit);
  }
}

static const char *subject_name(const lfl_scenario *s, const group *g) {
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, g->subject_id) == 0) return s->places[i].name ? s->places[i].name : g->subject_id;
  for (int i = 0; i < s->n_items; i++)
    if (strcmp(g->limit, "supply") == 0 && strcmp(s->items[i].id, g->subject_id) == 0)
      return s->items[i].name ? s->items[i].name : g->subject_id;
  return g->subject_id;
}

static const char *describe(const finder *f, const group *g, lfl_arena *arena) {
  const lfl_scenario *s = f->m->s;
  const char *from = lfl_day_date(s, g->from_day, arena), *to = lfl_day_date(s, g->to_day, arena), *name = subject_name(s, g);
  static const struct {
    const char *limit, *format;
  } words[] = {
      {"crossing", "%s lets in too few trucks from %s to %s"},
      {"hub", "%s handles too few trucks from %s to %s"},
      {"storage", "Storage at %s is full from %s to %s"},
      {"water", "Local water at %s is used up from %s to %s"},
      {"land", "Land at %s is used up (%s to %s)"},
      {"fleet", "All vehicles of %s are in use from %s to %s"},
      {"crew", "All workers of %s are at work from %s to %s"},
      {"link", "Road %s carries all it may from %s to %s"},
      {"permission", "Permissions for %s are used up from %s to %s"},
      {"supply", "%s runs short (supplies from %s to %s)"},
  };
  for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
    if (strcmp(words[k].limit, g->limit) == 0) {
      const char *at = strstr(words[k].format, "%s"), *mid = strstr(at + 2, "%s"), *end = strstr(mid + 2, "%s");
      return lfl_arena_printf(arena, "%.*s%s%.*s%s%.*s%s%s", (int)(at - words[k].format), words[k].format, name,
                              (int)(mid - at - 2), at + 2, from, (int)(end - mid - 2), mid + 2, to, end + 2);
    }
  return NULL;
}

static lfl_status record(finder *f, lfl_plan *plan, const group *g, double gain) {
  lfl_binding_row *row = lfl_plan_add_binding(plan);
  if (!row) return LFL_ERR_MEMORY;
  *row = (lfl_binding_row){g->limit, lfl_arena_strdup(plan->arena, g->subject_id), g->from_day, g->to_day, g->unit,
                           g->price, g->step, gain, describe(f, g, plan->arena)};
  return row->text && row->subject_id ? LFL_OK : LFL_ERR_MEMORY;
}

static int by_gain(const void *a, const void *b) {
  const lfl_binding_row *x = a, *y = b;
  double gx = isnan(x->gain) ? -1 : x->gain, gy = isnan(y->gain) ? -1 : y->gain;
  if (gx != gy) return gx > gy ? -1 : 1;
  if (x->price != y->price) return x->price > y->price ? -1 : 1;
  int by_limit = strcmp(x->limit, y->limit);
  if (by_limit) return by_limit;
  int by_id = strcmp(x->subject_id, y->subject_id);
  return by_id ? by_id : x->from_day - y->from_day;
}

/* Solves again with a bit more of each of the dearest groups. */
static lfl_status try_groups(finder *f, lfl_plan *plan) {
  enum { MOST_ROWS = 40, MOST_TRIED = 6 };
  lfl_master *m = f->m;
  double value = lfl_lp_objective(m->lp);
  lfl_status status = LFL_OK;
  qsort(f->groups, (size_t)f->n_groups, sizeof *f->groups, by_worth);
  for (int k = 0; k < f->n_groups && k < MOST_ROWS && status == LFL_OK; k++) {
    double gain = (double)NAN, found = 0, bound = 0;
    if (k < MOST_TRIED && !m->is_stopped) {
      set_group(f, &f->groups[k], true);
      solve_result result = solve_priced(m, COST_SURVIVAL, 0, &found, &bound);
      set_group(f, &f->groups[k], false);
      if (result == SOLVE_MEMORY) return LFL_ERR_MEMORY;
      if (result == SOLVE_OK) gain = fmax(0, value - found);
    }
    status = record(f, plan, &f->groups[k], gain);
  }
  qsort(plan->binding, (size_t)plan->n_binding, sizeof *plan->binding, by_gain);
  return status;
}

lfl_status find_binding(lfl_master *m, lfl_plan *plan) {
  finder f = {.m = m};
  int n_rows = lfl_lp_n_rows(m->lp);
  f.duals = lfl_malloc(((size_t)n_rows + 1) * sizeof *f.duals);
  int *rows = lfl_calloc((size_t)m->T + 1, sizeof *rows);
  double *uppers = lfl_calloc((size_t)m->T + 1, sizeof *uppers);
  lfl_status status = f.duals && rows && uppers ? LFL_OK : LFL_ERR_MEMORY;
  if (status == LFL_OK) {
    memcpy(f.duals, lfl_lp_duals(m->lp), (size_t)n_rows * sizeof *f.duals);
    find_groups(&f, rows, uppers);
    find_supplies(&f);
    status = f.failed ? LFL_ERR_MEMORY : try_groups(&f, plan);
  }
  lfl_free(f.duals);
  lfl_free(rows);
  lfl_free(uppers);
  lfl_free(f.groups);
  lfl_free(f.rows);
  lfl_free(f.upper);
  return status;
}
