-- Metrics of batches in the text format of Prometheus, for its textfile collector or a page that it scrapes. Holds some
-- counters a batch and state; what names a device is in none of them.
--
-- A time that does not parse counts in no duration and no age; the count of tasks has every task.
local columns = require "aliota.write.columns"
local durations = require "aliota.write.durations"
local exposition = require "aliota.write.exposition"
local new_tally = require "aliota.write.tally"
local task_status = require "aliota.api.task_status"
local types = require "aliota.util.option_types"
local utc = require "aliota.util.utc"

local prometheus = {}

---@class aliota.write.NowOption
---@field now number|nil  the present, by which ages are told: epoch seconds; default the service's time where it is
---known, else `os.time`

---@class aliota.write.PrometheusOptions: aliota.write.NowOption
---@field JobId string|nil  a batch that is told of also where no task of it came, and the source does not know its name

prometheus.options = {now = types.TIME, JobId = types.TEXT}

local FIELDS = {"JobId", "TaskStatus", "UtcCreate", "UtcModified"}

function prometheus.looks_at() return FIELDS end

-- Collecting ----------------------------------------------------------------------------------------------------------

-- The documented states are there from the start, so that no series appears or vanishes with its last task.
local function new_batch(label)
  local batch = {label = label, tally = new_tally(), durations = {}, oldest = {}, changed = nil}
  for _, status in ipairs(task_status.NAMES) do batch.tally.counts[status] = 0 end
  return batch
end

local function add_duration(batch, status, created, changed)
  local took = batch.durations[status] or durations.new()
  batch.durations[status] = took
  took:add(math.max(0, changed - created))
end

local function add_times(batch, status, task)
  local created, changed = utc.parse(task.UtcCreate), utc.parse(task.UtcModified)
  if changed then batch.changed = math.max(batch.changed or changed, changed) end
  if task_status.IS_SETTLED[status] and created and changed then
    add_duration(batch, status, created, changed)
  elseif created and not task_status.IS_SETTLED[status] then
    batch.oldest[status] = math.min(batch.oldest[status] or created, created)
  end
end

-- Batches by their label, so that there are no two series of one name; and their order.
local function batch_of(batches, id)
  local label = exposition.batch(columns.text(id))
  if not batches[label] then
    batches[label] = new_batch(label)
    batches[#batches + 1] = batches[label]
  end
  return batches[label]
end

-- Writing -------------------------------------------------------------------------------------------------------------

local function write_counts(out, batches)
  exposition.metric(out, "aliota_tasks", "gauge", "Update tasks of a batch by state.")
  for _, batch in ipairs(batches) do
    for _, status in ipairs(batch.tally:statuses()) do
      exposition.sample(out, "aliota_tasks", {batch.label, exposition.label("status", status)}, batch.tally:of(status))
    end
  end
end

local function write_histogram(out, name, labels, took)
  for i, bound in ipairs(durations.BOUNDS) do
    exposition.sample(out, name .. "_bucket", {labels[1], labels[2], exposition.bound(bound)}, took.buckets[i])
  end
  exposition.sample(out, name .. "_sum", labels, took.sum)
  exposition.sample(out, name .. "_count", labels, took.count)
end

local function write_durations(out, batches)
  local name = "aliota_task_duration_seconds"
  exposition.metric(out, name, "histogram", "Time from the creation of a task to its end, by how it ended.")
  for _, batch in ipairs(batches) do
    for _, status in ipairs(task_status.sorted(batch.durations)) do
      write_histogram(out, name, {batch.label, exposition.label("status", status)}, batch.durations[status])
    end
  end
end

local function write_ages(out, batches, now)
  local name = "aliota_oldest_open_task_age_seconds"
  exposition.metric(out, name, "gauge", "Age of the oldest task that is not through, by state.")
  for _, batch in ipairs(batches) do
    for _, status in ipairs(task_status.sorted(batch.oldest)) do
      local labels = {batch.label, exposition.label("status", status)}
      exposition.sample(out, name, labels, math.max(0, now - batch.oldest[status]))
    end
  end
end

local function write_changes(out, batches)
  local name = "aliota_last_change_timestamp_seconds"
  exposition.metric(out, name, "gauge", "When a task of the batch last changed.")
  for _, batch in ipairs(batches) do
    if batch.changed then exposition.sample(out, name, {batch.label}, batch.changed) end
  end
end

-- A metric with at most a sample a batch, of which `value_of` tells the value; nil: it has none.
local function write_gauge(out, batches, name, help, value_of)
  local is_begun = false
  for _, batch in ipairs(batches) do
    local value = value_of(batch)
    if value and not is_begun then exposition.metric(out, name, "gauge", help) end
    if value then exposition.sample(out, name, {batch.label}, value) end
    is_begun = is_begun or value ~= nil
  end
end

-- Each sample says of which batch it is, as one without a label would be that of any other file, too. Of several
-- batches in one source is known how many tasks came, and, where all came, that these are all.
local function write_coverage(out, batches, seen)
  local is_one = #batches == 1
  write_gauge(out, batches, "aliota_listing_read_tasks", "Tasks that were read.", function(batch)
    return is_one and seen.unique or batch.tally.total
  end)
  write_gauge(out, batches, "aliota_listing_expected_tasks", "Tasks that there are.", function(batch)
    if is_one then return seen.total end
    return seen.complete and seen.unique == seen.tasks and batch.tally.total or nil
  end)
  write_gauge(out, batches, "aliota_listing_complete", "Whether all tasks were read.", function()
    if seen.complete == nil then return nil end
    return seen.complete and 1 or 0
  end)
end

function prometheus.new(out, options)
  local batches, batch, last = {}, nil, {}
  local function add(task)
    if task.JobId ~= last then -- the tasks of a batch follow each other
      last = task.JobId
      batch = batch_of(batches, last)
    end
    add_times(batch, batch.tally:add(task), task)
  end
  return add, function(seen, listing, now)
    local id = options.JobId or #batches == 0 and listing and listing.JobId
    if id then batch_of(batches, id) end
    write_counts(out, batches)
    write_durations(out, batches)
    write_ages(out, batches, options.now or now)
    write_changes(out, batches)
    write_coverage(out, batches, seen)
  end
end

return prometheus
