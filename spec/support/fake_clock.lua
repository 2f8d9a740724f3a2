-- Scripts whose process has another clock than this machine: libfaketime's, which they set as they go.
local shell = require "spec.support.shell"

local LUA = rawget(_G, "jit") and "luajit" or "lua5.4"

-- Where Debian has it.
local LIBRARY = shell.run "ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null":match "[^\n]+"

-- `set` moves the time of day, such as by "+1d" or "-90"; "+0": to what it is.
local HEAD = [[
local function set(offset)
  local path = os.getenv "FAKETIME_TIMESTAMP_FILE"
  local file = assert(io.open(path .. ".new", "w"))
  file:write(offset, "\n")
  file:close()
  os.rename(path .. ".new", path)
end
]]

--- The variables for a process whose clock is set by a file.
---@param file string
---@param fakes_monotonic boolean|nil  whether the clock that nobody sets is moved, too
---@return table<string, string>
local function variables(file, fakes_monotonic)
  return {
    LD_PRELOAD = LIBRARY, FAKETIME_TIMESTAMP_FILE = file, FAKETIME_NO_CACHE = "1",
    FAKETIME_DONT_FAKE_MONOTONIC = fakes_monotonic and "0" or "1",
  }
end

--- Runs a script, in which `set` is known.
---@param script string
---@param fakes_monotonic boolean|nil
---@return string output of both kinds
---@return integer status
local function run(script, fakes_monotonic)
  local path, file = os.tmpname(), os.tmpname()
  for name, text in pairs {[path] = HEAD .. script, [file] = "+0\n"} do
    local handle = assert(io.open(name, "w"))
    handle:write(text)
    handle:close()
  end
  local words = {}
  for name, value in pairs(variables(file, fakes_monotonic)) do words[#words + 1] = name .. "=" .. value end
  local output, status = shell.run(("%s timeout 120 %s %s"):format(table.concat(words, " "), LUA, path))
  os.remove(path)
  os.remove(file)
  return output, status
end

return {run = run, variables = variables}
