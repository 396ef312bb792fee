/* Targets one by one with their verdicts, the limits and claims in full, the option to stay beside
 * the option to move, and the assumption sets side by side.
 *
 * Words: nobody displaced by force is said to have chosen it, and no place is called safe; a
 * place at risk is "declared at risk by" whoever declared it. Service where people are stands
 * before movement. O(targets * rows of the plan). Tests: tests/unit/test_report.c. */
#include <math.h>
#include <string.h>

#include "model/redact.h"
#include "model/willing.h"
#include "report/page.h"

/* --- stay or move -------------------------------------------------------------------------- */

typedef struct at_risk {
  const char *source;
  int from_day, to_day;
} at_risk;

/* First row that declares the place at risk; from_day -1: none. */
static at_risk find_risk(const report *r, int place_i) {
  at_risk found = {NULL, -1, -1};
  for (int i = 0; i < r->s->n_status_rows; i++) {
    const lfl_status_row *row = &r->s->status_rows[i];
    if (row->subject != LFL_SUBJECT_PLACE || row->access != LFL_AT_RISK || row->subject_i != place_i) continue;
    if (found.from_day < 0 || row->from_day < found.from_day)
      found = (at_risk){may_see(r, &row->origin) ? lfl_plan_words(r->plan, row->origin.source) : NULL, row->from_day, row->to_day};
  }
  return found;
}

static double moved_from(const report *r, int place_i) {
  double people = 0;
  for (int i = 0; i < r->plan->n_movements; i++)
    if (r->plan->movements[i].from_i == place_i) people += r->plan->movements[i].people;
  return people;
}

/* "declared at risk by <source>", however the source's own words begin; a row that somebody
 * assumed has no declaring party. */
static void put_declared_by(report *r, const char *source) {
  static const char *const prefixes[] = {"declared at risk by ", "declared by "};
  for (size_t k = 0; source && k < sizeof prefixes / sizeof prefixes[0]; k++)
    if (strncmp(source, prefixes[k], strlen(prefixes[k])) == 0) {
      source += strlen(prefixes[k]);
      break;
    }
  bool is_assumed = source && strncmp(source, "assumed", strlen("assumed")) == 0;
  put(r, "%r<bdi>%s</bdi>", is_assumed ? "taken as at risk; " : "declared at risk by ", source ? source : "a source not shown here");
}

static void put_stay_row(report *r, int i) {
  const lfl_place *p = &r->s->places[i];
  at_risk risk = find_risk(r, i);
  int k = r->n_k - 1, at = i; /* a public copy knows only the region around the place */
  for (int steps = 0; k >= 0 && !r->has_rows[at] && r->s->places[at].parent_i >= 0 && steps < r->s->n_places; steps++) at = r->s->places[at].parent_i;
  double people = k >= 0 ? r->in_need[at_place(r, at, k)] : -1;
  put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td>", place_name(r, i));
  put_declared_by(r, risk.source);
  put(r, "<span class=\"when\">from %D</span></td>", risk.from_day < 0 ? 0 : risk.from_day);
  if (people >= 0) {
    put(r, "<td>%r%n in need: ", at == i ? "" : put_text(r, "<bdi>%s</bdi> as a whole, ", place_name(r, at)), people);
    bool first = true;
    for (int n = 0; n < r->s->n_needs; n++) {
      double served = r->served[at_service(r, at, n, LFL_SURVIVAL, k)], asked = r->asked[at_asked(r, at, n, k)];
      if (served < 0 || !(asked > 0)) continue;
      put(r, "%r%s %p", first ? "" : ", ", need_name(r->s->needs[n].id), served / asked);
      first = false;
    }
    put(r, "</td>");
  } else {
    put(r, "<td>not shown</td>");
  }
  if (p->willing_recorded)
    put(r, "<td>%p of %n<span class=\"when\">%s: %s, %s, %r</span></td>", p->willing_share, p->people, p->origin.source ? lfl_plan_words(r->plan, p->origin.source) : "source not stated",
        p->origin.method ? p->origin.method : "method not stated", p->origin.observed_on ? iso_date_text(r, p->origin.observed_on) : "date not stated", kind_words(&p->origin));
  else put(r, "<td>not recorded, so nobody is planned to move</td>");
  if (r->audience == LFL_PUBLIC) put(r, "<td class=\"num\">not in a public copy</td></tr>");
  else if (r->plan->is_cut) put(r, "<td class=\"num\">%n in this copy</td></tr>", moved_from(r, i));
  else put(r, "<td class=\"num\">%n</td></tr>", moved_from(r, i));
}

static void put_risk_head(report *r, double weight) {
  put(r, "<th scope=\"col\">Risk weight %q: ", weight);
  if (!(weight > 0)) put(r, "who declares a place at risk does not steer the plan</th>");
  else put(r, "a day at risk weighs as %rall survival needs together</th>", weight == 1 ? "" : put_text(r, "%q times ", weight));
}

static void put_risk_sides(report *r) {
  double other = other_risk_weight(r);
  int set = risk_set(r);
  if (set < 0 || r->plan->n_sets < 1) {
    const char *unsolved = unsolved_risk_set(r);
    put(r, "<p class=\"note\">The answer with <i>risk weight</i> %q was not solved beside this one, which has %q. %r</p>", other, r->s->risk_weight,
        unsolved ? put_text(r, "The scenario has an assumption set for it, <bdi>%s</bdi>: <code>lifeline plan</code> solves it beside the plan.", unsolved)
                 : put_text(r, "It takes an assumption set with the one row <code>scenario, risk_weight, value, %q</code>.", other));
    return;
  }
  const lfl_set_result *sides[2] = {&r->plan->sets[0], &r->plan->sets[set]};
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>The answer with risk weight %q and %q, side by side</caption><thead><tr><th scope=\"col\"></th>", r->s->risk_weight, other);
  put_risk_head(r, r->s->risk_weight);
  put_risk_head(r, other);
  put(r, "</tr></thead><tbody>");
  put(r, "<tr><th scope=\"row\">Survival service over all days</th>");
  for (int i = 0; i < 2; i++) put(r, "<td>%p</td>", sides[i]->survival_share);
  put(r, "</tr>");
  for (int t = 0; t < r->s->n_targets; t++) {
    if (r->s->targets[t].kind != LFL_TARGET_MOVE_OUT || !is_target_told(r, t)) continue;
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th>", target_words(r, t));
    for (int i = 0; i < 2; i++) {
      if (sides[i]->note || t >= sides[i]->n_targets) put(r, "<td>not solved</td>");
      else
        put(r, "<td><span class=\"v %r\">%s</span> at most %s</td>", verdict_class(sides[i]->verdicts[t]), can_words(sides[i]->verdicts[t]),
            isnan(sides[i]->best_people[t]) ? "not known" : people_words(r, set_best_people(sides[i]->verdicts[t], sides[i]->best_people[t])));
    }
    put(r, "</tr>");
  }
  put(r, "</tbody></table></div><p class=\"fine\">Of movements: what any plan can do under each weight. What this plan does stands under <a href=\"#targets\">Targets and limits</a>.</p>");
}

void put_stay_or_move(report *r) {
  put(r, "<section id=\"stay\" class=\"part\" aria-labelledby=\"stay-h\"><h2 id=\"stay-h\">Stay or move</h2>");
  if (!has_places_at_risk(r)) {
    put(r, "<p>%r declares a place at risk. That says nothing about how dangerous any place is. Service where people are is planned everywhere.</p></section>\n", r->plan->lacks_calendar ? "No source that this copy may name" : "No source in the data");
    return;
  }
  put(r, "<p>Service where people are is planned everywhere, also in places declared at risk, and is never cut to make anyone leave. Movement is planned only within the share of people known to wish it, and only to places ready for them. Not being declared at risk does not make a place free of danger.</p>");
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Places declared at risk: the option to stay beside the option to move</caption><thead><tr><th scope=\"col\">Place</th><th scope=\"col\">Declared by</th><th scope=\"col\">Stay: served at survival on the last day</th><th scope=\"col\">Move: recorded as willing</th><th scope=\"col\" class=\"num\">Move: planned</th></tr></thead><tbody>");
  for (int i = 0; i < r->s->n_places; i++)
    if (r->is_shown[i] && (r->s->places[i].is_host || r->has_rows[i]) && find_risk(r, i).from_day >= 0) put_stay_row(r, i);
  put(r, "</tbody></table></div>");
  put_risk_sides(r);
  put(r, "</section>\n");
}

/* --- targets ------------------------------------------------------------------------------- */

static void put_fact(report *r, const char *term, const char *text) { put(r, "<div><dt>%r</dt><dd>%r</dd></div>", term, text); }

static const char *verdict_sentence(report *r, int i) {
  const lfl_target_result *t = &r->plan->targets[i];
  switch (t->verdict) {
    case LFL_MET:
      return "This plan meets it.";
    case LFL_POSSIBLE:
      return "A plan aimed at this alone can meet it; this plan puts other things first.";
    case LFL_IMPOSSIBLE:
      return put_text(r, "No plan can meet it within these limits: the proved most is %s of %s people.", reach_words(r, t, t->bound_people), reach_words(r, t, t->people));
    case LFL_VERDICT_UNKNOWN:
      break;
  }
  if (isfinite(t->bound_people))
    return put_text(r, "Not settled within the limits of this run: the most possible lies between %s and %s people.", reach_words(r, t, isnan(t->best_people) ? 0 : t->best_people), reach_words(r, t, t->bound_people));
  return "Not settled: it was not solved for.";
}

/* Least of the people served there in the needs that the target asks for; -1 no rows. */
static double served_as_asked(const report *r, const lfl_target *t, int place_i, int k) {
  double least = -1;
  for (int n = 0; n < r->s->n_needs; n++) {
    double served = r->served[at_service(r, place_i, n, (int)t->tier, k)];
    if ((t->need_i >= 0 && n != t->need_i) || served < 0) continue;
    if (least < 0 || served < least) least = served;
  }
  return least;
}

/* What this plan reaches of the target on each day; false if this copy does not say, as movements and capacity of what is closed are left out. */
static bool reach_by_day(const report *r, const lfl_target *t, double *reached) {
  bool is_known = t->kind == LFL_TARGET_SERVED || (r->audience != LFL_PUBLIC && !r->plan->is_cut);
  for (int k = 0; k < r->n_k; k++) {
    reached[k] = 0;
    if (t->kind == LFL_TARGET_SERVED)
      for (int i = 0; i < r->s->n_places; i++)
        if (lfl_place_is_within(r->s, i, t->place_i)) reached[k] += fmax(0, served_as_asked(r, t, i, k));
    if (t->kind == LFL_TARGET_MOVE_OUT)
      for (int i = 0; i < r->plan->n_movements; i++) {
        const lfl_movement_row *m = &r->plan->movements[i];
        if (m->day <= r->day[k] && lfl_target_counts_move(r->s, t, m->from_i, m->to_i)) reached[k] += m->people;
      }
    if (t->kind == LFL_TARGET_CAPACITY)
      for (int i = 0; i < r->plan->n_capacity; i++) {
        const lfl_capacity_row *c = &r->plan->capacity[i];
        if (c->day == r->day[k] && c->capacity == t->capacity && lfl_place_is_within(r->s, c->place_i, t->place_i)) reached[k] += c->people;
      }
  }
  return is_known;
}

/* Staying stands on the same page as moving: who is served in the place that people would leave. */
static void put_staying(report *r, const lfl_target *t) {
  int k = k_of_day(r, t->by_day);
  if (t->kind != LFL_TARGET_MOVE_OUT || !r->n_k) return;
  double people = 0;
  for (int i = 0; i < r->s->n_places; i++)
    if (lfl_place_is_within(r->s, i, t->place_i)) people += fmax(0, r->in_need[at_place(r, i, k)]);
  if (!(people > 0)) return;
  put(r, "<p>If people stay: of %n in need %r<bdi>%s</bdi> on %D this plan serves at survival ", people, t->place_i < 0 ? "" : "in ", place_name(r, t->place_i), r->day[k]);
  bool first = true;
  for (int n = 0; n < r->s->n_needs; n++) {
    double served = 0, asked = 0;
    for (int i = 0; i < r->s->n_places; i++) {
      double here = r->served[at_service(r, i, n, LFL_SURVIVAL, k)];
      if (here < 0 || !lfl_place_is_within(r->s, i, t->place_i)) continue;
      served += here, asked += r->asked[at_asked(r, i, n, k)];
    }
    if (!(asked > 0)) continue;
    put(r, "%r%n with %s%r", first ? "" : ", ", served, need_name(r->s->needs[n].id), asked < people ? put_text(r, " (of %n)", asked) : "");
    first = false;
  }
  put(r, ".</p>");
}

static void put_target(report *r, int i) {
  const lfl_target_result *t = &r->plan->targets[i];
  put(r, "<article class=\"target\" id=\"target-%d\"><h3><bdi>%s</bdi></h3><p><span class=\"v %r\">%s</span> %r</p><dl class=\"facts\">", i, target_words(r, i),
      verdict_class(t->verdict), verdict_words(t->verdict), verdict_sentence(r, i));
  put_fact(r, "Asked for", isnan(t->people) ? put_text(r, "a number not shown here, by %D", r->s->targets[i].by_day) : put_text(r, "%s people by %D", reach_words(r, t, t->people), r->s->targets[i].by_day));
  put_fact(r, "This plan reaches", put_text(r, "%s people", reach_words(r, t, t->plan_people)));
  put_fact(r, "Most any plan found", isnan(t->best_people) ? "not known" : put_text(r, "%s people", reach_words(r, t, t->best_people)));
  put_fact(r, "Proved upper bound", isfinite(t->bound_people) ? put_text(r, "%s people", reach_words(r, t, t->bound_people)) : "not known");
  put_fact(r, "Earliest day possible", t->earliest_day >= 0 ? put_text(r, "%D", t->earliest_day) : t->verdict == LFL_VERDICT_UNKNOWN ? "not known" : t->verdict == LFL_MET ? "by the day asked for" : "none within this plan's days");
  const lfl_origin *origin = &r->s->targets[i].origin;
  put_fact(r, "Asked by", !may_see(r, origin) ? "not in this copy" : put_text(r, "<bdi>%s</bdi> (%r)", origin->source ? lfl_plan_words(r->plan, origin->source) : "source not stated", kind_words(origin)));
  put(r, "</dl>");
  const char *willing = willing_words(r, i);
  if (willing) put(r, "<p class=\"note\">%s %s</p>", willing, if_willing_words(r, i));
  put_staying(r, &r->s->targets[i]);
  double *reached = lfl_arena_new(r->arena, (size_t)r->n_k, double);
  if (!reached) r->failed = true;
  else if (reach_by_day(r, &r->s->targets[i], reached)) put_reach_chart(r, reached, t->people, r->s->targets[i].by_day);
  put_barriers(r, i);
  put(r, "</article>\n");
}

static void put_limits(report *r) {
  put(r, "<h3 id=\"limits\">Limits that cost service</h3>");
  if (!r->plan->n_binding) {
    put(r, "<p class=\"none\">%r</p>", r->audience == LFL_PUBLIC ? "Not in a public copy." : no_limits_words(r));
    return;
  }
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>What a little more of one limit alone gains, found by solving again</caption><thead><tr><th scope=\"col\">Limit</th><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">A little more</th><th scope=\"col\" class=\"num\">Gain, person-days</th><th scope=\"col\">Remark</th></tr></thead><tbody>");
  for (int i = 0; i < r->plan->n_binding; i++) {
    const lfl_binding_row *b = &r->plan->binding[i];
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td data-v=\"%d\">%D</td><td data-v=\"%d\">%D</td><td>%r</td><td class=\"num\" data-v=\"", binding_words(r, b), b->from_day, b->from_day, b->to_day, b->to_day,
        isnan(b->gain) ? "–" : put_text(r, "+%q %s", b->step, b->unit));
    lfl_buf_number(r->out, isnan(b->gain) ? -1 : b->gain);
    put(r, "\">%r</td><td class=\"fine\">%r</td></tr>", gain_words(r, b), price_words(r, b));
  }
  put(r, "</tbody></table></div><p class=\"fine\">%r%r<a href=\"#m-price\">What price and gain mean</a>.</p>", limits_lack(r), limits_lack(r) ? " " : "");
}

static void put_claims(report *r) {
  if (!r->s->n_claims) return;
  put(r, "<h3 id=\"claims\">Claims held against this plan</h3>");
  for (int i = 0; i < r->s->n_claims; i++) {
    const lfl_claim *claim = &r->s->claims[i];
    const lfl_claim_result *answer = &r->plan->claims[i];
    if (!is_claim_told(r, i)) continue;
    bool is_open = is_claim_open(r, i);
    put(r, "<article class=\"claim\" id=\"claim-%d\"><p class=\"said\">%r<bdi>%s</bdi>%r</p><p class=\"fine\">%s</p><p><span class=\"v %r\">%r</span> %s</p>", i, is_open ? "“" : "", claim_words(r, i), is_open ? "”" : "",
        is_open && claim->source ? lfl_plan_words(r->plan, claim->source) : "", claim_class(answer->answer), answer->answer == LFL_CLAIM_CONFIRMED ? "Confirmed" : answer->answer == LFL_CLAIM_CONTRADICTED ? "Contradicted" : "Open", answer->text);
    bool is_never = lfl_claim_is_of_days(claim) && answer->figure > r->s->n_days;
    if (!isnan(answer->figure))
      put(r, "<p class=\"fine\">Said: %r%r. Figure that decides it: %r%r.</p>", isnan(claim->value_low) ? "" : put_text(r, "at least %g", claim->value_low),
          isnan(claim->value_high) ? "" : put_text(r, "%rat most %g", isnan(claim->value_low) ? "" : ", ", claim->value_high), is_never ? never_words(r, r->s->n_days) : put_text(r, "%n", answer->figure),
          r->audience == LFL_PUBLIC ? "" : put_text(r, " (%s)", claim->indicator)); /* it may name what is closed */
    put(r, "</article>");
  }
}

void put_goals(report *r) {
  put(r, "<section id=\"targets\" class=\"part\" aria-labelledby=\"targets-h\"><h2 id=\"targets-h\">Targets and limits</h2>");
  if (!n_told_targets(r)) put(r, "<p class=\"none\">%r</p>", r->s->n_targets ? "No target is told of in this copy." : "No targets were given.");
  for (int i = 0; i < r->s->n_targets; i++)
    if (is_target_told(r, i)) put_target(r, i);
  put_claims(r);
  put_limits(r);
  put(r, "</section>\n");
}

/* --- assumption sets ------------------------------------------------------------------------ */

static void put_set_cell(report *r, int i, int t) {
  const lfl_set_result *base = &r->plan->sets[0], *set = &r->plan->sets[i];
  if (set->note && !set->n_levels) {
    put(r, "<td>%s</td>", set->note);
    return;
  }
  bool differs = t < set->n_targets && set->verdicts[t] != base->verdicts[t];
  put(r, "<td%r><span class=\"v %r\">%s</span>", differs ? " class=\"turned\"" : "", set_verdict_class(r, i, t), set_verdict_words(r, i, t));
  if (!isnan(set->best_people[t])) put(r, "<span class=\"when\">at most %s%r</span>", people_words(r, set_best_people(set->verdicts[t], set->best_people[t])), set->earliest_days[t] >= 0 ? put_text(r, "; earliest %S", set->earliest_days[t]) : "");
  put(r, "</td>");
}

void put_sets(report *r) {
  int n = r->plan->n_sets;
  put(r, "<section id=\"sets\" class=\"part\" aria-labelledby=\"sets-h\"><h2 id=\"sets-h\">With other numbers</h2>");
  if (n < 2) {
    put(r, "<p class=\"none\">%r</p></section>\n", not_compared_words(r));
    return;
  }
  put(r, "<p>Each column solves the same questions with another party's or another option's numbers: what any plan could do, before rounding to whole tents and trucks. No plan is made with the other numbers, so that a target there <em>can be met</em> or cannot; only in the first column is it known whether this plan meets it. Marked are answers that turn against the first column.</p><div class=\"scroll\"><table class=\"plain sets\"><caption>Conclusions under each set of numbers</caption><thead><tr><th scope=\"col\"></th>");
  for (int i = 0; i < n; i++) put(r, "<th scope=\"col\"><bdi>%s</bdi></th>", i ? r->plan->sets[i].set_id : "as entered");
  put(r, "</tr></thead><tbody><tr><th scope=\"row\">Survival service over all days and needs</th>");
  for (int i = 0; i < n; i++)
    if (isnan(r->plan->sets[i].survival_share)) put(r, "<td>not solved</td>");
    else put(r, "<td><b>%p</b></td>", r->plan->sets[i].survival_share);
  put(r, "</tr>");
  for (int t = 0; t < r->s->n_targets; t++) {
    if (!is_target_told(r, t)) continue;
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th>", target_words(r, t));
    for (int i = 0; i < n; i++) put_set_cell(r, i, t);
    put(r, "</tr>");
  }
  put(r, "</tbody></table></div><dl class=\"setlist\">");
  for (int i = 1; i < n; i++) {
    const char *source = set_source(r, r->plan->sets[i].set_id);
    put(r, "<div><dt><bdi>%s</bdi></dt><dd>%s%r%s</dd></div>", r->plan->sets[i].set_id, source ? source : "no source given", r->plan->sets[i].note ? ". " : "", r->plan->sets[i].note);
  }
  put(r, "</dl></section>\n");
}
