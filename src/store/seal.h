/* The seal of plan.gpkg: one SHA-256 over the file's bytes, by which a plan is known at once to be as it was
 * written. Internal to src/store. */
#ifndef LFL_STORE_SEAL_H
#define LFL_STORE_SEAL_H
#include <stdbool.h>

/* Keys of lifeline_metadata: the seal, and its own digest, by which an alteration of the seal alone shows. */
#define STORE_SEAL "seal"
#define STORE_SEAL_DIGEST "digest " STORE_SEAL
/* What stands in the place of a digest until it is known: as long, so that filling it in moves no other byte. */
#define STORE_NO_DIGEST "----------------------------------------------------------------"

/* Seals a file that is written and closed, in place. False where it cannot be read or written. A file in which the place of the seal cannot be told (a text of
 * the scenario looks like one) stays without. O(bytes). */
bool store_seal(const char *path);

/* Is every byte of the file as it was sealed, and no journal beside it? False says nothing: another program may have
 * written the file anew, with all that it holds, and its tables have digests of their own. O(bytes). */
bool store_is_as_sealed(const char *path);

/* Is `digest` what stands beside this seal? */
bool store_is_seals_digest(const char *seal, const char *digest);

#endif
