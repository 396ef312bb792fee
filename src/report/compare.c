/* The comparison's pages of the report: options side by side, what waiting costs, what can be decided now;
 * then for every two parties the ledger, stages, conclusions and who makes the difference. Only where sets were
 * compared (docs/COMPARE.md). O(rows). Tests: tests/unit/test_compare.c, tests/browser. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "model/comparison.h"
#include "report/page.h"

static const lfl_comparison *of(const report *r) { return r->plan->comparison; }
static const char *set_name(const report *r, int i) { return lfl_compared_name(&of(r)->sets[i]); }

/* ---- options side by side -------------------------------------------------------------------------- */

static bool is_column(const report *r, int i) { return i == 0 || of(r)->sets[i].terms.kind == LFL_SET_OPTION; }

static void put_row_of_texts(report *r, const char *head, size_t offset) {
  bool any = false;
  const char *text;
  for (int i = 0; i < of(r)->n_sets; i++) {
    memcpy(&text, (const char *)&of(r)->sets[i] + offset, sizeof text);
    any = any || (is_column(r, i) && text);
  }
  if (!any) return;
  put(r, "<tr><th scope=\"row\">%s</th>", head);
  for (int i = 0; i < of(r)->n_sets; i++) {
    memcpy(&text, (const char *)&of(r)->sets[i] + offset, sizeof text);
    if (is_column(r, i)) put(r, "<td>%s</td>", text ? text : "");
  }
  put(r, "</tr>");
}

static void put_row_of_numbers(report *r, const char *head, size_t offset, bool is_share) {
  put(r, "<tr><th scope=\"row\">%s</th>", head);
  for (int i = 0; i < of(r)->n_sets; i++) {
    double value;
    memcpy(&value, (const char *)&of(r)->sets[i] + offset, sizeof value);
    if (!is_column(r, i)) continue;
    if (isnan(value)) put(r, "<td class=\"num\">not solved</td>");
    else if (is_share) put(r, "<td class=\"num\"><b>%p</b></td>", value);
    else put(r, "<td class=\"num\">%n</td>", value);
  }
  put(r, "</tr>");
}

static void put_depends(report *r, int set) {
  const lfl_comparison *c = of(r);
  bool any = false;
  put(r, "<td>");
  for (int k = 0; k < c->n_depends; k++) {
    const lfl_depends_row *d = &c->depends[k];
    if (d->set_i != set || strcmp(d->kind, "run by") == 0 || strcmp(d->kind, "secured by") == 0) continue;
    put(r, "%r%s %s%r%s", any ? "<br>" : "", d->kind, d->id, d->text ? ": " : "", d->text);
    if (isfinite(d->amount)) put(r, ", %n %s", d->amount, d->currency);
    any = true;
  }
  put(r, "%r</td>", any ? "" : "nothing named");
}

static void put_options_table(report *r) {
  const lfl_comparison *c = of(r);
  put(r, "<div class=\"scroll\" tabindex=\"0\"><table class=\"plain sets\"><caption>What each option achieves, at what cost, and on what it depends</caption><thead><tr><th scope=\"col\"></th>");
  for (int i = 0; i < c->n_sets; i++)
    if (is_column(r, i)) put(r, "<th scope=\"col\"><bdi>%s</bdi></th>", i ? set_name(r, i) : "no agreement (as entered)");
  put(r, "</tr></thead><tbody>");
  put_row_of_texts(r, "What is meant", offsetof(lfl_compared_set, terms.description));
  put(r, "<tr><th scope=\"row\">Starts</th>");
  for (int i = 0; i < c->n_sets; i++)
    if (is_column(r, i)) put(r, "<td>%r</td>", i ? date_text(r, c->sets[i].terms.from_day, false) : "");
  put(r, "</tr>");
  put_row_of_texts(r, "Run by", offsetof(lfl_compared_set, terms.run_by));
  put_row_of_texts(r, "Secured by", offsetof(lfl_compared_set, terms.secured_by));
  put(r, "<tr><th scope=\"row\">Depends on</th>");
  for (int i = 0; i < c->n_sets; i++) {
    if (i && is_column(r, i)) put_depends(r, i);
    else if (!i) put(r, "<td></td>");
  }
  put(r, "</tr>");
  put_row_of_numbers(r, "Survival service over all days and needs", offsetof(lfl_compared_set, survival_share), true);
  put_row_of_numbers(r, "Unserved person-days", offsetof(lfl_compared_set, unserved_person_days), false);
  put_row_of_numbers(r, plain_text(r, "Least cost of that (%s)", c->currency), offsetof(lfl_compared_set, least_cost), false);
  for (int k = 0; k < c->n_targets; k++) {
    if (!c->target_ids[k]) continue;
    put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th>", c->target_ids[k]);
    for (int i = 0; i < c->n_sets; i++) {
      if (!is_column(r, i)) continue;
      const lfl_compared_set *set = &c->sets[i];
      if (set->has_errors) {
        put(r, "<td>not solved</td>");
        continue;
      }
      put(r, "<td%r><span class=\"v %r\">%s</span>", set->verdicts[k] != c->sets[0].verdicts[k] ? " class=\"turned\"" : "", verdict_class(set->verdicts[k]), can_words(set->verdicts[k]));
      if (!isnan(set->best_people[k])) put(r, "<span class=\"when\">at most %n</span>", set_best_people(set->verdicts[k], set->best_people[k]));
      put(r, "</td>");
    }
    put(r, "</tr>");
  }
  put(r, "</tbody></table></div>");
}

/* Bars to the right: more unserved person-days for each week of waiting. */
static void put_waiting_chart(report *r) {
  enum { LEFT = 250, WIDTH = 300, ROW = 20 };
  const lfl_comparison *c = of(r);
  double most = 0;
  for (int k = 0; k < c->n_waiting; k++)
    if (isfinite(c->waiting[k].more_person_days)) most = fmax(most, c->waiting[k].more_person_days);
  if (!c->n_waiting) return;
  put(r, "<figure><svg class=\"chart compare\" viewBox=\"0 0 700 %d\" role=\"img\" aria-label=\"Unserved person-days more for each week that an option starts later\">", c->n_waiting * ROW + 8);
  for (int k = 0; k < c->n_waiting; k++) {
    const lfl_waiting_row *w = &c->waiting[k];
    double y = 6 + k * ROW, more = isfinite(w->more_person_days) ? w->more_person_days : 0;
    if (k == 0 || c->waiting[k - 1].set_i != w->set_i) put(r, "<text class=\"lab\" x=\"0\" y=\"%f\">%s</text>", y + 11, set_name(r, w->set_i));
    put(r, "<text class=\"tick e\" x=\"%d\" y=\"%f\">%d week%r later</text>", LEFT - 8, y + 11, w->weeks, w->weeks == 1 ? "" : "s");
    if (most > 0 && more > 0) put(r, "<rect class=\"f-gap\" x=\"%d\" y=\"%f\" width=\"%f\" height=\"13\"/>", LEFT, y + 1, fmax(1, WIDTH * more / most));
    put(r, "<text class=\"tick\" x=\"%f\" y=\"%f\">%r%n%r</text>", LEFT + (most > 0 ? WIDTH * fmax(more, 0) / most : 0) + 6, y + 11, more < 0 ? "" : "+", isfinite(w->more_person_days) ? w->more_person_days : (double)NAN,
        k == 0 ? " person-days" : "");
  }
  put(r, "</svg><figcaption>Person-days without survival service that are added if the option starts so much later than on its day, solved again for each start. What lies before the day stays as it is.</figcaption></figure>");
}

static void put_waiting(report *r) {
  const lfl_comparison *c = of(r);
  bool any_late = false;
  for (int i = 0; i < c->n_sets; i++) any_late = any_late || lfl_first_week_too_late(c, i);
  if (!c->n_waiting && !any_late) return;
  put(r, "<h3>What waiting costs</h3>");
  put_waiting_chart(r);
  if (any_late) put(r, "<ul class=\"fine\">");
  for (int i = 0; i < c->n_sets; i++) {
    int late = lfl_first_week_too_late(c, i);
    if (late) put(r, "<li><bdi>%s</bdi>: %d week%r later is after the last day</li>", set_name(r, i), late, late == 1 ? "" : "s");
  }
  if (any_late) put(r, "</ul>");
}

static void put_shared(report *r) {
  const lfl_comparison *c = of(r);
  double worst = -1;
  for (int i = 0; i < c->n_sets; i++)
    if (isfinite(c->shared_regret[i])) worst = fmax(worst, c->shared_regret[i]);
  if (worst < 0 && !c->shared_note) return;
  put(r, "<h3>What can be decided now</h3>");
  if (c->shared_note) {
    put(r, "<p class=\"none\">%s</p>", c->shared_note);
    return;
  }
  const char *not_solved = lfl_options_not_solved(c);
  put(r, "<p>Part of a best plan under every option%r, and if none is agreed, by %D. Solved again with all of it decided, no option%r loses more than <b>%n</b> person-days.%r</p>", not_solved ? " solved" : "", c->first_days - 1,
      not_solved ? " solved" : "", worst, not_solved ? put_text(r, " Not <bdi>%s</bdi>: not solved, as the numbers have errors.", not_solved) : "");
  if (!c->n_shared) {
    put(r, "<p class=\"none\">Nothing of at least one whole unit.</p>");
    return;
  }
  put(r, "<div class=\"scroll\" tabindex=\"0\"><table class=\"plain\"><caption>Decisions common to all options%r in the first %r</caption><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Of</th><th scope=\"col\">From</th><th scope=\"col\">To or at</th><th scope=\"col\" class=\"num\">At least</th></tr></thead><tbody>", not_solved ? " solved" : "", put_text(r, c->first_days == 1 ? "day" : "%d days", c->first_days));
  for (int k = 0; k < c->n_shared; k++) {
    const lfl_shared_row *d = &c->shared[k];
    put(r, "<tr><td>%s</td><td>%s</td><td><bdi>%s</bdi></td><td><bdi>%s</bdi></td><td class=\"num\">%n</td></tr>", lfl_shared_kind_name(d->kind), d->what_id ? d->what_id : "people", d->from_id, d->to_id, d->units);
  }
  put(r, "</tbody></table></div>");
}

bool has_options(const report *r) {
  bool is_any = false;
  for (int i = 0; of(r) && i < of(r)->n_sets; i++) is_any = is_any || of(r)->sets[i].terms.kind == LFL_SET_OPTION;
  return is_any;
}

static void put_options(report *r) {
  if (!has_options(r)) return;
  put(r, "<section id=\"options\" class=\"part\" aria-labelledby=\"options-h\"><h2 id=\"options-h\">Options</h2>"
         "<p>An option is an arrangement that may be agreed. Nothing is said here of how likely it is. The figures are what any plan could do under it, before rounding to whole tents and trucks; marked verdicts differ from those without an agreement.</p>");
  put_options_table(r);
  put_waiting(r);
  put_shared(r);
  put(r, "</section>\n");
}

/* ---- disputed numbers -------------------------------------------------------------------------------- */

static void put_side(report *r, const char *value, const char *source, bool is_own) {
  put(r, "<td>%s<span class=\"when\">%s%r</span></td>", value ? value : "none", source ? source : "no source", is_own ? "" : " (the scenario's figure)");
}

static void put_ledger(report *r, int pair) {
  const lfl_comparison *c = of(r);
  int n = 0;
  for (int k = 0; k < c->n_ledger; k++) n += c->ledger[k].pair == pair;
  put(r, "<h3>Figures that differ</h3>");
  if (!n) {
    put(r, "<p class=\"none\">No figure of the tables that this copy may show.</p>");
    return;
  }
  put(r, "<div class=\"scroll\" tabindex=\"0\"><table class=\"plain rows\"><caption>Every figure in which the two differ, with both sources</caption><thead><tr><th scope=\"col\">Assumption</th><th scope=\"col\">Figure</th><th scope=\"col\"><bdi>%s</bdi></th><th scope=\"col\"><bdi>%s</bdi></th></tr></thead><tbody>",
      set_name(r, c->pairs[pair].a), set_name(r, c->pairs[pair].b));
  for (int k = 0; k < c->n_ledger; k++) {
    const lfl_ledger_row *l = &c->ledger[k];
    if (l->pair != pair) continue;
    put(r, "<tr><td>%s</td><td>%s, %s: %s%r%s%r</td>", l->topic, l->table, l->row_id, l->column, l->what ? " (" : "", l->what, l->what ? ")" : "");
    put_side(r, l->value[0], l->source[0], l->is_own[0]);
    put_side(r, l->value[1], l->source[1], l->is_own[1]);
    put(r, "</tr>");
  }
  put(r, "</tbody></table></div>");
}

/* Two bars a stage: trucks a day that are left, by either party. */
static void put_stages(report *r, int pair) {
  enum { LEFT = 260, WIDTH = 200, ROW = 56 };
  const lfl_comparison *c = of(r);
  double most = 0;
  int n = 0, row = 0;
  for (int k = 0; k < c->n_stages; k++) {
    if (c->stages[k].pair != pair) continue;
    n++;
    for (int side = 0; side < 2; side++)
      if (isfinite(c->stages[k].trucks[side])) most = fmax(most, c->stages[k].trucks[side]);
  }
  if (!n || !(most > 0)) return;
  put(r, "<h3>From submitted to delivered: which stage the dispute is about</h3><figure><svg class=\"chart compare\" viewBox=\"0 0 700 %d\" role=\"img\" aria-label=\"Trucks a day at each stage by either party\">", n * ROW + 6);
  for (int k = 0; k < c->n_stages; k++) {
    const lfl_stage_row *s = &c->stages[k];
    if (s->pair != pair) continue;
    double y = 4 + ROW * row++;
    put(r, "<text class=\"lab\" x=\"0\" y=\"%f\">%s</text><text class=\"tick\" x=\"0\" y=\"%f\">%s</text>", y + 12, s->name, y + 27, s->place_id);
    if (s->is_main) put(r, "<text class=\"tick bad\" x=\"0\" y=\"%f\">the dispute is about this stage</text>", y + 42);
    for (int side = 0; side < 2; side++) {
      double trucks = isfinite(s->trucks[side]) ? s->trucks[side] : 0, top = y + 2 + 15 * side;
      put(r, "<rect class=\"%r\" x=\"%d\" y=\"%f\" width=\"%f\" height=\"12\"/><text class=\"tick\" x=\"%f\" y=\"%f\">%q full loads a day, %p of those before</text>", side ? "f-gain" : "f-min", LEFT, top, fmax(1, WIDTH * trucks / most),
          LEFT + WIDTH * trucks / most + 6, top + 10, s->trucks[side], s->share[side]);
    }
  }
  put(r, "</svg><figcaption><span class=\"key k-min\"></span> <bdi>%s</bdi>, <span class=\"key k-gain\"></span> <bdi>%s</bdi>. Each stage's part in the difference of what is delivered is that of its logarithm, so that no order of the stages matters.</figcaption></figure>", set_name(r, c->pairs[pair].a),
      set_name(r, c->pairs[pair].b));
}

/* What the bars are of. */
static const char *shared_words(const lfl_conclusion_row *row) {
  if (row->is_shared_by_unreached) return "People asked for whom no plan reaches: by how many each assumption moves their number";
  return row->kind == LFL_CONCLUDE_SURVIVAL ? "Person-days by which each assumption moves the figure" : "The amount by which each assumption moves the figure";
}

/* Shares of many are told in full, so that they add up with the figures above them. */
static const char *share_words(report *r, double share) {
  const double MANY = 100;
  return put_text(r, fabs(share) >= MANY ? "%r%n" : "%r%q", share > 0 ? "+" : "", share);
}

/* Bars to both sides: each assumption's share in the difference. */
static void put_share_bars(report *r, int conclusion) {
  enum { LEFT = 330, HALF = 130, ROW = 20 };
  const lfl_comparison *c = of(r);
  double most = 0;
  int n = 0, row = 0, n_orders = 0;
  for (int k = 0; k < c->n_shares; k++)
    if (c->shares[k].conclusion_i == conclusion) {
      most = fmax(most, fabs(c->shares[k].share));
      n_orders = c->shares[k].n_orders;
      n++;
    }
  if (!n || !(most > 0)) return;
  put(r, "<figure><svg class=\"chart compare\" viewBox=\"0 0 700 %d\" role=\"img\" aria-label=\"Share of each assumption in the difference\"><path class=\"grid\" d=\"M%d 0v%d\"/>", n * ROW + 4, LEFT + HALF, n * ROW + 4);
  for (int k = 0; k < c->n_shares; k++) {
    const lfl_share_row *s = &c->shares[k];
    if (s->conclusion_i != conclusion) continue;
    double y = 2 + ROW * row++, width = HALF * fabs(s->share) / most;
    put(r, "<text class=\"tick e\" x=\"%d\" y=\"%f\">%s</text><rect class=\"%r\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"13\"/>", LEFT - 8, y + 11, s->topic, s->share < 0 ? "f-min" : "f-gain", s->share < 0 ? LEFT + HALF - width : LEFT + HALF, y + 1, fmax(width, 0.5));
    put(r, "<text class=\"tick\" x=\"%d\" y=\"%f\">%r%r</text>", LEFT + 2 * HALF + 8, y + 11, share_words(r, s->share), s->n_orders ? put_text(r, " ± %q", s->error) : "");
  }
  put(r, "</svg><figcaption>%r from the first party's to the second's: its mean effect over all orders of changing them (Shapley value), %r; the bars add up to the difference.</figcaption></figure>", shared_words(&c->conclusions[conclusion]),
      n_orders ? put_text(r, "over %d sampled orders, forwards and backwards, with a 95%% bound", n_orders) : "exact");
}

static void put_turning(report *r, int conclusion) {
  const lfl_comparison *c = of(r);
  int group = 0;
  for (int k = 0; k < c->n_turning; k++) {
    const lfl_turning_row *t = &c->turning[k];
    if (t->conclusion_i != conclusion) continue;
    if (t->group != group) put(r, "%r%r <b>%s</b>", group ? "</p>" : "", t->is_smallest ? "<p>Turned by" : "<p>Turned by a group of which none can be left out:", t->topic);
    else put(r, " with <b>%s</b>", t->topic);
    group = t->group;
  }
  if (group) put(r, "</p>");
}

static const char *kind_title(lfl_conclusion_kind kind) {
  static const char *const titles[] = {"Unserved person-days", "Target", "Claim", "Need on the last day", "First page: people served in every need"};
  return titles[kind];
}

static void put_answer(report *r, const lfl_conclusion_row *row, int side) {
  if (row->answer[side] && *row->answer[side]) {
    bool is_claim = row->kind == LFL_CONCLUDE_CLAIM, is_good = strcmp(row->answer[side], "possible") == 0 || strcmp(row->answer[side], "confirmed") == 0 || strcmp(row->answer[side], "met") == 0;
    bool is_open = strcmp(row->answer[side], "open") == 0 || strcmp(row->answer[side], "unknown") == 0;
    put(r, "<td><span class=\"v %r\">%s</span>", is_open ? "v-open" : is_good ? "v-met" : "v-no", row->answer[side]);
    if (lfl_conclusion_is_never(of(r), row, side)) put(r, "<span class=\"when\">%s</span>", never_words(r, of(r)->n_days));
    else if (!isnan(row->figure[side])) put(r, "<span class=\"when\">%r %n</span>", is_claim ? "figure" : "people", row->figure[side]);
    put(r, "</td>");
  } else {
    put(r, "<td class=\"num\">%n</td>", row->figure[side]);
  }
}

static void put_conclusions(report *r, int pair) {
  const lfl_comparison *c = of(r);
  int n, n_held = lfl_conclusions_held(c, pair, &n);
  if (!n) return;
  put(r, "<h3>Which conclusions hold under both</h3><p><b>%d of %d</b> conclusions are the same under both parties' numbers.</p>", n_held, n);
  put(r, "<div class=\"scroll\" tabindex=\"0\"><table class=\"plain\"><caption>Conclusions under each party's numbers</caption><thead><tr><th scope=\"col\">Conclusion</th><th scope=\"col\"><bdi>%s</bdi></th><th scope=\"col\"><bdi>%s</bdi></th><th scope=\"col\">Under both</th></tr></thead><tbody>",
      set_name(r, c->pairs[pair].a), set_name(r, c->pairs[pair].b));
  for (int k = 0; k < c->n_conclusions; k++) {
    const lfl_conclusion_row *row = &c->conclusions[k];
    const char *id = lfl_conclusion_id(c, row);
    if (row->pair != pair || !id) continue;
    bool is_named = row->kind == LFL_CONCLUDE_TARGET || row->kind == LFL_CONCLUDE_CLAIM || row->kind == LFL_CONCLUDE_NEED;
    const char *said = row->kind == LFL_CONCLUDE_CLAIM ? c->claim_texts[row->subject_i] : NULL;
    put(r, "<tr%r><th scope=\"row\">%s%r<bdi>%s</bdi>%r%s%r</th>", row->holds ? "" : " class=\"turned\"", kind_title(row->kind), is_named ? ": " : "", is_named ? id : "", said ? "<span class=\"when\">" : "", said, said ? "</span>" : "");
    put_answer(r, row, 0);
    put_answer(r, row, 1);
    put(r, "<td>%r%r%s%r</td></tr>", !lfl_conclusion_is_decided(row) ? "open" : row->holds ? "holds" : "<b>differs</b>", row->note ? "<span class=\"when\">" : "", row->note, row->note ? "</span>" : "");
  }
  put(r, "</tbody></table></div>");
}

static void put_differences(report *r, int pair) {
  const lfl_comparison *c = of(r);
  bool any = false;
  for (int k = 0; k < c->n_conclusions; k++) {
    const lfl_conclusion_row *row = &c->conclusions[k];
    bool is_traced = false;
    for (int i = 0; i < c->n_shares; i++) is_traced = is_traced || c->shares[i].conclusion_i == k;
    if (row->pair != pair || row->holds || !is_traced || !lfl_conclusion_id(c, row)) continue;
    if (!any) put(r, "<h3>Which assumption makes the difference</h3>");
    any = true;
    bool is_named = row->kind == LFL_CONCLUDE_TARGET || row->kind == LFL_CONCLUDE_CLAIM || row->kind == LFL_CONCLUDE_NEED;
    put(r, "<h4>%s%r<bdi>%s</bdi></h4>", kind_title(row->kind), is_named ? ": " : "", is_named ? lfl_conclusion_id(c, row) : "");
    put_turning(r, k);
    put_share_bars(r, k);
  }
}

/* A party whose numbers have errors. */
static void put_notes(report *r, int pair) {
  const int sides[] = {of(r)->pairs[pair].a, of(r)->pairs[pair].b};
  for (int side = 0; side < 2; side++) {
    const lfl_compared_set *set = &of(r)->sets[sides[side]];
    if (set->has_errors) put(r, "<p class=\"none\"><bdi>%s</bdi>: %s</p>", set_name(r, sides[side]), set->note);
  }
}

void put_comparison(report *r) {
  if (!of(r)) return;
  put_options(r);
  for (int pair = 0; pair < of(r)->n_pairs; pair++) {
    put(r, "<section id=\"dispute-%d\" class=\"part\" aria-labelledby=\"dispute-%d-h\"><h2 id=\"dispute-%d-h\">Disputed numbers: <bdi>%s</bdi> and <bdi>%s</bdi></h2>", pair + 1, pair + 1, pair + 1, set_name(r, of(r)->pairs[pair].a),
        set_name(r, of(r)->pairs[pair].b));
    put_notes(r, pair);
    put_ledger(r, pair);
    put_stages(r, pair);
    put_conclusions(r, pair);
    put_differences(r, pair);
    put(r, "</section>\n");
  }
}
