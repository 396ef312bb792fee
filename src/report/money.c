/* Money: what cannot be paid though money exists, what each earmark's money would buy, which pledge's coming
 * changes most, the budget by sector and month, cost for a person served. A gain is never quoted from a price
 * alone: it was solved again, or is said to be not solved. Security money stands apart. A public copy names no
 * pledge and no place. O(rows). Tests: tests/unit/test_report.c. */
#include <math.h>
#include <string.h>

#include "model/budget.h"
#include "report/page.h"

static const char *earmark_of(report *r, int pledge_i) {
  if (pledge_i < 0) return "not earmarked";
  const char *words = lfl_earmark_words(r->s, &r->s->pledges[pledge_i], r->arena);
  return words ? words : "";
}

void put_idle_money(report *r) {
  int n;
  const char **words = r->audience == LFL_PUBLIC ? NULL : lfl_budget_idle_words(r->plan, r->arena, &n);
  for (int k = 0; words && k < n; k++) put(r, "<strong>%s</strong> ", words[k]);
  double security = r->plan->lacks_pledges ? 0 : lfl_budget_security(r->s);
  if (security > 0) put(r, "%q %s for security are no relief money: they pay for none of this and are in no figure here. ", security, r->s->currency);
}

static void put_gain(report *r, double gain) {
  if (isnan(gain)) put(r, "<td class=\"num\" data-v=\"-1e300\">not solved</td>");
  else put(r, "<td class=\"num\">%q</td>", fabs(gain) < 0.5 ? 0 : gain);
}

static void put_funds(report *r) {
  int n;
  const lfl_fund *funds = lfl_budget_funds(r->plan, r->arena, &n);
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>By earmark, %s. Gain: unserved survival person-days fewer with so much more of it from the first day on, solved again</caption><thead><tr>"
         "<th scope=\"col\">Earmark</th><th scope=\"col\" class=\"num\">Pledges</th><th scope=\"col\" class=\"num\">Pledged</th><th scope=\"col\" class=\"num\">Usable now</th><th scope=\"col\" class=\"num\">Usable by the end</th>"
         "<th scope=\"col\" class=\"num\">Spent</th><th scope=\"col\" class=\"num\">Idle</th><th scope=\"col\" class=\"num\">So much more</th><th scope=\"col\" class=\"num\">Gains person-days</th></tr></thead><tbody>", r->s->currency);
  for (int i = 0; funds && i < n; i++) {
    const lfl_fund *f = &funds[i];
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td class=\"num\">%d</td><td class=\"num\">%q</td><td class=\"num\">%q</td><td class=\"num\">%q</td><td class=\"num\">%q</td><td class=\"num\">%q</td>",
        earmark_of(r, f->pledge_i), f->n_pledges, f->pledged, f->usable_now, f->usable_end, f->spent, f->idle);
    if (isnan(f->most_by)) put(r, "<td class=\"num\">–</td>");
    else put(r, "<td class=\"num\">%q</td>", f->most_by);
    put_gain(r, f->most_gain);
    put(r, "</tr>");
  }
  put(r, "</tbody></table></div>\n");
}

static bool is_timing(const lfl_money_gain_row *g) { return g->pledge_i >= 0 && g->change != LFL_MONEY_MORE && g->change != LFL_MONEY_WAITS && g->change != LFL_MONEY_LEFT; }

/* Solved ones by what they change; then those that were not. */
static int next_timing(const report *r, const bool *told) {
  int best = -1;
  for (int k = 0; k < r->plan->n_money_gains; k++) {
    const lfl_money_gain_row *g = &r->plan->money_gains[k];
    if (told[k] || !is_timing(g)) continue;
    double here = isnan(g->gain) ? -1 : fabs(g->gain), there = best < 0 ? -2 : isnan(r->plan->money_gains[best].gain) ? -1 : fabs(r->plan->money_gains[best].gain);
    if (here > there) best = k;
  }
  return best;
}

static const char *unsolved_words(const report *r) {
  bool is_any = false;
  for (int k = 0; k < r->plan->n_money_gains; k++) is_any = is_any || (is_timing(&r->plan->money_gains[k]) && r->plan->money_gains[k].change != LFL_MONEY_UNPAID && isnan(r->plan->money_gains[k].gain));
  return !is_any ? "" : ". Not each was solved: of those earlier or on a condition the ten that could gain most, of those later the ten without which most of what is bought could not be paid";
}

static void put_timing(report *r) {
  bool *told = lfl_arena_new(r->arena, (size_t)r->plan->n_money_gains + 1, bool);
  int k = told ? next_timing(r, told) : -1;
  if (k < 0) return;
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>Which pledge's coming changes most: solved again with each, at the rate of the day on which it then comes%s</caption><thead><tr><th scope=\"col\">Pledge</th><th scope=\"col\">Donor</th><th scope=\"col\">Earmark</th><th scope=\"col\" class=\"num\">Amount, %s</th><th scope=\"col\">If it came</th><th scope=\"col\" class=\"num\">Survival person-days gained (below 0: lost)</th></tr></thead><tbody>", unsolved_words(r), r->s->currency);
  for (; k >= 0; k = next_timing(r, told)) {
    const lfl_money_gain_row *g = &r->plan->money_gains[k];
    const lfl_pledge *p = &r->s->pledges[g->pledge_i];
    told[k] = true;
    const char *href = row_href(r, "pledges", &p->origin);
    put(r, "<tr><th scope=\"row\">");
    if (href) put(r, "<a class=\"fig\" href=\"%r\"><bdi>%s</bdi></a>", href, p->id);
    else put(r, "<bdi>%s</bdi>", p->id);
    put(r, "</th><td><bdi>%s</bdi></td><td>%s</td><td class=\"num\">%q</td>", p->donor ? p->donor : "", earmark_of(r, g->pledge_i), p->amount);
    if (g->change == LFL_MONEY_CONDITION) put(r, "<td>on %S, its condition met</td>", (int)g->by);
    else put(r, "<td>%d day%r %s</td>", (int)g->by, (int)g->by == 1 ? "" : "s", g->change == LFL_MONEY_EARLIER ? "earlier" : "later");
    if (g->change == LFL_MONEY_UNPAID) put(r, "<td data-v=\"-1e300\">the repairs as decided could not be paid</td>");
    else put_gain(r, g->gain);
    put(r, "</tr>");
  }
  put(r, "</tbody></table></div>\n");
}

static void put_by_month(report *r) {
  int n;
  const lfl_budget_row *rows = lfl_budget_by_month(r->plan, r->arena, &n);
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>Spending by month, sector and line, %s</caption><thead><tr><th scope=\"col\">Month</th><th scope=\"col\">Sector</th><th scope=\"col\">Line</th><th scope=\"col\" class=\"num\">Amount</th></tr></thead><tbody>", r->s->currency);
  for (int k = 0, m; rows && k < n; k = m) {
    double amount = 0;
    for (m = k; m < n && strcmp(rows[m].month, rows[k].month) == 0 && strcmp(rows[m].line, rows[k].line) == 0 &&
                (rows[m].sector == rows[k].sector || (rows[m].sector && rows[k].sector && strcmp(rows[m].sector, rows[k].sector) == 0)); m++)
      amount += rows[m].amount;
    put(r, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td class=\"num\">%q</td></tr>", rows[k].month, rows[k].sector ? lfl_sector_words(rows[k].sector) : "all", rows[k].line, amount);
  }
  put(r, "</tbody></table></div>\n");
}

static const char *served_name(const report *r, const lfl_served_cost *row) {
  return row->other ? row->other : row->place_i >= 0 ? place_name(r, row->place_i) : lfl_sector_words(row->sector);
}

static void put_by_person(report *r) {
  int n;
  const lfl_served_cost *rows = lfl_budget_by_person(r->plan, r->arena, &n);
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>Cost for a person served for a day, %s: what this plan spends, over the person-days of survival service, of the minimum where a need has no survival tier (of all needs of the sector, of all needs at the place); what is there already serves, too, and costs nothing here. Goods count at the place that they are delivered to, at the mean cost of the stock that they come from; sectors add up to all that is spent, and so do places with what belongs to no place</caption><thead><tr><th scope=\"col\">Sector, place, or what belongs to none</th><th scope=\"col\" class=\"num\">Spent</th><th scope=\"col\" class=\"num\">Person-days served</th><th scope=\"col\" class=\"num\">For a person-day</th></tr></thead><tbody>", r->s->currency);
  for (int i = 0; rows && i < n; i++) {
    bool is_served = rows[i].person_days > 0;
    if ((!is_served && !(rows[i].amount > 0)) || (rows[i].place_i >= 0 && !may_see(r, &r->s->places[rows[i].place_i].origin))) continue;
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td class=\"num\">%q</td>", served_name(r, &rows[i]), rows[i].amount);
    if (is_served) put(r, "<td class=\"num\">%q</td><td class=\"num\">%q</td></tr>", rows[i].person_days, rows[i].amount / rows[i].person_days);
    else put(r, "<td class=\"num\">–</td><td class=\"num\">–</td></tr>");
  }
  put(r, "</tbody></table></div>\n");
}

void put_money_section(report *r) {
  if (!r->plan->n_spending || r->audience == LFL_PUBLIC) return;
  put(r, "<section id=\"money\"><h2>Money</h2>\n");
  if (r->plan->lacks_trips) put(r, "<p class=\"note\">%s</p>", TRIPS_LACK);
  if (r->s->has_pledges) {
    put(r, "<p>");
    if (r->plan->lacks_pledges) put(r, "%s ", PLEDGES_LACK);
    put_idle_money(r);
    put(r, "Each amount is paid by a pledge that covers it; who pays for what is in plan.xlsx, day by day.</p>");
    const char *repairs = lfl_budget_repairs_words(r->plan, r->audience, r->arena);
    if (repairs) put(r, "<p class=\"note\">%s</p>", repairs);
    if (!r->plan->lacks_pledges) put_funds(r);
    put_timing(r);
  }
  put_by_month(r);
  put_by_person(r);
  put(r, "</section>\n");
}
