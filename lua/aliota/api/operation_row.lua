-- What all operations have in common, and what their rows need not say.
local ascii = require "aliota.util.ascii"
local merge = require "aliota.util.merge"

-- What every answer has, and what a page has besides.
local COMMON = {Success = "boolean"}
local PAGED = merge(COMMON, {CurrentPage = "number", PageSize = "number", PageCount = "number", Total = "number"})

local INSTANCE = {type = "string"}

local function snake_case(name)
  return ascii.lower((name:gsub("([a-z])([A-Z])", "%1_%2"):gsub("([A-Z])([A-Z][a-z])", "%1_%2")))
end

--- Completes a row.
---@param row table  the name of the operation first, then what aliota.Operation has
---@return aliota.Operation
return function(row)
  row.name, row.method_name = row[1], snake_case(row[1])
  row[1] = nil
  row.method = row.method or "POST"
  row.idempotent = row.idempotent or false
  row.paged = row.params.CurrentPage ~= nil
  row.params.IotInstanceId = INSTANCE
  row.rules = row.rules or {}
  row.answer = merge(row.answer or {}, row.paged and PAGED or COMMON)
  return row
end
