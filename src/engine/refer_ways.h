/* Columns for patients carried to hospitals. Internal to the engine. */
#ifndef LFL_ENGINE_REFER_WAYS_H
#define LFL_ENGINE_REFER_WAYS_H
#include "engine/columns.h"
#include "engine/pricer.h"

/* Columns by the quickest ways, to begin with. False without memory. */
bool seed_referrals(lfl_master *m);

/* Looks at all patients' trips of the fleet on the day under the pricer's prices; adds the best of each facility and place
 * if p->adds. Adds to *slack what those left out can still gain. False without memory. */
bool price_referrals(pricer *p, int fleet_i, int day, double *slack);

/* ---- referral.c ---- */

/* Puts the column of these trips into the problem; its class and column are set here. False without memory. */
bool add_referral(lfl_master *m, const refer_column *referral);
/* The other problem's columns, of the same scenario and with the same ways; whole trips are made of these, and each costs a little. False without memory. */
bool copy_referrals(lfl_master *m, const lfl_master *from);
/* Trips that fill the facility's beds on the day. */
double refer_most_trips(const lfl_master *m, int facility_i, int fleet_i, int day);

#endif
