-- What visitors are told of an error: its kind and its code. What else there is to say may name hosts, proxies and
-- people, and is for the log.
local errors = require "aliota.api.errors"
local text = require "aliota.show.text"

--- Makes a failure of what a call returned, or a function raised.
---@param err aliota.Error|any
---@param at number    epoch seconds
---@param code string  of what is no error object
---@return aliota.nginx.Failure
return function(err, at, code)
  if not errors.is(err) then return {kind = "feed", code = code, at = at} end
  return {kind = err.kind, code = err.code and text.line(err.code) or nil, at = at}
end
