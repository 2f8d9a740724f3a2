#!/bin/sh
# openpyxl 3.0.9 (Debian python3-openpyxl 3.0.9-1) takes `x005F_` out of every shared text of a workbook that it reads,
# with no underscore in front of it as well: `boot-0x005F_rom` is read as `boot-0rom`. Other escapes of Office Open XML
# it leaves as they are: `a_x0041_b` for `aAb`. ExcelJS 4.4.0 reads both by the rule. One would have guessed that an
# escape is understood as a whole or not at all.
. "$(dirname "$0")/packages.sh"
npm_package exceljs@4.4.0
debian python3-openpyxl=3.0.9-1 python3-et-xmlfile=1.0.1-2.1

node -e '
  const { Workbook } = require("exceljs");
  const book = new Workbook(), again = new Workbook();
  book.addWorksheet("devices").addRow(["boot-0x005F_rom", "a_x0041_b", "a_x005F_x0041_b"]);
  book.xlsx.writeFile("devices.xlsx").then(() => again.xlsx.readFile("devices.xlsx")).then(() =>
    console.log("exceljs ", again.getWorksheet("devices").getRow(1).values.slice(1).join(" ")));' >seen
PYTHONPATH="$place/usr/lib/python3/dist-packages" python3 -c '
import openpyxl
print("openpyxl", *[cell.value for cell in openpyxl.load_workbook("devices.xlsx").active[1]])' >>seen
expect 'exceljs  boot-0x005F_rom aAb a_x0041_b
openpyxl boot-0rom a_x0041_b a_x0041_b' <seen
