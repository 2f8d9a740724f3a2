#!/bin/sh
# semver-compare 1.0.0 looks at three parts of a version and at no more, and takes a part that is missing for less than
# a 0. Firmware has often four: 1.2.3.4 and 1.2.3.9 are equal, so an update between the two is none. One would have
# guessed that all parts that are there are compared, and that 1.0 and 1.0.0 are one version.
. "$(dirname "$0")/packages.sh"
npm_package semver-compare@1.0.0

node - <<'END' | expect '1.2.3.4 1.2.3.9 0
1.2.4.0 1.2.3.9 1
1.0 1.0.0 -1
1.10 1.9 1'
const compare = require("semver-compare");
for (const pair of ["1.2.3.4 1.2.3.9", "1.2.4.0 1.2.3.9", "1.0 1.0.0", "1.10 1.9"]) {
  console.log(pair, compare(...pair.split(" ")));
}
END
