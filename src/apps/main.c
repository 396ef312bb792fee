/* The program's front door: commands, options, help. Each option says which commands take it, so
 * that none is taken silently by a command it does nothing for. Exit codes: base/status.def.
 * Tests: tools/hostile.sh, the examples in README.md. */
#define _XOPEN_SOURCE 700 /* SIGXFSZ */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "apps/cli.h"
#include "base/alloc.h"

typedef struct command {
  const char *name;
  int (*run)(const cli *);
  int n_operands;
  const char *usage, *what;
} command;

static int print_version(const cli *c);
static int print_help(const cli *c);

/* In the order of COMMANDS; as bits in `takers` of an option. */
enum { NEW, CHECK, NEEDS, PLAN, VERIFY, WHY, WHAT_IF, COMPARE, EXPORT, IMPORT, NOTIFY, BENCH_SCENARIO, VERSION, HELP, N_COMMANDS };
#define BIT(command) (1u << (command))
enum { READERS = BIT(CHECK) | BIT(NEEDS) | BIT(PLAN) | BIT(COMPARE) | BIT(EXPORT), SOLVERS = BIT(PLAN) | BIT(COMPARE) };

static const command COMMANDS[N_COMMANDS] = {
    [NEW] = {"new", cmd_new, 1, "FILE.xlsx", "write a workbook to fill in"},
    [CHECK] = {"check", cmd_check, 1, "SCENARIO", "list every issue, default and need not planned"},
    [NEEDS] = {"needs", cmd_needs, 1, "SCENARIO", "what is needed where each day, against what enters"},
    [PLAN] = {"plan", cmd_plan, 1, "SCENARIO -o OUT", "plan, and write tables, workbook, report and plan.gpkg"},
    [VERIFY] = {"verify", cmd_verify, 1, "PLAN", "recompute a plan from its scenario and say which limit is broken where"},
    [WHY] = {"why", cmd_why, 1, "PLAN [TARGET | money]", "what stands in the way, and what a bit more of each would bring"},
    [WHAT_IF] = {"what-if", cmd_what_if, 1, "PLAN --set ...", "the plan's scenario with other numbers, or a number swept over a range"},
    [COMPARE] = {"compare", cmd_compare, 1, "SCENARIO", "parties and options side by side: what each achieves, what waiting costs, whose numbers turn what"},
    [EXPORT] = {"export", cmd_export, 1, "SCENARIO --mps FILE.mps", "a level or a target as a linear program for other solvers"},
    [IMPORT] = {"import", cmd_import, 2, "KIND FILE... -o OUT.csv", "what others publish as tables of a scenario; KIND is iati"},
    [NOTIFY] = {"notify", cmd_notify, 1, "PLAN -o FILE.csv|.xlsx", "the list of sites and convoys for those who must be told beforehand (restricted)"},
    [BENCH_SCENARIO] = {"bench-scenario", cmd_bench_scenario, 5, "PLACES DAYS GOODS SEED FOLDER", "write a made-up scenario of that size, to measure with"},
    [VERSION] = {"version", print_version, 0, "", "this program's version"},
    [HELP] = {"help", print_help, 0, "[COMMAND]", "this page, or one command's options"},
};

typedef enum option_kind { OPT_TEXT, OPT_FLAG, OPT_NUMBER, OPT_WHOLE, OPT_ASSIGN, OPT_AUDIENCE } option_kind;

typedef struct option {
  const char *name, *short_name, *argument, *what;
  option_kind kind;
  unsigned takers;
  size_t offset;
} option;

#define AT(field) offsetof(cli, field)
static const option OPTIONS[] = {
    {"--out", "-o", "PATH", "where to write: a plan's folder, a CSV file of needs or pledges, or a list", OPT_TEXT, BIT(NEEDS) | BIT(PLAN) | BIT(COMPARE) | BIT(IMPORT) | BIT(NOTIFY), AT(out)},
    {"--overwrite", NULL, NULL, "replace an earlier plan, or a file of that name", OPT_FLAG, BIT(PLAN) | BIT(COMPARE) | BIT(NEEDS) | BIT(EXPORT), AT(is_overwrite)},
    {"--for", NULL, "WHOM", "who will read it: public, partners (default) or restricted; of notify restricted only", OPT_AUDIENCE, BIT(PLAN) | BIT(COMPARE) | BIT(NOTIFY), AT(audience)},
    {"--set-id", NULL, "ID", "lay an assumption set over the scenario", OPT_TEXT, READERS, AT(set_id)},
    {"--set", NULL, "TABLE.ROW.COLUMN=VALUE", "lay one other number over it (may be repeated)", OPT_ASSIGN, READERS | BIT(WHAT_IF), AT(assignments)},
    {"--sets", NULL, "A,B,C", "assumption sets to solve beside it (default: of plan all that are no party or option, of compare all that are, if any)", OPT_TEXT, SOLVERS, AT(sets)},
    {"--sweep", NULL, "T.R.C=FIRST:LAST:STEP", "try one number over a range", OPT_TEXT, BIT(WHAT_IF), AT(sweep)},
    {"--targets", NULL, "A,B,C", "targets to judge, too, or all (default: none)", OPT_TEXT, BIT(WHAT_IF), AT(targets)},
    {"--earliest", NULL, NULL, "of those targets the earliest day, too: some more solves of each", OPT_FLAG, BIT(WHAT_IF), AT(is_earliest)},
    {"--no-sets", NULL, NULL, "solve no assumption sets", OPT_FLAG, BIT(PLAN), AT(no_sets)},
    {"--no-targets", NULL, NULL, "no verdicts beyond what this plan meets", OPT_FLAG, SOLVERS, AT(no_targets)},
    {"--begin-with", NULL, "PLAN", "an earlier plan of this scenario: where little has changed its levels are solved from where that one ended (to the same values; of plans as good it may be another)", OPT_TEXT, BIT(PLAN), AT(begin_with)},
    {"--no-binding", NULL, NULL, "do not look for what binds", OPT_FLAG, BIT(PLAN), AT(no_binding)},
    {"--thorough", NULL, NULL, "trace to assumptions also what takes a plan in whole things", OPT_FLAG, BIT(COMPARE), AT(is_thorough)},
    {"--first-days", NULL, "N", "period of decisions common to all options (default: 7; 0: none)", OPT_WHOLE, BIT(COMPARE), AT(first_days)},
    {"--weeks", NULL, "N", "weeks of waiting to try for each option (default: 4; at most 52)", OPT_WHOLE, BIT(COMPARE), AT(n_weeks)},
    {"--gap", NULL, "SHARE", "relative gap asked for (default: 0.0001; of what-if: none; of an exported level: 1e-9)", OPT_NUMBER, SOLVERS | BIT(WHAT_IF) | BIT(EXPORT), AT(gap)},
    {"--work-limit", NULL, "N", "stop after so many simplex iterations (0: no limit)", OPT_WHOLE, SOLVERS | BIT(WHAT_IF), AT(work_limit)},
    {"--time-limit", NULL, "SECONDS", "stop after so long; the plan is marked so (0: no limit)", OPT_NUMBER, SOLVERS | BIT(WHAT_IF), AT(time_limit_s)},
    {"--like", NULL, "KIND", "prefill the workbook: earthquake, influx, siege or flood", OPT_TEXT, BIT(NEW), AT(like)},
    {"--mps", NULL, "FILE", "file of the linear program", OPT_TEXT, BIT(EXPORT), AT(mps)},
    {"--level", NULL, "NAME", "the level to write, those before it held (default: the first)", OPT_TEXT, BIT(EXPORT), AT(level)},
    {"--target", NULL, "ID", "write a target instead: the most people that any plan can reach", OPT_TEXT, BIT(EXPORT), AT(target)},
    {"--scenario", NULL, "SCENARIO", "the scenario that an import is for: its places, needs, first day and pledges", OPT_TEXT, BIT(IMPORT), AT(scenario)},
    {"--country", NULL, "CODE", "import only what is for this country, as PS (default: the only one)", OPT_TEXT, BIT(IMPORT), AT(country)},
    {"--json", NULL, NULL, "answer as JSON on standard output", OPT_FLAG, BIT(N_COMMANDS) - 1 - BIT(HELP), AT(is_json)},
    {"--quiet", "-q", NULL, "no progress and no remarks", OPT_FLAG, BIT(NEW) | BIT(IMPORT) | BIT(VERIFY) | BIT(BENCH_SCENARIO) | SOLVERS | BIT(WHAT_IF), AT(is_quiet)},
};
enum { N_OPTIONS = sizeof OPTIONS / sizeof OPTIONS[0] };

static int print_version(const cli *c) {
  if (c->is_json) printf("{\"name\": \"lifeline\", \"version\": \"%s\"}\n", LFL_VERSION);
  else printf("lifeline %s\n", LFL_VERSION);
  return 0;
}

static void print_options(FILE *to, unsigned takers) {
  for (int i = 0; i < N_OPTIONS; i++) {
    const option *o = &OPTIONS[i];
    if (!(o->takers & takers)) continue;
    char left[64];
    snprintf(left, sizeof left, "%s%s%s%s%s", o->short_name ? o->short_name : "", o->short_name ? ", " : "", o->name, o->argument ? " " : "",
             o->argument ? o->argument : "");
    fprintf(to, "  %-30s %s\n", left, o->what);
  }
}

static void print_overview(FILE *to) {
  fprintf(to, "lifeline: a planner for relief operations\n\n");
  for (int i = 0; i < N_COMMANDS; i++) fprintf(to, "  lifeline %-14s %-29s %s\n", COMMANDS[i].name, COMMANDS[i].usage, COMMANDS[i].what);
  fprintf(to, "\nOptions (lifeline help COMMAND: those that it takes)\n");
  print_options(to, BIT(N_COMMANDS) - 1);
  fprintf(to, "\nSCENARIO is a folder of CSV files, an .xlsx or .ods workbook, a .gpkg, or \"PG:...\".\n"
              "PLAN is a folder that `plan` wrote, or its plan.gpkg.\n"
              "Exit codes: 0 done, 1 a target is not met or a plan does not hold, 2 wrong usage, 3 bad data,\n"
              "4 stopped (best plan so far written), 5 a machine fault, 70 a defect in Lifeline.\n");
}

static void print_usage(FILE *to, int command_i) {
  fprintf(to, "usage: lifeline %s%s%s [options]\n", COMMANDS[command_i].name, COMMANDS[command_i].usage[0] ? " " : "", COMMANDS[command_i].usage);
}

/* The command of that name, else -1. */
static int find_command(const char *name) {
  for (int i = 0; i < N_COMMANDS; i++)
    if (strcmp(name, COMMANDS[i].name) == 0) return i;
  const char *names[N_COMMANDS];
  for (int i = 0; i < N_COMMANDS; i++) names[i] = COMMANDS[i].name;
  const char *nearest = lfl_nearest_name(name, names, N_COMMANDS);
  fprintf(stderr, "lifeline: no such command: %s%s%s\n", name, nearest ? ", did you mean " : "", nearest ? nearest : "");
  return -1;
}

static int print_help(const cli *c) {
  if (c->n_operands == 0) {
    print_overview(stdout);
    return 0;
  }
  int command_i = find_command(c->operand[0]);
  if (command_i < 0) return lfl_status_exit_code(LFL_ERR_USAGE);
  print_usage(stdout, command_i);
  printf("%s\n\n", COMMANDS[command_i].what);
  print_options(stdout, BIT(command_i));
  return 0;
}

static bool fail(const char *what, const char *value) {
  fprintf(stderr, "lifeline: %s%s%s (see lifeline help)\n", what, value ? ": " : "", value ? value : "");
  return false;
}

static bool set_option(cli *c, const option *o, const char *value) {
  char *field = (char *)c + o->offset, *end = NULL;
  double number = 0;
  if (!value && o->kind != OPT_FLAG) return fail("a value is expected after", o->name);
  if (o->kind == OPT_NUMBER || o->kind == OPT_WHOLE) {
    number = strtod(value, &end);
    if (end == value || *end || !(number >= 0) || number > 1e15) return fail("a number of at least 0 is expected", value);
    if (o->kind == OPT_WHOLE && number != (double)(long)number) return fail("a whole number is expected", value);
  }
  switch (o->kind) {
    case OPT_TEXT: {
      const char *before;
      memcpy(&before, field, sizeof before);
      if (before) return fail("given twice", o->name);
      memcpy(field, &value, sizeof value);
      return true;
    }
    case OPT_FLAG: *(bool *)field = true; return true;
    case OPT_NUMBER: memcpy(field, &number, sizeof number); return true;
    case OPT_WHOLE: {
      long whole = (long)number;
      memcpy(field, &whole, sizeof whole);
      return true;
    }
    case OPT_ASSIGN:
      if (c->n_assignments == MOST_ASSIGNMENTS) return fail("at most 64 --set", NULL);
      c->assignments[c->n_assignments++] = value;
      return true;
    case OPT_AUDIENCE: {
      static const char *const names[] = {"public", "partners", "restricted"};
      for (int i = 0; i < 3; i++)
        if (strcmp(value, names[i]) == 0) {
          c->audience = (lfl_sensitivity)i;
          c->has_audience = true;
          return true;
        }
      return fail("public, partners or restricted is expected", value);
    }
  }
  return false;
}

/* The option of that name that the command takes; `*value` is what follows '=', else NULL. */
static const option *find_option(const char *text, int command_i, const char **value) {
  const char *equals = strchr(text, '='), *names[N_OPTIONS];
  int n_names = 0;
  *value = NULL;
  for (int k = 0; k < N_OPTIONS; k++) {
    const option *o = &OPTIONS[k];
    size_t n = strlen(o->name);
    bool is_same = strcmp(text, o->name) == 0 || (o->short_name && strcmp(text, o->short_name) == 0);
    bool is_inline = equals && (size_t)(equals - text) == n && strncmp(text, o->name, n) == 0 && o->argument;
    if (is_same || is_inline) {
      if (!(o->takers & BIT(command_i))) {
        fprintf(stderr, "lifeline: %s has no option %s (see lifeline help %s)\n", COMMANDS[command_i].name, o->name, COMMANDS[command_i].name);
        return NULL;
      }
      if (is_inline) *value = equals + 1;
      return o;
    }
    if (o->takers & BIT(command_i)) names[n_names++] = o->name;
  }
  const char *nearest = lfl_nearest_name(text, names, n_names);
  fprintf(stderr, "lifeline: no such option: %s%s%s\n", text, nearest ? ", did you mean " : "", nearest ? nearest : "");
  return NULL;
}

/* Arguments after the command. After "--" nothing is an option. */
static bool parse(int argc, char **argv, int command_i, cli *c) {
  bool has_options = true;
  for (int i = 2; i < argc; i++) {
    const char *text = argv[i], *value;
    if (!has_options || text[0] != '-' || !text[1]) {
      if (c->n_operands == MOST_OPERANDS) return fail("too many arguments", text);
      c->operand[c->n_operands++] = text;
      continue;
    }
    if (strcmp(text, "--") == 0) {
      has_options = false;
      continue;
    }
    const option *found = find_option(text, command_i, &value);
    if (!found) return false;
    if (found->argument && !value && i + 1 < argc) value = argv[++i];
    if (!set_option(c, found, value)) return false;
  }
  return true;
}

static bool asks_for_help(int argc, char **argv) {
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
    if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
  return false;
}

static int run(int argc, char **argv) {
  cli c = {.audience = LFL_PARTNERS, .gap = (double)NAN, .first_days = 7, .n_weeks = 4};
  if (argc < 2) {
    print_overview(stderr);
    return lfl_status_exit_code(LFL_ERR_USAGE);
  }
  if (asks_for_help(argc, argv)) {
    if (argv[1][0] != '-') c.operand[c.n_operands++] = argv[1];
    return print_help(&c);
  }
  int command_i = strcmp(argv[1], "--version") == 0 ? VERSION : find_command(argv[1]);
  bool is_fine = command_i >= 0 && parse(argc, argv, command_i, &c);
  for (int i = 2; i < argc && !is_fine; i++) c.is_json = c.is_json || strcmp(argv[i], "--json") == 0;
  int n_more = command_i == HELP || command_i == WHY ? 1 : command_i == IMPORT ? MOST_OPERANDS : 0;
  int code = lfl_status_exit_code(LFL_ERR_USAGE);
  if (is_fine && (c.n_operands < COMMANDS[command_i].n_operands || c.n_operands > COMMANDS[command_i].n_operands + n_more)) print_usage(stderr, command_i);
  else if (is_fine) code = COMMANDS[command_i].run(&c);
  if (c.is_json && command_i != VERSION && command_i != HELP) finish_json(code);
  return code;
}

int main(int argc, char **argv) {
  signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes then is an error like a full disk, not a death */
  int code = run(argc, argv);
  /* an answer that did not reach the disk or the pipe is no answer */
  bool was_fine = !ferror(stdout);
  if (fclose(stdout) == 0 && was_fine) return code;
  fprintf(stderr, "lifeline: standard output: %s\n", strerror(errno));
  return code <= lfl_status_exit_code(LFL_TARGET_NOT_MET) ? lfl_status_exit_code(LFL_ERR_IO) : code;
}
