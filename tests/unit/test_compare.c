/* Options and disputed numbers on cases that can be checked by hand: what waiting costs, decisions common to
 * all options, shares and turning groups of parties' numbers, the same on one thread and two, redaction. */
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
#include "check/verify.h"
#include "engine/compare.h"
#include "ingest/ingest.h"
#include "model/redact.h"
#include "report/report.h"
#include "store/store.h"
#include "text_tables.h"

#define STANDARDS "standards\nindicator_id,value\nwater_losses,0\n"
#define PARTIES "options\nset_id,kind\na,party\nb,party\n"
enum { MOST_SETS = 8 };

typedef struct bench {
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_arena *arena;
  lfl_comparison *c;
} bench;

static lfl_status make(const lfl_layer *layers, int n, void *user, lfl_scenario **scenario, lfl_tables **tables) {
  const bench *b = user;
  lfl_diags diags;
  *scenario = NULL;
  *tables = NULL;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_tables_lay(b->tables, layers, n, &diags, tables);
  if (status == LFL_OK) status = lfl_scenario_build(*tables, &diags, scenario);
  lfl_diags_clear(&diags);
  return status == LFL_ERR_DATA ? LFL_OK : status;
}

/* Compares all sets, within a limit of work (0: none); the first party with each other one. plan: gets that of the scenario as entered, altered to serve so many fewer, with which it is compared; NULL: none. */
static bench compare_with(const char *const *texts, int n, int n_threads, bool is_thorough, long work_limit, double fewer, lfl_plan **plan) {
  bench b = {.tables = text_tables(texts, n), .arena = lfl_arena_create()};
  lfl_diags diags;
  lfl_set_terms terms[MOST_SETS];
  lfl_pair_input pairs[MOST_SETS];
  lfl_compare_input in = lfl_compare_input_default();
  lfl_plan_options o = lfl_plan_options_default();
  int first = -1;
  o.n_threads = n_threads;
  assert_true(lfl_diags_init(&diags));
  lfl_status status = lfl_scenario_build(b.tables, &diags, &b.scenario);
  for (int i = 0; i < diags.n && status != LFL_OK; i++) print_message("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  assert_int_equal(status, LFL_OK);
  lfl_diags_clear(&diags);
  in.scenario = b.scenario;
  in.n_sets = lfl_tables_sets(b.tables, b.arena, &in.set_ids);
  assert_in_range(in.n_sets, 0, MOST_SETS);
  for (int i = 0; i < in.n_sets; i++) {
    terms[i] = lfl_tables_terms(b.tables, in.set_ids[i]);
    if (terms[i].kind != LFL_SET_PARTY) continue;
    if (first < 0) {
      first = i;
      continue;
    }
    lfl_pair_input *p = &pairs[in.n_pairs++];
    *p = (lfl_pair_input){.a = first, .b = i};
    p->n_topics = lfl_tables_topics(b.tables, in.set_ids[first], in.set_ids[i], b.arena, &p->topics, &p->n_all_topics);
    assert_true(p->n_topics >= 0);
  }
  in.terms = terms;
  in.pairs = pairs;
  in.first_days = 3;
  in.n_weeks = 2;
  in.is_thorough = is_thorough;
  in.make = make;
  in.user = &b;
  if (plan) {
    status = lfl_plan_make(b.scenario, &o, plan);
    assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
    for (int k = 0; k < (*plan)->n_service; k++) (*plan)->service[k].served_people -= fewer;
    in.plan = *plan;
  }
  o.work_limit = work_limit;
  status = lfl_compare(&in, &o, &b.c);
  assert_true(status == LFL_OK || (work_limit && status == LFL_STOPPED));
  return b;
}

static bench compare(const char *const *texts, int n, int n_threads, bool is_thorough) { return compare_with(texts, n, n_threads, is_thorough, 0, 0, NULL); }

static void clear(bench *b) {
  lfl_comparison_destroy(b->c);
  lfl_scenario_destroy(b->scenario);
  lfl_tables_destroy(b->tables);
  lfl_arena_destroy(b->arena);
}

static int set_of(const bench *b, const char *id) {
  for (int i = 0; i < b->c->n_sets; i++)
    if (strcmp(b->c->sets[i].set_id, id) == 0) return i;
  fail_msg("no set %s", id);
  return -1;
}

static bool is_near(double a, double b) { return fabs(a - b) <= 1e-6 * fmax(1, fabs(b)); }

/* 1,000 people at 7.5 l; water for 500. The option brings water for all from day 2 on: 500 x 2 are unserved, as entered
 * 500 x 21. Each week of waiting costs 500 x 7. */
static void a_week_of_waiting_costs_its_days(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,21\n", "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,1000,3750\n", STANDARDS,
                                      "options\nset_id,kind,from_day\nwells,option,2\n", "assumptions\nset_id,table,row_id,column,value\nwells,places,TOWN,water_yield_l_per_day,7500\n"};
  bench b = compare(TEXTS, 5, 1, false);
  int k = set_of(&b, "wells");
  assert_true(is_near(b.c->sets[0].unserved_person_days, 10500) && is_near(b.c->sets[k].unserved_person_days, 1000));
  assert_int_equal(b.c->n_waiting, 2);
  assert_int_equal(b.c->waiting[1].from_day, 16);
  assert_true(is_near(b.c->waiting[0].more_person_days, 3500) && is_near(b.c->waiting[1].more_person_days, 7000));
  assert_true(is_near(b.c->waiting[1].more_than_week_before, 3500));
  clear(&b);
}

/* How many there are holds on all days, so that the option can only start on day 0: why nothing is known of waiting is said. */
static void what_cannot_wait_is_said(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,21\n", "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,1000,3750\n", STANDARDS,
                                      "options\nset_id,kind\nfewer,option\nwells,option\n", "assumptions\nset_id,table,row_id,column,value\nfewer,places,TOWN,people,900\nwells,places,TOWN,water_yield_l_per_day,7500\n"};
  bench b = compare(TEXTS, 5, 1, false);
  const lfl_compared_set *fewer = &b.c->sets[set_of(&b, "fewer")];
  assert_true(is_near(fewer->unserved_person_days, 8400) && !fewer->has_errors && isnan(b.c->waiting[0].more_person_days));
  assert_non_null(strstr(fewer->note, "later starts are not solved"));
  assert_true(!b.c->sets[set_of(&b, "wells")].note && is_near(b.c->waiting[2].more_person_days, 3500));
  clear(&b);
}

/* Without a maker there is no set to compare, not even the scenario as entered. */
static void nothing_is_compared_without_a_maker(void **state) {
  (void)state;
  lfl_compare_input in = lfl_compare_input_default();
  lfl_comparison *c = NULL;
  assert_int_equal(lfl_compare(&in, NULL, &c), LFL_ERR_USAGE);
  assert_null(c);
}

#define DEPOT "places\nplace_id,kind,people\nTOWN,area,1000\nDEPOT,hub,\n"
#define ROAD "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nR,DEPOT,TOWN,8,20\n"
#define TRUCKS "fleets\nfleet_id,vehicle,n_vehicles,payload_kg,volume_m3,cost_per_km\nT,truck,5,5000,20,1\n"

#define SHUT_OR_LATE                                                                                                                              \
  "assumptions\nset_id,table,row_id,column,value\nshut,status,+c,subject,link\nshut,status,+c,subject_id,R\nshut,status,+c,status,closed\n" \
  "late,supplies,+s,item_id,general_ration\nlate,supplies,+s,place_id,DEPOT\nlate,supplies,+s,units,50\n"

/* A party that changes nothing has the figures of the scenario, to the last bit, and its own claims; one that changes a target's
 * reach has its own. */
static void the_same_numbers_are_solved_once(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,10\n", "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,1000,3750\n", STANDARDS, PARTIES,
                                      "assumptions\nset_id,table,row_id,column,value\nb,places,TOWN,water_yield_l_per_day,6000\n",
                                      "targets\ntarget_id,kind,need,tier,people,by_day\nt700,served,water,survival,700,0\n",
                                      "claims\nclaim_id,text,indicator,value_low,value_high\nw700,700 have water,target:t700,700,\n"};
  bench b = compare(TEXTS, 7, 2, false);
  const lfl_compared_set *own = &b.c->sets[0], *same = &b.c->sets[set_of(&b, "a")], *other = &b.c->sets[set_of(&b, "b")];
  assert_true(is_near(own->unserved_person_days, 5000) && is_near(other->unserved_person_days, 2000));
  assert_memory_equal(&own->unserved_person_days, &same->unserved_person_days, sizeof own->unserved_person_days);
  assert_memory_equal(&own->survival_share, &same->survival_share, sizeof own->survival_share);
  assert_true(is_near(same->best_people[0], 500) && is_near(other->best_people[0], 800));
  assert_int_equal(same->verdicts[0], LFL_IMPOSSIBLE);
  assert_int_equal(other->verdicts[0], LFL_POSSIBLE);
  assert_true(same->has_plan && same->claims[0] != other->claims[0]);
  lfl_tables *more = text_tables(TEXTS, 6);
  assert_true(lfl_tables_say_same(b.tables, b.tables) && !lfl_tables_say_same(b.tables, more) && !lfl_tables_say_same(more, b.tables));
  lfl_tables_destroy(more);
  clear(&b);
}

/* 600 half rations for 1,200 person-days. Under `shut` the road closes on day 2, so that all must be there by then; under
 * `late`, and as entered, there is time. All of it can be sent now under every option and nobody loses. */
static void an_option_has_its_cost_though_a_party_says_the_same(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,10\n", DEPOT, ROAD, TRUCKS, "supplies\nitem_id,place_id,day,units\ngeneral_ration,DEPOT,0,600\n",
                                      "options\nset_id,kind\np,party\nq,option\n",
                                      "assumptions\nset_id,table,row_id,column,value\np,fleets,T,cost_per_km,3\nq,fleets,T,cost_per_km,3\n"};
  bench b = compare(TEXTS, 7, 2, false);
  double own = b.c->sets[0].least_cost, party = b.c->sets[set_of(&b, "p")].least_cost, option = b.c->sets[set_of(&b, "q")].least_cost;
  assert_true(own > 0 && is_near(option, 3 * own) && isnan(party));
  clear(&b);
}

#define TWO_DEPOTS \
  "places\nplace_id,kind,people\nEAST,area,1000\nWEST,area,700\nNEAR,hub,\nFAR,hub,\n"
#define FOUR_ROADS \
  "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nA,NEAR,EAST,8,20\nB,NEAR,WEST,12,20\nC,FAR,EAST,30,20\nD,FAR,WEST,25,20\n"
#define RATIONS_AND_SOAP \
  "supplies\nitem_id,place_id,day,units\ngeneral_ration,NEAR,4,9000\ngeneral_ration,FAR,0,9000\nhygiene_kit,NEAR,0,200\nhygiene_kit,FAR,0,500\n"

#define A_ROAD_CLOSES                                                                                                                                        \
  "assumptions\nset_id,table,row_id,column,value\nq,places,WEST,people,800\nq,status,+c,subject,link\nq,status,+c,subject_id,A\nq,status,+c,from_day,3\n" \
  "q,status,+c,status,closed\n"

/* The option's least cost, begun with the trips that least cost as entered makes, is the least cost of its numbers entered as such: a road is closed
 * from day 3 on, and rations at its depot come on day 4, so that many of those trips cannot be made; and a town has more people. */
static void least_cost_of_an_option_is_that_of_its_numbers(void **state) {
  (void)state;
  static const char *const WITH_OPTION[] = {"scenario\nkey,value\nn_days,20\n", TWO_DEPOTS, FOUR_ROADS, TRUCKS, RATIONS_AND_SOAP, "options\nset_id,kind\nq,option\n",
                                            A_ROAD_CLOSES};
  static const char *const ENTERED[] = {"scenario\nkey,value\nn_days,20\n", "places\nplace_id,kind,people\nEAST,area,1000\nWEST,area,800\nNEAR,hub,\nFAR,hub,\n", FOUR_ROADS, TRUCKS, RATIONS_AND_SOAP,
                                        "options\nset_id,kind\nq,option\n", "assumptions\nset_id,table,row_id,column,value\nq,fleets,T,cost_per_km,7\n",
                                        "status\nsubject,subject_id,from_day,status\nlink,A,3,closed\n"};
  const double GAP = 1e-3; /* as least cost is solved */
  bench b = compare(WITH_OPTION, 7, 2, false), e = compare(ENTERED, 8, 2, false);
  double own = b.c->sets[0].least_cost, option = b.c->sets[set_of(&b, "q")].least_cost, entered = e.c->sets[0].least_cost;
  assert_true(is_near(b.c->sets[set_of(&b, "q")].unserved_person_days, e.c->sets[0].unserved_person_days));
  assert_true(own > 0 && option > 1.01 * own);
  assert_true(fabs(option - entered) <= 2 * GAP * entered);
  clear(&b);
  clear(&e);
}

/* Whatever the limit of work, one thread and two have the same to say. */
static void a_limit_of_work_is_each_jobs_own(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,20\n", TWO_DEPOTS, FOUR_ROADS, TRUCKS, RATIONS_AND_SOAP, "options\nset_id,kind\na,party\nb,party\nq,option\n",
                                      "assumptions\nset_id,table,row_id,column,value\nq,places,WEST,people,800\nb,fleets,T,n_vehicles,0\n",
                                      "targets\ntarget_id,kind,need,tier,people,by_day\nt900,served,food,survival,900,5\n"};
  int n_unlike = 0, n_beyond = 0;
  bench whole = compare(TEXTS, 8, 2, false);
  for (long limit = 1; limit < 4000; limit += limit / 2 + 1) {
    bench one = compare_with(TEXTS, 8, 1, false, limit, 0, NULL), two = compare_with(TEXTS, 8, 2, false, limit, 0, NULL);
    assert_int_equal(one.c->stopped == NULL, two.c->stopped == NULL);
    for (int i = 0; i < one.c->n_sets; i++) {
      const lfl_compared_set *x = &one.c->sets[i], *y = &two.c->sets[i];
      assert_memory_equal(&x->unserved_person_days, &y->unserved_person_days, sizeof x->unserved_person_days);
      assert_memory_equal(&x->least_cost, &y->least_cost, sizeof x->least_cost);
      assert_memory_equal(x->best_people, y->best_people, sizeof *x->best_people);
      n_beyond += i > 0 && isnan(one.c->sets[0].unserved_person_days) && !isnan(x->unserved_person_days);
      n_unlike += memcmp(&x->unserved_person_days, &whole.c->sets[i].unserved_person_days, sizeof x->unserved_person_days) != 0;
    }
    clear(&one);
    clear(&two);
  }
  assert_true(n_unlike > 0 && n_beyond > 0); /* some limits were reached, and jobs after that done all the same */
  clear(&whole);
}

static void what_one_option_forces_others_can_share(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,10\n", DEPOT, ROAD, TRUCKS, "supplies\nitem_id,place_id,day,units\ngeneral_ration,DEPOT,0,600\n",
                                      "options\nset_id,kind,from_day\nshut,option,2\nlate,option,6\n",
                                      SHUT_OR_LATE};
  bench b = compare(TEXTS, 7, 2, false);
  assert_int_equal(b.c->n_shared, 1);
  assert_int_equal(b.c->shared[0].kind, LFL_SHARED_DELIVERY);
  assert_string_equal(b.c->shared[0].from_id, "DEPOT");
  assert_string_equal(b.c->shared[0].to_id, "TOWN");
  assert_string_equal(b.c->shared[0].what_id, "general_ration");
  assert_true(b.c->shared[0].units == 600);
  for (int i = 0; i < b.c->n_sets; i++) assert_true(b.c->shared_regret[i] == 0);
  assert_true(is_near(b.c->sets[set_of(&b, "late")].unserved_person_days, 10000 - 1300));
  assert_true(is_near(b.c->sets[set_of(&b, "shut")].unserved_person_days, 10000 - 1200));
  clear(&b);
}

#define THREE_TOWNS "places\nplace_id,kind,people,water_yield_l_per_day\nA,area,1000,20000\nB,area,1000,12000\nC,area,1000,0\n"
#define TWO_ROADS "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nR,A,B,8,20\nS,B,C,8,20\n"

/* A has 12,500 l a day to spare, B 4,500, C nothing and needs 7,500. B is nearer: 4,500 x 3 days from there by day 2, and from A
 * all of the 3,000 x 8 days that are missing, as the road closes on day 5. Between A and B water could go both ways for
 * nothing, as that leaves nobody without. */
static void water_goes_one_way(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,8\n", THREE_TOWNS, TWO_ROADS, STANDARDS,
                                      "fleets\nfleet_id,vehicle,n_vehicles,payload_kg,volume_m3\nK,tanker,20,5000,20\n", "options\nset_id,kind,from_day\nshut,option,5\n",
                                      "assumptions\nset_id,table,row_id,column,value\nshut,status,+c,subject,link\nshut,status,+c,subject_id,R\nshut,status,+c,status,closed\n"};
  bench b = compare(TEXTS, 7, 1, false);
  assert_int_equal(b.c->n_shared, 2);
  for (int i = 0; i < 2; i++) {
    const lfl_shared_row *row = &b.c->shared[i];
    assert_int_equal(row->kind, LFL_SHARED_DELIVERY);
    assert_string_equal(row->what_id, "water");
    assert_string_equal(row->from_id, i == 0 ? "A" : "B");
    assert_string_equal(row->to_id, "C");
    assert_true(row->units == (i == 0 ? 24000 : 13500));
    assert_true(b.c->shared_regret[i] == 0);
  }
  clear(&b);
}

/* Water for the town by the depot's tankers or none: under `dry` the wells there are gone from day 0, so that nothing of it is common. */
static void what_one_option_cannot_do_is_not_shared(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,6\n", DEPOT, ROAD, TRUCKS, "supplies\nitem_id,place_id,day,units\ngeneral_ration,DEPOT,0,600\n",
                                      "options\nset_id,kind\nnothing,option\n", "assumptions\nset_id,table,row_id,column,value\nnothing,supplies,1,units,0\n"};
  bench b = compare(TEXTS, 7, 1, false);
  assert_int_equal(b.c->n_shared, 0);
  assert_true(b.c->shared_regret[0] == 0 && b.c->shared_regret[1] == 0);
  clear(&b);
}


/* a: 1,000 people, water for 1,000. b: 1,500 and for 800. Over ten days unserved: 0; people alone 500 x 10, wells alone 200 x 10,
 * both 700 x 10. Shares: people (5,000 + 5,000) / 2, wells (2,000 + 2,000) / 2. "Everyone" is turned by either alone; 900 people by the
 * wells only; 700 hold. */
static const char *const DISPUTE[] = {"scenario\nkey,value\nn_days,10\n", "places\nplace_id,kind,people,water_yield_l_per_day,source\nTOWN,area,1000,7500,census\n", STANDARDS, PARTIES,
                                      "assumptions\nset_id,table,row_id,column,value,source,topic\nb,places,TOWN,people,1500,meals,people\nb,places,TOWN,water_yield_l_per_day,6000,meter,wells\n",
                                      "targets\ntarget_id,kind,need,tier,people,by_day\nall,served,water,survival,,0\nt700,served,water,survival,700,0\nt900,served,water,survival,900,0\n",
                                      "claims\nclaim_id,text,indicator,value_low,value_high\nw900,900 have water,target:t900,900,\ns850,850 have water on day 9,served_people:water:survival:9,850,\nopen,nothing says,,,\n"};

static const lfl_conclusion_row *conclusion(const bench *b, lfl_conclusion_kind kind, const char *id, int *index) {
  for (int k = 0; k < b->c->n_conclusions; k++) {
    const lfl_conclusion_row *r = &b->c->conclusions[k];
    if (r->kind != kind || (id && strcmp(lfl_conclusion_id(b->c, r), id) != 0)) continue;
    *index = k;
    return r;
  }
  fail_msg("no conclusion %s", id ? id : "");
  return NULL;
}

static double share_of(const bench *b, int index, const char *topic) {
  for (int k = 0; k < b->c->n_shares; k++)
    if (b->c->shares[k].conclusion_i == index && strcmp(b->c->shares[k].topic, topic) == 0) return b->c->shares[k].share;
  return (double)NAN;
}

static int n_groups(const bench *b, int index, const char *topic) {
  int n = 0;
  for (int k = 0; k < b->c->n_turning; k++) n += b->c->turning[k].conclusion_i == index && strcmp(b->c->turning[k].topic, topic) == 0;
  return n;
}

static void the_difference_is_shared_out_and_traced(void **state) {
  (void)state;
  for (int threads = 1; threads <= 2; threads++) {
    bench b = compare(DISPUTE, 7, threads, true);
    int k;
    const lfl_conclusion_row *r = conclusion(&b, LFL_CONCLUDE_SURVIVAL, NULL, &k);
    assert_true(!r->holds && is_near(r->figure[0], 0) && is_near(r->figure[1], 7000));
    assert_true(is_near(share_of(&b, k, "people"), 5000) && is_near(share_of(&b, k, "wells"), 2000));
    r = conclusion(&b, LFL_CONCLUDE_TARGET, "all", &k);
    assert_true(!r->holds && n_groups(&b, k, "people") == 1 && n_groups(&b, k, "wells") == 1);
    assert_true(is_near(r->figure[0], 1000) && is_near(r->figure[1], 800));
    assert_true(r->is_shared_by_unreached && is_near(share_of(&b, k, "people"), 500) && is_near(share_of(&b, k, "wells"), 200)); /* not reached: of 1,500 by the people alone 500 */
    assert_string_equal(r->answer[0], "possible");
    assert_string_equal(r->answer[1], "impossible");
    assert_true(conclusion(&b, LFL_CONCLUDE_TARGET, "t700", &k)->holds);
    assert_true(!conclusion(&b, LFL_CONCLUDE_TARGET, "t900", &k)->holds && n_groups(&b, k, "people") == 0 && n_groups(&b, k, "wells") == 1);
    assert_true(!conclusion(&b, LFL_CONCLUDE_TARGET, "t900", &k)->is_shared_by_unreached && is_near(share_of(&b, k, "people"), 0) && is_near(share_of(&b, k, "wells"), -200));
    r = conclusion(&b, LFL_CONCLUDE_CLAIM, "w900", &k);
    assert_string_equal(r->answer[0], "confirmed");
    assert_string_equal(r->answer[1], "contradicted");
    assert_true(n_groups(&b, k, "wells") == 1 && n_groups(&b, k, "people") == 0);
    r = conclusion(&b, LFL_CONCLUDE_CLAIM, "s850", &k); /* takes plans: 1,000, 1,000 with more people, 800, 800 */
    assert_true(!r->holds && n_groups(&b, k, "wells") == 1 && n_groups(&b, k, "people") == 0 && is_near(share_of(&b, k, "wells"), -200));
    r = conclusion(&b, LFL_CONCLUDE_CLAIM, "open", &k);
    assert_true(r->holds);
    assert_string_equal(r->answer[0], "open");
    assert_true(!conclusion(&b, LFL_CONCLUDE_NEED, "water", &k)->holds);
    clear(&b);
  }
}

/* With a pump that takes five days to repair, and then gives water for 200 more. People alone: 500 x 5 + 300 x 5, wells alone 200 x 5, both 700 x 5 + 500 x 5. */
static void with_repairs_too(void **state) {
  (void)state;
  const char *texts[8];
  memcpy(texts, DISPUTE, sizeof DISPUTE);
  texts[7] = "projects\nproject_id,place_id,min_days,column,amount\npump,TOWN,5,water_yield_l_per_day,1500\n";
  for (int threads = 1; threads <= 2; threads++) {
    bench b = compare(texts, 8, threads, false);
    int k;
    const lfl_conclusion_row *r = conclusion(&b, LFL_CONCLUDE_SURVIVAL, NULL, &k);
    assert_true(!r->holds && is_near(r->figure[0], 0) && is_near(r->figure[1], 6000));
    assert_true(is_near(share_of(&b, k, "people"), 4500) && is_near(share_of(&b, k, "wells"), 1500));
    clear(&b);
  }
}

/* Half rations come through a gate, too: 200 people's by each truck, five trucks a day or, by b's count, six. With more people that serves 200 more of them each day, else
 * nobody, so that two groups with six trucks come to what those with five do. Unserved: water as above; food for 500 x 10 of more people, for 300 x 10 with six trucks.
 * Shares: people 4,500 + (5,000 + 3,000) / 2, wells 1,500, trucks (0 - 2,000) / 2. */
static void limits_that_do_not_bind_change_nothing(void **state) {
  (void)state;
  const char *texts[11];
  memcpy(texts, DISPUTE, sizeof DISPUTE);
  texts[1] = "places\nplace_id,kind,people,water_yield_l_per_day,trucks_per_day,source\nTOWN,area,1000,7500,,census\nGATE,crossing,,,5,count\n";
  texts[4] = "assumptions\nset_id,table,row_id,column,value,source,topic\nb,places,TOWN,people,1500,meals,people\nb,places,TOWN,water_yield_l_per_day,6000,meter,wells\n"
             "b,places,GATE,trucks_per_day,6,count of the port,trucks\n";
  texts[7] = "projects\nproject_id,place_id,min_days,column,amount\npump,TOWN,5,water_yield_l_per_day,1500\n";
  texts[8] = "links\nlink_id,from_id,to_id,length_km,speed_km_per_h\nR,GATE,TOWN,10,20\n";
  texts[9] = "fleets\nfleet_id,vehicle,n_vehicles,payload_kg,volume_m3\nT,truck,50,55.5,10\n";
  texts[10] = "supplies\nitem_id,place_id,day,units\ngeneral_ration,GATE,0,100000\n";
  for (int threads = 1; threads <= 2; threads++) {
    bench b = compare(texts, 11, threads, false);
    int k;
    const lfl_conclusion_row *r = conclusion(&b, LFL_CONCLUDE_SURVIVAL, NULL, &k);
    assert_true(!r->holds && is_near(r->figure[0], 0) && is_near(r->figure[1], 9000));
    assert_true(is_near(share_of(&b, k, "people"), 8500) && is_near(share_of(&b, k, "wells"), 1500) && is_near(share_of(&b, k, "trucks"), -1000));
    assert_true(is_near(b.c->sets[set_of(&b, "b")].survival_share, 1 - 9000 / 30000.0));
    clear(&b);
  }
}

/* Party a has the numbers as entered: its plan is the one given, altered to serve 7 fewer so that it can be told from one made anew. */
static void a_plan_that_is_given_is_the_one_compared(void **state) {
  (void)state;
  lfl_plan *plan = NULL;
  int k;
  bench b = compare_with(DISPUTE, 7, 1, false, 0, 7, &plan);
  const lfl_conclusion_row *r = conclusion(&b, LFL_CONCLUDE_NEED, "water", &k);
  assert_true(is_near(r->figure[0], 993) && is_near(r->figure[1], 800));
  lfl_plan_destroy(plan);
  clear(&b);
}

/* Nothing decides a claim without an indicator: that it is open for both is no conclusion that holds. */
static void what_is_open_for_both_is_not_counted(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,10\n", "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,1000,3750\n", STANDARDS, PARTIES,
                                      "assumptions\nset_id,table,row_id,column,value\nb,places,TOWN,water_yield_l_per_day,6000\n",
                                      "claims\nclaim_id,text,indicator,value_low\nsaid,much is done,,1\nw900,900 have water,served_people:water:survival:9,900\n"};
  bench b = compare(TEXTS, 6, 1, false);
  int k, n;
  assert_int_equal(lfl_conclusions_held(b.c, 0, &n), 2); /* the claim that is contradicted under both, and the need that is not met */
  assert_int_equal(n, 4);                                /* these, the level and the first page */
  assert_non_null(strstr(conclusion(&b, LFL_CONCLUDE_CLAIM, "said", &k)->note, "open under both"));
  assert_null(conclusion(&b, LFL_CONCLUDE_CLAIM, "w900", &k)->note);
  clear(&b);
}

static void what_takes_plans_is_traced_only_if_asked(void **state) {
  (void)state;
  bench b = compare(DISPUTE, 7, 1, false);
  int k;
  assert_non_null(conclusion(&b, LFL_CONCLUDE_CLAIM, "s850", &k)->note);
  assert_true(isnan(share_of(&b, k, "wells")));
  assert_null(conclusion(&b, LFL_CONCLUDE_CLAIM, "w900", &k)->note);
  clear(&b);
}

/* Both say that there are 1,200 people: no difference, but each plan has them. */
static void what_both_change_alike_counts_for_both(void **state) {
  (void)state;
  const char *texts[7];
  memcpy(texts, DISPUTE, sizeof texts);
  texts[4] = "assumptions\nset_id,table,row_id,column,value\na,places,TOWN,people,1200\nb,places,TOWN,people,1200\nb,places,TOWN,water_yield_l_per_day,6000\n";
  bench b = compare(texts, 7, 1, false);
  int k;
  const lfl_conclusion_row *r = conclusion(&b, LFL_CONCLUDE_SURVIVAL, NULL, &k);
  assert_true(is_near(r->figure[0], 2000) && is_near(r->figure[1], 4000));
  assert_int_equal(b.c->pairs[0].n_topics, 1);
  assert_true(is_near(share_of(&b, k, "places.water_yield_l_per_day"), 2000));
  clear(&b);
}

/* What is restricted does not reach partners, nor the public; a topic's name goes with its rows. */
static void copies_hide_what_is_not_for_them(void **state) {
  (void)state;
  const char *texts[7];
  memcpy(texts, DISPUTE, sizeof texts);
  texts[4] = "assumptions\nset_id,table,row_id,column,value,source,topic,sensitivity\nb,places,TOWN,people,1500,meals,people,public\nb,places,TOWN,water_yield_l_per_day,6000,meter,secret wells,restricted\n";
  bench b = compare(texts, 7, 1, false);
  lfl_ledger_row *rows;
  int n;
  assert_int_equal(lfl_tables_ledger(b.tables, "a", "b", b.c->arena, &rows, &n), LFL_OK);
  b.c->ledger = rows;
  b.c->n_ledger = n;
  assert_int_equal(n, 2);
  for (int who = LFL_PUBLIC; who <= LFL_RESTRICTED; who++) {
    lfl_comparison *seen = lfl_comparison_redact(b.c, b.scenario, (lfl_sensitivity)who, b.arena);
    assert_non_null(seen);
    assert_int_equal(seen->n_ledger, who == LFL_RESTRICTED ? 2 : who == LFL_PARTNERS ? 1 : 0); /* the base row is for partners */
    for (int k = 0; k < seen->n_shares; k++)
      if (who < LFL_RESTRICTED) assert_null(strstr(seen->shares[k].topic, "secret"));
    for (int k = 0; k < seen->n_turning; k++)
      if (who < LFL_RESTRICTED) assert_null(strstr(seen->turning[k].topic, "secret"));
    assert_int_equal(seen->n_conclusions, b.c->n_conclusions);
  }
  clear(&b);
}

/* Of a crossing with a restricted stage no stage: counts behind it, and the parts of the others, tell what it lets pass. */
static void a_closed_stage_closes_its_crossing(void **state) {
  (void)state;
  const char *texts[7];
  memcpy(texts, DISPUTE, sizeof texts);
  bench b = compare(texts, 7, 1, false);
  lfl_stage_row stages[] = {{.place_id = "GATE", .name = "submitted", .step = 1, .sensitivity = LFL_PARTNERS}, {.place_id = "GATE", .name = "screened", .step = 2, .sensitivity = LFL_RESTRICTED},
                            {.place_id = "GATE", .name = "delivered", .step = 3, .sensitivity = LFL_PARTNERS}, {.place_id = "PORT", .name = "delivered", .step = 1, .sensitivity = LFL_PARTNERS}};
  b.c->stages = stages;
  b.c->n_stages = 4;
  for (int who = LFL_PUBLIC; who <= LFL_RESTRICTED; who++) {
    lfl_comparison *seen = lfl_comparison_redact(b.c, b.scenario, (lfl_sensitivity)who, b.arena);
    assert_non_null(seen);
    assert_int_equal(seen->n_stages, who == LFL_RESTRICTED ? 4 : who == LFL_PARTNERS ? 1 : 0);
    if (who == LFL_PARTNERS) assert_string_equal(seen->stages[0].place_id, "PORT");
  }
  b.c->n_stages = 0;
  clear(&b);
}

/* Of a restricted claim neither key nor answers, nor on what the difference rests; a claim for partners is answered in public, without its words. */
static void restricted_claims_are_left_out(void **state) {
  (void)state;
  const char *texts[7];
  memcpy(texts, DISPUTE, sizeof texts);
  texts[6] = "claims\nclaim_id,text,indicator,value_low,sensitivity\nw900,900 have water,target:t900,900,restricted\ns850,850 have water,served_people:water:survival:9,850,partners\n";
  bench b = compare(texts, 7, 1, false);
  int hidden, told, n_of_hidden = 0;
  int hidden_i = conclusion(&b, LFL_CONCLUDE_CLAIM, "w900", &hidden)->subject_i, told_i = conclusion(&b, LFL_CONCLUDE_CLAIM, "s850", &told)->subject_i;
  for (int i = 0; i < b.c->n_shares; i++) n_of_hidden += b.c->shares[i].conclusion_i == hidden;
  assert_true(n_of_hidden > 0);
  for (int who = LFL_PUBLIC; who <= LFL_RESTRICTED; who++) {
    bool is_all = who == LFL_RESTRICTED;
    lfl_comparison *seen = lfl_comparison_redact(b.c, b.scenario, (lfl_sensitivity)who, b.arena);
    assert_non_null(seen);
    assert_int_equal(seen->claim_ids[hidden_i] != NULL, is_all);
    assert_int_equal(strcmp(seen->conclusions[hidden].answer[0], "not in this copy") != 0, is_all);
    assert_int_equal(isnan(seen->conclusions[hidden].figure[0]) != 0, !is_all);
    int n = 0;
    for (int i = 0; i < seen->n_shares; i++) n += seen->shares[i].conclusion_i == hidden;
    assert_int_equal(n, is_all ? n_of_hidden : 0);
    assert_string_equal(seen->claim_ids[told_i], "s850");
    assert_int_equal(seen->claim_texts[told_i] != NULL, who != LFL_PUBLIC);
    assert_string_equal(seen->conclusions[told].answer[0], b.c->conclusions[told].answer[0]);
  }
  clear(&b);
}

/* Of a restricted set nothing is told but that there is one; of a restricted condition neither key nor words, though the option that waits for it is open. */
static void restricted_sets_and_conditions_are_left_out(void **state) {
  (void)state;
  const char *texts[8];
  memcpy(texts, DISPUTE, 7 * sizeof texts[0]);
  texts[3] = "options\nset_id,kind,name,from_day,condition_id,sensitivity\na,party,first,,,public\nb,party,Hidden,,,restricted\nlater,option,Later,1,SIGNED,public\n";
  texts[7] = "conditions\ncondition_id,text,from_day,sensitivity\nSIGNED,a letter nobody may know of,2,restricted\n";
  bench b = compare(texts, 8, 1, false);
  assert_true(b.c->n_pairs == 1 && b.c->n_conclusions > 0 && b.c->n_depends > 0);
  for (int who = LFL_PUBLIC; who <= LFL_RESTRICTED; who++) {
    bool is_all = who == LFL_RESTRICTED;
    lfl_comparison *seen = lfl_comparison_redact(b.c, b.scenario, (lfl_sensitivity)who, b.arena);
    assert_non_null(seen);
    int n_hidden = 0, n_of_condition = 0;
    for (int i = 0; i < seen->n_sets; i++) {
      const lfl_compared_set *set = &seen->sets[i];
      n_hidden += strcmp(set->set_id, "b") == 0;
      if (strcmp(set->set_id, "not in this copy") == 0) assert_true(isnan(set->unserved_person_days) && !set->terms.name && !set->has_plan);
      if (strcmp(set->set_id, "later") == 0) assert_int_equal(set->terms.condition_text != NULL, is_all);
    }
    assert_int_equal(n_hidden, is_all);
    for (int i = 0; i < seen->n_depends; i++) n_of_condition += seen->depends[i].id && strcmp(seen->depends[i].id, "SIGNED") == 0;
    assert_int_equal(n_of_condition, is_all);
    assert_int_equal(seen->n_conclusions, b.c->n_conclusions);
    for (int i = 0; i < seen->n_conclusions && !is_all; i++) assert_true(isnan(seen->conclusions[i].figure[0]) && strcmp(seen->conclusions[i].answer[1], "not in this copy") == 0);
    if (!is_all) assert_true(seen->n_shares == 0 && seen->n_turning == 0);
  }
  clear(&b);
}

/* The page of a restricted copy; the caller clears it. */
static lfl_buf page_of(const bench *b) {
  lfl_plan_options o = lfl_plan_options_default();
  lfl_plan *plan = NULL, *seen = NULL;
  lfl_buf html = {0};
  lfl_status made = lfl_plan_make(b->scenario, &o, &plan);
  assert_true(made == LFL_OK || made == LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_redact(plan, LFL_RESTRICTED, &seen), LFL_OK);
  seen->comparison = lfl_comparison_redact(b->c, b->scenario, LFL_RESTRICTED, seen->arena);
  assert_non_null(seen->comparison);
  assert_int_equal(lfl_report_html(seen, NULL, NULL, LFL_RESTRICTED, &html), LFL_OK);
  lfl_plan_destroy(seen);
  lfl_plan_destroy(plan);
  return html;
}

static void want_on_page(const bench *b, const char *const *wanted, size_t n) {
  lfl_buf html = page_of(b);
  for (size_t k = 0; k < n; k++)
    if (!strstr(html.text, wanted[k])) fail_msg("the report has no %s", wanted[k]);
  lfl_buf_clear(&html);
}

/* Of an option with errors nothing is solved, and so nothing is said to be common with it; one that starts on the day before the last cannot wait a week. */
static void what_was_not_solved_is_not_every_option(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"scenario\nkey,value\nn_days,10\n", "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,1000,3750\n", STANDARDS,
                                      "options\nset_id,kind,name,from_day\nlate,option,Late wells,8\nwrong,option,Second <gate>,0\n",
                                      "assumptions\nset_id,table,row_id,column,value\nlate,places,TOWN,water_yield_l_per_day,7500\nwrong,places,TOWN,kind,nonsense\n",
                                      "targets\ntarget_id,kind,need,tier,people,by_day\nt700,served,water,survival,700,0\n"};
  static const char *const WANTED[] = {"under every option solved, and if none", "Not <bdi>Second &lt;gate&gt;</bdi>: not solved", "no option solved loses more", "<td>not solved</td>",
                                       "<bdi>Late wells</bdi>: 1 week later is after the last day",
                                       "<p class=\"none\">What other numbers change stands under <a href=\"#options\">Options</a>.</p>"};
  bench b = compare(TEXTS, 6, 1, false);
  int wrong = set_of(&b, "wrong"), late = set_of(&b, "late");
  assert_true(b.c->sets[wrong].has_errors && isnan(b.c->shared_regret[wrong]) && b.c->shared_regret[late] == 0);
  assert_string_equal(lfl_options_not_solved(b.c), "Second <gate>");
  assert_int_equal(b.c->n_waiting, 0);
  assert_true(lfl_first_week_too_late(b.c, late) == 1 && lfl_first_week_too_late(b.c, wrong) == 0 && lfl_first_week_too_late(b.c, 0) == 0);
  want_on_page(&b, WANTED, sizeof WANTED / sizeof WANTED[0]);
  clear(&b);
}

/* A party's new road leads to its new gate, each a topic of its own: the road alone is an error, so that nothing can be shared out; the conclusions stand all the same. */
static void topics_that_need_each_other_are_not_traced(void **state) {
  (void)state;
  const char *texts[8];
  memcpy(texts, DISPUTE, sizeof DISPUTE);
  texts[4] = "assumptions\nset_id,table,row_id,column,value,topic\nb,places,TOWN,water_yield_l_per_day,6000,wells\nb,places,+g,place_id,GATE,gate\nb,places,+g,kind,crossing,gate\nb,places,+g,trucks_per_day,3,gate\n"
             "b,links,+r,link_id,R,road\nb,links,+r,from_id,GATE,road\nb,links,+r,to_id,TOWN,road\nb,links,+r,length_km,3,road\nb,links,+r,speed_km_per_h,20,road\n";
  texts[7] = "projects\nproject_id,place_id,min_days,column,amount\npump,TOWN,5,water_yield_l_per_day,1500\n";
  for (int n = 7; n <= 8; n++) { /* with repairs groups are solved ahead */
    bench b = compare(texts, n, 2, false);
    int k;
    const lfl_conclusion_row *r = conclusion(&b, LFL_CONCLUDE_SURVIVAL, NULL, &k);
    assert_true(!r->holds && is_near(r->figure[0], 0) && is_near(r->figure[1], n == 7 ? 2000 : 1000));
    assert_true(r->note && strstr(r->note, "have errors") && isnan(share_of(&b, k, "wells")));
    assert_true(!conclusion(&b, LFL_CONCLUDE_TARGET, "t900", &k)->holds && n_groups(&b, k, "wells") == 0);
    clear(&b);
  }
}

/* Shelter for 400 more takes a month, some say. No plan builds any within the ten days. Figures of people and claims stand in full, in the same digits everywhere. */
static void a_figure_beyond_the_last_day_is_told_in_words(void **state) {
  (void)state;
  const char *texts[7];
  memcpy(texts, DISPUTE, sizeof texts);
  texts[1] = "places\nplace_id,kind,people,water_yield_l_per_day\nTOWN,area,41235,309262.5\n";
  texts[4] = "assumptions\nset_id,table,row_id,column,value,topic\nb,places,TOWN,water_yield_l_per_day,300000,wells\n";
  texts[6] = "claims\nclaim_id,text,indicator,value_low\nroofs,400 take a month,days_to_build:shelter:400,30\nwater,41234.5 have water,target:all,41234.5\n";
  static const char *const WANTED[] = {"Figure that decides it: not within 10 days", "<span class=\"when\">not within 10 days</span>", "Said: at least 41234.5. Figure that decides it: 41\xe2\x80\xaf" "235",
                                       "people 41\xe2\x80\xaf" "235</span>", "figure 41\xe2\x80\xaf" "235</span>", "People asked for whom no plan reaches"};
  bench b = compare(texts, 7, 1, false);
  int k;
  const lfl_conclusion_row *r = conclusion(&b, LFL_CONCLUDE_CLAIM, "roofs", &k);
  assert_true(r->figure[0] == 11 && lfl_conclusion_is_never(b.c, r, 0) && lfl_conclusion_is_never(b.c, r, 1));
  assert_false(lfl_conclusion_is_never(b.c, conclusion(&b, LFL_CONCLUDE_CLAIM, "water", &k), 0));
  want_on_page(&b, WANTED, sizeof WANTED / sizeof WANTED[0]);
  clear(&b);
}

/* The report shows both parties, their answers and who makes the difference, with hostile names escaped; the folder has the tables. */
static void report_and_tables_hold_the_comparison(void **state) {
  (void)state;
  const char *texts[7];
  memcpy(texts, DISPUTE, sizeof texts);
  texts[3] = "options\nset_id,kind,name\na,party,<b>first</b>\nb,party,second\nlater,option,Later\n";
  bench b = compare(texts, 7, 2, true);
  lfl_plan_options o = lfl_plan_options_default();
  lfl_write_options w = {LFL_RESTRICTED, false};
  lfl_plan *plan = NULL, *seen = NULL;
  lfl_buf html = {0};
  char folder[] = "/tmp/lifeline-compare-XXXXXX", path[200];
  lfl_ledger_row *rows;
  assert_int_equal(lfl_tables_ledger(b.tables, "a", "b", b.c->arena, &rows, &b.c->n_ledger), LFL_OK);
  b.c->ledger = rows;
  lfl_status made = lfl_plan_make(b.scenario, &o, &plan);
  assert_true(made == LFL_OK || made == LFL_TARGET_NOT_MET);
  assert_int_equal(lfl_plan_redact(plan, LFL_RESTRICTED, &seen), LFL_OK);
  assert_null(seen->comparison); /* it is the caller's to cut */
  seen->comparison = lfl_comparison_redact(b.c, b.scenario, LFL_RESTRICTED, seen->arena);
  assert_non_null(seen->comparison);
  assert_int_equal(lfl_report_html(seen, NULL, NULL, LFL_RESTRICTED, &html), LFL_OK);
  static const char *const WANTED[] = {"id=\"options\"", "id=\"dispute-1\"", "&lt;b&gt;first&lt;/b&gt;", "Turned by <b>wells</b>", "Shapley value", "What can be decided now", "meals"};
  for (size_t k = 0; k < sizeof WANTED / sizeof WANTED[0]; k++)
    if (!strstr(html.text, WANTED[k])) fail_msg("the report has no %s", WANTED[k]);
  assert_null(strstr(html.text, "<b>first</b>"));
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/plan", folder);
  assert_int_equal(lfl_plan_write(seen, path, html.text, NULL, &w, NULL), LFL_OK);
  static const char *const FILES[] = {"ledger", "conclusions", "attribution", "turned_by", "waiting", "compared_sets"};
  for (size_t k = 0; k < sizeof FILES / sizeof FILES[0]; k++) {
    snprintf(path, sizeof path, "%s/plan/tables/%s.csv", folder, FILES[k]);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    fclose(f);
  }
  lfl_tables *read_tables;
  lfl_scenario *read_scenario;
  lfl_plan *read_plan;
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  snprintf(path, sizeof path, "%s/plan", folder);
  assert_int_equal(lfl_plan_read(path, &diags, &read_tables, &read_scenario, &read_plan), LFL_OK);
  assert_int_equal(lfl_plan_verify(read_scenario, read_plan, &diags), LFL_OK);
  lfl_plan_destroy(read_plan);
  lfl_scenario_destroy(read_scenario);
  lfl_tables_destroy(read_tables);
  lfl_diags_clear(&diags);
  snprintf(path, sizeof path, "rm -r %s", folder);
  assert_int_equal(system(path), 0);
  lfl_buf_clear(&html);
  lfl_plan_destroy(seen);
  lfl_plan_destroy(plan);
  clear(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_week_of_waiting_costs_its_days), cmocka_unit_test(what_cannot_wait_is_said), cmocka_unit_test(nothing_is_compared_without_a_maker), cmocka_unit_test(what_is_open_for_both_is_not_counted),
                                     cmocka_unit_test(the_same_numbers_are_solved_once), cmocka_unit_test(an_option_has_its_cost_though_a_party_says_the_same), cmocka_unit_test(least_cost_of_an_option_is_that_of_its_numbers), cmocka_unit_test(a_limit_of_work_is_each_jobs_own), cmocka_unit_test(what_one_option_forces_others_can_share),
                                     cmocka_unit_test(water_goes_one_way), cmocka_unit_test(what_one_option_cannot_do_is_not_shared), cmocka_unit_test(the_difference_is_shared_out_and_traced), cmocka_unit_test(with_repairs_too), cmocka_unit_test(limits_that_do_not_bind_change_nothing), cmocka_unit_test(a_plan_that_is_given_is_the_one_compared),
                                     cmocka_unit_test(what_takes_plans_is_traced_only_if_asked), cmocka_unit_test(what_both_change_alike_counts_for_both),
                                     cmocka_unit_test(a_closed_stage_closes_its_crossing),
      cmocka_unit_test(copies_hide_what_is_not_for_them),          cmocka_unit_test(restricted_sets_and_conditions_are_left_out), cmocka_unit_test(restricted_claims_are_left_out), cmocka_unit_test(what_was_not_solved_is_not_every_option), cmocka_unit_test(topics_that_need_each_other_are_not_traced),
                                     cmocka_unit_test(a_figure_beyond_the_last_day_is_told_in_words), cmocka_unit_test(report_and_tables_hold_the_comparison)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
