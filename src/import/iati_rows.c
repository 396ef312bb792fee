/* Amounts that count -> rows of pledges: the country's share, parted by sector, with what binds it.
 *
 * What is bound to something that cannot be named in the scenario is not imported, and said with its amount: an unknown
 * sector, a missing percentage, several countries, a tight earmark without sector or place. Money that nobody binds (no sector
 * given, or one that names no need) is not earmarked. Sectors are read in the first vocabulary that is there of: clusters (10),
 * DAC purpose codes (1), DAC categories (2). A sector binds, else the one place where the activity is, if the scenario
 * has it. Amounts are whole cents, rounded down.
 * O(amounts times their sectors). Tests: tests/unit/test_iati.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "import/iati.h"
#include "ingest/ascii.h"
#include "model/tables.h"

enum { LONGEST_KEY = 100, KEPT_OF_KEY = 84, MOST_PARTS = 40, MOST_PLEDGES = 200000 };
static const double LEAST_AMOUNT = 0.01, LOOSE_PERCENT = 0.5; /* what percentages may miss of 100, as they are rounded */

/* A share of an amount and what it is bound to. */
typedef struct part {
  const char *earmark; /* "none", a sector or need; NULL: not to be imported, for `reason` */
  double share;        /* of the whole */
  const char *reason, *code;
  const char *unread;  /* as of a share */
  long line;
} part;

const iati_flow *iati_row_flow(const lfl_iati *in, const iati_row *row) { return &in->activities[row->activity_i].flows[row->flow_i]; }

static const char *element_of(const iati_flow *f) { return f->kind == IATI_BUDGET ? "budget" : f->kind == IATI_PLANNED ? "planned-disbursement" : "transaction"; }

/* line 0: of the amount itself, and so is the element. */
static void leave_out(lfl_iati *in, const iati_activity *a, const iati_flow *f, const char *element, long line, double amount, const char *value, const char *reason) {
  iati_say(in, LFL_WARNING, "iati-not-mapped", a->file, line ? line : f->line, line ? element : element_of(f), value,
           iati_text(in, "%s: %s %s of %s are not imported", reason, iati_number(in, floor(amount * 100 + 1e-6) / 100), f->currency, a->id));
  in->result.n_not_mapped++;
}

/* ---- country ----------------------------------------------------------------------------------- */

static const iati_shares *places_of(const iati_activity *a, const iati_flow *f) { return f->places.n ? &f->places : &a->places; }

/* Share of the country in it; below 0: it cannot be told. */
static double country_share(const lfl_iati *in, const iati_shares *places, double *other) {
  double share = 0, sum = 0;
  bool is_told = true, is_named = false;
  for (int i = 0; i < places->n; i++) {
    const iati_share *s = &places->items[i];
    double percent = isnan(s->percent) && !s->unread && places->n == 1 ? 100 : s->percent;
    bool is_it = !s->is_region && iati_is_same_word(s->code, in->options.country);
    is_told = is_told && !isnan(percent);
    is_named = is_named || is_it;
    sum += isnan(percent) ? 0 : percent;
    if (is_it && !isnan(percent)) share += percent;
  }
  *other = 0;
  if (!is_named) return 0;
  if (!is_told || sum > 100 + LOOSE_PERCENT) return -1;
  *other = (100 - share) / 100;
  return share / (sum > 100 ? sum : 100);
}

static void leave_out_untold(lfl_iati *in, const iati_activity *a, const iati_flow *f, const iati_shares *places) {
  const iati_share *at = &places->items[0];
  for (int i = 0; i < places->n && !at->unread; i++)
    if (places->items[i].unread) at = &places->items[i];
  leave_out(in, a, f, at->is_region ? "recipient-region" : "recipient-country", at->line, f->left, at->unread,
            at->unread ? "a percentage from 0 to 100 for each recipient country and region" : "percentages of recipient countries and regions that add up to at most 100");
}

/* What of the amount is for the country asked for; the rest is said. */
static double for_country(lfl_iati *in, const iati_activity *a, const iati_flow *f) {
  const iati_shares *places = places_of(a, f);
  if (!in->options.country) return f->left;
  if (!places->n) {
    leave_out(in, a, f, NULL, 0, f->left, NULL, "a recipient-country: none is said");
    return 0;
  }
  double other, share = country_share(in, places, &other);
  if (share < 0) {
    leave_out_untold(in, a, f, places);
    return 0;
  }
  if (share * f->left < f->left - LEAST_AMOUNT)
    iati_say(in, LFL_NOTE, "iati-elsewhere", a->file, f->line, element_of(f), NULL,
             iati_text(in, "money for %s: %s %s are for other countries or a region and are not imported", in->options.country,
                       iati_number(in, round((f->left - share * f->left) * 100) / 100), f->currency));
  return f->left * share;
}

/* Without a country asked for, the files may name one; false and an error: they name several. */
static bool settle_country(lfl_iati *in) {
  const char *found = NULL;
  for (int i = 0; i < in->n_activities && !in->options.country; i++)
    for (int k = 0; k < in->activities[i].n_flows; k++) {
      const iati_activity *a = &in->activities[i];
      const iati_shares *places = a->flows[k].left > 0 ? places_of(a, &a->flows[k]) : NULL;
      for (int j = 0; places && j < places->n; j++) {
        if (places->items[j].is_region) continue;
        if (!found) found = places->items[j].code;
        if (iati_is_same_word(found, places->items[j].code)) continue;
        iati_say(in, LFL_ERROR, "iati-country", a->file, places->items[j].line, "recipient-country", places->items[j].code,
                 iati_text(in, "one country in all files, or --country with one of them: %s is named, too", found));
        return false;
      }
    }
  if (!in->options.country) in->options.country = found;
  return true;
}

/* ---- sectors ----------------------------------------------------------------------------------- */

/* A need that the scenario itself plans, beyond those that Lifeline always knows. */
static bool is_planned(const lfl_iati *in, const char *earmark) {
  static const char *const always[] = {"none", "shelter", "food", "health", "logistics", "wash", "water", "toilet"};
  for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
    if (strcmp(always[i], earmark) == 0) return true;
  const lfl_scenario *s = in->options.scenario;
  for (int i = 0; s && i < s->n_items; i++)
    if (s->items[i].need_text && strcmp(s->items[i].need_text, earmark) == 0) return true;
  return false;
}

static part part_of(lfl_iati *in, const iati_share *s) {
  const iati_sector *sector = iati_find_sector(in, s->vocabulary, s->code);
  part p = {NULL, s->percent, NULL, s->code, s->unread, s->line};
  if (!sector) p.reason = "a sector of standards/iati_sectors.csv";
  else if (!sector->earmark) p.reason = iati_text(in, "a sector that the plan pays for (%s: %s)", sector->meaning, sector->reason);
  else if (!is_planned(in, sector->earmark)) p.reason = iati_text(in, "a need of the scenario (%s: %s)", sector->meaning, sector->reason);
  else p.earmark = sector->earmark, p.reason = sector->reason;
  return p;
}

/* The codes of the vocabulary as parts; -1: too many. */
static int parts_in(lfl_iati *in, const iati_shares *sectors, const char *vocabulary, part *parts) {
  int n = 0;
  for (int i = 0; i < sectors->n; i++) {
    if (strcmp(sectors->items[i].vocabulary, vocabulary) != 0) continue;
    if (n == MOST_PARTS) return -1;
    parts[n++] = part_of(in, &sectors->items[i]);
  }
  return n;
}

/* Percentages -> shares that add up to at most 1; a reason if they cannot be told. */
static const char *settle_shares(lfl_iati *in, part *parts, int n) {
  for (int i = 0; i < n; i++)
    if (parts[i].unread) return iati_text(in, "a percentage from 0 to 100 for each sector, not '%s' for %s", parts[i].unread, parts[i].code);
  bool is_told = true, is_one = true;
  double sum = 0;
  for (int i = 0; i < n; i++) {
    is_told = is_told && !isnan(parts[i].share);
    is_one = is_one && parts[i].earmark && lfl_same_text(parts[i].earmark, parts[0].earmark);
    sum += parts[i].share;
  }
  if (!is_told && n > 1 && !is_one) return "a percentage for each sector";
  for (int i = 0; i < n && !is_told; i++) parts[i].share = 100.0 / n;
  if (!is_told) return NULL;
  if (sum > 100 + LOOSE_PERCENT) return "percentages of sectors that add up to 100";
  for (int i = 0; i < n && fabs(sum - 100) <= LOOSE_PERCENT; i++) parts[i].share *= 100 / sum;
  return NULL;
}

/* How an amount is parted; n 0: it is not imported, for *reason. What percentages leave open is a part without earmark. */
static int split(lfl_iati *in, const iati_activity *a, const iati_flow *f, part *parts, const char **reason) {
  static const char *const vocabularies[] = {"10", "1", "2"};
  const iati_shares *sectors = f->sectors.n ? &f->sectors : &a->sectors;
  int degree = f->degree ? f->degree : a->degree, n = 0;
  if (degree == 1 || !sectors->n) {
    parts[0] = (part){"none", 1, NULL, NULL, NULL, 0};
    return 1;
  }
  for (int k = 0; k < 3 && !n; k++) n = parts_in(in, sectors, vocabularies[k], parts);
  *reason = n < 0 ? "at most 40 sectors" : n == 0 ? "a sector of the clusters (vocabulary 10) or of the DAC (1 or 2)" : settle_shares(in, parts, n);
  if (*reason) return 0;
  double rest = 1;
  for (int i = 0; i < n; i++) rest -= parts[i].share /= 100;
  if (rest > LOOSE_PERCENT / 100) parts[n++] = (part){NULL, rest, "percentages of sectors that add up to 100", NULL, NULL, parts[0].line};
  return n;
}

/* ---- rows -------------------------------------------------------------------------------------- */

static const char *lower(lfl_iati *in, const char *text) {
  char *copy = lfl_arena_strdup(in->arena, text);
  if (!copy) in->failed = true;
  for (char *c = copy; c && *c; c++) *c = to_ascii_lower(*c);
  return copy;
}

/* By its key, else by its name; -1 none. */
static int find_place(lfl_iati *in, const iati_location *l) {
  int found = -1;
  for (int c = 0; c < l->n_codes && found < 0; c++) found = lfl_ids_get(in->place_ids, l->codes[c]);
  return found >= 0 || !l->name ? found : lfl_ids_get(in->place_names, lower(in, l->name));
}

/* The one place of the scenario in which all of the activity is; -1: none, or several. */
static int place_of(lfl_iati *in, const iati_activity *a) {
  int found = -1;
  for (int i = 0; i < a->n_locations; i++) {
    int place = find_place(in, &a->locations[i]);
    if (place < 0 || (found >= 0 && found != place)) return -1;
    found = place;
  }
  return found;
}

static void index_places(lfl_iati *in) {
  const lfl_scenario *s = in->options.scenario;
  for (int i = 0; s && i < s->n_places; i++) {
    lfl_ids_put(in->place_ids, s->places[i].id, i);
    const char *name = s->places[i].name ? lower(in, s->places[i].name) : NULL;
    if (name && lfl_ids_get(in->place_names, name) < 0) lfl_ids_put(in->place_names, name, i);
  }
}

/* A key of at most a hundred characters; a longer one keeps its beginning and a digest of it. */
const char *iati_short_key(lfl_iati *in, const char *key) {
  size_t n = strlen(key);
  if (n <= LONGEST_KEY) return key;
  char digest[65];
  lfl_sha256_hex((const unsigned char *)key, n, digest);
  size_t cut = KEPT_OF_KEY;
  while (cut && (key[cut] & '\xC0') == '\x80') cut--;
  return iati_text(in, "%.*s~%.12s", (int)cut, key, digest);
}

/* Of the activity, the amount and what it is bound to: the same at each import. */
const char *iati_row_key(lfl_iati *in, const iati_activity *a, int flow_i, const char *earmark) {
  enum { MOST_TRIES = 50 };
  const iati_flow *f = &a->flows[flow_i];
  const char *amount = f->ref;
  if (!amount) amount = f->kind == IATI_BUDGET ? iati_text(in, "budget-%s", f->date) : f->kind == IATI_PLANNED ? iati_text(in, "planned-%s", f->date) : iati_text(in, "%d-%s", f->kind, f->date);
  const char *base = iati_text(in, "%s/%s%s%s", a->id, amount, earmark ? ":" : "", earmark ? earmark : ""), *key = iati_short_key(in, base);
  for (int i = 2; lfl_ids_get(in->row_ids, key) >= 0 && !in->failed; i++)
    key = iati_short_key(in, i <= MOST_TRIES ? iati_text(in, "%s-%d", base, i) : iati_text(in, "%s-%d-%d", base, flow_i, i));
  return key;
}

int iati_add_row(lfl_iati *in, int activity_i, int flow_i, double amount, const char *kind, const char *earmark) {
  iati_activity *a = &in->activities[activity_i];
  double cents = floor(amount * 100 + 1e-6) / 100;
  if (cents < LEAST_AMOUNT || in->failed) return -1;
  if (!iati_reserve(in, (void **)&in->rows, in->n_rows, &in->rows_capacity, sizeof *in->rows)) return -1;
  const char *key = iati_row_key(in, a, flow_i, earmark);
  if (in->failed || !lfl_ids_put(in->row_ids, key, in->n_rows)) {
    in->failed = true;
    return -1;
  }
  in->rows[in->n_rows] = (iati_row){key, activity_i, flow_i, cents, cents, kind, earmark, -1, -1, NULL};
  return in->n_rows++;
}

int iati_add_gone_row(lfl_iati *in, int activity_i, int flow_i, double amount, const char *kind, const char *earmark, const char *gone) {
  if (amount < LEAST_AMOUNT || in->failed || !iati_reserve(in, (void **)&in->rows, in->n_rows, &in->rows_capacity, sizeof *in->rows)) return -1;
  in->rows[in->n_rows] = (iati_row){NULL, activity_i, flow_i, amount, amount, kind, earmark, -1, -1, gone};
  return in->n_rows++;
}

/* What a row is bound to. */
typedef struct bond {
  const char *kind, *id, *reason; /* kind NULL: to nothing that can be named, for `reason` */
} bond;

static bond bond_of(const lfl_iati *in, const iati_activity *a, const iati_flow *f, const part *p) {
  if (!p->earmark) return (bond){NULL, NULL, p->reason};
  if (strcmp(p->earmark, "none") != 0) return (bond){"sector", p->earmark, NULL};
  int degree = f->degree ? f->degree : a->degree;
  if (degree != 1 && a->place_i >= 0) return (bond){"place", in->options.scenario->places[a->place_i].id, NULL};
  if (degree < 3) return (bond){"none", NULL, NULL};
  return (bond){NULL, NULL, "a sector or a place, as the money is bound (earmarking category 3 or 4)"};
}

/* One earmark of an amount as a row. */
static void add_part(lfl_iati *in, int activity_i, int flow_i, double amount, const part *p) {
  iati_activity *a = &in->activities[activity_i];
  const iati_flow *f = &a->flows[flow_i];
  bond to = bond_of(in, a, f, p);
  if (!to.kind) {
    leave_out(in, a, f, "sector", p->line, amount, p->code, to.reason);
    return;
  }
  if (p->code && strcmp(to.kind, "sector") != 0)
    iati_say(in, LFL_NOTE, "iati-broad", a->file, p->line, "sector", p->code, iati_text(in, "a sector that is one need: %s; not earmarked by it", p->reason));
  iati_add_row(in, activity_i, flow_i, amount, to.kind, to.id);
}

static void add_flow(lfl_iati *in, int activity_i, int flow_i) {
  const iati_activity *a = &in->activities[activity_i];
  const iati_flow *f = &a->flows[flow_i];
  double amount = for_country(in, a, f);
  if (amount < LEAST_AMOUNT) return;
  part parts[MOST_PARTS + 1];
  const char *reason = NULL;
  int n = split(in, a, f, parts, &reason);
  if (!n) leave_out(in, a, f, NULL, 0, amount, NULL, reason);
  for (int i = 0; i < n; i++) {
    double share = parts[i].share;
    bool is_done = false; /* with an earlier part of the same earmark */
    for (int k = 0; k < n && parts[i].earmark; k++) {
      if (k == i || !lfl_same_text(parts[i].earmark, parts[k].earmark)) continue;
      is_done = is_done || k < i;
      share += parts[k].share;
    }
    if (!is_done) add_part(in, activity_i, flow_i, amount * share, &parts[i]);
  }
}

/* The country's share of what is gone: all of it where that cannot be told, as nothing says that it is still there. */
static double gone_share(const lfl_iati *in, const iati_activity *a, const iati_flow *f) {
  const iati_shares *places = places_of(a, f);
  double other, share = in->options.country && places->n ? country_share(in, places, &other) : 1;
  return share < 0 ? 1 : share;
}

/* What of an amount came to the activity and cannot be planned with: what is gone, and what is left out above. It becomes
 * no pledge, but it is no longer with whom it came from. */
static void add_gone(lfl_iati *in, int activity_i, int flow_i) {
  static const char not_imported[] = "are for what is not imported";
  const iati_activity *a = &in->activities[activity_i];
  const iati_flow *f = &a->flows[flow_i];
  double share = gone_share(in, a, f), gone = f->gone * share, all = gone + f->left * share;
  if (all < LEAST_AMOUNT) return;
  part parts[MOST_PARTS + 1];
  const char *reason = NULL, *how = iati_is_over(a) ? "are with one that is over" : "were spent";
  int n = split(in, a, f, parts, &reason);
  if (!n) iati_add_gone_row(in, activity_i, flow_i, all, "none", NULL, not_imported);
  for (int i = 0; i < n; i++) {
    bond to = bond_of(in, a, f, &parts[i]);
    if (to.kind) iati_add_gone_row(in, activity_i, flow_i, gone * parts[i].share, to.kind, to.id, how);
    else iati_add_gone_row(in, activity_i, flow_i, all * parts[i].share, "none", NULL, not_imported);
  }
}

/* All rows of an activity, those that are there before those that are gone. */
static void add_rows(lfl_iati *in, int activity_i) {
  iati_activity *a = &in->activities[activity_i];
  a->place_i = place_of(in, a);
  a->first_row = in->n_rows;
  for (int k = 0; k < a->n_flows; k++)
    if (a->flows[k].left > 0) add_flow(in, activity_i, k);
  a->n_counted = in->n_rows - a->first_row;
  for (int k = 0; k < a->n_flows; k++) add_gone(in, activity_i, k);
  a->n_rows = in->n_rows - a->first_row;
}

/* What a reader of the rows should know of the activity. */
static void remark(lfl_iati *in, const iati_activity *a) {
  if (a->is_secondary)
    iati_say(in, LFL_WARNING, "iati-secondary", a->file, a->line, "reporting-org", a->publisher.name,
             "a report by somebody who takes part: this one is second-hand (secondary-reporter), and the same money may be in another activity");
  for (int k = 0; k < a->n_parents; k++) {
    int parent = a->parents[k] ? lfl_ids_get(in->ids, a->parents[k]) : -1;
    if (parent >= 0 && in->activities[parent].n_counted)
      iati_say(in, LFL_WARNING, "iati-parent", a->file, a->line, "related-activity", a->parents[k],
               "money that is counted once: this activity is a part of that one, which has amounts of its own; if they are the same, set passed_on_from");
  }
  bool is_loan = false;
  for (int i = 0; i < a->n_flows; i++) is_loan = is_loan || (a->flows[i].is_loan && a->flows[i].left > 0);
  if (is_loan)
    iati_say(in, LFL_WARNING, "iati-loan", a->file, a->line, "finance-type", NULL, "a grant: this is a loan; if later money pays it back, set repays_pledge_id there");
  if (in->options.scenario && a->n_locations && a->place_i < 0)
    iati_say(in, LFL_NOTE, "iati-location", a->file, a->line, "location", a->locations[0].name,
             "one location, which is a place of the scenario (its place_id or name): the place is not carried over");
}

static bool has_money(const iati_activity *a) {
  for (int i = 0; i < a->n_flows; i++)
    if (a->flows[i].left > 0) return true;
  return false;
}

typedef struct named {
  const char *id;
  int i;
} named;

static int by_id(const void *a, const void *b) { return strcmp(((const named *)a)->id, ((const named *)b)->id); }

/* In the order of their identifiers, whatever the order of the files. */
void iati_make_rows(lfl_iati *in) {
  named *order = lfl_arena_new(in->arena, (size_t)in->n_activities + 1, named);
  if (!order) {
    in->failed = true;
    return;
  }
  for (int i = 0; i < in->n_activities; i++) order[i] = (named){in->activities[i].id, i};
  qsort(order, (size_t)in->n_activities, sizeof *order, by_id);
  for (int i = 0; i < in->n_activities; i++) iati_count(in, &in->activities[order[i].i]);
  if (!settle_country(in)) return;
  index_places(in);
  for (int i = 0; i < in->n_activities && !in->failed; i++) add_rows(in, order[i].i);
  for (int i = 0; i < in->n_activities && !in->failed; i++)
    if (has_money(&in->activities[order[i].i])) remark(in, &in->activities[order[i].i]);
  int n_counted = 0;
  for (int i = 0; i < in->n_activities; i++) n_counted += in->activities[i].n_counted;
  if (n_counted > MOST_PLEDGES) iati_say(in, LFL_ERROR, "iati-size", NULL, 0, NULL, NULL, "at most 200,000 pledges, as many as a table holds: import fewer files at a time");
}
