-- The operations that change a batch as a whole.

local batch_settings = require "aliota.sandbox.operations.batch_settings"
local find = require "aliota.sandbox.operations.find"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"

local function cancel_strategy(world, parameters)
  local batch = find.batch(world, parameters.JobId)
  if batch.settings.SelectionType ~= "DYNAMIC" then
    -- An assumption: code and refusal.
    refusal.business("iot.ota.InvalidJobType", "Only a dynamic update batch has a strategy.")
  end
  -- Whether it may be called again, or after the end, the vendor leaves open: `strategy_cancels`.
  if not batch.matching and world.options.strategy_cancels == "one" then
    refusal.business("iot.ota.InvalidJobStatus", "The strategy of the update batch has been canceled.")
  end
  batch:stop_matching(world:milliseconds())
  return {}
end

-- That neither can be changed is an assumption.
local function check_same(batch, parameters)
  local upgrade_type = read.one_of(parameters, "UpgradeType", {"STATIC", "DYNAMIC"})
  local selection = read.one_of(parameters, "TargetSelection", {"ALL", "SPECIFIC", "GRAY", "GROUP"})
  if upgrade_type ~= batch.settings.SelectionType then
    batch_settings.refuse("UpgradeType is not that of the update batch.")
  elseif selection ~= batch.settings.TargetSelection then
    batch_settings.refuse("TargetSelection is not that of the update batch.")
  end
end

-- UpdateOTAJob: Tags that are left out are cleared. That other parameters then stay as they are, and that a batch
-- which has ended can't be changed, are assumptions.
local function update(world, parameters)
  local batch = find.batch(world, parameters.JobId)
  check_same(batch, parameters)
  local per_minute, minutes = batch_settings.per_minute(parameters), batch_settings.timeout(parameters)
  local versions = batch_settings.source_versions(parameters, "SrcVersionList")
  local tags = batch_settings.tags(parameters, "Tags")
  if batch.ended then refusal.business("iot.ota.InvalidJobStatus", "The update batch has ended.") end
  local settings = batch.settings
  settings.MaximumPerMinute, settings.Tags = per_minute, tags
  settings.TimeoutInMinutes = minutes or settings.TimeoutInMinutes
  settings.SrcVersion = versions or settings.SrcVersion
  world:settings_changed(batch)
  return {}
end

---@type table<string, Operation>
return {
  CancelOTAStrategyByJob = {parameters = {"JobId"}, required = {"JobId"}, answer = cancel_strategy},
  UpdateOTAJob = {
    parameters = {"JobId", "MaximumPerMinute", "TargetSelection", "UpgradeType", "TimeoutInMinutes"},
    required = {"JobId", "MaximumPerMinute", "TargetSelection", "UpgradeType"},
    answer = update,
  },
}
