/* Ways over the road graph: two-criteria label-setting (see ways.h). */
#include "net/ways.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

struct lfl_graph {
  const lfl_scenario *scenario;
  int *start; /* [n_places + 1] into arcs */
  lfl_arc *arcs;
};

void lfl_graph_destroy(lfl_graph *graph) {
  if (!graph) return;
  lfl_free(graph->start);
  lfl_free(graph->arcs);
  lfl_free(graph);
}

lfl_graph *lfl_graph_create(const lfl_scenario *s) {
  lfl_graph *graph = lfl_calloc(1, sizeof *graph);
  if (!graph) return NULL;
  graph->scenario = s;
  graph->start = lfl_calloc((size_t)s->n_places + 2, sizeof *graph->start);
  graph->arcs = lfl_calloc(2 * (size_t)s->n_links + 1, sizeof *graph->arcs);
  int *fill = lfl_calloc((size_t)s->n_places + 1, sizeof *fill);
  if (!graph->start || !graph->arcs || !fill) {
    lfl_free(fill);
    lfl_graph_destroy(graph);
    return NULL;
  }
  for (int i = 0; i < s->n_links; i++) {
    if (s->places[s->links[i].from_i].is_group || s->places[s->links[i].to_i].is_group) continue;
    graph->start[s->links[i].from_i + 1]++;
    if (s->links[i].two_way) graph->start[s->links[i].to_i + 1]++;
  }
  for (int i = 0; i < s->n_places; i++) {
    graph->start[i + 1] += graph->start[i];
    fill[i] = graph->start[i];
  }
  for (int i = 0; i < s->n_links; i++) {
    const lfl_link *link = &s->links[i];
    if (s->places[link->from_i].is_group || s->places[link->to_i].is_group) continue;
    graph->arcs[fill[link->from_i]++] = (lfl_arc){i, link->to_i, false};
    if (link->two_way) graph->arcs[fill[link->to_i]++] = (lfl_arc){i, link->from_i, true};
  }
  lfl_free(fill);
  return graph;
}

const lfl_scenario *lfl_graph_scenario(const lfl_graph *graph) { return graph->scenario; }

int lfl_graph_arcs(const lfl_graph *graph, int place_i, const lfl_arc **arcs) {
  *arcs = graph->arcs + graph->start[place_i];
  return graph->start[place_i + 1] - graph->start[place_i];
}

void lfl_search_clear(lfl_search *search) {
  lfl_free(search->labels);
  lfl_free(search->kept);
  lfl_free(search->heap);
  lfl_free(search->least);
  memset(search, 0, sizeof *search);
}

/* Order of the heap: hours, then price, then age, so that equal inputs give equal ways. */
static bool is_before(const lfl_search *search, int a, int b) {
  const lfl_label *la = &search->labels[a], *lb = &search->labels[b];
  if (la->hours != lb->hours) return la->hours < lb->hours;
  if (la->price != lb->price) return la->price < lb->price;
  return a < b;
}

int lfl_search_put(lfl_search *search, const lfl_label *label) {
  if (search->n_labels == search->capacity) {
    int capacity = search->capacity ? 2 * search->capacity : 256;
    lfl_label *labels = lfl_realloc_array(search->labels, (size_t)capacity, sizeof *labels);
    if (!labels) return -1;
    search->labels = labels;
    search->capacity = capacity;
  }
  search->labels[search->n_labels] = *label;
  return search->n_labels++;
}

static bool push(lfl_search *search, const lfl_label *label) {
  if (search->n_heap == search->heap_capacity) {
    int capacity = search->heap_capacity ? 2 * search->heap_capacity : 256;
    int *heap = lfl_realloc_array(search->heap, (size_t)capacity, sizeof *heap);
    if (!heap) return false;
    search->heap = heap;
    search->heap_capacity = capacity;
  }
  int label_i = lfl_search_put(search, label);
  if (label_i < 0) return false;
  int at = search->n_heap++;
  while (at > 0) {
    int up = (at - 1) / 2;
    if (!is_before(search, label_i, search->heap[up])) break;
    search->heap[at] = search->heap[up];
    at = up;
  }
  search->heap[at] = label_i;
  return true;
}

static int pop(lfl_search *search) {
  int top = search->heap[0], last = search->heap[--search->n_heap], at = 0;
  for (;;) {
    int down = 2 * at + 1;
    if (down >= search->n_heap) break;
    if (down + 1 < search->n_heap && is_before(search, search->heap[down + 1], search->heap[down])) down++;
    if (!is_before(search, search->heap[down], last)) break;
    search->heap[at] = search->heap[down];
    at = down;
  }
  search->heap[at] = last;
  return top;
}

static bool keep(lfl_search *search, int label) {
  if (search->n_kept == search->kept_capacity) {
    int capacity = search->kept_capacity ? 2 * search->kept_capacity : 256;
    int *kept = lfl_realloc_array(search->kept, (size_t)capacity, sizeof *kept);
    if (!kept) return false;
    search->kept = kept;
    search->kept_capacity = capacity;
  }
  search->kept[search->n_kept++] = label;
  return true;
}

static bool is_place_closed(const lfl_scenario *s, int place_i, const lfl_search_options *o) {
  return s->place_access[lfl_at(s, place_i, o->day)] == LFL_CLOSED ||
         s->place_access[lfl_at(s, place_i, o->other_day)] == LFL_CLOSED;
}

static bool is_link_closed(const lfl_scenario *s, int link_i, const lfl_search_options *o) {
  return s->link_access[lfl_at(s, link_i, o->day)] == LFL_CLOSED ||
         s->link_access[lfl_at(s, link_i, o->other_day)] == LFL_CLOSED;
}

static bool extend(const lfl_graph *graph, const lfl_search_options *o, lfl_search *search, int from) {
  const lfl_scenario *s = graph->scenario;
  const lfl_label base = search->labels[from];
  for (int k = graph->start[base.place_i]; k < graph->start[base.place_i + 1]; k++) {
    const lfl_arc *a = &graph->arcs[k];
    const lfl_link *link = &s->links[a->link_i];
    if (is_link_closed(s, a->link_i, o) || is_place_closed(s, a->to_i, o)) continue;
    if (o->on_foot && !lfl_may_walk(s, a->link_i)) continue;
    lfl_label next = {a->to_i, from, a->link_i, a->is_reverse, 0, base.price, base.km + link->length_km};
    next.hours = o->on_foot ? next.km : base.hours + link->length_km / link->speed_km_per_h;
    if (next.hours > o->limit) continue;
    if (o->link_price) next.price += o->link_price[2 * a->link_i + a->is_reverse];
    if (o->place_price) next.price += o->place_price[a->to_i];
    if (next.price < search->least[a->to_i] && !push(search, &next)) return false;
  }
  return true;
}

bool lfl_search_ways(const lfl_graph *graph, const lfl_search_options *o, lfl_search *search) {
  const lfl_scenario *s = graph->scenario;
  if (!search->least) {
    search->least = lfl_calloc((size_t)s->n_places, sizeof *search->least);
    if (!search->least) return false;
  }
  for (int i = 0; i < s->n_places; i++) search->least[i] = (double)INFINITY;
  search->n_labels = search->n_kept = search->n_heap = 0;
  if (is_place_closed(s, o->from_i, o)) return true;
  lfl_label origin = {o->from_i, -1, -1, false, 0, o->place_price ? o->place_price[o->from_i] : 0, 0};
  if (!push(search, &origin)) return false;
  while (search->n_heap) {
    int label = pop(search);
    int place_i = search->labels[label].place_i;
    if (!(search->labels[label].price < search->least[place_i])) continue;
    search->least[place_i] = search->labels[label].price;
    if (!keep(search, label) || !extend(graph, o, search, label)) return false;
  }
  return true;
}
