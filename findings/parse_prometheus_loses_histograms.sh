#!/bin/sh
# parse-prometheus-text-format 1.1.1: a histogram with a label of its own loses its labels, its sum and its count, and
# of several series only the buckets of the last one are left. Nothing is raised. A histogram without labels is read as
# a whole, and gauges keep their labels. One would have guessed one entry for each set of labels. A dashboard shows the
# times of one product as those of all.
. "$(dirname "$0")/packages.sh"
npm_package parse-prometheus-text-format@1.1.1

cat >read.js <<'END'
const parse = require("parse-prometheus-text-format");
const bucket = (labels, le, n) => `s_bucket{${[...labels, `le="${le}"`]}} ${n}\n`;
const series = (labels, n) => bucket(labels, "1", n) + bucket(labels, "+Inf", n + 1) +
  `s_sum{${labels}} ${n * 2}\ns_count{${labels}} ${n + 1}\n`;
const read = (text) => console.log(JSON.stringify(parse("# TYPE s histogram\n" + text)[0].metrics));
read(series([], 1));
read(series(['product="a"'], 1));
read(series(['product="a"'], 1) + series(['product="b"'], 5));
END
node read.js | expect '[{"buckets":{"1":"1","+Inf":"2"},"count":"2","sum":"2"}]
[{"buckets":{"1":"1","+Inf":"2"}}]
[{"buckets":{"1":"5","+Inf":"6"}}]'
