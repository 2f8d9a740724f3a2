-- The error object: one shape for everything the world can do to a call.
local error_codes = require "aliota.api.error_codes"
local hint_for = require "aliota.api.hints"
local text = require "aliota.show.text"

local errors = {}

--- What goes wrong at run time. Returned as `nil, err`, raised in a `for` loop, printable with `tostring`.
---@class aliota.Error
---@field kind "credentials"|"network"|"tls"|"timeout"|"throttled"|"http"|"api"|"decode"|"cancelled"
---@field message string          without secrets; may quote what the service said, in several lines
---@field code string|nil        the service's own code (`api`, `throttled`), or what is wrong with a listing or a proxy
---@field action string|nil      the operation
---@field status integer|nil     HTTP status, if there was an answer; of a proxy that refused, the proxy's
---@field request_id string|nil  the service's RequestId
---@field detail table|string|nil  of a refusal for want of permission: AccessDeniedDetail as the service sent it, with
---members such as AuthAction, AuthPrincipalDisplayName, NoPermissionType, PolicyType, EncodedDiagnosticMessage
---@field attempts table[]|nil   what was tried: {at = epoch seconds, seconds = duration, outcome = text}
---@field retryable boolean      whether the same call may succeed later, and does no harm if it has run already
---@field may_have_run boolean|nil  of a call: whether the operation may have been carried out all the same
---@field cause aliota.Error|nil of a deadline that passed: how the last attempt ended
---@field cursor string|nil      of a listing: goes on after the last row that was handed out
---@field hint string|nil        what to do

local RETRYABLE_KINDS = {network = true, timeout = true, throttled = true, decode = true}
local PASSING = {passing = true, nonce = true} -- what codes mean, whatever the HTTP status

local function is_retryable(err)
  if RETRYABLE_KINDS[err.kind] or PASSING[error_codes.meaning(err.code) or ""] then return true end
  return (err.kind == "http" or err.kind == "api") and (err.status or 0) >= 500
end

local meta = {__name = "aliota.Error"}

local function details(err)
  local list = {}
  if err.status then list[#list + 1] = "HTTP " .. err.status end
  if err.request_id then list[#list + 1] = "request id " .. tostring(err.request_id) end
  return #list > 0 and " (" .. table.concat(list, ", ") .. ")" or ""
end

-- A message may quote the service or a proxy; no byte of it may steer a terminal or begin a line in a log.
local function printable(message) return text.printable((message:gsub("\n", "\\n"))) end

function meta.__tostring(err)
  local what = err.code and ("%s error %s"):format(err.kind, err.code) or err.kind .. " error"
  local where = err.action and err.action .. ": " or ""
  local hint = err.hint and "; hint: " .. err.hint or ""
  return printable(("%s%s: %s%s%s"):format(where, what, err.message, details(err), hint))
end

--- Makes an error object; fills in `retryable` and `hint` where they are not given.
---@param fields table `kind` and `message` at least
---@return aliota.Error
function errors.new(fields)
  if fields.retryable == nil then fields.retryable = is_retryable(fields) end
  fields.hint = fields.hint or hint_for(fields.kind, fields.code)
  return setmetatable(fields, meta)
end

--- Whether a value is an error object of this library.
---@param value any
---@return boolean
function errors.is(value)
  return getmetatable(value) == meta
end

return errors
