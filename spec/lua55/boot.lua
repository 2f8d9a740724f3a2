-- What a Lua without a disk has in place of one: files are asked of host.js, and those that Lua writes stay in memory.
local open = io.open

local function ask(request, subject)
  io.stdout:write("\1", request, " ", subject, "\1")
  io.stdout:flush()
  local length = io.stdin:read "*l"
  if length == "none" then return nil end
  return io.stdin:read(tonumber(length)) or ""
end

-- A copy in memory, as whoever opens a file wants one with all its methods.
local function copy(content)
  local path = os.tmpname()
  local file = assert(open(path, "wb"))
  file:write(content)
  file:close()
  file = open(path, "rb")
  os.remove(path)
  return file
end

function io.open(path, mode)
  local file, problem, code = open(path, mode)
  if file or (mode or "r"):find "[wa]" then return file, problem, code end
  local content = ask("read", path)
  if not content then return nil, problem, code end
  return copy(content)
end

function loadfile(path, ...)
  local content = ask("read", path)
  if not content then return nil, "cannot open " .. path end
  return load(content:gsub("^#[^\n]*", ""), "@" .. path, ...)
end

function dofile(path) return assert(loadfile(path))() end

function package.searchpath(name, templates)
  local tried = {}
  for template in templates:gmatch "[^;]+" do
    local path = template:gsub("%?", (name:gsub("%.", "/")))
    if ask("read", path) then return path end
    tried[#tried + 1] = "no file '" .. path .. "'"
  end
  return nil, table.concat(tried, "\n\t")
end

package.searchers = {package.searchers[1], function(name)
  local path, tried = package.searchpath(name, package.path)
  if not path then return tried end
  return assert(loadfile(path)), path
end}

function io.popen(command) return copy(ask("run", command)) end

-- In this Lua, seconds have 32 bits.
local date = os.date

local FIELDS = {"year", "month", "day", "hour", "min", "sec", "wday", "yday"}
local LETTERS = {Y = "%04d", m = "%02d", d = "%02d", H = "%02d", M = "%02d", S = "%02d"}
local PLACES = {Y = "year", m = "month", d = "day", H = "hour", M = "min", S = "sec"}

function os.date(format, time)
  local is_there, result = pcall(date, format, time)
  if is_there or format:sub(1, 1) ~= "!" then return is_there and result or error(result, 2) end
  local fields, at = {}, 0
  for number in ask("date", time):gmatch "[-%d]+" do
    at = at + 1
    fields[FIELDS[at]] = math.tointeger(number)
  end
  if format == "!*t" then return fields end
  return (format:sub(2):gsub("%%(.)", function(letter) return LETTERS[letter]:format(fields[PLACES[letter]]) end))
end

package.path = ask("variable", "LUA_PATH_5_5") or package.path

function os.getenv(name) return ask("variable", name) end

function os.exit(status)
  ask("exit", status == true and 0 or status or 1)
  error "the end" -- of the script, as it can't end the process
end

arg = {}
local number = 0
repeat
  arg[number] = ask("argument", number)
  number = number + 1
until not arg[number - 1]
if arg[0] == "-e" then
  local program = table.remove(arg, 1)
  assert(load(program, "=(command line)"))()
else
  dofile(arg[0])
end
