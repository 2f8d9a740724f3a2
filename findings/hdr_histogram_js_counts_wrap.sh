#!/bin/sh
# hdr-histogram-js 3.0.1: with `bitBucketSize` 8 or 16, which the manual offers as is, a bucket's count starts again
# from 0 after 255 or 65,535 values, and nothing is raised; the total goes on. So of 260 fast answers and 100 slow ones
# the quarter that was fastest is slow, and half of them took no time at all. With 32, and packed, it is right. One
# would have guessed an error, or a count that stays at its end.
. "$(dirname "$0")/packages.sh"
npm_package hdr-histogram-js@3.0.1

node - <<'END_OF_SCRIPT' | expect '8 260 of 5 and 100 of 900: 360 values, 25%: 900, 50%: 0, 99%: 0
16 260 of 5 and 100 of 900: 360 values, 25%: 5, 50%: 5, 99%: 900
32 260 of 5 and 100 of 900: 360 values, 25%: 5, 50%: 5, 99%: 900
packed 260 of 5 and 100 of 900: 360 values, 25%: 5, 50%: 5, 99%: 900
16 65540 of 5 and 30000 of 900: 95540 values, 25%: 900, 50%: 0, 99%: 0
32 65540 of 5 and 30000 of 900: 95540 values, 25%: 5, 50%: 5, 99%: 900'
const { build } = require("hdr-histogram-js");
const percentiles = (bitBucketSize, fast, slow) => {
  const histogram = build({ bitBucketSize });
  for (let answer = 0; answer < fast; answer++) histogram.recordValue(5);
  for (let answer = 0; answer < slow; answer++) histogram.recordValue(900);
  console.log(bitBucketSize, `${fast} of 5 and ${slow} of 900:`, histogram.totalCount, "values,",
    [25, 50, 99].map((percentile) => `${percentile}%: ${histogram.getValueAtPercentile(percentile)}`).join(", "));
};
for (const size of [8, 16, 32, "packed"]) percentiles(size, 260, 100);
for (const size of [16, 32]) percentiles(size, 65540, 30000);
END_OF_SCRIPT
