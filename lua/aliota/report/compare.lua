-- Two batches side by side: is the second better, and is that likely chance?
local decimal = require "aliota.util.decimal"
local number = require "aliota.show.number"
local pairing = require "aliota.report.pairing"
local statistics = require "aliota.report.statistics"
local text = require "aliota.show.text"

local compare = {
  name = "compare", looks = {{field = "a", label = "a: "}, {field = "b", label = "b: "}},
}

local LIKELY = 0.05 -- what chance makes more often than this may well be chance

local function with_rates(look)
  local succeeded, failed = look.by_status.SUCCEEDED or 0, look.by_status.FAILED or 0
  look.succeeded, look.failed, look.ended = succeeded, failed, succeeded + failed
  look.success_rate = number.share(succeeded, look.ended)
  look.low, look.high = statistics.wilson(succeeded, look.ended)
  return look
end

local function way(ways, from, to)
  for _, each in ipairs(ways) do
    if each.from == from and each.to == to then return each end
  end
  return {from = from, to = to, count = 0, devices = {}}
end

local function devices_in_both(ways)
  local count = 0
  for _, each in ipairs(ways) do count = count + each.count end
  return count
end

-- Where most devices ended in both batches, those that went from one end to the other tell more than shares do.
local function judge(report)
  local ended_in_both = report.fixed.count + report.broken.count + report.still_failing.count
    + report.still_succeeding.count
  report.by_device = ended_in_both > 0 and ended_in_both * 2 >= math.min(report.a.ended, report.b.ended)
  local difference = report.difference
  if report.by_device then
    report.p = statistics.sign_test(report.fixed.count, report.broken.count) or 1
  else
    report.p = difference and difference.p
  end
  if report.p then report.likely_chance = report.p >= LIKELY end
end

---@class aliota.ComparedBatch: aliota.PairedLook
---@field succeeded integer
---@field failed integer
---@field ended integer             both of these
---@field success_rate number|nil   succeeded of ended; nil when none ended, as are the next two
---@field low number|nil            of its 95 % interval
---@field high number|nil

---@class aliota.Comparison: aliota.Report
---@field a aliota.ComparedBatch
---@field b aliota.ComparedBatch
---@field both integer          devices that both batches have
---@field fixed aliota.Way      FAILED in a, SUCCEEDED in b
---@field broken aliota.Way     SUCCEEDED in a, FAILED in b
---@field still_failing aliota.Way
---@field still_succeeding aliota.Way
---@field difference aliota.ShareDifference|nil  of the success rates, b's less a's, as if of different devices
---@field by_device boolean     at least half of the tasks that ended did so in both batches: p is of fixed against
---                             broken (sign test), else it is of the success rates (two-proportion test)
---@field p number|nil          how likely chance alone makes at least such a difference; nil when nothing ended
---@field likely_chance boolean|nil  p is 5 % or more

---@return table|nil fields
---@return aliota.Error|nil
function compare.of(first, second)
  local pairs_of, err = pairing.of(first, second)
  if not pairs_of then return nil, err end
  local a, b, ways = with_rates(pairs_of.first), with_rates(pairs_of.second), pairs_of.ways
  local report = {
    a = a, b = b, both = devices_in_both(ways),
    fixed = way(ways, "FAILED", "SUCCEEDED"), broken = way(ways, "SUCCEEDED", "FAILED"),
    still_failing = way(ways, "FAILED", "FAILED"), still_succeeding = way(ways, "SUCCEEDED", "SUCCEEDED"),
    difference = statistics.compare_shares(a.succeeded, a.ended, b.succeeded, b.ended),
  }
  judge(report)
  return report
end

-- The view -----------------------------------------------------------------------------------------------------------

local LOOK_COLUMNS = {{}, {title = "a", elastic = 10}, {title = "b", elastic = 10}}
local DEVICE_COLUMNS = {{}, {align = "right"}, {elastic = 8}}

local function batch_of(look)
  if #look.batches == 1 then return text.line(look.batches[1]) end
  return number.of(#look.batches, "batch", "batches")
end

local function look_rows(a, b)
  local function row(name, f, field) return {name, f(a[field]), f(b[field])} end
  return {
    {"batch", batch_of(a), batch_of(b)},
    row("tasks", number.count, "tasks"),
    row("succeeded", number.count, "succeeded"),
    row("failed", number.count, "failed"),
    {"success", {text = number.percent(a.success_rate), colour = "bold"},
      {text = number.percent(b.success_rate), colour = "bold"}},
    {"95 % interval", number.interval(a.low, a.high), number.interval(b.low, b.high)},
  }
end

local function examples(of, what)
  if of.count == 0 then return what end
  return what .. ": " .. text.line(table.concat(of.devices, ", ")) .. (of.count > #of.devices and ", …" or "")
end

local function device_rows(report)
  return {
    {"fixed", {text = number.count(report.fixed.count), colour = "green"}, examples(report.fixed, "failed in a only")},
    {"broken", {text = number.count(report.broken.count), colour = "red"}, examples(report.broken, "failed in b only")},
    {"still failing", number.count(report.still_failing.count), examples(report.still_failing, "failed in both")},
    {"in both", number.count(report.both), "devices, whatever became of them"},
    {"in a only", number.count(report.a.only), "devices"},
    {"in b only", number.count(report.b.only), "devices"},
  }
end

local function points(share)
  local text_of = decimal.fixed(share * 100, 1)
  return text_of:find "^%-" and text_of or "+" .. text_of
end

local function verdict(report)
  if not report.p then return "Nothing ended in one of the batches, so there is nothing to compare." end
  local rarely = report.p < 0.001 and "p < 0.001" or "p = " .. decimal.fixed(report.p, 3)
  return ("%s points of success (%s to %s). %s by chance (%s, %s)."):format(
    points(report.difference.difference), points(report.difference.low), points(report.difference.high),
    report.likely_chance and "That may well be" or "That is hardly", rarely,
    report.by_device and "fixed against broken devices" or "comparing the success rates")
end

---@param report aliota.Comparison
---@param page aliota.Canvas
function compare.draw(report, page)
  page:title("Two batches compared", {})
  page:grid(LOOK_COLUMNS, look_rows(report.a, report.b))
  page:blank()
  page:grid(DEVICE_COLUMNS, device_rows(report))
  page:blank()
  page:say(verdict(report), "bold")
end

return compare
