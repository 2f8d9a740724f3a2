-- What the comments above functions and types say, read from the sources.
local class = require "aliota.client.class"
local memo = require "aliota.util.memo"

---@class aliota.Doc
---@field text string       what it does
---@field arguments string  as they are declared: "(params)"
---@field tags {name: string, text: string}[]  param, return …, in order
---@field usage string[]    lines of Lua that can be run
---@field path string       where it is
---@field line integer
---@field code string        the line below: of a function, or of the table that has what is said of a type

local docs = {}

local LINES = memo(function(path)
  local file = io.open(path)
  if not file then return false end
  local lines = {}
  for line in file:lines() do lines[#lines + 1] = line end
  file:close()
  return lines
end, 100)

local function said(line) return line and line:match "^%s*%-%-%-%s*(.-)%s*$" end

-- The lines of a comment that ends right above a line.
local function comment_above(lines, at)
  local first = at
  while said(lines[first - 1]) do first = first - 1 end
  local comment = {}
  for i = first, at - 1 do comment[#comment + 1] = said(lines[i]) end
  return comment
end

local function read(comment)
  local doc, item, last = {text = "", tags = {}, usage = {}}, nil, nil
  for _, line in ipairs(comment) do
    local tag, rest = line:match "^@(%a+)%s*(.*)$"
    last = tag or last
    if tag == "usage" then
      doc.usage[#doc.usage + 1] = rest
    elseif last == "usage" then
      doc.usage[#doc.usage] = doc.usage[#doc.usage] .. " " .. line
    elseif tag then
      item = {name = tag, text = rest}
      doc.tags[#doc.tags + 1] = item
    elseif item then
      item.text = item.text .. " " .. line
    else
      doc.text = doc.text == "" and line or doc.text .. " " .. line
    end
  end
  return doc
end

local function doc_above(path, lines, at)
  local doc, code = read(comment_above(lines, at)), lines[at] or ""
  doc.arguments, doc.code, doc.path, doc.line = code:match "%b()" or "()", code, path, at
  return doc
end

--- The comment of a function.
---@param f function
---@return aliota.Doc|nil  nil where it has none, or its source is not there
function docs.of(f)
  local info = debug.getinfo(class.written(f), "S")
  local path = info.source:match "^@(.*)$"
  local lines = path and LINES[path]
  if not lines or not said(lines[info.linedefined - 1]) then return nil end
  return doc_above(path, lines, info.linedefined)
end

--- All comments of a file that say what something is.
---@param path string
---@return aliota.Doc[]  as they stand there
function docs.all(path)
  local lines, found = LINES[path] or {}, {}
  for i = 1, #lines do
    if said(lines[i]) and not said(lines[i + 1]) then found[#found + 1] = doc_above(path, lines, i + 1) end
  end
  return found
end

--- Whether a file has a line.
---@param path string
---@param line string
---@return boolean
function docs.has_line(path, line)
  for _, other in ipairs(LINES[path] or {}) do
    if other == line then return true end
  end
  return false
end

--- The types that a file declares, and other names for types.
---@param path string
---@return table<string, aliota.Doc>  by name, such as "aliota.Task"
function docs.types(path)
  local found = {}
  for _, doc in ipairs(docs.all(path)) do
    local first = doc.tags[1]
    if first and (first.name == "class" or first.name == "alias") then found[first.text:match "^[%w.]+"] = doc end
  end
  return found
end

--- What a file says of itself at its head.
---@param path string
---@return string[] paragraphs
function docs.head(path)
  local paragraphs, begun = {}, false
  for _, line in ipairs(LINES[path] or {}) do
    local text = line:match "^%-%-%s+([^%s].*)$" or line == "--" and ""
    if not text then break end
    if text ~= "" and begun then
      paragraphs[#paragraphs] = paragraphs[#paragraphs] .. " " .. text
    elseif text ~= "" then
      paragraphs[#paragraphs + 1] = text
    end
    begun = text ~= ""
  end
  return paragraphs
end

--- The first sentence of a text.
---@param text string
---@return string
function docs.sentence(text)
  return (text:match "^(.-)[.:;]%s" or text:match "^(.-)%.?$")
end

return docs
