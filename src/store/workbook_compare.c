/* plan.xlsx, the comparison: a sheet each for what the sets come to, waiting, what can be decided now, the ledger of
 * disputed figures, conclusions and who makes the difference. Only where sets were compared. O(rows). Tests:
 * tests/unit/test_compare.c. */
#include "model/comparison.h"
#include "store/workbook.h"

typedef struct compare_page {
  const char *name, *title, *note, *table;
} compare_page;

void book_write_comparison(book *b) {
  static const compare_page PAGES[] = {
      {"Options", "Parties and options side by side", "Figures are of the linear model: what any plan could do. Cost is the least with which so many are served.", "compared_sets"},
      {"Option targets", "Targets under each set of numbers", "What any plan can reach, and what none can beat.", "compared_targets"},
      {"Option conditions", "What each option depends on", "Conditions, pledges that open with it, who runs and who secures it.", "depends"},
      {"Waiting", "What waiting costs", "Unserved survival person-days if the option starts so many weeks later, solved again. Weeks after the last day are left out.", "waiting"},
      {"Decide now", "Decisions common to all options", "Part of a best plan under every option that was solved and without any: at least so many units by the day.", "shared_decisions"},
      {"Ledger", "Figures in which parties differ", "Both values with both sources; a party that says nothing holds the scenario's figure.", "ledger"},
      {"Stages", "From submitted to delivered", "What becomes of trucks at a crossing as each party sees it; parts of the difference by logarithms.", "stage_shares"},
      {"Conclusions", "Which conclusions hold under both", "1: the same under both parties' numbers; blank: open under both, and not counted. Of a claim about days, a figure beyond the last day means: not within the days planned.", "conclusions"},
      {"Claims", "Claims under each party's numbers", "Held against a plan made with that party's numbers. A figure of days beyond the last day means: not within the days planned.", "compared_claims"},
      {"Attribution", "Who makes the difference", "Shapley values: an assumption's mean effect, on what share_of says, over all orders in which they could be changed.", "attribution"},
      {"Turned by", "What turns a conclusion", "Smallest groups of assumptions with which the conclusion becomes the other party's.", "turned_by"},
  };
  if (!b->c->plan->comparison) return;
  for (size_t p = 0; p < sizeof PAGES / sizeof PAGES[0]; p++) {
    const store_table *table = store_table_find(PAGES[p].table);
    int n = table->count(b->c);
    if (!n) continue;
    sheet_column columns[STORE_MOST_COLUMNS];
    for (int k = 0; k < table->n_columns; k++) {
      bool is_text = table->columns[k].type == STORE_TEXT;
      columns[k] = (sheet_column){table->columns[k].name, is_text ? 24 : 14, is_text ? SHEET_TEXT : SHEET_QUANTITY};
    }
    lxw_worksheet *page = book_add_page(b, PAGES[p].name);
    book_put_text(b, page, 0, 0, PAGES[p].title, b->heading);
    book_put_text(b, page, 1, 0, PAGES[p].note, b->note);
    sheet s = sheet_begin(b, page, 2, columns, table->n_columns, true);
    for (int i = 0; i < n && sheet_next(&s, PAGES[p].table); i++) {
      store_row row;
      store_table_fill(table, b->c, i, &row);
      for (int k = 0; k < table->n_columns; k++)
        if (row.cells[k].text) sheet_text(&s, k, row.cells[k].text);
        else sheet_number(&s, k, row.cells[k].number);
    }
    sheet_finish(&s, 1);
  }
}
