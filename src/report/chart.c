/* The charts, drawn in C as SVG so that they stand in the page without any script and in print.
 * Every chart has a title that says what it shows in a sentence; every figure of it is in a table
 * of the page or of the plan's files. Days run left to right over the whole plan. O(days) each.
 * Tests: tests/unit/test_report.c, tests/browser. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "report/page.h"

typedef struct plot {
  double left, top, width, height; /* of the area between the axes */
  double most;                     /* value at the top */
  int n_days;
} plot;

static double x_at(const plot *p, double day) { return p->left + (p->n_days > 1 ? day / (p->n_days - 1) : 0.5) * p->width; }
static double y_at(const plot *p, double value) { return p->top + p->height * (1 - (p->most > 0 ? fmin(fmax(value, 0) / p->most, 1) : 0)); }

/* Least of 1, 2, 2.5, 5 times a power of ten that is not below the value. */
static double round_up(double value) {
  if (!(value > 0)) return 1;
  double unit = pow(10, floor(log10(value)));
  static const double steps[] = {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
    if (value <= steps[i] * unit * (1 + 1e-12)) return steps[i] * unit;
  return 10 * unit;
}

static void put_axes(report *r, const plot *p) {
  for (int i = 0; i <= 2; i++) {
    double value = p->most * i / 2, y = y_at(p, value);
    put(r, "<path class=\"grid\" d=\"M%f %fh%f\"/><text class=\"tick e\" x=\"%f\" y=\"%f\">%s</text>", p->left, y, p->width, p->left - 5, y + 3.5,
        value >= 1e6 ? people_words(r, value) : plain_text(r, "%q", value));
  }
  put(r, "<text class=\"tick\" x=\"%f\" y=\"%f\">%S</text>", p->left, p->top + p->height + 14, 0);
  int middle = (p->n_days - 1) / 2;
  if (p->n_days > 2)
    put(r, "<text class=\"tick m\" x=\"%f\" y=\"%f\">%S</text>", x_at(p, middle), p->top + p->height + 14, middle);
  if (p->n_days > 1)
    put(r, "<text class=\"tick e\" x=\"%f\" y=\"%f\">%S</text>", p->left + p->width, p->top + p->height + 14, p->n_days - 1);
}

/* Marker that the day's slider moves. */
static void put_marker(report *r, const plot *p) {
  put(r, "<path class=\"now\" data-x0=\"%f\" data-x1=\"%f\" d=\"M%f %fv%f\"/>", x_at(p, 0), x_at(p, p->n_days - 1), x_at(p, 0), p->top, p->height);
}

static void put_series(report *r, const plot *p, const char *klass, const double *value, bool is_area) {
  put(r, "<path class=\"%r\" d=\"", klass);
  for (int k = 0; k < r->n_k; k++) put(r, "%r%f %f", k ? "L" : "M", x_at(p, r->day[k]), y_at(p, value[k]));
  if (is_area && r->n_k)
    put(r, "L%f %fL%f %fZ", x_at(p, r->day[r->n_k - 1]), p->top + p->height, x_at(p, r->day[0]), p->top + p->height);
  put(r, "\"/>");
}

void put_service_chart(report *r, int need_i) {
  const lfl_need *need = &r->s->needs[need_i];
  plot p = {68, 10, 284, 96, 0, r->s->n_days};
  int tier0 = need->has_tier[LFL_SURVIVAL] ? LFL_SURVIVAL : LFL_MINIMUM, last = r->n_k - 1;
  if (last < 0) return;
  const double *asked = &r->sum_asked[at_sum(r, need_i, tier0, 0)];
  for (int k = 0; k < r->n_k; k++) p.most = fmax(p.most, asked[k]);
  if (!(p.most > 0) && !is_asked_for(r, need_i, last)) return;
  p.most = round_up(p.most);
  put(r, "<figure class=\"mult\"><figcaption><b>%s</b> ", need_title(need->id));
  for (int tier = 0; tier < LFL_N_TIERS; tier++)
    if (need->has_tier[tier])
      put(r, "<span class=\"nb\">%s at %s</span>%r", served_words(r, need_i, tier, last), lfl_tier_name((lfl_tier)tier), tier == LFL_SURVIVAL && need->has_tier[LFL_MINIMUM] ? ", " : "");
  put(r, ", %S</figcaption><svg class=\"chart\" viewBox=\"0 0 360 124\" role=\"img\" aria-label=\"%s: people served by day against people in need\">",
      r->day[last], need_title(need->id));
  put_series(r, &p, "s-gap", asked, true);
  if (need->has_tier[LFL_SURVIVAL]) put_series(r, &p, "s-surv", &r->sum_served[at_sum(r, need_i, LFL_SURVIVAL, 0)], true);
  if (need->has_tier[LFL_MINIMUM]) put_series(r, &p, "s-min", &r->sum_served[at_sum(r, need_i, LFL_MINIMUM, 0)], true);
  put_series(r, &p, "s-need", asked, false);
  put_axes(r, &p);
  put_marker(r, &p);
  put(r, "</svg></figure>");
}

/* Places that people come to: sites, and where anyone is moved or arrives unplanned. */
static bool *list_receiving(report *r, bool *any) {
  bool *list = lfl_arena_new(r->arena, (size_t)r->s->n_places, bool);
  if (!list) return NULL;
  *any = false;
  for (int i = 0; i < r->plan->n_movements; i++) list[r->plan->movements[i].to_i] = *any = true;
  for (int i = 0; i < r->s->n_population_changes; i++)
    if (r->s->population_changes[i].people > 0) list[r->s->population_changes[i].place_i] = *any = true;
  for (int i = 0; i < r->s->n_places; i++) {
    if (r->s->places[i].is_host && r->s->places[i].kind == LFL_SITE) list[i] = *any = true;
    if (!*any && i == r->s->n_places - 1)
      for (int j = 0; j < r->s->n_places; j++) list[j] = r->s->places[j].is_host;
  }
  return list;
}

void put_ready_chart(report *r) {
  size_t n = (size_t)r->s->n_days;
  double *ready = lfl_arena_new(r->arena, n, double);
  double *ready_k = lfl_arena_new(r->arena, n, double), *there_k = lfl_arena_new(r->arena, n, double);
  bool any = false, *receives = list_receiving(r, &any), has_shelter = false;
  if (!ready || !ready_k || !there_k || !receives) {
    r->failed = true;
    return;
  }
  for (int i = 0; i < r->plan->n_capacity; i++) {
    const lfl_capacity_row *row = &r->plan->capacity[i];
    if (row->capacity != LFL_SHELTER || !receives[row->place_i]) continue;
    ready[row->day] += row->people;
    has_shelter = true;
  }
  if (!has_shelter || !r->n_k) {
    put(r, "<p class=\"none\">No shelter capacity by day in this copy of the plan: no curve of ready places.</p>");
    return;
  }
  plot p = {68, 12, 384, 120, 0, r->s->n_days};
  for (int k = 0; k < r->n_k; k++) {
    for (int i = 0; i < r->s->n_places; i++)
      if (receives[i]) there_k[k] += fmax(0, r->in_need[at_place(r, i, k)]);
    ready_k[k] = ready[r->day[k]];
    p.most = fmax(p.most, fmax(ready_k[k], there_k[k]));
  }
  p.most = round_up(p.most);
  put(r, "<figure><svg class=\"chart\" viewBox=\"0 0 460 166\" role=\"img\" aria-label=\"Shelter places ready against people in need there, by day\">");
  put_series(r, &p, "s-surv", ready_k, true);
  put_series(r, &p, "s-need", there_k, false);
  put_axes(r, &p);
  put(r, "</svg><figcaption><span class=\"key k-surv\"></span> shelter places ready (minimum tier) <span class=\"key k-need\"></span> people in need there, %s%r. On %S: <b>%s</b> places for <b>%s</b> people in need.</figcaption></figure>",
      any ? "at sites and where people arrive" : "everywhere", r->plan->is_cut ? ", as far as this copy names the places" : "", r->day[r->n_k - 1], people_words(r, ready_k[r->n_k - 1]), people_words(r, there_k[r->n_k - 1]));
}

void put_reach_chart(report *r, const double *reached, double asked, int by_day) {
  plot p = {68, 12, 384, 84, asked, r->s->n_days};
  if (!r->n_k || !(asked > 0) || !isfinite(asked)) return;
  for (int k = 0; k < r->n_k; k++) p.most = fmax(p.most, reached[k]);
  p.most = round_up(p.most);
  put(r, "<figure><svg class=\"chart reach\" viewBox=\"0 0 460 114\" role=\"img\" aria-label=\"People this plan reaches by day, against those asked for by %D\">", by_day);
  put_series(r, &p, "s-surv", reached, true);
  put_axes(r, &p);
  double x = x_at(&p, by_day < p.n_days ? by_day : p.n_days - 1), y = y_at(&p, asked);
  put(r, "<path class=\"s-ask\" d=\"M%f %fH%f\"/><circle class=\"ask\" cx=\"%f\" cy=\"%f\" r=\"3.5\"/>", p.left, y, p.left + p.width, x, y);
  put(r, "</svg><figcaption><span class=\"key k-surv\"></span> reached by this plan <span class=\"key k-ask\"></span> asked for; the dot stands at %D.</figcaption></figure>", by_day);
}

void put_day_bars(report *r, const char *id, const char *title, const char *unit, const double *value, const char *klass) {
  plot p = {68, 10, 284, 80, 0, r->s->n_days};
  double sum = 0;
  for (int day = 0; day < p.n_days; day++) {
    p.most = fmax(p.most, value[day]);
    sum += value[day];
  }
  if (!(sum > 0)) return;
  p.most = round_up(p.most);
  double step = p.width / p.n_days;
  put(r, "<figure class=\"mult\"><figcaption><b>%s</b> %q %s in %r</figcaption><svg class=\"chart\" id=\"%r\" viewBox=\"0 0 360 108\" role=\"img\" aria-label=\"%s by day, in %s\"><path class=\"%r\" d=\"",
      title, sum, unit, r->plan->is_cut ? "this copy" : "all", id, title, unit, klass);
  for (int day = 0; day < p.n_days; day++)
    if (value[day] > 0) put(r, "M%f %fV%fh%fV%fZ", p.left + step * day, p.top + p.height, y_at(&p, value[day]), fmax(step * 0.8, 0.4), p.top + p.height);
  put(r, "\"/>");
  put_axes(r, &p);
  put(r, "</svg></figure>");
}

/* First day on which the plan serves fewer than are in need; -1 never. */
static int first_short_day(const report *r, int need_i, int tier) {
  for (int k = 0; k < r->n_k; k++)
    if (r->sum_served[at_sum(r, need_i, tier, k)] < r->sum_asked[at_sum(r, need_i, tier, k)] * (1 - 1e-9)) return r->day[k];
  return -1;
}

static int break_day(const report *r, int need_i, int tier) {
  for (int i = 0; r->needs && i < r->needs->n_breaks; i++)
    if (r->needs->breaks[i].need_i == need_i && (int)r->needs->breaks[i].tier == tier) return r->needs->breaks[i].day;
  return r->needs ? -1 : first_short_day(r, need_i, tier);
}

static double stock_days(const report *r, int need_i) {
  for (int i = 0; r->needs && i < r->needs->n_pipeline; i++)
    if (r->needs->pipeline[i].need_i == need_i && r->needs->pipeline[i].day == 0) return r->needs->pipeline[i].stock_days;
  return (double)NAN;
}

static void put_pipeline_bar(report *r, int need_i, int row) {
  enum { LEFT = 118, WIDTH = 220, ROW = 34 };
  const double NOTHING = 0.05; /* days */
  const lfl_need *need = &r->s->needs[need_i];
  int n_days = r->s->n_days;
  double y = 6 + row * ROW;
  put(r, "<text class=\"lab\" x=\"0\" y=\"%f\">%s</text>", y + 11, need_title(need->id));
  double stock = stock_days(r, need_i);
  if (!isnan(stock) && isfinite(stock)) put(r, stock < NOTHING ? "<text class=\"tick\" x=\"0\" y=\"%f\">none in stock</text>" : "<text class=\"tick\" x=\"0\" y=\"%f\">%q days at %r</text>", y + 23, stock, need->has_tier[LFL_SURVIVAL] ? "survival" : "the minimum");
  for (int tier = 0; tier < LFL_N_TIERS; tier++) {
    if (!need->has_tier[tier]) continue;
    int day = break_day(r, need_i, tier);
    double share = day < 0 ? 1 : (double)day / n_days;
    double top = y + 3 + 12 * tier;
    put(r, "<rect class=\"out\" x=\"%d\" y=\"%f\" width=\"%d\" height=\"9\"/><rect class=\"%r\" x=\"%d\" y=\"%f\" width=\"%f\" height=\"9\"/>", LEFT, top, WIDTH,
        tier == LFL_SURVIVAL ? "f-surv" : "f-min", LEFT, top, WIDTH * share);
    if (day >= 0) put(r, "<text class=\"tick%r\" x=\"%d\" y=\"%f\">%r %S</text>", tier == LFL_SURVIVAL ? " bad" : "", LEFT + WIDTH + 6, top + 8, day == 0 ? "short now," : "breaks", day);
    else put(r, "<text class=\"tick\" x=\"%d\" y=\"%f\">holds</text>", LEFT + WIDTH + 6, top + 8);
  }
}

void put_pipeline_chart(report *r) {
  int n = 0;
  for (int i = 0; i < r->s->n_needs; i++) n += runs_out(r, i);
  if (!n) {
    put(r, "<p class=\"none\">No need that stock or inflow serves is planned.</p>");
    return;
  }
  put(r, "<figure><svg class=\"chart\" viewBox=\"0 0 460 %d\" role=\"img\" aria-label=\"Until when stock and what enters cover each need\">", n * 34 + 26);
  int row = 0;
  for (int i = 0; i < r->s->n_needs; i++)
    if (runs_out(r, i)) put_pipeline_bar(r, i, row++);
  put(r, "<text class=\"tick\" x=\"118\" y=\"%d\">%S</text><text class=\"tick e\" x=\"338\" y=\"%d\">%S</text></svg>", n * 34 + 18, 0, n * 34 + 18, r->s->n_days - 1);
  put(r, "<figcaption><span class=\"key k-surv\"></span> survival tier and <span class=\"key k-min\"></span> minimum tier covered by %r; <span class=\"key k-out\"></span> after the first day on which they are not.</figcaption></figure>",
      r->needs ? "stock and what enters, before anything is planned" : "this plan");
}
