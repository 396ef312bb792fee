/* Checking facilities: whom they serve, from where, and the fuel that takes. */
#include <math.h>

#include "check/checker.h"

static bool is_reached(const checker *c, const lfl_care_row *row) {
  const lfl_facility *f = &c->s->facilities[row->facility_i];
  for (int r = 0; r < f->n_reach; r++)
    if (f->reach_i[r] == row->place_i) return f->reach_h[(long)r * c->T + row->day] <= f->catchment_h + 1e-6;
  return false;
}

/* Served by a facility on a day: no more than its share that can work, and the fuel for the greater part of its work. */
static void check_facility(checker *c, int f, int day, const double *served) {
  const lfl_scenario *s = c->s;
  const lfl_facility *facility = &s->facilities[f];
  double share = s->facility_share[lfl_at(s, f, day)], at_work = 0;
  for (int n = 0; n < s->n_needs; n++) {
    double people = served[((long)f * s->n_needs + n) * c->T + day];
    if (people <= 0) continue;
    double most = facility->serves[s->needs[n].capacity];
    if (!at_most(people, most * share)) say(c, "care", -1, "people", people, "day %d: at most the %.6g people whom %s can serve (%s)", day, most * share, facility->id, s->needs[n].id);
    if (most > 0) at_work = fmax(at_work, people / most);
  }
  if (s->fuel_item_i >= 0) c->care_l[in_days(c, facility->place_i, day)] += at_work * facility->fuel_l_per_day;
}

/* Those of a place outside the catchment whom a facility's beds serve are as many as send no more patients than are carried. */
static void check_referred(checker *c, int k, double *served) {
  const lfl_scenario *s = c->s;
  const lfl_referral_row *r = &c->plan->referrals[k];
  const lfl_facility *f = &s->facilities[r->facility_i];
  int beds = -1;
  for (int n = 0; n < s->n_needs; n++)
    if (s->needs[n].kind == LFL_NEED_CAPACITY && s->needs[n].capacity == LFL_BEDS) beds = n;
  const lfl_care_row near = {.day = r->day, .place_i = r->place_i, .facility_i = r->facility_i};
  if (beds < 0) {
    say_text(c, "referrals", k, "facility_id", c->s->facilities[r->facility_i].id, "none, as no beds are planned");
    return;
  }
  if (is_reached(c, &near)) say_text(c, "referrals", k, "from_id", c->s->places[r->place_i].id, "a place outside the catchment of %s on day %d", f->id, r->day);
  if (!is_whole(r->people) || r->people < 1) say(c, "referrals", k, "people_served", r->people, "a whole number of people, at least 1");
  if (!is_whole(r->patients) || !at_most(r->people * f->patients_a_person, r->patients)) say(c, "referrals", k, "patients", r->patients, "a whole number of patients, at least the %.6g of %.0f people", r->people * f->patients_a_person, r->people);
  served[((long)r->facility_i * s->n_needs + beds) * c->T + r->day] += r->people;
  c->cared[((long)r->place_i * s->n_needs + beds) * c->T + r->day] += r->people;
}

bool check_care(checker *c) {
  const lfl_scenario *s = c->s;
  double *served = new_sums(c, (long)s->n_facilities * s->n_needs * c->T);
  if (!served) return false;
  for (int k = 0; k < c->plan->n_care; k++) {
    const lfl_care_row *r = &c->plan->care[k];
    const lfl_need *need = &s->needs[r->need_i];
    bool is_care = need->kind == LFL_NEED_CAPACITY && (need->capacity == LFL_HEALTH || need->capacity == LFL_BEDS);
    if (!is_care) {
      say_text(c, "care", k, "need", c->s->needs[r->need_i].id, "health or health_beds");
      continue;
    }
    if (!is_whole(r->people) || r->people < 1) say(c, "care", k, "people", r->people, "a whole number of people, at least 1");
    if (!is_reached(c, r)) say_text(c, "care", k, "place_id", c->s->places[r->place_i].id, "a place from which %s is reached within %.6g h on day %d", s->facilities[r->facility_i].id, s->facilities[r->facility_i].catchment_h, r->day);
    served[((long)r->facility_i * s->n_needs + r->need_i) * c->T + r->day] += r->people;
    c->cared[((long)r->place_i * s->n_needs + r->need_i) * c->T + r->day] += r->people;
  }
  for (int k = 0; k < c->plan->n_referrals; k++) check_referred(c, k, served);
  for (int f = 0; f < s->n_facilities; f++)
    for (int day = 0; day < c->T; day++) check_facility(c, f, day, served);
  for (int i = 0; s->fuel_item_i >= 0 && i < s->n_places; i++)
    for (int day = 0; day < c->T; day++) {
      double asked = c->care_l[in_days(c, i, day)], burnt = c->used[LFL_USE_CARE][in_items(c, i, s->fuel_item_i, day)];
      if (fabs(burnt - asked) > 1e-4 + 1e-6 * asked) say(c, "uses", -1, "units", burnt, "day %d: %.6g l of fuel for the facilities at %s", day, asked, s->places[i].id);
    }
  return true;
}
