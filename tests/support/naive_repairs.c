/* Repairs by the words of docs/MODEL.md, and the best decision on them found by trying every one: each
 * project on each day or not at all, kept where order and crews allow it. Nothing of the engine and none of
 * the model layer's formulas. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "naive_model.h"

enum { MOST_PROJECTS = 32, MOST_TIED = 40 };
static const double INF = (double)INFINITY;

static lfl_access worst_access(const lfl_scenario *s, lfl_subject subject, int i, int day) {
  lfl_access worst = LFL_OPEN;
  for (int k = 0; k < s->n_status_rows; k++) {
    const lfl_status_row *r = &s->status_rows[k];
    if (r->subject == subject && r->subject_i == i && r->from_day <= day && day <= r->to_day && r->access > worst) worst = r->access;
  }
  return worst;
}

static double workers_on(const lfl_scenario *s, int crew, int day) {
  const lfl_crew *c = &s->crews[crew];
  double least = 1;
  if (day < c->from_day || day > c->to_day || worst_access(s, LFL_SUBJECT_CREW, crew, day) == LFL_CLOSED) return 0;
  for (int k = 0; k < s->n_status_rows; k++) {
    const lfl_status_row *r = &s->status_rows[k];
    if (r->subject == LFL_SUBJECT_CREW && r->subject_i == crew && r->from_day <= day && day <= r->to_day) least = fmin(least, r->capacity_share);
  }
  return c->n_workers * least;
}

bool naive_repair_works(const lfl_scenario *s, int project_i, int day, double workers) {
  const lfl_project *p = &s->projects[project_i];
  if (p->place_i >= 0 && worst_access(s, LFL_SUBJECT_PLACE, p->place_i, day) == LFL_CLOSED) return false;
  if (p->link_i >= 0 && worst_access(s, LFL_SUBJECT_LINK, p->link_i, day) == LFL_CLOSED) return false;
  return !(workers > 0) || workers_on(s, p->crew_i, day) >= workers - 1e-9;
}

int naive_repair_finish(const lfl_scenario *s, int project_i, int start_day, double *workers) {
  const lfl_project *p = &s->projects[project_i];
  double days = p->min_days > 1 ? p->min_days : 1, most = 0;
  bool needs_crew = p->crew_i >= 0 && p->worker_days > 0;
  for (int day = 0; needs_crew && day < s->n_days; day++) most = fmax(most, workers_on(s, p->crew_i, day));
  *workers = 0;
  if (needs_crew && !(most > 0)) return -1;
  if (needs_crew) {
    while (days * most < p->worker_days - 1e-9 * p->worker_days) days++;
    *workers = p->worker_days / days;
  }
  if (!naive_repair_works(s, project_i, start_day, *workers)) return -1;
  double worked = 0;
  for (int day = start_day; day + 1 < s->n_days; day++) {
    worked += naive_repair_works(s, project_i, day, *workers);
    if (worked >= days) return day;
  }
  return -1;
}

/* First day after it can be done at the earliest, the one it needs before it; n_days: never. */
static int first_after(const lfl_scenario *s, int project_i) {
  int from = s->projects[project_i].needs_i >= 0 ? first_after(s, s->projects[project_i].needs_i) : 0, first = s->n_days;
  double workers;
  for (int day = from; day < s->n_days; day++) {
    int finish = naive_repair_finish(s, project_i, day, &workers);
    if (finish >= 0 && finish + 1 < first) first = finish + 1;
  }
  return first;
}

bool naive_repair_can(const lfl_scenario *s, int project_i) { return first_after(s, project_i) < s->n_days; }

typedef struct enumeration {
  const lfl_scenario *s;
  naive_decider *decider;
  naive_best *best;
  long most;
  int start[MOST_PROJECTS], *tied; /* decisions as good as the best of the first level */
  double *tied_value, money;
  int n_tied;
  double *work; /* [crew, day] workers taken */
  bool is_counting, failed; /* is_counting: nothing is solved yet */
} enumeration;

static void keep_tied(enumeration *e, double value) {
  double slack = 1e-7 * fmax(1, fabs(value));
  if (value < e->best->values[0] - slack) {
    int kept = 0;
    for (int i = 0; i < e->n_tied && i < MOST_TIED + 1; i++)
      if (e->tied_value[i] <= value + slack) {
        memmove(&e->tied[kept * MOST_PROJECTS], &e->tied[i * MOST_PROJECTS], MOST_PROJECTS * sizeof *e->tied);
        e->tied_value[kept++] = e->tied_value[i];
      }
    e->n_tied = kept;
    memcpy(e->best->start, e->start, sizeof e->start);
  }
  e->best->values[0] = fmin(e->best->values[0], value);
  if (value > e->best->values[0] + slack) return;
  if (e->n_tied <= MOST_TIED) {
    memcpy(&e->tied[e->n_tied * MOST_PROJECTS], e->start, sizeof e->start);
    e->tied_value[e->n_tied] = value;
  }
  e->n_tied++;
}

static void try_one(enumeration *e) {
  double value;
  if (++e->best->n_decisions > e->most) {
    e->failed = true;
    return;
  }
  if (e->is_counting) return;
  if (!naive_first_level(e->decider, e->start, &value)) return; /* money does not reach */
  keep_tied(e, value);
  for (int k = 0; k < e->s->n_targets && k < NAIVE_MOST_TARGETS; k++) {
    double people;
    if (naive_target(e->decider, e->start, k, &people)) e->best->people[k] = fmax(e->best->people[k], people);
  }
}

/* Does the crew have the workers on every day of the repair? Takes (by 1) or gives back (by -1). */
static bool take_crew(enumeration *e, int k, int day, double by) {
  const lfl_project *p = &e->s->projects[k];
  double workers;
  bool is_enough = true;
  int finish = naive_repair_finish(e->s, k, day, &workers);
  for (int t = day; workers > 0 && t <= finish; t++) {
    if (!naive_repair_works(e->s, k, t, workers)) continue;
    double *at = &e->work[p->crew_i * e->s->n_days + t];
    *at += by * workers;
    is_enough = is_enough && *at <= workers_on(e->s, p->crew_i, t) + 1e-9;
  }
  return is_enough;
}

/* Projects are settled so that the one needed comes first: any order of indexes, tried until it does. */
static int next_project(const enumeration *e, const bool *is_set) {
  for (int k = 0; k < e->s->n_projects; k++)
    if (!is_set[k] && (e->s->projects[k].needs_i < 0 || is_set[e->s->projects[k].needs_i])) return k;
  return -1;
}

static void enumerate(enumeration *e, bool *is_set) {
  int k = next_project(e, is_set), needs = k >= 0 ? e->s->projects[k].needs_i : -1;
  double workers;
  if (k < 0) {
    try_one(e);
    return;
  }
  is_set[k] = true;
  e->start[k] = e->s->n_days;
  enumerate(e, is_set);
  int after = needs < 0 ? -1 : e->start[needs] >= e->s->n_days ? e->s->n_days : naive_repair_finish(e->s, needs, e->start[needs], &workers);
  for (int day = after + 1; !e->failed && day < e->s->n_days; day++) {
    if (naive_repair_finish(e->s, k, day, &workers) < 0) continue;
    e->start[k] = day;
    if (take_crew(e, k, day, 1)) enumerate(e, is_set);
    take_crew(e, k, day, -1);
  }
  e->start[k] = e->s->n_days;
  is_set[k] = false;
}

/* Later levels: of the decisions tied so far, the best of each. */
static bool settle_levels(enumeration *e) {
  int n = e->n_tied;
  naive_result at = {0};
  e->best->n_levels = 1;
  at.values[0] = e->best->values[0];
  if (n > MOST_TIED) return true;
  for (int level = 1; level < e->s->n_levels; level++) {
    double best = INF, value[MOST_TIED + 1];
    for (int i = 0; i < n; i++) {
      naive_result one;
      at.n_levels = level + 1;
      at.values[level] = 1e15; /* held to nothing */
      bool is_fine = naive_solve_decided(e->s, &e->tied[i * MOST_PROJECTS], LFL_LP_CLP, 1e-9, &at, &one) || one.n_levels > level;
      value[i] = is_fine ? one.values[level] : INF;
      best = fmin(best, value[i]);
    }
    if (!(best < INF)) return false;
    int kept = 0;
    for (int i = 0; i < n; i++)
      if (value[i] <= best + 1e-6 * fmax(1, fabs(best))) memmove(&e->tied[kept++ * MOST_PROJECTS], &e->tied[i * MOST_PROJECTS], MOST_PROJECTS * sizeof *e->tied);
    n = kept;
    e->best->values[level] = at.values[level] = best;
    e->best->n_levels = level + 1;
  }
  return true;
}

bool naive_enumerate(const lfl_scenario *scenario, long most, naive_best *best) {
  bool is_set[MOST_PROJECTS] = {false};
  *best = (naive_best){0};
  enumeration e = {.s = scenario, .best = best, .most = most, .decider = naive_open(scenario)};
  best->values[0] = INF;
  for (int k = 0; k < NAIVE_MOST_TARGETS; k++) best->people[k] = -INF;
  if (scenario->n_projects > MOST_PROJECTS || !e.decider) return false;
  e.work = calloc((size_t)(scenario->n_crews * scenario->n_days) + 1, sizeof *e.work);
  e.tied = calloc((MOST_TIED + 1) * MOST_PROJECTS, sizeof *e.tied);
  e.tied_value = calloc(MOST_TIED + 1, sizeof *e.tied_value);
  if (!e.work || !e.tied || !e.tied_value) abort(); /* a test without memory has nothing to say */
  e.is_counting = true; /* too many are seen before the first is solved */
  enumerate(&e, is_set);
  e.is_counting = false;
  best->n_decisions = 0;
  if (!e.failed) enumerate(&e, is_set);
  bool is_fine = !e.failed && settle_levels(&e);
  free(e.work);
  free(e.tied);
  free(e.tied_value);
  naive_close(e.decider);
  return is_fine;
}
