#!/bin/sh
# test-results-parser 0.4.6: a JUnit suite that has no attribute `failures`, which most schemas leave optional, counts
# NaN passed and NaN failed tests, and the whole run has the status SKIP, though each of its test cases is PASS. With
# failures="0" the same file is PASS. One would have guessed 0, as it takes a missing `skipped` and `errors` to be. A
# pipeline that waits for PASS waits on, and a message says that nothing was run.
. "$(dirname "$0")/packages.sh"
npm_package test-results-parser@0.4.6

cat >read.js <<'END'
const { writeFileSync } = require("node:fs");
const { parse } = require("test-results-parser");

for (const counts of ['tests="2"', 'tests="2" failures="0"']) {
  writeFileSync("junit.xml", `<testsuite name="ota" ${counts}><testcase name="d1"/><testcase name="d2"/></testsuite>`);
  const run = parse({ type: "junit", files: ["junit.xml"] });
  console.log(`${counts}: ${run.status} of ${run.total}: passed ${run.passed}, failed ${run.failed};`,
    ...run.suites[0].cases.map(({ status }) => status));
}
END
node read.js | expect 'tests="2": SKIP of 2: passed NaN, failed NaN; PASS PASS
tests="2" failures="0": PASS of 2: passed 2, failed 0; PASS PASS'
