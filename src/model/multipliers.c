/* Multipliers of proofs: dense lists and the plan's rows (see multipliers.h). O(limits).
 * Tests: tests/unit/test_proof.c. */
#include "model/multipliers.h"

#include <math.h>

static const char *const NAMES[LFL_N_ROWS] = {
    [LFL_ROW_STOCK] = "stock",       [LFL_ROW_STORAGE] = "storage",   [LFL_ROW_SERVICE] = "service",
    [LFL_ROW_PEOPLE] = "people",     [LFL_ROW_READY] = "ready",       [LFL_ROW_LEAST] = "least",
    [LFL_ROW_THERE] = "there",       [LFL_ROW_YIELD] = "yield",       [LFL_ROW_WILLING] = "willing",
    [LFL_ROW_MOBILE] = "mobile",     [LFL_ROW_LAND] = "land",         [LFL_ROW_WORST] = "worst",
    [LFL_ROW_CREW] = "crew",         [LFL_ROW_FLEET] = "fleet",       [LFL_ROW_HANDLING] = "handling",
    [LFL_ROW_LINK] = "link",         [LFL_ROW_LINK_BACK] = "link_back", [LFL_ROW_WALK] = "walk",
    [LFL_ROW_WALK_BACK] = "walk_back", [LFL_ROW_PERMISSION] = "permission", [LFL_ROW_MONEY] = "money",
    [LFL_ROW_ESCORT] = "escort", [LFL_ROW_CARE] = "care", [LFL_ROW_CARE_BEDS] = "care_beds",
    [LFL_ROW_HOLD] = "hold",         [LFL_ROW_REACH] = "reach",
    [LFL_ROW_ORDER] = "order",       [LFL_ROW_GROUND] = "ground",
};

const char *lfl_row_name(lfl_row limit) { return limit < LFL_N_ROWS ? NAMES[limit] : "unknown"; }

const char *lfl_proof_kind_name(lfl_proof_kind kind) {
  static const char *const names[] = {"level", "target", "target_all_willing"};
  return kind <= LFL_PROOF_TARGET_ALL_WILLING ? names[kind] : "unknown";
}

lfl_row_shape lfl_row_shape_of(const lfl_scenario *s, lfl_row limit) {
  switch (limit) {
    case LFL_ROW_STOCK: return (lfl_row_shape){s->n_places, s->n_items, true, true};
    case LFL_ROW_SERVICE:
    case LFL_ROW_PEOPLE:
    case LFL_ROW_READY:
    case LFL_ROW_LEAST: return (lfl_row_shape){s->n_places, s->n_needs, true, true};
    case LFL_ROW_STORAGE:
    case LFL_ROW_THERE:
    case LFL_ROW_YIELD:
    case LFL_ROW_GROUND:
    case LFL_ROW_HANDLING: return (lfl_row_shape){s->n_places, 1, true, true};
    case LFL_ROW_WILLING:
    case LFL_ROW_MOBILE:
    case LFL_ROW_LAND:
    case LFL_ROW_WORST: return (lfl_row_shape){s->n_places, 1, false, true};
    case LFL_ROW_CREW: return (lfl_row_shape){s->n_crews, 1, true, false};
    case LFL_ROW_FLEET: return (lfl_row_shape){s->n_fleets, 1, true, false};
    case LFL_ROW_LINK:
    case LFL_ROW_LINK_BACK:
    case LFL_ROW_WALK:
    case LFL_ROW_WALK_BACK: return (lfl_row_shape){s->n_links, 1, true, false};
    case LFL_ROW_ORDER: return (lfl_row_shape){s->n_projects, 1, true, false};
    case LFL_ROW_PERMISSION: return (lfl_row_shape){s->n_permissions, 1, true, false};
    case LFL_ROW_CARE:
    case LFL_ROW_CARE_BEDS: return (lfl_row_shape){s->n_facilities, 1, true, false};
    case LFL_ROW_ESCORT: return (lfl_row_shape){s->n_escorts, 1, true, false};
    case LFL_ROW_MONEY: return (lfl_row_shape){s->n_pledges, 1, false, false};
    case LFL_ROW_REACH: return (lfl_row_shape){1, 1, true, false};
    case LFL_ROW_HOLD: return (lfl_row_shape){LFL_N_LEVELS, 1, false, false};
    case LFL_N_ROWS: break;
  }
  return (lfl_row_shape){0, 0, false, false};
}

static int days_of(const lfl_scenario *s, lfl_row_shape shape) { return shape.has_days ? s->n_days : 1; }

lfl_multipliers *lfl_multipliers_create(const lfl_scenario *s) {
  lfl_arena *arena = lfl_arena_create();
  lfl_multipliers *m = arena ? lfl_arena_new(arena, 1, lfl_multipliers) : NULL;
  bool is_fine = m != NULL;
  if (m) *m = (lfl_multipliers){.arena = arena, .scenario = s};
  for (int k = 0; is_fine && k < LFL_N_ROWS; k++) {
    lfl_row_shape shape = lfl_row_shape_of(s, (lfl_row)k);
    size_t n = (size_t)shape.n_a * (size_t)shape.n_b * (size_t)days_of(s, shape);
    is_fine = (m->value[k] = lfl_arena_new(arena, n, double)) != NULL;
  }
  if (is_fine) return m;
  lfl_arena_destroy(arena);
  return NULL;
}

void lfl_multipliers_destroy(lfl_multipliers *m) {
  if (m) lfl_arena_destroy(m->arena); /* the arena holds the struct itself */
}

double *lfl_multiplier_at(const lfl_multipliers *m, lfl_row limit, int a, int b, int day) {
  lfl_row_shape shape = lfl_row_shape_of(m->scenario, limit);
  return &m->value[limit][((size_t)a * (size_t)shape.n_b + (size_t)b) * (size_t)days_of(m->scenario, shape) + (size_t)day];
}

static bool store_days(const lfl_multipliers *m, lfl_plan *plan, int proof_i, lfl_row limit, int a, int b, bool has_days) {
  const double *values = lfl_multiplier_at(m, limit, a, b, 0);
  int n = has_days ? m->scenario->n_days : 1;
  for (int day = 0, end; day < n; day = end) {
    for (end = day + 1; end < n && !(values[end] < values[day]) && !(values[end] > values[day]);) end++;
    if (!(values[day] > 0) && !(values[day] < 0)) continue;
    lfl_multiplier_row *row = lfl_plan_add_multiplier(plan);
    if (!row) return false;
    *row = (lfl_multiplier_row){proof_i, limit, a, b, has_days ? day : -1, has_days ? end - 1 : -1, values[day]};
  }
  return true;
}

bool lfl_multipliers_store(const lfl_multipliers *m, lfl_plan *plan, int proof_i) {
  for (int k = 0; k < LFL_N_ROWS; k++) {
    lfl_row_shape shape = lfl_row_shape_of(m->scenario, (lfl_row)k);
    for (int a = 0; a < shape.n_a; a++)
      for (int b = 0; b < shape.n_b; b++)
        if (!store_days(m, plan, proof_i, (lfl_row)k, a, b, shape.has_days)) return false;
  }
  return true;
}

/* Lays one row over the lists; false if it does not fit. */
static bool lay(lfl_multipliers *m, const lfl_multiplier_row *r) {
  if ((int)r->limit < 0 || r->limit >= LFL_N_ROWS || !isfinite(r->value)) return false;
  lfl_row_shape shape = lfl_row_shape_of(m->scenario, r->limit);
  int from = shape.has_days ? r->from_day : 0, to = shape.has_days ? r->to_day : 0;
  bool is_in = r->a >= 0 && r->a < shape.n_a && r->b >= 0 && r->b < shape.n_b && from >= 0 && from <= to && to < days_of(m->scenario, shape);
  if (!is_in || (!shape.has_days && (r->from_day != -1 || r->to_day != -1))) return false;
  double *values = lfl_multiplier_at(m, r->limit, r->a, r->b, 0);
  for (int day = from; day <= to; day++) {
    if (values[day] > 0 || values[day] < 0) return false;
    values[day] = r->value;
  }
  return true;
}

bool lfl_multipliers_load(lfl_multipliers *m, const lfl_plan *plan, int proof_i, int *bad_row) {
  for (int k = 0; k < plan->n_multipliers; k++)
    if (plan->multipliers[k].proof_i == proof_i && !lay(m, &plan->multipliers[k])) {
      *bad_row = k;
      return false;
    }
  return true;
}
