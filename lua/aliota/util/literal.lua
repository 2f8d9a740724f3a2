-- Lua values as Lua source: on one line where they fit, else a member a line.
local ascii = require "aliota.util.ascii"
local byte_order = require "aliota.util.byte_order"
local decimal = require "aliota.util.decimal"
local null = require("aliota.core").null

local INDENT = "  "

local RESERVED = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until
  while]]):gmatch "[A-Za-z]+" do
  RESERVED[word] = true
end

local CONTROL, ESCAPED = "[" .. ascii.CONTROL .. "]", "[" .. ascii.CONTROL .. "\"\\]"

-- Not %q, which breaks a line inside the literal.
local function text_of(value)
  return '"' .. value:gsub(ESCAPED, function(character)
    if character == "\n" then return "\\n" end
    return character:find(CONTROL) and ("\\%03d"):format(character:byte()) or "\\" .. character
  end) .. '"'
end

local SPECIAL = {Infinity = "math.huge", ["-Infinity"] = "-math.huge", NaN = "0 / 0"}

local function number_of(value)
  local text = decimal.text(value)
  return SPECIAL[text] or text
end

local function key_of(key)
  if type(key) == "number" then return "[" .. number_of(key) .. "]" end
  if type(key) ~= "string" then return "[" .. tostring(key) .. "]" end
  if key:find "^[A-Za-z_][A-Za-z0-9_]*$" and not RESERVED[key] then return key end
  return "[" .. text_of(key) .. "]"
end

-- The array first, then names in order.
local function members_of(value)
  local members, count = {}, #value
  for i = 1, count do members[i] = {value = value[i]} end
  local keys = {}
  for key in pairs(value) do
    if not (type(key) == "number" and key >= 1 and key <= count and key % 1 == 0) then keys[#keys + 1] = key end
  end
  table.sort(keys, function(a, b) return byte_order.before(tostring(a), tostring(b)) end)
  for _, key in ipairs(keys) do members[#members + 1] = {key = key_of(key), value = value[key]} end
  return members
end

local literal

local function table_of(value, room, indent, outer)
  local inner, pieces, length = indent .. INDENT, {}, 0
  outer[value] = true
  for i, member in ipairs(members_of(value)) do
    local name = member.key and member.key .. " = " or ""
    pieces[i] = name .. literal(member.value, room - #INDENT - #name, inner, outer)
    length = length + #pieces[i] + 2
  end
  outer[value] = nil
  local line = "{" .. table.concat(pieces, ", ") .. "}"
  if length <= room and not line:find("\n", 1, true) then return line end
  return "{\n" .. inner .. table.concat(pieces, ",\n" .. inner) .. ",\n" .. indent .. "}"
end

--- A value as Lua source.
---@param value any  a tree of tables, texts, numbers, booleans and null is read back as it is; what is something else
---or has a `tostring` of its own is that text, and a table within itself is {…}
---@param room integer    characters of a line that there are
---@param indent string|nil  before each line but the first
---@param outer table<table, true>|nil  tables that it is in
---@return string
function literal(value, room, indent, outer)
  if type(value) == "string" then return text_of(value) end
  if type(value) == "number" then return number_of(value) end
  if value == null then return "aliota.null" end
  local meta = getmetatable(value)
  if type(value) ~= "table" or type(meta) == "table" and meta.__tostring then return tostring(value) end
  if outer and outer[value] then return "{…}" end
  return table_of(value, room, indent or "", outer or {})
end

return literal
