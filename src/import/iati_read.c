/* IATI activity files (2.01 to 2.03; the public schema of 2.03 is the guide) -> activities, as far as money is concerned.
 *
 * Contact details are passed over unread, and so is everything that is not about money; an element that the standard does
 * not know is said once a file. A value that makes no sense is said with its line, and its amount is left out: others'
 * files are not the reader's to mend. An identifier that comes twice is read once, as it was updated last (date, time and zone).
 * O(bytes). Tests: tests/unit/test_iati.c, test_iati_hostile.c, tests/fuzz/fuzz_iati.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/iati.h"
#include "ingest/ascii.h"
#include "ingest/build.h"

enum { MOST_ACTIVITIES = 200000, MOST_FLOWS = 1000000, MOST_UNKNOWN = 20, LONGEST_NAME = 300, LONGEST_CONDITIONS = 2000, MOST_BUDGETS = 2000 };

static const char *const KEPT[] = {"iati-identifier", "reporting-org", "participating-org", "activity-status", "recipient-country", "recipient-region",
                                   "location", "sector", "humanitarian-scope", "default-aid-type", "default-finance-type", "budget",
                                   "planned-disbursement", "transaction", "related-activity", "conditions"};
static const char *const UNUSED[] = {"title", "description", "other-identifier", "activity-date", "activity-scope", "tag", "country-budget-items",
                                     "policy-marker", "collaboration-type", "default-flow-type", "default-tied-status", "capital-spend",
                                     "document-link", "legacy-data", "result", "crs-add", "fss", "contact-info"};
enum { N_KEPT = sizeof KEPT / sizeof KEPT[0], N_UNUSED = sizeof UNUSED / sizeof UNUSED[0] };

/* A copy that outlives the item, cut to `most` bytes at the end of a character. */
static const char *copy_most(lfl_iati *in, const char *text, size_t most) {
  size_t n = strlen(text);
  if (n > most)
    for (n = most; n && (text[n] & '\xC0') == '\x80';) n--;
  const char *copy = lfl_arena_strndup(in->arena, text, n);
  if (!copy) in->failed = true;
  return copy;
}

/* The same; NULL for NULL and "". Without what makes a formula of a cell: spreadsheets open the tables that are written of it
 * (OWASP, CSV Injection). */
static const char *keep_most(lfl_iati *in, const char *text, size_t most) {
  if (text) text += strspn(text, "=+-@\t\r\n ");
  return text && *text ? copy_most(in, text, most) : NULL;
}

static const char *keep(lfl_iati *in, const char *text) { return keep_most(in, text, LONGEST_NAME); }

static const char *first_narrative(const xml_node *node) {
  for (const xml_node *n = xml_child(node, "narrative"); n; n = xml_next(n))
    if (*n->text) return n->text;
  return NULL;
}

static void doubt(lfl_iati *in, long line, const char *element, const char *value, const char *expected) {
  iati_say(in, LFL_WARNING, "iati-value", in->file, line, element, value, expected);
}

static int code_of(const xml_node *node, const char *name) {
  const char *text = xml_attribute(xml_child(node, name), "code");
  char *end = NULL;
  long code = text ? strtol(text, &end, 10) : 0;
  return !text || *end || code < 0 || code > 10000 ? 0 : (int)code;
}

static bool is_true(const char *text) { return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0); }

/* 1 yes, 0 no, -1 not said. */
static int flag_of(const xml_node *node, const char *attribute) {
  const char *text = xml_attribute(node, attribute);
  return !text ? -1 : is_true(text);
}

/* The first ten characters of a date, as a date may have a zone behind it; NULL if it is none. */
static const char *date_of(lfl_iati *in, const char *text, long *day) {
  const char *date = text && strlen(text) >= 10 ? lfl_arena_strndup(in->arena, text, 10) : NULL;
  long days;
  if (!date || !parse_date(date, &days)) return NULL;
  if (day) *day = days;
  return date;
}

/* Two digits behind a sign, as ":30" of a time: passed if they are there and no more than `most`. */
static bool read_two(const char **at, char sign, int most, int *out) {
  const char *c = *at;
  if (c[0] != sign || !is_ascii_digit(c[1]) || !is_ascii_digit(c[2])) return false;
  int value = (c[1] - '0') * 10 + c[2] - '0';
  if (value > most) return false;
  *out = value;
  *at += 3;
  return true;
}

/* How far a clock is ahead of UTC, in seconds: 18000 for "+05:00"; 0 for "Z", and where no zone is said. */
static double zone_of(const char *text) {
  int hours = 0, minutes = 0;
  bool is_west = read_two(&text, '-', 14, &hours);
  if (!is_west && !read_two(&text, '+', 14, &hours)) return 0;
  read_two(&text, ':', 59, &minutes);
  double seconds = 3600.0 * hours + 60.0 * minutes;
  return is_west ? -seconds : seconds;
}

/* A date and its time, as "2030-03-01T12:00:00.5+05:00", in seconds since 1970 in UTC; of a time that is none the date
 * alone; NaN if it is no date. */
static double moment_of(const char *text) {
  char date[11] = "";
  long days;
  if (text && strlen(text) >= 10) memcpy(date, text, 10);
  if (!*date || !parse_date(date, &days)) return (double)NAN;
  const char *at = text + 10;
  int hours = 0, minutes = 0, seconds = 0;
  double fraction = 0;
  if (read_two(&at, 'T', 24, &hours) || read_two(&at, ' ', 24, &hours))
    if (read_two(&at, ':', 59, &minutes)) read_two(&at, ':', 60, &seconds);
  if (*at == '.') at++;
  for (double unit = 0.1; is_ascii_digit(*at); at++, unit /= 10) fraction += unit * (*at - '0');
  return 86400.0 * (double)days + 3600.0 * hours + 60.0 * minutes + seconds + fraction - zone_of(at);
}

static iati_org read_org(lfl_iati *in, const xml_node *node, const char *activity_attribute) {
  if (!node) return (iati_org){0};
  return (iati_org){keep(in, first_narrative(node)), keep(in, xml_attribute(node, "ref")), keep(in, xml_attribute(node, activity_attribute)),
                    keep(in, xml_attribute(node, "role"))};
}

static int count_named(const xml_node *node, const char *name) {
  int n = 0;
  for (const xml_node *c = xml_child(node, name); c; c = xml_next(c)) n++;
  return n;
}

static void read_share(lfl_iati *in, const xml_node *node, iati_shares *to, const char *vocabulary, bool is_region) {
  const char *percent = xml_attribute(node, "percentage"), *code = xml_attribute(node, "code");
  iati_share *s = &to->items[to->n];
  *s = (iati_share){keep(in, vocabulary), keep(in, code), (double)NAN, NULL, is_region, node->line};
  if (!code) {
    doubt(in, node->line, node->name, NULL, "a code: it is passed over");
    return;
  }
  to->n++;
  if (!percent) return;
  double value;
  if (parse_number(percent, &value) && value >= 0 && value <= 100) {
    s->percent = value;
    return;
  }
  s->unread = copy_most(in, percent, LONGEST_NAME);
  doubt(in, node->line, node->name, percent, "a percentage from 0 to 100, as 33.3: it is not guessed");
}

static iati_shares read_sectors(lfl_iati *in, const xml_node *node) {
  iati_shares all = {0, lfl_arena_new(in->arena, (size_t)count_named(node, "sector") + 1, iati_share)};
  if (!all.items) {
    in->failed = true;
    return all;
  }
  for (const xml_node *c = xml_child(node, "sector"); c; c = xml_next(c)) {
    const char *vocabulary = xml_attribute(c, "vocabulary");
    read_share(in, c, &all, vocabulary ? vocabulary : "1", false);
  }
  return all;
}

static iati_shares read_recipients(lfl_iati *in, const xml_node *node) {
  iati_shares all = {0, lfl_arena_new(in->arena, (size_t)(count_named(node, "recipient-country") + count_named(node, "recipient-region")) + 1, iati_share)};
  if (!all.items) {
    in->failed = true;
    return all;
  }
  for (const xml_node *c = xml_child(node, "recipient-country"); c; c = xml_next(c)) read_share(in, c, &all, "A4", false);
  for (const xml_node *c = xml_child(node, "recipient-region"); c; c = xml_next(c)) {
    const char *vocabulary = xml_attribute(c, "vocabulary");
    if (!vocabulary || strcmp(vocabulary, "1") == 0) read_share(in, c, &all, "1", true); /* other lists say the same again */
  }
  return all;
}

/* Degree of earmarking: vocabulary 2 is the four categories, 3 the Grand Bargain's letters behind them. */
static int read_degree(const xml_node *node, const char *element) {
  int degree = 0;
  for (const xml_node *c = xml_child(node, element); c; c = xml_next(c)) {
    const char *vocabulary = xml_attribute(c, "vocabulary"), *code = xml_attribute(c, "code");
    if (!vocabulary || !code || code[1]) continue;
    if (strcmp(vocabulary, "2") == 0 && *code >= '1' && *code <= '4') return *code - '0';
    if (strcmp(vocabulary, "3") == 0 && *code >= 'A' && *code <= 'K') degree = *code <= 'C' ? 1 : *code <= 'F' ? 2 : *code <= 'H' ? 3 : 4;
  }
  return degree;
}

/* The amount, its currency and value date; false if it cannot be counted, which is said. */
static bool read_value(lfl_iati *in, const xml_node *node, const iati_activity *a, iati_flow *f) {
  const xml_node *value = xml_child(node, "value");
  const char *currency = value ? xml_attribute(value, "currency") : NULL;
  bool is_plain = value && value->text && !value->text[strspn(value->text, " \t\r\n+-.0123456789")]; /* 1e3 is none */
  if (!is_plain || !parse_number(value->text, &f->amount) || !isfinite(f->amount) || fabs(f->amount) > 1e15) {
    doubt(in, value ? value->line : node->line, iati_text(in, "%s/value", node->name), value ? value->text : NULL,
          "an amount as 1234.50, without signs for thousands: left out");
    return false;
  }
  f->currency = currency ? keep(in, currency) : a->currency;
  f->value_date = date_of(in, xml_attribute(value, "value-date"), NULL);
  const char *c = f->currency;
  bool is_code = c && is_ascii_letter(c[0]) && is_ascii_letter(c[1]) && is_ascii_letter(c[2]) && !c[3];
  if (!is_code)
    doubt(in, value->line, iati_text(in, "%s/value", node->name), c, "a currency as USD, here or as default-currency of the activity: left out");
  return is_code;
}

static bool read_day(lfl_iati *in, const xml_node *node, const char *element, iati_flow *f) {
  const xml_node *at = xml_child(node, element);
  const char *text = xml_attribute(at, "iso-date");
  f->date = date_of(in, text, &f->day);
  if (!f->date) doubt(in, at ? at->line : node->line, iati_text(in, "%s/%s", node->name, element), text, "a date as 2024-05-31: left out");
  return f->date != NULL;
}

static bool read_transaction(lfl_iati *in, const xml_node *node, const iati_activity *a, iati_flow *f) {
  f->kind = code_of(node, "transaction-type");
  if (f->kind < 1 || f->kind > IATI_INCOMING_PLEDGE) {
    doubt(in, node->line, "transaction/transaction-type", xml_attribute(xml_child(node, "transaction-type"), "code"), "a code from 1 to 13: left out");
    return false;
  }
  f->ref = keep(in, xml_attribute(node, "ref"));
  f->humanitarian = flag_of(node, "humanitarian");
  f->provider = read_org(in, xml_child(node, "provider-org"), "provider-activity-id");
  f->receiver = read_org(in, xml_child(node, "receiver-org"), "receiver-activity-id");
  f->sectors = read_sectors(in, node);
  f->places = read_recipients(in, node);
  f->degree = read_degree(node, "aid-type");
  int finance = code_of(node, "finance-type");
  f->is_loan = finance ? finance / 100 == 4 : a->is_loan;
  return read_value(in, node, a, f) && read_day(in, node, "transaction-date", f);
}

static bool read_budget(lfl_iati *in, const xml_node *node, const iati_activity *a, iati_flow *f) {
  const char *type = xml_attribute(node, "type"), *status = xml_attribute(node, "status");
  f->kind = IATI_BUDGET;
  f->humanitarian = -1;
  f->is_revised = type && strcmp(type, "2") == 0;
  f->is_committed = status && strcmp(status, "2") == 0;
  f->period_end = date_of(in, xml_attribute(xml_child(node, "period-end"), "iso-date"), NULL);
  return read_value(in, node, a, f) && read_day(in, node, "period-start", f);
}

/* A planned disbursement has come for sure at the end of its period. */
static bool read_planned(lfl_iati *in, const xml_node *node, const iati_activity *a, iati_flow *f) {
  const char *type = xml_attribute(node, "type");
  f->kind = IATI_PLANNED;
  f->humanitarian = -1;
  f->is_revised = type && strcmp(type, "2") == 0;
  f->provider = read_org(in, xml_child(node, "provider-org"), "provider-activity-id");
  f->receiver = read_org(in, xml_child(node, "receiver-org"), "receiver-activity-id");
  return read_value(in, node, a, f) && read_day(in, node, xml_child(node, "period-end") ? "period-end" : "period-start", f);
}

static void read_flows(lfl_iati *in, const xml_node *node, iati_activity *a) {
  static const struct {
    const char *element;
    bool (*read)(lfl_iati *, const xml_node *, const iati_activity *, iati_flow *);
  } KINDS[] = {{"transaction", read_transaction}, {"budget", read_budget}, {"planned-disbursement", read_planned}};
  int n = 0, n_plans = 0;
  for (int k = 0; k < 3; k++) n += count_named(node, KINDS[k].element);
  a->flows = lfl_arena_new(in->arena, (size_t)n + 1, iati_flow);
  if (!a->flows) {
    in->failed = true;
    return;
  }
  for (int k = 0; k < 3; k++)
    for (const xml_node *c = xml_child(node, KINDS[k].element); c; c = xml_next(c)) {
      iati_flow *f = &a->flows[a->n_flows];
      *f = (iati_flow){.line = c->line};
      if (k > 0 && ++n_plans > MOST_BUDGETS) {
        doubt(in, c->line, KINDS[k].element, NULL, "at most 2,000 budgets and planned disbursements in an activity: those from here on are left out");
        break;
      }
      if (KINDS[k].read(in, c, a, f)) a->n_flows++;
      else in->result.n_not_mapped++;
    }
}

static void read_orgs(lfl_iati *in, const xml_node *node, iati_activity *a) {
  a->orgs = lfl_arena_new(in->arena, (size_t)count_named(node, "participating-org") + 1, iati_org);
  a->parents = lfl_arena_new(in->arena, (size_t)count_named(node, "related-activity") + 1, const char *);
  if (!a->orgs || !a->parents) {
    in->failed = true;
    return;
  }
  for (const xml_node *c = xml_child(node, "participating-org"); c; c = xml_next(c)) a->orgs[a->n_orgs++] = read_org(in, c, "activity-id");
  for (const xml_node *c = xml_child(node, "related-activity"); c; c = xml_next(c)) {
    const char *type = xml_attribute(c, "type"), *ref = xml_attribute(c, "ref");
    if (type && ref && strcmp(type, "1") == 0) a->parents[a->n_parents++] = keep(in, ref);
  }
}

static void add_code(lfl_iati *in, iati_location *l, const char *code) {
  if (code && l->n_codes < (int)(sizeof l->codes / sizeof l->codes[0])) l->codes[l->n_codes++] = keep(in, code);
}

static void read_locations(lfl_iati *in, const xml_node *node, iati_activity *a) {
  a->locations = lfl_arena_new(in->arena, (size_t)count_named(node, "location") + 1, iati_location);
  if (!a->locations) {
    in->failed = true;
    return;
  }
  for (const xml_node *c = xml_child(node, "location"); c; c = xml_next(c)) {
    iati_location *l = &a->locations[a->n_locations++];
    l->name = keep(in, first_narrative(xml_child(c, "name")));
    add_code(in, l, xml_attribute(c, "ref"));
    for (const xml_node *k = xml_child(c, "location-id"); k; k = xml_next(k)) add_code(in, l, xml_attribute(k, "code"));
    for (const xml_node *k = xml_child(c, "administrative"); k; k = xml_next(k)) add_code(in, l, xml_attribute(k, "code"));
  }
}

static void read_conditions(lfl_iati *in, const xml_node *node, iati_activity *a) {
  static const char *const types[] = {"", "policy: ", "performance: ", "fiduciary: "};
  const xml_node *conditions = xml_child(node, "conditions");
  a->has_conditions = is_true(xml_attribute(conditions, "attached"));
  if (!a->has_conditions) return;
  const char *all = NULL;
  for (const xml_node *c = xml_child(conditions, "condition"); c; c = xml_next(c)) {
    const char *type = xml_attribute(c, "type"), *text = keep_most(in, first_narrative(c), LONGEST_CONDITIONS);
    int k = type && type[0] >= '1' && type[0] <= '3' && !type[1] ? type[0] - '0' : 0;
    if (text) all = iati_text(in, "%s%s%s%s", all ? all : "", all ? "; " : "", types[k], text);
    if (all && strlen(all) > LONGEST_CONDITIONS) break;
  }
  a->conditions = all ? keep_most(in, all, LONGEST_CONDITIONS) : "conditions are attached; the file does not say which";
}

static void read_head(lfl_iati *in, const xml_node *node, iati_activity *a) {
  const xml_node *publisher = xml_child(node, "reporting-org");
  a->file = in->file;
  a->line = node->line;
  a->updated = date_of(in, xml_attribute(node, "last-updated-datetime"), NULL);
  a->observed = a->updated ? a->updated : in->made;
  a->moment = a->updated ? moment_of(xml_attribute(node, "last-updated-datetime")) : in->made_moment;
  a->currency = keep(in, xml_attribute(node, "default-currency"));
  a->status = code_of(node, "activity-status");
  a->humanitarian = flag_of(node, "humanitarian");
  a->degree = read_degree(node, "default-aid-type");
  a->has_scope = xml_child(node, "humanitarian-scope") != NULL;
  a->is_secondary = is_true(xml_attribute(publisher, "secondary-reporter"));
  a->is_loan = code_of(node, "default-finance-type") / 100 == 4;
  a->publisher = read_org(in, publisher, "");
  a->sectors = read_sectors(in, node);
  a->places = read_recipients(in, node);
}

/* Which of two activities of one identifier is read: the one that was updated last. Where that cannot be told, by the names of the files, so that the
 * order in which they are given changes nothing. *reason says why. */
static bool is_newer(const iati_activity *a, const iati_activity *other, const char **reason) {
  *reason = "as it was updated later";
  if (a->moment > other->moment || a->moment < other->moment) return a->moment > other->moment;
  *reason = "as the other does not say when it was updated";
  if (isnan(a->moment) != isnan(other->moment)) return isnan(other->moment);
  int order = strcmp(a->file, other->file);
  *reason = order ? "as neither says that it was updated later and its file's name comes first" : "as neither says that it was updated later and it comes first";
  return order < 0;
}

/* Where to put an activity of this identifier: a new place, or that of an older version of it; NULL: nowhere. */
static iati_activity *find_room(lfl_iati *in, const iati_activity *a) {
  int earlier = lfl_ids_get(in->ids, a->id);
  if (earlier >= 0) {
    iati_activity *other = &in->activities[earlier];
    const char *reason;
    bool is_read = is_newer(a, other, &reason);
    iati_say(in, LFL_WARNING, "iati-twice", a->file, a->line, "iati-identifier", a->id,
             iati_text(in, "an identifier that is used once: it stands in %s, line %ld, too; %s, %s, is read, the other counts nothing", other->file, other->line,
                       is_read ? "this one" : "that one", reason));
    return is_read ? other : NULL;
  }
  if (!iati_reserve(in, (void **)&in->activities, in->n_activities, &in->capacity, sizeof *in->activities)) return NULL;
  if (!lfl_ids_put(in->ids, a->id, in->n_activities)) in->failed = true;
  return &in->activities[in->n_activities++];
}

static bool take_activity(void *user, const xml_node *node) {
  lfl_iati *in = user;
  iati_activity a = {0};
  const xml_node *id = xml_child(node, "iati-identifier");
  in->result.n_activities++;
  a.id = keep(in, id ? id->text : NULL);
  if (!a.id) {
    doubt(in, node->line, "iati-identifier", NULL, "an identifier: nothing of this activity is imported");
    return !in->failed;
  }
  read_head(in, node, &a);
  read_orgs(in, node, &a);
  read_locations(in, node, &a);
  read_conditions(in, node, &a);
  read_flows(in, node, &a);
  in->n_flows += a.n_flows;
  if (in->n_activities == MOST_ACTIVITIES || in->n_flows > MOST_FLOWS) {
    iati_say(in, LFL_ERROR, "iati-size", in->file, node->line, NULL, NULL, "at most 200,000 activities and 1,000,000 amounts in one import");
    return false;
  }
  iati_activity *room = in->failed ? NULL : find_room(in, &a);
  if (room) *room = a;
  return !in->failed;
}

static bool begin_file(void *user, const xml_node *root) {
  lfl_iati *in = user;
  const char *version = xml_attribute(root, "version"), *expected = NULL, *value = root->name;
  if (strcmp(root->name, "iati-organisations") == 0) expected = "a file of activities (iati-activities): this one is about organisations and holds no activity";
  else if (strcmp(root->name, "iati-activities") != 0) expected = "an IATI activity file: its first element is iati-activities";
  else if (!version || strncmp(version, "2.0", 3) != 0 || strlen(version) != 4 || version[3] < '1' || version[3] > '3') {
    value = version ? version : "";
    expected = "version 2.01, 2.02 or 2.03 of the standard, said by the attribute version";
  }
  in->made = date_of(in, xml_attribute(root, "generated-datetime"), NULL);
  in->made_moment = moment_of(xml_attribute(root, "generated-datetime"));
  if (!expected) return true;
  iati_say(in, LFL_ERROR, "iati-root", in->file, root->line, NULL, value, expected);
  return false;
}

static bool keeps_element(void *user, const char *name, long line) {
  lfl_iati *in = user;
  for (int i = 0; i < N_KEPT; i++)
    if (strcmp(KEPT[i], name) == 0) return true;
  if (strcmp(name, "contact-info") == 0) in->n_contacts++;
  for (int i = 0; i < N_UNUSED; i++)
    if (strcmp(UNUSED[i], name) == 0) return false;
  if (strchr(name, ':') || in->n_unknown >= MOST_UNKNOWN) return false; /* extensions have a name space of their own */
  in->n_unknown++;
  const char *names[N_KEPT + N_UNUSED];
  for (int i = 0; i < N_KEPT + N_UNUSED; i++) names[i] = i < N_KEPT ? KEPT[i] : UNUSED[i - N_KEPT];
  lfl_diag d = {LFL_NOTE, "iati-unknown", in->file, line, NULL, name, "an element of the standard: passed over with all in it", lfl_nearest_name(name, names, N_KEPT + N_UNUSED)};
  lfl_diags_add(in->diags, &d);
  return false;
}

lfl_status iati_read_xml(lfl_iati *in, const char *name, xml_source source, void *user) {
  const xml_hooks hooks = {in, "iati-activity", begin_file, keeps_element, take_activity};
  in->file = lfl_arena_strdup(in->arena, name);
  in->n_contacts = in->n_unknown = 0;
  if (!in->file) return LFL_ERR_MEMORY;
  lfl_status status = xml_read(in->file, source, user, &hooks, in->diags);
  if (in->failed || in->diags->failed) return LFL_ERR_MEMORY;
  if (status == LFL_OK && in->n_contacts)
    iati_say(in, LFL_NOTE, "iati-contacts", in->file, 0, "contact-info", NULL,
             iati_text(in, "no personal data: %ld contact details in this file were passed over unread", in->n_contacts));
  return status;
}
