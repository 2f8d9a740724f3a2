-- Against a real Redis, by the client of programs outside nginx.
local exchange = require "aliota.nginx.exchange"
local place = require "aliota.quota.redis_place"
local real_redis = require "spec.support.redis"

local describe = real_redis.is_there and describe or pending -- luacheck: ignore 431

describe("nginx.exchange", function()
  local server
  setup(function() server = real_redis.start() end)
  teardown(function() server:stop() end)
  before_each(function() server:ask "flushall" end)

  local function host(mark, seconds)
    return exchange.new(place.route(assert(place.read {port = server.port, timeout = 30})), "name", seconds or 60, mark)
  end

  local function take(one)
    local told, is_held = one:take()
    assert(told, is_held)
    table.sort(told, function(a, b) return a.name < b.name end)
    local pairs_of = {}
    for i, each in ipairs(told) do
      assert.truthy(each.elapsed >= 0 and each.elapsed < 60)
      pairs_of[i] = {each.name, each.value}
    end
    return is_held, pairs_of
  end

  it("gives the lease to one, until it is released", function()
    local one, other = host "one", host "other"
    assert.same({true, false, true}, {(take(one)), (take(other)), (take(one))})
    other:release() -- what it has not
    assert.is_false((take(other)))
    one:release()
    assert.same({true, false}, {(take(other)), (take(one))})
  end)

  it("gives it to another one once it was not renewed for its time", function()
    local one, other = host("one", 2), host("other", 2)
    assert.is_true((take(one)))
    local is_held
    repeat is_held = take(other) until is_held
    assert.is_false((take(one)))
  end)

  it("takes none for held beyond its time, such as after the clock was set back", function()
    local one, other = host("one", 1000), host("other", 1)
    assert.same({true, true}, {(take(one)), (take(other))})
  end)

  it("tells each value once to each of the others, the last of each name", function()
    local one, other, third = host "one", host "other", host "third"
    take(one)
    assert.is_true(one:tell("a", {1}))
    assert.is_true(one:tell("a", {text = "x y\n\0z"}))
    assert.is_true(one:tell("b", {3}))
    assert.same({true, {}}, {take(one)})
    assert.same({false, {{"a", {text = "x y\n\0z"}}, {"b", {3}}}}, {take(other)})
    assert.same({false, {}}, {take(other)})
    one:tell("b", {4})
    assert.same({false, {{"b", {4}}}}, {take(other)})
    assert.same({false, {{"a", {text = "x y\n\0z"}}, {"b", {4}}}}, {take(third)})
  end)

  it("takes nothing from who has not the lease", function()
    local one, other = host "one", host "other"
    take(one)
    assert.is_false(other:tell("a", {1}))
    assert.is_false(other:tell("a", {1}, {}))
    assert.same({true, {}}, {take(one)})
  end)

  it("forgets others than are named with a value, in one step", function()
    local one = host "one"
    take(one)
    one:tell("a", {1})
    one:tell("b", {2})
    server:ask "config resetstat"
    assert.is_true(one:tell("list", {3}, {"b", "c"}))
    assert.truthy(server:ask("info commandstats"):find "cmdstat_evalsha:calls=1,")
    assert.same({false, {{"b", {2}}, {"list", {3}}}}, {take(host "other")})
    assert.is_true(one:tell("list", {4}, {}))
    assert.same({false, {{"list", {4}}}}, {take(host "third")})
  end)

  it("brings all once more after Redis has lost everything", function()
    local one, other = host "one", host "other"
    take(one)
    one:tell("a", {1})
    take(other)
    server:ask "flushall"
    assert.is_true((take(one)))
    one:tell("a", {2})
    assert.same({false, {{"a", {2}}}}, {take(other)})
  end)

  it("has one key, of its version, which goes by itself after a day", function()
    local one = host "one"
    take(one)
    one:tell("a", {1})
    local key = "aliota:feed:{name}:" .. require "aliota.version"
    assert.equal(key, server:ask "keys '*'")
    local left = tonumber(server:ask(("pttl '%s'"):format(key)))
    assert.truthy(left > 86000000 and left <= 86400000, left)
  end)

  it("says why Redis does not answer", function()
    local away = exchange.new(place.route(assert(place.read {port = 1})), "name", 1, "one")
    assert.same({nil, "connection refused"}, {away:take()})
    assert.same({nil, "connection refused"}, {away:tell("a", {})})
    away:release()
  end)
end)
