/* Money: rates of exchange, pledges with their earmarks, conditions and worth.
 *
 * A pledge in another currency is worth its amount at the rate of the day on which it comes (model/worth.c); where all rates are
 * later the check says so. One in a currency without a rate is reported and not counted. One for security is no relief money.
 * O(rows log rows). Tests: tests/unit/test_ingest_bad.c, tests/cases/money.case. */
#include <math.h>
#include <string.h>

#include "ingest/ascii.h"
#include "ingest/build.h"
#include "model/money.h"
#include "model/worth.h"

const char *currency_code(builder *b, const char *text) {
  bool is_code = text && is_ascii_letter(text[0]) && is_ascii_letter(text[1]) && is_ascii_letter(text[2]) && !text[3];
  char *code = is_code ? NEW(b, 4, char) : NULL;
  if (is_code && !code) b->failed = true;
  for (int k = 0; code && k < 3; k++) code[k] = to_ascii_upper(text[k]);
  return code ? code : text;
}

enum { NEVER_MET = 200000 }; /* a day later than any that may be entered */

static void read_rates(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "rates");
  s->rates = NEW(b, c.n_rows + 1, lfl_rate);
  if (!s->rates) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_rate *r = &s->rates[s->n_rates];
    r->currency = currency_code(b, cell_text(&c, "currency"));
    r->day = cell_day(&c, "day", 0);
    r->rate = cell_number(&c, "rate", (double)NAN);
    r->origin = cell_origin(&c);
    if (!r->currency || isnan(r->rate)) continue;
    if (!(r->rate > 0) || !isfinite(r->rate)) {
      cell_complain(&c, LFL_ERROR, "rate", "rate", "a number above 0", NULL);
      continue;
    }
    if (strcmp(r->currency, s->currency) == 0 && fabs(r->rate - 1) > 1e-12)
      cell_complain(&c, LFL_ERROR, "rate", "rate", sentence(b, "1, as %s is the scenario's currency", s->currency), NULL);
    for (int k = 0; k < s->n_rates; k++)
      if (s->rates[k].day == r->day && strcmp(s->rates[k].currency, r->currency) == 0 && fabs(s->rates[k].rate - r->rate) > 0)
        cell_complain(&c, LFL_ERROR, "rate", "rate", "one rate of a currency on a day", NULL);
    s->n_rates++;
  }
}

/* Has the currency a row of table rates, be its rate wrong? */
static bool is_in_rates(builder *b, const char *currency) {
  const lfl_table *t = lfl_tables_find(b->tables, "rates");
  for (int i = 0; t && i < t->n_rows; i++)
    if (lfl_same_text(currency_code(b, lfl_table_get(t, i, "currency")), currency)) return true;
  return false;
}

/* As it counts but for what others pass on of it and what it pays back, which is read later. */
static void value_pledge(cells *c, lfl_pledge *p) {
  const lfl_scenario *s = c->b->s;
  lfl_worth worth = lfl_worth_on(s, p, p->from_day);
  p->rate = worth.rate;
  p->rate_day = worth.rate_day;
  p->amount = worth.whole;
  p->counted = !p->is_security && !isnan(worth.rate);
  if (isnan(worth.rate) && !is_in_rates(c->b, p->currency))
    cell_complain(c, LFL_WARNING, "currency", "currency", sentence(c->b, "%s, the scenario's currency, or a currency with a row in table rates: this pledge is not counted", s->currency), NULL);
  if (worth.rate_day > p->from_day) cell_complain(c, LFL_WARNING, "rate", "currency", "a rate from the pledge's day or before: the first later one is used", NULL);
}

static bool is_sector(const lfl_scenario *s, const char *id, const char **nearest) {
  static const char *const known[] = {"shelter", "wash", "food", "health", LFL_SECTOR_LOGISTICS, LFL_SECTOR_MOVEMENT, LFL_SECTOR_SECURITY,
                                      "water", "medicine", "health_beds", "toilet", "tap", "hygiene", "household", "fuel", "space"};
  enum { N_KNOWN = sizeof known / sizeof known[0] };
  for (int k = 0; k < N_KNOWN; k++)
    if (strcmp(known[k], id) == 0) return true;
  for (int k = 0; k < s->n_items; k++)
    if (s->items[k].need_text && strcmp(s->items[k].need_text, id) == 0) return true;
  *nearest = lfl_nearest_name(id, known, N_KNOWN);
  return false;
}

/* An earmark names a place, an item or a sector, or nothing. */
static void read_earmark(cells *c, lfl_pledge *p) {
  static const char *const kinds[] = {"none", "sector", "place", "item"};
  int said = cell_choice(c, "earmark_kind", -1), kind = said < 0 ? 0 : said;
  builder *b = c->b;
  p->earmark = (lfl_earmark)kind;
  p->earmark_kind = kinds[kind];
  p->earmark_id = cell_text(c, "earmark_id");
  p->earmark_i = -1;
  if (said < 0 && !cell_is_blank(c, "earmark_kind")) return; /* said to be none: nothing is built */
  if ((kind == 0) != !p->earmark_id) {
    cell_complain(c, LFL_ERROR, kind == 0 ? "earmark" : "blank", "earmark_id", kind == 0 ? "blank, as earmark_kind is none" : "what the money is bound to", NULL);
    p->earmark = LFL_EARMARK_NONE;
    return;
  }
  if (p->earmark == LFL_EARMARK_SECTOR) {
    const char *nearest = NULL;
    if (!is_sector(b->s, p->earmark_id, &nearest))
      cell_complain(c, LFL_ERROR, "no-such-key", "earmark_id", "a need, or shelter, wash, food, health, logistics, movement or security", nearest);
    p->is_security = strcmp(p->earmark_id, LFL_SECTOR_SECURITY) == 0;
  }
  if (p->earmark != LFL_EARMARK_PLACE && p->earmark != LFL_EARMARK_ITEM) return;
  const char *table = p->earmark == LFL_EARMARK_PLACE ? "places" : "items";
  p->earmark_i = lfl_ids_get(p->earmark == LFL_EARMARK_PLACE ? b->places : b->items, p->earmark_id);
  if (p->earmark_i < 0) cell_complain(c, LFL_ERROR, "no-such-key", "earmark_id", sentence(b, "a key of table %s", table), nearest_key(b, table, p->earmark_id));
}

static void read_degree(cells *c, lfl_pledge *p) {
  static const char *const degrees[] = {"unearmarked", "softly", "earmarked", "tightly"};
  int degree = cell_choice(c, "earmarking", -1);
  p->degree = degree >= 0 ? degrees[degree] : NULL;
  if (degree == 0 && p->earmark != LFL_EARMARK_NONE) cell_complain(c, LFL_WARNING, "earmark", "earmarking", "softly, earmarked or tightly, as the row names an earmark; the earmark holds", NULL);
  if (degree > 1 && p->earmark == LFL_EARMARK_NONE)
    cell_complain(c, LFL_WARNING, "earmark", "earmarking", "unearmarked or softly, as no earmark is named: the plan may spend this on anything", NULL);
}

/* Says of money that comes on no day planned why it does not. met: day on which its condition is met, NEVER_MET; -1: it has none. */
static void note_late(cells *c, const lfl_pledge *p, int met) {
  int n_days = c->b->s->n_days;
  if (p->own_day >= n_days) cell_complain(c, LFL_NOTE, "day-range", "from_day", "a day within the days planned; this money comes too late", NULL);
  if (met == NEVER_MET) cell_complain(c, LFL_NOTE, "condition", "condition_id", "a condition with a from_day: without one it is never met, and this money comes only where an option meets it", NULL);
  else if (met >= n_days)
    cell_complain(c, LFL_NOTE, "condition", "condition_id", sentence(c->b, "a condition that is met within the days planned: by its from_day it is on day %d, and this money comes too late", met), NULL);
}

static void read_pledge(cells *c, lfl_pledge *p, const int *met) {
  const lfl_scenario *s = c->b->s;
  p->donor = cell_text(c, "donor");
  p->given_amount = cell_number(c, "amount", 0);
  p->currency = currency_code(c->b, cell_text(c, "currency"));
  if (!p->currency) p->currency = s->currency;
  p->own_day = cell_day(c, "from_day", 0);
  if (p->own_day < 0) p->own_day = 0;
  read_earmark(c, p);
  read_degree(c, p);
  p->condition_id = cell_text(c, "condition_id");
  int condition = cell_ref(c, "condition_id", c->b->conditions);
  p->from_day = condition >= 0 && met[condition] > p->own_day ? met[condition] : p->own_day;
  note_late(c, p, condition < 0 ? -1 : met[condition]);
  value_pledge(c, p);
  p->origin = cell_origin(c);
  if (p->is_security) cell_complain(c, LFL_NOTE, "security", "earmark_id", "relief money: this is for security, stands apart and pays for no relief", NULL);
}

/* The planner keeps sets of earmarks of a fixed size. */
static void refuse_too_many(cells *c) {
  enum { MOST_EARMARKS = 255 };
  const lfl_scenario *s = c->b->s;
  int n = 0;
  for (int i = 0; i < s->n_pledges; i++) {
    bool is_new = s->pledges[i].earmark != LFL_EARMARK_NONE;
    for (int k = 0; k < i && is_new; k++) is_new = !lfl_same_earmark(&s->pledges[i], &s->pledges[k]);
    n += is_new;
  }
  if (n > MOST_EARMARKS) cell_complain(c, LFL_ERROR, "earmark", "earmark_id", "at most 255 different earmarks", NULL);
}

void read_pledges(builder *b) {
  lfl_scenario *s = b->s;
  cells k, c;
  read_rates(b);
  cells_open(&k, b, "conditions");
  int *met = NEW(b, k.n_rows + 1, int);
  cells_open(&c, b, "pledges");
  s->pledges = NEW(b, c.n_rows + 1, lfl_pledge);
  if (!met || !s->pledges || b->failed) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < k.n_rows; i++) {
    cells_go(&k, i);
    cell_key(&k, b->conditions, i);
    cell_text(&k, "text");
    int day = cell_day(&k, "from_day", 0);
    met[i] = cell_is_blank(&k, "from_day") ? NEVER_MET : day;
    cell_origin(&k);
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_pledge *p = &s->pledges[s->n_pledges];
    p->id = cell_key(&c, b->pledges, s->n_pledges);
    read_pledge(&c, p, met);
    if (!p->id) continue;
    s->has_pledges = s->has_pledges || !p->is_security;
    s->n_pledges++;
  }
  if (s->n_pledges && !s->has_pledges) cell_complain(&c, LFL_WARNING, "security", "earmark_id", "some money for relief in the table: as there is none, cost is counted and not limited", NULL);
  refuse_too_many(&c);
  count_money_once(b, &c);
}
