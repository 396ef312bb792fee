/* Checking what a plan says stands in the way: what binds, the smallest sets and what it would take. That they are right was
 * found by solving and cannot be recomputed here; what is checked is that they speak of rows, days and numbers of the
 * scenario and agree with the targets. O(rows * rows of the scenario). Tests: tests/unit/test_findings.c, test_tamper.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check/checker.h"
#include "model/money.h"

static bool is_text(const char *a, const char *b) { return a && b && strcmp(a, b) == 0; }

/* ---- limits by name ---- */

static bool is_at_place(const lfl_scenario *s, lfl_limit_kind kind, const char *id) {
  for (int i = 0; i < s->n_places; i++) {
    const lfl_place *p = &s->places[i];
    if (!is_text(p->id, id) || p->is_group) continue;
    if (kind >= LFL_LIMIT_SHELTER && kind <= LFL_LIMIT_BEDS) return p->is_host && p->capacity_people[kind - LFL_LIMIT_SHELTER] > 0;
    if (kind == LFL_LIMIT_CROSSING || kind == LFL_LIMIT_HUB) return p->kind == (kind == LFL_LIMIT_CROSSING ? LFL_CROSSING : LFL_HUB) && p->trucks_per_day < (double)INFINITY;
    if (kind == LFL_LIMIT_STORAGE) return p->storage_m3 < (double)INFINITY;
    if (kind == LFL_LIMIT_LAND) return p->usable_m2 < (double)INFINITY;
    if (kind == LFL_LIMIT_WATER) return lfl_may_yield(s, i);
    return p->is_host && p->people > 0; /* willing */
  }
  return false;
}

static bool is_earmark(checker *c, const char *id) {
  bool is_one = is_text(id, "none");
  for (int k = 0; k < c->s->n_pledges && !is_one; k++) {
    const char *key = lfl_earmark_key(&c->s->pledges[k], c->arena);
    c->no_memory = c->no_memory || !key;
    is_one = is_text(key, id);
  }
  return is_one && c->s->has_pledges;
}

/* Is there such a limit in the scenario? */
static bool is_limit(checker *c, lfl_limit_kind kind, const char *id) {
  const lfl_scenario *s = c->s;
  bool is_one = false;
  switch (kind) {
    case LFL_LIMIT_FLEET:
      for (int k = 0; k < s->n_fleets; k++) is_one = is_one || is_text(s->fleets[k].id, id);
      return is_one;
    case LFL_LIMIT_CREW:
      for (int k = 0; k < s->n_crews; k++) is_one = is_one || is_text(s->crews[k].id, id);
      return is_one;
    case LFL_LIMIT_LINK:
    case LFL_LIMIT_WALK:
      for (int k = 0; k < s->n_links; k++) is_one = is_one || (is_text(s->links[k].id, id) && (kind == LFL_LIMIT_LINK ? s->links[k].vehicles_per_day : s->links[k].people_per_day) < (double)INFINITY);
      return is_one;
    case LFL_LIMIT_ESCORT:
      for (int k = 0; k < s->n_escorts; k++) is_one = is_one || is_text(s->escorts[k].id, id);
      return is_one;
    case LFL_LIMIT_PERMISSION:
      for (int k = 0; k < s->n_permissions; k++) is_one = is_one || is_text(lfl_subject_id(s, s->permissions[k].subject, s->permissions[k].subject_i), id);
      return is_one;
    case LFL_LIMIT_SUPPLY:
      for (int k = 0; k < s->n_supplies; k++) is_one = is_one || is_text(s->items[s->supplies[k].item_i].id, id);
      return is_one;
    case LFL_LIMIT_MONEY: return is_earmark(c, id);
    default: return is_at_place(s, kind, id);
  }
}

/* What one more of it is called; NULL: the currency. */
static const char *unit_of(lfl_limit_kind kind) {
  static const char *const units[LFL_N_LIMITS] = {
      [LFL_LIMIT_CROSSING] = "trucks a day", [LFL_LIMIT_HUB] = "trucks a day", [LFL_LIMIT_STORAGE] = "m3", [LFL_LIMIT_WATER] = "litres a day", [LFL_LIMIT_LAND] = "m2",
      [LFL_LIMIT_WILLING] = "people", [LFL_LIMIT_FLEET] = "vehicles", [LFL_LIMIT_CREW] = "workers", [LFL_LIMIT_LINK] = "vehicles a day", [LFL_LIMIT_WALK] = "people a day",
      [LFL_LIMIT_PERMISSION] = "trips a day", [LFL_LIMIT_SUPPLY] = "units", [LFL_LIMIT_ESCORT] = "vehicles a day", [LFL_LIMIT_SHELTER] = "places", [LFL_LIMIT_TOILET] = "places",
      [LFL_LIMIT_TAP] = "places", [LFL_LIMIT_HEALTH] = "places", [LFL_LIMIT_BEDS] = "places"};
  return units[kind];
}

/* ---- what binds ---- */

static bool says(const char *text, const char *name) { return text && name && strstr(text, name) != NULL; }

static bool says_link(const lfl_scenario *s, int link_i, const char *text) {
  return says(text, lfl_place_name(&s->places[s->links[link_i].from_i])) && says(text, lfl_place_name(&s->places[s->links[link_i].to_i]));
}

/* Does the sentence name what the limit is of? Money has words for its earmark, a fleet or crew that stands in for one has none. */
static bool is_named(const lfl_scenario *s, lfl_limit_kind kind, const char *id, const char *text) {
  bool is_said = false;
  switch (kind) {
    case LFL_LIMIT_MONEY: return text && text[0];
    case LFL_LIMIT_FLEET: return is_text(id, LFL_DEFAULT_FLEET) || says(text, id);
    case LFL_LIMIT_CREW: return is_text(id, LFL_DEFAULT_CREW) || says(text, id);
    case LFL_LIMIT_ESCORT: return says(text, id);
    case LFL_LIMIT_SUPPLY:
      for (int k = 0; k < s->n_items; k++) is_said = is_said || (is_text(s->items[k].id, id) && says(text, lfl_item_name(&s->items[k])));
      return is_said;
    default: /* a place or a link, by its own key or by a permission's */
      for (int k = 0; k < s->n_places; k++) is_said = is_said || (is_text(s->places[k].id, id) && says(text, lfl_place_name(&s->places[k])));
      for (int k = 0; k < s->n_links; k++) is_said = is_said || (is_text(s->links[k].id, id) && says_link(s, k, text));
      return is_said;
  }
}

/* The most that more of a limit can gain: all that the first level leaves unserved, or all the people that a target does not reach. */
static double most_gain(const checker *c, const lfl_binding_row *r, bool is_of_target) {
  const double SOLVED_TO = 1e-3; /* of two solutions, each to its gap */
  const lfl_scenario *s = c->s;
  if (!is_of_target) return c->plan->n_levels && !isnan(c->plan->levels[0].value) ? c->plan->levels[0].value * (1 + SOLVED_TO) + 1 : (double)INFINITY;
  const lfl_target_result *t = &c->plan->targets[r->target_i];
  double people = 0;
  for (int i = 0; i < s->n_places; i++) {
    double most = 0;
    for (int day = 0; s->places[i].is_host && day < c->T; day++) most = fmax(most, s->people_unplanned[in_days(c, i, day)]);
    people += most;
  }
  return s->targets[r->target_i].kind == LFL_TARGET_CAPACITY || isnan(t->best_people) ? (double)INFINITY : (people - t->best_people) * (1 + SOLVED_TO) + 1;
}

static void check_gain(checker *c, int row, const lfl_binding_row *r, bool is_of_target) {
  double most = most_gain(c, r, is_of_target);
  if (isnan(r->gain)) return;
  if (!(r->gain >= 0 && r->gain < (double)INFINITY)) say(c, "binding", row, "gain", r->gain, "a number not below 0, or a blank cell");
  else if (r->gain > most) say(c, "binding", row, "gain", r->gain, is_of_target ? "at most %.10g, as no more people are beyond reach" : "at most %.10g, as no more is unserved", most);
}

static void check_binding_row(checker *c, int row, const lfl_binding_row *r, bool is_of_target) {
  int kind = lfl_limit_called(r->limit);
  if (kind < 0) {
    say_text(c, "binding", row, "limit", r->limit, "a kind of limit: crossing, fleet, land, ...");
    return;
  }
  const char *unit = unit_of((lfl_limit_kind)kind), *money = c->s->currency ? c->s->currency : "money";
  if (!is_limit(c, (lfl_limit_kind)kind, r->subject_id)) say_text(c, "binding", row, "subject_id", r->subject_id, "a row of the scenario with such a limit");
  if (!is_text(r->unit, unit ? unit : money)) say_text(c, "binding", row, "unit", r->unit, "%s", unit ? unit : money);
  if (r->from_day < 0 || r->from_day > r->to_day) say(c, "binding", row, "from_day", r->from_day, "a day planned, not after day %d", r->to_day);
  if (r->to_day < r->from_day || r->to_day >= c->T) say(c, "binding", row, "to_day", r->to_day, "a day planned, not before day %d", r->from_day);
  bool is_tried = !isnan(r->gain);
  if (isnan(r->price) ? is_tried : !is_tried || !(r->price > 0) || isinf(r->price)) say(c, "binding", row, "price", r->price, is_tried ? "a price above 0" : "a blank cell, as no gain was found");
  if (!(r->step > 0) || isinf(r->step)) say(c, "binding", row, "step", r->step, "a number above 0");
  check_gain(c, row, r, is_of_target);
  if (!is_named(c->s, (lfl_limit_kind)kind, r->subject_id, r->text)) say_text(c, "binding", row, "text", r->text, "a sentence that names what the limit is of");
  if (isnan(r->gain) != isnan(r->holds_to)) say(c, "binding", row, "holds_to", r->holds_to, "a number where a gain was found, a blank cell else");
  else if (!isnan(r->gain)) {
    bool holds = r->gain >= 0.99 * r->price * r->step;
    /* less than the step: a gain is never less than what a part of the step gains */
    bool can_be = r->holds_to >= 0 && r->holds_to < r->step && 0.99 * r->price * r->holds_to <= r->gain * (1 + 1e-6);
    if (holds ? !is_same(r->holds_to, r->step) && !is_same(r->holds_to, 4 * r->step) : !can_be)
      say(c, "binding", row, "holds_to", r->holds_to, holds ? "%.10g, for which the price holds by the gain, or four times that" : "less than %.10g, and no more than the gain at that price", r->step);
  }
}

static bool is_out_of_reach(const checker *c, int target_i) {
  const lfl_target_result *t = &c->plan->targets[target_i];
  return !(t->best_people >= t->people) && t->verdict != LFL_MET && t->verdict != LFL_POSSIBLE;
}

static void check_binding(checker *c) {
  const lfl_plan *p = c->plan;
  for (int k = 0; k < p->n_binding; k++) check_binding_row(c, k, &p->binding[k], false);
  for (int k = 0; k < p->n_target_binding; k++) {
    const lfl_binding_row *r = &p->target_binding[k];
    check_binding_row(c, p->n_binding + k, r, true);
    if (!is_out_of_reach(c, r->target_i)) say_text(c, "binding", p->n_binding + k, "target_id", c->s->targets[r->target_i].id, "a target that is out of reach");
  }
}

/* ---- sets ---- */

/* Does the calendar shut the subject, or call it at risk? */
static bool is_in_calendar(const lfl_scenario *s, bool is_risk, const char *id) {
  for (int k = 0; k < s->n_status_rows; k++) {
    const lfl_status_row *r = &s->status_rows[k];
    bool is_shut = r->access == LFL_CLOSED || (r->access != LFL_AT_RISK && !(r->capacity_share > 0));
    if ((is_risk ? r->access == LFL_AT_RISK : is_shut) && is_text(lfl_subject_id(s, r->subject, r->subject_i), id)) return true;
  }
  return false;
}

static bool is_barrier(checker *c, const lfl_conflict_row *r) {
  const lfl_target *t = &c->s->targets[r->target_i];
  const char *place = t->place_i < 0 ? NULL : c->s->places[t->place_i].id;
  if (is_text(r->limit, "closure") || is_text(r->limit, "risk")) return is_in_calendar(c->s, is_text(r->limit, "risk"), r->subject_id);
  bool is_of_target = place ? is_text(place, r->subject_id) : !r->subject_id || !r->subject_id[0];
  if (is_text(r->limit, "none") || (is_text(r->limit, "willing") && t->kind == LFL_TARGET_MOVE_OUT && is_of_target)) return is_of_target;
  int kind = lfl_limit_called(r->limit);
  return kind >= 0 && is_limit(c, (lfl_limit_kind)kind, r->subject_id);
}

static void check_conflicts(checker *c) {
  enum { MOST_SETS = 3 };
  for (int k = 0; k < c->plan->n_conflicts; k++) {
    const lfl_conflict_row *r = &c->plan->conflicts[k], *before = k && r[-1].target_i == r->target_i ? &r[-1] : NULL;
    for (int j = 0; j < k - 1 && !before; j++)
      if (c->plan->conflicts[j].target_i == r->target_i) say_text(c, "conflicts", k, "target_id", c->s->targets[r->target_i].id, "the rows of a target one after another");
    if (!is_out_of_reach(c, r->target_i)) say_text(c, "conflicts", k, "target_id", c->s->targets[r->target_i].id, "a target that is out of reach");
    int least = before ? before->set : 1, most = before ? before->set + 1 : 1;
    if (r->set < least || r->set > most || r->set > MOST_SETS) say(c, "conflicts", k, "set_no", r->set, "sets numbered from 1 in order, at most %d of a target", MOST_SETS);
    if (before && before->set == r->set && before->is_minimal != r->is_minimal) say(c, "conflicts", k, "minimal", r->is_minimal, "the same in all rows of a set");
    if (lfl_limit_called(r->limit) < 0 && !is_text(r->limit, "none") && !is_text(r->limit, "closure") && !is_text(r->limit, "risk")) say_text(c, "conflicts", k, "limit", r->limit, "a kind of limit, closure, risk or none");
    else if (!is_barrier(c, r)) say_text(c, "conflicts", k, "subject_id", r->subject_id, "a row of the scenario with such a limit");
    else if (lfl_limit_called(r->limit) >= 0 && r->subject_id && r->subject_id[0] && !is_named(c->s, (lfl_limit_kind)lfl_limit_called(r->limit), r->subject_id, r->text))
      say_text(c, "conflicts", k, "text", r->text, "a sentence that names what the limit is of");
    for (int j = k - 1; j >= 0 && c->plan->conflicts[j].target_i == r->target_i && c->plan->conflicts[j].set == r->set; j--)
      if (is_text(c->plan->conflicts[j].limit, r->limit) && is_text(c->plan->conflicts[j].subject_id, r->subject_id)) say_text(c, "conflicts", k, "subject_id", r->subject_id, "each limit of a set once");
  }
}

/* ---- what it would take ---- */

static const lfl_negotiable *offered(const lfl_scenario *s, const lfl_offer_row *r) {
  for (int k = 0; k < s->n_negotiables; k++) {
    const lfl_negotiable *o = &s->negotiables[k];
    if (is_text(o->table, r->table) && is_text(o->row_id, r->row_id) && is_text(o->column, r->column)) return o;
  }
  return NULL;
}

/* A change within what is offered, in whole steps. */
static void check_change(checker *c, int row, const lfl_offer_row *r, const lfl_negotiable *o) {
  double asked = c->plan->targets[r->target_i].people, steps = round((r->to_value - o->value) / o->step);
  if (!is_same(r->from_value, o->value)) say(c, "offers", row, "from_value", r->from_value, "%.10g, as the table has it", o->value);
  if (!is_same(r->to_value, o->value + steps * o->step) || steps < (r->way ? 1 : 0) || !at_most(r->to_value, o->at_most))
    say(c, "offers", row, "to_value", r->to_value, "whole steps of %.10g from %.10g, at most %.10g", o->step, o->value, o->at_most);
  if (!is_same(r->weight, steps * o->weight)) say(c, "offers", row, "weight", r->weight, "%.10g for %.0f steps", steps * o->weight, steps);
  if (r->way ? !at_most(floor(asked), r->best_people) : !(r->best_people < asked)) say(c, "offers", row, "best_people", r->best_people, r->way ? "at least the %.10g people asked for" : "fewer than the %.10g people asked for", asked);
}

static void check_offers(checker *c) {
  for (int k = 0; k < c->plan->n_offers; k++) {
    const lfl_offer_row *r = &c->plan->offers[k], *before = k && r[-1].target_i == r->target_i ? &r[-1] : NULL;
    for (int j = 0; j < k - 1 && !before; j++)
      if (c->plan->offers[j].target_i == r->target_i) say_text(c, "offers", k, "target_id", c->s->targets[r->target_i].id, "the rows of a target one after another");
    const lfl_negotiable *o = offered(c->s, r);
    bool is_words = r->way == 0 && !o && isnan(r->from_value) && isnan(r->to_value) && isnan(r->weight) && isnan(r->best_people); /* what is beyond talks */
    if (!is_out_of_reach(c, r->target_i)) say_text(c, "offers", k, "target_id", c->s->targets[r->target_i].id, "a target that is out of reach");
    if (before ? r->way < before->way || r->way > before->way + (before->way ? 1 : 0) : r->way > 1) say(c, "offers", k, "way_no", r->way, "ways numbered from 1 in order, or 0 for all");
    if (before && before->way == r->way && before->is_least != r->is_least) say(c, "offers", k, "least", r->is_least, "the same in all rows of a way");
    if (before && before->way == r->way && !is_words && !is_same(before->best_people, r->best_people)) say(c, "offers", k, "best_people", r->best_people, "%.10g, as in the other rows of the way", before->best_people);
    if (o) check_change(c, k, r, o);
    else if (!is_words || (r->table && r->table[0]) || (r->row_id && r->row_id[0]) || (r->column && r->column[0])) say_text(c, "offers", k, "row_id", r->row_id, "a number of table negotiable");
  }
}

/* Where what stands in the way was looked for (not with --no-binding, and not of a run that was stopped), each target out of reach
 * has a set, and a way or why there is none, where anything is negotiable. Which rows else there should be only solving shows. */
static void check_answered(checker *c) {
  const lfl_plan *p = c->plan;
  if (p->stopped || p->n_binding + p->n_target_binding + p->n_conflicts + p->n_offers == 0) return;
  for (int k = 0; k < c->s->n_targets; k++) {
    bool has_set = false, has_offer = c->s->n_negotiables == 0;
    if (isnan(p->targets[k].best_people) || !is_out_of_reach(c, k)) continue;
    for (int i = 0; i < p->n_conflicts; i++) has_set = has_set || p->conflicts[i].target_i == k;
    for (int i = 0; i < p->n_offers; i++) has_offer = has_offer || p->offers[i].target_i == k;
    if (!has_set) say_text(c, "conflicts", -1, "target_id", c->s->targets[k].id, "a set of limits for each target out of reach");
    if (!has_offer) say_text(c, "offers", -1, "target_id", c->s->targets[k].id, "what it would take, or that it cannot be had, for each target out of reach");
  }
}

void check_barriers(checker *c) {
  check_binding(c);
  check_conflicts(c);
  check_offers(c);
  check_answered(c);
}
