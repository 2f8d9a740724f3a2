-- Messages and hints speak of options as Lua has them (`region = "cn-shanghai"`, `starts_at`). Here they come to speak
-- of what a shell has: the flags of the script, else variables of the environment. The one place that translates.

-- Options that a shell can give without a flag.
local VARIABLES = {
  region = "ALIBABA_CLOUD_REGION_ID", endpoint = "ALIOTA_ENDPOINT", ca_file = "ALIOTA_CA_FILE",
  profile = "ALIBABA_CLOUD_PROFILE", access_key_id = "ALIBABA_CLOUD_ACCESS_KEY_ID",
  access_key_secret = "ALIBABA_CLOUD_ACCESS_KEY_SECRET", security_token = "ALIBABA_CLOUD_SECURITY_TOKEN",
}

-- What a program could do and a person at a shell can't: pattern, and what is left of it.
local PHRASES = {
  {"pass credentials, or set ", "set "},
  {" or an endpoint, or set ALIBABA_CLOUD_REGION_ID", " or set ALIBABA_CLOUD_REGION_ID"},
  {"pass that authority's file as ca_file", "name that authority's file in ALIOTA_CA_FILE"},
  {"A proxy is taken from the proxy option or from http_proxy and https_proxy; proxy = false uses none",
    "A proxy is taken from http_proxy and https_proxy; hosts in no_proxy need none"},
  {"raise [a-z_ ]*timeout %(seconds%)", "try again later"},
  {"raise its timeout or deadline", "raise --timeout"},
  {"; or is the nonce option a constant%?", ""},
  {"client:resume_plan goes on", "aliota apply goes on"},
  {"client:resume_rollout goes on", "aliota rollout --journal goes on"},
  {"[;.,]? client:[^;]*", ""},
  {"call apply again, or resume the plan", "go on with aliota apply"},
  {"has no ending that names a format$", "%0; --output names one"},
  {"allow more passes, or list again", "list again"},
  {"as CancelInProgressTask is not set", "without --cancel-in-progress-task"},
}

---@class aliota.ApplyCommand what a person types where a program calls `apply`
---@field first string  to begin
---@field again string  to go on

-- Calls of it, whatever they are made on.
local CALLS_OF_APPLY = {"client:resume_plan %b{}:apply%(%)", "%f[a-z][a-z.]*:apply%(%)"}

local function with_commands(message, apply)
  local function first() return "before " .. apply.first end
  local function again() return apply.again end
  for _, call in ipairs(CALLS_OF_APPLY) do message = message:gsub("before " .. call, first):gsub(call, again) end
  return message
end

-- The flag, the variable, or nil.
local function word_for(name, flags)
  return flags[name] and "--" .. flags[name] or VARIABLES[name]
end

-- `region = "cn-shanghai"`: in a shell a flag has a blank, a variable has =.
local function assignment(name, value, flags)
  if flags[name] then return ("--%s %s"):format(flags[name], value) end
  return VARIABLES[name] and ("%s=%s"):format(VARIABLES[name], value)
end

-- Names that could be words of English are meant where a message begins with them or quotes them; others anywhere.
local function named(message, flags)
  local function flag(name) return flags[name] and "--" .. flags[name] end
  message = message:gsub("option '([a-z_]+)'", flag):gsub('option "([a-z_]+)"', flag)
  if not message:find "^[A-Za-z]+ error" then message = message:gsub("^([A-Za-z_]+)%f[: ]", flag) end -- of that kind
  return (message:gsub("%f[A-Za-z0-9_][a-z]+_[a-z_]+%f[^A-Za-z0-9_]", function(name) return word_for(name, flags) end))
end

--- Translates a message.
---@param message string
---@param flags table<string, string>  of the script: "starts-at" by "starts_at"
---@param apply aliota.ApplyCommand|nil  of a script that carries something out
---@return string
return function(message, flags, apply)
  if apply then message = with_commands(message, apply) end
  for _, phrase in ipairs(PHRASES) do message = message:gsub(phrase[1], phrase[2]) end
  message = message:gsub("pass ([a-z_]+) = \"([^\"]*)\"", function(name, value)
    local said = assignment(name, value, flags)
    return said and (flags[name] and "pass " or "set ") .. said
  end)
  return named(message, flags)
end
