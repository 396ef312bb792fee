/* Money by earmark, day and condition, held against a maximum flow written for the tests: in random
 * scenarios in which everything costs one unit a person-day and nothing else is short, as many
 * person-days are served as money can flow from pledges to what they may pay. The engine's answer before rounding must
 * be that flow; the plan of whole things must pass the check, spend no more, and over all seeds little less.
 *
 * LIFELINE_MONEY_N: how many seeds (default 200, thorough 1000); LIFELINE_MONEY_FROM: the first (default 1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "case_runner.h"
#include "check/verify.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "max_flow.h"
#include "model/money.h"
#include "setting.h"

enum { MOST_PLACES = 3, N_NEEDS = 4, N_ITEMS = 6, MOST_DAYS = 4, MOST_PLEDGES = 8 };

/* Two needs have two items that stand in for each other. */
static const struct {
  const char *id, *need, *sector;
} ITEMS[N_ITEMS] = {{"rice", "food", "food"}, {"bread", "food", "food"}, {"pills", "medicine", "health"},
                    {"soap", "hygiene", "wash"}, {"bleach", "hygiene", "wash"}, {"charcoal", "cooking", "cooking"}};
static const char *const NEEDS[N_NEEDS] = {"food", "medicine", "hygiene", "cooking"};
static const char *const SECTORS[] = {"food", "health", "wash", "hygiene", "medicine", "cooking", "logistics", "security"};

typedef struct pledge {
  int amount, day, kind; /* kind as lfl_earmark */
  const char *subject;
} pledge;

typedef struct instance {
  int n_places, n_days, n_pledges, people[MOST_PLACES];
  bool in_north[MOST_PLACES]; /* the place lies in the region NORTH */
  pledge pledges[MOST_PLEDGES];
} instance;

static uint64_t draw(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}
static int below(uint64_t *state, int n) { return (int)(draw(state) % (uint64_t)n); }

static instance make_instance(uint64_t seed) {
  static const char *const PLACES[] = {"P0", "P1", "P2", "NORTH"};
  uint64_t s = seed * 0xD1342543DE82EF95u + 11;
  instance x = {.n_places = 1 + below(&s, MOST_PLACES), .n_days = 1 + below(&s, MOST_DAYS), .n_pledges = 1 + below(&s, MOST_PLEDGES)};
  for (int i = 0; i < x.n_places; i++) {
    x.people[i] = 5 + below(&s, 60);
    x.in_north[i] = i == 0 || below(&s, 2);
  }
  for (int k = 0; k < x.n_pledges; k++) {
    pledge *p = &x.pledges[k];
    *p = (pledge){below(&s, 160), below(&s, x.n_days + 1), below(&s, 4), NULL};
    if (p->kind == 1) p->subject = SECTORS[below(&s, (int)(sizeof SECTORS / sizeof SECTORS[0]))];
    if (p->kind == 2) p->subject = below(&s, 3) ? PLACES[below(&s, x.n_places)] : PLACES[3];
    if (p->kind == 3) p->subject = ITEMS[below(&s, N_ITEMS)].id;
  }
  return x;
}

/* The instance as tables: half of the pledges come by a condition's day instead of their own. */
static void write_instance(const instance *x, lfl_buf *out) {
  static const char *const KINDS[] = {"none", "sector", "place", "item"};
  lfl_buf_printf(out, "given n_days %d\ngiven order minimum survival fairness movement cost\ngiven table places\n  place_id | kind | parent_id | people\n  NORTH | area | |\n", x->n_days);
  for (int i = 0; i < x->n_places; i++) lfl_buf_printf(out, "  P%d | area | %s | %d\n", i, x->in_north[i] ? "NORTH" : "", x->people[i]);
  lfl_buf_puts(out, "given table items\n  item_id | need | mass_kg | volume_m3 | people_served | duration_days\n");
  for (int j = 0; j < N_ITEMS; j++) lfl_buf_printf(out, "  %s | %s | 1 | 0.001 | 1 | 1\n", ITEMS[j].id, ITEMS[j].need);
  lfl_buf_puts(out, "given table supplies\n  item_id | place_id | day | units | unit_price\n");
  for (int i = 0; i < x->n_places; i++)
    for (int j = 0; j < N_ITEMS; j++) lfl_buf_printf(out, "  %s | P%d | 0 | 9999 | 1\n", ITEMS[j].id, i);
  lfl_buf_puts(out, "given table conditions\n  condition_id | text | from_day\n");
  for (int day = 0; day <= x->n_days; day++) lfl_buf_printf(out, "  C%d | agreed | %d\n", day, day);
  lfl_buf_puts(out, "given table pledges\n  pledge_id | amount | currency | from_day | earmark_kind | earmark_id | condition_id\n");
  for (int k = 0; k < x->n_pledges; k++) {
    const pledge *p = &x->pledges[k];
    lfl_buf_printf(out, "  L%d | %d | USD | %d | %s | %s | ", k, p->amount, k % 2 ? p->day : 0, KINDS[p->kind], p->subject ? p->subject : "");
    if (k % 2 == 0) lfl_buf_printf(out, "C%d", p->day);
    lfl_buf_puts(out, "\n");
  }
}

static bool may_pay(const instance *x, const pledge *p, int place, int item) {
  char id[8];
  snprintf(id, sizeof id, "P%d", place);
  switch (p->kind) {
    case 0: return true;
    case 1: return strcmp(p->subject, ITEMS[item].need) == 0 || strcmp(p->subject, ITEMS[item].sector) == 0;
    case 2: return strcmp(p->subject, id) == 0 || (strcmp(p->subject, "NORTH") == 0 && x->in_north[place]);
    default: return strcmp(p->subject, ITEMS[item].id) == 0;
  }
}

/* From pledges to items bought on a day at a place, and on to those in need there of what they serve. */
static double most_served(const instance *x) {
  static flow_network w;
  memset(&w, 0, sizeof w);
  int source = 0, sink = 1, first_pledge = 2, first_item = first_pledge + x->n_pledges;
  int first_need = first_item + x->n_places * N_ITEMS * x->n_days;
  w.n = first_need + x->n_places * N_NEEDS * x->n_days;
  assert_true(w.n <= FLOW_MOST_NODES);
  for (int k = 0; k < x->n_pledges; k++) w.capacity[source][first_pledge + k] = x->pledges[k].amount;
  for (int i = 0; i < x->n_places; i++)
    for (int day = 0; day < x->n_days; day++) {
      for (int n = 0; n < N_NEEDS; n++) w.capacity[first_need + (i * N_NEEDS + n) * x->n_days + day][sink] = x->people[i];
      for (int j = 0; j < N_ITEMS; j++) {
        int item = first_item + (i * N_ITEMS + j) * x->n_days + day;
        for (int n = 0; n < N_NEEDS; n++)
          if (strcmp(NEEDS[n], ITEMS[j].need) == 0) w.capacity[item][first_need + (i * N_NEEDS + n) * x->n_days + day] = 1e9;
        for (int k = 0; k < x->n_pledges; k++)
          if (x->pledges[k].day <= day && may_pay(x, &x->pledges[k], i, j)) w.capacity[first_pledge + k][item] = 1e9;
      }
    }
  return flow_most(&w, source, sink);
}

static int judge(long seed, double *spent_in_all, double *flow_in_all) {
  instance x = make_instance((uint64_t)seed);
  lfl_buf text = {0};
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *s;
  write_instance(&x, &text);
  assert_true(lfl_diags_init(&diags));
  bool is_scenario = case_scenario(text.text, &diags, &tables, &s);
  if (!is_scenario || !s)
    for (int i = 0; i < diags.n; i++) print_message("%s\n", lfl_diag_format(&diags.items[i], diags.arena));
  assert_true(is_scenario && s);
  lfl_plan_options o = lfl_plan_options_default();
  o.n_levels = 1;
  o.skip_binding = o.skip_proofs = true;
  lfl_plan *plan = NULL;
  assert_int_equal(lfl_plan_make(s, &o, &plan), LFL_OK);
  bool is_limited = s->has_pledges; /* not with pledges for security alone */
  double asked = 0, spent = 0, flow = is_limited ? most_served(&x) : 0;
  for (int i = 0; i < x.n_places; i++) asked += x.people[i] * N_NEEDS * x.n_days;
  if (!is_limited) flow = asked;
  for (int k = 0; k < plan->n_spending; k++) spent += plan->spending[k].amount;
  int n_wrong = 0;
  if (fabs(plan->levels[0].value - (asked - flow)) > 1e-6 * fmax(1, asked)) {
    print_message("seed %ld: %.9g of %.9g person-days are served, by the flow %.9g\n", seed, asked - plan->levels[0].value, asked, flow);
    n_wrong++;
  }
  if (spent > flow + 1e-6) {
    print_message("seed %ld: the plan spends %.9g, by the flow at most %.9g\n", seed, spent, flow);
    n_wrong++;
  }
  *spent_in_all += spent;
  *flow_in_all += flow;
  int n_before = diags.n;
  if (lfl_plan_verify(s, plan, &diags) != LFL_OK) {
    print_message("seed %ld: %s\n", seed, lfl_diag_format(&diags.items[n_before], diags.arena));
    n_wrong++;
  }
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(s);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  lfl_buf_clear(&text);
  return n_wrong;
}

static void earmarks_agree_with_a_maximum_flow(void **state) {
  (void)state;
  int n_wrong = 0;
  double spent = 0, flow = 0;
  long from = setting("LIFELINE_MONEY_FROM", 1), n = test_count("LIFELINE_MONEY_N", 200, 1000);
  for (long seed = from; seed < from + n; seed++) n_wrong += judge(seed, &spent, &flow);
  assert_int_equal(n_wrong, 0);
  print_message("seeds %ld to %ld: in whole things %.4g%% of what can be paid is\n", from, from + n - 1, 100 * spent / flow);
  assert_true(spent >= 0.95 * flow);
}

/* --- words ---------------------------------------------------------------------------------------------- */

static void sectors_have_needs_and_words(void **state) {
  (void)state;
  assert_string_equal(lfl_sector_of("toilet"), "wash");
  assert_string_equal(lfl_sector_of("wash"), "wash");
  assert_string_equal(lfl_sector_of("household"), "shelter");
  assert_string_equal(lfl_sector_of("medicine"), "health");
  assert_string_equal(lfl_sector_of("cooking"), "cooking");
  assert_string_equal(lfl_sector_of(NULL), "logistics");
  assert_string_equal(lfl_sector_of_cost("repairs", "space"), "shelter");
  assert_string_equal(lfl_sector_of_cost("transport", NULL), "logistics"); /* a load of several needs */
  assert_string_equal(lfl_sector_of_cost("repairs", NULL), "none");        /* what restores nothing itself: logistics may not pay it */
  assert_string_equal(lfl_sector_of_cost("labour", NULL), "none");
  assert_string_equal(lfl_sector_words("none"), "no sector");
  assert_string_equal(lfl_sector_words("wash"), "water and sanitation");
  assert_string_equal(lfl_line_name(LFL_LINE_LABOUR), "labour");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sectors_have_needs_and_words), cmocka_unit_test(earmarks_agree_with_a_maximum_flow)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
