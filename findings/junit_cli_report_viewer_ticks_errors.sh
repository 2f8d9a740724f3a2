#!/bin/sh
# junit-cli-report-viewer 3.0.0 (npm) ticks a test that ended with an <error> as if it had passed, gives it no message,
# and leaves it out of the number of failed ones, although the file has errors="1" twice; a <failure> is crossed. One
# would have guessed a cross for either, as they are the two ways to fail that JUnit's format has. A run in which all
# devices ended with errors is a list of ticks.
. "$(dirname "$0")/packages.sh"
npm_package junit-cli-report-viewer@3.0.0

cat >report.xml <<'XML'
<testsuites name="rollout" tests="4" failures="1" errors="1" skipped="1" time="4">
  <testsuite name="batch" tests="4" failures="1" errors="1" skipped="1" time="4">
    <testcase name="d1" classname="gateway" time="1"/>
    <testcase name="d2" classname="gateway" time="1"><failure message="flash is full"/></testcase>
    <testcase name="d3" classname="gateway" time="1"><error message="no answer"/></testcase>
    <testcase name="d4" classname="gateway" time="1"><skipped message="canceled"/></testcase>
  </testsuite>
</testsuites>
XML
status=0
node_modules/.bin/junit-cli-report-viewer report.xml >out || status=$?
{ sed 's/\x1b\[[0-9;]*m//g; s/ *$//' out; echo "status: $status"; } | expect '> Name:                         rollout
> Total number of tests:        4
> Total number of failed tests: 1
> Total time:                   4

 FAIL batch (4)
   ✔ d1 (1)
   ✖ d2 (1)
	flash is full
   ✔ d3 (1)
   s d4 (1)
status: 0'
