#!/usr/bin/env bash
# Every indicator of standards/standards.csv has code that carries its id and a case that names it
# (tests/unit/test_cases.c runs the case), or stands in docs/MODEL.md among those that bind no plan - not in both.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0
while read -r id; do
  unbound=0
  awk '/bind no plan/ {on = 1} on {print} on && /\.$/ {exit}' docs/MODEL.md | grep -qF "\`$id\`" && unbound=1
  code=0
  grep -qwF "$id" src/*/*.[ch] && code=1
  case=0
  grep -qE "^# indicator $id( |$)" tests/cases/*.case && case=1
  if [ $unbound -eq 1 ] && [ $code -eq 1 ]; then echo "$id: has code and stands in docs/MODEL.md among those that bind no plan"; bad=1; fi
  if [ $unbound -eq 0 ] && [ $code -eq 0 ]; then echo "$id: no code in src/ carries it"; bad=1; fi
  if [ $unbound -eq 0 ] && [ $case -eq 0 ]; then echo "$id: no case says '# indicator $id'"; bad=1; fi
done < <(tail -n +2 standards/standards.csv | cut -d, -f2 | sort -u)
exit $bad
