local chaos = require "aliota.sandbox.chaos"
local sorted_keys = require "aliota.util.sorted_keys"

-- How often a kind strikes in so many requests, and at which.
local function strikes(struck, kind, count, action)
  local at = {}
  for i = 1, count do
    if struck:strike(action)[kind] then at[#at + 1] = i end
  end
  return #at, table.concat(at, " ")
end

describe("chaos", function()
  it("does nothing unless it is armed", function()
    assert.same({}, chaos.new(1):strike("List"))
  end)

  it("strikes always, at a rate, so many times, or after so many requests", function()
    assert.equal(100, (strikes(chaos.new(1, {empty = {}}), "empty", 100)))
    assert.equal(0, (strikes(chaos.new(1, {empty = 0}), "empty", 100)))
    local struck = strikes(chaos.new(1, {empty = 0.25}), "empty", 10000)
    assert.is_true(struck > 2300 and struck < 2700, struck)
    assert.same({3, "1 2 3"}, {strikes(chaos.new(1, {empty = {count = 3}}), "empty", 100)})
    assert.same({2, "6 7"}, {strikes(chaos.new(1, {empty = {after = 5, count = 2}}), "empty", 100)})
    assert.equal(5, (strikes(chaos.new(1, {empty = {rate = 0.5, count = 5}}), "empty", 1000)))
  end)

  it("strikes one operation only if it is told to", function()
    local struck = chaos.new(1, {empty = {action = "List", count = 1}})
    assert.equal(0, (strikes(struck, "empty", 10, "Query")))
    assert.equal(1, (strikes(struck, "empty", 10, "List")))
  end)

  it("is repeated by the same seed, and differs by kind and seed", function()
    local function pattern(seed, kind)
      return select(2, strikes(chaos.new(seed, {[kind] = 0.5}), kind, 50))
    end
    assert.equal(pattern(1, "empty"), pattern(1, "empty"))
    assert.are_not.equal(pattern(1, "empty"), pattern(2, "empty"))
    assert.are_not.equal(pattern(1, "empty"), pattern(1, "garbage"))
  end)

  it("gives a strike its parameters and a draw of its own", function()
    local struck = chaos.new(1, {latency = {ms = 5}})
    local first, second = struck:strike().latency, struck:strike().latency
    assert.same({5, "fixed", 10000}, {first.ms, first.distribution, first.max_ms})
    assert.are_not.equal(first.draw, second.draw)
    assert.is_true(first.fraction >= 0 and first.fraction < 1)
    assert.same({latency = 2}, struck.struck)
  end)

  it("arms and disarms while it runs", function()
    local struck = chaos.new(1, {empty = {}, gzip = {}})
    struck:arm({empty = false, garbage = {count = 1}})
    local at = struck:strike()
    assert.same({false, true, true}, {at.empty ~= nil, at.gzip ~= nil, at.garbage ~= nil})
    struck:disarm()
    assert.same({}, struck:strike())
  end)

  it("finds mistakes", function()
    local kinds = table.concat(sorted_keys(chaos.KINDS), ", ")
    local mistakes = {
      {{Garbge = 1}, "there is no kind 'Garbge'; did you mean \"garbage\"?; there are " .. kinds},
      {5, "a table of kinds expected"}, {{nope = 1}, "there is no kind 'nope'; there are " .. kinds},
      {{empty = "x"}, "empty must be a table, a rate or false"}, {{empty = 1.5}, "rate of empty must be from 0 to 1"},
      {{empty = {ms = 5}}, "empty has no 'ms'; there are action, after, count and rate"},
      {{latency = {ms = "5"}}, "ms of latency must be a number"},
      {{latency = {jiter = 5}}, "latency has no 'jiter'; did you mean \"jitter\"?"},
      {{latency = {jitter = -1}}, "jitter of latency is out of range"},
      {{latency = {distribution = "odd"}}, "distribution of latency can't be odd"},
      {{proxy_page = {status = 404}}, "status of proxy_page can't be 404"},
      {{empty = {count = -1}}, "count of empty is out of range"},
      {{clock_skew = {seconds = 1e300}}, "seconds of clock_skew is out of range"},
      {{refused_connection = {seconds = -1}}, "seconds of refused_connection is out of range"},
      {{huge_text = {bytes = 1.5}}, "bytes of huge_text must be a whole number"},
      {{empty = {action = "ListOtaTask"}}, 'empty: there is no operation "ListOtaTask"'},
      {{business_error = {code = "\255"}}, "code of business_error is not text in UTF-8"},
    }
    for _, mistake in ipairs(mistakes) do assert.equal(mistake[2], chaos.problem(mistake[1])) end
    assert.is_nil(chaos.problem({empty = false, clock_skew = {seconds = -600}, gzip = 0.5, trickle = {}}))
  end)
end)
