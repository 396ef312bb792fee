#!/usr/bin/env bash
# tools/answers.sh BUILD: what `why` and `what-if` say of the targets and limits of scenarios/two-sites.
set -euo pipefail
cd "$(dirname "$0")/.."
L=$PWD/$1/lifeline
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
said() { grep -qE -- "$1" "$work/answer" || { echo "not said: $1"; bad=1; }; }
unsaid() { if grep -nE -- "$1" "$work/answer"; then echo "said: $1"; bad=1; fi; }
"$L" plan scenarios/two-sites -o "$work/plan" --quiet >"$work/log" || [ $? -eq 1 ]

# every price beside a gain and its range, or none
"$L" why "$work/plan" >"$work/answer"
said '^What binds, and what a bit more of each limit alone gains \(found by solving again\):$'
said '^      50 workers more: [0-9]+ more person-days served at survival$'
said '^      \([0-9.]+ for each one more, up to [0-9.]+ more at least\)$'
said '^      \([0-9.]+ for each one more at first, seen up to [0-9.]+ more; the last of them gain less\)$'
unsaid '^ *[0-9.]+ for each|[0-9]e[+-][0-9]' # no price before its gain, and numbers as people write them
unsaid '-0([^.0-9]|$)'
"$L" why "$work/plan" --json >"$work/answer"
said '"price_check": "holds_in_part"'

# before and after, and no change where there is none
"$L" what-if "$work/plan" --set scenario.title.value=other --targets all --quiet >"$work/answer"
said 'Unserved survival person-days: [0-9]+, no change'
said '^  the plan +met +at most 9400; from day 0 on$'
said '^  with these numbers +can be met +at most 9400 \(no change\); by day 4 or before$'
unsaid 'more\)|fewer\)|-0([^.0-9]|$)'
"$L" what-if "$work/plan" --set crews.BUILD.n_workers=60 --targets north-shelter,out-6000 --earliest --quiet >"$work/answer"
said '^  the plan +impossible +at most 2500; from day 9 on$'
said '^  with these numbers +can be met +at most [0-9]+ \([0-9]+ more\); from day 6 on$'
said '^  with these numbers +impossible +at most [0-9]+ \([0-9]+ more\); not in these days$'
"$L" what-if "$work/plan" --sweep crews.BUILD.n_workers=40:60:20 --quiet >"$work/answer"
said '^40 .*no change  '
said '^60 .* fewer '
"$L" what-if "$work/plan" --sweep crews.BIULD.n_workers=40:60:20 --quiet 2>"$work/answer" && bad=1 || [ $? -eq 3 ] || bad=1
said "^error: --sweep, column row_id: 'BIULD': a key of that table \(did you mean 'BUILD'\?\)"
# one tier of a standard beside the other tier of the set: as in a scenario's tables
"$L" what-if "$work/plan" --set standards.+w.indicator_id=water_survival --set standards.+w.value=25 --quiet 2>"$work/answer" && bad=1 || [ $? -eq 3 ] || bad=1
said 'at survival at most as much as at the minimum, l_per_person_day: water_survival is 25, water_minimum is 15 in the standard set$'

# with workers toilets are planned, too, whose person-days are none of the plan's; 0 workers are as good as none
mkdir "$work/bare"
printf 'key,value\nn_days,3\n' >"$work/bare/scenario.csv"
printf 'place_id,kind,people,trucks_per_day\nX,crossing,,5\nTOWN,area,500,\n' >"$work/bare/places.csv"
printf 'place_id,item_id,units\nTOWN,family_tent,10\n' >"$work/bare/supplies.csv"
"$L" plan "$work/bare" -o "$work/bareplan" --quiet >"$work/log" || [ $? -eq 1 ]
"$L" what-if "$work/bareplan" --sweep scenario.n_workers.value=0:10:10 --quiet >"$work/answer"
said '^scenario\.n_workers\.value +unserved'
said '^0 .*no change  '
said '^10 .* other needs: below '
said '^10: toilet planned and not in the plan: these person-days'
# without sets, too, the share served stands beside the plan and beside what is as in the plan
said '^the plan +1500 +0\.0% '
said '^0 +1500 +0\.0% +no change'
"$L" what-if "$work/bareplan" --sweep scenario.n_workers.value=0:10:10 --json >"$work/answer"
said '"needs_added": \[\]'
said '"toilet"'

# a pledge that counts no longer is warned of
printf 'pledge_id,amount\nAID,50\n' >"$work/bare/pledges.csv"
"$L" plan "$work/bare" -o "$work/paid" --quiet >"$work/log" || [ $? -eq 1 ]
"$L" what-if "$work/paid" --set pledges.AID.currency=EUR --quiet >"$work/log" 2>"$work/answer"
said '^lifeline: warning: pledge AID is not counted: there is no rate for EUR$'
rm "$work/bare/pledges.csv"

# without sets there is nothing beside it
"$L" compare "$work/bare" --quiet >"$work/answer"
said '^There is nothing to compare beside it: no set of other numbers'

# a level that is stopped is told as what it lies between; of repairs nothing is known before
"$L" what-if "$work/plan" --set crews.BUILD.n_workers=20 --work-limit 1 --targets out-6000 --quiet >"$work/answer" 2>"$work/log" && bad=1 || [ $? -eq 4 ] || bad=1
said '^Unserved survival person-days: not known; in the plan [0-9]+\. Stopped before'
said '^  with these numbers +not settled +not solved$'

# needs with a minimum tier only: no survival level is made up; and people are proved in whole ones, without the solver's noise
mkdir "$work/clinic"
printf 'key,value\nn_days,3\n' >"$work/clinic/scenario.csv"
printf 'place_id,kind,people\nTOWN,area,5000\nNEAR,area,2000\n' >"$work/clinic/places.csv"
printf 'link_id,from_id,to_id,length_km,speed_km_per_h\nROAD,TOWN,NEAR,30,30\n' >"$work/clinic/links.csv"
printf 'facility_id,place_id,kind,status,beds,catchment_h,referral_h,patients_per_10000_per_day,sensitivity\nH,TOWN,hospital,functioning,10,1,4,10,partners\n' >"$work/clinic/facilities.csv"
printf 'fleet_id,vehicle,n_vehicles,seats,hours_per_day,load_unload_h\nAMB,ambulance,1,2,8,0.5\n' >"$work/clinic/fleets.csv"
printf 'subject,subject_id,from_day,to_day,status\nlink,ROAD,1,2,closed\n' >"$work/clinic/status.csv"
printf 'target_id,kind,place_id,need,tier,people,by_day\nnear,served,NEAR,health_beds,minimum,100,2\n' >"$work/clinic/targets.csv"
"$L" plan "$work/clinic" -o "$work/cared" --quiet >"$work/log" || [ $? -eq 1 ]
"$L" what-if "$work/cared" --set fleets.AMB.n_vehicles=2 --targets near --quiet >"$work/answer"
said '^No need here has a survival tier, and what-if looks at no other'
said '^  with these numbers +impossible'
unsaid 'Unserved survival|Survival service'
"$L" what-if "$work/cared" --set fleets.AMB.n_vehicles=2 --json >"$work/answer"
said '"survival_share": null'
"$L" verify "$work/cared" >"$work/answer"
said '^target near +: fewer people than 1 stated, than 1 proved$'
unsaid '[0-9]e-'
# a repair takes workers from roofs: what others get more without it is said with its sign
mkdir "$work/taken"
printf 'key,value\nn_days,10\n' >"$work/taken/scenario.csv"
printf 'place_id,kind,people,water_yield_l_per_day,shelter_places\nTOWN,area,300,750,100\n' >"$work/taken/places.csv"
printf 'crew_id,n_workers\nBUILD,4\n' >"$work/taken/crews.csv"
printf 'construction_id,capacity,people_per_unit,worker_days_per_unit,crew_id,settle_days\nroof,shelter,5,1,BUILD,0\n' >"$work/taken/construction.csv"
printf 'project_id,place_id,worker_days,crew_id,min_days,column,amount\nPUMP,TOWN,8,BUILD,1,water_yield_l_per_day,500\n' >"$work/taken/projects.csv"
"$L" plan "$work/taken" -o "$work/repaired" --quiet >"$work/log" || [ $? -eq 1 ]
"$L" why "$work/repaired" >"$work/answer"
said '^PUMP: from day 0 to day 1; without it 73 person-days fewer served at survival, 380 more at minimum \(solved again\)$'
said '^    water at survival: on average 56 people more a day, days 2 to 9$'
said '^    shelter at survival: 380 person-days fewer, as others get more$'
# where nothing was looked for it is not said that nothing gains
"$L" plan "$work/clinic" -o "$work/unbound" --no-binding --quiet >"$work/log" || [ $? -eq 1 ]
"$L" why "$work/unbound" near >"$work/answer"
said '^near: impossible\.'
said '^No limit that binds this target is in this plan: none was looked for \(--no-binding, a copy'
unsaid 'gains nothing'

# nobody is told what an altered plan says, nothing is begun from it, and the table is named
"$L" plan scenarios/two-sites -o "$work/whole" --for restricted --no-targets --no-sets --quiet >"$work/log" || [ $? -eq 1 ]
python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute("UPDATE plan_binding SET gain = 10 * gain"); c.commit()' "$work/whole/plan.gpkg"
refused() {
  "$L" "$@" >"$work/log" 2>"$work/answer" && bad=1 || [ $? -eq 3 ] || bad=1
  said '^error: plan.gpkg, layer plan_binding: this table as lifeline plan wrote it'
}
refused why "$work/whole"
refused what-if "$work/whole" --set crews.BUILD.n_workers=60
refused notify "$work/whole" -o "$work/list.csv"
refused plan scenarios/two-sites --begin-with "$work/whole" -o "$work/next"
if [ -e "$work/list.csv" ] || [ -e "$work/next" ]; then echo "written from an altered plan"; bad=1; fi
exit $bad
