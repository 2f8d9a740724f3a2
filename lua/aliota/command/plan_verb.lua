-- A verb that changes tasks: what is meant is planned and shown, and carried out where that is said.
local own_options = require "aliota.command.own_options"
local task_change = require "aliota.command.task_change"
local task_choice = require "aliota.command.task_choice"

-- A whole batch is meant by switches, or some of its tasks by what chooses them.
local function check_choice(switches, args)
  local chosen = args.TaskStatus or args.DeviceNames or args.where[1]
  local switch
  for _, name in ipairs(switches) do switch = switch or args[name] and own_options.flag(name) end
  if switch and chosen then error(switch .. " is for the whole batch: it goes with nothing that chooses tasks", 0) end
  if switches[1] and not switch and not chosen then
    error("say which tasks: by --task-status, --where or --device-names; or by " .. own_options.flag(switches[1])
      .. " and its like, for the whole batch", 0)
  end
end

--- Makes one.
---@param facts {summary: string, example: string, done: string, switches: string[]|nil,
---plan: fun(client: aliota.Client, params: table): aliota.Plan|nil, aliota.Error|nil}  done: what then has become of
---tasks; switches: parameters that stand for all tasks in a state
---@return aliota.Verb
return function(facts)
  local switches = facts.switches or {}
  return {
    summary = facts.summary .. "; without --yes it only says what it would do.",
    arguments = "JobId",
    example = facts.example,
    exits = "0 for a plan that was shown or is complete, 1 for an error, 2 when it is not known yet of some tasks "
      .. "whether they were " .. facts.done,
    offer = function(parser)
      own_options.offer_job(parser)
      task_choice.offer(parser)
      for _, name in ipairs(switches) do
        own_options.offer(parser, name, nil, ("All tasks of the batch in that state, by one call (%s)."):format(name))
      end
      task_change.offer(parser)
    end,
    run = function(script, args)
      check_choice(switches, args)
      return task_change.run(script, args, function(client)
        local params = task_choice.params(args)
        for _, name in ipairs(switches) do params[name] = args[name] end
        params.journal = args.journal
        return facts.plan(client, params)
      end)
    end,
  }
end
