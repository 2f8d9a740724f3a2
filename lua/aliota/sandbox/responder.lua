-- Turns a request, as a plain table, into an answer: no network, no clock of its own. Whatever the request is, the
-- answer is an envelope with a RequestId.
--
-- There are two clocks. The world's is where hours pass at will, or time stands still: tasks are dated by it. The
-- gateway's is the machine's: timestamps are judged by it, as clients sign by that, whatever becomes of the world. The
-- Date header of an answer is the time of who gave it: of the world, once a call has been accepted, so that a client
-- tells ages by the clock that dates tasks; of the gateway, where that has turned a call away, so that a client whose
-- timestamp was refused sets its clock by the one that has refused it. The service itself has one clock for both.

local needed = require "aliota.util.needed"
local rand = needed "openssl.rand"

local accounts = require "aliota.sandbox.accounts"
local bodies = require "aliota.sandbox.chaos.bodies"
local chaos = require "aliota.sandbox.chaos"
local control = require "aliota.sandbox.control"
local counters = require "aliota.sandbox.counters"
local format = require "aliota.sandbox.format"
local gateway = require "aliota.sandbox.gateway"
local identity = require "aliota.sandbox.identity"
local json = require "aliota.sandbox.json_body"
local merge = require "aliota.util.merge"
local quota = require "aliota.sandbox.operation_quota"
local refusal = require "aliota.sandbox.refusal"
local refusals = require "aliota.sandbox.chaos.refusals"
local rows = require "aliota.sandbox.chaos.row_faults"
local service = require "aliota.sandbox.service"
local throttle = require "aliota.sandbox.throttle"
local time = require "aliota.sandbox.service_time"
local wire = require "aliota.sandbox.chaos.wire"
local world = require "aliota.sandbox.world"

---@class aliota.sandbox.Request
---@field method string
---@field path string
---@field query string|nil  raw, without the question mark
---@field headers table<string, string>|nil  by lower-case name
---@field body string|nil

---@class aliota.sandbox.Response
---@field status integer
---@field headers table<string, string>
---@field body string
---@field private wire table<string, Strike>|nil  faults for whoever sends the answer

local responder = {}

---@class aliota.sandbox.Responder
---@field credentials aliota.Credentials
---@field job_id string
---@field private world SandboxWorld
local Responder = {}
Responder.__index = Responder

-- The sandbox's own key pair, and the users.
local function all_users(credentials, users)
  local all = {credentials}
  for _, user in ipairs(users) do all[#all + 1] = user end
  return all
end

---@param options table checked options, see options.lua
function responder.new(options)
  local own_world = world.new(options)
  local credentials = {
    access_key_id = options.access_key_id,
    access_key_secret = options.access_key_secret,
    security_token = options.security_token,
  }
  local users = accounts.new(all_users(credentials, options.users), function() return own_world:now() end)
  local self = setmetatable({
    credentials = credentials,
    world = own_world,
    job_id = own_world.batches[1].id,
    clock = options.clock,
    log = options.log,
    gateway = gateway.new(users, options.clock),
    identity = identity.new(users, options),
    service = service.new(own_world),
    throttle = throttle.new(quota.new(options.qps, options.monotime, options.throttled_calls == "counted"), options),
    chaos = chaos.new(options.seed, options.chaos),
    counters = counters.new(options.monotime),
  }, Responder)
  self.control = control.new {world = own_world, chaos = self.chaos, counters = self.counters}
  return self
end

-- A59D3BE1-E9A3-43F3-9B50-B7C8DE165D9B
local CONTROL = "[" .. require("aliota.util.ascii").CONTROL .. "]"
local REQUEST_ID = ("XXXX-XX-XX-XX-XXXXXX"):gsub("X", "%%02X")

local function new_request_id()
  return REQUEST_ID:format(rand.bytes(16):byte(1, -1))
end

-- A message may quote what a client sent, and JSON must be UTF-8 whatever that was.
local function ascii(text)
  return (text:gsub("[\128-\255]", "?"))
end

local function members_of(rejection, status, request_id, request)
  local code, message = rejection.code, ascii(rejection.message)
  if status == 200 then
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
local function logged_call(call, members)
  local operation = service.operation(call.action)
  local words = {}
  for _, name in ipairs(operation and operation.parameters or {}) do
    local value = call.parameters[members[name] or name]
    if value then words[#words + 1] = name .. "=" .. value end
  end
  return call.action .. " " .. table.concat(words, " ")
end

function Responder:write_log(line)
  if not self.log then return end
  local printable = line:gsub(CONTROL, "?")
  self.log(os.date("!%H:%M:%S ", math.floor(self.clock())) .. printable)
end

-- Faults are told, as nobody could make sense of the client's next steps otherwise.
local function names_of(strikes)
  local names = {}
  for kind in pairs(strikes) do names[#names + 1] = kind end
  table.sort(names)
  return names[1] and " chaos: " .. table.concat(names, " ") or ""
end

-- Whatever Code a good answer has.
local function outcome_of(members) return members.Success and "Success" or members.Code end

function Responder:log_answer(request, answer, strikes)
  if not self.log then return end
  local call, members = answer.call, answer.members
  local request_text = call and logged_call(call, self.service.dialect.members) or request.path
  self:write_log(("%s %s -> %d %s %s%s"):format(
    request.method, request_text, answer.status, outcome_of(members), members.RequestId, names_of(strikes)))
end

-- What a good answer has for Code, by what `success_code` says.
local CODES = {absent = nil, empty = "", null = json.null}

-- Returns `members`, `status`, `headers` if there are any, and if it was accepted `call` and `present`, the world's
-- time before it was looked at.
function Responder:answer(request, strikes, skew)
  local request_id, call, present = new_request_id(), nil, self.world:now()
  local ok, result = pcall(function()
    call = self.gateway:accept(request, skew)
    self.throttle:admit(call.account, call.action)
    refusals.raise(strikes, function(seconds) self.throttle:refuse(seconds) end)
    return self.service:answer(call.action, call.parameters)
  end)
  if ok then
    result.Success, result.RequestId, result.Code = true, request_id, CODES[self.world.options.success_code]
    return {members = result, status = 200, call = call, present = present}
  end
  if not refusal.is(result) then
    self:write_log("internal error: " .. tostring(result))
    result = refusal.INTERNAL_ERROR
  end
  local status = result.is_business and self.world.options.refusal_status or result.status
  return {
    members = members_of(result, status, request_id, request),
    status = status,
    headers = result.headers,
    call = call,
    present = call and present,
  }
end

-- As far as it can be told before anything is checked: faults strike, and counters count, whoever asks.
local function action_of(request)
  local action = request.headers["x-acs-action"]
    or ("&" .. request.query):match("&Action=([A-Za-z0-9]+)") or ("&" .. request.body):match("&Action=([A-Za-z0-9]+)")
  return service.operation(action) and action
end

-- Every answer is dated, whoever gives it.
local function dated(response, epoch)
  response.headers.date = time.http_date(epoch)
  return response
end

function Responder:render(request, answer, skew)
  local as_xml = answer.members.HostId and self.world.options.refusal_format == "xml"
  local body, content_type = format.render(request, answer.call and answer.call.action, answer.members, as_xml)
  local headers = merge({["content-type"] = content_type}, answer.headers)
  return dated({status = answer.status, headers = headers, body = body}, (answer.present or self.clock()) + skew)
end

--- Answers one request, whatever a client sent.
---@param request aliota.sandbox.Request
---@param sleep (fun(seconds: number))|nil  waits while a request that chaos delays is still on its way: it is judged,
---and counts against the quota, when it arrives; without, it arrives at once
---@return aliota.sandbox.Response
function Responder:handle(request, sleep)
  request = {
    method = request.method,
    path = request.path or "",
    query = request.query or "",
    headers = request.headers or {},
    body = request.body or "",
  }
  local beside = self.control:answer(request) or self.identity:answer(request)
  if beside then return dated(beside, self.clock()) end
  local action = action_of(request)
  local strikes = self.chaos:strike(action)
  if sleep and strikes.latency then wire.travel(strikes.latency, sleep) end
  local skew = strikes.clock_skew and strikes.clock_skew.seconds or 0
  local answer = self:answer(request, strikes, skew)
  self:log_answer(request, answer, strikes)
  self.counters:count(action, answer.call and answer.call.account, outcome_of(answer.members))
  local response = self:render(request, answer, skew)
  rows.change(response, strikes)
  response.body = self.service:respell(response.body)
  if next(strikes) then
    bodies.change(response, strikes)
    response.wire = strikes
  end
  return response
end

--- Answers what could not even be read as a request.
---@local
---@param problem string what is wrong with it
---@return aliota.sandbox.Response
function Responder:malformed(problem)
  local request = {query = "", body = "", headers = {}}
  local rejection = refusal.malformed("The request is malformed: " .. problem .. ".")
  local members = members_of(rejection, rejection.status, new_request_id(), request)
  self:write_log(("malformed request: %s -> %d %s %s"):format(
    problem, rejection.status, members.Code, members.RequestId))
  self.counters:count(nil, nil, members.Code)
  return self:render(request, {members = members, status = rejection.status}, 0)
end

return responder
