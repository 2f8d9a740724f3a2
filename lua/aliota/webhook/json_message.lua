-- Messages for any receiver: a JSON object with the tasks under `tasks`, as the service names their fields. Whatever
-- answers with 2xx has taken it.
local errors = require "aliota.api.errors"
local text = require "aliota.show.text"

local MOST_QUOTED = 200 -- columns

---@type aliota.WebhookFormat
return {
  most = 100,
  spacing = 0,
  url = function(url) return url end,
  message = function(tasks) return {JobId = tasks[1].JobId, tasks = tasks} end,
  judge = function(answer)
    local status = answer.status
    if status >= 200 and status < 300 then return nil end
    return errors.new {
      kind = "http", status = status, message = "the webhook answered: " .. text.line(answer.body, MOST_QUOTED),
      retryable = status == 429 or status >= 500, hint = "are the webhook's address and format right?",
    }
  end,
}
