-- Seconds from the first request of a batch to its last task. arg: endpoint, batch; keys in the environment.
local aliota = require "aliota"
local now = require("aliota.loop").now

local client = aliota.new {endpoint = arg[1], proxy = false}
local start, count = now(), 0
for _ in client:tasks {JobId = arg[2]} do count = count + 1 end
print("seconds " .. now() - start)
print("tasks " .. count)
