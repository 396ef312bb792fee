/* The smallest use of liblifeline: reads a scenario, plans its first level, says what comes of
 * it. cc plan_example.c $(pkg-config --cflags --libs --static lifeline) */
#include <lifeline.h>
#include <stdio.h>

/* Asked now and then; false would stop the run with the best plan so far. */
static bool go_on(const lfl_progress *progress, void *user) {
  (void)progress;
  ++*(int *)user;
  return true;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: plan_example SCENARIO\n");
    return lfl_status_exit_code(LFL_ERR_USAGE);
  }
  lfl_diags diags;
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  lfl_plan *plan = NULL;
  int n_asked = 0;
  if (!lfl_diags_init(&diags)) return lfl_status_exit_code(LFL_ERR_MEMORY);
  lfl_status status = lfl_scenario_read(argv[1], NULL, &diags, &tables, &scenario);
  for (int i = 0; i < diags.n; i++)
    if (diags.items[i].severity == LFL_ERROR) printf("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  if (status == LFL_OK) {
    lfl_plan_options options = lfl_plan_options_default();
    options.n_levels = 1;
    options.skip_targets = true;
    options.progress = go_on;
    options.user = &n_asked;
    status = lfl_plan_make(scenario, &options, &plan);
  }
  if (plan) {
    double people = 0, served = 0;
    for (int i = 0; i < plan->n_service; i++)
      if (plan->service[i].tier == LFL_SURVIVAL) {
        people += plan->service[i].people;
        served += plan->service[i].served_people;
      }
    printf("%s: %.0f of %.0f person-days of need met, people served at survival (asked %s to go on)\n", scenario->title, served, people,
           n_asked ? "now and then" : "never");
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  return lfl_status_exit_code(status) <= 1 ? 0 : lfl_status_exit_code(status);
}
