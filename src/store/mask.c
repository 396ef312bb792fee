/* The raw tables as an audience may have them in plan.gpkg (docs/DECISIONS/0003-audiences.md): public
 * copies have none, the others all. What is closed to partners was cut out of the scenario before
 * (cut.c); a plan for which that was forgotten is refused. O(tables). Tests: tests/unit/test_store.c. */
#include "model/redact.h"
#include "store/parts.h"

lfl_status store_mask_tables(const lfl_scenario *s, lfl_sensitivity audience, lfl_tables **out) {
  *out = NULL;
  lfl_arena *arena = lfl_arena_create();
  lfl_tables *copy = arena ? lfl_arena_new(arena, 1, lfl_tables) : NULL;
  if (!copy) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  const lfl_tables *from = s->tables;
  *copy = (lfl_tables){arena, from->name, 0, lfl_arena_new(arena, (size_t)from->n_tables, lfl_table), from->state};
  if (!copy->tables) {
    lfl_arena_destroy(arena);
    return LFL_ERR_MEMORY;
  }
  for (int t = 0; t < from->n_tables && audience != LFL_PUBLIC; t++) copy->tables[copy->n_tables++] = from->tables[t];
  *out = copy;
  return LFL_OK;
}

const char *store_leak(const lfl_plan *p, lfl_sensitivity audience) {
  if (lfl_scenario_hides(p->scenario, audience)) return "scenario";
  if (audience != LFL_PUBLIC) return NULL;
  if (p->n_deliveries) return "deliveries";
  if (p->n_movements) return "movements";
  if (p->n_ways) return "ways";
  if (p->n_stocks) return "stocks";
  if (p->n_draws) return "draws";
  if (p->n_uses) return "uses";
  if (p->n_care) return "care";
  if (p->n_kits) return "kits";
  for (int k = 0; k < p->n_referrals; k++)
    if (p->referrals[k].facility_i >= 0) return "referrals";
  if (p->n_binding || p->n_target_binding) return "binding";
  if (p->n_conflicts) return "conflicts";
  if (p->n_offers) return "offers";
  if (p->n_proofs || p->n_multipliers) return "proofs";
  if (p->n_start) return "start";
  if (p->n_builds) return "builds";
  return lfl_plan_hides(p, audience) ? "service" : NULL; /* by place and day, where nothing else is planned */
}
