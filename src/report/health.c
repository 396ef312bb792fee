/* Who is without care, and where: by place, on the last day of which there is service, the people whom nobody
 * cares for, whether a working facility is within the catchment's time at all, and which one is nearest.
 * Not in a public copy: it says where clinics are. O(places * facilities). Tests: tests/unit/test_report.c. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

typedef struct patient_place {
  int place_i, facility_i; /* nearest working one in time; -1 none */
  double in_need, served, by_facilities, without, hours;
} patient_place;

static int by_without(const void *a, const void *b) {
  const patient_place *x = a, *y = b;
  if (x->without != y->without) return x->without > y->without ? -1 : 1;
  return x->place_i - y->place_i;
}

static double by_facilities(const report *r, int place_i, int need_i, int day) {
  double people = 0;
  for (int k = 0; k < r->plan->n_care; k++) {
    const lfl_care_row *row = &r->plan->care[k];
    if (row->day == day && row->place_i == place_i && row->need_i == need_i) people += row->people;
  }
  bool is_beds = r->s->needs[need_i].kind == LFL_NEED_CAPACITY && r->s->needs[need_i].capacity == LFL_BEDS;
  for (int k = 0; k < r->plan->n_referrals && is_beds; k++) {
    const lfl_referral_row *row = &r->plan->referrals[k];
    if (row->day == day && row->place_i == place_i && row->facility_i >= 0) people += row->people;
  }
  return people;
}

static int gather(report *r, int need_i, int k, patient_place *list) {
  int n = 0;
  for (int i = 0; i < r->s->n_places; i++) {
    double served = r->served[at_service(r, i, need_i, LFL_MINIMUM, k)];
    if (served < 0 || !r->is_shown[i]) continue;
    patient_place *p = &list[n++];
    *p = (patient_place){.place_i = i, .in_need = r->asked[at_asked(r, i, need_i, k)], .served = served};
    p->by_facilities = by_facilities(r, i, need_i, r->day[k]);
    p->without = fmax(0, p->in_need - served);
    p->facility_i = lfl_nearest_facility(r->s, i, r->s->needs[need_i].capacity, r->day[k], &p->hours);
  }
  if (n) qsort(list, (size_t)n, sizeof *list, by_without);
  return n;
}

static void put_row(report *r, const patient_place *p) {
  put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td class=\"num\">%n</td><td class=\"num\">%n</td><td class=\"num\">%n</td><td class=\"num\">%n</td>", place_name(r, p->place_i), p->in_need,
      p->served - p->by_facilities, p->by_facilities, p->without);
  if (p->facility_i < 0) put(r, "<td>none in time</td><td class=\"num\"></td></tr>");
  else put(r, "<td><bdi>%s</bdi></td><td class=\"num\">%q</td></tr>", facility_words(r, p->facility_i), p->hours);
}

static void put_need(report *r, int need_i, patient_place *list) {
  enum { MOST = 40 };
  int k = r->n_k - 1, n = gather(r, need_i, k, list);
  double without = 0, out_of_reach = 0;
  for (int i = 0; i < n; i++) {
    without += list[i].without;
    if (list[i].facility_i < 0) out_of_reach += list[i].without;
  }
  put(r, "<h4>Who is without %s, and where</h4><p>On %D, %s are without. %s of them live where no working facility is in time; the others where those in time are full, or stand still for want of fuel. "
         "A place counts as in time where its people reach a facility within its catchment's hours, on foot to centres and posts and by vehicle to hospitals, on what is open that day.</p>",
      need_name(r->s->needs[need_i].id), r->day[k], people_words(r, without), people_words(r, out_of_reach));
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>%s, %D</caption><thead><tr><th scope=\"col\">Place</th><th scope=\"col\" class=\"num\">In need</th><th scope=\"col\" class=\"num\">Served there</th>"
         "<th scope=\"col\" class=\"num\">By facilities</th><th scope=\"col\" class=\"num\">Without</th><th scope=\"col\">Nearest that works</th><th scope=\"col\" class=\"num\">Hours</th></tr></thead><tbody>",
      need_title(r->s->needs[need_i].id), r->day[k]);
  for (int i = 0; i < n && i < MOST; i++) put_row(r, &list[i]);
  put(r, "</tbody></table></div>");
  if (n > MOST) put(r, "<p class=\"fine\">%d more places are in tables/service.csv.</p>", n - MOST);
}

/* Patients carried, by the place that they come from; the hospital, where it may be told. */
static void put_referrals(report *r) {
  double all = 0;
  for (int k = 0; k < r->plan->n_referrals; k++) all += r->plan->referrals[k].patients;
  if (!(all > 0)) return;
  put(r, "<h4>Patients carried to hospitals</h4><p>%s patients are carried in all, by ambulance or accessible bus, from places out of a hospital's reach: referral is a movement of its own, nobody leaves a place by it. "
         "Counted are patients by area, as expected for the people whom the beds serve so.</p>", plain_text(r, "%n", all));
  put(r, "<div class=\"scroll\"><table class=\"plain\"><caption>Patients carried, whole plan</caption><thead><tr><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\" class=\"num\">Patients</th>"
         "<th scope=\"col\" class=\"num\">Trips</th><th scope=\"col\" class=\"num\">Most people served so on a day</th></tr></thead><tbody>");
  for (int i = 0; i < r->s->n_places; i++)
    for (int f = -1; f < r->s->n_facilities; f++) {
      double patients = 0, trips = 0, most = 0;
      for (int k = 0; k < r->plan->n_referrals; k++) {
        const lfl_referral_row *row = &r->plan->referrals[k];
        if (row->place_i != i || row->facility_i != f) continue;
        double on_day = 0; /* by all fleets */
        for (int j = k; j < r->plan->n_referrals && r->plan->referrals[j].day == row->day; j++)
          if (r->plan->referrals[j].place_i == i && r->plan->referrals[j].facility_i == f) on_day += r->plan->referrals[j].people;
        patients += row->patients;
        trips += isnan(row->trips) ? 0 : row->trips;
        most = fmax(most, on_day);
      }
      if (patients > 0)
        put(r, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td><bdi>%s</bdi></td><td class=\"num\">%n</td><td class=\"num\">%s</td><td class=\"num\">%s</td></tr>", place_name(r, i), f < 0 ? "not told" : facility_words(r, f), patients,
            trips > 0 ? plain_text(r, "%n", trips) : "", r->audience == LFL_PUBLIC ? "" : plain_text(r, "%n", most));
    }
  put(r, "</tbody></table></div>");
}

void put_care(report *r) {
  if (!r->n_k) return;
  if (!r->s->n_facilities) { /* none, or none that may be told */
    put_referrals(r);
    return;
  }
  if (r->audience == LFL_PUBLIC) {
    put(r, "<p class=\"note\">Where facilities are, and whom they serve, is not in a public copy.</p>");
    put_referrals(r);
    return;
  }
  if (r->plan->is_cut) put(r, "<p class=\"note\">Facilities that are restricted are left out of this copy; whom they serve stands under served there.</p>");
  patient_place *list = lfl_arena_new(r->arena, (size_t)r->s->n_places, patient_place);
  if (!list) {
    r->failed = true;
    return;
  }
  for (int c = LFL_HEALTH; c <= LFL_BEDS; c++) {
    int need_i = lfl_need_of_capacity(r->s, (lfl_capacity)c);
    if (need_i >= 0 && r->s->needs[need_i].has_tier[LFL_MINIMUM]) put_need(r, need_i, list);
  }
  put_referrals(r);
}
