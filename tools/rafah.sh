#!/usr/bin/env bash
# The main job, whole: plan, verify, outputs.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
build/lifeline plan scenarios/rafah-2024 -o "$1/rafah" --quiet || status=$?
[ "$status" -eq 1 ]
build/lifeline verify "$1/rafah"
for file in plan.gpkg plan.xlsx report.html summary.json tables/service.csv tables/deliveries.csv; do [ -s "$1/rafah/$file" ]; done
