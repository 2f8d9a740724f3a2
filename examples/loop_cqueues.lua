-- Lists several batches at once in one thread, inside a cqueues loop whose other coroutines go on meanwhile.
--   lua5.4 examples/loop_cqueues.lua JOB_ID…
local aliota = require "aliota"
local cqueues = require "cqueues"

local client = aliota.new {endpoint = os.getenv "ALIOTA_ENDPOINT", loop = require "aliota.loop.cqueues"}
local main, listing = cqueues.new(), #arg

for _, job_id in ipairs(arg) do
  main:wrap(function()
    local count, err = client:tasks({JobId = job_id}):count()
    print(job_id, count or err)
    listing = listing - 1
  end)
end

main:wrap(function() -- proves that nothing blocks
  local ticks = 0
  while listing > 0 do
    cqueues.sleep(0.01)
    ticks = ticks + 1
  end
  io.stderr:write(("the loop turned %d times meanwhile\n"):format(ticks))
end)

assert(main:loop())
