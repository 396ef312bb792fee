/* The map: the scenario's own outlines in SVG, coloured by the share of people without service (at the tier of the
 * answer: survival, if any need has it) in the need that is worst there; circles where a place has no outline.
 *
 * Projection: x = (lon - lon0) * cos(middle latitude), y = lat1 - lat, one scale for both: true
 * enough for a country (equirectangular; Snyder 1987, USGS PP 1395, chapter 12). No tiles, no
 * base map. A scenario that spans the date line is drawn the long way round. Points nearer than
 * 0.4 of a drawing unit to the one before are left out. Positions of points are drawn only for an audience that may see the
 * place's row. O(points + places^2) time (labels are kept apart). Tests: tests/unit/test_report.c,
 * tests/browser. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/page.h"

enum { WIDTH = 460, TALLEST = 540, PAD = 26 };

typedef struct frame {
  double lon0, lat1, k_lon, k_lat, x0, y0;
  double height;
} frame;

typedef struct box {
  double lon0, lat0, lon1, lat1;
} box;

static void stretch(box *b, double lon, double lat) {
  if (!isfinite(lon) || !isfinite(lat) || fabs(lat) > 90 || fabs(lon) > 360) return;
  b->lon0 = fmin(b->lon0, lon), b->lon1 = fmax(b->lon1, lon);
  b->lat0 = fmin(b->lat0, lat), b->lat1 = fmax(b->lat1, lat);
}

static bool has_area(const lfl_place *p) {
  return p->outline.n_rings > 0 && p->outline.ring_start[1] - p->outline.ring_start[0] >= 3;
}

/* Is the place one of those that a public copy was summed over? Its region stands for it. */
static bool is_summed_away(const report *r, int i) { return r->audience == LFL_PUBLIC && r->s->places[i].is_host && !r->has_rows[i]; }

/* Positions are for those who may see the row; outlines of regions that a public copy was summed
 * into are drawn, too. */
static bool has_drawing(const report *r, int i) {
  const lfl_place *p = &r->s->places[i];
  if (is_summed_away(r, i)) return false;
  return r->is_shown[i] && has_area(p) && (may_see(r, &p->origin) || (r->has_rows[i] && p->origin.sensitivity != LFL_RESTRICTED));
}

static bool has_point(const report *r, int i) {
  const lfl_place *p = &r->s->places[i];
  return !is_summed_away(r, i) && may_see(r, &p->origin) && isfinite(p->lat_deg) && isfinite(p->lon_deg) && fabs(p->lat_deg) <= 90 && fabs(p->lon_deg) <= 360;
}

/* Frame of all that may be drawn, or only of places with people, where a far crossing would make
 * them small. */
static frame find_frame(const report *r, bool people_only) {
  box b = {(double)INFINITY, (double)INFINITY, -(double)INFINITY, -(double)INFINITY};
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *p = &r->s->places[i];
    if (!r->is_shown[i] || (people_only && !r->has_rows[i])) continue;
    if (has_drawing(r, i))
      for (int k = 0; k < p->outline.ring_start[p->outline.n_rings]; k++) stretch(&b, p->outline.lon_lat[2 * k], p->outline.lon_lat[2 * k + 1]);
    else if (has_point(r, i)) stretch(&b, p->lon_deg, p->lat_deg);
  }
  frame f = {.height = 0};
  if (!(b.lon1 >= b.lon0)) return f;
  double shrink = fmax(0.02, cos((b.lat0 + b.lat1) / 2 * 3.14159265358979324 / 180));
  double across = fmax((b.lon1 - b.lon0) * shrink, 1e-4), up = fmax(b.lat1 - b.lat0, 1e-4);
  double scale = fmin((WIDTH - 2 * PAD) / across, (TALLEST - 2 * PAD) / up);
  f.k_lat = scale, f.k_lon = scale * shrink;
  f.lon0 = b.lon0, f.lat1 = b.lat1;
  f.height = fmax(160, up * scale + 2 * PAD);
  f.x0 = (WIDTH - across * scale) / 2;
  f.y0 = (f.height - up * scale) / 2;
  return f;
}

static double x_of(const frame *f, double lon) { return f->x0 + (lon - f->lon0) * f->k_lon; }
static double y_of(const frame *f, double lat) { return f->y0 + (f->lat1 - lat) * f->k_lat; }

static void put_path(report *r, const frame *f, const lfl_outline *o, double nearest) {
  for (int ring = 0; ring < o->n_rings; ring++) {
    int first = o->ring_start[ring], end = o->ring_start[ring + 1], drawn = 0;
    double last_x = 0, last_y = 0;
    for (int k = first; k < end; k++) {
      double lon = o->lon_lat[2 * k], lat = o->lon_lat[2 * k + 1];
      if (!isfinite(lon) || !isfinite(lat)) continue;
      double x = x_of(f, lon), y = y_of(f, lat);
      if (drawn && hypot(x - last_x, y - last_y) < nearest) continue;
      put(r, "%r%f %f", drawn++ ? "L" : "M", x, y);
      last_x = x, last_y = y;
    }
    if (drawn) put(r, "Z");
  }
}

/* Middle of the largest ring (area centroid), or the point. */
static place_point middle_of(const report *r, const frame *f, int i) {
  const lfl_place *p = &r->s->places[i];
  place_point at = {false, 0, 0};
  if (!(f->height > 0) || !r->is_shown[i]) return at;
  if (!has_drawing(r, i)) {
    if (has_point(r, i)) at = (place_point){true, x_of(f, p->lon_deg), y_of(f, p->lat_deg)};
    return at;
  }
  double largest = 0;
  for (int ring = 0; ring < p->outline.n_rings; ring++) {
    double area = 0, cx = 0, cy = 0;
    const double *v = p->outline.lon_lat;
    int first = p->outline.ring_start[ring], end = p->outline.ring_start[ring + 1];
    for (int k = first; k < end; k++) {
      int next = k + 1 < end ? k + 1 : first;
      double x1 = v[2 * k] - v[2 * first], y1 = v[2 * k + 1] - v[2 * first + 1];
      double x2 = v[2 * next] - v[2 * first], y2 = v[2 * next + 1] - v[2 * first + 1], cross = x1 * y2 - x2 * y1;
      area += cross, cx += (x1 + x2) * cross, cy += (y1 + y2) * cross;
    }
    if (!(fabs(area) > largest)) continue;
    largest = fabs(area);
    at = (place_point){true, x_of(f, v[2 * first] + cx / (3 * area)), y_of(f, v[2 * first + 1] + cy / (3 * area))};
  }
  return at;
}

/* Where each place lies in the frame; those outside it are not there. */
static const place_point *find_points(report *r, const frame *f) {
  place_point *points = lfl_arena_new(r->arena, (size_t)r->s->n_places, place_point);
  for (int i = 0; points && i < r->s->n_places; i++) {
    points[i] = middle_of(r, f, i);
    if (points[i].x < 0 || points[i].x > WIDTH || points[i].y < 0 || points[i].y > f->height) points[i].is_there = false;
  }
  return points;
}

const place_point *map_points(report *r) {
  frame f = find_frame(r, false);
  return find_points(r, &f);
}

/* Class by share unserved: under 5, 25, 50, 75 % and more. */
static const char *colour_class(double share_served) {
  if (share_served < 0) return "cx";
  double unserved = 1 - share_served;
  return unserved < 0.05 ? "c0" : unserved < 0.25 ? "c1" : unserved < 0.5 ? "c2" : unserved < 0.75 ? "c3" : "c4";
}

void put_map_legend(report *r) {
  static const char *const words[] = {"under 5", "5 – 25", "25 – 50", "50 – 75", "over 75"};
  put(r, "<p class=\"legend\"><span class=\"lt\">Share of people in need without <span class=\"tier\">%s</span> service, <span class=\"worst\">in the worst of the needs planned at that tier</span>:</span> ", lfl_tier_name(lfl_answer_tier(r->s)));
  for (int k = 0; k < 5; k++)
    put(r, "<span class=\"nb\"><svg width=\"18\" height=\"12\" aria-hidden=\"true\"><rect class=\"c%d\" width=\"18\" height=\"12\"/></svg> %r&#8239;%%</span> ", k, words[k]);
  put(r, "<span class=\"nb\"><svg width=\"18\" height=\"12\" aria-hidden=\"true\"><rect class=\"cx\" width=\"17\" height=\"11\"/></svg> no figures</span></p>");
}

static void put_place_title(report *r, int i, int k) {
  int need_i = -1;
  double share = k >= 0 ? worst_share(r, i, k, &need_i) : -1;
  if (share < 0) put(r, "<title>%s</title>", place_name(r, i));
  else
    put(r, "<title>%s: %n in need; worst is %s, %p served at %r</title>", place_name(r, i), r->asked[at_asked(r, i, need_i, k)],
        need_name(r->s->needs[need_i].id), share, lfl_answer_tier(r->s) == LFL_SURVIVAL ? "survival" : "the minimum");
}

static void put_areas(report *r, const frame *f, int k) {
  for (int pass = 0; pass < 2; pass++) /* groups below what lies in them */
    for (int i = 0; i < r->s->n_places; i++) {
      const lfl_place *p = &r->s->places[i];
      if (!r->is_shown[i] || p->is_group != (pass == 0) || !has_drawing(r, i)) continue;
      const char *klass = r->has_rows[i] ? colour_class(k >= 0 ? worst_share(r, i, k, NULL) : -1) : p->is_group ? "grp" : "cx";
      put(r, "<path class=\"a %r\" data-p=\"%d\" d=\"", klass, i);
      put_path(r, f, &p->outline, 0.4);
      put(r, "\">");
      put_place_title(r, i, r->has_rows[i] ? k : -1);
      put(r, "</path>");
    }
}

static void put_links(report *r, const place_point *at) {
  put(r, "<g class=\"roads\">");
  for (int i = 0; i < r->s->n_links; i++) {
    const lfl_link *l = &r->s->links[i];
    if (!may_see(r, &l->origin) || !at[l->from_i].is_there || !at[l->to_i].is_there) continue;
    put(r, "<path d=\"M%f %fL%f %f\"/>", at[l->from_i].x, at[l->from_i].y, at[l->to_i].x, at[l->to_i].y);
  }
  put(r, "</g>");
}

static double circle_radius(double people) { return fmin(16, 3.5 + sqrt(fmax(people, 0)) / 60); }

static void put_points(report *r, const place_point *at, int k) {
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *p = &r->s->places[i];
    if (!at[i].is_there || has_area(p) || p->is_group) continue;
    double x = at[i].x, y = at[i].y;
    if (p->kind == LFL_CROSSING) put(r, "<path class=\"crossing\" d=\"M%f %fl6 6l-6 6l-6 -6Z\">", x, y - 6);
    else if (p->kind == LFL_HUB) put(r, "<path class=\"hub\" d=\"M%f %fh8v8h-8Z\">", x - 4, y - 4);
    else {
      double people = k >= 0 && r->in_need[at_place(r, i, k)] >= 0 ? r->in_need[at_place(r, i, k)] : p->people;
      put(r, "<circle class=\"a %r\" data-p=\"%d\" cx=\"%f\" cy=\"%f\" r=\"%f\">", colour_class(k >= 0 ? worst_share(r, i, k, NULL) : -1), i, x, y, circle_radius(people));
      put_place_title(r, i, k);
      put(r, "</circle>");
      continue;
    }
    put(r, "<title>%s (%s)</title></path>", place_name(r, i), lfl_place_kind_name(p->kind));
  }
}

typedef struct label {
  int place_i;
  double rank, x, y, width, height;
  bool is_goods;
} label;

static int by_rank(const void *a, const void *b) {
  const label *x = a, *y = b;
  return x->rank != y->rank ? (x->rank > y->rank ? -1 : 1) : x->place_i - y->place_i;
}

static bool overlaps(const label *a, const label *b) {
  return fabs(a->x - b->x) * 2 < a->width + b->width && fabs(a->y - b->y) * 2 < a->height + b->height;
}

/* Name without what stands in brackets at its end, cut to 26 characters (whole UTF-8 sequences). */
static const char *short_name(report *r, const char *name, int *n_letters) {
  const char *bracket = strstr(name, " (");
  *n_letters = 0;
  if (bracket && bracket > name) name = lfl_arena_strndup(r->arena, name, (size_t)(bracket - name));
  if (!name) return "";
  size_t at = 0;
  while (name[at] && *n_letters < 26) {
    at++;
    while (((unsigned char)name[at] & 0xc0) == 0x80) at++;
    ++*n_letters;
  }
  if (!name[at]) return name;
  const char *cut = lfl_arena_strndup(r->arena, name, at);
  return cut ? lfl_arena_printf(r->arena, "%s…", cut) : name;
}

/* Half the size of the symbol at a place that is a point; 0 for an area. */
static double symbol_size(const report *r, int i, int k) {
  const lfl_place *p = &r->s->places[i];
  if (has_drawing(r, i) || p->is_group) return 0;
  if (p->kind == LFL_HUB || p->kind == LFL_CROSSING) return 6;
  return circle_radius(k >= 0 && r->in_need[at_place(r, i, k)] >= 0 ? r->in_need[at_place(r, i, k)] : p->people);
}

/* Does the label lie over another label, or over the symbol of a point? */
static bool is_free(const report *r, const label *one, const label *kept, int n_kept, const place_point *at, int k) {
  for (int j = 0; j < n_kept; j++)
    if (overlaps(one, &kept[j])) return false;
  for (int i = 0; i < r->s->n_places; i++) {
    double size = at[i].is_there ? symbol_size(r, i, k) : 0;
    label symbol = {.x = at[i].x, .y = at[i].y, .width = 2 * size, .height = 2 * size};
    if (size > 0 && overlaps(one, &symbol)) return false;
  }
  return true;
}

/* Moved by so much, but within the frame. */
static label moved(label one, double right, double down, const frame *f) {
  one.x = fmin(fmax(one.x + right, one.width / 2 + 2), WIDTH - one.width / 2 - 2);
  one.y = fmin(fmax(one.y + down, one.height / 2 + 2), f->height - one.height / 2 - 2);
  return one;
}

/* Finds room for the label: on an area; below, above or beside a point. */
static bool find_room(const report *r, label *one, const label *kept, int n_kept, const place_point *at, const frame *f, int k) {
  double size = symbol_size(r, one->place_i, k), down = size > 0 ? size + one->height / 2 + 1 : 0, aside = size + one->width / 2 + 3;
  const double round_point[5][2] = {{0, down}, {0, -down}, {aside, 0}, {-aside, 0}, {aside, down}}, in_area[5][2] = {{0, 0}, {0, 13}, {0, -13}, {16, 0}, {-16, 0}};
  for (int c = 0; c < 5; c++) {
    const double *by = size > 0 ? round_point[c] : in_area[c];
    label tried = moved(*one, by[0], by[1], f);
    if (!is_free(r, &tried, kept, n_kept, at, k)) continue;
    *one = tried;
    return true;
  }
  return false;
}

/* The same farther off, where nothing near is free; a line leads there then. In the end on the place itself. */
static void find_room_around(const report *r, label *one, const label *kept, int n_kept, const place_point *at, const frame *f, int k) {
  enum { N_RINGS = 6, N_DIRECTIONS = 16 };
  const double FIRST = 24, STEP = 14, WIDER = 1.8; /* labels are wider than high */
  const double pi = 3.14159265358979323846;
  for (int ring = 0; ring < N_RINGS; ring++)
    for (int c = 0; c < N_DIRECTIONS; c++) {
      double turn = 2 * pi * c / N_DIRECTIONS, far = FIRST + STEP * ring;
      label tried = moved(*one, WIDER * far * cos(turn), far * sin(turn), f);
      if (!is_free(r, &tried, kept, n_kept, at, k)) continue;
      *one = tried;
      return;
    }
  *one = moved(*one, 0, 0, f);
}

static int list_labels(const report *r, label *list, const place_point *at, int k) {
  int n = 0;
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *p = &r->s->places[i];
    if (!at[i].is_there || (p->is_group && !r->has_rows[i])) continue;
    double share = k >= 0 ? worst_share(r, i, k, NULL) : -1;
    bool is_goods = p->kind == LFL_CROSSING || p->kind == LFL_HUB;
    double rank = share >= 0 ? (1 - share) * r->in_need[at_place(r, i, k)] + 2 : is_goods ? 1 : 0;
    list[n++] = (label){.place_i = i, .rank = rank, .x = at[i].x, .y = at[i].y, .is_goods = is_goods};
  }
  if (n > 1) qsort(list, (size_t)n, sizeof *list, by_rank);
  return n;
}

/* Labels, those first where most people are unserved, as long as there is room. What has none is
 * named when pointed at, and in the tables. */
static void put_labels(report *r, const place_point *at, const frame *f, int k) {
  label *list = lfl_arena_new(r->arena, (size_t)r->s->n_places, label);
  int n = list ? list_labels(r, list, at, k) : 0, n_kept = 0;
  put(r, "<g class=\"labels\">");
  for (int i = 0; i < n && n_kept < 22; i++) {
    label one = list[i];
    int n_letters, need_i = -1;
    const char *name = short_name(r, place_name(r, one.place_i), &n_letters);
    double share = k >= 0 && !one.is_goods ? worst_share(r, one.place_i, k, &need_i) : -1;
    bool has_need = share >= 0 && share < 0.95 && n_kept < 9;
    const char *why = has_need ? put_text(r, "%p without %s", 1 - share, need_name(r->s->needs[need_i].id)) : "";
    one.width = fmax(6.1 * n_letters, 4.9 * (double)strlen(why)) + 4;
    one.height = has_need ? 27 : 15;
    if (!find_room(r, &one, list, n_kept, at, f, k)) {
      if (i > 0) continue;
      find_room_around(r, &one, list, n_kept, at, f, k); /* where most are unserved has its name */
      put(r, "<path class=\"lead\" d=\"M%f %fL%f %f\"/>", list[i].x, list[i].y, one.x, one.y);
    }
    put(r, "<text x=\"%f\" y=\"%f\"%r>%s", one.x, one.y + (has_need ? -1 : 4), one.is_goods ? " class=\"goods\"" : "", name);
    if (has_need) put(r, "<tspan class=\"why\" x=\"%f\" dy=\"11\">%r</tspan>", one.x, why);
    put(r, "</text>");
    list[n_kept++] = one; /* its place in the list is behind us */
  }
  put(r, "</g>");
}

/* A bar of round length: the scale. */
static void put_scale(report *r, const frame *f) {
  double km_per_unit = 111.195 / f->k_lat, length = 1000;
  static const double steps[] = {1000, 500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    length = steps[i];
    if (length / km_per_unit <= 110) break;
  }
  put(r, "<g class=\"scale\"><path d=\"M8 %fv5h%fv-5\"/><text x=\"%f\" y=\"%f\">%q km</text></g>", f->height - 14, length / km_per_unit,
      13 + length / km_per_unit, f->height - 8, length);
}

void put_small_map(report *r, int need_i, int k) {
  frame f = find_frame(r, true);
  const place_point *at = find_points(r, &f);
  if (!(f.height > 0) || !at) return;
  put(r, "<svg class=\"map small\" viewBox=\"0 0 %d %f\" aria-hidden=\"true\">", WIDTH, f.height);
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *p = &r->s->places[i];
    double people = r->asked[at_asked(r, i, need_i, k)], served = r->served[at_service(r, i, need_i, (int)shown_tier(r, need_i), k)];
    const char *klass = colour_class(people > 0 && served >= 0 ? served / people : -1);
    if (!r->is_shown[i] || !r->has_rows[i]) continue;
    if (has_drawing(r, i)) {
      put(r, "<path class=\"a %r\" d=\"", klass);
      put_path(r, &f, &p->outline, 3);
      put(r, "\"/>");
    } else if (at[i].is_there) {
      put(r, "<circle class=\"a %r\" cx=\"%f\" cy=\"%f\" r=\"%f\"/>", klass, at[i].x, at[i].y, 2 * circle_radius(people));
    }
  }
  put(r, "</svg>");
}

void put_map(report *r, const char *id, int k, bool is_day_map) {
  frame f = find_frame(r, !is_day_map);
  const place_point *at = find_points(r, &f);
  if (!(f.height > 0) || !at) {
    put(r, "<p class=\"none\">No map: no place that may be shown has an outline or a position.</p>");
    return;
  }
  put(r, "<div class=\"scroll\"><svg class=\"map\" id=\"%r\" viewBox=\"0 0 %d %f\" role=\"img\" aria-labelledby=\"%r-t\">", id, WIDTH, f.height, id);
  if (k >= 0)
    put(r, "<title id=\"%r-t\">Map of places by the share of people in need without %s service, %D</title>", id, lfl_tier_name(lfl_answer_tier(r->s)), r->day[k]);
  else put(r, "<title id=\"%r-t\">Map of places</title>", id);
  put_areas(r, &f, k);
  put_links(r, at);
  if (is_day_map) put(r, "<g id=\"arcs\"></g>");
  put_points(r, at, k);
  put_labels(r, at, &f, k);
  put_scale(r, &f);
  put(r, "</svg></div>");
}
