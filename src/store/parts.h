/* The store's inner workings, shared by its files: one definition of the plan's tables, from
 * which CSV files, the GeoPackage and the reader are made, and the pieces of a plan folder.
 * Internal to src/store. */
#ifndef LFL_STORE_PARTS_H
#define LFL_STORE_PARTS_H
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "model/budget.h"
#include "model/fuel.h"
#include "model/needs.h"
#include "store/store.h"

/* GDAL complains of nothing until CPLPopErrorHandler(): what it dislikes shows in what cannot be read. */
void store_hush_gdal(void);

/* Of plan.gpkg: what is changed in its tables so that an older reader would err makes it another. */
#define STORE_FORMAT "2"

/* Of a query of sqlite_master: tables only, no views and no virtual tables, which could run for ever or read other files. Asked
 * for as what a table begins with, as a table may well have a column whose name holds the word "virtual". */
#define STORE_REAL_TABLE "type = 'table' AND sql LIKE 'CREATE TABLE %'"

/* ---- the plan's tables (plan_tables.c) ----------------------------------------------------- */

/* STORE_EXACT: a number of which people need every digit, as they check with it. */
typedef enum store_type { STORE_TEXT, STORE_INT, STORE_REAL, STORE_EXACT, STORE_DATE } store_type;

typedef struct store_column {
  const char *name;
  store_type type;
} store_column;

/* A cell: text for STORE_TEXT and STORE_DATE (ISO), else number. Blank: no text, NaN. */
typedef struct store_cell {
  const char *text;
  double number;
} store_cell;

enum { STORE_MOST_COLUMNS = 24 };

typedef struct store_row {
  int n;
  store_cell cells[STORE_MOST_COLUMNS];
} store_row;

/* What the tables are filled from. Made by store_context_create, freed with its arena. */
typedef struct store_context {
  lfl_arena *arena;
  const lfl_plan *plan;
  const lfl_scenario *s;
  const lfl_needs *needs;
  lfl_needs *own_needs;    /* NULL: the plan brought them */
  lfl_dry *dry;            /* owned; NULL: not for this audience */
  const lfl_diags *diags;  /* NULL: none */
  lfl_sensitivity audience;
  const char **dates;      /* [n_days] ISO */
  const char **way_texts;  /* [n_ways] link ids in order, '-' before one driven in reverse */
  int n_way_links;
  int *way_link_way, *way_link_step; /* [n_way_links] */
  int n_people;            /* places and days whose people are told */
  int *people_day, *people_place; /* [n_people] */
  int n_need_rows;
  lfl_need_row *need_rows; /* those that the audience may see */
  int n_boxes;
  int *box_proof, *box_project; /* [n_boxes] proofs of some start days of a repair only */
  int n_budget;
  lfl_budget_row *budget;  /* [n_budget] */
  int n_targets, n_claims;
  int *targets, *claims;   /* indexes of those that the audience may see */
} store_context;

typedef struct store_table {
  const char *name;
  const store_column *columns;
  int n_columns;
  int (*count)(const store_context *c);
  void (*fill)(const store_context *c, int i, store_row *row);
} store_table;

/* LFL_ERR_MEMORY, or LFL_OK; *out is freed by store_context_destroy. */
lfl_status store_context_create(const lfl_plan *plan, const lfl_diags *diags, lfl_sensitivity audience,
                                store_context **out);
void store_context_destroy(store_context *c);

/* May the audience see what this origin says? */
bool store_may_see(const store_context *c, const lfl_origin *origin);
/* May the audience know where the place is? */
bool store_may_see_place(const store_context *c, int place_i);
/* Does the audience's copy speak of this place at all? Public: of regions only. */
bool store_tells_of_place(const store_context *c, int place_i);
/* A count of people; NaN where it is too small to be told to the public (docs/DATA_RESPONSIBILITY.md). */
double store_count(const store_context *c, double people);
/* May the audience see the row a diagnostic is about? */
bool store_may_see_diag(const store_context *c, const lfl_diag *diag);
const char *store_date(const store_context *c, int day); /* NULL outside the days planned */

int store_n_tables(void);
const store_table *store_table_at(int i);
const store_table *store_table_find(const char *name);
/* Does nobody read it, so that plan.gpkg alone has it? */
bool store_is_for_program(const store_table *table);
/* Tables of a comparison (compare_tables.c): written where the plan has one. */
int store_n_compare_tables(void);
const store_table *store_compare_table(int i);
/* Fills row `i` of the table; asserts that every column got its cell. */
void store_table_fill(const store_table *table, const store_context *c, int i, store_row *row);

/* ---- text (text.c) ------------------------------------------------------------------------- */

/* Text as valid UTF-8 without control characters: broken bytes become U+FFFD, tabs and line
 * ends stay if keep_lines, else become spaces. NULL for NULL or without memory. */
const char *store_clean(lfl_arena *arena, const char *text, bool keep_lines);
/* Shortest decimal that reads back as the same double; a decimal point whatever the locale. */
void store_put_exact(lfl_buf *buf, double value);
/* For people: twelve digits, and nothing closer to 0 than 1e-8 - a linear program's answers are no
 * better. plan.gpkg keeps the exact numbers. */
double store_round(double value);
void store_put_json_text(lfl_buf *buf, const char *text);
/* A number for people, or null. */
void store_put_json_number(lfl_buf *buf, double value);

/* Sets the numbers of this thread to a decimal point while a library writes; give back what it
 * returned to store_locale_end. */
void *store_locale_begin(void);
void store_locale_end(void *before);

/* ---- for an audience (mask.c) -------------------------------------------------------------------- */

/* The raw tables as the audience may have them. LFL_ERR_MEMORY. *out is owned by the caller and
 * shares texts with the scenario and its tables, which must outlive it. */
lfl_status store_mask_tables(const lfl_scenario *s, lfl_sensitivity audience, lfl_tables **out);

/* The tables without the rows that the audience may not see, and the names and keys of those (in the arena of
 * *out). LFL_ERR_MEMORY. *out is owned by the caller and shares texts with the scenario's tables. */
lfl_status store_cut_tables(const lfl_scenario *s, lfl_sensitivity audience, lfl_tables **out, const char *const **words, int *n_words);

/* A table of the plan that lfl_plan_redact or lfl_plan_cut takes out for the audience and that is still there:
 * a second lock. NULL: none. */
const char *store_leak(const lfl_plan *plan, lfl_sensitivity audience);

/* ---- files --------------------------------------------------------------------------------- */

/* Adds an error about a file to `problems` (may be NULL). */
void store_complain(lfl_diags *problems, const char *code, const char *file, const char *expected);

/* Each writes one file (csv: a folder of them); problems get the reason. */
lfl_status store_write_text(const char *path, const char *bytes, size_t n, lfl_diags *problems);
lfl_status store_write_table(const lfl_table *table, const char *path, lfl_diags *problems);
lfl_status store_write_csvs(const store_context *c, const char *dir, lfl_diags *problems);
lfl_status store_write_summary(const store_context *c, const char *path, lfl_diags *problems);
lfl_status store_write_gpkg(const store_context *c, const char *path, lfl_diags *problems);
lfl_status store_write_workbook(const store_context *c, const char *path, lfl_diags *problems);

/* ---- all or nothing (folder.c) ----------------------------------------------------------------- */

/* A folder under construction beside its target. */
typedef struct store_folder {
  char *target; /* where it will be */
  char *temp;   /* where it is made */
  char *parent;
  int lock_fd;  /* open and locked while the run lives */
  bool replaces;
} store_folder;

/* Makes the temporary folder. LFL_ERR_USAGE: the target exists and may not be replaced. */
lfl_status store_folder_begin(const char *target, bool overwrite, store_folder *f, lfl_diags *problems);
/* Flushes it and puts it in place, removing what it replaces. On failure the old stays. */
lfl_status store_folder_commit(store_folder *f, lfl_diags *problems);
/* Removes the temporary folder if it is still there, and frees. */
void store_folder_end(store_folder *f);
/* Gives a finished file its name unless something has that name already. */
lfl_status store_place_file(const char *temp, const char *target, lfl_diags *problems);
/* Path of a plan's file: `path` itself, or plan.gpkg in the folder. NULL without memory. */
const char *store_find_plan(const char *path, lfl_arena *arena);
/* Flushes a file to the disk. */
lfl_status store_flush(const char *path, lfl_diags *problems);

#endif
