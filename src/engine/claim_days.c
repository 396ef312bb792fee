/* How many days it takes to give so many people new capacity (indicator days_to_build), whatever plan is made: what decides a
 * claim about how long something takes.
 *
 * The claim is a capacity target for as many people more as the claim names, everywhere; the first day that any plan can reach it by
 * is found by bisection, as capacity that stands goes on standing. A day is ruled out only where the bound of the solve falls
 * short, so that `least` is proved and `most` found, both before rounding; they differ where repairs are not searched to the end.
 * O(log days) solves a claim. Tests: tests/cases/claims.case, test_claims.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/claims.h"

double claim_existing(const lfl_scenario *s, int capacity) {
  double people = 0;
  for (int i = 0; i < s->n_places; i++)
    if (s->places[i].is_host) people += s->places[i].capacity_people[capacity];
  return people;
}

claim_words claim_split(const char *text) {
  claim_words w = {0};
  while (text && w.n < CLAIM_MOST_WORDS) {
    size_t length = strcspn(text, ":");
    if (length >= CLAIM_LONGEST_WORD) return (claim_words){0};
    memcpy(w.word[w.n], text, length);
    w.word[w.n++][length] = 0;
    if (!text[length]) break;
    text += length + 1;
  }
  return w;
}

bool claim_asks_days(const lfl_claim *claim, int *capacity, double *people) {
  claim_words w = claim_split(claim->indicator);
  if (w.n != 3 || strcmp(w.word[0], "days_to_build") != 0) return false;
  *capacity = lfl_capacity_called(w.word[1]);
  *people = strtod(w.word[2], NULL);
  return *capacity >= 0 && *people > 0;
}

/* Whether the day is early enough for some plan, too early for all, or neither is known. */
static solve_result try_day(lfl_master *m, double asked, int day, lfl_claim_days *days) {
  double best, bound;
  solve_result result = target_most(m, day, &best, &bound);
  if (result != SOLVE_OK) return result;
  if (lfl_target_is_enough(best, asked)) days->most = day + 1;
  else if (!lfl_target_is_enough(bound, asked)) days->least = day + 2;
  return SOLVE_OK;
}

/* Days tried are halved between those that are enough and those that are not, proved or just not found to be. */
static solve_result search(lfl_master *m, double asked, lfl_claim_days *days) {
  int low = 0, high = m->T - 1;
  *days = (lfl_claim_days){1, 0};
  m->is_verdict_only = true;
  solve_result result = try_day(m, asked, high, days);
  while (result == SOLVE_OK && days->most && low < high) {
    int middle = (low + high) / 2;
    result = try_day(m, asked, middle, days);
    if (days->most == middle + 1) high = middle;
    else low = middle + 1;
  }
  return result;
}

static solve_result solve_days(const lfl_scenario *s, const lfl_plan_options *options, const char *claim_id, int capacity, double people, lfl_claim_days *days,
                               const char **stopped) {
  lfl_target target = {.id = claim_id, .kind = LFL_TARGET_CAPACITY, .place_i = LFL_NO, .need_i = LFL_NO, .capacity = (lfl_capacity)capacity, .tier = LFL_MINIMUM};
  lfl_scenario copy = *s; /* shares all but the targets */
  copy.targets = &target;
  copy.n_targets = 1;
  target.by_day = s->n_days - 1;
  target.people = people + claim_existing(s, capacity);
  lfl_master *m = master_create(&copy, options);
  if (!m) return SOLVE_MEMORY;
  target_prepare(m, &target, target.people);
  m->phase = lfl_arena_printf(m->arena, "claim %s", claim_id);
  if (options->time_limit_s > 0) m->seconds_left = options->time_limit_s;
  solve_result result = m->phase && master_fill(m) ? search(m, target.people, days) : SOLVE_MEMORY;
  if (result == SOLVE_STOPPED) *stopped = m->stop_reason;
  master_destroy(m);
  return result;
}

lfl_status judge_claims(const lfl_scenario *s, const lfl_plan_options *options, lfl_claim_days *days, const char **stopped) {
  for (int k = 0; k < s->n_claims; k++) {
    int capacity, other_capacity, same = LFL_NO;
    double people, other_people;
    if (!claim_asks_days(&s->claims[k], &capacity, &people)) continue;
    for (int j = 0; j < k && same < 0; j++)
      if (claim_asks_days(&s->claims[j], &other_capacity, &other_people) && other_capacity == capacity && other_people == people) same = j;
    if (same >= 0) {
      days[k] = days[same];
      continue;
    }
    solve_result result = solve_days(s, options, s->claims[k].id, capacity, people, &days[k], stopped);
    if (result == SOLVE_MEMORY) return LFL_ERR_MEMORY;
    if (result == SOLVE_FAILED) return LFL_ERR_LIBRARY;
    if (result == SOLVE_STOPPED) return LFL_STOPPED;
  }
  return LFL_OK;
}
