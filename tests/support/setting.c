#include "setting.h"

#include <stdlib.h>
#include <string.h>

long setting(const char *name, long usual) {
  const char *text = getenv(name);
  return text && atol(text) > 0 ? atol(text) : usual;
}

bool is_thorough(void) {
  const char *text = getenv("LIFELINE_THOROUGH");
  return text && text[0] && strcmp(text, "0") != 0;
}

long test_count(const char *name, long quick, long thorough) { return setting(name, is_thorough() ? thorough : quick); }
