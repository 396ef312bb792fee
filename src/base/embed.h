/* Files that the build turns into C arrays (cmake/embed.cmake). Each array is followed by
 * a NUL byte that its length does not count. */
#ifndef LFL_BASE_EMBED_H
#define LFL_BASE_EMBED_H
#include <stddef.h>

extern const unsigned char lfl_embed_standards_csv[];
extern const size_t lfl_embed_standards_csv_len;
extern const unsigned char lfl_embed_items_csv[];
extern const size_t lfl_embed_items_csv_len;
extern const unsigned char lfl_embed_planning_defaults_csv[];
extern const size_t lfl_embed_planning_defaults_csv_len;
extern const unsigned char lfl_embed_iati_sectors_csv[];
extern const size_t lfl_embed_iati_sectors_csv_len;

#endif
