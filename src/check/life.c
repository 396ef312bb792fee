/* Checking people, building and service. */
#include <math.h>

#include "check/checker.h"

/* People at each place follow from the scenario and the movements. */
bool check_people(checker *c) {
  const lfl_scenario *s = c->s;
  double *unaided = new_sums(c, s->n_places);
  if (!unaided) return false;
  for (long i = 0; i < (long)s->n_places * c->T; i++) c->people[i] = s->people_unplanned[i];
  for (int k = 0; k < c->plan->n_movements; k++) {
    const lfl_movement_row *r = &c->plan->movements[k];
    if (r->mode != LFL_MODE_ACCESSIBLE_BUS) unaided[r->from_i] += r->people;
    for (int day = r->day; day < c->T; day++) {
      c->people[in_days(c, r->from_i, day)] -= r->people;
      c->gone[in_days(c, r->from_i, day)] += r->people;
    }
    for (int day = r->arrive_day; day < c->T; day++) {
      c->people[in_days(c, r->to_i, day)] += r->people;
      c->received[in_days(c, r->to_i, day)] += r->people;
    }
  }
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    double left = c->gone[in_days(c, i, c->T - 1)];
    if (!at_most(left, p->people * p->willing_share)) say(c, "movements", -1, "people", left, "at most %.6g willing people leave %s", p->people * p->willing_share, p->id);
    if (!at_most(unaided[i], p->people * (1 - p->limited_mobility_share)) )
      say(c, "movements", -1, "people", unaided[i], "at most %.6g people leave %s by bus and on foot", p->people * (1 - p->limited_mobility_share), p->id);
    for (int day = 0; day < c->T; day++) {
      long at = in_days(c, i, day);
      if (c->people[at] < -1e-6) say(c, "people", -1, "people", c->people[at], "day %d: not below 0 at %s", day, p->id);
      if (!is_same(c->people[at], c->plan->people[at])) say(c, "people", -1, "people", c->plan->people[at], "day %d: %.6g at %s", day, c->people[at], p->id);
    }
  }
  return true;
}

/* A unit serves from settle_days after the day on which its last part was built. parts: units built
 * by [place, construction, day]. */
static void add_up_capacity(checker *c, const double *parts) {
  const lfl_scenario *s = c->s;
  for (int i = 0; i < s->n_places; i++)
    for (int k = 0; k < s->n_constructions; k++) {
      const lfl_construction *con = &s->constructions[k];
      double built = 0;
      for (int day = 0; day + con->settle_days < c->T; day++) {
        built += parts[((long)i * s->n_constructions + k) * c->T + day];
        c->built_people[((long)i * LFL_N_CAPACITIES + (int)con->capacity) * c->T + day + con->settle_days] += floor(built + 1e-6) * con->people_per_unit;
      }
    }
}

/* land: [place, day] m2 built on the day. */
static void check_build(checker *c, int k, double *workers, double *land) {
  const lfl_scenario *s = c->s;
  const lfl_build_row *r = &c->plan->builds[k];
  const lfl_construction *con = &s->constructions[r->construction_i];
  if (lfl_is_built_in_parts(s, con)) {
    if (!(r->units > 0)) say(c, "builds", k, "units", r->units, "a part of a unit, above 0");
  } else if (!is_whole(r->units) || r->units < 1) {
    say(c, "builds", k, "units", r->units, "whole units, at least 1");
  }
  if (!s->places[r->place_i].is_host) say_text(c, "builds", k, "place_id", c->s->places[r->place_i].id, "an area or site");
  if (s->place_access[lfl_at(s, r->place_i, r->day)] == LFL_CLOSED) say(c, "builds", k, "day", r->day, "a day on which the place is not closed");
  if (con->crew_i >= 0) {
    const lfl_crew *crew = &s->crews[con->crew_i];
    if (crew->place_i >= 0 && crew->place_i != r->place_i) say_text(c, "builds", k, "place_id", c->s->places[r->place_i].id, "the crew's own place, %s", s->places[crew->place_i].id);
    workers[in_days(c, con->crew_i, r->day)] += r->units * con->worker_days_per_unit;
  }
  land[in_days(c, r->place_i, r->day)] += r->units * con->m2_per_unit;
  for (int day = r->day; day < c->T; day++)
    if (con->capacity != LFL_SHELTER) c->area_m2[in_days(c, r->place_i, day)] += r->units * con->m2_per_unit;
}

bool check_builds(checker *c) {
  const lfl_scenario *s = c->s;
  double *workers = new_sums(c, (long)s->n_crews * c->T), *land = new_sums(c, (long)s->n_places * c->T);
  double *needed = new_sums(c, (long)s->n_places * s->n_items * c->T), *used = new_sums(c, (long)s->n_places * s->n_items * c->T);
  double *rows = new_sums(c, (long)s->n_places * LFL_N_CAPACITIES * c->T), *parts = new_sums(c, (long)s->n_places * s->n_constructions * c->T);
  if (!workers || !land || !needed || !used || !rows || !parts) return false;
  for (int k = 0; k < c->plan->n_builds; k++) {
    const lfl_build_row *r = &c->plan->builds[k];
    const lfl_construction *con = &s->constructions[r->construction_i];
    check_build(c, k, workers, land);
    parts[((long)r->place_i * s->n_constructions + r->construction_i) * c->T + r->day] += r->units;
    for (int j = 0; j < con->n_items; j++) needed[in_items(c, r->place_i, con->items[j].item_i, r->day)] += r->units * con->items[j].units_per_unit;
  }
  add_up_capacity(c, parts);
  for (int k = 0; k < c->plan->n_uses; k++)
    if (c->plan->uses[k].kind == LFL_USE_BUILD) used[in_items(c, c->plan->uses[k].place_i, c->plan->uses[k].item_i, c->plan->uses[k].day)] += c->plan->uses[k].units;
  for (int i = 0; i < s->n_places; i++) {
    double built_on = 0;
    for (int day = 0; day < c->T; day++) {
      double there = s->places[i].usable_m2 + restored(c, LFL_RESTORES_LAND, i, day);
      built_on += land[in_days(c, i, day)];
      if (land[in_days(c, i, day)] > 0 && !at_most(built_on, there)) say(c, "builds", -1, "units", built_on, "day %d: at most %.6g m2 of land at %s", day, there, s->places[i].id);
    }
    for (int j = 0; j < s->n_items; j++)
      for (int day = 0; day < c->T; day++)
        if (!is_same(used[in_items(c, i, j, day)], needed[in_items(c, i, j, day)]))
          say(c, "uses", -1, "units", used[in_items(c, i, j, day)], "day %d: %.6g of %s for building at %s", day, needed[in_items(c, i, j, day)], s->items[j].id, s->places[i].id);
  }
  for (int k = 0; k < s->n_crews; k++)
    for (int day = 0; day < c->T; day++)
      if (!at_most(workers[in_days(c, k, day)] + c->repair_workers[in_days(c, k, day)], s->crew_workers[lfl_at(s, k, day)]))
        say(c, "builds", -1, "units", workers[in_days(c, k, day)] + c->repair_workers[in_days(c, k, day)], "day %d: at most %.6g workers of %s, repairs included", day, s->crew_workers[lfl_at(s, k, day)], s->crews[k].id);
  for (int k = 0; k < c->plan->n_capacity; k++) {
    const lfl_capacity_row *r = &c->plan->capacity[k];
    long at = ((long)r->place_i * LFL_N_CAPACITIES + (int)r->capacity) * c->T + r->day;
    double people = s->places[r->place_i].capacity_people[r->capacity] + restored_capacity(c, r->capacity, r->place_i, r->day) + c->built_people[at];
    rows[at]++;
    if (!is_same(people, r->people)) say(c, "capacity", k, "people", r->people, "%.6g people", people);
  }
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++)
      for (int day = 0; s->places[i].is_host && s->needs[n].kind == LFL_NEED_CAPACITY && day < c->T; day++) {
        long at = ((long)i * LFL_N_CAPACITIES + (int)s->needs[n].capacity) * c->T + day;
        if (rows[at] != 1) say(c, "capacity", -1, "people", rows[at], "one row for %s at %s on day %d", s->needs[n].id, s->places[i].id, day);
      }
  return true;
}

/* What serves a need at a place on a day, in the need's own unit. */
static double what_is_there(const checker *c, int place_i, int need_i, int day, double *given) {
  const lfl_scenario *s = c->s;
  const lfl_need *need = &s->needs[need_i];
  double there = 0;
  switch (need->kind) {
    case LFL_NEED_CAPACITY:
      return s->places[place_i].capacity_people[need->capacity] + restored_capacity(c, need->capacity, place_i, day) + c->built_people[((long)place_i * LFL_N_CAPACITIES + (int)need->capacity) * c->T + day] +
             c->cared[((long)place_i * s->n_needs + need_i) * c->T + day];
    case LFL_NEED_SPACE:
      return s->places[place_i].usable_m2 + restored(c, LFL_RESTORES_LAND, place_i, day) - c->area_m2[in_days(c, place_i, day)];
    case LFL_NEED_ITEM:
    case LFL_NEED_WATER:
      break;
  }
  for (int j = 0; j < s->n_items; j++) {
    const lfl_item *item = &s->items[j];
    double units = c->used[LFL_USE_NEED][in_items(c, place_i, j, day)];
    if (item->is_water ? need->kind != LFL_NEED_WATER : item->need_i != need_i) continue;
    double worth = need->kind == LFL_NEED_WATER ? need->r[LFL_MINIMUM] : 1; /* of a person-day, in the need's unit */
    if (item->is_water) there += units;
    else if (item->given_once) *given += units * item->people_served * worth;
    else there += units * item->person_days * worth;
  }
  return there + *given;
}

static double asked(const lfl_need *need, double survival, double minimum) {
  if (!need->has_tier[LFL_SURVIVAL]) return need->r[LFL_MINIMUM] * minimum;
  if (!need->has_tier[LFL_MINIMUM]) return need->r[LFL_SURVIVAL] * survival;
  return need->r[LFL_SURVIVAL] * survival + (need->r[LFL_MINIMUM] - need->r[LFL_SURVIVAL]) * minimum;
}

/* Water that must have been pumped, and the fuel it took. */
static void check_pumping(checker *c, int place_i, int day, double pumped) {
  const lfl_scenario *s = c->s;
  double yield = lfl_place_yield_l(s, place_i, day) + restored(c, LFL_RESTORES_YIELD, place_i, day) * s->place_share[lfl_at(s, place_i, day)], taken = c->taken_l[in_days(c, place_i, day)];
  if (!at_most(pumped + taken, yield)) say(c, "service", -1, "served_people", pumped + taken, "day %d: at most the %.6g l that %s yields", day, yield, s->places[place_i].id);
  double fuel = (pumped + taken) * s->places[place_i].fuel_l_per_m3 / 1000;
  if (s->fuel_item_i < 0) return;
  double burnt = c->used[LFL_USE_PUMP][in_items(c, place_i, s->fuel_item_i, day)];
  if (burnt < fuel - 1e-4 - 1e-6 * fuel) say(c, "uses", -1, "units", burnt, "day %d: at least %.6g l of fuel to pump at %s", day, fuel, s->places[place_i].id);
}

static void check_served(checker *c, int place_i, int need_i, int day, double *given) {
  const lfl_scenario *s = c->s;
  const lfl_need *need = &s->needs[need_i];
  double v[LFL_N_TIERS] = {0, 0};
  for (int tier = 0; tier < LFL_N_TIERS; tier++)
    if (need->has_tier[tier]) {
      v[tier] = c->served[in_needs(c, place_i, need_i, tier, day)];
      if (isnan(v[tier])) {
        say(c, "service", -1, "served_people", 0, "a row for %s %s at %s on day %d", need->id, lfl_tier_name((lfl_tier)tier), s->places[place_i].id, day);
        return;
      }
      double people = c->people[in_days(c, place_i, day)] * s->places[place_i].in_need_share;
      if (v[tier] < 0 || !is_whole(v[tier]) || !at_most(v[tier], people))
        say(c, "service", -1, "served_people", v[tier], "day %d: a whole number of the %.6g people in need of %s at %s", day, people, need->id, s->places[place_i].id);
    }
  if (need->has_tier[0] && need->has_tier[1] && v[LFL_MINIMUM] > v[LFL_SURVIVAL])
    say(c, "service", -1, "served_people", v[LFL_MINIMUM], "day %d: at most as many at minimum as at survival (%s at %s)", day, need->id, s->places[place_i].id);
  double there = what_is_there(c, place_i, need_i, day, given), ask = asked(need, v[LFL_SURVIVAL], v[LFL_MINIMUM]);
  if (need->kind == LFL_NEED_WATER) check_pumping(c, place_i, day, fmax(0, ask - there));
  else if (!at_most(ask, there)) say(c, "service", -1, "served_people", ask, "day %d: at most %.6g of %s at %s", day, there, need->id, s->places[place_i].id);
}

bool check_service(checker *c) {
  const lfl_scenario *s = c->s;
  for (long i = 0; i < (long)s->n_places * s->n_needs * LFL_N_TIERS * c->T; i++) c->served[i] = (double)NAN;
  for (int k = 0; k < c->plan->n_service; k++) {
    const lfl_service_row *r = &c->plan->service[k];
    double *at = &c->served[in_needs(c, r->place_i, r->need_i, (int)r->tier, r->day)];
    double people = lfl_whole_in_need(&s->places[r->place_i], c->people[in_days(c, r->place_i, r->day)]);
    if (!isnan(*at)) say_text(c, "service", k, "tier", lfl_tier_name(r->tier), "one row for each day, place, need and tier");
    if (!lfl_need_applies(s, r->need_i, r->place_i) || !s->needs[r->need_i].has_tier[r->tier]) say_text(c, "service", k, "need", c->s->needs[r->need_i].id, "a need and tier that apply there");
    if (!is_same(people, r->people)) say(c, "service", k, "people", r->people, "%.6g people in need", people);
    *at = r->served_people;
  }
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++) {
      double given = 0;
      for (int day = 0; lfl_need_applies(s, n, i) && day < c->T; day++) check_served(c, i, n, day, &given);
    }
  bool has_water_need = false;
  for (int n = 0; n < s->n_needs; n++) has_water_need = has_water_need || s->needs[n].kind == LFL_NEED_WATER;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; (!has_water_need || !s->places[i].is_host) && day < c->T; day++) check_pumping(c, i, day, 0);
  return true;
}

/* Nobody is moved into worse. */
bool check_ready(checker *c) {
  const lfl_scenario *s = c->s;
  for (int i = 0; i < s->n_places; i++)
    for (int n = 0; n < s->n_needs; n++)
      for (int day = 0; lfl_need_applies(s, n, i) && lfl_need_binds_movement(&s->needs[n]) && day < c->T; day++) {
        double received = c->received[in_days(c, i, day)], served = c->served[in_needs(c, i, n, LFL_SURVIVAL, day)];
        if (received <= 0) continue;
        double ready = served - lfl_place_still_served(s, i, n, day, c->gone[in_days(c, i, day)]);
        if (!at_most(received, fmax(0, ready)))
          say(c, "movements", -1, "people", received, "day %d: at most %.6g received at %s, as %s serves no more", day, fmax(0, ready), s->places[i].id, s->needs[n].id);
      }
  return true;
}
