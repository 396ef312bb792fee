/* All or nothing: whatever goes wrong while a plan is written - no room, no right, no memory, a
 * run that is killed - the old plan stays as it was and nothing half-written is left.
 *
 * LIFELINE_KILLED_N: how many runs are killed (default 10, thorough 25); LIFELINE_FOLDER_REFUSED_N: how many allocations are refused while
 * writing (default 12, thorough 40); LIFELINE_FOLDER_UNREAD_N: and while reading (default 30, thorough 100). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "engine/engine.h"
#include "ingest/ingest.h"
#include "same_plan.h"
#include "setting.h"
#include "store/parts.h"
#include "store/store.h"

static struct {
  char dir[64];
  lfl_diags diags;
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *plan;
} F;

static const char *in_dir(const char *name) {
  static char path[8][256];
  static int i;
  i = (i + 1) % 8;
  snprintf(path[i], sizeof path[i], "%s/%s", F.dir, name);
  return path[i];
}

static void run(const char *format, const char *path) {
  char command[600];
  snprintf(command, sizeof command, "%s '%s'", format, path);
  if (system(command) != 0) fail_msg("%s", command);
}

static int setup(void **state) {
  (void)state;
  strcpy(F.dir, "/tmp/lfl_folder_XXXXXX");
  assert_non_null(mkdtemp(F.dir));
  assert_int_equal(chmod(F.dir, 0755), 0);
  assert_true(lfl_diags_init(&F.diags));
  assert_int_equal(lfl_scenario_read(LFL_SOURCE_DIR "/scenarios/two-sites", NULL, &F.diags, &F.tables, &F.scenario), LFL_OK);
  lfl_plan_options options = lfl_plan_options_default();
  options.skip_targets = options.skip_binding = true;
  options.n_levels = 1;
  lfl_status status = lfl_plan_make(F.scenario, &options, &F.plan);
  assert_true(status == LFL_OK || status == LFL_TARGET_NOT_MET);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  lfl_plan_destroy(F.plan);
  lfl_scenario_destroy(F.scenario);
  lfl_tables_destroy(F.tables);
  lfl_diags_clear(&F.diags);
  run("rm -rf", F.dir);
  return 0;
}

static lfl_status write_as(const char *dir, const char *html, bool overwrite, char *code, size_t size) {
  lfl_diags problems;
  assert_true(lfl_diags_init(&problems));
  lfl_write_options options = {LFL_RESTRICTED, overwrite};
  lfl_status status = lfl_plan_write(F.plan, dir, html, &F.diags, &options, &problems);
  if (code) snprintf(code, size, "%s", problems.n ? problems.items[0].code : "");
  lfl_diags_clear(&problems);
  return status;
}

/* What is said before planning. */
static lfl_status ask(const char *dir, bool overwrite, char *code, size_t size) {
  lfl_diags problems;
  assert_true(lfl_diags_init(&problems));
  lfl_status status = lfl_plan_check_target(dir, overwrite, &problems);
  snprintf(code, size, "%s", problems.n ? problems.items[0].code : "");
  lfl_diags_clear(&problems);
  return status;
}

/* The same is said before planning and when writing. */
static void expect(const char *dir, bool overwrite, lfl_status status, const char *code) {
  char got[40];
  assert_int_equal(ask(dir, overwrite, got, sizeof got), status);
  assert_string_equal(got, code);
  assert_int_equal(write_as(dir, "new", overwrite, got, sizeof got), status);
  assert_string_equal(got, code);
}

/* Entries of a folder, hidden ones too. */
static int count_entries(const char *path) {
  DIR *d = opendir(path);
  int n = 0;
  if (!d) return -1;
  for (struct dirent *e; (e = readdir(d)) != NULL;) n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
  closedir(d);
  return n;
}

/* The plan there is whole, and its report has this text. */
static void is_whole(const char *dir, const char *html) {
  char path[300], text[16] = "";
  static const char *const files[] = {"plan.gpkg", "plan.xlsx", "summary.json", "report.html"};
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", dir, files[i]);
    if (stat(path, &st) != 0 || st.st_size == 0) fail_msg("%s is missing or empty", path);
  }
  snprintf(path, sizeof path, "%s/tables", dir);
  int n_read = 0;
  for (int t = 0; t < store_n_tables(); t++) n_read += !store_is_for_program(store_table_at(t));
  assert_int_equal(count_entries(path), n_read);
  assert_int_equal(count_entries(dir), 5);
  snprintf(path, sizeof path, "%s/report.html", dir);
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  assert_non_null(fgets(text, sizeof text, file));
  fclose(file);
  if (html) assert_string_equal(text, html);
  else assert_true(strcmp(text, "old") == 0 || strcmp(text, "new") == 0);
}

static const char *make_room(const char *name) {
  const char *dir = in_dir(name);
  assert_int_equal(mkdir(dir, 0777), 0);
  return dir;
}

/* ---- what may be replaced ------------------------------------------------------------------------ */

static void test_targets(void **state) {
  (void)state;
  const char *room = make_room("targets");
  char plan[300], file[400];
  snprintf(plan, sizeof plan, "%s/plan", room);
  assert_int_equal(write_as(plan, "old", false, NULL, 0), LFL_OK);
  is_whole(plan, "old");
  expect(plan, false, LFL_ERR_USAGE, "plan-exists");
  is_whole(plan, "old");
  expect(plan, true, LFL_OK, "");
  is_whole(plan, "new");
  assert_int_equal(count_entries(room), 1); /* the old one is gone, nothing hidden stays */

  snprintf(file, sizeof file, "%s/my notes.txt", plan);
  run("touch", file);
  expect(plan, true, LFL_ERR_USAGE, "foreign-file");
  run("rm", file);
  snprintf(file, sizeof file, "%s/tables/mine.csv", plan);
  run("touch", file);
  expect(plan, true, LFL_ERR_USAGE, "foreign-file");
  run("rm", file);
  snprintf(file, sizeof file, "%s/plan.gpkg-wal", plan); /* a GIS leaves this */
  run("touch", file);
  expect(plan, true, LFL_OK, "");

  snprintf(file, sizeof file, "%s/other", room);
  run("mkdir", file);
  assert_int_equal(write_as(file, "old", false, NULL, 0), LFL_OK); /* an empty folder will do */
  is_whole(file, "old");
  snprintf(file, sizeof file, "%s/photos", room);
  run("mkdir", file);
  snprintf(file, sizeof file, "%s/photos/a.jpg", room);
  run("touch", file);
  snprintf(file, sizeof file, "%s/photos", room);
  expect(file, true, LFL_ERR_USAGE, "not-a-plan");
  snprintf(file, sizeof file, "%s/photos/a.jpg", room);
  expect(file, true, LFL_ERR_USAGE, "not-a-folder");
  expect("", false, LFL_ERR_USAGE, "cannot-write");
  snprintf(file, sizeof file, "%s/no/such/parent", room);
  expect(file, false, LFL_ERR_IO, "cannot-write");

  snprintf(file, sizeof file, "%s/link", room); /* a link to a plan: the plan is replaced, the link stays */
  assert_int_equal(symlink(plan, file), 0);
  expect(file, true, LFL_OK, "");
  struct stat st;
  assert_true(lstat(file, &st) == 0 && S_ISLNK(st.st_mode));
  is_whole(plan, "new");
}

/* ---- a disk without room ----------------------------------------------------------------------------- */

static void test_no_room(void **state) {
  (void)state;
  const char *room = make_room("room");
  char plan[300];
  snprintf(plan, sizeof plan, "%s/plan", room);
  assert_int_equal(write_as(plan, "old", false, NULL, 0), LFL_OK);
  struct sigaction ignore, before;
  memset(&ignore, 0, sizeof ignore);
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGXFSZ, &ignore, &before); /* a write beyond the limit then fails as on a full disk */
  struct rlimit old_limit, limit;
  getrlimit(RLIMIT_FSIZE, &old_limit);
  int n_failed = 0;
  static const rlim_t limits[] = {1, 100, 1000, 4096, 10000, 20000, 40000, 70000, 100000, 200000, 400000};
  for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
    limit = old_limit;
    limit.rlim_cur = limits[i];
    setrlimit(RLIMIT_FSIZE, &limit);
    char code[40];
    lfl_status status = write_as(plan, "new", true, code, sizeof code);
    setrlimit(RLIMIT_FSIZE, &old_limit);
    if (status == LFL_OK) break;
    n_failed++;
    assert_int_equal(status, LFL_ERR_IO);
    assert_string_equal(code, "cannot-write");
    is_whole(plan, "old");
    assert_int_equal(count_entries(room), 1);
  }
  sigaction(SIGXFSZ, &before, NULL);
  assert_true(n_failed >= 5);
}

/* ---- a folder that may not be written to ----------------------------------------------------------------- */

static void test_no_right(void **state) {
  (void)state;
  const char *room = make_room("right");
  char plan[300];
  snprintf(plan, sizeof plan, "%s/plan", room);
  assert_int_equal(write_as(plan, "old", false, NULL, 0), LFL_OK);
  assert_int_equal(chmod(room, 0555), 0);
  bool is_root = geteuid() == 0; /* root may write anywhere: the test goes on as nobody */
  if (is_root) assert_int_equal(seteuid(65534), 0);
  char code[40], asked_code[40];
  lfl_status asked = ask(plan, true, asked_code, sizeof asked_code);
  lfl_status status = write_as(plan, "new", true, code, sizeof code);
  lfl_status other = write_as(in_dir("right/other"), "new", false, NULL, 0);
  if (is_root) assert_int_equal(seteuid(0), 0);
  assert_int_equal(asked, LFL_ERR_IO);
  assert_string_equal(asked_code, "cannot-write");
  assert_int_equal(status, LFL_ERR_IO);
  assert_string_equal(code, "cannot-write");
  assert_int_equal(other, LFL_ERR_IO);
  assert_int_equal(chmod(room, 0755), 0);
  is_whole(plan, "old");
  assert_int_equal(count_entries(room), 1);
}

/* ---- a run that is killed ---------------------------------------------------------------------------------- */

static void test_killed(void **state) {
  (void)state;
  const char *room = make_room("killed");
  char plan[300];
  snprintf(plan, sizeof plan, "%s/plan", room);
  assert_int_equal(write_as(plan, "old", false, NULL, 0), LFL_OK);
  int n_killed = 0, n_wanted = (int)test_count("LIFELINE_KILLED_N", 10, 25);
  for (int i = 0; i < n_wanted; i++) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
      lfl_write_options options = {LFL_RESTRICTED, true};
      for (;;)
        if (lfl_plan_write(F.plan, plan, "new", NULL, &options, NULL) != LFL_OK) _exit(1);
    }
    struct timespec wait = {0, 1000000L + 150000000L / n_wanted * i}; /* another moment each time, from 1 ms to 150 ms */
    nanosleep(&wait, NULL);
    kill(pid, SIGKILL);
    int how;
    assert_int_equal(waitpid(pid, &how, 0), pid);
    if (WIFEXITED(how)) fail_msg("the run ended by itself with %d", WEXITSTATUS(how));
    n_killed++;
    is_whole(plan, NULL);
  }
  assert_int_equal(n_killed, n_wanted);
  assert_int_equal(write_as(plan, "new", true, NULL, 0), LFL_OK);
  is_whole(plan, "new");
  assert_int_equal(count_entries(room), 1); /* what the killed runs left is swept */
}

/* ---- no memory ----------------------------------------------------------------------------------------------- */

static void test_no_memory(void **state) {
  (void)state;
  const char *room = make_room("memory");
  char plan[300];
  snprintf(plan, sizeof plan, "%s/plan", room);
  assert_int_equal(write_as(plan, "old", false, NULL, 0), LFL_OK);
  lfl_write_options options = {LFL_PARTNERS, true};
  lfl_alloc_fail_after(-1);
  assert_int_equal(lfl_plan_write(F.plan, plan, "old", NULL, &options, NULL), LFL_OK);
  long n = lfl_alloc_fail_after(-1), stride = n / test_count("LIFELINE_FOLDER_REFUSED_N", 12, 40) + 1;
  for (long k = 0; k < n; k += stride) {
    lfl_alloc_fail_after(k);
    lfl_status status = lfl_plan_write(F.plan, plan, "new", NULL, &options, NULL);
    lfl_alloc_fail_after(-1);
    if (status != LFL_ERR_MEMORY) fail_msg("allocation %ld of %ld failed: status %d", k, n, (int)status);
    is_whole(plan, "old");
    assert_int_equal(count_entries(room), 1);
  }
  /* and reading */
  lfl_diags diags;
  assert_true(lfl_diags_init(&diags));
  lfl_tables *tables;
  lfl_scenario *scenario;
  lfl_plan *read;
  lfl_alloc_fail_after(-1);
  assert_int_equal(lfl_plan_read(plan, &diags, &tables, &scenario, &read), LFL_OK);
  n = lfl_alloc_fail_after(-1);
  lfl_plan_destroy(read);
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(tables);
  lfl_diags_clear(&diags);
  long n_reported = 0, n_tried = 0;
  stride = n / test_count("LIFELINE_FOLDER_UNREAD_N", 30, 100) + 1;
  for (long k = 0; k < n; k += stride, n_tried++) {
    assert_true(lfl_diags_init(&diags));
    lfl_alloc_fail_after(k);
    lfl_status status = lfl_plan_read(plan, &diags, &tables, &scenario, &read);
    lfl_alloc_fail_after(-1);
    /* reported, or it has made no difference to the plan (a cache that is done without) */
    if (status == LFL_OK) assert_same_plan(F.plan, read);
    else if (status != LFL_ERR_MEMORY) fail_msg("reading, allocation %ld of %ld failed: status %d", k, n, (int)status);
    else assert_true(!tables && !scenario && !read);
    n_reported += status == LFL_ERR_MEMORY;
    lfl_plan_destroy(read);
    lfl_scenario_destroy(scenario);
    lfl_tables_destroy(tables);
    lfl_diags_clear(&diags);
  }
  assert_true(n_reported * 10 > n_tried * 9);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_targets), cmocka_unit_test(test_no_room),   cmocka_unit_test(test_no_right),
      cmocka_unit_test(test_killed),  cmocka_unit_test(test_no_memory),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
