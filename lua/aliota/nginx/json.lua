-- A feed as JSON: one object, members by name, so that two answers can be compared.
local plain = require "aliota.json"
local sorted_keys = require "aliota.sorted_keys"
local utc = require "aliota.utc"

local json = {type = "application/json"}

local LISTS = {batches = true, reasons = true}
local encode

local function encode_list(values)
  local pieces = {}
  for i, value in ipairs(values) do pieces[i] = encode(value) end
  return "[" .. table.concat(pieces, ",") .. "]"
end

local function encode_object(members)
  local pieces = {}
  for i, name in ipairs(sorted_keys(members)) do
    pieces[i] = plain.encode(name) .. ":" .. encode(members[name], name)
  end
  return "{" .. table.concat(pieces, ",") .. "}"
end

function encode(value, name)
  if type(value) ~= "table" then return plain.encode(value) end
  return (LISTS[name] and encode_list or encode_object)(value)
end

local function failure(err)
  return err and {kind = err.kind, code = err.code, at = utc.stamp(err.at)}
end

local function failures(found)
  return found and {
    taken = utc.stamp(found.taken), failed = found.failed, read = found.read, reasons = found.reasons,
    left_out = found.left_out,
  }
end

local function pace(known)
  return {
    state = known.state, recent = known.recent, seconds = math.floor(known.seconds), per_hour = known.per_hour,
    finish = utc.stamp(known.finish), earliest = utc.stamp(known.earliest), latest = utc.stamp(known.latest),
  }
end

local function batch(each)
  local figures = each.figures
  local members = {
    JobId = each.JobId, state = each.state, age = each.age, taken = utc.stamp(each.taken), error = failure(each.error),
  }
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
  return encode {
    name = view.name, state = view.state, age = view.age, interval = view.interval, max_age = view.max_age,
    error = failure(view.error), batches = batches,
  } .. "\n"
end

return json
