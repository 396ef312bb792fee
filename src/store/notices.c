/* The notification list: the sites at which a plan works and the convoys that it sends, for those who
 * must be told of them beforehand. Made of a plan as read back; .csv or .xlsx by the ending of the name.
 *
 * A convoy is all that one fleet sends on one way on one day. As only a share of what is asked for is let through, so many
 * vehicles are to be submitted that those planned can be expected to pass the strictest permission: of a day's rows under it the
 * sum is rounded up, not each row, so that no more are submitted than it lets be asked for. Where permissions on the way tell times of day (slots),
 * that which lets the fewest convoys through gives them (the first on the way of such), and a convoy is all that leaves at one of its slots: vehicles
 * submitted fill convoys of its trucks_per_convoy, in the list's order, larger ones where another permission on all their ways lets fewer convoys through than
 * that would take; the day's convoys are spread over the slots, each with its share of the vehicles planned that day, the odd one first.
 * What is listed and still cannot be is warned of: more convoys, or larger ones, than a permission lets through, which one convoy for two permissions
 * can come to, and more vehicles submitted than their fleet has on the day, which a share let through can come to.
 * A convoy is to be announced so many days before as the longest notice of the permissions that it passes under; without any, on the day at the latest.
 * A vehicle that goes twice a day is counted, and submitted, twice: each passing is told of. A road that is repaired is told of at both its ends.
 * A site is any place that is left, reached or worked at, from the first to the last such day. Days are
 * as fine as the plan is: other hours are agreed with whoever is told. How many people move is not told.
 * Being on this list is no protection, and nothing in Lifeline takes a place on it for a safe one.
 * O(days * ways * fleets * permissions + rows), and what is warned of the square of a day's ways and fleets. Tests: tests/unit/test_notices.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/notices.h"
#include "store/workbook.h"

static const char NOTE[] =
    "Restricted: only for those who must be told. Being told of a site or a convoy protects nobody by itself: no place here is counted as safe. "
    "Dates are those of the plan; hours are agreed when notice is given.";

/* What is done at a site, as bits. */
enum { DOES_SEND = 1, DOES_RECEIVE = 2, DOES_BUILD = 4, DOES_BOARD = 8, DOES_ARRIVE = 16, DOES_REFER = 32, DOES_TREAT = 64, DOES_REPAIR = 128 };
static const char *const DOINGS[] = {"goods leave", "goods arrive", "building", "people leave", "people arrive", "patients leave", "patients arrive", "repairs"};
enum { N_DOINGS = sizeof DOINGS / sizeof DOINGS[0] };

typedef struct site {
  int first, last; /* days; last -1: nothing is done there */
  unsigned does;
} site;

typedef struct convoy {
  int day, arrive_day, way_i, fleet_i; /* fleet -1: on foot */
  double vehicles, to_submit;
  int leaves_min; /* minutes from midnight; -1: not told */
  int slots_i;    /* permission whose slots these are; -1: no slots */
} convoy;

typedef struct list {
  const lfl_plan *plan;
  const lfl_scenario *s;
  lfl_arena *arena;
  site *sites; /* [place] */
  convoy *convoys;
  int n_convoys;
} list;

static void do_at(list *l, int place_i, int day, unsigned what) {
  site *x = &l->sites[place_i];
  x->first = x->last < 0 || day < x->first ? day : x->first;
  x->last = day > x->last ? day : x->last;
  x->does |= what;
}

static int by_day(const void *a, const void *b) {
  const convoy *x = a, *y = b;
  if (x->day != y->day) return x->day - y->day;
  if (x->way_i != y->way_i) return x->way_i - y->way_i;
  return x->fleet_i - y->fleet_i;
}

static void gather(list *l) {
  const lfl_plan *p = l->plan;
  for (int i = 0; i < l->s->n_places; i++) l->sites[i].last = -1;
  for (int k = 0; k < p->n_deliveries; k++) {
    const lfl_delivery_row *r = &p->deliveries[k];
    do_at(l, r->from_i, r->day, DOES_SEND);
    do_at(l, r->to_i, r->arrive_day, DOES_RECEIVE);
    l->convoys[l->n_convoys++] = (convoy){r->day, r->arrive_day, r->way_i, r->fleet_i, r->trips, 0, -1, -1};
  }
  for (int k = 0; k < p->n_movements; k++) {
    const lfl_movement_row *r = &p->movements[k];
    do_at(l, r->from_i, r->day, DOES_BOARD);
    do_at(l, r->to_i, r->arrive_day, DOES_ARRIVE);
    l->convoys[l->n_convoys++] = (convoy){r->day, r->arrive_day, r->way_i, r->fleet_i, r->trips, 0, -1, -1};
  }
  for (int k = 0; k < p->n_referrals; k++) {
    const lfl_referral_row *r = &p->referrals[k];
    if (r->facility_i < 0) continue;
    do_at(l, r->place_i, r->day, DOES_REFER);
    do_at(l, l->s->facilities[r->facility_i].place_i, r->day, DOES_TREAT);
    l->convoys[l->n_convoys++] = (convoy){r->day, r->day, r->way_i, r->fleet_i, r->trips, 0, -1, -1};
  }
  for (int k = 0; k < p->n_builds; k++) do_at(l, p->builds[k].place_i, p->builds[k].day, DOES_BUILD);
  for (int k = 0; k < p->n_repairs; k++) {
    const lfl_repair_row *r = &p->repairs[k];
    if (r->start_day < 0 || r->finish_day < 0) continue;
    const lfl_project *project = &l->s->projects[r->project_i];
    const lfl_link *road = project->link_i < 0 ? NULL : &l->s->links[project->link_i];
    int at[] = {project->place_i, road ? road->from_i : -1, road ? road->to_i : -1};
    for (int i = 0; i < 3; i++) {
      if (at[i] < 0) continue;
      do_at(l, at[i], r->start_day, DOES_REPAIR);
      do_at(l, at[i], r->finish_day, DOES_REPAIR);
    }
  }
  if (l->n_convoys) qsort(l->convoys, (size_t)l->n_convoys, sizeof *l->convoys, by_day);
  int n = 0;
  for (int k = 0; k < l->n_convoys; k++)
    if (n && by_day(&l->convoys[n - 1], &l->convoys[k]) == 0) l->convoys[n - 1].vehicles += l->convoys[k].vehicles;
    else l->convoys[n++] = l->convoys[k];
  l->n_convoys = n;
}

/* Places of a way in order. */
static int place_of(const lfl_scenario *s, const lfl_way *way, int step) {
  if (step == 0) return way->from_i;
  const lfl_link *link = &s->links[way->link_i[step - 1]];
  return way->is_reverse[step - 1] ? link->from_i : link->to_i;
}

static bool is_under(const lfl_scenario *s, const lfl_permission *p, const lfl_way *way) {
  for (int k = 0; k <= way->n_links; k++) {
    if (p->subject == LFL_SUBJECT_PLACE && p->subject_i == place_of(s, way, k)) return true;
    if (p->subject == LFL_SUBJECT_LINK && k < way->n_links && p->subject_i == way->link_i[k]) return true;
  }
  return false;
}

/* Is the convoy under the permission on its day? */
static bool is_convoy_under(const list *l, const lfl_permission *p, const convoy *c) { return lfl_permission_holds(p, c->day) && is_under(l->s, p, &l->plan->ways[c->way_i]); }

/* The last day on which the convoy may be announced. */
static int announce_by(const list *l, const convoy *c) {
  double most = 0;
  for (int k = 0; k < l->s->n_permissions; k++)
    if (is_convoy_under(l, &l->s->permissions[k], c)) most = fmax(most, l->s->permissions[k].notice_days);
  return c->day - (int)ceil(most - 1e-9);
}

/* Whole convoys that it lets through on a day; INFINITY: any number. */
static double convoys_of(const lfl_permission *p) { return fmax(1, ceil(p->convoys_per_day - 1e-9)); }

/* Vehicles of a whole convoy. */
static double size_of(const lfl_permission *p) { return fmax(1, floor(p->trucks_per_convoy + 1e-9)); }

/* The permission on the way that tells times of day and lets the fewest convoys through, the first on the way of such; -1 none. */
static int slots_of(const list *l, const convoy *c) {
  const lfl_way *way = &l->plan->ways[c->way_i];
  int found = -1;
  for (int step = 0; step <= way->n_links; step++)
    for (int k = 0; k < l->s->n_permissions; k++) {
      const lfl_permission *p = &l->s->permissions[k];
      if (!p->n_slots || !lfl_permission_holds(p, c->day)) continue;
      bool is_here = p->subject == LFL_SUBJECT_PLACE ? p->subject_i == place_of(l->s, way, step) : step < way->n_links && p->subject_i == way->link_i[step];
      if (is_here && (found < 0 || convoys_of(p) < convoys_of(&l->s->permissions[found]))) found = k;
    }
  return found;
}

/* Slot of the j-th of at most so many convoys of a day. */
static int slot_of(const lfl_permission *p, int j, double most_convoys) {
  if (!(most_convoys < (double)INFINITY)) return j % p->n_slots;
  int slot = (int)(j * (double)p->n_slots / most_convoys);
  return slot < p->n_slots ? slot : p->n_slots - 1;
}

/* Sums of the day at hand, by permission; of a later day they begin anew. */
typedef struct day_sums {
  int day;
  double *asked;     /* vehicles over the share let through, of rows of which it is the strictest */
  double *submitted; /* those in whole vehicles */
} day_sums;

static void begin_day(day_sums *sums, int day, int n_permissions) {
  if (day == sums->day) return;
  sums->day = day;
  for (int k = 0; k < n_permissions; k++) sums->asked[k] = sums->submitted[k] = 0;
}

/* The permission on the way that lets the least share through; -1: each lets everything through, or nothing. */
static int strictest_of(const list *l, const convoy *c) {
  int strictest = -1;
  double share = 1;
  for (int k = 0; k < l->s->n_permissions; k++) {
    const lfl_permission *p = &l->s->permissions[k];
    if (!(p->approval_share > 0 && p->approval_share < share) || !is_convoy_under(l, p, c)) continue;
    share = p->approval_share;
    strictest = k;
  }
  return strictest;
}

/* Vehicles to be submitted, so that those planned can be expected to be let through. */
static double to_submit(const list *l, const convoy *c, day_sums *sums) {
  int p = strictest_of(l, c);
  if (p < 0) return c->vehicles;
  double before = sums->submitted[p];
  sums->asked[p] += c->vehicles / l->s->permissions[p].approval_share;
  sums->submitted[p] = ceil(sums->asked[p] - 1e-9);
  return sums->submitted[p] - before;
}

/* A day's convoys in the slots of one permission. */
typedef struct slot_day {
  double planned, submitted;            /* vehicles of the day */
  double most_convoys;                  /* that every permission on all their ways lets through */
  double planned_so_far, filled_so_far; /* vehicles of the list's rows before */
} slot_day;

/* The convoy's parts, one for each of the permission's slots at which some leave, into `parts`; how many. */
static int part_convoy(const convoy *c, const lfl_permission *p, slot_day *day, convoy *parts) {
  double size = fmax(size_of(p), ceil(day->submitted / day->most_convoys - 1e-9)), planned = 0;
  long n_submitted = lround(c->to_submit);
  int n = 0;
  for (long k = 1; k <= n_submitted; k++) {
    int leaves = p->slot_min[slot_of(p, (int)(day->filled_so_far++ / size), day->most_convoys)], at = 0;
    while (at < n && parts[at].leaves_min != leaves) at++;
    if (at == n) {
      parts[n] = *c;
      parts[n].vehicles = parts[n].to_submit = 0;
      parts[n++].leaves_min = leaves;
    }
    /* the day's share so far, as far as the row has vehicles and leaves room for its others */
    double by_now = ceil(day->planned * day->filled_so_far / day->submitted - 1e-9) - day->planned_so_far;
    by_now = fmax(fmin(by_now, fmin((double)k, c->vehicles)), c->vehicles - (double)(n_submitted - k));
    parts[at].vehicles += by_now - planned;
    parts[at].to_submit++;
    planned = by_now;
  }
  day->planned_so_far += c->vehicles;
  return n;
}

/* The fewest convoys that a permission lets through under which all of the day's convoys in these slots go, from the k-th on. */
static double fewest_convoys(const list *l, int k, int slots_i) {
  double fewest = (double)INFINITY;
  for (int p = 0; p < l->s->n_permissions; p++) {
    bool is_on_all = true;
    for (int i = k; i < l->n_convoys && l->convoys[i].day == l->convoys[k].day && is_on_all; i++)
      is_on_all = l->convoys[i].slots_i != slots_i || is_convoy_under(l, &l->s->permissions[p], &l->convoys[i]);
    if (is_on_all) fewest = fmin(fewest, convoys_of(&l->s->permissions[p]));
  }
  return fewest;
}

/* What the day's convoys from the k-th on come to, by the permission whose slots are theirs. */
static void sum_slot_days(const list *l, int k, slot_day *days) {
  for (int p = 0; p < l->s->n_permissions; p++) days[p] = (slot_day){0};
  for (int i = k; i < l->n_convoys && l->convoys[i].day == l->convoys[k].day; i++) {
    const convoy *c = &l->convoys[i];
    if (c->slots_i < 0) continue;
    slot_day *sum = &days[c->slots_i];
    if (!(sum->submitted > 0)) sum->most_convoys = fewest_convoys(l, k, c->slots_i);
    sum->planned += c->vehicles;
    sum->submitted += c->to_submit;
  }
}

/* Parts convoys by the times at which they leave. False without memory. */
static bool part_convoys(list *l) {
  int most = 1, n = 0;
  size_t n_permissions = (size_t)l->s->n_permissions;
  for (size_t k = 0; k < n_permissions; k++) most = l->s->permissions[k].n_slots > most ? l->s->permissions[k].n_slots : most;
  convoy *parted = lfl_arena_new(l->arena, (size_t)l->n_convoys * (size_t)most, convoy);
  slot_day *days = lfl_arena_new(l->arena, n_permissions, slot_day);
  if (!parted || !days) return false;
  for (int k = 0; k < l->n_convoys; k++) {
    const convoy *c = &l->convoys[k];
    if (k == 0 || c->day != c[-1].day) sum_slot_days(l, k, days);
    if (c->slots_i >= 0) n += part_convoy(c, &l->s->permissions[c->slots_i], &days[c->slots_i], &parted[n]);
    else parted[n++] = *c;
  }
  l->convoys = parted;
  l->n_convoys = n;
  return true;
}

/* Counts what is to be submitted, and who gives the slots. False without memory. */
static bool submit_convoys(list *l) {
  size_t n_permissions = (size_t)l->s->n_permissions;
  day_sums sums = {-1, lfl_arena_new(l->arena, n_permissions, double), lfl_arena_new(l->arena, n_permissions, double)};
  if (!sums.asked || !sums.submitted) return false;
  for (int k = 0; k < l->n_convoys; k++) {
    convoy *c = &l->convoys[k];
    begin_day(&sums, c->day, l->s->n_permissions);
    if (c->fleet_i < 0) continue;
    c->to_submit = to_submit(l, c, &sums);
    c->slots_i = slots_of(l, c);
  }
  return part_convoys(l);
}

static int announce_site_by(const list *l, int place_i) {
  double most = 0;
  for (int k = 0; k < l->s->n_permissions; k++) {
    const lfl_permission *p = &l->s->permissions[k];
    if (p->subject == LFL_SUBJECT_PLACE && p->subject_i == place_i && lfl_permission_holds(p, l->sites[place_i].first)) most = fmax(most, p->notice_days);
  }
  return l->sites[place_i].first - (int)ceil(most - 1e-9);
}

static const char *route_words(const list *l, const lfl_way *way) {
  const char *words = lfl_place_name(&l->s->places[way->from_i]);
  for (int k = 1; words && k <= way->n_links; k++) words = lfl_arena_printf(l->arena, "%s - %s", words, lfl_place_name(&l->s->places[place_of(l->s, way, k)]));
  return words;
}

static const char *doing_words(const list *l, unsigned does) {
  const char *words = NULL;
  for (unsigned k = 0; k < N_DOINGS; k++)
    if (does & (1u << k)) words = words ? lfl_arena_printf(l->arena, "%s, %s", words, DOINGS[k]) : DOINGS[k];
  return words;
}

/* ---- as rows ------------------------------------------------------------------------------------- */

static const sheet_column COLUMNS_OF[] = {
    {"Kind", 9, SHEET_TEXT}, {"Announce by", 13, SHEET_DATE}, {"From day", 13, SHEET_DATE}, {"To day", 13, SHEET_DATE}, {"Place id", 14, SHEET_TEXT},
    {"Place or route", 40, SHEET_TEXT}, {"Latitude (deg)", 11, SHEET_TEXT}, {"Longitude (deg)", 11, SHEET_TEXT}, {"To place id", 14, SHEET_TEXT},
    {"Fleet", 16, SHEET_TEXT}, {"Vehicle", 15, SHEET_TEXT}, {"Vehicles", 10, SHEET_COUNT}, {"Hours one way", 10, SHEET_QUANTITY},
    {"What happens", 32, SHEET_TEXT}, {"Leaves at", 9, SHEET_TEXT}, {"Vehicles to submit", 10, SHEET_COUNT}, {"Permission of", 20, SHEET_TEXT},
    {"Escort", 14, SHEET_TEXT}, {"Sensitivity", 12, SHEET_TEXT}};
static const char *const KEYS[] = {"kind", "announce_by", "from_date", "to_date", "place_id", "name", "lat_deg", "lon_deg", "to_place_id",
                                   "fleet_id", "vehicle", "n_vehicles", "hours_one_way", "activity", "departs_at", "n_to_submit", "permission_ids", "escort_ids", "sensitivity"};
enum { N_COLUMNS = sizeof KEYS / sizeof KEYS[0] };

/* A row: texts, or numbers where the text is NULL (NaN: blank). Days are numbers, too. */
typedef struct notice {
  const char *text[N_COLUMNS];
  double number[N_COLUMNS];
} notice;

static void begin_notice(notice *n, const char *kind, int announce_by_day, int from_day, int to_day) {
  for (int k = 0; k < N_COLUMNS; k++) {
    n->text[k] = NULL;
    n->number[k] = (double)NAN;
  }
  n->text[0] = kind;
  n->number[1] = announce_by_day;
  n->number[2] = from_day;
  n->number[3] = to_day;
  n->text[N_COLUMNS - 1] = "restricted";
}

static void fill_site(const list *l, int place_i, notice *n) {
  const lfl_place *place = &l->s->places[place_i];
  begin_notice(n, "site", announce_site_by(l, place_i), l->sites[place_i].first, l->sites[place_i].last);
  n->text[4] = place->id;
  n->text[5] = lfl_place_name(&l->s->places[place_i]);
  if (!isnan(place->lat_deg)) n->text[6] = lfl_arena_printf(l->arena, "%.5f", place->lat_deg);
  if (!isnan(place->lon_deg)) n->text[7] = lfl_arena_printf(l->arena, "%.5f", place->lon_deg);
  n->text[13] = doing_words(l, l->sites[place_i].does);
}

static const char *subject_of(const list *l, int permission_i) { return lfl_subject_id(l->s, l->s->permissions[permission_i].subject, l->s->permissions[permission_i].subject_i); }

static const char *escort_of(const list *l, int permission_i) { return l->s->permissions[permission_i].escort_i < 0 ? NULL : l->s->escorts[l->s->permissions[permission_i].escort_i].id; }

/* What the permissions that the convoy passes under have of this, each once: first of that which gives the slots. NULL: nothing. */
static const char *permission_words(const list *l, const convoy *c, const char *(*of)(const list *l, int permission_i)) {
  const char *words = NULL;
  for (int k = c->slots_i < 0 ? 0 : -1; k < l->s->n_permissions; k++) {
    int p = k < 0 ? c->slots_i : k;
    const char *id = of(l, p);
    bool is_new = id && is_convoy_under(l, &l->s->permissions[p], c);
    for (int j = 0; j < k && is_new; j++) is_new = !of(l, j) || strcmp(of(l, j), id) != 0 || !is_convoy_under(l, &l->s->permissions[j], c);
    if (k >= 0 && c->slots_i >= 0 && is_new) is_new = !of(l, c->slots_i) || strcmp(of(l, c->slots_i), id) != 0;
    if (is_new) words = words ? lfl_arena_printf(l->arena, "%s; %s", words, id) : id;
  }
  return words;
}

static void fill_convoy(const list *l, const convoy *c, notice *n) {
  const lfl_way *way = &l->plan->ways[c->way_i];
  const lfl_fleet *fleet = c->fleet_i >= 0 ? &l->s->fleets[c->fleet_i] : NULL;
  begin_notice(n, "convoy", announce_by(l, c), c->day, c->arrive_day);
  n->text[4] = l->s->places[way->from_i].id;
  n->text[5] = route_words(l, way);
  n->text[8] = l->s->places[way->to_i].id;
  n->text[9] = fleet ? fleet->id : NULL;
  n->text[10] = fleet ? lfl_vehicle_name(fleet->vehicle) : "on foot";
  if (fleet) {
    n->number[11] = c->vehicles;
    n->number[12] = way->hours;
    n->number[15] = c->to_submit;
  }
  if (c->leaves_min >= 0) n->text[14] = lfl_arena_printf(l->arena, "%02d:%02d", c->leaves_min / 60, c->leaves_min % 60);
  if (fleet) {
    n->text[16] = permission_words(l, c, subject_of);
    n->text[17] = permission_words(l, c, escort_of);
  }
  n->text[13] = !fleet || lfl_moves_people(fleet->vehicle) ? "people" : fleet->vehicle == LFL_AMBULANCE ? "patients" : fleet->vehicle == LFL_TANKER ? "water" : "goods";
}

/* Calls `put` for every row: sites in the scenario's order, then convoys by day. */
static bool for_each(const list *l, bool (*put)(void *user, const list *l, const notice *n), void *user) {
  notice n;
  for (int i = 0; i < l->s->n_places; i++) {
    if (l->sites[i].last < 0) continue;
    fill_site(l, i, &n);
    if (!put(user, l, &n)) return false;
  }
  for (int k = 0; k < l->n_convoys; k++) {
    fill_convoy(l, &l->convoys[k], &n);
    if (!put(user, l, &n)) return false;
  }
  return true;
}

static bool is_day(int column) { return column >= 1 && column <= 3; }

static bool is_plain_number(const char *text) {
  char *end;
  strtod(text, &end);
  return end > text && !*end && text[strspn(text, "+-.0123456789")] == 0;
}

/* The list is opened in spreadsheets, which run a text that begins as a formula does: such a text stands behind an apostrophe (OWASP, CSV
 * Injection), and so does one that begins with an apostrophe itself, so that taking one off gives every text back. */
static const char *guarded(const list *l, const char *text) {
  bool is_run = *text && strchr("=+-@'", *text) && !is_plain_number(text);
  return is_run ? lfl_arena_printf(l->arena, "'%s", text) : text;
}

static bool put_csv(void *user, const list *l, const notice *n) {
  lfl_buf *out = user;
  for (int k = 0; k < N_COLUMNS; k++) {
    if (k) lfl_buf_puts(out, ",");
    const char *text = n->text[k];
    if (!text && is_day(k)) text = lfl_day_date(l->s, (int)n->number[k], l->arena);
    if (text) {
      const char *clean = store_clean(l->arena, text, false), *cell = clean ? guarded(l, clean) : NULL;
      if (!cell) return false;
      lfl_buf_csv(out, cell);
    } else if (!isnan(n->number[k])) {
      store_put_exact(out, store_round(n->number[k]));
    }
  }
  lfl_buf_puts(out, "\r\n");
  return !out->failed;
}

static lfl_status write_csv(const list *l, const char *path, lfl_diags *problems) {
  lfl_buf out = {0};
  for (int k = 0; k < N_COLUMNS; k++) lfl_buf_printf(&out, "%s%s", k ? "," : "", KEYS[k]);
  lfl_buf_puts(&out, "\r\n");
  bool is_fine = for_each(l, put_csv, &out) && !out.failed;
  lfl_status status = is_fine ? store_write_text(path, out.text, out.n, problems) : LFL_ERR_MEMORY;
  lfl_buf_clear(&out);
  return status;
}

static bool put_sheet(void *user, const list *l, const notice *n) {
  sheet *s = user;
  if (!sheet_next(s, "deliveries")) return true;
  for (int k = 0; k < N_COLUMNS; k++) {
    if (is_day(k)) book_put_date(s->b, s->page, s->row, k, lfl_day_date(l->s, (int)n->number[k], l->arena), s->b->cell[SHEET_DATE]);
    else if (n->text[k]) sheet_text(s, k, n->text[k]);
    else sheet_number(s, k, n->number[k]);
  }
  return !s->b->no_memory;
}

static void write_page(book *b, const void *user) {
  const list *l = user;
  book_make_formats(b);
  lxw_worksheet *page = book_add_page(b, "Notification");
  book_put_text(b, page, 0, 0, "Notification list: sites and convoys of the plan", b->heading);
  book_put_text(b, page, 1, 0, NOTE, b->note);
  sheet s = sheet_begin(b, page, 2, COLUMNS_OF, N_COLUMNS, true);
  if (!for_each(l, put_sheet, &s)) b->no_memory = true;
  sheet_finish(&s, 2);
}

/* ---- what is listed and cannot be ---------------------------------------------------------------- */

static void warn(lfl_diags *problems, const char *path, const char *code, const char *column, const char *value, const char *expected) {
  if (problems) lfl_diags_add(problems, &(lfl_diag){.severity = LFL_WARNING, .code = code, .file = path, .column = column, .value = value, .expected = expected});
}

/* " (and on 3 more days)" */
static const char *more_days(const list *l, int n) { return n ? lfl_arena_printf(l->arena, " (and on %d more day%s)", n, n > 1 ? "s" : "") : ""; }

/* Who has convoys of a size, so many a day: a permission, or an escort (then permission_i is -1). */
typedef struct keeper {
  int permission_i, escort_i;
  double convoys, vehicles; /* convoys a day, and vehicles of each, as the table has them */
} keeper;

static keeper keeper_of_escort(const lfl_scenario *s, int escort_i) {
  const lfl_escort *e = &s->escorts[escort_i];
  double convoys = e->vehicles_per_convoy > 0 ? ceil(e->vehicles_per_day / e->vehicles_per_convoy - 1e-9) : 0;
  return (keeper){-1, escort_i, fmax(1, convoys), e->vehicles_per_convoy};
}

/* How often the convoy counts for the keeper; 0: it is none of theirs. With an escort go those under any permission that names it, under each with a team of its own. */
static int legs_kept_by(const list *l, const keeper *by, const convoy *c) {
  if (c->fleet_i < 0) return 0;
  if (by->permission_i >= 0) return is_convoy_under(l, &l->s->permissions[by->permission_i], c);
  int n = 0;
  for (int p = 0; p < l->s->n_permissions; p++) n += l->s->permissions[p].escort_i == by->escort_i && is_convoy_under(l, &l->s->permissions[p], c);
  return n;
}

/* Do the two leave at one time as one convoy of the keeper's? */
static bool is_one_convoy(const list *l, const keeper *by, const convoy *a, const convoy *b) { return a->leaves_min == b->leaves_min && legs_kept_by(l, by, a) == legs_kept_by(l, by, b); }

/* Convoys that those of one day from the k-th on make for the keeper: what leaves at one time, in convoys as large as there may be. */
static double convoys_for(const list *l, int k, const keeper *by) {
  double n = 0;
  int day = l->convoys[k].day;
  for (int i = k; i < l->n_convoys && l->convoys[i].day == day; i++) {
    double vehicles = 0;
    int legs = legs_kept_by(l, by, &l->convoys[i]);
    bool is_first = legs > 0;
    for (int j = k; j < i && is_first; j++) is_first = !is_one_convoy(l, by, &l->convoys[j], &l->convoys[i]);
    for (int j = i; is_first && j < l->n_convoys && l->convoys[j].day == day; j++)
      if (is_one_convoy(l, by, &l->convoys[j], &l->convoys[i])) vehicles += l->convoys[j].to_submit;
    n += legs * ceil(vehicles / fmax(1, ceil(by->vehicles - 1e-9)) - 1e-9);
  }
  return n;
}

/* Vehicles that all submitted that day of the fleet would take if all were let through, from the k-th convoy on. */
static double vehicles_of(const list *l, int k, int fleet_i, double *submitted) {
  double vehicles = 0;
  *submitted = 0;
  for (int day = l->convoys[k].day; k < l->n_convoys && l->convoys[k].day == day; k++) {
    const convoy *c = &l->convoys[k];
    if (c->fleet_i != fleet_i) continue;
    *submitted += c->to_submit;
    vehicles += c->to_submit * lfl_vehicle_days_on(l->plan->ways[c->way_i].hours, &l->s->fleets[fleet_i], 0);
  }
  return vehicles;
}

/* By the first day on which more convoys are to be submitted than there are. */
static void warn_of_convoys(const list *l, const keeper *by, const char *path, lfl_diags *problems) {
  const char *first = NULL;
  double n_first = 0;
  int n_days = 0;
  for (int k = 0; k < l->n_convoys; k++) {
    if (k && l->convoys[k].day == l->convoys[k - 1].day) continue;
    double n = convoys_for(l, k, by);
    if (!(n > by->convoys) || n_days++) continue;
    first = lfl_day_date(l->s, l->convoys[k].day, l->arena);
    n_first = n;
  }
  if (!n_days || !first) return;
  bool is_escort = by->permission_i < 0;
  warn(problems, path, "convoys", is_escort ? "escort_ids" : "permission_ids", is_escort ? l->s->escorts[by->escort_i].id : subject_of(l, by->permission_i),
       lfl_arena_printf(l->arena, "at most %.10g convoys of %.10g vehicles a day, as its %s: on %s%s what is to be submitted takes %.0f; agree on other convoys or slots with those who %s",
                        by->convoys, by->vehicles, is_escort ? "row in escorts has them" : "permission has them", first, more_days(l, n_days - 1), n_first, is_escort ? "send the escort" : "let them through"));
}

/* Each permission, escort and fleet once, by the first day of it. */
static void warn_of_what_cannot_be(const list *l, const char *path, lfl_diags *problems) {
  const lfl_scenario *s = l->s;
  for (int p = 0; p < s->n_permissions; p++) warn_of_convoys(l, &(keeper){p, -1, convoys_of(&s->permissions[p]), s->permissions[p].trucks_per_convoy}, path, problems);
  for (int e = 0; e < s->n_escorts; e++) {
    keeper by = keeper_of_escort(s, e);
    warn_of_convoys(l, &by, path, problems);
  }
  for (int f = 0; f < s->n_fleets; f++) {
    const char *first = NULL;
    double n_first = 0, there = 0;
    int n_days = 0;
    for (int k = 0; k < l->n_convoys; k++) {
      int day = l->convoys[k].day;
      if (k && day == l->convoys[k - 1].day) continue;
      double submitted, vehicles = vehicles_of(l, k, f, &submitted);
      if (!(vehicles > s->fleet_vehicles[lfl_at(s, f, day)] + 1e-6) || n_days++) continue;
      first = lfl_day_date(s, day, l->arena);
      n_first = submitted;
      there = s->fleet_vehicles[lfl_at(s, f, day)];
    }
    if (n_days && first)
      warn(problems, path, "vehicles", "fleet_id", s->fleets[f].id,
           lfl_arena_printf(l->arena, "no more vehicles than the fleet has: on %s%s %.0f are to be submitted, for the share let through, and it has %.10g; without others to submit, count on fewer than planned",
                            first, more_days(l, n_days - 1), n_first, there));
  }
}

static bool ends_with(const char *path, const char *end) {
  size_t n = strlen(path), m = strlen(end);
  return n > m && strcmp(path + n - m, end) == 0;
}

lfl_status lfl_notices_write(const lfl_plan *plan, const char *path, lfl_diags *problems) {
  bool is_csv = ends_with(path, ".csv");
  if (!is_csv && !ends_with(path, ".xlsx")) {
    store_complain(problems, "file-kind", path, "a name that ends in .csv or .xlsx");
    return LFL_ERR_USAGE;
  }
  store_context *c = NULL;
  lfl_status status = store_context_create(plan, NULL, LFL_RESTRICTED, &c);
  if (status != LFL_OK) return status;
  list l = {.plan = plan, .s = plan->scenario, .arena = c->arena};
  l.sites = lfl_arena_new(c->arena, (size_t)l.s->n_places, site);
  l.convoys = lfl_arena_new(c->arena, (size_t)plan->n_deliveries + (size_t)plan->n_movements + (size_t)plan->n_referrals, convoy);
  const char *temporary = lfl_arena_printf(c->arena, "%s.partial", path);
  status = l.sites && l.convoys && temporary ? LFL_OK : LFL_ERR_MEMORY;
  if (status == LFL_OK) {
    gather(&l);
    status = submit_convoys(&l) ? LFL_OK : LFL_ERR_MEMORY;
  }
  if (status == LFL_OK) {
    status = is_csv ? write_csv(&l, temporary, problems) : store_write_book(c, temporary, write_page, &l, problems);
    if (status == LFL_OK) status = store_place_file(temporary, path, problems);
    if (status != LFL_OK) remove(temporary);
    else warn_of_what_cannot_be(&l, path, problems);
  }
  store_context_destroy(c);
  return status;
}
