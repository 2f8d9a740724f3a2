-- Lists several batches at once in one thread, inside a copas loop whose other work goes on meanwhile.
--   luajit examples/loop_copas.lua JOB_ID…
-- Exit status: 0 for all batches, 1 when one could not be listed, 130 when interrupted.
local aliota = require "aliota"
local script = require("aliota.util.script").new()

local copas = script:require "copas"

local parser = script:parser("loop_copas", "Counts the update tasks of several batches at once, in a copas loop.")
parser:argument("job_ids", "The update batches."):args "+"
local args = parser:parse()

script:run(function()
  local client = aliota.new {endpoint = os.getenv "ALIOTA_ENDPOINT", loop = require "aliota.loop.copas"}
  local listing, steps, status = #args.job_ids, 0, 0

  for _, job_id in ipairs(args.job_ids) do
    local tasks = client:tasks {JobId = job_id} -- what is no JobId ends the script here, not in a coroutine
    copas.addthread(function()
      local count, err = tasks:count()
      if not count then status = 1 end
      listing = listing - 1
      script:say(("%s\t%s"):format(job_id, count or tostring(err)))
    end)
  end

  while listing > 0 do -- copas.loop(), with an end
    copas.step(0.01)
    steps = steps + 1
  end
  io.stderr:write(("turns of the loop meanwhile: %d\n"):format(steps))
  return status
end)
