/* The report's conclusions in words: the sentence of the front page, the bottleneck, the next
 * decision, targets, verdicts and the assumptions that matter most. The rule behind each is in
 * docs/REPORT.md. Words are those of the field. O(rows). Tests: tests/unit/test_report.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/money.h"
#include "model/budget.h"
#include "model/comparison.h"
#include "model/redact.h"
#include "model/willing.h"
#include "report/page.h"

static bool is_limit(const lfl_binding_row *row, const char *limit) { return row->limit && strcmp(row->limit, limit) == 0; }

static int find_place(const report *r, const char *id) {
  for (int i = 0; id && i < r->s->n_places; i++)
    if (strcmp(r->s->places[i].id, id) == 0) return i;
  return -1;
}
static int find_link(const report *r, const char *id) {
  for (int i = 0; id && i < r->s->n_links; i++)
    if (strcmp(r->s->links[i].id, id) == 0) return i;
  return -1;
}

/* May the page name the subject of the limit? */
bool binding_is_shown(const report *r, const lfl_binding_row *row) {
  const lfl_scenario *s = r->s;
  if (r->audience >= LFL_PARTNERS) return true;
  int place_i = find_place(r, row->subject_id), link_i = find_link(r, row->subject_id);
  if (is_limit(row, "permission")) return false;
  if (is_limit(row, "fleet"))
    for (int i = 0; i < s->n_fleets; i++)
      if (strcmp(s->fleets[i].id, row->subject_id ? row->subject_id : "") == 0) return may_see(r, &s->fleets[i].origin);
  if (is_limit(row, "crew"))
    for (int i = 0; i < s->n_crews; i++)
      if (strcmp(s->crews[i].id, row->subject_id ? row->subject_id : "") == 0) return may_see(r, &s->crews[i].origin);
  if (is_limit(row, "supply") || is_limit(row, "money")) return true;
  if (place_i >= 0) return r->is_shown[place_i];
  if (link_i >= 0)
    return may_see(r, &s->links[link_i].origin) && r->is_shown[s->links[link_i].from_i] && r->is_shown[s->links[link_i].to_i];
  return false;
}

/* A long name without what stands in brackets behind it. */
static const char *without_remark(report *r, const char *name) {
  const char *bracket = strstr(name, " (");
  if (!bracket || strlen(name) < 40) return name;
  const char *cut = lfl_arena_strndup(r->arena, name, (size_t)(bracket - name));
  return cut ? cut : name;
}

/* Name of what the limit is about, as people know it. */
static const char *subject_name(report *r, const lfl_binding_row *row) {
  const lfl_scenario *s = r->s;
  if (!binding_is_shown(r, row)) {
    static const struct {
      const char *limit, *name;
    } hidden[] = {{"crossing", "a crossing"}, {"hub", "a warehouse"}, {"storage", "a warehouse"}, {"fleet", "vehicles of a fleet"},
                  {"crew", "workers of a crew"},         {"link", "a road"},     {"permission", "a route under permission"}};
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
      if (is_limit(row, hidden[i].limit)) return hidden[i].name;
    return "a place not shown here";
  }
  int i = find_place(r, row->subject_id);
  if (i >= 0 && !is_limit(row, "supply")) return place_name(r, i);
  if (is_limit(row, "supply"))
    for (i = 0; i < s->n_items; i++)
      if (strcmp(s->items[i].id, row->subject_id ? row->subject_id : "") == 0) return without_remark(r, item_name(r, i));
  if (is_limit(row, "fleet"))
    for (i = 0; i < s->n_fleets; i++)
      if (strcmp(s->fleets[i].id, row->subject_id ? row->subject_id : "") == 0)
        return strcmp(s->fleets[i].id, LFL_DEFAULT_FLEET) == 0 ? "trucks" : plain_text(r, "vehicles of %s (%s)", s->fleets[i].id, s->fleets[i].vehicle == LFL_AMBULANCE ? "ambulances" : s->fleets[i].vehicle == LFL_ACCESSIBLE_BUS ? "accessible buses" : s->fleets[i].vehicle == LFL_BUS ? "buses" : s->fleets[i].vehicle == LFL_TANKER ? "tankers" : "trucks");
  if (is_limit(row, "crew") && row->subject_id) return strcmp(row->subject_id, LFL_DEFAULT_CREW) == 0 ? "workers" : plain_text(r, "workers of %s", row->subject_id);
  i = find_link(r, row->subject_id);
  if (i >= 0) return plain_text(r, "the road %s – %s", place_name(r, s->links[i].from_i), place_name(r, s->links[i].to_i));
  for (i = 0; i < s->n_pledges && is_limit(row, "money"); i++) {
    const char *key = lfl_earmark_key(&s->pledges[i], r->arena);
    if (key && row->subject_id && strcmp(key, row->subject_id) == 0) return lfl_earmark_words(s, &s->pledges[i], r->arena);
  }
  if (is_limit(row, "money")) return "not earmarked";
  return row->subject_id ? row->subject_id : "money";
}

static const char *capital(report *r, const char *text) {
  char *copy = lfl_arena_strdup(r->arena, text);
  if (copy && copy[0] >= 'a' && copy[0] <= 'z') copy[0] = (char)(copy[0] - 'a' + 'A');
  return copy ? copy : text;
}

const char *facility_words(report *r, int facility_i) {
  static const char *const kinds[] = {"a hospital", "a health centre", "a health post"};
  const lfl_facility *f = &r->s->facilities[facility_i];
  return may_see(r, &f->origin) ? f->name : plain_text(r, "%s at %s", kinds[f->kind], place_name(r, f->place_i));
}

static int by_people_without(const void *a, const void *b) {
  const lfl_dry_row *x = *(const lfl_dry_row *const *)a, *y = *(const lfl_dry_row *const *)b;
  double of_x = isnan(x->people) ? -1 : x->people, of_y = isnan(y->people) ? -1 : y->people;
  return of_x != of_y ? (of_x > of_y ? -1 : 1) : (x > y) - (x < y);
}

const lfl_dry_row **dry_by_people(report *r) {
  const lfl_dry_row **list = lfl_arena_new(r->arena, (size_t)r->dry->n + 1, const lfl_dry_row *);
  if (!list) r->failed = true;
  for (int i = 0; list && i < r->dry->n; i++) list[i] = &r->dry->rows[i];
  if (list && r->dry->n) qsort(list, (size_t)r->dry->n, sizeof *list, by_people_without);
  return list;
}

const char *dry_words(report *r, const lfl_dry_row *row) {
  if (row->user == LFL_FUEL_FLEET) return plain_text(r, "%s stands still for want of fuel at %s", r->s->fleets[row->subject_i].id, place_name(r, row->place_i));
  if (row->user == LFL_FUEL_FACILITY) return plain_text(r, "%s stands still for want of fuel", facility_words(r, row->subject_i));
  return plain_text(r, "pumps at %s stand still for want of fuel", place_name(r, row->place_i));
}

/* What is short, what helps: by kind of limit. */
static const struct {
  const char *limit, *says, *more;
} LIMIT_WORDS[] = {
    {"crossing", "%s lets in too few trucks", "more trucks a day through %s"},
    {"hub", "%s handles too few trucks", "more trucks a day handled at %s"},
    {"storage", "storage at %s is full", "more storage at %s"},
    {"water", "local water at %s is used up", "more water at %s"},
    {"land", "land at %s is used up", "more land at %s"},
    {"fleet", "all %s are in use", "more %s"}, /* see subject_name */
    {"crew", "all %s are at work", "more %s"},
    {"link", "%s carries all it may", "more vehicles a day on %s"},
    {"walk", "%s carries all who may walk it", "more people a day on foot on %s"},
    {"willing", "all who are recorded as willing to leave %s do", "asking again who in %s wishes to leave"},
    {"permission", "permissions for %s are used up", "more permitted trips through %s"},
    {"escort", "escort %s goes with all it can", "more vehicles a day with escort %s"},
    {"shelter", "existing shelter at %s is used up", "more shelter at %s"},
    {"toilet", "existing toilets at %s are used up", "more toilets at %s"},
    {"tap", "existing taps at %s are used up", "more taps at %s"},
    {"health", "existing health care at %s is used up", "more health care at %s"},
    {"health_beds", "existing hospital beds at %s are used up", "more hospital beds at %s"},
    {"supply", "%s runs short", "more supply of %s"},
    {"money", NULL, "more money %s"}, /* says: money_words */
};

/* The same where there is nothing of it. */
static const struct {
  const char *limit, *says;
} ZERO_WORDS[] = {{"land", "there is no land at %s to build on"}, {"fleet", "there are no %s"}, {"crew", "there are no %s"},
                  {"willing", "nobody of %s is recorded as willing to leave"}, {"permission", "permissions let nothing through %s"}, {"supply", "no %s is supplied"}};

/* What the level does with the money that limits it: all of it is spent, or it comes too late; where whole things leave some, with
 * how much. Of a target's money, and in a public copy, no more than that it is short. */
static const char *money_state(report *r, const lfl_binding_row *row, const char *key) {
  int n;
  const lfl_fund *funds = row->target_i >= 0 || r->audience == LFL_PUBLIC ? NULL : lfl_budget_funds(r->plan, r->arena, &n);
  const lfl_fund *fund = funds ? lfl_fund_of_key(funds, n, r->s, key, r->arena) : NULL;
  if (!fund || isnan(fund->left)) return "is short";
  if (!lfl_fund_is_used_up(fund)) return "comes late";
  if (fund->idle < 1) return "is used up";
  if (!lfl_fund_is_left_by_whole(fund)) return plain_text(r, "is used up, but for %s %s that whole things leave", lfl_money_words(fund->idle, r->arena), r->s->currency);
  return plain_text(r, "is used up before things are made whole, though whole things spend %s of its %s %s", lfl_money_words(fund->spent, r->arena), lfl_money_words(fund->usable_end, r->arena), r->s->currency);
}

/* Which money, with its pledges; money that there is none of, or that never comes, is not used up. */
static const char *money_words(report *r, const lfl_binding_row *row) {
  bool has_come;
  const char *key = row->subject_id ? row->subject_id : "none", *fund = lfl_fund_words(r->s, key, false, r->audience, r->arena, &has_come);
  if (has_come || !fund) return plain_text(r, "money %s %s", fund ? fund : subject_name(r, row), money_state(r, row, key));
  return strchr(fund, '(') ? plain_text(r, "money %s does not come in these days", fund) : plain_text(r, "no money %s is pledged", strcmp(fund, "not earmarked") == 0 ? "without earmark" : fund);
}

/* Is there nothing of the limit, so that nothing of it is used up? */
static bool is_at_zero(const report *r, const lfl_binding_row *row) {
  const lfl_scenario *s = r->s;
  const char *id = row->subject_id ? row->subject_id : "";
  double there = 0;
  bool is_any = false;
  int place_i = find_place(r, id);
  if (is_limit(row, "land") && place_i >= 0) return !(s->places[place_i].usable_m2 > 0);
  if (is_limit(row, "willing") && place_i >= 0) return !(s->places[place_i].willing_share > 0);
  for (int i = 0; i < s->n_fleets && is_limit(row, "fleet"); i++)
    if (strcmp(s->fleets[i].id, id) == 0) is_any = true, there += s->fleets[i].n_vehicles;
  for (int i = 0; i < s->n_crews && is_limit(row, "crew"); i++)
    if (strcmp(s->crews[i].id, id) == 0) is_any = true, there += s->crews[i].n_workers;
  for (int i = 0; i < s->n_permissions && is_limit(row, "permission"); i++)
    if (strcmp(lfl_subject_id(s, s->permissions[i].subject, s->permissions[i].subject_i), id) == 0) is_any = true, there += s->permissions[i].trips_per_day;
  for (int i = 0; i < s->n_supplies && is_limit(row, "supply"); i++)
    if (strcmp(s->items[s->supplies[i].item_i].id, id) == 0) is_any = true, there += s->supplies[i].units;
  return is_any && !(there > 0);
}

/* Whose willingness limits what can be done; of those whom whole trips leave behind it is not said that they leave. Of a copy that leaves people out nobody can say who does. */
static const char *leaving_words(report *r, const lfl_binding_row *row, const char *says) {
  int place_i = find_place(r, row->subject_id ? row->subject_id : "");
  const char *name = subject_name(r, row);
  if (place_i < 0 || row->target_i >= 0) return plain_text(r, says, name);
  if (r->plan->is_cut) return plain_text(r, "no more are recorded as willing to leave %s", name);
  double willing = floor(r->s->places[place_i].people * r->s->places[place_i].willing_share + 1e-6), leave = 0;
  for (int k = 0; k < r->plan->n_movements; k++)
    if (r->plan->movements[k].from_i == place_i) leave += r->plan->movements[k].people;
  if (willing < 1) return plain_text(r, "less than one person is recorded as willing to leave %s", name);
  if (leave > willing - 1) return plain_text(r, says, name);
  return plain_text(r, "all who are recorded as willing to leave %s do before trips are made whole; in whole trips and people %s of %s do", name, put_text(r, "%q", leave), put_text(r, "%q", willing));
}

const char *binding_words(report *r, const lfl_binding_row *row) {
  if (binding_is_shown(r, row) && is_at_zero(r, row))
    for (size_t i = 0; i < sizeof ZERO_WORDS / sizeof ZERO_WORDS[0]; i++)
      if (is_limit(row, ZERO_WORDS[i].limit)) return capital(r, plain_text(r, ZERO_WORDS[i].says, subject_name(r, row)));
  if (is_limit(row, "money")) return capital(r, money_words(r, row));
  for (size_t i = 0; i < sizeof LIMIT_WORDS / sizeof LIMIT_WORDS[0]; i++)
    if (is_limit(row, LIMIT_WORDS[i].limit)) return capital(r, is_limit(row, "willing") ? leaving_words(r, row, LIMIT_WORDS[i].says) : plain_text(r, LIMIT_WORDS[i].says, subject_name(r, row)));
  return row->text && binding_is_shown(r, row) ? row->text : "A limit that is not shown here";
}

const char *binding_more(report *r, const lfl_binding_row *row) {
  for (size_t i = 0; i < sizeof LIMIT_WORDS / sizeof LIMIT_WORDS[0]; i++)
    if (is_limit(row, LIMIT_WORDS[i].limit)) return plain_text(r, LIMIT_WORDS[i].more, subject_name(r, row));
  return "more of the limit that costs most";
}

/* A price is a remark on the gain, with the range in which it was seen to hold; one that was not tried is not told. */
const char *price_words(report *r, const lfl_binding_row *row) {
  if (!isnan(row->gain) && !lfl_binding_gains(row)) return "more of it alone gains nothing";
  switch (lfl_binding_price_check(row)) {
    case LFL_PRICE_HOLDS:
      return put_text(r, "%q for each one more, up to %q more at least", row->price, row->holds_to);
    case LFL_PRICE_HOLDS_IN_PART:
      if (row->holds_to < 1) return put_text(r, "%q for one more by its price, seen to hold for %q more only", row->price, row->holds_to);
      return put_text(r, "%q for each one more at first, seen up to %q more; the last of them gain less", row->price, row->holds_to);
    case LFL_PRICE_DIFFERS:
      return put_text(r, "its price, %q for each one more, was not seen to hold", row->price);
    case LFL_PRICE_NOT_TRIED:
      break;
  }
  return isnan(row->gain) ? "not tried" : "not told";
}

const char *gain_words(report *r, const lfl_binding_row *row) {
  return isnan(row->gain) ? "–" : lfl_binding_gains(row) ? put_text(r, "%q", row->gain) : "none";
}

const char *limits_lack(const report *r) {
  if (r->audience == LFL_PUBLIC) return "Limits name routes, warehouses and days, and are not in a public copy.";
  return r->plan->lacks_limits ? "Limits that rest on what is restricted are left out of this copy." : NULL;
}

/* Of a copy that leaves people out nobody can say so. */
static bool is_served_fully(const report *r) {
  if (r->plan->is_cut) return false;
  for (int k = 0; k < r->n_k; k++)
    if (r->all_served[k] < r->all_people[k]) return false;
  return r->n_k > 0;
}

/* ... at either tier? */
static bool is_any_unserved(const report *r) {
  for (int k = 0; k < r->plan->n_service; k++)
    if (r->plan->service[k].served_people < r->plan->service[k].people) return true;
  return false;
}

/* What binds is looked for at the survival tier, and no more is said. */
const char *no_limits_words(report *r) {
  if (limits_lack(r)) return limits_lack(r);
  if (!r->plan->is_binding_sought) return "This plan holds no list of limits that cost service.";
  if (lfl_answer_tier(r->s) != LFL_SURVIVAL) return LFL_NO_SURVIVAL_WORDS;
  if (!is_served_fully(r)) return "More of no limit by itself serves anybody at the survival tier; " LFL_NOT_A_LIMIT_WORDS ".";
  return is_any_unserved(r) ? "Everyone is served at the survival tier: no limit costs service there. What binds at the minimum tier is not looked for." : "Everyone is served at the survival tier: no limit costs service.";
}

const char *bottleneck_words(report *r) {
  return r->plan->n_binding > 0 && !r->plan->lacks_bottleneck ? binding_words(r, &r->plan->binding[0]) : NULL;
}

/* The most days of notice that a permission on the limit's first day asks for; 0: the limit is none. */
static int notice_of(const report *r, const lfl_binding_row *row) {
  double most = 0;
  for (int k = 0; k < r->s->n_permissions && is_limit(row, "permission") && row->subject_id; k++) {
    const lfl_permission *p = &r->s->permissions[k];
    if (strcmp(lfl_subject_id(r->s, p->subject, p->subject_i), row->subject_id) == 0 && lfl_permission_holds(p, row->from_day)) most = fmax(most, p->notice_days);
  }
  return (int)ceil(most - 1e-9);
}

static decision decision_on_limit(report *r, const lfl_binding_row *row) {
  int notice = notice_of(r, row);
  const char *then = isnan(row->gain) ? "this limit is used up; what more of it gains was not tried" : "this limit costs people survival service";
  const char *why = notice > 0 ? plain_text(r, "the notice of %d day%s counts back from %s, from when on %s", notice, notice == 1 ? "" : "s", date_text(r, row->from_day, false), then)
                               : plain_text(r, "from that day on %s", then);
  return (decision){notice < row->from_day ? row->from_day - notice : 0, binding_more(r, row), why};
}

/* Earliest of: a limit that costs service begins to bind (or the notice of it is to be given), supplies break, first building, first
 * movement. On one day: the limit with the largest gain, then supplies, then what the plan does. */
decision next_decision(report *r) {
  decision d = {-1, NULL, NULL};
  bool is_any_tried = r->plan->n_binding > 0 && !isnan(r->plan->binding[0].gain);
  for (int i = 0; i < r->plan->n_binding; i++) { /* ordered by gain, so the first of a day wins */
    const lfl_binding_row *row = &r->plan->binding[i];
    if (!(row->gain > 0 || (isnan(row->gain) && !is_any_tried))) continue;
    decision on = decision_on_limit(r, row);
    if (d.day < 0 || on.day < d.day) d = on;
  }
  for (int i = 0; r->needs && i < r->needs->n_breaks; i++) {
    const lfl_pipeline_break *b = &r->needs->breaks[i];
    if (b->tier != LFL_SURVIVAL || b->day < 0 || !runs_out(r, b->need_i) || (d.day >= 0 && b->day >= d.day)) continue;
    d = (decision){b->day, plain_text(r, "more %s before stock and inflow fall short", need_name(r->s->needs[b->need_i].id)),
                   "on that day stock and what enters no longer cover the survival tier"};
  }
  if (d.day >= 0) return d;
  const char *served = lfl_answer_tier(r->s) == LFL_SURVIVAL ? "everyone is served at survival" : "everyone is served at the minimum";
  const char *limits = is_served_fully(r) ? served : "which limits cost service is not known from this plan";
  for (int i = 0; i < r->plan->n_builds; i++) {
    const lfl_build_row *b = &r->plan->builds[i];
    if (d.day < 0 || b->day < d.day)
      d = (decision){b->day, plain_text(r, "start of construction at %s", place_name(r, b->place_i)), plain_text(r, "the plan's first construction; %s", limits)};
  }
  for (int i = 0; i < r->plan->n_movements; i++) {
    const lfl_movement_row *m = &r->plan->movements[i];
    if (d.day < 0 || m->day < d.day)
      d = (decision){m->day, plain_text(r, "start of movements from %s", place_name(r, m->from_i)), plain_text(r, "the plan's first movement; %s", limits)};
  }
  return d;
}

static const char *in_all_words(report *r, int k, int n_few) {
  if (n_few && !(r->all_people[k] > 0)) return n_few == 1 ? "<strong>fewer than 10 people</strong>" : "<strong>fewer than 10 people in each region</strong>";
  return put_text(r, "<strong>%r%s of %s people</strong>", r->audience == LFL_PUBLIC ? "at most " : "", people_words(r, r->all_served[k]), people_words(r, r->all_people[k]));
}

/* Why no bottleneck is named. */
static const char *no_bottleneck_words(const report *r, int n_few) {
  if (is_served_fully(r) && !n_few) return is_any_unserved(r) ? "none found at the survival tier" : "none found";
  if (r->audience == LFL_PUBLIC) return "not in a public copy";
  if (r->plan->lacks_bottleneck) return "not in this copy";
  if (!r->plan->is_binding_sought) return "not looked for in this plan";
  return lfl_answer_tier(r->s) == LFL_SURVIVAL ? "no limit of which more would serve anybody by itself at the survival tier" : "not looked for, as no need here has a survival tier";
}

const char *headline(report *r) {
  if (!r->n_k) return "This plan holds no day on which service was counted.";
  int k = r->n_k - 1;
  int n_few = n_regions_of_few(r, -1, (int)lfl_answer_tier(r->s), k);
  decision next = next_decision(r);
  const char *bottleneck = bottleneck_words(r);
  if (!bottleneck) bottleneck = no_bottleneck_words(r, n_few);
  const char *first = put_text(r, "By %D, %r in need get %s service in everything planned%r.", r->day[k], in_all_words(r, k, n_few), lfl_tier_name(lfl_answer_tier(r->s)),
                               n_few && r->all_people[k] > 0 ? put_text(r, ", without %d region%r in which fewer than 10 do", n_few, n_few == 1 ? "" : "s") : "");
  const char *then = next.day < 0 ? (r->plan->lacks_limits ? "none found by the rule below in what this copy holds." : "none found by the rule below.")
                     : next.day == 0 ? put_text(r, "%s, <strong class=\"nw\">now (%D)</strong>.", next.what, 0)
                                     : put_text(r, "%s, <strong class=\"nw\">by %D</strong>.", next.what, next.day);
  return put_text(r, "%r Bottleneck: <strong>%s</strong>. Next decision: %r", first, bottleneck, then);
}

bool is_target_told(const report *r, int target_i) { return lfl_may_see_target(r->s, target_i, r->audience); }

int n_told_targets(const report *r) {
  int n = 0;
  for (int i = 0; i < r->s->n_targets; i++) n += is_target_told(r, i);
  return n;
}

bool is_claim_told(const report *r, int claim_i) { return lfl_may_see_claim(r->s, claim_i, r->audience); }
bool is_claim_open(const report *r, int claim_i) { return may_see(r, &r->s->claims[claim_i].origin); }
const char *claim_words(const report *r, int claim_i) { return is_claim_open(r, claim_i) ? lfl_plan_words(r->plan, r->s->claims[claim_i].text) : "A claim whose words are not in a public copy"; }

const char *target_words(report *r, int target_i) {
  const lfl_target *t = &r->s->targets[target_i];
  const char *people = t->people < (double)INFINITY ? plain_text(r, "%s people", people_words(r, t->people)) : NULL;
  const char *where = t->place_i < 0 ? "" : plain_text(r, " in %s", place_name(r, t->place_i));
  const char *by = date_text(r, t->by_day, false);
  switch (t->kind) {
    case LFL_TARGET_MOVE_OUT:
      return t->place_i < 0 ? plain_text(r, "%s moved from where they are by %s", people ? people : "Everyone", by)
                            : plain_text(r, "%s out of %s by %s", people ? people : "Everyone", place_name(r, t->place_i), by);
    case LFL_TARGET_SERVED:
      return plain_text(r, "%s served with %s at the %s tier%s from %s on", people ? people : "Everyone in need",
                        t->need_i < 0 ? "everything planned" : need_name(r->s->needs[t->need_i].id), lfl_tier_name(t->tier), where, by);
    case LFL_TARGET_CAPACITY:
      return plain_text(r, "%s for %s%s by %s", need_title(lfl_capacity_name(t->capacity)), people ? people : "everyone in need", where, by);
  }
  return t->id;
}

const char *of_asked_words(report *r, int target_i) {
  const lfl_target_result *t = &r->plan->targets[target_i];
  double found = lfl_target_whole(t->best_people, t->people), of = lfl_target_whole(t->people, t->people);
  if (!(found < of)) return people_words(r, found); /* "1 785 of 1 000" is no way to say it */
  const char *best = people_words(r, found), *asked = people_words(r, of);
  if (best && asked && strcmp(best, asked) == 0) return plain_text(r, "%n of %n", found, of); /* the verdict hangs on the difference */
  return plain_text(r, "%s of %s", best, asked);
}

const char *willing_words(report *r, int target_i) {
  const lfl_target_result *t = &r->plan->targets[target_i];
  lfl_willing w;
  if (!t->willing_missing) return NULL;
  if (!lfl_target_willing(r->s, &r->s->targets[target_i], r->is_shown, r->arena, &w)) {
    r->failed = true;
    return NULL;
  }
  const char *missing = w.n_missing ? w.missing_names : "some of these places"; /* a copy may not hold them */
  if (!w.n_recorded) return plain_text(r, "Whether people wish to leave is not recorded for %s, and so nobody is planned to move.", missing);
  if (r->audience == LFL_PUBLIC) return plain_text(r, "Whether people wish to leave is not recorded for %s, and nobody is planned to move from there.", missing);
  return plain_text(r, "Whether people wish to leave is recorded for %s: %s of %s wish to, and this plan moves %s in all for this target. It is not recorded for %s (%s people), and nobody is planned to move from there.",
                    w.recorded_names, people_words(r, w.willing_people), people_words(r, w.recorded_people), people_words(r, t->plan_people), missing, people_words(r, w.missing_people));
}

const char *reach_words(report *r, const lfl_target_result *t, double people) { return plain_text(r, "%n", lfl_target_whole(people, t->people)); }

double set_best_people(lfl_verdict verdict, double best_people) {
  bool is_enough = verdict == LFL_MET || verdict == LFL_POSSIBLE;
  return lfl_target_whole(best_people, is_enough ? best_people : (double)NAN);
}

const char *if_willing_words(report *r, int target_i) {
  const lfl_target_result *t = &r->plan->targets[target_i];
  lfl_willing w;
  if (!lfl_target_willing(r->s, &r->s->targets[target_i], r->is_shown, r->arena, &w)) r->failed = true;
  const char *if_all = r->failed || !w.n_recorded ? "If everyone there wished to" : "If everyone there wished to, and elsewhere as many as recorded";
  if (isnan(t->willing_best_people)) return plain_text(r, "%s: not solved.", if_all);
  double best = lfl_target_whole(t->willing_best_people, t->people), bound = lfl_target_whole(t->willing_bound_people, t->people);
  const char *above = isfinite(bound) && bound > best ? plain_text(r, " found, none above %n proved", bound) : "";
  return plain_text(r, "%s: at most %n people by then%s%s.", if_all, best, above,
                    t->willing_earliest_day >= 0 ? plain_text(r, ", and all asked for by %s at the earliest", date_text(r, t->willing_earliest_day, false)) : "; not all asked for within this plan's days");
}

const char *verdict_words(lfl_verdict verdict) {
  static const char *const words[] = {"Not settled", "Met", "Possible, not met", "Not possible"};
  return verdict <= LFL_IMPOSSIBLE ? words[verdict] : words[0];
}

/* Where no plan was made with the numbers. */
const char *can_words(lfl_verdict verdict) { return verdict == LFL_POSSIBLE ? "Can be met" : verdict_words(verdict); }

const char *set_verdict_class(const report *r, int set, int target_i) {
  return verdict_class(set == 0 ? r->plan->targets[target_i].verdict : r->plan->sets[set].verdicts[target_i]);
}

/* Under the plan's own numbers (set 0) what this plan does is known, too. */
const char *set_verdict_words(const report *r, int set, int target_i) {
  if (set == 0) return verdict_words(r->plan->targets[target_i].verdict);
  return can_words(r->plan->sets[set].verdicts[target_i]);
}

double other_risk_weight(const report *r) { return r->s->risk_weight > 0 ? 0 : 1; }

static const lfl_table *assumptions_of(const report *r) { return r->s->tables ? lfl_tables_find(r->s->tables, "assumptions") : NULL; }

/* Has the set the one row that gives the other risk weight? */
static bool is_risk_set(const report *r, const char *set_id) {
  const lfl_table *t = assumptions_of(r);
  const char *other = other_risk_weight(r) > 0 ? "1" : "0";
  int n_rows = 0, n_risk = 0;
  for (int row = 0; t && row < t->n_rows; row++) {
    const char *set = lfl_table_get(t, row, "set_id"), *id = lfl_table_get(t, row, "row_id"), *value = lfl_table_get(t, row, "value");
    if (!set || strcmp(set, set_id) != 0) continue;
    n_rows++;
    n_risk += id && strcmp(id, "risk_weight") == 0 && value && strcmp(value, other) == 0;
  }
  return n_rows == 1 && n_risk == 1;
}

int risk_set(const report *r) {
  for (int i = 1; i < r->plan->n_sets; i++)
    if (is_risk_set(r, r->plan->sets[i].set_id)) return i;
  return -1;
}

const char *unsolved_risk_set(const report *r) {
  const lfl_table *t = assumptions_of(r);
  for (int row = 0; t && row < t->n_rows; row++) {
    const char *set = lfl_table_get(t, row, "set_id");
    if (set && lfl_row_sensitivity(t, row) <= r->audience && is_risk_set(r, set)) return set;
  }
  return NULL;
}

const char *not_compared_words(report *r) {
  const lfl_table *t = assumptions_of(r);
  bool has_disputes = r->plan->comparison && r->plan->comparison->n_pairs > 0;
  if (has_options(r) || has_disputes)
    return put_text(r, "What other numbers change stands under %r%r%r.", has_options(r) ? "<a href=\"#options\">Options</a>" : "", has_options(r) && has_disputes ? " and " : "",
                    has_disputes ? "<a href=\"#dispute-1\">Disputed numbers</a>" : "");
  return t && t->n_rows ? "The scenario's other sets of assumptions were not solved with this plan." : "The scenario has no other set of assumptions.";
}

const char *set_source(const report *r, const char *set_id) {
  const lfl_table *t = assumptions_of(r);
  for (int row = 0; t && row < t->n_rows; row++) {
    const char *set = lfl_table_get(t, row, "set_id");
    if (set && strcmp(set, set_id) == 0 && lfl_row_sensitivity(t, row) <= r->audience) return lfl_plan_words(r->plan, lfl_table_get(t, row, "source"));
  }
  return NULL;
}

/* What the set turns: verdicts first, then the share served. */
static weak_point weigh_set(report *r, const lfl_set_result *set) {
  const lfl_set_result *base = &r->plan->sets[0];
  int turned = 0, example = -1;
  for (int t = 0; t < r->s->n_targets && t < set->n_targets && t < base->n_targets; t++)
    if (is_target_told(r, t) && set->verdicts[t] != base->verdicts[t]) turned++, example = example < 0 ? t : example;
  double by = set->survival_share - base->survival_share;
  const char *served = isfinite(by) && fabs(by) >= 0.005
                           ? put_text(r, "survival service %p instead of %p", set->survival_share, base->survival_share) : NULL;
  const char *verdicts = turned ? put_text(r, "%d of %d verdicts change (%s: <em>%s</em> instead of <em>%s</em>)", turned, n_told_targets(r),
                                           r->s->targets[example].id, can_words(set->verdicts[example]), can_words(base->verdicts[example])) : NULL;
  const char *source = set_source(r, set->set_id);
  weak_point p = {0};
  p.what = put_text(r, "<b>%s</b>%r%s", set->set_id, source ? ": " : "", source);
  if (served && verdicts) p.effect = put_text(r, "Solved again with these numbers: %r; %r.", served, verdicts);
  else if (served || verdicts) p.effect = put_text(r, "Solved again with these numbers: %r.", served ? served : verdicts);
  p.href = "#sets";
  p.rank = 1e12 * turned + (isfinite(by) ? 1e9 * fabs(by) : 0);
  return p;
}

static weak_point weigh_default(report *r, int i) {
  const lfl_default *d = &r->s->defaults[i];
  bool has_range = !isnan(d->low) && !isnan(d->high);
  weak_point p = {0};
  bool is_number = d->value && ((d->value[0] >= '0' && d->value[0] <= '9') || d->value[0] == '-');
  const char *unit = is_number ? unit_words(r, d->unit, false) : "", *space = unit[0] ? " " : "";
  if (d->table && strcmp(d->table, "standards") == 0)
    p.what = put_text(r, "The planning figure <b>%s</b>: %s%r%s", d->column, d->value, space, unit);
  else p.what = put_text(r, "<b>%s</b> (%s), left blank, was taken as %s%r%s", d->column, d->table, d->value, space, unit);
  p.effect = put_text(r, "Figures for %n people rest on it%r%r.", d->importance, has_range ? put_text(r, "; published range %q to %q", d->low, d->high) : "",
                      d->kind && strcmp(d->kind, "assumption") == 0 ? "; an assumption, not a standard" : "");
  p.href = put_text(r, "#d-%d", i);
  p.rank = d->importance;
  return p;
}

/* Rows of people that their own source calls an assumption. */
static weak_point weigh_assumed_people(report *r) {
  double assumed = 0, all = 0;
  int n = 0;
  for (int i = 0; i < r->s->n_places; i++) {
    const lfl_place *place = &r->s->places[i];
    if (!place->is_host) continue;
    all += place->people;
    if (place->origin.reliability == LFL_ASSUMED) assumed += place->people, n++;
  }
  weak_point p = {0};
  if (!n || !(all > 0)) return p;
  p.what = put_text(r, "<b>People and capacities of %d %r</b> are marked as assumed by those who entered them", n, n == 1 ? "place" : "places");
  p.effect = put_text(r, "They stand for %s of %s people (%p).", people_words(r, assumed), people_words(r, all), assumed / all);
  p.href = table_href(r, "places");
  p.rank = assumed;
  return p;
}

static weak_point weigh_standard(report *r, int need_i, int tier) {
  const lfl_need *need = &r->s->needs[need_i];
  weak_point p = {0};
  p.what = put_text(r, "<b>%s at the %s tier</b>: %q %s", need_title(need->id), lfl_tier_name((lfl_tier)tier), need->quantity[tier], unit_words(r, need->quantity_unit[tier], false));
  p.effect = put_text(r, "An assumption, not a published standard (%s).", need->indicator_source[tier] ? need->indicator_source[tier] : "no source");
  p.href = put_text(r, "#s-%d-%d", need_i, tier);
  p.rank = r->n_k ? r->sum_asked[at_sum(r, need_i, tier, r->n_k - 1)] * 0.5 : 0; /* after figures of people of the same size */
  return p;
}

/* Keeps the best n, largest rank first, earlier found first among equals. */
static void offer(weak_point *list, int *n_list, int n, weak_point p) {
  if (!p.what || !p.effect || !(p.rank > 0)) return;
  int at = *n_list;
  while (at > 0 && list[at - 1].rank < p.rank) at--;
  if (at >= n) return;
  if (*n_list < n) ++*n_list;
  for (int i = *n_list - 1; i > at; i--) list[i] = list[i - 1];
  list[at] = p;
}

int weak_points(report *r, weak_point *out, int n) {
  int n_out = 0;
  for (int i = 1; i < r->plan->n_sets; i++)
    if (!r->plan->sets[i].note) offer(out, &n_out, n, weigh_set(r, &r->plan->sets[i]));
  offer(out, &n_out, n, weigh_assumed_people(r));
  for (int i = 0; i < r->s->n_defaults && i < 8; i++)
    if (!r->s->defaults[i].kind || strcmp(r->s->defaults[i].kind, "standard") != 0) offer(out, &n_out, n, weigh_default(r, i));
  for (int i = 0; i < r->s->n_needs; i++)
    for (int tier = 0; tier < LFL_N_TIERS; tier++)
      if (r->s->needs[i].has_tier[tier] && r->s->needs[i].indicator_kind[tier] && strcmp(r->s->needs[i].indicator_kind[tier], "assumption") == 0)
        offer(out, &n_out, n, weigh_standard(r, i, tier));
  return n_out;
}
