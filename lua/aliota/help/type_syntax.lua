-- Types as LuaCATS writes them: "string|nil", "fun(a: T[]): boolean, any", "table<string, true>", "{now: number|nil}".
local BUILT_IN = {}
for name in ([[any boolean function integer lightuserdata nil number self string table thread unknown userdata true
  false file*]]):gmatch "%S+" do BUILT_IN[name] = true end

local type_syntax = {BUILT_IN = BUILT_IN}

local Reader = {}
Reader.__index = Reader

function Reader:fail(expected)
  error(("%s expected at %q"):format(expected, self.text:sub(self.at)), 0)
end

-- Takes what matches a pattern at this place, blanks before it or not; nil where nothing does.
function Reader:take(pattern)
  local from, to, found = self.text:find("^%s*(" .. pattern .. ")", self.at)
  if from then self.at = to + 1 end
  return found
end

function Reader:need(pattern, expected)
  return self:take(pattern) or self:fail(expected or pattern:gsub("%%", ""))
end

-- One or more, between them a separator.
function Reader:list(one, separator)
  repeat one(self) until not self:take(separator)
end

function Reader:argument()
  self:need("[%w_.]+%??", "the name of an argument")
  if self:take ":" then self:union() end
end

function Reader:field()
  if self:take "%[" then
    self:union()
    self:need "%]"
  else
    self:need("[%w_]+%??", "the name of a field")
  end
  self:need ":"
  self:union()
end

function Reader:fun()
  self:need "%("
  if not self:take "%)" then
    self:list(self.argument, ",")
    self:need "%)"
  end
  if self:take ":" then self:list(self.union, ",") end
end

function Reader:primary()
  if self:take "%(" then
    self:union()
    self:need "%)"
  elseif self:take "{" then
    self:list(self.field, ",")
    self:need "}"
  elseif self:take "fun%f[(]" then
    self:fun()
  elseif not self:take '"[^"]*"' and not self:take "%-?%d+" then
    self.names[#self.names + 1] = self:need("[%a_][%w_.]*%*?", "a type")
    if self:take "<" then
      self:list(self.union, ",")
      self:need ">"
    end
  end
end

function Reader:postfixed()
  self:primary()
  repeat until not (self.text:find("^%[%]", self.at) and self:take "%[%]" or self:take "%?")
end

function Reader:union()
  self:list(self.postfixed, "|")
end

--- Reads types, between them commas, at the beginning of a text. Raises where there is none.
---@param text string
---@param one boolean|nil  true: no more than one
---@return string types     as they are written
---@return string rest      what follows
---@return string[] names   of the types in them
function type_syntax.read(text, one)
  local reader = setmetatable({text = text, at = 1, names = {}}, Reader)
  if one then reader:union() else reader:list(reader.union, ",") end
  return text:sub(1, reader.at - 1), text:sub(reader.at), reader.names
end

return type_syntax
