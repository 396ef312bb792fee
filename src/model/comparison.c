/* A comparison's words, and what an audience may see of it. O(rows). Tests: tests/unit/test_compare.c. */
#include "model/comparison.h"

#include <math.h>
#include <string.h>

#include "model/redact.h"

void lfl_comparison_destroy(lfl_comparison *comparison) {
  if (comparison) lfl_arena_destroy(comparison->arena); /* the arena holds the struct itself */
}

bool lfl_compared_set_begin(lfl_compared_set *set, const lfl_scenario *s, lfl_arena *arena) {
  size_t nt = (size_t)s->n_targets, nn = (size_t)s->n_needs, nc = (size_t)s->n_claims;
  *set = (lfl_compared_set){.unserved_person_days = (double)NAN, .bound_person_days = (double)NAN, .survival_share = (double)NAN, .least_cost = (double)NAN,
                            .plan_cost = (double)NAN, .served_people = (double)NAN, .in_need_people = (double)NAN};
  set->verdicts = lfl_arena_new(arena, nt, lfl_verdict);
  set->best_people = lfl_arena_new(arena, nt, double);
  set->bound_people = lfl_arena_new(arena, nt, double);
  set->all_people = lfl_arena_new(arena, nt, double);
  set->need_served = lfl_arena_new(arena, nn, double);
  set->need_asked = lfl_arena_new(arena, nn, double);
  set->claims = lfl_arena_new(arena, nc, lfl_claim_answer);
  set->claim_figures = lfl_arena_new(arena, nc, double);
  if (!set->verdicts || !set->best_people || !set->bound_people || !set->all_people || !set->need_served || !set->need_asked || !set->claims || !set->claim_figures) return false;
  for (size_t k = 0; k < nt; k++) set->best_people[k] = set->bound_people[k] = set->all_people[k] = (double)NAN;
  for (size_t k = 0; k < nn; k++) set->need_served[k] = set->need_asked[k] = (double)NAN;
  for (size_t k = 0; k < nc; k++) set->claim_figures[k] = (double)NAN;
  return true;
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

const char *lfl_conclusion_id(const lfl_comparison *c, const lfl_conclusion_row *row) {
  int i = row->subject_i;
  if (row->is_closed) return NULL;
  if (row->kind == LFL_CONCLUDE_TARGET && i >= 0 && i < c->n_targets) return c->target_ids[i];
  if (row->kind == LFL_CONCLUDE_CLAIM && i >= 0 && i < c->n_claims) return c->claim_ids[i];
  if (row->kind == LFL_CONCLUDE_NEED && i >= 0 && i < c->n_needs) return c->need_ids[i];
  return row->kind == LFL_CONCLUDE_SURVIVAL ? "unserved person-days" : "served in every need";
}

const char *lfl_conclusion_shared_name(const lfl_conclusion_row *row) {
  static const char *const names[] = {"unserved person-days", "people at most", "the claim's figure", "people served in the need", "people served in every need"};
  return row->is_shared_by_unreached ? "people asked for and not reached" : row->kind <= LFL_CONCLUDE_SENTENCE ? names[row->kind] : "";
}

bool lfl_conclusion_is_never(const lfl_comparison *c, const lfl_conclusion_row *row, int side) {
  return row->kind == LFL_CONCLUDE_CLAIM && c->claim_is_of_days[row->subject_i] && row->figure[side] > c->n_days;
}

const char *lfl_options_not_solved(const lfl_comparison *c) {
  const char *names = NULL;
  for (int i = 0; i < c->n_sets; i++) {
    const lfl_compared_set *set = &c->sets[i];
    if (set->terms.kind != LFL_SET_OPTION || !set->has_errors) continue;
    names = lfl_arena_printf(c->arena, "%s%s%s", names ? names : "", names ? ", " : "", lfl_compared_name(set));
  }
  return names;
}

int lfl_first_week_too_late(const lfl_comparison *c, int set_i) {
  const lfl_compared_set *set = &c->sets[set_i];
  if (set->terms.kind != LFL_SET_OPTION || set->has_errors) return 0;
  int week = 1;
  while (week <= c->n_weeks && set->terms.from_day + 7 * week < c->n_days) week++;
  return week <= c->n_weeks ? week : 0;
}

bool lfl_conclusion_is_decided(const lfl_conclusion_row *row) {
  const char *open = row->kind == LFL_CONCLUDE_CLAIM ? lfl_claim_answer_name(LFL_CLAIM_OPEN) : row->kind == LFL_CONCLUDE_TARGET ? lfl_verdict_name(LFL_VERDICT_UNKNOWN) : NULL;
  return !open || strcmp(row->answer[0], open) != 0 || strcmp(row->answer[1], open) != 0;
}

int lfl_conclusions_held(const lfl_comparison *c, int pair, int *n) {
  int n_held = 0;
  *n = 0;
  for (int k = 0; k < c->n_conclusions; k++) {
    const lfl_conclusion_row *row = &c->conclusions[k];
    if (row->pair == pair && lfl_conclusion_id(c, row) && lfl_conclusion_is_decided(row)) ++*n, n_held += row->holds;
  }
  return n_held;
}

/* ---- for an audience --------------------------------------------------------------------------- */

typedef struct copier {
  lfl_comparison *to;
  lfl_sensitivity audience;
  const char **words; /* that name what is closed to it */
  int n_words;
  bool failed;
} copier;

/* Does the text hold the key or name of something closed to the audience, as words of their own? */
static bool names_closed(const copier *c, const char *text) { return lfl_holds_any_word(text, c->words, c->n_words); }

static void add_word(copier *c, const char *word, const lfl_origin *origin) {
  enum { SHORTEST = 3 };
  if (word && strlen(word) >= SHORTEST && origin->sensitivity > c->audience) c->words[c->n_words++] = word;
}

/* Columns whose words are those of the rows as they were read. Decisions are not told of to the public, for whom these words stand for kinds of things. */
static const struct {
  const char *table, *column;
  bool is_of_decisions;
} COLUMNS_OF_WORDS[] = {{"conditions", "condition_id", false}, {"conditions", "text", false}, {"construction", "construction_id", true}, {"items", "item_id", true}, {"projects", "project_id", true}};
enum { N_COLUMNS_OF_WORDS = sizeof COLUMNS_OF_WORDS / sizeof COLUMNS_OF_WORDS[0] };

static const lfl_table *table_of_words(const copier *c, const lfl_scenario *s, int k) {
  bool is_wanted = s->tables && !(COLUMNS_OF_WORDS[k].is_of_decisions && c->audience == LFL_PUBLIC);
  return is_wanted ? lfl_tables_find(s->tables, COLUMNS_OF_WORDS[k].table) : NULL;
}

static void add_words_of(copier *c, const lfl_table *t, const char *column) {
  for (int i = 0; i < t->n_rows; i++) {
    lfl_origin origin = {.sensitivity = lfl_row_sensitivity(t, i)};
    add_word(c, lfl_table_get(t, i, column), &origin);
  }
}

/* Keys and names of what the audience may not see. */
static void list_words(copier *c, const lfl_scenario *s) {
  size_t n = 2 * (size_t)s->n_places + 2 * (size_t)s->n_facilities + (size_t)s->n_links + (size_t)s->n_fleets + (size_t)s->n_crews + (size_t)s->n_targets + (size_t)s->n_claims + (size_t)s->n_pledges;
  const lfl_table *tables[N_COLUMNS_OF_WORDS];
  for (int k = 0; k < N_COLUMNS_OF_WORDS; k++)
    if ((tables[k] = table_of_words(c, s, k))) n += (size_t)tables[k]->n_rows;
  c->words = lfl_arena_new(c->to->arena, n, const char *);
  if (!c->words) {
    c->failed = true;
    return;
  }
  for (int i = 0; i < s->n_places; i++) {
    add_word(c, s->places[i].id, &s->places[i].origin);
    add_word(c, s->places[i].name, &s->places[i].origin);
  }
  for (int i = 0; i < s->n_facilities; i++) {
    add_word(c, s->facilities[i].id, &s->facilities[i].origin);
    add_word(c, s->facilities[i].name, &s->facilities[i].origin);
  }
  for (int i = 0; i < s->n_links; i++) add_word(c, s->links[i].id, &s->links[i].origin);
  for (int i = 0; i < s->n_fleets; i++) add_word(c, s->fleets[i].id, &s->fleets[i].origin);
  for (int i = 0; i < s->n_crews; i++) add_word(c, s->crews[i].id, &s->crews[i].origin);
  for (int i = 0; i < s->n_targets; i++) add_word(c, s->targets[i].id, &s->targets[i].origin);
  for (int i = 0; i < s->n_claims; i++) add_word(c, s->claims[i].id, &s->claims[i].origin);
  for (int i = 0; i < s->n_pledges; i++) add_word(c, s->pledges[i].id, &s->pledges[i].origin);
  for (int k = 0; k < N_COLUMNS_OF_WORDS; k++)
    if (tables[k]) add_words_of(c, tables[k], COLUMNS_OF_WORDS[k].column);
}

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

static const char NOT_HERE[] = "not in this copy";

/* Is the set, of comparison's, restricted, and not for the audience? It keeps its place, with nothing of it. */
static bool is_closed_set(const copier *c, const lfl_compared_set *set) { return set->terms.sensitivity == LFL_RESTRICTED && c->audience != LFL_RESTRICTED; }

static bool is_closed_pair(const copier *c, const lfl_comparison *from, int pair) {
  return is_closed_set(c, &from->sets[from->pairs[pair].a]) || is_closed_set(c, &from->sets[from->pairs[pair].b]);
}

static void close_set(copier *c, const lfl_scenario *s, lfl_compared_set *to) {
  if (!lfl_compared_set_begin(to, s, c->to->arena)) c->failed = true;
  to->set_id = to->note = NOT_HERE;
  to->terms = (lfl_set_terms){.kind = LFL_SET_NUMBERS, .sensitivity = LFL_RESTRICTED};
}

static void copy_set(copier *c, const lfl_compared_set *from, const lfl_scenario *s, lfl_compared_set *to) {
  if (is_closed_set(c, from)) {
    close_set(c, s, to);
    return;
  }
  size_t nt = (size_t)s->n_targets, nn = (size_t)s->n_needs, nc = (size_t)s->n_claims;
  bool is_shown = from->terms.sensitivity <= c->audience;
  *to = *from;
  to->set_id = copy_text(c, from->set_id);
  to->note = copy_text(c, from->note);
  const char **texts[] = {&to->terms.name, &to->terms.description, &to->terms.condition_id, &to->terms.condition_text, &to->terms.run_by, &to->terms.secured_by, &to->terms.source};
  for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = is_shown && !names_closed(c, *texts[k]) ? copy_text(c, *texts[k]) : NULL;
  to->verdicts = copy_array(c, from->verdicts, nt, sizeof *from->verdicts);
  to->best_people = copy_array(c, from->best_people, nt, sizeof *from->best_people);
  to->bound_people = copy_array(c, from->bound_people, nt, sizeof *from->bound_people);
  to->all_people = copy_array(c, from->all_people, nt, sizeof *from->all_people);
  to->need_served = copy_array(c, from->need_served, nn, sizeof *from->need_served);
  to->need_asked = copy_array(c, from->need_asked, nn, sizeof *from->need_asked);
  to->claims = copy_array(c, from->claims, nc, sizeof *from->claims);
  to->claim_figures = copy_array(c, from->claim_figures, nc, sizeof *from->claim_figures);
  if (c->failed || c->audience != LFL_PUBLIC) return;
  for (size_t k = 0; k < nt; k++) {
    if (lfl_is_few(to->best_people[k])) to->best_people[k] = (double)NAN;
    if (lfl_is_few(to->bound_people[k])) to->bound_people[k] = (double)NAN;
    if (lfl_is_few(to->all_people[k])) to->all_people[k] = (double)NAN;
  }
  for (size_t k = 0; k < nn; k++)
    if (lfl_is_few(to->need_served[k]) || lfl_is_few(to->need_asked[k] - to->need_served[k])) to->need_served[k] = to->need_asked[k] = (double)NAN;
  for (size_t k = 0; k < nc; k++)
    if (s->claims[k].origin.sensitivity > LFL_PUBLIC || lfl_is_few(to->claim_figures[k])) to->claim_figures[k] = (double)NAN;
  if (lfl_is_few(to->served_people) || lfl_is_few(to->in_need_people - to->served_people)) to->served_people = to->in_need_people = (double)NAN;
}

static bool ledger_is_shown(const copier *c, const lfl_ledger_row *r) {
  const char *const texts[] = {r->topic, r->row_id, r->what, r->value[0], r->value[1], r->source[0], r->source[1]};
  bool is_shown = r->sensitivity <= c->audience;
  for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) is_shown = is_shown && !names_closed(c, texts[k]);
  return is_shown;
}

/* Is the topic the stage's, by its name or by its place? Two parties may call a step otherwise. */
static bool is_stages_topic(const lfl_stage_row *stage, const char *topic) {
  size_t n = strlen(topic), n_place = stage->place_id ? strlen(stage->place_id) : 0, n_name = stage->name ? strlen(stage->name) : 0;
  static const char AT[] = " at ";
  size_t n_at = sizeof AT - 1;
  bool is_at_place = n_place && n > n_place + n_at && strcmp(topic + n - n_place, stage->place_id) == 0 && strncmp(topic + n - n_place - n_at, AT, n_at) == 0;
  return is_at_place || (n_name && strncmp(topic, stage->name, n_name) == 0);
}

/* Is a topic one of which the audience sees every row? Its name may tell of the others. */
static bool topic_is_shown(const copier *c, const lfl_comparison *from, int pair, const char *topic) {
  for (int i = 0; i < from->n_ledger; i++)
    if (from->ledger[i].pair == pair && !ledger_is_shown(c, &from->ledger[i]) && strcmp(from->ledger[i].topic, topic) == 0) return false;
  if (names_closed(c, topic)) return false;
  for (int i = 0; i < from->n_stages; i++)
    if (from->stages[i].pair == pair && from->stages[i].sensitivity > c->audience && is_stages_topic(&from->stages[i], topic)) return false;
  return true;
}

/* The topic, or what stands for one that the audience may not see. */
static const char *copy_topic(copier *c, const lfl_comparison *from, int pair, const char *topic) {
  return copy_text(c, topic_is_shown(c, from, pair, topic) ? topic : "a topic not in this copy");
}

/* Is the conclusion about a pair, or a target or claim, that the copy does not name? Its names are there already. */
static bool is_closed_conclusion(const copier *c, const lfl_comparison *from, int conclusion_i) {
  const lfl_conclusion_row *row = &from->conclusions[conclusion_i];
  return is_closed_pair(c, from, row->pair) || !lfl_conclusion_id(c->to, row);
}

/* Is the crossing, or any of its stages as the pair sees them, closed? What is left behind a closed stage, and each one's part in the difference, tells what that lets pass. */
static bool is_closed_crossing(const copier *c, const lfl_comparison *from, const lfl_scenario *s, const lfl_stage_row *of) {
  bool is_closed = names_closed(c, of->place_id);
  for (int i = 0; i < s->n_places; i++) is_closed = is_closed || (strcmp(s->places[i].id, of->place_id) == 0 && s->places[i].origin.sensitivity > c->audience);
  for (int i = 0; i < from->n_stages && !is_closed; i++) {
    const lfl_stage_row *r = &from->stages[i];
    is_closed = r->pair == of->pair && strcmp(r->place_id, of->place_id) == 0 && r->sensitivity > c->audience;
  }
  return is_closed;
}

static void copy_figures(copier *c, const lfl_comparison *from, const lfl_scenario *s) {
  lfl_comparison *to = c->to;
  to->ledger = copy_array(c, NULL, (size_t)from->n_ledger, sizeof *to->ledger);
  to->stages = copy_array(c, NULL, (size_t)from->n_stages, sizeof *to->stages);
  to->shares = copy_array(c, NULL, (size_t)from->n_shares, sizeof *to->shares);
  to->turning = copy_array(c, NULL, (size_t)from->n_turning, sizeof *to->turning);
  to->n_ledger = to->n_stages = to->n_shares = to->n_turning = 0;
  for (int i = 0; i < from->n_ledger && !c->failed; i++) {
    if (!ledger_is_shown(c, &from->ledger[i]) || is_closed_pair(c, from, from->ledger[i].pair)) continue;
    lfl_ledger_row *r = &to->ledger[to->n_ledger++];
    *r = from->ledger[i];
    const char **texts[] = {&r->topic, &r->table, &r->row_id, &r->column, &r->what, &r->value[0], &r->value[1], &r->source[0], &r->source[1]};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < from->n_stages && !c->failed; i++) {
    if (is_closed_crossing(c, from, s, &from->stages[i]) || is_closed_pair(c, from, from->stages[i].pair)) continue;
    lfl_stage_row *r = &to->stages[to->n_stages++];
    *r = from->stages[i];
    const char **texts[] = {&r->place_id, &r->name, &r->source[0], &r->source[1]};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < from->n_shares && !c->failed; i++) {
    if (is_closed_conclusion(c, from, from->shares[i].conclusion_i)) continue;
    lfl_share_row *r = &to->shares[to->n_shares++];
    *r = from->shares[i];
    r->topic = copy_topic(c, from, r->pair, r->topic);
  }
  for (int i = 0; i < from->n_turning && !c->failed; i++) {
    if (is_closed_conclusion(c, from, from->turning[i].conclusion_i)) continue;
    lfl_turning_row *r = &to->turning[to->n_turning++];
    *r = from->turning[i];
    r->topic = copy_topic(c, from, r->pair, r->topic);
  }
}

/* Names of targets, claims and needs; a target or claim that the audience may not see keeps its place without a name. */
static void copy_names(copier *c, const lfl_comparison *from, const lfl_scenario *s) {
  lfl_comparison *to = c->to;
  to->currency = copy_text(c, from->currency);
  to->start_date = copy_text(c, from->start_date);
  to->target_ids = copy_array(c, NULL, (size_t)from->n_targets, sizeof *to->target_ids);
  to->claim_ids = copy_array(c, NULL, (size_t)from->n_claims, sizeof *to->claim_ids);
  to->claim_texts = copy_array(c, NULL, (size_t)from->n_claims, sizeof *to->claim_texts);
  to->claim_is_of_days = copy_array(c, from->claim_is_of_days, (size_t)from->n_claims, sizeof *to->claim_is_of_days);
  to->need_ids = copy_array(c, NULL, (size_t)from->n_needs, sizeof *to->need_ids);
  for (int k = 0; k < from->n_targets && !c->failed; k++)
    to->target_ids[k] = lfl_may_see_target(s, k, c->audience) ? copy_text(c, from->target_ids[k]) : NULL;
  for (int k = 0; k < from->n_claims && !c->failed; k++) {
    to->claim_ids[k] = lfl_may_see_claim(s, k, c->audience) ? copy_text(c, from->claim_ids[k]) : NULL;
    to->claim_texts[k] = s->claims[k].origin.sensitivity > c->audience || names_closed(c, from->claim_texts[k]) ? NULL : copy_text(c, from->claim_texts[k]);
  }
  for (int k = 0; k < from->n_needs && !c->failed; k++) to->need_ids[k] = copy_text(c, from->need_ids[k]);
}

static void copy_rest(copier *c, const lfl_comparison *from, const lfl_scenario *s) {
  lfl_comparison *to = c->to;
  to->depends = copy_array(c, NULL, (size_t)from->n_depends, sizeof *to->depends);
  to->waiting = copy_array(c, NULL, (size_t)from->n_waiting, sizeof *to->waiting);
  to->n_waiting = 0;
  for (int i = 0; i < from->n_waiting && !c->failed; i++)
    if (!is_closed_set(c, &from->sets[from->waiting[i].set_i])) to->waiting[to->n_waiting++] = from->waiting[i];
  to->shared = copy_array(c, NULL, (size_t)from->n_shared, sizeof *to->shared);
  to->shared_regret = copy_array(c, from->shared_regret, (size_t)from->n_sets, sizeof *to->shared_regret);
  for (int i = 0; i < from->n_sets && !c->failed; i++)
    if (c->audience == LFL_PUBLIC || is_closed_set(c, &from->sets[i])) to->shared_regret[i] = (double)NAN;
  to->shared_note = c->audience == LFL_PUBLIC ? "Not in a public copy." : copy_text(c, from->shared_note);
  to->pairs = copy_array(c, from->pairs, (size_t)from->n_pairs, sizeof *to->pairs);
  to->conclusions = copy_array(c, from->conclusions, (size_t)from->n_conclusions, sizeof *to->conclusions);
  to->n_depends = to->n_shared = 0;
  for (int i = 0; i < from->n_depends && !c->failed; i++) {
    if (from->depends[i].sensitivity > c->audience || is_closed_set(c, &from->sets[from->depends[i].set_i]) || names_closed(c, from->depends[i].id) || names_closed(c, from->depends[i].text)) continue;
    lfl_depends_row *r = &to->depends[to->n_depends++];
    *r = from->depends[i];
    const char **texts[] = {&r->id, &r->text, &r->currency};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < from->n_shared && !c->failed && c->audience != LFL_PUBLIC; i++) {
    const lfl_shared_row *d = &from->shared[i];
    if (d->sensitivity > c->audience || names_closed(c, d->from_id) || names_closed(c, d->to_id) || names_closed(c, d->what_id)) continue;
    lfl_shared_row *r = &to->shared[to->n_shared++];
    *r = from->shared[i];
    const char **texts[] = {&r->from_id, &r->to_id, &r->what_id};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) *texts[k] = copy_text(c, *texts[k]);
  }
  for (int i = 0; i < to->n_pairs && !c->failed; i++) {
    const lfl_pair *pair = &from->pairs[i];
    const char **topics = copy_array(c, NULL, (size_t)pair->n_all_topics, sizeof *topics);
    for (int k = 0; k < pair->n_all_topics && topics; k++) topics[k] = copy_topic(c, from, i, pair->topics[k]);
    to->pairs[i].topics = topics;
  }
  for (int i = 0; i < to->n_conclusions && !c->failed; i++) {
    lfl_conclusion_row *r = &to->conclusions[i];
    bool is_claim = r->kind == LFL_CONCLUDE_CLAIM && s->claims[r->subject_i].origin.sensitivity > c->audience;
    bool is_closed = is_closed_conclusion(c, from, i);
    r->is_closed = is_closed;
    r->holds = r->holds && !is_closed;
    for (int side = 0; side < 2; side++) {
      r->answer[side] = copy_text(c, is_closed ? NOT_HERE : r->answer[side]);
      if (is_closed) r->figure[side] = (double)NAN;
      if (c->audience == LFL_PUBLIC && (is_claim || (r->kind != LFL_CONCLUDE_SURVIVAL && lfl_is_few(r->figure[side])))) r->figure[side] = (double)NAN;
    }
    r->note = is_closed ? NULL : copy_text(c, r->note);
  }
}

lfl_comparison *lfl_comparison_redact(const lfl_comparison *from, const lfl_scenario *s, lfl_sensitivity audience, lfl_arena *arena) {
  copier c = {lfl_arena_new(arena, 1, lfl_comparison), audience, NULL, 0, false};
  if (!c.to) return NULL;
  *c.to = *from;
  c.to->arena = arena;
  c.to->sets = copy_array(&c, NULL, (size_t)from->n_sets, sizeof *from->sets);
  list_words(&c, s);
  if (!c.failed) copy_names(&c, from, s);
  for (int i = 0; i < from->n_sets && !c.failed; i++) copy_set(&c, &from->sets[i], s, &c.to->sets[i]);
  if (!c.failed) copy_figures(&c, from, s);
  if (!c.failed) copy_rest(&c, from, s);
  c.to->stopped = copy_text(&c, from->stopped);
  return c.failed ? NULL : c.to;
}
