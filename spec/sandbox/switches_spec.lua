local options = require "aliota.sandbox.switches"

describe("options", function()
  it("have defaults", function()
    local complete = options.complete(nil)
    assert.same({0, 2500, 1, 1440}, {complete.port, complete.devices, complete.seed, complete.timeout_minutes})
    assert.truthy(math.abs(complete.clock() - os.time()) < 60)
    assert.is_nil(complete.security_token)
  end)

  it("refuse unknown names", function()
    assert.has_error(function() options.complete({device = 1}) end,
      'there is no option "device"; did you mean "devices"?')
  end)

  it("refuse unfit values, naming what fits", function()
    local unfit = {
      port = {-1, 65536, 1.5, "8080"}, devices = {-1, 1000001, 0 / 0}, seed = {-1, 1e18}, job_id = {"", 7},
      timeout_minutes = {0, 1441, true}, clock = {5}, log = {"stderr"}, security_token = {false},
      qps = {0, 2.5, "documented"}, throttle_status = {404, "400"}, retry_after = {1}, tls = {"yes"}, monotime = {0},
      rollout = {"new", 1}, starts_at = {0, 1.5}, speed = {-1, math.huge, 0 / 0, "1"}, order = {"newest", true},
      new_devices_per_minute = {-1, 0.5}, page_past_end = {"full"}, unknown_device_names = {true},
      status_filters_names = {"yes"},
    }
    for name, values in pairs(unfit) do
      for _, value in ipairs(values) do
        assert.error_matches(function() options.complete({[name] = value}) end, name .. " [mi][us]")
      end
    end
  end)

  it("say what is wrong within a large one", function()
    assert.error_matches(function() options.complete({chaos = {nope = 1}}) end, "chaos: there is no kind")
    assert.error_matches(function() options.complete({users = {{}}}) end, "users: a user must have")
  end)

  it("take whole numbers in any form", function()
    assert.equal("7", tostring(options.complete({seed = 14 / 2}).seed))
  end)

  it("take lengths of time for seconds", function()
    local users = {{access_key_id = "i", access_key_secret = "s", security_token = "t", expires_in = "10m"}}
    local complete = options.complete {keys_expire_in = "2h", users = users}
    assert.same({"7200", "600"}, {tostring(complete.keys_expire_in), tostring(complete.users[1].expires_in)})
    assert.equal("10m", users[1].expires_in)
    for _, value in ipairs {0, "0s", "2d", 1.5, "soon"} do
      assert.error_matches(function() options.complete({keys_expire_in = value}) end,
        "keys_expire_in is .+; it must be seconds from 1 to 86400, or a text such as \"10m\"")
    end
  end)

  it("keep fractions where they fit", function()
    assert.equal(0.25, options.complete({speed = 0.25}).speed)
  end)

  it("take false for no time-out", function()
    assert.is_false(options.complete({timeout_minutes = false}).timeout_minutes)
  end)
end)
