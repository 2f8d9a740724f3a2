-- A listing of several hours with keys of fifteen minutes: client and service in one process, on one clock, which every
-- request moves on.
local aliota = require "aliota"
local provider = require "spec.support.provider"
local sandbox = require "spec.support.sandbox"
local transport = require "aliota.call.transport"

local ROLE, STS = "acs:ram::1:role/sandbox-role", "http://127.0.0.1:1/sts"
local PAUSE = 240 -- seconds from one request to the next

describe("a listing of several hours", function()
  local start, finish = transport.start, transport.finish
  local now, box, refused, assumed, down

  before_each(function()
    now, refused, assumed, down = provider.NOW, 0, 0, false
    box = sandbox.new {clock = function() return now end, devices = 90}
    local answer = provider.from_sandbox(box)
    transport.start = function(request)
      now = now + PAUSE
      local given = down and request.url:find("/sts", 1, true) and {status = 503, body = "{}", headers = {}}
        or answer(request)
      if given.body:find "InvalidSecurityToken" then refused = refused + 1 end
      if request.url:find("/sts", 1, true) and given.status == 200 then assumed = assumed + 1 end
      given.seconds = 0.01
      return {done = function() return true end, cancel = function() end, sent = function() end, answer = given}
    end
    transport.finish = function(transfer) return transfer.answer, nil, transfer.answer.seconds, true end
  end)
  after_each(function() transport.start, transport.finish = start, finish end)

  local function client()
    return aliota.new {
      endpoint = "http://127.0.0.1:1", quota = false, prefetch = 1, retries = 1, clock = function() return now end,
      credentials = {
        type = "ram_role_arn", role_arn = ROLE, sts_endpoint = STS, duration_seconds = 900,
        access_key_id = "sandbox-access-key-id", access_key_secret = "sandbox-access-key-secret",
      },
    }
  end

  it("crosses many expiries without a gap", function()
    local seen = 0
    for _ in client():tasks {JobId = "job1", PageSize = 1} do seen = seen + 1 end
    assert.equal(90, seen)
    assert.truthy(now - provider.NOW > 6 * 3600)
    assert.equal(0, refused)
    assert.truthy(assumed > 20, assumed)
  end)

  it("ends with one error when keys can't be had for longer than the old ones last", function()
    local seen, raised = 0, nil
    local ok = pcall(function()
      local tasks = client():tasks {JobId = "job1", PageSize = 1}
      while true do
        local task, err = tasks:next()
        if err then raised = err end
        if not task then break end
        seen = seen + 1
        down = seen > 10
      end
    end)
    assert.is_true(ok)
    assert.equal("credentials", raised.kind)
    assert.truthy(raised.message:find("HTTP 503", 1, true))
    assert.truthy(raised.cursor and seen >= 11 and seen < 20, seen)
  end)
end)
