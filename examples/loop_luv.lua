-- Lists several batches at once in one thread, inside libuv's loop whose other work goes on meanwhile.
--   lua5.4 examples/loop_luv.lua JOB_ID…
-- Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new()
local aliota = script:require "aliota"

local kinds = require "aliota.shell.argument_kinds"
local uv = script:require "luv"

local parser = script:parser("loop_luv", "Counts the update tasks of several batches at once, in libuv's loop.", {
  account = true, exits = "0 for all batches, 1 when one could not be listed, 130 when interrupted",
})
parser:takes("job_ids", kinds.TEXT, "The update batches."):args "+"
local args = parser:parse()

-- Nothing may raise in a callback, where libuv ends the process; so neither may lua's own handler of ^C.
script:run(function()
  local client = aliota.new {
    region = args.region, instance_id = args.instance_id, qps = args.qps, loop = require "aliota.loop.luv",
  }
  local listing, ticks, status, clock = #args.job_ids, 0, 0, uv.new_timer()

  for _, job_id in ipairs(args.job_ids) do
    local tasks = client:tasks {JobId = job_id} -- what is no JobId ends the script here, not in a coroutine
    coroutine.wrap(function()
      local count, err = tasks:count()
      if not count then status = 1 end
      listing = listing - 1
      local line = ("%s\t%s"):format(job_id, count or script:worded(tostring(err)))
      pcall(script.say, script, line) -- told at the end if it was lost
    end)()
  end

  clock:start(10, 10, function() -- proves that nothing blocks
    ticks = ticks + 1
    if listing > 0 then return end
    clock:close()
    io.stderr:write(("turns of the loop meanwhile: %d\n"):format(ticks))
  end)

  local interrupted, signal = false, uv.new_signal()
  signal:start("sigint", function()
    interrupted = true
    uv.stop()
  end)
  signal:unref()

  uv.run()
  if interrupted then error("interrupted!", 0) end
  return status
end)
