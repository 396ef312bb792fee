/* Limits of a master problem by the names that people give them: finds the rows and columns of each,
 * loosens them and puts them back.
 *
 * A bound on a day is a part of its limit; a limit's price is the sum over its parts. Bounds are
 * taken from the scenario, as rows.c makes them. In a master whose columns are left to the rows
 * (is_elastic) nothing else stands in a limit's way, so that lifting it lifts it altogether.
 * O(rows) time and memory. Tests: tests/unit/test_why.c. */
#include "engine/limits.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static const double NO_LIMIT = (double)INFINITY;

bool limit_is_existing(lfl_limit_kind kind) { return lfl_existing_words(kind) != NULL; }

static bool grow(void *list, int n, int *capacity, size_t size) {
  if (n < *capacity) return true;
  int wanted = *capacity ? 2 * *capacity : 64;
  void *old, *grown;
  memcpy(&old, list, sizeof old);
  grown = lfl_realloc_array(old, (size_t)wanted, size);
  if (!grown) return false;
  memcpy(list, &grown, sizeof grown);
  *capacity = wanted;
  return true;
}

static void begin(limit_list *list, lfl_limit_kind kind, int subject_i, const char *subject_id, const char *unit, double step) {
  if (!grow(&list->limits, list->n, &list->capacity, sizeof *list->limits)) {
    list->failed = true;
    return;
  }
  list->limits[list->n] = (limit){kind, subject_i, subject_id, unit, step, list->n_parts, 0};
}

static void add_part(limit_list *list, int row, int column, int day, double upper, double share) {
  if (list->failed || (row < 0 && column < 0)) return;
  if (!grow(&list->parts, list->n_parts, &list->parts_capacity, sizeof *list->parts)) {
    list->failed = true;
    return;
  }
  list->parts[list->n_parts++] = (limit_part){row, column, day, upper, share};
  list->limits[list->n].n++;
}

/* Keeps the limit if it stands anywhere. */
static void end(limit_list *list) {
  if (!list->failed && list->limits[list->n].n) list->n++;
}

/* A tenth more, at least `least`, as people would say it. */
static double a_bit(double now, double least) {
  double tenth = now < NO_LIMIT ? floor(now / 10) : 0;
  return fmax(least, tenth);
}

/* What is shut on a day, by its calendar, no loosening opens. */
static double open_share(double in_force) { return in_force > 0 ? 1 : 0; }

/* What exists at a place: it serves people there, and counts for a capacity target. Of a whole plan it is no limit that
 * is looked at (docs/MODEL.md). Last of all, as what can be changed is said first. */
static void find_existing(const lfl_master *m, lfl_capacity capacity, limit_list *list) {
  const lfl_scenario *s = m->s;
  for (int i = 0; m->target && i < s->n_places; i++) {
    double people = s->places[i].capacity_people[capacity];
    if (!(people > 0)) continue;
    begin(list, (lfl_limit_kind)(LFL_LIMIT_SHELTER + (int)capacity), i, s->places[i].id, "places", a_bit(people, 10));
    for (int n = 0; n < s->n_needs; n++)
      for (int day = 0; s->needs[n].kind == LFL_NEED_CAPACITY && s->needs[n].capacity == capacity && day < m->T; day++)
        add_part(list, m->row_service[at_need(m, i, n, day)], LFL_NO, day, people, 1);
    if (m->target->capacity == capacity) add_part(list, LFL_NO, m->col_existing[i], target_last_day(s, m->target), people, 1);
    end(list);
  }
}

static void find_at_place(const lfl_master *m, int i, limit_list *list) {
  const lfl_scenario *s = m->s;
  const lfl_place *place = &s->places[i];
  begin(list, place->kind == LFL_CROSSING ? LFL_LIMIT_CROSSING : LFL_LIMIT_HUB, i, place->id, "trucks a day", a_bit(place->trucks_per_day, 10));
  for (int day = 0; day < m->T; day++)
    add_part(list, m->row_handle[at_day(m, i, day)], LFL_NO, day, lfl_place_trucks(s, i, day), open_share(s->place_share[lfl_at(s, i, day)]));
  end(list);
  begin(list, LFL_LIMIT_STORAGE, i, place->id, "m3", a_bit(place->storage_m3, 10));
  for (int day = 0; day < m->T; day++) add_part(list, m->row_storage[at_day(m, i, day)], LFL_NO, day, place->storage_m3, 1);
  end(list);
  begin(list, LFL_LIMIT_WATER, i, place->id, "litres a day", a_bit(place->water_yield_l_per_day, 1000));
  for (int day = 0; day < m->T; day++) add_part(list, m->row_yield[at_day(m, i, day)], LFL_NO, day, lfl_place_yield_l(s, i, day), open_share(s->place_share[lfl_at(s, i, day)]));
  end(list);
  begin(list, LFL_LIMIT_LAND, i, place->id, "m2", a_bit(place->usable_m2, 10000));
  add_part(list, m->row_land[i], LFL_NO, 0, place->usable_m2, 1);
  for (int n = 0; n < s->n_needs; n++) /* who has room on it */
    for (int day = 0; s->needs[n].kind == LFL_NEED_SPACE && day < m->T; day++)
      add_part(list, m->row_service[at_need(m, i, n, day)], LFL_NO, day, place->usable_m2, 1);
  end(list);
  begin(list, LFL_LIMIT_WILLING, i, place->id, "people", a_bit(place->people, 1));
  for (int day = 0; m->can_leave[i] && day < m->T; day++)
    add_part(list, LFL_NO, m->col_left[at_day(m, i, day)], day, place->people * place->willing_share, 1);
  end(list);
}

static void find_on_days(const lfl_master *m, limit_list *list) {
  const lfl_scenario *s = m->s;
  for (int k = 0; k < s->n_fleets; k++) {
    begin(list, LFL_LIMIT_FLEET, k, s->fleets[k].id, "vehicles", a_bit(s->fleets[k].n_vehicles, 10));
    for (int day = 0; day < m->T; day++) add_part(list, m->row_fleet[at_day(m, k, day)], LFL_NO, day, s->fleet_vehicles[lfl_at(s, k, day)], open_share(s->fleet_vehicles[lfl_at(s, k, day)]));
    end(list);
  }
  for (int k = 0; k < s->n_crews; k++) {
    begin(list, LFL_LIMIT_CREW, k, s->crews[k].id, "workers", a_bit(s->crews[k].n_workers, 50));
    for (int day = 0; day < m->T; day++) /* outside its days a crew is not there */
      if (s->crew_workers[lfl_at(s, k, day)] > 0) add_part(list, m->row_crew[at_day(m, k, day)], LFL_NO, day, s->crew_workers[lfl_at(s, k, day)], 1);
    end(list);
  }
  for (int k = 0; k < s->n_links; k++) { /* both directions of a road are one limit */
    begin(list, LFL_LIMIT_LINK, k, s->links[k].id, "vehicles a day", a_bit(s->links[k].vehicles_per_day, 10));
    for (int day = 0; day < m->T; day++)
      for (int way = 0; way < 2; way++)
        add_part(list, m->row_link[at_day(m, 2 * k + way, day)], LFL_NO, day, s->links[k].vehicles_per_day * s->link_share[lfl_at(s, k, day)], open_share(s->link_share[lfl_at(s, k, day)]));
    end(list);
    begin(list, LFL_LIMIT_WALK, k, s->links[k].id, "people a day", a_bit(s->links[k].people_per_day, 100));
    for (int day = 0; day < m->T; day++)
      for (int way = 0; way < 2; way++)
        add_part(list, m->row_walk[at_day(m, 2 * k + way, day)], LFL_NO, day, s->links[k].people_per_day * s->link_share[lfl_at(s, k, day)], open_share(s->link_share[lfl_at(s, k, day)]));
    end(list);
  }
  for (int k = 0; k < s->n_permissions; k++) { /* those of one subject are one limit */
    const lfl_permission *p = &s->permissions[k];
    bool is_first = true;
    for (int j = 0; j < k; j++) is_first = is_first && !(s->permissions[j].subject == p->subject && s->permissions[j].subject_i == p->subject_i);
    if (!is_first) continue;
    begin(list, LFL_LIMIT_PERMISSION, k, lfl_subject_id(s, p->subject, p->subject_i), "trips a day",
          a_bit(p->trips_per_day, 10));
    for (int day = 0; day < m->T; day++)
      for (int j = k; j < s->n_permissions; j++)
        if (s->permissions[j].subject == p->subject && s->permissions[j].subject_i == p->subject_i)
          add_part(list, m->row_permission[at_day(m, j, day)], LFL_NO, day, lfl_permission_trips(&s->permissions[j], day),
                   lfl_permission_is_noticed(&s->permissions[j], day) ? 1 : 0);
    end(list);
  }
  for (int k = 0; k < s->n_escorts; k++) {
    begin(list, LFL_LIMIT_ESCORT, k, s->escorts[k].id, "vehicles a day", a_bit(s->escorts[k].vehicles_per_day, 10));
    for (int day = 0; day < m->T; day++) /* outside its days it is not there */
      if (lfl_escort_vehicles(&s->escorts[k], day) > 0) add_part(list, m->row_escort[at_day(m, k, day)], LFL_NO, day, s->escorts[k].vehicles_per_day, 1);
    end(list);
  }
}

/* An item's supplies together: one unit more is spread over its rows as its units are. */
static void find_supplies(const lfl_master *m, limit_list *list) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_items; i++) {
    double units = 0;
    for (int k = 0; k < s->n_supplies; k++)
      if (s->supplies[k].item_i == i && s->supplies[k].day < m->T) units += s->supplies[k].units;
    if (!(units > 0)) continue;
    begin(list, LFL_LIMIT_SUPPLY, i, s->items[i].id, "units", a_bit(units, 1));
    for (int day = 0; day < m->T; day++)
      for (int k = 0; k < s->n_supplies; k++) {
        int from = s->supplies[k].day < 0 ? 0 : s->supplies[k].day;
        if (s->supplies[k].item_i != i || from != day) continue;
        double share = s->supplies[k].units / units;
        add_part(list, m->row_supply[k], LFL_NO, day, s->supplies[k].units, share);
        for (int d = from; d < m->T; d++) add_part(list, LFL_NO, m->col_draw[at_day(m, k, d)], day, s->supplies[k].units, share);
      }
    end(list);
  }
}

/* Each fund: more of it is there from day 0 on. */
static void find_money(const lfl_master *m, limit_list *list) {
  const lfl_scenario *s = m->s;
  const money_model *money = m->money;
  for (int f = 0; money->n_classes && f < money->n_funds; f++) {
    double all = 0;
    for (int q = 0; q < money->n_periods; q++) all += money->come[f * money->n_periods + q];
    begin(list, LFL_LIMIT_MONEY, f, money_fund_key(money, f, m->arena), s->currency ? s->currency : "money", a_bit(all, 1000));
    for (int q = 0; q < money->n_periods; q++)
      add_part(list, m->row_fund[at_fund(m, f, q)], LFL_NO, money->first_day[q], money->come[f * money->n_periods + q], q == 0 ? 1 : 0);
    end(list);
  }
}

bool limits_find(const lfl_master *m, limit_list *out) {
  *out = (limit_list){0};
  for (int i = 0; i < m->s->n_places; i++)
    if (!m->s->places[i].is_group) find_at_place(m, i, out);
  find_on_days(m, out);
  find_supplies(m, out);
  find_money(m, out);
  for (int c = 0; c < LFL_N_CAPACITIES; c++) find_existing(m, (lfl_capacity)c, out);
  if (!out->failed) return true;
  limits_clear(out);
  return false;
}

void limits_clear(limit_list *list) {
  lfl_free(list->limits);
  lfl_free(list->parts);
  *list = (limit_list){0};
}

void limit_loosen(lfl_master *m, lfl_limit_kind kind, int subject_i, bool is_loose) {
  const lfl_scenario *s = m->s;
  if (kind == LFL_LIMIT_LINK) m->is_loose[subject_i] = is_loose;
  if (kind == LFL_LIMIT_ESCORT) m->is_loose[s->n_links + s->n_permissions + subject_i] = is_loose;
  for (int k = 0; kind == LFL_LIMIT_PERMISSION && k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k], *of = &s->permissions[subject_i];
    if (p->subject == of->subject && p->subject_i == of->subject_i) m->is_loose[s->n_links + k] = is_loose;
  }
}

void limit_set(lfl_master *m, const limit_list *list, const limit *l, int from_day, int to_day, double more) {
  limit_loosen(m, l->kind, l->subject_i, more > 0);
  double people = NO_LIMIT; /* a column's largest bound */
  if (l->kind == LFL_LIMIT_WILLING) people = m->s->places[l->subject_i].people;
  if (limit_is_existing(l->kind)) people = m->s->places[l->subject_i].capacity_people[l->kind - LFL_LIMIT_SHELTER] + fmax(m->asked, more < NO_LIMIT ? more : 0);
  for (int k = l->first; k < l->first + l->n; k++) {
    const limit_part *part = &list->parts[k];
    if (part->day < from_day || part->day > to_day) continue;
    double upper = part->upper + (more == 0 || part->share == 0 ? 0 : more * part->share);
    if (part->row >= 0) lfl_lp_set_row_bounds(m->lp, part->row, -NO_LIMIT, upper);
    else lfl_lp_set_column_bounds(m->lp, part->column, 0, fmin(upper, people));
  }
}

double limit_part_price(const limit_part *part, const double *duals, const double *reduced_costs) {
  double price = part->row >= 0 ? -duals[part->row] : -reduced_costs[part->column];
  return price > 0 ? price * part->share : 0;
}

/* --- words ------------------------------------------------------------------------------------------ */

const char *day_words(const lfl_scenario *s, int day, lfl_arena *arena) {
  static const char *const MONTHS[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  int y = 0, m = 0, d = 0;
  const char *iso = lfl_day_date(s, day, arena);
  if (!iso || sscanf(iso, "%d-%d-%d", &y, &m, &d) != 3 || m < 1 || m > 12) return iso;
  return lfl_arena_printf(arena, "%d %s %d", d, MONTHS[m - 1], y);
}

static const char *road_words(const lfl_scenario *s, int link_i, lfl_arena *arena) {
  const lfl_place *from = &s->places[s->links[link_i].from_i], *to = &s->places[s->links[link_i].to_i];
  return lfl_arena_printf(arena, "the road %s - %s", lfl_place_name(from), lfl_place_name(to));
}

const char *limit_subject_name(const lfl_scenario *s, const limit *l, lfl_arena *arena) {
  const char *name = NULL;
  switch (l->kind) {
    case LFL_LIMIT_CROSSING:
    case LFL_LIMIT_HUB:
    case LFL_LIMIT_STORAGE:
    case LFL_LIMIT_WATER:
    case LFL_LIMIT_LAND:
    case LFL_LIMIT_SHELTER:
    case LFL_LIMIT_TOILET:
    case LFL_LIMIT_TAP:
    case LFL_LIMIT_HEALTH:
    case LFL_LIMIT_BEDS:
    case LFL_LIMIT_WILLING: name = s->places[l->subject_i].name; break;
    case LFL_LIMIT_SUPPLY: name = s->items[l->subject_i].name; break;
    case LFL_LIMIT_LINK:
    case LFL_LIMIT_WALK: return road_words(s, l->subject_i, arena);
    case LFL_LIMIT_PERMISSION: {
      const lfl_permission *p = &s->permissions[l->subject_i];
      if (p->subject == LFL_SUBJECT_PLACE) name = s->places[p->subject_i].name;
      else if (p->subject == LFL_SUBJECT_LINK) return road_words(s, p->subject_i, arena);
      break;
    }
    case LFL_LIMIT_FLEET:
    case LFL_LIMIT_CREW:
    case LFL_LIMIT_MONEY:
    case LFL_LIMIT_ESCORT:
    case LFL_N_LIMITS: break;
  }
  return name ? name : l->subject_id;
}

static const double LEAST_TOLD = 1e-5; /* below it a trace of what stands at 0 (traces.c) */

/* A bound in words: whole, or with one or two decimals where it is small. */
static const char *number_words(double value, lfl_arena *arena) {
  if (value < LEAST_TOLD) return "0";
  if (value >= 10 || value == floor(value)) return lfl_arena_printf(arena, "%.0f", floor(value + 1e-9));
  return lfl_arena_printf(arena, "%.3g", value);
}

static const char *range_words(const limit_list *list, const limit *l, int from_day, int to_day, lfl_arena *arena) {
  double least = NO_LIMIT, most = 0, sum = 0;
  for (int k = l->first; k < l->first + l->n; k++) {
    const limit_part *part = &list->parts[k];
    bool is_total = l->kind == LFL_LIMIT_SUPPLY || l->kind == LFL_LIMIT_MONEY;
    if (!is_total && l->kind != LFL_LIMIT_LAND && (part->day < from_day || part->day > to_day)) continue; /* land is there on every day */
    if (is_total && part->day > to_day) continue;
    bool is_counted = true; /* a supply with a row of its own has columns, too */
    for (int j = l->first; is_total && j < k; j++)
      if (list->parts[j].row >= 0 && part->row < 0 && list->parts[j].day == part->day && list->parts[j].upper == part->upper) is_counted = false;
    if (is_counted) sum += part->upper;
    least = fmin(least, part->upper);
    most = fmax(most, part->upper);
  }
  if (l->kind == LFL_LIMIT_SUPPLY || l->kind == LFL_LIMIT_MONEY) return number_words(sum, arena);
  if (!(least < NO_LIMIT) && (from_day > 0 || to_day < INT_MAX)) return range_words(list, l, 0, INT_MAX, arena); /* it holds on other days alone */
  const char *low = number_words(least, arena), *high = number_words(most, arena);
  if (!low || !high || strcmp(low, high) == 0) return low;
  return lfl_arena_printf(arena, "%s to %s", low, high);
}

int last_day_that_counts(const lfl_master *m) {
  return m->target && m->target->kind != LFL_TARGET_SERVED ? target_last_day(m->s, m->target) : m->T - 1;
}

static bool is_one(const char *n) { return strcmp(n, "1") == 0; }
static bool is_none(const char *n) { return strcmp(n, "0") == 0; }

/* "truck" or "trucks", by how many there are. */
static const char *things(const char *n, const char *thing) {
  static const char *const MANY[][2] = {{"truck", "trucks"}, {"vehicle", "vehicles"}, {"worker", "workers"}, {"trip", "trips"}, {"person", "people"}};
  for (size_t k = 0; k < sizeof MANY / sizeof MANY[0]; k++)
    if (!is_one(n) && strcmp(thing, MANY[k][0]) == 0) return MANY[k][1];
  return thing;
}

static const char *money_words(const lfl_master *m, const limit *l, const char *n, const char *by, lfl_arena *arena) {
  const char *fund = money_fund_words(m->money, l->subject_i, arena);
  if (!fund) return NULL;
  return is_none(n) ? lfl_arena_printf(arena, "No money %s has come by %s", fund, by) : lfl_arena_printf(arena, "Money %s that has come by %s: %s %s", fund, by, n, l->unit);
}

/* Fleets and crews; the one that stands in where the scenario names none has no name worth telling. */
static bool is_default(const limit *l, const char *name) { return strcmp(name, l->kind == LFL_LIMIT_FLEET ? LFL_DEFAULT_FLEET : LFL_DEFAULT_CREW) == 0; }

static const char *strength_words(const limit *l, const char *name, const char *n, lfl_arena *arena) {
  bool is_fleet = l->kind == LFL_LIMIT_FLEET;
  if (is_default(l, name)) return lfl_arena_printf(arena, "There %s %s %s", is_one(n) ? "is" : "are", n, things(n, is_fleet ? "truck" : "worker"));
  return lfl_arena_printf(arena, "%s %s has %s %s", is_fleet ? "Fleet" : "Crew", name, n, things(n, is_fleet ? "vehicle" : "worker"));
}

static const char *busy_words(const limit *l, const char *name, const char *n, const char *days, lfl_arena *arena) {
  bool is_fleet = l->kind == LFL_LIMIT_FLEET;
  if (is_none(n)) return strength_words(l, name, n, arena);
  const char *one = is_fleet ? "vehicle" : "worker", *what = is_fleet ? "in use" : "at work", *kind = is_fleet ? "fleet" : "crew";
  if (is_default(l, name)) one = is_fleet ? "truck" : "worker";
  const char *whose = is_default(l, name) ? "" : lfl_arena_printf(arena, " of %s %s", kind, name);
  if (!whose) return NULL;
  return is_one(n) ? lfl_arena_printf(arena, "The one %s%s is %s %s", one, whose, what, days) : lfl_arena_printf(arena, "All %s %s%s are %s %s", n, things(n, one), whose, what, days);
}

/* Of an item with several supplies: how much by when, and of what more is more. */
static const char *supply_rows_words(const lfl_scenario *s, int item_i, int to_day, lfl_arena *arena) {
  enum { MOST_DAYS = 3 };
  const char *text = "";
  int n_rows = 0, n_days = 0;
  for (int day = 0; text && day <= to_day; day++) {
    double units = 0;
    for (int k = 0; k < s->n_supplies; k++) {
      if (s->supplies[k].item_i != item_i || !(s->supplies[k].units > LEAST_TOLD) || (s->supplies[k].day > 0 ? s->supplies[k].day : 0) != day) continue;
      units += s->supplies[k].units;
      n_rows++;
    }
    if (!(units > 0) || n_days++ >= MOST_DAYS) continue;
    const char *n = number_words(units, arena), *date = day_words(s, day, arena);
    text = n && date ? lfl_arena_printf(arena, "%s%s%s%s on %s", text, n_days > 1 ? ", " : "", n, n_days > 1 ? " more" : "", date) : NULL;
  }
  if (!text || n_rows < 2) return text ? "" : NULL;
  if (n_days < 2) return lfl_arena_printf(arena, " (in %d rows; more is so much more of each in proportion)", n_rows);
  return lfl_arena_printf(arena, " (%s%s; more is so much more of each in proportion)", text, n_days > MOST_DAYS ? ", and later" : "");
}

const char *limit_words(const lfl_master *m, const limit_list *list, const limit *l, int from_day, int to_day, lfl_arena *arena) {
  const lfl_scenario *s = m->s;
  const char *name = limit_subject_name(s, l, arena), *n = range_words(list, l, from_day, to_day, arena);
  const char *from = day_words(s, from_day, arena), *to = day_words(s, to_day, arena);
  const char *days = !from || !to ? NULL
                     : from_day == to_day ? lfl_arena_printf(arena, "on %s", from)
                                          : lfl_arena_printf(arena, "from %s to %s", from, to);
  if (!name || !n || !days) return NULL;
  switch (l->kind) {
    case LFL_LIMIT_CROSSING: return lfl_arena_printf(arena, "%s lets in %s %s a day %s", name, n, things(n, "truck"), days);
    case LFL_LIMIT_HUB: return lfl_arena_printf(arena, "%s handles %s %s a day %s", name, n, things(n, "truck"), days);
    case LFL_LIMIT_STORAGE: return lfl_arena_printf(arena, "Storage at %s holds %s m3 and is full %s", name, n, days);
    case LFL_LIMIT_WATER: return lfl_arena_printf(arena, "Local water at %s gives %s litres a day %s", name, n, days);
    case LFL_LIMIT_LAND: return is_none(n) ? lfl_arena_printf(arena, "There is no land at %s to build on", name) : lfl_arena_printf(arena, "Land at %s (%s m2) is used up from %s", name, n, from);
    case LFL_LIMIT_FLEET:
    case LFL_LIMIT_CREW: return busy_words(l, name, n, days, arena);
    case LFL_LIMIT_LINK: return lfl_arena_printf(arena, "%c%s carries %s %s a day in each direction %s", name[0] == 't' ? 'T' : name[0], name + 1, n, things(n, "vehicle"), days);
    case LFL_LIMIT_WALK: return lfl_arena_printf(arena, "%c%s carries %s %s a day on foot %s", name[0] == 't' ? 'T' : name[0], name + 1, n, things(n, "person"), days);
    case LFL_LIMIT_PERMISSION: return lfl_arena_printf(arena, "Permissions for %s let %s %s a day through %s", name, n, things(n, "trip"), days);
    case LFL_LIMIT_ESCORT: return lfl_arena_printf(arena, "Escort %s goes with %s %s a day %s", name, n, things(n, "vehicle"), days);
    case LFL_LIMIT_SUPPLY: {
      const char *rows = supply_rows_words(s, l->subject_i, to_day, arena), *are = is_one(n) ? "unit is" : "units are";
      if (!rows) return NULL;
      return to_day + 1 < s->n_days ? lfl_arena_printf(arena, "%s: %s %s supplied by %s%s", name, n, are, to, rows) : lfl_arena_printf(arena, "%s: %s %s supplied in all%s", name, n, are, rows);
    }
    case LFL_LIMIT_WILLING:
      if (is_none(n)) return lfl_arena_printf(arena, "Nobody of %s is recorded as willing to leave", name);
      return lfl_arena_printf(arena, "%s of %s %s recorded as willing to leave", is_one(n) ? "One person" : lfl_arena_printf(arena, "%s people", n), name, is_one(n) ? "is" : "are");
    case LFL_LIMIT_SHELTER:
    case LFL_LIMIT_TOILET:
    case LFL_LIMIT_TAP:
    case LFL_LIMIT_HEALTH:
    case LFL_LIMIT_BEDS: return lfl_arena_printf(arena, "Existing %s at %s: %s places and no more %s", lfl_existing_words(l->kind), name, n, days);
    case LFL_LIMIT_MONEY: return money_words(m, l, n, to, arena);
    case LFL_N_LIMITS: break;
  }
  return NULL;
}

const char *limit_summary(const lfl_master *m, const limit_list *list, const limit *l, lfl_arena *arena) {
  const char *name = limit_subject_name(m->s, l, arena), *n = range_words(list, l, 0, last_day_that_counts(m), arena);
  if (!name || !n) return NULL;
  switch (l->kind) {
    case LFL_LIMIT_CROSSING: return lfl_arena_printf(arena, "%s lets in %s %s a day", name, n, things(n, "truck"));
    case LFL_LIMIT_HUB: return lfl_arena_printf(arena, "%s handles %s %s a day", name, n, things(n, "truck"));
    case LFL_LIMIT_STORAGE: return lfl_arena_printf(arena, "Storage at %s holds %s m3", name, n);
    case LFL_LIMIT_WATER: return lfl_arena_printf(arena, "Local water at %s gives %s litres a day", name, n);
    case LFL_LIMIT_LAND: return lfl_arena_printf(arena, "Land at %s is %s m2", name, n);
    case LFL_LIMIT_FLEET:
    case LFL_LIMIT_CREW: return strength_words(l, name, n, arena);
    case LFL_LIMIT_PERMISSION: return lfl_arena_printf(arena, "Permissions for %s let %s %s a day through", name, n, things(n, "trip"));
    case LFL_LIMIT_ESCORT: return lfl_arena_printf(arena, "Escort %s goes with %s %s a day", name, n, things(n, "vehicle"));
    case LFL_LIMIT_LINK: return lfl_arena_printf(arena, "%c%s carries %s %s a day in each direction", name[0] == 't' ? 'T' : name[0], name + 1, n, things(n, "vehicle"));
    case LFL_LIMIT_WALK: return lfl_arena_printf(arena, "%c%s carries %s %s a day on foot in each direction", name[0] == 't' ? 'T' : name[0], name + 1, n, things(n, "person"));
    case LFL_LIMIT_SHELTER:
    case LFL_LIMIT_TOILET:
    case LFL_LIMIT_TAP:
    case LFL_LIMIT_HEALTH:
    case LFL_LIMIT_BEDS: return lfl_arena_printf(arena, "Existing %s at %s: %s places", lfl_existing_words(l->kind), name, n);
    case LFL_LIMIT_SUPPLY:
    case LFL_LIMIT_WILLING:
    case LFL_LIMIT_MONEY: return limit_words(m, list, l, 0, last_day_that_counts(m), arena);
    case LFL_N_LIMITS: break;
  }
  return NULL;
}
