/* The contract's tables and columns, once: the reader, the workbook to fill in and the docs
 * are made from this. */
#ifndef LFL_MODEL_SCHEMA_H
#define LFL_MODEL_SCHEMA_H
#include <stdbool.h>

typedef enum lfl_column_type {
  LFL_TYPE_TEXT,
  LFL_TYPE_KEY,    /* unique in its table */
  LFL_TYPE_NUMBER, /* decimal point; "inf" where no_limit */
  LFL_TYPE_WHOLE,
  LFL_TYPE_DAY,    /* day from 0 or ISO date */
  LFL_TYPE_DATE,   /* ISO date */
  LFL_TYPE_FLAG,   /* 0 or 1, yes or no */
  LFL_TYPE_CHOICE, /* one of `choices` */
  LFL_TYPE_REF     /* key of `ref` */
} lfl_column_type;

typedef struct lfl_column {
  const char *name;
  lfl_column_type type;
  const char *unit;     /* suffix of lfl_unit_*, NULL: none */
  double least, most;   /* range of numbers in that unit */
  bool is_required;
  bool has_no_limit;    /* "inf" may be said */
  const char *choices;  /* "area|site|hub|crossing" */
  const char *ref;      /* table */
  const char *blank;    /* what a blank means, for people */
  const char *note;     /* meaning, for people */
} lfl_column;

typedef struct lfl_table_schema {
  const char *name;
  const char *note;
  const lfl_column *columns;
  int n_columns;
} lfl_table_schema;

int lfl_schema_n_tables(void);
/* Table `i` in the contract's order; NULL outside 0 .. n-1. */
const lfl_table_schema *lfl_schema_table(int i);
/* By name, or NULL. */
const lfl_table_schema *lfl_schema_find(const char *name);
/* Column by its contract name, or NULL. */
const lfl_column *lfl_schema_column(const lfl_table_schema *table, const char *name);
/* Name of the table's key column; NULL: it has none, or is no table of the contract. */
const char *lfl_schema_key(const char *table);
/* Columns that every table may have: source, observed_on, method, reliability, sensitivity. */
const lfl_column *lfl_schema_common(int *n);

typedef struct lfl_key_schema {
  const char *key, *unit, *blank, *note;
  lfl_column_type type;
  double least, most;
  const char *choices;
} lfl_key_schema;
/* Keys of table `scenario`; need_weight_<need> is matched by its beginning. */
const lfl_key_schema *lfl_schema_keys(int *n);

enum { LFL_MOST_COUNTS = 8 };
/* The headers of a table that count things in place of people served (toilets, households): into `headers`, which has room for
 * LFL_MOST_COUNTS; how many. */
int lfl_schema_counts(const lfl_table_schema *table, const char **headers);

/* A column header that is no contract name but the same quantity in another unit or as a count:
 * finds the contract column and the factor that turns its values; NULL if there is none.
 * count: set to "toilet", "tap", "health" or "household" where the standard set gives the
 * factor (then *factor is 1), else NULL. */
const lfl_column *lfl_schema_alias(const lfl_table_schema *table, const char *header, double *factor, const char **count);

#endif
