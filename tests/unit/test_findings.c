/* What a plan says beside its decisions: answers to claims, sets, what binds, smallest sets, what it would take. As made it is
 * accepted; any figure or key of it that other tables or the scenario give, altered, is refused and named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "case_runner.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"

/* Two gates of a truck of 20 rations a day each, a fleet of 3: 40 of 100 people are fed. Shelter for 50 stands in the town, and
 * nothing is built. */
static const char TOWN[] =
    "given n_days 3\n"
    "given table places\n place_id | name | kind | people | trucks_per_day | shelter_places | willing_share\n"
    " EAST | East Gate | crossing | | 1 | |\n WEST | West Gate | crossing | | 1 | |\n TOWN | Town | area | 100 | | 50 |\n"
    "given table links\n link_id | from_id | to_id | length_km | speed_km_per_h\n ROAD | EAST | TOWN | 20 | 10\n LANE | WEST | TOWN | 20 | 10\n"
    "given table fleets\n fleet_id | vehicle | n_vehicles | payload_kg | volume_m3 | hours_per_day | load_unload_h\n TRUCK | truck | 3 | 20 | 9 | 8 | 4\n"
    "given table items\n item_id | need | mass_kg | volume_m3 | people_served | duration_days\n ration | food | 1 | 0 | 1 | 1\n"
    "given table supplies\n item_id | place_id | units\n ration | EAST | 4000\n ration | WEST | 4000\n"
    "given table targets\n target_id | kind | place_id | need | tier | people | by_day\n"
    " 1_fed | served | | food | minimum | 100 | 0\n 2_roof | served | | shelter | minimum | 80 | 1\n 3_out | move_out | TOWN | | | 10 | 2\n"
    "given table negotiable\n table | row_id | column | step | weight | at_most\n places | EAST | trucks_per_day | 1 | 4 | 6\n fleets | TRUCK | n_vehicles | 1 | 3 | 6\n"
    "given table claims\n claim_id | text | indicator | value_low | value_high\n"
    " fed | Everybody is fed. | target:1_fed | 100 |\n some | Some are fed. | served_people:food:survival:1 | 10 | 90\n tents | Nobody builds. | days_to_build:shelter:20 | 1 | 2\n"
    " ages | It takes months. | days_to_build:shelter:20 | 60 |\n weeks | It takes weeks. | days_to_build:shelter:20 | 2 | 30\n roofs | Roofs. | capacity_people:shelter:1 | 50 | 50\n";

typedef case_text_world world;

static void open_world(world *w) {
  if (!case_open(w, TOWN)) fail_msg("%s", lfl_diag_format(&w->diags.items[0], w->diags.arena));
  lfl_plan_options o = lfl_plan_options_default();
  const lfl_scenario *sets[] = {w->s};
  const char *ids[] = {"the same"};
  o.n_sets = 1;
  o.set_scenarios = sets;
  o.set_ids = ids;
  assert_int_equal(lfl_plan_make(w->s, &o, &w->plan), LFL_TARGET_NOT_MET);
}

/* Is it accepted? If not, does it say so of the column? */
static bool is_refused(const world *w, const char *table, const char *column) {
  lfl_diags diags;
  bool is_said = false;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_plan_verify(w->s, w->plan, &diags);
  if (status == LFL_OK) status = lfl_plan_verify_findings(w->s, w->plan, &diags);
  for (int k = 0; k < diags.n; k++) {
    is_said = is_said || (strcmp(diags.items[k].file, table) == 0 && diags.items[k].column && strcmp(diags.items[k].column, column) == 0 && diags.items[k].row >= 2 && diags.items[k].expected);
    if (!column[0]) print_error("  %s\n", lfl_diag_format(&diags.items[k], diags.arena));
  }
  lfl_diags_clear(&diags);
  return status == LFL_TARGET_NOT_MET && (is_said || !column[0]);
}

static int n_altered;

static void want_refused(const world *w, const char *table, const char *column, double number) {
  n_altered++;
  if (!is_refused(w, table, column)) fail_msg("%s, %s made %g: not refused, or not by that name", table, column, number);
}

#define NUMBER(table, column, at, value)           \
  do {                                             \
    double before_ = (double)(at);                 \
    (at) = (value);                                \
    want_refused(&w, table, column, (double)(at)); \
    (at) = before_;                                \
  } while (0)
#define WHOLE(type, table, column, at, value)      \
  do {                                             \
    type before_ = (at);                           \
    (at) = (type)(value);                          \
    want_refused(&w, table, column, (double)(int)(at)); \
    (at) = before_;                                \
  } while (0)
#define TEXT(table, column, at, value)             \
  do {                                             \
    const char *before_ = (at);                    \
    (at) = (value);                                \
    want_refused(&w, table, column, (double)NAN);  \
    (at) = before_;                                \
  } while (0)

static void claims_and_targets(void **state) {
  (void)state;
  world w;
  open_world(&w);
  if (is_refused(&w, "", "")) fail_msg("the plan as made is refused");
  lfl_claim_result *c = w.plan->claims;
  /* no plan builds within the 3 days: longer than 2 of them for certain, but whether 30 or 60 are needed nobody knows */
  static const struct {
    const char *id;
    lfl_claim_answer answer;
  } WANTED[] = {{"fed", LFL_CLAIM_CONTRADICTED}, {"some", LFL_CLAIM_CONFIRMED}, {"tents", LFL_CLAIM_CONTRADICTED}, {"ages", LFL_CLAIM_OPEN}, {"weeks", LFL_CLAIM_OPEN}, {"roofs", LFL_CLAIM_CONFIRMED}};
  for (int k = 0; k < w.s->n_claims; k++) {
    bool is_as_expected = false;
    for (size_t i = 0; i < sizeof WANTED / sizeof WANTED[0]; i++) is_as_expected = is_as_expected || (strcmp(w.s->claims[k].id, WANTED[i].id) == 0 && c[k].answer == WANTED[i].answer);
    assert_true(is_as_expected);
    NUMBER("claims", "figure", c[k].figure, c[k].figure + 1);
    NUMBER("claims", "figure", c[k].figure, (double)NAN);
    for (int more = 1; more <= 2; more++) WHOLE(lfl_claim_answer, "claims", "answer", c[k].answer, ((int)c[k].answer + more) % 3);
    TEXT("claims", "text", c[k].text, "9 people served on that day.");
    TEXT("claims", "text", c[k].text, NULL);
  }
  lfl_target_result *t = w.plan->targets;
  WHOLE(lfl_verdict, "targets", "verdict", t[0].verdict, LFL_VERDICT_UNKNOWN);
  WHOLE(lfl_verdict, "targets", "verdict", t[0].verdict, LFL_POSSIBLE);
  WHOLE(lfl_verdict, "targets", "verdict", t[0].verdict, LFL_MET);
  WHOLE(int, "targets", "earliest_day", t[0].earliest_day, 0);
  WHOLE(bool, "targets", "willing_missing", t[0].willing_missing, true);
  WHOLE(bool, "targets", "willing_missing", t[2].willing_missing, false);
  NUMBER("targets", "willing_best_people", t[0].willing_best_people, 5);
  NUMBER("targets", "willing_bound_people", t[0].willing_bound_people, 5);
  WHOLE(int, "targets", "willing_earliest_day", t[0].willing_earliest_day, 1);
  NUMBER("targets", "willing_best_people", t[2].willing_best_people, 400);
  case_close(&w);
}

static void sets(void **state) {
  (void)state;
  world w;
  open_world(&w);
  assert_int_equal(w.plan->n_sets, 2);
  lfl_set_result *own = &w.plan->sets[0], *other = &w.plan->sets[1];
  NUMBER("sets", "survival", own->level_values[LFL_LEVEL_SURVIVAL], own->level_values[LFL_LEVEL_SURVIVAL] + 1);
  NUMBER("sets", "cost", own->level_values[LFL_LEVEL_COST], (double)NAN);
  WHOLE(int, "sets", "n_levels", own->n_levels, own->n_levels - 1);
  TEXT("sets", "set_id", own->set_id, "x");
  NUMBER("sets", "survival_share", own->survival_share, 1.2);
  NUMBER("sets", "survival_share", own->survival_share, 1); /* 60 of 100 are hungry on every day */
  NUMBER("sets", "survival_share", own->survival_share, own->survival_share + 0.001);
  NUMBER("sets", "survival_share", own->survival_share, (double)NAN);
  NUMBER("sets", "survival_share", other->survival_share, (double)NAN);
  NUMBER("sets", "cost", other->level_values[LFL_LEVEL_COST], 3);
  NUMBER("sets", "survival", other->level_values[LFL_LEVEL_SURVIVAL], (double)NAN);
  NUMBER("sets", "survival", other->level_values[LFL_LEVEL_SURVIVAL], -3);
  NUMBER("set_targets", "best_people", other->best_people[0], -3);
  for (int k = 0; k < w.s->n_targets; k++) {
    WHOLE(lfl_verdict, "set_targets", "verdict", own->verdicts[k], own->verdicts[k] == LFL_POSSIBLE ? LFL_IMPOSSIBLE : LFL_POSSIBLE);
    WHOLE(lfl_verdict, "set_targets", "verdict", own->verdicts[k], LFL_VERDICT_UNKNOWN);
    NUMBER("set_targets", "best_people", own->best_people[k], own->best_people[k] + 1);
    WHOLE(int, "set_targets", "earliest_day", own->earliest_days[k], own->earliest_days[k] == 1 ? 2 : 1);
    WHOLE(lfl_verdict, "set_targets", "verdict", other->verdicts[k], other->verdicts[k] == LFL_POSSIBLE ? LFL_IMPOSSIBLE : LFL_POSSIBLE);
    WHOLE(lfl_verdict, "set_targets", "verdict", other->verdicts[k], LFL_MET);
    NUMBER("set_targets", "verdict", other->best_people[k], (double)NAN);
    NUMBER("set_targets", "verdict", other->best_people[k], other->verdicts[k] == LFL_POSSIBLE ? 0 : 1000);
    WHOLE(int, "set_targets", "earliest_day", other->earliest_days[k], 1);
  }
  case_close(&w);
}

static void alter_binding(world *at, lfl_binding_row *b) {
  world w = *at;
  TEXT("binding", "limit", b->limit, "crossings");
  TEXT("binding", "subject_id", b->subject_id, "NORTH");
  TEXT("binding", "unit", b->unit, "lorries");
  TEXT("binding", "text", b->text, "All of it is in use");
  WHOLE(int, "binding", "from_day", b->from_day, b->to_day + 1);
  WHOLE(int, "binding", "to_day", b->to_day, -1);
  WHOLE(int, "binding", "to_day", b->to_day, w.s->n_days);
  NUMBER("binding", "price", b->price, -b->price);
  NUMBER("binding", "gain", b->gain, -1);
  if (!isnan(b->gain)) { /* with its price: no more can be gained than is unserved, or than there are people */
    double price = b->price;
    b->price *= 1e3;
    NUMBER("binding", "gain", b->gain, 1e3 * fmax(b->gain, 1));
    b->price = price;
  }
  NUMBER("binding", "step", b->step, 0);
  NUMBER("binding", "holds_to", b->holds_to, isnan(b->holds_to) ? 1 : (double)NAN);
  NUMBER("binding", "holds_to", b->holds_to, isnan(b->gain) ? 1 : b->holds_to + 1);
}

static void what_binds_and_sets_of_limits(void **state) {
  (void)state;
  world w;
  open_world(&w);
  assert_true(w.plan->n_binding > 0 && w.plan->n_target_binding > 1 && w.plan->n_conflicts > 2);
  for (int k = 0; k < w.plan->n_binding; k++) alter_binding(&w, &w.plan->binding[k]);
  for (int k = 0; k < w.plan->n_target_binding; k++) {
    alter_binding(&w, &w.plan->target_binding[k]);
    if (strcmp(w.plan->target_binding[k].limit, "shelter") == 0) TEXT("binding", "subject_id", w.plan->target_binding[k].subject_id, "EAST"); /* has none */
  }
  const lfl_conflict_row *rows = w.plan->conflicts;
  int n_rows = w.plan->n_conflicts, n_last = 1;
  while (n_last < n_rows && rows[n_rows - 1 - n_last].target_i == rows[n_rows - 1].target_i) n_last++;
  w.plan->n_conflicts -= n_last; /* no set of the last target */
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  assert_int_equal(lfl_plan_verify_findings(w.s, w.plan, &diags), LFL_TARGET_NOT_MET);
  lfl_diags_clear(&diags);
  w.plan->n_conflicts = n_rows;
  for (int k = 0; k < w.plan->n_conflicts; k++) {
    lfl_conflict_row *c = &w.plan->conflicts[k];
    WHOLE(int, "conflicts", "set_no", c->set, c->set + 2);
    TEXT("conflicts", "limit", c->limit, "fleets");
    TEXT("conflicts", "subject_id", c->subject_id, "NORTH");
    if (k && c[-1].target_i == c->target_i && c[-1].set == c->set) WHOLE(bool, "conflicts", "minimal", c->is_minimal, !c->is_minimal);
  }
  case_close(&w);
}

static void what_it_would_take(void **state) {
  (void)state;
  world w;
  open_world(&w);
  int n_changes = 0;
  for (int k = 0; k < w.plan->n_offers; k++) {
    lfl_offer_row *o = &w.plan->offers[k];
    if (isnan(o->to_value)) { /* the roofs are beyond talks */
      NUMBER("offers", "row_id", o->to_value, 3);
      continue;
    }
    n_changes++;
    NUMBER("offers", "from_value", o->from_value, o->from_value + 1);
    NUMBER("offers", "to_value", o->to_value, o->to_value + 0.5);
    NUMBER("offers", "to_value", o->to_value, o->to_value + 100);
    NUMBER("offers", "to_value", o->to_value, o->from_value);
    NUMBER("offers", "weight", o->weight, o->weight + 1);
    NUMBER("offers", "best_people", o->best_people, 99);
    NUMBER("offers", "best_people", o->best_people, (double)NAN);
    WHOLE(int, "offers", "way_no", o->way, o->way + 2);
    TEXT("offers", "row_id", o->row_id, "NORTH");
  }
  assert_true(n_changes >= 2 && w.plan->n_offers > n_changes);
  WHOLE(lfl_verdict, "targets", "verdict", w.plan->targets[0].verdict, LFL_VERDICT_UNKNOWN);
  print_message("%d alterations refused\n", n_altered);
  case_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(claims_and_targets), cmocka_unit_test(sets), cmocka_unit_test(what_binds_and_sets_of_limits), cmocka_unit_test(what_it_would_take)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
