/* A plan's folder for partners: reads a scenario, plans it, leaves out what partners may not see, writes report and tables.
 * cc copy_example.c $(pkg-config --cflags --libs --static lifeline) */
#include <lifeline.h>
#include <stdio.h>

static void print_errors(const lfl_diags *diags) {
  for (int i = 0; i < diags->n; i++)
    if (diags->items[i].severity == LFL_ERROR) fprintf(stderr, "%s\n", lfl_diag_format(&diags->items[i], diags->arena));
}

/* Writes the copy of the plan; rows that are closed to partners go with all that names them. */
static lfl_status write_for_partners(const lfl_plan *plan, const char *folder, lfl_diags *diags) {
  lfl_cut cut = {0};
  lfl_needs *needs = NULL;
  lfl_plan *copy = NULL;
  lfl_buf html = {0};
  bool is_cut = lfl_scenario_hides(plan->scenario, LFL_PARTNERS);
  lfl_status status = is_cut ? lfl_plan_cut(plan, LFL_PARTNERS, diags, &cut) : lfl_needs_compute(plan->scenario, &needs);
  if (status == LFL_OK) status = lfl_plan_redact(is_cut ? cut.plan : plan, LFL_PARTNERS, &copy);
  if (status == LFL_OK) status = lfl_report_html(copy, is_cut ? cut.needs : needs, NULL, LFL_PARTNERS, &html);
  if (status == LFL_OK) {
    lfl_write_options options = {.audience = LFL_PARTNERS};
    status = lfl_plan_write(copy, folder, html.text, NULL, &options, diags);
  }
  lfl_buf_clear(&html);
  lfl_plan_destroy(copy);
  lfl_needs_destroy(needs);
  lfl_cut_clear(&cut);
  return status;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: copy_example SCENARIO FOLDER\n");
    return lfl_status_exit_code(LFL_ERR_USAGE);
  }
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  lfl_plan *plan = NULL;
  if (!lfl_diags_init(&diags)) return lfl_status_exit_code(LFL_ERR_MEMORY);
  lfl_status status = lfl_scenario_read(argv[1], NULL, &diags, &tables, &scenario);
  if (status == LFL_OK) status = lfl_plan_make(scenario, NULL, &plan);
  if (plan) {
    lfl_status written = write_for_partners(plan, argv[2], &diags);
    if (written != LFL_OK) status = written;
  }
  print_errors(&diags);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return lfl_status_exit_code(status);
}
