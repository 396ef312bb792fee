/* Rows of the master problem: the limits of docs/MODEL.md that can bind, and for each need at
 * each place whether it has to be part of the problem at all. O(places * days * (items +
 * needs)) time and rows. Tests: tests/unit/test_cross.c. */
#include "engine/rows.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

static const double NO_LIMIT = (double)INFINITY;

typedef struct row_list {
  double *lower, *upper;
  int n, capacity;
  bool failed;
} row_list;

static int new_row(row_list *rows, double lower, double upper) {
  if (rows->n == rows->capacity) {
    int capacity = rows->capacity ? 2 * rows->capacity : 4096;
    double *l = lfl_realloc_array(rows->lower, (size_t)capacity, sizeof *l);
    if (l) rows->lower = l;
    double *u = lfl_realloc_array(rows->upper, (size_t)capacity, sizeof *u);
    if (u) rows->upper = u;
    if (!l || !u) {
      rows->failed = true;
      return LFL_NO;
    }
    rows->capacity = capacity;
  }
  rows->lower[rows->n] = lower;
  rows->upper[rows->n] = upper;
  return rows->n++;
}

static int *new_index(lfl_master *m, long n) {
  int *index = lfl_arena_new(m->arena, (size_t)n, int);
  for (long i = 0; index && i < n; i++) index[i] = LFL_NO;
  return index;
}

long master_n_things(const lfl_master *m, master_thing thing) {
  const lfl_scenario *s = m->s;
  switch (thing) {
    case THING_PLACE: return s->n_places;
    case THING_CREW: return s->n_crews;
    case THING_FLEET: return s->n_fleets;
    case THING_LINK: return 2L * s->n_links;
    case THING_PERMISSION: return s->n_permissions;
    case THING_ESCORT: return s->n_escorts;
    case THING_FACILITY: return s->n_facilities;
    case THING_CARE_PAIR: return m->n_care_pairs;
    case THING_SUPPLY: return s->n_supplies;
    case THING_PROJECT: return s->n_projects;
    case THING_PLAN: return 1;
    case N_THINGS: break;
  }
  return 0;
}

int master_indexes(lfl_master *m, master_index *list) {
  const lfl_scenario *s = m->s;
  long T = m->T, items = s->n_items * T, needs = s->n_needs * T;
  const master_index all[] = {
      {&m->row_stock, THING_PLACE, items, true}, {&m->col_stock, THING_PLACE, items, false}, {&m->row_given, THING_PLACE, items, true},
      {&m->col_given, THING_PLACE, items, false}, {&m->col_give, THING_PLACE, items, false}, {&m->col_use, THING_PLACE, items, false},
      {&m->col_kit, THING_PLACE, items, false}, {&m->row_service, THING_PLACE, needs, true}, {&m->row_people, THING_PLACE, needs, true},
      {&m->col_both, THING_PLACE, needs, false}, {&m->col_more, THING_PLACE, needs, false}, {&m->row_ready, THING_PLACE, needs, true},
      {&m->row_least, THING_PLACE, needs, true}, {&m->row_built, THING_PLACE, LFL_N_CAPACITIES * T, true}, {&m->col_built, THING_PLACE, LFL_N_CAPACITIES * T, false},
      {&m->col_build, THING_PLACE, s->n_constructions * T, false}, {&m->row_yield, THING_PLACE, T, true}, {&m->col_pumped, THING_PLACE, T, false},
      {&m->row_area, THING_PLACE, T, true}, {&m->col_area, THING_PLACE, T, false}, {&m->row_handle, THING_PLACE, T, true}, {&m->row_storage, THING_PLACE, T, true},
      {&m->row_received, THING_PLACE, T, true}, {&m->col_received, THING_PLACE, T, false}, {&m->row_left, THING_PLACE, T, true}, {&m->col_left, THING_PLACE, T, false},
      {&m->row_there, THING_PLACE, T, true}, {&m->row_ground, THING_PLACE, T, true}, {&m->col_ground, THING_PLACE, T, false},
      {&m->row_ground_limit, THING_PLACE, T, true}, {&m->col_least, THING_PLACE, T, false}, {&m->row_land, THING_PLACE, 1, true}, {&m->row_mobile, THING_PLACE, 1, true},
      {&m->row_worst, THING_PLACE, 1, true}, {&m->col_existing, THING_PLACE, 1, false}, {&m->row_crew, THING_CREW, T, true},
      {&m->row_fleet, THING_FLEET, T, true}, {&m->row_link, THING_LINK, T, true}, {&m->row_walk, THING_LINK, T, true},
      {&m->row_permission, THING_PERMISSION, T, true}, {&m->row_escort, THING_ESCORT, T, true}, {&m->row_care, THING_FACILITY, N_CARES * T, true},
      {&m->col_work, THING_FACILITY, T, false}, {&m->col_care, THING_CARE_PAIR, T, false}, {&m->row_supply, THING_SUPPLY, 1, true},
      {&m->col_draw, THING_SUPPLY, T, false}, {&m->col_start, THING_PROJECT, T, false}, {&m->col_done, THING_PROJECT, T, false},
      {&m->row_done, THING_PROJECT, T, true}, {&m->row_order, THING_PROJECT, T, true}, {&m->row_once, THING_PROJECT, 1, true},
      {&m->col_undone, THING_PROJECT, 1, false}, {&m->row_out, THING_PLAN, T, true}, {&m->col_out, THING_PLAN, T, false}, {&m->row_reach, THING_PLAN, T, true},
  };
  _Static_assert(sizeof all / sizeof all[0] <= MOST_INDEXES, "room for all");
  memcpy(list, all, sizeof all);
  return (int)(sizeof all / sizeof all[0]);
}

static bool allocate(lfl_master *m) {
  const lfl_scenario *s = m->s;
  m->care_first = lfl_arena_new(m->arena, (size_t)s->n_facilities, int);
  if (!m->care_first) return false;
  for (int f = 0; f < s->n_facilities; f++) {
    m->care_first[f] = (int)m->n_care_pairs;
    m->n_care_pairs += (long)N_CARES * s->facilities[f].n_reach;
  }
  long T = m->T, places = s->n_places, needs = places * s->n_needs * T;
  master_index all[MOST_INDEXES];
  int n_all = master_indexes(m, all);
  for (int i = 0; i < n_all; i++)
    if (!(*all[i].index = new_index(m, master_n_things(m, all[i].thing) * all[i].n_each))) return false;
  for (int tier = 0; tier < LFL_N_TIERS; tier++)
    if (!(m->fixed_served[tier] = lfl_arena_new(m->arena, (size_t)needs, double))) return false;
  m->is_fixed = lfl_arena_new(m->arena, (size_t)(places * s->n_needs), bool);
  m->reach_lower = lfl_arena_new(m->arena, (size_t)T, double);
  m->col_reach = m->col_worst_over = LFL_NO;
  for (int k = 0; k < LFL_N_LEVELS; k++) m->col_hold_over[k] = LFL_NO;
  m->box_least = lfl_arena_new(m->arena, (size_t)s->n_projects, int);
  m->box_most = lfl_arena_new(m->arena, (size_t)s->n_projects, int);
  m->box_done = lfl_arena_new(m->arena, (size_t)s->n_projects, int);
  m->start = lfl_arena_new(m->arena, (size_t)s->n_projects, int);
  if (!m->box_least || !m->box_most || !m->box_done || !m->start) return false;
  for (int k = 0; k < s->n_projects; k++) m->box_most[k] = m->start[k] = m->T;
  m->can_leave = lfl_arena_new(m->arena, (size_t)places, bool);
  m->receive_from = lfl_arena_new(m->arena, (size_t)places, int);
  m->money = money_create(s, m->arena, m->money_days, m->n_money_days);
  if (!m->money) return false;
  long classes = (long)m->money->n_classes * m->money->n_periods, funds = (long)m->money->n_funds * m->money->n_periods;
  m->row_spend = new_index(m, classes);
  m->col_pay = new_index(m, classes * m->money->n_funds);
  m->row_fund = new_index(m, funds);
  m->col_carry = new_index(m, funds);
  m->link_price = lfl_arena_new(m->arena, 2 * (size_t)s->n_links, double);
  m->place_price = lfl_arena_new(m->arena, (size_t)s->n_places, double);
  return m->is_fixed && m->reach_lower && m->can_leave && m->receive_from && m->row_spend && m->col_pay && m->row_fund && m->col_carry && m->link_price &&
         m->place_price;
}

bool is_one_variable(const lfl_need *need) {
  return need->has_tier[LFL_MINIMUM] &&
         (!need->has_tier[LFL_SURVIVAL] || need->r[LFL_SURVIVAL] >= need->r[LFL_MINIMUM]);
}

bool can_build(const lfl_master *m, int place_i, int construction_i) {
  const lfl_construction *c = &m->s->constructions[construction_i];
  const lfl_place *place = &m->s->places[place_i];
  if (!place->is_host || c->people_per_unit <= 0 || c->settle_days >= m->T) return false;
  if (c->m2_per_unit > 0 && place->usable_m2 + lfl_restorable(m->s, LFL_RESTORES_LAND, place_i) <= 0 && !m->is_elastic) return false;
  int at = c->crew_i >= 0 ? m->s->crews[c->crew_i].place_i : LFL_NO;
  return at < 0 || at == place_i; /* also where a unit takes no work: what a crew builds is built where it is */
}

bool can_build_on(const lfl_master *m, int place_i, int construction_i, int day) {
  const lfl_construction *c = &m->s->constructions[construction_i];
  if (day + c->settle_days >= m->T || m->s->place_access[lfl_at(m->s, place_i, day)] == LFL_CLOSED) return false;
  return c->crew_i < 0 || c->worker_days_per_unit <= 0 || m->s->crew_workers[lfl_at(m->s, c->crew_i, day)] > 0;
}

bool is_people_fixed(const lfl_master *m, int place_i) {
  return !m->can_leave[place_i] && m->receive_from[place_i] >= m->T;
}

static double count_most_people(const lfl_master *m, int place_i) {
  double most = 0, movers = 0;
  for (int day = 0; day < m->T; day++) most = fmax(most, m->s->people_unplanned[lfl_at(m->s, place_i, day)]);
  if (m->receive_from[place_i] < m->T)
    for (int i = 0; i < m->s->n_places; i++)
      if (m->can_leave[i] && i != place_i) movers += m->s->places[i].people * (m->is_elastic ? 1 : m->s->places[i].willing_share);
  return most + movers;
}

/* Asked for each place, need and day: counted once. */
static bool find_most_people(lfl_master *m) {
  m->most_people = lfl_arena_new(m->arena, (size_t)m->s->n_places + 1, double);
  for (int i = 0; m->most_people && i < m->s->n_places; i++) m->most_people[i] = count_most_people(m, i);
  return m->most_people != NULL;
}

double most_people(const lfl_master *m, int place_i) { return m->most_people[place_i]; }

int only_item_of_need(const lfl_master *m, int need_i) {
  int only = LFL_NO;
  for (int i = 0; i < m->s->n_items; i++) {
    const lfl_item *item = &m->s->items[i];
    if (item->need_i != need_i || item->is_water || (item->person_days <= 0 && !item->given_once)) continue;
    if (only != LFL_NO || item->given_once) return LFL_NO;
    only = i;
  }
  return only;
}

static void find_movers(lfl_master *m) {
  const lfl_scenario *s = m->s;
  bool has_means = false, can_any_leave = false;
  for (int f = 0; f < s->n_fleets; f++)
    has_means = has_means || (lfl_moves_people(s->fleets[f].vehicle) && s->fleets[f].seats > 0 && s->fleets[f].n_vehicles > 0);
  if (s->walk_limit_km > 0)
    for (int l = 0; l < s->n_links; l++) has_means = has_means || lfl_may_walk(s, l);
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *place = &s->places[i];
    /* movement_consent: nobody is moved whose willingness is not recorded */
    m->can_leave[i] = has_means && place->is_host && place->people > 0 && place->willing_share > 0;
    can_any_leave = can_any_leave || m->can_leave[i];
  }
  for (int i = 0; i < s->n_places; i++) {
    m->receive_from[i] = m->T;
    if (!can_any_leave || !s->places[i].is_host) continue;
    for (int day = m->T - 1; day >= 0 && !s->at_risk_from[lfl_at(s, i, day)]; day--) m->receive_from[i] = day;
  }
}

static void make_people_rows(lfl_master *m, row_list *rows) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *place = &s->places[i];
    double can_go = place->people * place->willing_share, least = NO_LIMIT;
    for (int day = m->T - 1; day >= 0; day--) {
      least = fmin(least, s->people_unplanned[lfl_at(s, i, day)]);
      if (m->receive_from[i] <= day) m->row_received[at_day(m, i, day)] = new_row(rows, 0, 0);
      if (!m->can_leave[i]) continue;
      m->row_left[at_day(m, i, day)] = new_row(rows, 0, 0);
      if (s->people_unplanned[lfl_at(s, i, day)] < can_go)
        m->row_there[at_day(m, i, day)] = new_row(rows, -s->people_unplanned[lfl_at(s, i, day)], NO_LIMIT);
    }
    if (m->can_leave[i] && place->limited_mobility_share > 0)
      m->row_mobile[i] = new_row(rows, -NO_LIMIT, place->people * (1 - place->limited_mobility_share));
  }
}

static bool is_wanted_anywhere(const lfl_master *m, int need_i) {
  for (int i = 0; i < m->s->n_places; i++)
    if (lfl_need_applies(m->s, need_i, i) && is_need_wanted(m, i, need_i)) return true;
  return false;
}

static bool is_capacity_wanted(const lfl_master *m, lfl_capacity capacity) {
  if (!m->target && !m->is_survival_only) return true;
  if (m->target && m->target->kind == LFL_TARGET_CAPACITY && m->target->capacity == capacity) return true;
  for (int n = 0; n < m->s->n_needs; n++)
    if (m->s->needs[n].kind == LFL_NEED_CAPACITY && m->s->needs[n].capacity == capacity && is_wanted_anywhere(m, n)) return true;
  return false;
}

/* Fuel that vehicles or facilities need; also where there is none: then nothing drives. */
static bool is_burnt(const lfl_master *m) {
  for (int f = 0; f < m->s->n_fleets; f++)
    if (m->s->fleets[f].fuel_place_i >= 0) return true;
  for (int f = 0; f < m->s->n_facilities; f++)
    if (lfl_facility_fuel_l(m->s, f) > 0) return true;
  return false;
}

/* Is there ever anything of every part of the kit? */
static bool can_put_together(const lfl_scenario *s, const lfl_item *kit) {
  bool is_fine = kit->n_parts > 0;
  for (int j = 0; is_fine && j < kit->n_parts; j++) {
    is_fine = false;
    for (int k = 0; k < s->n_supplies; k++) is_fine = is_fine || (s->supplies[k].item_i == kit->parts[j].item_i && s->supplies[k].units > 0);
  }
  return is_fine;
}

/* Goods that can do something here and that anybody supplies. */
static bool is_useful_itself(const lfl_master *m, int item_i) {
  const lfl_scenario *s = m->s;
  bool is_supplied = false;
  if (item_i == s->fuel_item_i && is_burnt(m)) return true;
  for (int k = 0; k < s->n_supplies; k++) is_supplied = is_supplied || (s->supplies[k].item_i == item_i && s->supplies[k].units > 0);
  const lfl_item *item = &s->items[item_i];
  if (!is_supplied && !can_put_together(s, item)) return false;
  if (item->need_i >= 0 && item->people_served > 0 && is_wanted_anywhere(m, item->need_i)) return true;
  for (int c = 0; c < s->n_constructions; c++)
    for (int k = 0; k < s->constructions[c].n_items && is_capacity_wanted(m, s->constructions[c].capacity); k++)
      if (s->constructions[c].items[k].item_i == item_i) return true;
  for (int i = 0; item->is_fuel && i < s->n_places; i++)
    if (s->places[i].fuel_l_per_m3 > 0 && lfl_may_yield(s, i)) return true;
  return false;
}

static bool is_item_useful(const lfl_master *m, int item_i) {
  bool is_useful = is_useful_itself(m, item_i);
  for (int k = 0; m->s->items[item_i].is_part && k < m->s->n_items && !is_useful; k++)
    for (int j = 0; j < m->s->items[k].n_parts; j++)
      is_useful = is_useful || (m->s->items[k].parts[j].item_i == item_i && can_put_together(m->s, &m->s->items[k]) && is_useful_itself(m, k));
  return is_useful;
}

static bool is_water_carried(const lfl_master *m) {
  if (!m->has_tankers) return false;
  for (int i = 0; i < m->s->n_places; i++)
    if (!m->s->places[i].is_group && lfl_may_yield(m->s, i)) return true;
  return false;
}

static void make_goods_rows(lfl_master *m, row_list *rows) {
  const lfl_scenario *s = m->s;
  int water_need = lfl_need_of_kind(s, LFL_NEED_WATER);
  for (int k = 0; k < s->n_items; k++) {
    bool is_water = s->items[k].is_water;
    if (is_water ? !(is_water_carried(m) && water_need >= 0 && is_wanted_anywhere(m, water_need)) : !is_item_useful(m, k)) continue;
    for (int i = 0; i < s->n_places; i++) {
      if (s->places[i].is_group || (is_water && (!s->places[i].is_host || most_people(m, i) <= 0))) continue;
      for (int day = 0; day < m->T; day++) {
        m->row_stock[at_item(m, i, k, day)] = new_row(rows, 0, 0);
        if (s->items[k].given_once && s->items[k].need_i >= 0 && s->places[i].is_host)
          m->row_given[at_item(m, i, k, day)] = new_row(rows, 0, 0);
      }
    }
  }
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; !s->places[i].is_group && day < m->T; day++) {
      if (s->places[i].storage_m3 < NO_LIMIT)
        m->row_storage[at_day(m, i, day)] = new_row(rows, -NO_LIMIT, s->places[i].storage_m3);
      if (lfl_may_yield(s, i))
        m->row_yield[at_day(m, i, day)] = new_row(rows, -NO_LIMIT, lfl_place_yield_l(s, i, day));
    }
  for (int k = 0; k < s->n_supplies; k++)
    if (m->row_stock[at_item(m, s->supplies[k].place_i, s->supplies[k].item_i, 0)] >= 0 &&
        (s->has_pledges || s->places[s->supplies[k].place_i].storage_m3 < NO_LIMIT))
      m->row_supply[k] = new_row(rows, -NO_LIMIT, s->supplies[k].units);
}

/* Can a plan change what serves this need here, or is it asked (an elastic problem) what more of it would bring? */
static bool has_means(const lfl_master *m, int place_i, int need_i) {
  const lfl_scenario *s = m->s;
  const lfl_need *need = &s->needs[need_i];
  lfl_restored restored = lfl_restored_of_need(need);
  if (restored != LFL_RESTORES_NOTHING && lfl_restorable(s, restored, place_i) > 0) return true;
  if (need->kind == LFL_NEED_WATER && s->places[place_i].water_yield_l_per_day > 0 &&
      (m->is_elastic || m->has_tankers || (s->fuel_item_i >= 0 && s->places[place_i].fuel_l_per_m3 > 0)))
    return true;
  if (need->kind == LFL_NEED_SPACE && m->is_elastic && s->places[place_i].usable_m2 < NO_LIMIT) return true;
  if (need->kind == LFL_NEED_CAPACITY && m->is_elastic && m->target && s->places[place_i].capacity_people[need->capacity] > 0) return true;
  if (need->kind == LFL_NEED_WATER && m->row_stock[at_item(m, place_i, s->water_item_i, 0)] >= 0) return true;
  if (need->kind == LFL_NEED_WATER || need->kind == LFL_NEED_ITEM)
    for (int k = 0; k < s->n_items; k++)
      if (s->items[k].need_i == need_i && !s->items[k].is_water && m->row_stock[at_item(m, place_i, k, 0)] >= 0)
        return true;
  if (need->kind == LFL_NEED_CAPACITY && is_cared_for(s, place_i, need_i)) return true;
  for (int c = 0; c < s->n_constructions; c++) {
    if (!can_build(m, place_i, c)) continue;
    if (need->kind == LFL_NEED_CAPACITY && s->constructions[c].capacity == need->capacity) return true;
    if (need->kind == LFL_NEED_SPACE && s->constructions[c].capacity != LFL_SHELTER && s->constructions[c].m2_per_unit > 0)
      return true;
  }
  return false;
}

static double there_without_plan(const lfl_master *m, int place_i, int need_i, int day) {
  const lfl_need *need = &m->s->needs[need_i];
  const lfl_place *place = &m->s->places[place_i];
  switch (need->kind) {
    case LFL_NEED_WATER:
      return m->s->fuel_item_i >= 0 && place->fuel_l_per_m3 > 0 ? 0 : lfl_place_yield_l(m->s, place_i, day);
    case LFL_NEED_CAPACITY:
      return place->capacity_people[need->capacity];
    case LFL_NEED_SPACE:
      return place->usable_m2;
    case LFL_NEED_ITEM:
      break;
  }
  return 0;
}

bool is_level_before(const lfl_scenario *s, lfl_level_kind a, lfl_level_kind b) {
  for (int k = 0; k < s->n_levels; k++)
    if (s->order[k] == a || s->order[k] == b) return s->order[k] == a;
  return false;
}

typedef enum split { SURVIVAL_FIRST, MINIMUM_FIRST, SPLIT_IS_OPEN } split;

/* How the order of the levels divides what is there between a need's tiers; open where the worst
 * place decides before the minimum tier, and that before survival. A target at survival, and survival alone, ask for that first. */
static split split_of(const lfl_master *m) {
  if (m->target || m->is_survival_only || !is_level_before(m->s, LFL_LEVEL_MINIMUM, LFL_LEVEL_SURVIVAL)) return SURVIVAL_FIRST;
  return is_level_before(m->s, LFL_LEVEL_MINIMUM, LFL_LEVEL_FAIRNESS) ? MINIMUM_FIRST : SPLIT_IS_OPEN;
}

bool is_minimum_first(const lfl_master *m) { return split_of(m) == MINIMUM_FIRST; }

/* Service where nothing can change: by the order of the levels. */
static void fix_service(lfl_master *m, int place_i, int need_i) {
  const lfl_need *need = &m->s->needs[need_i];
  for (int day = 0; day < m->T; day++) {
    double there = there_without_plan(m, place_i, need_i, day), people = lfl_place_in_need(m->s, place_i, day);
    double both = 0, survival = 0;
    double rs = need->r[LFL_SURVIVAL], rm = need->r[LFL_MINIMUM];
    /* a target at the minimum tier asks for nothing else */
    bool is_all_minimum = m->target && m->target->tier == LFL_MINIMUM && need->has_tier[LFL_MINIMUM];
    if (is_one_variable(need) || is_all_minimum) {
      both = survival = rm > 0 ? fmin(people, there / rm) : people;
    } else {
      survival = rs > 0 ? fmin(people, there / rs) : people;
      double left = there == NO_LIMIT ? NO_LIMIT : there - rs * survival;
      if (need->has_tier[LFL_MINIMUM] && rs > 0 && is_minimum_first(m)) {
        both = fmin(people, there / rm);
        survival = there == NO_LIMIT ? people : fmin(people, (there - (rm - rs) * both) / rs);
      } else if (need->has_tier[LFL_MINIMUM]) both = rm > rs ? fmin(survival, fmax(0, left) / (rm - rs)) : survival;
      /* a target at the minimum tier may serve fewer people, and those in full */
      if (m->target && m->target->tier == LFL_MINIMUM && target_asks(m->s, m->target, need_i, place_i) && rm > 0) both = fmin(people, there / rm);
    }
    m->fixed_served[LFL_SURVIVAL][at_need(m, place_i, need_i, day)] = survival;
    m->fixed_served[LFL_MINIMUM][at_need(m, place_i, need_i, day)] = both;
  }
}

/* Does what stands there already serve everyone fully, whoever comes? */
static bool is_always_full(const lfl_master *m, int place_i, int need_i) {
  const lfl_need *need = &m->s->needs[need_i];
  if (!is_people_fixed(m, place_i)) return false;
  double r = fmax(need->r[LFL_MINIMUM], need->r[LFL_SURVIVAL]);
  if (need->kind == LFL_NEED_CAPACITY)
    return m->s->places[place_i].capacity_people[need->capacity] >= r * most_people(m, place_i);
  return false;
}

static void make_service_rows(lfl_master *m, row_list *rows) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++) {
    for (int n = 0; n < s->n_needs; n++) {
      bool applies = lfl_need_applies(s, n, i);
      bool is_open = split_of(m) == SPLIT_IS_OPEN && !is_one_variable(&s->needs[n]) && s->needs[n].has_tier[LFL_MINIMUM];
      if (applies && is_open && most_people(m, i) > 0) {
        m->is_fixed[(long)i * s->n_needs + n] = false;
      } else if (!applies || !is_need_wanted(m, i, n) || most_people(m, i) <= 0 || (is_people_fixed(m, i) && !has_means(m, i, n)) || is_always_full(m, i, n)) {
        m->is_fixed[(long)i * s->n_needs + n] = true;
        if (applies) fix_service(m, i, n);
        continue;
      }
      const lfl_need *need = &s->needs[n];
      bool is_bound_enough = is_people_fixed(m, i) && is_one_variable(need);
      bool is_in_stock_row = need->kind == LFL_NEED_ITEM && only_item_of_need(m, n) >= 0 &&
                             m->row_stock[at_item(m, i, only_item_of_need(m, n), 0)] >= 0;
      for (int day = 0; day < m->T; day++) {
        long at = at_need(m, i, n, day);
        double people = lfl_place_in_need(s, i, day);
        if (!is_bound_enough) m->row_people[at] = new_row(rows, -NO_LIMIT, people);
        double there = need->kind == LFL_NEED_WATER ? 0 : there_without_plan(m, i, n, day);
        if (!is_in_stock_row && there < NO_LIMIT) m->row_service[at] = new_row(rows, -NO_LIMIT, there);
        if (lfl_need_binds_movement(need) && m->receive_from[i] <= day)
          m->row_ready[at] = new_row(rows, -NO_LIMIT, -lfl_place_served_before(s, i, n, day));
      }
    }
  }
}

/* Facilities serve no more than they can. */
static void make_care_rows(lfl_master *m, row_list *rows) {
  for (int f = 0; f < m->s->n_facilities; f++)
    for (int k = 0; k < N_CARES; k++)
      for (int day = 0; day < m->T; day++) {
        double upper = care_row_upper(m, f, k, day);
        if (upper >= 0) m->row_care[at_care(m, f, k, day)] = new_row(rows, -NO_LIMIT, upper);
      }
}

/* People moved out of a place, by each day. */
static void make_out_rows(lfl_master *m, row_list *rows) {
  for (int day = 0; m->target && m->target->kind == LFL_TARGET_MOVE_OUT && day < m->T; day++) m->row_out[day] = new_row(rows, 0, 0);
}

/* Served targets: on each day the people served in all needs asked for, against those asked for. */
static void make_target_rows(lfl_master *m, row_list *rows) {
  const lfl_scenario *s = m->s;
  if (!m->target || m->target->kind != LFL_TARGET_SERVED) return;
  bool is_one = m->target->need_i >= 0;
  for (int day = 0; day < m->T; day++) {
    double constant = 0, people = 0;
    for (int i = 0; i < s->n_places; i++) {
      bool is_in = false;
      for (int n = 0; n < s->n_needs; n++) {
        if (!target_asks(s, m->target, n, i)) continue;
        is_in = true;
        bool is_fixed = m->is_fixed[(long)i * s->n_needs + n];
        if (is_fixed && is_one) constant += m->fixed_served[m->target->tier][at_need(m, i, n, day)];
        if (!is_fixed && !is_one) m->row_least[at_need(m, i, n, day)] = new_row(rows, -NO_LIMIT, 0);
      }
      if (is_in) people += lfl_place_in_need(s, i, day);
    }
    /* all: served >= in need - (1 - share) * asked; a number: served >= share * asked */
    m->reach_lower[day] = (m->is_all ? people - m->asked : 0) - constant;
    m->row_reach[day] = new_row(rows, day >= m->target->by_day ? m->reach_lower[day] : -NO_LIMIT, NO_LIMIT);
  }
}

static void make_construction_rows(lfl_master *m, row_list *rows) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++) {
    bool has_built[LFL_N_CAPACITIES] = {false}, has_area = false, has_any = false;
    for (int c = 0; c < s->n_constructions; c++)
      if (can_build(m, i, c) && is_capacity_wanted(m, s->constructions[c].capacity)) {
        has_any = has_built[s->constructions[c].capacity] = true;
        has_area = has_area || (s->constructions[c].capacity != LFL_SHELTER && s->constructions[c].m2_per_unit > 0);
      }
    for (int k = 0; k < LFL_N_CAPACITIES; k++)
      for (int day = 0; has_built[k] && day < m->T; day++)
        m->row_built[at_capacity(m, i, k, day)] = new_row(rows, 0, 0);
    bool has_space = s->places[i].kind == LFL_SITE && lfl_need_of_kind(s, LFL_NEED_SPACE) >= 0;
    for (int day = 0; has_area && has_space && day < m->T; day++)
      m->row_area[at_day(m, i, day)] = new_row(rows, 0, 0);
    bool is_land_restored = lfl_restorable(s, LFL_RESTORES_LAND, i) > 0;
    if (has_any && !is_land_restored && s->places[i].usable_m2 < NO_LIMIT) m->row_land[i] = new_row(rows, -NO_LIMIT, s->places[i].usable_m2);
    for (int day = 0; has_any && is_land_restored && day < m->T; day++) {
      m->row_ground[at_day(m, i, day)] = new_row(rows, 0, 0);
      m->row_ground_limit[at_day(m, i, day)] = new_row(rows, -NO_LIMIT, s->places[i].usable_m2);
    }
  }
  for (int c = 0; c < s->n_crews; c++)
    for (int day = 0; day < m->T; day++)
      m->row_crew[at_day(m, c, day)] = new_row(rows, -NO_LIMIT, s->crew_workers[lfl_at(s, c, day)]);
}

static void make_transport_rows(lfl_master *m, row_list *rows) {
  const lfl_scenario *s = m->s;
  for (int f = 0; f < s->n_fleets; f++)
    for (int day = 0; day < m->T; day++)
      m->row_fleet[at_day(m, f, day)] = new_row(rows, -NO_LIMIT, s->fleet_vehicles[lfl_at(s, f, day)]);
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; day < m->T; day++)
      if ((s->places[i].kind == LFL_HUB || s->places[i].kind == LFL_CROSSING) && lfl_place_trucks(s, i, day) < NO_LIMIT)
        m->row_handle[at_day(m, i, day)] = new_row(rows, -NO_LIMIT, lfl_place_trucks(s, i, day));
  for (int l = 0; l < s->n_links; l++)
    for (int way = 0; way <= (s->links[l].two_way ? 1 : 0); way++)
      for (int day = 0; day < m->T; day++) {
        double share = s->link_share[lfl_at(s, l, day)];
        if (s->links[l].vehicles_per_day < NO_LIMIT)
          m->row_link[at_day(m, 2 * l + way, day)] = new_row(rows, -NO_LIMIT, s->links[l].vehicles_per_day * share);
        if (lfl_may_walk(s, l) && s->links[l].people_per_day < NO_LIMIT && s->walk_limit_km > 0)
          m->row_walk[at_day(m, 2 * l + way, day)] = new_row(rows, -NO_LIMIT, s->links[l].people_per_day * share);
      }
  for (int k = 0; k < s->n_permissions; k++)
    for (int day = s->permissions[k].from_day < 0 ? 0 : s->permissions[k].from_day;
         day <= s->permissions[k].to_day && day < m->T; day++)
      if (lfl_permission_trips(&s->permissions[k], day) < NO_LIMIT)
        m->row_permission[at_day(m, k, day)] = new_row(rows, -NO_LIMIT, lfl_permission_trips(&s->permissions[k], day));
  for (int k = 0; k < s->n_escorts; k++)
    for (int day = 0; day < m->T; day++) m->row_escort[at_day(m, k, day)] = new_row(rows, -NO_LIMIT, lfl_escort_vehicles(&s->escorts[k], day));
}

/* What each class spends in a period is paid, and no fund pays more than has come. */
static void make_money_rows(lfl_master *m, row_list *rows) {
  const money_model *money = m->money;
  for (int c = 0; c < money->n_classes; c++)
    for (int q = 0; q < money->n_periods; q++) m->row_spend[at_class(m, c, q)] = new_row(rows, -NO_LIMIT, 0);
  for (int f = 0; money->n_classes && f < money->n_funds; f++)
    for (int q = 0; q < money->n_periods; q++) m->row_fund[at_fund(m, f, q)] = new_row(rows, -NO_LIMIT, money->come[f * money->n_periods + q]);
}

/* Repairs that can be done: each once, after the one it needs; what it restores is there from the day after. */
static void make_repair_rows(lfl_master *m, row_list *rows) {
  const lfl_scenario *s = m->s;
  for (int k = 0; k < s->n_projects; k++) {
    const lfl_project *p = &s->projects[k];
    int first = LFL_NO, done = LFL_NO;
    for (int day = m->T - 1; day >= 0; day--)
      if (p->finish[day] >= 0) {
        first = day;
        done = p->finish[day] + 1;
      }
    m->box_done[k] = first < 0 ? m->T : done;
    if (first < 0) continue;
    m->has_repairs = true;
    m->row_once[k] = new_row(rows, -NO_LIMIT, 1);
    for (int day = done; day < m->T; day++) m->row_done[at_day(m, k, day)] = new_row(rows, 0, 0);
    for (int day = first; p->needs_i >= 0 && day < m->T; day++) m->row_order[at_day(m, k, day)] = new_row(rows, -NO_LIMIT, 0);
  }
}

bool master_make_rows(lfl_master *m) {
  if (!allocate(m)) return false;
  for (int f = 0; f < m->s->n_fleets; f++) {
    m->has_tankers = m->has_tankers || (m->s->fleets[f].vehicle == LFL_TANKER && m->s->fleets[f].n_vehicles > 0);
    m->has_trucks = m->has_trucks || (m->s->fleets[f].vehicle == LFL_TRUCK && m->s->fleets[f].n_vehicles > 0);
  }
  row_list rows = {0};
  find_movers(m);
  if (!find_receivers(m) || !find_most_people(m)) return false;
  make_people_rows(m, &rows);
  make_goods_rows(m, &rows);
  make_service_rows(m, &rows);
  make_care_rows(m, &rows);
  make_out_rows(m, &rows);
  make_target_rows(m, &rows);
  make_construction_rows(m, &rows);
  make_transport_rows(m, &rows);
  make_money_rows(m, &rows);
  make_repair_rows(m, &rows);
  bool is_done = !rows.failed && lfl_lp_add_rows(m->lp, rows.n, rows.lower, rows.upper);
  lfl_free(rows.lower);
  lfl_free(rows.upper);
  return is_done;
}
