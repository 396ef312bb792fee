/* plan.xlsx, the front page: the answer in a sentence, targets, what is needed against what
 * enters, what stands in the way, claims, cost, and how the plan was judged.
 * "Served" in the sentence is by place the fewest served in any planned survival need on the
 * last day told, as nobody knows that it is the same people who get all of them.
 * O(rows of service). Tests: tests/unit/test_store.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "model/money.h"
#include "model/redact.h"
#include "model/willing.h"
#include "store/workbook.h"

enum { N_COLUMNS = 10 };

typedef struct front {
  book *b;
  lxw_worksheet *page;
  lxw_row_t row;
} front;

static void put_line(front *f, const char *text, lxw_format *format, double height) {
  const char *clean = book_text(f->b, text);
  if (!f->page || !clean) return;
  worksheet_merge_range(f->page, f->row, 0, f->row, N_COLUMNS - 1, clean, format);
  worksheet_set_row(f->page, f->row, height, NULL);
  f->row++;
}

static void begin_block(front *f, const char *title, const char *const *headers, int n) {
  f->row++;
  book_put_text(f->b, f->page, f->row++, 0, title, f->b->heading);
  if (f->page) worksheet_set_row(f->page, f->row, 62, NULL);
  for (int k = 0; k < n; k++) book_put_text(f->b, f->page, f->row, k, headers[k], f->b->header);
  f->row++;
}

static void put(front *f, int column, const char *text) { book_put_text(f->b, f->page, f->row, column, text, f->b->cell[SHEET_TEXT]); }
static void put_day(front *f, int column, int day) { book_put_day(f->b, f->page, f->row, column, day, f->b->cell[SHEET_DATE]); }
static void put_number(front *f, int column, double value, sheet_kind kind) { book_put_number(f->b, f->page, f->row, column, value, kind); }

/* 1234567 as "1,234,567". */
static const char *count_words(book *b, double value) {
  char digits[32], out[48];
  snprintf(digits, sizeof digits, "%.0f", value);
  size_t n = strlen(digits), k = 0;
  for (size_t i = 0; i < n && k + 2 < sizeof out; i++) {
    out[k++] = digits[i];
    if ((n - i - 1) % 3 == 0 && i + 1 < n && digits[i] != '-') out[k++] = ',';
  }
  out[k] = 0;
  const char *words = lfl_arena_strdup(b->arena, out);
  if (!words) b->no_memory = true;
  return words ? words : "";
}

/* ---- the sentence -------------------------------------------------------------------------------- */

static bool count_served(const book *b, int day, double *people, double *served) {
  const lfl_scenario *s = b->c->s;
  double *least = lfl_arena_new(b->arena, (size_t)s->n_places, double), *asked = lfl_arena_new(b->arena, (size_t)s->n_places, double);
  if (!least || !asked) return false;
  for (int i = 0; i < s->n_places; i++) least[i] = (double)INFINITY;
  for (int i = 0; i < b->c->plan->n_service; i++) {
    const lfl_service_row *r = &b->c->plan->service[i];
    if (r->day != day || r->tier != lfl_answer_tier(s) || r->place_i < 0 || r->place_i >= s->n_places) continue;
    least[r->place_i] = fmin(least[r->place_i], r->served_people);
    asked[r->place_i] = fmax(asked[r->place_i], r->people);
  }
  *people = *served = 0;
  for (int i = 0; i < s->n_places; i++) {
    if (isinf(least[i])) continue;
    *people += asked[i];
    *served += least[i];
  }
  return true;
}

/* Are there regions of which few are served, in any need, so that they are not told? */
static bool lacks_few(const book *b, int day) {
  const lfl_scenario *s = b->c->s;
  bool is_any = false;
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++) is_any = is_any || lfl_lacks_few(b->c->plan, i, n, lfl_answer_tier(s), day);
  return is_any;
}

/* Survival comes first, then the day. */
static bool is_sooner(const lfl_pipeline_break *a, const lfl_pipeline_break *b) {
  if (a->day < 0) return false;
  return !b || a->tier < b->tier || (a->tier == b->tier && a->day < b->day);
}

static void write_answer(front *f) {
  book *b = f->b;
  const lfl_plan *plan = b->c->plan;
  int last = -1;
  for (int i = 0; i < plan->n_service; i++)
    if (plan->service[i].day > last) last = plan->service[i].day;
  double people = 0, served = 0;
  if (last >= 0 && !count_served(b, last, &people, &served)) b->no_memory = true;
  if (plan->stopped) put_line(f, book_words(b, "This run ended early (%s): the best plan so far, not the best there is.", plan->stopped), b->warning, 20);
  if (lfl_plan_is_open_behind_first(plan)) put_line(f, "Proved for survival alone; what the plan does beyond it was improved part by part of the country: better plans may exist.", b->answer, 20);
  bool is_few = last >= 0 && !(people > 0) && lacks_few(b, last);
  if (is_few) put_line(f, book_words(b, "By %s, fewer than 10 people of a region get %s service in every planned need.", store_date(b->c, last), lfl_tier_name(lfl_answer_tier(b->c->s))), b->answer, 20);
  else if (last >= 0)
    put_line(f, book_words(b, "By %s, %s%s of %s people in need get %s service in every planned need.", store_date(b->c, last),
                                 b->c->audience == LFL_PUBLIC ? "at most " : "", /* of a region the least need is at least the sum of its places' least */
                                 count_words(b, served), count_words(b, people), lfl_tier_name(lfl_answer_tier(b->c->s))), b->answer, 20);
  if (plan->lacks_bottleneck) put_line(f, "Bottleneck: not in this copy.", b->answer, 20);
  else if (plan->n_binding && plan->binding[0].text) put_line(f, book_words(b, "Bottleneck: %s", plan->binding[0].text), b->answer, 36);
  const lfl_needs *needs = b->c->needs;
  const lfl_pipeline_break *first = NULL;
  for (int i = 0; needs && b->c->audience != LFL_PUBLIC && i < needs->n_breaks; i++)
    if (is_sooner(&needs->breaks[i], first)) first = &needs->breaks[i];
  if (first)
    put_line(f, book_words(b, "Next break of the pipeline: %s at the %s tier on %s, short for %s people, if nothing more enters than is known.",
                                 b->c->s->needs[first->need_i].id, lfl_tier_name(first->tier), store_date(b->c, first->day), count_words(b, first->short_people)),
             b->answer, 20);
}

static void write_about(front *f) {
  static const char *const audiences[] = {"public", "partners", "restricted"};
  book *b = f->b;
  const lfl_scenario *s = b->c->s;
  put_line(f, book_words(b, "%s to %s (%d days). Latest observation in the data: %s. Standards: %s. %d kinds of figures are defaults. Lifeline %s. For: %s.",
                               store_date(b->c, 0), store_date(b->c, s->n_days - 1), s->n_days, s->data_date ? s->data_date : "not recorded", s->standard_set,
                               s->n_defaults, b->c->plan->version, audiences[b->c->audience]), b->note, 28);
  if (b->c->plan->is_cut)
    put_line(f, "This copy leaves out what is restricted: its people and service count in the area above it, where there is one; trips, stocks and construction there are not shown. It cannot be verified; the restricted copy can.", b->note, 28);
  if (s->n_not_planned) {
    lfl_buf list = {0};
    for (int i = 0; i < s->n_not_planned; i++) lfl_buf_printf(&list, "%s%s", i ? ", " : "", s->not_planned[i]);
    if (list.failed) b->no_memory = true;
    put_line(f, book_words(b, "Not planned, because the tables say nothing of them: %s.", list.text ? list.text : ""), b->note, 15);
    lfl_buf_clear(&list);
  }
}

/* ---- blocks ------------------------------------------------------------------------------------------ */

static const char *verdict_words(lfl_verdict verdict) {
  static const char *const words[] = {"not decided", "met by this plan", "possible, not met by this plan", "proved impossible"};
  return words[verdict <= LFL_IMPOSSIBLE ? verdict : LFL_VERDICT_UNKNOWN];
}

static void write_targets(front *f) {
  static const char *const headers[] = {"Target", "What", "Where", "By", "Asked (people)", "Verdict", "This plan reaches (people)", "Most found (people)",
                                        "Proved limit (people)", "Earliest day"};
  static const char *const kinds[] = {"move out", "served", "capacity"};
  const store_context *c = f->b->c;
  if (!c->n_targets) return;
  begin_block(f, "Targets: is it possible, and by when?", headers, 10);
  for (int k = 0; k < c->n_targets; k++, f->row++) {
    int i = c->targets[k];
    const lfl_target *target = &c->s->targets[i];
    const lfl_target_result *r = &c->plan->targets[i];
    const char *what = target->kind == LFL_TARGET_CAPACITY ? lfl_capacity_name(target->capacity)
                       : target->kind == LFL_TARGET_MOVE_OUT ? ""
                       : target->need_i >= 0 ? c->s->needs[target->need_i].id : "in all planned needs at";
    if (f->page) worksheet_set_row(f->page, f->row, r->willing_missing ? 62 : 32, NULL); /* two lines, or four */
    put(f, 0, target->id);
    put(f, 1, book_words(f->b, "%s %s%s%s", kinds[target->kind], what, target->kind == LFL_TARGET_SERVED ? " " : "",
                               target->kind == LFL_TARGET_SERVED ? lfl_tier_name(target->tier) : ""));
    put(f, 2, target->place_i >= 0 ? c->s->places[target->place_i].name : "everywhere");
    put_day(f, 3, target->by_day);
    put_number(f, 4, store_count(c, lfl_target_whole(r->people, r->people)), SHEET_COUNT);
    lfl_willing w;
    bool is_listed = r->willing_missing && c->audience != LFL_PUBLIC && lfl_target_willing(c->s, target, NULL, f->b->arena, &w) && w.n_missing;
    put(f, 5, !r->willing_missing ? verdict_words(r->verdict)
              : book_words(f->b, "%s; willingness to move is not recorded%s%s", verdict_words(r->verdict), is_listed ? " for " : "", is_listed ? w.missing_names : ""));
    put_number(f, 6, store_count(c, lfl_target_whole(r->plan_people, r->people)), SHEET_COUNT);
    put_number(f, 7, store_count(c, lfl_target_whole(r->best_people, r->people)), SHEET_COUNT);
    put_number(f, 8, store_count(c, lfl_target_whole(r->bound_people, r->people)), SHEET_COUNT);
    if (r->earliest_day >= 0) put_day(f, 9, r->earliest_day);
    else put(f, 9, r->verdict == LFL_MET ? "by then" : r->verdict == LFL_VERDICT_UNKNOWN ? "not known" : "none within these days");
  }
}

/* The same figures of the first day and of the day of most trucks; of the whole time with the first. */
static void write_need(front *f, const lfl_pipeline_row *r) {
  const store_context *c = f->b->c;
  put(f, 0, c->s->needs[r->need_i].id);
  put_number(f, 1, r->need_survival, SHEET_COUNT);
  put_number(f, 2, r->need_minimum, SHEET_COUNT);
  put_number(f, 3, r->need_m3, SHEET_QUANTITY);
  put_number(f, 4, r->need_t, SHEET_QUANTITY);
  put_number(f, 5, r->need_trucks, SHEET_QUANTITY);
  put_number(f, 6, r->enters_person_days, SHEET_COUNT);
}

static void write_breaks(front *f, int need_i) {
  const store_context *c = f->b->c;
  double enters = 0;
  for (int k = 0; k < c->needs->n_pipeline; k++)
    if (c->needs->pipeline[k].need_i == need_i) enters += c->needs->pipeline[k].enters_person_days;
  put_number(f, 7, enters / c->s->n_days, SHEET_COUNT);
  for (int k = 0; k < c->needs->n_breaks; k++) {
    const lfl_pipeline_break *stop = &c->needs->breaks[k];
    if (stop->need_i != need_i) continue;
    if (stop->day >= 0) put_day(f, stop->tier == LFL_SURVIVAL ? 8 : 9, stop->day);
    else put(f, stop->tier == LFL_SURVIVAL ? 8 : 9, "not within these days");
  }
}

static const char *tenths(front *f, double trucks) { return book_words(f->b, "%.1f", lfl_round_to(trucks, 10)); }

static const char *let_in_words(front *f, const lfl_needs_trucks *t) {
  if (isnan(t->let_in)) return "what this copy does not tell";
  return isfinite(t->let_in) ? count_words(f->b, t->let_in) : "any number";
}

static void write_pipeline_on(front *f, const lfl_needs_trucks *t) {
  static const char *const headers[] = {"Need", "Survival needs (person-days on the day)", "Minimum needs (person-days on the day)", "Needed (m3 on the day)", "Needed (t on the day)",
                                        "Needed (trucks on the day)", "Becomes available (person-days on the day)", "Becomes available, mean of all days (person-days a day)",
                                        "Runs short at survival on", "Runs short at minimum on"};
  const store_context *c = f->b->c;
  const char *date = lfl_day_date(c->s, t->day, f->b->arena);
  begin_block(f, book_words(f->b, "Needs against what enters, before anything is planned: %s%s", date ? date : "", t->day > 0 ? ", the day of most trucks" : ", the first day"), headers, t->day > 0 ? 7 : 10);
  for (int i = 0; i < c->needs->n_pipeline; i++) {
    const lfl_pipeline_row *r = &c->needs->pipeline[i];
    if (r->day != t->day || r->need_i < 0 || r->need_i >= c->s->n_needs) continue;
    write_need(f, r);
    if (!t->day) write_breaks(f, r->need_i);
    f->row++;
  }
  put_line(f, book_words(f->b, "Together %.1f trucks on that day at the survival tier and %.1f at the minimum tier%s; the crossings let in %s%s%s%s.",
                               lfl_round_to(t->survival, 10), lfl_round_to(t->minimum, 10), lfl_needs_water_words(t, tenths(f, t->water[LFL_SURVIVAL]), tenths(f, t->water[LFL_MINIMUM]), f->b->arena), let_in_words(f, t),
                               lfl_needs_lose_loads(t) ? book_words(f->b, ", of which %.1f arrive", lfl_round_to(t->arrive, 10)) : "", lfl_needs_cut_words(t), lfl_needs_permission_words(c->s, t->day, c->audience)), f->b->note, 15);
}

static void write_pipeline(front *f) {
  const store_context *c = f->b->c;
  if (!c->needs || !c->needs->n_pipeline || c->audience == LFL_PUBLIC) return;
  write_pipeline_on(f, &c->needs->first);
  if (c->needs->most.day > 0) write_pipeline_on(f, &c->needs->most);
}

static void write_binding(front *f) {
  static const char *const headers[] = {"Limit", "At", "From", "To", "One more is", "Tried (more of it)", "Gains (survival person-days)", "In words"};
  const lfl_plan *plan = f->b->c->plan;
  enum { MOST = 12 };
  if (!plan->n_binding) return;
  begin_block(f, "What stands in the way", headers, 8);
  for (int i = 0; i < plan->n_binding && i < MOST; i++) {
    const lfl_binding_row *r = &plan->binding[i];
    put(f, 0, r->limit);
    put(f, 1, r->subject_id);
    put_day(f, 2, r->from_day);
    put_day(f, 3, r->to_day);
    put(f, 4, r->unit);
    put_number(f, 5, r->step, SHEET_QUANTITY);
    if (isnan(r->gain)) put(f, 6, "not tried");
    else put_number(f, 6, r->gain, SHEET_COUNT);
    const char *text = book_text(f->b, r->text);
    if (f->page && text) {
      worksheet_merge_range(f->page, f->row, 7, f->row, N_COLUMNS - 1, text, f->b->cell[SHEET_TEXT]);
      worksheet_set_row(f->page, f->row, 45, NULL);
    }
    f->row++;
  }
}

static void write_claims(front *f) {
  static const char *const headers[] = {"Claim", "Answer", "Figure", "What was said", "", "", "", "Why"};
  const store_context *c = f->b->c;
  if (!c->n_claims) return;
  begin_block(f, "Claims held against the plan", headers, 8);
  for (int k = 0; k < c->n_claims; k++) {
    int i = c->claims[k];
    const lfl_claim_result *r = &c->plan->claims[i];
    put(f, 0, c->s->claims[i].id);
    put(f, 1, lfl_claim_answer_name(r->answer));
    if (lfl_claim_is_of_days(&c->s->claims[i]) && r->figure > c->s->n_days) put(f, 2, "not within the days planned");
    else put_number(f, 2, r->figure, SHEET_COUNT);
    const char *said = book_text(f->b, lfl_plan_words(c->plan, c->s->claims[i].text)), *why = book_text(f->b, r->text);
    if (f->page) {
      worksheet_merge_range(f->page, f->row, 3, f->row, 6, said ? said : "", f->b->cell[SHEET_TEXT]);
      worksheet_merge_range(f->page, f->row, 7, f->row, N_COLUMNS - 1, why ? why : "", f->b->cell[SHEET_TEXT]);
      worksheet_set_row(f->page, f->row, 45, NULL);
    }
    f->row++;
  }
}

static void write_sets(front *f) {
  const store_context *c = f->b->c;
  if (c->plan->n_sets < 2) return;
  static const char *const headers[] = {"Assumptions", "Survival service (share)", "Targets that can be met", "Targets proved impossible", "Remark"};
  begin_block(f, "Under whose numbers does it hold?", headers, 5);
  for (int i = 0; i < c->plan->n_sets; i++, f->row++) {
    const lfl_set_result *r = &c->plan->sets[i];
    int n_possible = 0, n_impossible = 0;
    for (int j = 0; j < c->n_targets; j++) {
      int k = c->targets[j];
      if (k >= r->n_targets) continue;
      n_possible += r->verdicts[k] == LFL_MET || r->verdicts[k] == LFL_POSSIBLE;
      n_impossible += r->verdicts[k] == LFL_IMPOSSIBLE;
    }
    put(f, 0, *r->set_id ? r->set_id : "as the tables stand");
    put_number(f, 1, r->survival_share, SHEET_SHARE);
    put_number(f, 2, n_possible, SHEET_COUNT);
    put_number(f, 3, n_impossible, SHEET_COUNT);
    put(f, 4, r->note);
  }
}

static void write_cost_totals(front *f) {
  static const char *const headers[] = {"Line", "Amount", "Currency"};
  const store_context *c = f->b->c;
  double total = 0;
  if (!c->plan->n_spending) return;
  begin_block(f, "Cost of the plan", headers, 3);
  for (lfl_line line = 0; line < LFL_N_LINES; line++) {
    double amount = 0;
    if (line == LFL_LINE_REPAIRS && !c->s->n_projects) continue;
    for (int i = 0; i < c->plan->n_spending; i++)
      if (strcmp(c->plan->spending[i].line, lfl_line_name(line)) == 0) amount += c->plan->spending[i].amount;
    put(f, 0, lfl_line_name(line));
    put_number(f, 1, amount, SHEET_COUNT);
    put(f, 2, c->s->currency);
    total += amount;
    f->row++;
  }
  put(f, 0, "all");
  put_number(f, 1, total, SHEET_COUNT);
  put(f, 2, c->s->currency);
  f->row++;
}

static void write_levels(front *f) {
  static const char *const headers[] = {"Order", "Level", "Meaning", "", "", "", "Best value (before whole things)", "Proved bound", "Gap (share)", "Of this plan"};
  static const char *const meanings[] = {
      [LFL_LEVEL_SURVIVAL] = "unserved survival person-days, weighted by need, and days in places at risk",
      [LFL_LEVEL_FAIRNESS] = "largest unserved survival share of any place",
      [LFL_LEVEL_MINIMUM] = "unserved minimum person-days, weighted by need",
      [LFL_LEVEL_MOVEMENT] = "person-kilometres moved",
      [LFL_LEVEL_COST] = "cost"};
  const lfl_plan *plan = f->b->c->plan;
  begin_block(f, "How the plan was chosen: each level as low as can be without raising one above", headers, 10);
  for (int i = 0; i < plan->n_levels; i++, f->row++) {
    const lfl_level *r = &plan->levels[i];
    sheet_kind kind = r->kind == LFL_LEVEL_FAIRNESS ? SHEET_SHARE : SHEET_COUNT;
    put_number(f, 0, i + 1, SHEET_COUNT);
    put(f, 1, lfl_level_name(r->kind));
    if (f->page) worksheet_merge_range(f->page, f->row, 2, f->row, 5, meanings[r->kind], f->b->cell[SHEET_TEXT]);
    put_number(f, 6, r->value, kind);
    put_number(f, 7, r->bound, kind);
    if (f->page && isfinite(r->gap)) worksheet_write_number(f->page, f->row, 8, r->gap, f->b->cell[SHEET_SHARE]);
    put_number(f, 9, r->published_value, kind);
  }
}

void book_write_front(book *b) {
  front f = {b, book_add_page(b, "Front page"), 0};
  if (!f.page) return;
  static const double widths[N_COLUMNS] = {18, 17, 17, 14, 14, 20, 15, 15, 15, 15};
  for (int k = 0; k < N_COLUMNS; k++) worksheet_set_column(f.page, (lxw_col_t)k, (lxw_col_t)k, widths[k], NULL);
  put_line(&f, lfl_plan_words(b->c->plan, b->c->s->title), b->title, 28);
  write_answer(&f);
  write_about(&f);
  write_targets(&f);
  write_pipeline(&f);
  write_binding(&f);
  write_claims(&f);
  write_sets(&f);
  write_cost_totals(&f);
  write_levels(&f);
}
