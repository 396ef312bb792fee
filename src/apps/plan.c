/* Commands about plans: plan and verify; solving and delivering for the others. */
#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "apps/cli.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "check/verify.h"
#include "model/multipliers.h"
#include "model/needs.h"
#include "model/redact.h"
#include "proof/proof.h"
#include "report/report.h"
#include "store/cut.h"
#include "store/store.h"

/* Set by Ctrl-C; the progress callback answers. With the next the only globals of the program. */
static atomic_int is_interrupted = 0;
/* The plan is in its place: there is nothing left to stop. */
static atomic_int is_written = 0;

static void keep_default_away(int number) { (void)number; }

/* CLP puts its own handler of SIGINT in place while it solves and would swallow the signal. So
 * all threads of the run block it, and one thread waits for it. The second time it does not wait
 * for the solver, and says that no plan was written: whoever stops it so may take the one that was there before for it. */
static void *wait_for_signal(void *user) {
  sigset_t *signals = user;
  int number;
  if (sigwait(signals, &number) != 0) return NULL;
  is_interrupted = 1;
  if (sigwait(signals, &number) != 0 || is_written) return NULL;
  fputs("\nlifeline: stopped at once by a second signal: nothing was written\n", stderr);
  _exit(128 + number); /* as a shell has it for a program that a signal ended */
}

typedef struct watcher {
  const cli *c;
  const lfl_scenario *s; /* whose copy for an audience is made; NULL: none is */
  bool is_terminal;
  double begun, last;
  char phase[64]; /* of the last call: its text is gone by the next one */
} watcher;

/* Does it name a target or claim that those whom the copy is for may not know of? */
static bool is_closed(const watcher *w, const char *phase) {
  bool is_so = false;
  for (int i = 0; w->s && i < w->s->n_targets; i++) is_so = is_so || (!lfl_may_see_target(w->s, i, w->c->audience) && lfl_holds_word(phase, w->s->targets[i].id));
  for (int i = 0; w->s && i < w->s->n_claims; i++) is_so = is_so || (!lfl_may_see_claim(w->s, i, w->c->audience) && lfl_holds_word(phase, w->s->claims[i].id));
  return is_so;
}

/* Those of a level or target; what else is solved has figures that are none of the plan's. */
static void print_figures(const lfl_progress *p) {
  bool is_target = strncmp(p->phase, "target ", 7) == 0, is_level = false; /* a target is solved as the least of its people below 0 */
  for (int kind = 0; kind < LFL_N_LEVELS; kind++) is_level = is_level || strcmp(p->phase, lfl_level_name((lfl_level_kind)kind)) == 0;
  if (!is_target && !is_level) return;
  double best = is_target ? 0 - p->best : p->best, bound = is_target ? 0 - p->bound : p->bound;
  if (bound < 0) bound = (double)NAN; /* no level is below 0: nothing is proved yet */
  if (isfinite(best)) fprintf(stderr, "  best %.6g%s", best, is_target ? " people" : "");
  if (isfinite(bound)) fprintf(stderr, "  bound %.6g", bound);
  double percent = 100 * fabs(best - bound) / fmax(1, fmax(fabs(best), fabs(bound)));
  if (isfinite(percent)) fprintf(stderr, percent < 10 ? "  gap %.2g %%" : "  gap %.0f %%", percent);
}

static bool watch(const lfl_progress *p, void *user) {
  watcher *w = user;
  double now = lfl_now_s();
  bool is_new = strncmp(w->phase, p->phase ? p->phase : "", sizeof w->phase - 1) != 0;
  if (!w->c->is_quiet && !w->c->is_json && (now - w->last > (w->is_terminal ? 0.2 : 5) || (w->is_terminal && is_new))) {
    w->last = now;
    bool is_told = p->phase && !is_closed(w, p->phase);
    fprintf(stderr, "%s%5.0f s  %-22.60s work %.0f", w->is_terminal ? "\r\033[K" : "", now - w->begun, !p->phase ? "" : is_told ? p->phase : "what is not told", p->work);
    if (is_told) print_figures(p);
    if (!w->is_terminal) fputc('\n', stderr);
    fflush(stderr);
  }
  snprintf(w->phase, sizeof w->phase, "%s", p->phase ? p->phase : "");
  return !is_interrupted || p->is_last; /* what is asked last is soon over, and the plan serves many more for it */
}

static watcher start_watching(const cli *c, const lfl_scenario *s) {
  static sigset_t signals; /* outlives the waiting thread */
  struct sigaction act;
  pthread_t waiting;
  memset(&act, 0, sizeof act);
  act.sa_handler = keep_default_away; /* an ignored signal would not be waited for */
  sigaction(SIGINT, &act, NULL);
  sigaction(SIGTERM, &act, NULL);
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  if (pthread_create(&waiting, NULL, wait_for_signal, &signals) == 0) pthread_detach(waiting);
  return (watcher){.c = c, .s = s, .is_terminal = isatty(2) != 0, .begun = lfl_now_s(), .last = 0};
}

static void stop_watching(const watcher *w) {
  if (w->is_terminal && !w->c->is_quiet && !w->c->is_json) fprintf(stderr, "\r\033[K");
}

static lfl_plan_options options_of(const cli *c, watcher *w) {
  lfl_plan_options o = lfl_plan_options_default();
  if (!isnan(c->gap)) o.gap = c->gap;
  o.work_limit = c->work_limit;
  o.time_limit_s = c->time_limit_s;
  o.skip_targets = c->no_targets;
  o.skip_binding = c->no_binding;
  o.seek_earliest = c->is_earliest;
  o.progress = watch;
  o.user = w;
  return o;
}

/* Is the set asked for with --sets (all if there is no such option)? */
bool set_is_wanted(const char *list, const char *set) {
  size_t n = strlen(set);
  if (!list) return true;
  for (const char *at = list; at; at = strchr(at, ','), at = at ? at + 1 : NULL)
    if (strncmp(at, set, n) == 0 && (at[n] == ',' || !at[n])) return true;
  return false;
}

/* Every name of --sets is a set of the scenario; says which is not. */
lfl_status judge_sets(const cli *c, const loaded *in) {
  if (!c->sets) return LFL_OK;
  lfl_arena *arena = lfl_arena_create();
  const char *const *all = NULL;
  int n_all = arena ? lfl_tables_sets(in->tables, arena, &all) : -1;
  lfl_status status = n_all < 0 ? LFL_ERR_MEMORY : LFL_OK;
  for (const char *at = c->sets; n_all >= 0 && at; at = strchr(at, ','), at = at ? at + 1 : NULL) {
    int n = (int)strcspn(at, ",");
    bool is_known = false;
    for (int i = 0; i < n_all && !is_known; i++) is_known = (int)strlen(all[i]) == n && strncmp(all[i], at, (size_t)n) == 0;
    if (is_known) continue;
    char name[200];
    snprintf(name, sizeof name, "%.*s", n, at);
    const char *nearest = lfl_nearest_name(name, all, n_all);
    fprintf(stderr, "lifeline: no such assumption set: %s%s%s\n", name, nearest ? ", did you mean " : "", nearest ? nearest : "");
    status = LFL_ERR_USAGE;
  }
  lfl_arena_destroy(arena);
  return status;
}

/* The scenario under each assumption set asked for. */
typedef struct set_list {
  lfl_arena *arena;
  int n;
  const char **ids;
  lfl_tables **tables;
  lfl_scenario **scenarios;
  const lfl_scenario **given;
} set_list;

static void clear_sets(set_list *sets) {
  for (int i = 0; i < sets->n; i++) {
    lfl_scenario_destroy(sets->scenarios[i]);
    lfl_tables_destroy(sets->tables[i]);
  }
  lfl_arena_destroy(sets->arena);
}

static lfl_status build_sets(const cli *c, const loaded *in, set_list *sets, lfl_plan_options *o) {
  *sets = (set_list){.arena = lfl_arena_create()};
  const char *const *all = NULL;
  int n_all = sets->arena ? lfl_tables_sets(in->tables, sets->arena, &all) : -1;
  if (n_all < 0) return LFL_ERR_MEMORY;
  size_t size = (size_t)n_all + 1;
  sets->ids = lfl_arena_new(sets->arena, size, const char *);
  sets->tables = lfl_arena_new(sets->arena, size, lfl_tables *);
  sets->scenarios = lfl_arena_new(sets->arena, size, lfl_scenario *);
  sets->given = lfl_arena_new(sets->arena, size, const lfl_scenario *);
  if (!sets->ids || !sets->tables || !sets->scenarios || !sets->given) return LFL_ERR_MEMORY;
  for (int i = 0; i < n_all; i++) {
    if (!set_is_wanted(c->sets, all[i]) || (c->set_id && strcmp(c->set_id, all[i]) == 0)) continue;
    if (!c->sets && lfl_tables_terms(in->tables, all[i]).kind != LFL_SET_NUMBERS) continue; /* parties and options: lifeline compare */
    lfl_diags diags;
    if (!lfl_diags_init(&diags)) return LFL_ERR_MEMORY;
    int n = sets->n++;
    sets->ids[n] = all[i];
    if (lfl_tables_overlay(in->tables, all[i], &diags, &sets->tables[n]) == LFL_OK) lfl_scenario_build(sets->tables[n], &diags, &sets->scenarios[n]);
    sets->given[n] = sets->scenarios[n];
    if (!sets->scenarios[n]) {
      fprintf(stderr, "assumption set %s:\n", all[i]);
      print_diag_lines(&diags, LFL_ERROR, stderr);
    }
    lfl_diags_clear(&diags);
  }
  o->n_sets = sets->n;
  o->set_ids = sets->ids;
  o->set_scenarios = sets->given;
  return LFL_OK;
}

/* The plan as those whom it is for may see it. */
typedef struct seen_plan {
  lfl_cut cut; /* what partners get where rows are restricted */
  lfl_diags diags;
  lfl_plan *plan;
} seen_plan;

static lfl_status cut_for(const cli *c, const lfl_plan *plan, seen_plan *seen) {
  if (!lfl_scenario_hides(plan->scenario, c->audience)) return LFL_OK;
  if (!lfl_diags_init(&seen->diags)) return LFL_ERR_MEMORY;
  lfl_status status = lfl_plan_cut(plan, c->audience, &seen->diags, &seen->cut);
  if (status == LFL_ERR_DATA) fprintf(stderr, "lifeline: without the restricted rows too little is left for a copy for partners; --for restricted or --for public can be written\n");
  else if (status == LFL_OK && !c->is_quiet && !c->is_json)
    fprintf(stderr, "lifeline: restricted rows are left out of this copy for partners, which therefore cannot be verified; --for restricted writes all\n");
  return status;
}

/* Everything after the planning: verify, report, redact, write, print the front page. */
lfl_status deliver_plan(const cli *c, const loaded *in, lfl_plan *plan) {
  lfl_diags problems;
  if (!lfl_diags_init(&problems)) return LFL_ERR_MEMORY;
  lfl_needs *needs = NULL;
  seen_plan seen = {0};
  lfl_buf html = {0}, front = {0};
  lfl_status status = lfl_plan_verify(in->scenario, plan, &problems);
  if (status == LFL_OK) status = lfl_plan_verify_findings(in->scenario, plan, &problems);
  if (status == LFL_TARGET_NOT_MET) {
    print_diags(c, &problems, LFL_ERROR, stderr);
    fprintf(stderr, "lifeline: the plan does not pass its own check; nothing was written. Please report this.\n");
    status = LFL_ERR_INTERNAL;
  }
  if (status == LFL_OK) status = cut_for(c, plan, &seen);
  if (status == LFL_OK) status = lfl_needs_compute(in->scenario, &needs);
  if (status == LFL_OK) status = lfl_plan_redact(seen.cut.plan ? seen.cut.plan : plan, c->audience, &seen.plan);
  if (status == LFL_OK && plan->comparison && !(seen.plan->comparison = lfl_comparison_redact(plan->comparison, in->scenario, c->audience, seen.plan->arena))) status = LFL_ERR_MEMORY;
  const lfl_diags *diags = seen.cut.plan ? &seen.diags : &in->diags;
  const lfl_needs *shown = seen.cut.plan ? seen.cut.needs : needs;
  if (status == LFL_OK) status = lfl_report_html(seen.plan, shown, diags, c->audience, &html);
  if (status == LFL_OK) {
    lfl_write_options w = {c->audience, c->is_overwrite};
    status = lfl_plan_write(seen.plan, c->out, html.text, diags, &w, &problems);
    if (status != LFL_OK) print_diags(c, &problems, LFL_ERROR, stderr);
    else is_written = 1;
  }
  if (status == LFL_OK && c->is_json) {
    char path[4096];
    snprintf(path, sizeof path, "%s/summary.json", c->out);
    status = print_json(json_load_file(path, 0, NULL));
  } else if (status == LFL_OK) {
    status = lfl_report_front_page(seen.plan, shown, diags, &front);
    if (front.text) fputs(front.text, stdout);
    printf("\nReport: %s/report.html\n", c->out);
  }
  lfl_buf_clear(&html);
  lfl_buf_clear(&front);
  lfl_plan_destroy(seen.plan);
  lfl_cut_clear(&seen.cut);
  lfl_diags_clear(&seen.diags);
  lfl_needs_destroy(needs);
  lfl_diags_clear(&problems);
  return status;
}

/* What needs no solving is judged first, so that nobody waits for a plan that cannot be written. */
lfl_status prepare_plan(const cli *c, loaded *in) {
  memset(in, 0, sizeof *in);
  if (c->sets && c->no_sets) {
    fprintf(stderr, "lifeline: --sets or --no-sets, not both\n");
    return LFL_ERR_USAGE;
  }
  if (!c->out) {
    fprintf(stderr, "lifeline: -o OUT is expected: the folder to write\n");
    return LFL_ERR_USAGE;
  }
  lfl_diags problems;
  if (!lfl_diags_init(&problems)) return LFL_ERR_MEMORY;
  lfl_status status = lfl_plan_check_target(c->out, c->is_overwrite, &problems);
  if (status != LFL_OK) print_diags(c, &problems, LFL_ERROR, stderr);
  lfl_diags_clear(&problems);
  if (status != LFL_OK) return status;
  status = load_scenario(c, in);
  if (status != LFL_OK) print_diags(c, &in->diags, LFL_WARNING, stderr);
  else status = judge_sets(c, in);
  if (status == LFL_OK && in->diags.n_warnings && !c->is_quiet && !c->is_json)
    fprintf(stderr, "lifeline: %d warnings about the data (lifeline check %s)\n", in->diags.n_warnings, c->operand[0]);
  return status;
}

/* The plan to begin with. */
typedef struct earlier_plan {
  loaded in;
  lfl_plan *plan; /* NULL: none is given, or it does not serve */
} earlier_plan;

static lfl_status read_earlier(const cli *c, const lfl_scenario *scenario, earlier_plan *e) {
  *e = (earlier_plan){0};
  if (!c->begin_with) return LFL_OK;
  if (!lfl_diags_init(&e->in.diags)) return LFL_ERR_MEMORY;
  lfl_status status = lfl_plan_read_unaltered(c->begin_with, &e->in.diags, &e->in.tables, &e->in.scenario, &e->plan);
  if (status != LFL_OK) {
    print_diags(c, &e->in.diags, LFL_ERROR, stderr);
  } else if (!lfl_plan_may_begin_with(e->plan, scenario)) {
    if (!c->is_quiet)
      fprintf(stderr, "lifeline: %s does not tell where its levels ended, or its things are others than the scenario's, or repairs are planned: begun from nothing\n", c->begin_with);
    lfl_plan_destroy(e->plan);
    e->plan = NULL;
  }
  return status;
}

static void clear_earlier(earlier_plan *e) {
  lfl_plan_destroy(e->plan);
  loaded_clear(&e->in);
}

int cmd_plan(const cli *c) {
  loaded in;
  earlier_plan earlier = {0};
  lfl_plan *plan = NULL;
  lfl_status status = prepare_plan(c, &in);
  if (status == LFL_OK) status = read_earlier(c, in.scenario, &earlier);
  if (status != LFL_OK) {
    clear_earlier(&earlier);
    loaded_clear(&in);
    return finish(status);
  }
  watcher w = start_watching(c, in.scenario);
  lfl_plan_options o = options_of(c, &w);
  o.begin_with = earlier.plan;
  set_list sets = {0};
  if (!c->no_sets) status = build_sets(c, &in, &sets, &o);
  if (status == LFL_OK) status = lfl_plan_make(in.scenario, &o, &plan);
  stop_watching(&w);
  clear_earlier(&earlier);
  if (plan) {
    lfl_status written = deliver_plan(c, &in, plan);
    if (written != LFL_OK) status = written;
  }
  lfl_plan_destroy(plan);
  clear_sets(&sets);
  loaded_clear(&in);
  return finish(status);
}

/* What a level's or target's proofs show together: where repairs are decided each is of a part of the decisions, and the weakest holds for all. */
static double proved_of(const lfl_plan *plan, const double *bounds, int first) {
  const lfl_proof *p = &plan->proofs[first];
  double weakest = bounds[first];
  for (int k = first + 1; k < plan->n_proofs; k++)
    if (plan->proofs[k].kind == p->kind && plan->proofs[k].subject_i == p->subject_i)
      weakest = p->kind == LFL_PROOF_LEVEL ? fmin(weakest, bounds[k]) : fmax(weakest, bounds[k]);
  return weakest + 0.0; /* nobody proves -0 people */
}

/* People are whole: at most 1499.2, or 1500 and the solver's noise, is fewer than so many. Never less than the bound itself. */
static double fewer_than(double bound_people) {
  const double NOISE = 1e-6;
  return floor(bound_people + NOISE) + 1;
}

static bool is_first_proof(const lfl_plan *plan, int proof_i) {
  const lfl_proof *p = &plan->proofs[proof_i];
  for (int k = 0; k < proof_i; k++)
    if (plan->proofs[k].kind == p->kind && plan->proofs[k].subject_i == p->subject_i) return false;
  return true;
}

static json_t *bound_json(const lfl_plan *plan, const lfl_proof *p, double proved) {
  const lfl_target_result *t = p->kind == LFL_PROOF_LEVEL ? NULL : &plan->targets[p->subject_i];
  const lfl_level *level = t ? NULL : &plan->levels[p->subject_i];
  double stated = level ? level->bound : p->kind == LFL_PROOF_TARGET ? t->bound_people : t->willing_bound_people;
  double value = level ? level->value : p->kind == LFL_PROOF_TARGET ? t->best_people : t->willing_best_people;
  return json_pack("{s:s,s:s,s:o,s:o,s:o}", "kind", lfl_proof_kind_name(p->kind), "subject_id", level ? lfl_level_name(level->kind) : plan->scenario->targets[p->subject_i].id,
                   "value", number_json(value), "stated", number_json(stated), "proved", number_json(proved));
}

/* Checks the proofs, and says of each level and target what was stated and what is proved: in words, or in `list`. */
static lfl_status verify_proofs(const cli *c, const lfl_plan *plan, json_t *list, lfl_diags *diags) {
  lfl_arena *arena = lfl_arena_create();
  double *bounds = arena ? lfl_arena_new(arena, (size_t)plan->n_proofs + 1, double) : NULL;
  lfl_status status = bounds ? lfl_plan_verify_proofs(plan, bounds, diags) : LFL_ERR_MEMORY;
  for (int k = 0; k < plan->n_proofs && status == LFL_OK && (c->is_json || !c->is_quiet); k++) {
    const lfl_proof *p = &plan->proofs[k];
    if (!is_first_proof(plan, k)) continue;
    double proved = proved_of(plan, bounds, k);
    if (c->is_json)
      json_array_append_new(list, bound_json(plan, p, proved));
    else if (p->kind == LFL_PROOF_LEVEL)
      printf("level %-10s value %.10g, at least %.10g stated, %.10g proved\n", lfl_level_name(plan->levels[p->subject_i].kind),
             plan->levels[p->subject_i].value, plan->levels[p->subject_i].bound, proved);
    else
      printf("target %-9s%s: fewer people than %.0f stated, than %.0f proved\n", plan->scenario->targets[p->subject_i].id,
             p->kind == LFL_PROOF_TARGET ? "" : ", were all willing",
             fewer_than(p->kind == LFL_PROOF_TARGET ? plan->targets[p->subject_i].bound_people : plan->targets[p->subject_i].willing_bound_people), fewer_than(proved));
  }
  lfl_arena_destroy(arena);
  return status;
}

/* Takes over the list of bounds. */
static void print_verified(const lfl_diags *diags, json_t *bounds) {
  json_t *issues = json_array();
  for (int i = 0; i < diags->n; i++)
    if (diags->items[i].severity >= LFL_ERROR) json_array_append_new(issues, diag_json(&diags->items[i]));
  print_json(json_pack("{s:o,s:o}", "issues", issues, "bounds", bounds));
}

int cmd_verify(const cli *c) {
  lfl_diags diags;
  if (!lfl_diags_init(&diags)) return finish(LFL_ERR_MEMORY);
  lfl_tables *tables = NULL;
  lfl_scenario *scenario = NULL;
  lfl_plan *plan = NULL;
  json_t *bounds = json_array();
  lfl_status file = lfl_plan_check_file(c->operand[0], &diags), status = file;
  if (file == LFL_OK || file == LFL_TARGET_NOT_MET) status = lfl_plan_read(c->operand[0], &diags, &tables, &scenario, &plan);
  if (status == LFL_OK) status = lfl_plan_verify(scenario, plan, &diags);
  if (status == LFL_OK) status = lfl_plan_verify_findings(scenario, plan, &diags);
  if (status == LFL_OK) status = lfl_plan_check_tables(c->operand[0], plan, &diags);
  if (status == LFL_OK || status == LFL_TARGET_NOT_MET) {
    lfl_status proofs = verify_proofs(c, plan, bounds, &diags);
    if (proofs != LFL_OK) status = proofs;
  }
  if (status == LFL_OK) status = file;
  if (c->is_json) print_verified(&diags, bounds);
  else print_diag_lines(&diags, LFL_ERROR, stderr);
  if (!c->is_json && !c->is_quiet && status == LFL_OK)
    printf("The plan holds: its decisions keep every limit of the scenario, its levels and results follow from them, every bound is proved from its multipliers,\n"
           "its tables say what scenario and plan give where that can be worked out without solving (docs/PROOFS.md lists what was not), and plan.gpkg holds what was written.\n"
           "The tables, workbook and report beside it are copies and were not looked at.\n");
  if (!c->is_json && status == LFL_TARGET_NOT_MET) printf("The plan does not hold: %d issues.\n", diags.n_errors);
  lfl_plan_destroy(plan);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  if (!c->is_json) json_decref(bounds);
  return finish(status);
}

lfl_status solve_what_if(const cli *c, const lfl_plan *plan, const lfl_scenario *const *scenarios, int n, const lfl_what_if_known *known, const bool *wants_target, lfl_arena *arena,
                         lfl_what_if_point *points) {
  watcher w = start_watching(c, NULL);
  lfl_plan_options o = options_of(c, &w);
  if (!isnan(c->gap)) o.what_if_gap = c->gap;
  o.begin_with = plan;
  lfl_status status = lfl_what_if(scenarios, n, false, known, wants_target, &o, arena, points);
  stop_watching(&w);
  return status;
}

lfl_status solve_comparison(const cli *c, const lfl_compare_input *input, lfl_comparison **out) {
  watcher w = start_watching(c, input->scenario);
  lfl_plan_options o = options_of(c, &w);
  lfl_status status = lfl_compare(input, &o, out);
  stop_watching(&w);
  return status;
}

lfl_status make_plan(const cli *c, const loaded *in, lfl_plan **plan) {
  watcher w = start_watching(c, in->scenario);
  lfl_plan_options o = options_of(c, &w);
  lfl_status status = lfl_plan_make(in->scenario, &o, plan);
  stop_watching(&w);
  return status;
}
