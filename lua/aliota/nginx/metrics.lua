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

-- Codes of the feed are few; others are the service's or a function's, and there may be any number of them.
local function labels_of(err)
  local labels = {exposition.label("kind", err.kind)}
  if err.kind == "feed" then labels[2] = exposition.label("code", err.code) end
  return labels
end

-- Also where it is not known which batches there are.
local function write_feed(out, view)
  exposition.metric(out, "aliota_feed_working", "gauge", "Whether the feed itself works, whatever becomes of batches.")
  exposition.sample(out, "aliota_feed_working", {}, view.error and 0 or 1)
  exposition.metric(out, "aliota_feed_error", "gauge", "What is wrong with the feed itself.")
  if view.error then exposition.sample(out, "aliota_feed_error", labels_of(view.error), 1) end
  exposition.metric(out, "aliota_feed_interval_seconds", "gauge", "From one look at a batch to the next, by the quota.")
  exposition.sample(out, "aliota_feed_interval_seconds", {}, view.interval)
end

-- A deadline that passed in the queue for the quota is the quota's failure, not a slow answer's.
local function kind_of(err) return err.code == "QuotaWait" and "quota" or err.kind end

local function write_failed(out, batches)
  exposition.metric(out, "aliota_feed_failed", "gauge", "The last look at the batch failed, by kind of error.")
  for _, batch in ipairs(batches) do
    local kind = batch.error and kind_of(batch.error)
    if kind then exposition.sample(out, "aliota_feed_failed", {job(batch), exposition.label("kind", kind)}, 1) end
  end
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
  write_feed(out, view)
  write_failed(out, batches)
  gauge(out, batches, "aliota_feed_up", "Whether the last look at the batch succeeded.",
    function(batch) return batch.state == "current" and 1 or 0 end)
  gauge(out, batches, "aliota_feed_age_seconds", "Age of what is known of the batch.",
    function(batch) return batch.age end)
  gauge(out, batches, "aliota_feed_taken_timestamp_seconds", "When the batch was looked at.",
    function(batch) return batch.taken end)
  gauge(out, batches, "aliota_feed_looked_timestamp_seconds", "When it was last tried to look at the batch.",
    function(batch) return batch.looked end)
  gauge(out, batches, "aliota_settled_per_hour", "Tasks that came to their end, an hour, as it went lately.", per_hour)
  gauge(out, batches, "aliota_left_seconds", "Time until no task is open, if it goes on as lately.",
    function(batch) return seconds_left(batch, view.time) end)
  return table.concat(pieces)
end

return prometheus
