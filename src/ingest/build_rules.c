/* What changes by day and what is asked for: status, permissions, targets, claims; and
 * the table that is only checked here: assumptions. O(rows log rows).
 * Tests: tests/unit/test_ingest_bad.c. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/build.h"
#include "ingest/overlay.h"

static int subject_index(cells *c, int subject) {
  builder *b = c->b;
  const char *id = cell_text(c, "subject_id");
  if (!id || subject < 0) return -1;
  const lfl_ids *ids[] = {b->places, b->links, b->fleets, b->crews, b->facilities};
  static const char *const tables[] = {"places", "links", "fleets", "crews", "facilities"};
  int found = lfl_ids_get(ids[subject], id);
  if (found >= 0 && subject == LFL_SUBJECT_PLACE) {
    complain_of_group(c, "subject_id", found);
    note_parts(c, "subject_id", found);
  }
  if (found >= 0) return found;
  cell_complain(c, LFL_ERROR, "no-such-key", "subject_id", sentence(b, "a key of table %s", tables[subject]), nearest_key(b, tables[subject], id));
  return -1;
}

void read_status(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "status");
  s->status_rows = NEW(b, c.n_rows + 1, lfl_status_row);
  if (!s->status_rows) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_status_row *r = &s->status_rows[s->n_status_rows];
    int subject = cell_choice(&c, "subject", -1);
    r->subject_i = subject_index(&c, subject);
    cell_span(&c, &r->from_day, &r->to_day, "this row changes nothing");
    r->access = (lfl_access)cell_choice(&c, "status", 0);
    r->capacity_share = cell_number(&c, "capacity_share", 1);
    r->origin = cell_origin(&c);
    if (r->access == LFL_AT_RISK && !r->origin.source)
      cell_complain(&c, LFL_ERROR, "blank", "source", "who judged it at risk: required for at_risk", NULL);
    if (subject < 0 || r->subject_i < 0) continue;
    r->subject = (lfl_subject)subject;
    s->n_status_rows++;
  }
}

/* Vehicles in a convoy. Convoys of none are no way to say that nothing passes, and may be a slip. */
static double convoy(cells *c, const char *column, double convoys_per_day) {
  if (cell_is_blank(c, column)) return use_planning_of_row(c, "convoy_trucks", column, c->b->most_people);
  double vehicles = cell_number(c, column, 1);
  if (!(vehicles > 0) && convoys_per_day > 0)
    cell_complain(c, LFL_WARNING, "no-vehicle", column, "vehicles in a convoy, above 0: with none nothing passes (where that is meant, 0 in convoys_per_day says so)", NULL);
  return vehicles;
}

/* Vehicles are whole: where less than one a day is let through, none goes on any day. Nothing at all is told of by the column that says so. */
static void warn_of_no_vehicle(cells *c, double vehicles, const char *with, const char *so) {
  const double ROUNDING = 1e-9;
  if (!(vehicles > 0) || !(vehicles < 1 - ROUNDING)) return;
  cell_complain(c, LFL_WARNING, "no-vehicle", "convoys_per_day", sentence(c->b, "at least one vehicle a day%s it is %s, so that no whole vehicle ever goes %s", with, number_text(c->b, vehicles), so), NULL);
}

void read_escorts(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "escorts");
  s->escorts = NEW(b, c.n_rows + 1, lfl_escort);
  if (!s->escorts) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_escort *e = &s->escorts[s->n_escorts];
    e->id = cell_key(&c, b->escorts, s->n_escorts);
    double convoys = cell_number(&c, "convoys_per_day", 0);
    e->vehicles_per_convoy = convoy(&c, "vehicles_per_convoy", convoys);
    e->vehicles_per_day = convoys * e->vehicles_per_convoy;
    warn_of_no_vehicle(&c, e->vehicles_per_day, " that it goes with: with vehicles_per_convoy", "with it");
    cell_span(&c, &e->from_day, &e->to_day, "this escort is never there");
    e->origin = cell_origin(&c);
    if (e->id) s->n_escorts++;
  }
}

/* Minutes of a time of day as 6:00 or 18:30; -1: it is none. *end: behind it. */
static int minutes_of(const char *text, const char **end) {
  int hours = 0, minutes = 0, n = 0;
  if (sscanf(text, "%2d:%2d%n", &hours, &minutes, &n) != 2 || !n || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !isdigit((unsigned char)text[0]) || !isdigit((unsigned char)text[n - 1]) || !isdigit((unsigned char)text[n - 2]))
    return -1;
  *end = text + n;
  return 60 * hours + minutes;
}

/* Times of day, parted by ; or , or spaces, each later than the one before. */
static void read_slots(cells *c, lfl_permission *p) {
  enum { MOST_SLOTS = 48 };
  const char *text = cell_text(c, "slots");
  int *slots = NEW(c->b, MOST_SLOTS, int);
  if (!slots) return;
  for (const char *at = text; at && *at;) {
    if (*at == ';' || *at == ',' || *at == ' ') {
      at++;
      continue;
    }
    int minutes = minutes_of(at, &at);
    if (minutes < 0 || p->n_slots == MOST_SLOTS || (p->n_slots && minutes <= slots[p->n_slots - 1])) {
      cell_complain(c, LFL_ERROR, "slots", "slots", "times of day in order, as 06:00; 10:30; 15:00", NULL);
      p->n_slots = 0;
      return;
    }
    slots[p->n_slots++] = minutes;
  }
  p->slot_min = slots;
  if (p->n_slots > p->convoys_per_day && p->convoys_per_day > 0)
    cell_complain(c, LFL_WARNING, "slots", "slots", "no more times than convoys_per_day: the later ones stay empty", NULL);
}

/* Says of a row that has days planned why nothing passes on any of them. */
static void warn_of_no_day(cells *c, const lfl_permission *p) {
  const lfl_scenario *s = c->b->s;
  if (p->notice_days > 0 && p->notice_from_day + p->notice_days > p->to_day) {
    cell_complain(c, LFL_WARNING, "notice", "notice_days", "notice that is over before the last day: nothing passes under this row", NULL);
    return;
  }
  const lfl_escort *e = p->escort_i >= 0 ? &s->escorts[p->escort_i] : NULL;
  int first = p->from_day > 0 ? p->from_day : 0, last = p->to_day < s->n_days ? p->to_day : s->n_days - 1;
  if (!e || first > last) return;
  double noticed = fmax(first, p->notice_from_day + p->notice_days);
  if (!(fmax(noticed, e->from_day) > fmin(last, e->to_day))) return;
  const char *until = e->to_day >= e->from_day ? sentence(c->b, "to day %d", e->to_day) : "on";
  cell_complain(c, LFL_WARNING, "escort", "escort_id",
                sentence(c->b, "an escort that is there on a day on which this row lets something through: nothing passes under it, as %s is there from day %d %s", e->id, e->from_day, until), NULL);
}

static bool is_same_subject(const lfl_permission *p, const lfl_permission *q) { return p->subject == q->subject && p->subject_i == q->subject_i; }

/* The days on which a permission is asked for where this one is, into is_asked [n_days]. */
static void find_asked(const lfl_scenario *s, const lfl_permission *p, bool *is_asked) {
  for (int day = 0; day < s->n_days; day++) is_asked[day] = false;
  for (int k = 0; k < s->n_permissions; k++)
    for (int day = 0; day < s->n_days && is_same_subject(p, &s->permissions[k]); day++) is_asked[day] = is_asked[day] || lfl_permission_holds(&s->permissions[k], day);
}

/* Days on which no row asks for a permission there, as "0, 2 and 5-7", of many spans the first ones; NULL: none. */
static const char *free_days(const builder *b, const bool *is_asked) {
  enum { MOST_SPANS = 6 };
  const lfl_scenario *s = b->s;
  const char *spans[MOST_SPANS];
  int n = 0;
  for (int day = 0; day < s->n_days; day++) {
    int last = day;
    if (is_asked[day]) continue;
    while (last + 1 < s->n_days && !is_asked[last + 1]) last++;
    if (n < MOST_SPANS) spans[n] = last > day ? lfl_arena_printf(b->arena, "%d-%d", day, last) : lfl_arena_printf(b->arena, "%d", day);
    day = last;
    n++;
  }
  int n_told = n < MOST_SPANS ? n : MOST_SPANS;
  const char *text = n ? spans[0] : NULL;
  for (int k = 1; k < n_told && text; k++) text = spans[k] ? lfl_arena_printf(b->arena, "%s%s%s", text, k == n - 1 ? " and " : ", ", spans[k]) : NULL;
  return n > n_told && text ? lfl_arena_printf(b->arena, "%s and %d more spans", text, n - n_told) : text;
}

/* Rows that hold on some days only leave the others open to all: said at the first of a place or link, where all rows could be read. (A copy may leave rows out.) */
static void note_free_days(builder *b) {
  const lfl_scenario *s = b->s;
  bool *is_asked = b->tables->state == LFL_TABLES_OF_PLAN ? NULL : lfl_arena_new(b->arena, (size_t)s->n_days + 1, bool);
  if (!is_asked) return;
  for (int k = 0; k < s->n_permissions && b->diags->n_errors == b->n_errors_before; k++) {
    const lfl_permission *p = &s->permissions[k];
    bool is_first = true;
    for (int i = 0; i < k && is_first; i++) is_first = !is_same_subject(p, &s->permissions[i]);
    if (is_first) find_asked(s, p, is_asked);
    const char *days = is_first ? free_days(b, is_asked) : NULL;
    if (!days) continue;
    say_of_row(b->tables, b->diags, LFL_NOTE, "permission-days", "permissions", p->origin.row_i, "subject_id", lfl_subject_id(s, p->subject, p->subject_i),
               sentence(b, "a permission on all days where one is always needed: on day%s %s no row asks for one there, and what is open passes", strpbrk(days, "-, ") ? "s" : "", days));
  }
}

void read_permissions(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "permissions");
  s->permissions = NEW(b, c.n_rows + 1, lfl_permission);
  if (!s->permissions) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_permission *p = &s->permissions[s->n_permissions];
    int subject = cell_choice(&c, "subject", -1);
    p->subject_i = subject_index(&c, subject);
    cell_span(&c, &p->from_day, &p->to_day, "this row changes nothing");
    p->convoys_per_day = cell_number(&c, "convoys_per_day", 0);
    p->trucks_per_convoy = convoy(&c, "trucks_per_convoy", p->convoys_per_day);
    p->approval_share = number_or(&c, "approval_share", 1, "share", b->most_people);
    if (!(p->approval_share > 0) && p->convoys_per_day > 0)
      cell_complain(&c, LFL_WARNING, "no-vehicle", "approval_share", "the share of vehicles that is let through, above 0: with none nothing passes (where that is meant, 0 in convoys_per_day says so)", NULL);
    double trucks = p->trucks_per_convoy * p->approval_share;
    p->trips_per_day = trucks > 0 ? p->convoys_per_day * trucks : 0; /* any number of convoys of which none is let through is none */
    warn_of_no_vehicle(&c, p->trips_per_day, " that is let through: with trucks_per_convoy and approval_share", "under this row");
    read_slots(&c, p);
    p->notice_days = cell_number(&c, "notice_days", 0);
    p->notice_from_day = cell_day(&c, "notice_from_day", 0);
    p->escort_i = cell_ref(&c, "escort_id", b->escorts);
    warn_of_no_day(&c, p);
    p->origin = cell_origin(&c);
    if (subject < 0 || p->subject_i < 0) continue;
    p->subject = (lfl_subject)subject;
    s->n_permissions++;
  }
  note_free_days(b);
}

static int need_index(const lfl_scenario *s, const char *need) {
  for (int i = 0; i < s->n_needs; i++)
    if (strcmp(s->needs[i].id, need) == 0) return i;
  return -1;
}

/* What is filled and decides nothing would leave whoever filled it believing that it does. */
static void warn_of_unused(cells *c, const lfl_target *t) {
  static const char *const COLUMNS[] = {"need", "tier"};
  for (int k = 0; k < 2 && t->kind == LFL_TARGET_MOVE_OUT; k++)
    if (!cell_is_blank(c, COLUMNS[k]))
      cell_complain(c, LFL_WARNING, "unused", COLUMNS[k], "blank: a target of kind move_out counts the people who are moved, whatever they need; this cell changes nothing", NULL);
  if (t->kind == LFL_TARGET_CAPACITY && t->tier == LFL_SURVIVAL && !cell_is_blank(c, "tier"))
    cell_complain(c, LFL_WARNING, "unused", "tier", "minimum, or blank: a target of kind capacity counts whom the capacity serves at the minimum; this cell changes nothing", NULL);
}

void read_targets(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "targets");
  s->targets = NEW(b, c.n_rows + 1, lfl_target);
  if (!s->targets) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_target *t = &s->targets[s->n_targets];
    t->id = cell_key(&c, b->targets, i);
    int kind = cell_choice(&c, "kind", -1);
    t->kind = kind < 0 ? LFL_TARGET_MOVE_OUT : (lfl_target_kind)kind;
    t->place_i = cell_ref(&c, "place_id", b->places);
    bool is_place_wrong = t->place_i < 0 && !cell_is_blank(&c, "place_id");
    if (t->place_i >= 0 && (s->places[t->place_i].kind == LFL_HUB || s->places[t->place_i].kind == LFL_CROSSING))
      cell_complain(&c, LFL_WARNING, "target-place", "place_id", "an area or a site: nobody lives at a crossing or hub, so that nobody counts", NULL);
    t->tier = (lfl_tier)cell_choice(&c, "tier", 0);
    t->people = cell_number(&c, "people", (double)INFINITY);
    t->by_day = cell_day(&c, "by_day", 0);
    t->origin = cell_origin(&c);
    if (kind >= 0) warn_of_unused(&c, t);
    t->need_i = -1;
    t->capacity = LFL_N_CAPACITIES;
    const char *need = cell_text(&c, "need");
    bool is_need_wrong = false;
    const char *names[64];
    int n = 0;
    for (; n < s->n_needs && n < 60; n++) names[n] = s->needs[n].id;
    if (t->kind == LFL_TARGET_CAPACITY) {
      int capacity = need ? lfl_capacity_called(need) : -1;
      is_need_wrong = capacity < 0;
      if (!is_need_wrong) t->capacity = (lfl_capacity)capacity;
      for (n = 0; n < LFL_N_CAPACITIES; n++) names[n] = lfl_capacity_name((lfl_capacity)n);
      if (is_need_wrong) cell_complain(&c, LFL_ERROR, "need", "need", "shelter, toilet, tap, health or health_beds", need ? lfl_nearest_name(need, names, n) : NULL);
    } else if (need && t->kind == LFL_TARGET_SERVED) {
      t->need_i = need_index(s, need);
      is_need_wrong = t->need_i < 0;
      if (is_need_wrong)
        cell_complain(&c, LFL_ERROR, "need", "need", "a planned need (the tables must say something of it)", lfl_nearest_name(need, names, n));
      else if (!s->needs[t->need_i].has_tier[t->tier]) {
        is_need_wrong = true;
        cell_complain(&c, LFL_ERROR, "tier", "tier", "a tier that this need has in the standard set", NULL);
      }
    }
    if (t->by_day < 0 || t->by_day >= s->n_days) {
      cell_complain(&c, LFL_ERROR, "day-range", "by_day", "a day within the days planned", NULL);
      continue;
    }
    if (t->id && !is_need_wrong && !is_place_wrong) s->n_targets++;
  }
}

/* Is a part of an indicator what it must be: c construction, k capacity, t target, n planned need,
 * r tier that this need has, d day, p people? */
static bool fits(builder *b, char kind, const char *part, int *need, int *day) {
  const lfl_scenario *s = b->s;
  double number;
  bool is_number = parse_number(part, &number);
  switch (kind) {
    case 'c': return lfl_ids_get(b->constructions, part) >= 0;
    case 't': return lfl_ids_get(b->targets, part) >= 0;
    case 'n': return (*need = need_index(s, part)) >= 0;
    case 'r':
      for (int k = 0; k < LFL_N_TIERS; k++)
        if (strcmp(part, lfl_tier_name((lfl_tier)k)) == 0) return *need >= 0 && s->needs[*need].has_tier[k];
      return false;
    case 'k': return lfl_capacity_called(part) >= 0;
    case 'd': return parse_day(b, part, 0, day);
    default: return is_number && number > 0 && number < (double)INFINITY;
  }
}

/* An indicator that names no figure of the plan would leave its claim open in silence. The words
 * are those that the engine looks up (src/engine/claims.c), which knows days by their numbers: answers the indicator so. */
static const char *check_indicator(cells *c, const char *indicator) {
  static const struct {
    const char *word, *parts, *form;
  } KINDS[] = {{"built_units", "c", "built_units:CONSTRUCTION"},
               {"days_to_build", "kp", "days_to_build:CAPACITY:PEOPLE"},
               {"target", "t", "target:TARGET"},
               {"served_people", "nrd", "served_people:NEED:TIER:DAY of a planned need and a tier that it has"},
               {"capacity_people", "kd", "capacity_people:CAPACITY:DAY"}};
  enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };
  const int n_days = c->b->s->n_days;
  char copy[400];
  snprintf(copy, sizeof copy, "%s", indicator);
  char *part = strchr(copy, ':'), *day_part = NULL;
  if (part) *part++ = 0;
  const char *words[N_KINDS];
  int found = -1, need = -1, day = 0;
  for (int k = 0; k < N_KINDS; k++) {
    words[k] = KINDS[k].word;
    if (strcmp(copy, words[k]) == 0) found = k;
  }
  if (found < 0) {
    cell_complain(c, LFL_WARNING, "indicator", "indicator", "built_units, days_to_build, target, served_people or capacity_people: no figure decides this claim",
                  lfl_nearest_name(copy, words, N_KINDS));
    return indicator;
  }
  bool is_fine = true;
  for (const char *kind = KINDS[found].parts; *kind && is_fine; kind++) {
    char *next = part ? strchr(part, ':') : NULL;
    if (next) *next++ = 0;
    if (*kind == 'd') day_part = part;
    is_fine = part && fits(c->b, *kind, part, &need, &day);
    part = next;
  }
  if (!is_fine || part) {
    cell_complain(c, LFL_WARNING, "indicator", "indicator", sentence(c->b, "%s: no figure decides this claim", KINDS[found].form), NULL);
    return indicator;
  }
  if (day < 0 || day >= n_days) {
    cell_complain(c, LFL_WARNING, "indicator", "indicator", sentence(c->b, "a day from 0 to %d, the last one planned, or its date, and not day %d: no figure decides this claim", n_days - 1, day), NULL);
    return indicator;
  }
  return day_part ? sentence(c->b, "%.*s%d", (int)(day_part - copy), indicator, day) : indicator;
}

/* People in need everywhere on the day from each on [day] on which they are fewest. NULL without memory. */
static double *fewest_in_need(const lfl_scenario *s) {
  double *fewest = lfl_arena_new(s->arena, (size_t)s->n_days + 1, double);
  for (int day = s->n_days - 1; fewest && day >= 0; day--) {
    for (int i = 0; i < s->n_places; i++)
      if (s->places[i].is_host) fewest[day] += lfl_place_in_need(s, i, day);
    if (day < s->n_days - 1) fewest[day] = fmin(fewest[day], fewest[day + 1]);
  }
  return fewest;
}

bool check_target_people(const lfl_scenario *s, lfl_diags *diags) {
  double *fewest = NULL;
  for (int k = 0; k < s->n_targets; k++) {
    const lfl_target *target = &s->targets[k];
    int first = target->by_day > 0 ? target->by_day : 0;
    if (target->kind != LFL_TARGET_SERVED || !isfinite(target->people) || first >= s->n_days) continue;
    if (!fewest && !(fewest = fewest_in_need(s))) return false;
    if (!(target->people > fewest[first] + 0.5)) continue;
    char value[32], expected[120];
    snprintf(value, sizeof value, "%.10g", target->people);
    snprintf(expected, sizeof expected, "no more than the %.10g people who are in need anywhere on some day from day %d on", fewest[first], target->by_day);
    warn_of_row(s, diags, "target-people", "targets", &target->origin, "people", value, expected);
  }
  return true;
}

void read_claims(builder *b) {
  lfl_scenario *s = b->s;
  cells c;
  cells_open(&c, b, "claims");
  s->claims = NEW(b, c.n_rows + 1, lfl_claim);
  if (!s->claims) {
    b->failed = true;
    return;
  }
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    lfl_claim *k = &s->claims[s->n_claims];
    *k = (lfl_claim){cell_key(&c, b->claims, i), cell_text(&c, "text"), cell_text(&c, "source"), cell_text(&c, "indicator"),
                     cell_number(&c, "value_low", (double)NAN), cell_number(&c, "value_high", (double)NAN), cell_origin(&c)};
    if (k->indicator) k->indicator = check_indicator(&c, k->indicator);
    if (!isnan(k->value_low) && !isnan(k->value_high) && k->value_low > k->value_high)
      cell_complain(&c, LFL_ERROR, "span", "value_high", "a value not below value_low", NULL);
    if (k->id) s->n_claims++;
  }
}

/* Each set is laid over once, so that every row that does not fit is listed by the check: one that names no number of the scenario's. What only its day is in the way of is said where the
 * set is planned with, as other numbers that are wrong for it. */
static void check_set(builder *b, const char *set_id) {
  lfl_tables *laid;
  lfl_diags diags;
  if (!lfl_diags_init(&diags)) {
    b->failed = true;
    return;
  }
  if (lfl_tables_overlay(b->tables, set_id, &diags, &laid) == LFL_ERR_MEMORY || diags.failed) b->failed = true;
  for (int i = 0; i < diags.n; i++)
    if (strcmp(diags.items[i].code, DATED_ISSUE) != 0) lfl_diags_add(b->diags, &diags.items[i]);
  lfl_tables_destroy(laid);
  lfl_diags_clear(&diags);
}

void check_assumptions(builder *b) {
  cells c;
  if (b->tables->state != LFL_TABLES_ENTERED) return; /* other sets than the one that was laid over need not fit what it has made of them */
  cells_open(&c, b, "assumptions");
  int n_errors = b->diags->n_errors;
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    cell_text(&c, "set_id");
    cell_text(&c, "table");
    cell_text(&c, "row_id");
    cell_text(&c, "column");
  }
  const char *const *sets;
  int n = lfl_tables_sets(b->tables, b->arena, &sets);
  if (n < 0) b->failed = true;
  for (int i = 0; i < n && b->diags->n_errors == n_errors && !b->failed; i++) {
    check_set(b, sets[i]);
    n_errors = b->diags->n_errors; /* the next set is looked at, too */
  }
}
