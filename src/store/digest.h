/* Digests of plan.gpkg's tables. Internal to src/store. */
#ifndef LFL_STORE_DIGEST_H
#define LFL_STORE_DIGEST_H
#include <gdal.h>
#include <stdbool.h>

#include "base/arena.h"

/* What has a digest: every table of the file, and its schema. False without memory. */
bool store_digest_list(GDALDatasetH dataset, lfl_arena *arena, const char *const **tables, int *n);
/* Fills in the digests, whose rows lifeline_metadata has already, in a file open for writing. */
bool store_digest_fill(GDALDatasetH dataset, lfl_arena *arena);

#endif
