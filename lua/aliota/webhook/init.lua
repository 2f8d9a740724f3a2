-- Posts tasks to a webhook: each message until it is taken, or refused for good. Requests travel as those of a client
-- do: through its proxy, with its trust and its time-outs, in its loop.
local address = require "aliota.call.address"
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local jitter = require "aliota.call.jitter"
local json = require "aliota.util.json_codec"
local loop = require "aliota.loop"
local retry = require "aliota.call.retry"
local sha256 = require("aliota.core").sign.sha256
local transport = require "aliota.call.transport"
local types = require "aliota.util.option_types"

---@class aliota.WebhookFormat
---@field most integer    tasks in one message
---@field spacing number  seconds between two messages at least
---@field url fun(url: string, secret: string|nil, time: number): string  where to post to at an epoch time
---@field message fun(tasks: aliota.Task[]): table  to be sent as JSON
---@field judge fun(answer: table): aliota.Error|nil  why a message was not taken

local FORMATS = {json = "aliota.webhook.json_message", dingtalk = "aliota.webhook.dingtalk"}
local SCHEMES = {http = true, https = true}
local PATIENCE = 900 -- seconds

local OPTIONS = {
  url = types.checked(function(value)
    if type(value) ~= "string" then return "must be a text, not a " .. type(value) end
    local place = address.read(value)
    if not place or not SCHEMES[place.scheme] then return "must look like https://host/path" end
  end),
  format = types.one_of(FORMATS),
  secret = types.LINE,
  patience = types.duration("seconds above 0 or a text such as \"15m\"", function(seconds) return seconds > 0 end),
  on_retry = types.FUNCTION,
}

---@class aliota.Webhook
---@field format aliota.WebhookFormat
local Webhook = {}
Webhook.__index = Webhook

local webhook = {}

--- Prepares it; sends nothing. Raises at the caller's line when an option is wrong.
---@param client aliota.Client
---@param options {url: string, format: "json"|"dingtalk"|nil, secret: string|nil, patience: number|string|nil,
---on_retry: (fun(err: aliota.Error, seconds: number))|nil}  secret: of a DingTalk robot that has one; patience: how
---long a message is tried ("15m"); on_retry: is told why, and in how many seconds, it is tried again
---@return aliota.Webhook
function webhook.new(client, options)
  local ours, problem = check_options.read(options, OPTIONS)
  if ours and not ours.url then problem = "url is missing" end
  if problem then blame("webhook.new: " .. problem) end
  return setmetatable({
    config = client.account.config, url = ours.url, secret = ours.secret, sent_at = -math.huge,
    format = require(FORMATS[ours.format or "json"]), patience = ours.patience or PATIENCE,
    on_retry = ours.on_retry or function() end,
  }, Webhook)
end

local function pause(self, at)
  loop.run(function(now) return now >= at, at end, self.config.loop)
end

-- The same for the same tasks in the same state, whoever sends it and when: a receiver can tell what it has already.
local function key_of(tasks)
  local parts = {}
  for i, task in ipairs(tasks) do parts[i] = ("%s %s %s\n"):format(task.TaskId, task.TaskStatus, task.UtcModified) end
  return sha256(table.concat(parts)):sub(1, 32)
end

local function request_of(self, tasks)
  local url = self.format.url(self.url, self.secret, self.config.clock())
  return {
    method = "POST", url = url, private_url = url, body = json.encode(self.format.message(tasks)),
    headers = {
      "Content-Type: application/json", "User-Agent: " .. self.config.user_agent,
      "Idempotency-Key: " .. key_of(tasks),
    },
  }
end

-- One attempt. Behind an error: what the answer asks for, and whether the message may have been taken all the same.
local function attempt(self, tasks)
  local config = self.config
  local transfer, addresses = transport.start(request_of(self, tasks), config, math.huge)
  if config.loop.watch then config.loop.watch(transfer) end
  loop.run(function() return transfer:done(), math.huge end, config.loop)
  self.sent_at = loop.now()
  local answer, failure, _, was_sent = transport.finish(transfer, nil, addresses)
  if failure then return failure, nil, was_sent end
  return self.format.judge(answer), retry.asked_pause(answer.headers, config.clock()), false
end

--- Posts a message, and waits until it is taken. Anything but a refusal is tried again.
---@param tasks aliota.Task[]  at most `format.most`
---@return boolean|nil taken
---@return aliota.Error|nil  its `may_have_run` tells whether the message may have been taken all the same, as an
---answer was lost
function Webhook:post(tasks)
  pause(self, self.sent_at + self.format.spacing)
  local give_up_at, tries, may_have_run = loop.now() + self.patience, 0, false
  while true do
    local err, asked, is_in_doubt = attempt(self, tasks)
    if not err then return true end
    tries, may_have_run = tries + 1, may_have_run or is_in_doubt
    local seconds = err.retryable and retry.pause(tries, asked, jitter())
    if not seconds or loop.now() + seconds > give_up_at then
      err.may_have_run = may_have_run
      return nil, err
    end
    self.on_retry(err, seconds)
    pause(self, loop.now() + math.max(seconds, self.format.spacing))
  end
end

return webhook
