/* Places whose goods may be taken as one (pool.c, parts.c). Tests: tests/unit/test_pool.c, tests/unit/test_parts.c. */
#include <math.h>

#include "base/alloc.h"
#include "engine/master.h"

void group_all(const lfl_scenario *s, int *group_of) {
  for (int i = 0; i < s->n_places; i++) group_of[i] = s->places[i].is_host && s->places[i].kind != LFL_CROSSING && s->places[i].kind != LFL_HUB ? 0 : LFL_NO;
  for (int k = 0; k < s->n_supplies; k++) group_of[s->supplies[k].place_i] = LFL_NO;
  for (int k = 0; k < s->n_fleets; k++)
    if (s->fleets[k].fuel_place_i >= 0) group_of[s->fleets[k].fuel_place_i] = LFL_NO;
  for (int k = 0; k < s->n_facilities; k++)
    if (s->facilities[k].fuel_l_per_day > 0) group_of[s->facilities[k].place_i] = LFL_NO; /* its work is for places of all groups */
}

bool is_limited_link(const lfl_scenario *s, int link_i) {
  bool is_so = s->links[link_i].vehicles_per_day < (double)INFINITY;
  for (int k = 0; k < s->n_permissions; k++) is_so = is_so || (s->permissions[k].subject == LFL_SUBJECT_LINK && s->permissions[k].subject_i == link_i);
  for (int k = 0; k < s->n_status_rows; k++) is_so = is_so || (s->status_rows[k].subject == LFL_SUBJECT_LINK && s->status_rows[k].subject_i == link_i);
  return is_so;
}

static int first_joined(const int *joined_to, int i) {
  while (joined_to[i] != i) i = joined_to[i];
  return i;
}

bool group_by_ways(const lfl_scenario *s, int *group_of) {
  int *joined_to = lfl_malloc(((size_t)s->n_places + 1) * sizeof *joined_to);
  if (!joined_to) return false;
  for (int i = 0; i < s->n_places; i++) joined_to[i] = i;
  for (int k = 0; k < s->n_links; k++) {
    int from = first_joined(joined_to, s->links[k].from_i), to = first_joined(joined_to, s->links[k].to_i);
    if (!is_limited_link(s, k)) joined_to[from < to ? to : from] = from < to ? from : to;
  }
  group_all(s, group_of);
  for (int i = 0; i < s->n_places; i++)
    if (group_of[i] >= 0) group_of[i] = first_joined(joined_to, i);
  lfl_free(joined_to);
  return true;
}
