/* Keys of a plan's tables, row by row (see plan_keys.h). */
#include "plan_keys.h"

#include <string.h>

typedef struct keyed {
  const char *name;
  const void *rows;
  size_t size;
  int n, n_keys; /* the first fields of a row, each an int, of which the first is its day */
} keyed;

static bool has_twins(const keyed *t) {
  for (int k = 0; k < t->n; k++)
    for (int i = k - 1; i >= 0; i--) {
      const char *row = (const char *)t->rows + (size_t)k * t->size, *before = (const char *)t->rows + (size_t)i * t->size;
      if (memcmp(row, before, sizeof(int)) != 0) break;
      if (memcmp(row, before, (size_t)t->n_keys * sizeof(int)) == 0) return true;
    }
  return false;
}

static bool has_twin_spending(const lfl_plan *plan) {
  for (int k = 0; k < plan->n_spending; k++)
    for (int i = k - 1; i >= 0 && plan->spending[i].day == plan->spending[k].day; i--) {
      const lfl_spending_row *a = &plan->spending[i], *b = &plan->spending[k];
      bool is_same_need = a->need == b->need || (a->need && b->need && strcmp(a->need, b->need) == 0);
      if (is_same_need && strcmp(a->line, b->line) == 0 && a->pledge_i == b->pledge_i && a->place_i == b->place_i && a->item_i == b->item_i) return true;
    }
  return false;
}

#define KEYED(name, list, n_keys) {name, plan->list, sizeof *plan->list, plan->n_##list, n_keys}

const char *plan_table_with_twins(const lfl_plan *plan) {
  const keyed tables[] = {KEYED("service", service, 4), KEYED("movements", movements, 7), KEYED("deliveries", deliveries, 8), KEYED("draws", draws, 2),
                          KEYED("uses", uses, 4), KEYED("stocks", stocks, 3), KEYED("builds", builds, 3), KEYED("capacity", capacity, 3),
                          KEYED("care", care, 4), KEYED("kits", kits, 3), KEYED("referrals", referrals, 5)};
  for (size_t k = 0; k < sizeof tables / sizeof tables[0]; k++)
    if (has_twins(&tables[k])) return tables[k].name;
  return has_twin_spending(plan) ? "spending" : NULL;
}
