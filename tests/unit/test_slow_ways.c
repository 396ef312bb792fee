/* Slow ways: on random small road graphs the cheapest way found that arrives on a later day, and that no other beats,
 * is the cheapest of all simple ways written out; and none is found where there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "ingest/ingest.h"
#include "net/slow.h"
#include "random_scenario.h"

enum { MOST_WAYS = 4000, MOST_LINKS = 12 };

typedef struct path {
  int n, link[MOST_LINKS], place[MOST_LINKS + 1];
  double hours, km, price;
} path;

typedef struct listing {
  const lfl_scenario *s;
  const lfl_search_options *o;
  int to_i, n;
  path paths[MOST_WAYS];
} listing;

static bool is_shut(const listing *l, const lfl_access *access, int i) {
  return access[lfl_at(l->s, i, l->o->day)] == LFL_CLOSED || access[lfl_at(l->s, i, l->o->other_day)] == LFL_CLOSED;
}

static void list_ways(listing *l, path w) {
  int at = w.place[w.n];
  if (at == l->to_i) {
    assert_true(l->n < MOST_WAYS);
    l->paths[l->n++] = w;
    return;
  }
  for (int k = 0; k < l->s->n_links && w.n < MOST_LINKS; k++)
    for (int back = 0; back <= l->s->links[k].two_way; back++) {
      const lfl_link *link = &l->s->links[k];
      int to = back ? link->from_i : link->to_i;
      bool is_on = (back ? link->to_i : link->from_i) != at || is_shut(l, l->s->link_access, k) || is_shut(l, l->s->place_access, to);
      for (int j = 0; j <= w.n; j++) is_on = is_on || w.place[j] == to;
      if (is_on) continue;
      path next = w;
      next.link[next.n++] = k;
      next.place[next.n] = to;
      next.hours += link->length_km / link->speed_km_per_h;
      next.km += link->length_km;
      next.price += l->o->link_price[2 * k + back] + l->o->place_price[to];
      list_ways(l, next);
    }
}

static bool has(const int *list, int n, int what) {
  for (int k = 0; k < n; k++)
    if (list[k] == what) return true;
  return false;
}

/* May people arrive by the way on whichever day from that of departure until the other is there? */
static bool may_arrive_between(const listing *l, const path *w) {
  for (int day = l->o->day; day <= l->o->other_day; day++)
    for (int k = 0; k <= w->n; k++) {
      if (l->s->place_access[lfl_at(l->s, w->place[k], day)] == LFL_CLOSED) return false;
      if (k < w->n && l->s->link_access[lfl_at(l->s, w->link[k], day)] == LFL_CLOSED) return false;
    }
  return l->o->day == l->o->other_day || !l->s->at_risk_from[lfl_at(l->s, l->to_i, l->o->day)];
}

static bool beats(const listing *l, const path *better, const path *w, const lfl_slow_question *q) {
  if (better->km > w->km || better->hours > w->hours || better->hours >= q->least_h || !may_arrive_between(l, better)) return false;
  for (int k = 0; k < better->n; k++) {
    if (q->is_link_limited[better->link[k]] && !has(w->link, w->n, better->link[k])) return false;
    if (q->is_place_limited[better->place[k]] && !has(w->place, w->n + 1, better->place[k])) return false;
  }
  return true;
}

static double cheapest_of(const listing *l, const lfl_slow_question *q) {
  double least = q->most_price;
  for (int i = 0; i < l->n; i++) {
    const path *w = &l->paths[i];
    bool is_beaten = w->hours < q->least_h || w->hours >= q->most_h;
    for (int j = 0; j < l->n && !is_beaten; j++) is_beaten = beats(l, &l->paths[j], w, q);
    if (!is_beaten) least = fmin(least, w->price);
  }
  return least;
}

typedef struct tally {
  int n_asked, n_found;
} tally;

static void hold_against_all(const lfl_scenario *s, lfl_graph *graph, lfl_slow_search *work, const lfl_slow_question *q, tally *t) {
  static listing l;
  lfl_search search = {0};
  int label;
  l.s = s;
  l.o = q->way;
  l.to_i = q->to_i;
  l.n = 0;
  path start = {.place = {q->way->from_i}, .price = q->way->place_price[q->way->from_i]};
  if (!is_shut(&l, s->place_access, q->way->from_i)) list_ways(&l, start);
  double least = cheapest_of(&l, q);
  assert_true(lfl_search_slow_way(graph, q, work, &search, &label));
  t->n_asked++;
  if (label < 0) {
    assert_true(least >= q->most_price);
  } else {
    const lfl_label *found = &search.labels[label];
    t->n_found++;
    assert_int_equal(found->place_i, q->to_i);
    assert_true(found->hours >= q->least_h && found->hours < q->most_h);
    assert_true(fabs(found->price - least) < 1e-9);
    for (; found->pred >= 0; found = &search.labels[found->pred]) {}
    assert_int_equal(found->place_i, q->way->from_i);
  }
  lfl_search_clear(&search);
}

static void try_seed(uint64_t seed, tally *t) {
  lfl_tables *tables = random_tables(seed);
  lfl_diags diags;
  lfl_scenario *s = NULL;
  lfl_slow_search work = {0};
  assert_non_null(tables);
  assert_true(lfl_diags_init(&diags));
  if (lfl_scenario_build(tables, &diags, &s) == LFL_OK) {
    lfl_graph *graph = lfl_graph_create(s);
    double *link_price = calloc(2 * (size_t)s->n_links + 1, sizeof *link_price), *place_price = calloc((size_t)s->n_places + 1, sizeof *place_price);
    bool *is_link_limited = calloc((size_t)s->n_links + 1, 1), *is_place_limited = calloc((size_t)s->n_places + 1, 1);
    assert_true(graph && link_price && place_price && is_link_limited && is_place_limited);
    for (int l = 0; l < s->n_links; l++) {
      link_price[2 * l] = (double)((seed * 7 + (uint64_t)l * 5) % 11);
      link_price[2 * l + 1] = (double)((seed * 3 + (uint64_t)l * 2) % 7);
      is_link_limited[l] = (seed + (uint64_t)l) % 3 != 0;
    }
    for (int i = 0; i < s->n_places; i++) is_place_limited[i] = (seed + (uint64_t)i) % 4 == 0;
    for (int from = 0; from < s->n_places; from++)
      for (int to = 0; to < s->n_places; to++) {
        if (to == from || s->places[to].is_group || s->places[from].is_group) continue;
        lfl_search_options o = {.from_i = from, .day = 0, .other_day = s->n_days - 1, .limit = (double)INFINITY, .link_price = link_price, .place_price = place_price};
        lfl_slow_question q = {&o, to, 4, 12, 25, is_link_limited, is_place_limited};
        hold_against_all(s, graph, &work, &q, t);
      }
    lfl_slow_search_clear(&work);
    lfl_graph_destroy(graph);
    free(link_price);
    free(place_price);
    free(is_link_limited);
    free(is_place_limited);
  }
  lfl_scenario_destroy(s);
  lfl_diags_clear(&diags);
  lfl_tables_destroy(tables);
}

static void cheapest_slow_way_is_found(void **state) {
  (void)state;
  tally t = {0};
  for (uint64_t seed = 1; seed <= 400; seed++) try_seed(seed, &t);
  print_message("%d slow ways asked for, %d found\n", t.n_asked, t.n_found);
  assert_true(t.n_found > 100 && t.n_asked > 2 * t.n_found);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cheapest_slow_way_is_found)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
