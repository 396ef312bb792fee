/* Repairs: which are done and when, what each buys in people served and from when on, and which are not done.
 * A gain is never quoted from a price: both plans, with and without it, were solved. Restricted rows are
 * marked; a public copy has no repairs. O(rows). Tests: tests/unit/test_report.c. */
#include <math.h>

#include "model/money.h"
#include "report/page.h"

static const char *column_words(lfl_restored what) {
  static const char *const words[LFL_N_RESTORED] = {"opens the way to others", "people sheltered", "people with a toilet", "people with a tap", "people with a health post", "people with a hospital bed",
                                                    "litres of water a day", "trucks a day", "m³ of storage", "m² of land", "vehicles a day", "people a day on foot"};
  return what < LFL_N_RESTORED ? words[what] : "";
}

static bool is_shown(const report *r, int project_i) { return may_see(r, &r->s->projects[project_i].origin); }

static void put_what(report *r, const lfl_project *p) {
  const char *href = row_href(r, "projects", &p->origin);
  if (href) put(r, "<th scope=\"row\"><a class=\"fig\" href=\"%r\"><bdi>%s</bdi></a></th>", href, p->id);
  else put(r, "<th scope=\"row\"><bdi>%s</bdi></th>", p->id);
  put(r, "<td><bdi>%s</bdi></td>", p->place_i >= 0 ? place_name(r, p->place_i) : p->link_i >= 0 ? r->s->links[p->link_i].id : "");
  if (p->restores == LFL_RESTORES_NOTHING) put(r, "<td>%s</td>", column_words(p->restores));
  else put(r, "<td>+%q %s</td>", p->amount, column_words(p->restores));
}

/* "water: 120 000 more person-days at survival, on average 1 300 people more a day, 3 June to 2 September" */
static void put_gains(report *r, int project_i) {
  bool is_any = false;
  for (int i = 0; i < r->plan->n_repair_gains; i++) {
    const lfl_repair_gain_row *g = &r->plan->repair_gains[i];
    if (g->project_i != project_i) continue;
    put(r, "%r%s, %s: %q person-days %s", is_any ? "<br>" : "", need_title(r->s->needs[g->need_i].id), lfl_tier_name(g->tier), fabs(g->person_days),
        g->person_days < 0 ? "fewer" : "more");
    if (g->from_day >= 0) put(r, ", on average %n people more a day, %S to %S", lfl_repair_mean_people(g), g->from_day, g->to_day);
    is_any = true;
  }
  if (!is_any) put(r, "nobody served more than without it");
}

static double cost_of(const lfl_scenario *s, const lfl_project *p) { return p->cost + (p->crew_i >= 0 ? p->worker_days * s->crews[p->crew_i].wage_per_worker_day : 0); }

static void put_done(report *r, const int *order) {
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>Repairs done, in the order in which work begins</caption><thead><tr><th scope=\"col\">Repair</th><th scope=\"col\">Where</th><th scope=\"col\">Restores</th><th scope=\"col\">Starts</th><th scope=\"col\">Finished</th><th scope=\"col\" class=\"num\">Workers a day</th><th scope=\"col\" class=\"num\">Cost</th><th scope=\"col\">What it buys: solved with it and without it</th></tr></thead><tbody>");
  for (int i = 0; i < r->plan->n_repairs; i++) {
    const lfl_repair_row *row = &r->plan->repairs[order[i]];
    const lfl_project *p = &r->s->projects[row->project_i];
    if (row->start_day < 0 || !is_shown(r, row->project_i)) continue;
    put(r, "<tr>");
    put_what(r, p);
    put(r, "<td data-v=\"%d\">%D</td><td data-v=\"%d\">%D</td><td class=\"num\">%q</td>", row->start_day, row->start_day, row->finish_day, row->finish_day, row->workers);
    put(r, "<td class=\"num\">%q</td><td>", cost_of(r->s, p));
    if (isnan(row->gain_person_days[LFL_SURVIVAL])) put(r, "not solved");
    else put_gains(r, row->project_i);
    put(r, "</td></tr>");
  }
  put(r, "</tbody></table></div>\n");
}

/* Money that may pay for the repair, by earmark, and comes within the days planned. */
static double money_for(const lfl_scenario *s, int project_i) {
  lfl_cost cost = lfl_cost_of_repair(s, project_i, LFL_LINE_REPAIRS);
  double all = 0;
  for (int k = 0; k < s->n_pledges; k++)
    if (s->pledges[k].from_day < s->n_days && lfl_pledge_covers(s, &s->pledges[k], &cost)) all += s->pledges[k].amount;
  return all;
}

/* Why money keeps it from being done, or the repair that it needs; NULL: it does not, or it is not known here. */
static const char *put_off_by_money(const report *r, int project_i) {
  const lfl_scenario *s = r->s;
  if (!s->has_pledges || r->plan->lacks_pledges || r->audience == LFL_PUBLIC) return NULL;
  const char *needed = ""; /* the words before the reason */
  for (int i = project_i; i >= 0; i = s->projects[i].needs_i) {
    double money = money_for(s, i), cost = cost_of(s, &s->projects[i]);
    if (cost > money) return lfl_arena_printf(r->arena, "%s%s", needed, money > 0 ? "it costs more than all the money that may pay for it and comes in these days" : "no pledge that comes in these days may pay for it");
    int before = s->projects[i].needs_i;
    if (before >= 0) needed = lfl_arena_printf(r->arena, "it needs %s, and ", is_shown(r, before) ? s->projects[before].id : "another repair");
    if (!needed) return NULL;
  }
  return NULL;
}

static const char *why_not(const report *r, int project_i) {
  const lfl_project *p = &r->s->projects[project_i];
  bool can = false;
  for (int day = 0; day < r->s->n_days; day++) can = can || p->finish[day] >= 0;
  if (!can) return "it cannot be finished in time";
  const char *money = put_off_by_money(r, project_i);
  return money ? money : "no decision with it serves more, or crews and money buy more elsewhere";
}

static void put_not_done(report *r, const int *order) {
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Repairs not done</caption><thead><tr><th scope=\"col\">Repair</th><th scope=\"col\">Where</th><th scope=\"col\">Would restore</th><th scope=\"col\">Why not</th></tr></thead><tbody>");
  for (int i = 0; i < r->plan->n_repairs; i++) {
    const lfl_repair_row *row = &r->plan->repairs[order[i]];
    if (row->start_day >= 0 || !is_shown(r, row->project_i)) continue;
    put(r, "<tr>");
    put_what(r, &r->s->projects[row->project_i]);
    put(r, "<td>%s</td></tr>", why_not(r, row->project_i));
  }
  put(r, "</tbody></table></div>\n");
}

void put_repairs(report *r) {
  int n_done = 0, n_not = 0;
  double cost = 0;
  for (int i = 0; i < r->plan->n_repairs; i++) {
    const lfl_repair_row *row = &r->plan->repairs[i];
    if (!is_shown(r, row->project_i)) continue;
    n_done += row->start_day >= 0;
    n_not += row->start_day < 0;
    if (row->start_day >= 0) cost += r->s->projects[row->project_i].cost;
  }
  const int *order = lfl_plan_repairs_in_order(r->plan, r->arena);
  r->failed = r->failed || !order;
  if (r->audience == LFL_PUBLIC || (!n_done && !n_not) || !order) return;
  put(r, "<section id=\"repairs\" class=\"part\" aria-labelledby=\"repairs-h\"><h2 id=\"repairs-h\">Repairs</h2>");
  put(r, "<p>%d of %d repairs are done, for %q %s without wages. Each is decided whole, together with everything else in the plan; it serves from the day after it is finished.</p>", n_done,
      n_done + n_not, cost, r->s->currency ? r->s->currency : "");
  if (n_done) put_done(r, order);
  if (n_not) put_not_done(r, order);
  put(r, "<p class=\"fine\">What a repair buys is counted before rounding to whole trips and people: the plan solved again without it and those that need it, all other repairs as decided. What two repairs buy together need not be the sum.</p></section>\n");
}
