/* lifeline compare: sets of other numbers side by side, on the terminal, as JSON, or with -o as pages of a
 * plan's folder. Which sets are parties and which options is said by the table options; the first party is held
 * against each other one, a single party against the scenario as entered. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "apps/cli.h"
#include "base/alloc.h"

/* What the comparison is asked for, and the tables that sets are laid over. */
typedef struct request {
  const cli *c;
  const loaded *in;
  lfl_arena *arena;
  lfl_compare_input input;
} request;

static lfl_status make(const lfl_layer *layers, int n, void *user, lfl_scenario **scenario, lfl_tables **tables) {
  const request *r = user;
  lfl_diags diags;
  *scenario = NULL;
  *tables = NULL;
  if (!lfl_diags_init(&diags)) return LFL_ERR_MEMORY;
  lfl_status status = lfl_tables_lay(r->in->tables, layers, n, &diags, tables);
  if (status == LFL_OK) status = lfl_scenario_build(*tables, &diags, scenario);
  if (status == LFL_ERR_DATA && n && !layers[0].topic && !layers[0].delay_days) {
    fprintf(stderr, "set %s:\n", layers[0].set_id);
    print_diag_lines(&diags, LFL_ERROR, stderr);
  }
  lfl_diags_clear(&diags);
  return status == LFL_ERR_DATA ? LFL_OK : status;
}

enum { MOST_WEEKS = 52 };

/* Pairs of parties: the first against each other one. */
static lfl_status find_pairs(request *r) {
  lfl_compare_input *in = &r->input;
  lfl_pair_input *pairs = lfl_arena_new(r->arena, (size_t)in->n_sets + 1, lfl_pair_input);
  int first = -2, n_parties = 0;
  if (!pairs) return LFL_ERR_MEMORY;
  for (int i = 0; i < in->n_sets; i++) n_parties += in->terms[i].kind == LFL_SET_PARTY;
  if (n_parties == 1) first = -1;
  for (int i = 0; i < in->n_sets; i++) {
    if (in->terms[i].kind != LFL_SET_PARTY) continue;
    if (first == -2) {
      first = i;
      continue;
    }
    lfl_pair_input *pair = &pairs[in->n_pairs];
    *pair = (lfl_pair_input){.a = first, .b = i};
    pair->n_topics = lfl_tables_topics(r->in->tables, first < 0 ? "" : in->set_ids[first], in->set_ids[i], r->arena, &pair->topics, &pair->n_all_topics);
    if (pair->n_topics < 0) return LFL_ERR_MEMORY;
    in->n_pairs++;
  }
  in->pairs = pairs;
  return LFL_OK;
}

static lfl_status choose_sets(request *r) {
  const char *const *all = NULL;
  int n_all = lfl_tables_sets(r->in->tables, r->arena, &all);
  const char **ids = lfl_arena_new(r->arena, (size_t)(n_all < 0 ? 0 : n_all), const char *);
  lfl_set_terms *terms = lfl_arena_new(r->arena, (size_t)(n_all < 0 ? 0 : n_all), lfl_set_terms);
  if (n_all < 0 || !ids || !terms) return LFL_ERR_MEMORY;
  const lfl_table *options = lfl_tables_find(r->in->tables, "options");
  int n = 0;
  for (int i = 0; i < n_all; i++) {
    bool is_named = lfl_tables_terms(r->in->tables, all[i]).kind != LFL_SET_NUMBERS;
    if (!r->c->sets && options && options->n_rows && !is_named) continue;
    if (!set_is_wanted(r->c->sets, all[i]) || (r->c->set_id && strcmp(r->c->set_id, all[i]) == 0)) continue;
    ids[n] = all[i];
    terms[n++] = lfl_tables_terms(r->in->tables, all[i]);
  }
  r->input = lfl_compare_input_default();
  r->input.scenario = r->in->scenario;
  r->input.n_sets = n;
  r->input.set_ids = ids;
  r->input.terms = terms;
  enum { MOST_DAYS = 3660 };
  r->input.first_days = r->c->first_days < MOST_DAYS ? (int)r->c->first_days : MOST_DAYS;
  r->input.n_weeks = (int)r->c->n_weeks;
  r->input.is_thorough = r->c->is_thorough;
  r->input.make = make;
  r->input.user = r;
  return find_pairs(r);
}

/* The ledger and the stages of every pair, into the comparison; not the stages where a party's numbers have errors, which may be theirs. */
static lfl_status add_ledgers(const request *r, lfl_comparison *c) {
  size_t n_ledger = 0, n_stages = 0;
  for (int pass = 0; pass < 2; pass++) {
    if (pass) c->ledger = lfl_arena_new(c->arena, n_ledger, lfl_ledger_row);
    if (pass) c->stages = lfl_arena_new(c->arena, n_stages, lfl_stage_row);
    if (pass && (!c->ledger || !c->stages)) return LFL_ERR_MEMORY;
    for (int p = 0; p < c->n_pairs; p++) {
      lfl_ledger_row *rows;
      lfl_stage_row *stages;
      int n, m;
      const lfl_compared_set *sets[] = {&c->sets[c->pairs[p].a], &c->sets[c->pairs[p].b]};
      const char *a = sets[0]->set_id, *b = sets[1]->set_id;
      if (lfl_tables_ledger(r->in->tables, a, b, c->arena, &rows, &n) != LFL_OK || lfl_tables_stages(r->in->tables, a, b, c->arena, &stages, &m) != LFL_OK) return LFL_ERR_MEMORY;
      if (sets[0]->has_errors || sets[1]->has_errors) m = 0;
      n_ledger += (size_t)n;
      n_stages += (size_t)m;
      for (int k = 0; pass && k < n; k++) {
        c->ledger[c->n_ledger] = rows[k];
        c->ledger[c->n_ledger++].pair = p;
      }
      for (int k = 0; pass && k < m; k++) {
        c->stages[c->n_stages] = stages[k];
        c->stages[c->n_stages++].pair = p;
      }
    }
  }
  return LFL_OK;
}

/* Shows the comparison, or writes it with the plan. */
static lfl_status show(const request *r, lfl_comparison *comparison, lfl_plan *plan) {
  if (plan) {
    plan->comparison = comparison;
    return deliver_plan(r->c, r->in, plan);
  }
  lfl_comparison *seen = lfl_comparison_redact(comparison, r->in->scenario, r->c->audience, r->arena);
  return !seen ? LFL_ERR_MEMORY : r->c->is_json ? print_json(comparison_json(seen)) : print_comparison(seen);
}

int cmd_compare(const cli *c) {
  if (c->n_weeks > MOST_WEEKS) {
    fprintf(stderr, "lifeline: --weeks: '%ld': at most %d\n", c->n_weeks, MOST_WEEKS);
    return finish(LFL_ERR_USAGE);
  }
  loaded in;
  request r = {.c = c, .in = &in, .arena = lfl_arena_create()};
  lfl_comparison *comparison = NULL;
  lfl_plan *plan = NULL;
  lfl_status status = c->out ? prepare_plan(c, &in) : load_scenario(c, &in), planned = LFL_OK;
  if (!c->out && status != LFL_OK) print_diags(c, &in.diags, LFL_ERROR, stderr);
  if (status == LFL_OK) status = judge_sets(c, &in);
  if (status == LFL_OK) status = r.arena ? choose_sets(&r) : LFL_ERR_MEMORY;
  if (status == LFL_OK && c->out) {
    planned = make_plan(c, &in, &plan);
    if (!plan) status = planned;
  }
  r.input.plan = planned == LFL_STOPPED ? NULL : plan;
  if (status == LFL_OK) status = solve_comparison(c, &r.input, &comparison);
  bool is_stopped = status == LFL_STOPPED;
  if (comparison && add_ledgers(&r, comparison) != LFL_OK) status = LFL_ERR_MEMORY;
  if (comparison && (status == LFL_OK || is_stopped)) {
    lfl_status shown = show(&r, comparison, plan);
    if (shown != LFL_OK) status = shown;
    else if (status == LFL_OK) status = planned;
  }
  lfl_plan_destroy(plan);
  lfl_comparison_destroy(comparison);
  lfl_arena_destroy(r.arena);
  loaded_clear(&in);
  return finish(status);
}
