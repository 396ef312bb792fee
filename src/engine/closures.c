/* Closures and places at risk by the names that people give them: found, lifted, and put into words.
 *
 * They are no bounds of a problem but decide which trips and what work there are at all, so that without
 * them the calendar, and a problem, are made anew. Lifted is what rows of `status` say; a permission's
 * notice, a crew's days and a pledge's day are no closures. Tests: tests/unit/test_why.c. */
#include "engine/closures.h"

#include <string.h>

#include "engine/limits.h"

static bool is_of(const closure *c, const lfl_status_row *row) {
  if (row->subject != c->subject || row->subject_i != c->subject_i) return false;
  return c->is_risk ? row->access == LFL_AT_RISK : row->access == LFL_CLOSED || (row->access == LFL_OPEN && !(row->capacity_share > 0));
}

/* Days on which nobody plans anything count nothing. */
static bool is_in_time(const lfl_scenario *s, const lfl_status_row *row) { return row->to_day >= 0 && row->from_day < s->n_days && row->from_day <= row->to_day; }

bool closures_find(const lfl_scenario *s, lfl_arena *arena, closure_list *out) {
  *out = (closure_list){.closures = lfl_arena_new(arena, 2 * (size_t)s->n_status_rows + 1, closure)};
  for (int is_risk = 1; out->closures && is_risk >= 0; is_risk--)
    for (int k = 0; k < s->n_status_rows; k++) {
      closure c = {is_risk, s->status_rows[k].subject, s->status_rows[k].subject_i};
      if (!is_of(&c, &s->status_rows[k]) || !is_in_time(s, &s->status_rows[k])) continue;
      bool is_known = false;
      for (int j = is_risk ? 0 : out->n_risks; j < out->n; j++) is_known = is_known || (out->closures[j].subject == c.subject && out->closures[j].subject_i == c.subject_i);
      if (is_known) continue;
      out->closures[out->n++] = c;
      out->n_risks += is_risk;
    }
  return out->closures != NULL;
}

/* A copy of the array, of `arena`: the calendar's figures of repairs and facilities stand in them. */
static void *copy_of(const void *list, int n, size_t size, lfl_arena *arena) {
  char *copy = lfl_arena_new(arena, (size_t)n * size + 1, char);
  return copy && n ? memcpy(copy, list, (size_t)n * size) : copy;
}

const lfl_scenario *closures_lift(const lfl_scenario *s, const closure_list *list, const bool *is_lifted, lfl_arena *arena) {
  lfl_scenario *copy = lfl_arena_new(arena, 1, lfl_scenario);
  if (!copy) return NULL;
  *copy = *s;
  copy->arena = arena;
  copy->status_rows = copy_of(s->status_rows, s->n_status_rows, sizeof *s->status_rows, arena);
  copy->projects = copy_of(s->projects, s->n_projects, sizeof *s->projects, arena);
  copy->facilities = copy_of(s->facilities, s->n_facilities, sizeof *s->facilities, arena);
  if (!copy->status_rows || !copy->projects || !copy->facilities) return NULL;
  for (int i = 0; i < list->n; i++)
    for (int k = 0; is_lifted[i] && k < s->n_status_rows; k++) {
      if (!is_of(&list->closures[i], &s->status_rows[k])) continue;
      lfl_status_row *row = &copy->status_rows[k];
      row->access = LFL_OPEN;
      if (!(row->capacity_share > 0)) row->capacity_share = 1;
    }
  return lfl_scenario_make_calendar(copy) ? copy : NULL;
}

const char *closure_kind(const closure *c) { return c->is_risk ? "risk" : "closure"; }

const char *closure_id(const lfl_scenario *s, const closure *c) { return lfl_subject_id(s, c->subject, c->subject_i); }

/* "from 7 May 2024 to 2 September 2024", the spans in the order of the rows; after some of them how many more. */
static const char *spans_of(const lfl_scenario *s, const closure *c, lfl_arena *arena) {
  enum { MOST_SPANS = 3 };
  const char *text = "";
  int n = 0;
  for (int k = 0; k < s->n_status_rows && text; k++) {
    const lfl_status_row *row = &s->status_rows[k];
    if (!is_of(c, row) || !is_in_time(s, row) || n++ >= MOST_SPANS) continue;
    int from_day = row->from_day < 0 ? 0 : row->from_day, to_day = row->to_day < s->n_days ? row->to_day : s->n_days - 1;
    const char *from = day_words(s, from_day, arena), *to = day_words(s, to_day, arena);
    if (!from || !to) return NULL;
    text = from_day == to_day ? lfl_arena_printf(arena, "%s%son %s", text, n > 1 ? ", " : "", from) : lfl_arena_printf(arena, "%s%sfrom %s to %s", text, n > 1 ? ", " : "", from, to);
  }
  return text && n > MOST_SPANS ? lfl_arena_printf(arena, "%s and %d times more", text, n - MOST_SPANS) : text;
}

const char *closure_words(const lfl_scenario *s, const closure *c, lfl_arena *arena) {
  const char *days = spans_of(s, c, arena), *id = closure_id(s, c);
  if (!days) return NULL;
  switch (c->subject) {
    case LFL_SUBJECT_PLACE: {
      const char *name = s->places[c->subject_i].name ? s->places[c->subject_i].name : id;
      if (!c->is_risk) return lfl_arena_printf(arena, "%s is closed %s", name, days);
      const char *source = NULL; /* the words are those of whoever declared it */
      for (int k = 0; k < s->n_status_rows && !source; k++)
        if (is_of(c, &s->status_rows[k])) source = s->status_rows[k].origin.source;
      return lfl_arena_printf(arena, "%s is at risk %s (%s): nobody is planned into it until that is over", name, days, source ? source : "no source");
    }
    case LFL_SUBJECT_LINK: {
      const lfl_place *from = &s->places[s->links[c->subject_i].from_i], *to = &s->places[s->links[c->subject_i].to_i];
      return lfl_arena_printf(arena, "The road %s - %s is closed %s", from->name ? from->name : from->id, to->name ? to->name : to->id, days);
    }
    case LFL_SUBJECT_FLEET: return lfl_arena_printf(arena, "Fleet %s does not drive %s", id, days);
    case LFL_SUBJECT_CREW: return lfl_arena_printf(arena, "Crew %s does not work %s", id, days);
    case LFL_SUBJECT_FACILITY: return lfl_arena_printf(arena, "Facility %s does not work %s", id, days);
  }
  return NULL;
}
