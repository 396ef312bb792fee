/* summary.json: the answer in a page of JSON with the keys of docs/SCENARIO.md, in a fixed order;
 * numbers of up to twelve digits, what is unknown or unlimited as null. O(rows of service and
 * spending). Tests: tests/unit/test_store.c. */
#include <math.h>
#include <string.h>

#include "model/redact.h"
#include "store/parts.h"

typedef struct json {
  lfl_buf buf;
  const store_context *c;
} json;

static void put_key(json *j, const char *indent, const char *key, bool is_first) {
  lfl_buf_printf(&j->buf, "%s%s\"%s\": ", is_first ? "" : ",", indent, key);
}
static void put_text(json *j, const char *text) {
  const char *clean = store_clean(j->c->arena, text, true);
  if (text && !clean) j->buf.failed = true;
  store_put_json_text(&j->buf, clean);
}
static void put_text_field(json *j, const char *key, const char *text, bool is_first) {
  put_key(j, is_first ? "" : " ", key, is_first);
  put_text(j, text);
}
static void put_number_field(json *j, const char *key, double value) {
  put_key(j, " ", key, false);
  store_put_json_number(&j->buf, value);
}
static void put_day_field(json *j, const char *key, int day) { put_number_field(j, key, day < 0 ? (double)NAN : day); }
static void open_row(json *j, int i) { lfl_buf_puts(&j->buf, i ? ",\n    {" : "\n    {"); }
static void close_row(json *j) { lfl_buf_puts(&j->buf, "}"); }
static void open_list(json *j, const char *key) {
  put_key(j, "\n  ", key, false);
  lfl_buf_puts(&j->buf, "[");
}
static void close_list(json *j, int n) { lfl_buf_puts(&j->buf, n ? "\n  ]" : "]"); }

static void put_levels(json *j) {
  const lfl_plan *plan = j->c->plan;
  open_list(j, "levels");
  for (int i = 0; i < plan->n_levels; i++) {
    const lfl_level *level = &plan->levels[i];
    open_row(j, i);
    put_text_field(j, "level", lfl_level_name(level->kind), true);
    put_number_field(j, "value", level->value);
    put_number_field(j, "bound", level->bound);
    put_number_field(j, "gap", level->gap);
    put_number_field(j, "published_value", level->published_value);
    close_row(j);
  }
  close_list(j, plan->n_levels);
}

static void put_targets(json *j) {
  const lfl_scenario *s = j->c->s;
  open_list(j, "targets");
  for (int k = 0; k < j->c->n_targets; k++) {
    int i = j->c->targets[k];
    const lfl_target_result *r = &j->c->plan->targets[i];
    open_row(j, k);
    put_text_field(j, "target_id", s->targets[i].id, true);
    put_text_field(j, "verdict", lfl_verdict_name(r->verdict), false);
    put_number_field(j, "people", store_count(j->c, r->people));
    put_day_field(j, "by_day", s->targets[i].by_day);
    put_number_field(j, "best_people", store_count(j->c, r->best_people));
    put_number_field(j, "bound_people", store_count(j->c, r->bound_people));
    put_day_field(j, "earliest_day", r->earliest_day);
    close_row(j);
  }
  close_list(j, j->c->n_targets);
}

static void put_needs(json *j) {
  const lfl_scenario *s = j->c->s;
  int n = 0;
  open_list(j, "needs");
  for (int need_i = 0; need_i < s->n_needs; need_i++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++) {
      if (!s->needs[need_i].has_tier[tier]) continue;
      double people = 0, served = 0;
      int n_days = 0, last_day = -1; /* those of the copy: rows are in order of days */
      for (int k = 0; k < j->c->plan->n_service; k++) {
        const lfl_service_row *row = &j->c->plan->service[k];
        if (row->need_i != need_i || (int)row->tier != tier) continue;
        n_days += row->day != last_day;
        last_day = row->day;
        people += row->people;
        served += row->served_people;
      }
      open_row(j, n++);
      put_text_field(j, "need", s->needs[need_i].id, true);
      put_text_field(j, "tier", lfl_tier_name((lfl_tier)tier), false);
      put_number_field(j, "n_days_counted", n_days);
      put_number_field(j, "person_days", people);
      put_number_field(j, "served_person_days", served);
      close_row(j);
    }
  close_list(j, n);
}

static void put_repairs(json *j) {
  const lfl_plan *plan = j->c->plan;
  open_list(j, "repairs");
  for (int k = 0; k < plan->n_repairs; k++) {
    const lfl_repair_row *r = &plan->repairs[k];
    open_row(j, k);
    put_text_field(j, "project_id", j->c->s->projects[r->project_i].id, true);
    put_day_field(j, "start_day", r->start_day);
    put_day_field(j, "done_day", r->finish_day);
    put_number_field(j, "survival_person_days", r->gain_person_days[LFL_SURVIVAL]);
    put_number_field(j, "minimum_person_days", r->gain_person_days[LFL_MINIMUM]);
    close_row(j);
  }
  close_list(j, plan->n_repairs);
}

static void put_cost(json *j) {
  const lfl_plan *plan = j->c->plan;
  enum { MOST_LINES = 64 };
  const char *lines[MOST_LINES]; /* in order of first appearance */
  double amounts[MOST_LINES];
  int n = 0;
  for (int i = 0; i < plan->n_spending; i++) {
    int k = 0;
    while (k < n && strcmp(lines[k], plan->spending[i].line) != 0) k++;
    if (k == MOST_LINES) continue;
    if (k == n) {
      lines[n] = plan->spending[i].line;
      amounts[n++] = 0;
    }
    amounts[k] += plan->spending[i].amount;
  }
  open_list(j, "cost");
  for (int k = 0; k < n; k++) {
    open_row(j, k);
    put_text_field(j, "line", lines[k], true);
    put_number_field(j, "amount", amounts[k]);
    close_row(j);
  }
  close_list(j, n);
}

/* Relief money by earmark; a public copy tells the sums only. */
static void put_funds(json *j) {
  const lfl_scenario *s = j->c->s;
  int n = 0, n_told = 0;
  const lfl_fund *funds = s->has_pledges && j->c->audience != LFL_PUBLIC ? lfl_budget_funds(j->c->plan, j->c->arena, &n) : NULL;
  open_list(j, "funds");
  for (int i = 0; funds && i < n; i++) {
    open_row(j, n_told++);
    put_text_field(j, "earmark", lfl_earmark_key(&s->pledges[funds[i].pledge_i], j->c->arena), true);
    put_number_field(j, "pledged", funds[i].pledged);
    put_number_field(j, "usable_now", funds[i].usable_now);
    put_number_field(j, "usable_by_end", funds[i].usable_end);
    put_number_field(j, "spent", funds[i].spent);
    put_number_field(j, "idle", funds[i].idle);
    put_number_field(j, "more", funds[i].most_by);
    put_number_field(j, "more_gains_person_days", funds[i].most_gain);
    close_row(j);
  }
  close_list(j, n_told);
}

lfl_status store_write_summary(const store_context *c, const char *path, lfl_diags *problems) {
  const lfl_scenario *s = c->s;
  json j = {.c = c};
  lfl_buf_puts(&j.buf, "{");
  put_key(&j, "\n  ", "title", true);
  put_text(&j, lfl_plan_words(c->plan, s->title));
  put_key(&j, "\n  ", "start_date", false);
  put_text(&j, s->start_date);
  put_key(&j, "\n  ", "n_days", false);
  store_put_json_number(&j.buf, s->n_days);
  put_key(&j, "\n  ", "currency", false);
  put_text(&j, s->currency);
  put_levels(&j);
  put_targets(&j);
  put_needs(&j);
  put_cost(&j);
  put_funds(&j);
  if (c->plan->n_repairs) put_repairs(&j);
  put_key(&j, "\n  ", "not_planned", false);
  lfl_buf_puts(&j.buf, "[");
  for (int i = 0; i < s->n_not_planned; i++) {
    if (i) lfl_buf_puts(&j.buf, ", ");
    put_text(&j, s->not_planned[i]);
  }
  lfl_buf_puts(&j.buf, "]");
  put_key(&j, "\n  ", "n_defaults", false);
  store_put_json_number(&j.buf, s->n_defaults);
  put_key(&j, "\n  ", "stopped", false);
  put_text(&j, c->plan->stopped);
  lfl_buf_puts(&j.buf, "\n}\n");
  lfl_status status = j.buf.failed ? LFL_ERR_MEMORY : store_write_text(path, j.buf.text, j.buf.n, problems);
  lfl_buf_clear(&j.buf);
  return status;
}
