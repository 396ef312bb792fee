/* Made-up scenarios: read without a complaint, the same on every machine, road-like, and written all
 * or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "ingest/ingest.h"
#include "sample/sample.h"
#include "store/store.h"

/* All of the tables as one text. */
static void digest(const lfl_tables *tables, char out[65]) {
  lfl_buf text = {0};
  for (int k = 0; k < tables->n_tables; k++) {
    const lfl_table *t = &tables->tables[k];
    lfl_buf_printf(&text, "%s\n", t->name);
    for (int j = 0; j < t->n_columns; j++) lfl_buf_printf(&text, "%s|", t->columns[j]);
    for (int i = 0; i < t->n_rows; i++)
      for (int j = 0; j < t->n_columns; j++) lfl_buf_printf(&text, "%s|", t->cells[i][j] ? t->cells[i][j] : "");
  }
  assert_false(text.failed);
  lfl_sha256_hex((const unsigned char *)text.text, text.n, out);
  lfl_buf_clear(&text);
}

static void reads_without_a_complaint(void **state) {
  (void)state;
  static const lfl_sample_size sizes[] = {{10, 7, 1}, {10, 7, 8}, {11, 8, 2}, {20, 30, 4}, {35, 14, 3}, {50, 30, 5}, {70, 45, 6}, {100, 30, 5}, {120, 730, 7}, {400, 90, 8}};
  for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
    for (uint64_t seed = 0; seed < 12; seed++) {
      lfl_tables *tables = lfl_sample_make(&sizes[k], seed);
      lfl_diags diags;
      lfl_scenario *s = NULL;
      assert_non_null(tables);
      assert_true(lfl_diags_init(&diags));
      lfl_status status = lfl_scenario_build(tables, &diags, &s);
      for (int i = 0; i < diags.n; i++) {
        if (strcmp(diags.items[i].code, "sensitivity-blank") == 0 || strcmp(diags.items[i].code, "not-checked") == 0) continue; /* a made-up country keeps no secrets and has no outlines */
        fail_msg("%d places, seed %d: %s row %ld, %s: %s", sizes[k].n_places, (int)seed, diags.items[i].file, diags.items[i].row,
                 diags.items[i].column ? diags.items[i].column : "", diags.items[i].expected);
      }
      assert_int_equal(status, LFL_OK);
      int n = 0;
      for (int i = 0; i < s->n_places; i++) n += !s->places[i].is_group;
      assert_int_equal(n, sizes[k].n_places);
      assert_int_equal(s->n_days, sizes[k].n_days);
      assert_int_equal(s->n_items, sizes[k].n_goods + 1); /* and water */
      lfl_scenario_destroy(s);
      lfl_tables_destroy(tables);
      lfl_diags_clear(&diags);
    }
}

/* Figures of earlier runs can be compared only if the scenarios stay as they are: a change here is a
 * new family, and bench/README.md must be measured again. */
static void a_seed_gives_the_same_tables_everywhere(void **state) {
  (void)state;
  static const struct {
    lfl_sample_size size;
    uint64_t seed;
    const char *digest;
  } known[] = {
      {{20, 30, 4}, 1, "9571d802a3fca3eb6241546ecff129f03ae25a7a3c2b9606684db226154433c8"},
      {{100, 30, 5}, 1, "3a10400495eba22d8034971568393c63f3377e464a3c1a95f28022ac13f36126"},
      {{1000, 180, 8}, UINT64_MAX, "8379bd21748834249e20a807cbef2395a7ebcc93e33630daa50dcdb737ad5419"},
  };
  for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
    char found[65];
    lfl_tables *tables = lfl_sample_make(&known[k].size, known[k].seed);
    assert_non_null(tables);
    digest(tables, found);
    assert_string_equal(found, known[k].digest);
    lfl_tables_destroy(tables);
  }
}

static void another_seed_gives_another_country(void **state) {
  (void)state;
  lfl_sample_size size = {30, 14, 4};
  lfl_tables *a = lfl_sample_make(&size, 5), *b = lfl_sample_make(&size, 6);
  char of_a[65], of_b[65];
  assert_true(a && b);
  digest(a, of_a);
  digest(b, of_b);
  assert_string_not_equal(of_a, of_b);
  lfl_tables_destroy(a);
  lfl_tables_destroy(b);
}

static double side(const double *a, const double *b, const double *c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/* All places are joined, no two roads cross, none is shorter than straight, and there are ways round. */
static void roads_are_like_roads(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed < 6; seed++) {
    lfl_sample_size size = {150, 20, 4};
    lfl_tables *tables = lfl_sample_make(&size, seed);
    lfl_diags diags;
    lfl_scenario *s = NULL;
    int group[200];
    assert_true(tables && lfl_diags_init(&diags));
    assert_int_equal(lfl_scenario_build(tables, &diags, &s), LFL_OK);
    assert_true(s->n_places <= 200);
    for (int i = 0; i < s->n_places; i++) group[i] = i;
    for (int round = 0; round < s->n_places; round++)
      for (int l = 0; l < s->n_links; l++) {
        int *a = &group[s->links[l].from_i], *b = &group[s->links[l].to_i];
        *a = *b = *a < *b ? *a : *b;
      }
    int first = -1;
    for (int i = 0; i < s->n_places; i++) {
      if (s->places[i].is_group) continue;
      if (first < 0) first = group[i];
      assert_int_equal(group[i], first);
    }
    double at[200][2];
    for (int i = 0; i < s->n_places; i++) { /* metres, on the generator's own plane */
      at[i][0] = s->places[i].lon_deg * 110000;
      at[i][1] = s->places[i].lat_deg * 110600;
    }
    for (int l = 0; l < s->n_links; l++) {
      const double *a = at[s->links[l].from_i], *b = at[s->links[l].to_i];
      double straight2 = (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]), length = 1000 * s->links[l].length_km;
      assert_true(length * length >= straight2);
      assert_true(length <= 2 * sqrt(straight2) + 101); /* a bad road, by the hundred metres */
      for (int k = 0; k < l; k++) {
        int ends[] = {s->links[l].from_i, s->links[l].to_i, s->links[k].from_i, s->links[k].to_i};
        if (ends[0] == ends[2] || ends[0] == ends[3] || ends[1] == ends[2] || ends[1] == ends[3]) continue;
        const double *c = at[ends[2]], *d = at[ends[3]];
        assert_false(side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0);
      }
    }
    assert_true(s->n_links >= size.n_places * 11 / 10 && s->n_links < 2 * size.n_places);
    lfl_scenario_destroy(s);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
  }
}

static void out_of_range_is_refused(void **state) {
  (void)state;
  static const lfl_sample_size bad[] = {{9, 30, 4}, {2001, 30, 4}, {20, 6, 4}, {20, 731, 4}, {20, 30, 0}, {20, 30, 9}, {-1, -1, -1}};
  for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) assert_null(lfl_sample_make(&bad[k], 1));
}

static void without_memory_there_are_no_tables(void **state) {
  (void)state;
  lfl_sample_size size = {20, 14, 5};
  lfl_tables *tables = NULL;
  for (long n = 0; !tables; n++) {
    lfl_alloc_fail_after(n);
    tables = lfl_sample_make(&size, 3);
    lfl_alloc_fail_after(-1);
    assert_true(n < 10000);
    if (n == 0) assert_null(tables);
  }
  lfl_tables_destroy(tables);
}

/* What is written is read as what was made; what exists is left alone. */
static void written_all_or_nothing(void **state) {
  (void)state;
  char dir[] = "/tmp/lfl_sample_XXXXXX", folder[64], command[96], found[65], wanted[65];
  assert_non_null(mkdtemp(dir));
  snprintf(folder, sizeof folder, "%s/made", dir);
  lfl_sample_size size = {25, 14, 8};
  lfl_tables *tables = lfl_sample_make(&size, 9), *again = NULL;
  lfl_diags diags;
  struct stat st;
  assert_true(tables && lfl_diags_init(&diags));
  assert_int_equal(lfl_tables_write(tables, folder, &diags), LFL_OK);
  assert_int_equal(lfl_tables_read(folder, &diags, &again), LFL_OK);
  assert_int_equal(diags.n_errors, 0);
  assert_int_equal(again->n_tables, tables->n_tables);
  for (int k = 0; k < again->n_tables; k++) { /* the reader puts tables in the contract's order */
    const lfl_table *t = &again->tables[k], *made = lfl_tables_find(tables, t->name);
    assert_non_null(made);
    lfl_tables one = {.n_tables = 1, .tables = &again->tables[k]};
    digest(&one, found);
    lfl_table copy = *made;
    lfl_tables other = {.n_tables = 1, .tables = &copy};
    digest(&other, wanted);
    assert_string_equal(found, wanted);
  }
  assert_int_equal(lfl_tables_write(tables, folder, &diags), LFL_ERR_USAGE);
  assert_int_equal(diags.n_errors, 1);
  snprintf(command, sizeof command, "%s/no/made", dir);
  assert_int_equal(lfl_tables_write(tables, command, &diags), LFL_ERR_IO);
  lfl_tables_destroy(again);
  snprintf(folder, sizeof folder, "%s/refused", dir);
  lfl_status status = LFL_ERR_MEMORY;
  for (long n = 0; status == LFL_ERR_MEMORY; n++) {
    lfl_alloc_fail_after(n);
    status = lfl_tables_write(tables, folder, &diags);
    lfl_alloc_fail_after(-1);
    assert_true(n < 1000);
    assert_true((lstat(folder, &st) == 0) == (status == LFL_OK));
  }
  assert_int_equal(status, LFL_OK);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  snprintf(command, sizeof command, "rm -r %s", dir);
  assert_int_equal(system(command), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_without_a_complaint),
      cmocka_unit_test(a_seed_gives_the_same_tables_everywhere),
      cmocka_unit_test(another_seed_gives_another_country),
      cmocka_unit_test(roads_are_like_roads),
      cmocka_unit_test(out_of_range_is_refused),
      cmocka_unit_test(without_memory_there_are_no_tables),
      cmocka_unit_test(written_all_or_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
