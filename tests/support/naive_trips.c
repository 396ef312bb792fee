/* The model written out in full: every simple way, every trip on it, patients carried, and what limits trips (docs/MODEL.md,
 * "Time, places, ways", "Referral"). One of the files of naive_model.h. */
#include "naive_parts.h"

/* ---- Ways: every simple path. ---- */

void naive_walk_on(naive *m, way *w) {
  const lfl_scenario *s = m->s;
  int at = w->place[w->n];
  if (w->n) {
    m->ways = naive_more(m, m->ways, m->n_ways, &m->ways_capacity, sizeof(way));
    w->to = at;
    m->ways[m->n_ways++] = *w;
  }
  if (w->n == MOST_LINKS_OF_WAY) return;
  for (int l = 0; l < s->n_links; l++)
    for (int back = 0; back < 2; back++) {
      const lfl_link *link = &s->links[l];
      int from = back ? link->to_i : link->from_i, to = back ? link->from_i : link->to_i;
      if (from != at || (back && !link->two_way)) continue;
      bool is_new = true;
      for (int k = 0; k <= w->n; k++) is_new = is_new && w->place[k] != to;
      if (!is_new) continue;
      way next = *w;
      next.link[next.n] = l;
      next.back[next.n++] = back;
      next.place[next.n] = to;
      next.km += link->length_km;
      next.hours += link->length_km / link->speed_km_per_h;
      naive_walk_on(m, &next);
    }
}

static bool is_open(const naive *m, const way *w, int t) {
  for (int k = 0; k <= w->n; k++)
    if (naive_access_of(m, LFL_SUBJECT_PLACE, w->place[k], t) == LFL_CLOSED) return false;
  for (int k = 0; k < w->n; k++)
    if (naive_access_of(m, LFL_SUBJECT_LINK, w->link[k], t) == LFL_CLOSED) return false;
  return true;
}

/* Vehicle-days of a round trip that fall on the k-th day. */
static double part_of_trip(const way *w, const lfl_fleet *f, int k) {
  double u = (2 * w->hours + f->load_unload_h) / f->hours_per_day;
  return fmax(0, fmin(1, u - k));
}

static int days_on_way(const way *w, const lfl_fleet *f) { return (int)floor(w->hours / f->hours_per_day + 1e-9); }

static bool may_people_go(const naive *m, const way *w, int day, int arrives) {
  const lfl_scenario *s = m->s;
  if (!s->places[w->from].is_host || !s->places[w->to].is_host || !is_open(m, w, day) || !is_open(m, w, arrives)) return false;
  for (int t = arrives; t < m->T; t++)
    if (naive_is_at_risk(m, w->to, t)) return false;
  return true;
}

static bool may_walk(const naive *m, const way *w) {
  if (w->km > m->s->walk_limit_km + 1e-9) return false;
  for (int k = 0; k < w->n; k++)
    if (!(m->s->links[w->link[k]].people_per_day > 0) && !naive_is_restored(m, LFL_RESTORES_WALKERS, w->link[k])) return false;
  return true;
}

static bool is_bus(const lfl_fleet *f) { return f->vehicle == LFL_BUS || f->vehicle == LFL_ACCESSIBLE_BUS; }

static void add_trip(naive *m, int way_i, int fleet, int day, int arrives, int payer) {
  m->trips = naive_more(m, m->trips, m->n_trips, &m->trips_capacity, sizeof(trip));
  trip *r = &m->trips[m->n_trips++];
  *r = (trip){way_i, fleet, day, arrives, payer, -1, -1, -1};
  const way *w = &m->ways[way_i];
  if (fleet >= 0) r->trips = naive_add_column(m, INF);
  if (fleet < 0 || is_bus(&m->s->fleets[fleet])) {
    r->people = naive_add_column(m, INF);
    m->cost[LFL_LEVEL_MOVEMENT][r->people] += w->km;
  }
}

/* Does a limit on vehicles or a permission of the day stand on the link, or a permission on the place? */
static bool is_limited(const naive *m, lfl_subject subject, int i, int t) {
  if (subject == LFL_SUBJECT_LINK && m->s->links[i].vehicles_per_day < INF) return true;
  for (int k = 0; k < m->s->n_permissions; k++) {
    const lfl_permission *p = &m->s->permissions[k];
    if (p->subject == subject && p->subject_i == i && p->from_day <= t && t <= p->to_day) return true;
  }
  return false;
}

static bool has_link(const way *w, int link) {
  for (int k = 0; k < w->n; k++)
    if (w->link[k] == link) return true;
  return false;
}

static bool has_place(const way *w, int place) {
  for (int k = 0; k <= w->n; k++)
    if (w->place[k] == place) return true;
  return false;
}

static bool adds_no_limit(const naive *m, const way *better, const way *w, int t) {
  for (int k = 0; k < better->n; k++)
    if (!has_link(w, better->link[k]) && is_limited(m, LFL_SUBJECT_LINK, better->link[k], t)) return false;
  for (int k = 0; k <= better->n; k++)
    if (!has_place(w, better->place[k]) && is_limited(m, LFL_SUBJECT_PLACE, better->place[k], t)) return false;
  return true;
}

/* docs/MODEL.md, "Tie of any simple way": left out is a way that arrives later than one that is no longer, no
 * slower and counts against no limit that it does not: a truck is no warehouse, a bus no waiting room. */
static bool is_left_out(const naive *m, const way *w, const lfl_fleet *fleet, int t, int arrives) {
  for (int k = 0; k < m->n_ways; k++) {
    const way *better = &m->ways[k];
    if (better->from != w->from || better->to != w->to || better->km > w->km || better->hours > w->hours) continue;
    if (t + days_on_way(better, fleet) >= arrives || !is_open(m, better, t)) continue;
    if (fleet->vehicle >= LFL_BUS && !is_open(m, better, arrives)) continue;
    if (adds_no_limit(m, better, w, t)) return true;
  }
  return false;
}

double naive_cost_of_trip(const naive *m, int way_i, int fleet, int day) {
  const lfl_fleet *f = &m->s->fleets[fleet];
  double vehicle_days = 0;
  for (int d = 0; day + d < m->T; d++) vehicle_days += part_of_trip(&m->ways[way_i], f, d);
  return 2 * m->ways[way_i].km * f->cost_per_km + vehicle_days * f->cost_per_vehicle_day;
}

/* A pledge may pay for a trip of goods if it may for each of those that it lets on board. */
static void add_paid_trips(naive *m, int w, int f, int t, int arrives) {
  const lfl_scenario *s = m->s;
  double cost = naive_cost_of_trip(m, w, f, t);
  for (int j = -1; j < s->n_pledges; j++) {
    if ((j < 0) != (!(cost > 0) || !s->has_pledges)) continue;
    bool pays = j < 0 || (s->fleets[f].vehicle >= LFL_BUS && naive_may_pay(m, j, t, m->ways[w].to, "movement", NULL, true));
    for (int i = 0; i < s->n_items && !pays && s->fleets[f].vehicle < LFL_BUS; i++) pays = naive_may_pay(m, j, t, m->ways[w].to, naive_need_of(&s->items[i]), s->items[i].id, true);
    if (pays) add_trip(m, w, f, t, arrives, j);
  }
}

static void note_arrival(naive *m, int way_i, int fleet, int arrives) {
  const lfl_scenario *s = m->s;
  const lfl_place *from = &s->places[m->ways[way_i].from];
  bool is_aided = fleet >= 0 && s->fleets[fleet].vehicle == LFL_ACCESSIBLE_BUS;
  int *first = &m->first_arrival[m->ways[way_i].to];
  if (from->people * from->willing_share > 0 && (is_aided || from->limited_mobility_share < 1) && arrives < *first) *first = arrives;
}

void naive_add_trips(naive *m) {
  const lfl_scenario *s = m->s;
  m->first_arrival = naive_indexes(m, s->n_places);
  for (int p = 0; p < s->n_places; p++) m->first_arrival[p] = m->T;
  for (int w = 0; w < m->n_ways; w++)
    for (int t = 0; t < m->T; t++) {
      for (int f = 0; f < s->n_fleets; f++) {
        const lfl_fleet *fleet = &s->fleets[f];
        if (fleet->vehicle == LFL_AMBULANCE) continue; /* for patients only */
        int arrives = t + days_on_way(&m->ways[w], fleet);
        if (arrives >= m->T || !is_open(m, &m->ways[w], t)) continue;
        if (fleet->vehicle >= LFL_BUS && !may_people_go(m, &m->ways[w], t, arrives)) continue;
        if (fleet->vehicle == LFL_TANKER && ((!(s->places[m->ways[w].from].water_yield_l_per_day > 0) && !naive_is_restored(m, LFL_RESTORES_YIELD, m->ways[w].from)) || !s->places[m->ways[w].to].is_host)) continue;
        if (is_left_out(m, &m->ways[w], fleet, t, arrives)) continue;
        bool is_there = fleet->seats > 0 && naive_number_of(m, LFL_SUBJECT_FLEET, f, t, fleet->n_vehicles) > 0;
        if (fleet->vehicle >= LFL_BUS && is_there) note_arrival(m, w, f, arrives);
        add_paid_trips(m, w, f, t, arrives);
      }
      if (!may_walk(m, &m->ways[w]) || !may_people_go(m, &m->ways[w], t, t)) continue;
      note_arrival(m, w, -1, t);
      add_trip(m, w, -1, t, t, -1);
    }
}

/* ---- Referral: trips that carry patients, by any way. ---- */

/* Hours to the facility from the place on the day, by the quickest way that is open. */
double naive_hours_to(const naive *m, const lfl_facility *f, int p, int t) {
  double least = p == f->place_i ? 0 : INF;
  for (int w = 0; w < m->n_ways; w++) {
    const way *x = &m->ways[w];
    if (x->from != p || x->to != f->place_i || !is_open(m, x, t)) continue;
    least = fmin(least, f->kind == LFL_HOSPITAL ? x->hours : x->km / m->s->walk_km_per_h);
  }
  return least;
}

/* Trips of the fleet by the way, each pledge that may pay for them one of its own. */
static void add_patients_trips(naive *m, int k, int w, int fleet, int t) {
  const lfl_scenario *s = m->s;
  double cost = naive_cost_of_trip(m, w, fleet, t);
  for (int j = -1; j < s->n_pledges; j++) {
    if ((j < 0) != (!(cost > 0) || !s->has_pledges)) continue;
    if (j >= 0 && !naive_may_pay(m, j, t, s->facilities[k].place_i, "health_beds", NULL, true)) continue;
    m->trips = naive_more(m, m->trips, m->n_trips, &m->trips_capacity, sizeof(trip));
    m->trips[m->n_trips++] = (trip){w, fleet, t, t, j, k, naive_add_column(m, INF), -1};
  }
}

static void refer_from(naive *m, int k, int p, int t) {
  const lfl_scenario *s = m->s;
  const lfl_facility *f = &s->facilities[k];
  if (!s->places[p].is_host || p == f->place_i || naive_hours_to(m, f, p, t) <= f->catchment_h + 1e-9) return;
  for (int d = t; d < m->T; d++)
    if (naive_is_at_risk(m, f->place_i, d)) return;
  for (int w = 0; w < m->n_ways; w++) {
    const way *x = &m->ways[w];
    if (x->from != p || x->to != f->place_i || !is_open(m, x, t) || x->hours > f->referral_h + 1e-9) continue;
    for (int i = 0; i < s->n_fleets; i++) {
      const lfl_fleet *fleet = &s->fleets[i];
      if ((fleet->vehicle == LFL_AMBULANCE || fleet->vehicle == LFL_ACCESSIBLE_BUS) && fleet->seats >= 1 && days_on_way(x, fleet) == 0) add_patients_trips(m, k, w, i, t);
    }
  }
}

void naive_add_referrals(naive *m) {
  for (int k = 0; k < m->s->n_facilities; k++)
    for (int p = 0; p < m->s->n_places && m->s->facilities[k].referral_h > 0; p++)
      for (int t = 0; t < m->T; t++) refer_from(m, k, p, t);
}

/* ---- Limits on trips. ---- */

void naive_limit_fleets(naive *m) {
  const lfl_scenario *s = m->s;
  for (int f = 0; f < s->n_fleets; f++)
    for (int t = 0; t < m->T; t++) {
      int row = at_most(m, naive_number_of(m, LFL_SUBJECT_FLEET, f, t, s->fleets[f].n_vehicles));
      for (int k = 0; k < m->n_trips; k++)
        if (m->trips[k].fleet == f && m->trips[k].day <= t) naive_put(m, row, m->trips[k].trips, part_of_trip(&m->ways[m->trips[k].way], &s->fleets[f], t - m->trips[k].day));
    }
}

void naive_limit_links(naive *m) {
  const lfl_scenario *s = m->s;
  for (int l = 0; l < s->n_links; l++)
    for (int t = 0; t < m->T; t++)
      for (int back = 0; back < 2; back++) {
        const lfl_link *link = &s->links[l];
        if (back && !link->two_way) continue;
        double share = naive_share_of(m, LFL_SUBJECT_LINK, l, t);
        int vehicles = at_most(m, scaled(link->vehicles_per_day, share)), walkers = at_most(m, scaled(link->people_per_day, share));
        naive_restores(m, vehicles, LFL_RESTORES_VEHICLES, l, t, share);
        naive_restores(m, walkers, LFL_RESTORES_WALKERS, l, t, share);
        for (int k = 0; k < m->n_trips; k++) {
          const way *w = &m->ways[m->trips[k].way];
          if (m->trips[k].day != t) continue;
          for (int i = 0; i < w->n; i++) {
            if (w->link[i] != l) continue;
            bool is_out = w->back[i] == (back != 0);
            naive_put(m, vehicles, m->trips[k].trips, 1); /* there, or on the way back */
            if (m->trips[k].fleet < 0 && is_out) naive_put(m, walkers, m->trips[k].people, 1);
          }
        }
      }
}

static bool is_under(const naive *m, int trip_i, const lfl_permission *r) {
  const way *w = &m->ways[m->trips[trip_i].way];
  bool is_in = false;
  for (int i = 0; i <= w->n; i++) is_in = is_in || (r->subject == LFL_SUBJECT_PLACE && w->place[i] == r->subject_i);
  for (int i = 0; i < w->n; i++) is_in = is_in || (r->subject == LFL_SUBJECT_LINK && w->link[i] == r->subject_i);
  return is_in;
}

void naive_limit_handling(naive *m) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int t = 0; t < m->T; t++) {
      if (s->places[p].kind != LFL_HUB && s->places[p].kind != LFL_CROSSING) continue;
      int row = at_most(m, scaled(s->places[p].trucks_per_day, naive_share_of(m, LFL_SUBJECT_PLACE, p, t)));
      naive_restores(m, row, LFL_RESTORES_TRUCKS, p, t, naive_share_of(m, LFL_SUBJECT_PLACE, p, t));
      for (int k = 0; k < m->n_trips; k++)
        if (m->trips[k].day == t && m->ways[m->trips[k].way].from == p) naive_put(m, row, m->trips[k].trips, 1);
    }
  for (int j = 0; j < s->n_permissions; j++)
    for (int t = 0; t < m->T; t++) {
      const lfl_permission *r = &s->permissions[j];
      if (t < r->from_day || t > r->to_day) continue;
      bool is_noticed = t >= r->notice_from_day + r->notice_days; /* notice is over */
      int row = at_most(m, is_noticed ? r->trips_per_day : 0);
      for (int k = 0; k < m->n_trips; k++)
        if (m->trips[k].day == t && is_under(m, k, r)) naive_put(m, row, m->trips[k].trips, 1);
    }
}

/* A trip counts against an escort once for each permission that names it. */
void naive_limit_escorts(naive *m) {
  const lfl_scenario *s = m->s;
  for (int e = 0; e < s->n_escorts; e++)
    for (int t = 0; t < m->T; t++) {
      bool works = s->escorts[e].from_day <= t && t <= s->escorts[e].to_day;
      int row = at_most(m, works ? s->escorts[e].vehicles_per_day : 0);
      for (int j = 0; j < s->n_permissions; j++) {
        const lfl_permission *r = &s->permissions[j];
        if (r->escort_i != e || t < r->from_day || t > r->to_day) continue;
        for (int k = 0; k < m->n_trips; k++)
          if (m->trips[k].day == t && is_under(m, k, r)) naive_put(m, row, m->trips[k].trips, 1);
      }
    }
}
