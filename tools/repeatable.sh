#!/usr/bin/env bash
# The same scenario gives the same bytes: again, with rows shuffled, under another locale, built
# by gcc and clang, at -O0 and -O3.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
work=$1/repeatable
mkdir -p "$work"
plan() { # plan PROGRAM SCENARIO NAME: exit 1 says that a target is not met
  "$1" plan "$2" -o "$work/$3" --quiet >"$work/$3.txt" || [ $? -eq 1 ]
}
plan build/lifeline scenarios/two-sites first
plan build/lifeline scenarios/two-sites again
mkdir -p "$work/in/two-sites"
for file in scenarios/two-sites/*.csv; do
  case $file in
    # rows without a key are named by their number in the assumptions: their order is their name
    */supplies.csv | */status.csv | */population_changes.csv | */permissions.csv | */construction_items.csv | */assumptions.csv) cp "$file" "$work/in/two-sites/" ;;
    *) { head -n 1 "$file"; tail -n +2 "$file" | sort -r; } >"$work/in/two-sites/$(basename "$file")" ;;
  esac
done
plan build/lifeline "$work/in/two-sites" shuffled
localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8"
LOCPATH=$work LC_ALL=de_DE.UTF-8 plan build/lifeline scenarios/two-sites locale
CC=clang build build-clang
plan build-clang/lifeline scenarios/two-sites clang
CC=gcc build build-O0 -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS=-O0 -DBUILD_TESTING=OFF
plan build-O0/lifeline scenarios/two-sites O0
CC=gcc build build-O3 -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS=-O3 -DBUILD_TESTING=OFF
plan build-O3/lifeline scenarios/two-sites O3
for name in again locale clang O0 O3; do diff -r "$work/first" "$work/$name"; done
# the scenario as read is stored in the order of its file, so plan.gpkg alone may differ
diff -r -x plan.gpkg -x report.html -x plan.xlsx -x issues.csv "$work/first" "$work/shuffled"
