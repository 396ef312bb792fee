#!/usr/bin/env bash
# tools/installed.sh WORK [BUILD]: installs into a temporary folder, builds the examples against it with pkg-config, and reads every
# installed header alone, and all of them from C++.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$1/installed
mkdir -p "$work"
cmake --install "${2:-build}" --prefix "$work/usr" >/dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$work/usr" -name lifeline.pc)")
export PKG_CONFIG_PATH
read -ra flags < <(pkg-config --cflags lifeline)
read -ra all < <(pkg-config --cflags --libs --static lifeline)
for example in plan_example copy_example; do cc -std=c17 -Wall -Wextra -Werror -o "$work/$example" "examples/$example.c" "${all[@]}"; done
"$work/plan_example" scenarios/two-sites | grep -q "people served at survival"
"$work/copy_example" scenarios/two-sites "$work/copy" || [ $? -eq 1 ]
[ -s "$work/copy/report.html" ]
"$work/usr/bin/lifeline" version | grep -q '^lifeline '
find "$work/usr" -path '*include*' -name '*.h' | while read -r header; do
  printf '#include "%s"\nint one_declaration;\n' "$header" | cc -std=c17 -Wall -Wextra -Werror -fsyntax-only -x c "${flags[@]}" -
done
printf '#include <lifeline.h>\nint main() {\n  lfl_diags diags;\n  return lfl_diags_init(&diags) ? (lfl_diags_clear(&diags), 0) : 1;\n}\n' >"$work/from.cc"
c++ -Wall -Wextra -Werror -o "$work/from_cc" "$work/from.cc" "${all[@]}"
"$work/from_cc"
