-- A feed as metrics of Prometheus. Labels are the batch and the state: there are as many series as batches, never as
-- devices or as texts of theirs.
local exposition = require "aliota.write.exposition"
local task_status = require "aliota.api.task_status"

-- Prometheus drops what comes with another status than 200, and with it the samples that tell of that.
local prometheus = {type = "text/plain; version=0.0.4; charset=utf-8", is_always_good = true}

local function job(batch) return exposition.batch(batch.JobId) end

-- A gauge of each batch for which there is a value.
local function gauge(out, batches, name, help, value_of)
  exposition.metric(out, name, "gauge", help)
  for _, batch in ipairs(batches) do
    local value = value_of(batch)
    if value then exposition.sample(out, name, {job(batch)}, value) end
  end
end

local function write_tasks(out, batches)
  exposition.metric(out, "aliota_tasks", "gauge", "Update tasks of a batch by state.")
  local function sample(batch, status, count)
    exposition.sample(out, "aliota_tasks", {job(batch), exposition.label("status", status)}, count)
  end
  for _, batch in ipairs(batches) do
    local figures = batch.figures
    for _, status in ipairs(figures and task_status.NAMES or {}) do sample(batch, status, figures.by_status[status]) end
    if figures and figures.other > 0 then sample(batch, task_status.OTHERS, figures.other) end
  end
end

-- Also where it is not known which batches there are.
local function write_working(out, view)
  exposition.metric(out, "aliota_feed_working", "gauge", "Whether the feed itself works, whatever becomes of batches.")
  exposition.sample(out, "aliota_feed_working", {}, view.error and 0 or 1)
end

-- Seconds until a batch is through, from now and not from when it was looked at.
local function seconds_left(batch, time)
  local pace = batch.figures and batch.figures.pace
  if not pace then return nil end
  return pace.state == "done" and 0 or pace.finish and math.max(0, pace.finish - time)
end

local function per_hour(batch)
  local pace = batch.figures and batch.figures.pace
  return pace and (pace.per_hour or (pace.state == "stalled" and 0))
end

--- The text of an answer.
---@param view aliota.nginx.View
---@return string
function prometheus.render(view)
  local pieces = {}
  local out = {write = function(_, text) pieces[#pieces + 1] = text end}
  local batches = view.batches
  write_tasks(out, batches)
  write_working(out, view)
  gauge(out, batches, "aliota_feed_up", "Whether the last look at the batch succeeded.",
    function(batch) return batch.state == "current" and 1 or 0 end)
  gauge(out, batches, "aliota_feed_age_seconds", "Age of what is known of the batch.",
    function(batch) return batch.age end)
  gauge(out, batches, "aliota_feed_taken_timestamp_seconds", "When the batch was looked at.",
    function(batch) return batch.taken end)
  gauge(out, batches, "aliota_settled_per_hour", "Tasks that came to their end, an hour, as it went lately.", per_hour)
  gauge(out, batches, "aliota_left_seconds", "Time until no task is open, if it goes on as lately.",
    function(batch) return seconds_left(batch, view.time) end)
  return table.concat(pieces)
end

return prometheus
