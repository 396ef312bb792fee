/* Facilities from end to end: a plan with care passes the check and altered ones do not; who may know where a
 * clinic is; a plan read back is the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "folder_plan.h"

static folder_plan F;

static const char *in_dir(const char *name) { return in_folder(&F, name); }

/* 9000 + 3000 + 2000 people. The clinic serves 10000 within an hour's walk; the hospital, restricted like it, has 10 beds for
 * 10000 people and burns 100 l a day, of which there are 40. FAR pumps 20 m3 a day with a litre each, of which there are 10. */
static int setup(void **state) {
  (void)state;
  folder_begin(&F);
  folder_write(&F, "s/scenario.csv", "key,value\ntitle,care\nstart_date,2030-01-01\nn_days,2\nn_trucks,0\n");
  folder_write(&F, "s/places.csv", "place_id,kind,people,water_yield_l_per_day,fuel_l_per_m3,sensitivity\nTOWN,area,9000,,,public\nCAMP,site,3000,,,public\nFAR,area,2000,20000,1,public\n");
  folder_write(&F, "s/links.csv", "link_id,from_id,to_id,length_km,speed_km_per_h\nNEAR,TOWN,CAMP,4,20\nLONG,CAMP,FAR,30,20\n");
  folder_write(&F, "s/items.csv", "item_id,need,mass_kg,volume_m3\ndiesel,fuel,0.84,0.001\n");
  folder_write(&F, "s/supplies.csv", "item_id,place_id,units\ndiesel,TOWN,40\ndiesel,FAR,10\n");
  folder_write(&F, "s/facilities.csv", "facility_id,name,place_id,kind,status,beds,fuel_l_per_day,lat_deg,lon_deg,sensitivity\n"
                                 "CLINIC,Clinic of Town,TOWN,health_centre,functioning,,,10.12345,20.54321,partners\n"
                                 "HOSPITAL,Hospital of Town,TOWN,hospital,functioning,10,100,10.67891,20.19876,\n");
  folder_make(&F);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  folder_end(&F);
  return 0;
}

/* Row of the facility on the day. */
static lfl_care_row *row_of(const char *facility, int day) {
  for (int k = 0; k < F.plan->n_care; k++)
    if (F.plan->care[k].day == day && strcmp(F.scenario->facilities[F.plan->care[k].facility_i].id, facility) == 0) return &F.plan->care[k];
  fail_msg("no care by %s", facility);
  return NULL;
}

static void a_plan_with_care_holds_and_altered_ones_do_not(void **state) {
  (void)state;
  assert_true(folder_holds(&F, NULL));
  double clinic = 0, hospital = 0;
  for (int k = 0; k < F.plan->n_care; k++) *(strcmp(F.scenario->facilities[F.plan->care[k].facility_i].id, "CLINIC") == 0 ? &clinic : &hospital) += F.plan->care[k].people;
  assert_true(clinic == 20000);   /* 10000 on each day */
  assert_true(hospital == 4000);  /* 40 l of 100 l for 10000 */

  lfl_care_row *row = row_of("CLINIC", 0), kept = *row;
  row->people += 1; /* one more than it can serve */
  assert_false(folder_holds(&F, "at most the 10000 people whom CLINIC can serve"));
  *row = kept;
  row->people -= 1; /* who is said to be served is not cared for */
  assert_false(folder_holds(&F, "at most"));
  *row = kept;
  row->people += 0.5;
  assert_false(folder_holds(&F, "a whole number of people"));
  *row = kept;
  row->place_i = 2; /* FAR, or whichever place is not in its catchment */
  for (int i = 0; i < F.scenario->n_places; i++)
    if (strcmp(F.scenario->places[i].id, "FAR") == 0) row->place_i = i;
  assert_false(folder_holds(&F, "a place from which CLINIC is reached within 1 h"));
  *row = kept;
  row->day = 7;
  assert_false(folder_holds(&F, "keys of the scenario"));
  *row = kept;
  for (int k = 0; k < F.plan->n_uses; k++) {
    if (F.plan->uses[k].kind != LFL_USE_CARE) continue;
    F.plan->uses[k].units -= 1;
    assert_false(folder_holds(&F, "l of fuel for the facilities at TOWN"));
    F.plan->uses[k].units += 1;
    break;
  }
  assert_true(folder_holds(&F, NULL));
}

static void who_may_know_where_a_clinic_is(void **state) {
  (void)state;
  folder_write_for(&F, LFL_RESTRICTED, "restricted");
  folder_write_for(&F, LFL_PARTNERS, "partners");
  folder_write_for(&F, LFL_PUBLIC, "public");
  assert_true(file_has(in_dir("restricted/plan.gpkg"), "10.67891"));
  assert_true(file_has(in_dir("restricted/report.html"), "Hospital of Town"));
  assert_true(file_has(in_dir("restricted/report.html"), "9&#8239;beds")); /* for 9000 people at 10 for 10000 */
  assert_false(file_has(in_dir("partners/plan.gpkg"), "10.67891"));
  assert_true(file_has(in_dir("partners/plan.gpkg"), "10.12345"));
  assert_false(file_has(in_dir("partners/report.html"), "Hospital of Town"));
  assert_true(file_has(in_dir("partners/report.html"), "Clinic of Town"));
  assert_false(file_has(in_dir("public/plan.gpkg"), "10.12345"));
  assert_false(file_has(in_dir("public/report.html"), "Clinic of Town"));
  assert_false(file_has(in_dir("public/tables/care.csv"), "CLINIC"));
  assert_true(file_has(in_dir("partners/tables/care.csv"), "CLINIC"));
}

static void a_plan_read_back_is_the_same_and_holds(void **state) {
  (void)state;
  folder_read_back(&F, "restricted");
}

/* Beds are served by the restricted hospital alone: partners read how many, not where. */
static void partners_read_how_many_are_served(void **state) {
  (void)state;
  assert_true(file_has(in_dir("partners/tables/service.csv"), "health_beds,minimum"));
  assert_false(file_has(in_dir("partners/tables/care.csv"), "HOSPITAL"));
  assert_false(file_has(in_dir("partners/plan.xlsx"), "HOSPITAL"));
}

/* On the last day both the hospital and the pumps at FAR stand still: partners read of the pumps only. */
static void partners_read_where_fuel_runs_dry(void **state) {
  (void)state;
  assert_true(file_has(in_dir("restricted/tables/dry.csv"), "TOWN,facility,HOSPITAL"));
  assert_true(file_has(in_dir("restricted/tables/dry.csv"), "FAR,pump,FAR"));
  assert_true(file_has(in_dir("partners/tables/dry.csv"), "FAR,pump,FAR"));
  assert_true(file_has(in_dir("partners/report.html"), "pumps at FAR stand still for want of fuel"));
  assert_false(file_has(in_dir("partners/tables/dry.csv"), "HOSPITAL"));
  assert_false(file_has(in_dir("partners/tables/dry.csv"), "facility"));
  assert_false(file_has(in_dir("public/tables/dry.csv"), "FAR"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plan_with_care_holds_and_altered_ones_do_not),
      cmocka_unit_test(who_may_know_where_a_clinic_is),
      cmocka_unit_test(a_plan_read_back_is_the_same_and_holds),
      cmocka_unit_test(partners_read_how_many_are_served),
      cmocka_unit_test(partners_read_where_fuel_runs_dry),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
