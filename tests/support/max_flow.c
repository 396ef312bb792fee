#include "max_flow.h"

#include <math.h>

static int reach(const flow_network *w, int from, int to, int *before) {
  int queue[FLOW_MOST_NODES], n = 0;
  for (int i = 0; i < w->n; i++) before[i] = -1;
  before[from] = from;
  queue[n++] = from;
  for (int k = 0; k < n && before[to] < 0; k++)
    for (int i = 0; i < w->n; i++)
      if (before[i] < 0 && w->capacity[queue[k]][i] > 1e-9) {
        before[i] = queue[k];
        queue[n++] = i;
      }
  return before[to] >= 0;
}

double flow_most(flow_network *w, int from, int to) {
  int before[FLOW_MOST_NODES];
  double sum = 0;
  while (reach(w, from, to, before)) {
    double least = (double)INFINITY;
    for (int i = to; i != from; i = before[i]) least = fmin(least, w->capacity[before[i]][i]);
    for (int i = to; i != from; i = before[i]) {
      w->capacity[before[i]][i] -= least;
      w->capacity[i][before[i]] += least;
    }
    sum += least;
  }
  return sum;
}
