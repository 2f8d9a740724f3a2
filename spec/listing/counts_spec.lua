local errors = require "aliota.api.errors"
local model = require "spec.support.model"
local take = require "aliota.listing.counts"

local STATES = {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"}

-- A batch with so many tasks in each state.
local function batch_of(counts)
  local batch = model.new(0)
  for status, count in pairs(counts) do
    for _ = 1, count do batch:add(status) end
  end
  return batch
end

-- Moves one task from a state to another.
local function move(batch, from, to)
  batch:touch(batch:listed(from)[1], to)
end

-- What happens before the answers of these numbers.
local function at(happenings)
  local answers = 0
  return function(batch)
    answers = answers + 1
    if happenings[answers] then happenings[answers](batch) end
  end
end

local function of(batch, options)
  local source = batch:source(options)
  local counts, err = take(source, "job")
  return counts, err, source
end

describe("listing.counts", function()
  it("takes one request of one row for each state and one for all, together", function()
    local under_way = 0
    local _, _, source = of(batch_of {QUEUED = 5}, {pick = function(count)
      under_way = math.max(under_way, count)
      return 1
    end})
    local asked = {}
    for i, extra in ipairs(source.requests) do
      assert.same({"1", "1"}, {extra.CurrentPage, extra.PageSize})
      asked[i] = extra.TaskStatus or "all"
    end
    assert.equal("all " .. table.concat(STATES, " "), table.concat(asked, " "))
    assert.equal(8, under_way)
  end)

  it("counts what is there, whatever the batch's size", function()
    local truth = {CONFIRM = 1, QUEUED = 20, NOTIFIED = 3, IN_PROGRESS = 0, SUCCEEDED = 1200, FAILED = 45, CANCELED = 6}
    local counts = of(batch_of(truth))
    assert.same(truth, counts.by_status)
    assert.same({1275, 0, true, 8, "job"},
      {counts.total, counts.other, counts.consistent, counts.requests, counts.JobId})
  end)

  it("counts an empty batch", function()
    local counts = of(batch_of {})
    assert.same({0, true}, {counts.total, counts.consistent})
    for _, status in ipairs(STATES) do assert.equal(0, counts.by_status[status]) end
  end)

  it("reads a Total that was sent as text", function()
    local counts = of(batch_of {FAILED = 3}, {twist = function(response)
      response.Total = tostring(response.Total)
      return response
    end})
    assert.same({3, 3}, {counts.total, counts.by_status.FAILED})
  end)

  describe("while tasks change state", function()
    it("counts anew when the counts don't add up, and is content once they do", function()
      -- A task goes from where it was not counted yet to where it was counted already.
      local counts = of(batch_of {QUEUED = 5, CONFIRM = 2}, {between = at {[3] = function(batch)
        move(batch, "QUEUED", "CONFIRM")
      end}})
      assert.same({7, 3, 4, 0, true, 16},
        {counts.total, counts.by_status.CONFIRM, counts.by_status.QUEUED, counts.other, counts.consistent,
          counts.requests})
    end)

    it("says after three rounds that it has no such luck", function()
      local function forward(batch) move(batch, "QUEUED", "FAILED") end
      local counts = of(batch_of {QUEUED = 9}, {between = at {[4] = forward, [12] = forward, [20] = forward}})
      assert.same({9, -1, false, 24}, {counts.total, counts.other, counts.consistent, counts.requests})
    end)

    it("does not take a rest that changes for states that it does not know", function()
      local function back(batch) move(batch, "QUEUED", "CONFIRM") end
      local counts = of(batch_of {QUEUED = 9}, {between = at {
        [3] = back,
        [11] = function(batch)
          back(batch)
          back(batch)
        end,
        [19] = function(batch)
          for _ = 1, 3 do back(batch) end
        end,
      }})
      assert.same({3, false, 24}, {counts.other, counts.consistent, counts.requests})
    end)
  end)

  it("believes a rest that stays: there are states that nobody told us of", function()
    local counts = of(batch_of {QUEUED = 5, PAUSED = 2})
    assert.same({7, 5, 2, true, 16},
      {counts.total, counts.by_status.QUEUED, counts.other, counts.consistent, counts.requests})
    assert.is_nil(counts.by_status.PAUSED)
  end)

  it("needs Total alone, whatever else the answer has", function()
    local counts = of(batch_of {QUEUED = 5}, {twist = function(response)
      response.CurrentPage, response.PageSize, response.Data = 2, 0, nil
      return response
    end})
    assert.same({5, 5, true, 8}, {counts.total, counts.by_status.QUEUED, counts.consistent, counts.requests})
  end)

  it("does not believe a service that counts all whatever state is asked for", function()
    local batch = batch_of {QUEUED = 5, FAILED = 2}
    local listed = batch.listed
    function batch:listed() return listed(self) end
    local counts = of(batch)
    assert.same({7, -42, false}, {counts.total, counts.other, counts.consistent})
  end)

  describe("comes back with an error", function()
    it("of any of its requests, and ends the others", function()
      local gone = errors.new {kind = "network", message = "gone"}
      local counts, err, source = of(batch_of {QUEUED = 5}, {twist = function(response, extra)
        if extra.TaskStatus == "CONFIRM" then return nil, gone end
        return response
      end})
      assert.is_nil(counts)
      assert.equal(gone, err)
      assert.equal(6, source.cancelled)
    end)

    it("when there is no Total", function()
      local counts, err = of(batch_of {QUEUED = 5}, {twist = function(response)
        response.Total = "many"
        return response
      end})
      assert.is_nil(counts)
      assert.same({"decode", "TotalInvalid"}, {err.kind, err.code})
    end)
  end)
end)
