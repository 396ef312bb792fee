/* The calendar: what holds on each day, worked out once from the scenario's rows, and the
 * small formulas of docs/MODEL.md that more than one stage needs.
 * O(rows * days) time, O((places + links + fleets + crews) * days) memory.
 * Tests: tests/unit/test_calendar.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/scenario.h"

static bool has_no_limit(const lfl_link *link) { return !(link->vehicles_per_day < (double)INFINITY) || !(link->people_per_day < (double)INFINITY); }

static void lay_status(lfl_scenario *s, const lfl_status_row *row) {
  for (int day = row->from_day < 0 ? 0 : row->from_day; day <= row->to_day && day < s->n_days; day++) {
    long at = lfl_at(s, row->subject_i, day);
    bool is_closed = row->access == LFL_CLOSED;
    switch (row->subject) {
      case LFL_SUBJECT_PLACE:
        if (row->access > s->place_access[at]) s->place_access[at] = row->access;
        if (row->access == LFL_AT_RISK) s->place_at_risk[at] = true;
        s->place_share[at] = fmin(s->place_share[at], row->capacity_share);
        break;
      case LFL_SUBJECT_LINK:
        if (row->access > s->link_access[at]) s->link_access[at] = row->access;
        s->link_share[at] = fmin(s->link_share[at], row->capacity_share);
        /* nothing of what has no limit is nothing, too */
        if (!(row->capacity_share > 0) && has_no_limit(&s->links[row->subject_i])) s->link_access[at] = LFL_CLOSED;
        break;
      case LFL_SUBJECT_FLEET:
        s->fleet_vehicles[at] =
            is_closed ? 0 : fmin(s->fleet_vehicles[at], s->fleets[row->subject_i].n_vehicles * row->capacity_share);
        break;
      case LFL_SUBJECT_CREW:
        s->crew_workers[at] =
            is_closed ? 0 : fmin(s->crew_workers[at], s->crews[row->subject_i].n_workers * row->capacity_share);
        break;
      case LFL_SUBJECT_FACILITY:
        s->facility_share[at] = is_closed ? 0 : fmin(s->facility_share[at], s->facilities[row->subject_i].functioning_share * row->capacity_share);
        break;
    }
  }
}

double lfl_place_trucks(const lfl_scenario *s, int place_i, int day) {
  double share = s->place_share[lfl_at(s, place_i, day)];
  return share > 0 ? s->places[place_i].trucks_per_day * share : 0;
}

static double *new_days(lfl_scenario *s, int n) {
  return lfl_arena_new(s->arena, (size_t)n * (size_t)s->n_days, double);
}

lfl_scenario *lfl_scenario_copy(const lfl_scenario *s, lfl_arena *arena) {
  lfl_scenario *copy = lfl_arena_copy(arena, s, 1, sizeof *s);
  if (!copy) return NULL;
  copy->arena = arena;
  copy->places = lfl_arena_copy(arena, s->places, s->n_places, sizeof *s->places);
  copy->fleets = lfl_arena_copy(arena, s->fleets, s->n_fleets, sizeof *s->fleets);
  copy->crews = lfl_arena_copy(arena, s->crews, s->n_crews, sizeof *s->crews);
  copy->permissions = lfl_arena_copy(arena, s->permissions, s->n_permissions, sizeof *s->permissions);
  copy->escorts = lfl_arena_copy(arena, s->escorts, s->n_escorts, sizeof *s->escorts);
  copy->supplies = lfl_arena_copy(arena, s->supplies, s->n_supplies, sizeof *s->supplies);
  copy->status_rows = lfl_arena_copy(arena, s->status_rows, s->n_status_rows, sizeof *s->status_rows);
  /* the calendar's figures of repairs and facilities stand in them */
  copy->projects = lfl_arena_copy(arena, s->projects, s->n_projects, sizeof *s->projects);
  copy->facilities = lfl_arena_copy(arena, s->facilities, s->n_facilities, sizeof *s->facilities);
  bool is_fine = copy->places && copy->fleets && copy->crews && copy->permissions && copy->escorts && copy->supplies && copy->status_rows && copy->projects && copy->facilities;
  return is_fine ? copy : NULL;
}

bool lfl_scenario_make_calendar(lfl_scenario *s) {
  size_t days = (size_t)s->n_days;
  s->place_access = lfl_arena_new(s->arena, (size_t)s->n_places * days, lfl_access);
  s->link_access = lfl_arena_new(s->arena, (size_t)s->n_links * days, lfl_access);
  s->place_share = new_days(s, s->n_places);
  s->link_share = new_days(s, s->n_links);
  s->fleet_vehicles = new_days(s, s->n_fleets);
  s->crew_workers = new_days(s, s->n_crews);
  s->facility_share = new_days(s, s->n_facilities);
  s->people_unplanned = new_days(s, s->n_places);
  s->place_at_risk = lfl_arena_new(s->arena, (size_t)s->n_places * days, bool);
  s->at_risk_from = lfl_arena_new(s->arena, (size_t)s->n_places * days, bool);
  if (!s->place_access || !s->link_access || !s->place_share || !s->link_share || !s->fleet_vehicles ||
      !s->crew_workers || !s->facility_share || !s->people_unplanned || !s->place_at_risk || !s->at_risk_from)
    return false;

  for (long at = 0; at < (long)s->n_places * s->n_days; at++) s->place_share[at] = 1;
  for (long at = 0; at < (long)s->n_links * s->n_days; at++) s->link_share[at] = 1;
  for (int i = 0; i < s->n_fleets; i++)
    for (int day = 0; day < s->n_days; day++) s->fleet_vehicles[lfl_at(s, i, day)] = s->fleets[i].n_vehicles;
  for (int i = 0; i < s->n_crews; i++)
    for (int day = 0; day < s->n_days; day++)
      s->crew_workers[lfl_at(s, i, day)] =
          day >= s->crews[i].from_day && day <= s->crews[i].to_day ? s->crews[i].n_workers : 0;
  for (int i = 0; i < s->n_facilities; i++)
    for (int day = 0; day < s->n_days; day++) s->facility_share[lfl_at(s, i, day)] = s->facilities[i].functioning_share;
  for (int i = 0; i < s->n_status_rows; i++) lay_status(s, &s->status_rows[i]);

  for (int i = 0; i < s->n_population_changes; i++) {
    const lfl_population_change *change = &s->population_changes[i];
    if (change->day >= 0 && change->day < s->n_days)
      s->people_unplanned[lfl_at(s, change->place_i, change->day)] += change->people;
  }
  for (int i = 0; i < s->n_places; i++) {
    double people = s->places[i].people;
    for (int day = 0; day < s->n_days; day++) {
      people += s->people_unplanned[lfl_at(s, i, day)];
      s->people_unplanned[lfl_at(s, i, day)] = people;
    }
    bool is_at_risk = false;
    for (int day = s->n_days - 1; day >= 0; day--) {
      is_at_risk = is_at_risk || s->place_at_risk[lfl_at(s, i, day)];
      s->at_risk_from[lfl_at(s, i, day)] = is_at_risk;
    }
  }
  return lfl_scenario_time_repairs(s) && lfl_scenario_make_catchments(s) && lfl_scenario_make_referrals(s);
}

void lfl_scenario_destroy(lfl_scenario *scenario) {
  if (scenario) lfl_arena_destroy(scenario->arena); /* the arena holds the struct itself */
}

bool lfl_place_is_within(const lfl_scenario *scenario, int i, int root_i) {
  for (int steps = 0; i >= 0 && steps <= scenario->n_places; steps++) {
    if (root_i < 0 || i == root_i) return true;
    i = scenario->places[i].parent_i;
  }
  return false;
}

double lfl_place_yield_l(const lfl_scenario *scenario, int place_i, int day) {
  return scenario->places[place_i].water_yield_l_per_day * scenario->place_share[lfl_at(scenario, place_i, day)];
}

double lfl_place_in_need(const lfl_scenario *scenario, int place_i, int day) {
  return scenario->people_unplanned[lfl_at(scenario, place_i, day)] * scenario->places[place_i].in_need_share;
}

double lfl_whole_in_need(const lfl_place *place, double people) {
  const double ROUNDING = 1e-7;
  return floor(people * place->in_need_share + ROUNDING);
}

bool lfl_counts_risk(const lfl_scenario *s) {
  bool is_any = false;
  for (int i = 0; i < s->n_places; i++) is_any = is_any || (s->places[i].is_host && s->at_risk_from[lfl_at(s, i, 0)]);
  return s->risk_weight > 0 && is_any;
}

bool lfl_need_binds_movement(const lfl_need *need) {
  return need->has_tier[LFL_SURVIVAL] &&
         (need->kind == LFL_NEED_WATER || need->kind == LFL_NEED_SPACE ||
          (need->kind == LFL_NEED_CAPACITY && (need->capacity == LFL_SHELTER || need->capacity == LFL_TOILET)));
}

bool lfl_need_applies(const lfl_scenario *scenario, int need_i, int place_i) {
  const lfl_place *place = &scenario->places[place_i];
  return place->is_host && (scenario->needs[need_i].kind != LFL_NEED_SPACE || place->kind == LFL_SITE);
}

/* What serves at survival on `day` with nothing planned, in people. */
static double served_without_plan(const lfl_scenario *s, int place_i, const lfl_need *need, int day) {
  const lfl_place *place = &s->places[place_i];
  double there = 0;
  switch (need->kind) {
    case LFL_NEED_WATER:
      if (s->fuel_item_i >= 0 && place->fuel_l_per_m3 > 0) return 0;
      there = lfl_place_yield_l(s, place_i, day);
      break;
    case LFL_NEED_CAPACITY:
      there = place->capacity_people[need->capacity];
      break;
    case LFL_NEED_SPACE:
      there = place->usable_m2;
      break;
    case LFL_NEED_ITEM:
      break;
  }
  double r = need->r[LFL_SURVIVAL];
  return r > 0 ? there / r : (double)INFINITY;
}

double lfl_place_served_before(const lfl_scenario *s, int place_i, int need_i, int day) {
  const lfl_need *need = &s->needs[need_i];
  if (!lfl_need_binds_movement(need)) return 0;
  double least = (double)INFINITY;
  for (int k = 0; k <= day; k++)
    least = fmin(least, fmin(lfl_place_in_need(s, place_i, k), served_without_plan(s, place_i, need, k)));
  return least;
}

double lfl_place_people_of_day_0(const lfl_scenario *s, int place_i) { return fmax(s->places[place_i].people, s->people_unplanned[lfl_at(s, place_i, 0)]); }

double lfl_place_served_before_each(const lfl_scenario *s, int place_i, int need_i, int day) {
  double people = lfl_place_people_of_day_0(s, place_i);
  return people > 0 ? lfl_place_served_before(s, place_i, need_i, day) / people : 0;
}

double lfl_place_still_served(const lfl_scenario *s, int place_i, int need_i, int day, double left) {
  return lfl_place_served_before(s, place_i, need_i, day) - lfl_place_served_before_each(s, place_i, need_i, day) * left;
}

int lfl_place_n_survival_needs(const lfl_scenario *scenario, int place_i) {
  int n = 0;
  for (int i = 0; i < scenario->n_needs; i++)
    n += scenario->needs[i].has_tier[LFL_SURVIVAL] && lfl_need_applies(scenario, i, place_i);
  return n;
}

int lfl_n_survival_needs(const lfl_scenario *scenario) {
  int n = 0;
  for (int i = 0; i < scenario->n_needs; i++) n += scenario->needs[i].has_tier[LFL_SURVIVAL];
  return n;
}

lfl_tier lfl_answer_tier(const lfl_scenario *scenario) { return scenario->n_needs && !lfl_n_survival_needs(scenario) ? LFL_MINIMUM : LFL_SURVIVAL; }

double lfl_vehicle_days(double hours, const lfl_fleet *fleet) {
  return (2 * hours + fleet->load_unload_h) / fleet->hours_per_day;
}

double lfl_vehicle_days_on(double hours, const lfl_fleet *fleet, int k) {
  double left = lfl_vehicle_days(hours, fleet) - k;
  return left <= 0 ? 0 : fmin(left, 1);
}

double lfl_drive_fuel_l(const lfl_scenario *s, int fleet_i, double km) {
  return s->fuel_item_i < 0 || s->fleets[fleet_i].fuel_place_i < 0 ? 0 : 2 * km * s->fleets[fleet_i].fuel_l_per_km;
}

int lfl_travel_days(double hours, const lfl_fleet *fleet) {
  /* A way of exactly one working day arrives on the next day; the small tolerance keeps
   * hours that are sums of rounded quotients (3 x 8/3 h) on the side a person expects. */
  const double MOST = 1e6; /* beyond any plan's days */
  return (int)fmin(floor(hours / fleet->hours_per_day + 1e-9), MOST);
}

bool lfl_permission_holds(const lfl_permission *permission, int day) { return permission->from_day <= day && day <= permission->to_day; }

bool lfl_permission_is_noticed(const lfl_permission *permission, int day) { return day - permission->notice_from_day >= permission->notice_days; }

double lfl_permission_trips(const lfl_permission *permission, int day) {
  return lfl_permission_is_noticed(permission, day) ? permission->trips_per_day : 0;
}

double lfl_permission_trips_of_convoy(const lfl_permission *permission, int day) {
  return lfl_permission_is_noticed(permission, day) ? permission->trucks_per_convoy * permission->approval_share : 0;
}

double lfl_escort_vehicles(const lfl_escort *escort, int day) {
  return escort->from_day <= day && day <= escort->to_day ? escort->vehicles_per_day : 0;
}

/* Days since 1970-01-01 of a civil date and back: H. Hinnant, "chrono-compatible low-level
 * date algorithms". */
static long days_of_date(long y, long m, long d) {
  y -= m <= 2;
  long era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
  long doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

const char *lfl_day_date(const lfl_scenario *scenario, int day, lfl_arena *arena) {
  int y = 1970, m = 1, d = 1;
  if (scenario->start_date) sscanf(scenario->start_date, "%d-%d-%d", &y, &m, &d);
  long z = days_of_date(y, m, d) + day + 719468;
  long era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
  long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  long mp = (5 * doy + 2) / 153, month = mp + (mp < 10 ? 3 : -9);
  return lfl_arena_printf(arena, "%04ld-%02ld-%02ld", yoe + era * 400 + (month <= 2), month,
                          doy - (153 * mp + 2) / 5 + 1);
}

const char *lfl_limit_name(lfl_limit_kind kind) {
  static const char *const names[] = {"crossing", "hub", "storage", "water", "land", "fleet", "crew",
                                      "link", "walk", "permission", "supply", "willing", "money", "escort",
                                      "shelter", "toilet", "tap", "health", "health_beds"};
  return kind < LFL_N_LIMITS ? names[kind] : "unknown";
}
int lfl_limit_called(const char *name) {
  for (int k = 0; name && k < LFL_N_LIMITS; k++)
    if (strcmp(name, lfl_limit_name((lfl_limit_kind)k)) == 0) return k;
  return -1;
}
const char *lfl_existing_words(lfl_limit_kind kind) {
  static const char *const words[LFL_N_CAPACITIES] = {"shelter", "toilets", "taps", "health care", "hospital beds"};
  return kind >= LFL_LIMIT_SHELTER && kind <= LFL_LIMIT_BEDS ? words[kind - LFL_LIMIT_SHELTER] : NULL;
}
const char *lfl_capacity_name(lfl_capacity capacity) {
  static const char *const names[] = {"shelter", "toilet", "tap", "health", "health_beds"};
  return capacity < LFL_N_CAPACITIES ? names[capacity] : "unknown";
}
int lfl_capacity_called(const char *name) {
  for (int k = 0; k < LFL_N_CAPACITIES; k++)
    if (strcmp(name, lfl_capacity_name((lfl_capacity)k)) == 0) return k;
  return -1;
}
const char *lfl_tier_name(lfl_tier tier) { return tier == LFL_SURVIVAL ? "survival" : "minimum"; }
const char *lfl_level_name(lfl_level_kind level) {
  static const char *const names[] = {"survival", "fairness", "minimum", "movement", "cost"};
  return level < LFL_N_LEVELS ? names[level] : "unknown";
}
const char *lfl_subject_id(const lfl_scenario *s, lfl_subject subject, int subject_i) {
  switch (subject) {
    case LFL_SUBJECT_PLACE: return s->places[subject_i].id;
    case LFL_SUBJECT_LINK: return s->links[subject_i].id;
    case LFL_SUBJECT_FLEET: return s->fleets[subject_i].id;
    case LFL_SUBJECT_CREW: return s->crews[subject_i].id;
    case LFL_SUBJECT_FACILITY: return s->facilities[subject_i].id;
  }
  return "";
}
const char *lfl_vehicle_name(lfl_vehicle vehicle) {
  static const char *const names[] = {"truck", "tanker", "bus", "accessible_bus", "ambulance"};
  return vehicle <= LFL_AMBULANCE ? names[vehicle] : "unknown";
}
const char *lfl_place_kind_name(lfl_place_kind kind) {
  static const char *const names[] = {"area", "site", "hub", "crossing"};
  return kind <= LFL_CROSSING ? names[kind] : "unknown";
}
const char *lfl_access_name(lfl_access access) {
  static const char *const names[] = {"open", "at_risk", "closed"};
  return access <= LFL_CLOSED ? names[access] : "unknown";
}

bool lfl_is_built_in_parts(const lfl_scenario *s, const lfl_construction *construction) {
  const double MANY_A_DAY = 10; /* units: what is lost where each ends with a day is less than a tenth */
  double most = 0, work = construction->worker_days_per_unit;
  bool is_even = true; /* each day's work makes whole units */
  if (construction->crew_i < 0 || !(work > 0)) return false;
  for (int day = 0; day < s->n_days; day++) {
    double workers = s->crew_workers[lfl_at(s, construction->crew_i, day)], units = workers / work;
    most = fmax(most, workers);
    is_even = is_even && fabs(units - nearbyint(units)) < 1e-9;
  }
  return most > 0 && work * MANY_A_DAY > most && (work > 1 || !is_even);
}
