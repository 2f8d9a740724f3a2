#!/bin/sh
# parse-duration 2.1.9 takes commas out of numbers wherever they stand: `1,5h`, an hour and a half in much of the world,
# is fifteen hours. A letter that is no unit, or one with the wrong case, is no error either: `0x10s` is ten seconds,
# and `1M` a minute, not a month. One would have guessed that what it can't read is NaN, or null.
. "$(dirname "$0")/packages.sh"
npm_package parse-duration@2.1.9

cat >read.mjs <<'END'
import parse from "parse-duration";

for (const text of ["1.5h", "1,5h", "1,500ms", "0x10s", "1m", "1M", "h"]) console.log(text, parse(text));
END
node read.mjs | expect '1.5h 5400000
1,5h 54000000
1,500ms 1500
0x10s 10000
1m 60000
1M 60000
h null'
