/* Exact sums of products of doubles, as GMP rationals; and sums and products of doubles rounded
 * outwards, for the many trips of which only a bound is wanted.
 *
 * Every double is a rational number, so a sum of products of them is known without any error.
 * Rounding outwards: a result rounded to nearest is off by at most half a unit in its last place,
 * which is at most |x| * DBL_EPSILON / 2 (plus DBL_MIN where it is tiny); moving it by twice that
 * gives a number on the safe side (IEEE 754; Rump 2010, doi 10.1017/S096249291000005X, sec. 3).
 * GMP ends the program where there is no memory for a number; these have some hundred bits. */
#ifndef LFL_PROOF_EXACT_H
#define LFL_PROOF_EXACT_H
#include <float.h>
#include <gmp.h>
#include <math.h>
#include <stdbool.h>

/* A sum with the workspace for its terms. A term that is no finite number is left out and remembered:
 * the sum is then worth nothing. */
typedef struct exact {
  mpq_t sum, term, factor;
  bool is_infinite;
} exact;

static inline void exact_begin(exact *e) {
  mpq_inits(e->sum, e->term, e->factor, NULL);
  e->is_infinite = false;
}
static inline void exact_end(exact *e) { mpq_clears(e->sum, e->term, e->factor, NULL); }
static inline void exact_zero(exact *e) { mpq_set_ui(e->sum, 0, 1); }

/* Is x a number to be counted? */
static inline bool exact_counts(exact *e, double x) {
  if (!isfinite(x)) e->is_infinite = true;
  return (x > 0 || x < 0) && isfinite(x);
}

/* sum += x, x * y, x * y * z. */
static inline void exact_add(exact *e, double x) {
  if (!exact_counts(e, x)) return;
  mpq_set_d(e->term, x);
  mpq_add(e->sum, e->sum, e->term);
}
static inline void exact_add2(exact *e, double x, double y) {
  if (!exact_counts(e, x) || !exact_counts(e, y)) return;
  mpq_set_d(e->term, x);
  mpq_set_d(e->factor, y);
  mpq_mul(e->term, e->term, e->factor);
  mpq_add(e->sum, e->sum, e->term);
}
static inline void exact_add3(exact *e, double x, double y, double z) {
  if (!exact_counts(e, x) || !exact_counts(e, y) || !exact_counts(e, z)) return;
  mpq_set_d(e->term, x);
  mpq_set_d(e->factor, y);
  mpq_mul(e->term, e->term, e->factor);
  mpq_set_d(e->factor, z);
  mpq_mul(e->term, e->term, e->factor);
  mpq_add(e->sum, e->sum, e->term);
}
/* sum += x * q. */
static inline void exact_add_q(exact *e, double x, const mpq_t q) {
  if (!exact_counts(e, x)) return;
  mpq_set_d(e->term, x);
  mpq_mul(e->term, e->term, q);
  mpq_add(e->sum, e->sum, e->term);
}

static inline double round_down(double x) { return x - (fabs(x) * DBL_EPSILON + DBL_MIN); }
static inline double round_up(double x) { return x + (fabs(x) * DBL_EPSILON + DBL_MIN); }

/* A double at or below, at or above a rational. */
static inline double q_down(const mpq_t q) { return mpq_sgn(q) == 0 ? 0 : round_down(mpq_get_d(q)); }
static inline double q_up(const mpq_t q) { return mpq_sgn(q) == 0 ? 0 : round_up(mpq_get_d(q)); }

/* Rounded outwards; 0 stays 0, as adding 0 and multiplying by 0 have no error. */
static inline double add_down(double x, double y) { return !(x > 0) && !(x < 0) ? y : !(y > 0) && !(y < 0) ? x : round_down(x + y); }
static inline double add_up(double x, double y) { return !(x > 0) && !(x < 0) ? y : !(y > 0) && !(y < 0) ? x : round_up(x + y); }
static inline double mul_down(double x, double y) { return (!(x > 0) && !(x < 0)) || (!(y > 0) && !(y < 0)) ? 0 : round_down(x * y); }
static inline double mul_up(double x, double y) { return (!(x > 0) && !(x < 0)) || (!(y > 0) && !(y < 0)) ? 0 : round_up(x * y); }
static inline double div_down(double x, double y) { return !(x > 0) && !(x < 0) ? 0 : round_down(x / y); }
static inline double div_up(double x, double y) { return !(x > 0) && !(x < 0) ? 0 : round_up(x / y); }

#endif
