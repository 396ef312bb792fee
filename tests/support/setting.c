#include "setting.h"

#include <stdlib.h>

long setting(const char *name, long usual) {
  const char *text = getenv(name);
  return text && atol(text) > 0 ? atol(text) : usual;
}
