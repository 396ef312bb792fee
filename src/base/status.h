/* Statuses: what a function of the library can answer. One table (status.def) makes the
 * enum, the exit codes and the texts; docs/EXIT_CODES.md is checked against it. */
#ifndef LFL_BASE_STATUS_H
#define LFL_BASE_STATUS_H

typedef enum lfl_status {
#define LFL_STATUS(name, exit_code, text) LFL_##name,
#include "base/status.def"
#undef LFL_STATUS
  LFL_N_STATUSES
} lfl_status;

/* Text of a status, in English, without a full stop. Never NULL: an unknown value gives
 * the text of LFL_ERR_INTERNAL. The text is static. */
const char *lfl_status_text(lfl_status status);

/* Exit code of the program for a status (0, 1, 2, 3, 4, 5 or 70); 70 if unknown. */
int lfl_status_exit_code(lfl_status status);

#endif
