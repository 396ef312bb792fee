/* Facilities from end to end: a plan with care passes the check and altered ones do not; who may know where a
 * clinic is; a plan read back is the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "model/redact.h"
#include "report/report.h"
#include "same_plan.h"
#include "store/cut.h"
#include "store/store.h"

static struct {
  char dir[64];
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
} F;

static const char *in_dir(const char *name) {
  static char path[4][200];
  static int i;
  i = (i + 1) % 4;
  snprintf(path[i], sizeof path[i], "%s/%s", F.dir, name);
  return path[i];
}

static void write_file(const char *name, const char *text) {
  FILE *f = fopen(in_dir(name), "wb");
  assert_non_null(f);
  assert_true(fputs(text, f) >= 0);
  assert_int_equal(fclose(f), 0);
}

/* 9000 + 3000 + 2000 people. The clinic serves 10000 within an hour's walk; the hospital, restricted like it, has 10 beds for
 * 10000 people and burns 100 l a day, of which there are 150. */
static int setup(void **state) {
  (void)state;
  strcpy(F.dir, "/tmp/lfl_care_XXXXXX");
  assert_non_null(mkdtemp(F.dir));
  assert_int_equal(mkdir(in_dir("s"), 0755), 0);
  write_file("s/scenario.csv", "key,value\ntitle,care\nstart_date,2030-01-01\nn_days,2\n");
  write_file("s/places.csv", "place_id,kind,people,sensitivity\nTOWN,area,9000,public\nCAMP,site,3000,public\nFAR,area,2000,public\n");
  write_file("s/links.csv", "link_id,from_id,to_id,length_km,speed_km_per_h\nNEAR,TOWN,CAMP,4,20\nLONG,CAMP,FAR,30,20\n");
  write_file("s/items.csv", "item_id,need,mass_kg,volume_m3\ndiesel,fuel,0.84,0.001\n");
  write_file("s/supplies.csv", "item_id,place_id,units\ndiesel,TOWN,150\n");
  write_file("s/facilities.csv", "facility_id,name,place_id,kind,status,beds,fuel_l_per_day,lat_deg,lon_deg,sensitivity\n"
                                 "CLINIC,Clinic of Town,TOWN,health_centre,functioning,,,10.12345,20.54321,partners\n"
                                 "HOSPITAL,Hospital of Town,TOWN,hospital,functioning,10,100,10.67891,20.19876,\n");
  assert_true(lfl_diags_init(&F.diags));
  assert_int_equal(lfl_scenario_read(in_dir("s"), NULL, &F.diags, &F.tables, &F.scenario), LFL_OK);
  lfl_plan_options options = lfl_plan_options_default();
  options.skip_targets = options.skip_binding = true;
  assert_int_equal(lfl_plan_make(F.scenario, &options, &F.plan), LFL_OK);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  char command[100];
  lfl_plan_destroy(F.plan);
  lfl_scenario_destroy(F.scenario);
  lfl_tables_destroy(F.tables);
  lfl_diags_clear(&F.diags);
  snprintf(command, sizeof command, "rm -rf '%s'", F.dir);
  return system(command);
}

static bool holds(const char *about) {
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  bool is_fine = lfl_plan_verify(F.scenario, F.plan, &diags) == LFL_OK, is_said = about == NULL;
  for (int i = 0; i < diags.n && !is_said; i++) is_said = strstr(diags.items[i].expected, about) != NULL;
  if (!is_said) print_message("not said: %s (%s)\n", about, diags.n ? diags.items[0].expected : "nothing");
  assert_true(is_said);
  lfl_diags_clear(&diags);
  return is_fine;
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
  assert_true(holds(NULL));
  double clinic = 0, hospital = 0;
  for (int k = 0; k < F.plan->n_care; k++) *(strcmp(F.scenario->facilities[F.plan->care[k].facility_i].id, "CLINIC") == 0 ? &clinic : &hospital) += F.plan->care[k].people;
  assert_true(clinic == 20000);   /* 10000 on each day */
  assert_true(hospital == 15000); /* 150 l of 100 l for 10000 */

  lfl_care_row *row = row_of("CLINIC", 0), kept = *row;
  row->people += 1; /* one more than it can serve */
  assert_false(holds("at most the 10000 people whom CLINIC can serve"));
  *row = kept;
  row->people -= 1; /* who is said to be served is not cared for */
  assert_false(holds("at most"));
  *row = kept;
  row->people += 0.5;
  assert_false(holds("a whole number of people"));
  *row = kept;
  row->place_i = 2; /* FAR, or whichever place is not in its catchment */
  for (int i = 0; i < F.scenario->n_places; i++)
    if (strcmp(F.scenario->places[i].id, "FAR") == 0) row->place_i = i;
  assert_false(holds("a place from which CLINIC is reached within 1 h"));
  *row = kept;
  row->day = 7;
  assert_false(holds("keys of the scenario"));
  *row = kept;
  for (int k = 0; k < F.plan->n_uses; k++) {
    if (F.plan->uses[k].kind != LFL_USE_CARE) continue;
    F.plan->uses[k].units -= 1;
    assert_false(holds("l of fuel for the facilities at TOWN"));
    F.plan->uses[k].units += 1;
    break;
  }
  assert_true(holds(NULL));
}

static bool file_has(const char *path, const char *text) {
  FILE *f = fopen(path, "rb");
  assert_non_null(f);
  size_t n = strlen(text), at = 0;
  int c;
  while ((c = fgetc(f)) != EOF && at < n) at = (char)c == text[at] ? at + 1 : (char)c == text[0] ? 1 : 0;
  fclose(f);
  return at == n;
}

static void write_for(lfl_sensitivity audience, const char *name) {
  lfl_plan *seen;
  lfl_needs *needs;
  lfl_buf html = {0};
  const lfl_plan *from = F.plan;
  lfl_cut cut = {0};
  if (audience == LFL_PARTNERS) {
    assert_int_equal(lfl_plan_cut(F.plan, audience, &F.diags, &cut), LFL_OK);
    from = cut.plan;
  }
  assert_int_equal(lfl_plan_redact(from, audience, &seen), LFL_OK);
  assert_int_equal(lfl_needs_compute(from->scenario, &needs), LFL_OK);
  assert_int_equal(lfl_report_html(seen, needs, &F.diags, audience, &html), LFL_OK);
  lfl_write_options o = {audience, false};
  assert_int_equal(lfl_plan_write(seen, in_dir(name), html.text, &F.diags, &o, &F.diags), LFL_OK);
  lfl_buf_clear(&html);
  lfl_needs_destroy(needs);
  lfl_plan_destroy(seen);
  lfl_cut_clear(&cut);
}

static void who_may_know_where_a_clinic_is(void **state) {
  (void)state;
  write_for(LFL_RESTRICTED, "restricted");
  write_for(LFL_PARTNERS, "partners");
  write_for(LFL_PUBLIC, "public");
  assert_true(file_has(in_dir("restricted/plan.gpkg"), "10.67891"));
  assert_true(file_has(in_dir("restricted/report.html"), "Hospital of Town"));
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
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
  assert_int_equal(lfl_plan_read(in_dir("restricted"), &F.diags, &tables, &scenario, &plan), LFL_OK);
  assert_int_equal(lfl_plan_verify(scenario, plan, &F.diags), LFL_OK);
  assert_int_equal(plan->n_care, F.plan->n_care);
  assert_same_plan(F.plan, plan);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
}

/* Beds are served by the restricted hospital alone: partners read how many, not where. */
static void partners_read_how_many_are_served(void **state) {
  (void)state;
  assert_true(file_has(in_dir("partners/tables/service.csv"), "health_beds,minimum"));
  assert_false(file_has(in_dir("partners/tables/care.csv"), "HOSPITAL"));
  assert_false(file_has(in_dir("partners/plan.xlsx"), "HOSPITAL"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plan_with_care_holds_and_altered_ones_do_not),
      cmocka_unit_test(who_may_know_where_a_clinic_is),
      cmocka_unit_test(a_plan_read_back_is_the_same_and_holds),
      cmocka_unit_test(partners_read_how_many_are_served),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
