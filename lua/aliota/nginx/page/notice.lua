-- What is wrong, for people: with the feed, or with one batch. They are visitors, so more than the kind of an error is
-- for the server's log.
local decimal = require "aliota.util.decimal"
local escape = require "aliota.write.markup"
local gate_text = require("aliota.watch.gate").text
local moment = require "aliota.nginx.page.moment"

local notice = {}

--- A sentence, and by what kind of error it came to that.
---@param sentence string  HTML
---@param err aliota.nginx.Failure|nil
---@return string
function notice.warning(sentence, err)
  local because = ""
  if err then
    local what = err.code and ("%s error %s"):format(err.kind, err.code) or err.kind .. " error"
    because = ('<span class="because">%s; the log of the server tells more</span>'):format(escape(what))
  end
  return ('<div class="warning" role="alert">%s%s</div>\n'):format(sentence, because)
end

local warning = notice.warning

local SAY = {}

function SAY.current() return "" end

function SAY.starting() return '<p class="note">Nobody has looked at this batch yet.</p>\n' end

function SAY.failing(batch)
  if not batch.taken then return warning("This batch could not be looked at so far.", batch.error) end
  return warning(("These figures are of %s; what came since could not be had."):format(moment(batch.taken)),
    batch.error)
end

function SAY.expired(batch, view)
  return warning(("The last figures are of %s, older than the %s s for which they are shown."):format(
    moment(batch.taken), decimal.text(view.max_age)), batch.error)
end

--- What is to be said of a batch.
---@param batch aliota.nginx.BatchView
---@param view aliota.nginx.View
---@return string
function notice.of_batch(batch, view)
  local broken = batch.broken and warning(escape(gate_text(batch.broken)) .. ".") or ""
  return SAY[batch.state](batch, view) .. broken
end

--- What is to be said of the feed itself.
---@param view aliota.nginx.View
---@return string
function notice.of_feed(view)
  if view.error then return warning("This feed does not work as it should.", view.error) end
  return #view.batches == 0 and '<p class="note">There are no batches.</p>\n' or ""
end

return notice
