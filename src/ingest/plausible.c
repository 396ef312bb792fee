/* What is implausible: figures that can be planned with and are probably wrong. All are
 * warnings. Not seen without a coast line: a place in the sea within 5 km of its outline. Pairs of
 * places are compared up to 3,000 of them. Also the outlines of places, and distances (haversine on a sphere of 6,371.0088 km,
 * the mean radius of IUGG; within 0.6 % of the ellipsoid). O(places^2). Tests: test_ingest.c. */
#define _LARGEFILE64_SOURCE 1
#include <cpl_conv.h>
#include <cpl_error.h>
#include <math.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

#include "ingest/build.h"

static const double PI = 3.14159265358979323846;

double distance_km(double lat1, double lon1, double lat2, double lon2) {
  const double radius_km = 6371.0088;
  if (isnan(lat1) || isnan(lon1) || isnan(lat2) || isnan(lon2)) return (double)NAN; /* fmin would drop it */
  double a = lat1 * PI / 180, b = lat2 * PI / 180, dlat = b - a, dlon = (lon2 - lon1) * PI / 180;
  double h = sin(dlat / 2) * sin(dlat / 2) + cos(a) * cos(b) * sin(dlon / 2) * sin(dlon / 2);
  return 2 * radius_km * asin(fmin(1, sqrt(h)));
}

static int count_rings(OGRGeometryH g, int *n_points) {
  int n = 0, parts = OGR_G_GetGeometryCount(g);
  if (parts == 0) {
    *n_points += OGR_G_GetPointCount(g);
    return OGR_G_GetPointCount(g) > 0;
  }
  for (int i = 0; i < parts; i++) n += count_rings(OGR_G_GetGeometryRef(g, i), n_points);
  return n;
}

static void copy_rings(OGRGeometryH g, int *ring, int *start, double *lon_lat) {
  int parts = OGR_G_GetGeometryCount(g), n = OGR_G_GetPointCount(g);
  for (int i = 0; i < parts; i++) copy_rings(OGR_G_GetGeometryRef(g, i), ring, start, lon_lat);
  if (parts || !n) return;
  start[*ring + 1] = start[*ring] + n;
  for (int i = 0; i < n; i++) {
    lon_lat[2 * (start[*ring] + i)] = OGR_G_GetX(g, i);
    lon_lat[2 * (start[*ring] + i) + 1] = OGR_G_GetY(g, i);
  }
  ++*ring;
}

static void CPL_STDCALL ignore(CPLErr severity, CPLErrorNum number, const char *message) {
  (void)severity;
  (void)number;
  (void)message;
}

bool add_outline(builder *b, lfl_place *place, const char *wkt) {
  OGRGeometryH g = NULL;
  char *copy = lfl_arena_strdup(b->arena, wkt), *at = copy;
  if (!copy) {
    b->failed = true;
    return true;
  }
  CPLPushErrorHandler(ignore);
  bool is_fine = OGR_G_CreateFromWkt(&at, NULL, &g) == OGRERR_NONE && g && !OGR_G_IsEmpty(g);
  int n_points = 0, n_rings = is_fine ? count_rings(g, &n_points) : 0, ring = 0;
  int *start = lfl_arena_new(b->arena, (size_t)n_rings + 1, int);
  double *lon_lat = lfl_arena_new(b->arena, 2 * (size_t)n_points + 1, double);
  if (!start || !lon_lat) b->failed = true;
  else if (is_fine) {
    copy_rings(g, &ring, start, lon_lat);
    for (int i = 0; i < 2 * n_points; i++) is_fine = is_fine && isfinite(lon_lat[i]) && fabs(lon_lat[i]) <= (i % 2 ? 90 : 180);
    if (is_fine) place->outline = (lfl_outline){ring, start, lon_lat};
    if (is_fine && isnan(place->lat_deg)) { /* the middle of its box */
      double x0 = 1e9, x1 = -1e9, y0 = 1e9, y1 = -1e9;
      for (int i = 0; i < n_points; i++) {
        x0 = fmin(x0, lon_lat[2 * i]);
        x1 = fmax(x1, lon_lat[2 * i]);
        y0 = fmin(y0, lon_lat[2 * i + 1]);
        y1 = fmax(y1, lon_lat[2 * i + 1]);
      }
      place->lon_deg = (x0 + x1) / 2;
      place->lat_deg = (y0 + y1) / 2;
    }
  }
  if (g) OGR_G_DestroyGeometry(g);
  CPLPopErrorHandler();
  return is_fine;
}

static void say(builder *b, lfl_severity severity, const char *code, const char *table, int row_i, const char *column, const char *value, const char *expected) {
  say_of_row(b->tables, b->diags, severity, code, table, row_i, column, value, expected);
}

static void warn(builder *b, const char *table, int row_i, const char *column, const char *value, const char *expected) {
  say(b, LFL_WARNING, "implausible", table, row_i, column, value, expected);
}

/* Even-odd rule over all rings. */
static bool is_inside(const lfl_outline *o, double lon, double lat) {
  bool in = false;
  for (int r = 0; r < o->n_rings; r++)
    for (int i = o->ring_start[r], j = o->ring_start[r + 1] - 1; i < o->ring_start[r + 1]; j = i++) {
      const double *a = &o->lon_lat[2 * i], *b = &o->lon_lat[2 * j];
      if ((a[1] > lat) != (b[1] > lat) && lon < (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]) + a[0]) in = !in;
    }
  return in;
}

/* Distance to the nearest side, on a plane about the point (within 1 % below 100 km); 0 inside. */
static double distance_to_outline(const lfl_outline *o, double lon, double lat) {
  double least = (double)INFINITY, kx = 111.195 * cos(lat * PI / 180), ky = 111.195;
  if (is_inside(o, lon, lat)) return 0;
  for (int r = 0; r < o->n_rings; r++)
    for (int i = o->ring_start[r], j = o->ring_start[r + 1] - 1; i < o->ring_start[r + 1]; j = i++) {
      double x0 = kx * (o->lon_lat[2 * j] - lon), y0 = ky * (o->lon_lat[2 * j + 1] - lat);
      double dx = kx * (o->lon_lat[2 * i] - lon) - x0, dy = ky * (o->lon_lat[2 * i + 1] - lat) - y0, length2 = dx * dx + dy * dy;
      double at = length2 > 0 ? fmax(0, fmin(1, -(x0 * dx + y0 * dy) / length2)) : 0;
      least = fmin(least, hypot(x0 + at * dx, y0 + at * dy));
    }
  return least;
}

static void check_figures(builder *b, const lfl_place *p) {
  if (p->trucks_per_day < (double)INFINITY && p->trucks_per_day > 2000)
    warn(b, "places", p->origin.row_i, "trucks_per_day", number_text(b, p->trucks_per_day), "trucks a day, seldom above 2000");
  if (p->usable_m2_given && p->usable_m2 < (double)INFINITY && p->usable_m2 > 1e9)
    warn(b, "places", p->origin.row_i, "usable_m2", number_text(b, p->usable_m2), "land in square metres, seldom above 1,000 km2");
  if (p->people > 0 && p->water_yield_l_per_day > 2000 * p->people)
    warn(b, "places", p->origin.row_i, "water_yield_l_per_day", number_text(b, p->water_yield_l_per_day), "litres a day: this is above 2,000 for each person");
  if (p->people > 3e7)
    warn(b, "places", p->origin.row_i, "people", number_text(b, p->people), "people of one place, seldom above 30 million");
  static const char *const columns[] = {"shelter_places", "toilet_places", "tap_places", "health_places", "bed_places"};
  for (int k = 0; k < LFL_N_CAPACITIES; k++)
    if (p->people > 0 && p->capacity_people[k] > 1000 * p->people)
      warn(b, "places", p->origin.row_i, columns[k], number_text(b, p->capacity_people[k]), "people served by what is there: this is above 1,000 times those who live there");
}

/* Wishes grow old, and without source, date and method nobody can stand by them. */
static void check_wish(builder *b, const lfl_place *p) {
  enum { OLD_AFTER_DAYS = 14 };
  long observed, start;
  if (!p->willing_recorded || p->willing_share <= 0) return;
  if (p->origin.observed_on && parse_date(p->origin.observed_on, &observed) && parse_date(b->s->start_date, &start) &&
      start - observed > OLD_AFTER_DAYS)
    warn(b, "places", p->origin.row_i, "willing_share", number_text(b, p->willing_share), "a wish recorded in the 14 days before the start: this one is old");
  if (!p->origin.source || !p->origin.observed_on || !p->origin.method)
    warn(b, "places", p->origin.row_i, "willing_share", number_text(b, p->willing_share), "source, observed_on and method of the willing share");
}

/* Outside its parent's outline or, if it has none, outside of all groups that have one. */
static void check_outline(builder *b, const lfl_place *p) {
  enum { OUTSIDE_KM = 5 };
  const lfl_scenario *s = b->s;
  double outside = (double)INFINITY;
  bool has_parent = p->parent_i >= 0 && s->places[p->parent_i].outline.n_rings > 0;
  if (has_parent) outside = distance_to_outline(&s->places[p->parent_i].outline, p->lon_deg, p->lat_deg);
  for (int k = 0; !has_parent && k < s->n_places; k++)
    if (s->places[k].is_group && s->places[k].outline.n_rings)
      outside = fmin(outside, distance_to_outline(&s->places[k].outline, p->lon_deg, p->lat_deg));
  if (isinf(outside) || outside <= OUTSIDE_KM) return;
  warn(b, "places", p->origin.row_i, "lat_deg", number_text(b, p->lat_deg),
       sentence(b, "a point in or near %s; it lies %s km outside (in the sea?)", has_parent ? "its parent's outline" : "some outline", number_text(b, floor(outside))));
}

/* Says so where no outline can show that a place lies in the sea, and there are regions that could have one: a table without regions is
 * not asked for what it has no row for. */
static void note_without_outlines(builder *b) {
  const lfl_scenario *s = b->s;
  bool has_points = false, has_groups = false;
  for (int i = 0; i < s->n_places; i++) {
    if (s->places[i].is_group && s->places[i].outline.n_rings) return;
    has_groups = has_groups || s->places[i].is_group;
    has_points = has_points || (s->places[i].is_host && !isnan(s->places[i].lat_deg));
  }
  if (has_points && has_groups) say(b, LFL_NOTE, "not-checked", "places", -1, "geometry_wkt", NULL, "the outline of some group of places: without one, a place in the sea is not seen");
}

/* Distance to the nearest other place, from the point itself or with latitude and longitude swapped. */
static double nearest_other(const lfl_scenario *s, int i, bool is_swapped) {
  const lfl_place *p = &s->places[i];
  double least = (double)INFINITY;
  if (is_swapped && fabs(p->lon_deg) > 90) return least;
  for (int j = 0; j < s->n_places; j++)
    if (j != i && !isnan(s->places[j].lat_deg))
      least = fmin(least, distance_km(is_swapped ? p->lon_deg : p->lat_deg, is_swapped ? p->lat_deg : p->lon_deg, s->places[j].lat_deg, s->places[j].lon_deg));
  return least;
}

static void check_position(builder *b, int i) {
  enum { FAR_KM = 1000, MOST_PLACES = 3000 };
  const lfl_scenario *s = b->s;
  const lfl_place *p = &s->places[i];
  if (isnan(p->lat_deg) || isnan(p->lon_deg)) return;
  if (p->lat_deg == 0 && p->lon_deg == 0) {
    warn(b, "places", p->origin.row_i, "lat_deg", "0", "the place itself: 0, 0 lies in the sea off Africa");
    return;
  }
  double nearest = s->n_places <= MOST_PLACES ? nearest_other(s, i, false) : 0;
  if (nearest > FAR_KM && !isinf(nearest))
    warn(b, "places", p->origin.row_i, "lat_deg", number_text(b, p->lat_deg),
         nearest_other(s, i, true) < FAR_KM ? "latitude here: it looks swapped with longitude" : "a place within 1,000 km of some other one");
  else if (p->is_host && s->n_places <= MOST_PLACES)
    check_outline(b, p);
}

static int root_of(int *group, int place_i) {
  while (group[place_i] != place_i) place_i = group[place_i] = group[group[place_i]];
  return place_i;
}

/* Marks the groups of places with one from which goods set out: water only where there are tankers. */
static void mark_sources(const lfl_scenario *s, int *group, bool *has_goods) {
  bool has_tankers = false;
  for (int k = 0; k < s->n_fleets; k++) has_tankers = has_tankers || s->fleets[k].vehicle == LFL_TANKER;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    if (p->kind == LFL_HUB || p->kind == LFL_CROSSING || (has_tankers && p->water_yield_l_per_day > 0)) has_goods[root_of(group, i)] = true;
  }
  for (int k = 0; k < s->n_supplies; k++) has_goods[root_of(group, s->supplies[k].place_i)] = true;
}

/* Host places with people that no road joins to a place from which goods set out. */
static void check_reach(builder *b) {
  const lfl_scenario *s = b->s;
  int *group = lfl_arena_new(b->arena, (size_t)s->n_places + 1, int);
  bool *has_goods = lfl_arena_new(b->arena, (size_t)s->n_places + 1, bool);
  if (!group || !has_goods) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < s->n_places; i++) group[i] = i;
  for (int k = 0; k < s->n_links; k++) { /* union by the lower root */
    int x = root_of(group, s->links[k].from_i), y = root_of(group, s->links[k].to_i);
    if (x < y) group[y] = x;
    else group[x] = y;
  }
  mark_sources(s, group, has_goods);
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].is_host && s->places[i].people > 0 && !has_goods[root_of(group, i)] && s->n_links)
      warn(b, "places", s->places[i].origin.row_i, "place_id", s->places[i].id, "a road from some hub, crossing or place with supplies: nothing can reach this place");
}

/* MODEL.md counts all who are moved to a place against those served there, of whom only the share in need ever is. A town with people of its own is not meant to receive others, as a rule. */
static void check_receiving(builder *b, int place_i) {
  const lfl_place *p = &b->s->places[place_i];
  bool is_to_receive = p->is_host && (p->kind == LFL_SITE || !(p->people > 0)) && p->usable_m2 > 0, may_others_leave = false;
  if (!is_to_receive || !(p->in_need_share > 0) || !(p->in_need_share < 1)) return;
  for (int i = 0; i < b->s->n_places; i++) may_others_leave = may_others_leave || (i != place_i && b->s->places[i].people > 0 && b->s->places[i].willing_share > 0);
  if (may_others_leave)
    warn(b, "places", p->origin.row_i, "people_in_need_share", number_text(b, p->in_need_share), "1 where people may be moved to: all who are moved there count, and no more than this share of them is served, so that nobody can be");
}

static void check_places(builder *b) {
  const lfl_scenario *s = b->s;
  bool has_people = false, has_entry = s->n_supplies > 0;
  bool is_sound = b->diags->n_errors == b->n_errors_before; /* else what is missing may only be misspelt */
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    has_people = has_people || p->people > 0;
    has_entry = has_entry || p->kind == LFL_CROSSING || p->kind == LFL_HUB;
    check_figures(b, p);
    check_position(b, i);
    if (is_sound) check_wish(b, p);
    if (is_sound) check_receiving(b, i);
  }
  for (int i = 0; i < s->n_population_changes; i++) has_people = has_people || s->population_changes[i].people > 0;
  if (!has_people) warn(b, "places", -1, "people", NULL, "people in at least one area or site: nobody is to be served");
  note_without_outlines(b);
  if (!has_entry && is_sound) warn(b, "places", -1, "kind", NULL, "a crossing, a hub or supplies: nothing can enter");
  if (is_sound) check_reach(b);
}

/* The library's item that this one is: by id, else any tent is held against the family tent. */
static const library_item *like_item(const builder *b, const lfl_item *item) {
  const library_item *like = find_library(b, item->id);
  return like || !strstr(item->id, "tent") ? like : find_library(b, "family_tent");
}

static void check_item(builder *b, const lfl_item *item) {
  int row = item->origin.row_i;
  const library_item *like = like_item(b, item);
  int n_warnings = b->diags->n_warnings;
  if (like && like->mass_kg > 0 && (item->mass_kg > 10 * like->mass_kg || (item->mass_kg > 0 && item->mass_kg < like->mass_kg / 10)))
    warn(b, "items", row, "mass_kg", number_text(b, item->mass_kg),
         sentence(b, "a mass in kg of one unit, as %s with %s kg", like->id, number_text(b, like->mass_kg)));
  if (like && like->volume_m3 > 0 && (item->volume_m3 > 20 * like->volume_m3 || (item->volume_m3 > 0 && item->volume_m3 < like->volume_m3 / 20)))
    warn(b, "items", row, "volume_m3", number_text(b, item->volume_m3),
         sentence(b, "a volume in m3 of one unit, as %s with %s m3", like->id, number_text(b, like->volume_m3)));
  if (like && like->people_served > 0 && (item->people_served > 10 * like->people_served || (item->people_served > 0 && item->people_served < like->people_served / 10)))
    warn(b, "items", row, "people_served", number_text(b, item->people_served),
         sentence(b, "people whom one unit serves, as %s with %s", like->id, number_text(b, like->people_served)));
  if (b->diags->n_warnings == n_warnings && item->mass_kg > 0 && item->volume_m3 > 0 && item->mass_kg / item->volume_m3 > 5000)
    warn(b, "items", row, "volume_m3", number_text(b, item->volume_m3), "a volume that fits the mass: this is denser than 5,000 kg a m3");
  const lfl_table *t = lfl_tables_find(b->tables, "items");
  for (int c = 0; t && c < t->n_columns; c++) { /* nutrients in g, energy in kcal a 100 g (pure fat: 900) */
    const char *cell = t->cells[row][c];
    bool is_content = strstr(t->columns[c], "per_100_g") || strstr(t->columns[c], "per_100g");
    double value, most = strstr(t->columns[c], "kcal") ? 900 : strstr(t->columns[c], "mg") ? 100000 : 100;
    if (cell && is_content && !strstr(t->columns[c], "kj") && parse_number(cell, &value) && (value > most || value < 0))
      warn(b, "items", row, t->columns[c], cell, sentence(b, "from 0 to %s in 100 g", number_text(b, most)));
  }
}

static void check_items(builder *b) {
  const lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_items; i++)
    if (!s->items[i].is_water && s->items[i].origin.row_i >= 0) check_item(b, &s->items[i]);
  for (int i = 0; i < s->n_supplies; i++) {
    const lfl_supply *p = &s->supplies[i];
    const library_item *like = find_library(b, s->items[p->item_i].id);
    if (!like || !(like->price > 0) || !(p->unit_price > 0) || !like->currency || strcmp(like->currency, s->currency) != 0) continue;
    if (p->unit_price > 100 * like->price || p->unit_price < like->price / 100)
      warn(b, "supplies", p->origin.row_i, "unit_price", number_text(b, p->unit_price),
           sentence(b, "a price in %s, as about %s: is the currency right?", s->currency, number_text(b, like->price)));
  }
}

/* The latest observation of a table after `limit` (days since 1970), and how many there are; -1 none. */
static int latest_after(const lfl_table *t, long limit, int *n) {
  int column = lfl_table_column(t, "observed_on"), latest = -1;
  long day, most = limit;
  *n = 0;
  for (int i = 0; column >= 0 && i < t->n_rows; i++) {
    const char *date = t->cells[i][column];
    if (!date || !parse_date(date, &day) || day <= limit) continue;
    ++*n;
    if (day <= most) continue;
    most = day;
    latest = i;
  }
  return latest;
}

/* The latest observation is what "data as of" says on the front page. After the last day planned it is probably a slip of
 * the year; after the first it is right in looking back, and said once. */
void check_observed(builder *b) {
  const lfl_scenario *s = b->s;
  long start;
  bool is_said = false;
  if (!parse_date(s->start_date, &start)) return;
  for (int k = 0; k < b->tables->n_tables; k++) {
    const lfl_table *t = &b->tables->tables[k];
    int n, row_i = latest_after(t, start + s->n_days - 1, &n);
    if (row_i >= 0) {
      say(b, LFL_WARNING, "observed-later", t->name, row_i, "observed_on", lfl_table_get(t, row_i, "observed_on"),
          sentence(b, "a date within the %d days from the start, %s, or before%s: the front page says that the data are as of this day", s->n_days, s->start_date,
                   n > 1 ? sentence(b, " (so in %d rows of the table)", n) : ""));
      is_said = true;
    }
    row_i = is_said ? -1 : latest_after(t, start, &n);
    if (row_i < 0) continue;
    say(b, LFL_NOTE, "observed-later", t->name, row_i, "observed_on", lfl_table_get(t, row_i, "observed_on"),
        sentence(b, "a date up to the start, %s, unless the plan looks back: nobody knew this on that day", s->start_date));
    is_said = true;
  }
}

void check_plausible(builder *b) {
  check_places(b);
  check_items(b);
}
