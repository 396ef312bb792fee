/* Pricing under way, shared by pricing.c and slow_ways.c. Internal to the engine. */
#ifndef LFL_ENGINE_PRICER_H
#define LFL_ENGINE_PRICER_H
#include "engine/master.h"
#include "net/slow.h"

typedef struct pricer {
  lfl_master *m;
  const double *duals;
  double km_weight, money_weight, wait_survival, wait_minimum;
  double least_cost;              /* of the fleet and day at hand */
  double least_for_vehicle;       /* ... of a vehicle-day there */
  double tolerance, least; /* what gains no more than this share of its worth, or of `least`, helps nothing */
  bool is_free_of_prices;         /* no link, place or km has a price on this day */
  double money_price;             /* of the trips looked for at the moment (offers, below) */
  double *wide_price;             /* [places] cheapest money on the day for a trip there, whatever it carries */
  double *money_prices;           /* all such prices of the day, each once */
  int n_money_prices;
  trip_column *best;              /* [places * items] best trip to a place led by an item, this day and fleet */
  double *best_cost;
  double *worth; /* [items] */
  const bool *is_source;          /* [places * items] is the item supplied there? */
  double *dearer;                 /* [items] by which supplies must be dearer for no trip from them to gain */
  int n_added;
  bool adds;                      /* the best trips to the master; otherwise only bounds are wanted */
  bool has_failed;                /* no memory, where trips are added at once */
  bool takes_every_origin;        /* the best trip is that of each origin, too */
  bool is_probing;                /* a trip offered is no trip yet: only its reduced cost is wanted, */
  double probed;                  /* here */
  lfl_slow_search slow;
  double slowest_h;               /* no simple way takes longer */
  bool *is_link_limited, *is_place_limited; /* on the day at hand, by vehicles or permissions */
  int *same_from;                 /* [day] from which day on what is closed is the same as on it */
  int *reopens;                   /* [day] first day on which something that closed behind it is open again; T: none */
  bool is_later_worth_more;       /* people, to the fleet at hand, on a later day than on one before */
  bool *rises;                    /* [places * days] some item is worth more there on a later day */
} pricer;

static inline double price(const pricer *p, int row) { return row < 0 ? 0 : -p->duals[row]; }

/* Prices of money for trips of the day: ways are looked for with each. */
void pricer_find_money_prices(pricer *p, int fleet_i, int day, bool is_move);
/* Price of the cheapest of the funds on the day; INFINITY if none may pay. */
double pricer_cheapest_of(const pricer *p, const fund_set *funds, int day);
/* Price of the vehicles of a round trip, and of handling at its origin. */
double pricer_price_vehicle(pricer *p, int fleet_i, int from_i, int day, double hours);
/* Prices of every link and place for one loaded trip of the fleet on the day. */
void pricer_price_network(pricer *p, int fleet_i, int day, bool is_move);
lfl_search_options pricer_search_options(const pricer *p, int from_i, int day, int other_day, bool on_foot);
/* Offers the best load, or a journey of people, along the label's way. */
void pricer_price_load(pricer *p, int fleet_i, int day, int from_i, const lfl_label *label, int way_i);
void pricer_price_move(pricer *p, int fleet_i, int day, int from_i, const lfl_label *label, int way_i);

/* The way of a label is only made a way of the plan when its trip is the best: until then
 * way_i holds -2 - label, which pricer_settle() turns. */
static inline int pending_way(int label) { return -2 - label; }
bool pricer_settle(pricer *p, int from_i);

void pricer_forget_best(pricer *p);
bool pricer_add_best(pricer *p);
/* Most vehicle-days of the fleet (-1: people on foot) on the day. */
double pricer_most_of(const lfl_master *m, int fleet_i, int day);

typedef bool (*origin_fn)(pricer *, int fleet_i, int day, int from_i);
/* For every place that such trips may start from. */
bool pricer_price_origins(pricer *p, int fleet_i, int day, bool is_move, origin_fn price_origin);

/* slow_ways.c: looks at slow ways; adds the best. Adds to *slack what those left out can still gain, by vehicles. False without
 * memory. */
bool price_slow_ways(pricer *p, double *slack);
/* Into first: where slow ways of the fleet bring people to that leave the place on the day, if no earlier arrival is known: those
 * that arrive beyond a day on which nobody may. False without memory; slow_ways_end() frees what it takes. */
bool find_slow_arrivals(pricer *p, int from_i, int day, const lfl_fleet *fleet, int *first);
void slow_ways_end(pricer *p);

#endif
