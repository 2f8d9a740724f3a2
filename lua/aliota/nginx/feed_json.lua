-- A feed as JSON: one object, members by name, so that two answers can be compared.
local encoder = require "aliota.util.json_codec"
local utc = require "aliota.util.utc"

local json = {type = "application/json"}

local NAMES = require("aliota.nginx.batch_names").FIELDS

local function failure(err)
  return err and {kind = err.kind, code = err.code, at = utc.stamp(err.at)}
end

local function failures(found)
  return found and {
    taken = utc.stamp(found.taken), failed = found.failed, read = found.read, reasons = encoder.list(found.reasons),
    left_out = found.left_out,
  }
end

local function pace(known)
  return {
    state = known.state, recent = known.recent, seconds = math.floor(known.seconds), per_hour = known.per_hour,
    finish = utc.stamp(known.finish), earliest = utc.stamp(known.earliest), latest = utc.stamp(known.latest),
  }
end

local function broken(breach)
  return breach and {name = breach.name, limit = breach.limit, value = breach.value}
end

local function batch(each)
  local figures = each.figures
  local members = {
    JobId = each.JobId, state = each.state, age = each.age, taken = utc.stamp(each.taken), error = failure(each.error),
    standing = each.standing, broken = broken(each.broken),
  }
  for _, name in ipairs(NAMES) do members[name] = each.names[name] end
  if not figures then return members end
  for _, name in ipairs {"total", "by_status", "other", "consistent", "settled", "open"} do
    members[name] = figures[name]
  end
  members.failures, members.pace = failures(figures.failures), pace(figures.pace)
  return members
end

--- The text of an answer. Times are in the form of UtcModified; what is not known is not there.
---@param view aliota.nginx.View
---@return string
function json.render(view)
  local batches = {}
  for i, each in ipairs(view.batches) do batches[i] = batch(each) end
  return encoder.encode {
    name = view.name, state = view.state, age = view.age, interval = view.interval, max_age = view.max_age,
    error = failure(view.error), batches = encoder.list(batches),
  } .. "\n"
end

return json
