/* The model written out in full: rows, columns and entries; the calendar read anew; what repairs give back; who may pay
 * for what (docs/MODEL.md, "Repairs", "Money"). One of the files of naive_model.h. */
#include "naive_parts.h"

void *naive_more(naive *m, void *list, int n, int *capacity, size_t size) {
  if (n < *capacity) return list;
  int bigger = *capacity ? 2 * *capacity : 4096;
  void *fresh = lfl_arena_alloc(m->arena, (size_t)bigger, size);
  if (!fresh) {
    m->failed = true;
    return list;
  }
  if (n) memcpy(fresh, list, (size_t)n * size);
  *capacity = bigger;
  return fresh;
}

int *naive_indexes(naive *m, long n) {
  int *list = lfl_arena_new(m->arena, (size_t)n + 1, int);
  if (!list) abort(); /* a test without memory has nothing to say */
  for (long i = 0; i < n; i++) list[i] = -1;
  return list;
}

int naive_add_row(naive *m, double lower, double upper) {
  int capacity = m->rows_capacity;
  m->row_lower = naive_more(m, m->row_lower, m->n_rows, &capacity, sizeof(double));
  m->row_upper = naive_more(m, m->row_upper, m->n_rows, &m->rows_capacity, sizeof(double));
  m->row_lower[m->n_rows] = lower;
  m->row_upper[m->n_rows] = upper;
  return m->n_rows++;
}

int naive_add_column(naive *m, double upper) {
  int capacity = m->columns_capacity;
  m->lower = naive_more(m, m->lower, m->n_columns, &capacity, sizeof(double));
  for (int k = 0; k < LFL_N_LEVELS; k++) {
    capacity = m->columns_capacity;
    m->cost[k] = naive_more(m, m->cost[k], m->n_columns, &capacity, sizeof(double));
    m->cost[k][m->n_columns] = 0;
  }
  m->upper = naive_more(m, m->upper, m->n_columns, &m->columns_capacity, sizeof(double));
  m->lower[m->n_columns] = 0;
  m->upper[m->n_columns] = upper;
  return m->n_columns++;
}

void naive_put(naive *m, int row, int column, double value) {
  if (row < 0 || column < 0 || value == 0) return;
  m->entries = naive_more(m, m->entries, m->n_entries, &m->entries_capacity, sizeof(entry));
  m->entries[m->n_entries++] = (entry){row, column, value};
}

/* Status rows, read anew: worst access, least share. */
lfl_access naive_access_of(const naive *m, lfl_subject subject, int i, int t) {
  lfl_access worst = LFL_OPEN;
  for (int k = 0; k < m->s->n_status_rows; k++) {
    const lfl_status_row *r = &m->s->status_rows[k];
    if (r->subject == subject && r->subject_i == i && r->from_day <= t && t <= r->to_day && r->access > worst) worst = r->access;
    if (subject == LFL_SUBJECT_LINK && r->subject == subject && r->subject_i == i && r->from_day <= t && t <= r->to_day && r->capacity_share <= 0 && m->s->links[i].vehicles_per_day == INF) worst = LFL_CLOSED;
  }
  return worst;
}

bool naive_is_at_risk(const naive *m, int place_i, int t) {
  bool is_any = false;
  for (int k = 0; k < m->s->n_status_rows; k++) {
    const lfl_status_row *r = &m->s->status_rows[k];
    is_any = is_any || (r->subject == LFL_SUBJECT_PLACE && r->subject_i == place_i && r->from_day <= t && t <= r->to_day && r->access == LFL_AT_RISK);
  }
  return is_any;
}

double naive_share_of(const naive *m, lfl_subject subject, int i, int t) {
  double least = 1;
  for (int k = 0; k < m->s->n_status_rows; k++) {
    const lfl_status_row *r = &m->s->status_rows[k];
    if (r->subject == subject && r->subject_i == i && r->from_day <= t && t <= r->to_day && r->capacity_share < least) least = r->capacity_share;
  }
  return least;
}

/* Of vehicles and workers, a closed day leaves none. */
double naive_number_of(const naive *m, lfl_subject subject, int i, int t, double number) {
  return naive_access_of(m, subject, i, t) == LFL_CLOSED ? 0 : number * naive_share_of(m, subject, i, t);
}

double naive_unmoved(const naive *m, int p, int t) {
  double people = m->s->places[p].people;
  for (int k = 0; k < m->s->n_population_changes; k++)
    if (m->s->population_changes[k].place_i == p && m->s->population_changes[k].day <= t) people += m->s->population_changes[k].people;
  return people;
}

bool naive_applies(const naive *m, int n, int p) {
  return m->s->places[p].is_host && (m->s->needs[n].kind != LFL_NEED_SPACE || m->s->places[p].kind == LFL_SITE);
}

double naive_yield_of(const naive *m, int p, int t) { return m->s->places[p].water_yield_l_per_day * naive_share_of(m, LFL_SUBJECT_PLACE, p, t); }

/* ---- Repairs ---- */

/* Remembers a row whose limit a repair of that number raises. */
void naive_restores(naive *m, int row, lfl_restored what, int subject, int day, double share) {
  for (int k = 0; k < m->s->n_projects; k++) {
    const lfl_project *p = &m->s->projects[k];
    bool is_link = what == LFL_RESTORES_VEHICLES || what == LFL_RESTORES_WALKERS;
    if (p->restores != what || (is_link ? p->link_i : p->place_i) != subject) continue;
    m->effects = naive_more(m, m->effects, m->n_effects, &m->effects_capacity, sizeof(effect));
    m->effects[m->n_effects++] = (effect){k, day, row, p->amount * share};
  }
}

/* Does any repair give that number? Whether it can be done in time decides on ways and trips, too. */
bool naive_is_restored(const naive *m, lfl_restored what, int subject) {
  for (int k = 0; k < m->s->n_projects; k++) {
    const lfl_project *p = &m->s->projects[k];
    bool is_link = what == LFL_RESTORES_VEHICLES || what == LFL_RESTORES_WALKERS;
    if (p->restores == what && (is_link ? p->link_i : p->place_i) == subject && naive_repair_can(m->s, k)) return true;
  }
  return false;
}

/* ---- Money: every decision that costs is made once for each pledge that may pay for it. ---- */

static const char *sector_of(const char *need) {
  if (strcmp(need, "space") == 0 || strcmp(need, "household") == 0) return "shelter";
  if (strcmp(need, "water") == 0 || strcmp(need, "toilet") == 0 || strcmp(need, "tap") == 0 || strcmp(need, "hygiene") == 0) return "wash";
  return strcmp(need, "medicine") == 0 || strcmp(need, "health_beds") == 0 ? "health" : need;
}

static bool lies_in(const naive *m, int p, const char *id) {
  for (int steps = 0; p >= 0 && steps <= m->s->n_places; steps++, p = m->s->places[p].parent_i)
    if (strcmp(m->s->places[p].id, id) == 0) return true;
  return false;
}

/* May pledge j pay on day t for something at the place, for a need and an item (NULL: none)? */
bool naive_may_pay(const naive *m, int j, int t, int place, const char *need, const char *item, bool is_transport) {
  const lfl_pledge *p = &m->s->pledges[j];
  if (!p->counted || p->from_day > t) return false;
  if (strcmp(p->earmark_kind, "none") == 0) return true;
  if (strcmp(p->earmark_kind, "place") == 0) return lies_in(m, place, p->earmark_id);
  if (strcmp(p->earmark_kind, "item") == 0) return item && strcmp(item, p->earmark_id) == 0;
  if (is_transport && strcmp(p->earmark_id, "logistics") == 0) return true;
  return need && (strcmp(p->earmark_id, need) == 0 || strcmp(p->earmark_id, sector_of(need)) == 0);
}

const char *naive_need_of(const lfl_item *item) { return item->is_water ? "water" : item->need_text; }

/* Whoever may pay an amount; -1 alone where nothing is to be paid or money is not limited. Next after `j`, -2: no more. */
int naive_next_payer(const naive *m, int j, double amount, int t, int place, const char *need, const char *item, bool is_transport) {
  if (!(amount > 0) || !m->s->has_pledges) return j == -2 ? -1 : -2;
  for (j = j == -2 ? 0 : j + 1; j < m->s->n_pledges; j++)
    if (naive_may_pay(m, j, t, place, need, item, is_transport)) return j;
  return -2;
}

void naive_spend(naive *m, int column, int payer, double amount) {
  m->cost[LFL_LEVEL_COST][column] += amount;
  if (payer >= 0) naive_put(m, m->pledge_row[payer], column, amount);
}

/* Repairs are decided from outside: what they cost on each day is paid by whoever may. */
void naive_add_repair_money(naive *m) {
  const lfl_scenario *s = m->s;
  m->repair_row = naive_indexes(m, (long)s->n_projects * m->T);
  for (int k = 0; k < s->n_projects; k++)
    for (int t = 0; t < m->T; t++) {
      const lfl_project *p = &s->projects[k];
      bool is_way = p->restores == LFL_RESTORES_VEHICLES || p->restores == LFL_RESTORES_WALKERS || p->restores == LFL_RESTORES_TRUCKS || p->restores == LFL_RESTORES_STORAGE;
      const char *need = is_way ? "logistics" : p->restores == LFL_RESTORES_LAND ? "space" : p->restores == LFL_RESTORES_YIELD ? "water" : p->restores == LFL_RESTORES_NOTHING ? NULL
                         : lfl_capacity_name((lfl_capacity)((int)p->restores - (int)LFL_RESTORES_SHELTER));
      int place = p->place_i >= 0 ? p->place_i : s->links[p->link_i].from_i;
      m->repair_row[of_day(m, k, t)] = naive_add_row(m, 0, 0);
      for (int j = 0; j < s->n_pledges; j++)
        if (naive_may_pay(m, j, t, place, need, NULL, false)) {
          int paid = naive_add_column(m, INF);
          naive_put(m, m->repair_row[of_day(m, k, t)], paid, 1);
          naive_put(m, m->pledge_row[j], paid, 1);
        }
    }
}
