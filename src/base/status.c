/* Statuses: text and exit code of each, from status.def. */
#include "base/status.h"

const char *lfl_status_text(lfl_status status) {
  switch (status) {
#define LFL_STATUS(name, exit_code, text) \
  case LFL_##name:                        \
    return text;
#include "base/status.def"
#undef LFL_STATUS
    case LFL_N_STATUSES:
      break;
  }
  return "a defect in Lifeline";
}

int lfl_status_exit_code(lfl_status status) {
  switch (status) {
#define LFL_STATUS(name, exit_code, text) \
  case LFL_##name:                        \
    return exit_code;
#include "base/status.def"
#undef LFL_STATUS
    case LFL_N_STATUSES:
      break;
  }
  return 70;
}
