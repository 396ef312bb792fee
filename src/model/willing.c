/* Whose willingness to leave a movement target rests on: of which places it is recorded, of which it is not. A movement
 * target over a region, or everywhere, may rest on places of both kinds: those of which it is recorded count with their
 * share, the others with none. O(places). Tests: tests/unit/test_willing.c. */
#include "model/willing.h"

#include "base/buf.h"

bool lfl_target_counts_move(const lfl_scenario *s, const lfl_target *t, int from_i, int to_i) {
  if (t->kind != LFL_TARGET_MOVE_OUT || !lfl_place_is_within(s, from_i, t->place_i)) return false;
  return t->place_i < 0 || !lfl_place_is_within(s, to_i, t->place_i);
}

bool lfl_target_has_people_of(const lfl_scenario *s, const lfl_target *t, int i) {
  return t->kind == LFL_TARGET_MOVE_OUT && s->places[i].is_host && s->places[i].people > 0 && lfl_place_is_within(s, i, t->place_i);
}

bool lfl_target_is_willing_missing(const lfl_scenario *s, const lfl_target *t) {
  for (int i = 0; i < s->n_places; i++)
    if (!s->places[i].willing_recorded && lfl_target_has_people_of(s, t, i)) return true;
  return false;
}

/* The first few names; those not to be shown, and the rest, are counted. */
static const char *list_places(const lfl_scenario *s, const lfl_target *t, bool is_recorded, const bool *is_shown, lfl_arena *arena) {
  enum { MOST_NAMED = 4 };
  lfl_buf words = {0};
  int n_named = 0, n = 0;
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    if (!lfl_target_has_people_of(s, t, i) || p->willing_recorded != is_recorded) continue;
    n++;
    if (n_named == MOST_NAMED || (is_shown && !is_shown[i])) continue;
    lfl_buf_printf(&words, "%s%s", n_named++ ? "; " : "", p->name && p->name[0] ? p->name : p->id);
  }
  if (n > n_named) lfl_buf_printf(&words, "%s%d%s place%s", n_named ? " and " : "", n - n_named, n_named ? " more" : "", n - n_named > 1 ? "s" : "");
  const char *copy = words.failed ? NULL : lfl_arena_strdup(arena, words.text ? words.text : "");
  lfl_buf_clear(&words);
  return copy;
}

bool lfl_target_willing(const lfl_scenario *s, const lfl_target *t, const bool *is_shown, lfl_arena *arena, lfl_willing *out) {
  *out = (lfl_willing){0};
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    if (!lfl_target_has_people_of(s, t, i)) continue;
    if (p->willing_recorded) {
      out->n_recorded++;
      out->recorded_people += p->people;
      out->willing_people += p->people * p->willing_share;
    } else {
      out->n_missing++;
      out->missing_people += p->people;
    }
  }
  out->recorded_names = list_places(s, t, true, is_shown, arena);
  out->missing_names = list_places(s, t, false, is_shown, arena);
  return out->recorded_names && out->missing_names;
}
