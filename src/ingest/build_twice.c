/* Money counted once: pledges that pass on others' money or pay back a loan, and rows that look like
 * the same money without saying so.
 *
 * Said (passed_on_from, repays_pledge_id): what each then counts is worked out in model/worth.c, and each such row is
 * noted with its figures. Money for security, which pays for nothing here, is passed on and paid back like any other.
 * Not said: warnings only, nothing is changed. The same amount, currency and day twice (with the same donor, or none,
 * and the same earmark, or with different donors where the amount is not round), but not what an import parted; a donor that is another pledge's
 * receiver; a loan or an emergency fund's advance that nothing repays.
 * O(rows log rows) and rows times the length of a chain. Tests: tests/unit/test_twice.c, tests/data/bad. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/ascii.h"
#include "ingest/build.h"
#include "model/worth.h"

typedef struct links {
  builder *b;
  cells *c;
  lfl_pledge *p;
  int n;
} links;

/* The other pledge that a column of the current row names; -1 none, or itself, which is said. */
static int read_link(links *l, int i, const char *column) {
  int other = cell_ref(l->c, column, l->b->pledges);
  if (other != i) return other;
  cell_complain(l->c, LFL_ERROR, "pledge-itself", column, "another pledge", NULL);
  return -1;
}

/* The link of pledge i; of one kind. */
static int next_of(const links *l, int i, bool is_repayment) { return is_repayment ? l->p[i].repays_i : l->p[i].passed_on_from_i; }

/* Does the chain that begins at i come back to i? A ring without i is found from its own rows, so n steps
 * are enough. */
static bool is_in_ring(const links *l, int i, bool is_repayment) {
  int at = next_of(l, i, is_repayment);
  for (int steps = 0; at >= 0 && at != i && steps < l->n; steps++) at = next_of(l, at, is_repayment);
  return at == i;
}

static void read_pledge_links(links *l) {
  for (int i = 0; i < l->n; i++) {
    cells_go(l->c, i);
    l->p[i].receiver = cell_text(l->c, "receiver");
    l->p[i].passed_on_from_i = read_link(l, i, "passed_on_from");
    l->p[i].repays_i = read_link(l, i, "repays_pledge_id");
    if (l->p[i].repays_i < 0 || l->p[i].repays_i != l->p[i].passed_on_from_i) continue;
    cell_complain(l->c, LFL_ERROR, "pledge-both", "repays_pledge_id", "another pledge than passed_on_from: money is passed on or paid back", NULL);
    l->p[i].repays_i = -1;
  }
  for (int kind = 0; kind < 2; kind++)
    for (int i = 0; i < l->n; i++) {
      if (!is_in_ring(l, i, kind == 1)) continue;
      cells_go(l->c, i);
      cell_complain(l->c, LFL_ERROR, "pledge-ring", kind ? "repays_pledge_id" : "passed_on_from", "pledges that do not lead back to themselves", NULL);
    }
}

static void say(links *l, int i, lfl_severity severity, const char *code, const char *column, const char *text) {
  cells_go(l->c, i);
  cell_complain(l->c, severity, code, column, text, NULL);
}

static const char NOT_TAKEN[] = "there is no rate for the currency of one of the two pledges, so nothing is taken off the other";
static const double LEAST_SAID = 0.005; /* half a cent: less is what sums miss by */

/* `part`: how much of the other pledge, of which all is `whole`, is counted with this one. */
static const char *passed_text(links *l, const lfl_pledge *from, double whole, double part) {
  if (whole < LEAST_SAID) return sentence(l->b, "counted once: nothing is taken off %s, which has nothing to pass on", from->id);
  if (part < LEAST_SAID) return sentence(l->b, "counted once: nothing is taken off %s here, as other pledges pass on all of it", from->id);
  return sentence(l->b, "counted once: %s %s of %s are counted here and no longer there", number_text(l->b, part), l->b->s->currency, from->id);
}

static void say_passed(links *l, const lfl_worth *worths) {
  for (int i = 0; i < l->n; i++) {
    int from = l->p[i].passed_on_from_i;
    if (from < 0) continue;
    bool is_taken = lfl_are_worths_known(&worths[i], &worths[from]);
    say(l, i, LFL_NOTE, "counted-once", "passed_on_from", is_taken ? passed_text(l, &l->p[from], worths[from].whole, worths[i].passed) : NOT_TAKEN);
  }
  for (int i = 0; i < l->n; i++)
    if (worths[i].claimed > worths[i].whole * (1 + 1e-9))
      say(l, i, LFL_WARNING, "passed-on", "amount",
          sentence(l->b, "at least the %s %s that other pledges pass on of it: what is beyond it is taken to be other money", number_text(l->b, worths[i].claimed), l->b->s->currency));
}

static const char *repaid_text(links *l, const lfl_pledge *loan, const lfl_worth *worth) {
  if (worth->rest + worth->repaid < LEAST_SAID) return sentence(l->b, "counted once: nothing of this pays back %s, as other pledges pass on all of it", loan->id);
  if (worth->repaid < LEAST_SAID) return sentence(l->b, "counted once: nothing is left of %s to pay back, as earlier pledges pay back all of it", loan->id);
  return sentence(l->b, "counted once: %s %s pay back %s, which counts them", number_text(l->b, worth->repaid), l->b->s->currency, loan->id);
}

static void say_repaid(links *l, const lfl_worth *worths, const lfl_repayment *order, int n) {
  for (int k = 0; k < n; k++) {
    int i = order[k].pledge_i, loan = order[k].loan_i;
    bool is_taken = lfl_are_worths_known(&worths[i], &worths[loan]);
    say(l, i, LFL_NOTE, "counted-once", "repays_pledge_id", is_taken ? repaid_text(l, &l->p[loan], &worths[i]) : NOT_TAKEN);
  }
}

/* ---- what looks like the same money ------------------------------------------------------------ */

static bool has_word(const char *text, const char *word) {
  size_t n = strlen(word), k = 0;
  for (; text && *text; text++) {
    for (k = 0; k < n && to_ascii_lower(text[k]) == word[k];) k++;
    if (k == n) return true;
  }
  return false;
}

/* At most three digits that are not 0: a figure that two donors may well choose on the same day. */
static bool is_round(double amount) {
  while (amount >= 1000 && fmod(amount, 10) <= 0) amount /= 10;
  return amount < 1000 && fmod(amount, 1) <= 0;
}

static bool are_linked(const links *l, int i, int k) {
  const lfl_pledge *a = &l->p[i], *b = &l->p[k];
  return a->passed_on_from_i == k || a->repays_i == k || b->passed_on_from_i == i || b->repays_i == i;
}

static bool is_same_earmark(const lfl_pledge *a, const lfl_pledge *b) {
  return strcmp(a->earmark_kind, b->earmark_kind) == 0 && (a->earmark_id == b->earmark_id || (a->earmark_id && b->earmark_id && strcmp(a->earmark_id, b->earmark_id) == 0));
}

static bool is_same_donor(const lfl_pledge *a, const lfl_pledge *b) { return a->donor || b->donor ? is_same_word(a->donor, b->donor) : true; }

/* Parts of one amount, as an import makes them: of the same source, and the method says of what sum they are a part. */
static bool are_parts_of_one(const lfl_pledge *a, const lfl_pledge *b) {
  return is_same_word(a->origin.source, b->origin.source) && is_same_word(a->origin.method, b->origin.method) && has_word(a->origin.method, "part of");
}

static bool may_be_one(const links *l, int i, int k) {
  const lfl_pledge *a = &l->p[i], *b = &l->p[k];
  if (!(a->given_amount > 0) || are_linked(l, i, k) || are_parts_of_one(a, b)) return false;
  if (is_same_donor(a, b)) return is_same_earmark(a, b);
  return !is_round(a->given_amount);
}

typedef struct valued {
  const char *currency;
  double amount;
  int day, i;
} valued;

static int by_value(const void *a, const void *b) {
  const valued *x = a, *y = b;
  int order = strcmp(x->currency, y->currency);
  if (order) return order;
  if (x->amount < y->amount || x->amount > y->amount) return x->amount < y->amount ? -1 : 1;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x->i < y->i ? -1 : x->i > y->i;
}

/* Each row against those before it of the same amount and day: the nearest hundred. */
static void warn_of_twins(links *l) {
  enum { LOOKED_BACK = 100 };
  valued *order = NEW(l->b, l->n + 1, valued);
  if (!order) {
    l->b->failed = true;
    return;
  }
  for (int i = 0; i < l->n; i++) order[i] = (valued){l->p[i].currency, l->p[i].given_amount, l->p[i].from_day, i};
  qsort(order, (size_t)l->n, sizeof *order, by_value);
  for (int k = 1; k < l->n; k++)
    for (int j = k - 1; j >= 0 && k - j <= LOOKED_BACK; j--) {
      const valued *x = &order[j], *y = &order[k];
      if (strcmp(x->currency, y->currency) != 0 || x->amount < y->amount || x->day != y->day) break;
      if (!may_be_one(l, y->i, x->i)) continue;
      say(l, y->i, LFL_WARNING, "money-twice", "amount",
          sentence(l->b, "money that is counted once: the same amount on the same day as pledge %s; if it is the same money, delete a row or set passed_on_from", l->p[x->i].id));
      break;
    }
}

/* A donor that received another pledge may pass on that money. */
static void warn_of_intermediaries(links *l) {
  lfl_ids *receivers = lfl_ids_create();
  if (!receivers) l->b->failed = true;
  for (int i = 0; i < l->n && receivers; i++)
    if (l->p[i].receiver && lfl_ids_get(receivers, l->p[i].receiver) < 0) lfl_ids_put(receivers, l->p[i].receiver, i);
  for (int i = 0; i < l->n && receivers; i++) {
    int from = l->p[i].donor && l->p[i].passed_on_from_i < 0 ? lfl_ids_get(receivers, l->p[i].donor) : -1;
    if (from < 0 || from == i || are_linked(l, i, from)) continue;
    say(l, i, LFL_WARNING, "money-twice", "donor",
        sentence(l->b, "money that is counted once: this donor received pledge %s; if it passes that on, set passed_on_from", l->p[from].id));
  }
  lfl_ids_destroy(receivers);
}

/* A loan is paid back from money that comes later; that money is then counted twice unless it says so. */
static void warn_of_loans(links *l) {
  for (int i = 0; i < l->n; i++) {
    const lfl_pledge *p = &l->p[i];
    bool is_loan = has_word(p->id, "loan") || has_word(p->donor, "loan") || has_word(p->id, "dref") || has_word(p->donor, "dref") || has_word(p->origin.source, "loan");
    bool is_repaid = p->passed_on_from_i >= 0 || p->repays_i >= 0;
    bool has_later = false;
    for (int k = 0; k < l->n && is_loan && !is_repaid; k++) {
      is_repaid = l->p[k].repays_i == i;
      has_later = has_later || (k != i && l->p[k].from_day >= p->from_day);
    }
    if (is_loan && has_later && !is_repaid)
      say(l, i, LFL_WARNING, "money-twice", "pledge_id",
          "a grant: this looks like a loan or an emergency fund's advance; if a later pledge pays it back, set repays_pledge_id there, else it is counted twice");
  }
}

void count_money_once(builder *b, cells *pledges) {
  links l = {b, pledges, b->s->pledges, b->s->n_pledges};
  if (b->failed || l.n != pledges->n_rows) return; /* some key is missing: said, and nothing is built */
  lfl_worth *worths = NEW(b, l.n + 1, lfl_worth);
  lfl_repayment *order = NEW(b, l.n + 1, lfl_repayment);
  if (!worths || !order) {
    b->failed = true;
    return;
  }
  int n_errors = b->diags->n_errors;
  read_pledge_links(&l);
  if (b->diags->n_errors > n_errors) return;
  warn_of_twins(&l);
  warn_of_intermediaries(&l);
  warn_of_loans(&l);
  lfl_count_pledges(b->s, -1, 0, worths, order);
  say_passed(&l, worths);
  say_repaid(&l, worths, order, lfl_order_repayments(b->s, -1, 0, order));
  for (int i = 0; i < l.n; i++) {
    l.p[i].amount = worths[i].rest;
    l.p[i].counted_elsewhere = worths[i].whole - worths[i].rest;
  }
}
