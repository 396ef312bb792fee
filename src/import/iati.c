/* An import of IATI activity files, whole: read, count, part, link, and write as tables `pledges` and `conditions`.
 *
 * Every condition that the publisher attaches becomes a row of `conditions` that is not taken as met; so does a pipeline
 * activity's approval and a suspended one's resumption. Rows are in the order of the activities' identifiers, so that the
 * order of files changes nothing. O(bytes). Tests: tests/unit/test_iati.c. */
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "import/iati.h"
#include "ingest/ascii.h"
#include "ingest/build.h"

static const char *const PLEDGE_COLUMNS[] = {"pledge_id", "donor", "receiver", "amount", "currency", "from_day", "earmark_kind", "earmark_id",
                                             "condition_id", "earmarking", "passed_on_from", "source", "observed_on", "method", "reliability"};
static const char *const CONDITION_COLUMNS[] = {"condition_id", "text", "from_day", "source", "observed_on", "reliability"};
enum { N_PLEDGE = sizeof PLEDGE_COLUMNS / sizeof PLEDGE_COLUMNS[0], N_CONDITION = sizeof CONDITION_COLUMNS / sizeof CONDITION_COLUMNS[0] };

void iati_say(lfl_iati *in, lfl_severity severity, const char *code, const char *file, long line, const char *element, const char *value, const char *expected) {
  lfl_diag d = {severity, code, file, line, element, value, expected, NULL};
  lfl_diags_add(in->diags, &d);
}

const char *iati_text(lfl_iati *in, const char *format, ...) {
  char small[200];
  va_list list;
  va_start(list, format);
  int n = vsnprintf(small, sizeof small, format, list);
  va_end(list);
  if (n < 0) return "";
  char *text = lfl_arena_new(in->arena, (size_t)n + 1, char);
  if (!text) {
    in->failed = true;
    return "";
  }
  va_start(list, format);
  vsnprintf(text, (size_t)n + 1, format, list);
  va_end(list);
  return text;
}

const char *iati_number(lfl_iati *in, double value) {
  lfl_buf buf = {0};
  lfl_buf_number(&buf, value);
  const char *text = buf.failed ? NULL : lfl_arena_strdup(in->arena, buf.text);
  lfl_buf_clear(&buf);
  if (!text) in->failed = true;
  return text ? text : "";
}

bool iati_reserve(lfl_iati *in, void **items, int n, int *capacity, size_t size) {
  if (n < *capacity) return true;
  int more = *capacity ? 2 * *capacity : 64;
  void *copy = lfl_arena_alloc(in->arena, (size_t)more, size);
  if (!copy) {
    in->failed = true;
    return false;
  }
  if (n) memcpy(copy, *items, (size_t)n * size);
  *items = copy;
  *capacity = more;
  return true;
}

bool iati_is_same_word(const char *a, const char *b) {
  if (!a || !b) return false;
  while (*a && to_ascii_lower(*a) == to_ascii_lower(*b)) a++, b++;
  return *a == *b;
}

lfl_iati *lfl_iati_create(const lfl_iati_options *options, lfl_diags *diags) {
  lfl_arena *arena = lfl_arena_create();
  lfl_iati *in = arena ? lfl_arena_new(arena, 1, lfl_iati) : NULL;
  if (!in) {
    lfl_arena_destroy(arena);
    return NULL;
  }
  *in = (lfl_iati){.arena = arena, .diags = diags, .start_day = LONG_MAX};
  if (options) in->options = *options;
  if (in->options.scenario && !parse_date(in->options.scenario->start_date, &in->start_day)) in->start_day = LONG_MAX;
  lfl_ids **const maps[] = {&in->ids, &in->row_ids, &in->place_ids, &in->place_names};
  for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
    if (!(*maps[i] = lfl_ids_create())) in->failed = true;
  if (!in->failed && iati_load_sectors(in)) return in;
  lfl_iati_destroy(in);
  return NULL;
}

void lfl_iati_destroy(lfl_iati *in) {
  if (!in) return;
  lfl_ids_destroy(in->ids);
  lfl_ids_destroy(in->row_ids);
  lfl_ids_destroy(in->place_ids);
  lfl_ids_destroy(in->place_names);
  lfl_arena_destroy(in->arena); /* holds the struct itself */
}

/* ---- sources of bytes -------------------------------------------------------------------------- */

static long read_stream(void *user, char *bytes, size_t n) {
  FILE *file = user;
  size_t got = fread(bytes, 1, n, file);
  return ferror(file) ? -1 : (long)got;
}

typedef struct memory {
  const char *at;
  size_t n;
} memory;

static long read_memory(void *user, char *bytes, size_t n) {
  memory *m = user;
  if (n > m->n) n = m->n;
  if (n) memcpy(bytes, m->at, n);
  m->at += n;
  m->n -= n;
  return (long)n;
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash && slash[1] ? slash + 1 : path;
}

lfl_status lfl_iati_add_file(lfl_iati *in, const char *path) {
  FILE *file = fopen(path, "rb");
  lfl_status status = file ? iati_read_xml(in, base_name(path), read_stream, file) : LFL_ERR_IO;
  if (file) fclose(file);
  if (status == LFL_ERR_IO) iati_say(in, LFL_ERROR, "cannot-open", path, 0, NULL, NULL, "an IATI activity file that can be read");
  return status;
}

lfl_status lfl_iati_add_text(lfl_iati *in, const char *name, const char *text, size_t n) {
  memory m = {text, n};
  return iati_read_xml(in, name, read_memory, &m);
}

/* ---- tables ------------------------------------------------------------------------------------ */

/* Names of the organisations with the role, parted by ";"; NULL none. */
static const char *names_of(lfl_iati *in, const iati_activity *a, const char *role) {
  const char *all = NULL;
  for (int i = 0; i < a->n_orgs && (!all || strlen(all) < 200); i++) {
    const char *name = a->orgs[i].name ? a->orgs[i].name : a->orgs[i].ref;
    if (!name || !a->orgs[i].role || strcmp(a->orgs[i].role, role) != 0) continue;
    all = all ? iati_text(in, "%s; %s", all, name) : name;
  }
  return all;
}

static const char *name_of(const iati_org *org) { return org->name ? org->name : org->ref; }

/* Incoming money comes from its provider or the funding organisations; outgoing money from the publisher. */
static const char *donor_of(lfl_iati *in, const iati_activity *a, const iati_flow *f) {
  if (name_of(&f->provider)) return name_of(&f->provider);
  bool is_out = f->kind == IATI_COMMITMENT || f->kind == IATI_DISBURSEMENT || f->kind == IATI_PLEDGE || f->kind == IATI_PLANNED;
  const char *funding = is_out ? NULL : names_of(in, a, "1");
  return is_out ? name_of(&a->publisher) : funding;
}

static const char *receiver_of(lfl_iati *in, const iati_activity *a, const iati_flow *f) {
  if (name_of(&f->receiver)) return name_of(&f->receiver);
  bool is_in = f->kind == IATI_INCOMING_FUNDS || f->kind == IATI_INCOMING_COMMITMENT || f->kind == IATI_INCOMING_PLEDGE;
  return is_in ? name_of(&a->publisher) : names_of(in, a, "4");
}

static bool has_condition(const iati_activity *a) { return a->has_conditions || a->status == 1 || a->status == 6; }

static const char *condition_text(lfl_iati *in, const iati_activity *a) {
  const char *status = a->status == 1 ? "the activity is approved (IATI status 1: in the pipeline)" : a->status == 6 ? "the activity goes on (IATI status 6: suspended)" : "";
  const char *own = a->has_conditions ? a->conditions : "";
  return iati_text(in, "%s%s%s", status, *status && *own ? "; " : "", own);
}

static const char *how(lfl_iati *in, const iati_row *r, const iati_flow *f) {
  const char *part = r->amount < f->amount - 0.005 ? iati_text(in, ", part of %s", iati_number(in, f->amount)) : "";
  const char *date = f->value_date && strcmp(f->value_date, f->date) != 0 ? iati_text(in, ", value date %s", f->value_date) : "";
  return iati_text(in, "%s%s%s%s", iati_kind_name(f->kind), part, date, f->is_loan ? ", a loan" : "");
}

static const char *const DEGREES[] = {NULL, "unearmarked", "softly", "earmarked", "tightly"};

static const char **pledge_cells(lfl_iati *in, const iati_row *r) {
  const iati_activity *a = &in->activities[r->activity_i];
  const iati_flow *f = iati_row_flow(in, r);
  const char **row = lfl_arena_new(in->arena, N_PLEDGE, const char *);
  if (!row) {
    in->failed = true;
    return NULL;
  }
  const char *const values[N_PLEDGE] = {r->id, donor_of(in, a, f), receiver_of(in, a, f), iati_number(in, r->amount), f->currency, f->date, r->earmark_kind, r->earmark_id,
                                        has_condition(a) ? iati_short_key(in, a->id) : NULL, DEGREES[f->degree ? f->degree : a->degree],
                                        r->from_i >= 0 && iati_is_pledge(&in->rows[r->from_i]) ? in->rows[r->from_i].id : NULL,
                                        iati_text(in, "IATI activity %s%s%s (%s, line %ld)", a->id, f->ref ? ", transaction " : "", f->ref ? f->ref : "", a->file, f->line),
                                        a->observed, how(in, r, f), "reported"};
  memcpy(row, values, sizeof values);
  return row;
}

static const char **condition_cells(lfl_iati *in, const iati_activity *a) {
  const char **row = lfl_arena_new(in->arena, N_CONDITION, const char *);
  if (!row) {
    in->failed = true;
    return NULL;
  }
  const char *const values[N_CONDITION] = {iati_short_key(in, a->id), condition_text(in, a), NULL, iati_text(in, "IATI activity %s (%s, line %ld)", a->id, a->file, a->line),
                                           a->observed, "reported"};
  memcpy(row, values, sizeof values);
  return row;
}

static bool begin_table(lfl_iati *in, lfl_table *t, const char *name, const char *const *columns, int n_columns, int n_rows) {
  long *numbers = lfl_arena_new(in->arena, (size_t)n_rows + 1, long);
  const char ***rows = lfl_arena_new(in->arena, (size_t)n_rows + 1, const char **);
  *t = (lfl_table){name, iati_text(in, "import, table %s", name), n_columns, 0, columns, rows, numbers, NULL};
  for (int i = 0; numbers && i < n_rows; i++) numbers[i] = i + 2;
  if (!numbers || !rows) in->failed = true;
  return !in->failed;
}

static lfl_tables *make_tables(lfl_iati *in) {
  lfl_tables *tables = lfl_arena_new(in->arena, 1, lfl_tables);
  lfl_table *both = lfl_arena_new(in->arena, 2, lfl_table);
  if (!tables || !both) return NULL;
  *tables = (lfl_tables){in->arena, "import", 1, both, LFL_TABLES_ENTERED};
  if (!begin_table(in, &both[0], "pledges", PLEDGE_COLUMNS, N_PLEDGE, in->n_rows) || !begin_table(in, &both[1], "conditions", CONDITION_COLUMNS, N_CONDITION, in->n_activities)) return NULL;
  int last = -1;
  for (int i = 0; i < in->n_rows && !in->failed; i++)
    if (iati_is_pledge(&in->rows[i])) both[0].cells[both[0].n_rows++] = pledge_cells(in, &in->rows[i]);
  for (int i = 0; i < in->n_rows && !in->failed; i++) {
    const iati_activity *a = &in->activities[in->rows[i].activity_i];
    if (in->rows[i].activity_i == last || i >= a->first_row + a->n_rows || !a->n_counted || !has_condition(a)) continue; /* once an activity; rows cut off come at the end */
    last = in->rows[i].activity_i;
    both[1].cells[both[1].n_rows++] = condition_cells(in, a);
  }
  if (both[1].n_rows) tables->n_tables = 2;
  return in->failed ? NULL : tables;
}

lfl_status lfl_iati_finish(lfl_iati *in, const lfl_tables **out, lfl_iati_result *result) {
  *out = NULL;
  int n_errors = in->diags->n_errors;
  if (!in->failed) iati_make_rows(in);
  if (!in->failed && in->diags->n_errors == n_errors) iati_pass_on(in);
  lfl_tables *tables = in->failed || in->diags->n_errors > n_errors ? NULL : make_tables(in);
  if (in->failed || in->diags->failed) return LFL_ERR_MEMORY;
  if (!tables) return in->diags->n_errors > n_errors ? LFL_ERR_DATA : LFL_ERR_MEMORY;
  in->result.n_left_out = in->result.n_activities;
  for (int i = 0; i < in->n_activities; i++) in->result.n_left_out -= in->activities[i].n_counted > 0;
  in->result.n_pledges = tables->tables[0].n_rows;
  in->result.n_conditions = tables->tables[1].n_rows;
  if (result) *result = in->result;
  *out = tables;
  return LFL_OK;
}
