/* The master problem: docs/MODEL.md as a linear program whose trips and journeys are made
 * only when their price says that they help (pricing.c). Internal to the engine.
 *
 * Left out, because the optimum is the same without them:
 * - service of a need at a place where neither people nor supply can change: its value is
 *   computed (fixed_served);
 * - the survival variable of a need whose tiers cost the same: serving at minimum serves both;
 * - a supply's day of drawing where neither storage nor money depends on it: it is drawn at once;
 * - the use variable of a need that only one item serves: it is r * served / person_days;
 * - loads that mix more than two items: a vertex of {mass <= payload, volume <= limit} has at
 *   most two items above 0, and every load is a mix of vertices. */
#ifndef LFL_ENGINE_MASTER_H
#define LFL_ENGINE_MASTER_H
#include <limits.h>

#include "base/ids.h"
#include "engine/engine.h"
#include "engine/money.h"
#include "lp/lp.h"
#include "model/plan.h"
#include "net/ways.h"

enum { LFL_NO = -1 };

/* A generated column: a full trip with a load of one or two items, a full journey of a bus
 * (people > 0, per trip) or a walk (per person). */
typedef struct trip_column {
  int day, arrive_day, from_i, to_i, fleet_i, way_i; /* fleet -1: on foot */
  bool is_move;
  int item_i[2];       /* LFL_NO: none */
  double units[2];     /* per trip, loaded */
  int class_i;         /* of money: who may pay; LFL_NO: money is not limited, or nothing is paid */
  double whole_trips;  /* of a shipment whose trips are given, on the first of its columns, 0 on the others;
                          below 0: the column itself counts trips */
  int column;          /* in the LP */
} trip_column;

/* A lane (a way, a fleet and who pays) on a day: trips are sorted by it, so that those of a lane stand together. */
typedef struct lane_day {
  int way_i, fleet_i, class_i, day;
} lane_day;
int lane_day_order(const lane_day *a, const lane_day *b); /* below 0, 0, above 0 */
bool is_same_lane(const lane_day *a, const lane_day *b);

/* Full trips that carry patients of a place to a facility on a day by a way (referral.c). */
typedef struct refer_column {
  int facility_i, place_i, fleet_i, day, way_i, class_i;
  int column; /* in the LP */
} refer_column;

/* Level costs of every LP column, in blocks so that they grow with the LP. */
/* What facilities serve. */
enum { CARE_HEALTH, CARE_BEDS, N_CARES };

enum { COST_SURVIVAL, COST_MINIMUM, COST_MOVEMENT, COST_MONEY, N_COSTS };

/* Where the solution of the survival level or of a target ended, for problems alike to begin from. */
typedef struct level_end {
  lfl_lp_start *start; /* NULL: not kept */
  int n_trips;
} level_end;

/* What a vehicle of the fleet is loaded with at the place on the day. */
typedef struct used_load {
  int from_i, fleet_i, day, item_i[2];
  double units[2];
} used_load;

typedef struct pool pool;

/* Prices under which goods are worth as much at all places of a group (pool.c). */
typedef struct common_prices {
  int *stands_for;   /* [place] the first of its group, or itself */
  bool is_water_apart; /* but of water, which is each place's own */
  double *duals;     /* [row] */
  double *reduced;   /* [n_reduced] of the columns that there were when they had been found; NULL before */
  int n_reduced;
  double objective;  /* of the problem in which a group's goods are one, without the level's constant */
  double bound;      /* that they prove, by pricing; -INFINITY: none */
  double *most;      /* [n_trips] how often each is made at most: journeys as in the solution that the prices belong to */
  int n_trips;
  bool is_solved;    /* no trip helps there any more */
  used_load *loads;  /* in the solution, by from_i, fleet_i and day */
  int n_loads;
  bool takes_ties;   /* pricing adds these loads along every way along which they cost nothing, and nothing else */
  const bool *only_to; /* [place] ... and only to these; NULL: to all */
} common_prices;
void common_prices_destroy(common_prices *c); /* NULL is fine */

typedef struct lfl_master {
  const lfl_scenario *s;
  lfl_arena *arena;
  lfl_lp *lp;
  lfl_graph *graph;
  int T;
  double *supplied;    /* [item] more units than there can ever be; infinite where is_elastic */
  double *most_people; /* [place] that can be there on any day */

  /* Rows and columns, LFL_NO where there is none; see the index functions below. */
  int *row_stock, *col_stock;           /* [place, item, day] */
  int *row_given, *col_given, *col_give; /* [place, item, day] given once */
  int *col_kit;                         /* [place, item, day] units of a kit put together there */
  int *col_use;                         /* [place, item, day] item for its need, where it is a variable */
  int *row_service, *row_people, *col_both, *col_more; /* [place, need, day]: at both tiers; at survival only */
  double *fixed_served[LFL_N_TIERS];    /* [place, need, day] where there is no variable */
  bool *is_fixed;                       /* [place, need] */
  int *row_yield, *col_pumped;          /* [place, day] */
  int *row_built, *col_built;           /* [place, capacity, day] cumulative people */
  int *row_area, *col_area;             /* [place, day] land under construction that is not shelter */
  int *col_build;                       /* [place, construction, day] */
  int *row_land;                        /* [place] */
  int *row_crew;                        /* [crew, day] */
  int *row_fleet;                       /* [fleet, day] */
  int *row_handle;                      /* [place, day] */
  int *row_link, *row_walk;             /* [2 * link + reverse, day] */
  int *row_permission;                  /* [permission, day] */
  int *row_escort;                      /* [escort, day] */
  int *row_care;                        /* [facility, care, day] people served there */
  int *col_work;                        /* [facility, day] share of it at work, where that takes fuel */
  int *col_care;                        /* [pair of facility, care and place of its reach, day] people */
  int *care_first;                      /* [facility] its first pair */
  long n_care_pairs;
  refer_column *refers;                 /* each by a way of its own */
  int n_refers, refers_capacity;
  int *row_storage;                     /* [place, day] */
  int *row_supply;                      /* [supply] */
  int *col_draw;                        /* [supply, day] */
  int *row_received, *col_received;     /* [place, day] cumulative */
  int *row_left, *col_left;             /* [place, day] cumulative */
  int *row_there;                       /* [place, day] people >= 0 */
  int *row_mobile;                      /* [place] those who need no accessible bus */
  int *row_ready;                       /* [place, need, day] nobody is moved into worse */
  /* Repairs (repairs.c), [project, day]; none has any where the scenario has no project that can be done. */
  bool has_repairs;
  int *col_start;                       /* it starts on the day: 0 or 1 */
  int *col_done, *row_done;             /* it is done before the day: what it restores is there */
  int *row_order;                       /* started only when the one it needs is done */
  int *row_once, *col_undone;           /* [project] not twice; not done though the box says so (dear) */
  int *row_ground, *col_ground, *row_ground_limit; /* [place, day] land built on so far, where land is restored */
  int *box_least, *box_most;            /* [project] start days allowed now; T: not done */
  int *box_done;                        /* [project] first day on which it can be done before by these; T: never */
  int *start;                           /* [project] as decided; T: not done */
  struct repair_tree *tree;             /* of the levels (levels that hold leave its leaves closed); NULL before */
  int col_hold_over[LFL_N_LEVELS], col_worst_over; /* beyond a held level (dear); LFL_NO until made */
  bool is_branching;                    /* the solve at hand differs from the last by bounds only */
  bool is_attempt;                      /* the solve at hand is given up (SOLVE_FAILED) where it stalls */
  bool is_decided;                      /* repairs are as the box says: no search */
  bool is_verdict_only;                 /* of a target: whether it can be reached, no more */
  money_model *money;                         /* who may pay what */
  const int *money_days;                /* days on which a period is to begin besides those of the pledges */
  int n_money_days;
  int *row_spend, *col_pay;             /* [class, period] all that is spent is paid; [class, fund, period] by whom */
  int *row_fund, *col_carry;            /* [fund, period] no more is paid than has come; what is kept for later */
  bool *can_leave;                      /* [place] */
  int *receive_from;                    /* [place] first day people may be received; T: never */
  bool has_tankers, has_trucks;
  /* A master for one target only (targets.c): needs that do not matter to it are left out. */
  const lfl_target *target;             /* NULL: a plan */
  bool is_all;                          /* people "all" */
  double asked;                         /* people; the share reached is one of them (reach_unit) */
  double enough;                        /* people that are enough: as many, but where another target's problem is used */
  int *row_out, *col_out;               /* [day] people who have left the place that a target asks to move them out of */
  int *row_reach;                       /* [day] people served against those asked for */
  double *reach_lower;                  /* [day] its bound when the day counts */
  int *row_least;                       /* [place, need, day] z <= served */
  int *col_least;                       /* [place, day] z: served in all needs asked for */
  int col_reach;                        /* share of the people asked for */
  int *col_existing;                    /* [place] of a capacity target: people counted of what stands there */
  bool build_everywhere;                /* also where nobody can be (capacity targets) */
  bool is_survival_only;                /* nothing that is solved asks for the minimum tier, and no plan is made: it is left out,
                                           with all that serves no other (set before master_fill) */
  bool is_elastic;                      /* bounds of columns that follow from rows are left to the rows, so that
                                           a limit's price stands in its rows and it can be lifted (limits.h) */
  bool *is_loose;                       /* [links, then permissions, then escorts] let more through just now than the
                                           scenario says, so that 0 there is no reason to look for ways round them */

  /* Costs by level, per LP column. */
  int n_columns, cost_capacity;
  double *cost[N_COSTS];
  double *lower, *upper;                /* bounds of every column as made */
  signed char *face;                    /* where levels before hold the column: -1 at lower, 1 at upper, 0 nowhere */
  double constant[N_COSTS];
  int fairness_column;                  /* Z; LFL_NO until that level */
  double worst_place;                   /* its value; NaN until solved */
  int *row_worst;                       /* [place] Z is at least the place's share; LFL_NO until that level */
  int hold_row[LFL_N_LEVELS];           /* LFL_NO until held */
  int hold_cost[LFL_N_LEVELS];          /* which cost array the row holds */
  int n_holds;
  double held_value[LFL_N_LEVELS];      /* by hold */
  bool is_penalised;                    /* levels held are so by a price at the moment, their rows let anything through (penalty.c) */
  bool holds_by_rows;                   /* never so (set before the first level, by tests) */
  long n_penalties, n_penalties_failed; /* levels solved so; of these, where the row had to hold after all */
  bool is_standing;                     /* the last of their solves gained nothing */
  double survival_price;                /* of a person-day then, in those at the minimum */
  double money_factor;                  /* of all prices in money, how much dearer than at first */
  int penalised_cost;                   /* cost array of the level at hand, then */
  double penalty_scale;                 /* of all costs: prices are known to so much less */
  double penalty_slack;                 /* what is held may be missed by, at its price: no bound of such a solve is better than that */
  int n_penalised;                      /* holds of that kind, the first ones */
  double hold_most[LFL_N_LEVELS];       /* by hold: the row's upper bound, meanwhile */
  double *penalty_duals, penalty_objective; /* [row] of the problem with the rows */

  struct {                              /* columns gathered but not yet in the LP */
    int n, capacity, n_entries, entries_capacity;
    double *lower, *upper, *value, *zero;
    int *start, *row;
  } pending;

  trip_column *trips;
  int n_trips, trips_capacity;
  lfl_way *ways;
  int n_ways, ways_capacity;
  lfl_ids *way_ids;
  lfl_search search;
  double *link_price, *place_price;     /* workspace of pricing */

  bool is_fixed_trips;                  /* whole trips are given (shipments.c): only loads are free */
  int n_shipments, row_shipments;       /* of these; the first of two rows each, their mass and volume */
  int *shipment_to;                     /* [shipment] place it goes to */
  lfl_plan *plan;                       /* gets what binds; NULL: not asked for */
  lfl_plan *proofs;                     /* gets what proves the bounds; NULL: not asked for */
  const lfl_plan *known_proofs;         /* has those of earlier levels, if others than proofs; NULL: proofs */
  lfl_proof_kind proof_kind;            /* of a target's */
  double gap;                           /* asked of the solve at hand */
  struct lfl_master *like;              /* a problem alike, that nobody touches now, from whose end survival or the target begins; NULL: none */
  struct lfl_master *cost_like;         /* a problem alike, that nobody touches now, which ended with least cost: the trips of its solution are among those that least cost begins with;
                                           NULL: none */
  bool has_trips_alike;                 /* some of them can be made here */
  level_end end;
  common_prices *common;                /* prices of rows are these; NULL: the last solve's */
  common_prices *level_prices;          /* of the level just solved, where they are not the LP's (pool.c); NULL: they are */
  common_prices *first_prices;          /* of the large first problem, until it is settled; NULL: none */
  lfl_lp_start *first_solution;         /* from parts (parts.c), to fall back on until the first solve is over; NULL: none */
  bool is_first_solution;               /* it keeps every row, and `best` is its value; else it is only what whole things go by */
  bool is_first_taken;                  /* the first level's value and bound are those of the parts, as it is done with them or was stopped */
  double *first_values;                 /* [n_first_values] columns then: what a plan that is stopped in a later level falls back on */
  int n_first_values;
  bool is_begun;                        /* what is solved next begins from another problem's end */
  int n_solves;
  long n_last;                          /* iterations of the last solve */
  int n_columns_last;                   /* columns then */
  int n_priced;                         /* columns that the last look at all trips has found */
  double goal;                          /* solving may end as soon as the objective is at or below it, or proved to stay
                                           above; NaN: no such goal */
  double known_value;                   /* some plan is known to come to so much at the level at hand; NaN: none is. Where nothing less is possible there is nothing to solve, */
  bool is_by_known;                     /* and there was not: the last solution is none of the level */
  struct bound_beside *beside;          /* NULL: none is looked for; the caller's */
  double known_bound;                   /* the level at hand comes to no less, whatever is solved; -INFINITY: nothing is known */
  bool are_supplies_open, are_vehicles_open; /* lifted: no bound may rest on the supplies, on vehicles and walkers */
  bool is_known;                        /* what is solved next is solved already: only its prices are wanted */
  bool has_new_limits;                  /* what is solved next is the solution at hand under other limits, nearer or farther */
  bool is_near;                         /* what is solved next differs from the solution at hand by a few limits only */
  long level_begun;                     /* iterations before the level at hand */
  long first_took;                      /* iterations of the first solve */
  long patience;                        /* iterations that a solve with new columns may take */
  bool is_plain;                        /* such solves have taken too long when perturbed */
  long iterations;
  double seconds_left;                  /* INFINITY: no limit */
  double seconds_kept;                  /* not among these: for what whole trips carry */
  long work_kept;                       /* iterations of the limit that are for that */
  bool is_stopped;
  const char *stop_reason;
  const lfl_plan_options *options;
  const char *phase;
  double best, bound;
} lfl_master;

static inline long at_item(const lfl_master *m, int place_i, int item_i, int day) {
  return ((long)place_i * m->s->n_items + item_i) * m->T + day;
}
static inline long at_need(const lfl_master *m, int place_i, int need_i, int day) {
  return ((long)place_i * m->s->n_needs + need_i) * m->T + day;
}
static inline long at_capacity(const lfl_master *m, int place_i, int capacity, int day) {
  return ((long)place_i * LFL_N_CAPACITIES + capacity) * m->T + day;
}
static inline long at_build(const lfl_master *m, int place_i, int construction_i, int day) {
  return ((long)place_i * m->s->n_constructions + construction_i) * m->T + day;
}
static inline int at_class(const lfl_master *m, int class_i, int period) { return class_i * m->money->n_periods + period; }
static inline int at_fund(const lfl_master *m, int fund, int period) { return fund * m->money->n_periods + period; }
static inline long at_day(const lfl_master *m, int i, int day) { return (long)i * m->T + day; }
static inline long at_care(const lfl_master *m, int f, int care, int day) { return ((long)f * N_CARES + care) * m->T + day; }
static inline long care_pair(const lfl_master *m, int f, int care, int r) { return m->care_first[f] + (long)care * m->s->facilities[f].n_reach + r; }
static inline long at_care_of(const lfl_master *m, int f, int care, int r, int day) { return care_pair(m, f, care, r) * m->T + day; }

/* What an array of rows or columns stands for. */
typedef enum master_thing {
  THING_PLACE, THING_CREW, THING_FLEET, THING_LINK /* twice: forwards, backwards */, THING_PERMISSION, THING_ESCORT, THING_FACILITY, THING_CARE_PAIR, THING_SUPPLY,
  THING_PROJECT, THING_PLAN /* one */, N_THINGS
} master_thing;
/* How many there are in the scenario; link directions and pairs of care are counted, not links. */
long master_n_things(const lfl_master *m, master_thing thing);

/* An array of rows or columns: for each thing, n_each of them. */
typedef struct master_index {
  int **index;
  master_thing thing;
  long n_each;
  bool is_row;
} master_index;
enum { MOST_INDEXES = 64 };
/* All of them but trips, money and held levels, into list [MOST_INDEXES]; how many there are. */
int master_indexes(lfl_master *m, master_index *list);

/* One column under construction: entries are added, then it is put into the LP. */
enum { MAX_ENTRIES = 2048 };
typedef struct column_entries {
  int n;
  int row[MAX_ENTRIES];
  double value[MAX_ENTRIES];
  double cost[N_COSTS];
  double lower, upper;
} column_entries;

void entries_begin(column_entries *c, double lower, double upper);
/* Adds a value to a row; rows LFL_NO are passed over; equal rows are summed. */
void entries_add(column_entries *c, int row, double value);
/* Adds money spent on the day to the cost and to what the class's funds pay. */
void entries_spend(column_entries *c, const lfl_master *m, int class_i, int day, double amount);

/* Do its trips cost nothing? */
static inline bool fleet_is_free(const lfl_fleet *fleet) { return !(fleet->cost_per_km > 0) && !(fleet->cost_per_vehicle_day > 0); }

/* An empty master (set stop_moves if wanted, then fill it); NULL without memory. */
lfl_master *master_create(const lfl_scenario *s, const lfl_plan_options *options);
/* Another with the same options and periods of money (m outlives it), that goes on with m's work and time; of m's scenario, or a copy
 * of it with other limits. */
lfl_master *master_create_beside(const lfl_master *m, const lfl_scenario *s);
/* Makes all rows, the columns that are no trips, and the first trips. False without memory. */
bool master_fill(lfl_master *m);
void master_destroy(lfl_master *m);

/* Puts a column into the LP with its level costs; its index, or -1 without memory. Columns
 * are gathered and flushed together. */
int master_add_column(lfl_master *m, const column_entries *c);
bool master_flush(lfl_master *m);

/* Adds the trip as a column (its entries follow from docs/MODEL.md); false without memory. */
bool master_add_trip(lfl_master *m, const trip_column *trip);

/* Survival person-days, of all needs, that those on one trip of a journey go without on the way: at their origin they count as unserved. */
double master_on_the_way(const lfl_master *m, const trip_column *trip);

/* What a column of the trip has in it; who pays for the trip is set. */
void master_trip_entries(const lfl_master *m, trip_column *trip, column_entries *c);

/* Adds one item of a shipment whose trips are given: units[0] of item_i[0], with its mass and
 * volume in the two rows. */
bool master_add_load(lfl_master *m, const trip_column *trip, int mass_row, int volume_row);

/* Row of the stock out of which the fleet drives on the day; LFL_NO where its fuel is not counted. */
int drive_row(const lfl_master *m, int fleet_i, int day);

/* What x [columns of the LP] costs at the level's cost array, without its constant. */
double master_cost_of(const lfl_master *m, int cost_i, const double *x);

/* The sum of all cost arrays, each by its weight [N_COSTS], of all columns [n_columns]; the caller's. NULL without memory. */
double *master_weighted_costs(const lfl_master *m, const double *weight);

/* Index of a way, made if new; -1 without memory. */
int master_way(lfl_master *m, const lfl_search *search, int label);
/* A way of another problem with the same links and places, in this one: LFL_NO if it has none such; made if new, LFL_NO without memory. */
int master_known_way(const lfl_master *m, const lfl_way *other);
int master_way_like(lfl_master *m, const lfl_way *other);
/* Is every place and link of the way open on the day? */
bool is_way_open(const lfl_scenario *s, const lfl_way *way, int day);
/* ... and let through by roads, permissions and escorts, as the scenario's limits stand or are loosened just now? */
bool master_is_way_passable(const lfl_master *m, const lfl_way *way, int day);
/* Is the item one that the trip's fleet may take from there on the day, and is there use for it where it arrives? (start.c) */
bool master_may_carry(const lfl_master *m, const trip_column *t, int item_i);
/* May people be moved along the way, by a vehicle of the fleet or on foot (-1, within the day)? fleet_i, days: of the scenario, arrive_day maybe behind its end. (start.c) */
bool master_may_move(const lfl_master *m, const lfl_way *way, int fleet_i, int day, int arrive_day);
/* Has the place a yield that tankers may be filled from on the day? Not where its pump takes fuel that can never be there. */
static inline bool has_water_to_draw(const lfl_master *m, int place_i, int day) {
  bool takes_fuel = m->s->fuel_item_i >= 0 && m->s->places[place_i].fuel_l_per_m3 > 0;
  return m->row_yield[at_day(m, place_i, day)] >= 0 && (!takes_fuel || m->row_stock[at_item(m, place_i, m->s->fuel_item_i, day)] >= 0);
}
/* May the fleet be loaded with the item there on the day? (pool.c) */
bool is_loaded_with(const lfl_master *m, int from_i, int fleet_i, int day, int item_i);
/* What a trip takes of vehicles, roads, permissions, fuel and money. */
void master_vehicle_entries(const lfl_master *m, const trip_column *trip, column_entries *c);

/* Which cost array a level minimises; fairness has none of its own. */
int cost_of_level(lfl_level_kind level);

/* Units of one item in a full vehicle; 1e9 of an item with neither mass nor volume. */
double full_load_units(const lfl_item *item, double payload_kg, double volume_m3);

/* The load of two items that fills both mass and volume, units of each; false: there is none. */
bool mixed_load_units(const lfl_item *a, const lfl_item *b, double payload_kg, double volume_m3, double units[2]);

/* Pricing: adds the columns that help most under the duals of the last solve, at most some
 * thousands. *n_added: how many. *slack: how much lower than the LP's value the optimum over
 * all columns can be (>= 0). False without memory. cost_i: the level's cost array, or -1. */
bool price_columns(lfl_master *m, int cost_i, int *n_added, double *slack);

/* Raises receive_from to the first day on which anybody can arrive. False without memory. */
bool find_receivers(lfl_master *m);

/* First columns: for every use of goods the quickest way from each supply. */
bool seed_columns(lfl_master *m);

/* First columns of a level that saves trips: every two items that the last solution carries along the same lane,
 * loaded together on the days on which either is. False without memory. */
bool seed_mixed_loads(lfl_master *m);

/* Solves with pricing until no column helps, the gap is reached, or a limit. objective: costs
 * of all columns are set by the caller through cost_i (or custom). value, bound of the LP. */
typedef enum solve_result { SOLVE_OK, SOLVE_STOPPED, SOLVE_FAILED, SOLVE_MEMORY } solve_result;
solve_result solve_priced(lfl_master *m, int cost_i, double constant, double *value, double *bound);
/* As callers of the engine are told of it. */
static inline lfl_status solve_status(solve_result result) {
  return result == SOLVE_OK ? LFL_OK : result == SOLVE_MEMORY ? LFL_ERR_MEMORY : result == SOLVE_STOPPED ? LFL_STOPPED : LFL_ERR_LIBRARY;
}

/* Keeps where the survival level or target that was just solved ended, for problems alike. False without memory. (alike.c) */
bool master_keep_end(lfl_master *m);
/* Are days, places, items, needs, what is built, roads and vehicles of both the same, whatever their numbers? */
bool has_same_things(const lfl_scenario *a, const lfl_scenario *b);
/* Is the road as long and quick, the vehicle as large and quick, the item as bulky and heavy? */
bool is_same_road(const lfl_link *a, const lfl_link *b);
bool is_same_vehicle(const lfl_fleet *a, const lfl_fleet *b);
bool is_same_load(const lfl_item *a, const lfl_item *b);
/* Is there a problem, `like`, of the same things, that has ended somewhere? */
bool master_may_begin_alike(const lfl_master *m);
/* Begins where m->like ended, with the trips that it had, of journeys those that m has itself, or all (they are in the way where they are many); is_begun: whether that could be done. False
 * without memory. */
bool master_begin_alike(lfl_master *m, bool with_journeys);

/* lfl_plan_make, whose level of cost begins with the trips of cost_like (NULL: of none). (engine.c) */
lfl_status plan_make_like(const lfl_scenario *scenario, const lfl_plan_options *options, lfl_master *cost_like, lfl_plan **out);

/* Trips of goods that m->cost_like's solution makes and that may be made here, too, are here afterwards: *is_kept [trips] tells which (owned by the caller; NULL: m->cost_like is NULL, or
 * its things are others). False without memory. */
bool master_take_trips(lfl_master *m, bool **is_kept);

/* Iterations that are left of the limit, LONG_MAX where there is none; 0 or less: it is reached. */
static inline long master_work_left(const lfl_master *m) {
  return m->options->work_limit > 0 ? m->options->work_limit - m->work_kept - m->iterations : LONG_MAX;
}

/* Row duals and reduced costs that hold at the moment, and the objective that they belong to. */
static inline const double *master_duals(const lfl_master *m) { return m->common ? m->common->duals : m->is_penalised ? m->penalty_duals : lfl_lp_duals(m->lp); }
static inline const double *master_reduced(const lfl_master *m) { return m->common ? m->common->reduced : lfl_lp_reduced_costs(m->lp); }
static inline double master_objective(const lfl_master *m) { return m->common ? m->common->objective : m->is_penalised ? m->penalty_objective : lfl_lp_objective(m->lp); }

/* By how much dearer than 1 the dearest costs of the solve at hand are: what counts as nothing in its prices is so much more. */
static inline double master_price_unit(const lfl_master *m) { return m->is_penalised ? 1 / m->penalty_scale : 1; }

enum { LEAST_PATIENCE = 30000 }; /* iterations that a solve with new columns may take at least */
/* One more solve of all columns that there are, begun after so many iterations. */
static inline void master_count_solve(lfl_master *m, long before) {
  m->n_solves++;
  m->n_columns_last = m->n_columns;
  m->n_last = m->iterations - before;
}
/* Trips that the last solution does not make are closed for good, but for those of is_kept [trips] (NULL: none); pricing makes those again that help. (levels.c) */
void close_unused_trips(lfl_master *m, const bool *is_kept);
void close_column(lfl_master *m, int column);
/* A limit is reached, of work or else of time: SOLVE_STOPPED, and said so. (levels.c) */
solve_result master_run_out(lfl_master *m);
/* The prices of the level just solved are the LP's from now on: it has been solved again. (levels.c) */
void master_drop_prices(lfl_master *m);

/* One solve, within the limits of time and work (levels.c). most: iterations after which to give up with SOLVE_FAILED; 0: none. */
typedef enum way_to_solve { PRIMAL, PRIMAL_PRESOLVED, PRIMAL_PERTURBED, DUAL, DUAL_TRIED /* what has no solution is given up at once */, DUAL_PRESOLVED, DUAL_FROM_SCRATCH } way_to_solve;
solve_result solve_once(lfl_master *m, way_to_solve way, long most);

/* ---- where solves ended, in the plan (start.c) ---- */

typedef enum start_kind { END_OF_BINDING /* what binds the first level */, END_OF_LEVELS } start_kind;
/* What master_fill made. */
typedef struct filled_size {
  int n_rows, n_columns, n_trips;
} filled_size;
filled_size master_filled_size(const lfl_master *m);

/* Keeps where the problem, solved, ended. False without memory. */
bool start_keep(const lfl_master *m, start_kind kind, const filled_size *filled, lfl_plan *plan);
bool start_is_kept(const lfl_plan *plan, start_kind kind);
/* A problem just filled, of the plan's scenario, goes on from there, with the trips in that basis, and has it as its end; false: it cannot, and is of no use any more. */
bool start_use(lfl_master *m, start_kind kind, const lfl_plan *plan);
/* The first level of a problem just filled from where the earlier plan's levels ended (lfl_plan_may_begin_with). *is_begun: it is solved, with the columns that there are; else it is as it
 * was, but for columns that are closed. */
solve_result start_begin(lfl_master *m, int cost_i, const lfl_plan *earlier, bool *is_begun);

/* ---- a bound of survival found beside (beside.c) ---- */

typedef struct bound_beside bound_beside;
/* Begins to look for it, of a problem that is not filled yet, which is its own from now on (destroyed in any case); NULL without memory. */
bound_beside *bound_begin(lfl_master *own, int n_threads);
/* The bound, once it is found; -INFINITY: it was not. */
double bound_await(bound_beside *b);
void bound_end(bound_beside *b); /* NULL is fine */

/* ---- levels held by a price (penalty.c) ---- */

/* Takes the rows out that hold levels, where the level can do without (the minimum tier and movement, after service). */
void penalty_begin(lfl_master *m, int cost_i);
/* Solves with all columns that there are, those held at their price; the master's prices are then those of the problem with the rows. */
solve_result penalty_solve(lfl_master *m, bool is_first);
/* At these costs [column], which are set: at first with the trips alone that the last solution makes or that have come since, then with those that would help. */
solve_result solve_sifted(lfl_master *m, const double *cost, bool is_first);
/* The same from the last solution, which stays one all the while, by the plain primal, until no trip would help by more than `least`. */
solve_result solve_sifted_plainly(lfl_master *m, const double *cost, double least);
/* Raises the price of what is held, where it has not been enough for a solution that is known to keep it; false: it is as high as it gets. */
bool penalty_raise(lfl_master *m);
/* Costs of all columns [n_columns], with the price of what is held in them; the caller's, NULL without memory. */
double *penalty_costs(const lfl_master *m);
/* Duals [row] and objective of a problem with these costs turned into those of the problem with the rows. */
void penalty_take_prices(const lfl_master *m, double *duals, double *objective);
/* Does the solution [column] keep what is held at a price? True where nothing is. */
bool penalty_is_enough(const lfl_master *m, const double *x);
/* The rows hold again, and the level's own costs are set; nothing where they do. */
void penalty_end(lfl_master *m);

/* ---- goods of many places as one (pool.c); ends: on the clock, INFINITY: no limit ---- */

/* Prices of survival's problem with the goods of each group as one, once no trip helps any more; the trips that help, and
 * those that might, are added to the whole. NULL where a limit came first; the caller's. False without memory. */
bool pool_prices(lfl_master *m, const int *group_of, double ends, common_prices **prices);
/* Its loads of the fleet there on the day; *n: how many. O(log loads). */
const used_load *common_loads(const common_prices *c, int from_i, int fleet_i, int day, int *n);
/* Bounds of journeys [column] down to what the solution had. */
void common_limit_journeys(const lfl_master *m, const common_prices *c, double *upper);
/* A solution of it for other groups, of columns that cost nothing under the prices, into x [column]; is_merged [row]: of the stock of a place in a group, so that x need
 * not keep it. may_leave: people their group. is_found: false where a limit came first. False without memory. */
bool pool_solution(lfl_master *m, const int *group_of, const common_prices *c, bool may_leave, double ends, double *x, bool *is_merged, bool *is_found);

/* Adds trips of full loads of an item to these places [place] that cost nothing under the prices; those that the solution makes somewhere are there already. False without memory.
 * O(a round of pricing). */
bool pool_add_ties(lfl_master *m, common_prices *c, const bool *to);

/* The places whose goods may be taken as one: all but hubs, crossings, and those where something comes from or is burnt for others. Into group_of [place]: 0, else LFL_NO. (groups.c) */
void group_all(const lfl_scenario *s, int *group_of);
/* The same, those apart between which goods pass only along links that are limited. False without memory. O(places * links). */
bool group_by_ways(const lfl_scenario *s, int *group_of);
/* Does anything limit what passes along it, or may it? O(permissions + status rows). */
bool is_limited_link(const lfl_scenario *s, int link_i);

/* A pool (of all but water) that follows the master from solve to solve, as long as it has the same rows, with the goods of all places as one or by ways (group_by_ways); the
 * caller's. NULL without memory. */
pool *pool_open(lfl_master *m, bool is_by_ways);
void pool_close(pool *p); /* NULL is fine */
/* Solves the level, with the master's bounds as they are, until no trip helps; trips that do are added to the master. No plan has less than `bound`. */
solve_result pool_solve(pool *p, int cost_i, double constant, double *value, double *bound);
/* Of the best solutions, about, one that costs little by `more` [column of the master], which is so little that it makes no other solution the best; where that takes long, the last is left. */
solve_result pool_prefer(pool *p, int cost_i, const double *more);
/* The last solve once more, to the finest tolerance, and its multipliers into m->proofs; the bound is raised by what is found. */
solve_result pool_prove(pool *p, int cost_i, double constant, lfl_proof_kind kind, int subject_i, double *bound);
/* A solution of the whole, of columns that cost nothing under the last prices: the optimum where these are the whole's own. Its bounds are then as before. goes_on: the master's last
 * solution was placed, too, under the same costs and other bounds, and is near. */
solve_result pool_place(pool *p, int cost_i, bool goes_on);
/* The last prices, with the reduced costs of pool_place; the caller's, and nothing else is asked of the pool afterwards. */
common_prices *pool_take_prices(pool *p);
/* The pool's optimum and a solution of the whole from it. is_best: that is the whole's optimum, to the gap asked for; else nothing is known but the bound, and that the last solution is one of the
 * whole where *value is set, which is left as it was where nothing could be placed. goes_on as in pool_place. (levels.c) */
solve_result solve_placed(lfl_master *m, pool *p, int cost_i, bool goes_on, double *value, double *bound, bool *is_best);
/* A level begun with the pool, whose problem is the master's just now. Where the pool's solution can be placed at no loss, that is all, but for survival, which goes on
 * until no trip helps where other levels follow (!is_last); else it is solved as ever. (levels.c) */
solve_result solve_by_pool(lfl_master *m, pool *p, int cost_i, bool is_last, double *value, double *bound);
/* Its solution [column of the master at that time]; goods are anywhere in the group. Holds until the next solve. */
const double *pool_values(const pool *p);

/* The LP solver's progress callback, of a master: tells the caller's, so many iterations after those counted, and asks whether to go on. (levels.c) */
bool report_progress(void *user, long iterations, double objective);
/* Survival's costs as its first solve has them, which proves nothing; as the first solve of what a pool came to has them. (levels.c) */
void pose_first(lfl_master *m);
void pose_face(lfl_master *m);

/* A first solution of survival's large problem, not yet solved, from parts of the country, into first_solution; nothing where it is not large. False without
 * memory. (parts.c) */
bool solve_in_parts(lfl_master *m);
/* All levels behind a first one that was done so, from first_values, which have the worst place's ratio: part by part, none at the expense of one before it, and without a bound, as wholes do
 * not end at that size. What is found is there then. False without memory; is_stopped: by the user or a limit, before all was done. (parts.c) */
bool solve_later_in_parts(lfl_master *m);
/* Is the problem large enough for that? */
bool is_in_parts(const lfl_master *m);
/* Is the value of the parts' solution, in `best`, as near to the bound of first_prices, which is not NULL, as is asked for? */
bool is_first_near(const lfl_master *m);
/* ... near enough not to solve the whole, which has not been seen to end at that size: within a hundred times that. */
bool is_first_done(const lfl_master *m);
/* The same for loads of whole trips (is_fixed_trips), by the costs that are set, as the LP's values; is_found: false where it is not large or a limit came first. */
bool solve_loads_in_parts(lfl_master *m, bool *is_found);

/* By how much a level may be worse while later ones are solved; cost_i LFL_NO: fairness. */
double level_slack(const lfl_master *m, int cost_i, double value);
/* Survival person-days that are asked for at the place; 0: by nobody. O(needs). */
double master_asked(const lfl_master *m, int place_i);
/* ... at the place where these are most. */
double master_most_asked(const lfl_master *m);
/* The fairness variable and its rows, if they are not there yet. */
bool master_add_fairness(lfl_master *m);
/* The worst place's ratio alone, as costs [n_columns], after master_add_fairness. The caller's; NULL without memory. */
double *master_fairness_costs(const lfl_master *m);
/* The column by which the worst place may be worse than the fairness variable, col_worst_over, closed (its bounds are 0), after
 * master_add_fairness. False without memory. */
bool master_add_worst_over(lfl_master *m);

/* All levels in the scenario's order; fills levels. */
solve_result solve_levels(lfl_master *m, int n_levels, lfl_level *levels, int *n_solved);

/* Survival and minimum service, as far as among the first n levels, in one solve, the later a
 * hundredth of the earlier: a guide for whole things, no optimum of a level. `worst`: what the
 * worst place's ratio of the fairness level was, to be kept about; NaN: not solved. (Fairness as a
 * level of its own makes this three times as long, measured on rafah-2024.) The problem's columns
 * are all there (is_fixed_trips). */
solve_result solve_service_at_once(lfl_master *m, int n_levels, double worst);

/* How whole trips are chosen. */
typedef struct trip_choice {
  double share;     /* of a trip, owed before one leaves, in (0, 1) */
  bool is_trusting; /* room that a trip has left counts for all that is due later, also where that is not there yet: fewer trips */
  bool is_even;     /* of a day's trips each lane has its first before another has its last; else those that owe most have all of theirs first */
} trip_choice;

/* Whole trips from the last solution, and a master in which they are given and only what they
 * carry is free, solved for the levels of service. NULL: memory or a stop (then *result). */
lfl_master *fix_trips(lfl_master *m, const trip_choice *how, solve_result *result);
/* What solving such a master has taken of the limits of work and time, and whether it was stopped, is m's. */
void take_back(lfl_master *m, const lfl_master *fixed);
/* Of such a master, solved: loads of what serves many at once in whole units, as far as work and time go; the loads of the last
 * solve stand where they end. *is_any: there were such loads in parts. False without memory. (whole_loads.c) */
bool make_loads_whole(lfl_master *m, bool *is_any);

/* Turns the last solution into whole things: fills the plan's decision and result tables and
 * the levels' published values. */
lfl_status round_plan(lfl_master *m, lfl_plan *plan);

/* Who moves and what is taken up, used or built in several goes on a day stands in one row. False without memory. */
bool join_rows(lfl_plan *plan);

/* Recomputes results from decisions (service etc. are set by round_plan): published values. */
void publish_levels(lfl_plan *plan);

/* ---- repairs (repairs.c, branch.c) ---- */

/* Vehicles a day in one direction of a link, with every repair that the box lets be done before the day. */
double repairs_most_vehicles(const lfl_master *m, int link_i, int day);
/* Only these start days from now on. is_soft: a repair that must be done may stay undone at col_undone's cost. */
void repairs_set_box(lfl_master *m, const int *least, const int *most, bool is_soft);
/* All start days; those of the decision (m->start) only. */
void repairs_free(lfl_master *m);
void repairs_fix(lfl_master *m);
/* As decided in another master of the same scenario, after master_fill. */
void repairs_fix_as(lfl_master *m, const lfl_master *decided);
/* Wages of the repair on the day, if it is worked on: 0 on a day on which its crew does not work, and without a crew. */
double repairs_wages(const lfl_scenario *s, int project_i, int day);
/* What the repair costs on the day if it starts on start_day: its cost then, wages on each day worked. */
double repairs_money(const lfl_scenario *s, int project_i, int start_day, int day);
/* Leaves the repair out of a decision, and all that need it, directly or not. */
void repairs_leave_out(const lfl_master *m, int project_i, int *start);
/* The solution's [column] repairs as a decision: those mostly done, each from its mean day on, or later where it needs another. [n_projects] */
void repairs_round(const lfl_master *m, const double *x, int *start);
/* The box as it stands, as the proof's. False without memory. */
bool repairs_copy_box(const lfl_master *m, lfl_plan *to, lfl_proof *proof);
/* Decides repairs ahead of the level, as far as can be with the goods of many places as one: m->start, and the leaves with what is proved of them. *decided: the
 * pool, the caller's; NULL where nothing is decided. */
solve_result branch_ahead(lfl_master *m, const lfl_level *levels, int level_i, pool **decided);
/* Decides repairs for a level: over all whole decisions that keep the levels before held, the least value,
 * with a proof for each leaf into m->proofs. m->start, the level's value, bound and held_value are set; the
 * solution afterwards is the decision's. A level whose value is there is solved for m->start before; the first
 * is solved here where it is NaN. is_free: nothing costs less than 0, and the value is that, so that there is nothing to decide. */
solve_result branch_level(lfl_master *m, lfl_level *levels, int level_i, bool is_last, bool is_free);
/* The same for a problem that stands alone: its costs are set (cost_i, or by the caller). enough: a value at
 * which one looks no further, neither for a better one nor where none can be as good. */
solve_result branch_once(lfl_master *m, int cost_i, double constant, double enough, int subject_i, double *value, double *bound);
void branch_destroy(lfl_master *m);
/* What each repair buys, into plan->repairs and repair_gains; the problem is not fit for more levels after. */
solve_result repairs_find_gains(lfl_master *m, lfl_plan *plan);

/* prove.c: no column fixed; levels before held, and no others of the n; columns as the last level left them. */
void prove_free_columns(lfl_master *m);
void prove_hold_before(lfl_master *m, const lfl_level *levels, int n_levels, int level_i);
void prove_fix_face(lfl_master *m);

/* Writes the multipliers that prove the last solve's bound into `to`, as the proof of that subject.
 * cost_i: the cost array that was minimised; LFL_NO: fairness or a target. False without memory. */
bool write_proof(lfl_master *m, int cost_i, lfl_plan *to, lfl_proof_kind kind, int subject_i);

/* Solves what was solved last once more for its prices, and writes the proof into m->proofs. */
solve_result prove_solved(lfl_master *m, int cost_i, lfl_proof_kind kind, int subject_i);

/* Makes the problem that of a level as MODEL.md has it: no column fixed, the levels before it held, its
 * costs set. False without memory. */
bool pose_level(lfl_master *m, const lfl_level *levels, int n_levels, int level_i);

/* Of the level just solved, the multipliers that prove it, into m->proofs; its held_value is raised if need be.
 * The problem is afterwards as it was, but for its solution, which is another of the same worth. */
solve_result prove_level(lfl_master *m, lfl_level *levels, int level_i);

/* Is the need at the place part of this master? (Always, for a plan.) */
bool is_need_wanted(const lfl_master *m, int place_i, int need_i);
/* Does the target ask for service of the need at the place? */
bool target_asks(const lfl_scenario *s, const lfl_target *target, int need_i, int place_i);
/* Does a journey count for a target that asks to move people out? One within the place does not. */
bool target_counts_move(const lfl_master *m, int from_i, int to_i);

/* Targets and binding. */
/* What any plan can reach for each target, into results [n_targets]; what stands in the way of those
 * that none can reach, into `findings` (NULL: not asked for); what proves the bounds,
 * into `proofs` (NULL: not asked for); *stopped: why it ended early. */
lfl_status judge_targets(const lfl_scenario *s, const lfl_plan_options *options, lfl_target_result *results, lfl_plan *findings,
                         lfl_plan *proofs, const char **stopped);
/* Nothing known yet, into results [n_targets]. */
void targets_begin(const lfl_scenario *s, lfl_target_result *results);
/* The first target that is the same problem but for the number of people asked for; target_i itself if there is none. O(targets). */
int target_first_alike(const lfl_scenario *s, int target_i);
/* What any plan can reach for one target that is the first of its like, and for those alike, into their results; no more than that
 * is looked for. *stopped: set where it ended early. */
lfl_status judge_one_target(const lfl_scenario *s, int target_i, const lfl_plan_options *options, lfl_target_result *results, const char **stopped);
/* Makes an empty master one for the target, before it is filled. */
void target_prepare(lfl_master *m, const lfl_target *target, double asked);
/* Most people of m->target by the day: found, and proved (of a master made for it). */
solve_result target_most(lfl_master *m, int by_day, double *best, double *bound);
/* The first day on which m->target can be reached by `asked` people, of whom `best` can be by `by_day`; -1: none within the days
 * planned. By bisection from the last basis. */
solve_result target_earliest(lfl_master *m, double asked, double best, int by_day, int *earliest);
/* Column of the repair's effect that a capacity target counts on the day; LFL_NO: none. */
int target_restored(const lfl_master *m, int project_i, int by_day);
/* Whole people of an LP's number; where they are enough, no fewer than are asked for, whom a share of people in need counts in parts. */
double target_found_people(double people, double asked);
/* People that one of m->col_reach are: those asked for; one where none are. */
double reach_unit(const lfl_master *m);
/* The smallest sets of limits that keep m->target out of reach, into findings->conflicts. The master is
 * elastic; its bounds are as before afterwards. *most_short: no try that fell short could have reached more people: the sets are
 * those of every number between it and `asked`. */
solve_result find_smallest(lfl_master *m, int by_day, double asked, lfl_plan *findings, double *most_short);
/* The cheapest changes of what is negotiable that bring the target of `solved` within reach, into findings->offers, by a problem of its own; why that was stopped, if it was,
 * is that of `solved`. */
solve_result negotiate_target(lfl_master *solved, double asked, const lfl_plan_options *options, lfl_plan *findings);
/* Verdicts of this plan, from what it reaches and what any plan can. */
void settle_targets(lfl_plan *plan);
/* What binds the solution at hand, tried by solving again, into plan->binding (target_i -1) or
 * target_binding. cost_i: the level's cost array; -1: costs are set by the caller. Bounds are as before
 * afterwards, the solution is another. */
lfl_status find_binding(lfl_master *m, int cost_i, int target_i, lfl_plan *plan);

/* What other money would change, into plan->money_gains (pledges.c); the level's solution is at hand before and its start after. */
solve_result find_money_gains(lfl_master *m, int cost_i, lfl_plan *plan);
/* What the last solution leaves of each earmark's money at the end, into plan->money_gains. False without memory. */
bool record_money_left(lfl_master *m, lfl_plan *plan);
/* Days by which pledges are tried earlier and later; days on which periods begin for it, of `arena`. */
int money_shift_days(const lfl_scenario *s);
int *money_extra_days(const lfl_scenario *s, lfl_arena *arena, int *n);

/* The share of what survival asks for if nobody moves that is served at so much of the survival level: that less what of it is days at risk in the solution at hand, or
 * if nobody moved where that is of another value. 1 if nothing is asked for. */
double survival_share_at(const lfl_master *m, double level);
/* The same of the levels solved, or, where survival is none of them, of the solution at hand. */
double master_survival_share(const lfl_master *m, const lfl_level *levels, int n_levels);

/* People in host places who are willing to move. */
double movable_people(const lfl_scenario *s);
/* Assumption sets (sets.c): each is solved on its own, so the result does not depend on who does it. */
typedef struct set_jobs set_jobs;
/* NULL without memory. `o` outlives it. */
set_jobs *set_jobs_create(const lfl_plan_options *o);
void set_jobs_destroy(set_jobs *jobs); /* NULL is fine */
/* Solves sets until none is left; called by any number of threads at once. */
void set_jobs_work(set_jobs *jobs);
/* plan->sets from the jobs done, after the plan's own verdicts are settled. */
lfl_status set_jobs_collect(const set_jobs *jobs, lfl_plan *plan);
/* What can be reached at all, whatever a plan does: possible, impossible or unknown. */
lfl_verdict target_can_be(const lfl_target_result *result);

/* People that `plan` reaches for the target, whole; and those asked for. */
double target_plan_people(const lfl_plan *plan, const lfl_target *target);
double target_asked_people(const lfl_scenario *s, const lfl_target *target);
/* Everyone in need within its place on the day, nobody moved. */
double target_in_need(const lfl_scenario *s, const lfl_target *target, int day);
/* Its by_day, within the days planned. */
int target_last_day(const lfl_scenario *s, const lfl_target *target);

#endif
