/* Tables by sector: for each need of the sector what each place needs a day and who is served,
 * then what the plan builds, delivers and moves. Every table can be sorted and filtered by the
 * page's script and is whole without it. "Served" never stands without "in need".
 *
 * Figures link to what they rest on: people to the place's row, quantities to the standard,
 * served people to the method (sources.c writes those entries).
 * O(rows + places * needs * days). Tests: tests/unit/test_report.c, tests/browser. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/page.h"

static const struct {
  const char *id, *title, *needs[5];
} SECTORS[] = {
    {"shelter", "Shelter and sites", {"shelter", "space", "household", NULL}},
    {"wash", "Water and sanitation", {"water", "toilet", "tap", "hygiene", NULL}},
    {"food", "Food", {"food", NULL}},
    {"health", "Health", {"health", "health_beds", "medicine", NULL}},
};
enum { N_SECTORS = sizeof SECTORS / sizeof SECTORS[0] };

static int sector_of(const char *need_id) {
  for (int k = 0; k < N_SECTORS; k++)
    for (int i = 0; SECTORS[k].needs[i]; i++)
      if (strcmp(SECTORS[k].needs[i], need_id) == 0) return k;
  return N_SECTORS;
}

static void open_table(report *r, const char *caption) { /* caption: escaped */
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>%r</caption><thead><tr>", caption);
}
static void put_header(report *r, const char *text, bool is_number) {
  put(r, "<th scope=\"col\"%r>%s</th>", is_number ? " class=\"num\"" : "", text);
}
static void end_header(report *r) { put(r, "</tr></thead><tbody>"); }
static void close_table(report *r) { put(r, "</tbody></table></div>\n"); }

/* Tables of many rows are folded; in print the script opens what is not too long. */
static void open_fold(report *r, const char *title, int n_rows) {
  put(r, "<details%r><summary>%r: %d row%r</summary>", n_rows <= 24 ? " open" : "", title, n_rows, n_rows == 1 ? "" : "s");
}
static void close_fold(report *r) { put(r, "</details>\n"); }

/* Cell of a number; the raw value stands in data-v for sorting. */
static void put_number_cell(report *r, double value, const char *text, const char *href) {
  put(r, "<td class=\"num\" data-v=\"");
  lfl_buf_number(r->out, isfinite(value) ? value : value > 0 ? 1e300 : -1);
  if (href) put(r, "\"><a class=\"fig\" href=\"%r\">%r</a></td>", href, text);
  else put(r, "\">%r</td>", text);
}
/* A sum that only the whole plan knows. */
static void put_told_cell(report *r, bool is_told, double value, const char *text) {
  if (!is_told) put(r, "<td class=\"num\" data-v=\"-1\">not told</td>");
  else put_number_cell(r, value, text, NULL);
}
static void put_day_cell(report *r, int day) {
  if (day < 0) put(r, "<td data-v=\"1e9\">–</td>");
  else put(r, "<td data-v=\"%d\">%D</td>", day, day);
}

static const char *place_href(report *r, int i) {
  return row_href(r, "places", &r->s->places[i].origin);
}

static void put_place_cell(report *r, int i) { put(r, "<th scope=\"row\"><bdi>%s</bdi></th>", place_name(r, i)); }

/* Served of those in need, with the share as a small bar. */
static void put_served_cell(report *r, double served, double people) {
  if (served < 0 || !(people > 0)) { /* no row, or nobody in need: no share */
    put(r, "<td class=\"num\" data-v=\"-1\">–</td>");
    return;
  }
  double share = served / people;
  put(r, "<td class=\"num srv\" data-v=\"");
  lfl_buf_number(r->out, share);
  put(r, "\">%n <span>%p</span><svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"out\" width=\"100\" height=\"6\"/><rect class=\"f-surv\" width=\"%f\" height=\"6\"/></svg></td>",
      served, share, 100 * fmin(1, fmax(0, share)));
}

/* "1 bed", "8 beds", "2.5 m²". */
static const char *quantity_words(report *r, double quantity, const char *unit) {
  static const char *const things[][2] = {{"toilet", "toilets"}, {"tap", "taps"}, {"facility", "facilities"}, {"bed", "beds"}, {"kit", "kits"}};
  const char *word = unit_words(r, unit, true);
  bool is_one = quantity > 0.9995 && quantity < 1.0005;
  for (size_t k = 0; k < sizeof things / sizeof things[0] && !is_one; k++)
    if (strcmp(word, things[k][0]) == 0) word = things[k][1];
  return put_text(r, "%q&#8239;%s", quantity, word);
}

/* Quantity of the need at its highest tier there on the last day shown; NaN if not counted. */
static double quantity_needed(const report *r, int place_i, int need_i, const char **unit) {
  if (!r->needs || !r->n_k) return (double)NAN;
  int day = r->day[r->n_k - 1], low = 0, high = r->needs->n_rows;
  while (low < high) { /* rows are in order of day */
    int middle = low + (high - low) / 2;
    if (r->needs->rows[middle].day < day) low = middle + 1;
    else high = middle;
  }
  double quantity = (double)NAN;
  for (int i = low; i < r->needs->n_rows && r->needs->rows[i].day == day; i++) {
    const lfl_need_row *row = &r->needs->rows[i];
    if (row->place_i != place_i || row->need_i != need_i) continue;
    quantity = row->quantity;
    *unit = row->unit;
    if (row->tier == LFL_MINIMUM) break;
  }
  return quantity;
}

static void put_need_row(report *r, int need_i, int i) {
  const lfl_need *need = &r->s->needs[need_i];
  int last = r->n_k - 1, days_short = 0, tier0 = need->has_tier[LFL_SURVIVAL] ? LFL_SURVIVAL : LFL_MINIMUM;
  double unserved = 0;
  for (int k = 0; k <= last; k++) {
    double served = r->served[at_service(r, i, need_i, tier0, k)], people = r->asked[at_asked(r, i, need_i, k)];
    if (served < 0 || !(people - served > 1e-9)) continue;
    days_short++;
    unserved += people - served;
  }
  double people = fmax(r->asked[at_asked(r, i, need_i, last)], 0);
  const char *unit = NULL;
  double quantity = quantity_needed(r, i, need_i, &unit);
  put(r, "<tr>");
  put_place_cell(r, i);
  put_number_cell(r, people, put_text(r, "%n", people), place_href(r, i));
  if (isnan(quantity)) put(r, "<td class=\"num\" data-v=\"-1\">–</td>");
  else {
    int tier = need->has_tier[LFL_MINIMUM] ? LFL_MINIMUM : LFL_SURVIVAL;
    put_number_cell(r, quantity, quantity_words(r, quantity, unit), put_text(r, "#s-%d-%d", need_i, tier));
  }
  if (need->has_tier[LFL_SURVIVAL]) {
    put_served_cell(r, r->served[at_service(r, i, need_i, LFL_SURVIVAL, 0)], r->asked[at_asked(r, i, need_i, 0)]);
    put_served_cell(r, r->served[at_service(r, i, need_i, LFL_SURVIVAL, last)], people);
  }
  if (need->has_tier[LFL_MINIMUM]) put_served_cell(r, r->served[at_service(r, i, need_i, LFL_MINIMUM, last)], people);
  put_number_cell(r, days_short, put_text(r, "%d", days_short), NULL);
  put_number_cell(r, unserved, put_text(r, "%q", unserved), NULL);
  put(r, "</tr>");
}

static bool has_need_rows(const report *r, int need_i, int i) {
  for (int k = 0; k < r->n_k; k++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++)
      if (r->served[at_service(r, i, need_i, tier, k)] >= 0) return true;
  return false;
}

static void put_standard_line(report *r, int need_i) {
  const lfl_need *need = &r->s->needs[need_i];
  put(r, "<p class=\"fine\">");
  for (int tier = 0; tier < LFL_N_TIERS; tier++)
    if (need->has_tier[tier] && !need->indicator_kind[tier])
      put(r, "%r tier: <a href=\"#s-%d-%d\">as much as its items serve</a> (no standard). ", tier == LFL_SURVIVAL ? "Survival" : "Minimum", need_i, tier);
    else if (need->has_tier[tier])
      put(r, "%r tier: <a href=\"#s-%d-%d\">%q %s</a> (%s). ", tier == LFL_SURVIVAL ? "Survival" : "Minimum", need_i, tier, need->quantity[tier],
          unit_words(r, need->quantity_unit[tier], false), need->indicator_kind[tier]);
  put(r, "Served figures: <a href=\"#m-served\">how they are counted</a>.</p>");
}

static void put_need_table(report *r, int need_i) {
  const lfl_need *need = &r->s->needs[need_i];
  int last = r->n_k - 1;
  bool has_survival = need->has_tier[LFL_SURVIVAL];
  put(r, "<h4 id=\"need-%d\">%s</h4>", need_i, need_title(need->id));
  put_standard_line(r, need_i);
  open_table(r, put_text(r, "%s: people in need and served, by place", need_title(need->id)));
  put_header(r, "Place", false);
  put_header(r, plain_text(r, "In need %S", r->day[last]), true);
  put_header(r, plain_text(r, "%s%s", runs_out(r, need_i) ? "Needed a day" : "Needed", r->plan->n_movements ? ", if nobody moved" : ""), true);
  if (has_survival) {
    put_header(r, plain_text(r, "Served, survival, %S", r->day[0]), true);
    put_header(r, plain_text(r, "Served, survival, %S", r->day[last]), true);
  }
  if (need->has_tier[LFL_MINIMUM]) put_header(r, plain_text(r, "Served, minimum, %S", r->day[last]), true);
  const char *tier = has_survival ? "survival" : "minimum";
  if (r->n_k < r->s->n_days) { /* a copy that does not tell of each day */
    put_header(r, plain_text(r, "Days short, %s, of %d shown", tier, r->n_k), true);
    put_header(r, "Unserved person-days on days shown", true);
  } else {
    put_header(r, plain_text(r, "Days short, %s", tier), true);
    put_header(r, "Unserved person-days", true);
  }
  end_header(r);
  for (int i = 0; i < r->s->n_places; i++)
    if (r->is_shown[i] && has_need_rows(r, need_i, i)) put_need_row(r, need_i, i);
  close_table(r);
}

/* What is built where: summed over days. */
static void put_build_table(report *r) {
  if (!r->plan->n_builds) return;
  open_table(r, "Construction: what is built where, and when it is ready");
  static const char *const heads[] = {"Place", "What", "Units", "For people", "Land m²", "First built", "Last built", "All usable"};
  for (int i = 0; i < 8; i++) put_header(r, heads[i], i >= 2 && i <= 4);
  end_header(r);
  for (int i = 0; i < r->s->n_places; i++)
    for (int c = 0; c < r->s->n_constructions; c++) {
      const lfl_construction *what = &r->s->constructions[c];
      double units = 0;
      int first = -1, last = -1;
      for (int k = 0; k < r->plan->n_builds; k++) {
        const lfl_build_row *b = &r->plan->builds[k];
        if (b->place_i != i || b->construction_i != c || !(b->units > 0)) continue;
        units += b->units;
        if (first < 0) first = b->day;
        last = b->day;
      }
      if (!(units > 0)) continue;
      const char *href = row_href(r, "construction", &what->origin);
      put(r, "<tr>");
      put_place_cell(r, i);
      put(r, "<td>%s</td>", what->id);
      put_number_cell(r, units, put_text(r, "%n", units), NULL);
      put_number_cell(r, floor(units + 1e-6) * what->people_per_unit, put_text(r, "%n", floor(units + 1e-6) * what->people_per_unit), href);
      put_number_cell(r, units * what->m2_per_unit, put_text(r, "%n", units * what->m2_per_unit), href);
      put_day_cell(r, first);
      put_day_cell(r, last);
      put_day_cell(r, last + what->settle_days);
      put(r, "</tr>");
    }
  close_table(r);
}

static void put_water_table(report *r) {
  bool any = false;
  for (int i = 0; i < r->s->n_places; i++) any = any || (r->is_shown[i] && may_see(r, &r->s->places[i].origin) && r->s->places[i].water_yield_given);
  if (!any) return;
  open_table(r, r->s->n_projects ? "Local water: what wells and networks yield without repairs" : "Local water: what wells and networks yield");
  put_header(r, "Place", false);
  put_header(r, plain_text(r, "Yield a day, m³, %S", 0), true);
  put_header(r, plain_text(r, "Yield a day, m³, %S", r->s->n_days - 1), true);
  put_header(r, "Fuel to pump, l per m³", true);
  put_header(r, "Kind", false);
  end_header(r);
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *p = &r->s->places[i];
    if (!r->is_shown[i] || !may_see(r, &p->origin) || !p->water_yield_given) continue;
    double now = lfl_place_yield_l(r->s, i, 0) / 1000, then = lfl_place_yield_l(r->s, i, r->s->n_days - 1) / 1000;
    put(r, "<tr>");
    put_place_cell(r, i);
    put_number_cell(r, now, put_text(r, "%q", now), place_href(r, i));
    put_number_cell(r, then, put_text(r, "%q", then), place_href(r, i));
    put_number_cell(r, p->fuel_l_per_m3, put_text(r, "%q", p->fuel_l_per_m3), place_href(r, i));
    put(r, "<td>%r</td></tr>", kind_words(&p->origin));
  }
  close_table(r);
}

/* --- logistics ----------------------------------------------------------------------------- */

static void put_crossing_table(report *r) {
  int n_days = r->s->n_days;
  bool any = false;
  for (int i = 0; i < r->s->n_places; i++) any = any || (r->s->places[i].kind == LFL_CROSSING && may_see(r, &r->s->places[i].origin));
  if (!any) return;
  open_table(r, put_text(r, "Crossings: trucks let in%r and used by this plan, and what arrives of them", lfl_needs_permission_words(r->s, -1, r->audience)));
  static const char *const heads[] = {"Crossing", "Trucks a day, first day", "Trucks a day, mean", "Used a day, mean", "Days closed", "Share of loads that arrives"};
  for (int i = 0; i < 6; i++) put_header(r, heads[i], i > 0);
  end_header(r);
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *p = &r->s->places[i];
    if (p->kind != LFL_CROSSING || !may_see(r, &p->origin)) continue;
    double allowed = 0, used = 0, first = 0;
    int closed = 0;
    for (int day = 0; day < n_days; day++) {
      bool is_closed = lfl_crossing_is_closed(r->s, i, day, r->audience);
      double trucks = lfl_crossing_trucks(r->s, i, day, r->audience);
      closed += is_closed;
      allowed += trucks;
      if (day == 0) first = trucks;
    }
    for (int k = 0; k < r->plan->n_deliveries; k++)
      if (r->plan->deliveries[k].from_i == i) used += r->plan->deliveries[k].trips;
    put(r, "<tr>");
    put_place_cell(r, i);
    put_number_cell(r, first, put_text(r, "%q", first), place_href(r, i));
    put_number_cell(r, allowed / n_days, put_text(r, "%q", allowed / n_days), place_href(r, i));
    put_told_cell(r, has_all_trips(r), used / n_days, put_text(r, "%q", used / n_days));
    put_told_cell(r, !r->plan->lacks_calendar, closed, put_text(r, "%d", closed));
    put_number_cell(r, p->delivered_share, put_text(r, "%p", p->delivered_share), place_href(r, i));
    put(r, "</tr>");
  }
  close_table(r);
}

typedef struct flow {
  int from_i, to_i, third_i, first_day, last_day;
  double a, b;
} flow;

static int by_ends(const void *x, const void *y) {
  const flow *p = x, *q = y;
  if (p->from_i != q->from_i) return p->from_i - q->from_i;
  if (p->to_i != q->to_i) return p->to_i - q->to_i;
  return p->third_i != q->third_i ? p->third_i - q->third_i : p->first_day - q->first_day;
}

/* Sums flows with equal ends and third key in place; how many are left. */
static int sum_flows(flow *list, int n) {
  int kept = 0;
  if (n > 1) qsort(list, (size_t)n, sizeof *list, by_ends);
  for (int i = 0; i < n; i++) {
    flow *into = kept ? &list[kept - 1] : NULL;
    if (into && into->from_i == list[i].from_i && into->to_i == list[i].to_i && into->third_i == list[i].third_i) {
      into->a += list[i].a, into->b += list[i].b;
      into->first_day = list[i].first_day < into->first_day ? list[i].first_day : into->first_day;
      into->last_day = list[i].last_day > into->last_day ? list[i].last_day : into->last_day;
    } else {
      list[kept++] = list[i];
    }
  }
  return kept;
}

static void put_flow_row(report *r, const flow *f, const char *third, const char *format_a) {
  put(r, "<tr>");
  put_place_cell(r, f->from_i);
  put(r, "<td><bdi>%s</bdi></td><td>%s</td>", place_name(r, f->to_i), third);
  put_number_cell(r, f->a, put_text(r, format_a, f->a), NULL);
  put_number_cell(r, f->b, put_text(r, "%q", f->b), NULL);
  put_day_cell(r, f->first_day);
  put_day_cell(r, f->last_day);
  put(r, "</tr>");
}

static void put_delivery_table(report *r) {
  int n = r->plan->n_deliveries;
  flow *list = n ? lfl_arena_new(r->arena, (size_t)n, flow) : NULL;
  if (!n) return;
  if (!list) {
    r->failed = true;
    return;
  }
  for (int i = 0; i < n; i++) {
    const lfl_delivery_row *d = &r->plan->deliveries[i];
    double tonnes = r->s->items[d->item_i].mass_kg * d->units / 1000;
    list[i] = (flow){d->from_i, d->to_i, d->item_i, d->day, d->day, d->units, isfinite(tonnes) ? tonnes : 0};
  }
  n = sum_flows(list, n);
  open_fold(r, "Deliveries by route and item", n);
  open_table(r, put_text(r, "Deliveries: what is loaded from where to where over the whole plan%r (day by day in the plan's files)", has_all_trips(r) ? "" : ", by the trips that this copy holds"));
  static const char *const heads[] = {"From", "To", "Item", "Units", "Tonnes", "First day", "Last day"};
  for (int i = 0; i < 7; i++) put_header(r, heads[i], i == 3 || i == 4);
  end_header(r);
  for (int i = 0; i < n; i++)
    put_flow_row(r, &list[i], item_name(r, list[i].third_i), "%q");
  close_table(r);
  close_fold(r);
}

static void put_movement_table(report *r) {
  static const char *const modes[] = {"bus", "accessible bus", "on foot"};
  int n = r->plan->n_movements;
  flow *list = n ? lfl_arena_new(r->arena, (size_t)n, flow) : NULL;
  if (!n) {
    put(r, "<p class=\"note\">%r Service in place is planned for everyone.</p>", no_movements_words(r));
    return;
  }
  if (!list) {
    r->failed = true;
    return;
  }
  for (int i = 0; i < n; i++) {
    const lfl_movement_row *m = &r->plan->movements[i];
    list[i] = (flow){m->from_i, m->to_i, (int)m->mode, m->day, m->day, m->people, m->trips};
  }
  n = sum_flows(list, n);
  open_fold(r, "Movements of people by route", n);
  open_table(r, put_text(r, "Movements%r: people, within the recorded willing share of each place (see <a href=\"#stay\">Stay or move</a>)", r->plan->is_cut ? " that this copy holds" : ""));
  static const char *const heads[] = {"From", "To", "By", "People", "Trips", "First day", "Last day"};
  for (int i = 0; i < 7; i++) put_header(r, heads[i], i == 3 || i == 4);
  end_header(r);
  for (int i = 0; i < n; i++) put_flow_row(r, &list[i], modes[list[i].third_i >= 0 && list[i].third_i < 3 ? list[i].third_i : 0], "%n");
  close_table(r);
  close_fold(r);
}

static void put_item_table(report *r) {
  if (r->audience == LFL_PUBLIC || !r->plan->n_draws) return;
  bool is_whole = has_all_trips(r); /* else draws and loads of those left out are, too */
  open_table(r, r->plan->is_cut ? "Items: what the supplies in this copy are, what is taken up of them, loaded at crossings and lost on the way" : "Items: what is supplied, taken up, loaded at crossings and lost on the way");
  static const char *const heads[] = {"Item", "Supplied, units", "Taken up", "Share", "Lost on the way"};
  for (int i = 0; i < 5; i++) put_header(r, heads[i], i > 0);
  end_header(r);
  for (int item = 0; item < r->s->n_items; item++) {
    double supplied = 0, drawn = 0, lost = 0;
    for (int k = 0; k < r->s->n_supplies; k++)
      if (r->s->supplies[k].item_i == item) supplied += r->s->supplies[k].units;
    for (int k = 0; k < r->plan->n_draws; k++)
      if (r->s->supplies[r->plan->draws[k].supply_i].item_i == item) drawn += r->plan->draws[k].units;
    for (int k = 0; k < r->plan->n_deliveries; k++) {
      const lfl_delivery_row *d = &r->plan->deliveries[k];
      if (d->item_i == item && r->s->places[d->from_i].kind == LFL_CROSSING) lost += d->units * (1 - r->s->places[d->from_i].delivered_share);
    }
    if (!(supplied > 0)) continue;
    bool is_told = is_whole && !(r->plan->lacks_fuel && item == r->s->fuel_item_i);
    put(r, "<tr><th scope=\"row\">%s</th>", item_name(r, item));
    put_number_cell(r, supplied, put_text(r, "%q", supplied), table_href(r, "supplies"));
    put_told_cell(r, is_told, drawn, put_text(r, "%q", drawn));
    put_told_cell(r, is_told, drawn / supplied, put_text(r, "%p", drawn / supplied));
    put_told_cell(r, is_whole, lost, put_text(r, "%q", lost));
    put(r, "</tr>");
  }
  close_table(r);
}

static void put_logistics(report *r) {
  put(r, "<section class=\"sector\" id=\"sector-logistics\" aria-labelledby=\"sector-logistics-h\"><h3 id=\"sector-logistics-h\">Logistics</h3>");
  if (r->audience == LFL_PUBLIC) put(r, "<p class=\"note\">Routes, deliveries, warehouses and movements by day are not in a public copy.</p>");
  put_crossing_table(r);
  put_item_table(r);
  put_delivery_table(r);
  put_movement_table(r);
  put(r, "</section>\n");
}

void put_sectors(report *r) {
  put(r, "<section id=\"sectors\" class=\"part\" aria-labelledby=\"sectors-h\"><h2 id=\"sectors-h\">By sector</h2>");
  put(r, "<p class=\"filter js\" hidden><label>Show only rows with <input type=\"search\" id=\"filter\" placeholder=\"a place, an item …\"></label> <span id=\"filter-out\" role=\"status\"></span></p>");
  for (int k = 0; k <= N_SECTORS && r->n_k; k++) {
    bool any = false;
    for (int n = 0; n < r->s->n_needs; n++) any = any || sector_of(r->s->needs[n].id) == k;
    if (!any) continue;
    const char *id = k < N_SECTORS ? SECTORS[k].id : "other", *title = k < N_SECTORS ? SECTORS[k].title : "Other needs";
    put(r, "<section class=\"sector\" id=\"sector-%r\" aria-labelledby=\"sector-%r-h\"><h3 id=\"sector-%r-h\">%r</h3>", id, id, id, title);
    for (int n = 0; n < r->s->n_needs; n++)
      if (sector_of(r->s->needs[n].id) == k) put_need_table(r, n);
    if (k == 0) put_build_table(r);
    if (k == 1) put_water_table(r);
    if (k < N_SECTORS && strcmp(SECTORS[k].id, "health") == 0) put_care(r);
    put(r, "</section>\n");
  }
  put_logistics(r);
  put(r, "</section>\n");
}
