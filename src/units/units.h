/* Units: suffixes of column names and the factors between them. */
#ifndef LFL_UNITS_UNITS_H
#define LFL_UNITS_UNITS_H

/* The unit that a column name ends in ("water_yield_l_per_day" -> "l_per_day"), the longest
 * that fits; NULL if it ends in none. *base_length: length of the name before "_unit". */
const char *lfl_unit_of_name(const char *name, int *base_length);

/* Factor that turns a value in `from` into `to`; 0 if they are no units of one dimension. */
double lfl_unit_factor(const char *from, const char *to);

#endif
