-- The client that the options of a verb describe.
local event_lines = require "aliota.command.event_lines"

---@param script aliota.Script
---@param args table
---@param listen (fun(event: table))|nil  is told of everything, too
---@param loop aliota.Loop|nil
---@return aliota.Client
return function(script, args, listen, loop)
  local line_of = event_lines[args.on_event]
  return script:require "aliota".new {
    profile = args.profile, endpoint = args.endpoint, region = args.region, instance_id = args.instance_id,
    dialect = args.dialect, qps = args.qps, deadline = args.deadline, signature = args.signature, loop = loop,
    on_event = (line_of or listen) and function(event)
      if line_of then io.stderr:write(line_of(event), "\n") end
      if listen then listen(event) end
    end,
  }
end
