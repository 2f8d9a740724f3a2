-- What changed between two looks at the same devices, mostly two snapshots, or one and the present.
local number = require "aliota.show.number"
local pairing = require "aliota.report.pairing"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

local diff = {
  name = "diff", looks = {{field = "before", label = "before: "}, {field = "after", label = "after: "}},
}

local function by_count(a, b)
  if a.count ~= b.count then return a.count > b.count end
  if a.from ~= b.from then return a.from < b.from end
  return a.to < b.to
end

---@class aliota.Diff: aliota.Report
---@field before aliota.PairedLook
---@field after aliota.PairedLook
---@field changes aliota.Way[]  from one state to another, the most frequent first
---@field changed integer      devices in another state than before
---@field unchanged integer    devices in the same state
---@field appeared integer     devices that were not there before
---@field vanished integer     devices that are there no more

---@return table|nil fields
---@return aliota.Error|nil
function diff.of(before, after)
  local looks, err = pairing.of(before, after)
  if not looks then return nil, err end
  local changes, changed, unchanged = {}, 0, 0
  for _, way in ipairs(looks.ways) do
    if way.from == way.to then
      unchanged = unchanged + way.count
    else
      changes[#changes + 1], changed = way, changed + way.count
    end
  end
  table.sort(changes, by_count)
  return {
    before = looks.first, after = looks.second, changes = changes, changed = changed, unchanged = unchanged,
    appeared = looks.second.only, vanished = looks.first.only,
  }
end

-- The view -----------------------------------------------------------------------------------------------------------

local COLUMNS = {{align = "right"}, {elastic = 8}, {}, {elastic = 8}, {elastic = 8}}

local function state(name)
  return {text = text.line(name), colour = task_status.of(name).colour}
end

local function row_of(way)
  local more = way.count > #way.devices and ", …" or ""
  return {
    number.count(way.count), state(way.from), "→", state(way.to),
    {text = text.line(table.concat(way.devices, ", ")) .. more, colour = "dim"},
  }
end

---@param report aliota.Diff
---@param page aliota.Canvas
function diff.draw(report, page)
  page:title(number.of(report.changed, "device") .. " changed", report.after.batches)
  local rows = {}
  for i, way in ipairs(report.changes) do rows[i] = row_of(way) end
  page:grid(COLUMNS, rows)
  page:blank()
  page:say(("%s unchanged, %s new, %s gone."):format(number.count(report.unchanged), number.count(report.appeared),
    number.count(report.vanished)))
end

return diff
