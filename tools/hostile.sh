#!/usr/bin/env bash
# A person's mistakes and a machine's faults: exit codes, all issues at once, nothing half-written.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$1/hostile
mkdir -p "$work"
trap 'echo "hostile.sh, line $LINENO: the last that was said:"; tail -5 "$work/log"' ERR
expect() { # expect CODE COMMAND...
  local wanted=$1 got=0
  shift
  "$@" >"$work/log" 2>&1 || got=$?
  [ "$got" -eq "$wanted" ] || { echo "exit $got instead of $wanted: $*"; cat "$work/log"; exit 1; }
}
says() { grep -qF -- "$1" "$work/log" || { echo "not said: $1"; cat "$work/log"; exit 1; }; }
L=build/lifeline
expect 2 $L
expect 2 $L paln
says "did you mean plan"
expect 2 $L plan scenarios/two-sites
expect 2 $L check scenarios/two-sites --gap 0.1
says "check has no option --gap"
expect 2 $L check scenarios/two-sites --jsno
says "did you mean --json"
expect 2 $L compare scenarios/two-sites --sets rian
says "did you mean rain"
expect 2 $L plan scenarios/two-sites -o "$work/plan" --work-limit 1.5
expect 2 $L plan scenarios/two-sites -o "$work/plan" --time-limit soon
expect 2 $L compare scenarios/two-sites --weeks 1.9
expect 2 $L what-if "$work/nothing" --set crews.BUILD.n_workers=60 --earliest
says "--earliest is of --targets"
expect 2 $L what-if "$work/nothing" --set crews.BUILD.n_workers=60 --sweep crews.BUILD.n_workers=40:80:20
says "--set and --sweep are of the same number"
expect 5 $L plan scenarios/two-sites -o "$work/next" --begin-with "$work/nothing"
expect 2 $L check scenarios/two-sites --begin-with "$work/nothing"
says "check has no option --begin-with"
expect 2 $L export scenarios/two-sites --mps "$work" --overwrite
says "this is a folder"
expect 5 $L needs scenarios/two-sites -o "$work/no/such/needs.csv"
says "no/such: No such file"
expect 5 $L plan scenarios/two-sites -o "$work/no/such/folder"
expect 0 $L help plan
says "--work-limit"
expect 0 $L check --help
expect 0 $L check -- scenarios/two-sites
# an answer that cannot be printed is no success
if [ -c /dev/full ]; then
  got=0
  $L check scenarios/two-sites >/dev/full 2>"$work/log" || got=$?
  [ "$got" -eq 5 ]
fi
# with --json standard output is one JSON document, whatever happens
for command in "version" "check scenarios/two-sites" "needs scenarios/two-sites" "check $work/nothing" "needs $work/nothing" \
  "import iati" "what-if $work/nothing" "check scenarios/two-sites --jsno" "paln" "plan scenarios/two-sites" "bench-scenario 1 2 3 4 x" \
  "compare scenarios/two-sites --sets rain" "plan scenarios/two-sites -o $work/json" "verify $work/json" "why $work/json" \
  "plan scenarios/two-sites -o $work/json" "export scenarios/two-sites --mps $work/a.mps" "import iati $work/nothing.xml -o $work/i.csv" \
  "import iati scenarios/two-sites/iati/agency.xml -o $work/i.csv" "new $work/new.xlsx" "new $work/new.xlsx"; do
  # shellcheck disable=SC2086  # the words of a command
  $L $command --json >"$work/answer" 2>/dev/null || true
  python3 -m json.tool "$work/answer" >/dev/null || { echo "no JSON: $command"; cat "$work/answer"; exit 1; }
done
expect 5 $L check "$work/nothing-there"
cp -r scenarios/two-sites "$work/broken"
sed -i 's/^NORTH,/NORTH ,/; s/,crossing,/,crosing,/' "$work/broken/places.csv"
sed -i '2s/,[0-9.]*,/,twelve,/3' "$work/broken/fleets.csv"
expect 3 $L plan "$work/broken" -o "$work/out-broken"
says "crosing"
says "did you mean 'crossing'"
says "fleets.csv, row 2"
[ ! -e "$work/out-broken" ]
cp -r scenarios/two-sites "$work/people"
printf 'place_id,full_name,phone\nOLD,Somebody,+100 555 0100\n' >"$work/people/beneficiaries.csv"
expect 3 $L check "$work/people"
says "no personal data"
# imports: what is no IATI file is refused with its place, and nothing is written
printf '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><iati-activities version="2.03">&a;</iati-activities>' >"$work/entity.xml"
head -c 2000 scenarios/two-sites/iati/agency.xml >"$work/cut.xml"
expect 3 $L import iati "$work/entity.xml" "$work/cut.xml" -o "$work/pledges.csv"
says "entity.xml, row 2"
says "cut.xml, row"
expect 3 $L import iati scenarios/two-sites/iati/*.xml -o "$work/pledges.csv"
says "--country"
expect 5 $L import iati "$work/no.xml" -o "$work/pledges.csv"
expect 2 $L import itai "$work/cut.xml" -o "$work/pledges.csv"
says "did you mean iati"
expect 2 $L import iati "$work/cut.xml"
expect 2 $L import iati -o "$work/pledges.csv"
[ ! -e "$work/pledges.csv" ]
expect 2 $L import iati scenarios/two-sites/iati/*.xml --country PALESTINE -o "$work/pledges.csv"
says "a code of two letters"
expect 0 $L import iati scenarios/two-sites/iati/*.xml --country XA -o "$work/pledges.csv"
expect 2 $L import iati scenarios/two-sites/iati/*.xml --country XA -o "$work/pledges.csv"
says "nothing is replaced"
# an old plan stays whole when a new one cannot be written
expect 1 $L plan scenarios/two-sites -o "$work/plan" --quiet
cp -r "$work/plan" "$work/before"
expect 2 $L plan scenarios/two-sites -o "$work/plan" --quiet
got=0
(ulimit -f 20; $L plan scenarios/two-sites -o "$work/plan" --overwrite --quiet) >"$work/log" 2>&1 || got=$?
[ "$got" -eq 5 ]
diff -r "$work/before" "$work/plan"
expect 0 $L verify "$work/plan"
expect 3 $L check "$work/plan/plan.gpkg"
says "this is a plan"
# files that are there, the scenario's own among them, stay
cp -r scenarios/two-sites "$work/own"
expect 2 $L needs "$work/own" -o "$work/own/places.csv"
says "nothing is replaced"
expect 2 $L export "$work/own" --mps "$work/own/places.csv"
says "nothing is replaced"
expect 0 diff -r scenarios/two-sites "$work/own"
expect 0 $L needs "$work/own" -o "$work/needs.csv"
expect 0 $L needs "$work/own" -o "$work/needs.csv" --overwrite
# what is wrong in an assumption set alone is said by check, with the set
sed -i '2s/,2,/,two,/' "$work/own/assumptions.csv"
expect 3 $L check "$work/own"
says "(assumption set second-count)"
# a way longer than any plan
expect 1 $L plan scenarios/two-sites --set links.GATE-HUB.length_km=1e12 -o "$work/far" --no-sets --no-binding --quiet
expect 0 $L verify "$work/far"
# repair work is told of, too, at its place
expect 1 $L plan scenarios/two-sites -o "$work/restricted" --for restricted --no-sets --no-binding --no-targets --quiet
expect 0 $L notify "$work/restricted" -o "$work/list.csv"
grep -q '^site,.*,OLD,.*repairs' "$work/list.csv"
rm -r "$work/restricted"
rm -r "$work/far"
# nothing but the two plans and their inputs was left behind
[ "$(find "$work" -maxdepth 1 -name '*plan*' | wc -l)" -eq 1 ]
head -c 100000 "$work/plan/plan.gpkg" >"$work/cut.gpkg"
got=0
$L verify "$work/cut.gpkg" >"$work/log" 2>&1 || got=$?
[ "$got" -eq 3 ] || [ "$got" -eq 5 ]
expect 4 $L plan scenarios/rafah-2024 -o "$work/stopped" --no-sets --work-limit 3000 --quiet
expect 0 $L verify "$work/stopped"
# stopped by a person
$L plan scenarios/rafah-2024 -o "$work/interrupted" --quiet >"$work/log" 2>&1 &
pid=$!
sleep 6
kill -INT "$pid"
got=0
wait "$pid" || got=$?
[ "$got" -eq 4 ]
expect 0 $L verify "$work/interrupted"
# and by one who does not wait: the plan that was there stays, and it is said
before=$(cksum <"$work/interrupted/plan.gpkg")
$L plan scenarios/rafah-2024 -o "$work/interrupted" --overwrite --quiet >"$work/log" 2>&1 &
pid=$!
sleep 6
kill -INT "$pid"
sleep 0.3
kill -INT "$pid"
got=0
wait "$pid" || got=$?
[ "$got" -eq 130 ]
says "stopped at once by a second signal: nothing was written"
[ "$before" = "$(cksum <"$work/interrupted/plan.gpkg")" ]
