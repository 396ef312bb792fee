#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "spoil_start.h"

void spoil_start(lfl_plan *plan, uint64_t draw) {
  static const char *const PARTS[] = {"size", "rows", "columns", "trip", "end size", "end rows", "end columns", "end trip", "end values", "nothing"}, SIGNS[] = "09bulsx- +z.e";
  lfl_start_row *row = &plan->start[draw % (uint64_t)plan->n_start];
  size_t n = strlen(row->text), at = n ? draw / 64 % n : 0;
  char *text = lfl_arena_strdup(plan->arena, row->text);
  assert_non_null(text);
  switch (draw / 16 % 6) {
    case 0: row->part = PARTS[draw / 32 % (sizeof PARTS / sizeof PARTS[0])]; return;
    case 1: row->text = ""; return;
    case 2: text[at] = SIGNS[draw / 4096 % (sizeof SIGNS - 1)]; break;
    case 3: text[at] = 0; break;
    case 4: memmove(text + at, text + at + (n > 0), n - at + (n == 0)); break;
    default: text = lfl_arena_strdup(plan->arena, plan->start[draw / 4096 % (uint64_t)plan->n_start].text);
  }
  row->text = text;
}
