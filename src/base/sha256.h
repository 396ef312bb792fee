/* SHA-256: a digest by which an altered page or table shows. */
#ifndef LFL_BASE_SHA256_H
#define LFL_BASE_SHA256_H
#include <stddef.h>

/* The digest of n bytes (FIPS 180-4). bytes may be NULL if n is 0. O(n). */
void lfl_sha256(const unsigned char *bytes, size_t n, unsigned char out[32]);
/* The same as 64 hexadecimal digits and a NUL. */
void lfl_sha256_hex(const unsigned char *bytes, size_t n, char out[65]);

#endif
