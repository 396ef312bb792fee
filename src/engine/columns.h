/* Columns of the master problem that are no trips. Internal to the engine. */
#ifndef LFL_ENGINE_COLUMNS_H
#define LFL_ENGINE_COLUMNS_H
#include "engine/master.h"

/* Makes stocks, services, builds, draws and counts of people. False without memory. */
bool master_make_columns(lfl_master *m);

/* Facilities: their shares at work and whom they serve (care.c). False without memory. */
bool make_care(lfl_master *m);

#endif
