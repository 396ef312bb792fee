#!/usr/bin/env bash
# tools/mps.sh BUILD [SCENARIO]: every level and target as an MPS file, solved by whatever other solvers are
# there (clp, cbc, glpsol, highs), must come out at the plan's own value.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/$1/lifeline
scenario=${2:-scenarios/two-sites}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" plan "$scenario" -o "$work/plan" --quiet --no-sets --no-binding --gap 1e-9 >/dev/null || [ $? -eq 1 ]

# solve SOLVER FILE: the optimum that it finds
solve() {
  case $1 in
    clp) clp "$2" -primalTolerance 1e-9 -dualTolerance 1e-9 -solve | sed -n 's/^Optimal objective \([^ ]*\).*/\1/p' ;;
    cbc) cbc "$2" -primalTolerance 1e-9 -dualTolerance 1e-9 solve | sed -n 's/^Optimal objective \([^ ]*\).*/\1/p' | head -1 ;;
    glpsol) glpsol --freemps "$2" -o "$work/glpk" >/dev/null && sed -n 's/^Objective: *[^=]*= *\([^ ]*\).*/\1/p' "$work/glpk" ;;
    highs) highs "$2" | sed -n 's/^ *Objective value *: *//p' ;;
  esac
}

bad=0 n=0
# hold NAME VALUE OPTIONS: what each solver makes of it, to 1e-5 (later levels are held to 1e-9 of the earlier)
hold() {
  local name=$1 value=$2 solver found
  shift 2
  "$program" export "$scenario" --mps "$work/$name.mps" --overwrite "$@" --json >/dev/null
  for solver in clp cbc glpsol highs; do
    command -v "$solver" >/dev/null || continue
    found=$(solve "$solver" "$work/$name.mps")
    n=$((n + 1))
    if ! awk -v a="$found" -v b="$value" 'BEGIN { m = b < 0 ? -b : b; if (m < 1) m = 1; d = a - b; if (d < 0) d = -d; exit !(a != "" && d <= 1e-5 * m) }'; then
      echo "$name: $solver finds ${found:-nothing}, the plan has $value"
      bad=1
    fi
  done
}

while IFS=, read -r level value; do
  [ "$level" = level ] || hold "level-$level" "$value" --level "$level"
done < <(cut -d, -f1,2 "$work/plan/tables/levels.csv")
while IFS=, read -r id bound; do
  [ "$id" = target_id ] || hold "target-$id" "-$bound" --target "$id"
done < <(cut -d, -f1,6 "$work/plan/tables/targets.csv")
[ "$n" -gt 0 ] || { echo "no other solver is installed"; exit 1; }
[ $bad -eq 1 ] || echo "$n solutions by other solvers, all as the plan has them"
exit $bad
