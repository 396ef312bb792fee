/* The report's inner workings, shared by its files: writing of escaped HTML, and the figures
 * that several parts of the page show. Internal to src/report.
 *
 * Every text of a scenario reaches the page through put() or put_json_text(), which escape it;
 * there is no other way in. */
#ifndef LFL_REPORT_PAGE_H
#define LFL_REPORT_PAGE_H
#include <stdbool.h>

#include "model/fuel.h"
#include "report/report.h"

/* A day on which something must be decided or the cost of waiting begins. */
typedef struct decision {
  int day;          /* -1: none found */
  const char *what; /* "more trucks a day at North gate" */
  const char *why;  /* the rule that picked it */
} decision;

/* Figures of the scenario, by where they come from. */
typedef struct figure_count {
  int n, n_assumed, n_unstated, n_standard;
} figure_count;

typedef struct report {
  const lfl_plan *plan;
  const lfl_scenario *s;
  const lfl_needs *needs; /* NULL: not given */
  const lfl_dry *dry;     /* NULL: not for this audience */
  const lfl_diags *diags; /* NULL: not given */
  lfl_sensitivity audience;
  lfl_arena *arena; /* texts made for this report */
  lfl_buf *out;
  bool failed; /* no memory */

  int n_k;            /* days of which the plan has service rows; a public copy has whole weeks */
  int *day;           /* [n_k] */
  double *served;     /* [place, need, tier, k] people; -1: no row */
  double *in_need;    /* [place, k] people; -1: no row */
  double *asked;      /* [place, need, k] people in need of it: all in need there, but in a region that
                         was summed only those of places where the need applies; -1: no row */
  double *sum_served; /* [need, tier, k] */
  double *sum_asked;  /* [need, tier, k] people in need */
  double *all_served; /* [k] served at survival in every planned need */
  double *all_people; /* [k] in need, those on the way among them */
  bool *is_shown;     /* [place] may the page name it? */
  const char **name;  /* [place] as the page may say it */
  bool *has_rows;     /* [place] are there service rows? */
  const char *title;  /* of the scenario, as the page may say it */
} report;

/* --- write.c: text ----------------------------------------------------------------- */

/* printf with the page's own directives; there is no other. Nothing else is looked at.
 *   %s text of the scenario or ours, HTML-escaped (NULL: nothing)
 *   %r raw HTML of ours, never of a scenario
 *   %d int            %n double: a count with thin spaces between thousands, rounded to whole
 *   %q double: a quantity with at most three digits that matter, thin spaces
 *   %g double: a number as it was given, thin spaces
 *   %f double: a coordinate with one decimal
 *   %p double: a share 0..1 as whole per cent; "under 1 %" and "over 99 %" rather than a false 0 or 100
 *   %D int: the day's date, "6 May 2024"   %S int: short, "6 May"   %% per cent sign */
void put(report *r, const char *format, ...);
/* The same into a text of the report's arena; "" without memory. Its text is already escaped. */
const char *put_text(report *r, const char *format, ...);
/* The same without escaping, for plain text only. */
const char *plain_text(report *r, const char *format, ...);
/* Text in quotes for JSON inside a script element: <, >, & and line ends of scripts as \u escapes. */
void put_json_text(lfl_buf *out, const char *text);
/* Text with what would break HTML escaped, control and direction-changing characters left out
 * and broken UTF-8 replaced. NULL: nothing. */
void put_escaped(lfl_buf *out, const char *text);
void put_count(lfl_buf *out, double value);
void put_quantity(lfl_buf *out, double value);
void put_share(lfl_buf *out, double share);
void put_coordinate(lfl_buf *out, double value);
const char *date_text(report *r, int day, bool is_short);
/* A unit's short form in words: "l_per_person_day" as "l per person day". is_total: only what
 * stands before "_per_". NULL: "". */
const char *unit_words(report *r, const char *unit, bool is_total);
/* An ISO date as "6 May 2024"; other text as it is. */
const char *iso_date_text(report *r, const char *iso);
/* "1.24 million" or "124 000": people in a sentence. */
const char *people_words(report *r, double people);
/* People of the target's result as they are told (lfl_target_whole); of a set, by its own verdict. */
const char *reach_words(report *r, const lfl_target_result *t, double people);
double set_best_people(lfl_verdict verdict, double best_people);
/* "not within 12 days": a figure in days that says so. */
const char *never_words(report *r, int n_days);
/* How far the plan is from the best one, as far as proved. */
const char *how_far_words(report *r);
/* Which levels may be bettered behind the answer's own, and by what share at most, where that is more than the gap that the contract asks for; "" none. */
const char *open_levels_words(report *r);
bool is_distance_told(const report *r); /* behind the first sentence; else where it says that the run ended early or how far the plan is proved, or it is not known */

/* --- facts.c ------------------------------------------------------------------------- */
/* LFL_ERR_DATA: the plan names what its scenario has not. LFL_ERR_MEMORY. */
lfl_status facts_gather(report *r);
static inline long at_service(const report *r, int place_i, int need_i, int tier, int k) {
  return (((long)place_i * r->s->n_needs + need_i) * LFL_N_TIERS + tier) * r->n_k + k;
}
static inline long at_sum(const report *r, int need_i, int tier, int k) {
  return ((long)need_i * LFL_N_TIERS + tier) * r->n_k + k;
}
static inline long at_asked(const report *r, int place_i, int need_i, int k) {
  return ((long)place_i * r->s->n_needs + need_i) * r->n_k + k;
}
static inline long at_place(const report *r, int place_i, int k) { return (long)place_i * r->n_k + k; }

/* Regions of which the copy leaves out how many are served in the need at the tier, as they are from 1 to 9; need_i -1: of which it has no row of any need at the tier of the answer for that. */
int n_regions_of_few(const report *r, int need_i, int tier, int k);
/* Is anybody in need of it on the day where it is counted? Of a need of sites where nobody is on a site, nobody is. */
bool is_asked_for(const report *r, int need_i, int k);
/* Has anything been reckoned that is to be carried or is at hand on the days on which volumes are shown? */
bool has_volumes(const report *r);
/* How many are served of those in need, and without which regions. */
const char *served_words(report *r, int need_i, int tier, int k);
/* Does the copy hold every trip with goods, so that sums of them are the plan's? */
bool has_all_trips(const report *r);
/* Trucks on the day without what only closed permissions tell. */
lfl_needs_trucks told_trucks(const report *r, const lfl_needs_trucks *trucks);
const char *let_in_words(report *r, const lfl_needs_trucks *t); /* what the crossings let in */
const char *water_words(report *r, const lfl_needs_trucks *t);  /* lfl_needs_water_words, at the minimum tier first */
/* That nobody is moved, or that this copy does not say who is. */
const char *no_movements_words(const report *r);
/* The tier at which a need is shown on the front page: survival, or the minimum if it has no other. */
lfl_tier shown_tier(const report *r, int need_i);
/* Least share served at that tier of any planned need at the place; -1: nobody in need or no
 * rows. *need_i gets the need (may be NULL). */
double worst_share(const report *r, int place_i, int k, int *need_i);
/* Most people there who can be served at that tier in every planned need; -1: no rows. */
double served_in_all(const report *r, int place_i, int k);
/* Place's name, or its id; marked where its row is restricted; "a place not shown here" where the
 * audience may not read it; "everywhere" for -1. */
const char *place_name(const report *r, int place_i);
const char *item_name(const report *r, int item_i);
/* Is the need met by what stands in stock or flows in (water, items), so that its supply can run out? */
bool runs_out(const report *r, int need_i);
const char *need_name(const char *id);
const char *need_title(const char *id); /* with a capital */
const char *kind_words(const lfl_origin *origin);
bool may_see(const report *r, const lfl_origin *origin);
/* Days' index at or before a day, 0 if none. */
int k_of_day(const report *r, int day);
figure_count count_figures(const report *r);
/* What a row of fuel run dry says: "pumps at Old Town: no fuel left there". */
const char *dry_words(report *r, const lfl_dry_row *row);
/* The rows [dry->n] by people without, most first, those of which it is not known last; dry is there. NULL without memory. */
const lfl_dry_row **dry_by_people(report *r);
/* A facility's name, or what it is and where for those who may not know it. */
const char *facility_words(report *r, int facility_i);
/* The limit that costs most, in words; NULL if the plan has none. */
const char *bottleneck_words(report *r);
/* What stands in place of a list of limits, or beside it, where the copy leaves limits out; NULL: it leaves none out. HTML of ours. */
const char *limits_lack(const report *r);
/* What stands instead of a list of limits where there is none. */
const char *no_limits_words(report *r);
const char *binding_words(report *r, const lfl_binding_row *row);
const char *price_words(report *r, const lfl_binding_row *row); /* HTML; of one more, and for how many more it holds */
const char *gain_words(report *r, const lfl_binding_row *row);  /* HTML; as found by solving again */
/* "one truck a day more at North gate" */
const char *binding_more(report *r, const lfl_binding_row *row);
bool binding_is_shown(const report *r, const lfl_binding_row *row);
decision next_decision(report *r);
/* The sentence of the front page, escaped. */
const char *headline(report *r);
const char *target_words(report *r, int target_i);

/* Is the target, the claim told of in this copy, and how many targets are? Is the claim's own wording? A public copy has words of claims that are marked public, the answer
 * of others, and nothing of restricted ones. */
bool is_target_told(const report *r, int target_i);
int n_told_targets(const report *r);
bool is_claim_told(const report *r, int claim_i);
bool is_claim_open(const report *r, int claim_i);
/* What was said, or that it is not in this copy. */
const char *claim_words(const report *r, int claim_i);
const char *of_asked_words(report *r, int target_i); /* "900 of 1 000": the most that any plan found reaches, of those asked for where it falls short */
/* Of a movement target that rests on people whose willingness is not recorded: for whom it is and is not, and what is planned
 * (NULL: it rests on none); and what can be reached if all of those wished to. Plain text. */
const char *willing_words(report *r, int target_i);
const char *if_willing_words(report *r, int target_i);
const char *verdict_words(lfl_verdict verdict);
const char *can_words(lfl_verdict verdict); /* ... of numbers that no plan is made with */
const char *set_verdict_class(const report *r, int set, int target_i);
const char *set_verdict_words(const report *r, int set, int target_i);

typedef struct funding {
  double cost, line_cost[8];
  const char *line[8];
  int n_lines;
  double pledged, usable_now, usable_end, not_counted;
  int n_pledges, n_waiting, n_late;
} funding;
funding count_funding(const report *r);
/* Of a copy that lacks pledges, in place of every sum of them. */
#define PLEDGES_LACK "Restricted pledges are left out of this copy, and others may count less because of them: what is pledged, usable, idle or missing is not told."

/* Of a copy that lacks trips, beside its sums of money. */
#define TRIPS_LACK "Trips, or facilities that burn fuel, are left out of this copy: what transport costs, and the goods that they carry or burn, is told in sums of the whole plan, and what pledges have spent and have left is not."

/* Assumptions that matter most: sets that turned a conclusion first, then figures by people. */
typedef struct weak_point {
  const char *what, *effect; /* escaped */
  const char *href;          /* NULL: none */
  double rank;
} weak_point;
/* At most n; returns how many. */
int weak_points(report *r, weak_point *out, int n);
/* The weight that is to stand beside the plan's own: 0, or 1 where the plan's is 0. */
double other_risk_weight(const report *r);
/* Index in plan->sets of the set that says that risk_weight and nothing else; -1: none. */
int risk_set(const report *r);
/* A set of that kind which the scenario has and which was not solved; NULL: none that the audience may know. */
const char *unsolved_risk_set(const report *r);
/* Where to look where no other set was solved beside the plan, or that there is none. */
const char *not_compared_words(report *r);
/* First source text of an assumption set; NULL: none. */
const char *set_source(const report *r, const char *set_id);
bool has_places_at_risk(const report *r);

const char *verdict_class(lfl_verdict verdict);
const char *claim_class(lfl_claim_answer answer);

/* --- parts of the page ---------------------------------------------------------------- */
void put_front(report *r);           /* front.c */
void put_map(report *r, const char *id, int k, bool is_day_map); /* map.c */
/* The same without names, coloured by one need; the figure beside it says it in words. */
void put_small_map(report *r, int need_i, int k);
void put_map_legend(report *r);
typedef struct place_point { bool is_there; double x, y; } place_point;
/* Where each place lies in the map's drawing; [n_places], of the arena. NULL without memory. */
const place_point *map_points(report *r);
void put_service_chart(report *r, int need_i);   /* chart.c */
void put_ready_chart(report *r);
void put_day_bars(report *r, const char *id, const char *title, const char *unit, const double *value, const char *klass);
void put_pipeline_chart(report *r);
/* People reached by this plan on each of the n_k days against those asked for by a day. */
void put_reach_chart(report *r, const double *reached, double asked, int by_day);
void put_days(report *r);            /* days.c */
void put_data(report *r);
void put_sectors(report *r);         /* sectors.c */
void put_money_section(report *r);   /* money.c */
void put_idle_money(report *r);
void put_repairs(report *r);         /* repairs.c */
void put_care(report *r);            /* health.c */
void put_goals(report *r);           /* goals.c */
void put_stay_or_move(report *r);
void put_barriers(report *r, int target_i); /* barriers.c: what stands in the way of a target; how to check its verdict */
void put_comparison(report *r);      /* compare.c */
bool has_options(const report *r);
void put_sets(report *r);
void put_issues(report *r);          /* sources.c */
void put_sources(report *r);
/* Link to the row's or the table's entry among the sources; NULL where it does not stand there. */
const char *row_href(report *r, const char *table, const lfl_origin *origin);
const char *table_href(report *r, const char *table);

/* --- sha256.c --------------------------------------------------------------------------- */
/* SHA-256 (FIPS 180-4) of n bytes in base64: 44 characters and a NUL. */
void sha256_base64(const unsigned char *bytes, size_t n, char out[45]);

extern const unsigned char lfl_embed_report_css[];
extern const size_t lfl_embed_report_css_len;
extern const unsigned char lfl_embed_report_js[];
extern const size_t lfl_embed_report_js_len;

#endif
