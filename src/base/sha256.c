/* SHA-256. Method: FIPS 180-4, sections 5 and 6.2. O(n). Tests: tests/unit/test_proof.c (FIPS examples). */
#include "base/sha256.h"

#include <stdint.h>
#include <string.h>

static uint32_t rotate(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }

static const uint32_t ROUND[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void digest_block(uint32_t h[8], const unsigned char *p) {
  uint32_t w[64], v[8];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t a = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t b = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + a + w[i - 7] + b;
  }
  memcpy(v, h, sizeof v);
  for (int i = 0; i < 64; i++) {
    uint32_t s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
    uint32_t t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + ROUND[i] + w[i];
    uint32_t s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
    uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    for (int k = 7; k > 0; k--) v[k] = v[k - 1];
    v[4] += t1;
    v[0] = t1 + t2;
  }
  for (int k = 0; k < 8; k++) h[k] += v[k];
}

void lfl_sha256(const unsigned char *bytes, size_t n, unsigned char out[32]) {
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  size_t whole = n / 64 * 64;
  for (size_t at = 0; at < whole; at += 64) digest_block(h, bytes + at);
  unsigned char tail[128] = {0};
  size_t left = n - whole, end = left < 56 ? 64 : 128;
  if (left) memcpy(tail, bytes + whole, left);
  tail[left] = 0x80;
  for (size_t k = 0; k < 8; k++) tail[end - 1 - k] = (unsigned char)((uint64_t)n * 8 >> 8 * k);
  for (size_t at = 0; at < end; at += 64) digest_block(h, tail + at);
  for (int k = 0; k < 32; k++) out[k] = (unsigned char)(h[k / 4] >> (24 - 8 * (k % 4)));
}

void lfl_sha256_hex(const unsigned char *bytes, size_t n, char out[65]) {
  static const char digits[] = "0123456789abcdef";
  unsigned char sum[32];
  lfl_sha256(bytes, n, sum);
  for (int k = 0; k < 32; k++) {
    out[2 * k] = digits[sum[k] >> 4];
    out[2 * k + 1] = digits[sum[k] & 15];
  }
  out[64] = 0;
}
