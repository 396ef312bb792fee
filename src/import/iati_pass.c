/* Money passed from one imported activity to another: its rows are linked, so that each sum counts once.
 *
 * Said by a provider-activity-id (or the activity-id of the only funding organisation) where money comes in, else by
 * receiver-activity-ids where it goes out. A row that passes on money of activity X becomes passed_on_from a row of X in the same
 * currency: of the same earmark first, then of its sector, then one that is not earmarked, then any, as far as these reach; it is cut in two where
 * one row does not reach. What is beyond X's rows counts as other money, and is said. In another currency than all
 * rows of X it is linked to X's largest row, whole: by worth, where rates tell. Rows never lead back to themselves.
 * What was spent where it was passed to, is with an activity that is over or for what is not imported becomes no pledge. It is linked like the rest,
 * and then taken off all rows that it went through, in other currencies by the scenario's rates; else it would count again with those who gave it.
 * O(rows times the first thousand rows of the other activity). Tests: tests/unit/test_iati.c. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/iati.h"
#include "model/tables.h"
#include "model/worth.h"

enum { MOST_LOOKED_AT = 1000, LONGEST_CHAIN = 1000 };
static const double A_CENT = 0.01;

static bool is_incoming(int kind) { return kind == IATI_INCOMING_FUNDS || kind == IATI_INCOMING_COMMITMENT || kind == IATI_INCOMING_PLEDGE; }
static bool is_outgoing(int kind) { return kind == IATI_COMMITMENT || kind == IATI_DISBURSEMENT || kind == IATI_PLEDGE; }

/* Would linking `row` to `from` close a ring? A chain that is too long counts as one. */
static bool closes_ring(const lfl_iati *in, int row, int from) {
  int steps = 0;
  for (; from >= 0 && from != row && steps < LONGEST_CHAIN; steps++) from = in->rows[from].from_i;
  return from >= 0;
}

/* Water and toilets are parts of wash; no other code that is read names a part of another's. */
static bool is_part(const iati_row *r, const iati_row *whole) {
  if (!whole->earmark_id || !r->earmark_id || strcmp(whole->earmark_id, "wash") != 0) return false;
  return strcmp(r->earmark_id, "water") == 0 || strcmp(r->earmark_id, "toilet") == 0;
}

enum { SUITS_BEST, SUITS_AS_PART, SUITS_FREE, SUITS_OTHER, SUITS_NOT };

/* How well a row of X suits. */
static int suits(const lfl_iati *in, int row, int from) {
  const iati_row *r = &in->rows[row], *x = &in->rows[from];
  if (x->gone || x->rest < A_CENT || strcmp(iati_row_flow(in, r)->currency, iati_row_flow(in, x)->currency) != 0 || closes_ring(in, row, from)) return SUITS_NOT;
  if (strcmp(r->earmark_kind, x->earmark_kind) == 0 && lfl_same_text(r->earmark_id, x->earmark_id)) return SUITS_BEST;
  if (is_part(r, x)) return SUITS_AS_PART;
  return strcmp(x->earmark_kind, "none") == 0 ? SUITS_FREE : SUITS_OTHER;
}

static int find_source(const lfl_iati *in, int row, const iati_activity *x) {
  int best = -1, best_rank = SUITS_NOT;
  for (int i = x->first_row; i < x->first_row + x->n_rows && i - x->first_row < MOST_LOOKED_AT; i++)
    for (int part = i; part >= 0; part = in->rows[part].next_part) {
      int rank = suits(in, row, part);
      if (rank < best_rank) best = part, best_rank = rank;
    }
  return best;
}

/* What one in the flow's currency is worth in the scenario's when it comes; NaN: not known. */
static double worth_of(const lfl_iati *in, const iati_flow *f) {
  const lfl_scenario *s = in->options.scenario;
  if (!s || in->start_day == LONG_MAX) return (double)NAN;
  long day = f->day - in->start_day;
  return lfl_rate_on(s, f->currency, day < 0 ? 0 : day > s->n_days ? s->n_days : (int)day, NULL);
}

/* Is row i the larger one: by worth, one whose worth is known before others, and of those by amount? */
static bool is_larger(const lfl_iati *in, int i, int j) {
  double x = in->rows[i].amount * worth_of(in, iati_row_flow(in, &in->rows[i])), y = in->rows[j].amount * worth_of(in, iati_row_flow(in, &in->rows[j]));
  if (isnan(x) != isnan(y)) return isnan(y);
  return isnan(x) ? in->rows[i].amount > in->rows[j].amount : x > y;
}

/* X's largest row if none is in the currency of `row`; -1: some are, and are used up. What is passed on of one without a rate would be taken off nothing. */
static int find_foreign(const lfl_iati *in, int row, const iati_activity *x) {
  int largest = -1;
  for (int i = x->first_row; i < x->first_row + x->n_rows && i - x->first_row < MOST_LOOKED_AT; i++) {
    if (in->rows[i].gone) continue;
    if (strcmp(iati_row_flow(in, &in->rows[i])->currency, iati_row_flow(in, &in->rows[row])->currency) == 0) return -1;
    if (!closes_ring(in, row, i) && (largest < 0 || is_larger(in, i, largest))) largest = i;
  }
  return largest;
}

static void say_link(lfl_iati *in, lfl_severity severity, int row, const iati_activity *x, const char *text) {
  const iati_activity *a = &in->activities[in->rows[row].activity_i];
  iati_say(in, severity, "iati-passed-on", a->file, iati_row_flow(in, &in->rows[row])->line, "transaction", x->id, text);
}

/* Cuts the row after `amount`; the rest becomes a row of its own, whose index comes back (-1: nothing is left, or
 * some of the row is passed on already). */
static int cut_row(lfl_iati *in, int row, double amount) {
  iati_row r = in->rows[row];
  double rest = round((r.amount - amount) * 100) / 100;
  if (rest < A_CENT || r.rest < r.amount) return -1;
  int made = r.gone ? iati_add_gone_row(in, r.activity_i, r.flow_i, rest, r.earmark_kind, r.earmark_id, r.gone)
                    : iati_add_row(in, r.activity_i, r.flow_i, rest, r.earmark_kind, r.earmark_id);
  if (made < 0) return -1;
  in->rows[row].amount = in->rows[row].rest = round((r.amount - rest) * 100) / 100;
  in->rows[made].next_part = r.next_part;
  in->rows[row].next_part = made;
  return made;
}

/* What is linked to no row in its currency; `foreign` -1: to none at all. */
static void say_apart(lfl_iati *in, int row, const iati_activity *x, int foreign, double amount) {
  if (in->rows[row].gone) return; /* it counts nowhere */
  if (foreign >= 0) say_link(in, LFL_NOTE, row, x, "money of that activity in the same currency: it is taken off that activity's largest amount");
  else say_link(in, LFL_WARNING, row, x, iati_text(in, "money of that activity: %s more than it counts, taken to be other money", iati_number(in, amount)));
}

/* Links up to `most` of the row to rows of X; how much comes back. */
static double link_row(lfl_iati *in, int row, const iati_activity *x, double most) {
  double linked = 0;
  while (row >= 0 && most - linked >= A_CENT && !in->failed) {
    int from = find_source(in, row, x);
    if (from < 0) {
      int foreign = linked > 0 ? -1 : find_foreign(in, row, x);
      in->rows[row].from_i = foreign;
      say_apart(in, row, x, foreign, fmin(most - linked, in->rows[row].amount));
      return foreign < 0 ? linked : most;
    }
    double part = fmin(fmin(in->rows[row].amount, in->rows[from].rest), most - linked);
    int next = cut_row(in, row, part);
    in->rows[row].from_i = from;
    in->rows[from].rest -= part;
    linked += part;
    row = next;
  }
  return linked;
}

/* ---- where money comes in ---------------------------------------------------------------------- */

/* The activity that the row says its money is from; NULL: it says none. */
static const char *stated_source(const iati_activity *a, const iati_flow *f) {
  if (f->provider.activity_id) return f->provider.activity_id;
  const char *found = NULL;
  int n_funding = 0;
  for (int i = 0; i < a->n_orgs; i++) {
    if (!a->orgs[i].role || strcmp(a->orgs[i].role, "1") != 0) continue;
    n_funding++;
    found = a->orgs[i].activity_id;
  }
  return n_funding == 1 ? found : NULL;
}

/* The imported activity of which the row's money is; -1 none. */
static int source_of(const lfl_iati *in, int row) {
  const iati_flow *f = iati_row_flow(in, &in->rows[row]);
  if (!is_incoming(f->kind) && f->kind != IATI_BUDGET && f->kind != IATI_PLANNED) return -1;
  const char *id = stated_source(&in->activities[in->rows[row].activity_i], f);
  int x = id ? lfl_ids_get(in->ids, id) : -1;
  return x == in->rows[row].activity_i || x < 0 || !in->activities[x].n_counted ? -1 : x;
}

static void link_incoming(lfl_iati *in, int activity_i) {
  int first = in->activities[activity_i].first_row, n = in->activities[activity_i].n_rows;
  for (int i = first; i < first + n && !in->failed; i++) {
    int x = source_of(in, i);
    if (x >= 0) link_row(in, i, &in->activities[x], in->rows[i].amount);
  }
}

/* ---- where money goes out ---------------------------------------------------------------------- */

typedef struct payment {
  const char *from_id, *to_id;
  int from, to, kind;
  double amount;
} payment;

typedef struct payments {
  int n;
  payment *all; /* by whom they are to, then by whom they are from */
  int *first;   /* of an activity's, -1 none */
} payments;

static int by_pair(const void *a, const void *b) {
  const payment *x = a, *y = b;
  int order = strcmp(x->to_id, y->to_id);
  if (!order) order = strcmp(x->from_id, y->from_id);
  return order ? order : x->kind - y->kind;
}

/* Payments of activities that count to those that have rows. */
static payments list_payments(lfl_iati *in) {
  payments p = {0, lfl_arena_new(in->arena, (size_t)in->n_flows + 1, payment), lfl_arena_new(in->arena, (size_t)in->n_activities + 1, int)};
  if (!p.all || !p.first) {
    in->failed = true;
    return p;
  }
  for (int i = 0; i < in->n_activities; i++) {
    const iati_activity *a = &in->activities[i];
    for (int k = 0; k < a->n_flows && a->n_counted; k++) {
      const iati_flow *f = &a->flows[k];
      int to = is_outgoing(f->kind) && f->receiver.activity_id ? lfl_ids_get(in->ids, f->receiver.activity_id) : -1;
      if (to < 0 || to == i || !in->activities[to].n_rows || !(f->amount > 0)) continue;
      p.all[p.n++] = (payment){a->id, in->activities[to].id, i, to, f->kind, f->amount};
    }
  }
  if (p.n) qsort(p.all, (size_t)p.n, sizeof *p.all, by_pair);
  for (int i = 0; i < in->n_activities; i++) p.first[i] = -1;
  for (int i = p.n - 1; i >= 0; i--) p.first[p.all[i].to] = i;
  return p;
}

/* The next payment to the same activity; -1 none. */
static int next_payment(const payments *p, int i) { return i + 1 < p->n && p->all[i + 1].to == p->all[i].to ? i + 1 : -1; }

/* May the row's money be from X? Its provider is X's publisher, or it says none. */
static bool may_be_from(const iati_activity *x, const iati_flow *f) {
  if (f->provider.ref && x->publisher.ref) return iati_is_same_word(f->provider.ref, x->publisher.ref);
  if (f->provider.name && x->publisher.name) return iati_is_same_word(f->provider.name, x->publisher.name);
  return !f->provider.ref && !f->provider.name;
}

/* Links what is not linked yet of a row and of those cut off it to rows of X, up to `most`; how much comes back. */
static double link_parts(lfl_iati *in, int row, const iati_activity *x, double most) {
  double linked = 0;
  for (int k = 0; row >= 0 && k < MOST_LOOKED_AT && most - linked >= A_CENT && !in->failed; row = in->rows[row].next_part, k++) {
    if (in->rows[row].from_i >= 0) continue;
    double wanted = fmin(most - linked, in->rows[row].amount), got = link_row(in, row, x, wanted);
    linked += got;
    if (got < wanted - A_CENT) break; /* X has no more, which is said */
  }
  return linked;
}

/* Links rows of activity `to`, as far as they say nothing else, up to the amount. */
static void link_outgoing(lfl_iati *in, int from, int to, double amount) {
  const iati_activity *x = &in->activities[from];
  int first = in->activities[to].first_row, n = in->activities[to].n_rows;
  for (int i = first; i < first + n && amount >= A_CENT && !in->failed; i++) {
    const iati_flow *f = iati_row_flow(in, &in->rows[i]);
    if (!stated_source(&in->activities[to], f) && may_be_from(x, f)) amount -= link_parts(in, i, x, amount);
  }
}

static void link_payments(lfl_iati *in, const payments *p, int activity_i) {
  for (int i = p->first[activity_i]; i >= 0 && !in->failed;) {
    const payment *first = &p->all[i];
    double amount = 0;
    for (; i >= 0 && p->all[i].from == first->from; i = next_payment(p, i))
      if (p->all[i].kind == first->kind) amount += p->all[i].amount; /* commitments and their payments are the same money */
    link_outgoing(in, first->from, activity_i, amount);
  }
}

/* ---- all of it --------------------------------------------------------------------------------- */

/* Links the rows of an activity, those of its sources before them: what is cut is cut before it is passed on. */
static void link_activity(lfl_iati *in, const payments *p, bool *is_seen, int activity_i, int depth) {
  if (is_seen[activity_i] || depth > LONGEST_CHAIN || in->failed) return;
  is_seen[activity_i] = true;
  int first = in->activities[activity_i].first_row, n = in->activities[activity_i].n_rows;
  for (int i = first; i < first + n; i++) {
    int x = source_of(in, i);
    if (x >= 0) link_activity(in, p, is_seen, x, depth + 1);
  }
  for (int i = p->first[activity_i]; i >= 0; i = next_payment(p, i)) link_activity(in, p, is_seen, p->all[i].from, depth + 1);
  link_incoming(in, activity_i);
  link_payments(in, p, activity_i);
}

static void link_all(lfl_iati *in) {
  bool *is_seen = lfl_arena_new(in->arena, (size_t)in->n_activities + 1, bool);
  if (!is_seen) in->failed = true;
  const payments p = list_payments(in);
  int n = in->n_rows; /* rows that are cut off are linked with theirs */
  for (int i = 0; i < n && !in->failed; i++) link_activity(in, &p, is_seen, in->rows[i].activity_i, 0);
}

/* ---- what is gone where it was passed to -------------------------------------------------------- */

bool iati_is_pledge(const iati_row *row) { return !row->gone && row->amount >= A_CENT; }

/* What an amount of one row is of the one that it came through: of the same currency as much, else by the scenario's rates; NaN: not known. */
static double amount_at(const lfl_iati *in, double amount, int row, int from) {
  const iati_flow *f = iati_row_flow(in, &in->rows[row]), *x = iati_row_flow(in, &in->rows[from]);
  return strcmp(f->currency, x->currency) == 0 ? amount : amount * worth_of(in, f) / worth_of(in, x);
}

/* Takes a row that is gone off all rows that it came through, as far as it is known how much of their currency it is. */
static void take_off_gone(lfl_iati *in, int row) {
  const iati_row *r = &in->rows[row];
  const char *currency = iati_row_flow(in, r)->currency, *said = iati_number(in, round(r->amount * 100) / 100);
  double amount = r->amount;
  for (int from = r->from_i, at = row; from >= 0; at = from, from = in->rows[from].from_i) {
    const iati_activity *x = &in->activities[in->rows[from].activity_i];
    amount = amount_at(in, amount, at, from);
    if (isnan(amount)) {
      say_link(in, LFL_WARNING, row, x, iati_text(in, "money of that activity in the same currency, or in one with a rate in the scenario: %s %s that were passed on from it %s and could not be taken off; lower its amount", said, currency, r->gone));
      return;
    }
    if (from == r->from_i)
      say_link(in, LFL_NOTE, row, x, iati_text(in, "money that is still there: %s %s that were passed on from that activity %s and are taken off it", said, currency, r->gone));
    amount = fmin(amount, fmax(in->rows[from].amount, 0)); /* by rates it may be more than all of it */
    in->rows[from].amount -= amount;
  }
}

/* In whole cents, once all is taken off. */
static void settle_rows(lfl_iati *in) {
  for (int i = 0; i < in->n_rows && !in->failed; i++)
    if (in->rows[i].gone) take_off_gone(in, i);
  for (int i = 0; i < in->n_activities; i++) in->activities[i].n_counted = 0;
  for (int i = 0; i < in->n_rows; i++) {
    in->rows[i].amount = round(in->rows[i].amount * 100) / 100;
    in->activities[in->rows[i].activity_i].n_counted += iati_is_pledge(&in->rows[i]);
  }
}

void iati_pass_on(lfl_iati *in) {
  link_all(in);
  settle_rows(in);
}
