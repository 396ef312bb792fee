#!/usr/bin/env bash
# tools/fuzz.sh FUZZER.c FOLDER: builds one fuzzer with the library under sanitizers and runs it
# for a fixed number of inputs from a fixed seed.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
name=$(basename "$1" .c)
CC=clang build build-fuzz -DCMAKE_BUILD_TYPE=Debug -DLIFELINE_FUZZ=ON -DBUILD_TESTING=OFF
mkdir -p "$2/$name"
cd "$2/$name"
LSAN_OPTIONS=suppressions=$OLDPWD/tools/lsan.txt "$OLDPWD/build-fuzz/$name" -seed=1 -runs="${LIFELINE_FUZZ_RUNS:-3000}" -max_total_time=60 -rss_limit_mb=4096 -artifact_prefix="$2/$name/" "$2/$name"
