-- Turns a request, as a plain table, into an answer: no network, no clock of its own. Whatever the request is, the
-- answer is an envelope with a RequestId.

local rand = require "openssl.rand"

local batch = require "aliota.sandbox.batch"
local format = require "aliota.sandbox.format"
local gateway = require "aliota.sandbox.gateway"
local refusal = require "aliota.sandbox.refusal"
local service = require "aliota.sandbox.service"

---@class SandboxRequest
---@field method string
---@field path string
---@field query string? raw, without the question mark
---@field headers table<string, string>? by lower-case name
---@field body string?

---@class SandboxResponse
---@field status integer
---@field headers table<string, string>
---@field body string

local responder = {}

local Responder = {}
Responder.__index = Responder

---@param options table checked options, see options.lua
function responder.new(options)
  local job_id = options.job_id or batch.job_id(options.seed)
  local credentials = {
    access_key_id = options.access_key_id,
    access_key_secret = options.access_key_secret,
    security_token = options.security_token,
  }
  return setmetatable({
    credentials = credentials,
    job_id = job_id,
    clock = options.clock,
    log = options.log,
    gateway = gateway.new(credentials, options.clock),
    service = service.new {
      instance_id = options.instance_id,
      batch = batch.new {
        seed = options.seed,
        devices = options.devices,
        job_id = job_id,
        timeout_minutes = options.timeout_minutes,
      },
    },
  }, Responder)
end

-- A59D3BE1-E9A3-43F3-9B50-B7C8DE165D9B
local function new_request_id()
  local digits = rand.bytes(16):gsub(".", function(byte) return ("%02X"):format(byte:byte()) end)
  return (digits:gsub("^(%x%x%x%x%x%x%x%x)(%x%x%x%x)(%x%x%x%x)(%x%x%x%x)", "%1-%2-%3-%4-"))
end

-- A message may quote what a client sent, and JSON must be UTF-8 whatever that was.
local function ascii(text)
  return (text:gsub("[\128-\255]", "?"))
end

local function refused(refused_with, request_id, request)
  local code, message = refused_with.code, ascii(refused_with.message)
  if refused_with.status == 200 then
    return {Success = false, RequestId = request_id, Code = code, ErrorMessage = message}
  end
  return {
    RequestId = request_id,
    HostId = ascii(request.headers.host or ""),
    Code = code,
    Message = message,
    Recommend = ("https://api.alibabacloud.com/troubleshoot?q=%s&product=Iot&requestId=%s"):format(code, request_id),
  }
end

-- Only what the operation documents is logged: signatures, tokens and keys are parameters, too.
local function logged_parameters(call)
  local operation = service.operation(call.action)
  local words = {}
  for _, name in ipairs(operation and operation.parameters or {}) do
    local value = call.parameters[name]
    if value then words[#words + 1] = name .. "=" .. value end
  end
  return table.concat(words, " ")
end

function Responder:write_log(line)
  if not self.log then return end
  local printable = line:gsub("%c", "?")
  self.log(os.date("!%H:%M:%S ", math.floor(self.clock())) .. printable)
end

function Responder:log_answer(request, call, status, members)
  if not self.log then return end
  local asked = call and call.action .. " " .. logged_parameters(call) or request.path
  self:write_log(("%s %s -> %d %s %s"):format(
    request.method, asked, status, members.Code or "Success", members.RequestId))
end

-- Returns the members of the answer and its HTTP status.
function Responder:answer(request, request_id)
  local call
  local ok, result = pcall(function()
    call = self.gateway:accept(request)
    return self.service:answer(call.action, call.parameters)
  end)
  if ok then
    result.Success, result.RequestId = true, request_id
    return result, 200, call
  end
  if not refusal.is(result) then
    self:write_log("internal error: " .. tostring(result))
    result = refusal.INTERNAL_ERROR
  end
  return refused(result, request_id, request), result.status, call
end

--- Answers one request, whatever a client sent.
---@param request SandboxRequest
---@return SandboxResponse
function Responder:handle(request)
  request = {
    method = request.method,
    path = request.path,
    query = request.query or "",
    headers = request.headers or {},
    body = request.body or "",
  }
  local members, status, call = self:answer(request, new_request_id())
  self:log_answer(request, call, status, members)
  local body, content_type = format.render(request, call and call.action, members)
  return {
    status = status,
    headers = {
      ["content-type"] = content_type,
      -- The clock by which timestamps were judged, so that a client can find out how wrong its own is.
      ["date"] = os.date("!%a, %d %b %Y %H:%M:%S GMT", math.floor(self.clock())),
    },
    body = body,
  }
end

return responder
