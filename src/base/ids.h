/* Map from text to a number: for keys of tables. */
#ifndef LFL_BASE_IDS_H
#define LFL_BASE_IDS_H
#include <stdbool.h>

typedef struct lfl_ids lfl_ids;

/* A new, empty map; NULL if there is no memory. */
lfl_ids *lfl_ids_create(void);
void lfl_ids_destroy(lfl_ids *ids);
/* Maps `id` (not copied: it must outlive the map) to `value`; false if it is already
 * there (its value stays) or there is no memory. O(1) amortised. */
bool lfl_ids_put(lfl_ids *ids, const char *id, int value);
/* Value of `id`, or -1. NULL map or id gives -1. */
int lfl_ids_get(const lfl_ids *ids, const char *id);

#endif
