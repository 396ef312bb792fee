/* Presets of the workbook to fill in. Internal to src/store. */
#ifndef LFL_STORE_TEMPLATE_H
#define LFL_STORE_TEMPLATE_H

typedef enum preset {
  PRESET_NONE = 0,
  PRESET_EARTHQUAKE = 1,
  PRESET_INFLUX = 2,
  PRESET_SIEGE = 4,
  PRESET_FLOOD = 8
} preset;

/* A row that some presets fill in: "column=value|column=value". */
typedef struct preset_row {
  int presets; /* sum of those that have it */
  const char *table, *cells;
} preset_row;

/* Preset by name, -1 if there is none of that name; NULL is PRESET_NONE. */
int preset_find(const char *name);
/* Name by number 0 .. 3, NULL beyond. */
const char *preset_name(int i);
/* Name of a preset, and what it is for in a sentence for people; NULL for PRESET_NONE. */
const char *preset_name_of(int which);
const char *preset_note(int which);
int preset_n_rows(void);
const preset_row *preset_row_at(int i);

#endif
