/* Comparison of plans and raw tables, field by field. O(rows). */
#include "same_plan.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void same_number(double a, double b) {
  if (isnan(a) && isnan(b)) return;
  if (a < b || a > b || isnan(a) || isnan(b)) fail_msg("%.17g is not %.17g", a, b);
}
static void same_text(const char *a, const char *b) {
  if (!a || !*a) assert_true(!b || !*b);
  else assert_string_equal(a, b ? b : "");
}
#define SAME(field) assert_int_equal(x->field, y->field)
#define SAME_NUMBER(field) same_number(x->field, y->field)
#define SAME_TEXT(field) same_text(x->field, y->field)
/* Each row of list, as x and y. */
#define EACH(type, list)                       \
  assert_int_equal(a->n_##list, b->n_##list);  \
  for (const type *x = a->list, *y = b->list; x && x < a->list + a->n_##list; x++, y++)

static void same_decisions(const lfl_plan *a, const lfl_plan *b) {
  EACH(lfl_way, ways) {
    SAME(from_i), SAME(to_i), SAME(n_links), SAME_NUMBER(km), SAME_NUMBER(hours);
    for (int k = 0; k < x->n_links; k++) SAME(link_i[k]), SAME(is_reverse[k]);
  }
  EACH(lfl_movement_row, movements) {
    SAME(day), SAME(arrive_day), SAME(from_i), SAME(to_i), SAME(mode), SAME(fleet_i), SAME(way_i);
    SAME_NUMBER(people), SAME_NUMBER(trips);
  }
  EACH(lfl_delivery_row, deliveries) {
    SAME(day), SAME(arrive_day), SAME(from_i), SAME(to_i), SAME(fleet_i), SAME(way_i), SAME(shipment), SAME(item_i);
    SAME_NUMBER(units), SAME_NUMBER(trips);
  }
  EACH(lfl_draw_row, draws) SAME(day), SAME(supply_i), SAME_NUMBER(units);
  EACH(lfl_use_row, uses) SAME(day), SAME(place_i), SAME(item_i), SAME(kind), SAME_NUMBER(units);
  EACH(lfl_build_row, builds) SAME(day), SAME(place_i), SAME(construction_i), SAME_NUMBER(units);
}

static void same_states(const lfl_plan *a, const lfl_plan *b) {
  EACH(lfl_service_row, service) SAME(day), SAME(place_i), SAME(need_i), SAME(tier), SAME_NUMBER(people), SAME_NUMBER(served_people);
  EACH(lfl_stock_row, stocks) SAME(day), SAME(place_i), SAME(item_i), SAME_NUMBER(units), SAME_NUMBER(days_left);
  EACH(lfl_capacity_row, capacity) SAME(day), SAME(place_i), SAME(capacity), SAME_NUMBER(people);
  EACH(lfl_care_row, care) SAME(day), SAME(place_i), SAME(facility_i), SAME(need_i), SAME_NUMBER(people);
  EACH(lfl_kit_row, kits) SAME(day), SAME(place_i), SAME(item_i), SAME_NUMBER(units);
  EACH(lfl_referral_row, referrals) SAME(day), SAME(place_i), SAME(facility_i), SAME(fleet_i), SAME(way_i), SAME_NUMBER(people), SAME_NUMBER(patients), SAME_NUMBER(trips);
  EACH(lfl_spending_row, spending) SAME(day), SAME_TEXT(line), SAME(pledge_i), SAME_NUMBER(amount), SAME_TEXT(need), SAME(place_i), SAME(item_i);
  for (long i = 0; i < (long)a->scenario->n_places * a->scenario->n_days; i++) same_number(a->people[i], b->people[i]);
}

static void same_answers(const lfl_plan *a, const lfl_plan *b) {
  assert_int_equal(a->n_levels, b->n_levels);
  for (int i = 0; i < a->n_levels; i++) {
    const lfl_level *x = &a->levels[i], *y = &b->levels[i];
    SAME(kind), SAME_NUMBER(value), SAME_NUMBER(bound), SAME_NUMBER(gap), SAME_NUMBER(published_value), SAME_NUMBER(held_value);
  }
  assert_int_equal(a->scenario->n_targets, b->scenario->n_targets);
  for (int i = 0; i < a->scenario->n_targets; i++) {
    const lfl_target_result *x = &a->targets[i], *y = &b->targets[i];
    SAME(target_i), SAME(verdict), SAME(earliest_day), SAME(willing_missing), SAME(willing_earliest_day);
    SAME_NUMBER(people), SAME_NUMBER(plan_people), SAME_NUMBER(best_people), SAME_NUMBER(bound_people);
    SAME_NUMBER(willing_best_people), SAME_NUMBER(willing_bound_people);
  }
  EACH(lfl_binding_row, binding) {
    SAME_TEXT(limit), SAME_TEXT(subject_id), SAME(from_day), SAME(to_day), SAME_TEXT(unit), SAME_TEXT(text);
    SAME_NUMBER(price), SAME_NUMBER(step), SAME_NUMBER(gain), SAME_NUMBER(holds_to);
  }
  EACH(lfl_binding_row, target_binding) {
    SAME_TEXT(limit), SAME_TEXT(subject_id), SAME(from_day), SAME(to_day), SAME_TEXT(unit), SAME_TEXT(text), SAME(target_i);
    SAME_NUMBER(price), SAME_NUMBER(step), SAME_NUMBER(gain), SAME_NUMBER(holds_to);
  }
  EACH(lfl_conflict_row, conflicts) {
    SAME(target_i), SAME(set), SAME(is_minimal), SAME_TEXT(limit), SAME_TEXT(subject_id), SAME_TEXT(text);
  }
  EACH(lfl_offer_row, offers) {
    SAME(target_i), SAME(way), SAME(is_least), SAME_TEXT(table), SAME_TEXT(row_id), SAME_TEXT(column), SAME_TEXT(text);
    SAME_NUMBER(from_value), SAME_NUMBER(to_value), SAME_NUMBER(weight), SAME_NUMBER(best_people);
  }
  assert_int_equal(a->scenario->n_claims, b->scenario->n_claims);
  for (int i = 0; i < a->scenario->n_claims; i++) {
    const lfl_claim_result *x = &a->claims[i], *y = &b->claims[i];
    SAME(claim_i), SAME(answer), SAME_NUMBER(figure), SAME_TEXT(text);
  }
  EACH(lfl_set_result, sets) {
    SAME_TEXT(set_id), SAME_TEXT(note), SAME(n_levels), SAME(n_targets), SAME_NUMBER(survival_share);
    for (int k = 0; k < LFL_N_LEVELS; k++) SAME_NUMBER(level_values[k]);
    for (int k = 0; k < x->n_targets; k++) SAME(verdicts[k]), SAME(earliest_days[k]), SAME_NUMBER(best_people[k]);
  }
  EACH(lfl_proof, proofs) SAME(kind), SAME(subject_i);
  EACH(lfl_multiplier_row, multipliers) SAME(proof_i), SAME(limit), SAME(a), SAME(b), SAME(from_day), SAME(to_day), SAME_NUMBER(value);
  EACH(lfl_start_row, start) SAME_TEXT(part), SAME_TEXT(text);
  same_text(a->stopped, b->stopped);
  same_text(a->version, b->version);
}

void assert_same_plan(const lfl_plan *a, const lfl_plan *b) {
  same_decisions(a, b);
  same_states(a, b);
  same_answers(a, b);
}

void assert_same_tables(const lfl_tables *a, const lfl_tables *b) {
  same_text(a->name, b->name);
  EACH(lfl_table, tables) {
    SAME_TEXT(name), SAME(n_columns), SAME(n_rows);
    for (int k = 0; k < x->n_columns; k++) SAME_TEXT(columns[k]);
    for (int i = 0; i < x->n_rows; i++) {
      for (int k = 0; k < x->n_columns; k++) SAME_TEXT(cells[i][k]);
      same_text(x->wkt ? x->wkt[i] : NULL, y->wkt ? y->wkt[i] : NULL);
    }
  }
}
