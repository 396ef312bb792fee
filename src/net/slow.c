/* Slow ways over the road graph (see slow.h). */
#include "net/slow.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

typedef struct follower {
  const lfl_graph *graph;
  const lfl_scenario *s;
  const lfl_slow_question *q;
  lfl_slow_search *work;
  double best_price;
  int steps_left;
  bool failed;
} follower;

void lfl_slow_search_clear(lfl_slow_search *w) {
  lfl_search_clear(&w->shortest);
  lfl_free(w->is_on_way);
  lfl_free(w->is_cut);
  lfl_free(w->link_km);
  lfl_free(w->place_km);
  lfl_free(w->way);
  lfl_free(w->best);
  memset(w, 0, sizeof *w);
}

static bool begin_work(lfl_slow_search *w, const lfl_scenario *s) {
  size_t n_places = (size_t)s->n_places, n_links = (size_t)s->n_links;
  if (w->best) return true;
  w->is_on_way = lfl_calloc(n_places + n_links + 1, sizeof *w->is_on_way);
  w->is_cut = lfl_calloc(n_places + n_links + 1, sizeof *w->is_cut);
  w->link_km = lfl_calloc(2 * n_links + 1, sizeof *w->link_km);
  w->place_km = lfl_calloc(n_places + 1, sizeof *w->place_km);
  w->way = lfl_calloc(n_places + 1, sizeof *w->way);
  w->best = lfl_calloc(n_places + 1, sizeof *w->best);
  if (w->is_on_way && w->is_cut && w->link_km && w->place_km && w->way && w->best) return true;
  lfl_slow_search_clear(w);
  return false;
}

/* Every way from here to there counts against what limits its ends. */
static bool is_place_limited(const follower *f, int place_i) {
  return f->q->is_place_limited[place_i] && place_i != f->q->to_i && place_i != f->q->way->from_i;
}

/* Is it open on every day until the slow way is there, so that whoever comes by it sooner may arrive? */
static bool is_open_until_then(const follower *f, const lfl_access *access, int i) {
  for (int day = f->q->way->day; day <= f->q->way->other_day; day++)
    if (access[lfl_at(f->s, i, day)] == LFL_CLOSED) return false;
  return true;
}

/* May a sooner arrival be one on or before a day on which the destination is at risk, though the slow one is not? */
static bool is_at_risk_before(const follower *f) {
  return f->q->way->day < f->q->way->other_day && f->s->at_risk_from[lfl_at(f->s, f->q->to_i, f->q->way->day)];
}

/* Shortest ways over what is not cut, or what is open until then and counts against no limit that the way at hand does not: the label to
 * the destination with the fewest km; NULL if none leads there. */
static const lfl_label *find_shortest(follower *f, bool is_any) {
  const lfl_scenario *s = f->s;
  lfl_slow_search *w = f->work;
  for (int i = 0; i < s->n_places; i++) {
    bool is_out = is_any ? w->is_cut[i] : (is_place_limited(f, i) && !w->is_on_way[i]) || !is_open_until_then(f, s->place_access, i);
    w->place_km[i] = is_out ? (double)INFINITY : 0;
  }
  for (int l = 0; l < s->n_links; l++) {
    bool is_out = is_any ? w->is_cut[s->n_places + l] : (f->q->is_link_limited[l] && !w->is_on_way[s->n_places + l]) || !is_open_until_then(f, s->link_access, l);
    w->link_km[2 * l] = w->link_km[2 * l + 1] = is_out ? (double)INFINITY : s->links[l].length_km;
  }
  lfl_search_options o = *f->q->way;
  o.limit = (double)INFINITY;
  o.link_price = w->link_km;
  o.place_price = w->place_km;
  const lfl_label *label = NULL;
  if (!lfl_search_ways(f->graph, &o, &w->shortest)) f->failed = true;
  for (int k = 0; !f->failed && k < w->shortest.n_kept; k++)
    if (w->shortest.labels[w->shortest.kept[k]].place_i == f->q->to_i) label = &w->shortest.labels[w->shortest.kept[k]];
  return label;
}

/* Is the whole way open until then? */
static bool is_way_open_until_then(const follower *f, const lfl_label *label) {
  if (is_at_risk_before(f)) return false;
  for (; label->pred >= 0; label = &f->work->shortest.labels[label->pred])
    if (!is_open_until_then(f, f->s->link_access, label->link_i) || !is_open_until_then(f, f->s->place_access, label->place_i)) return false;
  return is_open_until_then(f, f->s->place_access, label->place_i);
}

/* What limits a way: places at their index, links behind them; -1: more than `most`. */
static int find_its_limits(const follower *f, const lfl_label *label, int most, int *limited) {
  int n = 0;
  for (; label->pred >= 0; label = &f->work->shortest.labels[label->pred]) {
    if (n + 2 > most) return -1;
    if (f->q->is_link_limited[label->link_i]) limited[n++] = f->s->n_places + label->link_i;
    if (is_place_limited(f, label->place_i)) limited[n++] = label->place_i;
  }
  return n;
}

static bool are_all_beaten(follower *f, int *tries) {
  enum { MOST_LIMITS = 16 };
  int limited[MOST_LIMITS];
  if (--*tries < 0) return false;
  const lfl_label *label = find_shortest(f, true);
  if (!label) return !f->failed;
  if (!(label->hours < f->q->least_h) || !is_way_open_until_then(f, label)) return false;
  int n = find_its_limits(f, label, MOST_LIMITS, limited);
  bool is_so = n >= 0;
  for (int k = 0; k < n && is_so; k++) {
    f->work->is_cut[limited[k]] = true;
    is_so = are_all_beaten(f, tries);
    f->work->is_cut[limited[k]] = false;
  }
  return is_so;
}

static bool is_beaten(follower *f, const lfl_label *way) {
  if (is_at_risk_before(f)) return false;
  f->steps_left -= 100; /* about what it costs */
  find_shortest(f, false);
  const lfl_search *found = &f->work->shortest;
  for (int k = 0; !f->failed && k < found->n_kept; k++) {
    const lfl_label *label = &found->labels[found->kept[k]];
    if (label->place_i == f->q->to_i && label->km <= way->km && label->hours <= way->hours && label->hours < f->q->least_h) return true;
  }
  return false;
}

static bool is_closed(const follower *f, const lfl_access *access, int i) {
  return access[lfl_at(f->s, i, f->q->way->day)] == LFL_CLOSED || access[lfl_at(f->s, i, f->q->way->other_day)] == LFL_CLOSED;
}

/* The way at hand has n labels, the origin's first; follows it by every link. */
static void follow(follower *f, int n) {
  const lfl_scenario *s = f->s;
  lfl_slow_search *w = f->work;
  const lfl_label *at = &w->way[n - 1];
  if (at->place_i == f->q->to_i) {
    if (at->hours < f->q->least_h || is_beaten(f, at)) return;
    memcpy(w->best, w->way, (size_t)n * sizeof *w->best);
    w->n_best = n;
    f->best_price = at->price;
    return;
  }
  w->is_on_way[at->place_i] = true;
  const lfl_arc *arcs;
  int n_arcs = lfl_graph_arcs(f->graph, at->place_i, &arcs);
  for (int k = 0; k < n_arcs && !f->failed && f->steps_left-- > 0; k++) {
    int l = arcs[k].link_i, to = arcs[k].to_i;
    if (w->is_on_way[to] || is_closed(f, s->link_access, l) || is_closed(f, s->place_access, to)) continue;
    lfl_label next = {to, n - 1, l, arcs[k].is_reverse, at->hours + s->links[l].length_km / s->links[l].speed_km_per_h, at->price, at->km + s->links[l].length_km};
    if (f->q->way->link_price) next.price += f->q->way->link_price[2 * l + arcs[k].is_reverse];
    if (f->q->way->place_price) next.price += f->q->way->place_price[to];
    if (!(next.price < f->best_price) || !(next.hours < f->q->most_h)) continue;
    w->way[n] = next;
    w->is_on_way[s->n_places + l] = true;
    follow(f, n + 1);
    w->is_on_way[s->n_places + l] = false;
  }
  w->is_on_way[at->place_i] = false;
}

bool lfl_search_slow_way(const lfl_graph *graph, const lfl_slow_question *q, lfl_slow_search *work, lfl_search *search, int *label) {
  enum { STEPS = 20000, TRIES = 40 };
  follower f = {graph, lfl_graph_scenario(graph), q, work, q->most_price, STEPS, false};
  int tries = TRIES;
  *label = -1;
  if (!begin_work(work, f.s)) return false;
  work->n_best = 0;
  if (is_closed(&f, f.s->place_access, q->way->from_i) || are_all_beaten(&f, &tries)) return !f.failed;
  work->way[0] = (lfl_label){q->way->from_i, -1, -1, false, 0, q->way->place_price ? q->way->place_price[q->way->from_i] : 0, 0};
  follow(&f, 1);
  for (int k = 0, before = -1; k < work->n_best && !f.failed; k++) {
    work->best[k].pred = before;
    before = *label = lfl_search_put(search, &work->best[k]);
    if (before < 0) return false;
  }
  return !f.failed;
}
