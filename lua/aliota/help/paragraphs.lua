-- Lines of Lua for the terminal: code, and comments no wider than it is.
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"

local layout = {}

local LEAST_WIDTH = 40
local MARK = "-- "

local function width() return math.max(LEAST_WIDTH, terminal.width()) end

--- Adds a text as comments.
---@param lines string[]
---@param said string
function layout.comment(lines, said)
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
function layout.definitions(lines, list)
  local room = 0
  for _, item in ipairs(list) do room = math.max(room, text.width(item.name) + 2) end
  for _, item in ipairs(list) do definition(lines, item.name, item.text, room) end
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
function layout.remarks(lines, list)
  local column = column_of(list)
  for _, item in ipairs(list) do
    local blanks, remark = column - text.width(item.code), MARK .. item.text
    if blanks >= 2 and column + text.width(remark) <= width() then
      lines[#lines + 1] = item.code .. (" "):rep(blanks) .. remark
    else
      lines[#lines + 1] = item.code
      for _, line in ipairs(text.wrap(item.text, width() - 2 - #MARK)) do lines[#lines + 1] = "  " .. MARK .. line end
    end
  end
end

return layout
