local Account = require "aliota.client.account"
local operations = require "aliota.api.operations"
local options = require "aliota.client.options"
local quota = require "aliota.quota"
local with_environment = require "spec.support.environment"

local NOW = 784111777 -- Sun, 06 Nov 1994 08:49:37 GMT
local AN_HOUR_LATER = {date = "Sun, 06 Nov 1994 09:49:37 GMT"}

local function account(more)
  local given = {region = "r", clock = function() return NOW end}
  for name, value in pairs(more or {}) do given[name] = value end
  return Account.new(assert(options(given)))
end

local function keys(id)
  return {access_key_id = id, access_key_secret = "s"}
end

describe("account", function()
  describe("paces", function()
    -- How many calls of a reservation's operation may go at once.
    local function slots(reservation)
      local count = 0
      while count < 1000 and reservation:acquire(100) do
        reservation:requeue()
        count = count + 1
      end
      return count
    end

    it("by what the vendor documents, or by qps", function()
      local operation = operations.ListOTATaskByJob
      assert.equal(10, slots(account():reserve(operation, keys "documented")))
      assert.equal(20, slots(account():reserve(operations.QueryOTAFirmware, keys "documented")))
      assert.equal(3, slots(account({qps = 3}):reserve(operation, keys "told")))
      assert.equal(4, slots(account({quota = quota.new(4)}):reserve(operation, keys "shared")))
    end)

    it("and says by how many calls a second", function()
      local operation = operations.ReupgradeOTATask
      assert.same({20, 3, 4, 20},
        {account():calls_a_second(operation), account({qps = 3}):calls_a_second(operation),
          account({quota = quota.new(4)}):calls_a_second(operation),
          account({quota = quota.new()}):calls_a_second(operation)})
      assert.is_nil(account({quota = false}):calls_a_second(operation))
      assert.is_nil(account():calls_a_second(operations.ModifyOTAFirmware))
    end)

    it("nothing where nothing is known, or nothing is to be paced", function()
      assert.is_nil(operations.ModifyOTAFirmware.qps)
      assert.is_nil(account():reserve(operations.ModifyOTAFirmware, keys "unknown"))
      assert.equal(2, slots(account({qps = 2}):reserve(operations.ModifyOTAFirmware, keys "unknown")))
      assert.is_nil(account({quota = false}):reserve(operations.ListOTATaskByJob, keys "unpaced"))
    end)

    it("all clients of an access key together", function()
      local operation, one, other = operations.ListOTATaskByJob, account(), account()
      assert.equal(10, slots(one:reserve(operation, keys "both")))
      assert.equal(0, slots(other:reserve(operation, keys "both")))
      assert.equal(10, slots(account():reserve(operation, keys "another")))
    end)

    it("an account whose temporary keys change as one", function()
      local operation, one = operations.ListOTATaskByJob, account()
      assert.equal(10, slots(one:reserve(operation, keys "STS.first")))
      assert.equal(0, slots(one:reserve(operation, keys "STS.second")))
    end)
  end)

  describe("sets a wrong clock right", function()
    it("by what the service says, and tells by how much", function()
      local events = {}
      local one = account {on_event = function(event) events[#events + 1] = event end}
      assert.equal(NOW, one:time())
      assert.is_true(one:repair_clock(AN_HOUR_LATER, NOW))
      assert.equal(NOW + 3600, one:time())
      assert.same({{type = "clock", offset = 3600, at = NOW}}, events)
      assert.is_true(one:repair_clock({date = "Sun, 06 Nov 1994 07:49:37 GMT"}, NOW + 3600))
      assert.equal(NOW - 3600, one:time())
    end)

    it("back to its own where that is right again", function()
      local now = NOW - 3600
      local one = account {clock = function() return now end}
      one:repair_clock({date = "Sun, 06 Nov 1994 08:49:37 GMT"}, now)
      now = NOW + 1
      assert.is_true(one:repair_clock({date = "Sun, 06 Nov 1994 08:49:37 GMT"}, one:time()))
      assert.same({0, NOW + 1}, {one.clock_offset, one:time()})
    end)

    it("not when what was signed with is about right, nor by an answer without a date", function()
      local one = account()
      for _, headers in ipairs {{date = "Sun, 06 Nov 1994 08:50:36 GMT"}, {}, {date = "yesterday"}} do
        assert.is_false(one:repair_clock(headers, NOW))
      end
      assert.equal(NOW, one:time())
      assert.is_true(one:repair_clock(AN_HOUR_LATER, NOW))
    end)

    it("once for all that were signed before", function()
      local events = {}
      local one = account {on_event = function(event) events[#events + 1] = event end}
      for _, headers in ipairs {AN_HOUR_LATER, AN_HOUR_LATER, {}} do
        assert.is_true(one:repair_clock(headers, NOW))
      end
      assert.same({3600, 1}, {one.clock_offset, #events})
      assert.is_false(one:repair_clock({}, one:time()))
    end)
  end)

  it("names the seam that returns nonsense", function()
    assert.has_error(function() account({clock = function() return "noon" end}):time() end,
      "the option clock returned a string, it must return a number")
    assert.has_error(function() account({nonce = function() end}):ask("nonce", "string") end,
      "the option nonce returned a nil, it must return a string")
  end)

  it("looks up once where requests go when no option says it", function()
    local looked_up = 0
    local one = Account.new(assert(options {}))
    local function getenv(name)
      if name == "ALIBABA_CLOUD_REGION_ID" then looked_up = looked_up + 1 end
      return name == "ALIBABA_CLOUD_REGION_ID" and looked_up > 1 and "us-west-1" or nil
    end
    local real = os.getenv
    os.getenv = getenv -- luacheck: ignore 122
    local results = {}
    for i = 1, 3 do results[i] = {one:endpoint {}} end
    os.getenv = real -- luacheck: ignore 122
    assert.truthy(results[1][2]:find "no region is known")
    assert.same({"iot.us-west-1.aliyuncs.com", "iot.us-west-1.aliyuncs.com", 2},
      {results[2][1].host, results[3][1].host, looked_up})
  end)

  it("waits for keys and for where requests go", function()
    local one = account {credentials = function() return keys "id" end}
    assert.equal("id", one:prepare().access_key_id)
    assert.same({nil, "the credentials function gave none: sealed", n = 2},
      {n = 2, account({credentials = function() return nil, "sealed" end}):prepare()})
    local nowhere = Account.new(assert(options {credentials = keys "id"}))
    with_environment({HOME = "/nowhere"}, function()
      assert.truthy(select(2, nowhere:prepare()):find "^no region is known")
      assert.is_nil((nowhere:prepare()))
    end)
  end)

  it("asks for keys each time, and hands over those that have expired", function()
    local asked = {}
    local one = account {credentials = function(expired)
      asked[#asked + 1] = expired and expired.access_key_id or "none"
      return keys("id" .. #asked)
    end}
    local first = one:keys()
    assert.is_true(first.done)
    assert.equal("id2", one:keys(first.keys).keys.access_key_id)
    assert.same({"none", "id1"}, asked)
  end)

  it("tells nobody when nobody asked", function()
    account():tell("request", {})
  end)
end)
