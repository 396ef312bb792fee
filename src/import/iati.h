/* IATI activity files on their way to pledges. Internal to src/import.
 *
 * iati_read.c: XML -> activities. iati_count.c: which amounts of an activity are promised, each once.
 * iati_sectors.c: codes -> earmarks. iati_rows.c: amounts -> rows. iati_pass.c: money passed from one activity to
 * another. iati.c: all of it, and the tables. */
#ifndef LFL_IMPORT_IATI_H
#define LFL_IMPORT_IATI_H
#include "base/ids.h"
#include "import/import.h"
#include "import/xml.h"

/* A sector, country or region with its share; percent NaN: not said. */
typedef struct iati_share {
  const char *vocabulary, *code;
  double percent;
  const char *unread;      /* what stands there for a percentage and is none; NULL: nothing does */
  bool is_region; /* of a place's list: a region, not a country */
  long line;
} iati_share;

typedef struct iati_shares {
  int n;
  iati_share *items;
} iati_shares;

typedef struct iati_org {
  const char *name, *ref, *activity_id, *role; /* NULL unknown */
} iati_org;

/* What an amount is: the code of a transaction, or one of these. */
enum {
  IATI_INCOMING_FUNDS = 1, IATI_COMMITMENT = 2, IATI_DISBURSEMENT = 3, IATI_EXPENDITURE = 4, IATI_LOAN_REPAYMENT = 6,
  IATI_INCOMING_COMMITMENT = 11, IATI_PLEDGE = 12, IATI_INCOMING_PLEDGE = 13,
  IATI_BUDGET = 101, IATI_PLANNED = 102, IATI_N_KINDS = 103
};

typedef struct iati_flow {
  int kind;
  long line;
  const char *ref;         /* of the transaction, NULL none */
  double amount;           /* may be below 0: taken back */
  double left;             /* what of it is still there to promise */
  double gone;             /* what of it came, and was spent or is with an activity that is over */
  const char *currency, *value_date;
  const char *date;        /* ISO, from which it can be spent */
  long day;                /* the same, in days since 1970 */
  const char *period_end;  /* of a budget, NULL none */
  iati_org provider, receiver;
  iati_shares sectors, places; /* its own; n 0: the activity's */
  int humanitarian;        /* 1, 0, -1 not said */
  int degree;              /* of earmarking, 1 to 4; 0 not said */
  bool is_revised, is_committed, is_loan;
} iati_flow;

typedef struct iati_location {
  const char *codes[8], *name; /* location-id, ref and administrative codes */
  int n_codes;
} iati_location;

typedef struct iati_activity {
  const char *file, *id, *updated, *observed, *currency, *conditions; /* observed: when updated, else when the file was made */
  long line;
  double moment;           /* when updated, else when the file was made; seconds since 1970 in UTC, NaN not said */
  int status;              /* code, 0 not said */
  int humanitarian, degree;
  bool has_scope, has_conditions, is_secondary, is_loan;
  iati_org publisher;
  int n_orgs, n_flows, n_locations, n_parents;
  iati_org *orgs;
  iati_flow *flows;
  iati_location *locations;
  const char **parents;    /* related activities of type 1 */
  int first_row, n_rows;   /* its rows, one after the other */
  int n_counted;           /* rows of it that become pledges, those that are cut off among them */
  int place_i;             /* the one place of the scenario where it is; -1 none */
  iati_shares sectors, places;
} iati_activity;

/* A row of pledges to be, or money that is gone: it is looked after as it is taken off whom it came from. */
typedef struct iati_row {
  const char *id;          /* NULL: it is gone */
  int activity_i, flow_i;
  double amount, rest;     /* rest: what no other row passes on */
  const char *earmark_kind, *earmark_id;
  int from_i;              /* row whose money it passes on, -1 none */
  int next_part;           /* a row cut off this one, -1 none */
  const char *gone;        /* what became of it; NULL: it is there */
} iati_row;

typedef struct iati_sector {
  const char *vocabulary, *code, *earmark, *meaning, *reason; /* earmark NULL: nothing that is planned, for that reason */
} iati_sector;

struct lfl_iati {
  lfl_arena *arena;
  lfl_diags *diags;
  lfl_iati_options options;
  lfl_ids *ids;            /* of activities */
  int n_activities, capacity;
  iati_activity *activities;
  long n_flows;
  iati_sector *sectors;
  int n_sectors;
  long start_day;          /* of the scenario, days since 1970; none without a scenario: after all */
  int n_rows, rows_capacity;
  iati_row *rows;
  lfl_ids *row_ids, *place_ids, *place_names; /* of the scenario, names in lower case */
  lfl_iati_result result;
  const char *file, *made; /* being read; the date it was made, NULL unknown */
  double made_moment;      /* the same in seconds since 1970, NaN unknown */
  long n_contacts;         /* in it, passed over */
  int n_unknown;
  bool failed;             /* no memory */
};

/* Says something about a line of an activity's file. */
void iati_say(lfl_iati *in, lfl_severity severity, const char *code, const char *file, long line, const char *element, const char *value,
              const char *expected);
/* printf in the arena; "" without memory. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
const char *iati_text(lfl_iati *in, const char *format, ...);
const char *iati_number(lfl_iati *in, double value);
/* Grows an array of the arena to hold one more; false without memory. */
bool iati_reserve(lfl_iati *in, void **items, int n, int *capacity, size_t size);
bool iati_is_same_word(const char *a, const char *b);

lfl_status iati_read_xml(lfl_iati *in, const char *name, xml_source source, void *user);
void iati_count(lfl_iati *in, iati_activity *a);  /* leaves `left` above 0 of what is promised, `gone` of what was */
/* Being finished, closed or cancelled. */
bool iati_is_over(const iati_activity *a);
bool iati_is_humanitarian(const iati_activity *a, const iati_flow *f);
bool iati_load_sectors(lfl_iati *in);
/* The line for a code; NULL: not known. */
const iati_sector *iati_find_sector(const lfl_iati *in, const char *vocabulary, const char *code);
void iati_make_rows(lfl_iati *in);
/* The row's key, not used yet; "" without memory. */
const char *iati_row_key(lfl_iati *in, const iati_activity *a, int flow_i, const char *earmark);
const char *iati_short_key(lfl_iati *in, const char *key);
/* A row more; its index, -1 if the amount is less than a cent or there is no memory. */
int iati_add_row(lfl_iati *in, int activity_i, int flow_i, double amount, const char *kind, const char *earmark);
/* The same of money that is gone; `gone` says how. */
int iati_add_gone_row(lfl_iati *in, int activity_i, int flow_i, double amount, const char *kind, const char *earmark, const char *gone);
void iati_pass_on(lfl_iati *in);
bool iati_is_pledge(const iati_row *row);
const char *iati_kind_name(int kind);
const iati_flow *iati_row_flow(const lfl_iati *in, const iati_row *row);

#endif
