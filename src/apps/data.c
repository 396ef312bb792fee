/* Commands about data: new, check, needs, export. */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "apps/cli.h"
#include "base/buf.h"
#include "model/needs.h"
#include "store/store.h"

lfl_status load_scenario(const cli *c, loaded *in) {
  memset(in, 0, sizeof *in);
  if (!lfl_diags_init(&in->diags)) return LFL_ERR_MEMORY;
  if (!c->n_assignments) return lfl_scenario_read(c->operand[0], c->set_id, &in->diags, &in->tables, &in->scenario);
  lfl_tables *base = NULL, *laid = NULL;
  lfl_status status = lfl_tables_read(c->operand[0], &in->diags, &base);
  if (status == LFL_OK && c->set_id) {
    status = lfl_tables_overlay(base, c->set_id, &in->diags, &laid);
    lfl_tables_destroy(base);
    base = laid;
  }
  if (status == LFL_OK) status = lfl_tables_set(base, c->assignments, c->n_assignments, &in->diags, &in->tables);
  lfl_tables_destroy(base);
  return status == LFL_OK ? lfl_scenario_build(in->tables, &in->diags, &in->scenario) : status;
}

void loaded_clear(loaded *in) {
  lfl_scenario_destroy(in->scenario);
  lfl_tables_destroy(in->tables);
  lfl_diags_clear(&in->diags);
}

int finish(lfl_status status) {
  if (status != LFL_OK && status != LFL_TARGET_NOT_MET) fprintf(stderr, "lifeline: %s\n", lfl_status_text(status));
  return lfl_status_exit_code(status);
}

/* So that whatever fails before it has an answer still gives one document (finish_json). */
static bool has_answered = false;

void finish_json(int code) {
  if (!has_answered) print_json(json_pack("{s:[],s:i}", "issues", "exit_code", code));
}

lfl_status print_json(json_t *answer) {
  if (!answer) return LFL_ERR_MEMORY;
  has_answered = true;
  int result = json_dumpf(answer, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(15));
  putchar('\n');
  json_decref(answer);
  return result == 0 ? LFL_OK : LFL_ERR_IO;
}

json_t *number_json(double value) { return isfinite(value) ? json_real(value) : json_null(); }

static const char *severity_name(lfl_severity severity) {
  return severity == LFL_ERROR ? "error" : severity == LFL_WARNING ? "warning" : "note";
}

json_t *diag_json(const lfl_diag *d) {
  json_t *o = json_object();
  json_object_set_new(o, "severity", json_string(severity_name(d->severity)));
  json_object_set_new(o, "code", json_string(d->code ? d->code : ""));
  json_object_set_new(o, "file", d->file ? json_string(d->file) : json_null());
  json_object_set_new(o, "row", d->row ? json_integer(d->row) : json_null());
  json_object_set_new(o, "column", d->column ? json_string(d->column) : json_null());
  json_object_set_new(o, "value", d->value ? json_string(d->value) : json_null());
  json_object_set_new(o, "expected", d->expected ? json_string(d->expected) : json_null());
  json_object_set_new(o, "nearest", d->nearest ? json_string(d->nearest) : json_null());
  return o;
}

void print_diag_lines(const lfl_diags *diags, lfl_severity least, FILE *to) {
  for (int severity = LFL_ERROR; severity >= (int)least; severity--)
    for (int i = 0; i < diags->n; i++) {
      if ((int)diags->items[i].severity != severity) continue;
      lfl_arena *arena = lfl_arena_create();
      char *line = arena ? lfl_diag_format(&diags->items[i], arena) : NULL;
      if (line) fprintf(to, "%s\n", line);
      lfl_arena_destroy(arena);
    }
}

void print_diags(const cli *c, const lfl_diags *diags, lfl_severity least, FILE *to) {
  if (!c->is_json) {
    print_diag_lines(diags, least, to);
    return;
  }
  json_t *list = json_array();
  for (int i = 0; i < diags->n; i++)
    if (diags->items[i].severity >= least) json_array_append_new(list, diag_json(&diags->items[i]));
  print_json(json_pack("{s:o}", "issues", list));
}

lfl_status print_written(const cli *c, const char *path) {
  return c->is_json ? print_json(json_pack("{s:s}", "written", path)) : LFL_OK;
}

int cmd_new(const cli *c) {
  lfl_diags problems;
  if (!lfl_diags_init(&problems)) return finish(LFL_ERR_MEMORY);
  lfl_status status = lfl_template_write(c->operand[0], c->like, &problems);
  if (status != LFL_OK) print_diags(c, &problems, LFL_WARNING, stderr);
  else status = print_written(c, c->operand[0]);
  lfl_diags_clear(&problems);
  if (status == LFL_OK && !c->is_quiet && !c->is_json)
    printf("%s: fill in places, supplies and the crossings' trucks a day, then: lifeline check %s\n", c->operand[0], c->operand[0]);
  return finish(status);
}

static void print_defaults(const lfl_scenario *s) {
  enum { MOST_SHOWN = 25 };
  printf("\nDefaults used, those that most people's figures rest on first:\n");
  for (int i = 0; i < s->n_defaults && i < MOST_SHOWN; i++) {
    const lfl_default *d = &s->defaults[i];
    bool is_of_rows = strcmp(d->row_id, "*") != 0;
    printf("  %s.%s%s%s = %s%s%s (%s; %s)%s", d->table, d->column, is_of_rows ? " of " : "", is_of_rows ? d->row_id : "", d->value, d->unit[0] ? " " : "", d->unit, d->kind, d->source ? d->source : "", d->n_rows > 1 ? "" : "\n");
    if (d->n_rows > 1) printf(", %d rows\n", d->n_rows);
  }
  if (s->n_defaults > MOST_SHOWN) printf("  and %d more (--json lists all)\n", s->n_defaults - MOST_SHOWN);
}

static json_t *check_json(const loaded *in) {
  json_t *issues = json_array(), *defaults = json_array(), *not_planned = json_array();
  for (int i = 0; i < in->diags.n; i++) json_array_append_new(issues, diag_json(&in->diags.items[i]));
  const lfl_scenario *s = in->scenario;
  for (int i = 0; s && i < s->n_defaults; i++) {
    const lfl_default *d = &s->defaults[i];
    json_array_append_new(defaults, json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:f}", "table", d->table, "row_id", d->row_id, "column", d->column, "value", d->value,
                                              "unit", d->unit, "kind", d->kind, "source", d->source ? d->source : "", "rows", d->n_rows,
                                              "importance_people", d->importance));
  }
  for (int i = 0; s && i < s->n_not_planned; i++) json_array_append_new(not_planned, json_string(s->not_planned[i]));
  return json_pack("{s:i,s:i,s:i,s:o,s:o,s:o}", "errors", in->diags.n_errors, "warnings", in->diags.n_warnings, "notes", in->diags.n_notes,
                   "issues", issues, "defaults", defaults, "not_planned", not_planned);
}

/* What is wrong in the assumption sets alone, with the set's name behind what is expected. */
static lfl_status check_sets(loaded *in) {
  lfl_arena *arena = lfl_arena_create();
  const char *const *all = NULL;
  int n_before = in->diags.n_errors, n = arena ? lfl_tables_sets(in->tables, arena, &all) : -1;
  lfl_status status = n < 0 ? LFL_ERR_MEMORY : LFL_OK;
  for (int i = 0; i < n && status == LFL_OK; i++) {
    lfl_diags diags;
    lfl_tables *laid = NULL;
    lfl_scenario *scenario = NULL;
    if (!lfl_diags_init(&diags)) status = LFL_ERR_MEMORY;
    if (status == LFL_OK) status = lfl_tables_overlay(in->tables, all[i], &diags, &laid);
    if (status == LFL_OK) status = lfl_scenario_build(laid, &diags, &scenario);
    for (int k = 0; status == LFL_ERR_DATA && k < diags.n; k++) {
      lfl_diag d = diags.items[k];
      if (d.severity != LFL_ERROR) continue;
      d.expected = lfl_arena_printf(arena, "%s (assumption set %s)", d.expected ? d.expected : "", all[i]);
      lfl_diags_add(&in->diags, &d);
    }
    if (status == LFL_ERR_DATA) status = LFL_OK;
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(laid);
    lfl_diags_clear(&diags);
  }
  lfl_arena_destroy(arena);
  return status == LFL_OK && in->diags.n_errors > n_before ? LFL_ERR_DATA : status;
}

int cmd_check(const cli *c) {
  loaded in;
  lfl_status status = load_scenario(c, &in);
  if (status == LFL_OK && !c->set_id) status = check_sets(&in);
  const lfl_scenario *s = in.scenario;
  if (c->is_json) {
    lfl_status printed = print_json(check_json(&in));
    if (status == LFL_OK) status = printed;
  } else {
    print_diags(c, &in.diags, LFL_NOTE, stdout);
    printf("%d errors, %d warnings, %d notes\n", in.diags.n_errors, in.diags.n_warnings, in.diags.n_notes);
    if (s) {
      printf("\n%s: %d places, %d days from %s\n", s->title, s->n_places, s->n_days, s->start_date);
      printf("Planned needs:");
      for (int i = 0; i < s->n_needs; i++) printf(" %s", s->needs[i].id);
      printf("\nNot planned, as the tables say nothing of them:");
      for (int i = 0; i < s->n_not_planned; i++) printf(" %s", s->not_planned[i]);
      putchar('\n');
      print_defaults(s);
    }
  }
  loaded_clear(&in);
  return finish(status);
}

static void needs_csv(const lfl_scenario *s, const lfl_needs *needs, lfl_buf *out) {
  lfl_buf_puts(out, "day,place_id,need,tier,people,quantity,unit,indicator_id\n");
  for (int i = 0; i < needs->n_rows; i++) {
    const lfl_need_row *r = &needs->rows[i];
    lfl_buf_printf(out, "%d,", r->day);
    lfl_buf_csv(out, s->places[r->place_i].id);
    lfl_buf_puts(out, ",");
    lfl_buf_csv(out, s->needs[r->need_i].id);
    lfl_buf_printf(out, ",%s,", lfl_tier_name(r->tier));
    lfl_buf_number(out, r->people);
    lfl_buf_puts(out, ",");
    lfl_buf_number(out, r->quantity);
    lfl_buf_printf(out, ",%s,%s\n", r->unit ? r->unit : "", r->indicator_id ? r->indicator_id : "");
  }
}

/* Its folder is there, it is no folder itself, and nothing that is there is replaced unless asked for; else says which. */
static lfl_status may_write(const cli *c, const char *path) {
  struct stat st;
  const char *name = strrchr(path, '/');
  char *folder = name ? strndup(path, name == path ? 1 : (size_t)(name - path)) : NULL;
  if (name && !folder) return LFL_ERR_MEMORY;
  bool is_missing = folder && stat(folder, &st) != 0;
  if (is_missing) fprintf(stderr, "lifeline: %s: %s\n", folder, strerror(errno));
  free(folder);
  if (is_missing) return LFL_ERR_IO;
  if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
    fprintf(stderr, "lifeline: %s: a file is expected: this is a folder\n", path);
    return LFL_ERR_USAGE;
  }
  if (c->is_overwrite || lstat(path, &st) != 0) return LFL_OK;
  fprintf(stderr, "lifeline: %s: a file that does not exist yet is expected: nothing is replaced without --overwrite\n", path);
  return LFL_ERR_USAGE;
}

static lfl_status write_needs(const lfl_scenario *s, const lfl_needs *needs, const char *path) {
  lfl_buf text = {0};
  needs_csv(s, needs, &text);
  if (text.failed) {
    lfl_buf_clear(&text);
    return LFL_ERR_MEMORY;
  }
  bool is_fine = lfl_buf_write(&text, path);
  if (!is_fine) fprintf(stderr, "lifeline: %s: %s\n", path, strerror(errno));
  lfl_buf_clear(&text);
  return is_fine ? LFL_OK : LFL_ERR_IO;
}

static void print_needs_on(const lfl_scenario *s, const lfl_needs *needs, const lfl_needs_trucks *t) {
  lfl_arena *arena = lfl_arena_create();
  const char *date = arena ? lfl_day_date(s, t->day, arena) : NULL;
  printf("needed on day %d (%s)%s\n", t->day, date ? date : "", t->day > 0 ? ", the day of most trucks" : "");
  printf("%-10s %14s %14s %10s %10s %8s %14s\n", "need", "survival pd", "minimum pd", "m3", "t", "trucks", "survival days");
  for (int i = 0; i < needs->n_pipeline; i++) {
    const lfl_pipeline_row *r = &needs->pipeline[i];
    if (r->day != t->day) continue;
    printf("%-10s %14.0f %14.0f %10.0f %10.1f %8.1f ", s->needs[r->need_i].id, r->need_survival, r->need_minimum, r->need_m3, r->need_t, r->need_trucks);
    if (isfinite(r->stock_days)) printf("%14.1f\n", r->stock_days);
    else printf("%14s\n", "-");
  }
  const char *water = arena ? lfl_needs_water_words(t, lfl_arena_printf(arena, "%.1f", lfl_round_to(t->water[LFL_SURVIVAL], 10)), lfl_arena_printf(arena, "%.1f", lfl_round_to(t->water[LFL_MINIMUM], 10)), arena) : NULL;
  printf("Trucks on the day: needed %.1f at survival, %.1f at minimum%s; the crossings let in ", lfl_round_to(t->survival, 10), lfl_round_to(t->minimum, 10), water ? water : "");
  lfl_arena_destroy(arena);
  if (isfinite(t->let_in)) printf("%.6g", t->let_in);
  else printf("any number");
  if (lfl_needs_lose_loads(t)) printf(", of which %.6g arrive", t->arrive);
  printf("%s.\n\n", lfl_needs_permission_words(s, t->day, LFL_RESTRICTED));
}

static void print_needs(const lfl_scenario *s, const lfl_needs *needs) {
  printf("%s: ", s->title);
  print_needs_on(s, needs, &needs->first);
  if (needs->most.day > 0) print_needs_on(s, needs, &needs->most);
  printf("(pd: person-days; m3, t and trucks at the minimum tier; trucks carry water as far as local yields leave it; survival days: for how long what is in stock\n"
         "serves the survival tier alone, or the minimum where there is no other, of those who are in need then)\n");
  printf("\nThe pipeline breaks:\n");
  for (int i = 0; i < needs->n_breaks; i++) {
    const lfl_pipeline_break *b = &needs->breaks[i];
    if (b->day < 0) {
      printf("  %s at %s: not within %d days\n", s->needs[b->need_i].id, lfl_tier_name(b->tier), s->n_days);
      continue;
    }
    lfl_arena *arena = lfl_arena_create();
    const char *date = arena ? lfl_day_date(s, b->day, arena) : NULL;
    printf("  %s at %s: %s (day %d), short for %.0f people\n", s->needs[b->need_i].id, lfl_tier_name(b->tier), date ? date : "", b->day, b->short_people);
    lfl_arena_destroy(arena);
  }
}

static lfl_status needs_json(const lfl_scenario *s, const lfl_needs *needs) {
  json_t *rows = json_array(), *pipeline = json_array(), *breaks = json_array();
  for (int i = 0; i < needs->n_rows; i++) {
    const lfl_need_row *r = &needs->rows[i];
    json_array_append_new(rows, json_pack("{s:i,s:s,s:s,s:s,s:o,s:o,s:s,s:s}", "day", r->day, "place_id", s->places[r->place_i].id, "need",
                                          s->needs[r->need_i].id, "tier", lfl_tier_name(r->tier), "people", number_json(r->people), "quantity",
                                          number_json(r->quantity), "unit", r->unit ? r->unit : "", "indicator_id",
                                          r->indicator_id ? r->indicator_id : ""));
  }
  for (int i = 0; i < needs->n_pipeline; i++) {
    const lfl_pipeline_row *r = &needs->pipeline[i];
    json_array_append_new(pipeline, json_pack("{s:i,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "day", r->day, "need", s->needs[r->need_i].id, "need_m3",
                                              number_json(r->need_m3), "need_t", number_json(r->need_t), "need_trucks", number_json(r->need_trucks),
                                              "enters_m3", number_json(r->enters_m3), "enters_t", number_json(r->enters_t), "enters_trucks",
                                              number_json(r->enters_trucks), "stock_days", number_json(r->stock_days)));
  }
  for (int i = 0; i < needs->n_breaks; i++) {
    const lfl_pipeline_break *b = &needs->breaks[i];
    json_array_append_new(breaks, json_pack("{s:s,s:s,s:o,s:o}", "need", s->needs[b->need_i].id, "tier", lfl_tier_name(b->tier), "day",
                                            b->day < 0 ? json_null() : json_integer(b->day), "short_people", number_json(b->short_people)));
  }
  const lfl_needs_trucks *first = &needs->first, *most = &needs->most;
  json_t *peak = json_pack("{s:i,s:o,s:o,s:o,s:o}", "day", most->day, "trucks_survival", number_json(most->survival), "trucks_minimum", number_json(most->minimum),
                           "crossing_trucks", number_json(most->let_in), "arriving_trucks", number_json(most->arrive));
  return print_json(json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "needs", rows, "pipeline", pipeline, "breaks", breaks, "trucks_per_day_survival", number_json(first->survival),
                              "trucks_per_day_minimum", number_json(first->minimum), "crossing_trucks_per_day", number_json(first->let_in),
                              "arriving_trucks_per_day", number_json(first->arrive), "day_of_most_trucks", peak));
}

int cmd_needs(const cli *c) {
  lfl_status status = c->out ? may_write(c, c->out) : LFL_OK;
  if (status != LFL_OK) return lfl_status_exit_code(status);
  loaded in;
  status = load_scenario(c, &in);
  lfl_needs *needs = NULL;
  if (status != LFL_OK) print_diags(c, &in.diags, LFL_ERROR, stderr);
  else status = lfl_needs_compute(in.scenario, &needs);
  if (status == LFL_OK && c->out) {
    status = write_needs(in.scenario, needs, c->out);
    if (status == LFL_OK) status = print_written(c, c->out);
  } else if (status == LFL_OK && c->is_json) {
    status = needs_json(in.scenario, needs);
  } else if (status == LFL_OK) {
    print_needs(in.scenario, needs);
  }
  lfl_needs_destroy(needs);
  loaded_clear(&in);
  return finish(status);
}

/* Index of the level in the scenario's order, or of the target; says so and gives -1 if there is none. */
static int find_level(const lfl_scenario *s, const char *name) {
  for (int k = 0; k < s->n_levels; k++)
    if (strcmp(lfl_level_name(s->order[k]), name) == 0) return k;
  fprintf(stderr, "lifeline: no such level: %s; one of", name);
  for (int k = 0; k < s->n_levels; k++) fprintf(stderr, " %s", lfl_level_name(s->order[k]));
  fputc('\n', stderr);
  return -1;
}

static int find_target(const lfl_scenario *s, const char *id) {
  for (int k = 0; k < s->n_targets; k++)
    if (strcmp(s->targets[k].id, id) == 0) return k;
  fprintf(stderr, "lifeline: no such target: %s\n", id);
  return -1;
}

static lfl_status export_mps(const cli *c, const lfl_scenario *s, lfl_model_facts *facts) {
  if (c->target) return lfl_model_export_target(s, find_target(s, c->target), c->mps, facts);
  const double SOLVED_OUT = 1e-9;
  int k = c->level ? find_level(s, c->level) : 0;
  lfl_status status = lfl_model_export_level(s, k, isnan(c->gap) ? SOLVED_OUT : c->gap, c->mps, facts);
  if (status == LFL_ERR_USAGE && k > 0) fprintf(stderr, "lifeline: the country is too large for its %s level to be solved; the first one can be written\n", lfl_level_name(s->order[k]));
  return status;
}

static lfl_status print_exported(const cli *c, const lfl_model_facts *facts) {
  if (!c->is_json) return LFL_OK;
  return print_json(json_pack("{s:s,s:i,s:i,s:I,s:f,s:f}", "written", c->mps, "rows", facts->n_rows, "columns", facts->n_columns,
                              "iterations", (json_int_t)facts->iterations, "value", facts->value, "bound", facts->bound));
}

int cmd_export(const cli *c) {
  if (!c->mps) {
    fprintf(stderr, "lifeline: --mps FILE is expected\n");
    return lfl_status_exit_code(LFL_ERR_USAGE);
  }
  if (c->level && c->target) {
    fprintf(stderr, "lifeline: --level or --target, not both\n");
    return lfl_status_exit_code(LFL_ERR_USAGE);
  }
  if (c->target && !isnan(c->gap)) {
    fprintf(stderr, "lifeline: --gap is of a level, a target is solved out\n");
    return lfl_status_exit_code(LFL_ERR_USAGE);
  }
  lfl_status status = may_write(c, c->mps);
  if (status != LFL_OK) return lfl_status_exit_code(status);
  loaded in;
  lfl_model_facts facts;
  status = load_scenario(c, &in);
  if (status != LFL_OK) print_diags(c, &in.diags, LFL_ERROR, stderr);
  else if ((status = export_mps(c, in.scenario, &facts)) == LFL_ERR_IO) fprintf(stderr, "lifeline: %s: %s\n", c->mps, strerror(errno));
  if (status == LFL_OK) status = print_exported(c, &facts);
  loaded_clear(&in);
  return finish(status);
}
