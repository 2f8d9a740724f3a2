-- What changes tasks: a plan that is shown, and that is carried out only where that is said.
local account_client = require "aliota.command.account_client"
local apply_command = require "aliota.command.apply_command"
local kinds = require "aliota.shell.argument_kinds"
local must = require "aliota.command.must"
local own_options = require "aliota.command.own_options"
local progress_line = require "aliota.command.progress_line"

local task_change = {}

--- Adds the options.
---@param parser aliota.Parser
function task_change.offer(parser)
  own_options.offer(parser, "journal", kinds.TEXT,
    "Keep the plan in this new file, and what becomes of it: aliota apply FILE carries it out."):argname "FILE"
  own_options.offer(parser, "yes", nil, "Carry it out, too, now.")
end

local WITHOUT_JOURNAL = {first = "--yes", again = "the same command again"}

-- What is to be said of a plan, without the lines that end it.
local function shown(script, plan) return script:worded((tostring(plan):gsub("\n+$", ""))) end

local function advice(journal)
  if journal then return ("aliota apply %s goes on with it"):format(journal) end
  return "there is no journal to go on with: run the same command again in 16 minutes, when nothing that was sent can "
    .. "arrive any more"
end

-- What became of it is told in any case.
local function applied(script, plan, journal, progress)
  local status, message = script:outcome(function()
    must(plan:apply())
    return plan:is_complete() and 0 or 2
  end)
  progress:finish()
  script:say ""
  script:say(shown(script, plan))
  script:flush()
  if status == 0 then return 0 end
  return status, (message and message .. "\n" or "") .. advice(journal)
end

--- A client that shows how far a plan is, for a script that can carry one out.
---@param script aliota.Script
---@param args table  whose journal carries it out
---@return aliota.Client
---@return aliota.ProgressLine
function task_change.client(script, args)
  script.apply = apply_command(args.journal, WITHOUT_JOURNAL)
  local progress = progress_line.new(args, "task")
  return account_client(script, args, function(event)
    if event.type ~= "plan" then return end
    local counts = event.plan:counts()
    progress:show(counts.done + counts.moved, #event.plan.items)
  end), progress
end

--- Carries a plan out.
---@param script aliota.Script
---@param plan aliota.Plan
---@param journal string|nil
---@param progress aliota.ProgressLine
---@return integer status
---@return string|nil message
function task_change.apply(script, plan, journal, progress)
  script:say(shown(script, plan))
  script:flush()
  if plan:is_complete() then return 0 end
  return applied(script, plan, journal, progress)
end

--- Makes a plan, shows it, and carries it out if that is wanted.
---@param script aliota.Script
---@param args table
---@param make fun(client: aliota.Client): aliota.Plan|nil, aliota.Error|nil
---@return integer status
---@return string|nil message
function task_change.run(script, args, make)
  local client, progress = task_change.client(script, args)
  local plan, err = make(client)
  if not plan and type(err) == "table" and err.code == "JournalExists" then
    error(("%s: there is such a file; aliota apply %s goes on with its plan"):format(args.journal, args.journal), 0)
  end
  must(plan, err)
  if args.yes then return task_change.apply(script, plan, args.journal, progress) end
  script:say(shown(script, plan))
  return 0
end

return task_change
