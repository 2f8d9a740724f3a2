-- From XML text to the same tables as the JSON decoder gives. XML has text only, so what is a number, a boolean or a
-- list must be known: a shape says so. luaexpat reads the text; it is loaded when the first XML comes.
local json = require("aliota.core").json
local needed = require "aliota.util.needed"
local repair = require "aliota.call.xml_repair"

pcall(require, "lxp") -- now, rather than when a worker of nginx has the first XML to read

local MAX_DEPTH = 32

---@alias aliota.Shape table|"text"|"number"|"boolean"
---What an element holds: "text", "number", "boolean", {list = shape of one item} (the element repeats), {bare = shape
---of one item} (an array without a wrapper), or a table of member shapes. Whatever has no shape is text, or a table if
---it has elements inside.

-- Reading into a tree of {name =, text =, children…} ----------------------------------------------------------------

local function new_reader(names)
  local reader = {stack = {}, problem = nil}
  local stack = reader.stack

  local function refuse(parser, problem)
    reader.problem = problem
    parser:stop()
  end

  return reader, {
    StartElement = function(parser, name)
      local element = {name = names and names[name] or name, text = {}}
      local parent = stack[#stack]
      if parent then parent[#parent + 1] = element end
      if #stack == MAX_DEPTH then return refuse(parser, "nested too deep") end
      stack[#stack + 1] = element
    end,
    EndElement = function()
      reader.root = table.remove(stack)
    end,
    CharacterData = function(_, text)
      local pieces = stack[#stack].text
      pieces[#pieces + 1] = text
    end,
    -- No answer of the service has a document type; entities, the stuff of bombs, are declared in one.
    StartDoctypeDecl = function(parser) refuse(parser, "a document type is not expected") end,
  }
end

local function read_tree(lxp, text, names)
  local reader, callbacks = new_reader(names)
  local parser = lxp.new(callbacks)
  local ok, message, line, column = parser:parse(text)
  if ok then ok, message, line, column = parser:parse() end
  if ok then return reader.root end -- the parser is collected: closing one that has failed raises
  return nil, ("%s at line %d, column %d"):format(reader.problem or message, line, column)
end

-- From the tree to tables -------------------------------------------------------------------------------------------

local convert

-- Numbers go through the JSON decoder, so that a long one comes back as its digits here as there.
local scalars = {
  text = function(text) return text end,
  number = function(text)
    local value = json.decode(text)
    return type(value) == "number" and value or text
  end,
  boolean = function(text)
    if text == "true" then return true end
    if text == "false" then return false end
    return text
  end,
}

-- An array without a wrapper may come as repeated elements or as one element around the items (UNVERIFIED, XML).
local function add_bare(values, element, shape)
  if #element == 0 and #values == 0 and table.concat(element.text):match("^[ \t-\r]*$") then return end
  local wraps = #element > 0 and #element[1] > 0
  if not wraps then
    values[#values + 1] = convert(element, shape)
    return
  end
  for _, item in ipairs(element) do values[#values + 1] = convert(item, shape) end
end

local function add_member(members, element, shape)
  local name = element.name
  if type(shape) == "table" and shape.list then
    table.insert(members[name], convert(element, shape.list))
  elseif type(shape) == "table" and shape.bare then
    add_bare(members[name], element, shape.bare)
  else
    members[name] = convert(element, shape)
  end
end

-- A list that is empty has no element at all.
local function with_empty_lists(shapes)
  local members = {}
  for name, shape in pairs(shapes) do
    if type(shape) == "table" and (shape.list or shape.bare) then members[name] = {} end
  end
  return members
end

function convert(element, shape)
  local is_object = #element > 0 or type(shape) == "table"
  if not is_object then
    return scalars[shape or "text"](table.concat(element.text))
  end
  local shapes = type(shape) == "table" and shape or {}
  local members = with_empty_lists(shapes)
  for _, child in ipairs(element) do add_member(members, child, shapes[child.name]) end
  return members
end

-- A document is repaired when it can't be read as it is.
local function read_repaired(lxp, text, names)
  local repaired, replaced = repair(text)
  return replaced > 0 and read_tree(lxp, repaired, names) or nil, replaced
end

--- Decodes an answer.
---@param text string
---@param shapes table<string, aliota.Shape> the shapes of the root's members
---@param lenient boolean|nil  what is no character in a text becomes U+FFFD, rather than an error
---@param names table<string, string>|nil  what elements are called, by the names that they have in the text
---@return table|nil members nil when it is no well-formed XML, or luaexpat is not installed
---@return string problem or the name of the root element
---@return integer|nil replaced  how many texts were broken, if lenient
return function(text, shapes, lenient, names)
  local lxp, missing = needed.try "lxp"
  if not lxp then return nil, missing end
  local root, problem = read_tree(lxp, text, names)
  local replaced = lenient and 0 or nil
  if not root and lenient then root, replaced = read_repaired(lxp, text, names) end
  if not root then return nil, problem end
  return convert(root, shapes), root.name, replaced
end
