-- The error object: one shape for everything the world can do to a call.
local lazy = require "aliota.util.lazy"
local error_codes = require "aliota.api.error_codes"
local text = lazy "aliota.show.text"

local errors = {}

--- What goes wrong at run time. Returned as `nil, err`, raised in a `for` loop, printable with `tostring`.
---@class aliota.Error
---@field kind "credentials"|"network"|"tls"|"timeout"|"throttled"|"http"|"api"|"decode"|"cancelled"|"file"|"rollout"|
---"sandbox"
---@field message string          without secrets; may quote what the service said, in several lines
---@field code string|nil        the service's own code (`api`, `throttled`), or one of ours, see api/error_codes.lua
---@field action string|nil      the operation
---@field status integer|nil     HTTP status, if there was an answer; of a proxy that refused, the proxy's
---@field request_id string|nil  the service's RequestId
---@field detail table|string|nil  of a refusal for want of permission: AccessDeniedDetail as the service sent it, with
---members such as AuthAction, AuthPrincipalDisplayName, NoPermissionType, PolicyType, EncodedDiagnosticMessage
---@field attempts table[]|nil   what was tried: {at = epoch seconds, seconds = duration, outcome = text}
---@field retryable boolean      whether the same call may succeed later, and does no harm if it has run already
---@field may_have_run boolean|nil  of a call: whether the operation may have been carried out all the same
---@field cause aliota.Error|nil of a deadline that passed: how the last attempt ended; of a plan: why its journal could
---                               not be written
---@field cursor string|nil      of a listing: goes on after the last row that was handed out
---@field hint string|nil        what to do

---@class aliota.ErrorKind          what is known of all errors of a kind, unless their code says otherwise
---@field retryable boolean|nil
---@field is_unreached boolean|nil  of calls: nobody was reached who knows the operation, as in a region that is none
---@field hint string|nil

---@type table<string, aliota.ErrorKind>
errors.KINDS = {
  credentials = {
    hint = "pass credentials, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure the "
      .. "vendor's command line: aliyun configure",
  },
  network = {
    retryable = true, is_unreached = true,
    hint = "is the endpoint right and reachable from here? A proxy is taken from the proxy option or from http_proxy "
      .. "and https_proxy; proxy = false uses none",
  },
  tls = {
    is_unreached = true,
    hint = "does the endpoint speak TLS under this name, or is it http:// rather than https://? If its certificate is "
      .. "from an authority of your own, pass that authority's file as ca_file",
  },
  timeout = {
    retryable = true, is_unreached = true,
    hint = "the service or the way to it is slow; raise timeout or connect_timeout (seconds)",
  },
  throttled = {
    retryable = true,
    hint = "the account may run only so many requests a second, shared by all its users; wait and try again",
  },
  http = {
    hint = "something between here and the service answered, such as a proxy or a login page; is the endpoint right?",
  },
  api = {},
  decode = {
    retryable = true,
    hint = "something between here and the service may have changed the answer; if it stays, report the request id",
  },
  cancelled = {},
  file = {},
  rollout = {},
  sandbox = {hint = "it needs cqueues, luaossl and lua-cjson for Lua 5.4, and a port that is free"},
}

local function is_retryable(err, code, kind)
  if code.retryable ~= nil then return code.retryable end
  return kind.retryable or (err.kind == "http" or err.kind == "api") and (err.status or 0) >= 500
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
  -- Lua 5.1 would end a `%s` at NUL.
  return printable(where .. what .. ": " .. err.message .. details(err) .. hint)
end

--- Makes an error object; what is not given is what its code and its kind say.
---@param fields table `message`, and `kind` or a code that has one, at least
---@return aliota.Error
function errors.new(fields)
  local code = error_codes.of(fields.code)
  fields.kind = fields.kind or code.kind
  local kind = errors.KINDS[fields.kind]
  if fields.retryable == nil then fields.retryable = is_retryable(fields, code, kind) end
  fields.hint = fields.hint or code.hint or kind.hint
  return setmetatable(fields, meta)
end

--- Makes an error object of what the service answered: of kind `throttled` or `api`, whatever its code.
---@param fields table  `message` and `status` at least
---@return aliota.Error
function errors.refused(fields)
  local is_throttled = fields.status == 429 or error_codes.of(fields.code).kind == "throttled"
  fields.kind = is_throttled and "throttled" or "api"
  return errors.new(fields)
end

--- Makes an error object of what is wrong with a file, a stream or a function that is written to.
---@param problem any  what the system says of the file, with its name; an error object stays what it is
---@param code string|nil
---@return aliota.Error
function errors.of_file(problem, code)
  if errors.is(problem) then return problem end
  return errors.new {kind = "file", code = code, message = tostring(problem)}
end

--- What came of work on a file; a failure is raised.
---@generic T
---@param result T
---@param problem any  what the system says of the file, with its name
---@return T
function errors.checked_file(result, problem)
  if not result then error(errors.of_file(problem), 0) end
  return result
end

--- Whether a value is an error object of this library.
---@param value any
---@return boolean
function errors.is(value)
  return getmetatable(value) == meta
end

return errors
