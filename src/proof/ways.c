/* Cheapest ways of a proof: for an origin and a day all ways that no other beats both in hours and
 * in price, with hours and prices rounded down, so that no way is dearer here than in truth.
 *
 * Method: label correcting without a heap: a place's labels are kept in order of hours with falling
 * prices; a new one that is beaten is dropped. Prices are at least 0, so that going in circles never
 * pays. Written anew, to share nothing with the planner's search (src/net).
 * O(labels * links). Tests: tests/unit/test_proof.c. */
#include <stddef.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "proof/parts.h"

typedef struct label {
  int place_i, next; /* next of its place, in order of hours; -1 the last */
  double hours, price, km;
  bool is_beaten;
} label;

struct proof_search {
  const lfl_scenario *s;
  int *start, *arc; /* arcs by place: 2 * link + reverse */
  label *labels;
  int n_labels, capacity;
  int *first;       /* [places] first label, -1 none */
  int *queue;       /* labels to be extended, a ring */
  int head, n_queue, queue_capacity;
  bool *is_on_way, *is_cut;  /* [places + links] workspace */
  double *least_km, *took_h; /* [places] workspace */
  int *last_arc;             /* [places] workspace: by which a shortest way gets there */
  proof_label *found;
  int found_capacity;
};

void proof_search_destroy(proof_search *x) {
  if (!x) return;
  lfl_free(x->start);
  lfl_free(x->arc);
  lfl_free(x->labels);
  lfl_free(x->first);
  lfl_free(x->is_on_way);
  lfl_free(x->is_cut);
  lfl_free(x->last_arc);
  lfl_free(x->least_km);
  lfl_free(x->took_h);
  lfl_free(x->queue);
  lfl_free(x->found);
  lfl_free(x);
}

static bool takes_part(const lfl_scenario *s, const lfl_link *link) {
  return !s->places[link->from_i].is_group && !s->places[link->to_i].is_group;
}

proof_search *proof_search_create(const lfl_scenario *s) {
  proof_search *x = lfl_calloc(1, sizeof *x);
  if (!x) return NULL;
  x->s = s;
  x->start = lfl_calloc((size_t)s->n_places + 1, sizeof *x->start);
  x->arc = lfl_calloc(2 * (size_t)s->n_links + 1, sizeof *x->arc);
  x->first = lfl_calloc((size_t)s->n_places + 1, sizeof *x->first);
  x->is_on_way = lfl_calloc((size_t)s->n_places + (size_t)s->n_links + 1, sizeof *x->is_on_way);
  x->is_cut = lfl_calloc((size_t)s->n_places + (size_t)s->n_links + 1, sizeof *x->is_cut);
  x->last_arc = lfl_calloc((size_t)s->n_places + 1, sizeof *x->last_arc);
  x->least_km = lfl_calloc((size_t)s->n_places + 1, sizeof *x->least_km);
  x->took_h = lfl_calloc((size_t)s->n_places + 1, sizeof *x->took_h);
  if (!x->start || !x->arc || !x->first || !x->is_on_way || !x->is_cut || !x->last_arc || !x->least_km || !x->took_h) {
    proof_search_destroy(x);
    return NULL;
  }
  int n = 0;
  for (int i = 0; i < s->n_places; i++) {
    for (int l = 0; l < s->n_links; l++) {
      if (!takes_part(s, &s->links[l])) continue;
      if (s->links[l].from_i == i) x->arc[n++] = 2 * l;
      if (s->links[l].to_i == i && s->links[l].two_way) x->arc[n++] = 2 * l + 1;
    }
    x->start[i + 1] = n;
  }
  return x;
}

static bool enqueue(proof_search *x, int i) {
  if (x->n_queue == x->queue_capacity) {
    int capacity = x->queue_capacity ? 2 * x->queue_capacity : 256;
    int *ring = lfl_malloc((size_t)capacity * sizeof *ring);
    if (!ring) return false;
    for (int k = 0; k < x->n_queue; k++) ring[k] = x->queue[(x->head + k) % x->queue_capacity];
    lfl_free(x->queue);
    x->queue = ring;
    x->queue_capacity = capacity;
    x->head = 0;
  }
  x->queue[(x->head + x->n_queue++) % x->queue_capacity] = i;
  return true;
}

/* Puts the label among those of its place unless one there beats it; takes out those it beats. */
static bool offer(proof_search *x, const label *fresh) {
  int *at = &x->first[fresh->place_i];
  while (*at >= 0 && x->labels[*at].hours <= fresh->hours) {
    if (x->labels[*at].price <= fresh->price) return true;
    at = &x->labels[*at].next;
  }
  /* the offset survives a move of the list */
  ptrdiff_t offset = at == &x->first[fresh->place_i] ? -1 : (label *)((char *)at - offsetof(label, next)) - x->labels;
  if (x->n_labels == x->capacity) {
    int capacity = x->capacity ? 2 * x->capacity : 256;
    label *labels = lfl_realloc_array(x->labels, (size_t)capacity, sizeof *labels);
    if (!labels) return false;
    x->labels = labels;
    x->capacity = capacity;
  }
  at = offset < 0 ? &x->first[fresh->place_i] : &x->labels[offset].next;
  int i = x->n_labels++, next = *at;
  while (next >= 0 && x->labels[next].price >= fresh->price) {
    x->labels[next].is_beaten = true;
    next = x->labels[next].next;
  }
  x->labels[i] = *fresh;
  x->labels[i].next = next;
  *at = i;
  return enqueue(x, i);
}

static bool is_closed(const lfl_scenario *s, const lfl_access *access, int i, const proof_search_question *q) {
  return access[lfl_at(s, i, q->day)] == LFL_CLOSED || access[lfl_at(s, i, q->other_day)] == LFL_CLOSED;
}

static bool extend(proof_search *x, const proof_search_question *q, int i) {
  const lfl_scenario *s = x->s;
  label from = x->labels[i];
  for (int k = x->start[from.place_i]; k < x->start[from.place_i + 1]; k++) {
    int l = x->arc[k] / 2, back = x->arc[k] % 2, to = back ? s->links[l].from_i : s->links[l].to_i;
    const lfl_link *link = &s->links[l];
    if (is_closed(s, s->link_access, l, q) || is_closed(s, s->place_access, to, q) || to == q->from_i) continue;
    if (q->on_foot && !lfl_may_walk(s, l)) continue;
    /* never below what was reached so far: else rounding would make circles pay */
    label next = {.place_i = to, .next = -1, .km = fmax(from.km, add_down(from.km, link->length_km))};
    next.hours = q->on_foot ? next.km : fmax(from.hours, add_down(from.hours, div_down(link->length_km, link->speed_km_per_h)));
    if (q->on_foot && next.km > lfl_walk_limit_km(s)) continue;
    double more = add_down(q->link_price ? q->link_price[2 * l + back] : 0, q->place_price ? q->place_price[to] : 0);
    next.price = fmax(from.price, add_down(from.price, more));
    if (!offer(x, &next)) return false;
  }
  return true;
}

static int by_hours(const void *a, const void *b) {
  const proof_label *x = a, *y = b;
  if (x->hours < y->hours || x->hours > y->hours) return x->hours < y->hours ? -1 : 1;
  return x->place_i - y->place_i;
}

int proof_search_ways(proof_search *x, const proof_search_question *q, const proof_label **labels) {
  const lfl_scenario *s = x->s;
  *labels = x->found;
  for (int i = 0; i < s->n_places; i++) x->first[i] = -1;
  x->n_labels = x->n_queue = x->head = 0;
  if (is_closed(s, s->place_access, q->from_i, q)) return 0;
  label origin = {.place_i = q->from_i, .next = -1, .price = q->place_price ? q->place_price[q->from_i] : 0};
  if (!offer(x, &origin)) return -1;
  while (x->n_queue) {
    int i = x->queue[x->head];
    x->head = (x->head + 1) % x->queue_capacity;
    x->n_queue--;
    if (!x->labels[i].is_beaten && !extend(x, q, i)) return -1;
  }
  if (x->n_labels > x->found_capacity) {
    proof_label *found = lfl_realloc_array(x->found, (size_t)x->n_labels, sizeof *found);
    if (!found) return -1;
    x->found = found;
    x->found_capacity = x->n_labels;
  }
  int n = 0;
  for (int i = 1; i < x->n_labels; i++)
    if (!x->labels[i].is_beaten) x->found[n++] = (proof_label){x->labels[i].place_i, x->labels[i].hours, x->labels[i].price};
  if (n) qsort(x->found, (size_t)n, sizeof *x->found, by_hours);
  *labels = x->found;
  return n;
}

/* ---- how long a way can take ---- */

typedef struct walker {
  const proof_search *x;
  bool *is_on_way; /* [places] */
  double *longest; /* [places] of the origin at hand */
  long steps_left;
} walker;

static double hours_of(const lfl_link *link) { return link->length_km / link->speed_km_per_h * (1 + 1e-12); }

/* False when the steps are used up. */
static bool follow(walker *w, int at, double hours) {
  const lfl_scenario *s = w->x->s;
  if (hours > w->longest[at]) w->longest[at] = hours;
  w->is_on_way[at] = true;
  bool is_done = true;
  for (int k = w->x->start[at]; is_done && k < w->x->start[at + 1]; k++) {
    const lfl_link *link = &s->links[w->x->arc[k] / 2];
    int to = w->x->arc[k] % 2 ? link->from_i : link->to_i;
    if (w->is_on_way[to]) continue;
    is_done = w->steps_left-- > 0 && follow(w, to, hours + hours_of(link));
  }
  w->is_on_way[at] = false;
  return is_done;
}

/* Every place of a way is left or reached by at most two of its links, each shared by two places. */
static double bound_of_all(const proof_search *x) {
  double sum = 0;
  for (int i = 0; i < x->s->n_places; i++) {
    double first = 0, second = 0;
    for (int l = 0; l < x->s->n_links; l++) {
      const lfl_link *link = &x->s->links[l];
      double hours = hours_of(link);
      if ((link->from_i != i && link->to_i != i) || !takes_part(x->s, link)) continue;
      if (hours > first) second = first, first = hours;
      else second = fmax(second, hours);
    }
    sum += (first + second) / 2;
  }
  return sum * (1 + 1e-9);
}

double *proof_longest_ways(const proof_search *x, lfl_arena *arena) {
  enum { STEPS = 300000 }; /* for each origin */
  size_t n = (size_t)x->s->n_places;
  double *longest = lfl_arena_new(arena, n * n, double);
  walker w = {.x = x, .is_on_way = lfl_arena_new(arena, n, bool)};
  if (!longest || !w.is_on_way) return NULL;
  double bound = bound_of_all(x);
  for (int i = 0; i < x->s->n_places; i++) {
    w.longest = longest + (size_t)i * n;
    w.steps_left = STEPS;
    if (follow(&w, i, 0)) continue;
    for (size_t k = 0; k < n; k++) w.longest[k] = bound;
  }
  return longest;
}

/* ---- is there a slow way? ---- */

typedef struct slow {
  const proof_search *x;
  const proof_search_question *q;
  int to_i;
  double from, to, price;
  long steps_left;
} slow;

/* Links and places on the way have is_on_way set (those that no way may use is_cut): places at their index, links behind them. */
static bool *link_mark(const slow *w, int link_i) { return &w->x->is_on_way[w->x->s->n_places + link_i]; }

static bool has_permission(const slow *w, lfl_subject subject, int i) {
  const lfl_scenario *s = w->x->s;
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    if (p->subject == subject && p->subject_i == i && p->from_day <= w->q->day && w->q->day <= p->to_day) return true;
  }
  return false;
}

static bool is_limited_link(const slow *w, int link_i) {
  return w->x->s->links[link_i].vehicles_per_day < (double)INFINITY || has_permission(w, LFL_SUBJECT_LINK, link_i);
}

/* On the way only: every way from here to there counts against what limits its ends. */
static bool is_limited_place(const slow *w, int place_i) { return place_i != w->to_i && has_permission(w, LFL_SUBJECT_PLACE, place_i); }

/* Is it open on every day on which whoever comes sooner than by the slow way could arrive? */
static bool is_open_between(const slow *w, const lfl_access *access, int i) {
  for (int day = w->q->day; day <= w->q->other_day; day++)
    if (access[lfl_at(w->x->s, i, day)] == LFL_CLOSED) return false;
  return true;
}

/* Is the end at risk on a day before the slow way is there? Then those who come sooner may not arrive. */
static bool is_end_at_risk_between(const slow *w) { return w->q->day < w->q->other_day && w->x->s->at_risk_from[lfl_at(w->x->s, w->to_i, w->q->day)]; }

/* May a way that is to beat this one use the link, adding no limit that this one does not have? */
static bool may_beat(const slow *w, int link_i, int to) {
  if (!is_open_between(w, w->x->s->link_access, link_i) || !is_open_between(w, w->x->s->place_access, to)) return false;
  return (*link_mark(w, link_i) || !is_limited_link(w, link_i)) && (w->x->is_on_way[to] || !is_limited_place(w, to));
}

/* Shortest ways from the origin, into least_km, took_h and last_arc: of all that are open on both days and not cut,
 * or of those that are open between and count against no limit that the way at hand does not. */
static void find_shortest(slow *w, bool is_any) {
  const lfl_scenario *s = w->x->s;
  const bool *is_cut = w->x->is_cut;
  double *least = w->x->least_km, *took = w->x->took_h;
  for (int i = 0; i < s->n_places; i++) least[i] = took[i] = (double)INFINITY;
  least[w->q->from_i] = took[w->q->from_i] = 0;
  for (bool is_better = true; is_better;) {
    is_better = false;
    for (int at = 0; at < s->n_places; at++)
      for (int k = w->x->start[at]; least[at] < (double)INFINITY && k < w->x->start[at + 1]; k++) {
        int l = w->x->arc[k] / 2, to = w->x->arc[k] % 2 ? s->links[l].from_i : s->links[l].to_i;
        if (!(least[at] + s->links[l].length_km < least[to])) continue;
        if (is_closed(s, s->link_access, l, w->q) || is_closed(s, s->place_access, to, w->q)) continue;
        if (is_any ? is_cut[to] || is_cut[s->n_places + l] : !may_beat(w, l, to)) continue;
        least[to] = least[at] + s->links[l].length_km;
        took[to] = took[at] + hours_of(&s->links[l]);
        w->x->last_arc[to] = w->x->arc[k];
        is_better = true;
      }
  }
}

/* Is there a way that is no longer, no slower, open on every day until this one is there, and counts against no limit that this one
 * does not? A way that has such another is left out of the model (docs/MODEL.md, "Tie of any simple way"). The shortest is tried. */
static bool is_beaten_on_every_price(slow *w, double hours, double km) {
  w->steps_left -= 100; /* about what it costs */
  if (is_end_at_risk_between(w) || !is_open_between(w, w->x->s->place_access, w->q->from_i)) return false;
  find_shortest(w, false);
  return w->x->least_km[w->to_i] <= km && w->x->took_h[w->to_i] <= hours && w->x->took_h[w->to_i] < w->from;
}

/* What limits the shortest way found, as is_cut has it, into at most `most` numbers; how many, -1: more. */
static int find_its_limits(const slow *w, int most, int *limited) {
  const lfl_scenario *s = w->x->s;
  int n = 0;
  for (int at = w->to_i; at != w->q->from_i;) {
    int l = w->x->last_arc[at] / 2;
    if (n + 2 > most) return -1;
    if (is_limited_link(w, l)) limited[n++] = s->n_places + l;
    if (is_limited_place(w, at)) limited[n++] = at;
    at = w->x->last_arc[at] % 2 ? s->links[l].to_i : s->links[l].from_i;
  }
  return n;
}

/* Is the whole of the shortest way found open on every day between? */
static bool is_shortest_open_between(const slow *w) {
  const lfl_scenario *s = w->x->s;
  bool is_open = !is_end_at_risk_between(w) && is_open_between(w, s->place_access, w->q->from_i);
  for (int at = w->to_i; is_open && at != w->q->from_i;) {
    int l = w->x->last_arc[at] / 2;
    is_open = is_open_between(w, s->place_access, at) && is_open_between(w, s->link_access, l);
    at = w->x->last_arc[at] % 2 ? s->links[l].to_i : s->links[l].from_i;
  }
  return is_open;
}

/* Is every slow way beaten, so that none need be looked for? The shortest way of all, if it is there sooner, beats
 * those that count against every limit that it does; any other lacks one of its limits, and is a way where
 * that link or place is cut: so on for each of them, until nothing leads there. `tries`: how often to look. */
static bool are_all_beaten(slow *w, int *tries) {
  enum { MOST_LIMITS = 16 };
  int limited[MOST_LIMITS];
  if (--*tries < 0) return false;
  find_shortest(w, true);
  if (!(w->x->least_km[w->to_i] < (double)INFINITY)) return true;
  if (!(w->x->took_h[w->to_i] < w->from) || !is_shortest_open_between(w)) return false;
  int n = find_its_limits(w, MOST_LIMITS, limited);
  bool is_so = n >= 0;
  for (int k = 0; k < n && is_so; k++) {
    w->x->is_cut[limited[k]] = true;
    is_so = are_all_beaten(w, tries);
    w->x->is_cut[limited[k]] = false;
  }
  return is_so;
}

/* True when one is found, or the steps are used up. */
static bool find_on(slow *w, int at, double hours, double km, double price) {
  const lfl_scenario *s = w->x->s;
  if (at == w->to_i) return hours >= w->from && !is_beaten_on_every_price(w, hours, km);
  bool is_found = false;
  w->x->is_on_way[at] = true;
  for (int k = w->x->start[at]; !is_found && k < w->x->start[at + 1]; k++) {
    int l = w->x->arc[k] / 2, back = w->x->arc[k] % 2, next = back ? s->links[l].from_i : s->links[l].to_i;
    if (w->x->is_on_way[next] || is_closed(s, s->link_access, l, w->q) || is_closed(s, s->place_access, next, w->q)) continue;
    double cost = price + (w->q->link_price ? w->q->link_price[2 * l + back] : 0) + (w->q->place_price ? w->q->place_price[next] : 0);
    double then = hours + hours_of(&s->links[l]);
    if (cost * (1 - 1e-12) >= w->price || then * (1 - 1e-11) > w->to) continue;
    *link_mark(w, l) = true;
    is_found = w->steps_left-- <= 0 || find_on(w, next, then, km + s->links[l].length_km, cost);
    *link_mark(w, l) = false;
  }
  w->x->is_on_way[at] = false;
  return is_found;
}

bool proof_find_slow_way(const proof_search *x, const proof_search_question *q, int to_i, double from, double to, double price) {
  enum { STEPS = 20000, TRIES = 40 };
  slow w = {x, q, to_i, from, to, price, STEPS};
  int tries = TRIES;
  if (are_all_beaten(&w, &tries)) return false;
  return find_on(&w, q->from_i, 0, 0, q->place_price ? q->place_price[q->from_i] : 0);
}

bool proof_has_slow_way(const proof_search *x, const proof_search_question *q, int to_i, double from, double to) {
  enum { STEPS = 20000 };
  slow w = {x, q, to_i, from, to, (double)INFINITY, STEPS};
  return find_on(&w, q->from_i, 0, 0, 0) && w.steps_left > 0;
}
