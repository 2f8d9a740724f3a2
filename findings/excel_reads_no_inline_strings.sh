#!/bin/sh
# excel 1.0.1 (npm): a workbook whose texts stand in its cells, which is one of the two ways that the format has, and
# that of those who write row by row, is read as one without rows: there is no table of shared texts in it. It resolves
# with [], and leaves a line on standard error that does not say why. Here XlsxWriter 3.0.2 writes the same rows both
# ways; read-excel-file 9.3.17 reads both. One would have guessed so, or an error. A report seems to have no devices.
. "$(dirname "$0")/packages.sh"
npm_package excel@1.0.1 read-excel-file@9.3.17
debian python3-xlsxwriter=3.0.2-2

PYTHONPATH=usr/lib/python3/dist-packages python3 -c '
import xlsxwriter
for name in ("shared", "inline"):
    with xlsxwriter.Workbook(name + ".xlsx", {"constant_memory": name == "inline"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Device", "Minutes"])
        sheet.write_row(1, 0, ["d1", 5])'

cat >read.mjs <<'END_OF_SCRIPT'
import excel from "excel";
import { readSheet } from "read-excel-file/node";

for (const file of ["shared.xlsx", "inline.xlsx"]) {
  console.log(file, "excel", JSON.stringify(await excel.default(file)));
  console.log(file, "read-excel-file", JSON.stringify(await readSheet(file)));
}
END_OF_SCRIPT
node read.mjs | expect 'shared.xlsx excel [["Device","Minutes"],["d1","5"]]
shared.xlsx read-excel-file [["Device","Minutes"],["d1",5]]
inline.xlsx excel []
inline.xlsx read-excel-file [["Device","Minutes"],["d1",5]]'
