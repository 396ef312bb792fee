/* Rows of the master problem: which limits there are. Internal to the engine. */
#ifndef LFL_ENGINE_ROWS_H
#define LFL_ENGINE_ROWS_H
#include "engine/master.h"

/* Allocates the index arrays and makes all rows. False without memory. */
bool master_make_rows(lfl_master *m);

/* May a unit of the construction be built there, ever (land, crew, time)? */
bool can_build(const lfl_master *m, int place_i, int construction_i);
/* ... and on that day (open, crew at work, usable before the last day is over)? */
bool can_build_on(const lfl_master *m, int place_i, int construction_i, int day);

/* Largest number of people that can be at a place on any day. */
double most_people(const lfl_master *m, int place_i);
/* Can the number of people at the place be changed by the plan? */
bool is_people_fixed(const lfl_master *m, int place_i);

/* Items of the need that are used up, and how many; the only one, or LFL_NO. */
int only_item_of_need(const lfl_master *m, int need_i);

/* Does level a stand in the scenario's order, and b not before it? */
bool is_level_before(const lfl_scenario *s, lfl_level_kind a, lfl_level_kind b);

/* Does what is there serve a need's minimum tier first, by the order of the levels? (Else survival, or as the problem decides.) */
bool is_minimum_first(const lfl_master *m);

/* Is the tier "minimum" served at no more than "survival", so that one variable does? */
bool is_one_variable(const lfl_need *need);

/* Facilities (care.c): the planned need that a care is, LFL_NO none; people whom the facility serves in it. */
int care_need(const lfl_scenario *s, int care);
double care_serves(const lfl_facility *facility, int care);
/* Is the place in the catchment, on any day, of a facility that serves the need? */
bool is_cared_for(const lfl_scenario *s, int place_i, int need_i);
/* Upper bound of the row of a facility's care on a day; below 0: no such row. Service rows are made before. */
double care_row_upper(const lfl_master *m, int facility_i, int care, int day);

#endif
