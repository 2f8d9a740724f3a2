-- What openpyxl, a reader of workbooks that shares nothing with this project, finds in one.
local cjson = require "cjson"
local shell = require "spec.support.shell"

-- Debian's Python, which has Debian's modules, whatever other one comes first on the path.
local COMMAND = "/usr/bin/python3"

-- Warnings, by which it tells what it had to mend, are errors. Times come as ISO 8601, other values with their type.
local READER = [==[
import datetime, json, sys, warnings
warnings.simplefilter("error")
import openpyxl
def value(cell):
  if isinstance(cell.value, datetime.datetime): return {"time": cell.value.isoformat()}
  return cell.value
def sheet(ws):
  rows = list(ws.iter_rows())
  return {"name": ws.title, "frozen": ws.freeze_panes, "filter": ws.auto_filter.ref,
          "rows": [{str(i): value(cell) for i, cell in enumerate(row, 1) if cell.value is not None} for row in rows],
          "formats": [[cell.number_format for cell in row] for row in rows[:4]],
          "colours": [[cell.font.color.rgb if cell.font.color else None for cell in row] for row in rows],
          "formulas": sum(cell.data_type == "f" for row in rows for cell in row)}
with open(sys.argv[1], "rb") as file:
  print(json.dumps([sheet(ws) for ws in openpyxl.load_workbook(file).worksheets]))
]==]

---@class aliota.spec.Sheet
---@field name string
---@field frozen string|nil   the first cell that moves
---@field filter string|nil   the cells of the filter
---@field rows table[]        by the number of the column, as text
---@field formats string[][]
---@field colours string[][]  of the font

--- The sheets of a workbook.
---@param content string
---@return aliota.spec.Sheet[]
return function(content)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(content)
  assert(file:close())
  local script = os.tmpname()
  file = assert(io.open(script, "w"))
  file:write(READER)
  assert(file:close())
  local answer, status = shell.run(("LD_PRELOAD= %s %s %s"):format(COMMAND, script, path))
  os.remove(path)
  os.remove(script)
  assert(status == 0, answer)
  return cjson.decode(answer)
end
