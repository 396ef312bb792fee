#!/usr/bin/env bash
# Installs into a temporary folder and builds the example against it with pkg-config.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$1/installed
mkdir -p "$work"
cmake --install build --prefix "$work/usr" >/dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$work/usr" -name lifeline.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
cc -std=c17 -o "$work/example" examples/plan_example.c $(pkg-config --cflags --libs --static lifeline)
"$work/example" scenarios/two-sites | grep -q "people served at survival"
"$work/usr/bin/lifeline" version | grep -q '^lifeline '
