local cjson = require "cjson"

local sandbox = require "aliota.sandbox"
local signer = require "spec.support.signer"

local LUA = require "spec.support.interpreter"

local function raises_here(expected, f)
  local ok, message = pcall(f)
  assert.is_false(ok)
  assert.truthy(message:find(expected, 1, true), message)
  assert.truthy(message:find("init_spec.lua:", 1, true), message)
end

describe("sandbox", function()
  it("answers without a network", function()
    local box = sandbox.new({clock = function() return signer.NOW end, job_id = signer.JOB})
    local response = box:handle(signer.v3())
    assert.equal(200, response.status)
    assert.is_true(cjson.decode(response.body).Success)
    assert.equal(signer.JOB, box.job_id)
    assert.same({access_key_id = signer.ID, access_key_secret = signer.SECRET}, box.credentials)
  end)

  it("makes the same batch from the same seed", function()
    assert.equal(sandbox.new({seed = 5}).job_id, sandbox.new({seed = 5}).job_id)
    assert.are_not.equal(sandbox.new({seed = 5}).job_id, sandbox.new({seed = 6}).job_id)
    assert.equal(26, #sandbox.new().job_id)
  end)

  it("blames misuse on the caller's line", function()
    raises_here('there is no option "device"; did you mean "devices"?', function() sandbox.new({device = 1}) end)
    raises_here('there is no option "device"; did you mean "devices"?', function() sandbox.serve({device = 1}) end)
    raises_here('there is no option "device"; did you mean "devices"?', function() sandbox.start({device = 1}) end)
    raises_here('devices is "many"; it must be a whole number from 0', function() sandbox.new({devices = "many"}) end)
  end)

  it("takes no functions across to a child", function()
    raises_here("clock is a function, which can't reach a child", function() sandbox.start({clock = os.time}) end)
    raises_here("log is a function, which can't reach a child process", function() sandbox.start({log = print}) end)
    raises_here("lua must be the name of an interpreter", function() sandbox.start({lua = 5.4}) end)
  end)

  it("starts in a child process with its options", function()
    local handle = assert(sandbox.start({lua = LUA, job_id = "job9", security_token = "token"}))
    finally(function() handle:stop() end)
    assert.truthy(handle.endpoint:find("^http://127%.0%.0%.1:%d+$"))
    assert.equal("job9", handle.job_id)
    assert.equal("token", handle.credentials.security_token)
  end)

  it("serves until it is told to stop", function()
    local endpoint
    assert.is_true(sandbox.serve({}, function(running)
      endpoint = running.endpoint
      running:stop_when(function() end)
    end))
    assert.truthy(endpoint:find("^http://127%.0%.0%.1:%d+$"))
  end)

  it("says why it can't serve", function()
    local handle = assert(sandbox.start({lua = LUA}))
    finally(function() handle:stop() end)
    local stopped, err = sandbox.serve({port = tonumber(handle.endpoint:match("%d+$"))}, function() end)
    assert.is_nil(stopped)
    assert.truthy(err.message:find("Address already in use", 1, true))
    assert.equal("sandbox", err.kind)
  end)
end)
