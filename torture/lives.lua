-- Random lives of transfers: queued, stepped, waited for, cancelled, collected, popped, read, forked away and closed in
-- any order, while finalisers interfere with whatever is alive.
local core = require "aliota.core"

local url, seed = ...
local ACTS = 150

-- Lehmer's generator: the same lives for the same seed, whatever Lua's own generator is.
local function draw(n)
  seed = (seed * 48271 + 11) % 2147483647
  return seed % n + 1
end

local https, transfers, bodies = {}, {}, {}
local PATHS = {"/plain", "/gzip", "/chunked", "/silent", "/plain"}

local function any(list)
  return list[draw(math.max(#list, 1))]
end

-- All may raise: what is gone can't be used any more, and says so. The weights let answers come before all is gone.
local ACTS_BY_WEIGHT = {
  {6, function() https[draw(2)] = core.http.new() end},
  {1, function() any(https):close() end},
  {1, function() https[draw(2)] = false end},
  {8, function() transfers[draw(6)] = any(https):queue {url = url .. any(PATHS), proxy = "", timeout = 5} end},
  {2, function() transfers[draw(6)] = any(https):queue {url = url .. any(PATHS), proxy = "", body = "x"} end},
  {30, function() any(https):step(draw(16)) end},
  {20, function() any(https):wait(0.001) end},
  {2, function() any(https):fd() end},
  {2, function() any(https):alarm(draw(10) / 1000) end},
  {1, function() transfers[draw(6)] = any(https):pop() end},
  {2, function() any(transfers):cancel() end},
  {1, function() transfers[draw(6)] = false end},
  {25, function() bodies[draw(3)] = any(transfers):result(true).body end},
  {2, function() any(transfers):result() end},
  {8, function() core.json.decode(any(bodies)) end},
  {2, function() any(bodies):close() end},
  {1, function() bodies[draw(3)] = false end},
  {2, function() collectgarbage() end},
}
-- What a finaliser may do while Lua closes the state: objects that are made then are never finalised.
local ACTS_AT_THE_END = {
  function() any(https):close() end,
  function() any(https):step() end,
  function() any(transfers):cancel() end,
  function() any(bodies):close() end,
}

local acts, is_alive = {}, false
for _, row in ipairs(ACTS_BY_WEIGHT) do
  for _ = 1, row[1] do acts[#acts + 1] = row[2] end
end

local function act()
  pcall(is_alive and acts[draw(#acts)] or ACTS_AT_THE_END[draw(#ACTS_AT_THE_END)])
end

-- Something that acts when it is collected, as garbage does at any allocation.
local function leave_trap()
  setmetatable({}, {__gc = function()
    act()
    act()
  end})
end

local function live(most)
  for _ = 1, most do
    if draw(20) == 1 then leave_trap() end
    act()
  end
  return true
end

return function()
  is_alive = true
  local ok, message = pcall(function()
    live(ACTS)
    child(function() return live(30) end)
    live(ACTS)
  end)
  is_alive = false
  return ok or error(message, 0)
end
