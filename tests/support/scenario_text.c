/* A scenario as text for comparing two of them. O(size). */
#include "scenario_text.h"

static void text(lfl_buf *out, const char *t) {
  lfl_buf_puts(out, " '");
  lfl_buf_puts(out, t ? t : "-");
  lfl_buf_puts(out, "'");
}

static void number(lfl_buf *out, double v) {
  lfl_buf_puts(out, " ");
  lfl_buf_number(out, v);
}

static void origin(lfl_buf *out, const lfl_origin *o) {
  text(out, o->source);
  text(out, o->method);
  text(out, o->observed_on);
  lfl_buf_printf(out, " r%d s%d\n", (int)o->reliability, (int)o->sensitivity);
}

static void put_places(const lfl_scenario *s, lfl_buf *out) {
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    lfl_buf_puts(out, "place");
    text(out, p->id);
    text(out, p->name);
    lfl_buf_printf(out, " k%d g%d h%d p%d w%d u%d y%d", (int)p->kind, p->is_group, p->is_host, p->parent_i, p->willing_recorded, p->usable_m2_given,
                   p->water_yield_given);
    const double v[] = {p->lat_deg, p->lon_deg, p->people, p->in_need_share, p->willing_share, p->limited_mobility_share, p->usable_m2,
                        p->water_yield_l_per_day, p->fuel_l_per_m3, p->trucks_per_day, p->delivered_share, p->storage_m3};
    for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) number(out, v[k]);
    for (int k = 0; k < LFL_N_CAPACITIES; k++) {
      number(out, p->capacity_people[k]);
      lfl_buf_printf(out, "/%d", p->capacity_given[k]);
    }
    for (int k = 0; k < p->outline.n_rings; k++)
      for (int j = p->outline.ring_start[k]; j < p->outline.ring_start[k + 1]; j++) {
        number(out, p->outline.lon_lat[2 * j]);
        number(out, p->outline.lon_lat[2 * j + 1]);
      }
    origin(out, &p->origin);
  }
  for (int i = 0; i < s->n_population_changes; i++) {
    const lfl_population_change *p = &s->population_changes[i];
    lfl_buf_printf(out, "change %d %d", p->place_i, p->day);
    number(out, p->people);
    origin(out, &p->origin);
  }
}

static void put_network(const lfl_scenario *s, lfl_buf *out) {
  for (int i = 0; i < s->n_links; i++) {
    const lfl_link *l = &s->links[i];
    lfl_buf_puts(out, "link");
    text(out, l->id);
    lfl_buf_printf(out, " %d %d %d %d", l->from_i, l->to_i, l->two_way, l->made_by_default);
    number(out, l->length_km);
    number(out, l->speed_km_per_h);
    number(out, l->vehicles_per_day);
    number(out, l->people_per_day);
    origin(out, &l->origin);
  }
  for (int i = 0; i < s->n_fleets; i++) {
    const lfl_fleet *f = &s->fleets[i];
    lfl_buf_puts(out, "fleet");
    text(out, f->id);
    const double v[] = {f->vehicle, f->n_vehicles, f->payload_kg, f->volume_m3, f->seats, f->hours_per_day, f->load_unload_h, f->cost_per_km, f->cost_per_vehicle_day, f->fuel_l_per_km, f->fuel_place_i};
    for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) number(out, v[k]);
    origin(out, &f->origin);
  }
}

static void put_goods(const lfl_scenario *s, lfl_buf *out) {
  for (int i = 0; i < s->n_items; i++) {
    const lfl_item *m = &s->items[i];
    lfl_buf_puts(out, "item");
    text(out, m->id);
    text(out, m->name);
    text(out, m->need_text);
    lfl_buf_printf(out, " n%d f%d w%d o%d", m->need_i, m->is_fuel, m->is_water, m->given_once);
    const double v[] = {m->mass_kg, m->volume_m3, m->people_served, m->duration_days, m->person_days};
    for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) number(out, v[k]);
    origin(out, &m->origin);
  }
  for (int i = 0; i < s->n_supplies; i++) {
    const lfl_supply *p = &s->supplies[i];
    lfl_buf_printf(out, "supply %d %d %d", p->item_i, p->place_i, p->day);
    number(out, p->units);
    number(out, p->unit_price);
    origin(out, &p->origin);
  }
  for (int i = 0; i < s->n_constructions; i++) {
    const lfl_construction *c = &s->constructions[i];
    lfl_buf_puts(out, "construction");
    text(out, c->id);
    lfl_buf_printf(out, " %d %d %d", (int)c->capacity, c->crew_i, c->settle_days);
    const double v[] = {c->people_per_unit, c->worker_days_per_unit, c->m2_per_unit, c->cost_per_unit};
    for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) number(out, v[k]);
    for (int k = 0; k < c->n_items; k++) {
      lfl_buf_printf(out, " item %d", c->items[k].item_i);
      number(out, c->items[k].units_per_unit);
    }
    origin(out, &c->origin);
  }
  for (int i = 0; i < s->n_crews; i++) {
    const lfl_crew *c = &s->crews[i];
    lfl_buf_puts(out, "crew");
    text(out, c->id);
    lfl_buf_printf(out, " %d %d %d", c->place_i, c->from_day, c->to_day);
    number(out, c->n_workers);
    number(out, c->wage_per_worker_day);
    origin(out, &c->origin);
  }
}

static void put_rules(const lfl_scenario *s, lfl_buf *out) {
  for (int i = 0; i < s->n_status_rows; i++) {
    const lfl_status_row *r = &s->status_rows[i];
    lfl_buf_printf(out, "status %d %d %d %d %d", (int)r->subject, r->subject_i, r->from_day, r->to_day, (int)r->access);
    number(out, r->capacity_share);
    origin(out, &r->origin);
  }
  for (int i = 0; i < s->n_permissions; i++) {
    const lfl_permission *p = &s->permissions[i];
    lfl_buf_printf(out, "permission %d %d %d %d", (int)p->subject, p->subject_i, p->from_day, p->to_day);
    number(out, p->trips_per_day);
    number(out, p->notice_days);
    lfl_buf_printf(out, " %d %d", p->notice_from_day, p->escort_i);
    origin(out, &p->origin);
  }
  for (int i = 0; i < s->n_facilities; i++) {
    const lfl_facility *f = &s->facilities[i];
    lfl_buf_puts(out, "facility");
    text(out, f->id);
    text(out, f->name);
    lfl_buf_printf(out, " %d %d", f->place_i, (int)f->kind);
    const double v[] = {f->functioning_share, f->serves[LFL_HEALTH], f->serves[LFL_BEDS], f->beds, f->fuel_l_per_day, f->catchment_h, f->lat_deg, f->lon_deg};
    for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) number(out, v[k]);
    for (long k = 0; k < (long)f->n_reach * s->n_days; k++) number(out, f->reach_h[k]);
    for (int k = 0; k < f->n_reach; k++) lfl_buf_printf(out, " %d", f->reach_i[k]);
    for (int day = 0; day < s->n_days; day++) number(out, s->facility_share[lfl_at(s, i, day)]);
    origin(out, &f->origin);
  }
  for (int i = 0; i < s->n_escorts; i++) {
    const lfl_escort *e = &s->escorts[i];
    lfl_buf_puts(out, "escort");
    text(out, e->id);
    lfl_buf_printf(out, " %d %d", e->from_day, e->to_day);
    number(out, e->vehicles_per_day);
    origin(out, &e->origin);
  }
  for (int i = 0; i < s->n_pledges; i++) {
    const lfl_pledge *p = &s->pledges[i];
    lfl_buf_puts(out, "pledge");
    const char *const texts[] = {p->id, p->donor, p->currency, p->earmark_kind, p->earmark_id, p->condition_id, p->receiver};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) text(out, texts[k]);
    number(out, p->amount);
    number(out, p->counted_elsewhere);
    lfl_buf_printf(out, " %d %d %d %d", p->from_day, p->counted, p->passed_on_from_i, p->repays_i);
    origin(out, &p->origin);
  }
  for (int i = 0; i < s->n_targets; i++) {
    const lfl_target *t = &s->targets[i];
    lfl_buf_puts(out, "target");
    text(out, t->id);
    lfl_buf_printf(out, " %d %d %d %d %d %d", (int)t->kind, t->place_i, t->need_i, (int)t->capacity, (int)t->tier, t->by_day);
    number(out, t->people);
    origin(out, &t->origin);
  }
  for (int i = 0; i < s->n_claims; i++) {
    const lfl_claim *c = &s->claims[i];
    lfl_buf_puts(out, "claim");
    text(out, c->id);
    text(out, c->text);
    text(out, c->source);
    text(out, c->indicator);
    number(out, c->value_low);
    number(out, c->value_high);
    origin(out, &c->origin);
  }
}

static void put_needs(const lfl_scenario *s, lfl_buf *out) {
  for (int i = 0; i < s->n_needs; i++) {
    const lfl_need *n = &s->needs[i];
    lfl_buf_puts(out, "need");
    text(out, n->id);
    lfl_buf_printf(out, " %d %d", (int)n->kind, (int)n->capacity);
    number(out, n->weight);
    for (int k = 0; k < LFL_N_TIERS; k++) {
      lfl_buf_printf(out, " tier %d", n->has_tier[k]);
      number(out, n->r[k]);
      number(out, n->quantity[k]);
      text(out, n->quantity_unit[k]);
      text(out, n->indicator_id[k]);
      text(out, n->indicator_kind[k]);
      text(out, n->indicator_source[k]);
    }
    lfl_buf_puts(out, "\n");
  }
  for (int i = 0; i < s->n_not_planned; i++) lfl_buf_printf(out, "not planned %s\n", s->not_planned[i]);
  for (int i = 0; i < s->n_defaults; i++) {
    const lfl_default *d = &s->defaults[i];
    lfl_buf_puts(out, "default");
    const char *const texts[] = {d->table, d->row_id, d->column, d->value, d->unit, d->source, d->kind};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) text(out, texts[k]);
    number(out, d->low);
    number(out, d->high);
    number(out, d->importance);
    lfl_buf_printf(out, " %d\n", d->n_rows);
  }
}

static void put_calendar(const lfl_scenario *s, lfl_buf *out) {
  for (int t = 0; t < s->n_days; t++) {
    for (int i = 0; i < s->n_places; i++) {
      lfl_buf_printf(out, "day %d place %d %d %d %d", t, i, (int)s->place_access[lfl_at(s, i, t)], s->place_at_risk[lfl_at(s, i, t)], s->at_risk_from[lfl_at(s, i, t)]);
      number(out, s->place_share[lfl_at(s, i, t)]);
      number(out, s->people_unplanned[lfl_at(s, i, t)]);
      lfl_buf_puts(out, "\n");
    }
    for (int i = 0; i < s->n_links; i++) {
      lfl_buf_printf(out, "day %d link %d %d", t, i, (int)s->link_access[lfl_at(s, i, t)]);
      number(out, s->link_share[lfl_at(s, i, t)]);
      lfl_buf_puts(out, "\n");
    }
    for (int i = 0; i < s->n_fleets; i++) number(out, s->fleet_vehicles[lfl_at(s, i, t)]);
    for (int i = 0; i < s->n_crews; i++) number(out, s->crew_workers[lfl_at(s, i, t)]);
    lfl_buf_puts(out, "\n");
  }
}

void scenario_text(const lfl_scenario *s, lfl_buf *out) {
  const char *const texts[] = {s->title, s->start_date, s->currency, s->standard_set, s->data_date};
  for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) text(out, texts[k]);
  lfl_buf_printf(out, " days %d levels %d:", s->n_days, s->n_levels);
  for (int k = 0; k < s->n_levels; k++) lfl_buf_printf(out, " %s", lfl_level_name(s->order[k]));
  const double v[] = {s->walk_limit_km, s->risk_weight, s->water_losses_share, s->household_size};
  for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) number(out, v[k]);
  lfl_buf_printf(out, " fuel %d water %d pledges %d\n", s->fuel_item_i, s->water_item_i, s->has_pledges);
  put_places(s, out);
  put_network(s, out);
  put_goods(s, out);
  put_rules(s, out);
  put_needs(s, out);
  put_calendar(s, out);
}
