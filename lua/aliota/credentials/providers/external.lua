-- Keys that a program prints (Credentials, External). It runs without a shell's help, and is given a minute.
local is_nginx = require "aliota.util.is_nginx"
local json = require("aliota.core").json
local keys = require "aliota.credentials.keys"
local split = require "aliota.credentials.shell_words"
local step = require "aliota.credentials.step"
local variable = require "aliota.util.variable"

local LIMIT = 60 -- seconds
local STATUS_OF_LIMIT, STATUS_OF_MISSING = 124, 127 -- as timeout(1) and sh have them
local SWITCH = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"

local NAMES = {
  access_key_id = "access_key_id", access_key_secret = "access_key_secret", security_token = "sts_token",
  expires_at = "expiration",
}

-- Waiting for a program stops everything else in a worker of nginx.
local function is_in_worker()
  return is_nginx() and rawget(_G, "ngx").get_phase() ~= "init"
end

local function quoted(words)
  local list = {}
  for i, word in ipairs(words) do list[i] = "'" .. word:gsub("'", "'\\''") .. "'" end
  return table.concat(list, " ")
end

-- What it printed, and how it ended: the last line is ours, as Lua 5.1 does not tell the status of a pipe.
local function run(words)
  local pipe = io.popen(("timeout -k 1 %d %s; printf '\\n%%d' $?"):format(LIMIT, quoted(words)))
  local output, status = pipe:read("*a"):match "^(.*)\n(%d+)$"
  pipe:close()
  return output, tonumber(status)
end

local function problem_of(status)
  if status == 0 then return nil end
  if status == STATUS_OF_LIMIT then return ("it did not end within %d seconds"):format(LIMIT) end
  if status == STATUS_OF_MISSING then return "there is no such program" end
  return "it ended with status " .. status
end

local function read(output, account)
  local members = json.decode(output, true)
  if type(members) ~= "table" then return step.none "what it printed is not JSON" end
  local last = keys.read(members, NAMES, account:time() + keys.UNSTATED)
  local has_token = last.keys and last.keys.security_token
  if last.keys and members.mode == "StsToken" and not has_token then return step.none "sts_token is missing" end
  return last
end

---@param options {process_command: string|nil}
---@return fun(account: aliota.Account): aliota.Step
return function(options)
  return function(account)
    if variable.is_on(SWITCH) then return step.none("switched off by " .. SWITCH) end
    if not options.process_command then return step.none "process_command is missing" end
    if is_in_worker() then
      return step.none("process_command is not run in nginx, where it would stop the worker; "
        .. "use a credentials URI, or a function")
    end
    local words, problem = split(options.process_command)
    if not words then return step.none("process_command: " .. problem) end
    local output, status = run(words)
    problem = problem_of(status)
    return step.within("process_command " .. words[1], problem and step.none(problem) or read(output, account))
  end
end
