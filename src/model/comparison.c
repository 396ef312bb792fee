/* A comparison's words, and what an audience may see of it. O(rows). Tests: tests/unit/test_compare.c. */
#include "model/comparison.h"

#include <math.h>
#include <string.h>

void lfl_comparison_destroy(lfl_comparison *comparison) {
  if (comparison) lfl_arena_destroy(comparison->arena); /* the arena holds the struct itself */
}

const char *lfl_set_kind_name(lfl_set_kind kind) {
  static const char *const names[] = {"as entered", "party", "option", "numbers"};
  return kind <= LFL_SET_NUMBERS ? names[kind] : "";
}

const char *lfl_shared_kind_name(lfl_shared_kind kind) {
  static const char *const names[] = {"delivery", "build", "movement", "repair"};
  return kind <= LFL_SHARED_REPAIR ? names[kind] : "";
}

const char *lfl_conclusion_kind_name(lfl_conclusion_kind kind) {
  static const char *const names[] = {"survival", "target", "claim", "need", "first page"};
  return kind <= LFL_CONCLUDE_SENTENCE ? names[kind] : "";
}

const char *lfl_compared_name(const lfl_compared_set *set) {
  return set->terms.name ? set->terms.name : set->set_id[0] ? set->set_id : "as entered";
}

const char *lfl_conclusion_id(const lfl_scenario *s, const lfl_conclusion_row *row) {
  int i = row->subject_i;
  if (row->kind == LFL_CONCLUDE_TARGET && i >= 0 && i < s->n_targets) return s->targets[i].id;
  if (row->kind == LFL_CONCLUDE_CLAIM && i >= 0 && i < s->n_claims) return s->claims[i].id;
  if (row->kind == LFL_CONCLUDE_NEED && i >= 0 && i < s->n_needs) return s->needs[i].id;
  return row->kind == LFL_CONCLUDE_SURVIVAL ? "unserved person-days" : "served in every need";
}

/* ---- for an audience --------------------------------------------------------------------------- */

typedef struct copier {
  lfl_comparison *to;
  lfl_sensitivity audience;
  bool failed;
} copier;

static const char *copy_text(copier *c, const char *text) {
  const char *copy = text ? lfl_arena_strdup(c->to->arena, text) : NULL;
  if (text && !copy) c->failed = true;
  return copy;
}

static void *copy_array(copier *c, const void *from, size_t n, size_t size) {
  void *to = lfl_arena_alloc(c->to->arena, n, size);
  if (!to) c->failed = true;
  else if (n && from) memcpy(to, from, n * size);
  return to;
}

static bool is_few(double people) { return people > 0 && people < 10; }

static void copy_set(copier *c, const lfl_compared_set *from, const lfl_scenario *s, lfl_compared_set *to) {
  size_t nt = (size_t)s->n_targets, nn = (size_t)s->n_needs, nc = (size_t)s->n_claims;
  bool is_shown = from->terms.sensitivity <= c->audience;
  *to = *from;
  to->set_id = copy_text(c, from->set_id);
  to->note = copy_text(c, from->note);
  const char **texts[] = {&to->terms.name, &to->terms.description, &to->terms.condition_id, &to->terms.condition_text, &to->terms.run_by, &to->terms.secured_by, &to->terms.source};
  for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = is_shown ? copy_text(c, *texts[k]) : NULL;
  to->verdicts = copy_array(c, from->verdicts, nt, sizeof *from->verdicts);
  to->best_people = copy_array(c, from->best_people, nt, sizeof *from->best_people);
  to->bound_people = copy_array(c, from->bound_people, nt, sizeof *from->bound_people);
  to->need_served = copy_array(c, from->need_served, nn, sizeof *from->need_served);
  to->need_asked = copy_array(c, from->need_asked, nn, sizeof *from->need_asked);
  to->claims = copy_array(c, from->claims, nc, sizeof *from->claims);
  to->claim_figures = copy_array(c, from->claim_figures, nc, sizeof *from->claim_figures);
  if (c->failed || c->audience != LFL_PUBLIC) return;
  for (size_t k = 0; k < nt; k++) {
    if (is_few(to->best_people[k])) to->best_people[k] = (double)NAN;
    if (is_few(to->bound_people[k])) to->bound_people[k] = (double)NAN;
  }
  for (size_t k = 0; k < nn; k++)
    if (is_few(to->need_served[k]) || is_few(to->need_asked[k] - to->need_served[k])) to->need_served[k] = to->need_asked[k] = (double)NAN;
  for (size_t k = 0; k < nc; k++)
    if (s->claims[k].origin.sensitivity > LFL_PUBLIC || is_few(to->claim_figures[k])) to->claim_figures[k] = (double)NAN;
  if (is_few(to->served_people) || is_few(to->in_need_people - to->served_people)) to->served_people = to->in_need_people = (double)NAN;
}

/* Is a topic one of which the audience sees every row? Its name may tell of the others. */
static bool topic_is_shown(const copier *c, const lfl_comparison *from, int pair, const char *topic) {
  for (int i = 0; i < from->n_ledger; i++)
    if (from->ledger[i].pair == pair && from->ledger[i].sensitivity > c->audience && strcmp(from->ledger[i].topic, topic) == 0) return false;
  for (int i = 0; i < from->n_stages; i++)
    if (from->stages[i].pair == pair && from->stages[i].sensitivity > c->audience && from->stages[i].name && strncmp(topic, from->stages[i].name, strlen(from->stages[i].name)) == 0) return false;
  return true;
}

static void copy_figures(copier *c, const lfl_comparison *from) {
  lfl_comparison *to = c->to;
  static const char *const HIDDEN = "a topic not in this copy";
  to->ledger = copy_array(c, NULL, (size_t)from->n_ledger, sizeof *to->ledger);
  to->stages = copy_array(c, NULL, (size_t)from->n_stages, sizeof *to->stages);
  to->shares = copy_array(c, from->shares, (size_t)from->n_shares, sizeof *to->shares);
  to->turning = copy_array(c, from->turning, (size_t)from->n_turning, sizeof *to->turning);
  to->n_ledger = to->n_stages = 0;
  for (int i = 0; i < from->n_ledger && !c->failed; i++) {
    if (from->ledger[i].sensitivity > c->audience) continue;
    lfl_ledger_row *r = &to->ledger[to->n_ledger++];
    *r = from->ledger[i];
    const char **texts[] = {&r->topic, &r->table, &r->row_id, &r->column, &r->what, &r->value[0], &r->value[1], &r->source[0], &r->source[1]};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < from->n_stages && !c->failed; i++) {
    if (from->stages[i].sensitivity > c->audience) continue;
    lfl_stage_row *r = &to->stages[to->n_stages++];
    *r = from->stages[i];
    const char **texts[] = {&r->place_id, &r->name, &r->source[0], &r->source[1]};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < to->n_shares && !c->failed; i++)
    to->shares[i].topic = copy_text(c, topic_is_shown(c, from, to->shares[i].pair, to->shares[i].topic) ? to->shares[i].topic : HIDDEN);
  for (int i = 0; i < to->n_turning && !c->failed; i++)
    to->turning[i].topic = copy_text(c, topic_is_shown(c, from, to->turning[i].pair, to->turning[i].topic) ? to->turning[i].topic : HIDDEN);
}

static void copy_rest(copier *c, const lfl_comparison *from, const lfl_scenario *s) {
  lfl_comparison *to = c->to;
  to->depends = copy_array(c, NULL, (size_t)from->n_depends, sizeof *to->depends);
  to->waiting = copy_array(c, from->waiting, (size_t)from->n_waiting, sizeof *to->waiting);
  to->shared = copy_array(c, NULL, (size_t)from->n_shared, sizeof *to->shared);
  to->shared_regret = copy_array(c, from->shared_regret, (size_t)from->n_sets, sizeof *to->shared_regret);
  to->shared_note = c->audience == LFL_PUBLIC ? "Not in a public copy." : copy_text(c, from->shared_note);
  to->pairs = copy_array(c, from->pairs, (size_t)from->n_pairs, sizeof *to->pairs);
  to->conclusions = copy_array(c, from->conclusions, (size_t)from->n_conclusions, sizeof *to->conclusions);
  to->n_depends = to->n_shared = 0;
  for (int i = 0; i < from->n_depends && !c->failed; i++) {
    if (from->depends[i].sensitivity > c->audience) continue;
    lfl_depends_row *r = &to->depends[to->n_depends++];
    *r = from->depends[i];
    const char **texts[] = {&r->id, &r->text, &r->currency};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < from->n_shared && !c->failed && c->audience != LFL_PUBLIC; i++) {
    if (from->shared[i].sensitivity > c->audience) continue;
    lfl_shared_row *r = &to->shared[to->n_shared++];
    *r = from->shared[i];
    const char **texts[] = {&r->from_id, &r->to_id, &r->what_id};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < to->n_pairs && !c->failed; i++) {
    const lfl_pair *pair = &from->pairs[i];
    const char **topics = copy_array(c, NULL, (size_t)pair->n_all_topics, sizeof *topics);
    for (int k = 0; k < pair->n_all_topics && topics; k++) topics[k] = copy_text(c, topic_is_shown(c, from, i, pair->topics[k]) ? pair->topics[k] : "a topic not in this copy");
    to->pairs[i].topics = topics;
  }
  for (int i = 0; i < to->n_conclusions && !c->failed; i++) {
    lfl_conclusion_row *r = &to->conclusions[i];
    bool is_claim = r->kind == LFL_CONCLUDE_CLAIM && s->claims[r->subject_i].origin.sensitivity > c->audience;
    for (int side = 0; side < 2; side++) {
      r->answer[side] = copy_text(c, r->answer[side]);
      if (c->audience == LFL_PUBLIC && (is_claim || (r->kind != LFL_CONCLUDE_SURVIVAL && is_few(r->figure[side])))) r->figure[side] = (double)NAN;
    }
    r->note = copy_text(c, r->note);
  }
}

lfl_comparison *lfl_comparison_redact(const lfl_comparison *from, const lfl_scenario *s, lfl_sensitivity audience, lfl_arena *arena) {
  copier c = {lfl_arena_new(arena, 1, lfl_comparison), audience, false};
  if (!c.to) return NULL;
  *c.to = *from;
  c.to->arena = arena;
  c.to->sets = copy_array(&c, NULL, (size_t)from->n_sets, sizeof *from->sets);
  for (int i = 0; i < from->n_sets && !c.failed; i++) copy_set(&c, &from->sets[i], s, &c.to->sets[i]);
  if (!c.failed) copy_figures(&c, from);
  if (!c.failed) copy_rest(&c, from, s);
  c.to->stopped = copy_text(&c, from->stopped);
  return c.failed ? NULL : c.to;
}
