-- How a call is signed, step by step and without a secret; and, held against what the service says it has signed,
-- where the two part.
local Difference = require "aliota.explain.difference"
local blame = require "aliota.util.blame"
local encode = require("aliota.core").sign.encode
local errors = require "aliota.api.errors"
local mask = require "aliota.call.mask"
local decode = require "aliota.util.percent_decode"
local parts = require "aliota.explain.parts"
local quoted = require "aliota.explain.quoted"
local sha256 = require("aliota.core").sign.sha256
local snippets = require "aliota.explain.snippets"
local utc = require "aliota.util.utc"

---@class aliota.Explanation
---@field action string
---@field signature "v3"|"v1"
---@field method string
---@field url string
---@field headers string[]                "Name: value" lines
---@field canonical_query string
---@field canonical_request string|nil    of V3
---@field string_to_sign string
---@field curl string    a shell script that signs the same call anew by openssl, with keys of the environment
---@field lua string     the same with this library
---@field python string  and with Python's own library
---@field node string    and with Node's
local Explanation = {}
Explanation.__index = Explanation
Explanation.__name = "aliota.Explanation"

local NAMES = {v3 = "signature V3 (ACS3-HMAC-SHA256)", v1 = "RPC signature 1.0 (HMAC-SHA1)"}

local function section(title, text)
  return ("\n%s\n  %s\n"):format(title, (text:gsub("\n([^\n])", "\n  %1")))
end

function Explanation:__tostring()
  local canonical = self.canonical_request and section("Canonical request", self.canonical_request)
    or section("Canonical query", self.canonical_query)
  return ("%s, %s\n"):format(self.action, NAMES[self.signature])
    .. section("Request", ("%s %s\n%s"):format(self.method, self.url, table.concat(self.headers, "\n")))
    .. canonical
    .. section("String to sign", self.string_to_sign)
    .. "\nTo run it elsewhere, with keys of the environment: .curl, .lua, .python, .node\n"
    .. "When the service answers SignatureDoesNotMatch: explanation:compare(err)"
end

-- Names of what is new in every request.
local FRESH = {
  v3 = {time = "x-acs-date", nonce = "x-acs-signature-nonce"}, v1 = {time = "Timestamp", nonce = "SignatureNonce"},
}

-- Time and nonce of a request of ours that the service quotes, so that nothing else can differ. What is not written as
-- it should be is left to be found as a difference.
local function fresh_of(theirs, signature)
  local names, found = FRESH[signature], {}
  for _, part in ipairs(parts[signature](theirs)) do
    local value = signature == "v1" and decode(part.value) or part.value
    local is_canonical = signature == "v3" or encode(value) == part.value
    if is_canonical and value ~= "" and part.name then found[part.name] = value end
  end
  return utc.parse(found[names.time]), found[names.nonce]
end

-- Where the texts are the same: in the token, which is masked in them, or in the key.
local function unseen_difference(ours, theirs, key_id)
  if ours ~= theirs and not theirs:find("***", 1, true) then
    return "The texts differ in the security token alone: that request was signed with another one."
  end
  return ("Both sides signed the same text, so it is the secret that does not belong to the access key id %s.")
    :format(key_id)
end

--- Finds the first byte in which our text differs from the one that the service says it has signed. Time and nonce are
--- taken from the service's text, as they are new in each request.
---@usage client:explain("QueryOTAJob", {JobId = job_id}):compare "server canonical request is:…"
---@param message string|aliota.Error  a refusal with code SignatureDoesNotMatch or IncompleteSignature, or its message
---@return aliota.Difference|nil
---@return aliota.Error|nil  why they can't be compared
function Explanation:compare(message)
  local text = errors.is(message) and message.message or message
  if type(text) ~= "string" then blame("compare: an error or its message expected, not a " .. type(text)) end
  local theirs, problem = quoted[self.signature](text)
  if not theirs then return nil, errors.new {code = "NotComparable", action = self.action, message = problem} end
  return self.against(theirs)
end

-- In a closure, so that no dump of an explanation shows keys.
local function comparer(account, operation, flat, keys)
  local signature = account.config.signature
  return function(theirs)
    local _, ours = account:sign(operation, flat, keys, fresh_of(theirs, signature))
    local our_view, their_view = mask(ours, keys), mask(theirs, keys)
    if our_view ~= their_view then return Difference.between(our_view, their_view, parts[signature]) end
    return Difference.elsewhere(unseen_difference(ours, theirs, keys.access_key_id))
  end
end

local function masked(lines, keys)
  local list = {}
  for i, line in ipairs(lines) do list[i] = mask(line, keys) end
  return list
end

--- Explains a call. Sends none.
---@param account aliota.Account
---@param operation aliota.Operation
---@param flat table<string, string>  what is sent
---@param params table                what the caller gave
---@return aliota.Explanation|nil
---@return aliota.Error|nil
return function(account, operation, flat, params)
  local keys, problem = account:prepare()
  if not keys then return nil, errors.new {kind = "credentials", action = operation.name, message = problem} end
  local signature = account.config.signature
  local request, signed = account:sign(operation, flat, keys)
  local self = snippets(account.config, operation, parts[signature](signed), params)
  self.action, self.signature, self.method = operation.name, signature, request.method
  self.url, self.headers = mask(request.url, keys), masked(request.headers, keys)
  self.canonical_request = signature == "v3" and mask(signed, keys) or nil
  self.canonical_query = mask(request.url:match "%?(.*)$" or "", keys):gsub("&Signature=.*$", "")
  self.string_to_sign = signature == "v3" and "ACS3-HMAC-SHA256\n" .. sha256(signed) or mask(signed, keys)
  self.against = comparer(account, operation, flat, keys)
  return setmetatable(self, Explanation)
end
