-- The options of plans.
local limits = require "aliota.util.limit_options"
local listing_options = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local task_reader = require "aliota.listing.task_reader"
local types = require "aliota.util.option_types"

---@class aliota.JournalOption
---@field journal string|(fun(text: string): any, any)|nil  the path of a file that is not there yet, or a function that
---is given each piece of text: what `client:resume_plan` goes on with; default none
local journal = {journal = types.checked(function(value)
  if type(value) == "function" or (type(value) == "string" and value ~= "") then return nil end
  return ("must be a path or a function, not %s"):format(value == "" and "an empty path" or "a " .. type(value))
end)}

---@class aliota.GivenTasksOption
---@field tasks aliota.Tasks|nil  those that are meant, rather than what else chooses them: an iterator or an array of
---tasks; default none
local tasks = {tasks = types.checked(function(value)
  local misuse = task_reader.misuse(value)
  return misuse and "must be an iterator or an array of tasks, not " .. misuse
end)}

---@class aliota.PlanParams: aliota.ChosenParams, aliota.GivenTasksOption, aliota.JournalOption
---@field JobId string|nil  where no `tasks` are given

---@class aliota.CancelParams: aliota.PlanParams, aliota.CancelOTATaskByJobParams
---@field JobId string|nil  where no `tasks` are given

---@class aliota.ResumeParams: aliota.JournalOption
---@field journal string|(fun(text: string): any, any)|nil  the path of the journal to go on with, which is continued;
---or with `text`, where it is to be continued
---@field text string|nil  what `plan:journal()` returned; default none

---@type table<string, aliota.OptionSet>
return {
  --- For a plan of tasks that it lists.
  OF_LIST = merge(listing_options.CHOSEN, journal),
  --- Of tasks that are given.
  OF_TASKS = merge(tasks, journal),
  --- Of a batch.
  OF_BATCH = merge(limits, journal),
  --- For going on with one.
  RESUME = merge(journal, {text = types.STRING}),
}
