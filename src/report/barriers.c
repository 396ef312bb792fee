/* What stands in the way of a target: what binds over time, the smallest sets of limits that make it
 * impossible, what it would take, and, of every verdict, how to check it.
 *
 * A price never stands alone: beside it is the gain found by solving again, and whether the price
 * still holds there. A copy that may not tell of limits says so. O(rows). Tests: tests/unit/test_report.c. */
#include <math.h>

#include "report/page.h"

static const char *limit_text(report *r, const lfl_binding_row *b) { return b->text && binding_is_shown(r, b) ? b->text : binding_words(r, b); }

/* A bar for each limit over the days on which it is used up. */
static void put_spans(report *r, int t) {
  enum { MOST_BARS = 8, LEFT = 6, WIDTH = 448, ROW = 22 };
  int n = 0, at = 0;
  for (int i = 0; i < r->plan->n_target_binding; i++) n += r->plan->target_binding[i].target_i == t;
  if (n > MOST_BARS) n = MOST_BARS;
  double a_day = (double)WIDTH / r->s->n_days;
  put(r, "<figure><svg class=\"chart binds\" viewBox=\"0 0 460 %d\" role=\"img\" aria-label=\"Days on which each limit is used up\">", n * ROW + 16);
  for (int i = 0; i < r->plan->n_target_binding && at < n; i++) {
    const lfl_binding_row *b = &r->plan->target_binding[i];
    if (b->target_i != t) continue;
    int from = b->from_day < 0 ? 0 : b->from_day, to = b->to_day < 0 ? r->s->n_days - 1 : b->to_day;
    put(r, "<text class=\"tick\" x=\"%d\" y=\"%d\">%s</text><path class=\"s-surv\" d=\"M%f %dv5H%fv-5z\"/>", LEFT, at * ROW + 10, binding_words(r, b), LEFT + a_day * from,
        at * ROW + 14, LEFT + a_day * (to + 1));
    at++;
  }
  put(r, "<text class=\"tick\" x=\"%d\" y=\"%d\">%S</text><text class=\"tick e\" x=\"%d\" y=\"%d\">%S</text></svg><figcaption>Days on which each limit is used up.</figcaption></figure>", LEFT,
      n * ROW + 12, 0, LEFT + WIDTH, n * ROW + 12, r->s->n_days - 1);
}

static void put_binding(report *r, int t) {
  bool is_any = false;
  for (int i = 0; i < r->plan->n_target_binding; i++) is_any = is_any || r->plan->target_binding[i].target_i == t;
  if (!is_any && !limits_lack(r) && !lfl_is_target_binding_sought(r->plan, t))
    put(r, "<p class=\"note\">" LFL_TARGET_NOT_SOUGHT_WORDS "</p>");
  if (!is_any) return;
  put(r, "<h4>What binds</h4>");
  put_spans(r, t);
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>What a little more of one limit alone gains, found by solving again</caption><thead><tr><th scope=\"col\">Limit</th><th scope=\"col\">A little more</th><th scope=\"col\" class=\"num\">People gained</th><th scope=\"col\">Remark</th></tr></thead><tbody>");
  for (int i = 0; i < r->plan->n_target_binding; i++) {
    const lfl_binding_row *b = &r->plan->target_binding[i];
    if (b->target_i != t) continue;
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th>", limit_text(r, b));
    if (isnan(b->gain)) put(r, "<td>–</td><td class=\"num\">–</td>");
    else put(r, "<td>+%q %s</td><td class=\"num\">%r</td>", b->step, b->unit, gain_words(r, b));
    put(r, "<td class=\"fine\">%r</td></tr>", price_words(r, b));
  }
  put(r, "</tbody></table></div>");
}

static void put_conflicts(report *r, int t) {
  int last = 0;
  for (int i = 0, n = 1; i < r->plan->n_conflicts; i += n) {
    const lfl_conflict_row *c = &r->plan->conflicts[i];
    const char *text;
    n = lfl_conflict_words(r->plan, i, r->arena, &text);
    if (c->target_i != t) continue;
    if (!last) put(r, "<h4>Why it cannot be</h4>");
    if (c->set != last && lfl_conflict_is_alone(r->plan, i)) put(r, "%r<p>%s, whatever else is lifted%r:</p><ul>", last ? "</ul>" : "", last ? "Or by this alone" : "By this alone it is impossible", lfl_repairs_take_as_long(r->s));
    else if (c->set != last)
      put(r, "%r<p>%s, whatever else is lifted%r; %r:</p><ul>", last ? "</ul>" : "", last ? "Or by these alone" : "By these alone it is impossible", lfl_repairs_take_as_long(r->s),
          c->is_minimal ? "none of them can be left out" : "a small set, not shown to be the smallest");
    last = c->set;
    put(r, "<li><bdi>%s</bdi></li>", text);
  }
  if (last) put(r, "</ul>");
}

static void put_offers(report *r, int t) {
  int last = -1;
  for (int i = 0; i < r->plan->n_offers; i++) {
    const lfl_offer_row *o = &r->plan->offers[i];
    if (o->target_i != t) continue;
    if (last < 0) put(r, "<h4>What it would take</h4>");
    if (o->way != last && o->way == 0 && isnan(o->best_people))
      put(r, "<p>Nothing that is marked as negotiable is enough%r. What keeps it out of reach by itself is not among it:</p><ul>", lfl_repairs_take_as_long(r->s));
    else if (o->way != last && o->way == 0)
      put(r, "<p>Not even all that is marked as negotiable is enough%r: with all of it at most %s people are reached.</p><ul>", lfl_repairs_take_as_long(r->s), reach_words(r, &r->plan->targets[t], o->best_people));
    else if (o->way != last)
      put(r, "%r<p>%r%r (weight %q in all) reaches %s people:</p><ul>", last > 0 ? "</ul>" : "", o->way == 1 ? "The cheapest change" : "Another way", o->is_least ? "" : " found, not shown to be the cheapest,",
          lfl_offer_way_weight(r->plan, i), reach_words(r, &r->plan->targets[t], o->best_people));
    last = o->way;
    put(r, "<li><bdi>%s</bdi></li>", o->text);
  }
  if (last >= 0) put(r, "</ul>");
}

/* How to check the verdict without the planner, and what of it rests on the planner alone. */
static void put_how_to_check(report *r, int t) {
  static const char *const REACHED = "<code>lifeline verify PLAN</code> counts what this plan reaches from its own decisions, held against every limit of the scenario";
  const lfl_target *target = &r->s->targets[t];
  bool has_proof = lfl_plan_find_proof(r->plan, LFL_PROOF_TARGET, t) >= 0;
  const char *bound = has_proof ? "works the proved upper bound out again from what is stored, all without the planner" : "finds no proof of the upper bound in this plan, so that the bound is the planner's word alone";
  put(r, "<p class=\"fine\">To check it: ");
  if (r->audience == LFL_PUBLIC || r->plan->is_cut) {
    put(r, "this copy leaves out what is not for its readers and cannot be verified; those who hold the whole plan can, with <code>lifeline verify PLAN</code>.</p>");
    return;
  }
  put(r, "%r, and %r.", REACHED, bound);
  switch (r->plan->targets[t].verdict) {
    case LFL_MET:
      put(r, " That it is met follows from the first alone.");
      break;
    case LFL_IMPOSSIBLE:
      if (has_proof) put(r, " That no plan can meet it follows from the bound.");
      break;
    case LFL_POSSIBLE:
      put(r, " That another plan can meet it is what the planner found: that plan is not kept. <code>lifeline export SCENARIO --mps FILE --target <bdi>%s</bdi></code> writes the problem for any other solver.", target->id);
      break;
    case LFL_VERDICT_UNKNOWN:
      break;
  }
  put(r, "</p>");
}

void put_barriers(report *r, int t) {
  lfl_verdict verdict = r->plan->targets[t].verdict;
  bool stands_in_the_way = verdict == LFL_IMPOSSIBLE || verdict == LFL_VERDICT_UNKNOWN;
  if (stands_in_the_way && r->audience == LFL_PUBLIC) put(r, "<p class=\"note\">What stands in the way is not in a public copy.</p>");
  if (stands_in_the_way && r->audience != LFL_PUBLIC) {
    put_binding(r, t);
    put_conflicts(r, t);
    put_offers(r, t);
    if (limits_lack(r)) put(r, "<p class=\"note\">%r</p>", limits_lack(r));
  }
  put_how_to_check(r, t);
}
