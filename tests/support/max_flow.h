/* Maximum flow on a small network, for tests: breadth-first augmenting paths over a full matrix of capacities
 * (Edmonds and Karp), with nothing of the product's own book of payments. O(nodes^3 * paths). */
#ifndef MAX_FLOW_H
#define MAX_FLOW_H

enum { FLOW_MOST_NODES = 400 };

typedef struct flow_network {
  int n;
  double capacity[FLOW_MOST_NODES][FLOW_MOST_NODES]; /* what is left of it */
} flow_network;

/* The most that goes from the one node to the other. */
double flow_most(flow_network *network, int from, int to);

#endif
