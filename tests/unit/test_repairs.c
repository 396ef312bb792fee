/* Repairs: on random small scenarios of up to 12 projects the engine's decision against every decision
 * there is, each solved with the model written out in full (tests/support/naive_repairs.c); the same for
 * targets; every plan passes the checker, and every bound is proved.
 *
 * LIFELINE_REPAIRS_N: how many scenarios (default 10, thorough 40); LIFELINE_REPAIRS_FROM: the first seed (default 300);
 * LIFELINE_REPAIRS_MOST: those of more decisions than this are left to others (default 100, thorough 4000); LIFELINE_REPAIRS_STOPPED_N: how
 * many are stopped (default 6, thorough 16). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case_runner.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "model/budget.h"
#include "model/redact.h"
#include "naive_model.h"
#include "proof/proof.h"
#include "random_scenario.h"
#include "report/report.h"
#include "setting.h"

enum { SAY = 900 };
static const double TOLERANCE = 1e-6;

__attribute__((format(printf, 2, 3))) static void say(char *text, const char *format, ...) {
  va_list args;
  size_t n = strlen(text);
  va_start(args, format);
  if (n < SAY) vsnprintf(text + n, SAY - n, format, args);
  va_end(args);
}

static double slack_at(const lfl_scenario *s, lfl_level_kind kind, double value) {
  double people = 0, km = 0;
  if (kind == LFL_LEVEL_COST) return 1e-5 * fmax(1000, fabs(value));
  if (kind != LFL_LEVEL_MOVEMENT) return TOLERANCE * fmax(1, fabs(value));
  for (int i = 0; i < s->n_places; i++) people += s->places[i].people;
  for (int i = 0; i < s->n_links; i++) km += s->links[i].length_km / s->n_links;
  return TOLERANCE * fmax(people * km, fabs(value));
}

/* The plan's, as the naive model takes it. */
static void take_decision(const lfl_scenario *s, const lfl_plan *plan, int *start) {
  for (int k = 0; k < s->n_projects; k++) start[k] = plan->repairs[k].start_day >= 0 ? plan->repairs[k].start_day : s->n_days;
}

/* A later level may be better than the best by what the engine leaves free of those before it, a millionth
 * of their value: is it, with the decision that the plan has? */
static bool is_slack(const lfl_scenario *s, const lfl_plan *plan, const naive_best *best, int level, double slack) {
  int start[32];
  naive_result loose, at = {.n_levels = level + 1};
  take_decision(s, plan, start);
  for (int k = 0; k <= level; k++) at.values[k] = k < level ? best->values[k] : 1e15;
  bool is_solved = naive_solve_decided(s, start, LFL_LP_CLP, 1.01e-6, &at, &loose) || loose.n_levels > level;
  return is_solved && plan->levels[level].value >= loose.values[level] - slack;
}

/* Or worse, by what it found better in those before it, within the millionth: is it the least that its decision gives with these held as
 * the plan says, and proved (the proofs, of every decision, are verified below)? */
static bool is_held_closer(const lfl_scenario *s, const lfl_plan *plan, int level, double slack) {
  int start[32];
  naive_result held, at = {.n_levels = level + 1};
  take_decision(s, plan, start);
  for (int k = 0; k <= level; k++) at.values[k] = k < level ? plan->levels[k].held_value : 1e15;
  bool is_solved = naive_solve_decided(s, start, LFL_LP_CLP, 1e-11, &at, &held) || held.n_levels > level;
  return is_solved && plan->levels[level].value <= held.values[level] + slack && plan->levels[level].value - plan->levels[level].bound <= slack;
}

static void compare(const lfl_scenario *s, const lfl_plan *plan, const naive_best *best, char *text) {
  for (int k = 0; k < plan->n_levels && k < best->n_levels; k++) {
    const lfl_level *level = &plan->levels[k];
    double slack = slack_at(s, level->kind, best->values[k]);
    const char *name = lfl_level_name(level->kind);
    bool is_off = fabs(level->value - best->values[k]) > slack;
    if (is_off && k > 0 && level->value < best->values[k]) is_off = !is_slack(s, plan, best, k, slack);
    if (is_off && k > 0 && level->value > best->values[k] && is_held_closer(s, plan, k, slack)) break; /* levels after it are others, too */
    if (is_off) say(text, "%s: engine %.9g, best %.9g; ", name, level->value, best->values[k]);
    if (level->bound > best->values[k] + slack) say(text, "%s: bound %.9g above %.9g; ", name, level->bound, best->values[k]);
    if (k == 0 && !(level->value - level->bound <= slack)) say(text, "%s: value %.9g, proved only %.9g; ", name, level->value, level->bound);
  }
  for (int k = 0; k < s->n_targets && k < NAIVE_MOST_TARGETS; k++) {
    const lfl_target_result *r = &plan->targets[k];
    double people = best->people[k], slack = TOLERANCE * fmax(10, fabs(people));
    if (s->targets[k].kind == LFL_TARGET_SERVED && !(s->targets[k].people < (double)INFINITY)) continue; /* the naive model has no such objective */
    if (!(people < (double)INFINITY)) continue;
    if (r->bound_people < people - slack) say(text, "target %s: bound %.9g, possible %.9g; ", s->targets[k].id, r->bound_people, people);
    if (r->best_people > people + slack) say(text, "target %s: best %.9g, possible %.9g; ", s->targets[k].id, r->best_people, people);
    if (r->best_people < floor(people - slack)) say(text, "target %s: best %.9g only, possible %.9g; ", s->targets[k].id, r->best_people, people);
    if (r->verdict == LFL_IMPOSSIBLE && people > r->people + slack) say(text, "target %s: called impossible; ", s->targets[k].id);
  }
}

static void verify(const lfl_scenario *s, const lfl_plan *plan, char *text) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  if (lfl_plan_verify(s, plan, &diags) != LFL_OK) say(text, "plan does not hold; ");
  if (lfl_plan_verify_proofs(plan, NULL, &diags) != LFL_OK) say(text, "proofs do not hold; ");
  for (int i = 0; i < diags.n && i < 2; i++) say(text, "%s; ", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
}

/* A what-if decides repairs for its one level, without a tree to keep. */
static void ask_alone(const lfl_scenario *s, const naive_best *best, char *text) {
  lfl_arena *arena = lfl_arena_create();
  lfl_what_if_point point;
  lfl_plan_options options = lfl_plan_options_default();
  if (s->order[0] == LFL_LEVEL_SURVIVAL && best->n_levels > 0) {
    assert_int_equal(lfl_what_if(&s, 1, false, NULL, NULL, &options, arena, &point), LFL_OK);
    double slack = slack_at(s, LFL_LEVEL_SURVIVAL, best->values[0]);
    if (fabs(point.unserved_person_days - best->values[0]) > slack) say(text, "what-if: %.9g, best %.9g; ", point.unserved_person_days, best->values[0]);
    if (point.bound_person_days > best->values[0] + slack) say(text, "what-if: bound %.9g above %.9g; ", point.bound_person_days, best->values[0]);
  }
  lfl_arena_destroy(arena);
}

/* "" if all is well. *n_projects of the scenario; 0: too many decisions, not counted. */
static void hold_against(const lfl_tables *tables, long most_decisions, char *text, int *n_projects) {
  lfl_diags diags;
  lfl_scenario *s = NULL;
  naive_best best;
  text[0] = 0;
  *n_projects = 0;
  assert_true(lfl_diags_init(&diags));
  if (lfl_scenario_build(tables, &diags, &s) != LFL_OK)
    for (int i = 0; i < diags.n; i++)
      if (diags.items[i].severity == LFL_ERROR) say(text, "%s; ", lfl_diag_format(&diags.items[i], diags.arena));
  lfl_diags_clear(&diags);
  if (!s) return;
  if (naive_enumerate(s, most_decisions, &best)) {
    *n_projects = s->n_projects;
    lfl_plan_options options = lfl_plan_options_default();
    options.gap = 1e-9;
    options.skip_binding = true;
    lfl_plan *plan = NULL;
    lfl_status status = lfl_plan_make(s, &options, &plan);
    if (status != LFL_OK && status != LFL_TARGET_NOT_MET) say(text, "engine: %s; ", lfl_status_text(status));
    if (plan) {
      compare(s, plan, &best, text);
      verify(s, plan, text);
    }
    ask_alone(s, &best, text);
    if (text[0]) say(text, "(%ld decisions)", best.n_decisions);
    lfl_plan_destroy(plan);
  }
  lfl_scenario_destroy(s);
}

static void decisions_are_best_of_all(void **state) {
  (void)state;
  char text[SAY + 1];
  long n = test_count("LIFELINE_REPAIRS_N", 10, 40), most = test_count("LIFELINE_REPAIRS_MOST", 100, 4000), from = setting("LIFELINE_REPAIRS_FROM", 300);
  int n_failed = 0, n_many = 0, n_seen = 0;
  for (long seed = from; n_seen < n && seed < from + 20 * n; seed++) {
    lfl_tables *tables = random_tables_with_repairs((uint64_t)seed);
    int n_projects;
    assert_non_null(tables);
    hold_against(tables, most, text, &n_projects);
    n_seen += n_projects > 0;
    n_many += n_projects >= 8;
    if (text[0]) {
      print_message("seed %ld, %d projects: %s\n", seed, n_projects, text);
      n_failed++;
    }
    lfl_tables_destroy(tables);
  }
  assert_int_equal(n_seen, n);
  if (n >= 10) assert_true(n_many >= n / 10);
  print_message("%d scenarios, %d of them with many projects\n", n_seen, n_many);
  assert_int_equal(n_failed, 0);
}

/* ---- plans and proofs that were tampered with ---- */

static const char TEXT[] = "given n_days 6\n"
                           "given table places\n"
                           "  place_id | kind | people | shelter_places\n"
                           "  TOWN     | area | 100    | 40\n"
                           "given table crews\n"
                           "  crew_id | n_workers | wage_per_worker_day\n"
                           "  BUILD   | 10        | 3\n"
                           "given table projects\n"
                           "  project_id | place_id | worker_days | crew_id | cost | column         | amount | needs_project_id\n"
                           "  A-CLEAR    | TOWN     | 10          | BUILD   |      |                |        |\n"
                           "  B-ROOFS    | TOWN     | 20          | BUILD   | 100  | shelter_places | 30     | A-CLEAR\n"
                           "  C-HALL     | TOWN     | 20          | BUILD   | 50   | shelter_places | 25     |\n"
                           "given table pledges\n"
                           "  pledge_id | amount\n"
                           "  P         | 220\n";

typedef struct planned {
  lfl_tables *tables;
  lfl_scenario *s;
  lfl_plan *plan;
} planned;

static planned plan_of(const char *text, lfl_status expected) {
  planned p = {0};
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  assert_true(case_scenario(text, &diags, &p.tables, &p.s));
  lfl_diags_clear(&diags);
  assert_int_equal(lfl_plan_make(p.s, NULL, &p.plan), expected);
  return p;
}

static planned plan_text(void) {
  planned p = plan_of(TEXT, LFL_OK);
  assert_int_equal(p.plan->n_repairs, 3);
  return p;
}

static void end_text(planned *p) {
  lfl_plan_destroy(p->plan);
  lfl_scenario_destroy(p->s);
  lfl_tables_destroy(p->tables);
}

/* Does the check say something of table and column? */
static bool is_said(const planned *p, const char *table, const char *column) {
  lfl_diags diags;
  bool is_there = false;
  assert_true(lfl_diags_init(&diags));
  lfl_plan_verify(p->s, p->plan, &diags);
  for (int i = 0; i < diags.n; i++) is_there = is_there || (strcmp(diags.items[i].file, table) == 0 && strcmp(diags.items[i].column, column) == 0);
  lfl_diags_clear(&diags);
  return is_there;
}

static void wrong_repairs_are_named(void **state) {
  (void)state;
  planned p = plan_text();
  lfl_repair_row *clear = &p.plan->repairs[0], *roofs = &p.plan->repairs[1], *hall = &p.plan->repairs[2], was;
  /* C-HALL: days 0 and 1, 25 more on four days; with 10 and 5 of money and days left, A-CLEAR and B-ROOFS are too dear */
  assert_int_equal(hall->start_day, 0);
  assert_int_equal(hall->finish_day, 1);
  assert_int_equal(clear->start_day, -1);
  assert_false(is_said(&p, "projects", "done_day"));
  assert_false(is_said(&p, "projects", "project_id"));
  p.plan->n_repairs--; /* what needs A-CLEAR or not: each has a row */
  assert_true(is_said(&p, "projects", "project_id"));
  p.plan->n_repairs = 0;
  assert_true(is_said(&p, "projects", "project_id"));
  p.plan->n_repairs = 3;
  was = *hall;
  hall->finish_day = 0; /* too soon */
  assert_true(is_said(&p, "projects", "done_day"));
  *hall = was;
  hall->workers = 5;
  assert_true(is_said(&p, "projects", "workers"));
  *hall = was;
  hall->start_day = hall->finish_day = -1; /* what it gave is not there */
  hall->workers = 0;
  assert_true(is_said(&p, "capacity", "people"));
  assert_true(is_said(&p, "spending", "amount"));
  *hall = was;
  was = *roofs;
  *roofs = (lfl_repair_row){1, 2, 3, 10, {0, 0}}; /* without A-CLEAR, and not paid */
  assert_true(is_said(&p, "projects", "start_day"));
  assert_true(is_said(&p, "spending", "amount"));
  roofs->start_day = 0; /* with a crew that is at work elsewhere */
  roofs->finish_day = 1;
  assert_true(is_said(&p, "builds", "units"));
  *roofs = was;
  hall->project_i = 1; /* twice */
  assert_true(is_said(&p, "projects", "project_id"));
  end_text(&p);
}

static bool are_proved(const planned *p) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  bool is_fine = lfl_plan_verify_proofs(p->plan, NULL, &diags) == LFL_OK;
  lfl_diags_clear(&diags);
  return is_fine;
}

static void boxes_must_cover_every_decision(void **state) {
  (void)state;
  planned p = plan_text();
  assert_true(are_proved(&p));
  int n_boxes = 0, last = -1;
  for (int k = 0; k < p.plan->n_proofs; k++)
    if (p.plan->proofs[k].kind == LFL_PROOF_LEVEL && p.plan->proofs[k].subject_i == 0) {
      n_boxes++;
      last = k;
    }
  assert_true(n_boxes > 1); /* repairs in parts would promise more than whole ones: it took cuts */
  lfl_proof was = p.plan->proofs[last];
  int box[6];
  memcpy(box, was.least, 3 * sizeof *box);
  memcpy(box + 3, was.most, 3 * sizeof *box);
  p.plan->proofs[last].least = box;
  p.plan->proofs[last].most = box + 3;
  assert_true(are_proved(&p));
  for (int k = 0; k < 3; k++) {
    if (box[k] == box[3 + k]) continue;
    box[k]++; /* a start day in no box */
    assert_false(are_proved(&p));
    box[k]--;
  }
  for (int k = 0; k < 3; k++) {
    if (box[3 + k] < p.s->n_days) box[3 + k]++; /* in two boxes, and perhaps wrong */
    else if (box[k] > 0) box[k]--;
    else continue;
    assert_false(are_proved(&p));
    memcpy(box, was.least, 3 * sizeof *box);
    memcpy(box + 3, was.most, 3 * sizeof *box);
  }
  p.plan->proofs[last].least = p.plan->proofs[last].most = NULL; /* multipliers of a box, said of all */
  assert_false(are_proved(&p));
  p.plan->proofs[last] = was;
  assert_true(are_proved(&p));
  end_text(&p);
}

/* A fifteenth of the roofs is enough, and that much is tried as none: the box is cut. With the roofs it is as good as whole, so that the half without takes the whole's proof. */
static void half_of_a_box_takes_its_proof(void **state) {
  (void)state;
  static const char LITTLE[] = "given n_days 5\n"
                               "given table places\n"
                               "  place_id | kind | people | shelter_places\n"
                               "  TOWN     | area | 100    | 96\n"
                               "given table crews\n"
                               "  crew_id | n_workers\n"
                               "  BUILD   | 10\n"
                               "given table projects\n"
                               "  project_id | place_id | worker_days | crew_id | cost | column         | amount\n"
                               "  ROOFS      | TOWN     | 10          | BUILD   | 500  | shelter_places | 60\n"
                               "given table targets\n"
                               "  target_id | kind   | place_id | need    | tier     | people | by_day\n"
                               "  roof      | served | TOWN     | shelter | survival | 100    | 3\n";
  planned p = plan_of(LITTLE, LFL_OK);
  assert_true(p.plan->targets[0].bound_people < 100 + 1e-6);
  int n = 0, at[2] = {-1, -1};
  for (int k = 0; k < p.plan->n_proofs; k++)
    if (p.plan->proofs[k].kind == LFL_PROOF_TARGET && n++ < 2) at[n - 1] = k;
  assert_int_equal(n, 2);
  assert_true(are_proved(&p));
  int late = at[p.plan->proofs[at[1]].least[0] > 0], early = at[0] + at[1] - late;
  p.plan->proofs[early].kind = LFL_PROOF_TARGET_ALL_WILLING; /* then a half of the decisions is in no box */
  assert_false(are_proved(&p));
  p.plan->proofs[late].least = p.plan->proofs[late].most = NULL; /* what the late half has proves the whole */
  assert_true(are_proved(&p));
  end_text(&p);
}

/* ---- what stands in the way of a target, and what it would take ---- */

static void money_for_a_whole_repair(void **state) {
  (void)state;
  static const char WANTED[] = "given n_days 5\n"
                               "given table places\n"
                               "  place_id | kind | people | shelter_places\n"
                               "  TOWN     | area | 100    | 40\n"
                               "given table crews\n"
                               "  crew_id | n_workers\n"
                               "  BUILD   | 10\n"
                               "given table projects\n"
                               "  project_id | place_id | worker_days | crew_id | cost | column         | amount\n"
                               "  ROOFS      | TOWN     | 20          | BUILD   | 500  | shelter_places | 60\n"
                               "given table pledges\n"
                               "  pledge_id | amount\n"
                               "  P         | 100\n"
                               "given table targets\n"
                               "  target_id | kind   | place_id | need    | tier     | people | by_day\n"
                               "  roof      | served | TOWN     | shelter | survival | 100    | 3\n"
                               "given table negotiable\n"
                               "  table   | row_id | column    | step | weight | at_most\n"
                               "  pledges | P      | amount    | 100  | 1      | 1000\n"
                               "  crews   | BUILD  | n_workers | 1    | 3      | 15\n";
  planned p = plan_of(WANTED, LFL_TARGET_NOT_MET);
  assert_int_equal(p.plan->targets[0].verdict, LFL_IMPOSSIBLE); /* though a fifth of the roofs could be paid */
  assert_true(p.plan->targets[0].best_people < 40.5);
  assert_int_equal(p.plan->n_conflicts, 2); /* with either lifted everyone has a roof: repaired, or there already */
  assert_string_equal(p.plan->conflicts[0].limit, "money");
  assert_string_equal(p.plan->conflicts[1].limit, "shelter");
  assert_true(p.plan->n_offers >= 1);
  assert_string_equal(p.plan->offers[0].table, "pledges");
  assert_true(fabs(p.plan->offers[0].to_value - 500) < 1e-9);
  assert_true(fabs(p.plan->offers[0].best_people - 100) < 1e-9);
  end_text(&p);
}

/* ---- of decisions as good the cheaper one, though no level counts money ---- */

static void nobody_needs_the_dearer_one(void **state) {
  (void)state;
  static const char EITHER[] = "given n_days 6\n"
                               "given order survival fairness minimum\n"
                               "given table places\n"
                               "  place_id | kind | people | shelter_places\n"
                               "  TOWN     | area | 100    | 40\n"
                               "given table crews\n"
                               "  crew_id | n_workers\n"
                               "  BUILD   | 40\n"
                               "given table projects\n"
                               "  project_id | place_id | worker_days | crew_id | cost | column         | amount\n"
                               "  A-ROOFS    | TOWN     | 20          | BUILD   | 500  | shelter_places | 60\n"
                               "  B-HUTS     | TOWN     | 20          | BUILD   | 400  | shelter_places | 60\n"
                               "  C-HALL     | TOWN     | 20          | BUILD   | 800  | shelter_places | 90\n"
                               "  D-SHED     | TOWN     | 40          | BUILD   | 100  | shelter_places | 20\n";
  planned p = plan_of(EITHER, LFL_OK);
  static const int START[] = {-1, 0, -1, -1};
  for (int k = 0; k < 4; k++) assert_int_equal(p.plan->repairs[k].start_day, START[k]);
  end_text(&p);
}

/* ---- who reads of it ---- */

static bool report_has(const lfl_plan *plan, lfl_sensitivity audience, const char *text) {
  lfl_plan *copy = NULL;
  lfl_needs *needs = NULL;
  lfl_buf html = {0};
  assert_int_equal(lfl_plan_redact(plan, audience, &copy), LFL_OK);
  assert_int_equal(lfl_needs_compute(plan->scenario, &needs), LFL_OK);
  assert_int_equal(lfl_report_html(copy, needs, NULL, audience, &html), LFL_OK);
  bool is_there = strstr(html.text, text) != NULL;
  lfl_buf_clear(&html);
  lfl_needs_destroy(needs);
  lfl_plan_destroy(copy);
  return is_there;
}

static void report_says_what_each_buys(void **state) {
  (void)state;
  planned p = plan_text();
  /* C-HALL serves 25 more on days 2 to 5 */
  assert_true(report_has(p.plan, LFL_PARTNERS, "1 of 3 repairs are done, for 50"));
  assert_true(report_has(p.plan, LFL_PARTNERS, "Shelter, survival: 100 person-days more, on average 25 people more a day"));
  assert_true(report_has(p.plan, LFL_PARTNERS, "Repairs not done"));
  assert_false(report_has(p.plan, LFL_PUBLIC, "C-HALL"));
  assert_false(report_has(p.plan, LFL_PUBLIC, "id=\"repairs\""));
  p.s->projects[2].origin.sensitivity = LFL_RESTRICTED;
  assert_false(report_has(p.plan, LFL_PARTNERS, "C-HALL</bdi></a></th>"));
  assert_true(report_has(p.plan, LFL_RESTRICTED, "C-HALL</bdi></a></th>"));
  end_text(&p);
}

#define BEHIND_DEBRIS "given n_days 6\n" \
                      "given order survival fairness minimum\n" \
                      "given table places\n" \
                      "  place_id | kind | people | shelter_places\n" \
                      "  TOWN     | area | 100    | 40\n" \
                      "given table crews\n" \
                      "  crew_id | n_workers\n" \
                      "  BUILD   | 40\n" \
                      "given table projects\n" \
                      "  project_id | place_id | worker_days | crew_id | cost | column         | amount | needs_project_id\n" \
                      "  DEBRIS     | TOWN     | 20          | BUILD   | 200  |                |        |\n" \
                      "  ROOFS      | TOWN     | 20          | BUILD   | 700  | shelter_places | 60     | DEBRIS\n" \
                      "given table pledges\n" \
                      "  pledge_id | amount | currency | from_day | earmark_kind | earmark_id\n" \
                      "  HUTS      | 30000  | USD      | 0        | sector       | shelter\n"

/* What restores nothing itself is of no need: money for logistics or shelter may not pay it, so that neither repair is done; without earmark 200 pay for it, under no sector. */
static void what_restores_nothing_is_of_no_sector(void **state) {
  (void)state;
  int n;
  planned p = plan_of(BEHIND_DEBRIS "  LORRIES   | 3000   | USD      | 0        | sector       | logistics\n", LFL_OK);
  assert_true(p.plan->repairs[0].start_day < 0 && p.plan->repairs[1].start_day < 0);
  assert_true(report_has(p.plan, LFL_PARTNERS, "<td>no pledge that comes in these days may pay for it</td>"));
  assert_true(report_has(p.plan, LFL_PARTNERS, "<td>it needs DEBRIS, and no pledge that comes in these days may pay for it</td>"));
  end_text(&p);
  p = plan_of(BEHIND_DEBRIS "  ANY       | 100    | USD      | 0        | none         |\n", LFL_OK);
  assert_true(report_has(p.plan, LFL_PARTNERS, "<td>it costs more than all the money that may pay for it and comes in these days</td>"));
  end_text(&p);
  p = plan_of(BEHIND_DEBRIS "  ANY       | 300    | USD      | 0        | none         |\n", LFL_OK);
  const lfl_budget_row *rows = lfl_budget_by_month(p.plan, p.plan->arena, &n);
  double of_none = 0, of_shelter = 0;
  for (int k = 0; k < n; k++) *(strcmp(rows[k].sector, "none") == 0 ? &of_none : &of_shelter) += rows[k].amount; /* there are no others */
  assert_true(of_none == 200 && of_shelter == 700);
  const lfl_served_cost *costs = lfl_budget_by_person(p.plan, p.plan->arena, &n);
  for (int k = 0; k < n; k++) assert_true(!costs[k].sector || strcmp(costs[k].sector, "logistics") != 0);
  assert_true(report_has(p.plan, LFL_PARTNERS, "<td>no sector</td>"));
  end_text(&p);
}

static void they_stand_in_order_of_work(void **state) {
  (void)state;
  planned p = plan_text();
  lfl_repair_row *row = p.plan->repairs;
  static const struct {
    int start[3], order[3];
  } ORDERS[] = {{{-1, -1, 0}, {2, 0, 1}}, {{3, 1, 2}, {1, 2, 0}}, {{2, -1, 2}, {0, 2, 1}}, {{0, 0, 0}, {0, 1, 2}}};
  for (size_t k = 0; k < sizeof ORDERS / sizeof ORDERS[0]; k++) {
    for (int i = 0; i < 3; i++) row[i].start_day = ORDERS[k].start[i];
    const int *order = lfl_plan_repairs_in_order(p.plan, p.plan->arena);
    assert_non_null(order);
    for (int i = 0; i < 3; i++) assert_int_equal(order[i], ORDERS[k].order[i]);
  }
  row[0].start_day = row[0].finish_day = 3; /* A-CLEAR after C-HALL, in the report, too */
  row[1].start_day = -1;
  row[2].start_day = row[2].finish_day = 1;
  lfl_needs *needs = NULL;
  lfl_buf html = {0};
  assert_int_equal(lfl_needs_compute(p.s, &needs), LFL_OK);
  assert_int_equal(lfl_report_html(p.plan, needs, NULL, LFL_RESTRICTED, &html), LFL_OK);
  const char *section = strstr(html.text, "id=\"repairs\"");
  assert_non_null(section);
  const char *hall = strstr(section, "C-HALL</bdi></a></th>"), *clear = strstr(section, "A-CLEAR</bdi></a></th>"), *roofs = strstr(section, "B-ROOFS</bdi></a></th>");
  assert_true(hall && clear && roofs && hall < clear && clear < roofs);
  lfl_buf_clear(&html);
  lfl_needs_destroy(needs);
  end_text(&p);
}

/* By a limit of work, in the middle of whatever level it is: what there is of a plan holds. */
static void a_plan_that_is_stopped_holds(void **state) {
  (void)state;
  int n_failed = 0, n_first = 0, n_later = 0;
  uint64_t last = 2 * (uint64_t)test_count("LIFELINE_REPAIRS_STOPPED_N", 6, 16);
  for (uint64_t seed = 2; seed <= last; seed += 2) {
    lfl_tables *tables = random_tables_with_repairs(seed);
    lfl_scenario *s = scenario_of(tables);
    assert_non_null(s);
    for (long limit = 10; limit <= 5000; limit += 1 + limit / 2) {
      lfl_plan_options o = lfl_plan_options_default();
      o.skip_targets = o.skip_binding = true;
      o.work_limit = limit;
      char text[SAY + 1] = "";
      lfl_plan *plan = NULL;
      lfl_status status = lfl_plan_make(s, &o, &plan);
      if (!plan) say(text, "engine: %s; ", lfl_status_text(status));
      if (plan) verify(s, plan, text);
      bool is_stopped = plan && plan->stopped;
      n_first += is_stopped && plan->n_levels < 2;
      n_later += is_stopped && plan->n_levels >= 2;
      if (text[0]) print_error("seed %d, limit %ld: %s\n", (int)seed, limit, text);
      n_failed += text[0] != 0;
      lfl_plan_destroy(plan);
      if (!is_stopped) break;
    }
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
  }
  print_message("stopped %d times in or before the first level, %d times later\n", n_first, n_later);
  assert_int_equal(n_failed, 0);
  assert_true(n_first > 10 && n_later > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(report_says_what_each_buys), cmocka_unit_test(what_restores_nothing_is_of_no_sector), cmocka_unit_test(they_stand_in_order_of_work), cmocka_unit_test(money_for_a_whole_repair), cmocka_unit_test(nobody_needs_the_dearer_one), cmocka_unit_test(wrong_repairs_are_named), cmocka_unit_test(boxes_must_cover_every_decision), cmocka_unit_test(half_of_a_box_takes_its_proof),
                                     cmocka_unit_test(decisions_are_best_of_all), cmocka_unit_test(a_plan_that_is_stopped_holds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
