-- Lists several batches at once in one thread, inside a copas loop whose other work goes on meanwhile.
--   luajit examples/loop_copas.lua JOB_ID…
local copas = require "copas"
local aliota = require "aliota"

local client = aliota.new {endpoint = os.getenv "ALIOTA_ENDPOINT", loop = require "aliota.loop.copas"}
local listing, steps = #arg, 0

for _, job_id in ipairs(arg) do
  copas.addthread(function()
    local count, err = client:tasks({JobId = job_id}):count()
    print(job_id, count or err)
    listing = listing - 1
  end)
end

while listing > 0 do -- copas.loop(), with an end
  copas.step(0.01)
  steps = steps + 1
end
io.stderr:write(("the loop turned %d times meanwhile\n"):format(steps))
