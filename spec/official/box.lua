-- A sandbox in a child process, which runs on the Lua that runs the specs.
local sandbox = require "aliota.sandbox"
local with = require "spec.official.with"

local LUA = require "spec.support.interpreter"

local box = {}

---@param options table|nil of a sandbox
---@return table running
function box.start(options)
  return assert(sandbox.start(with({lua = LUA}, options)))
end

return box
