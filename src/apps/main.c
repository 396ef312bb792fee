/* The program's front door: commands, options, help. Exit codes: base/status.def. */
#define _XOPEN_SOURCE 700 /* SIGXFSZ */
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

static const command COMMANDS[] = {
    {"new", cmd_new, 1, "FILE.xlsx [--like earthquake|influx|siege|flood]", "write a workbook to fill in"},
    {"check", cmd_check, 1, "SCENARIO", "list every issue, default and need not planned"},
    {"needs", cmd_needs, 1, "SCENARIO [-o FILE.csv]", "what is needed where each day, against what enters"},
    {"plan", cmd_plan, 1, "SCENARIO -o OUT", "plan, and write tables, workbook, report and plan.gpkg"},
    {"verify", cmd_verify, 1, "PLAN", "recompute a plan from its scenario and say which limit is broken where"},
    {"why", cmd_why, 1, "PLAN", "what stands in the way, and what a bit more of each would bring"},
    {"compare", cmd_compare, 1, "SCENARIO [--sets a,b]", "assumption sets side by side"},
    {"export", cmd_export, 1, "SCENARIO --mps FILE.mps", "the first level as a linear program for other solvers"},
};
enum { N_COMMANDS = sizeof COMMANDS / sizeof COMMANDS[0] };

typedef enum option_kind { OPT_TEXT, OPT_FLAG, OPT_NUMBER, OPT_WHOLE, OPT_ASSIGN, OPT_AUDIENCE } option_kind;

typedef struct option {
  const char *name, *short_name, *argument, *what;
  option_kind kind;
  size_t offset;
} option;

#define AT(field) offsetof(cli, field)
static const option OPTIONS[] = {
    {"--out", "-o", "PATH", "where to write", OPT_TEXT, AT(out)},
    {"--set-id", NULL, "ID", "lay an assumption set over the scenario", OPT_TEXT, AT(set_id)},
    {"--set", NULL, "table.row.column=value", "lay one other number over it (may be repeated)", OPT_ASSIGN, 0},
    {"--sets", NULL, "a,b,c", "assumption sets to compare (default: all)", OPT_TEXT, AT(sets)},
    {"--for", NULL, "public|partners|restricted", "who will read the output (default: partners)", OPT_AUDIENCE, 0},
    {"--like", NULL, "KIND", "prefill the workbook: earthquake, influx, siege or flood", OPT_TEXT, AT(like)},
    {"--mps", NULL, "FILE", "file of the linear program", OPT_TEXT, AT(mps)},
    {"--gap", NULL, "SHARE", "relative gap asked for (default: 0.0001)", OPT_NUMBER, AT(gap)},
    {"--work-limit", NULL, "N", "stop after so many simplex iterations", OPT_WHOLE, AT(work_limit)},
    {"--time-limit", NULL, "SECONDS", "stop after so long; the plan is marked so", OPT_NUMBER, AT(time_limit_s)},
    {"--no-targets", NULL, NULL, "no verdicts beyond what this plan meets", OPT_FLAG, AT(no_targets)},
    {"--no-sets", NULL, NULL, "do not solve the assumption sets", OPT_FLAG, AT(no_sets)},
    {"--no-binding", NULL, NULL, "do not look for what binds", OPT_FLAG, AT(no_binding)},
    {"--overwrite", NULL, NULL, "replace an earlier plan", OPT_FLAG, AT(is_overwrite)},
    {"--json", NULL, NULL, "answer as JSON", OPT_FLAG, AT(is_json)},
    {"--quiet", "-q", NULL, "no progress", OPT_FLAG, AT(is_quiet)},
};
enum { N_OPTIONS = sizeof OPTIONS / sizeof OPTIONS[0] };

static void print_help(FILE *to) {
  fprintf(to, "lifeline: a planner for relief operations\n\n");
  for (int i = 0; i < N_COMMANDS; i++) fprintf(to, "  lifeline %-8s %s\n      %s\n", COMMANDS[i].name, COMMANDS[i].usage, COMMANDS[i].what);
  fprintf(to, "  lifeline version | help\n\nOptions\n");
  for (int i = 0; i < N_OPTIONS; i++)
    fprintf(to, "  %s%s%s %-22s %s\n", OPTIONS[i].name, OPTIONS[i].short_name ? ", " : "", OPTIONS[i].short_name ? OPTIONS[i].short_name : "",
            OPTIONS[i].argument ? OPTIONS[i].argument : "", OPTIONS[i].what);
  fprintf(to, "\nSCENARIO is a folder of CSV files, an .xlsx or .ods workbook, a .gpkg, or \"PG:...\".\n"
              "Exit codes: 0 done, 1 a target is not met or a plan does not hold, 2 wrong usage, 3 bad data,\n"
              "4 stopped (best plan so far written), 5 a machine fault, 70 a defect in Lifeline.\n");
}

static bool fail(const char *what, const char *value) {
  fprintf(stderr, "lifeline: %s%s%s (see lifeline help)\n", what, value ? ": " : "", value ? value : "");
  return false;
}

static bool set_option(cli *c, const option *o, const char *value) {
  char *field = (char *)c + o->offset, *end = NULL;
  double number = 0;
  if (o->kind == OPT_NUMBER || o->kind == OPT_WHOLE) {
    number = strtod(value, &end);
    if (end == value || *end || !(number >= 0) || number > 1e15) return fail("a number of at least 0 is expected", value);
  }
  switch (o->kind) {
    case OPT_TEXT: memcpy(field, &value, sizeof value); return true;
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
          return true;
        }
      return fail("public, partners or restricted is expected", value);
    }
  }
  return false;
}

static bool parse(int argc, char **argv, cli *c) {
  for (int i = 2; i < argc; i++) {
    const char *text = argv[i], *equals = strchr(text, '=');
    const option *found = NULL;
    bool has_inline = false;
    if (text[0] != '-' || !text[1]) {
      if (c->n_operands == MOST_OPERANDS) return fail("too many arguments", text);
      c->operand[c->n_operands++] = text;
      continue;
    }
    for (int k = 0; k < N_OPTIONS && !found; k++) {
      size_t n = strlen(OPTIONS[k].name);
      if (strcmp(text, OPTIONS[k].name) == 0 || (OPTIONS[k].short_name && strcmp(text, OPTIONS[k].short_name) == 0)) found = &OPTIONS[k];
      else if (equals && (size_t)(equals - text) == n && strncmp(text, OPTIONS[k].name, n) == 0 && OPTIONS[k].argument) {
        found = &OPTIONS[k];
        has_inline = true;
      }
    }
    if (!found) {
      const char *names[N_OPTIONS];
      for (int k = 0; k < N_OPTIONS; k++) names[k] = OPTIONS[k].name;
      const char *nearest = lfl_nearest_name(text, names, N_OPTIONS);
      fprintf(stderr, "lifeline: no such option: %s%s%s\n", text, nearest ? ", did you mean " : "", nearest ? nearest : "");
      return false;
    }
    if (!found->argument) {
      set_option(c, found, NULL);
    } else if (has_inline) {
      if (!set_option(c, found, equals + 1)) return false;
    } else {
      if (i + 1 >= argc) return fail("a value is expected after", text);
      if (!set_option(c, found, argv[++i])) return false;
    }
  }
  return true;
}

int main(int argc, char **argv) {
  cli c = {.audience = LFL_PARTNERS, .gap = 1e-4};
  signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of writing, not the end of the program */
  if (argc < 2 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
    print_help(argc < 2 ? stderr : stdout);
    return argc < 2 ? lfl_status_exit_code(LFL_ERR_USAGE) : 0;
  }
  if (strcmp(argv[1], "version") == 0 || strcmp(argv[1], "--version") == 0) {
    printf("lifeline %s\n", LFL_VERSION);
    return 0;
  }
  for (int i = 0; i < N_COMMANDS; i++) {
    if (strcmp(argv[1], COMMANDS[i].name) != 0) continue;
    if (!parse(argc, argv, &c)) return lfl_status_exit_code(LFL_ERR_USAGE);
    if (c.n_operands != COMMANDS[i].n_operands) {
      fprintf(stderr, "usage: lifeline %s %s\n", COMMANDS[i].name, COMMANDS[i].usage);
      return lfl_status_exit_code(LFL_ERR_USAGE);
    }
    return COMMANDS[i].run(&c);
  }
  const char *names[N_COMMANDS];
  for (int i = 0; i < N_COMMANDS; i++) names[i] = COMMANDS[i].name;
  const char *nearest = lfl_nearest_name(argv[1], names, N_COMMANDS);
  fprintf(stderr, "lifeline: no such command: %s%s%s\n", argv[1], nearest ? ", did you mean " : "", nearest ? nearest : "");
  return lfl_status_exit_code(LFL_ERR_USAGE);
}
