-- LibreOffice Calc, without a window: our workbook to CSV, and our CSV, whose columns it is told to take for texts, to
-- a workbook. Every cell is as it was, but for line ends of CR and LF, of which Calc keeps LF.
local device_texts = require "spec.support.device_texts"
local python = require "spec.support.python"
local shell = require "spec.support.shell"
local written = require "spec.support.written"

local COLUMNS = {"TaskId", "DeviceName", "TaskDesc", "SrcVersion"}

local CONVERT = [[cd '%s' && export HOME="$PWD" && soffice -env:UserInstallation="file://$HOME/profile" --headless %s \
  --outdir out %s]]

-- Tokens of its filter for CSV: comma, quote, UTF-8, first line; the columns' formats (2 is text); what is shown; the
-- first sheet.
local TO_CSV = "--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,1'"
local FROM_CSV = "'--infilter=CSV:44,34,76,1,1/2/2/2/3/2/4/2,0,false,false' --convert-to xlsx"

local CELLS_OF_CSV = [[
import csv, glob, json, sys
file = open(glob.glob(sys.stdin.read() + "/out/*.csv")[0], newline="", encoding="utf-8-sig")
print(json.dumps(list(csv.reader(file))[1:]))
]]

local CELLS_OF_XLSX = [[
import glob, json, openpyxl, sys
sheet = openpyxl.load_workbook(glob.glob(sys.stdin.read() + "/out/*.xlsx")[0]).worksheets[0]
print(json.dumps([["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)][1:]))
]]

local function convert(folder, name, content, how)
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  file:write(content)
  assert(file:close())
  local said, status = shell.run(CONVERT:format(folder, how, name))
  if status ~= 0 then error(said, 0) end
end

local function check(rows, tasks, what)
  if #rows ~= #tasks then error(("%s: %d rows of %d"):format(what, #rows, #tasks), 0) end
  for i, task in ipairs(tasks) do
    for column, name in ipairs(COLUMNS) do
      local sent, seen = task[name]:gsub("\r\n", "\n"), rows[i][column]
      if seen ~= sent then error(("%s: %q became %q"):format(what, sent:sub(1, 40), tostring(seen)), 0) end
    end
  end
end

return {
  version = "soffice --version",
  try = function()
    local folder, tasks = shell.run("mktemp -d"):gsub("\n", ""), device_texts.tasks()
    local ok, problem = pcall(function()
      convert(folder, "tasks.xlsx", written("xlsx", tasks, {columns = COLUMNS}), TO_CSV)
      check(python(CELLS_OF_CSV, folder), tasks, "xlsx")
      convert(folder, "tasks.csv", written("csv", tasks, {columns = COLUMNS, raw = true}), FROM_CSV)
      check(python(CELLS_OF_XLSX, folder), tasks, "csv")
    end)
    shell.run(("rm -r '%s'"):format(folder))
    if not ok then error(problem, 0) end
    return ("xlsx to csv, csv to xlsx: %d rows, each cell as it was, CR LF as LF"):format(#tasks)
  end,
}
