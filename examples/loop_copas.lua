-- Lists several batches at once in one thread, inside a copas loop whose other work goes on meanwhile.
--   luajit examples/loop_copas.lua JOB_ID…
-- Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new()
local aliota = script:require "aliota"

local kinds = require "aliota.shell.argument_kinds"
local copas = script:require "copas"

local parser = script:parser("loop_copas", "Counts the update tasks of several batches at once, in a copas loop.", {
  account = true, exits = "0 for all batches, 1 when one could not be listed, 130 when interrupted",
})
parser:takes("job_ids", kinds.TEXT, "The update batches."):args "+"
local args = parser:parse()

script:run(function()
  local client = aliota.new {
    region = args.region, instance_id = args.instance_id, qps = args.qps, loop = require "aliota.loop.copas",
  }
  local listing, steps, status = #args.job_ids, 0, 0

  for _, job_id in ipairs(args.job_ids) do
    local tasks = client:tasks {JobId = job_id} -- what is no JobId ends the script here, not in a coroutine
    copas.addthread(function()
      local count, err = tasks:count()
      if not count then status = 1 end
      listing = listing - 1
      script:say(("%s\t%s"):format(job_id, count or script:worded(tostring(err))))
    end)
  end

  while listing > 0 do -- copas.loop(), with an end
    copas.step(0.01)
    steps = steps + 1
  end
  io.stderr:write(("turns of the loop meanwhile: %d\n"):format(steps))
  return status
end)
