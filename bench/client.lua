-- What runs a client of a sandbox: keys in the environment, as a client finds them, then the program with the endpoint
-- and the batch.
local shell = require "bench.shell"

local FORM = "ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s %s %s %s"

---@param program string  a command line
---@param sandbox {credentials: table, endpoint: string, job_id: string}
---@return string
return function(program, sandbox)
  local keys, quote = sandbox.credentials, shell.quote
  return FORM:format(quote(keys.access_key_id), quote(keys.access_key_secret), program, quote(sandbox.endpoint),
    quote(sandbox.job_id))
end
