#!/bin/sh
# run.sh BUILD_DIR: makes the pages with the unit test of the report and opens them in a browser.
# Needs node, chromium (CHROMIUM=path, default /usr/bin/chromium) and `npm ci` in this folder.
set -eu
[ $# -eq 1 ] || { echo "usage: run.sh BUILD_DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
LFL_REPORT_OUT="$pages" "$1/tests/test_report" >"$pages/unit.log" 2>&1 || { cat "$pages/unit.log" >&2; exit 1; }
node "$here/report.mjs" "$pages"
