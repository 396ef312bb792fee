/* Places, their groups and outlines, and the changes of people that nobody plans. Rows are taken
 * in the order of their keys. Limits: 20,000 places, places x days at most 10,000,000 (the
 * calendar's arrays). O(rows log rows + places * days). Tests: tests/unit/test_ingest_bad.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/build.h"

static const char *const CAPACITY_COLUMNS[] = {"shelter_places", "toilet_places", "tap_places", "health_places", "bed_places"};

static void record_blank(builder *b, const char *column, const char *value, const char *unit, const char *source, double low, double high, double people) {
  use_default(b, "places", column, value, unit, source, "default", low, high, people);
}

/* Blanks taken as "none" where the need is planned; where the tables say nothing of it they say nothing, too. */
void record_nones(builder *b) {
  const lfl_scenario *s = b->s;
  for (int k = -1; k < LFL_N_CAPACITIES; k++) { /* -1: local water */
    if ((k < 0 ? lfl_need_of_kind(s, LFL_NEED_WATER) : lfl_need_of_capacity(s, (lfl_capacity)k)) < 0) continue;
    for (int i = 0; i < s->n_places; i++) {
      const lfl_place *p = &s->places[i];
      if (b->most_there[i] <= 0 || (k < 0 ? p->water_yield_given : p->capacity_given[k])) continue;
      record_blank(b, k < 0 ? "water_yield_l_per_day" : CAPACITY_COLUMNS[k], "0", k < 0 ? "l_per_day" : "people", OWN_DEFAULT ": blank is none", (double)NAN, (double)NAN, b->most_there[i]);
    }
  }
}

/* What places leave blank, by the most people who are there on a day: those who come later rest on it, too. */
static void record_blanks(builder *b) {
  static const char MEANS[] = OWN_DEFAULT ": what a blank means";
  const lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    const place_blanks *is_blank = &b->blanks[i];
    double people = b->most_there[i];
    if (people > 0 && is_blank->in_need_share) record_blank(b, "people_in_need_share", "1", "share", MEANS, (double)NAN, (double)NAN, people);
    if (people > 0 && !p->willing_recorded) record_blank(b, "willing_share", "not recorded (0)", "share", OWN_DEFAULT ": nobody is planned to move", 0, 1, people);
    if (people > 0 && is_blank->limited_mobility_share) /* all who may be moved are taken as able to board any bus, and to walk */
      record_blank(b, "limited_mobility_share", "0", "share", MEANS, (double)NAN, (double)NAN, p->willing_recorded ? p->people * p->willing_share : 0);
    if (p->kind == LFL_SITE && !p->usable_m2_given) record_blank(b, "usable_m2", "0", "m2", OWN_DEFAULT ": a site's blank is 0", (double)NAN, (double)NAN, people);
    if (p->kind == LFL_CROSSING && is_blank->delivered_share && !has_stages(b, p->id))
      record_blank(b, "delivered_share", "1", "share", OWN_DEFAULT ": all of it arrives", (double)NAN, (double)NAN, b->most_people);
  }
}

/* People are whole in all that is published: parts of one come of shares that were multiplied out. */
static void check_whole(cells *c, double people) {
  const char *text = people != floor(people) ? cell_text(c, "people") : NULL; /* a blank is said where the number is read */
  if (isfinite(people) && people != floor(people) && !(text && is_like_thousands(text))) cell_complain(c, LFL_WARNING, "people-whole", "people", "a whole number of people", NULL);
}

static void read_place(cells *c, lfl_place *p, int index) {
  builder *b = c->b;
  p->id = cell_key(c, b->places, index);
  p->name = cell_text(c, "name");
  if (!p->name) p->name = p->id ? p->id : "";
  p->kind = (lfl_place_kind)cell_choice(c, "kind", 0);
  p->lat_deg = cell_number(c, "lat_deg", (double)NAN);
  p->lon_deg = cell_number(c, "lon_deg", (double)NAN);
  if (cell_is_blank(c, "lat_deg") != cell_is_blank(c, "lon_deg"))
    cell_complain(c, LFL_ERROR, "blank", cell_is_blank(c, "lat_deg") ? "lat_deg" : "lon_deg", "both lat_deg and lon_deg, or neither", NULL);
  bool is_host = p->kind == LFL_AREA || p->kind == LFL_SITE;
  p->people = cell_number(c, "people", 0);
  check_whole(c, p->people);
  p->is_group = is_host && cell_is_blank(c, "people"); /* decided when the parents are known */
  if (!is_host && p->people > 0) cell_complain(c, LFL_ERROR, "people", "people", "people live in areas and sites only: blank here", NULL);
  b->blanks[index] = (place_blanks){cell_is_blank(c, "people_in_need_share"), cell_is_blank(c, "limited_mobility_share"), cell_is_blank(c, "delivered_share")};
  p->in_need_share = cell_number(c, "people_in_need_share", 1);
  p->willing_recorded = !cell_is_blank(c, "willing_share");
  p->willing_share = cell_number(c, "willing_share", 0);
  p->limited_mobility_share = cell_number(c, "limited_mobility_share", 0);
  p->usable_m2_given = !cell_is_blank(c, "usable_m2");
  p->usable_m2 = cell_number(c, "usable_m2", p->kind == LFL_SITE ? 0 : (double)INFINITY);
  p->water_yield_given = !cell_is_blank(c, "water_yield_l_per_day");
  p->water_yield_l_per_day = cell_number(c, "water_yield_l_per_day", 0);
  p->fuel_l_per_m3 = cell_number(c, "fuel_l_per_m3", 0);
  for (int k = 0; k < LFL_N_CAPACITIES; k++) {
    p->capacity_given[k] = !cell_is_blank(c, CAPACITY_COLUMNS[k]);
    p->capacity_people[k] = cell_number(c, CAPACITY_COLUMNS[k], 0);
  }
  p->trucks_per_day = cell_number(c, "trucks_per_day", (double)INFINITY);
  if (p->kind == LFL_CROSSING && cell_is_blank(c, "trucks_per_day"))
    cell_complain(c, LFL_ERROR, "blank", "trucks_per_day", "a crossing must say how many trucks a day it lets in (or inf)", NULL);
  p->delivered_share = cell_number(c, "delivered_share", 1);
  p->storage_m3 = cell_number(c, "storage_m3", (double)INFINITY);
  p->origin = cell_origin(c);
  const char *wkt = cell_text(c, "geometry_wkt");
  if (!wkt && c->table->wkt) wkt = c->table->wkt[c->row];
  if (wkt && !add_outline(b, p, wkt)) cell_complain(c, LFL_ERROR, "geometry", "geometry_wkt", "a point or polygon as WKT, lon lat in WGS84", NULL);
}

/* What stands in the row of a place that only names a region counts nowhere. */
static void warn_of_figures(cells *c) {
  static const char *const OTHERS[] = {"willing_share", "usable_m2", "water_yield_l_per_day", "trucks_per_day", "storage_m3"};
  enum { N_OTHERS = sizeof OTHERS / sizeof OTHERS[0] };
  for (int k = 0; k < (int)LFL_N_CAPACITIES + (int)N_OTHERS; k++) {
    const char *column = k < (int)LFL_N_CAPACITIES ? CAPACITY_COLUMNS[k] : OTHERS[k - (int)LFL_N_CAPACITIES];
    if (!cell_is_blank(c, column)) cell_complain(c, LFL_WARNING, "group", column, "nothing here: this place only names a region, and what stands here is not counted; enter it at the places in it", NULL);
  }
}

/* What stands in a row whose kind of place has no use for it. */
static void warn_of_idle(cells *c, const lfl_place *p) {
  static const char HOSTS[] = "nothing here: only areas and sites, where people live, have them; what stands here serves nobody, though the need is planned",
                    GATES[] = "nothing here: only what leaves crossings and hubs is limited by it; what stands here is not counted",
                    CROSSINGS[] = "nothing here: only of what is loaded at a crossing a share arrives; what stands here is not counted";
  bool is_gate = p->kind == LFL_CROSSING || p->kind == LFL_HUB;
  for (int k = 0; k < LFL_N_CAPACITIES && is_gate; k++)
    if (p->capacity_people[k] > 0) cell_complain(c, LFL_WARNING, "idle", CAPACITY_COLUMNS[k], HOSTS, NULL);
  if (!is_gate && p->trucks_per_day > 0 && p->trucks_per_day < (double)INFINITY) cell_complain(c, LFL_WARNING, "idle", "trucks_per_day", GATES, NULL);
  if (p->kind != LFL_CROSSING && p->delivered_share < 1) cell_complain(c, LFL_WARNING, "idle", "delivered_share", CROSSINGS, NULL);
}

void read_places(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "places");
  s->places = NEW(b, c.n_rows + 1, lfl_place);
  b->blanks = NEW(b, c.n_rows + 1, place_blanks);
  if (!s->places || !b->blanks) {
    b->failed = true;
    return;
  }
  enum { MOST_PLACES = 20000, MOST_PLACE_DAYS = 10000000 };
  if (c.n_rows > MOST_PLACES || (long)c.n_rows * s->n_days > MOST_PLACE_DAYS) {
    lfl_diag d = {LFL_ERROR, "too-large", c.table->file, 0, NULL, number_text(b, c.n_rows), "at most 20,000 places, and 10,000,000 places times days", NULL};
    lfl_diags_add(b->diags, &d);
    c.n_rows = 0;
    return;
  }
  if (!c.n_rows) {
    lfl_diag d = {LFL_ERROR, "no-places", c.table ? c.table->file : b->tables->name, 0, NULL, NULL,
                  "a table places with at least one area that has people, and one crossing or hub", NULL};
    lfl_diags_add(b->diags, &d);
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    read_place(&c, &s->places[i], i);
    s->n_places++;
  }
  b->has_parts = NEW(b, s->n_places + 1, bool);
  if (!b->has_parts) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < s->n_places; i++) {
    cells_go(&c, i);
    s->places[i].parent_i = cell_ref(&c, "parent_id", b->places);
    if (s->places[i].parent_i >= 0) b->has_parts[s->places[i].parent_i] = true;
  }
  for (int i = 0; i < s->n_places; i++) {
    lfl_place *p = &s->places[i];
    int steps = 0;
    int at = s->places[i].parent_i;
    for (; at >= 0 && at != i && steps <= s->n_places; at = s->places[at].parent_i) steps++;
    if (at == i) {
      cells_go(&c, i);
      cell_complain(&c, LFL_ERROR, "parent-circle", "parent_id", "parents that do not lead back to the place itself", NULL);
      p->parent_i = -1;
    }
    p->is_group = p->is_group && b->has_parts[i];
    p->is_host = (p->kind == LFL_AREA || p->kind == LFL_SITE) && !p->is_group;
    cells_go(&c, i);
    if (p->kind == LFL_AREA && p->is_host && cell_is_blank(&c, "people") && b->tables->state != LFL_TABLES_OF_PLAN) /* of a copy that leaves places out they need not be all */
      cell_complain(&c, LFL_WARNING, "nobody", "people", "the people who live there: a blank counts nobody, 0 says that it is so", NULL);
    if (p->is_group) warn_of_figures(&c);
    else warn_of_idle(&c, p);
    if (!p->id) p->id = "";
  }
}

/* The places in this one that take part, some of them by name. */
static const char *parts_of(builder *b, int place_i) {
  enum { MOST_NAMED = 4 };
  const lfl_scenario *s = b->s;
  const char *parts = "";
  int n = 0;
  for (int i = 0; i < s->n_places && n <= MOST_NAMED; i++) {
    if (i == place_i || s->places[i].is_group || !lfl_place_is_within(s, i, place_i)) continue;
    parts = n++ < MOST_NAMED ? sentence(b, "%s%s%s", parts, n > 1 ? ", " : "", s->places[i].id) : sentence(b, "%s, ...", parts);
  }
  return parts;
}

void complain_of_group(cells *c, const char *column, int place_i) {
  if (place_i < 0 || !c->b->s->places[place_i].is_group) return;
  cell_complain(c, LFL_ERROR, "group", column, sentence(c->b, "a place that takes part: this one only names a region; name those in it that are meant (%s)", parts_of(c->b, place_i)), NULL);
}

void note_parts(cells *c, const char *column, int place_i) {
  if (!c->b->has_parts[place_i] || c->b->s->places[place_i].is_group) return;
  cell_complain(c, LFL_NOTE, "parts", column, sentence(c->b, "rows of those in it, too, where they are meant (%s): this one holds for the place itself only", parts_of(c->b, place_i)), NULL);
}

/* The last row, as they were read, of people who leave the place on the day; some do. */
static int row_of_leaving(const lfl_scenario *s, int place_i, int day) {
  int row = 0;
  for (int k = 0; k < s->n_population_changes; k++) {
    const lfl_population_change *p = &s->population_changes[k];
    if (p->place_i == place_i && p->day == day && p->people < 0) row = p->origin.row_i;
  }
  return row;
}

void read_population_changes(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "population_changes");
  s->population_changes = NEW(b, c.n_rows + 1, lfl_population_change);
  double *people = NEW(b, (size_t)s->n_places * (size_t)s->n_days + 1, double);
  if (!s->population_changes || !people) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_population_change *p = &s->population_changes[s->n_population_changes];
    *p = (lfl_population_change){cell_ref(&c, "place_id", b->places), cell_day(&c, "day", 0), cell_number(&c, "people", 0), cell_origin(&c)};
    if (p->place_i < 0) continue;
    check_whole(&c, p->people);
    if (!s->places[p->place_i].is_host) cell_complain(&c, LFL_ERROR, "people", "place_id", "an area or site with people of its own", NULL);
    if (p->day < 0 || p->day >= s->n_days) {
      cell_complain(&c, LFL_WARNING, "day-range", "day", "a day within the days planned; this row is not used", NULL);
      continue;
    }
    people[(long)p->place_i * s->n_days + p->day] += p->people;
    s->n_population_changes++;
  }
  bool is_sound = b->diags->n_errors == b->n_errors_before; /* else the sums rest on wrong cells */
  double *in_all = NEW(b, s->n_days + 1, double);
  b->most_there = NEW(b, s->n_places + 1, double);
  if (!in_all || !b->most_there) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < s->n_places; i++) {
    double there = s->places[i].people;
    b->most_there[i] = there;
    for (int day = 0; day < s->n_days; day++) {
      there += people[(long)i * s->n_days + day];
      in_all[day] += there;
      b->most_there[i] = fmax(b->most_there[i], there);
      if (there >= -1e-6 || !is_sound) continue;
      c.row = row_of_leaving(s, i, day);
      cell_complain(&c, LFL_ERROR, "people-below-0", "people",
                    sentence(b, "fewer people leaving: at %s in all %s go on day %d, of %s who are there", s->places[i].id, number_text(b, -people[(long)i * s->n_days + day]), day,
                             number_text(b, there - people[(long)i * s->n_days + day])), NULL);
      break;
    }
  }
  for (int day = 0; day < s->n_days; day++) b->most_people = fmax(b->most_people, in_all[day]);
  record_blanks(b);
}
