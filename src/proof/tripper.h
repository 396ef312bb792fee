/* A proof's look at trips, shared by trips.c and patients.c. Internal. */
#ifndef LFL_PROOF_TRIPPER_H
#define LFL_PROOF_TRIPPER_H
#include "proof/parts.h"

typedef struct tripper {
  proof_case *c;
  proof_search *search;
  double *link_price, *place_price;
  double *worth;         /* [items] */
  bool *has_room;        /* [place] somebody may be received there */
  bool *is_falling;      /* [place, day] no item is worth more there on any later day */
  const double *longest_h; /* [place, place] no simple way takes longer */
  double wait_people;    /* unserved needs of a person for a day on the way, weighed; rounded down */
  double money;          /* price of a unit of money of the trips looked at, the level's and its payer's, rounded down */
  double payer;          /* of that, the payer's */
  double *wide;          /* [place] cheapest payer on the day of any trip there */
  double *payers;        /* their prices, and those of payers for some goods, each once */
  int n_payers;
  double driving;        /* of the fleet and day at hand: fuel for a kilometre there and back */
  double dearest;        /* vehicle-days of the fleet and day at hand must be so much dearer */
} tripper;

/* Prices of every link and place for a trip of the fleet (-1: on foot) on the day at x->money and x->driving, rounded down;
 * people_km: of the people on board, for a km. */
void tripper_price_ways(tripper *x, int fleet_i, int day, double people_km);
/* Vehicle-days of a round trip, rounded down. */
double tripper_vehicle_days(const lfl_fleet *fleet, double hours);
/* Price of the vehicles and of handling at the origin, rounded down. */
double tripper_price_vehicle(const tripper *x, int fleet_i, int from_i, int day, double hours);

/* patients.c: subtracts what trips that carry patients can at most gain. False without memory. */
bool judge_patients(tripper *x, int fleet_i, int day);

#endif
