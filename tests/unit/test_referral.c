/* Referral from end to end: a plan in which patients are carried passes the check and altered ones do not; who may know
 * how many are carried, and who may know where to; a plan read back is the same; the notification list names them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "folder_plan.h"
#include "store/notices.h"

static folder_plan F;

/* 20000 people of CAMP, 3 h away, of whom 20 patients a day are carried to TOWN's hospital; 1000 of FAR are too far away.
 * Ten days, so that there is a whole week and a last day. */
static int setup(void **state) {
  (void)state;
  folder_begin(&F);
  folder_write(&F, "s/scenario.csv", "key,value\ntitle,referral\nstart_date,2030-01-01\nn_days,10\n");
  folder_write(&F, "s/places.csv", "place_id,kind,people,parent_id,sensitivity\nREGION,area,,,public\nTOWN,area,3000,REGION,public\nCAMP,site,20000,REGION,public\nFAR,area,1000,REGION,public\n");
  folder_write(&F, "s/links.csv", "link_id,from_id,to_id,length_km,speed_km_per_h\nROAD,TOWN,CAMP,60,20\nLONG,CAMP,FAR,60,20\n");
  folder_write(&F, "s/fleets.csv", "fleet_id,vehicle,n_vehicles,seats,hours_per_day,load_unload_h,cost_per_km\nAMB,ambulance,6,4,8,2,0.5\n");
  folder_write(&F, "s/facilities.csv", "facility_id,name,place_id,kind,status,beds,referral_h,patients_per_10000_per_day,sensitivity\n"
                                       "HOSPITAL,Hospital of Town,TOWN,hospital,functioning,30,4,10,\n");
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
  assert_int_equal(F.plan->n_referrals, 10); /* CAMP on each day */
  lfl_referral_row *row = &F.plan->referrals[3], kept = *row;
  assert_true(row->people == 20000 && row->patients == 20 && row->trips == 5);
  assert_true(F.plan->people[lfl_at(F.scenario, row->place_i, 9)] == 20000); /* nobody left */

  row->people += 1000;
  assert_false(folder_holds(&F, "at least the 21 of 21000 people"));
  *row = kept;
  row->people -= 1000; /* who is said to be served is not */
  assert_false(folder_holds(&F, "at most"));
  *row = kept;
  row->patients += 1;
  assert_false(folder_holds(&F, "a seat for every patient"));
  *row = kept;
  row->trips = 7;
  row->patients = 28; /* more vehicles than there are */
  assert_false(folder_holds(&F, "at most 6 vehicle-days of AMB"));
  *row = kept;
  row->trips = 6; /* not paid for */
  assert_false(folder_holds(&F, NULL));
  *row = kept;
  row->place_i = row->place_i == 1 ? 2 : 1;
  assert_false(folder_holds(&F, "a way from"));
  *row = kept;
  row->fleet_i = 7;
  assert_false(folder_holds(&F, "keys of the scenario"));
  *row = kept;
  F.scenario->facilities[0].referral_h = 2;
  assert_false(folder_holds(&F, "at most 2 h to HOSPITAL"));
  F.scenario->facilities[0].referral_h = 4;
  F.scenario->fleets[0].vehicle = LFL_BUS;
  assert_false(folder_holds(&F, "ambulances or accessible buses"));
  F.scenario->fleets[0].vehicle = LFL_AMBULANCE;
  F.scenario->at_risk_from[lfl_at(F.scenario, F.scenario->facilities[0].place_i, 3)] = true;
  assert_false(folder_holds(&F, "a place not at risk on day 3 or later"));
  F.scenario->at_risk_from[lfl_at(F.scenario, F.scenario->facilities[0].place_i, 3)] = false;
  assert_true(folder_holds(&F, NULL));
}

/* The hospital is restricted, as nobody says otherwise: partners read how many are carried from where. */
static void who_may_know_what(void **state) {
  (void)state;
  folder_write_for(&F, LFL_RESTRICTED, "restricted");
  folder_write_for(&F, LFL_PARTNERS, "partners");
  folder_write_for(&F, LFL_PUBLIC, "public");
  assert_true(file_has(in_folder(&F, "restricted/tables/referrals.csv"), "3,CAMP,TOWN,referral,20,20000,HOSPITAL,AMB,5,"));
  assert_true(file_has(in_folder(&F, "restricted/report.html"), "Hospital of Town"));
  assert_true(file_has(in_folder(&F, "partners/tables/referrals.csv"), "3,CAMP,,referral,20,20000,,,,,,"));
  assert_false(file_has(in_folder(&F, "partners/plan.gpkg"), "HOSPITAL"));
  assert_false(file_has(in_folder(&F, "partners/report.html"), "Hospital of Town"));
  assert_true(file_has(in_folder(&F, "partners/report.html"), "Patients carried to hospitals"));
  /* the public: by region, the week's 140 and the 60 of the days after it */
  assert_true(file_has(in_folder(&F, "public/tables/referrals.csv"), "6,REGION,,referral,140,140000,,,,,,"));
  assert_true(file_has(in_folder(&F, "public/tables/referrals.csv"), "9,REGION,,referral,60,60000,,,,,,"));
  assert_false(file_has(in_folder(&F, "public/tables/referrals.csv"), "CAMP"));
  assert_false(file_has(in_folder(&F, "public/report.html"), "Hospital of Town"));
}

/* Beds have a minimum tier only: the front page says what is served at that, not that nobody is served. */
static void needs_without_a_survival_tier_are_on_the_front_page(void **state) {
  (void)state;
  assert_true(file_has(in_folder(&F, "restricted/report.html"), "in need get minimum service in everything planned"));
  assert_true(file_has(in_folder(&F, "restricted/report.html"), "<th scope=\"col\">Hospital beds, at the minimum</th>"));
}

static void few_are_not_for_the_public(void **state) {
  (void)state;
  double kept[10];
  for (int k = 0; k < 10; k++) {
    kept[k] = F.plan->referrals[k].patients;
    if (F.plan->referrals[k].day >= 7) F.plan->referrals[k].patients = 3; /* 9 in all */
  }
  folder_write_for(&F, LFL_PUBLIC, "few");
  assert_true(file_has(in_folder(&F, "few/tables/referrals.csv"), "6,REGION"));
  assert_false(file_has(in_folder(&F, "few/tables/referrals.csv"), "9,REGION"));
  for (int k = 0; k < 10; k++) F.plan->referrals[k].patients = kept[k];
}

static void a_plan_read_back_is_the_same_and_holds(void **state) {
  (void)state;
  folder_read_back(&F, "restricted");
}

static void ambulances_are_notified(void **state) {
  (void)state;
  assert_int_equal(lfl_notices_write(F.plan, in_folder(&F, "list.csv"), &F.diags), LFL_OK);
  assert_true(file_has(in_folder(&F, "list.csv"), "patients leave"));
  assert_true(file_has(in_folder(&F, "list.csv"), "AMB,ambulance,5,3,patients"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plan_holds_and_altered_ones_do_not),
      cmocka_unit_test(who_may_know_what),
      cmocka_unit_test(needs_without_a_survival_tier_are_on_the_front_page),
      cmocka_unit_test(few_are_not_for_the_public),
      cmocka_unit_test(a_plan_read_back_is_the_same_and_holds),
      cmocka_unit_test(ambulances_are_notified),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
