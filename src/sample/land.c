/* The map of a made-up country: towns with villages and sites around them, warehouses in the
 * greatest towns, crossings along the border, and roads.
 *
 * Roads: the relative neighbourhood graph of the places (Toussaint 1980, doi
 * 10.1016/0031-3203(80)90066-7), which joins all and has no long short cuts, and some edges of
 * the Gabriel graph that contains it, so that there are ways round; both are planar. A road is
 * 8 to 50 % longer than the straight line, some twice as long. Those on the shortest ways from
 * crossings to hubs are main roads. Metres, integers; random numbers: splitmix64 (Steele, Lea and
 * Flood 2014, doi 10.1145/2660193.2660195). Tests: tests/unit/test_sample.c. */
#include <string.h>

#include "sample/parts.h"

static uint64_t draw(sample_land *land) {
  uint64_t z = (land->state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

int64_t sample_between(sample_land *land, int64_t low, int64_t high) {
  return low + (int64_t)(draw(land) % (uint64_t)(high - low + 1));
}

bool sample_chance(sample_land *land, int percent) { return sample_between(land, 0, 99) < percent; }

/* The largest whole number whose square is at most n. */
static int64_t root_of(int64_t n) {
  int64_t root = 0;
  for (int64_t bit = (int64_t)1 << 30; bit; bit >>= 1)
    if ((root + bit) * (root + bit) <= n) root += bit;
  return root;
}

static int64_t distance2(const sample_place *a, const sample_place *b) {
  int64_t dx = a->x_m - b->x_m, dy = a->y_m - b->y_m;
  return dx * dx + dy * dy;
}

static int64_t within(int64_t value, int64_t low, int64_t high) { return value < low ? low : value > high ? high : value; }

/* A spot about (x, y), nearer ones likelier, at most `reach` away in each direction. */
static void put_near(sample_land *land, sample_place *p, int64_t x_m, int64_t y_m, int64_t reach_m) {
  int64_t dx = 0, dy = 0;
  for (int k = 0; k < 3; k++) { /* a sum of three: about a bell curve */
    dx += sample_between(land, -reach_m, reach_m);
    dy += sample_between(land, -reach_m, reach_m);
  }
  p->x_m = within(x_m + dx / 3, 0, land->width_m);
  p->y_m = within(y_m + dy / 3, 0, land->width_m);
}

/* On the border, the k-th of n stretches of it. */
static void put_on_border(sample_land *land, sample_place *p, int k, int n) {
  int64_t w = land->width_m, stretch = 4 * w / n, at = k * stretch + sample_between(land, stretch / 4, 3 * stretch / 4);
  int64_t along = at % w;
  p->x_m = at < w ? along : at < 2 * w ? w : at < 3 * w ? w - along : 0;
  p->y_m = at < w ? 0 : at < 2 * w ? along : at < 3 * w ? w : w - along;
}

static bool is_apart(const sample_place *p, const sample_place *others, int n, int64_t least_m) {
  for (int i = 0; i < n; i++)
    if (distance2(p, &others[i]) < least_m * least_m) return false;
  return true;
}

/* Towns are the first areas, one a region; hubs, sites and most areas lie about them. */
static void put_places(sample_land *land, sample_place *towns) {
  enum { TRIES = 40, APART_M = 1500, TOWNS_APART_M = 15000, TOWN_REACH_M = 16000 };
  int n = land->size.n_places, kinds[] = {LFL_CROSSING, LFL_HUB, LFL_SITE, LFL_AREA};
  int until[] = {land->n_crossings, land->n_crossings + land->n_hubs, land->n_crossings + land->n_hubs + land->n_sites, n};
  for (int r = 0; r < land->n_regions; r++)
    for (int try = 0; try < TRIES; try++) {
      towns[r].x_m = sample_between(land, land->width_m / 10, land->width_m - land->width_m / 10);
      towns[r].y_m = sample_between(land, land->width_m / 10, land->width_m - land->width_m / 10);
      if (is_apart(&towns[r], towns, r, TOWNS_APART_M)) break;
    }
  for (int i = 0, kind = 0, number = 0; i < n; i++) {
    while (i == until[kind]) {
      kind++;
      number = 0;
    }
    sample_place *p = &land->places[i];
    p->kind = (lfl_place_kind)kinds[kind];
    p->number = ++number;
    bool is_town = p->kind == LFL_AREA && number <= land->n_regions;
    bool is_anywhere = p->kind == LFL_AREA && !is_town && sample_chance(land, 25);
    int about = is_town || p->kind == LFL_HUB ? (number - 1) % land->n_regions : (int)sample_between(land, 0, land->n_regions - 1);
    for (int try = 0; try < TRIES; try++) {
      if (p->kind == LFL_CROSSING) put_on_border(land, p, number - 1, land->n_crossings);
      else if (is_anywhere) put_near(land, p, land->width_m / 2, land->width_m / 2, 3 * land->width_m / 2);
      else put_near(land, p, towns[about].x_m, towns[about].y_m, is_town ? 1000 : p->kind == LFL_HUB ? 6000 : TOWN_REACH_M);
      if (is_apart(p, land->places, i, APART_M)) break;
    }
    for (int r = 1; r < land->n_regions; r++)
      if (distance2(p, &towns[r]) < distance2(p, &towns[p->region])) p->region = r;
  }
}

/* No third place is nearer to both ends than they are to each other. */
static bool are_neighbours(const sample_land *land, int i, int j, bool *is_gabriel) {
  const sample_place *p = land->places;
  int64_t d2 = distance2(&p[i], &p[j]);
  bool is_relative = true;
  for (int k = 0; k < land->size.n_places; k++) {
    if (k == i || k == j) continue;
    int64_t a = distance2(&p[i], &p[k]), b = distance2(&p[j], &p[k]);
    if (a + b < d2) {
      *is_gabriel = false;
      return false;
    }
    if (a < d2 && b < d2) is_relative = false;
  }
  *is_gabriel = true;
  return is_relative;
}

static bool lay_roads(sample_land *land) {
  enum { ROUND_PERCENT = 35, BAD_PERCENT = 6 };
  int n = land->size.n_places;
  land->roads = lfl_arena_new(land->arena, 3 * (size_t)n, sample_road); /* a planar graph has fewer than 3 n edges */
  if (!land->roads) return false;
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n && land->n_roads < 3 * n; j++) {
      bool is_gabriel;
      bool is_road = are_neighbours(land, i, j, &is_gabriel) || (is_gabriel && sample_chance(land, ROUND_PERCENT));
      if (!is_road) continue;
      int64_t percent = sample_between(land, 108, 150);
      if (sample_chance(land, BAD_PERCENT)) percent += 50;
      int64_t straight_m = root_of(distance2(&land->places[i], &land->places[j]));
      /* by the hundred metres, as maps tell it; never shorter than straight */
      land->roads[land->n_roads++] = (sample_road){i, j, (straight_m * percent / 100 / 100 + 1) * 100, false};
    }
  return true;
}

/* Shortest ways from place `from` by repeated relaxing (Bellman and Ford); via: road that leads there. */
static void find_ways(const sample_land *land, int from, int64_t *length, int *via) {
  for (int i = 0; i < land->size.n_places; i++) length[i] = INT64_MAX;
  length[from] = 0;
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    for (int k = 0; k < land->n_roads; k++) {
      const sample_road *r = &land->roads[k];
      for (int way = 0; way < 2; way++) {
        int a = way ? r->to : r->from, b = way ? r->from : r->to;
        if (length[a] == INT64_MAX || length[a] + r->length_m >= length[b]) continue;
        length[b] = length[a] + r->length_m;
        via[b] = k;
        goes_on = true;
      }
    }
  }
}

static bool mark_main_roads(sample_land *land) {
  int64_t *length = lfl_arena_new(land->arena, (size_t)land->size.n_places, int64_t);
  int *via = lfl_arena_new(land->arena, (size_t)land->size.n_places, int);
  if (!length || !via) return false;
  for (int c = 0; c < land->n_crossings; c++) {
    find_ways(land, c, length, via);
    for (int h = 0; h < land->n_hubs; h++)
      for (int at = land->n_crossings + h; at != c;) {
        sample_road *r = &land->roads[via[at]];
        r->is_main = true;
        at = r->from == at ? r->to : r->from;
      }
  }
  return true;
}

bool sample_make_land(sample_land *land) {
  const int64_t PLACE_KM = 9; /* from place to place, about */
  int n = land->size.n_places;
  land->n_regions = 2 + n / 30;
  land->n_crossings = 2 + n / 100;
  land->n_hubs = 2 + n / 40;
  land->n_sites = 1 + n / 10;
  land->width_m = root_of(PLACE_KM * PLACE_KM * n * 1000000);
  land->places = lfl_arena_new(land->arena, (size_t)n, sample_place);
  sample_place *towns = lfl_arena_new(land->arena, (size_t)land->n_regions, sample_place);
  if (!land->places || !towns) return false;
  put_places(land, towns);
  return lay_roads(land) && mark_main_roads(land);
}
