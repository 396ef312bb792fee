/* The command `notify`: the list of sites and convoys for those who must be told beforehand. It is
 * restricted, and made of a restricted plan only: whoever it is not for does not get it by asking. */
#include "apps/cli.h"
#include "store/notices.h"
#include "store/store.h"

static lfl_status refuse(const char *why) {
  fprintf(stderr, "lifeline: %s\n", why);
  return LFL_ERR_USAGE;
}

int cmd_notify(const cli *c) {
  if (!c->out) return finish(refuse("-o FILE.csv or FILE.xlsx is expected: where to write the list"));
  if (c->has_audience && c->audience != LFL_RESTRICTED)
    return finish(refuse("the notification list has times and ways of convoys: it is restricted and made for nobody else"));
  loaded in = {0};
  lfl_plan *plan = NULL;
  if (!lfl_diags_init(&in.diags)) return finish(LFL_ERR_MEMORY);
  lfl_status status = lfl_plan_read(c->operand[0], &in.diags, &in.tables, &in.scenario, &plan);
  if (status == LFL_OK && plan->audience != LFL_RESTRICTED)
    status = refuse("this plan was written for others: a notification list needs one of `lifeline plan --for restricted`");
  if (status == LFL_OK) status = lfl_notices_write(plan, c->out, &in.diags);
  if (status != LFL_OK) print_diags(c, &in.diags, LFL_ERROR, stderr);
  else status = print_written(c, c->out);
  lfl_plan_destroy(plan);
  loaded_clear(&in);
  return finish(status);
}
