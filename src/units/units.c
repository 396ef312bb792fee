/* Units: one table of suffixes with dimension and size. Factors are exact by definition (BIPM
 * SI brochure 9th ed.; international mile 1.609344 km, pound 0.45359237 kg, US gallon
 * 3.785411784 l, acre 4046.8564224 m2). Tests: tests/unit/test_units.c. */
#include "units/units.h"

#include <stddef.h>
#include <string.h>

typedef struct unit {
  const char *suffix;
  char dimension;
  double size; /* in the dimension's first unit */
} unit;

static const unit UNITS[] = {
    /* water a time */
    {"l_per_day", 'w', 1}, {"m3_per_day", 'w', 1000}, {"l_per_s", 'w', 86400}, {"l_per_min", 'w', 1440}, {"l_per_h", 'w', 24},
    {"m3_per_h", 'w', 24e3}, {"l_per_week", 'w', 1.0 / 7}, {"m3_per_week", 'w', 1000.0 / 7}, {"gal_per_day", 'w', 3.785411784},
    /* fuel for water */
    {"l_per_m3", 'f', 1}, {"ml_per_l", 'f', 1},
    /* speed */
    {"km_per_h", 'v', 1}, {"kmh", 'v', 1}, {"m_per_s", 'v', 3.6}, {"mi_per_h", 'v', 1.609344}, {"mph", 'v', 1.609344},
    /* area; a dunum is the metric one of 1,000 m2 */
    {"m2", 'a', 1}, {"sqm", 'a', 1}, {"ha", 'a', 1e4}, {"km2", 'a', 1e6}, {"dunum", 'a', 1e3}, {"acres", 'a', 4046.8564224},
    {"ft2", 'a', 0.09290304},
    /* volume */
    {"m3", 'o', 1}, {"l", 'o', 1e-3}, {"cm3", 'o', 1e-6}, {"ft3", 'o', 0.028316846592},
    /* length */
    {"km", 'd', 1}, {"m", 'd', 1e-3}, {"mi", 'd', 1.609344},
    /* mass */
    {"kg", 'm', 1}, {"g", 'm', 1e-3}, {"t", 'm', 1e3}, {"lb", 'm', 0.45359237},
    /* time */
    {"days", 't', 24}, {"weeks", 't', 168}, {"h", 't', 1}, {"min", 't', 1.0 / 60},
    /* share, rate, angle */
    {"share", 's', 1}, {"percent", 's', 0.01}, {"pct", 's', 0.01},
    {"per_day", 'r', 1}, {"per_h", 'r', 24}, {"per_week", 'r', 1.0 / 7}, {"deg", 'g', 1},
};
enum { N_UNITS = sizeof UNITS / sizeof UNITS[0] };

const char *lfl_unit_of_name(const char *name, int *base_length) {
  size_t n = strlen(name), best = 0;
  const char *found = NULL;
  for (int i = 0; i < N_UNITS; i++) {
    size_t k = strlen(UNITS[i].suffix);
    if (k > best && n > k + 1 && name[n - k - 1] == '_' && strcmp(name + n - k, UNITS[i].suffix) == 0) {
      best = k;
      found = UNITS[i].suffix;
    }
  }
  if (found) *base_length = (int)(n - best - 1);
  return found;
}

double lfl_unit_factor(const char *from, const char *to) {
  const unit *a = NULL, *b = NULL;
  for (int i = 0; i < N_UNITS; i++) {
    if (strcmp(UNITS[i].suffix, from) == 0) a = &UNITS[i];
    if (strcmp(UNITS[i].suffix, to) == 0) b = &UNITS[i];
  }
  return a && b && a->dimension == b->dimension ? a->size / b->size : 0;
}
