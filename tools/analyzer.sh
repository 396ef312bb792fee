#!/usr/bin/env bash
# tools/analyzer.sh: gcc's -fanalyzer over the library, the program, and what the tests stand on; any finding is an
# error. Not over tests/unit: it does not know that cmocka's assertions do not come back. At -O1, where it sees
# through small functions and is fast.
set -euo pipefail
cd "$(dirname "$0")/.."
read -r -a flags <<<"$(pkg-config --cflags gdal clp jansson cmocka)"
flags+=(-std=c17 -O1 -D_POSIX_C_SOURCE=200809L -DLFL_VERSION='"0"' -DLFL_SOURCE_DIR='"."' -DLFL_BINARY_DIR='"."' -Isrc -Itests/support)
printf '%s\n' src/*/*.c tests/support/*.c tests/fuzz/*.c |
  xargs -P "$(nproc)" -n 1 gcc "${flags[@]}" -fanalyzer -Werror -c -o /dev/null
