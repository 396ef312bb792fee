/* Runs a fuzzer without libFuzzer, the same every time: its seeds, the seeds cut at many lengths,
 * and mutations drawn from a fixed generator. Usage: PROGRAM [n_mutations], or PROGRAM -w FOLDER
 * to write the seeds out as a corpus for libFuzzer.
 *
 * LIFELINE_FUZZ_MUTATIONS: how many of each seed where it is not said (default 24, thorough 200). */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "setting.h"

static uint64_t draw(uint64_t *state) { /* xorshift64*, Vigna 2016, doi 10.1145/2845077 */
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return *state * 2685821657736338717u;
}

static void mutate(uint8_t *bytes, size_t size, uint64_t *state) {
  static const uint8_t odd[] = {0, 0xFF, 0x80, '"', ',', '\n', '\r', '-', '.', '9', '0', 'e', ';', '#', 0xEF, 0xC3, '=', '*', '+'};
  uint64_t n = 1 + draw(state) % 8;
  for (uint64_t k = 0; k < n && size; k++) {
    size_t at = (size_t)(draw(state) % size), length = (size_t)(draw(state) % 16), from = (size_t)(draw(state) % size);
    switch (draw(state) % 4) {
      case 0: bytes[at] = (uint8_t)draw(state); break;
      case 1: bytes[at] = odd[draw(state) % sizeof odd]; break;
      case 2: bytes[at] ^= (uint8_t)(1u << (draw(state) % 8)); break;
      default: /* a piece copied over another */
        for (size_t i = 0; i < length && at + i < size && from + i < size; i++) bytes[at + i] = bytes[from + i];
    }
  }
}

static int write_seeds(const char *folder) {
  size_t size;
  uint8_t *seed;
  for (int i = 0; (seed = fuzz_seed(i, &size)) != NULL; i++) {
    char path[500];
    snprintf(path, sizeof path, "%s/seed-%d", folder, i);
    FILE *file = fopen(path, "wb");
    bool is_written = file && fwrite(seed, 1, size, file) == size;
    free(seed);
    if (file && fclose(file) != 0) is_written = false;
    if (!is_written) return 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "-w") == 0) return write_seeds(argv[2]);
  long n = argc > 1 ? strtol(argv[1], NULL, 10) : test_count("LIFELINE_FUZZ_MUTATIONS", 24, 200);
  uint64_t state = 20240601;
  size_t size;
  uint8_t *seed;
  int n_seeds = 0;
  for (; (seed = fuzz_seed(n_seeds, &size)) != NULL; n_seeds++) {
    LLVMFuzzerTestOneInput(seed, size);
    uint8_t *copy = malloc(size + 1);
    if (!copy) return 1;
    for (long k = 0; k < n; k++) {
      memcpy(copy, seed, size);
      size_t cut = k % 4 == 0 ? (size_t)(draw(&state) % (size + 1)) : size;
      if (k % 8) mutate(copy, cut, &state);
      LLVMFuzzerTestOneInput(copy, cut);
    }
    free(copy);
    free(seed);
  }
  printf("%d seeds, %ld mutations of each\n", n_seeds, n);
  return n_seeds ? 0 : 1;
}
