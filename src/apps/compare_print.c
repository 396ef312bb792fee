/* A comparison on the terminal and as JSON. Thin: every figure is the comparison's own. */
#include <math.h>
#include <string.h>

#include "apps/cli.h"

static const char *name_of(const lfl_comparison *c, int i) { return lfl_compared_name(&c->sets[i]); }

static void print_number(double value, int width, int decimals) {
  if (isfinite(value)) printf("%*.*f", width, decimals, value);
  else printf("%*s", width, "-");
}

/* ---- options side by side -------------------------------------------------------------------------- */

static void print_sets(const lfl_comparison *c) {
  enum { WIDTH = 20 };
  printf("%-30s", "");
  for (int i = 0; i < c->n_sets; i++) printf(" %*.*s", WIDTH, WIDTH, name_of(c, i));
  printf("\n%-30s", "kind");
  for (int i = 0; i < c->n_sets; i++) printf(" %*s", WIDTH, lfl_set_kind_name(c->sets[i].terms.kind));
  printf("\n%-30s", "from day");
  for (int i = 0; i < c->n_sets; i++) printf(" %*d", WIDTH, c->sets[i].terms.from_day);
  printf("\n%-30s", "survival service, % of p.-days");
  for (int i = 0; i < c->n_sets; i++) printf(" "), print_number(100 * c->sets[i].survival_share, WIDTH, 2);
  printf("\n%-30s", "unserved person-days");
  for (int i = 0; i < c->n_sets; i++) printf(" "), print_number(c->sets[i].unserved_person_days, WIDTH, 0);
  printf("\n%-23.23s %-6.6s", "least cost of that,", c->currency);
  for (int i = 0; i < c->n_sets; i++) printf(" "), print_number(c->sets[i].least_cost, WIDTH, 0);
  putchar('\n');
  for (int k = 0; k < c->n_targets; k++) {
    if (!c->target_ids[k]) continue;
    printf("%-30.30s", c->target_ids[k]);
    for (int i = 0; i < c->n_sets; i++) printf(" %*s", WIDTH, c->sets[i].has_errors ? "not solved" : lfl_can_words(c->sets[i].verdicts[k]));
    printf("\n%-30s", "  people at most");
    for (int i = 0; i < c->n_sets; i++) printf(" "), print_number(lfl_target_whole(c->sets[i].best_people[k], c->sets[i].verdicts[k] == LFL_POSSIBLE ? c->sets[i].best_people[k] : (double)NAN), WIDTH, 0);
    putchar('\n');
  }
  for (int i = 0; i < c->n_sets; i++)
    if (c->sets[i].note) printf("%s: %s\n", name_of(c, i), c->sets[i].note);
  if (c->n_sets == 1) printf("\nThere is nothing to compare beside it: no set of other numbers in tables options and assumptions (or none that --sets names).\n");
}

static void print_depends(const lfl_comparison *c) {
  for (int k = 0; k < c->n_depends; k++) {
    const lfl_depends_row *r = &c->depends[k];
    if (!k) printf("\nWhat each option depends on\n");
    printf("  %-24.24s %-10s %s%s%s", name_of(c, r->set_i), r->kind, r->id ? r->id : "", r->id && r->text ? ": " : "", r->text ? r->text : "");
    if (isfinite(r->amount)) printf(", %.0f %s", r->amount, r->currency ? r->currency : "");
    if (r->day >= 0) printf(", day %d", r->day);
    putchar('\n');
  }
}

static void print_wait(const lfl_comparison *c, const lfl_waiting_row *r) {
  printf("  %-24.24s %d week%s later, day %-4d", name_of(c, r->set_i), r->weeks, r->weeks == 1 ? " " : "s", r->from_day);
  print_number(r->more_person_days, 16, 0);
  printf("  of it this week");
  print_number(r->more_than_week_before, 14, 0);
  putchar('\n');
}

static void print_waiting(const lfl_comparison *c) {
  bool has_head = false;
  for (int i = 0; i < c->n_sets; i++) {
    int late = lfl_first_week_too_late(c, i), n = 0;
    for (int k = 0; k < c->n_waiting; k++) n += c->waiting[k].set_i == i;
    if ((n || late) && !has_head) printf("\nWhat waiting costs: unserved person-days more\n");
    has_head = has_head || n || late;
    for (int k = 0; k < c->n_waiting; k++)
      if (c->waiting[k].set_i == i) print_wait(c, &c->waiting[k]);
    if (late) printf("  %-24.24s %d week%s later is after the last day\n", name_of(c, i), late, late == 1 ? " " : "s");
  }
}

static void print_shared(const lfl_comparison *c) {
  double worst = 0;
  bool is_known = false;
  for (int i = 0; i < c->n_sets; i++)
    if (isfinite(c->shared_regret[i])) {
      worst = fmax(worst, c->shared_regret[i]);
      is_known = true;
    }
  if (c->shared_note) printf("\nDecisions common to all options: %s\n", c->shared_note);
  if (!is_known || c->shared_note) return;
  char period[32] = "day";
  if (c->first_days != 1) snprintf(period, sizeof period, "%d days", c->first_days);
  const char *not_solved = lfl_options_not_solved(c);
  printf("\nCan be decided now: part of a best plan under every option%s and without any, in the first %s\n", not_solved ? " solved" : "", period);
  if (not_solved) printf("(not %s: not solved)\n", not_solved);
  printf("(solved again with all of it decided, no option%s loses more than %.0f person-days)\n", not_solved ? " solved" : "", worst);
  for (int k = 0; k < c->n_shared; k++) {
    const lfl_shared_row *r = &c->shared[k];
    printf("  %-9s %-20s %s%s%-20s at least %.0f\n", lfl_shared_kind_name(r->kind), r->what_id ? r->what_id : "people", r->from_id, r->from_id[0] ? " -> " : "", r->to_id, r->units);
  }
  if (!c->n_shared) printf("  nothing\n");
}

/* ---- disputed numbers -------------------------------------------------------------------------------- */

static void print_ledger(const lfl_comparison *c, int pair) {
  enum { MOST = 40 };
  int n = 0;
  for (int k = 0; k < c->n_ledger; k++) {
    const lfl_ledger_row *r = &c->ledger[k];
    if (r->pair != pair) continue;
    if (!n) printf("  figures that differ:\n");
    if (n++ >= MOST) continue;
    printf("    [%s] %s.%s.%s%s%s%s: %s (%s) | %s (%s)\n", r->topic, r->table, r->row_id, r->column, r->what ? " (" : "", r->what ? r->what : "", r->what ? ")" : "", r->value[0] ? r->value[0] : "none",
           r->source[0] ? r->source[0] : "no source", r->value[1] ? r->value[1] : "none", r->source[1] ? r->source[1] : "no source");
  }
  if (n > MOST) printf("    and %d more (--json lists all)\n", n - MOST);
  for (int k = 0; k < c->n_stages; k++) {
    const lfl_stage_row *r = &c->stages[k];
    if (r->pair != pair) continue;
    printf("    stage %d at %s, %s: share %.3g | %.3g, trucks a day", r->step, r->place_id, r->name ? r->name : "", r->share[0], r->share[1]);
    print_number(r->trucks[0], 8, 1);
    printf(" |");
    print_number(r->trucks[1], 8, 1);
    printf("%s\n", r->is_main ? "  <- the dispute is about this stage" : "");
  }
}

static void print_trace(const lfl_comparison *c, int conclusion) {
  for (int k = 0; k < c->n_turning; k++) {
    const lfl_turning_row *r = &c->turning[k];
    if (r->conclusion_i != conclusion) continue;
    bool begins = k == 0 || c->turning[k - 1].conclusion_i != conclusion || c->turning[k - 1].group != r->group;
    if (begins) printf("%s      turned by %s: ", k && c->turning[k - 1].conclusion_i == conclusion ? "\n" : "", r->is_smallest ? "the smallest group" : "a group of which none can be left out");
    printf("%s%s", begins ? "" : ", ", r->topic);
    if (k + 1 == c->n_turning || c->turning[k + 1].conclusion_i != conclusion) putchar('\n');
  }
  for (int k = 0, n = 0; k < c->n_shares; k++) {
    const lfl_share_row *r = &c->shares[k];
    if (r->conclusion_i != conclusion) continue;
    if (n++ == 0 && c->conclusions[conclusion].is_shared_by_unreached) printf("      shares are of %s:\n", lfl_conclusion_shared_name(&c->conclusions[conclusion]));
    printf("      %-40.40s %+16.0f", r->topic, r->share);
    if (r->n_orders) printf(" +- %.0f (%d orders)", r->error, r->n_orders);
    putchar('\n');
  }
}

static void print_figure(const lfl_comparison *c, const lfl_conclusion_row *r, int side) {
  enum { WIDTH = 14 };
  if (!lfl_conclusion_is_never(c, r, side)) print_number(r->figure[side], WIDTH, 0);
  else printf(" not within %d day%s", c->n_days, c->n_days == 1 ? "" : "s");
}

static void print_pair(const lfl_comparison *c, int pair) {
  const lfl_pair *p = &c->pairs[pair];
  int n, n_held = lfl_conclusions_held(c, pair, &n);
  printf("\n%s | %s\n", name_of(c, p->a), name_of(c, p->b));
  print_ledger(c, pair);
  if (n) printf("  %d of %d conclusions hold under both\n", n_held, n);
  for (int k = 0; k < c->n_conclusions; k++) {
    const lfl_conclusion_row *r = &c->conclusions[k];
    if (r->pair != pair || !lfl_conclusion_id(c, r)) continue;
    printf("    %-8s %-10s %-28.28s %-13s |", !lfl_conclusion_is_decided(r) ? "open" : r->holds ? "holds" : "differs", lfl_conclusion_kind_name(r->kind), lfl_conclusion_id(c, r), r->answer[0]);
    print_figure(c, r, 0);
    printf(" | %-13s |", r->answer[1]);
    print_figure(c, r, 1);
    printf("\n");
    if (r->note) printf("      %s\n", r->note);
    print_trace(c, k);
  }
}

lfl_status print_comparison(const lfl_comparison *c) {
  print_sets(c);
  print_depends(c);
  print_waiting(c);
  print_shared(c);
  for (int k = 0; k < c->n_pairs; k++) print_pair(c, k);
  if (c->stopped) printf("\n%s\n", c->stopped);
  return LFL_OK;
}

/* ---- JSON -------------------------------------------------------------------------------------------- */

static json_t *text_json(const char *text) { return text ? json_string(text) : json_null(); }

static json_t *set_json(const lfl_comparison *c, int i) {
  const lfl_compared_set *set = &c->sets[i];
  json_t *verdicts = json_object(), *people = json_object(), *claims = json_object(), *figures = json_object();
  for (int k = 0; k < c->n_targets; k++) {
    if (!c->target_ids[k]) continue;
    json_object_set_new(verdicts, c->target_ids[k], json_string(lfl_verdict_name(set->verdicts[k])));
    json_object_set_new(people, c->target_ids[k], number_json(set->best_people[k]));
  }
  for (int k = 0; k < c->n_claims && set->has_plan; k++) {
    if (!c->claim_ids[k]) continue;
    json_object_set_new(claims, c->claim_ids[k], json_string(lfl_claim_answer_name(set->claims[k])));
    json_object_set_new(figures, c->claim_ids[k], number_json(set->claim_figures[k]));
  }
  json_t *o = json_pack("{s:s,s:s,s:i,s:o,s:o,s:o,s:o,s:o,s:o}", "set_id", set->set_id, "kind", lfl_set_kind_name(set->terms.kind), "from_day", set->terms.from_day,
                        "unserved_person_days", number_json(set->unserved_person_days), "survival_share", number_json(set->survival_share), "least_cost",
                        number_json(set->least_cost), "shared_regret_person_days", number_json(c->shared_regret[i]), "verdicts", verdicts, "best_people", people);
  const char *const keys[] = {"name", "description", "condition_id", "run_by", "secured_by", "note"};
  const char *const texts[] = {set->terms.name, set->terms.description, set->terms.condition_id, set->terms.run_by, set->terms.secured_by, set->note};
  for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) json_object_set_new(o, keys[k], text_json(texts[k]));
  json_object_set_new(o, "claims", claims);
  json_object_set_new(o, "claim_figures", figures);
  return o;
}

static void add_lists(const lfl_comparison *c, json_t *o) {
  json_t *depends = json_array(), *waiting = json_array(), *shared = json_array();
  for (int k = 0; k < c->n_depends; k++) {
    const lfl_depends_row *r = &c->depends[k];
    json_array_append_new(depends, json_pack("{s:s,s:s,s:o,s:o,s:o,s:o,s:o}", "set_id", c->sets[r->set_i].set_id, "kind", r->kind, "id", text_json(r->id), "text", text_json(r->text),
                                             "amount", number_json(r->amount), "currency", text_json(r->currency), "day", r->day < 0 ? json_null() : json_integer(r->day)));
  }
  for (int k = 0; k < c->n_waiting; k++) {
    const lfl_waiting_row *r = &c->waiting[k];
    json_array_append_new(waiting, json_pack("{s:s,s:i,s:i,s:o,s:o,s:o}", "set_id", c->sets[r->set_i].set_id, "weeks", r->weeks, "from_day", r->from_day, "unserved_person_days",
                                             number_json(r->unserved_person_days), "more_person_days", number_json(r->more_person_days), "more_than_week_before",
                                             number_json(r->more_than_week_before)));
  }
  for (int k = 0; k < c->n_shared; k++) {
    const lfl_shared_row *r = &c->shared[k];
    json_array_append_new(shared, json_pack("{s:s,s:s,s:s,s:o,s:f}", "kind", lfl_shared_kind_name(r->kind), "from_id", r->from_id, "to_id", r->to_id, "what_id", text_json(r->what_id), "units", r->units));
  }
  json_object_set_new(o, "depends", depends);
  json_object_set_new(o, "waiting", waiting);
  json_object_set_new(o, "first_days", json_integer(c->first_days));
  json_object_set_new(o, "shared", shared);
}

static json_t *figures_json(const lfl_comparison *c, int pair) {
  json_t *ledger = json_array();
  for (int k = 0; k < c->n_ledger; k++) {
    const lfl_ledger_row *r = &c->ledger[k];
    if (r->pair != pair) continue;
    json_array_append_new(ledger, json_pack("{s:s,s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o}", "topic", r->topic, "table", r->table, "row_id", r->row_id, "column", r->column, "what", text_json(r->what),
                                            "value_a", text_json(r->value[0]), "value_b", text_json(r->value[1]), "source_a", text_json(r->source[0]), "source_b", text_json(r->source[1])));
  }
  return ledger;
}

static json_t *stages_json(const lfl_comparison *c, int pair) {
  json_t *stages = json_array();
  for (int k = 0; k < c->n_stages; k++) {
    const lfl_stage_row *r = &c->stages[k];
    if (r->pair != pair) continue;
    json_array_append_new(stages, json_pack("{s:s,s:i,s:o,s:f,s:f,s:o,s:o,s:o,s:b}", "place_id", r->place_id, "step", r->step, "stage", text_json(r->name), "share_a", r->share[0], "share_b", r->share[1],
                                            "trucks_a", number_json(r->trucks[0]), "trucks_b", number_json(r->trucks[1]), "part", number_json(r->part), "is_main", r->is_main));
  }
  return stages;
}

static json_t *conclusion_json(const lfl_comparison *c, int k) {
  const lfl_conclusion_row *r = &c->conclusions[k];
  json_t *shares = json_array(), *groups = json_array(), *group = NULL;
  for (int i = 0; i < c->n_shares; i++)
    if (c->shares[i].conclusion_i == k)
      json_array_append_new(shares, json_pack("{s:s,s:f,s:f,s:i}", "topic", c->shares[i].topic, "share", c->shares[i].share, "error", c->shares[i].error, "orders", c->shares[i].n_orders));
  for (int i = 0; i < c->n_turning; i++) {
    if (c->turning[i].conclusion_i != k) continue;
    if (i == 0 || c->turning[i - 1].conclusion_i != k || c->turning[i - 1].group != c->turning[i].group) {
      group = json_array();
      json_array_append_new(groups, group);
    }
    json_array_append_new(group, json_string(c->turning[i].topic));
  }
  return json_pack("{s:s,s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:s,s:o,s:o}", "kind", lfl_conclusion_kind_name(r->kind), "id", lfl_conclusion_id(c, r), "answer_a", r->answer[0], "answer_b", r->answer[1],
                   "figure_a", number_json(r->figure[0]), "figure_b", number_json(r->figure[1]), "holds", lfl_conclusion_is_decided(r) ? json_boolean(r->holds) : json_null(), "note", text_json(r->note), "shares_are_of", lfl_conclusion_shared_name(r), "shares", shares, "turned_by", groups);
}

json_t *comparison_json(const lfl_comparison *c) {
  json_t *o = json_object(), *sets = json_array(), *pairs = json_array();
  for (int i = 0; i < c->n_sets; i++) json_array_append_new(sets, set_json(c, i));
  json_object_set_new(o, "sets", sets);
  add_lists(c, o);
  for (int p = 0; p < c->n_pairs; p++) {
    json_t *conclusions = json_array();
    for (int k = 0; k < c->n_conclusions; k++)
      if (c->conclusions[k].pair == p && lfl_conclusion_id(c, &c->conclusions[k])) json_array_append_new(conclusions, conclusion_json(c, k));
    json_array_append_new(pairs, json_pack("{s:s,s:s,s:o,s:o,s:o}", "a", c->sets[c->pairs[p].a].set_id, "b", c->sets[c->pairs[p].b].set_id, "ledger", figures_json(c, p), "stages",
                                           stages_json(c, p), "conclusions", conclusions));
  }
  json_object_set_new(o, "parties", pairs);
  json_object_set_new(o, "stopped", text_json(c->stopped));
  return o;
}
