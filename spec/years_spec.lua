-- Times behind 2038-01-19 and 2106-02-07, where 31 and 32 bits of seconds end: the whole way from the service to a
-- report, a file and a snapshot is the same there as today.
local aliota = require "aliota"
local report = require "aliota.report"
local sandbox = require "aliota.sandbox"
local utc = require "aliota.util.utc"
local write = require "aliota.write"

local DAY = 86400
local LENGTH = 15 * 3600 -- of what is listed

-- At four in the afternoon, so that an end comes some hours later, or has come the night before.
local function afternoon(time) return time - time % DAY + 16 * 3600 end

local TODAY = afternoon(1767628800)
local BEGINNINGS = {
  ["over the end of 2038"] = afternoon(2 ^ 31 - DAY), ["behind that of 2038"] = afternoon(2 ^ 31),
  ["over the end of 2106"] = afternoon(2 ^ 32 - DAY), ["behind that of 2106"] = afternoon(2 ^ 32),
}

-- A moment as the time since the beginning: what is the same whenever that is.
local function since(beginning, text)
  local time = assert(utc.parse(text), text)
  return ("T%+d"):format(math.floor(time - beginning))
end

-- A text with its moments so. Of sums of seconds the last bits differ, as larger numbers have fewer of them.
local function timeless(text, beginning)
  return (text:gsub("%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d[%.%d]*Z", function(found) return since(beginning, found) end)
    :gsub("(%d%d%d%d%-%d%d%-%d%d) (%d%d:%d%d)", function(day, minute)
      return since(beginning, ("%sT%s:00Z"):format(day, minute))
    end)
    :gsub("timestamp_seconds(%b{}) (%d+)", function(labels, time) return ("%s %d"):format(labels, time - beginning) end)
    :gsub("(_sum%b{} %d+)%.%d+", "%1"))
end

local REPORTS = {"summary", "reasons", "versions", "stuck", "timeline", "eta"}

describe("the end of 31 and 32 bits of seconds", function()
  local boxes = {}
  teardown(function() for _, box in pairs(boxes) do box:stop() end end)

  -- What can be had of a batch that began then, each as a text.
  local function all_of(beginning)
    local box = assert(sandbox.start {devices = 230, seed = 7, rollout = "fresh", starts_at = beginning})
    boxes[#boxes + 1] = box
    box:advance(LENGTH)
    local client = aliota.new {endpoint = box.endpoint, credentials = box.credentials, proxy = false}
    local tasks, made = assert(client:tasks({JobId = box.job_id}):collect()), {}
    assert.equal(230, #tasks)
    local now = beginning + LENGTH + 60
    for _, name in ipairs(REPORTS) do
      local options = (name == "stuck" or name == "eta") and {now = now} or {}
      made["the report " .. name] = report[name](tasks, options):render {width = 100}
    end
    for _, format in ipairs {"csv", "ndjson", "html", "prometheus", "table"} do
      local pieces = {}
      local options = (format == "html" or format == "prometheus") and {now = now} or {}
      assert(write[format](tasks, function(text) pieces[#pieces + 1] = text end, options))
      made["a file of " .. format] = table.concat(pieces)
    end
    local path = os.tmpname()
    assert(report.snapshot(tasks, {path = path, now = now}))
    local read = assert(report.read_snapshot(path))
    os.remove(path)
    made["a snapshot"] = ("%d %d"):format(read.taken - beginning, read:count())
    made["what is fresh"] = tostring(client:tasks({JobId = box.job_id}):where(
      aliota.filter.newer_than("2h", {now = now})):count())
    return made
  end

  local expected
  setup(function()
    expected = all_of(TODAY)
    for what, text in pairs(expected) do expected[what] = timeless(text, TODAY) end
  end)

  for name, beginning in pairs(BEGINNINGS) do
    it("has no part in it " .. name, function()
      for what, text in pairs(all_of(beginning)) do assert.equal(expected[what], timeless(text, beginning), what) end
    end)
  end
end)
