-- The seconds that a listing takes at the account's quota. arg: endpoint, batch; keys in the environment.
local aliota = require "aliota"
local now = require("aliota.core").http.now

local start, count = now(), 0
for _ in aliota.new({endpoint = arg[1], proxy = false}):tasks {JobId = arg[2]} do count = count + 1 end
print("tasks " .. count)
print("seconds " .. now() - start)
