/* Names of the figures that come of the standard sets. Internal to ingest. */
#ifndef LFL_INGEST_INDICATORS_H
#define LFL_INGEST_INDICATORS_H
#include "base/arena.h"

/* Ids of the indicators of all sets; their number, -1 without memory. */
int indicator_names(lfl_arena *arena, const char ***out);

#endif
