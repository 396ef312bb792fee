/* The budget sheets: spending by month, line, sector, place and pledge as a list to filter and pivot; the
 * pledges with what they pay and what lies idle; a matrix of sectors by month. Numbers are numbers; every sheet says
 * its currency. Security money stands apart. A public copy has none of these sheets. O(rows).
 * Tests: tests/unit/test_budget.c. */
#include <math.h>
#include <string.h>

#include "store/workbook.h"

static const char *place_of(const book *b, int place_i) {
  return place_i < 0 || place_i >= b->c->s->n_places ? NULL : lfl_place_name(&b->c->s->places[place_i]);
}

static sheet begin(book *b, const char *name, const char *title, const char *note, const sheet_column *columns, int n_columns) {
  lxw_worksheet *page = book_add_page(b, name);
  book_put_text(b, page, 0, 0, title, b->title);
  book_put_text(b, page, 1, 0, note, b->note);
  return sheet_begin(b, page, 3, columns, n_columns, true);
}

static void write_budget(book *b) {
  static const sheet_column columns[] = {{"Month", 10, SHEET_TEXT}, {"Line", 14, SHEET_TEXT}, {"Sector", 24, SHEET_TEXT}, {"Place", 26, SHEET_TEXT},
                                         {"Item", 22, SHEET_TEXT}, {"Pledge", 18, SHEET_TEXT}, {"Donor", 26, SHEET_TEXT}, {"Amount", 16, SHEET_QUANTITY}};
  const lfl_scenario *s = b->c->s;
  sheet t = begin(b, "Budget", "Budget: what is spent, by month, line, sector, place, item and pledge",
                  book_words(b, "Amounts in %s, whole cents. Each is paid by the pledge that stands beside it.%s", s->currency,
                             b->c->plan->lacks_trips ? " Trips, or facilities that burn fuel, are left out of this copy: what transport costs, and the goods that they carry or burn, is told in sums of the whole plan without pledges." : ""), columns, 8);
  for (int i = 0; i < b->c->n_budget && sheet_next(&t, "budget"); i++) {
    const lfl_budget_row *r = &b->c->budget[i];
    const lfl_pledge *p = r->pledge_i >= 0 ? &s->pledges[r->pledge_i] : NULL;
    sheet_text(&t, 0, r->month);
    sheet_text(&t, 1, r->line);
    sheet_text(&t, 2, r->sector ? lfl_sector_words(r->sector) : NULL);
    sheet_text(&t, 3, place_of(b, r->place_i));
    sheet_text(&t, 4, r->item_i >= 0 ? s->items[r->item_i].id : NULL);
    sheet_text(&t, 5, p ? p->id : NULL);
    sheet_text(&t, 6, p ? p->donor : NULL);
    sheet_number(&t, 7, r->amount);
  }
  sheet_finish(&t, 2);
}

static double spent_of(const lfl_plan *plan, int pledge_i) {
  double sum = 0;
  for (int k = 0; k < plan->n_spending; k++)
    if (plan->spending[k].pledge_i == pledge_i) sum += plan->spending[k].amount;
  return sum;
}

static double gain_of(const lfl_plan *plan, int pledge_i, lfl_money_change change) {
  for (int k = 0; k < plan->n_money_gains; k++)
    if (plan->money_gains[k].pledge_i == pledge_i && plan->money_gains[k].change == change) return plan->money_gains[k].gain;
  return (double)NAN;
}

static void write_pledges(book *b) {
  static const sheet_column columns[] = {
      {"Pledge", 18, SHEET_TEXT}, {"Donor", 26, SHEET_TEXT}, {"Earmark", 24, SHEET_TEXT}, {"Earmarking", 14, SHEET_TEXT}, {"As pledged", 16, SHEET_QUANTITY}, {"Currency", 9, SHEET_TEXT},
      {"Rate", 10, SHEET_QUANTITY}, {"Counted", 16, SHEET_QUANTITY}, {"Usable from", 13, SHEET_DATE}, {"Condition", 16, SHEET_TEXT}, {"Spent", 16, SHEET_QUANTITY}, {"Left at the end", 16, SHEET_QUANTITY},
      {"Person-days gained if earlier", 14, SHEET_COUNT}, {"Person-days lost if later", 14, SHEET_COUNT}, {"Person-days gained if its condition were met", 16, SHEET_COUNT}};
  const lfl_scenario *s = b->c->s;
  if (!s->n_pledges) return;
  bool is_told = !b->c->plan->lacks_pledges; /* else what counts less because of one of them would tell of it, and what counts all of it would be wrong */
  bool is_spent_told = !b->c->plan->lacks_trips; /* else what transport costs stands by no pledge */
  const char *unspent = is_spent_told ? "" : " Trips, or facilities that burn fuel, are left out of this copy: what is spent and left is blank.";
  const char *lacking = is_told ? "" : " Restricted pledges are left out of this copy, and others may count less because of them: what counts, what is left and what another day would change is blank.";
  const char *repairs = is_told ? lfl_budget_repairs_words(b->c->plan, b->c->audience, b->c->arena) : NULL;
  sheet t = begin(b, "Pledges", "Pledges: what each pays", book_words(b, "Counted, spent and left in %s. Person-days of survival service, solved again; blank: not solved, or the repairs as decided could not be paid.%s%s Security is no relief money: counted apart, it pays nothing here.%s%s", s->currency, repairs ? " " : "", repairs ? repairs : "", lacking, unspent), columns, 15);
  for (int k = 0; k < s->n_pledges && sheet_next(&t, "pledges"); k++) {
    const lfl_pledge *p = &s->pledges[k];
    double spent = spent_of(b->c->plan, k);
    sheet_text(&t, 0, p->id);
    sheet_text(&t, 1, p->donor);
    sheet_text(&t, 2, p->is_security ? "for security: no relief money" : lfl_earmark_words(s, p, b->c->arena));
    sheet_text(&t, 3, p->degree);
    sheet_number(&t, 4, p->given_amount);
    sheet_text(&t, 5, p->currency);
    sheet_number(&t, 6, p->rate);
    if (is_told && p->counted) sheet_number(&t, 7, p->amount);
    if (p->from_day < s->n_days) sheet_day(&t, 8, p->from_day);
    sheet_text(&t, 9, p->condition_id);
    if (is_spent_told && p->counted) sheet_number(&t, 10, spent);
    if (is_told && is_spent_told && p->counted) sheet_number(&t, 11, p->from_day < s->n_days ? round((p->amount - spent) * 100) / 100 : 0);
    sheet_number(&t, 12, gain_of(b->c->plan, k, LFL_MONEY_EARLIER));
    sheet_number(&t, 13, -gain_of(b->c->plan, k, LFL_MONEY_LATER));
    sheet_number(&t, 14, gain_of(b->c->plan, k, LFL_MONEY_CONDITION));
  }
  sheet_finish(&t, 1);
}

static void write_by_person(book *b) {
  static const sheet_column columns[] = {{"Sector, place, or what belongs to none", 40, SHEET_TEXT}, {"Spent", 16, SHEET_QUANTITY}, {"Person-days served", 18, SHEET_COUNT}, {"For a person-day", 14, SHEET_QUANTITY}};
  int n;
  const lfl_served_cost *rows = lfl_budget_by_person(b->c->plan, b->c->arena, &n);
  sheet t = begin(b, "Cost per person", "Cost for a person served for a day",
                  book_words(b, "In %s: what this plan spends over person-days of survival service (of the minimum where a need has no survival tier), of all needs of the sector or at the place. What is there already serves, too, and costs nothing here. Goods count at the place that they are delivered to, at the mean cost of the stock that they come from. Sectors add up to all that is spent, and so do places with what belongs to no place.", b->c->s->currency), columns, 4);
  for (int i = 0; rows && i < n; i++) {
    bool is_served = rows[i].person_days > 0;
    if ((!is_served && !(rows[i].amount > 0)) || (rows[i].place_i >= 0 && !store_may_see_place(b->c, rows[i].place_i))) continue;
    if (!sheet_next(&t, "spending")) break;
    sheet_text(&t, 0, rows[i].other ? rows[i].other : rows[i].place_i >= 0 ? place_of(b, rows[i].place_i) : lfl_sector_words(rows[i].sector));
    sheet_number(&t, 1, rows[i].amount);
    if (is_served) sheet_number(&t, 2, rows[i].person_days);
    if (is_served) sheet_number(&t, 3, rows[i].amount / rows[i].person_days);
  }
  sheet_finish(&t, 1);
}

void book_write_budget(book *b) {
  if (b->c->audience == LFL_PUBLIC) return;
  if (b->c->n_budget) write_budget(b);
  write_pledges(b);
  if (b->c->n_budget) write_by_person(b);
}
