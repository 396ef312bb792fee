/* Repairs as docs/MODEL.md has them: how many working days one takes, on which days it may start, when
 * it is finished, and what those that are done give of a place's or link's number.
 *
 * A repair takes max(1, min_days, worker-days / most workers that its crew has on a day) working days,
 * rounded up, with the same number of workers on each. It may start on a working day from which enough
 * of them follow that its effect, from the day after the last, falls within the horizon; not before the
 * one it needs can be done. O(projects^2 * days + projects * days^2) once; O(projects) a question. Tests: tests/unit/test_repairs.c. */
#include <math.h>

#include "model/scenario.h"

bool lfl_repair_works(const lfl_scenario *s, int project_i, int day) {
  const lfl_project *p = &s->projects[project_i];
  if (p->place_i >= 0 && s->place_access[lfl_at(s, p->place_i, day)] == LFL_CLOSED) return false;
  if (p->link_i >= 0 && s->link_access[lfl_at(s, p->link_i, day)] == LFL_CLOSED) return false;
  if (p->crew_i < 0 || !(p->worker_days > 0)) return true;
  double there = s->crew_workers[lfl_at(s, p->crew_i, day)];
  return there > 0 && there >= p->workers * (1 - 1e-12);
}

int lfl_repair_finish(const lfl_scenario *s, int project_i, int start_day) {
  return start_day >= 0 && start_day < s->n_days ? s->projects[project_i].finish[start_day] : -1;
}

static int count_days(const lfl_scenario *s, const lfl_project *p) {
  double days = p->min_days > 1 ? p->min_days : 1, most = 0;
  if (p->crew_i < 0 || !(p->worker_days > 0)) return p->min_days > 1 ? p->min_days : 1;
  for (int day = 0; day < s->n_days; day++) most = fmax(most, s->crew_workers[lfl_at(s, p->crew_i, day)]);
  if (most > 0) days = fmax(days, ceil(p->worker_days / most - 1e-9));
  return days < s->n_days ? (int)days : s->n_days; /* as long as there is time: it cannot be done */
}

static int finish_from(const lfl_scenario *s, int project_i, int start_day) {
  int left = s->projects[project_i].n_days;
  if (!lfl_repair_works(s, project_i, start_day)) return -1;
  for (int day = start_day; day + 1 < s->n_days; day++)
    if (lfl_repair_works(s, project_i, day) && --left == 0) return day;
  return -1;
}

/* First day on which what the project restores is there at the earliest; n_days: never. */
static int first_effect(const lfl_scenario *s, int project_i) {
  int first = s->n_days;
  for (int day = 0; day < s->n_days; day++) {
    int finish = s->projects[project_i].finish[day];
    if (finish >= 0 && finish + 1 < first) first = finish + 1;
  }
  return first;
}

/* No repair starts before the one it needs can be done. Each pass settles one more link of the chains. */
static void wait_for_needed(lfl_scenario *s, int **finish) {
  for (int pass = 0; pass < s->n_projects; pass++)
    for (int k = 0; k < s->n_projects; k++) {
      if (s->projects[k].needs_i < 0) continue;
      int first = first_effect(s, s->projects[k].needs_i);
      for (int day = 0; day < first && day < s->n_days; day++) finish[k][day] = -1;
    }
}

bool lfl_scenario_time_repairs(lfl_scenario *s) {
  int **all = lfl_arena_new(s->arena, (size_t)s->n_projects + 1, int *);
  if (!all) return false;
  for (int k = 0; k < s->n_projects; k++) {
    lfl_project *p = &s->projects[k];
    int *finish = lfl_arena_new(s->arena, (size_t)s->n_days, int);
    if (!finish) return false;
    p->n_days = count_days(s, p);
    p->workers = p->crew_i >= 0 ? p->worker_days / p->n_days : 0;
    for (int day = 0; day < s->n_days; day++) finish[day] = finish_from(s, k, day);
    p->finish = all[k] = finish;
  }
  wait_for_needed(s, all);
  return true;
}

static bool is_of(const lfl_project *p, lfl_restored what, int subject_i) {
  return p->restores == what && (what >= LFL_RESTORES_VEHICLES ? p->link_i : p->place_i) == subject_i;
}

double lfl_restored_on(const lfl_scenario *s, const int *start, lfl_restored what, int subject_i, int day) {
  double sum = 0;
  for (int k = 0; start && k < s->n_projects; k++) {
    if (!is_of(&s->projects[k], what, subject_i)) continue;
    int finish = lfl_repair_finish(s, k, start[k]);
    if (finish >= 0 && finish < day) sum += s->projects[k].amount;
  }
  return sum;
}

double lfl_restorable(const lfl_scenario *s, lfl_restored what, int subject_i) {
  double sum = 0;
  for (int k = 0; k < s->n_projects; k++) {
    bool can = false;
    if (!is_of(&s->projects[k], what, subject_i)) continue;
    for (int day = 0; day < s->n_days; day++) can = can || s->projects[k].finish[day] >= 0;
    if (can) sum += s->projects[k].amount;
  }
  return sum;
}

lfl_restored lfl_restored_of_need(const lfl_need *need) {
  switch (need->kind) {
    case LFL_NEED_WATER: return LFL_RESTORES_YIELD;
    case LFL_NEED_SPACE: return LFL_RESTORES_LAND;
    case LFL_NEED_CAPACITY: return (lfl_restored)((int)LFL_RESTORES_SHELTER + (int)need->capacity);
    case LFL_NEED_ITEM: break;
  }
  return LFL_RESTORES_NOTHING;
}

const char *lfl_restored_column(lfl_restored what) {
  static const char *const names[] = {NULL,           "shelter_places", "toilet_places", "tap_places",       "health_places", "bed_places", "water_yield_l_per_day",
                                      "trucks_per_day", "storage_m3",     "usable_m2",     "vehicles_per_day", "people_per_day"};
  return what < LFL_N_RESTORED ? names[what] : NULL;
}
