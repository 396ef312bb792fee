/* The figures that several parts of the report show, gathered once: who is in need and served on
 * each day, what the audience may see, and how much of it all rests on assumptions.
 *
 * "Served in everything": at each place the least of the people served at the survival tier over
 * the planned needs, summed over places. The people served in one need need not be the same as
 * those served in another, so it is the most who can be served in everything (docs/REPORT.md).
 * People on the way are in need and unserved. O(rows of the plan + places * needs * days) time
 * and memory. Tests: tests/unit/test_report.c. */
#include <math.h>
#include <string.h>

#include "model/redact.h"
#include "model/schema.h"
#include "report/page.h"

bool may_see(const report *r, const lfl_origin *origin) { return lfl_may_see(origin, r->audience); }

/* Days of which there are service rows, in order. */
static bool list_days(report *r) {
  const lfl_plan *plan = r->plan;
  size_t n_days = r->s->n_days > 0 ? (size_t)r->s->n_days : 0;
  bool *has = lfl_arena_new(r->arena, n_days, bool);
  r->day = lfl_arena_new(r->arena, n_days, int);
  if (!has || !r->day) return false;
  for (int i = 0; i < plan->n_service; i++) has[plan->service[i].day] = true;
  for (size_t day = 0; day < n_days; day++)
    if (has[day]) r->day[r->n_k++] = (int)day;
  return true;
}

static double *new_filled(report *r, size_t n, double value) {
  double *list = lfl_arena_new(r->arena, n, double);
  for (size_t i = 0; list && i < n; i++) list[i] = value;
  return list;
}

static bool is_in(int i, int n) { return i >= 0 && i < n; }

/* Are all indexes within the scenario? A plan read back from a file could be damaged. */
static bool is_sound(const lfl_plan *plan) {
  const lfl_scenario *s = plan->scenario;
  int n_places = s->n_places, n_days = s->n_days, n_items = s->n_items;
  bool sound = n_days > 0;
  for (int i = 0; sound && i < plan->n_service; i++) {
    const lfl_service_row *row = &plan->service[i];
    sound = is_in(row->place_i, n_places) && is_in(row->need_i, s->n_needs) && is_in(row->day, n_days) && row->tier < LFL_N_TIERS;
  }
  for (int i = 0; sound && i < plan->n_movements; i++) {
    const lfl_movement_row *row = &plan->movements[i];
    sound = is_in(row->from_i, n_places) && is_in(row->to_i, n_places) && is_in(row->day, n_days) && row->fleet_i < s->n_fleets;
  }
  for (int i = 0; sound && i < plan->n_deliveries; i++) {
    const lfl_delivery_row *row = &plan->deliveries[i];
    sound = is_in(row->from_i, n_places) && is_in(row->to_i, n_places) && is_in(row->day, n_days) && is_in(row->item_i, n_items) &&
            is_in(row->fleet_i, s->n_fleets);
  }
  for (int i = 0; sound && i < plan->n_builds; i++)
    sound = is_in(plan->builds[i].place_i, n_places) && is_in(plan->builds[i].construction_i, s->n_constructions) && is_in(plan->builds[i].day, n_days);
  for (int i = 0; sound && i < plan->n_capacity; i++)
    sound = is_in(plan->capacity[i].place_i, n_places) && is_in(plan->capacity[i].day, n_days) && plan->capacity[i].capacity < LFL_N_CAPACITIES;
  for (int i = 0; sound && i < plan->n_stocks; i++)
    sound = is_in(plan->stocks[i].place_i, n_places) && is_in(plan->stocks[i].item_i, n_items) && is_in(plan->stocks[i].day, n_days);
  for (int i = 0; sound && i < plan->n_care; i++)
    sound = is_in(plan->care[i].place_i, n_places) && is_in(plan->care[i].facility_i, s->n_facilities) && is_in(plan->care[i].need_i, s->n_needs) && is_in(plan->care[i].day, n_days);
  for (int i = 0; sound && i < plan->n_referrals; i++)
    sound = is_in(plan->referrals[i].place_i, n_places) && plan->referrals[i].facility_i < s->n_facilities && plan->referrals[i].fleet_i < s->n_fleets && is_in(plan->referrals[i].day, n_days);
  return sound;
}

int k_of_day(const report *r, int day) {
  int k = 0;
  for (int i = 0; i < r->n_k && r->day[i] <= day; i++) k = i;
  return k;
}

static void lay_service(report *r) {
  int k = 0;
  for (int i = 0; i < r->plan->n_service; i++) {
    const lfl_service_row *row = &r->plan->service[i];
    if (r->n_k && r->day[k] != row->day) k = k_of_day(r, row->day);
    r->served[at_service(r, row->place_i, row->need_i, (int)row->tier, k)] = row->served_people;
    double *in_need = &r->in_need[at_place(r, row->place_i, k)];
    double *asked = &r->asked[at_asked(r, row->place_i, row->need_i, k)];
    *in_need = fmax(*in_need, row->people);
    *asked = fmax(*asked, row->people);
    r->sum_served[at_sum(r, row->need_i, (int)row->tier, k)] += row->served_people;
    r->sum_asked[at_sum(r, row->need_i, (int)row->tier, k)] += row->people;
    r->has_rows[row->place_i] = true;
  }
}

lfl_tier shown_tier(const report *r, int need_i) { return r->s->needs[need_i].has_tier[LFL_SURVIVAL] ? LFL_SURVIVAL : LFL_MINIMUM; }

double served_in_all(const report *r, int place_i, int k) {
  double most_unserved = -1;
  for (int n = 0; n < r->s->n_needs; n++) {
    double served = r->served[at_service(r, place_i, n, (int)lfl_answer_tier(r->s), k)];
    if (served >= 0) most_unserved = fmax(most_unserved, fmax(0, r->asked[at_asked(r, place_i, n, k)] - served));
  }
  return most_unserved < 0 ? -1 : fmax(0, r->in_need[at_place(r, place_i, k)] - most_unserved);
}

int n_regions_of_few(const report *r, int need_i, int tier, int k) {
  int n = 0;
  for (int i = 0; i < r->s->n_places; i++) {
    bool is_any = false;
    for (int m = 0; need_i < 0 && m < r->s->n_needs; m++) is_any = is_any || lfl_lacks_few(r->plan, i, m, (lfl_tier)tier, r->day[k]);
    n += need_i < 0 ? is_any && served_in_all(r, i, k) < 0 : lfl_lacks_few(r->plan, i, need_i, (lfl_tier)tier, r->day[k]);
  }
  return n;
}

bool is_asked_for(const report *r, int need_i, int k) {
  int tier = (int)shown_tier(r, need_i);
  return r->sum_asked[at_sum(r, need_i, tier, k)] > 0 || n_regions_of_few(r, need_i, tier, k) > 0;
}

bool has_all_trips(const report *r) { return r->audience != LFL_PUBLIC && !r->plan->lacks_trips; }

lfl_needs_trucks told_trucks(const report *r, const lfl_needs_trucks *t) {
  lfl_needs_trucks told = *t;
  if (r->audience == LFL_PUBLIC) lfl_needs_count_let_in(r->s, r->audience, &told); /* by what partners may see it was counted before */
  return told;
}

const char *let_in_words(report *r, const lfl_needs_trucks *t) { return isnan(t->let_in) ? "what this copy does not tell" : put_text(r, "%q", t->let_in); }

const char *water_words(report *r, const lfl_needs_trucks *t) {
  return lfl_needs_water_words(t, put_text(r, "%q", t->water[LFL_MINIMUM]), put_text(r, "%q", t->water[LFL_SURVIVAL]), r->arena);
}

const char *no_movements_words(const report *r) {
  if (r->audience == LFL_PUBLIC) return "Movements of people are not in a public copy.";
  return r->plan->is_cut ? "No movements of people stand in this copy of the plan." : "This plan moves nobody.";
}

const char *served_words(report *r, int need_i, int tier, int k) {
  double served = r->sum_served[at_sum(r, need_i, tier, k)], asked = r->sum_asked[at_sum(r, need_i, tier, k)];
  int n = n_regions_of_few(r, need_i, tier, k);
  if (n && !(asked > 0)) return n == 1 ? "fewer than 10" : "fewer than 10 in each region";
  const char *words = plain_text(r, "%s of %s", people_words(r, served), people_words(r, asked));
  return n ? plain_text(r, "%s (without %d region%s in which fewer than 10 are)", words, n, n == 1 ? "" : "s") : words;
}

static void lay_totals(report *r) {
  for (int k = 0; k < r->n_k; k++)
    for (int i = 0; i < r->s->n_places; i++) {
      double served = served_in_all(r, i, k);
      bool is_left_out = served < 0 && r->plan->lacks_few; /* of a region of few neither */
      if (r->in_need[at_place(r, i, k)] >= 0 && !is_left_out) r->all_people[k] += r->in_need[at_place(r, i, k)];
      if (served >= 0) r->all_served[k] += served;
    }
  for (int i = 0; i < r->plan->n_movements; i++) { /* people on the way */
    const lfl_movement_row *row = &r->plan->movements[i];
    for (int k = 0; k < r->n_k; k++) {
      if (r->day[k] < row->day || r->day[k] >= row->arrive_day) continue;
      double people = row->people * r->s->places[row->from_i].in_need_share;
      r->all_people[k] += people;
      for (int n = 0; n < r->s->n_needs; n++)
        for (int tier = 0; tier < LFL_N_TIERS; tier++)
          if (r->s->needs[n].has_tier[tier] && lfl_need_applies(r->s, n, row->from_i)) r->sum_asked[at_sum(r, n, tier, k)] += people;
    }
  }
}

/* What the page may name (docs/DATA_RESPONSIBILITY.md). What partners may not see was cut out before;
 * the restricted copy marks it. A public copy names what is public and the regions it was summed into. */
static bool list_names(report *r) {
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *place = &r->s->places[i];
    bool is_region = r->has_rows[i] && place->kind != LFL_HUB && place->kind != LFL_CROSSING && place->origin.sensitivity != LFL_RESTRICTED;
    r->is_shown[i] = may_see(r, &place->origin) || r->audience >= LFL_PARTNERS || is_region;
    const char *name = place->name && place->name[0] ? place->name : place->id;
    bool is_marked = place->origin.sensitivity == LFL_RESTRICTED && r->is_shown[i];
    r->name[i] = !r->is_shown[i] ? "a place not shown here" : is_marked ? lfl_arena_printf(r->arena, "%s (restricted)", name) : name;
    if (!r->name[i]) return false;
  }
  return true;
}

lfl_status facts_gather(report *r) {
  size_t n_places = (size_t)r->s->n_places, n_needs = (size_t)r->s->n_needs;
  if (!is_sound(r->plan)) return LFL_ERR_DATA;
  if (!list_days(r)) return LFL_ERR_MEMORY;
  size_t n_k = (size_t)r->n_k;
  r->served = new_filled(r, n_places * n_needs * LFL_N_TIERS * n_k, -1);
  r->in_need = new_filled(r, n_places * n_k, -1);
  r->asked = new_filled(r, n_places * n_needs * n_k, -1);
  r->sum_served = new_filled(r, n_needs * LFL_N_TIERS * n_k, 0);
  r->sum_asked = new_filled(r, n_needs * LFL_N_TIERS * n_k, 0);
  r->all_served = new_filled(r, n_k, 0);
  r->all_people = new_filled(r, n_k, 0);
  r->is_shown = lfl_arena_new(r->arena, n_places, bool);
  r->has_rows = lfl_arena_new(r->arena, n_places, bool);
  r->name = lfl_arena_new(r->arena, n_places, const char *);
  if (!r->served || !r->in_need || !r->asked || !r->sum_served || !r->sum_asked || !r->all_served || !r->all_people || !r->is_shown || !r->has_rows || !r->name)
    return LFL_ERR_MEMORY;
  lay_service(r);
  lay_totals(r);
  return list_names(r) ? LFL_OK : LFL_ERR_MEMORY;
}

double worst_share(const report *r, int place_i, int k, int *need_i) {
  double worst = -1;
  for (int n = 0; n < r->s->n_needs; n++) {
    double served = r->served[at_service(r, place_i, n, (int)lfl_answer_tier(r->s), k)], people = r->asked[at_asked(r, place_i, n, k)];
    if (served < 0 || !(people > 0) || (worst >= 0 && served / people >= worst)) continue;
    worst = served / people;
    if (need_i) *need_i = n;
  }
  return worst;
}

const char *place_name(const report *r, int place_i) {
  if (place_i < 0 || place_i >= r->s->n_places) return "everywhere";
  return r->name[place_i];
}

const char *item_name(const report *r, int item_i) {
  const lfl_item *item = &r->s->items[item_i];
  return item->name && item->name[0] ? item->name : item->id;
}

bool has_volumes(const report *r) {
  for (int i = 0; r->needs && i < r->needs->n_pipeline; i++) {
    const lfl_pipeline_row *p = &r->needs->pipeline[i];
    if (p->need_m3 > 0 || p->need_t > 0 || p->enters_m3 > 0 || p->enters_t > 0) return true;
  }
  return false;
}

bool runs_out(const report *r, int need_i) {
  return r->s->needs[need_i].kind == LFL_NEED_WATER || r->s->needs[need_i].kind == LFL_NEED_ITEM;
}

static const struct {
  const char *id, *name, *title;
} NEED_WORDS[] = {
    {"water", "water", "Water"},         {"food", "food", "Food"},
    {"medicine", "medicine", "Medicine"}, {"shelter", "shelter", "Shelter"},
    {"toilet", "toilets", "Toilets"},    {"tap", "water taps", "Water taps"},
    {"health", "health care", "Health care"}, {"health_beds", "hospital beds", "Hospital beds"}, {"space", "room on site", "Room on site"},
    {"hygiene", "hygiene items", "Hygiene items"}, {"household", "household items", "Household items"},
};

const char *need_name(const char *id) {
  for (size_t i = 0; i < sizeof NEED_WORDS / sizeof NEED_WORDS[0]; i++)
    if (id && strcmp(id, NEED_WORDS[i].id) == 0) return NEED_WORDS[i].name;
  return id ? id : "";
}

const char *need_title(const char *id) {
  for (size_t i = 0; i < sizeof NEED_WORDS / sizeof NEED_WORDS[0]; i++)
    if (id && strcmp(id, NEED_WORDS[i].id) == 0) return NEED_WORDS[i].title;
  return id ? id : "";
}

const char *kind_words(const lfl_origin *origin) {
  static const char *const words[] = {"not stated", "observed, confirmed", "observed, reported", "assumption"};
  return origin && origin->reliability <= LFL_ASSUMED ? words[origin->reliability] : words[0];
}

/* Tables that hold what is wished or said rather than what is. */
static bool is_table_of_figures(const char *name) {
  static const char *const others[] = {"scenario", "targets", "assumptions", "claims", "standards", "conditions"};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    if (strcmp(name, others[i]) == 0) return false;
  return true;
}

static bool is_figure_column(const lfl_table_schema *schema, const char *name) {
  double factor;
  const char *count;
  const lfl_column *column = lfl_schema_column(schema, name);
  if (!column) column = lfl_schema_alias(schema, name, &factor, &count);
  return column && (column->type == LFL_TYPE_NUMBER || column->type == LFL_TYPE_WHOLE);
}

figure_count count_figures(const report *r) {
  figure_count count = {0};
  const lfl_tables *tables = r->s->tables;
  for (int t = 0; tables && t < tables->n_tables; t++) {
    const lfl_table *table = &tables->tables[t];
    const lfl_table_schema *schema = lfl_schema_find(table->name);
    if (!schema || !is_table_of_figures(table->name)) continue;
    for (int row = 0; row < table->n_rows; row++) {
      const char *reliability = lfl_table_get(table, row, "reliability");
      for (int c = 0; c < table->n_columns; c++) {
        if (!table->cells[row][c] || !is_figure_column(schema, table->columns[c])) continue;
        count.n++;
        if (!reliability) count.n_unstated++;
        else if (strcmp(reliability, "assumed") == 0) count.n_assumed++;
      }
    }
  }
  for (int i = 0; i < r->s->n_defaults; i++) {
    const lfl_default *d = &r->s->defaults[i];
    count.n += d->n_rows;
    if (d->kind && strcmp(d->kind, "standard") == 0) count.n_standard += d->n_rows;
    else if (!d->kind || strcmp(d->kind, "observed") != 0) count.n_assumed += d->n_rows;
  }
  for (int i = 0; i < r->s->n_needs; i++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      const char *kind = r->s->needs[i].indicator_kind[tier];
      if (!r->s->needs[i].has_tier[tier]) continue;
      count.n++;
      if (kind && strcmp(kind, "standard") == 0) count.n_standard++;
      else if (!kind || strcmp(kind, "assumption") == 0) count.n_assumed++;
    }
  return count;
}

funding count_funding(const report *r) {
  funding f = {0};
  for (int i = 0; i < r->plan->n_spending; i++) {
    const lfl_spending_row *row = &r->plan->spending[i];
    int k = 0;
    while (k < f.n_lines && strcmp(f.line[k], row->line ? row->line : "") != 0) k++;
    if (k == f.n_lines) {
      if (f.n_lines == (int)(sizeof f.line / sizeof f.line[0])) continue;
      f.line[f.n_lines++] = row->line ? row->line : "";
    }
    f.line_cost[k] += row->amount;
    f.cost += row->amount;
  }
  for (int i = 0; i < r->s->n_pledges; i++) {
    const lfl_pledge *pledge = &r->s->pledges[i];
    if (pledge->is_security) continue; /* no relief money */
    f.n_pledges++;
    if (!pledge->counted) {
      f.not_counted++;
      continue;
    }
    f.pledged += pledge->amount;
    if (pledge->from_day <= 0) f.usable_now += pledge->amount;
    if (pledge->from_day < r->s->n_days) f.usable_end += pledge->amount;
    else if (pledge->own_day < r->s->n_days) f.n_waiting++;
    else f.n_late++;
  }
  return f;
}

bool has_places_at_risk(const report *r) {
  for (int i = 0; i < r->s->n_status_rows; i++)
    if (r->s->status_rows[i].access == LFL_AT_RISK && r->s->status_rows[i].subject == LFL_SUBJECT_PLACE) return true;
  return false;
}
