#!/bin/sh
# The end of a CSV file, which may or may not have a line break by RFC 4180: convert-csv-to-array 1.0.3 loses the last
# row where there is none, and csv-simple-parser 2.0.2 adds a row where there is one. @vanillaes/csv 3.0.8 reads the
# same of both. One would have guessed so of each. A report lacks a device, or has one more, which has no name.
. "$(dirname "$0")/packages.sh"
npm_package convert-csv-to-array@1.0.3 csv-simple-parser@2.0.2 @vanillaes/csv@3.0.8

cat >read.mjs <<'END_OF_SCRIPT'
import { parse } from "@vanillaes/csv";
import convert from "convert-csv-to-array";
import simple from "csv-simple-parser";

const text = "Device,Status\nd1,QUEUED\nd2,FAILED";
for (const [end, file] of [["no break", text], ["a break", text + "\n"]]) {
  console.log(`${end}:`, "convert-csv-to-array", JSON.stringify(convert.convertCSVToArray(file, { header: false })));
  console.log(`${end}:`, "csv-simple-parser", JSON.stringify(simple(file, { header: true })));
  console.log(`${end}:`, "@vanillaes/csv", JSON.stringify(parse(file).slice(1)));
}
END_OF_SCRIPT
node read.mjs | expect 'no break: convert-csv-to-array [{"Device":"d1","Status":"QUEUED"}]
no break: csv-simple-parser [{"Device":"d1","Status":"QUEUED"},{"Device":"d2","Status":"FAILED"}]
no break: @vanillaes/csv [["d1","QUEUED"],["d2","FAILED"]]
a break: convert-csv-to-array [{"Device":"d1","Status":"QUEUED"},{"Device":"d2","Status":"FAILED"}]
a break: csv-simple-parser [{"Device":"d1","Status":"QUEUED"},{"Device":"d2","Status":"FAILED"},{"Device":""}]
a break: @vanillaes/csv [["d1","QUEUED"],["d2","FAILED"]]'
