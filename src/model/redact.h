/* Who may see what: a plan cut down to an audience (PRODUCT.md, "It leaks nothing by default"). */
#ifndef LFL_MODEL_REDACT_H
#define LFL_MODEL_REDACT_H
#include "base/status.h"
#include "model/plan.h"

/* A copy of `plan` for an audience. LFL_RESTRICTED and LFL_PARTNERS: all of it; what
 * partners may not see is cut out together with its rows of the scenario (store/cut.h).
 * LFL_PUBLIC: totals by region, by whole weeks, no counts of 1 to 9 people (rows left out, single
 * figures NaN), no deliveries, movements, stocks, draws, uses, builds, capacities, ways or what binds
 * (docs/DATA_RESPONSIBILITY.md says each rule and why). The copy of a copy is the same again.
 * *out owned by the caller; it shares the scenario. LFL_ERR_MEMORY. O(rows + places * needs * days). */
lfl_status lfl_plan_redact(const lfl_plan *plan, lfl_sensitivity audience, lfl_plan **out);

/* The region that a public copy names for a place: the topmost place above it, which may be the
 * place itself; -1: none, all of it is left out (a restricted region; a place that belongs to none
 * and is not public itself). O(depth). */
int lfl_public_region(const lfl_scenario *scenario, int place_i);

/* Sensitivity of a raw row: blank is partners, what is not understood stays closed. */
lfl_sensitivity lfl_row_sensitivity(const lfl_table *table, int row);

/* Does the scenario hold rows that partners may not see, and is it for them? Then the plan is to be cut
 * first (store/cut.h). False for the public, who get no rows at all. O(rows). */
bool lfl_scenario_hides(const lfl_scenario *scenario, lfl_sensitivity audience);

/* Does the plan hold what the audience may not see: for partners, rows of the scenario (lfl_plan_cut); for the public, all that
 * lfl_plan_redact has not made public? O(rows). */
bool lfl_plan_hides(const lfl_plan *plan, lfl_sensitivity audience);

/* Who may see a row of the table that does not say: partners; of facilities nobody but those who carry out the plan. */
lfl_sensitivity lfl_sensitivity_if_blank(const char *table);

/* May the audience see this row's details? */
bool lfl_may_see(const lfl_origin *origin, lfl_sensitivity audience);

/* Is the target (an index of the scenario's) told of in a copy for the audience? In a public one those marked restricted are not, nor those of a place that it does not
 * name. O(depth). */
bool lfl_may_see_target(const lfl_scenario *scenario, int target_i, lfl_sensitivity audience);

/* Is the claim told of in a copy for the audience: that it was made, and its answer? In a public one it is also where its words are not. */
bool lfl_may_see_claim(const lfl_scenario *scenario, int claim_i, lfl_sensitivity audience);

/* Is it a count of people that a public copy does not tell: from 1 to 9, or a part of one? NaN: no. */
bool lfl_is_few(double people);

/* Does the text hold one of the words (names of several words, keys), as a word of its own? Capitals and small letters, blanks of any kind, hyphens and dashes are the same, what is not seen (soft hyphens, marks of
 * direction, Arabic vowels) is passed over, and quotation marks and other signs of any script end a word, as a digit ends letters. UTF-8; NULL text, an empty word: no; without memory: yes. O(text * words). */
bool lfl_holds_any_word(const char *text, const char *const *words, int n_words);
bool lfl_holds_word(const char *text, const char *word);

/* What a row that the copy's audience may see says in words: the text, or that it is left out, as it is, or holds as a word of its own, the key or name of a restricted row. NULL for NULL. */
const char *lfl_plan_words(const lfl_plan *copy, const char *text);

/* Does a public copy name the place: a region with people? O(depth). */
bool lfl_is_public_region(const lfl_scenario *scenario, int place_i);

#endif
