/* The command bench-scenario: a made-up scenario of any size. */
#include <errno.h>
#include <stdlib.h>

#include "apps/cli.h"
#include "sample/sample.h"
#include "store/store.h"

/* A whole number from low to high, said otherwise. */
static bool read_whole(const char *text, const char *what, long long low, long long high, long long *value) {
  char *end;
  errno = 0;
  *value = strtoll(text, &end, 10);
  if (end != text && !*end && !errno && *value >= low && *value <= high) return true;
  fprintf(stderr, "lifeline: %s: a whole number from %lld to %lld is expected: %s\n", what, low, high, text);
  return false;
}

int cmd_bench_scenario(const cli *c) {
  long long places, days, goods, seed;
  const char *folder = c->operand[4];
  if (!read_whole(c->operand[0], "places", LFL_SAMPLE_LEAST_PLACES, LFL_SAMPLE_MOST_PLACES, &places) ||
      !read_whole(c->operand[1], "days", LFL_SAMPLE_LEAST_DAYS, LFL_SAMPLE_MOST_DAYS, &days) ||
      !read_whole(c->operand[2], "goods", 1, LFL_SAMPLE_MOST_GOODS, &goods) || !read_whole(c->operand[3], "seed", 0, INT64_MAX, &seed))
    return lfl_status_exit_code(LFL_ERR_USAGE);
  lfl_sample_size size = {.n_places = (int)places, .n_days = (int)days, .n_goods = (int)goods};
  lfl_diags problems;
  if (!lfl_diags_init(&problems)) return finish(LFL_ERR_MEMORY);
  lfl_tables *tables = lfl_sample_make(&size, (uint64_t)seed);
  lfl_status status = tables ? lfl_tables_write(tables, folder, &problems) : LFL_ERR_MEMORY;
  if (status != LFL_OK) print_diags(c, &problems, LFL_WARNING, stderr);
  else status = print_written(c, folder);
  if (status == LFL_OK && !c->is_json && !c->is_quiet) printf("%s: written, for example: lifeline check %s\n", folder, folder);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&problems);
  return finish(status);
}
