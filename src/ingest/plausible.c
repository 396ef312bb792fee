/* What is implausible: figures that can be planned with and are probably wrong. All are
 * warnings. Also the outlines of places, and distances (haversine on a sphere of 6,371.0088 km,
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

static void warn(builder *b, const char *table, int row_i, const char *column, const char *value, const char *expected) {
  const lfl_table *t = lfl_tables_find(b->tables, table);
  lfl_diag d = {LFL_WARNING, "implausible", t ? t->file : table, t && row_i >= 0 ? t->row_numbers[row_i] : 0, column, value, expected, NULL};
  lfl_diags_add(b->diags, &d);
}

static const char *number_text(builder *b, double value) {
  char *text = lfl_arena_printf(b->arena, "%.10g", value);
  for (char *c = text; c && *c; c++)
    if (*c == ',') *c = '.';
  return text ? text : "";
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

static double distance_to_outline(const lfl_outline *o, double lon, double lat) {
  double least = (double)INFINITY;
  if (is_inside(o, lon, lat)) return 0;
  for (int i = 0; i < o->ring_start[o->n_rings]; i++)
    least = fmin(least, distance_km(lat, lon, o->lon_lat[2 * i + 1], o->lon_lat[2 * i]));
  return least;
}

static void check_places(builder *b) {
  enum { FAR_KM = 1000, OUTSIDE_KM = 5 };
  const lfl_scenario *s = b->s;
  bool has_people = false, has_entry = false;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    has_people = has_people || p->people > 0;
    has_entry = has_entry || p->kind == LFL_CROSSING || p->kind == LFL_HUB;
    if (p->trucks_per_day < (double)INFINITY && p->trucks_per_day > 2000)
      warn(b, "places", p->origin.row_i, "trucks_per_day", number_text(b, p->trucks_per_day), "trucks a day, seldom above 2000");
    if (p->usable_m2_given && p->usable_m2 < (double)INFINITY && p->usable_m2 > 1e9)
      warn(b, "places", p->origin.row_i, "usable_m2", number_text(b, p->usable_m2), "land in square metres, seldom above 1,000 km2");
    if (p->people > 0 && p->water_yield_l_per_day > 2000 * p->people)
      warn(b, "places", p->origin.row_i, "water_yield_l_per_day", number_text(b, p->water_yield_l_per_day), "litres a day: this is above 2,000 for each person");
    if (isnan(p->lat_deg) || isnan(p->lon_deg)) continue;
    if (p->lat_deg == 0 && p->lon_deg == 0) {
      warn(b, "places", p->origin.row_i, "lat_deg", "0", "the place itself: 0, 0 lies in the sea off Africa");
      continue;
    }
    double nearest = (double)INFINITY;
    int n_others = 0;
    for (int j = 0; j < s->n_places; j++)
      if (j != i && !isnan(s->places[j].lat_deg)) {
        n_others++;
        nearest = fmin(nearest, distance_km(p->lat_deg, p->lon_deg, s->places[j].lat_deg, s->places[j].lon_deg));
      }
    double swapped = (double)INFINITY;
    for (int j = 0; j < s->n_places && fabs(p->lon_deg) <= 90; j++)
      if (j != i && !isnan(s->places[j].lat_deg)) swapped = fmin(swapped, distance_km(p->lon_deg, p->lat_deg, s->places[j].lat_deg, s->places[j].lon_deg));
    if (n_others && nearest > FAR_KM)
      warn(b, "places", p->origin.row_i, "lat_deg", number_text(b, p->lat_deg),
           swapped < FAR_KM ? "latitude here: it looks swapped with longitude" : "a place within 1,000 km of some other one");
    else if (p->parent_i >= 0 && s->places[p->parent_i].outline.n_rings && (p->kind == LFL_AREA || p->kind == LFL_SITE)) {
      double outside = distance_to_outline(&s->places[p->parent_i].outline, p->lon_deg, p->lat_deg);
      if (outside > OUTSIDE_KM) {
        char expected[120];
        snprintf(expected, sizeof expected, "a point in or near its parent's outline; it lies %.0f km outside (in the sea?)", outside);
        warn(b, "places", p->origin.row_i, "lat_deg", number_text(b, p->lat_deg), expected);
      }
    }
    long observed, start;
    enum { OLD_AFTER_DAYS = 14 };
    if (p->willing_recorded && p->willing_share > 0 && p->origin.observed_on && s->start_date && parse_date(p->origin.observed_on, &observed) &&
        parse_date(s->start_date, &start) && start - observed > OLD_AFTER_DAYS)
      warn(b, "places", p->origin.row_i, "willing_share", number_text(b, p->willing_share), "a wish recorded in the 14 days before the start: this one is old");
    if (p->willing_recorded && p->willing_share > 0 && (!p->origin.source || !p->origin.observed_on || !p->origin.method))
      warn(b, "places", p->origin.row_i, "willing_share", number_text(b, p->willing_share), "source, observed_on and method of the willing share");
  }
  if (!has_people) warn(b, "places", -1, "people", NULL, "people in at least one area or site: nobody is to be served");
  if (!has_entry) warn(b, "places", -1, "kind", NULL, "a crossing or hub: nothing can enter");
}

static void check_items(builder *b) {
  const lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_items; i++) {
    const lfl_item *item = &s->items[i];
    if (item->is_water || item->origin.row_i < 0) continue;
    const library_item *like = find_library(b, item->id);
    for (int k = 0; !like && k < b->n_library; k++) /* "tent_big" is held against family_tent */
      if (strstr(item->id, "tent") && strcmp(b->library[k].id, "family_tent") == 0) like = &b->library[k];
    if (like && like->mass_kg > 0 && item->mass_kg > 10 * like->mass_kg) {
      char expected[100];
      snprintf(expected, sizeof expected, "a mass in kg of one unit, as %s with %g kg", like->id, like->mass_kg);
      warn(b, "items", item->origin.row_i, "mass_kg", number_text(b, item->mass_kg), expected);
    }
    if (like && like->volume_m3 > 0 && item->volume_m3 > 20 * like->volume_m3)
      warn(b, "items", item->origin.row_i, "volume_m3", number_text(b, item->volume_m3), "a volume in m3 of one unit");
    if (item->mass_kg > 0 && item->volume_m3 > 0 && item->mass_kg / item->volume_m3 > 5000)
      warn(b, "items", item->origin.row_i, "volume_m3", number_text(b, item->volume_m3), "a volume that fits the mass: this is denser than 5,000 kg a m3");
    const lfl_table *t = lfl_tables_find(b->tables, "items");
    for (int c = 0; t && c < t->n_columns; c++) { /* nutrients in g a 100 g */
      const char *cell = t->cells[item->origin.row_i][c];
      double value;
      if (cell && strstr(t->columns[c], "_g_per_100_g") && parse_number(cell, &value) && (value > 100 || value < 0))
        warn(b, "items", item->origin.row_i, t->columns[c], cell, "at most 100 g in 100 g");
    }
  }
  for (int i = 0; i < s->n_supplies; i++) {
    const lfl_supply *p = &s->supplies[i];
    const library_item *like = find_library(b, s->items[p->item_i].id);
    if (like && like->price > 0 && p->unit_price > 0 && like->currency && strcmp(like->currency, s->currency) == 0 &&
        (p->unit_price > 100 * like->price || p->unit_price < like->price / 100)) {
      char expected[120];
      snprintf(expected, sizeof expected, "a price in %s, as about %g: is the currency right?", s->currency, like->price);
      warn(b, "supplies", p->origin.row_i, "unit_price", number_text(b, p->unit_price), expected);
    }
  }
}

void check_plausible(builder *b) {
  check_places(b);
  check_items(b);
}
