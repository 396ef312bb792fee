/* Verdicts, best figures and earliest days of targets against known answers: small random networks
 * whose minimum cut is found by trying every cut.
 *
 * Goods: each truck carries one blanket, given once to one person, so that "served by day d" counts
 * the blankets that came by then. A trip takes its road once in each direction, so that a road is an
 * edge of c trips a day whichever way it is driven. All roads are driven within a day, trucks are
 * never short, and so what can arrive by day d is the least, over all sets S of places that hold
 * the town (Ford and Fulkerson 1956, doi 10.4153/CJM-1956-045-5; a flow over time without travel time
 * is (d + 1) flows of a day), of
 *   (d + 1) * (trips a day on roads into S and out of gates in S) + supplies in S that no gate limits.
 * People: buses with one seat from areas to sites whose roofs are the sinks; the same with the
 * people willing to leave as supplies and the roofs as the last edge. Roads that take a day are
 * tried on parallel roads, where the flow over time is a sum. Tests by hand: tests/cases/known.case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "case_runner.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "setting.h"

enum { MOST_NODES = 7, MOST_EDGES = 14 };

typedef struct network {
  int n, n_edges, n_days;
  int from[MOST_EDGES], to[MOST_EDGES];
  double cap[MOST_EDGES];       /* a day, both directions together */
  double supply[MOST_NODES];    /* goods or people there at the beginning */
  double gate[MOST_NODES];      /* trips a day out of it; INFINITY: none */
  double sink[MOST_NODES];      /* what may end there in all */
} network;

typedef struct dice {
  uint64_t state;
} dice;

/* xorshift64* (Vigna 2016, doi 10.1145/2845077), so that a seed is the same everywhere. */
static int roll(dice *d, int n) {
  d->state ^= d->state >> 12;
  d->state ^= d->state << 25;
  d->state ^= d->state >> 27;
  return (int)((d->state * 0x2545F4914F6CDD1Du >> 33) % (uint64_t)n);
}

/* The most that can reach the sinks by day d: every cut. A node's supply enters through its gate. */
static double most_by(const network *g, int d) {
  double best = (double)INFINITY;
  for (int set = 0; set < 1 << g->n; set++) { /* bit i: node i on the sinks' side */
    double cut = 0;
    for (int i = 0; i < g->n; i++) {
      bool in = set >> i & 1;
      if (in) cut += fmin(g->supply[i], (d + 1) * g->gate[i]);
      else cut += g->sink[i];
    }
    for (int e = 0; e < g->n_edges; e++)
      if ((set >> g->from[e] & 1) != (set >> g->to[e] & 1)) cut += (d + 1) * g->cap[e];
    best = fmin(best, cut);
  }
  return best;
}

static network random_network(uint64_t seed, bool is_people) {
  dice d = {seed * 0x9E3779B97F4A7C15u + 12345};
  network g = {.n = 4 + roll(&d, 3), .n_days = 3 + roll(&d, 3)};
  for (int i = 0; i < MOST_NODES; i++) g.gate[i] = (double)INFINITY;
  int n_sources = 1 + roll(&d, 2), n_sinks = 1 + roll(&d, 2);
  for (int i = 0; i < n_sources; i++) {
    g.supply[i] = 5 + roll(&d, 40);
    if (!is_people && roll(&d, 2)) g.gate[i] = 1 + roll(&d, 8);
  }
  for (int i = g.n - n_sinks; i < g.n; i++) g.sink[i] = 3 + roll(&d, 40);
  for (int i = 1; i < g.n; i++) { /* joined all */
    g.from[g.n_edges] = roll(&d, i);
    g.to[g.n_edges] = i;
    g.cap[g.n_edges++] = roll(&d, 9);
  }
  for (int more = 2 + roll(&d, 5); more > 0 && g.n_edges < MOST_EDGES; more--) {
    int from = roll(&d, g.n), to = roll(&d, g.n);
    if (from == to) continue;
    g.from[g.n_edges] = from;
    g.to[g.n_edges] = to;
    g.cap[g.n_edges++] = 1 + roll(&d, 8);
  }
  return g;
}

/* Sources are gates (goods) or areas (people), sinks areas or sites, the others hubs. */
static void put_places(const network *g, bool is_people, lfl_buf *out) {
  lfl_buf_printf(out, "given n_days %d\ngiven table places\n place_id | kind | people | willing_share | trucks_per_day | shelter_places | storage_m3 | source | observed_on | method\n", g->n_days);
  for (int i = 0; i < g->n; i++) {
    bool is_source = g->supply[i] > 0, is_sink = g->sink[i] > 0;
    const char *kind = is_people ? (is_source ? "area" : is_sink ? "site" : "hub") : is_sink ? "area" : is_source ? "crossing" : "hub";
    lfl_buf_printf(out, " N%d | %s | ", i, kind);
    if (is_people ? is_source : is_sink) lfl_buf_printf(out, "%g", is_people ? 2 * g->supply[i] : g->sink[i]);
    lfl_buf_printf(out, " | %s | ", is_people && is_source ? "0.5" : "");
    if (!is_people && is_source) lfl_buf_puts(out, g->gate[i] < (double)INFINITY ? "" : "inf");
    if (!is_people && is_source && g->gate[i] < (double)INFINITY) lfl_buf_printf(out, "%g", g->gate[i]);
    lfl_buf_puts(out, " | ");
    if (is_people && is_sink) lfl_buf_printf(out, "%g", g->sink[i]);
    lfl_buf_puts(out, " | | invented | 2030-01-01 | invented\n");
  }
}

static void put_scenario(const network *g, bool is_people, int by_day, double asked, lfl_buf *out) {
  put_places(g, is_people, out);
  lfl_buf_puts(out, "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h | vehicles_per_day\n");
  for (int e = 0; e < g->n_edges; e++) lfl_buf_printf(out, " L%d | N%d | N%d | 1 | 100 | %g\n", e, g->from[e], g->to[e], g->cap[e]);
  lfl_buf_puts(out, "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | seats | hours_per_day | load_unload_h\n");
  lfl_buf_puts(out, is_people ? " BUS | bus | 900 | | | 1 | 24 | 0\n" : " CART | truck | 900 | 1 | 1 | | 24 | 0\n");
  if (!is_people) {
    lfl_buf_puts(out, "given table items\n item_id | need | mass_kg | volume_m3 | people_served | duration_days\n rug | household | 1 | 0 | 1 |\n"
                      "given table supplies\n item_id | place_id | units\n");
    for (int i = 0; i < g->n; i++)
      if (g->supply[i] > 0) lfl_buf_printf(out, " rug | N%d | %g\n", i, g->supply[i]);
  }
  lfl_buf_puts(out, "given table targets\n target_id | kind | place_id | need | tier | people | by_day\n");
  lfl_buf_printf(out, is_people ? " T | move_out | | | | %g | %d\n" : " T | served | | household | minimum | %g | %d\n", asked, by_day);
}

/* Nothing to be moved out of "everywhere": people leave the group that holds the sources. */
static void put_people_scenario(const network *g, int by_day, double asked, lfl_buf *out) {
  lfl_buf all = {0};
  put_scenario(g, true, by_day, asked, &all);
  /* the sources get a common parent, so that a journey from one to the other does not count */
  lfl_buf_puts(out, all.text);
  for (int i = 0; i < g->n; i++)
    if (g->supply[i] > 0) lfl_buf_printf(out, "set places.N%d.parent_id = REGION\n", i);
  lfl_buf_puts(out, "set places.+region.place_id = REGION\nset places.+region.kind = area\nset targets.T.place_id = REGION\n");
  lfl_buf_clear(&all);
}

static void expect(uint64_t seed, const char *what, double found, double wanted) {
  if (fabs(found - wanted) <= 1e-6 * fmax(1, fabs(wanted))) return;
  print_error("seed %llu: %s is %.10g, not %.10g\n", (unsigned long long)seed, what, found, wanted);
  fail();
}

static void solve_and_compare(uint64_t seed, const network *g, const lfl_buf *text, int by_day, double asked) {
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *s = NULL;
  lfl_plan *plan = NULL;
  assert_true(lfl_diags_init(&diags));
  if (!case_scenario(text->text, &diags, &tables, &s)) {
    for (int i = 0; i < diags.n; i++)
      if (diags.items[i].severity == LFL_ERROR) print_error("%s\n%s\n", lfl_diag_format(&diags.items[i], diags.arena), text->text);
    fail();
  }
  lfl_plan_options o = lfl_plan_options_default();
  o.n_levels = 1;
  o.skip_binding = true;
  lfl_status status = lfl_plan_make(s, &o, &plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_verify(s, plan, &diags), LFL_OK);
  double most = most_by(g, by_day);
  int earliest = -1;
  for (int day = g->n_days - 1; day >= 0; day--)
    if (most_by(g, day) >= asked) earliest = day;
  const lfl_target_result *r = &plan->targets[0];
  expect(seed, "best", r->best_people, most);
  expect(seed, "bound", r->bound_people, most);
  expect(seed, "earliest day", r->earliest_day, earliest);
  bool can = r->verdict == LFL_MET || r->verdict == LFL_POSSIBLE;
  if (can != (most >= asked) || r->verdict == LFL_VERDICT_UNKNOWN) {
    print_error("seed %llu: %s, %g of %g\n", (unsigned long long)seed, lfl_verdict_name(r->verdict), most, asked);
    fail();
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
}

/* Asked for is now what can just be had, now one more, now anything: LIFELINE_KNOWN_N networks (default 30, thorough 100). */
static void try_networks(bool is_people) {
  long n = test_count("LIFELINE_KNOWN_N", 30, 100), from = setting("LIFELINE_KNOWN_FROM", 1);
  int n_moderate = 0;
  for (long seed = from; seed < from + n; seed++) {
    network g = random_network((uint64_t)seed, is_people);
    dice d = {(uint64_t)seed + 77};
    int by_day = roll(&d, g.n_days);
    double most = most_by(&g, by_day), asked = seed % 3 == 0 ? most : seed % 3 == 1 ? most + 1 : 1 + roll(&d, 60);
    if (asked < 1) asked = 1;
    if (most > 0 && most < asked) n_moderate++;
    lfl_buf text = {0};
    if (is_people) put_people_scenario(&g, by_day, asked, &text);
    else put_scenario(&g, false, by_day, asked, &text);
    solve_and_compare((uint64_t)seed, &g, &text, by_day, asked);
    lfl_buf_clear(&text);
  }
  if (n >= 20) assert_true(n_moderate > 0); /* not all of them trivial */
}

static void goods_arrive_up_to_the_least_cut(void **state) {
  (void)state;
  try_networks(false);
}

static void people_leave_up_to_the_least_cut(void **state) {
  (void)state;
  try_networks(true);
}

/* Parallel roads of 0, 1 or 2 days: a truck that leaves on day t by a road of k days serves from
 * t + k on, so by day d the sum over roads of trips a day x max(0, d + 1 - k). */
static void parallel_roads_add_up(void **state) {
  (void)state;
  long n = test_count("LIFELINE_KNOWN_N", 30, 100) / 4 + 1;
  for (long seed = 1; seed <= n; seed++) {
    dice d = {(uint64_t)seed * 0x9E3779B97F4A7C15u + 5};
    int n_days = 4 + roll(&d, 4), n_roads = 1 + roll(&d, 4), by_day = roll(&d, n_days), days[4], cap[4];
    double supply = 10 + roll(&d, 80);
    lfl_buf text = {0};
    lfl_buf_printf(&text, "given n_days %d\ngiven table places\n place_id | kind | people | trucks_per_day\n GATE | crossing | | inf\n TOWN | area | 60 |\n", n_days);
    for (int i = 0; i < n_roads; i++) lfl_buf_printf(&text, " HUB%d | hub | |\n", i);
    lfl_buf_puts(&text, "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h | vehicles_per_day\n");
    for (int i = 0; i < n_roads; i++) { /* 8 hours a day: 10 km/h for 80 km is a day */
      days[i] = roll(&d, 3);
      cap[i] = 1 + roll(&d, 6);
      lfl_buf_printf(&text, " A%d | GATE | HUB%d | %d | 10 | %d\n B%d | HUB%d | TOWN | 1 | 100 |\n", i, i, 80 * days[i] + 1, cap[i], i, i);
    }
    double reach[8];
    int earliest = -1;
    double asked = 1 + roll(&d, 60);
    for (int day = n_days - 1; day >= 0; day--) {
      reach[day] = 0;
      for (int i = 0; i < n_roads; i++) reach[day] += cap[i] * fmax(0, day + 1 - days[i]);
      reach[day] = fmin(fmin(reach[day], supply), 60);
      if (reach[day] >= asked) earliest = day;
    }
    lfl_buf_printf(&text, "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n CART | truck | 9000 | 1 | 1 | 8 | 0\n"
                   "given table items\n item_id | need | mass_kg | volume_m3 | people_served | duration_days\n rug | household | 1 | 0 | 1 |\n"
                   "given table supplies\n item_id | place_id | units\n rug | GATE | %g\n"
                   "given table targets\n target_id | kind | need | tier | people | by_day\n T | served | household | minimum | %g | %d\n", supply, asked, by_day);
    lfl_diags diags;
    lfl_tables *tables = NULL;
    lfl_scenario *s = NULL;
    lfl_plan *plan = NULL;
    assert_true(lfl_diags_init(&diags));
    assert_true(case_scenario(text.text, &diags, &tables, &s));
    lfl_plan_options o = lfl_plan_options_default();
    o.n_levels = 1;
    o.skip_binding = true;
    lfl_status status = lfl_plan_make(s, &o, &plan);
    assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
    expect((uint64_t)seed, "best", plan->targets[0].best_people, reach[by_day]);
    expect((uint64_t)seed, "earliest day", plan->targets[0].earliest_day, earliest);
    lfl_plan_destroy(plan);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
    lfl_buf_clear(&text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(goods_arrive_up_to_the_least_cut),
      cmocka_unit_test(people_leave_up_to_the_least_cut),
      cmocka_unit_test(parallel_roads_add_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
