-- Milliseconds of a sandbox's own CPU for an answer of 100 tasks, and how many it gave. It serves until a client beside
-- it has listed the batch a few times. arg: devices, times.
local command_of = require "bench.client"
local cqueues = require "cqueues"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local devices, times = tonumber(arg[1]), tonumber(arg[2])
local done = os.tmpname()
os.remove(done)

local function client_of(running)
  return ("%s %d; touch %s"):format(command_of(shell.quote(arg[-1]) .. " bench/child/list.lua", running), times, done)
end

local function exists(path)
  local file = io.open(path)
  return file and file:close()
end

local start, client
assert(sandbox.serve({devices = devices}, function(running)
  client = io.popen(client_of(running))
  start = os.clock()
  running:stop_when(function()
    repeat cqueues.sleep(0.1) until exists(done)
  end)
end))
client:close()
os.remove(done)
print("milliseconds " .. (os.clock() - start) / (devices / 100 * times) * 1000)
