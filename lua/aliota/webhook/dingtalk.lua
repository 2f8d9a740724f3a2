-- Messages of a group's robot in DingTalk: plain text, a line a task, so that nothing a device says becomes a link. A
-- robot may have a secret, with which the time is signed. It says in the body whether it has taken a message.
local errors = require "aliota.api.errors"
local json = require("aliota.core").json
local json_message = require "aliota.webhook.json_message"
local sign = require("aliota.core").sign
local text = require "aliota.show.text"

local MOST_COLUMNS = 200 -- of a line; a message may have 20,000 bytes
local A_MINUTE = 20      -- messages that a robot may send; beyond that it says nothing for ten minutes

-- "The system is busy", and two ways to say "too fast".
local PASSING = {[-1] = true, [130101] = true, [410100] = true}

local function line_of(task) return text.line(tostring(task), MOST_COLUMNS) end

---@type aliota.WebhookFormat
return {
  most = 20,
  spacing = 60 / A_MINUTE,
  url = function(url, secret, time)
    if not secret then return url end
    local milliseconds = ("%.0f"):format(math.floor(time * 1000))
    local signature = sign.encode(sign.hmac(secret, milliseconds .. "\n" .. secret))
    return ("%s%stimestamp=%s&sign=%s"):format(url, url:find("?", 1, true) and "&" or "?", milliseconds, signature)
  end,
  message = function(tasks)
    local lines = {("Batch %s, FAILED: %d"):format(text.line(tasks[1].JobId), #tasks)}
    for i, task in ipairs(tasks) do lines[i + 1] = line_of(task) end
    return {msgtype = "text", text = {content = table.concat(lines, "\n")}}
  end,
  judge = function(answer)
    local err = json_message.judge(answer)
    if err then return err end
    local said = json.decode(answer.body)
    local code = type(said) == "table" and said.errcode
    if code == 0 then return nil end
    return errors.new {
      kind = "http", status = answer.status, message = "DingTalk answered: " .. text.line(answer.body, MOST_COLUMNS),
      retryable = PASSING[code] or false, hint = "are the robot's access_token, secret and keywords right?",
    }
  end,
}
