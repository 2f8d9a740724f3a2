-- A page of help as lines of Lua for the terminal: code to run, and comments, no wider than it is.
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"

local lua_page = {}

local LEAST_WIDTH = 40
local MARK, INDENT = "-- ", "  "

local function width() return math.max(LEAST_WIDTH, terminal.width()) end

--- Adds a text as comments.
---@param lines string[]
---@param said string
function lua_page.comment(lines, said)
  for _, line in ipairs(text.wrap(said, width() - #MARK)) do lines[#lines + 1] = MARK .. line end
end

local function definition(lines, name, said, room)
  local indent = (" "):rep(room)
  for i, line in ipairs(text.wrap(said, width() - #MARK - room)) do
    lines[#lines + 1] = MARK .. (i == 1 and name .. (" "):rep(room - text.width(name)) or indent) .. line
  end
end

--- Adds comments of names and texts, in two columns.
---@param lines string[]
---@param list {name: string, text: string}[]
function lua_page.definitions(lines, list)
  local room = 0
  for _, item in ipairs(list) do room = math.max(room, text.width(item.name) + 2) end
  for _, item in ipairs(list) do definition(lines, item.name, item.text, room) end
end

-- The parts of a line of code between which it may be broken: behind commas within brackets, where a line of Lua is not
-- at its end. Nothing within quotes is looked at.
local function parts_of(code)
  local parts, from, depth, quote, at = {}, 1, 0, nil, 1
  while at <= #code do
    local character = code:sub(at, at)
    if quote then
      if character == quote then quote = nil elseif character == "\\" then at = at + 1 end
    elseif character == "\"" or character == "'" then
      quote = character
    elseif character:find "[({[]" then
      depth = depth + 1
    elseif character:find "[])}]" then
      depth = depth - 1
    elseif depth > 0 and code:find("^, ", at) then
      parts[#parts + 1], from = code:sub(from, at), at + 2
    end
    at = at + 1
  end
  parts[#parts + 1] = code:sub(from)
  return parts
end

--- Adds a line to run, over several lines where it is too long for one.
---@param lines string[]
---@param code string
function lua_page.code(lines, code)
  local line
  for _, part in ipairs(parts_of(code)) do
    local longer = line and line .. " " .. part or part
    if line and text.width(longer) > width() then
      lines[#lines + 1] = line
      longer = INDENT .. part
    end
    line = longer
  end
  lines[#lines + 1] = line
end

-- The widest of what takes no more than half of the terminal.
local function column_of(list)
  local longest, room = math.floor(width() / 2), 0
  for _, item in ipairs(list) do
    local needed = text.width(item.code)
    if needed <= longest then room = math.max(room, needed) end
  end
  return room + 2
end

--- Adds lines to run, each with what it does beside it, or below it where there is no room.
---@param lines string[]
---@param list {code: string, text: string}[]
function lua_page.remarks(lines, list)
  local column = column_of(list)
  for _, item in ipairs(list) do
    local blanks, remark = column - text.width(item.code), MARK .. item.text
    if blanks >= 2 and column + text.width(remark) <= width() then
      lines[#lines + 1] = item.code .. (" "):rep(blanks) .. remark
    else
      lua_page.code(lines, item.code)
      for _, line in ipairs(text.wrap(item.text, width() - #INDENT - #MARK)) do
        lines[#lines + 1] = INDENT .. MARK .. line
      end
    end
  end
end

return lua_page
