/* Closures and places at risk, notice, and the days of escorts and crews, by the names that people give them: found, lifted,
 * and put into words.
 *
 * They are no bounds of a problem but decide which trips and what work there are at all, so that without
 * them the calendar, and a problem, are made anew. A pledge's day is no closure. O(rows * (rows + days)).
 * Tests: tests/unit/test_why.c. */
#include "engine/closures.h"

#include <math.h>

#include "engine/limits.h"

static bool is_of(const closure *c, const lfl_status_row *row) {
  if (c->what > CLOSURE_SHUT || row->subject != c->subject || row->subject_i != c->subject_i) return false;
  return c->what == CLOSURE_RISK ? row->access == LFL_AT_RISK : row->access == LFL_CLOSED || (row->access == LFL_OPEN && !(row->capacity_share > 0));
}

static bool is_notice_of(const closure *c, const lfl_permission *p) { return c->what == CLOSURE_NOTICE && p->subject == c->subject && p->subject_i == c->subject_i; }

/* Days planned of a span, none if last < first. */
typedef struct days {
  int first, last;
} days;

static days planned_days(const lfl_scenario *s, int from_day, int to_day) { return (days){from_day < 0 ? 0 : from_day, to_day < s->n_days ? to_day : s->n_days - 1}; }

/* Days planned on which nothing passes as notice is not over. */
static days before_notice(const lfl_scenario *s, const lfl_permission *p) {
  double last = ceil(p->notice_from_day + p->notice_days) - 1;
  return planned_days(s, p->from_day, last < p->to_day ? (int)last : p->to_day);
}

static bool is_any(days d) { return d.first <= d.last; }

/* Adds it once, where it stands on a day planned: what is on other days counts nothing. */
static void add(closure_list *out, closure c, days when) {
  bool is_known = !is_any(when);
  for (int j = 0; j < out->n; j++) is_known = is_known || (out->closures[j].what == c.what && out->closures[j].subject == c.subject && out->closures[j].subject_i == c.subject_i);
  if (!is_known) out->closures[out->n++] = c;
}

static void add_status(const lfl_scenario *s, closure_what what, closure_list *out) {
  for (int k = 0; k < s->n_status_rows; k++) {
    const lfl_status_row *row = &s->status_rows[k];
    closure c = {what, row->subject, row->subject_i};
    if (is_of(&c, row)) add(out, c, planned_days(s, row->from_day, row->to_day));
  }
}

/* Who is there from one day to another is away before and after. */
static void add_away(const lfl_scenario *s, closure c, int from_day, int to_day, closure_list *out) {
  add(out, c, planned_days(s, 0, from_day - 1));
  add(out, c, planned_days(s, to_day + 1, s->n_days - 1));
}

bool closures_find(const lfl_scenario *s, lfl_arena *arena, closure_list *out) {
  size_t most = 2 * (size_t)s->n_status_rows + 2 * (size_t)s->n_permissions + (size_t)s->n_crews;
  *out = (closure_list){.closures = lfl_arena_new(arena, most + 1, closure)};
  if (!out->closures) return false;
  add_status(s, CLOSURE_RISK, out);
  out->n_risks = out->n;
  add_status(s, CLOSURE_SHUT, out);
  for (int k = 0; k < s->n_permissions; k++) {
    const lfl_permission *p = &s->permissions[k];
    const lfl_escort *escort = p->escort_i >= 0 ? &s->escorts[p->escort_i] : NULL;
    if (p->notice_days > 0) add(out, (closure){CLOSURE_NOTICE, p->subject, p->subject_i}, before_notice(s, p));
    if (escort) add_away(s, (closure){.what = CLOSURE_ESCORT, .subject_i = p->escort_i}, escort->from_day, escort->to_day, out);
  }
  for (int k = 0; k < s->n_crews; k++) add_away(s, (closure){.what = CLOSURE_CREW, .subject_i = k}, s->crews[k].from_day, s->crews[k].to_day, out);
  return true;
}

static void lift_status(lfl_scenario *s, const closure *c) {
  for (int k = 0; k < s->n_status_rows; k++) {
    lfl_status_row *row = &s->status_rows[k];
    if (!is_of(c, row)) continue;
    row->access = LFL_OPEN;
    if (!(row->capacity_share > 0)) row->capacity_share = 1;
  }
}

static void lift_rule(lfl_scenario *s, const closure *c) {
  for (int k = 0; k < s->n_permissions; k++) {
    if (!is_notice_of(c, &s->permissions[k])) continue;
    s->permissions[k].notice_days = 0;
    s->permissions[k].notice_from_day = 0;
  }
  if (c->what == CLOSURE_ESCORT) {
    s->escorts[c->subject_i].from_day = 0;
    s->escorts[c->subject_i].to_day = s->n_days - 1;
  }
  if (c->what == CLOSURE_CREW) {
    s->crews[c->subject_i].from_day = 0;
    s->crews[c->subject_i].to_day = s->n_days - 1;
  }
}

const lfl_scenario *closures_lift(const lfl_scenario *s, const closure_list *list, const bool *is_lifted, lfl_arena *arena) {
  lfl_scenario *copy = lfl_scenario_copy(s, arena);
  if (!copy) return NULL;
  for (int i = 0; i < list->n; i++) {
    if (!is_lifted[i]) continue;
    lift_status(copy, &list->closures[i]);
    lift_rule(copy, &list->closures[i]);
  }
  return lfl_scenario_make_calendar(copy) ? copy : NULL;
}

const char *closure_kind(const closure *c) {
  switch (c->what) {
    case CLOSURE_RISK: return "risk";
    case CLOSURE_SHUT: return "closure";
    case CLOSURE_NOTICE: return lfl_limit_name(LFL_LIMIT_PERMISSION);
    case CLOSURE_ESCORT: return lfl_limit_name(LFL_LIMIT_ESCORT);
    case CLOSURE_CREW: return lfl_limit_name(LFL_LIMIT_CREW);
  }
  return NULL;
}

const char *closure_id(const lfl_scenario *s, const closure *c) {
  if (c->what == CLOSURE_ESCORT) return s->escorts[c->subject_i].id;
  return c->what == CLOSURE_CREW ? s->crews[c->subject_i].id : lfl_subject_id(s, c->subject, c->subject_i);
}

/* Spans of days put together: "from 7 May 2024 to 2 September 2024, on 5 September 2024". */
typedef struct spans {
  const char *text; /* NULL without memory */
  int n;
} spans;

enum { MOST_SPANS = 3 }; /* told; of others their number */

static void add_span(const lfl_scenario *s, days d, spans *to, lfl_arena *arena) {
  if (!is_any(d) || !to->text || to->n++ >= MOST_SPANS) return;
  const char *from = day_words(s, d.first, arena), *until = day_words(s, d.last, arena), *comma = to->n > 1 ? ", " : "";
  if (!from || !until) to->text = NULL;
  else to->text = d.first == d.last ? lfl_arena_printf(arena, "%s%son %s", to->text, comma, from) : lfl_arena_printf(arena, "%s%sfrom %s to %s", to->text, comma, from, until);
}

static void add_away_spans(const lfl_scenario *s, int from_day, int to_day, spans *to, lfl_arena *arena) {
  add_span(s, planned_days(s, 0, from_day - 1), to, arena);
  add_span(s, planned_days(s, to_day + 1, s->n_days - 1), to, arena);
}

/* In the order of the rows. */
static const char *spans_of(const lfl_scenario *s, const closure *c, lfl_arena *arena) {
  spans all = {"", 0};
  for (int k = 0; k < s->n_status_rows; k++)
    if (is_of(c, &s->status_rows[k])) add_span(s, planned_days(s, s->status_rows[k].from_day, s->status_rows[k].to_day), &all, arena);
  for (int k = 0; k < s->n_permissions; k++)
    if (is_notice_of(c, &s->permissions[k]) && s->permissions[k].notice_days > 0) add_span(s, before_notice(s, &s->permissions[k]), &all, arena);
  if (c->what == CLOSURE_ESCORT) add_away_spans(s, s->escorts[c->subject_i].from_day, s->escorts[c->subject_i].to_day, &all, arena);
  if (c->what == CLOSURE_CREW) add_away_spans(s, s->crews[c->subject_i].from_day, s->crews[c->subject_i].to_day, &all, arena);
  return all.text && all.n > MOST_SPANS ? lfl_arena_printf(arena, "%s and %d times more", all.text, all.n - MOST_SPANS) : all.text;
}

static const char *risk_words(const lfl_scenario *s, const closure *c, const char *when, lfl_arena *arena) {
  const char *source = NULL; /* the words are those of whoever declared it */
  for (int k = 0; k < s->n_status_rows && !source; k++)
    if (is_of(c, &s->status_rows[k])) source = s->status_rows[k].origin.source;
  return lfl_arena_printf(arena, "%s is at risk %s (%s): nobody is planned into it until that is over", lfl_place_name(&s->places[c->subject_i]), when, source ? source : "no source");
}

static const char *shut_words(const lfl_scenario *s, const closure *c, const char *when, lfl_arena *arena) {
  const char *id = closure_id(s, c);
  switch (c->subject) {
    case LFL_SUBJECT_PLACE: return lfl_arena_printf(arena, "%s is closed %s", lfl_place_name(&s->places[c->subject_i]), when);
    case LFL_SUBJECT_LINK: return lfl_arena_printf(arena, "The road %s - %s is closed %s", lfl_place_name(&s->places[s->links[c->subject_i].from_i]), lfl_place_name(&s->places[s->links[c->subject_i].to_i]), when);
    case LFL_SUBJECT_FLEET: return lfl_arena_printf(arena, "Fleet %s does not drive %s", id, when);
    case LFL_SUBJECT_CREW: return lfl_arena_printf(arena, "Crew %s does not work %s", id, when);
    case LFL_SUBJECT_FACILITY: return lfl_arena_printf(arena, "Facility %s does not work %s", id, when);
  }
  return NULL;
}

static const char *notice_words(const lfl_scenario *s, const closure *c, const char *when, lfl_arena *arena) {
  if (c->subject == LFL_SUBJECT_PLACE) return lfl_arena_printf(arena, "Nothing passes %s %s, before notice of convoys is over", lfl_place_name(&s->places[c->subject_i]), when);
  return lfl_arena_printf(arena, "Nothing passes the road %s - %s %s, before notice of convoys is over", lfl_place_name(&s->places[s->links[c->subject_i].from_i]), lfl_place_name(&s->places[s->links[c->subject_i].to_i]), when);
}

const char *closure_words(const lfl_scenario *s, const closure *c, lfl_arena *arena) {
  const char *when = spans_of(s, c, arena);
  if (!when) return NULL;
  switch (c->what) {
    case CLOSURE_RISK: return risk_words(s, c, when, arena);
    case CLOSURE_SHUT: return shut_words(s, c, when, arena);
    case CLOSURE_NOTICE: return notice_words(s, c, when, arena);
    case CLOSURE_ESCORT: return lfl_arena_printf(arena, "Escort %s is not there %s, and what needs it does not pass", closure_id(s, c), when);
    case CLOSURE_CREW: return lfl_arena_printf(arena, "Crew %s is not there %s", closure_id(s, c), when);
  }
  return NULL;
}
