/* plan.xlsx, a page a sector: one line for each place, need and tier with what is needed, the
 * share served, the worst day, and then the people unserved on each day, coloured. Lines without
 * a gap stand there as well: a coordinator asks about them, too.
 * O(places * needs * days). Tests: tests/unit/test_store.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "store/workbook.h"

typedef struct sector {
  const char *page, *title;
  const char *needs[6]; /* NULL at the end */
} sector;

static const sector SECTORS[] = {
    {"Shelter & sites", "Shelter and sites: people under a roof, room on sites, household items", {"shelter", "space", "household", NULL}},
    {"Water & sanitation", "Water, taps, toilets and hygiene", {"water", "tap", "toilet", "hygiene", NULL}},
    {"Food", "Food and cooking", {"food", "cooking_fuel", "cooking", NULL}},
    {"Health & medicine", "Health care, hospital beds and medicine", {"health", "health_beds", "medicine", NULL}},
};
enum { N_SECTORS = sizeof SECTORS / sizeof SECTORS[0] };

/* What service rows say, by place, need, tier and day. */
typedef struct grid {
  const lfl_scenario *s;
  int n_days, *days;     /* days told of, ascending */
  int *day_index;        /* [n_days of the scenario] -1 not told */
  double *people, *served; /* NaN: not told */
} grid;

static long at(const grid *g, int place_i, int need_i, int tier, int k) {
  return (((long)place_i * g->s->n_needs + need_i) * LFL_N_TIERS + tier) * g->n_days + k;
}

static bool fill_grid(grid *g, book *b) {
  const lfl_plan *plan = b->c->plan;
  const lfl_scenario *s = b->c->s;
  g->s = s;
  g->days = lfl_arena_new(b->arena, (size_t)s->n_days, int);
  g->day_index = lfl_arena_new(b->arena, (size_t)s->n_days, int);
  if (!g->days || !g->day_index) return false;
  for (int i = 0; i < plan->n_service; i++) g->day_index[plan->service[i].day] = 1;
  for (int day = 0; day < s->n_days; day++) {
    bool is_told = g->day_index[day];
    g->day_index[day] = is_told ? g->n_days : -1;
    if (is_told) g->days[g->n_days++] = day;
  }
  size_t n = (size_t)s->n_places * (size_t)s->n_needs * LFL_N_TIERS * (size_t)g->n_days;
  g->people = lfl_arena_new(b->arena, n, double);
  g->served = lfl_arena_new(b->arena, n, double);
  if (!g->people || !g->served) return false;
  for (size_t i = 0; i < n; i++) g->people[i] = g->served[i] = (double)NAN;
  for (int i = 0; i < plan->n_service; i++) {
    const lfl_service_row *r = &plan->service[i];
    if (r->place_i < 0 || r->place_i >= s->n_places || r->need_i < 0 || r->need_i >= s->n_needs) continue;
    long k = at(g, r->place_i, r->need_i, (int)r->tier, g->day_index[r->day]);
    g->people[k] = r->people;
    g->served[k] = r->served_people;
  }
  return true;
}

static const sheet_column COLUMNS[] = {
    {"Place", 22, SHEET_TEXT}, {"Place id", 12, SHEET_TEXT}, {"Need", 11, SHEET_TEXT}, {"Tier", 10, SHEET_TEXT},
    {"Planned with", 26, SHEET_TEXT}, {"Basis", 12, SHEET_TEXT}, {"In need on first day (people)", 12, SHEET_COUNT},
    {"Served, share of person-days", 11, SHEET_SHARE}, {"Unserved (person-days)", 13, SHEET_COUNT},
    {"Most unserved on a day (people)", 12, SHEET_COUNT}, {"Worst day", 13, SHEET_DATE}, {"Unserved on last day (people)", 12, SHEET_COUNT}};
enum { N_COLUMNS = sizeof COLUMNS / sizeof COLUMNS[0], N_FROZEN = 4 };

static const char *standard_words(book *b, const lfl_need *need, int tier) {
  if (!need->indicator_id[tier]) return need->kind == LFL_NEED_ITEM ? "each person, as the items serve" : NULL;
  lfl_buf number = {0};
  lfl_buf_number(&number, need->quantity[tier]);
  if (number.failed) b->no_memory = true;
  const char *unit = need->quantity_unit[tier] ? need->quantity_unit[tier] : "";
  const char *value = book_words(b, "%s", number.text ? number.text : "");
  lfl_buf_clear(&number);
  char *words = lfl_arena_strdup(b->arena, unit);
  if (!words) b->no_memory = true;
  for (char *c = words; c && *c; c++)
    if (*c == '_') *c = ' ';
  return value && words ? book_words(b, "%s %s", value, words) : NULL;
}

static void write_line(sheet *s, const grid *g, int place_i, int need_i, int tier) {
  const lfl_place *place = &g->s->places[place_i];
  const lfl_need *need = &g->s->needs[need_i];
  double asked = 0, served = 0, worst = 0;
  int worst_day = -1, first = -1, last = -1;
  for (int k = 0; k < g->n_days; k++) {
    double people = g->people[at(g, place_i, need_i, tier, k)], got = g->served[at(g, place_i, need_i, tier, k)];
    if (isnan(people)) continue;
    if (first < 0) first = k;
    last = k;
    asked += people;
    served += got;
    if (people - got > worst) {
      worst = people - got;
      worst_day = g->days[k];
    }
  }
  if (first < 0 || !sheet_next(s, "service")) return;
  sheet_text(s, 0, place->name);
  sheet_text(s, 1, place->id);
  sheet_text(s, 2, need->id);
  sheet_text(s, 3, lfl_tier_name((lfl_tier)tier));
  sheet_text(s, 4, standard_words(s->b, need, tier));
  sheet_text(s, 5, need->indicator_kind[tier]);
  sheet_number(s, 6, g->people[at(g, place_i, need_i, tier, first)]);
  if (asked > 0) sheet_number(s, 7, served / asked);
  sheet_number(s, 8, asked - served);
  sheet_number(s, 9, worst);
  sheet_day(s, 10, worst_day);
  sheet_number(s, 11, g->people[at(g, place_i, need_i, tier, last)] - g->served[at(g, place_i, need_i, tier, last)]);
  for (int k = 0; k < g->n_days; k++)
    book_put_number(s->b, s->page, s->row, N_COLUMNS + k,
                    g->people[at(g, place_i, need_i, tier, k)] - g->served[at(g, place_i, need_i, tier, k)], SHEET_COUNT);
}

static void colour(sheet *s, int n_days) {
  if (s->row == s->header || !s->page) return;
  book *b = s->b;
  lxw_conditional_format all = {.type = LXW_CONDITIONAL_TYPE_CELL, .criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN_OR_EQUAL_TO, .value = 1, .format = b->good};
  lxw_conditional_format half = {.type = LXW_CONDITIONAL_TYPE_CELL, .criteria = LXW_CONDITIONAL_CRITERIA_LESS_THAN, .value = 0.5, .format = b->bad};
  lxw_conditional_format some = {.type = LXW_CONDITIONAL_TYPE_CELL, .criteria = LXW_CONDITIONAL_CRITERIA_LESS_THAN, .value = 1, .format = b->poor};
  half.stop_if_true = LXW_TRUE;
  worksheet_conditional_format_range(s->page, s->header + 1, 7, s->row, 7, &half);
  worksheet_conditional_format_range(s->page, s->header + 1, 7, s->row, 7, &some);
  worksheet_conditional_format_range(s->page, s->header + 1, 7, s->row, 7, &all);
  lxw_conditional_format unserved = {.type = LXW_CONDITIONAL_TYPE_CELL, .criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN, .value = 0, .format = b->bad};
  worksheet_conditional_format_range(s->page, s->header + 1, 11, s->row, 11, &unserved);
  if (!n_days) return;
  lxw_conditional_format scale = {.type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = 0xFFFFFF, .max_color = 0xE06650,
                                  .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER, .min_value = 0, .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_MAXIMUM};
  worksheet_conditional_format_range(s->page, s->header + 1, N_COLUMNS, s->row, (lxw_col_t)(N_COLUMNS + n_days - 1), &scale);
}

static bool is_listed(const sector *in, const char *need) {
  for (int i = 0; in->needs[i]; i++)
    if (strcmp(in->needs[i], need) == 0) return true;
  return false;
}

/* Needs of no sector stand with shelter and household items. */
static bool is_in_sector(int sector_i, const char *need) {
  if (is_listed(&SECTORS[sector_i], need)) return true;
  if (sector_i > 0) return false;
  for (int i = 0; i < N_SECTORS; i++)
    if (is_listed(&SECTORS[i], need)) return false;
  return true;
}

static void write_sector(book *b, const grid *g, int sector_i) {
  lxw_worksheet *page = book_add_page(b, SECTORS[sector_i].page);
  book_put_text(b, page, 0, 0, SECTORS[sector_i].title, b->heading);
  book_put_text(b, page, 1, 0,
                g->n_days < g->s->n_days ? "To the right: people unserved on each day that this copy tells of. All figures are of these days alone, the first of them stands as the first day."
                                         : "To the right: people unserved on each day. A blank day is one that is not told; 0 is everyone served.", b->note);
  sheet s = sheet_begin(b, page, 2, COLUMNS, N_COLUMNS, true);
  for (int k = 0; k < g->n_days && page; k++) {
    book_put_day(b, page, 2, N_COLUMNS + k, g->days[k], b->header_side);
    worksheet_set_column(page, (lxw_col_t)(N_COLUMNS + k), (lxw_col_t)(N_COLUMNS + k), 8, NULL);
  }
  if (page) worksheet_set_row(page, 2, 60, NULL);
  for (int i = 0; i < g->s->n_places; i++)
    for (int need_i = 0; need_i < g->s->n_needs; need_i++)
      for (int tier = 0; tier < LFL_N_TIERS && is_in_sector(sector_i, g->s->needs[need_i].id); tier++)
        if (g->s->needs[need_i].has_tier[tier]) write_line(&s, g, i, need_i, tier);
  colour(&s, g->n_days);
  sheet_finish(&s, N_FROZEN);
  if (page && s.row > s.header) worksheet_print_area(page, 0, 0, s.row, N_COLUMNS - 1);
}

void book_write_sectors(book *b) {
  grid g = {0};
  if (!fill_grid(&g, b)) {
    b->no_memory = true;
    return;
  }
  for (int i = 0; i < N_SECTORS; i++) write_sector(b, &g, i);
}
