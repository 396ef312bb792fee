/* What comes of comparing sets of other numbers: options side by side, what waiting costs, which decisions
 * all options share, what parties dispute, which conclusions it turns, and by which assumption. Made by
 * engine/compare.c, shown by store and report. Everything is owned by `arena`. docs/COMPARE.md says how
 * each figure comes about. */
#ifndef LFL_MODEL_COMPARISON_H
#define LFL_MODEL_COMPARISON_H
#include "model/plan.h"

typedef enum lfl_set_kind { LFL_SET_AS_ENTERED, LFL_SET_PARTY, LFL_SET_OPTION, LFL_SET_NUMBERS } lfl_set_kind;

/* A row of table options. Texts are NULL where blank. */
typedef struct lfl_set_terms {
  lfl_set_kind kind;
  const char *name, *description, *condition_id, *condition_text, *run_by, *secured_by, *source;
  int from_day; /* 0 where blank */
  lfl_sensitivity sensitivity;
} lfl_set_terms;

/* A set, and what comes of its numbers. Values are of the linear model unless they say "plan". */
typedef struct lfl_compared_set {
  const char *set_id; /* "" is the scenario as entered */
  lfl_set_terms terms;
  const char *note;           /* NULL, or why it, or what of it, was not solved */
  bool has_errors;            /* so that nothing of it was solved */
  double unserved_person_days, bound_person_days; /* survival; NaN: not solved */
  double survival_share;
  double least_cost;          /* of serving so many; NaN: not asked for */
  lfl_verdict *verdicts;      /* [n_targets] possible, impossible or unknown */
  double *best_people, *bound_people; /* [n_targets] */
  double *all_people;         /* [n_targets] asked for by a target that asks for all; NaN: another one, or not solved */
  bool has_plan;              /* a plan in whole things was made: what follows is its */
  double plan_cost;
  double served_people, in_need_people; /* of the first page's sentence: at survival in every need, on the last day */
  double *need_served, *need_asked;     /* [n_needs] at the first tier of the need, on the last day */
  lfl_claim_answer *claims;   /* [n_claims] */
  double *claim_figures;      /* [n_claims] NaN: none */
} lfl_compared_set;

/* What an option waits for or opens. */
typedef struct lfl_depends_row {
  int set_i;
  const char *kind; /* "condition", "pledge", "run by", "secured by" */
  const char *id, *text;
  double amount;    /* of a pledge, in `currency`; NaN: none */
  const char *currency;
  int day;          /* met or usable from; -1: none */
  lfl_sensitivity sensitivity;
} lfl_depends_row;

/* What an option comes to if it starts `weeks` later. */
typedef struct lfl_waiting_row {
  int set_i, weeks, from_day;
  double unserved_person_days;
  double more_person_days;      /* than without waiting */
  double more_than_week_before; /* the week's own price */
} lfl_waiting_row;

typedef enum lfl_shared_kind { LFL_SHARED_DELIVERY, LFL_SHARED_BUILD, LFL_SHARED_MOVEMENT, LFL_SHARED_REPAIR } lfl_shared_kind;

/* A decision of the first days that is part of a best plan under every option. */
typedef struct lfl_shared_row {
  lfl_shared_kind kind;
  const char *from_id, *to_id; /* a build or repair: to_id only (a place; of a repair also a link) */
  const char *what_id;         /* item, construction or project; NULL for people */
  double units;                /* whole: at least so many by the last day of the period */
  lfl_sensitivity sensitivity;
} lfl_shared_row;

/* A figure in which two parties differ. */
typedef struct lfl_ledger_row {
  int pair;
  const char *topic;
  const char *table, *row_id, *column;
  const char *what;             /* the row in words; NULL: the key says it */
  const char *value[2];         /* NULL: blank, or no such row */
  const char *source[2];
  bool is_own[2];               /* the party says so itself; else it is the scenario's figure */
  lfl_sensitivity sensitivity;
} lfl_ledger_row;

/* A stage from submitted to delivered at a crossing, as two parties see it. */
typedef struct lfl_stage_row {
  int pair;
  const char *place_id, *name;
  int step;
  double share[2];              /* of the stage before that passes */
  double counted[2];            /* trucks a day counted at this stage; NaN: not counted here */
  double trucks[2];             /* trucks a day at this stage, by the party's count and shares; NaN unknown */
  const char *source[2];
  double part;                  /* of the difference in what is delivered, by logarithms: sums to 1; NaN: no difference */
  bool is_main;                 /* the dispute is mostly about this stage */
  lfl_sensitivity sensitivity;
} lfl_stage_row;

typedef enum lfl_conclusion_kind { LFL_CONCLUDE_SURVIVAL, LFL_CONCLUDE_TARGET, LFL_CONCLUDE_CLAIM, LFL_CONCLUDE_NEED, LFL_CONCLUDE_SENTENCE } lfl_conclusion_kind;

/* A conclusion under two parties' numbers. */
typedef struct lfl_conclusion_row {
  int pair;
  lfl_conclusion_kind kind;
  int subject_i;                /* target, claim or need; -1 */
  const char *answer[2];
  double figure[2];             /* that decides it; NaN none */
  bool is_shared_by_unreached;  /* a target that asks for all: shares are of those asked for whom no plan reaches, as parties may dispute how many all are */
  bool holds;                   /* the same under both */
  const char *note;             /* why it was not traced to assumptions, or is not counted; NULL */
  bool is_closed;               /* not in this copy: it keeps its place, with nothing of it */
} lfl_conclusion_row;

/* A topic's share in the difference of a conclusion's figure. */
typedef struct lfl_share_row {
  int pair, conclusion_i;
  const char *topic;
  double share;                 /* Shapley value, in the figure's unit, or in people not reached */
  double error;                 /* 95 % bound of a sampled one; 0: exact */
  int n_orders;                 /* sampled; 0: exact */
} lfl_share_row;

/* A topic of a group of assumptions that turns a conclusion. A group's rows stand together. */
typedef struct lfl_turning_row {
  int pair, conclusion_i, group; /* group from 1 */
  bool is_smallest;              /* no smaller group turns it; else: none of its parts can be left out */
  const char *topic;
} lfl_turning_row;

typedef struct lfl_pair {
  int a, b; /* sets */
  int n_topics, n_all_topics; /* those they differ about, then those they agree on */
  const char *const *topics;
} lfl_pair;

typedef struct lfl_comparison {
  lfl_arena *arena;
  const char *currency, *start_date;
  int n_days;
  int n_targets; const char **target_ids; /* NULL where the audience may not know of it */
  int n_weeks;           /* of waiting that were asked for */
  bool *claim_is_of_days; /* [n_claims] */
  int n_claims; const char **claim_ids, **claim_texts; /* ids NULL where the audience may not know of them, texts where it may not read them */
  int n_needs; const char **need_ids;
  int n_sets; lfl_compared_set *sets; /* the first is the scenario as entered */
  int n_depends; lfl_depends_row *depends;
  int n_waiting; lfl_waiting_row *waiting;
  int first_days;        /* length of the period that shared decisions are about */
  double *shared_regret; /* [n_sets] person-days lost at most by deciding so now, found by solving again; NaN: not asked */
  const char *shared_note; /* NULL, or why there are none */
  int n_shared; lfl_shared_row *shared;
  int n_pairs; lfl_pair *pairs;
  int n_ledger; lfl_ledger_row *ledger;
  int n_stages; lfl_stage_row *stages;
  int n_conclusions; lfl_conclusion_row *conclusions;
  int n_shares; lfl_share_row *shares;
  int n_turning; lfl_turning_row *turning;
  const char *stopped;   /* NULL, or why it ended early */
} lfl_comparison;

void lfl_comparison_destroy(lfl_comparison *comparison); /* NULL is fine */

/* The comparison as the audience may have it, a copy in `arena`: restricted rows go for partners;
 * for the public what is not public goes, and shared decisions with it. NULL without memory. */
lfl_comparison *lfl_comparison_redact(const lfl_comparison *from, const lfl_scenario *s, lfl_sensitivity audience, lfl_arena *arena);

const char *lfl_set_kind_name(lfl_set_kind kind);       /* "as entered", "party", "option", "numbers" */
const char *lfl_shared_kind_name(lfl_shared_kind kind); /* "delivery", "build", "movement", "repair" */
const char *lfl_conclusion_kind_name(lfl_conclusion_kind kind); /* "survival", "target", ... */
/* A set of which nothing is known yet: figures NaN, verdicts unknown, answers open, in lists for the scenario's targets, needs and claims, of the arena's; no id, terms and note. False without
 * memory. O(targets + needs + claims). */
bool lfl_compared_set_begin(lfl_compared_set *set, const lfl_scenario *scenario, lfl_arena *arena);
/* Name of a set as people say it. */
const char *lfl_compared_name(const lfl_compared_set *set);
/* What a conclusion is about: a target's or claim's id, a need, or words; NULL where it is not in this copy. */
const char *lfl_conclusion_id(const lfl_comparison *c, const lfl_conclusion_row *row);
/* What is shared out where the conclusion differs: "unserved person-days", "people at most", ... */
const char *lfl_conclusion_shared_name(const lfl_conclusion_row *row);
/* Does the figure say that no plan gets there within the days planned (a claim about days)? */
bool lfl_conclusion_is_never(const lfl_comparison *c, const lfl_conclusion_row *row, int side);
/* Names of the options that have errors, with commas; NULL: there are none (or no memory). O(sets). */
const char *lfl_options_not_solved(const lfl_comparison *c);
/* The first week of waiting asked for with which the set would begin after the last day; 0: none, or it is no option. */
int lfl_first_week_too_late(const lfl_comparison *c, int set_i);
/* Does either party's numbers decide it? Not so of a claim that is open, or a target of which nothing is known, under both. */
bool lfl_conclusion_is_decided(const lfl_conclusion_row *row);
/* How many conclusions about the pair are in this copy and decided (*n), and how many of them hold under both. O(conclusions). */
int lfl_conclusions_held(const lfl_comparison *c, int pair, int *n);

#endif
