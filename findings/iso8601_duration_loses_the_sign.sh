#!/bin/sh
# iso8601-duration 2.1.4 reads `-PT1H` as one hour, without an error: whatever stands before the P does not count. One
# would have guessed that a duration with a sign is negative, as in JavaScript's Temporal and in XML Schema,
# or else refused. A sign behind the T is refused.
. "$(dirname "$0")/packages.sh"
npm_package iso8601-duration@2.1.4

cat >read.mjs <<'END'
import { parse, toSeconds } from "iso8601-duration";

for (const text of ["PT1H", "-PT1H", "+PT1H", "x PT1H", "PT-1H"]) {
  let seconds;
  try {
    seconds = toSeconds(parse(text));
  } catch (error) {
    seconds = "refused";
  }
  console.log(text, seconds);
}
END
node read.mjs | expect 'PT1H 3600
-PT1H 3600
+PT1H 3600
x PT1H 3600
PT-1H refused'
