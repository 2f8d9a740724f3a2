#!/bin/sh
# downsample 1.4.0 (npm): LTTB and LTD, which are to keep the shape of a line, make of five points two that are the
# first and the second one, and so lose the end; also where one point is asked for, or none. LTOB keeps the first and
# the last one, as LTTB of downsample-lttb 0.0.1 does, but hands out one of 20 points twice. One would have guessed the
# ends, and each point once. The progress of a rollout stops at its beginning.
. "$(dirname "$0")/packages.sh"
npm_package downsample@1.4.0 downsample-lttb@0.0.1

node - <<'END_OF_SCRIPT' | expect '2 of 5: LTTB 0 1
2 of 5: LTD 0 1
2 of 5: LTOB 0 4
2 of 5: downsample-lttb 0 4
1 of 5: LTTB 0 1
1 of 5: LTD 0 1
1 of 5: LTOB 0 4
1 of 5: downsample-lttb 0 4
20 of 50: LTTB 0 1 3 8 10 12 14 18 19 23 25 27 32 34 36 38 42 43 47 49
20 of 50: LTD 0 1 3 8 11 16 17 19 23 25 27 32 34 36 37 40 42 43 47 49
20 of 50: LTOB 0 3 5 8 12 12 16 19 21 23 25 27 32 34 36 38 40 42 47 49
20 of 50: downsample-lttb 0 1 3 8 10 12 14 18 19 23 25 27 32 34 36 38 42 43 47 49'
const methods = { ...require("downsample"), "downsample-lttb": require("downsample-lttb").processData };
const line = (count) => Array.from({ length: count }, (_, x) => [x, Math.round(50 + 40 * Math.sin(x * 1.7))]);

for (const [count, wanted] of [[5, 2], [5, 1], [50, 20]]) {
  for (const name of ["LTTB", "LTD", "LTOB", "downsample-lttb"]) {
    const points = methods[name](line(count), wanted).map(([x]) => x);
    console.log(`${wanted} of ${count}: ${name}`, points.join(" "));
  }
}
END_OF_SCRIPT
