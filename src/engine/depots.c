/* Fuel kept in whole things for the trip that brings more (docs/MODEL.md, "Fuel"; docs/DECISIONS/0009-engine.md).
 *
 * In the linear solution a depot may be emptied to the last litre, as a part of a trip brings the litres that the next part
 * burns. A whole trip burns all of its litres before it brings any: where fewer are left nothing ever drives from there again,
 * however much fuel waits at a crossing. So as long as more is to come by road, what the shortest such trip burns stays in the
 * depot, and only trips that bring more fuel there than they burn may take it. O(lanes * entries) a day.
 * Tests: tests/cases/fuel.case. */
#include <math.h>

#include "engine/round.h"

static const double EPS = 1e-7;

static double due_fuel(const run *r, int lane_i) {
  long at = (long)lane_i * r->s->n_items + r->s->fuel_item_i;
  return r->due_units[at] - r->sent_units[at];
}

/* Into the depot out of which its own fleet drives? */
static bool leads_to_its_depot(const run *r, const lane *l) {
  return !l->is_move && l->fleet_i >= 0 && r->s->fleets[l->fleet_i].fuel_place_i == l->to_i;
}

/* Litres that are due on the lane today or later and have not been sent. */
static double fuel_to_come(const run *r, int lane_i) {
  const lane *l = &r->lanes[lane_i];
  double litres = due_fuel(r, lane_i);
  for (int e = l->next; e < l->first + l->n; e++)
    for (int j = 0; j < 2; j++)
      if (r->entries[e].item_i[j] == r->s->fuel_item_i) litres += r->entries[e].units[j];
  return litres;
}

/* Is any there, or on its way there, or to be supplied there by the end? */
static bool has_fuel_ever(const run *r, int place_i) {
  double litres = run_available(r, place_i, r->s->fuel_item_i, r->T - 1);
  for (int day = 0; day < r->T; day++) litres += r->arriving[at_item(r->m, place_i, r->s->fuel_item_i, day)];
  return litres >= 1;
}

bool run_brings_fuel(const run *r, int lane_i) {
  const lane *l = &r->lanes[lane_i];
  if (r->s->fuel_item_i < 0 || r->is_choosing || !leads_to_its_depot(r, l)) return false;
  double burnt = lfl_drive_fuel_l(r->s, l->fleet_i, r->m->ways[l->way_i].km);
  return burnt > 0 && due_fuel(r, lane_i) > burnt;
}

void run_keep_fuel(run *r) {
  if (r->s->fuel_item_i < 0) return;
  for (int i = 0; i < r->s->n_places; i++) r->fuel_kept_l[i] = 0;
  for (int i = 0; i < r->n_lanes; i++) {
    const lane *l = &r->lanes[i];
    if (!leads_to_its_depot(r, l)) continue;
    double burnt = lfl_drive_fuel_l(r->s, l->fleet_i, r->m->ways[l->way_i].km), *kept = &r->fuel_kept_l[l->to_i];
    if (!(burnt > 0) || !(fuel_to_come(r, i) > burnt + EPS) || !has_fuel_ever(r, l->from_i)) continue;
    *kept = *kept > 0 ? fmin(*kept, burnt) : burnt;
  }
}
