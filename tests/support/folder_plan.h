/* A plan of tables in a folder of its own, for tests from end to end: written, planned, written for an audience,
 * read back. Any failure on the way fails the test. */
#ifndef LFL_TESTS_FOLDER_PLAN_H
#define LFL_TESTS_FOLDER_PLAN_H
#include "ingest/ingest.h"
#include "model/plan.h"

typedef struct folder_plan {
  char dir[64]; /* removed at the end */
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
} folder_plan;

/* An empty folder; the scenario's tables are to go to "s" in it. */
void folder_begin(folder_plan *f);
/* Path of a name in the folder; holds for the next seven calls. */
const char *in_folder(const folder_plan *f, const char *name);
void folder_write(const folder_plan *f, const char *name, const char *text);
/* The scenario of a text as in tests/cases, with no folder, planned as it is by default. */
void folder_of_text(folder_plan *f, const char *text);
/* Reads the scenario of "s" and plans it, without targets and what binds. */
void folder_make(folder_plan *f);
void folder_end(folder_plan *f);
/* Removes a path with all that is in it. */
void remove_all(const char *path);

/* Does the check find nothing? `about`: what it is to find, NULL: anything. */
bool folder_holds(const folder_plan *f, const char *about);
/* Writes the plan as the audience may have it, with its report, to a folder of that name. */
void folder_write_for(folder_plan *f, lfl_sensitivity audience, const char *name);
/* Is the plan that was written for those who carry it out the same, read back, and does it hold? */
void folder_read_back(folder_plan *f, const char *name);

/* All bytes of a file, NUL-ended; freed by the caller. */
char *read_file(const char *path, size_t *n);
/* Are the bytes of the text in the file? (A .gpkg or .csv shows its texts, an .xlsx does not.) */
bool file_has(const char *path, const char *text);

#endif
