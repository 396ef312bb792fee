/* The front page: one sentence, five questions at a glance, and the assumptions that would turn
 * the answers (PRODUCT.md, "The first page of every answer"). Everything here stands without a
 * script. What each figure is and the rules behind the sentence: docs/REPORT.md.
 * O(places * needs). Tests: tests/unit/test_report.c, tests/browser. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/budget.h"
#include "model/redact.h"
#include "report/page.h"

static const char *audience_words(lfl_sensitivity audience) {
  static const char *const words[] = {"public copy", "copy for partners", "restricted copy"};
  return audience <= LFL_RESTRICTED ? words[audience] : "copy";
}

/* The level of the tier that the answer is about, if its bound is one of all plans and not only of those that hold a level before it;
 * survival and fairness ask nothing where no need has the survival tier. NULL: it is none, or not known. */
static const lfl_level *answer_level(const report *r) {
  bool is_minimum = lfl_answer_tier(r->s) == LFL_MINIMUM;
  for (int k = 0; k < r->plan->n_levels; k++) {
    const lfl_level *level = &r->plan->levels[k];
    if (level->kind == (is_minimum ? LFL_LEVEL_MINIMUM : LFL_LEVEL_SURVIVAL)) return isfinite(level->bound) && isfinite(level->published_value) ? level : NULL;
    if (!is_minimum || (level->kind != LFL_LEVEL_SURVIVAL && level->kind != LFL_LEVEL_FAIRNESS)) return NULL;
  }
  return NULL;
}

/* Person-days that whole trips and kits leave, as a difference of figures in whole person-days, so that it adds up with them. In a run that was stopped it is the stop
 * that leaves them, as far as anybody knows. */
static double left_by_whole_things(const lfl_level *level) { return round(level->published_value) - lfl_whole_people(level->value); }

/* What else the survival level counts. */
static const char *risk_words(report *r) {
  if (lfl_answer_tier(r->s) != LFL_SURVIVAL || !lfl_counts_risk(r->s)) return "";
  return put_text(r, ", and with them each day of a person in a place declared at risk, at the weight %g that the scenario gives it, for each of %d needs", r->s->risk_weight, lfl_n_survival_needs(r->s));
}

/* Is there a place of which a share is in need? Bounds count parts of people in need, the plan's figure whole ones. */
static bool counts_parts_of_people(const lfl_scenario *s) {
  bool is_so = false;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; s->places[i].is_host && day < s->n_days; day++) is_so = is_so || lfl_place_in_need(s, i, day) - lfl_whole_in_need(&s->places[i], s->people_unplanned[lfl_at(s, i, day)]) > 1e-6;
  return is_so;
}

const char *how_far_words(report *r) {
  const double LITTLE = 0.005;
  const lfl_level *level = answer_level(r);
  if (!level) return "How far it is from the best plan is not known.";
  double whole = left_by_whole_things(level);
  return put_text(r, "The plan leaves %n person-days of %r service unserved, each need counted%r; proved: no plan leaves fewer than %n%r.%r", level->published_value, lfl_tier_name(lfl_answer_tier(r->s)), risk_words(r), fmax(0, lfl_whole_people(level->bound)),
                  level->bound > 0.5 && counts_parts_of_people(r->s) ? ", parts of people in need counted, as where half of 33 are in need" : "",
                  !r->plan->stopped && whole > LITTLE * level->published_value ? put_text(r, " Of the difference %n are left as trips, units and people are made whole, by rules that need not find the best whole plan; that bound counts parts of them.", whole) : "");
}

const char *open_levels_words(report *r) {
  const double ASKED = 1e-4 * (1 + 1e-9), HUNDREDTHS = 1e4, ROUNDING = 1e-6; /* the gap that the contract asks for; of a per cent, rounded up */
  static const char *const names[] = {[LFL_LEVEL_SURVIVAL] = "survival service", [LFL_LEVEL_FAIRNESS] = "the worst place",
                                      [LFL_LEVEL_MINIMUM] = "minimum service", [LFL_LEVEL_MOVEMENT] = "the way that people are moved", [LFL_LEVEL_COST] = "cost"};
  const char *list = "";
  for (int k = 0; k < r->plan->n_levels; k++) {
    const lfl_level *level = &r->plan->levels[k];
    if (level == answer_level(r) || !(level->gap > ASKED) || !isfinite(level->gap)) continue;
    list = put_text(r, "%r%r%r by at most %g %%", list, *list ? ", " : "", names[level->kind], ceil(HUNDREDTHS * level->gap - ROUNDING) / 100);
  }
  return *list ? put_text(r, "Not proved to be the best there is, though nothing before it would be worse for it: %r (before trips and units are made whole).", list) : "";
}

bool is_distance_told(const report *r) {
  const lfl_level *level = answer_level(r);
  if (r->plan->stopped || lfl_plan_is_open_behind_first(r->plan) || !level) return false;
  return r->audience != LFL_PUBLIC || !(lfl_is_few(round(level->published_value)) || lfl_is_few(lfl_whole_people(level->bound)) || lfl_is_few(left_by_whole_things(level)));
}

static void put_masthead(report *r) {
  figure_count count = count_figures(r);
  put(r, "<header><p class=\"kicker\">Relief plan <span>%r</span></p><h1>%s</h1><p class=\"meta\"><span>%D to %D, %d days</span> ",
      audience_words(r->audience), r->title ? r->title : "Untitled scenario", 0, r->s->n_days - 1, r->s->n_days);
  if (r->s->data_date) put(r, "<span>Data as of %s</span> ", iso_date_text(r, r->s->data_date));
  else put(r, "<span>Date of the data not stated</span> ");
  put(r, "<span>Standards: %s</span> <span>Lifeline %s</span> ", r->s->standard_set, r->plan->version);
  if (count.n)
    put(r, "<span><a href=\"#sources\">%p of %n figures are assumptions</a>%r</span>", (double)count.n_assumed / count.n, (double)count.n,
        count.n_unstated ? put_text(r, ", %p have no origin stated", (double)count.n_unstated / count.n) : "");
  put(r, "</p></header>\n");
  if (r->plan->is_cut)
    put(r, "<p class=\"note\" role=\"note\">This copy leaves out what is restricted: its people and service count in the area above it, where there is one; trips, stocks and construction there are not shown, so that sums of what is shown fall short of the plan's totals. It cannot be verified; the restricted copy can.</p>\n");
  if (r->plan->stopped) put(r, "<p class=\"warn\" role=\"note\"><b>This run ended early</b> (%s). The plan is the best found by then; better ones may exist. %r</p>\n", r->plan->stopped, how_far_words(r));
  if (lfl_plan_is_open_behind_first(r->plan)) put(r, "<p class=\"note\" role=\"note\"><b>Proved for survival alone.</b> What the plan does beyond it was improved part by part of the country, which is too large to be solved at once: better plans may exist. %r</p>\n", how_far_words(r));
  if (r->diags && r->diags->n_warnings)
    put(r, "<p class=\"note\"><a href=\"#issues\">%d warning%r about the data</a> to read before relying on this.</p>\n", r->diags->n_warnings, r->diags->n_warnings == 1 ? "" : "s");
}

static void put_need_strip(report *r) {
  enum { FEW = 5 }; /* a map of fewer places says nothing that the table does not */
  int k = r->n_k - 1, n_places = 0, n_needs = 0;
  for (int i = 0; i < r->s->n_places; i++) n_places += r->has_rows[i];
  for (int n = 0; k >= 0 && n < r->s->n_needs; n++) n_needs += is_asked_for(r, n, k);
  if (!n_needs) return;
  enum { MANY = 7 }; /* columns, which are narrow then */
  put(r, "<div class=\"scroll\"><table class=\"strip%r\"><caption>People served at the %s tier of those in need on %D</caption><thead><tr>", n_needs > MANY ? " many" : "", lfl_tier_name(lfl_answer_tier(r->s)), r->day[k]);
  for (int n = 0; n < r->s->n_needs; n++)
    if (is_asked_for(r, n, k)) put(r, shown_tier(r, n) == LFL_SURVIVAL ? "<th scope=\"col\">%s</th>" : "<th scope=\"col\">%s, at the minimum</th>", need_title(r->s->needs[n].id));
  put(r, "</tr></thead><tbody><tr>");
  for (int n = 0; n < r->s->n_needs; n++) {
    lfl_tier tier = shown_tier(r, n);
    double served = r->sum_served[at_sum(r, n, (int)tier, k)], asked = r->sum_asked[at_sum(r, n, (int)tier, k)];
    double share = asked > 0 ? served / asked : 1;
    if (!is_asked_for(r, n, k)) continue;
    if (n_regions_of_few(r, n, (int)tier, k)) {
      put(r, "<td><span>%s</span></td>", served_words(r, n, (int)tier, k));
      continue;
    }
    put(r, "<td><b>%p</b><svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"out\" width=\"100\" height=\"6\"/><rect class=\"%r\" width=\"%f\" height=\"6\"/></svg><span>%s of %s</span>",
        share, tier == LFL_SURVIVAL ? "f-surv" : "f-min", 100 * share, people_words(r, served), people_words(r, asked));
    if (n_places >= FEW) put_small_map(r, n, k);
    put(r, "</td>");
  }
  put(r, "</tr></tbody></table></div>\n");
}

static void put_sentence(report *r) {
  decision next = next_decision(r);
  put(r, "<p class=\"sentence\" id=\"sentence\">%r</p>\n", headline(r));
  put(r, "<p class=\"fine\">Served in everything planned: in each place the least of the people served over the planned needs at the %s tier, so at most this many. People on the way count as unserved. ", lfl_tier_name(lfl_answer_tier(r->s)));
  if (next.day >= 0) put(r, "The next decision is the earliest date that matters: %s. ", next.why);
  put(r, "<a href=\"#m-served\">How this is counted</a>.");
  if (is_distance_told(r)) put(r, " %r", how_far_words(r));
  put(r, " %r", open_levels_words(r));
  if (r->audience == LFL_PUBLIC)
    put(r, " A public copy holds whole regions at the end of each week and no counts from 1 to 9, so its totals can differ a little from the plan's.");
  if (r->s->n_not_planned) {
    put(r, " Not planned, because the data say nothing of it: ");
    for (int i = 0; i < r->s->n_not_planned; i++) put(r, "%r%s", i ? ", " : "", need_name(r->s->not_planned[i]));
    put(r, ".");
  }
  put(r, "</p>\n");
  put_need_strip(r);
}

typedef struct worst_place {
  int place_i, need_i;
  double unserved, share, people;
} worst_place;

static int by_unserved(const void *a, const void *b) {
  const worst_place *x = a, *y = b;
  return x->unserved != y->unserved ? (x->unserved > y->unserved ? -1 : 1) : x->place_i - y->place_i;
}

static void put_worst_places(report *r, int k) {
  worst_place *list = lfl_arena_new(r->arena, (size_t)r->s->n_places, worst_place);
  int n = 0;
  for (int i = 0; list && i < r->s->n_places; i++) {
    int need_i = -1;
    double share = worst_share(r, i, k, &need_i);
    double people = need_i >= 0 ? r->asked[at_asked(r, i, need_i, k)] : 0;
    if (share >= 0 && share < 1) list[n++] = (worst_place){i, need_i, people * (1 - share), share, people};
  }
  int n_few = n_regions_of_few(r, -1, (int)lfl_answer_tier(r->s), k);
  if (list && !n && n_few) {
    put(r, "<p>On %D fewer than 10 are served at the %s tier in %d region%r, and everyone counted elsewhere.</p>", r->day[k], lfl_tier_name(lfl_answer_tier(r->s)), n_few, n_few == 1 ? "" : "s");
    return;
  }
  if (!list || !n) {
    put(r, "<p>On %D everyone counted is served at the %s tier in every planned need.</p>", r->day[k], lfl_tier_name(lfl_answer_tier(r->s)));
    return;
  }
  qsort(list, (size_t)n, sizeof *list, by_unserved);
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Most people without at the %s tier, in the need that is worst there</caption><thead><tr><th scope=\"col\">Place</th><th scope=\"col\">Worst need</th><th scope=\"col\" class=\"num\">Served</th><th scope=\"col\" class=\"num\">In need</th></tr></thead><tbody>", lfl_tier_name(lfl_answer_tier(r->s)));
  for (int i = 0; i < n && i < 6; i++)
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td>%s</td><td class=\"num\">%n</td><td class=\"num\">%n</td></tr>", place_name(r, list[i].place_i),
        need_name(r->s->needs[list[i].need_i].id), list[i].people - list[i].unserved, list[i].people);
  put(r, "</tbody></table></div>");
  if (n > 6) put(r, "<p class=\"fine\">%d more places are short of something at that tier; all needs are in the <a href=\"#sectors\">tables by sector</a>.</p>", n - 6);
}

static void put_who(report *r) {
  int k = r->n_k - 1;
  put(r, "<section class=\"q q1\" aria-labelledby=\"q1\"><h2 id=\"q1\"><span>1</span> Who is unserved, and where?</h2>");
  put_map(r, "map-front", k, false);
  put_map_legend(r);
  if (k >= 0) put_worst_places(r, k);
  put(r, "</section>\n");
}

/* Needed on a day against what comes. */
static void put_volumes_on(report *r, const lfl_needs_trucks *t) {
  bool is_later = t->day > 0; /* what is left of the stock by then hangs on the plan */
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Needed at the minimum tier against what %r on %D%r, before anything is planned</caption><thead><tr><th scope=\"col\"></th>"
         "<th scope=\"col\" class=\"num\">Needed, m³</th><th scope=\"col\" class=\"num\">t</th><th scope=\"col\" class=\"num\">trucks</th><th scope=\"col\" class=\"num\">%r, m³</th><th scope=\"col\" class=\"num\">t</th></tr></thead><tbody>",
      is_later ? "comes in" : "is at hand", t->day, is_later ? ", the day of most trucks" : "", is_later ? "Comes in" : "At hand");
  for (int i = 0; i < r->needs->n_pipeline; i++) {
    const lfl_pipeline_row *p = &r->needs->pipeline[i];
    if (p->day != t->day || !runs_out(r, p->need_i) || !(p->need_m3 > 0 || p->need_t > 0 || p->enters_m3 > 0 || p->enters_t > 0)) continue;
    put(r, "<tr><th scope=\"row\">%s</th><td class=\"num\">%q</td><td class=\"num\">%q</td><td class=\"num\">%q</td><td class=\"num\">%q</td><td class=\"num\">%q</td></tr>",
        need_title(r->s->needs[p->need_i].id), p->need_m3, p->need_t, p->need_trucks, p->enters_m3, p->enters_t);
  }
  put(r, "</tbody></table></div><p class=\"fine\">In all <b>%q</b> trucks on %D for the minimum tier, <b>%q</b> for survival%s; the crossings let in <b>%r</b>%r%r%r.</p>",
      t->minimum, t->day, t->survival, water_words(r, t), let_in_words(r, t), lfl_needs_lose_loads(t) ? put_text(r, ", of which <b>%q</b> arrive", t->arrive) : "", lfl_needs_cut_words(t), lfl_needs_permission_words(r->s, t->day, r->audience));
}

static void put_volumes(report *r) {
  if (!has_volumes(r)) return;
  lfl_needs_trucks first = told_trucks(r, &r->needs->first), most = told_trucks(r, &r->needs->most);
  put_volumes_on(r, &first);
  if (most.day > 0) put_volumes_on(r, &most);
  put(r, "<p class=\"fine\">At hand on the first day is what lies there or enters on it, stock for later days with it, and local water; comes in on a later day what enters on that day, and local water, without what is left in stock. Water is carried as far as local yields leave it; what shelter and sites are built of is counted in.</p>");
}

/* Fuel that the plan uses up, and what stands still then; the spans that take down most. */
static void put_dry(report *r) {
  enum { MOST = 6 };
  if (!r->dry || r->s->fuel_item_i < 0) return;
  if (!r->dry->n) {
    put(r, r->plan->is_cut ? "<p class=\"fine\">Fuel: nothing that this copy may name stands still for want of it.</p>"
                           : "<p class=\"fine\">Fuel: under this plan nothing stands still for want of it.</p>");
    return;
  }
  const lfl_dry_row **largest = dry_by_people(r);
  if (!largest) return;
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Fuel that runs dry under this plan, and what it takes down</caption><thead><tr><th scope=\"col\">What stands still</th><th scope=\"col\">Days</th><th scope=\"col\" class=\"num\">People without for it</th></tr></thead><tbody>");
  for (int i = 0; i < r->dry->n && i < MOST; i++) {
    const lfl_dry_row *d = largest[i];
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td class=\"nw\">%S", dry_words(r, d), d->from_day);
    if (d->to_day > d->from_day) put(r, " – %S", d->to_day);
    put(r, "</td><td class=\"num\">%s</td></tr>", isnan(d->people) ? "" : people_words(r, d->people));
  }
  put(r, "</tbody></table></div>");
  if (r->dry->n > MOST) put(r, "<p class=\"fine\">%d more spans, with no more people each as far as that is known, are in the workbook's page Fuel and in tables/dry.csv.</p>", r->dry->n - MOST);
}

static void put_supplies(report *r) {
  put(r, "<section class=\"q q2\" aria-labelledby=\"q2\"><h2 id=\"q2\"><span>2</span> When does each supply run out?</h2>");
  put_pipeline_chart(r);
  put_volumes(r);
  put_dry(r);
  put(r, "</section>\n");
}

/* With a space before; "" where there is none. */
static const char *money_caveat(report *r) {
  const char *words = r->audience == LFL_PUBLIC ? NULL : lfl_budget_repairs_words(r->plan, r->audience, r->arena);
  return words ? put_text(r, " %s", words) : "";
}

static void put_blocks(report *r) {
  enum { MOST = 6 };
  put(r, "<section class=\"q q3\" aria-labelledby=\"q3\"><h2 id=\"q3\"><span>3</span> What blocks us?</h2>");
  double top = 0;
  for (int i = 0; i < r->plan->n_binding; i++) top = fmax(top, isnan(r->plan->binding[i].gain) ? 0 : r->plan->binding[i].gain);
  if (!r->plan->n_binding) {
    put(r, "<p class=\"none\">%r%s</p></section>\n", no_limits_words(r), money_caveat(r));
    return;
  }
  put(r, "<div class=\"scroll\"><table class=\"plain blocks\"><caption>Person-days of survival service gained by a little more of one limit</caption><thead><tr><th scope=\"col\">Limit</th><th scope=\"col\">A little more</th><th scope=\"col\" class=\"num\">Gain</th></tr></thead><tbody>");
  for (int i = 0; i < r->plan->n_binding && i < MOST; i++) {
    const lfl_binding_row *b = &r->plan->binding[i];
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi><span class=\"when\">%S – %S</span></th><td>+%q %s</td>", binding_words(r, b), b->from_day, b->to_day, b->step, b->unit);
    if (isnan(b->gain)) put(r, "<td class=\"num\"><span class=\"untried\">not tried</span></td></tr>");
    else
      put(r, "<td class=\"num\"><b>%q</b><svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"f-gain\" width=\"%f\" height=\"6\"/></svg></td></tr>",
          b->gain, top > 0 ? 100 * b->gain / top : 0);
  }
  put(r, "</tbody></table></div><p class=\"fine\">Gains were found by solving again with a little more, the same on each of these days.%r%r%s%r</p></section>\n",
      limits_lack(r) ? " " : "", limits_lack(r), money_caveat(r), r->plan->n_binding > MOST ? put_text(r, " %d more under <a href=\"#limits\">Targets and limits</a>.", r->plan->n_binding - MOST) : "");
}

const char *claim_class(lfl_claim_answer answer) {
  return answer == LFL_CLAIM_CONFIRMED ? "v-met" : answer == LFL_CLAIM_CONTRADICTED ? "v-no" : "v-open";
}

const char *verdict_class(lfl_verdict verdict) {
  return verdict == LFL_MET ? "v-met" : verdict == LFL_POSSIBLE ? "v-maybe" : verdict == LFL_IMPOSSIBLE ? "v-no" : "v-open";
}

static void put_verdicts(report *r) {
  put(r, "<section class=\"q q4\" aria-labelledby=\"q4\"><h2 id=\"q4\"><span>4</span> Is what was claimed or asked for possible?</h2>");
  if (!n_told_targets(r) && !r->s->n_claims) put(r, "<p class=\"none\">No targets and no claims were given.</p>");
  put(r, "<div class=\"two\"><div>");
  if (n_told_targets(r)) {
    put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Targets</caption><thead><tr><th scope=\"col\">Target</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"num\">Most by then</th><th scope=\"col\">Earliest</th></tr></thead><tbody>");
    for (int i = 0; i < r->s->n_targets; i++) {
      const lfl_target_result *t = &r->plan->targets[i];
      if (!is_target_told(r, i)) continue;
      put(r, "<tr><th scope=\"row\"><a href=\"#target-%d\"><bdi>%s</bdi></a></th><td><span class=\"v %r\">%s</span></td><td class=\"num\">%s</td><td class=\"nw\">", i, target_words(r, i),
          verdict_class(t->verdict), verdict_words(t->verdict), isnan(t->best_people) ? "not known" : of_asked_words(r, i));
      if (t->earliest_day >= 0) put(r, "%S", t->earliest_day);
      else put(r, "%r", t->verdict == LFL_VERDICT_UNKNOWN ? "not known" : t->verdict == LFL_MET ? "met" : put_text(r, "not by %S", r->s->n_days - 1));
      put(r, "</td></tr>");
      const char *willing = willing_words(r, i);
      if (willing) put(r, "<tr class=\"sub\"><td colspan=\"4\">%s %s</td></tr>", willing, if_willing_words(r, i));
    }
    put(r, "</tbody></table></div>");
  }
  put(r, "</div><div>");
  put_ready_chart(r);
  if (r->s->n_claims) {
    put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Claims held against this plan</caption><thead><tr><th scope=\"col\">What was said</th><th scope=\"col\">Answer</th></tr></thead><tbody>");
    for (int i = 0; i < r->s->n_claims; i++)
      if (is_claim_told(r, i))
        put(r, "<tr><th scope=\"row\"><a href=\"#claim-%d\"><bdi>%s</bdi></a></th><td><span class=\"v %r\">%s</span></td></tr>", i, claim_words(r, i),
          claim_class(r->plan->claims[i].answer), r->plan->claims[i].answer == LFL_CLAIM_CONFIRMED ? "Confirmed" : r->plan->claims[i].answer == LFL_CLAIM_CONTRADICTED ? "Contradicted" : "Open");
    put(r, "</tbody></table></div>");
  }
  put(r, "</div></div></section>\n");
}

static void put_money_row(report *r, const char *what, double amount, double top, const char *klass) {
  put(r, "<tr><th scope=\"row\">%r</th><td class=\"num\"><b>%q</b></td><td class=\"wide\"><svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"%r\" width=\"%f\" height=\"6\"/></svg></td></tr>",
      what, amount, klass, top > 0 ? 100 * amount / top : 0);
}

/* What the table of money does not say. */
static void put_money_remarks(report *r, const funding *f) {
  if (r->plan->lacks_pledges) put(r, "%s ", PLEDGES_LACK);
  if (r->plan->lacks_trips && !r->plan->lacks_pledges && r->s->has_pledges) put(r, "%s ", TRIPS_LACK);
  if (!r->plan->lacks_pledges && !r->s->has_pledges) put(r, "%r recorded: cost is counted and not limited, and all of it is still to be found. ", r->s->n_pledges ? "No pledges for relief are" : "No pledges are");
  else if (!r->plan->lacks_pledges && f->cost <= f->usable_end)
    put(r, "The plan spends no more than what is usable on each day%r. Required is the cost of this plan, not of serving everyone. ", limits_lack(r) ? "" : "; what it leaves undone for want of money shows under question 3");
  if (f->n_waiting) put(r, "%d of %d pledges wait%r on a condition that is not taken as met. ", f->n_waiting, f->n_pledges, f->n_waiting == 1 ? "s" : "");
  if (f->n_late) put(r, "%d of %d pledges come%r after the last day. ", f->n_late, f->n_pledges, f->n_late == 1 ? "s" : "");
  if (f->not_counted > 0) put(r, "%n pledge%r in a currency without a rate %r not counted. ", f->not_counted, f->not_counted > 1 ? "s" : "", f->not_counted > 1 ? "are" : "is");
  put_idle_money(r);
  if (r->s->has_pledges) put(r, "Each pledge pays only what its earmark covers. ");
  for (int k = 0; k < f->n_lines; k++) put(r, "%r%s %q", k ? ", " : "By line: ", f->line[k], f->line_cost[k]);
  put(r, "%r", f->n_lines ? "." : "");
}

static void put_money(report *r) {
  funding f = count_funding(r);
  bool is_told = !r->plan->lacks_pledges;
  double top = is_told ? fmax(f.cost, f.pledged) : f.cost;
  put(r, "<section class=\"q q5\" aria-labelledby=\"q5\"><h2 id=\"q5\"><span>5</span> What is funded?</h2>");
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Money, %s</caption><thead><tr><th scope=\"col\"></th><th scope=\"col\" class=\"num\">Amount</th><th scope=\"col\"><span class=\"vh\">As a bar</span></th></tr></thead><tbody>", r->s->currency);
  put_money_row(r, "Required by this plan", f.cost, top, "f-need");
  if (is_told && r->s->has_pledges) {
    put_money_row(r, "Pledged", f.pledged, top, "f-min");
    put_money_row(r, put_text(r, "Usable now (%S)", 0), f.usable_now, top, "f-surv");
    put_money_row(r, put_text(r, "Usable by %S", r->s->n_days - 1), f.usable_end, top, "f-surv");
  }
  if (is_told) put_money_row(r, "Gap", r->s->has_pledges ? fmax(0, f.cost - f.usable_end) : f.cost, top, "f-gap");
  put(r, "</tbody></table></div><p class=\"fine\">");
  put_money_remarks(r, &f);
  put(r, "</p></section>\n");
}

static void put_weak_points(report *r) {
  weak_point points[3];
  int n = weak_points(r, points, 3);
  put(r, "<section class=\"q q6\" aria-labelledby=\"q6\"><h2 id=\"q6\">The assumptions that matter most</h2>");
  if (!n) put(r, "<p>No figure of this plan is marked as an assumption.</p>");
  else put(r, "<ol class=\"weak\">");
  for (int i = 0; i < n; i++)
    put(r, "<li>%r. %r%r</li>", points[i].what, points[i].effect, points[i].href ? put_text(r, " <a href=\"%r\">See it</a>.", points[i].href) : "");
  put(r, "%r</section>\n", n ? "</ol>" : "");
}

/* What every set agrees on, and what not. */
static void put_what_holds(report *r) {
  int n_solved = 0, n_held = 0;
  for (int i = 0; i < r->plan->n_sets; i++) n_solved += r->plan->sets[i].note == NULL;
  put(r, "<section class=\"q q7\" aria-labelledby=\"q7\"><h2 id=\"q7\">What holds with other numbers</h2>");
  if (n_solved < 2) {
    put(r, "<p class=\"none\">%r</p></section>\n", not_compared_words(r));
    return;
  }
  put(r, "<ul class=\"holds\">");
  for (int pass = 0; pass < 2; pass++)
    for (int t = 0; t < r->s->n_targets; t++) {
      const lfl_set_result *base = &r->plan->sets[0];
      bool holds = true;
      if (!is_target_told(r, t)) continue;
      for (int i = 1; i < r->plan->n_sets; i++)
        if (!r->plan->sets[i].note && t < r->plan->sets[i].n_targets && r->plan->sets[i].verdicts[t] != base->verdicts[t]) holds = false;
      if (holds != (pass == 0)) continue;
      n_held += holds;
      put(r, "<li class=\"%r\"><bdi>%s</bdi>: <span class=\"v %r\">%s</span>%r</li>", holds ? "yes" : "no", target_words(r, t), verdict_class(base->verdicts[t]),
          can_words(base->verdicts[t]), holds ? "" : " here, otherwise in another set");
    }
  put(r, "</ul><p class=\"fine\">%d of %d verdicts are the same in all %d sets of numbers: what any plan can do. <a href=\"#sets\">Side by side</a>.</p></section>\n", n_held, n_told_targets(r), n_solved);
}

void put_front(report *r) {
  put(r, "<div id=\"front\" class=\"front\">\n");
  put_masthead(r);
  put_sentence(r);
  put(r, "<div class=\"five\">\n");
  put_who(r);
  put(r, "<div>");
  put_supplies(r);
  put_blocks(r);
  put(r, "</div>");
  put_verdicts(r);
  put_money(r);
  put_weak_points(r);
  put_what_holds(r);
  put(r, "</div>\n</div>\n");
}
