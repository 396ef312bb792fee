/* Columns of the master problem that are no trips: stocks, draws, services, pumping, builds,
 * payments and the counts of people, each with its entries and its cost at every level. Every column but
 * payments has finite bounds that follow from the data, so that safe dual bounds exist; a payment's
 * multiplier is chosen so that it needs none (docs/PROOFS.md). O(entries). */
#include "engine/columns.h"

#include <math.h>

#include "engine/rows.h"

typedef struct maker {
  lfl_master *m;
  column_entries c;
  bool failed;
} maker;

static int put(maker *k) {
  int column = master_add_column(k->m, &k->c);
  if (column < 0) k->failed = true;
  return column;
}

/* Litres with everything repaired. */
static double most_yield_l(const lfl_scenario *s, int place_i, int day) {
  return lfl_place_yield_l(s, place_i, day) + lfl_restorable(s, LFL_RESTORES_YIELD, place_i) * s->place_share[lfl_at(s, place_i, day)];
}

static double most_land_m2(const lfl_scenario *s, int place_i) { return s->places[place_i].usable_m2 + lfl_restorable(s, LFL_RESTORES_LAND, place_i); }

static double supplied(const lfl_master *m, int item_i) { return m->supplied[item_i]; }

static double count_supplied(const lfl_master *m, int item_i);

/* The most of a kit that its parts give, with what `count_supplied` says of them. */
static double put_together(const lfl_master *m, const lfl_item *kit) {
  double units = kit->n_parts ? (double)INFINITY : 0;
  for (int j = 0; j < kit->n_parts; j++) units = fmin(units, count_supplied(m, kit->parts[j].item_i) / kit->parts[j].units_per_unit);
  return units;
}

/* Twice and more of what there can ever be, so that no price comes to stand on this bound. */
static double count_supplied(const lfl_master *m, int item_i) {
  const lfl_scenario *s = m->s;
  double units = 1;
  if (m->is_elastic) return (double)INFINITY;
  for (int k = 0; k < s->n_supplies; k++)
    if (s->supplies[k].item_i == item_i) units += 2 * s->supplies[k].units;
  units += put_together(m, &s->items[item_i]);
  if (s->items[item_i].is_water)
    for (int i = 0; i < s->n_places; i++)
      for (int day = 0; day < s->n_days; day++) units += 2 * most_yield_l(s, i, day);
  return units;
}

/* Asked for each place, item and day: counted once. */
static bool find_supplied(lfl_master *m) {
  m->supplied = lfl_arena_new(m->arena, (size_t)m->s->n_items + 1, double);
  for (int j = 0; m->supplied && j < m->s->n_items; j++) m->supplied[j] = count_supplied(m, j);
  return m->supplied != NULL;
}

static void make_stocks(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  for (int j = 0; j < s->n_items; j++) {
    double most = supplied(m, j);
    for (int i = 0; i < s->n_places; i++)
      for (int day = 0; day < m->T; day++) {
        int row = m->row_stock[at_item(m, i, j, day)];
        if (row < 0) break;
        entries_begin(&k->c, 0, most);
        entries_add(&k->c, row, 1);
        if (day + 1 < m->T) entries_add(&k->c, m->row_stock[at_item(m, i, j, day + 1)], -1);
        entries_add(&k->c, m->row_storage[at_day(m, i, day)], s->items[j].volume_m3);
        m->col_stock[at_item(m, i, j, day)] = put(k);
        int given = m->row_given[at_item(m, i, j, day)];
        if (given < 0) continue;
        entries_begin(&k->c, 0, most);
        entries_add(&k->c, row, 1);
        entries_add(&k->c, given, -1);
        m->col_give[at_item(m, i, j, day)] = put(k);
        entries_begin(&k->c, 0, most);
        entries_add(&k->c, given, 1);
        if (day + 1 < m->T) entries_add(&k->c, m->row_given[at_item(m, i, j, day + 1)], -1);
        entries_add(&k->c, m->row_service[at_need(m, i, s->items[j].need_i, day)], -s->items[j].people_served);
        m->col_given[at_item(m, i, j, day)] = put(k);
      }
  }
}

/* Kits put together where people live: their parts go, the kit is there. */
static void make_kits(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  for (int j = 0; j < s->n_items; j++) {
    double most = put_together(m, &s->items[j]);
    for (int i = 0; s->items[j].n_parts && i < s->n_places; i++)
      for (int day = 0; s->places[i].is_host && day < m->T; day++) {
        int row = m->row_stock[at_item(m, i, j, day)];
        bool is_fine = row >= 0;
        for (int p = 0; p < s->items[j].n_parts; p++) is_fine = is_fine && m->row_stock[at_item(m, i, s->items[j].parts[p].item_i, day)] >= 0;
        if (!is_fine) break;
        entries_begin(&k->c, 0, most);
        entries_add(&k->c, row, -1);
        for (int p = 0; p < s->items[j].n_parts; p++) entries_add(&k->c, m->row_stock[at_item(m, i, s->items[j].parts[p].item_i, day)], s->items[j].parts[p].units_per_unit);
        m->col_kit[at_item(m, i, j, day)] = put(k);
      }
  }
}

static void make_draws(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  for (int j = 0; j < s->n_supplies; j++) {
    const lfl_supply *supply = &s->supplies[j];
    lfl_cost cost = {LFL_LINE_SUPPLIES, lfl_item_cost_need(&s->items[supply->item_i]), supply->place_i, supply->item_i};
    int class_i = supply->unit_price > 0 ? money_class_of(m->money, &cost) : LFL_NO;
    int last = m->row_supply[j] >= 0 ? m->T - 1 : supply->day;
    for (int day = supply->day < 0 ? 0 : supply->day; day <= last && day < m->T; day++) {
      int row = m->row_stock[at_item(m, supply->place_i, supply->item_i, day)];
      if (row < 0) break;
      entries_begin(&k->c, 0, supply->units);
      entries_add(&k->c, row, -1);
      entries_add(&k->c, m->row_supply[j], 1);
      entries_spend(&k->c, m, class_i, day, supply->unit_price);
      m->col_draw[at_day(m, j, day)] = put(k);
    }
  }
}

/* Rows in which a person served counts, other than the people row: what serves them. */
static void add_service_use(maker *k, int place_i, int need_i, int day, double r) {
  lfl_master *m = k->m;
  int only = m->s->needs[need_i].kind == LFL_NEED_ITEM ? only_item_of_need(m, need_i) : LFL_NO;
  int service = m->row_service[at_need(m, place_i, need_i, day)];
  if (service >= 0) entries_add(&k->c, service, r);
  else if (only >= 0)
    entries_add(&k->c, m->row_stock[at_item(m, place_i, only, day)], r / m->s->items[only].person_days);
}

/* A person served counts for the target: below the least of the needs asked for, or at once. */
static void add_target_entries(maker *k, int place_i, int need_i, int day) {
  lfl_master *m = k->m;
  if (!m->target || m->target->kind != LFL_TARGET_SERVED || !target_asks(m->s, m->target, need_i, place_i)) return;
  entries_add(&k->c, m->row_least[at_need(m, place_i, need_i, day)], -1);
  if (m->target->need_i >= 0) entries_add(&k->c, m->row_reach[day], 1);
}

/* The least served in all needs asked for, and the share of the people asked for. */
static void make_target_columns(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  if (!m->target || m->target->kind != LFL_TARGET_SERVED) return;
  for (int i = 0; i < s->n_places && m->target->need_i < 0; i++)
    for (int day = 0; day < m->T; day++) {
      double most = (double)INFINITY;
      bool is_in = false;
      entries_begin(&k->c, 0, 0);
      for (int n = 0; n < s->n_needs; n++) {
        if (!target_asks(s, m->target, n, i)) continue;
        is_in = true;
        if (m->is_fixed[(long)i * s->n_needs + n]) most = fmin(most, m->fixed_served[m->target->tier][at_need(m, i, n, day)]);
        entries_add(&k->c, m->row_least[at_need(m, i, n, day)], 1);
      }
      if (!is_in) continue;
      /* more than there can ever be, so that no price comes to stand on this bound where limits hold (willing people) */
      k->c.upper = fmin(most, is_people_fixed(m, i) ? most_people(m, i) : 2 * most_people(m, i) + 1);
      entries_add(&k->c, m->row_reach[day], 1);
      m->col_least[at_day(m, i, day)] = put(k);
    }
  double people = 0; /* who can be there bounds the share, however few are asked for: no price comes to stand on it */
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].is_host) people += most_people(m, i);
  entries_begin(&k->c, 0, 2 + people / reach_unit(m));
  for (int day = 0; day < m->T; day++) entries_add(&k->c, m->row_reach[day], -reach_unit(m));
  m->col_reach = put(k);
}

/* People moved out of the place that the target names, so far: no more than all twice, so that no price comes to stand on it. */
static void make_out_columns(maker *k) {
  lfl_master *m = k->m;
  double people = 0;
  for (int i = 0; i < m->s->n_places; i++) people += m->can_leave[i] ? m->s->places[i].people : 0;
  for (int day = 0; m->target && m->target->kind == LFL_TARGET_MOVE_OUT && day < m->T; day++) {
    entries_begin(&k->c, 0, 2 * people + 1);
    entries_add(&k->c, m->row_out[day], 1);
    if (day + 1 < m->T) entries_add(&k->c, m->row_out[day + 1], -1);
    m->col_out[day] = put(k);
  }
}

static void make_service(maker *k, int place_i, int need_i, int day) {
  lfl_master *m = k->m;
  const lfl_need *need = &m->s->needs[need_i];
  long at = at_need(m, place_i, need_i, day);
  double most = is_people_fixed(m, place_i) ? lfl_place_in_need(m->s, place_i, day)
                                            : (2 * most_people(m, place_i) + 1) * m->s->places[place_i].in_need_share;
  if (need->has_tier[LFL_MINIMUM] && (!m->is_survival_only || is_one_variable(need))) {
    entries_begin(&k->c, 0, most);
    add_service_use(k, place_i, need_i, day, need->r[LFL_MINIMUM]);
    entries_add(&k->c, m->row_people[at], 1);
    entries_add(&k->c, m->row_ready[at], -1);
    if (need->has_tier[LFL_SURVIVAL]) k->c.cost[COST_SURVIVAL] = -need->weight;
    k->c.cost[COST_MINIMUM] = -need->weight;
    add_target_entries(k, place_i, need_i, day);
    m->col_both[at] = put(k);
  }
  if (!is_one_variable(need)) {
    entries_begin(&k->c, 0, most);
    add_service_use(k, place_i, need_i, day, need->r[LFL_SURVIVAL]);
    entries_add(&k->c, m->row_people[at], 1);
    entries_add(&k->c, m->row_ready[at], -1);
    k->c.cost[COST_SURVIVAL] = -need->weight;
    if (m->target && m->target->tier == LFL_SURVIVAL) add_target_entries(k, place_i, need_i, day);
    m->col_more[at] = put(k);
  }
}

/* Items used up for a need that has a service row of its own. */
static void make_uses(maker *k, int place_i, int need_i, int day) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  const lfl_need *need = &s->needs[need_i];
  int service = m->row_service[at_need(m, place_i, need_i, day)];
  if (service < 0) return;
  for (int j = 0; j < s->n_items; j++) {
    const lfl_item *item = &s->items[j];
    bool is_stock_water = item->is_water && need->kind == LFL_NEED_WATER;
    if (!is_stock_water && (item->need_i != need_i || item->given_once || item->is_water)) continue;
    int stock = m->row_stock[at_item(m, place_i, j, day)];
    if (stock < 0) continue;
    double gives = is_stock_water ? 1 : item->person_days * (need->kind == LFL_NEED_WATER ? need->r[LFL_MINIMUM] : 1);
    if (!(gives > 0)) continue;
    entries_begin(&k->c, 0, supplied(m, j));
    entries_add(&k->c, stock, 1);
    entries_add(&k->c, service, -gives);
    m->col_use[at_item(m, place_i, j, day)] = put(k);
  }
  if (need->kind == LFL_NEED_WATER && m->row_yield[at_day(m, place_i, day)] >= 0) {
    entries_begin(&k->c, 0, m->is_elastic ? (double)INFINITY : most_yield_l(s, place_i, day));
    entries_add(&k->c, service, -1);
    entries_add(&k->c, m->row_yield[at_day(m, place_i, day)], 1);
    double fuel_l = s->places[place_i].fuel_l_per_m3 / 1000;
    if (s->fuel_item_i >= 0 && fuel_l > 0) {
      int fuel = m->row_stock[at_item(m, place_i, s->fuel_item_i, day)];
      if (fuel < 0) k->c.upper = 0; /* pumps need fuel and there is none anywhere */
      entries_add(&k->c, fuel, fuel_l);
    }
    m->col_pumped[at_day(m, place_i, day)] = put(k);
  }
}

static void make_services(maker *k) {
  lfl_master *m = k->m;
  for (int i = 0; i < m->s->n_places; i++)
    for (int n = 0; n < m->s->n_needs; n++) {
      if (m->is_fixed[(long)i * m->s->n_needs + n]) continue;
      for (int day = 0; day < m->T; day++) {
        make_service(k, i, n, day);
        make_uses(k, i, n, day);
      }
    }
}

/* What stands already counts for a capacity target. */
static void make_existing(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  if (!m->target || m->target->kind != LFL_TARGET_CAPACITY) return;
  for (int i = 0; i < s->n_places; i++) {
    double people = s->places[i].capacity_people[m->target->capacity];
    if (!(people > 0) || !s->places[i].is_host || !lfl_place_is_within(s, i, m->target->place_i)) continue;
    entries_begin(&k->c, 0, people);
    m->col_existing[i] = put(k);
  }
}

/* Level constants, and what each person more or fewer at a place asks for. */
static void count_constants(lfl_master *m) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++) {
    if (!s->places[i].is_host) continue;
    for (int day = 0; day < m->T; day++) {
      for (int n = 0; n < s->n_needs; n++) {
        if (!lfl_need_applies(s, n, i)) continue;
        const lfl_need *need = &s->needs[n];
        bool is_fixed = m->is_fixed[(long)i * s->n_needs + n];
        for (int tier = 0; tier < LFL_N_TIERS; tier++)
          if (need->has_tier[tier])
            m->constant[tier == LFL_SURVIVAL ? COST_SURVIVAL : COST_MINIMUM] +=
                need->weight *
                (lfl_place_in_need(s, i, day) - (is_fixed ? m->fixed_served[tier][at_need(m, i, n, day)] : 0));
      }
      if (s->place_at_risk[lfl_at(s, i, day)])
        m->constant[COST_SURVIVAL] += s->risk_weight * lfl_n_survival_needs(s) * s->people_unplanned[lfl_at(s, i, day)];
    }
  }
}

/* Cumulative count of people received (sign 1) or left (sign -1) at a place. */
static int make_count(maker *k, int place_i, int day, int sign, const int *rows, double most) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  double share = s->places[place_i].in_need_share;
  entries_begin(&k->c, 0, most);
  entries_add(&k->c, rows[at_day(m, place_i, day)], 1);
  if (day + 1 < m->T) entries_add(&k->c, rows[at_day(m, place_i, day + 1)], -1);
  entries_add(&k->c, m->row_there[at_day(m, place_i, day)], sign);
  bool is_in_target = false;
  for (int n = 0; n < s->n_needs; n++)
    is_in_target = is_in_target || (m->target && m->is_all && target_asks(s, m->target, n, place_i));
  if (is_in_target) entries_add(&k->c, m->row_reach[day], -sign * share);
  for (int n = 0; n < s->n_needs; n++) {
    if (!lfl_need_applies(s, n, place_i)) continue;
    entries_add(&k->c, m->row_people[at_need(m, place_i, n, day)], -sign * share);
    entries_add(&k->c, m->row_ready[at_need(m, place_i, n, day)], sign > 0 ? 1 : -lfl_place_served_before_each(s, place_i, n, day));
    if (s->needs[n].has_tier[LFL_SURVIVAL]) k->c.cost[COST_SURVIVAL] += sign * share * s->needs[n].weight;
    if (s->needs[n].has_tier[LFL_MINIMUM]) k->c.cost[COST_MINIMUM] += sign * share * s->needs[n].weight;
  }
  if (s->place_at_risk[lfl_at(s, place_i, day)])
    k->c.cost[COST_SURVIVAL] += sign * s->risk_weight * lfl_n_survival_needs(s);
  return put(k);
}

static void make_people(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++)
    for (int day = 0; day < m->T; day++) {
      if (m->row_received[at_day(m, i, day)] >= 0)
        m->col_received[at_day(m, i, day)] = make_count(k, i, day, 1, m->row_received, 2 * most_people(m, i) + 1);
      if (m->row_left[at_day(m, i, day)] >= 0)
        m->col_left[at_day(m, i, day)] =
            make_count(k, i, day, -1, m->row_left, s->places[i].people * s->places[i].willing_share);
    }
}

/* Built units where a row bounds them: no limit that anything real comes near. */
static const double LEAVE_TO_ROWS = 1e9;

/* A bound on the units built there on a day: workers, land, or materials. */
static double most_units(const lfl_master *m, int place_i, const lfl_construction *c, int day) {
  const lfl_scenario *s = m->s;
  double most = (double)INFINITY;
  if (m->is_elastic) return LEAVE_TO_ROWS;
  if (c->crew_i >= 0 && c->worker_days_per_unit > 0)
    most = s->crew_workers[lfl_at(s, c->crew_i, day)] / c->worker_days_per_unit;
  if (c->m2_per_unit > 0) most = fmin(most, most_land_m2(s, place_i) / c->m2_per_unit);
  for (int k = 0; k < c->n_items; k++)
    if (c->items[k].units_per_unit > 0) most = fmin(most, supplied(m, c->items[k].item_i) / c->items[k].units_per_unit);
  if (most < (double)INFINITY) return most;
  /* Nothing limits it: more than serves everyone who can be there is never of use. */
  return m->build_everywhere ? 1e9 : most_people(m, place_i) / c->people_per_unit + 1;
}

static double most_built(const lfl_master *m, int place_i, int capacity) {
  double most = 0;
  for (int c = 0; c < m->s->n_constructions; c++)
    for (int day = 0; (int)m->s->constructions[c].capacity == capacity && can_build(m, place_i, c) && day < m->T; day++)
      if (can_build_on(m, place_i, c, day))
        most += m->s->constructions[c].people_per_unit * most_units(m, place_i, &m->s->constructions[c], day);
  return most;
}

static void make_built(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++) {
    double most[LFL_N_CAPACITIES];
    for (int cap = 0; cap < LFL_N_CAPACITIES; cap++) most[cap] = most_built(m, i, cap);
    for (int day = 0; day < m->T; day++) {
      for (int cap = 0; cap < LFL_N_CAPACITIES; cap++) {
        int row = m->row_built[at_capacity(m, i, cap, day)];
        if (row < 0) continue;
        entries_begin(&k->c, 0, most[cap]);
        entries_add(&k->c, row, 1);
        if (day + 1 < m->T) entries_add(&k->c, m->row_built[at_capacity(m, i, cap, day + 1)], -1);
        for (int n = 0; n < s->n_needs; n++)
          if (s->needs[n].kind == LFL_NEED_CAPACITY && (int)s->needs[n].capacity == cap)
            entries_add(&k->c, m->row_service[at_need(m, i, n, day)], -1);
        m->col_built[at_capacity(m, i, cap, day)] = put(k);
      }
      if (m->row_ground[at_day(m, i, day)] >= 0) {
        entries_begin(&k->c, 0, m->is_elastic ? LEAVE_TO_ROWS : 2 * most_land_m2(s, i));
        entries_add(&k->c, m->row_ground[at_day(m, i, day)], 1);
        if (day + 1 < m->T) entries_add(&k->c, m->row_ground[at_day(m, i, day + 1)], -1);
        entries_add(&k->c, m->row_ground_limit[at_day(m, i, day)], 1);
        m->col_ground[at_day(m, i, day)] = put(k);
      }
      if (m->row_area[at_day(m, i, day)] < 0) continue;
      entries_begin(&k->c, 0, m->is_elastic ? LEAVE_TO_ROWS : 2 * most_land_m2(s, i));
      entries_add(&k->c, m->row_area[at_day(m, i, day)], 1);
      if (day + 1 < m->T) entries_add(&k->c, m->row_area[at_day(m, i, day + 1)], -1);
      for (int n = 0; n < s->n_needs; n++)
        if (s->needs[n].kind == LFL_NEED_SPACE) entries_add(&k->c, m->row_service[at_need(m, i, n, day)], 1);
      m->col_area[at_day(m, i, day)] = put(k);
    }
  }
}

static void make_builds(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_places; i++)
    for (int c = 0; c < s->n_constructions; c++) {
      if (!can_build(m, i, c) || (most_people(m, i) <= 0 && !m->build_everywhere) || m->row_built[at_capacity(m, i, (int)s->constructions[c].capacity, 0)] < 0) continue;
      const lfl_construction *con = &s->constructions[c];
      lfl_cost cost = {LFL_LINE_CONSTRUCTION, lfl_capacity_name(con->capacity), i, -1};
      int class_i = money_class_of(m->money, &cost);
      bool has_materials = true;
      for (int j = 0; j < con->n_items; j++)
        has_materials = has_materials && (con->items[j].units_per_unit <= 0 ||
                                          m->row_stock[at_item(m, i, con->items[j].item_i, 0)] >= 0);
      for (int day = 0; has_materials && day < m->T; day++) {
        if (!can_build_on(m, i, c, day)) continue;
        entries_begin(&k->c, 0, most_units(m, i, con, day));
        entries_add(&k->c, m->row_built[at_capacity(m, i, (int)con->capacity, day + con->settle_days)], -con->people_per_unit);
        if (con->capacity != LFL_SHELTER) entries_add(&k->c, m->row_area[at_day(m, i, day)], -con->m2_per_unit);
        entries_add(&k->c, m->row_land[i], con->m2_per_unit);
        entries_add(&k->c, m->row_ground[at_day(m, i, day)], -con->m2_per_unit);
        for (int j = 0; j < con->n_items; j++)
          entries_add(&k->c, m->row_stock[at_item(m, i, con->items[j].item_i, day)], con->items[j].units_per_unit);
        double money = con->cost_per_unit;
        if (con->crew_i >= 0) {
          entries_add(&k->c, m->row_crew[at_day(m, con->crew_i, day)], con->worker_days_per_unit);
          money += con->worker_days_per_unit * s->crews[con->crew_i].wage_per_worker_day;
        }
        entries_spend(&k->c, m, class_i, day, money);
        m->col_build[at_build(m, i, c, day)] = put(k);
      }
    }
}

/* ---- repairs ---- */

static void add_repair_money(maker *k, int project_i, int start_day) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  const lfl_project *p = &s->projects[project_i];
  lfl_cost cost = lfl_cost_of_repair(s, project_i, LFL_LINE_REPAIRS);
  int class_i = money_class_of(m->money, &cost);
  for (int day = start_day; day <= p->finish[start_day]; day++) entries_spend(&k->c, m, class_i, day, repairs_money(s, project_i, start_day, day));
}

static void make_start(maker *k, int project_i, int day) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  const lfl_project *p = &s->projects[project_i];
  entries_begin(&k->c, 0, 1);
  entries_add(&k->c, m->row_once[project_i], 1);
  entries_add(&k->c, m->row_done[at_day(m, project_i, p->finish[day] + 1)], -1);
  for (int t = day; t < m->T; t++) entries_add(&k->c, m->row_order[at_day(m, project_i, t)], 1);
  for (int t = day; p->crew_i >= 0 && t <= p->finish[day]; t++)
    if (lfl_repair_works(s, project_i, t)) entries_add(&k->c, m->row_crew[at_day(m, p->crew_i, t)], p->workers);
  add_repair_money(k, project_i, day);
  m->col_start[at_day(m, project_i, day)] = put(k);
}

/* What is restored, as entries of the column "done before the day". */
static void add_effect(maker *k, const lfl_project *p, int day) {
  const lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  double here = p->place_i >= 0 ? p->amount * s->place_share[lfl_at(s, p->place_i, day)] : 0;
  double along = p->link_i >= 0 ? p->amount * s->link_share[lfl_at(s, p->link_i, day)] : 0;
  if (p->restores == LFL_RESTORES_YIELD) entries_add(&k->c, m->row_yield[at_day(m, p->place_i, day)], -here);
  if (p->restores == LFL_RESTORES_TRUCKS) entries_add(&k->c, m->row_handle[at_day(m, p->place_i, day)], -here);
  if (p->restores == LFL_RESTORES_STORAGE) entries_add(&k->c, m->row_storage[at_day(m, p->place_i, day)], -p->amount);
  if (p->restores == LFL_RESTORES_LAND) entries_add(&k->c, m->row_ground_limit[at_day(m, p->place_i, day)], -p->amount);
  for (int n = 0; n < s->n_needs && p->place_i >= 0 && p->restores != LFL_RESTORES_NOTHING; n++)
    if (lfl_restored_of_need(&s->needs[n]) == p->restores && p->restores != LFL_RESTORES_YIELD)
      entries_add(&k->c, m->row_service[at_need(m, p->place_i, n, day)], -p->amount);
  for (int way = 0; way < 2; way++) {
    if (p->restores == LFL_RESTORES_VEHICLES) entries_add(&k->c, m->row_link[at_day(m, 2 * p->link_i + way, day)], -along);
    if (p->restores == LFL_RESTORES_WALKERS) entries_add(&k->c, m->row_walk[at_day(m, 2 * p->link_i + way, day)], -along);
  }
}

static void make_repairs(maker *k) {
  lfl_master *m = k->m;
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_projects; i++) {
    if (m->row_once[i] < 0) continue;
    for (int day = 0; day < m->T; day++) {
      int row = m->row_done[at_day(m, i, day)];
      if (row < 0) continue;
      entries_begin(&k->c, 0, 1);
      entries_add(&k->c, row, 1);
      if (day + 1 < m->T) entries_add(&k->c, m->row_done[at_day(m, i, day + 1)], -1);
      for (int j = 0; j < s->n_projects; j++)
        if (s->projects[j].needs_i == i) entries_add(&k->c, m->row_order[at_day(m, j, day)], -1);
      add_effect(k, &s->projects[i], day);
      m->col_done[at_day(m, i, day)] = put(k);
    }
    for (int day = 0; day < m->T; day++)
      if (s->projects[i].finish[day] >= 0) make_start(k, i, day);
    entries_begin(&k->c, 0, 0);
    entries_add(&k->c, m->row_once[i], 1);
    m->col_undone[i] = put(k);
  }
}

/* Who pays what, and what is kept for later. */
static void make_payments(maker *k) {
  lfl_master *m = k->m;
  const money_model *money = m->money;
  for (int c = 0; c < money->n_classes; c++)
    for (int f = 0; f < money->n_funds; f++)
      for (int q = 0; fund_is_in(&money->classes[c], f) && q < money->n_periods; q++) {
        entries_begin(&k->c, 0, (double)INFINITY);
        entries_add(&k->c, m->row_spend[at_class(m, c, q)], -1);
        entries_add(&k->c, m->row_fund[at_fund(m, f, q)], 1);
        m->col_pay[((long)c * money->n_funds + f) * money->n_periods + q] = put(k);
      }
  for (int f = 0; money->n_classes && f < money->n_funds; f++)
    for (int q = 0; q + 1 < money->n_periods; q++) {
      entries_begin(&k->c, 0, (double)INFINITY);
      entries_add(&k->c, m->row_fund[at_fund(m, f, q)], 1);
      entries_add(&k->c, m->row_fund[at_fund(m, f, q + 1)], -1);
      m->col_carry[at_fund(m, f, q)] = put(k);
    }
}

bool master_make_columns(lfl_master *m) {
  maker k = {.m = m};
  if (!find_supplied(m)) return false;
  count_constants(m);
  make_stocks(&k);
  make_kits(&k);
  make_draws(&k);
  make_services(&k);
  k.failed = k.failed || !make_care(m);
  make_people(&k);
  make_target_columns(&k);
  make_out_columns(&k);
  make_existing(&k);
  make_built(&k);
  make_builds(&k);
  make_repairs(&k);
  make_payments(&k);
  return !k.failed && master_flush(m);
}
