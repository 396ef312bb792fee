/* Needs without the planner: the standard set times the people, and against it what enters.
 *
 * The pipeline of a need is reckoned over the whole scenario, as if goods could be shared freely and
 * moved at once, with nothing built, nobody moved and no water trucked: a break says that supplies
 * and what stands there today do not cover the need by themselves, and from which day on. What
 * serves again each day (yields, capacity, land, things given once) serves first, each place's own
 * people only; the rest is taken from stock, which keeps. Fuel for pumps is not looked at.
 * O(places * days * needs + supplies * days * needs). Tests: test_needs.c. */
#include "model/needs.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "model/redact.h"

static lfl_tier base_tier(const lfl_need *need) { return need->has_tier[LFL_SURVIVAL] ? LFL_SURVIVAL : LFL_MINIMUM; }
static lfl_tier full_tier(const lfl_need *need) { return need->has_tier[LFL_MINIMUM] ? LFL_MINIMUM : LFL_SURVIVAL; }

/* How a standard counts: the quantity of `people` on a day is people * factor, rounded up where
 * things are counted, in `unit`. */
typedef struct measure {
  double factor;
  bool is_whole;
  const char *unit; /* NULL: no memory */
} measure;

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

/* A standard a person as a total: kcal_per_person_day -> kcal_per_day, m2_per_person -> m2. */
static measure measure_of(const lfl_need *need, lfl_tier tier, lfl_arena *arena) {
  static const double MONTHS_PER_DAY = 12 / 365.25;
  const char *unit = need->quantity_unit[tier], *person = unit ? strstr(unit, "_per_person") : NULL;
  double value = need->quantity[tier];
  if (need->kind == LFL_NEED_WATER) return (measure){need->r[tier], false, "l_per_day"}; /* with what is lost on the way */
  if (!unit) return (measure){1, false, "person_days"};
  if (begins(unit, "beds_per_10000_people")) return (measure){value / 10000, true, "bed"};
  if (begins(unit, "people_per_")) return (measure){1 / value, true, unit + strlen("people_per_")};
  if (begins(unit, "person_months_per_")) return (measure){MONTHS_PER_DAY / value, false, lfl_arena_printf(arena, "%s_per_day", unit + strlen("person_months_per_"))};
  if (!person) return (measure){1, false, "person_days"};
  int n = (int)(person - unit);
  const char *rest = person + strlen("_per_person");
  if (strcmp(rest, "_day") == 0) return (measure){value, false, lfl_arena_printf(arena, "%.*s_per_day", n, unit)};
  if (strcmp(rest, "_month") == 0) return (measure){value * MONTHS_PER_DAY, false, lfl_arena_printf(arena, "%.*s_per_day", n, unit)};
  return (measure){value, false, lfl_arena_printf(arena, "%.*s", n, unit)};
}

static bool fill_rows(const lfl_scenario *s, lfl_needs *out) {
  int n = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int k = 0; k < s->n_needs; k++)
      if (lfl_need_applies(s, k, i)) n += s->needs[k].has_tier[0] + s->needs[k].has_tier[1];
  out->rows = lfl_arena_new(out->arena, (size_t)n * (size_t)s->n_days, lfl_need_row);
  measure *measures = lfl_arena_new(out->arena, (size_t)s->n_needs * LFL_N_TIERS, measure);
  if (!out->rows || !measures) return false;
  for (int k = 0; k < s->n_needs; k++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      if (!s->needs[k].has_tier[tier]) continue;
      measures[k * LFL_N_TIERS + tier] = measure_of(&s->needs[k], (lfl_tier)tier, out->arena);
      if (!measures[k * LFL_N_TIERS + tier].unit) return false;
    }
  for (int day = 0; day < s->n_days; day++)
    for (int i = 0; i < s->n_places; i++)
      for (int k = 0; k < s->n_needs; k++)
        for (int tier = 0; lfl_need_applies(s, k, i) && tier < LFL_N_TIERS; tier++) {
          if (!s->needs[k].has_tier[tier]) continue;
          lfl_need_row *r = &out->rows[out->n_rows++];
          *r = (lfl_need_row){.day = day, .place_i = i, .need_i = k, .tier = (lfl_tier)tier, .people = lfl_whole_in_need(&s->places[i], s->people_unplanned[lfl_at(s, i, day)])};
          const measure *m = &measures[k * LFL_N_TIERS + tier];
          r->quantity = m->is_whole ? ceil(r->people * m->factor - 1e-9) : r->people * m->factor;
          r->unit = m->unit;
          r->indicator_id = s->needs[k].indicator_id[tier];
        }
  return true;
}

/* A plain truck: of the fleets that carry goods, weighted by their number; the model's default
 * of 20 t and 55 m3 (standards/planning_defaults.csv) where there is none. */
static void mean_truck(const lfl_scenario *s, double *kg, double *m3) {
  double n = 0, mass = 0, volume = 0;
  for (int f = 0; f < s->n_fleets; f++)
    if (s->fleets[f].vehicle == LFL_TRUCK) {
      n += s->fleets[f].n_vehicles;
      mass += s->fleets[f].n_vehicles * s->fleets[f].payload_kg;
      volume += s->fleets[f].n_vehicles * s->fleets[f].volume_m3;
    }
  *kg = n > 0 ? mass / n : 20000;
  *m3 = n > 0 ? volume / n : 55;
}

static double trucks_for(const lfl_scenario *s, double m3, double kg) {
  double truck_kg, truck_m3;
  mean_truck(s, &truck_kg, &truck_m3);
  return fmax(truck_kg > 0 ? kg / truck_kg : 0, truck_m3 > 0 ? m3 / truck_m3 : 0);
}

/* The item that a need is reckoned in: the first that serves it, for buildings the first that a
 * construction of that capacity takes. units_per_person: of it, for a person-day or for a person served once; 0 where there is none. */
static const lfl_item *item_of(const lfl_scenario *s, const lfl_need *need, int need_i, double *units_per_person) {
  *units_per_person = 0;
  for (int i = 0; i < s->n_items && need->kind == LFL_NEED_ITEM; i++) {
    const lfl_item *item = &s->items[i];
    if (item->need_i != need_i || item->is_water || !(item->people_served > 0)) continue;
    *units_per_person = item->given_once ? 1 / item->people_served : 1 / item->person_days;
    return item;
  }
  for (int c = 0; c < s->n_constructions && need->kind == LFL_NEED_CAPACITY; c++) {
    const lfl_construction *con = &s->constructions[c];
    if (con->capacity != need->capacity || !con->n_items) continue;
    *units_per_person = con->items[0].units_per_unit / con->people_per_unit;
    return &s->items[con->items[0].item_i];
  }
  return NULL;
}

/* What a need meets on a day, over all places. Quantities that r measures (litres, person-days,
 * people at the minimum tier, m2) are in its unit. */
typedef struct flow {
  double people;             /* in need */
  double there[LFL_N_TIERS]; /* serves again each day, each place's own people at that tier */
  double given_people;       /* served from this day on by things given once */
  double supplied;           /* person-days at the full tier that come to stock */
  double supplied_m3, supplied_kg;
  double yield_l; /* at the full tier */
  double water_short_l[LFL_N_TIERS];
} flow;

static double stands_there(const lfl_scenario *s, const lfl_need *need, int place_i, int day) {
  switch (need->kind) {
    case LFL_NEED_WATER: return lfl_place_yield_l(s, place_i, day);
    case LFL_NEED_CAPACITY: return s->places[place_i].capacity_people[need->capacity] + lfl_place_facilities(s, place_i, need->capacity, day);
    case LFL_NEED_SPACE: return s->places[place_i].usable_m2;
    case LFL_NEED_ITEM: break;
  }
  return 0;
}

/* Complete kits of which all modules have come by the day; as far as they arrive where people live. */
static double kits_by(const lfl_scenario *s, const lfl_item *kit, int day) {
  double least = (double)INFINITY;
  for (int j = 0; j < kit->n_parts; j++) {
    double units = 0;
    for (int k = 0; k < s->n_supplies; k++) {
      const lfl_supply *p = &s->supplies[k];
      double arrives = lfl_arriving_share(&s->places[p->place_i]);
      if (p->item_i == kit->parts[j].item_i && p->day <= day) units += p->units * arrives;
    }
    least = fmin(least, units / kit->parts[j].units_per_unit);
  }
  return kit->n_parts ? least : 0;
}

/* Modules count when the kit is complete, and their mass and volume when they come. */
static void add_kits(const lfl_scenario *s, int need_i, int day, flow *f) {
  for (int i = 0; i < s->n_items; i++) {
    const lfl_item *kit = &s->items[i];
    if (!kit->n_parts || kit->need_i != need_i) continue;
    double kits = kits_by(s, kit, day) - (day > 0 ? kits_by(s, kit, day - 1) : 0);
    if (kit->given_once) f->given_people += kits * kit->people_served;
    else f->supplied += kits * kit->person_days;
    for (int j = 0; j < kit->n_parts; j++)
      for (int k = 0; k < s->n_supplies; k++)
        if (s->supplies[k].item_i == kit->parts[j].item_i && s->supplies[k].day == day) {
          f->supplied_m3 += s->supplies[k].units * s->items[kit->parts[j].item_i].volume_m3;
          f->supplied_kg += s->supplies[k].units * s->items[kit->parts[j].item_i].mass_kg;
        }
  }
}

static flow flow_of(const lfl_scenario *s, int need_i, int day) {
  const lfl_need *need = &s->needs[need_i];
  flow f = {0};
  for (int i = 0; i < s->n_places; i++) {
    if (!lfl_need_applies(s, need_i, i)) continue;
    double people = lfl_whole_in_need(&s->places[i], s->people_unplanned[lfl_at(s, i, day)]), there = stands_there(s, need, i, day);
    f.people += people;
    for (int tier = 0; tier < LFL_N_TIERS; tier++) f.there[tier] += fmin(people * need->r[tier], there);
    if (need->kind != LFL_NEED_WATER) continue;
    f.yield_l += fmin(people * need->r[full_tier(need)], there);
    for (int tier = 0; tier < LFL_N_TIERS; tier++) f.water_short_l[tier] += fmax(0, people * need->r[tier] - there);
  }
  for (int k = 0; k < s->n_supplies; k++) {
    const lfl_supply *p = &s->supplies[k];
    const lfl_item *item = &s->items[p->item_i];
    if (p->day != day || item->need_i != need_i || item->is_water) continue;
    double arrives = lfl_arriving_share(&s->places[p->place_i]);
    if (item->given_once) f.given_people += p->units * arrives * item->people_served;
    else f.supplied += p->units * arrives * item->person_days;
    f.supplied_m3 += p->units * item->volume_m3;
    f.supplied_kg += p->units * item->mass_kg;
  }
  add_kits(s, need_i, day, &f);
  return f;
}

/* Units a day of the item that a need is reckoned in, for what is not there at a tier; given once, or built once: spread over the days planned. */
static double units_short(const lfl_scenario *s, int need_i, const flow *f, lfl_tier tier, const lfl_item *item, double per_person) {
  const lfl_need *need = &s->needs[need_i];
  double full = need->r[full_tier(need)], share = full > 0 ? need->r[tier] / full : 1;
  double units = fmax(0, share * f->people - f->there[tier]) * per_person;
  return need->kind == LFL_NEED_CAPACITY || item->given_once ? units / s->n_days : units;
}

/* Trucks a day that bring a tier of the need, beyond what local water and capacity serve. */
static double trucks_at(const lfl_scenario *s, int need_i, const flow *f, lfl_tier tier) {
  double per_person = 0, units;
  if (s->needs[need_i].kind == LFL_NEED_WATER) return trucks_for(s, f->water_short_l[tier] / 1000, f->water_short_l[tier]);
  const lfl_item *item = item_of(s, &s->needs[need_i], need_i, &per_person);
  if (!item) return 0;
  units = units_short(s, need_i, f, tier, item, per_person);
  return trucks_for(s, units * item->volume_m3, units * item->mass_kg);
}

static void fill_pipeline_row(const lfl_scenario *s, int need_i, const flow *f, lfl_pipeline_row *r) {
  const lfl_need *need = &s->needs[need_i];
  double per_person = 0, full = need->r[full_tier(need)], there = f->there[full_tier(need)];
  const lfl_item *item = item_of(s, need, need_i, &per_person);
  r->need_survival = need->has_tier[LFL_SURVIVAL] ? f->people : 0;
  r->need_minimum = need->has_tier[LFL_MINIMUM] ? f->people : 0;
  r->enters_person_days = (full > 0 ? there / full : 0) + f->supplied + f->given_people;
  r->enters_m3 = f->supplied_m3 + f->yield_l / 1000;
  r->enters_t = f->supplied_kg / 1000 + f->yield_l / 1000;
  r->enters_trucks = trucks_for(s, f->supplied_m3, f->supplied_kg);
  r->need_trucks = trucks_at(s, need_i, f, full_tier(need));
  if (need->kind == LFL_NEED_WATER) {
    r->need_m3 = r->need_t = f->people * full / 1000;
  } else if (item) {
    double units = units_short(s, need_i, f, full_tier(need), item, per_person);
    r->need_m3 = units * item->volume_m3;
    r->need_t = units * item->mass_kg / 1000;
  }
}

static bool is_used_up(const lfl_scenario *s, int need_i) {
  for (int i = 0; i < s->n_items; i++)
    if (s->items[i].need_i == need_i && !s->items[i].is_water && s->items[i].person_days > 0) return true;
  return false;
}

/* For how many days from `day` on `stock` serves what is asked for, as people come and go; behind the days planned as on the last. */
static double days_served(const double *asked, int day, int n_days, double stock) {
  double days = 0;
  for (; day < n_days && stock >= asked[day]; day++, days++) stock -= asked[day];
  double next = asked[day < n_days ? day : n_days - 1];
  return next > 0 ? days + stock / next : (double)INFINITY;
}

/* One need and tier over all days: when it breaks, and what is left of its stock. asked and before: room for the days. */
static void follow_tier(const lfl_scenario *s, int need_i, lfl_tier tier, double *asked, double *before, lfl_needs *out) {
  const lfl_need *need = &s->needs[need_i];
  lfl_pipeline_break *stop = &out->breaks[out->n_breaks++];
  *stop = (lfl_pipeline_break){need_i, tier, -1, 0};
  double worth = need->kind == LFL_NEED_WATER ? need->r[full_tier(need)] : 1; /* of a person-day */
  double r = need->r[tier], stock = 0, given = 0;
  bool has_stock = is_used_up(s, need_i);
  for (int day = 0; day < s->n_days; day++) {
    flow f = flow_of(s, need_i, day);
    given += f.given_people;
    stock += f.supplied * worth;
    asked[day] = fmax(0, f.people * r - f.there[tier] - given * worth);
    before[day] = stock;
    if (stop->day < 0 && asked[day] > stock + 1e-6) {
      stop->day = day;
      stop->short_people = (asked[day] - stock) / (r > 0 ? r : 1);
    }
    stock = fmax(0, stock - asked[day]);
    if (tier == base_tier(need)) out->pipeline[(long)day * s->n_needs + need_i].stock_person_days = has_stock ? stock / worth : 0;
  }
  for (int day = 0; day < s->n_days && tier == base_tier(need); day++)
    out->pipeline[(long)day * s->n_needs + need_i].stock_days = has_stock ? days_served(asked, day, s->n_days, before[day]) : (double)NAN;
}

static bool fill_pipeline(const lfl_scenario *s, lfl_needs *out) {
  out->pipeline = lfl_arena_new(out->arena, (size_t)s->n_needs * (size_t)s->n_days, lfl_pipeline_row);
  out->breaks = lfl_arena_new(out->arena, (size_t)s->n_needs * LFL_N_TIERS, lfl_pipeline_break);
  double *asked = lfl_arena_new(out->arena, (size_t)s->n_days, double), *before = lfl_arena_new(out->arena, (size_t)s->n_days, double);
  if (!out->pipeline || !out->breaks || !asked || !before) return false;
  for (int day = 0; day < s->n_days; day++)
    for (int k = 0; k < s->n_needs; k++) {
      lfl_pipeline_row *r = &out->pipeline[out->n_pipeline++];
      *r = (lfl_pipeline_row){.day = day, .need_i = k};
      flow f = flow_of(s, k, day);
      fill_pipeline_row(s, k, &f, r);
    }
  for (int k = 0; k < s->n_needs; k++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++)
      if (s->needs[k].has_tier[tier]) follow_tier(s, k, (lfl_tier)tier, asked, before, out);
  return true;
}

static bool is_counted(const lfl_scenario *s, const lfl_permission *p, int day, lfl_sensitivity audience) {
  return lfl_permission_holds(p, day) && lfl_may_see(&p->origin, audience) && (p->escort_i < 0 || lfl_may_see(&s->escorts[p->escort_i].origin, audience));
}

static bool is_of_place(const lfl_status_row *row, int place_i, int day) {
  return row->subject == LFL_SUBJECT_PLACE && row->subject_i == place_i && day >= row->from_day && day <= row->to_day;
}

bool lfl_crossing_is_closed(const lfl_scenario *s, int place_i, int day, lfl_sensitivity audience) {
  if (audience == LFL_RESTRICTED) return s->place_access[lfl_at(s, place_i, day)] == LFL_CLOSED;
  bool is_closed = false;
  for (int k = 0; k < s->n_status_rows; k++) {
    const lfl_status_row *row = &s->status_rows[k];
    is_closed = is_closed || (is_of_place(row, place_i, day) && row->access == LFL_CLOSED && lfl_may_see(&row->origin, audience));
  }
  return is_closed;
}

/* Before permissions; the calendar has the rows that the audience may not see, too. */
static double open_trucks(const lfl_scenario *s, int place_i, int day, lfl_sensitivity audience) {
  if (audience == LFL_RESTRICTED) return lfl_place_trucks(s, place_i, day);
  double share = 1;
  for (int k = 0; k < s->n_status_rows; k++) {
    const lfl_status_row *row = &s->status_rows[k];
    if (is_of_place(row, place_i, day) && lfl_may_see(&row->origin, audience)) share = fmin(share, row->capacity_share);
  }
  return share > 0 ? s->places[place_i].trucks_per_day * share : 0;
}

double lfl_crossing_trucks(const lfl_scenario *s, int place_i, int day, lfl_sensitivity audience) {
  if (!lfl_may_see(&s->places[place_i].origin, audience) || lfl_crossing_is_closed(s, place_i, day, audience)) return 0;
  double trucks = open_trucks(s, place_i, day, audience);
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    if (p->subject != LFL_SUBJECT_PLACE || p->subject_i != place_i || !is_counted(s, p, day, audience)) continue;
    trucks = fmin(trucks, lfl_permission_trips(p, day));
    if (p->escort_i >= 0) trucks = fmin(trucks, lfl_escort_vehicles(&s->escorts[p->escort_i], day));
  }
  return trucks;
}

/* Does a closure or permission set what the crossing lets in that the audience may not see? */
static bool has_hidden_rows(const lfl_scenario *s, int place_i, int day, lfl_sensitivity audience) {
  bool is_so = false;
  for (int k = 0; k < s->n_status_rows; k++) is_so = is_so || (is_of_place(&s->status_rows[k], place_i, day) && !lfl_may_see(&s->status_rows[k].origin, audience));
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    is_so = is_so || (p->subject == LFL_SUBJECT_PLACE && p->subject_i == place_i && lfl_permission_holds(p, day) && !is_counted(s, p, day, audience));
  }
  return is_so;
}

void lfl_needs_count_let_in(const lfl_scenario *s, lfl_sensitivity audience, lfl_needs_trucks *t) {
  bool is_any = false, is_any_seen = false;
  t->let_in = t->arrive = 0;
  for (int i = 0; i < s->n_places; i++) {
    if (s->places[i].kind != LFL_CROSSING) continue;
    bool is_seen = lfl_may_see(&s->places[i].origin, audience);
    is_any = true;
    is_any_seen = is_any_seen || is_seen;
    t->is_let_in_cut = t->is_let_in_cut || !is_seen || has_hidden_rows(s, i, t->day, audience);
    double trucks = lfl_crossing_trucks(s, i, t->day, audience), share = lfl_arriving_share(&s->places[i]);
    t->let_in += trucks;
    t->arrive += share > 0 ? trucks * share : 0; /* of no limit, too, nothing may arrive */
  }
  if (is_any ? !is_any_seen : t->is_let_in_cut) t->let_in = t->arrive = (double)NAN; /* 0 would say that they are shut */
}

const char *lfl_needs_cut_words(const lfl_needs_trucks *t) { return t->is_let_in_cut && !isnan(t->let_in) ? " (of the crossings in this copy, by the closures and permissions in it)" : ""; }

const char *lfl_needs_permission_words(const lfl_scenario *s, int day, lfl_sensitivity audience) {
  bool is_any = false;
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    bool is_at_crossing = p->subject == LFL_SUBJECT_PLACE && s->places[p->subject_i].kind == LFL_CROSSING;
    for (int d = day < 0 ? 0 : day; !is_at_crossing && d < s->n_days && (day < 0 || d == day); d++) is_any = is_any || is_counted(s, p, d, audience);
  }
  return is_any ? " (permissions on roads and at places behind them are not counted)" : "";
}

static lfl_needs_trucks trucks_on(const lfl_scenario *s, const lfl_needs *needs, int day) {
  lfl_needs_trucks t = {.day = day};
  lfl_needs_count_let_in(s, LFL_RESTRICTED, &t);
  for (int k = 0; k < s->n_needs; k++) {
    double minimum = needs->pipeline[(long)day * s->n_needs + k].need_trucks;
    flow f = flow_of(s, k, day);
    double survival = s->needs[k].has_tier[LFL_SURVIVAL] ? trucks_at(s, k, &f, LFL_SURVIVAL) : 0;
    t.minimum += minimum;
    t.survival += survival;
    if (s->needs[k].kind != LFL_NEED_WATER) continue;
    t.water[LFL_MINIMUM] = minimum;
    t.water[LFL_SURVIVAL] = survival;
  }
  return t;
}

bool lfl_needs_lose_loads(const lfl_needs_trucks *t) {
  const double EQUAL = 1e-9;
  return t->arrive < t->let_in * (1 - EQUAL);
}

const char *lfl_needs_water_words(const lfl_needs_trucks *t, const char *first, const char *other, lfl_arena *arena) {
  if (!(t->water[LFL_SURVIVAL] > 0) && !(t->water[LFL_MINIMUM] > 0)) return "";
  return first && other ? lfl_arena_printf(arena, ", of which %s and %s carry water, which passes a crossing only where it is supplied there", first, other) : NULL;
}

/* The first day of most trucks at the minimum tier. */
static int most_needed_day(const lfl_scenario *s, const lfl_needs *needs) {
  const double EQUAL = 1e-9;
  int day = 0;
  double most = 0;
  for (int d = 0; d < s->n_days; d++) {
    double trucks = 0;
    for (int k = 0; k < s->n_needs; k++) trucks += needs->pipeline[(long)d * s->n_needs + k].need_trucks;
    if (trucks > most * (1 + EQUAL)) most = trucks, day = d;
  }
  return day;
}

lfl_status lfl_needs_compute(const lfl_scenario *scenario, lfl_needs **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  lfl_needs *needs = arena ? lfl_arena_new(arena, 1, lfl_needs) : NULL;
  if (needs) {
    needs->arena = arena;
    if (fill_rows(scenario, needs) && fill_pipeline(scenario, needs)) {
      needs->first = trucks_on(scenario, needs, 0);
      needs->most = trucks_on(scenario, needs, most_needed_day(scenario, needs));
      *out = needs;
      return LFL_OK;
    }
  }
  lfl_arena_destroy(arena);
  return LFL_ERR_MEMORY;
}

void lfl_needs_destroy(lfl_needs *needs) {
  if (needs) lfl_arena_destroy(needs->arena);
}
