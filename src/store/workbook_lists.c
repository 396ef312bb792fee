/* plan.xlsx, the lists: what is built, delivered, held, moved and spent, day by day, and where the
 * figures come from. O(rows). Tests: tests/unit/test_store.c. */
#include <math.h>
#include <string.h>

#include "base/ids.h"
#include "store/workbook.h"

#define COLUMNS(list) list, (int)(sizeof list / sizeof list[0])

static const char *place_name(const book *b, int i) { return i >= 0 && i < b->c->s->n_places ? b->c->s->places[i].name : NULL; }
static const char *item_name(const book *b, int i) { return i >= 0 && i < b->c->s->n_items ? b->c->s->items[i].name : NULL; }
static const char *fleet_id(const book *b, int i) { return i >= 0 && i < b->c->s->n_fleets ? b->c->s->fleets[i].id : NULL; }
/* Its name where the audience may know it, else what it is. */
static const char *facility_name(book *b, int i) {
  const lfl_facility *f = &b->c->s->facilities[i];
  return store_may_see(b->c, &f->origin) ? f->name : book_words(b, "a %s", f->kind == LFL_HOSPITAL ? "hospital" : f->kind == LFL_HEALTH_CENTRE ? "health centre" : "health post");
}
static const char *way_words(const book *b, int i) { return i >= 0 && i < b->c->plan->n_ways ? b->c->way_texts[i] : NULL; }

static sheet begin_page(book *b, const char *name, const char *title, const char *note, const sheet_column *columns, int n) {
  lxw_worksheet *page = book_add_page(b, name);
  book_put_text(b, page, 0, 0, title, b->heading);
  book_put_text(b, page, 1, 0, note, b->note);
  return sheet_begin(b, page, 2, columns, n, true);
}

/* Units that the row finishes: all of them, unless they are built in parts over days. */
static double finished_by(const lfl_plan *plan, int row) {
  const lfl_build_row *r = &plan->builds[row];
  if (!lfl_is_built_in_parts(plan->scenario, &plan->scenario->constructions[r->construction_i])) return r->units;
  double before = 0;
  for (int i = 0; i < row; i++)
    if (plan->builds[i].place_i == r->place_i && plan->builds[i].construction_i == r->construction_i) before += plan->builds[i].units;
  return floor(before + r->units + 1e-6) - floor(before + 1e-6);
}

void book_write_building(book *b) {
  static const sheet_column columns[] = {{"Date", 13, SHEET_DATE}, {"Day", 6, SHEET_COUNT}, {"Place", 24, SHEET_TEXT}, {"Place id", 12, SHEET_TEXT},
                                         {"Construction", 18, SHEET_TEXT}, {"Gives", 10, SHEET_TEXT}, {"Built (units)", 10, SHEET_QUANTITY},
                                         {"For (people)", 10, SHEET_COUNT}, {"Usable from", 13, SHEET_DATE}, {"Work (worker-days)", 12, SHEET_QUANTITY}};
  sheet s = begin_page(b, "Building", "Building: what is put up, where and when", "The places served are counted at the minimum tier.", COLUMNS(columns));
  const lfl_plan *plan = b->c->plan;
  for (int i = 0; i < plan->n_builds; i++) {
    const lfl_build_row *r = &plan->builds[i];
    if (r->construction_i < 0 || r->construction_i >= b->c->s->n_constructions) continue;
    const lfl_construction *c = &b->c->s->constructions[r->construction_i];
    if (!sheet_next(&s, "builds")) break;
    sheet_day(&s, 0, r->day);
    sheet_number(&s, 1, r->day);
    sheet_text(&s, 2, place_name(b, r->place_i));
    sheet_text(&s, 3, r->place_i >= 0 ? b->c->s->places[r->place_i].id : NULL);
    sheet_text(&s, 4, c->id);
    sheet_text(&s, 5, lfl_capacity_name(c->capacity));
    double finished = finished_by(plan, i);
    sheet_number(&s, 6, r->units);
    sheet_number(&s, 7, finished * c->people_per_unit);
    if (finished > 0) sheet_day(&s, 8, r->day + c->settle_days);
    sheet_number(&s, 9, r->units * c->worker_days_per_unit);
  }
  sheet_finish(&s, 2);
}

/* What the repair buys, by need and tier, in words. */
static const char *gain_words(book *b, const lfl_repair_row *r) {
  const lfl_plan *plan = b->c->plan;
  const char *text = "";
  for (int k = 0; k < plan->n_repair_gains; k++) {
    const lfl_repair_gain_row *g = &plan->repair_gains[k];
    if (g->project_i != r->project_i || g->from_day < 0) continue;
    text = book_words(b, "%s%s%s, %s: on average %.0f people more a day from %s", text ? text : "", text && *text ? "; " : "", b->c->s->needs[g->need_i].id, lfl_tier_name(g->tier),
                      lfl_repair_mean_people(g), store_date(b->c, g->from_day));
  }
  return text;
}

void book_write_repairs(book *b) {
  static const sheet_column columns[] = {{"Repair", 22, SHEET_TEXT}, {"Where", 24, SHEET_TEXT}, {"Restores", 22, SHEET_TEXT}, {"By", 12, SHEET_QUANTITY},
                                         {"Starts", 13, SHEET_DATE}, {"Finished", 13, SHEET_DATE}, {"Workers a day", 10, SHEET_QUANTITY}, {"Cost without wages", 12, SHEET_QUANTITY},
                                         {"Survival person-days more", 14, SHEET_COUNT}, {"Minimum person-days more", 14, SHEET_COUNT}, {"What it buys", 70, SHEET_TEXT}};
  const lfl_plan *plan = b->c->plan;
  const int *order = lfl_plan_repairs_in_order(plan, b->c->arena);
  if (!plan->n_repairs || !order) return;
  sheet s = begin_page(b, "Repairs", "Repairs: which, when, and what each buys", "Person-days more than without it and those that need it, solved again, before rounding. Without dates: not done.",
                       COLUMNS(columns));
  for (int i = 0; i < plan->n_repairs && sheet_next(&s, "projects"); i++) {
    const lfl_repair_row *r = &plan->repairs[order[i]];
    const lfl_project *p = &b->c->s->projects[r->project_i];
    sheet_text(&s, 0, p->id);
    sheet_text(&s, 1, p->place_i >= 0 ? place_name(b, p->place_i) : p->link_i >= 0 ? b->c->s->links[p->link_i].id : NULL);
    sheet_text(&s, 2, lfl_restored_column(p->restores));
    if (p->restores != LFL_RESTORES_NOTHING) sheet_number(&s, 3, p->amount);
    if (r->start_day >= 0) sheet_day(&s, 4, r->start_day);
    if (r->finish_day >= 0) sheet_day(&s, 5, r->finish_day);
    if (r->start_day >= 0) sheet_number(&s, 6, r->workers);
    sheet_number(&s, 7, p->cost);
    sheet_number(&s, 8, r->gain_person_days[LFL_SURVIVAL]);
    sheet_number(&s, 9, r->gain_person_days[LFL_MINIMUM]);
    sheet_text(&s, 10, gain_words(b, r));
  }
  sheet_finish(&s, 1);
}

void book_write_logistics(book *b) {
  static const sheet_column columns[] = {
      {"Leaves", 13, SHEET_DATE}, {"Day", 6, SHEET_COUNT}, {"Arrives", 13, SHEET_DATE}, {"From", 20, SHEET_TEXT}, {"To", 20, SHEET_TEXT},
      {"Fleet", 12, SHEET_TEXT}, {"Item", 24, SHEET_TEXT}, {"Loaded (units)", 12, SHEET_QUANTITY}, {"Mass (t)", 9, SHEET_QUANTITY},
      {"Volume (m3)", 9, SHEET_QUANTITY}, {"Trips (vehicles)", 9, SHEET_COUNT}, {"Shipment", 9, SHEET_COUNT}, {"Length (km)", 9, SHEET_QUANTITY},
      {"Route (links; - is driven in reverse)", 34, SHEET_TEXT}};
  sheet s = begin_page(b, "Logistics", "Logistics: deliveries",
                       "A shipment is all that one fleet takes on one route on one day; its vehicles stand on its first line. From a crossing, only the share delivered arrives.",
                       COLUMNS(columns));
  const lfl_plan *plan = b->c->plan;
  for (int i = 0; i < plan->n_deliveries; i++) {
    const lfl_delivery_row *r = &plan->deliveries[i];
    const lfl_item *item = r->item_i >= 0 && r->item_i < b->c->s->n_items ? &b->c->s->items[r->item_i] : NULL;
    if (!sheet_next(&s, "deliveries")) break;
    sheet_day(&s, 0, r->day);
    sheet_number(&s, 1, r->day);
    sheet_day(&s, 2, r->arrive_day);
    sheet_text(&s, 3, place_name(b, r->from_i));
    sheet_text(&s, 4, place_name(b, r->to_i));
    sheet_text(&s, 5, fleet_id(b, r->fleet_i));
    sheet_text(&s, 6, item_name(b, r->item_i));
    sheet_number(&s, 7, r->units);
    sheet_number(&s, 8, item ? r->units * item->mass_kg / 1000 : (double)NAN);
    sheet_number(&s, 9, item ? r->units * item->volume_m3 : (double)NAN);
    if (r->trips > 0) sheet_number(&s, 10, r->trips); /* on the first line of its shipment */
    sheet_number(&s, 11, r->shipment + 1);
    if (way_words(b, r->way_i)) sheet_number(&s, 12, plan->ways[r->way_i].km);
    sheet_text(&s, 13, way_words(b, r->way_i));
  }
  sheet_finish(&s, 2);
}

void book_write_stocks(book *b) {
  static const sheet_column columns[] = {{"Date", 13, SHEET_DATE}, {"Day", 6, SHEET_COUNT}, {"Place", 24, SHEET_TEXT}, {"Item", 28, SHEET_TEXT},
                                         {"In stock at the end of the day (units)", 14, SHEET_QUANTITY}, {"Lasts (days)", 10, SHEET_QUANTITY}};
  sheet s = begin_page(b, "Stocks", "Stocks at the end of each day", "Lasts: at the mean use of the seven days before, in numbers up to as many days as are planned. Blank: nothing was used.", COLUMNS(columns));
  const char *longer = book_words(b, "over %d", b->c->s->n_days);
  const lfl_plan *plan = b->c->plan;
  for (int i = 0; i < plan->n_stocks; i++) {
    const lfl_stock_row *r = &plan->stocks[i];
    if (!sheet_next(&s, "stocks")) break;
    sheet_day(&s, 0, r->day);
    sheet_number(&s, 1, r->day);
    sheet_text(&s, 2, place_name(b, r->place_i));
    sheet_text(&s, 3, item_name(b, r->item_i));
    sheet_number(&s, 4, r->units);
    if (r->days_left > b->c->s->n_days) sheet_text(&s, 5, longer);
    else sheet_number(&s, 5, r->days_left);
  }
  if (s.page && s.row > s.header) {
    lxw_conditional_format blank = {.type = LXW_CONDITIONAL_TYPE_BLANKS, .stop_if_true = LXW_TRUE};
    lxw_conditional_format low = {.type = LXW_CONDITIONAL_TYPE_CELL, .criteria = LXW_CONDITIONAL_CRITERIA_LESS_THAN, .value = 3, .format = b->poor};
    worksheet_conditional_format_range(s.page, s.header + 1, 5, s.row, 5, &blank);
    worksheet_conditional_format_range(s.page, s.header + 1, 5, s.row, 5, &low);
  }
  sheet_finish(&s, 2);
}

/* Patients carried to facilities: a movement of its own kind. Only where there is one. */
void book_write_referrals(book *b) {
  static const sheet_column columns[] = {{"Date", 13, SHEET_DATE}, {"Day", 6, SHEET_COUNT}, {"Patients from", 24, SHEET_TEXT}, {"To", 24, SHEET_TEXT},
                                         {"Facility", 28, SHEET_TEXT}, {"Patients", 10, SHEET_COUNT}, {"People it serves so", 11, SHEET_COUNT},
                                         {"Trips (vehicles)", 9, SHEET_COUNT}, {"Fleet", 12, SHEET_TEXT}, {"Route (links; - is driven in reverse)", 34, SHEET_TEXT}};
  const lfl_plan *plan = b->c->plan;
  if (!plan->n_referrals) return;
  sheet s = begin_page(b, "Referral", "Patients carried to hospitals", "Ambulances and accessible buses, there and back. Where the facility is restricted only the area's count is told. Public: weeks.", COLUMNS(columns));
  for (int i = 0; i < plan->n_referrals; i++) {
    const lfl_referral_row *r = &plan->referrals[i];
    if (!sheet_next(&s, "referrals")) break;
    sheet_day(&s, 0, r->day);
    sheet_number(&s, 1, r->day);
    sheet_text(&s, 2, place_name(b, r->place_i));
    sheet_number(&s, 5, r->patients);
    sheet_number(&s, 6, r->people);
    sheet_number(&s, 7, r->trips);
    if (r->facility_i < 0 || r->facility_i >= b->c->s->n_facilities) continue;
    sheet_text(&s, 3, place_name(b, b->c->s->facilities[r->facility_i].place_i));
    sheet_text(&s, 4, facility_name(b, r->facility_i));
    sheet_text(&s, 8, fleet_id(b, r->fleet_i));
    sheet_text(&s, 9, way_words(b, r->way_i));
  }
  sheet_finish(&s, 2);
}

/* Whom facilities serve: by day, place and facility. Only where the scenario has some. */
void book_write_care(book *b) {
  static const sheet_column columns[] = {{"Date", 13, SHEET_DATE}, {"Day", 6, SHEET_COUNT}, {"People of", 24, SHEET_TEXT}, {"Need", 16, SHEET_TEXT},
                                         {"Facility", 28, SHEET_TEXT}, {"Stands at", 24, SHEET_TEXT}, {"People served", 11, SHEET_COUNT}};
  const lfl_plan *plan = b->c->plan;
  if (!b->c->s->n_facilities || b->c->audience == LFL_PUBLIC) return;
  sheet s = begin_page(b, "Care", "Health facilities: whom they serve", "Health: people with access to health care (not consultations); health_beds: people for whom there are hospital beds. Restricted facilities are not named.", COLUMNS(columns));
  for (int i = 0; i < plan->n_care; i++) {
    const lfl_care_row *r = &plan->care[i];
    if (r->facility_i < 0 || r->facility_i >= b->c->s->n_facilities || !sheet_next(&s, "care")) break;
    sheet_day(&s, 0, r->day);
    sheet_number(&s, 1, r->day);
    sheet_text(&s, 2, place_name(b, r->place_i));
    sheet_text(&s, 3, b->c->s->needs[r->need_i].id);
    sheet_text(&s, 4, facility_name(b, r->facility_i));
    sheet_text(&s, 5, place_name(b, b->c->s->facilities[r->facility_i].place_i));
    sheet_number(&s, 6, r->people);
  }
  sheet_finish(&s, 2);
}

/* Who has no fuel left, and what stands still. Only where the scenario has fuel. */
void book_write_fuel(book *b) {
  static const sheet_column columns[] = {{"From", 13, SHEET_DATE}, {"To", 13, SHEET_DATE}, {"Fuel at", 24, SHEET_TEXT}, {"User", 10, SHEET_TEXT},
                                         {"What stands still", 28, SHEET_TEXT}, {"People without for it, at most", 14, SHEET_COUNT}, {"Burnt on these days all the same (l)", 14, SHEET_QUANTITY}};
  const lfl_dry *dry = b->c->dry;
  if (!dry || b->c->s->fuel_item_i < 0) return;
  sheet s = begin_page(b, "Fuel", "Where fuel runs dry, and what it takes down with it", "Days on which more could be done and the fuel left there is not enough for it.", COLUMNS(columns));
  for (int i = 0; i < dry->n; i++) {
    const lfl_dry_row *r = &dry->rows[i];
    if (!sheet_next(&s, "dry")) break;
    sheet_day(&s, 0, r->from_day);
    sheet_day(&s, 1, r->to_day);
    sheet_text(&s, 2, place_name(b, r->place_i));
    sheet_text(&s, 3, lfl_fuel_user_name(r->user));
    if (r->user == LFL_FUEL_FACILITY) sheet_text(&s, 4, facility_name(b, r->subject_i));
    else sheet_text(&s, 4, r->user == LFL_FUEL_FLEET ? fleet_id(b, r->subject_i) : book_words(b, "pumps at %s", place_name(b, r->subject_i)));
    sheet_number(&s, 5, r->people);
    sheet_number(&s, 6, r->used_l);
  }
  sheet_finish(&s, 2);
}

void book_write_movement(book *b) {
  static const sheet_column columns[] = {
      {"Leaves", 13, SHEET_DATE}, {"Day", 6, SHEET_COUNT}, {"Arrives", 13, SHEET_DATE}, {"From", 22, SHEET_TEXT}, {"To", 22, SHEET_TEXT},
      {"By", 14, SHEET_TEXT}, {"People", 10, SHEET_COUNT}, {"Trips (vehicles)", 9, SHEET_COUNT}, {"Fleet", 12, SHEET_TEXT},
      {"Route (links; - is driven in reverse)", 34, SHEET_TEXT}};
  sheet s = begin_page(b, "Movement", "Movement of people who wish to leave",
                       "Nobody is planned to move beyond the willing share recorded for a place. Those who stay are served where they are: see the sector pages.",
                       COLUMNS(columns));
  const lfl_plan *plan = b->c->plan;
  for (int i = 0; i < plan->n_movements; i++) {
    const lfl_movement_row *r = &plan->movements[i];
    if (!sheet_next(&s, "movements")) break;
    sheet_day(&s, 0, r->day);
    sheet_number(&s, 1, r->day);
    sheet_day(&s, 2, r->arrive_day);
    sheet_text(&s, 3, place_name(b, r->from_i));
    sheet_text(&s, 4, place_name(b, r->to_i));
    sheet_text(&s, 5, r->mode == LFL_MODE_ACCESSIBLE_BUS ? "accessible bus" : lfl_mode_name(r->mode));
    sheet_number(&s, 6, r->people);
    sheet_number(&s, 7, r->mode == LFL_MODE_FOOT ? (double)NAN : r->trips);
    sheet_text(&s, 8, fleet_id(b, r->fleet_i));
    sheet_text(&s, 9, way_words(b, r->way_i));
  }
  sheet_finish(&s, 2);
}

static const char *condition_words(const book *b, const lfl_pledge *pledge) {
  const lfl_table *t = lfl_tables_find(b->c->s->tables, "conditions");
  for (int i = 0; t && pledge->condition_id && i < t->n_rows; i++) {
    const char *id = lfl_table_get(t, i, "condition_id");
    if (id && strcmp(id, pledge->condition_id) == 0) return lfl_table_get(t, i, "text");
  }
  return pledge->condition_id;
}

static void write_pledges(book *b, lxw_worksheet *page, lxw_row_t row) {
  /* the last column: less what other pledges of the table count, in the scenario's currency */
  const char *const headers[] = {"Pledge", "Donor", "Amount", "Currency", "Usable from", "Earmarked for", "Condition", book_words(b, "Counts (%s)", b->c->s->currency)};
  enum { FIRST = 7, N_HEADERS = sizeof headers / sizeof headers[0] };
  static const double widths[N_HEADERS] = {12, 22, 14, 9, 13, 18, 40, 14};
  for (int k = 0; k < N_HEADERS && page; k++) {
    worksheet_set_column(page, (lxw_col_t)(FIRST + k), (lxw_col_t)(FIRST + k), widths[k], NULL);
    book_put_text(b, page, row, FIRST + k, headers[k], b->header);
  }
  for (int i = 0; i < b->c->s->n_pledges; i++) {
    const lfl_pledge *p = &b->c->s->pledges[i];
    if (b->c->audience == LFL_PUBLIC && !store_may_see(b->c, &p->origin)) continue;
    row++;
    book_put_text(b, page, row, FIRST, p->id, b->cell[SHEET_TEXT]);
    book_put_text(b, page, row, FIRST + 1, p->donor, b->cell[SHEET_TEXT]);
    book_put_number(b, page, row, FIRST + 2, p->given_amount, SHEET_COUNT);
    if (p->counted && !b->c->plan->lacks_pledges) book_put_number(b, page, row, FIRST + 7, p->amount, SHEET_COUNT);
    book_put_text(b, page, row, FIRST + 3, p->currency, b->cell[SHEET_TEXT]);
    if (p->from_day >= b->c->s->n_days) book_put_text(b, page, row, FIRST + 4, "not in these days", b->cell[SHEET_TEXT]);
    else book_put_day(b, page, row, FIRST + 4, p->from_day, b->cell[SHEET_DATE]);
    bool is_earmarked = p->earmark_kind && strcmp(p->earmark_kind, "none") != 0, is_public = b->c->audience == LFL_PUBLIC;
    bool is_told = is_earmarked && p->earmark_id && (!is_public || strcmp(p->earmark_kind, "sector") == 0); /* a public row may name a place or item that is not */
    const char *earmark = !is_earmarked ? "anything" : is_told ? book_words(b, "%s %s", p->earmark_kind, p->earmark_id) : p->earmark_kind;
    book_put_text(b, page, row, FIRST + 5, earmark, b->cell[SHEET_TEXT]);
    book_put_text(b, page, row, FIRST + 6, !is_public ? condition_words(b, p) : p->condition_id ? "on a condition" : NULL, b->cell[SHEET_TEXT]);
  }
}

void book_write_cost(book *b) {
  static const sheet_column columns[] = {
      {"Date", 13, SHEET_DATE}, {"Day", 6, SHEET_COUNT}, {"Line", 16, SHEET_TEXT}, {"Pledge", 12, SHEET_TEXT}, {NULL, 14, SHEET_COUNT}};
  sheet_column own[5];
  memcpy(own, columns, sizeof own);
  own[4].header = book_words(b, "Amount (%s)", b->c->s->currency);
  sheet s = begin_page(b, "Cost", "Cost by line and day; to the right, the pledges",
                       "Each pledge pays only what its earmark covers. Totals by line are on the front page.", own, 5);
  const lfl_plan *plan = b->c->plan;
  for (int i = 0; i < plan->n_spending; i++) {
    const lfl_spending_row *r = &plan->spending[i];
    if (!sheet_next(&s, "spending")) break;
    sheet_day(&s, 0, r->day);
    sheet_number(&s, 1, r->day);
    sheet_text(&s, 2, r->line);
    sheet_text(&s, 3, r->pledge_i >= 0 && r->pledge_i < b->c->s->n_pledges ? b->c->s->pledges[r->pledge_i].id : NULL);
    sheet_number(&s, 4, r->amount);
  }
  write_pledges(b, s.page, 2);
  sheet_finish(&s, 2);
}

/* ---- where figures come from ---------------------------------------------------------------------- */

/* A page that shows one of the plan's tables as it is. */
static void write_as_is(book *b, sheet *s, const char *name) {
  const store_table *table = store_table_find(name);
  int n = table->count(b->c);
  for (int i = 0; i < n && sheet_next(s, name); i++) {
    store_row row;
    store_table_fill(table, b->c, i, &row);
    for (int k = 0; k < table->n_columns; k++)
      if (row.cells[k].text) sheet_text(s, k, row.cells[k].text);
      else sheet_number(s, k, row.cells[k].number);
  }
}

void book_write_issues(book *b) {
  static const sheet_column columns[] = {{"Severity", 10, SHEET_TEXT}, {"Kind", 18, SHEET_TEXT}, {"File or sheet", 28, SHEET_TEXT}, {"Row", 7, SHEET_COUNT},
                                         {"Column", 20, SHEET_TEXT}, {"Value found", 24, SHEET_TEXT}, {"Expected", 60, SHEET_TEXT}, {"Nearest name", 18, SHEET_TEXT}};
  sheet s = begin_page(b, "Data issues", "Data issues: what is wrong or remarkable in the data", "Mend warnings first; notes are worth knowing.", COLUMNS(columns));
  write_as_is(b, &s, "issues");
  if (s.page && s.row > s.header) {
    lxw_conditional_format bad = {.type = LXW_CONDITIONAL_TYPE_TEXT, .criteria = LXW_CONDITIONAL_CRITERIA_TEXT_BEGINS_WITH, .value_string = "error", .format = b->bad};
    lxw_conditional_format poor = {.type = LXW_CONDITIONAL_TYPE_TEXT, .criteria = LXW_CONDITIONAL_CRITERIA_TEXT_BEGINS_WITH, .value_string = "warning", .format = b->poor};
    worksheet_conditional_format_range(s.page, s.header + 1, 0, s.row, 0, &bad);
    worksheet_conditional_format_range(s.page, s.header + 1, 0, s.row, 0, &poor);
  }
  sheet_finish(&s, 1);
}

void book_write_defaults(book *b) {
  static const sheet_column columns[] = {
      {"Table", 16, SHEET_TEXT}, {"Row", 12, SHEET_TEXT}, {"Column", 24, SHEET_TEXT}, {"Value used", 18, SHEET_TEXT}, {"Unit", 14, SHEET_TEXT},
      {"Kind", 12, SHEET_TEXT}, {"Source", 60, SHEET_TEXT}, {"Low", 9, SHEET_QUANTITY}, {"High", 9, SHEET_QUANTITY}, {"Rows", 7, SHEET_COUNT},
      {"People whose figures rest on it", 14, SHEET_COUNT}};
  sheet s = begin_page(b, "Defaults", "Defaults: figures that nobody entered", "Most important first. Replace an assumption by entering your own figure in its table and column.",
                       COLUMNS(columns));
  write_as_is(b, &s, "defaults");
  sheet_finish(&s, 3);
}

static void write_standards(book *b, sheet *s) {
  for (int i = 0; i < b->c->s->n_needs; i++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      const lfl_need *need = &b->c->s->needs[i];
      if (!need->has_tier[tier] || !need->indicator_id[tier]) continue;
      if (!sheet_next(s, "needs")) return;
      sheet_text(s, 0, "standards");
      sheet_text(s, 1, book_words(b, "%s, %s: %s", need->id, lfl_tier_name((lfl_tier)tier), need->indicator_id[tier]));
      sheet_number(s, 2, need->quantity[tier]);
      sheet_text(s, 3, need->quantity_unit[tier]);
      sheet_text(s, 4, need->indicator_kind[tier]);
      sheet_text(s, 5, need->indicator_source[tier]);
    }
}

/* A source of a table, told once with the number of its rows and its latest observation. */
typedef struct table_source {
  const char *text, *how, *when;
  int n;
} table_source;

static void write_table_sources(book *b, sheet *s, const lfl_table *t) {
  int column = lfl_table_column(t, "source"), n = 0;
  if (column < 0) return;
  lfl_ids *ids = lfl_ids_create();
  table_source *list = lfl_arena_new(b->arena, (size_t)t->n_rows, table_source);
  if (!ids || !list) b->no_memory = true;
  for (int i = 0; i < t->n_rows && !b->no_memory; i++) {
    const char *text = t->cells[i][column], *when = lfl_table_get(t, i, "observed_on");
    if (!text) continue;
    int k = lfl_ids_get(ids, text);
    if (k < 0) {
      k = n++;
      if (!lfl_ids_put(ids, text, k)) b->no_memory = true;
      list[k] = (table_source){.text = text, .how = lfl_table_get(t, i, "reliability")};
    }
    list[k].n++;
    if (when && (!list[k].when || strcmp(when, list[k].when) > 0)) list[k].when = when;
  }
  lfl_ids_destroy(ids);
  for (int k = 0; k < n && sheet_next(s, "issues"); k++) {
    sheet_text(s, 0, t->name);
    sheet_number(s, 2, list[k].n);
    sheet_text(s, 3, list[k].n == 1 ? "row" : "rows");
    sheet_text(s, 4, list[k].how);
    sheet_text(s, 5, list[k].text);
    sheet_text(s, 6, list[k].when);
  }
}

void book_write_sources(book *b) {
  static const sheet_column columns[] = {{"Table", 18, SHEET_TEXT}, {"Standard", 34, SHEET_TEXT}, {"Value or rows", 12, SHEET_QUANTITY}, {"Unit", 20, SHEET_TEXT},
                                         {"Kind or reliability", 16, SHEET_TEXT}, {"Source", 80, SHEET_TEXT}, {"Latest observation", 14, SHEET_TEXT}};
  sheet s = begin_page(b, "Sources", "Standards used, and the sources that the tables name", "An assumption is never a standard; the kind says which it is.", COLUMNS(columns));
  write_standards(b, &s);
  lfl_tables *raw;
  if (store_mask_tables(b->c->s, b->c->audience, &raw) != LFL_OK) {
    b->no_memory = true;
    return;
  }
  for (int t = 0; t < raw->n_tables; t++) write_table_sources(b, &s, &raw->tables[t]);
  lfl_tables_destroy(raw);
  sheet_finish(&s, 1);
}
