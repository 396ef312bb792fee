/* Kits and their modules from end to end: a plan that puts kits together passes the check, altered ones do not; a plan read
 * back is the same; the public copy holds none; what enters counts complete kits only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "folder_plan.h"
#include "model/needs.h"

static folder_plan F;

/* 1000 people, kits of 10 basic and 1 supplementary for 10 days; 15 and 1 have come by day 0, another 1 on day 3. */
static int setup(void **state) {
  (void)state;
  folder_begin(&F);
  folder_write(&F, "s/scenario.csv", "key,value\ntitle,kits\nstart_date,2030-01-01\nn_days,12\n");
  folder_write(&F, "s/places.csv", "place_id,kind,people\nTOWN,area,1000\n");
  folder_write(&F, "s/items.csv", "item_id,need,mass_kg,volume_m3,people_served,duration_days\nkit,medicine,100,1,1000,10\nbasic,medicine,5,0.05,,\nmore,medicine,50,0.5,,\n");
  folder_write(&F, "s/kit_items.csv", "kit_id,item_id,units_per_kit\nkit,basic,10\nkit,more,1\n");
  folder_write(&F, "s/supplies.csv", "item_id,place_id,day,units\nbasic,TOWN,0,15\nmore,TOWN,0,1\nmore,TOWN,3,1\n");
  folder_make(&F);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  folder_end(&F);
  return 0;
}

static void a_plan_holds_and_altered_ones_do_not(void **state) {
  (void)state;
  assert_true(folder_holds(&F, NULL));
  double kits = 0;
  for (int k = 0; k < F.plan->n_kits; k++) kits += F.plan->kits[k].units;
  assert_true(kits > 1.19 && kits < 1.51); /* 12000 person-days are asked for, 15 of 10 basic boxes allow one and a half */
  lfl_kit_row *row = &F.plan->kits[0], kept = *row;
  row->units += 0.1;
  assert_false(folder_holds(&F, "for the kits put together at TOWN"));
  *row = kept;
  row->item_i = F.plan->uses[0].item_i == row->item_i ? 1 - row->item_i : 0; /* a module */
  if (F.scenario->items[row->item_i].n_parts) row->item_i = 0;
  assert_false(folder_holds(&F, "a kit with modules"));
  *row = kept;
  row->day = 12;
  assert_false(folder_holds(&F, "keys of the scenario"));
  *row = kept;
  for (int k = 0; k < F.plan->n_uses; k++) {
    if (F.plan->uses[k].kind != LFL_USE_KIT) continue;
    F.plan->uses[k].kind = LFL_USE_NEED; /* a module serves nothing */
    assert_false(folder_holds(&F, "an item that serves a need"));
    F.plan->uses[k].kind = LFL_USE_KIT;
    break;
  }
  assert_true(folder_holds(&F, NULL));
}

static void what_enters_counts_complete_kits(void **state) {
  (void)state;
  lfl_needs *needs;
  assert_int_equal(lfl_needs_compute(F.scenario, &needs), LFL_OK);
  double by_day[12] = {0};
  for (int k = 0; k < needs->n_pipeline; k++)
    if (strcmp(F.scenario->needs[needs->pipeline[k].need_i].id, "medicine") == 0) by_day[needs->pipeline[k].day] = needs->pipeline[k].enters_person_days;
  assert_true(fabs(by_day[0] - 10000) < 1e-6 && fabs(by_day[3] - 5000) < 1e-6 && by_day[1] == 0);
  lfl_needs_destroy(needs);
}

static void copies_and_reading_back(void **state) {
  (void)state;
  folder_write_for(&F, LFL_RESTRICTED, "restricted");
  folder_write_for(&F, LFL_PARTNERS, "partners");
  folder_write_for(&F, LFL_PUBLIC, "public");
  folder_read_back(&F, "restricted");
  assert_true(file_has(in_folder(&F, "restricted/tables/kits.csv"), "TOWN,kit,"));
  assert_false(file_has(in_folder(&F, "public/tables/kits.csv"), "kit,"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plan_holds_and_altered_ones_do_not),
      cmocka_unit_test(what_enters_counts_complete_kits),
      cmocka_unit_test(copies_and_reading_back),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
