-- Values as JSON: one text on every Lua and in every locale, members in the order of their names.
local byte_order = require "aliota.util.byte_order"
local decimal = require "aliota.util.decimal"
local cjson = require "aliota.util.needed" "cjson"

local is_finite = decimal.is_finite
local type = type -- asked for each cell of a row

local json = {null = cjson.null}

-- A lua-cjson of our own: whoever shares this Lua state may have set the common one as they like.
local function instance()
  local own = cjson.new()
  own.decode_max_depth(1000)
  own.decode_invalid_numbers(false)
  return own
end

local encode_plain = instance().encode -- of what is neither a number nor a table

local DEEPEST = 128 -- as in what is decoded; more is a table within itself

local encode

local List = {}

--- Marks a table as a list, which an empty one can't be told to be.
---@param items any[]
---@return any[] items
function json.list(items) return setmetatable(items, List) end

local function is_list(value)
  if getmetatable(value) == List then return true end
  local count = 0
  for key in pairs(value) do
    if type(key) ~= "number" then return false end
    count = count + 1
  end
  return count > 0 and count == #value
end

local function encode_list(values, depth)
  local pieces = {}
  for i, value in ipairs(values) do pieces[i] = encode(value, depth) end
  return "[" .. table.concat(pieces, ",") .. "]"
end

local function name_of(key)
  if type(key) == "string" then return key end
  if type(key) == "number" then return decimal.text(key) end
  error(("JSON has no name for a %s"):format(type(key)), 0)
end

local function encode_object(members, depth)
  local names, values = {}, {}
  for key, value in pairs(members) do
    local name = name_of(key)
    names[#names + 1], values[name] = name, value
  end
  byte_order.sort(names)
  for i, name in ipairs(names) do names[i] = encode_plain(name) .. ":" .. encode(values[name], depth) end
  return "{" .. table.concat(names, ",") .. "}"
end

local function encode_table(value, depth)
  if depth == DEEPEST then error("nested too deep for JSON", 0) end
  return (is_list(value) and encode_list or encode_object)(value, depth + 1)
end

local function encode_number(value)
  if not is_finite(value) then error("JSON has no number " .. decimal.text(value), 0) end
  return decimal.text(value)
end

function encode(value, depth)
  local kind = type(value)
  if kind == "number" then return encode_number(value) end
  if kind == "table" then return encode_table(value, depth) end
  return encode_plain(value)
end

--- A value as JSON. Numbers have the digits that they are read back by, as many as it takes; texts stay the bytes that
--- they are; an empty table that is not marked is an object. Raises what there is no JSON for: functions, infinity and
--- NaN, a table within itself.
---@param value any
---@return string
function json.encode(value)
  if type(value) == "string" then return encode_plain(value) end -- most are
  return encode(value, 0)
end

--- Reads JSON where the core's decoder need not be there: the sandbox runs under a Lua of its own. By an instance made
--- for it, as lua-cjson asks for the locale's decimal point when one is made and not again. Raises what is no JSON.
---@param text string
---@return any
function json.decode(text) return instance().decode(text) end

return json
