/* The plan day by day: a map with a slider, charts of service, construction, movements and
 * deliveries, and the data that the slider shows, as JSON inside the page.
 *
 * JSON: days as dates; for each place with service its people in need (q, and by need where that
 * differs: a) and served by need and tier (s), each as runs [value, days, value, days, ...]; arcs of movements and deliveries by day,
 * and the sums of each day (moved, loaded).
 * Movements and deliveries between places whose position the audience may not see are in the sums and
 * the charts and have no arc. O(rows of the plan * log) time. Tests: tests/unit/test_report.c,
 * tests/browser. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "report/page.h"

static void put_controls(report *r) {
  put(r, "<form class=\"controls\" id=\"controls\" hidden aria-label=\"What the map shows\"><div class=\"row\">"
         "<label>Need <select id=\"need\"><option value=\"-1\">the worst of those with the tier</option>");
  for (int n = 0; n < r->s->n_needs; n++) put(r, "<option value=\"%d\">%s</option>", n, need_name(r->s->needs[n].id));
  put(r, "</select></label> <label>Tier <select id=\"tier\"><option value=\"0\">survival</option><option value=\"1\">minimum</option></select></label> ");
  if (r->plan->n_movements) put(r, "<label class=\"check\"><input type=\"checkbox\" id=\"show-moves\" checked> movements</label> ");
  if (r->plan->n_deliveries) put(r, "<label class=\"check\"><input type=\"checkbox\" id=\"show-trips\"> deliveries</label>");
  put(r, "</div><div class=\"row slide\"><button type=\"button\" id=\"play\" aria-pressed=\"false\">Play</button>"
         "<label class=\"grow\"><span class=\"vh\">Day</span><input type=\"range\" id=\"day\" min=\"0\" max=\"%d\" value=\"%d\" step=\"1\"></label><output id=\"day-out\" for=\"day\">%D</output></div></form>",
      r->n_k - 1, r->n_k - 1, r->day[r->n_k - 1]);
}

static double mass_kg(const report *r, const lfl_delivery_row *row) {
  double kg = r->s->items[row->item_i].mass_kg * row->units;
  return isfinite(kg) ? kg : 0;
}

/* What moves on each day of the plan, wherever it lies. */
typedef struct transport {
  double *moved, *trips, *tonnes; /* [n_days] */
} transport;

static bool sum_transport(report *r, transport *t) {
  size_t n = (size_t)r->s->n_days;
  *t = (transport){lfl_arena_new(r->arena, n, double), lfl_arena_new(r->arena, n, double), lfl_arena_new(r->arena, n, double)};
  if (!t->moved || !t->trips || !t->tonnes) return false;
  for (int i = 0; i < r->plan->n_movements; i++) t->moved[r->plan->movements[i].day] += r->plan->movements[i].people;
  for (int i = 0; i < r->plan->n_deliveries; i++) {
    t->trips[r->plan->deliveries[i].day] += r->plan->deliveries[i].trips;
    t->tonnes[r->plan->deliveries[i].day] += mass_kg(r, &r->plan->deliveries[i]) / 1000;
  }
  return true;
}

static void put_day_charts(report *r) {
  size_t n = (size_t)r->s->n_days;
  transport t;
  double *tents = lfl_arena_new(r->arena, n, double);
  if (!tents || !sum_transport(r, &t)) {
    r->failed = true;
    return;
  }
  put(r, "<h3>People served by need</h3><p class=\"legend\"><span class=\"key k-min\"></span> served at the minimum tier <span class=\"key k-surv\"></span> served at survival only <span class=\"key k-gap\"></span> in need and not served <span class=\"key k-need\"></span> in need</p><div class=\"multiples\">");
  for (int i = 0; i < r->s->n_needs; i++) put_service_chart(r, i);
  put(r, "</div><h3>Construction, movements and deliveries</h3><div class=\"multiples\">");
  for (int c = 0; c < r->s->n_constructions; c++) {
    double sum = 0;
    for (size_t day = 0; day < n; day++) tents[day] = 0;
    for (int i = 0; i < r->plan->n_builds; i++)
      if (r->plan->builds[i].construction_i == c) tents[r->plan->builds[i].day] += r->plan->builds[i].units, sum += r->plan->builds[i].units;
    if (sum > 0)
      put_day_bars(r, put_text(r, "built-%d", c), plain_text(r, "Built: %s", r->s->constructions[c].id), "units", tents, "s-build");
  }
  put_day_bars(r, "moved", "People moved", "people", t.moved, "s-moved");
  put_day_bars(r, "trips", "Loaded trips", "trips", t.trips, "s-trips");
  put_day_bars(r, "tonnes", "Goods loaded", "tonnes", t.tonnes, "s-trips");
  put(r, "</div>");
  if (!r->plan->n_movements) put(r, "<p class=\"note\">%r</p>", no_movements_words(r));
  if (!r->plan->n_builds && !r->plan->n_deliveries)
    put(r, "<p class=\"note\">%r</p>", r->audience == LFL_PUBLIC ? "Construction and deliveries are not in a public copy."
                                       : r->plan->is_cut ? "No construction and no deliveries stand in this copy of the plan." : "This plan builds nothing and delivers nothing.");
}

static bool is_any_named(const report *r, lfl_place_kind kind) {
  bool is_any = false;
  for (int i = 0; i < r->s->n_places; i++) is_any = is_any || (r->s->places[i].kind == kind && may_see(r, &r->s->places[i].origin));
  return is_any;
}

/* Only of what the copy holds. */
static void put_symbols(report *r) {
  put(r, "<p class=\"legend arcs\">%r%r%r%rWithout scripts the map shows %D.</p></div>", r->plan->n_movements ? "<span class=\"key k-move\"></span> people moved on that day " : "",
      r->plan->n_deliveries ? "<span class=\"key k-trip\"></span> loaded trips on that day " : "", is_any_named(r, LFL_HUB) ? "<span class=\"sym hub\">■</span> warehouses " : "",
      is_any_named(r, LFL_CROSSING) ? "<span class=\"sym crossing\">◆</span> crossings " : "", r->day[r->n_k - 1]);
}

void put_days(report *r) {
  put(r, "<section id=\"days\" class=\"part\" aria-labelledby=\"days-h\"><h2 id=\"days-h\">Day by day</h2>");
  if (!r->n_k) {
    put(r, "<p class=\"none\">This plan holds no service by day.</p></section>\n");
    return;
  }
  put(r, "<div class=\"daymap\"><div>");
  put_controls(r);
  put_map(r, "map-day", r->n_k - 1, true);
  put_map_legend(r);
  put_symbols(r);
  put(r, "<div class=\"readout\" id=\"readout\" aria-live=\"polite\" hidden></div></div>");
  put_day_charts(r);
  put(r, "</section>\n");
}

/* --- data -------------------------------------------------------------------------------- */

static void put_runs(report *r, const double *value, int n) {
  lfl_buf_puts(r->out, "[");
  for (int k = 0; k < n;) {
    int end = k + 1;
    while (end < n && !(value[end] < value[k]) && !(value[end] > value[k])) end++;
    if (k) lfl_buf_puts(r->out, ",");
    lfl_buf_number(r->out, floor(value[k] + 0.5));
    lfl_buf_printf(r->out, ",%d", end - k);
    k = end;
  }
  lfl_buf_puts(r->out, "]");
}

static void put_place_data(report *r, int i) {
  lfl_buf_printf(r->out, "{\"i\":%d,\"q\":", i);
  put_runs(r, &r->in_need[at_place(r, i, 0)], r->n_k);
  lfl_buf_puts(r->out, ",\"s\":{");
  bool first = true;
  for (int n = 0; n < r->s->n_needs; n++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      const double *served = &r->served[at_service(r, i, n, tier, 0)];
      bool has_any = false;
      for (int k = 0; k < r->n_k; k++) has_any = has_any || served[k] >= 0;
      if (!has_any) continue;
      lfl_buf_printf(r->out, "%s\"%d\":", first ? "" : ",", n * LFL_N_TIERS + tier);
      put_runs(r, served, r->n_k);
      first = false;
    }
  lfl_buf_puts(r->out, "},\"a\":{");
  first = true;
  for (int n = 0; n < r->s->n_needs; n++) {
    bool differs = false;
    for (int k = 0; k < r->n_k; k++) {
      double asked = r->asked[at_asked(r, i, n, k)];
      differs = differs || (asked >= 0 && asked < r->in_need[at_place(r, i, k)]);
    }
    if (!differs) continue;
    lfl_buf_printf(r->out, "%s\"%d\":", first ? "" : ",", n);
    put_runs(r, &r->asked[at_asked(r, i, n, 0)], r->n_k);
    first = false;
  }
  lfl_buf_puts(r->out, "}}");
}

typedef struct arc {
  int day, from_i, to_i;
  double a, b; /* people and days on the way; or trips and tonnes */
} arc;

static int by_day_and_ends(const void *x, const void *y) {
  const arc *p = x, *q = y;
  return p->day != q->day ? p->day - q->day : p->from_i != q->from_i ? p->from_i - q->from_i : p->to_i - q->to_i;
}

/* Of the days shown, also what has no arc; nothing where the copy holds no such row. */
static void put_sums(report *r, const char *key, int n_rows, const double *by_day) {
  lfl_buf_printf(r->out, ",\"%s\":[", key);
  for (int k = 0; n_rows && k < r->n_k; k++) {
    if (k) lfl_buf_puts(r->out, ",");
    lfl_buf_number(r->out, floor(by_day[r->day[k]] + 0.5));
  }
  lfl_buf_puts(r->out, "]");
}

/* Arcs with equal day and ends are summed; those without two drawn ends are left out. */
static void put_arcs(report *r, const char *key, arc *list, int n, const place_point *at) {
  if (n > 1) qsort(list, (size_t)n, sizeof *list, by_day_and_ends);
  lfl_buf_printf(r->out, ",\"%s\":[", key);
  bool first = true;
  for (int i = 0; i < n;) {
    double a = 0, b = 0;
    int end = i;
    while (end < n && by_day_and_ends(&list[i], &list[end]) == 0) a += list[end].a, b += list[end].b, end++;
    const arc *one = &list[i];
    i = end;
    if (!at[one->from_i].is_there || !at[one->to_i].is_there || !(a > 0)) continue;
    lfl_buf_printf(r->out, "%s[%d,%d,%d,", first ? "" : ",", one->day, one->from_i, one->to_i);
    lfl_buf_number(r->out, floor(a + 0.5));
    lfl_buf_puts(r->out, ",");
    put_coordinate(r->out, b);
    lfl_buf_puts(r->out, "]");
    first = false;
  }
  lfl_buf_puts(r->out, "]");
}

static void put_all_arcs(report *r, const place_point *at) {
  int n_moves = r->plan->n_movements, n_trips = r->plan->n_deliveries;
  size_t most = (size_t)(n_moves > n_trips ? n_moves : n_trips) + 1;
  arc *list = lfl_realloc_array(NULL, most, sizeof *list);
  if (!list) {
    r->failed = true;
    return;
  }
  for (int i = 0; i < n_moves; i++) {
    const lfl_movement_row *row = &r->plan->movements[i];
    list[i] = (arc){row->day, row->from_i, row->to_i, row->people, 0};
  }
  put_arcs(r, "moves", list, n_moves, at);
  for (int i = 0; i < n_trips; i++) {
    const lfl_delivery_row *row = &r->plan->deliveries[i];
    list[i] = (arc){row->day, row->from_i, row->to_i, row->trips, mass_kg(r, row) / 1000};
  }
  put_arcs(r, "trips", list, n_trips, at);
  lfl_free(list);
}

void put_data(report *r) {
  const place_point *at = map_points(r);
  transport t;
  if (!at || !sum_transport(r, &t)) {
    r->failed = true;
    return;
  }
  lfl_buf_puts(r->out, "{\"days\":[");
  for (int k = 0; k < r->n_k; k++) {
    lfl_buf_puts(r->out, k ? "," : "");
    put_json_text(r->out, date_text(r, r->day[k], false));
  }
  lfl_buf_puts(r->out, "],\"dayNumbers\":[");
  for (int k = 0; k < r->n_k; k++) lfl_buf_printf(r->out, "%s%d", k ? "," : "", r->day[k]);
  lfl_buf_printf(r->out, "],\"nDays\":%d,\"needs\":[", r->s->n_days);
  for (int n = 0; n < r->s->n_needs; n++) {
    lfl_buf_puts(r->out, n ? "," : "");
    put_json_text(r->out, need_name(r->s->needs[n].id));
  }
  lfl_buf_puts(r->out, "],\"names\":{");
  bool first = true;
  for (int i = 0; i < r->s->n_places; i++) {
    if (!r->is_shown[i] || (!r->has_rows[i] && !at[i].is_there)) continue;
    lfl_buf_printf(r->out, "%s\"%d\":", first ? "" : ",", i);
    put_json_text(r->out, place_name(r, i));
    first = false;
  }
  lfl_buf_puts(r->out, "},\"at\":{");
  first = true;
  for (int i = 0; i < r->s->n_places; i++) {
    if (!at[i].is_there) continue;
    lfl_buf_printf(r->out, "%s\"%d\":[", first ? "" : ",", i);
    put_coordinate(r->out, at[i].x);
    lfl_buf_puts(r->out, ",");
    put_coordinate(r->out, at[i].y);
    lfl_buf_puts(r->out, "]");
    first = false;
  }
  lfl_buf_puts(r->out, "},\"places\":[");
  first = true;
  for (int i = 0; i < r->s->n_places; i++) {
    if (!r->has_rows[i] || !r->is_shown[i]) continue;
    lfl_buf_puts(r->out, first ? "" : ",");
    put_place_data(r, i);
    first = false;
  }
  lfl_buf_puts(r->out, "]");
  put_all_arcs(r, at);
  put_sums(r, "moved", r->plan->n_movements, t.moved);
  put_sums(r, "loaded", r->plan->n_deliveries, t.trips);
  lfl_buf_printf(r->out, ",\"isCut\":%s}", r->plan->is_cut ? "true" : "false");
}
