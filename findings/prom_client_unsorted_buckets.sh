#!/bin/sh
# prom-client 15.1.3 (npm): a histogram with buckets that are not given in ascending order counts wrongly, and says
# nothing: with `[5, 1, 2]` the value 1.5 is counted as one of at most 1. One would have guessed that it sorts them, or
# raises as Python's client does (0.16.0 of Debian). A quantile by Prometheus is then of times that nothing took.
. "$(dirname "$0")/packages.sh"
npm_package prom-client@15.1.3
debian python3-prometheus-client=0.16.0-0.1

{
node - <<'END_OF_SCRIPT'
const { Histogram, Registry } = require("prom-client");
(async () => {
  for (const buckets of [[1, 2, 5], [5, 1, 2], [5, 2, 1]]) {
    const registers = [new Registry()];
    new Histogram({ name: "wait", help: "h", buckets, registers }).observe(1.5);
    console.log(JSON.stringify(buckets), (await registers[0].metrics()).match(/le=.*/g).join(" "));
  }
})();
END_OF_SCRIPT
PYTHONPATH=usr/lib/python3/dist-packages python3 -c '
from prometheus_client import Histogram
try:
    Histogram("wait", "h", buckets=[5, 1, 2])
except ValueError as error:
    print("Python:", error)'
} | expect '[1,2,5] le="1"} 0 le="2"} 1 le="5"} 1 le="+Inf"} 1
[5,1,2] le="5"} 1 le="1"} 1 le="2"} 1 le="+Inf"} 1
[5,2,1] le="5"} 1 le="2"} 1 le="1"} 1 le="+Inf"} 1
Python: Buckets not in sorted order'
