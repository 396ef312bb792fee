/* The command `what-if`: a plan's scenario with other numbers, several at once, or one of them swept
 * over a range: unserved survival person-days and targets beside those of the plan. No plan is made with the other numbers:
 * a target `can be met` by one, whether the one that puts first things first meets it stays open. What differs by less
 * than levels are solved to is no change. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "apps/cli.h"
#include "base/buf.h"
#include "model/schema.h"
#include "store/store.h"

enum { MOST_POINTS = 200 };

typedef struct question {
  lfl_arena *arena;
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  int n_points;
  const char *swept;               /* "places.KS.trucks_per_day"; NULL: no sweep */
  double values[MOST_POINTS];      /* of the sweep */
  lfl_tables *changed[MOST_POINTS];
  lfl_scenario *scenarios[MOST_POINTS];
  lfl_what_if_point points[MOST_POINTS];
  bool *wants_target;              /* [n_targets]; NULL: none */
  bool *is_solved;                 /* [n_targets] wanted, and not known from the plan alone */
} question;

static void close_question(question *q) {
  for (int i = 0; i < q->n_points; i++) {
    lfl_scenario_destroy(q->scenarios[i]);
    lfl_tables_destroy(q->changed[i]);
  }
  lfl_plan_destroy(q->plan);
  lfl_scenario_destroy(q->scenario);
  lfl_tables_destroy(q->tables);
  lfl_diags_clear(&q->diags);
  lfl_arena_destroy(q->arena);
}

static lfl_status misuse(const char *what, const char *value) {
  fprintf(stderr, "lifeline: %s%s%s\n", what, value ? ": " : "", value ? value : "");
  return LFL_ERR_USAGE;
}

/* "table.row.column=first:last:step". */
static lfl_status read_sweep(question *q, const char *text) {
  static const char *const FORM = "--sweep wants table.row.column=first:last:step, as places.KS.trucks_per_day=100:400:50";
  const char *equals = strchr(text, '=');
  double number[3];
  if (!equals) return misuse(FORM, text);
  const char *at = equals + 1;
  for (int k = 0; k < 3; k++) {
    char *end;
    number[k] = strtod(at, &end);
    if (end == at || !isfinite(number[k]) || *end != (k < 2 ? ':' : 0)) return misuse(FORM, text);
    at = end + 1;
  }
  double steps = (number[1] - number[0]) / number[2];
  if (!(steps >= 0) || !(number[2] != 0)) return misuse("--sweep: the step does not lead from the first value to the last", text);
  if (steps >= MOST_POINTS) return misuse("--sweep: at most 200 values", text);
  q->swept = lfl_arena_strndup(q->arena, text, (size_t)(equals - text));
  q->n_points = (int)floor(steps + 1e-9) + 1;
  for (int i = 0; i < q->n_points; i++) q->values[i] = number[0] + i * number[2];
  return q->swept ? LFL_OK : LFL_ERR_MEMORY;
}

/* Is it a column of texts? (The values of settings are numbers, too.) */
static bool is_of_text(const char *swept, lfl_arena *arena) {
  const char *first = strchr(swept, '.'), *last = strrchr(swept, '.');
  const char *name = first ? lfl_arena_strndup(arena, swept, (size_t)(first - swept)) : NULL;
  const lfl_table_schema *table = name ? lfl_schema_find(name) : NULL;
  const lfl_column *column = table && strcmp(table->name, "scenario") != 0 ? lfl_schema_column(table, last + 1) : NULL;
  return column && column->type == LFL_TYPE_TEXT;
}

/* One number cannot be set and swept, and a text cannot be swept. */
static lfl_status judge_swept(const question *q, const cli *c) {
  size_t n = q->swept ? strlen(q->swept) : 0;
  if (n && is_of_text(q->swept, q->arena)) return misuse("--sweep: a column of numbers is expected", q->swept);
  for (int k = 0; k < c->n_assignments && n; k++)
    if (strncmp(c->assignments[k], q->swept, n) == 0 && c->assignments[k][n] == '=') return misuse("--set and --sweep are of the same number", q->swept);
  return LFL_OK;
}

/* Nothing else tells that a pledge counts no longer. */
static void warn_of_uncounted(const question *q, const lfl_scenario *changed) {
  for (int k = 0; k < changed->n_pledges; k++) {
    const lfl_pledge *p = &changed->pledges[k];
    bool was_counted = false;
    for (int i = 0; i < q->scenario->n_pledges; i++) was_counted = was_counted || (q->scenario->pledges[i].counted && strcmp(q->scenario->pledges[i].id, p->id) == 0);
    if (was_counted && !p->counted && !p->is_security) fprintf(stderr, "lifeline: warning: pledge %s is not counted: there is no rate for %s\n", p->id, p->currency);
  }
}

/* The scenario of each point, with everything that was set and the value swept. */
static lfl_status make_scenarios(question *q, const cli *c) {
  const char *changes[MOST_ASSIGNMENTS + 1];
  int n = c->n_assignments;
  for (int k = 0; k < n; k++) changes[k] = c->assignments[k];
  for (int i = 0; i < q->n_points; i++) {
    lfl_buf value = {0};
    lfl_buf_number(&value, q->values[i]);
    if (q->swept) changes[n] = value.text ? lfl_arena_printf(q->arena, "%s=%s", q->swept, value.text) : NULL;
    lfl_buf_clear(&value);
    if (q->swept && !changes[n]) return LFL_ERR_MEMORY;
    lfl_status status = lfl_tables_set(q->tables, changes, n + (q->swept ? 1 : 0), &q->diags, &q->changed[i]);
    if (status == LFL_OK) q->changed[i]->state = LFL_TABLES_LAID; /* only whole plans are read: judged as other numbers laid over a scenario */
    if (status == LFL_OK) status = lfl_scenario_build(q->changed[i], &q->diags, &q->scenarios[i]);
    for (int k = 0; status == LFL_ERR_DATA && !c->n_assignments && k < q->diags.n; k++)
      if (q->diags.items[k].file && strcmp(q->diags.items[k].file, "--set") == 0) q->diags.items[k].file = "--sweep"; /* nothing else was set */
    if (status != LFL_OK) return status;
    if (i == 0) warn_of_uncounted(q, q->scenarios[0]); /* what is swept is a number */
    if (q->scenarios[i]->n_targets != q->scenario->n_targets) return misuse("what-if keeps the plan's targets: none may be added", NULL);
  }
  return LFL_OK;
}

static lfl_status choose_targets(question *q, const char *list) {
  const lfl_scenario *s = q->scenario;
  if (!list) return LFL_OK;
  q->wants_target = lfl_arena_new(q->arena, (size_t)s->n_targets, bool);
  const char **ids = lfl_arena_new(q->arena, (size_t)s->n_targets + 1, const char *);
  if (!q->wants_target || !ids) return LFL_ERR_MEMORY;
  for (int t = 0; t < s->n_targets; t++) ids[t] = s->targets[t].id;
  for (const char *at = list; at; at = strchr(at, ','), at = at ? at + 1 : NULL) {
    size_t n = strcspn(at, ",");
    bool is_known = false, is_all = n == 3 && strncmp(at, "all", 3) == 0;
    for (int t = 0; t < s->n_targets; t++)
      if (is_all || (strlen(ids[t]) == n && strncmp(ids[t], at, n) == 0)) is_known = q->wants_target[t] = true;
    if (is_known || is_all) continue;
    const char *name = lfl_arena_strndup(q->arena, at, n), *nearest = name ? lfl_nearest_name(name, ids, s->n_targets) : NULL;
    fprintf(stderr, "lifeline: no such target: %s%s%s\n", name ? name : "", nearest ? ", did you mean " : "", nearest ? nearest : "");
    return LFL_ERR_USAGE;
  }
  return LFL_OK;
}

/* Targets that the plan answers at every point are not solved. known: [points * targets]. */
static bool find_known(question *q, bool is_earliest, lfl_target_result **known) {
  int n = q->scenario->n_targets;
  if (!q->wants_target) return true;
  q->is_solved = lfl_arena_new(q->arena, (size_t)n, bool);
  *known = lfl_arena_new(q->arena, (size_t)(n * q->n_points), lfl_target_result);
  if (!q->is_solved || !*known) return false;
  for (int t = 0; t < n; t++)
    for (int i = 0; i < q->n_points && q->wants_target[t] && !q->is_solved[t]; i++) {
      lfl_target_result *r = &(*known)[i * n + t];
      q->is_solved[t] = !lfl_what_if_is_known(q->plan, q->scenarios[i], t, r) || (is_earliest && r->earliest_day < 0);
    }
  return true;
}

static lfl_status solve_points(question *q, const cli *c) {
  const lfl_scenario *given[MOST_POINTS];
  lfl_target_result *known = NULL;
  lfl_what_if_known levels[MOST_POINTS];
  for (int i = 0; i < q->n_points; i++) {
    given[i] = q->scenarios[i];
    levels[i] = lfl_what_if_knows(q->plan, given[i]);
  }
  if (!find_known(q, c->is_earliest, &known)) return LFL_ERR_MEMORY;
  lfl_status status = solve_what_if(c, q->plan, given, q->n_points, levels, q->is_solved, q->arena, q->points);
  for (int t = 0; (status == LFL_OK || status == LFL_STOPPED) && known && t < q->scenario->n_targets; t++)
    for (int i = 0; i < q->n_points && q->wants_target[t] && !q->is_solved[t]; i++) q->points[i].targets[t] = known[i * q->scenario->n_targets + t];
  return status;
}

/* The plan's own value of the first level, if it is survival. */
static double base_value(const lfl_plan *plan) {
  return plan->n_levels && plan->levels[0].kind == LFL_LEVEL_SURVIVAL && lfl_n_survival_needs(plan->scenario) ? plan->levels[0].value : (double)NAN;
}

static int find_need(const lfl_scenario *s, const char *id) {
  for (int k = 0; k < s->n_needs; k++)
    if (strcmp(s->needs[k].id, id) == 0) return k;
  return -1;
}

/* Needs with a survival tier that are planned in a and not in b, joined by commas; "" where there are none. */
static const char *needs_beyond(const question *q, const lfl_scenario *a, const lfl_scenario *b) {
  const char *names = "";
  for (int k = 0; k < a->n_needs && names; k++) {
    int same = find_need(b, a->needs[k].id);
    if (!a->needs[k].has_tier[LFL_SURVIVAL] || (same >= 0 && b->needs[same].has_tier[LFL_SURVIVAL])) continue;
    names = lfl_arena_printf(q->arena, "%s%s%s", names, *names ? ", " : "", a->needs[k].id);
  }
  return names ? names : "";
}

static const char *needs_added(const question *q, int i) { return needs_beyond(q, q->scenarios[i], q->scenario); }
static const char *needs_dropped(const question *q, int i) { return needs_beyond(q, q->scenario, q->scenarios[i]); }
/* Person-days are told of the same needs as the plan's. */
static bool is_comparable(const question *q, int i) { return !*needs_added(q, i) && !*needs_dropped(q, i); }

static json_t *names_json(const char *names) {
  json_t *list = json_array();
  for (size_t n; *names; names += n + strspn(names + n, ", ")) {
    n = strcspn(names, ",");
    json_array_append_new(list, json_stringn(names, n));
  }
  return list;
}

static json_t *target_json(const question *q, int t, const lfl_target_result *r) {
  return json_pack("{s:s,s:s,s:o,s:o,s:o,s:o}", "target_id", q->scenario->targets[t].id, "verdict", lfl_verdict_name(r->verdict), "people", number_json(r->people),
                   "best_people", number_json(r->best_people), "bound_people", number_json(r->bound_people), "earliest_day",
                   r->earliest_day < 0 ? json_null() : json_integer(r->earliest_day));
}

static json_t *targets_json(const question *q, const lfl_target_result *results) {
  json_t *list = json_array();
  for (int t = 0; q->wants_target && t < q->scenario->n_targets; t++)
    if (q->wants_target[t]) json_array_append_new(list, target_json(q, t, &results[t]));
  return list;
}

static lfl_status print_answer_json(const question *q, const cli *c) {
  json_t *points = json_array(), *changes = json_array();
  for (int k = 0; k < c->n_assignments; k++) json_array_append_new(changes, json_string(c->assignments[k]));
  for (int i = 0; i < q->n_points; i++) {
    const lfl_what_if_point *p = &q->points[i];
    json_array_append_new(points, json_pack("{s:o,s:o,s:o,s:o,s:b,s:b,s:o,s:o,s:o}", "value", q->swept ? json_real(q->values[i]) : json_null(), "unserved_person_days",
                                            number_json(p->unserved_person_days), "bound_person_days", number_json(p->bound_person_days), "survival_share",
                                            number_json(p->survival_share), "warm", p->is_warm, "open", p->is_open, "needs_added", names_json(needs_added(q, i)),
                                            "needs_dropped", names_json(needs_dropped(q, i)), "targets", targets_json(q, p->targets)));
  }
  json_t *base = json_pack("{s:o,s:o}", "unserved_person_days", number_json(base_value(q->plan)), "targets", targets_json(q, q->plan->targets));
  return print_json(json_pack("{s:o,s:o,s:o,s:o}", "changes", changes, "swept", q->swept ? json_string(q->swept) : json_null(), "plan", base, "points", points));
}

/* Less than levels are solved to (a gap of 1e-4), or than half a person or person-day, is the solver's noise. */
static bool is_change(double before, double after) {
  return isfinite(before) && isfinite(after) && fabs(after - before) > fmax(0.5, 1e-4 * fmax(fabs(before), fabs(after)));
}

/* "120 fewer", "no change"; "" where one of the two is not known. */
static const char *change_words(const question *q, double before, double after) {
  if (!isfinite(before) || !isfinite(after)) return "";
  if (!is_change(before, after)) return "no change";
  const char *words = lfl_arena_printf(q->arena, "%.0f %s", fabs(after - before), after < before ? "fewer" : "more");
  return words ? words : "";
}

/* A bar of at most 30 signs, so that a sweep is seen as a curve; none of what is noise. */
static void put_bar(double value, double most) {
  int n = value >= 0.5 && most > 0 ? (int)lround(30 * value / most) : 0;
  for (int i = 0; i < n; i++) putchar('#');
}

static const char *at_least_words(const question *q, double value) {
  const char *words = lfl_arena_printf(q->arena, "at least %.0f", value);
  return words ? words : "";
}

/* "85.8%"; "" where it is not known. */
static const char *share_words(const question *q, double share) {
  const char *words = isnan(share) ? NULL : lfl_arena_printf(q->arena, "%.1f%%", 100 * share);
  return words ? words : "";
}

/* Which needs are planned at a point and not in the plan, or the other way round; "" where none are. */
static const char *other_needs_words(const question *q, int i) {
  const char *added = needs_added(q, i), *dropped = needs_dropped(q, i);
  if (is_comparable(q, i)) return "";
  const char *words = lfl_arena_printf(q->arena, "%s%s%s%s%s", added, *added ? " planned and not in the plan" : "", *added && *dropped ? ", " : "", dropped, *dropped ? " planned in the plan alone" : "");
  return words ? words : "";
}

/* Once for values of the sweep that follow each other. */
static void print_other_needs(const question *q) {
  for (int i = 0, last; i < q->n_points; i = last + 1) {
    const char *words = other_needs_words(q, i);
    for (last = i; last + 1 < q->n_points && strcmp(other_needs_words(q, last + 1), words) == 0;) last++;
    if (!*words) continue;
    if (q->swept && last > i) printf("%.10g to %.10g: ", q->values[i], q->values[last]);
    else if (q->swept) printf("%.10g: ", q->values[i]);
    printf("%s: these person-days and the plan's are of different needs and cannot be compared.\n", words);
  }
}

static void print_sweep(const question *q) {
  int width = (int)fmax(20, (double)strlen(q->swept));
  double base = base_value(q->plan), most = isnan(base) ? 0 : base;
  for (int i = 0; i < q->n_points; i++) most = fmax(most, q->points[i].unserved_person_days);
  printf("%-*s %22s %9s  %-18s\n", width, q->swept, "unserved person-days", "served", isnan(base) ? "" : "against the plan");
  if (!isnan(base)) {
    printf("%-*s %22.0f %9s  %-18s ", width, "the plan", base, share_words(q, lfl_plan_survival_share(q->plan)), "");
    put_bar(base, most);
    putchar('\n');
  }
  for (int i = 0; i < q->n_points; i++) {
    const lfl_what_if_point *p = &q->points[i];
    if (isnan(p->unserved_person_days)) {
      printf("%-*.10g %22s\n", width, q->values[i], p->bound_person_days > 0 ? at_least_words(q, p->bound_person_days) : "not solved");
      continue;
    }
    double value = is_change(base, p->unserved_person_days) || isnan(base) ? p->unserved_person_days : base;
    const char *change = p->is_open ? at_least_words(q, p->bound_person_days) : is_comparable(q, i) ? change_words(q, base, value) : "other needs: below";
    printf("%-*.10g %22.0f %9s  %-18s ", width, q->values[i], value, share_words(q, p->survival_share), change);
    put_bar(value, most);
    putchar('\n');
  }
  print_other_needs(q);
}

/* From which day on the target can be reached, as far as that is known. */
static const char *earliest_words(const question *q, const lfl_target *target, const lfl_target_result *r, bool is_sought) {
  const char *words = "";
  if (r->earliest_day >= 0) words = lfl_arena_printf(q->arena, "from day %d on", r->earliest_day);
  else if (r->verdict == LFL_MET || r->verdict == LFL_POSSIBLE) words = lfl_arena_printf(q->arena, "by day %d or before", target->by_day);
  else if (r->verdict == LFL_IMPOSSIBLE) words = is_sought ? "not in these days" : lfl_arena_printf(q->arena, "not by day %d", target->by_day);
  return words ? words : "";
}

static void print_reach(const char *verdict, const lfl_target_result *r, const char *change, const char *earliest) {
  if (isnan(r->best_people)) {
    printf("%-11s not solved\n", verdict);
    return;
  }
  double best = lfl_target_whole(r->best_people, r->people), bound = lfl_target_whole(r->bound_people, r->people);
  printf("%-11s at most %.0f", verdict, best);
  if (bound > best && isfinite(bound)) printf(" found, none above %.0f", bound);
  if (change[0]) printf(" (%s)", change);
  printf("%s%s\n", earliest[0] ? "; " : "", earliest);
}

static void print_targets(const question *q, bool is_sought) {
  bool can_any = false;
  for (int t = 0; q->wants_target && t < q->scenario->n_targets; t++) {
    if (!q->wants_target[t]) continue;
    const lfl_target *target = &q->scenario->targets[t];
    const lfl_target_result *base = &q->plan->targets[t];
    bool is_known = !isnan(base->best_people);
    printf("\n%s: %.0f people by day %d\n  %-20s ", target->id, lfl_target_whole(base->people, base->people), target->by_day, "the plan");
    if (is_known) print_reach(lfl_verdict_name(base->verdict), base, "", earliest_words(q, target, base, true));
    else printf("%s\n", base->verdict == LFL_MET ? "met; what other plans can reach was not asked" : "was not asked");
    for (int i = 0; i < q->n_points; i++) {
      const lfl_target_result *r = &q->points[i].targets[t];
      if (q->swept) printf("  %-20.10g ", q->values[i]);
      else printf("  %-20s ", "with these numbers");
      can_any = can_any || r->verdict == LFL_POSSIBLE;
      if (is_change(base->people, r->people)) printf("(of %.0f asked for) ", lfl_target_whole(r->people, r->people));
      print_reach(lfl_can_words(r->verdict), r, is_known ? change_words(q, base->best_people, r->best_people) : "",
                  earliest_words(q, &q->scenarios[i]->targets[t], r, is_sought));
    }
  }
  if (can_any)
    printf("\nCan be met: a plan aimed at it alone meets it with these numbers. Whether a plan for all meets it is not told, as none is made here (lifeline plan does).\n");
}

/* What is known of a level that was not solved to its end. */
static void print_open(const lfl_what_if_point *p, double base, bool is_limited) {
  printf("Unserved survival person-days: ");
  if (p->bound_person_days > 0) printf("at least %.0f", p->bound_person_days);
  if (!isnan(p->unserved_person_days)) printf("%sat most %.0f", p->bound_person_days > 0 ? ", " : "", p->unserved_person_days);
  else if (!(p->bound_person_days > 0)) printf("not known");
  if (!isnan(base)) printf("; in the plan %.0f", base);
  printf(is_limited ? ". Stopped before the exact figure was found: without --work-limit, --time-limit and --gap it is, where the problem can be solved as a whole.\n"
                    : ". The exact figure was not found: stopped, or too large to be solved as a whole.\n");
}

/* Where no need has the survival tier, nothing unserved at it is no answer. */
static void forget_survival(question *q) {
  for (int i = 0; i < q->n_points; i++) q->points[i].unserved_person_days = q->points[i].bound_person_days = q->points[i].survival_share = (double)NAN;
}

static lfl_status print_answer(const question *q, const cli *c) {
  if (c->is_json) return print_answer_json(q, c);
  double base = base_value(q->plan), value = q->points[0].unserved_person_days;
  if (!lfl_n_survival_needs(q->scenario)) {
    printf("No need here has a survival tier, and what-if looks at no other: what these numbers change shows in targets (--targets), or in a plan made with them.\n");
  } else if (q->swept) {
    print_sweep(q);
  } else if (q->points[0].is_open || isnan(value)) {
    print_open(&q->points[0], base, c->work_limit > 0 || c->time_limit_s > 0 || !isnan(c->gap));
  } else {
    printf("Unserved survival person-days: %.0f", value);
    if (!isnan(base) && !is_comparable(q, 0)) printf("; in the plan %.0f", base);
    else if (is_change(base, value)) printf("; in the plan %.0f, so %s", base, change_words(q, base, value));
    else if (!isnan(base)) printf(", no change");
    printf(".");
    if (!isnan(q->points[0].survival_share)) printf(" Survival service: %s.", share_words(q, q->points[0].survival_share));
    printf("\n");
    print_other_needs(q);
    if (lfl_counts_risk(q->scenario)) printf("(Counted with them: each day of a person in a place declared at risk, at the scenario's risk_weight, for each survival need.)\n");
    if (!isnan(base) && is_change(base, q->plan->levels[0].published_value))
      printf("(Before trips and kits are made whole; with whole ones the plan leaves %.0f.)\n", q->plan->levels[0].published_value);
  }
  print_targets(q, c->is_earliest);
  return LFL_OK;
}

int cmd_what_if(const cli *c) {
  question *q = NULL;
  lfl_arena *arena = lfl_arena_create();
  if (arena) q = lfl_arena_new(arena, 1, question);
  if (!q || !lfl_diags_init(&q->diags)) {
    lfl_arena_destroy(arena);
    return finish(LFL_ERR_MEMORY);
  }
  q->arena = arena;
  lfl_status status = LFL_OK;
  if (!c->n_assignments && !c->sweep) status = misuse("--set or --sweep is expected: what is to be otherwise", NULL);
  if (c->is_earliest && !c->targets) status = misuse("--earliest is of --targets", NULL);
  if (status == LFL_OK && c->sweep) status = read_sweep(q, c->sweep);
  if (status == LFL_OK) status = judge_swept(q, c);
  lfl_file_check *check = status == LFL_OK ? lfl_plan_check_begin(c->operand[0]) : NULL;
  if (status == LFL_OK && !check) status = LFL_ERR_MEMORY;
  if (status == LFL_OK) status = lfl_plan_read(c->operand[0], &q->diags, &q->tables, &q->scenario, &q->plan);
  if (status == LFL_OK) status = choose_targets(q, c->targets);
  if (!q->swept) q->n_points = 1;
  if (status == LFL_OK) status = make_scenarios(q, c);
  bool is_solved = status == LFL_OK;
  if (is_solved) status = solve_points(q, c);
  lfl_status unaltered = check ? lfl_plan_check_end(check, is_solved ? &q->diags : NULL) : LFL_OK;
  if (is_solved && unaltered != LFL_OK) status = unaltered;
  if (status == LFL_ERR_DATA || status == LFL_ERR_IO) print_diags(c, &q->diags, LFL_ERROR, stderr);
  if (status == LFL_OK || status == LFL_STOPPED) {
    if (!lfl_n_survival_needs(q->scenario)) forget_survival(q);
    lfl_status printed = print_answer(q, c);
    if (printed != LFL_OK) status = printed;
  }
  close_question(q);
  return finish(status);
}
