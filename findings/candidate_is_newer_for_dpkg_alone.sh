#!/bin/sh
# Which is newer, 1.0.rc1 or 1.0.1? For dpkg 1.21.22 the former, as letters stand behind the end of a number; for rpm
# 4.18.0, `sort -V` of coreutils 9.1 and Python's packaging 23.0 the latter; and npm's compare-version 0.1.2 takes them
# for equal. 1.0.0 is newer than 1.0 for the first three of these, and equal for the other two; 1.05 is older than 1.5
# for sort alone. One would have guessed that tools which put such versions in order do it alike. A device is up to date
# or not by which of them asks.
. "$(dirname "$0")/packages.sh"
rpm=4.18.0+dfsg-1+deb12u1
debian rpm=$rpm rpm-common=$rpm librpm9=$rpm librpmio9=$rpm libpopt0 liblua5.3-0 libsqlite3-0 python3-packaging=23.0-1
npm_package compare-version@0.1.2

sign() { if [ "$1" -lt 0 ]; then echo older; elif [ "$1" -gt 0 ]; then echo newer; else echo equal; fi; }

of_dpkg() {
  for word in lt eq gt; do
    dpkg --compare-versions "$1" $word "$2" && break
  done
  echo $word | sed 's/lt/older/; s/eq/equal/; s/gt/newer/'
}
of_rpm() { sign "$(usr/bin/rpm --rcfile usr/lib/rpm/rpmrc --eval "%{lua:print(rpm.vercmp('$1', '$2'))}")"; }
of_sort() { [ "$(printf '%s\n' "$1" "$2" | sort -V | tail -n 1)" = "$1" ] && echo newer || echo older; }
of_packaging() {
  PYTHONPATH=usr/lib/python3/dist-packages python3 -c 'import sys
from packaging.version import Version
a, b = map(Version, sys.argv[1:])
print("older" if a < b else "newer" if a > b else "equal")' "$1" "$2"
}
of_npm() { sign "$(node -p 'require("compare-version")(process.argv[1], process.argv[2])' "$1" "$2")"; }

while read -r one other; do
  echo "$one $other: dpkg $(of_dpkg "$one" "$other"), rpm $(of_rpm "$one" "$other")," \
    "sort -V $(of_sort "$one" "$other"), packaging $(of_packaging "$one" "$other")," \
    "compare-version $(of_npm "$one" "$other")"
done <<PAIRS | expect '1.0.rc1 1.0.1: dpkg newer, rpm older, sort -V older, packaging older, compare-version equal
1.0 1.0.0: dpkg older, rpm older, sort -V older, packaging equal, compare-version equal
1.05 1.5: dpkg equal, rpm equal, sort -V older, packaging equal, compare-version equal'
1.0.rc1 1.0.1
1.0 1.0.0
1.05 1.5
PAIRS
