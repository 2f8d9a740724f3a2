#!/bin/sh
# Miller 6.6.0 (Debian 6.6.0-2+b3): of CSV it takes `0x1F`, `0b11`, `.5` and `1.` for numbers, and writes them into JSON
# as they stand, without quotes, with exit status 0. JSON has no such numbers, so neither node nor Python reads the
# file; `007`, `NaN` and `1_000` get quotes. One would have guessed that what it writes as JSON is JSON, of any CSV. One
# device that is named 0x1F makes a whole export unreadable.
. "$(dirname "$0")/packages.sh"
debian miller=6.6.0-2+b3

reads() { "$@" >/dev/null 2>&1 && echo reads || echo refuses; }

for value in 0x1F 0b11 .5 1. 1.10 007 NaN 1_000; do
  status=0
  printf 'Device\n%s\n' "$value" | usr/bin/mlr --icsv --ojsonl cat >out.json || status=$?
  echo "$status $(cat out.json) node $(reads node -e 'JSON.parse(require("fs").readFileSync("out.json"))')," \
    "Python $(reads python3 -m json.tool out.json)"
done | expect '0 {"Device": 0x1F} node refuses, Python refuses
0 {"Device": 0b11} node refuses, Python refuses
0 {"Device": .5} node refuses, Python refuses
0 {"Device": 1.} node refuses, Python refuses
0 {"Device": 1.10} node reads, Python reads
0 {"Device": "007"} node reads, Python reads
0 {"Device": "NaN"} node reads, Python reads
0 {"Device": "1_000"} node reads, Python reads'
