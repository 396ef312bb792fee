/* The command `import`: what others publish, as tables of a scenario. Kinds are a table, so that others can follow.
 * Tests: the examples of docs/IMPORT.md, tools/hostile.sh. */
#include <string.h>

#include "apps/cli.h"
#include "ingest/ascii.h"
#include "import/import.h"
#include "store/store.h"

typedef struct import_kind {
  const char *name;
  int (*run)(const cli *c);
} import_kind;

static int import_iati(const cli *c);
static const import_kind KINDS[] = {{"iati", import_iati}};
enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };

static int refuse(const char *why, const char *value) {
  fprintf(stderr, "lifeline: %s%s%s\n", why, value ? ": " : "", value ? value : "");
  return lfl_status_exit_code(LFL_ERR_USAGE);
}

int cmd_import(const cli *c) {
  const char *names[N_KINDS];
  for (int i = 0; i < N_KINDS; i++) {
    if (strcmp(KINDS[i].name, c->operand[0]) == 0) return c->out ? KINDS[i].run(c) : refuse("-o OUT.csv is expected: where to write the pledges", NULL);
    names[i] = KINDS[i].name;
  }
  const char *nearest = lfl_nearest_name(c->operand[0], names, N_KINDS);
  fprintf(stderr, "lifeline: no such kind of import: %s%s%s; kinds are: iati\n", c->operand[0], nearest ? ", did you mean " : "", nearest ? nearest : "");
  return lfl_status_exit_code(LFL_ERR_USAGE);
}

static bool is_csv(const char *path) {
  size_t n = strlen(path);
  return n > 4 && strcmp(path + n - 4, ".csv") == 0;
}

static lfl_status read_files(const cli *c, lfl_iati *in) {
  lfl_status status = LFL_OK;
  for (int i = 1; i < c->n_operands; i++) { /* all files, so that one run shows what is wrong with each */
    lfl_status one = lfl_iati_add_file(in, c->operand[i]);
    if (status == LFL_OK) status = one;
    if (one == LFL_ERR_MEMORY) break;
  }
  return status;
}

static const char *pledges_name(const cli *c) { return is_csv(c->out) ? c->out : "pledges.csv"; }

static lfl_status answer_json(const cli *c, const lfl_iati_result *r, const lfl_diags *diags, bool is_written) {
  json_t *issues = json_array(), *written = is_written ? json_string(c->out) : json_null();
  for (int i = 0; i < diags->n; i++) json_array_append_new(issues, diag_json(&diags->items[i]));
  return print_json(json_pack("{s:o,s:i,s:i,s:i,s:i,s:i,s:o}", "written", written, "activities", r->n_activities, "pledges", r->n_pledges, "conditions",
                              r->n_conditions, "activities_left_out", r->n_left_out, "amounts_not_imported", r->n_not_mapped, "issues", issues));
}

static void answer_lines(const cli *c, const lfl_iati_result *r, const lfl_diags *diags, bool is_written) {
  print_diag_lines(diags, c->is_quiet ? LFL_WARNING : LFL_NOTE, is_written ? stdout : stderr);
  if (!is_written) return;
  printf("Activities read: %d, of which nothing is imported: %d. Amounts not imported, or not all of them: %d (each in a warning above).\n",
         r->n_activities, r->n_left_out, r->n_not_mapped);
  printf("Written to %s: pledges: %d, conditions: %d.\n", c->out, r->n_pledges, r->n_conditions);
  if (r->n_conditions) printf("Conditions are taken as never met: give each a from_day once it is.\n");
}

static lfl_status import_and_write(const cli *c, lfl_iati *in, const lfl_tables *scenario, lfl_iati_result *result, lfl_diags *diags) {
  const lfl_tables *tables = NULL;
  lfl_status status = read_files(c, in);
  if (status == LFL_OK) status = lfl_iati_finish(in, &tables, result);
  if (status == LFL_OK) status = lfl_import_check(scenario, tables, pledges_name(c), diags);
  if (status != LFL_OK) return status;
  return is_csv(c->out) ? lfl_tables_write_files(tables, c->out, diags) : lfl_tables_write(tables, c->out, diags);
}

static bool is_country_code(const char *code) { return is_ascii_letter(code[0]) && is_ascii_letter(code[1]) && !code[2]; }

static int import_iati(const cli *c) {
  if (c->country && !is_country_code(c->country)) return refuse("--country: a code of two letters (ISO 3166) is expected, as PS", c->country);
  loaded around = {0};
  lfl_diags diags = {0};
  lfl_iati_result result = {0};
  bool has_diags = lfl_diags_init(&around.diags) && lfl_diags_init(&diags);
  lfl_status status = has_diags ? LFL_OK : LFL_ERR_MEMORY;
  if (status == LFL_OK && c->scenario) status = lfl_scenario_read(c->scenario, NULL, &around.diags, &around.tables, &around.scenario);
  if (status != LFL_OK) {
    print_diags(c, &around.diags, LFL_ERROR, stderr);
  } else {
    lfl_iati_options options = {.country = c->country, .scenario = around.scenario};
    lfl_iati *in = lfl_iati_create(&options, &diags);
    status = in ? import_and_write(c, in, around.tables, &result, &diags) : LFL_ERR_MEMORY;
    lfl_status said = LFL_OK;
    if (c->is_json) said = answer_json(c, &result, &diags, status == LFL_OK);
    else answer_lines(c, &result, &diags, status == LFL_OK);
    if (status == LFL_OK) status = said;
    lfl_iati_destroy(in);
  }
  loaded_clear(&around);
  lfl_diags_clear(&diags);
  return finish(status);
}
