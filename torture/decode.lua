-- Texts that are decoded plainly, with rows dressed, with rows projected, leniently, and wrong ones.
local core = require "aliota.core"

local decode, null = core.json.decode, core.null
local ROWS = 130 -- more than there is room for at first

local rows = {}
for i = 1, ROWS do
  rows[i] = ('{"id":"task-%d","state":"A","at":%d,"note":"\\u00e9\\n%d","none":null}'):format(i, i, i)
end
local text = '{"Data":{"rows":[' .. table.concat(rows, ",") .. '],"n":1.5,"deep":[[[true,false,"x"]]]}}'

local function schema(fields)
  local values = {state = {A = "a"}}
  return {path = {"Data", "rows"}, id = "id", metatable = {__name = "row"}, values = values, fields = fields}
end
local dressed, projected = schema(), schema {id = true, at = true}

local function check_plain(value)
  local read = value.Data.rows
  check(#read == ROWS and read[ROWS].note == "\u{e9}\n" .. ROWS and read[1].none == null)
  check(value.Data.deep[1][1][1] == true and value.Data.n == 1.5)
end

local function check_rows(want, value, ids)
  local row = value.Data.rows[ROWS]
  check(getmetatable(row).__name == "row" and row.id == "task-" .. ROWS and #ids == 8 * ROWS)
  for key, expected in pairs(want) do check(row[key] == expected) end
  check((row.note == nil) == (want.note == nil))
end

return function()
  check_plain(decode(text))
  check_rows({state = "a", note = "\u{e9}\n" .. ROWS}, decode(text, true, dressed))
  check_rows({at = ROWS}, decode(text, true, projected))
  local value, _, replaced = decode('["a\xff", "\\ud800"]', false, nil, true)
  check(value[1] == "a\u{fffd}" and replaced == 2)
  local none, message, position = decode '{"a":[1,{"b":"c"}'
  check(none == nil and message:find "expected" and position == 18)
  return true
end
