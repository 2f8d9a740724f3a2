-- Lines from whoever is at the prompt: edited and completed by lua-readline where that is there, else as they come.
local complete = require "aliota.repl.complete"
local needed = require "aliota.util.needed"
local terminal = require "aliota.show.terminal"

local function plain(prompt)
  io.write(prompt)
  io.flush()
  return io.read()
end

local function set_completion(readline)
  readline.set_complete_function(function(line, from, to)
    readline.set_completion_append_character "" -- for this word; a blank otherwise
    return complete(line:sub(1, from - 1), line:sub(from, to - 1), _G)
  end)
end

--- Makes what reads a line.
---@return fun(prompt: string): string|nil  nil at the end
---@return boolean completes
---@return string|nil missing  what would make it complete
return function()
  local there, readline = pcall(require, "readline")
  if not terminal.is(io.stdin) then return plain, false end
  if not there then return plain, false, needed.absence(readline) end
  set_completion(readline)
  return readline.readline, true
end
