#!/usr/bin/env bash
# tools/case.sh MOST PROGRAM FOLDER: one test program for ./check: what it says into FOLDER/NAME.log, and FOLDER/NAME.passed if it passes.
name=$(basename "$2")
if timeout "$1" "$2" >"$3/$name.log" 2>&1; then : >"$3/$name.passed"; fi
