#!/bin/sh
# csv-to-js-parser 2.3.7 (npm): csvToObj without a description hands out the rows in the order of texts, 10 before 2.
# Its manual does not speak of sorting. One would have guessed the order of the file. The last row is then not the
# newest state of a device.
. "$(dirname "$0")/packages.sh"
npm_package csv-to-js-parser@2.3.7

node - <<'END_OF_SCRIPT' | expect 'file: 2 QUEUED, 3 CONFIRM, 10 FAILED, 1 SUCCEEDED
read: 1 SUCCEEDED, 10 FAILED, 2 QUEUED, 3 CONFIRM'
const { csvToObj } = require("csv-to-js-parser");
const rows = ["2,QUEUED", "3,CONFIRM", "10,FAILED", "1,SUCCEEDED"];
console.log("file:", rows.join(", ").replace(/,(?=\w)/g, " "));
const read = csvToObj(["Minute,Status", ...rows, ""].join("\n"), ",");
console.log("read:", read.map((row) => `${row.Minute} ${row.Status}`).join(", "));
END_OF_SCRIPT
