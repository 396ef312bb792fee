/* Map from text to number: open addressing, FNV-1a (Fowler, Noll, Vo), load at most 1/2. */
#include "base/ids.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

typedef struct entry {
  const char *id;
  int value;
} entry;

struct lfl_ids {
  entry *entries;
  size_t n, capacity;
};

lfl_ids *lfl_ids_create(void) { return lfl_calloc(1, sizeof(lfl_ids)); }

void lfl_ids_destroy(lfl_ids *ids) {
  if (!ids) return;
  lfl_free(ids->entries);
  lfl_free(ids);
}

static size_t slot(const entry *entries, size_t capacity, const char *id) {
  uint64_t h = 14695981039346656037u;
  for (const char *c = id; *c; c++) h = (h ^ (unsigned char)*c) * 1099511628211u;
  size_t i = (size_t)h & (capacity - 1);
  while (entries[i].id && strcmp(entries[i].id, id) != 0) i = (i + 1) & (capacity - 1);
  return i;
}

bool lfl_ids_put(lfl_ids *ids, const char *id, int value) {
  if (2 * (ids->n + 1) > ids->capacity) {
    size_t capacity = ids->capacity ? 2 * ids->capacity : 32;
    entry *entries = lfl_calloc(capacity, sizeof *entries);
    if (!entries) return false;
    for (size_t i = 0; i < ids->capacity; i++)
      if (ids->entries[i].id) entries[slot(entries, capacity, ids->entries[i].id)] = ids->entries[i];
    lfl_free(ids->entries);
    ids->entries = entries;
    ids->capacity = capacity;
  }
  size_t i = slot(ids->entries, ids->capacity, id);
  if (ids->entries[i].id) return false;
  ids->entries[i] = (entry){id, value};
  ids->n++;
  return true;
}

int lfl_ids_get(const lfl_ids *ids, const char *id) {
  if (!ids || !id || !ids->capacity) return -1;
  size_t i = slot(ids->entries, ids->capacity, id);
  return ids->entries[i].id ? ids->entries[i].value : -1;
}
