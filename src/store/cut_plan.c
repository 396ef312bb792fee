/* The rows of a plan told of the scenario that cut.c left: keys are found again, and what stands at a
 * place that went counts in the nearest place above it that is still there.
 *
 * Left out: trips whose ends, ways, fleets or items went, or that go under a permission that did, and the stocks and draws of what these load and unload (what
 * they cost is in sums of the whole plan); stocks, draws, uses, builds and capacities at a place
 * that went; what a facility that went burns, with the draws and stocks that would tell of it; what binds if its words name what went or it rests on such a row (cut_closed.c); proofs and their multipliers, as they rest on every
 * row. O(rows + places * needs * days). Tests: tests/unit/test_cut.c. */
#include <math.h>
#include <string.h>

#include "base/ids.h"
#include "ingest/ingest.h"
#include "model/money.h"
#include "model/redact.h"
#include "store/cut.h"
#include "store/cut_closed.h"
#include "store/parts.h"

/* Indexes of the scenario cut, by those of the whole one; -1: went. */
typedef struct trail {
  const lfl_plan *from;
  lfl_plan *to;
  const lfl_scenario *whole, *left;
  int *place, *region, *link, *fleet, *item, *need, *construction, *pledge, *supply, *target, *claim, *project, *facility, *way;
  const char *const *words;
  int n_words;
  lfl_arena *arena;
  bool *is_closed;  /* [permissions of the whole] went */
  bool *is_driven;  /* [ways of the whole] a trip that is told goes there */
  bool *is_carried; /* [places, items of the whole] trips that are not told load, unload or burn it there */
  bool *is_burnt;   /* [places of the whole] facilities that went burn fuel there */
  bool *is_cared;   /* [places of the whole] facilities, told or not, burn fuel there */
  bool *is_wanted;  /* [places of the whole] something that is told burns or loads fuel there */
  bool is_fuel_dark; /* somewhere both are so: draws and stocks of fuel are told of no place */
} trail;

typedef const char *(*key_of)(const lfl_scenario *, int);
static const char *place_key(const lfl_scenario *s, int i) { return s->places[i].id; }
static const char *link_key(const lfl_scenario *s, int i) { return s->links[i].id; }
static const char *fleet_key(const lfl_scenario *s, int i) { return s->fleets[i].id; }
static const char *item_key(const lfl_scenario *s, int i) { return s->items[i].id; }
static const char *need_key(const lfl_scenario *s, int i) { return s->needs[i].id; }
static const char *construction_key(const lfl_scenario *s, int i) { return s->constructions[i].id; }
static const char *pledge_key(const lfl_scenario *s, int i) { return s->pledges[i].id; }
static const char *target_key(const lfl_scenario *s, int i) { return s->targets[i].id; }
static const char *project_key(const lfl_scenario *s, int i) { return s->projects[i].id; }
static const char *facility_key(const lfl_scenario *s, int i) { return s->facilities[i].id; }
static const char *claim_key(const lfl_scenario *s, int i) { return s->claims[i].id; }

static int *find_again(trail *t, int n_whole, int n_left, key_of key) {
  int *map = lfl_arena_new(t->arena, (size_t)n_whole, int);
  lfl_ids *ids = lfl_ids_create();
  bool is_fine = map && ids;
  for (int i = 0; is_fine && i < n_left; i++) is_fine = lfl_ids_put(ids, key(t->left, i), i);
  for (int i = 0; is_fine && i < n_whole; i++) map[i] = lfl_ids_get(ids, key(t->whole, i));
  lfl_ids_destroy(ids);
  return is_fine ? map : NULL;
}

static long row_number(const lfl_scenario *s, const char *name, const lfl_origin *origin) {
  const lfl_table *table = lfl_tables_find(s->tables, name);
  return table && origin->row_i >= 0 && origin->row_i < table->n_rows ? table->row_numbers[origin->row_i] : -1;
}

/* Supplies have no key: they are found by the row that they stand in. */
static int *find_supplies(trail *t) {
  int *map = lfl_arena_new(t->arena, (size_t)t->whole->n_supplies, int);
  for (int i = 0; map && i < t->whole->n_supplies; i++) {
    long number = row_number(t->whole, "supplies", &t->whole->supplies[i].origin);
    map[i] = -1;
    for (int k = 0; number >= 0 && k < t->left->n_supplies && map[i] < 0; k++)
      if (row_number(t->left, "supplies", &t->left->supplies[k].origin) == number) map[i] = k;
  }
  return map;
}

/* Nor have permissions. */
static bool *find_closed(trail *t) {
  bool *list = lfl_arena_new(t->arena, (size_t)t->whole->n_permissions, bool);
  for (int i = 0; list && i < t->whole->n_permissions; i++) {
    long number = row_number(t->whole, "permissions", &t->whole->permissions[i].origin);
    list[i] = true;
    for (int k = 0; k < t->left->n_permissions && list[i]; k++) list[i] = number < 0 || row_number(t->left, "permissions", &t->left->permissions[k].origin) != number;
  }
  return list;
}

static bool find_all(trail *t) {
  const lfl_scenario *a = t->whole, *b = t->left;
  t->place = find_again(t, a->n_places, b->n_places, place_key);
  t->link = find_again(t, a->n_links, b->n_links, link_key);
  t->fleet = find_again(t, a->n_fleets, b->n_fleets, fleet_key);
  t->item = find_again(t, a->n_items, b->n_items, item_key);
  t->need = find_again(t, a->n_needs, b->n_needs, need_key);
  t->construction = find_again(t, a->n_constructions, b->n_constructions, construction_key);
  t->pledge = find_again(t, a->n_pledges, b->n_pledges, pledge_key);
  t->target = find_again(t, a->n_targets, b->n_targets, target_key);
  t->claim = find_again(t, a->n_claims, b->n_claims, claim_key);
  t->project = find_again(t, a->n_projects, b->n_projects, project_key);
  t->facility = find_again(t, a->n_facilities, b->n_facilities, facility_key);
  t->supply = find_supplies(t);
  t->is_closed = find_closed(t);
  t->is_driven = lfl_arena_new(t->arena, (size_t)t->from->n_ways, bool);
  t->is_carried = lfl_arena_new(t->arena, (size_t)a->n_places * (size_t)a->n_items, bool);
  t->is_burnt = lfl_arena_new(t->arena, (size_t)a->n_places, bool);
  t->is_cared = lfl_arena_new(t->arena, (size_t)a->n_places, bool);
  t->is_wanted = lfl_arena_new(t->arena, (size_t)a->n_places, bool);
  t->region = lfl_arena_new(t->arena, (size_t)a->n_places, int);
  t->way = lfl_arena_new(t->arena, (size_t)t->from->n_ways, int);
  if (!t->place || !t->link || !t->fleet || !t->item || !t->need || !t->construction || !t->pledge || !t->target || !t->claim || !t->project || !t->facility || !t->supply || !t->region || !t->way || !t->is_closed || !t->is_driven ||
      !t->is_carried || !t->is_burnt || !t->is_cared || !t->is_wanted)
    return false;
  for (int i = 0; i < a->n_places; i++) {
    int top = i;
    for (int steps = 0; t->place[top] < 0 && a->places[top].parent_i >= 0 && steps < a->n_places; steps++) top = a->places[top].parent_i;
    t->region[i] = t->place[top];
  }
  return true;
}

/* ---- service and people -------------------------------------------------------------------------- */

/* Sums by place of the copy, need, tier and day. */
static bool tell_service(trail *t) {
  const lfl_scenario *s = t->left;
  size_t T = (size_t)s->n_days, needs = (size_t)s->n_needs, n = (size_t)s->n_places * needs * LFL_N_TIERS * T;
  int *row_of = lfl_arena_new(t->arena, n, int); /* 1 + index in the copy's list */
  if (!row_of) return false;
  for (int k = 0; k < t->from->n_service; k++) {
    const lfl_service_row *r = &t->from->service[k];
    int place = t->region[r->place_i], need = t->need[r->need_i];
    if (place < 0 || need < 0) continue;
    int *at = &row_of[(((size_t)place * needs + (size_t)need) * LFL_N_TIERS + (size_t)r->tier) * T + (size_t)r->day];
    if (!*at) {
      lfl_service_row *row = lfl_plan_add_service(t->to);
      if (!row) return false;
      *row = *r;
      row->place_i = place;
      row->need_i = need;
      *at = t->to->n_service;
    } else {
      t->to->service[*at - 1].people += r->people;
      t->to->service[*at - 1].served_people += r->served_people;
    }
  }
  return true;
}

static void tell_people(trail *t) {
  size_t n = (size_t)t->left->n_places * (size_t)t->left->n_days;
  for (size_t i = 0; i < n; i++) t->to->people[i] = 0;
  for (int i = 0; i < t->whole->n_places; i++)
    for (int day = 0; t->region[i] >= 0 && day < t->whole->n_days; day++)
      t->to->people[lfl_at(t->left, t->region[i], day)] += t->from->people[lfl_at(t->whole, i, day)];
}

/* ---- what is done ---------------------------------------------------------------------------------- */

/* Is the trip told? One under a permission that went is as closed as that. */
static bool is_trip_told(const trail *t, int way_i, int fleet_i, int day) {
  const lfl_way *way = &t->from->ways[way_i];
  bool is_told = t->place[way->from_i] >= 0 && t->place[way->to_i] >= 0 && (fleet_i < 0 || t->fleet[fleet_i] >= 0);
  for (int i = 0; i < way->n_links; i++) is_told = is_told && t->link[way->link_i[i]] >= 0;
  for (int k = 0; k < t->whole->n_permissions && fleet_i >= 0; k++)
    is_told = is_told && !(t->is_closed[k] && lfl_permission_holds(&t->whole->permissions[k], day) && lfl_way_is_under(t->whole, way, &t->whole->permissions[k]));
  return is_told;
}

static bool is_fuel(const trail *t, int item_i) { return item_i == t->whole->fuel_item_i; }

/* Who burns or loads fuel, by place. */
static void find_fuel(trail *t) {
  const lfl_plan *p = t->from;
  for (int k = 0; k < p->n_uses; k++)
    if (p->uses[k].kind == LFL_USE_CARE) t->is_cared[p->uses[k].place_i] = true;
    else if (is_fuel(t, p->uses[k].item_i)) t->is_wanted[p->uses[k].place_i] = true;
  for (int k = 0; k < p->n_deliveries; k++)
    if (is_fuel(t, p->deliveries[k].item_i)) t->is_wanted[p->deliveries[k].from_i] = true;
  for (int k = 0; k < t->whole->n_facilities; k++)
    if (t->facility[k] >= 0 && lfl_facility_fuel_l(t->whole, k) > 0) t->is_wanted[t->whole->facilities[k].place_i] = true;
}

/* Are draws and stocks of fuel at the place left out because of facilities that went? */
static bool is_fuel_hidden(const trail *t, int place_i) { return t->is_fuel_dark || t->is_burnt[place_i]; }

/* Where facilities that went burn fuel, what is left of it over what is told to burn it says so: its draws and stocks there go, and what facilities
 * burn. Where others burn or load some, too, a gap would say so as well, so that draws and stocks of fuel are told nowhere. */
static void note_burnt(trail *t) {
  find_fuel(t);
  for (int f = 0; f < t->whole->n_facilities; f++) {
    int place_i = t->whole->facilities[f].place_i;
    if (t->facility[f] >= 0 || !t->is_cared[place_i] || !(lfl_facility_fuel_l(t->whole, f) > 0)) continue;
    t->is_burnt[place_i] = t->to->lacks_fuel = true;
    t->is_fuel_dark = t->is_fuel_dark || (t->place[place_i] >= 0 && t->is_wanted[place_i]);
  }
  for (int k = 0; k < t->from->n_spending; k++) { /* what fuel costs there is in sums, as the goods of trips are */
    const lfl_spending_row *r = &t->from->spending[k];
    t->to->lacks_trips = t->to->lacks_trips || (r->place_i >= 0 && is_fuel_hidden(t, r->place_i) && r->item_i >= 0 && is_fuel(t, r->item_i));
  }
}

/* Fuel that comes for nobody but a facility that went tells of it. */
static bool is_delivery_told(const trail *t, const lfl_delivery_row *r) {
  bool is_for_closed = is_fuel(t, r->item_i) && t->is_burnt[r->to_i] && !t->is_wanted[r->to_i];
  return t->item[r->item_i] >= 0 && !is_for_closed && is_trip_told(t, r->way_i, r->fleet_i, r->day);
}

static bool is_referral_told(const trail *t, const lfl_referral_row *r) {
  return r->facility_i >= 0 && t->facility[r->facility_i] >= 0 && is_trip_told(t, r->way_i, r->fleet_i, r->day);
}

static bool *carried_at(const trail *t, int place_i, int item_i) { return &t->is_carried[(size_t)place_i * (size_t)t->whole->n_items + (size_t)item_i]; }

static void note_trip(trail *t, bool is_told, int way_i, int fleet_i) {
  if (is_told) {
    t->is_driven[way_i] = true;
    return;
  }
  const lfl_fleet *fleet = fleet_i >= 0 ? &t->whole->fleets[fleet_i] : NULL;
  t->to->lacks_trips = t->to->lacks_trips || fleet;
  if (fleet && fleet->fuel_place_i >= 0 && t->whole->fuel_item_i >= 0) *carried_at(t, fleet->fuel_place_i, t->whole->fuel_item_i) = true;
}

/* Which ways are driven by trips that are told, and what could be worked out of the others: from a day's stock and what is drawn into it follows what left. */
static void note_trips(trail *t) {
  const lfl_plan *p = t->from;
  for (int k = 0; k < p->n_movements; k++) note_trip(t, is_trip_told(t, p->movements[k].way_i, p->movements[k].fleet_i, p->movements[k].day), p->movements[k].way_i, p->movements[k].fleet_i);
  for (int k = 0; k < p->n_referrals; k++)
    if (p->referrals[k].way_i >= 0) note_trip(t, is_referral_told(t, &p->referrals[k]), p->referrals[k].way_i, p->referrals[k].fleet_i);
  for (int k = 0; k < p->n_deliveries; k++) {
    const lfl_delivery_row *r = &p->deliveries[k];
    bool is_told = is_delivery_told(t, r);
    note_trip(t, is_told, r->way_i, r->fleet_i);
    if (!is_told) *carried_at(t, r->from_i, r->item_i) = *carried_at(t, r->to_i, r->item_i) = true;
  }
}

static bool tell_ways(trail *t) {
  for (int k = 0; k < t->from->n_ways; k++) {
    const lfl_way *way = &t->from->ways[k];
    size_t n = (size_t)way->n_links;
    t->way[k] = -1;
    if (!t->is_driven[k]) continue;
    int *links = lfl_arena_new(t->to->arena, n, int);
    bool *reverse = lfl_arena_new(t->to->arena, n, bool);
    lfl_way *row = links && reverse ? lfl_plan_add_way(t->to) : NULL;
    if (!row) return false;
    *row = *way;
    row->from_i = t->place[way->from_i];
    row->to_i = t->place[way->to_i];
    for (size_t i = 0; i < n; i++) {
      links[i] = t->link[way->link_i[i]];
      reverse[i] = way->is_reverse[i];
    }
    row->link_i = links;
    row->is_reverse = reverse;
    t->way[k] = t->to->n_ways - 1;
  }
  return true;
}

static bool tell_trips(trail *t) {
  for (int k = 0; k < t->from->n_movements; k++) {
    lfl_movement_row r = t->from->movements[k];
    if (!is_trip_told(t, r.way_i, r.fleet_i, r.day)) continue;
    lfl_movement_row *row = lfl_plan_add_movement(t->to);
    if (!row) return false;
    r.from_i = t->place[r.from_i];
    r.to_i = t->place[r.to_i];
    r.fleet_i = r.fleet_i < 0 ? -1 : t->fleet[r.fleet_i];
    r.way_i = t->way[r.way_i];
    *row = r;
  }
  int shipment = -1; /* its trips stand on its first row, which may have gone with its item */
  for (int k = 0; k < t->from->n_deliveries; k++) {
    lfl_delivery_row r = t->from->deliveries[k];
    if (!is_delivery_told(t, &r)) continue;
    if (r.shipment != shipment)
      for (int i = k; i > 0 && r.trips == 0 && t->from->deliveries[i - 1].shipment == r.shipment; i--) r.trips = t->from->deliveries[i - 1].trips;
    shipment = r.shipment;
    lfl_delivery_row *row = lfl_plan_add_delivery(t->to);
    if (!row) return false;
    r.from_i = t->place[r.from_i];
    r.to_i = t->place[r.to_i];
    r.fleet_i = t->fleet[r.fleet_i];
    r.item_i = t->item[r.item_i];
    r.way_i = t->way[r.way_i];
    *row = r;
  }
  return true;
}

/* Copies those rows of a list all of whose indexes are found again. */
#define TELL_LIST(type, noun, list, set_indexes, is_there)                        \
  for (int k = 0; k < t->from->n_##list; k++) {                                   \
    type r = t->from->list[k];                                                    \
    set_indexes;                                                                  \
    if (!(is_there)) continue;                                                    \
    type *row = lfl_plan_add_##noun(t->to);                                       \
    if (!row) return false;                                                       \
    *row = r;                                                                     \
  }

static bool is_open_at(const trail *t, int place_i, int item_i) { return t->place[place_i] >= 0 && t->item[item_i] >= 0; }

/* Is what comes, lies and goes of the item at the place told, so that nothing can be worked out of it? */
static bool is_kept_at(const trail *t, int place_i, int item_i) {
  return is_open_at(t, place_i, item_i) && !*carried_at(t, place_i, item_i) && !(is_fuel(t, item_i) && is_fuel_hidden(t, place_i));
}

static bool is_draw_told(const trail *t, const lfl_draw_row *r) {
  const lfl_supply *supply = &t->whole->supplies[r->supply_i];
  return t->supply[r->supply_i] >= 0 && is_kept_at(t, supply->place_i, supply->item_i);
}

static bool is_use_told(const trail *t, const lfl_use_row *r) {
  if (r->kind == LFL_USE_DRIVE && *carried_at(t, r->place_i, r->item_i)) return false; /* it tells how far vehicles went */
  return is_open_at(t, r->place_i, r->item_i) && !(r->kind == LFL_USE_CARE && t->is_burnt[r->place_i]);
}

/* The kinds of lines by which trips that are not told could be: what they cost, and what the goods cost that they carry. */
static bool is_of_trips(const trail *t, const lfl_spending_row *r) {
  if (strcmp(r->line, lfl_line_name(LFL_LINE_TRANSPORT)) == 0) return t->to->lacks_trips;
  bool is_bought = strcmp(r->line, lfl_line_name(LFL_LINE_SUPPLIES)) == 0 && r->place_i >= 0 && r->item_i >= 0;
  return is_bought && t->to->lacks_trips && !is_kept_at(t, r->place_i, r->item_i);
}

/* One sum of a line, as the public copy tells it, stands for rows by which trips could be told: a day's, a place's or a pledge's amount says how far and with how much they went. */
static bool tell_spending(trail *t) {
  double sums[LFL_N_LINES] = {0};
  for (int k = 0; k < t->from->n_spending; k++) {
    lfl_spending_row r = t->from->spending[k];
    if (is_of_trips(t, &r)) {
      for (lfl_line line = 0; line < LFL_N_LINES; line++)
        if (strcmp(r.line, lfl_line_name(line)) == 0) sums[line] += r.amount;
      continue;
    }
    lfl_spending_row *row = lfl_plan_add_spending(t->to);
    if (!row) return false;
    r.pledge_i = r.pledge_i < 0 ? -1 : t->pledge[r.pledge_i];
    r.item_i = r.item_i < 0 ? -1 : t->item[r.item_i];
    r.place_i = r.place_i < 0 ? -1 : t->region[r.place_i];
    *row = r;
  }
  for (lfl_line line = 0; line < LFL_N_LINES; line++) {
    lfl_spending_row *row = sums[line] > 0 ? lfl_plan_add_spending(t->to) : NULL;
    if (sums[line] > 0 && !row) return false;
    if (row) *row = (lfl_spending_row){t->whole->n_days - 1, lfl_line_name(line), -1, round(sums[line] * 100) / 100, NULL, -1, -1};
  }
  return true;
}

static bool tell_goods(trail *t) {
  for (int k = 0; k < t->from->n_draws; k++) {
    const lfl_draw_row *r = &t->from->draws[k];
    lfl_draw_row *row = is_draw_told(t, r) ? lfl_plan_add_draw(t->to) : NULL;
    if (!is_draw_told(t, r)) continue;
    if (!row) return false;
    *row = (lfl_draw_row){r->day, t->supply[r->supply_i], r->units};
  }
  for (int k = 0; k < t->from->n_uses; k++) {
    const lfl_use_row *r = &t->from->uses[k];
    bool is_told = is_use_told(t, r);
    lfl_use_row *row = is_told ? lfl_plan_add_use(t->to) : NULL;
    if (is_told && !row) return false;
    if (row) *row = (lfl_use_row){r->day, t->place[r->place_i], t->item[r->item_i], r->kind, r->units};
  }
  for (int k = 0; k < t->from->n_stocks; k++) {
    lfl_stock_row r = t->from->stocks[k];
    bool is_told = is_kept_at(t, r.place_i, r.item_i);
    lfl_stock_row *row = is_told ? lfl_plan_add_stock(t->to) : NULL;
    if (is_told && !row) return false;
    r.place_i = t->place[r.place_i];
    r.item_i = t->item[r.item_i];
    if (row) *row = r;
  }
  TELL_LIST(lfl_build_row, build, builds, (r.place_i = t->place[r.place_i], r.construction_i = t->construction[r.construction_i]),
            r.place_i >= 0 && r.construction_i >= 0)
  TELL_LIST(lfl_capacity_row, capacity, capacity, r.place_i = t->place[r.place_i], r.place_i >= 0)
  TELL_LIST(lfl_care_row, care, care, (r.place_i = t->place[r.place_i], r.facility_i = t->facility[r.facility_i], r.need_i = t->need[r.need_i]),
            r.place_i >= 0 && r.facility_i >= 0 && r.need_i >= 0)
  for (int k = 0; k < t->from->n_referrals; k++) { /* of a facility that went only how many were carried */
    lfl_referral_row r = t->from->referrals[k];
    r.place_i = t->region[r.place_i];
    bool is_told = is_referral_told(t, &r);
    lfl_referral_row *row = r.place_i < 0 ? NULL : lfl_plan_add_referral(t->to);
    if (r.place_i < 0) continue;
    if (!row) return false;
    r.facility_i = is_told ? t->facility[r.facility_i] : -1;
    r.fleet_i = is_told ? t->fleet[r.fleet_i] : -1;
    r.way_i = is_told ? t->way[r.way_i] : -1;
    if (!is_told) r.trips = (double)NAN; /* with what they cost in all they would tell how far it is */
    *row = r;
  }
  TELL_LIST(lfl_kit_row, kit, kits, (r.place_i = t->place[r.place_i], r.item_i = t->item[r.item_i]), r.place_i >= 0 && r.item_i >= 0)
  TELL_LIST(lfl_repair_row, repair, repairs, r.project_i = t->project[r.project_i], r.project_i >= 0)
  TELL_LIST(lfl_repair_gain_row, repair_gain, repair_gains, (r.project_i = t->project[r.project_i], r.need_i = t->need[r.need_i]), r.project_i >= 0 && r.need_i >= 0)
  TELL_LIST(lfl_money_gain_row, money_gain, money_gains, r.pledge_i = r.pledge_i < 0 ? -1 : t->pledge[r.pledge_i],
            !t->to->lacks_pledges && !(t->to->lacks_trips && r.change == LFL_MONEY_LEFT)) /* else what another day of a pledge changes would tell how much of it counts */
  return tell_spending(t);
}

/* ---- what comes of it -------------------------------------------------------------------------------- */

static bool is_open_text(const trail *t, const char *text) { return !lfl_holds_any_word(text, t->words, t->n_words); }

/* Is a limit told: do neither its words nor the rows that it rests on tell of what went? Sums of money tell of the pledges that did. */
static bool is_limit_told(const trail *t, const char *limit, const char *subject_id, const char *text) {
  if (strcmp(limit, "money") == 0 && t->to->lacks_pledges) return false;
  return is_open_text(t, text) && is_open_text(t, subject_id) && !store_limit_rests_on_gone(t->whole, t->left, limit, subject_id);
}

static bool is_binding_told(const trail *t, const lfl_binding_row *r) { return (r->target_i < 0 || t->target[r->target_i] >= 0) && is_limit_told(t, r->limit, r->subject_id, r->text); }

/* A set is told whole or not at all: by a part of it alone the target is not impossible. */
static bool is_set_told(const trail *t, const lfl_conflict_row *of) {
  bool is_told = t->target[of->target_i] >= 0;
  for (int k = 0; k < t->from->n_conflicts && is_told; k++) {
    const lfl_conflict_row *r = &t->from->conflicts[k];
    if (r->target_i == of->target_i && r->set == of->set) is_told = is_limit_told(t, r->limit, r->subject_id, r->text);
  }
  return is_told;
}

static const lfl_negotiable *find_negotiable(const lfl_scenario *s, const lfl_offer_row *r) {
  for (int k = 0; k < s->n_negotiables; k++) {
    const lfl_negotiable *n = &s->negotiables[k];
    if (strcmp(n->table, r->table) == 0 && strcmp(n->row_id, r->row_id) == 0 && strcmp(n->column, r->column) == 0) return n;
  }
  return NULL;
}

/* Are the row that offers it, and the limit that it loosens, told? What is in no table names the limits that nothing offered loosens. */
static bool is_change_told(const trail *t, const lfl_offer_row *r) {
  const lfl_negotiable *n = find_negotiable(t->whole, r);
  if (!n) {
    bool is_told = is_open_text(t, r->text);
    for (int k = 0; k < t->from->n_conflicts; k++) is_told = is_told && (t->from->conflicts[k].target_i != r->target_i || is_set_told(t, &t->from->conflicts[k]));
    return is_told;
  }
  const char *id = n->kind == LFL_LIMIT_PERMISSION ? lfl_subject_id(t->whole, t->whole->permissions[n->subject_i].subject, t->whole->permissions[n->subject_i].subject_i)
                   : n->kind == LFL_LIMIT_SUPPLY   ? t->whole->items[t->whole->supplies[n->subject_i].item_i].id
                                                   : n->row_id;
  return find_negotiable(t->left, r) && is_limit_told(t, lfl_limit_name(n->kind), id, r->text);
}

/* So is a way. */
static bool is_way_out_told(const trail *t, const lfl_offer_row *of) {
  bool is_told = t->target[of->target_i] >= 0;
  for (int k = 0; k < t->from->n_offers && is_told; k++) {
    const lfl_offer_row *r = &t->from->offers[k];
    if (r->target_i == of->target_i && r->way == of->way) is_told = is_change_told(t, r);
  }
  return is_told;
}

/* What binds, sets and ways: those of targets that stayed, whose words do not name what went. */
static bool tell_findings(trail *t) {
  lfl_plan *own = lfl_plan_create(t->whole); /* copies of all texts, to choose from */
  bool is_fine = own && lfl_plan_copy_findings(t->from, own, LFL_RESTRICTED);
  for (int k = 0; is_fine && k < own->n_target_binding; k++) own->target_binding[k].target_i = t->target[own->target_binding[k].target_i];
  for (int k = 0; is_fine && k < own->n_conflicts; k++) own->conflicts[k].target_i = t->target[own->conflicts[k].target_i];
  for (int k = 0; is_fine && k < own->n_offers; k++) own->offers[k].target_i = t->target[own->offers[k].target_i];
#define KEEP(list, condition)                                            \
  for (int k = 0, n = is_fine ? own->n_##list : 0; k < n; k++) {         \
    if (k == 0) own->n_##list = 0;                                       \
    if (condition) own->list[own->n_##list++] = own->list[k];            \
  }
  KEEP(binding, is_binding_told(t, &t->from->binding[k]))
  KEEP(target_binding, is_binding_told(t, &t->from->target_binding[k]))
  KEEP(conflicts, is_set_told(t, &t->from->conflicts[k]))
  KEEP(offers, is_way_out_told(t, &t->from->offers[k]))
#undef KEEP
  if (is_fine) {
    t->to->lacks_limits = own->n_binding < t->from->n_binding || own->n_target_binding < t->from->n_target_binding || own->n_conflicts < t->from->n_conflicts || own->n_offers < t->from->n_offers;
    t->to->lacks_bottleneck = t->from->n_binding > 0 && !is_binding_told(t, &t->from->binding[0]);
  }
  const lfl_scenario *whole = t->whole;
  if (own) own->scenario = t->left; /* whose targets the rows count now */
  is_fine = is_fine && lfl_plan_copy_findings(own, t->to, LFL_RESTRICTED);
  if (own) own->scenario = whole;
  lfl_plan_destroy(own);
  return is_fine;
}

static bool tell_sets(trail *t) {
  lfl_plan *to = t->to;
  to->sets = lfl_arena_new(to->arena, (size_t)t->from->n_sets, lfl_set_result);
  if (!to->sets) return false;
  for (int k = 0; k < t->from->n_sets; k++) {
    const lfl_set_result *a = &t->from->sets[k];
    if (!is_open_text(t, a->set_id)) continue;
    lfl_set_result *b = &to->sets[to->n_sets++];
    size_t n = (size_t)t->left->n_targets;
    *b = *a;
    b->n_targets = (int)n;
    b->set_id = lfl_arena_strdup(to->arena, a->set_id);
    b->note = a->note && is_open_text(t, a->note) ? lfl_arena_strdup(to->arena, a->note) : NULL;
    b->verdicts = lfl_arena_new(to->arena, n, lfl_verdict);
    b->best_people = lfl_arena_new(to->arena, n, double);
    b->earliest_days = lfl_arena_new(to->arena, n, int);
    if (!b->set_id || !b->verdicts || !b->best_people || !b->earliest_days) return false;
    for (int i = 0; i < a->n_targets; i++) {
      int at = t->target[i];
      if (at < 0) continue;
      b->verdicts[at] = a->verdicts[i];
      b->best_people[at] = a->best_people[i];
      b->earliest_days[at] = a->earliest_days[i];
    }
  }
  return true;
}

static bool tell_results(trail *t) {
  lfl_plan *to = t->to;
  to->n_levels = t->from->n_levels;
  memcpy(to->levels, t->from->levels, sizeof to->levels);
  for (int i = 0; i < t->whole->n_targets; i++)
    if (t->target[i] >= 0) {
      to->targets[t->target[i]] = t->from->targets[i];
      to->targets[t->target[i]].target_i = t->target[i];
    }
  for (int i = 0; i < t->whole->n_claims; i++) {
    int at = t->claim[i];
    if (at < 0) continue;
    const char *text = t->from->claims[i].text;
    to->claims[at] = t->from->claims[i];
    to->claims[at].claim_i = at;
    to->claims[at].text = text ? lfl_arena_strdup(to->arena, is_open_text(t, text) ? text : "Not in a copy for partners.") : NULL;
    if (text && !to->claims[at].text) return false;
  }
  to->is_binding_sought = t->from->is_binding_sought;
  if (t->from->stopped && !(to->stopped = lfl_arena_strdup(to->arena, t->from->stopped))) return false;
  return true;
}

/* The whole scenario's needs by the places and needs left; of what crossings let in, what is left of them tells. */
static bool tell_needs(trail *t, lfl_sensitivity audience, lfl_needs *needs) {
  size_t n_needs = (size_t)t->left->n_needs, n = (size_t)t->left->n_places * n_needs * LFL_N_TIERS;
  int *row_of = lfl_arena_new(t->arena, n, int); /* of the day at hand: 1 + row kept */
  if (!row_of) return false;
  int kept = 0, day = -1;
  for (int i = 0; i < needs->n_rows; i++) {
    lfl_need_row r = needs->rows[i];
    int place = t->region[r.place_i], need = t->need[r.need_i];
    if (place < 0 || need < 0) continue;
    if (r.day != day && n) memset(row_of, 0, n * sizeof *row_of);
    day = r.day;
    r.place_i = place;
    r.need_i = need;
    int *at = &row_of[((size_t)place * n_needs + (size_t)need) * LFL_N_TIERS + (size_t)r.tier];
    if (*at) {
      needs->rows[*at - 1].people += r.people;
      needs->rows[*at - 1].quantity += r.quantity;
    } else {
      needs->rows[kept] = r;
      *at = ++kept;
    }
  }
  needs->n_rows = kept;
  kept = 0;
  for (int i = 0; i < needs->n_pipeline; i++) {
    needs->pipeline[i].need_i = t->need[needs->pipeline[i].need_i];
    if (needs->pipeline[i].need_i >= 0) needs->pipeline[kept++] = needs->pipeline[i];
  }
  needs->n_pipeline = kept;
  kept = 0;
  for (int i = 0; i < needs->n_breaks; i++) {
    needs->breaks[i].need_i = t->need[needs->breaks[i].need_i];
    if (needs->breaks[i].need_i >= 0) needs->breaks[kept++] = needs->breaks[i];
  }
  needs->n_breaks = kept;
  lfl_needs_count_let_in(t->whole, audience, &needs->first);
  lfl_needs_count_let_in(t->whole, audience, &needs->most);
  return true;
}

/* Where the whole plan's fuel runs dry, as far as both the place and the user are left. What vehicles for patients burn would
 * tell how far away a facility is that is not. */
static void tell_dry(trail *t, lfl_dry *dry) {
  int kept = 0;
  for (int i = 0; i < dry->n; i++) {
    lfl_dry_row r = dry->rows[i];
    const int *subject = r.user == LFL_FUEL_FLEET ? t->fleet : r.user == LFL_FUEL_FACILITY ? t->facility : t->place;
    bool is_of_trips = *carried_at(t, r.place_i, t->whole->fuel_item_i);
    if (r.user == LFL_FUEL_FLEET && (is_of_trips || lfl_carries_patients(t->whole->fleets[r.subject_i].vehicle))) r.used_l = (double)NAN;
    r.place_i = t->place[r.place_i];
    r.subject_i = subject[r.subject_i];
    if (r.place_i >= 0 && r.subject_i >= 0) dry->rows[kept++] = r;
  }
  dry->n = kept;
}

static bool tell_all(trail *t, lfl_sensitivity audience, lfl_needs *needs, lfl_dry *dry) {
  t->to->lacks_pledges = t->left->n_pledges < t->whole->n_pledges;
  t->to->lacks_calendar = t->left->n_status_rows < t->whole->n_status_rows;
  if (!find_all(t)) return false;
  note_burnt(t);
  note_trips(t);
  bool is_fine = tell_service(t) && tell_ways(t) && tell_trips(t) && tell_goods(t) && tell_findings(t) && tell_sets(t) && tell_results(t) &&
                 tell_needs(t, audience, needs);
  if (is_fine) {
    tell_people(t);
    tell_dry(t, dry);
  }
  t->to->needs = needs;
  t->to->dry = dry;
  t->to->is_cut = true;
  t->to->audience = audience;
  return is_fine;
}

lfl_status lfl_plan_cut(const lfl_plan *plan, lfl_sensitivity audience, lfl_diags *diags, lfl_cut *out) {
  *out = (lfl_cut){0};
  trail t = {.from = plan, .whole = plan->scenario, .arena = lfl_arena_create()};
  lfl_status status = t.arena ? store_cut_tables(plan->scenario, audience, &out->tables, &t.words, &t.n_words) : LFL_ERR_MEMORY;
  if (status == LFL_OK) status = lfl_scenario_build(out->tables, diags, &out->scenario);
  if (status == LFL_OK) status = lfl_needs_compute(plan->scenario, &out->needs);
  if (status == LFL_OK) status = lfl_dry_find(plan, &out->dry);
  if (status == LFL_OK) {
    t.left = out->scenario;
    t.to = out->plan = lfl_plan_create(out->scenario);
    if (!t.to || !tell_all(&t, audience, out->needs, out->dry)) status = LFL_ERR_MEMORY;
  }
  lfl_arena_destroy(t.arena);
  if (status != LFL_OK) lfl_cut_clear(out);
  return status;
}

void lfl_cut_clear(lfl_cut *cut) {
  lfl_plan_destroy(cut->plan);
  lfl_needs_destroy(cut->needs);
  lfl_dry_destroy(cut->dry);
  lfl_scenario_destroy(cut->scenario);
  lfl_tables_destroy(cut->tables);
  *cut = (lfl_cut){0};
}
