-- The control paths of a running sandbox, from another process: what is answered, as Lua tables. Blocks the caller, and
-- sends with the core alone, so that it works wherever a client does.

local blame = require "aliota.util.blame"
local form = require "aliota.sandbox.form"
local json = require "aliota.sandbox.json_body"
local text = require "aliota.show.text"

---@class aliota.sandbox.Remote  what a sandbox alone has, and no service
local remote = {}

local TIMEOUT = 60 -- seconds; the truth of a large batch takes its time

-- What does not work is blamed on the caller's line.
---@param running {endpoint: string, ca_file: string?}
---@param method string
---@param path string below /_sandbox/
---@param body string?
---@return table
local function ask(running, method, path, body)
  -- A parent that only starts and stops a sandbox needs no core.
  local loop = require "aliota.loop"
  local http = loop.http()
  local transfer = http:queue {
    url = running.endpoint .. "/_sandbox/" .. path,
    method = method,
    body = body,
    ca_file = running.ca_file,
    timeout = TIMEOUT,
    proxy = "",
  }
  loop.run(function() return transfer:done(), math.huge end, loop.plain)
  local answer, failure = transfer:result()
  if not answer then blame("the sandbox does not answer: " .. failure.message) end
  local members = json.decode(answer.body)
  if answer.status ~= 200 then blame(members.message) end
  return members
end

--- What is really so, whatever was answered: the world in figures, or with a JobId `rows`, that batch's tasks.
---@param parameters {JobId: string, first: integer|nil, count: integer|nil}|nil
---@return table
function remote:truth(parameters)
  local words = {}
  for name, value in pairs(parameters or {}) do words[#words + 1] = name .. "=" .. form.encode(text.of(value)) end
  return ask(self, "GET", "truth?" .. table.concat(words, "&"))
end

--- What was asked and answered so far.
---@return table
function remote:stats()
  return ask(self, "GET", "stats")
end

--- Makes virtual time pass.
---@param seconds number
---@return {now: number}  epoch seconds of virtual time
function remote:advance(seconds)
  return ask(self, "POST", "advance", json.encode({seconds = seconds}))
end

--- Lets virtual time run faster, slower or not at all.
---@param settings {speed: number|nil, paused: boolean|nil}
---@return {now: number}
function remote:clock(settings)
  return ask(self, "POST", "clock", json.encode(settings))
end

--- Arms and disarms kinds of chaos.
---@param settings table|false  kind to setting; false disarms all
---@return {struck: table<string, integer>}  how often each kind struck so far
function remote:chaos(settings)
  return ask(self, "POST", "chaos", settings and json.encode(settings) or "false")
end

--- Starts the counters anew.
function remote:reset()
  ask(self, "POST", "reset", "{}")
end

return remote
