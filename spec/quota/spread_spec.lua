local Spread = require "aliota.quota.spread"
local aliota = require "aliota"
local quota = require "aliota.quota"
local rate = require "aliota.quota.rate"
local sandbox = require "aliota.sandbox"
local shared_quota = require "aliota.quota.shared_quota"
local shared_window = require "aliota.quota.shared_window"
local ways = require "spec.support.ways"

-- What is known after some round trips.
local function known(...)
  local spread = Spread.new()
  for _, seconds in ipairs {...} do spread:answered(seconds) end
  return spread
end

describe("the spread of round trips", function()
  it("is none as long as all take as long, within the margin of the window", function()
    assert.equal(0, Spread.new():expected())
    assert.equal(0, known(0.3):expected())
    local spread = known(0.3, 0.31, 0.305, 0.3, 0.3)
    assert.same({0, 0}, {spread:expected(), spread:lateness(0.31)})
  end)

  it("is what one takes longer than the shortest, and what none was as short as", function()
    local spread = known(0.1, 0.3)
    for _ = 1, 18 do spread:answered(0.2) end
    local least = 0.1 - 2 * 0.2 / 20
    assert.near(spread.care * (0.2 - least) - rate.MARGIN, spread:lateness(0.2), 1e-9)
    assert.near(spread.care * (0.3 - least) - rate.MARGIN, spread:expected(), 1e-9)
  end)

  it("holds no slot for long because of one answer that takes very long", function()
    assert.is_true(known(0.1, 0.1, 30):expected() <= 0.5)
  end)

  it("forgets how long the way was before it became another", function()
    local spread = known(0.1)
    for _ = 1, 32 do spread:answered(0.4) end
    assert.equal(0, spread:expected())
  end)

  it("matters less and less while nothing is refused, and more again at once after a refusal", function()
    local spread = Spread.new()
    for i = 1, 1000 do spread:answered(i % 2 == 0 and 0.1 or 0.3) end
    local before = spread:expected()
    assert.near(0.5, spread.care, 1e-9)
    spread:refused()
    assert.is_true(spread:expected() > before + 0.04)
    for _ = 1, 20 do spread:refused() end
    assert.equal(1.5, spread.care)
    for _ = 1, 5000 do spread:answered(0.1) end
    assert.equal(0, spread.care)
  end)
end)

-- A backend that is always there.
local function backend_at(clock)
  local texts = {}
  return {
    name = "the shelf", now = function() return clock.now end,
    apply = function(_, key, _, ...)
      local answer
      texts[key], answer = shared_window.apply(texts[key] or "", clock.now, ...)
      return answer
    end,
  }
end

local KINDS = {
  ["in this process"] = function() return {quota.new(10)} end,
  ["shared by one process"] = function(clock) return {shared_quota.new(backend_at(clock), {})} end,
  ["shared by two processes"] = function(clock)
    local backend = backend_at(clock)
    return {shared_quota.new(backend, {}), shared_quota.new(backend, {})}
  end,
}

-- 50 pages under ten a second, in all: four seconds of the quota's own, and two round trips of 100 ms and the mean of
-- what comes to them. `most`: the part of that which the middle one of the listings may take; `refused`: how many of
-- all requests of all of them may be.
local CASES = {
  {jitter = 0, most = 1.03, refused = 0},
  {jitter = 0.05, most = 1.05, refused = 1},
  {jitter = 0.1, most = 1.1, refused = 4},
  {jitter = 0.2, most = 1.17, refused = 8},
}
local SEEDS = 40

local function list_all(make, case)
  local ratios, all, least = {}, 0, 4 + 2 * (0.1 + case.jitter / 2)
  for seed = 1, SEEDS do
    local clock, random = {now = 1000}, ways.dice(seed)
    local quotas = make(clock)
    local seconds, refused = ways.list(quotas, clock, {
      pages = 50 / #quotas, random = random, back = function() return 0.05 end,
      there = function() return 0.05 + case.jitter * random() end,
    })
    ratios[seed], all = seconds / least, all + refused
  end
  table.sort(ratios)
  return ratios[SEEDS / 2], all
end

describe("a listing whose requests travel unequally long", function()
  for kind, make in pairs(KINDS) do
    for _, case in ipairs(CASES) do
      it(("keeps its pace under a quota %s, by up to %d ms"):format(kind, case.jitter * 1000), function()
        local ratio, refused = list_all(make, case)
        assert.is_true(ratio <= case.most, ("%.3f of the quota's time"):format(ratio))
        assert.is_true(refused <= case.refused, ("%d requests refused"):format(refused))
      end)
    end
  end

  it("comes to use nearly all of the quota where it is answers that take unequally long", function()
    local clock, random = {now = 1000}, ways.dice(1)
    local case = {
      pages = 2000, random = random, there = function() return 0.05 end,
      back = function() return 0.05 + 0.2 * random() end,
    }
    local shared = quota.new(10)
    ways.list({shared}, clock, case)
    case.pages = 500
    local seconds, refused = ways.list({shared}, clock, case)
    assert.equal(0, refused)
    assert.is_true(seconds <= 1.04 * 50, seconds)
  end)

  it("is hardly ever refused a request by a service that is really there", function()
    local service = assert(sandbox.start {
      devices = 4000, seed = 5, qps = true, chaos = {latency = {ms = 50, jitter = 150}},
    })
    finally(function() service:stop() end)
    local client = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = quota.new(),
    }
    assert.equal(4000, #client:tasks({JobId = service.job_id}):collect())
    assert.is_true((service:stats().by_code["Throttling.User"] or 0) <= 1)
  end)
end)
