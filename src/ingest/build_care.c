/* Facilities: hospitals, health centres and posts, and what they serve by the standard set. Rows are restricted
 * unless they say otherwise: where the sick are is nobody's target. O(rows log rows). Tests: tests/cases/health.case,
 * tests/unit/test_ingest_bad.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ingest/build.h"

enum { FUNCTIONING, PARTLY, NOT };

/* People whom one bed serves (beds_per_10000); 0 where the set does not say. */
static double people_per_bed(const builder *b) {
  const standard *line = find_standard(b, "health_beds", "minimum");
  return line && line->value > 0 ? 10000 / line->value : 0;
}

static double functioning(cells *c, int status) {
  if (!cell_is_blank(c, "functioning_share")) {
    double share = cell_number(c, "functioning_share", 0);
    if (status == NOT && share > 0) cell_complain(c, LFL_ERROR, "status", "functioning_share", "0 or blank, as it is not functioning", NULL);
    return share;
  }
  if (status == PARTLY) return use_planning_of_row(c, "partly_functioning", "functioning_share", 0);
  return status == NOT ? 0 : 1;
}

/* What a blank people_capacity means depends on the kind. */
static double people_capacity(cells *c, lfl_facility_kind kind) {
  const standard *line = find_standard(c->b, "health", "minimum");
  if (!cell_is_blank(c, "people_capacity") || kind != LFL_HEALTH_CENTRE || !line) return cell_number(c, "people_capacity", 0);
  use_default_number(c->b, "facilities", "people_capacity", line->value, "people", line->source, line->kind, (double)NAN, (double)NAN, line->value);
  name_row_of_default(c);
  return line->value;
}

static void check_facility(cells *c, const lfl_facility *f) {
  const lfl_scenario *s = c->b->s;
  complain_of_group(c, "place_id", f->place_i);
  if (cell_is_blank(c, "lat_deg") != cell_is_blank(c, "lon_deg"))
    cell_complain(c, LFL_ERROR, "blank", cell_is_blank(c, "lat_deg") ? "lat_deg" : "lon_deg", "both lat_deg and lon_deg, or neither", NULL);
  if (!(f->serves[LFL_HEALTH] > 0) && !(f->beds > 0))
    cell_complain(c, LFL_WARNING, "blank", "people_capacity", "people_capacity or beds: a facility without either serves nobody", NULL);
  if (f->beds > 5000) cell_complain(c, LFL_WARNING, "implausible", "beds", "beds of one hospital, seldom above 5000", NULL);
  if (f->fuel_l_per_day > 0 && s->fuel_item_i < 0)
    cell_complain(c, LFL_WARNING, "no-fuel", "fuel_l_per_day", "an item with need fuel: without one no fuel is counted", NULL);
}

/* From how far patients are carried there, and how many. */
static void read_referral(cells *c, lfl_facility *f) {
  f->referral_h = cell_number(c, "referral_h", 0);
  if (f->referral_h > 0 && !(f->beds > 0)) cell_complain(c, LFL_WARNING, "blank", "beds", "beds: patients are carried to beds", NULL);
  bool has_vehicles = false;
  for (int k = 0; k < c->b->s->n_fleets; k++) has_vehicles = has_vehicles || lfl_carries_patients(c->b->s->fleets[k].vehicle);
  if (f->referral_h > 0 && !has_vehicles) cell_complain(c, LFL_WARNING, "no-ambulance", "referral_h", "a fleet of ambulances or accessible buses: without one nobody is carried there", NULL);
  if (f->referral_h > 24) cell_complain(c, LFL_WARNING, "implausible", "referral_h", "hours of a patient on the road, at most 24", NULL);
  bool is_blank = cell_is_blank(c, "patients_per_10000_per_day");
  double rate = is_blank && f->referral_h > 0 ? use_planning_of_row(c, "bed_patients", "patients_per_10000_per_day", f->serves[LFL_BEDS]) : cell_number(c, "patients_per_10000_per_day", 0);
  if (!is_blank && f->referral_h > 0 && !(rate > 0)) cell_complain(c, LFL_ERROR, "number-range", "patients_per_10000_per_day", "more than 0, or blank", NULL);
  if (rate > 1000) cell_complain(c, LFL_ERROR, "implausible", "patients_per_10000_per_day", "patients a day, at most 1000 of 10,000 people", NULL);
  f->patients_a_person = rate / 10000;
}

void read_facilities(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "facilities");
  s->walk_km_per_h = find_planning(b, "walk_speed")->value;
  s->facilities = NEW(b, c.n_rows + 1, lfl_facility);
  if (!s->facilities) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_facility *f = &s->facilities[s->n_facilities];
    f->id = cell_key(&c, b->facilities, s->n_facilities);
    f->name = cell_text(&c, "name");
    if (!f->name) f->name = f->id ? f->id : "";
    f->place_i = cell_ref(&c, "place_id", b->places);
    f->kind = (lfl_facility_kind)cell_choice(&c, "kind", LFL_HEALTH_POST);
    f->functioning_share = functioning(&c, cell_choice(&c, "status", NOT));
    f->serves[LFL_HEALTH] = people_capacity(&c, f->kind);
    f->beds = cell_number(&c, "beds", 0);
    f->serves[LFL_BEDS] = f->beds * people_per_bed(b);
    f->fuel_l_per_day = cell_number(&c, "fuel_l_per_day", 0);
    const char *hours = f->kind == LFL_HOSPITAL ? "care_drive" : "care_walk";
    f->catchment_h = cell_is_blank(&c, "catchment_h") ? use_planning_of_row(&c, hours, "catchment_h", fmax(f->serves[LFL_HEALTH], f->serves[LFL_BEDS])) : cell_number(&c, "catchment_h", 0);
    read_referral(&c, f);
    f->lat_deg = cell_number(&c, "lat_deg", (double)NAN);
    f->lon_deg = cell_number(&c, "lon_deg", (double)NAN);
    f->origin = cell_origin(&c);
    check_facility(&c, f);
    if (f->id && f->place_i >= 0) s->n_facilities++;
  }
  bool is_walked = false;
  for (int k = 0; k < s->n_facilities; k++) is_walked = is_walked || s->facilities[k].kind != LFL_HOSPITAL;
  if (is_walked) use_planning(b, "walk_speed", "facilities", "walking speed", b->most_people);
}

/* The first day on which the road is open and lets no vehicle through; -1 none. */
static int day_without_vehicles(const lfl_scenario *s, int link_i) {
  for (int day = 0; day < s->n_days; day++) {
    long at = lfl_at(s, link_i, day);
    if (s->link_access[at] != LFL_CLOSED && !(s->links[link_i].vehicles_per_day * s->link_share[at] > 0)) return day;
  }
  return -1;
}

/* Is the road part of somebody's quickest way, with these hours to the hospital? */
static bool is_on_way(const lfl_link *link, const double *hours) {
  const double ROUNDING = 1e-9;
  for (int back = 0; back <= link->two_way; back++) {
    int from = back ? link->to_i : link->from_i, to = back ? link->from_i : link->to_i;
    if (isfinite(hours[from]) && fabs(hours[to] + link->length_km / link->speed_km_per_h - hours[from]) < ROUNDING) return true;
  }
  return false;
}

/* Do people live as far from the hospital as the nearer end of the road, or farther, so that they may come over it? */
static bool is_anybody_behind(const lfl_scenario *s, const lfl_link *link, const double *hours) {
  const double ROUNDING = 1e-9;
  double nearer = fmin(hours[link->from_i], hours[link->to_i]);
  bool is_any = false;
  for (int i = 0; i < s->n_places && !is_any; i++) is_any = s->places[i].is_host && s->places[i].people > 0 && isfinite(hours[i]) && hours[i] > nearer + ROUNDING;
  return is_any;
}

bool check_ways_to_hospitals(const lfl_scenario *s, lfl_diags *diags) {
  double *hours = NULL;
  for (int l = 0; l < s->n_links; l++) {
    int day = s->n_facilities ? day_without_vehicles(s, l) : -1;
    bool is_way = false;
    if (day >= 0 && !hours && !(hours = lfl_arena_new(s->arena, (size_t)s->n_places, double))) return false;
    for (int f = 0; f < s->n_facilities && day >= 0 && !is_way; f++) {
      if (s->facilities[f].kind != LFL_HOSPITAL || !(s->facilities[f].functioning_share > 0) || !(s->facilities[f].beds > 0)) continue;
      lfl_facility_hours(s, &s->facilities[f], day, hours);
      is_way = is_on_way(&s->links[l], hours) && is_anybody_behind(s, &s->links[l], hours);
    }
    char value[32], expected[280];
    if (!is_way) continue;
    snprintf(value, sizeof value, "%.10g", s->links[l].vehicles_per_day);
    snprintf(expected, sizeof expected, "a road that lets vehicles through: on day %d it lets none%s, and people are still taken to come to a hospital over it, as over every road that is not closed; closed in status where they do not", day,
             s->links[l].vehicles_per_day > 0 ? " (a capacity_share of 0 in status)" : "");
    warn_of_row(s, diags, "hospital-way", "links", &s->links[l].origin, "vehicles_per_day", value, expected);
  }
  return true;
}
