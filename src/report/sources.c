/* Where every figure comes from: the standards, the rows of the scenario with source, unit and
 * kind, the defaults that filled blanks, how computed figures are counted, and what was found
 * wrong or odd in the data.
 *
 * Rows closed to the audience are counted and not shown; a public copy shows no positions. At most
 * MOST_ROWS rows of a table stand here (the plan's files hold all).
 * O(cells). Tests: tests/unit/test_report.c, tests/browser. */
#include <math.h>
#include <string.h>

#include "model/redact.h"
#include "model/schema.h"
#include "report/page.h"

enum { MOST_ROWS = 1500, MOST_ISSUES = 1000 };

/* --- issues and defaults ---------------------------------------------------------------------- */

static void put_issue_list(report *r, lfl_severity severity, const char *title) {
  int n = 0;
  for (int i = 0; i < r->diags->n; i++) n += r->diags->items[i].severity == severity;
  if (!n) return;
  put(r, "<details%r><summary>%r: %d</summary><div class=\"scroll\"><table class=\"sort\"><caption>%r</caption><thead><tr><th scope=\"col\">Where</th><th scope=\"col\">Column</th><th scope=\"col\">Value</th><th scope=\"col\">What is expected</th></tr></thead><tbody>",
      severity == LFL_NOTE ? "" : " open", title, n, title);
  int shown = 0;
  for (int i = 0; i < r->diags->n && shown < MOST_ISSUES; i++) {
    const lfl_diag *d = &r->diags->items[i];
    if (d->severity != severity) continue;
    shown++;
    put(r, "<tr><td>%s%r</td><td>%s</td><td><bdi>%s</bdi></td><td>%s%r</td></tr>", d->file, d->row > 0 ? put_text(r, ", row %n", (double)d->row) : "", d->column, d->value,
        d->expected ? d->expected : d->code, d->nearest ? put_text(r, " Nearest name: <bdi>%s</bdi>.", d->nearest) : "");
  }
  put(r, "</tbody></table></div>%r</details>", shown < n ? put_text(r, "<p class=\"fine\">%d more in the plan's workbook.</p>", n - shown) : "");
}

static const char *kind_of_default(const lfl_default *d) { return d->kind ? d->kind : "assumption"; }

static void put_defaults(report *r) {
  if (!r->s->n_defaults) {
    put(r, "<p>No blank of the data had to be filled.</p>");
    return;
  }
  put(r, "<div class=\"scroll\"><table class=\"sort\"><caption>Blanks that were filled, the most important first</caption><thead><tr><th scope=\"col\">Table, column</th><th scope=\"col\">Rows</th><th scope=\"col\">Taken</th><th scope=\"col\">Range</th><th scope=\"col\">Kind</th><th scope=\"col\">Source</th><th scope=\"col\" class=\"num\">People concerned</th></tr></thead><tbody>");
  for (int i = 0; i < r->s->n_defaults; i++) {
    const lfl_default *d = &r->s->defaults[i];
    bool names_row = d->row_id && strcmp(d->row_id, "*") != 0 && r->audience == LFL_RESTRICTED;
    put(r, "<tr id=\"d-%d\"><th scope=\"row\">%s, %s%r</th><td class=\"num\" data-v=\"%d\">%d</td><td>%s %s</td><td>%r</td><td>%s</td><td>%s</td><td class=\"num\" data-v=\"", i, d->table, d->column,
        names_row ? put_text(r, " <bdi>(%s)</bdi>", d->row_id) : "", d->n_rows, d->n_rows, d->value, unit_words(r, d->unit, false),
        isnan(d->low) || isnan(d->high) ? "" : put_text(r, "%q – %q", d->low, d->high), kind_of_default(d), d->source);
    lfl_buf_number(r->out, isfinite(d->importance) ? d->importance : 0);
    put(r, "\">%n</td></tr>", d->importance);
  }
  put(r, "</tbody></table></div>");
}

void put_issues(report *r) {
  put(r, "<section id=\"issues\" class=\"part\" aria-labelledby=\"issues-h\"><h2 id=\"issues-h\">Data issues and defaults</h2>");
  if (!r->diags) put(r, "<p class=\"none\">The list of data issues is not part of this copy.</p>");
  else if (r->audience == LFL_PUBLIC)
    put(r, "<p>%d warnings and %d notes about the data; their rows are not in a public copy.</p>", r->diags->n_warnings, r->diags->n_notes);
  else if (!r->diags->n) put(r, "<p>Nothing odd was found in the data.</p>");
  else {
    put_issue_list(r, LFL_ERROR, "Errors");
    put_issue_list(r, LFL_WARNING, "Warnings");
    put_issue_list(r, LFL_NOTE, "Notes");
  }
  put(r, "<h3>Defaults</h3>");
  put_defaults(r);
  put(r, "</section>\n");
}

/* --- sources ------------------------------------------------------------------------------------ */

static void put_methods(report *r) {
  static const struct {
    const char *id, *term, *text;
  } methods[] = {
      {"m-served", "Served and in need",
       "People in need are the people there times the share in need. People served are what water, stocks and capacity there serve on that day, never more than those in need. "
       "“Served in everything planned” takes in each place the least over its survival needs: the most who can be served in all. People on the way are in need and unserved."},
      {"m-short", "Days short, unserved person-days", "Days on which fewer are served than are in need, and the sum of those unserved over all days; in a public copy, of the days that it shows."},
      {"m-stock", "Stock and pipeline", "Supplies in hand and entering against the need of everyone, before anything is planned: they break on the first day on which they no longer cover the tier."},
      {"m-price", "Price and gain",
       "The price of a limit is how many unserved person-days one unit more would save, at the margin, by the mathematics of the plan. The gain is what was found by solving again with the stated amount more on each day of the span. A price stands only beside a gain: with how many units more it was seen to hold for, or, where the gain is less than it would say, as one that was not seen to hold. Where more of a limit alone gains nothing, another limit stands behind it. Limits that were not tried have no price here."},
      {"m-verdict", "Verdicts",
       "Met: this plan does it. Possible, not met: a plan aimed at it alone can. Not possible: no plan can, proved by a bound. Not settled: the run ended before either was shown."},
      {"m-money", "Required", "What this plan spends on transport, supplies, construction, labour and repairs; not what serving everyone would cost."},
  };
  put(r, "<h3>Computed figures</h3><dl class=\"methods\">");
  for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
    put(r, "<div id=\"%r\"><dt>%r <span class=\"kind\">computed</span></dt><dd>%r</dd></div>", methods[i].id, methods[i].term, methods[i].text);
  put(r, "</dl>");
}

static void put_standards(report *r) {
  put(r, "<h3>Standards and planning figures</h3><div class=\"scroll\"><table class=\"sort\"><caption>What a person needs, set %s</caption><thead><tr><th scope=\"col\">Need</th><th scope=\"col\">Tier</th><th scope=\"col\">Figure</th><th scope=\"col\">Kind</th><th scope=\"col\">Source</th><th scope=\"col\">Indicator</th></tr></thead><tbody>", r->s->standard_set);
  for (int n = 0; n < r->s->n_needs; n++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      const lfl_need *need = &r->s->needs[n];
      if (!need->has_tier[tier]) continue;
      const char *figure = need->indicator_kind[tier] ? plain_text(r, "%q %s", need->quantity[tier], unit_words(r, need->quantity_unit[tier], false)) : "as much as its items serve";
      put(r, "<tr id=\"s-%d-%d\"><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>", n, tier, need_title(need->id), lfl_tier_name((lfl_tier)tier), figure,
          need->indicator_kind[tier] ? need->indicator_kind[tier] : "no standard", need->indicator_source[tier] ? need->indicator_source[tier] : "none", need->indicator_id[tier]);
    }
  put(r, "</tbody></table></div>");
  put(r, "<p class=\"fine\">Water lost on the way to people: %p of what is produced.</p>", r->s->water_losses_share);
}

static const char *kind_of_row(const lfl_table *table, int row) {
  const char *text = lfl_table_get(table, row, "reliability");
  if (!text) return "not stated";
  if (strcmp(text, "assumed") == 0) return "assumption";
  return strcmp(text, "confirmed") == 0 ? "observed, confirmed" : strcmp(text, "reported") == 0 ? "observed, reported" : text;
}

static bool is_position(const char *column) {
  return strncmp(column, "lat", 3) == 0 || strncmp(column, "lon", 3) == 0 || strncmp(column, "geom", 4) == 0 || strcmp(column, "wkt") == 0;
}

static bool is_common_column(const char *column) {
  int n = 0;
  const lfl_column *common = lfl_schema_common(&n);
  for (int i = 0; i < n; i++)
    if (strcmp(common[i].name, column) == 0) return true;
  return false;
}

/* A cell as the audience may read it: a row for everyone may still name a place that is not, or another row that is restricted. */
static const char *shown_value(const report *r, const lfl_column *column, const char *name, const char *value) {
  bool is_place = (column && column->ref && strcmp(column->ref, "places") == 0) || strcmp(name, "subject_id") == 0;
  for (int i = 0; is_place && i < r->s->n_places; i++)
    if (!r->is_shown[i] && strcmp(r->s->places[i].id, value) == 0) return "a place not shown here";
  return lfl_plan_words(r->plan, value);
}

/* A row's cells as "column value unit"; the key stands in the row's header. */
static void put_row_figures(report *r, const lfl_table *table, const lfl_table_schema *schema, int row, int key) {
  bool first = true;
  for (int c = 0; c < table->n_columns; c++) {
    const char *name = table->columns[c], *value = table->cells[row][c];
    if (!value || c == key || is_common_column(name) || is_position(name)) continue;
    const lfl_column *column = schema ? lfl_schema_column(schema, name) : NULL;
    bool is_figure = column && (column->type == LFL_TYPE_NUMBER || column->type == LFL_TYPE_WHOLE);
    put(r, "%r<span class=\"nb2\"><i>%s</i> %r%s%r</span>", first ? "" : "; ", name, is_figure ? "<b>" : "<bdi>", shown_value(r, column, name, value), is_figure ? "</b>" : "</bdi>");
    first = false;
  }
}

static void put_table_rows(report *r, const lfl_table *table, const lfl_table_schema *schema) {
  const char *key_name = lfl_schema_key(table->name);
  int key = key_name ? lfl_table_column(table, key_name) : -1, n_shown = 0, n_closed = 0;
  for (int row = 0; row < table->n_rows; row++) n_closed += lfl_row_sensitivity(table, row) > r->audience;
  put(r, "<details id=\"t-%s\"><summary>%s: %d row%r%r</summary>", table->name, table->name, table->n_rows, table->n_rows == 1 ? "" : "s",
      n_closed ? put_text(r, ", %d of them not shown in this copy", n_closed) : "");
  put(r, "<div class=\"scroll\"><table class=\"sort rows\"><caption>Table %s, as entered. A column's ending is its unit.</caption><thead><tr><th scope=\"col\">Row</th><th scope=\"col\">Figures</th><th scope=\"col\">Kind</th><th scope=\"col\">Source</th><th scope=\"col\">Observed</th></tr></thead><tbody>", table->name);
  for (int row = 0; row < table->n_rows && n_shown < MOST_ROWS; row++) {
    if (lfl_row_sensitivity(table, row) > r->audience) continue;
    n_shown++;
    put(r, "<tr id=\"r-%s-%d\"><th scope=\"row\">%r</th><td>", table->name, row,
        key >= 0 && table->cells[row][key] ? put_text(r, "<bdi>%s</bdi>", table->cells[row][key]) : put_text(r, "row %n", (double)table->row_numbers[row]));
    put_row_figures(r, table, schema, row, key);
    put(r, "</td><td>%s</td><td>%s</td><td>%s</td></tr>", kind_of_row(table, row), lfl_plan_words(r->plan, lfl_table_get(table, row, "source")), iso_date_text(r, lfl_table_get(table, row, "observed_on")));
  }
  put(r, "</tbody></table></div>%r</details>\n", n_shown + n_closed < table->n_rows ? "<p class=\"fine\">More rows stand in the plan's files.</p>" : "");
}

/* Names of tables become ids of the page: letters, digits, _ and - only. */
static bool is_plain_name(const char *name) {
  for (const char *p = name; *p; p++)
    if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_' || *p == '-')) return false;
  return name[0] != 0;
}

static const lfl_table *find_entered(const report *r, const char *name) {
  const lfl_table *table = r->s->tables ? lfl_tables_find(r->s->tables, name) : NULL;
  return table && table->n_rows && is_plain_name(name) ? table : NULL;
}

const char *table_href(report *r, const char *name) { return find_entered(r, name) ? put_text(r, "#t-%s", name) : NULL; }

const char *row_href(report *r, const char *name, const lfl_origin *origin) {
  const lfl_table *table = find_entered(r, name);
  int row = origin->row_i;
  if (!table || row < 0 || row >= table->n_rows || row >= MOST_ROWS || lfl_row_sensitivity(table, row) > r->audience) return NULL;
  return put_text(r, "#r-%s-%d", name, row);
}

void put_sources(report *r) {
  put(r, "<section id=\"sources\" class=\"part\" aria-labelledby=\"sources-h\"><h2 id=\"sources-h\">Where every figure comes from</h2>");
  figure_count count = count_figures(r);
  if (count.n)
    put(r, "<p>%n figures: <b>%p assumptions</b>, %p standards, %p without a stated origin; the rest observed.</p>", (double)count.n, (double)count.n_assumed / count.n,
        (double)count.n_standard / count.n, (double)count.n_unstated / count.n);
  put_methods(r);
  put_standards(r);
  put(r, "<h3>The tables as entered</h3>");
  const lfl_tables *tables = r->s->tables;
  if (!tables) put(r, "<p class=\"none\">The tables are not part of this copy.</p>");
  for (int t = 0; tables && t < tables->n_tables; t++) {
    const lfl_table *table = &tables->tables[t];
    if (!is_plain_name(table->name) || !table->n_rows || strcmp(table->name, "assumptions") == 0) continue;
    put_table_rows(r, table, lfl_schema_find(table->name));
  }
  put(r, "</section>\n");
}
