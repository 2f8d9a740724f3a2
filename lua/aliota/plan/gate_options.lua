-- The options of waiting for a batch whose broken gate is acted upon.
local did_you_mean = require "aliota.util.did_you_mean"
local merge = require "aliota.util.merge"
local plan_options = require "aliota.plan.plan_options"
local shown = require "aliota.util.shown"
local types = require "aliota.util.option_types"
local watch_options = require "aliota.watch.watch_options"

local gate_options = {}

---@class aliota.WaitParams: aliota.WaitOptions, aliota.JournalOption
---@field on_gate "cancel"|"plan"|(fun(client: aliota.Client, verdict: aliota.Verdict, plan: aliota.Plan): any, any)|nil
---what is done when a limit of fail_if is broken: `"cancel"`: the batch is stopped; `"plan"`: the verdict says what
---that would be; a function decides: what it returns behind nil, and an aliota.Error that it raises, is the verdict's
---err: see docs/watching.md#gates-that-act; default none
---@field CancelInProgressTask boolean|nil  `true`: tasks that are being installed are canceled, too; default false

local REACTIONS = {cancel = true, plan = true}

--- All of them.
---@type aliota.OptionSet
gate_options.WAIT = merge(watch_options.WAIT, {
  journal = plan_options.OF_BATCH.journal,
  on_gate = types.checked(function(value)
    if type(value) == "function" or REACTIONS[value] then return nil end
    return ("is %s; it must be \"cancel\", \"plan\" or a function%s"):format(shown(value),
      type(value) == "string" and did_you_mean(value, REACTIONS) or "")
  end),
})

-- What makes no sense without another option.
local NEEDS = {on_gate = "fail_if", journal = "on_gate", CancelInProgressTask = "on_gate"}

--- What is wrong with options that are good each by itself.
---@param given table
---@return string|nil problem
function gate_options.problem_with(given)
  for _, name in ipairs {"on_gate", "journal", "CancelInProgressTask"} do
    if given[name] ~= nil and given[NEEDS[name]] == nil then
      return ("%s needs %s: it says what is done when a limit of that is broken"):format(name, NEEDS[name])
    end
  end
end

return gate_options
