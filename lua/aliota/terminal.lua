-- The terminal that this process writes to, if it writes to one.

local terminal = {}

local DEFAULT_WIDTH = 80

-- lua-term knows; without it nothing is taken for a terminal.
local function is_terminal()
  local there, term = pcall(require, "term")
  return there and term.isatty(io.stdout) or false
end

local function columns(text)
  local count = tonumber((text or ""):match "^%d+")
  return count and count > 0 and count or nil
end

local function asked_of_terminal()
  if not is_terminal() then return nil end
  local pipe = io.popen "stty size </dev/tty 2>/dev/null"
  local _, width = pipe:read("*a"):match "^(%d+) (%d+)"
  pipe:close()
  return width
end

--- How many columns it has: COLUMNS of the environment, else what the terminal says, else 80.
---@return integer
function terminal.width()
  return columns(os.getenv "COLUMNS") or columns(asked_of_terminal()) or DEFAULT_WIDTH
end

--- Whether to write in colour: to a terminal that has some, unless NO_COLOR (https://no-color.org) is set to anything.
---@return boolean
function terminal.has_colour()
  if (os.getenv "NO_COLOR" or "") ~= "" or os.getenv "TERM" == "dumb" then return false end
  return is_terminal()
end

return terminal
