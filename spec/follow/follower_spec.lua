local errors = require "aliota.api.errors"
local filter = require "aliota.filter"
local followed = require "spec.support.followed"
local seeds = require "spec.support.seeds"

local ORDERS = {"stable", "newest_change_first", "oldest_change_first"}

-- Each as so many changes before each answer and between two looks.
local RATES = {{0, 0}, {0, 20}, {1, 10}, {3, 30}}

local function each(f)
  for seed in seeds(4) do
    for _, order in ipairs(ORDERS) do
      for _, rate in ipairs(RATES) do f(order, rate, seed * 7919 + 13) end
    end
  end
end

local function looks_of(batch)
  local requests = {}
  for i, look in ipairs(batch.looks) do requests[i] = look.to and look.requests end
  return requests
end

describe("follow.follower", function()
  it("tells each state of two looks once, in any order, however fast the batch moves", function()
    each(function(order, rate, seed)
      local batch = followed.new {
        total = 200, order = order, per_answer = rate[1], per_pause = rate[2], seed = seed, looks = 12,
      }
      assert.is_nil(batch:run())
      batch:check()
    end)
  end)

  it("misses none that reports how far it is, and so moves past who reads a batch that is listed by change", function()
    for seed in seeds(6) do
      for _, order in ipairs(ORDERS) do
        local batch = followed.new {
          total = 400, order = order, per_answer = 1, per_pause = 10, reports = 5, seed = seed * 7919 + 13, looks = 25,
        }
        assert.is_nil(batch:run())
        batch:check()
      end
    end
  end)

  it("misses none where so much moves that as many leave a state as are yet to be found in it", function()
    for _, seed in ipairs {8, 9} do
      local batch = followed.new {
        total = 400, order = "newest_change_first", per_answer = 2, per_pause = 10, reports = 10,
        seed = seed * 7919 + 13, looks = 25,
      }
      assert.is_nil(batch:run())
      batch:check()
    end
  end)

  it("tells what waits to be confirmed, and is", function()
    for _, order in ipairs(ORDERS) do
      local batch = followed.new {
        total = 300, order = order, per_answer = 1, per_pause = 10, begins_in = "CONFIRM", seed = 7932, looks = 20,
      }
      assert.is_nil(batch:run())
      batch:check()
    end
  end)

  it("does not read what is queued where none can have come to it", function()
    for _, order in ipairs(ORDERS) do
      local batch = followed.new {
        total = 5000, order = order, page_size = 100, per_answer = 1, per_pause = 20, looks = 8,
      }
      assert.is_nil(batch:run())
      batch:check()
      for i = 3, 7 do assert.is_true(looks_of(batch)[i] <= 20, looks_of(batch)[i]) end
    end
  end)

  it("tells what comes into a batch that grows", function()
    for _, order in ipairs(ORDERS) do
      local batch = followed.new {total = 50, order = order, per_pause = 5, is_dynamic = true, looks = 12}
      assert.is_nil(batch:run())
      batch:check()
    end
  end)

  it("tells what comes into one state, again where it had left", function()
    for seed in seeds(4) do
      for _, order in ipairs(ORDERS) do
        local batch = followed.new {
          total = 200, order = order, per_pause = 20, seed = seed, looks = 15, states = {"FAILED"}, retries = true,
        }
        assert.is_nil(batch:run())
        batch:check(function(status) return status == "FAILED" end)
        for _, told in ipairs(batch.told) do assert.same({"FAILED"}, {told.status, told.before}) end
      end
    end
  end)

  it("goes on from a snapshot with nothing missed and nothing told twice, wherever it was taken", function()
    for seed in seeds(4) do
      for _, order in ipairs(ORDERS) do
        local batch = followed.new {total = 200, order = order, per_answer = 1, per_pause = 20, seed = seed, looks = 12}
        local left = batch.random(90)
        repeat
          local task, err = batch:next()
          left = left - 1
          if left == 0 then
            batch:go_on(batch.follower:snapshot())
            left = batch.random(90)
          end
          assert.equal("timeout", err and err.kind or "timeout")
        until not task
        batch:check()
      end
    end
  end)

  it("takes a snapshot of at most 12 bytes a task", function()
    local batch = followed.new {total = 5000, per_pause = 500, looks = 5, page_size = 100}
    assert.is_nil(batch:run())
    assert.is_true(#batch.follower:snapshot() / 5000 <= 12)
  end)

  it("asks little where nothing changes, and no more than the pages of what does", function()
    for _, order in ipairs(ORDERS) do
      local batch = followed.new {
        total = 2000, order = order, page_size = 100, looks = 6,
        per_pause = function(look) return look == 3 and 50 or 0 end,
      }
      assert.is_nil(batch:run())
      local requests = looks_of(batch)
      assert.same({4, 4}, {requests[2], requests[3]})
      assert.is_true(requests[4] > 4 and requests[4] <= 20 + 8, requests[4])
      assert.equal(4, requests[5])
    end
  end)

  it("asks once where nothing fails, and twice for a page's worth of failures", function()
    local batch = followed.new {
      total = 2000, order = "newest_change_first", page_size = 100, looks = 6, states = {"FAILED"},
    }
    batch.options.per_pause = function(look)
      local failing = look == 3 and 100 or 0
      for _, task in ipairs(batch.batch.tasks) do
        if failing > 0 and task.TaskStatus == "QUEUED" then
          batch:change(task, "FAILED")
          failing = failing - 1
        end
      end
      return 0
    end
    assert.is_nil(batch:run())
    local requests = looks_of(batch)
    assert.same({1, 1, 1}, {requests[1], requests[2], requests[3]})
    assert.is_true(requests[4] <= 2, requests[4])
    assert.equal(100, #batch.told)
  end)

  it("ends with the batch", function()
    local batch = followed.new {total = 100, per_pause = 100, page_size = 100}
    assert.is_nil(batch:run())
    assert.is_true(batch:is_settled())
    assert.same({true, 100, 0}, {batch.follower.coverage.complete, batch.follower.coverage.total,
      batch.follower.coverage.unseen})
    batch:check()
  end)

  it("ends where the batch says so, if only some states are followed", function()
    local batch = followed.new {total = 100, per_pause = 100, page_size = 100, states = {"FAILED", "CANCELED"}}
    assert.is_nil(batch:run())
    assert.is_true(batch:is_settled())
  end)

  it("tells nothing of the first look from now on", function()
    local batch = followed.new {total = 100, per_pause = 5, looks = 4, from_now = true}
    assert.is_nil(batch:run())
    assert.is_true(#batch.told > 0 and #batch.told <= 15)
    for _, told in ipairs(batch.told) do assert.is_string(told.before) end
  end)

  it("tells those for which a predicate is true", function()
    local where = filter.read {DeviceName = "d7"}
    local batch = followed.new {total = 100, per_pause = 60, looks = 10, where = where}
    assert.is_nil(batch:run())
    assert.is_true(#batch.told > 1)
    for _, told in ipairs(batch.told) do assert.equal("t7", told.id) end
  end)

  describe("survives a look that fails", function()
    local function failing(from, to, err)
      local count = 0
      return followed.new {
        total = 200, per_pause = 10, looks = 12, twist = function(response)
          count = count + 1
          if count >= from and count <= to then return nil, err end
          return response
        end,
      }
    end
    local broken = errors.new {kind = "network", message = "told by a spec", retryable = true}

    it("with nothing missed and nothing told twice", function()
      for at = 40, 60 do
        local batch = failing(at, at + 6, broken)
        assert.is_nil(batch:run())
        local failures = 0
        for _, look in ipairs(batch.looks) do failures = failures + (look.err and 1 or 0) end
        assert.is_true(failures > 0)
        batch:check()
      end
    end)

    it("unless it is the first, or would fail again", function()
      assert.equal(broken, failing(3, 1000, broken):run())
      local gone = errors.new {kind = "api", code = "iot.ota.JobNotFound", message = "gone"}
      assert.equal(gone, failing(30, 1000, gone):run())
    end)
  end)

  it("ends where all is known to have been seen", function()
    local batch = followed.new {total = 100, per_pause = 100, page_size = 100}
    assert.is_nil(batch:run())
  end)
end)
