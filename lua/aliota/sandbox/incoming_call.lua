-- What both signature schemes have in common once a request is read.

local form = require "aliota.sandbox.form"
local refusal = require "aliota.sandbox.refusal"

---@class Call
---@field action string?
---@field version string?
---@field access_key_id string?
---@field timestamp string?
---@field nonce string?
---@field security_token string?
---@field signature string? as the client computed it
---@field parameters table<string, string> decoded, of the operation; V1 has its common parameters among them
---@field account string? whose call it is, once that is sure
---@field sent_as table<string, string> common parameter to the header it travels in, for messages
---@field sign fun(secret: string): string, string the server's signature, and the text that says what was signed

local call = {}

--- Decodes parameters into a table, or refuses the request.
---@param text string
---@param parameters table<string, string>
function call.read_parameters(text, parameters)
  if not form.read(text, parameters) then
    refusal.gateway("InvalidParameter.Format", "A parameter holds a malformed percent escape.")
  end
end

--- An empty value counts as not sent.
---@param value string?
---@return string?
function call.non_empty(value)
  if value ~= "" then return value end
  return nil
end

return call
