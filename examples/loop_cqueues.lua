-- Lists several batches at once in one thread, inside a cqueues loop whose other coroutines go on meanwhile.
--   lua5.4 examples/loop_cqueues.lua JOB_ID…
-- Exit status: 0 for all batches, 1 when one could not be listed, 130 when interrupted.
local aliota = require "aliota"
local script = require("aliota.util.script").new()

local cqueues = script:require "cqueues"

local parser = script:parser("loop_cqueues", "Counts the update tasks of several batches at once, in a cqueues loop.")
parser:argument("job_ids", "The update batches."):args "+"
local args = parser:parse()

script:run(function()
  local client = aliota.new {endpoint = os.getenv "ALIOTA_ENDPOINT", loop = require "aliota.loop.cqueues"}
  local main, listing, status = cqueues.new(), #args.job_ids, 0

  for _, job_id in ipairs(args.job_ids) do
    local tasks = client:tasks {JobId = job_id} -- what is no JobId ends the script here, not in a coroutine
    main:wrap(function()
      local count, err = tasks:count()
      if not count then status = 1 end
      listing = listing - 1
      script:say(("%s\t%s"):format(job_id, count or tostring(err)))
    end)
  end

  main:wrap(function() -- proves that nothing blocks
    local ticks = 0
    while listing > 0 do
      cqueues.sleep(0.01)
      ticks = ticks + 1
    end
    io.stderr:write(("turns of the loop meanwhile: %d\n"):format(ticks))
  end)

  assert(main:loop())
  return status
end)
