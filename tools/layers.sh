#!/usr/bin/env bash
# Layers: a file includes headers of its own layer and of those below only (docs/ARCHITECTURE.md).
set -euo pipefail
cd "$(dirname "$0")/.."
declare -A may=(
  [base]="base"
  [units]="base units"
  [model]="base units model"
  [ingest]="base units model ingest"
  [net]="base units model net"
  [lp]="base units model lp"
  [proof]="base units model proof"
  [engine]="base units model proof net lp engine"
  [check]="base units model check"
  [report]="base units model ingest engine report"
  [store]="base units model ingest engine store"
  [sample]="base units model sample"
  [import]="base units model ingest import"
  [apps]="base units model ingest proof net lp engine check report store sample import apps"
)
bad=0
for file in src/*/*.[ch]; do
  layer=$(basename "$(dirname "$file")")
  while read -r included; do
    folder=${included%%/*}
    [ "$folder" = "$included" ] && continue
    [ -d "src/$folder" ] || continue
    case " ${may[$layer]} " in
      *" $folder "*) ;;
      *)
        echo "$file: $layer may not include $included"
        bad=1
        ;;
    esac
  done < <(sed -n 's/^#include "\(.*\)"$/\1/p' "$file")
done
exit $bad
