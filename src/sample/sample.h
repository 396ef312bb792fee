/* Made-up scenarios that look like real ones, of any size: for measuring how planning time grows,
 * and for tests that want more than a handful of places. */
#ifndef LFL_SAMPLE_SAMPLE_H
#define LFL_SAMPLE_SAMPLE_H
#include <stdint.h>

#include "model/tables.h"

enum {
  LFL_SAMPLE_LEAST_PLACES = 10,
  LFL_SAMPLE_MOST_PLACES = 2000,
  LFL_SAMPLE_LEAST_DAYS = 7,
  LFL_SAMPLE_MOST_DAYS = 730,
  LFL_SAMPLE_MOST_GOODS = 8
};

typedef struct lfl_sample_size {
  int n_places; /* areas, sites, hubs and crossings together; regions come on top */
  int n_days;
  int n_goods;  /* 1 .. LFL_SAMPLE_MOST_GOODS: rations, tents, health kits, latrine slabs, hygiene kits,
                   blankets, fuel, biscuits, in this order */
} lfl_sample_size;

/* The tables of a scenario of that size, without errors: the same size and seed give the same
 * tables on every machine (integer arithmetic throughout). NULL: a number out of its range, or no
 * memory. Owned by the caller (lfl_tables_destroy). O(places^3) at worst, O(places^2) as a rule. */
lfl_tables *lfl_sample_make(const lfl_sample_size *size, uint64_t seed);

#endif
