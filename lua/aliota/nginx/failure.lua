-- What a reader is told of an error: plain texts that can be stored and shown.
local errors = require "aliota.errors"
local text = require "aliota.text"

local function shown(value)
  return value and text.printable(value) or nil
end

--- Makes a failure of what a call returned, or a function raised.
---@param err aliota.Error|any
---@param at number epoch seconds
---@return aliota.nginx.Failure
return function(err, at)
  if not errors.is(err) then return {kind = "feed", message = text.printable(err), at = at} end
  return {
    kind = err.kind, code = shown(err.code), message = text.printable(err.message), hint = shown(err.hint), at = at,
  }
end
