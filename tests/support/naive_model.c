/* The model of docs/MODEL.md, written from its text alone and section by section, with nothing
 * taken from the engine and none of the model layer's formulas: one column for each decision
 * on each day, one row for each sentence. No reduction, no pricing. */
#include "naive_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { MOST_LINKS_OF_WAY = 16 };

typedef struct way {
  int from, to, n, link[MOST_LINKS_OF_WAY];
  bool back[MOST_LINKS_OF_WAY]; /* driven from to_id to from_id */
  int place[MOST_LINKS_OF_WAY + 1];
  double km, hours;
} way;

typedef struct entry {
  int row, column;
  double value;
} entry;

/* Anything that goes along a way on a day: people by bus or on foot, or loads. */
typedef struct trip {
  int way, fleet, day, arrives; /* fleet -1: on foot */
  int payer;                    /* pledge that pays for it, -1: none is needed */
  int facility;                 /* patients are carried there; -1: it is no referral */
  int trips, people;            /* columns, -1 none */
} trip;

/* What a decision on repairs changes: the limit of a row on a day, by so much when the repair is done before. */
typedef struct effect {
  int project, day, row;
  double by;
} effect;

typedef struct naive {
  const lfl_scenario *s;
  lfl_arena *arena;
  int T;
  way *ways;
  int n_ways, ways_capacity;
  trip *trips;
  int n_trips, trips_capacity;
  double *row_lower, *row_upper, *lower, *upper;
  int n_rows, rows_capacity, n_columns, columns_capacity;
  entry *entries;
  int n_entries, entries_capacity;
  double *cost[LFL_N_LEVELS]; /* by kind of level */
  int *stock_row, *stock;     /* [place, item, day] */
  int *pledge_row;            /* [pledge] */
  int *repair_row;            /* [project, day] what it costs is paid */
  int *people_row, *people;   /* [place, day] */
  int *served, *unserved;     /* [place, need, tier, day], -1 none */
  int *built_row;             /* [place, capacity, day]: columns of capacity usable */
  int *received;              /* [place, day] columns: so far */
  int *first_arrival;         /* [place] day by which people can arrive, whoever pays */
  int fairness;
  int *crew_row;              /* [crew, day] */
  effect *effects;
  int n_effects, effects_capacity;
  double *base_lower, *base_upper; /* of the rows, with nothing repaired */
  lfl_lp *lp;
  int first_care, last_care;  /* columns of facilities */
  bool failed;
} naive;

static const double INF = (double)INFINITY;

static void *more(naive *m, void *list, int n, int *capacity, size_t size) {
  if (n < *capacity) return list;
  int bigger = *capacity ? 2 * *capacity : 4096;
  void *fresh = lfl_arena_alloc(m->arena, (size_t)bigger, size);
  if (!fresh) {
    m->failed = true;
    return list;
  }
  if (n) memcpy(fresh, list, (size_t)n * size);
  *capacity = bigger;
  return fresh;
}

static int *indexes(naive *m, long n) {
  int *list = lfl_arena_new(m->arena, (size_t)n + 1, int);
  if (!list) abort(); /* a test without memory has nothing to say */
  for (long i = 0; i < n; i++) list[i] = -1;
  return list;
}

static int add_row(naive *m, double lower, double upper) {
  int capacity = m->rows_capacity;
  m->row_lower = more(m, m->row_lower, m->n_rows, &capacity, sizeof(double));
  m->row_upper = more(m, m->row_upper, m->n_rows, &m->rows_capacity, sizeof(double));
  m->row_lower[m->n_rows] = lower;
  m->row_upper[m->n_rows] = upper;
  return m->n_rows++;
}

static int at_most(naive *m, double upper) { return add_row(m, -INF, upper); }

static int add_column(naive *m, double upper) {
  int capacity = m->columns_capacity;
  m->lower = more(m, m->lower, m->n_columns, &capacity, sizeof(double));
  for (int k = 0; k < LFL_N_LEVELS; k++) {
    capacity = m->columns_capacity;
    m->cost[k] = more(m, m->cost[k], m->n_columns, &capacity, sizeof(double));
    m->cost[k][m->n_columns] = 0;
  }
  m->upper = more(m, m->upper, m->n_columns, &m->columns_capacity, sizeof(double));
  m->lower[m->n_columns] = 0;
  m->upper[m->n_columns] = upper;
  return m->n_columns++;
}

static void put(naive *m, int row, int column, double value) {
  if (row < 0 || column < 0 || value == 0) return;
  m->entries = more(m, m->entries, m->n_entries, &m->entries_capacity, sizeof(entry));
  m->entries[m->n_entries++] = (entry){row, column, value};
}

static long of_item(const naive *m, int p, int i, int t) { return ((long)p * m->s->n_items + i) * m->T + t; }
static long of_need(const naive *m, int p, int n, int tier, int t) { return (((long)p * m->s->n_needs + n) * LFL_N_TIERS + tier) * m->T + t; }
static long of_capacity(const naive *m, int p, int c, int t) { return ((long)p * LFL_N_CAPACITIES + c) * m->T + t; }
static long of_day(const naive *m, int i, int t) { return (long)i * m->T + t; }

static bool takes_part(const naive *m, int p) { return !m->s->places[p].is_group; }

/* Status rows, read anew: worst access, least share. */
static lfl_access access_of(const naive *m, lfl_subject subject, int i, int t) {
  lfl_access worst = LFL_OPEN;
  for (int k = 0; k < m->s->n_status_rows; k++) {
    const lfl_status_row *r = &m->s->status_rows[k];
    if (r->subject == subject && r->subject_i == i && r->from_day <= t && t <= r->to_day && r->access > worst) worst = r->access;
  }
  return worst;
}

static double share_of(const naive *m, lfl_subject subject, int i, int t) {
  double least = 1;
  for (int k = 0; k < m->s->n_status_rows; k++) {
    const lfl_status_row *r = &m->s->status_rows[k];
    if (r->subject == subject && r->subject_i == i && r->from_day <= t && t <= r->to_day && r->capacity_share < least) least = r->capacity_share;
  }
  return least;
}

/* Of vehicles and workers, a closed day leaves none. */
static double number_of(const naive *m, lfl_subject subject, int i, int t, double number) {
  return access_of(m, subject, i, t) == LFL_CLOSED ? 0 : number * share_of(m, subject, i, t);
}

static double scaled(double limit, double share) { return limit == INF ? INF : limit * share; }

static double unmoved(const naive *m, int p, int t) {
  double people = m->s->places[p].people;
  for (int k = 0; k < m->s->n_population_changes; k++)
    if (m->s->population_changes[k].place_i == p && m->s->population_changes[k].day <= t) people += m->s->population_changes[k].people;
  return people;
}

static bool applies(const naive *m, int n, int p) {
  return m->s->places[p].is_host && (m->s->needs[n].kind != LFL_NEED_SPACE || m->s->places[p].kind == LFL_SITE);
}

static double yield_of(const naive *m, int p, int t) { return m->s->places[p].water_yield_l_per_day * share_of(m, LFL_SUBJECT_PLACE, p, t); }

/* ---- Repairs ---- */

/* Remembers a row whose limit a repair of that number raises. */
static void restores(naive *m, int row, lfl_restored what, int subject, int day, double share) {
  for (int k = 0; k < m->s->n_projects; k++) {
    const lfl_project *p = &m->s->projects[k];
    bool is_link = what == LFL_RESTORES_VEHICLES || what == LFL_RESTORES_WALKERS;
    if (p->restores != what || (is_link ? p->link_i : p->place_i) != subject) continue;
    m->effects = more(m, m->effects, m->n_effects, &m->effects_capacity, sizeof(effect));
    m->effects[m->n_effects++] = (effect){k, day, row, p->amount * share};
  }
}

/* Does any repair give that number? Whether it can be done in time decides on ways and trips, too. */
static bool is_restored(const naive *m, lfl_restored what, int subject) {
  for (int k = 0; k < m->s->n_projects; k++) {
    const lfl_project *p = &m->s->projects[k];
    bool is_link = what == LFL_RESTORES_VEHICLES || what == LFL_RESTORES_WALKERS;
    if (p->restores == what && (is_link ? p->link_i : p->place_i) == subject && naive_repair_can(m->s, k)) return true;
  }
  return false;
}

/* ---- Money: every decision that costs is made once for each pledge that may pay for it. ---- */

static const char *sector_of(const char *need) {
  if (strcmp(need, "space") == 0 || strcmp(need, "household") == 0) return "shelter";
  if (strcmp(need, "water") == 0 || strcmp(need, "toilet") == 0 || strcmp(need, "tap") == 0 || strcmp(need, "hygiene") == 0) return "wash";
  return strcmp(need, "medicine") == 0 || strcmp(need, "health_beds") == 0 ? "health" : need;
}

static bool lies_in(const naive *m, int p, const char *id) {
  for (int steps = 0; p >= 0 && steps <= m->s->n_places; steps++, p = m->s->places[p].parent_i)
    if (strcmp(m->s->places[p].id, id) == 0) return true;
  return false;
}

/* May pledge j pay on day t for something at the place, for a need and an item (NULL: none)? */
static bool may_pay(const naive *m, int j, int t, int place, const char *need, const char *item, bool is_transport) {
  const lfl_pledge *p = &m->s->pledges[j];
  if (!p->counted || p->from_day > t) return false;
  if (strcmp(p->earmark_kind, "none") == 0) return true;
  if (strcmp(p->earmark_kind, "place") == 0) return lies_in(m, place, p->earmark_id);
  if (strcmp(p->earmark_kind, "item") == 0) return item && strcmp(item, p->earmark_id) == 0;
  if (is_transport && strcmp(p->earmark_id, "logistics") == 0) return true;
  return need && (strcmp(p->earmark_id, need) == 0 || strcmp(p->earmark_id, sector_of(need)) == 0);
}

static const char *need_of(const lfl_item *item) { return item->is_water ? "water" : item->need_text; }

/* Whoever may pay an amount; -1 alone where nothing is to be paid or money is not limited. Next after `j`, -2: no more. */
static int next_payer(const naive *m, int j, double amount, int t, int place, const char *need, const char *item, bool is_transport) {
  if (!(amount > 0) || !m->s->has_pledges) return j == -2 ? -1 : -2;
  for (j = j == -2 ? 0 : j + 1; j < m->s->n_pledges; j++)
    if (may_pay(m, j, t, place, need, item, is_transport)) return j;
  return -2;
}

static void spend(naive *m, int column, int payer, double amount) {
  m->cost[LFL_LEVEL_COST][column] += amount;
  if (payer >= 0) put(m, m->pledge_row[payer], column, amount);
}

/* Repairs are decided from outside: what they cost on each day is paid by whoever may. */
static void add_repair_money(naive *m) {
  const lfl_scenario *s = m->s;
  m->repair_row = indexes(m, (long)s->n_projects * m->T);
  for (int k = 0; k < s->n_projects; k++)
    for (int t = 0; t < m->T; t++) {
      const lfl_project *p = &s->projects[k];
      bool is_way = p->restores == LFL_RESTORES_VEHICLES || p->restores == LFL_RESTORES_WALKERS || p->restores == LFL_RESTORES_TRUCKS || p->restores == LFL_RESTORES_STORAGE;
      const char *need = is_way ? "logistics" : p->restores == LFL_RESTORES_LAND ? "space" : p->restores == LFL_RESTORES_YIELD ? "water" : p->restores == LFL_RESTORES_NOTHING ? NULL
                         : lfl_capacity_name((lfl_capacity)((int)p->restores - (int)LFL_RESTORES_SHELTER));
      int place = p->place_i >= 0 ? p->place_i : s->links[p->link_i].from_i;
      m->repair_row[of_day(m, k, t)] = add_row(m, 0, 0);
      for (int j = 0; j < s->n_pledges; j++)
        if (may_pay(m, j, t, place, need, NULL, false)) {
          int paid = add_column(m, INF);
          put(m, m->repair_row[of_day(m, k, t)], paid, 1);
          put(m, m->pledge_row[j], paid, 1);
        }
    }
}

/* ---- Ways: every simple path. ---- */

static void walk_on(naive *m, way *w) {
  const lfl_scenario *s = m->s;
  int at = w->place[w->n];
  if (w->n) {
    m->ways = more(m, m->ways, m->n_ways, &m->ways_capacity, sizeof(way));
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
      walk_on(m, &next);
    }
}

static bool is_open(const naive *m, const way *w, int t) {
  for (int k = 0; k <= w->n; k++)
    if (access_of(m, LFL_SUBJECT_PLACE, w->place[k], t) == LFL_CLOSED) return false;
  for (int k = 0; k < w->n; k++)
    if (access_of(m, LFL_SUBJECT_LINK, w->link[k], t) == LFL_CLOSED) return false;
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
    if (access_of(m, LFL_SUBJECT_PLACE, w->to, t) == LFL_AT_RISK) return false;
  return true;
}

static bool may_walk(const naive *m, const way *w) {
  if (w->km > m->s->walk_limit_km + 1e-9) return false;
  for (int k = 0; k < w->n; k++)
    if (!(m->s->links[w->link[k]].people_per_day > 0) && !is_restored(m, LFL_RESTORES_WALKERS, w->link[k])) return false;
  return true;
}

static bool is_bus(const lfl_fleet *f) { return f->vehicle == LFL_BUS || f->vehicle == LFL_ACCESSIBLE_BUS; }

static void add_trip(naive *m, int way_i, int fleet, int day, int arrives, int payer) {
  m->trips = more(m, m->trips, m->n_trips, &m->trips_capacity, sizeof(trip));
  trip *r = &m->trips[m->n_trips++];
  *r = (trip){way_i, fleet, day, arrives, payer, -1, -1, -1};
  const way *w = &m->ways[way_i];
  if (fleet >= 0) r->trips = add_column(m, INF);
  if (fleet < 0 || is_bus(&m->s->fleets[fleet])) {
    r->people = add_column(m, INF);
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

static double cost_of_trip(const naive *m, int way_i, int fleet, int day) {
  const lfl_fleet *f = &m->s->fleets[fleet];
  double vehicle_days = 0;
  for (int d = 0; day + d < m->T; d++) vehicle_days += part_of_trip(&m->ways[way_i], f, d);
  return 2 * m->ways[way_i].km * f->cost_per_km + vehicle_days * f->cost_per_vehicle_day;
}

/* A pledge may pay for a trip of goods if it may for each of those that it lets on board. */
static void add_paid_trips(naive *m, int w, int f, int t, int arrives) {
  const lfl_scenario *s = m->s;
  double cost = cost_of_trip(m, w, f, t);
  for (int j = -1; j < s->n_pledges; j++) {
    if ((j < 0) != (!(cost > 0) || !s->has_pledges)) continue;
    bool pays = j < 0 || (s->fleets[f].vehicle >= LFL_BUS && may_pay(m, j, t, m->ways[w].to, "movement", NULL, true));
    for (int i = 0; i < s->n_items && !pays && s->fleets[f].vehicle < LFL_BUS; i++) pays = may_pay(m, j, t, m->ways[w].to, need_of(&s->items[i]), s->items[i].id, true);
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

static void add_trips(naive *m) {
  const lfl_scenario *s = m->s;
  m->first_arrival = indexes(m, s->n_places);
  for (int p = 0; p < s->n_places; p++) m->first_arrival[p] = m->T;
  for (int w = 0; w < m->n_ways; w++)
    for (int t = 0; t < m->T; t++) {
      for (int f = 0; f < s->n_fleets; f++) {
        const lfl_fleet *fleet = &s->fleets[f];
        if (fleet->vehicle == LFL_AMBULANCE) continue; /* for patients only */
        int arrives = t + days_on_way(&m->ways[w], fleet);
        if (arrives >= m->T || !is_open(m, &m->ways[w], t)) continue;
        if (fleet->vehicle >= LFL_BUS && !may_people_go(m, &m->ways[w], t, arrives)) continue;
        if (fleet->vehicle == LFL_TANKER && ((!(s->places[m->ways[w].from].water_yield_l_per_day > 0) && !is_restored(m, LFL_RESTORES_YIELD, m->ways[w].from)) || !s->places[m->ways[w].to].is_host)) continue;
        if (is_left_out(m, &m->ways[w], fleet, t, arrives)) continue;
        bool is_there = fleet->seats > 0 && number_of(m, LFL_SUBJECT_FLEET, f, t, fleet->n_vehicles) > 0;
        if (fleet->vehicle >= LFL_BUS && is_there) note_arrival(m, w, f, arrives);
        add_paid_trips(m, w, f, t, arrives);
      }
      if (!may_walk(m, &m->ways[w]) || !may_people_go(m, &m->ways[w], t, t)) continue;
      note_arrival(m, w, -1, t);
      add_trip(m, w, -1, t, t, -1);
    }
}

/* ---- Referral: trips that carry patients, by the one road of the day. ---- */

static double hours_to(const naive *m, const lfl_facility *f, int p, int t);

/* May a vehicle pass there, with nothing repaired? */
static bool lets_pass(const naive *m, lfl_subject subject, int i, int t) {
  const lfl_scenario *s = m->s;
  if (access_of(m, subject, i, t) == LFL_CLOSED) return false;
  if (subject == LFL_SUBJECT_LINK && scaled(s->links[i].vehicles_per_day, share_of(m, LFL_SUBJECT_LINK, i, t)) <= 0) return false;
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    if (p->subject != subject || p->subject_i != i || t < p->from_day || t > p->to_day) continue;
    if (t < p->notice_from_day + p->notice_days || p->trips_per_day <= 0) return false;
    if (p->escort_i < 0) continue;
    const lfl_escort *e = &s->escorts[p->escort_i];
    if (t < e->from_day || t > e->to_day || e->vehicles_per_day <= 0) return false;
  }
  return true;
}

static bool is_passable(const naive *m, const way *w, int t) {
  bool is_fine = true;
  for (int k = 0; k <= w->n; k++) is_fine = is_fine && lets_pass(m, LFL_SUBJECT_PLACE, w->place[k], t);
  for (int k = 0; k < w->n; k++) is_fine = is_fine && lets_pass(m, LFL_SUBJECT_LINK, w->link[k], t);
  return is_fine;
}

/* Does its first link that differs stand before the other's? */
static bool stands_first(const way *a, const way *b) {
  for (int k = 0; k < a->n && k < b->n; k++)
    if (a->link[k] != b->link[k]) return a->link[k] < b->link[k];
  return a->n < b->n;
}

/* The quickest way that is passable, of equals the first; -1 none. */
static int road_to(const naive *m, const lfl_facility *f, int p, int t) {
  int best = -1;
  for (int w = 0; w < m->n_ways; w++) {
    const way *x = &m->ways[w];
    if (x->from != p || x->to != f->place_i || !is_passable(m, x, t)) continue;
    if (best < 0 || x->hours < m->ways[best].hours - 1e-9) best = w;
    else if (x->hours <= m->ways[best].hours + 1e-9 && stands_first(x, &m->ways[best])) best = w;
  }
  return best;
}

static void refer_from(naive *m, int k, int p, int t) {
  const lfl_scenario *s = m->s;
  const lfl_facility *f = &s->facilities[k];
  if (!s->places[p].is_host || p == f->place_i || hours_to(m, f, p, t) <= f->catchment_h + 1e-9) return;
  for (int d = t; d < m->T; d++)
    if (access_of(m, LFL_SUBJECT_PLACE, f->place_i, d) == LFL_AT_RISK) return;
  int w = road_to(m, f, p, t);
  if (w < 0 || m->ways[w].hours > f->referral_h + 1e-9) return;
  for (int i = 0; i < s->n_fleets; i++) {
    const lfl_fleet *fleet = &s->fleets[i];
    if ((fleet->vehicle != LFL_AMBULANCE && fleet->vehicle != LFL_ACCESSIBLE_BUS) || fleet->seats < 1 || days_on_way(&m->ways[w], fleet) > 0) continue;
    double cost = cost_of_trip(m, w, i, t);
    for (int j = -1; j < s->n_pledges; j++) {
      if ((j < 0) != (!(cost > 0) || !s->has_pledges)) continue;
      if (j >= 0 && !may_pay(m, j, t, f->place_i, "health_beds", NULL, true)) continue;
      m->trips = more(m, m->trips, m->n_trips, &m->trips_capacity, sizeof(trip));
      m->trips[m->n_trips++] = (trip){w, i, t, t, j, k, add_column(m, INF), -1};
    }
  }
}

static void add_referrals(naive *m) {
  for (int k = 0; k < m->s->n_facilities; k++)
    for (int p = 0; p < m->s->n_places && m->s->facilities[k].referral_h > 0; p++)
      for (int t = 0; t < m->T; t++) refer_from(m, k, p, t);
}

/* ---- Limits on trips. ---- */

static void limit_fleets(naive *m) {
  const lfl_scenario *s = m->s;
  for (int f = 0; f < s->n_fleets; f++)
    for (int t = 0; t < m->T; t++) {
      int row = at_most(m, number_of(m, LFL_SUBJECT_FLEET, f, t, s->fleets[f].n_vehicles));
      for (int k = 0; k < m->n_trips; k++)
        if (m->trips[k].fleet == f && m->trips[k].day <= t) put(m, row, m->trips[k].trips, part_of_trip(&m->ways[m->trips[k].way], &s->fleets[f], t - m->trips[k].day));
    }
}

static void limit_links(naive *m) {
  const lfl_scenario *s = m->s;
  for (int l = 0; l < s->n_links; l++)
    for (int t = 0; t < m->T; t++)
      for (int back = 0; back < 2; back++) {
        const lfl_link *link = &s->links[l];
        if (back && !link->two_way) continue;
        double share = share_of(m, LFL_SUBJECT_LINK, l, t);
        int vehicles = at_most(m, scaled(link->vehicles_per_day, share)), walkers = at_most(m, scaled(link->people_per_day, share));
        restores(m, vehicles, LFL_RESTORES_VEHICLES, l, t, share);
        restores(m, walkers, LFL_RESTORES_WALKERS, l, t, share);
        for (int k = 0; k < m->n_trips; k++) {
          const way *w = &m->ways[m->trips[k].way];
          if (m->trips[k].day != t) continue;
          for (int i = 0; i < w->n; i++) {
            if (w->link[i] != l) continue;
            bool is_out = w->back[i] == (back != 0);
            put(m, vehicles, m->trips[k].trips, 1); /* there, or on the way back */
            if (m->trips[k].fleet < 0 && is_out) put(m, walkers, m->trips[k].people, 1);
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

static void limit_handling(naive *m) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int t = 0; t < m->T; t++) {
      if (s->places[p].kind != LFL_HUB && s->places[p].kind != LFL_CROSSING) continue;
      int row = at_most(m, scaled(s->places[p].trucks_per_day, share_of(m, LFL_SUBJECT_PLACE, p, t)));
      restores(m, row, LFL_RESTORES_TRUCKS, p, t, share_of(m, LFL_SUBJECT_PLACE, p, t));
      for (int k = 0; k < m->n_trips; k++)
        if (m->trips[k].day == t && m->ways[m->trips[k].way].from == p) put(m, row, m->trips[k].trips, 1);
    }
  for (int j = 0; j < s->n_permissions; j++)
    for (int t = 0; t < m->T; t++) {
      const lfl_permission *r = &s->permissions[j];
      if (t < r->from_day || t > r->to_day) continue;
      bool is_noticed = t >= r->notice_from_day + r->notice_days; /* notice is over */
      int row = at_most(m, is_noticed ? r->trips_per_day : 0);
      for (int k = 0; k < m->n_trips; k++)
        if (m->trips[k].day == t && is_under(m, k, r)) put(m, row, m->trips[k].trips, 1);
    }
}

/* A trip counts against an escort once for each permission that names it. */
static void limit_escorts(naive *m) {
  const lfl_scenario *s = m->s;
  for (int e = 0; e < s->n_escorts; e++)
    for (int t = 0; t < m->T; t++) {
      bool works = s->escorts[e].from_day <= t && t <= s->escorts[e].to_day;
      int row = at_most(m, works ? s->escorts[e].vehicles_per_day : 0);
      for (int j = 0; j < s->n_permissions; j++) {
        const lfl_permission *r = &s->permissions[j];
        if (r->escort_i != e || t < r->from_day || t > r->to_day) continue;
        for (int k = 0; k < m->n_trips; k++)
          if (m->trips[k].day == t && is_under(m, k, r)) put(m, row, m->trips[k].trips, 1);
      }
    }
}

/* ---- Goods and water. ---- */

static void add_stocks(naive *m) {
  const lfl_scenario *s = m->s;
  m->stock_row = indexes(m, (long)s->n_places * s->n_items * m->T);
  m->stock = indexes(m, (long)s->n_places * s->n_items * m->T);
  for (int p = 0; p < s->n_places; p++) {
    if (!takes_part(m, p)) continue;
    for (int t = 0; t < m->T; t++) {
      int storage = s->places[p].storage_m3 < INF ? at_most(m, s->places[p].storage_m3) : -1;
      if (storage >= 0) restores(m, storage, LFL_RESTORES_STORAGE, p, t, 1);
      for (int i = 0; i < s->n_items; i++) {
        /* stock(t) - stock(t-1) - drawn - arrived + sent + used = 0 */
        int row = add_row(m, 0, 0), stock = add_column(m, INF);
        m->stock_row[of_item(m, p, i, t)] = row;
        m->stock[of_item(m, p, i, t)] = stock;
        put(m, row, stock, 1);
        if (t > 0) put(m, row, m->stock[of_item(m, p, i, t - 1)], -1);
        put(m, storage, stock, s->items[i].volume_m3);
      }
    }
  }
  for (int k = 0; k < s->n_supplies; k++) {
    const lfl_supply *p = &s->supplies[k];
    int row = at_most(m, p->units);
    const lfl_item *item = &s->items[p->item_i];
    for (int t = p->day; t < m->T; t++)
      for (int j = next_payer(m, -2, p->unit_price, t, p->place_i, need_of(item), item->id, false); j != -2;
           j = next_payer(m, j, p->unit_price, t, p->place_i, need_of(item), item->id, false)) {
        int drawn = add_column(m, INF);
        put(m, row, drawn, 1);
        put(m, m->stock_row[of_item(m, p->place_i, p->item_i, t)], drawn, -1);
        spend(m, drawn, j, p->unit_price);
      }
  }
}

/* A kit put together of its parts, where people live. */
static void add_kits(naive *m) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int i = 0; s->places[p].is_host && i < s->n_items; i++)
      for (int t = 0; s->items[i].n_parts && t < m->T; t++) {
        int kits = add_column(m, INF);
        put(m, m->stock_row[of_item(m, p, i, t)], kits, -1);
        for (int j = 0; j < s->items[i].n_parts; j++) put(m, m->stock_row[of_item(m, p, s->items[i].parts[j].item_i, t)], kits, s->items[i].parts[j].units_per_unit);
      }
}

/* One load of an item on a trip. */
static int add_load(naive *m, const trip *r, int item, int mass, int volume) {
  const lfl_scenario *s = m->s;
  const way *w = &m->ways[r->way];
  int load = add_column(m, INF);
  put(m, mass, load, s->items[item].mass_kg);
  put(m, volume, load, s->items[item].volume_m3);
  if (!s->items[item].is_water) put(m, m->stock_row[of_item(m, w->from, item, r->day)], load, 1);
  double arrives = s->places[w->from].kind == LFL_CROSSING ? s->places[w->from].delivered_share : 1;
  put(m, m->stock_row[of_item(m, w->to, item, r->arrives)], load, -arrives);
  return load;
}

static void add_loads(naive *m, int *water_row) {
  const lfl_scenario *s = m->s;
  for (int k = 0; k < m->n_trips; k++) {
    const trip r = m->trips[k];
    const way *w = &m->ways[r.way];
    if (r.fleet < 0) continue;
    const lfl_fleet *f = &s->fleets[r.fleet];
    spend(m, r.trips, r.payer, cost_of_trip(m, r.way, r.fleet, r.day));
    if (s->fuel_item_i >= 0 && f->fuel_l_per_km > 0) put(m, m->stock_row[of_item(m, f->fuel_place_i, s->fuel_item_i, r.day)], r.trips, 2 * w->km * f->fuel_l_per_km);
    if (r.facility >= 0) continue; /* patients: add_facilities */
    if (f->vehicle >= LFL_BUS) {
      int seats = at_most(m, 0);
      put(m, seats, r.people, 1);
      put(m, seats, r.trips, -f->seats);
      continue;
    }
    int mass = at_most(m, 0), volume = at_most(m, 0);
    put(m, mass, r.trips, -f->payload_kg);
    put(m, volume, r.trips, -f->volume_m3);
    for (int i = 0; i < s->n_items; i++) {
      if (s->items[i].is_water != (f->vehicle == LFL_TANKER)) continue;
      if (r.payer >= 0 && !may_pay(m, r.payer, r.day, w->to, need_of(&s->items[i]), s->items[i].id, true)) continue;
      int load = add_load(m, &r, i, mass, volume);
      if (s->items[i].is_water) {
        int at = (int)of_day(m, w->from, r.day);
        put(m, water_row[2 * at], load, 1);
        put(m, water_row[2 * at + 1], load, s->places[w->from].fuel_l_per_m3 / 1000);
      }
    }
  }
}

/* Rows of yield and of fuel at each place and day, and the column pumped where people live. */
static void add_water(naive *m, int *water_row, int *pumped) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int t = 0; takes_part(m, p) && t < m->T; t++) {
      long at = of_day(m, p, t);
      water_row[2 * at] = at_most(m, yield_of(m, p, t));
      restores(m, water_row[2 * at], LFL_RESTORES_YIELD, p, t, share_of(m, LFL_SUBJECT_PLACE, p, t));
      if (s->fuel_item_i >= 0) {
        water_row[2 * at + 1] = at_most(m, 0);
        int burnt = add_column(m, INF);
        put(m, water_row[2 * at + 1], burnt, -1);
        put(m, m->stock_row[of_item(m, p, s->fuel_item_i, t)], burnt, 1);
      }
      if (!s->places[p].is_host) continue;
      pumped[at] = add_column(m, INF);
      put(m, water_row[2 * at], pumped[at], 1);
      put(m, water_row[2 * at + 1], pumped[at], s->places[p].fuel_l_per_m3 / 1000);
    }
}

/* ---- People. ---- */

static void add_people(naive *m) {
  const lfl_scenario *s = m->s;
  m->people = indexes(m, (long)s->n_places * m->T);
  m->received = indexes(m, (long)s->n_places * m->T);
  for (int p = 0; p < s->n_places; p++) {
    if (!s->places[p].is_host) continue;
    int left = at_most(m, s->places[p].willing_share * s->places[p].people), unaided = at_most(m, (1 - s->places[p].limited_mobility_share) * s->places[p].people);
    for (int t = 0; t < m->T; t++) {
      int row = add_row(m, unmoved(m, p, t), unmoved(m, p, t)), sum = add_row(m, 0, 0);
      m->people[of_day(m, p, t)] = add_column(m, INF);
      m->received[of_day(m, p, t)] = add_column(m, INF);
      put(m, row, m->people[of_day(m, p, t)], 1);
      put(m, sum, m->received[of_day(m, p, t)], -1);
      for (int k = 0; k < m->n_trips; k++) {
        const trip *r = &m->trips[k];
        if (r->people >= 0 && m->ways[r->way].from == p && r->day <= t) put(m, row, r->people, 1);
        if (r->people >= 0 && m->ways[r->way].to == p && r->arrives <= t) {
          put(m, row, r->people, -1);
          put(m, sum, r->people, 1);
        }
        if (r->people < 0 || m->ways[r->way].from != p || r->day != t) continue;
        put(m, left, r->people, 1);
        if (r->fleet < 0 || s->fleets[r->fleet].vehicle == LFL_BUS) put(m, unaided, r->people, 1);
      }
      if (access_of(m, LFL_SUBJECT_PLACE, p, t) == LFL_AT_RISK) {
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
      for (int tier = 0; applies(m, n, from) && tier < LFL_N_TIERS; tier++)
        if (s->needs[n].has_tier[tier])
          m->cost[tier == LFL_SURVIVAL ? LFL_LEVEL_SURVIVAL : LFL_LEVEL_MINIMUM][r->people] +=
              s->needs[n].weight * s->places[from].in_need_share * (r->arrives - r->day);
  }
}

/* ---- Building. Columns "usable capacity" tie builds to service. ---- */

static void add_building(naive *m, const int *area_row) {
  const lfl_scenario *s = m->s;
  m->built_row = indexes(m, (long)s->n_places * LFL_N_CAPACITIES * m->T);
  int *crew_row = m->crew_row = indexes(m, (long)s->n_crews * m->T), *land = indexes(m, m->T);
  for (int c = 0; c < s->n_crews; c++)
    for (int t = 0; t < m->T; t++) {
      bool works = s->crews[c].from_day <= t && t <= s->crews[c].to_day;
      crew_row[of_day(m, c, t)] = at_most(m, works ? number_of(m, LFL_SUBJECT_CREW, c, t, s->crews[c].n_workers) : 0);
    }
  for (int p = 0; p < s->n_places; p++) {
    if (!s->places[p].is_host) continue;
    for (int t = 0; t < m->T; t++) { /* on each day, of all built so far */
      land[t] = at_most(m, s->places[p].usable_m2);
      restores(m, land[t], LFL_RESTORES_LAND, p, t, 1);
    }
    static const lfl_restored OF[LFL_N_CAPACITIES] = {LFL_RESTORES_SHELTER, LFL_RESTORES_TOILET, LFL_RESTORES_TAP, LFL_RESTORES_HEALTH, LFL_RESTORES_BEDS};
    for (int c = 0; c < LFL_N_CAPACITIES; c++)
      for (int t = 0; t < m->T; t++) {
        m->built_row[of_capacity(m, p, c, t)] = at_most(m, s->places[p].capacity_people[c]);
        restores(m, m->built_row[of_capacity(m, p, c, t)], OF[c], p, t, 1);
      }
    for (int c = 0; c < s->n_constructions; c++)
      for (int t = 0; t < m->T; t++) {
        const lfl_construction *con = &s->constructions[c];
        const lfl_crew *crew = con->crew_i >= 0 ? &s->crews[con->crew_i] : NULL;
        if (access_of(m, LFL_SUBJECT_PLACE, p, t) == LFL_CLOSED) continue;
        if (crew && crew->place_i >= 0 && crew->place_i != p && con->worker_days_per_unit > 0) continue;
        double cost = con->cost_per_unit + (crew ? con->worker_days_per_unit * crew->wage_per_worker_day : 0);
        const char *need = lfl_capacity_name(con->capacity);
        for (int j = next_payer(m, -2, cost, t, p, need, NULL, false); j != -2; j = next_payer(m, j, cost, t, p, need, NULL, false)) {
          int units = add_column(m, INF);
          if (crew) put(m, crew_row[of_day(m, con->crew_i, t)], units, con->worker_days_per_unit);
          for (int k = 0; k < con->n_items; k++) put(m, m->stock_row[of_item(m, p, con->items[k].item_i, t)], units, con->items[k].units_per_unit);
          for (int d = t; d < m->T; d++) {
            put(m, land[d], units, con->m2_per_unit);
            if (con->capacity != LFL_SHELTER) put(m, area_row[of_day(m, p, d)], units, con->m2_per_unit);
            if (d >= t + con->settle_days) put(m, m->built_row[of_capacity(m, p, (int)con->capacity, d)], units, -con->people_per_unit);
          }
          spend(m, units, j, cost);
        }
      }
  }
}

/* ---- Facilities. ---- */

/* Hours to the facility from the place on the day, by the quickest way that is open. */
static double hours_to(const naive *m, const lfl_facility *f, int p, int t) {
  double least = p == f->place_i ? 0 : INF;
  for (int w = 0; w < m->n_ways; w++) {
    const way *x = &m->ways[w];
    if (x->from != p || x->to != f->place_i || !is_open(m, x, t)) continue;
    least = fmin(least, f->kind == LFL_HOSPITAL ? x->hours : x->km / m->s->walk_km_per_h);
  }
  return least;
}

/* A column for the share at work, one for the people of each place of the catchment that each need has served. */
static void add_facilities(naive *m) {
  const lfl_scenario *s = m->s;
  m->first_care = m->n_columns;
  for (int k = 0; k < s->n_facilities; k++)
    for (int t = 0; t < m->T; t++) {
      const lfl_facility *f = &s->facilities[k];
      bool works = access_of(m, LFL_SUBJECT_FACILITY, k, t) != LFL_CLOSED;
      int work = add_column(m, works ? f->functioning_share * share_of(m, LFL_SUBJECT_FACILITY, k, t) : 0);
      if (s->fuel_item_i >= 0) put(m, m->stock_row[of_item(m, f->place_i, s->fuel_item_i, t)], work, f->fuel_l_per_day);
      for (int c = LFL_HEALTH; c <= LFL_BEDS; c++) {
        int row = at_most(m, 0);
        put(m, row, work, -f->serves[c]);
        for (int i = 0; c == LFL_BEDS && i < m->n_trips; i++) { /* of people elsewhere as many as send the patients carried */
          const trip *r = &m->trips[i];
          if (r->facility != k || r->day != t) continue;
          int people = add_column(m, INF), seats = at_most(m, 0);
          put(m, seats, people, f->patients_a_person);
          put(m, seats, r->trips, -s->fleets[r->fleet].seats);
          put(m, row, people, 1);
          put(m, m->built_row[of_capacity(m, m->ways[r->way].from, c, t)], people, -1);
        }
        for (int p = 0; p < s->n_places; p++) {
          if (!s->places[p].is_host || hours_to(m, f, p, t) > f->catchment_h + 1e-9) continue;
          int people = add_column(m, INF);
          put(m, row, people, 1);
          put(m, m->built_row[of_capacity(m, p, c, t)], people, -1);
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
      int used = add_column(m, INF);
      put(m, m->stock_row[of_item(m, p, i, t)], used, 1);
      if (item->is_water) put(m, there[t], used, -1);
      else if (item->given_once)
        for (int d = t; d < m->T; d++) put(m, there[d], used, -item->people_served * litres);
      else put(m, there[t], used, -item->people_served * item->duration_days * litres);
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
    if (need->kind == LFL_NEED_WATER) put(m, there[t], pumped[of_day(m, p, t)], -1);
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      if (!need->has_tier[tier]) continue;
      long at = of_need(m, p, n, tier, t);
      m->served[at] = add_column(m, INF);
      m->unserved[at] = add_column(m, INF);
      /* served + unserved = people in need */
      int row = add_row(m, 0, 0);
      put(m, row, m->served[at], 1);
      put(m, row, m->unserved[at], 1);
      put(m, row, m->people[of_day(m, p, t)], -s->places[p].in_need_share);
      m->cost[tier == LFL_SURVIVAL ? LFL_LEVEL_SURVIVAL : LFL_LEVEL_MINIMUM][m->unserved[at]] += need->weight;
    }
    int survival = need->has_tier[LFL_SURVIVAL] ? m->served[of_need(m, p, n, LFL_SURVIVAL, t)] : -1;
    int minimum = need->has_tier[LFL_MINIMUM] ? m->served[of_need(m, p, n, LFL_MINIMUM, t)] : -1;
    if (survival >= 0) put(m, there[t], survival, need->r[LFL_SURVIVAL]);
    if (minimum >= 0) put(m, there[t], minimum, need->r[LFL_MINIMUM] - (survival >= 0 ? need->r[LFL_SURVIVAL] : 0));
    if (survival >= 0 && minimum >= 0) {
      int row = at_most(m, 0);
      put(m, row, minimum, 1);
      put(m, row, survival, -1);
    }
  }
  if (need->kind == LFL_NEED_WATER || need->kind == LFL_NEED_ITEM) use_items(m, p, n, there);
}

static void add_service(naive *m, const int *pumped, const int *area_row) {
  const lfl_scenario *s = m->s;
  long n_all = (long)s->n_places * s->n_needs * LFL_N_TIERS * m->T;
  m->served = indexes(m, n_all);
  m->unserved = indexes(m, n_all);
  int *there = indexes(m, m->T);
  m->fairness = add_column(m, INF);
  m->cost[LFL_LEVEL_FAIRNESS][m->fairness] = 1;
  for (int p = 0; p < s->n_places; p++) {
    if (!s->places[p].is_host) continue;
    int n_survival = 0, worst = at_most(m, 0);
    for (int n = 0; n < s->n_needs; n++) {
      if (!applies(m, n, p)) continue;
      add_service_at(m, p, n, pumped, area_row, there);
      if (!s->needs[n].has_tier[LFL_SURVIVAL]) continue;
      n_survival++;
      if (s->places[p].people > 0)
        for (int t = 0; t < m->T; t++) put(m, worst, m->unserved[of_need(m, p, n, LFL_SURVIVAL, t)], 1);
    }
    double asked = s->places[p].people * s->places[p].in_need_share * m->T * n_survival;
    if (asked > 0) put(m, worst, m->fairness, -asked);
    else m->row_upper[worst] = INF;
  }
}

/* ---- Not into worse. ---- */

static double before(const naive *m, int p, int n, int t) {
  const lfl_scenario *s = m->s;
  const lfl_need *need = &s->needs[n];
  double least = INF;
  for (int d = -1; d <= t; d++) { /* -1: `people`, before the changes of day 0 */
    double there = 0, people = d < 0 ? s->places[p].people : unmoved(m, p, d);
    if (need->kind == LFL_NEED_WATER) there = s->fuel_item_i >= 0 && s->places[p].fuel_l_per_m3 > 0 ? 0 : yield_of(m, p, d < 0 ? 0 : d);
    if (need->kind == LFL_NEED_CAPACITY) there = s->places[p].capacity_people[need->capacity];
    if (need->kind == LFL_NEED_SPACE) there = s->places[p].usable_m2;
    least = fmin(least, fmin(people * s->places[p].in_need_share, there / need->r[LFL_SURVIVAL]));
  }
  return least;
}

static void add_not_into_worse(naive *m) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int n = 0; n < s->n_needs; n++) {
      const lfl_need *need = &s->needs[n];
      bool binds = need->kind == LFL_NEED_WATER || need->kind == LFL_NEED_SPACE ||
                   (need->kind == LFL_NEED_CAPACITY && (need->capacity == LFL_SHELTER || need->capacity == LFL_TOILET));
      for (int t = 0; binds && need->has_tier[LFL_SURVIVAL] && applies(m, n, p) && t < m->T; t++) {
        if (t < m->first_arrival[p]) continue; /* nobody can be received so far */
        int row = at_most(m, -before(m, p, n, t));
        put(m, row, m->received[of_day(m, p, t)], 1);
        put(m, row, m->served[of_need(m, p, n, LFL_SURVIVAL, t)], -1);
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

static int add_target(naive *m, const lfl_target *t) {
  const lfl_scenario *s = m->s;
  int reached = add_column(m, INF);
  if (t->kind == LFL_TARGET_SERVED) {
    for (int day = t->by_day; day < m->T; day++) {
      int sum = at_most(m, 0);
      put(m, sum, reached, 1);
      for (int p = 0; p < s->n_places; p++) {
        if (!s->places[p].is_host || !is_within(m, p, t->place_i)) continue;
        int z = -1;
        for (int n = 0; n < s->n_needs; n++) {
          if ((t->need_i >= 0 && t->need_i != n) || !applies(m, n, p) || !s->needs[n].has_tier[t->tier]) continue;
          if (z < 0) z = add_column(m, INF);
          int row = at_most(m, 0);
          put(m, row, z, 1);
          put(m, row, m->served[of_need(m, p, n, (int)t->tier, day)], -1);
        }
        put(m, sum, z, -1);
      }
    }
    return reached;
  }
  int sum = at_most(m, 0);
  put(m, sum, reached, 1);
  for (int k = 0; t->kind == LFL_TARGET_MOVE_OUT && k < m->n_trips; k++) {
    const way *w = &m->ways[m->trips[k].way];
    if (m->trips[k].day <= t->by_day && is_within(m, w->from, t->place_i) && !is_within(m, w->to, t->place_i)) put(m, sum, m->trips[k].people, -1);
  }
  for (int p = 0; t->kind == LFL_TARGET_CAPACITY && p < s->n_places; p++) {
    if (!s->places[p].is_host || !is_within(m, p, t->place_i)) continue;
    /* a column of capacity in use beside what serves, in a row of its own: existing + built */
    int column = add_column(m, INF), row = at_most(m, s->places[p].capacity_people[t->capacity]), from = m->built_row[of_capacity(m, p, (int)t->capacity, t->by_day)];
    for (int k = 0, n = m->n_entries; k < n; k++)
      if (m->entries[k].row == from && m->entries[k].value < 0 && (m->entries[k].column < m->first_care || m->entries[k].column >= m->last_care)) put(m, row, m->entries[k].column, m->entries[k].value);
    put(m, row, column, 1);
    put(m, sum, column, -1);
    for (int k = 0, n = m->n_effects; k < n; k++)
      if (m->effects[k].row == from) {
        m->effects = more(m, m->effects, m->n_effects, &m->effects_capacity, sizeof(effect));
        m->effects[m->n_effects++] = (effect){m->effects[k].project, m->effects[k].day, row, m->effects[k].by};
      }
  }
  return reached;
}

/* ---- Solving. ---- */

static void formulate(naive *m, int *reached) {
  const lfl_scenario *s = m->s;
  m->T = s->n_days;
  for (int p = 0; p < s->n_places; p++) {
    way start = {.from = p, .place = {p}};
    if (takes_part(m, p)) walk_on(m, &start);
  }
  m->pledge_row = indexes(m, s->n_pledges);
  for (int j = 0; j < s->n_pledges; j++) m->pledge_row[j] = at_most(m, s->pledges[j].amount);
  add_repair_money(m);
  add_trips(m);
  add_referrals(m);
  limit_fleets(m);
  limit_links(m);
  limit_handling(m);
  limit_escorts(m);
  add_stocks(m);
  add_kits(m);
  int *water_row = indexes(m, 2L * s->n_places * m->T), *pumped = indexes(m, (long)s->n_places * m->T), *area_row = indexes(m, (long)s->n_places * m->T);
  add_water(m, water_row, pumped);
  add_loads(m, water_row);
  for (int p = 0; p < s->n_places; p++)
    for (int t = 0; s->places[p].is_host && t < m->T; t++) {
      area_row[of_day(m, p, t)] = at_most(m, s->places[p].usable_m2);
      restores(m, area_row[of_day(m, p, t)], LFL_RESTORES_LAND, p, t, 1);
    }
  add_people(m);
  add_building(m, area_row);
  add_facilities(m);
  add_service(m, pumped, area_row);
  add_not_into_worse(m);
  for (int k = 0; k < s->n_targets && k < NAIVE_MOST_TARGETS; k++) reached[k] = add_target(m, &s->targets[k]);
}

static lfl_lp *load(naive *m, lfl_lp_solver solver) {
  lfl_lp *lp = lfl_lp_create(solver);
  int *start = indexes(m, m->n_columns + 2), *row = indexes(m, m->n_entries);
  double *value = lfl_arena_new(m->arena, (size_t)m->n_entries + 1, double), *zero = lfl_arena_new(m->arena, (size_t)m->n_columns + 1, double);
  int *last = indexes(m, m->n_rows), *place = indexes(m, m->n_rows);
  if (!lp || !value || !zero) abort();
  for (int j = 0; j <= m->n_columns + 1; j++) start[j] = 0;
  for (int k = 0; k < m->n_entries; k++) start[m->entries[k].column + 1]++;
  for (int j = 0; j < m->n_columns; j++) start[j + 1] += start[j];
  int *by_column = indexes(m, m->n_entries), *fill = indexes(m, m->n_columns), n = 0;
  for (int j = 0; j < m->n_columns; j++) fill[j] = start[j];
  for (int k = 0; k < m->n_entries; k++) by_column[fill[m->entries[k].column]++] = k;
  for (int j = 0, from = 0; j < m->n_columns; j++) { /* entries said twice are one */
    int to = start[j + 1];
    start[j] = n;
    for (int k = from; k < to; k++) {
      const entry *e = &m->entries[by_column[k]];
      if (last[e->row] == j) {
        value[place[e->row]] += e->value;
        continue;
      }
      last[e->row] = j;
      place[e->row] = n;
      row[n] = e->row;
      value[n++] = e->value;
    }
    from = to;
    if (j + 1 == m->n_columns) start[j + 1] = n;
  }
  if (!lfl_lp_add_rows(lp, m->n_rows, m->row_lower, m->row_upper) || !lfl_lp_add_columns(lp, m->n_columns, zero, m->lower, m->upper, start, row, value)) abort();
  return lp;
}

/* What a held level may rise by. People are counted to 1e-9 by the solver, so kilometres and
 * money, some hundreds a person, are held as if of a larger value. */
static double held(lfl_level_kind kind, double value, double hold) {
  double least = kind == LFL_LEVEL_MOVEMENT || kind == LFL_LEVEL_COST ? 1000 : 1;
  return value + hold * fmax(least, fabs(value));
}

/* Solves at the costs set. Where one algorithm loses its way, another is asked; a level held to
 * less than the solver's tolerance may look infeasible to all: then the holds are eased
 * tenfold, five times at most. */
static bool solve_held(naive *m, lfl_lp *lp, const naive_result *at, naive_result *r, double hold) {
  const lfl_lp_options ways[] = {{.method = LFL_LP_PRIMAL, .tolerance = 1e-9},
                                 {.method = LFL_LP_DUAL, .tolerance = 1e-9},
                                 {.method = LFL_LP_DUAL, .tolerance = 1e-9, .presolve = true},
                                 {.method = LFL_LP_PRIMAL, .tolerance = 1e-9, .presolve = true}};
  for (int eased = 0; eased < 6; eased++, hold *= 10) {
    for (int k = 0; eased && k < r->n_levels; k++) lfl_lp_set_row_bounds(lp, m->n_rows + k, -INF, held(m->s->order[k], at->values[k], hold));
    if (eased > r->n_eased) r->n_eased = eased;
    for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++)
      if (lfl_lp_solve(lp, &ways[k]) == LFL_LP_OPTIMAL) return true;
  }
  return false;
}

/* Every plan that is best at a level has the columns of nonzero reduced cost at their bounds
 * (complementary slackness). Without this, what the solver's tolerance leaves free of one level
 * can be worth much in a later one. */
static void keep_face(const naive *m, lfl_lp *lp) {
  const double *reduced = lfl_lp_reduced_costs(lp), *x = lfl_lp_values(lp);
  for (int j = 0; j < m->n_columns; j++) {
    if (reduced[j] > 1e-6 && x[j] <= m->lower[j] + 1e-9) lfl_lp_set_column_bounds(lp, j, m->lower[j], m->lower[j]);
    if (reduced[j] < -1e-6 && x[j] >= m->upper[j] - 1e-9) lfl_lp_set_column_bounds(lp, j, m->upper[j], m->upper[j]);
  }
}

static bool solve_levels(naive *m, lfl_lp *lp, double hold, const naive_result *at, naive_result *result) {
  int *column = indexes(m, m->n_columns);
  double *value = lfl_arena_new(m->arena, (size_t)m->n_columns + 1, double);
  for (int k = 0; k < m->s->n_levels; k++) {
    const double *cost = m->cost[m->s->order[k]];
    lfl_lp_set_costs(lp, cost);
    if (!solve_held(m, lp, at, result, hold)) return false;
    double best = lfl_lp_objective(lp);
    result->values[result->n_levels++] = best;
    if (at == result) keep_face(m, lp);
    int n = 0;
    for (int j = 0; j < m->n_columns; j++)
      if (cost[j] != 0) {
        column[n] = j;
        value[n++] = cost[j];
      }
    if (!lfl_lp_add_row(lp, n, column, value, -INF, held(m->s->order[k], at->values[k], hold))) return false;
  }
  return true;
}

/* The most by either algorithm, the second from scratch: what either reaches within all limits can be had.
 * INF: no bound; NaN: neither ended. */
static double solve_most(lfl_lp *lp) {
  const lfl_lp_options ways[] = {{.method = LFL_LP_PRIMAL, .tolerance = 1e-9}, {.method = LFL_LP_DUAL, .tolerance = 1e-9, .from_scratch = true}};
  double most = (double)NAN;
  for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++) {
    lfl_lp_result status = lfl_lp_solve(lp, &ways[k]);
    if (status == LFL_LP_UNBOUNDED) return INF;
    if (status == LFL_LP_OPTIMAL) most = fmax(most, -lfl_lp_objective(lp));
  }
  return most;
}

static bool solve_targets(naive *m, lfl_lp *lp, const int *reached, naive_result *result) {
  double *cost = lfl_arena_new(m->arena, (size_t)m->n_columns + 1, double);
  for (int k = 0; k < m->s->n_levels; k++) lfl_lp_set_row_bounds(lp, m->n_rows + k, -INF, INF);
  for (int j = 0; j < m->n_columns; j++) lfl_lp_set_column_bounds(lp, j, m->lower[j], m->upper[j]);
  for (int k = 0; k < m->s->n_targets && k < NAIVE_MOST_TARGETS; k++) {
    cost[reached[k]] = -1;
    lfl_lp_set_costs(lp, cost);
    double most = solve_most(lp);
    if (isnan(most)) return false;
    result->best[result->n_targets++] = most;
    if (m->s->targets[k].kind == LFL_TARGET_SERVED && !(m->s->targets[k].people < INF)) result->best[k] = (double)NAN;
    cost[reached[k]] = 0;
  }
  return true;
}

/* Limits with the repairs of the decision done; what they cost is spent. False: their crew is too small. */
static bool decide(naive *m, const int *start, double *cost) {
  const lfl_scenario *s = m->s;
  bool is_fine = true;
  *cost = 0;
  memcpy(m->row_lower, m->base_lower, (size_t)m->n_rows * sizeof *m->row_lower);
  memcpy(m->row_upper, m->base_upper, (size_t)m->n_rows * sizeof *m->row_upper);
  for (int k = 0; k < s->n_projects; k++) {
    const lfl_project *p = &s->projects[k];
    if (start[k] >= m->T) continue;
    double workers, wage = p->crew_i >= 0 ? s->crews[p->crew_i].wage_per_worker_day : 0;
    int finish = naive_repair_finish(s, k, start[k], &workers);
    for (int t = start[k]; t <= finish; t++) {
      double spent = t == start[k] ? p->cost : 0;
      if (naive_repair_works(s, k, t, workers)) {
        spent += workers * wage;
        if (workers > 0) m->row_upper[m->crew_row[of_day(m, p->crew_i, t)]] -= workers;
        if (workers > 0) is_fine = is_fine && m->row_upper[m->crew_row[of_day(m, p->crew_i, t)]] >= -1e-9;
      }
      if (s->has_pledges) m->row_lower[m->repair_row[of_day(m, k, t)]] = m->row_upper[m->repair_row[of_day(m, k, t)]] = spent;
      *cost += spent;
    }
    for (int i = 0; i < m->n_effects; i++)
      if (m->effects[i].project == k && m->effects[i].day > finish) m->row_upper[m->effects[i].row] += m->effects[i].by;
  }
  for (int i = 0; i < s->n_crews; i++)
    for (int t = 0; t < m->T; t++) m->row_upper[m->crew_row[of_day(m, i, t)]] = fmax(0, m->row_upper[m->crew_row[of_day(m, i, t)]]);
  return is_fine;
}

static bool formulate_whole(naive *m, int *reached) {
  formulate(m, reached);
  m->base_lower = lfl_arena_new(m->arena, (size_t)m->n_rows + 1, double);
  m->base_upper = lfl_arena_new(m->arena, (size_t)m->n_rows + 1, double);
  if (!m->base_lower || !m->base_upper || m->failed) return false;
  memcpy(m->base_lower, m->row_lower, (size_t)m->n_rows * sizeof *m->row_lower);
  memcpy(m->base_upper, m->row_upper, (size_t)m->n_rows * sizeof *m->row_upper);
  return true;
}

bool naive_solve_decided(const lfl_scenario *scenario, const int *start, lfl_lp_solver solver, double hold, const naive_result *at, naive_result *result) {
  *result = (naive_result){0};
  naive m = {.s = scenario, .arena = lfl_arena_create()};
  if (!m.arena) return false;
  int reached[NAIVE_MOST_TARGETS] = {0};
  bool is_fine = formulate_whole(&m, reached);
  result->n_rows = m.n_rows;
  result->n_columns = m.n_columns;
  double cost = 0;
  if (is_fine && start) is_fine = decide(&m, start, &cost);
  if (is_fine) {
    int fixed = add_column(&m, 1); /* what repairs cost, whatever else is done */
    m.lower[fixed] = 1;
    m.cost[LFL_LEVEL_COST][fixed] = cost;
    lfl_lp *lp = load(&m, solver);
    is_fine = solve_levels(&m, lp, hold, at ? at : result, result) && solve_targets(&m, lp, reached, result);
    lfl_lp_destroy(lp);
  }
  lfl_arena_destroy(m.arena);
  return is_fine;
}

bool naive_solve(const lfl_scenario *scenario, lfl_lp_solver solver, double hold, const naive_result *at, naive_result *result) {
  return naive_solve_decided(scenario, NULL, solver, hold, at, result);
}

/* ---- One problem for many decisions ---- */

struct naive_decider {
  naive m;
  int reached[NAIVE_MOST_TARGETS];
  double *cost;
};

naive_decider *naive_open(const lfl_scenario *scenario) {
  lfl_arena *arena = lfl_arena_create();
  naive_decider *d = arena ? lfl_arena_new(arena, 1, naive_decider) : NULL;
  if (!d) return NULL;
  d->m = (naive){.s = scenario, .arena = arena};
  bool is_fine = formulate_whole(&d->m, d->reached);
  d->cost = lfl_arena_new(arena, (size_t)d->m.n_columns + 1, double);
  if (is_fine && d->cost) d->m.lp = load(&d->m, LFL_LP_CLP);
  return d;
}

void naive_close(naive_decider *d) {
  lfl_lp_destroy(d->m.lp);
  lfl_arena_destroy(d->m.arena);
}

/* The least of a cost under a decision; false: it cannot be, or the solver failed. */
static bool least_cost(naive_decider *d, const int *start, const double *cost, double *value) {
  const lfl_lp_options ways[] = {{.method = LFL_LP_DUAL, .tolerance = 1e-9}, {.method = LFL_LP_PRIMAL, .tolerance = 1e-9, .presolve = true}};
  double spent;
  if (!decide(&d->m, start, &spent)) return false;
  for (int i = 0; i < d->m.n_rows; i++) lfl_lp_set_row_bounds(d->m.lp, i, d->m.row_lower[i], d->m.row_upper[i]);
  lfl_lp_set_costs(d->m.lp, cost);
  for (int k = 0; k < 2; k++) {
    lfl_lp_result result = lfl_lp_solve(d->m.lp, &ways[k]);
    *value = result == LFL_LP_UNBOUNDED ? -INF : lfl_lp_objective(d->m.lp);
    if (result == LFL_LP_OPTIMAL || result == LFL_LP_UNBOUNDED) return true;
  }
  return false;
}

bool naive_first_level(naive_decider *d, const int *start, double *value) { return least_cost(d, start, d->m.cost[d->m.s->order[0]], value); }

bool naive_target(naive_decider *d, const int *start, int target, double *people) {
  d->cost[d->reached[target]] = -1;
  bool is_fine = least_cost(d, start, d->cost, people);
  d->cost[d->reached[target]] = 0;
  *people = -*people;
  return is_fine;
}
