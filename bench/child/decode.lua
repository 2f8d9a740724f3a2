-- CPU of decoding a page: reads lines that say how often, decodes so often, and prints what that took, in microseconds.
-- arg: by whom, "aliota", "cjson", or "floor", for the least that the Lua C API allows.
local cjson = require "cjson"
local page = require "bench.page"

local function rows_of(answer) return answer.Data.SimpleOTATaskInfo end

local MAKERS = {
  aliota = function()
    local decode = require("aliota.core").json.decode
    return function() return rows_of(decode(page)) end
  end,
  cjson = function()
    return function() return rows_of(cjson.decode(page)) end
  end,
  floor = function()
    local floor = require "floor"
    local rows, keys = rows_of(cjson.decode(page)), {}
    for key in pairs(rows[1]) do keys[#keys + 1] = key end
    local records = floor.prepare(rows, keys, #rows, #keys)
    return function() return floor.build(records, keys) end
  end,
}

local run, clock = MAKERS[arg[1]](), os.clock
assert(#run() == 100, "100 tasks expected")
for line in io.lines() do
  collectgarbage()
  local start = clock()
  for _ = 1, tonumber(line) do run() end
  print((clock() - start) * 1e6)
  io.flush()
end
