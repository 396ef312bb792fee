/* Figures that are given and can do nothing, as another that they need was left blank, and the blanks that make it so. All
 * are warnings. O(rows). Tests: tests/cases/idle.case, tests/data/bad. */
#include <math.h>

#include "ingest/build.h"

static void record_setting(builder *b, const char *key, const char *unit, const bool *rests, const char *source) {
  double people = 0;
  for (int i = 0; i < b->s->n_places; i++) people += rests[i] ? b->most_there[i] : 0;
  use_default_number(b, "scenario", key, 0, unit, source, "contract", (double)NAN, (double)NAN, people);
}

static void mark_ends(const lfl_link *link, bool *rests) { rests[link->from_i] = rests[link->to_i] = true; }

/* People on foot: nobody is planned to walk unless it is said how far. */
static void check_walk_limit(builder *b) {
  const lfl_scenario *s = b->s;
  bool *rests = NEW(b, s->n_places + 1, bool), is_any = false;
  const lfl_link *first = NULL;
  int n = 0;
  if (!rests) b->failed = true;
  if (!rests || b->has_walk_limit) return;
  for (int l = 0; l < s->n_links; l++) {
    if (!(s->links[l].people_per_day > 0)) continue;
    if (n++ == 0) first = &s->links[l];
    mark_ends(&s->links[l], rests);
  }
  for (int k = 0; k < s->n_projects; k++) {
    if (s->projects[k].restores != LFL_RESTORES_WALKERS || s->projects[k].link_i < 0) continue;
    is_any = true;
    mark_ends(&s->links[s->projects[k].link_i], rests);
  }
  if (first || is_any) record_setting(b, "walk_limit_km", "km", rests, "contract: nobody is planned to walk");
  if (first)
    warn_of_row(s, b->diags, "walk-limit", "links", &first->origin, "people_per_day", NULL,
                sentence(b, "a walk_limit_km in table scenario as well%s: blank is 0, and nobody is planned to walk (a 0 there says that it is meant so)", n > 1 ? sentence(b, " (so in %d rows)", n) : ""));
}

/* Days in places at risk count as nothing unless it is said how much. */
static void check_risk_weight(builder *b) {
  const lfl_scenario *s = b->s;
  bool *rests = NEW(b, s->n_places + 1, bool), is_any = false;
  if (!rests) b->failed = true;
  for (int k = 0; rests && k < s->n_status_rows; k++) {
    const lfl_status_row *r = &s->status_rows[k];
    if (r->subject != LFL_SUBJECT_PLACE || r->access != LFL_AT_RISK || !s->places[r->subject_i].is_host || r->from_day >= s->n_days || r->to_day < 0) continue;
    rests[r->subject_i] = is_any = true;
  }
  if (is_any && !b->has_risk_weight) record_setting(b, "risk_weight", "", rests, "contract: a day in a place at risk counts as any other");
}

void check_idle(builder *b) {
  check_walk_limit(b);
  check_risk_weight(b);
}
