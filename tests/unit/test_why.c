/* What binds and the smallest sets of limits, held against the model written out in full (tests/
 * support/naive_model.c): with every limit but the set's lifted in the scenario itself a target that
 * is called impossible is out of reach, and with any one of the set lifted, too, it is not. Random
 * scenarios, in which nobody moves, as lifting a place's water would otherwise change who counts as
 * served already. Closures and risks are limits like others. Also by hand: prices, gains and the range in which a price
 * holds.
 *
 * LIFELINE_WHY_N: how many seeds (default 50, thorough 100); LIFELINE_WHY_FROM: the first (default 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_runner.h"
#include "engine/master.h"
#include "ingest/ingest.h"
#include "model/money.h"
#include "naive_model.h"
#include "random_scenario.h"
#include "setting.h"

typedef case_text_world world;

static void make_plan(world *w) {
  lfl_plan_options o = lfl_plan_options_default();
  o.n_levels = 1;
  o.skip_earliest = true;
  lfl_status status = lfl_plan_make(w->s, &o, &w->plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
}

/* --- against the model written out --------------------------------------------------------------------- */

static bool is_in_set(const lfl_plan *plan, int target_i, int set, int without, const char *limit, const char *id) {
  for (int k = 0; k < plan->n_conflicts; k++) {
    const lfl_conflict_row *r = &plan->conflicts[k];
    if (r->target_i == target_i && r->set == set && k != without && strcmp(r->limit, limit) == 0 && strcmp(r->subject_id, id) == 0) return true;
  }
  return false;
}

static const double MANY = 1e6;

/* Opens what the calendar shuts, and what it calls at risk, but for what is of the set. */
static void open_others(lfl_scenario *s, const lfl_plan *plan, int t, int set, int without) {
  for (int k = 0; k < s->n_status_rows; k++) {
    lfl_status_row *r = &s->status_rows[k];
    const char *id = lfl_subject_id(s, r->subject, r->subject_i);
    bool is_risk = r->access == LFL_AT_RISK, is_shut = r->access == LFL_CLOSED || (!is_risk && !(r->capacity_share > 0));
    if (!(is_risk || is_shut) || is_in_set(plan, t, set, without, is_risk ? "risk" : "closure", id)) continue;
    r->access = LFL_OPEN;
    if (!(r->capacity_share > 0)) r->capacity_share = 1;
  }
}

/* Lifts, in the scenario, every limit that is not of the set. */
static void lift_others(lfl_scenario *s, const lfl_plan *plan, int t, int set, int without) {
#define KEEPS(kind, id) is_in_set(plan, t, set, without, lfl_limit_name(kind), id)
  for (int i = 0; i < s->n_places; i++) {
    lfl_place *p = &s->places[i];
    if (!KEEPS(p->kind == LFL_CROSSING ? LFL_LIMIT_CROSSING : LFL_LIMIT_HUB, p->id) && p->trucks_per_day < MANY) p->trucks_per_day = MANY;
    if (!KEEPS(LFL_LIMIT_STORAGE, p->id)) p->storage_m3 = (double)INFINITY;
    if (!KEEPS(LFL_LIMIT_WATER, p->id) && lfl_may_yield(s, i)) p->water_yield_l_per_day = 100 * MANY;
    if (!KEEPS(LFL_LIMIT_LAND, p->id)) p->usable_m2 = fmax(p->usable_m2, 100 * MANY);
    for (int c = 0; c < LFL_N_CAPACITIES; c++) /* where something exists */
      if (!KEEPS((lfl_limit_kind)(LFL_LIMIT_SHELTER + c), p->id)) p->capacity_people[c] *= 1000 * MANY;
  }
  for (int k = 0; k < s->n_fleets; k++)
    if (!KEEPS(LFL_LIMIT_FLEET, s->fleets[k].id)) s->fleets[k].n_vehicles *= MANY;
  for (int k = 0; k < s->n_crews; k++)
    if (!KEEPS(LFL_LIMIT_CREW, s->crews[k].id)) s->crews[k].n_workers *= MANY;
  for (int k = 0; k < s->n_links; k++)
    if (!KEEPS(LFL_LIMIT_LINK, s->links[k].id) && s->links[k].vehicles_per_day < MANY) s->links[k].vehicles_per_day = MANY;
  for (int k = 0; k < s->n_permissions; k++) {
    lfl_permission *p = &s->permissions[k];
    if (!KEEPS(LFL_LIMIT_PERMISSION, lfl_subject_id(s, p->subject, p->subject_i))) p->trips_per_day = MANY;
  }
  for (int k = 0; k < s->n_escorts; k++)
    if (!KEEPS(LFL_LIMIT_ESCORT, s->escorts[k].id)) s->escorts[k].vehicles_per_day *= MANY;
  for (int k = 0; k < s->n_supplies; k++)
    if (!KEEPS(LFL_LIMIT_SUPPLY, s->items[s->supplies[k].item_i].id)) s->supplies[k].units *= 1000;
  if (!KEEPS(LFL_LIMIT_MONEY, "none")) s->has_pledges = false;
  for (int k = 0; k < s->n_pledges; k++)
    if (s->pledges[k].counted && !KEEPS(LFL_LIMIT_MONEY, lfl_earmark_key(&s->pledges[k], s->arena))) s->pledges[k].amount = 1000 * MANY, s->pledges[k].from_day = 0;
#undef KEEPS
  open_others(s, plan, t, set, without);
  assert_true(lfl_scenario_make_calendar(s));
}

/* Every repair that can be done, as early as may be, and how many days it takes so: no limit that is lifted makes it shorter. */
static void start_early(const lfl_scenario *s, int *start, int *days) {
  for (int k = 0; k < s->n_projects; k++) start[k] = s->n_days;
  for (int pass = 0; pass < s->n_projects; pass++) /* each after the one it needs, whatever their order */
    for (int k = 0; k < s->n_projects; k++) {
      int needed = s->projects[k].needs_i, first = 0;
      double workers;
      if (needed >= 0) first = start[needed] < s->n_days ? naive_repair_finish(s, needed, start[needed], &workers) + 1 : s->n_days;
      while (first < s->n_days && naive_repair_finish(s, k, first, &workers) < 0) first++;
      if (!naive_repair_can(s, k) || first >= s->n_days) continue;
      start[k] = first;
      days[k] = naive_repair_finish(s, k, first, &workers) - first + 1;
    }
}

/* With no repair and with every one as early as may be: that another decision reaches more is not looked for. NaN: not solved. */
static double best_without(const world *w, int t, int set, int without) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_scenario_build(w->tables, &diags, &s), LFL_OK);
  size_t n = (size_t)s->n_projects + 1;
  int *start = calloc(n, sizeof *start), *never = calloc(n, sizeof *never), *days = calloc(n, sizeof *days);
  assert_true(start && never && days);
  start_early(s, start, days);
  for (int k = 0; k < s->n_projects; k++) {
    never[k] = s->n_days;
    s->projects[k].min_days = days[k];
  }
  lift_others(s, w->plan, t, set, without);
  naive_decider *d = naive_open(s);
  double best, early;
  assert_non_null(d);
  if (!naive_target(d, never, t, &best)) best = (double)NAN;
  if (s->n_projects && naive_target(d, start, t, &early)) best = fmax(best, early);
  naive_close(d);
  free(start);
  free(never);
  free(days);
  lfl_scenario_destroy(s);
  lfl_diags_clear(&diags);
  return best;
}

static bool is_existing(const char *limit) {
  for (int c = 0; c < LFL_N_CAPACITIES; c++)
    if (strcmp(limit, lfl_limit_name((lfl_limit_kind)(LFL_LIMIT_SHELTER + c))) == 0) return true;
  return false;
}

/* Sets, limits that cannot be left out of them, and those of these that are what exists at a place; problems written out that
 * were not solved, so that nothing is known. */
typedef struct tally {
  int n_sets, n_members, n_existing, n_unsolved;
} tally;

static int check_sets(long seed, const world *w, tally *n) {
  int n_failed = 0;
  for (int k = 0; k < w->plan->n_conflicts; k++) {
    const lfl_conflict_row *r = &w->plan->conflicts[k];
    double asked = w->plan->targets[r->target_i].people;
    bool is_first = k == 0 || w->plan->conflicts[k - 1].target_i != r->target_i || w->plan->conflicts[k - 1].set != r->set;
    double alone = is_first ? best_without(w, r->target_i, r->set, -1) : (double)NAN;
    if (is_first) n->n_sets++;
    n->n_unsolved += is_first && isnan(alone);
    if (alone >= asked * (1 + 1e-6) + 1e-6) {
      print_error("seed %ld, target %s, set %d of %s %s ...: all others lifted, %.9g of %.9g people can be reached\n", seed,
                  w->s->targets[r->target_i].id, r->set, r->limit, r->subject_id, alone, asked);
      n_failed++;
    }
    if (!r->is_minimal || strcmp(r->limit, "none") == 0 || strcmp(r->limit, "willing") == 0) continue;
    double without = best_without(w, r->target_i, r->set, k);
    n->n_members++;
    n->n_unsolved += isnan(without);
    n->n_existing += is_existing(r->limit);
    if (without < asked * (1 - 1e-6) - 1e-6) {
      print_error("seed %ld, target %s, set %d: without %s %s it is still impossible: %.9g of %.9g people\n", seed, w->s->targets[r->target_i].id,
                  r->set, r->limit, r->subject_id, without, asked);
      n_failed++;
    }
  }
  return n_failed;
}

static void sets_are_small_and_enough(void **state) {
  (void)state;
  static const char *const NOBODY_MOVES[] = {"places.*.willing_share="};
  long from = setting("LIFELINE_WHY_FROM", 1), n = test_count("LIFELINE_WHY_N", 50, 100);
  int n_failed = 0;
  tally found = {0};
  for (long seed = from; seed < from + n; seed++) {
    lfl_tables *tables = random_tables_mixed((uint64_t)seed);
    world w = {0};
    assert_non_null(tables);
    assert_true(lfl_diags_init(&w.diags));
    assert_int_equal(lfl_tables_set(tables, NOBODY_MOVES, 1, &w.diags, &w.tables), LFL_OK);
    if (lfl_scenario_build(w.tables, &w.diags, &w.s) == LFL_OK && w.s->n_targets) {
      make_plan(&w);
      n_failed += check_sets(seed, &w, &found);
    }
    case_close(&w);
    lfl_tables_destroy(tables);
  }
  print_message("seeds %ld to %ld: %d sets, %d limits in them, %d of them what exists; %d not solved\n", from, from + n - 1, found.n_sets, found.n_members, found.n_existing, found.n_unsolved);
  assert_int_equal(n_failed, 0);
  assert_true(100 * found.n_unsolved <= found.n_sets + found.n_members);
  if (n >= 50) assert_true(found.n_sets > 20 && found.n_members > 3 && found.n_existing > 3);
}

/* --- by hand -------------------------------------------------------------------------------------------- */

/* 100 people a day are asked for from day 1 on; a truck carries 20 rations of a day. The gate lets in
 * 2 trucks a day (40 rations), the fleet of 3 makes one trip a day each (60). */
#define GATE_AND_FLEET                                                                                   \
  "given n_days 4\n"                                                                                     \
  "given table places\n"                                                                                 \
  " place_id | name | kind | people | trucks_per_day\n"                                                  \
  " GATE | East Gate | crossing | | 2\n"                                                                 \
  " TOWN | Town | area | 100 |\n"                                                                        \
  "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n ROAD | GATE | TOWN | 20 | 10\n" \
  "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 3 | 20 | 9 | 8 | 4\n" \
  "given table items\n item_id | need | mass_kg | volume_m3 | people_served | duration_days\n ration | food | 1 | 0 | 1 | 1\n" \
  "given table supplies\n item_id | place_id | units\n ration | GATE | 4000\n"                           \
  "given table targets\n target_id | kind | need | tier | people | by_day\n"

static void read_world(world *w, const char *text) {
  if (!case_open(w, text)) fail_msg("%s", lfl_diag_format(&w->diags.items[0], w->diags.arena));
  make_plan(w);
}

static const lfl_binding_row *binding_said(const lfl_plan *plan, const char *limit, const char *id) {
  for (int k = 0; k < plan->n_target_binding; k++)
    if (strcmp(plan->target_binding[k].limit, limit) == 0 && strcmp(plan->target_binding[k].subject_id, id) == 0) return &plan->target_binding[k];
  return NULL;
}

static void a_price_holds_as_far_as_it_is_tried(void **state) {
  (void)state;
  world w;
  /* from day 0: 40 people; a truck a day more: 20 people more, up to the fleet's third truck */
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 100 | 0\n");
  assert_int_equal(w.plan->targets[0].verdict, LFL_IMPOSSIBLE);
  assert_true(fabs(w.plan->targets[0].best_people - 40) < 1e-6);
  const lfl_binding_row *gate = binding_said(w.plan, "crossing", "GATE");
  assert_non_null(gate);
  assert_int_equal(gate->from_day, 0);
  assert_int_equal(gate->to_day, 3);
  assert_true(fabs(gate->price - 20) < 1e-6);
  assert_true(gate->step == 10 && fabs(gate->gain - 20) < 1e-6); /* ten trucks more at the gate, but one in the fleet */
  assert_true(fabs(gate->holds_to - 1) < 1e-6);                  /* the price is that of the one truck */
  assert_int_equal(lfl_binding_price_check(gate), LFL_PRICE_HOLDS_IN_PART);
  assert_string_equal(gate->text, "East Gate lets in 2 trucks a day from 1 January 2000 to 4 January 2000");
  case_close(&w);
}

/* A fleet that can use them all: the price is seen to hold for four times the step. */
static void a_price_holds_beyond_the_step(void **state) {
  (void)state;
  world w;
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 10000 | 0\nset fleets.TRUCK.n_vehicles = 400\nset places.TOWN.people = 10000\n");
  const lfl_binding_row *gate = binding_said(w.plan, "crossing", "GATE");
  assert_non_null(gate);
  assert_true(fabs(gate->price - 20) < 1e-6 && fabs(gate->gain - 200) < 1e-6);
  assert_true(fabs(gate->holds_to - 4 * gate->step) < 1e-6);
  assert_int_equal(lfl_binding_price_check(gate), LFL_PRICE_HOLDS);
  case_close(&w);
}

/* No row has a price without a gain, and what is said of the range agrees with the gain: the optimum is concave. */
static void every_price_has_a_gain_and_a_range(void **state) {
  (void)state;
  int n[LFL_PRICE_DIFFERS + 1] = {0};
  for (uint64_t seed = 1; seed <= 60; seed++) {
    world w = {.tables = random_tables(seed)};
    assert_non_null(w.tables);
    assert_true(lfl_diags_init(&w.diags));
    if (lfl_scenario_build(w.tables, &w.diags, &w.s) == LFL_OK) make_plan(&w);
    for (int k = 0; w.plan && k < w.plan->n_binding + w.plan->n_target_binding; k++) {
      const lfl_binding_row *b = k < w.plan->n_binding ? &w.plan->binding[k] : &w.plan->target_binding[k - w.plan->n_binding];
      lfl_price_check check = lfl_binding_price_check(b);
      n[check]++;
      assert_int_equal(isnan(b->price), isnan(b->gain));
      if (check == LFL_PRICE_NOT_TRIED) continue;
      assert_true(b->gain <= b->price * b->step * (1 + 1e-6) + 1e-3);
      if (check == LFL_PRICE_HOLDS) assert_true(b->gain >= 0.98 * b->price * b->step);
      else assert_true(b->gain < b->price * b->step && b->holds_to * b->price <= 1.02 * b->gain + 1e-6);
    }
    case_close(&w);
  }
  print_message("prices that hold %d, in part %d, differ %d\n", n[LFL_PRICE_HOLDS], n[LFL_PRICE_HOLDS_IN_PART], n[LFL_PRICE_DIFFERS]);
  assert_true(n[LFL_PRICE_HOLDS] > 5 && n[LFL_PRICE_HOLDS_IN_PART] > 5 && n[LFL_PRICE_DIFFERS] > 0);
}

static void two_limits_each_of_which_is_enough(void **state) {
  (void)state;
  world w;
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 100 | 0\n");
  /* two sets of one: the gate (40 < 100), and the fleet (60 < 100) */
  assert_int_equal(w.plan->n_conflicts, 2);
  for (int k = 0; k < 2; k++) assert_true(w.plan->conflicts[k].is_minimal && w.plan->conflicts[k].set == k + 1);
  assert_true(is_in_set(w.plan, 0, 1, -1, "crossing", "GATE") || is_in_set(w.plan, 0, 2, -1, "crossing", "GATE"));
  assert_true(is_in_set(w.plan, 0, 1, -1, "fleet", "TRUCK") || is_in_set(w.plan, 0, 2, -1, "fleet", "TRUCK"));
  case_close(&w);
}

static void two_limits_only_together(void **state) {
  (void)state;
  world w;
  /* a second gate of 1 truck a day, and trucks enough: 60 of 70 people; with either gate wide open, 100 */
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 70 | 0\n"
             "set fleets.TRUCK.n_vehicles = 50\nset places.+w.place_id = WEST\nset places.+w.kind = crossing\nset places.+w.trucks_per_day = 1\n"
             "set links.+w.link_id = LANE\nset links.+w.from_id = WEST\nset links.+w.to_id = TOWN\nset links.+w.length_km = 20\nset links.+w.speed_km_per_h = 10\n"
             "set supplies.+w.item_id = ration\nset supplies.+w.place_id = WEST\nset supplies.+w.units = 4000\n");
  assert_int_equal(w.plan->n_conflicts, 2);
  assert_true(is_in_set(w.plan, 0, 1, -1, "crossing", "GATE") && is_in_set(w.plan, 0, 1, -1, "crossing", "WEST"));
  case_close(&w);
}

/* Which of the two limits of GATE_AND_FLEET a target's sets hold: 1 the gate, 2 the fleet. */
static int limits_said(const world *w, const char *target_id) {
  int said = 0;
  for (int k = 0; k < w->plan->n_conflicts; k++) {
    const lfl_conflict_row *r = &w->plan->conflicts[k];
    if (strcmp(w->s->targets[r->target_i].id, target_id) != 0) continue;
    assert_true(r->is_minimal);
    said |= strcmp(r->limit, "crossing") == 0 ? 1 : strcmp(r->limit, "fleet") == 0 ? 2 : 4;
  }
  return said;
}

static double gain_said(const world *w, const char *target_id, const char *limit) {
  for (int k = 0; k < w->plan->n_target_binding; k++)
    if (strcmp(w->s->targets[w->plan->target_binding[k].target_i].id, target_id) == 0 && strcmp(w->plan->target_binding[k].limit, limit) == 0)
      return w->plan->target_binding[k].gain;
  return (double)NAN;
}

/* One problem, solved once: 40 can be fed, with the gate wide open 60. Below 60 the fleet is in nobody's way, at 40 or
 * fewer nothing is; "all" are the 100. From a day later on it is another problem: what comes on the first day is eaten later. */
static void targets_that_differ_in_number(void **state) {
  (void)state;
  static const struct { const char *id; double people; int limits; lfl_verdict verdict; } EXPECTED[] = {
      {"a100", 100, 3, LFL_IMPOSSIBLE}, {"b80", 80, 3, LFL_IMPOSSIBLE}, {"c50", 50, 1, LFL_IMPOSSIBLE},
      {"d30", 30, 0, LFL_POSSIBLE}, {"e", 100, 3, LFL_IMPOSSIBLE}, {"f70", 70, 1, LFL_IMPOSSIBLE}};
  world w;
  read_world(&w, GATE_AND_FLEET " a100 | served | food | minimum | 100 | 0\n b80 | served | food | minimum | 80 | 0\n"
             " c50 | served | food | minimum | 50 | 0\n d30 | served | food | minimum | 30 | 0\n e | served | food | minimum | | 0\n"
             " f70 | served | food | minimum | 70 | 1\n");
  for (int k = 0; k < w.s->n_targets; k++) {
    const lfl_target_result *r = &w.plan->targets[k];
    assert_string_equal(w.s->targets[k].id, EXPECTED[k].id);
    assert_int_equal(target_first_alike(w.s, k), k == 5 ? 5 : 0);
    assert_true(r->people == EXPECTED[k].people);
    assert_int_equal(r->verdict, EXPECTED[k].verdict);
    assert_true(k == 5 || (fabs(r->best_people - 40) < 1e-6 && fabs(r->bound_people - 40) < 1e-6));
    assert_int_equal(limits_said(&w, EXPECTED[k].id), EXPECTED[k].limits);
    if (EXPECTED[k].limits && k < 5) assert_true(fabs(gain_said(&w, EXPECTED[k].id, "crossing") - 20) < 1e-6);
  }
  const lfl_scenario *given = w.s;
  bool wants[6] = {true, false, true, true, true, true};
  lfl_what_if_point point;
  lfl_arena *arena = lfl_arena_create();
  assert_non_null(arena);
  assert_int_equal(lfl_what_if(&given, 1, true, NULL, wants, NULL, arena, &point), LFL_OK);
  for (int k = 0; k < w.s->n_targets; k++) {
    const lfl_target_result *r = &point.targets[k];
    assert_int_equal(r->verdict, wants[k] ? EXPECTED[k].verdict : LFL_VERDICT_UNKNOWN);
    if (wants[k]) assert_true(r->people == EXPECTED[k].people && r->best_people == w.plan->targets[k].best_people);
  }
  lfl_arena_destroy(arena);
  case_close(&w);
}

static void a_closure_is_said(void **state) {
  (void)state;
  world w;
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 100 | 0\n"
             "set status.+c.subject = link\nset status.+c.subject_id = ROAD\nset status.+c.status = closed\nset status.+c.source = invented\n");
  assert_int_equal(w.plan->n_conflicts, 1);
  assert_string_equal(w.plan->conflicts[0].limit, "closure");
  assert_string_equal(w.plan->conflicts[0].subject_id, "ROAD");
  assert_true(w.plan->conflicts[0].is_minimal);
  assert_string_equal(w.plan->conflicts[0].text, "The road East Gate - Town is closed from 1 January 2000 to 4 January 2000");
  case_close(&w);
}

/* West is closed and lets in 8 trucks a day, East 2, of which the road carries one: with trucks enough and 70 to be fed,
 * neither the closure nor East or its road alone keeps them from it. East's own closed day and the risk have no part. */
static void a_limit_and_a_closure_together(void **state) {
  (void)state;
  world w;
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 70 | 1\n"
             "set fleets.TRUCK.n_vehicles = 50\nset places.+w.place_id = WEST\nset places.+w.kind = crossing\nset places.+w.trucks_per_day = 8\n"
             "set links.+w.link_id = LANE\nset links.+w.from_id = WEST\nset links.+w.to_id = TOWN\nset links.+w.length_km = 20\nset links.+w.speed_km_per_h = 10\n"
             "set supplies.+w.item_id = ration\nset supplies.+w.place_id = WEST\nset supplies.+w.units = 4000\n"
             "set status.+c.subject = place\nset status.+c.subject_id = WEST\nset status.+c.status = closed\nset status.+c.source = invented\n"
             "set status.+d.subject = place\nset status.+d.subject_id = GATE\nset status.+d.from_day = 3\nset status.+d.to_day = 3\nset status.+d.status = closed\nset status.+d.source = invented\n"
             "set status.+e.subject = place\nset status.+e.subject_id = TOWN\nset status.+e.status = at_risk\nset status.+e.source = invented\n"
             "set links.ROAD.vehicles_per_day = 1\n");
  assert_true(is_in_set(w.plan, 0, 1, -1, "closure", "WEST") && is_in_set(w.plan, 0, 2, -1, "closure", "WEST"));
  assert_true(is_in_set(w.plan, 0, 1, -1, "crossing", "GATE") != is_in_set(w.plan, 0, 2, -1, "crossing", "GATE"));
  assert_true(is_in_set(w.plan, 0, 1, -1, "link", "ROAD") != is_in_set(w.plan, 0, 2, -1, "link", "ROAD"));
  assert_int_equal(w.plan->n_conflicts, 4);
  for (int k = 0; k < w.plan->n_conflicts; k++) {
    assert_true(w.plan->conflicts[k].is_minimal);
    assert_string_not_equal(w.plan->conflicts[k].limit, "risk");
  }
  case_close(&w);
}

/* A site that is at risk receives nobody, so that nobody can leave the town for it. */
static void a_risk_is_said(void **state) {
  (void)state;
  world w;
  read_world(&w, "given n_days 4\n"
                 "given table places\n place_id | name | kind | people | willing_share | usable_m2 | shelter_places | toilet_places\n"
                 " TOWN | Town | area | 100 | 1 | | |\n CAMP | Camp | site | | | 90000 | 500 | 500\n"
                 "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n ROAD | TOWN | CAMP | 20 | 10\n"
                 "given table fleets\n fleet_id | vehicle | n_vehicles | seats | hours_per_day | load_unload_h\n BUS | bus | 3 | 50 | 8 | 1\n"
                 "given table targets\n target_id | kind | place_id | people | by_day\n out | move_out | TOWN | 80 | 2\n"
                 "given table status\n subject | subject_id | status | source\n place | CAMP | at_risk | declared by the county\n");
  assert_int_equal(w.plan->targets[0].verdict, LFL_IMPOSSIBLE);
  assert_int_equal(w.plan->n_conflicts, 1);
  assert_string_equal(w.plan->conflicts[0].limit, "risk");
  assert_string_equal(w.plan->conflicts[0].text,
                      "Camp is at risk from 1 January 2000 to 4 January 2000 (declared by the county): nobody is planned into it until that is over");
  case_close(&w);
}

/* 800 people in a camp with shelter for 500 and toilets for 200 (at survival 50 people to a toilet instead of 20: for 500). */
#define CAMP                                                                                             \
  "given n_days 4\n"                                                                                     \
  "given table places\n place_id | name | kind | people | usable_m2 | shelter_places | toilet_places | trucks_per_day\n" \
  " CAMP | Camp | site | 800 | 36200 | 500 | 200 |\n GATE | Gate | crossing | | | | | 100\n"
#define CAMP_TARGETS "given table targets\n target_id | kind | place_id | need | tier | people | by_day\n"

static void what_exists_is_all_there_is(void **state) {
  (void)state;
  world w;
  read_world(&w, CAMP CAMP_TARGETS " 1_beds | capacity | CAMP | shelter | minimum | 700 | 2\n 2_roof | served | CAMP | shelter | minimum | | 2\n"
                                   " 3_latrines | served | CAMP | toilet | survival | 600 | 1\n 4_some | served | | toilet | survival | 500 | 0\n");
  static const struct { const char *limit, *text; double gain; } EXPECTED[] = {
      {"shelter", "Existing shelter at Camp: 500 places", 50}, {"shelter", "Existing shelter at Camp: 500 places", 50}, {"toilet", "Existing toilets at Camp: 200 places", 50}};
  assert_int_equal(w.plan->n_conflicts, 3);
  for (int k = 0; k < 3; k++) {
    const lfl_conflict_row *c = &w.plan->conflicts[k];
    assert_int_equal(w.plan->targets[k].verdict, LFL_IMPOSSIBLE);
    assert_true(w.plan->targets[k].best_people == 500);
    assert_true(c->target_i == k && c->set == 1 && c->is_minimal);
    assert_string_equal(c->limit, EXPECTED[k].limit);
    assert_string_equal(c->subject_id, "CAMP");
    assert_string_equal(c->text, EXPECTED[k].text);
  }
  assert_true(w.plan->targets[3].verdict == LFL_POSSIBLE || w.plan->targets[3].verdict == LFL_MET);
  assert_int_equal(w.plan->n_target_binding, 3);
  for (int k = 0; k < 3; k++) { /* 20 toilet places more serve 50 people more at survival */
    const lfl_binding_row *b = &w.plan->target_binding[k];
    assert_true(b->target_i == k && b->step == (k < 2 ? 50 : 20) && fabs(b->gain - EXPECTED[k].gain) < 1e-6 && b->holds_to >= b->step);
  }
  assert_string_equal(w.plan->target_binding[0].text, "Existing shelter at Camp: 500 places and no more on 3 January 2000");
  assert_string_equal(w.plan->target_binding[1].text, "Existing shelter at Camp: 500 places and no more from 3 January 2000 to 4 January 2000");
  assert_int_equal(w.plan->n_binding, 0); /* of a whole plan it is not looked at */
  case_close(&w);
}

/* A pitch for five takes 1,000 m2: on 36,200 m2 there is room for 36 of them, 180 people beside the 500 for whom there is
 * shelter. With more land, and with more shelter, 700 have a place; workers and tents are plenty. */
#define PITCHES                                                                                          \
  "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n ROAD | GATE | CAMP | 5 | 20\n" \
  "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 20 | 10000 | 50 | 8 | 1\n" \
  "given table items\n item_id | need | mass_kg | volume_m3 | people_served\n tent | shelter | 50 | 0.3 | 5\n" \
  "given table supplies\n item_id | place_id | units\n tent | GATE | 1000\n"                            \
  "given table crews\n crew_id | n_workers\n CREW | 100\n"                                              \
  "given table construction\n construction_id | capacity | people_per_unit | worker_days_per_unit | m2_per_unit | crew_id | settle_days\n pitch | shelter | 5 | 1 | 1000 | CREW | 0\n" \
  "given table construction_items\n construction_id | item_id | units_per_unit\n pitch | tent | 1\n"

static void land_and_what_exists_together(void **state) {
  (void)state;
  world w;
  read_world(&w, CAMP PITCHES CAMP_TARGETS " 1_beds | capacity | | shelter | minimum | 700 | 2\n 2_roof | served | CAMP | shelter | minimum | | 2\n 3_fewer | capacity | CAMP | shelter | minimum | 680 | 2\n");
  assert_true(w.plan->targets[0].verdict == LFL_IMPOSSIBLE && w.plan->targets[0].best_people == 681);
  assert_true(w.plan->targets[1].verdict == LFL_IMPOSSIBLE && w.plan->targets[1].best_people == 681);
  assert_true(w.plan->targets[2].verdict != LFL_IMPOSSIBLE);
  assert_int_equal(w.plan->n_conflicts, 4);
  for (int t = 0; t < 2; t++) {
    assert_true(is_in_set(w.plan, t, 1, -1, "land", "CAMP") && is_in_set(w.plan, t, 1, -1, "shelter", "CAMP"));
    for (int without = 0; without < 4; without++) /* with either lifted, too, the model written out reaches it */
      if (w.plan->conflicts[without].target_i == t) assert_true(best_without(&w, t, 1, without) >= w.plan->targets[t].people - 1e-6);
    assert_true(fabs(best_without(&w, t, 1, -1) - 681) < 1e-6);
  }
  const lfl_binding_row *land = binding_said(w.plan, "land", "CAMP");
  assert_non_null(land);
  assert_non_null(strstr(land->text, "Land at Camp (36200 m2)"));
  case_close(&w);
}

/* Where there is none, what exists is no limit that could be more; another place's is. */
static void what_exists_elsewhere(void **state) {
  (void)state;
  world w;
  read_world(&w, CAMP CAMP_TARGETS " 1_taps | served | CAMP | tap | minimum | 10 | 0\n 2_beds | capacity | | shelter | minimum | 700 | 0\n 3_roof | served | | shelter | minimum | 1010 | 0\n"
             "set places.+t.place_id = TOWN\nset places.+t.kind = area\nset places.+t.people = 400\nset places.+t.tap_places = 100\nset places.+t.shelter_places = 100\n");
  static const struct { const char *limit, *id; } EXPECTED[] = {{"none", "CAMP"}, {"shelter", "CAMP"}, {"shelter", "TOWN"}, {"shelter", "CAMP"}, {"shelter", "TOWN"}};
  assert_int_equal(w.plan->n_conflicts, 5);
  for (int k = 0; k < 5; k++) {
    assert_string_equal(w.plan->conflicts[k].limit, EXPECTED[k].limit);
    assert_string_equal(w.plan->conflicts[k].subject_id, EXPECTED[k].id);
  }
  /* of all: 800 of the camp and 100 of the town are too few, and so are 500 and 400: each is a set of its own */
  assert_true(w.plan->conflicts[3].set == 1 && w.plan->conflicts[4].set == 2);
  case_close(&w);
}

/* Five places with shelter for 50 each count for one target: a row for each in the set, in words their sum; three are named. */
static void what_exists_at_many_places_is_a_sum(void **state) {
  (void)state;
  for (int n = 3; n <= 5; n += 2) {
    char text[2000] = "given n_days 2\ngiven table places\n place_id | kind | people | shelter_places\n";
    for (int i = 0; i < n; i++) snprintf(text + strlen(text), sizeof text - strlen(text), " P%d | area | 100 | 50\n", i);
    snprintf(text + strlen(text), sizeof text - strlen(text), CAMP_TARGETS " beds | capacity | | shelter | minimum | 400 | 1\n");
    world w;
    read_world(&w, text);
    assert_int_equal(w.plan->n_conflicts, n);
    const char *words;
    assert_int_equal(lfl_conflict_words(w.plan, 0, w.plan->arena, &words), n == 5 ? 5 : 1);
    assert_string_equal(words, n == 5 ? "Existing shelter at 5 places: 250 places in all" : "Existing shelter at P0: 50 places");
    assert_true(w.plan->conflicts[0].is_minimal);
    case_close(&w);
  }
}

/* What there is none of yet is a limit: of the set, and of what binds. */
static void what_stands_at_0_is_a_limit(void **state) {
  (void)state;
  world w;
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 40 | 0\n"
                 "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 0 | 20 | 9 | 8 | 4\n");
  assert_int_equal(w.plan->n_conflicts, 1);
  assert_string_equal(w.plan->conflicts[0].text, "Fleet TRUCK has 0 vehicles");
  assert_true(w.plan->conflicts[0].is_minimal);
  assert_true(fabs(binding_said(w.plan, "fleet", "TRUCK")->gain - 40) < 0.01); /* as many as the gate lets in */
  assert_string_equal(w.plan->binding[0].text, "Fleet TRUCK has 0 vehicles");
  case_close(&w);
}

/* Nobody of one place is recorded as willing, 50 of 100 of the other are: 90 are out of reach by both together, as more of either
 * would be enough; 160 by each alone. As where one person is, so where nobody is. */
static void nobody_willing_at_one_of_two_places(void **state) {
  (void)state;
  static const char *const OF_WARD[] = {"0", "", "0.01"};
  for (int k = 0; k < 3; k++) {
    char text[2000];
    world w;
    snprintf(text, sizeof text, "given n_days 2\ngiven walk_limit_km 9\n"
             "given table places\n place_id | name | kind | people | willing_share | usable_m2 | shelter_places | source | observed_on | method\n"
             " TOWN | Town | area | 100 | 0.5 | | 100 | invented | 2000-01-01 | invented\n WARD | Ward | area | 100 | %s | | 100 | invented | 2000-01-01 | invented\n CAMP | Camp | site | 0 | | 90000 | 900 | | |\n"
             "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h | people_per_day\n T | TOWN | CAMP | 4 | 20 | 900\n W | WARD | CAMP | 4 | 20 | 900\n"
             "given table targets\n target_id | kind | people | by_day\n out | move_out | 90 | 1\n most | move_out | 160 | 1\n", OF_WARD[k]);
    read_world(&w, text);
    assert_int_equal(w.plan->n_conflicts, 4);
    const lfl_conflict_row *most = &w.plan->conflicts[0], *out = &w.plan->conflicts[2];
    assert_true(most[0].target_i == 0 && most[0].set != most[1].set && most[0].is_minimal && most[1].is_minimal);
    assert_true(out[0].target_i == 1 && out[0].set == out[1].set && out[0].is_minimal);
    assert_string_equal(out[0].text, "50 people of Town are recorded as willing to leave");
    assert_string_equal(out[1].text, k < 2 ? "Nobody of Ward is recorded as willing to leave" : "One person of Ward is recorded as willing to leave");
    case_close(&w);
  }
}

static void what_is_no_limit_is_said(void **state) {
  (void)state;
  world w;
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 200 | 0\n"); /* more than there are */
  assert_int_equal(w.plan->n_conflicts, 1);
  assert_string_equal(w.plan->conflicts[0].limit, "none");
  assert_non_null(strstr(w.plan->conflicts[0].text, "no more than 100 people"));
  case_close(&w);
  /* there is no roof where they could go: no limit, but nobody is moved into worse */
  read_world(&w, "given n_days 2\n"
                 "given table places\n place_id | name | kind | people | willing_share | shelter_places\n"
                 " TOWN | Town | area | 100 | 0.8 | 0\n CAMP | Camp | area | 10 | 0 | 0\n"
                 "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n T | TOWN | CAMP | 4 | 20\n"
                 "given table fleets\n fleet_id | vehicle | n_vehicles | seats | hours_per_day | load_unload_h\n BUS | bus | 3 | 50 | 8 | 1\n"
                 "given table targets\n target_id | kind | place_id | people | by_day\n out | move_out | TOWN | 80 | 1\n");
  assert_int_equal(w.plan->n_conflicts, 1);
  assert_string_equal(w.plan->conflicts[0].text, "Roads, what is not there, that nobody is moved into worse and who lives where: with every limit, closure and risk lifted no more than 0 people can be moved out of Town");
  case_close(&w);
  /* there is, but the way is longer than people are planned to walk, which is not lifted */
  read_world(&w, "given n_days 2\ngiven walk_limit_km 3.5\n"
                 "given table places\n place_id | name | kind | people | willing_share | shelter_places\n"
                 " TOWN | Town | area | 100 | 0.8 | 0\n CAMP | Camp | area | 10 | 0 | 500\n"
                 "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h | people_per_day\n T | TOWN | CAMP | 4 | 20 | 900\n"
                 "given table targets\n target_id | kind | place_id | people | by_day\n out | move_out | TOWN | 80 | 1\n");
  assert_int_equal(w.plan->n_conflicts, 1);
  assert_string_equal(w.plan->conflicts[0].text,
                      "Roads, what is not there, the walking limit of 3.5 km, that nobody is moved into worse and who lives where: with every limit, closure and risk lifted no more than 0 people can be moved out of Town");
  case_close(&w);
}

/* Notice, and the days of crews and escorts, are named where they stand in the way, and not where they do not. */
static void days_that_shut_are_named(void **state) {
  (void)state;
  static const char TENTS[] = "given n_days 4\ngiven table places\n place_id | name | kind | people\n TOWN | Town | area | 500\n"
                              "given table crews\n crew_id | n_workers | from_day\n BUILD | 50 | 2\n"
                              "given table supplies\n item_id | place_id | units\n family_tent | TOWN | 400\n"
                              "given table targets\n target_id | kind | place_id | need | people | by_day\n roofs | capacity | TOWN | shelter | 100 | 1\n";
  static const char FED[] = GATE_AND_FLEET " fed | served | food | minimum | %d | 0\n"
                            "given table escorts\n escort_id | convoys_per_day | vehicles_per_convoy | from_day | to_day\n ESC | 9 | 9 | %s |\n"
                            "given table permissions\n subject | subject_id | from_day | to_day | convoys_per_day | trucks_per_convoy | notice_days | escort_id\n place | GATE | 0 | 2 | 9 | 5 | %s | ESC\n";
  static const struct {
    int people;
    const char *escort_from, *notice, *limit, *subject, *text;
  } CASES[] = {{100, "0", "0.5", "permission", "GATE", "Nothing passes East Gate on 1 January 2000, before notice of convoys is over"},
               {100, "50", "0", "escort", "ESC", "Escort ESC is not there from 1 January 2000 to 4 January 2000, and what needs it does not pass"},
               {200, "50", "0.5", "none", "", "Roads, what is not there and who lives where: with every limit, closure and risk lifted no more than 100 people can be served so anywhere"}};
  world w;
  read_world(&w, TENTS);
  assert_int_equal(w.plan->n_conflicts, 1);
  assert_string_equal(w.plan->conflicts[0].limit, "crew");
  assert_string_equal(w.plan->conflicts[0].text, "Crew BUILD is not there from 1 January 2000 to 2 January 2000");
  case_close(&w);
  for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
    char text[2000];
    snprintf(text, sizeof text, FED, CASES[k].people, CASES[k].escort_from, CASES[k].notice);
    read_world(&w, text);
    assert_int_equal(w.plan->n_conflicts, 1);
    assert_string_equal(w.plan->conflicts[0].limit, CASES[k].limit);
    assert_string_equal(w.plan->conflicts[0].subject_id, CASES[k].subject);
    assert_string_equal(w.plan->conflicts[0].text, CASES[k].text);
    case_close(&w);
  }
}

static const char *conflict_of(const world *w, const char *target_id) {
  for (int k = 0; k < w->plan->n_conflicts; k++)
    if (strcmp(w->s->targets[w->plan->conflicts[k].target_i].id, target_id) == 0) return w->plan->conflicts[k].text;
  fail_msg("nothing is said of %s", target_id);
  return NULL;
}

/* Each kind of target in its own words: out of a place, served in it, room in it; for a place and for everywhere. */
static void a_sentence_for_each_kind_of_target(void **state) {
  (void)state;
  static const char NO_LIMIT_SAYS[] = "Roads, what is not there and who lives where: with every limit, closure and risk lifted ",
                    NO_MOVE_SAYS[] = "Roads, what is not there, that nobody is moved into worse and who lives where: with every limit, closure and risk lifted ";
  static const struct {
    const char *target_id, *says;
  } EXPECTED[] = {{"fed", "no more than 100 people can be served so in Town"},      {"fed-all", "no more than 100 people can be served so anywhere"},
                  {"roofs", "no more than 0 people can have shelter in Town"},     {"taps", "no more than 0 people can have taps anywhere"},
                  {"out", "no more than 0 people can be moved out of Town"}};
  world w;
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 200 | 0\n fed-all | served | food | minimum | 200 | 1\n roofs | capacity | shelter | | 70 | 2\n"
             " taps | capacity | tap | | 70 | 2\n out | move_out | | | 10 | 2\n nobody | move_out | | | 10 | 2\n none | move_out | | | 10 | 2\n"
             "set targets.fed.place_id = TOWN\nset targets.roofs.place_id = TOWN\nset targets.out.place_id = TOWN\nset targets.nobody.place_id = GATE\n"
             "set places.TOWN.willing_share = 0.5\n");
  for (size_t k = 0; k < sizeof EXPECTED / sizeof EXPECTED[0]; k++) {
    const char *text = conflict_of(&w, EXPECTED[k].target_id);
    const char *begins = strcmp(EXPECTED[k].target_id, "out") == 0 ? NO_MOVE_SAYS : NO_LIMIT_SAYS;
    if (strncmp(text, begins, strlen(begins)) != 0 || strcmp(text + strlen(begins), EXPECTED[k].says) != 0)
      fail_msg("%s: %s", EXPECTED[k].target_id, text);
  }
  assert_string_equal(conflict_of(&w, "nobody"), "Nobody in East Gate is recorded as willing to leave");
  for (int k = 0; k < w.plan->n_conflicts; k++) {
    bool is_nobody = strcmp(w.plan->conflicts[k].limit, "willing") == 0;
    assert_true(lfl_conflict_is_alone(w.plan, k));
    assert_int_equal(w.plan->conflicts[k].is_minimal, !is_nobody); /* there are no buses either: with everybody willing nobody could go */
  }
  case_close(&w);
  read_world(&w, GATE_AND_FLEET " all | move_out | | | 10 | 2\nset places.GATE.trucks_per_day = 1\n");
  assert_string_equal(conflict_of(&w, "all"), "Nobody anywhere is recorded as willing to leave");
  case_close(&w);
}

/* No crew is named: one of n_workers stands in. */
static const char WORKERS_UNNAMED[] = "given n_days 3\ngiven table places\n place_id | kind | people\n TOWN | area | 500\n"
                                      "given table supplies\n item_id | place_id | units\n family_tent | TOWN | 400\n"
                                      "given table targets\n target_id | kind | place_id | need | people | by_day\n roofs | capacity | TOWN | shelter | 100 | 2\n";

static double survival_with(int n_workers, double litres) {
  char text[700];
  world w;
  snprintf(text, sizeof text, "%sset scenario.n_workers.value = %d\nset places.TOWN.water_yield_l_per_day = %g\n", WORKERS_UNNAMED, n_workers, litres);
  assert_true(case_open(&w, text));
  make_plan(&w);
  double value = w.plan->levels[0].value;
  case_close(&w);
  return value;
}

/* Bounds of columns that follow from a limit (no more is pumped than the yield, no more is built than the crew can) take neither
 * its price nor its gain away, and local water binds also where nothing but it brings any. */
static void a_levels_gains_are_all_that_more_would_bring(void **state) {
  (void)state;
  static const char *const LIMITS[] = {"crew", "water"}, *const IDS[] = {"workers", "TOWN"};
  world w;
  char text[700];
  snprintf(text, sizeof text, "%sset scenario.n_workers.value = 3\nset places.TOWN.water_yield_l_per_day = 750\n", WORKERS_UNNAMED);
  assert_true(case_open(&w, text));
  make_plan(&w);
  assert_int_equal(w.plan->n_binding, 2);
  for (int k = 0; k < 2; k++) {
    const lfl_binding_row *b = &w.plan->binding[strcmp(w.plan->binding[0].limit, LIMITS[k]) == 0 ? 0 : 1];
    double with = k == 0 ? survival_with(3 + (int)b->step, 750) : survival_with(3, 750 + b->step), gain = w.plan->levels[0].value - with;
    assert_string_equal(b->limit, LIMITS[k]);
    assert_string_equal(b->subject_id, IDS[k]);
    assert_true(b->from_day == 0 && b->to_day == 2 && gain > 100);
    if (fabs(b->gain - gain) > 1e-3) fail_msg("%s: %g more gains %.10g, not %.10g", b->limit, b->step, b->gain, gain);
  }
  case_close(&w);
}

/* One of a thing is one; what counts by a day is said up to that day. */
static void limits_are_said_as_people_say_them(void **state) {
  (void)state;
  world w;
  char text[700];
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 30 | 0\nset places.GATE.trucks_per_day = 1\nset fleets.TRUCK.n_vehicles = 9\n");
  assert_string_equal(conflict_of(&w, "fed"), "East Gate lets in 1 truck a day");
  case_close(&w);
  snprintf(text, sizeof text, "%sset scenario.n_workers.value = 3\n", WORKERS_UNNAMED);
  assert_true(case_open(&w, text));
  make_plan(&w);
  assert_string_equal(binding_said(w.plan, "crew", "workers")->text, "All 3 workers are at work from 1 January 2000 to 3 January 2000");
  assert_string_equal(conflict_of(&w, "roofs"), "There are 3 workers");
  case_close(&w);
  read_world(&w, GATE_AND_FLEET " out | move_out | | | 40 | 1\nset targets.out.place_id = TOWN\nset places.TOWN.willing_share = 1\n"
             "set places.+c.place_id = CAMP\nset places.+c.kind = area\nset places.+c.people = 0\n"
             "set links.+c.link_id = LANE\nset links.+c.from_id = TOWN\nset links.+c.to_id = CAMP\nset links.+c.length_km = 2\nset links.+c.people_per_day = 1\n"
             "set scenario.walk_limit_km.value = 5\n");
  const lfl_binding_row *lane = binding_said(w.plan, "walk", "LANE");
  assert_non_null(lane);
  assert_string_equal(lane->text, "The road Town - CAMP carries 1 person a day on foot from 1 January 2000 to 2 January 2000");
  assert_string_equal(conflict_of(&w, "out"), "The road Town - CAMP carries 1 person a day on foot in each direction");
  case_close(&w);
  read_world(&w, GATE_AND_FLEET " fed | served | food | minimum | 30 | 0\n"
             "set pledges.+m.pledge_id = A\nset pledges.+m.amount = 5\nset pledges.+m.from_day = 1\nset fleets.TRUCK.cost_per_km = 1\n");
  bool is_said = false;
  for (int k = 0; k < w.plan->n_conflicts; k++) is_said = is_said || strcmp(w.plan->conflicts[k].text, "Money not earmarked that has come by 4 January 2000: 5 USD") == 0;
  assert_true(is_said);
  case_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sets_are_small_and_enough), cmocka_unit_test(a_price_holds_as_far_as_it_is_tried),
      cmocka_unit_test(a_price_holds_beyond_the_step), cmocka_unit_test(every_price_has_a_gain_and_a_range),
      cmocka_unit_test(two_limits_each_of_which_is_enough), cmocka_unit_test(two_limits_only_together),
      cmocka_unit_test(targets_that_differ_in_number), cmocka_unit_test(a_closure_is_said), cmocka_unit_test(a_limit_and_a_closure_together), cmocka_unit_test(a_risk_is_said),
      cmocka_unit_test(what_exists_is_all_there_is), cmocka_unit_test(land_and_what_exists_together), cmocka_unit_test(what_exists_elsewhere),
      cmocka_unit_test(what_exists_at_many_places_is_a_sum), cmocka_unit_test(what_stands_at_0_is_a_limit),
      cmocka_unit_test(nobody_willing_at_one_of_two_places),
      cmocka_unit_test(targets_that_differ_in_number), cmocka_unit_test(a_closure_is_said), cmocka_unit_test(a_limit_and_a_closure_together), cmocka_unit_test(a_risk_is_said), cmocka_unit_test(what_is_no_limit_is_said),
      cmocka_unit_test(days_that_shut_are_named), cmocka_unit_test(a_sentence_for_each_kind_of_target), cmocka_unit_test(limits_are_said_as_people_say_them), cmocka_unit_test(a_levels_gains_are_all_that_more_would_bring),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
