#!/bin/sh
# ExcelJS 4.4.0 writes the text `gw_x2023_eu` to a workbook as it is, and reads `gw‣eu` from it: in Office Open XML
# _xHHHH_ stands for a character, so that a writer has to write `gw_x005F_x2023_eu`. xlsx 0.18.5 and read-excel-file
# 9.3.17 read the same from it. xlsx writes no escape either, but the text as a cell of type `str`: from there ExcelJS
# reads `gw_x2023_eu`, xlsx itself `gw#eu` (# is the low byte of U+2023), and read-excel-file `gw‣eu`. One would have
# guessed that a text survives its own library.
. "$(dirname "$0")/packages.sh"
npm_package exceljs@4.4.0 xlsx@0.18.5 read-excel-file@9.3.17

cat >read.mjs <<'END'
import Excel from "exceljs";
import XLSX from "xlsx";
import { readSheet } from "read-excel-file/node";

const name = "gw_x2023_eu";
const book = new Excel.Workbook();
book.addWorksheet("devices").addRow([name]);
await book.xlsx.writeFile("exceljs.xlsx");
const other = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(other, XLSX.utils.aoa_to_sheet([[name]]), "devices");
XLSX.writeFile(other, "xlsx.xlsx");

for (const file of ["exceljs.xlsx", "xlsx.xlsx"]) {
  const again = new Excel.Workbook();
  await again.xlsx.readFile(file);
  console.log(file, again.getWorksheet("devices").getCell("A1").value,
    XLSX.readFile(file).Sheets.devices.A1.v, (await readSheet(file))[0][0]);
}
END
node read.mjs | expect 'exceljs.xlsx gw‣eu gw‣eu gw‣eu
xlsx.xlsx gw_x2023_eu gw#eu gw‣eu'
