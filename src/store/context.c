/* What the plan's tables are filled from, worked out once: dates, ways as text, the rows that an
 * audience may see. O(rows of the needs table + ways + places * days). Tests: test_store.c. */
#include <math.h>
#include <string.h>

#include "model/redact.h"
#include "store/parts.h"

bool store_may_see(const store_context *c, const lfl_origin *origin) { return lfl_may_see(origin, c->audience); }

bool store_may_see_place(const store_context *c, int place_i) {
  return place_i >= 0 && place_i < c->s->n_places && store_may_see(c, &c->s->places[place_i].origin);
}

double store_count(const store_context *c, double people) {
  enum { SMALL = 10 };
  return c->audience == LFL_PUBLIC && people > 0 && people < SMALL ? (double)NAN : people;
}

const char *store_date(const store_context *c, int day) { return day >= 0 && day < c->s->n_days ? c->dates[day] : NULL; }

bool store_may_see_diag(const store_context *c, const lfl_diag *diag) {
  if (c->audience == LFL_RESTRICTED || !diag->file || diag->row <= 1) return true;
  for (int t = 0; t < c->s->tables->n_tables; t++) {
    const lfl_table *table = &c->s->tables->tables[t];
    if (!table->file || strcmp(table->file, diag->file) != 0) continue;
    for (int i = 0; i < table->n_rows; i++)
      if (table->row_numbers[i] == diag->row) return lfl_row_sensitivity(table, i) <= c->audience;
  }
  return false; /* which row it is cannot be told */
}

static bool write_ways(store_context *c) {
  const lfl_plan *plan = c->plan;
  c->way_texts = lfl_arena_new(c->arena, (size_t)plan->n_ways, const char *);
  size_t n = 0;
  for (int i = 0; i < plan->n_ways; i++) n += (size_t)plan->ways[i].n_links;
  c->way_link_way = lfl_arena_new(c->arena, n, int);
  c->way_link_step = lfl_arena_new(c->arena, n, int);
  if (!c->way_texts || !c->way_link_way || !c->way_link_step) return false;
  lfl_buf text = {0};
  bool is_fine = true;
  for (int i = 0; i < plan->n_ways && is_fine; i++) {
    const lfl_way *way = &plan->ways[i];
    text.n = 0;
    for (int k = 0; k < way->n_links; k++) {
      int link_i = way->link_i[k];
      lfl_buf_printf(&text, "%s%s%s", k ? " " : "", way->is_reverse[k] ? "-" : "",
                     link_i >= 0 && link_i < c->s->n_links ? c->s->links[link_i].id : "?");
      c->way_link_way[c->n_way_links] = i;
      c->way_link_step[c->n_way_links++] = k;
    }
    c->way_texts[i] = lfl_arena_strdup(c->arena, way->n_links ? text.text : "");
    is_fine = !text.failed && c->way_texts[i];
  }
  lfl_buf_clear(&text);
  return is_fine;
}

bool store_tells_of_place(const store_context *c, int place_i) {
  if (c->audience != LFL_PUBLIC) return true;
  return lfl_is_public_region(c->s, place_i);
}

/* Public figures are those of the last day of a week, as lfl_plan_redact has it. */
static bool tells_of_day(const store_context *c, int day) { return c->audience != LFL_PUBLIC || day % 7 == 6 || day == c->s->n_days - 1; }

/* Hosts on all days; for the public, regions with people, as 0 may also stand for few. */
static bool choose_people(store_context *c) {
  size_t n = (size_t)c->s->n_places * (size_t)c->s->n_days;
  bool *has_people = lfl_arena_new(c->arena, (size_t)c->s->n_places, bool);
  c->people_day = lfl_arena_new(c->arena, n, int);
  c->people_place = lfl_arena_new(c->arena, n, int);
  if (!has_people || !c->people_day || !c->people_place) return false;
  for (int i = 0; i < c->s->n_places; i++) {
    has_people[i] = c->s->places[i].is_host;
    for (int day = 0; day < c->s->n_days && !has_people[i]; day++) has_people[i] = c->plan->people[lfl_at(c->s, i, day)] > 0;
  }
  for (int day = 0; day < c->s->n_days; day++)
    for (int i = 0; i < c->s->n_places; i++) {
      bool is_few = c->audience == LFL_PUBLIC && !(c->plan->people[lfl_at(c->s, i, day)] > 0);
      if (!has_people[i] || is_few || !tells_of_day(c, day) || !store_tells_of_place(c, i)) continue;
      c->people_day[c->n_people] = day;
      c->people_place[c->n_people++] = i;
    }
  return true;
}

static bool choose_answers(store_context *c) {
  c->targets = lfl_arena_new(c->arena, (size_t)c->s->n_targets, int);
  c->claims = lfl_arena_new(c->arena, (size_t)c->s->n_claims, int);
  if (!c->targets || !c->claims) return false;
  for (int i = 0; i < c->s->n_targets; i++)
    if (lfl_may_see_target(c->s, i, c->audience)) c->targets[c->n_targets++] = i;
  for (int i = 0; i < c->s->n_claims; i++)
    if (c->audience != LFL_PUBLIC || store_may_see(c, &c->s->claims[i].origin)) c->claims[c->n_claims++] = i;
  return true;
}

/* Repairs that a proof is about on some start days only. */
static bool choose_boxes(store_context *c) {
  const lfl_plan *plan = c->plan;
  size_t most = (size_t)plan->n_proofs * (size_t)c->s->n_projects;
  c->box_proof = lfl_arena_new(c->arena, most, int);
  c->box_project = lfl_arena_new(c->arena, most, int);
  if (!c->box_proof || !c->box_project) return false;
  for (int i = 0; i < plan->n_proofs; i++)
    for (int k = 0; plan->proofs[i].least && k < c->s->n_projects; k++) {
      if (plan->proofs[i].least[k] <= 0 && plan->proofs[i].most[k] >= c->s->n_days) continue;
      c->box_proof[c->n_boxes] = i;
      c->box_project[c->n_boxes++] = k;
    }
  return true;
}

/* All rows; for the public, sums by region on the days told, none of fewer than ten people. */
static bool choose_needs(store_context *c, const lfl_needs *needs) {
  enum { SMALL = 10 };
  const lfl_scenario *s = c->s;
  c->need_rows = lfl_arena_new(c->arena, (size_t)needs->n_rows, lfl_need_row);
  if (!c->need_rows) return false;
  if (c->audience != LFL_PUBLIC) {
    if (needs->n_rows) memcpy(c->need_rows, needs->rows, (size_t)needs->n_rows * sizeof *needs->rows);
    c->n_need_rows = needs->n_rows;
    return true;
  }
  size_t n = (size_t)s->n_places * (size_t)s->n_needs * LFL_N_TIERS;
  int *row_of = lfl_arena_new(c->arena, n, int); /* of the day at hand: 1 + row in need_rows */
  if (!row_of) return false;
  int day = -1;
  for (int i = 0; i < needs->n_rows; i++) {
    const lfl_need_row *r = &needs->rows[i];
    int region_i = lfl_public_region(s, r->place_i);
    if (region_i < 0 || !tells_of_day(c, r->day)) continue;
    if (r->day != day && n) memset(row_of, 0, n * sizeof *row_of);
    day = r->day;
    size_t at = ((size_t)region_i * (size_t)s->n_needs + (size_t)r->need_i) * LFL_N_TIERS + (size_t)r->tier;
    if (!row_of[at]) {
      c->need_rows[c->n_need_rows] = *r;
      c->need_rows[c->n_need_rows].place_i = region_i;
      row_of[at] = ++c->n_need_rows;
    } else {
      c->need_rows[row_of[at] - 1].people += r->people;
      c->need_rows[row_of[at] - 1].quantity += r->quantity;
    }
  }
  int kept = 0;
  for (int i = 0; i < c->n_need_rows; i++)
    if (c->need_rows[i].people >= SMALL) c->need_rows[kept++] = c->need_rows[i];
  c->n_need_rows = kept;
  return true;
}

lfl_status store_context_create(const lfl_plan *plan, const lfl_diags *diags, lfl_sensitivity audience, store_context **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  store_context *c = arena ? lfl_arena_new(arena, 1, store_context) : NULL;
  if (!c) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  c->arena = arena;
  c->plan = plan;
  c->s = plan->scenario;
  c->diags = diags;
  c->audience = audience;
  c->dates = lfl_arena_new(arena, (size_t)c->s->n_days, const char *);
  bool is_fine = c->dates != NULL;
  for (int day = 0; day < c->s->n_days && is_fine; day++) is_fine = (c->dates[day] = lfl_day_date(c->s, day, arena)) != NULL;
  is_fine = is_fine && write_ways(c) && choose_people(c) && choose_answers(c) && choose_boxes(c) && (c->budget = lfl_budget_by_month(plan, arena, &c->n_budget)) != NULL;
  lfl_status status = !is_fine ? LFL_ERR_MEMORY : plan->needs ? LFL_OK : lfl_needs_compute(c->s, &c->own_needs);
  c->needs = plan->needs ? plan->needs : c->own_needs;
  if (status == LFL_OK && !choose_needs(c, c->needs)) status = LFL_ERR_MEMORY;
  if (status == LFL_OK && audience != LFL_PUBLIC) status = lfl_dry_find(plan, &c->dry);
  if (status != LFL_OK) {
    store_context_destroy(c);
    return status;
  }
  *out = c;
  return LFL_OK;
}

void store_context_destroy(store_context *c) {
  if (!c) return;
  lfl_needs_destroy(c->own_needs);
  lfl_dry_destroy(c->dry);
  lfl_arena_destroy(c->arena);
}
