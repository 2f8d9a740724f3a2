-- Listings through everything that the sandbox can break: whole, or ended by an error that names the cause, or with all
-- rows that came and not known to be complete.
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
  latency = {after = 6, ms = 8000}, trickle = {after = 6, bytes_per_second = 1000},
  refused_connection = {after = 6, seconds = 3},
}
-- What is told by its slowness: a time-out that a busy machine does not come to where all is well, and one that it may,
-- where enough is repeated. Nothing else is to be slow.
local SLOW, PATIENCE, HASTE = {latency = true, trickle = true}, 2, 0.5

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
  chunked = {}, gzip = {}, reset_after = {}, page_size_of_rows = {}, short_progress = {},
  future_field = {FromTheFuture = function(value) return value.Ring == "canary" end},
  future_status = {TaskStatus = function(value) return value == "ROLLING_BACK" end},
  numeric_ids = {TaskId = is_digits, FirmwareId = is_digits},
  huge_text = {TaskDesc = function(value) return value == ("x"):rep(200000) end},
  hostile_text = {TaskDesc = function(value) return #value > 1 end},
  lone_surrogate = {TaskDesc = function(value) return value == "\239\191\189" end},
  invalid_utf8 = {TaskDesc = function(value) return value == "\239\191\189\214\183\239\191\189" end},
}
local BROKEN_TEXTS = {lone_surrogate = true, invalid_utf8 = true}

-- In what a service contradicts itself: whether all rows come in the end, where that is so now and then.
local CONTRADICTIONS = {missing_rows = "made good", wrong_total = "at once", other_batch = "made good"}

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
    service = assert(sandbox.start {devices = DEVICES, seed = 8, users = USERS})
    truth = service:truth({JobId = service.job_id}).rows
    for _, row in ipairs(truth) do row.Progress, row.Timeout = tonumber(row.Progress), tonumber(row.Timeout) end
  end)
  teardown(function() service:stop() end)

  -- A service that refuses connections can't be told anything for a while.
  local function arm(settings)
    local deadline = cqueues.monotime() + 60
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
      timeout = 30, prefetch = 8,
    }
    for name, value in pairs(options or {}) do all[name] = value or all[name] end
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
    local known = {clock_skew = true, expired_token = true, other_status = true}
    for kind in pairs(CONTRADICTIONS) do known[kind] = true end
    for kind in pairs(HANDED_OUT) do known[kind] = true end
    for kind in pairs(REPEATED) do known[kind] = true end
    for kind in pairs(chaos.KINDS) do assert.is_true(known[kind], kind) end
  end)

  for kind, others in pairs(HANDED_OUT) do
    for _, format in ipairs {"json", "xml"} do
      it(("hands out what was sent with %s, in %s"):format(kind, format), function()
        arm {[kind] = NOW_AND_THEN[kind] or 0.25}
        local rows, coverage, err = list {format = format}
        assert_whole(rows, coverage, err)
        local changed = assert_true(rows, 1, others)
        assert.equal(next(others) ~= nil, changed > 0)
        assert.equal(BROKEN_TEXTS[kind] and changed or 0, coverage.replaced)
        assert.truthy(service:stats().chaos[kind] > 0)
      end)
    end
  end

  -- Every row is one of the truth, as it is there, and comes once.
  local function assert_right(rows)
    local known = {}
    for _, row in ipairs(truth) do known[row.TaskId] = row end
    for _, row in ipairs(rows) do
      assert.same(known[row.TaskId], row)
      known[row.TaskId] = nil
    end
  end

  for kind, outcome in pairs(CONTRADICTIONS) do
    for _, setting in ipairs {{rate = 0.2}, {after = 6}, {}} do
      it(("hands out what came, and claims no more, with %s: %s"):format(kind,
        setting.rate and "now and then" or setting.after and "after a while" or "always"), function()
        arm {[kind] = setting}
        local rows, coverage, err = list {retries = 2}
        assert.is_nil(err and tostring(err))
        assert_right(rows)
        assert.equal(#rows, coverage.unique)
        if outcome == "at once" or setting.rate then assert.equal(DEVICES, #rows) end
        if coverage.complete then assert.equal(DEVICES, #rows) end
        if not setting.rate then assert.is_false(coverage.complete) end
        assert.truthy(#rows >= DEVICES - DEVICES / PAGE_SIZE - 1, #rows)
        if kind ~= "missing_rows" or not setting.rate then -- asked for again, else
          assert.truthy(coverage.refused + coverage.problem_count > 0)
        end
        assert.truthy(coverage.requests < 100, coverage.requests)
      end)
    end
  end

  for _, setting in ipairs {{rate = 0.3}, {}} do
    it("hands out no task in another state than was asked for, " .. (setting.rate and "ever" or "at all"), function()
      local failed, client = {}, aliota.new {
        endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false,
      }
      for _, row in ipairs(truth) do failed[row.TaskId] = row.TaskStatus == "FAILED" and row or nil end
      arm {other_status = {rate = setting.rate, rows = 3}}
      local tasks, count = client:tasks {JobId = service.job_id, TaskStatus = "FAILED", PageSize = 10}, 0
      for task in tasks do
        assert.same(failed[task.TaskId], task)
        failed[task.TaskId], count = nil, count + 1
      end
      assert.truthy(count > 0 and tasks.coverage.refused > 0)
      if tasks.coverage.complete then assert.is_nil(next(failed)) end
      if not setting.rate then assert.is_false(tasks.coverage.complete) end
    end)
  end

  for kind in pairs(BROKEN_TEXTS) do
    for _, format in ipairs {"json", "xml"} do
      it(("ends at once with an error where no text may be broken, with %s, in %s"):format(kind, format), function()
        arm {[kind] = {after = 6}}
        local client = aliota.new {
          endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false, prefetch = 1,
          format = format,
        }
        local tasks, rows = client:tasks {JobId = service.job_id, PageSize = PAGE_SIZE, strict = true}, {}
        local ok, err = pcall(function()
          for task in tasks do rows[#rows + 1] = task end
        end)
        assert.is_false(ok)
        assert.same({"decode", "TextInvalid", false, 6 * PAGE_SIZE, 7},
          {err.kind, err.code, err.retryable, #rows, service:stats().requests})
        local call, problem = client:call("ListOTATaskByJob", {JobId = service.job_id})
        assert.same({nil, "TextInvalid"}, {call, problem.code})
        local rest, coverage, none = list({format = format}, err.cursor)
        assert.same({nil, DEVICES - #rows, true}, {none, #rest, coverage.complete})
      end)
    end
  end

  for kind, ending in pairs(REPEATED) do
    it("is whole in spite of " .. kind, function()
      arm {[kind] = NOW_AND_THEN[kind] or 0.25}
      local rows, coverage, err = list {timeout = SLOW[kind] and HASTE}
      assert_whole(rows, coverage, err)
      assert_true(rows, 1)
      arm(false)
      assert.truthy(service:stats().chaos[kind] > 0)
    end)

    it("is ended by an error that names it, and can be gone on with, where there is no end of " .. kind, function()
      arm {[kind] = FOR_EVER[kind] or {after = 6}}
      local rows, coverage, err = list {retries = 1, timeout = SLOW[kind] and PATIENCE}
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
      local rows, coverage, err = list {format = format, timeout = HASTE}
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
    -- A clock that flips is made up for twice a call: by chance that may do for all calls of a listing.
    arm {clock_skew = {rate = 0.5}}
    local rows, coverage, err = list()
    if err then
      assert.same({"api", "InvalidTimeStamp.Expired", false}, {err.kind, err.code, coverage.complete})
    else
      assert_whole(rows, coverage, err)
    end
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
