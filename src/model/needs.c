/* Needs without the planner: the standard set times the people, and against it what enters.
 *
 * The pipeline of a need is reckoned over the whole scenario, as if goods could be shared
 * freely and moved at once: what it calls short is short under any plan, what it calls covered
 * may still fail to arrive. Goods: a unit gives person_days; supplies enter on their day, times
 * the crossing's delivered share; each day uses the survival tier's person-days (the minimum
 * tier's where the need has no survival tier). Water: local yields of the day, each at most what
 * its own place uses at the minimum, and no stock. O(places * days * needs). Tests: test_needs.c. */
#include "model/needs.h"

#include <math.h>
#include <string.h>

static lfl_tier base_tier(const lfl_need *need) { return need->has_tier[LFL_SURVIVAL] ? LFL_SURVIVAL : LFL_MINIMUM; }
static lfl_tier full_tier(const lfl_need *need) { return need->has_tier[LFL_MINIMUM] ? LFL_MINIMUM : LFL_SURVIVAL; }

/* Quantity in the unit people ask for: litres to supply, kcal, things (people per thing), m2. */
static double quantity_of(const lfl_scenario *s, const lfl_need *need, lfl_tier tier, double people, const char **unit) {
  const char *u = need->quantity_unit[tier];
  *unit = u ? u : "person_days";
  if (need->kind == LFL_NEED_WATER) {
    *unit = "l_per_day";
    return people * need->r[tier];
  }
  if (!u) return people;
  (void)s;
  if (strncmp(u, "people_per_", 11) == 0) {
    *unit = u + 11; /* people_per_toilet -> toilet */
    return ceil(people / need->quantity[tier] - 1e-9);
  }
  if (strncmp(u, "person_months_per_", 18) == 0) {
    *unit = u + 18;
    return people * 12 / 365.25 / need->quantity[tier];
  }
  if (strstr(u, "_per_person_day")) return people * need->quantity[tier];
  if (strstr(u, "_per_person_month")) return people * need->quantity[tier] * 12 / 365.25;
  if (strstr(u, "_per_person")) return people * need->quantity[tier];
  return people;
}

static bool fill_rows(const lfl_scenario *s, lfl_needs *out) {
  int n = 0;
  for (int i = 0; i < s->n_places; i++)
    for (int k = 0; k < s->n_needs; k++)
      if (lfl_need_applies(s, k, i)) n += s->needs[k].has_tier[0] + s->needs[k].has_tier[1];
  out->rows = lfl_arena_new(out->arena, (size_t)n * (size_t)s->n_days, lfl_need_row);
  if (!out->rows) return false;
  for (int day = 0; day < s->n_days; day++)
    for (int i = 0; i < s->n_places; i++)
      for (int k = 0; k < s->n_needs; k++)
        for (int tier = 0; lfl_need_applies(s, k, i) && tier < LFL_N_TIERS; tier++) {
          if (!s->needs[k].has_tier[tier]) continue;
          lfl_need_row *r = &out->rows[out->n_rows++];
          *r = (lfl_need_row){.day = day, .place_i = i, .need_i = k, .tier = (lfl_tier)tier, .people = lfl_place_in_need(s, i, day)};
          r->quantity = quantity_of(s, &s->needs[k], (lfl_tier)tier, r->people, &r->unit);
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
 * construction of that capacity takes. units_per_person_day: 0 where there is none. */
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

typedef struct flow {
  double people, yield_l, water_short_l, supplied, supplied_m3, supplied_kg, existing;
} flow;

static flow flow_of(const lfl_scenario *s, int need_i, int day) {
  const lfl_need *need = &s->needs[need_i];
  flow f = {0};
  for (int i = 0; i < s->n_places; i++) {
    if (!lfl_need_applies(s, need_i, i)) continue;
    double people = lfl_place_in_need(s, i, day), full = people * need->r[full_tier(need)];
    f.people += people;
    if (need->kind == LFL_NEED_WATER) {
      double yield = lfl_place_yield_l(s, i, day);
      f.yield_l += fmin(yield, full);
      f.water_short_l += fmax(0, full - yield);
    }
    if (need->kind == LFL_NEED_CAPACITY) f.existing += fmin(people, s->places[i].capacity_people[need->capacity]);
    if (need->kind == LFL_NEED_SPACE) f.existing += fmin(people, s->places[i].usable_m2 / need->r[full_tier(need)]);
  }
  for (int k = 0; k < s->n_supplies; k++) {
    const lfl_supply *p = &s->supplies[k];
    const lfl_item *item = &s->items[p->item_i];
    double arrives = s->places[p->place_i].kind == LFL_CROSSING ? s->places[p->place_i].delivered_share : 1;
    bool serves = item->need_i == need_i && !item->is_water;
    if (p->day != day || !serves) continue;
    f.supplied += p->units * arrives * (item->given_once ? item->people_served : item->person_days);
    f.supplied_m3 += p->units * item->volume_m3;
    f.supplied_kg += p->units * item->mass_kg;
  }
  return f;
}

static void fill_pipeline_row(const lfl_scenario *s, int need_i, const flow *f, lfl_pipeline_row *r) {
  const lfl_need *need = &s->needs[need_i];
  double per_person = 0;
  const lfl_item *item = item_of(s, need, need_i, &per_person);
  r->need_survival = need->has_tier[LFL_SURVIVAL] ? f->people : 0;
  r->need_minimum = need->has_tier[LFL_MINIMUM] ? f->people : 0;
  if (need->kind == LFL_NEED_WATER) {
    r->need_m3 = f->people * need->r[full_tier(need)] / 1000;
    r->need_t = r->need_m3;
    r->need_trucks = trucks_for(s, f->water_short_l / 1000, f->water_short_l);
    r->enters_person_days = f->yield_l / need->r[full_tier(need)] + f->supplied;
    r->enters_m3 = f->yield_l / 1000 + f->supplied_m3;
    r->enters_t = r->enters_m3;
  } else if (item) {
    double people = need->kind == LFL_NEED_CAPACITY ? fmax(0, f->people - f->existing) : f->people;
    double units = people * per_person;
    /* given once, or built once: what is short, spread over the days planned */
    if (need->kind == LFL_NEED_CAPACITY || item->given_once) units /= s->n_days;
    r->need_m3 = units * item->volume_m3;
    r->need_t = units * item->mass_kg / 1000;
    r->need_trucks = trucks_for(s, r->need_m3, units * item->mass_kg);
    r->enters_person_days = need->kind == LFL_NEED_CAPACITY ? f->existing : f->supplied;
    r->enters_m3 = f->supplied_m3;
    r->enters_t = f->supplied_kg / 1000;
    r->enters_trucks = trucks_for(s, f->supplied_m3, f->supplied_kg);
  } else {
    r->enters_person_days = f->existing;
  }
}

/* Days that a stock lasts at a use a day; INFINITY if nothing is used. */
static double days_of(double stock, double use) { return use > 0 ? stock / use : (double)INFINITY; }

static void find_break(lfl_pipeline_break *b, int day, double short_person_days, double r) {
  if (b->day >= 0 || !(short_person_days > 1e-6)) return;
  b->day = day;
  b->short_people = short_person_days / (r > 0 ? r : 1);
}

static bool fill_pipeline(const lfl_scenario *s, lfl_needs *out) {
  size_t n = (size_t)s->n_needs * (size_t)s->n_days;
  out->pipeline = lfl_arena_new(out->arena, n, lfl_pipeline_row);
  out->breaks = lfl_arena_new(out->arena, (size_t)s->n_needs * LFL_N_TIERS, lfl_pipeline_break);
  double *stock = lfl_arena_new(out->arena, (size_t)s->n_needs * LFL_N_TIERS, double);
  int *break_of = lfl_arena_new(out->arena, (size_t)s->n_needs * LFL_N_TIERS, int);
  if (!out->pipeline || !out->breaks || !stock || !break_of) return false;
  for (int k = 0; k < s->n_needs; k++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++)
      if (s->needs[k].has_tier[tier]) {
        break_of[k * LFL_N_TIERS + tier] = out->n_breaks;
        out->breaks[out->n_breaks++] = (lfl_pipeline_break){k, (lfl_tier)tier, -1, 0};
      }
  for (int day = 0; day < s->n_days; day++)
    for (int k = 0; k < s->n_needs; k++) {
      const lfl_need *need = &s->needs[k];
      lfl_pipeline_row *r = &out->pipeline[out->n_pipeline++];
      *r = (lfl_pipeline_row){.day = day, .need_i = k};
      flow f = flow_of(s, k, day);
      fill_pipeline_row(s, k, &f, r);
      bool is_once = false;
      for (int i = 0; i < s->n_items; i++) is_once = is_once || (s->items[i].need_i == k && s->items[i].given_once);
      for (int tier = 0; tier < LFL_N_TIERS; tier++) {
        if (!need->has_tier[tier]) continue;
        /* in person-days of the full tier; water and items use r, capacities serve again each day */
        double share = need->kind == LFL_NEED_WATER ? need->r[tier] / need->r[full_tier(need)] : need->r[tier];
        double use = f.people * share, *left = &stock[k * LFL_N_TIERS + tier];
        bool keeps = need->kind == LFL_NEED_ITEM && !is_once;
        if (need->kind == LFL_NEED_SPACE) {
          share = need->r[tier] / need->r[full_tier(need)];
          use = f.people * share;
        }
        if (is_once) *left += f.supplied; /* people served so far, today and after */
        double there = is_once ? *left : (keeps ? *left : 0) + r->enters_person_days;
        find_break(&out->breaks[break_of[k * LFL_N_TIERS + tier]], day, use - there, share);
        if (keeps) *left = fmax(0, there - use);
        if ((lfl_tier)tier == base_tier(need)) {
          r->stock_person_days = keeps ? *left : 0;
          r->stock_days = keeps ? days_of(*left, use) : (double)NAN;
        }
      }
    }
  return true;
}

static void sum_trucks(const lfl_scenario *s, lfl_needs *out) {
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].kind == LFL_CROSSING && s->place_access[lfl_at(s, i, 0)] != LFL_CLOSED && isfinite(s->places[i].trucks_per_day))
      out->crossing_trucks += s->places[i].trucks_per_day * s->place_share[lfl_at(s, i, 0)];
  for (int k = 0; k < s->n_needs && k < out->n_pipeline; k++) {
    const lfl_need *need = &s->needs[k];
    double share = need->has_tier[LFL_SURVIVAL] && need->has_tier[LFL_MINIMUM] ? need->r[LFL_SURVIVAL] / need->r[LFL_MINIMUM] : 1;
    out->total_trucks_minimum += out->pipeline[k].need_trucks;
    if (need->has_tier[LFL_SURVIVAL]) out->total_trucks_survival += out->pipeline[k].need_trucks * share;
  }
}

lfl_status lfl_needs_compute(const lfl_scenario *scenario, lfl_needs **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  lfl_needs *needs = arena ? lfl_arena_new(arena, 1, lfl_needs) : NULL;
  if (needs) {
    needs->arena = arena;
    if (fill_rows(scenario, needs) && fill_pipeline(scenario, needs)) {
      sum_trucks(scenario, needs);
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
