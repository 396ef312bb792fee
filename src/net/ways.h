/* Ways over the road graph on one day: for an origin, every way to every place that is not
 * beaten by another one both in hours and in price.
 *
 * Method: label-setting for two criteria (Hansen 1980, doi 10.1007/978-3-642-48782-8_9). Labels
 * leave a heap in order of hours; one is kept if its price is below that of every kept label
 * of its place. With prices >= 0 every way found is simple. With all prices 0 this is Dijkstra.
 * O(k log k) for k labels made. Tests: tests/unit/test_ways.c. */
#ifndef LFL_NET_WAYS_H
#define LFL_NET_WAYS_H
#include <stdbool.h>

#include "base/arena.h"
#include "model/scenario.h"

typedef struct lfl_graph lfl_graph;

/* Adjacency of all links between places that take part; owned by the caller. Links keep their
 * order; NULL without memory. The scenario must outlive it. */
lfl_graph *lfl_graph_create(const lfl_scenario *scenario);
void lfl_graph_destroy(lfl_graph *graph);

typedef struct lfl_arc {
  int link_i, to_i;
  bool is_reverse;
} lfl_arc;

const lfl_scenario *lfl_graph_scenario(const lfl_graph *graph);
/* Links that lead away from the place; how many. */
int lfl_graph_arcs(const lfl_graph *graph, int place_i, const lfl_arc **arcs);

typedef struct lfl_label {
  int place_i, pred; /* pred: index of the label before it; -1 at the origin */
  int link_i;
  bool is_reverse;
  double hours, price, km;
} lfl_label;

/* Labels of a search; `kept` are in order of hours. Reused from search to search. */
typedef struct lfl_search {
  lfl_label *labels;
  int n_labels, capacity;
  int *kept, n_kept, kept_capacity;
  int *heap, n_heap, heap_capacity;
  double *least; /* [n_places] least price kept so far */
} lfl_search;

/* {0} is empty; frees the arrays. */
void lfl_search_clear(lfl_search *search);

typedef struct lfl_search_options {
  int from_i;
  int day, other_day; /* links and places closed on either day are not used */
  bool on_foot;       /* only links with people_per_day; `hours` then counts km */
  double limit;       /* no label beyond so many hours (km on foot); INFINITY none */
  const double *link_price;  /* [2 * n_links] price of driving link i forwards (2i), backwards (2i + 1); >= 0; NULL: 0 */
  const double *place_price; /* [n_places] price of starting at, passing or ending at a place; NULL: 0 */
} lfl_search_options;

/* Searches; the origin's own label is kept[0]. False without memory. */
bool lfl_search_ways(const lfl_graph *graph, const lfl_search_options *options, lfl_search *search);

/* Puts a label behind those there are, not among those kept; its index, -1 without memory. */
int lfl_search_put(lfl_search *search, const lfl_label *label);

#endif
