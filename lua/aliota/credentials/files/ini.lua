-- Files of sections and `key = value` lines, as the vendor's Node.js SDK reads them: what is no such line is lost, and
-- nothing else. A header may also be indented, or have a comment behind it, as in the vendor's examples.
local json = require("aliota.core").json

-- Quotes around the whole of it, which is then a text as JSON has it, as far as it is one.
local function unquoted(text)
  local inner = text:match "^'(.*)'$"
  local value = (inner or text:find '^".*"$') and json.decode(inner or text)
  return type(value) == "string" and value or inner
end

-- A backslash takes a meaning from these alone.
local function unescaped(text)
  return (text:gsub("\\([\\;#])", "%1"))
end

-- What stands before a comment, which begins with or without a blank before it.
local function before_comment(text)
  local at = 1
  while true do
    local mark = text:find("[\\;#]", at)
    if not mark then return text end
    if text:sub(mark, mark) ~= "\\" then return text:sub(1, mark - 1) end
    at = mark + 2
  end
end

local function meaning(text)
  text = text:match "^%s*(.-)%s*$"
  if text:find [[^(["']).*%1$]] then return unquoted(text) or text end
  return (unescaped(before_comment(text)):match "^(.-)%s*$")
end

-- The name of a section; nil of a header that is none, behind which nothing may be taken for the section before.
local function name_in(header)
  local name, rest = header:match "^%s*%[([^%]]*)%]%s*(.*)$"
  return name and (rest == "" or rest:find "^[;#]") and meaning(name) or nil
end

--- Reads such a text.
---@param text string
---@return table<string, table<string, string>> sections
return function(text)
  local sections, section = {}, nil
  for line in text:gmatch "[^\r\n]+" do
    if line:find "^%s*%[" then
      local name = name_in(line)
      section = name and (sections[name] or {})
      if name then sections[name] = section end
    elseif not line:find "^%s*[;#]" then
      local key, value = line:match "^([^=]+)=(.*)$"
      if key and section then section[meaning(key)] = meaning(value) end
    end
  end
  return sections
end
