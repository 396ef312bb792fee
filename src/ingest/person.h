/* Refusing lists of people. Internal to ingest. */
#ifndef LFL_INGEST_PERSON_H
#define LFL_INGEST_PERSON_H
#include "base/diag.h"
#include "base/status.h"
#include "model/tables.h"

/* Adds an error for every column that looks like personal data or a trait of people. */
void refuse_persons(const lfl_tables *tables, lfl_diags *diags);

/* As lfl_tables_read; prefix: only layers whose name begins with it, which is taken off. */
lfl_status tables_read_prefixed(const char *path, const char *prefix, lfl_diags *diags, lfl_tables **out);

#endif
