/* The plan as tables: names, columns and rows, once, for CSV, GeoPackage and reader.
 *
 * Each table has its contract columns first (docs/SCENARIO.md, "Out"), then what is needed to
 * verify the plan, the day's date last. Rows come in the order of the plan's lists, which are
 * sorted by their leading fields. A cell costs O(1); nothing is allocated here.
 * Tests: tests/unit/test_store.c (round trip, columns). */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/money.h"
#include "model/multipliers.h"
#include "model/redact.h"
#include "store/parts.h"

static void put_text(store_row *row, const char *text) {
  row->cells[row->n++] = (store_cell){text && *text ? text : NULL, (double)NAN};
}
static void put_number(store_row *row, double number) { row->cells[row->n++] = (store_cell){NULL, number}; }
/* Indexes and days: -1 is blank. */
static void put_index(store_row *row, int value) { put_number(row, value < 0 ? (double)NAN : (double)value); }

static void put_place(const store_context *c, store_row *row, int i) {
  put_text(row, i >= 0 && i < c->s->n_places ? c->s->places[i].id : NULL);
}
static void put_item(const store_context *c, store_row *row, int i) {
  put_text(row, i >= 0 && i < c->s->n_items ? c->s->items[i].id : NULL);
}
static void put_fleet(const store_context *c, store_row *row, int i) {
  put_text(row, i >= 0 && i < c->s->n_fleets ? c->s->fleets[i].id : NULL);
}
static void put_need(const store_context *c, store_row *row, int i) {
  put_text(row, i >= 0 && i < c->s->n_needs ? c->s->needs[i].id : NULL);
}
static void put_construction(const store_context *c, store_row *row, int i) {
  put_text(row, i >= 0 && i < c->s->n_constructions ? c->s->constructions[i].id : NULL);
}
static void put_facility(const store_context *c, store_row *row, int i) {
  put_text(row, i >= 0 && i < c->s->n_facilities ? c->s->facilities[i].id : NULL);
}
static void put_date(const store_context *c, store_row *row, int day) { put_text(row, store_date(c, day)); }
static void put_way(const store_context *c, store_row *row, int way_i) {
  bool is_there = way_i >= 0 && way_i < c->plan->n_ways;
  put_text(row, is_there ? c->way_texts[way_i] : NULL);
  put_index(row, is_there ? way_i : -1);
}

#define COLUMNS(list) list, (int)(sizeof list / sizeof list[0])

/* ---- what each place needs and gets ---------------------------------------------------------- */

static const store_column NEEDS[] = {
    {"day", STORE_INT}, {"place_id", STORE_TEXT}, {"need", STORE_TEXT}, {"tier", STORE_TEXT}, {"people", STORE_REAL},
    {"quantity", STORE_REAL}, {"unit", STORE_TEXT}, {"indicator_id", STORE_TEXT}, {"date", STORE_DATE}};
static int count_needs(const store_context *c) { return c->n_need_rows; }
static void fill_needs(const store_context *c, int i, store_row *row) {
  const lfl_need_row *r = &c->need_rows[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_need(c, row, r->need_i);
  put_text(row, lfl_tier_name(r->tier));
  put_number(row, r->people);
  put_number(row, r->quantity);
  put_text(row, r->unit);
  put_text(row, r->indicator_id);
  put_date(c, row, r->day);
}

static const store_column SERVICE[] = {
    {"day", STORE_INT}, {"place_id", STORE_TEXT}, {"need", STORE_TEXT}, {"tier", STORE_TEXT}, {"people", STORE_REAL},
    {"served_people", STORE_REAL}, {"date", STORE_DATE}};
static int count_service(const store_context *c) { return c->plan->n_service; }
static void fill_service(const store_context *c, int i, store_row *row) {
  const lfl_service_row *r = &c->plan->service[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_need(c, row, r->need_i);
  put_text(row, lfl_tier_name(r->tier));
  put_number(row, r->people);
  put_number(row, r->served_people);
  put_date(c, row, r->day);
}

static const store_column PEOPLE[] = {{"day", STORE_INT}, {"place_id", STORE_TEXT}, {"people", STORE_REAL}, {"date", STORE_DATE}};
static int count_people(const store_context *c) { return c->n_people; }
static void fill_people(const store_context *c, int i, store_row *row) {
  int day = c->people_day[i], place_i = c->people_place[i];
  put_index(row, day);
  put_place(c, row, place_i);
  put_number(row, c->plan->people[lfl_at(c->s, place_i, day)]);
  put_date(c, row, day);
}

/* ---- what is done ------------------------------------------------------------------------------ */

static const store_column MOVEMENTS[] = {
    {"day", STORE_INT}, {"from_id", STORE_TEXT}, {"to_id", STORE_TEXT}, {"mode", STORE_TEXT}, {"people", STORE_REAL},
    {"fleet_id", STORE_TEXT}, {"trips", STORE_REAL}, {"way", STORE_TEXT}, {"way_no", STORE_INT}, {"arrive_day", STORE_INT},
    {"date", STORE_DATE}};
static int count_movements(const store_context *c) { return c->plan->n_movements; }
static void fill_movements(const store_context *c, int i, store_row *row) {
  const lfl_movement_row *r = &c->plan->movements[i];
  put_index(row, r->day);
  put_place(c, row, r->from_i);
  put_place(c, row, r->to_i);
  put_text(row, lfl_mode_name(r->mode));
  put_number(row, r->people);
  put_fleet(c, row, r->fleet_i);
  put_number(row, r->trips);
  put_way(c, row, r->way_i);
  put_index(row, r->arrive_day);
  put_date(c, row, r->day);
}

static const store_column DELIVERIES[] = {
    {"day", STORE_INT}, {"from_id", STORE_TEXT}, {"to_id", STORE_TEXT}, {"fleet_id", STORE_TEXT}, {"item_id", STORE_TEXT},
    {"units", STORE_REAL}, {"trips", STORE_REAL}, {"shipment", STORE_INT}, {"arrive_day", STORE_INT}, {"way", STORE_TEXT},
    {"way_no", STORE_INT}, {"date", STORE_DATE}};
static int count_deliveries(const store_context *c) { return c->plan->n_deliveries; }
static void fill_deliveries(const store_context *c, int i, store_row *row) {
  const lfl_delivery_row *r = &c->plan->deliveries[i];
  put_index(row, r->day);
  put_place(c, row, r->from_i);
  put_place(c, row, r->to_i);
  put_fleet(c, row, r->fleet_i);
  put_item(c, row, r->item_i);
  put_number(row, r->units);
  put_number(row, r->trips);
  put_index(row, r->shipment);
  put_index(row, r->arrive_day);
  put_way(c, row, r->way_i);
  put_date(c, row, r->day);
}

static const store_column DRAWS[] = {
    {"day", STORE_INT}, {"supply", STORE_INT}, {"units", STORE_REAL}, {"item_id", STORE_TEXT}, {"place_id", STORE_TEXT},
    {"date", STORE_DATE}};
static int count_draws(const store_context *c) { return c->plan->n_draws; }
static void fill_draws(const store_context *c, int i, store_row *row) {
  const lfl_draw_row *r = &c->plan->draws[i];
  const lfl_supply *supply = r->supply_i >= 0 && r->supply_i < c->s->n_supplies ? &c->s->supplies[r->supply_i] : NULL;
  put_index(row, r->day);
  put_index(row, r->supply_i);
  put_number(row, r->units);
  put_item(c, row, supply ? supply->item_i : -1);
  put_place(c, row, supply ? supply->place_i : -1);
  put_date(c, row, r->day);
}

static const store_column USES[] = {{"day", STORE_INT}, {"place_id", STORE_TEXT}, {"item_id", STORE_TEXT}, {"kind", STORE_TEXT},
                                    {"units", STORE_REAL}, {"date", STORE_DATE}};
static int count_uses(const store_context *c) { return c->plan->n_uses; }
static void fill_uses(const store_context *c, int i, store_row *row) {
  const lfl_use_row *r = &c->plan->uses[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_item(c, row, r->item_i);
  put_text(row, r->kind < LFL_N_USES ? lfl_use_kind_name(r->kind) : NULL);
  put_number(row, r->units);
  put_date(c, row, r->day);
}

static const store_column STOCKS[] = {{"day", STORE_INT}, {"place_id", STORE_TEXT}, {"item_id", STORE_TEXT}, {"units", STORE_REAL},
                                      {"days_left", STORE_REAL}, {"date", STORE_DATE}};
static int count_stocks(const store_context *c) { return c->plan->n_stocks; }
static void fill_stocks(const store_context *c, int i, store_row *row) {
  const lfl_stock_row *r = &c->plan->stocks[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_item(c, row, r->item_i);
  put_number(row, r->units);
  put_number(row, r->days_left);
  put_date(c, row, r->day);
}

/* Who could do more and has no fuel for it. */
static const store_column DRY[] = {{"from_day", STORE_INT}, {"to_day", STORE_INT}, {"place_id", STORE_TEXT}, {"user", STORE_TEXT},
                                   {"subject_id", STORE_TEXT}, {"people", STORE_REAL}, {"used_l", STORE_REAL}, {"date", STORE_DATE}};
static int count_dry(const store_context *c) { return c->dry ? c->dry->n : 0; }
static void fill_dry(const store_context *c, int i, store_row *row) {
  const lfl_dry_row *r = &c->dry->rows[i];
  put_index(row, r->from_day);
  put_index(row, r->to_day);
  put_place(c, row, r->place_i);
  put_text(row, lfl_fuel_user_name(r->user));
  if (r->user == LFL_FUEL_FLEET) put_fleet(c, row, r->subject_i);
  else if (r->user == LFL_FUEL_FACILITY) put_facility(c, row, r->subject_i);
  else put_place(c, row, r->subject_i);
  put_number(row, r->people);
  put_number(row, r->used_l);
  put_date(c, row, r->from_day);
}

static const store_column BUILDS[] = {
    {"day", STORE_INT}, {"place_id", STORE_TEXT}, {"construction_id", STORE_TEXT}, {"units", STORE_REAL}, {"date", STORE_DATE}};
static int count_builds(const store_context *c) { return c->plan->n_builds; }
static void fill_builds(const store_context *c, int i, store_row *row) {
  const lfl_build_row *r = &c->plan->builds[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_construction(c, row, r->construction_i);
  put_number(row, r->units);
  put_date(c, row, r->day);
}

static const store_column CAPACITY[] = {
    {"day", STORE_INT}, {"place_id", STORE_TEXT}, {"capacity", STORE_TEXT}, {"people", STORE_REAL}, {"date", STORE_DATE}};
static int count_capacity(const store_context *c) { return c->plan->n_capacity; }
static void fill_capacity(const store_context *c, int i, store_row *row) {
  const lfl_capacity_row *r = &c->plan->capacity[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_text(row, lfl_capacity_name(r->capacity));
  put_number(row, r->people);
  put_date(c, row, r->day);
}

static const store_column CARE[] = {{"day", STORE_INT}, {"place_id", STORE_TEXT}, {"facility_id", STORE_TEXT}, {"need", STORE_TEXT},
                                    {"people", STORE_REAL}, {"date", STORE_DATE}};
static int count_care(const store_context *c) { return c->plan->n_care; }
static void fill_care(const store_context *c, int i, store_row *row) {
  const lfl_care_row *r = &c->plan->care[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_facility(c, row, r->facility_i);
  put_need(c, row, r->need_i);
  put_number(row, r->people);
  put_date(c, row, r->day);
}

static const store_column KITS[] = {{"day", STORE_INT}, {"place_id", STORE_TEXT}, {"item_id", STORE_TEXT}, {"units", STORE_REAL}, {"date", STORE_DATE}};
static int count_kits(const store_context *c) { return c->plan->n_kits; }
static void fill_kits(const store_context *c, int i, store_row *row) {
  const lfl_kit_row *r = &c->plan->kits[i];
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_item(c, row, r->item_i);
  put_number(row, r->units);
  put_date(c, row, r->day);
}

/* Patients carried to facilities. In copies for those who may not know a facility only how many, from which place. */
static const store_column REFERRALS[] = {{"day", STORE_INT}, {"from_id", STORE_TEXT}, {"to_id", STORE_TEXT}, {"mode", STORE_TEXT}, {"people", STORE_REAL},
                                         {"people_served", STORE_REAL}, {"facility_id", STORE_TEXT}, {"fleet_id", STORE_TEXT}, {"trips", STORE_REAL},
                                         {"way", STORE_TEXT}, {"way_no", STORE_INT}, {"date", STORE_DATE}};
static int count_referrals(const store_context *c) { return c->plan->n_referrals; }
static void fill_referrals(const store_context *c, int i, store_row *row) {
  const lfl_referral_row *r = &c->plan->referrals[i];
  bool is_told = r->facility_i >= 0 && r->facility_i < c->s->n_facilities;
  put_index(row, r->day);
  put_place(c, row, r->place_i);
  put_place(c, row, is_told ? c->s->facilities[r->facility_i].place_i : -1);
  put_text(row, "referral");
  put_number(row, r->patients);
  put_number(row, r->people);
  put_facility(c, row, r->facility_i);
  put_fleet(c, row, r->fleet_i);
  put_number(row, r->trips);
  put_way(c, row, r->way_i);
  put_date(c, row, r->day);
}

/* Days blank: not done. done_day: the last on which it is worked on; it serves from the next. */
static const store_column PROJECTS[] = {{"project_id", STORE_TEXT}, {"start_day", STORE_INT}, {"done_day", STORE_INT}, {"workers", STORE_REAL},
                                        {"survival_person_days", STORE_REAL}, {"minimum_person_days", STORE_REAL}, {"place_id", STORE_TEXT},
                                        {"link_id", STORE_TEXT}, {"start_date", STORE_DATE}};
static int count_projects(const store_context *c) { return c->plan->n_repairs; }
static void fill_projects(const store_context *c, int i, store_row *row) {
  const lfl_repair_row *r = &c->plan->repairs[i];
  const lfl_project *p = &c->s->projects[r->project_i];
  put_text(row, p->id);
  put_index(row, r->start_day);
  put_index(row, r->finish_day);
  put_number(row, r->workers);
  put_number(row, r->gain_person_days[LFL_SURVIVAL]);
  put_number(row, r->gain_person_days[LFL_MINIMUM]);
  put_place(c, row, p->place_i);
  put_text(row, p->link_i >= 0 ? c->s->links[p->link_i].id : NULL);
  put_date(c, row, r->start_day);
}

static const store_column REPAIR_GAINS[] = {{"project_id", STORE_TEXT}, {"need", STORE_TEXT}, {"tier", STORE_TEXT}, {"person_days", STORE_REAL},
                                            {"from_day", STORE_INT}, {"to_day", STORE_INT}, {"most_people", STORE_REAL}, {"from_date", STORE_DATE}};
static int count_repair_gains(const store_context *c) { return c->plan->n_repair_gains; }
static void fill_repair_gains(const store_context *c, int i, store_row *row) {
  const lfl_repair_gain_row *r = &c->plan->repair_gains[i];
  put_text(row, c->s->projects[r->project_i].id);
  put_need(c, row, r->need_i);
  put_text(row, lfl_tier_name(r->tier));
  put_number(row, r->person_days);
  put_index(row, r->from_day);
  put_index(row, r->to_day);
  put_number(row, r->most_people);
  put_date(c, row, r->from_day);
}

static const store_column MONEY_GAINS[] = {{"change", STORE_TEXT}, {"pledge_id", STORE_TEXT}, {"need", STORE_TEXT}, {"by", STORE_REAL},
                                           {"price_person_days", STORE_REAL}, {"gain_person_days", STORE_REAL}, {"earmark", STORE_TEXT}};
static int count_money_gains(const store_context *c) { return c->plan->n_money_gains; }
static void fill_money_gains(const store_context *c, int i, store_row *row) {
  const lfl_money_gain_row *r = &c->plan->money_gains[i];
  const lfl_pledge *p = r->pledge_i >= 0 && r->pledge_i < c->s->n_pledges ? &c->s->pledges[r->pledge_i] : NULL;
  put_text(row, lfl_money_change_name(r->change));
  put_text(row, p ? p->id : NULL);
  put_text(row, r->need);
  put_number(row, r->by);
  put_number(row, r->price);
  put_number(row, r->gain);
  put_text(row, p ? lfl_earmark_key(p, c->arena) : r->change == LFL_MONEY_MORE ? "none" : NULL);
}

/* What a finance officer adds up: by month, line, sector, place, item and pledge. */
static const store_column BUDGET[] = {{"month", STORE_TEXT}, {"line", STORE_TEXT}, {"sector", STORE_TEXT}, {"place_id", STORE_TEXT}, {"item_id", STORE_TEXT},
                                      {"pledge_id", STORE_TEXT}, {"amount", STORE_REAL}, {"currency", STORE_TEXT}};
static int count_budget(const store_context *c) { return c->n_budget; }
static void fill_budget(const store_context *c, int i, store_row *row) {
  const lfl_budget_row *r = &c->budget[i];
  put_text(row, r->month);
  put_text(row, r->line);
  put_text(row, r->sector);
  put_place(c, row, r->place_i);
  put_item(c, row, r->item_i);
  put_text(row, r->pledge_i >= 0 && r->pledge_i < c->s->n_pledges ? c->s->pledges[r->pledge_i].id : NULL);
  put_number(row, r->amount);
  put_text(row, c->s->currency);
}

static const store_column SPENDING[] = {
    {"day", STORE_INT}, {"line", STORE_TEXT}, {"pledge_id", STORE_TEXT}, {"amount", STORE_REAL}, {"need", STORE_TEXT}, {"sector", STORE_TEXT},
    {"place_id", STORE_TEXT}, {"item_id", STORE_TEXT}, {"date", STORE_DATE}};
static int count_spending(const store_context *c) { return c->plan->n_spending; }
static void fill_spending(const store_context *c, int i, store_row *row) {
  const lfl_spending_row *r = &c->plan->spending[i];
  put_index(row, r->day);
  put_text(row, r->line);
  put_text(row, r->pledge_i >= 0 && r->pledge_i < c->s->n_pledges ? c->s->pledges[r->pledge_i].id : NULL);
  put_number(row, r->amount);
  put_text(row, r->need);
  put_text(row, r->place_i >= 0 ? lfl_sector_of_cost(r->line, r->need) : NULL);
  put_place(c, row, r->place_i);
  put_item(c, row, r->item_i);
  put_date(c, row, r->day);
}

/* ---- what comes of it ----------------------------------------------------------------------------- */

static const store_column TARGETS[] = {
    {"target_id", STORE_TEXT}, {"verdict", STORE_TEXT}, {"people", STORE_REAL}, {"by_day", STORE_INT},
    {"best_people", STORE_REAL}, {"bound_people", STORE_REAL}, {"earliest_day", STORE_INT}, {"plan_people", STORE_REAL},
    {"willing_missing", STORE_INT}, {"willing_best_people", STORE_REAL}, {"willing_bound_people", STORE_REAL},
    {"willing_earliest_day", STORE_INT}, {"date", STORE_DATE}};
static int count_targets(const store_context *c) { return c->n_targets; }
static void fill_targets(const store_context *c, int i, store_row *row) {
  const lfl_target_result *r = &c->plan->targets[c->targets[i]];
  const lfl_target *target = &c->s->targets[c->targets[i]];
  put_text(row, target->id);
  put_text(row, lfl_verdict_name(r->verdict));
  put_number(row, store_count(c, r->people));
  put_index(row, target->by_day);
  put_number(row, store_count(c, r->best_people));
  put_number(row, store_count(c, r->bound_people));
  put_index(row, r->earliest_day);
  put_number(row, store_count(c, r->plan_people));
  put_index(row, r->willing_missing);
  put_number(row, store_count(c, r->willing_best_people));
  put_number(row, store_count(c, r->willing_bound_people));
  put_index(row, r->willing_earliest_day);
  put_date(c, row, target->by_day);
}

static const store_column BINDING[] = {
    {"limit", STORE_TEXT}, {"subject_id", STORE_TEXT}, {"from_day", STORE_INT}, {"to_day", STORE_INT}, {"price", STORE_REAL},
    {"gain", STORE_REAL}, {"unit", STORE_TEXT}, {"step", STORE_REAL}, {"text", STORE_TEXT}, {"holds_to", STORE_REAL}, {"target_id", STORE_TEXT}};
static int count_binding(const store_context *c) { return c->plan->n_binding + c->plan->n_target_binding; }
/* The first level's rows, then those of targets. */
static void fill_binding(const store_context *c, int i, store_row *row) {
  int n = c->plan->n_binding;
  const lfl_binding_row *r = i < n ? &c->plan->binding[i] : &c->plan->target_binding[i - n];
  put_text(row, r->limit);
  put_text(row, r->subject_id);
  put_index(row, r->from_day);
  put_index(row, r->to_day);
  put_number(row, r->price);
  put_number(row, r->gain);
  put_text(row, r->unit);
  put_number(row, r->step);
  put_text(row, r->text);
  put_number(row, r->holds_to);
  put_text(row, i < n ? NULL : c->s->targets[r->target_i].id);
}

static const store_column CONFLICTS[] = {{"target_id", STORE_TEXT}, {"set_no", STORE_INT}, {"minimal", STORE_INT},
                                         {"limit", STORE_TEXT}, {"subject_id", STORE_TEXT}, {"text", STORE_TEXT}};
static int count_conflicts(const store_context *c) { return c->plan->n_conflicts; }
static void fill_conflicts(const store_context *c, int i, store_row *row) {
  const lfl_conflict_row *r = &c->plan->conflicts[i];
  put_text(row, c->s->targets[r->target_i].id);
  put_index(row, r->set);
  put_index(row, r->is_minimal);
  put_text(row, r->limit);
  put_text(row, r->subject_id);
  put_text(row, r->text);
}

static const store_column OFFERS[] = {{"target_id", STORE_TEXT}, {"way_no", STORE_INT}, {"least", STORE_INT}, {"table", STORE_TEXT},
                                      {"row_id", STORE_TEXT}, {"column", STORE_TEXT}, {"from_value", STORE_REAL}, {"to_value", STORE_REAL},
                                      {"weight", STORE_REAL}, {"best_people", STORE_REAL}, {"text", STORE_TEXT}};
static int count_offers(const store_context *c) { return c->plan->n_offers; }
static void fill_offers(const store_context *c, int i, store_row *row) {
  const lfl_offer_row *r = &c->plan->offers[i];
  put_text(row, c->s->targets[r->target_i].id);
  put_index(row, r->way);
  put_index(row, r->is_least);
  put_text(row, r->table);
  put_text(row, r->row_id);
  put_text(row, r->column);
  put_number(row, r->from_value);
  put_number(row, r->to_value);
  put_number(row, r->weight);
  put_number(row, r->best_people);
  put_text(row, r->text);
}

static const store_column CLAIMS[] = {{"claim_id", STORE_TEXT}, {"answer", STORE_TEXT}, {"figure", STORE_REAL}, {"text", STORE_TEXT},
                                      {"claimed", STORE_TEXT}, {"value_low", STORE_REAL}, {"value_high", STORE_REAL}};
static int count_claims(const store_context *c) { return c->n_claims; }
static void fill_claims(const store_context *c, int i, store_row *row) {
  const lfl_claim_result *r = &c->plan->claims[c->claims[i]];
  const lfl_claim *claim = &c->s->claims[c->claims[i]];
  put_text(row, claim->id);
  put_text(row, lfl_claim_answer_name(r->answer));
  put_number(row, r->figure);
  put_text(row, r->text);
  put_text(row, lfl_plan_words(c->plan, claim->text));
  put_number(row, claim->value_low);
  put_number(row, claim->value_high);
}

static const store_column LEVELS[] = {
    {"level", STORE_TEXT}, {"value", STORE_REAL}, {"bound", STORE_REAL}, {"gap", STORE_REAL}, {"published_value", STORE_REAL},
    {"held_value", STORE_REAL}};
static int count_levels(const store_context *c) { return c->plan->n_levels; }
static void fill_levels(const store_context *c, int i, store_row *row) {
  const lfl_level *r = &c->plan->levels[i];
  put_text(row, lfl_level_name(r->kind));
  put_number(row, r->value);
  put_number(row, r->bound);
  put_number(row, r->gap);
  put_number(row, r->published_value);
  put_number(row, r->held_value);
}

static const store_column PROOFS[] = {{"proof_no", STORE_INT}, {"kind", STORE_TEXT}, {"subject_id", STORE_TEXT}};
static int count_proofs(const store_context *c) { return c->plan->n_proofs; }
static void fill_proofs(const store_context *c, int i, store_row *row) {
  const lfl_proof *r = &c->plan->proofs[i];
  bool is_level = r->kind == LFL_PROOF_LEVEL, is_there = r->subject_i >= 0 && r->subject_i < (is_level ? c->plan->n_levels : c->s->n_targets);
  put_index(row, i);
  put_text(row, lfl_proof_kind_name(r->kind));
  put_text(row, !is_there ? NULL : is_level ? lfl_level_name(c->plan->levels[r->subject_i].kind) : c->s->targets[r->subject_i].id);
}

/* Start days of repairs that a proof is about, where these are not all; the number of days is "not done". */
static const store_column PROOF_REPAIRS[] = {{"proof_no", STORE_INT}, {"project_id", STORE_TEXT}, {"from_start_day", STORE_INT}, {"to_start_day", STORE_INT}};
static int count_proof_repairs(const store_context *c) { return c->n_boxes; }
static void fill_proof_repairs(const store_context *c, int i, store_row *row) {
  const lfl_proof *proof = &c->plan->proofs[c->box_proof[i]];
  put_index(row, c->box_proof[i]);
  put_text(row, c->s->projects[c->box_project[i]].id);
  put_index(row, proof->least[c->box_project[i]]);
  put_index(row, proof->most[c->box_project[i]]);
}

/* What a limit counts beside its place: an item, need, link ..., by its key. */
static void put_limit_subject(const store_context *c, store_row *row, lfl_row limit, int i) {
  char number[16];
  switch (limit) {
    case LFL_ROW_STOCK: put_item(c, row, i); return;
    case LFL_ROW_SERVICE:
    case LFL_ROW_PEOPLE:
    case LFL_ROW_READY:
    case LFL_ROW_LEAST: put_need(c, row, i); return;
    case LFL_ROW_CREW: put_text(row, i >= 0 && i < c->s->n_crews ? c->s->crews[i].id : NULL); return;
    case LFL_ROW_FLEET: put_fleet(c, row, i); return;
    case LFL_ROW_LINK:
    case LFL_ROW_LINK_BACK:
    case LFL_ROW_WALK:
    case LFL_ROW_WALK_BACK: put_text(row, i >= 0 && i < c->s->n_links ? c->s->links[i].id : NULL); return;
    case LFL_ROW_MONEY: put_text(row, i >= 0 && i < c->s->n_pledges ? c->s->pledges[i].id : NULL); return;
    case LFL_ROW_PERMISSION:
      snprintf(number, sizeof number, "%d", i + 1);
      put_text(row, lfl_arena_strdup(c->arena, number));
      return;
    case LFL_ROW_CARE:
    case LFL_ROW_CARE_BEDS: put_facility(c, row, i); return;
    case LFL_ROW_ESCORT: put_text(row, i >= 0 && i < c->s->n_escorts ? c->s->escorts[i].id : NULL); return;
    case LFL_ROW_HOLD: put_text(row, lfl_level_name((lfl_level_kind)i)); return;
    case LFL_ROW_ORDER: put_text(row, i >= 0 && i < c->s->n_projects ? c->s->projects[i].id : NULL); return;
    default: put_text(row, NULL); return;
  }
}

static const store_column MULTIPLIERS[] = {{"proof_no", STORE_INT}, {"limit", STORE_TEXT}, {"place_id", STORE_TEXT}, {"subject_id", STORE_TEXT},
                                           {"from_day", STORE_INT}, {"to_day", STORE_INT}, {"multiplier", STORE_EXACT}};
static int count_multipliers(const store_context *c) { return c->plan->n_multipliers; }
static void fill_multipliers(const store_context *c, int i, store_row *row) {
  const lfl_multiplier_row *r = &c->plan->multipliers[i];
  bool has_place = lfl_row_shape_of(c->s, r->limit).has_place;
  put_index(row, r->proof_i);
  put_text(row, lfl_row_name(r->limit));
  put_place(c, row, has_place ? r->a : -1);
  put_limit_subject(c, row, r->limit, has_place ? r->b : r->a);
  put_index(row, r->from_day);
  put_index(row, r->to_day);
  put_number(row, r->value);
}

static const store_column START[] = {{"part", STORE_TEXT}, {"text", STORE_TEXT}};
static int count_start(const store_context *c) { return c->plan->n_start; }
static void fill_start(const store_context *c, int i, store_row *row) {
  put_text(row, c->plan->start[i].part);
  put_text(row, c->plan->start[i].text);
}

/* The scenario as it stands has a blank set_id. */
static const store_column SETS[] = {
    {"set_no", STORE_INT}, {"set_id", STORE_TEXT}, {"survival_share", STORE_REAL}, {"n_levels", STORE_INT},
    {"survival", STORE_REAL}, {"fairness", STORE_REAL}, {"minimum", STORE_REAL}, {"movement", STORE_REAL}, {"cost", STORE_REAL},
    {"note", STORE_TEXT}};
static int count_sets(const store_context *c) { return c->plan->n_sets; }
static void fill_sets(const store_context *c, int i, store_row *row) {
  const lfl_set_result *r = &c->plan->sets[i];
  put_index(row, i);
  put_text(row, r->set_id);
  put_number(row, r->survival_share);
  put_index(row, r->n_levels);
  for (int k = 0; k < LFL_N_LEVELS; k++) put_number(row, r->level_values[k]);
  put_text(row, r->note);
}

static const store_column SET_TARGETS[] = {{"set_no", STORE_INT}, {"set_id", STORE_TEXT}, {"target_id", STORE_TEXT},
                                           {"verdict", STORE_TEXT}, {"best_people", STORE_REAL}, {"earliest_day", STORE_INT}};
static int count_set_targets(const store_context *c) { return c->plan->n_sets * c->n_targets; }
static void fill_set_targets(const store_context *c, int i, store_row *row) {
  const lfl_set_result *r = &c->plan->sets[i / c->n_targets];
  int k = c->targets[i % c->n_targets];
  bool is_there = k < r->n_targets;
  put_index(row, i / c->n_targets);
  put_text(row, r->set_id);
  put_text(row, c->s->targets[k].id);
  put_text(row, lfl_verdict_name(is_there ? r->verdicts[k] : LFL_VERDICT_UNKNOWN));
  put_number(row, is_there ? store_count(c, r->best_people[k]) : (double)NAN);
  put_index(row, is_there ? r->earliest_days[k] : -1);
}

/* ---- ways, and where figures come from ---------------------------------------------------------------- */

static const store_column WAYS[] = {{"way_no", STORE_INT}, {"from_id", STORE_TEXT}, {"to_id", STORE_TEXT}, {"km", STORE_REAL},
                                    {"hours", STORE_REAL}, {"way", STORE_TEXT}};
static int count_ways(const store_context *c) { return c->plan->n_ways; }
static void fill_ways(const store_context *c, int i, store_row *row) {
  const lfl_way *r = &c->plan->ways[i];
  put_index(row, i);
  put_place(c, row, r->from_i);
  put_place(c, row, r->to_i);
  put_number(row, r->km);
  put_number(row, r->hours);
  put_text(row, c->way_texts[i]);
}

static const store_column WAY_LINKS[] = {{"way_no", STORE_INT}, {"step", STORE_INT}, {"link_id", STORE_TEXT}, {"is_reverse", STORE_INT}};
static int count_way_links(const store_context *c) { return c->n_way_links; }
static void fill_way_links(const store_context *c, int i, store_row *row) {
  const lfl_way *way = &c->plan->ways[c->way_link_way[i]];
  int step = c->way_link_step[i], link_i = way->link_i[step];
  put_index(row, c->way_link_way[i]);
  put_index(row, step);
  put_text(row, link_i >= 0 && link_i < c->s->n_links ? c->s->links[link_i].id : NULL);
  put_index(row, way->is_reverse[step]);
}

static const store_column ISSUES[] = {{"severity", STORE_TEXT}, {"code", STORE_TEXT}, {"file", STORE_TEXT}, {"row", STORE_INT},
                                      {"column", STORE_TEXT}, {"value", STORE_TEXT}, {"expected", STORE_TEXT}, {"nearest", STORE_TEXT}};
static int count_issues(const store_context *c) { return c->diags && c->audience != LFL_PUBLIC ? c->diags->n : 0; }
static void fill_issues(const store_context *c, int i, store_row *row) {
  static const char *const words[] = {"note", "warning", "error"};
  const lfl_diag *d = &c->diags->items[i];
  bool is_shown = store_may_see_diag(c, d);
  put_text(row, words[d->severity]);
  put_text(row, d->code);
  put_text(row, d->file);
  put_index(row, is_shown && d->row ? (int)d->row : -1);
  put_text(row, d->column);
  put_text(row, is_shown ? d->value : NULL);
  put_text(row, is_shown ? d->expected : "about a row that this audience may not see");
  put_text(row, is_shown ? d->nearest : NULL);
}

static const store_column DEFAULTS[] = {
    {"table_name", STORE_TEXT}, {"row_id", STORE_TEXT}, {"column", STORE_TEXT}, {"value", STORE_TEXT}, {"unit", STORE_TEXT},
    {"kind", STORE_TEXT}, {"source", STORE_TEXT}, {"low", STORE_REAL}, {"high", STORE_REAL}, {"n_rows", STORE_INT},
    {"importance_people", STORE_REAL}};
static int count_defaults(const store_context *c) { return c->s->n_defaults; }
static void fill_defaults(const store_context *c, int i, store_row *row) {
  const lfl_default *d = &c->s->defaults[i];
  put_text(row, d->table);
  put_text(row, c->audience == LFL_RESTRICTED ? d->row_id : "*"); /* a row's key may be one that others must not see */
  put_text(row, d->column);
  put_text(row, d->value);
  put_text(row, d->unit);
  put_text(row, d->kind);
  put_text(row, d->source);
  put_number(row, d->low);
  put_number(row, d->high);
  put_index(row, d->n_rows);
  put_number(row, d->importance);
}

static const store_table TABLES[] = {
    {"needs", COLUMNS(NEEDS), count_needs, fill_needs},
    {"service", COLUMNS(SERVICE), count_service, fill_service},
    {"people", COLUMNS(PEOPLE), count_people, fill_people},
    {"movements", COLUMNS(MOVEMENTS), count_movements, fill_movements},
    {"deliveries", COLUMNS(DELIVERIES), count_deliveries, fill_deliveries},
    {"draws", COLUMNS(DRAWS), count_draws, fill_draws},
    {"uses", COLUMNS(USES), count_uses, fill_uses},
    {"stocks", COLUMNS(STOCKS), count_stocks, fill_stocks},
    {"dry", COLUMNS(DRY), count_dry, fill_dry},
    {"builds", COLUMNS(BUILDS), count_builds, fill_builds},
    {"capacity", COLUMNS(CAPACITY), count_capacity, fill_capacity},
    {"care", COLUMNS(CARE), count_care, fill_care},
    {"kits", COLUMNS(KITS), count_kits, fill_kits},
    {"referrals", COLUMNS(REFERRALS), count_referrals, fill_referrals},
    {"projects", COLUMNS(PROJECTS), count_projects, fill_projects},
    {"repair_gains", COLUMNS(REPAIR_GAINS), count_repair_gains, fill_repair_gains},
    {"spending", COLUMNS(SPENDING), count_spending, fill_spending},
    {"budget", COLUMNS(BUDGET), count_budget, fill_budget},
    {"money_gains", COLUMNS(MONEY_GAINS), count_money_gains, fill_money_gains},
    {"targets", COLUMNS(TARGETS), count_targets, fill_targets},
    {"binding", COLUMNS(BINDING), count_binding, fill_binding},
    {"conflicts", COLUMNS(CONFLICTS), count_conflicts, fill_conflicts},
    {"offers", COLUMNS(OFFERS), count_offers, fill_offers},
    {"claims", COLUMNS(CLAIMS), count_claims, fill_claims},
    {"levels", COLUMNS(LEVELS), count_levels, fill_levels},
    {"sets", COLUMNS(SETS), count_sets, fill_sets},
    {"set_targets", COLUMNS(SET_TARGETS), count_set_targets, fill_set_targets},
    {"proofs", COLUMNS(PROOFS), count_proofs, fill_proofs},
    {"proof_repairs", COLUMNS(PROOF_REPAIRS), count_proof_repairs, fill_proof_repairs},
    {"multipliers", COLUMNS(MULTIPLIERS), count_multipliers, fill_multipliers},
    {"start", COLUMNS(START), count_start, fill_start},
    {"ways", COLUMNS(WAYS), count_ways, fill_ways},
    {"way_links", COLUMNS(WAY_LINKS), count_way_links, fill_way_links},
    {"issues", COLUMNS(ISSUES), count_issues, fill_issues},
    {"defaults", COLUMNS(DEFAULTS), count_defaults, fill_defaults},
};

bool store_is_for_program(const store_table *table) { return table->columns == START; }

int store_n_tables(void) { return (int)(sizeof TABLES / sizeof TABLES[0]); }

const store_table *store_table_at(int i) { return i >= 0 && i < store_n_tables() ? &TABLES[i] : NULL; }

static const store_table *compare_table(const char *name) {
  for (int i = 0; i < store_n_compare_tables(); i++)
    if (strcmp(store_compare_table(i)->name, name) == 0) return store_compare_table(i);
  return NULL;
}

const store_table *store_table_find(const char *name) {
  for (int i = 0; i < store_n_tables(); i++)
    if (strcmp(TABLES[i].name, name) == 0) return &TABLES[i];
  return compare_table(name);
}

void store_table_fill(const store_table *table, const store_context *c, int i, store_row *row) {
  row->n = 0;
  table->fill(c, i, row);
  assert(row->n == table->n_columns);
}
