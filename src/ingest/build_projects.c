/* The table `projects`: repairs, with what they restore. A row that could give nothing, or never be
 * started, is said when reading. O(rows log rows). Tests: tests/unit/test_ingest_bad.c, test_repairs.c. */
#include <math.h>
#include <string.h>

#include "ingest/build.h"

enum { NOT_READ = -1 }; /* no amount that can be read is below 0 */

/* The columns of places or of links that can be restored, into names; how many. */
static int restorable_columns(bool is_link, const char *names[LFL_N_RESTORED]) {
  int n = 0;
  for (int k = LFL_RESTORES_SHELTER; k < LFL_N_RESTORED; k++)
    if ((k >= LFL_RESTORES_VEHICLES) == is_link) names[n++] = lfl_restored_column((lfl_restored)k);
  return n;
}

static lfl_restored read_restored(cells *c, bool is_link) {
  const char *column = cell_text(c, "column"), *names[LFL_N_RESTORED];
  if (!column) return LFL_RESTORES_NOTHING;
  for (int k = LFL_RESTORES_SHELTER; k < LFL_N_RESTORED; k++)
    if ((k >= LFL_RESTORES_VEHICLES) == is_link && strcmp(column, lfl_restored_column((lfl_restored)k)) == 0) return (lfl_restored)k;
  int n = restorable_columns(is_link, names);
  cell_complain(c, LFL_ERROR, "column", "column",
                is_link ? "a number of links that can be restored: vehicles_per_day or people_per_day"
                        : "a number of places that can be restored: shelter_places, toilet_places, tap_places, health_places, bed_places, water_yield_l_per_day, trucks_per_day, storage_m3 or usable_m2",
                lfl_nearest_name(column, names, n));
  return LFL_RESTORES_NOTHING;
}

/* The number as it stands; NaN where the place is of a kind that has none. */
static double number_now(const lfl_scenario *s, const lfl_project *p) {
  bool is_of_link = p->restores == LFL_RESTORES_VEHICLES || p->restores == LFL_RESTORES_WALKERS;
  if (p->restores == LFL_RESTORES_NOTHING || (is_of_link ? p->link_i : p->place_i) < 0) return 0;
  if (is_of_link) return p->restores == LFL_RESTORES_VEHICLES ? s->links[p->link_i].vehicles_per_day : s->links[p->link_i].people_per_day;
  const lfl_place *at = &s->places[p->place_i];
  switch (p->restores) {
    case LFL_RESTORES_SHELTER:
    case LFL_RESTORES_TOILET:
    case LFL_RESTORES_TAP:
    case LFL_RESTORES_HEALTH:
    case LFL_RESTORES_BEDS: return at->is_host ? at->capacity_people[(int)p->restores - (int)LFL_RESTORES_SHELTER] : (double)NAN;
    case LFL_RESTORES_LAND: return at->is_host ? at->usable_m2 : (double)NAN;
    case LFL_RESTORES_TRUCKS: return at->kind == LFL_HUB || at->kind == LFL_CROSSING ? at->trucks_per_day : (double)NAN;
    case LFL_RESTORES_YIELD: return at->water_yield_l_per_day;
    case LFL_RESTORES_STORAGE: return at->storage_m3;
    case LFL_RESTORES_VEHICLES:
    case LFL_RESTORES_WALKERS:
    case LFL_RESTORES_NOTHING:
    case LFL_N_RESTORED: break;
  }
  return 0;
}

static void check_restored(cells *c, lfl_project *p, bool is_amount_said) {
  if (p->restores == LFL_RESTORES_NOTHING) {
    if (cell_is_blank(c, "column") && !cell_is_blank(c, "amount"))
      cell_complain(c, LFL_WARNING, "blank", "column", "the column that the amount is for: this repair restores nothing, it only lets others start", NULL);
    return;
  }
  if (!(p->amount > 0) && !is_amount_said) cell_complain(c, LFL_ERROR, "range", "amount", "a number above 0: by how much the column rises", NULL);
  double now = number_now(c->b->s, p);
  if (isnan(now)) {
    cell_complain(c, LFL_ERROR, "column", "column",
                  p->restores == LFL_RESTORES_TRUCKS ? "a crossing or hub for trucks_per_day" : "an area or site for this column", NULL);
  } else if (!(now < (double)INFINITY)) {
    cell_complain(c, LFL_WARNING, "no-limit", "column", "a column that has a limit there: this one has none, so that the repair gives nothing", NULL);
    p->restores = LFL_RESTORES_NOTHING;
  }
}

static void check_crew(cells *c, const lfl_project *p) {
  const lfl_scenario *s = c->b->s;
  int at = p->crew_i >= 0 ? s->crews[p->crew_i].place_i : -1;
  if (p->worker_days > 0 && cell_is_blank(c, "crew_id"))
    cell_complain(c, LFL_WARNING, "crew", "crew_id", "the crew that works the worker_days: without one they take no time and cost no wages", NULL);
  if (at < 0 || !(p->worker_days > 0)) return;
  bool is_there = p->place_i >= 0 ? p->place_i == at : p->link_i >= 0 && (s->links[p->link_i].from_i == at || s->links[p->link_i].to_i == at);
  if (!is_there)
    cell_complain(c, LFL_ERROR, "crew", "crew_id", sentence(c->b, "a crew that works there: this one works at %s only", s->places[at].id), NULL);
}

static void read_project(cells *c, lfl_project *p) {
  builder *b = c->b;
  p->place_i = cell_ref(c, "place_id", b->places);
  p->link_i = cell_ref(c, "link_id", b->links);
  p->worker_days = cell_number(c, "worker_days", 0);
  p->crew_i = cell_ref(c, "crew_id", b->crews);
  p->cost = cell_number(c, "cost", 0);
  double days = cell_number(c, "min_days", 0);
  p->min_days = days < 1e6 ? (int)days : 1000000;
  p->amount = cell_number(c, "amount", NOT_READ);
  bool is_amount_said = p->amount == NOT_READ && !cell_is_blank(c, "amount"); /* what is wrong with it: once is enough */
  p->amount = fmax(0, p->amount);
  p->needs_i = cell_ref(c, "needs_project_id", b->projects);
  p->origin = cell_origin(c);
  if (cell_is_blank(c, "place_id") == cell_is_blank(c, "link_id"))
    cell_complain(c, LFL_ERROR, "blank", "place_id", "either a place_id or a link_id", NULL);
  p->restores = read_restored(c, !cell_is_blank(c, "link_id"));
  bool is_group = p->place_i >= 0 && b->s->places[p->place_i].is_group;
  complain_of_group(c, "place_id", p->place_i);
  if ((p->place_i < 0 && p->link_i < 0) || is_group) p->restores = LFL_RESTORES_NOTHING; /* said above or by the key */
  else check_restored(c, p, is_amount_said);
  check_crew(c, p);
}

/* Does the chain of projects that this one needs come back to itself? */
static bool is_circular(const lfl_scenario *s, int k) {
  int at = s->projects[k].needs_i;
  for (int steps = 0; at >= 0 && steps <= s->n_projects; steps++) {
    if (at == k) return true;
    at = s->projects[at].needs_i;
  }
  return false;
}

void read_projects(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "projects");
  s->projects = NEW(b, c.n_rows + 1, lfl_project);
  int *row = NEW(b, c.n_rows + 1, int);
  if (!s->projects || !row) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    row[s->n_projects] = i;
    s->projects[s->n_projects].id = cell_key(&c, b->projects, s->n_projects);
    if (s->projects[s->n_projects].id) s->n_projects++;
  }
  for (int k = 0; k < s->n_projects; k++) {
    cells_go(&c, row[k]);
    read_project(&c, &s->projects[k]);
  }
  for (int k = 0; k < s->n_projects; k++) {
    if (!is_circular(s, k)) continue;
    cells_go(&c, row[k]);
    cell_complain(&c, LFL_ERROR, "circular", "needs_project_id", "a project that does not need this one itself", NULL);
  }
}

void check_project_times(const lfl_scenario *s, lfl_diags *diags) {
  for (int k = 0; k < s->n_projects; k++) {
    const lfl_project *p = &s->projects[k];
    bool can = false;
    for (int day = 0; day < s->n_days; day++) can = can || p->finish[day] >= 0;
    if (!can) warn_of_row(s, diags, "too-long", "projects", &p->origin, "project_id", p->id, "a repair that can be finished a day before the end: this one is not planned");
  }
}
