/* Checking repairs: each once or not at all, on working days only, after the one it needs, with its crew;
 * and what the finished ones restore. Worked out anew from the scenario's rows, not by model/repairs.c.
 * O(projects * days). Tests: tests/unit/test_repairs.c, test_verify.c. */
#include <math.h>

#include "check/checker.h"

/* Working days that the repair takes, and its workers on each: docs/MODEL.md, "Repairs". */
static double days_needed(const checker *c, const lfl_project *p, double *workers) {
  double days = fmax(1, p->min_days), most = 0;
  *workers = 0;
  if (p->crew_i < 0 || !(p->worker_days > 0)) return days;
  for (int day = 0; day < c->T; day++) most = fmax(most, c->s->crew_workers[lfl_at(c->s, p->crew_i, day)]);
  if (most > 0) days = fmax(days, ceil(p->worker_days / most - 1e-9));
  *workers = p->worker_days / days;
  return days;
}

static bool is_working(const checker *c, const lfl_project *p, double workers, int day) {
  const lfl_scenario *s = c->s;
  if (p->place_i >= 0 && s->place_access[lfl_at(s, p->place_i, day)] == LFL_CLOSED) return false;
  if (p->link_i >= 0 && s->link_access[lfl_at(s, p->link_i, day)] == LFL_CLOSED) return false;
  return !(workers > 0) || s->crew_workers[lfl_at(s, p->crew_i, day)] >= workers - 1e-9 * workers;
}

/* One that is done: its days, its crew's work and its money. */
static void check_done(checker *c, int row, const lfl_repair_row *r) {
  const lfl_scenario *s = c->s;
  const lfl_project *p = &s->projects[r->project_i];
  double workers, left = days_needed(c, p, &workers);
  int last = -1;
  if (!is_working(c, p, workers, r->start_day)) say(c, "projects", row, "start_day", r->start_day, "a day on which work on %s can go on", p->id);
  for (int day = r->start_day; day < c->T && left > 0.5; day++) {
    if (!is_working(c, p, workers, day)) continue;
    left -= 1;
    last = day;
    if (p->crew_i < 0) continue;
    c->repair_workers[in_days(c, p->crew_i, day)] += workers;
    c->repair_wages[in_days(c, r->project_i, day)] = workers * s->crews[p->crew_i].wage_per_worker_day;
  }
  if (left > 0.5 || last != r->finish_day) say(c, "projects", row, "done_day", r->finish_day, "day %d, the last of its working days", last);
  if (!is_same(r->workers, workers)) say(c, "projects", row, "workers", r->workers, "%.6g workers on each day", workers);
  c->finished[r->project_i] = last;
  int crew_at = p->crew_i >= 0 && workers > 0 ? s->crews[p->crew_i].place_i : -1;
  bool is_there = crew_at < 0 || crew_at == p->place_i || (p->link_i >= 0 && (s->links[p->link_i].from_i == crew_at || s->links[p->link_i].to_i == crew_at));
  if (!is_there) say_text(c, "projects", row, "project_id", c->s->projects[r->project_i].id, "a crew that works where %s is", p->id);
}

/* Each project has a row, done or not. */
bool check_repairs(checker *c) {
  const lfl_scenario *s = c->s;
  c->repair_workers = new_sums(c, (long)s->n_crews * c->T);
  c->finished = lfl_arena_new(c->arena, (size_t)s->n_projects + 1, int);
  c->repair_wages = new_sums(c, (long)s->n_projects * c->T);
  if (!c->repair_workers || !c->finished || !c->repair_wages) return false;
  for (int k = 0; k < s->n_projects; k++) c->finished[k] = -1;
  for (int k = 0; k < c->plan->n_repairs; k++) {
    const lfl_repair_row *r = &c->plan->repairs[k];
    if (k > 0 && r->project_i <= c->plan->repairs[k - 1].project_i) say_text(c, "projects", k, "project_id", c->s->projects[r->project_i].id, "the scenario's projects in their order, each once");
    else if (r->start_day >= 0) check_done(c, k, r);
    else if (r->finish_day >= 0 || r->workers > 0) say(c, "projects", k, "done_day", r->finish_day, "none, as the repair is not done");
  }
  if (c->plan->n_repairs < s->n_projects) say(c, "projects", -1, "project_id", c->plan->n_repairs, "a row for each of the %d projects, done or not", s->n_projects);
  for (int k = 0; k < c->plan->n_repairs; k++) {
    int project_i = c->plan->repairs[k].project_i, needs = s->projects[project_i].needs_i;
    if (c->finished[project_i] < 0 || needs < 0) continue;
    if (c->finished[needs] < 0 || c->plan->repairs[k].start_day <= c->finished[needs])
      say(c, "projects", k, "start_day", c->plan->repairs[k].start_day, "a day after %s is finished", s->projects[needs].id);
  }
  return true;
}

double restored(const checker *c, lfl_restored what, int subject_i, int day) {
  double sum = 0;
  for (int k = 0; k < c->s->n_projects; k++) {
    const lfl_project *p = &c->s->projects[k];
    int at = what == LFL_RESTORES_VEHICLES || what == LFL_RESTORES_WALKERS ? p->link_i : p->place_i;
    if (p->restores == what && at == subject_i && c->finished[k] >= 0 && c->finished[k] < day) sum += p->amount;
  }
  return sum;
}

double restored_capacity(const checker *c, lfl_capacity capacity, int place_i, int day) {
  return restored(c, (lfl_restored)((int)LFL_RESTORES_SHELTER + (int)capacity), place_i, day);
}

/* ---- what each buys ---- */

/* The most people who can be in need of it on a day, wherever those go who may leave. */
static double most_in_need(const checker *c, int need_i, int day) {
  const lfl_scenario *s = c->s;
  double people = 0, share = 0;
  bool is_anyone_leaving = false;
  for (int i = 0; i < s->n_places; i++) {
    if (!s->places[i].is_host) continue;
    is_anyone_leaving = is_anyone_leaving || s->places[i].people * s->places[i].willing_share > 0;
    if (lfl_need_applies(s, need_i, i)) share = fmax(share, s->places[i].in_need_share);
  }
  for (int i = 0; i < s->n_places; i++) {
    double own = lfl_need_applies(s, need_i, i) ? s->places[i].in_need_share : 0;
    if (s->places[i].is_host) people += s->people_unplanned[in_days(c, i, day)] * (is_anyone_leaving ? share : own);
  }
  return people;
}

static double most_person_days(const checker *c, int need_i, lfl_tier tier) {
  double sum = 0;
  for (int day = 0; c->s->needs[need_i].has_tier[tier] && day < c->T; day++) sum += most_in_need(c, need_i, day);
  return sum;
}

/* No repair buys more than is needed in all, days at risk among it, as survival counts them. */
static double most_gain(const checker *c, lfl_tier tier) {
  const lfl_scenario *s = c->s;
  double sum = 0;
  for (int n = 0; n < s->n_needs; n++) sum += s->needs[n].weight * most_person_days(c, n, tier);
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; tier == LFL_SURVIVAL && lfl_counts_risk(s) && s->places[i].is_host && day < c->T; day++)
      sum += s->risk_weight * lfl_n_survival_needs(s) * s->people_unplanned[in_days(c, i, day)];
  return sum;
}

static const lfl_repair_row *repair_of(const checker *c, int project_i) {
  for (int k = 0; k < c->plan->n_repairs; k++)
    if (c->plan->repairs[k].project_i == project_i) return &c->plan->repairs[k];
  return NULL;
}

static void check_gain_row(checker *c, int k) {
  const lfl_repair_gain_row *r = &c->plan->repair_gains[k];
  const lfl_repair_row *repair = repair_of(c, r->project_i);
  double in_all = most_person_days(c, r->need_i, r->tier), there = 0;
  for (int day = 0; day < c->T; day++) there = fmax(there, most_in_need(c, r->need_i, day));
  if (!repair || repair->start_day < 0) {
    say_text(c, "repair_gains", k, "project_id", c->s->projects[r->project_i].id, "a repair that is done");
    return;
  }
  if (!c->s->needs[r->need_i].has_tier[r->tier]) say_text(c, "repair_gains", k, "tier", lfl_tier_name(r->tier), "a tier of the need");
  if (!at_most(fabs(r->person_days), in_all)) say(c, "repair_gains", k, "person_days", r->person_days, "at most %.10g, all that is needed", in_all);
  bool has_days = r->from_day >= 0;
  if (has_days && (r->from_day <= repair->finish_day || r->from_day > r->to_day)) say(c, "repair_gains", k, "from_day", r->from_day, "after day %d, when it is done, and not after to_day", repair->finish_day);
  if (has_days != (r->to_day >= 0)) say(c, "repair_gains", k, "to_day", r->to_day, has_days ? "a day planned" : "a blank cell, as from_day is");
  if (has_days ? !(r->most_people > 0) || !at_most(r->most_people, there) : r->most_people != 0)
    say(c, "repair_gains", k, "most_people", r->most_people, has_days ? "above 0 and at most the %.10g people in need" : "0 of the %.10g people in need, as there is no such day", there);
}

/* That the numbers are right takes solving; what is done and how much is needed bounds them. */
void check_repair_gains(checker *c) {
  static const char *const COLUMNS[LFL_N_TIERS] = {"survival_person_days", "minimum_person_days"};
  for (int k = 0; k < c->plan->n_repairs; k++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      double gain = c->plan->repairs[k].gain_person_days[tier], most = most_gain(c, (lfl_tier)tier);
      if (c->plan->repairs[k].start_day < 0 && !isnan(gain)) say(c, "projects", k, COLUMNS[tier], gain, "a blank cell, as the repair is not done");
      else if (!isnan(gain) && !at_most(fabs(gain), most)) say(c, "projects", k, COLUMNS[tier], gain, "at most %.10g, all that is needed", most);
    }
  for (int k = 0; k < c->plan->n_repair_gains; k++) check_gain_row(c, k);
}
