/* Whole things: the day-by-day run that turns a linear solution into a plan of whole trips,
 * tents and people. Internal to the engine. */
#ifndef LFL_ENGINE_ROUND_H
#define LFL_ENGINE_ROUND_H
#include <math.h>

#include "engine/master.h"

/* What the linear solution would send by one fleet on one way, over the days. */
typedef struct lane {
  int from_i, to_i, way_i, fleet_i;
  int class_i;         /* of money: its loads are such that this class pays for them */
  bool is_move;
  int first, n, next;  /* its entries, and the first that is not yet due */
  double due, done;    /* trips (people on foot) so far */
  double today;        /* ... that are due today and have not left */
  double in_all;       /* ... of all its entries */
  double least_owed;   /* trips owed above which one leaves */
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
  int *load_order;          /* [fleet, items] items as they are loaded */

  double *stock;            /* [place, item] */
  double *arriving;         /* [place, item, day] */
  double *due_out, *gone_out; /* [place, item, day] units that have left a place by the day's end in the linear solution; [place, item] that have left so far. NULL where no place is short of room */
  double *passing_most;     /* [place, day] m3 that may come beyond the room there is, as they leave by the day's end; the caller's */
  bool *has_passed, *is_over; /* [place, day] some came so; more lay there at the end of the day than may */
  double *supply_left;      /* [supply] */
  double *fleet_used, *link_used, *handle_used, *permission_used, *escort_used, *crew_used; /* as the rows */
  double *walk_used;
  double *taken;            /* [place] water loaded today */
  double *land_used, *area_used; /* [place] */
  double *built;            /* [place, construction] whole units so far */
  double *usable;           /* [place, capacity, day] people, existing and built */
  double *given;            /* [place, need] people served by things given once */
  double *cared;            /* [place, care] people whom facilities serve today */
  double *care_of;          /* [pair of facility, care and place] the same by facility */
  double *at_work;          /* [facility] share that works today */
  double *referred, *beds_left; /* [facility] people whose patients are carried there today, and how many more it can serve */
  double *refer_people, *refer_trips; /* [refer_column] as they are published */
  double *kits_done, *kits_due; /* [place, item] put together so far: done and in the linear solution */
  double *used_for_need, *due_for_need; /* [place, item] so far: done and in the linear solution; of fuel what pumps burn */
  double *due_built, *build_in_all; /* [place, construction] of the linear solution: up to the day; over all days */
  bool ends_parts;          /* the part of a unit that the linear solution ends with is built as a whole one (work.c) */
  bool catches_up;          /* trips of their own for what others have left behind (transport.c) */
  bool saves;               /* buys no more for people than the linear solution has bought by then (work.c) */
  bool hurries;             /* ahead of the linear solution: units begun are finished first (work.c), buses leave full (transport.c) */
  bool fills_seats;         /* ahead of it, too: seats that those who are due leave on a bus are taken by others who are willing (transport.c) */
  bool has_left_seats;      /* some bus left with seats to spare */
  bool is_fuel_first;       /* trips that bring their depot more fuel than they burn load it before anything else (transport.c) */
  bool has_brought_fuel;    /* some trip was such a one */
  double *left_unaided;     /* [place] without an accessible bus */
  double *gone;             /* [place, day] people who have left so far */
  double *owed_people;      /* [place] who are to have left by today and have not, by all lanes together: workspace of moving */
  double *received;         /* [place, day] on the day */
  double *received_limit;   /* [place, day] most people received so far; INFINITY no limit */
  const double *minimum_most; /* [place, need, day] most person-days at the minimum up to the day for which stocks or fuel are used; NULL: any number, and nothing of the next two is kept */
  double *minimum_so_far;   /* [place, need] person-days of it */
  double *from_stock;       /* [place, need, day] people of it; the caller's */
  money_book *book;         /* who has paid what so far; NULL: money is not limited */
  struct spent *spending;   /* by day, line and what it is for */
  int n_spending, spending_capacity;
  double *may_serve;        /* [item] workspace of serving */
  int fuel_reserved_at;     /* place of the fuel kept for the trips being loaded; LFL_NO none */
  double fuel_reserved_l;
  double *fuel_kept_l;      /* [place] for a trip that brings more (depots.c) */
  int fuel_brought_to;      /* by the trip being loaded, which may take what is kept; LFL_NO none */
  bool is_minimum_first;    /* the minimum tier stands before survival in the scenario's order of levels */
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
double run_draw_cost(const run *r, int place_i, int item_i, int day, double units);

/* Money (spending.c). Of `wanted` for the class, as much as can still be paid on the day. */
double run_money(const run *r, int class_i, int day, double wanted);
/* Who may pay for supplies of the item at the place. */
int run_supply_class(const run *r, int place_i, int item_i);
/* Sets money aside for what is being put together; run_release gives back all that was since run_hold. */
int run_hold(const run *r);
double run_reserve(const run *r, int class_i, int day, double amount);
void run_release(const run *r, int mark);
/* Keeps what was spent on what; run_spend pays, too. */
void run_note_spending(run *r, const lfl_cost *cost, int day, double amount);
void run_spend(run *r, const lfl_cost *cost, int day, double amount);
/* The plan's spending, in whole cents, each amount by a pledge that may pay it. */
void run_record_spending(run *r);

/* Most whole trips on the lane that the limits on vehicles, links, handling, permissions and
 * money still allow on the day; and taking so many. */
double run_most_trips(const run *r, const lane *l, int day, double wanted);
void run_use_trips(run *r, const lane *l, int day, double n);
/* Trips that so much fills, by mass or by volume; a part of one, too. */
double run_trips_filled(const lfl_fleet *fleet, double mass_kg, double volume_m3);
/* What one trip on the lane costs on the day. */
double run_trip_cost(const run *r, const lane *l, int day);
/* The day on which what leaves on the lane arrives; on foot the same. */
int run_arrival(const run *r, const lane *l, int day);
/* Is the lane's way open on the day, and does what leaves arrive in time? */
bool run_may_leave(const run *r, const lane *l, int day);

/* depots.c: what each place keeps from now on; does the lane's next trip bring its depot more fuel than it burns? */
void run_keep_fuel(run *r);
bool run_brings_fuel(const run *r, int lane_i);

/* Fuel out of the stock at a place. */
void run_burn(run *r, int place_i, int day, lfl_use_kind kind, double litres);

/* Makes the run's lanes and arrays from the solution of its master. False without memory. */
bool run_begin(run *r);
void run_end(run *r); /* frees what is not of the plan's arena */

/* Numbers of a place on the day, with the repairs that are done. */
double run_yield_l(const run *r, int place_i, int day);
double run_storage_m3(const run *r, int place_i, int day);
/* May only so much lie at the place? */
static inline bool run_is_short_of_room(const lfl_scenario *s, int place_i) { return s->places[place_i].storage_m3 < (double)INFINITY; }
/* What lies at the place by volume, m3. */
double run_stock_m3(const run *r, int place_i);
double run_land_m2(const run *r, int place_i, int day);

/* Whole units that the linear solution comes to at [place, construction], a part that it ends with as one. */
double run_whole_units(const run *r, long at);

/* One day of each kind of work. */
void run_repairs(run *r, int day);
void run_goods(run *r, int day);
void run_moves(run *r, int day);
void run_builds(run *r, int day);
void run_care(run *r, int day); /* before services: whom facilities serve */
void run_kits(run *r, int day); /* before builds and services: kits are put together */
void run_services(run *r, int day);

/* Referral columns in the order in which they are made whole, whenever which way was found. */
void sort_referrals(lfl_master *m);
/* Patients carried, on trips as the linear solution has them (first) and then on the seats that are left; left: people whom
 * each facility can still serve. Fuel of the day's trips out of the stock at a place; the rows of the day. */
void run_referrals(run *r, int day, double *left, bool is_first);
double run_referral_fuel(const run *r, int place_i, int day);
bool run_record_referrals(run *r, int day);
/* People of the place without a bed; fuel and money kept for the facilities at work while trips are chosen. */
double run_beds_wanted(const run *r, int place_i, int day);
void run_keep_care_fuel(run *r, int day, int fuel_place_i);
/* The plan's way for a way of the master, made when first used. */
int run_plan_way(run *r, int way_i);

#endif
