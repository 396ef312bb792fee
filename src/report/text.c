/* The front page in plain text for a terminal: the sentence, then the five questions, in at most
 * some forty lines. The same figures and rules as the page (facts.c, words.c).
 * O(rows). Tests: tests/unit/test_report.c. */
#include <math.h>
#include <string.h>

#include "model/budget.h"
#include "model/redact.h"
#include "report/page.h"

/* Adds HTML of ours as plain text: tags left out, the escapes of put_escaped turned back. */
static void put_stripped(lfl_buf *out, const char *html) {
  static const struct {
    const char *escape, *text;
  } escapes[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
  for (const char *p = html; *p;) {
    if (*p == '<') {
      const char *end = strchr(p, '>');
      p = end ? end + 1 : p + strlen(p);
      continue;
    }
    size_t k = 0, n = sizeof escapes / sizeof escapes[0];
    while (*p == '&' && k < n && strncmp(p, escapes[k].escape, strlen(escapes[k].escape)) != 0) k++;
    if (*p == '&' && k < n) {
      lfl_buf_puts(out, escapes[k].text);
      p += strlen(escapes[k].escape);
    } else {
      lfl_buf_add(out, p++, 1);
    }
  }
}

/* A line made with put's directives. Names are escaped and turned back, which takes control
 * characters out of them: no name can steer the terminal. */
#define LINE(r, ...) put_stripped((r)->out, put_text((r), __VA_ARGS__))

static void put_unserved(report *r) {
  int k = r->n_k - 1;
  lfl_buf_puts(r->out, "\n1 Who is unserved, and where?\n");
  for (int n = 0; k >= 0 && n < r->s->n_needs; n++) {
    lfl_tier tier = shown_tier(r, n);
    double served = r->sum_served[at_sum(r, n, (int)tier, k)], asked = r->sum_asked[at_sum(r, n, (int)tier, k)];
    bool is_few = n_regions_of_few(r, n, (int)tier, k) > 0;
    if (!is_asked_for(r, n, k)) continue;
    int worst = -1;
    double most = 0;
    for (int i = 0; i < r->s->n_places; i++) {
      double here = r->served[at_service(r, i, n, (int)tier, k)], people = r->asked[at_asked(r, i, n, k)];
      if (here >= 0 && people - here > most) most = people - here, worst = i;
    }
    const char *at = tier == LFL_SURVIVAL ? "survival" : "the minimum";
    if (is_few) LINE(r, "  %s: %s served at %s", need_title(r->s->needs[n].id), served_words(r, n, (int)tier, k), at);
    else LINE(r, "  %s: %n of %n served at %s", need_title(r->s->needs[n].id), served, asked, at);
    if (worst >= 0) LINE(r, "; most without: %s, %n", place_name(r, worst), most);
    lfl_buf_puts(r->out, "\n");
  }
}

static void put_trucks(report *r, const lfl_needs_trucks *t) {
  LINE(r, "  Trucks on %D%r: %q needed at minimum, %q at survival%s; crossings let in %r%r%r%r\n", t->day, t->day > 0 ? ", the day of most" : "", t->minimum, t->survival, water_words(r, t), let_in_words(r, t),
       lfl_needs_lose_loads(t) ? put_text(r, ", of which %q arrive", t->arrive) : "", lfl_needs_cut_words(t), lfl_needs_permission_words(r->s, t->day, r->audience));
}

static void put_supplies(report *r) {
  lfl_buf_puts(r->out, "\n2 When does each supply run out?\n");
  if (!r->needs) {
    lfl_buf_puts(r->out, "  not counted\n");
    return;
  }
  for (int i = 0; i < r->needs->n_breaks; i++) {
    const lfl_pipeline_break *b = &r->needs->breaks[i];
    if (!runs_out(r, b->need_i)) continue;
    const char *need = need_title(r->s->needs[b->need_i].id), *tier = lfl_tier_name(b->tier);
    if (b->day < 0) LINE(r, "  %s at %s: holds to the end\n", need, tier);
    else LINE(r, "  %s at %s: breaks %D, short for %r people\n", need, tier, b->day, r->audience == LFL_PUBLIC && lfl_is_few(b->short_people) ? "fewer than 10" : put_text(r, "%n", b->short_people));
  }
  if (!has_volumes(r)) return;
  lfl_needs_trucks first = told_trucks(r, &r->needs->first), most = told_trucks(r, &r->needs->most);
  put_trucks(r, &first);
  if (most.day > 0) put_trucks(r, &most);
}

static void put_dry(report *r) {
  const lfl_dry_row **largest = r->dry ? dry_by_people(r) : NULL;
  for (int i = 0; largest && i < r->dry->n && i < 3; i++) {
    const lfl_dry_row *d = largest[i];
    if (d->to_day > d->from_day) LINE(r, "  Fuel: %s, %S to %S\n", dry_words(r, d), d->from_day, d->to_day);
    else LINE(r, "  Fuel: %s, %S\n", dry_words(r, d), d->from_day);
  }
  if (r->dry && r->dry->n > 3) LINE(r, "  Fuel: %d more in tables/dry.csv\n", r->dry->n - 3);
}

static void put_limits(report *r) {
  lfl_buf_puts(r->out, "\n3 What blocks us?\n");
  if (limits_lack(r) || !r->plan->n_binding) LINE(r, "  %r\n", no_limits_words(r));
  for (int i = 0; i < r->plan->n_binding && i < 6; i++) {
    const lfl_binding_row *b = &r->plan->binding[i];
    LINE(r, "  %s (%S to %S): +%q %s ", binding_words(r, b), b->from_day, b->to_day, b->step, b->unit);
    if (isnan(b->gain)) lfl_buf_puts(r->out, "was not tried\n");
    else if (lfl_binding_gains(b)) LINE(r, "gains %q person-days of survival service\n", b->gain);
    else lfl_buf_puts(r->out, "alone gains nothing\n");
  }
  const char *repairs = r->audience == LFL_PUBLIC ? NULL : lfl_budget_repairs_words(r->plan, r->audience, r->arena);
  if (repairs) LINE(r, "  %s\n", repairs);
}

static void put_answers(report *r) {
  lfl_buf_puts(r->out, "\n4 Is what was claimed or asked for possible?\n");
  for (int i = 0; i < r->s->n_targets; i++) {
    const lfl_target_result *t = &r->plan->targets[i];
    if (!is_target_told(r, i)) continue;
    LINE(r, "  %s: %s", target_words(r, i), verdict_words(t->verdict));
    if (!isnan(t->best_people)) LINE(r, "; at most %s", of_asked_words(r, i));
    if (t->earliest_day >= 0) LINE(r, "; earliest %D", t->earliest_day);
    lfl_buf_puts(r->out, "\n");
    const char *willing = willing_words(r, i);
    if (willing) LINE(r, "    %s %s\n", willing, if_willing_words(r, i));
  }
  for (int i = 0; i < r->s->n_claims; i++)
    if (is_claim_told(r, i)) LINE(r, is_claim_open(r, i) ? "  \"%s\": %s\n" : "  %s: %s\n", claim_words(r, i), lfl_claim_answer_name(r->plan->claims[i].answer));
  if (!n_told_targets(r) && !r->s->n_claims) lfl_buf_puts(r->out, "  nothing was asked for\n");
}

static void put_money(report *r) {
  funding f = count_funding(r);
  LINE(r, "\n5 What is funded? (%s)\n  Required by this plan %q", r->s->currency, f.cost);
  if (r->plan->lacks_pledges) LINE(r, "\n  %s\n", PLEDGES_LACK);
  else if (r->s->has_pledges)
    LINE(r, "; pledged %q; usable now %q; usable by the end %q; gap %q\n", f.pledged, f.usable_now, f.usable_end, fmax(0, f.cost - f.usable_end));
  else LINE(r, "; no pledges %rrecorded: not limited, and all of it is still to be found\n", r->s->n_pledges ? "for relief " : "");
  int n = 0;
  const char **idle = r->audience == LFL_PUBLIC ? NULL : lfl_budget_idle_words(r->plan, r->arena, &n);
  for (int k = 0; idle && k < n; k++) LINE(r, "  %s\n", idle[k]);
  double security = r->plan->lacks_pledges ? 0 : lfl_budget_security(r->s);
  if (security > 0) LINE(r, "  Apart from relief: %q %s for security\n", security, r->s->currency);
}

static void put_doubts(report *r) {
  weak_point points[3];
  int n = weak_points(r, points, 3);
  if (n) lfl_buf_puts(r->out, "\nAssumptions that matter most\n");
  for (int i = 0; i < n; i++) {
    lfl_buf_puts(r->out, "  - ");
    put_stripped(r->out, points[i].what);
    lfl_buf_puts(r->out, ". ");
    put_stripped(r->out, points[i].effect);
    lfl_buf_puts(r->out, "\n");
  }
}

static void put_text_page(report *r) {
  figure_count count = count_figures(r);
  LINE(r, "%s\n%D to %D; data as of %s; Lifeline %s", r->title ? r->title : "Untitled scenario", 0, r->s->n_days - 1,
       r->s->data_date ? iso_date_text(r, r->s->data_date) : "a date not stated", r->plan->version);
  if (count.n) LINE(r, "; %p of %n figures are assumptions", (double)count.n_assumed / count.n, (double)count.n);
  lfl_buf_puts(r->out, "\n\n");
  put_stripped(r->out, headline(r));
  lfl_buf_puts(r->out, "\n");
  if (r->plan->stopped) LINE(r, "This run ended early (%s): the best plan found by then. %r\n", r->plan->stopped, how_far_words(r));
  if (lfl_plan_is_open_behind_first(r->plan)) LINE(r, "Proved for survival alone; what the plan does beyond it was improved part by part of the country: better plans may exist. %r\n", how_far_words(r));
  if (is_distance_told(r)) LINE(r, "%r\n", how_far_words(r));
  if (*open_levels_words(r)) LINE(r, "%r\n", open_levels_words(r));
  put_unserved(r);
  put_supplies(r);
  put_dry(r);
  put_limits(r);
  put_answers(r);
  put_money(r);
  put_doubts(r);
}

lfl_status lfl_report_front_page(const lfl_plan *plan, const lfl_needs *needs, const lfl_diags *diags, lfl_buf *out) {
  report r = {.plan = plan, .s = plan->scenario, .title = lfl_plan_words(plan, plan->scenario->title), .needs = needs, .diags = diags, .audience = plan->audience, .out = out};
  r.arena = lfl_arena_create();
  if (!r.arena) return LFL_ERR_MEMORY;
  lfl_status status = facts_gather(&r);
  lfl_dry *dry = NULL;
  if (status == LFL_OK) status = lfl_dry_find(plan, &dry);
  r.dry = dry;
  if (status == LFL_OK) put_text_page(&r);
  if (status == LFL_OK && (r.failed || out->failed)) status = LFL_ERR_MEMORY;
  lfl_dry_destroy(dry);
  lfl_arena_destroy(r.arena);
  return status;
}
