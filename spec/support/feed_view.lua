-- Views of a feed with every state that a batch can be in, for specs of how they are told.
local new_view = require "aliota.nginx.feed_view"
local pace = require "aliota.report.pace"

local feed_view = {}

feed_view.TIME = 1767700000 -- epoch seconds of the service, 2026-01-06T11:46:40Z
feed_view.MACHINE = feed_view.TIME - 7200 -- the same moment by this machine's clock

local GIVEN = {name = "default", title = "Update batches", interval = 10, max_age = 60}

--- Why eight tasks failed, as read at TIME.
---@param reasons table[]
---@param changes table|nil
---@return aliota.nginx.Failures
function feed_view.failures(reasons, changes)
  local failures = {taken = feed_view.TIME, moment = 100, failed = 8, read = 8, left_out = 0, reasons = reasons}
  for name, value in pairs(changes or {}) do failures[name] = value end
  return failures
end

-- As many moments as are kept of a batch, of a rollout that began fast.
local COURSE = {}
for i = 1, 48 do
  COURSE[i] = {
    at = feed_view.TIME - 600 * (48 - i), settled = math.floor(100 * (i / 48) ^ 0.5), failed = math.floor(i / 6),
  }
end

--- A snapshot that was taken at TIME, of a batch that runs.
---@param changes table|nil
---@return aliota.nginx.Snapshot
function feed_view.snapshot(changes)
  local snapshot = {
    taken = feed_view.TIME, moment = 100, machine = feed_view.MACHINE, total = 200, other = 0, consistent = true,
    by_status = {CONFIRM = 0, QUEUED = 80, NOTIFIED = 0, IN_PROGRESS = 20, SUCCEEDED = 90, FAILED = 8, CANCELED = 2},
    failures = feed_view.failures {
      {cause = "timed out", reason = "device upgrade timeout", count = 5}, {reason = "no space", count = 3},
    },
    course = COURSE, points = {{at = feed_view.TIME - 1800, settled = 50}, {at = feed_view.TIME, settled = 100}},
  }
  for name, value in pairs(changes or {}) do snapshot[name] = value end
  snapshot.pace = pace.of(snapshot.points, snapshot.total - snapshot.points[#snapshot.points].settled)
  return snapshot
end

--- A view, so many seconds after TIME.
---@param records table<string, aliota.nginx.Record>
---@param ids string[]
---@param seconds number|nil 3
---@param changes table|nil  options of the feed
---@param err aliota.nginx.Failure|nil
---@return aliota.nginx.View
function feed_view.of(records, ids, seconds, changes, err)
  seconds = seconds or 3
  local given = {}
  for name, value in pairs(GIVEN) do given[name] = value end
  for name, value in pairs(changes or {}) do given[name] = value end
  return new_view(given, ids, records, {
    now = 100 + seconds, machine = feed_view.MACHINE + seconds, time = feed_view.TIME + seconds,
  }, err)
end

--- What went wrong with a batch.
---@param changes table|nil
---@return aliota.nginx.Failure
function feed_view.failure(changes)
  local failure = {
    kind = "throttled", code = "Throttling.User", at = feed_view.TIME + 1,
  }
  for name, value in pairs(changes or {}) do failure[name] = value end
  return failure
end

return feed_view
