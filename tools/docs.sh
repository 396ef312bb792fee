#!/usr/bin/env bash
# tools/docs.sh BUILD: the docs are true. Shell examples marked <!-- run --> are run from the
# root and must succeed; every table and column of the schema stands in docs/SCENARIO.md; every
# status in docs/EXIT_CODES.md; every link to a file leads to one.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/$1:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
for doc in README.md docs/*.md scenarios/*/README.md; do
  awk '/<!-- run -->/ {want = 1; next} /^```/ {if (want == 1) {want = 2; next} if (want == 2) {want = 0; print "#END"; next}} want == 2' "$doc" >"$work/all"
  : >"$work/block"
  while IFS= read -r line; do
    if [ "$line" = "#END" ]; then
      if ! (cd "$work" && ln -sfn "$OLDPWD/scenarios" scenarios && bash -e "$work/block" >"$work/log" 2>&1); then
        echo "$doc: this example fails:"
        cat "$work/block" "$work/log"
        bad=1
      fi
      : >"$work/block"
    else
      printf '%s\n' "$line" >>"$work/block"
    fi
  done <"$work/all"
  while read -r target; do
    [ -e "$(dirname "$doc")/$target" ] || { echo "$doc: no such file: $target"; bad=1; }
  done < <(grep -oE '\]\([^)#]+\)' "$doc" | sed 's/^](//; s/)$//' | grep -vE '^(https?:|mailto:)' || true)
done
while read -r name; do grep -qF "\`$name\`" docs/SCENARIO.md || { echo "docs/SCENARIO.md: missing: $name"; bad=1; }; done \
  < <(grep -oE '(TEXT|TEXT_REQUIRED|KEY|NUMBER|NUMBER_REQUIRED|LIMIT|WHOLE|DAY|DAY_REQUIRED|FLAG|CHOICE|CHOICE_OR|REF|REF_OR|TABLE)\("[a-z_0-9]+"' src/model/schema.c | sed 's/.*("//; s/"//' | sort -u)
while read -r name; do grep -qF "$name" docs/EXIT_CODES.md || { echo "docs/EXIT_CODES.md: missing: $name"; bad=1; }; done < <(sed -n 's/^LFL_STATUS(\([A-Z_]*\),.*/\1/p' src/base/status.def)
exit $bad
