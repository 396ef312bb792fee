/* The table `negotiable`: which numbers of other tables talks could change, in which steps and at what
 * weight. Each is looked up in its table, so that a row that names no limit of the plan is said when
 * reading. Willingness to leave is not among them: it is nobody's to trade. O(rows * rows). Tests:
 * tests/unit/test_negotiate.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/build.h"

static const struct {
  const char *table, *column;
  lfl_limit_kind kind;
} KINDS[] = {
    {"places", "trucks_per_day", LFL_LIMIT_CROSSING}, {"places", "storage_m3", LFL_LIMIT_STORAGE},   {"places", "usable_m2", LFL_LIMIT_LAND},
    {"fleets", "n_vehicles", LFL_LIMIT_FLEET},        {"crews", "n_workers", LFL_LIMIT_CREW},         {"links", "vehicles_per_day", LFL_LIMIT_LINK},
    {"supplies", "units", LFL_LIMIT_SUPPLY},          {"permissions", "convoys_per_day", LFL_LIMIT_PERMISSION}, {"pledges", "amount", LFL_LIMIT_MONEY},
    {"escorts", "convoys_per_day", LFL_LIMIT_ESCORT}, {"places", "water_yield_l_per_day", LFL_LIMIT_WATER},
};
enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };

/* Index of the row in the scenario; -1 if there is none. */
static int find_subject(const builder *b, const lfl_negotiable *o) {
  const lfl_scenario *s = b->s;
  char *end;
  long row = strtol(o->row_id, &end, 10) - 1;
  bool is_number = *end == 0 && end != o->row_id;
  switch (o->kind) {
    case LFL_LIMIT_CROSSING:
    case LFL_LIMIT_STORAGE:
    case LFL_LIMIT_WATER:
    case LFL_LIMIT_LAND: return lfl_ids_get(b->places, o->row_id);
    case LFL_LIMIT_FLEET: return lfl_ids_get(b->fleets, o->row_id);
    case LFL_LIMIT_CREW: return lfl_ids_get(b->crews, o->row_id);
    case LFL_LIMIT_LINK: return lfl_ids_get(b->links, o->row_id);
    case LFL_LIMIT_ESCORT: return lfl_ids_get(b->escorts, o->row_id);
    case LFL_LIMIT_MONEY:
      for (int k = 0; k < s->n_pledges; k++)
        if (s->pledges[k].counted && strcmp(s->pledges[k].id, o->row_id) == 0) return k;
      return -1;
    case LFL_LIMIT_SUPPLY:
      for (int k = 0; is_number && k < s->n_supplies; k++)
        if (s->supplies[k].origin.row_i == row) return k;
      return -1;
    case LFL_LIMIT_PERMISSION:
      for (int k = 0; is_number && k < s->n_permissions; k++)
        if (s->permissions[k].origin.row_i == row) return k;
      return -1;
    case LFL_LIMIT_HUB:
    case LFL_LIMIT_WALK:
    case LFL_LIMIT_WILLING:
    case LFL_LIMIT_SHELTER:
    case LFL_LIMIT_TOILET:
    case LFL_LIMIT_TAP:
    case LFL_LIMIT_HEALTH:
    case LFL_LIMIT_BEDS:
    case LFL_N_LIMITS: break;
  }
  return -1;
}

/* What stands in the cell; NaN if it is no number. */
static double number_in(const builder *b, const char *table, int row_i, const char *column) {
  double value;
  const char *text = lfl_table_get(lfl_tables_find(b->tables, table), row_i, column);
  return text && parse_number(text, &value) ? value : (double)NAN;
}

/* More of a pledge that is tied to another one changes what both count. */
static bool is_linked_pledge(const lfl_scenario *s, int i) {
  bool is_linked = s->pledges[i].passed_on_from_i >= 0 || s->pledges[i].repays_i >= 0;
  for (int k = 0; k < s->n_pledges; k++) is_linked = is_linked || s->pledges[k].passed_on_from_i == i || s->pledges[k].repays_i == i;
  return is_linked;
}

/* The number as it stands; NaN if it cannot be loosened. */
static double value_now(const builder *b, const lfl_negotiable *o) {
  const lfl_scenario *s = b->s;
  double value = (double)NAN;
  switch (o->kind) {
    case LFL_LIMIT_CROSSING: value = s->places[o->subject_i].trucks_per_day; break;
    case LFL_LIMIT_STORAGE: value = s->places[o->subject_i].storage_m3; break;
    case LFL_LIMIT_LAND: value = s->places[o->subject_i].usable_m2; break;
    case LFL_LIMIT_WATER: value = s->places[o->subject_i].water_yield_l_per_day; break;
    case LFL_LIMIT_FLEET: value = s->fleets[o->subject_i].n_vehicles; break;
    case LFL_LIMIT_CREW: value = s->crews[o->subject_i].n_workers; break;
    case LFL_LIMIT_LINK: value = s->links[o->subject_i].vehicles_per_day; break;
    case LFL_LIMIT_SUPPLY: value = s->supplies[o->subject_i].units; break;
    case LFL_LIMIT_MONEY: value = s->pledges[o->subject_i].given_amount; break;
    case LFL_LIMIT_PERMISSION: value = number_in(b, "permissions", s->permissions[o->subject_i].origin.row_i, "convoys_per_day"); break;
    case LFL_LIMIT_ESCORT: value = number_in(b, "escorts", s->escorts[o->subject_i].origin.row_i, "convoys_per_day"); break;
    case LFL_LIMIT_HUB:
    case LFL_LIMIT_WALK:
    case LFL_LIMIT_WILLING:
    case LFL_LIMIT_SHELTER:
    case LFL_LIMIT_TOILET:
    case LFL_LIMIT_TAP:
    case LFL_LIMIT_HEALTH:
    case LFL_LIMIT_BEDS:
    case LFL_N_LIMITS: break;
  }
  /* where nothing is said of water there is no source that could give more */
  if (o->kind == LFL_LIMIT_WATER && !(value > 0) && isnan(number_in(b, "places", s->places[o->subject_i].origin.row_i, "water_yield_l_per_day"))) value = (double)NAN;
  return value < (double)INFINITY ? value : (double)NAN;
}

/* Is the same number in a row before? Its steps would be added, beyond what either allows. */
static bool is_said_before(const lfl_scenario *s, const lfl_negotiable *o) {
  for (int k = 0; k < s->n_negotiables; k++)
    if (s->negotiables[k].kind == o->kind && s->negotiables[k].subject_i == o->subject_i) return true;
  return false;
}

/* False with an issue if the row names no number that can be loosened. Where only the number stands in the way, as one that a set or a
 * what-if has changed may, there is nothing to negotiate, and a warning says so. */
static bool find_number(cells *c, lfl_negotiable *o) {
  const char *names[N_KINDS];
  bool is_table = false;
  int n = 0, found = -1;
  for (int k = 0; k < N_KINDS; k++) {
    if (strcmp(KINDS[k].table, o->table) != 0) continue;
    is_table = true;
    names[n++] = KINDS[k].column;
    if (strcmp(KINDS[k].column, o->column) == 0) found = k;
  }
  if (!is_table) {
    cell_complain(c, LFL_ERROR, "negotiable", "table", "places, fleets, crews, links, permissions, escorts, supplies or pledges", NULL);
    return false;
  }
  if (found < 0) {
    cell_complain(c, LFL_ERROR, "negotiable", "column", "a limit of that table that talks can change (willingness is none)", lfl_nearest_name(o->column, names, n));
    return false;
  }
  o->kind = KINDS[found].kind;
  o->subject_i = find_subject(c->b, o);
  if (o->subject_i < 0) {
    const char *nearest = nearest_key(c->b, o->table, o->row_id);
    if (nearest && strcmp(nearest, o->row_id) == 0) cell_complain(c, LFL_WARNING, "nothing-to-negotiate", "row_id", "a row that counts in a plan (this one does not): left out", NULL);
    else cell_complain(c, LFL_ERROR, "no-such-key", "row_id", "a row of that table: its key, or its number where it has none", nearest);
    return false;
  }
  if (strcmp(o->table, "places") == 0 && c->b->s->places[o->subject_i].is_group) {
    complain_of_group(c, "row_id", o->subject_i);
    return false;
  }
  if (o->kind == LFL_LIMIT_MONEY && is_linked_pledge(c->b->s, o->subject_i)) {
    cell_complain(c, LFL_ERROR, "negotiable", "row_id", "no pledge that is passed on or paid back", NULL);
    return false;
  }
  o->value = value_now(c->b, o);
  if (!isnan(o->value)) return true;
  cell_complain(c, LFL_WARNING, "nothing-to-negotiate", "row_id", "a row where this number is a limit: left out", NULL);
  return false;
}

void read_negotiable(builder *b) {
  enum { STEPS_IF_BLANK = 100, MOST_ROWS = 64 };
  cells c;
  cells_open(&c, b, "negotiable");
  b->s->negotiables = NEW(b, c.n_rows + 1, lfl_negotiable);
  if (!b->s->negotiables) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_negotiable *o = &b->s->negotiables[b->s->n_negotiables];
    o->table = cell_text(&c, "table");
    o->row_id = cell_text(&c, "row_id");
    o->column = cell_text(&c, "column");
    o->step = cell_number(&c, "step", 0);
    o->weight = cell_number(&c, "weight", 1);
    o->origin = cell_origin(&c);
    double at_most = cell_number(&c, "at_most", (double)NAN);
    if (!o->table || !o->row_id || !o->column || !find_number(&c, o)) continue;
    o->at_most = isnan(at_most) ? o->value + STEPS_IF_BLANK * o->step : at_most;
    if (!(o->step > 0)) cell_complain(&c, LFL_ERROR, "range", "step", "more than 0", NULL);
    else if (o->at_most < o->value) cell_complain(&c, LFL_WARNING, "nothing-to-negotiate", "at_most", "not below the number as it stands: left out", NULL);
    else if (is_said_before(b->s, o)) cell_complain(&c, LFL_ERROR, "negotiable", "row_id", "each number once: a row before names the same one", NULL);
    else if (b->s->n_negotiables == MOST_ROWS) cell_complain(&c, LFL_ERROR, "too-large", "table", "at most 64 numbers to negotiate", NULL);
    else b->s->n_negotiables++;
  }
}
