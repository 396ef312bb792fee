/* What a fuzzer gives: libFuzzer's entry, and seeds for it and for the plain driver. */
#ifndef LFL_TESTS_FUZZ_H
#define LFL_TESTS_FUZZ_H
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Seed number `i` on the heap (malloc), its size in *size; NULL when there are no more. */
uint8_t *fuzz_seed(int i, size_t *size);

#endif
