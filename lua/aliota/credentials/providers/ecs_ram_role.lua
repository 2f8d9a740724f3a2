-- Keys of the RAM role of the ECS instance that this runs on, by its metadata service (Credentials, ECS metadata).
local endpoint = require "aliota.call.endpoint"
local json = require("aliota.core").json
local keys = require "aliota.credentials.keys"
local step = require "aliota.credentials.step"
local variable = require "aliota.util.variable"

local ADDRESS = "http://100.100.100.200"
local TOKEN_PATH, KEYS_PATH = "latest/api/token", "latest/meta-data/ram/security-credentials/"
local TOKEN_LIFE = "X-aliyun-ecs-metadata-token-ttl-seconds: 21600" -- seconds; the most there is
local TOKEN_HEADER = "X-aliyun-ecs-metadata-token: "
local TIMEOUT = 1 -- seconds; to connect, too: where there is no such service nobody refuses the connection

---@class aliota.EcsRamRole
---@field role_name string|nil          nil: ALIBABA_CLOUD_ECS_METADATA, or the one that the service names
---@field disable_imds_v1 boolean|nil   nil: ALIBABA_CLOUD_IMDSV1_DISABLED
---@field metadata_endpoint string|nil  nil: the address that all instances know

local function exchange(method, url, header, go_on)
  return step.ask({
    method = method, url = url, headers = {"Content-Type:", header}, body = method == "PUT" and "" or nil,
    timeout = TIMEOUT, connect_timeout = TIMEOUT, is_near = true,
  }, go_on)
end

-- A text of one line; a page of a proxy or a portal is none.
local function line_of(answer, pattern)
  return answer.status == 200 and answer.body:match("^%s*(" .. pattern .. ")%s*$") or nil
end

local function failed(what, answer, failure)
  local problem = failure and failure.message
    or ("%s: HTTP %d, and not what a metadata service answers"):format(what, answer.status)
  return step.failed(problem, answer, failure)
end

-- Before a role is known, who answers may as well be something else.
local function unclear(what, answer, failure)
  local last = failed(what, answer, failure)
  return step.doubtful(last.problem, last.is_transient)
end

-- A service that hands tokens out and then takes none is asked once more without, unless that is switched off.
local function get(service, path, go_on)
  local header = service.token and TOKEN_HEADER .. service.token
  return exchange("GET", service.url .. KEYS_PATH .. path, header, function(answer, failure)
    service.is_there = service.is_there or answer ~= nil
    local is_refused = answer and answer.status ~= 200 and answer.status ~= 404
    if not is_refused or not service.token or service.v2_only then return go_on(answer, failure) end
    service.token = nil
    return get(service, path, go_on)
  end)
end

local function read_keys(account, role_name)
  return function(answer, failure)
    if answer and answer.status == 404 then
      return step.none(("the instance has no RAM role %q; is the name right?"):format(role_name))
    end
    local members = answer and answer.status == 200 and json.decode(answer.body, true)
    if type(members) ~= "table" then return failed(("keys of the role %q"):format(role_name), answer, failure) end
    if members.Code ~= "Success" then return step.none(("Code is %q, not Success"):format(tostring(members.Code))) end
    return keys.read(members, keys.OF_SERVICE, account:time() + keys.UNSTATED)
  end
end

local function ask_for_keys(account, service, role_name)
  if role_name then return get(service, role_name, read_keys(account, role_name)) end
  return get(service, "", function(answer, failure)
    local found = answer and line_of(answer, "[%w@._-]+")
    if found then return get(service, found, read_keys(account, found)) end
    if answer and answer.status == 404 then return step.absent "the instance has no RAM role" end
    return unclear("name of the role", answer, failure)
  end)
end

-- Where nobody has answered there is probably no such service, and will be none the next time.
local function unless_alone(service, role_name, first)
  return step.after(first, function(last)
    if last.keys or service.is_there then return last end
    return (role_name and step.doubtful or step.absent)(last.problem)
  end)
end

--- The second version of the service wants a token first. Where there is none the first version is asked, unless that
--- is switched off, or nobody is there at all.
---@param options aliota.EcsRamRole
---@return fun(account: aliota.Account): aliota.Step
return function(options)
  return function(account)
    if variable.is_on "ALIBABA_CLOUD_ECS_METADATA_DISABLED" then
      return step.absent "switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED"
    end
    local place, problem = endpoint.parse(options.metadata_endpoint or ADDRESS)
    if not place then return step.none(problem) end
    local role_name = options.role_name or variable.get "ALIBABA_CLOUD_ECS_METADATA"
    local v2_only = options.disable_imds_v1 or variable.is_on "ALIBABA_CLOUD_IMDSV1_DISABLED"
    return exchange("PUT", place.url .. TOKEN_PATH, TOKEN_LIFE, function(answer, failure, sent)
      local token = answer and line_of(answer, "[%w+/=_.-]+")
      local service = {url = place.url, token = token, v2_only = v2_only, is_there = answer ~= nil}
      local cannot = not token and (v2_only or not sent)
      local next_one = cannot and unclear("token", answer, failure) or ask_for_keys(account, service, role_name)
      return unless_alone(service, role_name, next_one)
    end)
  end
end
