/* All or nothing: a plan's folder is made beside its target, flushed, and put in its place by one
 * rename. Where a plan is replaced, the two folders change places in one step (renameat2 with
 * RENAME_EXCHANGE), so that at no instant there is none; where the file system cannot do that,
 * the old one is moved aside first and moved back if the second rename fails.
 *
 * A folder is replaced only if it holds a plan and nothing that Lifeline did not write. A run
 * that was killed leaves a hidden folder; the next run to the same target removes it (a living
 * run holds a lock on its own). O(files). Tests: tests/unit/test_store_folder.c. */
#define _GNU_SOURCE 1 /* renameat2, flock */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/parts.h"

void store_complain(lfl_diags *problems, const char *code, const char *file, const char *expected) {
  if (!problems) return;
  lfl_diag d = {.severity = LFL_ERROR, .code = code, .file = file, .expected = expected};
  lfl_diags_add(problems, &d);
}

static lfl_status fail_io(lfl_diags *problems, const char *path) {
  store_complain(problems, "cannot-write", path, strerror(errno));
  return LFL_ERR_IO;
}

/* "a/b" on the heap; NULL without memory. */
static char *join_path(const char *dir, const char *name) {
  size_t n = strlen(dir), k = strlen(name);
  char *path = lfl_malloc(n + k + 2);
  if (!path) return NULL;
  snprintf(path, n + k + 2, "%s/%s", dir, name);
  return path;
}

lfl_status store_flush(const char *path, lfl_diags *problems) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail_io(problems, path);
  int result = fsync(fd), why = errno;
  close(fd);
  errno = why;
  /* some file systems cannot flush a folder: nothing more can be done there */
  return result != 0 && why != EINVAL && why != ENOTSUP ? fail_io(problems, path) : LFL_OK;
}

lfl_status store_write_text(const char *path, const char *bytes, size_t n, lfl_diags *problems) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return fail_io(problems, path);
  while (n > 0) {
    ssize_t k = write(fd, bytes, n);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0) {
      lfl_status status = fail_io(problems, path);
      close(fd);
      return status;
    }
    bytes += k;
    n -= (size_t)k;
  }
  bool is_fine = fsync(fd) == 0;
  is_fine = close(fd) == 0 && is_fine;
  return is_fine ? LFL_OK : fail_io(problems, path);
}

/* ---- what a plan's folder holds ------------------------------------------------------------------ */

static bool is_own_file(const char *name) {
  static const char *const names[] = {"plan.gpkg", "plan.xlsx", "report.html", "summary.json",
                                      "plan.gpkg-wal", "plan.gpkg-shm", "plan.gpkg-journal"}; /* a GIS leaves the last three */
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp(name, names[i]) == 0) return true;
  return false;
}

static bool is_own_table(const char *name) {
  size_t n = strlen(name);
  char table[64];
  if (n < 5 || n - 4 >= sizeof table || strcmp(name + n - 4, ".csv") != 0) return false;
  memcpy(table, name, n - 4);
  table[n - 4] = 0;
  return store_table_find(table) != NULL;
}

static bool is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

/* First entry of the folder that Lifeline did not write, copied to `odd`; false if none or if
 * the folder cannot be read (then *n is -1). *n: entries. */
static bool find_odd_entry(const char *dir, bool (*is_own)(const char *), char *odd, size_t size, int *n) {
  *n = -1;
  DIR *d = opendir(dir);
  if (!d) return false;
  *n = 0;
  bool is_found = false;
  for (struct dirent *e; !is_found && (e = readdir(d)) != NULL;) {
    if (is_dots(e->d_name)) continue;
    (*n)++;
    bool is_tables = is_own == is_own_file && strcmp(e->d_name, "tables") == 0;
    if (is_tables || is_own(e->d_name)) continue;
    snprintf(odd, size, "%s", e->d_name);
    is_found = true;
  }
  closedir(d);
  return is_found;
}

static bool is_there(const char *dir, const char *name) {
  int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct stat st;
  bool yes = fd >= 0 && fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
  if (fd >= 0) close(fd);
  return yes;
}

/* May the existing target be replaced? */
static lfl_status judge_target(const char *target, bool overwrite, lfl_diags *problems, bool *replaces) {
  struct stat st;
  *replaces = false;
  if (lstat(target, &st) != 0) return errno == ENOENT ? LFL_OK : fail_io(problems, target);
  if (!S_ISDIR(st.st_mode)) {
    store_complain(problems, "not-a-folder", target, "a folder that does not exist yet");
    return LFL_ERR_USAGE;
  }
  char odd[NAME_MAX + 1];
  int n;
  bool has_odd = find_odd_entry(target, is_own_file, odd, sizeof odd, &n);
  if (n < 0) return fail_io(problems, target);
  if (n == 0) return LFL_OK; /* rename() takes the place of an empty folder */
  if (!is_there(target, "plan.gpkg") || !is_there(target, "summary.json")) {
    store_complain(problems, "not-a-plan", target, "a folder that does not exist yet, or one that holds a plan: this one holds other files");
    return LFL_ERR_USAGE;
  }
  if (!overwrite) {
    store_complain(problems, "plan-exists", target, "a folder that does not exist yet, or the option to overwrite the plan that is there");
    return LFL_ERR_USAGE;
  }
  char *tables = join_path(target, "tables");
  if (!tables) return LFL_ERR_MEMORY;
  if (!has_odd) has_odd = find_odd_entry(tables, is_own_table, odd, sizeof odd, &n);
  lfl_free(tables);
  if (has_odd) {
    lfl_diag d = {LFL_ERROR, "foreign-file", target, 0, NULL, odd, "a plan's folder with nothing else in it: move this file elsewhere first", NULL};
    if (problems) lfl_diags_add(problems, &d);
    return LFL_ERR_USAGE;
  }
  *replaces = true;
  return LFL_OK;
}

/* Removes a folder made by Lifeline: its files, its folder of tables, itself. Symbolic links are
 * removed, never followed. Needs no memory of ours, so that cleaning up cannot fail for want of it. */
static void remove_at(int parent_fd, const char *name, int depth) {
  int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
  if (!d && fd >= 0) close(fd);
  if (!d) return;
  for (struct dirent *e; (e = readdir(d)) != NULL;) {
    struct stat st;
    if (is_dots(e->d_name) || fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISDIR(st.st_mode) && depth > 0) remove_at(fd, e->d_name, depth - 1);
    else if (!S_ISDIR(st.st_mode)) unlinkat(fd, e->d_name, 0);
  }
  closedir(d);
  unlinkat(parent_fd, name, AT_REMOVEDIR);
}
static void remove_folder(const char *dir) { remove_at(AT_FDCWD, dir, 1); }

/* ---- the temporary folder ---------------------------------------------------------------------------- */

/* Removes what killed runs to the same target left behind. */
static void sweep(const char *parent, const char *prefix) {
  DIR *d = opendir(parent);
  if (!d) return;
  for (struct dirent *e; (e = readdir(d)) != NULL;) {
    if (strncmp(e->d_name, prefix, strlen(prefix)) != 0) continue;
    char *path = join_path(parent, e->d_name);
    int fd = path ? open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) remove_folder(path);
    if (fd >= 0) close(fd);
    lfl_free(path);
  }
  closedir(d);
}

/* The target's real path: its parent must exist. On the heap; NULL without memory or folder. */
static char *resolve(const char *target, lfl_diags *problems, lfl_status *status) {
  *status = LFL_ERR_MEMORY;
  char *whole = realpath(target, NULL); /* follows a link to the folder itself */
  if (whole) {
    char *copy = lfl_strdup(whole);
    free(whole);
    return copy;
  }
  char *copy = lfl_strdup(target);
  if (!copy) return NULL;
  size_t n = strlen(copy);
  while (n > 1 && copy[n - 1] == '/') copy[--n] = 0;
  char *slash = strrchr(copy, '/');
  const char *name = slash ? slash + 1 : copy;
  const char *dir = !slash ? "." : slash == copy ? "/" : copy;
  if (slash && slash != copy) *slash = 0;
  char *parent = realpath(dir, NULL), *path = NULL;
  if (!*name || is_dots(name)) {
    store_complain(problems, "cannot-write", target, "the name of a folder to write to");
    *status = LFL_ERR_USAGE;
  } else if (!parent) {
    *status = fail_io(problems, dir);
  } else {
    path = join_path(strcmp(parent, "/") == 0 ? "" : parent, name);
  }
  free(parent);
  lfl_free(copy);
  return path;
}

static bool make_temporary(store_folder *f, const char *prefix) {
  for (int i = 0; i < 1000; i++) {
    char name[NAME_MAX + 1];
    if (snprintf(name, sizeof name, "%s%ld-%d", prefix, (long)getpid(), i) >= (int)sizeof name) return false;
    f->temp = join_path(f->parent, name);
    if (!f->temp) return false;
    if (mkdir(f->temp, 0777) == 0) {
      f->lock_fd = open(f->temp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      if (f->lock_fd >= 0) flock(f->lock_fd, LOCK_EX | LOCK_NB); /* without locks nothing is swept, that is all */
      return true;
    }
    int why = errno;
    lfl_free(f->temp);
    f->temp = NULL;
    errno = why;
    if (why != EEXIST) return false;
  }
  return false;
}

lfl_status store_folder_begin(const char *target, bool overwrite, store_folder *f, lfl_diags *problems) {
  lfl_status status;
  *f = (store_folder){.lock_fd = -1};
  f->target = resolve(target, problems, &status);
  if (!f->target) return status;
  status = judge_target(f->target, overwrite, problems, &f->replaces);
  if (status != LFL_OK) return status;
  f->parent = lfl_strdup(f->target);
  if (!f->parent) return LFL_ERR_MEMORY;
  char *slash = strrchr(f->parent, '/');
  char prefix[NAME_MAX + 1];
  snprintf(prefix, sizeof prefix, ".%.180s.lifeline-", slash + 1);
  slash[slash == f->parent] = 0; /* keep the root's slash */
  sweep(f->parent, prefix);
  errno = 0;
  if (make_temporary(f, prefix)) return LFL_OK;
  return errno ? fail_io(problems, f->parent) : LFL_ERR_MEMORY;
}

lfl_status lfl_plan_check_target(const char *out_dir, bool overwrite, lfl_diags *problems) {
  lfl_status status;
  bool replaces;
  char *target = resolve(out_dir, problems, &status);
  if (!target) return status;
  status = judge_target(target, overwrite, problems, &replaces);
  if (status == LFL_OK) {
    char *slash = strrchr(target, '/');
    slash[slash == target] = 0; /* the folder around it; keep the root's slash */
    if (faccessat(AT_FDCWD, target, W_OK | X_OK, AT_EACCESS) != 0) status = fail_io(problems, target);
  }
  lfl_free(target);
  return status;
}

lfl_status store_place_file(const char *temp, const char *target, lfl_diags *problems) {
  int result = link(temp, target); /* fails if the target exists, in one step */
  bool has_no_links = result != 0 && (errno == EPERM || errno == ENOTSUP || errno == ENOSYS); /* FAT on a stick */
  struct stat st;
  if (has_no_links && lstat(target, &st) != 0 && errno == ENOENT) return rename(temp, target) == 0 ? LFL_OK : fail_io(problems, target);
  if (result == 0) return unlink(temp) == 0 ? LFL_OK : fail_io(problems, temp);
  if (!has_no_links && errno != EEXIST) return fail_io(problems, target);
  store_complain(problems, "file-exists", target, "a file that does not exist yet: nothing is replaced");
  return LFL_ERR_USAGE;
}

/* The old plan and the new change places; the old one is then in the temporary's. */
static int exchange(const store_folder *f) {
#ifdef RENAME_EXCHANGE
  if (renameat2(AT_FDCWD, f->temp, AT_FDCWD, f->target, RENAME_EXCHANGE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return -1;
#endif
  size_t n = strlen(f->target);
  char *aside = lfl_malloc(n + 5); /* no name that a later run sweeps: it may end as the only copy */
  if (!aside) {
    errno = ENOMEM;
    return -1;
  }
  snprintf(aside, n + 5, "%s.old", f->target);
  int result = rename(f->target, aside);
  if (result == 0 && (result = rename(f->temp, f->target)) != 0) {
    int why = errno;
    if (rename(aside, f->target) == 0) errno = why; /* else errno tells why the old plan stays aside */
  } else if (result == 0) {
    remove_folder(aside);
  }
  lfl_free(aside);
  return result;
}

lfl_status store_folder_commit(store_folder *f, lfl_diags *problems) {
  char *tables = join_path(f->temp, "tables");
  if (!tables) return LFL_ERR_MEMORY;
  struct stat st; /* a scenario's folder has no folder of tables */
  lfl_status status = lstat(tables, &st) == 0 ? store_flush(tables, problems) : LFL_OK;
  lfl_free(tables);
  if (status == LFL_OK) status = store_flush(f->temp, problems);
  if (status != LFL_OK) return status;
  bool replaces;
  status = judge_target(f->target, f->replaces, problems, &replaces); /* it may have changed meanwhile */
  if (status != LFL_OK) return status;
  if ((replaces ? exchange(f) : rename(f->temp, f->target)) != 0) return fail_io(problems, f->target);
  store_flush(f->parent, NULL); /* the plan is in place: an old one could come back after a power cut, whole */
  if (replaces) remove_folder(f->temp);
  lfl_free(f->temp);
  f->temp = NULL;
  return LFL_OK;
}

void store_folder_end(store_folder *f) {
  if (f->temp) remove_folder(f->temp);
  if (f->lock_fd >= 0) close(f->lock_fd);
  lfl_free(f->temp);
  lfl_free(f->target);
  lfl_free(f->parent);
  *f = (store_folder){.lock_fd = -1};
}
