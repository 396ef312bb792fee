#!/usr/bin/env bash
# tools/fuzz.sh FUZZER.c FOLDER: builds one fuzzer with the library under sanitizers and runs it
# for a fixed number of inputs from a fixed seed, beginning with the fuzzer's own examples (written by the plain
# build in build/tests, where there is one).
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
name=$(basename "$1" .c)
CC=clang build build-fuzz -DCMAKE_BUILD_TYPE=Debug -DLIFELINE_FUZZ=ON -DBUILD_TESTING=OFF
mkdir -p "$2/$name"
if [ -x "build/tests/$name" ]; then "build/tests/$name" -w "$2/$name"; fi
cd "$2/$name"
LSAN_OPTIONS=suppressions=$OLDPWD/tools/lsan.txt "$OLDPWD/build-fuzz/$name" -seed=1 -runs="${LIFELINE_FUZZ_RUNS:-3000}" -max_total_time=60 -rss_limit_mb=4096 -artifact_prefix="$2/$name/" "$2/$name"
