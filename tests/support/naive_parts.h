/* The parts of the model written out in full (naive_model.h): what its files share. Internal to them.
 * Anything may be asked of any part; nothing of the engine or of the model layer's formulas is used. */
#ifndef LFL_TESTS_NAIVE_PARTS_H
#define LFL_TESTS_NAIVE_PARTS_H
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "naive_model.h"

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

/* naive_base.c: rows, columns, the calendar, repairs and money. */
void *naive_more(naive *m, void *list, int n, int *capacity, size_t size);
int *naive_indexes(naive *m, long n);
int naive_add_row(naive *m, double lower, double upper);
int naive_add_column(naive *m, double upper);
void naive_put(naive *m, int row, int column, double value);
lfl_access naive_access_of(const naive *m, lfl_subject subject, int i, int t);
bool naive_is_at_risk(const naive *m, int place_i, int t);
double naive_share_of(const naive *m, lfl_subject subject, int i, int t);
double naive_number_of(const naive *m, lfl_subject subject, int i, int t, double number);
double naive_unmoved(const naive *m, int p, int t);
bool naive_applies(const naive *m, int n, int p);
double naive_yield_of(const naive *m, int p, int t);
void naive_restores(naive *m, int row, lfl_restored what, int subject, int day, double share);
bool naive_is_restored(const naive *m, lfl_restored what, int subject);
bool naive_may_pay(const naive *m, int j, int t, int place, const char *need, const char *item, bool is_transport);
const char *naive_need_of(const lfl_item *item);
int naive_next_payer(const naive *m, int j, double amount, int t, int place, const char *need, const char *item, bool is_transport);
void naive_spend(naive *m, int column, int payer, double amount);
void naive_add_repair_money(naive *m);

/* naive_trips.c: ways, trips, referral, and the limits on them. */
void naive_walk_on(naive *m, way *w);
double naive_cost_of_trip(const naive *m, int way_i, int fleet, int day);
void naive_add_trips(naive *m);
double naive_hours_to(const naive *m, const lfl_facility *f, int p, int t);
void naive_add_referrals(naive *m);
void naive_limit_fleets(naive *m);
void naive_limit_links(naive *m);
void naive_limit_handling(naive *m);
void naive_limit_escorts(naive *m);

/* naive_goods.c: stocks, kits, loads, water. */
void naive_add_stocks(naive *m);
void naive_add_kits(naive *m);
void naive_add_loads(naive *m, int *water_row);
void naive_add_water(naive *m, int *water_row, int *pumped);

/* naive_life.c: people, building, care, service, targets. */
void naive_add_people(naive *m);
void naive_add_building(naive *m, const int *area_row);
void naive_add_facilities(naive *m);
void naive_add_service(naive *m, const int *pumped, const int *area_row);
void naive_add_not_into_worse(naive *m);
int naive_add_target(naive *m, const lfl_target *t);

/* Where a column or row stands in its list. */
static inline int at_most(naive *m, double upper) { return naive_add_row(m, -INF, upper); }
static inline long of_item(const naive *m, int p, int i, int t) { return ((long)p * m->s->n_items + i) * m->T + t; }
static inline long of_need(const naive *m, int p, int n, int tier, int t) { return (((long)p * m->s->n_needs + n) * LFL_N_TIERS + tier) * m->T + t; }
static inline long of_capacity(const naive *m, int p, int c, int t) { return ((long)p * LFL_N_CAPACITIES + c) * m->T + t; }
static inline long of_day(const naive *m, int i, int t) { return (long)i * m->T + t; }
static inline bool takes_part(const naive *m, int p) { return !m->s->places[p].is_group; }
static inline double scaled(double limit, double share) { return share <= 0 ? 0 : limit == INF ? INF : limit * share; }

#endif
