-- Listings through everything that the sandbox can break: whole, or ended by an error that names the cause.
local aliota = require "aliota"
local chaos = require "aliota.sandbox.chaos"
local cqueues = require "cqueues"
local sandbox = require "aliota.sandbox"

local DEVICES, PAGE_SIZE = 1150, 80

-- How a kind strikes: now and then, or from some request on for ever. Waits stay short.
local NOW_AND_THEN = {
  latency = {distribution = "long_tail", ms = 10, max_ms = 2000}, trickle = {rate = 0.2, bytes_per_second = 10000},
  refused_connection = {rate = 0.1, seconds = 0.05}, huge_text = {rate = 0.25, bytes = 200000},
}
local FOR_EVER = {
  latency = {after = 6, ms = 700}, trickle = {after = 6, bytes_per_second = 1000},
  refused_connection = {after = 6, seconds = 0.6},
}

local function armed(setting, more)
  local all = {}
  for name, value in pairs(setting or {}) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

-- What no client can tell from what is right is handed out as it was sent: which members that concerns, and what they
-- are then.
local function is_digits(value) return tostring(value):find "^1%d+$" ~= nil end
local HANDED_OUT = {
  chunked = {}, gzip = {}, reset_after = {},
  future_field = {FromTheFuture = function(value) return value.Ring == "canary" end},
  future_status = {TaskStatus = function(value) return value == "ROLLING_BACK" end},
  numeric_ids = {TaskId = is_digits, JobId = is_digits, FirmwareId = is_digits},
  huge_text = {TaskDesc = function(value) return value == ("x"):rep(200000) end},
  hostile_text = {TaskDesc = function(value) return #value > 1 end},
}

-- What is repeated, and the error when a client's patience is over: kind, code, and what the message says.
local REPEATED = {
  business_error = {"api", "iot.system.SystemException", "The system is busy"},
  server_error = {"api", "ServiceUnavailable", "temporary failure"},
  throttled = {"throttled", "Throttling.User", "flow control"},
  bare_error = {"http", nil, "upstream connect error"},
  proxy_page = {"http", nil, "<title>502</title>"},
  empty = {"decode", nil, "the answer is empty"},
  garbage = {"decode", nil, "neither a JSON object nor XML"},
  truncated_right_length = {"decode", nil, "broken JSON"},
  lone_surrogate = {"decode", nil, "surrogate"},
  latency = {"timeout", nil, "timed out"},
  trickle = {"timeout", nil, "timed out"},
  refused_connection = {"network", nil, "connect"},
  reset_before = {"network", nil, ""},
  reset_in_body = {"network", nil, ""},
  truncated_wrong_length = {"network", nil, "bytes remaining"},
}

local USERS = {
  {access_key_id = "first", access_key_secret = "secret-1", security_token = "token-1"},
  {access_key_id = "second", access_key_secret = "secret-2", security_token = "token-2"},
}

describe("listing through chaos", function()
  local service, truth
  setup(function()
    service = assert(sandbox.start {devices = DEVICES, seed = 5, users = USERS})
    truth = service:truth({JobId = service.job_id}).rows
    for _, row in ipairs(truth) do row.Progress, row.Timeout = tonumber(row.Progress), tonumber(row.Timeout) end
  end)
  teardown(function() service:stop() end)

  -- A service that refuses connections can't be told anything for a while.
  local function arm(settings)
    local deadline = cqueues.monotime() + 10
    while not pcall(service.chaos, service, settings) do
      assert(cqueues.monotime() < deadline, "the sandbox does not come back")
      cqueues.poll(0.01)
    end
  end
  before_each(function()
    arm(false)
    service:reset()
  end)

  local function list(options, resume)
    local all = {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false, retries = 20,
      timeout = 0.5, prefetch = 8,
    }
    for name, value in pairs(options or {}) do all[name] = value end
    local tasks, rows = aliota.new(all):tasks {JobId = service.job_id, PageSize = PAGE_SIZE, resume = resume}, {}
    while true do
      local task, err = tasks:next()
      if not task then return rows, tasks.coverage, err end
      rows[#rows + 1] = task
    end
  end

  -- Rows are those of the truth from `first` on, but for members that may be something else. Returns how many are.
  local function assert_true(rows, first, others)
    local changed = 0
    for i, row in ipairs(rows) do
      local expected = truth[first + i - 1]
      for name, is_other in pairs(others or {}) do
        if row[name] ~= expected[name] then
          assert.is_true(is_other(row[name]), name)
          row[name], changed = expected[name], changed + 1
        end
      end
      assert.same(expected, row)
    end
    return changed
  end

  local function assert_whole(rows, coverage, err)
    assert.is_nil(err and tostring(err))
    assert.same({DEVICES, true}, {#rows, coverage.complete})
  end

  it("has an outcome for every kind that there is", function()
    local known = {clock_skew = true, expired_token = true}
    for kind in pairs(HANDED_OUT) do known[kind] = true end
    for kind in pairs(REPEATED) do known[kind] = true end
    for kind in pairs(chaos.KINDS) do assert.is_true(known[kind], kind) end
  end)

  for kind, others in pairs(HANDED_OUT) do
    it("hands out what was sent with " .. kind, function()
      arm {[kind] = NOW_AND_THEN[kind] or 0.25}
      local rows, coverage, err = list()
      assert_whole(rows, coverage, err)
      assert.equal(next(others) ~= nil, assert_true(rows, 1, others) > 0)
      assert.truthy(service:stats().chaos[kind] > 0)
    end)
  end

  for kind, ending in pairs(REPEATED) do
    it("is whole in spite of " .. kind, function()
      arm {[kind] = NOW_AND_THEN[kind] or 0.25}
      local rows, coverage, err = list()
      assert_whole(rows, coverage, err)
      assert_true(rows, 1)
      arm(false)
      assert.truthy(service:stats().chaos[kind] > 0)
    end)

    it("is ended by an error that names it, and can be gone on with, where there is no end of " .. kind, function()
      arm {[kind] = FOR_EVER[kind] or {after = 6}}
      local rows, coverage, err = list {retries = 1, timeout = 0.4}
      assert.truthy(err, "no error")
      assert.same({ending[1], ending[2]}, {err.kind, err.code}, tostring(err))
      assert.truthy(err.message:find(ending[3], 1, true), err.message)
      assert.same({false, true}, {coverage.complete, #rows < DEVICES})
      assert_true(rows, 1)
      arm(false)
      local rest, whole, none = list(nil, err.cursor)
      assert_true(rest, #rows + 1)
      for _, row in ipairs(rest) do rows[#rows + 1] = row end
      assert_whole(rows, whole, none)
    end)
  end

  for _, format in ipairs {"json", "xml"} do
    it("is whole in spite of everything at once, in " .. format, function()
      local settings = {chunked = 0.5, gzip = 0.5}
      for kind in pairs(REPEATED) do settings[kind] = armed(NOW_AND_THEN[kind], {rate = 0.02}) end
      arm(settings)
      local rows, coverage, err = list {format = format}
      assert_whole(rows, coverage, err)
      assert_true(rows, 1)
      arm(false)
      local kinds = 0
      for _ in pairs(service:stats().chaos) do kinds = kinds + 1 end
      assert.truthy(kinds > 5, kinds)
    end)
  end

  it("is whole whatever the service's clock shows, but not when it shows now this, now that", function()
    for _, seconds in ipairs {86400, -86400} do
      arm {clock_skew = {seconds = seconds}}
      local rows, coverage, err = list()
      assert_whole(rows, coverage, err)
      assert_true(rows, 1)
    end
    arm {clock_skew = {rate = 0.5}}
    local rows, coverage, err = list()
    assert.same({"api", "InvalidTimeStamp.Expired", false}, {err.kind, err.code, coverage.complete})
    assert_true(rows, 1)
  end)

  it("is whole when keys expire and there are newer ones, and else says that they expired", function()
    arm {expired_token = {after = 4, count = 1}}
    local current = 1
    local rows, coverage, err = list {
      prefetch = 1,
      credentials = function() return USERS[current] end,
      on_event = function(event) if event.err then current = 2 end end,
    }
    assert_whole(rows, coverage, err)
    assert_true(rows, 1)
    assert.same({1, 2}, {service:stats().chaos.expired_token, current})
    arm {expired_token = {after = 4}}
    rows, coverage, err = list()
    assert.same({"api", "InvalidSecurityToken.Expired", false}, {err.kind, err.code, coverage.complete})
    assert_true(rows, 1)
  end)
end)
