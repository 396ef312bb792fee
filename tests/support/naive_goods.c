/* The model written out in full: stocks, supplies, kits, loads and water (docs/MODEL.md, "Goods", "Water"). One of the
 * files of naive_model.h. */
#include "naive_parts.h"

/* ---- Goods and water. ---- */

void naive_add_stocks(naive *m) {
  const lfl_scenario *s = m->s;
  m->stock_row = naive_indexes(m, (long)s->n_places * s->n_items * m->T);
  m->stock = naive_indexes(m, (long)s->n_places * s->n_items * m->T);
  for (int p = 0; p < s->n_places; p++) {
    if (!takes_part(m, p)) continue;
    for (int t = 0; t < m->T; t++) {
      int storage = s->places[p].storage_m3 < INF ? at_most(m, s->places[p].storage_m3) : -1;
      if (storage >= 0) naive_restores(m, storage, LFL_RESTORES_STORAGE, p, t, 1);
      for (int i = 0; i < s->n_items; i++) {
        /* stock(t) - stock(t-1) - drawn - arrived + sent + used = 0 */
        int row = naive_add_row(m, 0, 0), stock = naive_add_column(m, INF);
        m->stock_row[of_item(m, p, i, t)] = row;
        m->stock[of_item(m, p, i, t)] = stock;
        naive_put(m, row, stock, 1);
        if (t > 0) naive_put(m, row, m->stock[of_item(m, p, i, t - 1)], -1);
        naive_put(m, storage, stock, s->items[i].volume_m3);
      }
    }
  }
  for (int k = 0; k < s->n_supplies; k++) {
    const lfl_supply *p = &s->supplies[k];
    int row = at_most(m, p->units);
    const lfl_item *item = &s->items[p->item_i];
    for (int t = p->day; t < m->T; t++)
      for (int j = naive_next_payer(m, -2, p->unit_price, t, p->place_i, naive_need_of(item), item->id, false); j != -2;
           j = naive_next_payer(m, j, p->unit_price, t, p->place_i, naive_need_of(item), item->id, false)) {
        int drawn = naive_add_column(m, INF);
        naive_put(m, row, drawn, 1);
        naive_put(m, m->stock_row[of_item(m, p->place_i, p->item_i, t)], drawn, -1);
        naive_spend(m, drawn, j, p->unit_price);
      }
  }
}

/* A kit put together of its parts, where people live. */
void naive_add_kits(naive *m) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int i = 0; s->places[p].is_host && i < s->n_items; i++)
      for (int t = 0; s->items[i].n_parts && t < m->T; t++) {
        int kits = naive_add_column(m, INF);
        naive_put(m, m->stock_row[of_item(m, p, i, t)], kits, -1);
        for (int j = 0; j < s->items[i].n_parts; j++) naive_put(m, m->stock_row[of_item(m, p, s->items[i].parts[j].item_i, t)], kits, s->items[i].parts[j].units_per_unit);
      }
}

/* One load of an item on a trip. */
static int add_load(naive *m, const trip *r, int item, int mass, int volume) {
  const lfl_scenario *s = m->s;
  const way *w = &m->ways[r->way];
  int load = naive_add_column(m, INF);
  naive_put(m, mass, load, s->items[item].mass_kg);
  naive_put(m, volume, load, s->items[item].volume_m3);
  if (!s->items[item].is_water) naive_put(m, m->stock_row[of_item(m, w->from, item, r->day)], load, 1);
  double arrives = s->places[w->from].kind == LFL_CROSSING ? s->places[w->from].delivered_share : 1;
  naive_put(m, m->stock_row[of_item(m, w->to, item, r->arrives)], load, -arrives);
  return load;
}

void naive_add_loads(naive *m, int *water_row) {
  const lfl_scenario *s = m->s;
  for (int k = 0; k < m->n_trips; k++) {
    const trip r = m->trips[k];
    const way *w = &m->ways[r.way];
    if (r.fleet < 0) continue;
    const lfl_fleet *f = &s->fleets[r.fleet];
    naive_spend(m, r.trips, r.payer, naive_cost_of_trip(m, r.way, r.fleet, r.day));
    if (s->fuel_item_i >= 0 && f->fuel_l_per_km > 0) naive_put(m, m->stock_row[of_item(m, f->fuel_place_i, s->fuel_item_i, r.day)], r.trips, 2 * w->km * f->fuel_l_per_km);
    if (r.facility >= 0) continue; /* patients: add_facilities */
    if (f->vehicle >= LFL_BUS) {
      int seats = at_most(m, 0);
      naive_put(m, seats, r.people, 1);
      naive_put(m, seats, r.trips, -f->seats);
      continue;
    }
    int mass = at_most(m, 0), volume = at_most(m, 0);
    naive_put(m, mass, r.trips, -f->payload_kg);
    naive_put(m, volume, r.trips, -f->volume_m3);
    for (int i = 0; i < s->n_items; i++) {
      if (s->items[i].is_water != (f->vehicle == LFL_TANKER)) continue;
      if (r.payer >= 0 && !naive_may_pay(m, r.payer, r.day, w->to, naive_need_of(&s->items[i]), s->items[i].id, true)) continue;
      int load = add_load(m, &r, i, mass, volume);
      if (s->items[i].is_water) {
        int at = (int)of_day(m, w->from, r.day);
        naive_put(m, water_row[2 * at], load, 1);
        naive_put(m, water_row[2 * at + 1], load, s->places[w->from].fuel_l_per_m3 / 1000);
      }
    }
  }
}

/* Rows of yield and of fuel at each place and day, and the column pumped where people live. */
void naive_add_water(naive *m, int *water_row, int *pumped) {
  const lfl_scenario *s = m->s;
  for (int p = 0; p < s->n_places; p++)
    for (int t = 0; takes_part(m, p) && t < m->T; t++) {
      long at = of_day(m, p, t);
      water_row[2 * at] = at_most(m, naive_yield_of(m, p, t));
      naive_restores(m, water_row[2 * at], LFL_RESTORES_YIELD, p, t, naive_share_of(m, LFL_SUBJECT_PLACE, p, t));
      if (s->fuel_item_i >= 0) {
        water_row[2 * at + 1] = at_most(m, 0);
        int burnt = naive_add_column(m, INF);
        naive_put(m, water_row[2 * at + 1], burnt, -1);
        naive_put(m, m->stock_row[of_item(m, p, s->fuel_item_i, t)], burnt, 1);
      }
      if (!s->places[p].is_host) continue;
      pumped[at] = naive_add_column(m, INF);
      naive_put(m, water_row[2 * at], pumped[at], 1);
      naive_put(m, water_row[2 * at + 1], pumped[at], s->places[p].fuel_l_per_m3 / 1000);
    }
}
