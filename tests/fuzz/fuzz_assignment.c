/* Fuzzer: assignments of a what-if, one a line, laid over a sound scenario and built. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "ingest/ingest.h"

enum { MOST_LINES = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static lfl_tables *tables = NULL; /* read once: the input does not change it */
  lfl_diags diags;
  if (!lfl_diags_init(&diags)) abort();
  if (!tables && lfl_tables_read(LFL_SOURCE_DIR "/tests/data/bad/base", &diags, &tables) != LFL_OK) abort();
  char *text = malloc(size + 1);
  if (!text) abort();
  memcpy(text, data, size);
  text[size] = 0;
  const char *lines[MOST_LINES];
  int n = 0;
  for (char *at = strtok(text, "\n"); at && n < MOST_LINES; at = strtok(NULL, "\n")) lines[n++] = at;
  lfl_tables *changed = NULL;
  lfl_scenario *scenario = NULL;
  lfl_status status = lfl_tables_set(tables, lines, n, &diags, &changed);
  if ((status == LFL_OK) != (changed != NULL)) abort();
  if (changed) status = lfl_scenario_build(changed, &diags, &scenario);
  if ((status == LFL_OK) != (scenario != NULL)) abort();
  if (status == LFL_ERR_DATA && diags.n_errors == 0) abort();
  lfl_scenario_destroy(scenario);
  lfl_tables_destroy(changed);
  lfl_diags_clear(&diags);
  free(text);
  return 0;
}

uint8_t *fuzz_seed(int i, size_t *size) {
  static const char *const seeds[] = {
      "places.TOWN.people=7000\nplaces.*.willing_share=1\n",
      "status.+a.subject=link\nstatus.+a.subject_id=GATE-DEPOT\nstatus.+a.status=closed\nstatus.+a.from_day=2030-01-03\n",
      "links.GATE-DEPOT.length_m=30000\nsupplies.1.units=1e6\nscenario.n_days.value=4\nscenario.n_days.unit=weeks\n",
      "places.+x.place_id=NEW\nplaces.+x.kind=site\nplaces.+x.geometry_wkt=POLYGON ((20 10, 20.1 10, 20 10.1, 20 10))\n",
      "assumptions.1.row_id=*\nstandards.water_losses.value=0.2\npledges.P1.earmark_kind=item\npledges.P1.earmark_id=fuel\n"};
  if (i >= (int)(sizeof seeds / sizeof seeds[0])) return NULL;
  *size = strlen(seeds[i]);
  uint8_t *copy = malloc(*size + 1);
  if (copy) memcpy(copy, seeds[i], *size + 1);
  return copy;
}
