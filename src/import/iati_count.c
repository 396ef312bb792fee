/* What of an activity is promised, each sum of money once.
 *
 * An activity tells of the same money several times: as budget, as plan of payments, as promise, as payment, and
 * both as it comes in and as it goes out. So one kind alone is counted: of incoming commitments (11), incoming funds (1),
 * outgoing commitments (2) and disbursements (3) the one with the largest sum (in this order where sums are equal or in
 * several currencies), as each other is a part of it; without any of these pledges that bind nobody yet (13, then 12);
 * without these budgets that are committed, and then planned disbursements. A revised budget or plan
 * takes the place of the original. Amounts below 0 are taken back from the earliest of their kind. Expenditure (4) is money that
 * is gone: what was spent before the scenario's first day (without a scenario: all of it) is taken off the earliest,
 * except off disbursements and plans of them, which it is no part of. An activity that is over promises nothing; what came to it and is
 * gone is counted all the same, as it is no longer with whom it came from (iati_pass.c).
 * O(amounts of the activity, times its budgets for those). Tests: tests/unit/test_iati.c. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "import/iati.h"

static const struct {
  int kind;
  const char *name;
} NAMES[] = {{IATI_INCOMING_FUNDS, "incoming funds"}, {IATI_COMMITMENT, "outgoing commitments"}, {IATI_DISBURSEMENT, "disbursements"},
             {IATI_EXPENDITURE, "expenditure"}, {5, "interest payments"}, {IATI_LOAN_REPAYMENT, "loan repayments"}, {7, "reimbursements"},
             {8, "purchases of equity"}, {9, "sales of equity"}, {10, "credit guarantees"}, {IATI_INCOMING_COMMITMENT, "incoming commitments"},
             {IATI_PLEDGE, "outgoing pledges"}, {IATI_INCOMING_PLEDGE, "incoming pledges"}, {IATI_BUDGET, "budgets"}, {IATI_PLANNED, "planned disbursements"}};
enum { N_NAMES = sizeof NAMES / sizeof NAMES[0] };

const char *iati_kind_name(int kind) {
  for (int i = 0; i < N_NAMES; i++)
    if (NAMES[i].kind == kind) return NAMES[i].name;
  return "amounts";
}

static bool is_emergency(const iati_shares *sectors) {
  for (int i = 0; i < sectors->n; i++) {
    const iati_share *s = &sectors->items[i];
    if (strcmp(s->vocabulary, "10") == 0) return true;
    bool is_dac = strcmp(s->vocabulary, "1") == 0 || strcmp(s->vocabulary, "2") == 0;
    if (is_dac && s->code[0] == '7' && s->code[1] >= '2' && s->code[1] <= '4') return true;
  }
  return false;
}

bool iati_is_humanitarian(const iati_activity *a, const iati_flow *f) {
  if (f->humanitarian >= 0) return f->humanitarian == 1;
  if (a->humanitarian >= 0) return a->humanitarian == 1;
  return a->has_scope || is_emergency(&f->sectors) || is_emergency(&a->sectors);
}

/* Is the budget or plan replaced by a revised one? */
static bool is_superseded(const iati_activity *a, const iati_flow *f) {
  if (f->is_revised) return false;
  for (int i = 0; i < a->n_flows; i++) {
    const iati_flow *r = &a->flows[i];
    if (r->kind != f->kind || !r->is_revised) continue;
    bool is_before = f->period_end && strcmp(f->period_end, r->date) < 0, is_after = r->period_end && strcmp(r->period_end, f->date) < 0;
    if (f->kind == IATI_PLANNED ? r->day == f->day : !is_before && !is_after) return true;
  }
  return false;
}

static bool is_countable(const iati_activity *a, const iati_flow *f) {
  if (!iati_is_humanitarian(a, f)) return false;
  if (f->kind == IATI_BUDGET && !f->is_committed) return false;
  return (f->kind != IATI_BUDGET && f->kind != IATI_PLANNED) || !is_superseded(a, f);
}

/* What there is of a kind. */
typedef struct total {
  int n;
  double sum;
  const char *currency; /* of all; NULL: several */
} total;

static total total_of(const iati_activity *a, int kind, bool only_countable) {
  total t = {0, 0, NULL};
  bool is_mixed = false;
  for (int i = 0; i < a->n_flows; i++) {
    const iati_flow *f = &a->flows[i];
    if (f->kind != kind || !(only_countable ? is_countable(a, f) : iati_is_humanitarian(a, f))) continue;
    is_mixed = is_mixed || (t.n && strcmp(t.currency, f->currency) != 0);
    t.currency = f->currency;
    t.n++;
    t.sum += f->amount;
  }
  if (is_mixed) t.currency = NULL;
  return t;
}

static bool has_any(const iati_activity *a, int kind) {
  for (int i = 0; i < a->n_flows; i++)
    if (a->flows[i].kind == kind && is_countable(a, &a->flows[i])) return true;
  return false;
}

/* The kind that counts; 0: none. */
static int choose_kind(const iati_activity *a) {
  static const int firm[] = {IATI_INCOMING_COMMITMENT, IATI_INCOMING_FUNDS, IATI_COMMITMENT, IATI_DISBURSEMENT};
  static const int weak[] = {IATI_INCOMING_PLEDGE, IATI_PLEDGE, IATI_BUDGET, IATI_PLANNED};
  total best = {0}, first = {0};
  int best_kind = 0, first_kind = 0;
  bool is_comparable = true;
  for (int k = 0; k < 4; k++) {
    total t = total_of(a, firm[k], true);
    if (!t.n) continue;
    if (!first_kind) first = best = t, first_kind = best_kind = firm[k];
    is_comparable = is_comparable && t.currency && first.currency && strcmp(t.currency, first.currency) == 0;
    if (t.sum > best.sum) best = t, best_kind = firm[k];
  }
  if (first_kind) return is_comparable ? best_kind : first_kind;
  for (int k = 0; k < 4; k++)
    if (has_any(a, weak[k])) return weak[k];
  return 0;
}

static int by_day(const void *a, const void *b) {
  const iati_flow *x = *(iati_flow *const *)a, *y = *(iati_flow *const *)b;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x < y ? -1 : x > y;
}

/* Takes an amount off the earliest in the same currency; what is left of it comes back. What is spent is gone, what is taken back
 * never came. */
static double take_off(iati_flow **order, int n, const char *currency, double amount, bool is_spent) {
  for (int i = 0; i < n && amount > 0; i++) {
    if (strcmp(order[i]->currency, currency) != 0) continue;
    double part = fmin(amount, order[i]->left);
    order[i]->left -= part;
    if (is_spent) order[i]->gone += part;
    amount -= part;
  }
  return amount;
}

bool iati_is_over(const iati_activity *a) { return a->status >= 3 && a->status <= 5; }

static void say_over(lfl_iati *in, const iati_activity *a, int kind, const char *currency, double over) {
  if (over > 0.005 && !iati_is_over(a))
    iati_say(in, LFL_WARNING, "iati-over", a->file, a->line, "iati-identifier", a->id,
             iati_text(in, "at most what %s say in %s to be taken back or spent: it is %s more, which could not be taken off", iati_kind_name(kind), currency, iati_number(in, round(over * 100) / 100)));
}

/* What is gone of the counted amounts: taken back, or spent. What is more than they are is said once a currency that
 * stays the same. */
static void take_off_gone(lfl_iati *in, iati_activity *a, int kind, iati_flow **order, int n) {
  bool is_spent_of = kind != IATI_DISBURSEMENT && kind != IATI_PLANNED;
  const char *currency = NULL;
  double over = 0;
  for (int i = 0; i < a->n_flows; i++) {
    const iati_flow *f = &a->flows[i];
    bool is_back = f->kind == kind && is_countable(a, f) && f->amount < 0;
    bool is_spent = f->kind == IATI_EXPENDITURE && is_spent_of && f->amount > 0 && f->day < in->start_day;
    if (!is_back && !is_spent) continue;
    if (currency && strcmp(currency, f->currency) != 0) {
      say_over(in, a, kind, currency, over);
      over = 0;
    }
    currency = f->currency;
    over += take_off(order, n, f->currency, fabs(f->amount), is_spent);
  }
  say_over(in, a, kind, currency, over);
}

static void put_total(lfl_iati *in, lfl_buf *out, const char *before, const total *t, int kind) {
  if (!t->n) return;
  lfl_buf_printf(out, "%s%s (%d", before, iati_kind_name(kind), t->n);
  if (t->currency) lfl_buf_printf(out, ": %s %s", iati_number(in, t->sum), t->currency);
  lfl_buf_puts(out, ")");
}

/* One line an activity: what counts, and what does not as it is the same money. */
static void say_counted(lfl_iati *in, const iati_activity *a, int kind) {
  lfl_buf text = {0};
  total counted = total_of(a, kind, true);
  put_total(in, &text, "counted: ", &counted, kind);
  if (!kind) lfl_buf_puts(&text, "a promise or a payment: nothing is counted");
  const char *before = "; not counted, as they tell of the same money or of none that is promised: ";
  for (int k = 0; k < N_NAMES; k++) {
    total t = total_of(a, NAMES[k].kind, false);
    if (NAMES[k].kind == kind) t.n -= counted.n, t.currency = NULL; /* indicative or replaced */
    if (!t.n) continue;
    put_total(in, &text, before, &t, NAMES[k].kind);
    before = ", ";
  }
  int n_other = 0;
  for (int i = 0; i < a->n_flows; i++) n_other += !iati_is_humanitarian(a, &a->flows[i]);
  if (n_other) lfl_buf_printf(&text, "; %d amounts are not humanitarian", n_other);
  if (text.failed) in->failed = true;
  else iati_say(in, LFL_NOTE, "iati-counted", a->file, a->line, "iati-identifier", a->id, text.text);
  lfl_buf_clear(&text);
}

/* Why nothing of the activity is imported whatever it says; NULL: nothing stands against it. */
static const char *reason_against(const iati_activity *a) {
  if (a->status == 3) return "an activity that goes on: this one is being finished (status 3) and its money paid out";
  if (a->status == 4) return "an activity that goes on: this one is closed (status 4)";
  if (a->status == 5) return "an activity that goes on: this one is cancelled (status 5)";
  if (!a->n_flows) return "an amount: this activity tells of no money that can be read";
  for (int i = 0; i < a->n_flows; i++)
    if (iati_is_humanitarian(a, &a->flows[i])) return NULL;
  return "humanitarian money: neither flag nor scope nor sector of this activity says so";
}

static void say_spent(lfl_iati *in, const iati_activity *a, iati_flow **order, int n) {
  double spent = 0;
  for (int i = 0; i < n; i++) spent += order[i]->amount - order[i]->left;
  if (spent > 0.005)
    iati_say(in, LFL_NOTE, "iati-spent", a->file, a->line, "iati-identifier", a->id,
             iati_text(in, "money that is still there: %s were taken back or spent and are taken off, the earliest first", iati_number(in, spent)));
}

/* An activity that is over promises nothing: finished or closed, it has paid out what came; cancelled, what it did not spend stays with
 * whom it was to come from. */
static void leave_nothing(const iati_activity *a, iati_flow **order, int n) {
  bool is_cancelled = a->status == 5;
  for (int i = 0; i < n; i++) {
    if (!is_cancelled) order[i]->gone += order[i]->left;
    order[i]->left = 0;
  }
}

void iati_count(lfl_iati *in, iati_activity *a) {
  const char *reason = reason_against(a);
  int kind = choose_kind(a), n = 0;
  if (reason) iati_say(in, LFL_NOTE, "iati-left-out", a->file, a->line, "iati-identifier", a->id, reason);
  else say_counted(in, a, kind);
  if (!kind) return;
  iati_flow **order = lfl_arena_new(in->arena, (size_t)a->n_flows, iati_flow *);
  if (!order) {
    in->failed = true;
    return;
  }
  for (int i = 0; i < a->n_flows; i++) {
    iati_flow *f = &a->flows[i];
    if (f->kind != kind || !is_countable(a, f) || !(f->amount > 0)) continue;
    f->left = f->amount;
    order[n++] = f;
  }
  qsort(order, (size_t)n, sizeof(iati_flow *), by_day);
  take_off_gone(in, a, kind, order, n);
  if (iati_is_over(a)) leave_nothing(a, order, n);
  else say_spent(in, a, order, n);
}
