/* What if: the survival level and targets of scenarios with other numbers, one after the other.
 *
 * Two scenarios that differ by limits only (trucks a day, vehicles, workers, units, storage, permitted
 * trips, vehicles a day on a road, pledged amounts) have the same rows and columns: then the
 * problem of one is kept for the next, with its trips and its basis, and only bounds change. All
 * else makes it anew, to begin where the last ended (alike.c). A problem that is kept is elastic, so that no column's bound
 * repeats a limit's. Each point is solved to the same optimum either way. Where the plan that is asked about tells where it ended
 * (start.c), the level of each point begins there; two threads solve every other point of a sweep each, and then targets beside each other.
 *
 * The level or a target may be known without solving: with limits that are nowhere tighter no plan is lost, so that the plan's number
 * can still be reached; and the plan's own multipliers prove a bound with the new limits, too (docs/PROOFS.md: whatever they
 * are). Where the two meet, nothing is left to find. A level stopped on the way is known to lie between the two bounds. Tests: tests/unit/test_what_if.c. */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/in_turn.h"
#include "engine/limits.h"
#include "model/tables.h"
#include "proof/proof.h"

static bool same_number(double a, double b) { return a == b || (isnan(a) && isnan(b)); }
/* May a limit go from a to b without a row coming or going? */
static bool both_finite(double a, double b) { return a == b || (a < (double)INFINITY && b < (double)INFINITY); }
static bool both_positive(double a, double b) { return (a > 0) == (b > 0); }

static bool same_places(const lfl_scenario *a, const lfl_scenario *b) {
  for (int i = 0; i < a->n_places; i++) {
    const lfl_place *p = &a->places[i], *q = &b->places[i];
    bool is_same = lfl_same_text(p->id, q->id) && p->kind == q->kind && p->is_group == q->is_group && p->is_host == q->is_host && p->parent_i == q->parent_i &&
                   p->people == q->people && p->in_need_share == q->in_need_share && p->willing_share == q->willing_share &&
                   p->limited_mobility_share == q->limited_mobility_share && p->usable_m2 == q->usable_m2 && p->water_yield_l_per_day == q->water_yield_l_per_day &&
                   p->fuel_l_per_m3 == q->fuel_l_per_m3 && p->delivered_share == q->delivered_share && both_finite(p->trucks_per_day, q->trucks_per_day) &&
                   both_finite(p->storage_m3, q->storage_m3);
    for (int k = 0; k < LFL_N_CAPACITIES; k++) is_same = is_same && p->capacity_people[k] == q->capacity_people[k];
    if (!is_same) return false;
  }
  return true;
}

static bool same_transport(const lfl_scenario *a, const lfl_scenario *b) {
  for (int k = 0; k < a->n_links; k++) {
    const lfl_link *l = &a->links[k], *m = &b->links[k];
    if (!is_same_road(l, m) || !both_finite(l->vehicles_per_day, m->vehicles_per_day) || l->people_per_day != m->people_per_day)
      return false;
  }
  for (int k = 0; k < a->n_fleets; k++) {
    const lfl_fleet *f = &a->fleets[k], *g = &b->fleets[k];
    if (!is_same_vehicle(f, g) || !both_positive(f->n_vehicles, g->n_vehicles) || f->cost_per_km != g->cost_per_km ||
        f->cost_per_vehicle_day != g->cost_per_vehicle_day || f->fuel_l_per_km != g->fuel_l_per_km || f->fuel_place_i != g->fuel_place_i)
      return false;
  }
  for (int k = 0; k < a->n_permissions; k++) {
    const lfl_permission *p = &a->permissions[k], *q = &b->permissions[k];
    if (p->subject != q->subject || p->subject_i != q->subject_i || p->from_day != q->from_day || p->to_day != q->to_day || p->notice_days != q->notice_days ||
        p->notice_from_day != q->notice_from_day || p->escort_i != q->escort_i || !both_finite(p->trips_per_day, q->trips_per_day))
      return false;
  }
  for (int k = 0; k < a->n_escorts; k++)
    if (a->escorts[k].from_day != b->escorts[k].from_day || a->escorts[k].to_day != b->escorts[k].to_day ||
        !both_positive(a->escorts[k].vehicles_per_day, b->escorts[k].vehicles_per_day))
      return false;
  return true;
}

static bool same_goods(const lfl_scenario *a, const lfl_scenario *b) {
  for (int k = 0; k < a->n_items; k++) {
    const lfl_item *i = &a->items[k], *j = &b->items[k];
    if (!is_same_load(i, j) || i->need_i != j->need_i || i->is_fuel != j->is_fuel || i->given_once != j->given_once ||
        i->people_served != j->people_served || i->person_days != j->person_days || i->n_parts != j->n_parts)
      return false;
    for (int p = 0; p < i->n_parts; p++)
      if (i->parts[p].item_i != j->parts[p].item_i || i->parts[p].units_per_unit != j->parts[p].units_per_unit) return false;
  }
  for (int k = 0; k < a->n_supplies; k++) {
    const lfl_supply *p = &a->supplies[k], *q = &b->supplies[k];
    if (p->item_i != q->item_i || p->place_i != q->place_i || p->day != q->day || p->unit_price != q->unit_price || !both_positive(p->units, q->units)) return false;
  }
  for (int k = 0; k < a->n_pledges; k++)
    if (a->pledges[k].from_day != b->pledges[k].from_day || a->pledges[k].counted != b->pledges[k].counted || !lfl_same_earmark(&a->pledges[k], &b->pledges[k])) return false;
  return true;
}

static bool same_building(const lfl_scenario *a, const lfl_scenario *b) {
  for (int k = 0; k < a->n_constructions; k++) {
    const lfl_construction *c = &a->constructions[k], *d = &b->constructions[k];
    if (c->capacity != d->capacity || c->people_per_unit != d->people_per_unit || c->worker_days_per_unit != d->worker_days_per_unit ||
        c->m2_per_unit != d->m2_per_unit || c->cost_per_unit != d->cost_per_unit || c->crew_i != d->crew_i || c->settle_days != d->settle_days || c->n_items != d->n_items)
      return false;
    for (int i = 0; i < c->n_items; i++)
      if (c->items[i].item_i != d->items[i].item_i || c->items[i].units_per_unit != d->items[i].units_per_unit) return false;
  }
  for (int k = 0; k < a->n_facilities; k++) {
    const lfl_facility *f = &a->facilities[k], *g = &b->facilities[k];
    if (f->place_i != g->place_i || f->fuel_l_per_day != g->fuel_l_per_day || f->catchment_h != g->catchment_h || f->kind != g->kind || f->n_reach != g->n_reach) return false;
    for (int c = 0; c < LFL_N_CAPACITIES; c++)
      if (f->serves[c] != g->serves[c]) return false;
    if (f->referral_h != g->referral_h || f->patients_a_person != g->patients_a_person || f->n_refer != g->n_refer) return false;
    for (int r = 0; r < f->n_refer; r++)
      for (int day = 0; day < a->n_days; day++)
        if (f->refer_i[r] != g->refer_i[r] || lfl_is_referred(a, k, r, day) != lfl_is_referred(b, k, r, day)) return false;
  }
  for (int k = 0; k < a->n_crews; k++)
    if (a->crews[k].place_i != b->crews[k].place_i || a->crews[k].wage_per_worker_day != b->crews[k].wage_per_worker_day) return false;
  return true;
}

static bool same_needs(const lfl_scenario *a, const lfl_scenario *b) {
  for (int k = 0; k < a->n_needs; k++) {
    const lfl_need *n = &a->needs[k], *o = &b->needs[k];
    if (!lfl_same_text(n->id, o->id) || n->kind != o->kind || n->capacity != o->capacity || n->weight != o->weight) return false;
    for (int t = 0; t < LFL_N_TIERS; t++)
      if (n->has_tier[t] != o->has_tier[t] || !same_number(n->r[t], o->r[t])) return false;
  }
  for (int k = 0; k < a->n_targets; k++) {
    const lfl_target *t = &a->targets[k], *u = &b->targets[k];
    if (t->kind != u->kind || t->place_i != u->place_i || t->need_i != u->need_i || t->capacity != u->capacity || t->tier != u->tier || t->people != u->people || t->by_day != u->by_day)
      return false;
  }
  return true;
}

/* Is the place's share of its capacity a limit of its trucks a day and nothing else? */
static bool is_share_of_trucks(const lfl_scenario *s, int place_i) {
  return !lfl_may_yield(s, place_i) && lfl_restorable(s, LFL_RESTORES_TRUCKS, place_i) <= 0;
}

/* Days on which something is there at all are the same, and so are people, access and risk. */
static bool same_calendar(const lfl_scenario *a, const lfl_scenario *b) {
  long T = a->n_days;
  for (long i = 0; i < a->n_places * T; i++) {
    bool is_share_kept = a->place_share[i] == b->place_share[i] || (both_positive(a->place_share[i], b->place_share[i]) && is_share_of_trucks(a, (int)(i / T)));
    if (a->place_access[i] != b->place_access[i] || !is_share_kept || a->people_unplanned[i] != b->people_unplanned[i] || a->place_at_risk[i] != b->place_at_risk[i])
      return false;
  }
  for (long i = 0; i < a->n_links * T; i++)
    if (a->link_access[i] != b->link_access[i] || !both_positive(a->link_share[i], b->link_share[i])) return false;
  for (long i = 0; i < a->n_fleets * T; i++)
    if (!both_positive(a->fleet_vehicles[i], b->fleet_vehicles[i])) return false;
  for (long i = 0; i < a->n_facilities * T; i++)
    if (a->facility_share[i] != b->facility_share[i]) return false;
  for (long i = 0; i < a->n_crews * T; i++)
    if (!both_positive(a->crew_workers[i], b->crew_workers[i])) return false;
  return true;
}

/* Repairs take the same days and workers, and give the same. */
static bool same_repairs(const lfl_scenario *a, const lfl_scenario *b) {
  for (int k = 0; k < a->n_projects; k++) {
    const lfl_project *p = &a->projects[k], *q = &b->projects[k];
    if (!lfl_same_text(p->id, q->id) || p->place_i != q->place_i || p->link_i != q->link_i || p->crew_i != q->crew_i || p->restores != q->restores || p->amount != q->amount ||
        p->cost != q->cost || p->needs_i != q->needs_i || p->workers != q->workers || memcmp(p->finish, q->finish, (size_t)a->n_days * sizeof *p->finish) != 0)
      return false;
    for (int day = 0; day < a->n_days; day++)
      if (lfl_repair_works(a, k, day) != lfl_repair_works(b, k, day)) return false;
  }
  return true;
}

/* Do the two differ by limits only? */
static bool same_but_limits(const lfl_scenario *a, const lfl_scenario *b) {
  return a->n_days == b->n_days && a->walk_limit_km == b->walk_limit_km && a->risk_weight == b->risk_weight && a->n_places == b->n_places && a->n_links == b->n_links &&
         a->n_fleets == b->n_fleets && a->n_items == b->n_items && a->n_supplies == b->n_supplies && a->n_constructions == b->n_constructions &&
         a->n_crews == b->n_crews && a->n_permissions == b->n_permissions && a->n_escorts == b->n_escorts && a->n_facilities == b->n_facilities && a->n_pledges == b->n_pledges && a->has_pledges == b->has_pledges &&
         a->n_projects == b->n_projects && same_repairs(a, b) &&
         a->n_needs == b->n_needs && a->n_targets == b->n_targets && a->water_losses_share == b->water_losses_share && same_places(a, b) &&
         same_transport(a, b) && same_goods(a, b) && same_building(a, b) && same_needs(a, b) && same_calendar(a, b);
}

/* Of two that differ by limits only: is no limit of b tighter? */
static bool is_looser(const lfl_scenario *a, const lfl_scenario *b) {
  bool is_so = true;
  long T = a->n_days;
  for (int i = 0; i < a->n_places; i++) {
    is_so = is_so && b->places[i].storage_m3 >= a->places[i].storage_m3;
    for (int day = 0; day < a->n_days; day++) is_so = is_so && lfl_place_trucks(b, i, day) >= lfl_place_trucks(a, i, day);
  }
  for (int k = 0; k < a->n_links; k++) is_so = is_so && b->links[k].vehicles_per_day >= a->links[k].vehicles_per_day;
  for (int k = 0; k < a->n_permissions; k++) is_so = is_so && b->permissions[k].trips_per_day >= a->permissions[k].trips_per_day;
  for (int k = 0; k < a->n_escorts; k++) is_so = is_so && b->escorts[k].vehicles_per_day >= a->escorts[k].vehicles_per_day;
  for (int k = 0; k < a->n_supplies; k++) is_so = is_so && b->supplies[k].units >= a->supplies[k].units;
  for (int k = 0; k < a->n_pledges; k++) is_so = is_so && b->pledges[k].amount >= a->pledges[k].amount;
  for (long i = 0; i < a->n_links * T; i++) is_so = is_so && b->link_share[i] >= a->link_share[i];
  for (long i = 0; i < a->n_fleets * T; i++) is_so = is_so && b->fleet_vehicles[i] >= a->fleet_vehicles[i];
  for (long i = 0; i < a->n_crews * T; i++) is_so = is_so && b->crew_workers[i] >= a->crew_workers[i];
  return is_so;
}

bool lfl_what_if_is_looser(const lfl_scenario *a, const lfl_scenario *b) { return same_but_limits(a, b) && is_looser(a, b); }

/* The plan's proof of a level or target, if it can be held against the changed numbers; LFL_NO: there is none, more than limits
 * differs, or repairs would have to be decided. */
static int usable_proof(const lfl_plan *plan, const lfl_scenario *changed, lfl_proof_kind kind, int subject_i) {
  const lfl_scenario *s = plan->scenario;
  return s->n_projects || changed->n_projects || !same_but_limits(s, changed) ? LFL_NO : lfl_plan_find_proof(plan, kind, subject_i);
}

/* What the proof shows over the changed numbers; false without memory. */
static bool prove_with(const lfl_plan *plan, const lfl_scenario *changed, int proof_i, double *bound) {
  lfl_plan with_these = *plan;
  with_these.scenario = changed;
  return lfl_plan_prove_one(&with_these, proof_i, bound) == LFL_OK;
}

bool lfl_what_if_is_known(const lfl_plan *plan, const lfl_scenario *changed, int target_i, lfl_target_result *out) {
  const lfl_target_result *before = &plan->targets[target_i];
  int proof_i = usable_proof(plan, changed, LFL_PROOF_TARGET, target_i);
  double bound;
  if (proof_i < 0 || isnan(before->best_people) || !is_looser(plan->scenario, changed) || !prove_with(plan, changed, proof_i, &bound)) return false;
  if (!(lfl_whole_people(bound) <= before->best_people)) return false;
  *out = *before;
  out->bound_people = fmax(bound, before->best_people);
  out->people = target_asked_people(changed, &changed->targets[target_i]);
  out->verdict = before->plan_people >= out->people - 1e-6 ? LFL_MET : target_can_be(out);
  if (before->earliest_day > 0) out->earliest_day = -1;
  return out->verdict != LFL_VERDICT_UNKNOWN;
}

lfl_what_if_known lfl_what_if_knows(const lfl_plan *plan, const lfl_scenario *changed) {
  lfl_what_if_known known = {-(double)INFINITY, (double)NAN, (double)NAN};
  bool is_survival = plan->n_levels && plan->levels[0].kind == LFL_LEVEL_SURVIVAL;
  int proof_i = is_survival ? usable_proof(plan, changed, LFL_PROOF_LEVEL, 0) : LFL_NO;
  if (proof_i < 0) return known;
  if (!prove_with(plan, changed, proof_i, &known.bound)) known.bound = -(double)INFINITY;
  if (!is_looser(plan->scenario, changed)) return known;
  known.value = plan->levels[0].value;
  known.survival_share = lfl_plan_survival_share(plan);
  return known;
}

/* The problem goes on with the numbers of `s`. */
static bool change_limits(lfl_master *m, const lfl_scenario *s) {
  limit_list limits;
  m->s = s;
  m->money = money_create(s, m->arena, m->money_days, m->n_money_days); /* the same classes and periods, other amounts */
  if (!m->money) return false;
  if (!limits_find(m, &limits)) return false;
  for (int i = 0; i < limits.n; i++) limit_set(m, &limits, &limits.limits[i], 0, m->T - 1, 0);
  m->has_new_limits = !m->has_repairs; /* with them, branching has its own way */
  limits_clear(&limits);
  return true;
}

/* Targets to be solved, by two threads if there may be two: each is a problem of its own. */
typedef struct target_jobs {
  pthread_mutex_t lock;
  int next;
  bool is_open;
  lfl_status *status; /* [n_targets] */
} target_jobs;

typedef struct run {
  const lfl_scenario *const *scenarios;
  int n;
  int first, step; /* whose level is solved here */
  const lfl_what_if_known *known;
  const bool *wants_target;
  lfl_plan_options options;
  bool is_elastic;
  lfl_what_if_point *points;
  lfl_status status;
  target_jobs *jobs;
} run;

/* Can the last master be kept for the scenario? */
static bool is_kept(const lfl_master *last, const lfl_scenario *s) { return last->is_elastic && same_but_limits(last->s, s); }

static void destroy_like(lfl_master *m) {
  if (!m) return;
  master_destroy(m->like);
  m->like = NULL;
}

/* Is any point's problem kept for the one after it? */
static bool is_any_kept(const run *r) {
  for (int i = 1; i < r->n; i++)
    if (same_but_limits(r->scenarios[i - 1], r->scenarios[i])) return true;
  return false;
}

/* An empty master of a point's level or target; NULL without memory. */
static lfl_master *new_master(const run *r, const lfl_scenario *s, const lfl_target *target) {
  lfl_master *m = master_create(s, &r->options);
  if (!m) return NULL;
  m->is_elastic = r->is_elastic;
  m->gap = target ? fmin(m->gap, 1e-7) : r->options.what_if_gap;
  if (r->options.time_limit_s > 0) m->seconds_left = r->options.time_limit_s;
  m->phase = target ? lfl_arena_printf(m->arena, "target %s", target->id) : "survival";
  m->is_survival_only = !target;
  return m;
}

/* The last point's master with new limits, or a new one that begins where the last ended and owns it, as `like`, until its level or target is
 * solved. NULL without memory; the last is gone then. */
static lfl_master *next_master(run *r, lfl_master *last, int i, const lfl_target *target) {
  const lfl_scenario *s = r->scenarios[i];
  if (last && is_kept(last, s)) {
    if (change_limits(last, s)) {
      if (target) last->target = target;
      return last;
    }
    master_destroy(last);
    return NULL;
  }
  if (last && !target && is_in_parts(last)) { /* so is this, from nothing */
    master_destroy(last);
    last = NULL;
  }
  lfl_master *m = new_master(r, s, target);
  if (!m || (last && !master_keep_end(last))) {
    master_destroy(m);
    master_destroy(last);
    return NULL;
  }
  m->like = last;
  if (target) target_prepare(m, target, target_asked_people(s, target));
  bool is_fine = master_fill(m), is_large = is_fine && !target && is_in_parts(m) && r->is_elastic;
  if (is_fine && !is_large) return m;
  destroy_like(m);
  master_destroy(m);
  if (!is_large) return NULL;
  r->is_elastic = false; /* parts are not, and no point is kept for the next */
  return next_master(r, NULL, i, target);
}

/* Is what is known already the value? (A value below the bound is no plan that holds.) */
static bool is_all_known(const lfl_what_if_known *k) { return fabs(k->value - k->bound) <= 1e-7 * fmax(1, fabs(k->value)); }

static double not_below_0(double x) { return x > 0 ? x : 0; } /* whatever the solver's noise */

/* Solves the level of one point; what was found before a stop is the point's, too. */
static lfl_status solve_point(run *r, lfl_master *m, int i) {
  lfl_what_if_point *p = &r->points[i];
  double value, bound;
  m->known_bound = r->known ? r->known[i].bound : -(double)INFINITY;
  m->known_value = r->known ? r->known[i].value : (double)NAN;
  m->best = m->bound = (double)NAN;
  lfl_status status = solve_status(m->has_repairs ? branch_once(m, COST_SURVIVAL, m->constant[COST_SURVIVAL], -(double)INFINITY, LFL_NO, &value, &bound)
                                               : solve_priced(m, COST_SURVIVAL, m->constant[COST_SURVIVAL], &value, &bound));
  p->is_open = status == LFL_STOPPED || (status == LFL_OK && value - bound > 1e-7 * fmax(1, fabs(value)));
  if (status == LFL_STOPPED && !m->has_repairs) {
    value = m->best;
    bound = fmax(m->known_bound, m->bound);
  } else if (status != LFL_OK) {
    return status;
  }
  p->unserved_person_days = isnan(value) ? value : not_below_0(value);
  p->bound_person_days = not_below_0(bound);
  if (status == LFL_OK) p->survival_share = survival_share_at(m, value);
  return status;
}

/* The same of a problem that begins from nothing: its bound is looked for beside it, by a thread of its own where there is one to spare. */
static lfl_status solve_from_nothing(run *r, lfl_master *m, int i) {
  bool is_sought = !m->has_repairs && !m->is_elastic && !is_in_parts(m) && r->options.work_limit <= 0 && !(r->options.time_limit_s > 0);
  m->beside = is_sought ? bound_begin(new_master(r, r->scenarios[i], NULL), r->n == 1 && !r->wants_target ? r->options.n_threads : 1) : NULL;
  lfl_status status = solve_point(r, m, i);
  bound_end(m->beside);
  m->beside = NULL;
  return status;
}

/* Where the plan that was asked about ended, elastic; NULL: it does not tell, or there is no memory. With repairs it would be another decision's. */
static lfl_master *begin_with_plan(const run *r) {
  const lfl_plan *plan = r->options.begin_with;
  if (!plan || !start_is_kept(plan, END_OF_BINDING) || plan->scenario->n_projects) return NULL;
  lfl_master *m = new_master(r, plan->scenario, NULL);
  if (m) m->money_days = money_extra_days(m->s, m->arena, &m->n_money_days); /* as the plan's was made */
  bool is_fine = m && (m->is_elastic = true) && master_fill(m) && !is_in_parts(m) && start_use(m, END_OF_BINDING, plan);
  if (is_fine) {
    m->is_attempt = true;
    return m;
  }
  master_destroy(m);
  return NULL;
}

/* A point from where the plan ended. What is too far from there is sooner solved as a problem of its own, which is not elastic and has fewer rows that bind. */
static lfl_status solve_from_plan(run *r, lfl_master *base, int i) {
  const lfl_scenario *s = r->scenarios[i];
  bool is_near = is_kept(base, s);
  if (is_near) {
    if (!change_limits(base, s) || !lfl_lp_use_start(base->lp, base->end.start)) return LFL_ERR_MEMORY;
    lfl_status status = solve_point(r, base, i);
    r->points[i].is_warm = status != LFL_ERR_LIBRARY;
    if (status != LFL_ERR_LIBRARY) return status;
  }
  r->is_elastic = false;
  lfl_master *m = next_master(r, NULL, i, NULL);
  if (!m) return LFL_ERR_MEMORY;
  if (!is_near) m->like = base;
  lfl_status status = m->like ? solve_point(r, m, i) : solve_from_nothing(r, m, i);
  master_destroy(m);
  return status;
}

/* The point's problem from that of the point before, which is NULL at first; *m is this one's then. */
static lfl_status solve_after(run *r, lfl_master **m, int i) {
  r->points[i].is_warm = *m && is_kept(*m, r->scenarios[i]);
  *m = next_master(r, *m, i, NULL);
  lfl_status status = !*m ? LFL_ERR_MEMORY : r->n == 1 ? solve_from_nothing(r, *m, i) : solve_point(r, *m, i);
  destroy_like(*m);
  return status;
}

static void *solve_level(void *user) {
  run own = *(run *)user, *r = &own;
  lfl_master *m = NULL, *base = NULL;
  bool has_begun = false;
  for (int i = r->first; i < r->n && r->status == LFL_OK; i += r->step) {
    lfl_what_if_point *p = &r->points[i];
    if (r->known && is_all_known(&r->known[i])) {
      p->unserved_person_days = r->known[i].value;
      p->bound_person_days = not_below_0(r->known[i].bound);
      p->survival_share = r->known[i].survival_share;
      continue;
    }
    if (!has_begun) base = begin_with_plan(r);
    has_begun = true;
    r->status = base ? solve_from_plan(r, base, i) : solve_after(r, &m, i);
  }
  master_destroy(m);
  master_destroy(base);
  ((run *)user)->status = r->status;
  return NULL;
}

/* What is found of a target, of which as many can be reached, and no more. */
static void take_target(const lfl_scenario *s, int t, double best, double bound, lfl_target_result *out) {
  out->people = target_asked_people(s, &s->targets[t]);
  out->best_people = best;
  out->bound_people = bound;
  out->verdict = target_can_be(out);
  out->best_people = target_found_people(best, out->people);
}

/* A target before it that is asked for and the same problem in all the scenarios; t: none. Each number has its own
 * earliest day. */
static int solved_alike(const run *r, int t) {
  int first = r->options.seek_earliest ? t : target_first_alike(r->scenarios[0], t);
  for (int i = 0; i < r->n; i++)
    if (!r->wants_target[first] || target_first_alike(r->scenarios[i], t) != first) return t;
  return first;
}

static lfl_status solve_target(run *r, int t) {
  lfl_master *m = NULL;
  lfl_status status = LFL_OK;
  for (int i = 0; i < r->n && status == LFL_OK; i++) {
    const lfl_scenario *s = r->scenarios[i];
    const lfl_target *target = &s->targets[t];
    double best, bound;
    m = next_master(r, m, i, target);
    if (!m) return LFL_ERR_MEMORY;
    lfl_target_result *out = &r->points[i].targets[t];
    status = solve_status(target_most(m, target_last_day(s, target), &best, &bound));
    destroy_like(m);
    if (status != LFL_OK) break;
    take_target(s, t, best, bound, out);
    if (r->options.seek_earliest) status = solve_status(target_earliest(m, out->people, best, target_last_day(s, target), &out->earliest_day));
  }
  master_destroy(m);
  return status;
}

/* The next target that is to be solved itself; n_targets: none, or one was not solved. */
static int take_job(run *r) {
  int n = r->scenarios[0]->n_targets, t = n;
  pthread_mutex_lock(&r->jobs->lock);
  if (r->jobs->is_open)
    for (t = r->jobs->next; t < n && !(r->wants_target[t] && solved_alike(r, t) == t); t++) continue;
  r->jobs->next = t + 1;
  pthread_mutex_unlock(&r->jobs->lock);
  return t;
}

static void *solve_targets(void *user) {
  run *r = user;
  for (int t; (t = take_job(r)) < r->scenarios[0]->n_targets;) {
    lfl_status status = solve_target(r, t);
    pthread_mutex_lock(&r->jobs->lock);
    r->jobs->status[t] = status;
    r->jobs->is_open = r->jobs->is_open && status == LFL_OK;
    pthread_mutex_unlock(&r->jobs->lock);
  }
  return NULL;
}

/* Every other point, if they begin with a plan, then targets beside the other thread. */
static void *solve_rest(void *user) {
  run *r = user;
  solve_level(r);
  if (r->wants_target && r->status == LFL_OK) solve_targets(r);
  return NULL;
}

static lfl_target_result unsolved_target(int t) {
  return (lfl_target_result){.target_i = t, .people = (double)NAN, .plan_people = (double)NAN, .best_people = (double)NAN, .bound_people = (double)INFINITY, .earliest_day = -1,
                             .willing_best_people = (double)NAN, .willing_bound_people = (double)INFINITY, .willing_earliest_day = -1};
}

/* Targets that are another's problem are answered with it. Behind one that was not solved none is told of, whichever thread had come to it. */
static lfl_status end_targets(run *r) {
  lfl_status status = LFL_OK;
  for (int t = 0; t < r->scenarios[0]->n_targets; t++) {
    if (!r->wants_target[t]) continue;
    int alike = solved_alike(r, t);
    for (int i = 0; i < r->n; i++) {
      lfl_target_result *out = &r->points[i].targets[t];
      if (status != LFL_OK) *out = unsolved_target(t);
      else if (alike < t) take_target(r->scenarios[i], t, r->points[i].targets[alike].best_people, r->points[i].targets[alike].bound_people, out);
    }
    if (status == LFL_OK && alike == t) status = r->jobs->status[t];
  }
  return status;
}

static bool begin_points(const run *r, lfl_arena *arena) {
  for (int i = 0; i < r->n; i++) {
    int n = r->scenarios[i]->n_targets;
    r->points[i] = (lfl_what_if_point){(double)NAN, (double)NAN, (double)NAN, lfl_arena_new(arena, (size_t)n, lfl_target_result), false, false};
    if (!r->points[i].targets) return false;
    for (int t = 0; t < n; t++) r->points[i].targets[t] = unsolved_target(t);
  }
  return true;
}

lfl_status lfl_what_if(const lfl_scenario *const *scenarios, int n, bool skip_level, const lfl_what_if_known *known, const bool *wants_target,
                       const lfl_plan_options *options, lfl_arena *arena, lfl_what_if_point *points) {
  run level = {scenarios, n, 0, 1, known, wants_target, options ? *options : lfl_plan_options_default(), false, points, LFL_OK, NULL}, rest;
  if (n < 1) return LFL_OK;
  if (!begin_points(&level, arena)) return LFL_ERR_MEMORY;
  level.is_elastic = is_any_kept(&level);
  in_turn turn = {.progress = level.options.progress, .user = level.options.user};
  target_jobs jobs = {.is_open = true, .status = lfl_arena_new(arena, (size_t)scenarios[0]->n_targets, lfl_status)};
  if (!jobs.status || pthread_mutex_init(&turn.lock, NULL) != 0) return LFL_ERR_MEMORY;
  if (pthread_mutex_init(&jobs.lock, NULL) != 0) {
    pthread_mutex_destroy(&turn.lock);
    return LFL_ERR_MEMORY;
  }
  if (turn.progress) {
    level.options.progress = tell_in_turn;
    level.options.user = &turn;
  }
  level.jobs = &jobs;
  if (skip_level) level.first = n;
  rest = level;
  if (level.options.begin_with) level.step = rest.step = 2;
  rest.first = level.options.begin_with && !skip_level ? 1 : n;
  pthread_t second;
  bool has_second = (wants_target || rest.first < n) && level.options.n_threads > 1 && pthread_create(&second, NULL, solve_rest, &rest) == 0;
  solve_level(&level);
  if (has_second) {
    if (wants_target && level.status == LFL_OK) solve_targets(&level);
    pthread_join(second, NULL);
  } else {
    solve_rest(&rest);
  }
  lfl_status of_levels = level.status != LFL_OK ? level.status : rest.status, of_targets = wants_target ? end_targets(&level) : LFL_OK;
  pthread_mutex_destroy(&jobs.lock);
  pthread_mutex_destroy(&turn.lock);
  return of_levels != LFL_OK ? of_levels : of_targets;
}
