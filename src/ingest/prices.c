/* Prices that look wrong by two orders, as where a currency was mixed up: of one item in two supplies, and of a
 * truck's kilometre against the planning figure (standards/planning_defaults.csv, in USD). All are warnings.
 * O(supplies^2). Tests: tests/unit/test_ingest_files.c. */
#include <string.h>

#include "base/buf.h"
#include "ingest/build.h"

static const double TWO_ORDERS = 100, MOST_BETWEEN_SUPPLIES = 50;

static void complain(builder *b, const char *table, int row_i, const char *column, double value, double like) {
  lfl_buf found = {0}, expected = {0};
  lfl_buf_number(&found, value);
  lfl_buf_printf(&expected, "a price in %s, as about ", b->s->currency);
  lfl_buf_number(&expected, like);
  lfl_buf_printf(&expected, ": is the currency right?");
  if (found.failed || expected.failed) b->failed = true;
  else {
    const lfl_table *t = lfl_tables_find(b->tables, table);
    lfl_diag d = {LFL_WARNING, "implausible", t->file, t->row_numbers[row_i], column, found.text, expected.text, NULL};
    lfl_diags_add(b->diags, &d);
  }
  lfl_buf_clear(&found);
  lfl_buf_clear(&expected);
}

/* The cheapest paid supply of the same item. */
static double least_price(const lfl_scenario *s, int item_i) {
  double least = 0;
  for (int i = 0; i < s->n_supplies; i++) {
    double price = s->supplies[i].unit_price;
    if (s->supplies[i].item_i == item_i && price > 0 && (least <= 0 || price < least)) least = price;
  }
  return least;
}

void check_prices(builder *b) {
  const lfl_scenario *s = b->s;
  for (int i = 0; i < s->n_supplies; i++) {
    double price = s->supplies[i].unit_price, least = least_price(s, s->supplies[i].item_i);
    if (s->supplies[i].origin.row_i >= 0 && least > 0 && price >= MOST_BETWEEN_SUPPLIES * least)
      complain(b, "supplies", s->supplies[i].origin.row_i, "unit_price", price, least);
  }
  const planning_default *km = find_planning(b, "trucking_cost");
  for (int i = 0; i < s->n_fleets && strcmp(s->currency, "USD") == 0; i++) {
    const lfl_fleet *f = &s->fleets[i];
    if (f->origin.row_i < 0 || f->vehicle != LFL_TRUCK || !(f->cost_per_km > 0)) continue;
    if (f->cost_per_km > TWO_ORDERS * km->value || f->cost_per_km < km->value / TWO_ORDERS) complain(b, "fleets", f->origin.row_i, "cost_per_km", f->cost_per_km, km->value);
  }
}
