-- A sandbox without network for specs, at the time at which the signer signs.

local cjson = require "cjson"
local sandbox = require "aliota.sandbox"
local signer = require "spec.support.signer"

local support = {}

function support.new(changes)
  local options = {clock = function() return signer.NOW end, job_id = signer.JOB}
  for name, value in pairs(changes or {}) do options[name] = value end
  return sandbox.new(options)
end

--- The answer's members and its HTTP status.
function support.ask(box, request)
  local response = box:handle(request)
  return cjson.decode(response.body), response.status
end

return support
