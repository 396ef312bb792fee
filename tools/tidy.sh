#!/usr/bin/env bash
# tools/tidy.sh BUILD [FILE...]: clang-tidy over the files (default: the library, the program, and what the tests stand
# on; not tests/unit, as it does not know that cmocka's assertions do not come back, and tests may call a shell), as many at
# once as there are cores. What it looks for: .clang-tidy. One file a process, as clang-tidy 14 takes the
# argument lists of a second file for uninitialised.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
shift
[ $# -gt 0 ] || set -- src/*/*.c tests/support/*.c tests/fuzz/*.c
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$folder" 2>/dev/null
