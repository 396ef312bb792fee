/* Whole things: the day-by-day run that turns a linear solution into a plan of whole trips,
 * tents and people. Internal to the engine. */
#ifndef LFL_ENGINE_ROUND_H
#define LFL_ENGINE_ROUND_H
#include "engine/master.h"

/* What the linear solution would send by one fleet on one way, over the days. */
typedef struct lane {
  int from_i, to_i, way_i, fleet_i;
  bool is_move;
  int first, n, next;  /* its entries, and the first that is not yet due */
  double due, done;    /* trips (people on foot) so far */
} lane;

typedef struct lane_entry {
  int lane_i, day;
  double trips;
  int item_i[2];
  double units[2]; /* of all trips together */
} lane_entry;

typedef struct run {
  lfl_master *m;
  const lfl_scenario *s;
  int T;
  lfl_plan *plan;
  const double *x;          /* the linear solution; NULL: none */
  lane *lanes;
  int n_lanes;
  lane_entry *entries;
  int n_entries;
  double *due_units, *sent_units; /* [lane, item] */
  int *plan_way;            /* master's way -> plan's way, LFL_NO */

  double *stock;            /* [place, item] */
  double *arriving;         /* [place, item, day] */
  double *supply_left;      /* [supply] */
  double *fleet_used, *link_used, *handle_used, *permission_used, *escort_used, *crew_used; /* as the rows */
  double *walk_used;
  double *taken;            /* [place] water loaded today */
  double *land_used, *area_used; /* [place] */
  double *built;            /* [place, construction] whole units so far */
  double *usable;           /* [place, capacity, day] people, existing and built */
  double *given;            /* [place, need] people served by things given once */
  double *used_for_need, *due_for_need; /* [place, item] so far: done and in the linear solution */
  double *due_built;        /* [place, construction] */
  double *left, *left_unaided; /* [place] */
  double *received;         /* [place, day] on the day */
  double *received_limit;   /* [place, day] most people received so far; INFINITY no limit */
  double *spent;            /* [day] so far in all */
  double *repair_ahead;     /* [day] money that is there on the day and wanted for repairs later */
  double money_spent, money_reserved; /* reserved: for what is being put together */
  double *may_serve;        /* [item] workspace of serving */
  double *line_spent;       /* [4, day] */
  int fuel_reserved_at;     /* place of the fuel kept for the trips being loaded; LFL_NO none */
  double fuel_reserved_l;
  bool is_choosing;         /* trips are only chosen: no stock is known yet (shipments.c) */
  int shipment;
  bool failed;
} run;

/* Units of an item to be had at a place today: in stock or to be drawn. */
double run_available(const run *r, int place_i, int item_i, int day);
/* Takes units from stock, drawing supplies as needed (cheapest first). */
void run_take(run *r, int place_i, int item_i, int day, double units);
/* Most of so many units that the money still free pays for (what lies in stock is paid). */
double run_affordable(const run *r, int place_i, int item_i, int day, double units);
/* The same with at most so much money. */
double run_affordable_for(const run *r, int place_i, int item_i, int day, double units, double money);
/* Money still free on the day. */
double run_money(const run *r, int day);
void run_spend(run *r, int line, int day, double amount);
double run_draw_cost(const run *r, int place_i, int item_i, int day, double units);

enum { LINE_TRANSPORT, LINE_SUPPLIES, LINE_CONSTRUCTION, LINE_LABOUR, LINE_REPAIRS, N_LINES };
const char *run_line_name(int line);

/* Most whole trips on the lane that the limits on vehicles, links, handling, permissions and
 * money still allow on the day; and taking so many. */
double run_most_trips(const run *r, const lane *l, int day, double wanted);
void run_use_trips(run *r, const lane *l, int day, double n);
/* Is the lane's way open on the day, and does what leaves arrive in time? */
bool run_may_leave(const run *r, const lane *l, int day);

/* Makes the run's lanes and arrays from the solution of its master. False without memory. */
bool run_begin(run *r);

/* Numbers of a place on the day, with the repairs that are done. */
double run_yield_l(const run *r, int place_i, int day);
double run_storage_m3(const run *r, int place_i, int day);
double run_land_m2(const run *r, int place_i, int day);

/* One day of each kind of work. */
void run_repairs(run *r, int day);
void run_goods(run *r, int day);
void run_moves(run *r, int day);
void run_builds(run *r, int day);
void run_services(run *r, int day);

#endif
