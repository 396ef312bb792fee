/* Slow ways: simple ways that arrive on a later day than a quick one would. A search of ways.h does not find one that
 * is dearer, too; but a later arrival may be worth more: where a place is ready for people only then, or has room
 * for goods again.
 *
 * Left out is a way that another *beats* (docs/MODEL.md, "Tie of any simple way"): one that is no longer and no slower,
 * arrives on an earlier day and counts against no limit that the slow one does not. Where people may not arrive on just any day
 * between, it beats none: it is open on every day until the slow one is there, and its end not at risk on any before that.
 *
 * Method: first whether all slow ways are beaten, which is so nearly always: the shortest way of all, if it is quick, beats
 * those that count against every limit it does; any other lacks one of them, and is a way where that link or
 * place is cut. Else ways are followed one by one, dropped as soon as they are too slow or too dear, the cheapest kept, for a
 * fixed number of steps. O(tries * search + steps). Tests: tests/unit/test_slow_ways.c, test_verdicts.c. */
#ifndef LFL_NET_SLOW_H
#define LFL_NET_SLOW_H
#include "net/ways.h"

typedef struct lfl_slow_question {
  const lfl_search_options *way; /* origin, days and prices; not on foot */
  int to_i;
  double least_h, most_h;        /* it takes least_h <= hours < most_h */
  double most_price;             /* ... and costs less */
  const bool *is_link_limited, *is_place_limited; /* on the day: vehicles, permissions */
} lfl_slow_question;

/* Workspace; {0} is empty. */
typedef struct lfl_slow_search {
  lfl_search shortest;
  bool *is_on_way, *is_cut;   /* [places + links] links behind places */
  double *link_km, *place_km; /* prices of the search of the shortest */
  lfl_label *way;             /* [places] labels of the way at hand */
  lfl_label *best;
  int n_best;
} lfl_slow_search;

void lfl_slow_search_clear(lfl_slow_search *work);

/* *label: of the cheapest way found, put behind the labels of `search`; -1 none. False without memory. */
bool lfl_search_slow_way(const lfl_graph *graph, const lfl_slow_question *question, lfl_slow_search *work, lfl_search *search, int *label);

#endif
