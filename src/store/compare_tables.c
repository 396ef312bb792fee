/* A comparison as tables of the plan: written where there is one, never read back (the sets they rest on are).
 * Keys stand for what they name; rows in the order of the comparison's lists. A cell costs O(1).
 * Tests: tests/unit/test_compare.c. */
#include <math.h>

#include "model/comparison.h"
#include "store/parts.h"

static const lfl_comparison *of(const store_context *c) { return c->plan->comparison; }
static void put_text(store_row *row, const char *text) { row->cells[row->n++] = (store_cell){text && *text ? text : NULL, (double)NAN}; }
static void put_number(store_row *row, double number) { row->cells[row->n++] = (store_cell){NULL, isfinite(number) ? number : (double)NAN}; }
static const char *set_of(const store_context *c, int i) { return of(c)->sets[i].set_id; }
static const char *side_of(const store_context *c, int pair, int side) { return set_of(c, side ? of(c)->pairs[pair].b : of(c)->pairs[pair].a); }

#define COLUMNS(list) list, (int)(sizeof list / sizeof list[0])
#define COUNT(name, field) \
  static int name(const store_context *c) { return of(c) ? of(c)->field : 0; }

static const store_column SETS[] = {{"set_id", STORE_TEXT}, {"kind", STORE_TEXT}, {"name", STORE_TEXT}, {"description", STORE_TEXT}, {"from_day", STORE_INT}, {"condition_id", STORE_TEXT},
                                    {"run_by", STORE_TEXT}, {"secured_by", STORE_TEXT}, {"unserved_person_days", STORE_REAL}, {"survival_share", STORE_REAL}, {"least_cost", STORE_REAL},
                                    {"shared_regret_person_days", STORE_REAL}, {"note", STORE_TEXT}};
COUNT(count_sets, n_sets)
static void fill_sets(const store_context *c, int i, store_row *row) {
  const lfl_compared_set *s = &of(c)->sets[i];
  put_text(row, s->set_id);
  put_text(row, lfl_set_kind_name(s->terms.kind));
  put_text(row, lfl_compared_name(s));
  put_text(row, s->terms.description);
  put_number(row, s->terms.from_day);
  put_text(row, s->terms.condition_id);
  put_text(row, s->terms.run_by);
  put_text(row, s->terms.secured_by);
  put_number(row, s->unserved_person_days);
  put_number(row, s->survival_share);
  put_number(row, s->least_cost);
  put_number(row, of(c)->shared_regret[i]);
  put_text(row, s->note);
}

static const store_column TARGETS[] = {{"set_id", STORE_TEXT}, {"target_id", STORE_TEXT}, {"verdict", STORE_TEXT}, {"best_people", STORE_REAL}, {"bound_people", STORE_REAL}};
static int count_targets(const store_context *c) { return of(c) ? of(c)->n_sets * of(c)->n_targets : 0; }
static void fill_targets(const store_context *c, int i, store_row *row) {
  int k = i % of(c)->n_targets;
  const lfl_compared_set *s = &of(c)->sets[i / of(c)->n_targets];
  bool is_shown = of(c)->target_ids[k] != NULL;
  put_text(row, s->set_id);
  put_text(row, is_shown ? of(c)->target_ids[k] : "not in this copy");
  put_text(row, is_shown ? lfl_verdict_name(s->verdicts[k]) : NULL);
  put_number(row, is_shown ? s->best_people[k] : (double)NAN);
  put_number(row, is_shown ? s->bound_people[k] : (double)NAN);
}

static const store_column CLAIMS[] = {{"set_id", STORE_TEXT}, {"claim_id", STORE_TEXT}, {"answer", STORE_TEXT}, {"figure", STORE_REAL}};
static int count_claims(const store_context *c) {
  int n = 0;
  for (int i = 0; of(c) && i < of(c)->n_sets; i++) n += of(c)->sets[i].has_plan ? of(c)->n_claims : 0;
  return n;
}
static void fill_claims(const store_context *c, int i, store_row *row) {
  int set = 0;
  for (; !of(c)->sets[set].has_plan || i >= of(c)->n_claims; set++)
    if (of(c)->sets[set].has_plan) i -= of(c)->n_claims;
  bool is_shown = of(c)->claim_ids[i] != NULL;
  put_text(row, set_of(c, set));
  put_text(row, is_shown ? of(c)->claim_ids[i] : "not in this copy");
  put_text(row, is_shown ? lfl_claim_answer_name(of(c)->sets[set].claims[i]) : NULL);
  put_number(row, is_shown ? of(c)->sets[set].claim_figures[i] : (double)NAN);
}

static const store_column DEPENDS[] = {{"set_id", STORE_TEXT}, {"kind", STORE_TEXT}, {"id", STORE_TEXT}, {"text", STORE_TEXT}, {"amount", STORE_REAL}, {"currency", STORE_TEXT}, {"day", STORE_INT}};
COUNT(count_depends, n_depends)
static void fill_depends(const store_context *c, int i, store_row *row) {
  const lfl_depends_row *r = &of(c)->depends[i];
  put_text(row, set_of(c, r->set_i));
  put_text(row, r->kind);
  put_text(row, r->id);
  put_text(row, r->text);
  put_number(row, r->amount);
  put_text(row, r->currency);
  put_number(row, r->day < 0 ? (double)NAN : r->day);
}

static const store_column WAITING[] = {{"set_id", STORE_TEXT}, {"weeks", STORE_INT}, {"from_day", STORE_INT}, {"unserved_person_days", STORE_REAL}, {"more_person_days", STORE_REAL},
                                       {"more_than_week_before", STORE_REAL}};
COUNT(count_waiting, n_waiting)
static void fill_waiting(const store_context *c, int i, store_row *row) {
  const lfl_waiting_row *r = &of(c)->waiting[i];
  put_text(row, set_of(c, r->set_i));
  put_number(row, r->weeks);
  put_number(row, r->from_day);
  put_number(row, r->unserved_person_days);
  put_number(row, r->more_person_days);
  put_number(row, r->more_than_week_before);
}

static const store_column SHARED[] = {{"kind", STORE_TEXT}, {"what_id", STORE_TEXT}, {"from_id", STORE_TEXT}, {"to_id", STORE_TEXT}, {"units_at_least", STORE_REAL}, {"by_day", STORE_INT}};
COUNT(count_shared, n_shared)
static void fill_shared(const store_context *c, int i, store_row *row) {
  const lfl_shared_row *r = &of(c)->shared[i];
  put_text(row, lfl_shared_kind_name(r->kind));
  put_text(row, r->what_id ? r->what_id : "people");
  put_text(row, r->from_id);
  put_text(row, r->to_id);
  put_number(row, r->units);
  put_number(row, of(c)->first_days - 1);
}

static const store_column LEDGER[] = {{"set_a", STORE_TEXT}, {"set_b", STORE_TEXT}, {"topic", STORE_TEXT}, {"table", STORE_TEXT}, {"row_id", STORE_TEXT}, {"column", STORE_TEXT}, {"what", STORE_TEXT},
                                      {"value_a", STORE_TEXT}, {"source_a", STORE_TEXT}, {"value_b", STORE_TEXT}, {"source_b", STORE_TEXT}};
COUNT(count_ledger, n_ledger)
static void fill_ledger(const store_context *c, int i, store_row *row) {
  const lfl_ledger_row *r = &of(c)->ledger[i];
  const char *const texts[] = {side_of(c, r->pair, 0), side_of(c, r->pair, 1), r->topic, r->table, r->row_id, r->column, r->what, r->value[0], r->source[0], r->value[1], r->source[1]};
  for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) put_text(row, texts[k]);
}

static const store_column STAGES[] = {{"set_a", STORE_TEXT}, {"set_b", STORE_TEXT}, {"place_id", STORE_TEXT}, {"step", STORE_INT}, {"stage", STORE_TEXT}, {"share_a", STORE_REAL}, {"share_b", STORE_REAL},
                                      {"trucks_a", STORE_REAL}, {"trucks_b", STORE_REAL}, {"part_of_difference", STORE_REAL}, {"is_main", STORE_INT}, {"source_a", STORE_TEXT}, {"source_b", STORE_TEXT}};
COUNT(count_stages, n_stages)
static void fill_stages(const store_context *c, int i, store_row *row) {
  const lfl_stage_row *r = &of(c)->stages[i];
  put_text(row, side_of(c, r->pair, 0));
  put_text(row, side_of(c, r->pair, 1));
  put_text(row, r->place_id);
  put_number(row, r->step);
  put_text(row, r->name);
  put_number(row, r->share[0]);
  put_number(row, r->share[1]);
  put_number(row, r->trucks[0]);
  put_number(row, r->trucks[1]);
  put_number(row, r->part);
  put_number(row, r->is_main);
  put_text(row, r->source[0]);
  put_text(row, r->source[1]);
}

static const store_column CONCLUSIONS[] = {{"set_a", STORE_TEXT}, {"set_b", STORE_TEXT}, {"kind", STORE_TEXT}, {"subject_id", STORE_TEXT}, {"holds", STORE_INT}, {"answer_a", STORE_TEXT}, {"figure_a", STORE_REAL},
                                           {"answer_b", STORE_TEXT}, {"figure_b", STORE_REAL}, {"note", STORE_TEXT}};
COUNT(count_conclusions, n_conclusions)
static void fill_conclusions(const store_context *c, int i, store_row *row) {
  const lfl_conclusion_row *r = &of(c)->conclusions[i];
  const char *id = lfl_conclusion_id(of(c), r);
  put_text(row, side_of(c, r->pair, 0));
  put_text(row, side_of(c, r->pair, 1));
  put_text(row, lfl_conclusion_kind_name(r->kind));
  put_text(row, id ? id : "not in this copy");
  put_number(row, id && lfl_conclusion_is_decided(r) ? r->holds : (double)NAN);
  put_text(row, id ? r->answer[0] : NULL);
  put_number(row, id ? r->figure[0] : (double)NAN);
  put_text(row, id ? r->answer[1] : NULL);
  put_number(row, id ? r->figure[1] : (double)NAN);
  put_text(row, r->note);
}

static void put_conclusion(const store_context *c, store_row *row, int i) {
  const lfl_conclusion_row *r = &of(c)->conclusions[i];
  const char *id = lfl_conclusion_id(of(c), r);
  put_text(row, side_of(c, r->pair, 0));
  put_text(row, side_of(c, r->pair, 1));
  put_text(row, lfl_conclusion_kind_name(r->kind));
  put_text(row, id ? id : "not in this copy");
}

static const store_column SHARES[] = {{"set_a", STORE_TEXT}, {"set_b", STORE_TEXT}, {"kind", STORE_TEXT}, {"subject_id", STORE_TEXT}, {"topic", STORE_TEXT}, {"share_of", STORE_TEXT}, {"share", STORE_REAL}, {"error_95", STORE_REAL}, {"orders", STORE_INT}};
COUNT(count_shares, n_shares)
static void fill_shares(const store_context *c, int i, store_row *row) {
  const lfl_share_row *r = &of(c)->shares[i];
  put_conclusion(c, row, r->conclusion_i);
  put_text(row, r->topic);
  put_text(row, lfl_conclusion_shared_name(&of(c)->conclusions[r->conclusion_i]));
  put_number(row, r->share);
  put_number(row, r->error);
  put_number(row, r->n_orders ? r->n_orders : (double)NAN);
}

static const store_column TURNING[] = {{"set_a", STORE_TEXT}, {"set_b", STORE_TEXT}, {"kind", STORE_TEXT}, {"subject_id", STORE_TEXT}, {"group", STORE_INT}, {"is_smallest", STORE_INT}, {"topic", STORE_TEXT}};
COUNT(count_turning, n_turning)
static void fill_turning(const store_context *c, int i, store_row *row) {
  const lfl_turning_row *r = &of(c)->turning[i];
  put_conclusion(c, row, r->conclusion_i);
  put_number(row, r->group);
  put_number(row, r->is_smallest);
  put_text(row, r->topic);
}

static const store_table TABLES[] = {
    {"compared_sets", COLUMNS(SETS), count_sets, fill_sets},
    {"compared_targets", COLUMNS(TARGETS), count_targets, fill_targets},
    {"compared_claims", COLUMNS(CLAIMS), count_claims, fill_claims},
    {"depends", COLUMNS(DEPENDS), count_depends, fill_depends},
    {"waiting", COLUMNS(WAITING), count_waiting, fill_waiting},
    {"shared_decisions", COLUMNS(SHARED), count_shared, fill_shared},
    {"ledger", COLUMNS(LEDGER), count_ledger, fill_ledger},
    {"stage_shares", COLUMNS(STAGES), count_stages, fill_stages},
    {"conclusions", COLUMNS(CONCLUSIONS), count_conclusions, fill_conclusions},
    {"attribution", COLUMNS(SHARES), count_shares, fill_shares},
    {"turned_by", COLUMNS(TURNING), count_turning, fill_turning},
};

int store_n_compare_tables(void) { return (int)(sizeof TABLES / sizeof TABLES[0]); }
const store_table *store_compare_table(int i) { return &TABLES[i]; }
