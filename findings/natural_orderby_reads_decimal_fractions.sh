#!/bin/sh
# natural-orderby 5.0.0 and javascript-natural-sort 0.7.1: a text that is a decimal fraction as a whole is compared as
# one. So 1.10 comes before 1.9 and is equal to 1.1, while 1.10.0 and v1.10 come after 1.9.0 and v1.9, as they should.
# string-natural-compare 3.0.1, natural-compare 1.4.0 and Intl.Collator put 1.10 last as well. One would have guessed
# that a natural order is just this: numbers in texts count, and 9 comes before 10. A table sorted so shows 1.9 as the
# newest firmware.
. "$(dirname "$0")/packages.sh"
npm_package natural-orderby@5.0.0 javascript-natural-sort@0.7.1 string-natural-compare@3.0.1 natural-compare@1.4.0

cat >sort.js <<'END'
const sorts = {
  "natural-orderby": require("natural-orderby").compare(),
  "javascript-natural-sort": require("javascript-natural-sort"),
  "string-natural-compare": require("string-natural-compare"),
  "natural-compare": require("natural-compare"),
  "Intl.Collator": new Intl.Collator("en", { numeric: true }).compare,
};
for (const [name, compare] of Object.entries(sorts)) {
  const lists = [["1.10", "1.9", "1.2"], ["1.10.0", "1.9.0", "1.2.0"], ["v1.10", "v1.9", "v1.2"]];
  console.log(name + ":", ...lists.map((list) => list.sort(compare).join(" < ") + ","), "1.10 is 1.1:",
    compare("1.10", "1.1") === 0);
}
END
node sort.js | expect 'natural-orderby: 1.10 < 1.2 < 1.9, 1.2.0 < 1.9.0 < 1.10.0, v1.2 < v1.9 < v1.10, 1.10 is 1.1: true
javascript-natural-sort: 1.10 < 1.2 < 1.9, 1.2.0 < 1.9.0 < 1.10.0, v1.2 < v1.9 < v1.10, 1.10 is 1.1: true
string-natural-compare: 1.2 < 1.9 < 1.10, 1.2.0 < 1.9.0 < 1.10.0, v1.2 < v1.9 < v1.10, 1.10 is 1.1: false
natural-compare: 1.2 < 1.9 < 1.10, 1.2.0 < 1.9.0 < 1.10.0, v1.2 < v1.9 < v1.10, 1.10 is 1.1: false
Intl.Collator: 1.2 < 1.9 < 1.10, 1.2.0 < 1.9.0 < 1.10.0, v1.2 < v1.9 < v1.10, 1.10 is 1.1: false'
