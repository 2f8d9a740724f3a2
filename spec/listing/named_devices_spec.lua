local coverage = require "aliota.listing.coverage"
local core = require "aliota.core"
local doubt = require "aliota.listing.doubt"
local errors = require "aliota.api.errors"
local model = require "spec.support.model"
local named = require "aliota.listing.named_devices"

-- The tasks of named devices in a batch of three; `twist` may change the answer.
local function new(twist, status)
  local source = model.new(4):source {twist = twist}
  local shared = setmetatable({coverage = coverage.new(), seen = core.fingerprints.new(), doubt = doubt.new()},
    {__index = source})
  return named.new(shared, {JobId = "j", DeviceNames = {"d1", "d2", "d3"}, PageSize = 100, TaskStatus = status}), shared
end

describe("listing.named", function()
  it("is one page by one request", function()
    local section, shared = new()
    assert.same({}, shared.requests)
    assert.is_not.equal("complete", section.outcome)
    assert.equal(3, #section:next().tasks)
    assert.equal("complete", section.outcome)
    assert.is_nil((section:next()))
    assert.same({{CurrentPage = "1", PageSize = "100", ["DeviceNames.1"] = "d1", ["DeviceNames.2"] = "d2",
      ["DeviceNames.3"] = "d3"}}, shared.requests)
    local seen = shared.coverage
    assert.same({3, 3, 0, 1, 1, 3, 3},
      {seen.rows, seen.unique, seen.duplicates, seen.passes, seen.requests, seen.total_first, seen.total_last})
  end)

  it("hands out no task twice, although the answer has one twice", function()
    local section, shared = new(function(response)
      response.Data.SimpleOTATaskInfo[3].TaskId = "t1"
      return response
    end)
    assert.equal(2, #section:next().tasks)
    assert.same({3, 2, 1, 2},
      {shared.coverage.rows, shared.coverage.unique, shared.coverage.duplicates, shared.coverage.total_last})
  end)

  it("asks for a state, and leaves others out itself, as the service may not", function()
    local section, shared = new(function(response)
      response.Data.SimpleOTATaskInfo[2].TaskStatus = "FAILED"
      return response
    end, "QUEUED")
    local page = section:next()
    assert.equal("QUEUED", shared.requests[1].TaskStatus)
    assert.same({"t1", "t3"}, {page.tasks[1].TaskId, page.tasks[2].TaskId})
    assert.equal(2, shared.coverage.total_last)
  end)

  it("refuses rows of devices and batches that were not asked for, and then can't tell who is not there", function()
    for name, value in pairs {DeviceName = "d4", JobId = "other"} do
      local section, shared = new(function(response)
        response.Data.SimpleOTATaskInfo[2][name] = value
        return response
      end)
      assert.equal(2, #section:next().tasks)
      assert.same({"incomplete", 1, 2}, {section.outcome, shared.coverage.refused, shared.coverage.unique})
    end
  end)

  it("leaves out rows that have no id, and then can't tell either", function()
    local section, shared = new(function(response)
      response.Data.SimpleOTATaskInfo[1].TaskId = nil
      return response
    end)
    assert.equal(2, #section:next().tasks)
    assert.same({"incomplete", "page 1: row 1 has no TaskId"}, {section.outcome, shared.coverage.problems[1].message})
  end)

  it("passes an error on, and is not complete then", function()
    local gone = errors.new {kind = "network", message = "gone"}
    local section, shared = new(function() return nil, gone end)
    assert.same({nil, gone}, {section:next()})
    assert.is_not.equal("complete", section.outcome)
    assert.equal(1, shared.coverage.requests)
  end)

  it("needs no place to go on from, and ends what is in flight", function()
    local section, shared = new()
    assert.same({}, section:position())
    section:close()
    assert.same({}, shared.requests)
  end)
end)
