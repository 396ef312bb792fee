/* The model written out in full: people, building, care, service, not into worse, targets (docs/MODEL.md). One of the files
 * of naive_model.h. */
#include "naive_parts.h"

/* ---- People. ---- */

void naive_add_people(naive *m) {
  const lfl_scenario *s = m->s;
  m->people = naive_indexes(m, (long)s->n_places * m->T);
  m->received = naive_indexes(m, (long)s->n_places * m->T);
  for (int p = 0; p < s->n_places; p++) {
    if (!s->places[p].is_host) continue;
    int left = at_most(m, s->places[p].willing_share * s->places[p].people), unaided = at_most(m, (1 - s->places[p].limited_mobility_share) * s->places[p].people);
    for (int t = 0; t < m->T; t++) {
      int row = naive_add_row(m, naive_unmoved(m, p, t), naive_unmoved(m, p, t)), sum = naive_add_row(m, 0, 0);
      m->people[of_day(m, p, t)] = naive_add_column(m, INF);
      m->received[of_day(m, p, t)] = naive_add_column(m, INF);
      naive_put(m, row, m->people[of_day(m, p, t)], 1);
      naive_put(m, sum, m->received[of_day(m, p, t)], -1);
      for (int k = 0; k < m->n_trips; k++) {
        const trip *r = &m->trips[k];
        if (r->people >= 0 && m->ways[r->way].from == p && r->day <= t) naive_put(m, row, r->people, 1);
        if (r->people >= 0 && m->ways[r->way].to == p && r->arrives <= t) {
          naive_put(m, row, r->people, -1);
          naive_put(m, sum, r->people, 1);
        }
        if (r->people < 0 || m->ways[r->way].from != p || r->day != t) continue;
        naive_put(m, left, r->people, 1);
        if (r->fleet < 0 || s->fleets[r->fleet].vehicle == LFL_BUS) naive_put(m, unaided, r->people, 1);
      }
      if (naive_is_at_risk(m, p, t)) {
        int n = 0;
        for (int i = 0; i < s->n_needs; i++) n += s->needs[i].has_tier[LFL_SURVIVAL];
        m->cost[LFL_LEVEL_SURVIVAL][m->people[of_day(m, p, t)]] += s->risk_weight * n;
      }
    }
  }
  /* people on the way for whole days */
  for (int k = 0; k < m->n_trips; k++) {
    const trip *r = &m->trips[k];
    int from = m->ways[r->way].from;
    for (int n = 0; r->people >= 0 && n < s->n_needs; n++)
      for (int tier = 0; naive_applies(m, n, from) && tier < LFL_N_TIERS; tier++)
        if (s->needs[n].has_tier[tier])
          m->cost[tier == LFL_SURVIVAL ? LFL_LEVEL_SURVIVAL : LFL_LEVEL_MINIMUM][r->people] +=
              s->needs[n].weight * s->places[from].in_need_share * (r->arrives - r->day);
  }
}

/* ---- Building. Columns "usable capacity" tie builds to service. ---- */

void naive_add_building(naive *m, const int *area_row) {
  const lfl_scenario *s = m->s;
  m->built_row = naive_indexes(m, (long)s->n_places * LFL_N_CAPACITIES * m->T);
  int *crew_row = m->crew_row = naive_indexes(m, (long)s->n_crews * m->T), *land = naive_indexes(m, m->T);
  for (int c = 0; c < s->n_crews; c++)
    for (int t = 0; t < m->T; t++) {
      bool works = s->crews[c].from_day <= t && t <= s->crews[c].to_day;
      crew_row[of_day(m, c, t)] = at_most(m, works ? naive_number_of(m, LFL_SUBJECT_CREW, c, t, s->crews[c].n_workers) : 0);
    }
  for (int p = 0; p < s->n_places; p++) {
    if (!s->places[p].is_host) continue;
    for (int t = 0; t < m->T; t++) { /* on each day, of all built so far */
      land[t] = at_most(m, s->places[p].usable_m2);
      naive_restores(m, land[t], LFL_RESTORES_LAND, p, t, 1);
    }
    static const lfl_restored OF[LFL_N_CAPACITIES] = {LFL_RESTORES_SHELTER, LFL_RESTORES_TOILET, LFL_RESTORES_TAP, LFL_RESTORES_HEALTH, LFL_RESTORES_BEDS};
    for (int c = 0; c < LFL_N_CAPACITIES; c++)
      for (int t = 0; t < m->T; t++) {
        m->built_row[of_capacity(m, p, c, t)] = at_most(m, s->places[p].capacity_people[c]);
        naive_restores(m, m->built_row[of_capacity(m, p, c, t)], OF[c], p, t, 1);
      }
    for (int c = 0; c < s->n_constructions; c++)
      for (int t = 0; t < m->T; t++) {
        const lfl_construction *con = &s->constructions[c];
        const lfl_crew *crew = con->crew_i >= 0 ? &s->crews[con->crew_i] : NULL;
        if (naive_access_of(m, LFL_SUBJECT_PLACE, p, t) == LFL_CLOSED) continue;
        if (crew && crew->place_i >= 0 && crew->place_i != p) continue;
        double cost = con->cost_per_unit + (crew ? con->worker_days_per_unit * crew->wage_per_worker_day : 0);
        const char *need = lfl_capacity_name(con->capacity);
        for (int j = naive_next_payer(m, -2, cost, t, p, need, NULL, false); j != -2; j = naive_next_payer(m, j, cost, t, p, need, NULL, false)) {
          int units = naive_add_column(m, INF);
          if (crew) naive_put(m, crew_row[of_day(m, con->crew_i, t)], units, con->worker_days_per_unit);
          for (int k = 0; k < con->n_items; k++) naive_put(m, m->stock_row[of_item(m, p, con->items[k].item_i, t)], units, con->items[k].units_per_unit);
          for (int d = t; d < m->T; d++) {
            naive_put(m, land[d], units, con->m2_per_unit);
            if (con->capacity != LFL_SHELTER) naive_put(m, area_row[of_day(m, p, d)], units, con->m2_per_unit);
            if (d >= t + con->settle_days) naive_put(m, m->built_row[of_capacity(m, p, (int)con->capacity, d)], units, -con->people_per_unit);
          }
          naive_spend(m, units, j, cost);
        }
      }
  }
}

/* ---- Facilities. ---- */

/* A column for the share at work, one for the people of each place of the catchment that each need has served. */
void naive_add_facilities(naive *m) {
  const lfl_scenario *s = m->s;
  m->first_care = m->n_columns;
  for (int k = 0; k < s->n_facilities; k++)
    for (int t = 0; t < m->T; t++) {
      const lfl_facility *f = &s->facilities[k];
      bool works = naive_access_of(m, LFL_SUBJECT_FACILITY, k, t) != LFL_CLOSED;
      int work = naive_add_column(m, works ? f->functioning_share * naive_share_of(m, LFL_SUBJECT_FACILITY, k, t) : 0);
      if (s->fuel_item_i >= 0) naive_put(m, m->stock_row[of_item(m, f->place_i, s->fuel_item_i, t)], work, f->fuel_l_per_day);
      for (int c = LFL_HEALTH; c <= LFL_BEDS; c++) {
        int row = at_most(m, 0);
        naive_put(m, row, work, -f->serves[c]);
        for (int i = 0; c == LFL_BEDS && i < m->n_trips; i++) { /* of people elsewhere as many as send the patients carried */
          const trip *r = &m->trips[i];
          if (r->facility != k || r->day != t) continue;
          int people = naive_add_column(m, INF), seats = at_most(m, 0);
          naive_put(m, seats, people, f->patients_a_person);
          naive_put(m, seats, r->trips, -s->fleets[r->fleet].seats);
          naive_put(m, row, people, 1);
          naive_put(m, m->built_row[of_capacity(m, m->ways[r->way].from, c, t)], people, -1);
        }
        for (int p = 0; p < s->n_places; p++) {
          if (!s->places[p].is_host || naive_hours_to(m, f, p, t) > f->catchment_h + 1e-9) continue;
          int people = naive_add_column(m, INF);
          naive_put(m, row, people, 1);
          naive_put(m, m->built_row[of_capacity(m, p, c, t)], people, -1);
        }
      }
    }
  m->last_care = m->n_columns;
}

/* ---- Service. ---- */

/* Items that serve the need: what is used from stock enters the row of what is there. */
static void use_items(naive *m, int p, int n, int *there) {
  const lfl_scenario *s = m->s;
  const lfl_need *need = &s->needs[n];
  double litres = need->kind == LFL_NEED_WATER ? need->r[LFL_MINIMUM] : 1;
  for (int i = 0; i < s->n_items; i++)
    for (int t = 0; t < m->T; t++) {
      const lfl_item *item = &s->items[i];
      bool serves = item->is_water ? need->kind == LFL_NEED_WATER : item->need_i == n && !item->is_fuel;
      if (!serves) continue;
      int used = naive_add_column(m, INF);
      naive_put(m, m->stock_row[of_item(m, p, i, t)], used, 1);
      if (item->is_water) naive_put(m, there[t], used, -1);
      else if (item->given_once)
        for (int d = t; d < m->T; d++) naive_put(m, there[d], used, -item->people_served * litres);
      else naive_put(m, there[t], used, -item->people_served * item->duration_days * litres);
    }
}

static void add_service_at(naive *m, int p, int n, const int *pumped, const int *area_row, int *there) {
  const lfl_scenario *s = m->s;
  const lfl_need *need = &s->needs[n];
  for (int t = 0; t < m->T; t++) {
    switch (need->kind) {
      case LFL_NEED_WATER:
      case LFL_NEED_ITEM: there[t] = at_most(m, 0); break;
      case LFL_NEED_CAPACITY: there[t] = m->built_row[of_capacity(m, p, (int)need->capacity, t)]; break;
      case LFL_NEED_SPACE: there[t] = area_row[of_day(m, p, t)]; break;
    }
    if (need->kind == LFL_NEED_WATER) naive_put(m, there[t], pumped[of_day(m, p, t)], -1);
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      if (!need->has_tier[tier]) continue;
      long at = of_need(m, p, n, tier, t);
      m->served[at] = naive_add_column(m, INF);
      m->unserved[at] = naive_add_column(m, INF);
      /* served + unserved = people in need */
      int row = naive_add_row(m, 0, 0);
      naive_put(m, row, m->served[at], 1);
      naive_put(m, row, m->unserved[at], 1);
      naive_put(m, row, m->people[of_day(m, p, t)], -s->places[p].in_need_share);
      m->cost[tier == LFL_SURVIVAL ? LFL_LEVEL_SURVIVAL : LFL_LEVEL_MINIMUM][m->unserved[at]] += need->weight;
    }
    int survival = need->has_tier[LFL_SURVIVAL] ? m->served[of_need(m, p, n, LFL_SURVIVAL, t)] : -1;
    int minimum = need->has_tier[LFL_MINIMUM] ? m->served[of_need(m, p, n, LFL_MINIMUM, t)] : -1;
    if (survival >= 0) naive_put(m, there[t], survival, need->r[LFL_SURVIVAL]);
    if (minimum >= 0) naive_put(m, there[t], minimum, need->r[LFL_MINIMUM] - (survival >= 0 ? need->r[LFL_SURVIVAL] : 0));
    if (survival >= 0 && minimum >= 0) {
      int row = at_most(m, 0);
      naive_put(m, row, minimum, 1);
      naive_put(m, row, survival, -1);
    }
  }
  if (need->kind == LFL_NEED_WATER || need->kind == LFL_NEED_ITEM) use_items(m, p, n, there);
}

void naive_add_service(naive *m, const int *pumped, const int *area_row) {
  const lfl_scenario *s = m->s;
  long n_all = (long)s->n_places * s->n_needs * LFL_N_TIERS * m->T;
  m->served = naive_indexes(m, n_all);
  m->unserved = naive_indexes(m, n_all);
  int *there = naive_indexes(m, m->T);
  m->fairness = naive_add_column(m, INF);
  m->cost[LFL_LEVEL_FAIRNESS][m->fairness] = 1;
  for (int p = 0; p < s->n_places; p++) {
    if (!s->places[p].is_host) continue;
    int n_survival = 0, worst = at_most(m, 0);
    for (int n = 0; n < s->n_needs; n++) {
      if (!naive_applies(m, n, p)) continue;
      add_service_at(m, p, n, pumped, area_row, there);
      if (!s->needs[n].has_tier[LFL_SURVIVAL]) continue;
      n_survival++;
      if (s->places[p].people > 0)
        for (int t = 0; t < m->T; t++) naive_put(m, worst, m->unserved[of_need(m, p, n, LFL_SURVIVAL, t)], 1);
    }
    double asked = s->places[p].people * s->places[p].in_need_share * m->T * n_survival;
    for (int k = 0; k < m->n_trips; k++) { /* people on the way for whole days */
      const trip *r = &m->trips[k];
      if (r->people >= 0 && m->ways[r->way].from == p) naive_put(m, worst, r->people, n_survival * s->places[p].in_need_share * (r->arrives - r->day));
    }
    if (asked > 0) naive_put(m, worst, m->fairness, -asked);
    else m->row_upper[worst] = INF;
  }
}

/* ---- Not into worse. ---- */

static double before(const naive *m, int p, int n, int t) {
  const lfl_scenario *s = m->s;
  const lfl_need *need = &s->needs[n];
  double least = INF;
  for (int d = 0; d <= t; d++) {
    double there = 0, people = naive_unmoved(m, p, d);
    if (need->kind == LFL_NEED_WATER) there = s->fuel_item_i >= 0 && s->places[p].fuel_l_per_m3 > 0 ? 0 : naive_yield_of(m, p, d);
    if (need->kind == LFL_NEED_CAPACITY) there = s->places[p].capacity_people[need->capacity];
    if (need->kind == LFL_NEED_SPACE) there = s->places[p].usable_m2;
    least = fmin(least, fmin(people * s->places[p].in_need_share, there / need->r[LFL_SURVIVAL]));
  }
  return least;
}

void naive_add_not_into_worse(naive *m) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int n = 0; n < s->n_needs; n++) {
      const lfl_need *need = &s->needs[n];
      bool binds = need->kind == LFL_NEED_WATER || need->kind == LFL_NEED_SPACE ||
                   (need->kind == LFL_NEED_CAPACITY && (need->capacity == LFL_SHELTER || need->capacity == LFL_TOILET));
      for (int t = 0; binds && need->has_tier[LFL_SURVIVAL] && naive_applies(m, n, p) && t < m->T; t++) {
        if (t < m->first_arrival[p]) continue; /* nobody can be received so far */
        int row = at_most(m, -before(m, p, n, t));
        naive_put(m, row, m->received[of_day(m, p, t)], 1);
        naive_put(m, row, m->served[of_need(m, p, n, LFL_SURVIVAL, t)], -1);
        double of_day_0 = fmax(s->places[p].people, naive_unmoved(m, p, 0));
        for (int k = 0; k < m->n_trips; k++) /* whoever has left took along a share of those served */
          if (m->trips[k].people >= 0 && m->ways[m->trips[k].way].from == p && m->trips[k].day <= t && of_day_0 > 0)
            naive_put(m, row, m->trips[k].people, -before(m, p, n, t) / of_day_0);
      }
    }
}

/* ---- Targets: a column Z to be made large. ---- */

static bool is_within(const naive *m, int p, int root) {
  for (int steps = 0; p >= 0 && steps <= m->s->n_places; steps++) {
    if (root < 0 || p == root) return true;
    p = m->s->places[p].parent_i;
  }
  return false;
}

/* People in need there on the fullest day from the target's own on, if nobody were moved. */
static double fullest_day(const naive *m, const lfl_target *t) {
  double most = 0;
  for (int day = t->by_day; day < m->T; day++) {
    double people = 0;
    for (int p = 0; p < m->s->n_places; p++)
      if (m->s->places[p].is_host && is_within(m, p, t->place_i)) people += naive_unmoved(m, p, day) * m->s->places[p].in_need_share;
    most = fmax(most, people);
  }
  return most;
}

/* Of "all", those in need and not served are missing from the number on the fullest day. */
int naive_add_target(naive *m, const lfl_target *t) {
  const lfl_scenario *s = m->s;
  bool is_all = !(t->people < INF);
  int reached = naive_add_column(m, INF);
  if (is_all) m->lower[reached] = -INF; /* of people moved there who are not served: what another level does, no target forbids */
  if (t->kind == LFL_TARGET_SERVED) {
    for (int day = t->by_day; day < m->T; day++) {
      int sum = at_most(m, is_all ? fullest_day(m, t) : 0);
      naive_put(m, sum, reached, 1);
      for (int p = 0; p < s->n_places; p++) {
        if (!s->places[p].is_host || !is_within(m, p, t->place_i)) continue;
        int z = -1;
        for (int n = 0; n < s->n_needs; n++) {
          if ((t->need_i >= 0 && t->need_i != n) || !naive_applies(m, n, p) || !s->needs[n].has_tier[t->tier]) continue;
          if (z < 0 && is_all) naive_put(m, sum, m->people[of_day(m, p, day)], s->places[p].in_need_share);
          if (z < 0) z = naive_add_column(m, INF);
          int row = at_most(m, 0);
          naive_put(m, row, z, 1);
          naive_put(m, row, m->served[of_need(m, p, n, (int)t->tier, day)], -1);
        }
        naive_put(m, sum, z, -1);
      }
    }
    return reached;
  }
  int sum = at_most(m, 0);
  naive_put(m, sum, reached, 1);
  for (int k = 0; t->kind == LFL_TARGET_MOVE_OUT && k < m->n_trips; k++) {
    const way *w = &m->ways[m->trips[k].way];
    if (m->trips[k].day <= t->by_day && is_within(m, w->from, t->place_i) && (t->place_i < 0 || !is_within(m, w->to, t->place_i))) naive_put(m, sum, m->trips[k].people, -1);
  }
  for (int p = 0; t->kind == LFL_TARGET_CAPACITY && p < s->n_places; p++) {
    if (!s->places[p].is_host || !is_within(m, p, t->place_i)) continue;
    /* a column of capacity in use beside what serves, in a row of its own: existing + built */
    int column = naive_add_column(m, INF), row = at_most(m, s->places[p].capacity_people[t->capacity]), from = m->built_row[of_capacity(m, p, (int)t->capacity, t->by_day)];
    for (int k = 0, n = m->n_entries; k < n; k++)
      if (m->entries[k].row == from && m->entries[k].value < 0 && (m->entries[k].column < m->first_care || m->entries[k].column >= m->last_care)) naive_put(m, row, m->entries[k].column, m->entries[k].value);
    naive_put(m, row, column, 1);
    naive_put(m, sum, column, -1);
    for (int k = 0, n = m->n_effects; k < n; k++)
      if (m->effects[k].row == from) {
        m->effects = naive_more(m, m->effects, m->n_effects, &m->effects_capacity, sizeof(effect));
        m->effects[m->n_effects++] = (effect){m->effects[k].project, m->effects[k].day, row, m->effects[k].by};
      }
  }
  return reached;
}
