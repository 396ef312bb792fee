/* What money is spent on, and which pledges may pay for it (docs/MODEL.md, "Money").
 *
 * Every amount belongs to a line, to the need that it serves, to a place and, where it is spent on one
 * item alone, to that item. Needs make up sectors; an earmark for a sector may name either.
 * A trip belongs to what it carries and to where it goes: a pledge may pay for it if it covers all that is on
 * board, so that mixed loads are paid by what covers each item of them.
 * O(depth of the places' tree) a question. Tests: tests/unit/test_money.c. */
#ifndef LFL_MODEL_MONEY_H
#define LFL_MODEL_MONEY_H
#include "model/scenario.h"

typedef enum lfl_line { LFL_LINE_TRANSPORT, LFL_LINE_SUPPLIES, LFL_LINE_CONSTRUCTION, LFL_LINE_LABOUR, LFL_LINE_REPAIRS, LFL_N_LINES } lfl_line;

typedef struct lfl_cost {
  lfl_line line;
  const char *need; /* a need's id, or its sector's where several needs of one sector are on board; NULL: none or several */
  int place_i;      /* where supplies are taken up, where a trip goes, where something is built */
  int item_i;       /* -1: none, or several */
} lfl_cost;

/* "transport", "supplies", "construction", "labour", "repairs". */
const char *lfl_line_name(lfl_line line);

/* Sector of a need or of a sector: "shelter" (shelter, space, household), "wash" (water, toilet, tap, hygiene),
 * "food", "health" (health, health_beds, medicine); any other is one of its own; of NULL, a load of several, "logistics". */
const char *lfl_sector_of(const char *need);
/* Sector under which a cost of the line stands: of a load of several needs "logistics"; of what else has no need (a repair that restores nothing itself, goods of no need) "none", as
 * money for logistics may not pay it. */
const char *lfl_sector_of_cost(const char *line, const char *need);
/* As people write it: "water and sanitation", "shelter and sites", ... */
const char *lfl_sector_words(const char *sector);

/* Sectors that are no need: what moves things, what moves people, and what is no relief. */
#define LFL_SECTOR_LOGISTICS "logistics"
#define LFL_SECTOR_MOVEMENT "movement"
#define LFL_SECTOR_SECURITY "security"
/* Of what belongs to none. */
#define LFL_SECTOR_NONE "none"

/* Need of an item as its cost counts: the need it serves or is material for; NULL where the table says none. */
const char *lfl_item_cost_need(const lfl_item *item);

/* What a trip counts as: one that carries an item there, and one that carries another item, too. */
lfl_cost lfl_cost_of_trip(const lfl_scenario *s, int to_i, int item_i);
void lfl_cost_add_item(const lfl_scenario *s, lfl_cost *cost, int item_i);

/* What a trip that carries patients to the facility counts as. */
lfl_cost lfl_cost_of_referral(const lfl_scenario *s, int facility_i);

/* What a repair counts as, itself (line repairs) or its wages (line labour). */
lfl_cost lfl_cost_of_repair(const lfl_scenario *s, int project_i, lfl_line line);

/* May the pledge pay for it, as far as its earmark goes? (Never of one that is not counted.) */
bool lfl_pledge_covers(const lfl_scenario *s, const lfl_pledge *pledge, const lfl_cost *cost);

/* Two pledges whose earmarks cover the same whatever the cost: their money is one pot. */
bool lfl_same_earmark(const lfl_pledge *a, const lfl_pledge *b);

/* The earmark in words: "not earmarked", "for food", "for Camp 3", "for item tents". */
const char *lfl_earmark_words(const lfl_scenario *s, const lfl_pledge *pledge, lfl_arena *arena);
/* Its key in tables: "none", "sector:food", "place:CAMP-3", "item:tent". */
const char *lfl_earmark_key(const lfl_pledge *pledge, lfl_arena *arena);

#endif
