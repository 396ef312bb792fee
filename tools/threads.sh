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
# far from what is known, a bound is found beside the level
build-tsan/lifeline bench-scenario 12 15 3 1 "$1/made-up"
build-tsan/lifeline plan "$1/made-up" -o "$1/made-up-plan" --no-sets --no-targets --no-binding --quiet || [ $? -eq 1 ]
build-tsan/lifeline what-if "$1/made-up-plan" --set 'fleets.heavy-trucks.n_vehicles=1' --quiet
