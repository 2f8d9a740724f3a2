-- Lists several batches at once in one thread, inside libuv's loop whose other work goes on meanwhile.
--   lua5.4 examples/loop_luv.lua JOB_ID…
local aliota = require "aliota"
local uv = require "luv"

local client = aliota.new {endpoint = os.getenv "ALIOTA_ENDPOINT", loop = require "aliota.loop.luv"}
local listing, ticks, clock = #arg, 0, uv.new_timer()

for _, job_id in ipairs(arg) do
  coroutine.wrap(function()
    local count, err = client:tasks({JobId = job_id}):count()
    print(job_id, count or err)
    listing = listing - 1
  end)()
end

clock:start(10, 10, function() -- proves that nothing blocks
  ticks = ticks + 1
  if listing > 0 then return end
  clock:close()
  io.stderr:write(("the loop turned %d times meanwhile\n"):format(ticks))
end)

uv.run()
