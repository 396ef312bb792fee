/* The plan: what is to be done on each day, in whole things, and what comes of it. Made by
 * the engine, recomputed by check, written by store and report. Rows of every list are in
 * the order of their leading fields (day first), so that equal plans are equal byte by byte.
 * Everything is owned by `arena`; lists grow with lfl_plan_add_*. */
#ifndef LFL_MODEL_PLAN_H
#define LFL_MODEL_PLAN_H
#include <stdbool.h>

#include "model/scenario.h"

/* A way driven or walked: links in order, with the direction of each. */
typedef struct lfl_way {
  int from_i, to_i; /* places */
  int n_links;
  const int *link_i;       /* [n_links] */
  const bool *is_reverse;  /* [n_links] driven from to_id to from_id */
  double km, hours;
} lfl_way;

typedef struct lfl_service_row {
  int day, place_i, need_i;
  lfl_tier tier;
  double people;        /* in need, after movement, whole */
  double served_people; /* whole */
} lfl_service_row;

typedef enum lfl_mode { LFL_MODE_BUS, LFL_MODE_ACCESSIBLE_BUS, LFL_MODE_FOOT } lfl_mode;

typedef struct lfl_movement_row {
  int day, arrive_day, from_i, to_i;
  lfl_mode mode;
  int fleet_i; /* -1 on foot */
  int way_i;
  double people, trips; /* whole; trips 0 on foot */
} lfl_movement_row;

/* A shipment is all that one fleet takes on one way on one day: its rows stand together,
 * and its trips stand on its first row (0 on the others). */
typedef struct lfl_delivery_row {
  int day, arrive_day, from_i, to_i, fleet_i, way_i, shipment;
  int item_i;
  double units; /* loaded; a crossing's loads arrive times delivered_share */
  double trips; /* whole */
} lfl_delivery_row;

/* Supplies taken up: bought and put into the stock at their place. */
typedef struct lfl_draw_row {
  int day, supply_i;
  double units;
} lfl_draw_row;

/* What leaves a stock other than by truck. */
typedef enum lfl_use_kind { LFL_USE_NEED, LFL_USE_BUILD, LFL_USE_PUMP, LFL_USE_DRIVE, LFL_USE_CARE, LFL_USE_KIT, LFL_N_USES } lfl_use_kind;
typedef struct lfl_use_row {
  int day, place_i, item_i;
  lfl_use_kind kind;
  double units;
} lfl_use_row;

typedef struct lfl_stock_row {
  int day, place_i, item_i;
  double units;     /* at the end of the day; only rows above 0 */
  double days_left; /* at the mean use of the days up to 7 before; NaN where nothing is used */
} lfl_stock_row;

typedef struct lfl_build_row {
  int day, place_i, construction_i;
  double units; /* whole; of units that go on over days, what is built on the day (lfl_is_built_in_parts) */
} lfl_build_row;

typedef struct lfl_capacity_row {
  int day, place_i;
  lfl_capacity capacity;
  double people; /* at the minimum tier, usable on that day */
} lfl_capacity_row;

/* What is decided of a repair. A row for every project of the scenario, in its order. */
typedef struct lfl_repair_row {
  int project_i;
  int start_day, finish_day; /* -1: not done */
  double workers;            /* on each working day */
  double gain_person_days[LFL_N_TIERS]; /* unserved person-days fewer than with this repair and those that need it
                                           left out and all others as decided, weighted, before rounding; NaN: not
                                           solved */
} lfl_repair_row;

/* What a repair that is done buys: people served more than without it and those that need it, by need and
 * tier, before rounding; both solved. */
typedef struct lfl_repair_gain_row {
  int project_i, need_i;
  lfl_tier tier;
  double person_days;   /* below 0: fewer, as others get more */
  int from_day, to_day; /* first and last day on which anybody more is served */
  double most_people;   /* more on the day with most */
} lfl_repair_gain_row;
/* Whole people more a day on average, from the first to the last day on which anybody more is served; on single days the two solutions differ by what
 * either keeps in stock. 0 where nobody more is. */
double lfl_repair_mean_people(const lfl_repair_gain_row *gain);
/* People of a place whom a facility serves on the day. */
typedef struct lfl_care_row {
  int day, place_i, facility_i, need_i;
  double people; /* whole, at the minimum tier */
} lfl_care_row;

/* Kits put together of their parts, which are used up by it (use "kit"). */
typedef struct lfl_kit_row {
  int day, place_i, item_i;
  double units;
} lfl_kit_row;

/* Patients of a place who are carried to a facility on the day and back another: a movement of its own kind, by which nobody
 * leaves. people: those of the place whom the facility's beds serve so. */
typedef struct lfl_referral_row {
  int day, place_i; /* a region in copies */
  int facility_i, fleet_i, way_i; /* -1 in copies for those who may not know the facility */
  double people, patients, trips; /* whole; a public copy: of the week, trips NaN */
} lfl_referral_row;

/* Lines: "transport", "supplies", "construction", "labour". */
typedef struct lfl_spending_row {
  int day;
  const char *line;
  int pledge_i; /* -1: money not limited */
  double amount;    /* whole cents */
  const char *need; /* what it is spent on (model/money.h); NULL: several needs */
  int place_i;      /* -1: not told */
  int item_i;       /* -1: none, or several */
} lfl_spending_row;

typedef struct lfl_level {
  lfl_level_kind kind;
  double value, bound, gap; /* of the linear model; gap relative to the value, but for values below 1e-6; NaN: not known */
  double published_value;   /* after rounding to whole things */
  double held_value;        /* what later levels were held to; NaN: nothing was solved after it */
} lfl_level;

typedef enum lfl_verdict { LFL_VERDICT_UNKNOWN, LFL_MET, LFL_POSSIBLE, LFL_IMPOSSIBLE } lfl_verdict;

typedef struct lfl_target_result {
  int target_i;
  lfl_verdict verdict;
  double people;       /* asked for; for "all": the people counted */
  double plan_people;  /* reached by this plan, whole */
  double best_people;  /* the most any plan found reaches; NaN unknown */
  double bound_people; /* proved upper bound; INFINITY unknown */
  int earliest_day;    /* -1 unknown or none within the horizon */
  bool willing_missing;            /* rests on people whose willingness is not recorded */
  double willing_best_people;      /* the same with a willing share of 1 where not recorded; NaN unknown */
  double willing_bound_people;
  int willing_earliest_day;
} lfl_target_result;

/* What other money would change at the first level, found by solving again. */
typedef enum lfl_money_change {
  LFL_MONEY_MORE,      /* `by` more of the pledge's earmark from day 0 on (pledge_i -1: without earmark) */
  LFL_MONEY_EARLIER,   /* the pledge `by` days earlier */
  LFL_MONEY_LATER,     /* ... later */
  LFL_MONEY_UNPAID,    /* ... so much later that the repairs as decided could not be paid: not solved */
  LFL_MONEY_CONDITION, /* its condition met by day `by`, the pledge's own */
  LFL_MONEY_WAITS,     /* of a need: about `by` more would be spent on it, were there no lack of money without earmark */
  LFL_MONEY_LEFT,      /* no change: `by` of the pledge's earmark is left at the end of the linear model, all levels solved */
  LFL_N_MONEY_CHANGES
} lfl_money_change;

typedef struct lfl_money_gain_row {
  lfl_money_change change;
  int pledge_i;     /* -1 none */
  const char *need; /* of LFL_MONEY_WAITS; NULL several */
  double by;        /* money, days, or a day */
  double price;     /* by the duals, for all of it: no more than that can be gained, no less is lost; NaN none, or not solved */
  double gain;      /* unserved survival person-days fewer (below 0: more); NaN not solved */
} lfl_money_gain_row;

/* A limit that binds, over a span of days: the first level (target_i -1), or what a target can reach. */
typedef struct lfl_binding_row {
  const char *limit;      /* lfl_limit_name: "crossing", "fleet", "crew", "land", "supply", "money", ... */
  const char *subject_id;
  int from_day, to_day;
  const char *unit;       /* of one more: "trucks a day", "vehicles", "workers", "m2", "units" */
  double price;           /* by the duals, for one unit more: unserved survival person-days fewer; of a target,
                             people more; NaN: not tried, and so not told */
  double step;            /* how much more was tried */
  double gain;            /* the same, gained by solving again with `step` more; NaN: not tried */
  const char *text;       /* one sentence in plain words */
  double holds_to;        /* how many units more the price was seen to hold for, maybe less than the step; 0: for none; NaN: not tried */
  int target_i;           /* -1: the first level */
} lfl_binding_row;

/* What solving again says of a limit's price. */
typedef enum lfl_price_check {
  LFL_PRICE_NOT_TRIED,
  LFL_PRICE_HOLDS,         /* for all of the step, and up to holds_to */
  LFL_PRICE_HOLDS_IN_PART, /* up to holds_to, which is less than the step: the gain is less than price times step */
  LFL_PRICE_DIFFERS        /* nowhere seen to hold: only the gain counts */
} lfl_price_check;

/* Did more of it alone gain anything that counts, half a person-day or half a person? Not tried: no. */
bool lfl_binding_gains(const lfl_binding_row *row);

/* One of a set of limits that together make a target impossible: with every other limit lifted no
 * plan reaches it. A set's rows stand together. */
typedef struct lfl_conflict_row {
  int target_i, set;      /* set from 1 */
  bool is_minimal;        /* without any one of them it is possible (each was tried); else no more than small */
  const char *limit, *subject_id;
  const char *text;
} lfl_conflict_row;

/* One change of a way to make a target possible, within what the table `negotiable` offers. A way's
 * rows stand together; the first way costs least. */
typedef struct lfl_offer_row {
  int target_i, way;      /* way from 1; 0: not even all that is negotiable is enough (to_value: the most of each; or,
                             with NaN for all figures, text: what keeps it out of reach by itself and is not negotiable) */
  bool is_least;          /* proved: no way costs less (of way 1) or less without repeating the ways before */
  const char *table, *row_id, *column;
  double from_value, to_value;
  double weight;          /* of this change, in the table's own price or weight */
  double best_people;     /* that the target reaches with all of the way's changes */
  const char *text;
} lfl_offer_row;

/* The limits of docs/MODEL.md that a proof may put a multiplier on (docs/PROOFS.md, "The limits").
 * Brackets: what the indexes a, b of a multiplier count. */
typedef enum lfl_row {
  LFL_ROW_STOCK,      /* [place, item] goods do not come from nowhere; of either sign */
  LFL_ROW_STORAGE,    /* [place] */
  LFL_ROW_SERVICE,    /* [place, need] what serves is there */
  LFL_ROW_PEOPLE,     /* [place, need] no more are served than are in need */
  LFL_ROW_READY,      /* [place, need] nobody is moved into worse */
  LFL_ROW_LEAST,      /* [place, need] counted for a target are those served in every need asked for */
  LFL_ROW_THERE,      /* [place] people are never below 0 */
  LFL_ROW_YIELD,      /* [place] */
  LFL_ROW_WILLING,    /* [place] no days */
  LFL_ROW_MOBILE,     /* [place] no days */
  LFL_ROW_LAND,       /* [place] no days */
  LFL_ROW_WORST,      /* [place] no days: the worst place's share is at least this one's */
  LFL_ROW_CREW,       /* [crew] */
  LFL_ROW_FLEET,      /* [fleet] vehicle-days */
  LFL_ROW_HANDLING,   /* [place] loaded trips leaving a hub or crossing */
  LFL_ROW_LINK,       /* [link] vehicles, forwards */
  LFL_ROW_LINK_BACK,  /* [link] backwards */
  LFL_ROW_WALK,       /* [link] people on foot, forwards */
  LFL_ROW_WALK_BACK,  /* [link] backwards */
  LFL_ROW_PERMISSION, /* [permission] */
  LFL_ROW_ESCORT,     /* [escort] vehicles that it goes with */
  LFL_ROW_CARE,       /* [facility] no more are served than its share at work can (need health) */
  LFL_ROW_CARE_BEDS,  /* [facility] ... (need health_beds) */
  LFL_ROW_MONEY,      /* [pledge] no days: no more is paid than was pledged */
  LFL_ROW_HOLD,       /* [level] an earlier level stays at its held value; no days */
  LFL_ROW_REACH,      /* people reached on the day, of a served target */
  LFL_ROW_ORDER,      /* [project] started by the day only if the one it needs is done before */
  LFL_ROW_GROUND,     /* [place] land built on so far, where a repair restores land */
  LFL_N_ROWS
} lfl_row;

/* What a proof is about. All willing: the target with everyone willing where it is not recorded. */
typedef enum lfl_proof_kind { LFL_PROOF_LEVEL, LFL_PROOF_TARGET, LFL_PROOF_TARGET_ALL_WILLING } lfl_proof_kind;

typedef struct lfl_proof {
  lfl_proof_kind kind;
  int subject_i; /* of plan->levels or of the scenario's targets */
  const int *least, *most; /* [n_projects] it holds where each repair starts on a day from least to most (n_days: is
                              not done); NULL: however they are decided. Proofs of a subject cover all together */
} lfl_proof;

/* Multiplier of a limit over a span of days, the same on each; both days -1 for a limit without days. */
typedef struct lfl_multiplier_row {
  int proof_i;
  lfl_row limit;
  int a, b; /* what the limit counts; 0 where it counts nothing */
  int from_day, to_day;
  double value; /* in units of the proof's objective for one unit of the limit */
} lfl_multiplier_row;

/* Where the solutions behind what binds the first level, and behind the last level, ended, for problems alike to begin from (engine/start.c): of no meaning to a reader, and no
 * figure rests on it. The latter is told with its values: copies for whom something is hidden have none of it. */
typedef struct lfl_start_row {
  const char *part, *text;
} lfl_start_row;

typedef enum lfl_claim_answer { LFL_CLAIM_OPEN, LFL_CLAIM_CONFIRMED, LFL_CLAIM_CONTRADICTED } lfl_claim_answer;
typedef struct lfl_claim_result {
  int claim_i;
  lfl_claim_answer answer;
  double figure;    /* that decides it; NaN if none */
  const char *text; /* one sentence */
} lfl_claim_result;

/* Days until so many people have new capacity, over all plans, the first day counting as 1 (claims with the indicator days_to_build). */
typedef struct lfl_claim_days {
  int least; /* no plan takes fewer, proved; 0: nothing was solved */
  int most;  /* some plan takes so many, before rounding; 0: none was found within the days planned */
} lfl_claim_days;

/* What holds in one assumption set. */
typedef struct lfl_set_result {
  const char *set_id; /* "" is the scenario as it stands */
  int n_levels;
  double level_values[LFL_N_LEVELS]; /* NaN where not solved */
  double survival_share; /* as lfl_plan has it */
  int n_targets;
  lfl_verdict *verdicts;  /* [n_targets] possible (can be met: no plan is made with the numbers), impossible or unknown */
  double *best_people;    /* [n_targets] */
  int *earliest_days;     /* [n_targets] */
  const char *note;       /* NULL or why it was not solved */
} lfl_set_result;

struct lfl_comparison;

#define LFL_LIST(type, name) type *name; int n_##name, capacity_##name

/* A list that is added here is to be told in model/redact.c and store/cut_plan.c, or no copy holds it. */
typedef struct lfl_plan {
  lfl_arena *arena;
  const lfl_scenario *scenario; /* outlives the plan */
  LFL_LIST(lfl_way, ways);
  LFL_LIST(lfl_service_row, service);
  double *people; /* [n_places * n_days] at the end of the day, whole */
  LFL_LIST(lfl_movement_row, movements);
  LFL_LIST(lfl_delivery_row, deliveries);
  LFL_LIST(lfl_draw_row, draws);
  LFL_LIST(lfl_use_row, uses);
  LFL_LIST(lfl_stock_row, stocks);
  LFL_LIST(lfl_build_row, builds);
  LFL_LIST(lfl_capacity_row, capacity);
  LFL_LIST(lfl_care_row, care);
  LFL_LIST(lfl_referral_row, referrals);
  LFL_LIST(lfl_kit_row, kits);
  LFL_LIST(lfl_spending_row, spending);
  LFL_LIST(lfl_money_gain_row, money_gains);
  LFL_LIST(lfl_repair_row, repairs);
  LFL_LIST(lfl_repair_gain_row, repair_gains);
  LFL_LIST(lfl_binding_row, binding);        /* of the first level */
  LFL_LIST(lfl_binding_row, target_binding); /* of targets that nobody can reach, target by target */
  LFL_LIST(lfl_conflict_row, conflicts);
  LFL_LIST(lfl_offer_row, offers);
  LFL_LIST(lfl_proof, proofs);
  LFL_LIST(lfl_multiplier_row, multipliers);
  LFL_LIST(lfl_start_row, start);            /* none: not kept */
  int n_levels;
  lfl_level levels[LFL_N_LEVELS];
  double survival_share; /* of what survival asks for if nobody moves what is served, days at risk apart, before rounding to whole things, 0..1; NaN: nothing was solved; in no file */
  lfl_target_result *targets; /* [scenario->n_targets] */
  lfl_claim_result *claims;   /* [scenario->n_claims] */
  lfl_claim_days *claim_days; /* [scenario->n_claims] what the claims are answered from; in no file */
  int n_sets;
  lfl_set_result *sets; /* [n_sets], the first is the scenario as it stands; 0 if none */
  const struct lfl_comparison *comparison; /* of sets of other numbers (comparison.h), for the plan's audience; outlives
                                               the plan; a copy of the plan has none; NULL: none */
  const char *stopped;  /* NULL, or why the run ended early */
  bool is_binding_sought; /* what binds the first level was looked for, to the end: where `binding` is empty nothing does */
  const struct lfl_needs *needs; /* NULL: the scenario's; of a cut copy, those of the whole one, which outlive it */
  const struct lfl_dry *dry; /* of a cut copy: what of the whole plan's it may tell, which outlives it; else NULL */
  bool is_cut;          /* rows closed to those it is for are left out: it cannot be verified (store/cut.h) */
  bool lacks_pledges;   /* of a cut copy: pledges are among them, and may be part of what others count: no sum of pledged money is told */
  bool lacks_trips;     /* of a cut copy: trips, or facilities that burn bought fuel, are among them: what they cost, and the goods they carry, is in sums of the whole plan (lfl_spending_is_sum); of no pledge is told what it has
                           spent and has left, and of no place what transport there costs */
  bool lacks_fuel;      /* of a cut copy: facilities that burn fuel are among them: how much of it is taken up in all is not told */
  bool lacks_calendar;  /* of a cut copy: rows of status are among them: days that are closed, and that nobody declares a place at risk, are not told */
  bool lacks_limits;    /* of a copy: limits, sets or ways are among what is left out */
  bool lacks_bottleneck; /* ... and so is the limit that costs most */
  bool *lacks_few;      /* [n_places * n_needs * LFL_N_TIERS * n_days] of a public copy: where a row is left out as few are served of many in need (lfl_lacks_few); else NULL */
  const char **closed;  /* [n_closed] of a public copy: keys and names of restricted rows, which what it tells in words must not hold (lfl_plan_words) */
  int n_closed, n_closed_within; /* the first ones are looked for within texts, too */
  const char *version;  /* of Lifeline */
  lfl_sensitivity audience; /* for whom it was cut down or its file was written; a plan made here: restricted */
} lfl_plan;

/* A new, empty plan with its own arena and `people` set to those unplanned; NULL no memory. */
lfl_plan *lfl_plan_create(const lfl_scenario *scenario);
void lfl_plan_destroy(lfl_plan *plan); /* NULL is fine; the scenario stays */
/* Of a plan that was not stopped: is what it does at its first level proved to be near the best, and of its last level nothing? So it is where the country is too large for
 * later levels to be solved as wholes. */
bool lfl_plan_is_open_behind_first(const lfl_plan *plan);
/* Does the copy leave out a row by which few are served of many in need, so that neither sum holds them? */
bool lfl_lacks_few(const lfl_plan *plan, int place_i, int need_i, lfl_tier tier, int day);
/* Whole people (or person-days) of a number: the nearest within a millionth, else those below; NaN stays NaN. */
double lfl_whole_people(double people);
/* Does the number reach what is asked for? Within a millionth, as MODEL.md holds levels. */
bool lfl_target_is_enough(double people, double asked);
/* People of a target as they are told beside the `asked`: parts (a share of people in need) are left off, but of those asked for the
 * last is a whole one, and who are enough are no fewer than that. So what is asked for, found and proved agree with the verdict. `asked` NaN: not known. */
double lfl_target_whole(double people, double asked);
/* Does the permission, on the days that it is for, limit trips on the way? O(links of the way). */
bool lfl_way_is_under(const lfl_scenario *s, const lfl_way *way, const lfl_permission *permission);
/* Is the row all that a copy which lacks trips tells of its line, or of what is left of it: on no day, at no place and by no pledge? */
bool lfl_spending_is_sum(const lfl_plan *plan, const lfl_spending_row *row);

/* Room for one more row of the list, zeroed; NULL no memory. */
lfl_way *lfl_plan_add_way(lfl_plan *plan);
lfl_service_row *lfl_plan_add_service(lfl_plan *plan);
lfl_movement_row *lfl_plan_add_movement(lfl_plan *plan);
lfl_delivery_row *lfl_plan_add_delivery(lfl_plan *plan);
lfl_draw_row *lfl_plan_add_draw(lfl_plan *plan);
lfl_use_row *lfl_plan_add_use(lfl_plan *plan);
lfl_stock_row *lfl_plan_add_stock(lfl_plan *plan);
lfl_build_row *lfl_plan_add_build(lfl_plan *plan);
lfl_capacity_row *lfl_plan_add_capacity(lfl_plan *plan);
lfl_care_row *lfl_plan_add_care(lfl_plan *plan);
lfl_referral_row *lfl_plan_add_referral(lfl_plan *plan);
lfl_kit_row *lfl_plan_add_kit(lfl_plan *plan);
lfl_spending_row *lfl_plan_add_spending(lfl_plan *plan);
lfl_repair_row *lfl_plan_add_repair(lfl_plan *plan);
lfl_repair_gain_row *lfl_plan_add_repair_gain(lfl_plan *plan);
/* The proof's box as a copy of the plan's own. False without memory. */
bool lfl_plan_copy_box(lfl_plan *plan, lfl_proof *proof);
/* Start days as the plan decides them, for model/repairs.c: [n_projects + 1] of `arena`; NULL without memory. */
int *lfl_plan_repair_starts(const lfl_plan *plan, lfl_arena *arena);
/* Indices of plan->repairs in the order in which work begins, on one day by their ids, what is not done last: [n_repairs] of
 * `arena`; NULL without memory. O(n_repairs^2). */
int *lfl_plan_repairs_in_order(const lfl_plan *plan, lfl_arena *arena);
lfl_money_gain_row *lfl_plan_add_money_gain(lfl_plan *plan);
lfl_binding_row *lfl_plan_add_binding(lfl_plan *plan);
lfl_binding_row *lfl_plan_add_target_binding(lfl_plan *plan);
lfl_conflict_row *lfl_plan_add_conflict(lfl_plan *plan);
lfl_offer_row *lfl_plan_add_offer(lfl_plan *plan);

/* What is said where what binds was not looked for; of a target, the whole sentence. */
#define LFL_NOT_A_LIMIT_WORDS "what exists at places (shelter, toilets, taps, health care, hospital beds) and the notice of permissions are none of the limits that are looked at"
#define LFL_NO_SURVIVAL_WORDS "No need here has a survival tier, and what binds is looked for at no other."
#define LFL_NOT_SOUGHT_WORDS "none was looked for (--no-binding, a copy that leaves it out, or a limit of time)"
#define LFL_TARGET_NOT_SOUGHT_WORDS "No limit that binds this target is in this plan: " LFL_NOT_SOUGHT_WORDS "."
/* Was what binds the target looked for, to the end, so that more of any one limit that has no row of it gains nothing? Not so of a copy, which may lack rows. O(conflicts). */
bool lfl_is_target_binding_sought(const lfl_plan *plan, int target_i);
/* Is the first row of a set, row i, all of it? */
bool lfl_conflict_is_alone(const lfl_plan *plan, int i);
/* The weight of the way that the offer belongs to: of all its changes together. O(offers). */
double lfl_offer_way_weight(const lfl_plan *plan, int i);
/* How many rows of a set of limits, from row i on, are told as one: what exists, of one kind at more than three places, is a sum
 * ("Existing toilets at 13 places: 593000 places in all"); any other row is told by itself. *text: of the plan or of `arena`;
 * NULL without memory. */
int lfl_conflict_words(const lfl_plan *plan, int i, lfl_arena *arena, const char **text);
/* To be added to what is said of limits and of talks where there are repairs: their days are no limit, though more workers would shorten them (docs/MODEL.md, Repairs). "" where there are
 * none; static. O(1). */
const char *lfl_repairs_take_as_long(const lfl_scenario *scenario);

/* Adds copies of what binds, of conflicts and of offers to those of `to`, but for targets that the
 * audience may not see; false without memory. */
bool lfl_plan_copy_findings(const lfl_plan *from, lfl_plan *to, lfl_sensitivity audience);
lfl_proof *lfl_plan_add_proof(lfl_plan *plan);
lfl_multiplier_row *lfl_plan_add_multiplier(lfl_plan *plan);
lfl_start_row *lfl_plan_add_start(lfl_plan *plan);

/* Index of the first proof of that kind and subject, -1 if there is none. */
int lfl_plan_find_proof(const lfl_plan *plan, lfl_proof_kind kind, int subject_i);
/* The same of one that holds wherever repairs start from least to most. */
int lfl_plan_find_proof_within(const lfl_plan *plan, lfl_proof_kind kind, int subject_i, const int *least, const int *most);

const char *lfl_money_change_name(lfl_money_change change);
/* A row without a gain was not tried, whatever price it has. */
lfl_price_check lfl_binding_price_check(const lfl_binding_row *row);
const char *lfl_price_check_name(lfl_price_check check); /* "not_tried", "holds", "holds_in_part", "differs" */
const char *lfl_verdict_name(lfl_verdict verdict);
/* In words where no plan is made with the numbers, so that it is not known what one would meet: "can be met" is LFL_POSSIBLE. */
const char *lfl_can_words(lfl_verdict verdict);
const char *lfl_mode_name(lfl_mode mode);
const char *lfl_use_kind_name(lfl_use_kind kind);
const char *lfl_claim_answer_name(lfl_claim_answer answer);
/* Is the claim about days (days_to_build)? Then a figure beyond the last day stands for: not within the days planned. */
bool lfl_claim_is_of_days(const lfl_claim *claim);

#endif
