/* Between the files of the case runner: a case as read, and what it has come to. */
#ifndef LFL_TESTS_CASE_PARTS_H
#define LFL_TESTS_CASE_PARTS_H
#include "case_runner.h"
#include "model/needs.h"

enum { CASE_MOST_WORDS = 24 };

/* A line of words; options ("day 3", "tolerance 0.5", "by foot") are taken out of them. */
typedef struct case_line {
  int number; /* in the file, from 1 */
  int n;
  const char *word[CASE_MOST_WORDS];
  int day;          /* -1: not said */
  double tolerance; /* NaN: not said */
  const char *mode; /* NULL: not said */
} case_line;

typedef struct case_list {
  case_line *lines;
  int n, capacity;
} case_list;

/* A case: what is given (tables of text), what is set, what is expected. */
typedef struct case_text {
  lfl_arena *arena;
  const char *name, *title; /* of the file and of the case */
  int number;               /* line of its title */
  lfl_tables *tables;       /* given; of the arena */
  int n_spare;              /* room for more tables */
  const char *scenario;     /* given scenario; NULL none */
  const char **sets;        /* assignments */
  int *set_numbers;
  int n_sets, n_lines_left;
  case_list expects;
  case_report *report;
  bool failed; /* no memory */
} case_text;

/* What the case comes to. */
typedef struct case_world {
  lfl_diags diags;
  lfl_tables *read, *tables; /* read: from a folder; tables: with sets laid over */
  lfl_scenario *scenario;
  lfl_plan *plan;
  lfl_needs *needs;
} case_world;

/* Adds a failure to the report: "file:line: text". */
void case_fail(case_text *c, int number, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/* Reads the lines of `text` from *number on (1-based; *at moves along) into the case, up to the
 * next "case" line or the end. */
void case_read(case_text *c, const char **at, int *number);
/* An empty case with room for `n_lines` lines; false without memory. */
bool case_begin(case_text *c, const char *name, case_report *report, int n_lines);

/* Does the expectation ask for an issue of the data (so that no plan is made)? */
bool case_expects_issue(const case_line *line);
/* Do any of them need this part of the planner? */
bool case_expects_word(const case_text *c, const char *word);
void case_check(case_text *c, const case_world *w, const case_line *line);

#endif
