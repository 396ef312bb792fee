/* Verifying a plan: each theme in turn, from the plan's decisions and the scenario alone.
 * docs/MODEL.md names the limits in the same words. O(rows + places * days * (items + needs)).
 * Tests: tests/unit/test_verify.c alters every figure of a plan and wants it refused. */
#include "check/verify.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "check/checker.h"

void say(checker *c, const char *table, int row, const char *column, double value, const char *format, ...) {
  char expected[300];
  va_list args;
  va_start(args, format);
  vsnprintf(expected, sizeof expected, format, args);
  va_end(args);
  lfl_buf number = {0};
  if (!isnan(value)) lfl_buf_number(&number, value); /* else a blank cell */
  if (c->n_issues++ < LFL_MOST_ISSUES) {
    lfl_diag d = {LFL_ERROR, "plan", table, row < 0 ? 0 : row + 2, column, number.text, expected, NULL};
    lfl_diags_add(c->diags, &d);
  }
  lfl_buf_clear(&number);
}

void say_text(checker *c, const char *table, int row, const char *column, const char *value, const char *format, ...) {
  char expected[300];
  va_list args;
  va_start(args, format);
  vsnprintf(expected, sizeof expected, format, args);
  va_end(args);
  if (c->n_issues++ >= LFL_MOST_ISSUES) return;
  lfl_diag d = {LFL_ERROR, "plan", table, row < 0 ? 0 : row + 2, column, value, expected, NULL};
  lfl_diags_add(c->diags, &d);
}

bool at_most(double a, double b) { return a <= b + 1e-6 * fmax(1, fabs(b)); }
bool is_same(double a, double b) {
  if (a == b) return true;
  return isfinite(a) && isfinite(b) && fabs(a - b) <= 1e-6 * fmax(1, fmax(fabs(a), fabs(b))); /* a share of infinity is infinite */
}
bool is_whole(double a) { return isfinite(a) && fabs(a - round(a)) <= 1e-6; }

double *new_sums(checker *c, long n) { return lfl_arena_new(c->arena, (size_t)n, double); }

static bool is_index(int i, int n) { return i >= 0 && i < n; }

static bool check_way_indexes(checker *c) {
  bool is_fine = true;
  for (int k = 0; k < c->plan->n_ways; k++) {
    const lfl_way *w = &c->plan->ways[k];
    bool ok = is_index(w->from_i, c->s->n_places) && is_index(w->to_i, c->s->n_places) && w->n_links >= 0 && w->n_links <= c->s->n_links &&
              (w->n_links == 0 || (w->link_i && w->is_reverse));
    for (int i = 0; ok && i < w->n_links; i++) ok = is_index(w->link_i[i], c->s->n_links);
    if (!ok) say(c, "ways", k, "way", k, "links and places of the scenario");
    is_fine = is_fine && ok;
  }
  return is_fine;
}

typedef const lfl_service_row CHECK_TYPE_service;
typedef const lfl_movement_row CHECK_TYPE_movements;
typedef const lfl_delivery_row CHECK_TYPE_deliveries;
typedef const lfl_draw_row CHECK_TYPE_draws;
typedef const lfl_use_row CHECK_TYPE_uses;
typedef const lfl_stock_row CHECK_TYPE_stocks;
typedef const lfl_build_row CHECK_TYPE_builds;
typedef const lfl_capacity_row CHECK_TYPE_capacity;
typedef const lfl_care_row CHECK_TYPE_care;
typedef const lfl_kit_row CHECK_TYPE_kits;
typedef const lfl_referral_row CHECK_TYPE_referrals;
typedef const lfl_spending_row CHECK_TYPE_spending;
typedef const lfl_repair_row CHECK_TYPE_repairs;

#define CHECK_ROWS(list, condition)                                               \
  for (int k = 0; k < c->plan->n_##list; k++) {                                   \
    CHECK_TYPE_##list *r = &c->plan->list[k];                     \
    if (!(condition)) {                                                           \
      say(c, #list, k, "row", k + 1, "keys of the scenario, days planned and finite numbers"); \
      is_fine = false;                                                            \
    }                                                                             \
  }

bool check_indexes(checker *c) {
  const lfl_scenario *s = c->s;
  int T = c->T;
  bool is_fine = check_way_indexes(c);
  CHECK_ROWS(service, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index(r->need_i, s->n_needs) &&
                          is_index((int)r->tier, LFL_N_TIERS) && isfinite(r->people) && isfinite(r->served_people))
  CHECK_ROWS(movements, is_index(r->day, T) && is_index(r->arrive_day, T) && is_index(r->from_i, s->n_places) &&
                            is_index(r->to_i, s->n_places) && is_index(r->way_i, c->plan->n_ways) && is_index((int)r->mode, 3) &&
                            (r->mode == LFL_MODE_FOOT ? r->fleet_i == -1 : is_index(r->fleet_i, s->n_fleets)) && isfinite(r->people) &&
                            isfinite(r->trips) && r->people >= 0 && r->trips >= 0)
  CHECK_ROWS(deliveries, is_index(r->day, T) && is_index(r->arrive_day, T) && is_index(r->from_i, s->n_places) &&
                             is_index(r->to_i, s->n_places) && is_index(r->fleet_i, s->n_fleets) && is_index(r->way_i, c->plan->n_ways) &&
                             is_index(r->item_i, s->n_items) && isfinite(r->units) && isfinite(r->trips) && r->units >= 0 && r->trips >= 0)
  CHECK_ROWS(draws, is_index(r->day, T) && is_index(r->supply_i, s->n_supplies) && isfinite(r->units) && r->units >= 0)
  CHECK_ROWS(uses, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index(r->item_i, s->n_items) &&
                       is_index((int)r->kind, LFL_N_USES) && isfinite(r->units) && r->units >= 0)
  CHECK_ROWS(stocks, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index(r->item_i, s->n_items) && isfinite(r->units))
  CHECK_ROWS(builds, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index(r->construction_i, s->n_constructions) &&
                         isfinite(r->units) && r->units >= 0)
  CHECK_ROWS(capacity, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index((int)r->capacity, LFL_N_CAPACITIES) && isfinite(r->people))
  CHECK_ROWS(repairs, is_index(r->project_i, s->n_projects) && (r->start_day == -1 || is_index(r->start_day, T)) &&
                          (r->finish_day == -1 || is_index(r->finish_day, T)) && isfinite(r->workers))
  CHECK_ROWS(care, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index(r->facility_i, s->n_facilities) && is_index(r->need_i, s->n_needs) &&
                       isfinite(r->people))
  CHECK_ROWS(kits, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index(r->item_i, s->n_items) && isfinite(r->units) && r->units >= 0)
  CHECK_ROWS(referrals, is_index(r->day, T) && is_index(r->place_i, s->n_places) && is_index(r->facility_i, s->n_facilities) && is_index(r->fleet_i, s->n_fleets) &&
                            is_index(r->way_i, c->plan->n_ways) && isfinite(r->people) && isfinite(r->patients) && isfinite(r->trips) && r->people >= 0 && r->trips >= 0)
  CHECK_ROWS(spending, is_index(r->day, T) && r->line && isfinite(r->amount) && (r->pledge_i == -1 || is_index(r->pledge_i, s->n_pledges)) && is_index(r->place_i, s->n_places) &&
                           (r->item_i == -1 || is_index(r->item_i, s->n_items)))
  for (int k = 0; k < s->n_targets; k++)
    if (c->plan->targets[k].target_i != k) {
      say(c, "targets", k, "target_id", c->plan->targets[k].target_i, "the scenario's targets in their order");
      is_fine = false;
    }
  if (c->plan->n_levels < 0 || c->plan->n_levels > LFL_N_LEVELS) {
    say(c, "levels", -1, "level", c->plan->n_levels, "at most five levels");
    is_fine = false;
  }
  return is_fine;
}

static bool allocate(checker *c) {
  const lfl_scenario *s = c->s;
  long places = s->n_places, T = c->T;
  for (int k = 0; k < LFL_N_USES; k++)
    if (!(c->used[k] = new_sums(c, places * s->n_items * T))) return false;
  c->taken_l = new_sums(c, places * T);
  c->driven_l = new_sums(c, places * T);
  c->cared = new_sums(c, places * s->n_needs * T);
  c->care_l = new_sums(c, places * T);
  c->people = new_sums(c, places * T);
  c->received = new_sums(c, places * T);
  c->gone = new_sums(c, places * T);
  c->built_people = new_sums(c, places * LFL_N_CAPACITIES * T);
  c->area_m2 = new_sums(c, places * T);
  c->served = new_sums(c, places * s->n_needs * LFL_N_TIERS * T);
  return c->taken_l && c->driven_l && c->cared && c->care_l && c->people && c->received && c->gone && c->built_people && c->area_m2 && c->served;
}

lfl_status lfl_plan_verify(const lfl_scenario *scenario, const lfl_plan *plan, lfl_diags *diags) {
  checker c = {.s = scenario, .plan = plan, .diags = diags, .arena = lfl_arena_create(), .T = scenario->n_days};
  lfl_status status = LFL_ERR_MEMORY;
  if (c.arena && allocate(&c)) {
    if (!check_indexes(&c)) status = LFL_TARGET_NOT_MET;
    else if (check_repairs(&c) && check_transport(&c) && check_people(&c) && check_builds(&c) && check_stocks(&c) && check_care(&c) && check_service(&c) && check_ready(&c) &&
             check_money(&c) && check_levels(&c) && check_targets(&c))
      status = c.n_issues ? LFL_TARGET_NOT_MET : LFL_OK;
  }
  lfl_arena_destroy(c.arena);
  return status;
}
