-- Microseconds for decoding a page, of each contender over the same bytes, in turns.
local cjson = require "cjson"
local core = require "aliota.core"
local floor = require "floor"
local page = require "bench.page"

local ROUNDS, TIMES = 21, 50

local rows, keys = core.json.decode(page).Data.SimpleOTATaskInfo, {}
for key in pairs(rows[1]) do keys[#keys + 1] = key end
local records = floor.prepare(rows, keys, #rows, #keys)

local contenders = {
  {name = "aliota", run = function() return core.json.decode(page).Data.SimpleOTATaskInfo end},
  {name = "cjson", run = function() return cjson.decode(page).Data.SimpleOTATaskInfo end},
  {name = "floor", run = function() return floor.build(records, keys) end},
}

local function time(run)
  collectgarbage()
  local start = os.clock()
  for _ = 1, TIMES do run() end
  return (os.clock() - start) / TIMES * 1e6
end

for _, contender in ipairs(contenders) do
  assert(#contender.run() == 100, contender.name .. " did not make 100 tasks")
  contender.times = {}
end
for round = 1, ROUNDS do
  for _, contender in ipairs(contenders) do contender.times[round] = time(contender.run) end
end
for _, contender in ipairs(contenders) do
  table.sort(contender.times)
  print(contender.name .. " " .. contender.times[(ROUNDS + 1) / 2])
end
