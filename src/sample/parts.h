/* The made-up country before it becomes tables. Internal to src/sample. */
#ifndef LFL_SAMPLE_PARTS_H
#define LFL_SAMPLE_PARTS_H
#include <stdbool.h>

#include "model/scenario.h"
#include "sample/sample.h"

typedef struct sample_place {
  lfl_place_kind kind;
  int number;       /* within its kind, from 1 */
  int region;
  int64_t x_m, y_m; /* east and north of the country's south-western corner */
  int64_t people, in_need;
  int64_t yield_l, shelter, toilet, tap, health; /* hosts: what is there */
  int64_t room;     /* sites: people for whom there is land */
} sample_place;

typedef struct sample_road {
  int from, to;
  int64_t length_m;
  bool is_main; /* on the shortest way from a crossing to a hub */
} sample_road;

typedef struct sample_land {
  lfl_arena *arena;
  lfl_sample_size size;
  uint64_t state; /* of the random numbers */
  int n_regions, n_crossings, n_hubs, n_sites;
  int64_t width_m;
  sample_place *places; /* [size.n_places] crossings, hubs, sites, areas, in this order */
  int n_roads;
  sample_road *roads;
} sample_land;

/* A random number from low to high, both possible. */
int64_t sample_between(sample_land *land, int64_t low, int64_t high);
/* True in `percent` of 100 draws. */
bool sample_chance(sample_land *land, int percent);

/* Places on the map, and the roads between them. False without memory. */
bool sample_make_land(sample_land *land);

#endif
