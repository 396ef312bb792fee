/* The plan: creation and growth of its lists. Lists live on the heap while they grow and go
 * with the plan; texts live in its arena. Amortised O(1) a row. */
#include "model/plan.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

lfl_plan *lfl_plan_create(const lfl_scenario *scenario) {
  lfl_arena *arena = lfl_arena_create();
  if (!arena) return NULL;
  lfl_plan *plan = lfl_arena_new(arena, 1, lfl_plan);
  if (plan) {
    plan->arena = arena;
    plan->scenario = scenario;
    plan->survival_share = (double)NAN;
    size_t n = (size_t)scenario->n_places * (size_t)scenario->n_days;
    plan->people = lfl_arena_new(arena, n, double);
    plan->targets = lfl_arena_new(arena, (size_t)scenario->n_targets, lfl_target_result);
    plan->claims = lfl_arena_new(arena, (size_t)scenario->n_claims, lfl_claim_result);
    plan->claim_days = lfl_arena_new(arena, (size_t)scenario->n_claims, lfl_claim_days);
    plan->version = lfl_arena_strdup(arena, LFL_VERSION);
    plan->audience = LFL_RESTRICTED;
    if (plan->people && plan->targets && plan->claims && plan->claim_days && plan->version) {
      if (n) memcpy(plan->people, scenario->people_unplanned, n * sizeof *plan->people);
      for (int i = 0; i < scenario->n_claims; i++) plan->claims[i] = (lfl_claim_result){.claim_i = i, .figure = (double)NAN};
      for (int i = 0; i < scenario->n_targets; i++) plan->targets[i].target_i = i;
      return plan;
    }
  }
  lfl_arena_destroy(arena);
  return NULL;
}

bool lfl_plan_is_open_behind_first(const lfl_plan *plan) {
  return !plan->stopped && plan->n_levels > 1 && isfinite(plan->levels[0].bound) && !isfinite(plan->levels[plan->n_levels - 1].bound);
}

bool lfl_is_target_binding_sought(const lfl_plan *plan, int target_i) {
  bool is_sought = plan->is_binding_sought && !plan->stopped;
  for (int k = 0; k < plan->n_conflicts; k++) is_sought = is_sought || plan->conflicts[k].target_i == target_i; /* sets come after what binds */
  return is_sought && !plan->is_cut && !plan->lacks_limits;
}

bool lfl_lacks_few(const lfl_plan *plan, int place_i, int need_i, lfl_tier tier, int day) {
  const lfl_scenario *s = plan->scenario;
  return plan->lacks_few && plan->lacks_few[(((size_t)place_i * (size_t)s->n_needs + (size_t)need_i) * LFL_N_TIERS + (size_t)tier) * (size_t)s->n_days + (size_t)day];
}

double lfl_whole_people(double people) {
  const double LEAST_PART = 0.01; /* of a person: of half a million, a millionth is half a one, and more than is proved */
  double nearest = nearbyint(people);
  return fabs(people - nearest) <= fmin(LEAST_PART, 1e-6 * fmax(1, fabs(people))) ? nearest + 0.0 /* no -0 */ : floor(people);
}

bool lfl_target_is_enough(double people, double asked) { return people >= asked - 1e-6 * fmax(1, asked); }

double lfl_target_whole(double people, double asked) {
  double up = -lfl_whole_people(-asked);
  return (lfl_target_is_enough(people, asked) ? fmax(up, lfl_whole_people(people)) : lfl_whole_people(people)) + 0.0;
}

bool lfl_way_is_under(const lfl_scenario *s, const lfl_way *way, const lfl_permission *permission) {
  int at = way->from_i;
  if (permission->subject == LFL_SUBJECT_PLACE && permission->subject_i == at) return true;
  for (int k = 0; k < way->n_links; k++) {
    const lfl_link *link = &s->links[way->link_i[k]];
    at = way->is_reverse[k] ? link->from_i : link->to_i;
    if (permission->subject == LFL_SUBJECT_PLACE ? permission->subject_i == at : permission->subject_i == way->link_i[k])
      return true;
  }
  return false;
}

bool lfl_spending_is_sum(const lfl_plan *plan, const lfl_spending_row *row) { return plan->lacks_trips && row->place_i < 0 && !row->need; }

void lfl_plan_destroy(lfl_plan *plan) {
  if (!plan) return;
  lfl_free(plan->ways);
  lfl_free(plan->service);
  lfl_free(plan->movements);
  lfl_free(plan->deliveries);
  lfl_free(plan->draws);
  lfl_free(plan->uses);
  lfl_free(plan->stocks);
  lfl_free(plan->builds);
  lfl_free(plan->capacity);
  lfl_free(plan->care);
  lfl_free(plan->referrals);
  lfl_free(plan->kits);
  lfl_free(plan->spending);
  lfl_free(plan->money_gains);
  lfl_free(plan->repairs);
  lfl_free(plan->repair_gains);
  lfl_free(plan->binding);
  lfl_free(plan->target_binding);
  lfl_free(plan->conflicts);
  lfl_free(plan->offers);
  lfl_free(plan->proofs);
  lfl_free(plan->multipliers);
  lfl_free(plan->start);
  lfl_arena_destroy(plan->arena); /* the arena holds the struct itself */
}

/* Grows a list by one zeroed element. */
static void *grow(void *list, int *n, int *capacity, size_t size, void **row) {
  *row = NULL;
  if (*n == *capacity) {
    int wanted = *capacity ? 2 * *capacity : 64;
    void *more = lfl_realloc_array(list, (size_t)wanted, size);
    if (!more) return list;
    list = more;
    *capacity = wanted;
  }
  *row = (char *)list + (size_t)(*n)++ * size;
  memset(*row, 0, size);
  return list;
}

#define DEFINE_ADD(noun, type, list)                                                                     \
  type *lfl_plan_add_##noun(lfl_plan *plan) {                                                            \
    void *row;                                                                                           \
    plan->list = grow(plan->list, &plan->n_##list, &plan->capacity_##list, sizeof(type), &row);          \
    return row;                                                                                          \
  }

DEFINE_ADD(way, lfl_way, ways)
DEFINE_ADD(service, lfl_service_row, service)
DEFINE_ADD(movement, lfl_movement_row, movements)
DEFINE_ADD(delivery, lfl_delivery_row, deliveries)
DEFINE_ADD(draw, lfl_draw_row, draws)
DEFINE_ADD(use, lfl_use_row, uses)
DEFINE_ADD(stock, lfl_stock_row, stocks)
DEFINE_ADD(build, lfl_build_row, builds)
DEFINE_ADD(capacity, lfl_capacity_row, capacity)
DEFINE_ADD(care, lfl_care_row, care)
DEFINE_ADD(referral, lfl_referral_row, referrals)
DEFINE_ADD(kit, lfl_kit_row, kits)
DEFINE_ADD(spending, lfl_spending_row, spending)
DEFINE_ADD(money_gain, lfl_money_gain_row, money_gains)
DEFINE_ADD(repair, lfl_repair_row, repairs)
DEFINE_ADD(repair_gain, lfl_repair_gain_row, repair_gains)
DEFINE_ADD(binding, lfl_binding_row, binding)
DEFINE_ADD(target_binding, lfl_binding_row, target_binding)
DEFINE_ADD(conflict, lfl_conflict_row, conflicts)
DEFINE_ADD(offer, lfl_offer_row, offers)

static bool copy_binding(const lfl_binding_row *from, lfl_binding_row *to, lfl_arena *arena) {
  if (!to) return false;
  *to = *from;
  to->limit = lfl_arena_strdup(arena, from->limit);
  to->subject_id = lfl_arena_strdup(arena, from->subject_id);
  to->unit = lfl_arena_strdup(arena, from->unit);
  to->text = lfl_arena_strdup(arena, from->text);
  return to->subject_id != NULL;
}

static bool copy_conflict(const lfl_conflict_row *from, lfl_conflict_row *to, lfl_arena *arena) {
  if (!to) return false;
  *to = *from;
  to->limit = lfl_arena_strdup(arena, from->limit);
  to->subject_id = lfl_arena_strdup(arena, from->subject_id);
  to->text = lfl_arena_strdup(arena, from->text);
  return to->subject_id != NULL;
}

static bool copy_offer(const lfl_offer_row *from, lfl_offer_row *to, lfl_arena *arena) {
  if (!to) return false;
  *to = *from;
  to->table = lfl_arena_strdup(arena, from->table);
  to->row_id = lfl_arena_strdup(arena, from->row_id);
  to->column = lfl_arena_strdup(arena, from->column);
  to->text = lfl_arena_strdup(arena, from->text);
  return to->text != NULL || !from->text;
}

bool lfl_plan_copy_findings(const lfl_plan *from, lfl_plan *to, lfl_sensitivity audience) {
  const lfl_target *targets = from->scenario->targets;
  bool is_fine = true;
  for (int k = 0; is_fine && k < from->n_binding; k++) is_fine = copy_binding(&from->binding[k], lfl_plan_add_binding(to), to->arena);
  for (int k = 0; is_fine && k < from->n_target_binding; k++)
    if (targets[from->target_binding[k].target_i].origin.sensitivity <= audience)
      is_fine = copy_binding(&from->target_binding[k], lfl_plan_add_target_binding(to), to->arena);
  for (int k = 0; is_fine && k < from->n_conflicts; k++)
    if (targets[from->conflicts[k].target_i].origin.sensitivity <= audience)
      is_fine = copy_conflict(&from->conflicts[k], lfl_plan_add_conflict(to), to->arena);
  for (int k = 0; is_fine && k < from->n_offers; k++)
    if (targets[from->offers[k].target_i].origin.sensitivity <= audience)
      is_fine = copy_offer(&from->offers[k], lfl_plan_add_offer(to), to->arena);
  return is_fine;
}

DEFINE_ADD(proof, lfl_proof, proofs)
DEFINE_ADD(multiplier, lfl_multiplier_row, multipliers)
DEFINE_ADD(start, lfl_start_row, start)

int lfl_plan_find_proof(const lfl_plan *plan, lfl_proof_kind kind, int subject_i) {
  for (int k = 0; k < plan->n_proofs; k++)
    if (plan->proofs[k].kind == kind && plan->proofs[k].subject_i == subject_i) return k;
  return -1;
}

int lfl_plan_find_proof_within(const lfl_plan *plan, lfl_proof_kind kind, int subject_i, const int *least, const int *most) {
  int n = plan->scenario->n_projects;
  for (int k = 0; k < plan->n_proofs; k++) {
    const lfl_proof *proof = &plan->proofs[k];
    bool is_within = proof->kind == kind && proof->subject_i == subject_i;
    for (int i = 0; is_within && proof->least && i < n; i++) is_within = proof->least[i] <= least[i] && most[i] <= proof->most[i];
    if (is_within) return k;
  }
  return -1;
}

bool lfl_plan_copy_box(lfl_plan *plan, lfl_proof *proof) {
  size_t n = (size_t)plan->scenario->n_projects;
  if (!proof->least) return true;
  int *box = lfl_arena_new(plan->arena, 2 * n + 1, int);
  if (!box) return false;
  memcpy(box, proof->least, n * sizeof *box);
  memcpy(box + n, proof->most, n * sizeof *box);
  proof->least = box;
  proof->most = box + n;
  return true;
}

int *lfl_plan_repair_starts(const lfl_plan *plan, lfl_arena *arena) {
  const lfl_scenario *s = plan->scenario;
  int *start = lfl_arena_new(arena, (size_t)s->n_projects + 1, int);
  for (int k = 0; start && k < s->n_projects; k++) start[k] = s->n_days;
  for (int k = 0; start && k < plan->n_repairs; k++)
    if (plan->repairs[k].project_i >= 0 && plan->repairs[k].project_i < s->n_projects && plan->repairs[k].start_day >= 0)
      start[plan->repairs[k].project_i] = plan->repairs[k].start_day;
  return start;
}

/* Does the repair come before the other? */
static bool begins_before(const lfl_plan *plan, const lfl_repair_row *a, const lfl_repair_row *b) {
  const lfl_project *p = plan->scenario->projects;
  if ((a->start_day < 0) != (b->start_day < 0)) return b->start_day < 0;
  if (a->start_day != b->start_day) return a->start_day < b->start_day;
  return strcmp(p[a->project_i].id, p[b->project_i].id) < 0;
}

double lfl_repair_mean_people(const lfl_repair_gain_row *gain) {
  return gain->from_day < 0 ? 0 : floor(fmax(0, gain->person_days) / (gain->to_day - gain->from_day + 1) + 1e-6);
}

int *lfl_plan_repairs_in_order(const lfl_plan *plan, lfl_arena *arena) {
  int *order = lfl_arena_new(arena, (size_t)plan->n_repairs + 1, int);
  for (int k = 0; order && k < plan->n_repairs; k++) {
    int at = k;
    for (; at > 0 && begins_before(plan, &plan->repairs[k], &plan->repairs[order[at - 1]]); at--) order[at] = order[at - 1];
    order[at] = k;
  }
  return order;
}

const char *lfl_money_change_name(lfl_money_change change) {
  static const char *const names[] = {"more", "earlier", "later", "later_unpaid", "condition_met", "waits", "left"};
  return (int)change >= 0 && change < LFL_N_MONEY_CHANGES ? names[change] : "unknown";
}

bool lfl_binding_gains(const lfl_binding_row *row) {
  const double LEAST = 0.5; /* person-days or people: less is no change, as in what-if */
  return row->gain >= LEAST;
}

lfl_price_check lfl_binding_price_check(const lfl_binding_row *row) {
  if (isnan(row->gain) || isnan(row->price) || isnan(row->holds_to)) return LFL_PRICE_NOT_TRIED;
  if (!(row->holds_to > 0)) return LFL_PRICE_DIFFERS;
  return row->holds_to >= row->step * (1 - 1e-9) ? LFL_PRICE_HOLDS : LFL_PRICE_HOLDS_IN_PART;
}
const char *lfl_price_check_name(lfl_price_check check) {
  static const char *const names[] = {"not_tried", "holds", "holds_in_part", "differs"};
  return check <= LFL_PRICE_DIFFERS ? names[check] : "not_tried";
}
const char *lfl_verdict_name(lfl_verdict verdict) {
  static const char *const names[] = {"unknown", "met", "possible", "impossible"};
  return verdict <= LFL_IMPOSSIBLE ? names[verdict] : "unknown";
}
const char *lfl_can_words(lfl_verdict verdict) {
  static const char *const words[] = {"not settled", "met", "can be met", "impossible"};
  return verdict <= LFL_IMPOSSIBLE ? words[verdict] : words[0];
}
const char *lfl_mode_name(lfl_mode mode) {
  static const char *const names[] = {"bus", "accessible_bus", "foot"};
  return mode <= LFL_MODE_FOOT ? names[mode] : "unknown";
}
const char *lfl_use_kind_name(lfl_use_kind kind) {
  static const char *const names[LFL_N_USES] = {"need", "build", "pump", "drive", "care", "kit"};
  return kind < LFL_N_USES ? names[kind] : "unknown";
}
bool lfl_claim_is_of_days(const lfl_claim *claim) {
  static const char WORD[] = "days_to_build:";
  return claim->indicator && strncmp(claim->indicator, WORD, sizeof WORD - 1) == 0;
}

const char *lfl_claim_answer_name(lfl_claim_answer answer) {
  static const char *const names[] = {"open", "confirmed", "contradicted"};
  return answer <= LFL_CLAIM_CONTRADICTED ? names[answer] : "unknown";
}

/* People whom what exists there serves, by the limit's kind; -1: no such place. */
static double existing_at(const lfl_scenario *s, int kind, const char *place_id) {
  for (int i = 0; i < s->n_places; i++)
    if (strcmp(s->places[i].id, place_id) == 0) return s->places[i].capacity_people[kind - LFL_LIMIT_SHELTER];
  return -1;
}

bool lfl_conflict_is_alone(const lfl_plan *plan, int i) {
  const lfl_conflict_row *r = &plan->conflicts[i];
  return i + 1 >= plan->n_conflicts || r[1].target_i != r->target_i || r[1].set != r->set;
}

const char *lfl_repairs_take_as_long(const lfl_scenario *s) { return s->n_projects ? ", with repairs taking as long as they do" : ""; }

double lfl_offer_way_weight(const lfl_plan *plan, int i) {
  const lfl_offer_row *of = &plan->offers[i];
  double weight = 0;
  for (int k = 0; k < plan->n_offers; k++)
    if (plan->offers[k].target_i == of->target_i && plan->offers[k].way == of->way) weight += plan->offers[k].weight;
  return weight;
}

int lfl_conflict_words(const lfl_plan *plan, int i, lfl_arena *arena, const char **text) {
  enum { MOST_BY_NAME = 3 };
  const lfl_conflict_row *first = &plan->conflicts[i];
  int kind = lfl_limit_called(first->limit), n = 0;
  bool is_existing = kind >= 0 && lfl_existing_words((lfl_limit_kind)kind);
  double people = 0;
  for (int k = i; is_existing && k < plan->n_conflicts; k++, n++) {
    const lfl_conflict_row *r = &plan->conflicts[k];
    if (r->target_i != first->target_i || r->set != first->set || !r->limit || !r->subject_id || strcmp(r->limit, first->limit) != 0) break;
    double here = existing_at(plan->scenario, kind, r->subject_id);
    if (here < 0) break;
    people += here;
  }
  *text = n > MOST_BY_NAME ? lfl_arena_printf(arena, "Existing %s at %d places: %.0f places in all", lfl_existing_words((lfl_limit_kind)kind), n, people) : first->text;
  return n > MOST_BY_NAME ? n : 1;
}
