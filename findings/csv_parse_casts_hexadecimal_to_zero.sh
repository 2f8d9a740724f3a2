#!/bin/sh
# csv-parse 7.0.3 with `cast: true`: 0x1F is read as 0, and so are 0b11 and 0o17: what JavaScript takes for a number is
# let through, and then read by parseFloat, which stops behind the zero. papaparse 5.7.1 with `dynamicTyping` leaves the
# text, and ExcelJS 4.4.0 reads 31. One would have guessed one of the two: every device whose chip is named in
# hexadecimal gets the same one here.
. "$(dirname "$0")/packages.sh"
npm_package csv-parse@7.0.3 papaparse@5.7.1 exceljs@4.4.0

echo '0x1F,0b11,0o17,1.10' >devices.csv
node -e '
  const text = require("fs").readFileSync("devices.csv", "utf8");
  console.log("csv-parse", JSON.stringify(require("csv-parse/sync").parse(text, {cast: true})[0]));
  console.log("papaparse", JSON.stringify(require("papaparse").parse(text, {dynamicTyping: true}).data[0]));
  new (require("exceljs").Workbook)().csv.readFile("devices.csv").then(sheet =>
    console.log("exceljs", JSON.stringify(sheet.getRow(1).values.slice(1))));' | expect 'csv-parse [0,0,0,1.1]
papaparse ["0x1F","0b11","0o17",1.1]
exceljs [31,3,15,1.1]'
