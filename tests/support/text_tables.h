/* Small scenarios for tests, from tables written as text. */
#ifndef LFL_TESTS_TEXT_TABLES_H
#define LFL_TESTS_TEXT_TABLES_H
#include "model/tables.h"

/* Tables from texts "name\nheader\nrow\n...", written as CSV files and read; the test fails if they cannot be. */
lfl_tables *text_tables(const char *const *texts, int n);

#endif
