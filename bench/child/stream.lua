-- The peak memory of a process that lists a batch and keeps nothing. arg: endpoint, batch; keys in the environment.
local aliota = require "aliota"
local peak = require "bench.peak"

local count = 0
for _ in aliota.new({endpoint = arg[1]}):tasks({JobId = arg[2]}) do count = count + 1 end
print("tasks " .. count)
print("peak " .. peak())
