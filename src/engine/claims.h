/* Claims as the planner judges them: their indicators, and the days that a claim about building takes. Internal to the engine. */
#ifndef LFL_ENGINE_CLAIMS_H
#define LFL_ENGINE_CLAIMS_H
#include "engine/master.h"

enum { CLAIM_MOST_WORDS = 5, CLAIM_LONGEST_WORD = 96 };

/* An indicator's words, which stand between colons; n 0: there is none, or a word is too long. */
typedef struct claim_words {
  int n;
  char word[CLAIM_MOST_WORDS][CLAIM_LONGEST_WORD];
} claim_words;
claim_words claim_split(const char *indicator);

/* People with that capacity by what exists, everywhere. */
double claim_existing(const lfl_scenario *s, int capacity);

/* Is the claim about days until so many people have new capacity? Then which, and how many. */
bool claim_asks_days(const lfl_claim *claim, int *capacity, double *people);

/* A claim's answer where the figure that decides it lies from low to high; NaN: open. */
lfl_claim_answer claim_weigh(const lfl_claim *claim, double low, double high);
/* People at most, whole, where `best` are found and `bound` proved. */
double claim_most_people(double best, double bound);

/* Of each such claim the days that any plan takes, into days [n_claims]; others stay as they are. *stopped: set with
 * LFL_STOPPED, when what was found by then stands. */
lfl_status judge_claims(const lfl_scenario *s, const lfl_plan_options *options, lfl_claim_days *days, const char **stopped);

#endif
