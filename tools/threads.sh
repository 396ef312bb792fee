#!/usr/bin/env bash
# tools/threads.sh FOLDER: whatever runs on two threads, under the thread sanitizer: a plan with targets and sets
# beside its levels, and what-if questions. FOLDER is for what is written.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
CC=clang build build-tsan -DLIFELINE_SANITIZE_THREAD=ON -DBUILD_TESTING=OFF
export TSAN_OPTIONS=suppressions=tools/tsan.txt:halt_on_error=1:exitcode=66
status=0
build-tsan/lifeline plan scenarios/two-sites -o "$1/threads" --quiet || status=$?
[ "$status" -eq 1 ]
build-tsan/lifeline what-if "$1/threads" --set crews.BUILD.n_workers=60 --targets all --quiet
build-tsan/lifeline what-if "$1/threads" --sweep crews.BUILD.n_workers=40:100:20 --quiet
