#!/bin/sh
# junit2json 4.0.0 makes numbers of names in a JUnit report: a test named `1.10` becomes 1.1, `007` becomes 7, a serial
# number of twenty digits loses its last ones, `1e5` becomes 1 and `0x10` becomes 0. In JSON there is no sign of it. Its
# own types say that a name is a string, and one would have guessed that it is one.
. "$(dirname "$0")/packages.sh"
npm_package junit2json@4.0.0

cat >read.mjs <<'END'
import { parse } from "junit2json";

const names = ["1.10", "007", "12345678901234567890", "1e5", "0x10", "1.0.0"];
const cases = names.map((name) => `<testcase name="${name}"/>`).join("");
const { testsuite } = await parse(`<testsuites><testsuite name="s">${cases}</testsuite></testsuites>`);
testsuite[0].testcase.forEach((one, i) => console.log(names[i], typeof one.name, JSON.stringify(one.name)));
END
node read.mjs | expect '1.10 number 1.1
007 number 7
12345678901234567890 number 12345678901234567000
1e5 number 1
0x10 number 0
1.0.0 string "1.0.0"'
