/* The command `notify`: the list of sites and convoys for those who must be told beforehand. It is
 * restricted, and made of a restricted plan only: whoever it is not for does not get it by asking. */
#include "apps/cli.h"
#include "store/notices.h"
#include "store/store.h"

static lfl_status refuse(const char *why) {
  fprintf(stderr, "lifeline: %s\n", why);
  return LFL_ERR_USAGE;
}

/* What was written, and what is to be said of the list itself: the diagnostics from `first` on. */
static lfl_status print_list(const cli *c, lfl_diags *diags, int first) {
  lfl_diags own = *diags;
  own.items += first;
  own.n -= first;
  if (!own.n) return print_written(c, c->out);
  if (!c->is_json) {
    print_diag_lines(&own, LFL_WARNING, stderr);
    return LFL_OK;
  }
  json_t *list = json_array();
  for (int i = 0; i < own.n; i++) json_array_append_new(list, diag_json(&own.items[i]));
  return print_json(json_pack("{s:s, s:o}", "written", c->out, "issues", list));
}

int cmd_notify(const cli *c) {
  if (!c->out) return finish(refuse("-o FILE.csv or FILE.xlsx is expected: where to write the list"));
  if (c->has_audience && c->audience != LFL_RESTRICTED)
    return finish(refuse("the notification list has times and ways of convoys: it is restricted and made for nobody else"));
  loaded in = {0};
  lfl_plan *plan = NULL;
  if (!lfl_diags_init(&in.diags)) return finish(LFL_ERR_MEMORY);
  lfl_status status = lfl_plan_read_unaltered(c->operand[0], &in.diags, &in.tables, &in.scenario, &plan);
  if (status == LFL_OK && plan->audience != LFL_RESTRICTED)
    status = refuse("this plan was written for others: a notification list needs one of `lifeline plan --for restricted`");
  int n_before = in.diags.n; /* of the plan's tables: said when it was made */
  if (status == LFL_OK) status = lfl_notices_write(plan, c->out, &in.diags);
  if (status != LFL_OK) print_diags(c, &in.diags, LFL_ERROR, stderr);
  else status = print_list(c, &in.diags, n_before);
  lfl_plan_destroy(plan);
  loaded_clear(&in);
  return finish(status);
}
