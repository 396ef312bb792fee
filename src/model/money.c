/* Money by what it is spent on (see money.h). */
#include "model/money.h"
#include "model/tables.h"

#include <string.h>

static const struct {
  const char *sector, *words, *needs[4];
} SECTORS[] = {
    {"shelter", "shelter and sites", {"shelter", "space", "household", NULL}},
    {"wash", "water and sanitation", {"water", "toilet", "tap", "hygiene"}},
    {"food", "food", {"food", NULL, NULL, NULL}},
    {"health", "health", {"health", "health_beds", "medicine", NULL}},
};
enum { N_SECTORS = sizeof SECTORS / sizeof SECTORS[0], MOST_NEEDS = 4 };

const char *lfl_line_name(lfl_line line) {
  static const char *const names[] = {"transport", "supplies", "construction", "labour", "repairs"};
  return (int)line >= 0 && line < LFL_N_LINES ? names[line] : "other";
}

const char *lfl_sector_of(const char *need) {
  if (!need) return LFL_SECTOR_LOGISTICS;
  for (int k = 0; k < N_SECTORS; k++) {
    if (strcmp(SECTORS[k].sector, need) == 0) return SECTORS[k].sector;
    for (int i = 0; i < MOST_NEEDS && SECTORS[k].needs[i]; i++)
      if (strcmp(SECTORS[k].needs[i], need) == 0) return SECTORS[k].sector;
  }
  return need;
}

const char *lfl_sector_of_cost(const char *line, const char *need) {
  bool is_mixed_load = !need && strcmp(line, lfl_line_name(LFL_LINE_TRANSPORT)) == 0;
  return need || is_mixed_load ? lfl_sector_of(need) : LFL_SECTOR_NONE;
}

const char *lfl_sector_words(const char *sector) {
  if (strcmp(sector, LFL_SECTOR_NONE) == 0) return "no sector";
  for (int k = 0; k < N_SECTORS; k++)
    if (strcmp(SECTORS[k].sector, sector) == 0) return SECTORS[k].words;
  return sector;
}

const char *lfl_item_cost_need(const lfl_item *item) { return item->is_water ? "water" : item->is_fuel ? "fuel" : item->need_text; }

lfl_cost lfl_cost_of_trip(const lfl_scenario *s, int to_i, int item_i) {
  return (lfl_cost){LFL_LINE_TRANSPORT, lfl_item_cost_need(&s->items[item_i]), to_i, item_i};
}

void lfl_cost_add_item(const lfl_scenario *s, lfl_cost *cost, int item_i) {
  const char *need = lfl_item_cost_need(&s->items[item_i]);
  if (cost->item_i != item_i) cost->item_i = -1;
  if (lfl_same_text(need, cost->need)) return;
  bool is_one_sector = need && cost->need && lfl_same_text(lfl_sector_of(need), lfl_sector_of(cost->need));
  cost->need = is_one_sector ? lfl_sector_of(need) : NULL;
}

lfl_cost lfl_cost_of_referral(const lfl_scenario *s, int facility_i) {
  return (lfl_cost){LFL_LINE_TRANSPORT, lfl_capacity_name(LFL_BEDS), s->facilities[facility_i].place_i, -1};
}

lfl_cost lfl_cost_of_repair(const lfl_scenario *s, int project_i, lfl_line line) {
  static const char *const needs[LFL_N_RESTORED] = {
      [LFL_RESTORES_SHELTER] = "shelter", [LFL_RESTORES_TOILET] = "toilet", [LFL_RESTORES_TAP] = "tap", [LFL_RESTORES_HEALTH] = "health",
      [LFL_RESTORES_BEDS] = "health_beds",
      [LFL_RESTORES_YIELD] = "water", [LFL_RESTORES_TRUCKS] = LFL_SECTOR_LOGISTICS, [LFL_RESTORES_STORAGE] = LFL_SECTOR_LOGISTICS,
      [LFL_RESTORES_LAND] = "space", [LFL_RESTORES_VEHICLES] = LFL_SECTOR_LOGISTICS, [LFL_RESTORES_WALKERS] = LFL_SECTOR_LOGISTICS};
  const lfl_project *p = &s->projects[project_i];
  return (lfl_cost){line, needs[p->restores], p->place_i >= 0 ? p->place_i : s->links[p->link_i].from_i, -1};
}

bool lfl_pledge_covers(const lfl_scenario *s, const lfl_pledge *pledge, const lfl_cost *cost) {
  if (!pledge->counted) return false;
  switch (pledge->earmark) {
    case LFL_EARMARK_NONE: return true;
    case LFL_EARMARK_SECTOR:
      if (cost->line == LFL_LINE_TRANSPORT && strcmp(pledge->earmark_id, LFL_SECTOR_LOGISTICS) == 0) return true;
      return cost->need && (strcmp(pledge->earmark_id, cost->need) == 0 || strcmp(pledge->earmark_id, lfl_sector_of(cost->need)) == 0);
    case LFL_EARMARK_PLACE: return lfl_place_is_within(s, cost->place_i, pledge->earmark_i);
    case LFL_EARMARK_ITEM: return cost->item_i >= 0 && cost->item_i == pledge->earmark_i;
  }
  return false;
}

bool lfl_same_earmark(const lfl_pledge *a, const lfl_pledge *b) {
  if (a->earmark != b->earmark) return false;
  return a->earmark == LFL_EARMARK_NONE || lfl_same_text(a->earmark_id, b->earmark_id);
}

const char *lfl_earmark_words(const lfl_scenario *s, const lfl_pledge *pledge, lfl_arena *arena) {
  switch (pledge->earmark) {
    case LFL_EARMARK_NONE: return "not earmarked";
    case LFL_EARMARK_SECTOR: return lfl_arena_printf(arena, "for %s", lfl_sector_words(pledge->earmark_id));
    case LFL_EARMARK_PLACE: {
      const lfl_place *place = pledge->earmark_i >= 0 ? &s->places[pledge->earmark_i] : NULL;
      return lfl_arena_printf(arena, "for %s", place && place->name ? place->name : pledge->earmark_id);
    }
    case LFL_EARMARK_ITEM: {
      const lfl_item *item = pledge->earmark_i >= 0 ? &s->items[pledge->earmark_i] : NULL;
      return lfl_arena_printf(arena, "for item %s", item && item->name ? item->name : pledge->earmark_id);
    }
  }
  return "not earmarked";
}

const char *lfl_earmark_key(const lfl_pledge *pledge, lfl_arena *arena) {
  static const char *const kinds[] = {"none", "sector", "place", "item"};
  if (pledge->earmark == LFL_EARMARK_NONE) return kinds[0];
  return lfl_arena_printf(arena, "%s:%s", kinds[pledge->earmark], pledge->earmark_id);
}
