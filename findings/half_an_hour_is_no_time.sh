#!/bin/sh
# Half an hour as ISO 8601 writes it, `PT0.5H` or `PT0,5H`: date-fns-duration 1.0.4 adds nothing for the first and makes
# the second an invalid date, and of 1.5 seconds it adds 1; pomeranian-durations 1.11.4 reads `PT0,5H` as 0, although
# the comma is the mark that the standard prefers. tinyduration 3.4.1 reads both. One would have guessed half an hour,
# or an error. A window for updates of half an hour is over as it begins.
. "$(dirname "$0")/packages.sh"
npm_package date-fns-duration@1.0.4 pomeranian-durations@1.11.4 tinyduration@3.4.1

node - <<'END_OF_SCRIPT' | expect 'PT30M date-fns-duration 1800 pomeranian-durations 1800 tinyduration {"minutes":30}
PT0.5H date-fns-duration 0 pomeranian-durations 1800 tinyduration {"hours":0.5}
PT0,5H date-fns-duration NaN pomeranian-durations 0 tinyduration {"hours":0.5}
PT1.5S date-fns-duration 1 pomeranian-durations 1.5 tinyduration {"seconds":1.5}
PT1,5S date-fns-duration NaN pomeranian-durations 0 tinyduration {"seconds":1.5}'
const add = require("date-fns-duration"), { asSeconds } = require("pomeranian-durations");
const { parse } = require("tinyduration");
const start = new Date("2023-11-05T00:00:00Z");
for (const text of ["PT30M", "PT0.5H", "PT0,5H", "PT1.5S", "PT1,5S"]) {
  const end = add(start, text);
  console.log(text, "date-fns-duration", (end - start) / 1000, "pomeranian-durations", asSeconds(text),
    "tinyduration", JSON.stringify(parse(text)));
}
END_OF_SCRIPT
