/* The plan's money added up (see budget.h). */
#include "model/budget.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LEAST_TOLD = 1; /* of money: no sentence is about less */

static int by_text(const char *a, const char *b) { return a == b ? 0 : !a ? -1 : !b ? 1 : strcmp(a, b); }

static int by_month(const void *a, const void *b) {
  const lfl_budget_row *x = a, *y = b;
  int order = by_text(x->month, y->month);
  if (!order) order = by_text(x->line, y->line);
  if (!order) order = by_text(x->sector, y->sector);
  if (!order) order = (x->place_i > y->place_i) - (x->place_i < y->place_i);
  if (!order) order = (x->item_i > y->item_i) - (x->item_i < y->item_i);
  return order ? order : (x->pledge_i > y->pledge_i) - (x->pledge_i < y->pledge_i);
}

lfl_budget_row *lfl_budget_by_month(const lfl_plan *plan, lfl_arena *arena, int *n) {
  const lfl_scenario *s = plan->scenario;
  lfl_budget_row *rows = lfl_arena_new(arena, (size_t)plan->n_spending + 1, lfl_budget_row);
  const char **months = lfl_arena_new(arena, (size_t)s->n_days + 1, const char *);
  *n = 0;
  if (!rows || !months) return NULL;
  for (int day = 0; day < s->n_days; day++) {
    const char *date = lfl_day_date(s, day, arena);
    if (!date || !(months[day] = lfl_arena_printf(arena, "%.7s", date))) return NULL;
  }
  for (int k = 0; k < plan->n_spending; k++) {
    const lfl_spending_row *r = &plan->spending[k];
    bool is_told = r->place_i >= 0; /* of a public copy's totals nothing is */
    rows[k] = (lfl_budget_row){lfl_spending_is_sum(plan, r) ? "all" : months[r->day], r->line, is_told ? lfl_sector_of_cost(r->line, r->need) : NULL, r->place_i, r->item_i, r->pledge_i, r->amount};
  }
  if (plan->n_spending) qsort(rows, (size_t)plan->n_spending, sizeof *rows, by_month);
  for (int k = 0; k < plan->n_spending; k++) {
    if (*n > 0 && by_month(&rows[*n - 1], &rows[k]) == 0) rows[*n - 1].amount += rows[k].amount;
    else rows[(*n)++] = rows[k];
  }
  return rows;
}

static void add_pledge(const lfl_plan *plan, lfl_fund *f, int pledge_i) {
  const lfl_scenario *s = plan->scenario;
  const lfl_pledge *p = &s->pledges[pledge_i];
  f->n_pledges++;
  f->pledged += p->amount;
  if (p->from_day <= 0) f->usable_now += p->amount;
  if (p->from_day < s->n_days) f->usable_end += p->amount;
  else f->waiting += p->amount;
  for (int k = 0; k < plan->n_spending; k++)
    if (plan->spending[k].pledge_i == pledge_i) f->spent += plan->spending[k].amount;
}

lfl_fund *lfl_budget_funds(const lfl_plan *plan, lfl_arena *arena, int *n) {
  const lfl_scenario *s = plan->scenario;
  lfl_fund *funds = lfl_arena_new(arena, (size_t)s->n_pledges + 1, lfl_fund);
  *n = 0;
  for (int k = 0; funds && !plan->lacks_pledges && k < s->n_pledges; k++) {
    if (!s->pledges[k].counted) continue;
    int i = 0;
    while (i < *n && !lfl_same_earmark(&s->pledges[k], &s->pledges[funds[i].pledge_i])) i++;
    if (i == *n) funds[(*n)++] = (lfl_fund){.pledge_i = k, .most_by = (double)NAN, .most_gain = (double)NAN, .left = (double)NAN};
    add_pledge(plan, &funds[i], k);
  }
  for (int i = 0; funds && i < *n; i++) {
    funds[i].idle = fmax(0, round((funds[i].usable_end - funds[i].spent) * 100) / 100);
    if (plan->lacks_trips) funds[i].idle = funds[i].spent = (double)NAN;
    for (int k = 0; k < plan->n_money_gains; k++) {
      const lfl_money_gain_row *g = &plan->money_gains[k];
      if (g->pledge_i < 0 || !lfl_same_earmark(&s->pledges[g->pledge_i], &s->pledges[funds[i].pledge_i])) continue;
      if (g->change == LFL_MONEY_LEFT) funds[i].left = g->by;
      if (g->change != LFL_MONEY_MORE) continue;
      funds[i].most_by = g->by;
      funds[i].most_gain = g->gain;
    }
  }
  return funds;
}

/* Of the earmark, and counted? */
static bool is_of_key(const lfl_pledge *p, const char *key, lfl_arena *arena) {
  const char *own = p->counted && key ? lfl_earmark_key(p, arena) : NULL;
  return own && strcmp(own, key) == 0;
}

const lfl_fund *lfl_fund_of_key(const lfl_fund *funds, int n, const lfl_scenario *s, const char *key, lfl_arena *arena) {
  for (int i = 0; funds && i < n; i++)
    if (is_of_key(&s->pledges[funds[i].pledge_i], key, arena)) return &funds[i];
  return NULL;
}

bool lfl_fund_is_used_up(const lfl_fund *f) { return f->left < fmax(0.5, 1e-4 * f->usable_end); }

bool lfl_fund_is_left_by_whole(const lfl_fund *f) {
  const double LITTLE = 0.05;
  return f->idle - f->left >= fmax(LEAST_TOLD, LITTLE * f->usable_end);
}

double lfl_budget_security(const lfl_scenario *s) {
  double sum = 0;
  for (int k = 0; k < s->n_pledges; k++)
    if (s->pledges[k].is_security && isfinite(s->pledges[k].rate)) sum += s->pledges[k].amount;
  return sum;
}

const char *lfl_money_words(double amount, lfl_arena *arena) {
  if (amount >= 999500) return lfl_arena_printf(arena, "%.3g m", amount / 1e6);
  if (amount >= 9995) return lfl_arena_printf(arena, "%.3g thousand", amount / 1e3);
  return lfl_arena_printf(arena, "%.0f", amount);
}

const char *lfl_money_exact(double amount, lfl_arena *arena) {
  double cents = round(amount * 100);
  return lfl_arena_printf(arena, fabs(fmod(cents, 100)) < 0.5 ? "%.0f" : "%.2f", cents / 100);
}

static const char *waits_words(const char *need) {
  static const char *const words[][2] = {{"toilet", "toilets wait"}, {"tap", "taps wait"}, {"movement", "buses wait"}, {"logistics", "roads, hubs and crossings wait"}, {"space", "land waits"}, {"household", "household items wait"}, {"hygiene", "hygiene items wait"}, {"health", "health care waits"}};
  for (size_t k = 0; need && k < sizeof words / sizeof words[0]; k++)
    if (strcmp(words[k][0], need) == 0) return words[k][1];
  return NULL;
}

/* What waits that the pledge's sector does not cover itself (that waits for its day, not for its money); NULL: nothing. */
static const char *waiting_beside(const lfl_plan *plan, const lfl_pledge *p, lfl_arena *arena) {
  const char *waits = NULL;
  for (int k = 0, n_told = 0; k < plan->n_money_gains && n_told < 3; k++) {
    const lfl_money_gain_row *g = &plan->money_gains[k];
    lfl_cost cost = {LFL_LINE_CONSTRUCTION, g->need, -1, -1};
    if (g->change != LFL_MONEY_WAITS || (p->earmark == LFL_EARMARK_SECTOR && lfl_pledge_covers(plan->scenario, p, &cost))) continue;
    const char *known = waits_words(g->need), *by = lfl_money_words(g->by, arena);
    const char *unit = plan->scenario->currency;
    const char *one = known ? lfl_arena_printf(arena, "%s for about %s %s", known, by, unit) : lfl_arena_printf(arena, "%s waits for about %s %s", g->need ? g->need : "transport of mixed loads", by, unit);
    waits = waits ? lfl_arena_printf(arena, "%s, %s", waits, one) : one;
    n_told++;
  }
  return waits;
}

static bool is_one(const char *amount) { return amount && strcmp(amount, "1") == 0; }

/* What waits is of the linear model; so is what lies idle meanwhile. Whole things leave other sums, which are said to be theirs. */
static const char *idle_sentence(const lfl_scenario *s, const lfl_fund *f, const char *waits, lfl_arena *arena) {
  const char *own = lfl_earmark_words(s, &s->pledges[f->pledge_i], arena), *idle = lfl_money_words(f->idle, arena);
  const char *left = isnan(f->left) ? idle : lfl_money_words(f->left, arena);
  const char *whole = strcmp(left, idle) == 0 ? "" : lfl_arena_printf(arena, " (%s %s with whole things)", idle, s->currency);
  return lfl_arena_printf(arena, "%s %s pledged %s %s idle%s while %s.", left, s->currency, own, is_one(left) ? "lies" : "lie", whole, waits);
}

/* Money that whole things leave more of than the linear model. */
static const char *whole_sentence(const lfl_scenario *s, const lfl_fund *f, lfl_arena *arena) {
  const lfl_pledge *p = &s->pledges[f->pledge_i];
  const char *own = lfl_earmark_words(s, p, arena), *idle = lfl_money_words(f->idle, arena), *left = lfl_money_words(f->left, arena);
  const char *which = p->earmark == LFL_EARMARK_NONE ? "that is" : "pledged";
  if (lfl_fund_is_used_up(f))
    return lfl_arena_printf(arena, "All money %s %s is spent before things are made whole; with whole things %s %s of it %s left.", which, own, idle, s->currency, is_one(idle) ? "is" : "are");
  return lfl_arena_printf(arena, "Of the money %s %s, %s %s %s left before things are made whole, and %s with whole things.", which, own, left, s->currency, is_one(left) ? "is" : "are", idle);
}

/* NULL: nothing is to be said of the fund, or no memory. */
static const char *words_of_idle(const lfl_plan *plan, const lfl_fund *f, lfl_arena *arena) {
  const lfl_scenario *s = plan->scenario;
  const lfl_pledge *p = &s->pledges[f->pledge_i];
  if (!(f->idle >= LEAST_TOLD)) return NULL;
  const char *waits = p->earmark == LFL_EARMARK_NONE ? NULL : waiting_beside(plan, p, arena);
  if (waits && !lfl_fund_is_used_up(f)) return idle_sentence(s, f, waits, arena);
  return waits || lfl_fund_is_left_by_whole(f) ? whole_sentence(s, f, arena) : NULL;
}

const char **lfl_budget_idle_words(const lfl_plan *plan, lfl_arena *arena, int *n) {
  const lfl_scenario *s = plan->scenario;
  int n_funds;
  const lfl_fund *funds = lfl_budget_funds(plan, arena, &n_funds);
  const char **words = lfl_arena_new(arena, (size_t)s->n_pledges + 1, const char *);
  *n = 0;
  if (!funds || !words) return NULL;
  for (int i = 0; i < n_funds; i++) {
    words[*n] = words_of_idle(plan, &funds[i], arena);
    *n += words[*n] != NULL;
  }
  return words;
}

/* ---- in words ---------------------------------------------------------------------------------------- */

static bool comes(const lfl_scenario *s, const lfl_pledge *p) { return p->amount > 0 && p->from_day < s->n_days; }

const char *lfl_fund_words(const lfl_scenario *s, const char *key, bool is_all, lfl_sensitivity audience, lfl_arena *arena, bool *has_come) {
  enum { MOST_NAMED = 3 };
  const char *words = "not earmarked", *names = NULL;
  int n = 0, n_named = 0;
  *has_come = false;
  for (int k = 0; k < s->n_pledges; k++) *has_come = *has_come || (comes(s, &s->pledges[k]) && is_of_key(&s->pledges[k], key, arena));
  for (int k = 0; k < s->n_pledges; k++) {
    const lfl_pledge *p = &s->pledges[k];
    if (!is_of_key(p, key, arena) || (*has_come && !is_all && !comes(s, p))) continue;
    n++;
    words = lfl_earmark_words(s, p, arena);
    if (n_named == MOST_NAMED || p->origin.sensitivity > audience) continue;
    names = n_named++ ? lfl_arena_printf(arena, "%s, %s", names, p->id) : p->id;
  }
  if (!names) return words;
  const char *more = n > n_named ? lfl_arena_printf(arena, " and %d more", n - n_named) : "";
  return words && names && more ? lfl_arena_printf(arena, "%s (%s %s%s)", words, n == 1 ? "pledge" : "pledges", names, more) : NULL;
}

typedef struct sentences {
  const char **list;
  int n;
  const lfl_plan *plan;
  lfl_arena *arena;
} sentences;

static void say(sentences *x, const char *text) {
  if (text) x->list[x->n++] = text;
}

static const char *gain_words(const sentences *x, double gain) {
  return lfl_arena_printf(x->arena, "serves %.0f person-days %s at the survival tier", fabs(gain), gain > 0 ? "more" : "fewer");
}

static const char *state_of(const sentences *x, const lfl_fund *f) {
  if (!f || isnan(f->left)) return "is short";
  if (!lfl_fund_is_used_up(f)) return "comes late";
  if (!lfl_fund_is_left_by_whole(f)) return "is short";
  const char *words = lfl_arena_printf(x->arena, "is short, though whole things spend %s of its %s %s", lfl_money_words(f->spent, x->arena), lfl_money_words(f->usable_end, x->arena), x->plan->scenario->currency);
  return words ? words : "is short";
}

/* More of an earmark from day 0 on, where that serves anybody. */
static int say_short(sentences *x) {
  const lfl_scenario *s = x->plan->scenario;
  int n_tried = 0, n_funds;
  const lfl_fund *funds = lfl_budget_funds(x->plan, x->arena, &n_funds);
  for (int k = 0; k < x->plan->n_money_gains; k++) {
    const lfl_money_gain_row *g = &x->plan->money_gains[k];
    if (g->change != LFL_MONEY_MORE || isnan(g->gain)) continue;
    n_tried++;
    bool has_come;
    const char *key = g->pledge_i < 0 ? "none" : lfl_earmark_key(&s->pledges[g->pledge_i], x->arena);
    const char *fund = lfl_fund_words(s, key, false, LFL_RESTRICTED, x->arena, &has_come), *gains = gain_words(x, g->gain);
    const lfl_fund *of_key = lfl_fund_of_key(funds, n_funds, s, key, x->arena);
    if (fund && gains && g->gain >= 0.5) say(x, lfl_arena_printf(x->arena, "Money %s %s: %s %s more of it from day 0 on %s (solved again).", fund, state_of(x, of_key), lfl_money_words(g->by, x->arena), s->currency, gains));
  }
  return n_tried;
}

/* Pledges that come late or not at all, and what another day would change. */
static void say_timing(sentences *x) {
  const lfl_scenario *s = x->plan->scenario;
  for (int k = 0; k < x->plan->n_money_gains; k++) {
    const lfl_money_gain_row *g = &x->plan->money_gains[k];
    if (g->change == LFL_MONEY_UNPAID && g->pledge_i >= 0)
      say(x, lfl_arena_printf(x->arena, "With pledge %s %.0f day%s later the repairs as decided could not be paid; what would be done then was not examined.", s->pledges[g->pledge_i].id, g->by, g->by > 1 ? "s" : ""));
    if (g->pledge_i < 0 || isnan(g->gain) || fabs(g->gain) < 0.5 || g->change == LFL_MONEY_MORE || g->change == LFL_MONEY_WAITS) continue; /* LEFT has no gain */
    const char *id = s->pledges[g->pledge_i].id, *gains = gain_words(x, g->gain);
    if (!gains) continue;
    if (g->change == LFL_MONEY_CONDITION) say(x, lfl_arena_printf(x->arena, "Pledge %s waits for its condition: met by day %.0f it %s (solved again).", id, g->by, gains));
    else say(x, lfl_arena_printf(x->arena, "Pledge %s %.0f day%s %s %s (solved again).", id, g->by, g->by > 1 ? "s" : "", g->change == LFL_MONEY_EARLIER ? "earlier" : "later", gains));
  }
}

/* Does the plan serve everybody at the minimum tier, as far as is known? */
static bool is_minimum_served(const lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  bool is_asked = false;
  for (int i = 0; i < s->n_needs; i++) is_asked = is_asked || s->needs[i].has_tier[LFL_MINIMUM];
  for (int k = 0; k < plan->n_levels; k++)
    if (plan->levels[k].kind == LFL_LEVEL_MINIMUM) return plan->levels[k].published_value < 0.5;
  return !is_asked;
}

/* Might the repair be done, or be done earlier, with other money? */
static bool waits_for_money(const lfl_scenario *s, const lfl_repair_row *r) {
  const lfl_project *p = &s->projects[r->project_i];
  bool is_paid = p->crew_i >= 0 && p->workers * s->crews[p->crew_i].wage_per_worker_day > 0;
  int first = 0;
  while (first < s->n_days && lfl_repair_finish(s, r->project_i, first) < 0) first++;
  return (p->cost > 0 || is_paid) && first < s->n_days && (r->start_day < 0 || r->start_day > first);
}

const char *lfl_budget_repairs_words(const lfl_plan *plan, lfl_sensitivity audience, lfl_arena *arena) {
  enum { MOST_NAMED = 3 };
  const lfl_scenario *s = plan->scenario;
  const char *names = NULL;
  bool is_asked = false;
  int n = 0;
  for (int k = 0; k < plan->n_money_gains && !plan->lacks_pledges; k++) is_asked = is_asked || plan->money_gains[k].change != LFL_MONEY_LEFT;
  for (int k = 0; is_asked && k < plan->n_repairs; k++) {
    const lfl_repair_row *r = &plan->repairs[k];
    if (s->projects[r->project_i].origin.sensitivity > audience || !waits_for_money(s, r)) continue;
    if (n++ < MOST_NAMED) names = names ? lfl_arena_printf(arena, "%s, %s", names, s->projects[r->project_i].id) : s->projects[r->project_i].id;
  }
  if (names && n > MOST_NAMED) names = lfl_arena_printf(arena, "%s and %d more", names, n - MOST_NAMED);
  return !names ? NULL : lfl_arena_printf(arena, "What more money gains is found with the repairs as decided: whether it would pay for %s %s, or for %s sooner, was not examined; a what-if decides repairs again.",
                                          n == 1 ? "repair" : "repairs", names, n == 1 ? "it" : "them");
}

/* More money of any earmark serves nobody at the survival tier, which is where it is looked for. */
static void say_none_short(sentences *x) {
  const char *minimum = is_minimum_served(x->plan) ? "" : " What more would serve at the minimum tier was not examined.";
  if (x->plan->scenario->n_projects) say(x, lfl_arena_printf(x->arena, "With the repairs as decided more of no earmark serves anybody at survival. Which other or earlier repairs more money would pay for was not examined.%s", minimum));
  else say(x, lfl_arena_printf(x->arena, "Nobody goes without survival service for want of money: more of no earmark serves anybody at that tier.%s", minimum));
}

const char **lfl_budget_answer(const lfl_plan *plan, lfl_arena *arena, int *n) {
  const lfl_scenario *s = plan->scenario;
  int n_idle = 0;
  const char **idle = lfl_budget_idle_words(plan, arena, &n_idle);
  sentences x = {lfl_arena_new(arena, (size_t)n_idle + (size_t)plan->n_money_gains + 3, const char *), 0, plan, arena};
  *n = 0;
  if (!x.list || !idle) return NULL;
  if (!s->has_pledges) {
    say(&x, "Money is not limited here: there is no pledge. What the plan costs is counted.");
  } else {
    int n_tried = say_short(&x);
    if (!n_tried && !lfl_n_survival_needs(s)) say(&x, "What more money would change was not examined: it is looked for at the survival tier, which no need here has.");
    else if (!n_tried) say(&x, "What more money would change was not examined in this plan.");
    bool is_none_short = n_tried && !x.n;
    if (is_none_short) say_none_short(&x);
    for (int k = 0; k < n_idle; k++) say(&x, idle[k]);
    say_timing(&x);
    if (n_tried && !is_none_short) say(&x, lfl_budget_repairs_words(plan, LFL_RESTRICTED, arena)); /* else it is said */
  }
  *n = x.n;
  return x.list;
}
