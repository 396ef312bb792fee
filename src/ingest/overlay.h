/* Other numbers laid over tables, from the inside: overlay.c changes cells and rows, dated.c does so from
 * an option's start day on, stages.c lays a party's stages, layers.c says what is laid. Internal. */
#ifndef LFL_INGEST_OVERLAY_H
#define LFL_INGEST_OVERLAY_H
#include "ingest/ingest.h"

enum { SPARE_TABLES = 40 }; /* room for all tables of the contract that a scenario does not have */

/* From when on a set's changes hold, by its row of table options. */
typedef struct terms {
  const char *set_id;
  int day;                  /* start, delay included */
  bool is_delayed;          /* what lies before a delayed start keeps its numbers without a word */
} terms;

typedef struct change {
  const char *table, *row_id, *column, *value;
  const char *file; /* where it was said */
  long row;
  const terms *terms; /* NULL: holds on all days */
} change;

/* Are both of the same cell, in the same words? */
bool change_is_of_same(const change *a, const change *b);

typedef struct added {
  const change *change; /* the first of the row */
  int row;
} added;

/* A row of a span that an option cut in two: from its start day on the copy holds. */
typedef struct split {
  const char *table;
  int row, copy;
} split;

/* A capacity that is another one from the start day on, told by shares in table status. */
typedef struct rescale {
  const change *change;
  const char *subject, *subject_id;
  double before, after; /* shares of the larger of the two numbers */
} rescale;

typedef struct layer {
  lfl_tables *tables;
  const lfl_tables *before; /* as they were */
  lfl_diags *diags;
  int *capacity;  /* [n_tables + SPARE_TABLES] rows that a table's arrays have room for; 0: still the copy's own */
  long **numbers; /* [same] row numbers of tables that grew */
  added *rows;
  int n_added;
  split *splits;
  int n_splits, splits_capacity;
  rescale *rescales;
  int n_rescales, rescales_capacity;
  bool failed;
} layer;

void layer_complain(layer *l, const char *file, long row, const char *column, const char *value, const char *expected, const char *nearest);
/* Table of that name, begun if the contract has it; NULL if it does not. */
lfl_table *layer_table(layer *l, const char *name);
/* Column's index, added if the contract has it or its quantity; -1 if it does not. */
int layer_column(layer *l, lfl_table *t, const char *name);
int layer_add_row(layer *l, lfl_table *t); /* -1 without memory */
void layer_put(layer *l, lfl_table *t, int row, int column, const char *value);
/* Puts into the column of that name; nothing if the contract has none. */
void layer_put_named(layer *l, lfl_table *t, int row, const char *column, const char *value);
const char *layer_key_column(const char *table);
int layer_find_row(const lfl_table *t, const char *row_id, int n_before);

/* Day of a text (a day, or a date and the scenario's start_date); `blank` for NULL; false if it is neither. */
bool layer_day(const lfl_tables *tables, const char *text, int blank, int *out);

/* A number as a cell has it; NULL without memory, which the layer remembers. */
const char *number_words(layer *l, double number);

/* Code of what is wrong with an option's number for the day from which it holds: the row names a number of the scenario's, and only that option cannot be planned with. */
#define DATED_ISSUE "option-day"
/* "start+14" of an option's day columns as a day; other values as they are. */
const char *dated_value(layer *l, const change *ch, lfl_table *t);
/* Lays a change of a row that is there from the terms' day on. `row` -1: every row. */
void dated_apply(layer *l, const change *ch, lfl_table *t, int row, int column);
/* Before a change of a row that holds on all days: what an option has made of the same number from its start day on is so no more. `row` -1: every row. */
void dated_forget(layer *l, const change *ch, const lfl_table *t, int row);
/* After the last change: rows that options added begin on their start day, capacities are scaled. */
void dated_finish(layer *l);

/* Applies the changes and, for each layer with stages, the set's stages. */
lfl_status layer_apply(const lfl_tables *tables, const change *changes, int n, const lfl_layer *layers, int n_layers, lfl_diags *diags, lfl_tables **out);
/* Set of rows of table stages whose place another row took; dropped in the end. */
#define REPLACED_SET "(replaced)"
/* The set's stages (of the topic, NULL: all) take the place of the scenario's. */
void stages_lay(layer *l, const char *set_id, const char *topic);
/* Where topics of two sets are laid, a crossing at which both have stages goes by stages, also where no row of theirs is left: its own cells are neither's. */
void stages_hold(layer *l, const lfl_layer *layers, int n);
/* "screened at KS": what a row of table stages is about. */
const char *stages_topic(const lfl_table *t, int row, lfl_arena *arena);
/* What an assumption is part of: its topic, or table and column, or the table of rows added. NULL without memory. */
const char *assumption_topic(const lfl_table *t, int row, lfl_arena *arena);
/* Row of table options, -1 if there is none. */
int options_row(const lfl_tables *tables, const char *set_id);

#endif
