-- XML as the service writes it (ListOTATaskByJob, XML format): a root named after the operation, lists as repeated
-- elements, null left out.

local decimal = require "aliota.util.decimal"
local json = require "aliota.sandbox.json_body"

local xml = {}

local REFERENCES = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}

-- XML 1.0 has no way to write most control characters.
local function escape(text)
  return (text:gsub('[&<>"]', REFERENCES):gsub("[%z\1-\8\11\12\14-\31]", "?"))
end

local function sorted_names(members)
  local names = {}
  for name in pairs(members) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local add_element

local function add_members(pieces, members)
  for _, name in ipairs(sorted_names(members)) do add_element(pieces, name, members[name]) end
end

-- An array without a wrapper repeats its own name; that the service does so is an assumption (XML, bare arrays).
function add_element(pieces, name, value)
  value = json.plain(value)
  if value == json.null or json.is_empty_list(value) then return end
  if type(value) == "table" and value[1] ~= nil then
    for _, item in ipairs(value) do add_element(pieces, name, item) end
    return
  end
  pieces[#pieces + 1] = "<" .. name .. ">"
  if type(value) == "table" then
    add_members(pieces, value)
  else
    pieces[#pieces + 1] = escape(type(value) == "number" and decimal.text(value) or tostring(value))
  end
  pieces[#pieces + 1] = "</" .. name .. ">"
end

--- Encodes an answer.
---@param root string the name of the root element
---@param members table
---@return string
function xml.encode(root, members)
  local pieces = {'<?xml version="1.0" encoding="UTF-8"?>', "<" .. root .. ">"}
  add_members(pieces, members)
  pieces[#pieces + 1] = "</" .. root .. ">"
  return table.concat(pieces)
end

return xml
