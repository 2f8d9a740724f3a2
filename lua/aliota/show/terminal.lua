-- The terminal that this process writes to, if it writes to one: to standard output, or to the stream that is named.

pcall(require, "term") -- now, rather than when a worker of nginx draws something

local terminal = {}

local DEFAULT_COLUMNS, DEFAULT_ROWS = 80, 24

--- Whether a stream is one. lua-term knows; without it nothing is taken for a terminal.
---@param stream file*|nil  standard output
---@return boolean
function terminal.is(stream)
  local there, term = pcall(require, "term")
  return there and term.isatty(stream or io.stdout) or false
end

local function positive(text)
  local count = tonumber((text or ""):match "^%d+")
  return count and count > 0 and count or nil
end

local function asked_of_terminal(stream)
  if not terminal.is(stream) then return nil end
  local pipe = io.popen "stty size 2>/dev/null </dev/tty"
  local rows, columns = pipe:read("*a"):match "^(%d+) (%d+)"
  pipe:close()
  return columns, rows
end

--- How many columns and rows it has: COLUMNS and LINES of the environment, else what the terminal says, else 80 and 24.
---@param stream file*|nil  standard output
---@return integer columns
---@return integer rows
function terminal.size(stream)
  local columns, rows = asked_of_terminal(stream)
  return positive(os.getenv "COLUMNS") or positive(columns) or DEFAULT_COLUMNS,
    positive(os.getenv "LINES") or positive(rows) or DEFAULT_ROWS
end

--- How many columns it has.
---@param stream file*|nil  standard output
---@return integer
function terminal.width(stream)
  return positive(os.getenv "COLUMNS") or (terminal.size(stream))
end

--- Whether to write in colour: to a terminal that has some, unless NO_COLOR (https://no-color.org) is set to anything.
---@param stream file*|nil  standard output
---@return boolean
function terminal.has_colour(stream)
  if (os.getenv "NO_COLOR" or "") ~= "" or os.getenv "TERM" == "dumb" then return false end
  return terminal.is(stream)
end

return terminal
