/* Who may see what: a plan cut down to an audience. The rules and their reasons are in
 * docs/DATA_RESPONSIBILITY.md. O(rows). Tests: tests/unit/test_redact.c. */
#include "model/redact.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "model/schema.h"

lfl_sensitivity lfl_sensitivity_if_blank(const char *table) { return strcmp(table, "facilities") == 0 ? LFL_RESTRICTED : LFL_PARTNERS; }

bool lfl_may_see(const lfl_origin *origin, lfl_sensitivity audience) { return origin->sensitivity <= audience; }

lfl_sensitivity lfl_row_sensitivity(const lfl_table *table, int row) {
  const char *text = lfl_table_get(table, row, "sensitivity");
  if (!text) return lfl_sensitivity_if_blank(table->name);
  if (strcmp(text, "partners") == 0) return LFL_PARTNERS;
  return strcmp(text, "public") == 0 ? LFL_PUBLIC : LFL_RESTRICTED;
}

bool lfl_scenario_hides(const lfl_scenario *s, lfl_sensitivity audience) {
  for (int t = 0; s->tables && audience == LFL_PARTNERS && t < s->tables->n_tables; t++)
    for (int i = 0; i < s->tables->tables[t].n_rows; i++)
      if (lfl_row_sensitivity(&s->tables->tables[t], i) > audience) return true;
  return false;
}

bool lfl_plan_hides(const lfl_plan *plan, lfl_sensitivity audience) {
  return audience == LFL_PUBLIC ? plan->audience != LFL_PUBLIC : lfl_scenario_hides(plan->scenario, audience);
}

/* Copies every list of `from` into `to`, texts into its arena. */
static bool copy_results(const lfl_plan *from, lfl_plan *to) {
  const lfl_scenario *s = from->scenario;
  to->needs = from->needs;
  to->dry = from->dry;
  to->is_cut = from->is_cut;
  to->lacks_pledges = from->lacks_pledges;
  to->lacks_trips = from->lacks_trips;
  to->lacks_fuel = from->lacks_fuel;
  to->lacks_calendar = from->lacks_calendar;
  to->lacks_limits = from->lacks_limits;
  to->lacks_bottleneck = from->lacks_bottleneck;
  to->is_binding_sought = from->is_binding_sought;
  to->n_levels = from->n_levels;
  memcpy(to->levels, from->levels, sizeof to->levels);
  for (int k = 0; k < s->n_targets; k++) to->targets[k] = from->targets[k];
  for (int k = 0; k < s->n_claims; k++) {
    to->claims[k] = from->claims[k];
    if (from->claims[k].text && !(to->claims[k].text = lfl_arena_strdup(to->arena, from->claims[k].text))) return false;
  }
  if (from->stopped && !(to->stopped = lfl_arena_strdup(to->arena, from->stopped))) return false;
  to->sets = lfl_arena_new(to->arena, (size_t)from->n_sets, lfl_set_result);
  if (!to->sets) return false;
  to->n_sets = from->n_sets;
  for (int k = 0; k < from->n_sets; k++) {
    const lfl_set_result *a = &from->sets[k];
    lfl_set_result *b = &to->sets[k];
    size_t n = (size_t)a->n_targets;
    *b = *a;
    b->set_id = lfl_arena_strdup(to->arena, a->set_id);
    b->note = a->note ? lfl_arena_strdup(to->arena, a->note) : NULL;
    b->verdicts = lfl_arena_new(to->arena, n, lfl_verdict);
    b->best_people = lfl_arena_new(to->arena, n, double);
    b->earliest_days = lfl_arena_new(to->arena, n, int);
    if (!b->set_id || !b->verdicts || !b->best_people || !b->earliest_days) return false;
    if (n) {
      memcpy(b->verdicts, a->verdicts, n * sizeof *b->verdicts);
      memcpy(b->best_people, a->best_people, n * sizeof *b->best_people);
      memcpy(b->earliest_days, a->earliest_days, n * sizeof *b->earliest_days);
    }
  }
  return true;
}

#define COPY_LIST(noun, list, condition)                       \
  for (int k = 0; k < from->n_##list; k++) {                   \
    if (!(condition)) continue;                                \
    void *row = lfl_plan_add_##noun(to);                       \
    if (!row) return false;                                    \
    memcpy(row, &from->list[k], sizeof from->list[k]);         \
  }

static bool copy_ways(const lfl_plan *from, lfl_plan *to) {
  for (int k = 0; k < from->n_ways; k++) {
    lfl_way *way = lfl_plan_add_way(to);
    size_t n = (size_t)from->ways[k].n_links;
    int *links = lfl_arena_new(to->arena, n, int);
    bool *reverse = lfl_arena_new(to->arena, n, bool);
    if (!way || !links || !reverse) return false;
    *way = from->ways[k];
    if (n) {
      memcpy(links, from->ways[k].link_i, n * sizeof *links);
      memcpy(reverse, from->ways[k].is_reverse, n * sizeof *reverse);
    }
    way->link_i = links;
    way->is_reverse = reverse;
  }
  return true;
}

static bool copy_all(const lfl_plan *from, lfl_plan *to, lfl_sensitivity audience) {
  if (!copy_ways(from, to) || !lfl_plan_copy_findings(from, to, audience)) return false;
  COPY_LIST(service, service, true)
  COPY_LIST(movement, movements, true)
  COPY_LIST(delivery, deliveries, true)
  COPY_LIST(draw, draws, true)
  COPY_LIST(use, uses, true)
  COPY_LIST(stock, stocks, true)
  COPY_LIST(build, builds, true)
  COPY_LIST(capacity, capacity, true)
  COPY_LIST(care, care, true)
  COPY_LIST(referral, referrals, true)
  COPY_LIST(kit, kits, true)
  COPY_LIST(spending, spending, true)
  COPY_LIST(money_gain, money_gains, true)
  COPY_LIST(repair, repairs, from->scenario->projects[from->repairs[k].project_i].origin.sensitivity <= audience)
  COPY_LIST(repair_gain, repair_gains, from->scenario->projects[from->repair_gains[k].project_i].origin.sensitivity <= audience)
  COPY_LIST(proof, proofs, true)
  for (int k = 0; k < to->n_proofs; k++)
    if (!lfl_plan_copy_box(to, &to->proofs[k])) return false;
  COPY_LIST(multiplier, multipliers, true)
  for (int k = 0; k < from->n_start; k++) {
    lfl_start_row *row = lfl_plan_add_start(to);
    if (!row) return false;
    *row = (lfl_start_row){lfl_arena_strdup(to->arena, from->start[k].part), lfl_arena_strdup(to->arena, from->start[k].text)};
    if (!row->part || !row->text) return false;
  }
  memcpy(to->people, from->people, (size_t)from->scenario->n_places * (size_t)from->scenario->n_days * sizeof *to->people);
  return true;
}

enum { WEEK = 7, SMALL = 10 };
static const char *const LINES[] = {"transport", "supplies", "construction", "labour", "repairs"};
enum { N_LINES = sizeof LINES / sizeof LINES[0] };

/* Is it a count of so few that they could be known? 0 tells of nobody. */
bool lfl_is_few(double people) { return people > 0 && people < SMALL; }

int lfl_public_region(const lfl_scenario *s, int i) {
  int top = i;
  for (int steps = 0; s->places[top].parent_i >= 0 && steps < s->n_places; steps++) top = s->places[top].parent_i;
  bool is_alone = top == i && !s->places[i].is_group;
  return lfl_may_see(&s->places[top].origin, is_alone ? LFL_PUBLIC : LFL_PARTNERS) ? top : -1;
}

bool lfl_is_public_region(const lfl_scenario *s, int i) {
  const lfl_place *place = i >= 0 ? &s->places[i] : NULL;
  return place && lfl_public_region(s, i) == i && (place->is_host || place->is_group); /* no stores, no crossings */
}

bool lfl_may_see_target(const lfl_scenario *s, int target_i, lfl_sensitivity audience) {
  const lfl_target *t = &s->targets[target_i];
  if (audience != LFL_PUBLIC) return lfl_may_see(&t->origin, audience) && (t->place_i < 0 || lfl_may_see(&s->places[t->place_i].origin, audience));
  return lfl_may_see(&t->origin, LFL_PARTNERS) && (t->place_i < 0 || lfl_is_public_region(s, t->place_i));
}

bool lfl_may_see_claim(const lfl_scenario *s, int claim_i, lfl_sensitivity audience) {
  return audience == LFL_RESTRICTED || lfl_may_see(&s->claims[claim_i].origin, LFL_PARTNERS);
}

/* ---- words in a text ---------------------------------------------------------------------------- */

enum { BLANK = ' ', END = 0, BROKEN = 0xFFFD };

/* The sign at *at, passed over; END at its end. A byte that is none is a sign of its own. */
static int next_sign(const char **at) {
  unsigned sign = END;
  int n = lfl_utf8_decode(*at, &sign);
  if (n && !sign) return END;
  *at += n ? n : 1;
  return n ? (int)sign : BROKEN;
}

typedef struct span {
  int first, last;
} span;

static bool is_within(int sign, const span *spans, size_t n) {
  for (size_t k = 0; k < n; k++)
    if (sign >= spans[k].first && sign <= spans[k].last) return true;
  return false;
}

#define IS_WITHIN(sign, spans) is_within(sign, spans, sizeof(spans) / sizeof(spans)[0])

/* Signs that are seen as nothing: soft hyphens, marks of direction and joining, Arabic vowel signs and tatweel, combining accents (The Unicode Standard, general categories Cf and Mn). */
static bool is_unseen(int sign) {
  static const span UNSEEN[] = {{0xAD, 0xAD}, {0x300, 0x36F}, {0x591, 0x5BD}, {0x610, 0x61A}, {0x640, 0x640}, {0x64B, 0x65F}, {0x670, 0x670}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2069}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};
  return IS_WITHIN(sign, UNSEEN);
}

static bool is_blank(int sign) { return (sign >= '\t' && sign <= '\r') || sign == BLANK || sign == 0xA0 || (sign >= 0x2000 && sign <= 0x200A) || sign == 0x2028 || sign == 0x2029 || sign == 0x202F || sign == 0x205F || sign == 0x3000; }

static bool is_digit(int sign) { return (sign >= '0' && sign <= '9') || (sign >= 0x660 && sign <= 0x669) || (sign >= 0x6F0 && sign <= 0x6F9); }

/* What is no letter, digit or blank: punctuation and symbols of the scripts in use. Anything else from 128 on is taken for a letter. */
static bool is_mark(int sign) {
  static const span MARKS[] = {{1, '/'}, {':', '@'}, {'[', '^'}, {'`', '`'}, {'{', 0xA9}, {0xAB, 0xB4}, {0xB6, 0xB9}, {0xBB, 0xBF}, {0xD7, 0xD7}, {0xF7, 0xF7}, {0x37E, 0x37E}, {0x387, 0x387}, {0x55A, 0x55F}, {0x589, 0x58A}, {0x5BE, 0x5C7}, {0x5F3, 0x5F4}, {0x600, 0x60F},
                               {0x61B, 0x61F}, {0x66A, 0x66D}, {0x6D4, 0x6D4}, {0x964, 0x965}, {0xE4F, 0xE4F}, {0x104A, 0x104F}, {0x1360, 0x1368}, {0x2010, 0x2027}, {0x2030, 0x205E}, {0x20A0, 0x20CF}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3001, 0x3003}, {0x3008, 0x3020}, {0x30FB, 0x30FB}, {0xFD3E, 0xFD3F},
                               {0xFE10, 0xFE6F}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {BROKEN, BROKEN}};
  return sign != END && !is_blank(sign) && IS_WITHIN(sign, MARKS);
}

/* As a small letter; hyphens and dashes as one, Persian forms of Arabic letters as those. (The Unicode Standard, simple case folding, of Latin, Greek, Cyrillic and Armenian.) */
static int folded(int sign) {
  if ((sign >= 'A' && sign <= 'Z') || (sign >= 0xC0 && sign <= 0xDE && sign != 0xD7) || (sign >= 0x391 && sign <= 0x3A9) || (sign >= 0x410 && sign <= 0x42F)) return sign + 32;
  if (sign >= 0x400 && sign <= 0x40F) return sign + 80;
  if (sign >= 0x531 && sign <= 0x556) return sign + 48;
  if ((sign >= 0x139 && sign <= 0x148) || (sign >= 0x179 && sign <= 0x17E)) return sign + (sign & 1);
  if ((sign >= 0x100 && sign <= 0x177 && sign != 0x130 && sign != 0x131 && sign != 0x138) || (sign >= 0x460 && sign <= 0x481) || (sign >= 0x48A && sign <= 0x4BF) || (sign >= 0x4D0 && sign <= 0x52F)) return sign | 1;
  if (sign >= 0x2010 && sign <= 0x2015) return '-';
  return sign == 0x6CC || sign == 0x649 ? 0x64A : sign == 0x6A9 ? 0x643 : sign;
}

/* The next sign as people read it: blanks in a row as one, what is not seen left out. */
static int next_read(const char **at) {
  int sign;
  do sign = next_sign(at);
  while (is_unseen(sign));
  if (!is_blank(sign)) return folded(sign);
  for (const char *next = *at; is_blank(sign = next_sign(&next)) || is_unseen(sign);) *at = next;
  return BLANK;
}

/* Do two signs beside each other belong to one word? */
static bool is_one_word(int a, int b) {
  bool are_digits = is_digit(a) && is_digit(b), are_letters = !is_digit(a) && !is_digit(b) && !is_mark(a) && !is_mark(b) && a != BLANK && b != BLANK && a != END && b != END;
  return are_digits || are_letters;
}

static bool stands_at(const int *signs, int at, int n, const char *word) {
  int last = END, k = at;
  for (int sign; (sign = next_read(&word)) != END; last = sign)
    if (k == n || signs[k++] != sign) return false;
  return k > at && !is_one_word(at > 0 ? signs[at - 1] : END, signs[at]) && !is_one_word(last, k < n ? signs[k] : END);
}

bool lfl_holds_any_word(const char *text, const char *const *words, int n_words) {
  if (!text || !n_words) return false;
  int *signs = lfl_malloc((strlen(text) + 1) * sizeof *signs), n = 0;
  bool is_held = !signs; /* without memory nothing is shown */
  for (int sign; signs && (sign = next_read(&text)) != END;) signs[n++] = sign;
  for (int k = 0; k < n_words && !is_held; k++) {
    const char *word = words[k];
    int first = next_read(&word);
    for (int at = 0; at < n && !is_held && first != END; at++) is_held = signs[at] == first && stands_at(signs, at, n, words[k]);
  }
  lfl_free(signs);
  return is_held;
}

bool lfl_holds_word(const char *text, const char *word) { return lfl_holds_any_word(text, &word, 1); }

/* Figures of whole weeks only, and of the last day. */
static bool is_shown_day(const lfl_scenario *s, int day) { return day % WEEK == WEEK - 1 || day == s->n_days - 1; }

/* People in need and served by region, need and tier; none of few, served or unserved. */
static bool copy_public_service(const lfl_plan *from, lfl_plan *to) {
  const lfl_scenario *s = from->scenario;
  size_t T = (size_t)s->n_days, needs = (size_t)s->n_needs, n = (size_t)s->n_places * needs * LFL_N_TIERS * T;
  double *people = lfl_arena_new(to->arena, n, double), *served = lfl_arena_new(to->arena, n, double);
  to->lacks_few = lfl_arena_new(to->arena, n, bool);
  if (!people || !served || !to->lacks_few) return false;
  if (from->lacks_few) memcpy(to->lacks_few, from->lacks_few, n * sizeof *to->lacks_few);
  for (int k = 0; k < from->n_service; k++) {
    const lfl_service_row *r = &from->service[k];
    int region = lfl_public_region(s, r->place_i);
    if (region < 0 || !is_shown_day(s, r->day)) continue;
    size_t at = (((size_t)region * needs + (size_t)r->need_i) * LFL_N_TIERS + (size_t)r->tier) * T + (size_t)r->day;
    people[at] += r->people;
    served[at] += r->served_people;
  }
  for (int day = 0; day < s->n_days; day++)
    for (int i = 0; i < s->n_places; i++)
      for (int k = 0; k < s->n_needs; k++)
        for (int tier = 0; tier < LFL_N_TIERS; tier++) {
          size_t at = (((size_t)i * needs + (size_t)k) * LFL_N_TIERS + (size_t)tier) * T + (size_t)day;
          if (!(people[at] > 0)) continue;
          if (lfl_is_few(people[at]) || lfl_is_few(served[at]) || lfl_is_few(people[at] - served[at])) {
            to->lacks_few[at] = lfl_is_few(served[at]) && people[at] - served[at] >= SMALL;
            continue;
          }
          lfl_service_row *row = lfl_plan_add_service(to);
          if (!row) return false;
          *row = (lfl_service_row){day, i, k, (lfl_tier)tier, people[at], served[at]};
        }
  return true;
}

/* People by region on the days shown; 0 elsewhere, on other days, and for few. */
static void copy_public_people(const lfl_plan *from, lfl_plan *to) {
  const lfl_scenario *s = from->scenario;
  size_t n = (size_t)s->n_places * (size_t)s->n_days;
  for (size_t at = 0; at < n; at++) to->people[at] = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0, region = lfl_public_region(s, i); region >= 0 && day < s->n_days; day++)
      if (is_shown_day(s, day)) to->people[lfl_at(s, region, day)] += from->people[lfl_at(s, i, day)];
  for (size_t at = 0; at < n; at++)
    if (lfl_is_few(to->people[at])) to->people[at] = 0;
}

/* What each line costs in all, on the last day. */
static bool copy_public_spending(const lfl_plan *from, lfl_plan *to) {
  for (int line = 0; line < N_LINES; line++) {
    double amount = 0;
    for (int k = 0; k < from->n_spending; k++)
      if (strcmp(LINES[line], from->spending[k].line) == 0) amount += from->spending[k].amount;
    if (amount <= 0) continue;
    lfl_spending_row *row = lfl_plan_add_spending(to);
    if (!row) return false;
    *row = (lfl_spending_row){from->scenario->n_days - 1, LINES[line], -1, amount, NULL, -1, -1};
  }
  return true;
}

/* Patients carried in a week, by region: how many, and not where to. */
static bool copy_public_referrals(const lfl_plan *from, lfl_plan *to) {
  const lfl_scenario *s = from->scenario;
  double *sums = lfl_arena_new(to->arena, 2 * (size_t)s->n_places, double);
  if (!sums) return false;
  for (int day = 0; day < s->n_days; day++) {
    for (int k = 0; k < from->n_referrals; k++) {
      const lfl_referral_row *r = &from->referrals[k];
      int region = lfl_public_region(s, r->place_i);
      if (r->day != day || region < 0) continue;
      sums[2 * region] += r->people;
      sums[2 * region + 1] += r->patients;
    }
    for (int i = 0; is_shown_day(s, day) && i < s->n_places; i++) {
      double *sum = &sums[2 * i];
      if (sum[1] > 0 && !lfl_is_few(sum[1])) {
        lfl_referral_row *row = lfl_plan_add_referral(to);
        if (!row) return false;
        *row = (lfl_referral_row){day, i, -1, -1, -1, sum[0], sum[1], (double)NAN};
      }
      sum[0] = sum[1] = 0;
    }
  }
  return true;
}

static void hide_few(double *people) {
  if (lfl_is_few(*people)) *people = (double)NAN;
}

/* Targets and claims keep their verdicts and answers; figures of few, and words on claims that are
 * not for the public, are taken out. */
static void hide_small_results(lfl_plan *to) {
  const lfl_scenario *s = to->scenario;
  for (int k = 0; k < s->n_targets; k++) {
    lfl_target_result *r = &to->targets[k];
    if (lfl_is_few(r->people - r->plan_people)) r->plan_people = (double)NAN; /* tells of the few left out */
    hide_few(&r->people);
    hide_few(&r->plan_people);
    hide_few(&r->best_people);
    hide_few(&r->bound_people);
    hide_few(&r->willing_best_people);
    hide_few(&r->willing_bound_people);
  }
  for (int k = 0; k < s->n_claims; k++) {
    lfl_claim_result *r = &to->claims[k];
    if (!lfl_may_see(&s->claims[k].origin, LFL_PUBLIC) || (!lfl_claim_is_of_days(&s->claims[k]) && lfl_is_few(r->figure))) {
      r->figure = (double)NAN;
      r->text = "Not in a public copy.";
    } else if (r->text && s->claims[k].indicator && strstr(r->text, s->claims[k].indicator)) {
      r->text = "No figure of the plan answers it."; /* the indicator may name what is closed */
    }
  }
  for (int k = 0; k < to->n_sets; k++)
    for (int i = 0; i < to->sets[k].n_targets; i++) hide_few(&to->sets[k].best_people[i]);
}

enum { SHORTEST_WITHIN = 3 }; /* shorter keys are told by what stands alone, as they would be found in any text */

/* Keys and names of restricted rows, the longer before the shorter; rows for everyone may still name them. */
static void add_closed(lfl_plan *to, const lfl_table *table, bool is_long) {
  const char *key = lfl_schema_key(table->name);
  int columns[] = {key ? lfl_table_column(table, key) : -1, lfl_table_column(table, "name")};
  for (int row = 0; columns[0] >= 0 && row < table->n_rows; row++)
    for (int k = 0; k < 2 && lfl_row_sensitivity(table, row) == LFL_RESTRICTED; k++) {
      const char *word = columns[k] >= 0 ? table->cells[row][columns[k]] : NULL;
      if (word && (strlen(word) >= SHORTEST_WITHIN) == is_long) to->closed[to->n_closed++] = word;
    }
}

static bool list_closed(lfl_plan *to) {
  const lfl_tables *tables = to->scenario->tables;
  size_t n = 0;
  for (int t = 0; tables && t < tables->n_tables; t++) n += 2 * (size_t)tables->tables[t].n_rows;
  to->closed = lfl_arena_new(to->arena, n, const char *);
  if (!to->closed) return false;
  for (int t = 0; tables && t < tables->n_tables; t++) add_closed(to, &tables->tables[t], true);
  to->n_closed_within = to->n_closed;
  for (int t = 0; tables && t < tables->n_tables; t++) add_closed(to, &tables->tables[t], false);
  return true;
}

const char *lfl_plan_words(const lfl_plan *copy, const char *text) {
  bool is_closed = lfl_holds_any_word(text, copy->closed, copy->n_closed_within);
  for (int k = 0; text && k < copy->n_closed && !is_closed; k++) is_closed = strcmp(text, copy->closed[k]) == 0;
  return is_closed ? "not shown here" : text;
}

static bool is_closed_condition(const lfl_scenario *s, const char *id) {
  const lfl_table *table = id && s->tables ? lfl_tables_find(s->tables, "conditions") : NULL;
  for (int i = 0; table && i < table->n_rows; i++) {
    const char *key = lfl_table_get(table, i, "condition_id");
    if (key && strcmp(key, id) == 0) return lfl_row_sensitivity(table, i) == LFL_RESTRICTED;
  }
  return false;
}

/* May partners not see the pledge, or what it is for? (One that it is passed on from or repays is looked at for itself.) */
static bool is_closed_pledge(const lfl_scenario *s, const lfl_pledge *p) {
  const lfl_origin *of = p->earmark_i < 0 ? NULL : p->earmark == LFL_EARMARK_PLACE ? &s->places[p->earmark_i].origin : p->earmark == LFL_EARMARK_ITEM ? &s->items[p->earmark_i].origin : NULL;
  return !lfl_may_see(&p->origin, LFL_PARTNERS) || (of && !lfl_may_see(of, LFL_PARTNERS)) || is_closed_condition(s, p->condition_id);
}

static bool copy_public(const lfl_plan *from, lfl_plan *to) {
  for (int k = 0; k < from->scenario->n_pledges; k++) to->lacks_pledges = to->lacks_pledges || is_closed_pledge(from->scenario, &from->scenario->pledges[k]);
  to->lacks_limits = from->lacks_limits || from->n_binding || from->n_target_binding || from->n_conflicts || from->n_offers;
  to->lacks_bottleneck = from->lacks_bottleneck || from->n_binding;
  hide_small_results(to);
  copy_public_people(from, to);
  return list_closed(to) && copy_public_service(from, to) && copy_public_spending(from, to) && copy_public_referrals(from, to);
}

lfl_status lfl_plan_redact(const lfl_plan *plan, lfl_sensitivity audience, lfl_plan **out) {
  *out = NULL;
  lfl_plan *copy = lfl_plan_create(plan->scenario);
  if (!copy) return LFL_ERR_MEMORY;
  copy->audience = audience;
  bool is_fine = copy_results(plan, copy) && (audience == LFL_PUBLIC ? copy_public(plan, copy) : copy_all(plan, copy, audience));
  if (!is_fine) {
    lfl_plan_destroy(copy);
    return LFL_ERR_MEMORY;
  }
  *out = copy;
  return LFL_OK;
}
