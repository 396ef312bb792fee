/* Where fuel runs dry: reads a plan's stocks, uses and trips and says, user by user, on which days more
 * could be done and the fuel for it is not there.
 *
 * On a day a user of a place's fuel is dry if what is left there at its end, with the supplies that have come
 * and are not taken up, less what is kept for a trip that brings more, is not enough for its next step - water for one person at its tier, the shortest
 * trip that the fleet makes, care for one person - while more of it is wanted: people without water and yield left;
 * somebody unserved in anything and vehicles left; people of the catchment without care. A pump that stands still because nobody needs more is not dry.
 * O(rows + (places + fleets) * days). Tests: tests/unit/test_fuel.c. */
#include "model/fuel.h"

#include <math.h>

typedef struct finder {
  const lfl_plan *plan;
  const lfl_scenario *s;
  lfl_dry *out;
  int T, capacity;
  const int *starts; /* of repairs */
  double *left;     /* [place, day] litres at the end of the day, supplies not taken up among them */
  double *kept;     /* [place, day] of that, for the shortest trip that brings more on a later day */
  double *pumped;   /* [place, day] litres of fuel that the pumps burn */
  double *driven;   /* [fleet, day] litres */
  double *vehicles; /* [fleet, day] vehicle-days used */
  double *least;    /* [fleet] litres of its shortest trip; INFINITY: it makes none */
  double *thirsty;  /* [place, day] people without water at some tier */
  double *without;  /* [place, need, day] people without */
  double *cared;    /* [facility, need, day] people served */
  double *unserved; /* [day] people without anything at some tier */
} finder;

static long at_day(const finder *f, int i, int day) { return (long)i * f->T + day; }

/* A plan made by hand may name what is not there: passed over. */
static bool is_in(int i, int n) { return i >= 0 && i < n; }

static void sum_stocks(finder *f) {
  const lfl_scenario *s = f->s;
  for (int k = 0; k < f->plan->n_stocks; k++)
    if (f->plan->stocks[k].item_i == s->fuel_item_i && is_in(f->plan->stocks[k].place_i, s->n_places) && is_in(f->plan->stocks[k].day, f->T))
      f->left[at_day(f, f->plan->stocks[k].place_i, f->plan->stocks[k].day)] += f->plan->stocks[k].units;
  for (int k = 0; k < s->n_supplies; k++)
    for (int day = s->supplies[k].day < 0 ? 0 : s->supplies[k].day; s->supplies[k].item_i == s->fuel_item_i && day < f->T; day++)
      f->left[at_day(f, s->supplies[k].place_i, day)] += s->supplies[k].units;
  for (int k = 0; k < f->plan->n_draws; k++) {
    const lfl_draw_row *r = &f->plan->draws[k];
    if (!is_in(r->supply_i, s->n_supplies) || !is_in(r->day, f->T)) continue;
    const lfl_supply *supply = &s->supplies[r->supply_i];
    for (int day = r->day; supply->item_i == s->fuel_item_i && day < f->T; day++) f->left[at_day(f, supply->place_i, day)] -= r->units;
  }
  for (int k = 0; k < f->plan->n_uses; k++)
    if (f->plan->uses[k].kind == LFL_USE_PUMP && is_in(f->plan->uses[k].place_i, s->n_places) && is_in(f->plan->uses[k].day, f->T))
      f->pumped[at_day(f, f->plan->uses[k].place_i, f->plan->uses[k].day)] += f->plan->uses[k].units;
}

static void count_trips(finder *f, int fleet_i, int day, int way_i, double trips) {
  if (!(trips > 0) || !is_in(fleet_i, f->s->n_fleets) || !is_in(way_i, f->plan->n_ways) || !is_in(day, f->T)) return;
  const lfl_way *way = &f->plan->ways[way_i];
  const lfl_fleet *fleet = &f->s->fleets[fleet_i];
  double litres = lfl_drive_fuel_l(f->s, fleet_i, way->km);
  f->driven[at_day(f, fleet_i, day)] += trips * litres;
  f->least[fleet_i] = fmin(f->least[fleet_i], litres);
  for (int k = 0; day + k < f->T && lfl_vehicle_days_on(way->hours, fleet, k) > 0; k++)
    f->vehicles[at_day(f, fleet_i, day + k)] += trips * lfl_vehicle_days_on(way->hours, fleet, k);
}

static void sum_trips(finder *f) {
  const lfl_plan *p = f->plan;
  for (int i = 0; i < f->s->n_fleets; i++) f->least[i] = (double)INFINITY;
  for (int k = 0; k < p->n_deliveries; k++)
    count_trips(f, p->deliveries[k].fleet_i, p->deliveries[k].day, p->deliveries[k].way_i, p->deliveries[k].trips);
  for (int k = 0; k < p->n_movements; k++)
    count_trips(f, p->movements[k].fleet_i, p->movements[k].day, p->movements[k].way_i, p->movements[k].trips);
  for (int k = 0; k < p->n_referrals; k++)
    count_trips(f, p->referrals[k].fleet_i, p->referrals[k].day, p->referrals[k].way_i, p->referrals[k].trips);
  double shortest = (double)INFINITY;
  for (int l = 0; l < f->s->n_links; l++) shortest = fmin(shortest, f->s->links[l].length_km);
  for (int i = 0; i < f->s->n_fleets; i++) /* none at all: on the shortest road there is */
    if (!(f->least[i] < (double)INFINITY) && shortest < (double)INFINITY) f->least[i] = lfl_drive_fuel_l(f->s, i, shortest);
}

/* What trips that bring fuel to where they drive from burn there is not there for others before they have come (docs/MODEL.md,
 * "Vehicles fuel at one place"). */
static void find_kept(finder *f) {
  const lfl_scenario *s = f->s;
  for (int k = 0; k < f->plan->n_deliveries; k++) {
    const lfl_delivery_row *r = &f->plan->deliveries[k];
    if (r->item_i != s->fuel_item_i || !is_in(r->fleet_i, s->n_fleets) || !is_in(r->way_i, f->plan->n_ways) || s->fleets[r->fleet_i].fuel_place_i != r->to_i) continue;
    double litres = lfl_drive_fuel_l(s, r->fleet_i, f->plan->ways[r->way_i].km);
    for (int day = 0; litres > 0 && day < r->day && day < f->T; day++) {
      double *kept = &f->kept[at_day(f, r->to_i, day)];
      *kept = *kept > 0 ? fmin(*kept, litres) : litres;
    }
  }
  for (long i = 0; i < (long)s->n_places * f->T; i++) f->left[i] -= f->kept[i];
}

static void sum_unserved(finder *f) {
  for (int k = 0; k < f->plan->n_care; k++) {
    const lfl_care_row *r = &f->plan->care[k];
    if (!is_in(r->facility_i, f->s->n_facilities) || !is_in(r->need_i, f->s->n_needs) || !is_in(r->day, f->T)) continue;
    f->cared[((long)r->facility_i * f->s->n_needs + r->need_i) * f->T + r->day] += r->people;
  }
  int beds = lfl_need_of_capacity(f->s, LFL_BEDS);
  for (int k = 0; k < f->plan->n_referrals && beds >= 0; k++) {
    const lfl_referral_row *r = &f->plan->referrals[k];
    if (is_in(r->facility_i, f->s->n_facilities) && is_in(r->day, f->T)) f->cared[((long)r->facility_i * f->s->n_needs + beds) * f->T + r->day] += r->people;
  }
  for (int k = 0; k < f->plan->n_service; k++) {
    const lfl_service_row *r = &f->plan->service[k];
    if (!is_in(r->place_i, f->s->n_places) || !is_in(r->need_i, f->s->n_needs) || !is_in(r->day, f->T)) continue;
    double people = r->people - r->served_people;
    if (f->s->needs[r->need_i].kind == LFL_NEED_WATER) f->thirsty[at_day(f, r->place_i, r->day)] = fmax(f->thirsty[at_day(f, r->place_i, r->day)], people);
    f->unserved[r->day] = fmax(f->unserved[r->day], people);
    double *without = &f->without[((long)r->place_i * f->s->n_needs + r->need_i) * f->T + r->day];
    *without = fmax(*without, people);
  }
}

/* Adds a day: to the row before where it goes on. */
static bool add_day(finder *f, int place_i, lfl_fuel_user user, int subject_i, int day, double people, double used_l) {
  lfl_dry_row *rows = f->out->rows, *last = rows && f->out->n ? &rows[f->out->n - 1] : NULL;
  if (last && last->user == user && last->subject_i == subject_i && last->to_day == day - 1) {
    last->to_day = day;
    if (people > last->people) last->people = people;
    last->used_l += used_l;
    return true;
  }
  if (!rows || f->out->n == f->capacity) {
    int capacity = 2 * f->capacity + 16;
    lfl_dry_row *more = lfl_arena_new(f->out->arena, (size_t)capacity, lfl_dry_row);
    if (!more) return false;
    for (int k = 0; rows && k < f->out->n; k++) more[k] = rows[k];
    f->out->rows = rows = more;
    f->capacity = capacity;
  }
  rows[f->out->n++] = (lfl_dry_row){place_i, user, subject_i, day, day, people, used_l};
  return true;
}

/* Litres of fuel that water for one more person takes. */
static double for_one_person(const finder *f, int place_i) {
  double litres = 0;
  for (int n = 0; n < f->s->n_needs; n++)
    if (f->s->needs[n].kind == LFL_NEED_WATER) litres = f->s->needs[n].r[f->s->needs[n].has_tier[LFL_SURVIVAL] ? LFL_SURVIVAL : LFL_MINIMUM];
  return litres * f->s->places[place_i].fuel_l_per_m3 / 1000;
}

static bool find_pumps(finder *f, int place_i) {
  const lfl_place *p = &f->s->places[place_i];
  if (!(p->fuel_l_per_m3 > 0) || !lfl_may_yield(f->s, place_i) || !p->is_host) return true;
  double step = for_one_person(f, place_i);
  for (int day = 0; day < f->T; day++) {
    double burnt = f->pumped[at_day(f, place_i, day)], could = lfl_place_yield_l(f->s, place_i, day);
    could = (could + lfl_restored_on(f->s, f->starts, LFL_RESTORES_YIELD, place_i, day) * f->s->place_share[lfl_at(f->s, place_i, day)]) * p->fuel_l_per_m3 / 1000;
    bool is_dry = f->left[at_day(f, place_i, day)] < step && could - burnt > step && f->thirsty[at_day(f, place_i, day)] >= 1;
    if (is_dry && !add_day(f, place_i, LFL_FUEL_PUMP, place_i, day, f->thirsty[at_day(f, place_i, day)], burnt)) return false;
  }
  return true;
}

static bool find_fleet(finder *f, int fleet_i) {
  const lfl_fleet *fleet = &f->s->fleets[fleet_i];
  if (fleet->fuel_place_i < 0) return true;
  for (int day = 0; day < f->T; day++) {
    double idle = f->s->fleet_vehicles[lfl_at(f->s, fleet_i, day)] - f->vehicles[at_day(f, fleet_i, day)];
    bool is_dry = f->left[at_day(f, fleet->fuel_place_i, day)] < f->least[fleet_i] && idle > 1e-6 && f->unserved[day] >= 1;
    if (is_dry && !add_day(f, fleet->fuel_place_i, LFL_FUEL_FLEET, fleet_i, day, (double)NAN, f->driven[at_day(f, fleet_i, day)])) return false;
  }
  return true;
}

/* People of the catchment without care whom the facility could serve on the day, and how much of it could work. */
static double lacks_care(const finder *f, int facility_i, int day, double *at_work) {
  const lfl_scenario *s = f->s;
  const lfl_facility *facility = &s->facilities[facility_i];
  double most = 0;
  *at_work = 0;
  for (int n = 0; n < s->n_needs; n++) {
    if (s->needs[n].kind != LFL_NEED_CAPACITY || !(facility->serves[s->needs[n].capacity] > 0)) continue;
    double without = 0, serves = facility->serves[s->needs[n].capacity], served = f->cared[((long)facility_i * s->n_needs + n) * f->T + day];
    for (int r = 0; r < facility->n_reach; r++)
      if (lfl_is_in_catchment(s, facility_i, r, day)) without += f->without[((long)facility->reach_i[r] * s->n_needs + n) * f->T + day];
    *at_work = fmax(*at_work, served / serves);
    most = fmax(most, fmin(without, serves * s->facility_share[lfl_at(s, facility_i, day)] - served));
  }
  return most;
}

static bool find_facility(finder *f, int facility_i) {
  const lfl_facility *facility = &f->s->facilities[facility_i];
  double fuel = lfl_facility_fuel_l(f->s, facility_i), serves = fmax(facility->serves[LFL_HEALTH], facility->serves[LFL_BEDS]);
  for (int day = 0; fuel > 0 && serves > 0 && day < f->T; day++) {
    double at_work, people = lacks_care(f, facility_i, day, &at_work);
    bool is_dry = people >= 1 && f->left[at_day(f, facility->place_i, day)] < fuel / serves;
    if (is_dry && !add_day(f, facility->place_i, LFL_FUEL_FACILITY, facility_i, day, people, at_work * fuel)) return false;
  }
  return true;
}

static bool copy_rows(const lfl_dry *from, lfl_dry *to) {
  to->rows = lfl_arena_new(to->arena, (size_t)from->n, lfl_dry_row);
  for (int i = 0; to->rows && i < from->n; i++) to->rows[i] = from->rows[i];
  to->n = to->rows ? from->n : 0;
  return to->rows != NULL;
}

lfl_status lfl_dry_find(const lfl_plan *plan, lfl_dry **out) {
  *out = NULL;
  const lfl_scenario *s = plan->scenario;
  lfl_arena *arena = lfl_arena_create();
  lfl_dry *dry = arena ? lfl_arena_new(arena, 1, lfl_dry) : NULL;
  if (!dry) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  dry->arena = arena;
  if (plan->is_cut) { /* a part of the stocks and trips does not say what is dry */
    bool is_copied = !plan->dry || plan->audience == LFL_PUBLIC || copy_rows(plan->dry, dry);
    if (is_copied) *out = dry;
    else lfl_arena_destroy(arena);
    return is_copied ? LFL_OK : LFL_ERR_MEMORY;
  }
  finder f = {.plan = plan, .s = s, .out = dry, .T = s->n_days};
  size_t T = (size_t)s->n_days, places = (size_t)s->n_places * T, fleets = (size_t)s->n_fleets * T;
  f.left = lfl_arena_new(arena, places, double);
  f.kept = lfl_arena_new(arena, places, double);
  f.pumped = lfl_arena_new(arena, places, double);
  f.thirsty = lfl_arena_new(arena, places, double);
  f.driven = lfl_arena_new(arena, fleets, double);
  f.vehicles = lfl_arena_new(arena, fleets, double);
  f.least = lfl_arena_new(arena, (size_t)s->n_fleets, double);
  f.unserved = lfl_arena_new(arena, T, double);
  f.without = lfl_arena_new(arena, places * (size_t)s->n_needs, double);
  f.cared = lfl_arena_new(arena, (size_t)s->n_facilities * (size_t)s->n_needs * T, double);
  f.starts = lfl_plan_repair_starts(plan, arena);
  bool is_fine = f.starts && f.left && f.kept && f.pumped && f.thirsty && f.driven && f.vehicles && f.least && f.unserved && f.without && f.cared;
  if (is_fine && s->fuel_item_i >= 0 && plan->audience != LFL_PUBLIC) {
    sum_stocks(&f);
    sum_trips(&f);
    find_kept(&f);
    sum_unserved(&f);
    for (int i = 0; i < s->n_places && is_fine; i++) is_fine = find_pumps(&f, i);
    for (int i = 0; i < s->n_fleets && is_fine; i++) is_fine = find_fleet(&f, i);
    for (int i = 0; i < s->n_facilities && is_fine; i++) is_fine = find_facility(&f, i);
  }
  if (is_fine) {
    *out = dry;
    return LFL_OK;
  }
  lfl_arena_destroy(arena);
  return LFL_ERR_MEMORY;
}

void lfl_dry_destroy(lfl_dry *dry) {
  if (dry) lfl_arena_destroy(dry->arena); /* the arena holds the struct itself */
}

const char *lfl_fuel_user_name(lfl_fuel_user user) {
  static const char *const names[LFL_N_FUEL_USERS] = {"pump", "fleet", "facility"};
  return user < LFL_N_FUEL_USERS ? names[user] : "unknown";
}
