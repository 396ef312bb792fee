/* Slow ways: on random small road graphs the cheapest way found that arrives on a later day, and that no other beats,
 * is the cheapest of all simple ways written out; and none is found where there is none. Where roads and places close and open
 * again, people arrive as soon as any simple way brings them, and a target is possible where any does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "engine/master.h"
#include "ingest/ingest.h"
#include "net/slow.h"
#include "random_scenario.h"
#include "text_tables.h"

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

static const char *const ROADS[] = {
    "scenario\nkey,value\nn_days,5\n",
    "places\nplace_id,kind,people,willing_share\nA,area,10,1\nM,area,0,\nN,area,0,\nY,area,0,\n",
    "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nl0,A,M,20,10\nl1,M,Y,20,10\nl2,A,N,20,10\nl3,N,Y,20,10\nl4,A,Y,20,10\nl5,M,N,20,10\nl6,A,Y,20,10\n",
    "fleets\nfleet_id,vehicle,n_vehicles,seats,hours_per_day,load_unload_h\nB,accessible_bus,5,10,8,0\n",
    "targets\ntarget_id,kind,place_id,people,by_day\nout,move_out,A,10,4\n",
};

static int below(uint64_t *state, int n) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (int)((*state >> 33) % (uint64_t)n);
}

/* One day or two, now and then to the last. */
static void close_some_days(uint64_t *state, const lfl_scenario *s, lfl_access *access) {
  int from = below(state, s->n_days), n = below(state, 4) ? 1 + below(state, 2) : s->n_days;
  for (int day = from; day < s->n_days && day < from + n; day++) access[day] = LFL_CLOSED;
}

/* Other lengths and another calendar. Place 0, whose people leave, is always open. */
static void draw_calendar(uint64_t seed, lfl_scenario *s) {
  static const double HOURS[] = {2, 5, 9, 14, 18, 26};
  uint64_t state = seed * 0x9E3779B97F4A7C15u;
  for (int l = 0; l < s->n_links; l++) {
    s->links[l].length_km = HOURS[below(&state, 6)] * s->links[l].speed_km_per_h;
    if (below(&state, 10) < 7) close_some_days(&state, s, &s->link_access[lfl_at(s, l, 0)]);
    if (below(&state, 10) < 3) /* no road at all */
      for (int day = 0; day < s->n_days; day++) s->link_access[lfl_at(s, l, day)] = LFL_CLOSED;
  }
  for (int i = 1; i < s->n_places; i++) {
    if (below(&state, 10) < 3) close_some_days(&state, s, &s->place_access[lfl_at(s, i, 0)]);
    int safe_from = below(&state, 10) < 4 ? below(&state, s->n_days + 1) : 0;
    for (int day = 0; day < s->n_days; day++) s->place_at_risk[lfl_at(s, i, day)] = s->at_risk_from[lfl_at(s, i, day)] = day < safe_from;
  }
  s->targets[0].by_day = below(&state, s->n_days);
}

typedef struct arrivals {
  int first[4], first_departure; /* n_days: none */
  bool is_beyond; /* a first arrival is later than all that the quickest ways of the days before it bring */
} arrivals;

static void write_out_ways(const lfl_scenario *s, int day, int arrive, int to_i, listing *l) {
  static const double FREE[64] = {0};
  static lfl_search_options o;
  o = (lfl_search_options){.from_i = 0, .day = day, .other_day = arrive, .limit = (double)INFINITY, .link_price = FREE, .place_price = FREE};
  l->s = s;
  l->o = &o;
  l->to_i = to_i;
  l->n = 0;
  list_ways(l, (path){.place = {0}});
}

static void write_out_arrivals(const lfl_scenario *s, arrivals *a) {
  static listing l;
  for (int i = 0; i < s->n_places; i++) a->first[i] = s->n_days;
  a->first_departure = s->n_days;
  a->is_beyond = false;
  for (int day = 0; day < s->n_days; day++)
    for (int arrive = day, last = day; arrive < s->n_days; arrive++) {
      int seen = last;
      for (int to = 1; to < s->n_places; to++) {
        int quickest = s->n_days;
        write_out_ways(s, day, arrive, to, &l);
        for (int k = 0; k < l.n; k++) {
          int there = day + lfl_travel_days(l.paths[k].hours, &s->fleets[0]);
          if (there < quickest) quickest = there;
          if (there != arrive || s->at_risk_from[lfl_at(s, to, arrive)]) continue;
          if (day < a->first_departure) a->first_departure = day;
          if (arrive >= a->first[to]) continue;
          a->first[to] = arrive;
          a->is_beyond = a->is_beyond || arrive > seen;
        }
        if (l.n && arrive <= seen && quickest > last) last = quickest;
      }
    }
}

static bool hold_against_arrivals(uint64_t seed, const lfl_scenario *s, const arrivals *a) {
  lfl_plan_options o = lfl_plan_options_default();
  lfl_plan *plan = NULL;
  lfl_master *m = master_create(s, &o);
  assert_true(m && master_fill(m));
  bool is_right = true;
  for (int i = 1; i < s->n_places; i++) {
    if (m->receive_from[i] == a->first[i]) continue;
    print_error("seed %d: people come to %s on day %d, not %d (%d: never)\n", (int)seed, s->places[i].id, m->receive_from[i], a->first[i], s->n_days);
    is_right = false;
  }
  master_destroy(m);
  o.n_levels = 1;
  o.skip_binding = o.skip_earliest = o.skip_plan = true;
  lfl_status status = lfl_plan_make(s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  bool can = a->first_departure <= s->targets[0].by_day;
  if (plan->targets[0].verdict != (can ? LFL_POSSIBLE : LFL_IMPOSSIBLE)) {
    print_error("seed %d: %s by day %d, and people can leave from day %d\n", (int)seed, lfl_verdict_name(plan->targets[0].verdict), s->targets[0].by_day, a->first_departure);
    is_right = false;
  }
  lfl_plan_destroy(plan);
  return is_right;
}

static void people_arrive_by_any_simple_way(void **state) {
  (void)state;
  int n_beyond = 0, n_never = 0, n_failed = 0;
  lfl_tables *tables = text_tables(ROADS, 5);
  for (uint64_t seed = 1; seed <= 400; seed++) {
    arrivals a;
    lfl_scenario *s = scenario_of(tables);
    assert_non_null(s);
    draw_calendar(seed, s);
    write_out_arrivals(s, &a);
    n_beyond += a.is_beyond;
    n_never += a.first_departure > s->targets[0].by_day;
    n_failed += !hold_against_arrivals(seed, s, &a);
    lfl_scenario_destroy(s);
  }
  lfl_tables_destroy(tables);
  print_message("%d of 400 with an arrival beyond those of quick ways, %d where nobody leaves in time\n", n_beyond, n_never);
  assert_int_equal(n_failed, 0);
  assert_true(n_beyond > 10 && n_never > 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cheapest_slow_way_is_found), cmocka_unit_test(people_arrive_by_any_simple_way)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
