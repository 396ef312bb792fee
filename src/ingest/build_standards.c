/* Table standards: the scenario's own figures in place of those of the standard set in use. What a person needs at survival is never
 * more than at the minimum: the plan of the one would contradict that of the other. O(rows * figures of the set).
 * Tests: tests/unit/test_ingest_bad.c, test_ingest_files.c. */
#include <math.h>
#include <string.h>

#include "ingest/build.h"

const char *const STANDARD_SETS[N_STANDARD_SETS] = {"sphere-2018", "unhcr"};

static bool is_set(const char *name) {
  for (int k = 0; k < N_STANDARD_SETS; k++)
    if (strcmp(STANDARD_SETS[k], name) == 0) return true;
  return false;
}

/* Is the row of the set in use? Says so where it is not; of a set in use that there is not the scenario's own setting tells. */
static bool is_of_set_in_use(cells *c) {
  builder *b = c->b;
  const char *set = cell_text(c, "standard_set"), *in_use = b->s->standard_set;
  if (!set || strcmp(set, in_use) == 0) return true;
  if (!is_set(set)) cell_complain(c, LFL_ERROR, "standard-set", "standard_set", STANDARD_SETS_WORDS, lfl_nearest_name(set, STANDARD_SETS, N_STANDARD_SETS));
  else if (is_set(in_use)) cell_complain(c, LFL_NOTE, "standard-set", "standard_set", sentence(b, "%s, the set in use: this row is not planned with", in_use), NULL);
  return false;
}

/* Another indicator of the same need and tier takes the place of the set's; where the set has several (handpumps, wells and the way to
 * them), of the one in its unit. Of a need that binds no plan, one in a unit of its own takes no place and stands beside them: NULL. */
static standard *line_replaced(const builder *b, const char *need, const char *tier, const char *unit) {
  standard *first = NULL;
  int n = 0;
  for (int k = 0; k < b->n_standards; k++) {
    standard *line = &b->standards[k];
    if (!line->need || strcmp(line->need, need) != 0 || strcmp(line->tier, tier) != 0) continue;
    if (unit && lfl_same_text(line->unit, unit)) return line;
    if (n++ == 0) first = line;
  }
  return unit && n > 1 && !is_need_of_model(need) ? NULL : first;
}

/* Without a unit it is not known which of several the row is about: their names and units; NULL where there are no several. */
static const char *candidates(builder *b, const char *need, const char *tier) {
  const char *words = NULL;
  int n = 0;
  for (int k = 0; k < b->n_standards; k++) {
    const standard *line = &b->standards[k];
    if (!line->need || strcmp(line->need, need) != 0 || strcmp(line->tier, tier) != 0) continue;
    words = sentence(b, "%s%s%s in %s", words ? words : "", words ? ", " : "", line->indicator_id, line->unit ? line->unit : "no unit");
    n++;
  }
  return n > 1 ? words : NULL;
}

/* The figure that the row is about; NULL (and an issue) where it is none that can be: *is_new is so where the set says nothing of it. */
static standard *find_line(cells *c, const char *id, const char *need, const char *tier, bool *is_new) {
  builder *b = c->b;
  *is_new = false;
  for (int k = 0; k < b->n_standards; k++)
    if (strcmp(b->standards[k].indicator_id, id) == 0 || lfl_same_text(b->standards[k].replaced_id, id)) return &b->standards[k];
  if (!need || !tier) {
    const char **names = NEW(b, b->n_standards + 1, const char *);
    for (int k = 0; names && k < b->n_standards; k++) names[k] = b->standards[k].indicator_id;
    cell_complain(c, LFL_ERROR, "no-such-indicator", "indicator_id", "an indicator of the standard set, or need and tier of a new one", names ? lfl_nearest_name(id, names, b->n_standards) : NULL);
    return NULL;
  }
  const char *several = cell_text(c, "unit") ? NULL : candidates(b, need, tier);
  if (several) {
    cell_complain(c, LFL_ERROR, "which-indicator", "unit", sentence(b, "the unit of the one that it takes the place of, or one of its own: of this need and tier there are %s", several), NULL);
    return NULL;
  }
  standard *replaced = line_replaced(b, need, tier, cell_text(c, "unit"));
  if (replaced) return replaced;
  *is_new = true;
  return &b->standards[b->n_standards];
}

/* What the row says of the figure beside its value is what the set says, and no other row has said it. */
static bool agrees(cells *c, const standard *line, const char *id, const char *need, const char *tier) {
  builder *b = c->b;
  const char *unit = cell_text(c, "unit");
  if (line->is_override) {
    bool is_same = strcmp(line->indicator_id, id) == 0;
    long row = c->table->row_numbers[line->row_i];
    cell_complain(c, LFL_ERROR, "key-twice", "indicator_id", is_same ? sentence(b, "each indicator of a set once: row %ld has it, too", row)
                                                                     : sentence(b, "one indicator of this need and tier: %s in row %ld is one", line->indicator_id, row), NULL);
    return false;
  }
  const struct {
    const char *column, *said, *of_set;
  } COLUMNS[] = {{"need", need, line->need}, {"tier", tier, line->tier}, {"unit", unit, line->unit}};
  for (size_t k = 0; k < sizeof COLUMNS / sizeof COLUMNS[0]; k++) {
    if (!COLUMNS[k].said || !COLUMNS[k].of_set || strcmp(COLUMNS[k].said, COLUMNS[k].of_set) == 0) continue;
    cell_complain(c, LFL_ERROR, COLUMNS[k].column, COLUMNS[k].column, sentence(b, "%s, the %s of this indicator in the standard set", COLUMNS[k].of_set, COLUMNS[k].column), COLUMNS[k].of_set);
    return false;
  }
  return true;
}

static bool is_in_range(cells *c, const standard *line, const char *id, double value) {
  const double MOST_LOST = 0.99; /* of the water produced; the library's own are far below */
  builder *b = c->b;
  bool is_share = line->unit && strcmp(line->unit, "share") == 0;
  if (is_share && value > 1) {
    cell_complain(c, LFL_ERROR, "number-range", "value", "a share from 0 to 1", NULL);
    return false;
  }
  if (strcmp(id, "water_losses") == 0 && value >= MOST_LOST) {
    cell_complain(c, LFL_ERROR, "number-range", "value", "less than 0.99: of what is produced nothing would reach anyone", NULL);
    return false;
  }
  if (line->value > 0 && !is_share && (value > 1.9 * line->value || value < line->value / 1.9))
    cell_complain(c, LFL_WARNING, "implausible", "value",
                  sentence(b, "about %s %s, as in the standard set: is the unit right (a day, a week)?", number_text(b, line->value), line->unit), NULL);
  return true;
}

static void read_row(cells *c) {
  static const char *const TIERS[] = {"survival", "minimum", "all"}, *const KINDS[] = {"standard", "assumption", "observed"};
  builder *b = c->b;
  const char *id = cell_text(c, "indicator_id"), *need = cell_text(c, "need"), *unit = cell_text(c, "unit"), *source = cell_text(c, "source");
  int tier_i = cell_choice(c, "tier", -1), kind = cell_choice(c, "kind", 1);
  const char *tier = tier_i < 0 ? NULL : TIERS[tier_i];
  double value = cell_number(c, "value", (double)NAN);
  cell_origin(c);
  if (!is_of_set_in_use(c) || !id || isnan(value) || (!tier && !cell_is_blank(c, "tier"))) return;
  bool is_new;
  standard *line = find_line(c, id, need, tier, &is_new);
  if (!line || (!is_new && (!agrees(c, line, id, need, tier) || !is_in_range(c, line, id, value)))) return;
  if (is_new) {
    b->n_standards++;
    *line = (standard){.need = need, .tier = tier};
  }
  if (!is_new && strcmp(line->indicator_id, id) != 0) line->replaced_id = line->indicator_id;
  line->indicator_id = id;
  line->value = value;
  line->is_override = true;
  line->row_i = c->row;
  if (unit) line->unit = unit;
  line->kind = KINDS[kind];
  line->source = source ? source : "the scenario's own standards table";
}

static const char *figure_words(builder *b, const standard *line) {
  return sentence(b, "%s is %s%s", line->indicator_id, number_text(b, line->value), line->is_override ? "" : " in the standard set");
}

/* A new figure without a unit is in that of the need's other tier. */
static void take_units(builder *b) {
  for (int k = 0; k < b->n_standards; k++) {
    standard *line = &b->standards[k];
    if (!line->is_override || line->unit || !line->tier || !line->need) continue;
    const standard *other = find_standard(b, line->need, strcmp(line->tier, "survival") == 0 ? "minimum" : "survival");
    if (other) line->unit = other->unit;
  }
}

/* A plan's tables may be of a copy that lacks one of two rows: what the set says in its place proves nothing. */
static void check_tiers(cells *c) {
  builder *b = c->b;
  for (int k = 0; k < b->n_standards; k++) {
    const standard *survival = &b->standards[k];
    if (!survival->tier || strcmp(survival->tier, "survival") != 0) continue;
    const standard *minimum = find_standard(b, survival->need, "minimum");
    bool is_own = minimum && (survival->is_override || minimum->is_override), is_both = minimum && survival->is_override && minimum->is_override;
    if (!is_own || !(survival->value > 0) || !(minimum->value > 0) || (!is_both && b->tables->state == LFL_TABLES_OF_PLAN)) continue;
    bool is_inverse = is_inverse_unit(survival->unit);
    if (is_inverse != is_inverse_unit(minimum->unit)) {
      c->row = survival->is_override ? survival->row_i : minimum->row_i;
      cell_complain(c, LFL_ERROR, "tiers", "unit", sentence(b, "the unit of the need's other tier: %s is in %s, %s in %s", survival->indicator_id, survival->unit ? survival->unit : "none", minimum->indicator_id, minimum->unit ? minimum->unit : "none"), NULL);
      continue;
    }
    if (is_inverse ? survival->value >= minimum->value : survival->value <= minimum->value) continue;
    c->row = survival->is_override ? survival->row_i : minimum->row_i;
    cell_complain(c, LFL_ERROR, "tiers", "value",
                  sentence(b, "at survival %s as at the minimum, %s: %s, %s", is_inverse ? "at least as many" : "at most as much", survival->unit ? survival->unit : "in one unit",
                           figure_words(b, survival), figure_words(b, minimum)), NULL);
  }
}

void read_standards(builder *b) {
  cells c;
  cells_open(&c, b, "standards");
  for (int i = 0; i < c.n_rows; i++) {
    cells_go(&c, i);
    read_row(&c);
  }
  take_units(b);
  check_tiers(&c);
  const standard *losses = find_standard(b, "water", "all");
  for (int k = 0; k < b->n_standards; k++)
    if (strcmp(b->standards[k].indicator_id, "household_size") == 0) b->household = &b->standards[k];
  if (losses) b->s->water_losses_share = losses->value;
  if (b->household && b->household->value > 0) b->s->household_size = b->household->value;
}
