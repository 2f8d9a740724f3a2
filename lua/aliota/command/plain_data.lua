-- A result as data that JSON has: without methods, and errors by what tells what they are.
local errors = require "aliota.api.errors"
local json = require "aliota.util.json_codec"

local OF_ERROR = {"kind", "code", "message", "action", "status", "request_id", "hint"}

local plain

local function error_of(err)
  local data = {}
  for _, name in ipairs(OF_ERROR) do data[name] = err[name] end
  return data
end

local function table_of(value)
  if errors.is(value) then return error_of(value) end
  local data = {}
  for name, member in pairs(value) do data[name] = plain(member) end
  return data
end

-- JSON has neither infinity nor NaN.
local function number_of(value)
  return value == value and value ~= math.huge and value ~= -math.huge and value or nil
end

function plain(value)
  local kind = type(value)
  if kind == "table" then return table_of(value) end
  if kind == "number" then return number_of(value) end
  if kind == "string" or kind == "boolean" or value == json.null then return value end
end

--- A value in a line of JSON.
---@param value any
---@return string
return function(value) return json.encode(plain(value)) end
